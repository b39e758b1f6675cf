"""Types from their text, and what types have: fields, methods, associated types, the traits they implement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from codegraph.linking.rustlang.paths import TYPE
from codegraph.linking.rustlang.types import (
    FLOATS,
    INTEGERS,
    NEVER,
    Adt,
    Bound,
    Closure,
    Fn,
    Item,
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
    match,
    mentions,
    rebuild,
    rebuild_bound,
    substitute,
)
from codegraph.linking.units import Unit
from codegraph.linking.values import Def
from parsers.facts import NONE, Expression

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator
    from codegraph.linking.rustlang.paths import Paths

PRELUDE = frozenset(
    (
        *("Clone", "PartialEq", "Eq", "PartialOrd", "Ord", "Default", "Iterator", "IntoIterator", "Extend", "ToOwned"),
        *("DoubleEndedIterator", "ExactSizeIterator", "ToString", "From", "Into", "TryFrom", "TryInto"),
        *("FromIterator", "AsRef", "AsMut", "Drop"),
    )
)
"""Traits that are in scope everywhere."""

MAX_STEPS = 8
"""How often a receiver is dereferenced."""

Known = dict[Param, "Type | None"]


class Found(NamedTuple):
    """A member that a type has."""

    definition: Def
    known: Known
    """What the parameters of its impl or trait stand for here, ``Self`` included."""
    receiver: Type | None
    """The type that has it, after dereferencing."""
    trait: Trait | None = None
    open: bool = False
    """Whether the type is known by its traits only, so that any implementation may be meant."""
    blanket: bool = False
    """Whether it comes from an impl for every type."""


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


class Traits:
    """Answers about types, over the whole repository."""

    def __init__(self, evaluator: Evaluator, paths: Paths, units: list[Unit]) -> None:
        self.evaluator = evaluator
        self.paths = paths
        self.library = paths.library
        self._impls_with: dict[str, list[Def]] = {}
        """Member's name -> impl blocks that hold such a member."""
        self._impls_of: dict[str, list[Def]] = {}
        """Trait's last name as written -> impl blocks."""
        self._traits_with: dict[str, list[Def]] = {}
        """Method's name -> traits that declare it."""
        self._of_type: dict[str, list[Def]] = {}
        """Type's last name as written -> impl blocks."""
        self._blanket: set[str] = set()
        """Last names of traits that some impl gives to every type."""
        self._by_scope: dict[str, bool] = {}
        self._by_head: dict[object, dict[object, list[Impl]]] = {}
        """What was asked for (a member's name, a trait) -> head of the type -> impl blocks."""
        self._headers: dict[Def, Impl] = {}
        self._derived: dict[Def, list[Def]] = {}
        for unit in units:
            self._index(unit)

    def _index(self, unit: Unit) -> None:
        for definition in unit.defs:
            kind = definition.kind
            if kind == "impl":
                if "negative" in definition.flags:
                    continue
                for name in unit.members(definition.index):
                    self._impls_with.setdefault(name, []).append(definition)
                self._of_type.setdefault(definition.facts.qualified_name.rpartition(".")[2], []).append(definition)
                extra = dict(definition.facts.extra)
                trait = extra.get("impl_trait", NONE)
                if trait >= 0:
                    of = extra.get("impl_type", NONE)
                    written: Expression = unit.facts.expressions[of] if of >= 0 else ("unknown",)
                    if written[0] == "name" and written[1] in parameter_names(definition):
                        self._blanket.add(last_name(unit, trait))
                    self._impls_of.setdefault(last_name(unit, trait), []).append(definition)
            elif kind == "trait":
                for name, members in unit.members(definition.index).items():
                    if any(m.kind == "method" for m in members):
                        self._traits_with.setdefault(name, []).append(definition)
            elif kind == "macro":
                self.paths.macros.setdefault(definition.name, []).append(definition)
                if "idle" in definition.flags:
                    self.paths.idle_macros.add(f"within:{definition.name}")

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

    # -- impl blocks

    def header(self, definition: Def) -> Impl:
        """For which type an impl block is, and of which trait."""
        known = self._headers.get(definition)
        if known is not None:
            return known
        unit = definition.unit
        extra = dict(definition.facts.extra)
        of = self.of(unit, extra.get("impl_type", NONE), definition.index)
        written = extra.get("impl_trait", NONE)
        trait: Trait | None = None
        outside = False
        if written >= 0:
            bounds = self.bounds(unit, written, definition.index)
            if bounds and isinstance(bounds[0], Trait):
                trait = bounds[0]
            else:
                outside = True
        found = Impl(definition, of, trait, outside)
        if of is not None:
            self._headers[definition] = found
        return found

    def _candidates(self, asked: object, blocks: list[Def], kind: Type) -> list[Impl]:
        """The impl blocks among ``blocks`` whose type may be ``kind``, blanket ones last."""
        table = self._by_head.get(asked)
        if table is None:
            table = {}
            complete = True
            for block in blocks:
                header = self.header(block)
                if header.of is None:
                    complete = complete and block in self._headers
                    continue
                table.setdefault(head(header.of), []).append(header)
            if complete:
                self._by_head[asked] = table
        out: list[Impl] = []
        for key in heads(kind):
            found = table.get(key)
            if found:
                out += found
        return out

    def implementation(self, kind: Type | None, trait: Def, unit: Unit, scope: int) -> tuple[Impl, Known] | None:
        """The impl of ``trait`` for a type, blanket impls last."""
        if kind is None:
            return None
        found = self.evaluator.kept(
            ("rust-implementation", kind, trait), self._implementation, kind, trait, unit, scope
        )
        return found[0] if found else None  # type: ignore[return-value]

    def _implementation(self, kind: Type, trait: Def, unit: Unit, scope: int) -> Any:
        self._ask_impls(trait)
        blanket: list[tuple[Impl, Known]] = []
        for header in self._candidates((trait.name, "trait"), self._impls_of.get(trait.name, []), kind):
            if header.trait is None or header.trait.definition is not trait:
                continue
            known = self.matches(header, kind)
            if known is None:
                continue
            if isinstance(header.of, Param):
                blanket.append((header, known))
            elif self._conditions_hold(header, known, unit, scope):
                return ((header, known),)
        for header, known in blanket:
            if self._conditions_hold(header, known, unit, scope):
                return ((header, known),)
        return ()

    def implementations(self, kind: Type | None, trait: Def, unit: Unit, scope: int) -> list[tuple[Impl, Known]]:
        """Every impl of ``trait`` that fits a type: one for each set of the trait's arguments."""
        out: list[tuple[Impl, Known]] = []
        if kind is None:
            return out
        self._ask_impls(trait)
        for header in self._candidates((trait.name, "trait"), self._impls_of.get(trait.name, []), kind):
            if header.trait is None or header.trait.definition is not trait:
                continue
            known = self.matches(header, kind)
            if known is not None and self._conditions_hold(header, known, unit, scope):
                out.append((header, known))
        return out

    def _ask_impls(self, trait: Def) -> None:
        """Note that the answer depends on which impls of a trait there are."""
        self.evaluator.touch("", trait.name)
        self.evaluator.touch("", f"<{trait.name}")

    def matches(self, header: Impl, kind: Type) -> Known | None:
        """What an impl's parameters are for a type; None when it is not for that type."""
        definition = header.definition
        known: Known = {}
        if match(header.of, kind, lambda p: p.owner is definition, known):
            return known
        return None

    def _conditions_hold(self, header: Impl, known: Known, unit: Unit, scope: int) -> bool:
        """Whether the bounds of a blanket impl hold for what it was matched with; unknown ones are taken to hold."""
        if not isinstance(header.of, (Param, Ref)):
            return True
        parameter = header.of.to if isinstance(header.of, Ref) else header.of
        if not isinstance(parameter, Param) or parameter.owner is not header.definition:
            return True
        kind = known.get(parameter)
        if kind is None:
            return False
        return all(
            self.implements(kind, bound, unit, scope)
            for bound in self._parameter_limits(parameter, header.definition.unit, header.definition.index)
        )

    def implements(self, kind: Type | None, bound: Bound, unit: Unit, scope: int) -> bool:
        """Whether a type fulfils a bound."""
        if kind is None:
            return True
        if isinstance(bound, Outside):
            return self._implements_outside(kind, bound, unit, scope)
        if isinstance(bound, Fn):
            if isinstance(kind, (Closure, Item, Fn)):
                return True
            return any(isinstance(limit, Fn) for limit in self.limits(kind, unit, scope))
        if isinstance(kind, (Param, Some, Proj)):
            for limit in self.limits(kind, unit, scope):
                if isinstance(limit, Trait) and limit.definition is bound.definition:
                    return True
        if isinstance(kind, Adt) and bound.definition in self.derived(kind.definition):
            return True
        return self.implementation(kind, bound.definition, unit, scope) is not None

    def _implements_outside(self, kind: Type, bound: Outside, unit: Unit, scope: int) -> bool:
        """Whether a type fulfils a bound of another crate: by an impl that we see, a derive, a bound of its own.

        Types of other crates are taken to; those of the standard library are not: such traits come with
        impls for few of them, and their namesakes in the standard library are far more often meant.
        """
        name = bound.name.rpartition("::")[2]
        if isinstance(kind, (Outside, Fn, Closure, Item)):
            return True
        for header in self._candidates((name, "trait"), self._impls_of.get(name, []), kind):
            if header.outside and not isinstance(header.of, Param) and self.matches(header, kind) is not None:
                return True
        if isinstance(kind, (Param, Some, Proj)):
            limits = self.limits(kind, unit, scope)
            if any(isinstance(limit, Outside) and limit.name.rpartition("::")[2] == name for limit in limits):
                return True
            # A trait of another crate may build on the one that is asked for.
            return any(isinstance(limit, Outside) for limit in limits)
        if isinstance(kind, Adt):
            expressions = kind.definition.unit.facts.expressions
            for decorator in kind.definition.facts.decorators:
                item = expressions[decorator]
                if item[0] == "call" and any(expressions[path][-1] == name for path in item[2]):
                    return True
        return False

    def derived(self, definition: Def) -> list[Def]:
        """The repository's traits that ``#[derive(…)]`` implements for a type: a derive macro is named after
        its trait, and implements what the trait builds on."""
        known = self._derived.get(definition)
        if known is not None:
            return known
        found: list[Bound] = []
        unit = definition.unit
        for decorator in definition.facts.decorators:
            item = unit.facts.expressions[decorator]
            if item[0] == "call" and item[1] >= 0 and unit.facts.expressions[item[1]] == ("name", "derive"):
                for path in item[2]:
                    entity = self.paths.resolve(unit, path, definition.facts.parent, TYPE)
                    if isinstance(entity, Def) and entity.kind == "trait" and entity.unit is not self.library:
                        found.append(Trait(entity))
        traits = [t.definition for t in self._with_supertraits(tuple(found)) if isinstance(t, Trait)]
        known = [t for t in traits if t.unit is not self.library]
        self._derived[definition] = known
        return known

    # -- projections

    def fill(self, kind: Type | None, known: Known) -> Type | None:
        """``kind`` with what is known put in, and projections that have become concrete looked up."""
        if kind is None or not known:
            return kind
        if isinstance(kind, Param):
            return known.get(kind, kind)
        if isinstance(kind, Proj):
            base = self.fill(kind.base, known)
            if base is None:
                return None
            trait = kind.trait
            if trait is not None:
                changed = rebuild_bound(trait, lambda t: self.fill(t, known))
                trait = changed if isinstance(changed, Trait) else trait
            return self.project(base, trait, kind.name, self.library, 0)
        return rebuild(kind, lambda part: self.fill(part, known))

    def project(self, kind: Type | None, trait: Trait | None, name: str, unit: Unit, scope: int) -> Type | None:
        """``<kind as trait>::name``; any trait when None."""
        if kind is None:
            return None
        if isinstance(kind, View):
            kind = kind.of
        if isinstance(kind, (Param, Some, Proj)):
            rigid = None
            for limit in self.limits(kind, unit, scope):
                if not isinstance(limit, Trait):
                    continue
                if trait is not None and limit.definition is not trait.definition:
                    continue
                for given, what in limit.given:
                    if given == name:
                        return what
                if any(m.kind == "type" for m in limit.definition.unit.members(limit.definition.index).get(name, ())):
                    rigid = rigid or Proj(kind, limit, name)
            if rigid is not None:
                return rigid
            if isinstance(kind, Param) and kind.name == "Self" and trait is None:
                return Proj(kind, None, name)
        found = self.evaluator.kept(("rust-project", kind, trait, name), self._project, kind, trait, name, unit, scope)
        if found:
            return found[0]  # type: ignore[return-value]
        if isinstance(kind, (Param, Proj)):
            return Proj(kind, trait, name)
        if name == "IntoIter":
            iterator = self.library_trait("Iterator")
            item = self.project(kind, trait, "Item", unit, scope)
            if iterator is not None and item is not None:
                return Some("impl", (Trait(iterator, (), (("Item", item),)),))
        return None

    def _project(self, kind: Type, trait: Trait | None, name: str, unit: Unit, scope: int) -> Any:
        self.evaluator.touch("", name)
        for header in self._candidates(name, self._impls_with.get(name, []), kind):
            if header.trait is None and not header.outside:
                continue
            if trait is not None and (header.trait is None or header.trait.definition is not trait.definition):
                continue
            found = self._projected(header, kind, trait, name, unit, scope)
            if found is not None:
                return (found,)
        return ()

    def _projected(
        self, header: Impl, kind: Type, trait: Trait | None, name: str, unit: Unit, scope: int
    ) -> Type | None:
        known = self.matches(header, kind)
        if known is None or not self._conditions_hold(header, known, unit, scope):
            return None
        if trait is not None and header.trait is not None and trait.args:
            definition = header.definition
            for wanted, written in zip(trait.args, header.trait.args, strict=False):
                if wanted is not None and not match(written, wanted, lambda p: p.owner is definition, known):
                    return None
        for member in header.definition.unit.members(header.definition.index).get(name, ()):
            if member.kind == "type":
                value = self.of(member.unit, member.facts.value, header.definition.index)
                return self.fill(value, known) if value is not None else None
        return None

    # -- members

    def steps(self, kind: Type | None, unit: Unit, scope: int) -> Iterator[Type]:
        """The type, and what it dereferences to, again and again."""
        here = kind
        seen: list[Type] = []
        while here is not None and len(seen) < MAX_STEPS:
            if isinstance(here, View):
                here = here.of
            if here in seen:
                return
            seen.append(here)
            yield here
            here = self.dereference(here, unit, scope)

    def dereference(self, kind: Type | None, unit: Unit, scope: int) -> Type | None:
        """``*x``: through a reference, a smart pointer, a ``Deref`` of the repository."""
        if isinstance(kind, Ref):
            return kind.to
        if isinstance(kind, Seq):
            return Seq("slice", kind.element) if kind.kind == "array" else None
        if isinstance(kind, (Adt, Param, Some, Proj)):
            trait = self.library_trait("Deref")
            if trait is not None:
                found = self.project(kind, Trait(trait), "Target", unit, scope)
                return None if isinstance(found, Proj) and not isinstance(kind, (Param, Proj)) else found
        return None

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

    def field(self, kind: Type | None, name: str, unit: Unit, scope: int) -> Type | None:
        """The type of a field, through references and smart pointers."""
        if isinstance(kind, View):
            return self._variant_field(kind, name)
        for step in self.steps(kind, unit, scope):
            if isinstance(step, Adt) and step.definition.kind == "struct":
                definition = step.definition
                self.evaluator.touch(definition.unit.path, name)
                for member in definition.unit.members(definition.index).get(name, ()):
                    if member.kind == "field":
                        return self._field_type(step, member)
        return None

    def _field_type(self, of: Adt, member: Def) -> Type | None:
        value = member.facts.value
        if value < 0:
            return None
        written = member.unit.facts.expressions[value][1]
        return self.fill(self.of(member.unit, written, of.definition.index), self.arguments(of))

    def arguments(self, of: Adt) -> Known:
        """What a struct's or enum's parameters stand for in a type."""
        names = parameter_names(of.definition)
        width = len(names)
        given = of.args[:width] + (None,) * (width - len(of.args))
        return {Param(of.definition, n): a for n, a in zip(names, given, strict=True)}

    def _variant_field(self, view: View, name: str) -> Type | None:
        for parameter in view.variant.facts.parameters:
            if parameter.name == name:
                kind = self.of(view.variant.unit, parameter.type, view.of.definition.index)
                return self.fill(kind, self.arguments(view.of))
        return None

    def position(self, kind: Type | None, index: int, unit: Unit, scope: int) -> Type | None:
        """Position ``index`` of a tuple, a tuple struct or a variant; negative ones count from the end."""
        if isinstance(kind, View):
            formal = kind.variant.facts.parameters
            if -len(formal) <= index < len(formal):
                written = formal[index].type
                return self.fill(self.of(kind.variant.unit, written, kind.of.definition.index), self.arguments(kind.of))
            return None
        for step in self.steps(kind, unit, scope):
            if isinstance(step, Tup):
                return step.items[index] if -len(step.items) <= index < len(step.items) else None
            if isinstance(step, Adt) and "tuple" in step.definition.flags:
                formal = step.definition.facts.parameters
                if -len(formal) <= index < len(formal):
                    kind = self.of(step.definition.unit, formal[index].type, step.definition.index)
                    return self.fill(kind, self.arguments(step))
                return None
        return None

    def methods(self, kind: Type | None, name: str, unit: Unit, scope: int) -> list[Found]:
        """What ``x.name()`` calls for a receiver ``x`` of a type: one, or several that cannot be told apart."""
        if kind is None:
            return []
        key = ("rust-methods", kind, name, self._place(kind, name, unit, scope))
        return list(self.evaluator.kept(key, self._methods, kind, name, unit, scope))  # type: ignore[arg-type]

    def _place(self, kind: Type, name: str, unit: Unit, scope: int) -> object:
        """What of the place of a question its answer depends on: bounds around it, or the traits in scope."""
        if mentions(kind, lambda t: isinstance(t, (Param, Proj))):
            return (unit.path, scope)
        known = self._by_scope.get(name)
        if known is None:
            traits = self._traits_with.get(name, ())
            known = self._by_scope[name] = len(traits) > 1 or any(t.name in self._blanket for t in traits)
        return (unit.path, self.paths.module_of(unit, scope).index) if known else None

    def _methods(self, kind: Type, name: str, unit: Unit, scope: int) -> Any:
        self.evaluator.touch("", name)
        for step in self.steps(kind, unit, scope):
            for candidate, by_reference in _adjusted(step):
                found = self._members(candidate, name, unit, scope)
                found = [f for f in found if f.definition.kind == "method" and _takes_self(f.definition)]
                if by_reference:
                    found = [f for f in found if _borrows(f.definition)]
                if found:
                    return self._noted(found)
        return ()

    def _noted(self, found: list[Found]) -> Any:
        """The members, with the note that the answer depends on their headers."""
        for one in found:
            if one.definition.unit is not self.library:
                self.evaluator.touch(one.definition.unit.path, one.definition.name)
        return tuple(found)

    def associated(self, kind: Type | None, name: str, trait: Trait | None, unit: Unit, scope: int) -> list[Found]:
        """What ``Type::name`` is: a method, an associated function or constant."""
        if kind is None:
            return []
        if isinstance(kind, View):
            kind = kind.of
        self.evaluator.touch("", name)
        if trait is not None:
            return self._through_trait(kind, trait, name, unit, scope)
        found = self._members(kind, name, unit, scope)
        if not found and isinstance(kind, Seq) and kind.kind == "array":
            found = self._members(Seq("slice", kind.element), name, unit, scope)
        return list(self._noted([f for f in found if f.definition.kind in ("method", "constant")]))

    def _members(self, kind: Type, name: str, unit: Unit, scope: int) -> list[Found]:
        """Inherent members first, then those of traits."""
        found: list[Found] = []
        candidates = self._candidates(name, self._impls_with.get(name, []), kind)
        for header in candidates:
            if header.trait is not None or header.outside or isinstance(header.of, Param):
                continue
            known = self.matches(header, kind)
            if known is None:
                continue
            definition = header.definition
            member = pick_member(definition, name)
            if member is not None:
                known[Param(definition, "Self")] = kind
                found.append(Found(member, known, kind))
        if found:
            active = [f for f in found if not self._is_off(f.definition)]
            found = active or found
            exact = [f for f in found if not any(v is None for v in f.known.values())]
            return (exact or found)[:1] if len(found) > 1 and _same_place(found) else found
        return self._trait_members(kind, name, unit, scope)

    def _trait_members(self, kind: Type, name: str, unit: Unit, scope: int) -> list[Found]:
        found: list[Found] = []
        limits = self.limits(kind, unit, scope) if isinstance(kind, (Param, Some, Proj)) else ()
        for limit in limits:
            if isinstance(limit, Trait):
                member = pick_member(limit.definition, name)
                if member is not None and member.kind in ("method", "constant"):
                    found.append(Found(member, self._trait_known(limit, kind), kind, limit, True))
        if found:
            return _distinct(found)[:1] if len({f.definition for f in found}) == 1 else _distinct(found)
        visible: set[Def] | None = None
        for trait in self._traits_with.get(name, ()):
            members = self._of_trait(kind, trait, None, name, unit, scope)
            if members and members[0].blanket and not (trait.unit is self.library and trait.name in PRELUDE):
                # What every type has needs its trait in scope.
                if visible is None:
                    visible = self.paths.traits_in_scope(unit, scope)
                if trait not in visible:
                    continue
            found.extend(members)
        if not found:
            # An impl of a trait of another crate still says which function it is.
            for header in self._candidates(name, self._impls_with.get(name, []), kind):
                known = self.matches(header, kind) if header.outside else None
                member = pick_member(header.definition, name) if known is not None else None
                if known is not None and member is not None and not isinstance(header.of, Param):
                    known[Param(header.definition, "Self")] = kind
                    found.append(Found(member, known, kind))
            return found
        if len({f.definition for f in found}) > 1:
            found = self._preferred(found, unit, scope)
        return found

    def _preferred(self, found: list[Found], unit: Unit, scope: int) -> list[Found]:
        """Of several traits' methods, those of traits in scope; the library's only where there are none."""
        if len({f.trait.definition for f in found if f.trait is not None}) == 1:
            return found
        visible = self.paths.traits_in_scope(unit, scope) if unit is not self.library else set()
        own = [f for f in found if f.trait is not None and f.trait.definition in visible]
        if own:
            return own
        concrete = [f for f in found if f.definition.unit is self.library]
        return concrete or found

    def _through_trait(self, kind: Type, trait: Trait, name: str, unit: Unit, scope: int) -> list[Found]:
        if isinstance(kind, (Param, Some, Proj)):
            for limit in self.limits(kind, unit, scope):
                if isinstance(limit, Trait) and limit.definition is trait.definition:
                    member = pick_member(trait.definition, name)
                    if member is not None:
                        return [Found(member, self._trait_known(limit, kind), kind, limit, True)]
        found = self._of_trait(kind, trait.definition, trait, name, unit, scope)
        if found:
            return found
        member = pick_member(trait.definition, name)
        if member is not None:
            return [Found(member, self._trait_known(trait, kind), kind, trait, kind is None)]
        # A supertrait's function through the trait's name.
        for above in self._with_supertraits((trait,))[1:]:
            if isinstance(above, Trait) and pick_member(above.definition, name) is not None:
                return self._through_trait(kind, above, name, unit, scope)
        return []

    def _of_trait(self, kind: Type, trait: Def, wanted: Trait | None, name: str, unit: Unit, scope: int) -> list[Found]:
        """The members that impls of one trait give a type."""
        fitting = self.implementations(kind, trait, unit, scope)
        if len(fitting) > 1:
            fitting = [f for f in fitting if not self.paths.is_idle(f[0].definition)] or fitting
        concrete = [f for f in fitting if not isinstance(f[0].of, Param)]
        if not concrete and isinstance(kind, Adt) and trait in self.derived(kind.definition):
            self.evaluator.inferred = True
            member = pick_member(trait, name)
            return [Found(member, self._trait_known(Trait(trait), kind), kind, Trait(trait))] if member else []
        if not fitting:
            return []
        if trait.unit is not self.library or not parameter_names(trait) or self._is_own(kind):
            fitting = concrete or fitting
        if wanted is not None and any(a is not None for a in wanted.args) and len(fitting) > 1:
            narrowed = []
            for header, known in fitting:
                definition = header.definition
                trial = dict(known)
                arguments = header.trait.args if header.trait is not None else ()
                if all(
                    match(w, g, lambda p, d=definition: p.owner is d, trial)
                    for w, g in zip(arguments, wanted.args, strict=False)
                    if g is not None
                ):
                    narrowed.append((header, trial))
            fitting = narrowed or fitting
        out: list[Found] = []
        for header, known in fitting:
            implemented = header.trait
            if implemented is None:
                continue
            member = pick_member(header.definition, name)
            full = dict(known)
            full[Param(header.definition, "Self")] = kind
            if member is None:
                member = pick_member(trait, name)
                arguments = tuple(self.fill(a, known) for a in implemented.args)
                full.update(self._trait_known(Trait(trait, arguments, implemented.given), kind))
            if member is not None and member.kind in ("method", "constant"):
                out.append(Found(member, full, kind, implemented, False, isinstance(header.of, Param)))
        return out

    def _is_off(self, definition: Def) -> bool:
        """Whether a member, or the impl it stands in, is for another configuration."""
        parent = definition.parent
        return self.paths.is_idle(definition) or (parent is not None and self.paths.is_idle(parent))

    def _is_own(self, kind: Type | None) -> bool:
        """Whether a type is of the repository: the library's own impls are then only blanket ones."""
        while isinstance(kind, Ref):
            kind = kind.to
        return isinstance(kind, Adt) and kind.definition.unit is not self.library

    # -- what implements what

    def implementors(self, trait: Def) -> list[Impl]:
        """Every impl of a trait in the repository."""
        self._ask_impls(trait)
        out = []
        for definition in self._impls_of.get(trait.name, ()):
            header = self.header(definition)
            if header.trait is not None and header.trait.definition is trait and definition.unit is not self.library:
                out.append(header)
        return out

    def impls_for(self, definition: Def) -> list[Impl]:
        """Every impl block for a struct or enum of the repository."""
        self.evaluator.touch("", definition.name)
        out = []
        for block in self._of_type.get(definition.name, ()):
            header = self.header(block)
            if isinstance(header.of, Adt) and header.of.definition is definition:
                out.append(header)
        return out


def head(kind: Type | None) -> object:
    """What tells types apart at first sight; None for a parameter, which may be any."""
    if isinstance(kind, Adt):
        return kind.definition
    if isinstance(kind, Prim):
        return kind.name
    if isinstance(kind, Ref):
        return ("&", head(kind.to))
    if isinstance(kind, Seq):
        return (kind.kind,)
    if isinstance(kind, Tup):
        return ("tuple", len(kind.items))
    if isinstance(kind, Outside):
        return ("outside", kind.name)
    if isinstance(kind, (Fn, Closure, Item)):
        return ("fn",)
    if isinstance(kind, Some):
        first = next((b.definition for b in kind.bounds if isinstance(b, Trait)), None)
        return ("some", first)
    return None


def heads(kind: Type | None) -> list[object]:
    """The heads under which impl blocks for a type are found, the closest first."""
    if isinstance(kind, View):
        kind = kind.of
    if isinstance(kind, Ref):
        return [*(("&", key) for key in heads(kind.to)), None]
    if isinstance(kind, Prim) and kind.name.startswith("{"):
        return [*sorted(INTEGERS if kind.name == "{int}" else FLOATS), None]
    key = head(kind)
    return [None] if key is None else [key, None]


def last_name(unit: Unit, expression: int) -> str:
    """The last name of a path expression."""
    for _ in range(8):
        item = unit.facts.expressions[expression]
        if item[0] in ("generic", "ref"):
            expression = item[1]
            if expression < 0:
                return ""
            continue
        return item[-1] if item[0] in ("name", "path", "attr") else ""
    return ""


def pick_member(owner: Def, name: str) -> Def | None:
    """The member of an impl or trait, its active one where ``cfg`` gives several."""
    found = owner.unit.members(owner.index).get(name)
    if not found:
        return None
    for definition in found:
        if "inactive" not in definition.flags and definition.kind != "type":
            return definition
    return found[0] if found[0].kind != "type" else None


def _same_place(found: list[Found]) -> bool:
    """Whether all are for the same type, told apart by what is not known of it (or by ``cfg``)."""
    return len({f.definition.parent for f in found}) > 0 and all("cfg" in f.definition.flags for f in found)


def _distinct(found: list[Found]) -> list[Found]:
    out: list[Found] = []
    for item in found:
        if all(item.definition is not other.definition for other in out):
            out.append(item)
    return out


def _adjusted(step: Type) -> Iterator[tuple[Type, bool]]:
    """The types whose methods a receiver of type ``step`` is tried with: (type, only methods that borrow)."""
    if isinstance(step, Ref):
        if step.to is not None:
            yield step.to, True
        yield step, False
    else:
        yield step, False
        yield Ref(step), False


def _takes_self(method: Def) -> bool:
    formal = method.facts.parameters
    return bool(formal) and formal[0].kind == "self"


def _borrows(method: Def) -> bool:
    formal = method.facts.parameters
    return bool(formal) and formal[0].kind == "self" and formal[0].type_text.startswith("&")
