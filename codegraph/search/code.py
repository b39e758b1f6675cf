"""Literal and regular-expression search over the indexed files, folded into the symbols around the matches."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

from codegraph.errors import BadArgument
from codegraph.model import Site, Symbol
from codegraph.reading.neighbours import path_filter
from codegraph.reading.rows import BRIEF, brief

LONGEST_PATTERN = 1000
SECONDS = 5.0
"""A search ends here and says how far it came."""
LONGEST_LINE = 2000
"""Characters of a line that are looked at: what backtracking costs grows with the text."""
_SAMPLE = 3
_DAMPED = frozenset(("test", "docs", "example", "generated", "vendored"))
_NESTED_REPEAT = re.compile(r"\((?:[^()\\]|\\.)*[*+](?:[^()\\]|\\.)*\)(?:[*+]|\{\d+,\d*\})")
_ALTERNATIVES_REPEATED = re.compile(r"\((?:[^()\\]|\\.)*\|(?:[^()\\]|\\.)*\)(?:[*+]|\{\d+,\d*\})")


@dataclass(frozen=True, slots=True)
class Match:
    """The matches inside one symbol."""

    symbol: Symbol
    total: int
    sites: tuple[tuple[Site, str], ...]
    """The first few, each with its line's text."""


@dataclass(frozen=True, slots=True)
class Matches:
    """The answer to search_code."""

    pattern: str
    total: int
    """Matching lines."""
    symbols: int
    items: tuple[Match, ...]
    """Ordered by product code first, then the number of matches, then place."""
    cut: int = 0
    unread: int = 0
    """Files that could not be searched in the time there was."""
    offset: int = 0
    stale: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def search_code(
    db: sqlite3.Connection,
    pattern: str,
    lines_of: Callable[[str], list[str]],
    *,
    regex: bool = False,
    ignore_case: bool = False,
    path: str = "",
    limit: int | None = None,
    offset: int = 0,
    clock: Callable[[], float] = time.monotonic,
) -> Matches:
    """Search every indexed file line by line.

    A pattern whose repetitions are nested in repetitions may take for ever on some line, and is refused.

    Raises:
        BadArgument: an empty, overlong, invalid or dangerous pattern.
    """
    compiled = _compiled(pattern, regex=regex, ignore_case=ignore_case)
    inside = path_filter(path)
    deadline = clock() + SECONDS
    files = [
        (file_id, name, frozenset(flags.split()))
        for file_id, name, flags in db.execute(
            "SELECT id, path, flags FROM files WHERE status = 'indexed' ORDER BY path"
        )
        if inside(name)
    ]
    found: dict[int, tuple[Symbol, bool, list[tuple[Site, str]]]] = {}
    total = unread = 0
    for number, (file_id, name, flags) in enumerate(files):
        if clock() > deadline:
            unread = len(files) - number
            break
        hits: list[tuple[int, int, str]] = []
        for row, line in enumerate(lines_of(name), 1):
            match = compiled(line[:LONGEST_LINE])
            if match >= 0:
                hits.append((row, match + 1, line.strip()[:200]))
        if not hits:
            continue
        total += len(hits)
        around = _Symbols(db, file_id)
        for row, column, text in hits:
            row_id, symbol = around.at(row)
            entry = found.setdefault(row_id, (symbol, bool(flags & _DAMPED), []))
            entry[2].append((Site(name, row, column), text))
    ordered = sorted(found.values(), key=lambda f: (f[1], -len(f[2]), f[0].file, f[0].line))
    shown = ordered[offset:] if limit is None else ordered[offset:][:limit]
    items = tuple(Match(symbol, len(sites), tuple(sites[:_SAMPLE])) for symbol, _, sites in shown)
    return Matches(pattern, total, len(ordered), items, len(ordered) - offset - len(items), unread, offset)


def _compiled(pattern: str, *, regex: bool, ignore_case: bool) -> Callable[[str], int]:
    """A function from a line to the position of its first match, -1 when there is none."""
    if not pattern:
        raise BadArgument("an empty pattern; give the text to look for")
    if len(pattern) > LONGEST_PATTERN:
        raise BadArgument(f"a pattern of {len(pattern):,} characters; at most {LONGEST_PATTERN:,} are read")
    if not regex:
        if ignore_case:
            folded = pattern.lower()
            return lambda line: line.lower().find(folded)
        return lambda line: line.find(pattern)
    if _NESTED_REPEAT.search(pattern) or _ALTERNATIVES_REPEATED.search(pattern):
        raise BadArgument(
            f"the pattern {pattern!r} repeats a group that itself repeats or branches, which may take for ever; "
            "write it without the inner repetition, or search literally"
        )
    if re.search(r"\\[1-9]|\(\?P=", pattern):
        raise BadArgument("back-references are not searched for; write the pattern without them")
    try:
        search = re.compile(pattern, re.IGNORECASE if ignore_case else 0).search
    except (re.error, OverflowError, RecursionError) as error:
        raise BadArgument(f"not a regular expression: {pattern!r}: {error}") from error

    def find(line: str) -> int:
        match = search(line)
        return match.start() if match else -1

    return find


class _Symbols:
    """The symbols of one file, to find the innermost one around a line."""

    def __init__(self, db: sqlite3.Connection, file_id: int) -> None:
        rows = db.execute(
            f"""
            SELECT {BRIEF}, s.start_line FROM symbols s JOIN files f ON f.id = s.file_id
            WHERE s.file_id = ? AND s.kind NOT IN ('field', 'variable', 'constant')
            ORDER BY s.start_line, s.end_line DESC
            """,
            (file_id,),
        ).fetchall()
        self._rows = [(row[9], row[8], row[0], brief(row), row[4] == "module") for row in rows]

    def at(self, line: int) -> tuple[int, Symbol]:
        best = self._rows[0]
        for row in self._rows:
            if row[4] or row[0] <= line <= row[1]:
                if best[4] or row[0] >= best[0]:
                    best = row
        return best[2], best[3]
