"""What breaks when a symbol changes: everything that reaches it, with distances and the weakest link on the way."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from codegraph.errors import BadArgument
from codegraph.model import RESOLUTIONS, EdgeKind, Impact, Reached, Resolution, Symbol
from codegraph.reading.names import Found
from codegraph.reading.neighbours import constructed_by, path_filter, with_constructors
from codegraph.reading.rows import chunks, flags_of, symbols_by_id
from codegraph.usekinds import TYPE_USES, kind_condition

IMPACT_KINDS = (
    EdgeKind.CALLS,
    EdgeKind.REFERENCES,
    EdgeKind.DECORATES,
    EdgeKind.RENDERS,
    EdgeKind.OVERRIDES,
)
DEEPEST = 100


class Step(NamedTuple):
    """How a node was reached first."""

    distance: int
    level: int
    """The weakest resolution on the surest shortest path, 0 the surest."""
    via: int


LEVELS = {resolution.value: level for level, resolution in enumerate(RESOLUTIONS)}

Incoming = Callable[[Sequence[int]], Iterable[tuple[int, int, int]]]
"""Given nodes: (node, source of an edge into it, level of that edge)."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far and along which edges an impact is followed."""

    depth: int = 3
    kinds: tuple[str, ...] = IMPACT_KINDS
    min_resolution: str = Resolution.DISPATCH
    path: str = ""
    tests: str = "include"
    """include, exclude or only."""
    limit: int | None = None
    offset: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.depth <= DEEPEST:
            raise BadArgument(f"depth is {self.depth}; give 1 to {DEEPEST}")


def impact(
    db: sqlite3.Connection,
    found: Found,
    spread: Spread,
    incoming: Incoming | None = None,
    type_uses: Incoming | None = None,
) -> Impact:
    """Everything that reaches the symbol within ``spread.depth`` steps; with it what names it as a type."""
    start = with_constructors(db, found)
    follow = through_constructions(db, incoming or edges_into(db, spread.kinds, spread.min_resolution))
    if EdgeKind.REFERENCES in spread.kinds:
        follow = with_type_uses(start, follow, type_uses or edges_into(db, (TYPE_USES,), spread.min_resolution))
    steps = breadth_first(start, follow, spread.depth)
    symbols = symbols_by_id(db, {*steps, *(step.via for step in steps.values())})
    flags = flags_of(db, (symbol.file for symbol in symbols.values()))
    tested = {path for path, marks in flags.items() if "test" in marks}
    # Rust, and others, keep tests beside what they test: there the function's own mark tells.
    own = _tests_among(db, symbols)

    def is_test(node: int) -> bool:
        return node in own or symbols[node].file in tested

    inside = path_filter(spread.path)

    def before(node: int) -> Symbol | None:
        return found.symbol if node in start else symbols.get(node)

    order: list[tuple[int, int, str, int, str, int]] = []
    counts: dict[int, int] = {}
    left_out = 0
    for node, step in steps.items():
        symbol = symbols.get(node)
        if symbol is None:
            continue
        if not inside(symbol.file):
            left_out += 1
            continue
        if spread.tests != "include" and is_test(node) != (spread.tests == "only"):
            left_out += 1
            continue
        order.append((step.distance, step.level, symbol.file, symbol.line, symbol.symbol, node))
        counts[step.distance] = counts.get(step.distance, 0) + 1
    order.sort()
    shown = order[spread.offset :] if spread.limit is None else order[spread.offset :][: spread.limit]
    items = [
        Reached(symbols[node], distance, RESOLUTIONS[level].value, before(steps[node].via))
        for distance, level, _, _, _, node in shown
    ]
    return Impact(
        symbol=found.symbol,
        depth=spread.depth,
        total=len(order),
        items=tuple(items),
        cut=len(order) - len(items),
        files=len({entry[2] for entry in order}),
        tests=sum(1 for entry in order if is_test(entry[5])),
        counts=tuple(sorted(counts.items())),
        offset=spread.offset,
        left_out=left_out,
    )


def _tests_among(db: sqlite3.Connection, ids: Iterable[int]) -> set[int]:
    """Those of the symbols that are tests, or stand inside of one, by their own marks."""
    found: set[int] = set()
    for marks, piece in chunks(ids):
        found.update(
            row[0]
            for row in db.execute(
                f"""
                SELECT s.id FROM symbols s LEFT JOIN symbols p ON p.id = s.parent_id WHERE s.id IN {marks}
                  AND (' ' || s.flags || ' ' LIKE '% test %' OR ' ' || p.flags || ' ' LIKE '% test %')
                """,
                piece,
            )
        )
    return found


def breadth_first(start: Sequence[int], incoming: Incoming, depth: int) -> dict[int, Step]:
    """Nodes that reach ``start``, not counting it, each at its shortest distance over the surest such path.

    >>> graph = {1: [(2, 0), (3, 2)], 2: [(3, 0), (1, 0)], 3: [(4, 1)]}
    >>> into = lambda nodes: [(n, s, level) for n in nodes for s, level in graph.get(n, ())]
    >>> breadth_first([1], into, 5)[4]
    Step(distance=2, level=2, via=3)
    """
    steps: dict[int, Step] = {}
    levels = dict.fromkeys(start, 0)
    frontier: Sequence[int] = list(start)
    for distance in range(1, depth + 1):
        found: dict[int, Step] = {}
        for node, source, level in incoming(frontier):
            if source in levels:
                continue
            weakest = max(level, levels[node])
            known = found.get(source)
            if known is None or (weakest, node) < (known.level, known.via):
                found[source] = Step(distance, weakest, node)
        if not found:
            break
        steps.update(found)
        levels.update((node, step.level) for node, step in found.items())
        frontier = list(found)
    return steps


def through_constructions(db: sqlite3.Connection, incoming: Incoming) -> Incoming:
    """The same edges, with those into a class as edges into the constructor that its construction runs."""

    def follow(nodes: Sequence[int]) -> Iterable[tuple[int, int, int]]:
        classes = constructed_by(db, nodes)
        known = set(nodes)
        for node, source, level in incoming([*nodes, *(c for c in classes if c not in known)]):
            if node in known:
                yield node, source, level
            if node in classes:
                yield classes[node], source, level

    return follow


def with_type_uses(start: Iterable[int], incoming: Incoming, type_uses: Incoming) -> Incoming:
    """The same edges, and what names one of ``start`` as a type.

    Who takes or gives a changed type is affected, and so are its callers; what names types further up is not.
    """
    first = frozenset(start)

    def follow(nodes: Sequence[int]) -> Iterable[tuple[int, int, int]]:
        yield from incoming(nodes)
        if named := [node for node in nodes if node in first]:
            yield from type_uses(named)

    return follow


def edges_into(db: sqlite3.Connection, kinds: Iterable[str], min_resolution: str) -> Incoming:
    """Incoming edges straight from the rows, for when there are no arrays."""
    listed = " OR ".join(map(kind_condition, kinds))
    allowed = ",".join(f"'{r.value}'" for r in RESOLUTIONS[: LEVELS[min_resolution] + 1])

    def incoming(nodes: Sequence[int]) -> Iterable[tuple[int, int, int]]:
        for marks, piece in chunks(nodes):
            rows = db.execute(
                f"""
                SELECT DISTINCT target, source, resolution FROM edges
                WHERE target IN {marks} AND ({listed}) AND resolution IN ({allowed})
                """,
                piece,
            )
            for target, source, resolution in rows:
                yield target, source, LEVELS[resolution]

    return incoming
