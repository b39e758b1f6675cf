"""What a diff breaks: small repositories, one edit each, and what must be said (or not) about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from codegraph.changes import asking
from codegraph.changes.affected import RUNNERS, for_runner
from codegraph.changes.asking import report_on
from codegraph.changes.formats import FORMATS, rendered
from codegraph.changes.impact import Report
from codegraph.changes.symbols import How
from codegraph.cli import main
from codegraph.engine import Engine

RunGit = Callable[..., str]

SHOP = {
    "shop/__init__.py": "",
    "shop/pricing.py": (
        "RATE = 1.2\n\n\ndef total(lines, rate=RATE):\n    return sum(tax(n) for n in lines) * rate\n\n\n"
        "def tax(n):\n    return n * 1.2\n\n\ndef unused(n):\n    result = n + 1\n    return result\n"
    ),
    "shop/cart.py": (
        "from shop.pricing import total\n\n\nclass Cart:\n"
        "    def __init__(self, lines):\n        self.lines = lines\n\n"
        "    def pay(self, note=''):\n        return total(self.lines)\n\n\n"
        "class Basket(Cart):\n    def pay(self, note=''):\n        return super().pay(note)\n"
    ),
    "shop/app.py": (
        "from web import app\n\nfrom shop.cart import Cart\n\n\n"
        "@app.route('/pay')\ndef pay():\n    return Cart([1]).pay()\n"
    ),
    "tests/conftest.py": (
        "import pytest\n\nfrom shop.cart import Cart\n\n\n@pytest.fixture\ndef cart():\n    return Cart([1])\n"
    ),
    "tests/test_cart.py": (
        "import pytest\n\nfrom shop.pricing import tax\n\n\ndef test_pay(cart):\n    assert cart.pay()\n\n\n"
        "class TestTax:\n    @pytest.mark.parametrize('f', [tax])\n    def test_tax(self, f):\n        assert f(1)\n\n"
        "    def test_nothing(self):\n        assert True\n"
    ),
}

Repository = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def repository(write_tree: Callable[[Mapping[str, str | bytes]], Path], git: RunGit) -> Repository:
    def make(files: Mapping[str, str]) -> Path:
        root = write_tree(dict(files))
        git(root, "init", "-q")
        (root / ".gitignore").write_text(".codegraph/\n")
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", "base")
        return root

    return make


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text()
    assert text.count(old) >= 1, f"{old!r} is not in {path}"
    (root / path).write_text(text.replace(old, new, 1))


def impact(root: Path) -> Report:
    with Engine.open(root) as engine:
        engine.index()
        return report_on(root, engine.database)


def said(report: Report) -> set[tuple[str, str, int]]:
    return {(b.rule.value, b.file, b.line) for b in report.broken}


def test_a_removed_function_breaks_its_calls_and_imports(repository: Repository) -> None:
    root = repository(SHOP)
    edit(root, "shop/pricing.py", "def tax(n):\n    return n * 1.2\n", "")
    report = impact(root)
    assert ("broken-call", "shop/pricing.py", 5) in said(report)
    assert ("broken-import", "tests/test_cart.py", 3) in said(report)
    assert report.risk.level == "high"


def test_a_renamed_function_is_recognised(repository: Repository) -> None:
    root = repository(SHOP)
    edit(root, "shop/pricing.py", "def total(lines, rate=RATE):", "def sum_of(lines, rate=RATE):")
    report = impact(root)
    (change,) = [c.change for c in report.changed if c.change.half.index]
    assert (change.how, change.symbol.name) == (How.RENAMED, "sum_of")
    assert {("broken-import", "shop/cart.py", 1), ("broken-call", "shop/cart.py", 9)} <= said(report)


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("def total(lines, rate=RATE):", "def total(lines, currency, rate=RATE):", {9}),
        ("def total(lines, rate=RATE):", "def total(lines, rate=RATE, *, currency):", {9}),
        ("def total(lines, rate=RATE):", "def total(*, lines, rate=RATE):", {9}),
        ("def total(lines, rate=RATE):", "def total(lines, rate=RATE, currency='EUR'):", set()),
        ("def total(lines, rate=RATE):", "def total(lines, *rest, rate=RATE, **more):", set()),
        ("def total(lines, rate=RATE):", "def total(lines):\n    rate = RATE", set()),
        ("return sum(tax(n) for n in lines) * rate", "return rate * sum(tax(n) for n in lines)", set()),
        ("RATE = 1.2", "RATE = 1.3  # more", set()),
    ],
)
def test_arguments_that_no_longer_fit(repository: Repository, old: str, new: str, lines: set[int]) -> None:
    root = repository(SHOP)
    edit(root, "shop/pricing.py", old, new)
    assert {(b.file, b.line) for b in impact(root).broken} == {("shop/cart.py", n) for n in lines}


def test_a_constructor_is_called_by_its_class(repository: Repository) -> None:
    root = repository(SHOP)
    edit(root, "shop/cart.py", "def __init__(self, lines):", "def __init__(self, lines, owner):")
    assert {(b.file, b.line) for b in impact(root).broken} == {("shop/app.py", 8), ("tests/conftest.py", 8)}


def test_an_override_that_cannot_take_every_call(repository: Repository) -> None:
    root = repository(SHOP)
    edit(
        root,
        "shop/cart.py",
        "    def pay(self, note=''):\n        return total",
        "    def pay(self, note='', by=None):\n        return total",
    )
    assert said(impact(root)) == {("broken-override", "shop/cart.py", 13)}


def test_a_method_inherited_from_elsewhere_is_not_broken(repository: Repository) -> None:
    root = repository(SHOP)
    edit(
        root,
        "shop/cart.py",
        "class Basket(Cart):\n    def pay(self, note=''):\n        return super().pay(note)\n",
        "class Basket(Cart):\n    pass\n",
    )
    (root / "use.py").write_text("from shop.cart import Basket\n\nBasket([1]).pay()\n")
    assert said(impact(root)) == set()


def test_a_move_with_its_users_breaks_nothing(repository: Repository) -> None:
    root = repository(SHOP)
    (root / "shop/pricing.py").rename(root / "shop/prices.py")
    edit(root, "shop/cart.py", "shop.pricing", "shop.prices")
    edit(root, "tests/test_cart.py", "shop.pricing", "shop.prices")
    assert said(impact(root)) == set()


def test_a_move_without_its_users_breaks_imports(repository: Repository) -> None:
    root = repository(SHOP)
    (root / "shop/pricing.py").rename(root / "shop/prices.py")
    found = said(impact(root))
    assert {("broken-import", "shop/cart.py", 1), ("broken-import", "tests/test_cart.py", 3)} <= found


def test_a_new_import_cycle(repository: Repository) -> None:
    root = repository(SHOP)
    edit(root, "shop/pricing.py", "RATE = 1.2", "from shop.cart import Cart\n\nRATE = 1.2")
    (cycle,) = impact(root).cycles
    assert cycle.files == ("shop/pricing.py", "shop/cart.py")
    edit(root, "shop/pricing.py", "from shop.cart import Cart\n", "")
    edit(root, "shop/pricing.py", "def tax(n):\n", "def tax(n):\n    from shop.cart import Cart\n")
    assert impact(root).cycles == ()


def test_entry_points_and_untested_lines(repository: Repository) -> None:
    root = repository(SHOP)
    edit(root, "shop/pricing.py", "return n * 1.2", "return n * 1.19")
    edit(root, "shop/pricing.py", "    result = n + 1\n", "    # a comment\n    result = n + 2\n")
    report = impact(root)
    assert ("route", "pay") in {(e.kind, e.arrival.symbol.name) for e in report.entry_points}
    assert [(u.name, u.lines) for u in report.untested] == [("unused", ((14, 14),))]


def test_comments_and_docstrings_are_no_change_of_code(repository: Repository) -> None:
    root = repository(SHOP)
    edit(root, "shop/pricing.py", "def tax(n):\n", 'def tax(n):\n    """Add tax."""\n\n    # so\n')
    edit(root, "shop/pricing.py", "    return n * 1.2", "    return n *  1.2  # with more space")
    report = impact(root)
    assert [c.change.how for c in report.changed] == [How.TEXT]
    assert (report.risk.score, report.tests) == (0, ())


def test_an_edit_of_a_hub_that_changes_no_edge_is_low(repository: Repository) -> None:
    users = {f"use/u{n}.py": "from shop.pricing import tax\n\n\ndef f():\n    return tax(1)\n" for n in range(60)}
    root = repository({**SHOP, **users})
    edit(root, "shop/pricing.py", "return n * 1.2", "return 1.2 * n")
    assert impact(root).risk.level == "low"


def test_tests_by_call_fixture_and_parametrisation(repository: Repository) -> None:
    root = repository(SHOP)
    edit(root, "shop/pricing.py", "return n * 1.2", "return n * 1.19")
    with Engine.open(root) as engine:
        engine.index()
        selection = asking.tests_for(root, engine.database)
    assert set(for_runner(selection, "pytest")) == {
        "tests/test_cart.py::test_pay",
        "tests/test_cart.py::TestTax::test_tax",
    }
    assert selection.total == 3
    for runner in RUNNERS:
        for_runner(selection, runner)


def test_go_java_and_typescript(repository: Repository) -> None:
    root = repository(
        {
            "go.mod": "module example.com/m\n",
            "a.go": "package m\n\nfunc Add(a int, b int) int { return a + b }\n\nfunc Use() int { return Add(1, 2) }\n",
            "a_test.go": 'package m\n\nimport "testing"\n\nfunc TestUse(t *testing.T) { Use() }\n',
            "src/A.java": "class A {\n  int add(int a, int b) { return a + b; }\n}\n",
            "src/B.java": "class B {\n  int use(A a) { return a.add(1, 2); }\n}\n",
            "web/a.ts": "export function add(a: number, b: number) {\n  return a + b;\n}\n",
            "web/b.ts": "import { add } from './a';\n\nexport const use = () => add(1, 2);\n",
        }
    )
    edit(root, "a.go", "func Add(a int, b int) int { return a + b }", "func Add(a int) int { return a }")
    edit(root, "src/A.java", "int add(int a, int b) { return a + b; }", "int add(int a) { return a; }")
    edit(root, "web/a.ts", "export function add(", "export function plus(")
    report = impact(root)
    found = said(report)
    assert ("broken-call", "a.go", 5) in found
    assert ("broken-call", "src/B.java", 2) in found
    assert {("broken-import", "web/b.ts", 1), ("broken-call", "web/b.ts", 3)} <= found
    with Engine.open(root) as engine:
        assert for_runner(asking.tests_for(root, engine.database), "go") == ["go test . -run '^(TestUse)$'"]


def test_a_patch_is_analysed_applied_or_not(repository: Repository, git: RunGit) -> None:
    root = repository(SHOP)
    edit(root, "shop/pricing.py", "def tax(n):\n    return n * 1.2\n", "")
    patch = git(root, "diff").encode()
    with Engine.open(root) as engine:
        engine.index()
        applied = report_on(root, engine.database, patch=patch)
    git(root, "checkout", "-q", "--", ".")
    with Engine.open(root) as engine:
        engine.index()
        proposed = report_on(root, engine.database, patch=patch)
    assert said(applied) == said(proposed) != set()
    assert ("broken-reference", "tests/test_cart.py", 11) in said(proposed)


def test_two_commits_that_are_not_checked_out(repository: Repository, git: RunGit) -> None:
    root = repository(SHOP)
    base = git(root, "rev-parse", "HEAD").strip()
    edit(root, "shop/pricing.py", "def tax(n):\n    return n * 1.2\n", "")
    git(root, "commit", "-qam", "remove")
    head = git(root, "rev-parse", "HEAD").strip()
    edit(root, "shop/cart.py", "return total(self.lines)", "return 0")
    git(root, "commit", "-qam", "later")
    with Engine.open(root) as engine:
        engine.index()
        found = said(report_on(root, engine.database, base=base, head=head))
    assert {("broken-call", "shop/pricing.py", 5), ("broken-import", "tests/test_cart.py", 3)} <= found


def test_owners_and_partners(repository: Repository, git: RunGit) -> None:
    root = repository({**SHOP, "CODEOWNERS": "* @all\n/shop/ @shop-team\n"})
    for n in range(4):
        for path in ("shop/pricing.py", "shop/app.py"):
            (root / path).write_text((root / path).read_text() + f"# {n}\n")
        git(root, "commit", "-qam", f"both {n}")
    edit(root, "shop/pricing.py", "return n * 1.2", "return n * 1.19")
    report = impact(root)
    assert report.owners == (("@shop-team", ("shop/pricing.py",)),)
    assert [(p.partner, p.together) for p in report.partners] == [("shop/app.py", 5)]


@pytest.mark.parametrize("form", FORMATS)
def test_formats_are_the_same_twice(repository: Repository, form: str) -> None:
    root = repository(SHOP)
    edit(root, "shop/pricing.py", "def tax(n):\n    return n * 1.2\n", "")
    first = rendered(impact(root), form)
    assert first == rendered(impact(root), form)
    assert "shop" in first or form in ("mermaid", "dot")


def test_hostile_names_do_not_get_out_of_their_formats(repository: Repository) -> None:
    name = "a|b`@team #1 <img src=x>%0A::error::.py"
    root = repository({name: "def f(a):\n    return a\n\n\ndef g():\n    return f(1)\n", "b.py": ""})
    edit(root, name, "def f(a):", "def f(a, b):")
    report = impact(root)
    assert len(report.broken) == 1
    markdown = rendered(report, "markdown")
    row = next(line for line in markdown.split("\n") if line.startswith("| ❌"))
    assert row.count("|") - row.count("\\|") == 4
    for line in rendered(report, "github").splitlines():
        assert line.startswith(("::error ", "::warning ", "::notice "))
    uri = json.loads(rendered(report, "sarif"))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert " " not in uri["artifactLocation"]["uri"] and "|" not in uri["artifactLocation"]["uri"]


def test_long_comments_are_cut_and_say_so(repository: Repository) -> None:
    functions = "".join(f"def function_with_a_long_name_{n}(a):\n    return a\n\n\n" for n in range(900))
    calls = "".join(f"    m.function_with_a_long_name_{n}(1)\n" for n in range(900))
    root = repository({"m.py": functions, "u.py": f"import m\n\n\ndef use():\n{calls}"})
    (root / "m.py").write_text(functions.replace("(a):", "(a, b):"))
    markdown = rendered(impact(root), "markdown")
    assert len(markdown) <= 60_000
    assert "Left out for length" in markdown


def test_exit_codes(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    root = repository(SHOP)
    monkeypatch.chdir(root)
    assert main(["impact", "-q"]) == 0
    edit(root, "shop/pricing.py", "def tax(n):\n    return n * 1.2\n", "")
    assert main(["impact", "-q", "--fail-on", "broken-call"]) == 2
    assert main(["impact", "-q", "--fail-on", "medium"]) == 2
    assert main(["impact", "-q", "--fail-on", "new-cycle"]) == 0
    assert main(["impact", "-q", "--fail-on", "nonsense"]) == 1
    assert main(["impact", "-q", "--base", "nosuch"]) == 1
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.py").write_text("")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert main(["impact", "-q", "--root", str(outside)]) == 3
    assert main(["changed-symbols", "--root", str(outside), "--json"]) == 3
    assert '"not_a_repository"' in capsys.readouterr().out


def test_changed_symbols_of_listed_files(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = repository(
        {**SHOP, "café.py": "def f():\n    return 1\n", "notes.txt": "a\n", "gone.py": "def g():\n    pass\n"}
    )
    edit(root, "shop/pricing.py", "return n * 1.2", "return n * 1.19")
    edit(root, "café.py", "return 1", "return 2")
    (root / "notes.txt").write_text("b\n")
    (root / "gone.py").unlink()
    monkeypatch.chdir(root / "shop")

    def changed(*files: str) -> list[str]:
        assert main(["changed-symbols", *files]) == 0
        return capsys.readouterr().out.split("\n")[:-1]

    assert changed("shop/pricing.py") == ["python:shop/pricing.py#tax"]
    assert changed("pricing.py") == ["python:shop/pricing.py#tax"]
    assert changed('"caf\\303\\251.py"') == ["python:café.py#f"]
    assert changed("caf\\303\\251.py") == ["python:café.py#f"]  # as xargs leaves it
    assert changed("notes.txt") == []
    assert changed("nosuch.py") == []
    assert changed("gone.py") == ["python:gone.py#", "python:gone.py#g"]
    assert len(changed()) == 4


JAVA = {
    "src/Shape.java": "interface Shape {\n  double area();\n}\n",
    "src/Base.java": "abstract class Base {\n  abstract String name();\n  void hook(int a) {}\n}\n",
    "src/Square.java": (
        "class Square extends Base implements Shape {\n  public double area() { return 1; }\n"
        '  @Override String name() { return "s"; }\n  @Override void hook(int a) {}\n}\n'
    ),
    "src/Half.java": "abstract class Half extends Base implements Shape {\n}\n",
    "src/Away.java": "class Away extends org.other.Thing implements Shape {\n}\n",
}


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("src/Shape.java", "double area();", "double area();\n  double length();", {("src/Square.java", 1)}),
        ("src/Shape.java", "double area();", "double area();\n  default double length() { return 0; }", set()),
        ("src/Shape.java", "double area();", "double area(int unit);", {("src/Square.java", 1)}),
        ("src/Square.java", "public double area() { return 1; }", "", {("src/Square.java", 1)}),
        ("src/Base.java", "void hook(int a) {}", "void hook2(int a) {}", {("src/Square.java", 4)}),
        ("src/Base.java", "void hook(int a) {}", "void hook(int a, int b) {}", {("src/Square.java", 4)}),
        ("src/Square.java", "void hook(int a) {}", "void hook(long a, int b) {}", {("src/Square.java", 4)}),
        ("src/Square.java", "@Override void hook(int a) {}", "", set()),
    ],
)
def test_classes_must_keep_what_their_bases_ask_for(
    repository: Repository, path: str, old: str, new: str, expected: set[tuple[str, int]]
) -> None:
    root = repository(JAVA)
    edit(root, path, old, new)
    assert {(b.file, b.line) for b in impact(root).broken if b.rule.value == "broken-override"} == expected


PYTHON_BASES = {
    "base.py": (
        "from abc import ABC, abstractmethod\n\n\nclass Reader(ABC):\n    @abstractmethod\n"
        "    def read(self): ...\n\n    def close(self): ...\n"
    ),
    "use.py": (
        "from base import Reader\n\n\nclass File(Reader):\n    def read(self):\n        return 1\n\n\n"
        "class Partial(Reader):\n    pass\n\n\nclass Whole(Partial):\n    read = None\n"
    ),
}


def test_abstract_methods_in_python(repository: Repository) -> None:
    root = repository(PYTHON_BASES)
    edit(root, "base.py", "    def close(self): ...", "    @abstractmethod\n    def close(self): ...")
    assert said(impact(root)) == {("broken-override", "use.py", 4), ("broken-override", "use.py", 13)}


def test_typescript_interfaces_and_lost_local_functions(repository: Repository) -> None:
    root = repository(
        {
            "a.ts": "export interface Store {\n  get(key: string): string;\n}\n",
            "b.ts": (
                "import { Store } from './a';\n\nexport class Memory implements Store {\n"
                "  get = (key: string) => helper(key);\n}\n\nfunction helper(key: string) {\n  return key;\n}\n"
            ),
        }
    )
    edit(root, "a.ts", "  get(key", "  put(key: string): void;\n  drop?(key: string): void;\n  get(key")
    edit(root, "b.ts", "function helper(key: string) {\n  return key;\n}\n", "")
    assert said(impact(root)) == {("broken-override", "b.ts", 3), ("broken-call", "b.ts", 4)}


def test_a_call_that_reaches_a_base_instead(repository: Repository) -> None:
    root = repository(
        {
            "m.py": (
                "class A:\n    def flush(self, action):\n        pass\n\n\n"
                "class B(A):\n    def flush(self):\n        pass\n\n\ndef use():\n    B().flush()\n"
            )
        }
    )
    edit(root, "m.py", "    def flush(self):\n", "    def drain(self):\n")
    assert ("broken-call", "m.py", 12) in said(impact(root))


def test_members_that_are_read_and_gone(repository: Repository) -> None:
    root = repository(
        {
            "m.py": (
                "from enum import Enum\n\n\nclass Color(Enum):\n    RED = 1\n    BLUE = 2\n\n\n"
                "class Base(Unknown):\n    SIZE = 1\n\n\nclass Cart:\n    LIMIT = 3\n    REST = 4\n"
            ),
            "u.py": (
                "from m import Base, Cart, Color\n\n\ndef f(cart: Cart):\n    a = Color.RED\n    b = cart.LIMIT\n"
                "    c = Base.SIZE\n    return a, b, c, Color.BLUE, cart.REST\n"
            ),
            "a.ts": "export enum E { A, B }\nexport class C { n = 2; m = 3 }\n",
            "b.ts": (
                "import { C, E } from './a';\n\nexport function f(c: C) {\n"
                "  const x = E.A;\n  return [x, c.n, c.m];\n}\n"
            ),
        }
    )
    for path, old in [("m.py", "    RED = 1\n"), ("m.py", "    LIMIT = 3\n"), ("a.ts", "A, "), ("a.ts", "n = 2; ")]:
        edit(root, path, old, "")
    edit(root, "m.py", "    SIZE = 1", "    pass")  # the base, which nobody here knows, may have it
    found = {(b.file, b.line) for b in impact(root).broken}
    assert found == {("u.py", 5), ("u.py", 6), ("b.ts", 4), ("b.ts", 5)}


@pytest.mark.parametrize(
    ("head", "old", "new", "lines"),
    [
        ("@dataclass", "x: int\n", "x: int\n    z: int\n", {5, 6}),
        ("@dataclass", "y: int = 0", "y: int = 0\n    z: int = 0", set()),
        ("@dataclass", "x: int\n", "", {6}),
        ("@dataclass(kw_only=True)", "x: int\n", "x: int\n    z: int\n", set()),
        ("@other", "x: int\n", "x: int\n    z: int\n", set()),
    ],
)
def test_constructors_made_from_fields(repository: Repository, head: str, old: str, new: str, lines: set[int]) -> None:
    root = repository(
        {
            "m.py": f"from dataclasses import dataclass\n\n\n{head}\nclass P:\n    x: int\n    y: int = 0\n",
            "u.py": "from m import P\n\n\ndef f():\n    a = P(1)\n    b = P(1, y=2)\n    return a, b\n",
        }
    )
    edit(root, "m.py", old, new)
    assert {b.line for b in impact(root).broken if b.file == "u.py"} == lines


def test_imports_of_what_is_gone_in_rust_and_java(repository: Repository) -> None:
    root = repository(
        {
            "Cargo.toml": '[package]\nname = "m"\nversion = "0.1.0"\n',
            "src/lib.rs": "pub mod a;\npub mod b;\n",
            "src/a.rs": "pub fn f() -> i32 { 1 }\n\npub fn g() -> i32 { 2 }\n",
            "src/b.rs": "use crate::a::f;\nuse crate::a::g;\n\npub fn h() -> i32 {\n    f() + g()\n}\n",
            "j/p/Z.java": "package p;\n\npublic class Z {}\n",
            "j/q/B.java": "package q;\n\nimport p.Z;\n\nclass B {\n  int g(Z z) { return 1; }\n}\n",
        }
    )
    edit(root, "src/a.rs", "pub fn f() -> i32 { 1 }\n", "")
    edit(root, "j/p/Z.java", "public class Z {}", "class Other { int other() { return 1; } }")
    assert {
        ("broken-import", "src/b.rs", 1),
        ("broken-call", "src/b.rs", 5),
        ("broken-import", "j/q/B.java", 3),
        ("broken-reference", "j/q/B.java", 6),
    } == said(impact(root))


def test_a_renamed_class_is_one_finding(repository: Repository) -> None:
    root = repository(SHOP)
    for path in ("shop/cart.py", "shop/app.py", "tests/conftest.py"):
        (root / path).write_text((root / path).read_text().replace("Cart", "Trolley"))
    report = impact(root)
    assert [c.change.old.symbol for c in report.changed if c.change.old and c.change.is_gone and c.change.within] == [
        "python:shop/cart.py#Cart.__init__",
        "python:shop/cart.py#Cart.pay",
    ]
    text = rendered(report, "markdown")
    assert text.count("⚠️") == 1 and "2 members of these" in text


def test_a_name_that_the_module_makes_up_is_not_gone(repository: Repository) -> None:
    root = repository(SHOP)
    edit(root, "shop/pricing.py", "def unused(n):", "def _unused(n):")
    assert "removed-api" in impact(root).rules
    more = (
        "\n\ndef __getattr__(name):\n    if name == 'unused':\n        return _unused\n    raise AttributeError(name)\n"
    )
    (root / "shop/pricing.py").write_text((root / "shop/pricing.py").read_text() + more)
    assert "removed-api" not in impact(root).rules
