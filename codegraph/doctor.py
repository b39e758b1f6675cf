"""Is the index sound? Pages, rows, full text, arrays, and a sample of files parsed afresh.

Looks only; what is wrong is repaired by indexing anew, since everything in a database of ours follows
from the files.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from codegraph.errors import CodeGraphError, DatabaseProblem
from codegraph.store import Condition, Store, condition_of, describe
from codegraph.usekinds import kind_condition

SAMPLE = 50
"""Files that are parsed again unless the caller says otherwise."""

LISTED = 5
"""Things that a finding names."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and what it found."""

    check: str
    problem: str = ""
    """'' when all is well."""
    note: str = ""
    """What was looked at, or why it could not be."""


def examine(root: Path, database: Path, *, sample: int = SAMPLE, seed: int | None = None) -> list[Finding]:
    """Run every check that the state of the file allows. Writes nothing that stays.

    ``seed`` chooses the sample of files; another one at each call when it is not given.
    """
    condition, detail = condition_of(database)
    if condition is Condition.MISSING:
        return [Finding("database", f"there is none at {database}; run `codegraph index`")]
    if condition is not Condition.OURS:
        return [Finding("database", describe(database, condition, detail))]
    found: list[Finding] = []
    try:
        with Store.open_read_only(database) as store:
            db = store.connection
            db.execute("BEGIN")
            checks: list[tuple[str, Callable[[], Iterator[str]], str]] = [
                ("pages", lambda: pages(db), "PRAGMA integrity_check"),
                ("rows", lambda: foreign_rows(db), "every reference between tables"),
                ("symbols", lambda: doubtful_symbols(db), "counts and parents"),
                ("compiler data", lambda: unreadable_imports(db), "imported SCIP documents"),
                ("arrays", lambda: iter(arrays_that_differ(db)), "stored adjacency against the edges"),
                (
                    "files",
                    lambda: files_that_differ(db, root, sample, random.Random(seed)),
                    f"up to {sample} files parsed again",
                ),
            ]
            for name, check, note in checks:
                found.append(_run(name, check, note))
    except (sqlite3.DatabaseError, CodeGraphError) as error:
        found.append(Finding("database", str(error)))
    found.append(_full_text(database))
    return found


def _run(name: str, check: Callable[[], Iterator[str]], note: str) -> Finding:
    try:
        problems = list(check())
    except sqlite3.DatabaseError as error:
        problems = [str(error)]
    if not problems:
        return Finding(name, note=note)
    more = f" and {len(problems) - LISTED} more" if len(problems) > LISTED else ""
    return Finding(name, "; ".join(problems[:LISTED]) + more, note)


def pages(db: sqlite3.Connection) -> Iterator[str]:
    """What SQLite finds wrong with its own structures."""
    for (text,) in db.execute("PRAGMA integrity_check(20)"):
        if text != "ok":
            yield text


def unreadable_imports(db: sqlite3.Connection) -> Iterator[str]:
    """Imported documents whose bindings cannot be read: their files have our own links only."""
    from codegraph.scip.stored import decode

    for path, data in db.execute("SELECT path, data FROM scip_documents WHERE data <> x'' ORDER BY path"):
        try:
            decode(data)
        except DatabaseProblem:
            yield f"what a SCIP index says of {path} cannot be read; import it again with index --scip"


_REFERENCES = (
    ("symbols", "file_id", "files"),
    ("symbols", "parent_id", "symbols"),
    ("edges", "source", "symbols"),
    ("edges", "target", "symbols"),
    ("edges", "via", "symbols"),
    ("edges", "file_id", "files"),
    ("unresolved", "source", "symbols"),
    ("unresolved", "file_id", "files"),
    ("imports", "file_id", "files"),
    ("imports", "target_file_id", "files"),
    ("link_dependencies", "file_id", "files"),
    ("scip_documents", "index_id", "scip_indexes"),
    ("scip_links", "file_id", "files"),
    ("search_text", "id", "symbols"),
)


def foreign_rows(db: sqlite3.Connection) -> Iterator[str]:
    """References to rows that are not there, and symbols without their words."""
    for table, column, target in _REFERENCES:
        (count,) = db.execute(
            f"SELECT count(*) FROM {table} t WHERE t.{column} IS NOT NULL "
            f"AND NOT EXISTS (SELECT 1 FROM {target} x WHERE x.id = t.{column})"
        ).fetchone()
        if count:
            yield f"{count} rows of {table}.{column} lead nowhere in {target}"
    (count,) = db.execute(
        "SELECT count(*) FROM symbols s WHERE NOT EXISTS (SELECT 1 FROM search_text t WHERE t.id = s.id)"
    ).fetchone()
    if count:
        yield f"{count} symbols have no words to search"


def doubtful_symbols(db: sqlite3.Connection) -> Iterator[str]:
    """Symbols of files that are not indexed, and files without a symbol for themselves."""
    (count,) = db.execute(
        "SELECT count(*) FROM symbols s JOIN files f ON f.id = s.file_id WHERE f.status <> 'indexed'"
    ).fetchone()
    if count:
        yield f"{count} symbols belong to files that are not indexed"
    (count,) = db.execute(
        "SELECT count(*) FROM files f WHERE f.status = 'indexed' "
        "AND NOT EXISTS (SELECT 1 FROM symbols s WHERE s.file_id = f.id AND s.definition = 0)"
    ).fetchone()
    if count:
        yield f"{count} indexed files have no module symbol"


def arrays_that_differ(db: sqlite3.Connection) -> list[str]:
    """Kinds of edges whose stored arrays say something else than the rows, and ``vectors`` when the embeddings do;
    arrays may be longer than needed."""
    import numpy as np

    from codegraph.adjacency import KINDS, AdjacencyIndex
    from codegraph.search.vectors import rows_that_differ

    stored = dict(db.execute("SELECT name, data FROM arrays"))
    wrong: list[str] = []
    for kind in KINDS:
        rows = db.execute(f"SELECT source, target, resolution FROM edges WHERE {kind_condition(kind)}")
        expected = AdjacencyIndex.of_rows(rows).pairs()
        try:
            index = AdjacencyIndex.from_bytes(stored[kind])
        except (KeyError, ValueError):
            wrong.append(kind)
            continue
        same = all(np.array_equal(a, b) for a, b in zip(index.pairs(), expected, strict=True))
        backward = AdjacencyIndex(index.backward, index.forward).pairs()
        mirrored = sorted(zip(*(side.tolist() for side in backward), strict=True)) == sorted(
            zip(*(expected[at].tolist() for at in (1, 0, 2)), strict=True)
        )
        if not (same and mirrored):
            wrong.append(kind)
    if rows_that_differ(db):
        wrong.append("vectors")
    return wrong


def files_that_differ(db: sqlite3.Connection, root: Path, sample: int, choice: random.Random) -> Iterator[str]:
    """Files that have not changed and yet parse to something else than what is stored."""
    from codegraph.config import load_config
    from codegraph.parsing import Source, parse_source

    rows = db.execute(
        "SELECT id, path, language, flags, hash, module FROM files WHERE status = 'indexed' ORDER BY path"
    ).fetchall()
    if 0 < sample < len(rows):
        rows = choice.sample(rows, sample)
    max_size = load_config(root).max_file_size
    for file_id, path, language, flags, digest, module in rows:
        parsed = parse_source(root, Source(path, language, flags), max_size)
        if parsed.hash != digest:
            continue  # newer than the index, or gone: that is for `codegraph status` to say
        if parsed.status != "indexed":
            yield f"{path}: indexed, and now {parsed.status} ({parsed.reason})"
            continue
        (facts,) = db.execute("SELECT facts FROM files WHERE id = ?", (file_id,)).fetchone()
        stored = {
            row[0]: row[1:]
            for row in db.execute(
                'SELECT symbol, definition, kind, name, qualified_name, line, "column", start_line, end_line, '
                "signature, doc, visibility, flags, complexity, content_hash FROM symbols WHERE file_id = ?",
                (file_id,),
            )
        }
        fresh = {row[0]: (*row[1:5], *row[6:]) for row in parsed.symbols}
        if stored != fresh:
            names = sorted(name for name in stored.keys() | fresh.keys() if stored.get(name) != fresh.get(name))
            yield f"{path}: {len(names)} symbols differ from its text, {names[0]} among them"
        elif module != parsed.module or facts != parsed.facts:
            yield f"{path}: its stored facts differ from its text"


def _full_text(database: Path) -> Finding:
    """FTS5 checks itself only where it may write; whatever it does is rolled back."""
    note = "full text against the words it was made from"
    try:
        with Store.open(database) as store:
            db = store.connection
            db.execute("PRAGMA busy_timeout=2000")
            db.execute("BEGIN IMMEDIATE")
            try:
                db.execute("INSERT INTO symbols_fts(symbols_fts, rank) VALUES ('integrity-check', 1)")
            finally:
                if db.in_transaction:
                    db.rollback()
    except sqlite3.OperationalError as error:
        return Finding("full text", note=f"not checked: {error}")
    except sqlite3.DatabaseError as error:
        return Finding("full text", str(error), note)
    except CodeGraphError as error:
        return Finding("full text", note=f"not checked: {error}")
    return Finding("full text", note=note)
