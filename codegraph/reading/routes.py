"""How one symbol comes to reach another: the shortest way over calls, and of those the surest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from codegraph.model import RESOLUTIONS, EdgeKind, Resolution, Site, Symbol
from codegraph.reading.names import Found
from codegraph.reading.neighbours import constructed_by, with_constructors
from codegraph.reading.reach import (
    IMPACT_KINDS,
    LEVELS,
    Incoming,
    breadth_first,
    edges_into,
    through_constructions,
)
from codegraph.reading.rows import CHUNK, chunks, flags_of, symbols_by_id

DEEPEST = 25
MOST_GAPS = 6
MOST_HEADS = 4


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a route: ``symbol`` uses the next one, at ``site``."""

    symbol: Symbol
    kind: str
    resolution: str
    site: Site | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A call that could not be bound."""

    symbol: Symbol
    name: str
    site: Site


@dataclass(frozen=True, slots=True)
class Route:
    """The answer to trace_path; no hops when there is no way."""

    source: Symbol
    target: Symbol
    hops: tuple[Hop, ...]
    backwards: bool = False
    """There is no way from source to target, but one from target to source: the hops are that one."""
    gaps: tuple[Gap, ...] = ()
    """Where the way may go on unseen, when there is none: calls in what ``source`` reaches that are not bound."""
    unbound: int = 0
    """How many such calls there are."""
    reached: int = 0
    """How many symbols ``source`` reaches."""
    heads: tuple[Symbol, ...] = ()
    """When there is no way: what reaches ``target`` and is itself reached by nothing, or the nearest of what does."""
    stale: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def route(
    db: sqlite3.Connection,
    source: Found,
    target: Found,
    *,
    depth: int = DEEPEST,
    min_resolution: str = Resolution.DISPATCH,
    incoming: Incoming | None = None,
) -> Route:
    """The way from ``source`` to ``target``; where there is none, the way back."""
    follow = through_constructions(db, incoming or edges_into(db, IMPACT_KINDS, min_resolution))
    for start, end, backwards in ((source, target, False), (target, source, True)):
        way = _way(with_constructors(db, start), with_constructors(db, end), follow, depth)
        if way:
            return Route(source.symbol, target.symbol, _hops(db, way, min_resolution), backwards)
    reached = _reached(db, with_constructors(db, source), min_resolution, depth)
    unbound, gaps = _gaps(db, reached, target.symbol.name)
    return Route(
        source.symbol,
        target.symbol,
        (),
        gaps=gaps,
        unbound=unbound,
        reached=len(reached) - len(with_constructors(db, source)),
        heads=_heads(db, with_constructors(db, target), follow, depth),
    )


def _reached(db: sqlite3.Connection, starts: Sequence[int], min_resolution: str, depth: int) -> dict[int, int]:
    """What ``starts`` use, themselves included, each with its distance."""
    allowed = ",".join(f"'{r.value}'" for r in RESOLUTIONS[: LEVELS[min_resolution] + 1])
    kinds = ",".join(f"'{EdgeKind(kind).value}'" for kind in IMPACT_KINDS)
    found = dict.fromkeys(starts, 0)
    frontier = list(starts)
    for distance in range(1, depth + 1):
        following: dict[int, None] = {}
        for marks, piece in chunks(frontier):
            rows = db.execute(
                f"SELECT DISTINCT target FROM edges WHERE source IN {marks} AND kind IN ({kinds}) "
                f"AND resolution IN ({allowed})",
                piece,
            )
            following.update((row[0], None) for row in rows if row[0] not in found)
        if not following:
            break
        found.update(dict.fromkeys(following, distance))
        # Whoever constructs an object runs its constructor.
        frontier = list(following)
        constructors = [node for node in _constructors_in(db, following) if node not in found]
        found.update(dict.fromkeys(constructors, distance))
        frontier += constructors
    return found


def _constructors_in(db: sqlite3.Connection, ids: Iterable[int]) -> list[int]:
    """The constructors that stand in these classes."""
    out: list[int] = []
    for marks, piece in chunks(ids):
        out += [
            row[0]
            for row in db.execute(
                f"SELECT id FROM symbols WHERE parent_id IN {marks} AND ' ' || flags || ' ' LIKE '% constructor %'",
                piece,
            )
        ]
    return out


def _gaps(db: sqlite3.Connection, reached: dict[int, int], wanted: str) -> tuple[int, tuple[Gap, ...]]:
    """Calls that are not bound in what was reached: those of the wanted name first, then the nearest."""
    rows: list[tuple[int, str, str, int, int]] = []
    for marks, piece in chunks(reached):
        rows += db.execute(
            f"""
            SELECT u.source, u.name, f.path, u.line, u."column" FROM unresolved u JOIN files f ON f.id = u.file_id
            WHERE u.source IN {marks}
            """,
            piece,
        )
    rows.sort(key=lambda r: (r[1] != wanted, reached[r[0]], r[2], r[3], r[4]))
    symbols = symbols_by_id(db, (row[0] for row in rows[:MOST_GAPS]))
    shown = (
        Gap(symbols[source], name, Site(path, line, column)) for source, name, path, line, column in rows[:MOST_GAPS]
    )
    return len(rows), tuple(shown)


def _heads(db: sqlite3.Connection, ends: Sequence[int], follow: Incoming, depth: int) -> tuple[Symbol, ...]:
    steps = breadth_first(ends, follow, depth)
    symbols = symbols_by_id(db, steps)
    tested = {path for path, marks in flags_of(db, (s.file for s in symbols.values())).items() if "test" in marks}
    order = sorted(
        (symbols[node].file in tested, -step.distance, symbols[node].file, symbols[node].line, node)
        for node, step in steps.items()
        if node in symbols
    )
    return tuple(symbols[entry[-1]] for entry in order[:MOST_HEADS])


def _way(starts: Sequence[int], ends: Sequence[int], follow: Incoming, depth: int) -> list[int]:
    """Nodes from one of ``starts`` to one of ``ends``, found from the end: callers are fewer than callees."""
    wanted = set(starts) - set(ends)
    after: dict[int, int | None] = dict.fromkeys(ends)
    weakest = dict.fromkeys(ends, 0)
    frontier: list[int] = list(ends)
    for _ in range(depth):
        found: dict[int, tuple[int, int]] = {}
        for node, caller, level in follow(frontier):
            if caller in after:
                continue
            rank = (max(level, weakest[node]), node)
            if caller not in found or rank < found[caller]:
                found[caller] = rank
        if not found:
            return []
        for caller, (level, node) in found.items():
            after[caller] = node
            weakest[caller] = level
        reached = sorted((found[node], node) for node in wanted & found.keys())
        if reached:
            way: list[int] = []
            at: int | None = reached[0][1]
            while at is not None:
                way.append(at)
                at = after[at]
            return way
        frontier = list(found)
    return []


def _hops(db: sqlite3.Connection, way: list[int], min_resolution: str) -> tuple[Hop, ...]:
    symbols = symbols_by_id(db, way)
    allowed = ",".join(f"'{r.value}'" for r in RESOLUTIONS[: LEVELS[min_resolution] + 1])
    kinds = ",".join(f"'{EdgeKind(kind).value}'" for kind in IMPACT_KINDS)
    hops: list[Hop] = []
    for here, there in pairwise(way):
        targets = [there, *constructed_by(db, [there])]
        marks = ",".join("?" * len(targets[:CHUNK]))
        rows = db.execute(
            f"""
            SELECT e.kind, e.resolution, f.path, e.line, e."column" FROM edges e JOIN files f ON f.id = e.file_id
            WHERE e.source = ? AND e.target IN ({marks}) AND e.kind IN ({kinds}) AND e.resolution IN ({allowed})
            """,
            (here, *targets[:CHUNK]),
        ).fetchall()
        rows.sort(key=lambda r: (LEVELS[r[1]], r[0] != EdgeKind.CALLS, r[2], r[3], r[4]))
        kind, resolution, path, line, column = rows[0]
        hops.append(Hop(symbols[here], kind, resolution, Site(path, line, column)))
    return (*hops, Hop(symbols[way[-1]], "", "", None))
