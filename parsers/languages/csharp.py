"""C#: namespaces instead of files, partial types, properties, extension methods.

Conventions on top of the neutral expressions (those of Java apply: ``T[]`` is a generic, literals carry
their type, ``("binop", …)``):

- a block namespace is a definition without a name, of kind ``namespace``, its full name as signature;
- a delegate is an interface with the flag ``delegate`` that has the parameters and the result itself;
- a call with type arguments has a ``("generic", callee, types)`` as its callee;
- a constructor initializer ``: base(…)`` is a call of ``("super",)``, ``: this(…)`` of ``("this",)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.facts import NONE, Parameter
from parsers.language import Language
from parsers.languages._typed import (
    BOOLEAN_OPERATORS,
    array_of,
    bounding,
    chained_operands,
    line_comments_above,
    literal,
    one_line,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

_COMMENTS = frozenset(("comment",))

# -- small readings


def _children(node: Node, kind: str) -> list[Node]:
    return [c for c in node.named_children if c.type == kind]


def _child(node: Node, kind: str) -> Node | None:
    for child in node.named_children:
        if child.type == kind:
            return child
    return None


def _last(node: Node) -> Node | None:
    """The last part of a node; ``this`` and ``base`` are no named nodes."""
    count = node.named_child_count
    if count:
        return node.named_child(count - 1)
    count = node.child_count
    return node.child(count - 1) if count else None


def _modifiers(work: Extraction, node: Node) -> list[str]:
    return [work.text(c) for c in node.children if c.type == "modifier"]


_FLAGS = {
    "static": "static",
    "abstract": "abstract",
    "virtual": "virtual",
    "override": "override",
    "sealed": "final",
    "readonly": "final",
    "const": "const",
    "async": "async",
    "partial": "partial",
    "new": "new",
    "extern": "native",
    "required": "required",
}


def _visibility(words: list[str], default: str) -> str:
    if "protected" in words:
        return "protected"
    for word in ("public", "private", "internal", "file"):
        if word in words:
            return word
    return default


def _head(node: Node) -> Node:
    """The identifier that stands for a type: ``List`` in ``System.Collections.List<int>[]?``."""
    for _ in range(8):
        kind = node.type
        inner: Node | None = None
        if kind in ("generic_name",):
            inner = node.named_child(0)
        elif kind in ("qualified_name", "alias_qualified_name"):
            inner = node.child_by_field_name("name")
        elif kind in ("array_type", "nullable_type", "ref_type", "scoped_type", "pointer_type"):
            inner = node.child_by_field_name("type") or node.named_child(0)
        if inner is None:
            return node
        node = inner
    return node


def _decorators(work: Extraction, node: Node) -> tuple[int, ...]:
    out: list[int] = []
    for child in node.children:
        if child.type != "attribute_list":
            continue
        out += [work.expression(a.child_by_field_name("name")) for a in child.named_children if a.type == "attribute"]
    return tuple(out)


def _annotation_names(work: Extraction, node: Node) -> list[str]:
    out: list[str] = []
    for child in node.children:
        if child.type == "attribute_list":
            for attribute in child.named_children:
                name = attribute.child_by_field_name("name")
                if name is not None:
                    out.append(work.text(_head(name)))
    return out


_TESTS = frozenset(("Test", "TestCase", "Fact", "Theory", "TestMethod", "DataTestMethod", "TestCaseSource"))


def _after_attributes(node: Node) -> int:
    for child in node.children:
        if child.type != "attribute_list":
            return child.start_byte
    return node.start_byte


def _type_parameters(work: Extraction, node: Node) -> tuple[tuple[str, int], ...]:
    found = node.child_by_field_name("type_parameters") or _child(node, "type_parameter_list")
    if found is None:
        return ()
    bounds: dict[str, int] = {}
    for clause in _children(node, "type_parameter_constraints_clause"):
        name = clause.named_child(0)
        for constraint in _children(clause, "type_parameter_constraint"):
            type_node = constraint.child_by_field_name("type")
            if type_node is not None and name is not None:
                bounds.setdefault(work.text(name), work.expression(type_node))
    names = [work.field_text(p, "name") for p in _children(found, "type_parameter")]
    return tuple((name, bounds.get(name, NONE)) for name in names if name)


def _parameters(work: Extraction, node: Node | None) -> tuple[Parameter, ...]:
    if node is None:
        return ()
    if node.type == "implicit_parameter" or node.type == "identifier":
        return (Parameter(work.text(node)),)
    out: list[Parameter] = []
    rest: Node | None = None
    pending = False
    for child in node.children:
        kind = child.type
        if kind == "parameter":
            words = _modifiers(work, child)
            type_node = child.child_by_field_name("type")
            name_node = child.child_by_field_name("name")
            default = NONE
            has_default = False
            if child.named_child_count:
                last = _last(child)
                if last is not None and last != name_node and last != type_node and last.type not in _NOT_A_DEFAULT:
                    default, has_default = work.expression(last), True
            declared = work.expression(type_node)
            how = "args" if "params" in words else ""
            if how:
                declared = _element_type(work, declared)
            out.append(Parameter(work.text(name_node), how, declared, default, has_default, work.text(type_node)))
        elif kind == "params":
            pending = True
        elif pending and child.is_named and rest is None:
            rest = child
        elif pending and child.type == "identifier":
            declared = _element_type(work, work.expression(rest))
            out.append(Parameter(work.text(child), "args", declared, type_text="params " + work.text(rest)))
            pending = False
    return tuple(out)


_NOT_A_DEFAULT = frozenset(("modifier", "attribute_list", "identifier", "predefined_type", "comment"))


def _element_type(work: Extraction, declared: int) -> int:
    """The element of an array type or of a collection type applied to one argument."""
    if declared >= 0:
        operation = work.expressions[declared]
        if operation[0] == "generic" and len(operation[2]) == 1:
            return operation[2][0]
    return declared


def _block_of(node: Node) -> Node:
    return bounding(node, _BLOCKS)


_BLOCKS = frozenset(
    (
        "block",
        "switch_section",
        "switch_expression_arm",
        "lambda_expression",
        "arrow_expression_clause",
        "declaration_list",
        "compilation_unit",
    )
)

# -- namespaces and imports


def _namespace(work: Extraction, node: Node) -> None:
    name = work.field_text(node, "name")
    if node.type == "file_scoped_namespace_declaration":
        work.facts.module = name
        work.facts.extra["namespace"] = name
        return
    at = work.scope
    while at > 0 and work.definitions[at].kind != "namespace":
        at = work.definitions[at].parent
    full = f"{work.definitions[at].signature}.{name}" if at > 0 else name
    if not work.facts.module:
        work.facts.module = full
    index = work.add_definition("namespace", "", node, open_scope=False, signature=full)
    work.open(index, node.end_byte)


def _import(work: Extraction, node: Node) -> None:
    words = {c.type for c in node.children if not c.is_named}
    alias = node.child_by_field_name("name")
    target: Node | None = None
    for child in node.named_children:
        if child != alias:
            target = child
    if target is None:
        return
    flags = [word for word in ("static", "global") if word in words]
    path = _dotted(work, target)
    if not path:
        return
    if alias is not None:
        module, _, name = path.rpartition(".")
        work.add_import(work.text(alias), module, name, alias, flags=(*flags, "alias"))
    else:
        work.add_import("", path, "*", _head(target), flags=tuple(flags))


def _dotted(work: Extraction, node: Node) -> str:
    """A qualified name without type arguments and ``global::``."""
    parts: list[str] = []
    at: Node | None = node
    for _ in range(40):
        if at is None:
            break
        if at.type in ("qualified_name", "alias_qualified_name"):
            name = at.child_by_field_name("name")
            if name is not None:
                parts.append(work.text(_head(name)))
            at = at.child_by_field_name("qualifier") or at.child_by_field_name("alias")
            continue
        text = work.text(_head(at))
        if text != "global":
            parts.append(text)
        break
    return ".".join(reversed(parts))


# -- definitions


def _class(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    words = _modifiers(work, node)
    flags = {_FLAGS[w] for w in words if w in _FLAGS}
    kind = _CLASS_KINDS[node.type]
    if node.type == "record_declaration":
        flags.add("record")
        if any(c.type == "struct" for c in node.children):
            kind = "struct"
    list_node = _child(node, "base_list")
    base_nodes: list[Node] = []
    base_arguments: Node | None = None
    for child in list_node.named_children if list_node is not None else ():
        if child.type == "primary_constructor_base_type":
            type_node = child.child_by_field_name("type") or child.named_child(0)
            if type_node is not None:
                base_nodes.append(type_node)
        elif child.type == "argument_list":
            base_arguments = child
        else:
            base_nodes.append(child)
    bases = tuple(work.expression(base) for base in base_nodes) if kind != "enum" else ()
    body = node.child_by_field_name("body")
    parameter_list = _child(node, "parameter_list")
    parameters = _parameters(work, parameter_list)
    scope = work.scope
    inside = work.definitions[scope].kind in ("class", "struct", "interface")
    index = work.add_definition(
        kind,
        work.text(name_node),
        node,
        name_node,
        signature=one_line(work, _after_attributes(node), body.start_byte if body is not None else node.end_byte),
        parameters=parameters,
        bases=bases,
        decorators=_decorators(work, node),
        doc=line_comments_above(work, node.start_byte),
        visibility=_visibility(words, "private" if inside else "internal"),
        flags=tuple(flags),
        type_parameters=_type_parameters(work, node),
    )
    for base_node, base in zip(base_nodes, bases, strict=False):
        head = _head(base_node)
        work.add_reference("inherit", work.text(head), base, head)
    if base_arguments is not None and bases:
        arguments, keywords, count = _arguments(work, base_arguments)
        call = work.intern("call", work.intern("super"), arguments, keywords)
        work.add_reference("construct", "base", call, _head(base_nodes[0]), count)
    if "record" in flags and parameter_list is not None:
        for child, parameter in zip(_children(parameter_list, "parameter"), parameters, strict=False):
            work.add_definition(
                "property",
                parameter.name,
                child,
                child.child_by_field_name("name"),
                open_scope=False,
                parent=index,
                signature=f"{parameter.type_text} {parameter.name}",
                flags=("component",),
                value=work.intern("inst", parameter.type),
            )


_CLASS_KINDS = {
    "class_declaration": "class",
    "struct_declaration": "struct",
    "interface_declaration": "interface",
    "record_declaration": "class",
    "enum_declaration": "enum",
}


def _delegate(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    words = _modifiers(work, node)
    work.add_definition(
        "interface",
        work.text(name_node),
        node,
        name_node,
        open_scope=False,
        signature=one_line(work, _after_attributes(node), node.end_byte),
        parameters=_parameters(work, node.child_by_field_name("parameters")),
        returns=work.expression(node.child_by_field_name("type")),
        decorators=_decorators(work, node),
        doc=line_comments_above(work, node.start_byte),
        visibility=_visibility(words, "internal"),
        flags=("delegate",),
        type_parameters=_type_parameters(work, node),
    )


def _method(work: Extraction, node: Node) -> None:
    kind = node.type
    name_node = node.child_by_field_name("name")
    words = _modifiers(work, node)
    flags = {_FLAGS[w] for w in words if w in _FLAGS}
    owner = work.definitions[work.scope]
    in_interface = owner.kind == "interface"
    parameter_node = node.child_by_field_name("parameters")
    parameters = _parameters(work, parameter_node)
    body = node.child_by_field_name("body")
    returns = work.expression(node.child_by_field_name("returns") or node.child_by_field_name("type"))
    name = work.text(name_node)
    if kind == "constructor_declaration":
        flags.add("constructor")
        returns = NONE
        if "static" in flags:
            # Runs by itself, once; nothing calls it, and it is no overload of the others.
            flags.discard("constructor")
            name = f"static {name}"
    elif kind == "destructor_declaration":
        name = f"~{name}"
    elif kind == "operator_declaration":
        name_node = node.child_by_field_name("operator")
        name = f"operator {work.text(name_node)}"
    elif kind == "conversion_operator_declaration":
        name_node = node.child_by_field_name("type")
        name = f"operator {work.text(name_node)}"
    if body is None and "partial" not in flags:
        flags.add("signature")
        if in_interface:
            flags.add("abstract")
    elif body is None:
        flags.add("signature")
    if parameter_node is not None and parameters:
        first = _child(parameter_node, "parameter")
        if first is not None and "this" in _modifiers(work, first):
            flags.add("extension")
    explicit = _child(node, "explicit_interface_specifier")
    extra: tuple[tuple[str, int], ...] = ()
    if explicit is not None:
        flags.add("explicit")
        extra = (("interface", work.expression(explicit.named_child(0))),)
    if not _TESTS.isdisjoint(_annotation_names(work, node)):
        flags.add("test")
    local = kind == "local_function_statement"
    work.add_definition(
        "function" if local else "method",
        name,
        node,
        name_node,
        signature=one_line(work, _after_attributes(node), body.start_byte if body is not None else node.end_byte),
        parameters=parameters,
        returns=returns,
        decorators=_decorators(work, node),
        doc=line_comments_above(work, node.start_byte),
        visibility=_visibility(words, "public" if in_interface or local or explicit is not None else "private"),
        flags=tuple(flags),
        type_parameters=_type_parameters(work, node),
        extra=extra,
    )


def _property(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    words = _modifiers(work, node)
    flags = {_FLAGS[w] for w in words if w in _FLAGS}
    in_interface = work.definitions[work.scope].kind == "interface"
    name = work.text(name_node) if name_node is not None else "this[]"
    if node.type == "event_declaration":
        flags.add("event")
    if node.type == "indexer_declaration":
        flags.add("indexer")
    declared = work.expression(node.child_by_field_name("type"))
    value = node.child_by_field_name("value")
    accessors = node.child_by_field_name("accessors")
    end = node.end_byte
    for part in (accessors, value):
        if part is not None:
            end = min(end, part.start_byte)
    explicit = _child(node, "explicit_interface_specifier")
    if explicit is not None:
        flags.add("explicit")
    index = work.add_definition(
        "property",
        name,
        node,
        name_node or node.child_by_field_name("type"),
        signature=one_line(work, _after_attributes(node), end).rstrip("= "),
        parameters=_parameters(work, node.child_by_field_name("parameters")),
        decorators=_decorators(work, node),
        doc=line_comments_above(work, node.start_byte),
        visibility=_visibility(words, "public" if in_interface or explicit is not None else "private"),
        flags=tuple(flags),
        value=work.intern("inst", declared),
    )
    if accessors is not None:
        for accessor in accessors.named_children:
            if accessor.type == "accessor_declaration" and work.field_text(accessor, "name") in ("set", "init", "add"):
                body = accessor.child_by_field_name("body")
                if body is not None:
                    work.add_binding(
                        "value",
                        work.intern("inst", declared),
                        "declare",
                        accessor,
                        block=accessor,
                        start_byte=accessor.start_byte,
                        scope=index,
                        block_scoped=True,
                        declared=True,
                    )


def _field(work: Extraction, node: Node) -> None:
    declaration = _child(node, "variable_declaration")
    if declaration is None:
        return
    words = _modifiers(work, node)
    flags = {_FLAGS[w] for w in words if w in _FLAGS}
    if node.type == "event_field_declaration":
        flags.add("event")
    if "const" in flags:
        flags |= {"static", "final"}
    kind = "constant" if {"static", "final"} <= flags else "field"
    type_node = declaration.child_by_field_name("type")
    declared = work.expression(type_node)
    in_interface = work.definitions[work.scope].kind == "interface"
    for declarator in _children(declaration, "variable_declarator"):
        name_node = declarator.child_by_field_name("name")
        if name_node is None:
            continue
        name = work.text(name_node)
        work.add_definition(
            kind,
            name,
            node,
            name_node,
            open_scope=False,
            signature=" ".join((*words, work.text(type_node), name)),
            decorators=_decorators(work, node),
            doc=line_comments_above(work, node.start_byte),
            visibility=_visibility(words, "public" if in_interface else "private"),
            flags=tuple(flags),
            value=work.intern("inst", declared),
        )


def _enum_member(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    owner = work.definitions[work.scope]
    name = work.text(name_node)
    work.add_definition(
        "constant",
        name,
        node,
        name_node,
        open_scope=False,
        signature=name,
        doc=line_comments_above(work, node.start_byte),
        flags=("final", "member", "static"),
        value=work.intern("inst", work.intern("name", owner.name)),
    )


def _lambda(work: Extraction, node: Node) -> None:
    index = work.definition_of(node)
    if index is None:
        index = _lambda_definition(work, node)
    work.open(index, node.end_byte)
    body = _lambda_body(node)
    if body is not None and body.type != "block":
        work.add_binding("", work.expression(body), "return", body, block=node, start_byte=body.start_byte)


def _lambda_body(node: Node) -> Node | None:
    return node.child_by_field_name("body") or _child(node, "block")


def _lambda_definition(work: Extraction, node: Node) -> int:
    parameters = node.child_by_field_name("parameters")
    flags = {_FLAGS.get(work.text(c), "") for c in node.children if c.type == "modifier"} - {""}
    body = _lambda_body(node)
    if body is not None and body.type != "block":
        flags.add("expression")
    if node.type == "anonymous_method_expression" and parameters is None:
        flags.add("any-parameters")
    return work.anonymous(
        "lambda", node, parameters=_parameters(work, parameters), flags=tuple(flags), extra=_wanted(work, node)
    )


def _wanted(work: Extraction, node: Node) -> tuple[tuple[str, int], ...]:
    """What a lambda's place wants of it, where that is no parameter: ``target`` a type, ``assigned`` a variable's."""
    at = node.parent
    while at is not None and at.type in ("parenthesized_expression", "conditional_expression"):
        at = at.parent
    if at is None:
        return ()
    if at.type in ("cast_expression", "property_declaration"):
        return (("target", work.expression(at.child_by_field_name("type"))),)
    if at.type == "variable_declarator" and at.parent is not None:
        return (("target", work.expression(at.parent.child_by_field_name("type"))),)
    if at.type == "assignment_expression":
        return (("assigned", work.expression(at.child_by_field_name("left"))),)
    if at.type == "arrow_expression_clause" and at.parent is not None:
        outer = at.parent
        declared = outer.child_by_field_name("returns") or outer.child_by_field_name("type")
        if declared is not None:
            return (("target", work.expression(declared)),)
    return ()


# -- references


def _arguments(work: Extraction, node: Node | None) -> tuple[tuple[int, ...], tuple[tuple[str, int], ...], int]:
    """Positional arguments, named ones, and how many of the first."""
    if node is None:
        return (), (), 0
    out: list[int] = []
    keywords: list[tuple[str, int]] = []
    for argument in node.named_children:
        if argument.type != "argument":
            continue
        name = argument.child_by_field_name("name")
        value = _last(argument)
        if name is not None:
            keywords.append((work.text(name), work.expression(value)))
        else:
            out.append(work.expression(value))
    return tuple(out), tuple(keywords), len(out)


def _call(work: Extraction, node: Node) -> None:
    expression = work.expression(node)
    function = node.child_by_field_name("function")
    if expression < 0 or function is None:
        return
    at = _callee_name(function)
    if at is None:
        return
    name = work.text(at)
    call = work.expressions[expression]
    if name == "nameof" and at is function:
        return
    work.add_reference("call", name, expression, at, len(call[2]), tuple(k for k, _ in call[3]))


def _callee_name(node: Node) -> Node | None:
    for _ in range(6):
        kind = node.type
        if kind == "identifier":
            return node
        if kind == "generic_name":
            inner = node.named_child(0)
        elif kind == "member_access_expression" or kind == "member_binding_expression":
            inner = node.child_by_field_name("name")
        elif kind == "conditional_access_expression":
            inner = _last(node)
        elif kind in ("parenthesized_expression", "postfix_unary_expression"):
            inner = node.named_child(0)
        elif kind == "alias_qualified_name":
            inner = node.child_by_field_name("name")
        else:
            return None
        if inner is None:
            return None
        node = inner
    return None


def _new(work: Extraction, node: Node) -> None:
    type_node = node.child_by_field_name("type")
    expression = work.expression(node)
    if type_node is None or expression < 0:
        return
    head = _head(type_node)
    call = work.expressions[expression]
    work.add_reference("construct", work.text(head), expression, head, len(call[2]), tuple(k for k, _ in call[3]))


def _implicit_new(work: Extraction, node: Node) -> None:
    expression = work.expression(node)
    if expression < 0:
        return
    call = work.expressions[expression]
    name = _type_name(work, call[1])
    work.add_reference("construct", name, expression, node, len(call[2]), tuple(k for k, _ in call[3]))


def _type_name(work: Extraction, expression: int) -> str:
    while expression >= 0:
        operation = work.expressions[expression]
        if operation[0] == "generic":
            expression = operation[1]
        elif operation[0] == "name":
            return operation[1]
        elif operation[0] == "attr":
            return operation[2]
        else:
            break
    return "new"


def _constructor_initializer(work: Extraction, node: Node) -> None:
    word = next((c for c in node.children if c.type in ("base", "this")), None)
    if word is None:
        return
    arguments, keywords, count = _arguments(work, _child(node, "argument_list"))
    callee = work.intern("super" if word.type == "base" else "this")
    work.add_reference("construct", word.type, work.intern("call", callee, arguments, keywords), word, count)


def _base_call(work: Extraction, node: Node) -> None:
    """``record R(…) : Base(args)``."""
    arguments, keywords, count = _arguments(work, _child(node, "argument_list"))
    at = node.child_by_field_name("type") or node
    work.add_reference("construct", "base", work.intern("call", work.intern("super"), arguments, keywords), at, count)


def _decorate(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    head = _head(name_node)
    work.add_reference("decorate", work.text(head), work.expression(name_node), head)


def _type_use(work: Extraction, node: Node) -> None:
    """A type where one is expected; arrays, nullable types and tuples are read through their parts."""
    head = _head(node) if node.type in _NAMED_TYPES else node
    if head.type == "identifier" and not _is_var(node):
        work.add_reference("type", work.text(head), work.expression(node), head)


_NAMED_TYPES = frozenset(("generic_name", "qualified_name", "alias_qualified_name"))


def _group(work: Extraction, node: Node) -> None:
    """A name that can be a method group: methods are written with a capital."""
    at = node if node.type == "identifier" else node.child_by_field_name("name")
    if at is None or at.type != "identifier" or not 65 <= work.data[at.start_byte] <= 90:
        return
    expression = work.expression(node)
    if expression >= 0:
        work.add_reference("value", work.text(at), work.intern("ref", expression), at)


# -- bindings


def _is_var(node: Node | None) -> bool:
    return node is None or node.type == "implicit_type"


def _bind(
    work: Extraction, name_node: Node | None, type_node: Node | None, value: int, node: Node, block: Node
) -> None:
    if name_node is None:
        return
    known = not _is_var(type_node)
    work.add_binding(
        work.text(name_node),
        work.intern("inst", work.expression(type_node)) if known else value,
        "declare",
        node,
        block=block,
        start_byte=name_node.end_byte,
        block_scoped=True,
        declared=known,
    )


def _value_of(node: Node) -> Node | None:
    """The initial value in ``x = value``."""
    last = _last(node)
    name = node.child_by_field_name("name")
    return None if last is None or last == name or last.type == "bracketed_argument_list" else last


def _local(work: Extraction, node: Node) -> None:
    type_node = node.child_by_field_name("type")
    outer = node.parent
    block = outer.parent if outer is not None and outer.type == "local_declaration_statement" else outer
    block = block or node
    for declarator in _children(node, "variable_declarator"):
        name_node = declarator.child_by_field_name("name")
        value = work.expression(_value_of(declarator))
        if name_node is None:
            pattern = _child(declarator, "tuple_pattern")
            if pattern is not None:
                _tuple_names(work, pattern, value, declarator, block)
            continue
        _bind(work, name_node, type_node, value, declarator, block)


def _tuple_names(work: Extraction, pattern: Node, value: int, node: Node, block: Node) -> None:
    for position, part in enumerate(pattern.named_children):
        if part.type == "identifier" and value >= 0:
            _bind(work, part, None, work.intern("item", value, position), node, block)


def _each(work: Extraction, node: Node) -> None:
    left = node.child_by_field_name("left")
    value = work.expression(node.child_by_field_name("right"))
    element = work.intern("elem", value) if value >= 0 else NONE
    if left is None:
        return
    if left.type == "tuple_pattern":
        _tuple_names(work, left, element, node, node)
    else:
        _bind(work, left, node.child_by_field_name("type"), element, node, node)


def _catch(work: Extraction, node: Node) -> None:
    _bind(
        work,
        node.child_by_field_name("name"),
        node.child_by_field_name("type"),
        NONE,
        node,
        node.parent or node,
    )


def _pattern(work: Extraction, node: Node) -> None:
    type_node = node.child_by_field_name("type")
    name_node = node.child_by_field_name("name")
    if type_node is None or name_node is None or name_node.type != "identifier":
        return
    if _is_var(type_node):
        return
    _bind(work, name_node, type_node, NONE, node, _block_of(node))


def _tuple_assignment(work: Extraction, node: Node) -> None:
    """``(var a, Foo b) = f()`` declares what has a type in front."""
    left = node.child_by_field_name("left")
    value = work.expression(node.child_by_field_name("right"))
    if left is None or value < 0:
        return
    for position, argument in enumerate(left.named_children):
        declaration = _child(argument, "declaration_expression")
        if declaration is not None and _is_var(declaration.child_by_field_name("type")):
            name = declaration.child_by_field_name("name")
            _bind(work, name, None, work.intern("item", value, position), node, _block_of(node))


def _from(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    query = node.parent or node
    source = next((c for c in node.named_children if c != name_node and c != node.child_by_field_name("type")), None)
    value = work.expression(source)
    element = work.intern("elem", value) if value >= 0 else NONE
    _bind(work, name_node, node.child_by_field_name("type"), element, node, query)


def _let(work: Extraction, node: Node) -> None:
    name_node = node.named_child(0)
    value = _last(node)
    if name_node is not None and value is not None:
        _bind(work, name_node, None, work.expression(value), node, node.parent or node)


def _return(work: Extraction, node: Node) -> None:
    value = node.named_child(0)
    if value is None:
        return
    here = work.definitions[work.scope]
    if here.kind == "lambda" or value.type in ("lambda_expression", "anonymous_method_expression"):
        work.add_binding("", work.expression(value), "return", node, start_byte=node.start_byte)


def _branch(work: Extraction, node: Node) -> None:
    owner = work.named(work.scope)
    work.branches[owner] = work.branches.get(owner, 0) + 1


def _finish(work: Extraction) -> None:
    for index, count in work.branches.items():
        if index:
            work.definitions[index] = work.definitions[index]._replace(complexity=1 + count)


# -- expressions


def _name(work: Extraction, node: Node) -> int:
    return work.intern("name", work.text(node))


def _qualified(work: Extraction, node: Node) -> int:
    qualifier = node.child_by_field_name("qualifier") or node.child_by_field_name("alias")
    name = node.child_by_field_name("name")
    if name is None:
        return NONE
    if qualifier is None or work.text(qualifier) == "global":
        return work.expression(name)
    base = work.expression(qualifier)
    return _member(work, base, name)


def _member(work: Extraction, base: int, name: Node) -> int:
    """``base.name``, applied to type arguments when it has some."""
    if base < 0:
        return NONE
    if name.type == "generic_name":
        inner = name.named_child(0)
        attribute = work.intern("attr", base, work.text(inner))
        return _apply(work, attribute, name)
    return work.intern("attr", base, work.text(name))


def _apply(work: Extraction, base: int, node: Node) -> int:
    arguments = _child(node, "type_argument_list")
    if arguments is None:
        return base
    return work.intern("generic", base, tuple(work.expression(a) for a in arguments.named_children))


def _generic_name(work: Extraction, node: Node) -> int:
    inner = node.named_child(0)
    return _apply(work, work.intern("name", work.text(inner)), node) if inner is not None else NONE


def _member_access(work: Extraction, node: Node) -> int:
    name = node.child_by_field_name("name")
    if name is None:
        return NONE
    return _member(work, work.expression(node.child_by_field_name("expression")), name)


def _conditional_access(work: Extraction, node: Node) -> int:
    """``a?.b``, ``a?[i]``: the same as without the question mark."""
    base = work.expression(node.child_by_field_name("condition"))
    last = _last(node)
    if base < 0 or last is None:
        return NONE
    if last.type == "member_binding_expression":
        name = last.child_by_field_name("name")
        return _member(work, base, name) if name is not None else NONE
    if last.type == "element_binding_expression":
        return work.intern("index", base, NONE)
    return NONE


def _array_type(work: Extraction, node: Node) -> int:
    return array_of(work, work.expression(node.child_by_field_name("type")))


def _inner_type(work: Extraction, node: Node) -> int:
    return work.expression(node.child_by_field_name("type") or node.named_child(0))


def _tuple_type(work: Extraction, node: Node) -> int:
    items = tuple(work.expression(e.child_by_field_name("type")) for e in _children(node, "tuple_element"))
    return work.intern("generic", work.intern("name", "ValueTuple"), items)


def _invocation(work: Extraction, node: Node) -> int:
    function = node.child_by_field_name("function")
    if function is None:
        return NONE
    if function.type in ("member_access_expression", "conditional_access_expression"):
        work.chain(node, ("function", "expression", "condition"))
    callee = work.expression(function)
    arguments, keywords, _ = _arguments(work, node.child_by_field_name("arguments"))
    return work.intern("call", callee, arguments, keywords)


def _creation(work: Extraction, node: Node) -> int:
    type_node = node.child_by_field_name("type")
    if type_node is None:
        return NONE
    arguments, keywords, _ = _arguments(work, node.child_by_field_name("arguments"))
    return work.intern("new", work.expression(type_node), arguments, keywords)


def _implicit_creation(work: Extraction, node: Node) -> int:
    """``new(…)`` is of the type its place is declared with."""
    declared = NONE
    at = node.parent
    if at is not None and at.type == "arrow_expression_clause":
        at = at.parent
    if at is not None:
        if at.type == "variable_declarator" and at.parent is not None:
            declared = work.expression(at.parent.child_by_field_name("type"))
        elif at.type in ("property_declaration", "method_declaration", "local_function_statement"):
            declared = work.expression(at.child_by_field_name("returns") or at.child_by_field_name("type"))
        elif at.type == "return_statement":
            declared = work.definitions[work.scope].returns
    if declared < 0:
        return NONE
    arguments, keywords, _ = _arguments(work, _child(node, "argument_list"))
    return work.intern("new", declared, arguments, keywords)


def _cast(work: Extraction, node: Node) -> int:
    declared = work.expression(node.child_by_field_name("type"))
    return work.intern("inst", declared) if declared >= 0 else NONE


def _as(work: Extraction, node: Node) -> int:
    declared = work.expression(node.child_by_field_name("right"))
    return work.intern("inst", declared) if declared >= 0 else NONE


def _typeof(work: Extraction, node: Node) -> int:
    return work.intern("inst", work.intern("name", "Type"))


def _first(work: Extraction, node: Node) -> int:
    for child in node.named_children:
        if child.type != "comment":
            return work.expression(child)
    last = node.child(node.child_count - 2) if node.child_count > 2 else None
    return work.expression(last)


def _unary(work: Extraction, node: Node) -> int:
    first = node.child(0)
    if first is not None and first.type == "!":
        return work.intern("lit", "bool")
    return work.expression(_last(node))


def _parts(node: Node) -> tuple:
    operator = node.child_by_field_name("operator")
    return (
        node.child_by_field_name("left"),
        operator.type if operator is not None else "",
        node.child_by_field_name("right"),
    )


_STRINGS = frozenset(
    ("string_literal", "verbatim_string_literal", "interpolated_string_expression", "raw_string_literal")
)


def _binary(work: Extraction, node: Node) -> int:
    left, word, right = _parts(node)
    if word in BOOLEAN_OPERATORS:
        return work.intern("lit", "bool")
    if word == "??":
        a, b = work.expression(left), work.expression(right)
        return a if a == b or b < 0 else work.intern("union", (a, b))
    return chained_operands(work, node, frozenset(("binary_expression",)), _STRINGS, _parts)


def _assignment(work: Extraction, node: Node) -> int:
    return work.expression(node.child_by_field_name("left"))


def _conditional(work: Extraction, node: Node) -> int:
    yes = work.expression(node.child_by_field_name("consequence"))
    no = work.expression(node.child_by_field_name("alternative"))
    return yes if yes == no else work.intern("union", (yes, no))


def _switch(work: Extraction, node: Node) -> int:
    arms: list[int] = []
    for arm in _children(node, "switch_expression_arm"):
        value = _last(arm)
        if value is not None and value.type != "throw_expression":
            arms.append(work.expression(value))
    unique = tuple(dict.fromkeys(arms))
    if not unique:
        return NONE
    return unique[0] if len(unique) == 1 else work.intern("union", unique)


def _element_access(work: Extraction, node: Node) -> int:
    base = work.expression(node.child_by_field_name("expression"))
    subscript = node.child_by_field_name("subscript")
    key = NONE
    if subscript is not None and subscript.named_child_count == 1:
        argument = subscript.named_child(0)
        key = work.expression(argument.named_child(0)) if argument is not None else NONE
    return work.intern("index", base, key) if base >= 0 else NONE


def _array_creation(work: Extraction, node: Node) -> int:
    declared = work.expression(node.child_by_field_name("type"))
    return work.intern("inst", declared) if declared >= 0 else NONE


def _implicit_array(work: Extraction, node: Node) -> int:
    initializer = _child(node, "initializer_expression")
    items = initializer.named_children[:8] if initializer is not None else []
    return work.intern("seq", "array", tuple(work.expression(i) for i in items))


def _initializer(work: Extraction, node: Node) -> int:
    return work.intern("seq", "array", tuple(work.expression(i) for i in node.named_children[:8]))


def _tuple(work: Extraction, node: Node) -> int:
    arguments, _, _ = _arguments(work, node)
    return work.intern("seq", "tuple", arguments)


def _await(work: Extraction, node: Node) -> int:
    return work.intern("await", work.expression(node.named_child(0)))


def _this(work: Extraction, node: Node) -> int:
    return work.intern("this")


def _base(work: Extraction, node: Node) -> int:
    return work.intern("super")


def _lambda_expression(work: Extraction, node: Node) -> int:
    index = work.definition_of(node)
    if index is None:
        index = _lambda_definition(work, node)
    return work.intern("def", index)


def _integer(work: Extraction, node: Node) -> int:
    text = work.text(node).lower()
    if text.endswith(("ul", "lu")):
        return work.intern("lit", "ulong")
    if text.endswith("l"):
        return work.intern("lit", "long")
    if text.endswith("u") and not text.startswith("0x"):
        return work.intern("lit", "uint")
    return work.intern("lit", "int")


def _real(work: Extraction, node: Node) -> int:
    last = work.data[node.end_byte - 1]
    return work.intern("lit", "float" if last in b"fF" else "decimal" if last in b"mM" else "double")


_TABLE = {
    "identifier": _name,
    "predefined_type": _name,
    "generic_name": _generic_name,
    "qualified_name": _qualified,
    "alias_qualified_name": _qualified,
    "array_type": _array_type,
    "nullable_type": _inner_type,
    "ref_type": _inner_type,
    "scoped_type": _inner_type,
    "pointer_type": _inner_type,
    "tuple_type": _tuple_type,
    "member_access_expression": _member_access,
    "conditional_access_expression": _conditional_access,
    "invocation_expression": _invocation,
    "object_creation_expression": _creation,
    "implicit_object_creation_expression": _implicit_creation,
    "this": _this,
    "base": _base,
    "string_literal": literal("str"),
    "verbatim_string_literal": literal("str"),
    "raw_string_literal": literal("str"),
    "interpolated_string_expression": literal("str"),
    "character_literal": literal("char"),
    "boolean_literal": literal("bool"),
    "null_literal": literal("none"),
    "integer_literal": _integer,
    "real_literal": _real,
    "parenthesized_expression": _first,
    "cast_expression": _cast,
    "as_expression": _as,
    "is_expression": literal("bool"),
    "is_pattern_expression": literal("bool"),
    "default_expression": _cast,
    "typeof_expression": _typeof,
    "prefix_unary_expression": _unary,
    "postfix_unary_expression": _first,
    "checked_expression": _first,
    "with_expression": _first,
    "binary_expression": _binary,
    "assignment_expression": _assignment,
    "conditional_expression": _conditional,
    "switch_expression": _switch,
    "element_access_expression": _element_access,
    "array_creation_expression": _array_creation,
    "implicit_array_creation_expression": _implicit_array,
    "initializer_expression": _initializer,
    "tuple_expression": _tuple,
    "await_expression": _await,
    "lambda_expression": _lambda_expression,
    "anonymous_method_expression": _lambda_expression,
}

LANGUAGE = Language(
    name="csharp",
    grammar="csharp",
    extensions=(".cs", ".csx"),
    handlers={
        "definition.namespace": _namespace,
        "import": _import,
        "definition.class": _class,
        "definition.delegate": _delegate,
        "definition.method": _method,
        "definition.property": _property,
        "definition.field": _field,
        "definition.constant": _enum_member,
        "scope.lambda": _lambda,
        "reference.call": _call,
        "reference.new": _new,
        "reference.implicit_new": _implicit_new,
        "reference.constructor": _constructor_initializer,
        "reference.base": _base_call,
        "reference.decorate": _decorate,
        "reference.type": _type_use,
        "reference.group": _group,
        "binding.local": _local,
        "binding.each": _each,
        "binding.catch": _catch,
        "binding.pattern": _pattern,
        "binding.tuple": _tuple_assignment,
        "binding.from": _from,
        "binding.let": _let,
        "binding.return": _return,
        "branch": _branch,
    },
    expression=_TABLE,
    finish=_finish,
)
