"""What types have: fields, methods, associated functions; through references, smart pointers and traits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from codegraph.linking.rustlang.impls import Impls
from codegraph.linking.rustlang.types import (
    Adt,
    Param,
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
)
from codegraph.linking.rustlang.written import Known, parameter_names
from codegraph.linking.units import Unit
from codegraph.linking.values import Def

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


class Traits(Impls):
    """Answers about the members of types."""

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
