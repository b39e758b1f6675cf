"""Modules of both kinds: ``import``/``export``, and ``require``/``module.exports``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.facts import NONE, Binding
from parsers.languages._ecmascript.definitions import CLASSES, FUNCTIONS, bind_pattern, member_name
from parsers.languages._ecmascript.notes import Naming, block_end, notes
from parsers.languages._ecmascript.types import only

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction


def export(work: Extraction, name: str, value: int, node: Node, flags: tuple[str, ...] = ()) -> None:
    """The module (or namespace) gives ``value`` away as ``name``; ``export=`` is the module itself."""
    scope = work.scope
    if flags:
        # module.exports may be set inside a function; it is the file's all the same.
        scope = 0
    work.bindings.append(
        Binding(scope, name, value, "export", node.start_byte, node.end_byte, NONE, node.start_point.row)
    )


def string_value(work: Extraction, node: Node | None) -> str:
    """What stands between the quotes."""
    return work.text(node)[1:-1] if node is not None else ""


def _has(node: Node, word: str, limit: int = 4) -> bool:
    return any(child.type == word for child in node.children[:limit])


def import_statement(work: Extraction, node: Node) -> None:
    """Every form of ``import`` statement."""
    flags: tuple[str, ...] = ("type",) if _has(node, "type", 3) else ()
    source = node.child_by_field_name("source")
    module = string_value(work, source)
    clause = only(node)
    if clause is None:
        return
    if clause.type == "import_require_clause":
        name = clause.named_child(0)
        module = string_value(work, clause.child_by_field_name("source"))
        if name is not None:
            work.add_import(work.text(name), module, "", name, flags=(*flags, "require"))
        return
    if clause.type != "import_clause":
        work.add_import("", module, "", node, flags=("effect",))
        return
    for child in clause.named_children:
        kind = child.type
        if kind == "identifier":
            work.add_import(work.text(child), module, "default", child, flags=flags)
        elif kind == "namespace_import":
            name = only(child)
            if name is not None:
                work.add_import(work.text(name), module, "", name, flags=flags)
        elif kind == "named_imports":
            for specifier in child.named_children:
                if specifier.type != "import_specifier":
                    continue
                name = specifier.child_by_field_name("name")
                alias = specifier.child_by_field_name("alias") or name
                if name is None or alias is None:
                    continue
                typed = ("type",) if flags or _has(specifier, "type", 1) else ()
                work.add_import(work.text(alias), module, _name(work, name), alias, flags=typed)


def _name(work: Extraction, node: Node) -> str:
    return string_value(work, node) if node.type == "string" else work.text(node)


def import_alias(work: Extraction, node: Node) -> None:
    """``import Z = N.M``."""
    parts = node.named_children
    if len(parts) < 2:
        return
    name = work.text(parts[0])
    value = work.expression(parts[1])
    work.bindings.append(
        Binding(
            work.scope,
            name,
            value,
            "alias",
            node.start_byte,
            block_end(work, node.start_byte),
            NONE,
            node.start_point.row,
            True,
        )
    )
    if notes(work).exported.pop(node.id, ""):
        export(work, name, work.intern("name", name), node)


def export_statement(work: Extraction, node: Node) -> None:
    """Every form of ``export`` statement."""
    declaration = node.child_by_field_name("declaration")
    is_default = _has(node, "default", 3)
    found = notes(work)
    if declaration is not None:
        while declaration is not None and declaration.type == "ambient_declaration":
            declaration = only(declaration)
        if declaration is not None:
            found.exported[declaration.id] = "default" if is_default else "name"
        _decorators_of(work, node, declaration)
        return
    value = node.child_by_field_name("value")
    if value is not None:
        _export_default(work, node, value)
        return
    source = node.child_by_field_name("source")
    module = string_value(work, source)
    typed = ("type",) if _has(node, "type", 3) else ()
    clause = only(node)
    if clause is not None and clause.type == "export_clause":
        for specifier in clause.named_children:
            if specifier.type != "export_specifier":
                continue
            name = specifier.child_by_field_name("name")
            alias = specifier.child_by_field_name("alias") or name
            if name is None or alias is None:
                continue
            flags = ("type",) if typed or _has(specifier, "type", 1) else ()
            if source is not None:
                work.add_import(_name(work, alias), module, _name(work, name), alias, flags=(*flags, "reexport"))
            else:
                export(work, _name(work, alias), work.intern("name", work.text(name)), specifier)
        return
    if clause is not None and clause.type == "namespace_export":
        name = only(clause)
        if name is not None:
            work.add_import(_name(work, name), module, "", name, flags=(*typed, "reexport"))
        return
    if source is not None:
        work.add_import("", module, "*", node, flags=(*typed, "reexport"))
        return
    if _has(node, "=", 3) and clause is not None:
        export(work, "export=", work.expression(clause), node, ("commonjs",))


def _export_default(work: Extraction, node: Node, value: Node) -> None:
    found = notes(work)
    kind = value.type
    if (kind in FUNCTIONS or kind in CLASSES) and value.child_by_field_name("name") is None:
        shape = "class" if kind in CLASSES else "function"
        found.names.setdefault(value.id, Naming("default", value, shape, "", ("exported",)))
    elif kind == "object":
        found.prefixes[value.id] = ""
    elif kind == "call_expression":
        # export default defineComponent({ … })
        listed = value.child_by_field_name("arguments")
        for argument in listed.named_children if listed is not None and listed.type == "arguments" else ():
            if argument.type == "object":
                found.prefixes[argument.id] = ""
    _decorators_of(work, node, value)
    export(work, "default", work.expression(value), node)


def _decorators_of(work: Extraction, node: Node, declaration: Node | None) -> None:
    """``@dec export class C``: the decorators stand on the export statement."""
    from parsers.languages._ecmascript.references import read_decorators

    first = node.child(0)
    if declaration is not None and first is not None and first.type == "decorator":
        work.pending[declaration.id] = read_decorators(work, node.children)


def exported_definition(work: Extraction, node: Node, index: int) -> None:
    """Export the definition just made of a declaration, if its statement said so."""
    how = notes(work).exported.pop(node.id, "")
    if not how:
        return
    definition = work.definitions[index]
    work.definitions[index] = definition._replace(flags=tuple(sorted({*definition.flags, "exported"})))
    name = "default" if how == "default" else definition.name
    value = work.intern("def", index)
    work.bindings.append(
        Binding(definition.parent, name, value, "export", node.start_byte, node.end_byte, NONE, node.start_point.row)
    )


# -- CommonJS


def required_module(work: Extraction, value: Node) -> tuple[str, str] | None:
    """(module, member) when ``value`` is ``require('module')`` or ``require('module').member``."""
    member = ""
    if value.type == "member_expression":
        member = work.text(value.child_by_field_name("property"))
        inner = value.child_by_field_name("object")
        if inner is None:
            return None
        value = inner
    if value.type != "call_expression":
        return None
    callee = value.child_by_field_name("function")
    if callee is None or callee.type != "identifier" or work.text(callee) != "require":
        return None
    argument = only(value.child_by_field_name("arguments"))
    if argument is None or argument.type != "string":
        return None
    return string_value(work, argument), member


def required(work: Extraction, target: Node, value: Node, end: int) -> bool:
    """``const x = require('m')`` and ``const { a, b: c } = require('m')`` are imports."""
    kind = value.type
    if kind != "call_expression" and kind != "member_expression":
        return False
    found = required_module(work, value)
    if found is None:
        return False
    module, member = found
    notes(work).quiet.add(value.start_byte)
    if target.type == "identifier":
        work.add_import(work.text(target), module, member, target, flags=("require",), block_end=end)
        return True
    if target.type != "object_pattern":
        return False
    if member:
        # One step deeper than an import can say: bind the parts of the expression.
        bind_pattern(
            work,
            target,
            work.expression(value),
            target,
            kind="declare",
            scope=work.scope,
            start=target.start_byte,
            end=end,
            block_scoped=True,
        )
        work.add_import("", module, "", target, flags=("require",))
        return True
    for child in target.named_children:
        part = child.type
        if part == "shorthand_property_identifier_pattern":
            name = work.text(child)
            work.add_import(name, module, name, child, flags=("require",), block_end=end)
        elif part == "pair_pattern":
            key = member_name(work, child.child_by_field_name("key"))
            local = child.child_by_field_name("value")
            if local is not None and local.type == "identifier":
                work.add_import(work.text(local), module, key, local, flags=("require",), block_end=end)
            elif local is not None:
                bind_pattern(
                    work,
                    local,
                    work.intern("attr", work.expression(value), key),
                    local,
                    kind="declare",
                    scope=work.scope,
                    start=target.start_byte,
                    end=end,
                    block_scoped=True,
                )
        elif part == "object_assignment_pattern":
            name = work.text(child.child_by_field_name("left"))
            work.add_import(name, module, name, child, flags=("require",), block_end=end)
        elif part == "rest_pattern":
            local = only(child)
            if local is not None:
                work.add_import(work.text(local), module, "", local, flags=("require",), block_end=end)
    return True
