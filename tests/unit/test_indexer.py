"""The indexer: what it writes, what it leaves alone, and what survives when it is interrupted."""

from __future__ import annotations

import gc
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from codegraph import parsing
from codegraph.adjacency import KINDS, LEVELS, AdjacencyIndex
from codegraph.errors import BadArgument, Cancelled, DatabaseProblem
from codegraph.indexer import Indexer, changed_files, index
from codegraph.lock import FileLock, is_locked
from codegraph.store import Store

WriteTree = Callable[[Mapping[str, str | bytes]], Path]
PACKAGE = str(Path(__file__).resolve().parents[2])
SHOP = {
    "shop/__init__.py": "from shop.cart import Cart\n",
    "shop/cart.py": (
        "from shop.pricing import total\n\n\nclass Cart:\n    def checkout(self):\n        self.log()\n"
        "        return total([1])\n\n    def log(self):\n        unknown()\n"
    ),
    "shop/pricing.py": "def total(lines):\n    return tax(lines)\n\n\ndef tax(amount):\n    return amount\n",
}


@pytest.fixture
def shop(write_tree: WriteTree) -> Path:
    return write_tree(SHOP)


def database_of(root: Path) -> Path:
    return root / ".codegraph" / "graph.db"


def opened(root: Path) -> Store:
    return Store.open_read_only(database_of(root))


def calls(root: Path) -> set[tuple[str, str]]:
    with opened(root) as store:
        return {
            (row[0].partition("#")[2], row[1].partition("#")[2])
            for row in store.content()["edges"]
            if row[2] == "calls"
        }


def ids(root: Path) -> dict[str, int]:
    with opened(root) as store:
        return dict(store.connection.execute("SELECT symbol, id FROM symbols"))


def check(root: Path) -> None:
    """The database holds together: no dangling ids, arrays and full text in step with the rows."""
    with Store.open(database_of(root)) as store:
        db = store.connection
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        db.execute("INSERT INTO symbols_fts(symbols_fts) VALUES ('integrity-check')")
        for table, column, of in [
            ("edges", "source", "symbols"),
            ("edges", "target", "symbols"),
            ("edges", "file_id", "files"),
            ("unresolved", "source", "symbols"),
            ("imports", "target_file_id", "files"),
            ("symbols", "parent_id", "symbols"),
            ("search_text", "id", "symbols"),
            ("link_dependencies", "file_id", "files"),
        ]:
            dangling = (
                f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {of})"
            )
            assert db.execute(dangling).fetchall() == [], (table, column)
        assert (
            db.execute("SELECT count(*) FROM symbols").fetchone()
            == db.execute("SELECT count(*) FROM search_text").fetchone()
        )
        for kind, data in store.get_arrays(KINDS).items():
            rows = db.execute("SELECT source, target, resolution FROM edges WHERE kind = ?", (kind,)).fetchall()
            index = AdjacencyIndex.of_edges([r[0] for r in rows], [r[1] for r in rows], [LEVELS[r[2]] for r in rows])
            assert [a.tolist() for a in AdjacencyIndex.from_bytes(data).pairs()] == [a.tolist() for a in index.pairs()]


# -- what it writes


def test_a_tree_becomes_rows(shop: Path) -> None:
    summary = index(shop)
    assert (summary.files, summary.parsed, summary.errors, summary.notes) == (3, 3, [], [])
    assert ("Cart.checkout", "total") in calls(shop)
    assert ("Cart.checkout", "Cart.log") in calls(shop)
    with opened(shop) as store:
        content = store.content()
        symbols = {row[0]: row for row in content["symbols"]}
        checkout = symbols["python:shop/cart.py#Cart.checkout"]
        assert checkout[3:10] == ("method", "checkout", "shop.cart.Cart.checkout", "python:shop/cart.py#Cart", 5, 9, 5)
        assert [row[:2] for row in content["unresolved"]] == [("python:shop/cart.py#Cart.log", "unknown")]
        assert ("shop/cart.py", "shop.pricing", "total", "total", 1, "shop/pricing.py") in content["imports"]
        assert next(row for row in content["edges"] if row[2] == "imports")[:2] == (
            "python:shop/__init__.py#",
            "python:shop/cart.py#",
        )
    check(shop)


def test_the_folder_hides_itself_from_git_and_keeps_the_files_of_others(shop: Path) -> None:
    (shop / ".codegraph").mkdir()
    (shop / ".codegraph/other.txt").write_text("somebody's")
    index(shop)
    assert (shop / ".codegraph/.gitignore").read_text() == "*\n"
    assert (shop / ".codegraph/other.txt").read_text() == "somebody's"
    assert not list((shop / ".codegraph").glob("*.building*"))


def test_every_call_site_is_a_row(write_tree: WriteTree) -> None:
    root = write_tree({"a.py": "def f(): pass\ndef g():\n    f(); f()\n    f()\n"})
    index(root)
    with opened(root) as store:
        sites = [row[5:7] for row in store.content()["edges"] if row[2] == "calls"]
    assert sites == [(3, 5), (3, 10), (4, 5)]


def test_any_number_of_workers_writes_the_same(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        (shop / f"module{number:02}.py").write_text(SHOP["shop/cart.py"])
    monkeypatch.setattr(parsing, "IN_PROCESS_BYTES", 0)
    monkeypatch.setattr(parsing, "BYTES_PER_WORKER", 1)
    monkeypatch.setattr(parsing, "CHUNK_FILES", 7)
    rows = []
    for jobs in (1, 3):
        database = tmp_path / f"{jobs}.db"
        index(shop, database, jobs=jobs)
        with Store.open_read_only(database) as store:
            tables = ("files", "symbols", "edges", "unresolved", "imports", "search_text", "arrays")
            rows.append([store.connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables])
    assert rows[0] == rows[1]


def test_secrets_are_not_stored_anywhere(write_tree: WriteTree) -> None:
    token = "ghp_" + "a1B2c3D4e5" * 4
    root = write_tree({"a.py": f'def f(key="{token}"):\n    """Use {token}."""\n    connect("{token}")\n'})
    index(root)
    with opened(root) as store:
        from zlib import decompress

        for (facts,) in store.connection.execute("SELECT facts FROM files"):
            assert token.encode() not in decompress(facts)
    assert token.encode() not in database_of(root).read_bytes()


# -- what changes and what stays


def test_nothing_changed_writes_nothing(shop: Path) -> None:
    age(shop)
    index(shop)
    before = database_of(shop).read_bytes()
    summary = index(shop)
    assert (summary.parsed, summary.files) == (0, 3)
    assert database_of(shop).read_bytes() == before


def age(root: Path) -> None:
    """Make all files old enough to be trusted by their times."""
    for file in root.rglob("*.py"):
        past = time.time_ns() - 60_000_000_000
        os.utime(file, ns=(past, past))


def test_unchanged_symbols_keep_their_ids(shop: Path) -> None:
    index(shop)
    before = ids(shop)
    (shop / "shop/pricing.py").write_text("# moved\n" + SHOP["shop/pricing.py"].replace("tax", "vat"))
    index(shop)
    after = ids(shop)
    kept = before.keys() & after.keys()
    assert "python:shop/pricing.py#total" in kept
    assert {s: before[s] for s in kept} == {s: after[s] for s in kept}
    assert before.keys() - after.keys() == {"python:shop/pricing.py#tax"}
    assert ("total", "vat") in calls(shop)
    check(shop)


def test_an_edit_within_one_tick_of_the_clock_is_seen(shop: Path) -> None:
    file = shop / "shop/pricing.py"
    index(shop)
    stat = file.stat()
    file.write_text(SHOP["shop/pricing.py"].replace("tax(lines)", "log(lines)"))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert file.stat().st_size == stat.st_size
    index(shop)
    assert ("total", "tax") not in calls(shop)


def test_a_clock_that_goes_back_hides_nothing(shop: Path) -> None:
    age(shop)
    index(shop)
    file = shop / "shop/pricing.py"
    file.write_text(SHOP["shop/pricing.py"].replace("tax(lines)", "log(lines)"))
    os.utime(file, ns=(0, 0))
    index(shop)
    assert ("total", "tax") not in calls(shop)


def test_a_touched_file_is_read_but_not_parsed(shop: Path) -> None:
    age(shop)
    index(shop)
    with opened(shop) as store:
        generation = store.get_meta("generation")
    os.utime(shop / "shop/cart.py")
    assert index(shop).parsed == 0
    with opened(shop) as store:
        assert store.get_meta("generation") == generation


def test_known_paths_spare_the_walk(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index(shop)
    (shop / "shop/pricing.py").write_text("def total(lines): pass\n")
    (shop / "shop/__init__.py").unlink()
    monkeypatch.setattr("codegraph.discovery.discover", lambda *a, **k: pytest.fail("walked the tree"))
    summary = Indexer(shop).run(paths=["shop/pricing.py", "shop/__init__.py"])
    assert (summary.parsed, summary.removed, summary.files) == (1, 1, 2)
    assert ("total", "tax") not in calls(shop)
    check(shop)


def test_changed_files_are_named_without_writing(shop: Path) -> None:
    age(shop)
    index(shop)
    (shop / "shop/cart.py").write_text("")
    (shop / "new.py").write_text("")
    (shop / "shop/pricing.py").unlink()
    os.utime(shop / "shop/__init__.py")
    with opened(shop) as store:
        assert changed_files(shop, store.connection) == ["new.py", "shop/cart.py", "shop/pricing.py"]


def test_a_file_beside_the_sources_that_the_linker_asked_for_links_everything_again(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from codegraph import linkrun

    asked = linkrun.LinkRun._links

    def ask(self, path):  # type: ignore[no-untyped-def]
        self._project.read("settings.json")
        return asked(self, path)

    monkeypatch.setattr(linkrun.LinkRun, "_links", ask)
    index(shop)
    assert index(shop).notes == []
    (shop / "settings.json").write_text("{}")
    assert "settings.json" in index(shop).notes[0]
    assert index(shop).notes == []
    (shop / "settings.json").unlink()
    assert "settings.json" in index(shop).notes[0]
    check(shop)


def test_changed_settings_and_another_program_build_anew_and_say_so(shop: Path) -> None:
    index(shop)
    (shop / "codegraph.toml").write_text('tests = ["shop/"]\n')
    assert "settings" in index(shop).notes[0]
    with Store.open(database_of(shop)) as store:
        store.set_meta([("program", "another")])
    assert "another version" in index(shop).notes[0]
    assert index(shop).notes == []


def test_thousands_of_edits_leave_the_ids_dense(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from codegraph import updating

    monkeypatch.setattr(updating, "_MOST_HOLES", 3)
    index(shop)
    for number in range(12):
        (shop / f"m{number}.py").write_text(f"def f{number}(): pass\n")
        if number:
            (shop / f"m{number - 1}.py").unlink()
        index(shop)
    assert max(ids(shop).values()) <= len(ids(shop)) + 4
    check(shop)


# -- files that cannot be used


def test_one_bad_file_is_a_row_and_the_others_are_indexed(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from parsers import extract

    real = extract.parse_file

    def fail(language, path, data):  # type: ignore[no-untyped-def]
        if path == "shop/cart.py":
            raise ValueError("no luck")
        return real(language, path, data)

    monkeypatch.setattr(extract, "parse_file", fail)
    summary = index(shop)
    assert summary.errors == [("shop/cart.py", "ValueError: no luck")]
    assert summary.files == 2
    assert index(shop).errors == summary.errors
    with opened(shop) as store:
        assert store.last_errors()[0][1] == "shop/cart.py: ValueError: no luck"
    monkeypatch.undo()
    (shop / "shop/cart.py").write_text(SHOP["shop/cart.py"] + "\n")
    assert index(shop).errors == []
    assert ("Cart.checkout", "total") in calls(shop)


def test_a_linker_that_trips_over_a_file_costs_only_that_file(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from codegraph.linking.linker import Linker

    real = Linker.link

    def fail(self, path):  # type: ignore[no-untyped-def]
        if path == "shop/pricing.py":
            raise ValueError("no luck")
        return real(self, path)

    monkeypatch.setattr(Linker, "link", fail)
    summary = index(shop)
    assert summary.errors == [("shop/pricing.py", "cannot be linked: ValueError: no luck")]
    assert ("Cart.checkout", "total") in calls(shop)
    assert ("total", "tax") not in calls(shop)


def test_a_file_that_goes_while_it_is_read_is_no_error(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from codegraph import discovery

    real = discovery.read_source

    def vanish(root, path, size):  # type: ignore[no-untyped-def]
        if path == "shop/cart.py":
            (root / path).unlink(missing_ok=True)
        return real(root, path, size)

    monkeypatch.setattr(discovery, "read_source", vanish)
    summary = index(shop)
    assert (summary.files, summary.errors) == (2, [])


def test_skipped_files_are_rows_with_a_reason(write_tree: WriteTree) -> None:
    root = write_tree({"a.py": "x = 1\n", "data.py": b"\0\1\2", "notes.txt": "hello", "b.min.js": "x"})
    summary = index(root)
    assert summary.files == 1
    assert summary.skipped == {"binary": 1, "minified": 1, "unsupported": 1}
    (root / "data.py").write_text("def f(): pass\n")
    (root / "a.py").write_bytes(b"\0")
    (root / "notes.txt").unlink()
    summary = index(root)
    assert (summary.files, summary.skipped) == (1, {"binary": 1, "minified": 1})
    check(root)


# -- databases that are not as they should be


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:4090] = os.urandom(3990)
    path.write_bytes(data)


def spoil_deep(path: Path) -> None:
    """Damage that only shows when rows are read."""
    data = bytearray(path.read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [spoil, spoil_deep, lambda p: p.write_bytes(b"no database" * 99)])
def test_a_damaged_database_of_ours_is_set_aside_and_made_anew(shop: Path, damage: Callable[[Path], None]) -> None:
    index(shop)
    damage(database_of(shop))
    spoilt = database_of(shop).read_bytes()
    (shop / "shop/cart.py").write_text(SHOP["shop/cart.py"] + "\n")
    summary = index(shop)
    assert "set aside" in summary.notes[0]
    assert summary.files == 3
    [aside] = (p for p in (shop / ".codegraph").glob("graph.db.damaged-*") if not p.name.endswith(("-wal", "-shm")))
    assert aside.name in summary.notes[0]
    assert aside.read_bytes() == spoilt
    check(shop)


@pytest.mark.parametrize("content", [b"no database" * 99, None])
def test_a_named_file_that_is_not_ours_is_never_touched(shop: Path, tmp_path: Path, content: bytes | None) -> None:
    named = tmp_path / "mine.db"
    if content is None:
        with sqlite3.connect(named) as db:
            db.execute("CREATE TABLE treasure (x)")
        db.close()
    else:
        named.write_bytes(content)
    before = named.read_bytes()
    with pytest.raises(DatabaseProblem, match="left untouched") as problem:
        index(shop, named, full=True)
    assert problem.value.exit_code == 3
    assert named.read_bytes() == before
    assert {p.name for p in tmp_path.iterdir()} == {"mine.db", "root"}


@pytest.mark.parametrize("full", [False, True])
def test_a_newer_schema_is_never_rebuilt(shop: Path, full: bool) -> None:
    index(shop)
    with sqlite3.connect(database_of(shop)) as db:
        db.execute("PRAGMA user_version=999")
    db.close()
    before = database_of(shop).read_bytes()
    with pytest.raises(DatabaseProblem, match="999"):
        index(shop, full=full)
    assert database_of(shop).read_bytes() == before


def test_an_older_schema_is_brought_up_and_said(shop: Path) -> None:
    index(shop)
    with sqlite3.connect(database_of(shop)) as db:
        db.execute("PRAGMA user_version=0")
        db.execute("DROP TABLE log")
    db.close()
    assert "older schema" in index(shop).notes[0]
    check(shop)


def test_a_named_database_is_one_portable_file(shop: Path, tmp_path: Path) -> None:
    named = tmp_path / "out" / "graph.db"
    with pytest.raises(DatabaseProblem, match="no folder"):
        index(shop, named)
    named.parent.mkdir()
    index(shop, named)
    assert [p.name for p in named.parent.iterdir()] == ["graph.db"]
    assert not (shop / ".codegraph").exists()
    (shop / "shop/cart.py").write_text("")
    index(shop, named)
    assert [p.name for p in named.parent.iterdir()] == ["graph.db"]
    assert named.read_bytes()[18:20] == b"\1\1"  # a rollback journal, not a log


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_an_index_folder_that_leads_out_of_the_root_is_refused(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (shop / ".codegraph").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadArgument, match="symbolic link"):
        index(shop)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_database_that_git_tracks_is_not_overwritten(shop: Path, git: Callable[..., str]) -> None:
    git(shop, "init")
    index(shop)
    git(shop, "add", "-f", ".codegraph/graph.db")
    before = database_of(shop).read_bytes()
    with pytest.raises(DatabaseProblem, match="tracked by git"):
        index(shop, full=True)
    assert database_of(shop).read_bytes() == before


def test_a_folder_that_cannot_be_written_is_a_clear_error(shop: Path, obeying: list[str]) -> None:
    shop.chmod(0o555)
    try:
        done = run_child(shop, before=obeying)
    finally:
        shop.chmod(0o755)
    assert done.returncode == 3
    assert "cannot be written" in done.stderr


# -- interruptions and company

CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from codegraph.errors import CodeGraphError
from codegraph.indexer import index
try:
    print("started", flush=True)
    print(index(Path(sys.argv[2]), full="--full" in sys.argv).files)
except CodeGraphError as error:
    print(error, file=sys.stderr)
    sys.exit(error.exit_code)
"""


def child(root: Path, *arguments: str, before: Iterable[str] = ()) -> list[str]:
    return [*before, sys.executable, "-P", "-c", CHILD, PACKAGE, str(root), *arguments]


def run_child(root: Path, *arguments: str, before: Iterable[str] = ()) -> subprocess.CompletedProcess[str]:
    return subprocess.run(child(root, *arguments, before=before), capture_output=True, text=True, check=False)


def many(root: Path, count: int, text: str = SHOP["shop/cart.py"]) -> None:
    for number in range(count):
        (root / f"module{number:03}.py").write_text(text)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("arguments", [(), ("--full",)])
def test_kill_at_any_moment_leaves_the_last_commit(shop: Path, arguments: tuple[str, ...]) -> None:
    many(shop, 60)
    index(shop)
    dice = random.Random(4)
    for turn in range(6):
        many(shop, 60, SHOP["shop/cart.py"] + f"\n\ndef turn{turn}(): total([])\n")
        with opened(shop) as store:
            before = store.content()
        process = subprocess.Popen(child(shop, *arguments), stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(dice.uniform(0.0, 0.6))
        process.kill()
        process.wait()
        with opened(shop) as store:
            assert store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            after = store.content()
        names = {row[0].partition("#")[2] for row in after["symbols"]}
        assert after == before or f"turn{turn}" in names
    index(shop)
    check(shop)
    assert not list((shop / ".codegraph").glob("*.building*"))


def test_cancelling_leaves_the_last_commit(shop: Path) -> None:
    index(shop)
    with opened(shop) as store:
        before = store.content()
    many(shop, 30)
    for full in (False, True):
        stop = threading.Event()

        def step(done: int, total: int, what: str, stop: threading.Event = stop) -> None:
            if what == "linking":
                stop.set()

        with pytest.raises(Cancelled):
            index(shop, full=full, cancel=stop, progress=step)
        with opened(shop) as store:
            assert store.content() == before
    assert not list((shop / ".codegraph").glob("*.building*"))


@pytest.mark.parametrize(
    ("full", "phase"),
    [
        *((True, phase) for phase in ("discovery", "reading", "linking", "full text", "embedding", "publishing")),
        *((False, phase) for phase in ("discovery", "reading", "linking", "embedding")),
    ],
)
def test_every_phase_can_be_stopped(shop: Path, monkeypatch: pytest.MonkeyPatch, full: bool, phase: str) -> None:
    index(shop)
    with opened(shop) as store:
        before = store.content()
    many(shop, 3)
    stop = threading.Event()

    def note(done: int, total: int, what: str) -> None:
        if what == phase:
            stop.set()

    owner, name = {
        "discovery": (Indexer, "_discover"),
        "full text": (Store, "finish_bulk"),
        "publishing": (Indexer, "_publish"),
    }.get(phase, (Indexer, "_locked"))
    real = getattr(owner, name)

    def begun(*arguments: object) -> object:
        if name != "_locked":
            stop.set()
        return real(*arguments)

    monkeypatch.setattr(owner, name, begun)
    with pytest.raises(Cancelled):
        index(shop, full=full, cancel=stop, progress=note)
    with opened(shop) as store:
        assert store.content() == before
    assert {entry.name for entry in (shop / ".codegraph").iterdir()} <= {
        *("graph.db", "graph.db-wal", "graph.db-shm", "lock", ".gitignore")
    }


@pytest.mark.parametrize("full", [True, False])
def test_a_stopped_run_gives_the_lock_back_before_it_lets_its_memory_go(
    shop: Path, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    from codegraph.linkrun import LinkRun

    index(shop)
    many(shop, 3)
    stop = threading.Event()
    locked: list[bool] = []
    runs: list[weakref.ref[LinkRun]] = []
    real = LinkRun.close

    def note(done: int, total: int, what: str) -> None:
        if what == "linking":
            stop.set()

    def close(self: LinkRun) -> None:
        locked.append(is_locked(shop / ".codegraph/lock"))
        runs.append(weakref.ref(self))
        real(self)

    monkeypatch.setattr(LinkRun, "close", close)
    with pytest.raises(Cancelled) as stopped:
        index(shop, full=full, cancel=stop, progress=note)
    assert locked == [False]
    gc.collect()
    assert runs[0]() is None  # nor does the traceback hold it
    assert stopped.value.__traceback__ is not None


def test_a_cancelled_long_statement_stops(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite is asked to stop in the midst of a statement, not only between two."""
    index(shop)
    stop = threading.Event()
    real = Store.finish_bulk

    def slow(self: Store) -> None:
        threading.Timer(0.1, stop.set).start()
        self.connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT max(i) FROM n"
        ).fetchall()
        real(self)

    monkeypatch.setattr(Store, "finish_bulk", slow)
    with pytest.raises(Cancelled):
        index(shop, full=True, cancel=stop)


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_ctrl_c_stops_workers_too(shop: Path, tmp_path: Path) -> None:
    many(shop, 400, SHOP["shop/cart.py"] * 20)
    process = subprocess.Popen(child(shop), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.6)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode not in (0, None)
    assert not database_of(shop).exists()
    assert index(shop).files == 403


def test_two_indexers_at_once_end_in_one_good_index(shop: Path) -> None:
    many(shop, 40)
    processes = [
        subprocess.Popen(child(shop), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    for process in processes:
        output, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        assert output.split() == ["started", "43"]
    check(shop)


def test_an_indexer_that_waits_too_long_says_for_whom(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codegraph.indexer.LOCK_SECONDS", 0.1)
    (shop / ".codegraph").mkdir()
    with FileLock(shop / ".codegraph/lock") as lock:
        assert lock.acquire()
        with pytest.raises(DatabaseProblem, match=str(os.getpid())):
            index(shop)
    assert index(shop).files == 3


def test_readers_see_whole_commits_while_an_index_is_made(shop: Path) -> None:
    index(shop)
    seen: list[int] = []
    failures: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                with opened(shop) as store:
                    store.connection.execute("BEGIN")
                    symbols = store.connection.execute("SELECT count(*) FROM symbols").fetchone()[0]
                    texts = store.connection.execute("SELECT count(*) FROM search_text").fetchone()[0]
                    assert symbols == texts
                    seen.append(symbols)
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        for turn in range(3):
            many(shop, 20, f"def turn{turn}(): pass\n" * (turn + 1))
            index(shop, full=turn == 1)
    finally:
        stop.set()
        thread.join()
    assert failures == []
    assert seen


# -- workers


def test_a_file_that_kills_its_worker_is_an_error_row(
    shop: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A parser that crashes the process: done here by a grammar module that exits."""
    many(shop, 5)
    (shop / "deadly.py").write_text("x = 1\n")
    trap = tmp_path / "trap"
    trap.mkdir()
    (trap / "sitecustomize.py").write_text(
        "import os, sys\n"
        "def deadly(frame, event, argument):\n"
        "    if frame.f_code.co_name == 'parse_file' and frame.f_locals.get('path') == 'deadly.py':\n"
        "        os._exit(9)\n"
        "if '-c' in sys.orig_argv:\n"
        "    sys.setprofile(deadly)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(trap))
    monkeypatch.setattr(parsing, "IN_PROCESS_BYTES", 0)
    summary = index(shop, jobs=2)
    assert summary.errors == [("deadly.py", "the parser crashed on this file")]
    assert summary.files == 8


def test_where_workers_cannot_start_the_work_is_done_here(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "IN_PROCESS_BYTES", 0)
    monkeypatch.setattr(parsing, "_START", "import sys; sys.exit(1)")
    summary = index(shop, jobs=2)
    assert (summary.files, summary.errors) == (3, [])


def test_workers_import_nothing_from_the_working_directory(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("random", "struct", "pickle", "queue", "parsers", "codegraph", "sitecustomize"):
        (shop / f"{name}.py").write_text("raise SystemExit('a decoy was imported')\n")
    monkeypatch.chdir(shop)
    monkeypatch.setattr(parsing, "IN_PROCESS_BYTES", 0)
    monkeypatch.setattr(parsing._Pool, "_here", lambda *a: pytest.fail("the workers did not start"))
    assert index(shop, jobs=1).files == 10


def test_gone_with_the_root(shop: Path) -> None:
    index(shop)
    shutil.rmtree(shop)
    with pytest.raises(BadArgument):
        index(shop)
