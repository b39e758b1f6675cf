"""Connections for reading: shared by threads that come and go, renewed when another file takes the place."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from codegraph.errors import NoIndex
from codegraph.reading.connection import IDLE, Reader
from codegraph.store import Store


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    Store.create(tmp_path / "graph.db").close()
    return Reader(tmp_path / "graph.db")


def test_threads_that_come_and_go_leave_no_connections_behind(reader: Reader):
    def ask() -> None:
        with reader.snapshot() as db:
            db.execute("SELECT count(*) FROM symbols").fetchone()

    for _ in range(20):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    assert reader.connections == 1


def test_at_once_each_has_its_own_and_a_few_are_kept(reader: Reader):
    together = threading.Barrier(IDLE + 3)
    seen: list[int] = []

    def ask() -> None:
        with reader.snapshot() as db, reader.snapshot() as inner:
            assert inner is db and db.in_transaction
            seen.append(id(db))
            together.wait(60)

    threads = [threading.Thread(target=ask) for _ in range(IDLE + 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(seen)) == IDLE + 3
    assert reader.connections == IDLE


def test_another_file_in_its_place_is_another_database(reader: Reader, tmp_path: Path):
    with reader.snapshot() as db:
        assert db.execute("SELECT count(*) FROM log").fetchone() == (0,)
    with Store.create(tmp_path / "other.db") as other:
        other.log(["an error"])
        other.make_portable()
    (tmp_path / "other.db").replace(tmp_path / "graph.db")
    with reader.snapshot() as db:
        assert db.execute("SELECT count(*) FROM log").fetchone() == (1,)
    assert reader.connections == 1


def test_closed_it_opens_anew_and_without_a_file_it_says_so(reader: Reader):
    with reader.snapshot():
        reader.close()
        assert reader.connections == 0
    with reader.snapshot() as db:
        assert not db.execute("SELECT * FROM log").fetchall()
    reader.close()
    reader.path.unlink()
    with pytest.raises(NoIndex), reader.snapshot():
        pass
