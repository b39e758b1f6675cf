"""One process of all that use a database watches and indexes; this is each one's part in that.

The one that holds ``watch.lock`` watches. When it ends, however that happens, the system gives the lock
to whoever tries next, at most a second later. Before it answers, any of them can ask for everything that
happened until now to be indexed: it leaves a file in the index folder, whose event comes to the watcher
after those of all earlier changes, and which the watcher removes when it is done with them.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from codegraph.config import Config, load_config
from codegraph.errors import Cancelled, CodeGraphError, DatabaseProblem
from codegraph.indexer import Indexer
from codegraph.lock import FileLock, is_locked
from codegraph.memory import give_back, limit_pools
from codegraph.model import IndexSummary
from codegraph.watching.gitstate import GitState
from codegraph.watching.sources import Polling, Source, Unwatchable, open_source
from codegraph.watching.watcher import Watcher

log = logging.getLogger("codegraph")

WATCH_LOCK = "watch.lock"
STATE = "watch.json"
SYNC = "sync-"

TAKE_OVER_SECONDS = 1.0
"""How often a process that does not watch tries to."""

UNWRITABLE_SECONDS = 30.0
LOOK_SECONDS = 0.004
"""Between looks whether another process has done what it was asked for."""


class WatchState(NamedTuple):
    """What the watching process says about itself."""

    pid: int
    backend: str
    warning: str = ""
    error: str = ""
    polls: bool = False


def read_state(folder: Path) -> WatchState | None:
    """Who watches the database in this index folder; None when nobody does."""
    if not is_locked(folder / WATCH_LOCK):
        return None
    try:
        values = json.loads((folder / STATE).read_text(encoding="utf-8"))
        return WatchState(
            int(values["pid"]),
            str(values["backend"]),
            str(values["warning"]),
            str(values["error"]),
            bool(values["polls"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return WatchState(0, "starting", polls=True)


class Updater:
    """Runs the indexer for a watcher."""

    def __init__(self, root: Path, database: Path, cancel: threading.Event) -> None:
        self.folders: list[str] | None = None
        self._root = root
        self._database = database
        self._cancel = cancel

    def __call__(self, paths: list[str] | None, entering: Callable[[str], None]) -> IndexSummary:
        """See :class:`codegraph.watching.watcher.Update`."""
        indexer = Indexer(self._root, self._database)
        indexer.entering = entering
        try:
            return indexer.run(paths=paths, cancel=self._cancel)
        finally:
            self.folders = indexer.folders
            give_back()


class Follower:
    """Keeps a database up to date, or knows who does; runs in a thread of its own."""

    def __init__(
        self,
        root: Path,
        database: Path,
        *,
        updated: Callable[[IndexSummary], None] = lambda summary: None,
        changed: Callable[[str], None] = lambda text: None,
        how: str = "",
    ) -> None:
        """``updated`` is called after every update of ours, ``changed`` with news for a person.

        ``how``: one of :data:`codegraph.config.WATCH`, instead of what the repository's settings say.
        """
        self._root = root
        self._database = database
        self._folder = database.parent
        self._updated = updated
        self._changed = changed
        self._how = how
        self._wake = threading.Event()
        self._stopped = threading.Event()
        self._watcher: Watcher | None = None
        self._ready = False
        self._state = WatchState(os.getpid(), "starting")
        self._tokens: dict[str, threading.Event] = {}
        self._numbers = itertools.count(1)
        self._thread = threading.Thread(target=self._run, name="codegraph-watch", daemon=True)

    # -- from any thread

    def start(self) -> None:
        """Begin; returns at once."""
        limit_pools()
        self._thread.start()

    def stop(self, seconds: float = 0.5) -> None:
        """End, waiting a moment for the thread."""
        self._stopped.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def wait(self, seconds: float) -> bool:
        """Wait for the end; False when it does not come."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    @property
    def watching(self) -> bool:
        """Whether this process is the one that watches, and its index has caught up with the files once."""
        return self._ready

    def newer(self) -> frozenset[str]:
        """Files that this process knows to be newer than the index."""
        watcher = self._watcher
        return watcher.newer() if watcher is not None else frozenset()

    def flush(self, seconds: float) -> bool | None:
        """Have everything indexed that has happened until now, and wait for it at most this long.

        True: it is. False: it takes longer. None: nobody watches, and nothing is known.
        """
        if self._ready and self._watcher is not None:
            return self._flush_here(self._watcher, seconds)
        state = read_state(self._folder)
        if state is None or state.polls or state.pid == os.getpid():
            return None
        return self._flush_there(seconds)

    def _flush_here(self, watcher: Watcher, seconds: float) -> bool:
        token = f"{SYNC}{os.getpid()}-{next(self._numbers)}"
        event = self._tokens[token] = threading.Event()
        try:
            if self._state.polls or not self._touch(token):
                watcher.ask(token)
                self._wake.set()
            return event.wait(seconds)
        finally:
            self._tokens.pop(token, None)
            self._remove(token)

    def _flush_there(self, seconds: float) -> bool:
        token = f"{SYNC}{os.getpid()}-{next(self._numbers)}"
        if not self._touch(token):
            return False
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                if not (self._folder / token).exists():
                    return True
                time.sleep(LOOK_SECONDS)
            return False
        finally:
            self._remove(token)

    def _touch(self, token: str) -> bool:
        try:
            os.close(os.open(self._folder / token, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except OSError:
            return False
        return True

    def _remove(self, token: str) -> None:
        with contextlib.suppress(OSError):
            (self._folder / token).unlink(missing_ok=True)

    # -- the thread

    def _run(self) -> None:
        lock = FileLock(self._folder / WATCH_LOCK)
        told = False
        while not self._stopped.is_set():
            pause = TAKE_OVER_SECONDS
            try:
                if self._database.is_file() and lock.acquire(0):
                    with lock:
                        self._watch()
                elif not told and (state := read_state(self._folder)) is not None:
                    told = True
                    self._changed(f"process {state.pid} watches already; this one takes over when it ends")
            except Cancelled:
                pass
            except DatabaseProblem as error:
                log.info("not watching: %s", error)
                pause = UNWRITABLE_SECONDS
            except Exception:
                log.exception("watching failed")
                pause = UNWRITABLE_SECONDS
            self._stopped.wait(pause)

    def _watch(self) -> None:
        git = GitState(self._root)
        self._watcher = watcher = Watcher(
            self._root,
            self._database,
            Updater(self._root, self._database, self._stopped),
            time.monotonic,
            git=git,
            done=self._answer,
            updated=self._updated,
        )
        self._adopt(watcher)
        how = self._how or _settings(self._root).watch
        source, warning = self._open("auto" if how == "off" else how, watcher, git)
        try:
            watcher.source = source
            watcher.note(None)
            while not self._stopped.is_set():
                self._wake.clear()
                try:
                    wait = watcher.step()
                except Unwatchable as error:
                    source.close()
                    source, warning = Polling(), f"{error}; polling instead"
                    watcher.source = source
                    wait = 0.0
                self._tell(source, warning, watcher)
                self._ready = self._ready or (watcher.updates > 0 and not watcher.error)
                self._wake.wait(wait)
        finally:
            self._ready = False
            self._watcher = None
            source.close()
            with contextlib.suppress(OSError):
                (self._folder / STATE).unlink(missing_ok=True)

    def _open(self, how: str, watcher: Watcher, git: GitState) -> tuple[Source, str]:
        def notify(path: str | None) -> None:
            watcher.note(path)
            self._wake.set()

        def special(kind: str, name: str) -> None:
            if kind == "git":
                watcher.note_git()
            elif name.startswith(SYNC):
                watcher.ask(name)
            else:
                return
            self._wake.set()

        return open_source(how, self._root, notify, special, git=git.folder, own=self._folder)

    def _answer(self, token: str) -> None:
        event = self._tokens.get(token)
        if event is not None:
            event.set()
        self._remove(token)

    def _adopt(self, watcher: Watcher) -> None:
        """Take over what was asked of the watcher before. Removed unread, it would tell who still waits that the
        index has caught up."""
        with contextlib.suppress(OSError):
            for entry in list(os.scandir(self._folder)):
                if entry.name.startswith(SYNC):
                    watcher.ask(entry.name)

    def _tell(self, source: Source, warning: str, watcher: Watcher) -> None:
        """Write down who watches and how, when that is news."""
        state = WatchState(os.getpid(), source.name, warning, watcher.error, bool(source.polls))
        if state == self._state:
            return
        if warning and warning != self._state.warning:
            log.warning("%s", warning)
        if source.name != self._state.backend:
            self._changed(f"watching {self._root}, {source.name}")
        if watcher.error != self._state.error and watcher.error:
            self._changed(f"not updated: {watcher.error}")
        self._state = state
        beside = self._folder / f"{STATE}.new"
        with contextlib.suppress(OSError):
            beside.write_text(json.dumps(state._asdict()), encoding="utf-8")
            os.replace(beside, self._folder / STATE)


def _settings(root: Path) -> Config:
    try:
        return load_config(root)
    except CodeGraphError:
        return Config()


def status_lines(folder: Path) -> dict[str, Any]:
    """For ``status``: who writes, how the files are followed, and what is wrong with that."""
    state = read_state(folder)
    if state is None:
        return {"writer": "none (the next question or `codegraph index` updates the index)"}
    lines = {"writer": f"process {state.pid}", "watcher": state.backend}
    if state.warning:
        lines["watcher warning"] = state.warning
    if state.error:
        lines["watcher error"] = state.error
    return lines
