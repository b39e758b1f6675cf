"""Ranks of the first right answer, summed up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

DEPTH = 10


class Quality(NamedTuple):
    """Mean reciprocal rank and recall at 1, 5 and 10."""

    mrr: float
    r1: float
    r5: float
    r10: float
    count: int

    def __str__(self) -> str:
        return f"{self.mrr:.3f} | {self.r1:.2f} | {self.r5:.2f} | {self.r10:.2f}"


def quality(ranks: Sequence[int | None]) -> Quality:
    """Of the 1-based ranks of first right answers; None where it is not among the first ten."""
    count = max(1, len(ranks))
    found = [rank for rank in ranks if rank is not None and rank <= DEPTH]
    r1, r5, r10 = (sum(rank <= depth for rank in found) / count for depth in (1, 5, DEPTH))
    return Quality(sum(1 / rank for rank in found) / count, r1, r5, r10, len(ranks))
