"""The report as a comment on a pull request: the summary first, details folded, bounded in length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codegraph.changes.formats.escaping import code, plain
from codegraph.changes.formats.findings import findings
from codegraph.changes.formats.picture import mermaid
from codegraph.changes.impact import Changed, Report
from codegraph.changes.reached import Arrival
from codegraph.changes.symbols import How

LONGEST = 60_000
"""Characters; GitHub takes 65,536."""
_SHOWN = 100
_SIGNS = {"low": "🟢", "medium": "🟡", "high": "🔴"}
_WORDS = {
    How.ADDED: "added",
    How.REMOVED: "removed",
    How.RENAMED: "renamed",
    How.MOVED: "moved",
    How.SIGNATURE: "signature",
    How.BODY: "body",
    How.TEXT: "comments or layout",
}


def markdown(report: Report) -> str:
    """Headline and findings in the open, everything else folded; sections that do not fit are named."""
    head = _summary(report)
    sections = [(title, lines) for title, lines in _sections(report) if lines]
    out = list(head)
    room = LONGEST - sum(len(line) + 1 for line in out) - 500
    cut: list[str] = []
    for title, lines in sections:
        kept: list[str] = []
        frame = ["", f"<details><summary>{title}</summary>", "", *kept, "", "</details>"]
        room -= sum(len(line) + 1 for line in frame)
        for number, line in enumerate(lines):
            if len(line) + 1 > room:
                left = len(lines) - number
                cut.append(f"{left} lines of “{title}”")
                break
            kept.append(line)
            room -= len(line) + 1
        if kept:
            _close_fence(kept)
            out += ["", f"<details><summary>{title}</summary>", "", *kept, "", "</details>"]
    if cut:
        out += ["", f"_Left out for length: {'; '.join(cut)}. `codegraph impact --format json` has everything._"]
    return "\n".join(out) + "\n"


def _close_fence(lines: list[str]) -> None:
    if sum(line.startswith("```") for line in lines) % 2:
        lines.append("```")


def _summary(report: Report) -> list[str]:
    risk = report.risk
    changed = [c for c in report.changed if c.change.how is not How.TEXT and c.change.half.index]
    reached = f"{report.reached_total} definitions reach it" if report.reached_total else "nothing else reaches it"
    lines = [
        f"### {_SIGNS[risk.level]} codegraph: {risk.level} risk ({risk.score}/100)",
        "",
        f"{_count(len(changed), 'definition')} changed in {_count(len(report.comparison.files), 'source file')}; "
        f"{reached}; {_count(len(report.tests), 'test')} to run.",
    ]
    if risk.reasons:
        lines += ["", *(f"- {plain(reason)} (+{points})" for points, reason in risk.reasons)]
    grave = [f for f in findings(report) if f.level != "note"]
    if grave:
        lines += ["", "| | Where | What |", "| --- | --- | --- |"]
        sign = {"error": "❌", "warning": "⚠️"}
        lines += [f"| {sign[f.level]} | {code(f'{f.file}:{f.line}')} | {plain(f.message)} |" for f in grave[:25]]
        if len(grave) > 25:
            lines.append(f"| | | {len(grave) - 25} more below |")
    for note in report.notes:
        lines += ["", f"_{plain(note)}_"]
    return lines


def _sections(report: Report) -> Iterable[tuple[str, list[str]]]:
    grave = [f for f in findings(report) if f.level != "note"]
    if len(grave) > 25:
        yield f"All {len(grave)} findings", [f"- {code(f'{f.file}:{f.line}')} {plain(f.message)}" for f in grave]
    yield f"Changed definitions ({len(report.changed)})", _changed(report.changed)
    yield (
        f"Changed code that no test reaches ({len(report.untested)})",
        [f"- {code(u.file)} {_lines(u.lines)}: {code(u.name)}" for u in report.untested],
    )
    yield f"Tests that reach the change ({len(report.tests)})", _arrivals(report.tests)
    yield (
        f"Entry points that reach the change ({len(report.entry_points)})",
        [f"- {e.kind} {_arrival(e.arrival)}" for e in report.entry_points[:_SHOWN]] + _more(len(report.entry_points)),
    )
    yield f"Nearby definitions that reach the change ({len(report.reached)})", _arrivals(report.reached)
    picture = mermaid(report)
    if picture:
        yield "Picture", ["```mermaid", *picture.rstrip("\n").split("\n"), "```"]
    yield (
        "Owners",
        [f"- {plain(owner)}: {', '.join(code(f) for f in files)}" for owner, files in report.owners],
    )
    yield (
        "Often changed together, not in this change",
        [
            f"- {code(p.partner)} changed in {p.together} of {p.changed} commits that changed {code(p.file)}"
            for p in report.partners
        ],
    )


def _changed(changed: Sequence[Changed]) -> list[str]:
    if not changed:
        return []
    lines = ["| Definition | Change | Callers | Tests |", "| --- | --- | --- | --- |"]
    told = [entry for entry in changed if entry.change.is_news]
    for entry in told[:_SHOWN]:
        change = entry.change
        words = _WORDS[change.how]
        if change.how in (How.RENAMED, How.MOVED) and change.old is not None:
            words = f"{words} from {code(change.old.as_symbol().qualified_name)}"
        if change.details:
            words += f": {plain('; '.join(change.details[:6]))}"
        callers = (
            str(entry.callers_after)
            if entry.callers_before == entry.callers_after
            else f"{entry.callers_before} → {entry.callers_after}"
        )
        symbol = change.symbol
        lines.append(
            f"| {code(symbol.qualified_name)}<br>{code(f'{symbol.file}:{symbol.line}')} | {words} | {callers} "
            f"| {entry.tests} |"
        )
    along = len(changed) - len(told)
    if along:
        lines.append(f"| {_count(along, 'member')} of these | went along | | |")
    return lines + _more(len(told))


def _arrivals(arrivals: Sequence[Arrival]) -> list[str]:
    return [f"- {_arrival(a)}" for a in arrivals[:_SHOWN]] + _more(len(arrivals))


def _arrival(a: Arrival) -> str:
    way = " → ".join(code(s.name) for s in a.path[1:]) if len(a.path) <= 6 else f"{len(a.path) - 1} steps"
    sure = "" if a.resolution == "exact" else f" [{a.resolution}]"
    return (
        f"{code(a.symbol.qualified_name)} {code(f'{a.symbol.file}:{a.symbol.line}')}{sure}{f' → {way}' if way else ''}"
    )


def _more(count: int) -> list[str]:
    return [f"- … {count - _SHOWN} more"] if count > _SHOWN else []


def _lines(runs: Sequence[tuple[int, int]]) -> str:
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
