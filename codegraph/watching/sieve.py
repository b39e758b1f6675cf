"""What changed paths mean for the index: files to read again, nothing at all, or a walk over the tree."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

from codegraph.config import CONFIG_FILE, PROJECT_FILE
from codegraph.errors import CodeGraphError
from codegraph.paths import native_path
from codegraph.store import Store

SETTINGS = frozenset({".gitignore", ".codegraphignore", CONFIG_FILE, PROJECT_FILE, "pyvenv.cfg"})
"""Files that decide which files there are."""

_INERT = frozenset({"unsupported", "excluded", "secret", "language not selected"})
"""Reasons to leave a file out that another content does not change."""

_REMEMBERED = 10_000
_PIECE = 500


class Sieve:
    """Sorts batches of paths; remembers which new files a walk has left out."""

    def __init__(self, root: Path, database: Path) -> None:
        self._root = root
        self._database = database
        self._left_out: set[str] = set()
        self._before: dict[str, tuple[int, int]] = {}
        """New files as they were when the last batch was sifted."""

    def sift(self, batch: frozenset[str] | None) -> list[str] | None:
        """Files that the index knows and that may have changed; None when it takes a walk to tell.

        An empty list still means that a file which decides where imports lead may have changed.

        Raises:
            Nothing: nothing of this concerns the index.
        """
        self._before.clear()
        if batch is None:
            self._left_out.clear()
            return None
        if any(path.rpartition("/")[2] in SETTINGS for path in batch):
            self._left_out.clear()
            return None
        try:
            known, inputs = self._look_up(batch)
        except CodeGraphError:
            return None
        concerned = walk = False
        files: list[str] = []
        for path in sorted(batch):
            concerned = concerned or path in inputs
            row = known.get(path)
            state = self._state(path)
            if row is None:
                # A file that came and went, one that a walk has looked at and left out, or a new one.
                if state is not None and path not in self._left_out:
                    self._before[path] = state
                    walk = True
            elif row in _INERT:
                continue
            elif state is None or row:
                walk = True
            else:
                files.append(path)
        if walk:
            return None
        if not files and not concerned:
            raise Nothing
        return files

    def walked(self) -> None:
        """After a walk: the new files that were there all the time and that the index still does not know were left
        out by it, which their names alone decide."""
        paths = frozenset(path for path, state in self._before.items() if self._state(path) == state)
        try:
            known, _ = self._look_up(paths)
        except CodeGraphError:
            return
        if len(self._left_out) > _REMEMBERED:
            self._left_out.clear()
        self._left_out.update(path for path in paths if path not in known)

    def _look_up(self, paths: frozenset[str]) -> tuple[dict[str, str], frozenset[str]]:
        """(path -> why it is left out, '' when it is not; files that linking looked at)."""
        known: dict[str, str] = {}
        wanted = sorted(paths)
        with Store.open_read_only(self._database) as store:
            for start in range(0, len(wanted), _PIECE):
                piece = wanted[start : start + _PIECE]
                marks = ",".join("?" * len(piece))
                known.update(
                    (path, reason if status == "skipped" else "")
                    for path, status, reason in store.connection.execute(
                        f"SELECT path, status, reason FROM files WHERE path IN ({marks})", piece
                    )
                )
            return known, frozenset(json.loads(store.get_meta("inputs") or "{}"))

    def _state(self, path: str) -> tuple[int, int] | None:
        """What changes when another file takes the place; None where there is no file."""
        try:
            info = os.lstat(self._root / native_path(path))
        except (OSError, ValueError):
            return None
        return (info.st_ino, info.st_ctime_ns) if stat.S_ISREG(info.st_mode) else None


class Nothing(Exception):
    """A batch does not concern the index."""
