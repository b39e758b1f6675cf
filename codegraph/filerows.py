"""The ``files`` table in memory, and how a file on disk compares with its row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from codegraph.parsing import Source

if TYPE_CHECKING:
    from codegraph.discovery import Discovery, Skipped, SourceFile

RACY_NS = 2_000_000_000
"""A file that was written this shortly before it was looked at may change again within one tick of its clock."""


class FileRow(NamedTuple):
    """A row of ``files`` without what it takes long to read."""

    id: int
    path: str
    language: str
    status: str
    reason: str
    flags: str
    size: int
    mtime_ns: int
    inode: int
    hash: str


def file_rows(db: sqlite3.Connection, paths: Iterable[str] | None = None) -> dict[str, FileRow]:
    """Rows by path: all of them, or those of ``paths``."""
    columns = "SELECT id, path, language, status, reason, flags, size, mtime_ns, inode, hash FROM files"
    if paths is None:
        return {row[1]: FileRow._make(row) for row in db.execute(columns)}
    found: dict[str, FileRow] = {}
    for path in paths:
        for row in db.execute(f"{columns} WHERE path = ?", (path,)):
            found[path] = FileRow._make(row)
    return found


@dataclass(slots=True)
class Difference:
    """How the files on disk differ from the rows, as far as can be told without reading them."""

    sources: list[Source] = field(default_factory=list)
    """To be read: new files, and files whose size, time or inode changed."""
    skipped: list[Skipped] = field(default_factory=list)
    """Left out by discovery, with a row that is missing or says something else."""
    removed: list[FileRow] = field(default_factory=list)
    """Rows whose file is not listed any more."""

    def __bool__(self) -> bool:
        return bool(self.sources or self.skipped or self.removed)


def compare(found: Discovery, rows: dict[str, FileRow], indexed_ns: int) -> Difference:
    """What there is to do. ``indexed_ns``: when the last run looked at the files."""
    difference = Difference()
    listed: set[str] = set()
    racy = indexed_ns - RACY_NS
    for file in found.files:
        path, _, size, mtime_ns, inode, _ = file
        listed.add(path)
        row = rows.get(path)
        if row is None:
            difference.sources.append(source_of(file))
        elif not (
            row.size == size
            and row.mtime_ns == mtime_ns
            and row.inode == inode
            and mtime_ns < racy
            and is_described(row, file)
        ):
            difference.sources.append(source_of(file, row))
    for entry in found.skipped:
        listed.add(entry.path)
        row = rows.get(entry.path)
        if row is None or row[2:5] != (entry.language, "skipped", str(entry.reason)) or row.size != entry.size:
            difference.skipped.append(entry)
    if len(listed) < len(rows) or any(path not in listed for path in rows):
        difference.removed = [row for path, row in rows.items() if path not in listed]
    return difference


def source_of(file: SourceFile, row: FileRow | None = None) -> Source:
    """The file as something to read; with a row that still describes it, unchanged bytes are not parsed again."""
    known = row.hash if row is not None and is_described(row, file) else ""
    return Source(file.path, file.language, " ".join(file.flags), file.size, file.mtime_ns, file.inode, known)


def is_described(row: FileRow, file: SourceFile) -> bool:
    """Whether the row says of the file what discovery says; content apart."""
    if row.language != file.language or not row.hash:
        return False
    flags = " ".join(file.flags)
    # A header in the file itself may have added this one mark.
    return row.flags == flags or " ".join(f for f in row.flags.split() if f != "generated") == flags


def skipped_rows(entries: Iterable[Skipped]) -> list[tuple[str, str, str, int, int, int]]:
    """(path, language, reason, size, mtime_ns, inode) of files that discovery left out."""
    return [(e.path, e.language, str(e.reason), e.size, e.mtime_ns, e.inode) for e in entries]
