"""Type expressions as values: an object of the type, with type variables where they are not yet known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegraph.linking.ecmascript import builtins
from codegraph.linking.ecmascript.names import Names, variable_name
from codegraph.linking.ecmascript.values import (
    UNKNOWN,
    Conditional,
    Constructor,
    GuardFunction,
    Indexed,
    Key,
    Later,
    Mapped,
    Record,
    ThisFunction,
)
from codegraph.linking.units import Unit
from codegraph.linking.values import (
    FOREIGN,
    NOTHING,
    NULL,
    Def,
    External,
    ExternalInstance,
    Function,
    Generic,
    Instance,
    TupleOf,
    TypeVariable,
    Value,
    Values,
    union,
)

if TYPE_CHECKING:
    from parsers.facts import Expression

THIS = "this"
"""Name of the type variable that stands for the receiver's own type."""

_PLAIN = frozenset(("class", "interface", "enum"))
_PLAIN_TYPES = frozenset(("lit", "str", "this"))
_SHAPES = frozenset(("fn", "constructor", "map", "def", "seq", "guard"))
_COMPUTED = frozenset(("ReturnType", "InstanceType", "Parameters", "ConstructorParameters"))
"""Utility types that have to read their argument."""

_RECEIVER: Values = (TypeVariable(THIS),)
_SUBSTITUTION_DEPTH = 8


class Types(Names):
    """What types stand for."""

    def typed(self, unit: Unit, expression: int, scope: int) -> Values:
        if expression < 0:
            return NOTHING
        operation = unit.facts.expressions[expression]
        op = operation[0]
        if op == "lit":
            return self.literal(operation[1])
        if op == "str":
            return (Key(operation[1]),)
        if op == "this":
            return _RECEIVER
        return self.evaluator.kept(
            (unit.path, "typed", expression, scope), self._typed, unit, operation, expression, scope
        )

    def _typed(self, unit: Unit, operation: Expression, expression: int, scope: int) -> Values:
        return self.forced(self._read(unit, operation, expression, scope))

    def _read(self, unit: Unit, operation: Expression, expression: int, scope: int) -> Values:
        op = operation[0]
        if op == "name" or op == "attr":
            return union(*[self.objects_of(e, ()) for e in self.entities(unit, expression, scope)])
        if op == "generic":
            args = tuple(self.later(unit, a, scope) for a in operation[2])
            return union(*[self.objects_of(e, args) for e in self.entities(unit, operation[1], scope)])
        if op == "union" or op == "all":
            return _without_null(union(*[self.typed(unit, a, scope) for a in operation[1]]))
        if op == "scoped":
            return self.typed(unit, operation[2], operation[1])
        if op == "seq" and any(i >= 0 and unit.facts.expressions[i][0] == "spread" for i in operation[2]):
            return (ExternalInstance("Array", (union(*[self.typed(unit, i, scope) for i in operation[2]]),)),)
        if op == "index":
            return self._lookup_type(unit, operation, scope)
        if op == "typeof":
            inner = unit.facts.expressions[operation[1]] if operation[1] >= 0 else UNKNOWN
            if inner[0] == "call" and (module := self.imported_module(unit, inner)) is not None:
                return self.module_value(module, True)
            return self.evaluator.evaluate(unit, operation[1], scope, None)
        if op == "mapped":
            return self._mapped(unit, operation, scope)
        if op == "spread":
            return self.each(self.typed(unit, operation[1], scope), self.iterate)
        if op == "inst":
            return self.typed(unit, operation[1], scope)
        if op == "call":
            return self._import_type(unit, operation)
        return self._shape(unit, operation, expression, scope)

    def _shape(self, unit: Unit, operation: Expression, expression: int, scope: int) -> Values:
        """Types that are what they are written as; their insides stay unread."""
        op = operation[0]
        if op == "fn":
            outcome: int = operation[2]
            result = self.later(unit, outcome, scope)
            parameters = tuple(self.later(unit, p, scope) for p in operation[1])
            if len(operation) > 3:
                return (ThisFunction(result, parameters, self.later(unit, operation[3], scope)),)
            given = unit.facts.expressions[outcome] if outcome >= 0 else UNKNOWN
            if given[0] == "asserts" and given[1] >= 0:
                given = unit.facts.expressions[given[1]]
            if given[0] == "guard":
                return (GuardFunction(result, parameters, self.later(unit, given[2], scope)),)
            return (Function(result, parameters),)
        if op == "constructor":
            made = self.later(unit, operation[1], scope)
            return tuple(Constructor(f.result) for f in made if isinstance(f, Function))
        if op == "map":
            return (Record(unit, expression, scope, None, True),)
        if op == "def":
            definition = unit.defs[operation[1]]
            if definition.kind == "object" and "type" in definition.flags:
                return (Record(unit, definition.facts.value, operation[1], None, True, definition),)
            return self.objects_of(definition, ())
        if op == "seq":
            return (TupleOf(tuple(self.later(unit, i, scope) for i in operation[2])),)
        if op == "guard":
            return self.literal("bool")
        return NOTHING

    # -- reading only when asked

    def later(self, unit: Unit, expression: int, scope: int) -> Values:
        """The type that ``expression`` writes, read no further than its outermost shape says."""
        if expression < 0:
            return NOTHING
        operation = unit.facts.expressions[expression]
        op = operation[0]
        if op in _PLAIN_TYPES:
            return self.typed(unit, expression, scope)
        return self.evaluator.kept(
            (unit.path, "later", expression, scope), self._later, unit, operation, expression, scope
        )

    def _later(self, unit: Unit, operation: Expression, expression: int, scope: int) -> Values:
        op = operation[0]
        if op == "name" or op == "attr":
            entities = self.entities(unit, expression, scope)
            if all(_is_plain(e) for e in entities):
                return union(*[self.objects_of(e, ()) for e in entities])
        elif op == "generic":
            entities = self.entities(unit, operation[1], scope)
            if all(_is_plain(e) for e in entities):
                args = tuple(self.later(unit, a, scope) for a in operation[2])
                return union(*[self.objects_of(e, args) for e in entities])
        elif op == "union" or op == "all":
            return _without_null(union(*[self.later(unit, a, scope) for a in operation[1]]))
        elif op == "scoped":
            return self.later(unit, operation[2], operation[1])
        elif op in _SHAPES and not (
            op == "seq" and any(i >= 0 and unit.facts.expressions[i][0] == "spread" for i in operation[2])
        ):
            return self._shape(unit, operation, expression, scope)
        return (Later(unit, expression, scope),)

    def forced(self, values: Values) -> Values:
        """``values`` with what was left unread now read."""
        for value in values:
            if type(value) is Later:
                return union(*[self.force(v) if type(v) is Later else (v,) for v in values])
        return values

    def force(self, value: Later) -> Values:
        """Read a type that was left for later."""
        unit = value.unit
        if not value.mapping:
            return self.typed(unit, value.expression, value.scope)
        return self.evaluator.kept(
            (unit.path, "forced", value.expression, value.scope, value.mapping), self._force, value
        )

    def _force(self, value: Later) -> Values:
        values = self.typed(value.unit, value.expression, value.scope)
        return self.forced(self.substitute(values, dict(value.mapping)))

    def free(self, unit: Unit, expression: int, scope: int) -> frozenset[str]:
        """The type variables that a type expression mentions."""
        table: dict[tuple[int, int], frozenset[str]] = unit.cache.setdefault("free", {})  # type: ignore[assignment]
        key = (expression, scope)
        found = table.get(key)
        if found is None:
            found = table[key] = self._free(unit, expression, scope)
        return found

    def _free(self, unit: Unit, expression: int, scope: int) -> frozenset[str]:
        expressions = unit.facts.expressions
        mapped = self.mapped_names(unit)
        out: set[str] = set()
        pending = [(expression, scope)]
        seen: set[tuple[int, int]] = set()
        while pending:
            item = pending.pop()
            index, here = item
            if index < 0 or item in seen:
                continue
            seen.add(item)
            operation = expressions[index]
            op = operation[0]
            if op == "name":
                variable = self.visible_variables(unit, here).get(operation[1])
                if variable is not None:
                    out.add(variable)
                elif operation[1] in mapped:
                    out.add(f"{unit.path}:{operation[1]}")
            elif op == "this":
                out.add(THIS)
            elif op == "def":
                out.update(self.visible_variables(unit, operation[1]).values())
                out.add(THIS)
            elif op == "scoped":
                pending.append((operation[2], operation[1]))
            elif op != "attr" and op != "typeof":
                for part in operation[1:]:
                    if isinstance(part, int):
                        pending.append((part, here))
                    elif isinstance(part, (list, tuple)):
                        pending.extend((p, here) for p in part if isinstance(p, int))
        return frozenset(out)

    def visible_variables(self, unit: Unit, scope: int) -> dict[str, str]:
        """Name -> unique name of every type parameter in force in ``scope``."""
        table: dict[int, dict[str, str]] = unit.cache.setdefault("variables", {})  # type: ignore[assignment]
        found = table.get(scope)
        if found is None:
            definition = unit.facts.definitions[scope]
            found = dict(self.visible_variables(unit, definition.parent)) if scope > 0 else {}
            for name, _ in definition.type_parameters:
                found[name] = variable_name(unit, scope, name)
            table[scope] = found
        return found

    def _lookup_type(self, unit: Unit, operation: Expression, scope: int) -> Values:
        base = self.typed(unit, operation[1], scope)
        key = operation[2]
        if key < 0:
            return NOTHING
        kind = unit.facts.expressions[key]
        if kind[0] == "str":
            return self.indexed_by(base, kind[1])
        if kind[0] == "lit":
            return self.each(base, self.iterate)
        return self.indexed_by(base, self.typed(unit, key, scope))

    def indexed_by(self, base: Values, key: str | Values) -> Values:
        """``T["key"]``: left as it is while T or the key is a type variable."""
        if not isinstance(key, str):
            names = [k.name for k in self.forced(key) if isinstance(k, Key)]
            if names:
                return union(*[self.indexed_by(base, name) for name in names])
            if any(isinstance(k, TypeVariable) for k in key):
                return (Indexed(base, key),) if base else NOTHING
            return self.each(base, self.iterate_values)
        out: list[Values] = []
        for value in self.forced(base):
            if isinstance(value, (TypeVariable, Indexed, Mapped, Conditional)):
                out.append((Indexed((value,), key),))
            else:
                out.append(self.member(value, key))
        return union(*out)

    def iterate_values(self, value: Value) -> Values:
        """Any value of an object used as a table."""
        if isinstance(value, Record):
            return union(*[self.record_value(value, v) for v in value.unit.facts.expressions[value.expression][2]])
        if isinstance(value, Mapped):
            return value.template
        if isinstance(value, ExternalInstance) and len(value.args) > 1:
            return value.args[1]
        return self.iterate(value)

    def record_value(self, record: Record, expression: int) -> Values:
        """One value of an object literal or object type."""
        raise NotImplementedError

    def _mapped(self, unit: Unit, operation: Expression, scope: int) -> Values:
        _, source, name, value = operation
        template = unit.facts.expressions[value] if value >= 0 else UNKNOWN
        if source < 0:
            return (ExternalInstance("Record", (self.literal("str"), self.later(unit, value, scope))),)
        base = self.typed(unit, source, scope)
        if template[0] == "index" and template[1] == source and unit.facts.expressions[template[2]] == ("name", name):
            return base
        if not base:
            return (ExternalInstance("Record", (self.literal("str"), self.later(unit, value, scope))),)
        return (Mapped(base, f"{unit.path}:{name}", self.later(unit, value, scope)),)

    def _import_type(self, unit: Unit, operation: Expression) -> Values:
        """``import("x")`` where a type is expected: what the module is as a whole."""
        module = self.imported_module(unit, operation)
        return self.objects_of(module, ()) if module is not None else NOTHING

    def imported_module(self, unit: Unit, operation: Expression) -> Value | None:
        """The module of ``import("x")`` or ``require("x")``."""
        arguments = operation[2]
        callee = unit.facts.expressions[operation[1]] if operation[1] >= 0 else UNKNOWN
        if callee[0] != "name" or callee[1] not in ("import", "require") or not arguments or arguments[0] < 0:
            return None
        named = unit.facts.expressions[arguments[0]]
        if named[0] != "str":
            return None
        return self.module_for(unit, named[1])[0]

    # -- entities

    def entities(self, unit: Unit, expression: int, scope: int) -> Values:
        if expression < 0:
            return NOTHING
        operation = unit.facts.expressions[expression]
        op = operation[0]
        if op == "name":
            return self.evaluator.kept(
                (unit.path, "type name", scope, operation[1]), self.type_entity, unit, scope, operation[1]
            )
        if op == "attr":
            return union(*[self.exported_entities(e, operation[2]) for e in self.entities(unit, operation[1], scope)])
        if op == "call":
            module = self.imported_module(unit, operation)
            return (module,) if module is not None else NOTHING
        if op == "generic":
            args = tuple(self.later(unit, a, scope) for a in operation[2])
            return tuple(
                Generic(e, args) if isinstance(e, (Def, External)) else e
                for e in self.entities(unit, operation[1], scope)
            )
        if op == "def":
            return (unit.defs[operation[1]],)
        return NOTHING

    def exported_entities(self, module: Value, name: str) -> Values:
        if isinstance(module, Def) and module.kind == "enum":
            return (module,)  # a member of an enum as a type
        if isinstance(module, Def) and module.kind in ("class", "function", "interface"):
            # class C with a namespace C beside it
            return self.namespace_entities(module, name)
        return super().exported_entities(module, name)

    def objects_of(self, entity: Value, args: tuple[Values, ...]) -> Values:
        """An object of the type that an entity with type arguments is."""
        if isinstance(entity, Generic):
            return self.objects_of(entity.base, entity.args)
        if isinstance(entity, Def):
            kind = entity.kind
            if kind in _PLAIN:
                return (Instance(entity, args),)
            if kind == "type":
                return self.alias_value(entity, args)
            if kind == "function":
                return (Instance(entity),)
            if kind == "module":
                return union(*[self.objects_of(e, args) for e in self.exported_entities(entity, "export=")])
            return NOTHING
        if isinstance(entity, External):
            return self.external_instances(entity.name, args)
        return (entity,)

    def alias_value(self, alias: Def, args: tuple[Values, ...]) -> Values:
        """``type Name<T> = …`` with its parameters filled in."""
        values = self.typed(alias.unit, alias.facts.value, alias.index)
        names = self.type_parameters(alias)
        if not names or not args:
            return values
        return self.substitute(values, dict(zip(names, args, strict=False)))

    def external_instances(self, name: str, args: tuple[Values, ...]) -> Values:
        last = name.rsplit(".", 1)[-1]
        if last in builtins.SAME:
            return args[0] if args else NOTHING
        if last in builtins.ARRAYS:
            return (ExternalInstance("Set" if last.endswith("Set") else "Array", args),)
        if last in builtins.MAPS:
            return (ExternalInstance("Map", args),)
        if last in builtins.PROMISES:
            return (ExternalInstance("Promise", args),)
        if last in ("ReturnType", "InstanceType", "Parameters", "ConstructorParameters", "ThisType", "Ref"):
            return self.utility(last, args)
        return (ExternalInstance(last, args),)

    def utility(self, name: str, args: tuple[Values, ...]) -> Values:
        """Utility types that compute something from a function or a class."""
        if name in ("ThisType", "Ref"):
            return (ExternalInstance(name, args),)
        given = self.forced(args[0]) if args else NOTHING
        if any(isinstance(v, (TypeVariable, Indexed)) for v in given):
            return (Conditional(name, args),)
        if name == "ReturnType":
            return union(*[self.call_result(v) for v in given])
        if name == "InstanceType":
            return union(*[self.construct_result(v) for v in given])
        return NOTHING

    def call_result(self, value: Value) -> Values:
        """What a function gives, whatever it is called with."""
        raise NotImplementedError

    def construct_result(self, value: Value) -> Values:
        """What ``new`` of a value gives, whatever the arguments."""
        raise NotImplementedError

    # -- objects of types, and substitution

    def instance_of(self, value: Value) -> Values:
        if isinstance(value, (Def, External, Generic)):
            return self.objects_of(value, ())
        return (value,)

    def type_parameters(self, cls: Def) -> tuple[str, ...]:
        found = cls.facts.type_parameters
        if not found:
            return ()
        return tuple(variable_name(cls.unit, cls.index, name) for name, _ in found)

    def op_inst(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        return self.typed(unit, operation[1], scope)

    def op_fn(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        return NOTHING

    def substitute(self, values: Values, mapping: dict[str, Values], depth: int = 0) -> Values:
        if not mapping or not values:
            return values
        if len(values) == 1:
            value = values[0]
            return self._replace(value, mapping, depth) if self.is_open(value) else values
        out: dict[Value, None] = {}
        for value in values:
            if self.is_open(value):
                out.update(dict.fromkeys(self._replace(value, mapping, depth)))
            else:
                out[value] = None
        return tuple(out)

    def is_open(self, value: object, depth: int = 0) -> bool:
        """Whether a value mentions a type variable."""
        if isinstance(value, (TypeVariable, Indexed, Mapped, Conditional)):
            return True
        if isinstance(value, Later):
            return bool(self.free(value.unit, value.expression, value.scope))
        if depth > 6:
            return False
        if isinstance(value, (Instance, ExternalInstance)):
            return any(self.is_open(v, depth + 1) for a in value.args for v in a)
        if isinstance(value, Record):
            return bool(value.mapping) or bool(self.record_variables(value))
        if isinstance(value, TupleOf):
            return any(self.is_open(v, depth + 1) for a in value.items for v in a)
        if isinstance(value, Function):
            return any(self.is_open(v, depth + 1) for v in value.result) or any(
                self.is_open(v, depth + 1) for p in value.parameters for v in p
            )
        if isinstance(value, Constructor):
            return any(self.is_open(v, depth + 1) for v in value.result)
        return False

    def _replace(self, value: Value, mapping: dict[str, Values], depth: int) -> Values:
        if isinstance(value, TypeVariable):
            known = mapping.get(value.name)
            if known is not None or not value.bound or depth >= _SUBSTITUTION_DEPTH:
                return known if known is not None else (value,)
            # Not known itself, but its bound or default is: ``D = T["def"]``.
            bound = self.substitute(value.bound, mapping, depth + 4)
            return (value,) if bound == value.bound else bound
        if depth >= _SUBSTITUTION_DEPTH:
            return (value,)
        deeper = depth + 1
        if isinstance(value, Instance):
            return (Instance(value.cls, self._all(value.args, mapping, deeper)),)
        if isinstance(value, ExternalInstance):
            return (ExternalInstance(value.name, self._all(value.args, mapping, deeper)),)
        if isinstance(value, TupleOf):
            return (TupleOf(self._all(value.items, mapping, deeper)),)
        if isinstance(value, ThisFunction):
            return (
                ThisFunction(
                    self.substitute(value.result, mapping, deeper),
                    self._all(value.parameters, mapping, deeper),
                    self.substitute(value.receiver, mapping, deeper),
                ),
            )
        if isinstance(value, GuardFunction):
            return (
                GuardFunction(
                    self.substitute(value.result, mapping, deeper),
                    self._all(value.parameters, mapping, deeper),
                    self.substitute(value.guard, mapping, deeper),
                ),
            )
        if isinstance(value, Function):
            return (
                Function(self.substitute(value.result, mapping, deeper), self._all(value.parameters, mapping, deeper)),
            )
        if isinstance(value, Constructor):
            return (Constructor(self.substitute(value.result, mapping, deeper)),)
        if isinstance(value, Indexed):
            base = self.substitute(value.base, mapping, deeper)
            key = value.key if isinstance(value.key, str) else self.substitute(value.key, mapping, deeper)
            if base == value.base and key == value.key:
                return (value,)
            return self.indexed_by(base, key)
        if isinstance(value, Mapped):
            inner = {k: v for k, v in mapping.items() if k != value.variable}
            source = self.substitute(value.source, inner, deeper)
            return (Mapped(source, value.variable, self.substitute(value.template, inner, deeper)),)
        if isinstance(value, Conditional):
            args = self._all(value.args, mapping, deeper)
            return (value,) if args == value.args else self.utility(value.name, args)
        if isinstance(value, Later):
            names = self.free(value.unit, value.expression, value.scope)
            inside = self._inside(names, value.mapping, mapping, deeper)
            return (value,) if inside is None else (Later(value.unit, value.expression, value.scope, inside),)
        if isinstance(value, Record):
            inside = self._inside(self.record_variables(value), value.mapping, mapping, deeper)
            if inside is None:
                return (value,)
            return (
                Record(value.unit, value.expression, value.scope, value.position, value.typed, value.owner, inside),
            )
        return (value,)

    def _inside(
        self,
        names: frozenset[str],
        known: tuple[tuple[str, Values], ...],
        mapping: dict[str, Values],
        depth: int,
    ) -> tuple[tuple[str, Values], ...] | None:
        """The mapping of something unread after one more substitution; None when that changes nothing."""
        if not names:
            return None
        inside = {name: self.substitute(values, mapping, depth) for name, values in known}
        for name in sorted(names):
            if name not in inside and name in mapping:
                inside[name] = mapping[name]
        found = tuple(inside.items())
        return None if found == known else found

    def record_variables(self, record: Record) -> frozenset[str]:
        """The type variables that an object type, or the function around an object literal, may mention."""
        unit = record.unit
        if record.typed and record.owner is None:
            return self.free(unit, record.expression, record.scope)
        names = frozenset(self.visible_variables(unit, record.scope).values())
        return names | {THIS} if record.owner is not None else names

    def _all(self, parts: tuple[Values, ...], mapping: dict[str, Values], depth: int) -> tuple[Values, ...]:
        return tuple(self.substitute(p, mapping, depth) for p in parts)

    def literal(self, kind: str) -> Values:
        if kind == "none":
            return (NULL,)
        if kind == "object":
            return (FOREIGN,)
        if kind == "array":
            return (ExternalInstance("Array"),)
        return (ExternalInstance(kind),)


def _is_plain(entity: Value) -> bool:
    """Whether an object of the entity can be told without reading further."""
    if isinstance(entity, Def):
        return entity.kind in _PLAIN or entity.kind == "function"
    if isinstance(entity, External):
        return entity.name.rsplit(".", 1)[-1] not in _COMPUTED
    return isinstance(entity, TypeVariable)


def _without_null(values: Values) -> Values:
    known = tuple(v for v in values if v is not NULL)
    return known or values
