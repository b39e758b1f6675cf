"""One ranking out of words, meaning and structure.

The score of a symbol is its BM25 rank over the best one's plus twice its cosine over the best one's, both
measured from the collection's middle: summing scores beat fusing ranks on every benchmark tried. What the
query names literally comes on top. Tests, examples, documentation and generated code rank below product
code unless they are asked for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from codegraph.errors import BadArgument, SymbolNotFound
from codegraph.model import Hit, Hits, Symbol
from codegraph.reading.names import resolve, split_name
from codegraph.reading.neighbours import path_filter
from codegraph.reading.rows import FROM_SYMBOLS, FULL, chunks, full
from codegraph.search.filters import allowed
from codegraph.search.lexical import Mentions, best_matches, mentions, query_words
from codegraph.search.query import Query, parse
from codegraph.search.words import split_words

if TYPE_CHECKING:
    from codegraph.search.vectors import VectorIndex

POOL = 200
"""Symbols taken from each ranking."""
DENSE_WEIGHT = 2.0
DAMPING = 0.6
_DAMPED = frozenset(("test", "docs", "example", "generated", "vendored"))
DATA_DAMPING = 0.7
"""Of what holds data rather than does something, unless the query names it or asks for its kind."""
_DATA_KINDS = frozenset(("field", "variable", "constant", "module"))
_NAME_BONUS = 0.4
_QUALIFIED_BONUS = 0.8
_PATH_BONUS = 0.6
_FRAME_BONUS = 1.2
_EXACT = 10.0
"""Above everything else: the query is the symbol's name."""


@dataclass(slots=True)
class _Scored:
    """One candidate with the parts of its score."""

    words: float = 0.0
    meaning: float = 0.0
    bonus: float = 0.0
    reasons: tuple[str, ...] = ()
    weighed: float | None = None
    """The score where the parts were weighed together, tests and data with them."""

    @property
    def total(self) -> float:
        if self.weighed is not None:
            return self.weighed
        return self.words + DENSE_WEIGHT * self.meaning + self.bonus


def search(db: sqlite3.Connection, asked: Query, root: Path | None = None, vectors: VectorIndex | None = None) -> Hits:
    """The symbols that fit a query best, best first, each once, with the reason it is there.

    Raises:
        BadArgument, SymbolNotFound, AmbiguousSymbol: the query cannot be read as it stands.
    """
    query = parse(asked)
    among = allowed(db, query, root)
    among = _within(db, query, among)
    liked = resolve(db, query.like, root) if query.like else None
    found = mentions(query.text)
    if query.report and liked is None:
        hits = _ranked(db, _of_report(db, query, among, vectors), query, found)
        cut = len(asked.text) - len(query.text)
        return replace(hits, notes=(f"the last {cut:,} characters of the text were not read",)) if cut > 0 else hits
    scored: dict[int, _Scored] = {}
    if query.text:
        _add_words(db, scored, query, among)
    if vectors is not None:
        _add_meaning(db, scored, query, among, vectors, liked.id if liked else None)
    _add_mentions(db, scored, query, found, among)
    if among is not None and not query.text and liked is None:
        for row_id in among:
            scored.setdefault(row_id, _Scored(bonus=0.1, reasons=("filter",)))
    if liked is not None:
        scored.pop(liked.id, None)
    return _ranked(db, scored, query, found)


def _of_report(
    db: sqlite3.Connection, query: Query, among: set[int] | None, vectors: VectorIndex | None
) -> dict[int, _Scored]:
    from codegraph.search.localise import FEATURES, candidates
    from codegraph.search.models import load_model
    from codegraph.search.report_weights import WEIGHTS

    found = candidates(db, query.text, among, vectors, load_model(vectors.model) if vectors is not None else None)
    scores = found.features @ [WEIGHTS[name] for name in FEATURES]
    words, meaning = found.features[:, :3].max(1), found.features[:, 3:6].max(1)
    return {
        row_id: _Scored(
            float(words[row]), float(meaning[row]), 0.0, tuple(found.reasons.get(row_id, ())), float(scores[row])
        )
        for row, row_id in enumerate(found.ids)
        if scores[row] > 0
    }


def _within(db: sqlite3.Connection, query: Query, among: set[int] | None) -> set[int] | None:
    """The plain filters: kind, language, path, tests."""
    conditions: list[str] = []
    values: list[str] = []
    if query.kind:
        kinds = query.kind.split(",")
        conditions.append(f"s.kind IN ({','.join('?' * len(kinds))})")
        values += kinds
    if query.language:
        conditions.append("f.language = ?")
        values.append(query.language.lower())
    inside = query.path.strip().removeprefix("./").rstrip("/")
    if inside in ("", "."):
        inside = ""
    elif not any(c in inside for c in "*?["):
        conditions.append("(f.path = ? OR f.path GLOB ?)")
        values += [inside, inside + "/*"]
    if query.tests in ("exclude", "only"):
        is_test = "(' ' || f.flags || ' ') LIKE '% test %' OR (' ' || s.flags || ' ') LIKE '% test %'"
        conditions.append(f"({is_test})" if query.tests == "only" else f"NOT ({is_test})")
    glob = path_filter(inside) if any(c in inside for c in "*?[") else None
    if not conditions and glob is None:
        return among
    where = " AND ".join(conditions) or "1"
    rows = db.execute(f"SELECT s.id, f.path FROM {FROM_SYMBOLS} WHERE {where}", values)
    ids = {row_id for row_id, path in rows if glob is None or glob(path)}
    if not ids:
        _explain_nothing(db, query, inside)
    return ids if among is None else among & ids


def _explain_nothing(db: sqlite3.Connection, query: Query, inside: str) -> None:
    """Raise if a filter by itself leaves nothing: no words could help then."""
    languages = [row[0] for row in db.execute("SELECT DISTINCT language FROM files WHERE language <> '' ORDER BY 1")]
    if query.language and query.language.lower() not in languages:
        raise BadArgument(f"no file is in {query.language!r}; the index has {', '.join(languages) or 'nothing'}")
    fits = path_filter(inside)
    if inside and not any(fits(row[0]) for row in db.execute("SELECT path FROM files WHERE status = 'indexed'")):
        raise BadArgument(f"no indexed file is at or under {query.path!r}")


def _add_words(db: sqlite3.Connection, scored: dict[int, _Scored], query: Query, among: set[int] | None) -> None:
    ranked = best_matches(db, query_words(db, query.text), POOL, among)
    best = max(ranked.values(), default=0.0)
    for row_id, rank in ranked.items():
        scored.setdefault(row_id, _Scored()).words = rank / best if best > 0 else 0.0


def _add_meaning(
    db: sqlite3.Connection,
    scored: dict[int, _Scored],
    query: Query,
    among: set[int] | None,
    vectors: VectorIndex,
    liked: int | None,
) -> None:
    from codegraph.search.models import load_model

    target = load_model(vectors.model).encode_query(query.text)
    if liked is not None and (own := vectors.vector(liked)) is not None:
        target = target + own if query.text else own
    ids, cosines, median = vectors.nearest(target, POOL, among)
    if not len(ids):
        return
    spread = float(cosines[0]) - median + 1e-9
    for row_id, cosine in zip(ids.tolist(), cosines.tolist(), strict=True):
        meaning = (cosine - median) / spread
        if meaning > 0:
            scored.setdefault(row_id, _Scored()).meaning = meaning


def _add_mentions(
    db: sqlite3.Connection, scored: dict[int, _Scored], query: Query, found: Mentions, among: set[int] | None
) -> None:
    """Symbols that go by the query itself or by a name that stands in it, and those of files it names."""
    alone = query.text if len(query.text.split()) == 1 else ""
    for name in dict.fromkeys((*filter(None, (alone,)), *found.names)):
        parts = split_name(name)
        if not parts:
            continue
        rows = db.execute("SELECT id, qualified_name FROM symbols WHERE name = ? LIMIT 400", (parts[-1],)).fetchall()
        if not rows and len(parts) > 1 and name != alone:
            continue
        for row_id, qualified in rows:
            if among is not None and row_id not in among:
                continue
            whole = split_name(qualified)[-len(parts) :] == parts
            if not whole and len(parts) > 1 and len(rows) > 20:
                continue
            entry = scored.setdefault(row_id, _Scored())
            if name == alone and whole:
                entry.bonus = max(entry.bonus, _EXACT)
                entry.reasons = ("name",)
            else:
                # A name that many symbols share says little about each of them.
                weight = (_QUALIFIED_BONUS if whole and len(parts) > 1 else _NAME_BONUS) / (1 + len(rows) / 10)
                entry.bonus = max(entry.bonus, weight)
                entry.reasons = (*entry.reasons, f"named {name}")
    for path in found.paths:
        tail = path.rpartition("/")[2]
        for row_id, file in db.execute(
            f"SELECT s.id, f.path FROM {FROM_SYMBOLS} WHERE f.path = ? OR f.path GLOB ? LIMIT 2000", (path, f"*/{tail}")
        ):
            if row_id in scored and (file.endswith(path) or path.endswith(file)):
                scored[row_id].bonus += _PATH_BONUS
                scored[row_id].reasons = (*scored[row_id].reasons, f"in {tail}")
    for file, name in found.frames:
        for row_id, path in db.execute(f"SELECT s.id, f.path FROM {FROM_SYMBOLS} WHERE s.name = ? LIMIT 200", (name,)):
            if file.endswith(path) or path.endswith(file.lstrip("/")):
                entry = scored.setdefault(row_id, _Scored())
                entry.bonus += _FRAME_BONUS
                entry.reasons = (*entry.reasons, "stack frame")


def _ranked(db: sqlite3.Connection, scored: dict[int, _Scored], query: Query, found: Mentions) -> Hits:
    damped = _DAMPED - {"test"} if query.tests != "auto" or found.tests else _DAMPED
    ranked: list[tuple[float, str, int, str, int]] = []
    for marks, piece in chunks(scored):
        for row_id, symbol, kind, line, path, flags in db.execute(
            f"SELECT s.id, s.symbol, s.kind, s.line, f.path, s.flags || ' ' || f.flags FROM {FROM_SYMBOLS} "
            f"WHERE s.id IN {marks}",
            piece,
        ):
            entry = scored[row_id]
            total = entry.total
            if entry.weighed is None and entry.bonus < _EXACT:
                if not damped.isdisjoint(flags.split()):
                    total *= DAMPING
                if kind in _DATA_KINDS and not entry.bonus and not query.kind:
                    total *= DATA_DAMPING
            if total > 0:
                ranked.append((-total, path, line, symbol, row_id))
    if query.phrases:
        ranked = _with_phrases(db, ranked, query.phrases)
    ranked.sort()
    shown = ranked[query.offset :] if query.limit is None else ranked[query.offset :][: query.limit]
    # Only what is shown is read in full: a search scores some hundred symbols and shows ten.
    symbols = _full(db, [row[-1] for row in shown])
    words = [w for w in dict.fromkeys(split_words(query.text)) if len(w) > 2]
    hits = tuple(
        Hit(symbols[row_id], round(-negative, 4), _reason(symbols[row_id], scored[row_id], words))
        for negative, *_, row_id in shown
    )
    return Hits(query.text, len(ranked), hits, len(ranked) - len(shown) - query.offset, offset=query.offset)


def _full(db: sqlite3.Connection, ids: list[int]) -> dict[int, Symbol]:
    return {
        row[0]: full(row)
        for marks, piece in chunks(ids)
        for row in db.execute(f"SELECT {FULL} FROM {FROM_SYMBOLS} WHERE s.id IN {marks}", piece)
    }


def _with_phrases(
    db: sqlite3.Connection, ranked: list[tuple[float, str, int, str, int]], phrases: tuple[str, ...]
) -> list[tuple[float, str, int, str, int]]:
    """The same with those behind that lack a quoted phrase: far, unless all its words stand in the body."""
    ids = [row[-1] for row in ranked]
    symbols = _full(db, ids)
    bodies = {
        row_id: set(body.split())
        for marks, piece in chunks(ids)
        for row_id, body in db.execute(f"SELECT id, body FROM search_text WHERE id IN {marks}", piece)
    }
    return [
        (row[0] * min(_holds(symbols[row[-1]], bodies.get(row[-1], set()), phrase) for phrase in phrases), *row[1:])
        for row in ranked
    ]


def _holds(symbol: Symbol, body: set[str], phrase: str) -> float:
    """What is left of the score of a symbol that ought to hold ``phrase``; bodies are kept as words without order."""
    wanted = " ".join(phrase.lower().split())
    texts = (symbol.doc, symbol.signature, symbol.qualified_name)
    if any(wanted in " ".join(text.lower().split()) for text in texts):
        return 1.0
    return 0.8 if body.issuperset(split_words(phrase)) else 0.3


def _reason(symbol: Symbol, entry: _Scored, words: Iterable[str]) -> str:
    parts = list(dict.fromkeys(entry.reasons))
    if entry.words > 0.25:
        places = (("name", symbol.qualified_name), ("signature", symbol.signature), ("doc", symbol.doc))
        seen = [place for place, text in places if any(word in text.lower() for word in words)]
        parts.append("words in " + ", ".join(seen or ["body"]))
    if entry.meaning > 0.25:
        parts.append("meaning")
    return "; ".join(parts) or "words"


__all__ = ["Query", "SymbolNotFound", "search"]
