"""The two sides of a patch, found on disk: it may have been applied or not, and hold one commit or several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from codegraph.changes.diff import Diff, FileChange
from codegraph.changes.lines import fill_lines
from codegraph.changes.patches import PatchedFile
from codegraph.changes.sides import ChangedFile, Comparison, SideReader
from codegraph.errors import BadArgument
from parsers.languages import language_of

_DEEPEST = 8
"""Leading folders of a name that a patch made elsewhere may have too many."""


def compare_patch(patched: Sequence[PatchedFile], reader: SideReader, *, prefix: str = "") -> Comparison:
    """The two sides of a patch. ``prefix``: the root as seen from the top of its repository.

    Raises:
        BadArgument: a source file on disk is neither side of it.
    """
    inside = _below(patched, prefix)
    paths = Counter(path for file in inside for path in {file.change.old_path, file.change.new_path} if path)
    several = {path for path, count in paths.items() if count > 1}
    alone = [f for f in inside if not several & {f.change.old_path, f.change.new_path}]
    together = [f for f in inside if several & {f.change.old_path, f.change.new_path}]
    files: list[ChangedFile] = []
    others: list[FileChange] = []
    found = [(file.change, *_both(file, reader)) for file in alone]
    if together:
        found += _series(together, reader)
    for change, old, new in found:
        old_side, new_side = reader.side(change.old_path, old), reader.side(change.new_path, new)
        if old_side is None and new_side is None:
            others.append(change)
        else:
            files.append(ChangedFile(change, old_side, new_side))
    changes = (*(f.change for f in files), *others)
    notes = [f"{f.change.path}: the patch shows no lines of it" for f in inside if f.is_binary and _is_code(f)]
    diff = Diff(tuple(changes), "", "")
    return Comparison(diff, files, others, "before the patch", "after the patch", prefix, tuple(notes))


def _below(patched: Sequence[PatchedFile], prefix: str) -> Sequence[PatchedFile]:
    """The changes below the root, with names as seen from there.

    A patch of the whole repository names files from its top: then what lies elsewhere is left out, as git does.
    """

    def names(file: PatchedFile) -> list[str]:
        return [name for name in (file.change.old_path, file.change.new_path) if name is not None]

    inside = [file for file in patched if prefix and any(name.startswith(prefix) for name in names(file))]
    if not inside:
        return patched
    for file in inside:
        change = file.change
        for side, status in (("old_path", "added"), ("new_path", "deleted")):
            name = getattr(change, side)
            if name is not None and not name.startswith(prefix):
                setattr(change, side, None)
                change.status = status
            elif name is not None:
                setattr(change, side, name[len(prefix) :])
    return inside


def _matters(file: PatchedFile) -> bool:
    """Whether what the file holds is asked about: of a picture or a lock file nobody wants to know."""
    has_extension = "." in file.change.path.rpartition("/")[2].lstrip(".")
    return not file.is_link and not file.is_binary and (_is_code(file) or not has_extension)


def _is_code(file: PatchedFile) -> bool:
    return language_of(file.change.path) != ""


def _both(file: PatchedFile, reader: SideReader) -> tuple[bytes | None, bytes | None]:
    if not _matters(file):
        return None, None
    change = file.change
    names = (change.old_path, change.new_path)
    for old, new in _spellings(file):
        change.old_path, change.new_path = old, new
        if (sides := _fitting(file, reader)) is not None:
            return sides
    change.old_path, change.new_path = names
    if any(name is not None and reader.is_there(name) and reader.on_disk(name) is None for name in names):
        return None, None  # too large, or no regular file: not read in the work tree either
    raise BadArgument(f"the patch does not fit {change.path} as it is on disk, neither applied nor to be applied")


def _spellings(file: PatchedFile) -> list[tuple[str | None, str | None]]:
    """The names of a file, the likeliest first: as they are, one for both, and with folders in front left out."""
    old, new = file.change.old_path, file.change.new_path
    found: list[tuple[str | None, str | None]] = [(old, new)]
    if not file.by_git and old is not None and new is not None and old != new:
        found = [(new, new), (old, old), (old, new)]  # `diff -u a.py.orig a.py` tells of one file
    for _ in range(_DEEPEST):
        if any(name is not None and "/" not in name for name in (old, new)):
            break
        old, new = (name.partition("/")[2] if name is not None else None for name in (old, new))
        found.append((old, new))
    return found


def _fitting(file: PatchedFile, reader: SideReader) -> tuple[bytes | None, bytes | None] | None:
    change = file.change
    now = reader.on_disk(change.new_path) if change.new_path is not None else None
    if now is not None:
        before = file.apply(now, backwards=True)
        if before is not None and (change.old_path is None) == (change.status == "added"):
            return (before if change.old_path is not None else None), now
    before = reader.on_disk(change.old_path) if change.old_path is not None else b""
    if before is not None:
        after = file.apply(before, backwards=False)
        if after is not None:
            return (before if change.old_path is not None else None), (after if change.new_path is not None else None)
    if change.new_path is None and before is None:
        # A deletion that has been applied: everything the file had is in the patch.
        if (had := file.apply(b"", backwards=True)) is not None:
            return had, None
    return None


def _series(patched: Sequence[PatchedFile], reader: SideReader) -> list[tuple[FileChange, bytes | None, bytes | None]]:
    """What several commits do to files together: applied one after the other, or taken back from the last."""
    wanted = [file for file in patched if _matters(file)]
    for backwards in (False, True):
        made = _applied(wanted, reader, backwards=backwards)
        if made is not None:
            break
    else:
        names = ", ".join(sorted({file.change.path for file in wanted})[:5])
        raise BadArgument(f"the patches do not fit {names} as on disk, neither all applied nor all to be applied")
    found: list[tuple[FileChange, bytes | None, bytes | None]] = []
    for old_path, new_path, old, new in made:
        if old == new and old_path == new_path:
            continue
        status = "added" if old is None else "deleted" if new is None else "modified"
        if status == "modified" and old_path != new_path:
            status = "renamed"
        change = FileChange(status, old_path if old is not None else None, new_path if new is not None else None)
        fill_lines(change, old, new)
        found.append((change, old, new))
    return found + [(file.change, None, None) for file in patched if not _matters(file)]


def _applied(
    patched: Sequence[PatchedFile], reader: SideReader, *, backwards: bool
) -> list[tuple[str, str, bytes | None, bytes | None]] | None:
    """(old path, new path, old content, new content); None when it does not fit that way."""
    content: dict[str, bytes | None] = {}
    start: dict[str, str] = {}
    """Path now -> path at the start, for files that were moved."""

    def look(path: str) -> bytes | None:
        if path not in content:
            content[path] = reader.on_disk(path)
            start.setdefault(path, path)
        return content[path]

    first: dict[str, bytes | None] = {}
    for file in reversed(patched) if backwards else patched:
        change = file.change
        source, target = (change.new_path, change.old_path) if backwards else (change.old_path, change.new_path)
        before = look(source) if source is not None else b""
        for path in (source, target):
            if path is not None:
                first.setdefault(path, look(path))
        if before is None or (source is None and target is not None and look(target) is not None):
            return None
        after = file.apply(before, backwards=backwards)
        if after is None:
            return None
        if target is not None:
            content[target] = after
        if source is not None and source != target and change.status != "copied":
            content[source] = None
            if target is not None:
                start[target] = start.get(source, source)
    moved = {start[path] for path, data in content.items() if data is not None and start.get(path, path) != path}
    found: list[tuple[str, str, bytes | None, bytes | None]] = []
    for path, data in content.items():
        origin = start.get(path, path)
        if data is None and path in moved:
            continue  # told with the file it became
        had = first.get(origin)
        pair = (path, origin, data, had) if backwards else (origin, path, had, data)
        if data is not None or had is not None:
            found.append(pair)
    return found
