"""Questions to a small graph that is written row by row, so that nothing but the reading is tested."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from codegraph.engine import Engine
from codegraph.errors import AmbiguousSymbol, BadArgument, DatabaseProblem, NoIndex, SymbolNotFound
from codegraph.model import Resolution
from codegraph.reading.neighbours import Selection
from codegraph.reading.reach import Spread
from codegraph.roots import Workspace
from codegraph.search.query import Query
from codegraph.store import Store

SOURCES = {
    "shop/__init__.py": "from shop.api import *\n",
    "shop/api.py": "from .cart import Cart, total as checkout_total\n",
    "shop/cart.py": (
        "class Cart(Base):\n"
        "    def __init__(self):\n"
        "        self.log()\n"
        "    def checkout(self):\n"
        "        return total()\n"
        "\n"
        "def total():\n"
        "    secret_token = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789'\n"
        "    return thing.total()\n"
    ),
    "shop/base.py": "class Base:\n    def log(self):\n        print('x')\n    def save(self):\n        pass\n",
    "tests/test_cart.py": "from shop import Cart\ndef test_checkout():\n    Cart().checkout()\n",
    "cmd/root.go": "package cmd\nfunc Execute() {}\nfunc total() {}\n",
}
SYMBOLS = [
    # (path, name, qualified, kind, parent, line, end, flags)
    ("shop/__init__.py", "shop", "", "module", None, 1, 1, ""),
    ("shop/api.py", "shop.api", "", "module", None, 1, 1, ""),
    ("shop/cart.py", "shop.cart", "", "module", None, 1, 9, ""),
    ("shop/cart.py", "Cart", "Cart", "class", "shop.cart", 1, 5, ""),
    ("shop/cart.py", "__init__", "Cart.__init__", "method", "Cart", 2, 3, "constructor"),
    ("shop/cart.py", "checkout", "Cart.checkout", "method", "Cart", 4, 5, ""),
    ("shop/cart.py", "total", "total", "function", "shop.cart", 7, 9, ""),
    ("shop/base.py", "shop.base", "", "module", None, 1, 5, ""),
    ("shop/base.py", "Base", "Base", "class", "shop.base", 1, 5, ""),
    ("shop/base.py", "log", "Base.log", "method", "Base", 2, 3, ""),
    ("shop/base.py", "save", "Base.save", "method", "Base", 4, 5, ""),
    ("tests/test_cart.py", "tests.test_cart", "", "module", None, 1, 3, ""),
    ("tests/test_cart.py", "test_checkout", "test_checkout", "function", "tests.test_cart", 2, 3, "test"),
    ("cmd/root.go", "cmd", "", "module", None, 1, 3, ""),
    ("cmd/root.go", "Execute", "Execute", "function", "cmd", 2, 2, ""),
    ("cmd/root.go", "total", "total", "function", "cmd", 3, 3, ""),
]
EDGES = [
    # (source, target, kind, resolution, path, line, column, via)
    ("shop/cart.py#Cart.__init__", "shop/base.py#Base.log", "calls", "exact", "shop/cart.py", 3, 14, None),
    ("shop/cart.py#Cart.checkout", "shop/cart.py#total", "calls", "exact", "shop/cart.py", 5, 16, None),
    ("tests/test_cart.py#test_checkout", "shop/cart.py#Cart", "calls", "exact", "tests/test_cart.py", 3, 5, None),
    (
        "tests/test_cart.py#test_checkout",
        "shop/cart.py#Cart.checkout",
        "calls",
        "inferred",
        "tests/test_cart.py",
        3,
        12,
        None,
    ),
    ("shop/api.py#", "shop/cart.py#Cart", "references", "exact", "shop/api.py", 1, 19, None),
    ("shop/cart.py#Cart", "shop/base.py#Base", "inherits", "exact", "shop/cart.py", 1, 12, None),
    (
        "tests/test_cart.py#test_checkout",
        "shop/base.py#Base.save",
        "calls",
        "ambiguous",
        "tests/test_cart.py",
        3,
        1,
        None,
    ),
    (
        "shop/cart.py#total",
        "shop/cart.py#Cart.checkout",
        "calls",
        "dispatch",
        "shop/cart.py",
        9,
        18,
        "shop/base.py#Base.save",
    ),
]
UNRESOLVED = [
    ("shop/cart.py#total", "total", "unknown-receiver", "shop/cart.py", 9, 18),
    ("shop/base.py#Base.log", "print", "external", "shop/base.py", 3, 9),
    ("cmd/root.go#Execute", "total", "not-found", "cmd/root.go", 2, 1),
    ("shop/base.py#Base.save", "total", "parameter", "shop/base.py", 5, 9),
]
IMPORTS = [
    ("shop/__init__.py", "shop.api", "*", "", 1, "shop/api.py"),
    ("shop/api.py", "cart", "Cart", "Cart", 1, "shop/cart.py"),
    ("shop/api.py", "cart", "total", "checkout_total", 1, "shop/cart.py"),
    ("tests/test_cart.py", "shop", "Cart", "Cart", 1, "shop/__init__.py"),
    ("shop/cart.py", "logging", "", "logging", 1, None),
]


def language_of(path: str) -> str:
    return "go" if path.endswith(".go") else "python"


def module_of(path: str) -> str:
    if path.endswith(".go"):
        return "example.com/tool/cmd"
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def write_graph(root: Path, database: Path) -> None:
    """The sources on disk and the rows that describe them."""
    files: dict[str, int] = {}
    ids: dict[str, int] = {}
    database.parent.mkdir(parents=True, exist_ok=True)
    with Store.create(database, bulk=True) as store:
        db = store.connection
        with store.transaction():
            for number, (path, text) in enumerate(sorted(SOURCES.items()), 1):
                file = root / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
                stat = os.stat(file)
                files[path] = number
                db.execute(
                    "INSERT INTO files(id, path, language, status, flags, size, mtime_ns, inode, lines, module) "
                    "VALUES (?, ?, ?, 'indexed', ?, ?, ?, ?, ?, ?)",
                    (
                        number,
                        path,
                        language_of(path),
                        "test" if path.startswith("tests/") else "",
                        stat.st_size,
                        stat.st_mtime_ns,
                        stat.st_ino,
                        text.count("\n"),
                        module_of(path),
                    ),
                )
            counters: dict[str, int] = {}
            by_name: dict[tuple[str, str], int] = {}
            for number, (path, name, qualified, kind, parent, line, end, flags) in enumerate(SYMBOLS, 1):
                symbol = f"{path}#{qualified}"
                ids[symbol] = number
                by_name[path, name] = number
                definition = counters.get(path, 0)
                counters[path] = definition + 1
                full = f"{module_of(path)}.{qualified}" if qualified else module_of(path)
                db.execute(
                    "INSERT INTO symbols(id, symbol, file_id, definition, kind, name, qualified_name, parent_id, line, "
                    '"column", start_line, end_line, flags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)',
                    (
                        number,
                        f"{language_of(path)}:{symbol}",
                        files[path],
                        definition,
                        kind,
                        name,
                        full,
                        by_name.get((path, parent)) if parent else None,
                        line,
                        line,
                        end,
                        flags,
                    ),
                )
                db.execute(
                    "INSERT INTO search_text VALUES (?, ?, '', '', ?, '', '')", (number, name.replace("_", " "), path)
                )
            for source, target, kind, resolution, path, line, column, via in EDGES:
                db.execute(
                    'INSERT INTO edges(source, target, kind, resolution, file_id, line, "column", via) '
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (ids[source], ids[target], kind, resolution, files[path], line, column, ids[via] if via else None),
                )
            for source, name, reason, path, line, column in UNRESOLVED:
                db.execute(
                    'INSERT INTO unresolved(source, name, role, reason, file_id, line, "column") '
                    "VALUES (?, ?, 'call', ?, ?, ?, ?)",
                    (ids[source], name, reason, files[path], line, column),
                )
            for path, module, name, local, line, target in IMPORTS:
                db.execute(
                    "INSERT INTO imports(file_id, module, name, local, line, target_file_id) VALUES (?, ?, ?, ?, ?, ?)",
                    (files[path], module, name, local, line, files[target] if target else None),
                )
        store.finish_bulk()


@pytest.fixture(params=[False, True], ids=["rows", "arrays"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    database = tmp_path / ".codegraph" / "graph.db"
    write_graph(tmp_path, database)
    with Engine(Workspace(tmp_path, database, explicit=False), arrays=request.param) as engine:
        yield engine


def short(symbol: Any) -> str:
    return symbol.symbol.split(":", 1)[1]


# -- names


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("python:shop/cart.py#Cart.checkout", "shop/cart.py#Cart.checkout"),
        ("Cart.checkout", "shop/cart.py#Cart.checkout"),
        ("checkout", "shop/cart.py#Cart.checkout"),
        ("Cart", "shop/cart.py#Cart"),
        ("Cart::checkout", "shop/cart.py#Cart.checkout"),
        ("Cart#checkout", "shop/cart.py#Cart.checkout"),
        ("Cart.checkout()", "shop/cart.py#Cart.checkout"),
        ("shop.cart.Cart.checkout", "shop/cart.py#Cart.checkout"),
        ("cart.Cart.checkout", "shop/cart.py#Cart.checkout"),
        ("shop.cart.total", "shop/cart.py#total"),
        ("shop/cart.py:5", "shop/cart.py#Cart.checkout"),
        ("shop/cart.py:4:9", "shop/cart.py#Cart.checkout"),
        ("./shop/cart.py:6", "shop/cart.py#"),
        ("cart.py:7", "shop/cart.py#total"),
        ("shop/cart.py::Cart.checkout", "shop/cart.py#Cart.checkout"),
        ("tests/test_cart.py::test_checkout", "tests/test_cart.py#test_checkout"),
        ("shop/cart.py", "shop/cart.py#"),
        ("shop.cart", "shop/cart.py#"),
        # Through a star import and a re-export, under the name it was re-exported by.
        ("shop.Cart", "shop/cart.py#Cart"),
        ("shop.Cart.checkout", "shop/cart.py#Cart.checkout"),
        ("shop.checkout_total", "shop/cart.py#total"),
        # Through inheritance, also of a re-exported class.
        ("Cart.save", "shop/base.py#Base.save"),
        ("shop.Cart.save", "shop/base.py#Base.save"),
        # Go: package and function, package path and function.
        ("cmd.Execute", "cmd/root.go#Execute"),
        ("example.com/tool/cmd.Execute", "cmd/root.go#Execute"),
        ("example.com/tool/cmd.Execute()", "cmd/root.go#Execute"),
        ("elsewhere.org/x/cmd.Execute", "cmd/root.go#Execute"),
        ("  `Execute` ", "cmd/root.go#Execute"),
    ],
)
def test_names_as_people_write_them(engine: Engine, typed: str, meant: str):
    assert short(engine.resolve(typed)) == meant


def test_a_generated_copy_does_not_make_a_name_ambiguous(engine: Engine):
    with sqlite3.connect(engine.database) as db:
        db.execute("UPDATE files SET flags = 'generated' WHERE path = 'cmd/root.go'")
    assert short(engine.resolve("total")) == "shop/cart.py#total"
    assert short(engine.resolve("cmd.total")) == "cmd/root.go#total"


def test_an_absolute_path_inside_the_root_is_a_path(engine: Engine):
    assert short(engine.resolve(f"{engine.root}/shop/cart.py:5")) == "shop/cart.py#Cart.checkout"


def test_an_ambiguous_name_returns_the_candidates(engine: Engine):
    with pytest.raises(AmbiguousSymbol) as error:
        engine.resolve("total")
    assert [short(c) for c in error.value.candidates] == ["cmd/root.go#total", "shop/cart.py#total"]


def test_an_unknown_name_returns_close_ones(engine: Engine):
    with pytest.raises(SymbolNotFound) as error:
        engine.resolve("Cart.chekout")
    assert error.value.close[0] == "shop.cart.Cart.checkout"


def test_what_is_not_in_the_index_may_stand_in_a_newer_file(engine: Engine):
    with pytest.raises(SymbolNotFound) as error:
        engine.get_symbol("Cart.refund")
    assert "shop/new.py" not in error.value.newer
    (engine.root / "shop/new.py").write_text("def refund(): pass\n")
    for ask in (engine.get_symbol, engine.get_callers, engine.get_module_structure, engine.resolve):
        with pytest.raises(SymbolNotFound) as error:
            ask("refund")
        assert "shop/new.py" in error.value.newer and not error.value.sure


@pytest.mark.parametrize("typed", ["", "   ", "``", "a" * 5000, "Cart\0"])
def test_what_cannot_be_a_name_is_refused(engine: Engine, typed: str):
    with pytest.raises(BadArgument):
        engine.resolve(typed)


@pytest.mark.parametrize("typed", ["%", "_", "a' OR 1=1 --", "....", "::", "#", "*", "shop/cart.py:99999999999999999"])
def test_odd_text_is_not_found(engine: Engine, typed: str):
    with pytest.raises(SymbolNotFound):
        engine.resolve(typed)


# -- callers and callees


def test_callers_of_a_class_call_its_constructor_and_the_other_way_round(engine: Engine):
    for name in ("Cart", "Cart.__init__"):
        answer = engine.get_callers(name)
        assert [(short(i.symbol), i.kind) for i in answer.items] == [
            ("tests/test_cart.py#test_checkout", "calls"),
            ("shop/api.py#", "references"),  # after the callers, whatever its file is called
        ]


def test_callees_of_a_class_are_those_of_its_constructor(engine: Engine):
    assert [short(i.symbol) for i in engine.get_callees("Cart").items] == ["shop/base.py#Base.log"]


def test_dispatch_stands_apart_with_the_method_it_goes_through(engine: Engine):
    items = engine.get_callers("Cart.checkout").items
    assert [(short(i.symbol), i.resolution) for i in items] == [
        ("tests/test_cart.py#test_checkout", "inferred"),
        ("shop/cart.py#total", "dispatch"),
    ]
    assert items[1].via is not None and short(items[1].via) == "shop/base.py#Base.save"


def test_ambiguous_candidates_come_only_on_request(engine: Engine):
    assert engine.get_callers("Base.save").total == 0
    asked = engine.get_callers("Base.save", Selection(min_resolution=Resolution.AMBIGUOUS))
    assert [(short(i.symbol), i.resolution) for i in asked.items] == [("tests/test_cart.py#test_checkout", "ambiguous")]


def test_calls_that_could_not_be_bound_are_counted_but_not_those_that_were_settled(engine: Engine):
    answer = engine.get_callers("shop.cart.total")
    # Not the Go call of another total, not the parameter's.
    assert answer.unresolved_total == 1
    assert [(s.file, s.line) for s in answer.unresolved[0].sites] == [("shop/cart.py", 9)]
    inside = engine.get_callees("Base.log")
    assert inside.unresolved_total == 0


def test_pages_add_up(engine: Engine):
    whole = engine.get_callers("Cart").items
    pages = [engine.get_callers("Cart", Selection(limit=1, offset=n)) for n in range(3)]
    assert tuple(item for page in pages for item in page.items) == whole
    assert [page.cut for page in pages] == [1, 1, 2]
    assert {page.total for page in pages} == {2}


def test_a_path_narrows(engine: Engine):
    assert engine.get_callers("Cart", Selection(path="tests/")).total == 1
    assert engine.get_callers("Cart", Selection(path="*_cart.py")).total == 1
    assert engine.get_callers("Cart", Selection(path="test")).total == 0


# -- impact


def test_impact_has_distances_the_weakest_link_and_the_way(engine: Engine):
    answer = engine.get_impact_radius("shop.cart.total")
    assert [(short(r.symbol), r.distance, r.resolution, short(r.via)) for r in answer.items] == [
        ("shop/cart.py#Cart.checkout", 1, "exact", "shop/cart.py#total"),
        ("tests/test_cart.py#test_checkout", 2, "inferred", "shop/cart.py#Cart.checkout"),
    ]
    assert (answer.files, answer.tests, answer.counts) == (2, 1, ((1, 1), (2, 1)))


def test_impact_goes_on_from_a_constructor_to_whoever_constructs(engine: Engine):
    answer = engine.get_impact_radius("Base.log")
    assert [(short(r.symbol), r.distance, short(r.via)) for r in answer.items] == [
        ("shop/cart.py#Cart.__init__", 1, "shop/base.py#Base.log"),
        ("shop/api.py#", 2, "shop/cart.py#Cart.__init__"),
        ("tests/test_cart.py#test_checkout", 2, "shop/cart.py#Cart.__init__"),
    ]


def test_impact_stops_at_the_depth_and_leaves_tests_out_on_request(engine: Engine):
    assert engine.get_impact_radius("shop.cart.total", Spread(depth=1)).total == 1
    assert engine.get_impact_radius("shop.cart.total", Spread(tests="exclude")).total == 1
    assert engine.get_impact_radius("shop.cart.total", Spread(tests="only")).total == 1
    assert engine.get_impact_radius("Base.save").total == 0
    assert engine.get_impact_radius("Base.save", Spread(min_resolution=Resolution.AMBIGUOUS)).total == 1
    with pytest.raises(BadArgument):
        Spread(depth=0)


# -- the shape of the graph


def test_a_route_is_the_shortest_chain_with_its_sites(engine: Engine):
    answer = engine.trace_path("test_checkout", "shop.cart.total")
    assert [(short(h.symbol), h.resolution, h.site and (h.site.file, h.site.line)) for h in answer.hops] == [
        ("tests/test_cart.py#test_checkout", "inferred", ("tests/test_cart.py", 3)),
        ("shop/cart.py#Cart.checkout", "exact", ("shop/cart.py", 5)),
        ("shop/cart.py#total", "", None),
    ]
    assert not answer.backwards


def test_where_there_is_no_way_the_way_back_is_shown(engine: Engine):
    assert engine.trace_path("Base.log", "test_checkout").backwards
    assert engine.trace_path("cmd.Execute", "Cart").hops == ()


def test_implementations_of_a_class(engine: Engine):
    assert [(short(i.symbol), i.kind, i.distance) for i in engine.find_implementations("Base").items] == [
        ("shop/cart.py#Cart", "inherits", 1)
    ]


def test_dead_code_leaves_out_tests_and_says_why_to_doubt_the_rest(engine: Engine):
    assert engine.find_dead_code().total == 0
    items = engine.find_dead_code(possible=True).items
    assert [(short(i.symbol), i.sureness) for i in items] == [
        ("cmd/root.go#Execute", "possible"),
        ("cmd/root.go#total", "possible"),
    ]
    assert "could not be bound" in items[1].reason


def test_architecture_counts_packages_and_what_they_import(engine: Engine):
    answer = engine.get_architecture()
    assert [(p.path, p.files, p.tests, p.uses) for p in answer.packages] == [
        ("cmd", 1, False, ()),
        ("shop", 4, False, ()),
        ("tests", 1, True, (("shop", 1),)),
    ]
    assert answer.languages == (("python", 5), ("go", 1))


# -- looking around


def test_the_outline_of_a_file_nests(engine: Engine):
    answer = engine.get_module_structure("shop.cart")
    assert [(depth, s.name) for depth, s in answer.symbols] == [
        (0, "Cart"),
        (1, "__init__"),
        (1, "checkout"),
        (0, "total"),
    ]
    assert answer.imports == ("logging",)
    assert answer.imported_by == ("shop/api.py",)


def test_the_outline_of_a_folder_lists_modules_and_their_top_level(engine: Engine):
    package = engine.get_module_structure("shop")
    assert (package.path, package.kind) == ("shop", "package")
    assert [s.name for depth, s in package.symbols if depth == 0] == ["__init__.py", "api.py", "base.py", "cart.py"]
    root = engine.get_module_structure(".")
    assert [(s.kind, s.file) for _, s in root.symbols] == [
        ("package", "cmd"),
        ("package", "shop"),
        ("package", "tests"),
    ]


def test_an_unknown_module_is_not_found(engine: Engine):
    with pytest.raises(SymbolNotFound) as error:
        engine.get_module_structure("shop/crat.py")
    assert error.value.close == ("shop/cart.py",)


def test_search_finds_names_first_and_damps_tests(engine: Engine):
    names = [short(hit.symbol) for hit in engine.search(Query("checkout")).items]
    assert names[0] == "shop/cart.py#Cart.checkout"
    assert "tests/test_cart.py#test_checkout" in names[1:]


@pytest.mark.parametrize("text", ['"', "AND OR NOT", "a*b(c", "x" * 3000, "\x00", "NEAR(", "naïve ☃"])
def test_any_text_can_be_searched_for(engine: Engine, text: str):
    assert engine.search(Query(text)).total >= 0


def test_symbol_detail_masks_secrets(engine: Engine):
    answer = engine.get_symbol("shop.cart.total")
    assert "return thing.total()" in answer.body
    assert "ghp_" not in answer.body
    assert (answer.callers, answer.callees) == (1, 0)


def test_symbol_detail_knows_bases_and_subclasses(engine: Engine):
    assert [(text, short(base)) for text, base in engine.get_symbol("Cart").bases] == [("Base", "shop/base.py#Base")]
    assert [short(s) for s in engine.get_symbol("Base").subclasses] == ["shop/cart.py#Cart"]


# -- freshness


def test_a_changed_file_is_named_and_a_touched_one_is_not(engine: Engine):
    assert engine.get_callers("Cart").stale == ()
    file = engine.root / "tests" / "test_cart.py"
    file.write_text(file.read_text() + "# more\n")
    assert engine.get_callers("Cart").stale == ("tests/test_cart.py",)
    (engine.root / "shop" / "cart.py").unlink()
    answer = engine.get_callers("Cart")
    assert "shop/cart.py" in answer.stale
    assert answer.notes == ("shop/cart.py is gone from disk; this is what the index remembers",)


def test_a_database_away_from_its_tree_says_so(tmp_path: Path):
    write_graph(tmp_path / "there", tmp_path / "graph.db")
    (tmp_path / "here").mkdir()
    with Engine(Workspace(tmp_path / "here", tmp_path / "graph.db", explicit=True)) as engine:
        answer = engine.get_callers("Cart")
        assert answer.total == 2
        assert answer.stale == ()
        assert any("not checked" in note for note in answer.notes)


# -- databases that cannot be used


def test_no_database(tmp_path: Path):
    with Engine(Workspace(tmp_path, tmp_path / "graph.db", explicit=True)) as engine:
        assert not engine.has_index()
        with pytest.raises(NoIndex):
            engine.get_callers("Cart")
        with pytest.raises(NoIndex):
            engine.refresh()


def test_a_foreign_file_is_refused_and_left_alone(tmp_path: Path):
    foreign = tmp_path / "graph.db"
    foreign.write_bytes(b"not a database at all" * 100)
    before = foreign.read_bytes()
    with Engine(Workspace(tmp_path, foreign, explicit=True)) as engine, pytest.raises(DatabaseProblem):
        engine.get_callers("Cart")
    assert foreign.read_bytes() == before


def test_a_hostile_path_in_the_database_is_not_read(tmp_path: Path):
    (tmp_path / "outside.txt").write_text("top secret\n")
    database = tmp_path / "root" / "graph.db"
    write_graph(tmp_path / "root", database)
    with Store.open(database) as store, store.transaction():
        store.connection.execute("UPDATE files SET path = '../outside.txt' WHERE path = 'shop/cart.py'")
    with Engine(Workspace(tmp_path / "root", database, explicit=True)) as engine:
        assert engine.read_lines("../outside.txt", 1, 5) == [""]
        assert "top secret" not in engine.get_symbol("Cart.checkout").body
