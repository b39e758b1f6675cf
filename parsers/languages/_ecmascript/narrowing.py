"""Tests that say more of a name: ``instanceof``, ``typeof``, ``Array.isArray``, type guards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.facts import NONE, Binding
from parsers.languages._ecmascript.bindings import branch
from parsers.languages._ecmascript.notes import block_end
from parsers.languages._ecmascript.types import only

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

_TYPEOF = {
    "string": "str",
    "number": "float",
    "boolean": "bool",
    "bigint": "int",
    "symbol": "symbol",
    "undefined": "none",
    "function": "function",
    "object": "object",
}
_LEAVING = frozenset(("return_statement", "throw_statement", "continue_statement", "break_statement"))


def _may_narrow(work: Extraction, condition: Node) -> bool:
    text = work.data[condition.start_byte : condition.end_byte]
    return b"instanceof" in text or b"typeof" in text or b"(" in text[1:]


def _leaves(node: Node | None) -> bool:
    """Whether a statement always leaves the block around it."""
    if node is None:
        return False
    if node.type == "statement_block":
        count = node.named_child_count
        node = node.named_child(count - 1) if count else None
    return node is not None and node.type in _LEAVING


def if_statement(work: Extraction, node: Node) -> None:
    """Both branches, and, when the first always leaves, what follows."""
    branch(work)
    condition = node.child_by_field_name("condition")
    if condition is None or not _may_narrow(work, condition):
        return
    consequence = node.child_by_field_name("consequence")
    alternative = node.child_by_field_name("alternative")
    if consequence is not None:
        _narrow(work, condition, consequence.start_byte, consequence.end_byte, True)
    if alternative is not None:
        _narrow(work, condition, alternative.start_byte, alternative.end_byte, False)
    if _leaves(consequence):
        _narrow(work, condition, node.end_byte, block_end(work, node.start_byte), False)


def ternary(work: Extraction, node: Node) -> None:
    """``c ? a : b``."""
    branch(work)
    condition = node.child_by_field_name("condition")
    if condition is None or not _may_narrow(work, condition):
        return
    first = node.child_by_field_name("consequence")
    second = node.child_by_field_name("alternative")
    if first is not None:
        _narrow(work, condition, first.start_byte, first.end_byte, True)
    if second is not None:
        _narrow(work, condition, second.start_byte, second.end_byte, False)


def logical(work: Extraction, node: Node) -> None:
    """``a && b``: b is read where a holds; ``a || b``: where it does not.

    The query marks every operator: one that asked for these two would keep a state for each nested expression.
    """
    operator = node.child_by_field_name("operator")
    if operator is None or operator.type not in ("&&", "||"):
        return
    branch(work)
    left = node.child_by_field_name("left")
    right = node.child_by_field_name("right")
    if left is None or right is None or not _may_narrow(work, left):
        return
    _narrow(work, left, right.start_byte, right.end_byte, operator.type == "&&")


def _subject(work: Extraction, node: Node | None) -> str:
    """A name or a short dotted path."""
    while node is not None and node.type in ("parenthesized_expression", "non_null_expression"):
        node = only(node)
    if node is None:
        return ""
    if node.type == "identifier":
        return work.text(node)
    if node.type == "member_expression":
        text = work.text(node)
        plain = text.replace(".", "").replace("_", "").replace("$", "").replace("#", "")
        if text.count(".") <= 2 and plain.isalnum():
            return text
    return ""


def _narrow(work: Extraction, condition: Node | None, start: int, end: int, positive: bool, depth: int = 0) -> None:
    """Record what ``condition`` being ``positive`` says of names, in force from ``start`` to ``end``."""
    if condition is None or depth > 6 or end <= start:
        return
    kind = condition.type
    if kind == "parenthesized_expression":
        _narrow(work, only(condition), start, end, positive, depth + 1)
    elif kind == "unary_expression":
        operator = condition.child_by_field_name("operator")
        if operator is not None and operator.type == "!":
            _narrow(work, condition.child_by_field_name("argument"), start, end, not positive, depth + 1)
    elif kind == "binary_expression":
        _narrow_binary(work, condition, start, end, positive, depth)
    elif kind == "call_expression":
        _narrow_call(work, condition, start, end, positive)


def _narrow_binary(work: Extraction, condition: Node, start: int, end: int, positive: bool, depth: int) -> None:
    operator_node = condition.child_by_field_name("operator")
    operator = operator_node.type if operator_node is not None else ""
    left = condition.child_by_field_name("left")
    right = condition.child_by_field_name("right")
    if operator in ("&&", "||"):
        if (operator == "&&") == positive:
            _narrow(work, left, start, end, positive, depth + 1)
            _narrow(work, right, start, end, positive, depth + 1)
    elif operator == "instanceof":
        tested = work.expression(right)
        if tested != NONE and left is not None:
            _add(work, left, work.intern("inst", tested), tested, start, end, positive)
    elif operator in ("===", "==", "!==", "!="):
        if left is None or right is None:
            return
        if right.type == "unary_expression":
            left, right = right, left
        if left.type != "unary_expression" or right.type != "string":
            return
        word = left.child_by_field_name("operator")
        if word is None or word.type != "typeof":
            return
        found = _TYPEOF.get(work.text(right)[1:-1])
        subject = left.child_by_field_name("argument")
        if found and subject is not None:
            value = work.intern("lit", found)
            holds = positive == operator.startswith("=")
            _add(work, subject, value, value, start, end, holds)


def _narrow_call(work: Extraction, condition: Node, start: int, end: int, positive: bool) -> None:
    """``Array.isArray(x)``, and ``isFoo(x)``: whether that is a type guard is known when it is linked."""
    callee = condition.child_by_field_name("function")
    listed = condition.child_by_field_name("arguments")
    subject = only(listed)
    if callee is None or subject is None or listed is None or listed.type != "arguments":
        return
    if callee.type == "member_expression" and work.text(callee) == "Array.isArray":
        tested = work.intern("name", "Array")
        _add(work, subject, work.intern("inst", tested), tested, start, end, positive)
        return
    if callee.type not in ("identifier", "member_expression"):
        return
    tested = work.intern("guarded", work.expression(callee))
    _add(work, subject, tested, tested, start, end, positive)


def _add(work: Extraction, subject: Node, value: int, tested: int, start: int, end: int, positive: bool) -> None:
    name = _subject(work, subject)
    if not name:
        return
    mentioned = work.expression(subject)
    if positive:
        found = work.intern("narrowed", mentioned, value)
    else:
        found = work.intern("exclude", mentioned, tested)
    work.bindings.append(Binding(work.scope, name, found, "narrow", start, end, NONE, subject.start_point.row))
