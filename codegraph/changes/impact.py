"""What a change does to the repository: the graph before against the graph after."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from codegraph.changes.breaks import Breaks, Broken
from codegraph.changes.cycles import Cycle, new_cycles
from codegraph.changes.git import Git, Running
from codegraph.changes.graph import SURE, SideGraph, Stored
from codegraph.changes.history import Partner, partners, read_history
from codegraph.changes.naming import may_be_lost, names_of
from codegraph.changes.owners import Owners
from codegraph.changes.reached import Arrival, Backwards, EntryPoint, Reaching
from codegraph.changes.risk import Risk, Weights, assess
from codegraph.changes.rules import Rule
from codegraph.changes.settings import Settings, settings_of
from codegraph.changes.sides import Comparison, SideReader
from codegraph.changes.symbols import ChangedSymbol, Half, How, changed_symbols
from codegraph.errors import NotARepository
from codegraph.marks import is_test_path
from codegraph.model import EdgeKind
from codegraph.paths import stored_path
from parsers.facts import FileFacts

_CODE = frozenset(("function", "method", "property", "macro"))
_PUBLIC = frozenset(("public", "exported"))
_NOTICED = ("parameter", "return type", "kind", "bases", "visibility", "now ", "no longer ", "parameters")


@dataclass(frozen=True, slots=True)
class Changed:
    """A changed definition with what uses it on both sides."""

    change: ChangedSymbol
    callers_before: int
    callers_after: int
    tests: int
    """How many tests reach it."""


@dataclass(frozen=True, slots=True)
class Untested:
    """Changed code that no test reaches."""

    file: str
    lines: tuple[tuple[int, int], ...]
    symbol: str
    name: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is said about a change."""

    comparison: Comparison
    changed: tuple[Changed, ...]
    broken: tuple[Broken, ...]
    cycles: tuple[Cycle, ...]
    entry_points: tuple[EntryPoint, ...]
    tests: tuple[Arrival, ...]
    untested: tuple[Untested, ...]
    reached: tuple[Arrival, ...]
    """Everything near that reaches the change, tests left out."""
    reached_total: int
    owners: tuple[tuple[str, tuple[str, ...]], ...]
    partners: tuple[Partner, ...]
    risk: Risk
    notes: tuple[str, ...] = ()

    @property
    def rules(self) -> frozenset[str]:
        """The rules that found something."""
        found = {b.rule.value for b in self.broken}
        if self.cycles:
            found.add(Rule.NEW_CYCLE.value)
        if self.untested:
            found.add(Rule.UNTESTED.value)
        if any(is_removed_api(c.change) for c in self.changed):
            found.add(Rule.REMOVED_API.value)
        return frozenset(found)


NEAR = 2
"""Steps up to which what reaches a change is listed."""


def analyse(comparison: Comparison, stored: Stored, git: Git | None, *, depth: int = NEAR) -> Report:
    """Compare both sides of a diff."""
    if git is None or not comparison.diff.base:
        return _analyse(comparison, stored, git, None, depth)
    with read_history(git, comparison.diff.base) as log:
        return _analyse(comparison, stored, git, log, depth)


def _analyse(comparison: Comparison, stored: Stored, git: Git | None, log: Running | None, depth: int) -> Report:
    changes = changed_symbols(comparison)
    settings = settings_of(comparison, stored, git)
    base, head = side_graphs(comparison, stored, git, changes, overriding=False, settings=settings)
    broken = Breaks(base, head, comparison.files, changes, settings).run()
    cycles = new_cycles(base, head, comparison.files)
    telling = [c for c in changes if c.how is not How.TEXT]
    now = [c.new.symbol for c in telling if c.new is not None and c.new.index != 0]
    backwards = Backwards(stored)
    reaching = Reaching(backwards, now)
    # What used something that is gone, or called it in its old form, leads nowhere now; it is affected all the same.
    beside = sorted({b.around for b in broken if b.around} - {*now})
    tests = (Reaching(backwards, [*now, *beside]) if beside else reaching).tests()
    users = _broken_users(broken)
    untested, untested_lines, code_lines = _untested(backwards, telling, comparison, users)
    entries = reaching.entry_points()
    near = [
        a
        for a in reaching.arrivals(n for n, step in reaching.steps.items() if step.distance <= depth)
        if a.symbol.file not in stored.test_files
    ]
    paths = [file.path for file in comparison.files] + [stored_path(c.path) for c in comparison.others]
    changed_now = set(now)
    risk = assess(
        Weights(
            broken=len(broken),
            public_gone=sum(is_removed_api(c) for c in telling),
            public_signatures=sum(_is_noticed(c, stored) for c in telling),
            cycles=len(cycles),
            untested_lines=untested_lines,
            code_lines=code_lines,
            entry_kinds=sorted({e.kind for e in entries if e.arrival.symbol.symbol in changed_now and e.kind != "api"}),
            public_bodies=sum(
                c.how is How.BODY and _is_public(c.half) and c.half.side.path not in stored.test_files for c in telling
            ),
        )
    )
    notes = [*comparison.notes, *settings.notes]
    together: list[Partner] = []
    if git is not None and log is not None:
        try:
            together = partners(git, log.output(), paths)
        except NotARepository as error:
            notes.append(f"history was not read: {error}")
    return Report(
        comparison=comparison,
        changed=tuple(_with_callers(changes, base, head, backwards, users)),
        broken=tuple(broken),
        cycles=tuple(cycles),
        entry_points=tuple(entries),
        tests=tuple(tests),
        untested=tuple(untested),
        reached=tuple(near),
        reached_total=len(reaching.steps),
        owners=tuple((o, tuple(f)) for o, f in Owners.of(stored.root).by_owner(paths).items()),
        partners=tuple(together),
        risk=risk,
        notes=tuple(notes),
    )


def side_graphs(
    comparison: Comparison,
    stored: Stored,
    git: Git | None,
    changes: Sequence[ChangedSymbol],
    *,
    overriding: bool,
    settings: Settings | None = None,
) -> tuple[SideGraph, SideGraph]:
    """The graphs of both sides over the one that is stored, which describes the work tree (or an older one).

    Both know of the uses of what changed; also through the methods that they override where ``overriding``.
    """
    names, lost = names_of(changes), names_of(filter(may_be_lost, changes))
    before: dict[str, FileFacts | None] = {}
    after: dict[str, FileFacts | None] = {}
    after.update(_other_differences(comparison, stored, git))
    before.update(after)
    for file in comparison.files:
        if file.old is not None:
            before[file.old.path] = file.old.facts
        if file.new is not None:
            after[file.new.path] = file.new.facts
            if file.old is None or file.old.path != file.new.path:
                before[file.new.path] = None
        if file.old is not None and (file.new is None or file.new.path != file.old.path):
            if file.change.status != "copied":
                after[file.old.path] = None
    same = {path for path, facts in after.items() if facts is not None and _is_stored(stored, path, facts)}
    differing = {p: f for p, f in after.items() if p not in same}
    was, now = (settings.before, settings.after) if settings is not None else (None, None)
    return (
        SideGraph(stored, before, names, lost, overriding=overriding, settings=was),
        SideGraph(stored, differing, names, overriding=overriding, settings=now),
    )


def _is_stored(stored: Stored, path: str, facts: FileFacts) -> bool:
    """Whether the database has the very same facts."""
    return path in stored.languages and stored.blob(path) == facts.encode()


def _other_differences(comparison: Comparison, stored: Stored, git: Git | None) -> dict[str, FileFacts | None]:
    """Files outside the diff in which the new side differs from the files on disk."""
    head = comparison.diff.head
    if git is None or not head:
        return {}
    sides = [] if head == ":" else [head]
    listing = git.run("diff", "--raw", "--no-abbrev", "-z", "--no-renames", "--ignore-submodules", *sides, "--")
    inside = {change.new_path for change in comparison.diff.changes} | {c.old_path for c in comparison.diff.changes}
    fields = listing.split(b"\0")
    found: dict[str, FileFacts | None] = {}
    reader = SideReader(stored.root, stored.db)
    wanted: list[tuple[str, str]] = []
    for record, name in zip(fields[::2], fields[1::2], strict=False):
        old_object = record.decode("ascii").split(" ")[2]
        path = git.inside(os.fsdecode(name))
        if path is not None and path not in inside:
            wanted.append((path, old_object))
    for (path, _), data in zip(wanted, git.blobs(o for _, o in wanted), strict=True):
        side = reader.side(path, data)
        found[stored_path(path)] = side.facts if side is not None else None
    return found


def _broken_users(broken: Iterable[Broken]) -> dict[str, set[str]]:
    """Symbol of a changed definition -> those around the places that its change breaks."""
    found: dict[str, set[str]] = {}
    for place in broken:
        if place.around:
            found.setdefault(place.cause, set()).add(place.around)
    return found


def _tests_of(change: ChangedSymbol, backwards: Backwards, users: Mapping[str, set[str]]) -> frozenset[int]:
    """The tests that reach a definition, or did through a place that has to be mended."""
    assert change.new is not None
    found = backwards.tests_reaching(change.new.symbol)
    for half in (change.old, change.new):
        for user in users.get(half.symbol, ()) if half is not None else ():
            found |= backwards.tests_reaching(user)
    return found


def _with_callers(
    changes: Sequence[ChangedSymbol],
    base: SideGraph,
    head: SideGraph,
    backwards: Backwards,
    users: Mapping[str, set[str]],
) -> Iterable[Changed]:
    """Each change with the number of definitions that use it on both sides, and of tests that reach it."""
    for change in changes:
        before = _users(base, change.old.symbol) if change.old is not None and change.old.index else 0
        after = _users(head, change.new.symbol) if change.new is not None and change.new.index else 0
        reached = 0
        if change.new is not None and change.new.index and change.how is not How.TEXT:
            reached = len(_tests_of(change, backwards, users))
        yield Changed(change, before, after, reached)


def _users(graph: SideGraph, symbol: str) -> int:
    kinds = (EdgeKind.CALLS, EdgeKind.REFERENCES, EdgeKind.DECORATES, EdgeKind.RENDERS)
    rows = graph.stored.db.execute(
        """
        SELECT DISTINCT a.symbol, f.path FROM edges e JOIN symbols b ON b.id = e.target
            JOIN symbols a ON a.id = e.source JOIN files f ON f.id = e.file_id
        WHERE b.symbol = ? AND e.kind IN ('calls', 'references', 'decorates', 'renders')
            AND e.resolution IN ('exact', 'inferred')
        """,
        (symbol,),
    ).fetchall()
    name = symbol.partition("#")[2].split("~")[0].rpartition(".")[2]
    linked = graph.linked_for(name)
    found = {source for source, path in rows if path not in linked}
    for path in linked:
        if path in graph.languages and not any(r.name == name for r in graph.facts(path).references):
            continue  # linking a file costs more than looking whether it mentions the name
        for use in graph.uses(path).uses:
            if use.target == symbol and use.kind in kinds and use.resolution in SURE:
                found.add(use.source)
    found.discard(symbol)
    return len(found)


def _untested(
    backwards: Backwards,
    changes: Sequence[ChangedSymbol],
    comparison: Comparison,
    users: Mapping[str, set[str]],
) -> tuple[list[Untested], int, int]:
    """Changed lines of code that no test reaches, how many they are, and of how many."""
    added = {
        file.new.path: {n for run in file.change.added for n in range(run.first, run.last + 1)}
        for file in comparison.files
        if file.new is not None
    }
    found: list[Untested] = []
    missed = total = 0
    for change in changes:
        half = change.new
        if half is None or half.definition.kind not in _CODE or half.side.path in backwards.stored.test_files:
            continue
        if "signature" in half.definition.flags:
            continue  # nothing to run
        lines = sorted(added.get(half.side.path, set()) & _code_lines(half))
        if not lines:
            continue
        total += len(lines)
        if _tests_of(change, backwards, users):
            continue
        missed += len(lines)
        found.append(Untested(half.side.path, _runs(lines), half.symbol, half.definition.qualified_name))
    return found, missed, total


def _code_lines(half: Half) -> set[int]:
    """The lines on which it has tokens of its own."""
    breaks = half.side.line_starts
    return {bisect_right(breaks, token.start) for token in half.tokens}


def _runs(lines: Sequence[int]) -> tuple[tuple[int, int], ...]:
    runs: list[tuple[int, int]] = []
    for line in lines:
        if runs and runs[-1][1] == line - 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return tuple(runs)


def _is_public(half: Half) -> bool:
    here: Half | None = half
    while here is not None and here.index:
        if here.definition.visibility not in _PUBLIC or here.definition.name.startswith("_"):
            if not (here.definition.name.startswith("__") and here.definition.name.endswith("__")):
                return False
        if here is not half and here.definition.kind in _CODE:
            return False  # inside a function: nobody else can name it
        here = here.parent
    return half.definition.kind not in ("variable",) or half.definition.name.isupper()


def is_removed_api(change: ChangedSymbol) -> bool:
    """Whether a public definition can no longer be reached by its old name; of a class with members, the class."""
    old = change.old
    if old is None or not change.is_gone or change.within or not old.index:
        return False
    if old.definition.kind in ("field", "variable", "constant") or is_test_path(old.side.path):
        return False
    return _is_public(old) and not _is_made_up(change)


def _is_made_up(change: ChangedSymbol) -> bool:
    """Whether a module's ``__getattr__`` stands there now with the old name among what it knows."""
    old, new = change.old, change.new
    if old is None or new is None or new.side.path != old.side.path or old.parent is None or old.parent.index:
        return False
    if not any(d.name == "__getattr__" and d.parent == 0 for d in new.side.facts.definitions[1:]):
        return False
    name = old.definition.name.encode("utf-8", "surrogatepass")
    return any(quote + name + quote in new.side.text for quote in (b'"', b"'"))


def _is_noticed(change: ChangedSymbol, stored: Stored) -> bool:
    """Whether users of a public definition must notice the change of its signature."""
    return (
        change.how is How.SIGNATURE
        and _is_public(change.half)
        and change.half.side.path not in stored.test_files
        and any(
            detail.startswith(_NOTICED) or "required parameter" in detail or "removed" in detail
            for detail in change.details
        )
    )
