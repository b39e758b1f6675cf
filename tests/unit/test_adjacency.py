"""The arrays: same answers as the edges they are compiled from, whichever way they came about."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegraph.adjacency import AdjacencyIndex, path_to, reach
from codegraph.model import Level


def test_callers_follow_cycles_once() -> None:
    index = AdjacencyIndex.compile([("a", "b"), ("b", "a"), ("c", "a")])
    assert index.reaching("a") == {"b": 1, "c": 1}


def test_distances_are_those_of_the_shortest_path() -> None:
    index = AdjacencyIndex.compile([("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")])
    assert index.reaching("d") == {"c": 1, "a": 1, "b": 2}
    assert index.reaching("d", max_depth=1) == {"c": 1, "a": 1}


def test_both_directions_name_direct_neighbours() -> None:
    index = AdjacencyIndex.of_edges([1, 1, 4], [2, 3, 2])
    assert index.callees(1).tolist() == [2, 3]
    assert index.callers(2).tolist() == [1, 4]
    assert index.callers(1).tolist() == []
    assert index.callees(99).tolist() == index.callers(-1).tolist() == []


def test_of_several_sites_of_a_pair_the_surest_counts() -> None:
    index = AdjacencyIndex.of_edges([1, 1, 1], [2, 2, 2], [Level.AMBIGUOUS, Level.EXACT, Level.DISPATCH])
    assert index.edges == 1
    assert index.forward.levels.tolist() == index.backward.levels.tolist() == [Level.EXACT]


def test_unsure_edges_are_not_followed_unless_asked_for() -> None:
    index = AdjacencyIndex.compile([("a", "b", Level.EXACT), ("c", "a", Level.AMBIGUOUS)])
    assert index.reaching("b", max_level=Level.DISPATCH) == {"a": 1}
    assert index.reaching("b") == {"a": 1, "c": 2}


def test_the_level_is_the_weakest_edge_of_the_surest_shortest_path() -> None:
    # 1 reaches 4 over 2 (dispatch, exact) and over 3 (inferred, exact): the second is surer.
    # A sure but longer way over 5 and 6 does not count.
    pairs = [(1, 2, 2), (2, 4, 0), (1, 3, 1), (3, 4, 0), (1, 5, 0), (5, 6, 0), (6, 4, 0)]
    index = AdjacencyIndex.of_edges(*np.array(pairs).T)
    found = index.reach([4])
    where = found.ids.tolist().index(1)
    assert found.distances[where] == 2
    assert found.levels[where] == Level.INFERRED
    assert found.previous[where] == 3
    assert path_to(found, 1) == [1, 3, 4]
    assert path_to(found, 99) == []


def test_what_is_met_comes_by_distance_then_sureness() -> None:
    index = AdjacencyIndex.of_edges([1, 2, 3, 5], [9, 9, 9, 1], [2, 0, 1, 0])
    found = index.reach([9])
    assert list(zip(found.ids.tolist(), found.distances.tolist(), strict=True)) == [(2, 1), (3, 1), (1, 1), (5, 2)]


def test_kinds_are_walked_together() -> None:
    calls = AdjacencyIndex.of_edges([1], [2])
    references = AdjacencyIndex.of_edges([3], [1])
    assert reach([calls.backward, references.backward], [2]).ids.tolist() == [1, 3]
    assert AdjacencyIndex.merge([calls, references]).reach([2]).ids.tolist() == [1, 3]
    assert AdjacencyIndex.merge([]).edges == 0


def test_a_walk_may_start_at_what_the_arrays_have_never_heard_of() -> None:
    index = AdjacencyIndex.of_edges([1], [2])
    assert index.reach([50]).ids.tolist() == []
    assert AdjacencyIndex.of_edges([], []).reach([0]).ids.tolist() == []


edge = st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 3))


def naive(edges: list[tuple[int, int, int]], start: int, max_level: int) -> dict[int, tuple[int, int]]:
    """Distance and level by trying everything."""
    best: dict[int, tuple[int, int]] = {start: (0, 0)}
    for distance in range(1, 14):
        step: dict[int, int] = {}
        for source, target, level in edges:
            if level <= max_level and target in best and best[target][0] == distance - 1 and source not in best:
                weakest = max(level, best[target][1])
                step[source] = min(step.get(source, 9), weakest)
        best.update({node: (distance, level) for node, level in step.items()})
    del best[start]
    return best


@given(st.lists(edge, max_size=40), st.integers(0, 12), st.integers(0, 3))
def test_reach_equals_trying_everything(edges: list[tuple[int, int, int]], start: int, max_level: int) -> None:
    table = np.array(edges, int).reshape(-1, 3)
    found = AdjacencyIndex.of_edges(*table.T).reach([start], max_level=max_level)
    got = dict(zip(found.ids.tolist(), zip(found.distances.tolist(), found.levels.tolist(), strict=True), strict=True))
    assert got == naive(edges, start, max_level)


@given(st.lists(edge, max_size=40), st.lists(edge, max_size=10))
def test_patched_equals_compiled_anew(edges: list[tuple[int, int, int]], more: list[tuple[int, int, int]]) -> None:
    old = AdjacencyIndex.of_edges(*np.array(edges, int).reshape(-1, 3).T, size=13)
    dropped = {source for source, _, _ in more} | {0, 5}
    patched = old.patched(sorted(dropped), *np.array(more, int).reshape(-1, 3).T)
    wanted = [e for e in edges if e[0] not in dropped] + more
    assert patched.to_bytes() == AdjacencyIndex.of_edges(*np.array(wanted, int).reshape(-1, 3).T, size=13).to_bytes()


@given(st.lists(edge, max_size=40))
def test_bytes_come_back_as_they_were(edges: list[tuple[int, int, int]]) -> None:
    index = AdjacencyIndex.of_edges(*np.array(edges, int).reshape(-1, 3).T)
    again = AdjacencyIndex.from_bytes(index.to_bytes())
    assert again.to_bytes() == index.to_bytes()
    assert [a.tolist() for a in again.pairs()] == [a.tolist() for a in index.pairs()]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: b"XXXX" + data[4:],
        lambda data: data[:-1],
        lambda data: data[:12] + b"\xff\xff\xff\x7f" + data[16:],  # offsets out of order
        lambda data: data[:12] + b"\0" * 12 + b"\x02\0\0\0" + b"\x63\0\0\0" + data[32:],  # a target outside
    ],
)
def test_damaged_arrays_are_refused(spoil) -> None:  # type: ignore[no-untyped-def]
    data = AdjacencyIndex.of_edges([0, 1], [1, 2]).to_bytes()
    with pytest.raises(ValueError, match="adjacency"):
        AdjacencyIndex.from_bytes(spoil(data))
