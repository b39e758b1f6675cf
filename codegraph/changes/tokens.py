"""A file as tokens: what is left when comments, white space and docstrings do not count."""

from __future__ import annotations

from typing import Any, NamedTuple

Node = Any
"""A node of the syntax tree; its own type belongs to the parsers."""

_DEFINITIONS = frozenset(("function_definition", "class_definition", "decorated_definition"))
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


class Tokens(NamedTuple):
    """A file's tokens, and where its decorated definitions begin."""

    tokens: list[Token]
    decorated: dict[int, int]
    """First byte of a definition -> first byte of the decorators before it."""


def tokens_of(language: str, path: str, data: bytes) -> Tokens:
    """All tokens of a file in order. A string that is a statement of its own (a docstring) is none."""
    from parsers import grammars
    from parsers.languages import language as language_named

    spoken = language_named(language)
    comments = frozenset((*spoken.comment_types, *_COMMENTS))
    tree = grammars.parser(spoken.grammar_for(path)).parse(data)
    cursor = tree.walk()
    tokens: list[Token] = []
    decorated: dict[int, int] = {}
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
        skip = kind in comments or (python and _is_bare_string(node))
        if not skip:
            if inside and kind not in _DEFINITIONS:
                # In Python indentation is code. What stands between definitions belongs to none of them, so it is
                # noted with each statement how deep it stands, and a definition's own place is not noted at all.
                tokens.append(Token(node.start_byte, "depth", b"%d" % depth))
            if kind == "decorated_definition":
                inner = node.child_by_field_name("definition")
                if inner is not None:
                    decorated[inner.start_byte] = node.start_byte
            if node.child_count == 0:
                if node.end_byte > node.start_byte and not (kind == "," and _says_nothing(node)):
                    tokens.append(Token(node.start_byte, kind, data[node.start_byte : node.end_byte]))
            elif kind in _WHOLE and not _has_code(node):
                # White space inside a literal is part of it, and the grammar has no token for that.
                tokens.append(Token(node.start_byte, kind, data[node.start_byte : node.end_byte]))
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
                return Tokens(tokens, decorated)
            depth, inside = around.pop()


def _says_nothing(comma: Node) -> bool:
    """Whether a comma before a closing bracket could be left out."""
    after, around = comma.next_sibling, comma.parent
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
