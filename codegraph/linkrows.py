"""From links, which speak of places in files, to rows, which speak of row ids."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from codegraph.linking.links import FileLinks, Place
from codegraph.model import EdgeKind, Resolution
from codegraph.symbols import symbols_of
from codegraph.usekinds import TYPE_USE, TYPE_USES

if TYPE_CHECKING:
    from codegraph.store import Store
    from parsers.facts import FileFacts

_LEVELS = {value.value: level for level, value in enumerate(Resolution)}


class SymbolIds:
    """Row ids of definitions; a file's are read when it is first asked for."""

    def __init__(self, ids_of: Callable[[str], dict[int, int]], facts_of: Callable[[str], FileFacts]) -> None:
        """``ids_of``: definition -> row id for the symbols of a file. ``facts_of``: its facts."""
        self._ids_of = ids_of
        self._facts_of = facts_of
        self._ids: dict[str, dict[int, int]] = {}
        self._around: dict[str, tuple[list[int], list[int]]] = {}

    def own(self, place: Place) -> int | None:
        """The symbol of the definition itself; None for a local or nameless one."""
        path, index = place
        found = self._known(path).get(index)
        return found if found is not None else self._among(path, index, 0)

    def around(self, path: str, index: int) -> int:
        """The symbol of the definition, or of the nearest one around it."""
        found = self._known(path).get(index)
        if found is None:
            found = self._among(path, index, 1)
        return self._known(path)[0] if found is None else found

    def _known(self, path: str) -> dict[int, int]:
        ids = self._ids.get(path)
        if ids is None:
            ids = self._ids[path] = self._ids_of(path)
        return ids

    def _among(self, path: str, index: int, which: int) -> int | None:
        """Definitions without a row of their own: a variable's later assignments, locals, lambdas."""
        tables = self._around.get(path)
        if tables is None:
            named = symbols_of(self._facts_of(path))
            order = [row.definition for row in named.symbols]
            own = [order[p] if p >= 0 else -1 for p in named.own]
            tables = self._around[path] = (own, [order[p] for p in named.around])
        return self._known(path).get(tables[which][index])


class LinkRows(NamedTuple):
    """The rows of one file's links."""

    edges: list[tuple[Any, ...]]
    unresolved: list[tuple[Any, ...]]
    imports: list[tuple[Any, ...]]
    bases: bytes
    """(definition of a class, symbol of a direct base) as int32, nameless classes included."""


_CLASS_EDGES = frozenset((EdgeKind.INHERITS.value, EdgeKind.IMPLEMENTS.value))


def rows_of(links: FileLinks, file_id: int, facts: FileFacts, ids: SymbolIds, file_ids: Mapping[str, int]) -> LinkRows:
    """What the database keeps of one file's links. Lines and columns become 1-based."""
    path = links.path
    edges: dict[tuple[Any, ...], None] = {}
    bases = array("i")
    for link in links.links:
        target = ids.own(link.target)
        if target is None:
            continue
        via = ids.own(link.via) if link.via is not None else None
        kind = str(link.kind)
        source = ids.around(path, link.source)
        if kind in _CLASS_EDGES:
            bases.extend((link.source, target))
            if source != ids.own((path, link.source)):
                continue  # a nameless class: the function around it inherits nothing
        edges[
            (
                source,
                target,
                kind,
                str(link.resolution),
                file_id,
                link.row + 1,
                link.column + 1,
                link.strategy,
                via,
            )
        ] = None
    unresolved = dict.fromkeys(
        (ids.around(path, u.source), u.name, u.role, u.reason, file_id, u.row + 1, u.column + 1) for u in links.unlinked
    )
    targets: dict[int, list[str]] = {}
    for index, target_path in links.imports:
        if target_path in file_ids and target_path not in targets.setdefault(index, []):
            targets[index].append(target_path)
    imports: list[tuple[Any, ...]] = []
    for index, row in enumerate(facts.imports):
        written = "." * row.level + row.module
        for target_path in targets.get(index) or (None,):
            target_id = None if target_path is None else file_ids[target_path]
            imports.append((file_id, written, row.name, row.local, row.row + 1, target_id))
            if target_path is not None and target_path != path:
                module = ids.own((target_path, 0))
                site = (file_id, row.row + 1, row.column + 1)
                edge = (
                    ids.around(path, 0),
                    module,
                    EdgeKind.IMPORTS.value,
                    Resolution.EXACT.value,
                    *site,
                    "import",
                    None,
                )
                edges[edge] = None
    return LinkRows(list(edges), list(unresolved), imports, bases.tobytes())


class EdgeArrays:
    """The edges written in one run, by kind, as the adjacency is compiled from them."""

    def __init__(self) -> None:
        self._kinds: dict[str, tuple[array[int], array[int], array[int]]] = {}

    def add(self, edges: Iterable[tuple[Any, ...]]) -> None:
        """Note rows of ``edges`` as :func:`rows_of` makes them."""
        kinds = self._kinds
        for source, target, kind, resolution, _, _, _, strategy, _ in edges:
            if strategy == TYPE_USE:
                kind = TYPE_USES
            table = kinds.get(kind)
            if table is None:
                table = kinds[kind] = (array("i"), array("i"), array("B"))
            table[0].append(source)
            table[1].append(target)
            table[2].append(_LEVELS[resolution])

    def of(self, kind: str) -> tuple[Any, Any, Any]:
        """(sources, targets, levels) of one kind, one item a site."""
        import numpy as np

        sources, targets, levels = self._kinds.get(kind) or (array("i"), array("i"), array("B"))
        return (
            np.frombuffer(sources, "i4") if sources else np.empty(0, "i4"),
            np.frombuffer(targets, "i4") if targets else np.empty(0, "i4"),
            np.frombuffer(levels, "u1") if levels else np.empty(0, "u1"),
        )


def insert_links(store: Store, rows: LinkRows) -> None:
    """Write the rows of one file."""
    db = store.connection
    db.executemany(
        'INSERT INTO edges(source, target, kind, resolution, file_id, line, "column", strategy, via) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows.edges,
    )
    db.executemany(
        'INSERT INTO unresolved(source, name, role, reason, file_id, line, "column") VALUES (?, ?, ?, ?, ?, ?, ?)',
        rows.unresolved,
    )
    db.executemany(
        "INSERT INTO imports(file_id, module, name, local, line, target_file_id) VALUES (?, ?, ?, ?, ?, ?)",
        rows.imports,
    )
