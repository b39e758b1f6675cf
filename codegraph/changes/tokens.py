"""A file as tokens: what is left when comments, white space and docstrings do not count."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, NamedTuple

Node = Any
"""A node of the syntax tree; its own type belongs to the parsers."""

_DEFINITIONS = frozenset(("function_definition", "class_definition", "decorated_definition"))
_HOLDING = frozenset(
    """module block function_definition class_definition if_statement elif_clause else_clause try_statement
    except_clause except_group_clause finally_clause with_statement for_statement while_statement match_statement
    case_clause""".split()
)
"""Nodes in which definitions stand."""
_STRINGS = frozenset(("string", "concatenated_string"))
_COMMENTS = ("comment", "line_comment", "block_comment", "documentation_comment")
_WHOLE = frozenset(("string", "string_literal", "interpreted_string_literal", "raw_string_literal", "template_string"))
_CLOSING = frozenset((")", "]", "}", ">"))
_TUPLES = frozenset(("tuple", "tuple_pattern", "tuple_expression", "tuple_type", "tuple_literal"))
"""With one item, the comma is what makes them a tuple."""
_TELLING_COMMA = frozenset(("token_tree", "subscript"))
"""Where a comma at the end means something else."""


class Token(NamedTuple):
    """One token; ``kind`` is the grammar's name for it."""

    start: int
    kind: str
    text: bytes


class Tokens:
    """The tokens of a file, read where they are asked for: a change is about a small part of it."""

    def __init__(self, language: str, path: str, data: bytes) -> None:
        from parsers import grammars
        from parsers.languages import language as language_named

        spoken = language_named(language)
        self._comments = frozenset((*spoken.comment_types, *_COMMENTS))
        self._language = language
        self._data = data
        tree = grammars.parser(spoken.grammar_for(path)).parse(data)
        self._parts: list[Node] = list(tree.root_node.children)
        self._ends = [node.end_byte for node in self._parts]
        self.decorated = _decorated(tree.root_node) if language == "python" else {}
        """First byte of a definition -> first byte of the decorators before it."""

    def between(self, start: int, end: int) -> list[Token]:
        """The tokens that start in ``[start, end)``, in order. A string that is a statement of its own (a docstring)
        is none."""
        found: list[Token] = []
        for n in range(bisect_right(self._ends, start), len(self._parts)):
            if self._parts[n].start_byte >= end:
                break
            found += _tokens_of(self._parts[n], self._language, self._comments, self._data, start, end)
        return found


def _decorated(root: Node) -> dict[int, int]:
    """First byte of a definition -> first byte of the decorators before it."""
    found: dict[int, int] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type == "decorated_definition":
            inner = node.child_by_field_name("definition")
            if inner is not None:
                found[inner.start_byte] = node.start_byte
                waiting.append(inner)
        elif node.type in _HOLDING:
            waiting += node.named_children
    return found


def _tokens_of(root: Node, language: str, comments: frozenset[str], data: bytes, start: int, end: int) -> list[Token]:
    """The tokens below a node that start in ``[start, end)``."""
    cursor = root.walk()
    tokens: list[Token] = []
    python = language == "python"
    depth = 0
    """How many blocks are open in the definition at hand; 0 where layout means nothing."""
    inside = False
    """Whether the nodes at hand are the statements of a block."""
    around: list[tuple[int, bool]] = []
    while True:
        node = cursor.node
        assert node is not None
        kind = node.type
        first, last = node.start_byte, node.end_byte
        skip = last <= start or first >= end or kind in comments or (python and _is_bare_string(node))
        if not skip:
            if inside and kind not in _DEFINITIONS and first >= start:
                # In Python indentation is code. What stands between definitions belongs to none of them, so it is
                # noted with each statement how deep it stands, and a definition's own place is not noted at all.
                tokens.append(Token(first, "depth", b"%d" % depth))
            if node.child_count == 0:
                if last > first >= start and not (kind == "," and _says_nothing(node)):
                    tokens.append(Token(first, kind, data[first:last]))
            elif kind in _WHOLE and not _has_code(node):
                # White space inside a literal is part of it, and the grammar has no token for that.
                if first >= start:
                    tokens.append(Token(first, kind, data[first:last]))
                skip = True
        if not skip and cursor.goto_first_child():
            around.append((depth, inside))
            inside = python and kind == "block"
            if inside:
                depth += 1
            elif kind in _DEFINITIONS:
                depth = 0
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return tokens
            depth, inside = around.pop()


def _says_nothing(comma: Node) -> bool:
    """Whether a comma before a closing bracket could be left out."""
    after, around = comma.next_sibling, comma.parent
    while after is not None and after.type in _COMMENTS:
        after = after.next_sibling
    if after is None or around is None or after.type not in _CLOSING or around.type in _TELLING_COMMA:
        return False
    before = comma.prev_sibling
    if before is None or not before.is_named:
        return False  # a hole in a JavaScript array
    return around.named_child_count > 1 or around.type not in _TUPLES


def _is_bare_string(node: Node) -> bool:
    """Whether a string stands where a statement does."""
    if node.type == "expression_statement":
        return node.child_count == 1 and node.children[0].type in _STRINGS
    return node.type in _STRINGS and node.parent is not None and node.parent.type in ("block", "module")


def _has_code(node: Node) -> bool:
    return any(child.type in ("interpolation", "template_substitution") for child in node.children)
