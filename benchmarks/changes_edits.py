"""Edits for `benchmarks.changes_compiled`: those that may break something, and those that should not.

Whether an edit does break something is for the compiler to say; here it only has to be a likely one. All edits keep
the lines of everything outside the edited definition where they are, or move them by whole lines.
"""

from __future__ import annotations

import random
import re

from parsers.facts import Definition, FileFacts

BREAKING = ("remove", "rename", "required", "drop")
DATA = ("remove", "rename")
"""For what is no function: fields, constants, types."""
HARMLESS = ("swap", "optional", "local", "statement", "helper", "parameter", "comment")

_REQUIRED = {
    "go": "mustBeGiven int",
    "typescript": "mustBeGiven: number",
    "java": "int mustBeGiven",
    "rust": "must_be_given: u8",
}
_OPTIONAL = {"go": "mayBeGiven ...int", "typescript": "mayBeGiven?: number", "java": "int... mayBeGiven"}
_STATEMENT = {"go": "_ = 0;", "typescript": "void 0;", "java": ";", "rust": "let _ = 0;"}
_CALL = {
    "go": "addedHelper();",
    "typescript": "addedHelper();",
    "java": "addedHelper();",
    "rust": "added_helper();",
}
_HELPER = {
    "go": "\nfunc addedHelper() {}\n",
    "typescript": "\nfunction addedHelper() {}\n",
    "java": "\n  private static void addedHelper() {}\n",
    "rust": "\nfn added_helper() {}\n",
}
LANGUAGES = tuple(sorted(_REQUIRED))


def parameters(text: str, start: int) -> tuple[int, int, list[int]] | None:
    """(first offset inside the brackets, offset of the closing one, offsets of the commas between parameters)."""
    at = text.find("(", start)
    if at < 0 or any(c in text[start:at] for c in "\n={;"):
        return None
    depth, commas = 0, []
    for n in range(at, min(len(text), at + 3000)):
        c = text[n]
        if c in "([{<":
            depth += 1
        elif c in ")]}" or (c == ">" and text[n - 1] not in "=-"):
            depth -= 1
            if depth == 0:
                return at + 1, n, commas
        elif c == "," and depth == 1:
            commas.append(n)
    return None


def breaking(text: str, d: Definition, kind: str, language: str) -> str | None:
    """The file with one edit; as many lines as before. None when this kind does not fit."""
    lines = text.split("\n")
    if kind == "remove":
        if lines[d.start_row][: len(lines[d.start_row]) - len(lines[d.start_row].lstrip())].strip():
            return None
        if d.kind not in ("function", "method") and not _stands_alone(lines, d):
            return None
        return "\n".join([*lines[: d.start_row], *[""] * (d.end_row - d.start_row + 1), *lines[d.end_row + 1 :]])
    after = _after_name(text, lines, d)
    if after is None:
        return None
    if kind == "rename":
        return f"{text[:after]}Renamed{text[after:]}"
    found = parameters(text, after)
    if found is None:
        return None
    first, last, commas = found
    inside = text[first:last]
    if "//" in inside or "this:" in inside:
        return None
    if kind == "required":
        if language == "rust" and re.match(r"\s*(&\s*('\w+\s+)?)?(mut\s+)?self\b", inside):
            return f"{text[:last].rstrip().rstrip(',')}, {_REQUIRED[language]}{text[last:]}"
        return f"{text[:first]}{_REQUIRED[language]}{', ' if inside.strip() else ''}{text[first:]}"
    if not inside.strip():
        return None
    if commas and not text[commas[-1] + 1 : last].strip():
        commas.pop()  # a comma at the end
    begin = commas[-1] if commas else first
    return text[:begin] + "\n" * text[begin:last].count("\n") + text[last:]


def _stands_alone(lines: list[str], d: Definition) -> bool:
    """Whether the lines of a field, a constant or a type hold nothing else."""
    first = lines[d.start_row].strip()
    after = "".join(lines[d.end_row].partition(d.name)[2:]) if d.start_row == d.end_row else ""
    return "," not in after.partition("=")[0] and not first.startswith(("(", "case", "}"))


def _after_name(text: str, lines: list[str], d: Definition) -> int | None:
    at = sum(len(line) + 1 for line in lines[: d.row]) + d.column
    return at + len(d.name) if text[at : at + len(d.name)] == d.name else None


def harmless(text: str, facts: FileFacts, index: int, kind: str, language: str, choose: random.Random) -> str | None:
    """The file with one edit of ``facts.definitions[index]`` that the program should bear."""
    d = facts.definitions[index]
    lines = text.split("\n")
    if kind == "swap":
        return _swapped(lines, facts, index)
    after = _after_name(text, lines, d)
    found = parameters(text, after) if after is not None else None
    if found is None:
        return None
    first, last, _ = found
    body = text.find("{", last)
    end = _end_of(text, lines, d)
    if kind == "optional":
        inside = text[first:last]
        if language not in _OPTIONAL or "..." in inside or "//" in inside:
            return None
        return f"{text[:last].rstrip().rstrip(',')}{', ' if inside.strip() else ''}{_OPTIONAL[language]}{text[last:]}"
    if kind == "parameter":
        names = [p.name for p in d.parameters if p.kind == "" and p.name.isidentifier() and p.name != "self"]
        return _renamed(text, first, end, choose.choice(names)) if names and body >= 0 else None
    if body < 0 or body >= end or "\n" not in text[body:end]:
        return None
    if kind == "local":
        names = sorted({b.name for b in facts.bindings if b.scope == index and b.kind in ("assign", "declare", "for")})
        names = [n for n in names if n.isidentifier() and n != "self" and n not in {p.name for p in d.parameters}]
        return _renamed(text, body, end, choose.choice(names)) if names else None
    if kind == "statement":
        return f"{text[: body + 1]}\n{_STATEMENT[language]}{text[body + 1 :]}"
    if kind == "comment":
        return f"{text[: body + 1]}\n// a remark{text[body + 1 :]}"
    if kind == "helper":
        with_call = f"{text[: body + 1]}\n{_CALL[language]}{text[body + 1 :]}"
        if language != "java":
            return with_call + _HELPER[language]
        close = with_call.rstrip().rfind("}")
        return with_call[:close] + _HELPER[language] + with_call[close:]
    return None


def _end_of(text: str, lines: list[str], d: Definition) -> int:
    return min(len(text), sum(len(line) + 1 for line in lines[: d.end_row + 1]))


def _renamed(text: str, start: int, end: int, name: str) -> str:
    inside = re.sub(rf"(?<![\w.$]){re.escape(name)}(?![\w$])", f"{name}Other", text[start:end])
    return text[:start] + inside + text[end:]


def _swapped(lines: list[str], facts: FileFacts, index: int) -> str | None:
    """A definition and the next one beside it, change of places."""
    d = facts.definitions[index]
    later = [
        o
        for o in facts.definitions[1:]
        if o.parent == d.parent and o.kind in ("function", "method") and o.start_row > d.end_row and o.name != d.name
    ]
    if not later or "signature" in d.flags:
        return None
    other = min(later, key=lambda o: o.start_row)
    starts = []
    for one in (d, other):
        row = one.start_row
        while row > 0 and lines[row - 1].strip().startswith(("//", "*", "/*", "@", "#[")):
            row -= 1
        starts.append(row)
    one, two = starts
    if one >= two or d.end_row >= two or "signature" in other.flags:
        return None
    return "\n".join(
        [
            *lines[:one],
            *lines[two : other.end_row + 1],
            *lines[d.end_row + 1 : two],
            *lines[one : d.end_row + 1],
            *lines[other.end_row + 1 :],
        ]
    )
