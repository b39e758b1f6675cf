"""Java: a package clause names the package, types are everything, methods and variables live in separate name spaces.

Conventions on top of the neutral expressions:

- primitives and ``void`` are plain type names; ``T[]`` is ``("generic", ("name", "[]"), (T,))``;
- literals carry the type that overload choice needs: ``int long float double char str bool none``;
- a method reference ``X::m`` is ``("ref", ("attr", X, "m"))``, ``X::new`` likewise with the name ``new``;
- ``("binop", operator, left, right)`` is an operator whose result type depends on its operands;
- ``Outer.super.m()`` calls on ``("typeof", ("super",), Outer)``;
- ``super(...)`` and ``this(...)`` are calls of ``("super",)`` and ``("this",)``;
- an anonymous class is a definition of kind ``class`` without a name, and its value is ``("new", ("def", i), …)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.facts import NONE, Parameter
from parsers.language import Language

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

MAX_OPERANDS = 400
"""How many operands of ``a + b + c + …`` are read; the rest does not change the type."""

DOC_LIMIT = 2000
SIGNATURE_LIMIT = 400

# -- small readings


def _dimensions(work: Extraction, base: int, node: Node | None) -> int:
    """``base`` as an array with as many dimensions as ``node`` has brackets."""
    if node is None:
        return base
    count = work.text(node).count("[")
    for _ in range(count):
        base = work.intern("generic", work.intern("name", "[]"), (base,))
    return base


def _head(node: Node) -> Node:
    """The identifier that stands for a type: ``Entry`` in ``Map.Entry<K, V>[]``."""
    for _ in range(8):
        kind = node.type
        if kind == "generic_type" or kind == "array_type":
            inner = node.named_child(0)
        elif kind == "scoped_type_identifier" or kind == "annotated_type":
            inner = node.named_child(node.named_child_count - 1)
        else:
            return node
        if inner is None:
            return node
        node = inner
    return node


def _doc(work: Extraction, start: int) -> str:
    """The Javadoc comment that ends just before byte ``start``, without its stars."""
    data = work.data
    end = start
    while end and data[end - 1] in b" \t\r\n":
        end -= 1
    if not data.endswith(b"*/", 0, end):
        return ""
    begin = data.rfind(b"/*", 0, end - 1)
    if begin < 0 or data[begin : begin + 3] != b"/**" or data.find(b"*/", begin, end - 2) >= 0:
        return ""
    lines = data[begin + 3 : min(end - 2, begin + DOC_LIMIT)].decode("utf-8", "replace").splitlines()
    return "\n".join(line.strip().lstrip("*").strip() for line in lines).strip()


_TEST_ANNOTATIONS = frozenset(
    ("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate", "Property", "Theory")
)


def _modifiers(work: Extraction, node: Node) -> tuple[list[str], list[str], Node | None]:
    """Modifier words, simple names of the annotations, and the modifiers node."""
    first = node.child(0)
    if first is None or first.type != "modifiers":
        return [], [], None
    words: list[str] = []
    annotations: list[str] = []
    for child in first.children:
        kind = child.type
        if kind == "marker_annotation" or kind == "annotation":
            annotations.append(work.field_text(child, "name").rpartition(".")[2])
        elif not child.is_named:
            words.append(kind)
    return words, annotations, first


def _decorators(work: Extraction, modifiers: Node | None) -> tuple[int, ...]:
    if modifiers is None:
        return ()
    return tuple(
        work.expression(child.child_by_field_name("name"))
        for child in modifiers.named_children
        if child.type == "marker_annotation" or child.type == "annotation"
    )


def _visibility(words: list[str], in_interface: bool) -> str:
    for word in words:
        if word in ("public", "protected", "private"):
            return word
    return "public" if in_interface else "package"


_FLAGS = {
    "static": "static",
    "abstract": "abstract",
    "default": "default",
    "final": "final",
    "synchronized": "synchronized",
    "native": "native",
    "sealed": "sealed",
}


def _type_parameters(work: Extraction, node: Node | None) -> tuple[tuple[str, int], ...]:
    if node is None:
        return ()
    out: list[tuple[str, int]] = []
    for parameter in node.named_children:
        if parameter.type != "type_parameter":
            continue
        name, bound = "", NONE
        for child in parameter.named_children:
            if child.type == "type_bound":
                bounds = [work.expression(b) for b in child.named_children]
                bound = bounds[0] if len(bounds) == 1 else work.intern("union", tuple(bounds))
            elif child.type in ("type_identifier", "identifier"):
                name = work.text(child)
        if name:
            out.append((name, bound))
    return tuple(out)


def _parameters(work: Extraction, node: Node | None) -> tuple[Parameter, ...]:
    if node is None:
        return ()
    out: list[Parameter] = []
    for child in node.named_children:
        kind = child.type
        if kind == "formal_parameter":
            type_node = child.child_by_field_name("type")
            declared = _dimensions(work, work.expression(type_node), child.child_by_field_name("dimensions"))
            out.append(Parameter(work.field_text(child, "name"), "", declared, type_text=work.text(type_node)))
        elif kind == "spread_parameter":
            declared, text, name = NONE, "", ""
            for part in child.named_children:
                if part.type == "variable_declarator":
                    name = work.field_text(part, "name")
                elif part.type != "modifiers" and "annotation" not in part.type:
                    declared, text = work.expression(part), work.text(part)
            out.append(Parameter(name, "args", declared, type_text=text + "..."))
        elif kind == "identifier":
            out.append(Parameter(work.text(child)))
    return tuple(out)


def _signature(work: Extraction, node: Node, modifiers: Node | None, words: list[str], body: Node | None) -> str:
    """The declaration without annotations, documentation and body, on one line."""
    start = modifiers.end_byte if modifiers is not None else node.start_byte
    end = body.start_byte if body is not None else node.end_byte
    text = work.data[start : min(end, start + SIGNATURE_LIMIT)].decode("utf-8", "replace")
    return " ".join((*words, *text.split())).rstrip("; ")


def _in_interface(work: Extraction) -> bool:
    return work.definitions[work.scope].kind == "interface"


def _block_of(node: Node) -> Node:
    """The statement list that bounds a pattern variable bound at ``node``."""
    at: Node | None = node.parent
    for _ in range(64):
        if at is None:
            break
        if at.type in _BLOCKS:
            return at
        at = at.parent
    return node.parent or node


_BLOCKS = frozenset(
    (
        "block",
        "constructor_body",
        "switch_rule",
        "switch_block_statement_group",
        "lambda_expression",
        "class_body",
        "program",
    )
)

# -- definitions


def _package(work: Extraction, node: Node) -> None:
    for child in node.named_children:
        if child.type in ("scoped_identifier", "identifier"):
            work.facts.module = work.text(child)


def _import(work: Extraction, node: Node) -> None:
    static = star = False
    target: Node | None = None
    for child in node.children:
        kind = child.type
        if kind == "static":
            static = True
        elif kind == "asterisk":
            star = True
        elif kind in ("scoped_identifier", "identifier"):
            target = child
    if target is None:
        return
    flags = ("static",) if static else ()
    path = work.text(target)
    if star:
        work.add_import("", path, "*", target, flags=flags)
        return
    module, _, name = path.rpartition(".")
    work.add_import(name, module, name, target.child_by_field_name("name") or target, flags=flags)


_CLASS_KINDS = {
    "class_declaration": ("class", ()),
    "record_declaration": ("class", ("record", "static", "final")),
    "enum_declaration": ("enum", ("static",)),
    "interface_declaration": ("interface", ("static",)),
    "annotation_type_declaration": ("interface", ("annotation", "static")),
}


def _type_list(node: Node) -> list[Node]:
    """The types under ``extends``, ``implements`` or ``permits``."""
    out: list[Node] = []
    for child in node.named_children:
        if child.type == "type_list":
            out += child.named_children
        else:
            out.append(child)
    return out


def _class(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    kind, extra_flags = _CLASS_KINDS[node.type]
    words, _, modifiers = _modifiers(work, node)
    in_interface = _in_interface(work)
    flags = {_FLAGS[w] for w in words if w in _FLAGS}
    flags.update(extra_flags)
    if in_interface:
        flags.add("static")
    if work.scope == 0:
        flags.discard("static")
    inherited: list[Node] = []
    for child in node.named_children:
        if child.type in ("superclass", "super_interfaces", "extends_interfaces"):
            inherited += _type_list(child)
    bases = tuple(work.expression(base) for base in inherited)
    body = node.child_by_field_name("body")
    components = _parameters(work, node.child_by_field_name("parameters"))
    index = work.add_definition(
        kind,
        work.text(name_node),
        node,
        name_node,
        signature=_signature(work, node, modifiers, words, body),
        parameters=components,
        bases=bases,
        decorators=_decorators(work, modifiers),
        doc=_doc(work, node.start_byte),
        visibility=_visibility(words, in_interface),
        flags=tuple(flags),
        type_parameters=_type_parameters(work, node.child_by_field_name("type_parameters")),
    )
    for base_node, base in zip(inherited, bases, strict=True):
        head = _head(base_node)
        _mention(work, head)
        work.add_reference("inherit", work.text(head), base, head)
    if components:
        _components(work, node, index)


def _components(work: Extraction, node: Node, owner: int) -> None:
    """A record's components are private final fields with a public accessor of the same name."""
    parameters = node.child_by_field_name("parameters")
    if parameters is None:
        return
    at = [c for c in parameters.named_children if c.type in ("formal_parameter", "spread_parameter")]
    for child, parameter in zip(at, work.definitions[owner].parameters, strict=False):
        declared = parameter.type
        if parameter.kind == "args":
            declared = work.intern("generic", work.intern("name", "[]"), (declared,))
        work.add_definition(
            "field",
            parameter.name,
            child,
            child.child_by_field_name("name"),
            open_scope=False,
            parent=owner,
            signature=f"{parameter.type_text} {parameter.name}",
            visibility="private",
            flags=("component", "final"),
            value=work.intern("inst", declared),
        )


def _method(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    words, annotations, modifiers = _modifiers(work, node)
    in_interface = _in_interface(work)
    owner = work.definitions[work.scope]
    body = node.child_by_field_name("body")
    flags = {_FLAGS[w] for w in words if w in _FLAGS}
    name = work.text(name_node)
    type_node = node.child_by_field_name("type")
    parameters = _parameters(work, node.child_by_field_name("parameters"))
    if type_node is None:
        flags.add("constructor")
        returns = NONE
        if node.type == "compact_constructor_declaration":
            flags.add("compact")
            parameters = owner.parameters
    else:
        returns = _dimensions(work, work.expression(type_node), node.child_by_field_name("dimensions"))
    if body is None:
        flags.add("signature")
        if in_interface:
            flags.add("abstract")
    if "Override" in annotations:
        flags.add("override")
    if not _TEST_ANNOTATIONS.isdisjoint(annotations) or (name.startswith("test") and _in_test_case(work, owner)):
        flags.add("test")
    work.add_definition(
        "method",
        name,
        node,
        name_node,
        signature=_signature(work, node, modifiers, words, body),
        parameters=parameters,
        returns=returns,
        decorators=_decorators(work, modifiers),
        doc=_doc(work, node.start_byte),
        visibility=_visibility(words, in_interface),
        flags=tuple(flags),
        type_parameters=_type_parameters(work, node.child_by_field_name("type_parameters")),
    )


def _in_test_case(work: Extraction, owner: object) -> bool:
    """JUnit 3: the class extends something called …TestCase."""
    for base in owner.bases:  # type: ignore[attr-defined]
        if base >= 0:
            expression = work.expressions[base]
            if expression[0] == "name" and expression[1].endswith("TestCase"):
                return True
    return False


def _field(work: Extraction, node: Node) -> None:
    words, _, modifiers = _modifiers(work, node)
    in_interface = node.type == "constant_declaration"
    type_node = node.child_by_field_name("type")
    declared = work.expression(type_node)
    flags = {_FLAGS[w] for w in words if w in _FLAGS}
    if in_interface:
        flags |= {"static", "final"}
    kind = "constant" if {"static", "final"} <= flags else "field"
    visibility = _visibility(words, in_interface)
    decorators = _decorators(work, modifiers)
    doc = _doc(work, node.start_byte)
    type_text = work.text(type_node)
    prefix = " ".join((*words, type_text))
    for declarator in node.children_by_field_name("declarator"):
        name_node = declarator.child_by_field_name("name")
        if name_node is None:
            continue
        name = work.text(name_node)
        own = _dimensions(work, declared, declarator.child_by_field_name("dimensions"))
        work.add_definition(
            kind,
            name,
            node,
            name_node,
            open_scope=False,
            signature=f"{prefix} {name}",
            decorators=decorators,
            doc=doc,
            visibility=visibility,
            flags=tuple(flags),
            value=work.intern("inst", own),
        )


def _enum_constant(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    owner = work.definitions[work.scope]
    _, _, modifiers = _modifiers(work, node)
    enum = work.intern("name", owner.name)
    arguments, count = _arguments(work, node.child_by_field_name("arguments"))
    name = work.text(name_node)
    work.add_definition(
        "constant",
        name,
        node,
        name_node,
        open_scope=False,
        signature=name,
        decorators=_decorators(work, modifiers),
        doc=_doc(work, node.start_byte),
        flags=("final", "static", "member"),
        value=work.intern("inst", enum),
    )
    if count:
        work.add_reference("construct", owner.name, work.intern("new", enum, arguments, ()), name_node, count)


def _lambda(work: Extraction, node: Node) -> None:
    index = work.definition_of(node)
    if index is None:
        index = _lambda_definition(work, node)
    body = node.child_by_field_name("body")
    work.open(index, node.end_byte)
    if body is not None and body.type != "block":
        work.add_binding("", work.expression(body), "return", body, block=node)


def _lambda_definition(work: Extraction, node: Node) -> int:
    parameters = node.child_by_field_name("parameters")
    if parameters is not None and parameters.type == "identifier":
        formal = (Parameter(work.text(parameters)),)
    else:
        formal = _parameters(work, parameters)
    body = node.child_by_field_name("body")
    flags = () if body is not None and body.type == "block" else ("expression",)
    return work.anonymous("lambda", node, parameters=formal, flags=flags, extra=_wanted(work, node))


def _wanted(work: Extraction, node: Node) -> tuple[tuple[str, int], ...]:
    """What a lambda's place wants of it, where that is no parameter: ``target`` a type, ``assigned`` a variable's."""
    at = node.parent
    while at is not None and at.type in ("parenthesized_expression", "ternary_expression"):
        at = at.parent
    if at is None:
        return ()
    if at.type == "cast_expression":
        return (("target", work.expression(at.child_by_field_name("type"))),)
    if at.type == "variable_declarator" and at.parent is not None:
        return (("target", work.expression(at.parent.child_by_field_name("type"))),)
    if at.type == "assignment_expression":
        return (("assigned", work.expression(at.child_by_field_name("left"))),)
    return ()


def _anonymous(work: Extraction, node: Node) -> None:
    """``new X(){…}`` or the body of an enum constant: a class that has no name and extends X."""
    index = work.definition_of(node)
    if index is None:
        outer = node.parent
        index = _anonymous_definition(work, node, outer.child_by_field_name("type") if outer is not None else None)
    work.open(index, node.end_byte)


def _anonymous_definition(work: Extraction, body: Node, base: Node | None) -> int:
    if base is None:
        bases = (work.intern("name", work.definitions[work.scope].name),)
    else:
        bases = (work.expression(base),)
    return work.anonymous("class", body, bases=bases, flags=("anonymous",))


def _initializer(work: Extraction, node: Node) -> None:
    flags = ("initializer", "static") if node.type == "static_initializer" else ("initializer",)
    index = work.add_definition("lambda", "", node, open_scope=False, flags=flags)
    work.open(index, node.end_byte)


# -- references


def _arguments(work: Extraction, node: Node | None) -> tuple[tuple[int, ...], int]:
    if node is None:
        return (), 0
    expression = work.expression
    out = [
        expression(child)
        for child in node.named_children
        if child.type != "block_comment" and child.type != "line_comment"
    ]
    return tuple(out), len(out)


def _call(work: Extraction, node: Node) -> None:
    expression = work.expression(node)
    name_node = node.child_by_field_name("name")
    if name_node is None or expression < 0:
        return
    call = work.expressions[expression]
    work.add_reference("call", work.expressions[call[1]][-1], expression, name_node, len(call[2]))


def _constructor_call(work: Extraction, node: Node) -> None:
    target = node.child_by_field_name("constructor")
    if target is None:
        return
    word = target.type
    arguments, count = _arguments(work, node.child_by_field_name("arguments"))
    expression = work.intern("call", work.intern(word), arguments, ())
    work.add_reference("construct", word, expression, target, count)


def _new(work: Extraction, node: Node) -> None:
    type_node = node.child_by_field_name("type")
    if type_node is None:
        return
    arguments, count = _arguments(work, node.child_by_field_name("arguments"))
    head = _head(type_node)
    _mention(work, head)
    expression = work.intern("new", _created(work, node, type_node), arguments, ())
    work.add_reference("construct", work.text(head), expression, head, count)


def _created(work: Extraction, node: Node, type_node: Node) -> int:
    first = node.child(0)
    if first is not None and first.is_named and first.type != type_node.type and first.type in _TABLE:
        # outer.new Inner(): a member of what the qualifier is
        return work.intern("attr", work.expression(first), work.text(_head(type_node)))
    return work.expression(type_node)


def _value(work: Extraction, node: Node) -> None:
    expression = work.expression(node)
    if expression < 0:
        return
    last = node.child(node.child_count - 1)
    if last is None:
        return
    if last.type == "new":
        first = node.named_child(0)
        head = _head(first) if first is not None else None
        if head is not None and head.type in ("identifier", "type_identifier") and first.type != "array_type":  # type: ignore[union-attr]
            _mention(work, head)
            work.add_reference("value", work.text(head), expression, head)
        return
    work.add_reference("value", work.text(last), expression, last)


def _decorate(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    last = name_node.child_by_field_name("name") or name_node
    work.add_reference("decorate", work.text(last), work.expression(name_node), last)


def _mention(work: Extraction, head: Node) -> None:
    """This type name is mentioned by a reference of another role; do not count it twice."""
    work.scratch.setdefault("mentioned", set()).add(head.start_byte)


def _type(work: Extraction, node: Node) -> None:
    mentioned = work.scratch.get("mentioned")
    if mentioned is not None and node.start_byte in mentioned:
        return
    name = work.text(node)
    if name == "var":
        return
    work.add_reference("type", name, work.expression(node), node)


# -- bindings


def _bind_typed(
    work: Extraction, name_node: Node | None, type_node: Node | None, value: int, node: Node, **how: object
) -> None:
    if name_node is None:
        return
    if type_node is not None and not (type_node.type == "type_identifier" and work.text(type_node) == "var"):
        declared = _dimensions(work, work.expression(type_node), node.child_by_field_name("dimensions"))
        expression, known = work.intern("inst", declared), True
    else:
        expression, known = value, False
    work.add_binding(
        work.text(name_node),
        expression,
        "declare",
        node,
        start_byte=name_node.end_byte,
        block_scoped=True,
        declared=known,
        **how,  # type: ignore[arg-type]
    )


def _local(work: Extraction, node: Node) -> None:
    type_node = node.child_by_field_name("type")
    block = node.parent or node
    for declarator in node.children_by_field_name("declarator"):
        _bind_typed(
            work,
            declarator.child_by_field_name("name"),
            type_node,
            work.expression(declarator.child_by_field_name("value")),
            declarator,
            block=block,
        )


def _resource(work: Extraction, node: Node) -> None:
    specification = node.parent
    block = specification.parent if specification is not None else node
    value = work.expression(node.child_by_field_name("value"))
    _bind_typed(
        work, node.child_by_field_name("name"), node.child_by_field_name("type"), value, node, block=block or node
    )


def _each(work: Extraction, node: Node) -> None:
    value = work.expression(node.child_by_field_name("value"))
    element = work.intern("elem", value) if value >= 0 else NONE
    _bind_typed(work, node.child_by_field_name("name"), node.child_by_field_name("type"), element, node, block=node)


def _catch(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    types: tuple[int, ...] = ()
    for child in node.named_children:
        if child.type == "catch_type":
            types = tuple(work.intern("inst", work.expression(t)) for t in child.named_children)
    if not types:
        return
    expression = types[0] if len(types) == 1 else work.intern("union", types)
    work.add_binding(
        work.text(name_node), expression, "except", node, block=node.parent or node, block_scoped=True, declared=True
    )


def _instanceof(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    _bind_typed(work, name_node, node.child_by_field_name("right"), NONE, node, block=_block_of(node))


def _pattern(work: Extraction, node: Node) -> None:
    parts = [c for c in node.named_children if c.type != "modifiers"]
    if len(parts) == 2:
        _bind_typed(work, parts[1], parts[0], NONE, node, block=_block_of(node))


def _record_pattern(work: Extraction, node: Node) -> None:
    block: Node | None = None
    for body in node.named_children:
        if body.type != "record_pattern_body":
            continue
        for component in body.named_children:
            parts = [c for c in component.named_children if c.type != "modifiers"]
            if component.type == "record_pattern_component" and len(parts) == 2:
                block = block or _block_of(node)
                _bind_typed(work, parts[1], parts[0], NONE, component, block=block)


def _return(work: Extraction, node: Node) -> None:
    """Only lambdas have no declared result; of what a method returns, lambdas alone need its declared type."""
    value = node.named_child(0)
    if value is not None and (value.type == "lambda_expression" or work.definitions[work.scope].kind == "lambda"):
        work.add_binding("", work.expression(value), "return", node, start_byte=node.start_byte)


def _branch(work: Extraction, node: Node) -> None:
    owner = work.named(work.scope)
    work.branches[owner] = work.branches.get(owner, 0) + 1


def _finish(work: Extraction) -> None:
    definitions = work.definitions
    for index, count in work.branches.items():
        if index:
            definitions[index] = definitions[index]._replace(complexity=1 + count)


# -- expressions


def _name(work: Extraction, node: Node) -> int:
    return work.intern("name", work.text(node))


def _scoped(work: Extraction, node: Node) -> int:
    """``a.b.C``: a qualified name, in types and in annotations."""
    count = node.named_child_count
    first, last = node.named_child(0), node.named_child(count - 1)
    if first is None or last is None or count < 2:
        return NONE
    base = work.expression(first)
    return work.intern("attr", base, work.text(last)) if base >= 0 else NONE


def _generic(work: Extraction, node: Node) -> int:
    head, arguments = node.named_child(0), node.named_child(1)
    if head is None:
        return NONE
    base = work.expression(head)
    if arguments is None:
        return base
    return work.intern("generic", base, tuple(work.expression(a) for a in arguments.named_children))


def _wildcard(work: Extraction, node: Node) -> int:
    """``? extends T`` and ``? super T`` are read as T: erasure of what the code may do with it."""
    for child in reversed(node.named_children):
        if child.type != "super":
            return work.expression(child)
    return work.intern("name", "Object")


def _array_type(work: Extraction, node: Node) -> int:
    element = work.expression(node.child_by_field_name("element"))
    return _dimensions(work, element, node.child_by_field_name("dimensions"))


def _annotated_type(work: Extraction, node: Node) -> int:
    return work.expression(node.named_child(node.named_child_count - 1))


def _call_expression(work: Extraction, node: Node) -> int:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return NONE
    object_node = node.child_by_field_name("object")
    if object_node is not None and object_node.type == "method_invocation":
        work.chain(node, ("object",))
    name = work.text(name_node)
    if object_node is None:
        callee = work.intern("name", name)
    else:
        base = work.expression(object_node)
        between = object_node.next_sibling
        between = between.next_sibling if between is not None else None
        if between is not None and between.type == "super":
            # Interface.super.m() and Outer.super.m(): what that type declares or inherits
            base = work.intern("typeof", work.intern("super"), base)
        callee = work.intern("attr", base, name)
    arguments, _ = _arguments(work, node.child_by_field_name("arguments"))
    return work.intern("call", callee, arguments, ())


def _new_expression(work: Extraction, node: Node) -> int:
    type_node = node.child_by_field_name("type")
    if type_node is None:
        return NONE
    arguments, _ = _arguments(work, node.child_by_field_name("arguments"))
    last = node.child(node.child_count - 1)
    if last is not None and last.type == "class_body":
        index = work.definition_of(last)
        if index is None:
            index = _anonymous_definition(work, last, type_node)
        return work.intern("new", work.intern("def", index), arguments, ())
    return work.intern("new", _created(work, node, type_node), arguments, ())


def _field_access(work: Extraction, node: Node) -> int:
    base = work.expression(node.child_by_field_name("object"))
    field = node.child_by_field_name("field")
    if base < 0 or field is None:
        return NONE
    if field.type == "this":
        return work.intern("inst", base)
    return work.intern("attr", base, work.text(field))


def _this(work: Extraction, node: Node) -> int:
    return work.intern("this")


def _super(work: Extraction, node: Node) -> int:
    return work.intern("super")


def _literal(kind: str):
    def convert(work: Extraction, node: Node) -> int:
        return work.intern("lit", kind)

    return convert


def _integer(work: Extraction, node: Node) -> int:
    return work.intern("lit", "long" if work.data[node.end_byte - 1] in b"lL" else "int")


def _floating(work: Extraction, node: Node) -> int:
    return work.intern("lit", "float" if work.data[node.end_byte - 1] in b"fF" else "double")


def _parenthesized(work: Extraction, node: Node) -> int:
    for child in node.named_children:
        if child.type != "block_comment" and child.type != "line_comment":
            return work.expression(child)
    return NONE


def _cast(work: Extraction, node: Node) -> int:
    declared = work.expression(node.child_by_field_name("type"))
    return work.intern("inst", declared) if declared >= 0 else NONE


_BOOLEAN = frozenset(("==", "!=", "<", ">", "<=", ">=", "&&", "||"))


def _binary(work: Extraction, node: Node) -> int:
    operator = node.child_by_field_name("operator")
    word = operator.type if operator is not None else ""
    if word in _BOOLEAN:
        return work.intern("lit", "bool")
    # a + b + c + … leans to the left as deep as it is long: unrolled, and one string makes it all a string
    rights: list[tuple[str, Node | None]] = []
    at: Node | None = node
    while at is not None and at.type == "binary_expression" and len(rights) < MAX_OPERANDS:
        operator = at.child_by_field_name("operator")
        word = operator.type if operator is not None else ""
        right = at.child_by_field_name("right")
        if word == "+" and right is not None and right.type == "string_literal":
            at = None
            break
        rights.append((word, right))
        at = at.child_by_field_name("left")
    if at is None:
        result = work.intern("lit", "str")
    elif at.type == "binary_expression":
        result = NONE
    else:
        result = work.expression(at)
    for word, right in reversed(rights):
        if word in _BOOLEAN:
            result = work.intern("lit", "bool")
        else:
            result = work.intern("binop", word, result, work.expression(right))
    return result


def _unary(work: Extraction, node: Node) -> int:
    operator = node.child(0)
    if operator is not None and operator.type == "!":
        return work.intern("lit", "bool")
    return work.expression(node.child_by_field_name("operand"))


def _update(work: Extraction, node: Node) -> int:
    return work.expression(node.named_child(0))


def _assignment(work: Extraction, node: Node) -> int:
    return work.expression(node.child_by_field_name("left"))


def _ternary(work: Extraction, node: Node) -> int:
    yes = work.expression(node.child_by_field_name("consequence"))
    no = work.expression(node.child_by_field_name("alternative"))
    if yes == no:
        return yes
    return work.intern("union", (yes, no))


def _array_access(work: Extraction, node: Node) -> int:
    base = work.expression(node.child_by_field_name("array"))
    return work.intern("index", base, NONE) if base >= 0 else NONE


def _class_literal(work: Extraction, node: Node) -> int:
    of = work.expression(node.named_child(0))
    return work.intern("inst", work.intern("generic", work.intern("name", "Class"), (of,)))


def _array_creation(work: Extraction, node: Node) -> int:
    declared = work.expression(node.child_by_field_name("type"))
    for dimensions in node.children_by_field_name("dimensions"):
        declared = _dimensions(work, declared, dimensions)
    return work.intern("inst", declared)


def _array_initializer(work: Extraction, node: Node) -> int:
    return work.intern("seq", "array", tuple(work.expression(c) for c in node.named_children[:8]))


def _lambda_expression(work: Extraction, node: Node) -> int:
    index = work.definition_of(node)
    if index is None:
        index = _lambda_definition(work, node)
    return work.intern("def", index)


def _method_reference(work: Extraction, node: Node) -> int:
    first, last = node.child(0), node.child(node.child_count - 1)
    if first is None or last is None:
        return NONE
    base = work.expression(first)
    name = "new" if last.type == "new" else work.text(last)
    return work.intern("ref", work.intern("attr", base, name))


def _switch(work: Extraction, node: Node) -> int:
    """The value of ``case X -> expression`` arms; blocks that yield are left out."""
    body = node.child_by_field_name("body")
    arms: list[int] = []
    for rule in body.named_children if body is not None else ():
        if rule.type == "switch_rule":
            last = rule.named_child(rule.named_child_count - 1)
            if last is not None and last.type == "expression_statement":
                arms.append(work.expression(last.named_child(0)))
    unique = tuple(dict.fromkeys(arms))
    if not unique:
        return NONE
    return unique[0] if len(unique) == 1 else work.intern("union", unique)


_TABLE = {
    "identifier": _name,
    "type_identifier": _name,
    "integral_type": _name,
    "floating_point_type": _name,
    "boolean_type": _name,
    "void_type": _name,
    "scoped_type_identifier": _scoped,
    "scoped_identifier": _scoped,
    "generic_type": _generic,
    "wildcard": _wildcard,
    "array_type": _array_type,
    "annotated_type": _annotated_type,
    "method_invocation": _call_expression,
    "object_creation_expression": _new_expression,
    "field_access": _field_access,
    "this": _this,
    "super": _super,
    "string_literal": _literal("str"),
    "template_expression": _literal("str"),
    "character_literal": _literal("char"),
    "true": _literal("bool"),
    "false": _literal("bool"),
    "null_literal": _literal("none"),
    "decimal_integer_literal": _integer,
    "hex_integer_literal": _integer,
    "octal_integer_literal": _integer,
    "binary_integer_literal": _integer,
    "decimal_floating_point_literal": _floating,
    "hex_floating_point_literal": _floating,
    "parenthesized_expression": _parenthesized,
    "cast_expression": _cast,
    "binary_expression": _binary,
    "unary_expression": _unary,
    "update_expression": _update,
    "assignment_expression": _assignment,
    "ternary_expression": _ternary,
    "instanceof_expression": _literal("bool"),
    "array_access": _array_access,
    "class_literal": _class_literal,
    "array_creation_expression": _array_creation,
    "array_initializer": _array_initializer,
    "lambda_expression": _lambda_expression,
    "method_reference": _method_reference,
    "switch_expression": _switch,
}

LANGUAGE = Language(
    name="java",
    grammar="java",
    extensions=(".java",),
    handlers={
        "package": _package,
        "import": _import,
        "definition.class": _class,
        "definition.method": _method,
        "definition.field": _field,
        "definition.constant": _enum_constant,
        "scope.lambda": _lambda,
        "scope.anonymous": _anonymous,
        "scope.initializer": _initializer,
        "reference.call": _call,
        "reference.constructor": _constructor_call,
        "reference.new": _new,
        "reference.value": _value,
        "reference.decorate": _decorate,
        "reference.type": _type,
        "binding.local": _local,
        "binding.resource": _resource,
        "binding.each": _each,
        "binding.catch": _catch,
        "binding.instanceof": _instanceof,
        "binding.pattern": _pattern,
        "binding.record": _record_pattern,
        "binding.return": _return,
        "branch": _branch,
    },
    expression=_TABLE,
    finish=_finish,
    comment_types=("line_comment", "block_comment"),
)
