"""What a report finds fault with, in the one form that annotations, SARIF and code quality share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b

from codegraph.changes.diff import line_where
from codegraph.changes.impact import Report, is_removed_api
from codegraph.changes.rules import Rule
from codegraph.changes.symbols import ChangedSymbol, Half, How
from codegraph.paths import native_path


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


def findings(report: Report) -> list[Finding]:
    """Everything found, the gravest first."""
    seen: Counter[str] = Counter()
    found: list[Finding] = []
    for f in _findings(report):
        # Two of one kind in one function are two findings; which is which does not depend on their lines.
        number = seen[f.fingerprint]
        seen[f.fingerprint] += 1
        found.append(replace(f, fingerprint=_digest(f.fingerprint, str(number))) if number else f)
    return found


def path_in_repository(report: Report, file: str) -> str:
    """A stored path as one from the top of the repository, undecodable bytes replaced: what a platform shows."""
    path = report.comparison.prefix + native_path(file)
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _findings(report: Report) -> Iterator[Finding]:
    for broken in report.broken:
        yield _finding(
            broken.rule, broken.file, broken.line, broken.column, broken.message, broken.around, broken.cause
        )
    yield from _removed(report)
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


def _removed(report: Report) -> Iterator[Finding]:
    """Public definitions that are gone; those that moved with their whole file are one finding."""
    gone = [entry.change for entry in report.changed if is_removed_api(entry.change) and entry.change.old is not None]
    still = {file.new.path for file in report.comparison.files if file.new is not None}
    along: dict[tuple[str, str], list[ChangedSymbol]] = {}
    for change in gone:
        assert change.old is not None
        old_file = change.old.side.path
        if change.how is How.MOVED and change.new is not None and old_file not in still:
            along.setdefault((old_file, change.new.side.path), []).append(change)
        else:
            yield _one_removed(report, change, change.old)
    for (old_file, new_file), changes in along.items():
        if len(changes) == 1 and changes[0].old is not None:
            yield _one_removed(report, changes[0], changes[0].old)
            continue
        message = f"{old_file} moved to {new_file}, and with it {len(changes)} public definitions"
        yield _finding(Rule.REMOVED_API, new_file, 1, 1, message, old_file, "")


def _one_removed(report: Report, change: ChangedSymbol, was: Half) -> Finding:
    old = was.as_symbol()
    what = {How.RENAMED: "was renamed to", How.MOVED: "moved to"}.get(change.how)
    if what and change.new is not None:
        message = f"{old.qualified_name} {what} {change.new.as_symbol().qualified_name}"
        place, line = change.new.side.path, change.new.definition.row + 1
    else:
        message = f"{old.qualified_name} was removed"
        place, line = was.side.path, 1
        for file in report.comparison.files:
            if file.old is was.side and file.new is not None:
                place, line = file.new.path, line_where(file.change.hunks, old.line)
    return _finding(Rule.REMOVED_API, place, line, 1, message, old.symbol, "")


def _finding(
    rule: Rule, file: str, line: int, column: int, message: str, around: str, cause: str, *, end_line: int = 0
) -> Finding:
    digest = _digest(rule, file, around, cause, message)
    return Finding(rule, LEVELS[rule], file, line, max(line, end_line), max(column, 1), message, digest)


def _digest(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
