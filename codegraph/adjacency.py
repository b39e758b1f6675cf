"""The graph as arrays: for each kind of edge who leads where, in both directions.

Compressed sparse rows: the neighbours of node ``n`` are ``targets[offsets[n]:offsets[n + 1]]``, and
``levels`` says how sure each is. Nodes are row ids of symbols. The arrays are compiled from the rows of
``edges`` and can be thrown away at any time: same rows, same arrays.

>>> index = AdjacencyIndex.compile([("a", "b"), ("b", "a"), ("c", "a")])
>>> index.reaching("a")
{'b': 1, 'c': 1}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from codegraph.model import RESOLUTIONS, EdgeKind, Level
from codegraph.usekinds import TYPE_USES

Ints = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]

KINDS = (*(kind.value for kind in EdgeKind if kind is not EdgeKind.CONTAINS), TYPE_USES)
"""The kinds that have arrays, type uses apart from other ``references``. ``contains`` is in ``symbols.parent_id``."""

LEVELS: Mapping[str, int] = {name.value: level for level, name in enumerate(RESOLUTIONS)}
_MAGIC = b"CSR1"


class Direction(NamedTuple):
    """Neighbours in one direction, sorted within each node."""

    offsets: Ints
    targets: Ints
    levels: Bytes

    def of(self, node: int, max_level: int = Level.AMBIGUOUS) -> tuple[Ints, Bytes]:
        """The neighbours of one node and how sure each is; none for an unknown node."""
        if not 0 <= node < len(self.offsets) - 1:
            return self.targets[:0], self.levels[:0]
        start, end = self.offsets[node], self.offsets[node + 1]
        targets, levels = self.targets[start:end], self.levels[start:end]
        if max_level >= Level.AMBIGUOUS:
            return targets, levels
        keep = levels <= max_level
        return targets[keep], levels[keep]

    def degrees(self) -> Ints:
        """How many neighbours each node has."""
        return np.diff(self.offsets)

    def expand(self, nodes: Ints) -> tuple[npt.NDArray[np.int64], Ints, Bytes]:
        """All neighbours of ``nodes``: (position in ``nodes``, neighbour, level) for each edge."""
        inside = np.flatnonzero(nodes < len(self.offsets) - 1)
        known = nodes[inside]
        starts = self.offsets[known].astype(np.int64)
        counts = self.offsets[known + 1].astype(np.int64) - starts
        total = int(counts.sum())
        origin = np.repeat(np.arange(len(known)), counts)
        before = np.cumsum(counts) - counts
        places = np.arange(total) - np.repeat(before - starts, counts)
        return inside[origin], self.targets[places], self.levels[places]


class Reach(NamedTuple):
    """What a breadth-first walk met, in order of distance, then level, then id; the sources left out."""

    ids: Ints
    distances: Ints
    levels: Bytes
    """The weakest edge on the surest of the shortest paths."""
    previous: Ints
    """The node before, on that path."""


@dataclass(frozen=True, slots=True)
class AdjacencyIndex:
    """All edges of one kind (or of several, merged), forward and backward."""

    forward: Direction
    """From source to target: callees."""
    backward: Direction
    """From target to source: callers."""
    names: Sequence[str] = ()
    """Only for small graphs compiled from named pairs."""
    positions: Mapping[str, int] = field(default_factory=dict)

    # -- building

    @classmethod
    def of_edges(
        cls, sources: npt.ArrayLike, targets: npt.ArrayLike, levels: npt.ArrayLike | None = None, *, size: int = 0
    ) -> AdjacencyIndex:
        """Compile from parallel arrays, one item a site; of several sites of one pair the surest counts.

        ``size``: at least this many nodes.
        """
        source = np.asarray(sources, dtype=np.int32)
        target = np.asarray(targets, dtype=np.int32)
        level = np.zeros(len(source), np.uint8) if levels is None else np.asarray(levels, dtype=np.uint8)
        if len(source):
            size = max(size, int(source.max()) + 1, int(target.max()) + 1)
            # One sort for the pairs, the surest site first; then only the first of each pair stays.
            # The key has room for 2**30 nodes, far above what fits an SQLite file that anybody opens.
            pair = (source.astype(np.int64) << 31) | target
            order = np.argsort((pair << 2) | level, kind="stable")
            pair, source, target, level = pair[order], source[order], target[order], level[order]
            first = np.empty(len(pair), bool)
            first[0] = True
            np.not_equal(pair[1:], pair[:-1], out=first[1:])
            source, target, level = source[first], target[first], level[first]
        return cls._of_pairs(source, target, level, size)

    @classmethod
    def of_rows(cls, rows: Iterable[tuple[int, int, str]]) -> AdjacencyIndex:
        """Compile from rows of ``edges``: (source, target, resolution)."""
        table = np.array([(source, target, LEVELS[level]) for source, target, level in rows], np.int32).reshape(-1, 3)
        return cls.of_edges(table[:, 0], table[:, 1], table[:, 2])

    @classmethod
    def compile(cls, pairs: Iterable[tuple[str, str] | tuple[str, str, int]]) -> AdjacencyIndex:
        """Compile from pairs of names, each with a level if wanted."""
        positions: dict[str, int] = {}
        rows = [
            (
                positions.setdefault(pair[0], len(positions)),
                positions.setdefault(pair[1], len(positions)),
                pair[2] if len(pair) > 2 else 0,
            )
            for pair in pairs
        ]
        table = np.array(rows, dtype=np.int64).reshape(-1, 3)
        index = cls.of_edges(table[:, 0], table[:, 1], table[:, 2], size=len(positions))
        return cls(index.forward, index.backward, tuple(positions), positions)

    @classmethod
    def merge(cls, indexes: Iterable[AdjacencyIndex]) -> AdjacencyIndex:
        """The edges of several kinds as one graph; of a pair met twice the surest counts."""
        parts = [index.pairs() for index in indexes]
        if len(parts) == 1:
            return cls._of_pairs(*parts[0], 0)
        return cls.of_edges(
            np.concatenate([p[0] for p in parts]) if parts else (),
            np.concatenate([p[1] for p in parts]) if parts else (),
            np.concatenate([p[2] for p in parts]) if parts else (),
        )

    def patched(
        self, dropped: npt.ArrayLike, sources: npt.ArrayLike, targets: npt.ArrayLike, levels: npt.ArrayLike
    ) -> AdjacencyIndex:
        """The same graph without the edges that start at ``dropped``, and with these sites added."""
        drop = np.unique(np.asarray(dropped, dtype=np.int32))
        added = AdjacencyIndex.of_edges(sources, targets, levels)
        size = max(len(self.forward.offsets), len(added.forward.offsets)) - 1
        starts = _sources(self.forward)
        gone = np.isin(starts, drop) if len(drop) else np.zeros(len(starts), bool)
        forward = _spliced(self.forward, ~gone, added.forward, size)
        gone = np.isin(self.backward.targets, drop) if len(drop) else gone
        return AdjacencyIndex(forward, _spliced(self.backward, ~gone, added.backward, size))

    @classmethod
    def _of_pairs(cls, source: Ints, target: Ints, level: Bytes, size: int) -> AdjacencyIndex:
        """From pairs that are unique and sorted by source, then target."""
        if len(source):
            size = max(size, int(source.max()) + 1, int(target.max()) + 1)
        back = np.argsort(target, kind="stable")
        return cls(
            Direction(_offsets(source, size), target, level),
            Direction(_offsets(target, size), source[back], level[back]),
        )

    # -- storing

    def to_bytes(self) -> bytes:
        """Both directions as bytes, little-endian."""
        head = np.array([len(self.forward.offsets), len(self.forward.targets)], "<i4").tobytes()
        parts = [_MAGIC, head]
        for side in (self.forward, self.backward):
            parts += [side.offsets.astype("<i4").tobytes(), side.targets.astype("<i4").tobytes(), side.levels.tobytes()]
        return b"".join(parts)

    @classmethod
    def from_bytes(cls, data: bytes) -> AdjacencyIndex:
        """Read what :meth:`to_bytes` wrote, without copying.

        Raises:
            ValueError: the bytes are not such arrays, or point outside the graph.
        """
        if data[:4] != _MAGIC or len(data) < 12:
            raise ValueError("not an adjacency array")
        nodes, edges = (int(n) for n in np.frombuffer(data, "<i4", 2, 4))
        if nodes < 0 or edges < 0 or len(data) != 12 + 2 * (4 * nodes + 5 * edges):
            raise ValueError("an adjacency array of the wrong length")
        at = 12
        sides: list[Direction] = []
        for _ in range(2):
            offsets = np.frombuffer(data, "<i4", nodes, at)
            targets = np.frombuffer(data, "<i4", edges, at + 4 * nodes)
            levels = np.frombuffer(data, "u1", edges, at + 4 * (nodes + edges))
            at += 4 * nodes + 5 * edges
            sides.append(Direction(offsets, targets, levels))
            _check(offsets, targets, edges)
        return cls(sides[0], sides[1])

    # -- direct neighbours

    def callees(self, node: int, max_level: int = Level.AMBIGUOUS) -> Ints:
        """Where the edges that start at ``node`` lead."""
        return self.forward.of(node, max_level)[0]

    def callers(self, node: int, max_level: int = Level.AMBIGUOUS) -> Ints:
        """Where the edges that lead to ``node`` start."""
        return self.backward.of(node, max_level)[0]

    @property
    def edges(self) -> int:
        """How many pairs there are."""
        return len(self.forward.targets)

    def pairs(self) -> tuple[Ints, Ints, Bytes]:
        """All edges as (sources, targets, levels), sorted."""
        return _sources(self.forward), self.forward.targets, self.forward.levels

    # -- everything reachable

    def reach(
        self,
        sources: npt.ArrayLike,
        *,
        max_depth: int = -1,
        max_level: int = Level.DISPATCH,
        forward: bool = False,
    ) -> Reach:
        """Everything that leads to ``sources`` (or, ``forward``, that they lead to).

        ``max_depth`` -1: without limit. Edges less sure than ``max_level`` are not followed.
        """
        side = self.forward if forward else self.backward
        return reach([side], sources, max_depth=max_depth, max_level=max_level)

    def reaching(self, name: str, max_depth: int = -1, max_level: int = Level.AMBIGUOUS) -> dict[str, int]:
        """For a graph of names: everything that leads to ``name``, with its distance."""
        found = self.reach([self.positions[name]], max_depth=max_depth, max_level=max_level)
        met = zip(found.ids.tolist(), found.distances.tolist(), strict=True)
        return {self.names[int(node)]: distance for node, distance in met}


def reach(
    sides: Sequence[Direction], sources: npt.ArrayLike, *, max_depth: int = -1, max_level: int = Level.DISPATCH
) -> Reach:
    """Walk breadth-first over the edges of all ``sides`` together, from ``sources``."""
    start = np.unique(np.asarray(sources, dtype=np.int32))
    start = start[start >= 0]
    size = max([len(side.offsets) - 1 for side in sides] + [int(start[-1]) + 1 if len(start) else 0])
    seen = np.zeros(size, bool)
    seen[start] = True
    weakest = np.zeros(size, np.uint8)
    frontier = start
    found: list[tuple[Ints, int, Bytes, Ints]] = []
    distance = 0
    while len(frontier) and distance != max_depth:
        distance += 1
        steps = [_step(side, frontier, weakest, seen, max_level) for side in sides]
        node = np.concatenate([s[0] for s in steps])
        if not len(node):
            break
        level = np.concatenate([s[1] for s in steps])
        before = np.concatenate([s[2] for s in steps])
        # Of all ways to a node at this distance the surest one, and of those the smallest predecessor.
        order = np.lexsort((before, level, node))
        node, level, before = node[order], level[order], before[order]
        first = np.empty(len(node), bool)
        first[0] = True
        np.not_equal(node[1:], node[:-1], out=first[1:])
        node, level, before = node[first], level[first], before[first]
        seen[node] = True
        weakest[node] = level
        rank = np.argsort(level, kind="stable")
        found.append((node[rank], distance, level[rank], before[rank]))
        frontier = node
    if not found:
        none = np.empty(0, np.int32)
        return Reach(none, none, np.empty(0, np.uint8), none)
    return Reach(
        np.concatenate([f[0] for f in found]),
        np.concatenate([np.full(len(f[0]), f[1], np.int32) for f in found]),
        np.concatenate([f[2] for f in found]),
        np.concatenate([f[3] for f in found]),
    )


def _step(
    side: Direction, frontier: Ints, weakest: Bytes, seen: npt.NDArray[np.bool_], max_level: int
) -> tuple[Ints, Bytes, Ints]:
    origin, node, level = side.expand(frontier)
    keep = (level <= max_level) & ~seen[node]
    before = frontier[origin[keep]]
    return node[keep], np.maximum(level[keep], weakest[before]), before


def path_to(found: Reach, node: int) -> list[int]:
    """The nodes from ``node`` back to a source, both included; [] when it was not met."""
    previous = {int(i): int(p) for i, p in zip(found.ids, found.previous, strict=True)}
    if node not in previous:
        return []
    path = [node]
    while path[-1] in previous:
        path.append(previous[path[-1]])
    return path


def _sources(side: Direction) -> Ints:
    """The node that each edge of one direction starts from."""
    return np.repeat(np.arange(len(side.offsets) - 1, dtype=np.int32), np.diff(side.offsets))


def _spliced(side: Direction, keep: npt.NDArray[np.bool_], more: Direction, size: int) -> Direction:
    """The kept edges of one direction with a few more put in where they belong."""
    nodes, targets, levels = _sources(side)[keep], side.targets[keep], side.levels[keep]
    new = _sources(more)
    places = np.searchsorted((nodes.astype(np.int64) << 31) | targets, (new.astype(np.int64) << 31) | more.targets)
    nodes = np.insert(nodes, places, new)
    return Direction(
        _offsets(nodes, size), np.insert(targets, places, more.targets), np.insert(levels, places, more.levels)
    )


def _offsets(sorted_or_not: Ints, size: int) -> Ints:
    counts = np.bincount(sorted_or_not, minlength=size) if len(sorted_or_not) else np.zeros(size, np.int64)
    offsets = np.zeros(size + 1, np.int32)
    np.cumsum(counts, out=offsets[1:])
    return offsets


def _check(offsets: Ints, targets: Ints, edges: int) -> None:
    """A damaged or hostile database must not make us read outside the arrays."""
    if not len(offsets) or offsets[0] != 0 or offsets[-1] != edges or (np.diff(offsets) < 0).any():
        raise ValueError("adjacency offsets are not in order")
    if edges and (int(targets.min()) < 0 or int(targets.max()) >= len(offsets) - 1):
        raise ValueError("adjacency targets point outside the graph")
