"""A patch as text: its files, their lines, and one side of a file made from the other."""

from __future__ import annotations

import os
import re

from codegraph.changes.diff import FileChange, add_hunk
from codegraph.errors import BadArgument

_HUNK = re.compile(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_COLOUR = re.compile(rb"\x1b\[[0-9;]*[mK]")
_MAIL = re.compile(rb"From [0-9a-f]{40,64} ")
_EPOCH = re.compile(rb"\t(1970-01-01|1969-12-31|Thu Jan  1 .* 1970|Wed Dec 31 .* 1969)")
"""The time that ``diff -N`` gives a file that is not there."""
_LINKS = (b"120000", b"160000")
_ESCAPES = {b"a": 7, b"b": 8, b"t": 9, b"n": 10, b"v": 11, b"f": 12, b"r": 13, b'"': 34, b"\\": 92}
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)


class PatchedFile:
    """One file of a patch."""

    def __init__(self, change: FileChange) -> None:
        self.change = change
        self.hunks: list[tuple[int, list[bytes], int, list[bytes]]] = []
        """(first old line, old lines, first new line, new lines), context included, line ends kept."""
        self.named = False
        """Whether its names came without prefix, in lines of their own."""
        self.by_git = False
        self.is_link = False
        """A symbolic link or a submodule."""
        self.is_binary = False

    def apply(self, data: bytes, *, backwards: bool) -> bytes | None:
        """The other side of the file, given one; None when the given side is not the patch's.

        Where lines end in CR LF on one of them alone the file's way is kept.
        """
        exact = self._applied(data, backwards=backwards, end=None)
        if exact is not None or not self.hunks:
            return exact
        return self._applied(data, backwards=backwards, end=b"\r\n" if b"\r\n" in data else b"\n")

    def _applied(self, data: bytes, *, backwards: bool, end: bytes | None) -> bytes | None:
        lines = _split(data)
        out: list[bytes] = []
        at = 0
        for old_start, old, new_start, new in self.hunks:
            start, have, want = (new_start, new, old) if backwards else (old_start, old, new)
            begin = start - 1 if have else start
            there = lines[begin : begin + len(have)]
            if begin < at or (there != have if end is None else _bare(there) != _bare(have)):
                return None
            out += lines[at:begin]
            out += want if end is None else [_ending(line, end) for line in want]
            at = begin + len(have)
        return b"".join(out + lines[at:])


def _bare(lines: list[bytes]) -> list[bytes]:
    return [line.rstrip(b"\r\n") for line in lines]


def _ending(line: bytes, end: bytes) -> bytes:
    return line.rstrip(b"\r\n") + end if line.endswith(b"\n") else line


def read_patch(text: bytes) -> list[PatchedFile]:
    """The files of a patch, as git, ``git format-patch`` or ``diff -u`` writes it.

    Raises:
        BadArgument: there is text, and no hunk or file header in it; or it is cut short.
    """
    if b"\x1b[" in text and b"\ndiff --git " not in b"\n" + text:
        text = _COLOUR.sub(b"", text)
    if b"\n" in text and text.count(b"\r\n") == text.count(b"\n"):
        # Saved by a tool that ends every line so, headers included.
        text = text.replace(b"\r\n", b"\n")
    files: list[PatchedFile] = []
    current: PatchedFile | None = None
    in_message = False
    lines = _split(text)
    at = 0
    while at < len(lines):
        line = lines[at]
        bare = line.rstrip(b"\r\n")
        at += 1
        if bare.startswith(b"diff --git "):
            in_message = False
            current = PatchedFile(FileChange("modified", None, None))
            current.by_git = True
            files.append(current)
            _names_of_header(current.change, bare[len(b"diff --git ") :])
        elif bare.startswith((b"diff --cc ", b"diff --combined ")):
            raise BadArgument("this is the combined diff of a merge; give the diff against one parent: git diff HEAD^1")
        elif _MAIL.match(bare):
            # What a commit message says may look like a header.
            in_message, current = True, None
        elif in_message:
            continue
        elif bare.startswith(b"--- ") and at < len(lines) and lines[at].startswith(b"+++ "):
            if current is None or current.hunks:
                current = PatchedFile(FileChange("modified", None, None))
                files.append(current)
            _names_of_sides(current, bare[4:], lines[at].rstrip(b"\r\n")[4:])
            at += 1
        elif current is not None and (match := _HUNK.match(bare)):
            at = _read_hunk(lines, at, match, current)
        elif current is not None:
            _extended_header(current, bare)
    for file in files:
        _settle(file.change)
    files = [file for file in files if file.change.path]
    if not files and text.strip():
        raise BadArgument("there is no patch in the input; give the output of `git diff`")
    return files


def unquote(name: bytes) -> bytes:
    """A path in git's quoted form as the bytes it means; any other as it is.

    >>> unquote(b'"caf\\\\303\\\\251 \\\\"x\\\\".py"').decode()
    'café "x".py'
    """
    if len(name) >= 2 and name.startswith(b'"') and name.endswith(b'"'):
        return unescape(name[1:-1])
    return name


def unescape(name: bytes) -> bytes:
    """What stands between the quotes, or what is left when a shell tool took them off."""

    def one(match: re.Match[bytes]) -> bytes:
        body = match[1]
        if len(body) == 3:
            return bytes((int(body, 8) & 0xFF,))
        code = _ESCAPES.get(body)
        return match[0] if code is None else bytes((code,))

    return _ESCAPE.sub(one, name)


def _split(text: bytes) -> list[bytes]:
    """Lines with their ends; only a line feed ends a line."""
    lines = text.split(b"\n")
    kept = [line + b"\n" for line in lines[:-1]]
    return [*kept, lines[-1]] if lines[-1] else kept


def _name(written: bytes) -> bytes | None:
    name = unquote(written if written.startswith(b'"') else written.split(b"\t")[0])
    return None if name == b"/dev/null" else name


def _both(old: bytes | None, new: bytes | None) -> tuple[str | None, str | None]:
    """Two names without the prefix that tells the sides apart: ``a/`` and ``b/``, or what the settings made of it."""
    if old is not None and new is not None:
        one, _, tail = old.partition(b"/")
        other, _, same = new.partition(b"/")
        if tail and tail == same and one != other:
            old = new = tail
        elif one == b"a" and other == b"b" and tail and same:
            old, new = tail, same
    elif old is not None:
        old = old[2:] if old[:2] == b"a/" else old
    elif new is not None:
        new = new[2:] if new[:2] == b"b/" else new
    return (None if old is None else os.fsdecode(old)), (None if new is None else os.fsdecode(new))


def _names_of_sides(file: PatchedFile, old: bytes, new: bytes) -> None:
    """``--- x`` and ``+++ y``."""
    change = file.change
    if file.named:
        return
    before, after = _both(_name(old), _name(new))
    if before is None or after is None:
        # Of one name the prefix is a guess, and a header of git has both.
        known = change.new_path if before is None else change.old_path
        written = after if before is None else before
        if known is not None and written is not None and (written == known or written.endswith(f"/{known}")):
            before, after = (None, known) if before is None else (known, None)
    change.old_path, change.new_path = before, after
    if not file.by_git:
        if _EPOCH.search(old):
            change.old_path = None
        elif _EPOCH.search(new):
            change.new_path = None


def _names_of_header(change: FileChange, rest: bytes) -> None:
    """``a/x b/x``: needed where no ``---`` follows (modes, renames without edits, empty files)."""
    if rest.startswith(b'"'):
        end = re.match(rb'"(?:[^"\\]|\\.)*"', rest)
        if end is None:
            return
        old, new = end[0], rest[end.end() + 1 :]
    else:
        # Both names are the same unless a rename header follows, which then says so.
        half = len(rest) // 2
        old, new = rest[:half], rest[half + 1 :]
    change.old_path, change.new_path = _both(_name(old), _name(new))


def _extended_header(file: PatchedFile, line: bytes) -> None:
    change = file.change
    if line.endswith(_LINKS) and line.startswith((b"new file mode ", b"deleted file mode ", b"index ", b"new mode ")):
        file.is_link = True
    if line.startswith((b"GIT binary patch", b"Binary files ")):
        file.is_binary = True
    for start, status in ((b"new file mode ", "added"), (b"deleted file mode ", "deleted")):
        if line.startswith(start):
            change.status = status
    for start, attribute, status in (
        (b"rename from ", "old_path", "renamed"),
        (b"rename to ", "new_path", "renamed"),
        (b"copy from ", "old_path", "copied"),
        (b"copy to ", "new_path", "copied"),
    ):
        if line.startswith(start):
            setattr(change, attribute, os.fsdecode(unquote(line[len(start) :])))
            change.status = status
            file.named = True


def _settle(change: FileChange) -> None:
    if change.status == "added" or (change.old_path is None and change.new_path is not None):
        change.status, change.old_path = "added", None
    elif change.status == "deleted" or (change.new_path is None and change.old_path is not None):
        change.status, change.new_path = "deleted", None
    for path in (change.old_path, change.new_path):
        if path is not None and (path.startswith("/") or ".." in path.split("/")):
            raise BadArgument(f"the patch names {path!r}, which is outside the tree")


def _read_hunk(lines: list[bytes], at: int, match: re.Match[bytes], file: PatchedFile) -> int:
    old_start, new_start = int(match[1]), int(match[3])
    left_old = 1 if match[2] is None else int(match[2])
    left_new = 1 if match[4] is None else int(match[4])
    old: list[bytes] = []
    new: list[bytes] = []
    old_line, new_line = old_start if left_old else old_start + 1, new_start if left_new else new_start + 1
    run_old = run_new = 0

    def close() -> None:
        nonlocal run_old, run_new
        if run_old or run_new:
            first_old, first_new = old_line - run_old, new_line - run_new
            add_hunk(
                file.change,
                first_old if run_old else first_old - 1,
                run_old,
                first_new if run_new else first_new - 1,
                run_new,
            )
        run_old = run_new = 0

    while (left_old > 0 or left_new > 0) and at < len(lines):
        line = lines[at]
        at += 1
        mark, body = line[:1], line[1:]
        if mark == b"-":
            old.append(body)
            left_old -= 1
            old_line += 1
            run_old += 1
        elif mark == b"+":
            new.append(body)
            left_new -= 1
            new_line += 1
            run_new += 1
        elif mark == b"\\":
            _without_end(old, new)
        else:
            # An editor that strips spaces at line ends leaves an empty line where the context is empty.
            context = body if mark == b" " else line
            close()
            old.append(context)
            new.append(context)
            left_old -= 1
            left_new -= 1
            old_line += 1
            new_line += 1
        if mark == b"-" or mark == b"+":
            if at < len(lines) and lines[at].startswith(b"\\"):
                side = old if mark == b"-" else new
                side[-1] = side[-1].removesuffix(b"\n")
                at += 1
    close()
    if left_old > 0 or left_new > 0:
        raise BadArgument(f"the patch is cut short in {file.change.path or 'its first file'}")
    if at < len(lines) and lines[at].startswith(b"\\"):
        _without_end(old, new)
        at += 1
    file.hunks.append((old_start, old, new_start, new))
    return at


def _without_end(old: list[bytes], new: list[bytes]) -> None:
    """``\\ No newline at end of file`` after a line that both sides have."""
    for side in (old, new):
        if side:
            side[-1] = side[-1].removesuffix(b"\n")
