"""The database file: made, opened, refused, set aside."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from codegraph.errors import DatabaseProblem, NoIndex
from codegraph.schema import SCHEMA_VERSION
from codegraph.store import Condition, Store, condition_of, set_aside


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "graph.db"
    with Store.create(path) as store:
        store.set_meta([("greeting", "hello")])
    return path


def add_text(store: Store, row: int, name: str) -> None:
    store.connection.execute("INSERT INTO search_text VALUES (?, ?, '', '', '', '', '')", (row, name))


def found(store: Store, words: str) -> list[int]:
    return [r[0] for r in store.connection.execute("SELECT rowid FROM symbols_fts WHERE symbols_fts MATCH ?", (words,))]


def test_what_was_written_is_read_back(database: Path) -> None:
    with Store.open_read_only(database) as store:
        assert store.get_meta("greeting") == "hello"
        assert store.get_meta("farewell", "none") == "none"


def test_a_reader_cannot_write(database: Path) -> None:
    with Store.open_read_only(database) as store, pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.set_meta([("greeting", "bye")])


def test_the_file_says_whose_it_is(database: Path) -> None:
    head = database.read_bytes()[:100]
    assert head[68:72] == b"cgph"
    assert int.from_bytes(head[60:64], "big") == SCHEMA_VERSION


def test_a_failed_transaction_leaves_nothing(database: Path) -> None:
    with Store.open(database) as store:
        with pytest.raises(RuntimeError), store.transaction():
            store.set_meta([("greeting", "half")])
            raise RuntimeError
        assert store.get_meta("greeting") == "hello"


def test_readers_see_whole_commits_and_do_not_wait(database: Path) -> None:
    with Store.open_read_only(database) as reader, Store.open(database) as writer:
        before = reader.data_version()
        with writer.transaction():
            writer.set_meta([("greeting", "new")])
            assert reader.get_meta("greeting") == "hello"
        assert reader.get_meta("greeting") == "new"
        assert reader.data_version() != before


def test_full_text_follows_its_table(database: Path) -> None:
    with Store.open(database) as store:
        add_text(store, 1, "check out")
        add_text(store, 2, "payment")
        assert found(store, "checks") == [1]  # porter
        store.connection.execute("UPDATE search_text SET name = 'refund' WHERE id = 2")
        assert found(store, "payment") == []
        assert found(store, "refund") == [2]
        store.connection.execute("DELETE FROM search_text WHERE id = 1")
        assert found(store, "check") == []
        store.connection.execute("INSERT INTO symbols_fts(symbols_fts) VALUES ('integrity-check')")


def test_a_bulk_build_ends_in_the_same_schema(tmp_path: Path, database: Path) -> None:
    with Store.create(tmp_path / "bulk.db", bulk=True) as store:
        add_text(store, 1, "payment")
        store.finish_bulk()
        assert found(store, "payments") == [1]
        schema = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
        with Store.open(database) as other:
            assert store.connection.execute(schema).fetchall() == other.connection.execute(schema).fetchall()


def test_ad_hoc_access_goes_through_sqlite_utils(database: Path) -> None:
    with Store.open(database) as store:
        add_text(store, 1, "payment")
        assert store.tables.table("search_text").count == 1
        assert store.tables.table("search_text").detect_fts() == "symbols_fts"


def test_a_copy_replaces_everything_at_once_under_open_readers(tmp_path: Path, database: Path) -> None:
    with Store.create(tmp_path / "other.db", bulk=True) as other:
        other.finish_bulk()
        other.set_meta([("greeting", "copied")])
        add_text(other, 7, "copied")
        with Store.open_read_only(database) as reader, Store.open(database) as target:
            reader.connection.execute("BEGIN")
            assert reader.get_meta("greeting") == "hello"
            other.copy_into(target)
            assert reader.get_meta("greeting") == "hello"
            reader.connection.execute("COMMIT")
            assert reader.get_meta("greeting") == "copied"
            assert found(reader, "copied") == [7]


def test_arrays_and_log_are_kept(database: Path) -> None:
    with Store.open(database) as store:
        store.set_arrays([("calls", b"1"), ("imports", b"2")])
        store.set_arrays([("calls", b"3")])
        assert store.get_arrays() == {"calls": b"3", "imports": b"2"}
        assert store.get_arrays(["imports"]) == {"imports": b"2"}
        store.log(f"error {n}" for n in range(150))
        assert [m for _, m in store.last_errors()] == [f"error {n}" for n in range(50, 150)]


def test_a_portable_database_is_one_file(database: Path) -> None:
    with Store.open(database) as store:
        store.set_meta([("greeting", "shipped")])
        assert store.make_portable()
    assert [p.name for p in database.parent.iterdir()] == ["graph.db"]
    with Store.open_read_only(database) as store:
        assert store.get_meta("greeting") == "shipped"


# -- what is not as it should be


def test_nothing_is_no_index(tmp_path: Path) -> None:
    assert condition_of(tmp_path / "none.db")[0] is Condition.MISSING
    (tmp_path / "empty.db").touch()
    assert condition_of(tmp_path / "empty.db")[0] is Condition.MISSING
    with pytest.raises(NoIndex):
        Store.open_read_only(tmp_path / "none.db")


def other_program(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE meta (key, value)")
    db.close()


def no_database(path: Path) -> None:
    path.write_bytes(b"These are my notes, not a database.\n" * 10)


def newer(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    db.close()


def older(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version=0")
    db.close()


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def first_page_spoilt(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:4000] = os.urandom(3900)
    path.write_bytes(data)


def hostile_trigger(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TRIGGER evil AFTER INSERT ON meta BEGIN DELETE FROM meta; END")
    db.close()


def hostile_view(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE VIEW evil AS SELECT * FROM meta")
    db.close()


def table_missing(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE edges")
    db.close()


@pytest.mark.parametrize(
    ("spoil", "condition", "says"),
    [
        (other_program, Condition.FOREIGN, "not a codegraph database"),
        (no_database, Condition.FOREIGN, "not an SQLite database"),
        (newer, Condition.NEWER, f"version {SCHEMA_VERSION + 1}"),
        (cut_short, Condition.DAMAGED, "damaged"),
        (first_page_spoilt, Condition.DAMAGED, "damaged"),
        (hostile_trigger, Condition.FOREIGN, "evil"),
        (hostile_view, Condition.FOREIGN, "evil"),
        (table_missing, Condition.DAMAGED, "edges"),
    ],
)
@pytest.mark.parametrize("opener", [Store.open, Store.open_read_only])
def test_what_cannot_be_used_is_refused_and_left_alone(database: Path, spoil, condition, says, opener) -> None:  # type: ignore[no-untyped-def]
    spoil(database)
    before = database.read_bytes()
    assert condition_of(database)[0] is condition
    with pytest.raises(DatabaseProblem, match=says) as problem:
        opener(database)
    assert problem.value.exit_code == 3
    assert database.read_bytes() == before
    assert not database.with_name("graph.db-journal").exists()


def test_an_older_version_is_no_index_to_readers_and_a_problem_to_writers(database: Path) -> None:
    older(database)
    with pytest.raises(NoIndex):
        Store.open_read_only(database)
    with pytest.raises(DatabaseProblem, match="older"):
        Store.open(database)
    Store.open(database, any_version=True).close()


def test_setting_aside_keeps_the_file_and_its_log(database: Path) -> None:
    store = Store.open(database)
    store.set_meta([("greeting", "in the log")])
    store.connection.execute("PRAGMA wal_autocheckpoint=0")
    data = database.read_bytes()
    log = database.with_name("graph.db-wal").read_bytes()
    aside = set_aside(database)
    another = database.parent / "graph.db"
    assert not another.exists()
    assert aside.read_bytes() == data
    assert aside.with_name(aside.name + "-wal").read_bytes() == log
    store.close()


READ = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from codegraph.store import Store
with Store.open_read_only(Path(sys.argv[2])) as store:
    print(store.get_meta("greeting"))
"""


def test_a_folder_that_cannot_be_written_can_be_read_from(tmp_path: Path, obeying: list[str]) -> None:
    path = tmp_path / "graph.db"
    with Store.create(path) as store:
        store.set_meta([("greeting", "hello")])
        store.checkpoint()
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        package = str(Path(__file__).resolve().parents[2])
        done = subprocess.run(
            [*obeying, sys.executable, "-P", "-c", READ, package, str(path)],
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        tmp_path.chmod(0o755)
    assert done.stdout.strip() == "hello", done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["graph.db"]


def test_looking_at_a_database_keeps_the_locks_of_whoever_reads_it(database: Path) -> None:
    """POSIX drops all of a process's locks on a file when it closes any handle of it. Without its lock a reader's
    log is removed by the next process that believes it is alone, and what it reads from then on is damaged."""
    with Store.open(database) as writer:
        writer.log(["so that there is a log"])
        with Store.open_read_only(database) as reader:
            assert reader.connection.execute("SELECT count(*) FROM symbols").fetchone() is not None
            writer.close()
            assert condition_of(database)[0] is Condition.OURS
            alone = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute('SELECT * FROM meta'); d.close()"
            subprocess.run([sys.executable, "-c", alone, str(database)], check=True)
            assert database.with_name(f"{database.name}-wal").exists()
