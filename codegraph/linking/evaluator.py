"""Evaluating expressions to the definitions and types they stand for, on demand and memoised.

The result of an evaluation is a function of the facts alone, never of the order in which questions
are asked: a result that was cut short (by a cycle through something being evaluated further up, or
by the depth limit) is kept only for the question at hand, and a kept result remembers how deep its
evaluation went, so that it is used only where evaluating anew would have come as far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import contextmanager
from typing import TYPE_CHECKING

from codegraph.linking.arguments import Arguments
from codegraph.linking.units import Unit
from codegraph.linking.values import NOTHING, NULL, Def, ExternalInstance, Values

if TYPE_CHECKING:
    from codegraph.linking.linker import Project
    from codegraph.linking.semantics.base import Semantics

DEPTH_LIMIT = 60
"""Nested evaluations; real chains of inference are far shorter."""

_UNTAINTED = 1 << 30

CALLABLE_NAMES = frozenset("function method class struct interface trait enum macro property variable constant".split())
"""Kinds of definitions that a value passed around can be, or hold."""

Key = tuple[str, str]
"""(path or '' for the repository, name): what a result looked at."""


class Entry:
    """A kept result, with what it depended on."""

    __slots__ = ("dependencies", "height", "inferred", "open", "value")

    def __init__(self, value: object, inferred: bool, open: bool, height: int, dependencies: set[Key | Entry]) -> None:
        self.value = value
        self.inferred = inferred
        self.open = open
        self.height = height
        self.dependencies = dependencies


class Evaluator:
    """Shared state of one linking run: units, kept results, and the question at hand."""

    def __init__(self, project: Project, semantics: Callable[[str, Evaluator], Semantics]) -> None:
        self.project = project
        self._make_semantics = semantics
        self._semantics: dict[str, Semantics] = {}
        self._units: dict[str, Unit] = {}
        self._memo: dict[object, Entry] = {}
        self._transient: dict[object, object] = {}
        self._active: dict[object, int] = {}
        self._hierarchy: dict[Def, list[Def]] | None = None
        self._derived: dict[Def, list[Def]] = {}
        self._callables: Set[str] | None = None
        self._depth = 0
        self._deepest = 0
        self._taint = _UNTAINTED
        self._memos: list[dict[object, Entry]] = [self._memo]
        self.level = 0
        """How far parameters may be followed back to the calls that pass them; 0: not at all."""
        self.arguments = Arguments(self)
        self.inferred = False
        """Whether anything since it was last cleared needed inference rather than declarations."""
        self.open = False
        """Whether anything since then depended on a parameter that says nothing of its type."""
        self.told = False
        """Whether what the last call site calls could be told, be it only that it is something outside."""
        self.frame: set[Key | Entry] = set()
        """What the evaluation under way has looked at."""

    # -- files

    def unit(self, path: str) -> Unit:
        """The indexed file at ``path``.

        Raises:
            KeyError: it is not an indexed file.
        """
        unit = self._units.get(path)
        if unit is None:
            language = self.project.languages[path]
            unit = self._units[path] = Unit(path, language, self.project.load(path))
        return unit

    def has(self, path: str) -> bool:
        """Whether ``path`` is an indexed file."""
        return path in self.project.languages

    def semantics(self, language: str) -> Semantics:
        """The rules of ``language``."""
        known = self._semantics.get(language)
        if known is None:
            known = self._semantics[language] = self._make_semantics(language, self)
        return known

    def rules(self, definition: Def) -> Semantics:
        """The rules of the language ``definition`` is written in."""
        unit = definition.unit
        return unit.rules or self.rules_of(unit)

    def rules_of(self, unit: Unit) -> Semantics:
        """The rules of the language of ``unit``."""
        unit.rules = self.semantics(unit.language)
        return unit.rules

    def hierarchy(self) -> dict[Def, list[Def]]:
        """Class -> classes that name it as a direct base, over the whole repository."""
        if self._hierarchy is None:
            table: dict[Def, list[Def]] = {}
            self._hierarchy = table
            with self.aside():
                for path in sorted(self.project.languages):
                    unit = self.unit(path)
                    rules = self.semantics(unit.language)
                    for definition in unit.defs:
                        if definition.facts.bases or definition.kind in ("class", "struct", "enum"):
                            for _, base in rules.supertypes(definition):
                                table.setdefault(base, []).append(definition)
        return self._hierarchy

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Build a table over the whole repository in the midst of a question, without becoming part of it."""
        with self.at_level(0):
            yield

    def derived(self, cls: Def) -> list[Def]:
        """The classes that name ``cls`` as a direct base."""
        if self.project.derived is None:
            return self.hierarchy().get(cls, [])
        known = self._derived.get(cls)
        if known is None:
            known = self._derived[cls] = [self.unit(p).defs[i] for p, i in self.project.derived(cls.place)]
        return known

    def callable_names(self) -> Set[str]:
        """The names of all functions, methods and classes of the repository."""
        if self._callables is None:
            if self.project.callables is not None:
                self._callables = self.project.callables()
            else:
                self._callables = {
                    d.name
                    for path in self.project.languages
                    for d in self.unit(path).facts.definitions
                    if d.kind in CALLABLE_NAMES
                }
        return self._callables

    # -- questions

    def begin(self) -> None:
        """Start a new question: forget what was only good for the last one."""
        self._transient.clear()
        self.inferred = False
        self.open = False

    def touch(self, path: str, name: str) -> None:
        """Note that the answer depends on ``name`` in file ``path`` ('' for anywhere), found or not."""
        self.frame.add((path, name))

    def kept(self, key: object, compute: Callable[..., Values], *arguments: object) -> Values:
        """``compute(*arguments)``, evaluated at most once per ``key`` unless it is cut short."""
        entry = self._memo.get(key)
        depth = self._depth
        if entry is not None and depth + entry.height < DEPTH_LIMIT:
            self.frame.add(entry)
            if entry.inferred:
                self.inferred = True
            if entry.open:
                self.open = True
            reached = depth + entry.height
            if reached > self._deepest:
                self._deepest = reached
            return entry.value  # type: ignore[return-value]
        active = self._active
        at = active.get(key)
        if at is not None:
            if at < self._taint:
                self._taint = at
            return NOTHING
        if depth >= DEPTH_LIMIT:
            self._taint = -1
            return NOTHING
        cut = self._transient.get(key)
        if cut is not None:
            # What it was cut short by may no longer be on the stack: nothing above may be kept.
            self._taint = -1
            self.open = True
            return cut  # type: ignore[return-value]
        if self.level:
            # What is known without looking at callers stays as it is.
            entry = self._memos[self.level - 1].get(key)
            if entry is None:
                entry = self._below(key, compute, *arguments)
            self.frame.add(entry)
            if _tells(entry.value):
                self._memo[key] = Entry(entry.value, entry.inferred, False, 0, {entry})
                return entry.value  # type: ignore[return-value]
        outer_taint, outer_inferred, outer_frame, outer_deepest = self._taint, self.inferred, self.frame, self._deepest
        outer_open = self.open
        self._taint, self.inferred, self.open, self.frame = _UNTAINTED, False, False, set()
        self._deepest = depth
        active[key] = depth
        self._depth = depth + 1
        try:
            value = compute(*arguments)
        finally:
            self._depth = depth
            del active[key]
        frame = self.frame
        if self._taint >= depth:  # cut short by nothing further up: the result stands on its own
            entry = Entry(value, self.inferred, self.open, self._deepest - depth, frame)
            self._memo[key] = entry
            outer_frame.add(entry)
            self._taint = outer_taint
        else:
            self._transient[key] = value
            outer_frame |= frame
            self._taint = min(self._taint, outer_taint)
        self.frame = outer_frame
        self.inferred = outer_inferred or self.inferred
        self.open = outer_open or self.open
        self._deepest = max(outer_deepest, self._deepest)
        return value

    def _below(self, key: object, compute: Callable[..., Values], *arguments: object) -> Entry:
        """What the next lower level says of ``key``. It starts with an empty stack, so that this holds
        even when it is cut short by a cycle of its own."""
        with self.at_level(self.level - 1) as looked_at:
            self.inferred = False
            value = self.kept(key, compute, *arguments)
            inferred = self.inferred
        return Entry(value, inferred, False, 0, looked_at)

    @contextmanager
    def at_level(self, level: int) -> Iterator[set[Key | Entry]]:
        """Evaluate afresh with parameters followed back ``level`` calls deep; gives what was looked at.

        Every level keeps its results apart and starts with an empty stack, so that what it says depends
        on no question further up.
        """
        outer = (self.level, self._memo, self.frame, self.inferred, self.open, self._depth, self._deepest)
        stack = (self._active, self._transient, self._taint)
        while len(self._memos) <= level:
            self._memos.append({})
        self.level, self._memo, self.frame = level, self._memos[level], set()
        self._depth, self._deepest, self._active, self._transient, self._taint = 0, 0, {}, {}, _UNTAINTED
        try:
            yield self.frame
        finally:
            self.level, self._memo, self.frame, self.inferred, self.open, self._depth, self._deepest = outer
            self._active, self._transient, self._taint = stack

    def knows(self, key: object) -> bool:
        """Whether asking for ``key`` costs nothing: its result is kept, or was cut short under the same question.

        Without the latter a chain whose links are all cut short (``app = app.arg(…).arg(…)…``) would ask for its
        inner links again at every link, twice as often with each.
        """
        return key in self._memo or key in self._transient

    def beside(self, key: object) -> Values | None:
        """The kept result for the previous link of a chain, if there is one and it came as far as it would here.

        A chain is evaluated link by link, each beside the one before rather than inside it: its length is
        no depth.
        """
        entry = self._memo.get(key)
        if entry is None:
            return None
        reached = self._depth - 1 + entry.height
        if reached >= DEPTH_LIMIT:
            return None
        self.frame.add(entry)
        if entry.inferred:
            self.inferred = True
        if entry.open:
            self.open = True
        if reached > self._deepest:
            self._deepest = reached
        return entry.value  # type: ignore[return-value]

    def dependencies(self, frame: Iterable[Key | Entry]) -> set[Key]:
        """Every key that the entries of ``frame`` depended on, through any number of entries."""
        keys: set[Key] = set()
        seen: set[int] = set()
        pending: list[Key | Entry] = list(frame)
        while pending:
            item = pending.pop()
            if type(item) is tuple:
                keys.add(item)
            elif id(item) not in seen:
                seen.add(id(item))
                pending.extend(item.dependencies)  # type: ignore[union-attr]
        return keys

    def evaluate(self, unit: Unit, expression: int, scope: int, position: int | None) -> Values:
        """What expression ``expression`` of ``unit`` stands for at byte ``position`` inside ``scope``
        (None: at no particular time, as a closure or another module sees it)."""
        if expression < 0:
            return NOTHING
        operation = unit.facts.expressions[expression]
        rules = unit.rules or self.rules_of(unit)
        op = operation[0]
        if op == "name":
            return rules.lookup(unit, scope, operation[1], position)
        handler = rules.operations.get(op)
        if handler is None:
            return NOTHING
        if op in _KEPT:
            return self.kept((unit.path, expression, scope, position), handler, unit, operation, scope, position)
        return handler(unit, operation, scope, position)


def _tells(value: object) -> bool:
    """Whether a result says more than that something is there."""
    return not isinstance(value, tuple) or not all(
        v is NULL or isinstance(v, ExternalInstance) and not v.name for v in value
    )


_KEPT = frozenset(("call", "new", "index", "scoped", "narrowed", "map", "seq"))
"""Operations worth remembering. The others only pass on what names, members and calls say, all of which
is remembered where it is found; and no circle closes without one of those."""
