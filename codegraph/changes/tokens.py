"""A file as tokens: what is left when comments, white space and docstrings do not count."""

from __future__ import annotations

from typing import Any, NamedTuple

Node = Any
"""A node of the syntax tree; its own type belongs to the parsers."""

_BLOCKS = frozenset(("block",))
"""Nodes whose extent is indentation in Python: entering and leaving them are tokens of their own."""

_STRINGS = frozenset(("string", "concatenated_string"))
_COMMENTS = ("comment", "line_comment", "block_comment", "documentation_comment")
_WHOLE = frozenset(("string", "string_literal", "interpreted_string_literal", "raw_string_literal", "template_string"))


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
    closing: list[bool] = []
    python = language == "python"
    while True:
        node = cursor.node
        assert node is not None
        kind = node.type
        skip = kind in comments or (python and _is_bare_string(node))
        opened = False
        if not skip:
            if python and kind in _BLOCKS:
                tokens.append(Token(node.start_byte, "<", b""))
                opened = True
            if kind == "decorated_definition":
                inner = node.child_by_field_name("definition")
                if inner is not None:
                    decorated[inner.start_byte] = node.start_byte
            if node.child_count == 0:
                if node.end_byte > node.start_byte:
                    tokens.append(Token(node.start_byte, kind, data[node.start_byte : node.end_byte]))
            elif kind in _WHOLE and not _has_code(node):
                # White space inside a literal is part of it, and the grammar has no token for that.
                tokens.append(Token(node.start_byte, kind, data[node.start_byte : node.end_byte]))
                skip = True
        if not skip and cursor.goto_first_child():
            closing.append(opened)
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return Tokens(tokens, decorated)
            if closing.pop():
                ended = cursor.node
                assert ended is not None
                # It must not fall to what follows the block.
                tokens.append(Token(max(ended.start_byte, ended.end_byte - 1), ">", b""))


def _is_bare_string(node: Node) -> bool:
    """Whether a string stands where a statement does."""
    if node.type == "expression_statement":
        return node.child_count == 1 and node.children[0].type in _STRINGS
    return node.type in _STRINGS and node.parent is not None and node.parent.type in ("block", "module")


def _has_code(node: Node) -> bool:
    return any(child.type in ("interpolation", "template_substitution") for child in node.children)
