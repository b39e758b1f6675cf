"""Kotlin: packages, top-level functions, objects, extensions, lambdas with receivers, smart casts.

Conventions on top of the neutral expressions:

- ``("fn", params, result)`` is a function type, ``("fnr", receiver, params, result)`` one with a receiver;
- a lambda behind the parentheses is a keyword argument named ``{}``;
- a call with type arguments has a ``("generic", callee, types)`` as its callee;
- an object is a class with the flag ``object``, a companion one with ``companion`` too;
- a callable reference is ``("ref", ("attr", X, "m"))`` or ``("ref", ("name", "m"))``;
- a smart cast is a binding of kind ``narrow``;
- ``("result", lambda)`` is what a lambda gives (``by lazy { … }``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.facts import NONE, Parameter
from parsers.language import Language
from parsers.languages._typed import (
    BOOLEAN_OPERATORS,
    block_comment_above,
    bounding,
    chained_operands,
    literal,
    one_line,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

TRAILING = "{}"
_TYPES = frozenset(("user_type", "nullable_type", "function_type", "parenthesized_type", "not_nullable_type"))
_CLASSES = frozenset(("class", "interface", "enum"))

# -- small readings


def _child(node: Node, *kinds: str) -> Node | None:
    for child in node.named_children:
        if child.type in kinds:
            return child
    return None


def _type_child(node: Node) -> Node | None:
    for child in node.named_children:
        if child.type in _TYPES:
            return child
    return None


def _last(node: Node) -> Node | None:
    count = node.named_child_count
    return node.named_child(count - 1) if count else None


def _modifiers(work: Extraction, node: Node) -> tuple[list[str], list[Node]]:
    """Modifier words and annotations."""
    found = _child(node, "modifiers")
    words: list[str] = []
    annotations: list[Node] = []
    for child in found.named_children if found is not None else ():
        if child.type == "annotation":
            annotations.append(child)
        else:
            words.append(work.text(child))
    return words, annotations


def _annotation_type(annotation: Node) -> Node | None:
    for child in annotation.named_children:
        if child.type == "user_type":
            return child
        if child.type == "constructor_invocation":
            return _child(child, "user_type")
    return None


def _decorators(work: Extraction, annotations: list[Node]) -> tuple[int, ...]:
    return tuple(work.expression(_annotation_type(a)) for a in annotations)


_TESTS = frozenset(("Test", "ParameterizedTest", "RepeatedTest", "TestFactory"))


def _is_test(work: Extraction, annotations: list[Node]) -> bool:
    for annotation in annotations:
        type_node = _annotation_type(annotation)
        if type_node is not None and work.text(type_node).rpartition(".")[2] in _TESTS:
            return True
    return False


def _visibility(words: list[str]) -> str:
    for word in words:
        if word in ("private", "protected", "internal", "public"):
            return word
    return "public"


_FLAGS = frozenset(
    """abstract open override final sealed inner data suspend operator infix inline lateinit const tailrec
    external""".split()
)


def _flags(words: list[str]) -> set[str]:
    return {word for word in words if word in _FLAGS}


def _name_of(node: Node) -> Node | None:
    return _child(node, "simple_identifier", "type_identifier")


def _head(node: Node) -> Node:
    """The identifier that stands for a type."""
    for _ in range(8):
        if node.type == "user_type":
            names = [c for c in node.named_children if c.type == "type_identifier"]
            return names[-1] if names else node
        inner = node.named_child(0)
        if node.type in ("nullable_type", "parenthesized_type", "not_nullable_type") and inner is not None:
            node = inner
        else:
            break
    return node


def _start(node: Node) -> int:
    """Where a declaration starts after its annotations."""
    found = _child(node, "modifiers")
    if found is None:
        return node.start_byte
    for child in found.children:
        if child.type != "annotation":
            return child.start_byte
    return found.end_byte


def _type_parameters(work: Extraction, node: Node) -> tuple[tuple[str, int], ...]:
    found = _child(node, "type_parameters")
    if found is None:
        return ()
    bounds: dict[str, int] = {}
    constraints = _child(node, "type_constraints")
    for constraint in constraints.named_children if constraints is not None else ():
        name, type_node = _child(constraint, "type_identifier", "simple_identifier"), _type_child(constraint)
        if name is not None and type_node is not None:
            bounds[work.text(name)] = work.expression(type_node)
    out: list[tuple[str, int]] = []
    for parameter in found.named_children:
        name = _child(parameter, "type_identifier")
        if parameter.type == "type_parameter" and name is not None:
            own = work.expression(_type_child(parameter))
            out.append((work.text(name), own if own >= 0 else bounds.get(work.text(name), NONE)))
    return tuple(out)


def _parameters(work: Extraction, node: Node | None) -> tuple[Parameter, ...]:
    """Formal parameters; a default value stands behind its parameter, ``vararg`` before it."""
    out: list[Parameter] = []
    variadic = False
    for child in node.children if node is not None else ():
        kind = child.type
        if kind == "parameter_modifiers":
            variadic = "vararg" in work.text(child).split()
        elif kind in ("parameter", "parameter_with_optional_type"):
            type_node = _type_child(child)
            how = "args" if variadic else ""
            name = work.text(_child(child, "simple_identifier"))
            out.append(Parameter(name, how, work.expression(type_node), type_text=work.text(type_node)))
            variadic = False
        elif kind == "=" and out:
            out[-1] = out[-1]._replace(has_default=True)
        elif child.is_named and out and out[-1].has_default and out[-1].default == NONE and "comment" not in kind:
            out[-1] = out[-1]._replace(default=work.expression(child))
    return tuple(out)


_BLOCKS = frozenset(
    (
        "statements",
        "function_body",
        "lambda_literal",
        "control_structure_body",
        "when_entry",
        "class_body",
        "source_file",
        "catch_block",
        "getter",
        "setter",
    )
)


def _block_of(node: Node) -> Node:
    return bounding(node, _BLOCKS)


# -- files


def _package(work: Extraction, node: Node) -> None:
    name = _child(node, "identifier")
    if name is not None:
        work.facts.module = "".join(work.text(name).split())


def _import(work: Extraction, node: Node) -> None:
    target = _child(node, "identifier")
    if target is None:
        return
    path = "".join(work.text(target).split())
    if _child(node, "wildcard_import") is not None:
        work.add_import("", path, "*", target)
        return
    module, _, name = path.rpartition(".")
    alias = _child(node, "import_alias")
    local = work.text(_child(alias, "type_identifier", "simple_identifier")) if alias is not None else name
    work.add_import(local, module, name, _last(target) or target)


# -- definitions


def _class(work: Extraction, node: Node) -> None:
    name_node = _child(node, "type_identifier", "simple_identifier")
    words, annotations = _modifiers(work, node)
    flags = _flags(words)
    kind = "class"
    if node.type == "class_declaration":
        keywords = {c.type for c in node.children if not c.is_named}
        if "interface" in keywords:
            kind = "interface"
        elif "enum" in keywords or "enum" in words or _child(node, "enum_class_body") is not None:
            kind = "enum"
        if "fun" in keywords:
            flags.add("functional")
    else:
        flags |= {"object", "static"}
        if node.type == "companion_object":
            flags.add("companion")
    name = work.text(name_node) if name_node is not None else "Companion"
    if name_node is None and node.type != "companion_object":
        return
    constructor = _child(node, "primary_constructor")
    parameters, properties = _class_parameters(work, constructor)
    specifiers = [c for c in node.named_children if c.type == "delegation_specifier"]
    base_nodes = [t for t in (_base_type(s) for s in specifiers) if t is not None]
    bases = tuple(work.expression(b) for b in base_nodes)
    body = _child(node, "class_body", "enum_class_body")
    index = work.add_definition(
        kind,
        name,
        node,
        name_node,
        signature=one_line(work, _start(node), body.start_byte if body is not None else node.end_byte),
        parameters=parameters,
        bases=bases,
        decorators=_decorators(work, annotations),
        doc=block_comment_above(work, node.start_byte),
        visibility=_visibility(words),
        flags=tuple(flags),
        type_parameters=_type_parameters(work, node),
    )
    for base_node, base in zip(base_nodes, bases, strict=True):
        head = _head(base_node)
        work.add_reference("inherit", work.text(head), base, head)
    for parameter_node, parameter, visibility in properties:
        declared = parameter.type
        work.add_definition(
            "property",
            parameter.name,
            parameter_node,
            _child(parameter_node, "simple_identifier"),
            open_scope=False,
            parent=index,
            signature=one_line(work, parameter_node.start_byte, parameter_node.end_byte),
            visibility=visibility,
            flags=("component",),
            value=work.intern("inst", declared),
        )


def _base_type(specifier: Node) -> Node | None:
    for child in specifier.named_children:
        if child.type in _TYPES:
            return child
        if child.type in ("constructor_invocation", "explicit_delegation"):
            return _type_child(child)
    return None


def _class_parameters(
    work: Extraction, constructor: Node | None
) -> tuple[tuple[Parameter, ...], list[tuple[Node, Parameter, str]]]:
    """The primary constructor's parameters, and those of them that are properties."""
    out: list[Parameter] = []
    properties: list[tuple[Node, Parameter, str]] = []
    for child in constructor.named_children if constructor is not None else ():
        if child.type != "class_parameter":
            continue
        words, _ = _modifiers(work, child)
        type_node = _type_child(child)
        name = work.text(_child(child, "simple_identifier"))
        has_default = any(c.type == "=" for c in child.children)
        default = work.expression(_last(child)) if has_default else NONE
        how = "args" if "vararg" in words else ""
        parameter = Parameter(name, how, work.expression(type_node), default, has_default, work.text(type_node))
        out.append(parameter)
        if _child(child, "binding_pattern_kind") is not None:
            properties.append((child, parameter, _visibility(words)))
    return tuple(out), properties


def _alias(work: Extraction, node: Node) -> None:
    name_node = _child(node, "type_identifier", "simple_identifier")
    target = _last(node)
    if name_node is None or target is None:
        return
    work.add_definition(
        "type",
        work.text(name_node),
        node,
        name_node,
        open_scope=False,
        signature=one_line(work, node.start_byte, node.end_byte),
        doc=block_comment_above(work, node.start_byte),
        value=work.expression(target),
        type_parameters=_type_parameters(work, node),
    )


def _function(work: Extraction, node: Node) -> None:
    name_node = _child(node, "simple_identifier")
    if name_node is None:
        return
    words, annotations = _modifiers(work, node)
    flags = _flags(words)
    owner = work.definitions[work.scope]
    inside = owner.kind in _CLASSES
    body = _child(node, "function_body")
    values = _child(node, "function_value_parameters")
    returns = NONE
    after = False
    for child in node.named_children:
        if after and child.type in _TYPES:
            returns = work.expression(child)
            break
        after = after or child.type == "function_value_parameters"
    extra: tuple[tuple[str, int], ...] = ()
    receiver = node.child_by_field_name("receiver")
    if receiver is not None:
        flags.add("extension")
        extra = (("receiver", work.expression(receiver)),)
    if body is None:
        flags.add("signature")
        if owner.kind == "interface":
            flags.add("abstract")
    if _is_test(work, annotations):
        flags.add("test")
    expression_body = _expression_body(body)
    if returns < 0 and expression_body is None:
        flags.add("unit")
    index = work.add_definition(
        "method" if inside else "function",
        work.text(name_node),
        node,
        name_node,
        signature=one_line(work, _start(node), body.start_byte if body is not None else node.end_byte),
        parameters=_parameters(work, values),
        returns=returns,
        decorators=_decorators(work, annotations),
        doc=block_comment_above(work, node.start_byte),
        visibility=_visibility(words),
        flags=tuple(flags),
        type_parameters=_type_parameters(work, node),
        extra=extra,
    )
    if expression_body is not None:
        work.add_binding(
            "",
            work.expression(expression_body),
            "return",
            expression_body,
            block=node,
            start_byte=expression_body.start_byte,
            scope=index,
        )


def _expression_body(body: Node | None) -> Node | None:
    """``= expression`` instead of a block."""
    if body is None:
        return None
    first = body.child(0)
    return _last(body) if first is not None and first.type == "=" else None


def _constructor(work: Extraction, node: Node) -> None:
    words, annotations = _modifiers(work, node)
    owner = work.definitions[work.scope]
    body = _child(node, "statements")
    call = _child(node, "constructor_delegation_call")
    end = body.start_byte if body is not None else node.end_byte
    keyword = next((c for c in node.children if c.type == "constructor"), None)
    work.add_definition(
        "method",
        owner.name,
        node,
        keyword,
        signature=one_line(work, _start(node), call.start_byte if call is not None else end).rstrip(": {"),
        parameters=_parameters(work, _child(node, "function_value_parameters")),
        decorators=_decorators(work, annotations),
        doc=block_comment_above(work, node.start_byte),
        visibility=_visibility(words),
        flags=("constructor",),
    )


def _property(work: Extraction, node: Node) -> None:
    owner = work.definitions[work.scope]
    variable = _child(node, "variable_declaration")
    if owner.kind in _CLASSES or owner.kind == "module":
        if variable is not None:
            _member_property(work, node, variable)
        return
    value_node = _initializer(node)
    block = node.parent or node
    value = work.expression(value_node)
    many = _child(node, "multi_variable_declaration")
    if many is not None:
        _destructure(work, many, value, node, block)
    elif variable is not None:
        delegate = _child(node, "property_delegate")
        _bind(work, variable, _delegated(work, delegate) if delegate is not None else value, node, block)


def _initializer(node: Node) -> Node | None:
    """What stands behind the equals sign."""
    after = False
    for child in node.children:
        if after and child.is_named and "comment" not in child.type:
            return _before_break(child)
        after = after or child.type == "="
    return None


def _delegated(work: Extraction, delegate: Node) -> int:
    """The value of ``by lazy { … }``; other delegates are not looked into."""
    call = _child(delegate, "call_expression")
    if call is None:
        return NONE
    callee = call.named_child(0)
    if callee is None or work.text(callee) != "lazy":
        return NONE
    suffix = _child(call, "call_suffix")
    holder = _child(suffix, "annotated_lambda") if suffix is not None else None
    inner = _child(holder, "lambda_literal") if holder is not None else None
    return work.intern("result", work.expression(inner)) if inner is not None else NONE


def _member_property(work: Extraction, node: Node, variable: Node) -> None:
    name_node = _child(variable, "simple_identifier")
    if name_node is None:
        return
    words, annotations = _modifiers(work, node)
    flags = _flags(words)
    type_node = _type_child(variable)
    extra: tuple[tuple[str, int], ...] = ()
    receiver = node.child_by_field_name("receiver")
    if receiver is not None:
        flags.add("extension")
        extra = (("receiver", work.expression(receiver)),)
    value = NONE
    delegate = _child(node, "property_delegate")
    if type_node is not None:
        value = work.intern("inst", work.expression(type_node))
    elif delegate is not None:
        value = _delegated(work, delegate)
    else:
        initial = _initializer(node)
        if initial is None:
            getter = _child(node, "getter")
            initial = _expression_body(_child(getter, "function_body")) if getter is not None else None
        value = work.expression(initial)
    end = node.end_byte
    for child in node.children:
        if child.type in ("=", "property_delegate", "getter", "setter"):
            end = child.start_byte
            break
    index = work.add_definition(
        "constant" if "const" in flags else "property",
        work.text(name_node),
        node,
        name_node,
        open_scope=False,
        signature=one_line(work, _start(node), end),
        decorators=_decorators(work, annotations),
        doc=block_comment_above(work, node.start_byte),
        visibility=_visibility(words),
        flags=tuple(flags),
        type_parameters=_type_parameters(work, node),
        value=value,
        extra=extra,
    )
    work.scratch[f"property {work.scope}"] = index


def _accessor(work: Extraction, node: Node) -> None:
    """A getter or setter: what it calls belongs to the property above it."""
    owner = work.scratch.get(f"property {work.scope}")
    if owner is None:
        return
    declared = work.definitions[owner].value
    work.open(owner, node.end_byte)
    if node.type == "setter":
        parameter = _child(node, "parameter_with_optional_type")
        name = _child(parameter, "simple_identifier") if parameter is not None else None
        if name is not None:
            work.add_binding(
                work.text(name),
                declared,
                "declare",
                node,
                block=node,
                start_byte=node.start_byte,
                block_scoped=True,
                declared=True,
            )
    work.add_binding(
        "field", declared, "declare", node, block=node, start_byte=node.start_byte, block_scoped=True, declared=True
    )


def _constant(work: Extraction, node: Node) -> None:
    name_node = _child(node, "simple_identifier")
    if name_node is None:
        return
    owner = work.definitions[work.scope]
    enum = work.intern("name", owner.name)
    name = work.text(name_node)
    body = _child(node, "class_body")
    work.add_definition(
        "constant",
        name,
        node,
        name_node,
        open_scope=False,
        signature=name,
        doc=block_comment_above(work, node.start_byte),
        flags=("final", "member", "static"),
        value=work.intern("inst", enum),
    )
    values = _child(node, "value_arguments")
    if values is not None:
        arguments, keywords, count = _arguments(work, values, None)
        work.add_reference("construct", owner.name, work.intern("call", enum, arguments, keywords), name_node, count)
    if body is not None:
        index = work.anonymous("class", body, bases=(enum,), flags=("anonymous",))
        work.open(index, body.end_byte)


def _lambda(work: Extraction, node: Node) -> None:
    index = work.definition_of(node)
    if index is None:
        index = _lambda_definition(work, node)
    work.open(index, node.end_byte)
    if node.type == "anonymous_function":
        body = _expression_body(_child(node, "function_body"))
        if body is not None:
            work.add_binding(
                "", work.expression(body), "return", body, block=node, start_byte=body.start_byte, scope=index
            )
        return
    for position, part in enumerate(_lambda_parameter_nodes(node)):
        if part.type == "multi_variable_declaration":
            value = work.intern("name", f"<{position}>")
            _destructure(work, part, value, part, node)
    statements = _child(node, "statements")
    last = _last(statements) if statements is not None else None
    if last is not None and last.type not in _STATEMENTS:
        work.add_binding("", work.expression(last), "return", last, block=node, start_byte=last.start_byte, scope=index)


_STATEMENTS = frozenset(
    (
        "assignment",
        "property_declaration",
        "for_statement",
        "while_statement",
        "do_while_statement",
        "jump_expression",
        "function_declaration",
        "class_declaration",
        "line_comment",
        "multiline_comment",
    )
)


def _lambda_parameter_nodes(node: Node) -> list[Node]:
    found = _child(node, "lambda_parameters")
    return found.named_children if found is not None else []


def _lambda_definition(work: Extraction, node: Node) -> int:
    flags: list[str] = []
    returns = NONE
    if node.type == "anonymous_function":
        parameters = _parameters(work, _child(node, "function_value_parameters"))
        returns = work.expression(_type_child(node))
        flags.append("function")
    else:
        out: list[Parameter] = []
        nodes = _lambda_parameter_nodes(node)
        for position, part in enumerate(nodes):
            if part.type == "variable_declaration":
                name = work.text(_child(part, "simple_identifier"))
                type_node = _type_child(part)
                out.append(Parameter(name, "", work.expression(type_node), type_text=work.text(type_node)))
            elif part.type == "multi_variable_declaration":
                out.append(Parameter(f"<{position}>"))
        parameters = tuple(out)
        if not nodes and not any(c.type == "->" for c in node.children):
            flags.append("it")
    return work.anonymous(
        "lambda", node, parameters=parameters, returns=returns, flags=tuple(flags), extra=_wanted(work, node)
    )


def _wanted(work: Extraction, node: Node) -> tuple[tuple[str, int], ...]:
    """What a lambda's place wants of it, where that is no parameter: ``target`` a type, ``assigned`` a variable's."""
    at = node.parent
    while at is not None and at.type in ("parenthesized_expression", "control_structure_body", "if_expression"):
        at = at.parent
    if at is None:
        return ()
    if at.type == "property_declaration":
        variable = _child(at, "variable_declaration")
        type_node = _type_child(variable) if variable is not None else None
        return (("target", work.expression(type_node)),) if type_node is not None else ()
    if at.type == "as_expression":
        return (("target", work.expression(_type_child(at))),)
    if at.type == "assignment":
        left = at.named_child(0)
        return (("assigned", work.expression(left)),) if left is not None and left != node else ()
    if at.type in ("parameter", "class_parameter"):
        return (("target", work.expression(_type_child(at))),)
    return ()


def _anonymous(work: Extraction, node: Node) -> None:
    index = work.definition_of(node)
    if index is None:
        index = _object_definition(work, node)
    work.open(index, node.end_byte)


def _object_definition(work: Extraction, node: Node) -> int:
    bases = tuple(
        work.expression(base)
        for base in (_base_type(s) for s in node.named_children if s.type == "delegation_specifier")
        if base is not None
    )
    return work.anonymous("class", node, bases=bases, flags=("anonymous",))


def _initializer_block(work: Extraction, node: Node) -> None:
    index = work.add_definition("lambda", "", node, open_scope=False, flags=("initializer",))
    work.open(index, node.end_byte)


# -- references


def _arguments(
    work: Extraction, values: Node | None, trailing: Node | None
) -> tuple[tuple[int, ...], tuple[tuple[str, int], ...], int]:
    """Positional arguments, named ones with the trailing lambda last, and how many of the first."""
    out: list[int] = []
    keywords: list[tuple[str, int]] = []
    for argument in values.named_children if values is not None else ():
        if argument.type != "value_argument":
            continue
        value = _last(argument)
        if any(c.type == "=" for c in argument.children):
            keywords.append((work.text(argument.named_child(0)), work.expression(value)))
        else:
            out.append(work.expression(value))
    if trailing is not None:
        inner = _child(trailing, "lambda_literal")
        keywords.append((TRAILING, work.expression(inner)))
    return tuple(out), tuple(keywords), len(out)


def _callee_name(node: Node) -> Node | None:
    for _ in range(6):
        kind = node.type
        if kind == "simple_identifier":
            return node
        if kind == "navigation_expression":
            suffix = _last(node)
            return _child(suffix, "simple_identifier") if suffix is not None else None
        if kind in ("parenthesized_expression", "postfix_expression"):
            inner = node.named_child(0)
            if inner is None:
                return None
            node = inner
        else:
            return None
    return None


def _call(work: Extraction, node: Node) -> None:
    expression = work.expression(node)
    callee = node.named_child(0)
    if expression < 0 or callee is None:
        return
    at = _callee_name(callee)
    if at is None or _is_broken(callee, _last(node) or callee):
        return
    call = work.expressions[expression]
    if call[0] != "call":
        return
    work.add_reference("call", work.text(at), expression, at, len(call[2]), tuple(k for k, _ in call[3]))


def _infix(work: Extraction, node: Node) -> None:
    expression = work.expression(node)
    name = node.named_child(1)
    if expression >= 0 and name is not None and work.expressions[expression][0] == "call":
        work.add_reference("call", work.text(name), expression, name, 1)


def _super_call(work: Extraction, node: Node) -> None:
    """``: Base(args)`` in a class header; annotations look the same and are left out."""
    parent = node.parent
    if parent is None or parent.type != "delegation_specifier":
        return
    type_node = _type_child(node)
    if type_node is None:
        return
    arguments, keywords, count = _arguments(work, _child(node, "value_arguments"), None)
    head = _head(type_node)
    callee = work.expression(type_node)
    outer = parent.parent
    inside = outer is not None and outer.type == "object_literal"
    expression = work.intern("new", callee, arguments, keywords)
    if inside and outer is not None:
        index = work.definition_of(outer)
        scope = work.definitions[index].parent if index is not None else work.scope
        work.add_reference("construct", work.text(head), expression, head, count, scope=scope)
    else:
        work.add_reference("construct", work.text(head), expression, head, count)


def _delegation(work: Extraction, node: Node) -> None:
    word = node.child(0)
    if word is None:
        return
    name = "super" if work.text(word).startswith("super") else "this"
    arguments, keywords, count = _arguments(work, _child(node, "value_arguments"), None)
    work.add_reference("construct", name, work.intern("call", work.intern(name), arguments, keywords), word, count)


def _value(work: Extraction, node: Node) -> None:
    expression = work.expression(node)
    last = _last(node)
    if expression >= 0 and last is not None and last.type in ("simple_identifier", "type_identifier"):
        work.add_reference("value", work.text(last), expression, last)


def _type_use(work: Extraction, node: Node) -> None:
    """A type where one is expected, or ``Type::class``."""
    head = node if node.type == "type_identifier" else _head(node)
    if head.type == "type_identifier":
        work.add_reference("type", work.text(head), work.expression(node), head)


def _decorate(work: Extraction, node: Node) -> None:
    type_node = _annotation_type(node)
    if type_node is None:
        return
    head = _head(type_node)
    work.add_reference("decorate", work.text(head), work.expression(type_node), head)


# -- bindings


def _bind(work: Extraction, variable: Node, value: int, node: Node, block: Node) -> None:
    name_node = _child(variable, "simple_identifier")
    if name_node is None:
        return
    type_node = _type_child(variable)
    known = type_node is not None
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


def _destructure(work: Extraction, many: Node, value: int, node: Node, block: Node) -> None:
    for position, variable in enumerate(c for c in many.named_children if c.type == "variable_declaration"):
        _bind(work, variable, work.intern("item", value, position) if value >= 0 else NONE, node, block)


def _each(work: Extraction, node: Node) -> None:
    variable = _child(node, "variable_declaration", "multi_variable_declaration")
    if variable is None:
        return
    source = variable.next_named_sibling
    value = work.expression(source)
    element = work.intern("elem", value) if value >= 0 else NONE
    if variable.type == "multi_variable_declaration":
        _destructure(work, variable, element, node, node)
    else:
        _bind(work, variable, element, node, node)


def _catch(work: Extraction, node: Node) -> None:
    name, type_node = _child(node, "simple_identifier"), _type_child(node)
    if name is None or type_node is None:
        return
    work.add_binding(
        work.text(name),
        work.intern("inst", work.expression(type_node)),
        "except",
        node,
        block=node,
        start_byte=name.end_byte,
        block_scoped=True,
        declared=True,
    )


def _narrow_to(work: Extraction, name: str, type_node: Node, start: int, block: Node) -> None:
    work.add_binding(
        name,
        work.intern("inst", work.expression(type_node)),
        "narrow",
        type_node,
        block=block,
        start_byte=start,
        block_scoped=True,
        declared=True,
    )


def _narrow(work: Extraction, node: Node) -> None:
    """``x is T`` holds in the rest of a conjunction and where an ``if`` goes when it holds."""
    subject, type_node = node.named_child(0), _type_child(node)
    if subject is None or type_node is None or subject.type != "simple_identifier":
        return
    name = work.text(subject)
    negated = any(c.type == "!is" for c in node.children)
    at: Node = node
    parent = node.parent
    joined = "disjunction_expression" if negated else "conjunction_expression"
    while parent is not None and parent.type in (joined, "parenthesized_expression"):
        at, parent = parent, parent.parent
    if at.type == joined:
        _narrow_to(work, name, type_node, node.end_byte, at)
    if parent is None or parent.type != "if_expression" or parent.child_by_field_name("condition") != at:
        if parent is not None and parent.type == "when_condition" and not negated and parent.parent is not None:
            _narrow_to(work, name, type_node, node.end_byte, parent.parent)
        return
    if not negated:
        body = parent.child_by_field_name("consequence")
        if body is not None:
            _narrow_to(work, name, type_node, body.start_byte, body)
        return
    other = parent.child_by_field_name("alternative")
    if other is not None:
        _narrow_to(work, name, type_node, other.start_byte, other)
    elif _leaves(parent.child_by_field_name("consequence")):
        _narrow_to(work, name, type_node, parent.end_byte, _block_of(parent))


def _leaves(body: Node | None) -> bool:
    """Whether a branch ends by return, throw, break or continue."""
    last = _last(body) if body is not None else None
    if last is not None and last.type == "statements":
        last = _last(last)
    return last is not None and last.type == "jump_expression"


def _when(work: Extraction, node: Node) -> None:
    """``when (x) { is T -> … }``."""
    tests = [c.named_child(0) for c in node.named_children if c.type == "when_condition"]
    if len(tests) != 1 or tests[0] is None or tests[0].type != "type_test":
        return
    if any(c.type == "!is" for c in tests[0].children):
        return
    outer = node.parent
    subject = _child(outer, "when_subject") if outer is not None else None
    if subject is None:
        return
    variable = _child(subject, "variable_declaration")
    name = _child(variable, "simple_identifier") if variable is not None else _last(subject)
    type_node = _type_child(tests[0])
    if name is not None and name.type == "simple_identifier" and type_node is not None:
        _narrow_to(work, work.text(name), type_node, tests[0].end_byte, node)


def _subject(work: Extraction, node: Node) -> None:
    """``when (val x = f())``."""
    variable = _child(node, "variable_declaration")
    if variable is not None:
        _bind(work, variable, work.expression(_last(node)), node, node.parent or node)


def _return(work: Extraction, node: Node) -> None:
    first = node.child(0)
    if first is None or not first.type.startswith("return"):
        return
    value = _last(node)
    if value is None or value.type == "label":
        return
    index = work.scope
    definition = work.definitions[index]
    if first.type == "return@" or any(c.type == "label" for c in node.named_children):
        if definition.kind == "lambda":
            work.add_binding("", work.expression(value), "return", node, start_byte=node.start_byte)
        return
    if value.type == "lambda_literal" or (definition.kind == "lambda" and "function" in definition.flags):
        work.add_binding("", work.expression(value), "return", node, start_byte=node.start_byte)


def _branch(work: Extraction, node: Node) -> None:
    owner = work.named(work.scope)
    work.branches[owner] = work.branches.get(owner, 0) + 1


def _finish(work: Extraction) -> None:
    for index, count in work.branches.items():
        if index:
            work.definitions[index] = work.definitions[index]._replace(complexity=1 + count)


# -- types


def _name(work: Extraction, node: Node) -> int:
    return work.intern("name", work.text(node))


def _user_type(work: Extraction, node: Node) -> int:
    result = NONE
    for child in node.named_children:
        if child.type == "type_identifier":
            name = work.text(child)
            result = work.intern("name", name) if result < 0 else work.intern("attr", result, name)
        elif child.type == "type_arguments" and result >= 0:
            result = work.intern("generic", result, tuple(work.expression(a) for a in child.named_children))
    return result


def _projection(work: Extraction, node: Node) -> int:
    inner = _type_child(node)
    return work.expression(inner) if inner is not None else work.intern("name", "Any")


def _inner(work: Extraction, node: Node) -> int:
    return work.expression(_type_child(node) or node.named_child(0))


def _function_type(work: Extraction, node: Node) -> int:
    parameters: list[int] = []
    result = NONE
    for child in node.named_children:
        if child.type == "function_type_parameters":
            for part in child.named_children:
                parameters.append(work.expression(_type_child(part) if part.type == "parameter" else part))
        elif child.type in _TYPES:
            result = work.expression(child)
    receiver = node.child_by_field_name("receiver")
    if receiver is not None:
        return work.intern("fnr", work.expression(receiver), tuple(parameters), result)
    return work.intern("fn", tuple(parameters), result)


# -- expressions


def _navigation(work: Extraction, node: Node) -> int:
    first, suffix = node.named_child(0), _last(node)
    if first is None or suffix is None:
        return NONE
    base = work.expression(first)
    name = _child(suffix, "simple_identifier")
    operator = suffix.child(0)
    if operator is not None and operator.type == "::":
        if name is None:
            return work.intern("inst", work.intern("name", "KClass"))
        return work.intern("ref", work.intern("attr", base, work.text(name))) if base >= 0 else NONE
    if base < 0:
        return NONE
    if name is None:
        return NONE
    return work.intern("attr", base, work.text(name))


def _is_broken(callee: Node, suffix: Node) -> bool:
    """Whether a line break stands before the parentheses: two statements that the grammar takes for a call."""
    if suffix.start_point.row == callee.end_point.row:
        return False
    first = suffix.child(0)
    return first is not None and first.type == "value_arguments"


def _before_break(node: Node | None) -> Node | None:
    """The part of an initial value that stands before such a line break."""
    at = node
    for _ in range(60):
        if at is None or at.type not in _LINKS:
            return node
        inner, last = at.named_child(0), _last(at)
        if inner is not None and last is not None and last.type == "call_suffix" and _is_broken(inner, last):
            return _before_break(inner) if inner.type in _LINKS else inner
        at = inner
    return node


def _call_expression(work: Extraction, node: Node) -> int:
    callee_node, suffix = node.named_child(0), _last(node)
    if callee_node is None or suffix is None or suffix.type != "call_suffix":
        return NONE
    if _is_broken(callee_node, suffix):
        values = _child(suffix, "value_arguments")
        alone = values is not None and values.named_child_count == 1 and suffix.named_child_count == 1
        return work.expression(_last(values.named_child(0))) if alone else NONE  # type: ignore[union-attr,arg-type]
    if callee_node.type in ("navigation_expression", "call_expression"):
        _inside_out(work, callee_node)
    callee = work.expression(callee_node)
    types = _child(suffix, "type_arguments")
    if types is not None and callee >= 0:
        callee = work.intern("generic", callee, tuple(work.expression(t) for t in types.named_children))
    arguments, keywords, _ = _arguments(work, _child(suffix, "value_arguments"), _child(suffix, "annotated_lambda"))
    if callee_node.type == "call_expression" and types is None and callee >= 0:
        # ``f(a) { … }`` reads as a call of f(a) when a newline or a label stands between.
        inner = work.expressions[callee]
        if inner[0] == "call" and not arguments and len(keywords) == 1 and keywords[0][0] == TRAILING:
            return work.intern("call", inner[1], inner[2], (*inner[3], *keywords))
    return work.intern("call", callee, arguments, keywords)


_LINKS = frozenset(("navigation_expression", "call_expression", "postfix_expression", "indexing_expression"))


def _inside_out(work: Extraction, node: Node) -> None:
    """Convert the inner links of a long chain first, so that depth stays flat: this grammar has no field names."""
    links: list[Node] = []
    at: Node | None = node
    while at is not None and at.type in _LINKS and len(links) < 400 and at.id not in work._expression_of:
        links.append(at)
        at = at.named_child(0)
    if len(links) > 6:
        depth, work._depth = work._depth, 0
        for link in reversed(links):
            work.expression(link)
        work._depth = depth


def _infix_expression(work: Extraction, node: Node) -> int:
    if node.named_child_count != 3:
        return NONE
    left, name, right = node.named_children
    if name.type != "simple_identifier":
        return NONE
    base = work.expression(left)
    argument = work.expression(_before_break(right))
    return work.intern("call", work.intern("attr", base, work.text(name)), (argument,), ())


def _indexing(work: Extraction, node: Node) -> int:
    base = work.expression(node.named_child(0))
    suffix = _last(node)
    key = work.expression(suffix.named_child(0)) if suffix is not None and suffix.named_child_count == 1 else NONE
    return work.intern("index", base, key) if base >= 0 else NONE


def _as(work: Extraction, node: Node) -> int:
    declared = work.expression(_type_child(node))
    return work.intern("inst", declared) if declared >= 0 else NONE


def _either(work: Extraction, parts: list[int]) -> int:
    unique = tuple(dict.fromkeys(parts))
    if not unique:
        return NONE
    return unique[0] if len(unique) == 1 else work.intern("union", unique)


def _elvis(work: Extraction, node: Node) -> int:
    left, right = node.named_child(0), _before_break(_last(node))
    a = work.expression(left)
    if right is None or right.type == "jump_expression":
        return a
    return _either(work, [a, work.expression(right)])


def _body_value(work: Extraction, body: Node | None) -> int:
    """What a branch gives: its last expression."""
    last = _last(body) if body is not None else None
    if last is not None and last.type == "statements":
        last = _last(last)
    if last is None or last.type in _STATEMENTS:
        return NONE
    return work.expression(last)


def _jumps(body: Node | None) -> bool:
    return _leaves(body)


def _if(work: Extraction, node: Node) -> int:
    parts: list[int] = []
    for field in ("consequence", "alternative"):
        body = node.child_by_field_name(field)
        if body is not None and not _jumps(body):
            parts.append(_body_value(work, body))
    return _either(work, parts)


def _when_value(work: Extraction, node: Node) -> int:
    parts: list[int] = []
    for entry in node.named_children:
        if entry.type == "when_entry":
            body = _child(entry, "control_structure_body")
            if not _jumps(body):
                parts.append(_body_value(work, body))
    return _either(work, parts[:12])


def _try(work: Extraction, node: Node) -> int:
    return _body_value(work, node)


def _this(work: Extraction, node: Node) -> int:
    label = _child(node, "type_identifier", "simple_identifier")
    return work.intern("labelled", work.text(label)) if label is not None else work.intern("this")


def _super(work: Extraction, node: Node) -> int:
    of = _type_child(node)
    if of is not None:
        return work.intern("typeof", work.intern("super"), work.expression(of))
    return work.intern("super")


def _prefix(work: Extraction, node: Node) -> int:
    first = node.child(0)
    if first is not None and first.type == "!":
        return work.intern("lit", "bool")
    return work.expression(_last(node))


def _first(work: Extraction, node: Node) -> int:
    return work.expression(node.named_child(0))


def _operator(node: Node) -> tuple:
    operator = node.child(1)
    return node.named_child(0), operator.type if operator is not None else "", _last(node)


_OPERATIONS = frozenset(("additive_expression", "multiplicative_expression"))


def _binary(work: Extraction, node: Node) -> int:
    _, word, _ = _operator(node)
    if word in BOOLEAN_OPERATORS:
        return work.intern("lit", "bool")
    return chained_operands(work, node, _OPERATIONS, frozenset(("string_literal",)), _operator)


def _range(work: Extraction, node: Node) -> int:
    return work.intern("binop", "..", work.expression(node.named_child(0)), work.expression(_last(node)))


def _lambda_expression(work: Extraction, node: Node) -> int:
    index = work.definition_of(node)
    if index is None:
        index = _lambda_definition(work, node)
    return work.intern("def", index)


def _object_expression(work: Extraction, node: Node) -> int:
    index = work.definition_of(node)
    if index is None:
        index = _object_definition(work, node)
    return work.intern("new", work.intern("def", index), (), ())


def _callable_reference(work: Extraction, node: Node) -> int:
    parts = node.named_children
    if not parts:
        return NONE
    last = parts[-1]
    if last.type not in ("simple_identifier", "type_identifier"):
        return work.intern("inst", work.intern("name", "KClass"))
    if len(parts) == 1:
        first = node.child(0)
        if first is not None and first.type != "::":
            return work.intern("inst", work.intern("name", "KClass"))
        return work.intern("ref", work.intern("name", work.text(last)))
    base = work.expression(parts[0])
    return work.intern("ref", work.intern("attr", base, work.text(last))) if base >= 0 else NONE


def _real(work: Extraction, node: Node) -> int:
    return work.intern("lit", "float" if work.data[node.end_byte - 1] in b"fF" else "double")


def _collection(work: Extraction, node: Node) -> int:
    return work.intern("seq", "array", tuple(work.expression(c) for c in node.named_children[:8]))


_TABLE = {
    "simple_identifier": _name,
    "type_identifier": _name,
    "user_type": _user_type,
    "receiver_type": _inner,
    "nullable_type": _inner,
    "not_nullable_type": _inner,
    "parenthesized_type": _inner,
    "parenthesized_user_type": _inner,
    "type_projection": _projection,
    "function_type": _function_type,
    "navigation_expression": _navigation,
    "call_expression": _call_expression,
    "infix_expression": _infix_expression,
    "indexing_expression": _indexing,
    "as_expression": _as,
    "check_expression": literal("bool"),
    "elvis_expression": _elvis,
    "if_expression": _if,
    "when_expression": _when_value,
    "try_expression": _try,
    "this_expression": _this,
    "super_expression": _super,
    "string_literal": literal("str"),
    "character_literal": literal("char"),
    "boolean_literal": literal("bool"),
    "null_literal": literal("none"),
    "integer_literal": literal("int"),
    "hex_literal": literal("int"),
    "bin_literal": literal("int"),
    "long_literal": literal("long"),
    "unsigned_literal": literal("uint"),
    "real_literal": _real,
    "parenthesized_expression": _first,
    "prefix_expression": _prefix,
    "postfix_expression": _first,
    "additive_expression": _binary,
    "multiplicative_expression": _binary,
    "comparison_expression": literal("bool"),
    "equality_expression": literal("bool"),
    "conjunction_expression": literal("bool"),
    "disjunction_expression": literal("bool"),
    "range_expression": _range,
    "lambda_literal": _lambda_expression,
    "anonymous_function": _lambda_expression,
    "object_literal": _object_expression,
    "callable_reference": _callable_reference,
    "collection_literal": _collection,
    "spread_expression": _first,
    "directly_assignable_expression": _first,
    "annotated_lambda": _first,
}


def _assignable(work: Extraction, node: Node) -> int:
    """The left side of an assignment: a name, or a name with suffixes behind it."""
    result = NONE
    for child in node.named_children:
        if child.type == "navigation_suffix" and result >= 0:
            name = _child(child, "simple_identifier")
            result = work.intern("attr", result, work.text(name)) if name is not None else NONE
        elif child.type == "indexing_suffix" and result >= 0:
            result = work.intern("index", result, NONE)
        else:
            result = work.expression(child)
    return result


_TABLE["directly_assignable_expression"] = _assignable


def _repair(work: Extraction, root: Node) -> bytes | None:
    """The grammar takes ``class A : B by c {`` for a call of c with a lambda: the delegate is blanked out."""
    data = work.data
    out: bytearray | None = None
    at = data.find(b" by ")
    while at >= 0:
        end = at + 4
        while end < len(data) and (data[end : end + 1].isalnum() or data[end] in b"_."):
            end += 1
        rest = end
        while rest < len(data) and data[rest] in b" \t\r\n":
            rest += 1
        begin = max(data.rfind(b"{", 0, at), data.rfind(b"}", 0, at), data.rfind(b";", 0, at)) + 1
        header = data[begin:at]
        if data[rest : rest + 1] == b"{" and end > at + 4 and (b"class " in header or b"object" in header):
            out = out or bytearray(data)
            out[at:end] = b" " * (end - at)
        at = data.find(b" by ", at + 4)
    return bytes(out) if out is not None else None


LANGUAGE = Language(
    name="kotlin",
    grammar="kotlin",
    extensions=(".kt", ".kts"),
    handlers={
        "package": _package,
        "import": _import,
        "definition.class": _class,
        "definition.alias": _alias,
        "definition.function": _function,
        "definition.constructor": _constructor,
        "definition.property": _property,
        "definition.constant": _constant,
        "scope.accessor": _accessor,
        "scope.lambda": _lambda,
        "scope.anonymous": _anonymous,
        "scope.initializer": _initializer_block,
        "reference.call": _call,
        "reference.infix": _infix,
        "reference.super": _super_call,
        "reference.delegation": _delegation,
        "reference.value": _value,
        "reference.decorate": _decorate,
        "reference.type": _type_use,
        "binding.each": _each,
        "binding.catch": _catch,
        "binding.narrow": _narrow,
        "binding.when": _when,
        "binding.subject": _subject,
        "binding.return": _return,
        "branch": _branch,
    },
    expression=_TABLE,
    finish=_finish,
    repair=_repair,
    comment_types=("line_comment", "multiline_comment"),
)
