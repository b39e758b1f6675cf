"""A progress bar on standard error, when a person is looking and the work is long."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from codegraph.model import Progress

PATIENCE = 0.4
"""Seconds before a bar appears: most runs are over by then."""


@contextmanager
def progress_on_terminal(quiet: bool) -> Iterator[Progress | None]:
    """A progress callback that draws a bar; None where nobody would see it."""
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    bar = _Bar()
    try:
        yield bar.show
    finally:
        bar.close()


class _Bar:
    """Imports rich when the work turns out to be long."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._progress: Any = None
        self._task: Any = None
        self._what = ""

    def show(self, done: int, total: int, what: str) -> None:
        """Draw where the work stands."""
        if self._progress is None:
            if time.monotonic() - self._started < PATIENCE:
                return
            self._progress = self._open()
            self._task = self._progress.add_task("", total=None)
        if what != self._what:
            self._what = what
            self._progress.reset(self._task, total=total or None, description=what)
        self._progress.update(self._task, completed=done, total=total or None)

    @staticmethod
    def _open() -> Any:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        progress.start()
        return progress

    def close(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()
