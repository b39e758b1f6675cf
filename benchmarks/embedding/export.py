"""Writing the table as ``codegraph.search.static_model`` reads it."""

from __future__ import annotations

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
