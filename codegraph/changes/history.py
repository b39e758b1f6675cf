"""Files that history changes together with the changed ones."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from codegraph.changes.git import Git, Running
from codegraph.paths import stored_path

COMMITS = 1000
"""How far back is looked."""
LARGEST = 30
"""Files above which a commit (a reformatting, a release) says nothing."""
SUPPORT = 3
CONFIDENCE = 0.5
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Partner:
    """A file that usually changes when another one does, and does not in this diff."""

    file: str
    """The changed file."""
    partner: str
    together: int
    """Commits that changed both."""
    changed: int
    """Commits that changed ``file``."""


def read_history(git: Git, commit: str) -> Running:
    """The listing of the last commits up to one."""
    how = ("-z", "--no-merges", "--no-renames", "--name-only", "--format=%x01")
    return git.start("log", *how, "-n", str(COMMITS), commit, "--")


def partners(git: Git, log: bytes, changed: Iterable[str]) -> list[Partner]:
    """The partners of ``changed`` (stored paths) in a listing of commits, the surest first."""
    wanted = set(changed)
    alone: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for record in log.split(b"\x01"):
        names = [os.fsdecode(n.strip(b"\n")) for n in record.split(b"\0") if n.strip(b"\n")]
        if not names or len(names) > LARGEST:
            continue
        paths = {stored_path(p) for p in map(git.inside, names) if p is not None}
        for path in paths & wanted:
            alone[path] += 1
            for other in paths - wanted:
                pairs[path, other] += 1
    found = [
        Partner(path, other, count, alone[path])
        for (path, other), count in pairs.items()
        if count >= SUPPORT and count / alone[path] >= CONFIDENCE and (git.root / other).exists()
    ]
    found.sort(key=lambda p: (-p.together / p.changed, -p.together, p.file, p.partner))
    return found[:SHOWN]
