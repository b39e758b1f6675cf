"""Bringing an index up to date: new facts for changed files, then the links that may have changed.

Everything happens inside one transaction of the caller's. Rows of symbols that are still there keep
their ids, so that edges of files which are not linked again stay right.
"""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING
from zlib import decompress
from zlib import error as ZlibError

from codegraph import dependencies
from codegraph.building import INSERT_SKIPPED, INSERT_SYMBOL, INSERT_TEXT, file_values
from codegraph.dependencies import Key
from codegraph.filerows import FileRow, skipped_rows
from codegraph.linkinputs import LinkInputs
from codegraph.linkrun import LinkRun
from codegraph.model import Progress
from codegraph.parsing import Parsed
from codegraph.store import Store
from codegraph.usekinds import kind_condition
from parsers.facts import FactsError, FileFacts

if TYPE_CHECKING:
    from codegraph.discovery import Skipped

_UPDATE_FILE = """
UPDATE files SET path = ?, language = ?, status = ?, reason = ?, flags = ?, size = ?, mtime_ns = ?, inode = ?, hash = ?,
    lines = ?, unparsed = ?, module = ?, facts = ? WHERE id = ?
"""
_INSERT_FILE = """
INSERT INTO files(path, language, status, reason, flags, size, mtime_ns, inode, hash, lines, unparsed, module, facts)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_UPDATE_SYMBOL = """
UPDATE symbols SET definition = ?, kind = ?, name = ?, qualified_name = ?, parent_id = ?, line = ?, "column" = ?,
    start_line = ?, end_line = ?, signature = ?, doc = ?, visibility = ?, flags = ?, complexity = ?, content_hash = ?
WHERE id = ?
"""
_MOVE_SYMBOL = """
UPDATE symbols SET definition = ?, line = ?, "column" = ?, start_line = ?, end_line = ? WHERE id = ?
"""
_UPDATE_TEXT = """
UPDATE search_text SET name = ?, owner = ?, signature = ?, path = ?, doc = ?, body = ? WHERE id = ?
"""
_MOST_HOLES = 5000
"""Unused row ids below the highest one."""


class Update:
    """One update of an index."""

    def __init__(
        self,
        store: Store,
        rows: Mapping[str, FileRow],
        inputs: LinkInputs,
        cancel: threading.Event | None,
        unfinished: ExitStack,
    ) -> None:
        """``unfinished``: gets what is to be let go when this is stopped, and nobody waits any more."""
        self._store = store
        self._db = store.connection
        self._rows = rows
        self._inputs = inputs
        self._cancel = cancel
        self._unfinished = unfinished
        self._ids = {path: row.id for path, row in rows.items()}
        self._languages = {path: row.language for path, row in rows.items() if row.status == "indexed"}
        self._before = list(self._languages)
        self._new_facts: dict[str, FileFacts] = {}
        self._keys: set[Key] = set()
        self._to_link: set[str] = set()
        self._gone_symbols: set[int] = set()
        self._came_or_went: list[str] = []
        self._moved: set[str] = set()
        """Folders whose files have another place among the modules than before."""
        self._gone_files: list[int] = []
        self._free: Iterator[int] | None = None
        self.to_embed: list[int] = []
        """Symbols whose words are new."""
        self.linked = 0
        self.failures: list[tuple[str, str]] = []
        """(path, what went wrong) of files that could not be linked."""

    def apply(
        self,
        parsed: Sequence[Parsed],
        removed: Sequence[FileRow],
        skipped: Iterable[Skipped],
        *,
        everything: bool = False,
        also: Iterable[str] = (),
        progress: Progress | None = None,
    ) -> None:
        """Write all that is new, and link again what it touches (or, on demand, everything), and the files ``also``."""
        for p in parsed:
            self._file(p)
        for row in removed:
            self._remove(row)
        self._skip(skipped)
        if self._came_or_went:
            self._keys |= dependencies.path_keys(self._came_or_went, self._before, self._languages)
            self._to_link |= self._mentioning_modules()
        self._to_link |= self._holding_edges_to_gone()
        if self._moved:
            above = tuple(f"{folder}/" if folder else "" for folder in self._moved)
            self._to_link |= {path for path in self._languages if path.startswith(above)}
        if everything:
            self._to_link |= set(self._languages)
        self._to_link.update(also)
        self._link(parsed, progress)

    # -- files

    def _file(self, p: Parsed) -> None:
        row = self._rows.get(p.path)
        old = self._old_facts(row)
        new = FileFacts.decode(decompress(p.facts)) if p.facts is not None else None
        self._keys |= dependencies.changed_keys(old, new)
        if (old is None) != (new is None):
            self._came_or_went.append(p.path)
        if dependencies.moves_modules(p.path, old, new):
            self._moved.add(p.path.rpartition("/")[0])
        if row is not None:
            self._db.execute(_UPDATE_FILE, (*file_values(p), row.id))
            file_id = row.id
        else:
            file_id = self._db.execute(_INSERT_FILE, file_values(p)).lastrowid or 0
            self._ids[p.path] = file_id
        if new is not None:
            self._new_facts[p.path] = new
            self._languages[p.path] = p.language
            self._to_link.add(p.path)
        else:
            self._unlink_file(p.path, file_id)
        strings = {symbol[0] for symbol in p.symbols}
        self._gone_symbols.update(
            symbol_id
            for symbol_id, symbol in self._db.execute("SELECT id, symbol FROM symbols WHERE file_id = ?", (file_id,))
            if symbol not in strings
        )

    def _old_facts(self, row: FileRow | None) -> FileFacts | None:
        if row is None or row.status != "indexed":
            return None
        data = self._db.execute("SELECT facts FROM files WHERE id = ?", (row.id,)).fetchone()[0]
        try:
            return FileFacts.decode(decompress(data))
        except (FactsError, ZlibError, TypeError):
            # What they said is lost: whoever asked anything of this file asks again.
            self._keys.add((row.path, ""))
            return None

    def _remove(self, row: FileRow) -> None:
        old = self._old_facts(row)
        if old is not None:
            self._keys |= dependencies.changed_keys(old, None)
            self._came_or_went.append(row.path)
            if dependencies.moves_modules(row.path, old, None):
                self._moved.add(row.path.rpartition("/")[0])
        self._unlink_file(row.path, row.id)
        self._gone_symbols.update(
            found[0] for found in self._db.execute("SELECT id FROM symbols WHERE file_id = ?", (row.id,))
        )
        self._gone_files.append(row.id)
        self._db.execute("DELETE FROM files WHERE id = ?", (row.id,))
        del self._ids[row.path]

    def _unlink_file(self, path: str, file_id: int) -> None:
        """The file has no facts any more, hence no links."""
        self._languages.pop(path, None)
        self._keys |= self._hierarchy_keys(self._hierarchy([file_id]))
        self._delete_links([file_id])

    def _skip(self, skipped: Iterable[Skipped]) -> None:
        for values in skipped_rows(skipped):
            row = self._rows.get(values[0])
            if row is not None and row.path in self._ids:
                self._remove(row)
            self._ids[values[0]] = self._db.execute(INSERT_SKIPPED, values).lastrowid or 0

    # -- symbols

    def _write_symbols(self, p: Parsed) -> None:
        """Rows of the file's symbols: those with the same symbol string keep their id."""
        file_id = self._ids[p.path]
        old = {
            row[1]: row
            for row in self._db.execute(
                'SELECT id, symbol, definition, kind, name, qualified_name, parent_id, line, "column", start_line, '
                "end_line, signature, doc, visibility, flags, complexity, content_hash FROM symbols WHERE file_id = ?",
                (file_id,),
            )
        }
        ids = [old[row[0]][0] if row[0] in old else self._free_id() for row in p.symbols]
        for row, text, symbol_id in zip(p.symbols, p.texts, ids, strict=True):
            values = (*row[1:5], ids[row[5]] if row[5] >= 0 else None, *row[6:])
            known = old.get(row[0])
            if known is None:
                self._db.execute(INSERT_SYMBOL, (symbol_id, row[0], file_id, *values))
                self._db.execute(INSERT_TEXT, (symbol_id, *text))
                self.to_embed.append(symbol_id)
                continue
            was = known[2:]
            if was == values:
                continue
            if was[1:5] == values[1:5] and was[9:] == values[9:]:
                self._db.execute(_MOVE_SYMBOL, (values[0], *values[5:9], symbol_id))
                continue
            self._db.execute(_UPDATE_SYMBOL, (*values, symbol_id))
            if was[-1] != values[-1]:
                self._db.execute(_UPDATE_TEXT, (*text, symbol_id))
                self.to_embed.append(symbol_id)

    def _free_id(self) -> int:
        """A row id for a new symbol. The arrays are as long as the highest id, so holes are filled in the end."""
        if self._free is None:
            count, highest = self._db.execute("SELECT count(*), ifnull(max(id), 0) FROM symbols").fetchone()
            holes: list[int] = []
            if highest - count > _MOST_HOLES:
                used = {row[0] for row in self._db.execute("SELECT id FROM symbols")}
                holes = [number for number in range(1, highest) if number not in used]
            self._free = itertools.chain(holes, itertools.count(highest + 1))
        return next(self._free)

    def _holding_edges_to_gone(self) -> set[str]:
        """Files with an edge to a symbol, or an import of a file, that is gone: whatever they asked, ask again."""
        files: set[int] = set()
        for marks, piece in _pieces(sorted(self._gone_symbols)):
            files.update(
                row[0] for row in self._db.execute(f"SELECT file_id FROM edges WHERE target IN {marks}", piece)
            )
        for marks, piece in _pieces(self._gone_files):
            files.update(
                row[0]
                for row in self._db.execute(f"SELECT file_id FROM imports WHERE target_file_id IN {marks}", piece)
            )
        return {path for path, file_id in self._ids.items() if file_id in files}

    # -- links

    def _link(self, parsed: Sequence[Parsed], progress: Progress | None) -> None:
        packed: list[tuple[int, bytes]] = []
        bases: list[tuple[int, bytes]] = []
        for file_id, asked, derived in self._db.execute("SELECT file_id, dependencies, bases FROM link_dependencies"):
            packed.append((file_id, asked))
            bases.append((file_id, derived))
        paths = {file_id: path for path, file_id in self._ids.items()}
        run = LinkRun(
            self._store,
            self._languages,
            self._ids,
            self._inputs,
            self._cancel,
            stored_bases=bases,
            stored_questions=packed,
        )
        for path, facts in self._new_facts.items():
            run.know(path, facts)
        linked: set[str] = set()
        dropped = set(self._gone_symbols)
        keys = self._keys
        first = True
        while True:
            self._to_link |= {paths[file_id] for file_id in dependencies.affected(packed, keys) if file_id in paths}
            now = {path for path in self._to_link if path in self._languages} - linked
            if not now and not first:
                break
            file_ids = [self._ids[path] for path in now]
            before = self._hierarchy(file_ids)
            for marks, piece in _pieces(file_ids):
                dropped.update(
                    r[0] for r in self._db.execute(f"SELECT id FROM symbols WHERE file_id IN {marks}", piece)
                )
            self._delete_links(file_ids)
            if first:
                self._delete_symbols()
                for p in parsed:
                    self._write_symbols(p)
            with run.left_to(self._unfinished):
                run.run(now, progress)
            linked |= now
            # A class that has other bases than before changes what overrides what, far away from its file.
            keys = self._hierarchy_keys(before ^ self._hierarchy(file_ids))
            first = False
        self.linked = len(linked)
        self.failures = run.failures
        run.close()
        self._patch_arrays(run, dropped)

    def _delete_symbols(self) -> None:
        for marks, piece in _pieces(sorted(self._gone_symbols)):
            self._db.execute(f"DELETE FROM search_text WHERE id IN {marks}", piece)
            self._db.execute(f"DELETE FROM symbols WHERE id IN {marks}", piece)
        if self._gone_symbols:
            from codegraph.search.vectors import clear_rows

            clear_rows(self._db, sorted(self._gone_symbols))

    def _delete_links(self, file_ids: Sequence[int]) -> None:
        for marks, piece in _pieces(file_ids):
            for table in ("edges", "unresolved", "imports", "link_dependencies", "scip_links"):
                self._db.execute(f"DELETE FROM {table} WHERE file_id IN {marks}", piece)

    def _hierarchy(self, file_ids: Sequence[int]) -> set[tuple[int, int, str]]:
        """(class, base, name of the base) for the classes of these files."""
        found: set[tuple[int, int, str]] = set()
        for marks, piece in _pieces(file_ids):
            found.update(
                self._db.execute(
                    "SELECT e.source, e.target, t.name FROM edges e JOIN symbols t ON t.id = e.target "
                    f"WHERE e.file_id IN {marks} AND e.kind IN ('inherits', 'implements')",
                    piece,
                )
            )
        return found

    @staticmethod
    def _hierarchy_keys(pairs: Iterable[tuple[int, int, str]]) -> set[Key]:
        return {("", f"<{name}") for _, _, name in pairs}

    def _mentioning_modules(self) -> set[str]:
        """Files with an import in whose module a part is called like a file that came or went."""
        wanted = {part for path in self._came_or_went for part in dependencies.module_parts(path)}
        found: set[str] = set()
        for path, module in self._db.execute(
            "SELECT DISTINCT f.path, i.module FROM imports i JOIN files f ON f.id = i.file_id"
        ):
            if path not in found and not wanted.isdisjoint(_PARTS.split(module)):
                found.add(path)
        return found

    def _patch_arrays(self, run: LinkRun, dropped: set[int]) -> None:
        import numpy as np

        from codegraph.adjacency import KINDS, AdjacencyIndex

        stored = self._store.get_arrays(KINDS)
        starts = np.array(sorted(dropped), "i4")
        changed: list[tuple[str, bytes]] = []
        for kind in KINDS:
            try:
                index = AdjacencyIndex.from_bytes(stored[kind])
            except (KeyError, ValueError):
                rows = self._db.execute(f"SELECT source, target, resolution FROM edges WHERE {kind_condition(kind)}")
                index = AdjacencyIndex.of_rows(rows)
            data = index.patched(starts, *run.arrays.of(kind)).to_bytes()
            if data != stored.get(kind):
                changed.append((kind, data))
        self._store.set_arrays(changed)


_PARTS = re.compile(r"[^\w-]+")


def _pieces(ids: Sequence[int]) -> Iterable[tuple[str, list[int]]]:
    """The ids in pieces that fit one statement, each with its ``(?, ?, …)``."""
    for start in range(0, len(ids), 500):
        piece = list(ids[start : start + 500])
        yield f"({','.join('?' * len(piece))})", piece
