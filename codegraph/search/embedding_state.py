"""Which model an index is embedded by, and what has to be done so that all of its symbols are."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from codegraph.model import IndexSummary, Progress
from codegraph.search.models import (
    SHIPPED,
    Model,
    ModelUnavailable,
    chosen,
    load_model,
    may_load,
    recorded,
    refuse_inside,
)

if TYPE_CHECKING:
    from codegraph.store import Store

MISSING = "unembedded"
"""In ``meta``: how many symbols have no vector, because the model could not be loaded when their words changed."""


@dataclass(frozen=True, slots=True)
class Embedding:
    """The state of one index."""

    name: str
    """The model from now on."""
    asked: bool
    """Whether the user named it: then it must load."""
    switched: bool
    """Whether the symbols were embedded by another one."""
    missing: int
    root: Path

    @classmethod
    def of(cls, store: Store | None, root: Path, argument: str | None) -> Embedding:
        """Read it from ``store`` (None: there is no index yet) and from what the user asks for."""
        before = recorded(store.connection) if store is not None else SHIPPED
        missing = int(store.get_meta(MISSING, "0")) if store is not None else 0
        asked = chosen(argument)
        return cls(asked or before, bool(asked), bool(asked) and asked != before, missing, root)

    @property
    def needed(self) -> bool:
        """Whether there is work for the model although no file changed."""
        return self.switched or (self.missing > 0 and may_load(self.name))

    def load(self, summary: IndexSummary) -> Model | None:
        """The model; None, and a note, when it is the recorded one and cannot be loaded here.

        Raises:
            ModelUnavailable: the user asked for this one.
        """
        try:
            if not self.asked:
                refuse_inside(self.name, self.root)
            return load_model(self.name)
        except ModelUnavailable as error:
            if self.asked:
                raise
            summary.notes.append(f"new and changed symbols are not searchable by meaning: {error}")
            return None

    def update(
        self,
        store: Store,
        changed: Sequence[int],
        summary: IndexSummary,
        cancel: threading.Event | None,
        progress: Progress | None,
    ) -> None:
        """Embed what changed, what is missing, or after a switch everything; what cannot be is left empty."""
        from codegraph.building import embed_all
        from codegraph.search.embeddings import embed_symbols, forget
        from codegraph.search.vectors import clear_blocks, dimensions_of

        if self.switched:
            model = self.load(summary)
            assert model is not None  # the user asked for it
            clear_blocks(store.connection)
            embed_all(store, model, cancel, progress)
        elif changed or self.needed:
            ids = set(changed)
            model = self.load(summary)
            if model is None:
                forget(store, sorted(ids), dimensions_of(store.connection))
            else:
                if self.missing:
                    rows = store.connection.execute("SELECT id FROM symbols WHERE embedding IS NULL")
                    ids.update(row[0] for row in rows)
                embed_symbols(store, model, sorted(ids), cancel, progress)
        self.record(store)

    def record(self, store: Store) -> None:
        """Write down the model and how many symbols it has not seen."""
        missing = 0
        if self.name != SHIPPED:
            missing = store.connection.execute("SELECT count(*) FROM symbols WHERE embedding IS NULL").fetchone()[0]
        store.set_meta([("model", self.name), (MISSING, str(missing))])
