"""Rows of ``symbols`` as values."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TypeVar

from codegraph.model import Symbol

T = TypeVar("T", int, str)

BRIEF = "s.id, s.symbol, s.name, s.qualified_name, s.kind, f.language, f.path, s.line, s.end_line"
"""Enough for a line of a list."""

FULL = f"{BRIEF}, s.signature, s.doc, s.visibility, s.flags"

FROM_SYMBOLS = "symbols s JOIN files f ON f.id = s.file_id"

CLASS_KINDS = frozenset(("class", "struct", "enum", "interface", "trait", "type"))

CHUNK = 500
"""How many bound parameters go into one statement; SQLite's oldest limit is 999."""


def brief(row: sqlite3.Row | tuple) -> Symbol:
    """The symbol in a row that starts with :data:`BRIEF`."""
    return Symbol(row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8])


def full(row: sqlite3.Row | tuple) -> Symbol:
    """The symbol in a row that starts with :data:`FULL`."""
    return Symbol(
        row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9], row[10], row[11], tuple(row[12].split())
    )


def chunks(ids: Iterable[T]) -> Iterator[tuple[str, list[T]]]:
    """The ids, or names, in pieces, each with its ``(?, ?, …)``."""
    values = list(ids)
    for start in range(0, len(values), CHUNK):
        piece = values[start : start + CHUNK]
        yield f"({','.join('?' * len(piece))})", piece


def symbols_by_id(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Symbol]:
    """The symbols with these row ids."""
    found: dict[int, Symbol] = {}
    for marks, piece in chunks(ids):
        for row in db.execute(f"SELECT {BRIEF} FROM {FROM_SYMBOLS} WHERE s.id IN {marks}", piece):
            found[row[0]] = brief(row)
    return found


def flags_of(db: sqlite3.Connection, paths: Iterable[str]) -> dict[str, frozenset[str]]:
    """The marks of those of ``paths`` that have any: test, docs, example, generated, vendored.

    By name: a scan of all files would read past their facts.
    """
    wanted = list(dict.fromkeys(paths))
    out: dict[str, frozenset[str]] = {}
    for start in range(0, len(wanted), CHUNK):
        piece = wanted[start : start + CHUNK]
        marks = ",".join("?" * len(piece))
        rows = db.execute(f"SELECT path, flags FROM files WHERE path IN ({marks}) AND flags <> ''", piece)
        out.update((path, frozenset(flags.split())) for path, flags in rows)
    return out


def place(symbol: Symbol) -> tuple[str, int, str]:
    """Sort key: file, line, then the string itself."""
    return (symbol.file, symbol.line, symbol.symbol)
