"""How one symbol comes to reach another: the shortest way over calls, and of those the surest."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from codegraph.model import RESOLUTIONS, EdgeKind, Resolution, Site, Symbol
from codegraph.reading.names import Found
from codegraph.reading.neighbours import constructed_by, with_constructors
from codegraph.reading.reach import IMPACT_KINDS, LEVELS, Incoming, edges_into, through_constructions
from codegraph.reading.rows import CHUNK, symbols_by_id

DEEPEST = 25


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a route: ``symbol`` uses the next one, at ``site``."""

    symbol: Symbol
    kind: str
    resolution: str
    site: Site | None


@dataclass(frozen=True, slots=True)
class Route:
    """The answer to trace_path; no hops when there is no way."""

    source: Symbol
    target: Symbol
    hops: tuple[Hop, ...]
    backwards: bool = False
    """There is no way from source to target, but one from target to source: the hops are that one."""
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
    return Route(source.symbol, target.symbol, ())


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
