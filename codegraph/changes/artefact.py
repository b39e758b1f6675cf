"""An index as one compressed file for a team: made once in CI, started from everywhere, never trusted blindly.

The file is a line that says what it is, a line of JSON (schema, program, commit, size, checksum, codec), and the
compressed database. What depends on the machine (file times, inode numbers, when it was made) is taken out, so the
same tree packs to the same bytes; the first run after unpacking compares contents instead.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from codegraph.errors import BadArgument, DatabaseProblem, NotARepository
from codegraph.schema import SCHEMA_VERSION
from codegraph.store import Condition, Store, condition_of, describe

MAGIC = b"codegraph-pack 1\n"
_HEADER_LONGEST = 10_000
_PIECE = 1 << 20
_LARGEST = 16 << 30
_MOST_SQUEEZED = 100
"""How many times smaller a packed index may be; a real one is some three to eight times."""
_VOLATILE = {"indexed_ns": "0", "indexed_at": "", "generation": ""}
_UNSUSPICIOUS = 64 << 20


@dataclass(frozen=True, slots=True)
class Header:
    """What a packed index says of itself."""

    schema: int
    program: str
    """Which version of codegraph made it; another one indexes again."""
    commit: str
    model: str
    """Which table embedded its symbols."""
    size: int
    sha256: str
    codec: str


class _Packer(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


def pack(database: Path, target: Path) -> Header:
    """Write the index in ``database`` to ``target``.

    Raises:
        NoIndex, DatabaseProblem: there is no index that can be read, or the disk is full.
        BadArgument: there is no folder for ``target``.
    """
    if not target.parent.is_dir():
        raise BadArgument(f"{target.parent} is not a folder; make it first")
    try:
        return _pack(database, target)
    except sqlite3.OperationalError as error:  # also what SQLite says of a full disk
        raise DatabaseProblem(f"{target} cannot be written: {error}") from error
    except OSError as error:
        raise DatabaseProblem(f"{target} cannot be written: {error.strerror or error}") from error


def _pack(database: Path, target: Path) -> Header:
    with _beside(target) as work:
        with Store.open_read_only(database) as store:
            meta = dict(store.connection.execute("SELECT key, value FROM meta"))
            with closing(sqlite3.connect(work, isolation_level=None)) as copy:
                store.connection.backup(copy)
                _settle(copy, meta)
        codec, compressor = _compressor()
        digest = hashlib.sha256()
        size = 0
        with _beside(target) as squeezed:
            with work.open("rb") as source, squeezed.open("wb") as out:
                while piece := source.read(_PIECE):
                    digest.update(piece)
                    size += len(piece)
                    out.write(compressor.compress(piece))
                out.write(compressor.flush())
            header = Header(
                SCHEMA_VERSION,
                meta.get("program", ""),
                meta.get("commit", ""),
                meta.get("model", ""),
                size,
                digest.hexdigest(),
                codec,
            )
            with _beside(target) as whole:
                with whole.open("wb") as out, squeezed.open("rb") as body:
                    out.write(MAGIC + json.dumps(asdict(header), sort_keys=True).encode() + b"\n")
                    while piece := body.read(_PIECE):
                        out.write(piece)
                os.chmod(whole, 0o644)
                os.replace(whole, target)
    return header


def _settle(db: sqlite3.Connection, meta: dict[str, str]) -> None:
    """Take out what differs from machine to machine."""
    db.execute("PRAGMA journal_mode=DELETE")
    db.execute("PRAGMA synchronous=OFF")
    db.execute("UPDATE files SET mtime_ns = 0, inode = 0 WHERE mtime_ns <> 0 OR inode <> 0")
    db.execute("DELETE FROM log")
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", [*_VOLATILE.items()])
    states = json.loads(meta.get("inputs") or "{}")
    for state in states.values():
        if state:
            state[1] = state[2] = 0
    db.execute(
        "INSERT OR REPLACE INTO meta VALUES ('inputs', ?)", (json.dumps(states, sort_keys=True, separators=(",", ":")),)
    )
    mark = hashlib.sha256(repr(sorted({**meta, **_VOLATILE, "inputs": ""}.items())).encode()).hexdigest()[:16]
    db.execute("INSERT OR REPLACE INTO meta VALUES ('generation', ?)", (mark,))
    db.execute("VACUUM")


def read_header(stream: IO[bytes], name: str) -> Header:
    """The header at the start of a packed index.

    Raises:
        DatabaseProblem: it is none, or one of another schema.
    """
    if stream.readline(len(MAGIC)) != MAGIC:
        raise DatabaseProblem(f"{name} is not a packed codegraph index")
    try:
        raw: Any = json.loads(stream.readline(_HEADER_LONGEST))
        header = Header(
            int(raw["schema"]),
            str(raw["program"]),
            str(raw["commit"]),
            str(raw["model"]),
            int(raw["size"]),
            str(raw["sha256"]),
            str(raw["codec"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DatabaseProblem(f"{name} has a damaged header") from error
    if header.schema != SCHEMA_VERSION:
        raise DatabaseProblem(
            f"{name} has schema version {header.schema} and this program uses {SCHEMA_VERSION}; "
            f"index anew, or use the codegraph-mcp that packed it"
        )
    if not 0 < header.size <= _LARGEST:
        raise DatabaseProblem(f"{name} says it unpacks to {header.size} bytes")
    return header


def unpack(
    packed: Path, database: Path, *, root: Path | None = None, force: bool = False, any_commit: bool = False
) -> Header:
    """Put a packed index where ``database`` is to be.

    ``root``: the tree it must describe; its commit must be an ancestor of what is checked out, unless ``any_commit``.

    Raises:
        DatabaseProblem: checksum, schema, commit or content are not what they should be; nothing is written.
        BadArgument: there is a database already, and no ``force``; or the packed file cannot be read.
    """
    if database.exists() and not force:
        raise BadArgument(f"{database} is there already; give --force to replace it, or index to bring it up to date")
    condition, detail = condition_of(database)
    if condition in (Condition.FOREIGN, Condition.NEWER):
        raise DatabaseProblem(describe(database, condition, detail))
    if packed.exists() and not packed.is_file():
        raise BadArgument(f"{packed} is not a regular file")
    try:
        stream = packed.open("rb")
    except OSError as error:
        raise BadArgument(f"{packed} cannot be read: {error.strerror}") from error
    with stream:
        header = read_header(stream, packed.name)
        if header.size > max(_UNSUSPICIOUS, _MOST_SQUEEZED * packed.stat().st_size):
            raise DatabaseProblem(f"{packed.name} says it unpacks to {header.size} bytes, which no index does")
        if root is not None and not any_commit:
            _check_commit(header, root, packed.name)
        try:
            database.parent.mkdir(parents=True, exist_ok=True)
            _place(stream, header, database, packed.name)
        except OSError as error:
            raise DatabaseProblem(f"{database} cannot be written: {error.strerror or error}") from error
    return header


def _place(stream: IO[bytes], header: Header, database: Path, name: str) -> None:
    with _beside(database) as work:
        _inflate(stream, header, work, name)
        condition, detail = condition_of(work)
        if condition is not Condition.OURS:
            raise DatabaseProblem(f"{name} does not hold an index that can be used ({detail or condition})")
        for suffix in ("-wal", "-shm", "-journal"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
        os.chmod(work, 0o644)
        os.replace(work, database)


def _check_commit(header: Header, root: Path, name: str) -> None:
    from codegraph.changes.git import Git

    try:
        git = Git(root)
    except NotARepository:
        return  # without history there is nothing to hold it against; contents are compared file by file
    if not header.commit:
        raise DatabaseProblem(f"{name} was made of no commit; give --any-commit if you know where it comes from")
    known = ""
    if all(c in "0123456789abcdef" for c in header.commit):
        known = git.run("merge-base", header.commit, "HEAD", check=False).strip().decode("ascii", "replace")
    if known != header.commit:
        raise DatabaseProblem(
            f"{name} was made of commit {header.commit[:12]}, which is not an ancestor of what is checked out; "
            f"give --any-commit to start from it all the same"
        )


def _inflate(stream: IO[bytes], header: Header, target: Path, name: str) -> None:
    digest = hashlib.sha256()
    size = 0
    with target.open("wb") as out:
        try:
            for piece in _decompressed(stream, header.codec, name):
                size += len(piece)
                if size > header.size:
                    break
                digest.update(piece)
                out.write(piece)
        except (zlib.error, EOFError, ValueError) as error:
            raise DatabaseProblem(f"{name} is damaged: {error}") from error
    if size != header.size or digest.hexdigest() != header.sha256:
        raise DatabaseProblem(f"{name} does not match its checksum; it was cut short or changed on the way")


def _compressor() -> tuple[str, _Packer]:
    try:
        import zstandard  # type: ignore[import-not-found]
    except ImportError:
        return "zlib", zlib.compressobj(6)
    return "zstd", zstandard.ZstdCompressor(level=10).compressobj()


def _decompressed(stream: IO[bytes], codec: str, name: str) -> Iterator[bytes]:
    if codec == "zlib":
        work: Any = zlib.decompressobj()
        feed: Callable[[bytes], bytes] = lambda data: work.decompress(data, 8 * _PIECE)  # noqa: E731
        while piece := work.unconsumed_tail or stream.read(_PIECE):
            yield feed(piece)
        yield work.flush()
        return
    if codec != "zstd":
        raise DatabaseProblem(f"{name} is packed with {codec!r}, which is unknown here")
    try:
        import zstandard  # type: ignore[import-not-found]
    except ImportError:
        raise DatabaseProblem(
            f"{name} is packed with zstd; install it: pip install zstandard (or pack where it is not installed)"
        ) from None
    try:
        yield from zstandard.ZstdDecompressor(max_window_size=1 << 27).read_to_iter(stream)
    except zstandard.ZstdError as error:
        raise DatabaseProblem(f"{name} is damaged: {error}") from error


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A temporary file in the folder of ``target``, gone in the end unless it was renamed."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
