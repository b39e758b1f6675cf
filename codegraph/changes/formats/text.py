"""The report for somebody who is in the midst of an edit: what is broken comes first."""

from __future__ import annotations

from collections.abc import Iterator

from codegraph.changes.formats.findings import findings
from codegraph.changes.impact import Report
from codegraph.changes.symbols import How
from codegraph.rendering import clean

MOST = 40
"""Items of one list."""


def text_lines(report: Report) -> list[str]:
    """Lines with ``path:line`` first."""
    return [clean(line) for line in _lines(report)]


def _lines(report: Report) -> Iterator[str]:
    if not report.comparison.files:
        yield f"no source file differs from {report.comparison.base_label}"
        return
    risk = report.risk
    yield f"{risk.level} risk ({risk.score}/100) against {report.comparison.base_label}"
    for points, reason in risk.reasons:
        yield f"  +{points} {reason}"
    found = list(findings(report))
    grave = [f for f in found if f.level != "note"]
    if grave:
        yield f"{len(grave)} findings:"
        yield from (f"{f.file}:{f.line}  {f.rule.value}: {f.message}" for f in grave[:MOST])
        if len(grave) > MOST:
            yield f"[{len(grave) - MOST} more findings]"
    else:
        yield "nothing broken that can be seen: calls, imports and overrides of what changed still fit"
    shown = [c for c in report.changed if c.change.how is not How.TEXT]
    yield f"{len(shown)} changed definitions:"
    for entry in shown[:MOST]:
        change = entry.change
        symbol = change.symbol
        details = f" ({'; '.join(change.details[:3])})" if change.details else ""
        yield (
            f"{symbol.file}:{symbol.line}  {symbol.qualified_name}  {change.how.value}{details}, "
            f"{entry.callers_after} callers, {entry.tests} tests"
        )
    if len(shown) > MOST:
        yield f"[{len(shown) - MOST} more changed definitions]"
    for untested in report.untested[:MOST]:
        runs = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in untested.lines)
        yield f"{untested.file}:{runs}  no test reaches {untested.name}"
    if report.tests:
        yield f"{len(report.tests)} tests reach the change; affected_tests (`codegraph affected-tests`) lists them"
    for partner in report.partners[:5]:
        yield (
            f"{partner.partner} changed in {partner.together} of {partner.changed} commits that changed "
            f"{partner.file}, and not now"
        )
