"""One answer to "how does X work" and "where do I change Y": the symbols, the lines that matter, how they hang
together, the tests that touch them, and what to ask next, inside a budget of tokens."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from codegraph.model import Hit, Symbol
from codegraph.reading.names import Found, resolve
from codegraph.reading.rows import chunks, symbols_by_id
from codegraph.search.engine import search
from codegraph.search.lexical import STOP_WORDS
from codegraph.search.query import Query
from codegraph.search.words import split_words

if TYPE_CHECKING:
    from codegraph.search.vectors import VectorIndex

CANDIDATES = 80
MOST_SYMBOLS = 24
STARTS = 10
"""Hits whose callers and callees are looked at."""
MOST_OF_A_CLASS = 4
NEIGHBOUR = 0.5
"""What a hit gives of its score to what it calls or is called by, shared among all that do."""
_SLIGHT = 0.6
"""Of the score of what holds no code to read: macros, declarations, methods of interfaces."""
MOST_LINES = 5
MOST_TESTS = 6
_LONGEST_BODY = 400
_DATA_KINDS = frozenset(("field", "variable", "constant", "module"))
_DATA_SHARE = 0.75
"""Data and modules must score this much of the best hit to take a place among functions and classes."""

ReadLines = Callable[[str, int, int], list[str]]


@dataclass(frozen=True, slots=True)
class Explored:
    """One symbol of the answer."""

    symbol: Symbol
    reason: str
    lines: tuple[tuple[int, str], ...]
    """(line number, text) of the few lines of its body that matter for the question."""
    calls: tuple[str, ...]
    """Qualified names of other symbols of the answer that it calls."""


@dataclass(frozen=True, slots=True)
class Exploration:
    """The answer to explore."""

    question: str
    items: tuple[Explored, ...]
    tests: tuple[Symbol, ...]
    further: tuple[Symbol, ...]
    """The next best hits, by name only."""
    left_out: int
    """Hits that are neither shown nor named."""
    next: tuple[str, ...]
    """Calls worth making next, as an agent would write them."""
    stale: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def explore(
    db: sqlite3.Connection,
    question: str,
    read_lines: ReadLines,
    *,
    root: Path | None = None,
    vectors: VectorIndex | None = None,
    path: str = "",
) -> Exploration:
    """Everything the answer may hold, best first; :func:`fit` cuts it to a budget.

    Raises:
        BadArgument, SymbolNotFound, AmbiguousSymbol: as the search does.
    """
    hits = search(db, Query(_without_own_name(question, root), path=path, limit=CANDIDATES), root, vectors)
    ranked = _with_neighbours(db, hits.items)
    chosen = _choose(ranked)
    found = [resolve(db, hit.symbol.symbol) for hit in chosen]
    links = _links(db, found)
    names = {f.id: f.symbol.qualified_name for f in found}
    words = [w for w in dict.fromkeys(split_words(question)) if len(w) > 2 and w not in STOP_WORDS]
    items = tuple(
        Explored(
            f.symbol,
            hit.reason,
            _lines(f.symbol, words, [s.symbol.name for s in found if s.id in links.get(f.id, ())], read_lines),
            tuple(names[i] for i in links.get(f.id, ()) if i in names),
        )
        for f, hit in zip(found, chosen, strict=True)
    )
    picked = {f.symbol.symbol for f in found}
    rest = [hit.symbol for hit in ranked if hit.symbol.symbol not in picked]
    return Exploration(
        question,
        items,
        _tests(db, found),
        tuple(rest[:8]),
        max(0, hits.total - len(items) - min(len(rest), 8)),
        _next(items),
    )


def _without_own_name(question: str, root: Path | None) -> str:
    """``question`` without the name of the project, which says nothing inside it, unless nothing else is left."""
    own = root.name.lower() if root is not None else ""
    words = question.split()
    kept = [word for word in words if word.lower().strip("?.,'\"") != own]
    return question if "\n" in question or len(kept) < 2 else " ".join(kept)


def _with_neighbours(db: sqlite3.Connection, hits: Sequence[Hit]) -> list[Hit]:
    """The hits and what the best of them call or are called by, ranked anew: how X works stands in several functions,
    and not all of them say so."""
    ids = _ids(db, [hit.symbol.symbol for hit in hits])
    gained: dict[int, float] = {}
    via: dict[int, str] = {}
    for hit in hits[:STARTS]:
        start = ids.get(hit.symbol.symbol)
        if start is None or hit.symbol.kind in _DATA_KINDS:
            continue
        for near, far, relation in (("source", "target", "called by"), ("target", "source", "calls")):
            around = [
                row[0]
                for row in db.execute(
                    f"SELECT DISTINCT {far} FROM edges WHERE {near} = ? AND kind = 'calls'"
                    " AND resolution IN ('exact', 'inferred') AND source <> target LIMIT 60",
                    (start,),
                )
            ]
            for other in around:
                gained[other] = gained.get(other, 0.0) + hit.score * NEIGHBOUR / math.sqrt(len(around))
                via.setdefault(other, f"{relation} {hit.symbol.name}")
    busy = _callers(db, gained)
    known = {ids[hit.symbol.symbol]: hit for hit in hits if hit.symbol.symbol in ids}
    strangers = symbols_by_id(db, [i for i in gained if i not in known])
    tests = _test_ids(db, list(strangers))
    out: list[Hit] = []
    for row_id in {**known, **strangers}:
        symbol, own, reason = strangers.get(row_id), 0.0, via.get(row_id, "")
        if row_id in known:
            hit = known[row_id]
            symbol, own, reason = hit.symbol, hit.score, "; ".join(filter(None, (hit.reason, reason)))
        if symbol is None or row_id in tests:
            continue
        # What half the program calls explains nothing.
        value = own + gained.get(row_id, 0.0) / math.log2(2 + busy.get(row_id, 0))
        if symbol.kind == "macro" or "abstract" in symbol.flags or (symbol.end_line == symbol.line and own):
            value *= _SLIGHT
        out.append(Hit(symbol, value, reason))
    return sorted(out, key=lambda h: (-h.score, h.symbol.file, h.symbol.line))


def _ids(db: sqlite3.Connection, symbols: Sequence[str]) -> dict[str, int]:
    marks = ",".join("?" * len(symbols))  # a hundred at most
    return dict(db.execute(f"SELECT symbol, id FROM symbols WHERE symbol IN ({marks})", symbols))


def _callers(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, int]:
    return {
        row[0]: row[1]
        for marks, piece in chunks(ids)
        for row in db.execute(
            f"SELECT target, count(DISTINCT source) FROM edges WHERE target IN {marks} AND kind = 'calls'"
            " GROUP BY target",
            piece,
        )
    }


def _test_ids(db: sqlite3.Connection, ids: Sequence[int]) -> set[int]:
    return {
        row[0]
        for marks, piece in chunks(ids)
        for row in db.execute(
            f"SELECT s.id FROM symbols s JOIN files f ON f.id = s.file_id WHERE s.id IN {marks}"
            " AND (s.kind IN ('module', 'field', 'variable', 'constant')"
            " OR (' ' || s.flags || ' ' || f.flags || ' ') LIKE '% test %')",
            piece,
        )
    }


def _choose(hits: Sequence[Hit]) -> list[Hit]:
    """The hits worth their place: functions and classes first, not both a class and many of its methods."""
    if not hits:
        return []
    best = hits[0].score
    out: list[Hit] = []
    owners: dict[tuple[str, str], int] = {}
    for hit in hits:
        if hit.symbol.kind in _DATA_KINDS and hit.score < _DATA_SHARE * best:
            continue
        if "overload" in hit.symbol.flags:  # its implementation says more
            continue
        if hit.symbol.kind not in ("function", "class", "module"):
            owner = (hit.symbol.file, hit.symbol.qualified_name.rpartition(".")[0])
            if owners.get(owner, 0) >= MOST_OF_A_CLASS:
                continue
            owners[owner] = owners.get(owner, 0) + 1
        out.append(hit)
        if len(out) == MOST_SYMBOLS:
            break
    return out


def _links(db: sqlite3.Connection, found: Sequence[Found]) -> dict[int, list[int]]:
    """Calls among the chosen symbols."""
    ids = [f.id for f in found]
    out: dict[int, list[int]] = {}
    wanted = set(ids)
    for marks, piece in chunks(ids):
        for source, target in db.execute(
            f"SELECT DISTINCT source, target FROM edges WHERE source IN {marks} AND kind IN ('calls', 'references')"
            " AND strategy <> 'type' AND resolution <> 'ambiguous' ORDER BY source, target",
            piece,
        ):
            if target in wanted and target != source:
                out.setdefault(source, []).append(target)
    return out


def _lines(
    symbol: Symbol, words: Sequence[str], called: Sequence[str], read_lines: ReadLines
) -> tuple[tuple[int, str], ...]:
    """The lines of a body that hold the rarest words of the question or call another symbol of the answer."""
    if symbol.kind in _DATA_KINDS and symbol.kind != "module":
        return tuple((symbol.line, text.strip()) for text in read_lines(symbol.file, symbol.line, symbol.line))
    if symbol.kind == "module":
        return ()
    last = min(symbol.end_line, symbol.line + _LONGEST_BODY)
    text = read_lines(symbol.file, symbol.line, last)
    first = _after_head(text)
    text = text[first:]
    doc = {line.strip() for line in symbol.doc.split("\n")}
    scored: list[tuple[float, int, str]] = []
    seen: dict[str, int] = {}
    parts = [set(split_words(line)) for line in text]
    for own in parts:
        for word in own:
            seen[word] = seen.get(word, 0) + 1
    for offset, (line, own) in enumerate(zip(text, parts, strict=True)):
        bare = line.strip()
        if not bare or bare in doc or bare.strip("\"'") in doc or bare.startswith(('"""', "'''", "#", "//", "*", "/*")):
            continue
        value = sum(1 / seen[word] for word in words if word in own)
        value += sum(2.0 for name in called if f"{name}(" in bare)
        value += 0.2 * bare.startswith(("return", "raise", "throw", "yield"))
        if value > 0.3:
            scored.append((value, symbol.line + first + offset, bare[:160]))
    best = sorted(scored, key=lambda s: (-s[0], s[1]))[:MOST_LINES]
    return tuple(sorted((line, text) for _, line, text in best))


def _after_head(text: Sequence[str]) -> int:
    """How many lines the name and the parameter list take."""
    depth = 0
    for number, line in enumerate(text[:60]):
        depth += line.count("(") - line.count(")")
        if depth <= 0:
            return number + 1
    return 1


def _tests(db: sqlite3.Connection, found: Sequence[Found]) -> tuple[Symbol, ...]:
    """Tests that use the chosen symbols, the ones that use most of them first."""
    counts: dict[int, int] = {}
    for marks, piece in chunks([f.id for f in found]):
        for source, number in db.execute(
            f"""
            SELECT e.source, count(DISTINCT e.target) FROM edges e
            JOIN symbols s ON s.id = e.source JOIN files f ON f.id = s.file_id
            WHERE e.target IN {marks} AND e.kind IN ('calls', 'references') AND e.strategy <> 'type'
              AND s.kind <> 'module'
              AND ((' ' || f.flags || ' ') LIKE '% test %' OR (' ' || s.flags || ' ') LIKE '% test %')
            GROUP BY e.source
            """,
            piece,
        ):
            counts[source] = counts.get(source, 0) + number
    best = sorted(counts, key=lambda i: (-counts[i], i))[:MOST_TESTS]
    symbols = symbols_by_id(db, best)
    return tuple(symbols[i] for i in best if i in symbols)


def _next(items: Sequence[Explored]) -> tuple[str, ...]:
    functions = [i.symbol for i in items if i.symbol.kind not in _DATA_KINDS]
    out: list[str] = []
    if functions:
        out.append(f"get_symbol {functions[0].qualified_name}")
        out.append(f"get_callers {functions[0].qualified_name}")
    if len(functions) > 1:
        out.append(f"get_impact_radius {functions[1].qualified_name}")
    return tuple(out)


def fit(answer: Exploration, render: Callable[[Exploration], Sequence[str]], max_tokens: int) -> Exploration:
    """``answer`` without the items that do not fit ``max_tokens`` (four characters a token) when rendered.

    Whole items go, the least of them first: names of further hits, tests, then symbols from the end.
    """
    budget = max_tokens * 4

    def size(candidate: Exploration) -> int:
        return sum(len(line) + 1 for line in render(candidate))

    while size(answer) > budget:
        if answer.further:
            answer = replace(answer, further=answer.further[:-1], left_out=answer.left_out + 1)
        elif len(answer.tests) > 2:
            answer = replace(answer, tests=answer.tests[:-1])
        elif len(answer.items) > 1:
            answer = replace(answer, items=answer.items[:-1], left_out=answer.left_out + 1)
        elif answer.items and answer.items[0].lines:
            answer = replace(answer, items=(replace(answer.items[0], lines=()),))
        else:
            break
    return answer
