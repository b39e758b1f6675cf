"""Taking SCIP indexes into a database, and saying what came of it.

The indexes named in one run take the place of those imported before. A document is matched with its file
once, when it is imported; after that the hash of the file decides whether it holds.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from codegraph.scip.matching import OWN_TOOL, Matching
from codegraph.scip.reading import ScipIndex
from codegraph.scip.sources import bytes_as_indexed
from codegraph.scip.stored import encode

if TYPE_CHECKING:
    from codegraph.store import Store

_NAMED = 3
"""Stale documents that are named, the others are counted."""


class _Row(NamedTuple):
    index_hash: str
    state: str
    hash: str
    data: bytes


def import_indexes(store: Store, indexes: Sequence[ScipIndex], root: Path) -> list[str]:
    """Replace the imported data by ``indexes``; the files whose sites may be bound otherwise than before.

    To be called within a transaction, when files and symbols are written and nothing is linked yet.
    """
    db = store.connection
    before = _rows(db)
    hashes = dict(db.execute("SELECT path, hash FROM files WHERE status = 'indexed'"))

    def read(path: str) -> bytes | None:
        return bytes_as_indexed(root, path, hashes[path])

    after: dict[str, tuple[int, _Row]] = {}
    for matched in Matching(db, list(indexes), root, read).run():
        blob = encode(matched.targets, matched.sites) if matched.sites else b""
        row = _Row(indexes[matched.index].hash, matched.state, matched.hash, blob)
        known = before.get(matched.path)
        if (
            known is not None
            and known.index_hash == row.index_hash
            and known.state == "fresh"
            and known.hash != row.hash
        ):
            row = known  # the same index as before: the file has changed since, even if the names still fit
        after[matched.path] = (matched.index + 1, row)
    db.execute("DELETE FROM scip_indexes")
    db.execute("DELETE FROM scip_documents")
    db.executemany(
        "INSERT INTO scip_indexes VALUES (?, ?, ?, ?, ?)",
        [(at, i.name, i.hash, i.tool, i.version) for at, i in enumerate(indexes, 1)],
    )
    db.executemany(
        "INSERT INTO scip_documents VALUES (?, ?, ?, ?, ?)",
        [(path, number, row.state, row.hash, row.data) for path, (number, row) in after.items()],
    )
    was = {path: row.data for path, row in before.items() if _in_force(row, hashes.get(path))}
    now = {path: row.data for path, (_, row) in after.items() if _in_force(row, hashes.get(path))}
    return sorted(path for path in was.keys() | now.keys() if path in hashes and was.get(path) != now.get(path))


def _rows(db: sqlite3.Connection) -> dict[str, _Row]:
    return {
        path: _Row(*values)
        for path, *values in db.execute(
            "SELECT d.path, i.hash, d.state, d.hash, d.data FROM scip_documents d "
            "JOIN scip_indexes i ON i.id = d.index_id"
        )
    }


def _in_force(row: _Row, digest: str | None) -> bool:
    return row.state == "fresh" and bool(row.data) and row.hash == digest


def described(db: sqlite3.Connection) -> dict[str, str]:
    """For each imported index what it covers and what it changed: ``scip index.scip`` -> one line."""
    found: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for index_id, name, tool, version in db.execute("SELECT id, name, tool, version FROM scip_indexes ORDER BY id"):
        states: dict[str, list[str]] = {}
        for path, state in db.execute(
            """
            SELECT d.path, CASE WHEN d.state <> 'fresh' THEN d.state WHEN f.path IS NULL THEN 'gone'
                WHEN f.hash = d.hash THEN 'fresh' ELSE 'changed' END
            FROM scip_documents d LEFT JOIN files f ON f.path = d.path AND f.status = 'indexed'
            WHERE d.index_id = ? ORDER BY d.path
            """,
            (index_id,),
        ):
            states.setdefault(state, []).append(path)
        total = sum(map(len, states.values()))
        parts = [f"{total} documents" if total != 1 else "1 document"]
        parts.append(f"{len(states.get('fresh', ()))} in force")
        for state, says in _SAYS.items():
            if paths := states.get(state):
                listed = ", ".join(paths[:_NAMED]) + (", …" if len(paths) > _NAMED else "")
                parts.append(f"{len(paths)} {says} ({listed})")
        counts = db.execute(
            "SELECT sum(confirmed), sum(upgraded), sum(added), sum(removed) FROM scip_links l "
            "JOIN files f ON f.id = l.file_id JOIN scip_documents d ON d.path = f.path WHERE d.index_id = ?",
            (index_id,),
        ).fetchone()
        confirmed, upgraded, added, removed = (count or 0 for count in counts)
        edges = (
            "made by codegraph itself, which is no evidence: no edge was touched"
            if tool == OWN_TOOL
            else f"edges: {confirmed} confirmed, {upgraded} upgraded to exact, {added} added, {removed} removed"
        )
        numbers[name] += 1
        key = f"scip {name}" + (f" ({numbers[name]})" if numbers[name] > 1 else "")
        by = " ".join(filter(None, (tool, version))) or "unknown tool"
        found[key] = f"{by}; {', '.join(parts)}; {edges}"
    return found


_SAYS = {
    "changed": "changed since",
    "stale": "older than the file",
    "gone": "gone since",
    "absent": "not indexed here",
}
