"""How far the linkers may be trusted: precision and recall by language, and by strategy, as measured.

``benchmarks/accuracy.py --record`` measures them on the open truths and writes ``measured.json``. A
strategy that is right at least nine times in ten in a language makes ``inferred`` edges there; any
other makes ``ambiguous`` ones, which are kept as candidates and never stated as fact.

``benchmarks/accuracy.py --record`` measures them on the open truths and writes ``measured.json``. Where
the truths judge too few edges of a strategy to say anything, because the compilers that made them cannot
tell either, a sample read by hand counts (``benchmarks/truth/by-hand.json``).

A guess makes ``inferred`` edges in a language where it is right at least nine times in ten, and
``ambiguous`` ones, which are kept as candidates and never stated as fact, anywhere else. A rule of the
language itself is believed until it is measured: where it is right less than nine times in ten, by more
than chance, its edges are ``ambiguous`` too.
"""

from __future__ import annotations

import json
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

from codegraph.model import Resolution

THRESHOLD = 0.9
ENOUGH = 20
"""Judged edges below which a strategy's share says nothing."""

MEASURED = Path(__file__).parent / "measured.json"


@cache
def _measured() -> dict[str, Any]:
    return json.loads(MEASURED.read_text(encoding="utf-8"))


def accuracy_of(language: str) -> tuple[float, float, tuple[str, ...]] | None:
    """(precision, recall, corpora) of the linker of a language; None where no truth was at hand."""
    row = _measured()["languages"].get(language)
    return (row["precision"], row["recall"], tuple(row["corpora"])) if row else None


def resolution_of(language: str, strategy: str) -> str:
    """The resolution an edge found by a guess carries."""
    right, wrong = _measured()["strategies"].get(language, {}).get(strategy, (0, 0))
    trusted = right + wrong >= ENOUGH and right >= THRESHOLD * (right + wrong)
    return Resolution.INFERRED if trusted else Resolution.AMBIGUOUS


@cache
def doubted(language: str) -> frozenset[str]:
    """The strategies that were measured to be wrong too often in a language, whatever they rest on."""
    rows: dict[str, tuple[int, int]] = _measured()["strategies"].get(language, {})
    return frozenset(
        strategy
        for strategy, (right, wrong) in rows.items()
        if right + wrong >= ENOUGH and _at_most(right, right + wrong) < THRESHOLD
    )


def _at_most(hits: int, total: int) -> float:
    """The upper end of the Wilson interval at 95 %: the largest share that ``hits`` of ``total`` leave likely."""
    z = 1.96
    share = hits / total
    middle = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (middle + spread) / (1 + z * z / total)
