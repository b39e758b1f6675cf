"""From the facts of a file to the rows of its symbols: names, words for full text, nothing secret.

Runs where the file was parsed, so that the one process that writes has little left to do.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from codegraph.search.words import unique_parts, unique_words
from codegraph.secrets import mask, safe_words
from codegraph.symbols import full_name, symbols_of
from parsers.facts import Definition, FileFacts

DOC_WORDS = 200
BODY_WORDS = 80
SIGNATURE_WORDS = 60
_LONGEST_UNSUSPICIOUS = 16


class Prepared(NamedTuple):
    """What the database keeps of a file besides its facts."""

    module: str
    unparsed: str
    """JSON ``[[first, last], …]`` in lines; '' when everything could be read."""
    symbols: tuple[tuple[Any, ...], ...]
    texts: tuple[tuple[str, ...], ...]


def prepare(facts: FileFacts) -> Prepared:
    """The rows of a file. Secrets are masked in ``facts`` as well, which are about to be stored."""
    _mask(facts)
    named = symbols_of(facts).symbols
    definitions = facts.definitions
    bodies = {row.definition: row.body for row in facts.words}
    path_words = unique_words(facts.path.rpartition(".")[0] or facts.path, SIGNATURE_WORDS)
    owners = {"": ""}
    symbols: list[tuple[Any, ...]] = []
    texts: list[tuple[str, ...]] = []
    for row in named:
        d = definitions[row.definition]
        is_module = row.definition == 0
        name = (d.name.rpartition(".")[2] or d.name) if is_module else d.name
        owner = "" if is_module else d.qualified_name.rpartition(".")[0]
        if owner not in owners:
            owners[owner] = unique_words(owner, SIGNATURE_WORDS)
        text = _text(d, name, owners[owner], path_words, bodies.get(row.definition, ""))
        symbols.append(
            (
                row.symbol,
                row.definition,
                d.kind,
                name,
                d.qualified_name if is_module else full_name(facts.module, d),
                row.parent,
                d.row + 1,
                d.column + 1,
                d.start_row + 1,
                d.end_row + 1,
                d.signature,
                d.doc,
                d.visibility,
                " ".join(d.flags),
                d.complexity,
                blake2b("\0".join(text).encode("utf-8", "surrogatepass"), digest_size=12).digest(),
            )
        )
        texts.append(text)
    unparsed = json.dumps([[a + 1, b + 1] for a, b in facts.unparsed]) if facts.unparsed else ""
    return Prepared(facts.module, unparsed, tuple(symbols), tuple(texts))


def _text(d: Definition, name: str, owner_words: str, path_words: str, body: str) -> tuple[str, ...]:
    """The split words of one symbol: name, owner, signature, path, doc, body."""
    return (
        unique_parts((name,), SIGNATURE_WORDS) if name.isidentifier() else unique_words(name, SIGNATURE_WORDS),
        owner_words,
        unique_words(d.signature.partition("(")[2] or d.signature, SIGNATURE_WORDS) if d.signature else "",
        path_words,
        unique_words(d.doc, DOC_WORDS) if d.doc else "",
        unique_parts(_without_secrets(body.split()), BODY_WORDS) if body else "",
    )


_LONG_WORDS_KEPT = 20_000
_LONG_WORDS: dict[str, bool] = {}
"""Whether a long word looks like a secret; the same names come again and again."""


def _without_secrets(words: list[str]) -> list[str]:
    if len(max(words, key=len)) < _LONGEST_UNSUSPICIOUS:
        return words
    kept: list[str] = []
    for word in words:
        if len(word) >= _LONGEST_UNSUSPICIOUS:
            secret = _LONG_WORDS.get(word)
            if secret is None:
                if len(_LONG_WORDS) >= _LONG_WORDS_KEPT:
                    _LONG_WORDS.clear()
                secret = _LONG_WORDS[word] = not safe_words((word,))
            if secret:
                continue
        kept.append(word)
    return kept


def _mask(facts: FileFacts) -> None:
    """Replace secrets in signatures, docstrings and string literals."""
    if _has_secret([t for d in facts.definitions for t in (d.signature, d.doc) if t]):
        facts.definitions = [
            d._replace(signature=mask(d.signature), doc=mask(d.doc)) if d.signature or d.doc else d
            for d in facts.definitions
        ]
    literals = [e[1] for e in facts.expressions if e[0] == "str" and len(e[1]) >= _LONGEST_UNSUSPICIOUS]
    if literals and _has_secret(literals):
        facts.expressions = [("str", mask(e[1])) if e[0] == "str" else e for e in facts.expressions]


def _has_secret(texts: Sequence[str]) -> bool:
    """Whether masking would change any of the texts: one look at all of them is cheaper than many."""
    whole = "\n".join(texts)
    return mask(whole) != whole
