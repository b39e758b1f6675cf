"""Replay the history of a repository: after every commit the updated index must equal a fresh one.

::

    python benchmarks/replay.py REPOSITORY [--commits 200] [--until REV] [--step 1] [--every 1] [--save FILE]

Consecutive commits (first parents) are checked out one after the other into a scratch folder, oldest
first. After each, the index is brought up to date and every file, symbol, edge, unresolved site and
import is compared, by symbol string, with an index built from nothing; so are the stored arrays with
the rows. The first difference is printed and ends the run with exit code 2.

The repository is only read: git gets an index file of its own. A commit whose objects are not all
there (a partial clone) is left out and counted.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from codegraph.doctor import arrays_that_differ
from codegraph.indexer import Indexer
from codegraph.store import Store

SHOWN = 6
"""Rows of each side that a difference shows."""


@dataclass
class Figures:
    """What a run measured."""

    repository: str
    commits: int = 0
    left_out: int = 0
    compared: int = 0
    files_parsed: int = 0
    rebuilt: int = 0
    differences: int = 0
    update_cpu: list[float] = field(default_factory=list)
    full_cpu: list[float] = field(default_factory=list)


def main() -> int:
    """Replay and compare; 0 when nothing ever differed."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("repository", type=Path, help="a work tree or a bare repository")
    options.add_argument("--commits", type=int, default=200)
    options.add_argument("--until", default="HEAD", help="the last commit [default: HEAD]")
    options.add_argument("--step", type=int, default=1, help="take every Nth commit only")
    options.add_argument("--every", type=int, default=1, help="compare after every Nth commit taken")
    options.add_argument("--keep", type=Path, help="keep both databases and the tree here when they differ")
    options.add_argument("--save", type=Path, help="write the figures as JSON")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="codegraph-replay-") as folder:
        figures = replay(given, Path(folder))
    print(report(figures))
    if given.save is not None:
        given.save.parent.mkdir(parents=True, exist_ok=True)
        given.save.write_text(json.dumps(vars(figures), indent=1) + "\n", encoding="utf-8")
    return 2 if figures.differences else 0


def replay(given: argparse.Namespace, scratch: Path) -> Figures:
    """Go through the commits until one makes a difference."""
    history = History(given.repository, scratch)
    commits = history.commits(given.until, given.commits, given.step)
    figures = Figures(given.repository.resolve().name)
    updated, fresh = scratch / "updated.db", scratch / "fresh.db"
    for number, commit in enumerate(commits):
        if not history.check_out(commit):
            figures.left_out += 1
            continue
        started = time.process_time()
        summary = Indexer(history.tree, updated).run(jobs=1)
        figures.commits += 1
        if figures.commits > 1:
            figures.update_cpu.append(time.process_time() - started)
            figures.files_parsed += summary.parsed + summary.removed
            figures.rebuilt += any("everything" in note for note in summary.notes)
        if figures.commits % given.every and number != len(commits) - 1:
            continue
        started = time.process_time()
        fresh.unlink(missing_ok=True)
        Indexer(history.tree, fresh).run(full=True, jobs=1)
        figures.full_cpu.append(time.process_time() - started)
        figures.compared += 1
        found = difference(updated, fresh)
        print(
            f"{figures.commits}/{len(commits)} {commit[:12]} {summary.parsed} parsed {summary.removed} removed "
            f"update {figures.update_cpu[-1] if figures.update_cpu else 0:.2f} full {figures.full_cpu[-1]:.2f} CPU s"
            f"{' DIFFERS' if found else ''} {'; '.join(summary.notes)}",
            flush=True,
        )
        if found:
            figures.differences += 1
            print(found)
            if given.keep is not None:
                keep(given.keep, scratch)
            break
    return figures


class History:
    """Commits of a repository, checked out into a folder of ours."""

    def __init__(self, repository: Path, scratch: Path) -> None:
        self._scratch = scratch
        self.tree = scratch / "tree"
        self.tree.mkdir()
        self._folder = repository / ".git" if (repository / ".git").exists() else repository

    def commits(self, until: str, count: int, step: int) -> list[str]:
        """Oldest first."""
        found = self._git("rev-list", "--first-parent", f"--max-count={count * step}", until).stdout.split()
        return found[::-1][::step]

    def check_out(self, commit: str) -> bool:
        """Make the tree what the commit says; False when objects are missing."""
        return self._git("read-tree", "--reset", "-u", commit, check=False).returncode == 0

    def _git(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        environment |= {
            "GIT_INDEX_FILE": str(self._scratch / "index"),
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_NO_LAZY_FETCH": "1",
        }
        where = [f"--git-dir={self._folder.resolve()}", f"--work-tree={self.tree}"]
        settings = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "filter.lfs.required=false"]
        return subprocess.run(
            ["git", *settings, *where, *arguments],
            check=check,
            capture_output=True,
            text=True,
            errors="replace",
            env=environment,
            cwd=self.tree,
        )


def difference(updated: Path, fresh: Path) -> str:
    """What differs, as lines of text; '' when nothing does."""
    with Store.open_read_only(updated) as one, Store.open_read_only(fresh) as two:
        here, there = one.content(), two.content()
        wrong = arrays_that_differ(one.connection)
    lines = [f"the stored array {name!r} of the updated index is not what its rows say" for name in wrong]
    for table, rows in there.items():
        if here[table] == rows:
            continue
        old, new = set(here[table]), set(rows)
        lines.append(
            f"{table}: {len(old - new)} rows only in the updated index, {len(new - old)} only in the fresh one"
        )
        lines += [f"  updated {shown(row)}" for row in sorted(old - new, key=repr)[:SHOWN]]
        lines += [f"  fresh   {shown(row)}" for row in sorted(new - old, key=repr)[:SHOWN]]
        if old == new:
            lines.append("  the same rows, not the same number of each")
    return "\n".join(lines)


def shown(row: tuple[Any, ...]) -> str:
    """A row without what is long."""
    return repr(tuple(v[:80] if isinstance(v, str) else v for v in row))


def keep(target: Path, scratch: Path) -> None:
    """For whoever looks into the difference."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(scratch, target, symlinks=True)


def report(figures: Figures) -> str:
    """One paragraph."""
    update = statistics.median(figures.update_cpu) if figures.update_cpu else 0.0
    full = statistics.median(figures.full_cpu) if figures.full_cpu else 0.0
    return (
        f"{figures.repository}: {figures.commits} commits, {figures.compared} comparisons, {figures.differences} with "
        f"a difference; {figures.files_parsed} files parsed, {figures.rebuilt} rebuilt; "
        f"{figures.left_out} commits left out; median CPU s: update {update:.2f}, full {full:.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
