"""The report as one JSON object, schema 1."""

from __future__ import annotations

import json as encoder
from typing import Any

from codegraph.changes.formats.findings import findings
from codegraph.changes.impact import Report
from codegraph.changes.reached import Arrival
from codegraph.model import Symbol


def json(report: Report) -> str:
    """One object; keys stay, new ones may come."""
    return encoder.dumps(as_object(report), ensure_ascii=False) + "\n"


def as_object(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    comparison = report.comparison
    return {
        "schema": 1,
        "base": comparison.base_label,
        "base_commit": comparison.diff.base,
        "head": comparison.head_label,
        "risk": {
            "score": report.risk.score,
            "level": report.risk.level,
            "reasons": [{"points": points, "reason": reason} for points, reason in report.risk.reasons],
        },
        "files": [
            {"file": file.path, "status": file.change.status, "language": (file.new or file.old).language}  # type: ignore[union-attr]
            for file in comparison.files
        ],
        "other_files": len(comparison.others),
        "changed": [
            {
                **symbol(entry.change.symbol),
                "change": entry.change.how.value,
                "details": list(entry.change.details),
                "was": entry.change.old.symbol if entry.change.old is not None else None,
                "callers_before": entry.callers_before,
                "callers_after": entry.callers_after,
                "tests": entry.tests,
            }
            for entry in report.changed
        ],
        "findings": [
            {
                "rule": f.rule.value,
                "level": f.level,
                "file": f.file,
                "line": f.line,
                "end_line": f.end_line,
                "column": f.column,
                "message": f.message,
                "fingerprint": f.fingerprint,
            }
            for f in findings(report)
        ],
        "cycles": [{"files": list(c.files), "line": c.line} for c in report.cycles],
        "entry_points": [{"kind": e.kind, **arrival(e.arrival)} for e in report.entry_points],
        "tests": [arrival(a) for a in report.tests],
        "untested": [
            {"file": u.file, "symbol": u.symbol, "lines": [list(run) for run in u.lines]} for u in report.untested
        ],
        "reached": {"total": report.reached_total, "items": [arrival(a) for a in report.reached]},
        "owners": {owner: list(files) for owner, files in report.owners},
        "partners": [
            {"file": p.file, "partner": p.partner, "together": p.together, "changed": p.changed}
            for p in report.partners
        ],
        "notes": list(report.notes),
    }


def symbol(value: Symbol) -> dict[str, Any]:
    """What every item has."""
    return {
        "symbol": value.symbol,
        "name": value.name,
        "qualified_name": value.qualified_name,
        "kind": value.kind,
        "file": value.file,
        "line": value.line,
        "end_line": value.end_line,
    }


def arrival(value: Arrival) -> dict[str, Any]:
    """Something that reaches the change, with the way it takes."""
    return {
        **symbol(value.symbol),
        "distance": value.distance,
        "resolution": value.resolution,
        "path": [s.symbol for s in value.path],
    }
