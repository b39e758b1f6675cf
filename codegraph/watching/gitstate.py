"""What the watcher wants to know of git: is it in the middle of something, and did the list of files change."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from codegraph.gitfolder import GitFolder, git_folder_around

LOCKS = ("index.lock", "HEAD.lock")
"""There for the moment in which git rewrites the work tree."""

LONG = ("rebase-merge", "rebase-apply")
"""There during a rebase, which may stop for hours to let somebody resolve a conflict."""

LOCK_SECONDS = 15.0
"""An older lock was left behind by a git that died."""


class GitState:
    """Looks at the ``.git`` folder of a work tree; says no to everything where there is none."""

    def __init__(self, root: Path, wall: Callable[[], float] = time.time) -> None:
        self._root = root
        self._wall = wall
        git = git_folder_around(root)
        self.folder = None if git is None else git.folder
        self._listed = self._tracked()

    def busy(self) -> bool:
        """Whether git is at work and more changes will follow at once."""
        if self.folder is None:
            return False
        for name in LOCKS:
            try:
                age = self._wall() - (self.folder / name).stat().st_mtime
            except OSError:
                continue
            if -LOCK_SECONDS < age < LOCK_SECONDS:
                return True
        return False

    def rebasing(self) -> bool:
        """Whether a rebase is under way, at work or waiting for somebody."""
        return self.folder is not None and any((self.folder / name).exists() for name in LONG)

    def list_changed(self) -> bool:
        """Whether git tracks other paths than when this was last asked."""
        listed = self._tracked()
        changed = listed != self._listed
        self._listed = listed
        return changed

    def _tracked(self) -> int:
        git = git_folder_around(self._root)
        return 0 if git is None else _mark(git)


def _mark(git: GitFolder) -> int:
    return hash((git.excludes, git.tracked.mark()))
