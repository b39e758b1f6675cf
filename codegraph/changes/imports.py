"""Imports that no longer find what they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from codegraph.changes.graph import SideGraph
from codegraph.changes.sides import ChangedFile, Side
from codegraph.paths import stored_path
from parsers.facts import FileFacts, Import

if TYPE_CHECKING:
    from codegraph.changes.symbols import ChangedSymbol

_SCRIPT = frozenset(("javascript", "typescript", "tsx", "jsx"))
_BY_NAME = frozenset(("python", "rust", "java", "kotlin", *_SCRIPT))
"""Languages whose imports name members of a file."""
_FOUND_BY_FILE = frozenset(("python", *_SCRIPT))
"""Languages in which an import finds its file whether or not the name is there."""


class BrokenImport(NamedTuple):
    """One import, as the new side has it."""

    file: str
    line: int
    column: int
    message: str
    cause: str
    around: str


def broken_imports(
    base: SideGraph, head: SideGraph, files: Sequence[ChangedFile], gone: Mapping[str, ChangedSymbol]
) -> Iterator[BrokenImport]:
    """Imports of names, or of whole files, that the change took away."""
    for file in files:
        if file.old is None:
            continue
        if file.new is None or file.new.path != file.old.path:
            yield from _of_file(base, head, file)
        if file.new is not None and file.old.language in _BY_NAME and file.new.path == file.old.path:
            lost = set() if _answers_for_more(file) else _lost_names(file.old.facts, file.new.facts)
            if lost:
                yield from _of_names(base, head, file, lost, gone)


def _lost_names(old: FileFacts, new: FileFacts) -> set[str]:
    """Names that another file could import before and cannot now."""
    if any(row.name == "*" and row.scope == 0 for row in new.imports):
        return set()  # whatever is missing may come from there
    return importable(old) - importable(new)


def _answers_for_more(file: ChangedFile) -> bool:
    """Whether a module function that makes names up (``__getattr__``) came or changed: it may know the lost ones."""
    assert file.old is not None and file.new is not None
    return _maker(file.new) not in (b"", _maker(file.old))


def _maker(side: Side) -> bytes:
    for d in side.facts.definitions[1:]:
        if d.name == "__getattr__" and d.parent == 0:
            return side.text[d.start_byte : d.end_byte]
    return b""


def importable(facts: FileFacts) -> set[str]:
    """What other files can import by name from this one."""
    if facts.language in _SCRIPT:
        names = {d.name for d in facts.definitions[1:] if "exported" in d.flags}
        names |= {b.name for b in facts.bindings if b.kind == "export"}
        names |= {row.local or row.name for row in facts.imports if "reexport" in row.flags}
        return names - {""}
    names = {d.name for d in facts.definitions[1:] if d.parent == 0}
    names |= {b.name for b in facts.bindings if b.scope == 0 and b.kind not in ("attr", "return", "yield", "delete")}
    names |= {b.name for b in facts.bindings if b.kind == "global"}
    names |= {row.local for row in facts.imports if row.scope == 0}
    return names - {""}


def _of_names(
    base: SideGraph,
    head: SideGraph,
    file: ChangedFile,
    lost: set[str],
    gone: Mapping[str, ChangedSymbol],
) -> Iterator[BrokenImport]:
    assert file.old is not None and file.new is not None
    path = file.new.path
    folder = path.rpartition("/")[0] if path.endswith("/__init__.py") else None
    causes = {c.old.definition.name: symbol for symbol, c in gone.items() if c.old and c.old.side.path == path}
    target = head.stored.ids.get(path, -1)
    rows = head.stored.db.execute(
        f"SELECT DISTINCT f.path FROM imports i JOIN files f ON f.id = i.file_id "
        f"WHERE i.target_file_id = ? AND i.name IN ({','.join('?' * len(lost))})",
        (target, *sorted(lost)),
    )
    importers = {row[0] for row in rows} | (set(head.overlay) & set(head.languages))
    if file.old.language not in _FOUND_BY_FILE:
        importers |= {
            p for p in base.outdated | head.outdated if p in head.languages
        }  # such an import leads nowhere any more
    for importer in sorted(importers & set(head.languages)):
        facts = head.facts(importer)
        if not any(row.name in lost for row in facts.imports):
            continue
        leading = {index for index, where in head.uses(importer).imports if where == path}
        if file.old.language not in _FOUND_BY_FILE and importer in base.languages:
            rows_before = base.facts(importer).imports
            led = {_same(rows_before[index]) for index, where in base.uses(importer).imports if where == path}
            somewhere = {index for index, _ in head.uses(importer).imports}
            leading |= {n for n, row in enumerate(facts.imports) if _same(row) in led and n not in somewhere}
        for index, row in enumerate(facts.imports):
            if index not in leading or row.name not in lost or _guarded(row):
                continue
            if folder is not None and any(
                f"{folder}/{row.name}{end}" in head.languages for end in (".py", ".pyi", "/__init__.py")
            ):
                continue
            message = f"imports {row.name} from {path}, where it is gone"
            cause = causes.get(row.name, f"{file.old.language}:{path}#")
            yield BrokenImport(
                importer,
                row.row + 1,
                row.column + 1,
                message,
                cause,
                head.symbol_at((importer, row.scope), around=True) or "",
            )


def _guarded(row: Import) -> bool:
    """Whether the program expects that the import may fail."""
    return "conditional" in row.flags


def _of_file(base: SideGraph, head: SideGraph, file: ChangedFile) -> Iterator[BrokenImport]:
    """Imports that led to a file which is not there any more, and now lead nowhere."""
    assert file.old is not None
    path = file.old.path
    stem = path.rpartition("/")[2].partition(".")[0]
    folder = path.rpartition("/")[0].rpartition("/")[2]
    words = {word.encode("utf-8", "surrogatepass") for word in (stem, folder) if word}
    for importer in sorted(base.outdated | head.outdated):
        if importer == path or importer not in head.languages or importer not in base.languages:
            continue
        if importer not in base.overlay and not any(word in base.stored.blob(importer) for word in words):
            continue
        facts = base.facts(importer)
        if not facts.imports:
            continue
        now = head.uses(importer).imports
        after = head.facts(importer)
        found_after = {_same(after.imports[index]) for index, _ in now}
        rows_after = {_same(row): row for row in after.imports}
        for index, where in base.uses(importer).imports:
            row = facts.imports[index]
            if where != path or _guarded(row):
                continue
            key = _same(row)
            if key in found_after or key not in rows_after:
                continue
            here = rows_after[key]
            name = f"{row.module}.{row.name}".strip(".") if row.name and row.name != "*" else row.module
            moved = f"moved to {file.new.path}" if file.new is not None else "was removed"
            yield BrokenImport(
                importer,
                here.row + 1,
                here.column + 1,
                f"imports {name or row.name} from {path}, which {moved}",
                f"{file.old.language}:{stored_path(path)}#",
                head.symbol_at((importer, here.scope), around=True) or "",
            )


def _same(row: Import) -> tuple[str, str, str, int]:
    return (row.local, row.module, row.name, row.level)
