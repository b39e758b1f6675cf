"""What callers pass: the types of parameters that say nothing of theirs, from the calls of the function.

A second look at calls whose receiver could not be told. A parameter without annotation or useful default
may be what the known calls of its function pass for it: a call through it reaches what they pass, whatever
others pass besides. A name that is called from too many places, or with too many different things, says
nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from codegraph.linking.units import Unit
from codegraph.linking.values import (
    NOTHING,
    NULL,
    Bound,
    Def,
    ExternalInstance,
    ExternalMethod,
    Function,
    Instance,
    TypeVariable,
    Value,
    Values,
)
from parsers.facts import Expression, FileFacts, Parameter, Reference

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator
    from codegraph.linking.semantics.base import Semantics

STRATEGY = "argument"
"""A receiver that is what callers pass."""

LEVELS = 2
"""How many functions deep a value is followed back to the calls that pass it."""
MOST_FILES = 30
MOST_CALLS = 150
"""Files with a call of one name, and such calls, beyond which the name is too common to look at all of them. With a
third of both, a fifth of the cost is saved and half the edges are lost, the requests that middleware is given among
them."""
MOST_VALUES = 4
"""Different values beyond which a parameter takes just anything."""

FAMILIES = {"python": "python", "php": "php", "ruby": "ruby"}
"""Languages whose parameters may say nothing of their type, by the family whose files call each other."""

_CONSTRUCTORS = {"python": "__init__", "php": "__construct", "ruby": ""}
_CALLS = frozenset(("call", "construct", "decorate"))
_KINDS = frozenset(("", "posonly", "kwonly"))
_INNER = ("cls", "__init__", "__class__", "")
"""How a class constructs itself without its name: ``cls(…)``, ``super().__init__(…)``, ``type(self)(…)``."""


def called_names(facts: FileFacts) -> set[str]:
    """The names that the call sites of a file are written with; none where nobody asks for them."""
    return {r.name for r in facts.references if r.role in _CALLS} if facts.language in FAMILIES else set()


Call = tuple[Unit, Reference, tuple[tuple[Parameter, int | Def], ...]]
"""A call site with the arguments it gives: expressions, or the definition that a decorator stands on."""


class Arguments:
    """The calls of the repository, by name, and what they pass."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._everywhere: dict[tuple[str, str], list[str]] | None = None
        self._sites: dict[tuple[str, str], list[tuple[Unit, Reference]]] = {}

    def given(self, rules: Semantics, unit: Unit, scope: int, parameter: Parameter) -> Values:
        """What the known calls of the function ``scope`` pass for ``parameter``; NOTHING when there are
        too many calls, or they pass too many different things."""
        function = unit.defs[scope]
        if parameter.kind not in _KINDS or function.kind not in ("function", "method"):
            return NOTHING
        evaluator = self._evaluator
        evaluator.touch(unit.path, function.name)
        calls: Any = evaluator.kept((unit.path, "calls", scope), self._calls_of, rules, function)
        values: dict[Value, None] = {}
        for site, reference, paired in calls:
            for formal, argument in paired:
                if formal is parameter:
                    passed: Values = (
                        (argument,)
                        if isinstance(argument, Def)
                        else evaluator.evaluate(site, argument, reference.scope, reference.start_byte)
                    )
                    values.update((v, None) for v in passed if v is not NULL and not is_unknown(v))
            if len(values) > MOST_VALUES:
                return NOTHING
        return tuple(values)

    def _calls_of(self, rules: Semantics, function: Def) -> Any:
        """The known calls of the function."""
        out: list[Call] = []
        owner = function.parent
        constructs = (
            function.name == _CONSTRUCTORS.get(function.unit.language)
            and function.kind == "method"
            and owner is not None
        )
        names = self._constructed_as(rules, owner, function) if constructs and owner else [function.name]
        sites = [site for name in names for site in self._called(function, name)]
        if len(sites) > MOST_CALLS:
            return ()
        if constructs and owner:
            sites.extend(self._inner_constructions(rules, owner))
        for site, reference in sites:
            out.extend(self._reaching(site, reference, function))
        return tuple(out)

    @staticmethod
    def _constructed_as(rules: Semantics, owner: Def, init: Def) -> list[str]:
        """The names of the classes whose construction runs the constructor of ``owner``."""
        names = {owner.name: None}
        for sub in rules.subclasses(owner):
            if len(names) > MOST_FILES:
                return []
            if _constructor(rules, sub, init):
                names[sub.name] = None
        return list(names)

    def _inner_constructions(self, rules: Semantics, owner: Def) -> Iterable[tuple[Unit, Reference]]:
        """Calls in the class, its bases and subclasses that may construct it without its name."""
        subclasses = rules.subclasses(owner)
        if len(subclasses) > MOST_FILES:
            return
        for cls in dict.fromkeys((owner, *subclasses, *rules.resolution_order(owner)[1:])):
            if isinstance(cls, Def):
                inside = cls.facts
                for name in _INNER:
                    self._evaluator.touch("", f"{cls.unit.path}:{name}()")
                    for reference in _calls(cls.unit).get(name, ()):
                        if inside.start_byte <= reference.start_byte < inside.end_byte:
                            yield cls.unit, reference

    def _reaching(self, site: Unit, reference: Reference, function: Def) -> Iterable[Call]:
        """The call, with the arguments it gives to ``function``, if that is what it calls."""
        if reference.role == "decorate":
            yield from self._decorating(site, reference, function)
            return
        if reference.expression < 0 or reference.argument_count < 0:
            return
        operation: Expression = site.facts.expressions[reference.expression]
        if operation[0] not in ("call", "new"):
            return
        rules = self._evaluator.rules_of(site)
        for value in self._evaluator.evaluate(site, operation[1], reference.scope, reference.start_byte):
            reached, receiver = _receiver(rules, value, function)
            if reached:
                yield site, reference, tuple(rules.pair_arguments(function, receiver, operation))

    def _decorating(self, site: Unit, reference: Reference, function: Def) -> Iterable[Call]:
        """A decorator is called with what it stands on."""
        scope = reference.scope
        for index in site.children(scope):
            definition = site.defs[index]
            if reference.expression not in definition.facts.decorators[-1:]:
                continue
            rules = self._evaluator.rules_of(site)
            for value in self._evaluator.evaluate(site, reference.expression, scope, reference.start_byte):
                reached, receiver = _receiver(rules, value, function)
                formal = [p for p in function.facts.parameters if p.kind != "self" or receiver is None]
                if reached and formal:
                    yield site, reference, ((formal[0], definition),)

    # -- calls by name

    def _called(self, function: Def, name: str) -> list[tuple[Unit, Reference]]:
        """All call sites written with that name in the function's family of languages; none when in too many files."""
        self._evaluator.touch("", f"{name}()")
        key = (FAMILIES.get(function.unit.language, ""), name)
        known = self._sites.get(key)
        if known is None:
            paths = self._paths(*key)
            known = self._sites[key] = [
                (unit, reference)
                for unit in map(self._evaluator.unit, paths if len(paths) <= MOST_FILES else ())
                for reference in _calls(unit).get(name, ())
            ]
        return known

    def _paths(self, family: str, name: str) -> list[str]:
        """The files that call something of that name, in order."""
        project = self._evaluator.project
        if project.called is not None:
            return sorted(p for p in project.called(name) if FAMILIES.get(project.languages.get(p, "")) == family)
        if self._everywhere is None:
            everywhere: dict[tuple[str, str], list[str]] = defaultdict(list)
            for path in sorted(project.languages):
                own = FAMILIES.get(project.languages[path])
                if own is not None:
                    for called in _calls(self._evaluator.unit(path)):
                        everywhere[own, called].append(path)
            self._everywhere = everywhere
        return self._everywhere.get((family, name), [])


def _calls(unit: Unit) -> dict[str, list[Reference]]:
    """The call sites of a file, by the name they are written with."""
    known = unit.cache.get("calls")
    if known is None:
        table: dict[str, list[Reference]] = defaultdict(list)
        for reference in unit.facts.references:
            if reference.role in _CALLS:
                table[reference.name].append(reference)
        known = unit.cache["calls"] = dict(table)
    return known  # type: ignore[return-value]


def _receiver(rules: Semantics, value: Value, function: Def) -> tuple[bool, Value | None]:
    """Whether calling ``value`` runs ``function``, and the object it is then called on."""
    if isinstance(value, Def):
        if value is function:
            return True, None
        if function.name == _CONSTRUCTORS.get(function.unit.language) and value.kind == "class":
            return _constructor(rules, value, function), Instance(value)
    elif isinstance(value, Bound):
        if value.function is function:
            unbound = isinstance(value.receiver, Def) and "classmethod" not in function.flags
            return True, None if unbound else value.receiver
        if not value.exact_class and value.function.name == function.name:
            return function in rules.overrides(value.function, value.receiver), value.receiver
    return False, None


def _constructor(rules: Semantics, cls: Def, init: Def) -> bool:
    """Whether constructing ``cls`` runs that constructor."""
    return init in rules.class_member(cls, init.name if init.unit.language == "python" else f"{init.name}()")


def is_unknown(value: Value) -> bool:
    """Whether a value stands for something that cannot be told."""
    if isinstance(value, ExternalInstance):
        return not value.name
    if isinstance(value, ExternalMethod):
        return not value.receiver.name
    return isinstance(value, (TypeVariable, Function))
