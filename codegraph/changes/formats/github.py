"""The report as workflow commands of GitHub Actions: annotations on the lines concerned."""

from __future__ import annotations

from codegraph.changes.formats.escaping import command, property_value
from codegraph.changes.formats.findings import findings
from codegraph.changes.impact import Report
from codegraph.paths import native_path

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def github(report: Report) -> str:
    """One command a line. GitHub shows ten of each kind for a step; the rest is in its log."""
    lines: list[str] = []
    for f in findings(report):
        file = property_value(native_path(f.file).encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
        end = f",endLine={f.end_line}" if f.end_line > f.line else ""
        title = property_value(f"codegraph: {f.rule.value}")
        lines.append(f"::{_COMMANDS[f.level]} file={file},line={f.line}{end},title={title}::{command(f.message)}")
    risk = report.risk
    why = "; ".join(reason for _, reason in risk.reasons) or "nothing that counts"
    lines.append(f"::notice title=codegraph::{command(f'{risk.level} risk ({risk.score}/100): {why}')}")
    return "\n".join(lines) + "\n"
