"""Which tree, which database: one answer for the command line and the server."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from codegraph.errors import BadArgument

INDEX_FOLDER = ".codegraph"
DATABASE_NAME = "graph.db"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A tree and the database that describes it."""

    root: Path
    """Absolute, symbolic links resolved."""
    database: Path
    explicit: bool
    """True when the user named the database (or a shipped one stands in the root): then no query writes to it."""

    @property
    def has_database(self) -> bool:
        """Whether there is a file to open."""
        return self.database.is_file()


def find_workspace(
    root: str | None = None,
    database: str | None = None,
    *,
    shipped: bool = True,
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Workspace:
    """The workspace meant by the options, the environment and the working directory, in that order.

    With ``shipped``, a ``graph.db`` in the root is read where there is no index of our own; a command that
    writes the index passes False.

    Raises:
        BadArgument: the tree is not a folder, or is ``/`` or the home directory.
    """
    env = os.environ if environment is None else environment
    here = cwd or Path.cwd()
    tree = find_root(root, environment=env, cwd=here)
    named = database or _usable(env.get("CODEGRAPH_DB"))
    if named:
        _refuse_nul(named)
        return Workspace(tree, (here / Path(named).expanduser()).absolute(), explicit=True)
    default = tree / INDEX_FOLDER / DATABASE_NAME
    _refuse_symlinks_out(tree, default)
    if default.is_file() and tracked_by_git(tree, f"{INDEX_FOLDER}/{DATABASE_NAME}"):
        raise BadArgument(
            f"{default} is tracked by git: it came with the clone and is not trusted. "
            f"Remove it from git and index again, or name it with --db if you trust it."
        )
    beside = tree / DATABASE_NAME
    if shipped and not default.is_file() and is_ours(beside) and not tracked_by_git(tree, DATABASE_NAME):
        return Workspace(tree, beside, explicit=True)
    return Workspace(tree, default, explicit=False)


def find_root(
    root: str | None = None, *, environment: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Path:
    """The tree meant: the option as it stands, else the project around the first place that is known.

    Raises:
        BadArgument: see :func:`find_workspace`.
    """
    env = os.environ if environment is None else environment
    here = cwd or Path.cwd()
    if given := _usable(root):
        _refuse_nul(given)
        folder = (here / Path(given).expanduser()).resolve()
        if not folder.is_dir():
            raise BadArgument(f"{given} is not a folder; give --root the folder of the project")
        return _refuse_wide(folder, "--root")
    for source in ("CODEGRAPH_ROOT", "CLAUDE_PROJECT_DIR"):
        if given := _usable(env.get(source)):
            folder = Path(given).expanduser().resolve()
            if folder.is_dir():
                return _refuse_wide(project_around(folder), source)
    return _refuse_wide(project_around(here.resolve()), "the working directory")


def project_around(folder: Path) -> Path:
    """The nearest folder at or above ``folder`` that is a git top or holds an index; else ``folder``."""
    for candidate in (folder, *folder.parents):
        if _too_wide(candidate):
            break
        if (candidate / ".git").exists() or (candidate / INDEX_FOLDER / DATABASE_NAME).is_file():
            return candidate
    return folder


def is_ours(file: Path) -> bool:
    """Whether ``file`` is a database that codegraph wrote, of whatever version."""
    from codegraph.store import Condition, condition_of

    return file.is_file() and condition_of(file)[0] in (Condition.OURS, Condition.OLDER, Condition.NEWER)


def tracked_by_git(root: Path, path: str) -> bool:
    """Whether git's index of ``root`` lists ``path``."""
    from codegraph.gitfolder import git_folder_at

    git = git_folder_at(root)
    if git is None:
        return False
    try:
        data = (git.folder / "index").read_bytes()
    except OSError:
        return False
    # Parsing a large index takes a while, and the bytes of the name settle it nearly always: only a version-4
    # index cuts names short, only a split one keeps them elsewhere.
    whole_names = data[4:8] in (b"\0\0\0\2", b"\0\0\0\3") and b"link\0\0" not in data
    return (not whole_names or path.encode() in data) and path in git.tracked


def _usable(value: str | None) -> str | None:
    """None for nothing and for a placeholder that a client did not fill in."""
    return value if value and "${" not in value else None


def _too_wide(folder: Path) -> bool:
    if folder == folder.parent:
        return True
    try:
        return folder == Path.home().resolve()
    except RuntimeError:
        return False


def _refuse_wide(folder: Path, source: str) -> Path:
    if _too_wide(folder):
        raise BadArgument(
            f"{source} leads to {folder}, which is no project; start in a project's folder or give --root DIR"
        )
    return folder


def _refuse_nul(text: str) -> None:
    if "\0" in text:
        raise BadArgument("a path cannot hold a NUL character")


def _refuse_symlinks_out(root: Path, default: Path) -> None:
    """An index folder or file that is a symbolic link out of the root would be written somewhere else."""
    for part in (default.parent, default):
        if part.is_symlink() and not part.resolve().is_relative_to(root):
            raise BadArgument(f"{part} is a symbolic link out of {root}; remove it, or name the database with --db")
