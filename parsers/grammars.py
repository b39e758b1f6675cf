"""Loading a grammar and its compiled query, or saying why not."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from tree_sitter import Language as Grammar
    from tree_sitter import Parser, Query

from parsers.language import query_text


class GrammarError(RuntimeError):
    """A grammar or a query of ours does not fit the installed language pack."""


@cache
def grammar(name: str) -> Grammar:
    """The tree-sitter grammar called ``name`` in the language pack.

    Raises:
        GrammarError: it is not bundled.
    """
    from tree_sitter_language_pack import get_language

    try:
        return get_language(cast("str", name))  # type: ignore[arg-type]
    except LookupError as error:
        raise GrammarError(f"no grammar {name!r} in tree-sitter-language-pack: {error}") from error


@cache
def parser(name: str) -> Parser:
    """A parser for the grammar; one per process."""
    from tree_sitter import Parser

    return Parser(grammar(name))


@cache
def query(name: str, folder: str) -> Query:
    """The queries of ``folder`` compiled for grammar ``name``.

    Raises:
        GrammarError: a pattern does not fit the grammar; the message says which.
    """
    from tree_sitter import Query, QueryError

    try:
        return Query(grammar(name), query_text(folder))
    except QueryError as error:
        raise GrammarError(f"queries/{folder} do not fit grammar {name!r}: {error}") from error
