"""Cutting identifiers and prose into the words that full text and embeddings are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

_WORDS = re.compile(r"\w+")
_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^\W_\x00-\x7f]+")
_CACHE_SIZE = 20_000
"""About 5 MB. A server meets new identifiers for as long as it runs."""
_parts_of: dict[str, tuple[str, ...]] = {}
"""The same identifiers come again and again; a plain dict beats an LRU here and is emptied when it is full."""


def split_words(text: str) -> list[str]:
    """The words of ``text`` in order, split at camelCase, snake_case and digits, in lower case.

    >>> split_words("HTTPServer.get_user2")
    ['http', 'server', 'get', 'user', '2']
    """
    return list(_split_all(_WORDS.findall(text)))


def unique_words(text: str, limit: int) -> str:
    """The first ``limit`` different words, as one string with spaces."""
    return unique_parts(_WORDS.findall(text), limit)


def unique_parts(identifiers: Iterable[str], limit: int) -> str:
    """:func:`unique_words` of identifiers that are already apart."""
    words = list(dict.fromkeys(_split_all(identifiers)))
    return " ".join(words[:limit] if len(words) > limit else words)


def _split_all(identifiers: Iterable[str]) -> Iterable[str]:
    identifiers = list(identifiers)
    try:
        return chain.from_iterable([_parts_of[identifier] for identifier in identifiers])
    except KeyError:
        return chain.from_iterable([_parts_of.get(i) or _split(i) for i in identifiers])


def _split(identifier: str) -> tuple[str, ...]:
    if len(_parts_of) >= _CACHE_SIZE:
        _parts_of.clear()
    parts = tuple(part.lower() for part in _PARTS.findall(identifier))
    _parts_of[identifier] = parts
    return parts
