"""Imported compiler data as the database keeps it, and as the linker asks for it.

``scip_indexes`` says which files were imported, ``scip_documents`` what each of their documents binds: a document
is in force for a file while the file has the hash that it had when the two were matched.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from codegraph.errors import DatabaseProblem

COLUMNS = "path, index_id, state, hash, data"


class Target(NamedTuple):
    """What a site is bound to."""

    symbol: str
    """Our symbol string; '' for something outside the project."""
    name: str
    path: str
    """The file of our symbol; of one from outside, what its package and modules are called."""


class Site(NamedTuple):
    """A place in a file that the index binds. Row and column are 0-based, columns count code points."""

    row: int
    column: int
    targets: list[int]
    """Positions among the targets of the document."""
    below: list[int] = []
    """The same of what implements or overrides one of them."""


class Verdict(NamedTuple):
    """What an index says of one site."""

    targets: tuple[Target, ...]
    below: tuple[Target, ...]
    """What implements or overrides one of them: a call may reach it as well."""


def path_words(path: str) -> set[str]:
    """What the folders and the file of a path are called, apart from what folders are called everywhere."""
    words = {part.partition(".")[0].lower().replace("_", "-").lstrip("@") for part in path.split("/")}
    return words - _EVERYWHERE


_EVERYWHERE = frozenset(
    " __init__ api app base build cjs common core dist esm examples index internal lib main mod node-modules package "
    "packages pkg python site-packages src test tests types util utils v1 v2 v3 v4".split(" ")
)

Verdicts = dict[tuple[int, int], Verdict]
"""(row, column) -> what stands there."""

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(tuple[list[Target], list[Site]])


def encode(targets: list[Target], sites: list[Site]) -> bytes:
    """The bindings of one document as a blob."""
    return zlib.compress(_ENCODER.encode((targets, sites)), 6)


def decode(blob: bytes) -> Verdicts:
    """Read what :func:`encode` wrote.

    Raises:
        DatabaseProblem: the blob is damaged.
    """
    try:
        targets, sites = _DECODER.decode(zlib.decompress(blob))
        return {
            (row, column): Verdict(tuple(targets[at] for at in bound), tuple(targets[at] for at in below))
            for row, column, bound, below in sites
        }
    except (zlib.error, msgspec.MsgspecError, IndexError, TypeError) as error:
        raise DatabaseProblem(f"imported SCIP data cannot be read ({error}); import it again") from error


class ScipSource:
    """The documents in force, file by file."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._any = db.execute("SELECT 1 FROM scip_documents WHERE data <> x'' LIMIT 1").fetchone() is not None

    def __bool__(self) -> bool:
        return self._any

    def verdicts(self, path: str) -> Verdicts | None:
        """What the index binds in a file; None when none covers it, its bytes have changed since, or what is stored
        cannot be read (``codegraph doctor`` finds that)."""
        row = self._db.execute(
            "SELECT d.data FROM scip_documents d JOIN files f ON f.path = d.path AND f.hash = d.hash "
            "WHERE d.path = ? AND d.state = 'fresh'",
            (path,),
        ).fetchone()
        try:
            return decode(row[0]) if row is not None and row[0] else None
        except DatabaseProblem:
            return None

    def place(self, symbol: str) -> tuple[str, int] | None:
        """(path, index of the definition) of one of our symbols, if it is still there."""
        return self._db.execute(
            "SELECT f.path, s.definition FROM symbols s JOIN files f ON f.id = s.file_id WHERE s.symbol = ?", (symbol,)
        ).fetchone()


def copy_imports(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Take the imports of one database over into another."""
    for table in ("scip_indexes", "scip_documents"):
        rows: Iterable[tuple[object, ...]] = source.execute(f"SELECT * FROM {table}")
        first = next(iter(rows), None)
        if first is not None:
            marks = ",".join("?" * len(first))
            target.execute(f"INSERT INTO {table} VALUES ({marks})", first)
            target.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
