"""Reading a diff: which files, and which of their lines, differ between two sides.

The names come from git's NUL-separated listing, the lines from a patch without context whose sections are
counted rather than recognised by name: no name, and no content that looks like a header, can mislead.
"""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import NamedTuple

from codegraph.changes.git import Git, Running

_HUNK = re.compile(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_OPTIONS = (
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-relative",
    "--inter-hunk-context=0",
    "--ignore-submodules",
    "--submodule=short",
    "--diff-filter=ACDMRT",
    "-M",
)
_NO_OBJECT = re.compile(r"^0+$")
_STATUS = {"A": "added", "C": "copied", "D": "deleted", "M": "modified", "R": "renamed", "T": "type-changed"}
_REGULAR = ("100644", "100755", "100664")


class Lines(NamedTuple):
    """A run of lines, 1-based, both ends included."""

    first: int
    last: int


@dataclass(slots=True)
class FileChange:
    """One file that differs. Paths are relative to the root, as the file system spells them."""

    status: str
    """added, copied, deleted, modified, renamed, type-changed"""
    old_path: str | None
    new_path: str | None
    old_object: str = ""
    new_object: str = ""
    """Hash of the content; '' when it is in the work tree, or there is none."""
    removed: list[Lines] = field(default_factory=list)
    """Lines of the old side that are gone or replaced."""
    added: list[Lines] = field(default_factory=list)
    """Lines of the new side that are new or replaced."""
    hunks: list[tuple[int, int, int, int]] = field(default_factory=list)
    """(old start, old count, new start, new count), in order."""
    old_is_file: bool = True
    new_is_file: bool = True
    """False for symbolic links and submodules."""
    lines_unknown: bool = False
    """True where git shows no lines, as attributes tell it, or was not asked: both contents must be compared."""

    @property
    def path(self) -> str:
        """The path now; of a deleted file the one it had."""
        return self.new_path or self.old_path or ""


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs between two sides."""

    changes: tuple[FileChange, ...]
    base: str
    """The commit on the old side."""
    head: str
    """The commit on the new side; '' for the work tree, ``:`` for the index."""
    conflicts: tuple[str, ...] = ()
    """Files of the work tree whose merge is not settled."""


def read_diff(git: Git, *, base: str | None = None, head: str | None = None, staged: bool = False) -> Diff:
    """Compare two commits, or a commit with the index or the work tree.

    ``base`` is where the other side branched off it (the merge base), HEAD unless given. Without ``head``
    the new side is the work tree, untracked files included, or the index when ``staged``.
    """
    tip = git.commit(head) if head else git.head()
    old = git.merge_base(git.commit(base), tip) if base else tip if not head else git.head()
    if head:
        sides = [old, tip]
        new = tip
    elif staged:
        sides = ["--cached", old]
        new = ":"
    else:
        sides = [old]
        new = ""
    # Stat information of touched files may be out of date; the content decides. All look at the work tree at once:
    # that takes as long as the slowest.
    with ExitStack() as running:

        def start(*arguments: str) -> Running:
            return running.enter_context(git.start(*arguments))

        names = start("diff", "--raw", "--no-abbrev", "-z", *_OPTIONS, "--diff-filter=ACDMRTU", *sides, "--")
        patch = start("diff", "-U0", *_OPTIONS, *sides, "--")
        others = None
        if not head and not staged:
            others = start("ls-files", "-t", "--others", "--unmerged", "--exclude-standard", "--full-name", "-z")
        changes, conflicts = _names(names.output())
        sections = [change for change in changes for _ in range(2 if change.status == "type-changed" else 1)]
        read_lines(patch.output(), sections)
        if others is not None:
            conflicts += _add_untracked(others.output(), changes)
    unsettled = tuple(name for name in map(git.inside, conflicts) if name is not None)
    return Diff(tuple(_inside(git, changes)), old, new, unsettled)


def _names(listing: bytes) -> tuple[list[FileChange], list[str]]:
    """The records of ``git diff --raw -z``, where R and C carry two names; and the files in conflict."""
    fields = listing.split(b"\0")
    changes: list[FileChange] = []
    conflicts: list[str] = []
    at = 0
    while at < len(fields) and fields[at].startswith(b":"):
        old_mode, new_mode, old_object, new_object, status = fields[at][1:].decode("ascii").split(" ")
        first = os.fsdecode(fields[at + 1])
        at += 2
        if status[0] == "U":
            # Comes without lines, and beside a record of its own where both sides have the file.
            conflicts.append(first)
            continue
        second = first
        if status[0] in "RC":
            second = os.fsdecode(fields[at])
            at += 1
        kind = _STATUS[status[0]]
        changes.append(
            FileChange(
                kind,
                None if kind in ("added",) else first,
                None if kind == "deleted" else second,
                "" if _NO_OBJECT.match(old_object) else old_object,
                "" if _NO_OBJECT.match(new_object) else new_object,
                old_is_file=old_mode in _REGULAR,
                new_is_file=new_mode in _REGULAR,
            )
        )
    return changes, conflicts


def read_lines(patch: bytes, sections: list[FileChange]) -> None:
    """Fill in the lines from a patch without context whose n-th section is about ``sections[n]``."""
    left_old = left_new = 0
    number = -1
    current: FileChange | None = None
    for line in patch.split(b"\n"):
        if left_old > 0 or left_new > 0:
            # Inside a hunk lines are counted, so content such as `--- x` cannot be taken for a header.
            if line[:1] == b"-":
                left_old -= 1
            elif line[:1] == b"+":
                left_new -= 1
        elif line.startswith(b"diff --git "):
            number += 1
            current = sections[number] if number < len(sections) else None
        elif current is not None and line.startswith(b"Binary files "):
            current.lines_unknown = True
        elif current is not None and (match := _HUNK.match(line)):
            old_start, new_start = int(match[1]), int(match[3])
            old_count = 1 if match[2] is None else int(match[2])
            new_count = 1 if match[4] is None else int(match[4])
            left_old, left_new = old_count, new_count
            add_hunk(current, old_start, old_count, new_start, new_count)


def add_hunk(change: FileChange, old_start: int, old_count: int, new_start: int, new_count: int) -> None:
    """Note one hunk without context."""
    change.hunks.append((old_start, old_count, new_start, new_count))
    if old_count:
        change.removed.append(Lines(old_start, old_start + old_count - 1))
    if new_count:
        change.added.append(Lines(new_start, new_start + new_count - 1))


def _add_untracked(listing: bytes, changes: list[FileChange]) -> list[str]:
    """Add the files that git does not know; returns those in conflict, which the same command lists."""
    deleted = {change.old_path: change for change in changes if change.status == "deleted"}
    conflicts: dict[str, None] = {}
    for record in listing.split(b"\0"):
        tag, _, rest = record.partition(b" ")
        if tag == b"M":
            conflicts[os.fsdecode(rest.partition(b"\t")[2])] = None
        if tag != b"?":
            continue
        name = os.fsdecode(rest)
        if (change := deleted.get(name)) is not None:
            # Taken out of git's index and still there: the file has changed at most.
            change.status, change.new_path, change.new_is_file = "modified", name, True
            change.removed.clear()
            change.hunks.clear()
            change.lines_unknown = True
        else:
            changes.append(FileChange("added", None, name))
    return list(conflicts)


def _inside(git: Git, changes: list[FileChange]) -> list[FileChange]:
    """The changes with paths seen from the root; a side outside it counts as not there."""
    found: list[FileChange] = []
    for change in changes:
        old = git.inside(change.old_path) if change.old_path is not None else None
        new = git.inside(change.new_path) if change.new_path is not None else None
        if old is None and new is None:
            continue
        if old is None and change.old_path is not None:
            change.status = "added"
            change.removed.clear()
        if new is None and change.new_path is not None:
            change.status = "deleted"
            change.added.clear()
        change.old_path, change.new_path = old, new
        found.append(change)
    return found


def line_now(hunks: list[tuple[int, int, int, int]], line: int) -> int | None:
    """Where line ``line`` of the old side stands on the new side; None when it was changed or removed.

    >>> line_now([(2, 1, 2, 3)], 1), line_now([(2, 1, 2, 3)], 2), line_now([(2, 1, 2, 3)], 5)
    (1, None, 7)
    >>> line_now([(4, 0, 5, 2)], 4), line_now([(4, 0, 5, 2)], 5)
    (4, 7)
    """
    shift = 0
    for old_start, old_count, _, new_count in hunks:
        # With a count of zero the hunk stands after the line it names.
        first = old_start if old_count else old_start + 1
        if line < first:
            break
        if line < first + old_count:
            return None
        shift += new_count - old_count
    return line + shift


def line_where(hunks: list[tuple[int, int, int, int]], line: int) -> int:
    """The line of the new side at or before which line ``line`` of the old side stands, or stood.

    >>> line_where([(2, 3, 1, 0)], 3), line_where([(2, 3, 1, 0)], 6), line_where([(1, 2, 1, 1)], 2)
    (1, 3, 1)
    """
    if (now := line_now(hunks, line)) is not None:
        return now
    return next(max(1, new_start) for start, count, new_start, _ in hunks if start <= line < start + count)
