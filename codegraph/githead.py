"""The commit that is checked out, read from the ``.git`` folder without running git."""

from __future__ import annotations

from pathlib import Path

from codegraph.gitfolder import git_folder_around, read_regular


def head_commit(root: Path) -> str:
    """The hash of the commit at ``root``; '' outside a repository or before the first commit."""
    git = git_folder_around(root)
    if git is None:
        return ""
    head = _line(git.folder / "HEAD")
    if not head.startswith("ref: "):
        return head
    name = head[5:].strip()
    if ".." in name.split("/"):
        return ""
    for folder in (git.folder, git.common):
        if found := _line(folder / name):
            return found
    for line in (read_regular(git.common / "packed-refs") or b"").decode("utf-8", "replace").splitlines():
        if line.endswith(f" {name}"):
            return line.partition(" ")[0]
    return ""


def _line(file: Path) -> str:
    written = read_regular(file)
    return "" if written is None else written.decode("utf-8", "replace").strip()
