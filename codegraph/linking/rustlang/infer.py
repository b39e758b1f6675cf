"""What calls reach and what they give: methods, paths, generic arguments, macros."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from codegraph.linking.rustlang.paths import TYPE, VALUE
from codegraph.linking.rustlang.traits import Found, pick_member
from codegraph.linking.rustlang.types import (
    BOOL,
    STR,
    UNIT,
    Adt,
    Bound,
    Closure,
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
    fits,
    is_open,
    match,
    mentions,
    merge,
)
from codegraph.linking.rustlang.values import Callees, ValueTypes, belongs, closed
from codegraph.linking.rustlang.written import Known, parameter_names
from codegraph.linking.units import PARAMETER, Unit
from codegraph.linking.values import Def
from parsers.facts import Expression

if TYPE_CHECKING:
    pass


class Inference(ValueTypes):
    """Types of all expressions, calls included."""

    # -- calls

    def _call(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        callees = self.callees(unit, item, scope, position)
        if callees.value is not None:
            return self.result_of(callees.value, unit, scope)
        kind: Type | None = None
        found = callees.found
        if not found:
            return self._projected(unit, item, scope, position)
        if len(found) > 1:
            found = self.narrowed(callees, unit, item, scope, position)
        for one in found[:3]:
            kind = merge(kind, self.result(one, callees, unit, item[2], scope, position, expected))
        return kind

    def _projected(self, unit: Unit, item: Expression, scope: int, position: int) -> Type | None:
        """``self.project()`` of a pinned struct: its fields, by the names they have (the macro writes the rest)."""
        callee: Expression = unit.facts.expressions[item[1]] if item[1] >= 0 else ("unknown",)
        if callee[0] != "attr" or callee[2] not in ("project", "project_ref"):
            return None
        for step in self.traits.steps(self.type_of(unit, callee[1], scope, position), unit, scope):
            if isinstance(step, Adt) and _is_pin_projected(step.definition):
                return Ref(step)
        return None

    def result(
        self,
        found: Found,
        callees: Callees,
        unit: Unit,
        arguments: tuple[int, ...],
        scope: int,
        position: int,
        expected: Type | None,
    ) -> Type | None:
        """What a call of one callee gives."""
        definition = found.definition
        known = self.known_of(found, callees.turbofish)
        parent = definition.parent
        made: Type | None = None
        if "variant" in definition.flags and parent is not None:
            made = Adt(parent, tuple(Param(parent, n) for n in parameter_names(parent)))
        elif definition.kind == "struct":
            made = Adt(definition, tuple(Param(definition, n) for n in parameter_names(definition)))
        if made is not None:
            if made.args and any(known.get(a) is None for a in made.args if isinstance(a, Param)):
                self.bind_arguments(definition, known, arguments, 0, unit, scope, position, None)
            kind = self.traits.fill(made, known)
            return merge(kind, expected) if isinstance(expected, Adt) else kind
        facts = definition.facts
        kind = self.traits.of(definition.unit, facts.returns, definition.index) if facts.returns >= 0 else UNIT
        if kind is None:
            return None
        if mentions(kind, lambda t: isinstance(t, Param) and belongs(t, found) and known.get(t) is None):
            offset = 1 if callees.is_method else 0
            self.bind_arguments(definition, known, arguments, offset, unit, scope, position, None)
            if isinstance(kind, Param) and known.get(kind) is None and expected is not None:
                known[kind] = expected
        filled = self.traits.fill(kind, closed(known, found))
        if isinstance(kind, Param) and isinstance(filled, Adt) and is_open(filled):
            filled = self._collected(kind, filled, known, found)
        if "async" in facts.flags:
            return self._future(filled)
        return filled

    def _collected(self, parameter: Param, kind: Adt, known: Known, found: Found) -> Type | None:
        """``collect::<Vec<_>>()``: what the bound ``FromIterator<T>`` says of the type's open argument."""
        for name, bound in parameter.owner.facts.type_parameters:
            if name != parameter.name:
                continue
            for limit in self.traits.bounds(parameter.owner.unit, bound, parameter.owner.index):
                if isinstance(limit, Trait) and limit.definition.name == "FromIterator" and limit.args:
                    return self._filled_from(kind, self.traits.fill(limit.args[0], known))
        return kind

    def _filled_from(self, kind: Adt, item: Type | None) -> Type | None:
        if item is None:
            return kind
        width = len(kind.args)
        if width == 1:
            return merge(kind, Adt(kind.definition, (item,)))
        if isinstance(item, Tup) and len(item.items) == width:
            return merge(kind, Adt(kind.definition, item.items))
        inner = kind.args[0] if kind.args else None
        if isinstance(item, Adt) and item.definition is kind.definition and isinstance(inner, Adt):
            return Adt(kind.definition, (self._filled_from(inner, item.args[0] if item.args else None), *item.args[1:]))
        return kind

    def known_of(self, found: Found, turbofish: tuple[Type | None, ...]) -> Known:
        known = dict(found.known)
        definition = found.definition
        for name, given in zip(parameter_names(definition), turbofish, strict=False):
            if given is not None:
                known[Param(definition, name)] = given
        return known

    def bind_arguments(
        self,
        definition: Def,
        known: Known,
        arguments: tuple[int, ...],
        offset: int,
        unit: Unit,
        scope: int,
        position: int,
        skip: Def | None,
    ) -> None:
        """Learn what type parameters stand for from the arguments given."""
        formals = definition.facts.parameters[offset:]
        home = definition.unit
        around = definition.parent
        owners = {definition}
        if around is not None:
            owners.add(around)

        def own(parameter: Param) -> bool:
            return parameter.owner in owners

        inside = definition.index if "variant" not in definition.flags or around is None else around.index
        for formal, expression in zip(formals, arguments, strict=False):
            if formal.kind == "self" and around is not None and around.kind == "impl" and expression >= 0:
                # Arc::clone(&x): the receiver is an argument.
                of = self.traits.header(around).of
                for step in self.traits.steps(self.type_of(unit, expression, scope, position), unit, scope):
                    fresh = {p: v for p, v in known.items() if v is not None}
                    if match(of, step, own, fresh):
                        known.update(fresh)
                        break
                continue
            if formal.type < 0 or expression < 0:
                continue
            wanted = self.traits.of(home, formal.type, inside)
            if wanted is None or not mentions(wanted, lambda t: isinstance(t, (Param, Some, Proj))):
                continue
            operand = unit.facts.expressions[expression]
            if skip is not None and (operand == ("def", skip.index) or operand[0] == "def"):
                continue
            given = self.type_of(unit, expression, scope, position)
            if given is None:
                continue
            fresh: Known = {p: v for p, v in known.items() if v is not None}
            self._bind(wanted, given, own, fresh, home, inside, unit, scope)
            known.update(fresh)

    def _bind(
        self,
        wanted: Type,
        given: Type,
        own: Callable[[Param], bool],
        known: Known,
        home: Unit,
        inside: int,
        unit: Unit,
        scope: int,
    ) -> None:
        if isinstance(wanted, Ref) and not isinstance(given, Ref):
            return
        match(wanted, given, own, known)
        target = wanted
        while isinstance(target, Ref):
            target = target.to
            given = given.to if isinstance(given, Ref) else given  # type: ignore[assignment]
        if given is None:
            return
        if isinstance(target, (Param, Some)):
            for limit in self.traits.limits(target, home, inside):
                self._bind_limit(limit, given, own, known, unit, scope)
        elif isinstance(target, Fn):
            result = self.result_of(given, unit, scope)
            if result is not None and target.result is not None:
                match(target.result, result, own, known)
        elif isinstance(target, Adt) and target.args:
            # Box<dyn Fn() -> T> and the like.
            inner = target.args[0]
            if isinstance(inner, Some) and isinstance(given, Adt) and given.args and given.args[0] is not None:
                for limit in inner.bounds:
                    self._bind_limit(limit, given.args[0], own, known, unit, scope)

    def _bind_limit(
        self, limit: Bound, given: Type, own: Callable[[Param], bool], known: Known, unit: Unit, scope: int
    ) -> None:
        if isinstance(limit, Fn):
            if limit.result is not None and mentions(limit.result, lambda t: isinstance(t, Param)):
                result = self.result_of(given, unit, scope)
                if result is not None:
                    match(limit.result, result, own, known)
        elif isinstance(limit, Trait):
            for name, written in limit.given:
                if written is not None and mentions(written, lambda t: isinstance(t, Param)):
                    what = self.traits.project(given, Trait(limit.definition), name, unit, scope)
                    if what is not None and not isinstance(what, Proj):
                        match(written, what, own, known)

    def narrowed(self, callees: Callees, unit: Unit, item: Expression, scope: int, position: int) -> list[Found]:
        """Of several callees (a trait implemented for several argument types), those the arguments fit."""
        offset = 1 if callees.is_method else 0
        kinds = [self.type_of(unit, e, scope, position) for e in item[2]]
        fitting: list[Found] = []
        sure: list[Found] = []
        for found in callees.found:
            definition = found.definition
            formals = definition.facts.parameters[offset:]
            if len(formals) != len(kinds):
                continue
            fit: bool | None = True
            for formal, kind in zip(formals, kinds, strict=True):
                wanted = self.traits.of(definition.unit, formal.type, definition.index) if formal.type >= 0 else None
                wanted = self.traits.fill(wanted, found.known)
                if kind is None or wanted is None or isinstance(wanted, (Param, Some, Proj)):
                    fit = None if fit else fit
                elif not fits(wanted, kind):
                    fit = False
                    break
            if fit is not False:
                fitting.append(found)
            if fit:
                sure.append(found)
        own = [f for f in sure if f.definition.unit is not self.traits.library]
        return own or fitting or callees.found

    def callees(self, unit: Unit, item: Expression, scope: int, position: int) -> Callees:
        """What a call expression reaches."""
        if item[1] < 0:
            return Callees([], "unknown-receiver")
        callee = unit.facts.expressions[item[1]]
        turbofish: tuple[Type | None, ...] = ()
        if callee[0] == "generic" and callee[1] >= 0:
            inner = unit.facts.expressions[callee[1]]
            if inner[0] == "attr":
                turbofish = tuple(self.traits.of(unit, a, scope) for a in callee[2])
                callee = inner
        if callee[0] == "attr":
            receiver = self.type_of(unit, callee[1], scope, position)
            if receiver is None:
                return Callees([], "unknown-receiver")
            found = self.traits.methods(receiver, callee[2], unit, scope)
            if found:
                return Callees(found, "", turbofish, None, True)
            return Callees([], "external" if self._foreign(receiver, unit, scope) else "not-found")
        if callee[0] == "name":
            variable = self.variable(unit, scope, callee[1], position)
            if variable is not None:
                reason = "parameter" if variable[1].what == PARAMETER else "local"
                return Callees([], reason, (), self.variable_type(unit, *variable))
        wanted = -1
        if callee[0] == "expect":
            wanted = callee[2]
            callee = unit.facts.expressions[callee[1]]
        if callee[0] in ("name", "path", "generic"):
            found = self.path_callees(unit, callee, scope, position)
            if wanted >= 0 and len(found.found) == 1 and found.found[0].receiver is None:
                found = self._by_context(found, unit, wanted, scope, position)
            if any(f.receiver is None and f.trait is not None for f in found.found):
                return self._by_first_argument(found, unit, item, scope, position)
            return found
        value = self.type_of(unit, item[1], scope, position)
        return Callees([], "unknown-receiver" if value is None else "local", (), value)

    def _foreign(self, receiver: Type, unit: Unit, scope: int) -> bool:
        """Whether a type's members may be defined where we cannot look."""
        for step in self.traits.steps(receiver, unit, scope):
            if isinstance(step, (Prim, Seq, Tup, Fn, Closure, Outside)):
                return True
            if isinstance(step, Adt) and step.definition.unit is self.traits.library:
                return True
            if any(isinstance(limit, Outside) for limit in self.traits.limits(step, unit, scope)):
                return True
        return False

    def _by_first_argument(self, callees: Callees, unit: Unit, item: Expression, scope: int, position: int) -> Callees:
        """``Trait::method(x, …)``: the receiver is the first argument."""
        found = callees.found[0]
        trait = found.trait
        if trait is None or not item[2] or not _has_receiver(found.definition):
            return callees
        kind = self.type_of(unit, item[2][0], scope, position)
        for step in self.traits.steps(kind, unit, scope):
            if isinstance(step, Ref):
                continue
            members = self.traits.associated(step, found.definition.name, trait, unit, scope)
            if members and members[0].receiver is not None:
                return Callees(members, "", callees.turbofish)
        return callees

    def _by_context(self, callees: Callees, unit: Unit, wanted: int, scope: int, position: int) -> Callees:
        """``Default::default()`` and the like: the surroundings say for which type."""
        found = callees.found[0]
        if found.trait is None:
            return callees
        kind = self.type_of(unit, wanted, scope, position)
        members = self.traits.associated(kind, found.definition.name, found.trait, unit, scope)
        return Callees(members, "", callees.turbofish) if members else callees

    def path_callees(self, unit: Unit, callee: Expression, scope: int, position: int) -> Callees:
        """What a path used as a value or called stands for."""
        turbofish: tuple[Type | None, ...] = ()
        if callee[0] == "generic":
            if callee[1] < 0:
                return Callees([], "unknown-receiver")
            turbofish = tuple(self.traits.of(unit, a, scope) for a in callee[2])
            callee = unit.facts.expressions[callee[1]]
        if callee[0] == "name":
            if callee[1] == "Self":
                kind = self.traits.self_type(unit, scope)
                if isinstance(kind, Adt):
                    return Callees([Found(kind.definition, self.traits.arguments(kind), kind)])
                return Callees([], "unknown-receiver")
            entity = self.paths.name(unit, scope, callee[1], VALUE, position)
            return self._item_callee(entity, turbofish, {})
        if callee[0] != "path" or callee[1] < 0:
            return Callees([], "unknown-receiver")
        base = unit.facts.expressions[callee[1]]
        name = callee[2]
        if base == ("name", "::"):
            return self._item_callee(Outside(name), turbofish, {})
        owner = self.paths.resolve(unit, callee[1], scope, TYPE, position) if base[0] != "as" else None
        if isinstance(owner, Outside):
            return Callees([], "external")
        if isinstance(owner, Def) and owner.kind == "module":
            module = self.paths.module_of(unit, scope)
            entity = self.paths.member(owner, name, VALUE, module)
            return self._item_callee(entity, turbofish, {})
        if isinstance(owner, Def) and owner.kind == "trait":
            arguments = base[2] if base[0] == "generic" else ()
            bounds = self.traits.bounds(unit, callee[1], scope)
            del arguments
            trait = bounds[0] if bounds and isinstance(bounds[0], Trait) else Trait(owner)
            member = pick_member(owner, name)
            if member is None:
                return Callees([], "not-found")
            return Callees([Found(member, {}, None, trait, True)], "", turbofish)
        kind = self.traits.of_path(unit, callee[1], scope)
        if kind is None:
            return Callees([], "unknown-receiver")
        if isinstance(kind, Adt) and kind.definition.kind == "enum":
            for definition in kind.definition.unit.members(kind.definition.index).get(name, ()):
                if "variant" in definition.flags:
                    return Callees([Found(definition, self.traits.arguments(kind), kind)], "", turbofish)
        trait = None
        if base[0] == "as":
            bounds = self.traits.bounds(unit, base[2], scope)
            if not bounds or not isinstance(bounds[0], Trait):
                return Callees([], "external")
            trait = bounds[0]
        if isinstance(kind, Some) and kind.kind == "dyn" and base[0] != "as" and not kind.bounds:
            return Callees([], "unknown-receiver")
        found = self.traits.associated(kind, name, trait, unit, scope)
        if found:
            return Callees(found, "", turbofish)
        return Callees([], "external" if self._foreign(kind, unit, scope) else "not-found")

    def _item_callee(self, entity: object, turbofish: tuple[Type | None, ...], known: Known) -> Callees:
        if isinstance(entity, Outside):
            return Callees([], "external")
        if not isinstance(entity, Def):
            return Callees([], "not-found")
        if entity.kind == "struct" or "variant" in entity.flags:
            owner = entity.parent if "variant" in entity.flags else entity
            if owner is not None:
                for name, given in zip(parameter_names(owner), turbofish, strict=False):
                    known[Param(owner, name)] = given
            return Callees([Found(entity, known, None)])
        return Callees([Found(entity, known, None)], "", turbofish)

    # -- macros

    def _macro(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        found = self.paths.macro(unit, item[1], scope)
        if isinstance(found, Def):
            return self._expanded(found, unit, item, scope, position)
        name = found.name.rpartition("::")[2] if isinstance(found, Outside) else ""
        if name == "vec":
            element: Type | None = None
            for expression in item[2][:4]:
                element = merge(element, self.type_of(unit, expression, scope, position))
            return self.traits.library_type("Vec", element)
        if name in ("format", "concat_string"):
            return self.traits.library_type("String")
        if name in ("dbg", "black_box") and len(item[2]) == 1:
            return self.type_of(unit, item[2][0], scope, position)
        if name == "try" and item[2]:
            return self.tried(self.type_of(unit, item[2][0], scope, position), unit, scope)
        if name in ("include_str", "concat", "env", "stringify", "file", "module_path"):
            return Ref(STR)
        if name in ("matches", "cfg", "is_x86_feature_detected"):
            return BOOL
        if name in ("line", "column"):
            return Prim("u32")
        if name in ("write", "writeln"):
            return self.traits.library_type("Result", UNIT, None)
        if name in ("println", "print", "eprintln", "eprint", "assert", "assert_eq", "assert_ne", "debug_assert"):
            return UNIT
        return None

    def _expanded(self, macro: Def, unit: Unit, item: Expression, scope: int, position: int) -> Type | None:
        """The type of a call of a macro of the repository, read off the rule that fits."""
        self.evaluator.inferred = True
        self.evaluator.touch(macro.unit.path, macro.name)
        if len(self._context) > 3:
            return None
        given = [self.type_of(unit, e, scope, position) for e in item[2]]
        kind: Type | None = None
        rules = [macro.unit.defs[i] for i in macro.unit.children(macro.index)]
        rules = [r for r in rules if "rule" in r.flags]
        fitting = [r for r in rules if "simple" in r.flags and _takes(r, len(given))]
        if not fitting and any(place == r.place for place, _ in self._context for r in rules):
            return None  # A macro that eats its input calls itself in every rule: forty rules, three deep, are 64,000.
        for rule in fitting[:1] or rules:
            names = [p.name for p in rule.facts.parameters]
            arguments = dict(zip(names, given, strict=False)) if "simple" in rule.flags else {}
            outer, outer_arguments = self._context, self._macro_arguments
            self._context = (*outer, (rule.place, tuple(arguments.items())))
            self._macro_arguments = arguments
            try:
                here = self.type_of(macro.unit, rule.facts.value, rule.index, rule.facts.end_byte)
            finally:
                self._context, self._macro_arguments = outer, outer_arguments
            if fitting:
                return here
            if here is not None:
                if kind is not None and kind != here:
                    return None
                kind = here
        return kind


def _is_pin_projected(definition: Def) -> bool:
    if any(flag in definition.flags for flag in ("within:pin_project", "within:pin_project_lite")):
        return True
    expressions = definition.unit.facts.expressions
    for decorator in definition.facts.decorators:
        item = expressions[decorator]
        if item[0] == "call" and item[1] >= 0:
            item = expressions[item[1]]
        if item[-1] == "pin_project":
            return True
    return False


def _takes(rule: Def, count: int) -> bool:
    formals = rule.facts.parameters
    if any(p.kind == "args" for p in formals):
        return count >= len([p for p in formals if p.kind != "args"])
    return len(formals) == count


def _has_receiver(definition: Def) -> bool:
    formals = definition.facts.parameters
    return bool(formals) and formals[0].kind == "self"
