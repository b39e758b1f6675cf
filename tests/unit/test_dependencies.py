"""Which questions an edit makes stale, and which files had asked them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from codegraph import dependencies
from codegraph.dependencies import Callers, affected, changed_keys, module_parts, moves_modules, pack, path_keys
from parsers import facts
from parsers.extract import parse_file
from parsers.facts import FileFacts
from parsers.languages import language

PATH = "shop/cart.py"
SOURCE = """\
import os
from shop.pricing import total

class Cart(Base):
    limit = 10

    def checkout(self, lines):
        price = total(lines)
        self.paid = price
        return price

    def log(self):
        print("done")


def order(cart, deep=1):
    for line in cart:
        print(line)
    found = [line for line in cart]
    return found
"""


def read(source: str) -> FileFacts:
    return FileFacts.decode(parse_file(language("python"), PATH, source.encode()).encode())


def keys(change: Callable[[str], str]) -> set[tuple[str, str]]:
    changed = change(SOURCE)
    assert changed != SOURCE
    return changed_keys(read(SOURCE), read(changed))


def replace(old: str, new: str) -> Callable[[str], str]:
    return lambda source: source.replace(old, new)


@pytest.mark.parametrize(
    "change",
    [
        replace("import os\n", "import os\n\n# moved down\n"),
        replace("print(line)\n", "print(line)  # why\n"),
        replace("import os\nfrom shop.pricing import total\n", "from shop.pricing import total\nimport os\n"),
        replace("deep=1", "deep=2"),
        replace("deep=1", "deep=1, wide=2"),
        replace("deep=1", "*, deep"),
        replace("deep=1", "deep: int | None = 1, wide: str = ''"),
    ],
)
def test_what_nobody_can_see_changes_no_key(change: Callable[[str], str]) -> None:
    assert keys(change) == set()


def test_a_parameter_concerns_those_who_see_what_becomes_of_it() -> None:
    """What callers pass reaches the result: in another place they pass something else."""
    before = "def first(cart, order):\n    return cart\n"
    assert (PATH, "first") in changed_keys(read(before), read(before.replace("cart, order", "order, cart")))
    assert (PATH, "first") in changed_keys(read(before), read(before.replace("(cart, order)", "(deep, cart, order)")))
    assert changed_keys(read(before), read(before.replace("(cart, order)", "(cart, order, deep)"))) == set()
    kept = "class Cart:\n    def __init__(self, lines, owner):\n        self.owner = owner\n"
    found = changed_keys(read(kept), read(kept.replace("lines, ", "")))
    assert (PATH, "owner") in found


def test_a_plain_type_is_one_unless_the_file_says_otherwise() -> None:
    before = "def f(a): pass\n"
    shadowed = "from shop import str\n" + before
    assert changed_keys(read(before), read("def f(a: str): pass\n")) == set()
    assert (PATH, "f") in changed_keys(read(shadowed), read(shadowed.replace("(a)", "(a: str)")))


def test_a_statement_that_binds_nothing_concerns_only_calls_by_name() -> None:
    assert keys(replace("print(line)", "print(line); len(cart)")) == {("", "len()"), ("", "shop/cart.py:len()")}


def test_a_local_that_does_not_reach_the_result_is_nobodys_business() -> None:
    assert keys(replace("print(line)", "width = line")) == {("", "print()"), ("", f"{PATH}:print()")}


def test_what_a_decorator_stands_on_is_passed_to_it() -> None:
    before = "@trace\ndef f(): pass\ndef g(): pass\n"
    found = changed_keys(read(before), read("def f(): pass\n@trace\ndef g(): pass\n"))
    assert ("", "trace()") in found


def test_a_local_that_is_passed_to_a_call_concerns_who_looks_at_calls_of_that_name() -> None:
    before = "def f(cart):\n    found = Cart()\n    deliver(found)\n    found.log()\n    other()\n"
    found = changed_keys(read(before), read(before.replace("Cart()", "Basket()")))
    assert {("", "deliver()"), ("", f"{PATH}:deliver()")} <= found
    assert ("", "other()") not in found


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (replace("def log", "def trace"), (PATH, "log")),
        (replace("def log", "def trace"), (PATH, "trace")),
        (replace("def log", "def trace"), ("", "trace")),
        (replace("class Cart(Base)", "class Cart(Root)"), (PATH, "Cart")),
        (replace("class Cart(Base)", "class Cart(Root)"), ("", "<Base")),
        (replace("class Cart(Base)", "class Cart(Root)"), ("", "<Root")),
        (replace("return found", "return cart"), (PATH, "order")),
        (replace("deep=1", "deep: Depth = 1"), (PATH, "order")),
        (replace("deep=1", "*, deep: Depth"), (PATH, "order")),
        (replace("def log(self)", "def log(me)"), (PATH, "log")),
        (replace("    def log(self)", "    @property\n    def log(self)"), (PATH, "log")),
        (replace("limit = 10", "limit = Cart()"), (PATH, "limit")),
        (replace("self.paid = price", "self.paid = lines"), (PATH, "paid")),
        (replace("import os\n", "import os\nfrom x import *\n"), (PATH, "")),
        (replace("import os\n", "import os\nimport sys\n"), (PATH, "sys")),
        (replace("    return found\n", ""), (PATH, "order")),
        (replace("    return price\n", "    yield price\n"), (PATH, "checkout")),
    ],
)
def test_what_others_can_see_is_a_key(change: Callable[[str], str], key: tuple[str, str]) -> None:
    assert key in keys(change)


def test_a_changed_variable_is_followed_to_where_others_can_have_seen_it() -> None:
    found = keys(replace("from shop.pricing import total", "from shop.taxes import total"))
    assert {(PATH, "total"), (PATH, "checkout"), (PATH, "paid")} <= found
    assert (PATH, "log") not in found
    assert (PATH, "order") not in found


def test_a_local_is_followed_to_the_attribute_it_is_kept_in() -> None:
    found = keys(replace("price = total(lines)", "price = Cart()"))
    assert {(PATH, "checkout"), (PATH, "paid")} <= found
    assert (PATH, "limit") not in found


def test_statements_that_change_places_change_the_result() -> None:
    found = keys(
        replace(
            "    found = [line for line in cart]\n    return found\n",
            "    return found\n    found = [line for line in cart]\n",
        )
    )
    assert (PATH, "order") in found


def test_a_lambda_is_part_of_what_holds_it() -> None:
    before, after = "rate = lambda x: total(x)\n", "rate = lambda x: Cart(x)\n"
    found = changed_keys(read(before), read(after))
    assert (PATH, "rate") in found


def test_a_file_that_comes_or_goes_answers_everything_anew() -> None:
    whole = read(SOURCE)
    for found in (changed_keys(None, whole), changed_keys(whole, None)):
        assert {(PATH, ""), ("", "Cart"), ("", "log"), ("", "<Base"), ("", "total()")} <= found
    assert changed_keys(None, None) == set()


def test_every_operation_of_the_languages_is_known() -> None:
    """One whose numbers were not understood would see a change in every edit."""
    parsers = Path(facts.__file__).parent
    made = {op for file in parsers.rglob("*.py") for op in re.findall(r'\bintern\(\s*"(\w+)"', file.read_text("utf-8"))}
    assert len(made) > 30
    assert made - dependencies._KNOWN <= {"def", "item", "scoped", "at"}


def test_what_a_file_says_for_the_whole_program_is_a_question_of_its_own() -> None:
    def csharp(source: str) -> FileFacts:
        return parse_file(language("csharp"), "A.cs", source.encode())

    def go(source: str) -> FileFacts:
        return parse_file(language("go"), "a.go", source.encode())

    everybody = ("", "import *")
    assert everybody in changed_keys(csharp("using A;"), csharp("global using A;"))
    assert everybody not in changed_keys(csharp("using A;"), csharp("using B;"))
    one, two = csharp("namespace A { class C {} }"), csharp("namespace A { }")
    assert ("", "::A") in changed_keys(one, two) and ("", "::A") in changed_keys(None, one)
    assert ("", "::A") not in changed_keys(one, csharp("namespace A { class D {} }"))
    far, near = go('package a\nimport "x.org/b"'), go('package a\nimport "fmt"')
    assert everybody in changed_keys(far, near)
    assert everybody not in changed_keys(near, go('package a\nimport "os"'))


# -- which files asked


def test_files_are_affected_by_the_questions_they_asked() -> None:
    packed = [
        (1, pack({("a.py", "f"), ("", "g")}, "one.py")),
        (2, pack({("a.py", "")}, "two.py")),
        (3, pack(set(), "three.py")),
        (4, pack({("b.py", "f")}, "four.py")),
    ]
    assert affected(packed, {("a.py", "f")}) == {1, 2}
    assert affected(packed, {("a.py", "h")}) == {2}
    assert affected(packed, {("a.py", "")}) == {1, 2}
    assert affected(packed, {("", "g")}) == {1}
    assert affected(packed, {("", "f"), ("c.py", "f")}) == set()
    assert affected(packed, set()) == set()
    assert affected([], {("a.py", "f")}) == set()


def test_files_are_known_by_the_names_that_they_call() -> None:
    callers = Callers(
        [(1, pack(set(), "a.py", {"f", "g"})), (7, pack({("", "f")}, "b.py", {"g"})), (9, pack(set(), "c.py"))]
    )
    assert callers.of("g") == [1, 7]
    assert callers.of("f") == [1]
    assert callers.of("h") == []
    assert Callers([]).of("f") == []


def test_a_files_own_questions_to_itself_are_not_kept() -> None:
    assert pack({("a.py", "f"), ("a.py", "")}, "a.py") == pack(set(), "a.py")


def test_paths_are_asked_for_by_the_last_part_of_a_modules_name() -> None:
    assert "cart" in module_parts("shop/cart.py")
    assert "shop" in module_parts("shop/__init__.py")
    assert "shop" not in module_parts("shop/cart.py")
    assert "cart" in module_parts("src/cart.d.ts")


def test_a_new_folder_and_a_new_package_are_questions_of_their_own() -> None:
    found = path_keys(["a/b/c.py"], ["a/x.py"], ["a/x.py", "a/b/c.py"])
    assert {("", "c"), ("", "b"), ("a/b/c.py", "")} <= found
    assert ("", "a") not in found
    found = path_keys(["a/__init__.py"], ["a/x.py", "a/d/y.py"], ["a/x.py", "a/d/y.py", "a/__init__.py"])
    assert {("", "x"), ("", "y"), ("", "d"), ("", "a")} <= found


def test_what_gives_other_files_their_place_among_the_modules_is_told() -> None:
    def rust(source: str) -> FileFacts:
        return parse_file(language("rust"), "src/lib.rs", source.encode())

    one, two = rust("mod cart;\n"), rust("// moved\nmod cart;\nfn f() {}\n")
    assert not moves_modules("src/lib.rs", one, two)
    assert moves_modules("src/lib.rs", one, rust("mod order;\n"))
    assert moves_modules("src/shop/mod.rs", one, None)
    assert moves_modules("shop/__init__.py", None, read(""))
    assert not moves_modules("shop/cart.py", None, read(""))
