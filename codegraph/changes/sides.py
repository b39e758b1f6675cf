"""Both sides of every changed file: bytes, facts, symbols, tokens."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from codegraph.changes.diff import Diff, FileChange, read_diff
from codegraph.changes.tokens import Token, Tokens
from codegraph.config import load_config
from codegraph.discovery import FileUnreadable, read_source
from codegraph.paths import stored_path
from codegraph.symbols import FileSymbols, symbols_of
from parsers.facts import FileFacts

if TYPE_CHECKING:
    from codegraph.changes.git import Git


class Side:
    """A file as one side of a diff has it."""

    def __init__(self, path: str, language: str, data: bytes, known: FileFacts | None = None) -> None:
        """``path`` in stored form; ``known``: its facts, when they have been read already."""
        self.path = path
        self.language = language
        self.data = data
        self._known = known

    @property
    def known(self) -> bool:
        """Whether the database has these very bytes."""
        return self._known is not None

    @cached_property
    def facts(self) -> FileFacts:
        """What the file says; secrets masked as in the database."""
        if self._known is not None:
            return self._known
        from codegraph.preparing import prepare
        from codegraph.sniffing import utf8
        from parsers.extract import parse_file
        from parsers.languages import language

        facts = parse_file(language(self.language), self.path, utf8(self.data))
        prepare(facts)
        return facts

    @cached_property
    def symbols(self) -> FileSymbols:
        """Which of its definitions are symbols."""
        return symbols_of(self.facts)

    @cached_property
    def text(self) -> bytes:
        """The bytes that positions in the facts refer to."""
        from codegraph.sniffing import utf8

        return utf8(self.data)

    @cached_property
    def _read(self) -> Tokens:
        return Tokens(self.language, self.path, self.text)

    def start_of(self, definition_start: int) -> int:
        """Where a definition begins, decorators included."""
        return self._read.decorated.get(definition_start, definition_start)

    @cached_property
    def line_starts(self) -> list[int]:
        """First byte of each line."""
        starts = [0]
        at = self.text.find(b"\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find(b"\n", at + 1)
        return starts

    def tokens_between(self, start: int, end: int) -> list[Token]:
        """The tokens that start in ``[start, end)``: everything but comments, white space and bare strings."""
        return self._read.between(start, end)


@dataclass(slots=True)
class ChangedFile:
    """A change with its two sides; None where the file is absent, or nothing that is indexed."""

    change: FileChange
    old: Side | None
    new: Side | None

    @property
    def path(self) -> str:
        """The stored path now, or of a deleted file the one it had."""
        return stored_path(self.change.path)


@dataclass(slots=True)
class Comparison:
    """Two sides of a tree."""

    diff: Diff
    files: list[ChangedFile]
    """Source files."""
    others: list[FileChange]
    """Changed files that are no source code."""
    base_label: str
    head_label: str
    prefix: str = ""
    """The root as seen from the top of its repository: '' or ``folder/``."""
    notes: tuple[str, ...] = ()
    """What keeps the comparison from being complete."""


class Languages:
    """The language of a path: as indexed, else by its name."""

    def __init__(self, db: sqlite3.Connection | None) -> None:
        self._db = db

    def of(self, path: str, data: bytes) -> str:
        """'' for what is no source code that we read."""
        from parsers.languages import available, language_of, language_of_shebang

        if self._db is not None:
            row = self._db.execute("SELECT language FROM files WHERE path = ?", (path,)).fetchone()
            if row is not None and row[0]:
                return row[0] if row[0] in available() else ""
        found = language_of(path) or language_of_shebang(data.split(b"\n", 1)[0])
        return found if found in available() else ""


class SideReader:
    """Makes sides of contents; takes facts from the database where it has the very same bytes."""

    def __init__(self, root: Path, db: sqlite3.Connection | None = None) -> None:
        self.root = root
        self._db = db
        self._languages = Languages(db)
        self._max_size = load_config(root).max_file_size

    def side(self, native: str | None, data: bytes | None) -> Side | None:
        """The side of a file with this content; None when it is not one we read."""
        if native is None or data is None or len(data) > self._max_size:
            return None
        from codegraph.sniffing import sniff

        path = stored_path(native)
        language = self._languages.of(path, data)
        if not language or sniff(path, data).reason:
            return None
        return Side(path, language, data, self._stored(path, data))

    def on_disk(self, native: str) -> bytes | None:
        """The content in the work tree; None when it is no regular file that may be read."""
        try:
            return read_source(self.root, stored_path(native), self._max_size)
        except FileUnreadable:
            return None

    def is_there(self, native: str) -> bool:
        """Whether something stands in the work tree at a path, read or not."""
        return os.path.lexists(os.path.join(self.root, native))

    def _stored(self, path: str, data: bytes) -> FileFacts | None:
        if self._db is None:
            return None
        row = self._db.execute(
            "SELECT hash, facts FROM files WHERE path = ? AND status = 'indexed'", (path,)
        ).fetchone()
        if row is None or row[1] is None or row[0] != blake2b(data, digest_size=16).hexdigest():
            return None
        try:
            return FileFacts.decode(zlib.decompress(row[1]))
        except (ValueError, zlib.error):
            return None


def compare_revisions(
    git: Git,
    reader: SideReader,
    *,
    base: str | None = None,
    head: str | None = None,
    staged: bool = False,
    wanted: Callable[[FileChange], bool] | None = None,
) -> Comparison:
    """The two sides of a diff that git knows; only files that are ``wanted``."""
    diff = read_diff(git, base=base, head=head, staged=staged)
    changes = [c for c in diff.changes if wanted is None or wanted(c)]
    if wanted is not None:
        diff = Diff(tuple(changes), diff.base, diff.head)
    names: list[str] = []
    for change in changes:
        names += [name for name in (change.old_object, _object_of(change, diff)) if name]
    contents = dict(zip(names, git.blobs(names), strict=True)) if names else {}
    files: list[ChangedFile] = []
    others: list[FileChange] = []
    for change in changes:
        old = _content(contents, change.old_object) if change.old_path is not None and change.old_is_file else None
        new = None
        if change.new_path is not None and change.new_is_file:
            new_object = _object_of(change, diff)
            new = _content(contents, new_object) if new_object else reader.on_disk(change.new_path)
        old_side, new_side = reader.side(change.old_path, old), reader.side(change.new_path, new)
        untracked = change.status == "added" and not change.new_object
        if (old_side or new_side) and not change.hunks and (change.lines_unknown or untracked):
            # Git was told to take it for binary: a pull request can bring attributes that say so.
            from codegraph.changes.lines import fill_lines

            fill_lines(change, old, new)
        _keep(files, others, change, old_side, new_side)
    label = head or ("the index" if staged else "the work tree")
    return Comparison(diff, files, others, base or "HEAD", label, git.prefix, tuple(_limits(git, diff)))


def _content(contents: dict[str, bytes | None], name: str) -> bytes | None:
    data = contents.get(name)
    if data is None and name:
        from codegraph.changes.git import HistoryMissing

        # Taking it for absent would call every definition in it new.
        raise HistoryMissing(f"this clone lacks the content {name[:12]} of a changed file; run `git fetch` first")
    return data


def _limits(git: Git, diff: Diff) -> Iterable[str]:
    """What a reader must know of how far the comparison went."""
    if diff.conflicts:
        shown = ", ".join(diff.conflicts[:5]) + (", …" if len(diff.conflicts) > 5 else "")
        yield f"unsettled merge in {shown}: files in conflict are read as they stand, or left out"
    if git.is_sparse:
        yield "this is a sparse checkout: what uses the change from outside it is not seen"


def _object_of(change: FileChange, diff: Diff) -> str:
    """The object that holds the new side; '' when the work tree does."""
    # git names an object for an unchanged work tree file too, but what counts is on disk.
    return change.new_object if diff.head else ""


def _keep(
    files: list[ChangedFile], others: list[FileChange], change: FileChange, old: Side | None, new: Side | None
) -> None:
    if old is None and new is None:
        others.append(change)
    else:
        files.append(ChangedFile(change, old, new))


def wanted_files(git: Git, arguments: Iterable[str], cwd: Path) -> Callable[[FileChange], bool]:
    """A test for the changes of the files that a user or another tool listed.

    Paths are tried as seen from the top of the repository, then from the root, then from the working
    directory; as they are, and read as git's quoted form, which ``xargs`` may have taken the quotes off.
    """
    from codegraph.changes.patches import unescape, unquote

    wanted: set[str] = set()
    for argument in arguments:
        raw = os.fsencode(argument)
        spellings = {argument, os.fsdecode(unquote(raw)), os.fsdecode(unescape(raw))}
        for spelling in spellings:
            for place in (git.top, git.root, cwd):
                full = os.path.normpath(os.path.join(place, spelling))
                wanted.add(os.path.relpath(full, git.root).replace(os.sep, "/"))
    folders = tuple(f"{path}/" for path in wanted if path != "." and not path.startswith("../"))

    def test(change: FileChange) -> bool:
        for path in (change.old_path, change.new_path):
            if path is not None and (path in wanted or path.startswith(folders)):
                return True
        return False

    return test
