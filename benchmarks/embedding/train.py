"""Train a static embedding from folders of packages; see README.md beside this file.

python -m benchmarks.embedding.train SOURCES --out model.npz
python -m benchmarks.embedding.train --smoke --out toy.npz
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.embedding.encoder import Adam, Bag, Encoder, Floats, loss_and_gradients
from benchmarks.embedding.export import export, stored, stored_words
from benchmarks.embedding.pairs import Pair, pairs
from benchmarks.embedding.vocabulary import vocabulary
from codegraph.search.static_model import FIELDS

FIRST_WEIGHTS = {"name": 2.0, "owner": 1.0, "path": 0.5, "signature": 0.7, "body": 0.4, "doc": 1.0}
DROPPED = {"name": 0.15, "owner": 0.3, "path": 0.5, "signature": 0.1, "body": 0.05, "doc": 0.6}
"""How often a field is left away, so that no field is leant on alone."""
CAPS = {"name": 12, "owner": 8, "path": 10, "signature": 24, "body": 64, "doc": 40}
DROPPED_WORDS = 0.08
LONGEST_QUESTION = 32
ASKED_AS_QUESTION = 0.35
OPENINGS = tuple(
    tuple(text.split())
    for text in (
        "where is", "where are", "how does", "how do", "how is", "what", "which function", "find the code that",
        "find the function that", "where do we", "where does the code", "what happens when", "show me the",
        "implementation of", "code to", "logic for", "how can i", "a helper that", "why does", "when does", "how to",
        "which class", "where are we", "is there a way to", "it fails to", "bug in",
    )
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description="train a static embedding")
    parser.add_argument("sources", type=Path, nargs="?", help="folder with one folder a package")
    parser.add_argument("--out", type=Path, required=True, help="the .npz to write")
    parser.add_argument("--init", type=Path, help="initial vectors (.npy), a row a word of vocabulary.txt")
    parser.add_argument("--start", type=Path, help="a table to go on from, with its words and weights")
    parser.add_argument(
        "--held-out", type=Path, help="sentences that are asked later, one a line: left out of training"
    )
    parser.add_argument("--words", type=int, default=32_000)
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--batch", type=int, default=2048)
    parser.add_argument("--chunk", type=int, default=128, help="pairs of one package that stand together in a batch")
    parser.add_argument("--rate", type=float, default=1e-2)
    parser.add_argument("--smoke", action="store_true", help="a made-up sample, a toy model, seconds")
    options = parser.parse_args()
    if options.smoke:
        found = sample()
        options.words, options.dimensions, options.epochs, options.batch, options.chunk = 500, 64, 20, 64, 16
    elif options.sources:
        held_out = options.held_out.read_text(encoding="utf-8").lower().split("\n") if options.held_out else ()
        found = list(pairs(sorted(p for p in options.sources.iterdir() if p.is_dir()), frozenset(held_out)))
    else:
        parser.error("give SOURCES or --smoke")
    words = stored_words(options.start) if options.start else vocabulary(found, options.words)
    options.out.with_suffix(".vocabulary.txt").write_text("\n".join(w for w, _ in words), encoding="utf-8")
    start = np.load(options.init, allow_pickle=False).astype(np.float32) if options.init else None
    model = stored(options.start) if options.start else new_encoder(len(words), options.dimensions, start)
    for step, loss in train(model, found, words, options.epochs, options.batch, options.chunk, options.rate):
        if step % 20 == 0:
            print(f"step {step} loss {loss:.3f}", flush=True)
    export(model, words, options.out)
    print(f"{len(found):,} pairs, {len(words):,} words -> {options.out}")
    return 0


def new_encoder(words: int, dimensions: int, start: Floats | None = None, seed: int = 0) -> Encoder:
    """An untrained model."""
    if start is not None and start.shape != (words, dimensions):
        raise SystemExit(f"--init has shape {start.shape}, not {(words, dimensions)}")
    if start is None:
        start = (np.random.default_rng(seed).standard_normal((words, dimensions)) * 0.1).astype(np.float32)
    fields = np.log(np.array([FIRST_WEIGHTS[field] for field in FIELDS], np.float32))
    return Encoder(start, np.zeros(words, np.float32), fields, np.array([np.log(20.0)], np.float32))


def train(
    model: Encoder,
    found: Sequence[Pair],
    words: Sequence[tuple[str, int]],
    epochs: int,
    batch: int,
    chunk: int,
    rate: float,
    seed: int = 0,
) -> Iterator[tuple[int, float]]:
    """Yields (step, loss) after every step."""
    random = np.random.default_rng(seed)
    ids = {word: at for at, (word, _) in enumerate(words)}
    optimiser = Adam(model.parameters(), [rate, rate * 3, 1e-2, 1e-2])
    corpus = Corpus(found, ids)
    asked: dict[tuple[str, ...], int] = {}
    sentences = np.array([asked.setdefault(pair.question, len(asked)) for pair in found])
    by_package: dict[str, list[int]] = {}
    for at, pair in enumerate(found):
        by_package.setdefault(pair.package, []).append(at)
    batch = min(batch, len(found))
    total = max(1, epochs * (len(found) // batch))
    step = 0
    for _ in range(epochs):
        pieces: list[list[int]] = []
        for members in by_package.values():
            mixed = random.permutation(members).tolist()
            pieces += [mixed[i : i + chunk] for i in range(0, len(mixed), chunk)]
        order = [at for piece in random.permutation(len(pieces)) for at in pieces[piece]]
        for first in range(0, len(order) - batch + 1, batch):
            chosen = np.array(order[first : first + batch])
            questions, documents = corpus.bags(chosen, random)
            labels = sentences[chosen]
            same = (labels[:, None] == labels[None, :]) & ~np.eye(len(chosen), dtype=bool)
            loss, gradients = loss_and_gradients(model, questions, documents, same)
            optimiser.step(gradients, min(1.0, (step + 1) / 50) * max(0.02, 1 - step / total))
            step += 1
            yield step, loss


class Corpus:
    """All pairs as numbers of words, to cut batches out of."""

    def __init__(self, found: Sequence[Pair], ids: dict[str, int]) -> None:
        self.questions = _flat([[(i, 0) for i in _rows(pair.question[:LONGEST_QUESTION], ids)] for pair in found])
        self.documents = _flat(
            [
                [
                    (i, at)
                    for at, (field, value) in enumerate(zip(FIELDS, pair.fields, strict=True))
                    for i in _rows(value, ids)[: CAPS[field]]
                ]
                for pair in found
            ]
        )
        self._openings = [_rows(opening, ids) for opening in OPENINGS]

    def bags(self, chosen: NDArray[np.int64], random: np.random.Generator) -> tuple[Bag, Bag]:
        """Questions (some put as questions) and documents (without some of their fields and words). No document is
        left empty: it stays whole when everything would be dropped."""
        words, rows, _ = _cut(self.questions, chosen)
        opened = np.flatnonzero(random.random(len(chosen)) < ASKED_AS_QUESTION)
        before = [self._openings[random.integers(len(self._openings))] for _ in opened]
        words = np.concatenate([np.array([i for opening in before for i in opening], np.int64), words])
        rows = np.concatenate([np.repeat(opened, [len(opening) for opening in before]), rows])
        order = np.argsort(rows, kind="stable")
        questions = _bag(words[order], rows[order], np.zeros(len(rows), np.int64), len(chosen))
        words, rows, fields = _cut(self.documents, chosen)
        kept = random.random((len(chosen), len(FIELDS))) >= np.array([DROPPED[field] for field in FIELDS])
        use = kept[rows, fields] & (random.random(len(rows)) >= DROPPED_WORDS)
        left = np.bincount(rows[use], minlength=len(chosen))
        use |= left[rows] == 0
        return questions, _bag(words[use], rows[use], fields[use], len(chosen))


Flat = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _rows(text: Sequence[str], ids: dict[str, int]) -> list[int]:
    return [ids[word] for word in text if word in ids]


def _flat(texts: list[list[tuple[int, int]]]) -> Flat:
    """(words, fields, where each text begins); a text without a known word gets the first one."""
    filled = [text or [(0, 0)] for text in texts]
    offsets = np.zeros(len(filled) + 1, np.int64)
    np.cumsum([len(text) for text in filled], out=offsets[1:])
    columns = np.array([entry for text in filled for entry in text], np.int64).reshape(-1, 2)
    return columns[:, 0], columns[:, 1], offsets


def _cut(flat: Flat, chosen: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """(words, rows, fields) of the chosen texts, one after the other."""
    words, fields, offsets = flat
    lengths = offsets[chosen + 1] - offsets[chosen]
    rows = np.repeat(np.arange(len(chosen)), lengths)
    starts = np.cumsum(lengths) - lengths
    places = np.arange(lengths.sum()) - np.repeat(starts, lengths) + np.repeat(offsets[chosen], lengths)
    return words[places], rows, fields[places]


def _bag(words: NDArray[np.int64], rows: NDArray[np.int64], fields: NDArray[np.int64], count: int) -> Bag:
    return Bag(words, rows, fields, np.ones(len(words), np.float32), count)


def sample(count: int = 256) -> list[Pair]:
    """A made-up language: what prose calls one thing, code calls another."""
    verbs = {"remove": "delete", "fetch": "get", "store": "put", "check": "validate", "count": "len", "send": "emit"}
    things = {
        "customer": "user",
        "picture": "img",
        "money": "amount",
        "letter": "mail",
        "place": "addr",
        "order": "job",
    }
    random = np.random.default_rng(1)
    out: list[Pair] = []
    for at in range(count):
        verb, thing = random.choice(list(verbs)), random.choice(list(things))
        code = (verbs[verb], things[thing])
        fields = (code, (), (things[thing],), ("mod",), (), (*code, "self", "return"))
        out.append(Pair(f"package{at % 4}", (str(verb), "the", str(thing)), fields))
    return out


if __name__ == "__main__":
    sys.exit(main())
