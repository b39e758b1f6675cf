"""What the parsers of Java-like languages share: comments above declarations, operators, block bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from parsers.facts import NONE

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

DOC_LIMIT = 2000
SIGNATURE_LIMIT = 400
MAX_OPERANDS = 400
BOOLEAN_OPERATORS = frozenset(("==", "!=", "<", ">", "<=", ">=", "&&", "||", "===", "!==", "in", "!in", "is", "!is"))

Converter = Callable[["Extraction", "Node"], int]


def block_comment_above(work: Extraction, start: int) -> str:
    """The ``/** … */`` comment that ends just before byte ``start``, without its stars."""
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


def line_comments_above(work: Extraction, start: int) -> str:
    """The ``///`` lines just above byte ``start``, XML tags left out."""
    data = work.data
    lines: list[str] = []
    at = data.rfind(b"\n", 0, start)
    while at > 0 and len(lines) < 60:
        begin = data.rfind(b"\n", 0, at) + 1
        line = data[begin:at].strip()
        if not line.startswith(b"///"):
            break
        lines.append(line[3:].decode("utf-8", "replace").strip())
        at = begin - 1
    return _without_tags("\n".join(reversed(lines)))[:DOC_LIMIT].strip()


def _without_tags(text: str) -> str:
    out: list[str] = []
    depth = 0
    for char in text:
        if char == "<":
            depth += 1
        elif char == ">" and depth:
            depth -= 1
        elif not depth:
            out.append(char)
    return "\n".join(line for line in "".join(out).splitlines() if line.strip())


def one_line(work: Extraction, start: int, end: int, words: Iterable[str] = ()) -> str:
    """Source text as a signature on one line."""
    text = work.data[start : min(end, start + SIGNATURE_LIMIT)].decode("utf-8", "replace")
    return " ".join((*words, *text.split())).rstrip("; ")


def bounding(node: Node, kinds: frozenset[str]) -> Node:
    """The nearest node of ``kinds`` around ``node``: how far a name bound there reaches."""
    at: Node | None = node.parent
    for _ in range(64):
        if at is None:
            break
        if at.type in kinds:
            return at
        at = at.parent
    return node.parent or node


def array_of(work: Extraction, element: int) -> int:
    """The type ``element[]``."""
    return work.intern("generic", work.intern("name", "[]"), (element,))


def literal(kind: str) -> Converter:
    """A converter for a literal of one type."""

    def convert(work: Extraction, node: Node) -> int:
        return work.intern("lit", kind)

    return convert


def chained_operands(
    work: Extraction, node: Node, kinds: frozenset[str], strings: frozenset[str], parts: Callable[[Node], tuple]
) -> int:
    """``a + b + c + …`` leans to the left as deep as it is long: unrolled, and one string makes it all a string."""
    rights: list[tuple[str, Node | None]] = []
    at: Node | None = node
    while at is not None and at.type in kinds and len(rights) < MAX_OPERANDS:
        left, word, right = parts(at)
        if word in BOOLEAN_OPERATORS:
            break
        if word == "+" and right is not None and right.type in strings:
            at = None
            break
        rights.append((word, right))
        at = left
    if at is None:
        result = work.intern("lit", "str")
    elif at.type in kinds and len(rights) >= MAX_OPERANDS:
        result = NONE
    else:
        result = work.intern("lit", "bool") if at.type in kinds else work.expression(at)
    for word, right in reversed(rights):
        result = work.intern("binop", word, result, work.expression(right))
    return result
