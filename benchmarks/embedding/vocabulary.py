"""Which words get a vector."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterable

from benchmarks.embedding.pairs import Pair

LONGEST = 24
LONGEST_NUMBER = 3
SINGLE = (*string.ascii_lowercase, *string.digits)
"""Always there: every ASCII word can be cut into them."""


def vocabulary(found: Iterable[Pair], size: int, packages: int = 2) -> list[tuple[str, int]]:
    """(word, symbols that hold it), for words of at least ``packages`` packages, most frequent first."""
    counts: Counter[str] = Counter()
    homes: dict[str, set[str]] = {}
    for pair in found:
        for word in {*pair.question, *(word for field in pair.fields for word in field)}:
            if len(word) <= LONGEST and not (word.isdigit() and len(word) > LONGEST_NUMBER):
                counts[word] += 1
                homes.setdefault(word, set()).add(pair.package)
    # A word of five packages is worth as much as one of fifty; names of one project are not wanted.
    good = [w for w in counts if len(w) > 1 and len(homes[w]) >= packages and counts[w] >= packages]
    good.sort(key=lambda w: (-counts[w] * min(len(homes[w]), 5), w))
    return [(w, max(1, counts[w])) for w in dict.fromkeys((*good[: max(0, size - len(SINGLE))], *SINGLE))]
