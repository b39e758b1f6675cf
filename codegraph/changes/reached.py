"""What reaches a change: entry points, tests, everything else, each with the path it takes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from codegraph.changes.fixtures import RunnerUses
from codegraph.changes.graph import Stored
from codegraph.changes.implicit import with_implicit
from codegraph.model import RESOLUTIONS, Symbol
from codegraph.reading.reach import (
    IMPACT_KINDS,
    Step,
    breadth_first,
    edges_into,
    through_constructions,
    with_type_uses,
)
from codegraph.reading.rows import FROM_SYMBOLS, FULL, chunks, full
from codegraph.usekinds import TYPE_USES

DEPTH = 20
"""Steps followed backwards; further away everything reaches everything."""

_ROUTES = frozenset(
    "route get post put patch delete head options websocket api_view view_config "
    "GetMapping PostMapping PutMapping DeleteMapping PatchMapping RequestMapping Path "
    "HttpGet HttpPost HttpPut HttpDelete Get Post Put Patch Delete".split()
)
_COMMANDS = frozenset(("command", "group", "callback", "cli", "argument", "option"))
_TASKS = frozenset(("task", "shared_task", "periodic_task", "job", "receiver", "listener", "subscribe", "Scheduled"))


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that reaches a change."""

    symbol: Symbol
    distance: int
    resolution: str
    """The weakest edge on the way."""
    path: tuple[Symbol, ...]
    """From it to the changed definition, both included."""


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """Where the outside world comes in."""

    kind: str
    """main, route, command, task, api"""
    arrival: Arrival


class Backwards:
    """Edges into symbols, the runner's included; each symbol's are read once, however many questions follow."""

    def __init__(self, stored: Stored, min_resolution: str = "dispatch") -> None:
        self.stored = stored
        follow = through_constructions(stored.db, edges_into(stored.db, IMPACT_KINDS, min_resolution))
        self._follow = RunnerUses(stored).added_to(with_implicit(stored.db, follow))
        self.type_uses = edges_into(stored.db, (TYPE_USES,), min_resolution)
        self._known: dict[int, list[tuple[int, int, int]]] = {}
        self._tests_reaching: dict[str, frozenset[int]] = {}

    def __call__(self, nodes: Sequence[int]) -> Iterable[tuple[int, int, int]]:
        self._read(nodes)
        for n in nodes:
            yield from self._known[n]

    def _read(self, nodes: Sequence[int]) -> None:
        missing = [n for n in nodes if n not in self._known]
        for n in missing:
            self._known[n] = []
        if missing:
            for row in self._follow(missing):
                self._known.setdefault(row[0], []).append(row)

    def tests_reaching(self, symbol: str) -> frozenset[int]:
        """Row ids of the tests that reach one symbol."""
        known = self._tests_reaching.get(symbol)
        if known is None:
            start = list(_ids(self.stored.db, [symbol]).values())
            known = self._tests_reaching[symbol] = self.tests & self._behind(start)
        return known

    def _behind(self, start: Sequence[int]) -> set[int]:
        """All that reaches ``start``, and itself; how does not matter here."""
        seen = set(start)
        frontier = list(start)
        frontier += [source for _, source, _ in self.type_uses(start) if source not in seen]
        seen.update(frontier)
        for _ in range(DEPTH):
            self._read(frontier)
            found: set[int] = set()
            for node in frontier:
                found.update([row[1] for row in self._known[node]])
            frontier = list(found - seen)
            if not frontier:
                break
            seen |= found
        return seen

    @cached_property
    def tests(self) -> frozenset[int]:
        """Row ids of everything a test runner runs."""
        rows = self.stored.db.execute(
            """
            SELECT s.id, s.name, s.kind, s.flags, f.language FROM symbols s JOIN files f ON f.id = s.file_id
                LEFT JOIN symbols p ON p.id = s.parent_id
            WHERE ' ' || f.flags || ' ' LIKE '% test %' AND s.kind IN ('function', 'method', 'module')
                AND ifnull(p.kind, '') NOT IN ('function', 'method')
            """
        )
        return frozenset(row[0] for row in rows if is_test(*row[1:]))


class Reaching:
    """Everything that reaches a set of changed symbols."""

    def __init__(self, backwards: Backwards, changed: Iterable[str], *, depth: int = DEPTH) -> None:
        self._backwards = backwards
        self._db = backwards.stored.db
        self.start = _ids(self._db, changed)
        """Symbol -> row id of the changed ones that are in the index."""
        start = list(self.start.values())
        self.steps: Mapping[int, Step] = breadth_first(
            start, with_type_uses(start, backwards, backwards.type_uses), depth
        )

    @cached_property
    def _all(self) -> set[int]:
        return {*self.start.values(), *self.steps}

    def arrivals(self, ids: Iterable[int]) -> list[Arrival]:
        """Those of ``ids`` that reach the change (or are changed), the nearest first."""
        wanted = [n for n in ids if n in self._all]
        way_of = {n: self._way(n) for n in wanted}
        symbols = _full(self._db, {n for way in way_of.values() for n in way})
        found: list[Arrival] = []
        for number, way in way_of.items():
            if number not in symbols:
                continue
            step = self.steps.get(number)
            distance, level = (step.distance, step.level) if step is not None else (0, 0)
            path = tuple(symbols[n] for n in way if n in symbols)
            found.append(Arrival(symbols[number], distance, RESOLUTIONS[level].value, path))
        found.sort(key=lambda a: (a.distance, _RANKS[a.resolution], a.symbol.file, a.symbol.line, a.symbol.symbol))
        return found

    def _way(self, number: int) -> list[int]:
        way = [number]
        while (step := self.steps.get(way[-1])) is not None and len(way) <= DEPTH:
            way.append(step.via)
        return way

    @property
    def test_ids(self) -> frozenset[int]:
        """Row ids of the tests among what reaches the change."""
        return self._backwards.tests & self._all

    def tests(self) -> list[Arrival]:
        """The tests among what reaches the change."""
        return self.arrivals(self.test_ids)

    def entry_points(self) -> list[EntryPoint]:
        """Routes, commands, tasks, mains, and public definitions that nothing inside calls."""
        tested = self._backwards.stored.test_files
        outside = {n: s for n, s in _full(self._db, self._all).items() if s.file not in tested}
        decorated = self._decorators(outside)
        called = self._called(outside)
        likely = {n for n, s in outside.items() if _kind(s, decorated.get(n, ()), n in called)}
        found: list[EntryPoint] = []
        numbers = {symbol.symbol: number for number, symbol in outside.items()}
        for arrival in self.arrivals(likely):
            number = numbers[arrival.symbol.symbol]
            kind = _kind(arrival.symbol, decorated.get(number, ()), number in called)
            if kind:
                found.append(EntryPoint(kind, arrival))
        order = ("main", "route", "command", "task", "api")
        found.sort(key=lambda e: order.index(e.kind))
        return found

    def _decorators(self, ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        found: dict[int, tuple[str, ...]] = {}
        for marks, piece in chunks(ids):
            for source, name in self._db.execute(
                f"SELECT source, name FROM unresolved WHERE role = 'decorate' AND source IN {marks}", piece
            ):
                found[source] = (*found.get(source, ()), name)
        return found

    def _called(self, ids: Iterable[int]) -> set[int]:
        """Those that something outside tests uses."""
        found: set[int] = set()
        for marks, piece in chunks(ids):
            rows = self._db.execute(
                f"""
                SELECT DISTINCT e.target FROM edges e JOIN files f ON f.id = e.file_id
                WHERE e.target IN {marks} AND e.source <> e.target AND ' ' || f.flags || ' ' NOT LIKE '% test %'
                    AND e.kind IN ('calls', 'references', 'decorates', 'renders')
                """,
                piece,
            )
            found.update(row[0] for row in rows)
        return found


def _kind(symbol: Symbol, decorators: tuple[str, ...], called: bool) -> str:
    if symbol.kind not in ("function", "method", "class"):
        return ""
    last = {name.rpartition(".")[2] for name in decorators}
    if last & _ROUTES:
        return "route"
    if last & _COMMANDS:
        return "command"
    if last & _TASKS:
        return "task"
    if symbol.name in ("main", "Main") and (symbol.kind == "function" or "static" in symbol.flags):
        return "main"
    if not called and symbol.visibility in ("public", "exported") and not symbol.name.startswith("_"):
        return "api"
    return ""


_TEST_FUNCTIONS = ("test", "Test", "Benchmark", "Example", "Fuzz")
_SCRIPT = frozenset(("javascript", "typescript", "tsx", "jsx"))
_RANKS = {resolution.value: rank for rank, resolution in enumerate(RESOLUTIONS)}


def is_test(name: str, kind: str, flags: str, language: str) -> bool:
    """Whether a symbol of a test file is something a runner runs."""
    if kind == "module":
        # Tests written as calls with a description have no names: their file is the test.
        return language in _SCRIPT
    if language in _SCRIPT:
        return False
    return "test" in flags.split() or name.startswith(_TEST_FUNCTIONS)


def _ids(db: sqlite3.Connection, symbols: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    values = list(dict.fromkeys(symbols))
    for at in range(0, len(values), 500):
        piece = values[at : at + 500]
        marks = ",".join("?" * len(piece))
        found.update(db.execute(f"SELECT symbol, id FROM symbols WHERE symbol IN ({marks})", piece))
    return found


def _full(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Symbol]:
    found: dict[int, Symbol] = {}
    for marks, piece in chunks(ids):
        for row in db.execute(f"SELECT {FULL} FROM {FROM_SYMBOLS} WHERE s.id IN {marks}", piece):
            found[row[0]] = full(row)
    return found
