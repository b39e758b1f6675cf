"""A new work tree starts from the index of its sibling instead of from nothing.

Linked work trees of one repository hold nearly the same files. The main work tree's index is copied, and
the usual update then parses what differs: unchanged bytes are recognised by their hash.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from codegraph.errors import CodeGraphError
from codegraph.fingerprint import fingerprint
from codegraph.gitfolder import git_folder_at, read_regular
from codegraph.store import Condition, Store, condition_of, remove_database

log = logging.getLogger("codegraph")


def siblings(root: Path) -> Iterator[Path]:
    """The other work trees of the repository whose work tree has its top at ``root``; the main one first."""
    git = git_folder_at(root)
    if git is None or not (root / ".git").is_file():
        return
    common = Path(os.path.realpath(git.common))
    if common.name == ".git":
        yield common.parent
    try:
        names = sorted(os.listdir(common / "worktrees"))
    except OSError:
        return
    for name in names:
        written = read_regular(common / "worktrees" / name / "gitdir")
        if written is None:
            continue
        top = Path(os.fsdecode(written).strip()).parent
        if os.path.realpath(top) != os.path.realpath(root) and _confirms(top, common / "worktrees" / name):
            yield top


def _confirms(top: Path, folder: Path) -> bool:
    """Whether the work tree itself says that it belongs to this git folder."""
    git = git_folder_at(top)
    return git is not None and os.path.realpath(git.folder) == os.path.realpath(folder)


def has_siblings(root: Path) -> bool:
    """Whether there is another work tree of the repository."""
    return next(siblings(root), None) is not None


def seed(root: Path, relative: str, target: Path) -> Path | None:
    """Copy the index at ``relative`` below a sibling work tree to ``target``, which must not exist; where it came from.

    Only an index that this very program made is worth copying. The times and inodes in it are those of the
    sibling's files: the next run reads every file once, and parses those that differ.
    """
    for top in siblings(root):
        source = top / relative
        if _is_linked(source, top) or condition_of(source)[0] is not Condition.OURS:
            continue
        try:
            with Store.open_read_only(source) as store:
                if store.get_meta("program") != fingerprint():
                    continue
                copy = sqlite3.connect(target)
                try:
                    copy.execute("PRAGMA synchronous=OFF")  # the update that follows ends with all of it on the disk
                    store.connection.backup(copy)
                finally:
                    copy.close()
        except (sqlite3.Error, CodeGraphError, OSError) as error:
            log.info("the index of %s cannot be copied: %s", top, error)
            remove_database(target)
            continue
        return top
    return None


def _is_linked(file: Path, top: Path) -> bool:
    """Whether the way to the file leads through a symbolic link, possibly out of the tree."""
    return file.is_symlink() or file.parent.is_symlink() or not file.resolve().is_relative_to(top.resolve())
