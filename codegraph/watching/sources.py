"""Where events come from: the system's own notifications through watchdog, or a look every few seconds.

Only folders that are indexed are watched, each by itself, where watching costs something for each folder
(inotify). Where the system watches whole trees (macOS, Windows), events of other folders are dropped.
"""

from __future__ import annotations

import errno
import itertools
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

from codegraph.paths import stored_path

log = logging.getLogger("codegraph")

POLL_SECONDS = 2.0

Notify = Callable[["str | None"], None]
"""Called with the stored path of a file something happened to; None: anything may have happened."""

Special = Callable[[str, str], None]
"""Called with ("git" | "sync", name of the file) for what happens in the folders that are not indexed."""

REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "drvfs", "vboxsf", "fuse.sshfs", "fuse.s3fs", "afs", "ceph"}
)
"""File systems on which the changes of other machines do not show as events."""


class Unwatchable(Exception):
    """The system's notifications cannot be had; the message says why, and what would help."""


class Source(Protocol):
    """What the watcher listens to."""

    name: str
    polls: float
    """Seconds between looks; 0 when the source reports by itself."""

    def watch(self, folder: str) -> None:
        """Report what happens in this folder from now on.

        Raises:
            Unwatchable: a limit of the system is reached.
        """
        ...

    def settle(self, folders: Iterable[str]) -> None:
        """Stop watching all other folders."""
        ...

    def close(self) -> None:
        """Stop."""
        ...


class Polling:
    """Has no events: the watcher looks for itself every so often."""

    name = "polling"

    def __init__(self, seconds: float = POLL_SECONDS) -> None:
        self.polls = seconds

    def watch(self, folder: str) -> None:
        """Nothing to do."""

    def settle(self, folders: Iterable[str]) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""


def open_source(
    how: str, root: Path, notify: Notify, special: Special, *, git: Path | None, own: Path
) -> tuple[Source, str]:
    """A source of the kind that the settings ask for, and a warning when it is another one.

    ``git`` and ``own`` are folders that are watched for the names in them alone.
    """
    if how == "polling":
        return Polling(), ""
    if how == "auto" and (kind := remote_file_system(root)):
        return Polling(), f"{root} is on a {kind} file system, which does not report what others change; polling"
    try:
        if sys.platform == "linux":
            return Inotify(root, notify, special, git=git, own=own), ""
        return Recursive(root, notify, special, git=git, own=own), ""
    except Unwatchable as error:
        return Polling(), f"{error}; polling instead"


def remote_file_system(root: Path, mounts: str = "/proc/self/mountinfo") -> str:
    """The kind of the network file system that ``root`` is on; '' when it is on none."""
    try:
        text = Path(mounts).read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    best, kind = "", ""
    place = os.fspath(root)
    for line in text.splitlines():
        head, _, tail = line.partition(" - ")
        fields, rest = head.split(), tail.split()
        if len(fields) < 5 or not rest:
            continue
        mount = fields[4].replace("\\040", " ")
        inside = place == mount or place.startswith(mount if mount.endswith("/") else mount + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, rest[0]
    return kind if kind in REMOTE else ""


class Inotify:
    """Linux. One watch a folder, on watchdog's inotify thread, without the half second in which watchdog's own
    observer waits for the other half of a move."""

    name = "native (inotify)"
    polls = 0.0

    def __init__(self, root: Path, notify: Notify, special: Special, *, git: Path | None, own: Path) -> None:
        try:
            from watchdog.observers.inotify_c import InotifyConstants, InotifyFD
        except Exception as error:  # a library that watchdog cannot use raises errors of many kinds
            raise Unwatchable(f"watchdog cannot use inotify here ({error})") from error
        constants: Any = InotifyConstants
        self._changes = (
            constants.IN_MODIFY
            | constants.IN_CLOSE_WRITE
            | constants.IN_MOVED_FROM
            | constants.IN_MOVED_TO
            | constants.IN_CREATE
            | constants.IN_DELETE
            | constants.IN_DELETE_SELF
            | constants.IN_MOVE_SELF
            | constants.IN_ONLYDIR
            | constants.IN_DONT_FOLLOW
        )
        self._names = constants.IN_CREATE | constants.IN_MOVED_TO | constants.IN_ONLYDIR
        self._root = os.fsencode(root)
        self._notify = notify
        self._special = special
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._folders: dict[int, tuple[str, int]] = {}
        """Watch descriptor -> (folder, id of our callback)."""
        self._watched: dict[str, int] = {}
        self._kinds: dict[int, str] = {}
        try:
            self._inotify: Any = InotifyFD()
        except OSError as error:
            raise _limit(error, "fs.inotify.max_user_instances") from error
        self._inotify.start()
        try:
            for folder, kind in ((git, "git"), (own, "sync")):
                if folder is not None:
                    number = self._inotify.add_callback(os.fsencode(folder), self._names, self, next(self._numbers))
                    self._kinds[number] = kind
            self.watch("")
        except OSError as error:
            self.close()
            raise _limit(error, "fs.inotify.max_user_watches") from error
        except Unwatchable:
            self.close()
            raise

    def watch(self, folder: str) -> None:
        """See :class:`Source`. Watching a folder again is what must be done when another takes its place."""
        ours = next(self._numbers)
        try:
            path = os.path.join(self._root, os.fsencode(folder))
            number = self._inotify.add_callback(path, self._changes, self, ours)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.ELOOP):
                return  # gone again, or not for us
            raise _limit(error, "fs.inotify.max_user_watches") from error
        if number < 0:
            return
        with self._lock:
            before = self._folders.get(number)
            self._folders[number] = (folder, ours)
            self._watched[folder] = number
        if before is not None:
            self._inotify.remove_callbacks([(number, before[1])])

    def settle(self, folders: Iterable[str]) -> None:
        """See :class:`Source`."""
        wanted = {"", *folders}
        with self._lock:
            gone = [(folder, number) for folder, number in self._watched.items() if folder not in wanted]
            remove: list[tuple[int, int]] = []
            for folder, number in gone:
                del self._watched[folder]
                entry = self._folders.get(number)
                # A folder that was renamed has the watch of its old name.
                if entry is not None and entry[0] == folder:
                    del self._folders[number]
                    remove.append((number, entry[1]))
        try:
            self._inotify.remove_callbacks(remove)
        except OSError as error:
            log.debug("watches could not be removed: %s", error)

    def watched(self) -> frozenset[str]:
        """The folders that are watched."""
        with self._lock:
            return frozenset(self._watched)

    def close(self) -> None:
        """See :class:`Source`."""
        self._inotify.stop()

    # -- what watchdog calls

    def on_event(self, event: Any) -> None:
        """Something happened under a watch."""
        name = os.fsdecode(event.name)
        kind = self._kinds.get(event.wd)
        if kind is not None:
            self._special(kind, name)
            return
        with self._lock:
            entry = self._folders.get(event.wd)
        if entry is None:
            return
        if event.is_directory or not name:
            if name not in (".git", ".codegraph"):
                self._notify(None)
        else:
            self._notify(stored_path(entry[0] + name))

    def on_watch_deleted(self, wd: int) -> None:
        """The folder is gone; a new one of that name must be watched anew."""
        with self._lock:
            entry = self._folders.pop(wd, None)
            if entry is not None and self._watched.get(entry[0]) == wd:
                del self._watched[entry[0]]

    def on_queue_overflow(self) -> None:
        """Events were lost."""
        self._notify(None)


class Recursive:
    """Systems that watch whole trees at no cost for each folder."""

    name = "native"
    polls = 0.0

    def __init__(self, root: Path, notify: Notify, special: Special, *, git: Path | None, own: Path) -> None:
        try:
            from watchdog.events import FileSystemEventHandler
            from watchdog.observers import Observer
        except Exception as error:
            raise Unwatchable(f"watchdog cannot be used here ({error})") from error
        self._root = os.fspath(root)
        self._notify = notify
        self._special = special
        self._git = None if git is None else os.fspath(git)
        self._own = os.fspath(own)
        self._folders: frozenset[str] = frozenset({""})
        source = self

        class Handler(FileSystemEventHandler):
            def on_any_event(self, event: Any) -> None:
                if event.event_type in ("opened", "closed_no_write"):
                    return
                for path in (event.src_path, getattr(event, "dest_path", "")):
                    if path:
                        source.heard(os.fsdecode(path), bool(event.is_directory), event.event_type)

        self._observer: Any = Observer()
        try:
            self._observer.schedule(Handler(), self._root, recursive=True)
            if self._git is not None and not self._git.startswith(self._root + os.sep):
                self._observer.schedule(Handler(), self._git, recursive=False)
            self._observer.start()
        except Exception as error:
            raise Unwatchable(f"watchdog cannot watch {root} ({error})") from error

    def heard(self, path: str, is_folder: bool, what: str) -> None:
        """One event of watchdog's."""
        place, name = os.path.split(path)
        if place == self._own or path == self._own:
            if name.startswith("sync-") and what != "deleted":
                self._special("sync", name)
        elif self._git is not None and (place == self._git or path == self._git):
            self._special("git", name)
        elif place == self._root or place.startswith(self._root + os.sep):
            folder = os.path.relpath(place, self._root).replace(os.sep, "/")
            folder = "" if folder == "." else f"{folder}/"
            if folder not in self._folders:
                return
            if not is_folder:
                self._notify(stored_path(folder + name))
            elif what != "modified":
                self._notify(None)

    def watch(self, folder: str) -> None:
        """Everything is watched already."""
        self._folders = self._folders | {folder}

    def settle(self, folders: Iterable[str]) -> None:
        """See :class:`Source`."""
        self._folders = frozenset({"", *folders})

    def close(self) -> None:
        """See :class:`Source`."""
        self._observer.stop()


def _limit(error: OSError, setting: str) -> Unwatchable:
    if error.errno in (errno.ENOSPC, errno.EMFILE, errno.ENFILE):
        try:
            value = Path("/proc/sys", *setting.split(".")).read_text(encoding="ascii").strip()
        except OSError:
            value = "?"
        return Unwatchable(f"the system's limit on watches is reached (raise {setting}, now {value})")
    return Unwatchable(f"the system refuses to watch ({error.strerror or error})")
