"""Import cycles that a change closes."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from codegraph.changes.graph import SideGraph
from codegraph.changes.sides import ChangedFile, Side

_LAZY = frozenset(("lazy", "type"))
"""Imports that do not run when the module is loaded."""
_FILES_DEPEND = frozenset(("python", "javascript", "typescript", "tsx", "jsx", "rust"))
"""Languages whose files are modules. In the others files of one package may use each other as they like."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """Files that import each other in a ring, which was open before."""

    files: tuple[str, ...]
    """In order of import, starting with the file whose new import closes the ring."""
    line: int
    """Of that import."""


def new_cycles(base: SideGraph, head: SideGraph, files: Sequence[ChangedFile]) -> list[Cycle]:
    """The rings that a new import closes, one for each such import."""
    closing: list[tuple[str, str, int]] = []
    for file in files:
        if file.new is None or file.new.language not in _FILES_DEPEND:
            continue
        path = file.new.path
        if file.old is not None and file.old.path == path and _imports(file.old) == _imports(file.new):
            continue
        before = _targets(base, file.old.path) if file.old is not None else {}
        closing += [
            (path, target, line)
            for target, line in _targets(head, path).items()
            if target not in before and target != path
        ]
    if not closing:
        return []
    import networkx

    after = networkx.DiGraph(_edges(head))
    was = networkx.DiGraph(_edges(base))
    found: list[Cycle] = []
    seen: set[frozenset[str]] = set()
    for source, target, line in sorted(closing):
        if source not in after or target not in after or not networkx.has_path(after, target, source):
            continue
        if source in was and target in was and networkx.has_path(was, source, target):
            if networkx.has_path(was, target, source):
                continue  # they were in a ring already
        way = networkx.shortest_path(after, target, source)
        ring = (source, *way[:-1])
        if frozenset(ring) in seen or not _loads(head, ring):
            continue
        seen.add(frozenset(ring))
        found.append(Cycle(ring, line))
    return found


def _imports(side: Side) -> set[tuple[str, str, int, int, tuple[str, ...]]]:
    """What a file imports, as written."""
    return {(row.module, row.name, row.level, min(row.scope, 1), row.flags) for row in side.facts.imports}


def _targets(graph: SideGraph, path: str) -> dict[str, int]:
    """Files imported when this one is loaded, and at which line."""
    if path not in graph.languages:
        return {}
    imports = graph.facts(path).imports
    found: dict[str, int] = {}
    for index, target in graph.uses(path).imports:
        row = imports[index]
        if row.scope == 0 and not _LAZY & set(row.flags):
            found.setdefault(target, row.row + 1)
    return found


def _edges(graph: SideGraph) -> list[tuple[str, str]]:
    """(file, file it imports), those of unchanged files as stored."""
    table: dict[str, list[str]] = {}
    db: sqlite3.Connection = graph.stored.db
    for source, target in db.execute(
        "SELECT DISTINCT f.path, t.path FROM imports i JOIN files f ON f.id = i.file_id "
        "JOIN files t ON t.id = i.target_file_id"
    ):
        if source not in graph.overlay:
            table.setdefault(source, []).append(target)
    for path in graph.overlay:
        if path in graph.languages:
            table[path] = list(_targets(graph, path))
    return [(path, target) for path, targets in table.items() for target in targets]


def _loads(graph: SideGraph, ring: tuple[str, ...]) -> bool:
    """Whether every import on the ring runs at load time, as far as the facts say."""
    return all(following in _targets(graph, path) for path, following in zip(ring, (*ring[1:], ring[0]), strict=True))
