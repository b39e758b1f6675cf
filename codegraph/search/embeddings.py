"""Filling ``symbols.embedding``: int8 vectors of the words that ``search_text`` holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codegraph.store import Store

_BATCH = 4096


def embed_symbols(store: Store, ids: Sequence[int]) -> None:
    """Compute and write the embeddings of these symbols.

    A vector depends on nothing but the symbol's own words, so an edit costs only what it changed.
    """
    from codegraph.search.static_model import quantise, static_model

    model = static_model()
    connection = store.connection
    for first in range(0, len(ids), _BATCH):
        batch = ids[first : first + _BATCH]
        marks = ",".join("?" * len(batch))
        rows = connection.execute(
            f"SELECT id, name, owner, signature, path, doc, body FROM search_text WHERE id IN ({marks})", batch
        ).fetchall()
        vectors = quantise(model.encode([row[1:] for row in rows]))
        connection.executemany(
            "UPDATE symbols SET embedding = ? WHERE id = ?",
            [(vectors[i].tobytes(), row[0]) for i, row in enumerate(rows)],
        )
