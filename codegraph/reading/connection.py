"""Read-only connections, one a thread, and snapshots in which an answer does not change under its reader."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from codegraph.errors import DatabaseProblem, NoIndex
from codegraph.store import Store


class Reader:
    """Opens a database for reading; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closings = 0

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """A connection inside a read transaction: every statement sees the same commit.

        Snapshots nest: an inner one is the outer one.

        Raises:
            NoIndex: there is no database, or one of an older version.
            DatabaseProblem: it is not ours, damaged, or newer than this program.
        """
        db = self._connection()
        if db.in_transaction:
            yield db
            return
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
            with suppress(sqlite3.ProgrammingError):
                # Closed under an answer that nobody waits for any more.
                if db.in_transaction:
                    db.rollback()

    def close(self) -> None:
        """Close the connections of all threads; the next snapshot opens new ones."""
        with self._lock:
            self._closings += 1
            for db in self._open:
                db.close()
            self._open.clear()

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection; a new one when the file was replaced since."""
        try:
            stat = self.path.stat()
        except OSError:
            raise NoIndex(f"no index at {self.path}; run `codegraph index` first") from None
        identity = (stat.st_dev, stat.st_ino, self._closings)
        known: tuple[sqlite3.Connection, tuple[int, int, int]] | None = getattr(self._local, "known", None)
        if known is not None and known[1] == identity:
            return known[0]
        db = Store.open_read_only(self.path).connection
        db.execute("PRAGMA mmap_size=268435456")
        with self._lock:
            if known is not None and known[0] in self._open:
                self._open.remove(known[0])
                known[0].close()
            self._open.append(db)
        self._local.known = (db, identity)
        return db
