"""What is in a module, a package or a folder."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from codegraph.errors import AmbiguousSymbol, SymbolNotFound
from codegraph.model import ModuleStructure, Symbol
from codegraph.reading.filenames import File
from codegraph.reading.names import close_names, find_files, modules_called
from codegraph.reading.rows import FROM_SYMBOLS, FULL, chunks, full
from codegraph.symbols import module_symbol

INITIAL_FILES = ("__init__.py", "__init__.pyi", "index.ts", "index.tsx", "index.js", "index.mjs", "mod.rs", "lib.rs")
TOP_LEVEL_SHOWN = 12
"""Symbols of one module that a folder's outline shows."""
_DATA_KINDS = ("field", "variable", "constant", "property")


def outline(
    db: sqlite3.Connection, text: str, root: Path | None, *, limit: int | None = None, offset: int = 0
) -> ModuleStructure:
    """The outline of what ``text`` names: a file, a module, a package or a folder.

    Raises:
        SymbolNotFound: nothing indexed goes by this name.
        AmbiguousSymbol: several files do.
    """
    typed = text.strip().strip("`'\"") or "."
    folder = _folder(db, typed, root)
    if folder is not None:
        return _of_folder(db, folder, limit, offset)
    files = find_files(db, typed.rstrip("#").split(":", 1)[-1] if typed.endswith("#") else typed, root)
    if not files:
        files = modules_called(db, typed)
    packages = {file.path.rpartition("/")[0] for file in files}
    if files and len(packages) == 1 and "/" not in typed and _is_initial(files[0].path):
        return _of_folder(db, packages.pop(), limit, offset)
    if len(files) > 1 and len(packages) == 1 and "/" not in typed.strip("/"):
        # One Go or Java package: the files of one folder.
        return _of_folder(db, packages.pop(), limit, offset)
    if not files:
        raise SymbolNotFound(typed, _close_paths(db, typed) or close_names(db, typed))
    if len(files) > 1:
        raise AmbiguousSymbol(typed, [_module_symbol(db, file) for file in files])
    return _of_file(db, files[0], limit, offset)


def _is_initial(path: str) -> bool:
    return path.rsplit("/", 1)[-1] in INITIAL_FILES


def _folder(db: sqlite3.Connection, typed: str, root: Path | None) -> str | None:
    """The stored path of a folder that holds indexed files; '' for the root."""
    path = typed.replace("\\", "/")
    if root is not None and Path(typed).is_absolute():
        try:
            path = Path(typed).relative_to(root).as_posix()
        except ValueError:
            return None
    path = path.removeprefix("./").rstrip("/")
    if path in (".", ""):
        return ""
    row = db.execute(
        "SELECT 1 FROM files WHERE status = 'indexed' AND path >= ? AND path < ? LIMIT 1", (f"{path}/", f"{path}0")
    ).fetchone()
    return path if row else None


def _of_file(db: sqlite3.Connection, file: File, limit: int | None, offset: int) -> ModuleStructure:
    depths: dict[int, int] = {}
    items: list[tuple[int, Symbol]] = []
    rows = db.execute(
        f"""
        SELECT {FULL}, s.parent_id, s.definition FROM {FROM_SYMBOLS}
        WHERE s.file_id = ? ORDER BY s.start_line, s.definition
        """,
        (file.id,),
    )
    for row in rows:
        if row[-1] == 0:
            depths[row[0]] = -1
            continue
        depth = depths.get(row[-2], -1) + 1
        depths[row[0]] = depth
        items.append((depth, full(row)))
    shown = items[offset:] if limit is None else items[offset:][:limit]
    return ModuleStructure(
        path=file.path,
        kind="module",
        symbols=tuple(shown),
        imports=_imports(db, [file.id]),
        imported_by=_imported_by(db, [file.id]),
        total=len(items),
        cut=len(items) - len(shown),
        offset=offset,
    )


def _of_folder(db: sqlite3.Connection, folder: str, limit: int | None, offset: int) -> ModuleStructure:
    """Subfolders with their sizes, then the files right here with their top-level symbols."""
    prefix = f"{folder}/" if folder else ""
    rows = db.execute(
        """
        SELECT f.id, f.path, f.language, f.module, f.lines FROM files f
        WHERE f.status = 'indexed' AND f.path >= ? AND f.path < ? ORDER BY f.path
        """,
        (prefix, f"{folder}0" if folder else "\U0010ffff"),
    ).fetchall()
    here: list[tuple] = []
    below: dict[str, list[int]] = {}
    for row in rows:
        head, slash, _ = row[1][len(prefix) :].partition("/")
        if slash:
            below.setdefault(head, []).append(row[4])
        else:
            here.append(row)
    items: list[tuple[int, Symbol]] = [
        (0, Symbol("", name, name, "package", "", f"{prefix}{name}", 1, 1, doc=f"{len(n)} files, {sum(n)} lines"))
        for name, n in sorted(below.items())
    ]
    top = _top_level(db, [row[0] for row in here])
    for file_id, path, language, module, lines in here:
        name = path[len(prefix) :]
        symbols = top.get(file_id, [])
        more = len(symbols) - TOP_LEVEL_SHOWN
        note = f"{lines} lines" + (f", {more} more top-level definitions" if more > 0 else "")
        items.append(
            (
                0,
                Symbol(
                    module_symbol(language, path), name, module or name, "module", language, path, 1, lines, doc=note
                ),
            )
        )
        items += [(1, symbol) for symbol in symbols[:TOP_LEVEL_SHOWN]]
    shown = items[offset:] if limit is None else items[offset:][:limit]
    ids = [row[0] for row in rows]
    return ModuleStructure(
        path=folder or ".",
        kind="package" if any(_is_initial(row[1]) or row[1].endswith((".go", ".java")) for row in here) else "folder",
        symbols=tuple(shown),
        imports=_imports(db, ids, outside=prefix) if prefix else (),
        imported_by=_imported_by(db, ids, outside=prefix) if prefix else (),
        total=len(items),
        cut=len(items) - len(shown),
        offset=offset,
    )


def _top_level(db: sqlite3.Connection, file_ids: list[int]) -> dict[int, list[Symbol]]:
    out: dict[int, list[Symbol]] = {}
    data = ",".join(f"'{kind}'" for kind in _DATA_KINDS)
    for marks, piece in chunks(file_ids):
        rows = db.execute(
            f"""
            SELECT {FULL}, s.file_id FROM {FROM_SYMBOLS} JOIN symbols p ON p.id = s.parent_id
            WHERE s.file_id IN {marks} AND p.definition = 0 AND s.kind NOT IN ({data})
            ORDER BY s.file_id, s.start_line, s.definition
            """,
            piece,
        )
        for row in rows:
            out.setdefault(row[-1], []).append(full(row))
    return out


def _imports(db: sqlite3.Connection, file_ids: list[int], outside: str | None = None) -> tuple[str, ...]:
    """Paths of imported files of the repository, then the names of other modules."""
    inside: set[str] = set()
    external: set[str] = set()
    for marks, piece in chunks(file_ids):
        rows = db.execute(
            f"""
            SELECT DISTINCT t.path, CASE WHEN t.path IS NULL THEN i.module ELSE '' END FROM imports i
            LEFT JOIN files t ON t.id = i.target_file_id WHERE i.file_id IN {marks}
            """,
            piece,
        )
        for path, module in rows:
            if path is None:
                external.add(module)
            elif outside is None or not path.startswith(outside):
                inside.add(path)
    return (*sorted(inside), *sorted(external - {""}))


def _imported_by(db: sqlite3.Connection, file_ids: list[int], outside: str | None = None) -> tuple[str, ...]:
    paths: set[str] = set()
    for marks, piece in chunks(file_ids):
        rows = db.execute(
            f"""
            SELECT DISTINCT f.path FROM imports i JOIN files f ON f.id = i.file_id
            WHERE i.target_file_id IN {marks}
            """,
            piece,
        )
        paths.update(row[0] for row in rows if outside is None or not row[0].startswith(outside))
    return tuple(sorted(paths))


def _module_symbol(db: sqlite3.Connection, file: File) -> Symbol:
    row = db.execute(
        f"SELECT {FULL} FROM {FROM_SYMBOLS} WHERE s.file_id = ? AND s.definition = 0", (file.id,)
    ).fetchone()
    return full(row) if row else Symbol(f":{file.path}#", file.path, file.module, "module", "", file.path, 1, 1)


def _close_paths(db: sqlite3.Connection, typed: str) -> list[str]:
    """Indexed paths whose last part looks like the one typed."""
    from difflib import get_close_matches

    wanted = typed.rsplit("/", 1)[-1]
    if not wanted:
        return []
    by_name: dict[str, str] = {}
    for (path,) in db.execute("SELECT path FROM files WHERE status = 'indexed' ORDER BY path LIMIT 100000"):
        name = path.rsplit("/", 1)[-1]
        if abs(len(name) - len(wanted)) <= 4 and name[:1] == wanted[:1]:
            by_name.setdefault(name, path)
    return [by_name[name] for name in get_close_matches(wanted, by_name, 3)]
