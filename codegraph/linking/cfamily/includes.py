"""Which files a file sees: ``#include`` resolved without a build's search paths."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parsers.facts import Import

CLOSURE_LIMIT = 3000

STANDARD = frozenset(
    (
        "assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h locale.h math.h setjmp.h "
        "signal.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h string.h "
        "strings.h tgmath.h threads.h time.h uchar.h wchar.h wctype.h unistd.h fcntl.h dirent.h dlfcn.h pthread.h "
        "poll.h sched.h semaphore.h termios.h syslog.h netdb.h pwd.h grp.h glob.h fnmatch.h regex.h getopt.h utime.h "
        "malloc.h memory.h alloca.h windows.h winsock2.h io.h process.h direct.h"
    ).split()
)
"""Headers of C and its systems: ``<string.h>`` is not the project's own ``compat/string.h``."""


class Includes:
    """The include graph, resolved file by file when asked for."""

    def __init__(self, paths: Iterable[str], rows: Callable[[str], list[Import]]) -> None:
        self._rows = rows
        self._by_name: dict[str, list[str]] = {}
        for path in paths:
            self._by_name.setdefault(path.rpartition("/")[2], []).append(path)
        self._paths = {path for found in self._by_name.values() for path in found}
        self._direct: dict[str, tuple[str, ...]] = {}
        self._closures: dict[str, frozenset[str]] = {}
        self._complete: dict[str, bool] = {}

    def resolve(self, path: str, row: Import) -> str | None:
        """The file of the repository that an include names."""
        spec = row.module
        name = spec.rpartition("/")[2]
        found = self._by_name.get(name)
        if not found:
            return None
        folder = dirname(path)
        system = "system" in row.flags
        if not system:
            beside = normpath(join(folder, spec))
            if beside in self._paths:
                return beside
        elif spec in STANDARD or spec.startswith(("sys/", "net/", "netinet/", "arpa/", "linux/")):
            return None
        spec = normpath(spec)
        while spec.startswith("../"):
            spec = spec[3:]
        fitting = [p for p in found if p == spec or p.endswith("/" + spec)]
        fitting = [p for p in fitting if p != path] or fitting
        if not fitting:
            return None
        if len(fitting) == 1:
            return fitting[0]
        return min(fitting, key=lambda p: (-common_folders(p, path), p.count("/"), p))

    def direct(self, path: str) -> tuple[str, ...]:
        """The files of the repository that ``path`` includes."""
        known = self._direct.get(path)
        if known is None:
            targets = [self.resolve(path, row) for row in self._rows(path)]
            known = self._direct[path] = tuple(dict.fromkeys([t for t in targets if t is not None and t != path]))
        return known

    def is_complete(self, path: str) -> bool:
        """Whether every quoted include that ``path`` leads to is a file of the repository, so that what is not
        declared there comes from outside."""
        known = self._complete.get(path)
        if known is None:
            known = self._complete[path] = not any(
                "system" not in row.flags and row.module not in STANDARD and self.resolve(other, row) is None
                for other in self.closure(path)
                for row in self._rows(other)
            )
        return known

    def closure(self, path: str) -> frozenset[str]:
        """Everything that ``path`` includes, directly or not, and itself."""
        known = self._closures.get(path)
        if known is None:
            seen = {path}
            pending = [path]
            while pending and len(seen) < CLOSURE_LIMIT:
                for target in self.direct(pending.pop()):
                    if target not in seen:
                        seen.add(target)
                        pending.append(target)
            known = self._closures[path] = frozenset(seen)
        return known


_HEADERS = (".h", ".hh", ".hpp", ".hxx", ".h++", ".inl", ".ipp", ".tcc", ".tpp", ".txx", ".inc", ".def")


def is_header(path: str) -> bool:
    """Whether the name of a file says that others include it."""
    return path.lower().endswith(_HEADERS)


def is_fragment(path: str, rows: Iterable[Import]) -> bool:
    """Whether a file may use what stands before its inclusion: a header, or a source without includes of its own."""
    return is_header(path) or not any("system" not in row.flags for row in rows)


def common_folders(a: str, b: str) -> int:
    """How many leading folders two paths share."""
    count = 0
    for left, right in zip(a.split("/")[:-1], b.split("/")[:-1], strict=False):
        if left != right:
            break
        count += 1
    return count
