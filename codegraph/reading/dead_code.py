"""Definitions that nothing in the index uses, with how far that can be believed.

Static analysis cannot see reflection, frameworks that call by name, or users of a library. So every item
says why it may still be alive, and what is certainly reached from outside (tests, entry points, special
methods, decorated definitions, overrides of what is not in the index) is not listed at all.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from codegraph.model import Symbol
from codegraph.reading.facts import facts_of
from codegraph.reading.neighbours import path_filter
from codegraph.reading.rows import FROM_SYMBOLS, FULL, chunks, full

LIKELY = "likely"
POSSIBLE = "possible"

_LEFT_OUT_FILES = frozenset(("test", "docs", "example", "generated", "vendored"))
_LEFT_OUT_FLAGS = frozenset(
    ("constructor", "dunder", "test", "abstract", "override", "signature", "overload", "setter")
)
_WORD = re.compile(r"\w+")
_COMMENT = re.compile(r"\s*(?:#(?!\[|!\[|define|if|elif)|//|/\*|\*|--|<!--)")
_ENTRY_POINTS = frozenset(("main", "init", "setup", "teardown", "run", "handler"))


@dataclass(frozen=True, slots=True)
class Unused:
    """A definition without users."""

    symbol: Symbol
    sureness: str
    """likely: private, or nothing else goes by its name; possible: it may be used from outside."""
    reason: str


@dataclass(frozen=True, slots=True)
class DeadCode:
    """The answer to find_dead_code, the likely ones first."""

    total: int
    items: tuple[Unused, ...]
    cut: int = 0
    offset: int = 0
    stale: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def dead_code(
    db: sqlite3.Connection,
    *,
    path: str = "",
    possible: bool = False,
    limit: int | None = None,
    offset: int = 0,
    lines_of: Callable[[str], list[str]] | None = None,
) -> DeadCode:
    """Functions, methods and classes that no edge leads to; with ``possible`` also those a user of the code may use.

    ``lines_of`` gives the lines of a file: nothing is called dead whose name stands in a line that is no comment and
    does not define it, such as the arguments of a macro or an attribute, of which no facts are kept.
    """
    inside = path_filter(path)
    foreign = _classes_with_unknown_bases(db)
    called = {name for (name,) in db.execute("SELECT DISTINCT name FROM unresolved")}
    imported = set(
        db.execute("SELECT DISTINCT target_file_id, name FROM imports WHERE target_file_id IS NOT NULL AND name <> ''")
    )
    rows = db.execute(
        f"""
        SELECT {FULL}, f.flags, s.file_id, s.definition, s.parent_id, s.id FROM {FROM_SYMBOLS}
        WHERE s.kind IN ('function', 'method', 'class', 'struct')
          AND NOT EXISTS (SELECT 1 FROM edges e WHERE e.target = s.id AND e.source <> s.id AND e.kind <> 'contains')
          AND NOT EXISTS (
              SELECT 1 FROM edges e JOIN symbols m ON m.id = e.target
              WHERE m.parent_id = s.id AND s.kind IN ('class', 'struct') AND e.kind <> 'overrides'
          )
        ORDER BY f.path, s.line
        """
    ).fetchall()
    candidates: list[tuple[Symbol, int, int]] = []
    for row in rows:
        symbol = full(row)
        file_flags, file_id, definition, parent_id, _ = row[-5:]
        if _LEFT_OUT_FILES & set(file_flags.split()) or _LEFT_OUT_FLAGS & set(symbol.flags) or not inside(symbol.file):
            continue
        if symbol.name in _ENTRY_POINTS or (symbol.name.startswith("__") and symbol.name.endswith("__")):
            continue
        if (file_id, symbol.name) in imported or parent_id in foreign:
            continue
        if possible or (_hidden(symbol) and symbol.name not in called):
            candidates.append((symbol, file_id, definition))
    decorated, mentioned = _from_facts(db, {symbol.name for symbol, _, _ in candidates})
    candidates = [c for c in candidates if c[1:] not in decorated]
    unsure = called | mentioned
    written = _written(db, {s.name for s, _, _ in candidates if _hidden(s) and s.name not in unsure}, lines_of)
    items: list[Unused] = []
    for symbol, _, _ in candidates:
        sureness, reason = _judge(symbol, symbol.name in called, symbol.name in mentioned, written.get(symbol.name, ""))
        if possible or sureness == LIKELY:
            items.append(Unused(symbol, sureness, reason))
    items.sort(key=lambda u: (u.sureness != LIKELY, u.symbol.file, u.symbol.line))
    shown = items[offset:] if limit is None else items[offset:][:limit]
    return DeadCode(len(items), tuple(shown), len(items) - len(shown), offset)


def _hidden(symbol: Symbol) -> bool:
    return symbol.visibility not in ("public", "exported") or symbol.name.startswith("_")


def _written(db: sqlite3.Connection, names: set[str], lines_of: Callable[[str], list[str]] | None) -> dict[str, str]:
    """Where each of ``names`` stands in the text of a file, comments and definitions of that name apart."""
    if not names or lines_of is None:
        return {}
    defined: set[tuple[str, int]] = set()
    for marks, piece in chunks(sorted(names)):
        defined.update(db.execute(f"SELECT f.path, s.line FROM {FROM_SYMBOLS} WHERE s.name IN {marks}", piece))
    found: dict[str, str] = {}
    for (path,) in db.execute("SELECT path FROM files WHERE status = 'indexed' ORDER BY path").fetchall():
        lines = lines_of(path)
        if names.isdisjoint(_WORD.findall("\n".join(lines))):
            continue
        for number, line in enumerate(lines, 1):
            if _COMMENT.match(line) or (path, number) in defined:
                continue
            for name in names.intersection(_WORD.findall(line)):
                found.setdefault(name, f"{path}:{number}")
    return found


def _judge(symbol: Symbol, called: bool, mentioned: bool, written: str) -> tuple[str, str]:
    if called:
        return POSSIBLE, f"calls of {symbol.name}() exist that could not be bound"
    if mentioned:
        return POSSIBLE, f"{symbol.name} is mentioned somewhere, in code or as a string"
    if written:
        return POSSIBLE, f"{symbol.name} stands at {written}, where it is not read as code"
    if _hidden(symbol):
        return LIKELY, f"{symbol.visibility if symbol.visibility != 'public' else 'private'}, and nothing mentions it"
    return POSSIBLE, "public: users of this code may use it"


def _classes_with_unknown_bases(db: sqlite3.Connection) -> set[int]:
    """Classes that extend something outside the index: their methods may be called from there."""
    unknown: set[int] = set()
    for (file_id,) in db.execute("SELECT DISTINCT file_id FROM symbols WHERE kind IN ('class', 'struct')").fetchall():
        facts = facts_of(db, file_id)
        if facts is None:
            continue
        ids = dict(db.execute("SELECT definition, id FROM symbols WHERE file_id = ?", (file_id,)))
        for index, definition in enumerate(facts.definitions):
            if definition.bases and index in ids:
                known = db.execute(
                    "SELECT count(*) FROM edges WHERE source = ? AND kind IN ('inherits', 'implements')", (ids[index],)
                ).fetchone()[0]
                if known < len(definition.bases):
                    unknown.add(ids[index])
    # What extends such a class does so too.
    pending = list(unknown)
    while pending:
        base = pending.pop()
        for (source,) in db.execute(
            "SELECT source FROM edges WHERE target = ? AND kind IN ('inherits', 'implements')", (base,)
        ):
            if source not in unknown:
                unknown.add(source)
                pending.append(source)
    return unknown


def _from_facts(db: sqlite3.Connection, names: set[str]) -> tuple[set[tuple[int, int]], set[str]]:
    """(file, definition) of what is decorated, since a decorator may register it somewhere; and those of
    ``names`` that stand anywhere as a name, an attribute or a whole string."""
    decorated: set[tuple[int, int]] = set()
    mentioned: set[str] = set()
    for (file_id,) in db.execute("SELECT id FROM files WHERE status = 'indexed'").fetchall():
        facts = facts_of(db, file_id)
        if facts is None:
            continue
        decorated.update((file_id, index) for index, d in enumerate(facts.definitions) if d.decorators)
        mentioned.update(
            operands[-1]
            for operands in facts.expressions
            if operands[0] in ("name", "attr", "str") and operands[-1] in names
        )
    return decorated, mentioned
