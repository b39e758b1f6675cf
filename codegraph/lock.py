"""One writer at a time: a lock file that the operating system releases when its holder dies."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from pathlib import Path
from types import TracebackType

from codegraph.errors import Cancelled, DatabaseProblem

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            os.lseek(handle, 0x7FFFFFFF, os.SEEK_SET)  # beyond the text, which others may read
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


PAUSE = 0.05


def is_locked(path: Path) -> bool:
    """Whether a process holds the lock on ``path``. Takes nothing, and needs no right to write."""
    if sys.platform == "win32":
        lock = FileLock(path)
        try:
            taken = path.exists() and not lock.acquire(0)
        except DatabaseProblem:
            return False
        lock.release()
        return taken
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


class FileLock:
    """An exclusive lock on a file of its own; a context manager once acquired."""

    def __init__(self, path: Path, *, keep: bool = True) -> None:
        """With ``keep`` the empty file stays behind (inside our own folder, where it disturbs nobody)."""
        self.path = path
        self._keep = keep
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._handle is not None

    def acquire(self, timeout: float = 0.0, cancel: threading.Event | None = None) -> bool:
        """Take the lock, waiting at most ``timeout`` seconds; False when another process keeps it.

        Raises:
            Cancelled: ``cancel`` was set while waiting.
            DatabaseProblem: the folder cannot be written.
        """
        end = time.monotonic() + timeout
        while not self._attempt():
            if cancel is not None and cancel.is_set():
                raise Cancelled("stopped while waiting for another indexer")
            if time.monotonic() >= end:
                return False
            time.sleep(PAUSE)
        return True

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        if not self._keep and sys.platform != "win32":
            self.path.unlink(missing_ok=True)
        os.close(handle)
        if not self._keep and sys.platform == "win32":
            with contextlib.suppress(OSError):  # somebody else has it open already, and will remove it
                self.path.unlink(missing_ok=True)

    def holder(self) -> int | None:
        """The process that holds the lock, as far as the file tells."""
        try:
            return int(self.path.read_bytes() or b"0") or None
        except (OSError, ValueError):
            return None

    def __enter__(self) -> FileLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _attempt(self) -> bool:
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        except PermissionError as error:
            if sys.platform == "win32":
                return False
            raise DatabaseProblem(f"{self.path.parent} cannot be written: {error.strerror}") from error
        except OSError as error:
            raise DatabaseProblem(f"{self.path} cannot be opened: {error.strerror or error}") from error
        if not (_try_lock(handle) and self._still_there(handle)):
            os.close(handle)
            return False
        with contextlib.suppress(OSError):  # a full disk: the text is only for people
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, b"%d\n" % os.getpid())
        self._handle = handle
        return True

    def _still_there(self, handle: int) -> bool:
        """A holder that removes its file on release may have unlinked the one just opened."""
        try:
            return os.path.samestat(os.fstat(handle), os.stat(self.path))
        except OSError:
            return False
