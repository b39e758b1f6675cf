"""JavaScript and TypeScript: which definitions a call site reaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from codegraph.linking.ecmascript.contexts import Contexts
from codegraph.linking.ecmascript.values import Constructor, FunctionMethod, Handle, Indexed, Key, Later, Mapped, Record
from codegraph.linking.semantics.base import VALUE_STRATEGY
from codegraph.linking.units import Unit
from codegraph.linking.values import (
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
)

if TYPE_CHECKING:
    from parsers.facts import Expression, Reference

Handler = Callable[[Unit, "Expression", int, "int | None"], Values]


class EcmascriptSemantics(Contexts):
    """Calls and constructions, as the linker asks for them."""

    def prepare(self) -> None:
        super().prepare()
        self.operations["guarded"] = self.op_guarded
        for name in ("attr", "call", "new", "index", "elem", "item", "await", "union", "narrowed", "exclude"):
            self.operations[name] = self.reading(self.operations[name])

    def reading(self, handler: Handler) -> Handler:
        """What an operation takes out of a type is read at once: the rest of the rules look at it."""
        forced = self.forced

        def read(unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
            return forced(handler(unit, operation, scope, position))

        return read

    def targets(self, unit: Unit, reference: Reference) -> tuple[list[tuple[Def, str, Value | None]], str]:
        if reference.expression < 0:
            return [], "unknown-receiver"
        operation = unit.facts.expressions[reference.expression]
        if operation[0] not in ("call", "new") or operation[1] < 0:
            return [], "unknown-receiver"
        callee = unit.facts.expressions[operation[1]]
        values = self.evaluator.evaluate(unit, operation[1], reference.scope, reference.start_byte)
        if callee[0] == "index" and not self.is_symbol_key(values):
            return [], "unknown-receiver"
        found: dict[Def, Value | None] = {}
        external = False
        call = (unit, operation, reference.scope, reference.start_byte)
        handles: set[Def] = set()
        for value in values:
            if isinstance(value, Handle):
                value = value.function
                handles.update(d for d, _ in self.reached(value, operation, call))
            for definition, receiver in self.reached(value, operation, call):
                found.setdefault(definition, receiver)
            if isinstance(
                value, (External, ExternalInstance, ExternalMethod, Function, FunctionMethod, Key, Constructor)
            ):
                external = external or value is not NULL
        strategy = callee[0]
        if found:
            several = len([v for v in values if v is not NULL]) > 1
            out: list[tuple[Def, str, Value | None]] = []
            named = bool(reference.name)
            for definition, receiver in found.items():
                sure = named and definition not in handles
                if several and sure:
                    if strategy == "name":
                        # A variable that may hold one of several functions, or one that is not known: its type is
                        # that of the function it is declared with.
                        declared = self.declared_function(unit, reference.scope, callee[1], reference.start_byte)
                        sure = declared is definition
                    elif strategy == "attr":
                        sure = definition.name == callee[2]
                if strategy == "attr" and callee[2] == "constructor":
                    sure = False
                out.append((definition, strategy if sure else VALUE_STRATEGY, receiver))
            return out, ""
        if external:
            return [], "external"
        if values:
            return [], "not-found"
        return [], self.why_unknown(unit, callee, reference)

    def type_named(self, unit: Unit, reference: Reference) -> tuple[Def, ...]:
        found = self.entities(unit, reference.expression, reference.scope)
        return tuple(e for v in found for e in self.entity_of(v) if isinstance(e, Def) and e.kind != "function")

    def is_symbol_key(self, values: tuple[Value, ...]) -> bool:
        """A call of ``table[key]()`` is known only when every way leads to one function."""
        return len(values) == 1

    def reached(self, value: Value, operation: Expression, call: tuple) -> list[tuple[Def, Value | None]]:
        """The definitions that calling or constructing ``value`` reaches."""
        if isinstance(value, Def):
            kind = value.kind
            if kind == "class" or kind in ("function", "method"):
                return [(value, None)] if value.facts.name else []
            if kind == "module":
                return []
            return []
        if isinstance(value, Bound):
            function = value.function
            if not function.facts.name or function.kind == "property":
                return []
            return [(function, None if value.exact_class else value.receiver)]
        if isinstance(value, Generic) and isinstance(value.base, Def):
            return [(value.base, None)] if value.base.facts.name else []
        if isinstance(value, Super):
            return self.constructor_above(value)
        if isinstance(value, (TypeVariable, Indexed, Later)):
            return [t for v in self.bound_of(value) if v != value for t in self.reached(v, operation, call)]
        if isinstance(value, (Record, Mapped, Instance)):
            return []
        return []

    def constructor_above(self, value: Super) -> list[tuple[Def, Value | None]]:
        """``super(…)`` constructs the base class."""
        for base in self.resolution_order(value.cls)[1:]:
            if isinstance(base, External):
                return []
            if base.kind == "class" and base.facts.name:
                return [(base, None)]
            if base.kind == "function":
                return [(base, None)]
        return []
