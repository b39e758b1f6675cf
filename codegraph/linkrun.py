"""One run of the linker over a database: facts come out of it, links go into it."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING
from zlib import decompress

from codegraph.dependencies import pack
from codegraph.errors import Cancelled
from codegraph.linking import semantics
from codegraph.linking.linker import Linker, Project
from codegraph.linking.links import FileLinks
from codegraph.linkrows import EdgeArrays, SymbolIds, insert_links, rows_of
from codegraph.model import Progress
from parsers.facts import FileFacts

if TYPE_CHECKING:
    from codegraph.linkinputs import LinkInputs
    from codegraph.store import Store


class LinkRun:
    """Links files and writes what comes of it; several rounds share what the linker has learnt."""

    def __init__(
        self,
        store: Store,
        languages: Mapping[str, str],
        file_ids: Mapping[str, int],
        inputs: LinkInputs,
        cancel: threading.Event | None,
        ids_of: Callable[[str], dict[int, int]] | None = None,
    ) -> None:
        self._store = store
        self._file_ids = file_ids
        self._cancel = cancel
        self._facts: dict[str, FileFacts] = {}
        self.arrays = EdgeArrays()
        """All edges written."""
        self.failures: list[tuple[str, str]] = []
        """(path, what went wrong) of files that could not be linked."""
        self._ids = SymbolIds(ids_of or self._symbol_ids, self.facts)
        linkable = {language: has_rules(language) for language in set(languages.values())}
        self._project = Project({p: name for p, name in languages.items() if linkable[name]}, self.facts, inputs.read)
        self._linker = Linker(self._project)

    def facts(self, path: str) -> FileFacts:
        """The facts of one indexed file."""
        known = self._facts.get(path)
        if known is None:
            row = self._store.connection.execute(
                "SELECT facts FROM files WHERE id = ?", (self._file_ids[path],)
            ).fetchone()
            known = self._facts[path] = FileFacts.decode(decompress(row[0]))
        return known

    def know(self, path: str, facts: FileFacts) -> None:
        """Facts that need not be read again."""
        self._facts[path] = facts

    def run(self, paths: Iterable[str], progress: Progress | None = None) -> None:
        """Link each of ``paths``, whose old links must be gone, and write the new ones."""
        order = sorted(paths)
        packed: list[tuple[int, bytes]] = []
        for done, path in enumerate(order):
            if self._cancel is not None and self._cancel.is_set():
                raise Cancelled("indexing was stopped; the last commit stands")
            if progress is not None and done % 32 == 0:
                progress(done, len(order), "linking")
            links = self._links(path)
            file_id = self._file_ids[path]
            rows = rows_of(links, file_id, self.facts(path), self._ids, self._file_ids)
            insert_links(self._store, rows)
            self.arrays.add(rows.edges)
            packed.append((file_id, pack(links.dependencies, path)))
        self._store.connection.executemany("INSERT INTO link_dependencies(file_id, dependencies) VALUES (?, ?)", packed)
        if progress is not None:
            progress(len(order), len(order), "linking")

    def _links(self, path: str) -> FileLinks:
        """What the linker says of one file; nothing, when it has no rules for the language or trips over it."""
        if path not in self._project.languages:
            return FileLinks(path)
        try:
            return self._linker.link(path)
        except Exception as error:  # one file must not cost the others their links
            self.failures.append((path, f"cannot be linked: {type(error).__name__}: {error}"[:500]))
            self._linker = Linker(self._project)
            gc.collect()  # the old one is full of cycles, and the collector rests while we index
            # Whatever it tripped over may be gone after any change.
            return FileLinks(path, dependencies={("", "")})

    def _symbol_ids(self, path: str) -> dict[int, int]:
        return dict(
            self._store.connection.execute(
                "SELECT definition, id FROM symbols WHERE file_id = ?", (self._file_ids[path],)
            )
        )


def has_rules(language: str) -> bool:
    """Whether there is a linker for the language; files of others have symbols and no edges."""
    try:
        module, _ = semantics._MODULES[language]
        import_module(f"{semantics.__name__}.{module}")
    except (ImportError, KeyError):
        return False
    return True
