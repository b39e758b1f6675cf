"""The embedding that ships with the product: one vector a word, read with numpy alone.

A symbol's vector is the weighted sum of the vectors of its words, a weight a field (learned together
with the table), normalised; a query's is the same with a weight a word. Identifiers are cut into
words before; a word the table does not know is cut into the most probable sequence of known ones.
How the table was trained is told in ``benchmarks/embedding/``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codegraph.search.words import split_words

ASSET = Path(__file__).parent / "assets" / "codegraph-static-256.npz"

FIELDS = ("name", "owner", "signature", "path", "doc", "body")
"""In the order of the columns of ``search_text``."""

_CAPS = {"name": 12, "owner": 8, "path": 10, "signature": 24, "body": 64, "doc": 40}
_SLICE = 256
_LONGEST_PIECE = 16
_LONGEST_WORD = 24
_SPLITS_KEPT = 20_000


class StaticModel:
    """A table of word vectors with their weights."""

    batch = 4096

    def __init__(self, path: Path = ASSET) -> None:
        with np.load(path, allow_pickle=False) as stored:
            self._scale: NDArray[np.float32] = stored["scale"].astype(np.float32)
            self._vectors: NDArray[np.int8] = stored["vectors"]
            self._query_weights: NDArray[np.float32] = stored["query_weight"].astype(np.float32)
            names = ("query", *("name", "owner", "path", "signature", "body", "doc"))
            weights = dict(zip(names, stored["field_weight"].tolist(), strict=True))
            words = bytes(stored["vocab"]).decode("utf-8").split("\n")
            counts = stored["count"].astype(np.float64)
        self._weights = [float(weights[f]) for f in FIELDS]
        self._caps = [_CAPS[f] for f in FIELDS]
        self._ids = {word: i for i, word in enumerate(words)}
        self._lengths = [len(word) for word in words]
        self._log_probabilities: list[float] = np.log(counts / counts.sum()).tolist()
        self._known: dict[str, tuple[int, ...]] = {}
        self.name = path.stem
        self.dimensions = int(self._vectors.shape[1])

    def pieces(self, word: str) -> tuple[int, ...]:
        """The table rows of one lower-case word: its own, else of the most probable split into known words."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _SPLITS_KEPT:
                self._known.clear()
            index = self._ids.get(word)
            known = self._known[word] = (index,) if index is not None else self._split(word)
        return known

    def _split(self, word: str) -> tuple[int, ...]:
        """Viterbi over a unigram model; very short pieces are discouraged."""
        length = min(len(word), _LONGEST_WORD)
        best = [0.0, *([-1e9] * length)]
        back: list[tuple[int, int] | None] = [None] * (length + 1)
        for end in range(1, length + 1):
            for start in range(max(0, end - _LONGEST_PIECE), end):
                index = self._ids.get(word[start:end])
                if index is None:
                    continue
                penalty = 6 if end - start == 1 else 2 if end - start == 2 else 0
                score = best[start] + self._log_probabilities[index] - penalty
                if score > best[end]:
                    best[end] = score
                    back[end] = (start, index)
        found: list[int] = []
        end = length
        while end > 0 and (step := back[end]) is not None:
            found.append(step[1])
            end = step[0]
        found.reverse()
        return tuple(i for i in found if self._lengths[i] > 1 or length < 3) or tuple(found)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """A unit vector for a question in words; all zero when it holds no word."""
        rows = [i for word in split_words(text) for i in self.pieces(word)]
        if not rows:
            return np.zeros(self.dimensions, np.float32)
        picked = np.array(rows)
        vector = (self._query_weights[picked] * self._scale[picked]) @ self._vectors[picked].astype(np.float32)
        return (vector / (np.linalg.norm(vector) + 1e-9)).astype(np.float32)

    def encode(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """Unit vectors of symbols, a row each. A text is its fields in the order of :data:`FIELDS`, each a
        string of split words without repeats, as ``search_text`` holds them."""
        out = np.empty((len(texts), self.dimensions), np.float32)
        fields = list(zip(self._weights, self._caps, strict=True))
        known = self._ids.get
        for first in range(0, len(texts), _SLICE):
            batch = texts[first : first + _SLICE]
            rows: list[int] = []
            weights: list[float] = []
            lengths: list[int] = []
            offsets: list[int] = []
            for text in batch:
                offsets.append(len(rows))
                for value, (weight, cap) in zip(text, fields, strict=True):
                    if not value:
                        continue
                    taken: list[Any] = list(map(known, value.split(" ", cap)[:cap]))
                    if None in taken:
                        taken = [i for word in value.split(" ", cap)[:cap] for i in self.pieces(word)][:cap]
                    rows += taken
                    weights.append(weight)
                    lengths.append(len(taken))
                if offsets[-1] == len(rows):
                    rows.append(0)
                    weights.append(0.0)
                    lengths.append(1)
            picked = np.array(rows)
            factors = np.repeat(np.array(weights, np.float32), lengths) * self._scale[picked]
            # int8 rows are a quarter of the memory traffic, and a product a symbol beats one sum over all of them.
            gathered = self._vectors.take(picked, axis=0).astype(np.float32)
            offsets.append(len(rows))
            for i, (start, end) in enumerate(pairwise(offsets), first):
                np.dot(factors[start:end], gathered[start:end], out=out[i])
        out /= np.linalg.norm(out, axis=1, keepdims=True) + 1e-9
        return out


@cache
def static_model() -> StaticModel:
    """The shipped model, read once a process."""
    return StaticModel()


def quantise(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Unit vectors as int8, one global scale: 127 is 1.0."""
    return np.clip(np.rint(vectors * 127.0), -127, 127).astype(np.int8)


Matrix = NDArray[Any]
