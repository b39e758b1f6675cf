"""Uses that are no calls: types where a type is written, and reads of constants, variables and properties.

Both are ``references`` edges, told apart from functions handed on as values by their strategy. Most names in a
file are those of locals and of outside things: a name that no definition of the repository has costs no lookup.
"""

from __future__ import annotations

import posixpath
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from codegraph.linking.declared import CLASS_KINDS, DATA_KINDS
from codegraph.linking.links import FileLinks, Link
from codegraph.model import EdgeKind, Resolution
from codegraph.usekinds import MENTION, READ, TYPE_USE

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator
    from codegraph.linking.linker import Project
    from codegraph.linking.semantics.base import Semantics
    from codegraph.linking.units import Unit
    from codegraph.linking.values import Def
    from parsers.facts import Reference

NAME_KEY = "="
"""A dependency ``("", "=name")``: whether any definition of the repository is called that."""


class Mentions:
    """Links what a file mentions without calling it."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

        self._names: Callable[[str], bool] | None = None

    def is_declared(self, name: str) -> bool:
        """Whether some definition of the repository could be meant by the name."""
        self._evaluator.touch("", NAME_KEY + name)
        if self._names is None:
            project = self._evaluator.project
            self._names = project.declared or _Names(project).__contains__
        return self._names(name)

    def type_use(self, unit: Unit, rules: Semantics, reference: Reference, out: FileLinks) -> None:
        """A type that is written in an annotation, a signature, a cast, among type arguments."""
        if not self.is_declared(reference.name) and reference.name not in _aliases(unit):
            return
        if (reference.row, reference.column) in _edges_of_their_own(unit):
            return
        self._add(unit, reference.scope, rules.type_named(unit, reference), reference.row, reference.column, out)

    def reads(self, unit: Unit, rules: Semantics, out: FileLinks) -> None:
        """Constants, variables, properties and classes that the file reads or names without calling them.

        One place stands for all in which a definition reads the same thing: what depends on what is the question
        here, and there are as many reads as calls.
        """
        uses = unit.facts.uses
        if not uses:
            return
        evaluator = self._evaluator
        aliases = _aliases(unit)
        own = _edges_of_their_own(unit)
        asked: list[tuple[int, int, int, list[str]]] = []
        for text, places in uses.items():
            path = text.split(".")
            if len(path) == 1:
                known = [path] if self.is_declared(text) or text in aliases else []
            else:
                # Every link of the chain is a read of its own, apart from the head: that is noted by itself.
                known = [path[: n + 1] for n in range(1, len(path)) if self.is_declared(path[n])]
            for part in known:
                asked += [(*place, part) for place in zip(places[::3], places[1::3], places[2::3], strict=True)]
        if not asked:
            return
        asked.sort()
        reading = _Reading(unit, rules, evaluator)
        seen: set[tuple[int, Def]] = set()
        done: set[tuple[int, int]] = set()
        for byte, row, column, part in asked:
            scope = reading.scope(byte)
            if (scope, id(part)) in done or (row, column) in own:
                continue
            done.add((scope, id(part)))
            evaluator.inferred = False
            targets = reading.targets(part, scope, byte)
            if targets:
                source = self._source(unit, scope)
                for target in targets:
                    if (source, target) not in seen:
                        seen.add((source, target))
                        self._add(unit, scope, (target,), row, column, out, READ)

    @staticmethod
    def _source(unit: Unit, scope: int) -> int:
        definitions = unit.facts.definitions
        while scope > 0 and not definitions[scope].name:
            scope = definitions[scope].parent
        return scope

    def _add(
        self,
        unit: Unit,
        scope: int,
        targets: Iterable[Def],
        row: int,
        column: int,
        out: FileLinks,
        strategy: str = TYPE_USE,
    ) -> None:
        source = self._source(unit, scope)
        for target in targets:
            if not target.name or target.kind in _SPACES or _is_around(target, unit, scope):
                continue
            resolution = Resolution.INFERRED if self._evaluator.inferred else Resolution.EXACT
            how = MENTION if strategy == READ and target.kind in CLASS_KINDS else strategy
            out.links.append(Link(source, target.place, EdgeKind.REFERENCES, resolution, row, column, how))


class _Names(frozenset[str]):
    """The names of everything that can be used without a call, of all files."""

    def __new__(cls, project: Project) -> _Names:
        return super().__new__(
            cls,
            (d.name for path in project.languages for d in project.load(path).definitions if d.kind in DECLARED_KINDS),
        )


class _Reading:
    """What the reads of one file lead to; the same path read under the same circumstances is looked up once."""

    def __init__(self, unit: Unit, rules: Semantics, evaluator: Evaluator) -> None:
        self._unit = unit
        self._rules = rules
        self._evaluator = evaluator
        facts = unit.facts
        self._definitions = definitions = facts.definitions
        rows = sorted((d.start_byte, i) for i, d in enumerate(definitions) if d.kind not in _NO_SCOPES or not i)
        self._starts = [start for start, _ in rows]
        self._indices = [index for _, index in rows]
        local = {b.name for b in facts.bindings if b.scope} | {i.local for i in facts.imports if i.scope}
        local.update(p.name for d in definitions for p in d.parameters)
        local.update(d.name for d in definitions if d.parent)
        self._local = local
        """Names that something else than the top of the file gives a meaning."""
        self._known: dict[tuple[int, str], tuple[tuple[Def, ...], bool]] = {}

    def scope(self, byte: int) -> int:
        """The definition around a place."""
        definitions = self._definitions
        scope = self._indices[bisect_right(self._starts, byte) - 1]
        while scope and definitions[scope].end_byte <= byte:
            scope = definitions[scope].parent
        return scope

    def targets(self, path: list[str], scope: int, byte: int) -> tuple[Def, ...]:
        """What is read at a place inside ``scope``."""
        around = self._circumstances(path[0], scope)
        if around is None:
            return self._read(path, scope, byte)
        key = (around, ".".join(path))
        known = self._known.get(key)
        if known is None:
            targets = self._read(path, scope, byte)
            known = self._known[key] = (targets, self._evaluator.inferred)
        self._evaluator.inferred = known[1]
        return known[0]

    def _circumstances(self, head: str, scope: int) -> int | None:
        """A number that is the same wherever the head means the same; None where that depends on the place."""
        if head not in self._local:
            return 0
        definitions = self._definitions
        here = scope
        while here:
            parameters = definitions[here].parameters
            if parameters and parameters[0].name == head:
                if parameters[0].kind != "self" or self._rebinds(here, head):
                    return None
                # In all plain methods of a class the receiver is the same.
                plain = _OTHER_RECEIVERS.isdisjoint(definitions[here].flags)
                return definitions[here].parent if plain and definitions[here].parent else here
            if definitions[here].name:
                break
            here = definitions[here].parent
        return None

    def _rebinds(self, scope: int, name: str) -> bool:
        return len(self._unit.locals(scope).get(name, ())) > 1

    def _read(self, path: list[str], scope: int, byte: int) -> tuple[Def, ...]:
        self._evaluator.begin()
        return tuple([d for d in self._rules.read(self._unit, path, scope, byte) if d.kind in DECLARED_KINDS])


_OTHER_RECEIVERS = frozenset(("classmethod", "staticmethod", "static"))
_NO_SCOPES = DATA_KINDS - {"property"}
DECLARED_KINDS = frozenset("class struct interface trait enum type property variable constant field".split())
"""Kinds of definitions that can be used without being called."""

_SPACES = frozenset(("module", "package", "namespace"))


def _is_around(target: Def, unit: Unit, scope: int) -> bool:
    """Whether a place belongs to the target: what stands inside a class and names it does not use it from outside.

    The methods of a type may stand beside it (Go) or in another file (C++): their qualified names tell.
    """
    definitions = unit.facts.definitions
    if target.unit is unit:
        here = scope
        while here > 0:
            if here == target.index:
                return True
            here = definitions[here].parent
    elif unit.language != "cpp" and posixpath.dirname(target.unit.path) != posixpath.dirname(unit.path):
        return False
    return target.kind in CLASS_KINDS and definitions[scope].qualified_name.startswith(
        target.facts.qualified_name + "."
    )


def settle(links: list[Link]) -> None:
    """A place that calls, constructs or writes as a type what it names does not also mention it."""
    uses = (TYPE_USE, READ, MENTION)
    places = {(k.row, k.column) for k in links if k.strategy in uses and k.kind == EdgeKind.REFERENCES}
    if not places:
        return
    called = {(k.target, k.row, k.column) for k in links if k.kind == EdgeKind.CALLS and (k.row, k.column) in places}
    written = {(k.target, k.row, k.column) for k in links if k.strategy == TYPE_USE}
    handed = {
        (k.source, k.target, k.row)
        for k in links
        if k.kind == EdgeKind.REFERENCES and k.strategy != READ and k.strategy != MENTION
    }
    kept: list[Link] = []
    for k in links:
        if k.strategy in uses and k.kind == EdgeKind.REFERENCES:
            place = (k.target, k.row, k.column)
            if place in called or (k.strategy == READ and place in written):
                continue
            if k.strategy == MENTION and (k.source, k.target, k.row) in handed:
                continue
        kept.append(k)
    links[:] = kept


def _edges_of_their_own(unit: Unit) -> frozenset[tuple[int, int]]:
    """Where the file names base types and annotations."""
    known = unit.cache.get("base places")
    if known is None:
        known = frozenset((r.row, r.column) for r in unit.facts.references if r.role in ("inherit", "decorate"))
        unit.cache["base places"] = known
    return known  # type: ignore[return-value]


def _aliases(unit: Unit) -> frozenset[str]:
    """Names that an import gives to something of another name."""
    known = unit.cache.get("import aliases")
    if known is None:
        known = frozenset(row.local for row in unit.facts.imports if row.local and row.local != row.name)
        unit.cache["import aliases"] = known
    return known  # type: ignore[return-value]
