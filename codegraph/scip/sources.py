"""The text of indexed files, as it was when they were indexed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path

_LARGEST = 1 << 30
"""What is indexed already was small enough."""


def bytes_as_indexed(root: Path, path: str, digest: str) -> bytes | None:
    """The bytes of a file; None when it is gone, cannot be read, or has others than those with this hash."""
    from codegraph.discovery import FileUnreadable, read_source

    try:
        data = read_source(root, path, _LARGEST)
    except (OSError, ValueError, FileUnreadable):
        return None
    return data if blake2b(data, digest_size=16).hexdigest() == digest else None


def lines_of(data: bytes) -> list[str]:
    """Rows as tree-sitter counts them, columns in code points."""
    return data.decode("utf-8", "surrogateescape").removeprefix("\ufeff").split("\n")


def lines_as_indexed(db: sqlite3.Connection, root: Path | None) -> Callable[[str], Sequence[str]]:
    """Asks for the lines of an indexed file; none when they are not at hand, or without a ``root``."""
    hashes = dict(db.execute("SELECT path, hash FROM files WHERE status = 'indexed'"))

    def ask(path: str) -> Sequence[str]:
        data = bytes_as_indexed(root, path, hashes[path]) if root is not None else None
        return lines_of(data) if data is not None else ()

    return ask
