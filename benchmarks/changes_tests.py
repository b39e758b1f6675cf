"""Test selection over a git history: are the tests that a commit touched among those selected for its source?

    python -m benchmarks.changes_tests REPOSITORY [--commits 100] [--language LANGUAGE] [--show N]

For each commit that changes source and tests: the commit is checked out in a copy, indexed, and `affected-tests` is
asked about the change of the source alone. The tests whose code the commit changed or added are those that its author
found worth touching; printed are how many of them were selected, in how many commits at least one was, and what share
of all tests was selected. Touched tests may also have nothing to do with the source (a rename, a lint fix).
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

from codegraph.changes.affected import Selected, affected_tests
from codegraph.changes.git import Git
from codegraph.changes.graph import Stored
from codegraph.changes.reached import Backwards, is_test
from codegraph.changes.sides import SideReader, compare_revisions
from codegraph.changes.symbols import How, changed_symbols
from codegraph.engine import Engine
from codegraph.marks import is_test_path
from codegraph.paths import stored_path
from codegraph.reading.connection import Reader


def touched(root: Path, git: Git, stored: Stored, base: str) -> set[str]:
    """The tests whose code differs from ``base``, as symbols of the index."""
    comparison = compare_revisions(
        git, SideReader(root, stored.db), base=base, wanted=lambda c: is_test_path(stored_path(c.path))
    )
    found: set[str] = set()
    for change in changed_symbols(comparison):
        half = change.new
        if half is None or change.how is How.TEXT:
            continue
        d, language = half.definition, half.side.facts.language
        top = half
        while top.parent is not None:
            top = top.parent
        if is_test("", "module", "", language):
            found.add(top.symbol)
        elif half.parent is not None and half.parent.definition.kind in ("function", "method"):
            continue
        elif d.kind in ("function", "method") and is_test(d.name, d.kind, " ".join(d.flags), language):
            found.add(half.symbol)
    return found


def main() -> None:
    """Replay and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--commits", type=int, default=100)
    parser.add_argument("--language", default="", help="only source files of this language count")
    parser.add_argument("--show", type=int, default=3, help="missed tests to print for each commit")
    given = parser.parse_args()
    counts: Counter[str] = Counter()
    shares: list[float] = []
    places: list[float] = []
    ways: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="codegraph-replay-") as work:
        root = Path(work) / "tree"
        subprocess.run(["git", "clone", "-q", "--shared", str(given.repository.resolve()), str(root)], check=True)
        git = Git(root)
        log = git.run("log", "--no-merges", "--format=%H %P", "HEAD").decode().splitlines()
        with Engine.open(root) as engine:
            for line in log:
                if counts["commits"] >= given.commits:
                    break
                commit, _, parent = line.partition(" ")
                if not parent or " " in parent:
                    continue
                names = git.run("diff", "--name-only", parent, commit).decode("utf-8", "replace").splitlines()
                if not any("test" in name.lower() or "spec" in name for name in names) or len(names) < 2:
                    continue
                git.run("checkout", "-q", "--force", commit)
                engine.index()
                with closing(Reader(engine.database)) as reader, reader.snapshot() as db:
                    stored = Stored(db, root)
                    comparison = compare_revisions(
                        git,
                        SideReader(root, db),
                        base=parent,
                        wanted=lambda c: not is_test_path(stored_path(c.path)),
                    )
                    wanted = touched(root, git, stored, parent)
                    telling = [
                        c
                        for c in changed_symbols(comparison)
                        if c.how is not How.TEXT and given.language in ("", c.half.side.language)
                    ]
                    if not wanted or not telling:
                        continue
                    selection = affected_tests(comparison, stored, git)
                    total = len(Backwards(stored).tests)
                chosen: dict[str, Selected] = {s.symbol.symbol: s for s in selection.items}
                hit = wanted & chosen.keys()
                places += [(n + 1) / total for n, symbol in enumerate(chosen) if symbol in hit]
                counts["commits"] += 1
                counts["some"] += bool(hit)
                counts["all"] += hit == wanted
                counts["touched"] += len(wanted)
                counts["hit"] += len(hit)
                shares.append(len(chosen) / total)
                ways.update(chosen[s].why for s in hit)
                for symbol in sorted(wanted - hit)[: given.show]:
                    print(
                        f"{commit[:10]} missed {symbol}  ({', '.join(c.symbol.name for c in telling[:4])})", flush=True
                    )
    n = counts["commits"]
    print(
        f"{n} commits: {counts['hit']} of {counts['touched']} touched tests selected; all of them in {counts['all']} "
        f"commits, at least one in {counts['some']}; selected of all tests: median {statistics.median(shares):.0%}, "
        f"mean {statistics.mean(shares):.0%}; running in order, half of the touched ones are met after "
        f"{statistics.median(places):.0%} of all tests; by way: {dict(ways.most_common())}"
    )


if __name__ == "__main__":
    main()
