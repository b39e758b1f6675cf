"""From files to facts: reading, parsing and preparing rows, in worker processes when there is much to do.

The Python binding of tree-sitter holds the interpreter's lock, so threads would not help. Workers are
plain child processes of ours rather than ``multiprocessing``'s: those start Python in the user's
working directory, where a file called ``random.py`` would be imported by the standard library itself.
A worker gets chunks of files on its standard input and answers on its standard output; whatever else
writes to standard output in there goes to standard error.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

from codegraph.errors import Cancelled

MAX_JOBS = 8
CHUNK_BYTES = 256_000
CHUNK_FILES = 200
IN_PROCESS_BYTES = 400_000
"""Below this much source starting workers costs more than it saves."""
FEW_FILES = 100
BYTES_PER_WORKER = 800_000
CHUNK_SECONDS = 120.0
"""A worker that is silent for longer hangs on a file."""
POLL_SECONDS = 0.05

_READY = "ready"
_HUNG = "hung"
_LENGTH = struct.Struct("<Q")


class Source(NamedTuple):
    """A file to read."""

    path: str
    """As stored; see :mod:`codegraph.paths`."""
    language: str
    flags: str = ""
    """What its path says about it: ``test``, ``docs``, …, separated by spaces."""
    size: int = 0
    mtime_ns: int = 0
    inode: int = 0
    """As they were when the file was listed: a change between listing and reading shows next time."""
    known_hash: str = ""
    """When the content still has this hash, nothing else needs to be done."""


class Parsed(NamedTuple):
    """What became of one file; facts and rows ready for the database."""

    path: str
    status: str
    """indexed, skipped, error, same (the content has the known hash), gone."""
    reason: str = ""
    language: str = ""
    flags: str = ""
    size: int = 0
    mtime_ns: int = 0
    inode: int = 0
    hash: str = ""
    lines: int = 0
    unparsed: str = ""
    module: str = ""
    facts: bytes | None = None
    symbols: tuple[tuple[Any, ...], ...] = ()
    """Rows of ``symbols`` from ``symbol`` to ``content_hash``, with the parent as a position in this list."""
    texts: tuple[tuple[str, ...], ...] = ()
    """Rows of ``search_text`` without the id, one for each symbol."""


def default_jobs() -> int:
    """As many workers as there are processors we may use, within reason."""
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count() or 1
    return max(1, min(count, MAX_JOBS))


def parse_all(
    root: Path,
    sources: Sequence[Source],
    *,
    max_size: int,
    jobs: int | None = None,
    cancel: threading.Event | None = None,
) -> Iterator[Parsed]:
    """Read and parse every source of at most ``max_size`` bytes, in the order given.

    Raises:
        Cancelled: ``cancel`` was set.
    """
    total = sum(s.size for s in sources)
    wanted = min(default_jobs() if jobs is None else max(1, jobs), 1 + total // BYTES_PER_WORKER)
    if total <= IN_PROCESS_BYTES:
        for source in sources:
            _check(cancel)
            yield parse_source(root, source, max_size)
        return
    pool = _Pool(root, max_size, wanted, cancel)
    try:
        yield from pool.run(_chunks(sources))
    finally:
        pool.stop()


def _check(cancel: threading.Event | None) -> None:
    if cancel is not None and cancel.is_set():
        raise Cancelled("indexing was stopped; the last commit stands")


def _chunks(sources: Sequence[Source]) -> list[tuple[Source, ...]]:
    """Runs of neighbouring files of about the same number of bytes."""
    chunks: list[tuple[Source, ...]] = []
    current: list[Source] = []
    size = 0
    for source in sources:
        if current and (size + source.size > CHUNK_BYTES or len(current) >= CHUNK_FILES):
            chunks.append(tuple(current))
            current, size = [], 0
        current.append(source)
        size += source.size
    if current:
        chunks.append(tuple(current))
    return chunks


# -- one file


def parse_source(root: Path, source: Source, max_size: int) -> Parsed:
    """Read one file and prepare everything the database needs of it. Never raises for what is in the file."""
    from hashlib import blake2b

    from codegraph.discovery import FileUnreadable, Reason, read_source

    seen = _seen(source)
    try:
        data = read_source(root, source.path, max_size)
    except FileUnreadable as error:
        if error.reason == Reason.VANISHED:
            return seen._replace(status="gone")
        return seen._replace(status="skipped", reason=str(error.reason))
    seen = seen._replace(hash=blake2b(data, digest_size=16).hexdigest())
    if seen.hash == source.known_hash:
        return seen
    try:
        return _prepare(seen, data)
    except Exception as error:  # a file that trips the parser or one of us must not stop the others
        return seen._replace(status="error", reason=f"{type(error).__name__}: {error}"[:500])


def unchanged(
    root: Path, sources: Sequence[Source], *, max_size: int, cancel: threading.Event | None = None
) -> dict[str, Parsed]:
    """Those of many sources, by path, that hold the bytes they had when they were indexed.

    Starting a worker takes longer than reading thousands of files, which is all that a new work tree, or a branch
    looked at and left, asks for. Nothing when there is little to read: whoever parses finds out as well.

    Raises:
        Cancelled: ``cancel`` was set.
    """
    same: dict[str, Parsed] = {}
    if len(sources) <= FEW_FILES and sum(s.size for s in sources) <= IN_PROCESS_BYTES:
        return same
    for source in sources:
        _check(cancel)
        if source.known_hash and read_hash(root, source.path, max_size) == source.known_hash:
            same[source.path] = _seen(source)._replace(hash=source.known_hash)
    return same


def _seen(source: Source) -> Parsed:
    return Parsed(
        source.path,
        "same",
        language=source.language,
        flags=source.flags,
        size=source.size,
        mtime_ns=source.mtime_ns,
        inode=source.inode,
    )


def read_hash(root: Path, path: str, max_size: int) -> str:
    """The content hash of a file; '' when it cannot be read."""
    from hashlib import blake2b

    from codegraph.discovery import FileUnreadable, read_source

    try:
        return blake2b(read_source(root, path, max_size), digest_size=16).hexdigest()
    except FileUnreadable:
        return ""


def _prepare(seen: Parsed, data: bytes) -> Parsed:
    from codegraph.sniffing import sniff, utf8
    from parsers.extract import parse_file
    from parsers.languages import language

    verdict = sniff(seen.path, data)
    if verdict.reason:
        return seen._replace(status="skipped", reason=verdict.reason)
    flags = seen.flags
    if verdict.generated and "generated" not in flags.split():
        flags = " ".join(sorted([*flags.split(), "generated"]))
    facts = parse_file(language(seen.language), seen.path, utf8(data))
    from codegraph.preparing import prepare

    module, unparsed, symbols, texts = prepare(facts)
    return seen._replace(
        status="indexed",
        flags=flags,
        lines=facts.lines,
        unparsed=unparsed,
        module=module,
        facts=zlib.compress(facts.encode(), 1),
        symbols=symbols,
        texts=texts,
    )


# -- worker processes


class _Worker:
    """One child process and the thread that listens to it."""

    def __init__(self, root: Path, max_size: int, inbox: queue.SimpleQueue[tuple[_Worker, Any]]) -> None:
        self.chunk: int | None = None
        self.since = 0.0
        path = os.pathsep.join(p for p in sys.path if p and os.path.isabs(p))
        options: dict[str, Any] = {}
        if sys.platform == "win32":
            options["creationflags"] = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        else:
            # Ctrl-C goes to the terminal's whole group; the workers are stopped by us, or by our end.
            options["start_new_session"] = True
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            **options,
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self._input: IO[bytes] = self.process.stdin
        self._listener = threading.Thread(target=self._listen, args=(self.process.stdout, inbox), daemon=True)
        self._listener.start()
        self.send((os.fspath(root), max_size))

    def send(self, message: Any) -> None:
        """Hand a message over; a dead worker is noticed by its listener."""
        with contextlib.suppress(OSError):
            _write(self._input, message)

    def stop(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.wait()
        self._listener.join(1)
        with contextlib.suppress(OSError):
            self._input.close()

    def _listen(self, stream: IO[bytes], inbox: queue.SimpleQueue[tuple[_Worker, Any]]) -> None:
        with stream:
            while True:
                try:
                    message = _receive(stream)
                except (OSError, EOFError, ValueError, pickle.UnpicklingError):
                    message = None
                inbox.put((self, message))
                if message is None:
                    return


_START = """\
import sys
sys.path[:] = sys.argv[1].split(__import__("os").pathsep)
from codegraph.parsing import work
work()
"""


class _Pool:
    """Workers that share chunks; results come out in the order the chunks went in."""

    def __init__(self, root: Path, max_size: int, jobs: int, cancel: threading.Event | None) -> None:
        self._root = root
        self._max_size = max_size
        self._jobs = jobs
        self._cancel = cancel
        self._inbox: queue.SimpleQueue[tuple[_Worker, Any]] = queue.SimpleQueue()
        self._workers: list[_Worker] = []
        self._idle: list[_Worker] = []
        self._proven = False
        """Whether any worker has come up. Then one that dies was killed by a file; else we do the work ourselves."""

    def run(self, chunks: Sequence[tuple[Source, ...]]) -> Iterator[Parsed]:
        """Parse all chunks. A chunk whose worker dies is tried again file by file."""
        waiting: deque[int] = deque(range(len(chunks)))
        done: dict[int, Sequence[Parsed]] = {}
        following = 0
        for _ in range(min(self._jobs, len(chunks))):
            self._start()
        while following < len(chunks):
            if not self._workers:
                for number in [following, *waiting] if following not in waiting else list(waiting):
                    done[number] = self._here(chunks[number])
                waiting.clear()
            while self._idle and waiting and waiting[0] < following + 2 * self._jobs + 2:
                number = waiting.popleft()
                self._give(self._idle.pop(), number, chunks[number])
            if following not in done:
                self._take(chunks, done)
            while following in done:
                yield from done.pop(following)
                following += 1

    def _take(self, chunks: Sequence[tuple[Source, ...]], done: dict[int, Sequence[Parsed]]) -> None:
        """Wait for one message and note what it says."""
        worker, answer = self._next_message()
        if worker not in self._workers:
            return
        if answer == _READY:
            self._proven = True
            return
        if answer is not None:
            done[answer[0]] = [Parsed._make(row) for row in answer[1]]
            worker.chunk = None
            self._idle.append(worker)
            return
        lost = worker.chunk
        self._drop(worker)
        if lost is not None:
            done[lost] = self._one_by_one(chunks[lost]) if self._proven else self._here(chunks[lost])
        if self._proven:
            self._start()

    def _here(self, chunk: tuple[Source, ...]) -> list[Parsed]:
        results: list[Parsed] = []
        for source in chunk:
            _check(self._cancel)
            results.append(parse_source(self._root, source, self._max_size))
        return results

    def stop(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def _start(self) -> None:
        worker = _Worker(self._root, self._max_size, self._inbox)
        self._workers.append(worker)
        self._idle.append(worker)

    def _drop(self, worker: _Worker) -> None:
        worker.stop()
        self._workers.remove(worker)
        if worker in self._idle:
            self._idle.remove(worker)

    def _give(self, worker: _Worker, number: int, chunk: tuple[Source, ...]) -> None:
        worker.chunk = number
        worker.since = time.monotonic()
        worker.send((number, [tuple(source) for source in chunk]))

    def _next_message(self) -> tuple[_Worker, Any]:
        while True:
            _check(self._cancel)
            with contextlib.suppress(queue.Empty):
                return self._inbox.get(timeout=POLL_SECONDS)
            now = time.monotonic()
            for worker in self._workers:
                if worker.chunk is not None and now - worker.since > CHUNK_SECONDS:
                    worker.process.kill()  # its listener reports the end, as for any other death

    def _one_by_one(self, chunk: tuple[Source, ...]) -> list[Parsed]:
        """Find the file that ends workers; the others get their facts."""
        results: list[Parsed] = []
        inbox: queue.SimpleQueue[tuple[_Worker, Any]] = queue.SimpleQueue()
        worker = _Worker(self._root, self._max_size, inbox)
        try:
            for source in chunk:
                worker.send((0, [tuple(source)]))
                answer = self._wait(inbox)
                if answer is None or answer == _HUNG:
                    reason = f"the parser {answer or 'crashed'} on this file"
                    worker.stop()
                    # With its hash, so that it is not tried again, perhaps in this very process, until it changes.
                    known = read_hash(self._root, source.path, self._max_size)
                    results.append(Parsed(source.path, "error", reason, *source[1:6], hash=known))
                    inbox = queue.SimpleQueue()
                    worker = _Worker(self._root, self._max_size, inbox)
                else:
                    results += [Parsed._make(row) for row in answer[1]]
        finally:
            worker.stop()
        return results

    def _wait(self, inbox: queue.SimpleQueue[tuple[_Worker, Any]]) -> Any:
        end = time.monotonic() + CHUNK_SECONDS
        while time.monotonic() < end:
            _check(self._cancel)
            with contextlib.suppress(queue.Empty):
                answer = inbox.get(timeout=POLL_SECONDS)[1]
                if answer != _READY:
                    return answer
        return _HUNG


def work() -> None:
    """What a worker process does until its input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    gc.disable()  # facts are trees of tuples: there are no cycles to find, and looking for them doubles the time
    try:
        root, max_size = _receive(source)
        _write(answers, _READY)
        while True:
            number, chunk = _receive(source)
            results = [tuple(parse_source(Path(root), Source(*row), max_size)) for row in chunk]
            _write(answers, (number, results))
    except (EOFError, BrokenPipeError):
        return


def _write(stream: IO[bytes], message: Any) -> None:
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    data = stream.read(_LENGTH.unpack(head)[0])
    return pickle.loads(data)
