"""Docstring-to-function retrieval: is the function found by the first sentence of its own, removed, doc comment?

    python -m benchmarks.search.docstrings --corpora DIR [--only flask,gin] [--write]

Every package is indexed twice, as it is (to read the comments) and with the comments of its functions blanked (to
search in). ``words`` is BM25 alone, ``meaning`` the embedding alone, ``search`` what ``semantic_search`` answers.
``--write`` puts the table into README.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.accuracy import README, Unavailable
from benchmarks.search.corpora import corpora, indexed, source
from benchmarks.search.scoring import Quality, quality
from benchmarks.search.stripping import FUNCTIONS, Question, questions, strip
from codegraph.engine import Engine
from codegraph.errors import CodeGraphError
from codegraph.reading.connection import Reader
from codegraph.reading.rows import FROM_SYMBOLS, FULL, full
from codegraph.search.engine import search
from codegraph.search.lexical import best_matches, query_words
from codegraph.search.query import Query
from codegraph.search.static_model import static_model
from codegraph.search.vectors import VectorIndex

SIGNALS = ("words", "meaning", "search")
BEGIN, END = "<!-- search: begin -->", "<!-- search: end -->"
Ranks = dict[str, list[int | None]]


def main() -> int:
    parser = argparse.ArgumentParser(description="docstring-to-function retrieval by signal")
    parser.add_argument("--corpora", type=Path, required=True, help="folder for packages and their indexes")
    parser.add_argument("--only", default="", help="names of corpora, with commas")
    parser.add_argument("--count", type=int, default=60, help="questions a package")
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    options = parser.parse_args()
    results: dict[str, Ranks] = {}
    for name in options.only.split(",") if options.only else corpora():
        try:
            root = source(name, options.corpora)
        except Unavailable as error:
            print(f"{name}: {error}", file=sys.stderr)
            continue
        results[name] = measure(name, root, options.corpora, options.count)
        print(name, *(f"{signal} {quality(results[name][signal])}" for signal in SIGNALS), sep="\n    ", flush=True)
    text = table(results)
    print(text)
    if options.write:
        whole = README.read_text(encoding="utf-8")
        before, _, rest = whole.partition(BEGIN)
        README.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0


def measure(name: str, root: Path, folder: Path, count: int) -> Ranks:
    """The rank of the right function for every question, by signal."""
    with indexed(root, folder / f"{name}.db") as engine, Reader(engine.database).snapshot() as db:
        symbols = [full(row) for row in db.execute(f"SELECT {FULL} FROM {FROM_SYMBOLS}")]
    stripped = folder / f"{name}.stripped"
    if not stripped.exists():
        strip(root, stripped, symbols)
    with indexed(stripped, folder / f"{name}.stripped.db") as engine:
        return ranks(engine, questions(symbols, count))


def ranks(engine: Engine, asked: list[Question]) -> Ranks:
    """What each signal makes of the questions, in a pool of all functions."""
    out: Ranks = {signal: [] for signal in SIGNALS}
    taken: list[float] = []
    with Reader(engine.database).snapshot() as db:
        vectors = VectorIndex.load(db)
        places: dict[int, tuple[str, str]] = {}
        undocumented: set[tuple[str, str]] = set()
        for row in db.execute(f"SELECT {FULL} FROM {FROM_SYMBOLS}"):
            symbol = full(row)
            if symbol.kind in FUNCTIONS:
                places[row[0]] = (symbol.file, symbol.qualified_name)
                if not symbol.doc:
                    undocumented.add(places[row[0]])
        pool = set(places)
        for question in asked:
            right = undocumented & set(question.places)
            if not right:
                continue  # its comment could not be taken away: the question would answer itself
            by_words = best_matches(db, query_words(db, question.text), 10, pool)
            by_meaning, _, _ = vectors.nearest(static_model().encode_query(question.text), 10, pool)
            out["words"].append(_rank([places[i] for i in by_words], right))
            out["meaning"].append(_rank([places[i] for i in by_meaning.tolist()], right))
            started = time.perf_counter()
            try:
                hits = search(db, Query(question.text, kind=",".join(sorted(FUNCTIONS)), limit=10), None, vectors)
                found = [(hit.symbol.file, hit.symbol.qualified_name) for hit in hits.items]
            except CodeGraphError:
                found = []
            taken.append(time.perf_counter() - started)
            out["search"].append(_rank(found, right))
    print(f"    {len(pool):,} functions, {1000 * median(taken or [0]):.0f} ms a search", file=sys.stderr)
    return out


def _rank(found: list[tuple[str, str]], right: set[tuple[str, str]]) -> int | None:
    return next((rank for rank, place in enumerate(found[:10], 1) if place in right), None)


def table(results: dict[str, Ranks]) -> str:
    """The results as Markdown."""
    lines = ["| package | questions | words alone | meaning alone | **both, as searched** |", "|---|---|---|---|---|"]
    totals: Ranks = {signal: [] for signal in SIGNALS}

    def cells(found: dict[str, Quality]) -> str:
        return " | ".join(f"{q.mrr:.3f} ({q.r1:.2f} / {q.r5:.2f} / {q.r10:.2f})" for q in found.values())

    for name, by_signal in results.items():
        found = {signal: quality(by_signal[signal]) for signal in SIGNALS}
        lines.append(f"| {name} | {found['search'].count} | {cells(found)} |")
        for signal in SIGNALS:
            totals[signal] += by_signal[signal]
    found = {signal: quality(totals[signal]) for signal in SIGNALS}
    lines.append(f"| **all** | {found['search'].count} | {cells(found)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
