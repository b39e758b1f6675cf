"""The compiled adjacency of a database, kept in memory for as long as nobody commits."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from codegraph.memory import give_back
from codegraph.reading.reach import Incoming
from codegraph.usekinds import kind_condition

if TYPE_CHECKING:
    from codegraph.adjacency import AdjacencyIndex
    from codegraph.search.vectors import VectorIndex


class Arrays:
    """One :class:`AdjacencyIndex` for each kind of edge, loaded when first asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamp: tuple[str, ...] | None = None
        self._indexes: dict[str, AdjacencyIndex] = {}
        self._vectors: VectorIndex | None = None

    def vectors(self, db: sqlite3.Connection) -> VectorIndex:
        """The embeddings of the commit that ``db`` sees."""
        with self._lock:
            self._renew(db)
            if self._vectors is None:
                from codegraph.search.vectors import VectorIndex

                self._vectors = VectorIndex.load(db)
            return self._vectors

    def _renew(self, db: sqlite3.Connection) -> None:
        """Forget everything when somebody has committed."""
        stamp = _stamp(db)
        if stamp != self._stamp:
            self._indexes.clear()
            self._vectors = None
            if self._stamp is not None:
                give_back()
            self._stamp = stamp

    def of(self, db: sqlite3.Connection, kind: str) -> AdjacencyIndex:
        """The arrays of one kind in the commit that ``db`` sees."""
        with self._lock:
            self._renew(db)
            index = self._indexes.get(kind)
            if index is None:
                index = self._indexes[kind] = _load(db, kind)
            return index

    def incoming(self, db: sqlite3.Connection, kinds: Iterable[str], max_level: int) -> Incoming:
        """Edges into nodes, for :func:`codegraph.reading.reach.breadth_first`."""
        sides = [self.of(db, kind).backward for kind in kinds]

        def follow(nodes: Sequence[int]) -> Iterable[tuple[int, int, int]]:
            import numpy as np

            given = np.asarray(nodes, dtype=np.int32)
            for side in sides:
                origin, source, level = side.expand(given)
                keep = level <= max_level
                yield from zip(given[origin[keep]].tolist(), source[keep].tolist(), level[keep].tolist(), strict=True)

        return follow


def _stamp(db: sqlite3.Connection) -> tuple[str, ...]:
    """What differs after every commit."""
    row = db.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
    if row is not None:
        return (row[0],)
    counts = db.execute("SELECT count(*), max(id) FROM edges").fetchone()
    return tuple(map(str, counts))


def _load(db: sqlite3.Connection, kind: str) -> AdjacencyIndex:
    from codegraph.adjacency import LEVELS, AdjacencyIndex

    row = db.execute("SELECT data FROM arrays WHERE name = ?", (kind,)).fetchone()
    if row is not None:
        try:
            return AdjacencyIndex.from_bytes(row[0])
        except ValueError:
            pass  # derived data: the rows say the same
    rows = db.execute(f"SELECT source, target, resolution FROM edges WHERE {kind_condition(kind)}").fetchall()
    return AdjacencyIndex.of_edges([r[0] for r in rows], [r[1] for r in rows], [LEVELS[r[2]] for r in rows])
