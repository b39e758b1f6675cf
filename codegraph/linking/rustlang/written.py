"""Types as they are written: from expressions of the facts to types, and what bounds say of parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from codegraph.linking.rustlang.paths import TYPE
from codegraph.linking.rustlang.types import (
    NEVER,
    Adt,
    Bound,
    Fn,
    Outside,
    Param,
    Prim,
    Proj,
    Ref,
    Seq,
    Some,
    Trait,
    Tup,
    Type,
    View,
    rebuild_bound,
    substitute,
)
from codegraph.linking.units import Unit
from codegraph.linking.values import Def
from parsers.facts import Expression

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator
    from codegraph.linking.rustlang.paths import Paths

Known = dict[Param, "Type | None"]


class Impl(NamedTuple):
    """The header of an ``impl`` block."""

    definition: Def
    of: Type | None
    trait: Trait | None
    outside: bool
    """It implements a trait of another crate."""


def parameter_names(definition: Def) -> list[str]:
    """The type parameters of an item, bounds on other things left out."""
    written = definition.facts.type_parameters
    if not written:
        return []
    return [n for n, _ in written if not n.startswith("where ") and n != "Self"]


def own_parameters(definition: Def) -> tuple[Type | None, ...]:
    """An item's type parameters as types."""
    return tuple(Param(definition, n) for n in parameter_names(definition))


class WrittenTypes:
    """Reads type expressions; what impls say of types is asked of the class built on it."""

    evaluator: Evaluator
    paths: Paths
    library: Unit
    """What is known of the standard library."""

    def header(self, definition: Def) -> Impl:
        """For which type an impl block is, and of which trait."""
        raise NotImplementedError

    def fill(self, kind: Type | None, known: Known) -> Type | None:
        """``kind`` with what is known put in, and projections that have become concrete looked up."""
        raise NotImplementedError

    def project(self, kind: Type | None, trait: Trait | None, name: str, unit: Unit, scope: int) -> Type | None:
        """``<kind as trait>::name``; any trait when None."""
        raise NotImplementedError

    # -- types as written

    def of(self, unit: Unit, expression: int, scope: int) -> Type | None:
        """The type that a type expression names."""
        if expression < 0:
            return None
        found = self.evaluator.kept((unit.path, "rust-type", expression, scope), self._of, unit, expression, scope)
        return found[0] if found else None  # type: ignore[return-value]

    def of_path(self, unit: Unit, expression: int, scope: int) -> Type | None:
        """The type at the head of a path that is a value (``Graph::new``): what is not given is to be
        inferred there, where a type would take its default."""
        if expression < 0:
            return None
        item = unit.facts.expressions[expression]
        if item[0] in ("name", "path"):
            entity = self.paths.resolve(unit, expression, scope, TYPE)
            if isinstance(entity, Def) and entity.kind in ("struct", "enum"):
                return Adt(entity, (None,) * len(parameter_names(entity)))
        return self.of(unit, expression, scope)

    def _of(self, unit: Unit, expression: int, scope: int) -> Any:
        kind = self._read(unit, expression, scope)
        return (kind,) if kind is not None else ()

    def _read(self, unit: Unit, expression: int, scope: int) -> Type | None:
        item = unit.facts.expressions[expression]
        op = item[0]
        if op == "name":
            if item[1] == "Self":
                return self.self_type(unit, scope)
            return self._named(unit, expression, scope, ())
        if op == "ref":
            return Ref(self.of(unit, item[1], scope))
        if op == "generic":
            return self._named(unit, item[1], scope, item[2])
        if op == "path":
            return self._named(unit, expression, scope, ())
        if op == "seq":
            if item[1] == "tuple":
                return Tup(tuple(self.of(unit, i, scope) for i in item[2]))
            return Seq(item[1], self.of(unit, item[2][0], scope) if item[2] else None)
        if op == "fn":
            return Fn(tuple(self.of(unit, p, scope) for p in item[1]), self.of(unit, item[2], scope))
        if op == "some":
            bounds = self.bounds(unit, expression, scope)
            return Some(item[1], bounds) if bounds else None
        if op == "as":
            return self.of(unit, item[1], scope)
        if op == "never":
            return NEVER
        return None

    def _named(self, unit: Unit, expression: int, scope: int, arguments: tuple[int, ...]) -> Type | None:
        entity = self.paths.resolve(unit, expression, scope, TYPE)
        if isinstance(entity, (Param, Prim, Outside)):
            return entity
        if isinstance(entity, Def):
            return self._applied(unit, entity, arguments, scope)
        item = unit.facts.expressions[expression]
        if item[0] != "path" or item[1] < 0:
            return self.self_type(unit, scope) if item == ("name", "Self") else None
        base = unit.facts.expressions[item[1]]
        kind = self.of(unit, item[1], scope)
        if kind is None:
            return None
        if isinstance(kind, Adt) and kind.definition.kind == "enum":
            for definition in kind.definition.unit.members(kind.definition.index).get(item[2], ()):
                if "variant" in definition.flags:
                    return View(kind, definition)
        trait: Trait | None = None
        if base[0] == "as":
            bounds = self.bounds(unit, base[2], scope)
            trait = bounds[0] if bounds and isinstance(bounds[0], Trait) else None
            if trait is None:
                return None
        return self.project(kind, trait, item[2], unit, scope)

    def _applied(self, unit: Unit, entity: Def, arguments: tuple[int, ...], scope: int) -> Type | None:
        given = tuple(
            self.of(unit, a, scope) if a >= 0 else None
            for a in arguments
            if a < 0 or unit.facts.expressions[a][0] != "assoc"
        )
        names = parameter_names(entity)
        given = given[: len(names)] + (None,) * (len(names) - len(given))
        if entity.facts.extra and None in given:
            defaults = dict(entity.facts.extra)
            filled = []
            for name, argument in zip(names, given, strict=True):
                default = defaults.get(f"default {name}")
                if argument is None and default is not None:
                    argument = self.of(entity.unit, default, entity.index)
                filled.append(argument)
            given = tuple(filled)
        if entity.kind in ("struct", "enum"):
            return Adt(entity, given)
        if entity.kind == "type":
            value = self.of(entity.unit, entity.facts.value, self._inside(entity))
            return self.fill(value, dict(zip((Param(entity, n) for n in names), given, strict=True)))
        if entity.kind == "trait":
            bounds = (self._trait(unit, entity, arguments, scope),)
            return Some("dyn", bounds)
        if "variant" in entity.flags:
            parent = entity.parent
            if parent is not None:
                return View(Adt(parent, (None,) * len(parameter_names(parent))), entity)
        return None

    def _inside(self, definition: Def) -> int:
        """The scope in which an item's own types are read: its generics are in it."""
        return definition.index

    def _trait(self, unit: Unit, entity: Def, arguments: tuple[int, ...], scope: int) -> Trait:
        positional: list[Type | None] = []
        given: list[tuple[str, Type | None]] = []
        for argument in arguments:
            item: Expression = unit.facts.expressions[argument] if argument >= 0 else ("unknown",)
            if item[0] == "assoc":
                given.append((item[1], self.of(unit, item[2], scope)))
            else:
                positional.append(self.of(unit, argument, scope))
        return Trait(entity, tuple(positional), tuple(given))

    def bounds(self, unit: Unit, expression: int, scope: int) -> tuple[Bound, ...]:
        """The bounds that a bound expression lists."""
        if expression < 0:
            return ()
        item = unit.facts.expressions[expression]
        if item[0] == "some":
            return tuple(b for e in item[2] for b in self.bounds(unit, e, scope))
        if item[0] == "fn":
            kind = self.of(unit, expression, scope)
            return (kind,) if isinstance(kind, Fn) else ()
        arguments: tuple[int, ...] = ()
        if item[0] == "generic":
            expression, arguments = item[1], item[2]
        entity = self.paths.resolve(unit, expression, scope, TYPE)
        if isinstance(entity, Def) and entity.kind == "trait":
            return (self._trait(unit, entity, arguments, scope),)
        return (entity,) if isinstance(entity, Outside) else ()

    def self_type(self, unit: Unit, scope: int) -> Type | None:
        """What ``Self`` is in a scope."""
        definitions = unit.facts.definitions
        here = scope
        while here > 0:
            definition = definitions[here]
            if definition.kind == "impl":
                return self.header(unit.defs[here]).of
            if definition.kind == "trait":
                return Param(unit.defs[here], "Self")
            if definition.kind in ("struct", "enum"):
                return Adt(unit.defs[here], own_parameters(unit.defs[here]))
            here = definition.parent
        return None

    # -- parameters and their bounds

    def limits(self, kind: Type | None, unit: Unit, scope: int) -> tuple[Bound, ...]:
        """What a type that is known by its traits is known to implement, supertraits included."""
        direct: tuple[Bound, ...] = ()
        if isinstance(kind, Some):
            direct = kind.bounds
        elif isinstance(kind, Param):
            direct = self._parameter_limits(kind, unit, scope)
        elif isinstance(kind, Proj):
            direct = self._projection_limits(kind, unit, scope)
        return self._with_supertraits(direct)

    def _parameter_limits(self, kind: Param, unit: Unit, scope: int) -> tuple[Bound, ...]:
        owner = kind.owner
        if kind.name == "Self" and owner.kind == "trait":
            out: list[Bound] = [Trait(owner, own_parameters(owner))]
        else:
            out = []
        for name, bound in owner.facts.type_parameters:
            if name == kind.name or name == f"where {kind.name}":
                out.extend(self.bounds(owner.unit, bound, owner.index))
        # A method may say more of its impl's parameters in a where clause of its own.
        if unit is owner.unit:
            here = scope
            while here > owner.index:
                for name, bound in unit.facts.definitions[here].type_parameters:
                    if name == f"where {kind.name}":
                        out.extend(self.bounds(unit, bound, here))
                here = unit.facts.definitions[here].parent
        return tuple(out)

    def _projection_limits(self, kind: Proj, unit: Unit, scope: int) -> tuple[Bound, ...]:
        out: list[Bound] = []
        traits = (
            [kind.trait]
            if kind.trait is not None
            else [t for t in self.limits(kind.base, unit, scope) if isinstance(t, Trait)]
        )
        for trait in traits:
            if trait is None:
                continue
            for member in trait.definition.unit.members(trait.definition.index).get(kind.name, ()):
                if member.kind == "type":
                    known = self._trait_known(trait, kind.base)
                    for bound in member.facts.bases:
                        for limit in self.bounds(member.unit, bound, trait.definition.index):
                            out.append(rebuild_bound(limit, lambda t, k=known: self.fill(t, k)))
        if isinstance(kind.base, Param):
            wanted = {f"where {kind.base.name}::{kind.name}"}
            if kind.trait is not None:
                wanted.add(f"where <{kind.base.name}as{kind.trait.definition.name}>::{kind.name}")
            here = scope
            while here > 0:
                for name, bound in unit.facts.definitions[here].type_parameters:
                    if name in wanted:
                        out.extend(self.bounds(unit, bound, here))
                here = unit.facts.definitions[here].parent
        return tuple(out)

    def _with_supertraits(self, direct: tuple[Bound, ...]) -> tuple[Bound, ...]:
        out: list[Bound] = []
        pending = list(direct)
        while pending and len(out) < 40:
            bound = pending.pop(0)
            if bound in out:
                continue
            out.append(bound)
            if isinstance(bound, Trait):
                known = dict(zip((p for p in own_parameters(bound.definition)), bound.args, strict=False))
                for base in bound.definition.facts.bases:
                    for above in self.bounds(bound.definition.unit, base, bound.definition.index):
                        pending.append(rebuild_bound(above, lambda t, k=known: substitute(t, k)))  # type: ignore[arg-type]
        return tuple(out)

    def _trait_known(self, trait: Trait, receiver: Type | None) -> Known:
        definition = trait.definition
        known: Known = {Param(definition, "Self"): receiver}
        names = parameter_names(definition)
        for position, name in enumerate(names):
            known[Param(definition, name)] = trait.args[position] if position < len(trait.args) else None
        return known

    def library_trait(self, name: str) -> Def | None:
        """A trait of the standard library."""
        return self.paths.pick([d for d in self.library.members(0).get(name, ()) if d.kind == "trait"], TYPE)

    def library_type(self, name: str, *arguments: Type | None) -> Type | None:
        """A type of the standard library applied to types."""
        definition = self.paths.pick(self.library.members(0).get(name, []), TYPE)
        if definition is None:
            return None
        width = len(parameter_names(definition))
        return Adt(definition, tuple(arguments[:width]) + (None,) * (width - len(arguments)))

    def arguments(self, of: Adt) -> Known:
        """What a struct's or enum's parameters stand for in a type."""
        names = parameter_names(of.definition)
        width = len(names)
        given = of.args[:width] + (None,) * (width - len(of.args))
        return {Param(of.definition, n): a for n, a in zip(names, given, strict=True)}
