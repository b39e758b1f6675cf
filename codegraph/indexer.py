"""Bringing the database up to date with the files: from nothing, or as little as has changed.

One writer at a time, by a lock file. A whole index is built in a file of its own and takes the old one's
place at the end; an update is one transaction. Whatever happens in between, readers have the last commit.
Nothing heavy is imported here: most runs find that nothing has changed.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import json
import os
import sqlite3
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from codegraph.config import Config, load_config
from codegraph.errors import BadArgument, Cancelled, DatabaseProblem, NoIndex
from codegraph.filerows import Difference, FileRow, compare, file_rows, source_of
from codegraph.fingerprint import fingerprint
from codegraph.linkinputs import LinkInputs
from codegraph.lock import FileLock
from codegraph.model import IndexSummary, Progress
from codegraph.store import Condition, Store, condition_of, describe, remove_database, set_aside

if TYPE_CHECKING:
    from codegraph.discovery import Discovery
    from codegraph.parsing import Parsed, Source
    from codegraph.scip.reading import ScipIndex
    from codegraph.search.embedding_state import Embedding

INDEX_FOLDER = ".codegraph"
DATABASE_NAME = "graph.db"
LOCK_NAME = "lock"
LOCK_SECONDS = 30.0
"""How long a second indexer waits for the first one."""
PROGRESS_STEPS = 20_000
"""SQLite asks whether to go on after this many steps of its machine: within a few milliseconds."""


class IndexBusy(DatabaseProblem):
    """Another process has been indexing for longer than we wait."""


def index(
    root: Path,
    database: Path | None = None,
    *,
    full: bool = False,
    jobs: int | None = None,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
    model: str | None = None,
    scip: Sequence[Path] | None = None,
) -> IndexSummary:
    """Bring ``database`` (default: the one in the index folder) up to date with the files below ``root``.

    ``scip``: SCIP indexes to import in place of those imported before, none of them if empty; None keeps them.
    """
    indexer = Indexer(root, database, model=model, scip=scip)
    return indexer.run(full=full, jobs=jobs, progress=progress, cancel=cancel)


def changed_files(root: Path, db: sqlite3.Connection) -> list[str]:
    """Files (as stored paths) that are new, changed or gone since they were indexed; reads only."""
    from codegraph.discovery import discover
    from codegraph.parsing import read_hash

    meta = dict(db.execute("SELECT key, value FROM meta WHERE key = 'indexed_ns'"))
    config = load_config(root)
    difference = compare(discover(root, config), file_rows(db), int(meta.get("indexed_ns", "0")))
    changed = [
        s.path
        for s in difference.sources
        if not s.known_hash or read_hash(root, s.path, config.max_file_size) != s.known_hash
    ]
    gone = [row.path for row in difference.removed if row.status != "skipped"]
    return sorted([*changed, *gone])


class Indexer:
    """Indexes one tree into one database."""

    def __init__(
        self,
        root: Path,
        database: Path | None = None,
        config: Config | None = None,
        model: str | None = None,
        scip: Sequence[Path] | None = None,
    ) -> None:
        """``database``: a file that the user named; without it, or when it is the same, the one in the index folder.
        ``model``: what embeds the symbols from now on; by default what did so before. ``scip``: see :func:`index`."""
        self.root = Path(os.path.realpath(root))
        default = self.root / INDEX_FOLDER / DATABASE_NAME
        self.database = default if database is None else Path(os.path.abspath(database))
        self.ours = self.database == default or self.database == Path(root) / INDEX_FOLDER / DATABASE_NAME
        """Whether the database stands in our own folder, where we may set aside what is damaged."""
        self.entering: Callable[[str], None] | None = None
        """Called with each folder that a walk is about to list; see :func:`codegraph.discovery.discover`."""
        self.folders: list[str] | None = None
        """The folders of the last walk; None when no run has had to walk yet."""
        self._config = config
        self._model = model
        self._scip_files = scip
        self._scip: list[ScipIndex] | None = None
        self._building = self.database.with_name(self.database.name + ".building")
        self._cancel: threading.Event | None = None
        self._unfinished = contextlib.ExitStack()
        self._looked: tuple[int, Discovery] | None = None
        """What the next walk would find, and when it was looked for."""

    def run(
        self,
        full: bool = False,
        jobs: int | None = None,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
        paths: Iterable[str] | None = None,
    ) -> IndexSummary:
        """Index what changed, or everything when ``full`` or when there is no usable index.

        ``paths`` (stored form): the only files that can have changed, when that is known; the tree is
        then walked only if one of them is not a file that the index knows.

        Raises:
            Cancelled: ``cancel`` was set or the user pressed Ctrl-C while SQLite worked; the last commit stands.
            DatabaseProblem: the file named is not ours, newer, damaged, or cannot be written.
            IndexBusy: another process is indexing.
        """
        started = time.monotonic()
        self._cancel = cancel
        summary = IndexSummary(database=str(self.database))
        known = list(paths) if paths is not None else None
        if self._scip_files is not None:
            from codegraph.scip.reading import read_indexes

            self._scip = read_indexes(self._scip_files, cancel)  # before anything is done in vain
        if self._scip is None and self._nothing_to_do(full, known, summary):
            self._sweep()
        else:
            self._prepare_folder()
            lock = self._lock()
            if not lock.acquire(LOCK_SECONDS, cancel):
                raise IndexBusy(
                    f"another process ({lock.holder() or 'unknown'}) has been indexing {self.database} "
                    f"for more than {LOCK_SECONDS:.0f} s; try again when it is done"
                )
            # The lock goes first: letting go of a large graph half made takes longer than anybody should wait for it.
            with _quick_memory(self._unfinished), lock, _sqlite_errors(self.database):
                self._locked(full, jobs, progress, cancel, known, summary)
        summary.seconds = time.monotonic() - started
        return summary

    def _lock(self) -> FileLock:
        beside = self.database.with_name(self.database.name + ".lock")
        return FileLock(self.database.parent / LOCK_NAME if self.ours else beside, keep=self.ours)

    # -- before anything is locked

    def _sweep(self) -> None:
        """Remove what an indexer left that was killed between its commit and its end."""
        if not self._building.exists():
            return
        with contextlib.suppress(DatabaseProblem, OSError):
            lock = self._lock()
            if lock.acquire(0):  # else it is being built right now
                with lock:
                    remove_database(self._building)

    def _nothing_to_do(self, full: bool, paths: list[str] | None, summary: IndexSummary) -> bool:
        """Whether the index is as it should be; fills the summary if so. Takes no lock and writes nothing."""
        if full or condition_of(self.database)[0] is not Condition.OURS:
            return False
        try:
            with Store.open_read_only(self.database) as store:
                if self._outdated(store) or self._embedding(store).needed or self._difference(store, paths, None):
                    return False
                if LinkInputs(self.root, store.get_meta("inputs")).changed():
                    return False
                _count(store, summary)
        except sqlite3.DatabaseError:
            return False
        except NoIndex:
            return False
        return True

    def _difference(self, store: Store, paths: list[str] | None, rows: dict[str, FileRow] | None) -> Difference:
        """``rows``: those of all files, when they are at hand."""
        if paths is not None:
            known = self._known_difference(paths, file_rows(store.connection, paths) if rows is None else rows)
            if known is not None:
                return known
        if rows is None:
            rows = file_rows(store.connection)
        return compare(self._discover(), rows, int(store.get_meta("indexed_ns", "0")))

    def _known_difference(self, paths: list[str], rows: dict[str, FileRow]) -> Difference | None:
        """The difference when only ``paths`` can have changed; None when that takes a walk."""
        import stat

        from codegraph.discovery import SourceFile
        from codegraph.paths import native_path

        difference = Difference()
        for path in dict.fromkeys(paths):
            row = rows.get(path)
            if row is None or row.status == "skipped":
                return None
            try:
                state = os.lstat(self.root / native_path(path))
            except FileNotFoundError:
                difference.removed.append(row)
                continue
            except OSError:
                return None
            if not stat.S_ISREG(state.st_mode) or state.st_size > self.config.max_file_size:
                return None
            flags = tuple(row.flags.split())
            file = SourceFile(path, row.language, state.st_size, state.st_mtime_ns, state.st_ino, flags)
            difference.sources.append(source_of(file, row))
        return difference

    @property
    def config(self) -> Config:
        """The settings of the tree, read once."""
        if self._config is None:
            self._config = load_config(self.root)
        return self._config

    def _discover(self) -> Discovery:
        from codegraph.discovery import discover

        if self._looked is not None:
            found, self._looked = self._looked[1], None
            return found
        own = [self.database, self._building, self.database.with_name(self.database.name + ".lock")]
        found = discover(self.root, self.config, own=own, entering=self._enter)
        self.folders = found.folders
        return found

    def _looking_ns(self) -> int:
        """When the next walk looks at the files."""
        return time.time_ns() if self._looked is None else self._looked[0]

    def _enter(self, folder: str) -> None:
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled("indexing was stopped; the last commit stands")
        if self.entering is not None:
            self.entering(folder)

    def _settings(self) -> str:
        """What of the settings shows in rows of files that did not change."""
        c = self.config
        return repr((c.generated, c.vendored, c.tests))

    def _outdated(self, store: Store) -> str:
        """Why the index must be built anew; '' when it need not."""
        if store.get_meta("program") != fingerprint():
            return "the index was made by another version of codegraph"
        if store.get_meta("settings") != self._settings():
            return "the settings of the repository changed"
        return ""

    # -- holding the lock

    def _prepare_folder(self) -> None:
        folder = self.database.parent
        if not self.root.is_dir():
            raise BadArgument(
                f"{self.root} is not a folder" if self.root.exists() else f"there is no folder {self.root}"
            )
        if self.ours:
            for part in (folder, self.database):
                if part.is_symlink() and not part.resolve().is_relative_to(self.root):
                    raise BadArgument(
                        f"{part} is a symbolic link out of {self.root}; remove it, or name a database with --db"
                    )
            from codegraph.roots import tracked_by_git

            if self.database.exists() and tracked_by_git(self.root, f"{INDEX_FOLDER}/{DATABASE_NAME}"):
                raise DatabaseProblem(
                    f"{self.database} is tracked by git and would be overwritten; "
                    f"run `git rm --cached {INDEX_FOLDER}/{DATABASE_NAME}`, or name another database with --db"
                )
            try:
                folder.mkdir(exist_ok=True)
                ignore = folder / ".gitignore"
                if not ignore.exists():
                    ignore.write_text("*\n", encoding="utf-8")
            except OSError as error:
                raise DatabaseProblem(
                    f"{folder} cannot be written: {error.strerror}; name a database with --db"
                ) from error
        elif not folder.is_dir():
            raise DatabaseProblem(f"there is no folder {folder} for the database {self.database.name}")

    def _locked(
        self,
        full: bool,
        jobs: int | None,
        progress: Progress | None,
        cancel: threading.Event | None,
        paths: list[str] | None,
        summary: IndexSummary,
    ) -> None:
        remove_database(self._building)
        reason = self._usable(full, summary)
        if not reason:
            try:
                reason = self._update(jobs, progress, cancel, paths, summary)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError) or not self.ours:
                    raise
                self._set_aside(str(error), summary)
                reason = "damaged"
        if reason:
            self._build(jobs, progress, cancel, summary)

    def _usable(self, full: bool, summary: IndexSummary) -> str:
        """Why everything must be indexed; '' when the database can be updated."""
        condition, detail = condition_of(self.database)
        if condition is Condition.MISSING:
            return "" if self.ours and not full and self._seeded(summary) else "there is no index"
        if condition is Condition.OLDER:
            summary.notes.append(f"the index had the older schema version {detail}: everything was indexed again")
            return "older"
        if condition is Condition.NEWER or (condition is not Condition.OURS and not self.ours):
            raise DatabaseProblem(describe(self.database, condition, detail))
        if condition is not Condition.OURS:
            self._set_aside(detail, summary)
            return "damaged"
        return "asked for" if full else ""

    def _seeded(self, summary: IndexSummary) -> bool:
        """Whether the index of another work tree of this repository could be put in place, to be brought up to date."""
        from codegraph.worktrees import has_siblings, seed

        if not has_siblings(self.root):
            return False
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1, "codegraph-seed") as beside:
            copying = beside.submit(seed, self.root, f"{INDEX_FOLDER}/{DATABASE_NAME}", self._building)
            began = time.time_ns()
            self._looked = (began, self._discover())  # SQLite copies without the interpreter's lock
            source = copying.result()
        if source is None:
            return False
        try:
            remove_database(self.database)
            os.replace(self._building, self.database)
        except OSError as error:
            raise DatabaseProblem(f"{self.database} cannot be put in place: {error.strerror}") from error
        summary.notes.append(f"started from the index of the work tree at {source}")
        return True

    def _set_aside(self, detail: str, summary: IndexSummary) -> None:
        try:
            aside = set_aside(self.database)
        except OSError as error:
            raise DatabaseProblem(
                f"{self.database} is damaged ({detail}) and cannot be renamed: {error.strerror}"
            ) from error
        summary.notes.append(f"{self.database} was damaged ({detail}): set aside as {aside.name}, and indexed again")

    def _build(
        self, jobs: int | None, progress: Progress | None, cancel: threading.Event | None, summary: IndexSummary
    ) -> None:
        """A whole index in a file of its own, which then takes the place of the old one."""
        from codegraph.building import build
        from codegraph.parsing import default_jobs

        embedding = self._embedding(None)
        model = embedding.load(summary)
        looked_ns = self._looking_ns()
        found = self._discover()
        sources = [source_of(file) for file in found.files]
        try:
            with Store.create(self._building, bulk=True) as store:
                with _stoppable(store, cancel):
                    inputs = build(
                        store,
                        self.root,
                        sources,
                        found.skipped,
                        max_size=self.config.max_file_size,
                        jobs=default_jobs() if jobs is None else jobs,
                        progress=progress,
                        cancel=cancel,
                        summary=summary,
                        model=model,
                        before_links=self._take_imports,
                        unfinished=self._unfinished,
                    )
                    self._describe_imports(store, summary)
                    embedding.record(store)
                    self._finish(store, looked_ns, inputs, summary)
                self._publish(store, cancel)
        finally:
            remove_database(self._building)

    def _publish(self, store: Store, cancel: threading.Event | None) -> None:
        """Put the new database where readers look."""
        condition, _ = condition_of(self.database)
        if condition in (Condition.OURS, Condition.OLDER):
            # Renaming over an open database would leave its readers, and its log, behind.
            with Store.open(self.database, any_version=True) as target:
                store.copy_into(target, cancel)
                self._settle(target)
            return
        store.connection.execute("PRAGMA locking_mode=NORMAL")
        self._settle(store)
        store.close()
        # A zero-byte file, or what a crash left beside a database that is gone.
        try:
            remove_database(self.database)
            os.replace(self._building, self.database)
        except OSError as error:
            raise DatabaseProblem(f"{self.database} cannot be put in place: {error.strerror}") from error

    def _settle(self, store: Store) -> None:
        if self.ours:
            store.connection.execute("PRAGMA journal_mode=WAL")
            store.checkpoint()
        else:
            store.make_portable()

    def _update(
        self,
        jobs: int | None,
        progress: Progress | None,
        cancel: threading.Event | None,
        paths: list[str] | None,
        summary: IndexSummary,
    ) -> str:
        """Index what changed; why everything must be indexed instead, or ''."""
        with Store.open(self.database) as store, _stoppable(store, cancel):
            reason = self._outdated(store)
            if reason:
                summary.notes.append(f"{reason}: everything was indexed again")
                return reason
            looked_ns = self._looking_ns()
            rows = file_rows(store.connection)
            difference = self._difference(store, paths, rows)
            same = self._same(difference, cancel)
            if len(difference.sources) + len(difference.removed) - len(same) > max(200, len(rows) // 2):
                return "most files changed"  # building everything is quicker
            self._apply(store, rows, difference, same, jobs, progress, cancel, looked_ns, summary)
            self._settle(store)
        return ""

    def _same(self, difference: Difference, cancel: threading.Event | None) -> dict[str, Parsed]:
        """Files that were only touched, where there are many to be read."""
        if not difference.sources:
            return {}
        from codegraph.parsing import unchanged

        return unchanged(self.root, difference.sources, max_size=self.config.max_file_size, cancel=cancel)

    def _apply(
        self,
        store: Store,
        rows: dict[str, FileRow],
        difference: Difference,
        same: dict[str, Parsed],
        jobs: int | None,
        progress: Progress | None,
        cancel: threading.Event | None,
        looked_ns: int,
        summary: IndexSummary,
    ) -> None:
        inputs = LinkInputs(self.root, store.get_meta("inputs"))
        changed_inputs = inputs.changed()
        embedding = self._embedding(store)
        if embedding.switched:
            embedding.load(summary)  # before any work is done in vain
        parsed, touched, gone = self._parse(difference.sources, same, rows, jobs, progress, cancel)
        removed = [*difference.removed, *gone]
        summary.parsed = sum(p.status == "indexed" for p in parsed)
        summary.removed = sum(row.status == "indexed" for row in removed)
        with store.transaction():
            db = store.connection
            db.executemany(
                "UPDATE files SET size = ?, mtime_ns = ?, inode = ?, flags = ? WHERE path = ?",
                [(p.size, p.mtime_ns, p.inode, p.flags or rows[p.path].flags, p.path) for p in touched],
            )
            changed = parsed or removed or difference.skipped or changed_inputs or embedding.needed
            if not (changed or self._scip is not None):
                # Files were touched, not changed: no reader needs to notice.
                store.set_meta([("indexed_ns", str(looked_ns)), ("inputs", inputs.to_text())])
                _count(store, summary)
            else:
                from codegraph.updating import Update

                if changed_inputs:
                    summary.notes.append(
                        f"{', '.join(sorted(changed_inputs)[:3])} changed: all files were linked again"
                    )
                    inputs = LinkInputs(self.root)
                update = Update(store, rows, inputs, cancel, self._unfinished)
                update.apply(parsed, removed, difference.skipped, everything=bool(changed_inputs), progress=progress)
                embedding.update(store, update.to_embed, summary, cancel, progress)
                summary.errors = [(p.path, p.reason) for p in parsed if p.status == "error"] + update.failures
                if self._scip is not None:
                    bound = self._import(store)
                    again = Update(store, file_rows(db), inputs, cancel, self._unfinished)
                    again.apply([], [], [], also=bound, progress=progress)
                    summary.errors += again.failures
                    self._describe_imports(store, summary)
                self._finish(store, looked_ns, inputs, summary)

    def _parse(
        self,
        sources: list[Source],
        same: dict[str, Parsed],
        rows: dict[str, FileRow],
        jobs: int | None,
        progress: Progress | None,
        cancel: threading.Event | None,
    ) -> tuple[list[Parsed], list[Parsed], list[FileRow]]:
        """(files with new content, files whose bytes are the same, files that went since they were listed)."""
        from codegraph.parsing import parse_all

        parsed: list[Parsed] = []
        touched: list[Parsed] = []
        gone: list[FileRow] = []
        unsure = [source for source in sources if source.path not in same] if same else sources
        reading = parse_all(self.root, unsure, max_size=self.config.max_file_size, jobs=jobs, cancel=cancel)
        for done, p in enumerate(itertools.chain(same.values(), reading)):
            if progress is not None and done % 32 == 0:
                progress(done, len(sources), "reading")
            row = rows.get(p.path)
            if p.status == "gone":
                if row is not None:
                    gone.append(row)
            elif row is not None and (p.status == "same" or _says_the_same(p, row)):
                if (p.size, p.mtime_ns, p.inode) != (row.size, row.mtime_ns, row.inode) or p.hash:
                    touched.append(p._replace(flags=row.flags))
            else:
                parsed.append(p)
        return parsed, touched, gone

    # -- compiler data

    def _import(self, store: Store) -> list[str]:
        from codegraph.scip.importing import import_indexes

        return import_indexes(store, self._scip or [], self.root)

    def _take_imports(self, store: Store) -> None:
        """Fill the tables of imported indexes in a database that takes the old one's place."""
        from codegraph.scip.stored import copy_imports

        with (
            contextlib.suppress(NoIndex, DatabaseProblem, sqlite3.DatabaseError),
            Store.open_read_only(self.database) as old,
        ):
            copy_imports(old.connection, store.connection)
        if self._scip is not None:
            self._import(store)

    def _describe_imports(self, store: Store, summary: IndexSummary) -> None:
        from codegraph.scip.importing import described

        summary.notes += [f"{key}: {says}" for key, says in described(store.connection).items()]

    def _embedding(self, store: Store | None) -> Embedding:
        """What is to be done about the embeddings of ``store``; None: of a new one that takes the old one's place."""
        from codegraph.search.embedding_state import Embedding

        if store is not None:
            return Embedding.of(store, self.root, self._model)
        with (
            contextlib.suppress(NoIndex, DatabaseProblem, sqlite3.DatabaseError),
            Store.open_read_only(self.database) as old,
        ):
            return Embedding.of(old, self.root, self._model)
        return Embedding.of(None, self.root, self._model)

    def _finish(self, store: Store, looked_ns: int, inputs: LinkInputs, summary: IndexSummary) -> None:
        """The last rows before the commit: counts, versions, and a mark that differs after every commit."""
        from codegraph.githead import head_commit
        from parsers.facts import FACTS_VERSION
        from parsers.language import query_hash

        db = store.connection
        counts = {
            table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("symbols", "edges", "unresolved")
        }
        counts["files"] = db.execute("SELECT count(*) FROM files WHERE status = 'indexed'").fetchone()[0]
        store.set_meta(
            [
                ("facts_version", str(FACTS_VERSION)),
                ("query_hash", query_hash()),
                ("program", fingerprint()),
                ("settings", self._settings()),
                ("inputs", inputs.to_text()),
                ("counts", json.dumps(counts)),
                ("commit", head_commit(self.root)),
                ("indexed_ns", str(looked_ns)),
                ("indexed_at", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(looked_ns // 1_000_000_000))),
                ("generation", os.urandom(8).hex()),
            ]
        )
        if summary.errors:
            store.log(f"{path}: {message}" for path, message in summary.errors)
        _count(store, summary)


def _says_the_same(p: Parsed, row: FileRow) -> bool:
    """Whether a file that still cannot be used is described by its row already."""
    return p.status == row.status == "skipped" and p.reason == row.reason and p.hash == row.hash


def _count(store: Store, summary: IndexSummary) -> None:
    """Fill in what the index holds."""
    counts = json.loads(store.get_meta("counts", "{}"))
    summary.files = counts.get("files", 0)
    summary.symbols = counts.get("symbols", 0)
    summary.edges = counts.get("edges", 0)
    summary.unresolved = counts.get("unresolved", 0)
    db = store.connection
    summary.skipped = dict(
        db.execute("SELECT reason, count(*) FROM files WHERE status = 'skipped' GROUP BY reason ORDER BY reason")
    )
    broken = db.execute("SELECT path, reason FROM files WHERE status = 'error' ORDER BY path").fetchall()
    summary.errors = sorted({*summary.errors, *broken})


@contextmanager
def _quick_memory(unfinished: contextlib.ExitStack) -> Iterator[None]:
    """Without the cycle collector: facts and rows are millions of tuples, and none of them is in a cycle.

    What a stopped run had made is let go before the collector would go through it; not in a program that does
    without a collector, which is about to end.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    except BaseException as error:
        if enabled:
            unfinished.close()
            traceback.clear_frames(error.__traceback__)
        raise
    finally:
        unfinished.pop_all()
        if enabled:
            gc.enable()


@contextmanager
def _stoppable(store: Store, cancel: threading.Event | None) -> Iterator[None]:
    """Lets a long statement be stopped: by ``cancel``, and by Ctrl-C, which Python notices only in its own code."""
    store.connection.set_progress_handler(lambda: cancel is not None and cancel.is_set(), PROGRESS_STEPS)
    try:
        yield
    finally:
        store.connection.set_progress_handler(None, 0)


@contextmanager
def _sqlite_errors(database: Path) -> Iterator[None]:
    """SQLite's errors as ours."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            raise Cancelled("indexing was stopped; the last commit stands") from error
        raise DatabaseProblem(f"{database} cannot be written: {error}; the last commit stands") from error
    except sqlite3.DatabaseError as error:
        raise DatabaseProblem(describe(database, Condition.DAMAGED, str(error))) from error
