"""From a bug report to the functions that are to be changed: parts of the report and of the code, weighed together.

Each candidate is a row of numbers (:data:`FEATURES`): how well title, prose and code of the report fit its words and
its meaning, whether the report names it, its owner, its file or a frame in it, what kind it is and how long. One
linear weight each, learned from reports of other repositories by ``benchmarks/search/reports.py`` and kept in
:mod:`codegraph.search.report_weights`.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from codegraph.reading.rows import FROM_SYMBOLS, chunks
from codegraph.search.lexical import STOP_WORDS, best_matches
from codegraph.search.reports import Frame, Report, read_report
from codegraph.search.words import split_words

if TYPE_CHECKING:
    from codegraph.search.models import Model
    from codegraph.search.vectors import VectorIndex

FEATURES = (
    "words of the title",
    "words of the text",
    "words of the code",
    "meaning of the title",
    "meaning of the text",
    "meaning of the whole",
    "named in the title",
    "named in backticks",
    "named in the code",
    "owner named in the title",
    "owner named in backticks",
    "name's words in the title",
    "name's words in the text",
    "owner's words in the title",
    "owner's words in the text",
    "frame",
    "file",
    "line",
    "length",
    "function",
    "not product code",
)
FUNCTIONS = ("function", "method", "property")
POOL = 400
"""Symbols taken from each ranking by words."""
NEAREST = 200
"""Symbols taken from each ranking by meaning."""
_OF_A_FILE = 400
_OF_A_NAME = 40
MOST_NAMES = 80
_TITLE_WORDS, _TEXT_WORDS, _CODE_WORDS = 16, 24, 20
_COUNTED_UP_TO = 4000
"""Above, a word is as common as any."""
_DAMPED = frozenset(("test", "docs", "example", "generated", "vendored"))
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")
_SUFFIX = re.compile(r"(ing|ed|es|s|er|ion|e)$")
_LAST_NAME = re.compile(r"[.:#$/]+")
_CLOSURES = re.compile(r"(?:::)?\{\{closure\}\}|<[^>]*>|\.func\d+")
_EVERYWHERE = frozenset(("__init__", "new", "run", "main", "anonymous", "constructor", "call", "apply", "next"))
"""Names that do not find a frame's function without its file."""
_FADING = 0.8
"""What each frame outwards is worth of the one inside it."""

Matrix = NDArray[np.float32]


class Candidates:
    """The symbols that a report may be about, with their features."""

    def __init__(self, ids: Sequence[int], features: Matrix, reasons: dict[int, list[str]]) -> None:
        self.ids = ids
        self.features = features
        """A row a symbol, a column a feature."""
        self.reasons = reasons


def candidates(
    db: sqlite3.Connection, text: str, among: set[int] | None, vectors: VectorIndex | None, model: Model | None
) -> Candidates:
    """What may be meant by the report ``text``."""
    return _Reading(db, text, among, vectors, model).candidates()


class _Reading:
    """One report against one index."""

    def __init__(
        self,
        db: sqlite3.Connection,
        text: str,
        among: set[int] | None,
        vectors: VectorIndex | None,
        model: Model | None,
    ) -> None:
        self.db = db
        self.text = text
        self.among = among
        self.vectors = vectors
        self.model = model
        self.report: Report = read_report(text)
        self._counts: dict[str, int] = {}
        self._total: int = db.execute("SELECT count(*) FROM symbols").fetchone()[0] or 1
        self._found: dict[int, dict[int, float]] = {}
        """Column -> row id -> value, for the features that bring candidates."""
        self._nearest: set[int] = set()
        self._reasons: dict[int, list[str]] = {}

    def candidates(self) -> Candidates:
        report = self.report
        text = f"{report.title}\n{report.title}\n{report.prose}\n{report.spans}"
        self._words(0, report.title, _TITLE_WORDS)
        self._words(1, text, _TEXT_WORDS)
        self._words(2, report.code, _CODE_WORDS)
        targets = self._targets()
        spreads = [self._near(target) for target in targets]
        self._names()
        self._places()
        every = self._nearest.union(*self._found.values())
        ids = sorted(i for i in every if self.among is None or i in self.among)
        features = np.zeros((len(ids), len(FEATURES)), np.float32)
        row_of = {row_id: row for row, row_id in enumerate(ids)}
        for column, values in self._found.items():
            for row_id, value in values.items():
                if row_id in row_of:
                    features[row_of[row_id], column] = value
        for column, (target, spread) in enumerate(zip(targets, spreads, strict=True), 3):
            self._meaning(features, column, ids, row_of, target, spread)
        self._look(features, row_of)
        return Candidates(ids, features, self._reasons)

    # -- words and meaning

    def _words(self, column: int, text: str, most: int) -> None:
        ranked = best_matches(self.db, self._telling(text, most), POOL, self.among)
        best = max(ranked.values(), default=0.0)
        self._found[column] = {row_id: rank / best for row_id, rank in ranked.items()} if best > 0 else {}

    def _telling(self, text: str, most: int) -> list[str]:
        """The words that are rare in the index and frequent in the text."""
        said = Counter(w for w in split_words(text) if w not in STOP_WORDS and len(w) > 1)
        worth = {w: (1 + math.log(n)) * self._rarity(w) for w, n in list(said.items())[:300] if self._count(w)}
        return sorted(worth, key=lambda w: (-worth[w], w))[:most]

    def _count(self, word: str) -> int:
        if word not in self._counts:
            row = self.db.execute(
                "SELECT count(*) FROM (SELECT 1 FROM symbols_fts WHERE symbols_fts MATCH ? LIMIT ?)",
                (f'"{word}"', _COUNTED_UP_TO),
            ).fetchone()
            self._counts[word] = row[0]
        return self._counts[word]

    def _rarity(self, word: str) -> float:
        return math.log(1 + self._total / (1 + self._count(word)))

    def _targets(self) -> list[Matrix]:
        """Unit vectors of title, text and the whole as it stands; none without a model."""
        if self.vectors is None or self.model is None:
            return []
        report = self.report
        parts = [(report.title, 1.0), (report.prose, 1.0), (report.code, 0.3)]
        read = [(self.model.encode_query(text), weight * bool(text.strip())) for text, weight in parts]
        text = np.sum([vector * weight for vector, weight in read], axis=0)
        text = text / (np.linalg.norm(text) + 1e-9)
        return [read[0][0], text.astype(np.float32), self.model.encode_query(self.text)]

    def _near(self, target: Matrix) -> tuple[float, float]:
        """Adds the nearest symbols to the candidates; gives the middle and the best cosine."""
        assert self.vectors is not None
        ids, cosines, median = self.vectors.nearest(target, NEAREST, self.among)
        self._nearest.update(ids.tolist())
        return median, float(cosines[0]) if len(cosines) else median

    def _meaning(
        self,
        features: Matrix,
        column: int,
        ids: Sequence[int],
        row_of: dict[int, int],
        target: Matrix,
        spread: tuple[float, float],
    ) -> None:
        assert self.vectors is not None
        median, best = spread
        found, cosines, _ = self.vectors.nearest(target, len(ids), ids)
        rows = [row_of[row_id] for row_id in found.tolist()]
        features[rows, column] = np.clip((cosines - median) / (best - median + 1e-9), 0, None)

    # -- what is named

    def _names(self) -> None:
        report = self.report
        named = {
            6: {n for n in _IDENTIFIER.findall(report.title) if _looks_like_code(n)},
            7: set(_IDENTIFIER.findall(report.spans)),
            8: set(_IDENTIFIER.findall(report.code)),
        }
        self._mentioned = named
        self._title_names = set(_IDENTIFIER.findall(report.title))
        wanted = [n for names in named.values() for n in sorted(names) if len(n) > 2]
        wanted = list(dict.fromkeys(wanted))[:MOST_NAMES]
        homes: dict[str, list[int]] = {}
        for name in wanted:
            rows = self.db.execute(
                "SELECT id FROM symbols WHERE name = ? AND kind NOT IN ('field', 'variable', 'constant', 'module')"
                " LIMIT ?",
                (name, _OF_A_NAME),
            )
            homes[name] = [row[0] for row in rows]
        for column, names in named.items():
            values = self._found.setdefault(column, {})
            for name in names & homes.keys():
                for row_id in homes[name]:
                    values[row_id] = 1 / math.sqrt(len(homes[name]))
                    self._say(row_id, f"named {name}")

    def _places(self) -> None:
        """Frames, files and lines that the report gives."""
        lines = self._found.setdefault(17, {})
        files = self._found.setdefault(16, {})
        for path, line in self.report.places:
            for row_id, kind, first, last in self._in_file(path):
                files[row_id] = 1.0
                self._say(row_id, f"in {path.rpartition('/')[2]}")
                if line and first <= line <= last and kind in FUNCTIONS:
                    lines[row_id] = 1.0
        worth, frames = 1.0, self._found.setdefault(15, {})
        for frame in self.report.frames:
            hits = self._of_frame(frame)
            for row_id, share in hits:
                frames[row_id] = max(frames.get(row_id, 0.0), share * worth)
                self._say(row_id, "stack frame")
            if hits:
                worth *= _FADING

    def _in_file(self, path: str) -> list[tuple[int, str, int, int]]:
        """(id, kind, first line, last line) of the symbols of files that go by a path or its end."""
        wanted = path.replace("\\", "/").lstrip("./~")
        tail = wanted.rpartition("/")[2]
        rows = self.db.execute(
            f"SELECT s.id, s.kind, s.start_line, s.end_line, f.path FROM {FROM_SYMBOLS}"
            " WHERE (f.path = ? OR f.path GLOB ?) AND s.kind NOT IN ('field', 'variable', 'constant') LIMIT ?",
            (tail, "*/" + re.sub(r"([*?\[])", r"[\1]", tail), _OF_A_FILE),
        )
        return [(i, kind, a, b) for i, kind, a, b, file in rows if _same_file(file, wanted)]

    def _of_frame(self, frame: Frame) -> list[tuple[int, float]]:
        name = _LAST_NAME.split(_CLOSURES.sub("", frame.name).rstrip(".:"))[-1]
        here = [row for row in self._in_file(frame.file) if row[1] in FUNCTIONS]
        if name:
            names = dict(
                self.db.execute(
                    f"SELECT s.id, s.name FROM {FROM_SYMBOLS} WHERE s.name = ?"
                    f" AND s.kind IN ('function', 'method', 'property') LIMIT {_OF_A_NAME}",
                    (name,),
                )
            )
            found = [(row[0], 1.0) for row in here if row[0] in names]
            if not found and name not in _EVERYWHERE and len(names) <= 3:
                found = [(row_id, 0.4) for row_id in names]
            return found
        return [(i, 0.6) for i, _, first, last in here if first <= frame.line <= last]

    def _say(self, row_id: int, reason: str) -> None:
        said = self._reasons.setdefault(row_id, [])
        if reason not in said:
            said.append(reason)

    # -- what the candidates are

    def _look(self, features: Matrix, row_of: dict[int, int]) -> None:
        """The features that are read off the symbols themselves."""
        report = self.report
        title = {_stem(w) for w in split_words(report.title) if w not in STOP_WORDS and len(w) > 1}
        text = {_stem(w) for w in split_words(f"{report.prose} {report.spans}") if w not in STOP_WORDS and len(w) > 1}
        in_title, in_spans = self._title_names, self._mentioned[7]
        rows = [
            row
            for marks, piece in chunks(row_of)
            for row in self.db.execute(
                "SELECT s.id, s.kind, s.qualified_name, s.start_line, s.end_line, s.flags || ' ' || f.flags, t.name,"
                f" t.owner FROM {FROM_SYMBOLS} JOIN search_text t ON t.id = s.id WHERE s.id IN {marks}",
                piece,
            )
        ]
        # How rare a word is among the candidates is known without asking the index a thousand times.
        common = Counter(word for row in rows for word in {*row[6].split(), *row[7].split()})
        known = {word: (math.log(1 + len(rows) / (1 + count)), _stem(word)) for word, count in common.items()}
        for row_id, kind, qualified, first, last, flags, words, owners in rows:
            row = features[row_of[row_id]]
            owner = qualified.replace("::", ".").split(".")[-2:-1]
            if owner and len(owner[0]) > 2:
                row[9] = owner[0] in in_title and (owner[0][0].isupper() or "_" in owner[0])
                row[10] = owner[0] in in_spans
                if row[9] or row[10]:
                    self._say(row_id, f"member of {owner[0]}")
            for column, said in ((11, words), (13, owners)):
                total = 3.0  # a name of one frequent word is no more than that
                for word in said.split():
                    rarity, stem = known[word]
                    total += rarity
                    row[column] += rarity * (stem in title)
                    row[column + 1] += rarity * (stem in text)
                row[column : column + 2] /= total
            row[18] = math.log1p(max(0, min(last - first, 300))) / 4
            row[19] = kind in FUNCTIONS
            row[20] = not _DAMPED.isdisjoint(flags.split())


def _same_file(path: str, wanted: str) -> bool:
    if "/" not in wanted:
        return path.rpartition("/")[2] == wanted
    return path == wanted or path.endswith("/" + wanted) or wanted.endswith("/" + path)


def _looks_like_code(name: str) -> bool:
    return "_" in name.strip("_") or any(a.islower() and b.isupper() for a, b in pairwise(name))


def _stem(word: str) -> str:
    return _SUFFIX.sub("", word) if len(word) > 4 else word


def ranked(found: Candidates, weights: Iterable[float]) -> NDArray[np.float32]:
    """The score of each candidate."""
    return found.features @ np.fromiter(weights, np.float32)
