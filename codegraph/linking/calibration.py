"""How far the linkers may be trusted: precision and recall by language, and by strategy, as measured.

``benchmarks/accuracy.py --record`` measures them on the open truths and writes ``measured.json``. A
strategy that is right at least nine times in ten in a language makes ``inferred`` edges there; any
other makes ``ambiguous`` ones, which are kept as candidates and never stated as fact.
"""

from __future__ import annotations

import json
from functools import cache
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
    """The resolution an edge found by a weaker strategy carries."""
    right, wrong = _measured()["strategies"].get(language, {}).get(strategy, (0, 0))
    trusted = right + wrong >= ENOUGH and right >= THRESHOLD * (right + wrong)
    return Resolution.INFERRED if trusted else Resolution.AMBIGUOUS
