"""What Rust expressions are: local inference on top of declared types.

Every answer is one type or None. Functions say their types, so inference stays inside one body: what a
``let`` binds, what a pattern takes apart, what a closure is given and gives back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from codegraph.linking.rustlang.paths import TYPE, VALUE
from codegraph.linking.rustlang.traits import Found, Traits, pick_member
from codegraph.linking.rustlang.types import (
    BOOL,
    NEVER,
    STR,
    UNIT,
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
    fits,
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


class Inference:
    """Types of expressions, variables and calls."""

    def __init__(self, evaluator: Evaluator, paths: Paths, traits: Traits) -> None:
        self.evaluator = evaluator
        self.paths = paths
        self.traits = traits
        self._context: tuple[object, ...] = ()
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
        self._bind_arguments(found.definition, known, item[2], 1, unit, reference.scope, reference.start_byte, None)
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
            known = self._known(found, callees.turbofish)
            wanted = self._callable(found.definition, formal, known, unit, outer)
            if wanted is None or position >= len(wanted.parameters):
                continue
            kind = wanted.parameters[position]
            if mentions(kind, lambda t, k=known, f=found: isinstance(t, Param) and k.get(t) is None and _belongs(t, f)):
                offset = 1 if callees.is_method else 0
                self._bind_arguments(found.definition, known, item[2], offset, unit, outer, at, closure)
            filled = self.traits.fill(kind, _closed(known, found))
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
                return Item(definition, tuple(self._known(found, callees.turbofish).items()))
            parent = definition.parent
            if parent is None:
                return None
            return Adt(parent, tuple(found.known.get(Param(parent, n)) for n in parameter_names(parent)))
        if definition.kind == "struct":
            if definition.facts.parameters:
                return Item(definition, tuple(self._known(found, callees.turbofish).items()))
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
        return Item(definition, tuple(self._known(found, callees.turbofish).items()), found.receiver)

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
        known = self._known(found, callees.turbofish)
        parent = definition.parent
        made: Type | None = None
        if "variant" in definition.flags and parent is not None:
            made = Adt(parent, tuple(Param(parent, n) for n in parameter_names(parent)))
        elif definition.kind == "struct":
            made = Adt(definition, tuple(Param(definition, n) for n in parameter_names(definition)))
        if made is not None:
            if made.args and any(known.get(a) is None for a in made.args if isinstance(a, Param)):
                self._bind_arguments(definition, known, arguments, 0, unit, scope, position, None)
            kind = self.traits.fill(made, known)
            return merge(kind, expected) if isinstance(expected, Adt) else kind
        facts = definition.facts
        kind = self.traits.of(definition.unit, facts.returns, definition.index) if facts.returns >= 0 else UNIT
        if kind is None:
            return None
        if mentions(kind, lambda t: isinstance(t, Param) and _belongs(t, found) and known.get(t) is None):
            offset = 1 if callees.is_method else 0
            self._bind_arguments(definition, known, arguments, offset, unit, scope, position, None)
            if isinstance(kind, Param) and known.get(kind) is None and expected is not None:
                known[kind] = expected
        filled = self.traits.fill(kind, _closed(known, found))
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

    def _known(self, found: Found, turbofish: tuple[Type | None, ...]) -> Known:
        known = dict(found.known)
        definition = found.definition
        for name, given in zip(parameter_names(definition), turbofish, strict=False):
            if given is not None:
                known[Param(definition, name)] = given
        return known

    def _bind_arguments(
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


def _formal(definition: Def, position: int, is_method: bool) -> Parameter | None:
    formals = definition.facts.parameters
    index = position + (1 if is_method else 0)
    return formals[index] if index < len(formals) else None


def _takes(rule: Def, count: int) -> bool:
    formals = rule.facts.parameters
    if any(p.kind == "args" for p in formals):
        return count >= len([p for p in formals if p.kind != "args"])
    return len(formals) == count


def _belongs(parameter: Param, found: Found) -> bool:
    """Whether a type parameter is the callee's own (or its impl's or trait's)."""
    definition = found.definition
    return parameter.owner is definition or parameter.owner is definition.parent


def _closed(known: Known, found: Found) -> Known:
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


def _has_receiver(definition: Def) -> bool:
    formals = definition.facts.parameters
    return bool(formals) and formals[0].kind == "self"


def _is_range(kind: Type | None) -> bool:
    return isinstance(kind, Adt) and kind.definition.name.startswith("Range")
