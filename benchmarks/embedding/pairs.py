"""Training pairs out of packages: what a doc comment says, and the words of the code it stands at."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.search.stripping import FUNCTIONS, first_sentence
from codegraph.discovery import discover
from codegraph.parsing import Source, parse_source
from codegraph.search.words import split_words

SHORTEST_BODY = 8
"""Words of a body that its name is asked for by."""
MOST_DOCUMENTED, MOST_PLAIN = 6000, 900
"""Functions of one package with and without a doc comment: no package may speak for all."""
MOST_OF_A_SENTENCE = 3
LARGEST_FILE = 400_000
UNWANTED = frozenset(("test", "example", "docs", "generated", "vendored"))
_KIND, _NAME, _DOC = 2, 3, 11
"""Columns of :attr:`codegraph.parsing.Parsed.symbols`."""


class Pair(NamedTuple):
    """A question in words and the document that answers it, its fields in the order of ``static_model.FIELDS``."""

    package: str
    question: tuple[str, ...]
    fields: tuple[tuple[str, ...], ...]


def pairs(packages: Iterable[Path], held_out: frozenset[str] = frozenset()) -> Iterator[Pair]:
    """The pairs of each package; sentences in ``held_out`` (lower case) are left away, for they are asked later."""
    for package in packages:
        yield from _of_package(package, held_out)


def _of_package(package: Path, held_out: frozenset[str]) -> Iterator[Pair]:
    """Parsing is all that pairs need: nothing is linked or stored."""
    seen: set[tuple[tuple[str, ...], ...]] = set()
    asked_of: Counter[str] = Counter()
    documented = plain = 0
    for file in discover(package).files:
        if not UNWANTED.isdisjoint(file.flags):
            continue
        source = Source(file.path, file.language, " ".join(file.flags), file.size)
        parsed = parse_source(package, source, LARGEST_FILE)
        for symbol, text in zip(parsed.symbols, parsed.texts, strict=True):
            kind, name, doc = symbol[_KIND], symbol[_NAME], symbol[_DOC]
            if kind not in FUNCTIONS:
                continue
            fields = tuple(tuple(map(sys.intern, field.split())) for field in text)
            named, owner, signature, path, said, body = fields
            if (named, body) in seen:
                continue
            seen.add((named, body))
            sentence = first_sentence(doc, name)
            if sentence.lower() in held_out:
                continue
            if sentence and documented < MOST_DOCUMENTED and asked_of[sentence.lower()] < MOST_OF_A_SENTENCE:
                asked_of[sentence.lower()] += 1
                documented += 1
                asked = tuple(map(sys.intern, split_words(sentence)))
                rest = tuple(word for word in said if word not in asked)
                yield Pair(package.name, asked, (named, owner, signature, path, rest, body))
            elif not sentence and plain < MOST_PLAIN and len(body) >= SHORTEST_BODY and len(named) > 2:
                plain += 1
                yield Pair(package.name, named, ((), owner, signature, path, said, body))
