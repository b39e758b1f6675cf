"""Expressions, types and declarators of C and C++ in their neutral form.

In type position ``T*`` and ``T[]`` are ``("ref", T)``, a reference is its ``T``, a function type is
``("fn", parameters, result)``. In value position ``&x`` is ``("ref", x)``, ``*x`` is ``("deref", x)``
and ``p->m`` is ``("attr", ("deref", p), "m")``. ``::x`` is a member of ``("name", "::")``, ``a::x`` one of
``("name", "a::")``: what stands before ``::`` is a type or a namespace, whatever else has its name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from parsers.facts import NONE, Parameter

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

GLOBAL = "::"
"""The name of the global namespace in expressions."""

NAME_TYPES = frozenset(
    (
        "identifier",
        "field_identifier",
        "type_identifier",
        "namespace_identifier",
        "qualified_identifier",
        "destructor_name",
        "operator_name",
        "template_function",
        "template_method",
        "template_type",
    )
)
"""What can stand at the heart of a declarator."""

CASTS = frozenset(("static_cast", "dynamic_cast", "const_cast", "reinterpret_cast"))
_COMPARISONS = frozenset(("==", "!=", "<", "<=", ">", ">=", "&&", "||", "and", "or"))
_JUNCTIONS = {"&&": "&&", "and": "&&", "||": "||", "or": "||"}
_MAX_CONDITION = 20
_MAX_SEGMENTS = 40
_MAX_FUNCTION_TYPES = 6


def first_named(node: Node | None) -> Node | None:
    """The first named child that is no comment."""
    if node is None:
        return None
    for child in node.named_children:
        if child.type != "comment":
            return child
    return None


# -- names


def plain_name(work: Extraction, node: Node) -> str:
    """The name of a single segment, template arguments left out: ``operator==``, ``~Foo``, ``foo`` of ``foo<int>``."""
    kind = node.type
    if kind in ("template_function", "template_method", "template_type"):
        return work.field_text(node, "name")
    if kind == "dependent_name":
        inner = first_named(node)
        return plain_name(work, inner) if inner is not None and inner.type != "dependent_name" else ""
    if kind == "destructor_name":
        return "".join(work.text(node).split())
    if kind == "operator_name":
        symbol = work.text(node).removeprefix("operator").strip()
        return f"operator {symbol}" if symbol[:1].isalpha() else f"operator{symbol}"
    if kind == "operator_cast":
        return f"operator {work.field_text(node, 'type')}"
    return work.text(node)


def last_segment(node: Node) -> Node:
    """The rightmost segment of a possibly qualified name."""
    for _ in range(_MAX_SEGMENTS):
        if node.type != "qualified_identifier":
            return node
        inner = node.child_by_field_name("name")
        if inner is None:
            return node
        node = inner
    return node


def segment(work: Extraction, node: Node, base: int | None, *, scope: bool = False) -> int:
    """One segment of a qualified name as a member of ``base`` (None: nothing stands before it).

    With ``scope`` it stands before ``::``, so that only a type or a namespace can be meant: a first segment
    then keeps its ``::``.
    """
    name = plain_name(work, node)
    if base is None:
        index = work.intern("name", f"{name}{GLOBAL}" if scope else name)
    else:
        index = work.intern("attr", base, name)
    kind = node.type
    if kind == "dependent_name":
        inner = first_named(node)
        if inner is None:
            return index
        node, kind = inner, inner.type
    if kind in ("template_function", "template_method", "template_type"):
        index = work.intern("generic", index, type_arguments(work, node.child_by_field_name("arguments")))
    return index


def qualified(work: Extraction, node: Node) -> int:
    """``a::b::c`` as a chain of members."""
    base: int | None = None
    for _ in range(_MAX_SEGMENTS):
        if node.type != "qualified_identifier":
            break
        scope = node.child_by_field_name("scope")
        if scope is None:
            base = work.intern("name", GLOBAL) if base is None else base
        elif scope.type == "decltype":
            base = work.expression(scope)
        else:
            base = segment(work, scope, base, scope=True)
        inner = node.child_by_field_name("name")
        if inner is None:
            return NONE if base is None else base
        node = inner
    if node.type in ("pointer_type_declarator", "pointer_declarator"):
        return NONE
    return segment(work, node, base)


def owner(work: Extraction, node: Node) -> tuple[int, tuple[str, ...]]:
    """What stands before the last segment of a declared name: as an expression, and as plain names."""
    base: int | None = None
    path: list[str] = []
    for _ in range(_MAX_SEGMENTS):
        if node.type != "qualified_identifier":
            break
        scope = node.child_by_field_name("scope")
        if scope is None:
            base = work.intern("name", GLOBAL) if base is None else base
        else:
            base = segment(work, scope, base, scope=True)
            path.append(plain_name(work, scope))
        inner = node.child_by_field_name("name")
        if inner is None:
            break
        node = inner
    return (NONE if base is None else base), tuple(path)


def type_arguments(work: Extraction, node: Node | None) -> tuple[int, ...]:
    """The arguments in ``<…>``; NONE for those that are no types."""
    if node is None:
        return ()
    return tuple([_argument_of_template(work, child) for child in node.named_children if child.type != "comment"])


def _argument_of_template(work: Extraction, node: Node, depth: int = 0) -> int:
    """An argument in ``<…>``. Conditions keep their shape, ``("generic", ("name", "||"), (left, right))``: overloads
    of a template are told apart by them."""
    shape = node.type
    if depth < _MAX_CONDITION:
        if shape == "parenthesized_expression":
            inner = first_named(node)
            return _argument_of_template(work, inner, depth + 1) if inner is not None else NONE
        if shape == "unary_expression" and work.field_text(node, "operator") in ("!", "not"):
            inner = node.child_by_field_name("argument")
            if inner is not None:
                negated = _argument_of_template(work, inner, depth + 1)
                return work.intern("generic", work.intern("name", "!"), (negated,))
        if shape == "binary_expression":
            word = _JUNCTIONS.get(work.field_text(node, "operator"))
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if word is not None and left is not None and right is not None:
                both = (_argument_of_template(work, left, depth + 1), _argument_of_template(work, right, depth + 1))
                return work.intern("generic", work.intern("name", word), both)
    return work.expression(node)


# -- declarators


class Declared(NamedTuple):
    """What one declarator declares."""

    name: Node
    type: int
    """The declared type; for a function what it returns."""
    function: Node | None
    """The function declarator, when this declares a function."""
    value: Node | None
    """The initialiser."""
    reference: bool = False
    """Whether it is a reference: it makes no object."""


def declarator(work: Extraction, node: Node | None, base: int) -> Declared | None:
    """Read a declarator around its name, from the outside in, so that ``int *(*f)(void)`` comes out as C means it."""
    value: Node | None = None
    reference = False
    kind = base
    for _ in range(_MAX_SEGMENTS):
        if node is None:
            return None
        shape = node.type
        if shape in NAME_TYPES:
            heart = last_segment(node) if shape == "qualified_identifier" else node
            if heart.type == "operator_cast":
                return _conversion(work, node, heart, value)
            return Declared(node, kind, None, value, reference)
        if shape == "init_declarator":
            value = node.child_by_field_name("value")
            node = node.child_by_field_name("declarator")
        elif shape in ("pointer_declarator", "array_declarator", "pointer_type_declarator"):
            if kind >= 0:  # ``auto *`` says nothing of the type
                kind = work.intern("ref", kind)
            node = node.child_by_field_name("declarator")
        elif shape == "function_declarator":
            inner = node.child_by_field_name("declarator")
            heart = inner
            while heart is not None and heart.type in ("parenthesized_declarator", "attributed_declarator"):
                heart = _inside(heart)
            if heart is None:
                return None
            if heart.type in NAME_TYPES:
                return Declared(heart, _trailing(work, node, kind), node, value, reference)
            kind = work.intern("fn", _parameter_types(work, node), _trailing(work, node, kind))
            node = inner
        elif shape == "operator_cast":
            return _conversion(work, node, node, value)
        elif shape in ("structured_binding_declarator", "qualified_operator_cast"):
            return Declared(node, kind, None, value)
        else:
            reference = reference or shape == "reference_declarator"
            node = _inside(node)
    return None


def _conversion(work: Extraction, name: Node, heart: Node, value: Node | None) -> Declared:
    """``operator T()``, perhaps written ``Owner::operator T()``."""
    function = heart.child_by_field_name("declarator")
    while function is not None and function.type != "abstract_function_declarator":
        function = function.child_by_field_name("declarator")
    return Declared(name, work.expression(heart.child_by_field_name("type")), function, value)


def _inside(node: Node) -> Node | None:
    """The declarator inside parentheses, a reference or attributes."""
    named = node.child_by_field_name("declarator")
    if named is not None:
        return named
    for child in reversed(node.named_children):
        shape = child.type
        if shape in NAME_TYPES or shape.endswith("_declarator") or shape == "operator_cast":
            return child
    return None


def _trailing(work: Extraction, function: Node, result: int) -> int:
    """The result type that ``-> T`` gives, else ``result``."""
    for child in function.named_children:
        if child.type == "trailing_return_type":
            return work.expression(first_named(child))
    return result


def abstract(work: Extraction, node: Node | None, base: int) -> int:
    """The type that an abstract declarator (one without a name) makes of ``base``."""
    kind = base
    for _ in range(_MAX_SEGMENTS):
        if node is None:
            return kind
        shape = node.type
        if shape in ("abstract_pointer_declarator", "abstract_array_declarator"):
            kind = work.intern("ref", kind)
        elif shape == "abstract_function_declarator":
            kind = work.intern("fn", _parameter_types(work, node), _trailing(work, node, kind))
        inner = node.child_by_field_name("declarator")
        if inner is None and shape in ("abstract_reference_declarator", "abstract_parenthesized_declarator"):
            inner = first_named(node)
        node = inner
    return kind


def _parameter_types(work: Extraction, function: Node) -> tuple[int, ...]:
    """The parameter types of a function type; those of types deep inside it are left unknown."""
    depth = work.scratch.get("function types", 0)
    if depth >= _MAX_FUNCTION_TYPES:
        return ()
    work.scratch["function types"] = depth + 1
    types = tuple([parameter.type for parameter in parameters(work, function)])
    work.scratch["function types"] = depth
    return types


def parameters(work: Extraction, function: Node | None) -> tuple[Parameter, ...]:
    """The formal parameters of a function declarator."""
    found = function.child_by_field_name("parameters") if function is not None else None
    if found is None:
        return ()
    out: list[Parameter] = []
    for child in found.children:
        shape = child.type
        if shape in ("parameter_declaration", "optional_parameter_declaration", "variadic_parameter_declaration"):
            base = constant(work, child, work.expression(child.child_by_field_name("type")))
            inner = child.child_by_field_name("declarator")
            name, kind = "", base
            if inner is not None:
                declared = None
                if not inner.type.startswith("abstract_"):
                    declared = declarator(work, inner, base)
                if declared is None:
                    kind = abstract(work, inner, base)
                elif declared.function is not None:
                    name = plain_name(work, declared.name)
                    kind = work.intern("fn", _parameter_types(work, declared.function), declared.type)
                else:
                    name, kind = plain_name(work, declared.name), declared.type
            default = child.child_by_field_name("default_value")
            out.append(
                Parameter(
                    name,
                    "args" if shape == "variadic_parameter_declaration" else "",
                    kind,
                    work.expression(default),
                    default is not None,
                    " ".join(work.text(child).split())[:120],
                )
            )
        elif shape in ("variadic_parameter", "..."):
            out.append(Parameter("", "args", type_text="..."))
        elif shape == "identifier":
            out.append(Parameter(work.text(child)))
    if len(out) == 1 and not out[0].name and out[0].type_text == "void":
        return ()
    return tuple(out)


# -- expressions


def _name(work: Extraction, node: Node) -> int:
    return work.intern("name", work.text(node))


def _words(work: Extraction, node: Node) -> int:
    return work.intern("name", " ".join(work.text(node).split()))


def _template(work: Extraction, node: Node) -> int:
    return segment(work, node, None)


def _tagged_type(work: Extraction, node: Node) -> int:
    """``struct S`` or a whole struct in type position."""
    name = node.child_by_field_name("name")
    if name is not None:
        return work.expression(name)
    known = work.definition_of(node)
    if known is not None:
        return work.intern("def", known)
    given = work.scratch.get("named", {}).get(node.id)
    return work.intern("name", given[0]) if given is not None else NONE


def constant(work: Extraction, node: Node, base: int) -> int:
    """``base`` as ``const`` when the words around it say so: ``("generic", ("name", "const"), (base,))``.

    Only C++ asks: there the twin of a method that a call means depends on it.
    """
    if base < 0 or work.language.name != "cpp":
        return base
    for child in node.children:
        if child.type == "type_qualifier" and work.text(child) == "const":
            return work.intern("generic", work.intern("name", "const"), (base,))
        if child.type.endswith("_declarator") or child.type == "identifier":
            break
    return base


def _type_descriptor(work: Extraction, node: Node) -> int:
    base = constant(work, node, work.expression(node.child_by_field_name("type")))
    inner = node.child_by_field_name("declarator")
    return abstract(work, inner, base) if inner is not None else base


def _inner(work: Extraction, node: Node) -> int:
    return work.expression(first_named(node))


def _decltype(work: Extraction, node: Node) -> int:
    inner = first_named(node)
    if inner is None or inner.type == "auto":
        return NONE
    return work.intern("typeof", work.expression(inner))


def _pack(work: Extraction, node: Node) -> int:
    return work.intern("spread", work.expression(node.child_by_field_name("pattern")))


def _field(work: Extraction, node: Node) -> int:
    argument = node.child_by_field_name("argument")
    member = node.child_by_field_name("field")
    if member is None:
        return NONE
    base = work.expression(argument)
    if base >= 0 and argument is not None and b"->" in work.data[argument.end_byte : member.start_byte]:
        base = work.intern("deref", base)
    if member.type == "qualified_identifier":
        # ``p->Base::f()``: the base says which f, and an object knows its bases by their last names.
        _, path = owner(work, member)
        if path and base >= 0:
            base = work.intern("attr", base, path[-1])
        return segment(work, last_segment(member), base)
    return segment(work, member, base)


def arguments(work: Extraction, node: Node | None) -> tuple[tuple[int, ...], int]:
    """The argument expressions, and how many there are (-1 when a pack makes it unknown)."""
    if node is None:
        return (), 0
    out: list[int] = []
    count = 0
    for child in node.named_children:
        shape = child.type
        if shape == "comment":
            continue
        if shape == "parameter_pack_expansion":
            count = -1
        elif count >= 0:
            count += 1
        out.append(work.expression(child))
    return tuple(out), count


def _call(work: Extraction, node: Node) -> int:
    function = node.child_by_field_name("function")
    if function is None:
        return NONE
    shape = function.type
    if shape in ("primitive_type", "sized_type_specifier"):
        return work.intern("inst", work.expression(function))
    if shape == "template_function":
        name = work.field_text(function, "name")
        if name in CASTS:
            kinds = type_arguments(work, function.child_by_field_name("arguments"))
            return work.intern("inst", kinds[0]) if kinds else NONE
    callee = work.expression(function)
    values, _ = arguments(work, node.child_by_field_name("arguments"))
    return work.intern("call", callee, values, ())


def _new(work: Extraction, node: Node) -> int:
    kind = work.expression(node.child_by_field_name("type"))
    values, _ = arguments(work, node.child_by_field_name("arguments"))
    inner = node.child_by_field_name("declarator")
    if inner is not None:
        return work.intern("ref", work.intern("inst", kind))
    if makes_pointers(work, node):
        return work.intern("ref", work.intern("inst", work.intern("ref", kind)))
    return work.intern("ref", work.intern("new", kind, values, ()))


def makes_pointers(work: Extraction, node: Node) -> bool:
    """``new T*[n]``, of which the grammar reads ``new T`` alone: nothing multiplies a pointer."""
    return (
        node.child_by_field_name("arguments") is None
        and work.data[node.end_byte : node.end_byte + 8].lstrip()[:1] == b"*"
    )


def _literal_object(work: Extraction, node: Node) -> int:
    kind = work.expression(node.child_by_field_name("type"))
    values, _ = arguments(work, node.child_by_field_name("value"))
    return work.intern("new", kind, values, ())


def _cast(work: Extraction, node: Node) -> int:
    return work.intern("inst", work.expression(node.child_by_field_name("type")))


def _pointer(work: Extraction, node: Node) -> int:
    inner = work.expression(node.child_by_field_name("argument"))
    if inner < 0:
        return NONE
    star = work.data[node.start_byte : node.start_byte + 1] == b"*"
    return work.intern("deref" if star else "ref", inner)


def _subscript(work: Extraction, node: Node) -> int:
    base = work.expression(node.child_by_field_name("argument"))
    key = node.child_by_field_name("index")
    if key is None:
        key = first_named(node.child_by_field_name("indices"))
    return work.intern("index", base, work.expression(key))


def _conditional(work: Extraction, node: Node) -> int:
    left = work.expression(node.child_by_field_name("consequence"))
    right = work.expression(node.child_by_field_name("alternative"))
    return work.intern("union", (left, right))


def _binary(work: Extraction, node: Node) -> int:
    operator = work.field_text(node, "operator")
    if operator in _COMPARISONS or operator == "<=>":
        return work.intern("lit", "bool")
    left = work.expression(node.child_by_field_name("left"))
    right = work.expression(node.child_by_field_name("right"))
    return work.intern("binary", operator, left, right)


def _unary(work: Extraction, node: Node) -> int:
    if work.field_text(node, "operator") in ("!", "not"):
        return work.intern("lit", "bool")
    return work.expression(node.child_by_field_name("argument"))


def _left(work: Extraction, node: Node) -> int:
    return work.expression(node.child_by_field_name("left"))


def _right(work: Extraction, node: Node) -> int:
    return work.expression(node.child_by_field_name("right"))


def _argument(work: Extraction, node: Node) -> int:
    return work.expression(node.child_by_field_name("argument"))


def _awaited(work: Extraction, node: Node) -> int:
    return work.intern("await", _argument(work, node))


def _number(work: Extraction, node: Node) -> int:
    text = work.text(node).lower().replace("'", "")
    hexadecimal = text.startswith("0x")
    if not hexadecimal and ("." in text or "e" in text):
        if text.endswith("f"):
            return work.intern("inst", work.intern("name", "float"))
        return work.intern("inst", work.intern("name", "double"))
    suffix = text.lstrip("0123456789abcdefx") if hexadecimal else text.lstrip("0123456789b")
    if not suffix:
        return work.intern("lit", "int")
    size = " ".join(["long"] * suffix.count("l")) or "int"
    return work.intern("inst", work.intern("name", f"unsigned {size}" if "u" in suffix else size))


def _string(work: Extraction, node: Node) -> int:
    start = work.data[node.start_byte : node.start_byte + 2]
    wide = {b"L": "wchar_t", b"U": "char32_t", b"u": "char16_t"}.get(start[:1])
    if wide is None or start == b"u8":
        return work.intern("lit", "str")
    return work.intern("inst", work.intern("ref", work.intern("name", wide)))


def _literal(kind: str) -> Callable[[Extraction, Node], int]:
    return lambda work, node: work.intern("lit", kind)


def _size(work: Extraction, node: Node) -> int:
    return work.intern("inst", work.intern("name", "size_t"))


def _list(work: Extraction, node: Node) -> int:
    return work.intern(
        "seq", "list", tuple([work.expression(c) for c in node.named_children[:16] if c.type != "comment"])
    )


def _this(work: Extraction, node: Node) -> int:
    return work.intern("this")


def _lambda(work: Extraction, node: Node) -> int:
    known = work.definition_of(node)
    if known is None:
        shape = node.child_by_field_name("declarator")
        result = _trailing(work, shape, NONE) if shape is not None else NONE
        known = work.anonymous("lambda", node, parameters=parameters(work, shape), returns=result)
    return work.intern("def", known)


C_EXPRESSIONS: dict[str, Callable[[Extraction, Node], int]] = {
    "identifier": _name,
    "field_identifier": _name,
    "type_identifier": _name,
    "primitive_type": _name,
    "sized_type_specifier": _words,
    "struct_specifier": _tagged_type,
    "union_specifier": _tagged_type,
    "enum_specifier": _tagged_type,
    "type_descriptor": _type_descriptor,
    "parenthesized_expression": _inner,
    "field_expression": _field,
    "call_expression": _call,
    "cast_expression": _cast,
    "pointer_expression": _pointer,
    "subscript_expression": _subscript,
    "conditional_expression": _conditional,
    "binary_expression": _binary,
    "unary_expression": _unary,
    "update_expression": _argument,
    "assignment_expression": _left,
    "comma_expression": _right,
    "compound_literal_expression": _literal_object,
    "initializer_list": _list,
    "number_literal": _number,
    "string_literal": _string,
    "concatenated_string": _string,
    "char_literal": _literal("char"),
    "true": _literal("bool"),
    "false": _literal("bool"),
    "null": _literal("none"),
    "sizeof_expression": _size,
    "alignof_expression": _size,
    "offsetof_expression": _size,
}

CPP_EXPRESSIONS: dict[str, Callable[[Extraction, Node], int]] = {
    **C_EXPRESSIONS,
    "namespace_identifier": _name,
    "class_specifier": _tagged_type,
    "qualified_identifier": qualified,
    "template_function": _template,
    "template_method": _template,
    "template_type": _template,
    "dependent_type": _inner,
    "decltype": _decltype,
    "parameter_pack_expansion": _pack,
    "raw_string_literal": _string,
    "new_expression": _new,
    "lambda_expression": _lambda,
    "this": _this,
    "co_await_expression": _awaited,
    "condition_clause": _inner,
}
