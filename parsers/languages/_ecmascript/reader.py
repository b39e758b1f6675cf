"""The handlers of the shared queries, and what is done once a file is read."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from parsers.facts import NONE, Binding
from parsers.language import Handler
from parsers.languages._ecmascript import bindings, imports, jsdoc, narrowing, references
from parsers.languages._ecmascript.definitions import (
    clean_comment,
    comment_before,
    define_class,
    define_field,
    define_function,
    define_interface,
    define_method,
    type_parameters,
    visibility,
)
from parsers.languages._ecmascript.notes import enter_block, notes
from parsers.languages._ecmascript.types import TYPES, annotated, member_name, object_type
from parsers.languages._ecmascript.uses import USES
from parsers.languages._ecmascript.values import VALUES
from parsers.uses import read_uses

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

EXPRESSIONS = {**VALUES, **TYPES}
_SUFFIXES = (".d.ts", ".d.mts", ".d.cts", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".es6")


def module_name(path: PurePosixPath) -> str:
    """Name the module at path: ``src/cart/index.ts`` is ``src/cart``, ``src/cart.ts`` is ``src/cart``."""
    text = path.as_posix()
    for suffix in _SUFFIXES:
        if text.endswith(suffix):
            text = text.removesuffix(suffix)
            break
    return text.removesuffix("/index") if text != "index" else text


# -- scopes


def _comment(work: Extraction, node: Node) -> None:
    found = notes(work)
    start, end = node.start_byte, node.end_byte
    data = work.data
    begin, before = found.comment
    if before >= 0 and data[start : start + 2] == b"//" == data[begin : begin + 2] and start - before < 120:
        between = data[before:start]
        if not between.strip() and between.count(b"\n") == 1:
            start = begin
    found.comment = (start, end)
    if end - start > 20 and data[start : start + 3] == b"/**":
        text = data[start:end]
        if b"@typedef" in text:
            for name, value in jsdoc.typedefs(work, text.decode("utf-8", "replace")):
                work.add_definition("type", name, node, open_scope=False, value=value, flags=("jsdoc",))


def _for_statement(work: Extraction, node: Node) -> None:
    enter_block(work, node)
    bindings.branch(work)


def _function(work: Extraction, node: Node) -> None:
    _decorators(work, node)
    index = define_function(work, node)
    imports.exported_definition(work, node, index)
    if node.child_by_field_name("body") is not None:
        work.open(index, node.end_byte)


def _function_expression(work: Extraction, node: Node) -> None:
    index = define_function(work, node)
    work.open(index, node.end_byte)
    body = node.child_by_field_name("body")
    if body is not None and body.type != "statement_block":
        bindings.add_return(work, body, body)
        references.value_of(work, body)


def _method(work: Extraction, node: Node) -> None:
    _decorators(work, node)
    index = define_method(work, node)
    if node.child_by_field_name("body") is not None:
        work.open(index, node.end_byte)


def _signature(work: Extraction, node: Node) -> None:
    define_method(work, node)


def _decorators(work: Extraction, node: Node) -> None:
    """Decorators stand on a class or, in a class body, before the member: note them for its definition."""
    first = node.child(0)
    if first is not None and first.type == "decorator":
        work.pending[node.id] = references.read_decorators(work, node.children)


def _member_decorators(work: Extraction, node: Node) -> None:
    """TypeScript puts a method's decorators beside it in the class body."""
    body = node.child_by_field_name("body")
    if body is None or b"@" not in work.data[body.start_byte : body.end_byte]:
        return
    waiting: list[Node] = []
    for child in body.named_children:
        if child.type == "decorator":
            waiting.append(child)
        elif waiting and child.type != "comment":
            work.pending[child.id] = references.read_decorators(work, waiting)
            waiting = []


def _class(work: Extraction, node: Node) -> None:
    _decorators(work, node)
    index = define_class(work, node)
    imports.exported_definition(work, node, index)
    _member_decorators(work, node)
    work.open(index, node.end_byte)


def _object(work: Extraction, node: Node) -> None:
    expression = work.expression(node)
    references.properties(work, node)
    if expression != NONE and work.expressions[expression][0] == "def":
        work.open(work.expressions[expression][1], node.end_byte)


# -- members and types


def _field(work: Extraction, node: Node) -> None:
    _decorators(work, node)
    define_field(work, node)


def _property(work: Extraction, node: Node) -> None:
    """A property of an interface; those of type literals are read with the literal."""
    if work.definitions[work.scope].kind != "interface":
        return
    name_node = node.child_by_field_name("name")
    name = member_name(work, name_node)
    work.add_definition(
        "field",
        name,
        node,
        name_node,
        open_scope=False,
        signature=" ".join(work.text(node)[:120].split()),
        doc=clean_comment(comment_before(work, node.start_byte)),
        visibility=visibility(name),
        flags=("signature",),
        value=annotated(work, node.child_by_field_name("type")),
    )


def _interface(work: Extraction, node: Node) -> None:
    index = define_interface(work, node)
    imports.exported_definition(work, node, index)


def _type_alias(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    notes(work).reported.add(name_node.start_byte)
    name = work.text(name_node)
    value = node.child_by_field_name("value")
    index = work.add_definition(
        "type",
        name,
        node,
        name_node,
        signature=" ".join(work.text(node)[:200].split()),
        doc=clean_comment(comment_before(work, node.start_byte)),
        visibility=visibility(name),
        type_parameters=type_parameters(work, node),
    )
    # Read inside its own scope: its type parameters and the members of its literal belong to it.
    work.definitions[index] = work.definitions[index]._replace(value=work.expression(value))
    imports.exported_definition(work, node, index)


def _object_type(work: Extraction, node: Node) -> None:
    expression = work.expression(node)
    if expression != NONE and work.expressions[expression][0] == "def":
        work.open(object_type(work, node), node.end_byte)


def _enum(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    name = work.text(name_node)
    index = work.add_definition(
        "enum",
        name,
        node,
        name_node,
        signature=f"enum {name}",
        doc=clean_comment(comment_before(work, node.start_byte)),
        visibility=visibility(name),
    )
    imports.exported_definition(work, node, index)
    body = node.child_by_field_name("body")
    kind = work.intern("inst", work.intern("def", index))
    for child in body.named_children if body is not None else ():
        member = child.child_by_field_name("name") if child.type == "enum_assignment" else child
        if member is None or child.type == "comment":
            continue
        work.add_definition(
            "constant",
            member_name(work, member),
            child,
            member,
            open_scope=False,
            signature=work.text(child)[:120],
            flags=("const", "static"),
            value=kind,
        )


def _namespace(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    how = notes(work).exported.pop(node.id, "")
    quoted = name_node.type == "string"
    text = work.text(name_node)
    names = [text[1:-1]] if quoted else [part.strip() for part in text.split(".")]
    for i, name in enumerate(names):
        index = work.add_definition(
            "package",
            name,
            node,
            name_node,
            signature=f"namespace {name}",
            doc=clean_comment(comment_before(work, node.start_byte)),
            flags=("ambient",) if quoted else (),
        )
        if i or how:
            scope = work.definitions[index].parent
            work.bindings.append(
                Binding(scope, name, work.intern("def", index), "export", node.start_byte, node.end_byte)
            )


# -- the end of a file


def finish(work: Extraction) -> None:
    """Complexities, and assignments that belong to a scope further out."""
    for index, count in work.branches.items():
        work.definitions[index] = work.definitions[index]._replace(complexity=count + 1)
    _assignments_to_outer_names(work)
    _overloads(work)
    read_uses(work, USES)


def _assignments_to_outer_names(work: Extraction) -> None:
    """An assignment without a declaration sets the variable of the nearest scope that declares it."""
    pending = [
        (i, b) for i, b in enumerate(work.bindings) if b.kind == "assign" and not b.block_scoped and b.base == NONE
    ]
    if not pending:
        return
    declared: dict[int, set[str]] = {}
    for binding in work.bindings:
        if binding.kind in ("declare", "pattern", "for", "except", "alias"):
            declared.setdefault(binding.scope, set()).add(binding.name)
    for found in work.imports:
        if found.local:
            declared.setdefault(found.scope, set()).add(found.local)
    for index, definition in enumerate(work.definitions):
        if definition.parameters:
            declared.setdefault(index, set()).update(p.name for p in definition.parameters)
        if definition.name and index and definition.kind in ("function", "class", "enum", "package"):
            declared.setdefault(definition.parent, set()).add(definition.name)
    definitions = work.definitions
    for position, binding in pending:
        scope = binding.scope
        while scope > 0 and binding.name not in declared.get(scope, ()):
            scope = definitions[scope].parent
        if scope != binding.scope and binding.name in declared.get(scope, ()):
            work.bindings[position] = binding._replace(scope=scope)


def _overloads(work: Extraction) -> None:
    """Signatures that share a name with a later implementation, or with each other, are one function."""
    groups: dict[tuple[int, str, bool], list[int]] = {}
    for index, definition in enumerate(work.definitions):
        if definition.kind in ("function", "method") and definition.name:
            key = (definition.parent, definition.name, "static" in definition.flags)
            groups.setdefault(key, []).append(index)
    for members in groups.values():
        if len(members) < 2:
            continue
        signatures = [i for i in members if "signature" in work.definitions[i].flags]
        for i in signatures:
            definition = work.definitions[i]
            work.definitions[i] = definition._replace(flags=tuple(sorted({*definition.flags, "overload"})))


HANDLERS: dict[str, Handler] = {
    "comment": _comment,
    "block": enter_block,
    "block.for": _for_statement,
    "definition.function": _function,
    "definition.method": _method,
    "definition.signature": _signature,
    "definition.class": _class,
    "definition.field": _field,
    "definition.property": _property,
    "definition.interface": _interface,
    "definition.type": _type_alias,
    "definition.enum": _enum,
    "definition.namespace": _namespace,
    "scope.function": _function_expression,
    "scope.class": _class,
    "scope.object": _object,
    "scope.type": _object_type,
    "reference.call": references.call,
    "reference.new": references.new,
    "reference.array": references.values,
    "reference.inner": references.inner,
    "reference.render": references.render,
    "reference.type": references.type_name,
    "reference.type_path": references.type_path,
    "binding.lexical": bindings.lexical,
    "binding.variable": bindings.variable,
    "binding.assignment": bindings.assignment,
    "binding.for": bindings.for_in,
    "binding.catch": bindings.catch,
    "binding.return": bindings.returns,
    "binding.yield": bindings.yields,
    "narrow.if": narrowing.if_statement,
    "narrow.ternary": narrowing.ternary,
    "narrow.logical": narrowing.logical,
    "branch": bindings.branch,
    "import": imports.import_statement,
    "import.alias": imports.import_alias,
    "export": imports.export_statement,
}
