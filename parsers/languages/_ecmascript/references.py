"""Call sites, constructions, JSX elements, decorators and functions handed on by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.facts import NONE, Binding, Expression
from parsers.languages._ecmascript.definitions import FUNCTIONS
from parsers.languages._ecmascript.imports import string_value
from parsers.languages._ecmascript.notes import notes
from parsers.languages._ecmascript.types import only

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

_CHAIN = ("function", "object")


def _mentioned(node: Node | None) -> Node | None:
    """The node of the name in a callee: the property of a member expression, through parentheses."""
    for _ in range(6):
        if node is None:
            return None
        kind = node.type
        if kind == "identifier" or kind == "super" or kind == "this":
            return node
        if kind == "member_expression":
            return node.child_by_field_name("property")
        if kind == "subscript_expression":
            key = node.child_by_field_name("index")
            return key if key is not None and key.type in ("string", "identifier", "member_expression") else None
        if kind in FUNCTIONS or kind == "class":
            return node.child_by_field_name("name")
        if kind in ("parenthesized_expression", "non_null_expression", "as_expression", "instantiation_expression"):
            node = only(node)
        elif kind == "sequence_expression":
            node = node.named_child(node.named_child_count - 1)
        else:
            return None
    return None


def _name_of(work: Extraction, at: Node) -> str:
    kind = at.type
    if kind == "string":
        return work.text(at)[1:-1]
    if kind == "member_expression":
        return work.text(at.child_by_field_name("property"))
    return work.text(at)


def call(work: Extraction, node: Node) -> None:
    """A call site."""
    callee = node.child_by_field_name("function")
    if callee is None:
        return
    kind = callee.type
    if kind == "import":
        _dynamic_import(work, node)
        return
    if node.start_byte in notes(work).quiet:
        return
    work.chain(node, _CHAIN)
    expression = work.expression(node)
    at = callee if kind == "identifier" else _mentioned(callee)
    values(work, node.child_by_field_name("arguments"))
    if at is None:
        if kind not in FUNCTIONS:
            # What is called has no name: ``make()(…)``, ``(a ? f : g)(…)``.
            item = work.expressions[expression] if expression != NONE else None
            work.add_reference("call", "", expression, callee, _argument_count(work, item[2]) if item else -1)
        return
    name = work.text(at) if kind == "identifier" or kind == "member_expression" else _name_of(work, at)
    if kind == "identifier" and name == "require":
        argument = only(node.child_by_field_name("arguments"))
        if argument is not None and argument.type == "string":
            work.add_import("", string_value(work, argument), "", node, flags=("require",))
            return
    count = -1
    item = work.expressions[expression] if expression != NONE else None
    if item is not None:
        count = _argument_count(work, item[2])
        _inheritance_call(work, node, callee, name, item)
    work.add_reference("call", name, expression, at, count)
    if name in _THROUGH and kind == "member_expression":
        _called_through(work, callee)


_THROUGH = frozenset(("call", "apply", "bind"))


def _called_through(work: Extraction, callee: Node) -> None:
    """``f.call(…)``, ``f.apply(…)``, ``f.bind(…)``: ``f`` is handed on."""
    target = callee.child_by_field_name("object")
    at = _mentioned(target)
    if target is not None and at is not None and target.type in ("identifier", "member_expression"):
        work.add_reference("value", work.text(at), work.expression(target), at)


def _argument_count(work: Extraction, found: tuple[int, ...]) -> int:
    expressions = work.expressions
    for argument in found:
        if argument != NONE and expressions[argument][0] == "spread":
            return -1
    return len(found)


def _dynamic_import(work: Extraction, node: Node) -> None:
    argument = only(node.child_by_field_name("arguments"))
    if argument is not None and argument.type == "string":
        work.add_import("", string_value(work, argument), "", node, flags=("lazy",))


def new(work: Extraction, node: Node) -> None:
    """``new X(…)``."""
    callee = node.child_by_field_name("constructor")
    at = _mentioned(callee)
    if callee is None or at is None:
        return
    expression = work.expression(node)
    values(work, node.child_by_field_name("arguments"))
    item = work.expressions[expression] if expression != NONE else None
    count = _argument_count(work, item[2]) if item is not None else -1
    work.add_reference("construct", _name_of(work, at), expression, at, count)


_NAMES = frozenset(("identifier", "member_expression"))


def values(work: Extraction, node: Node | None) -> None:
    """The names among arguments or items: functions handed on. What is none is dropped when it is linked."""
    if node is not None:
        for child in node.named_children:
            if child.type in _NAMES:
                value(work, child)


def inner(work: Extraction, node: Node) -> None:
    """``{onSave}`` in JSX."""
    if node.named_child_count == 1:
        values(work, node)


def value_of(work: Extraction, node: Node | None) -> None:
    """A value that may be a plain name."""
    if node is not None and node.type in _NAMES:
        value(work, node)


def properties(work: Extraction, node: Node) -> None:
    """Names among the values of an object literal."""
    for child in node.named_children:
        kind = child.type
        if kind == "pair":
            value_of(work, child.child_by_field_name("value"))
        elif kind == "shorthand_property_identifier":
            value(work, child)


def value(work: Extraction, node: Node) -> None:
    """A name or a member handed on as a value."""
    at = node if node.type != "member_expression" else node.child_by_field_name("property")
    if at is None:
        return
    name = work.text(at)
    if name != "undefined":
        work.add_reference("value", name, work.expression(node), at)


def render(work: Extraction, node: Node) -> None:
    """A JSX element: lower-case names are the platform's own."""
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    at = name_node
    if name_node.type == "member_expression":
        at = name_node.child_by_field_name("property") or name_node
    elif name_node.type == "jsx_namespace_name" or not work.text(name_node)[:1].isupper():
        if work.text(name_node)[:1] not in ("$", "_"):
            return
    work.add_reference("render", work.text(at), work.expression(name_node), at)


def type_name(work: Extraction, node: Node) -> None:
    """A type mentioned by name."""
    if node.start_byte not in notes(work).reported:
        work.add_reference("type", work.text(node), work.expression(node), node)


def type_path(work: Extraction, node: Node) -> None:
    """``ns.Type``."""
    name = node.child_by_field_name("name")
    if name is None:
        return
    reported = notes(work).reported
    if name.start_byte not in reported:
        reported.add(name.start_byte)
        work.add_reference("type", work.text(name), work.expression(node), name)


def read_decorators(work: Extraction, nodes: list[Node]) -> tuple[int, ...]:
    """The decorators among ``nodes``, each a reference; their expressions are returned."""
    out: list[int] = []
    for child in nodes:
        if child.type != "decorator":
            continue
        inner = only(child)
        if inner is None:
            continue
        out.append(work.expression(inner))
        target: Node | None = inner
        if inner.type == "call_expression":
            # The call makes the decorator; it is told as one, not as a call of its own.
            notes(work).quiet.add(inner.start_byte)
            target = inner.child_by_field_name("function")
        at = _mentioned(target)
        if at is not None:
            work.add_reference("decorate", work.text(at), work.expression(target), at)
    return tuple(out)


# -- calls that make one thing inherit from another


def _inheritance_call(work: Extraction, node: Node, callee: Node, name: str, item: tuple) -> None:
    """``Object.assign(X.prototype, …)``, ``util.inherits(A, B)``, ``Object.setPrototypeOf(a, b)``,
    ``Object.defineProperty(o, 'x', …)`` as bindings of members."""
    shape = _MEMBER_CALLS.get(name)
    if shape is None:
        return
    arguments = item[2]
    if len(arguments) < 2 or arguments[0] == NONE:
        return
    owner = work.text(callee.child_by_field_name("object")) if callee.type == "member_expression" else ""
    if shape == "assign":
        # A function of that name of one's own copies too, but ``util.extend(this, …)`` may be anything.
        plain = callee.type == "identifier" and work.expressions[arguments[0]][0] in ("name", "attr")
        if plain or owner in ("Object", "_", "lodash", "$", "jQuery"):
            for source in arguments[1:]:
                if source != NONE:
                    _member_binding(work, node, arguments[0], "*", source)
    elif shape == "inherits":
        if owner in ("util", "utils", ""):
            child = work.intern("attr", arguments[0], "prototype")
            _member_binding(work, node, child, "__proto__", work.intern("attr", arguments[1], "prototype"))
    elif owner not in ("Object", "Reflect"):
        return
    elif shape == "prototype":
        _member_binding(work, node, arguments[0], "__proto__", arguments[1])
    elif shape == "property" and len(arguments) > 2:
        named: Expression = work.expressions[arguments[1]] if arguments[1] != NONE else ("",)
        if named[0] == "str":
            _described(work, node, arguments[0], named[1], arguments[2])
        elif named[0] in ("name", "attr"):
            _described(work, node, arguments[0], f"[{named[-1]}]", arguments[2])
    elif shape == "properties":
        for key, described in _entries(work, arguments[1]):
            _described(work, node, arguments[0], key, described)


_MEMBER_CALLS = {
    "assign": "assign",
    "extend": "assign",
    "mixin": "assign",
    "inherits": "inherits",
    "setPrototypeOf": "prototype",
    "defineProperty": "property",
    "defineProperties": "properties",
}


def _entries(work: Extraction, expression: int) -> list[tuple[str, int]]:
    """(key, value) of an object literal's expression."""
    if expression == NONE:
        return []
    item: Expression = work.expressions[expression]
    if item[0] == "def":
        value_of = work.definitions[item[1]].value
        item = work.expressions[value_of] if value_of != NONE else ("",)
    if item[0] != "map":
        return []
    out = []
    for key, found in zip(item[1], item[2], strict=True):
        if key != NONE and work.expressions[key][0] == "str":
            out.append((work.expressions[key][1], found))
    return out


def _described(work: Extraction, node: Node, owner: int, name: str, descriptor: int) -> None:
    for key, found in _entries(work, descriptor):
        if found == NONE:
            continue
        if key == "value":
            _member_binding(work, node, owner, name, found)
        elif key == "get":
            item = work.expressions[found]
            if item[0] == "def":
                definition = work.definitions[item[1]]
                extra = (*(e for e in definition.extra if e[0] != "receiver"), ("receiver", owner))
                work.definitions[item[1]] = definition._replace(extra=extra)
            _member_binding(work, node, owner, name, work.intern("call", found, (), ()))


def _member_binding(work: Extraction, node: Node, base: int, name: str, found: int) -> None:
    work.bindings.append(
        Binding(
            work.scope,
            name,
            found,
            "attr",
            node.start_byte,
            node.end_byte,
            base,
            node.start_point.row,
        )
    )
