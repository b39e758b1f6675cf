"""One symbol in full: where it stands, what it says, what it belongs to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from codegraph.model import EdgeKind, Resolution, Symbol, SymbolDetail
from codegraph.reading.facts import facts_of
from codegraph.reading.names import Found
from codegraph.reading.neighbours import Selection, callees, callers
from codegraph.reading.rows import BRIEF, FROM_SYMBOLS, FULL, brief, full
from codegraph.reading.spelling import spell

BODY_LINES = 400
RELATED = 200
"""Members, subclasses and the like that are listed."""

ReadLines = Callable[[str, int, int], list[str]]
"""(stored path, first line, last line) -> those lines of the file as it is on disk."""

_CALLS = Selection(kinds=(EdgeKind.CALLS,), min_resolution=Resolution.INFERRED)


@dataclass(frozen=True, slots=True)
class _Place:
    file_id: int
    definition: int
    parent_id: int | None
    start_line: int
    end_line: int


def detail(db: sqlite3.Connection, found: Found, read_lines: ReadLines, *, body: bool = True) -> SymbolDetail:
    """What is known of one symbol."""
    row = db.execute(
        "SELECT file_id, definition, parent_id, start_line, end_line FROM symbols WHERE id = ?", (found.id,)
    ).fetchone()
    place = _Place(*row)
    bases, decorators = _written(db, found, place)
    text = ""
    if body and found.symbol.kind not in ("module", "package"):
        last = min(place.end_line, place.start_line + BODY_LINES - 1)
        lines = read_lines(found.symbol.file, place.start_line, last)
        if lines and last < place.end_line:
            lines.append(f"… {place.end_line - last} more lines, up to line {place.end_line}")
        text = "\n".join(lines)
    return SymbolDetail(
        symbol=found.symbol,
        body=text,
        parent=_one(db, place.parent_id),
        members=_members(db, found.id),
        bases=bases,
        subclasses=_related(db, "source", "target", found.id, (EdgeKind.INHERITS, EdgeKind.IMPLEMENTS)),
        overrides=_related(db, "target", "source", found.id, (EdgeKind.OVERRIDES,)),
        overridden_by=_related(db, "source", "target", found.id, (EdgeKind.OVERRIDES,)),
        callers=callers(db, found, _CALLS).total,
        callees=callees(db, found, _CALLS).total,
        decorators=decorators,
    )


def _one(db: sqlite3.Connection, row_id: int | None) -> Symbol | None:
    if row_id is None:
        return None
    row = db.execute(f"SELECT {BRIEF} FROM {FROM_SYMBOLS} WHERE s.id = ?", (row_id,)).fetchone()
    return brief(row) if row else None


def _members(db: sqlite3.Connection, row_id: int) -> tuple[Symbol, ...]:
    rows = db.execute(
        f'SELECT {FULL} FROM {FROM_SYMBOLS} WHERE s.parent_id = ? ORDER BY s.line, s."column" LIMIT {RELATED}',
        (row_id,),
    )
    return tuple(full(row) for row in rows)


def _related(db: sqlite3.Connection, wanted: str, given: str, row_id: int, kinds: Iterable[str]) -> tuple[Symbol, ...]:
    listed = ",".join(f"'{EdgeKind(kind).value}'" for kind in kinds)
    rows = db.execute(
        f"""
        SELECT DISTINCT {BRIEF} FROM edges e JOIN symbols s ON s.id = e.{wanted} JOIN files f ON f.id = s.file_id
        WHERE e.{given} = ? AND e.kind IN ({listed}) AND e.resolution <> 'ambiguous'
        ORDER BY f.path, s.line LIMIT {RELATED}
        """,
        (row_id,),
    )
    return tuple(brief(row) for row in rows)


def _written(
    db: sqlite3.Connection, found: Found, place: _Place
) -> tuple[tuple[tuple[str, Symbol | None], ...], tuple[str, ...]]:
    """Bases and decorators as the source spells them, the bases with their symbols where they are known."""
    resolved = _related(db, "target", "source", found.id, (EdgeKind.INHERITS, EdgeKind.IMPLEMENTS))
    by_name = {symbol.name: symbol for symbol in resolved}
    facts = facts_of(db, place.file_id)
    if facts is None or not 0 <= place.definition < len(facts.definitions):
        return tuple((symbol.name, symbol) for symbol in resolved), ()
    definition = facts.definitions[place.definition]
    bases: list[tuple[str, Symbol | None]] = []
    for index in definition.bases:
        text = spell(facts, index)
        head = text.split("[", 1)[0].split("(", 1)[0].rsplit(".", 1)[-1]
        bases.append((text, by_name.pop(head, None)))
    # What the spelling did not lead to (an alias, a Rust impl in another place) is a base all the same.
    bases += [(symbol.name, symbol) for symbol in by_name.values()]
    return tuple(bases), tuple(spell(facts, index) for index in definition.decorators)
