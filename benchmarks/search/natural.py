"""Questions as people put them, over whole packages that the embedding has not seen.

    python -m benchmarks.search.natural --corpora DIR [--verbose]

``questions.jsonl`` was written before search was tuned with these packages; a hit is any of the symbols that hold
an answer. Everything is searched: classes, fields and modules too.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.accuracy import Unavailable
from benchmarks.search.corpora import HERE, indexed, source
from benchmarks.search.scoring import quality
from codegraph.search.query import Query


def main() -> int:
    parser = argparse.ArgumentParser(description="hand-written questions over held-out packages")
    parser.add_argument("--corpora", type=Path, required=True, help="folder for packages and their indexes")
    parser.add_argument("--verbose", action="store_true", help="print the rank and the first hits of every question")
    options = parser.parse_args()
    asked: dict[str, list[dict[str, str | list[str]]]] = {}
    for line in (HERE / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        asked.setdefault(question["corpus"], []).append(question)
    ranks: list[int | None] = []
    for name, questions in asked.items():
        try:
            root = source(name, options.corpora)
        except Unavailable as error:
            print(f"{name}: {error}", file=sys.stderr)
            continue
        with indexed(root, options.corpora / f"{name}.db") as engine:
            for question in questions:
                hits = engine.search(Query(str(question["question"]), limit=10)).items
                names = [hit.symbol.qualified_name for hit in hits]
                rank = next((at for at, found in enumerate(names, 1) if _ends(found, question["answers"])), None)
                ranks.append(rank)
                if options.verbose:
                    print(rank, question["question"], names[:4], sep=" | ", flush=True)
    print("MRR@10 | R@1 | R@5 | R@10")
    print(quality(ranks))
    return 0


def _ends(found: str, answers: str | list[str]) -> bool:
    """Whether a qualified name is one of the answers, written with or without its package."""
    plain = found.replace("::", ".")
    return any(plain == answer or plain.endswith(f".{answer}") for answer in answers)


if __name__ == "__main__":
    sys.exit(main())
