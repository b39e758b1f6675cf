"""The report as a comment on a pull request: the summary first, details folded, bounded in length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codegraph.changes.formats.escaping import code, plain
from codegraph.changes.formats.findings import findings
from codegraph.changes.formats.picture import as_mermaid, picture_of
from codegraph.changes.impact import Changed, Report
from codegraph.changes.reached import Arrival
from codegraph.changes.symbols import How

LONGEST = 60_000
"""Characters; GitHub takes 65,536."""
_SHOWN = 100
_OPEN = 25
"""Findings that stand before everything that is folded."""
_PICTURE = "Picture"
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
    out = _summary(report)
    room = LONGEST - sum(len(line) + 1 for line in out) - 1000  # the last for saying what was cut
    cut: list[str] = []
    for title, head, lines in _sections(report):
        if not lines:
            continue
        frame = ["", f"<details><summary>{title}</summary>", "", *head]
        room -= sum(len(line) + 1 for line in frame) + len("\n\n</details>\n")
        fitting = 0
        for line in lines:
            room -= len(line) + 1
            if room < 0:
                break
            fitting += 1
        if fitting == len(lines):
            out += [*frame, *lines, "", "</details>"]
            continue
        if title == _PICTURE:
            cut.append("the picture")  # half of one says nothing
        else:
            cut.append(f"{len(lines) - fitting} lines of “{title}”")
            if fitting:
                out += [*frame, *lines[:fitting], "", "</details>"]
        room = 0
    if cut:
        out += ["", f"_Left out for length: {'; '.join(cut)}. `codegraph impact --format json` has everything._"]
    return "\n".join(out) + "\n"


def _summary(report: Report) -> list[str]:
    risk = report.risk
    comparison = report.comparison
    lines = [f"### {_SIGNS[risk.level]} codegraph: {risk.level} risk ({risk.score}/100)", ""]
    changed = [c for c in report.changed if c.change.how is not How.TEXT and c.change.half.index]
    if not comparison.files:
        others = f"; {_count(len(comparison.others), 'other file')} changed" if comparison.others else ""
        lines.append(f"No source file differs from {code(comparison.base_label, in_table=False)}{others}.")
    elif not changed:
        files = _count(len(comparison.files), "source file")
        lines.append(f"Only comments, layout or statements outside definitions changed in {files}.")
    else:
        reached = (
            f"{_count(report.reached_total, 'definition')} reach{'es' * (report.reached_total == 1)} "
            f"{'it' if len(changed) == 1 else 'them'}"
            if report.reached_total
            else "nothing else reaches " + ("it" if len(changed) == 1 else "them")
        )
        tests = _count(len(report.tests), "test") + " to run" if report.tests else "no test does"
        lines.append(
            f"{_count(len(changed), 'definition')} changed in {_count(len(comparison.files), 'source file')}; "
            f"{reached}; {tests}."
        )
    if risk.reasons:
        lines += ["", *(f"- {plain(reason)} (+{points})" for points, reason in risk.reasons)]
    grave = [f for f in findings(report) if f.level != "note"]
    if grave:
        lines += ["", "| | Where | What |", "| --- | --- | --- |"]
        sign = {"error": "❌", "warning": "⚠️"}
        lines += [f"| {sign[f.level]} | {code(f'{f.file}:{f.line}')} | {plain(f.message)} |" for f in grave[:_OPEN]]
        if len(grave) > _OPEN:
            lines.append(f"| | | {len(grave) - _OPEN} more below |")
    for note in report.notes:
        lines += ["", f"_{plain(note)}_"]
    return lines


def _sections(report: Report) -> Iterable[tuple[str, list[str], list[str]]]:
    """(title, lines that must stand before any other, lines)."""
    grave = [f for f in findings(report) if f.level != "note"]
    if len(grave) > _OPEN:
        yield f"All {len(grave)} findings", [], [f"- {_named(f'{f.file}:{f.line}')} {plain(f.message)}" for f in grave]
    yield f"Changed definitions ({len(report.changed)})", _COLUMNS, _changed(report.changed)
    yield (
        f"Changed code that no test reaches ({len(report.untested)})",
        [],
        [f"- {_named(u.file)} {_lines(u.lines)}: {_named(u.name)}" for u in report.untested],
    )
    yield f"Tests that reach the change ({len(report.tests)})", [], _arrivals(report.tests)
    yield (
        f"Entry points that reach the change ({len(report.entry_points)})",
        [],
        [f"- {e.kind} {_arrival(e.arrival)}" for e in report.entry_points[:_SHOWN]] + _more(len(report.entry_points)),
    )
    yield f"Nearby definitions that reach the change ({len(report.reached)})", [], _arrivals(report.reached)
    picture = picture_of(report)
    if picture.edges:
        yield _PICTURE, [], ["```mermaid", *as_mermaid(picture).rstrip("\n").split("\n"), "```"]
    yield (
        "Owners",
        [],
        [f"- {plain(owner)}: {', '.join(_named(f) for f in files)}" for owner, files in report.owners],
    )
    yield (
        "Often changed together, not in this change",
        [],
        [
            f"- {_named(p.partner)} changed in {p.together} of {p.changed} commits that changed {_named(p.file)}"
            for p in report.partners
        ],
    )


_COLUMNS = ["| Definition | Change | Callers | Tests |", "| --- | --- | --- | --- |"]


def _named(text: str) -> str:
    return code(text, in_table=False)


def _changed(changed: Sequence[Changed]) -> list[str]:
    lines: list[str] = []
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
    if len(told) > _SHOWN:
        lines.append(f"| … {len(told) - _SHOWN} more | | | |")
    return lines


def _arrivals(arrivals: Sequence[Arrival]) -> list[str]:
    return [f"- {_arrival(a)}" for a in arrivals[:_SHOWN]] + _more(len(arrivals))


def _arrival(a: Arrival) -> str:
    way = " → ".join(_named(s.name) for s in a.path[1:]) if len(a.path) <= 6 else f"{len(a.path) - 1} steps"
    sure = "" if a.resolution == "exact" else f" [{a.resolution}]"
    return (
        f"{_named(a.symbol.qualified_name)} {_named(f'{a.symbol.file}:{a.symbol.line}')}{sure}"
        f"{f' → {way}' if way else ''}"
    )


def _more(count: int) -> list[str]:
    return [f"- … {count - _SHOWN} more"] if count > _SHOWN else []


def _lines(runs: Sequence[tuple[int, int]]) -> str:
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
