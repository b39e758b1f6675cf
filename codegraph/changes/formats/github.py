"""The report as workflow commands of GitHub Actions: annotations on the lines concerned."""

from __future__ import annotations

from collections import Counter

from codegraph.changes.formats.escaping import command, property_value
from codegraph.changes.formats.findings import findings, path_in_repository
from codegraph.changes.impact import Report

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}

MOST = 100
"""Of one kind; the platform shows fewer, and a log of thousands is not read."""


def github(report: Report) -> str:
    """One command a line. GitHub shows ten of each kind for a step, so the whole comes first."""
    risk = report.risk
    why = "; ".join(reason for _, reason in risk.reasons) or "nothing that counts"
    lines = [f"::notice title=codegraph::{command(f'{risk.level} risk ({risk.score}/100): {why}')}"]
    told: Counter[str] = Counter()
    for f in findings(report):
        kind = _COMMANDS[f.level]
        told[kind] += 1
        if told[kind] > MOST:
            continue
        file = property_value(path_in_repository(report, f.file))
        end = f",endLine={f.end_line}" if f.end_line > f.line else ""
        title = property_value(f"codegraph: {f.rule.value}")
        lines.append(f"::{kind} file={file},line={f.line}{end},title={title}::{command(f.message)}")
    lines += [f"{count - MOST} more of kind {kind}" for kind, count in told.items() if count > MOST]
    return "\n".join(lines) + "\n"
