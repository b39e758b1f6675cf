"""JavaScript and TypeScript: which definitions a call site reaches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from codegraph.linking import declared
from codegraph.linking.ecmascript.contexts import Contexts
from codegraph.linking.ecmascript.values import (
    UNKNOWN,
    Constructor,
    FunctionMethod,
    Handle,
    Indexed,
    Key,
    Later,
    Mapped,
    Proto,
    Record,
)
from codegraph.linking.semantics.base import CLASS_KINDS, VALUE_STRATEGY
from codegraph.linking.units import BINDING, PARAMETER, Unit
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
    from parsers.facts import Binding, Expression, Reference

_RUNNING = frozenset(("function", "method", "property"))
Handler = Callable[[Unit, "Expression", int, "int | None"], Values]


class EcmascriptSemantics(Contexts):
    """Calls and constructions, as the linker asks for them."""

    related_kinds: ClassVar[frozenset[str]] = CLASS_KINDS | {"function"}

    this_name: ClassVar[str] = "this"

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
            guessed = self.evaluator.inferred and unit.language == "javascript"
            for definition, receiver in found.items():
                sure = named and definition not in handles
                if several and sure:
                    if strategy == "name":
                        # A variable that may hold one of several functions, or one that is not known: its type is
                        # that of the function it is declared with.
                        declared = self.declared_function(unit, reference.scope, callee[1], reference.start_byte)
                        sure = declared is definition
                    elif strategy == "attr":
                        # Of a union's members the compiler takes the first for what is called; where nobody
                        # wrote the union down, none is more likely than the others.
                        sure = definition.name == callee[2] and not any(d.name == callee[2] for d, _, _ in out)
                        if guessed and sum(d.name == callee[2] for d in found) > 1:
                            sure = False
                if strategy == "attr" and callee[2] == "constructor":
                    sure = False
                if sure and not several:
                    if strategy == "name":
                        sure = not self.may_be_other(unit, reference.scope, callee[1], reference.start_byte)
                    elif strategy == "attr":
                        sure = not self.member_may_be_other(unit, callee, reference, definition)
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

    def read(self, unit: Unit, path: Sequence[str], scope: int, position: int) -> tuple[Def, ...]:
        return tuple(d for d in super().read(unit, path, scope, position) if not _is_required(d))

    def exported_as(self, module: Def, name: str) -> tuple[Def, ...] | None:
        unit = module.unit
        out: dict[Def, None] = {}
        for binding in self.exports(unit).get(name, ()):
            operation: Expression = (
                unit.facts.expressions[binding.expression] if binding.expression >= 0 else ("unknown",)
            )
            if operation[0] == "name":
                out.update(dict.fromkeys(declared.by_name(self, unit, binding.scope, operation[1])))
            elif operation[0] == "def":
                out[unit.defs[operation[1]]] = None
        for row in self.reexports(unit).get(name, ()):
            out.update(dict.fromkeys(declared.imported(self, unit, row)))
        return tuple(out) or declared.from_stars(self, unit, name)

    def is_symbol_key(self, values: tuple[Value, ...]) -> bool:
        """A call of ``table[key]()`` is known only when every way leads to one function."""
        return len(values) == 1

    def may_be_other(self, unit: Unit, scope: int, name: str, position: int) -> bool:
        """Whether a variable may also hold something not known: ``cb = cb || noop``, ``f = table[key] || g``."""
        rows = self.sources(unit, scope, name, position)
        if len(rows) == 1:
            return rows[0].what == BINDING and self.half_known(unit, rows[0].payload)  # type: ignore[arg-type]
        for row in rows:
            if row.what == PARAMETER:
                if not self.row(unit, row):
                    return True
            elif row.what == BINDING:
                binding: Binding = row.payload  # type: ignore[assignment]
                if binding.declared:
                    return False
                if binding.expression >= 0 and (not self.row(unit, row) or self.half_known(unit, binding)):
                    return True
        return False

    def half_known(self, unit: Unit, binding: Binding) -> bool:
        """Whether one of the alternatives that an expression names is not known at all."""
        operation = unit.facts.expressions[binding.expression] if binding.expression >= 0 else UNKNOWN
        if operation[0] != "union" or binding.declared:
            return False
        scope, at = binding.scope, binding.start_byte - 1
        for expression in operation[1]:
            if expression < 0:
                continue
            item = unit.facts.expressions[expression]
            # Read as it is before the assignment: ``cb = cb || noop`` is itself no answer.
            rows = self.sources(unit, scope, item[1], at) if item[0] == "name" else []
            if not (self.rows(unit, rows) if rows else self.evaluator.evaluate(unit, expression, scope, at)):
                return True
        return False

    def member_may_be_other(self, unit: Unit, callee: Expression, reference: Reference, definition: Def) -> bool:
        """Whether a member that holds the function is also set to something not known: ``this.parse = parse``."""
        name = callee[2]
        owner = definition.parent
        if definition.unit.language == "typescript" or (owner is not None and owner.kind in ("class", "object")):
            if definition.name == name:
                return False  # declared in the class or the literal
        for receiver in self.evaluator.evaluate(unit, callee[1], reference.scope, reference.start_byte):
            home = receiver.cls.unit if isinstance(receiver, Instance) else getattr(receiver, "unit", None)
            if home is None or home.language == "typescript":
                continue
            self.evaluator.touch(home.path, name)
            for binding in home.attribute_bindings(name):
                if binding.base >= 0 and binding.expression >= 0 and self._assigns_to(home, binding, receiver):
                    if not self.assigned_value(home, binding):
                        return True
        return False

    # -- inheritance, also that of prototypes

    def supertypes(self, cls: Def) -> list[tuple[str, Def]]:
        if cls.kind == "function" and not self.is_constructor(cls):
            return []
        out = super().supertypes(cls)
        for base in self.bases(cls):
            if isinstance(base, Def) and base.kind == "function" and base is not cls and base.facts.name:
                out.append(("inherits", base))
        return out

    def _subclasses(self, cls: Def) -> Any:
        # What a constructor function overrides is told by its own edges; calls are not followed to it.
        return [d for d in super()._subclasses(cls) if d.kind != "function"]

    def overridden(self, cls: Def) -> list[tuple[Def, Def]]:
        if cls.kind == "function" and not self.is_constructor(cls):
            return []
        order = [c for c in self.resolution_order(cls)[1:] if isinstance(c, Def)]
        if cls.kind != "function" and not any(c.kind == "function" for c in order):
            return super().overridden(cls)
        own = self.prototype_methods(cls) if cls.kind == "function" and order else {}
        for name, definitions in cls.unit.members(cls.index).items() if cls.kind != "function" else ():
            if definitions[-1].kind in ("method", "property") and "constructor" not in definitions[-1].flags:
                own[name] = definitions[-1]
        out: list[tuple[Def, Def]] = []
        for name, method in own.items():
            for base in order:
                found = [v.function if isinstance(v, Bound) else v for v in self.own_member(base, name)]
                target = next((v for v in found if isinstance(v, Def) and v.facts.name and v.kind in _RUNNING), None)
                if target is not None:
                    if target is not method:
                        out.append((method, target))
                    break
        return out

    def prototype_methods(self, function: Def) -> dict[str, Def]:
        """The functions that the file puts on the prototype of ``function``."""
        unit = function.unit
        out: dict[str, Def] = {}
        for binding in unit.facts.bindings:
            if binding.kind != "attr" or binding.base < 0 or binding.expression < 0:
                continue
            whole = binding.name in ("prototype", "*")
            if not whole and unit.facts.expressions[binding.base][0] != "attr":
                continue
            owners = self.owners(unit, binding)
            if (function if binding.name == "prototype" else Proto(function)) not in owners:
                continue
            for value in self.assigned_value(unit, binding):
                if not isinstance(value, Def) or value.unit is not unit:
                    continue
                if not whole:
                    if value.kind in _RUNNING and value.facts.name:
                        out[binding.name] = value
                elif value.kind == "object":
                    for name, members in unit.members(value.index).items():
                        if members[-1].kind in _RUNNING:
                            out[name] = members[-1]
        return out

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


def _is_required(definition: Def) -> bool:
    """Whether a variable is what ``require`` brought: an import rather than something of its own."""
    expressions = definition.unit.facts.expressions
    at = definition.facts.value
    for _ in range(4):
        if at < 0 or expressions[at][0] not in ("attr", "call"):
            return False
        at = expressions[at][1]
        if at >= 0 and expressions[at] == ("name", "require"):
            return True
    return False
