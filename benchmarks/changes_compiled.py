"""Seeded faults held against a compiler: what it reports after an edit, and what `codegraph impact` says.

    python -m benchmarks.changes_compiled FOLDER --language go|typescript|java|rust --checker COMMAND
        [--edits 30] [--data 30] [--harmless 30] [--seed 1]

Functions and methods are picked at random; each is removed, renamed, given one more required parameter or deprived of
its last one. The checker (``benchmarks/compilers/check.go``, ``check.cjs``, ``Check.java``, ``check_rust.py``)
type-checks the whole folder before and after. Lines with new errors outside the edited definition are what the edit
breaks; what is said of an edit without any is a false alarm.

Of a name whose import it rejects a compiler says nothing more; codegraph names the import and each use, since all of
them need an edit. Such uses are counted apart from lines that only codegraph names. (``cargo check`` goes further: one
unresolved name anywhere, and nothing else is looked at.)
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
from dataclasses import dataclass
from pathlib import Path

from benchmarks.changes_edits import BREAKING, DATA, HARMLESS, LANGUAGES, breaking, harmless, parameters
from codegraph.changes.asking import report_on
from codegraph.changes.graph import Stored
from codegraph.engine import Engine
from codegraph.marks import is_test_path
from codegraph.reading.connection import Reader
from parsers.facts import Definition, FileFacts

_FUNCTIONS = frozenset(("function", "method"))
_DATA = frozenset(("field", "constant", "variable", "class", "interface", "struct", "enum", "trait", "type"))


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


@dataclass(slots=True)
class Totals:
    """What was counted over all edits."""

    edits: int = 0
    noticed: int = 0
    lines: int = 0
    found: int = 0
    said: int = 0
    follow_ups: int = 0
    surplus: int = 0
    accepted: int = 0
    """Edits that the compiler accepts."""
    alarms: int = 0
    """Of those, how many codegraph calls a break."""


class Bench:
    """One folder, its compiler and its index."""

    def __init__(self, root: Path, checker: Checker, language: str, choose: random.Random, show: int) -> None:
        self.root = root
        self.checker = checker
        self.language = language
        self.choose = choose
        self.show = show
        self.totals = Totals()
        self.before = checker.errors()
        print(f"{self.before.total()} errors before any edit", file=sys.stderr)

    def definitions(self, stored: Stored, kinds: frozenset[str]) -> list[tuple[str, FileFacts, int]]:
        """Everything that may be edited."""
        found: list[tuple[str, FileFacts, int]] = []
        for path, language in sorted(stored.languages.items()):
            if language != self.language or is_test_path(path):
                continue
            facts = stored.facts(path)
            for index, d in enumerate(facts.definitions):
                if index and d.kind in kinds and d.name.isidentifier():
                    if "signature" not in d.flags or language != "typescript":
                        found.append((path, facts, index))
        return found

    def try_edit(self, engine: Engine, path: str, d: Definition, kind: str, source: str, text: str) -> bool:
        """Make the edit, ask both, take it back; whether it was judged."""
        file = self.root / path
        file.write_text(text, encoding="utf-8")
        try:
            return self._judge(engine, path, d, kind)
        finally:
            file.write_text(source, encoding="utf-8")

    def _judge(self, engine: Engine, path: str, d: Definition, kind: str) -> bool:
        news = self.checker.errors() - self.before
        own = range(d.start_row + 1, d.end_row + 2)
        truth = {
            (where, line): message
            for where, line, message in news
            if not (where == path and line in own) or "verrid" in message
        }
        if len(truth) >= 200 or (news and (not truth or kind in HARMLESS)):
            return False
        engine.index()
        report = report_on(self.root, engine.database)
        said = {(b.file, b.line): b.message for b in report.broken}
        at_name = f"{kind} {path}:{d.row + 1} {d.qualified_name}"
        if not news:
            self.totals.accepted += 1
            self.totals.alarms += bool(said)
            if said:
                print(f"{at_name}: accepted by the compiler", flush=True)
            self._list("false alarm", said, sorted(said))
            return kind in HARMLESS
        spans = {(b.file, b.line): _span(self.root, b.file, b.line, b.column) for b in report.broken}
        found = {
            (path, line)
            for path, line in truth
            if any(file == path and first <= line <= last for (file, _), (first, last) in spans.items())
        }
        rest = {
            at
            for at, (first, last) in spans.items()
            if not any((at[0], line) in truth for line in range(first, last + 1))
            and not (at[0] == path and at[1] in own)
        }
        # Of a name whose import it rejects, a compiler says nothing more: the uses are in need of an edit all the same.
        rejected = {at[0] for at, message in truth.items() if d.name in message}
        follow_ups = {at for at in rest if at[0] in rejected and d.name in said[at]}
        self.totals.edits += 1
        self.totals.noticed += bool(said)
        self.totals.lines += len(truth)
        self.totals.found += len(found)
        self.totals.said += len(said)
        self.totals.follow_ups += len(follow_ups)
        self.totals.surplus += len(rest - follow_ups)
        print(f"{at_name}: {len(found)} of {len(truth)}", flush=True)
        self._list("missed", truth, sorted(truth.keys() - found))
        self._list("only codegraph", said, sorted(rest - follow_ups))
        return True

    def _list(self, word: str, messages: dict[tuple[str, int], str], places: list[tuple[str, int]]) -> None:
        for at in places[: self.show]:
            print(f"    {word} {at[0]}:{at[1]} {messages[at][:150]}")

    def summary(self) -> str:
        """All counts in words."""
        t = self.totals
        return (
            f"{t.edits} breaking edits, {t.noticed} noticed; {t.found} of {t.lines} lines that the compiler rejects; "
            f"{t.said} lines named: {t.follow_ups} uses of a rejected import, {t.surplus} that only codegraph names; "
            f"{t.accepted} edits that the compiler accepts, {t.alarms} false alarms"
        )


def _span(root: Path, file: str, line: int, column: int) -> tuple[int, int]:
    """Where a compiler may complain of a break: from the line before (annotations) to the end of the call."""
    text = (root / file).read_text(encoding="utf-8", errors="replace")
    lines = text.split("\n")
    at = sum(len(row) + 1 for row in lines[: line - 1]) + column - 1
    found = parameters(text, at)
    return line - 1, max(line + 1, text.count("\n", 0, found[1]) + 1 if found is not None else 0)


def main() -> None:
    """Run and print a summary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", choices=LANGUAGES, required=True)
    parser.add_argument("--checker", required=True, help="its command; {root} stands for the folder")
    parser.add_argument("--edits", type=int, default=30, help="breaking edits of functions")
    parser.add_argument("--data", type=int, default=0, help="breaking edits of fields, constants and types")
    parser.add_argument("--harmless", type=int, default=0, help="edits that the compiler accepts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="one kind of edit")
    parser.add_argument("--show", type=int, default=6, help="how many lines to list of each edit and sort")
    given = parser.parse_args()
    choose = random.Random(given.seed)
    with tempfile.TemporaryDirectory(prefix="codegraph-compiled-") as work:
        root = Path(work) / "tree"
        ignored = shutil.ignore_patterns(".git", ".codegraph", "dist", "target")
        shutil.copytree(given.folder, root, ignore=ignored)
        for command in (
            ["init", "-q"],
            ["add", "-A", "-f"],
            ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "base"],
        ):
            subprocess.run(["git", *command], cwd=root, check=True)
        bench = Bench(root, Checker(given.checker, root), given.language, choose, given.show)
        with Engine.open(root) as engine:
            engine.index()
            with closing(Reader(engine.database)) as reader, reader.snapshot() as db:
                stored = Stored(db, root)
                functions = bench.definitions(stored, _FUNCTIONS)
                data = bench.definitions(stored, _DATA)
            for wanted, everything, kinds in (
                (given.edits, functions, BREAKING),
                (given.data, data, DATA),
                (given.harmless, functions, HARMLESS),
            ):
                done = tries = 0
                while done < wanted and tries < 200 * wanted:
                    tries += 1
                    path, facts, index = choose.choice(everything)
                    d = facts.definitions[index]
                    kind = given.only or choose.choice(kinds)
                    source = (root / path).read_text(encoding="utf-8")
                    if kind in HARMLESS:
                        text = harmless(source, facts, index, kind, given.language, choose)
                    else:
                        text = breaking(source, d, kind, given.language)
                    if text is None or text == source or not source.isascii():
                        continue
                    done += bench.try_edit(engine, path, d, kind, source, text)
    print(bench.summary())


if __name__ == "__main__":
    main()
