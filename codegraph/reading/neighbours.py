"""Who calls a symbol and what it calls: direct edges, every site of them, and what could not be bound."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
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
from codegraph.usekinds import READ, TYPE_USE

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


class _Item(NamedTuple):
    """One line of the list: all sites at which the other symbol is met in the same way."""

    rank: int
    """Position of its best resolution in ``RESOLUTIONS``; uses that are no calls count from ``_APART``."""
    file: str
    line: int
    kind: str
    """The kind of edge, or how a reference uses the symbol: ``type``, ``read``."""
    symbol: str
    via: int
    """The declared method a dispatch goes through; 0 for none."""
    unsure: str
    """``dispatch`` or ``ambiguous``, which are items of their own; '' for sure edges."""
    other: int


def callers(db: sqlite3.Connection, found: Found, selection: Selection) -> Neighbours:
    """Who uses the symbol. Callers of a class are callers of its constructor too, and the other way round."""
    targets = with_constructors(db, found)
    edges = _Edges(db, "target", "source", targets, selection)
    total, names = _unbound_named(db, found.symbol, targets, edges)
    return _answer(db, found.symbol, edges, selection, total, names)


def callees(db: sqlite3.Connection, found: Found, selection: Selection) -> Neighbours:
    """What the symbol uses. A class uses what its body and its constructor use."""
    sources = with_constructors(db, found) if found.symbol.kind in CLASS_KINDS else [found.id]
    edges = _Edges(db, "source", "target", sources, selection)
    total, names = _unbound_inside(db, sources, edges)
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


class _Edges:
    """The edges at one end of some symbols. A hub has thousands of sites: they are read for what is shown only."""

    def __init__(self, db: sqlite3.Connection, near: str, far: str, ids: Iterable[int], selection: Selection) -> None:
        self._db = db
        self._near = near
        self._far = far
        self._ids = list(ids)
        kinds = ",".join(f"'{EdgeKind(kind).value}'" for kind in selection.kinds)
        resolutions = ",".join(f"'{r.value}'" for r in RESOLUTIONS[: _RANK[selection.min_resolution] + 1])
        self._which = f"e.kind IN ({kinds}) AND e.resolution IN ({resolutions})"
        if near == "source" and selection.kinds == USE_KINDS:
            # What a function calls is seldom asked for the types in its signature.
            self._which += f" AND NOT {_IS_USE}"

    def items(self, inside: Callable[[str], bool]) -> list[tuple]:
        """All items in files that are ``inside``, as rows of :class:`_Item`, best first.

        Sure edges of one pair and kind are one item; a dispatch is one per declared method.
        """
        rows: list[tuple] = []
        pieces = list(chunks(self._ids))
        for marks, piece in pieces:
            rows += self._db.execute(
                f"""
                SELECT g.rank, f.path, s.line, g.kind, s.symbol, g.through, g.unsure, g.other
                FROM (
                    SELECT e.{self._far} AS other, {_KIND} AS kind, {_UNSURE} AS unsure, {_VIA} AS through,
                        MIN({_RANK_OF}) AS rank
                    FROM edges e WHERE e.{self._near} IN {marks} AND {self._which}
                    GROUP BY e.{self._far}, {_KIND}, unsure, through
                ) g JOIN symbols s ON s.id = g.other JOIN files f ON f.id = s.file_id
                """,
                piece,
            )
        rows.sort()
        if len(pieces) > 1:  # the same item may come from several of them, the best first
            rows = list({row[1:]: row for row in reversed(rows)}.values())
            rows.sort()
        return [row for row in rows if inside(row[1])]

    def sites(self, shown: Sequence[_Item]) -> list[tuple[Site, ...]]:
        """The sites of each of the items, in order of file, line and column."""
        wanted = {(item.other, item.kind, item.unsure, item.via): number for number, item in enumerate(shown)}
        out: list[dict[tuple[str, int, int], None]] = [{} for _ in shown]
        others = sorted({item.other for item in shown})
        for near, ids in chunks(self._ids):
            for far, piece in chunks(others):
                rows = self._db.execute(
                    f"""
                    SELECT e.{self._far}, {_KIND}, {_UNSURE}, {_VIA}, f.path, e.line, e."column"
                    FROM edges e JOIN files f ON f.id = e.file_id
                    WHERE e.{self._near} IN {near} AND e.{self._far} IN {far} AND {self._which}
                    """,
                    [*ids, *piece],
                )
                for row in rows:
                    number = wanted.get(row[:4])
                    if number is not None:
                        out[number][row[4:]] = None
        return [tuple(Site(*site) for site in sorted(sites)) for sites in out]

    def sites_in(self, files: Collection[int]) -> set[tuple[int, int, int]]:
        """(file id, line, column) of every edge whose site is in one of ``files``, by row id."""
        out: set[tuple[int, int, int]] = set()
        if not files:
            return out
        within = ",".join(str(int(file)) for file in files)
        for marks, piece in chunks(self._ids):
            out.update(
                self._db.execute(
                    f"""SELECT e.file_id, e.line, e."column" FROM edges e
                    WHERE e.{self._near} IN {marks} AND e.file_id IN ({within}) AND {self._which}""",
                    piece,
                )
            )
        return out


_UNSURE = f"CASE WHEN e.resolution IN ('{Resolution.DISPATCH}', '{Resolution.AMBIGUOUS}') THEN e.resolution ELSE '' END"
_VIA = f"CASE WHEN e.resolution IN ('{Resolution.DISPATCH}', '{Resolution.AMBIGUOUS}') THEN ifnull(e.via, 0) ELSE 0 END"
_USES = (TYPE_USE, READ)
_IS_USE = f"(e.kind = '{EdgeKind.REFERENCES}' AND e.strategy IN ('{TYPE_USE}', '{READ}'))"
_KIND = f"CASE WHEN {_IS_USE} THEN e.strategy ELSE e.kind END"
_APART = len(RESOLUTIONS)
_RANK_OF = (
    "CASE e.resolution "
    + " ".join(f"WHEN '{r.value}' THEN {n}" for n, r in enumerate(RESOLUTIONS))
    + f" END + CASE WHEN e.kind = '{EdgeKind.REFERENCES}' THEN {_APART} ELSE 0 END"
)
"""Calls come before everything that only names the symbol, on every page."""


def _answer(
    db: sqlite3.Connection,
    symbol: Symbol,
    edges: _Edges,
    selection: Selection,
    unresolved_total: int,
    unresolved: tuple[UnresolvedName, ...],
) -> Neighbours:
    order = edges.items(path_filter(selection.path))
    counts = Counter((row[3], row[0]) for row in order)
    page = order[selection.offset :] if selection.limit is None else order[selection.offset :][: selection.limit]
    shown = [_Item._make(row) for row in page]
    symbols = symbols_by_id(db, {item.other for item in shown} | {item.via for item in shown if item.via})
    items = [
        Neighbour(
            symbols[item.other],
            EdgeKind.REFERENCES.value if item.kind in _USES else item.kind,
            RESOLUTIONS[item.rank % _APART].value,
            sites,
            symbols.get(item.via),
            item.kind if item.kind in _USES else "",
        )
        for item, sites in zip(shown, edges.sites(shown), strict=True)
    ]
    return Neighbours(
        symbol=symbol,
        total=len(order),
        items=tuple(items),
        cut=len(order) - len(items),
        unresolved_total=unresolved_total,
        unresolved=unresolved,
        counts=tuple(sorted((kind, RESOLUTIONS[rank % _APART].value, n) for (kind, rank), n in counts.items())),
        offset=selection.offset,
    )


def _unbound_named(
    db: sqlite3.Connection, symbol: Symbol, targets: list[int], edges: _Edges
) -> tuple[int, tuple[UnresolvedName, ...]]:
    """Call sites of the symbol's bare name, in languages that could call it, that stayed open.

    Sites that the answer shows as edges, guessed ones included, are left out.
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
            SELECT f.path, u.line, u."column", u.file_id FROM unresolved u JOIN files f ON f.id = u.file_id
            WHERE u.name = ? AND u.reason IN ({_OPEN}) AND f.language IN ({marks})
            """,
            [name, *languages],
        ).fetchall()
        listed = edges.sites_in({row[3] for row in rows})
        sites = sorted(row[:3] for row in rows if (row[3], row[1], row[2]) not in listed)
        if sites:
            out.append(UnresolvedName(name, len(sites), tuple(Site(*site) for site in sites[:SITES_SHOWN])))
    return sum(u.total for u in out), tuple(out)


def _unbound_inside(
    db: sqlite3.Connection, sources: list[int], edges: _Edges
) -> tuple[int, tuple[UnresolvedName, ...]]:
    """Call sites inside the symbol that stayed open, by name."""
    sites: dict[str, list[tuple[str, int, int]]] = {}
    for marks, piece in chunks(sources):
        rows = db.execute(
            f"""
            SELECT u.name, f.path, u.line, u."column", u.file_id FROM unresolved u JOIN files f ON f.id = u.file_id
            WHERE u.source IN {marks} AND u.reason IN ({_OPEN})
            """,
            piece,
        ).fetchall()
        listed = edges.sites_in({row[4] for row in rows})
        for name, path, line, column, file_id in rows:
            if (file_id, line, column) not in listed:
                sites.setdefault(name, []).append((path, line, column))
    names = [
        UnresolvedName(name, len(places), tuple(Site(*place) for place in sorted(places)[:SITES_SHOWN]))
        for name, places in sites.items()
    ]
    names.sort(key=lambda u: (-u.total, u.name))
    return sum(u.total for u in names), tuple(names[:NAMES_SHOWN])
