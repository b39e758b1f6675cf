"""Contextual types: what the place where a function or an object literal stands expects of it.

``items.map(x => x.price())``: the parameter has no type of its own; it gets one from the parameter of ``map``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from codegraph.linking.ecmascript import builtins
from codegraph.linking.ecmascript.calls import Calls
from codegraph.linking.ecmascript.members import _extra
from codegraph.linking.ecmascript.values import (
    UNKNOWN,
    FunctionMethod,
    Indexed,
    Later,
    Mapped,
    Proto,
    Record,
    ThisFunction,
)
from codegraph.linking.units import Unit
from codegraph.linking.values import (
    NOTHING,
    NULL,
    Bound,
    Def,
    External,
    ExternalInstance,
    ExternalMethod,
    Function,
    Generic,
    Instance,
    Super,
    TypeVariable,
    Value,
    Values,
    union,
)

if TYPE_CHECKING:
    from parsers.facts import Parameter

_FUNCTIONS = frozenset(("function", "method", "lambda"))


class Place(NamedTuple):
    """Where an expression stands."""

    kind: str
    """argument, property, element, declared, returned, member."""
    expression: int = -1
    """The call, the map, the array, the declared type, the object assigned to."""
    scope: int = 0
    position: int = 0
    index: int = 0
    name: str = ""


class Contexts(Calls):
    """Types that come from the outside in."""

    def places(self, unit: Unit) -> dict[int, Place]:
        """Expression -> the place where it stands, for functions, literals and calls in arguments."""
        found = unit.cache.get("places")
        if found is None:
            found = unit.cache["places"] = self._places(unit)
        return found  # type: ignore[return-value]

    def _places(self, unit: Unit) -> dict[int, Place]:
        facts = unit.facts
        expressions = facts.expressions
        out: dict[int, Place] = {}
        pending: list[tuple[int, int, int]] = []

        def note(expression: int, place: Place) -> None:
            if expression < 0 or expression in out:
                return
            op = expressions[expression][0]
            if op in ("def", "map", "seq"):
                out[expression] = place
                pending.append((expression, place.scope, place.position))

        for reference in facts.references:
            if reference.role not in ("call", "construct") or reference.expression < 0:
                continue
            operation = expressions[reference.expression]
            for i, argument in enumerate(operation[2]):
                note(argument, Place("argument", reference.expression, reference.scope, reference.start_byte, i))
        for binding in facts.bindings:
            expression = binding.expression
            if expression < 0:
                continue
            if binding.kind == "return":
                note(expression, Place("returned", -1, binding.scope, binding.start_byte))
            elif binding.kind == "attr" and binding.base >= 0:
                note(
                    expression,
                    Place("member", binding.base, binding.scope, binding.start_byte, 0, binding.name),
                )
        declared = {
            (b.scope, b.name, b.start_byte): b.expression for b in facts.bindings if b.declared and b.kind == "declare"
        }
        if declared:
            for binding in facts.bindings:
                if binding.kind == "assign" and binding.expression >= 0:
                    kind = declared.get((binding.scope, binding.name, binding.start_byte))
                    if kind is not None:
                        place = Place("declared", kind, binding.scope, binding.start_byte)
                        note(binding.expression, place)
                        if expressions[binding.expression][0] in ("call", "new"):
                            out.setdefault(binding.expression, place)
        for definition in facts.definitions:
            kind = _extra(definition.extra, "initial")
            if kind >= 0 and definition.value >= 0:
                place = Place("declared", definition.value, definition.parent, definition.start_byte)
                note(kind, place)
        while pending:
            expression, scope, position = pending.pop()
            operation = expressions[expression]
            op = operation[0]
            if op == "def":
                definition = facts.definitions[operation[1]]
                if definition.kind != "object" or definition.value < 0:
                    continue
                inner = expressions[definition.value]
                scope = operation[1]
            else:
                inner = operation
            if inner[0] == "map":
                for key, value in zip(inner[1], inner[2], strict=True):
                    if key >= 0 and expressions[key][0] == "str":
                        note(value, Place("property", expression, scope, position, 0, expressions[key][1]))
            elif inner[0] == "seq":
                for item in inner[2]:
                    note(item, Place("element", expression, scope, position))
        return out

    def expected(self, unit: Unit, expression: int) -> Values:
        """The type that the place of an expression asks for; NOTHING when it asks for none."""
        place = self.places(unit).get(expression)
        if place is None:
            return NOTHING
        return self.evaluator.kept((unit.path, "expected", expression), self._expected, unit, place)

    def _expected(self, unit: Unit, place: Place) -> Values:
        return self.forced(self._expected_at(unit, place))

    def _expected_at(self, unit: Unit, place: Place) -> Values:
        kind = place.kind
        if kind == "argument":
            operation = unit.facts.expressions[place.expression]
            return self.expected_argument((unit, operation, place.scope, place.position), place.index, place.expression)
        if kind == "property":
            return union(*[self.member(v, place.name) for v in self.expected(unit, place.expression)])
        if kind == "element":
            return self.each(self.expected(unit, place.expression), self.iterate)
        if kind == "declared":
            return self.evaluator.evaluate(unit, place.expression, place.scope, None)
        if kind == "returned":
            return self.expected_result(unit, place.scope)
        if kind == "member":
            owners = self.evaluator.evaluate(unit, place.expression, place.scope, place.position - 1)
            return union(*[self.declared_member(v, place.name) for v in owners])
        return NOTHING

    def declared_member(self, value: Value, name: str) -> Values:
        """A member as its type declares it, without what is assigned to it."""
        if isinstance(value, Instance):
            cls = value.cls
            for base in self.resolution_order(cls):
                if isinstance(base, External):
                    return NOTHING
                members = base.unit.members(base.index).get(name)
                if members:
                    picked = self.pick(members)
                    if picked.kind == "method":
                        return (Bound(picked, value),)
                    if picked.kind == "field" and picked.facts.value >= 0:
                        found = self.evaluator.evaluate(picked.unit, picked.facts.value, picked.facts.parent, None)
                        return self.substitute(found, self.type_arguments(value))
                    return NOTHING
            return NOTHING
        if isinstance(value, Record) and value.typed:
            return self.record_member(value, name)
        if isinstance(value, (TypeVariable, Indexed, Later)):
            return union(*[self.declared_member(v, name) for v in self.bound_of(value)])
        if isinstance(value, Mapped):
            return self.mapped_member(value, name)
        return NOTHING

    def expected_result(self, unit: Unit, index: int) -> Values:
        """What a function's return statements are expected to give."""
        definition = unit.facts.definitions[index]
        if definition.returns >= 0:
            values = self.typed(unit, definition.returns, index)
        else:
            values = union(*[self.call_result(v) for v in self.expected_function(unit, index)])
        if "async" in definition.flags:
            return self.each(values, self.awaited)
        return values

    def expected_function(self, unit: Unit, index: int) -> Values:
        """The function type that the place of function ``index`` asks for."""
        definition = unit.facts.definitions[index]
        declared = _extra(definition.extra, "context")
        if declared >= 0:
            return self.evaluator.evaluate(unit, declared, definition.parent, None)
        expression = self.definition_expression(unit, index)
        return self.expected(unit, expression) if expression >= 0 else NOTHING

    def definition_expression(self, unit: Unit, index: int) -> int:
        """The ``("def", index)`` expression of a definition, or -1."""
        table = unit.cache.get("definition expressions")
        if table is None:
            table = unit.cache["definition expressions"] = {
                e[1]: i for i, e in enumerate(unit.facts.expressions) if e[0] == "def"
            }
        return table.get(index, -1)  # type: ignore[union-attr]

    # -- arguments

    def expected_argument(self, call: Any, position: int, expression: int = -1) -> Values:
        """The type that argument ``position`` of a call is expected to have."""
        unit, operation, scope, at = call
        callee = self.evaluator.evaluate(unit, operation[1], scope, at)
        out: list[Values] = []
        for value in callee:
            out.append(self.parameter_expected(value, call, position, expression))
        return union(*out)

    def parameter_expected(self, value: Value, call: Any, position: int, expression: int) -> Values:
        unit, operation = call[:2]
        function: Def | None = None
        receiver: Value | None = None
        if isinstance(value, Def):
            if value.kind in _FUNCTIONS:
                function = value
            elif value.kind == "class":
                for init in self.class_member(value, "constructor"):
                    if isinstance(init, Def) and init.kind == "method":
                        function, receiver = init, None
        elif isinstance(value, Bound):
            function, receiver = value.function, value.receiver
        elif isinstance(value, Generic) and isinstance(value.base, Def):
            receiver = Instance(value.base, value.args)
            for init in self.class_member(value.base, "constructor"):
                if isinstance(init, Def) and init.kind == "method":
                    function = init
        elif isinstance(value, Super):
            for base in self.resolution_order(value.cls)[1:]:
                if isinstance(base, Def):
                    for init in self.own_member(base, "constructor"):
                        if isinstance(init, Def) and init.kind == "method":
                            function, receiver = init, value.receiver
                    if function is not None:
                        break
        elif isinstance(value, Function):
            return self.function_parameter(value, call, position)
        elif isinstance(value, Instance):
            signatures = self.call_signatures(value, "construct" if operation[0] == "new" else "call")
            return union(*[self.function_parameter(f, call, position) for f in signatures[:1]])
        elif isinstance(value, (TypeVariable, Indexed, Later)):
            return union(
                *[self.parameter_expected(v, call, position, expression) for v in self.bound_of(value) if v != value]
            )
        elif isinstance(value, ExternalMethod):
            return self.external_parameter(value, call, position)
        elif isinstance(value, External):
            return self.external_function_parameter(value, call, position)
        elif isinstance(value, FunctionMethod) and value.name == "call" and position > 0:
            return self.parameter_expected(value.function, call, position - 1, expression)
        if function is None:
            return NOTHING
        signature = self.overload(function, call)
        parameter = _parameter_at(signature.facts.parameters, position)
        if parameter is None:
            return NOTHING
        if parameter.type < 0:
            return NOTHING
        declared = self.typed(signature.unit, parameter.type, signature.index)
        if parameter.kind == "args":
            declared = self.each(declared, self.iterate)
        if not any(self.is_open(v) for v in declared):
            return declared
        mapping = self.known_variables(signature, receiver)
        self.learn_from_call(signature, receiver, call, mapping, functions=False)
        self.learn_from_result(signature, unit, expression, mapping)
        return self.substitute(declared, mapping)

    def learn_from_result(self, function: Def, unit: Unit, expression: int, mapping: dict[str, Values]) -> None:
        """``const x: Box<Item> = make(y => …)``: the declared type says what T is."""
        if expression < 0 or function.facts.returns < 0:
            return
        place = self.places(unit).get(expression)
        if place is None or place.kind != "declared":
            return
        wanted = self.evaluator.evaluate(unit, place.expression, place.scope, None)
        self.unify_all(self.typed(function.unit, function.facts.returns, function.index), wanted, mapping)

    def function_parameter(self, value: Function, call: Any, position: int) -> Values:
        """Parameter ``position`` of a function type."""
        if position >= len(value.parameters):
            return NOTHING
        declared = value.parameters[position]
        if not any(self.is_open(v) for v in declared):
            return declared
        unit, operation, scope, at = call
        mapping: dict[str, Values] = {}
        for i, argument in enumerate(operation[2]):
            if i != position and i < len(value.parameters) and argument >= 0:
                item = unit.facts.expressions[argument]
                if item[0] != "def":
                    self.learn(value.parameters[i], unit, argument, scope, at, mapping)
        return self.substitute(declared, mapping)

    def external_parameter(self, value: ExternalMethod, call: Any, position: int) -> Values:
        """Callbacks of arrays, maps, sets and promises."""
        receiver, name = value.receiver, value.name
        args: tuple[Values, ...] = receiver.args
        if not args:
            return NOTHING
        kind = receiver.name
        first = args[0]
        if kind == "Array":
            if name in builtins.ELEMENT_CALLBACKS and position == 0:
                second: Values = args[0] if name in ("sort", "toSorted") else (ExternalInstance("float"),)
                return (Function(NOTHING, (args[0], second, (receiver,))),)
            if name in ("reduce", "reduceRight") and position == 0:
                start = self.argument(call, 1) if len(call[1][2]) > 1 else args[0]
                return (Function(NOTHING, (start, args[0], (ExternalInstance("float"),), (receiver,))),)
            if name in ("push", "unshift"):
                return args[0]
        elif kind in ("Map", "Set"):
            if name == "forEach" and position == 0:
                element = args[:2][-1] if kind == "Map" else first
                return (Function(NOTHING, (element, first, (receiver,))),)
            if name in ("set", "add"):
                return args[position] if position < len(args) else NOTHING
        elif kind == "Promise" and name == "then" and position == 0:
            return (Function(NOTHING, (self.each(args[0], self.awaited),)),)
        return NOTHING

    def external_function_parameter(self, value: External, call: Any, position: int) -> Values:
        """Callbacks of ``Array.from``."""
        if value.name == "Array.from" and position == 1:
            return (Function(NOTHING, (self.each(self.argument(call, 0), self.iterate),)),)
        return NOTHING

    # -- parameters without a type

    def parameter(self, unit: Unit, scope: int, parameter: Parameter) -> Values:
        if parameter.type >= 0:
            return self.typed(unit, parameter.type, scope)
        definition = unit.facts.definitions[scope]
        position = next((i for i, p in enumerate(definition.parameters) if p is parameter or p == parameter), -1)
        found = self.parameter_from_place(unit, scope, position, parameter.kind == "args")
        known = tuple(v for v in found if v is not NULL)
        if known:
            self.evaluator.inferred = True
            return known
        if parameter.default >= 0:
            self.evaluator.inferred = True
            values = self.evaluator.evaluate(unit, parameter.default, definition.parent, None)
            return tuple(v for v in values if v is not NULL)
        if parameter.kind == "args":
            return (ExternalInstance("Array", (NOTHING,)),)
        return NOTHING

    def parameter_from_place(self, unit: Unit, scope: int, position: int, rest: bool) -> Values:
        """A parameter's type from where its function stands."""
        definition = unit.facts.definitions[scope]
        out: list[Values] = []
        if definition.kind == "property" or position < 0:
            return NOTHING
        parent = unit.facts.definitions[definition.parent]
        if definition.kind == "method" and parent.kind == "class" and _extra(definition.extra, "context") < 0:
            return NOTHING  # as in TypeScript: a base method's parameter types are not inherited
        for value in self.expected_function(unit, scope):
            out.append(self.parameter_of(value, position, rest))
        return self.forced(union(*out))

    def parameter_of(self, value: Value, position: int, rest: bool) -> Values:
        """Parameter ``position`` of something callable, as its declaration says."""
        if isinstance(value, Function):
            if rest:
                return (ExternalInstance("Array", (union(*value.parameters[position:]),)),)
            return value.parameters[position] if position < len(value.parameters) else NOTHING
        function: Def | None = None
        receiver: Value | None = None
        if isinstance(value, Bound):
            function, receiver = value.function, value.receiver
        elif isinstance(value, Def) and value.kind in _FUNCTIONS:
            function = value
        elif isinstance(value, Instance):
            signatures = self.call_signatures(value)
            return union(*[self.parameter_of(f, position, rest) for f in signatures[:1]])
        elif isinstance(value, (TypeVariable, Indexed, Later)):
            return union(*[self.parameter_of(v, position, rest) for v in self.bound_of(value) if v != value])
        elif isinstance(value, Record) and value.owner is not None:
            out: list[Values] = []
            for key, expression in value.owner.facts.extra:
                if key == "call":
                    for signature in self.typed(value.unit, expression, value.scope):
                        out.append(self.parameter_of(signature, position, rest))
            return self.substitute(union(*out), dict(value.mapping))
        if function is None:
            return NOTHING
        signatures = self.signatures(function)
        chosen = signatures[0] if signatures else function
        types = self.parameter_types(chosen, receiver)
        parameters = chosen.facts.parameters
        if position < len(parameters) and parameters[position].kind != "args":
            if not types[position] and _extra(chosen.facts.extra, "context") >= 0:
                return self.parameter(chosen.unit, chosen.index, parameters[position])
            return types[position]
        if parameters and parameters[-1].kind == "args":
            return types[-1] if rest else self.each(types[-1], self.iterate)
        return NOTHING

    def declared_by_context(self, function: Def) -> Values:
        declared = _extra(function.facts.extra, "context")
        if declared < 0:
            return NOTHING
        values = self.evaluator.evaluate(function.unit, declared, function.facts.parent, None)
        return union(*[self.call_result(v) for v in values if not isinstance(v, ExternalInstance)])

    # -- this

    def expected_receiver(self, unit: Unit, index: int) -> Values:
        out: list[Values] = []
        for value in self.expected_function(unit, index):
            if isinstance(value, ThisFunction):
                out.append(value.receiver)
            elif isinstance(value, Bound):
                declared = _extra(value.function.facts.extra, "this")
                if declared >= 0:
                    found = self.typed(value.function.unit, declared, value.function.index)
                    out.append(self.substitute(found, self.known_variables(value.function, value.receiver)))
        return union(*out)

    def object_receiver(self, literal: Def) -> Values:
        """``this`` in an object literal: ``ThisType<T>`` in the expected type, a prototype, else the object."""
        unit = literal.unit
        expression = self.definition_expression(unit, literal.index)
        place = self.places(unit).get(expression) if expression >= 0 else None
        if place is not None:
            expected = self.expected(unit, expression)
            for value in expected:
                if isinstance(value, ExternalInstance) and value.name == "ThisType" and value.args:
                    return value.args[0]
            if place.kind == "member" and place.name == "prototype":
                owners = self.evaluator.evaluate(unit, place.expression, place.scope, place.position - 1)
                found = tuple(Instance(v) for v in owners if isinstance(v, Def) and v.kind in ("function", "class"))
                if found:
                    return found
            if place.kind == "argument" and place.index > 0:
                # Object.assign(C.prototype, { … })
                operation = unit.facts.expressions[place.expression]
                first = operation[2][0]
                item = unit.facts.expressions[first] if first >= 0 else UNKNOWN
                if item[0] == "attr" and item[2] == "prototype":
                    owners = self.evaluator.evaluate(unit, first, place.scope, place.position)
                    found = tuple(Instance(v.owner) for v in owners if isinstance(v, Proto))
                    if found:
                        return found
            declared = tuple(v for v in expected if isinstance(v, Instance) and v.cls.kind in ("interface", "class"))
            if declared:
                return declared
        return (literal,)


def _parameter_at(parameters: tuple[Parameter, ...], position: int) -> Parameter | None:
    if position < len(parameters):
        return parameters[position]
    if parameters and parameters[-1].kind == "args":
        return parameters[-1]
    return None
