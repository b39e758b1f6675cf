"""PHP expressions in neutral form.

Variables keep their dollar sign, properties have one too, methods and functions end in ``()``: so the
language's separate name spaces stay apart in one table of names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from parsers.facts import NONE
from parsers.languages._php.names import PRIMITIVES, RELATIVE, Names

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

CHAIN = ("object", "function", "scope")
_BOOLEAN = frozenset(
    ("==", "===", "!=", "!==", "<>", "<", "<=", ">", ">=", "&&", "||", "and", "or", "xor", "instanceof")
)
_LITERALS = {
    "integer": "int",
    "float": "float",
    "boolean": "bool",
    "null": "none",
    "encapsed_string": "str",
    "heredoc": "str",
    "nowdoc": "str",
    "shell_command_expression": "str",
    "print_intrinsic": "int",
    "exit_statement": "none",
}
_MAX_ITEMS = 24


def names(work: Extraction) -> Names:
    """The names in force at this point of the file."""
    known = work.notes.get("names")
    if known is None:
        known = work.notes["names"] = Names()
    return known


def first(node: Node | None) -> Node | None:
    """The first named child that is no comment."""
    if node is None:
        return None
    for child in node.named_children:
        if child.type != "comment":
            return child
    return None


def of_type(node: Node, kind: str) -> Node | None:
    """The first child of a given type."""
    for child in node.named_children:
        if child.type == kind:
            return child
    return None


def class_reference(work: Extraction, node: Node | None) -> int:
    """What stands in a place where a class is meant: a name, ``static``, or an expression."""
    if node is None:
        return NONE
    kind = node.type
    if kind in ("name", "qualified_name", "relative_name", "relative_scope"):
        text = work.text(node)
        lower = text.lower()
        if lower == "parent":
            return work.intern("super")
        if lower in RELATIVE:
            return work.intern("name", lower)
        return work.intern("name", names(work).class_name(text))
    return work.expression(node)


def type_expression(work: Extraction, node: Node | None) -> int:
    """A native type declaration."""
    if node is None:
        return NONE
    kind = node.type
    if kind == "named_type":
        return class_reference(work, first(node))
    if kind in ("name", "qualified_name"):
        return class_reference(work, node)
    if kind == "primitive_type" or kind == "bottom_type":
        text = work.text(node).lower()
        return work.intern("name", text) if text in PRIMITIVES else NONE
    if kind == "optional_type":
        return type_expression(work, first(node))
    if kind in ("union_type", "intersection_type", "type_list", "disjunctive_normal_form_type"):
        parts = tuple(type_expression(work, child) for child in node.named_children if child.type != "comment")
        known = tuple(part for part in parts if part != NONE)
        if not known:
            return NONE
        return known[0] if len(known) == 1 else work.intern("union", known)
    return NONE


def method_name(work: Extraction, node: Node | None) -> str:
    """The name of a called method with ``()`` behind it; '' for one made up at run time."""
    return f"{work.text(node)}()" if node is not None and node.type == "name" else ""


def _variable(work: Extraction, node: Node) -> int:
    text = work.text(node)
    return work.intern("this") if text == "$this" else work.intern("name", text)


def _constant(work: Extraction, node: Node) -> int:
    return NONE


def _literal(kind: str) -> Callable[[Extraction, Node], int]:
    def convert(work: Extraction, node: Node) -> int:
        return work.intern("lit", kind)

    return convert


def _string(work: Extraction, node: Node) -> int:
    text = work.text(node)[1:-1]
    if 0 < len(text) < 60 and text.replace("\\", "").replace("::", "").replace("_", "a").isalnum():
        return work.intern("str", text.replace("\\\\", "\\"))
    return work.intern("lit", "str")


def _through(work: Extraction, node: Node) -> int:
    return work.expression(first(node))


def arguments(work: Extraction, node: Node | None) -> tuple[tuple[int, ...], tuple[tuple[str, int], ...]]:
    """Positional and named arguments."""
    if node is None:
        return (), ()
    positional: list[int] = []
    named: list[tuple[str, int]] = []
    for child in node.named_children:
        if child.type != "argument":
            continue
        label = child.child_by_field_name("name")
        value = child.named_children[-1] if child.named_child_count else None
        if value is None:
            continue
        if label is not None and value.start_byte != label.start_byte:
            named.append((work.text(label), work.expression(value)))
        elif value.type == "variadic_unpacking":
            positional.append(work.intern("spread", work.expression(first(value))))
        else:
            positional.append(work.expression(value))
    return tuple(positional), tuple(named)


def is_placeholder(node: Node | None) -> bool:
    """``f(...)``: the function itself, not a call of it."""
    return node is not None and of_type(node, "variadic_placeholder") is not None


def function_reference(work: Extraction, node: Node | None) -> int:
    """What stands in the place of a called function."""
    if node is None:
        return NONE
    if node.type in ("name", "qualified_name", "relative_name"):
        return work.intern("name", names(work).function_name(work.text(node)))
    return work.expression(node)


def callee(work: Extraction, node: Node) -> int:
    """The function or method that a call expression calls."""
    kind = node.type
    if kind == "function_call_expression":
        return function_reference(work, node.child_by_field_name("function"))
    name = method_name(work, node.child_by_field_name("name"))
    if kind == "scoped_call_expression":
        base = class_reference(work, node.child_by_field_name("scope"))
    else:
        base = work.expression(node.child_by_field_name("object"))
    return work.intern("attr", base, name) if name else NONE


def _call(work: Extraction, node: Node) -> int:
    target = callee(work, node)
    given = node.child_by_field_name("arguments")
    if is_placeholder(given):
        return target
    return work.intern("call", target, *arguments(work, given))


def _new(work: Extraction, node: Node) -> int:
    target = first(node)
    if target is None:
        return NONE
    if target.type == "anonymous_class":
        return work.intern("new", work.expression(target), (), ())
    given = arguments(work, of_type(node, "arguments"))
    return work.intern("new", class_reference(work, target), *given)


def _property(work: Extraction, node: Node) -> int:
    name = node.child_by_field_name("name")
    base = work.expression(node.child_by_field_name("object"))
    if name is None or name.type != "name":
        return NONE
    return work.intern("attr", base, "$" + work.text(name))


def _static_property(work: Extraction, node: Node) -> int:
    name = node.child_by_field_name("name")
    if name is None or name.type != "variable_name":
        return NONE
    return work.intern("attr", class_reference(work, node.child_by_field_name("scope")), work.text(name))


def _class_constant(work: Extraction, node: Node) -> int:
    children = [child for child in node.named_children if child.type != "comment"]
    if len(children) != 2 or children[1].type != "name":
        return NONE
    return work.intern("attr", class_reference(work, children[0]), work.text(children[1]))


def _subscript(work: Extraction, node: Node) -> int:
    children = [child for child in node.named_children if child.type != "comment"]
    if not children:
        return NONE
    key = work.expression(children[1]) if len(children) > 1 else NONE
    return work.intern("index", work.expression(children[0]), key)


def _array(work: Extraction, node: Node) -> int:
    items: list[int] = []
    keys: list[int] = []
    keyed = False
    for child in node.named_children[:_MAX_ITEMS]:
        if child.type != "array_element_initializer":
            continue
        parts = [part for part in child.named_children if part.type != "comment"]
        if len(parts) == 2:
            keyed = True
            keys.append(work.expression(parts[0]))
            items.append(work.expression(parts[1]))
        elif parts:
            keys.append(NONE)
            if parts[0].type == "variadic_unpacking":
                items.append(work.intern("spread", work.expression(first(parts[0]))))
            else:
                items.append(work.expression(parts[0]))
    if keyed:
        return work.intern("map", tuple(keys), tuple(items))
    return work.intern("seq", "array", tuple(items))


def _assignment(work: Extraction, node: Node) -> int:
    return work.expression(node.child_by_field_name("right"))


def _augmented(work: Extraction, node: Node) -> int:
    operator = node.child_by_field_name("operator")
    if operator is not None and operator.type == "??=":
        left = work.expression(node.child_by_field_name("left"))
        return work.intern("union", (left, work.expression(node.child_by_field_name("right"))))
    return NONE


def _conditional(work: Extraction, node: Node) -> int:
    body = node.child_by_field_name("body") or node.child_by_field_name("condition")
    return work.intern("union", (work.expression(body), work.expression(node.child_by_field_name("alternative"))))


def _binary(work: Extraction, node: Node) -> int:
    operator = node.child_by_field_name("operator")
    kind = operator.type if operator is not None else ""
    if kind == "??":
        left = work.expression(node.child_by_field_name("left"))
        return work.intern("union", (left, work.expression(node.child_by_field_name("right"))))
    if kind == ".":
        return work.intern("lit", "str")
    return work.intern("lit", "bool" if kind in _BOOLEAN else "int")


def _cast(work: Extraction, node: Node) -> int:
    kind = work.text(node.child_by_field_name("type")).strip().lower()
    kinds = {"string": "str", "int": "int", "integer": "int", "bool": "bool", "boolean": "bool", "float": "float"}
    if kind == "array":
        return work.intern("seq", "array", ())
    return work.intern("lit", kinds[kind]) if kind in kinds else NONE


def _match(work: Extraction, node: Node) -> int:
    body = node.child_by_field_name("body")
    if body is None:
        return NONE
    results = [
        work.expression(arm.child_by_field_name("return_expression")) for arm in body.named_children[:_MAX_ITEMS]
    ]
    known = tuple(result for result in results if result != NONE)
    return work.intern("union", known) if known else NONE


def _not(work: Extraction, node: Node) -> int:
    return work.intern("lit", "bool")


def _yield(work: Extraction, node: Node) -> int:
    return work.intern("sent", work.expression(first(node)))


EXPRESSIONS: dict[str, Callable[[Extraction, Node], int]] = {
    "variable_name": _variable,
    "name": _constant,
    "function_call_expression": _call,
    "member_call_expression": _call,
    "nullsafe_member_call_expression": _call,
    "scoped_call_expression": _call,
    "object_creation_expression": _new,
    "member_access_expression": _property,
    "nullsafe_member_access_expression": _property,
    "scoped_property_access_expression": _static_property,
    "class_constant_access_expression": _class_constant,
    "subscript_expression": _subscript,
    "array_creation_expression": _array,
    "assignment_expression": _assignment,
    "reference_assignment_expression": _assignment,
    "augmented_assignment_expression": _augmented,
    "conditional_expression": _conditional,
    "binary_expression": _binary,
    "parenthesized_expression": _through,
    "clone_expression": _through,
    "error_suppression_expression": _through,
    "by_ref": _through,
    "cast_expression": _cast,
    "match_expression": _match,
    "unary_op_expression": _not,
    "yield_expression": _yield,
    "string": _string,
    **{kind: _literal(literal) for kind, literal in _LITERALS.items()},
}
