"""What Rust expressions are: local inference on top of declared types.

Every answer is one type or None. Functions say their types, so inference stays inside one body: what a
``let`` binds, what a pattern takes apart, what a closure is given and gives back. What calls reach and
give stands in :mod:`infer`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from codegraph.linking.rustlang.traits import Found, Traits
from codegraph.linking.rustlang.types import (
    BOOL,
    NEVER,
    STR,
    UNIT,
    Adt,
    Closure,
    Fn,
    Item,
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
    is_open,
    match,
    mentions,
    merge,
    strip,
)
from codegraph.linking.rustlang.written import Known, parameter_names
from codegraph.linking.units import BINDING, PARAMETER, Local, Unit
from codegraph.linking.values import Def
from parsers.facts import Expression, Parameter, Reference

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator
    from codegraph.linking.rustlang.paths import Paths

MAX_USES = 8
"""How many later uses of a variable are asked what its type leaves open."""

MAX_LINKS = 500
_LINKS = frozenset(("call", "attr", "try", "await", "index", "item"))
"""Operations that chains are made of."""
_BODIES = frozenset(("function", "method", "lambda"))
_OPERATORS = {"+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "%": "Rem", "|": "BitOr", "&": "BitAnd", "^": "BitXor"}


class Callees(NamedTuple):
    """What a call may reach."""

    found: list[Found]
    reason: str = ""
    """Why there is nothing: external, local, parameter, not-found, unknown-receiver, variant."""
    turbofish: tuple[Type | None, ...] = ()
    value: Type | None = None
    """For a call of a value: its type."""
    is_method: bool = False
    """The receiver is not among the arguments."""


class ValueTypes:
    """Types of expressions and variables; calls are asked of the class built on it."""

    def __init__(self, evaluator: Evaluator, paths: Paths, traits: Traits) -> None:
        self.evaluator = evaluator
        self.paths = paths
        self.traits = traits
        self._context: tuple[Any, ...] = ()
        """The macro invocation whose rule is being read: part of every key."""
        self._macro_arguments: dict[str, Type | None] = {}
        self._operations: dict[str, Callable[[Unit, Expression, int, int, Type | None], Type | None]] = {
            "name": self._name,
            "path": self._path,
            "generic": self._generic,
            "attr": self._attr,
            "call": self._call,
            "new": self._new,
            "macro": self._macro,
            "this": self._this,
            "def": self._def,
            "lit": self._lit,
            "str": lambda u, e, s, p, x: Ref(STR),
            "seq": self._seq,
            "union": self._union,
            "inst": lambda u, e, s, p, x: self.traits.of(u, e[1], s),
            "elem": lambda u, e, s, p, x: self.element(self.type_of(u, e[1], s, p), u, s),
            "item": lambda u, e, s, p, x: self.traits.position(self.type_of(u, e[1], s, p), e[2], u, s),
            "await": lambda u, e, s, p, x: self.awaited(self.type_of(u, e[1], s, p), u, s),
            "try": lambda u, e, s, p, x: self.tried(self.type_of(u, e[1], s, p), u, s),
            "deref": lambda u, e, s, p, x: self.traits.dereference(self.type_of(u, e[1], s, p), u, s),
            "ref": self._ref,
            "index": self._index,
            "binary": self._binary,
            "narrowed": self._narrowed,
            "at": lambda u, e, s, p, x: self.type_of(u, e[1], s, e[2], x),
            "variant": self._variant,
            "never": lambda u, e, s, p, x: NEVER,
        }

    # -- asking

    def type_of(
        self, unit: Unit, expression: int, scope: int, position: int, expected: Type | None = None
    ) -> Type | None:
        """The type of an expression of ``unit`` at byte ``position`` inside ``scope``."""
        if expression < 0:
            return None
        item = unit.facts.expressions[expression]
        handler = self._operations.get(item[0])
        if handler is None:
            return None
        segment = self._segment(unit, scope, position)
        key = (unit.path, "rust-expr", expression, scope, segment, expected, self._context)
        if item[0] in _LINKS:
            self._follow(unit, expression, scope, segment, position)
            known = self.evaluator.beside(key)
            if known is not None:
                return known[0] if known else None  # type: ignore[return-value]
        found = self.evaluator.kept(key, self._evaluate, handler, unit, item, scope, position, expected)
        return found[0] if found else None  # type: ignore[return-value]

    def _follow(self, unit: Unit, expression: int, scope: int, segment: int, position: int) -> None:
        """Evaluate the inner links of a long chain first, innermost first, so that its length is no depth."""
        expressions = unit.facts.expressions
        links: list[int] = []
        inner = _inner(expressions, expression)
        while inner >= 0 and len(links) < MAX_LINKS:
            if self.evaluator.knows((unit.path, "rust-expr", inner, scope, segment, None, self._context)):
                break
            links.append(inner)
            inner = _inner(expressions, inner)
        for link in reversed(links):
            self.type_of(unit, link, scope, position)

    def _evaluate(
        self, handler: Any, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None
    ) -> Any:
        kind = handler(unit, item, scope, position, expected)
        return (kind,) if kind is not None else ()

    def _segment(self, unit: Unit, scope: int, position: int) -> int:
        """Which stretch of the body the position is in: between two of them no variable comes or goes."""
        key = ("rust-segments", scope)
        edges = unit.cache.get(key)
        if edges is None:
            found: set[int] = set()
            here = scope
            definitions = unit.facts.definitions
            while definitions[here].kind in _BODIES:
                for binding in unit.bindings(here):
                    if binding.kind != "return":
                        found.add(binding.start_byte)
                        found.add(binding.block_end + 1)
                if definitions[here].kind != "lambda":
                    break
                here = definitions[here].parent
            edges = unit.cache[key] = sorted(found)
        return bisect_right(edges, position)  # type: ignore[arg-type]

    # -- variables

    def variable(self, unit: Unit, scope: int, name: str, position: int) -> tuple[int, Local] | None:
        """The local variable or parameter a name stands for, with the scope it belongs to."""
        definitions = unit.facts.definitions
        here = scope
        while definitions[here].kind in _BODIES:
            rows = unit.locals(here).get(name)
            if rows:
                for row in reversed(rows):
                    if row.start > position or row.end < position:
                        continue
                    if row.what == PARAMETER or (row.what == BINDING and row.payload.kind != "assign"):  # type: ignore[union-attr]
                        return here, row
            if definitions[here].kind != "lambda":
                return None
            here = definitions[here].parent
        return None

    def variable_type(self, unit: Unit, scope: int, row: Local) -> Type | None:
        """The type of a local variable."""
        key = (unit.path, "rust-variable", scope, row.start, row.what, row.payload, self._context)
        found = self.evaluator.kept(key, self._variable_type, unit, scope, row)
        return found[0] if found else None  # type: ignore[return-value]

    def _variable_type(self, unit: Unit, scope: int, row: Local) -> Any:
        if row.what == PARAMETER:
            kind = self.parameter(unit, scope, row.payload)  # type: ignore[arg-type]
            return (kind,) if kind is not None else ()
        binding = row.payload
        if not binding.declared:  # type: ignore[union-attr]
            self.evaluator.inferred = True
        kind = self.type_of(unit, binding.expression, scope, binding.start_byte - 1)  # type: ignore[union-attr]
        if kind is None or is_open(kind):
            kind = self._refined(unit, scope, row, kind)
        return (kind,) if kind is not None else ()

    def _refined(self, unit: Unit, scope: int, row: Local, kind: Type | None) -> Type | None:
        """What later assignments and uses say of a variable whose type is not complete where it is declared."""
        name: str = row.payload.name  # type: ignore[union-attr]
        for other in unit.locals(scope).get(name, ()):
            if other.what == BINDING and other.payload.kind == "assign" and row.start <= other.start <= row.end:  # type: ignore[union-attr]
                assigned = other.payload
                kind = merge(kind, self.type_of(unit, assigned.expression, scope, assigned.start_byte - 1))  # type: ignore[union-attr]
                if kind is not None and not is_open(kind):
                    return kind
        if not isinstance(kind, Adt):
            return kind
        for reference in self._uses(unit).get(name, ())[: MAX_USES * 4]:
            if not row.start <= reference.start_byte <= row.end:
                continue
            found = self.variable(unit, reference.scope, name, reference.start_byte)
            if found is None or found[1] is not row:
                continue
            kind = self._learn(unit, kind, reference)
            if not isinstance(kind, Adt) or not is_open(kind):
                return kind
        return kind

    def _uses(self, unit: Unit) -> dict[str, list[Reference]]:
        """Calls of methods on plain names, and calls of plain names, by that name."""
        known = unit.cache.get("rust-uses")
        if known is None:
            table: dict[str, list[Reference]] = {}
            expressions = unit.facts.expressions
            for reference in unit.facts.references:
                if reference.role != "call" or reference.expression < 0:
                    continue
                item = expressions[reference.expression]
                if item[0] != "call" or item[1] < 0:
                    continue
                callee = expressions[item[1]]
                if callee[0] == "attr" and callee[1] >= 0 and item[2]:
                    base = expressions[callee[1]]
                    if base[0] == "name":
                        table.setdefault(base[1], []).append(reference)
                elif callee[0] == "name":
                    table.setdefault(f"{callee[1]}()", []).append(reference)
            known = unit.cache["rust-uses"] = table
        return known  # type: ignore[return-value]

    def _learn(self, unit: Unit, kind: Adt, reference: Reference) -> Type | None:
        """The receiver's type after a call such as ``list.push(item)``."""
        item = unit.facts.expressions[reference.expression]
        methods = self.traits.methods(kind, unit.facts.expressions[item[1]][2], unit, reference.scope)
        if len(methods) != 1:
            return kind
        found = methods[0]
        block = found.definition.parent
        if block is None or block.kind != "impl":
            return kind
        header = self.traits.header(block)
        if not isinstance(header.of, Adt) or header.of.definition is not kind.definition:
            return kind
        known = {p: v for p, v in found.known.items() if p.owner is block and p.name != "Self"}
        self.bind_arguments(found.definition, known, item[2], 1, unit, reference.scope, reference.start_byte, None)
        return merge(kind, self.traits.fill(header.of, {**known, **{p: known.get(p) for p in known}}))

    def parameter(self, unit: Unit, scope: int, parameter: Parameter) -> Type | None:
        """The type of a formal parameter inside its function or closure."""
        definition = unit.defs[scope]
        if parameter.kind == "self":
            return self._receiver(unit, scope, parameter)
        if parameter.name.startswith("$"):
            return self._macro_arguments.get(parameter.name)
        if parameter.type >= 0:
            return self.traits.of(unit, parameter.type, scope)
        if definition.kind != "lambda":
            return None
        self.evaluator.inferred = True
        position = next((i for i, p in enumerate(definition.facts.parameters) if p is parameter or p == parameter), -1)
        return self._closure_parameter(unit, definition, position) if position >= 0 else None

    def _receiver(self, unit: Unit, scope: int, parameter: Parameter) -> Type | None:
        if parameter.type >= 0:
            return self.traits.of(unit, parameter.type, scope)
        kind = self.traits.self_type(unit, scope)
        return Ref(kind) if parameter.type_text.startswith("&") else kind

    def _closure_parameter(self, unit: Unit, closure: Def, position: int) -> Type | None:
        extra = dict(closure.facts.extra)
        call = extra.get("argument_of")
        outer = closure.facts.parent
        at = closure.facts.start_byte
        if call is None:
            return self._parameter_by_calls(unit, closure, position)
        item = unit.facts.expressions[call]
        callees = self.callees(unit, item, outer, at)
        for found in callees.found[:2]:
            formal = _formal(found.definition, extra["argument"], callees.is_method)
            if formal is None or formal.type < 0:
                continue
            known = self.known_of(found, callees.turbofish)
            wanted = self._callable(found.definition, formal, known, unit, outer)
            if wanted is None or position >= len(wanted.parameters):
                continue
            kind = wanted.parameters[position]
            if mentions(kind, lambda t, k=known, f=found: isinstance(t, Param) and k.get(t) is None and belongs(t, f)):
                offset = 1 if callees.is_method else 0
                self.bind_arguments(found.definition, known, item[2], offset, unit, outer, at, closure)
            filled = self.traits.fill(kind, closed(known, found))
            if filled is not None:
                return filled
        if isinstance(callees.value, Fn) and extra["argument"] < len(callees.value.parameters):
            wanted = self._as_function(callees.value.parameters[extra["argument"]], unit, outer)
            if wanted is not None and position < len(wanted.parameters):
                return wanted.parameters[position]
        return None

    def _parameter_by_calls(self, unit: Unit, closure: Def, position: int) -> Type | None:
        """``let f = |x| …; f(y)``: what the closure is called with."""
        index = closure.index
        for binding in unit.bindings(closure.facts.parent):
            if binding.expression >= 0 and unit.facts.expressions[binding.expression] == ("def", index):
                for reference in self._uses(unit).get(f"{binding.name}()", ())[:MAX_USES]:
                    given = unit.facts.expressions[reference.expression][2]
                    if position < len(given):
                        kind = self.type_of(unit, given[position], reference.scope, reference.start_byte)
                        if kind is not None:
                            return kind
        return None

    def _callable(self, owner: Def, formal: Parameter, known: Known, unit: Unit, scope: int) -> Fn | None:
        """The signature that a formal parameter asks of a closure."""
        kind = self.traits.of(owner.unit, formal.type, owner.index)
        return self._as_function(kind, owner.unit, owner.index)

    def _as_function(self, kind: Type | None, unit: Unit, scope: int) -> Fn | None:
        """The ``Fn`` behind a type: a bound of a parameter, ``impl Fn``, ``Box<dyn Fn>``, ``&dyn Fn``."""
        for step in self.traits.steps(kind, unit, scope):
            if isinstance(step, Fn):
                return step
            for limit in self.traits.limits(step, unit, scope):
                if isinstance(limit, Fn):
                    return limit
        return None

    # -- operations

    def _name(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        found = self.variable(unit, scope, item[1], position)
        if found is not None:
            return self.variable_type(unit, *found)
        return self._value(unit, item, scope, position)

    def _path(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        return self._value(unit, item, scope, position)

    def _generic(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        return self._value(unit, item, scope, position)

    def _value(self, unit: Unit, item: Expression, scope: int, position: int) -> Type | None:
        """What an item mentioned as a value is: a constant's type, a function to be called."""
        callees = self.path_callees(unit, item, scope, position)
        if len(callees.found) != 1:
            return None
        found = callees.found[0]
        definition = found.definition
        if "variant" in definition.flags:
            if definition.facts.parameters:
                return Item(definition, tuple(self.known_of(found, callees.turbofish).items()))
            parent = definition.parent
            if parent is None:
                return None
            return Adt(parent, tuple(found.known.get(Param(parent, n)) for n in parameter_names(parent)))
        if definition.kind == "struct":
            if definition.facts.parameters:
                return Item(definition, tuple(self.known_of(found, callees.turbofish).items()))
            return Adt(definition, (None,) * len(parameter_names(definition)))
        if definition.kind == "constant":
            value = definition.facts.value
            if value < 0:
                return None
            written = definition.unit.facts.expressions[value]
            if written[0] == "inst":
                return self.traits.fill(
                    self.traits.of(definition.unit, written[1], definition.facts.parent), found.known
                )
            return self.type_of(definition.unit, value, definition.facts.parent, definition.facts.start_byte)
        return Item(definition, tuple(self.known_of(found, callees.turbofish).items()), found.receiver)

    def _attr(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        return self.traits.field(self.type_of(unit, item[1], scope, position), item[2], unit, scope)

    def _this(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        definitions = unit.facts.definitions
        here = scope
        while definitions[here].kind == "lambda":
            here = definitions[here].parent
        for parameter in definitions[here].parameters:
            if parameter.kind == "self":
                return self._receiver(unit, here, parameter)
        return None

    def _def(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        definition = unit.defs[item[1]]
        if "async" in definition.flags:
            return self._future(self.closure_result(definition))
        return Closure(definition)

    def _future(self, result: Type | None) -> Type | None:
        trait = self.traits.library_trait("Future")
        return Some("impl", (Trait(trait, (), (("Output", result),)),)) if trait is not None else None

    def _lit(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        kind = item[1]
        if kind == "str":
            return Ref(STR)
        if kind == "bytes":
            return Ref(Seq("slice", Prim("u8")))
        if kind == "bool":
            return BOOL
        if kind in ("int", "float"):
            return Prim(f"{{{kind}}}")
        return Prim(kind)

    def _seq(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        if item[1] == "tuple":
            wanted = expected.items if isinstance(expected, Tup) and len(expected.items) == len(item[2]) else ()
            return Tup(
                tuple(
                    self.type_of(unit, e, scope, position, wanted[i] if wanted else None) for i, e in enumerate(item[2])
                )
            )
        element: Type | None = None
        for expression in item[2]:
            element = merge(element, self.type_of(unit, expression, scope, position))
            if element is not None and not is_open(element):
                break
        if item[1] == "range":
            return self.traits.library_type("Range", element)
        return Seq("array", element)

    def _union(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        kind: Type | None = None
        for alternative in item[1]:
            kind = merge(kind, self.type_of(unit, alternative, scope, position, expected))
            if kind is not None and kind != NEVER and not is_open(kind):
                break
        return kind

    def _ref(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        kind = self.type_of(unit, item[1], scope, position)
        return Ref(kind) if kind is not None else None

    def _index(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        key = self.type_of(unit, item[2], scope, position)
        index = self.traits.library_trait("Index")
        if index is None:
            return None
        for step in self.traits.steps(self.type_of(unit, item[1], scope, position), unit, scope):
            if isinstance(step, Seq):
                return Seq("slice", step.element) if _is_range(key) else step.element
            fitting = self.traits.implementations(step, index, unit, scope)
            for header, known in fitting:
                arguments = header.trait.args if header.trait is not None else ()
                if key is not None and arguments and len(fitting) > 1:
                    definition = header.definition
                    if not match(arguments[0], key, lambda p, d=definition: p.owner is d, dict(known)):
                        continue
                output = pick_type(header.definition, "Output")
                if output is not None:
                    value = self.traits.of(output.unit, output.facts.value, header.definition.index)
                    return self.traits.fill(value, known)
        return None

    def _binary(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        left = strip(self.type_of(unit, item[2], scope, position))
        if isinstance(left, Prim):
            if left.name.startswith("{"):
                right = strip(self.type_of(unit, item[3], scope, position))
                return right if isinstance(right, Prim) else left
            return left
        trait = self.traits.library_trait(_OPERATORS.get(item[1], ""))
        if trait is not None and left is not None:
            output = self.traits.project(left, Trait(trait), "Output", unit, scope)
            if output is not None and not isinstance(output, Proj):
                return output
        return left

    def _narrowed(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        written = self.type_of(unit, item[2], scope, position)
        return merge(written, self.type_of(unit, item[1], scope, position, written))

    def _variant(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        kind = strip(self.type_of(unit, item[1], scope, position))
        if isinstance(kind, View):
            kind = kind.of
        path = self.traits.of(unit, item[2], scope)
        if isinstance(path, View):
            if isinstance(kind, Adt) and kind.definition is path.of.definition:
                return View(kind, path.variant)
            return path
        if isinstance(path, Adt):
            return kind if isinstance(kind, Adt) and kind.definition is path.definition else path
        return None

    def _new(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        kind = self.traits.of_path(unit, item[1], scope)
        variant: Def | None = None
        if isinstance(kind, View):
            variant, kind = kind.variant, kind.of
        if not isinstance(kind, Adt) or not is_open(kind):
            return kind
        definition = kind.definition
        known: Known = dict(self.traits.arguments(kind))
        for name, value in item[3]:
            written: Type | None = None
            if variant is not None:
                for parameter in variant.facts.parameters:
                    if parameter.name == name:
                        written = self.traits.of(variant.unit, parameter.type, definition.index)
            else:
                for member in definition.unit.members(definition.index).get(name, ()):
                    if member.kind == "field" and member.facts.value >= 0:
                        inner = definition.unit.facts.expressions[member.facts.value][1]
                        written = self.traits.of(definition.unit, inner, definition.index)
            if written is not None and mentions(written, lambda t: isinstance(t, Param)):
                given = self.type_of(unit, value, scope, position)
                if given is not None:
                    match(written, given, lambda p: p.owner is definition, known)
        return Adt(definition, tuple(known.get(Param(definition, n)) for n in parameter_names(definition)))

    # -- what the language does with values

    def element(self, kind: Type | None, unit: Unit, scope: int) -> Type | None:
        """What a ``for`` loop over a value meets."""
        if kind is None:
            return None
        trait = self.traits.library_trait("IntoIterator")
        if trait is None:
            return None
        found = self.traits.project(kind, Trait(trait), "Item", unit, scope)
        if found is None and isinstance(kind, Ref):
            found = self.traits.project(kind.to, Trait(trait), "Item", unit, scope)
        return found

    def tried(self, kind: Type | None, unit: Unit, scope: int) -> Type | None:
        """``x?``"""
        kind = strip(kind)
        if isinstance(kind, Adt) and kind.definition.unit is self.traits.library and kind.args:
            return kind.args[0]
        return None

    def awaited(self, kind: Type | None, unit: Unit, scope: int) -> Type | None:
        """``x.await``"""
        trait = self.traits.library_trait("Future")
        if trait is None:
            return None
        for step in self.traits.steps(kind, unit, scope):
            found = self.traits.project(step, Trait(trait), "Output", unit, scope)
            if found is not None and not isinstance(found, Proj):
                return found
        return None

    def closure_result(self, closure: Def) -> Type | None:
        """What a closure gives when called."""
        unit = closure.unit
        if closure.facts.returns >= 0:
            return self.traits.of(unit, closure.facts.returns, closure.index)
        found = self.evaluator.kept(
            (unit.path, "rust-closure", closure.index, self._context), self._closure_result, closure
        )
        return found[0] if found else None  # type: ignore[return-value]

    def _closure_result(self, closure: Def) -> Any:
        unit = closure.unit
        kind: Type | None = None
        for binding in unit.bindings(closure.index):
            if binding.kind == "return":
                kind = merge(kind, self.type_of(unit, binding.expression, closure.index, binding.start_byte))
                if kind is not None and kind != NEVER and not is_open(kind):
                    break
        return (kind,) if kind is not None else ()

    def result_of(self, kind: Type | None, unit: Unit, scope: int) -> Type | None:
        """What calling a value of a type gives."""
        kind = strip(kind)
        if isinstance(kind, Closure):
            return self.closure_result(kind.definition)
        if isinstance(kind, Item):
            return self._item_result(kind)
        function = self._as_function(kind, unit, scope)
        return function.result if function is not None else None

    def _item_result(self, kind: Item) -> Type | None:
        definition = kind.definition
        known = dict(kind.substitution)
        parent = definition.parent
        if "variant" in definition.flags and parent is not None:
            return Adt(parent, tuple(known.get(Param(parent, n)) for n in parameter_names(parent)))
        if definition.kind == "struct":
            return Adt(definition, tuple(known.get(Param(definition, n)) for n in parameter_names(definition)))
        return self._returned(definition, known)

    def _returned(self, definition: Def, known: Known) -> Type | None:
        facts = definition.facts
        kind = self.traits.of(definition.unit, facts.returns, definition.index) if facts.returns >= 0 else UNIT
        kind = self.traits.fill(kind, known)
        if "async" in facts.flags:
            return self._future(kind)
        return kind

    # -- what calls say

    def callees(self, unit: Unit, item: Expression, scope: int, position: int) -> Callees:
        """What a call expression reaches."""
        raise NotImplementedError

    def path_callees(self, unit: Unit, callee: Expression, scope: int, position: int) -> Callees:
        """What a path used as a value or called stands for."""
        raise NotImplementedError

    def known_of(self, found: Found, turbofish: tuple[Type | None, ...]) -> Known:
        """What a callee's type parameters stand for before its arguments are looked at."""
        raise NotImplementedError

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
        raise NotImplementedError

    def _call(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        raise NotImplementedError

    def _macro(self, unit: Unit, item: Expression, scope: int, position: int, expected: Type | None) -> Type | None:
        raise NotImplementedError


def _inner(expressions: Sequence[Expression], expression: int) -> int:
    """The next link of a chain inwards; -1 at its head."""
    item: Expression = expressions[expression]
    inner: int = item[1]
    if item[0] == "call" and inner >= 0:
        callee: Expression = expressions[inner]
        if callee[0] == "generic":
            called: int = callee[1]
            callee = expressions[called] if called >= 0 else callee
        inner = callee[1] if callee[0] == "attr" else -1
    return inner if inner >= 0 and expressions[inner][0] in _LINKS else -1


def pick_type(owner: Def, name: str) -> Def | None:
    """An associated type of an impl or trait."""
    for definition in owner.unit.members(owner.index).get(name, ()):
        if definition.kind == "type":
            return definition
    return None


def _formal(definition: Def, position: int, is_method: bool) -> Parameter | None:
    formals = definition.facts.parameters
    index = position + (1 if is_method else 0)
    return formals[index] if index < len(formals) else None


def belongs(parameter: Param, found: Found) -> bool:
    """Whether a type parameter is the callee's own (or its impl's or trait's)."""
    definition = found.definition
    return parameter.owner is definition or parameter.owner is definition.parent


def closed(known: Known, found: Found) -> Known:
    """``known`` with every parameter of the callee in it: what was not learnt is unknown, and does not leak."""
    closed = dict(known)
    definition = found.definition
    owners = [definition]
    if definition.parent is not None:
        owners.append(definition.parent)
    for owner in owners:
        for name in parameter_names(owner):
            closed.setdefault(Param(owner, name), None)
    return closed


def _is_range(kind: Type | None) -> bool:
    return isinstance(kind, Adt) and kind.definition.name.startswith("Range")
