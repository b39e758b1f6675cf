"""JavaScript and TypeScript: which definitions a call site reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegraph.linking.ecmascript.contexts import Contexts
from codegraph.linking.ecmascript.values import Constructor, FunctionMethod, Indexed, Key, Mapped, Record
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
)

if TYPE_CHECKING:
    from parsers.facts import Expression, Reference


class EcmascriptSemantics(Contexts):
    """Calls and constructions, as the linker asks for them."""

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
        for value in values:
            for definition, receiver in self.reached(value, operation, call):
                found.setdefault(definition, receiver)
            if isinstance(
                value, (External, ExternalInstance, ExternalMethod, Function, FunctionMethod, Key, Constructor)
            ):
                external = external or value is not NULL
        strategy = callee[0]
        if found:
            return [(d, strategy, r) for d, r in found.items()], ""
        if external:
            return [], "external"
        if values:
            return [], "not-found"
        return [], self.why_unknown(unit, callee, reference)

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
        if isinstance(value, (TypeVariable, Indexed)):
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
