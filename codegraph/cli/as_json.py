"""Answers as JSON objects: the contract that other programs rely on, schema 1."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from codegraph.errors import AmbiguousSymbol, CodeGraphError, SymbolNotFound
from codegraph.model import (
    Hits,
    Impact,
    IndexSummary,
    ModuleStructure,
    Neighbours,
    Site,
    Status,
    Symbol,
    SymbolDetail,
    UnresolvedName,
)

if TYPE_CHECKING:
    from codegraph.reading.architecture import Architecture
    from codegraph.reading.dead_code import DeadCode
    from codegraph.reading.implementations import Implementations
    from codegraph.reading.routes import Route

SCHEMA = 1


def print_json(value: dict[str, Any]) -> None:
    """One object on one line of standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def symbol_object(symbol: Symbol) -> dict[str, Any]:
    """What every item has."""
    return {
        "symbol": symbol.symbol,
        "name": symbol.name,
        "qualified_name": symbol.qualified_name,
        "kind": symbol.kind,
        "file": symbol.file,
        "line": symbol.line,
        "end_line": symbol.end_line,
    }


def full_symbol_object(symbol: Symbol) -> dict[str, Any]:
    """A symbol with what its definition says."""
    return {
        **symbol_object(symbol),
        "language": symbol.language,
        "signature": symbol.signature,
        "doc": symbol.doc,
        "visibility": symbol.visibility,
        "flags": list(symbol.flags),
    }


def list_object(
    *,
    symbol: Symbol | None,
    total: int,
    items: Sequence[dict[str, Any]],
    cut: int = 0,
    unresolved_total: int = 0,
    unresolved: Iterable[UnresolvedName] = (),
    stale: Iterable[str] = (),
    notes: Iterable[str] = (),
) -> dict[str, Any]:
    """The shape of every list."""
    return {
        "schema": SCHEMA,
        "symbol": symbol_object(symbol) if symbol is not None else None,
        "total": total,
        "items": list(items),
        "unresolved": {
            "total": unresolved_total,
            "items": [
                {"name": name.name, "total": name.total, "sites": [site_object(s) for s in name.sites]}
                for name in unresolved
            ],
        },
        "cut": cut,
        "stale": list(stale),
        "notes": list(notes),
    }


def site_object(site: Site) -> dict[str, Any]:
    """A place in a file."""
    return {"file": site.file, "line": site.line, "column": site.column}


def neighbours_object(answer: Neighbours) -> dict[str, Any]:
    """get-callers and get-callees."""
    items = [
        {
            **symbol_object(item.symbol),
            "edge": item.kind,
            "use": item.use or None,
            "resolution": item.resolution,
            "sites": [site_object(site) for site in item.sites],
            "via": item.via.symbol if item.via else None,
        }
        for item in answer.items
    ]
    return list_object(
        symbol=answer.symbol,
        total=answer.total,
        items=items,
        cut=answer.cut,
        unresolved_total=answer.unresolved_total,
        unresolved=answer.unresolved,
        stale=answer.stale,
        notes=answer.notes,
    )


def impact_object(answer: Impact) -> dict[str, Any]:
    """get-impact-radius."""
    items = [
        {
            **symbol_object(item.symbol),
            "distance": item.distance,
            "resolution": item.resolution,
            "via": item.via.symbol if item.via else None,
        }
        for item in answer.items
    ]
    return {
        **list_object(
            symbol=answer.symbol,
            total=answer.total,
            items=items,
            cut=answer.cut,
            unresolved_total=answer.unresolved_total,
            stale=answer.stale,
            notes=answer.notes,
        ),
        "depth": answer.depth,
        "files": answer.files,
        "tests": answer.tests,
    }


def hits_object(answer: Hits) -> dict[str, Any]:
    """semantic-search."""
    items = [{**symbol_object(hit.symbol), "score": hit.score, "reason": hit.reason} for hit in answer.items]
    listed = list_object(
        symbol=None, total=answer.total, items=items, cut=answer.cut, stale=answer.stale, notes=answer.notes
    )
    return {**listed, "query": answer.query}


def detail_object(answer: SymbolDetail) -> dict[str, Any]:
    """get-symbol."""
    return {
        "schema": SCHEMA,
        **full_symbol_object(answer.symbol),
        "decorators": list(answer.decorators),
        "body": answer.body,
        "parent": symbol_object(answer.parent) if answer.parent else None,
        "members": [full_symbol_object(member) for member in answer.members],
        "bases": [{"text": text, "symbol": base.symbol if base else None} for text, base in answer.bases],
        "subclasses": [symbol_object(s) for s in answer.subclasses],
        "overrides": [symbol_object(s) for s in answer.overrides],
        "overridden_by": [symbol_object(s) for s in answer.overridden_by],
        "callers": answer.callers,
        "callees": answer.callees,
        "stale": list(answer.stale),
        "notes": list(answer.notes),
    }


def structure_object(answer: ModuleStructure) -> dict[str, Any]:
    """get-module-structure."""
    return {
        "schema": SCHEMA,
        "path": answer.path,
        "kind": answer.kind,
        "total": answer.total,
        "items": [
            {**symbol_object(s), "depth": depth, "signature": s.signature, "doc": s.doc, "visibility": s.visibility}
            for depth, s in answer.symbols
        ],
        "imports": list(answer.imports),
        "imported_by": list(answer.imported_by),
        "cut": answer.cut,
        "stale": list(answer.stale),
        "notes": list(answer.notes),
    }


def status_object(answer: Status) -> dict[str, Any]:
    """status."""
    return {
        "schema": SCHEMA,
        "root": answer.root,
        "database": answer.database,
        "database_schema": answer.schema,
        "database_bytes": answer.database_bytes,
        "files": answer.files,
        "skipped": answer.skipped,
        "parse_errors": answer.parse_errors,
        "symbols": answer.symbols,
        "edges": answer.edges,
        "resolutions": answer.resolutions,
        "unresolved": answer.unresolved,
        "languages": [
            {
                "language": row.language,
                "files": row.files,
                "symbols": row.symbols,
                "edges": row.edges,
                "unresolved": row.unresolved,
                "accuracy": row.accuracy,
            }
            for row in answer.languages
        ],
        "indexed_at": answer.indexed_at,
        "commit": answer.commit,
        "stale": list(answer.stale),
        "last_errors": list(answer.last_errors),
        "extra": answer.extra,
    }


def summary_object(summary: IndexSummary) -> dict[str, Any]:
    """index."""
    return {
        "schema": SCHEMA,
        "database": summary.database,
        "files": summary.files,
        "parsed": summary.parsed,
        "removed": summary.removed,
        "skipped": summary.skipped,
        "errors": [{"file": path, "message": message} for path, message in summary.errors],
        "symbols": summary.symbols,
        "edges": summary.edges,
        "unresolved": summary.unresolved,
        "seconds": round(summary.seconds, 3),
        "notes": list(summary.notes),
    }


def route_object(answer: Route) -> dict[str, Any]:
    """trace-path."""
    return {
        "schema": SCHEMA,
        "source": symbol_object(answer.source),
        "target": symbol_object(answer.target),
        "found": bool(answer.hops),
        "backwards": answer.backwards,
        "items": [
            {
                **symbol_object(hop.symbol),
                "edge": hop.kind or None,
                "resolution": hop.resolution or None,
                "site": site_object(hop.site) if hop.site else None,
            }
            for hop in answer.hops
        ],
        "stale": list(answer.stale),
        "notes": list(answer.notes),
    }


def implementations_object(answer: Implementations) -> dict[str, Any]:
    """find-implementations."""
    items = [
        {**symbol_object(item.symbol), "edge": item.kind, "distance": item.distance, "of": item.of.symbol}
        for item in answer.items
    ]
    return list_object(
        symbol=answer.symbol, total=answer.total, items=items, cut=answer.cut, stale=answer.stale, notes=answer.notes
    )


def dead_code_object(answer: DeadCode) -> dict[str, Any]:
    """find-dead-code."""
    items = [{**symbol_object(i.symbol), "sureness": i.sureness, "reason": i.reason} for i in answer.items]
    return list_object(
        symbol=None, total=answer.total, items=items, cut=answer.cut, stale=answer.stale, notes=answer.notes
    )


def architecture_object(answer: Architecture) -> dict[str, Any]:
    """get-architecture."""
    return {
        "schema": SCHEMA,
        "path": answer.path,
        "languages": dict(answer.languages),
        "packages": [
            {
                "path": package.path,
                "files": package.files,
                "lines": package.lines,
                "symbols": package.symbols,
                "tests": package.tests,
                "uses": [{"path": name, "imports": count} for name, count in package.uses],
            }
            for package in answer.packages
        ],
        "cut": answer.cut,
        "cycles": [list(cycle) for cycle in answer.cycles],
        "entry_points": [symbol_object(symbol) for symbol in answer.entry_points],
        "hubs": [{**symbol_object(symbol), "callers": count} for symbol, count in answer.hubs],
        "stale": list(answer.stale),
        "notes": list(answer.notes),
    }


def error_object(code: str, message: str, cause: CodeGraphError | None = None) -> dict[str, Any]:
    """Any failure."""
    candidates: list[Any] = []
    if isinstance(cause, AmbiguousSymbol):
        candidates = [symbol_object(candidate) for candidate in cause.candidates]
    elif isinstance(cause, SymbolNotFound):
        candidates = list(cause.close)
    newer = {"stale": list(cause.newer)} if isinstance(cause, SymbolNotFound) and cause.newer else {}
    return {"schema": SCHEMA, "error": code, "message": message, "candidates": candidates, **newer}
