"""A whole index from nothing, in a file beside the one that readers use."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codegraph.linking.evaluator import CALLABLE_NAMES
from codegraph.linkinputs import LinkInputs
from codegraph.model import IndexSummary, Progress
from codegraph.parsing import Parsed, Source, parse_all
from codegraph.store import Store

if TYPE_CHECKING:
    from codegraph.discovery import Skipped
    from codegraph.search.models import Model

INSERT_FILE = """
INSERT INTO files(id, path, language, status, reason, flags, size, mtime_ns, inode, hash, lines, unparsed, module,
    facts)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
INSERT_SYMBOL = """
INSERT INTO symbols(id, symbol, file_id, definition, kind, name, qualified_name, parent_id, line, "column",
    start_line, end_line, signature, doc, visibility, flags, complexity, content_hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
INSERT_TEXT = "INSERT INTO search_text(id, name, owner, signature, path, doc, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
INSERT_SKIPPED = """
INSERT INTO files(path, language, status, reason, size, mtime_ns, inode) VALUES (?, ?, 'skipped', ?, ?, ?, ?)
"""


def build(
    store: Store,
    root: Path,
    sources: Sequence[Source],
    skipped: Sequence[Skipped],
    *,
    max_size: int,
    jobs: int | None,
    progress: Progress | None,
    cancel: threading.Event | None,
    summary: IndexSummary,
    model: Model | None,
    before_links: Callable[[Store], object],
    unfinished: ExitStack,
) -> LinkInputs:
    """Fill an empty ``store`` (made with ``bulk``) with everything. Row ids follow the order of paths.

    Without a ``model`` nothing is embedded. ``before_links``: called when files and symbols are written.
    ``unfinished``: gets what is to be let go when this is stopped, and nobody waits any more.
    """
    from codegraph.filerows import skipped_rows
    from codegraph.linkrun import LinkRun

    db = store.connection
    db.execute("BEGIN")
    files = _Files(store)
    for done, parsed in enumerate(parse_all(root, sources, max_size=max_size, jobs=jobs, cancel=cancel)):
        if progress is not None and done % 32 == 0:
            progress(done, len(sources), "reading")
        if parsed.status == "gone":
            continue
        if parsed.status == "error":
            summary.errors.append((parsed.path, parsed.reason))
        summary.parsed += parsed.status == "indexed"
        files.add(parsed)
    files.flush()
    db.executemany(INSERT_SKIPPED, skipped_rows(skipped))
    before_links(store)
    inputs = LinkInputs(root)
    run = LinkRun(store, files.languages, files.ids, inputs, cancel, ids_of=files.symbol_ids, callables=files.callables)
    with run.left_to(unfinished):
        run.run(files.languages, progress)
    run.close()
    summary.errors += run.failures
    if progress is not None:
        progress(0, 0, "writing")
    db.execute("COMMIT")
    store.finish_bulk()
    with store.transaction():
        store.set_arrays(_compiled(run, files.next_symbol))
        if model is not None:
            embed_all(store, model, cancel, progress)
    return inputs


def _compiled(run: Any, size: int) -> list[tuple[str, bytes]]:
    from codegraph.adjacency import KINDS, AdjacencyIndex

    return [(kind, AdjacencyIndex.of_edges(*run.arrays.of(kind), size=size).to_bytes()) for kind in KINDS]


def embed_all(store: Store, model: Model, cancel: threading.Event | None, progress: Progress | None) -> None:
    """Fill ``symbols.embedding`` of all symbols."""
    from codegraph.search.embeddings import embed_symbols

    ids = [row[0] for row in store.connection.execute("SELECT id FROM symbols ORDER BY id")]
    embed_symbols(store, model, ids, cancel, progress)


class _Files:
    """Writes parsed files in the order in which they come, and knows which ids they got."""

    _ENOUGH = 2000

    def __init__(self, store: Store) -> None:
        self._db = store.connection
        self.languages: dict[str, str] = {}
        self.ids: dict[str, int] = {}
        self.next_symbol = 1
        self.callables: set[str] = set()
        """Names of all definitions that a value can be."""
        self._symbol_ids: dict[str, dict[int, int]] = {}
        self._files: list[tuple[Any, ...]] = []
        self._symbols: list[tuple[Any, ...]] = []
        self._texts: list[tuple[Any, ...]] = []

    def symbol_ids(self, path: str) -> dict[int, int]:
        """Definition -> row id for the symbols of a file."""
        return self._symbol_ids[path]

    def add(self, p: Parsed) -> None:
        """Give a file and its symbols their ids, and write them sooner or later."""
        file_id = len(self.ids) + 1
        self.ids[p.path] = file_id
        self._files.append((file_id, *file_values(p)))
        if p.status == "indexed":
            self.languages[p.path] = p.language
            first = self.next_symbol
            self._symbols += [
                (first + at, row[0], file_id, *row[1:5], first + row[5] if row[5] >= 0 else None, *row[6:])
                for at, row in enumerate(p.symbols)
            ]
            self.callables.update(row[3] for row in p.symbols if row[2] in CALLABLE_NAMES)
            self._texts += [(first + at, *text) for at, text in enumerate(p.texts)]
            self._symbol_ids[p.path] = {row[1]: first + at for at, row in enumerate(p.symbols)}
            self.next_symbol = first + len(p.symbols)
        if len(self._symbols) >= self._ENOUGH:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        self._db.executemany(INSERT_FILE, self._files)
        self._db.executemany(INSERT_SYMBOL, self._symbols)
        self._db.executemany(INSERT_TEXT, self._texts)
        self._files.clear()
        self._symbols.clear()
        self._texts.clear()


def file_values(p: Parsed) -> tuple[Any, ...]:
    """A row of ``files`` from ``path`` on."""
    return (
        *(p.path, p.language, p.status, p.reason, p.flags, p.size, p.mtime_ns, p.inode),
        *(p.hash, p.lines, p.unparsed, p.module, p.facts),
    )
