"""From events to an index that is up to date; without a thread, and with whatever clock it is given."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from codegraph.errors import Cancelled, CodeGraphError
from codegraph.model import IndexSummary
from codegraph.watching.gitstate import GitState
from codegraph.watching.pending import Pending
from codegraph.watching.sieve import Nothing, Sieve
from codegraph.watching.sources import Source, Unwatchable

log = logging.getLogger("codegraph")

GIT_PAUSE = 0.05
"""Seconds between looks whether git is done."""

REBASE_QUIET = 1.0
"""A rebase that has been silent this long waits for a person."""

FIRST_RETRY, LAST_RETRY = 1.0, 60.0
"""Seconds after an update that failed; doubled each time."""


class Update(Protocol):
    """What indexes; :class:`codegraph.watching.follower.Updater` outside of tests."""

    folders: list[str] | None
    """Those of the walk, if there was one."""

    def __call__(self, paths: list[str] | None, entering: Callable[[str], None]) -> IndexSummary:
        """Index these files, or walk when None."""
        ...


class Watcher:
    """Gathers events, and indexes when :meth:`step` is called and enough has happened."""

    def __init__(
        self,
        root: Path,
        database: Path,
        update: Update,
        clock: Callable[[], float],
        *,
        git: GitState,
        done: Callable[[str], None] = lambda token: None,
        updated: Callable[[IndexSummary], None] = lambda summary: None,
    ) -> None:
        """``done`` is called with each token of :meth:`ask` once all that was known before it is indexed."""
        self.source: Source | None = None
        self.error = ""
        """What the last update failed with."""
        self.updates = 0
        self._update = update
        self._clock = clock
        self._git = git
        self._done = done
        self._updated = updated
        self._sieve = Sieve(root, database)
        self._pending = Pending(clock)
        self._lock = threading.Lock()
        self._asked: list[str] = []
        self._git_events = False
        self._active: frozenset[str] = frozenset()
        self._retry = 0.0
        self._not_before = 0.0
        self._next_poll = 0.0

    # -- from any thread

    def note(self, path: str | None) -> None:
        """Something happened to this file (stored path), or to anything."""
        with self._lock:
            self._pending.add(path)

    def note_git(self) -> None:
        """Something happened in the ``.git`` folder."""
        with self._lock:
            self._git_events = True

    def ask(self, token: str) -> None:
        """Somebody waits for what has happened so far."""
        with self._lock:
            self._asked.append(token)

    def newer(self) -> frozenset[str]:
        """Files that are known to have changed and are not indexed yet."""
        with self._lock:
            return self._pending.paths | self._active

    # -- from one thread

    def step(self) -> float | None:
        """Do what is due; seconds until there may be more to do, None: until something is noted.

        Raises:
            Cancelled: the update was told to stop.
            Unwatchable: the source has met a limit of the system.
        """
        now = self._clock()
        self._look_at_git()
        wait = self._wait(now)
        if wait is not None and wait > 0:
            return wait
        with self._lock:
            asked, self._asked = self._asked, []
            anything = bool(self._pending)
            batch = self._pending.take() if anything else frozenset()
            self._active = batch or frozenset()
        if anything:
            self._bring_up_to_date(batch)
        if not self.error:
            for token in asked:
                self._done(token)
        elif asked:
            with self._lock:
                self._asked = asked + self._asked
        if self._polls:
            self._next_poll = self._clock() + self._polls
        with self._lock:
            self._active = frozenset()
        return self._wait(self._clock())

    @property
    def _polls(self) -> float:
        return self.source.polls if self.source is not None else 0.0

    def _wait(self, now: float) -> float | None:
        with self._lock:
            if self._polls and not self._pending and (self._asked or now >= self._next_poll):
                self._pending.add(None)
            wait = self._pending.wait()
            asked = bool(self._asked)
        if asked:
            wait = 0.0
        if wait is None:
            return max(0.0, self._next_poll - now) if self._polls else None
        if now < self._not_before:
            return max(wait, self._not_before - now)
        if self._git.busy():
            return max(wait, GIT_PAUSE)
        if wait == 0.0 and not asked and self._git.rebasing():
            # Its commits come one after the other; what it leaves between two of them is nobody's state.
            wait = self._pending.silence(REBASE_QUIET)
        return wait

    def _look_at_git(self) -> None:
        with self._lock:
            if not self._git_events or self._git.busy():
                return
            self._git_events = False
        if self._git.list_changed():
            self.note(None)

    def _bring_up_to_date(self, batch: frozenset[str] | None) -> None:
        try:
            paths = self._sieve.sift(batch)
        except Nothing:
            return
        try:
            summary = self._update(paths, self._entering)
        except (Cancelled, Unwatchable):
            self.note(None)
            raise
        except (CodeGraphError, OSError) as error:
            # The events are gone: the next try must look at everything.
            self.note(None)
            if str(error) != self.error:
                log.warning("the index could not be updated: %s", error)
            self.error = str(error)
            self._retry = min(max(self._retry * 2, FIRST_RETRY), LAST_RETRY)
            self._not_before = self._clock() + self._retry
            return
        self.error = ""
        self._retry = self._not_before = 0.0
        self.updates += 1
        if self._update.folders is not None:
            self._settle(self._update.folders)
            self._sieve.walked()
        self._updated(summary)

    def _entering(self, folder: str) -> None:
        if self.source is not None:
            self.source.watch(folder)

    def _settle(self, folders: Iterable[str]) -> None:
        if self.source is not None:
            self.source.settle(folders)
