"""Writing the table as ``codegraph.search.static_model`` reads it, reading one to go on from, averaging several.

python -m benchmarks.embedding.export --average ONE.npz TWO.npz --out BOTH.npz
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.embedding.encoder import Encoder
from codegraph.search.static_model import FIELDS

STORED = ("name", "owner", "path", "signature", "body", "doc")
"""The order of field weights in the file, after the one of the query."""


def export(model: Encoder, words: Sequence[tuple[str, int]], path: Path) -> None:
    """int8 vectors, a scale a word."""
    scale = (np.abs(model.vectors).max(1) / 127.0 + 1e-8).astype(np.float16)
    divisor = np.maximum(scale.astype(np.float32), 1e-7)[:, None]
    weights = dict(zip(FIELDS, np.exp(model.field_weights).tolist(), strict=True))
    np.savez_compressed(
        path,
        vectors=np.clip(np.rint(model.vectors / divisor), -127, 127).astype(np.int8),
        scale=scale,
        query_weight=np.exp(model.query_weights).astype(np.float16),
        field_weight=np.array([1.0, *(weights[field] for field in STORED)], np.float32),
        count=np.array([count for _, count in words], np.uint32),
        vocab=np.frombuffer("\n".join(word for word, _ in words).encode(), np.uint8),
    )


def stored(path: Path) -> Encoder:
    """A written table as a model to train further."""
    with np.load(path, allow_pickle=False) as kept:
        vectors = kept["vectors"].astype(np.float32) * kept["scale"].astype(np.float32)[:, None]
        weights = dict(zip(STORED, kept["field_weight"][1:].tolist(), strict=True))
        fields = np.log(np.array([weights[field] for field in FIELDS], np.float32))
        queries = np.log(np.maximum(kept["query_weight"].astype(np.float32), 1e-4))
    return Encoder(vectors, queries, fields, np.array([np.log(20.0)], np.float32))


def stored_words(path: Path) -> list[tuple[str, int]]:
    """The words of a written table with their counts."""
    with np.load(path, allow_pickle=False) as kept:
        words = bytes(kept["vocab"]).decode("utf-8").split("\n")
        return list(zip(words, kept["count"].tolist(), strict=True))


def average(paths: Sequence[Path]) -> Encoder:
    """The mean of tables with the same words: steadier than any of them."""
    models = [stored(path) for path in paths]
    columns = [np.stack(values).mean(0) for values in zip(*(m.parameters() for m in models), strict=True)]
    return Encoder(*(values.astype(np.float32) for values in columns))


def main() -> int:
    parser = argparse.ArgumentParser(description="average tables with the same words")
    parser.add_argument("--average", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    words = stored_words(options.average[0])
    if any(stored_words(path) != words for path in options.average):
        parser.error("the tables have different words")
    export(average(options.average), words, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
