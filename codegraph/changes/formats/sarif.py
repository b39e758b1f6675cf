"""The report as SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from codegraph.changes.formats.findings import LEVELS, RULES, Finding, findings
from codegraph.changes.impact import Report
from codegraph.paths import native_path
from codegraph.rendering import clean

MOST = 5_000
"""Results; GitHub shows no more of one run, and refuses a file with 25,000."""
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(report: Report) -> str:
    """One run with a rule for each kind of finding."""
    order = list(RULES)
    rules = [
        {
            "id": rule.value,
            "name": "".join(word.capitalize() for word in rule.value.split("-")),
            "shortDescription": {"text": title},
            "fullDescription": {"text": text},
            "help": {"text": text},
            "defaultConfiguration": {"level": LEVELS[rule]},
            "properties": {"tags": ["maintainability"], "precision": "high"},
        }
        for rule, (title, text) in RULES.items()
    ]
    found = findings(report)
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "codegraph", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(f, order.index(f.rule), report.comparison.prefix) for f in found[:MOST]],
        "properties": {"risk": report.risk.level, "riskScore": report.risk.score, "left_out": len(found[MOST:])},
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _result(f: Finding, index: int, prefix: str) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": f.line}
    if f.end_line > f.line:
        region["endLine"] = f.end_line
    else:
        region["startColumn"] = f.column
    uri = quote((prefix + native_path(f.file)).encode("utf-8", "surrogateescape"), safe="/")
    return {
        "ruleId": f.rule.value,
        "ruleIndex": index,
        "level": f.level,
        "message": {"text": clean(f.message, 1000)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
        "partialFingerprints": {"codegraph/v1": f.fingerprint},
    }
