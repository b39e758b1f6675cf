"""From facts to links, file by file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import TYPE_CHECKING

from codegraph.linking import calibration
from codegraph.linking.arguments import FAMILIES, LEVELS
from codegraph.linking.arguments import STRATEGY as ARGUMENT
from codegraph.linking.evaluator import Evaluator
from codegraph.linking.links import FileLinks, Link, Place, Unlinked
from codegraph.linking.mentions import Mentions, settle
from codegraph.linking.semantics import semantics_for
from codegraph.linking.semantics.base import CLASS_KINDS, VALUE_STRATEGY, Semantics
from codegraph.linking.told import Told
from codegraph.linking.units import Unit
from codegraph.linking.values import Bound, Def, Generic, Instance, Package, Value
from codegraph.model import EdgeKind, Resolution
from codegraph.usekinds import READ

if TYPE_CHECKING:
    from codegraph.scip.stored import ScipSource
    from parsers.facts import FileFacts, Reference

_PASSING_ON = CLASS_KINDS | {"package"}
_VALUE_KINDS = {
    "value": EdgeKind.REFERENCES,
    "decorate": EdgeKind.DECORATES,
    "render": EdgeKind.RENDERS,
}


class Project:
    """All files of one repository, their facts loaded on demand."""

    def __init__(
        self,
        languages: Mapping[str, str],
        load: Callable[[str], FileFacts],
        read: Callable[[str], bytes | None],
        *,
        named: Callable[[str], Iterable[str]] | None = None,
        callables: Callable[[], Set[str]] | None = None,
        declared: Callable[[str], bool] | None = None,
        derived: Callable[[Place], Iterable[Place]] | None = None,
        called: Callable[[str], Iterable[str]] | None = None,
        told: ScipSource | None = None,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        """``languages``: path -> language of every indexed file. ``load``: facts of one of them.
        ``read``: bytes of any file in the root by relative path (``tsconfig.json``, ``go.mod``), or None.

        The rest spares a run that links a few files the reading of all others. ``named``: the paths
        of the files with a definition of that name. ``callables``: the names of all functions,
        methods and classes. ``derived``: the classes that name this one as a direct base. ``called``:
        the paths of the files that call something of that name.
        Without them the linker reads every file's facts when it needs to know. ``check`` is called
        again and again; what it raises ends the linking.
        """
        self.languages = languages
        self.load = load
        self.read = read
        self.named = named
        self.callables = callables
        self.declared = declared
        self.derived = derived
        self.called = called
        self.told = told
        """What compilers say of files, where that was imported."""
        self.check = check


class Linker:
    """Links files of one project; keeps what it learns between files."""

    def __init__(self, project: Project, *, record: bool = True, overriding: bool = True) -> None:
        """``overriding``: whether a call of a method leads to the methods that override it as well."""
        self.project = project
        self.overriding = overriding
        # Evaluation is bounded by its own depth limit, not by the interpreter's.
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 20_000))
        self.record = record
        """Whether to note what each file's links depended on."""
        self.evaluator = Evaluator(project, semantics_for)
        self.mentions = Mentions(self.evaluator)

    def link(self, path: str) -> FileLinks:
        """All links of one file. A site that makes the linker fail is an unlinked one, never a lost file."""
        evaluator = self.evaluator
        unit = evaluator.unit(path)
        rules = evaluator.semantics(unit.language)
        out = FileLinks(path)
        evaluator.frame = set()
        told = self._told(path)
        check = self.project.check
        for reference in unit.facts.references:
            check()
            evaluator.begin()
            before = (len(out.links), len(out.unlinked))
            try:
                self._reference(unit, rules, reference, out)
                if told is not None:
                    told.settle(rules, reference, out, before, self._start(unit, reference))
            except RecursionError:
                source = self._named(unit, reference.scope)
                out.unlinked.append(
                    Unlinked(source, reference.name, reference.role, "too-deep", reference.row, reference.column)
                )
        self.mentions.reads(unit, rules, out)
        settle(out.links)
        self._classes(unit, rules, out)
        self._imports(unit, rules, out)
        if told is not None:
            out.settled = told.settled
        if self.record:
            out.dependencies = evaluator.dependencies(evaluator.frame)
        return out

    def _told(self, path: str) -> Told | None:
        """What an imported index binds in a file; None when none covers it as it is now."""
        source = self.project.told
        verdicts = source.verdicts(path) if source is not None else None
        return Told(path, source, verdicts, self.evaluator) if source is not None and verdicts else None

    def _start(self, unit: Unit, reference: Reference) -> Callable[[], int]:
        """The definition that an edge at the reference starts from, should one be needed."""
        if reference.role == "decorate":
            return lambda: _decorated(unit, reference)
        return lambda: self._named(unit, reference.scope)

    def _named(self, unit: Unit, scope: int) -> int:
        """The nearest definition a site belongs to: a named function or the module (classes, namespaces pass on)."""
        definitions = unit.facts.definitions
        while scope > 0 and (not definitions[scope].name or definitions[scope].kind in _PASSING_ON):
            scope = definitions[scope].parent
        return scope

    def _reference(self, unit: Unit, rules: Semantics, reference: Reference, out: FileLinks) -> None:
        role = reference.role
        if role == "call" or role == "construct":
            self._call(unit, rules, reference, out)
        elif role in _VALUE_KINDS:
            self._value(unit, rules, reference, out, _VALUE_KINDS[role])
        elif role == "type":
            self.mentions.type_use(unit, rules, reference, out)

    def _call(self, unit: Unit, rules: Semantics, reference: Reference, out: FileLinks) -> None:
        evaluator = self.evaluator
        targets, reason = rules.targets(unit, reference)
        if not targets and reason and unit.language in FAMILIES:
            targets = self._passed(unit, rules, reference, reason)
        source = self._named(unit, reference.scope)
        row, column = reference.row, reference.column
        if self.mentions.is_declared(reference.name):
            for target in rules.properties_called(unit, reference):
                if isinstance(target, Def):
                    kind, how = EdgeKind.REFERENCES, Resolution.INFERRED if evaluator.inferred else Resolution.EXACT
                    out.links.append(Link(source, target.place, kind, how, row, column, READ))
        if not targets:
            name = reference.name
            told = False
            if reason != "external":
                for definition, strategy in rules.guess(unit, reference):
                    trust = rules.trust(unit.language, strategy)
                    told = told or trust != Resolution.AMBIGUOUS
                    out.links.append(Link(source, definition.place, EdgeKind.CALLS, trust, row, column, strategy))
            if reason and not told:  # without a reason it was no call after all, a conversion say
                out.unlinked.append(Unlinked(source, name, "call", reason, row, column))
            return
        sure = Resolution.INFERRED if evaluator.inferred else Resolution.EXACT
        doubted = calibration.doubted(unit.language)
        told = False
        for definition, strategy, receiver in targets:
            resolution = sure
            if strategy == ARGUMENT:
                resolution = rules.trust(unit.language, strategy)
            elif strategy in doubted:
                resolution = Resolution.AMBIGUOUS
            told = told or resolution != Resolution.AMBIGUOUS
            if strategy == VALUE_STRATEGY:
                out.links.append(
                    Link(source, definition.place, EdgeKind.CALLS, Resolution.DISPATCH, row, column, strategy)
                )
                continue
            out.links.append(Link(source, definition.place, EdgeKind.CALLS, resolution, row, column, strategy))
            if self.overriding and receiver is not None and resolution != Resolution.AMBIGUOUS:
                for override in rules.overrides(definition, receiver):
                    out.links.append(
                        Link(
                            source,
                            override.place,
                            EdgeKind.CALLS,
                            Resolution.DISPATCH,
                            row,
                            column,
                            "override",
                            definition.place,
                        )
                    )
        if not told:
            out.unlinked.append(Unlinked(source, reference.name, "call", reason or "ambiguous", row, column))

    def _passed(
        self, unit: Unit, rules: Semantics, reference: Reference, reason: str
    ) -> list[tuple[Def, str, Value | None]]:
        """The targets of a call whose receiver is only known from what callers pass."""
        evaluator = self.evaluator
        if evaluator.told or not evaluator.open:
            return []
        # Through a variable or a result anything can be called, through a member only what is called like it.
        if reference.name and reason not in ("parameter", "local") and not rules.may_name_callable(reference.name):
            return []
        with evaluator.at_level(LEVELS) as looked_at:
            targets, _ = rules.targets(unit, reference)
        evaluator.frame |= looked_at
        return [(d, s if s == VALUE_STRATEGY else ARGUMENT, r) for d, s, r in targets]

    def _value(self, unit: Unit, rules: Semantics, reference: Reference, out: FileLinks, kind: EdgeKind) -> None:
        if kind == EdgeKind.REFERENCES and not rules.may_name_callable(reference.name):
            return
        values = self.evaluator.evaluate(unit, reference.expression, reference.scope, reference.start_byte)
        resolution = Resolution.INFERRED if self.evaluator.inferred else Resolution.EXACT
        source = self._named(unit, reference.scope)
        if kind == EdgeKind.DECORATES:
            source = _decorated(unit, reference)
            if not any(_named_target(value) for value in values):
                # Decorators from outside are kept by name: that is how routes and fixtures are found.
                out.unlinked.append(
                    Unlinked(source, reference.name, reference.role, "external", reference.row, reference.column)
                )
        for value in values:
            target = _named_target(value)
            if target is not None and target.kind != "module" and (target.unit is not unit or target.index != source):
                if kind == EdgeKind.REFERENCES and target.kind not in ("function", "method", "class", "struct"):
                    continue
                out.links.append(
                    Link(source, target.place, kind, resolution, reference.row, reference.column, reference.role)
                )

    def _classes(self, unit: Unit, rules: Semantics, out: FileLinks) -> None:
        """inherits, implements and overrides edges of the classes of this file."""
        for definition in unit.defs:
            if definition.kind in rules.related_kinds:
                self.evaluator.begin()
                for kind, target in rules.supertypes(definition):
                    resolution = Resolution.EXACT
                    facts = definition.facts
                    out.links.append(
                        Link(definition.index, target.place, kind, resolution, facts.row, facts.column, "base")
                    )
                for method, target in rules.overridden(definition):
                    facts = method.facts
                    out.links.append(
                        Link(
                            method.index,
                            target.place,
                            EdgeKind.OVERRIDES,
                            Resolution.EXACT,
                            facts.row,
                            facts.column,
                            "override",
                        )
                    )

    def _imports(self, unit: Unit, rules: Semantics, out: FileLinks) -> None:
        for index, row in enumerate(unit.facts.imports):
            self.evaluator.begin()
            for path in rules.import_paths(unit, row):
                out.imports.append((index, path))


def _decorated(unit: Unit, reference: Reference) -> int:
    """The definition that a decorator stands on: the first one of its scope that carries the expression."""
    definitions = unit.facts.definitions
    expressions = unit.facts.expressions
    for index in unit.children(reference.scope):
        definition = definitions[index]
        if definition.end_row < reference.row:
            continue
        for decorator in definition.decorators:
            if decorator == reference.expression:
                return index
            if decorator >= 0 and expressions[decorator][0] in ("call", "new"):
                if expressions[decorator][1] == reference.expression:
                    return index
    return reference.scope


def _named_target(value: Value) -> Def | None:
    if isinstance(value, Def):
        return value if value.facts.name else None
    if isinstance(value, Bound):
        return value.function if value.function.facts.name else None
    if isinstance(value, Generic) and isinstance(value.base, Def):
        return value.base
    return None


def link_files(project: Project, paths: Iterable[str], *, record: bool = True) -> Iterator[FileLinks]:
    """Link each of ``paths``, in the order given."""
    linker = Linker(project, record=record)
    for path in paths:
        yield linker.link(path)


__all__ = ["Instance", "Linker", "Package", "Project", "link_files"]
