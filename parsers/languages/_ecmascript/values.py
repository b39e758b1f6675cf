"""JavaScript's expressions as neutral expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.facts import NONE
from parsers.languages._ecmascript.definitions import define_class, define_function, define_object
from parsers.languages._ecmascript.types import Converter, arguments, only

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

ITEM_LIMIT = 16
STRING_LIMIT = 60


def _identifier(work: Extraction, node: Node) -> int:
    return work.intern("name", work.text(node))


def _member(work: Extraction, node: Node) -> int:
    base = work.expression(node.child_by_field_name("object"))
    return work.intern("attr", base, work.text(node.child_by_field_name("property")))


def _subscript(work: Extraction, node: Node) -> int:
    base = work.expression(node.child_by_field_name("object"))
    key = node.child_by_field_name("index")
    if key is not None:
        kind = key.type
        if kind == "string":
            return work.intern("attr", base, work.text(key)[1:-1])
        if kind == "number":
            text = work.text(key)
            if text.isdigit() and len(text) < 3:
                return work.intern("item", base, int(text))
    return work.intern("index", base, work.expression(key))


def call_arguments(work: Extraction, node: Node | None) -> tuple[int, ...]:
    """The arguments of a call; a tagged template has none that count."""
    if node is None or node.type != "arguments":
        return ()
    return tuple(work.expression(c) for c in node.named_children if c.type != "comment")


def _callee(work: Extraction, node: Node | None) -> int:
    """What is called; a cast does not change that: ``(f as any)(…)`` calls f."""
    if node is None or node.type != "parenthesized_expression":
        return work.expression(node)
    inner: Node | None = node
    while inner is not None and inner.type in ("parenthesized_expression", "as_expression", "satisfies_expression"):
        inner = only(inner)
    if inner is not None and inner.type in ("identifier", "member_expression"):
        return work.expression(inner)
    return work.expression(node)


def _call(work: Extraction, node: Node) -> int:
    callee = _callee(work, node.child_by_field_name("function"))
    types = node.child_by_field_name("type_arguments")
    if types is not None:
        callee = work.intern("generic", callee, arguments(work, types))
    return work.intern("call", callee, call_arguments(work, node.child_by_field_name("arguments")), ())


def _new(work: Extraction, node: Node) -> int:
    callee = _callee(work, node.child_by_field_name("constructor"))
    types = node.child_by_field_name("type_arguments")
    if types is not None:
        callee = work.intern("generic", callee, arguments(work, types))
    return work.intern("new", callee, call_arguments(work, node.child_by_field_name("arguments")), ())


def _through(work: Extraction, node: Node) -> int:
    return work.expression(only(node))


def _last(work: Extraction, node: Node) -> int:
    children = node.named_children
    return work.expression(children[-1]) if children else NONE


def _cast(work: Extraction, node: Node) -> int:
    """``x as T``: a T; ``as const`` is the value itself, ``as any`` is anything."""
    parts = [c for c in node.named_children if c.type != "comment"]
    if len(parts) < 2:
        return work.expression(parts[0]) if parts else NONE
    kind = work.expression(parts[1])
    return work.intern("inst", kind) if kind != NONE else NONE


def _satisfies(work: Extraction, node: Node) -> int:
    return work.expression(only(node))


def _assertion(work: Extraction, node: Node) -> int:
    """``<T>x``."""
    children = node.named_children
    if len(children) < 2:
        return NONE
    kinds = arguments(work, children[0])
    return work.intern("inst", kinds[0]) if kinds and kinds[0] != NONE else NONE


def _instantiation(work: Extraction, node: Node) -> int:
    base = work.expression(only(node))
    return work.intern("generic", base, arguments(work, node.child_by_field_name("type_arguments")))


def _ternary(work: Extraction, node: Node) -> int:
    first = work.expression(node.child_by_field_name("consequence"))
    second = work.expression(node.child_by_field_name("alternative"))
    return first if first == second else work.intern("union", (first, second))


_BOOLEAN = frozenset(("==", "===", "!=", "!==", "<", ">", "<=", ">=", "in", "instanceof"))
_EITHER = frozenset(("||", "??"))


def _binary(work: Extraction, node: Node) -> int:
    operator_node = node.child_by_field_name("operator")
    operator = operator_node.type if operator_node is not None else ""
    if operator in _BOOLEAN:
        return work.intern("lit", "bool")
    left = node.child_by_field_name("left")
    right = node.child_by_field_name("right")
    if operator in _EITHER:
        first = work.expression(left)
        second = work.expression(right)
        return first if first == second else work.intern("union", (first, second))
    if operator == "&&":
        return work.expression(right)
    if operator == "+":
        # A spine of additions leans left: it is a string if any of its parts is one.
        at: Node | None = node
        for _ in range(100):
            if at is None:
                break
            if at.type in ("string", "template_string"):
                return work.intern("lit", "str")
            if at.type != "binary_expression":
                break
            last = at.child_by_field_name("right")
            if last is not None and last.type in ("string", "template_string"):
                return work.intern("lit", "str")
            at = at.child_by_field_name("left")
        return NONE
    return work.intern("lit", "float")


def _unary(work: Extraction, node: Node) -> int:
    operator = node.child_by_field_name("operator")
    kind = operator.type if operator is not None else ""
    if kind in ("!", "delete"):
        return work.intern("lit", "bool")
    if kind == "typeof":
        return work.intern("lit", "str")
    if kind == "void":
        return work.intern("lit", "none")
    return work.intern("lit", "float")


def _assignment(work: Extraction, node: Node) -> int:
    from parsers.languages._ecmascript.bindings import name_assigned

    name_assigned(work, node)
    return work.expression(node.child_by_field_name("right"))


def _augmented(work: Extraction, node: Node) -> int:
    operator = node.child_by_field_name("operator")
    if operator is not None and operator.type in ("||=", "??="):
        left = work.expression(node.child_by_field_name("left"))
        right = work.expression(node.child_by_field_name("right"))
        return work.intern("union", (left, right))
    return NONE


def _literal(kind: str) -> Converter:
    def convert(work: Extraction, node: Node) -> int:
        return work.intern("lit", kind)

    return convert


def _string(work: Extraction, node: Node) -> int:
    """Short strings without escapes keep their value: they name modules, members and events."""
    if node.end_byte - node.start_byte <= STRING_LIMIT:
        text = work.text(node)[1:-1]
        if "\\" not in text:
            return work.intern("str", text)
    return work.intern("lit", "str")


def _array(work: Extraction, node: Node) -> int:
    items = []
    for child in node.named_children[:ITEM_LIMIT]:
        if child.type != "comment":
            items.append(work.expression(child))
    return work.intern("seq", "array", tuple(items))


def _spread(work: Extraction, node: Node) -> int:
    return work.intern("spread", work.expression(only(node)))


def _await(work: Extraction, node: Node) -> int:
    return work.intern("await", work.expression(only(node)))


def _function(work: Extraction, node: Node) -> int:
    return work.intern("def", define_function(work, node))


def _class(work: Extraction, node: Node) -> int:
    return work.intern("def", define_class(work, node))


def _simple(*operation: str) -> Converter:
    def convert(work: Extraction, node: Node) -> int:
        return work.intern(*operation)

    return convert


VALUES: dict[str, Converter] = {
    "identifier": _identifier,
    "shorthand_property_identifier": _identifier,
    "property_identifier": _identifier,
    "undefined": _literal("none"),
    "null": _literal("none"),
    "true": _literal("bool"),
    "false": _literal("bool"),
    "number": _literal("float"),
    "string": _string,
    "template_string": _literal("str"),
    "regex": _literal("regex"),
    "this": _simple("this"),
    "super": _simple("super"),
    "import": _simple("name", "import"),
    "member_expression": _member,
    "subscript_expression": _subscript,
    "call_expression": _call,
    "new_expression": _new,
    "parenthesized_expression": _through,
    "non_null_expression": _through,
    "sequence_expression": _last,
    "as_expression": _cast,
    "satisfies_expression": _satisfies,
    "type_assertion": _assertion,
    "instantiation_expression": _instantiation,
    "ternary_expression": _ternary,
    "binary_expression": _binary,
    "unary_expression": _unary,
    "update_expression": _literal("float"),
    "assignment_expression": _assignment,
    "augmented_assignment_expression": _augmented,
    "await_expression": _await,
    "array": _array,
    "object": define_object,
    "spread_element": _spread,
    "arrow_function": _function,
    "function_expression": _function,
    "generator_function": _function,
    "class": _class,
}
