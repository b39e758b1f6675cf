"""TypeScript's type syntax as neutral expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from parsers.facts import NONE

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

Converter = Callable[["Extraction", "Node"], int]

_PREDEFINED = {
    "string": "str",
    "number": "float",
    "boolean": "bool",
    "bigint": "int",
    "symbol": "symbol",
    "unique symbol": "symbol",
    "void": "none",
    "object": "object",
    "never": "never",
}
UNION_LIMIT = 60


def only(node: Node | None) -> Node | None:
    """The first named child that is not a comment."""
    if node is None or not node.named_child_count:
        return None
    child = node.named_child(0)
    if child is not None and child.type == "comment":
        return next((c for c in node.named_children if c.type != "comment"), None)
    return child


def annotation(work: Extraction, node: Node | None) -> int:
    """The type in a ``: T`` annotation (a type predicate is a boolean that says something)."""
    return NONE if node is None else work.expression(only(node))


def annotated(work: Extraction, node: Node | None) -> int:
    """The type in a ``: T`` annotation, as an instance of it."""
    found = annotation(work, node)
    return work.intern("inst", found) if found != NONE else NONE


def arguments(work: Extraction, node: Node | None) -> tuple[int, ...]:
    """The types of ``<A, B>``."""
    if node is None:
        return ()
    return tuple(work.expression(c) for c in node.named_children if c.type != "comment")


def _name(work: Extraction, node: Node) -> int:
    return work.intern("name", work.text(node))


def _predefined(work: Extraction, node: Node) -> int:
    kind = _PREDEFINED.get(work.text(node))
    return work.intern("lit", kind) if kind else NONE


def _nested(work: Extraction, node: Node) -> int:
    """``A.B.C``, from the inside out."""
    name = node.child_by_field_name("name") or node.child_by_field_name("property")
    base = work.expression(node.child_by_field_name("module") or node.child_by_field_name("object"))
    return work.intern("attr", base, work.text(name))


def _generic(work: Extraction, node: Node) -> int:
    base = work.expression(node.child_by_field_name("name"))
    return work.intern("generic", base, arguments(work, node.child_by_field_name("type_arguments")))


def _flattened(kind: str) -> Converter:
    """Unions lean left, one node for each ``|``: the spine is walked, not recursed into."""

    def convert(work: Extraction, node: Node) -> int:
        parts: list[Node] = []
        inner: Node | None = node
        while inner is not None and inner.type == kind:
            children = [c for c in inner.named_children if c.type != "comment"]
            parts.extend(reversed(children[1:]))
            inner = children[0] if children else None
        if inner is not None:
            parts.append(inner)
        alternatives = tuple(dict.fromkeys(work.expression(p) for p in reversed(parts[-UNION_LIMIT:])))
        return work.intern("union" if kind == "union_type" else "all", alternatives)

    return convert


def _array(work: Extraction, node: Node) -> int:
    return work.intern("generic", work.intern("name", "Array"), (work.expression(only(node)),))


def _tuple(work: Extraction, node: Node) -> int:
    items = []
    for child in node.named_children:
        kind = child.type
        if kind in ("optional_parameter", "required_parameter"):
            items.append(annotation(work, child.child_by_field_name("type")))
        elif kind == "rest_type":
            items.append(work.intern("spread", work.expression(only(child))))
        elif kind != "comment":
            items.append(work.expression(child))
    return work.intern("seq", "tuple", tuple(items))


def function(work: Extraction, node: Node) -> int:
    """A function type, or the type of a call signature: parameters and result.

    One with type parameters of its own is read inside a definition that has them.
    """
    if node.child_by_field_name("type_parameters") is None:
        return _function(work, node)
    from parsers.languages._ecmascript.definitions import type_parameters

    index = work.definition_of(node)
    if index is None:
        index = work.anonymous("lambda", node, flags=("signature", "type"))
        scope, work.scope = work.scope, index
        found = type_parameters(work, node)
        work.definitions[index] = work.definitions[index]._replace(type_parameters=found)
        work.scope = scope
    scope, work.scope = work.scope, index
    made = _function(work, node)
    work.scope = scope
    return work.intern("scoped", index, made)


def _function(work: Extraction, node: Node) -> int:
    listed = node.child_by_field_name("parameters")
    parameters = []
    receiver = NONE
    if listed is not None:
        for child in listed.named_children:
            if child.type not in ("required_parameter", "optional_parameter"):
                continue
            pattern = child.child_by_field_name("pattern")
            found = annotation(work, child.child_by_field_name("type"))
            if pattern is not None and pattern.type == "this":
                receiver = found
                continue
            if pattern is not None and pattern.type == "rest_pattern":
                found = work.intern("spread", found)
            parameters.append(found)
    result = node.child_by_field_name("return_type") or node.child_by_field_name("type")
    if result is not None and result.type.endswith("annotation"):
        returns = annotation(work, result)
    else:
        returns = work.expression(result)
    if receiver != NONE:
        return work.intern("fn", tuple(parameters), returns, receiver)
    return work.intern("fn", tuple(parameters), returns)


def _constructor(work: Extraction, node: Node) -> int:
    made = function(work, node)
    return work.intern("constructor", made)


def _literal(work: Extraction, node: Node) -> int:
    return work.expression(only(node)) if node.named_child_count else NONE


def _lookup(work: Extraction, node: Node) -> int:
    children = node.named_children
    if len(children) < 2:
        return NONE
    return work.intern("index", work.expression(children[0]), work.expression(children[1]))


def _query(work: Extraction, node: Node) -> int:
    return work.intern("typeof", work.expression(only(node)))


def _conditional(work: Extraction, node: Node) -> int:
    """``A extends B ? C : D`` may be either."""
    return work.intern(
        "union",
        (
            work.expression(node.child_by_field_name("consequence")),
            work.expression(node.child_by_field_name("alternative")),
        ),
    )


def _through(work: Extraction, node: Node) -> int:
    return work.expression(only(node))


_NEEDS_SCOPE = ("method_signature", "call_signature", "construct_signature")


def _object_type(work: Extraction, node: Node) -> int:
    """``{ a: T; b(): U }``: a map of its properties, or, with methods, an anonymous definition around them."""
    if any(child.type in _NEEDS_SCOPE for child in node.named_children):
        return work.intern("def", object_type(work, node))
    return _properties(work, node)


def _properties(work: Extraction, node: Node) -> int:
    keys: list[int] = []
    values: list[int] = []
    for child in node.named_children:
        kind = child.type
        if kind == "property_signature":
            keys.append(member_key(work, child.child_by_field_name("name")))
            values.append(annotation(work, child.child_by_field_name("type")))
        elif kind == "index_signature":
            clause = only(child)
            if clause is not None and clause.type == "mapped_type_clause" and node.named_child_count == 1:
                return _mapped(work, child, clause)
            keys.append(work.intern("lit", "str"))
            values.append(annotation(work, child.child_by_field_name("type")))
    return work.intern("map", tuple(keys), tuple(values))


def _mapped(work: Extraction, signature: Node, clause: Node) -> int:
    """``{ [K in keyof T]: V }``; where the keys are not those of a type it is a record of V."""
    value = annotation(work, signature.child_by_field_name("type"))
    keys = clause.child_by_field_name("type")
    name = work.text(clause.child_by_field_name("name"))
    if keys is not None and keys.type == "index_type_query":
        return work.intern("mapped", work.expression(only(keys)), name, value)
    return work.intern("mapped", NONE, name, value)


def member_key(work: Extraction, node: Node | None) -> int:
    """The key of a property: ``("str", name)``, whatever way it is written."""
    return NONE if node is None else work.intern("str", member_name(work, node))


def member_name(work: Extraction, node: Node | None) -> str:
    """The name of a member: a quoted one without its quotes, a computed one as ``[key]``.

    Of a computed key only the last name counts (``[symbols.kState]`` is ``[kState]``): symbols that serve as keys
    are imported under various paths, but hardly ever renamed.
    """
    if node is None:
        return ""
    kind = node.type
    text = work.text(node)
    if kind == "string":
        return text[1:-1]
    if kind == "computed_property_name":
        inner = only(node)
        if inner is not None and inner.type == "string":
            return work.text(inner)[1:-1]
        return f"[{text[1:-1].strip().rpartition('.')[2]}]"
    return text


def object_type(work: Extraction, node: Node) -> int:
    """The anonymous definition of a type literal; its properties are its value."""
    known = work.definition_of(node)
    if known is not None:
        return known
    found = work.anonymous("object", node, flags=("type",))
    scope, work.scope = work.scope, found
    extra = signatures(work, node)
    value = _properties(work, node)
    work.scope = scope
    work.definitions[found] = work.definitions[found]._replace(value=value, extra=extra)
    return found


def signatures(work: Extraction, body: Node | None) -> tuple[tuple[str, int], ...]:
    """Call, construct and index signatures of an interface body or a type literal."""
    if body is None:
        return ()
    out: list[tuple[str, int]] = []
    for child in body.named_children:
        kind = child.type
        if kind == "call_signature":
            out.append(("call", function(work, child)))
        elif kind == "construct_signature":
            out.append(("construct", function(work, child)))
        elif kind == "index_signature":
            out.append(("index", annotation(work, child.child_by_field_name("type"))))
    return tuple(out)


def _predicate(work: Extraction, node: Node) -> int:
    """``x is T``: a boolean whose truth says that parameter ``x`` is a ``T``."""
    name = node.child_by_field_name("name")
    return work.intern("guard", work.text(name), work.expression(node.child_by_field_name("type")))


def _asserts(work: Extraction, node: Node) -> int:
    inner = only(node)
    if inner is not None and inner.type == "type_predicate":
        return work.intern("asserts", work.expression(inner))
    return work.intern("lit", "none")


def _string_type(work: Extraction, node: Node) -> int:
    return work.intern("lit", "str")


def _key_type(work: Extraction, node: Node) -> int:
    """``keyof T``: one of T's property names."""
    return work.intern("lit", "str")


def _this(work: Extraction, node: Node) -> int:
    return work.intern("this")


TYPES: dict[str, Converter] = {
    "type_identifier": _name,
    "predefined_type": _predefined,
    "nested_type_identifier": _nested,
    "nested_identifier": _nested,
    "generic_type": _generic,
    "union_type": _flattened("union_type"),
    "intersection_type": _flattened("intersection_type"),
    "array_type": _array,
    "tuple_type": _tuple,
    "function_type": function,
    "constructor_type": _constructor,
    "literal_type": _literal,
    "lookup_type": _lookup,
    "type_query": _query,
    "index_type_query": _key_type,
    "conditional_type": _conditional,
    "parenthesized_type": _through,
    "readonly_type": _through,
    "optional_type": _through,
    "object_type": _object_type,
    "type_predicate": _predicate,
    "asserts": _asserts,
    "template_literal_type": _string_type,
    "this_type": _this,
    "type_annotation": _through,
    "constraint": _through,
    "default_type": _through,
}
