"""Who calls a symbol and what it calls: direct edges, every site of them, and what could not be bound."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import NamedTuple

from codegraph.model import (
    RESOLUTIONS,
    EdgeKind,
    Neighbour,
    Neighbours,
    Resolution,
    Site,
    Symbol,
    UnresolvedName,
)
from codegraph.reading.names import Found
from codegraph.reading.rows import CLASS_KINDS, chunks, symbols_by_id

USE_KINDS = (EdgeKind.CALLS, EdgeKind.REFERENCES, EdgeKind.DECORATES, EdgeKind.RENDERS)
"""The kinds of edge by which one definition uses another."""

FAMILIES = {
    "javascript": "javascript",
    "typescript": "javascript",
    "tsx": "javascript",
    "jsx": "javascript",
    "c": "c",
    "cpp": "c",
    "java": "jvm",
    "kotlin": "jvm",
}
"""Languages whose files call each other."""

SITES_SHOWN = 5
NAMES_SHOWN = 20

_RANK = {resolution.value: rank for rank, resolution in enumerate(RESOLUTIONS)}
_OPEN = "'unknown-receiver', 'not-found', 'ambiguous', 'too-deep'"
"""Reasons that leave open whether the call is one of ours; the others are settled: it is not."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of a list is asked for."""

    kinds: tuple[str, ...] = USE_KINDS
    min_resolution: str = Resolution.DISPATCH
    path: str = ""
    """Only symbols in files at or under this path, or matching this glob."""
    limit: int | None = None
    offset: int = 0


_Key = tuple[int, str, str, int | None]
"""Of one item: the other symbol, the kind, and for unsure edges the resolution and the declared method."""


class _Edge(NamedTuple):
    other: int
    kind: str
    resolution: str
    via: int | None
    file: str
    line: int
    column: int


def callers(db: sqlite3.Connection, found: Found, selection: Selection) -> Neighbours:
    """Who uses the symbol. Callers of a class are callers of its constructor too, and the other way round."""
    targets = with_constructors(db, found)
    edges = _edges(db, "target", "source", targets, selection)
    total, names = _unbound_named(db, found.symbol, targets, {(e.file, e.line, e.column) for e in edges})
    return _answer(db, found.symbol, edges, selection, total, names)


def callees(db: sqlite3.Connection, found: Found, selection: Selection) -> Neighbours:
    """What the symbol uses. A class uses what its body and its constructor use."""
    sources = with_constructors(db, found) if found.symbol.kind in CLASS_KINDS else [found.id]
    edges = _edges(db, "source", "target", sources, selection)
    total, names = _unbound_inside(db, sources, {(e.file, e.line, e.column) for e in edges})
    return _answer(db, found.symbol, edges, selection, total, names)


def with_constructors(db: sqlite3.Connection, found: Found) -> list[int]:
    """The symbol's id with those it is one callee with.

    A construction is an edge to the class. So a class goes with its own constructors, and a constructor
    with everything whose construction runs it.
    """
    if found.symbol.kind in CLASS_KINDS:
        rows = db.execute("SELECT id, flags FROM symbols WHERE parent_id = ? AND kind = 'method'", (found.id,))
        return [found.id, *(row_id for row_id, flags in rows if "constructor" in flags.split())]
    if "constructor" in found.symbol.flags:
        return [found.id, *constructed_by(db, [found.id])]
    return [found.id]


def constructed_by(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, int]:
    """Class -> the one of ``ids`` that is its constructor, its own or the one it inherits."""
    out: dict[int, int] = {}
    for marks, piece in chunks(ids):
        rows = db.execute(
            f"""
            SELECT p.id, s.id, p.kind FROM symbols s JOIN symbols p ON p.id = s.parent_id
            WHERE s.id IN {marks} AND s.kind = 'method' AND ' ' || s.flags || ' ' LIKE '% constructor %'
            """,
            piece,
        )
        out.update((class_id, constructor) for class_id, constructor, kind in rows if kind in CLASS_KINDS)
    level = list(out)
    while level:
        following: list[int] = []
        for marks, piece in chunks(level):
            rows = db.execute(
                f"""
                SELECT DISTINCT e.source, e.target FROM edges e
                WHERE e.target IN {marks} AND e.kind = 'inherits' AND e.resolution <> 'ambiguous' AND NOT EXISTS (
                    SELECT 1 FROM symbols m
                    WHERE m.parent_id = e.source AND m.kind = 'method' AND ' ' || m.flags || ' ' LIKE '% constructor %'
                )
                """,
                piece,
            )
            for subclass, base in rows:
                if subclass not in out:
                    out[subclass] = out[base]
                    following.append(subclass)
        level = following
    return out


def path_filter(pattern: str) -> Callable[[str], bool]:
    """A test of paths: at or under a folder, or a glob."""
    wanted = pattern.strip().removeprefix("./").rstrip("/")
    if not wanted or wanted == ".":
        return lambda path: True
    if any(c in wanted for c in "*?["):
        return lambda path: fnmatchcase(path, wanted)
    return lambda path: path == wanted or path.startswith(f"{wanted}/")


def _edges(db: sqlite3.Connection, near: str, far: str, ids: Iterable[int], selection: Selection) -> list[_Edge]:
    weakest = _RANK[selection.min_resolution]
    kinds = ",".join(f"'{EdgeKind(kind).value}'" for kind in selection.kinds)
    resolutions = ",".join(f"'{r.value}'" for r in RESOLUTIONS[: weakest + 1])
    out: list[_Edge] = []
    for marks, piece in chunks(ids):
        rows = db.execute(
            f"""
            SELECT e.{far}, e.kind, e.resolution, e.via, f.path, e.line, e."column"
            FROM edges e JOIN files f ON f.id = e.file_id
            WHERE e.{near} IN {marks} AND e.kind IN ({kinds}) AND e.resolution IN ({resolutions})
            """,
            piece,
        )
        out += map(_Edge._make, rows)
    return out


def _answer(
    db: sqlite3.Connection,
    symbol: Symbol,
    edges: list[_Edge],
    selection: Selection,
    unresolved_total: int,
    unresolved: tuple[UnresolvedName, ...],
) -> Neighbours:
    # Sure edges of one pair and kind are one item; a dispatch is one per declared method it goes through.
    groups: dict[_Key, tuple[str, dict[Site, None]]] = {}
    for edge in edges:
        unsure = edge.resolution in (Resolution.DISPATCH, Resolution.AMBIGUOUS)
        key = (edge.other, edge.kind, edge.resolution if unsure else "", edge.via if unsure else None)
        best, sites = groups.get(key, (edge.resolution, {}))
        sites[Site(edge.file, edge.line, edge.column)] = None
        groups[key] = (min(best, edge.resolution, key=_RANK.__getitem__), sites)
    symbols = symbols_by_id(db, {key[0] for key in groups})
    inside = path_filter(selection.path)
    # Only what is shown is made into values: a hub has thousands of sites.
    order: list[tuple[int, str, int, str, str, str, _Key]] = []
    counts: dict[tuple[str, str], int] = {}
    for key, (resolution, _) in groups.items():
        other = symbols.get(key[0])
        if other is not None and inside(other.file):
            order.append((_RANK[resolution], other.file, other.line, key[1], other.symbol, str(key[3] or ""), key))
            counts[key[1], resolution] = counts.get((key[1], resolution), 0) + 1
    order.sort(key=lambda entry: entry[:-1])
    shown = order[selection.offset :] if selection.limit is None else order[selection.offset :][: selection.limit]
    keys = [entry[-1] for entry in shown]
    vias = symbols_by_id(db, {key[3] for key in keys if key[3] is not None})
    items = [
        Neighbour(
            symbols[key[0]],
            key[1],
            groups[key][0],
            tuple(sorted(groups[key][1], key=lambda s: (s.file, s.line, s.column))),
            vias.get(key[3]) if key[3] is not None else None,
        )
        for key in keys
    ]
    return Neighbours(
        symbol=symbol,
        total=len(order),
        items=tuple(items),
        cut=len(order) - len(items),
        unresolved_total=unresolved_total,
        unresolved=unresolved,
        counts=tuple((kind, resolution, n) for (kind, resolution), n in sorted(counts.items())),
        offset=selection.offset,
    )


def _unbound_named(
    db: sqlite3.Connection, symbol: Symbol, targets: list[int], listed: Collection[tuple[str, int, int]]
) -> tuple[int, tuple[UnresolvedName, ...]]:
    """Call sites of the symbol's bare name, in languages that could call it, that stayed open.

    ``listed``: sites that the answer shows as edges, guessed ones included.
    """
    names = [symbol.name]
    if len(targets) > 1 and "constructor" in symbol.flags:
        names += [s.name for s in symbols_by_id(db, targets).values() if s.name != symbol.name]
    family = FAMILIES.get(symbol.language, symbol.language)
    languages = [language for language, of in FAMILIES.items() if of == family] or [symbol.language]
    marks = ",".join("?" * len(languages))
    out: list[UnresolvedName] = []
    for name in names:
        rows = db.execute(
            f"""
            SELECT f.path, u.line, u."column" FROM unresolved u JOIN files f ON f.id = u.file_id
            WHERE u.name = ? AND u.reason IN ({_OPEN}) AND f.language IN ({marks})
            """,
            [name, *languages],
        )
        sites = sorted(row for row in rows if row not in listed)
        if sites:
            out.append(UnresolvedName(name, len(sites), tuple(Site(*site) for site in sites[:SITES_SHOWN])))
    return sum(u.total for u in out), tuple(out)


def _unbound_inside(
    db: sqlite3.Connection, sources: list[int], listed: Collection[tuple[str, int, int]]
) -> tuple[int, tuple[UnresolvedName, ...]]:
    """Call sites inside the symbol that stayed open, by name."""
    sites: dict[str, list[Site]] = {}
    for marks, piece in chunks(sources):
        rows = db.execute(
            f"""
            SELECT u.name, f.path, u.line, u."column" FROM unresolved u JOIN files f ON f.id = u.file_id
            WHERE u.source IN {marks} AND u.reason IN ({_OPEN})
            """,
            piece,
        )
        for name, path, line, column in rows:
            if (path, line, column) in listed:
                continue
            sites.setdefault(name, []).append(Site(path, line, column))
    names = [
        UnresolvedName(name, len(places), tuple(sorted(places, key=lambda s: (s.file, s.line, s.column))[:SITES_SHOWN]))
        for name, places in sites.items()
    ]
    names.sort(key=lambda u: (-u.total, u.name))
    return sum(u.total for u in names), tuple(names[:NAMES_SHOWN])
