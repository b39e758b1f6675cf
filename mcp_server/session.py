"""One server's workspace: its engine, and the indexing that a question may have to wait for."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import anyio
import anyio.to_thread

from codegraph.engine import Engine
from codegraph.errors import CodeGraphError, DatabaseProblem, NoIndex, SymbolNotFound
from codegraph.model import IndexSummary
from mcp_server.answers import Page, page_at

if TYPE_CHECKING:
    from mcp.server import ServerRequestContext

    from codegraph.roots import Workspace
    from mcp_server.registry import Args

log = logging.getLogger("codegraph")

T = TypeVar("T")

PATIENCE = 20.0
"""Seconds a question waits for the first index; clients give up not much later."""

FOLLOW_SECONDS = 1.0
"""After the start, unless a question comes sooner."""

MISSING_SECONDS = 3.0
"""How long to wait for files to be indexed where a symbol may stand that is not in the index."""

POLL = 0.1
PAGE_ARGUMENTS = {"cursor", "limit"}


class Session:
    """What all calls share."""

    def __init__(self, workspace: Workspace | CodeGraphError) -> None:
        """An error instead of a workspace is what every call then answers: the server runs, in the wrong place."""
        self._problem = workspace if isinstance(workspace, CodeGraphError) else None
        self.engine = None if isinstance(workspace, CodeGraphError) else Engine(workspace, arrays=True, background=True)
        self._run: IndexRun | None = None
        self._lock = threading.Lock()
        self._ready = False
        self._warm = False
        if self.engine is not None and self.engine.workspace.has_database:
            # Not at once: the client is waiting for the handshake, and walking the tree takes a processor.
            self._following = threading.Timer(FOLLOW_SECONDS, self.engine.follow)
            self._following.daemon = True
            self._following.start()
        else:
            self._following = None

    def close(self) -> None:
        """Stop indexing and close the database."""
        if self._following is not None:
            self._following.cancel()
        if self._run is not None:
            self._run.cancel.set()
            self._run.thread.join(0.3)
        if self.engine is not None:
            self.engine.close()

    def opened(self) -> Engine:
        """The engine.

        Raises:
            CodeGraphError: the server was started in a place that cannot be indexed.
        """
        if self.engine is None:
            raise self._problem or NoIndex("no workspace")
        return self.engine

    async def ready(self, ctx: ServerRequestContext) -> Engine:
        """The engine, once there is an index to answer from.

        Raises:
            Indexing: it needs longer than a client waits.
            CodeGraphError: it failed.
        """
        engine = self.opened()
        if self._ready and engine.workspace.has_database:
            return engine
        if not await anyio.to_thread.run_sync(_answers, engine):
            if engine.workspace.explicit:
                raise NoIndex(f"no index at {engine.database}; run `codegraph index --output {engine.database}`")
            run = self.start(full=False)
            if not await self._follow(run, ctx, PATIENCE):
                raise Indexing(run.describe())
            run.result()
        self._ready = True
        return engine

    def warm_up(self) -> None:
        """After the first answer, prepare for the ones that need the arrays."""
        if not self._warm and self.engine is not None:
            self._warm = True
            threading.Thread(target=self._warm_up, args=(self.engine,), name="codegraph-warm-up", daemon=True).start()

    @staticmethod
    def _warm_up(engine: Engine) -> None:
        try:
            engine.warm_up()
        except CodeGraphError as error:
            log.debug("not warmed up: %s", error)

    def start(self, *, full: bool) -> IndexRun:
        """Start indexing, or join the run that is under way."""
        with self._lock:
            if self._run is None or self._run.done.is_set():
                self._run = IndexRun(self.opened(), full=full)
            return self._run

    async def index(self, ctx: ServerRequestContext, *, full: bool) -> IndexSummary:
        """Index and wait for the end; a cancelled call stops the run it started."""
        with self._lock:
            joined = self._run is not None and not self._run.done.is_set()
        run = self.start(full=full)
        try:
            await self._follow(run, ctx, None)
        finally:
            if not run.done.is_set() and not joined:
                run.cancel.set()
        summary = run.result()
        self._ready = True
        return summary

    @staticmethod
    async def _follow(run: IndexRun, ctx: ServerRequestContext, patience: float | None) -> bool:
        """Wait for the end of a run, passing its progress on; False when it takes longer than that."""
        end = None if patience is None else time.monotonic() + patience
        told = (-1, -1)
        while not run.done.is_set():
            if end is not None and time.monotonic() >= end:
                return False
            done, total, what = run.progress
            if (done, total) != told and total:
                told = (done, total)
                await ctx.session.report_progress(done, total, what)
            await anyio.sleep(POLL)
        return True


def _answers(engine: Engine) -> bool:
    """Whether there is an index to answer from; a damaged one of our own counts as none, and is built anew."""
    try:
        return engine.has_index()
    except DatabaseProblem:
        if engine.workspace.explicit:
            raise
        return False


class Indexing(Exception):
    """The index is being built; the message says how far it is. Not a failure."""


class IndexRun:
    """Indexing in a thread of its own."""

    def __init__(self, engine: Engine, *, full: bool) -> None:
        self.cancel = threading.Event()
        self.done = threading.Event()
        self.progress: tuple[int, int, str] = (0, 0, "starting")
        self._engine = engine
        self._full = full
        self._summary: IndexSummary | None = None
        self._error: BaseException | None = None
        self.thread = threading.Thread(target=self._work, name="codegraph-index", daemon=True)
        self.thread.start()

    def _work(self) -> None:
        try:
            self._summary = self._engine.index(full=self._full, progress=self._note, cancel=self.cancel)
        except BaseException as error:
            if not isinstance(error, CodeGraphError):
                log.exception("indexing failed")
            self._error = error.with_traceback(None)  # whose frames hold what indexing had in memory
        finally:
            self.done.set()

    def _note(self, done: int, total: int, what: str) -> None:
        self.progress = (done, total, what)

    def result(self) -> IndexSummary:
        """What the run did.

        Raises:
            CodeGraphError: what stopped it.
        """
        if self._summary is not None:
            return self._summary
        if isinstance(self._error, CodeGraphError):
            raise self._error
        raise NoIndex("indexing failed inside codegraph; its log on standard error says why")

    def describe(self) -> str:
        """How far it is, for whoever cannot wait."""
        done, total, what = self.progress
        share = f"{100 * done // total} % ({what} {done} of {total})" if total else what
        return f"indexing, {share}; ask again in a few seconds"


class Call:
    """One tool call."""

    def __init__(self, session: Session, ctx: ServerRequestContext, arguments: Args) -> None:
        self.session = session
        self.ctx = ctx
        self._arguments = arguments

    async def ask(self, question: Callable[[Engine], T]) -> T:
        """Answer from the index, in a worker thread; waits for the first index when there is none."""
        engine = await self.session.ready(self.ctx)

        def answer(engine: Engine) -> T:
            engine.catch_up()
            try:
                return question(engine)
            except SymbolNotFound as error:
                # Most likely it was written a moment ago: worth a longer wait than an answer that may be a little old.
                if not error.newer or not engine.has_caught_up(MISSING_SECONDS):
                    raise
                return question(engine)

        found = await anyio.to_thread.run_sync(answer, engine, abandon_on_cancel=True)
        self.session.warm_up()
        if not engine.following:
            await anyio.to_thread.run_sync(engine.follow)
        return found

    def page(self, cursor: str | None, limit: int) -> Page:
        """The page asked for."""
        return page_at(cursor, limit, repr(sorted(self._arguments.model_dump(exclude=PAGE_ARGUMENTS).items())))
