"""Near-duplicate functions: bottom-k MinHash of token shingles finds pairs, exact shingles confirm them.

The sketch is that of Broder, "On the resemblance and containment of documents" (1997): equal smallest hashes
estimate the Jaccard similarity of two shingle sets.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

from codegraph.model import Symbol
from codegraph.reading.neighbours import path_filter
from codegraph.reading.rows import FROM_SYMBOLS, FULL, full

SHINGLE = 5
"""Tokens in a row."""
SKETCH = 24
BAND = 3
LEAST_TOKENS = 40
"""Shorter functions look alike by nature."""
_MOST_IN_BUCKET = 200
_TOKEN = re.compile(r"[A-Za-z_]\w*|\d+|[^\s\w]")
_KEYWORDS = frozenset(
    """if else elif for while return def class function func fn try except catch finally with yield await async raise
    throw new in not and or is None null nil true false True False self this let const var switch case break continue
    match struct impl interface import from lambda del public private static""".split()
)

ReadLines = Callable[[str, int, int], list[str]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two functions that say nearly the same."""

    first: Symbol
    second: Symbol
    similarity: float
    """Share of common shingles (Jaccard), names of identifiers aside."""
    lines: int


@dataclass(frozen=True, slots=True)
class Duplicates:
    """The answer to duplicates."""

    total: int
    items: tuple[Pair, ...]
    """Most lines times similarity first."""
    cut: int
    compared: int
    """Functions long enough to be compared."""
    stale: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def shingles(text: str) -> set[int]:
    """Hashes of every :data:`SHINGLE` tokens in a row; identifiers count as one token, keywords as themselves."""
    tokens = [
        t if t in _KEYWORDS or not (t[0].isalnum() or t[0] == "_") else ("0" if t[0].isdigit() else "x")
        for t in _TOKEN.findall(text)
    ]
    names = _TOKEN.findall(text)
    out = {crc32(" ".join(tokens[i : i + SHINGLE]).encode()) for i in range(len(tokens) - SHINGLE + 1)}
    # Called names keep functions apart that share only their shape.
    out |= {crc32(f"call {a}".encode()) for a, b in pairwise(names) if b == "(" and a not in _KEYWORDS}
    return out


def duplicates(
    db: sqlite3.Connection,
    read_lines: ReadLines,
    *,
    path: str = "",
    least: float = 0.8,
    tests: bool = False,
    limit: int | None = None,
) -> Duplicates:
    """Pairs of functions and methods at least ``least`` alike."""
    inside = path_filter(path)
    symbols: list[Symbol] = []
    sets: list[set[int]] = []
    for row in db.execute(
        f"SELECT {FULL}, f.flags FROM {FROM_SYMBOLS} WHERE s.kind IN ('function', 'method') "
        "AND s.end_line - s.line >= 4 ORDER BY f.path, s.line"
    ):
        symbol, flags = full(row), row[13].split()
        if not inside(symbol.file) or "vendored" in flags or "generated" in flags:
            continue
        if not tests and ("test" in flags or "test" in symbol.flags):
            continue
        text = "\n".join(read_lines(symbol.file, symbol.line, symbol.end_line))
        own = shingles(text)
        if len(own) >= LEAST_TOKENS:
            symbols.append(symbol)
            sets.append(own)
    pairs = [
        Pair(symbols[a], symbols[b], round(similarity, 3), _length(symbols[a]))
        for a, b in sorted(_candidates(sets))
        if (similarity := len(sets[a] & sets[b]) / len(sets[a] | sets[b])) >= least
        and not _nested(symbols[a], symbols[b])
    ]
    pairs.sort(key=lambda p: (-p.similarity * p.lines, p.first.file, p.first.line, p.second.file, p.second.line))
    shown = pairs if limit is None else pairs[:limit]
    return Duplicates(len(pairs), tuple(shown), len(pairs) - len(shown), len(symbols))


def _candidates(sets: Iterable[set[int]]) -> set[tuple[int, int]]:
    buckets: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for index, own in enumerate(sets):
        sketch = sorted(own)[:SKETCH]
        for start in range(0, len(sketch) - BAND + 1, BAND):
            buckets[tuple(sketch[start : start + BAND])].append(index)
    found: set[tuple[int, int]] = set()
    for members in buckets.values():
        members = members[:_MOST_IN_BUCKET]
        for i, a in enumerate(members):
            for b in members[i + 1 :]:
                found.add((a, b))
    return found


def _length(symbol: Symbol) -> int:
    return symbol.end_line - symbol.line + 1


def _nested(a: Symbol, b: Symbol) -> bool:
    return a.file == b.file and a.line <= b.line and b.end_line <= a.end_line
