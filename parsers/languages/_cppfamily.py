"""What only C++ has: namespaces, templates, access, lambdas, constructions, aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parsers.facts import NONE, Binding
from parsers.languages._cexpressions import (
    arguments,
    constant,
    declarator,
    first_named,
    last_segment,
    makes_pointers,
    plain_name,
)
from parsers.languages._cfamily import (
    CLASS_KINDS,
    bind,
    block_end,
    documentation,
    notes,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from parsers.extract import Extraction

_TYPE_PARAMETERS = frozenset(
    ("type_parameter_declaration", "optional_type_parameter_declaration", "variadic_type_parameter_declaration")
)


def namespace(work: Extraction, node: Node) -> None:
    """A namespace, one definition for each part of ``a::b``; one without a name keeps what is in it to the file."""
    name_node = node.child_by_field_name("name")
    if name_node is None:
        work.add_definition("object", "", node, flags=("namespace", "static"))
        return
    flags = ("inline",) if node.children and node.children[0].type == "inline" else ()
    parts = [name_node]
    if name_node.type == "nested_namespace_specifier":
        parts = [n for n in name_node.named_children if n.type == "namespace_identifier"]
        rest = [n for n in name_node.named_children if n.type == "nested_namespace_specifier"]
        while rest:
            inner = rest[0].named_children
            parts += [n for n in inner if n.type == "namespace_identifier"]
            rest = [n for n in inner if n.type == "nested_namespace_specifier"]
    for part in parts:
        work.add_definition(
            "package",
            work.text(part),
            node,
            part,
            signature=f"namespace {work.text(name_node)}",
            doc=documentation(work, node.start_byte, node.start_point.row),
            flags=flags,
        )


def template(work: Extraction, node: Node) -> None:
    """Remember the parameters of ``template <…>`` for what it introduces."""
    found = node.child_by_field_name("parameters")
    inner = node.named_children[-1] if node.named_child_count else None
    if found is None or inner is None:
        return
    state = notes(work)
    names: list[tuple[str, int]] = []
    for child in found.named_children:
        shape = child.type
        if shape in _TYPE_PARAMETERS:
            name = child.child_by_field_name("name") or first_named(child)
            default = child.child_by_field_name("default_type")
            if default is not None and name is not None and name.id == default.id:
                names.append(("", _constraint(work, default)))  # ``typename = enable_if_t<…>``
            else:
                names.append((work.text(name), _constraint(work, default)))
        elif shape == "template_template_parameter_declaration":
            last = child.named_children[-1] if child.named_child_count else None
            names.append((work.text(first_named(last)), NONE))
        elif shape in ("parameter_declaration", "optional_parameter_declaration"):
            got = declarator(work, child.child_by_field_name("declarator"), NONE)
            kind = child.child_by_field_name("type")
            names.append((plain_name(work, got.name) if got is not None else "", _constraint(work, kind)))
    start = node.start_byte
    outer = state.templates.pop(node.id, None)
    if outer is not None:
        names = [*outer[0], *names]
        start = outer[1]
    key = inner.id
    if inner.type == "declaration":
        # ``template <…> struct S { … };`` may come wrapped in a declaration.
        kind = inner.child_by_field_name("type")
        if (
            kind is not None
            and kind.type in ("class_specifier", "struct_specifier")
            and not inner.children_by_field_name("declarator")
        ):
            key = kind.id
    state.templates[key] = (tuple(names), start)


def _constraint(work: Extraction, node: Node | None) -> int:
    """The type in a template's header that is there to allow some arguments only, ``enable_if_t<…>`` or its like."""
    if node is None or node.type in ("primitive_type", "sized_type_specifier"):
        return NONE
    text = work.data[node.start_byte : node.end_byte]
    if b"<" in text or b"ENABLE_IF" in text or b"REQUIRES" in text:
        return work.expression(node)
    return NONE


def friend(work: Extraction, node: Node) -> None:
    """Functions declared here belong to the namespace around the class."""
    notes(work).friends.append(node.end_byte)


def access(work: Extraction, node: Node) -> None:
    """``public:`` and its kin."""
    word = work.text(node).split(":")[0].strip()
    if word in ("public", "protected", "private"):
        notes(work).access[work.scope] = word


def alias(work: Extraction, node: Node) -> None:
    """``using Name = type;``"""
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    template_parameters = notes(work).templates.pop(node.id, ((), 0))[0]
    value = work.expression(node.child_by_field_name("type"))
    scope = work.definitions[work.scope]
    if scope.kind in ("function", "method", "lambda", "macro"):
        start = node.end_byte
        end = block_end(work, node.start_byte)
        work.bindings.append(
            Binding(work.scope, work.text(name_node), value, "alias", start, end, NONE, node.start_point.row, True)
        )
        return
    work.add_definition(
        "type",
        work.text(name_node),
        node,
        name_node,
        open_scope=False,
        signature=" ".join(work.text(node).split())[:300].rstrip(";"),
        doc=documentation(work, node.start_byte, node.start_point.row),
        visibility=notes(work).access.get(work.scope, "public"),
        type_parameters=template_parameters,
        value=value,
    )


def _bind_alias(work: Extraction, name: str, expression: int, node: Node) -> None:
    work.bindings.append(
        Binding(
            work.scope,
            name,
            expression,
            "alias",
            node.end_byte,
            block_end(work, node.start_byte),
            NONE,
            node.start_point.row,
            True,
        )
    )


def namespace_alias(work: Extraction, node: Node) -> None:
    """``namespace fs = std::filesystem;``"""
    name_node = node.child_by_field_name("name")
    named = node.named_children
    if name_node is None or len(named) < 2:
        return
    base = NONE
    target = named[-1]
    segments = [target]
    if target.type == "nested_namespace_specifier":
        segments = []
        pending = list(target.named_children)
        while pending:
            part = pending.pop(0)
            if part.type == "nested_namespace_specifier":
                pending = [*part.named_children, *pending]
            else:
                segments.append(part)
    for part in segments:
        text = work.text(part)
        base = work.intern("name", text) if base < 0 else work.intern("attr", base, text)
    _bind_alias(work, work.text(name_node), base, node)


def using(work: Extraction, node: Node) -> None:
    """``using a::b;`` names a member of another scope here; ``using namespace a;`` all of them (name ``*``)."""
    target = node.named_children[-1] if node.named_child_count else None
    if target is None:
        return
    expression = work.expression(target)
    if expression < 0:
        return
    directive = any(child.type == "namespace" for child in node.children)
    name = "*" if directive else plain_name(work, last_segment(target))
    if name:
        _bind_alias(work, name, expression, node)


def lambda_scope(work: Extraction, node: Node) -> None:
    """A lambda is a scope of its own; captures with an initialiser are its variables."""
    expression = work.expression(node)
    if expression < 0:
        return
    index = work.expressions[expression][1]
    state = notes(work)
    state.names[index] = {p.name for p in work.definitions[index].parameters if p.name}
    outside = work.scope
    work.open(index, node.end_byte)
    captures = node.child_by_field_name("captures")
    for child in captures.named_children if captures is not None else ():
        if child.type == "lambda_capture_initializer":
            left, right = child.child_by_field_name("left"), child.child_by_field_name("right")
            if left is not None and right is not None:
                state.names[index].add(work.text(left))
                work.bindings.append(
                    Binding(
                        index,
                        work.text(left),
                        work.intern("scoped", outside, work.expression(right)),
                        "declare",
                        left.end_byte,
                        node.end_byte,
                        NONE,
                        node.start_point.row,
                        True,
                    )
                )


def range_loop(work: Extraction, node: Node) -> None:
    """``for (auto x : xs)``."""
    sequence = node.child_by_field_name("right")
    shape = node.child_by_field_name("declarator")
    base = constant(work, node, work.expression(node.child_by_field_name("type")))
    found = declarator(work, shape, base)
    if found is None:
        return
    element = work.intern("elem", work.expression(sequence))
    row = node.start_point.row
    start, end = sequence.end_byte if sequence is not None else node.start_byte, node.end_byte
    if found.name.type == "structured_binding_declarator":
        for position, part in enumerate(found.name.named_children):
            item = work.intern("item", element, position)
            bind(work, work.text(part), item, start, end, row, kind="for", declared=False)
        return
    declared = base >= 0
    value = work.intern("inst", found.type) if declared else element
    bind(work, plain_name(work, found.name), value, start, end, row, kind="for", declared=declared)


def catch(work: Extraction, node: Node) -> None:
    """``catch (const E& e)``."""
    found = node.child_by_field_name("parameters")
    first = first_named(found)
    if first is None or first.type != "parameter_declaration":
        return
    base = constant(work, first, work.expression(first.child_by_field_name("type")))
    got = declarator(work, first.child_by_field_name("declarator"), base)
    if got is not None and got.type >= 0:
        kind = work.intern("inst", got.type)
        row = node.start_point.row
        bind(work, plain_name(work, got.name), kind, first.end_byte, node.end_byte, row, kind="except", declared=True)


def new(work: Extraction, node: Node) -> None:
    """``new T(…)``."""
    kind = node.child_by_field_name("type")
    if kind is None or kind.type in ("primitive_type", "sized_type_specifier"):
        return
    expression = work.expression(node)
    if expression < 0:
        return
    if makes_pointers(work, node):
        return
    heart = last_segment(kind)
    _, count = arguments(work, node.child_by_field_name("arguments"))
    inner = work.expressions[expression][1]
    work.add_reference("construct", plain_name(work, heart), inner, heart, count)


def temporary(work: Extraction, node: Node) -> None:
    """``T{…}`` as an expression."""
    kind = node.child_by_field_name("type")
    if kind is None or kind.type not in ("type_identifier", "qualified_identifier", "template_type"):
        return
    expression = work.expression(node)
    if expression < 0:
        return
    heart = last_segment(kind)
    _, count = arguments(work, node.child_by_field_name("value"))
    work.add_reference("construct", plain_name(work, heart), expression, heart, count)


def initialize(work: Extraction, node: Node) -> None:
    """``: member(…), Base(…)``: a call of what the name stands for, as a construct reference on ``this``."""
    named = node.named_children
    if len(named) < 2:
        return
    target = named[0]
    values, count = arguments(work, named[-1])
    callee = work.expression(target)
    name = plain_name(work, last_segment(target))
    if name and callee >= 0:
        work.add_reference("construct", name, work.intern("call", callee, values, ()), last_segment(target), count)


def returned(work: Extraction, node: Node) -> None:
    """What a function without a declared result gives."""
    scope = work.scope
    definition = work.definitions[scope]
    if definition.returns >= 0 or definition.kind not in ("function", "method", "lambda"):
        return
    if "constructor" in definition.flags:
        return
    expression = work.expression(first_named(node))
    if expression >= 0:
        end = node.end_byte
        work.bindings.append(Binding(scope, "", expression, "return", end, end, NONE, node.start_point.row))


HANDLERS: dict[str, Callable[[Any, Any], None]] = {
    "namespace": namespace,
    "template": template,
    "friend": friend,
    "access": access,
    "alias": alias,
    "namespace.alias": namespace_alias,
    "using": using,
    "lambda": lambda_scope,
    "range": range_loop,
    "catch": catch,
    "new": new,
    "temporary": temporary,
    "initialize": initialize,
    "return": returned,
}

__all__ = ["CLASS_KINDS", "HANDLERS"]
