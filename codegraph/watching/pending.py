"""When to act on events: after a short silence, or when the first of them has waited long enough."""

from __future__ import annotations

from collections.abc import Callable

QUIET = 0.05
"""Seconds without an event that end a batch: an editor's dance of temporary files is over by then."""

LATEST = 0.5
"""Seconds after which a batch is taken although events keep coming."""

MOST = 500
"""Paths in one batch; with more, walking the tree is quicker than looking each of them up."""


class Pending:
    """Events that wait to be indexed together."""

    def __init__(self, clock: Callable[[], float], *, quiet: float = QUIET, latest: float = LATEST) -> None:
        self._clock = clock
        self._quiet = quiet
        self._latest = latest
        self._paths: set[str] = set()
        self._anything = False
        self._first: float | None = None
        self._last = 0.0

    def __bool__(self) -> bool:
        return self._first is not None

    @property
    def paths(self) -> frozenset[str]:
        """Those that are known by name."""
        return frozenset(self._paths)

    def add(self, path: str | None) -> None:
        """Something happened to a file; None: to anything at all."""
        if path is None or len(self._paths) >= MOST:
            self._anything = True
            self._paths.clear()
        elif not self._anything:
            self._paths.add(path)
        self._last = self._clock()
        if self._first is None:
            self._first = self._last

    def wait(self) -> float | None:
        """Seconds until the batch should be taken, 0 when it is due; None when there is nothing to take."""
        if self._first is None:
            return None
        due = min(self._last + self._quiet, self._first + self._latest)
        return max(0.0, due - self._clock())

    def silence(self, seconds: float) -> float:
        """How much is missing until nothing has happened for this long."""
        return max(0.0, self._last + seconds - self._clock())

    def take(self) -> frozenset[str] | None:
        """The batch, which is then forgotten; None when anything may have changed."""
        taken = None if self._anything else frozenset(self._paths)
        self._paths.clear()
        self._anything = False
        self._first = None
        return taken
