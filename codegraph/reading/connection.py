"""Read-only connections, and snapshots in which an answer does not change under its reader."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from codegraph.errors import DatabaseProblem, NoIndex
from codegraph.store import Store

IDLE = 4
"""Connections kept for the next answers. Threads come and go in a server; what they opened must not pile up."""

_Identity = tuple[int, int, int]
"""Of the file behind a connection: another one may take its place."""


class Reader:
    """Opens a database for reading; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._idle: list[tuple[sqlite3.Connection, _Identity]] = []
        self._used: set[sqlite3.Connection] = set()
        self._lock = threading.Lock()
        self._closings = 0

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """A connection inside a read transaction: every statement sees the same commit.

        Snapshots nest: in one thread an inner one is the outer one.

        Raises:
            NoIndex: there is no database, or one of an older version.
            DatabaseProblem: it is not ours, damaged, or newer than this program.
        """
        around: sqlite3.Connection | None = getattr(self._local, "db", None)
        if around is not None:
            yield around
            return
        db, identity = self._take()
        self._local.db = db
        try:
            db.execute("BEGIN")
            yield db
        except sqlite3.ProgrammingError:
            raise
        except sqlite3.DatabaseError as error:
            raise DatabaseProblem(
                f"{self.path} cannot be read ({error}); run `codegraph index --full` to build it anew"
            ) from error
        finally:
            self._local.db = None
            self._give_back(db, identity)

    def close(self) -> None:
        """Close the connections of all threads; the next snapshot opens new ones."""
        with self._lock:
            self._closings += 1
            for db in (*self._used, *(idle for idle, _ in self._idle)):
                db.close()
            self._used.clear()
            self._idle.clear()

    @property
    def connections(self) -> int:
        """How many are open."""
        with self._lock:
            return len(self._used) + len(self._idle)

    def _take(self) -> tuple[sqlite3.Connection, _Identity]:
        """A connection to the file that is there now."""
        try:
            stat = self.path.stat()
        except OSError:
            raise NoIndex(f"no index at {self.path}; run `codegraph index` first") from None
        identity = (stat.st_dev, stat.st_ino, self._closings)
        with self._lock:
            while self._idle:
                db, known = self._idle.pop()
                if known == identity:
                    self._used.add(db)
                    return db, identity
                db.close()
        db = Store.open_read_only(self.path).connection
        db.execute("PRAGMA mmap_size=268435456")
        with self._lock:
            self._used.add(db)
        return db, identity

    def _give_back(self, db: sqlite3.Connection, identity: _Identity) -> None:
        """End the snapshot, and keep the connection for the next one unless there are enough."""
        with suppress(sqlite3.ProgrammingError):
            # Closed under an answer that nobody waits for any more.
            if db.in_transaction:
                db.rollback()
        with self._lock:
            if db not in self._used:
                return
            self._used.discard(db)
            if len(self._idle) < IDLE and identity[2] == self._closings:
                self._idle.append((db, identity))
            else:
                db.close()
