"""Training pairs out of packages: what a doc comment says, and the words of the code it stands at."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.search.stripping import FUNCTIONS, first_sentence
from codegraph.engine import Engine
from codegraph.reading.connection import Reader
from codegraph.reading.rows import FROM_SYMBOLS, FULL, full
from codegraph.roots import Workspace
from codegraph.search.words import split_words

SHORTEST_BODY = 4


class Pair(NamedTuple):
    """A question in words and the document that answers it, its fields in the order of ``static_model.FIELDS``."""

    package: str
    question: tuple[str, ...]
    fields: tuple[tuple[str, ...], ...]


def pairs(packages: Iterable[Path], held_out: frozenset[str] = frozenset()) -> Iterator[Pair]:
    """The pairs of each package; sentences in ``held_out`` (lower case) are left away, for they are asked later."""
    for package in packages:
        with tempfile.TemporaryDirectory() as scratch:
            database = Path(scratch) / "graph.db"
            with Engine(Workspace(package, database, True)) as engine:
                engine.index(jobs=1)
            yield from _of_package(package.name, database, held_out)


def _of_package(name: str, database: Path, held_out: frozenset[str]) -> Iterator[Pair]:
    with Reader(database).snapshot() as db:
        texts = {
            row[0]: tuple(tuple(field.split()) for field in row[1:])
            for row in db.execute("SELECT id, name, owner, signature, path, doc, body FROM search_text")
        }
        for row in db.execute(f"SELECT {FULL} FROM {FROM_SYMBOLS} ORDER BY s.id"):
            symbol = full(row)
            if symbol.kind not in FUNCTIONS or row[0] not in texts:
                continue
            named, owner, signature, path, doc, body = texts[row[0]]
            sentence = first_sentence(symbol.doc, symbol.name)
            if sentence.lower() in held_out:
                continue
            if sentence:
                asked = split_words(sentence)
                said = frozenset(asked)
                rest = tuple(word for word in doc if word not in said)
                yield Pair(name, tuple(asked), (named, owner, signature, path, rest, body))
            elif len(body) >= SHORTEST_BODY and len(named) > 1:
                yield Pair(name, named, ((), owner, signature, path, doc, body))
