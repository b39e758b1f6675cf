"""Which lines differ between two contents, where nobody else has said so."""

from __future__ import annotations

from difflib import SequenceMatcher

from codegraph.changes.diff import FileChange, add_hunk


def fill_lines(change: FileChange, old: bytes | None, new: bytes | None) -> None:
    """Note the lines in which two contents differ; one that is None has none.

    >>> change = FileChange("modified", "a", "a")
    >>> fill_lines(change, b"a\\nb\\nc\\n", b"a\\nB\\nB\\nc\\n")
    >>> change.removed, change.added
    ([Lines(first=2, last=2)], [Lines(first=2, last=3)])
    """
    before, after = _lines(old), _lines(new)
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    middle = SequenceMatcher(None, before[start : len(before) - end], after[start : len(after) - end])
    for tag, a, b, c, d in middle.get_opcodes():
        if tag != "equal":
            # With a count of zero a hunk stands after the line it names.
            add_hunk(change, start + a + (b > a), b - a, start + c + (d > c), d - c)


def _lines(data: bytes | None) -> list[bytes]:
    """Lines without their ends: a work tree may spell those otherwise than the repository."""
    lines = [line.removesuffix(b"\r") for line in (data or b"").split(b"\n")]
    return lines if lines[-1] else lines[:-1]
