"""How far each weaker strategy may be trusted, by language: measured on the open truths.

A strategy that is right at least nine times in ten in a language makes ``inferred`` edges there;
any other makes ``ambiguous`` ones, which are kept as candidates and never stated as fact.
``benchmarks/accuracy.py --calibrate`` measures the table anew.
"""

from __future__ import annotations

from codegraph.model import Resolution

THRESHOLD = 0.9

MEASURED: dict[tuple[str, str], float] = {}
"""(language, strategy) -> share of right edges among those judged."""


def resolution_of(language: str, strategy: str) -> str:
    """The resolution an edge found by ``strategy`` carries."""
    measured = MEASURED.get((language, strategy), 0.0)
    return Resolution.INFERRED if measured >= THRESHOLD else Resolution.AMBIGUOUS
