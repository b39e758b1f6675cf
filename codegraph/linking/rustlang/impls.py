"""Impl blocks: for which types they are, what implements what, associated types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codegraph.linking.rustlang.paths import TYPE
from codegraph.linking.rustlang.types import (
    FLOATS,
    INTEGERS,
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
    rebuild,
    rebuild_bound,
)
from codegraph.linking.rustlang.written import Impl, Known, WrittenTypes, parameter_names
from codegraph.linking.units import Unit
from codegraph.linking.values import Def
from parsers.facts import NONE, Expression

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator
    from codegraph.linking.rustlang.paths import Paths


class Impls(WrittenTypes):
    """Every impl block of the repository and of the library, found by what it may be asked for."""

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
