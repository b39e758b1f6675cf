"""Go: a package is the files of one folder; methods stand beside their types, not in them.

Pointers are read through (``*T`` is ``T``, ``&x`` is ``x``): selectors follow them anyway, and a
method set is told apart from the other by nothing that a call needs. In type position a slice or an
array is ``("seq", "array", (T,))``, a channel ``("seq", "chan", (T,))``, a map ``("map", (K,), (V,))``,
several results ``("seq", "tuple", …)``. A struct or an interface without a name is an anonymous
definition of kind ``object`` whose ``extra`` holds the fields (name, type expression).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from parsers.facts import NONE, Binding, Parameter
from parsers.language import Language

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

SIGNATURE_LIMIT = 300
DOC_LIMIT = 4000
PREDECLARED_TYPES = frozenset(
    (
        "any",
        "bool",
        "byte",
        "comparable",
        "complex64",
        "complex128",
        "error",
        "float32",
        "float64",
        "int",
        "int8",
        "int16",
        "int32",
        "int64",
        "rune",
        "string",
        "uint",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "uintptr",
    )
)
_LITERALS = {
    "interpreted_string_literal": "str",
    "raw_string_literal": "str",
    "int_literal": "int",
    "iota": "int",
    "float_literal": "float",
    "imaginary_literal": "complex",
    "rune_literal": "char",
    "true": "bool",
    "false": "bool",
    "nil": "none",
}
_COMPARISONS = frozenset(("==", "!=", "<", "<=", ">", ">=", "&&", "||"))
_TEST_PREFIXES = ("Test", "Benchmark", "Fuzz", "Example")


# -- expressions


def _first(node: Node | None) -> Node | None:
    """The first named child; asking an empty node for it raises."""
    return node.named_child(0) if node is not None and node.named_child_count else None


def _identifier(work: Extraction, node: Node) -> int:
    return work.intern("name", work.text(node))


def _literal(kind: str) -> Callable[[Extraction, Node], int]:
    def convert(work: Extraction, node: Node) -> int:
        return work.intern("lit", kind)

    return convert


def _read(work: Extraction, node: Node | None) -> int:
    """``work.expression`` with a short way for names and literals, which most operands are."""
    if node is None:
        return NONE
    kind = node.type
    if kind == "identifier":
        return work.intern("name", work.data[node.start_byte : node.end_byte].decode("utf-8", "replace"))
    literal = _LITERALS.get(kind)
    if literal is not None:
        return work.intern("lit", literal)
    return work.expression(node)


def _through(work: Extraction, node: Node) -> int:
    return work.expression(_first(node))


def _operand(work: Extraction, node: Node) -> int:
    return work.expression(node.child_by_field_name("operand"))


def _selector(work: Extraction, node: Node) -> int:
    base = _read(work, node.child_by_field_name("operand"))
    return work.intern("attr", base, work.text(node.child_by_field_name("field")))


def _qualified_type(work: Extraction, node: Node) -> int:
    package = work.intern("name", work.text(node.child_by_field_name("package")))
    return work.intern("attr", package, work.text(node.child_by_field_name("name")))


def _arguments(work: Extraction, node: Node | None) -> tuple[int, ...]:
    """The arguments; a function handed over by name is a reference of its own kind."""
    if node is None:
        return ()
    out: list[int] = []
    known = work.notes.get("locals", ())
    for child in node.named_children:
        kind = child.type
        if kind == "comment":
            continue
        if kind == "variadic_argument":
            out.append(work.intern("spread", work.expression(_first(child))))
            continue
        literal = _LITERALS.get(kind)
        if literal is not None:
            out.append(work.intern("lit", literal))
        elif kind == "identifier":
            name = work.data[child.start_byte : child.end_byte].decode("utf-8", "replace")
            index = work.intern("name", name)
            out.append(index)
            if name not in known and name != "_":
                work.add_reference("value", name, index, child)
        else:
            out.append(work.expression(child))
            if kind == "selector_expression":
                _value(work, child)
    return tuple(out)


def _type_arguments(work: Extraction, node: Node | None) -> tuple[int, ...]:
    if node is None:
        return ()
    return tuple(work.expression(child) for child in node.named_children if child.type != "comment")


def _call(work: Extraction, node: Node) -> int:
    callee = _read(work, node.child_by_field_name("function"))
    instance = node.child_by_field_name("type_arguments")
    if instance is not None:
        callee = work.intern("generic", callee, _type_arguments(work, instance))
    return work.intern("call", callee, _arguments(work, node.child_by_field_name("arguments")), ())


def _conversion(work: Extraction, node: Node) -> int:
    target = node.child_by_field_name("type")
    if target is not None and target.type == "generic_type":
        # "f[int](x)" reads the same: what ``f`` is decides whether this is a call.
        operand = work.expression(node.child_by_field_name("operand"))
        return work.intern("call", work.expression(target), (operand,), ())
    return work.intern("inst", work.expression(target))


def _index(work: Extraction, node: Node) -> int:
    base = work.expression(node.child_by_field_name("operand"))
    return work.intern("index", base, work.expression(node.child_by_field_name("index")))


def _assertion(work: Extraction, node: Node) -> int:
    return work.intern("inst", work.expression(node.child_by_field_name("type")))


def _composite(work: Extraction, node: Node) -> int:
    target = node.child_by_field_name("type")
    index = work.expression(target)
    if target is not None and target.type in ("type_identifier", "qualified_type", "generic_type"):
        return work.intern("new", index, (), ())
    return work.intern("inst", index)


def _unary(work: Extraction, node: Node) -> int:
    operator = node.child_by_field_name("operator")
    operand = work.expression(node.child_by_field_name("operand"))
    kind = operator.type if operator is not None else ""
    if kind == "<-":
        return work.intern("elem", operand)
    if kind == "!":
        return work.intern("lit", "bool")
    return operand


def _binary(work: Extraction, node: Node) -> int:
    operator = node.child_by_field_name("operator")
    kind = operator.type if operator is not None else ""
    if kind in _COMPARISONS:
        return work.intern("lit", "bool")
    left = work.expression(node.child_by_field_name("left"))
    if left != NONE and work.expressions[left][0] != "lit":
        return left
    # An untyped constant takes the type of the other side.
    right = work.expression(node.child_by_field_name("right"))
    return right if right != NONE and kind not in ("<<", ">>") else left


def _sequence_type(work: Extraction, node: Node) -> int:
    return work.intern("seq", "array", (work.expression(node.child_by_field_name("element")),))


def _channel_type(work: Extraction, node: Node) -> int:
    return work.intern("seq", "chan", (work.expression(node.child_by_field_name("value")),))


def _map_type(work: Extraction, node: Node) -> int:
    key = work.expression(node.child_by_field_name("key"))
    return work.intern("map", (key,), (work.expression(node.child_by_field_name("value")),))


def _generic_type(work: Extraction, node: Node) -> int:
    base = work.expression(node.child_by_field_name("type"))
    return work.intern("generic", base, _type_arguments(work, node.child_by_field_name("type_arguments")))


def _function_type(work: Extraction, node: Node) -> int:
    parameters = []
    listed = node.child_by_field_name("parameters")
    for parameter in _parameters(work, listed):
        of = parameter.type
        parameters.append(work.intern("seq", "array", (of,)) if parameter.kind == "args" else of)
    return work.intern("fn", tuple(parameters), _results(work, node.child_by_field_name("result")))


def _alternatives(work: Extraction, node: Node) -> int:
    """A constraint or a type argument: one type, or a union of several."""
    children = [child for child in node.named_children if child.type != "comment"]
    if len(children) == 1:
        return work.expression(children[0])
    return work.intern("union", tuple(work.expression(child) for child in children))


def _function_literal(work: Extraction, node: Node) -> int:
    known = work.definition_of(node)
    if known is None:
        known = work.anonymous(
            "lambda",
            node,
            parameters=_parameters(work, node.child_by_field_name("parameters")),
            returns=_results(work, node.child_by_field_name("result")),
        )
    return work.intern("def", known)


def _anonymous_struct(work: Extraction, node: Node) -> int:
    known = work.definition_of(node)
    if known is None:
        fields: list[tuple[str, int]] = []
        embedded: list[int] = []
        listed = _first(node)
        for child in listed.named_children if listed is not None else ():
            if child.type != "field_declaration":
                continue
            of = work.expression(child.child_by_field_name("type"))
            names = child.children_by_field_name("name")
            fields += [(work.text(name), of) for name in names]
            if not names:
                embedded.append(of)
        known = work.anonymous("object", node, bases=tuple(embedded), extra=tuple(fields), flags=("struct",))
    return work.intern("def", known)


def _anonymous_interface(work: Extraction, node: Node) -> int:
    if not node.named_child_count:
        return work.intern("name", "any")
    known = work.definition_of(node)
    if known is None:
        known = work.anonymous("object", node, bases=_embedded_interfaces(work, node), flags=("interface",))
        for child in node.named_children:
            if child.type == "method_elem":
                _method_signature(work, child, known)
    return work.intern("def", known)


EXPRESSIONS: dict[str, Callable[[Extraction, Node], int]] = {
    "identifier": _identifier,
    "type_identifier": _identifier,
    "package_identifier": _identifier,
    "selector_expression": _selector,
    "qualified_type": _qualified_type,
    "call_expression": _call,
    "type_conversion_expression": _conversion,
    "type_instantiation_expression": _generic_type,
    "index_expression": _index,
    "slice_expression": _operand,
    "type_assertion_expression": _assertion,
    "composite_literal": _composite,
    "unary_expression": _unary,
    "binary_expression": _binary,
    "parenthesized_expression": _through,
    "parenthesized_type": _through,
    "pointer_type": _through,
    "negated_type": _through,
    "slice_type": _sequence_type,
    "array_type": _sequence_type,
    "implicit_length_array_type": _sequence_type,
    "channel_type": _channel_type,
    "map_type": _map_type,
    "generic_type": _generic_type,
    "function_type": _function_type,
    "type_constraint": _alternatives,
    "type_elem": _alternatives,
    "struct_type": _anonymous_struct,
    "interface_type": _anonymous_interface,
    "func_literal": _function_literal,
    **{kind: _literal(literal) for kind, literal in _LITERALS.items()},
}


# -- signatures


def _parameters(work: Extraction, node: Node | None) -> tuple[Parameter, ...]:
    """Formal parameters, one entry per name; a parameter without a name has the name ''."""
    if node is None:
        return ()
    out: list[Parameter] = []
    for child in node.named_children:
        kind = child.type
        if kind != "parameter_declaration" and kind != "variadic_parameter_declaration":
            continue
        type_node = child.child_by_field_name("type")
        of = work.expression(type_node)
        text = work.text(type_node)[:80]
        role = "args" if kind == "variadic_parameter_declaration" else ""
        names = child.children_by_field_name("name")
        if not names:
            out.append(Parameter("", role, of, NONE, False, text))
        for name in names:
            out.append(Parameter(work.text(name), role, of, NONE, False, text))
    return tuple(out)


def _results(work: Extraction, node: Node | None) -> int:
    """The result type; several results are a tuple of types."""
    if node is None:
        return NONE
    if node.type != "parameter_list":
        return work.expression(node)
    types = [parameter.type for parameter in _parameters(work, node)]
    if len(types) == 1:
        return types[0]
    return work.intern("seq", "tuple", tuple(types)) if types else NONE


def _named_results(work: Extraction, node: Node) -> None:
    """Named results are variables of the function that is open now."""
    listed = node.child_by_field_name("result")
    body = node.child_by_field_name("body")
    if listed is None or body is None or listed.type != "parameter_list":
        return
    for child in listed.named_children:
        if child.type != "parameter_declaration":
            continue
        names = child.children_by_field_name("name")
        if names:
            of = work.intern("inst", work.expression(child.child_by_field_name("type")))
            for name in names:
                _bind(work, name, of, body.start_byte, node.end_byte, child, kind="declare", declared=True)


def _type_parameters(work: Extraction, node: Node) -> tuple[tuple[str, int], ...]:
    listed = node.child_by_field_name("type_parameters")
    if listed is None:
        return ()
    out: list[tuple[str, int]] = []
    for child in listed.named_children:
        if child.type == "type_parameter_declaration":
            bound = work.expression(child.child_by_field_name("type"))
            out += [(work.text(name), bound) for name in child.children_by_field_name("name")]
    return tuple(out)


def _signature(work: Extraction, node: Node, end: int, prefix: str = "") -> str:
    text = work.data[node.start_byte : min(end, node.start_byte + 4 * SIGNATURE_LIMIT)].decode("utf-8", "replace")
    return (prefix + " ".join(text.split()))[:SIGNATURE_LIMIT].rstrip("{ ")


def _visibility(name: str) -> str:
    """Exported names begin with an upper-case letter; the others are visible in their package."""
    return "public" if name[:1].isupper() else "package"


# -- comments


def _comment(work: Extraction, node: Node) -> None:
    """Remember the run of whole-line comments that ends here; a declaration right below takes it."""
    start = node.start_byte
    line = work.data.rfind(b"\n", 0, start) + 1
    if work.data[line:start].strip():
        return
    first, last = node.start_point.row, node.end_point.row
    run = work.notes.get("comments")
    if run is None or run[0] != first - 1:
        work.notes["comments"] = (last, [work.text(node)])
    else:
        run[1].append(work.text(node))
        work.notes["comments"] = (last, run[1])


def _doc(work: Extraction, row: int) -> str:
    run = work.notes.get("comments")
    if run is None or run[0] != row - 1:
        return ""
    lines: list[str] = []
    for text in run[1]:
        if text.startswith("/*"):
            lines += [line.strip().lstrip("*").strip() for line in text[2:-2].split("\n")]
        elif not _is_directive(text):
            lines.append(text[2:].strip())
    return "\n".join(lines).strip()[:DOC_LIMIT]


def _is_directive(comment: str) -> bool:
    """``//go:build``, ``//nolint``, ``//export F``: no space after the slashes, a lower-case word, a colon."""
    word = comment[2:].split(" ", 1)[0]
    return comment[2:3].islower() and (":" in word or word in ("nolint", "export", "line"))


# -- declarations


def _package(work: Extraction, node: Node) -> None:
    name = work.text(_first(node))
    facts = work.facts
    facts.module = name
    facts.extra["package"] = name
    head = work.data[: node.start_byte]
    if b"build" in head:
        constraint, older = "", []
        for line in head.decode("utf-8", "replace").split("\n"):
            line = line.strip()
            if line.startswith("//go:build "):
                constraint = line[11:].strip()
            elif line.startswith("//") and line[2:].strip().startswith("+build "):
                older.append(line[2:].strip()[7:].strip())
        if constraint:
            facts.extra["build"] = constraint
        elif older:
            facts.extra["plus_build"] = older
    doc = _doc(work, node.start_point.row)
    if doc:
        work.definitions[0] = work.definitions[0]._replace(doc=doc)


def _import(work: Extraction, node: Node) -> None:
    path = node.child_by_field_name("path")
    module = work.text(path)[1:-1]
    alias = node.child_by_field_name("name")
    if alias is None:
        work.add_import(module.rsplit("/", 1)[-1], module, "", node, flags=("implicit",))
    elif alias.type == "dot":
        work.add_import("", module, "*", node)
    elif alias.type == "blank_identifier":
        work.add_import("", module, "", node)
    else:
        work.add_import(work.text(alias), module, "", node)


def _type(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    name = work.text(name_node)
    target = node.child_by_field_name("type")
    if name_node is None or target is None:
        return
    _skip(work, name_node)
    parameters = _type_parameters(work, node)
    shape = target.type
    doc = _doc(work, node.start_point.row)
    visibility = _visibility(name)
    exported = ("exported",) if visibility == "public" else ()
    if node.type == "type_spec" and shape == "struct_type":
        body = _first(target)
        work.add_definition(
            "struct",
            name,
            node,
            name_node,
            signature=_signature(work, node, body.start_byte if body is not None else node.end_byte, "type "),
            bases=_embedded_fields(work, body),
            doc=doc,
            visibility=visibility,
            flags=exported,
            type_parameters=parameters,
        )
    elif node.type == "type_spec" and shape == "interface_type":
        body_start = work.data.find(b"{", target.start_byte, target.end_byte)
        work.add_definition(
            "interface",
            name,
            node,
            name_node,
            signature=_signature(work, node, body_start, "type "),
            bases=_embedded_interfaces(work, target),
            doc=doc,
            visibility=visibility,
            flags=exported,
            type_parameters=parameters,
        )
    else:
        work.add_definition(
            "type",
            name,
            node,
            name_node,
            signature=_signature(work, node, node.end_byte, "type "),
            doc=doc,
            visibility=visibility,
            flags=(*exported, "alias") if node.type == "type_alias" else exported,
            type_parameters=parameters,
            value=work.expression(target),
        )


def _skip(work: Extraction, name_node: Node) -> None:
    """This name is no mere mention of a type: it declares one, or its reference is already there."""
    work.notes.setdefault("skip", set()).add(name_node.start_byte)


def _embedded_fields(work: Extraction, listed: Node | None) -> tuple[int, ...]:
    if listed is None:
        return ()
    return tuple(
        work.expression(child.child_by_field_name("type"))
        for child in listed.named_children
        if child.type == "field_declaration" and child.child_by_field_name("name") is None
    )


def _embedded_interfaces(work: Extraction, node: Node) -> tuple[int, ...]:
    """Embedded interfaces; a union or a ``~T`` only limits the types and has no methods to give."""
    out = []
    for child in node.named_children:
        if child.type == "type_elem" and child.named_child_count == 1:
            only = _first(child)
            if only is not None and only.type in (
                "type_identifier",
                "qualified_type",
                "generic_type",
                "interface_type",
            ):
                of = work.expression(only)
                out.append(of)
                at = _type_name(only)
                if at is not None:
                    work.add_reference("inherit", work.text(at), of, at)
                    _skip(work, at)
    return tuple(out)


def _field(work: Extraction, node: Node) -> None:
    type_node = node.child_by_field_name("type")
    of = work.expression(type_node)
    names = node.children_by_field_name("name")
    doc = _doc(work, node.start_point.row)
    value = work.intern("inst", of)
    signature = _signature(work, node, node.end_byte)
    for name_node in names:
        name = work.text(name_node)
        if name != "_":
            work.add_definition(
                "field",
                name,
                node,
                name_node,
                open_scope=False,
                signature=signature,
                doc=doc,
                visibility=_visibility(name),
                value=value,
            )
    if not names and type_node is not None:
        at = _type_name(type_node)
        if at is not None:
            name = work.text(at)
            work.add_reference("inherit", name, of, at)
            _skip(work, at)
            work.add_definition(
                "field",
                name,
                node,
                at,
                open_scope=False,
                signature=signature,
                doc=doc,
                visibility=_visibility(name),
                flags=("embedded",),
                value=value,
            )


def _type_name(node: Node | None) -> Node | None:
    """The identifier that names an embedded or a receiver type."""
    for _ in range(6):
        if node is None or node.type == "type_identifier":
            return node
        if node.type == "qualified_type":
            return node.child_by_field_name("name")
        node = node.child_by_field_name("type") if node.type == "generic_type" else _first(node)
    return None


def _signature_method(work: Extraction, node: Node) -> None:
    _method_signature(work, node, work.scope)


def _method_signature(work: Extraction, node: Node, owner: int) -> None:
    name_node = node.child_by_field_name("name")
    name = work.text(name_node)
    work.add_definition(
        "method",
        name,
        node,
        name_node,
        open_scope=False,
        parent=owner,
        signature=_signature(work, node, node.end_byte),
        parameters=_parameters(work, node.child_by_field_name("parameters")),
        returns=_results(work, node.child_by_field_name("result")),
        doc=_doc(work, node.start_point.row),
        visibility=_visibility(name),
        flags=("abstract", "signature"),
    )


def _callable_flags(work: Extraction, name: str, body: Node | None, visibility: str) -> tuple[str, ...]:
    flags = []
    if visibility == "public":
        flags.append("exported")
    if body is None:
        flags.append("signature")
    if work.path.endswith("_test.go") and name.startswith(_TEST_PREFIXES):
        flags.append("test")
    return tuple(flags)


def _function(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    name = work.text(name_node)
    body = node.child_by_field_name("body")
    visibility = _visibility(name)
    parameters = _parameters(work, node.child_by_field_name("parameters"))
    work.add_definition(
        "function",
        name,
        node,
        name_node,
        signature=_signature(work, node, body.start_byte if body is not None else node.end_byte),
        parameters=parameters,
        returns=_results(work, node.child_by_field_name("result")),
        doc=_doc(work, node.start_point.row),
        visibility=visibility,
        flags=_callable_flags(work, name, body, visibility),
        type_parameters=_type_parameters(work, node),
    )
    work.notes["locals"] = {parameter.name for parameter in parameters}
    _named_results(work, node)


def _method(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    name = work.text(name_node)
    body = node.child_by_field_name("body")
    visibility = _visibility(name)
    receivers = _parameters(work, node.child_by_field_name("receiver"))
    receiver = receivers[0]._replace(kind="self") if receivers else Parameter("", "self")
    owner = ""
    type_parameters: tuple[tuple[str, int], ...] = ()
    if receiver.type != NONE:
        of = work.expressions[receiver.type]
        if of[0] == "generic":
            type_parameters = tuple(
                (work.expressions[argument][1], NONE)
                for argument in of[2]
                if argument != NONE and work.expressions[argument][0] == "name"
            )
            of = work.expressions[of[1]] if of[1] != NONE else of
        if of[0] in ("name", "attr"):
            owner = of[-1]
    parameters = (receiver, *_parameters(work, node.child_by_field_name("parameters")))
    work.add_definition(
        "method",
        name,
        node,
        name_node,
        signature=_signature(work, node, body.start_byte if body is not None else node.end_byte),
        parameters=parameters,
        returns=_results(work, node.child_by_field_name("result")),
        doc=_doc(work, node.start_point.row),
        visibility=visibility,
        flags=_callable_flags(work, "", body, visibility),
        type_parameters=type_parameters,
        extra=(("receiver", receiver.type),),
        qualified_name=f"{owner}.{name}" if owner else name,
    )
    work.notes["locals"] = {parameter.name for parameter in parameters}
    _named_results(work, node)


def _lambda(work: Extraction, node: Node) -> None:
    _function_literal(work, node)
    index = work.definition_of(node)
    assert index is not None
    work.open(index, node.end_byte)
    names = work.notes.setdefault("locals", set())
    names.update(parameter.name for parameter in work.definitions[index].parameters)
    _named_results(work, node)


# -- variables


def _bind(
    work: Extraction,
    name_node: Node,
    expression: int,
    start: int,
    end: int,
    node: Node,
    kind: str = "assign",
    declared: bool = False,
) -> None:
    """One local name, visible from byte ``start`` to byte ``end``."""
    name = work.text(name_node)
    if name == "_" or name_node.type != "identifier":
        return
    work.notes.setdefault("locals", set()).add(name)
    row = node.start_point.row
    work.bindings.append(Binding(work.scope, name, expression, kind, start, end, NONE, row, True, declared))


_STATEMENT_HEADS = frozenset(
    ("for_clause", "labeled_statement", "var_declaration", "const_declaration", "var_spec_list")
)


def _block_end(node: Node) -> int:
    """Where the block around a declaration ends; what an ``if``, ``for`` or ``switch`` declares in its head
    is visible in the whole statement."""
    block = node.parent
    while block is not None and block.type in _STATEMENT_HEADS:
        block = block.parent
    return block.end_byte if block is not None else node.end_byte


def _values(work: Extraction, names: list[Node], values: Node | None) -> list[int]:
    """What each name on the left gets from the expressions on the right."""
    if values is None:
        return [NONE] * len(names)
    given = [child for child in values.named_children if child.type != "comment"]
    if len(given) == len(names):
        return [_read(work, value) for value in given]
    if len(given) != 1:
        return [NONE] * len(names)
    value = given[0]
    whole = work.expression(value)
    if value.type != "call_expression" and value.type != "type_conversion_expression":
        # "v, ok := m[k]", "x.(T)", "<-ch"
        return [whole, work.intern("lit", "bool"), *[NONE] * (len(names) - 2)][: len(names)]
    if whole == NONE:
        return [NONE] * len(names)
    return [work.intern("item", whole, i) for i in range(len(names))]


def _short(work: Extraction, node: Node) -> None:
    left = node.child_by_field_name("left")
    if left is None:
        return
    names = left.named_children
    end = _block_end(node)
    start = node.end_byte
    for name, value in zip(names, _values(work, names, node.child_by_field_name("right")), strict=True):
        _bind(work, name, value, start, end, node)


def _variable(work: Extraction, node: Node) -> None:
    names = node.children_by_field_name("name")
    type_node = node.child_by_field_name("type")
    if type_node is not None:
        values = [work.intern("inst", work.expression(type_node))] * len(names)
    else:
        values = _values(work, names, node.child_by_field_name("value"))
    if work.scope:
        end = _block_end(node)
        for name, value in zip(names, values, strict=True):
            _bind(work, name, value, node.end_byte, end, node, kind="declare", declared=type_node is not None)
    else:
        _package_level(work, "variable", node, names, values)


def _constants(work: Extraction, node: Node) -> None:
    work.notes["constant"] = (None, None)


def _constant(work: Extraction, node: Node) -> None:
    """A constant; one without a value repeats the type and the expression of the one above it."""
    names = node.children_by_field_name("name")
    type_node = node.child_by_field_name("type")
    value_node = node.child_by_field_name("value")
    if value_node is None and type_node is None:
        type_node, value_node = work.notes.get("constant", (None, None))
    else:
        work.notes["constant"] = (type_node, value_node)
    if type_node is not None:
        values = [work.intern("inst", work.expression(type_node))] * len(names)
    else:
        values = _values(work, names, value_node)
    if work.scope:
        end = _block_end(node)
        for name, value in zip(names, values, strict=True):
            _bind(work, name, value, node.end_byte, end, node, kind="declare")
    else:
        _package_level(work, "constant", node, names, values)


def _package_level(work: Extraction, kind: str, node: Node, names: list[Node], values: list[int]) -> None:
    doc = _doc(work, node.start_point.row)
    signature = _signature(work, node, node.end_byte, "const " if kind == "constant" else "var ")[:160]
    for name_node, value in zip(names, values, strict=True):
        name = work.text(name_node)
        if name == "_":
            continue
        visibility = _visibility(name)
        flags = ["exported"] if visibility == "public" else []
        if kind == "constant":
            flags.append("const")
        work.add_definition(
            kind,
            name,
            node,
            name_node,
            open_scope=False,
            signature=signature,
            doc=doc,
            visibility=visibility,
            flags=tuple(flags),
            value=value,
        )


def _declares(node: Node) -> bool:
    """Whether ``:=`` stands in the statement's head (``=`` assigns to what there is)."""
    return any(child.type == ":=" for child in node.children)


def _range(work: Extraction, node: Node) -> None:
    left = node.child_by_field_name("left")
    if left is None or not _declares(node):
        return
    over = work.expression(node.child_by_field_name("right"))
    end = _block_end(node)
    for i, name in enumerate(left.named_children[:2]):
        value = work.intern("elem" if i else "key", over) if over != NONE else NONE
        _bind(work, name, value, node.end_byte, end, node, kind="for")


def _receive(work: Extraction, node: Node) -> None:
    left = node.child_by_field_name("left")
    if left is None or not _declares(node):
        return
    value = work.expression(node.child_by_field_name("right"))
    end = _block_end(node)
    names = left.named_children
    _bind(work, names[0], value, node.end_byte, end, node)
    if len(names) > 1:
        _bind(work, names[1], work.intern("lit", "bool"), node.end_byte, end, node)


def _type_switch(work: Extraction, node: Node) -> None:
    """In each clause the switched variable has the clause's type; with several types, or none, its own."""
    alias = _first(node.child_by_field_name("alias"))
    if alias is None:
        return
    whole = work.expression(node.child_by_field_name("value"))
    for clause in node.named_children:
        if clause.type == "type_case":
            types = clause.children_by_field_name("type")
            value = whole
            if len(types) == 1 and work.text(types[0]) != "nil":
                value = work.intern("inst", work.expression(types[0]))
            start = types[-1].end_byte if types else clause.start_byte
        elif clause.type == "default_case":
            value, start = whole, clause.start_byte
        else:
            continue
        _bind(work, alias, value, start, clause.end_byte, clause, kind="narrow")


# -- references


def _reference_call(work: Extraction, node: Node) -> None:
    callee = node.child_by_field_name("function")
    if callee is None:
        return
    if callee.type != "identifier":
        work.chain(node, ("function", "operand"))
    _called(work, node, callee)


def _called(work: Extraction, node: Node, callee: Node) -> None:
    for _ in range(4):
        kind = callee.type
        if kind == "selector_expression":
            at = callee.child_by_field_name("field") or callee
            break
        if kind == "identifier" or kind == "type_identifier":
            at = callee
            break
        if kind == "qualified_type":
            at = callee.child_by_field_name("name") or callee
            break
        if kind == "index_expression":
            inner = callee.child_by_field_name("operand")
        elif kind == "generic_type":
            inner = callee.child_by_field_name("type")
        elif kind == "parenthesized_expression":
            inner = _first(callee)
        else:
            # A function literal called on the spot, a conversion to a type without a name, …
            work.expression(node)
            return
        if inner is None:
            return
        callee = inner
    else:
        return
    name = work.text(at)
    expression = work.expression(node)
    count = -1
    if expression != NONE:
        arguments = work.expressions[expression][2]
        last = arguments[-1] if arguments else NONE
        if last == NONE or work.expressions[last][0] != "spread":
            count = len(arguments)
    work.add_reference("call", name, expression, at, count)


def _reference_instantiated(work: Extraction, node: Node) -> None:
    target = node.child_by_field_name("type")
    if target is not None:
        _called(work, node, target)


def _reference_type(work: Extraction, node: Node) -> None:
    start = node.start_byte
    if start in work.notes.get("skip", ()):
        return
    name = work.text(node)
    if name in PREDECLARED_TYPES:
        return
    data = work.data
    if data[start - 1] == 46:
        package = start - 1
        while package > 0 and (data[package - 1] == 95 or data[package - 1 : package].isalnum()):
            package -= 1
        base = work.intern("name", data[package : start - 1].decode("utf-8", "replace"))
        work.add_reference("type", name, work.intern("attr", base, name), node)
        return
    scope = work.scope
    while scope > 0:
        definition = work.definitions[scope]
        if definition.type_parameters and any(name == parameter for parameter, _ in definition.type_parameters):
            return
        scope = definition.parent
    work.add_reference("type", name, work.intern("name", name), node)


def _value(work: Extraction, node: Node) -> None:
    """A name in value position that may be a function: a callback, a table entry, a method value."""
    if node.type == "identifier":
        name = work.text(node)
        if name in work.notes.get("locals", ()) or name == "_":
            return
        work.add_reference("value", name, work.intern("name", name), node)
        return
    expression = work.expression(node)
    at = node.child_by_field_name("field")
    if expression != NONE and at is not None:
        work.add_reference("value", work.text(at), expression, at)


def _branch(work: Extraction, node: Node) -> None:
    owner = work.named(work.scope)
    work.branches[owner] = work.branches.get(owner, 0) + 1


def _finish(work: Extraction) -> None:
    for index, count in work.branches.items():
        work.definitions[index] = work.definitions[index]._replace(complexity=count + 1)


LANGUAGE = Language(
    name="go",
    grammar="go",
    extensions=(".go",),
    handlers={
        "package": _package,
        "import": _import,
        "comment": _comment,
        "type": _type,
        "field": _field,
        "signature": _signature_method,
        "function": _function,
        "method": _method,
        "lambda": _lambda,
        "constants": _constants,
        "constant": _constant,
        "variable": _variable,
        "short": _short,
        "range": _range,
        "typeswitch": _type_switch,
        "receive": _receive,
        "call": _reference_call,
        "instantiated": _reference_instantiated,
        "named": _reference_type,
        "value": _value,
        "branch": _branch,
    },
    expression=EXPRESSIONS,
    finish=_finish,
)
