"""How risky a change is: a sum of points over what it does, never over how popular a symbol is.

====================================================  ======================================
each place that the change breaks                      20, at most 60
each public definition removed, renamed or moved       8, at most 24
each public signature that callers must notice         5, at most 20
each new import cycle                                  10, at most 20
changed code that no test reaches                      20 x its share of the changed code lines
changed code of a route, command, task or main         5, once for each kind
each public definition whose body changed              1, at most 10
====================================================  ======================================

Comments, docstrings and layout give nothing. Below 15 the risk is low, below 40 medium, else high. An edit of a
function that a thousand others call is low when its signature stays and a test reaches it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MEDIUM = 15
HIGH = 40
LEVELS = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Risk:
    """A score with what it is made of."""

    score: int
    level: str
    reasons: tuple[tuple[int, str], ...]
    """(points, why), the most first."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The counts that the score is made of."""

    broken: int = 0
    public_gone: int = 0
    public_signatures: int = 0
    cycles: int = 0
    untested_lines: int = 0
    code_lines: int = 0
    entry_kinds: Sequence[str] = ()
    public_bodies: int = 0


def assess(w: Weights) -> Risk:
    """The risk of a change.

    >>> assess(Weights(public_bodies=1, code_lines=3)).level
    'low'
    >>> assess(Weights(broken=2, untested_lines=5, code_lines=5)).reasons
    ((40, '2 places that the change breaks'), (20, '5 of 5 changed lines of code that no test reaches'))
    """
    reasons: list[tuple[int, str]] = []

    def add(points: int, why: str) -> None:
        if points:
            reasons.append((points, why))

    add(min(60, 20 * w.broken), f"{_count(w.broken, 'place')} that the change breaks")
    add(min(24, 8 * w.public_gone), f"{_count(w.public_gone, 'public definition')} removed, renamed or moved")
    add(min(20, 5 * w.public_signatures), f"{_count(w.public_signatures, 'public signature')} changed")
    add(min(20, 10 * w.cycles), f"{_count(w.cycles, 'new import cycle')}")
    if w.code_lines:
        share = round(20 * w.untested_lines / w.code_lines)
        add(share, f"{w.untested_lines} of {w.code_lines} changed lines of code that no test reaches")
    for kind in w.entry_kinds:
        add(5, f"a {kind} itself changed")
    add(min(10, w.public_bodies), f"{_count(w.public_bodies, 'public definition')} with a changed body")
    reasons.sort(key=lambda r: (-r[0], r[1]))
    score = min(100, sum(points for points, _ in reasons))
    level = LEVELS[(score >= MEDIUM) + (score >= HIGH)]
    return Risk(score, level, tuple(reasons))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
