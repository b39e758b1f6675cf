"""What is in an index: counts by kind, by resolution and by language."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from codegraph.model import LanguageStatus, Status
from codegraph.scip.importing import described

LAST_ERRORS = 5


def overview(db: sqlite3.Connection, root: Path, database: Path, stale: tuple[str, ...]) -> Status:
    """Count everything. Reads whole tables: a few tens of milliseconds for a large repository."""
    meta = dict(db.execute("SELECT key, value FROM meta"))
    statuses = dict(db.execute("SELECT status, count(*) FROM files GROUP BY status"))
    skipped = dict(
        db.execute("SELECT reason, count(*) FROM files WHERE status = 'skipped' GROUP BY reason ORDER BY reason")
    )
    symbols = dict(
        db.execute("SELECT f.language, count(*) FROM symbols s JOIN files f ON f.id = s.file_id GROUP BY f.language")
    )
    edges = dict(
        db.execute("SELECT f.language, count(*) FROM edges e JOIN files f ON f.id = e.file_id GROUP BY f.language")
    )
    unresolved = dict(
        db.execute("SELECT f.language, count(*) FROM unresolved u JOIN files f ON f.id = u.file_id GROUP BY f.language")
    )
    files = db.execute(
        """
        SELECT language, count(*) FROM files WHERE status = 'indexed'
        GROUP BY language ORDER BY count(*) DESC, language
        """
    )
    languages = tuple(
        LanguageStatus(
            language,
            n,
            symbols.get(language, 0),
            edges.get(language, 0),
            unresolved.get(language, 0),
            _accuracy(language),
        )
        for language, n in files
    )
    errors = [
        f"{at} {message}"
        for at, message in db.execute("SELECT at, message FROM log ORDER BY id DESC LIMIT ?", (LAST_ERRORS,))
    ]
    return Status(
        root=str(root),
        database=str(database),
        schema=int(db.execute("PRAGMA user_version").fetchone()[0]),
        files=statuses.get("indexed", 0),
        skipped=skipped,
        parse_errors=db.execute("SELECT count(*) FROM files WHERE status = 'error' OR unparsed <> ''").fetchone()[0],
        symbols=sum(symbols.values()),
        edges=dict(db.execute("SELECT kind, count(*) FROM edges GROUP BY kind ORDER BY kind")),
        resolutions=dict(
            db.execute(
                "SELECT resolution, count(*) FROM edges WHERE kind = 'calls' GROUP BY resolution ORDER BY resolution"
            )
        ),
        unresolved=sum(unresolved.values()),
        languages=languages,
        database_bytes=_bytes(database),
        indexed_at=meta.get("indexed_at", ""),
        commit=meta.get("commit", ""),
        stale=stale,
        last_errors=tuple(errors),
        extra=described(db),
    )


def _bytes(database: Path) -> int:
    total = 0
    for suffix in ("", "-wal"):
        try:
            total += database.with_name(database.name + suffix).stat().st_size
        except OSError:
            continue
    return total


def _accuracy(language: str) -> str:
    """The linker's measured precision and recall, or ``heuristic`` where none was measured."""
    from codegraph.linking.calibration import accuracy_of

    known = accuracy_of(language)
    if known is None:
        return "heuristic"
    precision, recall, corpora = known
    return f"precision {precision:.3f}, recall {recall:.3f} on {', '.join(corpora)}"
