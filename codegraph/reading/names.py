"""From what people type to the one symbol they mean.

Accepted: symbol strings, ``checkout``, ``Cart.checkout``, ``shop.cart.Cart.checkout`` (also through
re-exports and inheritance), ``shop/cart.py:42``, ``shop/cart.py::Cart.checkout``, ``shop/cart.py``, and the
separators of other languages (``Type::method``, ``Class#method``, ``pkg.(*Type).Method``). A name that fits
several symbols is never decided by a guess.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import Path, PurePath
from typing import NamedTuple

from codegraph.errors import AmbiguousSymbol, BadArgument, SymbolNotFound
from codegraph.model import Symbol
from codegraph.reading.filenames import INITIAL_FILES, SEPARATORS, File, file_names, owners
from codegraph.reading.packages import packages_called
from codegraph.reading.rows import BRIEF, CLASS_KINDS, FROM_SYMBOLS, FULL, brief, chunks, flags_of, full, place

LONGEST = 1000
"""Characters of a symbol as typed."""

MOST_CANDIDATES = 40
"""Candidates shown for an ambiguous name."""

_SYMBOL = re.compile(r"^[a-z][a-z0-9_+-]*:[^#]+#")
_LINE = re.compile(r"^(.+?)(?::|#L)(\d{1,9})(?:[:.]\d{1,9})?(?:-L?\d{1,9}(?:[:.]\d{1,9})?)?$")
"""``cart.py:42``, ``cart.py:42:7``, ``cart.py:42-60``, ``cart.py#L42-L60``: the first line counts."""
_IN_FILE = re.compile(r"::?|#")
_DATA_KINDS = frozenset(("field", "variable", "constant"))
_RUNNING_KINDS = frozenset(("function", "method", "property"))
_MODULE_KINDS = frozenset(("module", "package"))
_COPIES = frozenset(("generated", "vendored"))
_BODILESS = frozenset(("signature", "overload", "setter", "deleter"))


class Found(NamedTuple):
    """A symbol and its row id."""

    id: int
    symbol: Symbol


def resolve(db: sqlite3.Connection, text: str, root: Path | None = None) -> Found:
    """The one symbol that ``text`` means.

    Raises:
        AmbiguousSymbol: with the candidates.
        SymbolNotFound: with close names.
        BadArgument: nothing that could be a name.
    """
    typed = text.strip().strip("`'\"").strip()
    if not typed or len(typed) > LONGEST or "\0" in typed:
        raise BadArgument(
            "a symbol is a name such as Cart.checkout, shop.cart.Cart.checkout or shop/cart.py:42"
            if not typed or "\0" in typed
            else f"a symbol of {len(typed)} characters; at most {LONGEST} are read"
        )
    ids = _candidates(db, typed, root)
    if not ids:
        files, places = outside_names(db, typed)
        raise SymbolNotFound(typed, close_names(db, typed), imported_in=files, imported_at=places)
    found = _full(db, ids)
    if len(found) > 1:
        raise AmbiguousSymbol(typed, [f.symbol for f in found])
    return found[0]


def _candidates(db: sqlite3.Connection, typed: str, root: Path | None) -> list[int]:
    """Row ids of what ``typed`` may mean, the surest reading that fits anything."""
    row = db.execute("SELECT id FROM symbols WHERE symbol = ?", (typed,)).fetchone()
    if row:
        return [row[0]]
    if _SYMBOL.match(typed):
        return []
    if match := _LINE.match(typed):
        files = find_files(db, match[1], root)
        if files:
            return [i for i in (innermost(db, file, int(match[2])) for file in files) if i is not None]
    for separator in _IN_FILE.finditer(typed):
        # ``cart.py::Cart.checkout``, as test runners write it, and ``cart.py:Cart.checkout``
        right = typed[separator.end() :]
        if right and (files := find_files(db, typed[: separator.start()], root)):
            return _in_modules(db, files, split_name(right))
    files = find_files(db, typed, root)
    if files and ("/" in typed or "\\" in typed or "." in typed):
        return _modules_of(db, files)
    parts = split_name(typed)
    if not parts:
        return []
    return _by_name(db, typed, parts) or (_in_packages(db, parts, root) if root is not None and len(parts) > 1 else [])


def split_name(text: str) -> list[str]:
    """``pkg.(*Type).Method()`` -> ``[pkg, Type, Method]``; type arguments and call brackets are dropped."""
    name = text.strip()
    while name.endswith("()"):
        name = name[:-2]
    head, operator, tail = name.partition("operator")
    if operator and (not head or not (head[-1].isalnum() or head[-1] == "_")) and tail and not tail[0].isalnum():
        return [*_split(head), operator + tail.strip()]
    return _split(name)


def _split(name: str) -> list[str]:
    if "<" in name:
        name = _without_type_arguments(name)
    name = name.replace("(*", "").replace("(", "").replace(")", "").lstrip("&*@")
    return [part for part in SEPARATORS.split(name) if part]


def _without_type_arguments(name: str) -> str:
    kept: list[str] = []
    depth = 0
    for position, char in enumerate(name):
        if char == "<":
            depth += 1
        elif char == ">" and depth and name[position - 1] != "-":
            depth -= 1
        elif not depth:
            kept.append(char)
    return "".join(kept)


# -- files


def find_files(db: sqlite3.Connection, text: str, root: Path | None) -> list[File]:
    """Indexed files that ``text`` names: the path from the root, else every path that ends in it."""
    path = text.replace("\\", "/")
    if root is not None and PurePath(text).is_absolute():
        try:
            path = PurePath(text).relative_to(root).as_posix()
        except ValueError:
            return []
    while path.startswith("./"):
        path = path[2:]
    path = path.rstrip("/")
    if not path:
        return []
    row = db.execute("SELECT id, path, module FROM files WHERE status = 'indexed' AND path = ?", (path,)).fetchone()
    if row:
        return [File(*row)]
    alike = file_names(db).by_file_name.get(path.rpartition("/")[2], ())
    return [file for file in alike if file.path.endswith(f"/{path}")]


def innermost(db: sqlite3.Connection, file: File, line: int) -> int | None:
    """The smallest definition around a line; outside all of them the module.

    Code wins over data: the line of a method that sets ``self.total`` belongs to the method.
    """
    rows = db.execute(
        "SELECT id, kind, start_line, end_line FROM symbols WHERE file_id = ? AND start_line <= ? AND end_line >= ?",
        (file.id, line, line),
    ).fetchall()
    in_code = any(kind in _RUNNING_KINDS for _, kind, _, _ in rows)
    best: tuple[tuple[int, int, int], int] | None = None
    for row_id, kind, start, end in rows:
        if in_code and kind in _DATA_KINDS:
            continue
        rank = (1 if kind in _MODULE_KINDS else 0, end - start, -start)
        if best is None or rank < best[0]:
            best = (rank, row_id)
    if best is None:
        return next(iter(_modules_of(db, [file])), None)
    return best[1]


def _modules_of(db: sqlite3.Connection, files: Sequence[File]) -> list[int]:
    ids: list[int] = []
    for marks, piece in chunks(file.id for file in files):
        ids += [
            row[0]
            for row in db.execute(
                f"SELECT id FROM symbols WHERE file_id IN {marks} AND kind = 'module' AND definition = 0", piece
            )
        ]
    return ids


# -- names


class _Row(NamedTuple):
    id: int
    kind: str
    name: str
    qualified_name: str
    path: str
    module: str
    flags: str
    file_id: int


_ROW = "s.id, s.kind, s.name, s.qualified_name, f.path, f.module, s.flags, s.file_id"


def _by_name(db: sqlite3.Connection, typed: str, parts: list[str]) -> list[int]:
    rows = _named(db, _last_names(typed, parts))
    definitions = [row for row in rows if row.kind not in _MODULE_KINDS]
    if len(parts) > 1:
        exact = [row for row in definitions if _own_parts(row) == parts]
        if exact:
            return _preferred(exact)
        reexported = _through_modules(db, parts)
        if reexported:
            return reexported
        modules = _modules_named(db, ".".join(parts)) or _modules_named(db, "/".join(parts))
        if modules:
            return modules
    fitting = [row for row in definitions if _fits(row, parts)]
    if fitting:
        return _preferred(fitting)
    if len(parts) > 1:
        inherited = _inherited(db, parts)
        if inherited:
            return inherited
    else:
        modules = _modules_named(db, typed)
        if modules:
            return modules
    modules = [row.id for row in rows if row.kind in _MODULE_KINDS and _fits(row, parts)] or _modules_ending(db, parts)
    _, slash, tail = typed.rpartition("/")
    if not modules and slash and "." in tail:
        # An import path of Go: only its last part is the package's name.
        return _by_name(db, tail, split_name(tail))
    return modules


def _last_names(typed: str, parts: list[str]) -> list[str]:
    names = [typed, parts[-1]]
    if "#" in typed:
        names.append(f"#{parts[-1]}")
    return list(dict.fromkeys(names))


def _named(db: sqlite3.Connection, names: Sequence[str]) -> list[_Row]:
    marks = ",".join("?" * len(names))
    return [
        _Row(*row) for row in db.execute(f"SELECT {_ROW} FROM {FROM_SYMBOLS} WHERE s.name IN ({marks})", list(names))
    ]


def _own_parts(row: _Row) -> list[str]:
    """Module and qualified name, split."""
    return [*split_name(row.module), *_qualified_parts(row)]


def _qualified_parts(row: _Row) -> list[str]:
    name = row.qualified_name
    if row.kind not in _MODULE_KINDS and row.module and name.startswith(f"{row.module}."):
        name = name[len(row.module) + 1 :]
    return split_name(name)


def _fits(row: _Row, parts: list[str]) -> bool:
    """Whether the typed parts are the end of one of the ways to spell the definition."""
    qualified = _qualified_parts(row)
    if len(parts) <= len(qualified):
        return qualified[-len(parts) :] == parts
    if qualified != parts[-len(qualified) :]:
        return False
    owner = parts[: -len(qualified)]
    return any(spelling[-len(owner) :] == owner for spelling in owners(row.module, row.path))


def _preferred(rows: Iterable[_Row]) -> list[int]:
    """Drop readings that nobody means while a better one fits.

    A declaration without a body gives way to its definition, data to code of the same name, a constructor
    called like its class to the class.
    """
    remaining = list(rows)
    classes = {row.qualified_name for row in remaining if row.kind in CLASS_KINDS}
    remaining = [
        row
        for row in remaining
        if "constructor" not in row.flags.split() or row.qualified_name.rpartition(".")[0] not in classes
    ]
    for worse in (
        lambda row: row.kind in _DATA_KINDS,
        lambda row: bool(_BODILESS & set(row.flags.split())),
    ):
        better = [row for row in remaining if not worse(row)]
        if better:
            kept = {(row.file_id, row.qualified_name) for row in better}
            remaining = [
                row
                for row in remaining
                if not worse(row) or (row.kind not in _DATA_KINDS and not _twin(row, better, kept))
            ]
    return [row.id for row in remaining]


def _twin(row: _Row, better: Sequence[_Row], kept: set[tuple[int, str]]) -> bool:
    """Whether a definition with a body stands for this bodiless row: in its file, or in C and C++ elsewhere."""
    if (row.file_id, row.qualified_name) in kept:
        return True
    header = row.path.rsplit(".", 1)[-1].lower() in ("h", "hh", "hpp", "hxx", "h++")
    return header and any(other.qualified_name == row.qualified_name for other in better)


# -- re-exports


def _through_modules(db: sqlite3.Connection, parts: list[str]) -> list[int]:
    """``django.urls.reverse`` where ``django/urls/__init__.py`` imports it from somewhere else."""
    for length in range(len(parts) - 1, 0, -1):
        files = _files_of_module(db, parts[:length])
        if not files:
            continue
        ids = _in_modules(db, files, parts[length:])
        if ids:
            return ids
    return []


def modules_called(db: sqlite3.Connection, text: str) -> list[File]:
    """Files whose module is called ``text``, exactly or by its end."""
    parts = split_name(text)
    return _files_of_module(db, parts) if parts else []


def _files_of_module(db: sqlite3.Connection, parts: Sequence[str]) -> list[File]:
    wanted = list(parts)
    known = file_names(db)
    exact = known.by_module.get(".".join(parts)) or known.by_module.get("/".join(parts))
    if exact:
        return exact
    ending = known.by_last_part.get(wanted[-1], ())
    by_module = [file for file in ending if split_name(file.module)[-len(wanted) :] == wanted]
    return by_module or [
        file for file in ending if any(way[-len(wanted) :] == wanted for way in owners(file.module, file.path))
    ]


def _in_modules(db: sqlite3.Connection, files: Iterable[File], parts: list[str]) -> list[int]:
    """What ``parts`` names inside these modules, following imports to any depth."""
    found: dict[int, None] = {}
    for file in files:
        found.update(dict.fromkeys(_in_module(db, file.id, parts)))
    return list(found)


_Step = tuple[int, list[str]]
"""(file, names that are looked for in it; none left: the module itself)."""


def _in_module(db: sqlite3.Connection, file_id: int, parts: list[str]) -> list[int]:
    seen: set[tuple[int, tuple[str, ...]]] = set()
    pending: list[_Step] = [(file_id, parts)]
    modules: list[_Step] = []
    while pending:
        level, pending = pending, []
        found: list[_Row] = []
        for at, names in level:
            key = (at, tuple(names))
            if key in seen:
                continue
            seen.add(key)
            if not names:
                found += [
                    _Row(*row)
                    for row in db.execute(
                        f"SELECT {_ROW} FROM {FROM_SYMBOLS} WHERE s.file_id = ? AND s.definition = 0", (at,)
                    )
                ]
                continue
            here = [row for row in _named(db, [names[-1]]) if row.file_id == at and _qualified_parts(row) == names]
            if here:
                found += here
                continue
            members, itself = _imported(db, at, names)
            pending += members
            modules += itself
        if found:
            return _preferred({row.id: row for row in found}.values())
        if not pending:
            # ``from . import base`` leads to base.py itself, ``import { map } from "./map"`` to what is in it:
            # the second reading is tried first, the imports table does not tell them apart.
            pending, modules = modules, []
    return []


def _imported(db: sqlite3.Connection, file_id: int, names: list[str]) -> tuple[list[_Step], list[_Step]]:
    """Where the first of ``names`` may come from: as a member of an imported module, and as a module itself."""
    members: list[_Step] = []
    modules: list[_Step] = []
    stars: list[_Step] = []
    rows = db.execute(
        """
        SELECT target_file_id, name, local FROM imports
        WHERE file_id = ? AND target_file_id IS NOT NULL AND (local = ? OR name = '*')
        """,
        (file_id, names[0]),
    )
    for target, name, local in rows:
        if local == names[0]:
            if name in ("", "*"):
                members.append((target, names[1:]))
            else:
                members.append((target, [name, *names[1:]]))
                if _speaks_for(db, target, name):
                    modules.append((target, names[1:]))
        elif name == "*" and not local:
            stars.append((target, names))
    return members or stars, modules


def _speaks_for(db: sqlite3.Connection, file_id: int, name: str) -> bool:
    """Whether the file may be the module called ``name`` rather than one that holds a ``name``."""
    row = db.execute("SELECT path FROM files WHERE id = ?", (file_id,)).fetchone()
    if row is None:
        return False
    folder, _, file = row[0].rpartition("/")
    stem = file.split(".", 1)[0]
    return stem == name or (stem in INITIAL_FILES and folder.rsplit("/", 1)[-1] == name)


# -- packages


def _in_packages(db: sqlite3.Connection, parts: list[str], root: Path) -> list[int]:
    """``rxjs.map``, ``clap::Command``: what a package exports under its own name, else what it declares so."""
    files = {file.path: file for same in file_names(db).by_file_name.values() for file in same}
    found: dict[int, None] = {}
    for package in packages_called(root, files, parts):
        entries = [files[path] for path in package.entries if path in files]
        ids = _in_modules(db, entries, package.rest)
        if not ids:
            rows = [
                row
                for row in _named(db, [package.rest[-1]])
                if row.path.startswith(package.folder)
                and row.kind not in _MODULE_KINDS
                and _qualified_parts(row) == package.rest
            ]
            flags = flags_of(db, (row.path for row in rows))
            ids = _preferred(row for row in rows if not flags.get(row.path))
        found.update(dict.fromkeys(ids))
    return list(found)


# -- inheritance


def _inherited(db: sqlite3.Connection, parts: list[str]) -> list[int]:
    """``Cart.save`` where ``save`` stands in a base of ``Cart``: the nearest one that declares it."""
    owners = [row for row in _named(db, [parts[-2]]) if row.kind not in _MODULE_KINDS and _fits(row, parts[:-1])]
    if not owners and len(parts) > 2:
        owners = [_Row(*row) for i in _through_modules(db, parts[:-1]) for row in _rows_by_id(db, i)]
    found: dict[int, _Row] = {}
    for owner in owners:
        seen = {owner.id}
        level = [owner.id]
        while level:
            bases: list[int] = []
            for marks, piece in chunks(level):
                rows = db.execute(
                    f"""
                    SELECT DISTINCT target FROM edges
                    WHERE source IN {marks} AND kind IN ('inherits', 'implements')
                    """,
                    piece,
                )
                bases += [row[0] for row in rows]
            level = [b for b in bases if b not in seen]
            seen.update(level)
            members: list[_Row] = []
            for marks, piece in chunks(level):
                members += [
                    _Row(*row)
                    for row in db.execute(
                        f"SELECT {_ROW} FROM {FROM_SYMBOLS} WHERE s.parent_id IN {marks} AND s.name = ?",
                        [*piece, parts[-1]],
                    )
                ]
            if members:
                found.update((row.id, row) for row in members)
                break
    return _preferred(found.values())


def _rows_by_id(db: sqlite3.Connection, row_id: int) -> list[tuple]:
    return db.execute(f"SELECT {_ROW} FROM {FROM_SYMBOLS} WHERE s.id = ?", (row_id,)).fetchall()


# -- modules


def _modules_named(db: sqlite3.Connection, name: str) -> list[int]:
    return _modules_of(db, file_names(db).by_module.get(name, ()))


def _modules_ending(db: sqlite3.Connection, parts: list[str]) -> list[int]:
    return _modules_of(db, _files_of_module(db, parts))


# -- answers


def _full(db: sqlite3.Connection, ids: Sequence[int]) -> list[Found]:
    found: list[Found] = []
    for marks, piece in chunks(ids):
        found += [
            Found(row[0], full(row))
            for row in db.execute(f"SELECT {FULL} FROM {FROM_SYMBOLS} WHERE s.id IN {marks}", piece)
        ]
    if len(found) == 1:
        return found
    flags = flags_of(db, (f.symbol.file for f in found))
    # Who names a thing means its source, not a copy built or vendored from it; those go by path or symbol string.
    sources = [f for f in found if not _COPIES & flags.get(f.symbol.file, frozenset())]
    found = sources or found
    # Product code first: whoever reads the candidates most often means it.
    found.sort(key=lambda f: (bool(flags.get(f.symbol.file)), place(f.symbol)))
    return found


def close_names(db: sqlite3.Connection, typed: str, count: int = 5) -> list[str]:
    """Qualified names that look like ``typed``, the most alike first."""
    parts = split_name(typed.rsplit("#", 1)[-1]) or split_name(typed)
    if not parts:
        return []
    wanted = parts[-1].lower()
    pairs = {wanted[i : i + 2] for i in range(len(wanted) - 1)} or {wanted}
    letters = set(wanted)
    slack = max(2, len(wanted) // 3)
    # Comparing with every name in full would take seconds; names that share few letters need no comparison.
    scored: list[tuple[float, str]] = []
    rows = db.execute(
        "SELECT DISTINCT name FROM symbols WHERE length(name) BETWEEN ? AND ? LIMIT 300000",
        (max(1, len(wanted) - slack), len(wanted) + slack),
    )
    for (name,) in rows:
        lower = name.lower()
        if len(letters & set(lower)) * 4 >= len(letters) * 3:
            shared = sum(1 for pair in pairs if pair in lower)
            scored.append((shared / len(pairs) - abs(len(lower) - len(wanted)) / len(wanted), name))
    scored.sort(key=lambda s: (-s[0], s[1]))
    alike = sorted(
        ((SequenceMatcher(None, wanted, name.lower(), autojunk=False).ratio(), name) for _, name in scored[:200]),
        key=lambda s: (-s[0], s[1]),
    )
    out: list[str] = []
    for ratio, name in alike:
        # What is much less alike than the best one only distracts.
        if ratio < max(0.6, alike[0][0] - 0.2) or len(out) >= count:
            break
        found = db.execute(f"SELECT {BRIEF} FROM {FROM_SYMBOLS} WHERE s.name = ? ORDER BY f.path, s.line", (name,))
        symbols = [brief(row) for row in found]
        symbols.sort(key=lambda symbol: -_in_common(split_name(symbol.qualified_name)[:-1], parts[:-1]))
        for symbol in symbols[:3]:
            if symbol.qualified_name not in out and len(out) < count:
                out.append(symbol.qualified_name)
    return out


def _in_common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many parts before the name are the same, seen from it."""
    return next((n for n, (a, b) in enumerate(zip(reversed(one), reversed(other), strict=False)) if a != b), len(other))


def outside_names(db: sqlite3.Connection, typed: str) -> tuple[int, list[str]]:
    """Where files import a name from that the repository does not define: how many files, and the first places."""
    parts = split_name(typed)
    if not parts or _SYMBOL.match(typed):
        return 0, []
    rows = db.execute(
        """
        SELECT f.path, i.line, i.module, i.name FROM imports i JOIN files f ON f.id = i.file_id
        WHERE i.target_file_id IS NULL AND (i.local = ? OR i.name = ?) ORDER BY f.path, i.line
        """,
        (parts[0], parts[-1]),
    ).fetchall()
    places = [f"{path}:{line}" for path, line, _, _ in rows]
    return len({path for path, *_ in rows}), places[:3]
