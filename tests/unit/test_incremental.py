"""Incremental equals full: after any edits the index is what a fresh one of the same tree would be."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import edits
from codegraph.indexer import Indexer
from codegraph.store import Store

MODULES = ("shop/__init__.py", "shop/cart.py", "shop/pricing.py", "shop/models.py", "app.py", "shop/deep/__init__.py")
NAMES = ("total", "tax", "Cart", "Base", "make", "item")

imports = st.sampled_from(
    [
        "from shop.cart import total, Cart",
        "from shop.pricing import tax, make",
        "from shop.models import Base, item",
        "from shop import Cart, total",
        "from shop import *",
        "from .pricing import total",
        "from .cart import Cart as Base",
        "from .models import *",
        "import shop.cart",
        "import shop.deep as item",
        "from shop.deep import make",
        "from . import cart",
    ]
)
name = st.sampled_from(NAMES)
expression = st.one_of(
    name.map(lambda n: f"{n}()"),
    st.tuples(name, name).map(lambda p: f"{p[0]}().{p[1]}()"),
    st.tuples(name, name).map(lambda p: f"{p[0]}({p[1]})"),
    name.map(lambda n: f"shop.cart.{n}()"),
    name.map(lambda n: f"cart.{n}()"),
    name,
    st.just("self.item()"),
    st.just("local.tax()"),
    st.just("lambda: make().item()"),
    st.just("[x.total() for x in make()]"),
    st.just("make(None, Base())"),
    st.just("tax(None, local=Cart())"),
)
statement = st.one_of(
    expression,
    expression.map(lambda e: f"local = {e}"),
    expression.map(lambda e: f"return {e}"),
    expression.map(lambda e: f"self.item = {e}"),
    expression.map(lambda e: f"if local: local = {e}"),
    st.just("# a comment"),
    imports.filter(lambda i: "*" not in i),
)
body = st.lists(statement, min_size=1, max_size=3).map(lambda s: [line for line in s if line[0] != "#"] or ["pass"])


def _function(parts: tuple[str, list[str], str]) -> str:
    head, lines, returns = parts
    return "\n".join([f"def {head}(self, local=None){returns}:", *(f"    {line}" for line in lines)])


def _class(parts: tuple[str, str, list[str]]) -> str:
    head, base, methods = parts
    inside = [f"    {line}" for method in methods for line in method.split("\n")]
    return "\n".join([f"class {head}{base}:", *(inside or ["    pass"])])


function = st.tuples(name, body, st.sampled_from(["", "", " -> Cart", " -> Base"])).map(_function)
decorated = st.tuples(st.sampled_from(["@property", "@tax", "@staticmethod"]), function).map("\n".join)
klass = st.tuples(
    st.sampled_from(("Cart", "Base", "item")),
    st.sampled_from(["", "(Base)", "(Cart)", "(shop.cart.Cart)", "(item)"]),
    st.lists(st.one_of(function, decorated, expression.map(lambda e: f"item = {e}")), max_size=3),
).map(_class)
assignment = st.tuples(name, expression.filter(lambda e: "self" not in e)).map(lambda p: f"{p[0]} = {p[1]}")
module = st.lists(st.one_of(imports, function, klass, assignment, decorated), max_size=5).map(
    lambda parts: "\n".join([*parts, ""])
)
edit = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(MODULES), module),
    st.tuples(st.just("append"), st.sampled_from(MODULES), st.one_of(function, klass, assignment, imports)),
    st.tuples(st.just("shift"), st.sampled_from(MODULES), st.just("# moved down\n\n")),
    st.tuples(st.just("delete"), st.sampled_from(MODULES), st.just("")),
    st.tuples(st.just("rename"), st.sampled_from(MODULES), st.sampled_from(MODULES)),
    st.tuples(st.just("folder"), st.just("shop/models.py"), module),
)


def apply(root: Path, change: tuple[str, str, str]) -> None:
    kind, path, text = change
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    if kind == "write":
        file.write_text(text)
    elif kind == "append":
        file.write_text((file.read_text() if file.exists() else "") + text + "\n")
    elif kind == "shift":
        file.write_text(text + (file.read_text() if file.exists() else ""))
    elif kind == "delete":
        file.unlink(missing_ok=True)
    elif kind == "rename" and file.exists():
        (root / text).parent.mkdir(parents=True, exist_ok=True)
        file.replace(root / text)
    elif kind == "folder":
        # A module becomes a package of the same name, or the other way round.
        package = root / path.removesuffix(".py")
        if package.is_dir():
            shutil.rmtree(package)
            file.write_text(text)
        else:
            file.unlink(missing_ok=True)
            package.mkdir()
            (package / "__init__.py").write_text(text)


def index(root: Path) -> None:
    notes = Indexer(root).run(jobs=1).notes
    assert notes == [], "an update was expected, not a rebuild"


def assert_like_fresh(root: Path, fresh: Path) -> dict[str, list[tuple[object, ...]]]:
    Indexer(root, fresh).run(jobs=1, full=True)
    with Store.open_read_only(root / ".codegraph/graph.db") as updated, Store.open_read_only(fresh) as whole:
        there, here = whole.content(), updated.content()
    for table in there:
        assert here[table] == there[table], table
    return here


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    start=st.dictionaries(st.sampled_from(MODULES), module, min_size=3),
    batches=st.lists(st.lists(edit, min_size=1, max_size=3), min_size=1, max_size=4),
)
def test_any_edits_end_in_what_a_fresh_index_holds(
    start: dict[str, str], batches: list[list[tuple[str, str, str]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "tree"
        root.mkdir()
        for path, text in start.items():
            apply(root, ("write", path, text))
        index(root)
        for batch in batches:
            for change in batch:
                apply(root, change)
            index(root)
            assert_like_fresh(root, Path(folder) / "fresh.db")


SHOP = {
    "user.py": "from middle import make, Holder\ndef use(h: Holder):\n    make().run()\n    h.part.run()\n",
    "middle.py": (
        "from parts import Engine\nfrom helpers import build\n"
        "def make():\n    found = build()\n    return found\n"
        "class Holder:\n    def __init__(self):\n        self.part = Engine()\n"
    ),
    "parts.py": "class Engine:\n    def run(self): pass\nclass Motor:\n    def run(self): pass\n",
    "driver.py": (
        "def drive(part):\n    part.run()\n"
        "class Car:\n    def __init__(self, part):\n        self.part = part\n"
        "    def start(self):\n        self.part.run()\n"
        "def held(f):\n    f()\n"
    ),
    "caller.py": (
        "from driver import drive, held, Car\nfrom parts import Engine, Motor\n"
        "@held\ndef go():\n    found = Engine()\n    drive(found)\nCar(Engine())\n"
    ),
    "helpers.py": "from parts import Engine, Motor\ndef build(): return Engine()\ndef build2(): return Motor()\n",
}
"""``user.py`` never mentions ``parts.py``: what it calls is found through the others. ``driver.py`` calls
what ``caller.py`` passes."""

FAR_EDITS: dict[str, Mapping[str, str | None]] = {
    "an import in between leads elsewhere": {
        "middle.py": SHOP["middle.py"].replace("import build", "import build2 as build")
    },
    "a local on the way to the result changes": {
        "middle.py": SHOP["middle.py"].replace("found = build()", "from parts import Motor; found = Motor()")
    },
    "a result changes at the far end": {"helpers.py": SHOP["helpers.py"].replace("return Engine()", "return Motor()")},
    "an attribute is set otherwise": {
        "middle.py": SHOP["middle.py"].replace("self.part = Engine()", "self.part = build()")
    },
    "a parameter gets another type": {"user.py": SHOP["user.py"].replace("h: Holder", "h: 'Engine'")},
    "the called method goes": {"parts.py": SHOP["parts.py"].replace("def run", "def go", 1)},
    "the called method moves to a base": {
        "parts.py": "class Base:\n    def run(self): pass\nclass Engine(Base): pass\nclass Motor: pass\n"
    },
    "a subclass elsewhere overrides it": {
        "more.py": "from parts import Engine\nclass Turbo(Engine):\n    def run(self): pass\n"
    },
    "a subclass elsewhere overrides it under an alias": {
        "more.py": "from parts import Engine as E\nclass Turbo(E):\n    def run(self): pass\n"
    },
    "the class is renamed away": {"parts.py": SHOP["parts.py"].replace("Engine", "Machine")},
    "the file goes": {"parts.py": None},
    "a package takes the place of the module": {"parts.py": None, "parts/__init__.py": SHOP["parts.py"]},
    "a package beside the module wins": {
        "helpers/__init__.py": "from parts import Motor\ndef build(): return Motor()\n"
    },
    "a name gets a second meaning": {
        "middle.py": SHOP["middle.py"] + "if make:\n    from helpers import build2 as make\n"
    },
    "the file stops being readable Python": {"middle.py": "def make(:::\n  class\n"},
    "an overload of the name is added": {
        "parts.py": SHOP["parts.py"] + "class Engine:\n    def run(self, fast): pass\n"
    },
    "a decorator comes": {"middle.py": SHOP["middle.py"].replace("def make", "@property\ndef make")},
    "statements change places": {
        "middle.py": SHOP["middle.py"].replace(
            "    found = build()\n    return found\n", "    return found\n    found = build()\n"
        )
    },
    "a caller passes something else": {
        "caller.py": SHOP["caller.py"].replace("drive(found)", "drive(Motor())"),
    },
    "what a caller passes is bound otherwise": {
        "caller.py": SHOP["caller.py"].replace("found = Engine()", "found = Motor()"),
    },
    "another file calls it too": {
        "more.py": "from driver import drive\nfrom parts import Motor\ndrive(Motor())\n",
    },
    "the caller goes": {"caller.py": None},
    "the caller calls through another name": {
        "caller.py": SHOP["caller.py"]
        .replace("import drive", "import drive as go")
        .replace("drive(found)", "go(found)"),
    },
    "a decorator stands on something else": {
        "caller.py": SHOP["caller.py"].replace("@held\ndef go", "def go") + "@held\ndef come(): pass\n"
    },
    "a constructor is called with something else": {
        "caller.py": SHOP["caller.py"].replace("Car(Engine())", "Car(Motor())"),
    },
    "lines move": {"parts.py": "# a comment\n\n" + SHOP["parts.py"], "middle.py": "\n" + SHOP["middle.py"]},
    "only the touched time is new": {"parts.py": SHOP["parts.py"]},
}


@pytest.mark.parametrize("title", FAR_EDITS)
def test_an_edit_reaches_files_that_do_not_mention_it(title: str, tmp_path: Path) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    for path, text in SHOP.items():
        (root / path).write_text(text)
    index(root)
    for path, text in FAR_EDITS[title].items():
        file = root / path
        file.parent.mkdir(exist_ok=True)
        if text is None:
            file.unlink()
        else:
            file.write_text(text)
    index(root)
    assert_like_fresh(root, tmp_path / "fresh.db")
    # And back again: a reverted edit leaves nothing behind.
    for path in FAR_EDITS[title]:
        shutil.rmtree(root / path.rpartition("/")[0]) if "/" in path else (root / path).unlink(missing_ok=True)
    for path, text in SHOP.items():
        (root / path).write_text(text)
    index(root)
    assert_like_fresh(root, tmp_path / "fresh.db")


def test_a_new_override_is_dispatched_to_by_callers_that_were_not_touched(tmp_path: Path) -> None:
    for path, text in SHOP.items():
        (tmp_path / path).write_text(text)
    index(tmp_path)
    (tmp_path / "more.py").write_text("from parts import Engine\nclass Turbo(Engine):\n    def run(self): pass\n")
    index(tmp_path)
    with Store.open_read_only(tmp_path / ".codegraph/graph.db") as store:
        edges = {row[:4] for row in store.content()["edges"]}
    assert ("python:user.py#use", "python:more.py#Turbo.run", "calls", "dispatch") in edges


def test_a_file_whose_module_tree_is_cut_off_is_linked_again(tmp_path: Path) -> None:
    """It did not change, and asked for nothing that did: its ``crate::`` leads nowhere now."""
    root = tmp_path / "tree"
    (root / "src/util").mkdir(parents=True)
    (root / "Cargo.toml").write_text('[package]\nname = "shop"\nversion = "0.1.0"\n')
    (root / "src/lib.rs").write_text("mod util;\npub mod price;\n")
    (root / "src/price.rs").write_text("pub fn total() {}\n")
    (root / "src/util/mod.rs").write_text("mod color;\n")
    (root / "src/util/color.rs").write_text("use crate::price;\npub fn paint() { price::total() }\n")
    index(root)
    edge = ("rust:src/util/color.rs#paint", "rust:src/price.rs#total", "calls", "exact")
    assert edge in {row[:4] for row in assert_like_fresh(root, tmp_path / "fresh.db")["edges"]}
    for gone in ("src/util/mod.rs", "src/lib.rs"):
        text = (root / gone).read_text()
        (root / gone).unlink()
        index(root)
        assert_like_fresh(root, tmp_path / "fresh.db")
        (root / gone).write_text(text)
        index(root)
        assert_like_fresh(root, tmp_path / "fresh.db")
    (root / "src/lib.rs").write_text("pub mod price;\n")
    index(root)
    assert_like_fresh(root, tmp_path / "fresh.db")


numbers = st.integers(0, 65535)
sample_edit = st.builds(edits.Edit, st.sampled_from(tuple(edits.OPERATIONS)), numbers, numbers, numbers)


@pytest.mark.parametrize("language", edits.LANGUAGES)
def test_edited_samples_of_every_language_end_in_what_a_fresh_index_holds(language: str) -> None:
    """``python benchmarks/edits.py`` runs as many of these as there is time for."""

    @settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(numbers, numbers, st.lists(st.lists(sample_edit, min_size=1, max_size=3), min_size=1, max_size=3))
    def run(first: int, second: int, batches: list[list[edits.Edit]]) -> None:
        found = edits.checked(edits.start(language, first, second), batches)
        assert not found, found

    run()


# -- every kind of question is needed: without it one of these goes unnoticed


class Scenario(NamedTuple):
    before: Mapping[str, str]
    after: Mapping[str, str | None]
    """Files that are written or, with None, go."""


NEEDED: dict[str, tuple[str, object, Scenario]] = {
    "a folder comes that an import path leads to": (
        "codegraph.dependencies.path_keys",
        lambda *paths: set(),
        Scenario(
            {
                "go.mod": "module example.com/shop\n",
                "order/order.go": 'package order\n\nimport _ "example.com/shop/cart"\n',
            },
            {"cart/pay.go": "package basket\n"},
        ),
    ),
    "a class derives under another name": (
        "codegraph.updating.Update._hierarchy_keys",
        staticmethod(lambda pairs: set()),
        Scenario(
            {
                "base.py": "class Engine:\n    def run(self): pass\n",
                "user.py": "from base import Engine\ndef use(e: Engine):\n    e.run()\n",
            },
            {"turbo.py": "from base import Engine as E\nclass Turbo(E):\n    def run(self): pass\n"},
        ),
    ),
    "a global using comes": (
        "codegraph.dependencies._imports_for_all",
        lambda facts: (),
        Scenario(
            {
                "Lib.cs": "namespace Shop { public class Cart { public static void Pay() {} } }\n",
                "Globals.cs": "// none yet\n",
                "Main.cs": "class Main { void Run() { Cart.Pay(); } }\n",
            },
            {"Globals.cs": "global using Shop;\n"},
        ),
    ),
    "the last type of a namespace goes": (
        "codegraph.dependencies._spaces",
        lambda facts: set(),
        Scenario(
            {
                "Lib.cs": "namespace Shop { public class Cart {} }\n",
                "Main.cs": "using Shop;\nclass Main { void Run(Main m) { m.Pay(); } }\n",
            },
            {"Lib.cs": "namespace Shop { }\n"},
        ),
    ),
    "an import changes what a module without go.mod is called": (
        "codegraph.dependencies._imports_for_all",
        lambda facts: (),
        Scenario(
            {
                "lib/cart/cart.go": "package cart\n\nfunc Pay() {}\n",
                "lib/order/order.go": 'package order\n\nimport "example.com/shop/cart"\n\nfunc Run() { cart.Pay() }\n',
                "lib/tax/tax.go": "package tax\n\nfunc Rate() {}\n",
                "lib/bill/bill.go": 'package bill\n\nimport "example.com/shop/tax"\n\nfunc Run() { tax.Rate() }\n',
            },
            {
                "lib/bill/bill.go": 'package bill\n\nimport "example.com/other/tax"\n\nfunc Run() { tax.Rate() }\n',
            },
        ),
    ),
}


def _settled(root: Path, scenario: Scenario) -> dict[str, list[tuple[object, ...]]]:
    root.mkdir()
    for path, text in scenario.before.items():
        apply(root, ("write", path, text))
    index(root)
    for path, text in scenario.after.items():
        apply(root, ("delete", path, "") if text is None else ("write", path, text))
    index(root)
    with Store.open_read_only(root / ".codegraph/graph.db") as store:
        return store.content()


@pytest.mark.parametrize("title", NEEDED)
def test_what_is_recorded_is_enough_and_needed(title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where, blind, scenario = NEEDED[title]
    seen = _settled(tmp_path / "seen", scenario)
    fresh = assert_like_fresh(tmp_path / "seen", tmp_path / "fresh.db")
    assert seen == fresh
    monkeypatch.setattr(where, blind)
    assert _settled(tmp_path / "missed", scenario) != fresh, "the scenario would not notice that this is missing"


def test_the_vector_of_a_symbol_that_went_is_found_no_more(tmp_path: Path) -> None:
    from codegraph.search.vectors import VectorIndex, rows_that_differ

    (tmp_path / "a.py").write_text("def read_settings(): pass\ndef other(): pass\n")
    index(tmp_path)
    for text in ("def other(): pass\n", "def read_settings(): pass\n", "# nothing\n"):
        (tmp_path / "a.py").write_text(text)
        index(tmp_path)
        with Store.open_read_only(tmp_path / ".codegraph/graph.db") as store:
            ids = [row[0] for row in store.connection.execute("SELECT id FROM symbols ORDER BY id")]
            assert VectorIndex.load(store.connection).ids.tolist() == ids
            assert rows_that_differ(store.connection) == 0
