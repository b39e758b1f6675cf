"""The graph as a SCIP index: what stands in it, and that importing it again changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from codegraph.engine import Engine
from codegraph.indexer import index
from codegraph.model import SymbolKind
from codegraph.roots import Workspace
from codegraph.scip import grammar
from codegraph.scip.schema import DEFINITION, UTF32, message
from codegraph.scip.writing import KINDS, LANGUAGES, PROJECT_ROOT
from codegraph.store import Store
from parsers.languages import language_names

WriteTree = Callable[[Mapping[str, str | bytes]], Path]

TREE = {
    "shop/base.py": (
        '"""Bases."""\n\n\nclass Base:\n    def close(self):\n        """Let go."""\n\n\n'
        "def twin(a):\n    pass\n\n\ndef twin(b):\n    pass\n"
    ),
    "shop/cart.py": (
        "from shop.base import Base, twin as other\n\n\n"
        "class Cart(Base):\n    'ü𝔘'; size = 1\n\n    def close(self):\n        '𝔘'; super().close()\n\n\n"
        "def make():\n    def inner():\n        return Cart()\n\n    other(1)\n    return inner()\n"
    ),
    "web/a b.ts": "export class Größe { 'the key'() { return 1 } }\nnew Größe()\n",
    "tests/test_cart.py": (
        "from shop.cart import make\n\n\ndef test_make():\n    make().close()\n    list(map(make, []))\n"
    ),
    "empty.py": "",
}


@pytest.fixture
def tree(write_tree: WriteTree) -> Path:
    return write_tree(TREE)


def exported(tree: Path, database: Path, **options: Any) -> Any:
    with Engine(Workspace(tree, database, True)) as engine:
        data = b"".join(engine.export_scip(version="1", **options))
    return message("Index").FromString(data)


@pytest.fixture
def made(tree: Path, tmp_path: Path) -> Any:
    index(tree, tmp_path / "graph.db")
    return exported(tree, tmp_path / "graph.db")


def document(made: Any, path: str) -> Any:
    return next(d for d in made.documents if d.relative_path == path)


def shown(made: Any, path: str) -> set[tuple[str, str, bool]]:
    """(text, symbol without its first half, whether it is a definition) of every occurrence with a text."""
    lines = TREE[path].split("\n")
    found: set[tuple[str, str, bool]] = set()
    for o in document(made, path).occurrences:
        row, first, end = o.range
        if end > first:
            assert o.symbol.startswith("codegraph . . . ")
            found.add((lines[row][first:end], o.symbol[16:], bool(o.symbol_roles & DEFINITION)))
    return found


def test_metadata_names_the_tool_and_no_folder_of_this_machine(made: Any, tree: Path) -> None:
    assert (made.metadata.tool_info.name, made.metadata.tool_info.version) == ("codegraph", "1")
    assert made.metadata.project_root == PROJECT_ROOT == "file:///"
    assert str(tree).encode() not in made.SerializeToString()


def test_every_file_is_a_document(made: Any) -> None:
    assert {d.relative_path for d in made.documents} == set(TREE)
    assert {d.position_encoding for d in made.documents} == {UTF32}
    assert {d.relative_path: d.language for d in made.documents}["web/a b.ts"] == "TypeScript"


def test_occurrences_stand_at_their_names(made: Any) -> None:
    cart, base = "shop/`cart.py`/", "shop/`base.py`/"
    found = shown(made, "shop/cart.py")
    found.discard(("Base", base + "Base#", False))  # whether a base class is a use of a type is the linker's affair
    assert found == {
        ("Cart", cart + "Cart#", True),
        ("size", cart + "Cart#size.", True),
        ("close", cart + "Cart#close().", True),
        ("close", base + "Base#close().", False),
        ("make", cart + "make().", True),
        ("inner", cart + "make().inner().", True),
        ("Cart", cart + "Cart#", False),
        ("other", base + "twin(+1).", False),
        ("inner", cart + "make().inner().", False),
    }


def test_names_that_are_no_identifiers_are_escaped_and_covered(made: Any) -> None:
    path = "web/`a b.ts`/"
    found = shown(made, "web/a b.ts")
    assert ("Größe", path + "`Größe`#", True) in found
    assert ("Größe", path + "`Größe`#", False) in found
    assert ("'the key'", path + "`Größe`#`the key`().", True) in found


def test_twins_have_symbols_of_their_own(made: Any) -> None:
    defined = {o.symbol for o in document(made, "shop/base.py").occurrences if o.symbol_roles & DEFINITION}
    assert {s[16:] for s in defined if "twin" in s} == {"shop/`base.py`/twin().", "shop/`base.py`/twin(+1)."}


def test_symbols_follow_the_grammar_and_are_described_once(made: Any) -> None:
    described = [s.symbol for d in made.documents for s in d.symbols]
    assert len(described) == len(set(described))
    mentioned = {o.symbol for d in made.documents for o in d.occurrences}
    assert mentioned <= set(described)
    for symbol in described:
        parsed = grammar.parse(symbol)
        assert parsed is not None
        assert grammar.write(parsed) == symbol


def test_what_is_said_of_a_symbol(made: Any) -> None:
    close = next(s for s in document(made, "shop/base.py").symbols if s.display_name == "close")
    assert (close.kind, list(close.documentation)) == (26, ["Let go."])
    assert close.signature_documentation.text == "def close(self)"
    assert close.signature_documentation.language == "Python"
    symbols = {s.symbol[16:]: s for s in document(made, "shop/cart.py").symbols}
    related = {
        name: [(r.symbol[16:], r.is_implementation, r.is_reference) for r in s.relationships]
        for name, s in symbols.items()
        if s.relationships
    }
    assert related == {
        "shop/`cart.py`/Cart#": [("shop/`base.py`/Base#", True, False)],
        "shop/`cart.py`/Cart#close().": [("shop/`base.py`/Base#close().", True, True)],
    }


def test_definitions_say_how_far_they_reach(made: Any) -> None:
    reach = {
        o.symbol[16:]: list(o.enclosing_range) for o in document(made, "shop/cart.py").occurrences if o.enclosing_range
    }
    assert reach["shop/`cart.py`/Cart#close()."] == [6, 0, 7, len("        '𝔘'; super().close()")]


def test_a_function_that_is_passed_on_is_no_mention_of_it_at_the_call(made: Any) -> None:
    assert not {text for text, _, defines in shown(made, "tests/test_cart.py") if not defines} - {"make", "close"}


def test_tests_are_marked(made: Any) -> None:
    assert all(o.symbol_roles & 0x20 for o in document(made, "tests/test_cart.py").occurrences)
    assert not any(o.symbol_roles & 0x20 for o in document(made, "shop/cart.py").occurrences)


def test_kinds_and_resolutions_select(tree: Path, tmp_path: Path) -> None:
    index(tree, tmp_path / "graph.db")

    def mentions(**options: Any) -> int:
        made = exported(tree, tmp_path / "graph.db", **options)
        return sum(not o.symbol_roles & DEFINITION for d in made.documents for o in d.occurrences)

    assert mentions(kinds=["overrides"]) == 0
    assert 0 < mentions(min_resolution="exact", kinds=["calls"]) < mentions(min_resolution="dispatch")


def test_without_the_files_names_are_taken_to_stand_as_they_are_called(tree: Path, tmp_path: Path) -> None:
    database = tmp_path / "graph.db"
    index(tree, database)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    made = exported(elsewhere, database)
    cart = document(made, "shop/cart.py")
    assert [4, 10, 14] in [list(o.range) for o in cart.occurrences]
    assert not any(o.enclosing_range for o in cart.occurrences)


def test_all_kinds_and_languages_have_a_name() -> None:
    assert set(KINDS) == {kind.value for kind in SymbolKind}
    assert set(LANGUAGES) == set(language_names())


@pytest.mark.parametrize("tool", ["codegraph", "another"])
def test_importing_it_again_changes_no_edge(tree: Path, tmp_path: Path, tool: str) -> None:
    """Not even when it is taken for compiler data: then what was inferred counts as exact, and nothing else."""
    database = tmp_path / "graph.db"
    index(tree, database)
    made = exported(tree, database)
    made.metadata.tool_info.name = tool
    file = tmp_path / "index.scip"
    file.write_bytes(made.SerializeToString())

    def edges() -> list[tuple[Any, ...]]:
        with Store.open_read_only(database) as store:
            return [
                (*row[:3], row[3] if tool == "codegraph" or row[3] == "dispatch" else "", *row[4:7])
                for row in store.content()["edges"]
            ]

    before = edges()
    index(tree, database, scip=[file])
    assert edges() == before
    with Store.open_read_only(database) as store:
        states = set(store.connection.execute("SELECT state FROM scip_documents"))
        changed = store.connection.execute("SELECT sum(added), sum(removed) FROM scip_links").fetchone()
    assert states == {("fresh",)}
    assert changed in ((None, None), (0, 0))
