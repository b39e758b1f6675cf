"""The stored facts of one file."""

from __future__ import annotations

import sqlite3
import zlib

from parsers.facts import FactsError, FileFacts

LARGEST = 512 * 1024 * 1024
"""Bytes a blob may unpack to; a database may be hostile."""


def facts_of(db: sqlite3.Connection, file_id: int) -> FileFacts | None:
    """The facts of a file, or None where there are none that can be read."""
    row = db.execute("SELECT facts FROM files WHERE id = ?", (file_id,)).fetchone()
    if row is None or row[0] is None:
        return None
    try:
        return FileFacts.decode(zlib.decompressobj().decompress(row[0], LARGEST))
    except (zlib.error, FactsError):
        return None
