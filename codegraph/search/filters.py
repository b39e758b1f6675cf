"""Structure in a query: which symbols may be found at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from codegraph.errors import SymbolNotFound
from codegraph.reading.names import Found, resolve
from codegraph.reading.rows import chunks
from codegraph.search.query import Query
from codegraph.usekinds import TYPE_USE

_CALLING = "'calls', 'references', 'renders'"
"""With functions handed on as values, without types in signatures."""
_SURE = "'exact', 'inferred', 'dispatch'"


def allowed(db: sqlite3.Connection, query: Query, root: Path | None) -> set[int] | None:
    """Row ids of the symbols that the structural filters leave; None when there are none.

    A name that no symbol of the repository has is looked for among the calls and decorators that lead
    outside (``calls:requests.get``, ``decorated_by:fixture``).

    Raises:
        SymbolNotFound, AmbiguousSymbol: a filter's name fits nothing, or several symbols.
    """
    sets: list[set[int]] = []
    if query.calls:
        sets.append(_users(db, query.calls, "call", root, query.depth))
    if query.called_by:
        sets.append(_used(db, resolve(db, query.called_by, root), query.depth))
    for name in (query.implements, query.inherits):
        if name:
            sets.append(_derived(db, resolve(db, name, root)))
    if query.decorated_by:
        sets.append(_users(db, query.decorated_by, "decorate", root, 1))
    if not sets:
        return None
    return set.intersection(*sets)


def _users(db: sqlite3.Connection, name: str, role: str, root: Path | None, depth: int) -> set[int]:
    kinds = _CALLING if role == "call" else "'decorates'"
    try:
        start = {resolve(db, name, root).id}
        members = db.execute(
            "SELECT id FROM symbols WHERE parent_id = ? AND (' ' || flags || ' ') LIKE '% constructor %'",
            tuple(start),
        )
        start |= {row[0] for row in members}
    except SymbolNotFound:
        last = name.replace("::", ".").rpartition(".")[2]
        outside = {
            row[0] for row in db.execute("SELECT source FROM unresolved WHERE name = ? AND role = ?", (last, role))
        }
        if not outside:
            raise
        return outside | _spread(db, outside, kinds, "target", "source", depth - 1)
    return _spread(db, start, kinds, "target", "source", depth)


def _used(db: sqlite3.Connection, found: Found, depth: int) -> set[int]:
    return _spread(db, {found.id}, _CALLING, "source", "target", depth)


def _derived(db: sqlite3.Connection, found: Found) -> set[int]:
    return _spread(db, {found.id}, "'inherits', 'implements', 'overrides'", "target", "source", 50)


def _spread(db: sqlite3.Connection, start: Iterable[int], kinds: str, near: str, far: str, depth: int) -> set[int]:
    """Everything within ``depth`` edges of the start, without the start itself."""
    seen = set(start)
    out: set[int] = set()
    border = set(seen)
    for _ in range(depth):
        following: set[int] = set()
        for marks, piece in chunks(border):
            following.update(
                row[0]
                for row in db.execute(
                    f"SELECT DISTINCT {far} FROM edges WHERE {near} IN {marks} AND kind IN ({kinds})"
                    f" AND strategy <> '{TYPE_USE}' AND resolution IN ({_SURE})",
                    piece,
                )
            )
        border = following - seen
        if not border:
            break
        seen |= border
        out |= border
    return out
