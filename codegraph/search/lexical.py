"""Full text: BM25 over split words, and what a query names literally (identifiers, paths, stack frames)."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from itertools import pairwise

from codegraph.search.words import split_words

WEIGHTS = (4.0, 2.0, 1.0, 1.0, 3.0, 1.5)
"""Of name, owner, signature, path, doc and body."""
MOST_WORDS = 24
"""Words that go into one full-text query; of longer questions the rarest are taken."""

STOP_WORDS = frozenset(
    """a an and are as at be been by can code could do does for from function functions had has have how i if in
    into is it its me method methods my of on or our that the their them then there these they this to used using
    was we what when where which who whose why will with would you your should so such than may might not no any
    all each some""".split()
)
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*(?:(?:\.|::|#)[A-Za-z_$][\w$]*)*(?:\(\))?")
_PATH = re.compile(r"[\w./\\-]+\.[A-Za-z]{1,5}\b")
_FRAME = re.compile(r'File "(?P<file>[^"\n]+)", line (?P<line>\d+), in (?P<name>\w+)')
_CODE = re.compile(r"`([^`\n]{2,80})`")
_TESTY = frozenset(("test", "tests", "testing", "spec", "fixture", "fixtures", "testcase"))


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a query names literally."""

    names: tuple[str, ...] = ()
    """Identifiers as written, dotted ones whole."""
    paths: tuple[str, ...] = ()
    frames: tuple[tuple[str, str], ...] = ()
    """(file, function) of stack frames."""
    tests: bool = False
    """Whether it asks for tests."""


def mentions(text: str) -> Mentions:
    """Names, paths and frames that stand in a query as they stand in code.

    A plain lower-case word counts as a name only between backticks or with call parentheses.
    """
    names: dict[str, None] = {}
    for quoted in _CODE.findall(text):
        for match in _IDENTIFIER.finditer(quoted):
            names[match[0].removesuffix("()")] = None
    for match in _IDENTIFIER.finditer(text):
        word = match[0]
        bare = word.removesuffix("()")
        if word != bare or "_" in bare.strip("_") or "::" in bare or _is_camel(bare):
            names[bare] = None
        elif "." in bare and all(bare.split(".")) and not bare.endswith("."):
            names[bare] = None
    paths = tuple(
        dict.fromkeys(m.replace("\\", "/").lstrip("./") for m in _PATH.findall(text) if "/" in m or "\\" in m)
    )
    frames = tuple(dict.fromkeys((m["file"].replace("\\", "/"), m["name"]) for m in _FRAME.finditer(text)))
    asks = not _TESTY.isdisjoint(split_words(text[:300]))
    return Mentions(tuple(names)[:40], paths[:20], frames[:40], asks)


def _is_camel(word: str) -> bool:
    return any(a.islower() and b.isupper() for a, b in pairwise(word))


def query_words(db: sqlite3.Connection, text: str) -> list[str]:
    """The words of a query worth looking up, the rarest when there are many."""
    words = [w for w in dict.fromkeys(split_words(text)) if w not in STOP_WORDS and len(w) > 1]
    words = words or list(dict.fromkeys(split_words(text)))
    if len(words) <= MOST_WORDS:
        return words
    counted: dict[str, int] = {}
    for word in words[:200]:
        row = db.execute("SELECT count(*) FROM symbols_fts WHERE symbols_fts MATCH ?", (f'"{word}"',)).fetchone()
        if row[0]:
            counted[word] = row[0]
    chosen = set(sorted(counted, key=lambda w: (counted[w], w))[:MOST_WORDS])
    return [w for w in words if w in chosen]


def best_matches(db: sqlite3.Connection, words: list[str], count: int, among: set[int] | None) -> dict[int, float]:
    """Row id -> BM25 score (higher is better) of the best matches of any of the words."""
    if not words:
        return {}
    match = " OR ".join(f'"{word}"' for word in words)
    weights = ", ".join(map(str, WEIGHTS))
    limit = count if among is None else max(count * 20, 4000)
    rows = db.execute(
        f"SELECT rowid, bm25(symbols_fts, {weights}) AS rank FROM symbols_fts WHERE symbols_fts MATCH ? "
        "ORDER BY rank LIMIT ?",
        (match, limit),
    )
    found = {row_id: -rank for row_id, rank in rows if among is None or row_id in among}
    return dict(list(found.items())[:count])
