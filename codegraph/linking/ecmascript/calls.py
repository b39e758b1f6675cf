"""What calls give: overloads, type arguments, constructions, the platform's own functions and methods."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from codegraph.linking.ecmascript import builtins
from codegraph.linking.ecmascript.members import Members
from codegraph.linking.ecmascript.types import THIS
from codegraph.linking.ecmascript.values import (
    UNKNOWN,
    Constructor,
    FunctionMethod,
    GuardFunction,
    Handle,
    Indexed,
    Key,
    Later,
    Made,
    Mapped,
    Proto,
    Record,
)
from codegraph.linking.units import Unit
from codegraph.linking.values import (
    FOREIGN,
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
    TupleOf,
    TypeVariable,
    Value,
    Values,
    union,
)

if TYPE_CHECKING:
    from parsers.facts import Expression, Parameter

Call = tuple[Unit, "Expression", int, "int | None"]
_CALLABLE = frozenset(("function", "method", "lambda"))
_NO_CALL: Expression = ("call", -1, (), ())
_EMPTY = ExternalInstance("Array")


class Calls(Members):
    """Results of calls."""

    # -- the platform's functions as seen by the layers above

    def expected_argument(self, call: Call, position: int) -> Values:
        """The type an argument is expected to have."""
        raise NotImplementedError

    # -- calling a value

    def called(self, value: Value, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        if isinstance(value, Def):
            kind = value.kind
            if kind in _CALLABLE:
                return self.result(value, None, (unit, operation, scope, position))
            if kind == "class":
                return (Instance(value),)
            if kind == "module":
                return NOTHING
            return NOTHING
        if isinstance(value, Bound):
            return self.result(value.function, value.receiver, (unit, operation, scope, position))
        if isinstance(value, Function):
            return self.function_result(value, (unit, operation, scope, position))
        if isinstance(value, Instance):
            return self.instance_called(value, (unit, operation, scope, position))
        if isinstance(value, Super):
            return NOTHING
        if isinstance(value, Handle):
            return self.called(value.function, unit, operation, scope, position)
        if isinstance(value, FunctionMethod):
            return self.called_through(value, unit, operation, scope, position)
        if isinstance(value, Record):
            if value.owner is not None:
                return union(*[self.typed(value.unit, e, value.scope) for e in _signatures(value.owner, "call")])
            return NOTHING
        if isinstance(value, (TypeVariable, Indexed, Later)):
            return union(*[self.called(v, unit, operation, scope, position) for v in self.bound_of(value)])
        if isinstance(value, External):
            return self.external_call(value, unit, operation, scope, position)
        if isinstance(value, ExternalMethod):
            return self.external_method_call(value, unit, operation, scope, position)
        if isinstance(value, (ExternalInstance, Constructor)):
            return (FOREIGN,)
        return NOTHING

    def called_through(
        self, value: FunctionMethod, unit: Unit, operation: Expression, scope: int, position: int | None
    ) -> Values:
        """``f.call(this, a)`` gives what f gives; ``f.bind(o)`` is f."""
        if value.name == "bind":
            inner = value.function
            return (inner,) if isinstance(inner, Handle) else (Handle(inner),)
        arguments = operation[2][1:] if value.name == "call" else ()
        inner: Expression = ("call", -1, arguments, ())
        return self.called(value.function, unit, inner, scope, position)

    def function_result(self, value: Function, call: Call) -> Values:
        """What a value of a function type gives; its own type variables are learnt from the arguments."""
        if not any(self.is_open(v) for v in value.result):
            return value.result
        mapping: dict[str, Values] = {}
        unit, operation, scope, position = call
        for declared, argument in zip(value.parameters, operation[2], strict=False):
            self.learn(declared, unit, argument, scope, position, mapping)
        return self.substitute(value.result, mapping)

    def instance_called(self, value: Instance, call: Call) -> Values:
        """An object whose type has a call signature."""
        out: list[Values] = []
        for function in self.call_signatures(value):
            out.append(self.function_result(function, call))
            break
        return union(*out)

    def call_signatures(self, value: Instance, kind: str = "call") -> list[Function]:
        """The call (or construct) signatures of an interface, filled in for this object."""
        found: list[Function] = []
        for cls in self.resolution_order(value.cls):
            if isinstance(cls, Def):
                for expression in _signatures(cls, kind):
                    for signature in self.typed(cls.unit, expression, cls.index):
                        if isinstance(signature, Function):
                            found.append(signature)
            if found:
                break
        if not found:
            return found
        mapping = self.type_arguments(value)
        return [v for f in found for v in self._replace(f, mapping, 0) if isinstance(v, Function)]

    def call_result(self, value: Value) -> Values:
        if isinstance(value, Handle):
            return self.call_result(value.function)
        if isinstance(value, Def) and value.kind in _CALLABLE:
            return self.result(value, None, None)
        if isinstance(value, Bound):
            return self.result(value.function, value.receiver, None)
        if isinstance(value, Function):
            return value.result
        if isinstance(value, Instance):
            return union(*[f.result for f in self.call_signatures(value)[:1]])
        if isinstance(value, (TypeVariable, Indexed, Later)):
            return union(*[self.call_result(v) for v in self.bound_of(value)])
        if isinstance(value, (External, ExternalInstance, ExternalMethod)):
            return (FOREIGN,)
        return NOTHING

    def construct_result(self, value: Value) -> Values:
        if isinstance(value, Handle):
            return self.construct_result(value.function)
        if isinstance(value, Def):
            if value.kind == "class":
                return (Instance(value),)
            return self.constructed_by_function(value)
        if isinstance(value, Generic):
            return self.instance_of(value)
        if isinstance(value, Constructor):
            return value.result
        if isinstance(value, Function):
            return value.result
        if isinstance(value, Instance):
            return union(*[f.result for f in self.call_signatures(value, "construct")[:1]])
        if isinstance(value, Record) and value.owner is not None:
            out = union(*[self.typed(value.unit, e, value.scope) for e in _signatures(value.owner, "construct")])
            return union(*[f.result for f in out if isinstance(f, Function)])
        if isinstance(value, (TypeVariable, Indexed, Later)):
            return union(*[self.construct_result(v) for v in self.bound_of(value)])
        if isinstance(value, External):
            return self.external_instances(value.name, ())
        if isinstance(value, (ExternalInstance, ExternalMethod)):
            return (FOREIGN,)
        return NOTHING

    def constructed_by_function(self, function: Def) -> Values:
        if function.kind not in _CALLABLE:
            return NOTHING
        if self.is_constructor(function):
            return (Instance(function),)
        # new f() of a function that returns an object gives that object.
        found = self.result(function, None, None)
        return tuple(v for v in found if isinstance(v, (Instance, Record, Made, Def))) or (
            (Instance(function),) if function.kind == "function" else NOTHING
        )

    # -- results of the repository's own functions

    def result(self, function: Def, receiver: Value | None, call: Call | None) -> Values:
        self.evaluator.touch(function.unit.path, function.name)
        signature = self.overload(function, call)
        values = self.evaluator.kept(
            (signature.unit.path, "result", signature.index), self.declared_or_inferred, signature
        )
        return self.fill(values, signature, receiver, call)

    def overload(self, function: Def, call: Call | None) -> Def:
        """The signature that a call of an overloaded function means: the first that fits its arguments."""
        siblings = self.signatures(function)
        if len(siblings) < 2:
            return siblings[0] if siblings else function
        if call is None:
            return siblings[-1]
        count = len(call[1][2])
        fitting = [s for s in siblings if _fits(s.facts.parameters, count)]
        if len(fitting) > 1:
            for signature in fitting:
                if self.accepts(signature, call):
                    return signature
        return fitting[0] if fitting else siblings[0]

    def signatures(self, function: Def) -> list[Def]:
        """The overload signatures of a function, its implementation left out when it has any."""
        parent = function.facts.parent
        found: list[Def] = []
        static = "static" in function.flags
        for other in function.unit.members(parent).get(function.name, ()):
            if other.kind == function.kind and ("static" in other.flags) == static and "signature" in other.flags:
                found.append(other)
        return found

    def accepts(self, signature: Def, call: Call) -> bool:
        """Whether the arguments may be what the parameters say, as far as both are known."""
        unit, operation, scope, position = call
        for parameter, argument in self.pair_arguments(signature, None, operation):
            if parameter.type < 0 or argument < 0:
                continue
            item = unit.facts.expressions[argument]
            function_like = item[0] == "def" and unit.facts.definitions[item[1]].kind in _CALLABLE
            declared = self.typed(signature.unit, parameter.type, signature.index)
            if not declared:
                continue
            if function_like:
                if not any(self.may_be_called(v) for v in declared):
                    return False
                continue
            given = self.evaluator.evaluate(unit, argument, scope, position)
            if given and not any(self.compatible(d, g) for d in declared for g in given):
                return False
        return True

    def may_be_called(self, value: Value) -> bool:
        """Whether a function may be given for a value of this type."""
        if isinstance(value, (ExternalInstance, Key)):
            return isinstance(value, ExternalInstance) and value.name in ("", "Function", "function")
        if isinstance(value, Instance):
            return bool(self.call_signatures(value)) or value.cls.kind == "function"
        if isinstance(value, (TupleOf, Mapped)):
            return False
        if isinstance(value, Record):
            return value.owner is not None and bool(_signatures(value.owner, "call"))
        return True

    def compatible(self, declared: Value, given: Value) -> bool:
        """Whether a value may be given where a type is declared: False only when that is certain."""
        if declared is FOREIGN or given is FOREIGN or given is NULL:
            return True
        if isinstance(declared, TypeVariable):
            return not declared.bound or any(self.compatible(b, given) for b in declared.bound)
        if isinstance(declared, (Indexed, Mapped)) or isinstance(given, (TypeVariable, Indexed, Later)):
            return True
        if isinstance(declared, Instance):
            if isinstance(given, Instance):
                return (
                    declared.cls is given.cls
                    or declared.cls in self.resolution_order(given.cls)
                    or (
                        declared.cls.kind == "interface"
                        and given.cls.kind in ("interface", "class")
                        and self.has_members_of(given, declared.cls)
                    )
                )
            if isinstance(given, (ExternalInstance, Key)):
                return declared.cls.kind == "enum" or (
                    given.name not in _PRIMITIVES if isinstance(given, ExternalInstance) else False
                )
            if isinstance(given, (Def, Bound, Function)):
                function = not isinstance(given, Def) or given.kind in _CALLABLE
                return not function or self.may_be_called(declared)
            return True
        if isinstance(declared, ExternalInstance):
            if isinstance(given, Key):
                return declared.name == "str"
            if isinstance(given, ExternalInstance):
                return declared.name == given.name or not (
                    declared.name in _PRIMITIVES or given.name in _PRIMITIVES or {declared.name, given.name} <= _KNOWN
                )
            if declared.name in _PRIMITIVES:
                return False
            if isinstance(given, TupleOf):
                return declared.name in ("Array", "object")
            if isinstance(given, (Def, Bound, Function)):
                return declared.name not in _KNOWN
            return True
        if isinstance(declared, Key):
            return isinstance(given, Key) and given.name == declared.name or given == ExternalInstance("str")
        if isinstance(declared, Function):
            return isinstance(given, (Def, Bound, Function, FunctionMethod, External, ExternalMethod)) or (
                isinstance(given, Instance) and bool(self.call_signatures(given))
            )
        if isinstance(declared, Record):
            if isinstance(given, (ExternalInstance, Key)):
                return not (isinstance(given, Key) or given.name in _PRIMITIVES)
            return not isinstance(given, (Function, Bound))
        if isinstance(declared, TupleOf):
            return not isinstance(given, (Function, Bound, Key))
        return True

    def has_members_of(self, given: Instance, interface: Def) -> bool:
        """Whether an object has every method an interface asks for."""
        names = [
            name
            for name, members in interface.unit.members(interface.index).items()
            if members[0].kind in ("method", "property", "field")
            and "?" not in members[0].facts.signature[: len(name) + 2]
        ]
        return all(self.class_member(given.cls, name) for name in names[:20])

    def fill(self, values: Values, function: Def, receiver: Value | None, call: Call | None) -> Values:
        if not any(self.is_open(v) for v in values):
            return values
        mapping = self.known_variables(function, receiver)
        if call is not None:
            self.learn_from_call(function, receiver, call, mapping, functions=True)
        return self.substitute(values, mapping)

    def known_variables(self, function: Def, receiver: Value | None) -> dict[str, Values]:
        """What a receiver says of type variables: its type arguments and ``this``."""
        mapping: dict[str, Values] = {}
        if isinstance(receiver, Instance):
            mapping.update(self.type_arguments(receiver))
        elif isinstance(receiver, Record):
            mapping.update(receiver.mapping)
        if receiver is not None:
            mapping[THIS] = (receiver,) if not isinstance(receiver, Super) else (receiver.receiver,)
        return mapping

    def learn_from_call(
        self, function: Def, receiver: Value | None, call: Call, mapping: dict[str, Values], *, functions: bool
    ) -> None:
        """Explicit type arguments, then what the arguments say; functions among them last, or not at all."""
        unit, operation, scope, position = call
        names = self.type_parameters(function)
        if operation[1] >= 0:
            callee = unit.facts.expressions[operation[1]]
            if callee[0] == "generic":
                for name, argument in zip(names, callee[2], strict=False):
                    found = self.typed(unit, argument, scope)
                    if found:
                        mapping[name] = found
        if not names:
            return
        late: list[tuple[Values, int]] = []
        for parameter, argument in self.pair_arguments(function, receiver, operation):
            if parameter.type < 0 or argument < 0:
                continue
            declared = self.typed(function.unit, parameter.type, function.index)
            if parameter.kind == "args":
                declared = self.each(declared, self.iterate)
            if not any(self.is_open(v) for v in declared):
                continue
            item = unit.facts.expressions[argument]
            if item[0] == "def" and unit.facts.definitions[item[1]].kind in _CALLABLE:
                late.append((declared, argument))
            else:
                self.learn(declared, unit, argument, scope, position, mapping)
        if functions:
            for declared, argument in late:
                self.learn(declared, unit, argument, scope, position, mapping)

    def learn(
        self, declared: Values, unit: Unit, argument: int, scope: int, position: int | None, mapping: dict[str, Values]
    ) -> None:
        """Learn from one argument."""
        if argument < 0 or not any(self.is_open(v) for v in declared):
            return
        given = self.evaluator.evaluate(unit, argument, scope, position)
        if given:
            self.unify_all(declared, given, mapping)

    def unify_all(self, declared: Values, given: Values, mapping: dict[str, Values], depth: int = 0) -> None:
        """A plain variable takes what the other alternatives do not."""
        declared, given = self.forced(declared), self.forced(given)
        variables = [d for d in declared if isinstance(d, TypeVariable)]
        others = [d for d in declared if not isinstance(d, TypeVariable)]
        for value in others:
            self.unify(value, given, mapping, depth)
        if variables:
            if others and len(declared) > 1:
                rest = tuple(g for g in given if not any(self.same_shape(o, g) for o in others))
                given = rest or NOTHING
            for value in variables:
                self.unify(value, given, mapping, depth)

    def same_shape(self, declared: Value, given: Value) -> bool:
        """Whether an alternative of a union type has a given value for itself."""
        if isinstance(declared, Instance) and isinstance(given, Instance):
            return declared.cls is given.cls or declared.cls in self.resolution_order(given.cls)
        if isinstance(declared, ExternalInstance) and isinstance(given, ExternalInstance):
            return declared.name == given.name
        if isinstance(declared, Function):
            return isinstance(given, (Def, Bound, Function))
        return False

    def unify(self, declared: Value, given: Values, mapping: dict[str, Values], depth: int = 0) -> None:
        if depth > 5 or not given:
            return
        if isinstance(declared, TypeVariable):
            if declared.name not in mapping:
                mapping[declared.name] = self.widened(given)
            return
        if isinstance(declared, Mapped):
            # { [K in keyof T]: V<T[K]> } given an object: T is that object.
            self.unify_all(declared.source, given, mapping, depth + 1)
            return
        deeper = depth + 1
        if isinstance(declared, Function):
            for value in given:
                result, parameters = self.shape_of_function(value)
                self.unify_all(declared.result, result, mapping, deeper)
                for mine, theirs in zip(declared.parameters, parameters, strict=False):
                    self.unify_all(mine, theirs, mapping, deeper)
        elif isinstance(declared, Constructor):
            for value in given:
                self.unify_all(declared.result, self.construct_result(value), mapping, deeper)
        elif isinstance(declared, Instance):
            for value in given:
                self._unify_instance(declared, value, mapping, deeper)
        elif isinstance(declared, ExternalInstance):
            for value in given:
                if isinstance(value, TupleOf) and declared.args:
                    self.unify_all(declared.args[0], union(*value.items), mapping, deeper)
                elif isinstance(value, ExternalInstance) and value.name == declared.name:
                    for mine, theirs in zip(declared.args, value.args, strict=False):
                        self.unify_all(mine, theirs, mapping, deeper)
                elif declared.name == "Record" and len(declared.args) > 1 and isinstance(value, (Record, Def)):
                    self.unify_all(declared.args[1], self.values_in(value), mapping, deeper)
        elif isinstance(declared, TupleOf):
            for value in given:
                if isinstance(value, TupleOf):
                    for mine, theirs in zip(declared.items, value.items, strict=False):
                        self.unify_all(mine, theirs, mapping, deeper)
                elif isinstance(value, ExternalInstance) and value.args:
                    for mine in declared.items:
                        self.unify_all(mine, value.args[0], mapping, deeper)
        elif isinstance(declared, Record):
            self._unify_record(declared, given, mapping, deeper)

    def _unify_instance(self, declared: Instance, value: Value, mapping: dict[str, Values], depth: int) -> None:
        if isinstance(value, Instance):
            args = value.args
            if value.cls is not declared.cls:
                if declared.cls not in self.resolution_order(value.cls):
                    return
                known = super(Members, self).type_arguments(value)
                args = tuple(known.get(n, NOTHING) for n in self.type_parameters(declared.cls))
            elif not args:
                return
            for mine, theirs in zip(declared.args, args, strict=False):
                self.unify_all(mine, theirs, mapping, depth)
            return
        signatures = self.call_signatures(declared)
        if signatures and isinstance(value, (Def, Bound, Function)):
            self.unify(signatures[0], (value,), mapping, depth)
            return
        signatures = self.call_signatures(declared, "construct")
        if signatures and isinstance(value, Def):
            self.unify_all(signatures[0].result, self.construct_result(value), mapping, depth)

    def _unify_record(self, declared: Record, given: Values, mapping: dict[str, Values], depth: int) -> None:
        _, keys, values = declared.unit.facts.expressions[declared.expression]
        expressions = declared.unit.facts.expressions
        for key, expression in zip(keys, values, strict=True):
            if key < 0 or expressions[key][0] != "str":
                continue
            mine = self.typed(declared.unit, expression, declared.scope)
            if any(self.is_open(v) for v in mine):
                theirs = union(
                    *[self.member(v, expressions[key][1]) for v in given if isinstance(v, (Record, Def, Instance))]
                )
                self.unify_all(mine, theirs, mapping, depth)

    def values_in(self, value: Value) -> Values:
        """Any property of an object."""
        if isinstance(value, Record):
            return self.iterate_values(value)
        if isinstance(value, Def) and value.kind == "object" and value.facts.value >= 0:
            return self.iterate_values(Record(value.unit, value.facts.value, value.facts.parent, None))
        return NOTHING

    def widened(self, given: Values) -> Values:
        return tuple(dict.fromkeys(ExternalInstance("str") if isinstance(v, Key) else v for v in given))

    def shape_of_function(self, value: Value) -> tuple[Values, tuple[Values, ...]]:
        """(result, parameter types) of something callable."""
        if isinstance(value, Function):
            return value.result, value.parameters
        if isinstance(value, Def) and value.kind == "class":
            return (Instance(value),), ()
        if isinstance(value, Def) and value.kind in _CALLABLE:
            return self.call_result(value), self.parameter_types(value, None)
        if isinstance(value, Bound):
            return self.call_result(value), self.parameter_types(value.function, value.receiver)
        if isinstance(value, Instance):
            signatures = self.call_signatures(value)
            return (signatures[0].result, signatures[0].parameters) if signatures else (NOTHING, ())
        return NOTHING, ()

    def parameter_types(self, function: Def, receiver: Value | None) -> tuple[Values, ...]:
        """The declared types of a function's parameters."""
        out = []
        for parameter in function.facts.parameters:
            declared = self.typed(function.unit, parameter.type, function.index) if parameter.type >= 0 else NOTHING
            out.append(declared)
        mapping = self.known_variables(function, receiver)
        return tuple(self.substitute(v, mapping) for v in out)

    def pair_arguments(
        self, function: Def, receiver: Value | None, operation: Expression
    ) -> Iterable[tuple[Parameter, int]]:
        parameters = function.facts.parameters
        last = len(parameters) - 1
        for i, argument in enumerate(operation[2]):
            if i <= last and parameters[i].kind != "args":
                yield parameters[i], argument
            elif last >= 0 and parameters[last].kind == "args":
                yield parameters[last], argument

    def declared_or_inferred(self, function: Def) -> Values:
        facts = function.facts
        if facts.returns >= 0:
            values = self.typed(function.unit, facts.returns, function.index)
            if values or "signature" in facts.flags:
                return values
        if "signature" in facts.flags:
            return NOTHING
        declared = self.declared_by_context(function)
        if declared:
            return declared
        self.evaluator.inferred = True
        return self.wrap_result(function, self.inferred_result(function))

    def declared_by_context(self, function: Def) -> Values:
        """The result that the declared type of the variable holding a function says."""
        return NOTHING

    def inferred_result(self, function: Def) -> Values:
        unit = function.unit
        if "generator" in function.flags:
            yielded = [
                self.evaluator.evaluate(unit, b.expression, b.scope, b.start_byte)
                for b in unit.bindings(function.index)
                if b.kind == "yield"
            ]
            return (ExternalInstance("Array", (union(*yielded),)),)
        values = union(
            *[
                self.evaluator.evaluate(unit, b.expression, b.scope, b.start_byte)
                for b in unit.bindings(function.index)
                if b.kind == "return"
            ]
        )
        known = tuple(v for v in values if v is not NULL)
        return known or values

    def wrap_result(self, function: Def, values: Values) -> Values:
        if "async" in function.flags and "generator" not in function.flags:
            return (ExternalInstance("Promise", (self.each(values, self.awaited),)),)
        return values

    # -- operations

    def op_call(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        module = self.imported_module(unit, operation)
        if module is not None:
            callee = unit.facts.expressions[operation[1]]
            if callee[1] == "import":
                return (ExternalInstance("Promise", ((module,),)),)
            return self.module_value(module, True)
        return super().op_call(unit, operation, scope, position)

    def op_new(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        types = self.evaluator.evaluate(unit, operation[1], scope, position)
        out: list[Values] = []
        for value in types:
            if isinstance(value, Def) and value.kind == "class":
                out.append(self.constructed(value, unit, operation, scope, position))
            elif isinstance(value, Generic) and isinstance(value.base, Def):
                out.append((Instance(value.base, value.args),))
            elif isinstance(value, External):
                out.append(self.external_new(value, unit, operation, scope, position))
            elif isinstance(value, Instance):
                for signature in self.call_signatures(value, "construct")[:1]:
                    out.append(self.function_result(signature, (unit, operation, scope, position)))
            else:
                out.append(self.construct_result(value))
        return union(*out)

    def op_generic(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        base = self.evaluator.evaluate(unit, operation[1], scope, position)
        if not any(isinstance(v, (External, Def)) for v in base):
            return base
        args = tuple(self.typed(unit, a, scope) for a in operation[2])
        return tuple(
            Generic(v, args) if isinstance(v, External) or (isinstance(v, Def) and v.kind == "class") else v
            for v in base
        )

    def constructed(self, cls: Def, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        names = self.type_parameters(cls)
        if not names:
            return (Instance(cls),)
        mapping: dict[str, Values] = {}
        for init in self.class_member(cls, "constructor"):
            if isinstance(init, Def) and init.kind == "method":
                signature = self.overload(init, (unit, operation, scope, position))
                for parameter, argument in self.pair_arguments(signature, None, operation):
                    if parameter.type >= 0:
                        declared = self.typed(signature.unit, parameter.type, signature.index)
                        self.learn(declared, unit, argument, scope, position, mapping)
        if not mapping:
            return (Instance(cls),)
        return (Instance(cls, tuple(mapping.get(n, NOTHING) for n in names)),)

    def op_seq(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        items: list[Values] = []
        spread = False
        for item in operation[2]:
            if item >= 0 and unit.facts.expressions[item][0] == "spread":
                spread = True
                inner = self.evaluator.evaluate(unit, unit.facts.expressions[item][1], scope, position)
                items.append(self.each(inner, self.iterate))
            else:
                items.append(self.evaluator.evaluate(unit, item, scope, position))
        if spread or len(items) > 8 or not items:
            return (ExternalInstance("Array", (union(*items),)),)
        return (TupleOf(tuple(items)),)

    def op_map(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        return (Record(unit, self.expression_index(unit, operation), scope, position),)

    def expression_index(self, unit: Unit, operation: Expression) -> int:
        """The index of an expression of the file."""
        table = unit.cache.get("indices")
        if table is None:
            table = unit.cache["indices"] = {id(e): i for i, e in enumerate(unit.facts.expressions)}
        return table.get(id(operation), -1)  # type: ignore[union-attr]

    def op_index(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        base = self.evaluator.evaluate(unit, operation[1], scope, position)
        key = operation[2]
        item = unit.facts.expressions[key] if key >= 0 else UNKNOWN
        out: list[Values] = []
        for value in base:
            found = NOTHING
            if item[0] in ("name", "attr"):
                found = self.computed_member(value, f"[{item[-1]}]")
            out.append(found or self.indexed(value, unit, key, scope, position))
        return union(*out)

    def computed_member(self, value: Value, name: str) -> Values:
        """A member written with a symbol for its key: ``o[kState]``."""
        if isinstance(value, (Def, Instance, Record, Proto, Made)):
            found = self.member(value, name)
            return tuple(v for v in found if not isinstance(v, (External, ExternalMethod)))
        return NOTHING

    def indexed(self, value: Value, unit: Unit, key: int, scope: int, position: int | None) -> Values:
        if isinstance(value, Record):
            table = [
                self.record_value(value, v)
                for k, v in zip(*value.unit.facts.expressions[value.expression][1:], strict=True)
                if k >= 0 and value.unit.facts.expressions[k][0] == "lit"
            ]
            if table:
                return self.substitute(union(*table), dict(value.mapping))
            return NOTHING
        if isinstance(value, Instance):
            for expression in _signatures(value.cls, "index"):
                found = self.typed(value.cls.unit, expression, value.cls.index)
                return self.substitute(found, self.type_arguments(value))
            return NOTHING
        if isinstance(value, ExternalInstance) and value.name == "Record":
            return value.args[1] if len(value.args) > 1 else (FOREIGN,)
        if isinstance(value, (TypeVariable, Indexed, Later)):
            return union(*[self.indexed(v, unit, key, scope, position) for v in self.bound_of(value)])
        if isinstance(value, Mapped):
            return value.template
        return super().indexed(value, unit, key, scope, position)

    def position_of(self, value: Value, index: int) -> Values:
        if isinstance(value, TupleOf):
            return value.items[index] if index < len(value.items) else NOTHING
        if isinstance(value, (Record, Instance, Def)):
            found = self.member(value, str(index))
            return (
                found
                or self.iterate(value)
                or self.indexed(value, value.unit if isinstance(value, (Record, Def)) else value.cls.unit, -1, 0, None)
            )
        return self.iterate(value)

    def iterate(self, value: Value) -> Values:
        if isinstance(value, TupleOf):
            return union(*value.items)
        if isinstance(value, Instance):
            found = self.instance_member(value, "[iterator]") or self.instance_member(value, "[asyncIterator]")
            out: list[Values] = []
            for method in found:
                if isinstance(method, Bound):
                    for iterator in self.result(method.function, method.receiver, None):
                        out.append(self.iterate(iterator))
            if out:
                return union(*out)
            for cls in self.resolution_order(value.cls):
                if isinstance(cls, External):
                    for base in self.bases(value.cls):
                        if isinstance(base, Generic) and isinstance(base.base, External):
                            return base.args[0] if base.args else (FOREIGN,)
                    return (FOREIGN,)
            return NOTHING
        if isinstance(value, ExternalInstance):
            if value.name == "Map" and len(value.args) > 1:
                return (TupleOf(value.args[:2]),)
            if value.name == "str":
                return self.literal("str")
            if value.name == "Array" or value.name == "Set":
                return value.args[0] if value.args else NOTHING
            return value.args[0] if value.args else (FOREIGN,)
        if isinstance(value, (TypeVariable, Indexed, Later)):
            return union(*[self.iterate(v) for v in self.bound_of(value)])
        if isinstance(value, (External, ExternalMethod)):
            return (FOREIGN,)
        return NOTHING

    def awaited(self, value: Value) -> Values:
        if isinstance(value, ExternalInstance):
            if value.name == "Promise":
                return self.each(value.args[0], self.awaited) if value.args else (FOREIGN,)
            return (value,)
        if isinstance(value, (External, ExternalMethod)):
            return (FOREIGN,)
        if isinstance(value, Instance):
            for base in self.bases(value.cls):
                if isinstance(base, Generic) and isinstance(base.base, External):
                    if base.base.name in builtins.PROMISES and base.args:
                        return self.substitute(base.args[0], self.type_arguments(value))
        return (value,)

    # -- the platform's own functions

    def argument(self, call: Call, position: int) -> Values:
        """The value of one argument."""
        unit, operation, scope, at = call
        arguments = operation[2]
        return self.evaluator.evaluate(unit, arguments[position], scope, at) if position < len(arguments) else NOTHING

    def callback_result(self, call: Call, position: int) -> Values:
        """What the function given as an argument gives."""
        return union(*[self.call_result(v) for v in self.argument(call, position)])

    def external_new(
        self, value: External, unit: Unit, operation: Expression, scope: int, position: int | None
    ) -> Values:
        """``new Map()``, ``new Promise(…)``, ``new Proxy(target, …)``."""
        last = value.name.rsplit(".", 1)[-1]
        call = (unit, operation, scope, position)
        if last in ("Set", "WeakSet", "Array") and operation[2] and last != "Array":
            return (ExternalInstance("Set", (self.each(self.argument(call, 0), self.iterate),)),)
        if last in ("Map", "WeakMap") and operation[2]:
            pair = self.each(self.argument(call, 0), self.iterate)
            items = [v.items for v in pair if isinstance(v, TupleOf) and len(v.items) > 1]
            return (ExternalInstance("Map", (union(*[i[0] for i in items]), union(*[i[1] for i in items]))),)
        if last == "Proxy" and operation[2]:
            return self.argument(call, 0)
        return self.external_instances(value.name, ())

    def external_call(
        self, value: External, unit: Unit, operation: Expression, scope: int, position: int | None
    ) -> Values:
        name = value.name
        call = (unit, operation, scope, position)
        owner, _, last = name.rpartition(".")
        if owner == "Object":
            return self.object_function(last, call)
        if owner == "Promise":
            return self.promise_function(last, call)
        if owner == "Array":
            if last == "from":
                if len(operation[2]) > 1:
                    return (ExternalInstance("Array", (self.callback_result(call, 1),)),)
                return (ExternalInstance("Array", (self.each(self.argument(call, 0), self.iterate),)),)
            if last == "of":
                return (
                    ExternalInstance("Array", (union(*[self.argument(call, i) for i in range(len(operation[2]))]),)),
                )
            return self.literal("bool")
        if owner == "Reflect" and last == "construct":
            return union(*[self.construct_result(v) for v in self.argument(call, 0)])
        if name in ("String", "Number", "Boolean", "BigInt", "Symbol", "parseInt", "parseFloat"):
            return self.literal({"String": "str", "Boolean": "bool", "Symbol": "symbol"}.get(name, "float"))
        if name in ("structuredClone", "Array"):
            return self.argument(call, 0) if name != "Array" else (_EMPTY,)
        return (FOREIGN,)

    def object_function(self, name: str, call: Call) -> Values:
        """``Object.create``, ``Object.assign``, ``Object.values`` and their like."""
        unit, operation, scope, _ = call
        first = self.argument(call, 0)
        if name == "create":
            parents = tuple(v for v in first if v is not NULL)
            index = self.expression_index(unit, operation)
            if parents and all(isinstance(v, Proto) for v in parents) and len(parents) == 1:
                return (Made(unit, index, scope, parents),)
            return (Made(unit, index, scope, parents),)
        if name == "assign":
            return union(*[self.argument(call, i) for i in range(len(operation[2]))])
        if name in ("freeze", "seal", "preventExtensions", "defineProperty", "defineProperties", "setPrototypeOf"):
            return first
        if name == "values":
            return (ExternalInstance("Array", (union(*[self.properties_of(v) for v in first]),)),)
        if name == "entries":
            pair = TupleOf((self.literal("str"), union(*[self.properties_of(v) for v in first])))
            return (ExternalInstance("Array", ((pair,),)),)
        if name in ("keys", "getOwnPropertyNames"):
            return (ExternalInstance("Array", (self.literal("str"),)),)
        if name == "getPrototypeOf":
            return tuple(Proto(v.cls) for v in first if isinstance(v, Instance))
        return (FOREIGN,)

    def properties_of(self, value: Value) -> Values:
        """Any property of an object used as a table."""
        if isinstance(value, ExternalInstance):
            return value.args[1] if len(value.args) > 1 else value.args[0] if value.args else (FOREIGN,)
        if isinstance(value, Instance):
            for expression in _signatures(value.cls, "index"):
                return self.substitute(
                    self.typed(value.cls.unit, expression, value.cls.index), self.type_arguments(value)
                )
            return NOTHING
        return self.values_in(value)

    def promise_function(self, name: str, call: Call) -> Values:
        if name in ("resolve",):
            return (ExternalInstance("Promise", (self.each(self.argument(call, 0), self.awaited),)),)
        if name in ("all", "allSettled", "race", "any"):
            out: list[Values] = []
            for value in self.argument(call, 0):
                if isinstance(value, TupleOf) and name == "all":
                    out.append((TupleOf(tuple(self.each(i, self.awaited) for i in value.items)),))
                else:
                    element = self.each(self.iterate(value), self.awaited)
                    out.append((ExternalInstance("Array", (element,)),) if name in ("all", "allSettled") else element)
            return (ExternalInstance("Promise", (union(*out),)),)
        return (ExternalInstance("Promise", (NOTHING,)),)

    def external_method_call(
        self, value: ExternalMethod, unit: Unit, operation: Expression, scope: int, position: int | None
    ) -> Values:
        receiver, name = value.receiver, value.name
        call = (unit, operation, scope, position)
        kind, args = receiver.name, receiver.args
        element = args[0] if args else NOTHING
        if kind == "Array":
            if name in builtins.SAME_ARRAY:
                return (receiver,)
            if name in builtins.ELEMENT:
                return element
            if name == "map":
                return (ExternalInstance("Array", (self.callback_result(call, 0),)),)
            if name == "flatMap":
                return (ExternalInstance("Array", (self.each(self.callback_result(call, 0), self.flattened),)),)
            if name == "flat":
                return (ExternalInstance("Array", (self.each(element, self.flattened),)),)
            if name in ("reduce", "reduceRight"):
                return self.argument(call, 1) or self.callback_result(call, 0)
            if name == "join":
                return self.literal("str")
            if name in ("values", "[iterator]"):
                return (receiver,)
            if name == "entries":
                return (ExternalInstance("Array", ((TupleOf((self.literal("float"), element)),),)),)
            if name in ("next",):
                return (FOREIGN,)
            return (FOREIGN,)
        if kind == "Map":
            if name == "get":
                return args[1] if len(args) > 1 else (FOREIGN,)
            if name == "set":
                return (receiver,)
            if name == "values":
                return (ExternalInstance("Array", (args[1] if len(args) > 1 else NOTHING,)),)
            if name == "keys":
                return (ExternalInstance("Array", (element,)),)
            if name == "entries":
                return (ExternalInstance("Array", ((TupleOf(args[:2]),),)),) if len(args) > 1 else (_EMPTY,)
            return (FOREIGN,)
        if kind == "Set":
            if name in ("add", "union", "intersection", "difference"):
                return (receiver,)
            if name in ("values", "keys"):
                return (ExternalInstance("Array", (element,)),)
            return (FOREIGN,)
        if kind == "Promise":
            if name == "then":
                found = self.callback_result(call, 0)
                return (ExternalInstance("Promise", (self.each(found, self.awaited),)),)
            if name in ("catch", "finally"):
                return (receiver,)
            return (FOREIGN,)
        if kind == "str":
            if name == "split" or name == "match":
                return (ExternalInstance("Array", (self.literal("str"),)),)
            if name in builtins.STRINGS:
                return self.literal("str")
            return self.literal("float")
        if name in builtins.STRINGS and kind in ("float", "int", "bool", "Date", "regex", "symbol"):
            return self.literal("str")
        return (FOREIGN,)

    def flattened(self, value: Value) -> Values:
        if isinstance(value, (TupleOf, ExternalInstance)) and (
            isinstance(value, TupleOf) or value.name in ("Array", "Set")
        ):
            return self.iterate(value)
        return (value,)

    # -- narrowing

    def op_guarded(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        """What a type guard says of its argument."""
        out: list[Values] = []
        for value in self.evaluator.evaluate(unit, operation[1], scope, position):
            function = value.function if isinstance(value, Bound) else value
            if isinstance(function, GuardFunction):
                out.append(self.forced(function.guard))
            elif isinstance(function, Def) and function.kind in _CALLABLE:
                for signature in self.signatures(function) or [function]:
                    returns = signature.facts.returns
                    if returns >= 0:
                        item = signature.unit.facts.expressions[returns]
                        if item[0] == "asserts":
                            item = signature.unit.facts.expressions[item[1]]
                        if item[0] == "guard":
                            out.append(self.typed(signature.unit, item[2], signature.index))
        return union(*out)

    def op_narrowed(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        before = self.evaluator.evaluate(unit, operation[1], scope, position)
        narrowed = self.evaluator.evaluate(unit, operation[2], scope, position)
        if not narrowed or any(isinstance(v, (TypeVariable, Indexed, Later)) for v in narrowed):
            return before
        if narrowed == (ExternalInstance("function"),):
            return tuple(v for v in before if self.may_be_called(v)) or before
        if narrowed == (FOREIGN,):
            return tuple(v for v in before if not (isinstance(v, ExternalInstance) and v.name in _PRIMITIVES)) or before
        fitting = tuple(v for v in before if any(self.fits(v, n) for n in narrowed))
        return fitting or narrowed

    def fits(self, value: Value, tested: Value) -> bool:
        """Whether a value known before a test is one of those the test lets through."""
        if isinstance(value, Instance) and isinstance(tested, Instance):
            return tested.cls in self.resolution_order(value.cls)
        if isinstance(value, TupleOf):
            return isinstance(tested, ExternalInstance) and tested.name == "Array"
        if isinstance(value, Key):
            return tested == ExternalInstance("str")
        if isinstance(value, ExternalInstance) and isinstance(tested, ExternalInstance):
            return value is not FOREIGN and value.name == tested.name
        return False

    def op_exclude(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        before = self.evaluator.evaluate(unit, operation[1], scope, position)
        item = unit.facts.expressions[operation[2]]
        if item[0] in ("name", "attr"):
            excluded = union(
                *[self.construct_result(v) for v in self.evaluator.evaluate(unit, operation[2], scope, position)]
            )
        else:
            excluded = self.evaluator.evaluate(unit, operation[2], scope, position)
        if excluded == (ExternalInstance("function"),):
            return (
                tuple(v for v in before if not isinstance(v, (Function, Bound)) and not self._is_function(v)) or before
            )
        if excluded == (FOREIGN,):
            return before
        return tuple(v for v in before if not any(self.fits(v, e) for e in excluded))

    def _is_function(self, value: Value) -> bool:
        return isinstance(value, Def) and value.kind in _CALLABLE


_PRIMITIVES = frozenset("str float int bool symbol none regex".split())
_KNOWN = _PRIMITIVES | frozenset(("Array", "Map", "Set", "Promise"))


def _signatures(definition: Def, kind: str) -> list[int]:
    return [expression for key, expression in definition.facts.extra if key == kind and expression >= 0]


def _fits(parameters: tuple[Parameter, ...], count: int) -> bool:
    """Whether ``count`` arguments are neither too few nor too many."""
    required = sum(1 for p in parameters if not p.has_default and p.kind != "args")
    if count < required:
        return False
    return count <= len(parameters) or bool(parameters and parameters[-1].kind == "args")
