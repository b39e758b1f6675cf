"""Issue-to-code localisation: are the functions that a fix changed found by the words that describe the fix?

    python -m benchmarks.search.issues --work DIR --count 10 REPOSITORY.git:FOLDER ...

From each git repository, commits that fix something and change one to three functions of ``FOLDER``. The tree before
the commit is indexed; the query is the commit's message alone, without numbers of issues and trailers. Python only:
which function a changed line lies in is read with ``ast``. Commit messages know more of the code than bug reports do:
these numbers are no estimate for reports, they compare ways of ranking.
"""

from __future__ import annotations

import argparse
import ast
import io
import random
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.search.corpora import indexed
from benchmarks.search.scoring import quality
from codegraph.errors import CodeGraphError
from codegraph.reading.connection import Reader
from codegraph.reading.rows import FROM_SYMBOLS, FULL, full
from codegraph.search.engine import search
from codegraph.search.lexical import best_matches, query_words
from codegraph.search.query import Query
from codegraph.search.static_model import static_model
from codegraph.search.vectors import VectorIndex

MOST_FUNCTIONS = 3
SHORTEST = 50
SIGNALS = ("words", "meaning", "search")
_FIXES = re.compile(r"\b(fix(es|ed)?|bug|regression|crash(es)?|broken|wrong)\b", re.I)
_CHORES = re.compile(
    r"\b(typos?|docs?|docstrings?|mypy|typing|lint|pyright|tests?|changelog|flake8|merge|revert)\b", re.I
)
_NOISE = re.compile(r"(?im)^(co-authored-by|signed-off-by|closes|refs?)\b.*$|#\d+")
_HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? ", re.M)


class Report(NamedTuple):
    """What a fix says and which functions it changed."""

    commit: str
    text: str
    functions: frozenset[tuple[str, str]]
    """(file, qualified name within it)."""


def main() -> int:
    parser = argparse.ArgumentParser(description="changed functions among the first ten hits for a fix's message")
    parser.add_argument("repositories", nargs="+", metavar="REPOSITORY:FOLDER")
    parser.add_argument("--work", type=Path, required=True, help="folder for trees and indexes")
    parser.add_argument("--count", type=int, default=10, help="commits a repository")
    options = parser.parse_args()
    ranks: dict[str, list[int | None]] = {signal: [] for signal in SIGNALS}
    for given in options.repositories:
        repository, _, folder = given.rpartition(":")
        for report in reports(Path(repository), folder, options.count):
            tree = options.work / report.commit
            if not tree.exists():
                packed = _git(Path(repository), "archive", f"{report.commit}^", folder)
                with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                    archive.extractall(tree, filter="data")
            with indexed(tree, options.work / f"{report.commit}.db") as engine:
                found = hits(engine.database, report.text)
            for signal in SIGNALS:
                rank = next((n for n, place in enumerate(found[signal], 1) if _among(place, report.functions)), None)
                ranks[signal].append(rank)
            print(report.commit[:8], *(ranks[s][-1] for s in SIGNALS), report.text.split("\n")[0][:70], flush=True)
    print("signal | MRR@10 | R@1 | R@5 | R@10")
    for signal in SIGNALS:
        print(signal, quality(ranks[signal]), sep=" | ")
    return 0


def reports(repository: Path, folder: str, count: int, seed: int = 5) -> list[Report]:
    """Up to ``count`` fixes, chosen by chance."""
    log = _git(repository, "log", "--no-merges", "--format=%H%x00%B%x01", "--", folder).decode("utf-8", "replace")
    commits = [entry.strip().split("\0", 1) for entry in log.split("\x01") if "\0" in entry]
    random.Random(seed).shuffle(commits)
    out: list[Report] = []
    for commit, message in commits:
        text = _NOISE.sub("", message).strip()
        if len(text) < SHORTEST or not _FIXES.search(text) or _CHORES.search(text.split("\n")[0]):
            continue
        functions = changed(repository, commit, folder)
        if 1 <= len(functions) <= MOST_FUNCTIONS:
            out.append(Report(commit, text, functions))
            if len(out) == count:
                break
    return out


def changed(repository: Path, commit: str, folder: str) -> frozenset[tuple[str, str]]:
    """The functions, as they were before, that a commit changes."""
    found: set[tuple[str, str]] = set()
    names = _git(repository, "diff", "--name-only", "--diff-filter=M", f"{commit}^", commit, "--", folder).decode()
    for file in names.splitlines():
        if not file.endswith(".py") or "test" in file:
            continue
        diff = _git(repository, "diff", "-U0", f"{commit}^", commit, "--", file).decode("utf-8", "replace")
        spans = [(int(m[1]), int(m[1]) + max(int(m[2] or 1), 1) - 1) for m in _HUNK.finditer(diff)]
        try:
            tree = ast.parse(_git(repository, "show", f"{commit}^:{file}"))
        except SyntaxError:
            continue
        found |= {(file, name) for name in innermost(tree, spans)}
    return frozenset(found)


def innermost(tree: ast.Module, spans: list[tuple[int, int]]) -> set[str]:
    """Names (``Class.method``) of the smallest functions around each span of lines."""
    functions: list[tuple[int, int, str]] = []
    waiting: list[tuple[ast.AST, str]] = [(tree, "")]
    while waiting:
        node, owner = waiting.pop()
        for child in ast.iter_child_nodes(node):
            name = owner
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = f"{owner}.{child.name}" if owner else child.name
                if not isinstance(child, ast.ClassDef):
                    functions.append((child.lineno, child.end_lineno or child.lineno, name))
            waiting.append((child, name))
    around = [[f for f in functions if f[0] <= first and last <= f[1]] for first, last in spans]
    return {min(fitting, key=lambda f: f[1] - f[0])[2] for fitting in around if fitting}


def hits(database: Path, text: str) -> dict[str, list[tuple[str, str]]]:
    """The first ten functions by each signal."""
    with Reader(database).snapshot() as db:
        vectors = VectorIndex.load(db)
        symbols = {row[0]: full(row) for row in db.execute(f"SELECT {FULL} FROM {FROM_SYMBOLS}")}
        pool = {i for i, s in symbols.items() if s.kind in ("function", "method", "property")}
        nearest, _, _ = vectors.nearest(static_model().encode_query(text), 10, pool)
        try:
            both = [
                h.symbol
                for h in search(db, Query(text, kind="function,method,property", limit=10), None, vectors).items
            ]
        except CodeGraphError:
            both = []
        by_signal = {
            "words": [symbols[i] for i in best_matches(db, query_words(db, text), 10, pool)],
            "meaning": [symbols[i] for i in nearest.tolist()],
            "search": both,
        }
    return {signal: [(s.file, s.qualified_name) for s in found] for signal, found in by_signal.items()}


def _among(place: tuple[str, str], functions: frozenset[tuple[str, str]]) -> bool:
    return any(place[0] == file and f".{place[1]}".endswith(f".{name}") for file, name in functions)


def _git(repository: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(repository), *arguments], check=True, capture_output=True).stdout


if __name__ == "__main__":
    sys.exit(main())
