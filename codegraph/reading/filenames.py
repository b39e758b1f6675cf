"""The names of all indexed files, for finding one by the end of its path or of its module's name.

A scan of the ``files`` table reads past every file's facts, so the names are read once a commit.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

SEPARATORS = re.compile(r"::|->|[.#/\\]")
INITIAL_FILES = frozenset(("__init__", "index", "mod", "lib"))
"""Files that speak for their folder."""

_KEPT = 2
_known: dict[str, FileNames] = {}
"""By generation: a mark that differs after every commit of every database."""


class File(NamedTuple):
    """A row of ``files``, as far as names need it."""

    id: int
    path: str
    module: str


class FileNames:
    """All indexed files by module, by last part of the module or path, and by file name."""

    def __init__(self, files: Sequence[File]) -> None:
        self.by_module: dict[str, list[File]] = {}
        self.by_last_part: dict[str, list[File]] = {}
        self.by_file_name: dict[str, list[File]] = {}
        for file in files:
            if file.module:
                self.by_module.setdefault(file.module, []).append(file)
            self.by_file_name.setdefault(file.path.rpartition("/")[2], []).append(file)
            for last in {spelling[-1] for spelling in owners(file.module, file.path)}:
                self.by_last_part.setdefault(last, []).append(file)


def file_names(db: sqlite3.Connection) -> FileNames:
    """The names of the files in the commit that ``db`` sees."""
    row = db.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
    names = _known.get(row[0]) if row else None
    if names is None:
        rows = db.execute("SELECT id, path, module FROM files WHERE status = 'indexed' ORDER BY path")
        names = FileNames([File(*r) for r in rows])
        if row:
            while len(_known) >= _KEPT:
                _known.pop(next(iter(_known)), None)
            _known[row[0]] = names
    return names


def owners(module: str, path: str) -> list[list[str]]:
    """How the place of a definition may be spelt: declared module, path, path without the file."""
    folder, _, file = path.rpartition("/")
    stem = file.rpartition(".")[0].removesuffix(".d") or file
    folders = folder.split("/") if folder else []
    declared = [part for part in SEPARATORS.split(module) if part]
    spellings = [declared, [*folders, stem], [*folders, *file.split(".")]]
    # One package spans the files of a folder in Go, and an initial file speaks for its folder.
    if folders and (stem in INITIAL_FILES or file.endswith(".go")):
        spellings.append(folders)
    return [spelling for spelling in spellings if spelling and spelling[-1]]
