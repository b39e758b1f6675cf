"""The facade: open a workspace, keep its index fresh, ask.

>>> from codegraph.engine import Engine                                # doctest: +SKIP
>>> with Engine.open(".") as engine:                                   # doctest: +SKIP
...     engine.get_callers("shop.cart.Cart.checkout").total
12
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from codegraph.errors import CodeGraphError, NoIndex, SymbolNotFound
from codegraph.model import (
    RESOLUTIONS,
    EdgeKind,
    Hits,
    Impact,
    IndexSummary,
    ModuleStructure,
    Neighbours,
    Progress,
    Resolution,
    Status,
    Symbol,
    SymbolDetail,
)
from codegraph.paths import native_path
from codegraph.reading import freshness, names, neighbours, reach
from codegraph.reading.arrays import Arrays
from codegraph.reading.connection import Reader
from codegraph.reading.names import Found
from codegraph.reading.neighbours import Selection
from codegraph.reading.reach import Spread
from codegraph.roots import Workspace, find_workspace
from codegraph.search.query import Query
from codegraph.secrets import mask
from codegraph.usekinds import READ_LANGUAGES, TYPE_USES

if TYPE_CHECKING:
    from codegraph.reading.architecture import Architecture
    from codegraph.reading.dead_code import DeadCode
    from codegraph.reading.implementations import Implementations
    from codegraph.reading.routes import Route
    from codegraph.search.code import Matches
    from codegraph.search.explore import Exploration
    from codegraph.search.similar import Duplicates
    from codegraph.watching.follower import Follower

log = logging.getLogger("codegraph")

LINES_KEPT = 64
"""Files whose lines stay in memory for the next answer."""

_READ_KINDS = frozenset(("property", "field", "variable", "constant"))
"""Kinds of symbols that are used by being read."""

EVERYTHING = Selection()
NEARBY = Spread()

SCAN_REST = 4.0
"""And in a large tree it rests this many times as long as it took: answers share the processor with it."""

SCAN_SECONDS = 1.0
"""The background scan for changed files runs at most this often."""

CATCH_UP_SECONDS = 0.3
"""How long an answer waits for what has changed to be indexed."""

FIRST_LOOK_SECONDS = 1.0
"""How long answers wait for the first look over the tree, where nobody who watches vouches for the index."""

UPDATING = "the index is being brought up to date; ask again in a moment for an answer that reflects every edit"
NOT_LOOKED = "new and changed files have not been looked for yet: this may be out of date; ask again in a moment"
NOT_CHECKED = "not checked against files: the database was opened away from the tree it describes"


def _about_reads(symbol: Symbol) -> str:
    """What a list of the users of something that is read, not called, leaves out."""
    if symbol.language not in READ_LANGUAGES:
        return f"reads of a {symbol.kind} are not recorded in {symbol.language}: search_code lists them"
    return "one place for each reader; reads through a receiver of unknown type are missing, search_code lists them"


class Engine:
    """One workspace: safe to share between threads, each of which reads through its own connection."""

    def __init__(self, workspace: Workspace, *, arrays: bool = False, background: bool = False) -> None:
        """With ``arrays`` the compiled adjacency is kept in memory (a server asks again and again); with
        ``background`` answers start a scan for changed files instead of leaving that to :meth:`refresh`."""
        self.workspace = workspace
        self.root = workspace.root
        self.database = workspace.database
        self._reader = Reader(workspace.database)
        self._arrays = Arrays() if arrays else None
        self._background = background
        self._scan = _Scan()
        self._follower: Follower | None = None
        self._never_follow = workspace.explicit
        self._asking_now = threading.local()
        self._belongs: bool | None = None

    @classmethod
    def open(cls, root: str | Path | None = None, database: str | Path | None = None) -> Engine:
        """The engine of the workspace that the arguments, the environment and the working directory name."""
        return cls(find_workspace(str(root) if root else None, str(database) if database else None))

    def close(self) -> None:
        """Stop following the files, and close all connections."""
        if self._follower is not None:
            self._follower.stop()
        self._reader.close()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # -- the index

    def has_index(self) -> bool:
        """Whether there is an index to answer from.

        Raises:
            DatabaseProblem: there is a file and it cannot be used.
        """
        try:
            with self._reader.snapshot():
                return True
        except NoIndex:
            return False

    def index(
        self,
        *,
        full: bool = False,
        jobs: int | None = None,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
        model: str | None = None,
        scip: Sequence[Path] | None = None,
    ) -> IndexSummary:
        """Bring the index up to date with the files; from nothing when ``full`` or when there is none.

        ``model``: what embeds the symbols from now on; see :mod:`codegraph.search.models`. ``scip``: SCIP indexes
        to import in place of those imported before; see :func:`codegraph.indexer.index`.
        """
        from codegraph import indexer

        summary = indexer.index(
            self.root, self.database, full=full, jobs=jobs, progress=progress, cancel=cancel, model=model, scip=scip
        )
        self._belongs = None
        self._scan.forget()
        return summary

    def refresh(self, progress: Progress | None = None) -> IndexSummary | None:
        """What a query does first: index what changed, unless the database was named by the user.

        Raises:
            NoIndex: there is nothing to refresh and nothing to answer from.
        """
        if self.workspace.explicit:
            if not self.workspace.has_database:
                raise NoIndex(f"no index at {self.database}; run `codegraph index --output {self.database}` first")
            return None
        return self.index(progress=progress)

    def changed_files(self) -> tuple[str, ...]:
        """Files that are new, changed or gone since they were indexed; walks the whole tree."""
        with self._reader.snapshot() as db:
            return self._differing(db) if self._checked(db) else ()

    @property
    def following(self) -> bool:
        """Whether :meth:`follow` has nothing left to do."""
        return self._follower is not None or self._never_follow

    def follow(self) -> None:
        """Keep the index up to date from now on, in a thread of its own, unless another process does so already;
        never a database that the user named, nor where the settings say ``watch = "off"``."""
        if self.following:
            return
        self._never_follow = True  # unless what follows goes well
        from codegraph.config import load_config
        from codegraph.watching.follower import Follower

        try:
            if load_config(self.root).watch == "off":
                return
        except CodeGraphError as error:
            log.warning("not watching: %s", error)
            return
        self._follower = Follower(self.root, self.database, updated=lambda summary: self._scan.forget())
        self._follower.start()

    def catch_up(self, seconds: float = CATCH_UP_SECONDS) -> None:
        """Before an answer in this thread: have everything indexed that happened until now, if somebody watches
        the files, and wait for that a moment. The answer says so when it takes longer."""
        follower = self._follower
        now = self._asking_now
        now.fresh = None if follower is None else follower.flush(seconds)
        now.looked, now.changed = True, ()
        if now.fresh is None and self._background:
            # Before the answer opens its snapshot: an update between the two would hide what the answer lacks.
            now.looked, now.changed = self._scan.first(self.changed_files, FIRST_LOOK_SECONDS)

    def has_caught_up(self, seconds: float) -> bool:
        """:meth:`catch_up`, and whether all that happened before the call is indexed now."""
        self.catch_up(seconds)
        return self._asking_now.fresh is True

    def look(self) -> None:
        """Look over the whole tree once, so that the next answers name new files too."""
        self._scan.changed = self.changed_files()

    def is_gone(self, text: str) -> bool:
        """Whether ``text`` means a symbol that the index remembers and the files no longer have."""
        try:
            with self._reader.snapshot() as db:
                symbol = names.resolve(db, text, self.root).symbol
                return self._checked(db) and self._is_gone(db, symbol)
        except CodeGraphError:
            return False

    # -- asking

    def resolve(self, text: str) -> Symbol:
        """The one symbol that ``text`` means; see :mod:`codegraph.reading.names` for what may be typed."""
        with self._asking(text) as (_, found):
            return found.symbol

    def get_symbol(self, text: str, *, body: bool = True) -> SymbolDetail:
        """One symbol in full."""
        from codegraph.reading.detail import detail

        with self._asking(text) as (db, found):
            answer = detail(db, found, self.read_lines, body=body)
            return replace(answer, stale=self._stale(db, [found.symbol.file]), notes=self._notes(db, found))

    def get_callers(self, text: str, selection: Selection = EVERYTHING) -> Neighbours:
        """Who uses the symbol, with every site."""
        with self._asking(text) as (db, found):
            return self._dated(db, found, neighbours.callers(db, found, selection))

    def get_callees(self, text: str, selection: Selection = EVERYTHING) -> Neighbours:
        """What the symbol uses, with every site."""
        with self._asking(text) as (db, found):
            return self._dated(db, found, neighbours.callees(db, found, selection))

    def get_impact_radius(self, text: str, spread: Spread = NEARBY) -> Impact:
        """Everything that reaches the symbol."""
        with self._asking(text) as (db, found):
            incoming = self._incoming(db, spread.kinds, spread.min_resolution)
            type_uses = self._incoming(db, (TYPE_USES,), spread.min_resolution)
            answer = reach.impact(db, found, spread, incoming, type_uses)
            files = {found.symbol.file, *(item.symbol.file for item in answer.items)}
            stale = self._stale(db, files)
            notes = self._notes(db, found)
            if not notes and found.symbol.file in stale and self._is_gone(db, found.symbol):
                notes = (f"{found.symbol.symbol} is gone from its file; this is what the index remembers",)
            return replace(answer, stale=stale, notes=notes)

    def get_module_structure(self, text: str, *, limit: int | None = None, offset: int = 0) -> ModuleStructure:
        """The outline of a file, module, package or folder."""
        from codegraph.reading.outline import outline

        with self._reader.snapshot() as db, self._missing(db):
            answer = outline(db, text, self.root, limit=limit, offset=offset)
            files = {symbol.file for _, symbol in answer.symbols if symbol.kind != "package"}
            return replace(answer, stale=self._stale(db, files), notes=self._notes(db))

    def search(self, query: Query) -> Hits:
        """The symbols that fit a query best."""
        from codegraph.search.engine import search

        with self._reader.snapshot() as db:
            answer = search(db, query, self.root, (self._arrays or Arrays()).vectors(db))
            files = {hit.symbol.file for hit in answer.items}
            return replace(answer, stale=self._stale(db, files), notes=(*answer.notes, *self._notes(db)))

    def explore(self, question: str, *, path: str = "", max_tokens: int = 2000) -> Exploration:
        """What answers "how does X work", inside a budget of tokens."""
        from codegraph.search.explore import explore, fit
        from codegraph.search.rendering import exploration_lines

        with self._reader.snapshot() as db:
            vectors = (self._arrays or Arrays()).vectors(db)
            answer = explore(db, question, self.read_lines, root=self.root, vectors=vectors, path=path)
            answer = fit(answer, exploration_lines, max_tokens)
            files = {item.symbol.file for item in answer.items}
            return replace(answer, stale=self._stale(db, files), notes=(*answer.notes, *self._notes(db)))

    def search_code(
        self,
        pattern: str,
        *,
        regex: bool = False,
        ignore_case: bool = False,
        path: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> Matches:
        """Lines of the indexed files that match, folded into symbols."""
        from codegraph.search.code import search_code

        def lines_of(file: str) -> list[str]:
            return self.read_lines(file, 1, 1_000_000)

        with self._reader.snapshot() as db:
            answer = search_code(
                db,
                pattern,
                lines_of,
                regex=regex,
                ignore_case=ignore_case,
                path=path,
                limit=limit,
                offset=offset,
            )
            files = {item.symbol.file for item in answer.items}
            return replace(answer, stale=self._stale(db, files), notes=self._notes(db))

    def duplicates(
        self, *, path: str = "", least: float = 0.8, tests: bool = False, limit: int | None = None
    ) -> Duplicates:
        """Pairs of functions that say nearly the same."""
        from codegraph.search.similar import duplicates

        with self._reader.snapshot() as db:
            answer = duplicates(db, self.read_lines, path=path, least=least, tests=tests, limit=limit)
            files = {s.file for pair in answer.items for s in (pair.first, pair.second)}
            return replace(answer, stale=self._stale(db, files), notes=self._notes(db))

    def trace_path(self, source: str, target: str, *, min_resolution: str = Resolution.DISPATCH) -> Route:
        """How ``source`` comes to use ``target``."""
        from codegraph.reading.routes import route

        with self._reader.snapshot() as db, self._missing(db):
            here = names.resolve(db, source, self.root)
            there = names.resolve(db, target, self.root)
            incoming = self._incoming(db, reach.IMPACT_KINDS, min_resolution)
            answer = route(db, here, there, min_resolution=min_resolution, incoming=incoming)
            files = {here.symbol.file, there.symbol.file, *(hop.symbol.file for hop in answer.hops)}
            return replace(answer, stale=self._stale(db, files), notes=self._notes(db, here))

    def find_implementations(self, text: str, *, limit: int | None = None, offset: int = 0) -> Implementations:
        """What extends, implements or overrides the symbol."""
        from codegraph.reading.implementations import implementations

        with self._asking(text) as (db, found):
            answer = implementations(db, found, limit=limit, offset=offset)
            files = {found.symbol.file, *(item.symbol.file for item in answer.items)}
            return replace(answer, stale=self._stale(db, files), notes=self._notes(db, found))

    def find_dead_code(
        self, *, path: str = "", possible: bool = False, limit: int | None = None, offset: int = 0
    ) -> DeadCode:
        """Definitions that nothing in the index uses."""
        from codegraph.reading.dead_code import dead_code

        with self._reader.snapshot() as db:
            here = self._checked(db)
            answer = dead_code(
                db,
                path=path,
                possible=possible,
                limit=limit,
                offset=offset,
                lines_of=(lambda file: self.read_lines(file, 1, 1_000_000)) if here else None,
            )
            files = {item.symbol.file for item in answer.items}
            return replace(answer, stale=self._stale(db, files), notes=self._notes(db))

    def get_architecture(self, *, path: str = "", depth: int = 2) -> Architecture:
        """The repository from above."""
        from codegraph.reading.architecture import architecture

        with self._reader.snapshot() as db:
            answer = architecture(db, path=path, depth=depth)
            return replace(answer, stale=self._stale(db, ()), notes=self._notes(db))

    def status(self) -> Status:
        """What is in the index and how fresh it is; walks the whole tree."""
        from codegraph.reading.overview import overview

        with self._reader.snapshot() as db:
            answer = overview(db, self.root, self.database, self.changed_files())
            extra = dict(answer.extra)
            if not self._checked(db):
                extra["freshness"] = NOT_CHECKED
            if not self.workspace.explicit:
                from codegraph.watching.follower import status_lines

                extra |= status_lines(self.database.parent)
            return replace(answer, extra=extra)

    def export(
        self, form: str = "jsonl", *, kinds: Iterable[str] = (), min_resolution: str = "ambiguous"
    ) -> Generator[str]:
        """The graph as lines of text; see :data:`codegraph.reading.export.FORMATS`."""
        from codegraph.reading.export import FORMATS

        with self._reader.snapshot() as db:
            yield from FORMATS[form](db, kinds=[EdgeKind(kind).value for kind in kinds], min_resolution=min_resolution)

    def export_scip(
        self, *, version: str, kinds: Iterable[str] = (), min_resolution: str = "inferred"
    ) -> Generator[bytes]:
        """The graph as a SCIP index, in pieces to be written one after the other."""
        from codegraph.scip.sources import lines_as_indexed
        from codegraph.scip.writing import export

        with self._reader.snapshot() as db:
            weakest = RESOLUTIONS.index(Resolution(min_resolution))
            yield from export(
                db,
                lines_as_indexed(db, self.root if self._checked(db) else None),
                version=version,
                kinds=[EdgeKind(kind).value for kind in kinds],
                resolutions=[resolution.value for resolution in RESOLUTIONS[: weakest + 1]],
            )

    # -- files

    def read_lines(self, path: str, first: int, last: int) -> list[str]:
        """Lines of an indexed file as it is on disk now, secrets masked; [] when it cannot be read."""
        return mask("\n".join(self._lines(path)[first - 1 : last])).split("\n") if first <= last else []

    def source_line(self, path: str, line: int) -> str:
        """One line of an indexed file as it is on disk now, secrets masked."""
        lines = self._lines(path)
        return mask(lines[line - 1]) if 0 < line <= len(lines) else ""

    def _lines(self, path: str) -> list[str]:
        file = self.root / native_path(path)
        try:
            # A database may be hostile: what it lists must still be a file under the root.
            if not file.resolve().is_relative_to(self.root):
                return []
            stat = os.stat(file)
            key = (path, stat.st_mtime_ns, stat.st_size)
            known = self._scan.lines.get(path)
            if known is not None and known[0] == key:
                return known[1]
            lines = file.read_bytes().decode("utf-8", "replace").split("\n")
        except (OSError, ValueError):
            return []
        lines = [line.removesuffix("\r") for line in lines]
        self._scan.remember(path, key, lines)
        return lines

    def warm_up(self) -> None:
        """Load what the next question would have to wait for."""
        with self._reader.snapshot() as db:
            self._incoming(db, reach.IMPACT_KINDS, Resolution.DISPATCH)

    # -- inside

    @contextmanager
    def _asking(self, text: str) -> Iterator[tuple[sqlite3.Connection, Found]]:
        with self._reader.snapshot() as db:
            with self._missing(db):
                found = names.resolve(db, text, self.root)
            yield db, found

    @contextmanager
    def _missing(self, db: sqlite3.Connection) -> Iterator[None]:
        """What is not in the index may stand in files that it has not read: the error names them."""
        try:
            yield
        except SymbolNotFound as error:
            if not self._checked(db):
                raise
            with suppress(CodeGraphError, OSError, sqlite3.Error):
                if getattr(self._asking_now, "fresh", None) is not True:
                    # Not only what the watcher noted: a walk is dear, and so is an agent that takes "no" for an answer.
                    error.newer = self._stale(db, ()) or self._differing(db)
                error.sure = not error.newer
            raise

    def _differing(self, db: sqlite3.Connection) -> tuple[str, ...]:
        from codegraph import indexer

        return tuple(indexer.changed_files(self.root, db))

    def _incoming(self, db: sqlite3.Connection, kinds: Iterable[str], min_resolution: str) -> reach.Incoming | None:
        """Edges from the arrays, where they are kept; None lets the reader ask the rows."""
        return None if self._arrays is None else self._arrays.incoming(db, kinds, reach.LEVELS[min_resolution])

    def _dated(self, db: sqlite3.Connection, found: Found, answer: Neighbours) -> Neighbours:
        files = {found.symbol.file}
        for item in answer.items:
            files.add(item.symbol.file)
            files.update(site.file for site in item.sites)
        notes = self._notes(db, found)
        if found.symbol.kind in _READ_KINDS:
            notes = (*notes, _about_reads(found.symbol))
        return replace(answer, stale=self._stale(db, files), notes=notes)

    def _stale(self, db: sqlite3.Connection, files: Iterable[str]) -> tuple[str, ...]:
        """Those of ``files`` that are newer than the index, with what the last scan of the tree found."""
        if not self._checked(db):
            return ()
        newer = set(freshness.newer_files(db, self.root, files))
        fresh: bool | None = getattr(self._asking_now, "fresh", None)
        if fresh is None:
            if self._background:
                self._scan.start(self.changed_files)
            newer.update(self._scan.changed, getattr(self._asking_now, "changed", ()))
        elif not fresh and self._follower is not None:
            newer.update(self._follower.newer())
        return tuple(sorted(newer))

    def _is_gone(self, db: sqlite3.Connection, symbol: Symbol) -> bool:
        """Whether the file is not there, or is newer than the index and parses without the symbol."""
        if not (self.root / native_path(symbol.file)).exists():
            return True
        if not freshness.newer_files(db, self.root, [symbol.file]):
            return False
        from codegraph.config import load_config
        from codegraph.parsing import Source, parse_source

        parsed = parse_source(self.root, Source(symbol.file, symbol.language), load_config(self.root).max_file_size)
        return all(row[0] != symbol.symbol for row in parsed.symbols)

    def _notes(self, db: sqlite3.Connection, found: Found | None = None) -> tuple[str, ...]:
        notes: list[str] = []
        if not self._checked(db):
            notes.append(NOT_CHECKED)
        elif found is not None and not (self.root / native_path(found.symbol.file)).exists():
            notes.append(f"{found.symbol.file} is gone from disk; this is what the index remembers")
        if getattr(self._asking_now, "fresh", None) is False:
            notes.append(UPDATING)
        elif not getattr(self._asking_now, "looked", True) and self._checked(db):
            notes.append(NOT_LOOKED)
        return tuple(notes)

    def _checked(self, db: sqlite3.Connection) -> bool:
        """Whether the files of this database are the ones under the root."""
        if self._belongs is None:
            self._belongs = freshness.belongs(db, self.root)
        return self._belongs


class _Scan:
    """The last look over the whole tree, in a thread of its own, and lines read lately."""

    def __init__(self) -> None:
        self.changed: tuple[str, ...] = ()
        self.lines: dict[str, tuple[tuple[str, int, int], list[str]]] = {}
        self._lock = threading.Lock()
        self._running = False
        self._next = 0.0
        self._epoch = 0
        self._seen = False
        self._tried = threading.Event()

    def first(self, look: Callable[[], tuple[str, ...]], seconds: float) -> tuple[bool, tuple[str, ...]]:
        """Whether the tree has been looked over, waiting this long for the first time, and what was found."""
        if not self._seen:
            self.start(look)
            self._tried.wait(seconds)
        with self._lock:
            return self._seen, self.changed

    def start(self, look: Callable[[], tuple[str, ...]]) -> None:
        """Look again unless that is under way or was done a moment ago."""
        with self._lock:
            if self._running or time.monotonic() < self._next:
                return
            self._running = True
            epoch = self._epoch
        threading.Thread(target=self._run, args=(look, epoch), name="codegraph-scan", daemon=True).start()

    def _run(self, look: Callable[[], tuple[str, ...]], epoch: int) -> None:
        changed: tuple[str, ...] | None = None
        started = time.monotonic()
        try:
            changed = look()
        except (CodeGraphError, OSError, sqlite3.Error) as error:
            log.debug("scan for changed files failed: %s", error)
        finally:
            with self._lock:
                # What was seen before an index run says nothing about the index after it.
                if changed is not None and epoch == self._epoch:
                    self.changed = changed
                    self._seen = True
                now = time.monotonic()
                self._next = now + max(SCAN_SECONDS, SCAN_REST * (now - started))
                self._running = False
            self._tried.set()

    def forget(self) -> None:
        """After indexing nothing is known to be newer."""
        with self._lock:
            self.changed = ()
            self._seen = True
            self._epoch += 1
            self._next = 0.0

    def remember(self, path: str, key: tuple[str, int, int], lines: list[str]) -> None:
        """Keep the lines of a few files."""
        with self._lock:
            if len(self.lines) >= LINES_KEPT:
                self.lines.pop(next(iter(self.lines)))
            self.lines[path] = (key, lines)
