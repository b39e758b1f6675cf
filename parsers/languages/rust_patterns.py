"""What a Rust pattern binds: every name in it, with the expression that takes its part out of the value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.facts import NONE, Binding

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

MAX_PARTS = 400
"""Patterns with more parts than this are tables written as code."""

_INSIDE = frozenset(("match_pattern", "mut_pattern", "ref_pattern", "parenthesized_expression"))


def bind(
    work: Extraction,
    pattern: Node | None,
    value: int,
    *,
    start: int,
    end: int,
    kind: str = "pattern",
    declared: bool = False,
    scope: int | None = None,
) -> None:
    """Bind every name in ``pattern`` to its part of ``value``, in force from ``start`` to ``end``."""
    if pattern is None:
        return
    owner = work.scope if scope is None else scope
    pending: list[tuple[Node, int]] = [(pattern, value)]
    bound: set[str] = set()
    parts = 0
    while pending and parts < MAX_PARTS:
        node, value = pending.pop()
        parts += 1
        shape = node.type
        if shape == "identifier" or shape == "shorthand_field_identifier":
            name = work.text(node)
            # An upper-case name in a pattern is a constant or a variant, not a variable.
            if name[:1].isupper() or name == "_" or name in bound:
                continue
            bound.add(name)
            row = node.start_point.row
            work.bindings.append(Binding(owner, name, value, kind, start, end, NONE, row, True, declared))
        elif shape in _INSIDE:
            pending += [(child, value) for child in node.named_children if child.type != "mutable_specifier"][:1]
        elif shape == "tuple_struct_pattern" or shape == "call_expression":
            _parts(work, node, value, pending)
        elif shape == "tuple_pattern" or shape == "tuple_expression":
            _positions(work, _listed(node), value, pending)
        elif shape == "struct_pattern":
            _fields(work, node, value, pending)
        elif shape == "reference_pattern" or shape == "reference_expression":
            inner = [c for c in node.named_children if c.type != "mutable_specifier"]
            pending += [(c, work.intern("deref", value) if value != NONE else NONE) for c in inner[:1]]
        elif shape == "or_pattern" or shape == "binary_expression":
            # The alternatives bind the same names; the first that is popped is the first written.
            pending += [(child, value) for child in reversed(node.named_children)]
        elif shape == "captured_pattern":
            pending += [(child, value) for child in reversed(node.named_children)]
        elif shape == "slice_pattern" or shape == "array_expression":
            element = work.intern("elem", value) if value != NONE else NONE
            for child in reversed(node.named_children):
                rest = child.type == "captured_pattern" and any(
                    c.type == "remaining_field_pattern" for c in child.named_children
                )
                pending.append((child, value if rest else element))
        declared = declared and shape in _INSIDE


def _parts(work: Extraction, node: Node, value: int, pending: list[tuple[Node, int]]) -> None:
    """``Some(x)``, ``Shape::Circle(r, ..)``; also as a call, which is how a macro's pattern reads."""
    head = node.child_by_field_name("type") or node.child_by_field_name("function")
    if head is None:
        return
    if value != NONE:
        value = work.intern("variant", value, work.expression(head))
    body = node.child_by_field_name("arguments")
    _positions(work, [c for c in _listed(body or node) if c.id != head.id], value, pending)


def _listed(node: Node) -> list[Node]:
    """The parts of a list of patterns; ``_`` counts though it has no node of its own kind."""
    return [c for c in node.children if c.is_named or c.type == "_"]


def _positions(work: Extraction, children: list[Node], value: int, pending: list[tuple[Node, int]]) -> None:
    children = [c for c in children if c.type not in ("line_comment", "block_comment")]
    parts = []
    counted_from_end = False
    for i, child in enumerate(children):
        if child.type == "remaining_field_pattern":
            counted_from_end = True
            continue
        position = i - len(children) if counted_from_end else i
        parts.append((child, work.intern("item", value, position) if value != NONE else NONE))
    pending += reversed(parts)


def _fields(work: Extraction, node: Node, value: int, pending: list[tuple[Node, int]]) -> None:
    head = node.child_by_field_name("type")
    if value != NONE and head is not None:
        value = work.intern("variant", value, work.expression(head))
    for child in reversed(node.named_children):
        if child.type != "field_pattern":
            continue
        name = child.child_by_field_name("name")
        if name is None:
            continue
        text = work.text(name)
        part = NONE
        if value != NONE:
            part = work.intern("item", value, int(text)) if text.isdigit() else work.intern("attr", value, text)
        pending.append((child.child_by_field_name("pattern") or name, part))
