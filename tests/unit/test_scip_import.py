"""Compiler data from a SCIP index: what it does to edges, and for how long it holds."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codegraph.doctor import examine
from codegraph.errors import BadArgument, Cancelled
from codegraph.indexer import Indexer, index
from codegraph.scip import grammar, wire
from codegraph.scip.columns import BROKEN, Columns
from codegraph.scip.grammar import Descriptor, ScipSymbol
from codegraph.scip.importing import described
from codegraph.scip.reading import read_indexes
from codegraph.scip.schema import DEFINITION, FORWARD_DEFINITION, UTF8, UTF16, UTF32, fields, message
from codegraph.scip.stored import Site, encode
from codegraph.scip.wire import ScipProblem
from codegraph.store import Store
from tests.scip_writing import OUTSIDE, Mention, python, write_index

WriteTree = Callable[[Mapping[str, str | bytes]], Path]
Edge = tuple[str, str, str, str]

LOADER = python("shop.stock", "Loader#")
LOAD = python("shop.stock", "Loader#", "load().")
OTHER_LOAD = python("shop.stock", "Other#", "load().")
COUNT = python("shop.stock", "count().")

TREE = {
    "shop/stock.py": (
        "class Loader:\n    def load(self):\n        return 1\n\n\n"
        "class Other:\n    def load(self):\n        return 2\n\n\n"
        "class Special(Loader):\n    def load(self):\n        return 3\n\n\n"
        "def count():\n    return 0\n"
    ),
    "shop/app.py": (
        "from shop.stock import Loader, count\n\n\n"
        "def run(given, handler):\n"
        "    made = [Loader()][0]\n"
        "    made.load()  # inferred\n"
        "    given.load()  # open\n"
        "    count()  # plain\n"
        "    handler()  # parameter\n"
    ),
}
DEFINITIONS = [
    Mention("class Loader", "Loader", LOADER, DEFINITION),
    Mention("def load(self):\n        return 1", "load", LOAD, DEFINITION),
    Mention("def load(self):\n        return 2", "load", OTHER_LOAD, DEFINITION),
    Mention("def count", "count", COUNT, DEFINITION),
]


def edges(database: Path, path: str = "shop/app.py") -> set[Edge]:
    """(line of source without comment, callee, resolution, strategy) of the calls in a file."""
    with Store.open_read_only(database) as store:
        rows = store.connection.execute(
            "SELECT e.line, t.symbol, e.resolution, e.strategy FROM edges e JOIN symbols t ON t.id = e.target "
            "JOIN files f ON f.id = e.file_id WHERE e.kind = 'calls' AND f.path = ?",
            (path,),
        ).fetchall()
    return {(str(line), symbol.partition("#")[2], resolution, strategy) for line, symbol, resolution, strategy in rows}


def at(line: int, found: set[Edge]) -> set[tuple[str, str]]:
    return {(callee, resolution) for row, callee, resolution, _ in found if row == str(line)}


def says(database: Path) -> str:
    with Store.open_read_only(database) as store:
        return "\n".join(f"{key}: {value}" for key, value in described(store.connection).items())


def content(database: Path) -> dict[str, list[tuple[object, ...]]]:
    with Store.open_read_only(database) as store:
        return store.content()


@pytest.fixture
def tree(write_tree: WriteTree) -> Path:
    return write_tree(TREE)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "graph.db"


def imported(tree: Path, database: Path, mentions: list[Mention], **options: object) -> set[Edge]:
    """The calls of shop/app.py after an import of an index with these mentions in it."""
    file = write_index(
        database.with_name("index.scip"),
        TREE,
        {"shop/stock.py": DEFINITIONS, "shop/app.py": mentions},
        **options,  # type: ignore[arg-type]
    )
    index(tree, database, scip=[file])
    return edges(database)


class TestEdges:
    def test_confirmed_edge_becomes_exact_and_says_why(self, tree: Path, database: Path) -> None:
        index(tree, database)
        assert at(6, edges(database)) == {("Loader.load", "inferred"), ("Special.load", "dispatch")}
        found = imported(tree, database, [Mention("made.load()", "load", LOAD)])
        assert ("6", "Loader.load", "exact", "scip") in found
        assert at(6, found) == {("Loader.load", "exact"), ("Special.load", "dispatch")}
        assert "1 upgraded to exact, 0 added, 0 removed" in says(database)

    def test_contradicted_edge_is_replaced(self, tree: Path, database: Path) -> None:
        found = imported(tree, database, [Mention("made.load()", "load", OTHER_LOAD)])
        assert at(6, found) == {("Other.load", "exact")}
        assert "1 added, 1 removed" in says(database)

    def test_edge_to_a_name_from_outside_is_removed(self, tree: Path, database: Path) -> None:
        found = imported(tree, database, [Mention("count()  # plain", "count", OUTSIDE + "count().")])
        assert at(8, found) == set()
        with Store.open_read_only(database) as store:
            rows = store.connection.execute("SELECT line, reason FROM unresolved WHERE name = 'count'").fetchall()
        assert rows == [(8, "external")]

    def test_our_own_package_installed_elsewhere_is_not_outside(self, write_tree: WriteTree, database: Path) -> None:
        tree = {"src/shop_kit/stock.py": "def count():\n    pass\n\n\ncount()\n"}
        rows = [Mention("\ncount()", "count", "scip-test python Shop-Kit 2.0 `shop_kit.stock`/count().")]
        root = write_tree(tree)
        index(root, database, scip=[write_index(database.with_name("i.scip"), tree, {"src/shop_kit/stock.py": rows})])
        assert {row[1:3] for row in edges(database, "src/shop_kit/stock.py")} == {("count", "exact")}

    def test_unbound_site_gets_an_edge_and_what_may_override_it(self, tree: Path, database: Path) -> None:
        found = imported(tree, database, [Mention("given.load()", "load", LOAD)])
        assert at(7, found) == {("Loader.load", "exact"), ("Special.load", "dispatch")}
        with Store.open_read_only(database) as store:
            assert not store.connection.execute("SELECT 1 FROM unresolved WHERE line = 7").fetchall()

    def test_silence_changes_nothing(self, tree: Path, database: Path) -> None:
        index(tree, database)
        before = edges(database)
        assert imported(tree, database, [Mention("made.load()", "made", "local 1")]) == before

    @pytest.mark.parametrize(
        "symbol",
        [
            pytest.param("local 7", id="local"),
            pytest.param(python("shop.app", "run().", "(handler)"), id="parameter"),
            pytest.param("scip-test python . . `other`/handler().", id="package-without-a-name"),
            pytest.param("scip-test python shop 0.9 `gone`/handler().", id="own-package-not-covered"),
            pytest.param(OUTSIDE + "handler.", id="variable-from-outside"),
            pytest.param("no symbol at all", id="nonsense"),
        ],
    )
    def test_what_proves_nothing(self, tree: Path, database: Path, symbol: str) -> None:
        index(tree, database)
        before = edges(database)
        defined = [] if symbol.startswith("local") else [Mention("given, handler", "handler", symbol, DEFINITION)]
        if "(handler)" not in symbol:
            defined = []
        assert imported(tree, database, [*defined, Mention("handler()", "handler", symbol)]) == before

    def test_a_class_given_for_a_member_without_a_symbol_is_not_the_member(self, tree: Path, database: Path) -> None:
        index(tree, database)
        before = edges(database)
        assert imported(tree, database, [Mention("given.load()", "load", LOADER)]) == before

    def test_types_guessed_for_javascript_take_nothing_away(self, write_tree: WriteTree, database: Path) -> None:
        tree = {"a.js": "function count() {}\ncount();\n"}
        root = write_tree(tree)
        rows = [Mention("\ncount()", "count", OUTSIDE + "count().")]
        index(root, database, scip=[write_index(database.with_name("i.scip"), tree, {"a.js": rows})])
        assert {row[1] for row in edges(database, "a.js")} == {"count"}

    def test_a_function_of_a_document_known_by_a_local_symbol(self, write_tree: WriteTree, database: Path) -> None:
        text = {"a.py": "def outer(f):\n    def inner():\n        pass\n    f.inner()\n"}
        root = write_tree(text)
        rows = [Mention("def inner", "inner", "local 0", DEFINITION), Mention("f.inner()", "inner", "local 0")]
        index(root, database, scip=[write_index(database.with_name("i.scip"), text, {"a.py": rows})])
        assert edges(database, "a.py") == {("4", "outer.inner", "exact", "scip")}

    def test_forward_definition_counts_where_there_is_no_other(self, tree: Path, database: Path) -> None:
        file = write_index(
            database.with_name("index.scip"),
            TREE,
            {
                "shop/stock.py": [Mention("def count", "count", COUNT, FORWARD_DEFINITION)],
                "shop/app.py": [Mention("handler()", "handler", COUNT)],
            },
        )
        index(tree, database, scip=[file])
        assert at(9, edges(database)) == {("count", "exact")}

    def test_implementations_are_what_a_call_may_reach(self, tree: Path, database: Path) -> None:
        found = imported(tree, database, [Mention("given.load()", "load", LOAD)], implements=[(OTHER_LOAD, LOAD)])
        assert at(7, found) == {("Loader.load", "exact"), ("Other.load", "dispatch")}

    def test_class_and_constructor_are_one_target(self, write_tree: WriteTree, database: Path) -> None:
        text = {"a.py": "class A:\n    def __init__(self):\n        pass\n\n\nA()\n"}
        root = write_tree(text)
        made = python("a", "A#", "__init__().")
        rows = [Mention("__init__", "__init__", made, DEFINITION), Mention("\nA()", "A", made)]
        index(root, database, scip=[write_index(database.with_name("i.scip"), text, {"a.py": rows})])
        assert edges(database, "a.py") == {("6", "A", "exact", "scip")}

    def test_our_own_export_is_no_evidence(self, tree: Path, database: Path) -> None:
        index(tree, database)
        before = edges(database)
        assert imported(tree, database, [Mention("made.load()", "load", OTHER_LOAD)], tool="codegraph") == before
        assert "no evidence" in says(database)


class TestPositions:
    TEXT = {
        "a.py": "def überlang():\n    pass\n\n\ndef run(x):\n    '𝔘é'; x.überlang(); y = 'ß'\n",
    }

    @pytest.mark.parametrize("encoding", [UTF8, UTF16, UTF32, 0])
    @pytest.mark.parametrize("four", [False, True])
    def test_every_encoding_and_range(self, write_tree: WriteTree, database: Path, encoding: int, four: bool) -> None:
        root = write_tree(self.TEXT)
        symbol = "scip-test python shop 1 `a`/`überlang`()."
        rows = [Mention("def überlang", "überlang", symbol, DEFINITION), Mention("x.überlang()", "überlang", symbol)]
        file = database.with_name("i.scip")
        write_index(file, self.TEXT, {"a.py": rows}, encoding=encoding or UTF16, four=four)
        if not encoding:
            made = message("Index").FromString(file.read_bytes())
            made.documents[0].position_encoding = 0
            file.write_bytes(made.SerializeToString())
        index(root, database, scip=[file])
        assert edges(database, "a.py") == {("6", "überlang", "exact", "scip")}

    def test_the_wrong_encoding_is_noticed(self, write_tree: WriteTree, database: Path) -> None:
        root = write_tree(self.TEXT)
        symbol = "scip-test python shop 1 `a`/`überlang`()."
        file = database.with_name("i.scip")
        write_index(file, self.TEXT, {"a.py": [Mention("x.überlang()", "überlang", symbol)]}, encoding=UTF8)
        made = message("Index").FromString(file.read_bytes())
        made.documents[0].position_encoding = UTF32
        file.write_bytes(made.SerializeToString())
        index(root, database, scip=[file])
        assert "1 older than the file (a.py)" in says(database)

    def test_columns(self) -> None:
        lines = ["a𝔘é"]
        assert [Columns(lines, UTF8).code_points(0, n) for n in range(9)] == [0, 1, -1, -1, -1, 2, -1, 3, BROKEN]
        assert [Columns(lines, UTF16).code_points(0, n) for n in range(6)] == [0, 1, BROKEN, 2, 3, BROKEN]
        assert Columns(lines, UTF32).code_points(0, 3) == 3
        assert Columns(lines, UTF32).code_points(1, 0) == BROKEN

    @pytest.mark.parametrize("project_root", ["", "file:///somewhere/else", "relative"])
    def test_an_index_of_a_folder_finds_its_files(
        self, write_tree: WriteTree, database: Path, project_root: str
    ) -> None:
        root = write_tree({f"packages/one/{path}": text for path, text in TREE.items()})
        rows = {"shop/stock.py": DEFINITIONS, "shop/app.py": [Mention("given.load()", "load", LOAD)]}
        file = write_index(database.with_name("i.scip"), TREE, rows, project_root=project_root)
        index(root, database, scip=[file])
        assert at(7, edges(database, "packages/one/shop/app.py")) >= {("Loader.load", "exact")}

    @pytest.mark.parametrize("path", ["../shop/app.py", "/etc/passwd", "shop//app.py", ""])
    def test_paths_that_are_none_of_ours(self, tree: Path, database: Path, path: str) -> None:
        index(tree, database)
        before = edges(database)
        file = write_index(database.with_name("i.scip"), {path: "x"}, {path: [Mention("x", "x", LOAD)]})
        index(tree, database, scip=[file])
        assert edges(database) == before
        assert "1 not indexed here" in says(database)


class TestStale:
    def test_older_than_the_file_by_its_text(self, tree: Path, database: Path) -> None:
        (tree / "shop/app.py").write_text(TREE["shop/app.py"] + "# more\n")
        found = imported(tree, database, [Mention("made.load()", "load", LOAD)], with_text=True)
        assert at(6, found) == {("Loader.load", "inferred"), ("Special.load", "dispatch")}
        assert "1 older than the file (shop/app.py)" in says(database)

    def test_older_than_the_file_by_its_names(self, tree: Path, database: Path) -> None:
        (tree / "shop/app.py").write_text(TREE["shop/app.py"].replace("    made =", "    x = 1\n    made ="))
        found = imported(tree, database, [Mention("made.load()", "load", LOAD)])
        assert at(7, found) == {("Loader.load", "inferred"), ("Special.load", "dispatch")}
        assert "1 older than the file (shop/app.py)" in says(database)

    def test_a_changed_file_falls_back_and_comes_back(self, tree: Path, database: Path) -> None:
        before = imported(tree, database, [Mention("given.load()", "load", LOAD)])
        (tree / "shop/app.py").write_text("\n" + TREE["shop/app.py"])
        index(tree, database)
        assert at(8, edges(database)) == set()
        assert "1 changed since (shop/app.py)" in says(database)
        (tree / "shop/app.py").write_text(TREE["shop/app.py"])
        index(tree, database)
        assert edges(database) == before

    def test_a_target_that_moves_is_followed_and_one_that_goes_is_not(self, tree: Path, database: Path) -> None:
        imported(tree, database, [Mention("given.load()", "load", LOAD)])
        stock = tree / "shop/stock.py"
        stock.write_text("# moved\n" + TREE["shop/stock.py"])
        index(tree, database)
        assert ("Loader.load", "exact") in at(7, edges(database))
        stock.write_text(TREE["shop/stock.py"].replace("def load", "def fetch"))
        index(tree, database)
        assert at(7, edges(database)) == set()
        with Store.open_read_only(database) as store:
            dangling = "SELECT 1 FROM edges WHERE target NOT IN (SELECT id FROM symbols)"
            assert not store.connection.execute(dangling).fetchall()
        stock.write_text(TREE["shop/stock.py"])
        index(tree, database)
        assert ("Loader.load", "exact") in at(7, edges(database))


class TestImports:
    def test_they_replace_each_other_and_can_be_forgotten(self, tree: Path, database: Path) -> None:
        index(tree, database)
        plain = content(database)
        imported(tree, database, [Mention("given.load()", "load", LOAD)])
        with_import = content(database)
        assert with_import != plain
        index(tree, database)
        assert content(database) == with_import
        index(tree, database, full=True)
        assert content(database) == with_import
        index(tree, database, scip=[])
        assert content(database) == plain

    def test_several_at_once_share_their_symbols(self, tree: Path, database: Path) -> None:
        one = write_index(database.with_name("one.scip"), TREE, {"shop/stock.py": DEFINITIONS})
        two = write_index(
            database.with_name("two.scip"), TREE, {"shop/app.py": [Mention("given.load()", "load", LOAD)]}
        )
        index(tree, database, scip=[one, two])
        assert ("Loader.load", "exact") in at(7, edges(database))
        assert says(database).count("1 in force") == 2
        index(tree, database, scip=[two])
        # Nothing defines the symbol any more.
        assert at(7, edges(database)) == set()

    def test_the_same_index_again_does_not_make_a_changed_file_fresh(self, tree: Path, database: Path) -> None:
        imported(tree, database, [Mention("made.load()", "load", OTHER_LOAD)])
        # Every name stays where it is.
        (tree / "shop/app.py").write_text(TREE["shop/app.py"].replace("# plain", "# PLAIN"))
        index(tree, database, scip=[database.with_name("index.scip")])
        assert at(6, edges(database)) == {("Loader.load", "inferred"), ("Special.load", "dispatch")}

    def test_one_that_was_stale_counts_when_its_files_are_back(self, tree: Path, database: Path) -> None:
        (tree / "shop/app.py").write_text("\n\n" + TREE["shop/app.py"])
        imported(tree, database, [Mention("given.load()", "load", LOAD)])
        assert at(9, edges(database)) == set()
        (tree / "shop/app.py").write_text(TREE["shop/app.py"])
        index(tree, database, scip=[database.with_name("index.scip")])
        assert ("Loader.load", "exact") in at(7, edges(database))


EDITS = {
    "move the caller": ("shop/app.py", lambda text: "# one more line\n" + text),
    "another caller": ("shop/app.py", lambda text: text + "\n\ndef again(given):\n    given.load()\n"),
    "move the callee": ("shop/stock.py", lambda text: "import os\n\n\n" + text),
    "rename the callee": ("shop/stock.py", lambda text: text.replace("return 1", "pass").replace("load", "fetch")),
    "another override": (
        "shop/stock.py",
        lambda text: text + "\n\nclass Third(Loader):\n    def load(self):\n        pass\n",
    ),
    "restore the caller": ("shop/app.py", lambda text: TREE["shop/app.py"]),
    "restore the callee": ("shop/stock.py", lambda text: TREE["shop/stock.py"]),
    "remove the callee": ("shop/stock.py", None),
    "remove the caller": ("shop/app.py", None),
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=4))
def test_incremental_equals_full(steps: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    base = tmp_path_factory.mktemp("scip")
    root = base / "tree"
    for path, text in TREE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    mentions = [Mention("made.load()", "load", LOAD), Mention("given.load()", "load", LOAD)]
    file = write_index(base / "i.scip", TREE, {"shop/stock.py": DEFINITIONS, "shop/app.py": mentions})
    database = base / "graph.db"
    Indexer(root, database, scip=[file]).run(jobs=1)
    for step in steps:
        path, edit = EDITS[step]
        target = root / path
        if edit is None:
            target.unlink(missing_ok=True)
        else:
            target.write_text(edit(target.read_text() if target.exists() else TREE[path]))
        Indexer(root, database).run(jobs=1)
    now = content(database)
    Indexer(root, database).run(jobs=1, full=True)
    assert content(database) == now
    if "another caller" not in steps:
        # An index that sees these files for the first time comes to the same: all other edits move names.
        fresh = base / "fresh.db"
        Indexer(root, fresh, scip=[file]).run(jobs=1)
        assert content(fresh) == now
    shutil.rmtree(base)


class TestHostile:
    @pytest.fixture
    def good(self, tree: Path, database: Path) -> bytes:
        imported(tree, database, [Mention("given.load()", "load", LOAD)])
        return database.with_name("index.scip").read_bytes()

    def test_a_missing_file_is_a_wrong_argument(self, tree: Path, database: Path) -> None:
        with pytest.raises(BadArgument, match=r"there is no SCIP index .*none\.scip"):
            index(tree, database, scip=[database.with_name("none.scip")])
        assert not database.exists()

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(b"", id="empty"),
            pytest.param(b"\x00" * 100, id="zeros"),
            pytest.param(b"#!/bin/sh\necho hello\n", id="text"),
            pytest.param(b"SQLite format 3\0" + b"\0" * 100, id="database"),
            pytest.param(b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", id="huge-length"),
            pytest.param(b"\xff" * 40, id="endless-number"),
            pytest.param(b"\x08\x01", id="metadata-is-a-number"),
            pytest.param(b"\x0a\x02\x08\x00\x12\x03\x0a\x05a", id="string-longer-than-its-message"),
            pytest.param(b"\x0a\x02\x08\x00\x12\x03\x0a\x01\xff", id="not-utf-8"),
            pytest.param(b"\x12\x03\x0a\x01a", id="no-metadata"),
            pytest.param(b"\x0a\x00\x0a\x00", id="metadata-twice"),
        ],
    )
    def test_what_is_no_index_is_named_and_nothing_is_lost(
        self, good: bytes, tree: Path, database: Path, data: bytes
    ) -> None:
        before = content(database)
        bad = database.with_name("bad.scip")
        bad.write_bytes(data)
        for full in (False, True):
            with pytest.raises(ScipProblem, match=r"bad\.scip") as caught:
                index(tree, database, scip=[bad], full=full)
            assert caught.value.exit_code == 3
        assert content(database) == before

    @pytest.mark.parametrize("blob", [b"x", b"x\x9c\x03\x00\x00\x00\x00\x01", encode([], [Site(6, 10, [5])])])
    def test_stored_data_that_cannot_be_read_leaves_our_own_links(
        self, good: bytes, tree: Path, database: Path, blob: bytes
    ) -> None:
        with Store.open(database) as store, store.transaction():
            store.connection.execute("UPDATE scip_documents SET data = ? WHERE path = 'shop/app.py'", (blob,))
        index(tree, database, full=True)
        assert at(6, edges(database)) == {("Loader.load", "inferred"), ("Special.load", "dispatch")}
        assert at(7, edges(database)) == set()
        problems = [finding.problem for finding in examine(tree, database) if finding.problem]
        assert problems == ["what a SCIP index says of shop/app.py cannot be read; import it again with index --scip"]

    def test_a_message_of_unlikely_size_is_not_read(
        self, good: bytes, database: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(wire, "LARGEST_DOCUMENT", 40)
        with pytest.raises(ScipProblem, match=r"a Document of \d+ bytes"):
            read_indexes([database.with_name("index.scip")])

    def test_reading_can_be_stopped(self, good: bytes, tree: Path, database: Path) -> None:
        cancel = threading.Event()
        cancel.set()
        with pytest.raises(Cancelled):
            read_indexes([database.with_name("index.scip")], cancel)

    def test_ranges_that_are_none(self, tree: Path, database: Path) -> None:
        for span in ([1], [1, 2], [-1, 0, 1], [1, 5, 2], [1, 2, 3, 4, 5]):
            made = message("Index")()
            made.metadata.tool_info.name = "x"
            made.documents.add(relative_path="shop/app.py").occurrences.add(range=span, symbol="local 1")
            file = database.with_name("bad.scip")
            file.write_bytes(made.SerializeToString())
            with pytest.raises(ScipProblem, match=r"bad\.scip.*range"):
                read_indexes([file])

    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_damage_of_any_kind_ends_in_a_clear_error_or_in_an_index(self, good: bytes, data: st.DataObject) -> None:
        cut = data.draw(st.integers(0, len(good)))
        changes = data.draw(st.lists(st.tuples(st.integers(0, len(good) - 1), st.integers(0, 255)), max_size=5))
        damaged = bytearray(good)
        for place, value in changes:
            damaged[place] = value
        file = Path(self.folder) / "damaged.scip"
        file.write_bytes(bytes(damaged[:cut]))
        try:
            read_indexes([file])
        except ScipProblem as problem:
            assert "damaged.scip" in str(problem)

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
SUFFIXES = [
    grammar.NAMESPACE,
    grammar.TYPE,
    grammar.TERM,
    grammar.METHOD,
    grammar.TYPE_PARAMETER,
    grammar.PARAMETER,
    grammar.META,
    grammar.MACRO,
]
DESCRIPTORS = st.builds(Descriptor, NAMES, st.sampled_from(SUFFIXES), st.just("")) | st.builds(
    Descriptor, NAMES, st.just(grammar.METHOD), st.sampled_from(["", "+1", "a"])
)


@given(
    st.builds(
        ScipSymbol,
        NAMES.filter(lambda n: n[0] != " " and n[-1] != " " and n != "local"),
        *[NAMES.filter(lambda n: n[0] != " " and n[-1] != " " and n != ".") | st.just("")] * 3,
        st.lists(DESCRIPTORS, min_size=1, max_size=4).map(tuple),
    )
)
def test_symbols_are_read_as_they_are_written(symbol: ScipSymbol) -> None:
    assert grammar.parse(grammar.write(symbol)) == symbol


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("scip-python python click 8.5.1 `src.click.core`/Context#invoke().", ["src.click.core", "Context", "invoke"]),
        ("scip-typescript npm zod 4.6.7 src/`a.ts`/Mocker#`<get>symbol`().", ["src", "a.ts", "Mocker", "<get>symbol"]),
        ("scip-go gomod example.com/m v1 `example.com/m`/T#M().", ["example.com/m", "T", "M"]),
        ("cxx . . $ ns/f(9b289cee16747614).", ["ns", "f"]),
        ("rust-analyzer cargo clap 4.0 macros/`vec`!", ["macros", "vec"]),
        ("a b  c d e T#[P](x)k:", ["T", "P", "x", "k"]),
    ],
)
def test_symbols_of_real_tools(text: str, names: list[str]) -> None:
    parsed = grammar.parse(text)
    assert parsed is not None
    assert [step.name for step in parsed.descriptors] == names
    assert grammar.write(parsed) == text or "`vec`" in text


@pytest.mark.parametrize("text", ["", "local 1", "a b c d", "a b c d ", "a b c d `x", "a b c d x", "a b c d [x", "abc"])
def test_what_is_no_global_symbol(text: str) -> None:
    assert grammar.parse(text) is None


def test_the_table_has_the_numbers_of_the_public_schema() -> None:
    """Field numbers and types as published; a message that drifted would still round-trip with itself."""
    public = {
        "Index": {1: "Metadata", 2: "Document*", 3: "SymbolInformation*"},
        "Metadata": {1: "int32", 2: "ToolInfo", 3: "string", 4: "int32"},
        "ToolInfo": {1: "string", 2: "string", 3: "string*"},
        "Document": {4: "string", 1: "string", 2: "Occurrence*", 3: "SymbolInformation*", 5: "string", 6: "int32"},
        "Occurrence": {1: "int32*", 2: "string", 3: "int32", 5: "int32", 7: "int32*"},
        "SymbolInformation": {
            1: "string",
            3: "string*",
            4: "Relationship*",
            5: "int32",
            6: "string",
            7: "Document",
            8: "string",
        },
        "Relationship": {1: "string", 2: "bool", 3: "bool", 4: "bool", 5: "bool"},
    }
    ours = {
        name: {number: kind + "*" * repeated for number, _, kind, repeated in rows} for name, rows in fields().items()
    }
    assert ours == public


def test_a_document_as_the_wire_has_it() -> None:
    """Bytes written by hand after the protobuf encoding, so that reading is not only checked against our writing."""
    occurrence = bytes([0x0A, 3, 4, 0, 5, 0x12, 7]) + b"local 1" + bytes([0x18, 1])
    document = bytes([0x0A, 4]) + b"a.py" + bytes([0x12, len(occurrence)]) + occurrence + bytes([0x30, 2])
    read = message("Document").FromString(document)
    assert read.relative_path == "a.py"
    assert read.position_encoding == UTF16
    assert list(read.occurrences[0].range) == [4, 0, 5]
    assert read.occurrences[0].symbol == "local 1"
    assert read.occurrences[0].symbol_roles == DEFINITION
