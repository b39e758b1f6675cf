"""Which files on disk are newer than the index."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from codegraph.paths import native_path
from codegraph.reading.rows import CHUNK

HASHED_AT_MOST = 4 * 1024 * 1024
"""Bytes of a touched file that are hashed to see whether it changed at all."""

SAMPLE = 40
"""Files looked at to tell whether a database belongs to a tree."""


def newer_files(db: sqlite3.Connection, root: Path, paths: Iterable[str]) -> list[str]:
    """Those of ``paths`` (stored form) that changed or went since they were indexed."""
    wanted = sorted(set(paths))
    newer: list[str] = []
    for start in range(0, len(wanted), CHUNK):
        piece = wanted[start : start + CHUNK]
        rows = db.execute(
            f"SELECT path, size, mtime_ns, hash FROM files WHERE path IN ({','.join('?' * len(piece))})", piece
        )
        newer += [path for path, size, mtime, digest in rows if differs(root, path, size, mtime, digest)]
    return sorted(newer)


def differs(root: Path, path: str, size: int, mtime_ns: int, digest: str) -> bool:
    """Whether the file at ``path`` is not the one that was indexed; a touched file with the same bytes is."""
    native = os.path.join(root, native_path(path))
    try:
        stat = os.stat(native)
    except OSError:
        return True
    if stat.st_size != size:
        return True
    if stat.st_mtime_ns == mtime_ns:
        return False
    if not digest or size > HASHED_AT_MOST:
        return True
    try:
        with open(native, "rb") as stream:
            return blake2b(stream.read(), digest_size=16).hexdigest() != digest
    except OSError:
        return True


def belongs(db: sqlite3.Connection, root: Path) -> bool:
    """Whether any of a sample of the indexed files, spread over all of them, stands under ``root``."""
    paths = [row[0] for row in db.execute("SELECT path FROM files WHERE status = 'indexed'")]
    sample = paths[:: max(1, len(paths) // SAMPLE)]
    return not sample or any(os.path.exists(os.path.join(root, native_path(path))) for path in sample)
