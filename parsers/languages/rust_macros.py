"""The arguments of Rust macros, read as expressions.

The grammar leaves what stands between a macro's brackets as bare tokens. Here all of a file's macro
invocations are read once more, together: everything else is blanked out, so that positions stay what
they are, and each pair of brackets with its content becomes a tuple, an array or a block of
expressions. Macros inside macros are read in the next round. A macro whose tokens are no expressions
(a little language of its own) is read alone, so that it cannot disturb its neighbours.

The right-hand sides of ``macro_rules!`` are read the same way, with ``$x`` as a name: a call of the
macro then has the type of its last expression.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from parsers import grammars
from parsers.language import Language
from parsers.languages.rust_items import condition

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Range

    from parsers.extract import Extraction

MAX_ROUNDS = 8
_BLANK = bytes(c if c in (10, 13) else 32 for c in range(256))
_PATTERN_MACROS = frozenset((b"matches", b"assert_matches", b"debug_assert_matches", b"assert_let"))

Mark = tuple[int, int, int, str, "Node"]


@dataclass(slots=True)
class Reading:
    """One macro's content, read as expressions."""

    arguments: list[Node] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    """What the queries marked in it, in document order."""
    pattern_from: int = -1
    """Index of the first argument that is a pattern (``matches!``), or -1."""
    guard: bool = False
    """The last argument is the guard of the pattern."""
    broken: bool = False
    idle: list[tuple[int, int]] = field(default_factory=list)
    """Byte ranges of the branches of a ``cfg_if!`` that are not taken."""


def read_all(
    work: Extraction, language: Language, invocations: list[Node], definitions: list[Node], attributes: list[Node]
) -> dict[int, Reading]:
    """Read every macro invocation, every rule of every macro definition, and every attribute that may
    hold an expression, by the id of its node."""
    readings: dict[int, Reading] = {}
    trees: list[object] = work.scratch.setdefault("trees", [])
    pending = [(node, _content(node)) for node in invocations]
    for definition in definitions:
        for rule in definition.named_children:
            if rule.type == "macro_rule":
                pending.append((rule, rule.child_by_field_name("right")))
    for attribute in attributes:
        tokens = _attribute_content(work, attribute)
        if tokens is not None:
            pending.append((attribute, tokens))
    for _ in range(MAX_ROUNDS):
        work_list = sorted(((n, t) for n, t in pending if t is not None), key=lambda p: p[1].start_byte)
        if not work_list:
            break
        found = _read(work, language, work_list, trees)
        pending = []
        for (node, _), reading in zip(work_list, found, strict=True):
            readings[node.id] = reading
            for mark in reading.marks:
                if mark[3] == "reference.macro":
                    pending.append((mark[4], _content(mark[4])))
    return readings


def _content(node: Node) -> Node | None:
    """The tokens between a macro's brackets."""
    for child in reversed(node.children):
        if child.type == "token_tree":
            return child
    return None


_PLAIN_ATTRIBUTES = frozenset(
    (
        b"derive",
        b"cfg",
        b"cfg_attr",
        b"doc",
        b"allow",
        b"warn",
        b"deny",
        b"forbid",
        b"expect",
        b"inline",
        b"repr",
        b"must_use",
        b"deprecated",
        b"rustfmt",
        b"feature",
        b"serde",
        b"link",
        b"target_feature",
        b"error",
    )
)


def _attribute_content(work: Extraction, node: Node) -> Node | None:
    """The tokens of an attribute of a derive or procedural macro that hold a call: ``#[arg(value = f(x))]``."""
    inner = node.named_child(0) if node.named_child_count else None
    tokens = inner.child_by_field_name("arguments") if inner is not None else None
    if inner is None or tokens is None:
        return None
    if b"(" not in work.data[tokens.start_byte + 1 : tokens.end_byte]:
        return None
    head = inner.named_children[0]
    return None if work.data[head.start_byte : head.end_byte] in _PLAIN_ATTRIBUTES else tokens


def _read(work: Extraction, language: Language, nodes: list[tuple[Node, Node]], trees: list[object]) -> list[Reading]:
    data = work.data
    blank = bytearray(data.translate(_BLANK) + b" ")
    out: list[Reading] = []
    stops: list[int] = []
    ranges: list[Range] = []
    for node, tokens in nodes:
        start, end = tokens.start_byte, tokens.end_byte
        text = data[start:end]
        reading = Reading()
        if node.type == "macro_rule":
            text = text.replace(b"$", b"_")
        elif (name := _macro_name(node)) in _PATTERN_MACROS:
            text = _guard_as_argument(text, tokens, reading)
        elif name == b"cfg_if":
            text = _branches_as_blocks(work, text, tokens, reading)
        blank[start:end] = text
        # The statement ends at the first byte after it that is no line break: rows must stay what they are.
        stop = end
        while blank[stop] != 32:
            stop += 1
        blank[stop] = 59
        stops.append(stop)
        out.append(reading)
        ranges.append(_range(blank, tokens, stop))
    parser = _reader()
    parser.included_ranges = ranges
    tree = parser.parse(bytes(blank))
    trees.append(tree)
    root = tree.root_node
    marks = _marks(language, root)
    statements = {c.start_byte: c for c in root.children if not c.has_error} if root.has_error else None
    if statements is None:
        statements = {c.start_byte: c for c in root.children}
    at = 0
    for (_, tokens), reading, stop in zip(nodes, out, stops, strict=True):
        start, end = tokens.start_byte, tokens.end_byte
        statement = statements.get(start)
        if statement is None or statement.end_byte < end:
            _read_alone(work, language, blank, tokens, reading, stop)
            continue
        while at < len(marks) and marks[at][0] < start:
            at += 1
        first = at
        while at < len(marks) and marks[at][0] < end:
            at += 1
        reading.marks = marks[first:at]
        _take_arguments(statement, reading)
    return out


@cache
def _reader() -> Parser:
    """A parser of our own: the ranges it reads are set anew each time."""
    from tree_sitter import Parser

    return Parser(grammars.grammar("rust"))


def _range(blank: bytearray, tokens: Node, stop: int) -> Range:
    """A macro's tokens and the semicolon that was put after them, at ``stop``."""
    from tree_sitter import Point, Range

    breaks = blank.count(b"\n", tokens.end_byte, stop)
    after = Point(tokens.end_point.row + breaks, 1 if breaks else tokens.end_point.column + 1)
    return Range(tokens.start_point, after, tokens.start_byte, stop + 1)


def _read_alone(
    work: Extraction, language: Language, blank: bytearray, tokens: Node, reading: Reading, stop: int
) -> None:
    """Read one macro by itself: its tokens are not all expressions."""
    start, end = tokens.start_byte, tokens.end_byte
    parser = _reader()
    parser.included_ranges = [_range(blank, tokens, stop)]
    tree = parser.parse(bytes(blank))
    work.scratch["trees"].append(tree)
    root = tree.root_node
    reading.broken = root.has_error
    reading.marks = [m for m in _marks(language, root) if start <= m[0] < end]
    for child in root.children:
        if child.start_byte == start:
            _take_arguments(child, reading)
            return


def _marks(language: Language, root: Node) -> list[Mark]:
    from tree_sitter import QueryCursor

    captures = QueryCursor(grammars.query("rust", "rust")).captures(root)
    handlers = language.handlers
    marks: list[Mark] = []
    for order, (capture, nodes) in enumerate(captures.items()):
        if capture in handlers and capture != "file":
            marks += [(node.start_byte, -node.end_byte, order, capture, node) for node in nodes]
    marks.sort(key=lambda m: m[:3])
    return marks


def _take_arguments(statement: Node, reading: Reading) -> None:
    inner = statement
    if inner.type == "expression_statement" and inner.named_child_count:
        inner = inner.named_children[0]
    if inner.type in ("tuple_expression", "array_expression", "parenthesized_expression"):
        reading.arguments = [c for c in inner.named_children if c.type not in ("line_comment", "block_comment")]
    elif inner.type == "block":
        reading.arguments = [inner]


def _macro_name(node: Node) -> bytes:
    name = node.child_by_field_name("macro")
    if name is None:
        return b""
    if name.type == "scoped_identifier":
        name = name.child_by_field_name("name") or name
    return name.text or b""


def _guard_as_argument(text: bytes, tokens: Node, reading: Reading) -> bytes:
    """``(value, pattern if guard)`` with the guard as an argument of its own, of the same length."""
    reading.pattern_from = 1
    base = tokens.start_byte
    for child in tokens.children:
        if child.end_byte - child.start_byte == 2 and text[child.start_byte - base : child.end_byte - base] == b"if":
            reading.guard = True
            return text[: child.start_byte - base] + b" ," + text[child.end_byte - base :]
    return text


def _branches_as_blocks(work: Extraction, text: bytes, tokens: Node, reading: Reading) -> bytes:
    """``if #[cfg(…)] { … } else { … }`` as blocks of items: what is between them is blanked out."""
    base = tokens.start_byte
    out = bytearray(text)
    taken = False
    holds = True
    end = tokens.start_byte + 1
    children = tokens.children
    for i, child in enumerate(children):
        if child.type != "token_tree":
            continue
        opening = work.data[child.start_byte : child.start_byte + 1]
        if opening == b"[" and i and children[i - 1].type == "#":
            inner = child.children
            named = [c for c in inner if c.type == "token_tree"]
            holds = condition(work, named[0]) if named else True
        elif opening == b"{":
            out[end - base : child.start_byte - base] = _blanked(text[end - base : child.start_byte - base])
            end = child.end_byte
            if taken or not holds:
                reading.idle.append((child.start_byte, child.end_byte))
            taken = taken or holds
            holds = True
    return bytes(out)


def _blanked(text: bytes) -> bytes:
    return text.translate(_BLANK)
