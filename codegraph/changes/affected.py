"""Which tests a change affects, and how a runner is told to run them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from codegraph.changes.coverage import Covered
from codegraph.changes.git import Git
from codegraph.changes.graph import SideGraph, Stored
from codegraph.changes.impact import side_graphs
from codegraph.changes.reached import Arrival, Backwards, Reaching
from codegraph.changes.sides import Comparison
from codegraph.changes.symbols import ChangedSymbol, How, changed_symbols
from codegraph.errors import BadArgument
from codegraph.model import Symbol
from codegraph.reading.rows import BRIEF, FROM_SYMBOLS, brief, chunks
from codegraph.rendering import clean

_DATA = frozenset(("variable", "constant", "field", "type", "module", "class", "struct", "enum", "interface"))
IMPORT_STEPS = 3
"""How far imports are followed from changed data: further away everything imports everything."""


@dataclass(frozen=True, slots=True)
class Selected:
    """One test to run."""

    symbol: Symbol
    why: str
    """changed, calls, imports, covered"""
    distance: int
    resolution: str
    path: tuple[str, ...]
    """Names on the way to the change, the test's own left out."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The tests a change affects, the most direct first."""

    items: tuple[Selected, ...]
    total: int
    """How many tests there are in all."""
    unreached: tuple[Symbol, ...]
    """Changed code that none of them reaches."""
    notes: tuple[str, ...] = ()


def affected_tests(
    comparison: Comparison,
    stored: Stored,
    git: Git | None,
    *,
    uncertain: bool = False,
    covered: Covered | None = None,
) -> Selection:
    """The tests that reach what a diff changes: by calls, references, fixtures, parametrisation, imports."""
    changes = [c for c in changed_symbols(comparison) if c.how is not How.TEXT]
    backwards = Backwards(stored, "ambiguous" if uncertain else "dispatch")
    now = {c.new.symbol for c in changes if c.new is not None and c.new.index}
    before = _users_before(changes, comparison, stored, git)
    reaching = Reaching(backwards, now | before)
    found: dict[str, Selected] = {}
    for arrival in reaching.tests():
        why = "changed" if arrival.distance == 0 and arrival.symbol.symbol in now else "calls"
        found[arrival.symbol.symbol] = _selected(arrival, why)
    for selected in _by_import(changes, backwards, uncertain):
        found.setdefault(selected.symbol.symbol, selected)
    notes = list(comparison.notes)
    lines = {
        f.old.path: {n for run in f.change.removed for n in range(run.first, run.last + 1)}
        for f in comparison.files
        if f.old is not None
    }
    if covered is not None:
        ids = covered.tests_of(lines)
        known, unknown = _named(backwards, ids)
        for symbol in known:
            found.setdefault(symbol.symbol, Selected(symbol, "covered", 0, "exact", ()))
        if unknown:
            notes.append(f"{len(unknown)} tests in the coverage data are not in the index: {', '.join(unknown[:5])}")
    order = {"changed": 0, "calls": 1, "covered": 2, "imports": 3}
    ranks = {"exact": 0, "inferred": 1, "dispatch": 2, "ambiguous": 3}
    items = sorted(
        found.values(),
        key=lambda s: (order[s.why], s.distance, ranks[s.resolution], s.symbol.file, s.symbol.line, s.symbol.symbol),
    )
    unreached = [
        c.symbol
        for c in changes
        if c.new is not None
        and c.new.definition.kind in ("function", "method", "property")
        and c.new.side.path not in stored.test_files
        and not backwards.tests_reaching(c.new.symbol)
        and not _has_run(c, lines, covered)
    ]
    return Selection(tuple(items), len(backwards.tests), tuple(unreached), tuple(notes))


def _has_run(change: ChangedSymbol, lines: dict[str, set[int]], covered: Covered | None) -> bool:
    """Whether the coverage data say that some test ran what the change replaced, though not which."""
    old = change.old
    if covered is None or old is None:
        return False
    own = set(range(old.definition.start_row + 1, old.definition.end_row + 2))
    return covered.ran_any(old.side.path, own & lines.get(old.side.path, set()))


def _selected(arrival: Arrival, why: str) -> Selected:
    return Selected(
        arrival.symbol, why, arrival.distance, arrival.resolution, tuple(s.qualified_name for s in arrival.path[1:])
    )


def _users_before(
    changes: Sequence[ChangedSymbol], comparison: Comparison, stored: Stored, git: Git | None
) -> set[str]:
    """Definitions that used something which is gone now: they are affected although nothing leads there any more."""
    gone = {c.old.symbol for c in changes if c.old is not None and (c.new is None or c.new.symbol != c.old.symbol)}
    if not gone:
        return set()
    base, head = side_graphs(comparison, stored, git, changes, overriding=True)
    names = {s.partition("#")[2].rpartition(".")[2].split("~")[0].encode() for s in gone} - {b""}
    found: set[str] = set()
    for path in sorted(base.outdated | head.outdated):
        if path in base.overlay or any(name in stored.blob(path) for name in names):
            found |= _users_in(base, path, gone)
    return found


def _users_in(base: SideGraph, path: str, gone: set[str]) -> set[str]:
    return {use.source for use in base.uses(path).uses if use.target in gone and use.resolution != "ambiguous"}


def _by_import(changes: Iterable[ChangedSymbol], backwards: Backwards, everything: bool) -> Iterable[Selected]:
    """Tests of files that import a file whose data or top level changed, which calls do not show."""
    db = backwards.stored.db
    start = {c.half.side.path for c in changes if everything or c.new is None or _is_data(c)}
    if not start:
        return
    ids = {backwards.stored.ids[path] for path in start if path in backwards.stored.ids}
    distance: dict[int, tuple[int, int]] = {n: (0, n) for n in ids}
    frontier = set(ids)
    for step in range(1, IMPORT_STEPS + 1):
        following: set[int] = set()
        for marks, piece in chunks(sorted(frontier)):
            for importer, target in db.execute(
                f"SELECT DISTINCT file_id, target_file_id FROM imports WHERE target_file_id IN {marks}", piece
            ):
                if importer not in distance:
                    distance[importer] = (step, target)
                    following.add(importer)
        frontier = following
    paths = backwards.stored.paths
    tests = {n for n in distance if paths.get(n) in backwards.stored.test_files}
    for marks, piece in chunks(sorted(tests)):
        for row in db.execute(f"SELECT {BRIEF}, s.file_id FROM {FROM_SYMBOLS} WHERE s.file_id IN {marks}", piece):
            if row[0] in backwards.tests:
                step, via = distance[row[-1]]
                way = () if step == 0 else (paths[via],)
                yield Selected(brief(row), "imports", step, "inferred", way)


def _is_data(change: ChangedSymbol) -> bool:
    """Whether who imports the file may notice although nothing calls it: data, and a function that makes names up."""
    d = change.half.definition
    return d.kind in _DATA or (d.name == "__getattr__" and d.parent == 0)


def _named(backwards: Backwards, ids: Iterable[str]) -> tuple[list[Symbol], list[str]]:
    """The tests that coverage contexts name: pytest node ids, or dotted names."""
    table: dict[str, Symbol] = {}
    for marks, piece in chunks(sorted(backwards.tests)):
        for row in backwards.stored.db.execute(f"SELECT {BRIEF} FROM {FROM_SYMBOLS} WHERE s.id IN {marks}", piece):
            symbol = brief(row)
            table[pytest_id(symbol)] = symbol
            table[symbol.qualified_name] = symbol
    known: dict[str, Symbol] = {}
    unknown: list[str] = []
    for name in sorted(set(ids)):
        symbol = table.get(name.partition("[")[0])
        if symbol is None:
            ends = [s for key, s in table.items() if key.endswith(f".{name}")]
            symbol = ends[0] if len(ends) == 1 else None
        if symbol is None:
            unknown.append(name)
        else:
            known[symbol.symbol] = symbol
    return list(known.values()), unknown


# -- what runners take


def owner_path(symbol: Symbol) -> list[str]:
    """The names from the top of the file down to the symbol, as in its symbol string."""
    from urllib.parse import unquote

    return unquote(symbol.symbol.partition("#")[2].split("~")[0]).split(".")


def pytest_id(symbol: Symbol) -> str:
    """``tests/test_cart.py::TestCart::test_pay``; a parametrised test by its function."""
    return "::".join((symbol.file, *owner_path(symbol)))


def _pytest(tests: Sequence[Symbol]) -> list[str]:
    return [pytest_id(t) for t in tests if t.language == "python"]


def _unittest(tests: Sequence[Symbol]) -> list[str]:
    return [t.qualified_name for t in tests if t.language == "python"]


def _go(tests: Sequence[Symbol]) -> list[str]:
    packages: dict[str, list[str]] = {}
    for t in tests:
        if t.language == "go":
            packages.setdefault(t.file.rpartition("/")[0] or ".", []).append(t.name)
    return [
        f"go test {shlex.quote('./' + folder if folder != '.' else '.')} -run {shlex.quote(f'^({_either(names)})$')}"
        for folder, names in sorted(packages.items())
    ]


def _either(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(set(names)))


def _files(tests: Sequence[Symbol]) -> list[str]:
    return list(dict.fromkeys(t.file for t in tests if t.language in ("javascript", "typescript", "tsx", "jsx")))


def _cargo(tests: Sequence[Symbol]) -> list[str]:
    return list(dict.fromkeys("::".join(owner_path(t)) for t in tests if t.language == "rust"))


def _maven(tests: Sequence[Symbol]) -> list[str]:
    classes: dict[str, list[str]] = {}
    for t in tests:
        if t.language in ("java", "kotlin"):
            owner, _, name = t.qualified_name.rpartition(".")
            classes.setdefault(owner, []).append(name)
    return [f"{owner}#{'+'.join(sorted(set(names)))}" for owner, names in sorted(classes.items())]


def _gradle(tests: Sequence[Symbol]) -> list[str]:
    return [t.qualified_name for t in tests if t.language in ("java", "kotlin")]


def _dotnet(tests: Sequence[Symbol]) -> list[str]:
    names = [f"FullyQualifiedName={t.qualified_name}" for t in tests if t.language == "csharp"]
    return ["|".join(names)] if names else []


RUNNERS: dict[str, Callable[[Sequence[Symbol]], list[str]]] = {
    "pytest": _pytest,
    "unittest": _unittest,
    "go": _go,
    "jest": _files,
    "vitest": _files,
    "mocha": _files,
    "cargo": _cargo,
    "junit": _gradle,
    "maven": _maven,
    "gradle": _gradle,
    "dotnet": _dotnet,
}
"""Runner -> what to hand to it, one a line."""


def for_runner(selection: Selection, runner: str) -> list[str]:
    """The selected tests as a runner takes them.

    Raises:
        BadArgument: there is no such runner.
    """
    make = RUNNERS.get(runner)
    if make is None:
        raise BadArgument(f"there is no runner {runner!r}; give one of {', '.join(RUNNERS)}")
    return list(dict.fromkeys(make([s.symbol for s in selection.items])))


def text_lines(selection: Selection) -> list[str]:
    """For people: each test with the way it takes."""
    lines = [f"{len(selection.items)} of {selection.total} tests reach the change"]
    for item in selection.items:
        way = f" → {' → '.join(item.path)}" if item.path else ""
        sure = "" if item.resolution == "exact" else f"  [{item.resolution}]"
        lines.append(
            clean(f"{item.symbol.file}:{item.symbol.line}  {item.symbol.qualified_name}  {item.why}{sure}{way}")
        )
    for symbol in selection.unreached:
        lines.append(clean(f"not reached by any test: {symbol.file}:{symbol.line}  {symbol.qualified_name}"))
    return lines
