"""Ruby expressions in neutral form.

A method's name ends in ``()``, instance variables keep their ``@``, constants and local variables
stand as they are. A name that no assignment before it made a variable is a call on ``self``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from parsers.facts import NONE

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

CHAIN = ("receiver", "object")
_LITERALS = {
    "string": "str",
    "chained_string": "str",
    "heredoc_beginning": "str",
    "subshell": "str",
    "character": "str",
    "integer": "int",
    "float": "float",
    "rational": "rational",
    "complex": "complex",
    "regex": "regex",
    "nil": "none",
    "true": "bool",
    "false": "bool",
    "range": "range",
    "delimited_symbol": "symbol",
}
_COMPARISONS = frozenset(("==", "!=", "<", ">", "<=", ">=", "===", "=~", "!~", "<=>", "not"))
_MAX_ITEMS = 24
BLOCKS = ("block", "do_block")


def first(node: Node | None) -> Node | None:
    """The first named child that is no comment."""
    if node is None:
        return None
    for child in node.named_children:
        if child.type != "comment":
            return child
    return None


def last(node: Node | None) -> Node | None:
    """The last named child that is no comment: the value of a body."""
    if node is None:
        return None
    for child in reversed(node.named_children):
        if child.type != "comment":
            return child
    return None


def is_local(work: Extraction, name: str) -> bool:
    """Whether the name is a variable at this point of the file."""
    known = work.notes.setdefault("locals", {})
    scope = work.scope
    while True:
        if name in known.get(scope, ()):
            return True
        if scope == 0 or work.definitions[scope].kind != "lambda":
            return False
        scope = work.definitions[scope].parent


def declare(work: Extraction, name: str, scope: int | None = None) -> None:
    """From here on the name is a variable."""
    work.notes.setdefault("locals", {}).setdefault(work.scope if scope is None else scope, set()).add(name)


def _identifier(work: Extraction, node: Node) -> int:
    name = work.text(node)
    if is_local(work, name):
        return work.intern("name", name)
    return work.intern("call", work.intern("name", f"{name}()"), (), ())


def _constant(work: Extraction, node: Node) -> int:
    return work.intern("name", work.text(node))


def _scope_resolution(work: Extraction, node: Node) -> int:
    scope = node.child_by_field_name("scope")
    base = work.expression(scope) if scope is not None else work.intern("name", "::")
    name = node.child_by_field_name("name")
    text = work.text(name)
    if name is not None and name.type != "constant":
        return work.intern("call", work.intern("attr", base, text + "()"), (), ())
    return work.intern("attr", base, text)


def _variable(work: Extraction, node: Node) -> int:
    return work.intern("attr", work.intern("this"), work.text(node))


def _global(work: Extraction, node: Node) -> int:
    return work.intern("name", work.text(node))


def _self(work: Extraction, node: Node) -> int:
    return work.intern("this")


def _literal(kind: str) -> Callable[[Extraction, Node], int]:
    def convert(work: Extraction, node: Node) -> int:
        return work.intern("lit", kind)

    return convert


def _symbol(work: Extraction, node: Node) -> int:
    text = work.text(node).strip(":\"'")
    return work.intern("str", text) if len(text) < 60 else work.intern("lit", "symbol")


def _through(work: Extraction, node: Node) -> int:
    return work.expression(last(node))


def _last_of_field(field: str) -> Callable[[Extraction, Node], int]:
    def convert(work: Extraction, node: Node) -> int:
        return work.expression(node.child_by_field_name(field))

    return convert


def arguments(work: Extraction, node: Node | None) -> tuple[tuple[int, ...], tuple[tuple[str, int], ...]]:
    """Positional and keyword arguments."""
    if node is None:
        return (), ()
    positional: list[int] = []
    keywords: list[tuple[str, int]] = []
    for child in node.named_children:
        kind = child.type
        if kind == "comment" or kind == "block_argument":
            continue
        if kind == "pair":
            key = child.child_by_field_name("key")
            value = child.child_by_field_name("value")
            if key is not None and key.type == "hash_key_symbol":
                shorthand = value is None
                text = work.text(key)
                keywords.append((text, work.intern("name", text) if shorthand else work.expression(value)))
            continue
        if kind in ("splat_argument", "hash_splat_argument", "forward_argument"):
            positional.append(work.intern("spread", work.expression(first(child))))
        else:
            positional.append(work.expression(child))
    return tuple(positional), tuple(keywords)


def block_of(node: Node) -> Node | None:
    """The block given to a call."""
    return node.child_by_field_name("block")


def callee(work: Extraction, node: Node) -> int:
    """The method a call names."""
    method = node.child_by_field_name("method")
    receiver = node.child_by_field_name("receiver")
    if method is None:
        # ``block.(1)``
        return work.intern("attr", work.expression(receiver), "call()") if receiver is not None else NONE
    if method.type == "super":
        return super_callee(work)
    name = work.text(method) + "()"
    if receiver is None:
        return work.intern("name", name)
    return work.intern("attr", work.expression(receiver), name)


def super_callee(work: Extraction) -> int:
    """What ``super`` calls: the method of the same name further up."""
    scope = work.scope
    while scope > 0 and work.definitions[scope].kind != "method":
        scope = work.definitions[scope].parent
    if scope == 0:
        return NONE
    return work.intern("attr", work.intern("super"), work.definitions[scope].name + "()")


def _call(work: Extraction, node: Node) -> int:
    positional, keywords = arguments(work, node.child_by_field_name("arguments"))
    block = block_of(node)
    if block is not None:
        keywords = (*keywords, ("&", work.expression(block)))
    return work.intern("call", callee(work, node), positional, keywords)


def _super(work: Extraction, node: Node) -> int:
    return work.intern("call", super_callee(work), (), ())


def _index(work: Extraction, node: Node) -> int:
    children = [child for child in node.named_children if child.type != "comment"]
    if not children:
        return NONE
    key = work.expression(children[1]) if len(children) > 1 else NONE
    return work.intern("index", work.expression(children[0]), key)


def _array(work: Extraction, node: Node) -> int:
    items: list[int] = []
    for child in node.named_children[:_MAX_ITEMS]:
        if child.type == "splat_argument":
            items.append(work.intern("spread", work.expression(first(child))))
        elif child.type != "comment":
            items.append(work.expression(child))
    return work.intern("seq", "array", tuple(items))


def _words(kind: str) -> Callable[[Extraction, Node], int]:
    def convert(work: Extraction, node: Node) -> int:
        return work.intern("seq", "array", (work.intern("lit", kind),))

    return convert


def _hash(work: Extraction, node: Node) -> int:
    keys: list[int] = []
    values: list[int] = []
    for child in node.named_children[:_MAX_ITEMS]:
        if child.type != "pair":
            continue
        key = child.child_by_field_name("key")
        value = child.child_by_field_name("value")
        if key is not None and key.type == "hash_key_symbol":
            keys.append(work.intern("str", work.text(key)))
        else:
            keys.append(work.expression(key))
        values.append(work.expression(value))
    return work.intern("map", tuple(keys), tuple(values))


def _assignment(work: Extraction, node: Node) -> int:
    return work.expression(node.child_by_field_name("right"))


def _or_assignment(work: Extraction, node: Node) -> int:
    operator = node.child_by_field_name("operator")
    if operator is not None and operator.type == "||=":
        left = work.expression(node.child_by_field_name("left"))
        return work.intern("union", (left, work.expression(node.child_by_field_name("right"))))
    return NONE


def _branches(work: Extraction, node: Node) -> int:
    """``if`` and its like as a value: what any of its branches gives."""
    found: list[int] = []
    pending: list[Node | None] = [node]
    steps = 0
    while pending and steps < 40:
        here = pending.pop(0)
        steps += 1
        if here is None:
            continue
        if here.type in ("if", "unless", "elsif", "conditional"):
            pending += [here.child_by_field_name("consequence"), here.child_by_field_name("alternative")]
        elif here.type in ("case", "case_match"):
            pending += [child for child in here.named_children if child.type in ("when", "in_clause", "else")]
        elif here.type in ("when", "in_clause"):
            pending.append(here.child_by_field_name("body"))
        else:
            value = last(here) if here.type in ("then", "else") else here
            if value is not None and value.type in ("if", "unless", "case", "case_match", "conditional"):
                pending.append(value)
            else:
                found.append(work.expression(value))
    known = tuple(dict.fromkeys(found))
    if not any(index != NONE for index in known):
        return NONE
    return known[0] if len(known) == 1 else work.intern("union", known)


def _binary(work: Extraction, node: Node) -> int:
    operator = node.child_by_field_name("operator")
    kind = operator.type if operator is not None else ""
    if kind in ("||", "or"):
        left = work.expression(node.child_by_field_name("left"))
        return work.intern("union", (left, work.expression(node.child_by_field_name("right"))))
    if kind in ("&&", "and"):
        return work.expression(node.child_by_field_name("right"))
    if kind in _COMPARISONS:
        return work.intern("lit", "bool")
    left = work.expression(node.child_by_field_name("left"))
    return work.intern("binary", kind, left, NONE)


def _begin(work: Extraction, node: Node) -> int:
    for child in reversed(node.named_children):
        if child.type not in ("comment", "rescue", "ensure", "else"):
            return work.expression(child)
    return NONE


def _rescue_modifier(work: Extraction, node: Node) -> int:
    return work.expression(node.child_by_field_name("body"))


EXPRESSIONS: dict[str, Callable[[Extraction, Node], int]] = {
    "identifier": _identifier,
    "constant": _constant,
    "scope_resolution": _scope_resolution,
    "instance_variable": _variable,
    "class_variable": _variable,
    "global_variable": _global,
    "self": _self,
    "call": _call,
    "super": _super,
    "element_reference": _index,
    "array": _array,
    "right_assignment_list": _array,
    "string_array": _words("str"),
    "symbol_array": _words("symbol"),
    "hash": _hash,
    "assignment": _assignment,
    "operator_assignment": _or_assignment,
    "if": _branches,
    "unless": _branches,
    "case": _branches,
    "case_match": _branches,
    "conditional": _branches,
    "binary": _binary,
    "unary": _through,
    "parenthesized_statements": _through,
    "then": _through,
    "else": _through,
    "begin": _begin,
    "body_statement": _begin,
    "rescue_modifier": _rescue_modifier,
    "if_modifier": _last_of_field("body"),
    "unless_modifier": _last_of_field("body"),
    "simple_symbol": _symbol,
    **{kind: _literal(literal) for kind, literal in _LITERALS.items()},
}
