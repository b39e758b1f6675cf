"""Seeded faults held against a compiler: what it reports after an edit, and what `codegraph impact` says.

    python -m benchmarks.changes_compiled FOLDER --language go|typescript|java --checker COMMAND [--edits 30] [--seed 1]

Functions and methods are picked at random; each is removed, renamed, given one more required parameter or deprived of
its last one. The checker (``benchmarks/compilers/check.go``, ``check.cjs``, ``Check.java``) type-checks the whole
folder before and after. Lines with new errors outside the edited definition are what the edit breaks.
"""

from __future__ import annotations

import argparse
import json
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

from codegraph.changes.asking import report_on
from codegraph.changes.graph import Stored
from codegraph.engine import Engine
from codegraph.marks import is_test_path
from codegraph.reading.connection import Reader
from parsers.facts import Definition

KINDS = ("remove", "rename", "required", "drop")
_FIRST = {"go": "mustBeGiven int", "typescript": "mustBeGiven: number", "java": "int mustBeGiven"}


class Checker:
    """The compiler at work."""

    def __init__(self, command: str, root: Path) -> None:
        self._child = subprocess.Popen(
            [part.replace("{root}", str(root)) for part in shlex.split(command)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def errors(self) -> Counter[tuple[str, int, str]]:
        """All errors there are now."""
        assert self._child.stdin is not None and self._child.stdout is not None
        self._child.stdin.write(b"\n")
        self._child.stdin.flush()
        return Counter((path, line, message) for path, line, message in json.loads(self._child.stdout.readline()))


def parameters(text: str, start: int) -> tuple[int, int, list[int]] | None:
    """(first offset inside the brackets, offset of the closing one, offsets of the commas between parameters)."""
    at = text.find("(", start)
    if at < 0 or "\n" in text[start:at] or any(c in text[start:at] for c in "={;"):
        return None
    depth, commas = 0, []
    for n in range(at, min(len(text), at + 3000)):
        c = text[n]
        if c in "([{<":
            depth += 1
        elif c in ")]}" or (c == ">" and text[n - 1] != "="):
            depth -= 1
            if depth == 0:
                return at + 1, n, commas
        elif c == "," and depth == 1:
            commas.append(n)
    return None


def edited(text: str, d: Definition, kind: str, language: str) -> str | None:
    """The file with one edit; as many lines as before. None when this kind does not fit."""
    lines = text.split("\n")
    if kind == "remove":
        if lines[d.start_row][: len(lines[d.start_row]) - len(lines[d.start_row].lstrip())].strip():
            return None
        return "\n".join([*lines[: d.start_row], *[""] * (d.end_row - d.start_row + 1), *lines[d.end_row + 1 :]])
    name_at = sum(len(line) + 1 for line in lines[: d.row]) + d.column
    if text[name_at : name_at + len(d.name)] != d.name:
        return None
    after = name_at + len(d.name)
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
        return f"{text[:first]}{_FIRST[language]}{', ' if inside.strip() else ''}{text[first:]}"
    if not inside.strip():
        return None
    if commas and not text[commas[-1] + 1 : last].strip():
        commas.pop()  # a comma at the end
    begin = commas[-1] if commas else first
    return text[:begin] + "\n" * text[begin:last].count("\n") + text[last:]


def main() -> None:
    """Run and print a summary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", choices=sorted(_FIRST), required=True)
    parser.add_argument("--checker", required=True, help="its command; {root} stands for the folder")
    parser.add_argument("--edits", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=KINDS)
    given = parser.parse_args()
    choose = random.Random(given.seed)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="codegraph-compiled-") as work:
        root = Path(work) / "tree"
        shutil.copytree(given.folder, root, ignore=shutil.ignore_patterns(".git", ".codegraph", "dist"))
        for command in (
            ["init", "-q"],
            ["add", "-A", "-f"],
            ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "base"],
        ):
            subprocess.run(["git", *command], cwd=root, check=True)
        checker = Checker(given.checker, root)
        before = checker.errors()
        print(f"{sum(before.values())} errors before any edit", file=sys.stderr)
        with Engine.open(root) as engine:
            engine.index()
            with closing(Reader(engine.database)) as reader, reader.snapshot() as db:
                stored = Stored(db, root)
                everything = [
                    (path, d)
                    for path, language in sorted(stored.languages.items())
                    if language == given.language and not is_test_path(path)
                    for d in stored.facts(path).definitions[1:]
                    if (given.language != "typescript" or "signature" not in d.flags)
                    and d.kind in ("function", "method")
                    and d.name.isidentifier()
                    and d.parent >= 0
                ]
            while counts["edits"] < given.edits:
                path, d = choose.choice(everything)
                kind = given.only or choose.choice(KINDS)
                file = root / path
                source = file.read_text(encoding="utf-8")
                text = edited(source, d, kind, given.language)
                if text is None or text == source or not source.isascii():
                    continue
                file.write_text(text, encoding="utf-8")
                news = checker.errors() - before
                own = range(d.start_row + 1, d.end_row + 2)
                truth: dict[tuple[str, int], str] = {
                    (where, line): message
                    for where, line, message in news
                    if not (where == path and line in own) or "verrid" in message
                }
                if truth and len(truth) < 200:
                    engine.index()
                    report = report_on(root, engine.database)
                    said = {(b.file, b.line): b.message for b in report.broken}
                    found = {at for at in truth if any((at[0], at[1] + n) in said for n in range(2))}
                    # Of a name whose import fails the compiler says no more.
                    told = {where for (where, _), message in truth.items() if d.name in message}
                    surplus = {
                        at
                        for at in said
                        if at not in truth
                        and (at[0], at[1] - 1) not in truth
                        and not (at[0] == path and at[1] in own)
                        and not (at[0] in told and d.name in said[at])
                    }
                    counts["edits"] += 1
                    counts["noticed"] += bool(said)
                    counts["lines"] += len(truth)
                    counts["found"] += len(found)
                    counts["said"] += len(said)
                    counts["surplus"] += len(surplus)
                    print(f"{kind} {path}:{d.row + 1} {d.qualified_name}: {len(found)} of {len(truth)}", flush=True)
                    for at in sorted(truth.keys() - found)[:4]:
                        print(f"    missed {at[0]}:{at[1]} {truth[at][:150]}")
                    for at in sorted(surplus)[:3]:
                        print(f"    only codegraph {at[0]}:{at[1]} {said[at]}")
                file.write_text(source, encoding="utf-8")
            engine.index()
    print(
        f"{counts['edits']} edits, {counts['noticed']} noticed; {counts['found']} of {counts['lines']} lines that the "
        f"compiler rejects; {counts['surplus']} of {counts['said']} lines only codegraph names"
    )


if __name__ == "__main__":
    main()
