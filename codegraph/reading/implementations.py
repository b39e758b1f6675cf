"""What extends, implements or overrides a symbol, directly and further down."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from codegraph.model import EdgeKind, Symbol
from codegraph.reading.names import Found
from codegraph.reading.rows import CLASS_KINDS, chunks, symbols_by_id


@dataclass(frozen=True, slots=True)
class Implementation:
    """One symbol below another."""

    symbol: Symbol
    kind: str
    """inherits, implements or overrides."""
    distance: int
    of: Symbol
    """What it extends, implements or overrides directly."""


@dataclass(frozen=True, slots=True)
class Implementations:
    """The answer to find_implementations, nearest first."""

    symbol: Symbol
    total: int
    items: tuple[Implementation, ...]
    cut: int = 0
    offset: int = 0
    stale: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def implementations(
    db: sqlite3.Connection, found: Found, *, limit: int | None = None, offset: int = 0
) -> Implementations:
    """Subclasses and implementers of a type, overrides of a method."""
    kinds = (EdgeKind.INHERITS, EdgeKind.IMPLEMENTS) if found.symbol.kind in CLASS_KINDS else (EdgeKind.OVERRIDES,)
    listed = ",".join(f"'{kind.value}'" for kind in kinds)
    seen = {found.id}
    level = [found.id]
    rows: list[tuple[int, str, int, int]] = []
    distance = 0
    while level:
        distance += 1
        following: dict[int, tuple[str, int]] = {}
        for marks, piece in chunks(level):
            for source, kind, target in db.execute(
                f"""
                SELECT source, kind, target FROM edges
                WHERE target IN {marks} AND kind IN ({listed}) AND resolution <> 'ambiguous'
                """,
                piece,
            ):
                if source not in seen:
                    following.setdefault(source, (kind, target))
        seen.update(following)
        rows += [(source, kind, distance, target) for source, (kind, target) in following.items()]
        level = list(following)
    symbols = symbols_by_id(db, {*seen})
    items = [
        Implementation(symbols[source], kind, steps, symbols[target])
        for source, kind, steps, target in rows
        if source in symbols and target in symbols
    ]
    items.sort(key=lambda i: (i.distance, i.symbol.file, i.symbol.line, i.symbol.symbol))
    shown = items[offset:] if limit is None else items[offset:][:limit]
    return Implementations(found.symbol, len(items), tuple(shown), len(items) - len(shown), offset)
