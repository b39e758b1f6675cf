"""The report as GitLab's code quality artefact."""

from __future__ import annotations

import json

from codegraph.changes.formats.findings import findings, path_in_repository
from codegraph.changes.impact import Report
from codegraph.rendering import clean

_SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def gitlab(report: Report) -> str:
    """A JSON array of issues."""
    issues = [
        {
            "description": clean(f.message, 1000),
            "check_name": f"codegraph/{f.rule.value}",
            "fingerprint": f.fingerprint,
            "severity": _SEVERITIES[f.level],
            "location": {
                "path": path_in_repository(report, f.file),
                "lines": {"begin": f.line},
            },
        }
        for f in findings(report)
    ]
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"
