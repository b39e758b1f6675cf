"""From what a user asks to compare to the two sides of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from codegraph.changes.git import Git
from codegraph.changes.sides import Comparison, SideReader, compare_revisions, wanted_files
from codegraph.errors import BadArgument, NotARepository

if TYPE_CHECKING:
    from codegraph.changes.affected import Selection
    from codegraph.changes.impact import Report


def compare(
    root: Path,
    db: sqlite3.Connection | None,
    *,
    base: str | None = None,
    head: str | None = None,
    staged: bool = False,
    patch: bytes | None = None,
    files: Sequence[str] = (),
    git: Git | None = None,
) -> Comparison:
    """The comparison that the options name. ``git``: the repository, where it is known already.

    Raises:
        BadArgument: options that exclude each other, an unknown revision, a patch that fits nothing.
        NotARepository: there is no git history to compare with.
    """
    for option, given in (("--base", base), ("--head", head)):
        if given is not None and not given.strip():
            # A variable that a pipeline does not set must not turn into "nothing changed".
            raise BadArgument(f"{option} is empty; give a branch, tag or hash, e.g. {option} origin/main")
    if staged and head:
        raise BadArgument("--staged compares the index and --head a commit; give one of them")
    if patch is not None:
        if base or head or staged or files:
            raise BadArgument("--patch says what changed; leave out --base, --head, --staged and files")
        from codegraph.changes.patched import compare_patch
        from codegraph.changes.patches import read_patch

        try:
            prefix = Git(root).prefix
        except NotARepository:
            prefix = ""  # a patch needs no history
        return compare_patch(read_patch(patch), SideReader(root, db), prefix=prefix)
    git = git or Git(root)
    wanted = wanted_files(git, files, Path.cwd()) if files else None
    return compare_revisions(git, SideReader(root, db), base=base, head=head, staged=staged, wanted=wanted)


def report_on(
    root: Path,
    database: Path,
    *,
    base: str | None = None,
    head: str | None = None,
    staged: bool = False,
    patch: bytes | None = None,
) -> Report:
    """The report on what the options name, over the index in ``database``."""
    from codegraph.changes.graph import Stored
    from codegraph.changes.impact import analyse
    from codegraph.reading.connection import Reader

    with closing(Reader(database)) as reader, reader.snapshot() as db:
        git = Git(root) if patch is None else None
        comparison = compare(root, db, base=base, head=head, staged=staged, patch=patch, git=git)
        return analyse(comparison, Stored(db, root), git)


def tests_for(
    root: Path,
    database: Path,
    *,
    base: str | None = None,
    head: str | None = None,
    staged: bool = False,
    patch: bytes | None = None,
    uncertain: bool = False,
    coverage: str | None = None,
) -> Selection:
    """The tests that what the options name affects, over the index in ``database``."""
    from codegraph.changes.affected import affected_tests
    from codegraph.changes.graph import Stored
    from codegraph.reading.connection import Reader

    covered = None
    if coverage is not None:
        from codegraph.changes.coverage import read_coverage

        covered = read_coverage(Path(coverage), root)
    with closing(Reader(database)) as reader, reader.snapshot() as db:
        git = Git(root) if patch is None else None
        comparison = compare(root, db, base=base, head=head, staged=staged, patch=patch, git=git)
        return affected_tests(comparison, Stored(db, root), git, uncertain=uncertain, covered=covered)
