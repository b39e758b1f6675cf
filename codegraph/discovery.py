"""Which files there are to index: what git would list, every file left out with its reason.

One walk over the folders. It reads no file's content except ignore files and the first line of
scripts without an extension, so that a run in which nothing changed costs little more than the
listing; :mod:`codegraph.sniffing` judges the content of new and changed files.

Ignored folders are not entered, with one exception that git makes too: a tracked file is listed
although an ignore rule matches it. Symbolic links are never followed, so that no file is indexed
twice, none outside the root, and no loop is walked.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from codegraph import ignore, marks
from codegraph.config import Config
from codegraph.errors import BadArgument, CodeGraphError
from codegraph.gitfolder import GitFolder, git_folder_around, git_folder_at, read_regular
from codegraph.paths import native_path, stored_path
from codegraph.secrets import is_secret_file
from parsers.languages import EXTENSIONS, FILENAMES, available, language_of_shebang

GIT_IGNORE = ".gitignore"
OWN_IGNORE = ".codegraphignore"


class Reason(StrEnum):
    """Why a file, or a folder with all that is in it, is not indexed; the values stand in the database."""

    BINARY = "binary"
    CACHE = "cache"
    DEPENDENCIES = "dependencies"
    EXCLUDED = "excluded"
    LANGUAGE = "language not selected"
    MINIFIED = "minified"
    NESTED = "nested repository"
    SECRET = "secret"
    SPECIAL = "not a regular file"
    SYMLINK = "symbolic link"
    TOO_LARGE = "too large"
    UNREADABLE = "unreadable"
    UNSUPPORTED = "unsupported"
    VANISHED = "vanished"


class SourceFile(NamedTuple):
    """A file to index."""

    path: str
    """Relative to the root, POSIX; see :mod:`codegraph.paths`."""
    language: str
    size: int
    mtime_ns: int
    inode: int
    """0 where the system has none."""
    flags: tuple[str, ...] = ()
    """Sorted: docs example generated test vendored, as far as names tell."""


class Skipped(NamedTuple):
    """A file that is not indexed, or a folder (its path ends in ``/``) that was not entered."""

    path: str
    reason: str
    language: str = ""
    size: int = 0
    """0 for what was not even looked at: unsupported files, folders, links."""
    mtime_ns: int = 0
    inode: int = 0
    detail: str = ""


@dataclass(slots=True)
class Discovery:
    """What one walk found, both lists in order of their paths."""

    files: list[SourceFile] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    """The folders that were entered, relative to the root, each with a trailing slash; '' is the root."""


class RootUnreadable(CodeGraphError):
    """The root is there and cannot be listed."""

    exit_code = 3

    def __init__(self, root: Path, cause: OSError) -> None:
        self.root = root
        super().__init__(f"cannot list {root}: {cause.strerror}; run as a user who may read it")


class FileUnreadable(Exception):
    """A listed file cannot be read now."""

    def __init__(self, path: str, reason: str, detail: str) -> None:
        self.path = path
        self.reason = reason
        """A :class:`Reason` value."""
        self.detail = detail
        super().__init__(f"{path}: {reason}: {detail}")


def discover(
    root: Path,
    config: Config | None = None,
    *,
    own: Iterable[Path] = (),
    entering: Callable[[str], None] | None = None,
) -> Discovery:
    """List the files below ``root``.

    ``own`` names database files of ours; they, and the journals beside them, are not even mentioned.
    ``entering`` is called with each folder (as in :attr:`Discovery.folders`) before it is listed: who begins to
    watch it then misses nothing.

    Raises:
        BadArgument: ``root`` is not a folder.
        RootUnreadable: it cannot be listed.
    """
    return _Walk(root, config or Config(), own, entering).run()


def read_source(root: Path, path: str, max_size: int) -> bytes:
    """The bytes of the listed file at ``path``.

    Between listing and reading anything can have happened to it; what is not a regular file any more is not opened.

    Raises:
        FileUnreadable: with the reason to record.
    """
    native = os.path.join(root, native_path(path))
    if not _is_inside(root, native):
        raise FileUnreadable(path, Reason.SYMLINK, "leads out of the root")
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        handle = os.open(native, flags)
    except (OSError, ValueError) as error:
        raise FileUnreadable(path, *_failure(error)) from error
    try:
        info = os.fstat(handle)
        if not stat.S_ISREG(info.st_mode):
            raise FileUnreadable(path, Reason.SPECIAL, "replaced since it was listed")
        if info.st_size > max_size:
            raise FileUnreadable(path, Reason.TOO_LARGE, f"{info.st_size} bytes")
        parts: list[bytes] = []
        room = max_size + 1
        # One byte more than allowed tells a file that grows while it is read; a size of 0 is not
        # trusted, network and proc file systems report it for files that have content.
        while room > 0 and (part := os.read(handle, min(room, max(info.st_size + 1, 65536)))):
            parts.append(part)
            room -= len(part)
    except OSError as error:
        raise FileUnreadable(path, *_failure(error)) from error
    finally:
        os.close(handle)
    if room <= 0:
        raise FileUnreadable(path, Reason.TOO_LARGE, f"more than {max_size} bytes")
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _is_inside(root: Path, native: str) -> bool:
    """Whether the folder of ``native`` is really below the root: a stored path may come from a hostile database."""
    top = os.path.realpath(root)
    folder = os.path.realpath(os.path.dirname(native))
    return folder == top or folder.startswith(top if top.endswith(os.sep) else top + os.sep)


def _failure(error: OSError | ValueError) -> tuple[str, str]:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return Reason.VANISHED, "deleted since it was listed"
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return Reason.SYMLINK, "replaced since it was listed"
    return Reason.UNREADABLE, getattr(error, "strerror", None) or str(error)


_VERSION_CONTROL = frozenset({".git", ".hg", ".svn", ".bzr", ".jj", "_darcs", "cvs"})
"""Never entered and never mentioned, whatever the ignore rules say, like our own index folder."""

_PRUNED = {
    "node_modules": Reason.DEPENDENCIES,
    "bower_components": Reason.DEPENDENCIES,
    "jspm_packages": Reason.DEPENDENCIES,
    "__pypackages__": Reason.DEPENDENCIES,
    ".venv": Reason.DEPENDENCIES,
    ".tox": Reason.DEPENDENCIES,
    ".nox": Reason.DEPENDENCIES,
    ".yarn": Reason.DEPENDENCIES,
    ".pnpm-store": Reason.DEPENDENCIES,
    ".bundle": Reason.DEPENDENCIES,
    ".gradle": Reason.CACHE,
    "__pycache__": Reason.CACHE,
    ".mypy_cache": Reason.CACHE,
    ".pytest_cache": Reason.CACHE,
    ".ruff_cache": Reason.CACHE,
    ".hypothesis": Reason.CACHE,
    ".parcel-cache": Reason.CACHE,
    ".next": Reason.CACHE,
    ".nuxt": Reason.CACHE,
    ".terraform": Reason.CACHE,
}
"""Folders that are not entered unless a ``!pattern`` in ``.codegraphignore`` asks for them."""

_OWN_FOLDER = ".codegraph"
_OWN_DATABASE = "graph.db"
_JOURNALS = ("", "-wal", "-shm", "-journal")
_MAX_SCRIPT = 64 * 1024
_NO_SCRIPTS = frozenset(
    {"LICENSE", "LICENCE", "COPYING", "README", "AUTHORS", "CHANGELOG", "CHANGES", "NOTICE", "NEWS", "INSTALL"}
    | {"TODO", "VERSION", "Makefile", "makefile", "GNUmakefile", "Dockerfile", "Containerfile", "CODEOWNERS"}
)
_CPP_SOURCES = frozenset({".cc", ".cpp", ".cxx", ".c++", ".hh", ".hpp", ".hxx", ".h++", ".cppm", ".ixx", ".C", ".H"})


class _Repository:
    """The work tree a folder belongs to, and how its paths relate to ours."""

    __slots__ = ("_above", "_base", "folder")

    def __init__(self, folder: GitFolder, *, base: str = "", above: str = "") -> None:
        self.folder = folder
        self._base = len(base)
        self._above = above

    def path(self, path: str) -> str:
        """A path relative to our root, as git spells it."""
        return self._above + path if self._above else path[self._base :]


class _Folder(NamedTuple):
    """A folder still to be listed."""

    path: str
    """Relative to the root, with a trailing slash; '' for the root."""
    git_rules: tuple[ignore.Rules, ...]
    """Nearest first."""
    own_rules: tuple[ignore.Rules, ...]
    repository: _Repository | None
    marks: int
    in_package: bool
    tracked_only: bool
    """Ignored, and entered only because something in it is tracked."""
    included: bool


class _Walk:
    """One run of :func:`discover`."""

    def __init__(self, root: Path, config: Config, own: Iterable[Path], entering: Callable[[str], None] | None) -> None:
        self._root = Path(os.path.realpath(root))
        self._entering = entering
        self._entered: list[str] = []
        self._config = config
        databases = [_OWN_DATABASE, *filter(None, (self._relative(path) for path in own))]
        self._own = frozenset(database + ending for database in databases for ending in _JOURNALS)
        self._files: list[SourceFile] = []
        self._headers: list[int] = []
        """Positions of ``.h`` files in the list."""
        self._skipped: list[Skipped] = []
        self._folders: list[_Folder] = []
        self._languages = available()
        self._selected = frozenset(config.languages)
        fold = os.name == "nt"
        self._include = ignore.Rules(config.include, fold_case=fold)
        self._mark_rules = tuple(
            (bit, rules)
            for bit, rules in (
                (marks.GENERATED, ignore.Rules(config.generated, fold_case=fold)),
                (marks.VENDORED, ignore.Rules(config.vendored, fold_case=fold)),
                (marks.TEST, ignore.Rules(config.tests, fold_case=fold)),
            )
            if rules
        )

    def run(self) -> Discovery:
        if not self._root.is_dir():
            raise BadArgument(
                f"{self._root} is not a folder" if self._root.exists() else f"there is no folder {self._root}"
            )
        self._folders.append(self._top())
        while self._folders:
            self._list(self._folders.pop())
        self._settle_headers()
        self._files.sort()
        self._skipped.sort()
        return Discovery(self._files, self._skipped, self._entered)

    # -- the folder to start with

    def _top(self) -> _Folder:
        repository = None
        rules: tuple[ignore.Rules, ...] = ()
        folder = git_folder_around(self._root)
        if folder is not None:
            way = self._root.relative_to(folder.top).parts
            above = "".join(f"{part}/" for part in way)
            repository = _Repository(folder, above=above)
            rules = self._rules_above(folder, way)
            if _is_ignored_by(rules, way, folder):
                # Asked for by name, an ignored folder is indexed; the rules that hide it say nothing about its inside.
                repository, rules = None, ()
        own = ignore.Rules(self._config.exclude, fold_case=os.name == "nt")
        return _Folder("", rules, (own,) if own else (), repository, 0, False, False, not self._include)

    def _rules_above(self, folder: GitFolder, way: tuple[str, ...]) -> tuple[ignore.Rules, ...]:
        """Rules of the exclude file and of ignore files above the root."""
        fold = folder.ignores_case
        above = "".join(f"{part}/" for part in way)
        found = [ignore.Rules(ignore.parse_lines(folder.excludes), above=above, fold_case=fold)]
        place = folder.top
        for depth, part in enumerate(way):
            written = read_regular(place / GIT_IGNORE)
            if written is not None:
                rest = "".join(f"{part}/" for part in way[depth:])
                found.append(ignore.Rules(ignore.parse_lines(written), above=rest, fold_case=fold))
            place /= part
        return tuple(reversed([rules for rules in found if rules]))

    # -- one folder

    def _list(self, folder: _Folder) -> None:
        native = os.path.join(self._root, folder.path) if folder.path else os.fspath(self._root)
        if self._entering is not None:
            self._entering(folder.path)
        try:
            with os.scandir(native) as listing:
                entries = list(listing)
        except (FileNotFoundError, NotADirectoryError):
            if not folder.path:
                raise BadArgument(f"there is no folder {self._root}") from None
            return
        except OSError as error:
            if not folder.path:
                raise RootUnreadable(self._root, error) from error
            self._skip(folder.path, Reason.UNREADABLE, detail=error.strerror or str(error))
            return
        names = {entry.name for entry in entries}
        if folder.path and ".git" in names:
            settled = self._nested(folder)
            if settled is None:
                self._skip(folder.path, Reason.NESTED, detail="not part of the repository around it")
                return
            folder = settled
        if "pyvenv.cfg" in names and folder.path and not self._kept(folder):
            self._skip(folder.path, Reason.DEPENDENCIES, detail="a virtual environment")
            return
        self._entered.append(folder.path)
        folder = self._with_ignore_files(folder, names)
        in_package = "__init__.py" in names
        for entry in entries:
            self._entry(folder, entry, in_package)

    def _nested(self, folder: _Folder) -> _Folder | None:
        """The folder as the top of a work tree of its own; None when it is not for us to enter."""
        git = git_folder_at(self._root / folder.path)
        if git is None:
            return folder
        around = folder.repository
        if around is not None and not self._kept(folder):
            path = around.path(folder.path[:-1])
            tracked = around.folder.tracked
            if not tracked.is_submodule(path):
                return folder if tracked.below(path) else None
        excludes = ignore.Rules(ignore.parse_lines(git.excludes), base=folder.path, fold_case=git.ignores_case)
        return folder._replace(
            repository=_Repository(git, base=folder.path), git_rules=(excludes,) if excludes else (), tracked_only=False
        )

    def _kept(self, folder: _Folder) -> bool:
        """Whether a ``!pattern`` of the user's own asks for the folder."""
        path = folder.path[:-1]
        return ignore.verdict(folder.own_rules, path.rpartition("/")[2], path, True) is False

    def _with_ignore_files(self, folder: _Folder, names: set[str]) -> _Folder:
        if GIT_IGNORE in names:
            fold = folder.repository is not None and folder.repository.folder.ignores_case
            rules = self._read_rules(folder.path, GIT_IGNORE, fold)
            if rules:
                folder = folder._replace(git_rules=(rules, *folder.git_rules))
        if OWN_IGNORE in names:
            rules = self._read_rules(folder.path, OWN_IGNORE, os.name == "nt")
            if rules:
                folder = folder._replace(own_rules=(rules, *folder.own_rules))
        return folder

    def _read_rules(self, base: str, name: str, fold_case: bool) -> ignore.Rules | None:
        written = read_regular(os.path.join(self._root, base, name))
        return None if written is None else ignore.Rules(ignore.parse_lines(written), base=base, fold_case=fold_case)

    # -- one entry

    def _entry(self, folder: _Folder, entry: os.DirEntry[str], in_package: bool) -> None:
        name = entry.name
        path = folder.path + name
        try:
            linked = entry.is_symlink() or _is_junction(entry)
            is_folder = not linked and entry.is_dir(follow_symlinks=False)
        except OSError as error:
            self._skip(path, Reason.UNREADABLE, detail=error.strerror or str(error))
            return
        if is_folder:
            lower = name.lower()
            if lower in _VERSION_CONTROL or lower == _OWN_FOLDER:
                return
            pruned = _PRUNED.get(lower)
        elif name == ".git":
            return  # of a linked work tree or a submodule: git's own, as the folder is
        else:
            pruned = None
        own_verdict = ignore.verdict(folder.own_rules, name, path, is_folder) if folder.own_rules else None
        tracked_only = folder.tracked_only
        if own_verdict is None:
            ignored = tracked_only or (
                bool(folder.git_rules) and ignore.verdict(folder.git_rules, name, path, is_folder)
            )
            if ignored:
                if not self._is_tracked(folder.repository, path, is_folder):
                    return
                tracked_only = tracked_only or is_folder
        elif own_verdict is False:
            pruned = None
            tracked_only = False
        if is_folder:
            if own_verdict:
                self._skip(f"{path}/", Reason.EXCLUDED)
            elif pruned is not None:
                self._skip(f"{path}/", pruned)
            else:
                self._enter(folder, name, path, in_package, tracked_only)
            return
        self._file(folder, entry, path, linked, bool(own_verdict))

    def _enter(self, folder: _Folder, name: str, path: str, in_package: bool, tracked_only: bool) -> None:
        marked = folder.marks | marks.folder_marks(name, in_package=in_package)
        if self._mark_rules:
            marked = self._marked(marked, name, path, True)
        included = folder.included
        if self._include:
            verdict = self._include.verdict(name, path, True)
            included = included if verdict is None else verdict
        self._folders.append(
            _Folder(
                f"{path}/",
                folder.git_rules,
                folder.own_rules,
                folder.repository,
                marked,
                in_package,
                tracked_only,
                included,
            )
        )

    def _file(self, folder: _Folder, entry: os.DirEntry[str], path: str, linked: bool, excluded: bool) -> None:
        if path in self._own:
            return
        name = entry.name
        dot = name.rfind(".")
        extension = name[dot:] if dot > 0 else ""
        language = EXTENSIONS.get(extension) or EXTENSIONS.get(extension.lower()) or FILENAMES.get(name, "")
        if linked:
            self._skip(path, Reason.SYMLINK, language)
            return
        if (not language or name.startswith(".env")) and is_secret_file(path):
            self._skip(path, Reason.SECRET)
            return
        if not language and (extension or name in _NO_SCRIPTS):
            self._skip(path, Reason.UNSUPPORTED)
            return
        try:
            info = entry.stat(follow_symlinks=False)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            self._skip(path, Reason.UNREADABLE, language, detail=error.strerror or str(error))
            return
        known = (info.st_size, info.st_mtime_ns, info.st_ino)
        if not stat.S_ISREG(info.st_mode):
            self._skip(path, Reason.SPECIAL, language)
            return
        if not language:
            language = self._script_language(path, info)
            if not language:
                self._skip(path, Reason.UNSUPPORTED)
                return
        if language not in self._languages:
            self._skip(path, Reason.UNSUPPORTED, language, *known, detail="no parser installed")
        elif excluded or not self._is_included(folder, name, path):
            self._skip(path, Reason.EXCLUDED, language, *known)
        elif self._selected and language not in self._selected:
            self._skip(path, Reason.LANGUAGE, language, *known)
        elif info.st_size > self._config.max_file_size:
            self._skip(path, Reason.TOO_LARGE, language, *known, detail=f"{info.st_size} bytes")
        elif marks.is_minified_name(name):
            self._skip(path, Reason.MINIFIED, language, *known)
        else:
            if extension == ".h":
                self._headers.append(len(self._files))
            marked = folder.marks | marks.file_marks(name)
            if self._mark_rules:
                marked = self._marked(marked, name, path, False)
            self._files.append(SourceFile(stored_path(path), language, *known, marks.mark_names(marked)))

    def _script_language(self, path: str, info: os.stat_result) -> str:
        """The language of a file without extension, from its first line."""
        executable = info.st_mode & 0o111 and os.name != "nt"
        if not info.st_size or (info.st_size > _MAX_SCRIPT and not executable):
            return ""
        try:
            with open(os.path.join(self._root, path), "rb") as file:
                return language_of_shebang(file.readline(256))
        except OSError:
            return ""

    def _is_included(self, folder: _Folder, name: str, path: str) -> bool:
        if not self._include:
            return True
        verdict = self._include.verdict(name, path, False)
        return folder.included if verdict is None else verdict

    def _marked(self, marked: int, name: str, path: str, is_folder: bool) -> int:
        for bit, rules in self._mark_rules:
            verdict = rules.verdict(name, path, is_folder)
            if verdict is not None:
                marked = marked | bit if verdict else marked & ~bit
        return marked

    def _is_tracked(self, repository: _Repository | None, path: str, is_folder: bool) -> bool:
        if repository is None:
            return False
        tracked = repository.folder.tracked
        path = repository.path(path)
        return tracked.below(path) or tracked.is_submodule(path) if is_folder else path in tracked

    def _relative(self, path: Path) -> str:
        """Where a path is below the root, as the walk spells it; '' when it is elsewhere."""
        real = Path(os.path.realpath(path))
        return real.relative_to(self._root).as_posix() if real.is_relative_to(self._root) else ""

    def _skip(
        self,
        path: str,
        reason: Reason,
        language: str = "",
        size: int = 0,
        mtime_ns: int = 0,
        inode: int = 0,
        detail: str = "",
    ) -> None:
        self._skipped.append(Skipped(stored_path(path), reason, language, size, mtime_ns, inode, detail))

    # -- headers

    def _settle_headers(self) -> None:
        """Give each ``.h`` the language of the C or C++ sources nearest to it, up the tree; ties go to C++.

        A C++ grammar reads nearly all C, a C grammar reads no C++: a shared header loses less as C++.
        """
        if not self._headers or "cpp" not in self._languages:
            return
        balance: dict[str, list[int]] = {}
        for file in self._files:
            if file.language not in ("c", "cpp") or "vendored" in file.flags:
                continue
            extension = file.path[file.path.rfind(".") :]
            if extension == ".h":
                continue
            is_cpp = extension in _CPP_SOURCES or extension.lower() in _CPP_SOURCES
            if not is_cpp and extension.lower() != ".c":
                continue
            place = file.path
            while place:
                place = place.rpartition("/")[0]
                balance.setdefault(place, [0, 0])[is_cpp] += 1
        for position in self._headers:
            place = self._files[position].path
            while place:
                place = place.rpartition("/")[0]
                found = balance.get(place)
                if found is not None:
                    if found[True] >= found[False]:
                        self._files[position] = self._files[position]._replace(language="cpp")
                    break


def _is_ignored_by(rules: tuple[ignore.Rules, ...], way: tuple[str, ...], folder: GitFolder) -> bool:
    """Whether git's rules hide the root itself, ``way`` below the top of its work tree."""
    if not way or folder.tracked.below("/".join(way)):
        return False
    fold = folder.ignores_case
    above_all = [ignore.Rules(ignore.parse_lines(folder.excludes), fold_case=fold)]
    place, path = folder.top, ""
    for part in way:
        written = read_regular(place / GIT_IGNORE)
        if written is not None:
            above_all.insert(0, ignore.Rules(ignore.parse_lines(written), base=path, fold_case=fold))
        if ignore.verdict(above_all, part, path + part, True):
            return True
        place /= part
        path += f"{part}/"
    return False


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Whether a Windows entry is a junction, which ``is_symlink`` does not count as a link."""
    if os.name != "nt":
        return False
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0x400)) and entry.is_dir(
        follow_symlinks=False
    )
