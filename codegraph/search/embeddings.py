"""Filling ``symbols.embedding``: int8 vectors of the words that ``search_text`` holds."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from codegraph.errors import Cancelled
from codegraph.model import Progress

if TYPE_CHECKING:
    from codegraph.search.models import Model
    from codegraph.store import Store

_READ = 20_480
"""Rows read, and blocks of vectors written, at a time."""
_WRITTEN = 2048
"""Rows written between looks whether to stop: while SQLite works, nobody hears Ctrl-C."""


def embed_symbols(
    store: Store,
    model: Model,
    ids: Sequence[int],
    cancel: threading.Event | None = None,
    progress: Progress | None = None,
) -> None:
    """Compute and write the embeddings of these symbols, and their rows in the blocks that search reads.

    A vector depends on nothing but the symbol's own words, so an edit costs only what it changed.

    Raises:
        Cancelled: ``cancel`` was set.
    """
    import numpy as np

    from codegraph.search.static_model import quantise
    from codegraph.search.vectors import patch_blocks

    connection = store.connection
    ordered = sorted(ids)
    done = 0
    for first in range(0, len(ordered), _READ):
        rows = _texts(store, ordered[first : first + _READ])
        parts = []
        for start in range(0, len(rows), model.batch):
            if cancel is not None and cancel.is_set():
                raise Cancelled("indexing was stopped; the last commit stands")
            if progress is not None:
                progress(done, len(ordered), "embedding")
            batch = rows[start : start + model.batch]
            parts.append(quantise(model.encode([row[1:] for row in batch])))
            done += len(batch)
        if not parts:
            continue
        vectors = np.concatenate(parts)
        for start in range(0, len(rows), _WRITTEN):
            if cancel is not None and cancel.is_set():
                raise Cancelled("indexing was stopped; the last commit stands")
            connection.executemany(
                "UPDATE symbols SET embedding = ? WHERE id = ?",
                [(vectors[i].tobytes(), rows[i][0]) for i in range(start, min(start + _WRITTEN, len(rows)))],
            )
        patch_blocks(connection, [row[0] for row in rows], vectors)


def forget(store: Store, ids: Sequence[int], dimensions: int) -> None:
    """Take away the embeddings of these symbols: their words changed, and nothing is there to read them."""
    import numpy as np

    from codegraph.search.vectors import patch_blocks

    store.connection.executemany("UPDATE symbols SET embedding = NULL WHERE id = ?", [(i,) for i in ids])
    if ids and dimensions:
        patch_blocks(store.connection, sorted(ids), np.zeros((len(ids), dimensions), np.int8))


def _texts(store: Store, ids: Sequence[int]) -> list[tuple]:
    fields = "id, name, owner, signature, path, doc, body"
    if len(ids) > 500:
        wanted = set(ids)
        rows = store.connection.execute(
            f"SELECT {fields} FROM search_text WHERE id BETWEEN ? AND ?", (ids[0], ids[-1])
        ).fetchall()
        return [row for row in rows if row[0] in wanted]
    marks = ",".join("?" * len(ids))
    return store.connection.execute(f"SELECT {fields} FROM search_text WHERE id IN ({marks})", list(ids)).fetchall()
