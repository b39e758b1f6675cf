"""The database file: creating it, opening it safely, and saying what is wrong with it.

A file that is not ours is never written to. Inside the index folder a damaged one is set aside under
another name and a new one takes its place; a file that the user named is left alone.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codegraph.errors import Cancelled, DatabaseProblem, NoIndex
from codegraph.schema import APPLICATION_ID, FULL_TEXT, INDEXES, SCHEMA_VERSION, TABLES, TRIGGERS

if TYPE_CHECKING:
    import sqlite_utils

BUSY_SECONDS = 10
OWN_TABLES = frozenset(
    "meta files symbols edges unresolved imports search_text arrays log scip_indexes scip_documents scip_links".split()
)
LOG_ROWS = 100
_FTS_MEMORY = 1 << 20
_FTS_MEMORY_IN_BULK = 1 << 25


class Condition(StrEnum):
    """What a path holds."""

    MISSING = "missing"
    OURS = "ours"
    OLDER = "older"
    NEWER = "newer"
    FOREIGN = "foreign"
    DAMAGED = "damaged"


class Store:
    """An open database of ours."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, writable: bool) -> None:
        self.connection = connection
        self.path = path
        self.writable = writable

    # -- opening

    @classmethod
    def create(cls, path: Path, *, bulk: bool = False) -> Store:
        """A new database at ``path``, which must not exist.

        With ``bulk``, for a file that nobody can see yet: no journal, and neither indexes nor full-text
        triggers until :meth:`finish_bulk`.
        """
        import sqlite_utils

        connection = _connect(path, "rwc")
        try:
            if bulk:
                connection.execute("PRAGMA journal_mode=OFF")
                connection.execute("PRAGMA synchronous=OFF")
                connection.execute("PRAGMA locking_mode=EXCLUSIVE")
                connection.execute("PRAGMA cache_size=-65536")
            else:
                connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
            database = sqlite_utils.Database(connection, recursive_triggers=False, execute_plugins=False)
            database.executescript(TABLES + FULL_TEXT + ("" if bulk else INDEXES + TRIGGERS))
            connection.execute("INSERT INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
        except BaseException:
            connection.close()
            raise
        return cls(connection, path, writable=True)

    @classmethod
    def open(cls, path: Path, *, any_version: bool = False) -> Store:
        """An existing database of ours, for writing. With ``any_version`` also an older one, to be replaced.

        Raises:
            NoIndex: there is none.
            DatabaseProblem: see :func:`condition_of`.
        """
        condition, detail = condition_of(path)
        if condition is Condition.MISSING:
            raise NoIndex(f"no index at {path}; run `codegraph index` first")
        if condition is not Condition.OURS and not (any_version and condition is Condition.OLDER):
            raise DatabaseProblem(describe(path, condition, detail))
        connection = _connect(path, "rw")
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA cache_size=-32768")
        except sqlite3.Error as error:
            connection.close()
            raise DatabaseProblem(f"{path} cannot be written: {error}") from error
        return cls(connection, path, writable=True)

    @classmethod
    def open_read_only(cls, path: Path) -> Store:
        """An existing database of ours that this connection cannot change.

        Raises:
            NoIndex: there is none, or one of an older version.
            DatabaseProblem: see :func:`condition_of`.
        """
        condition, detail = condition_of(path)
        if condition in (Condition.MISSING, Condition.OLDER):
            raise NoIndex(f"no current index at {path}; run `codegraph index` first")
        if condition is not Condition.OURS:
            raise DatabaseProblem(describe(path, condition, detail))
        return cls(_open_for_reading(path), path, writable=False)

    def close(self) -> None:
        """Close the connection; harmless when it is closed."""
        self.connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @property
    def tables(self) -> sqlite_utils.Database:
        """The same connection for ad-hoc access: ``store.tables["symbols"].rows``."""
        import sqlite_utils

        return sqlite_utils.Database(self.connection, recursive_triggers=False, execute_plugins=False)

    # -- writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is committed together or not at all."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self.connection.in_transaction:
                self.connection.rollback()
            raise
        self.connection.execute("COMMIT")

    def finish_bulk(self) -> None:
        """Add what a bulk build leaves out: indexes, the full-text index, and the triggers that keep it."""
        self.connection.executescript(INDEXES)
        # Room to sort all words in memory leaves one segment on disk, which is quicker to write and to search.
        setting = "INSERT INTO symbols_fts(symbols_fts, rank) VALUES ('hashsize', ?)"
        self.connection.execute(setting, (_FTS_MEMORY_IN_BULK,))
        self.connection.execute("INSERT INTO symbols_fts(symbols_fts) VALUES ('rebuild')")
        self.connection.execute(setting, (_FTS_MEMORY,))
        self.connection.executescript(TRIGGERS)

    def copy_into(self, target: Store, cancel: threading.Event | None = None) -> None:
        """Replace everything in ``target`` in one transaction; its readers see the old or the new content.

        Raises:
            Cancelled: ``cancel`` was set; ``target`` is as it was.
        """

        def go_on(status: int, remaining: int, total: int) -> None:
            # After the last page everything is in place already.
            if remaining and cancel is not None and cancel.is_set():
                raise Cancelled("indexing was stopped; the last commit stands")

        go_on(0, 1, 1)
        self.connection.backup(target.connection, pages=1024, progress=go_on, sleep=0.01)

    def checkpoint(self) -> None:
        """Move the write-ahead log into the database file, as far as readers allow."""
        self.connection.execute("PRAGMA busy_timeout=0")
        try:
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            self.connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")

    def make_portable(self) -> bool:
        """Leave one plain file with nothing beside it; False while others have the database open."""
        self.connection.execute("PRAGMA busy_timeout=0")
        try:
            return self.connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0] == "delete"
        except sqlite3.OperationalError:
            return False
        finally:
            self.connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")

    # -- small things that everybody reads

    def get_meta(self, key: str, default: str = "") -> str:
        """A value of ``meta``."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else default

    def set_meta(self, values: Iterable[tuple[str, str]]) -> None:
        """Set values of ``meta``."""
        self.connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values)

    def get_arrays(self, names: Iterable[str] | None = None) -> dict[str, bytes]:
        """Stored arrays by name; all of them unless named."""
        rows = self.connection.execute("SELECT name, data FROM arrays")
        wanted = None if names is None else set(names)
        return {name: data for name, data in rows if wanted is None or name in wanted}

    def set_arrays(self, arrays: Iterable[tuple[str, bytes]]) -> None:
        """Store arrays under their names."""
        self.connection.executemany("INSERT OR REPLACE INTO arrays VALUES (?, ?)", arrays)

    def log(self, messages: Iterable[str]) -> None:
        """Append to the error log, which keeps the newest rows only."""
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.connection.executemany("INSERT INTO log(at, message) VALUES (?, ?)", [(at, m) for m in messages])
        self.connection.execute(
            "DELETE FROM log WHERE id <= (SELECT max(id) FROM log) - ?",
            (LOG_ROWS,),
        )

    def last_errors(self) -> list[tuple[str, str]]:
        """(when, what), oldest first."""
        return self.connection.execute("SELECT at, message FROM log ORDER BY id").fetchall()

    def data_version(self) -> int:
        """Changes whenever another connection commits."""
        return self.connection.execute("PRAGMA data_version").fetchone()[0]

    # -- reading

    def symbol_id(self, symbol: str) -> int | None:
        """Row id of a symbol string."""
        row = self.connection.execute("SELECT id FROM symbols WHERE symbol = ?", (symbol,)).fetchone()
        return row[0] if row else None

    def symbol_strings(self, ids: Iterable[int]) -> dict[int, str]:
        """Symbol strings by row id."""
        found: dict[int, str] = {}
        values = list(ids)
        for start in range(0, len(values), 500):
            piece = values[start : start + 500]
            marks = ",".join("?" * len(piece))
            found.update(self.connection.execute(f"SELECT id, symbol FROM symbols WHERE id IN ({marks})", piece))
        return found

    def content(self) -> dict[str, list[tuple[Any, ...]]]:
        """All symbols, edges, unresolved sites and imports without row ids, in a fixed order.

        Two indexes of the same tree are equal when this is equal, however they came about.
        """
        return {name: self.connection.execute(sql).fetchall() for name, sql in _CONTENT.items()}


_CONTENT = {
    "files": """
        SELECT path, language, status, reason, flags, size, hash, lines, unparsed, module
        FROM files ORDER BY path
    """,
    "symbols": """
        SELECT s.symbol, f.path, s.definition, s.kind, s.name, s.qualified_name, p.symbol, s.line, s."column",
            s.start_line, s.end_line, s.signature, s.doc, s.visibility, s.flags, s.complexity, s.content_hash
        FROM symbols s JOIN files f ON f.id = s.file_id LEFT JOIN symbols p ON p.id = s.parent_id
        ORDER BY s.symbol
    """,
    "edges": """
        SELECT a.symbol, b.symbol, e.kind, e.resolution, f.path, e.line, e."column", e.strategy, v.symbol
        FROM edges e LEFT JOIN symbols a ON a.id = e.source LEFT JOIN symbols b ON b.id = e.target
            JOIN files f ON f.id = e.file_id LEFT JOIN symbols v ON v.id = e.via
        ORDER BY f.path, e.line, e."column", e.kind, e.resolution, a.symbol, b.symbol, v.symbol, e.strategy
    """,
    "unresolved": """
        SELECT a.symbol, u.name, u.role, u.reason, f.path, u.line, u."column"
        FROM unresolved u LEFT JOIN symbols a ON a.id = u.source JOIN files f ON f.id = u.file_id
        ORDER BY f.path, u.line, u."column", u.name, u.role, u.reason, a.symbol
    """,
    "imports": """
        SELECT f.path, i.module, i.name, i.local, i.line, t.path
        FROM imports i JOIN files f ON f.id = i.file_id LEFT JOIN files t ON t.id = i.target_file_id
        ORDER BY f.path, i.line, i.module, i.name, i.local, t.path
    """,
    "scip": """
        SELECT f.path, l.confirmed, l.upgraded, l.added, l.removed
        FROM scip_links l JOIN files f ON f.id = l.file_id ORDER BY f.path
    """,
    "search_text": """
        SELECT s.symbol, t.name, t.owner, t.signature, t.path, t.doc, t.body
        FROM search_text t JOIN symbols s ON s.id = t.id ORDER BY s.symbol
    """,
}


def condition_of(path: Path) -> tuple[Condition, str]:
    """What stands at ``path``, and a few words more about it; reads only.

    Through SQLite alone: a file that this process opens and closes by itself takes with it the locks of all our
    connections to it (POSIX), and another process may then remove the log under them.
    """
    try:
        state = path.stat()
    except FileNotFoundError:
        return Condition.MISSING, ""
    except OSError as error:
        return Condition.DAMAGED, error.strerror or str(error)
    if not stat.S_ISREG(state.st_mode):
        return Condition.DAMAGED, "it is not a file"
    if state.st_size == 0:
        return Condition.MISSING, ""
    if not os.access(path, os.R_OK):
        return Condition.DAMAGED, os.strerror(errno.EACCES)
    try:
        connection = _open_for_reading(path)
    except DatabaseProblem as error:
        return _unreadable(path, error.__cause__ or error)
    try:
        return _examine(connection)
    except sqlite3.DatabaseError as error:
        return _unreadable(path, error)
    finally:
        connection.close()


def _unreadable(path: Path, error: BaseException) -> tuple[Condition, str]:
    """What a file is that SQLite refuses."""
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
        return Condition.FOREIGN, "it is not an SQLite database"
    return Condition.DAMAGED, str(error)


def _examine(connection: sqlite3.Connection) -> tuple[Condition, str]:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        return Condition.FOREIGN, "it is the database of another program"
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        return Condition.NEWER, str(version)
    if version < SCHEMA_VERSION:
        return Condition.OLDER, str(version)
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not names >= OWN_TABLES:
        return Condition.DAMAGED, f"table {min(OWN_TABLES - names)} is missing"
    # A hostile file may carry triggers that act when we write.
    for kind, name, sql in connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
    ):
        if kind == "view" or not sql or sql not in TRIGGERS:
            return Condition.FOREIGN, f"{kind} {name} is not one of ours"
    connection.execute("SELECT count(*) FROM meta").fetchone()
    return Condition.OURS, ""


def describe(path: Path, condition: Condition, detail: str) -> str:
    """What to tell the user about a database that cannot be used."""
    if condition is Condition.NEWER:
        return (
            f"{path} has schema version {detail} and this program knows up to {SCHEMA_VERSION}; "
            f"install the newer codegraph-mcp that wrote it"
        )
    if condition is Condition.OLDER:
        return f"{path} has the older schema version {detail}; run `codegraph index` to bring it to {SCHEMA_VERSION}"
    if condition is Condition.FOREIGN:
        return f"{path} is not a codegraph database ({detail}); it was left untouched, choose another file"
    return f"{path} is damaged ({detail}); run `codegraph index --full`, or remove the file if you named it with --db"


def set_aside(path: Path) -> Path:
    """Rename a database (with its log files) out of the way, keeping what is in it; the new name."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    number = 0
    while True:
        aside = path.with_name(f"{path.name}.damaged-{stamp}{f'-{number}' if number else ''}")
        if not aside.exists():
            break
        number += 1
    os.replace(path, aside)
    for suffix in ("-wal", "-shm", "-journal"):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            os.replace(beside, aside.with_name(aside.name + suffix))
    return aside


def remove_database(path: Path) -> None:
    """Delete a database file of ours and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _has_log(path: Path) -> bool:
    try:
        return path.with_name(path.name + "-wal").stat().st_size > 0
    except OSError:
        return False


def _open_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write; where the folder cannot be written, one that takes no locks."""
    try:
        return _connect(path, "ro")
    except sqlite3.OperationalError as error:
        if _has_log(path):
            raise DatabaseProblem(
                f"{path} cannot be opened ({error}): its log must be read first, and the folder cannot be written"
            ) from error
    except sqlite3.DatabaseError as error:
        raise DatabaseProblem(f"{path} cannot be read: {error}") from error
    try:
        return _connect(path, "ro&immutable=1")
    except sqlite3.Error as error:
        raise DatabaseProblem(f"{path} cannot be read: {error}") from error


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
    )
    try:
        # Triggers may write to a full-text table only when the schema is trusted; who writes has looked at it first.
        connection.execute(f"PRAGMA trusted_schema={'OFF' if mode.startswith('ro') else 'ON'}")
        if mode.startswith("ro"):
            connection.execute("PRAGMA query_only=1")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection
