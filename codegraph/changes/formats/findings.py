"""What a report finds fault with, in the one form that annotations, SARIF and code quality share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from codegraph.changes.impact import Report, is_removed_api
from codegraph.changes.rules import Rule
from codegraph.changes.symbols import How


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding at one place."""

    rule: Rule
    level: str
    """error, warning, note"""
    file: str
    line: int
    end_line: int
    column: int
    message: str
    fingerprint: str
    """The same from run to run while lines above move."""


RULES = {
    Rule.BROKEN_CALL: (
        "A call that no longer works",
        "What it calls was removed, renamed, or takes other arguments.",
    ),
    Rule.BROKEN_REFERENCE: ("A use of something that is gone", "What is named here was removed, renamed or moved."),
    Rule.BROKEN_IMPORT: ("An import that finds nothing", "The name or the file that is imported is gone."),
    Rule.BROKEN_OVERRIDE: ("An override that no longer matches", "It cannot take every call its base takes."),
    Rule.REMOVED_API: ("A public definition is gone", "Users outside the repository may depend on it."),
    Rule.NEW_CYCLE: ("A new import cycle", "Files now import each other in a ring."),
    Rule.UNTESTED: ("Changed code that no test reaches", "No test reaches it through calls, as far as can be seen."),
}
"""Rule -> (title, explanation)."""

LEVELS = {
    Rule.BROKEN_CALL: "error",
    Rule.BROKEN_REFERENCE: "error",
    Rule.BROKEN_IMPORT: "error",
    Rule.BROKEN_OVERRIDE: "warning",
    Rule.REMOVED_API: "warning",
    Rule.NEW_CYCLE: "warning",
    Rule.UNTESTED: "note",
}


def findings(report: Report) -> Iterator[Finding]:
    """Everything found, the gravest first."""
    for broken in report.broken:
        yield _finding(
            broken.rule, broken.file, broken.line, broken.column, broken.message, broken.around, broken.cause
        )
    for entry in report.changed:
        change = entry.change
        if not is_removed_api(change) or change.old is None:
            continue
        what = {How.RENAMED: "was renamed to", How.MOVED: "moved to"}.get(change.how)
        old = change.old.as_symbol()
        if what and change.new is not None:
            message = f"{old.qualified_name} {what} {change.new.as_symbol().qualified_name}"
            place, line = change.new.side.path, change.new.definition.row + 1
        else:
            message = f"{old.qualified_name} was removed"
            # Annotations need a place that exists: the file where it stood, else nothing to point at.
            place, line = change.old.side.path, 1
        yield _finding(Rule.REMOVED_API, place, line, 1, message, old.symbol, "")
    for cycle in report.cycles:
        ring = " -> ".join((*cycle.files, cycle.files[0]))
        yield _finding(Rule.NEW_CYCLE, cycle.files[0], cycle.line, 1, f"closes an import cycle: {ring}", ring, "")
    for untested in report.untested:
        first = untested.lines[0][0]
        yield _finding(
            Rule.UNTESTED,
            untested.file,
            first,
            1,
            f"no test reaches the change of {untested.name}",
            untested.symbol,
            "",
            end_line=untested.lines[0][1],
        )


def _finding(
    rule: Rule, file: str, line: int, column: int, message: str, around: str, cause: str, *, end_line: int = 0
) -> Finding:
    digest = blake2b("\0".join((rule, file, around, cause, message)).encode("utf-8", "surrogatepass"), digest_size=16)
    return Finding(rule, LEVELS[rule], file, line, max(line, end_line), max(column, 1), message, digest.hexdigest())
