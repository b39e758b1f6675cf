"""Declarations, assignments, loops, returns: where names and members get their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.facts import NONE, Binding
from parsers.languages._ecmascript import jsdoc
from parsers.languages._ecmascript.definitions import (
    FUNCTIONS,
    bind_pattern,
    clean_comment,
    comment_before,
    visibility,
    wrapped,
)
from parsers.languages._ecmascript.imports import export, required
from parsers.languages._ecmascript.notes import Naming, block_end, enter_block, notes
from parsers.languages._ecmascript.references import value_of
from parsers.languages._ecmascript.types import annotated, only

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction


def lexical(work: Extraction, node: Node) -> None:
    """``const`` and ``let``."""
    word = node.child(0)
    _declarators(work, node, work.text(word) if word is not None else "let")


def variable(work: Extraction, node: Node) -> None:
    """``var``."""
    _declarators(work, node, "var")


def _declarators(work: Extraction, node: Node, word: str) -> None:
    start = node.start_byte
    end = block_end(work, start)
    exported = notes(work).exported.pop(node.id, "")
    for declarator in node.named_children:
        if declarator.type == "variable_declarator":
            _declarator(work, declarator, word, start, end, exported)


def _declarator(work: Extraction, node: Node, word: str, start: int, end: int, exported: str) -> None:
    target = node.child_by_field_name("name")
    if target is None:
        return
    value = node.child_by_field_name("value")
    block_scoped = word != "var"
    declared = annotated(work, node.child_by_field_name("type"))
    if declared == NONE:
        comment = comment_before(work, start)
        if "@type" in comment:
            documented = jsdoc.types(work, comment).get("type", NONE)
            declared = work.intern("inst", documented) if documented != NONE else NONE
    simple = target.type == "identifier"
    if simple:
        name = work.text(target)
        if exported:
            export(work, name, work.intern("name", name), node)
        if value is not None:
            if _named_value(work, target, name, value, word, declared, start, end):
                return
            _prefix(work, value, name)
    if value is not None and required(work, target, value, end):
        return
    value_of(work, value)
    at = node.end_byte
    if word == "var" or value is None:
        at = node.start_byte if value is None else at
    assigned = work.expression(value)
    if declared != NONE:
        bind_pattern(
            work,
            target,
            declared,
            node,
            kind="declare",
            scope=work.scope,
            start=at,
            end=end,
            block_scoped=block_scoped,
            declared=True,
        )
    if assigned != NONE or declared == NONE:
        bind_pattern(
            work,
            target,
            assigned,
            node,
            kind="assign" if declared != NONE else "declare",
            scope=work.scope,
            start=at,
            end=end,
            block_scoped=block_scoped,
        )
    if simple and (end > len(work.data) if work.scope == 0 else work.definitions[work.scope].kind == "package"):
        key = (work.scope, work.text(target))
        if key not in work.seen:
            work.seen.add(key)
            _module_variable(work, node, target, word, declared if declared != NONE else assigned, start, exported)


def _module_variable(
    work: Extraction, node: Node, target: Node, word: str, value: int, start: int, exported: str
) -> None:
    name = work.text(target)
    flags = (("const",) if word == "const" else ()) + (("exported",) if exported else ())
    work.add_definition(
        "constant" if word == "const" else "variable",
        name,
        node,
        target,
        open_scope=False,
        signature=" ".join(f"{word} {work.text(node)[:120]}".split()),
        doc=clean_comment(comment_before(work, start)),
        visibility=visibility(name),
        flags=flags,
        value=value,
    )


def _named_value(
    work: Extraction, target: Node, name: str, value: Node, word: str, declared: int, start: int, end: int
) -> bool:
    """``const f = () => …`` and ``const C = class …`` are definitions called ``f`` and ``C``."""
    if value.type in ("parenthesized_expression", "as_expression", "satisfies_expression"):
        value, cast = wrapped(work, value)
        declared = declared if declared != NONE else cast
    kind = value.type
    if kind not in FUNCTIONS and kind != "class":
        return False
    flags = ("variable",) if word != "const" else ()
    naming = Naming(name, target, "class" if kind == "class" else "function", flags=flags, context=declared)
    notes(work).names[value.id] = naming
    expression = work.expression(value)
    if expression == NONE:
        return False
    index = work.expressions[expression][1]
    doc = work.definitions[index].doc or clean_comment(comment_before(work, start))
    work.definitions[index] = work.definitions[index]._replace(doc=doc)
    work.bindings.append(
        Binding(
            work.scope,
            name,
            expression,
            "declare",
            start,
            end,
            NONE,
            target.start_point.row,
            word != "var",
        )
    )
    return True


def _prefix(work: Extraction, value: Node, name: str) -> None:
    """Functions in ``const x = { … }``, or in ``const x = make({ … })``, are called ``x.…``."""
    while value.type in ("parenthesized_expression", "as_expression", "satisfies_expression", "await_expression"):
        inner = only(value)
        if inner is None:
            return
        value = inner
    outer = work.named(work.scope)
    prefix = f"{work.definitions[outer].qualified_name}.{name}" if outer else name
    found = notes(work).prefixes
    if value.type == "object":
        found[value.id] = prefix
    elif value.type == "call_expression":
        listed = value.child_by_field_name("arguments")
        if listed is not None and listed.type == "arguments":
            for argument in listed.named_children:
                if argument.type == "object":
                    found[argument.id] = prefix
                    break


# -- assignments


def assignment(work: Extraction, node: Node) -> None:
    """``x = …``, ``a.b = …``, ``exports.f = …``, ``X.prototype.f = function …``, patterns."""
    left = _target(node)
    if left is None:
        return
    expression = work.expression(node)
    value_of(work, node.child_by_field_name("right"))
    exported = _exported_name(work, left)
    if exported:
        export(work, exported, expression, node, ("commonjs",))
        return
    start, end = node.end_byte, _reach(node) or block_end(work, node.start_byte)
    if left.type == "member_expression":
        comment = comment_before(work, node.start_byte)
        documented = jsdoc.types(work, comment).get("type", NONE) if "@type" in comment else NONE
        if documented != NONE:
            declared = work.intern("inst", documented)
            scope = work.scope
            bind_pattern(work, left, declared, node, kind="assign", scope=scope, start=start, end=end, declared=True)
    bind_pattern(work, left, expression, node, kind="assign", scope=work.scope, start=start, end=end)


def _reach(node: Node) -> int:
    """Where an assignment that may not happen ends to be certain: ``f || (f = g)``, ``if (c) f = g``; 0 for others."""
    at = node
    for _ in range(6):
        above = at.parent
        if above is None:
            return 0
        kind = above.type
        if kind == "binary_expression":
            right = above.child_by_field_name("right")
            operator = above.child_by_field_name("operator")
            if right is not None and right.start_byte == at.start_byte:
                if operator is not None and operator.type in ("||", "&&", "??"):
                    return above.end_byte
        elif kind == "ternary_expression":
            condition = above.child_by_field_name("condition")
            if condition is None or condition.start_byte != at.start_byte:
                return above.end_byte
        elif kind in ("if_statement", "else_clause"):
            condition = above.child_by_field_name("condition")
            if condition is None or condition.start_byte != at.start_byte:
                return above.end_byte
            return 0
        elif kind not in ("parenthesized_expression", "expression_statement", "sequence_expression"):
            return 0
        at = above
    return 0


def _target(node: Node) -> Node | None:
    left = node.child_by_field_name("left")
    while left is not None and left.type in ("parenthesized_expression", "non_null_expression"):
        left = only(left)
    return left


def name_assigned(work: Extraction, node: Node) -> None:
    """A function, class or object literal gets its name from what it is assigned to, before it is read."""
    left = _target(node)
    value = node.child_by_field_name("right")
    while value is not None and value.type in ("parenthesized_expression", "as_expression"):
        value = only(value)
    if left is None or value is None:
        return
    kind = value.type
    is_function = kind in FUNCTIONS
    if not is_function and kind != "class" and kind != "object":
        return
    shape = left.type
    if shape == "identifier":
        if kind == "object":
            _prefix(work, value, work.text(left))
        else:
            naming = Naming(work.text(left), left, "class" if kind == "class" else "function", flags=("variable",))
            notes(work).names.setdefault(value.id, naming)
    elif shape == "member_expression":
        exported = _exported_name(work, left)
        if exported:
            _name_export(work, exported, left, value)
        else:
            _name_member_value(work, left, value)
    elif shape == "subscript_expression":
        _name_member_value(work, left, value)


def _member_path(work: Extraction, node: Node) -> str:
    """Text of a plain dotted path (``a.b.c``, ``this.x``), '' for anything else."""
    text = work.text(node)
    plain = text.replace("?.", ".").replace(".", "").replace("_", "").replace("$", "").replace("#", "")
    return text.replace("?.", ".") if plain.isalnum() else ""


def _exported_name(work: Extraction, left: Node) -> str:
    """``name`` of ``exports.name`` and ``module.exports.name``, ``export=`` of ``module.exports``; '' for others."""
    if left.type != "member_expression":
        return ""
    base_node = left.child_by_field_name("object")
    property_node = left.child_by_field_name("property")
    if base_node is None or property_node is None or base_node.end_byte - base_node.start_byte > 14:
        return ""
    owner = work.text(base_node)
    name = work.text(property_node)
    if owner == "module" and name == "exports":
        return "export="
    return name if owner in ("exports", "module.exports") else ""


def _name_export(work: Extraction, exported: str, left: Node, value: Node) -> None:
    found = notes(work)
    whole = exported == "export="
    kind = value.type
    if kind == "object":
        found.prefixes[value.id] = "" if whole else exported
        return
    if whole and value.child_by_field_name("name") is not None:
        return
    property_node = left.child_by_field_name("property")
    if property_node is None:
        return
    receiver = NONE if whole else work.expression(left.child_by_field_name("object"))
    name = "exports" if whole else exported
    shape = "class" if kind == "class" else "function"
    found.names.setdefault(value.id, Naming(name, property_node, shape, "", ("exported",), receiver))


def _name_member_value(work: Extraction, left: Node, value: Node) -> None:
    """Functions assigned to members are methods of what they are assigned to."""
    kind = value.type
    base_node = left.child_by_field_name("object")
    if base_node is None:
        return
    found = notes(work)
    if left.type == "subscript_expression":
        key = left.child_by_field_name("index")
        if key is None or key.type != "string":
            # The key is not known, but what ``this`` is is.
            own = value.child_by_field_name("name")
            if kind in FUNCTIONS:
                shape = "function" if own is not None else "lambda"
                naming = Naming(work.text(own), own or value, shape, None, (), work.expression(base_node))
                found.names.setdefault(value.id, naming)
            return
        name_node, name = key, work.text(key)[1:-1]
    else:
        name_node = left.child_by_field_name("property")
        name = work.text(name_node)
    if name_node is None:
        return
    path = _member_path(work, base_node)
    prototype = path == "prototype" or path.endswith(".prototype")
    owner = path.removesuffix(".prototype") if prototype else path
    if owner == "this" or owner.startswith("this."):
        outer = _owner_of_this(work)
        owner = work.definitions[outer].qualified_name + owner[4:] if outer else owner[5:]
    else:
        outer = work.named(work.scope)
        if outer and owner:
            owner = f"{work.definitions[outer].qualified_name}.{owner}"
        for word in ("module.exports", "exports"):
            if owner == word or owner.startswith(word + "."):
                owner = owner[len(word) + 1 :]
    if kind == "object":
        prefix = owner if name == "prototype" else (f"{owner}.{name}" if owner else name)
        found.prefixes.setdefault(value.id, prefix)
        return
    shape = "class" if kind == "class" else ("method" if prototype or path == "this" else "function")
    receiver = work.expression(base_node)
    found.names.setdefault(value.id, Naming(name, name_node, shape, owner, (), receiver))


def _owner_of_this(work: Extraction) -> int:
    """The definition whose member ``this.x`` is, as far as its name goes: the class of a method, or the
    function that serves as a constructor."""
    index = work.scope
    definitions = work.definitions
    while index > 0:
        definition = definitions[index]
        parent = definitions[definition.parent]
        if parent.kind == "class":
            return definition.parent
        if definition.name and "arrow" not in definition.flags:
            return index
        index = definition.parent
    return 0


# -- loops, catch, return


def for_in(work: Extraction, node: Node) -> None:
    """``for (const x of xs)`` and ``for (const k in o)``."""
    enter_block(work, node)
    branch(work)
    left = node.child_by_field_name("left")
    right = node.child_by_field_name("right")
    if left is None or right is None:
        return
    operator = node.child_by_field_name("operator")
    iterated = work.expression(right)
    if operator is not None and operator.type == "in":
        value = work.intern("lit", "str")
    elif iterated == NONE:
        value = NONE
    else:
        value = work.intern("elem", iterated)
        second = node.child(1)
        if second is not None and second.type == "await":
            value = work.intern("await", value)
    word = node.child_by_field_name("kind")
    declares = word is not None
    bind_pattern(
        work,
        left,
        value,
        node,
        kind="for" if declares else "assign",
        scope=work.scope,
        start=right.end_byte,
        end=node.end_byte,
        block_scoped=declares and work.text(word) != "var",
    )


def catch(work: Extraction, node: Node) -> None:
    """``catch (e)``: what was thrown is unknown, but it is nothing else of that name."""
    branch(work)
    parameter = node.child_by_field_name("parameter")
    if parameter is None:
        return
    bind_pattern(
        work,
        parameter,
        annotated(work, node.child_by_field_name("type")),
        node,
        kind="except",
        scope=work.scope,
        start=node.start_byte,
        end=node.end_byte,
        block_scoped=True,
    )


def returns(work: Extraction, node: Node) -> None:
    """``return x``: one of the values of the function around it."""
    value = only(node)
    if value is not None:
        add_return(work, value, node)
        value_of(work, value)


def add_return(work: Extraction, value: Node, node: Node) -> None:
    """Record what the current function gives back."""
    if value.type == "object":
        # A factory: the functions it returns are known by its name.
        outer = work.named(work.scope)
        if outer:
            notes(work).prefixes.setdefault(value.id, work.definitions[outer].qualified_name)
    work.bindings.append(
        Binding(
            work.scope,
            "return",
            work.expression(value),
            "return",
            node.start_byte,
            node.end_byte,
            NONE,
            node.start_point.row,
        )
    )


def yields(work: Extraction, node: Node) -> None:
    """``yield x`` and ``yield* xs``: the elements of the generator around it."""
    value = only(node)
    expression = work.expression(value)
    second = node.child(1) if node.child_count > 1 else None
    if second is not None and second.type == "*" and expression != NONE:
        expression = work.intern("elem", expression)
    work.bindings.append(
        Binding(
            work.scope,
            "yield",
            expression,
            "yield",
            node.start_byte,
            node.end_byte,
            NONE,
            node.start_point.row,
        )
    )


def branch(work: Extraction, node: Node | None = None) -> None:
    """One more way through the definition around it."""
    scope = work.named(work.scope)
    work.branches[scope] = work.branches.get(scope, 0) + 1
