"""What discovery reads from a ``.git`` folder: the tracked paths, the exclude file, two settings.

The index file is read here rather than asked of ``git``: it takes a few milliseconds, works where git
is not installed, and runs nothing that the repository's own configuration could name.
"""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_left
from functools import cached_property
from pathlib import Path

_GITLINK = 0o160000
_TREE = 0o040000
_MAX_SMALL_FILE = 4_000_000


class GitFolder:
    """The git folder of the work tree whose top is ``top``."""

    def __init__(self, top: Path, folder: Path) -> None:
        self.top = top
        self.folder = folder
        """Where this work tree's index is; differs from :attr:`common` in linked work trees."""

    @cached_property
    def common(self) -> Path:
        """The folder that linked work trees share: configuration and ``info/exclude`` are there."""
        written = read_regular(self.folder / "commondir")
        return self.folder if written is None else self.folder / os.fsdecode(written).strip()

    @cached_property
    def excludes(self) -> bytes:
        """``info/exclude``; empty when there is none."""
        return read_regular(self.common / "info" / "exclude") or b""

    @cached_property
    def _settings(self) -> dict[str, str]:
        text = (read_regular(self.common / "config") or b"").decode("utf-8", "replace")
        settings: dict[str, str] = {}
        section = ""
        for line in text.splitlines():
            if header := re.match(r"\s*\[([^\]\"]*?)\s*(\"[^\"]*\")?\s*\]", line):
                section = header[1].lower() if header[2] is None else ""
            elif entry := re.match(r"\s*([A-Za-z][\w-]*)\s*(?:=\s*([^#;]*))?", line):
                settings[f"{section}.{entry[1].lower()}"] = (
                    (entry[2] if entry[2] is not None else "true").strip().lower()
                )
        return settings

    @property
    def ignores_case(self) -> bool:
        """Whether git treats names of this work tree as case-insensitive."""
        return self._settings.get("core.ignorecase") in ("true", "yes", "on", "1")

    @cached_property
    def tracked(self) -> Tracked:
        """What the index lists; empty when there is none or it cannot be read."""
        hash_size = 32 if self._settings.get("extensions.objectformat") == "sha256" else 20
        paths: list[bytes] = []
        links: set[str] = set()
        try:
            shared = _read_index(self.folder / "index", hash_size, paths, links)
            if shared:
                _read_index(self.folder / f"sharedindex.{shared}", hash_size, paths, links)
        except (OSError, ValueError, IndexError):
            # Half an index would make tracked files vanish one by one; none means ignore rules alone decide.
            return Tracked([], frozenset(), self.ignores_case)
        return Tracked([os.fsdecode(path) for path in paths], frozenset(links), self.ignores_case)


class Tracked:
    """The paths that git tracks, relative to the top of the work tree."""

    def __init__(self, paths: list[str], submodules: frozenset[str], ignores_case: bool) -> None:
        self._fold = ignores_case
        self._paths = sorted(p.lower() for p in paths) if ignores_case else sorted(paths)
        self._set = frozenset(self._paths)
        self._submodules = frozenset(p.lower() for p in submodules) if ignores_case else submodules

    def __contains__(self, path: str) -> bool:
        return (path.lower() if self._fold else path) in self._set

    def __len__(self) -> int:
        return len(self._paths)

    def mark(self) -> int:
        """A number that differs, within one process, when other paths are tracked."""
        return hash((self._set, self._submodules))

    def below(self, folder: str) -> bool:
        """Whether anything in ``folder`` (no trailing slash) is tracked."""
        prefix = (folder.lower() if self._fold else folder) + "/"
        at = bisect_left(self._paths, prefix)
        return at < len(self._paths) and self._paths[at].startswith(prefix)

    def is_submodule(self, folder: str) -> bool:
        """Whether the index has a commit of another repository at ``folder``."""
        return (folder.lower() if self._fold else folder) in self._submodules


def git_folder_at(top: Path) -> GitFolder | None:
    """The git folder of a work tree whose top is exactly ``top``; None when it is not one."""
    entry = top / ".git"
    try:
        mode = os.stat(entry).st_mode
    except OSError:
        return None
    if stat.S_ISREG(mode):
        written = read_regular(entry)
        if written is None or not written.startswith(b"gitdir:"):
            return None
        entry = top / os.fsdecode(written[len(b"gitdir:") :].split(b"\n")[0]).strip()
    return GitFolder(top, entry) if (entry / "HEAD").is_file() else None


def git_folder_around(root: Path) -> GitFolder | None:
    """The git folder of the innermost work tree that holds ``root``."""
    for folder in (root, *root.parents):
        found = git_folder_at(folder)
        if found is not None:
            return found
    return None


def read_regular(path: Path | str, limit: int = _MAX_SMALL_FILE) -> bytes | None:
    """The bytes of a small regular file that is no symbolic link; None for anything else.

    A pipe named ``.gitignore`` must not block the walk, and git itself does not follow a linked one.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    except (OSError, ValueError):
        return None
    try:
        with open(handle, "rb") as file:
            info = os.fstat(handle)
            if not stat.S_ISREG(info.st_mode) or info.st_size > limit:
                return None
            return file.read(limit)
    except OSError:
        return None


def _read_index(file: Path, hash_size: int, paths: list[bytes], links: set[str]) -> str:
    """Add the entries of an index file; returns the name of the shared index it builds on, or ''."""
    with open(file, "rb") as handle:
        data = handle.read()
    if data[:4] != b"DIRC":
        raise ValueError("not an index file")
    version = int.from_bytes(data[4:8], "big")
    count = int.from_bytes(data[8:12], "big")
    if version not in (2, 3, 4):
        raise ValueError(f"index version {version}")
    at = 12
    fixed = 40 + hash_size + 2
    previous = b""
    for _ in range(count):
        mode = (data[at + 26] << 8) | data[at + 27]
        flags_at = at + fixed - 2
        extended = version >= 3 and data[flags_at] & 0x40
        name_at = at + fixed + (2 if extended else 0)
        if version == 4:
            strip, name_at = _offset(data, name_at)
            end = data.index(b"\0", name_at)
            name = previous[: len(previous) - strip] + data[name_at:end]
            previous = name
            at = end + 1
        else:
            length = ((data[flags_at] & 0x0F) << 8) | data[flags_at + 1]
            end = name_at + length if length < 0xFFF else data.index(b"\0", name_at)
            name = data[name_at:end]
            at += (end - at + 8) & ~7
        if mode == _GITLINK:
            links.add(os.fsdecode(name))
        elif mode != _TREE:
            # A tree entry stands for a folder outside a sparse checkout: nothing of it is on disk.
            paths.append(name)
    return _shared_index(data, at, hash_size)


def _offset(data: bytes, at: int) -> tuple[int, int]:
    """git's variable-width number at ``at``, and where it ends."""
    byte = data[at]
    value = byte & 0x7F
    while byte & 0x80:
        at += 1
        byte = data[at]
        value = ((value + 1) << 7) | (byte & 0x7F)
    return value, at + 1


def _shared_index(data: bytes, at: int, hash_size: int) -> str:
    """The hash in the ``link`` extension of a split index."""
    while at + 8 <= len(data) - hash_size:
        size = int.from_bytes(data[at + 4 : at + 8], "big")
        if data[at : at + 4] == b"link":
            name = data[at + 8 : at + 8 + hash_size].hex()
            return name if name.strip("0") else ""
        at += 8 + size
    return ""
