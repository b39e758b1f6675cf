"""Search by words: exact names first, then BM25 over names, signatures, docstrings, bodies and paths."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from codegraph.errors import BadArgument
from codegraph.model import Hit, Hits, Symbol
from codegraph.reading.names import Found, split_name
from codegraph.reading.neighbours import path_filter
from codegraph.reading.rows import FROM_SYMBOLS, FULL, flags_of, full
from codegraph.search.words import split_words

LONGEST_QUERY = 20_000
MOST_WORDS = 40
POOL = 400
"""Rows taken from the full-text index before filters and damping."""

_WEIGHTS = (10.0, 4.0, 3.0, 2.0, 3.0, 1.0)
"""Of name, owner, signature, path, doc and body."""
_DAMPED = frozenset(("test", "docs", "example", "generated", "vendored"))
_DAMPING = 0.6
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for and among which symbols."""

    text: str
    kind: str = ""
    language: str = ""
    path: str = ""
    tests: str = "include"
    limit: int | None = None
    offset: int = 0


def search(db: sqlite3.Connection, query: Query) -> Hits:
    """The symbols that fit best, best first."""
    text = query.text.strip()
    if not text:
        raise BadArgument("an empty query; give words that stand in the code or its docstrings")
    if len(text) > LONGEST_QUERY:
        raise BadArgument(f"a query of {len(text)} characters; at most {LONGEST_QUERY} are read")
    inside = path_filter(query.path)
    hits: dict[int, Hit] = {}
    for found in _called(db, text):
        hits[found.id] = Hit(found.symbol, 1.0, "name")
    matching = _matching(db, words_of(text))
    flags = flags_of(db, [*(row[1].file for row in matching), *(hit.symbol.file for hit in hits.values())])
    for row_id, symbol, score, reason in matching:
        if row_id not in hits:
            damped = _DAMPING if _DAMPED & flags.get(symbol.file, _NONE) else 1.0
            hits[row_id] = Hit(symbol, round(score * damped, 4), reason)
    items = [hit for hit in hits.values() if _wanted(hit.symbol, query, flags) and inside(hit.symbol.file)]
    items.sort(key=lambda h: (-h.score, bool(flags.get(h.symbol.file)), h.symbol.file, h.symbol.line))
    shown = items[query.offset :] if query.limit is None else items[query.offset :][: query.limit]
    return Hits(text, len(items), tuple(shown), len(items) - len(shown), offset=query.offset)


def words_of(text: str) -> list[str]:
    """The different words of a query, identifiers split as the index splits them."""
    return list(dict.fromkeys(split_words(text)))[:MOST_WORDS]


def _called(db: sqlite3.Connection, text: str) -> list[Found]:
    """Symbols that go by the query itself."""
    if len(text.split()) != 1:
        return []
    parts = split_name(text)
    if not parts:
        return []
    rows = db.execute(
        f"SELECT {FULL} FROM {FROM_SYMBOLS} WHERE s.name = ? ORDER BY f.path, s.line LIMIT {POOL}", (parts[-1],)
    )
    found = [Found(row[0], full(row)) for row in rows]
    return [f for f in found if split_name(f.symbol.qualified_name)[-len(parts) :] == parts]


def _matching(db: sqlite3.Connection, words: list[str]) -> list[tuple[int, Symbol, float, str]]:
    """All words first; where few symbols hold all of them, any of them too."""
    if not words:
        return []
    quoted = [f'"{word}"' for word in words]
    ranked = _run(db, " AND ".join([*quoted[:-1], f"{quoted[-1]}*"]))
    if len(ranked) < 20 and len(words) > 1:
        known = {row[0] for row in ranked}
        ranked += [row for row in _run(db, " OR ".join(quoted)) if row[0] not in known]
    if not ranked:
        return []
    best = max(-row[1] for row in ranked) or 1.0
    out: list[tuple[int, Symbol, float, str]] = []
    symbols: dict[int, Symbol] = {}
    ids = [row[0] for row in ranked]
    for start in range(0, len(ids), 500):
        piece = ids[start : start + 500]
        rows = db.execute(f"SELECT {FULL} FROM {FROM_SYMBOLS} WHERE s.id IN ({','.join('?' * len(piece))})", piece)
        symbols.update((row[0], full(row)) for row in rows)
    for row_id, rank in ranked:
        if row_id in symbols:
            score = min(0.95, 0.95 * -rank / best) if best > 0 else 0.0
            out.append((row_id, symbols[row_id], score, _reason(symbols[row_id], words)))
    return out


def _run(db: sqlite3.Connection, match: str) -> list[tuple[int, float]]:
    weights = ", ".join(map(str, _WEIGHTS))
    try:
        return db.execute(
            f"SELECT rowid, bm25(symbols_fts, {weights}) AS rank FROM symbols_fts WHERE symbols_fts MATCH ? "
            f"ORDER BY rank LIMIT {POOL}",
            (match,),
        ).fetchall()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return []
        raise


def _reason(symbol: Symbol, words: list[str]) -> str:
    """Where the words were found, as far as the symbol itself shows."""
    places = (
        ("name", symbol.qualified_name),
        ("signature", symbol.signature),
        ("doc", symbol.doc),
        ("path", symbol.file),
    )
    seen = [place for place, text in places if any(word in text.lower() for word in words)]
    return ", ".join(seen) or "body"


def _wanted(symbol: Symbol, query: Query, flags: dict[str, frozenset[str]]) -> bool:
    if query.kind and symbol.kind != query.kind:
        return False
    if query.language and symbol.language != query.language:
        return False
    if query.tests != "include":
        tested = "test" in flags.get(symbol.file, _NONE) or "test" in symbol.flags
        return tested == (query.tests == "only")
    return True
