"""Files that are not source but decide where imports lead: ``tsconfig.json``, ``go.mod``, ``Cargo.toml``, …

No list of names: whatever linking asked for is remembered with its state, misses included, and when
one of them changes everything is linked again.
"""

from __future__ import annotations

import json
import os
from hashlib import blake2b
from pathlib import Path
from typing import Any

from codegraph.paths import native_path

MAX_SIZE = 4_000_000
_State = list[Any]
"""[size, mtime_ns, inode, hash]; [] for a file that was not there."""


class LinkInputs:
    """Reads files for the linker and remembers which ones it asked for."""

    def __init__(self, root: Path, remembered: str = "") -> None:
        """``remembered``: what :meth:`to_text` gave after the last run."""
        self._root = root
        self._states: dict[str, _State] = json.loads(remembered) if remembered else {}
        self._texts: dict[str, bytes | None] = {}

    def read(self, path: str) -> bytes | None:
        """The bytes of a file below the root; None when there is none, or it is too large."""
        if path not in self._texts:
            state, data = self._look(path)
            self._states[path] = state
            self._texts[path] = data
        return self._texts[path]

    def changed(self) -> list[str]:
        """Those of the remembered files whose content differs now."""
        found: list[str] = []
        for path, state in self._states.items():
            try:
                stat = os.lstat(self._root / native_path(path))
                now = [stat.st_size, stat.st_mtime_ns, stat.st_ino]
            except (OSError, ValueError):
                now = []
            if now == state[:3]:
                continue
            if self._look(path)[0][3:] != state[3:]:
                found.append(path)
        return found

    def to_text(self) -> str:
        """What to remember."""
        return json.dumps(self._states, sort_keys=True, separators=(",", ":"))

    def _look(self, path: str) -> tuple[_State, bytes | None]:
        from codegraph.discovery import FileUnreadable, read_source

        try:
            stat = os.lstat(self._root / native_path(path))
            data = read_source(self._root, path, MAX_SIZE)
        except (OSError, ValueError, FileUnreadable):
            return [], None
        digest = blake2b(data, digest_size=16).hexdigest()
        return [stat.st_size, stat.st_mtime_ns, stat.st_ino, digest], data
