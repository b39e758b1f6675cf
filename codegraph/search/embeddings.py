"""Filling ``symbols.embedding``: int8 vectors of the words that ``search_text`` holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codegraph.store import Store

_BATCH = 20_480


def embed_symbols(store: Store, ids: Sequence[int]) -> None:
    """Compute and write the embeddings of these symbols, and their rows in the blocks that search reads.

    A vector depends on nothing but the symbol's own words, so an edit costs only what it changed.
    """
    from codegraph.search.static_model import quantise, static_model
    from codegraph.search.vectors import patch_blocks

    model = static_model()
    connection = store.connection
    ordered = sorted(ids)
    for first in range(0, len(ordered), _BATCH):
        batch = ordered[first : first + _BATCH]
        if len(batch) > 500:
            wanted = set(batch)
            rows = connection.execute(
                "SELECT id, name, owner, signature, path, doc, body FROM search_text WHERE id BETWEEN ? AND ?",
                (batch[0], batch[-1]),
            ).fetchall()
            rows = [row for row in rows if row[0] in wanted]
        else:
            marks = ",".join("?" * len(batch))
            rows = connection.execute(
                f"SELECT id, name, owner, signature, path, doc, body FROM search_text WHERE id IN ({marks})", batch
            ).fetchall()
        if not rows:
            continue
        vectors = quantise(model.encode([row[1:] for row in rows]))
        connection.executemany(
            "UPDATE symbols SET embedding = ? WHERE id = ?",
            [(vectors[i].tobytes(), row[0]) for i, row in enumerate(rows)],
        )
        patch_blocks(connection, [row[0] for row in rows], vectors)
