"""A repository from above: its packages, what they depend on, cycles, entry points, the most used definitions."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from codegraph.model import Symbol
from codegraph.reading.neighbours import path_filter
from codegraph.reading.rows import FROM_SYMBOLS, FULL, brief, full

HUBS = 15
ENTRY_POINTS = 15
PACKAGES = 60
_LEFT_OUT = frozenset(("vendored", "generated"))


@dataclass(frozen=True, slots=True)
class Package:
    """One folder of the tree."""

    path: str
    files: int
    lines: int
    symbols: int
    tests: bool
    """Whether all its files are tests."""
    uses: tuple[tuple[str, int], ...]
    """(other package, number of imports), the most first."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """The answer to get_architecture."""

    path: str
    languages: tuple[tuple[str, int], ...]
    packages: tuple[Package, ...]
    cut: int
    """Packages left out."""
    cycles: tuple[tuple[str, ...], ...]
    """Packages that import each other, directly or round several corners."""
    hubs: tuple[tuple[Symbol, int], ...]
    """(definition, number of definitions that call it)."""
    entry_points: tuple[Symbol, ...]
    stale: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def architecture(db: sqlite3.Connection, *, path: str = "", depth: int = 2) -> Architecture:
    """The packages below ``path``, folded at ``depth`` folders."""
    inside = path_filter(path)
    prefix = len([part for part in path.strip("/").split("/") if part not in ("", ".")])
    files: dict[int, str] = {}
    sizes: dict[str, list[int]] = {}
    tests: dict[str, bool] = {}
    languages: dict[str, int] = {}
    rows = db.execute(
        """
        SELECT f.id, f.path, f.language, f.lines, f.flags, count(s.id)
        FROM files f LEFT JOIN symbols s ON s.file_id = f.id
        WHERE f.status = 'indexed' GROUP BY f.id
        """
    )
    for file_id, file, language, lines, flags, symbols in rows:
        if not inside(file) or _LEFT_OUT & set(flags.split()):
            continue
        # Test trees are wide and say little about the architecture.
        package = package_of(file, prefix + (1 if "test" in flags.split() else depth))
        files[file_id] = package
        size = sizes.setdefault(package, [0, 0, 0])
        size[0] += 1
        size[1] += lines
        size[2] += symbols
        tests[package] = tests.get(package, True) and "test" in flags.split()
        languages[language] = languages.get(language, 0) + 1
    uses = _uses(db, files)
    ordered = sorted(sizes, key=lambda p: (-sizes[p][1], p))
    packages = [
        Package(
            package,
            *sizes[package],
            tests=tests[package],
            uses=tuple(sorted(uses.get(package, {}).items(), key=lambda u: (-u[1], u[0]))),
        )
        for package in ordered[:PACKAGES]
    ]
    return Architecture(
        path=path or ".",
        languages=tuple(sorted(languages.items(), key=lambda item: (-item[1], item[0]))),
        packages=tuple(sorted(packages, key=lambda p: p.path)),
        cut=len(ordered) - len(packages),
        cycles=tuple(_cycles({p: set(u) for p, u in uses.items()})),
        hubs=_hubs(db, set(files)),
        entry_points=_entry_points(db, set(files)),
    )


def package_of(file: str, depth: int) -> str:
    """The folder of a file, at most ``depth`` deep; ``.`` for files at the top."""
    return "/".join(file.split("/")[:-1][:depth]) or "."


def _uses(db: sqlite3.Connection, files: dict[int, str]) -> dict[str, dict[str, int]]:
    uses: dict[str, dict[str, int]] = {}
    for file_id, target in db.execute(
        "SELECT file_id, target_file_id FROM imports WHERE target_file_id IS NOT NULL GROUP BY file_id, target_file_id"
    ):
        here, there = files.get(file_id), files.get(target)
        if here is not None and there is not None and here != there:
            row = uses.setdefault(here, {})
            row[there] = row.get(there, 0) + 1
    return uses


def _cycles(uses: dict[str, set[str]]) -> list[tuple[str, ...]]:
    """Strongly connected components of more than one package (Tarjan's algorithm, with its own stack)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    on_stack: set[str] = set()
    stack: list[str] = []
    out: list[tuple[str, ...]] = []
    for root in sorted(uses):
        if root in index:
            continue
        work = [(root, iter(sorted(uses.get(root, ()))))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, following = work[-1]
            for other in following:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(sorted(uses.get(other, ())))))
                    break
                if other in on_stack:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component: list[str] = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        component.append(member)
                        if member == node:
                            break
                    if len(component) > 1:
                        out.append(tuple(sorted(component)))
    return sorted(out)


def _hubs(db: sqlite3.Connection, files: set[int]) -> tuple[tuple[Symbol, int], ...]:
    rows = db.execute(
        """
        SELECT target, count(DISTINCT source) AS callers FROM edges
        WHERE kind = 'calls' AND resolution IN ('exact', 'inferred') GROUP BY target ORDER BY callers DESC LIMIT 300
        """
    ).fetchall()
    hubs: list[tuple[Symbol, int]] = []
    for row_id, callers in rows:
        row = db.execute(f"SELECT {FULL}, s.file_id, f.flags FROM {FROM_SYMBOLS} WHERE s.id = ?", (row_id,)).fetchone()
        if row and row[-2] in files and "test" not in row[-1].split():
            hubs.append((full(row), callers))
        if len(hubs) >= HUBS:
            break
    return tuple(hubs)


def _entry_points(db: sqlite3.Connection, files: set[int]) -> tuple[Symbol, ...]:
    """Functions called ``main`` at the top of a module, outside tests."""
    rows = db.execute(
        f"""
        SELECT {FULL}, s.file_id, f.flags FROM {FROM_SYMBOLS} JOIN symbols p ON p.id = s.parent_id
        WHERE s.name IN ('main', 'Main') AND (s.kind = 'method' OR (s.kind = 'function' AND p.definition = 0))
        ORDER BY f.path, s.line
        """
    )
    return tuple(brief(row) for row in rows if row[-2] in files and "test" not in row[-1].split())[:ENTRY_POINTS]
