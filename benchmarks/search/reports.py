"""Localisation from real bug reports: are the functions that a fix changed among the first ten for the report's text?

    python -m benchmarks.search.reports --repositories DIR --texts DIR --work DIR [--fit]

``reports.jsonl`` names reports by repository and number, with the commit before the fix and the functions that the fix
changed; nobody's text is kept here. ``--texts`` holds it as OWNER+NAME/NUMBER.md, the title in the first line, the
description as it was written below (``gh issue view NUMBER -R OWNER/NAME --json title,body``; where ``pull`` is true
the number is that of the pull request, and the text that of the issue it resolves). ``--repositories`` holds git
repositories as OWNER+NAME. Each tree is indexed in ``--work`` once.

Which reports: those of public collections (the development part of SWE-bench Lite, Rust-SWE-Bench, kotlin-swe-bench,
GitBug-Java) whose repositories could be had, and six by hand; fixes that change one to five functions outside tests.

The repositories are divided into two halves. ``words`` is BM25 over functions with all words of the text, ``meaning``
the embedding of the whole text over functions, ``search`` what ``semantic_search`` answers without any filter, and
``crossed`` the same with weights learned on the other half alone, which is the honest number: the weights that ship
were learned on both. ``--fit`` writes them to ``codegraph/search/report_weights.py``.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.search.corpora import HERE, indexed
from codegraph.reading.connection import Reader
from codegraph.search import report_weights
from codegraph.search.engine import search
from codegraph.search.lexical import STOP_WORDS, best_matches
from codegraph.search.localise import FEATURES, candidates
from codegraph.search.models import load_model
from codegraph.search.query import Query
from codegraph.search.vectors import VectorIndex
from codegraph.search.words import split_words

SIGNALS = ("words", "meaning", "search", "crossed")
DEPTHS = (1, 5, 10)
DECAY = 0.003
"""How strongly weights are drawn to zero while learning."""
STEPS = 300
Floats = NDArray[np.float64]


@dataclass
class Asked:
    """One report and what each signal makes of it."""

    half: str
    ranks: dict[str, list[int]] = field(default_factory=dict)
    """Signal -> the ranks, among the first ten, of changed functions."""
    functions: int = 0
    features: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, len(FEATURES)), np.float32))
    right: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))


def main() -> int:
    parser = argparse.ArgumentParser(description="changed functions among the first ten for the text of a bug report")
    parser.add_argument("--repositories", type=Path, required=True, help="folder of git repositories, OWNER+NAME")
    parser.add_argument("--texts", type=Path, required=True, help="folder of texts, OWNER+NAME/NUMBER.md")
    parser.add_argument("--work", type=Path, required=True, help="folder for trees and indexes")
    parser.add_argument("--only", default="", help="repositories, OWNER/NAME with commas")
    parser.add_argument("--fit", action="store_true", help="learn the shipped weights from all reports")
    parser.add_argument("--verbose", action="store_true", help="print the best rank of every report")
    options = parser.parse_args()
    asked: list[Asked] = []
    for line in (HERE / "reports.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if options.only and entry["repository"] not in options.only.split(","):
            continue
        name = entry["repository"].replace("/", "+")
        text = options.texts / name / f"{entry['number']}.md"
        tree = options.work / f"{name}-{entry['commit'][:12]}"
        if not text.exists() or not _unpacked(options.repositories / name, entry["commit"], tree):
            print(f"left out: {entry['repository']} {entry['number']}", file=sys.stderr)
            continue
        with indexed(tree, tree.with_name(tree.name + ".db")) as engine:
            asked.append(ask(engine.database, text.read_text(encoding="utf-8"), entry))
    _cross(asked)
    if options.fit:
        _write(learn(asked))
    for half in ("first", "second", ""):
        chosen = [a for a in asked if half in ("", a.half)]
        print(f"{half or 'both'}: {len(chosen)} reports | hit@1 | hit@5 | hit@10 | recall@10")
        for signal in SIGNALS:
            print(signal, *(f"{x:.2f}" for x in quality(chosen, signal)), sep=" | ")
    if options.verbose:
        for a in asked:
            print(a.half, *(min(a.ranks[s], default=None) for s in SIGNALS))
    return 0


def ask(database: Path, text: str, entry: dict[str, Any]) -> Asked:
    """What the signals find for one report."""
    wanted = {tuple(place.split("#", 1)) for place in entry["functions"]}
    asked = Asked(entry["half"], functions=len(wanted))
    with Reader(database).snapshot() as db:
        vectors = VectorIndex.load(db)
        model = load_model(vectors.model)
        places = {
            row[0]: (row[1], row[2])
            for row in db.execute(
                "SELECT s.id, f.path, s.qualified_name FROM symbols s JOIN files f ON f.id = s.file_id"
                " WHERE s.kind IN ('function', 'method', 'property')"
            )
        }
        nearest, _, _ = vectors.nearest(model.encode_query(text), 10, set(places))
        hits = search(db, Query(text, limit=10), None, vectors).items
        found = {
            "words": [places[i] for i in best_matches(db, _all_words(text), 10, set(places))],
            "meaning": [places[i] for i in nearest.tolist()],
            "search": [(hit.symbol.file, hit.symbol.qualified_name) for hit in hits],
        }
        read = candidates(db, text, None, vectors, model)
    asked.ranks = {
        signal: [n for n, place in enumerate(dict.fromkeys(list_), 1) if place in wanted]
        for signal, list_ in found.items()
    }
    asked.features = read.features
    asked.right = np.array([places.get(i) in wanted for i in read.ids], bool)
    return asked


def _all_words(text: str) -> list[str]:
    return [w for w in dict.fromkeys(split_words(text)) if w not in STOP_WORDS and len(w) > 1][:400]


def learn(asked: list[Asked]) -> Floats:
    """Weights under which the changed functions are likely among the candidates (softmax), none of them negative but
    that of tests."""
    rows = [(a.features.astype(np.float64), a.right) for a in asked if a.right.any()]
    weights = np.full(len(FEATURES), 0.3)
    free = np.array([name == "not product code" for name in FEATURES])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        gradient = DECAY * weights
        for features, right in rows:
            scores = features @ weights
            share = np.exp(scores - scores.max())
            target = share * right
            gradient = gradient + features.T @ (share / share.sum() - target / target.sum()) / len(rows)
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        moved = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weights = weights - 0.1 * (1 - step / STEPS) * moved
        weights = np.where(free, weights, np.maximum(weights, 0))
    return weights


def _cross(asked: list[Asked]) -> None:
    for half in ("first", "second"):
        weights = learn([a for a in asked if a.half != half])
        for a in asked:
            if a.half == half:
                order = np.argsort(-(a.features @ weights), kind="stable")[:10]
                a.ranks["crossed"] = (np.flatnonzero(a.right[order]) + 1).tolist()


def quality(asked: list[Asked], signal: str) -> list[float]:
    """Share of reports with a changed function among the first 1, 5, 10, and of changed functions among ten."""
    count = max(1, len(asked))
    hits = [sum(min(a.ranks[signal], default=99) <= depth for a in asked) / count for depth in DEPTHS]
    return [*hits, sum(min(1.0, len(a.ranks[signal]) / a.functions) for a in asked) / count]


def _write(weights: Floats) -> None:
    path = Path(report_weights.__file__)
    lines = [f'    "{name}": {weight:.2f},' for name, weight in zip(FEATURES, weights, strict=True)]
    head = path.read_text(encoding="utf-8").partition("WEIGHTS")[0]
    path.write_text(head + "WEIGHTS = {\n" + "\n".join(lines) + "\n}\n", encoding="utf-8")


def _unpacked(repository: Path, commit: str, tree: Path) -> bool:
    """Whether the files of ``commit`` stand in ``tree``."""
    if tree.exists():
        return True
    if (repository / "repo").exists():
        repository /= "repo"
    packed = subprocess.run(["git", "-C", str(repository), "archive", commit], capture_output=True)
    if packed.returncode:
        return False
    part = tree.with_name(tree.name + ".part")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(part, filter="data")
    part.rename(tree)
    return True


if __name__ == "__main__":
    sys.exit(main())
