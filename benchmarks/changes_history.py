"""Changed symbols over a git history, held against parsers that codegraph does not use.

    python -m benchmarks.changes_history REPOSITORY [--language python] [--reference COMMAND] [--commits 100]

For each commit: the functions and classes of one language whose code differs between both sides (comments, docstrings
and layout apart) by the reference, and those that ``changed-symbols`` names, added and removed ones included. What is
said of something that the reference has no name for (a field, a function in a call) counts for what is around it.

| language | reference | ``--reference`` |
|---|---|---|
| python | ``ast`` of the standard library | |
| go | ``go/parser`` | ``go run benchmarks/compilers/reference.go`` |
| typescript, javascript | the TypeScript compiler | ``node benchmarks/compilers/reference.cjs`` with ``NODE_PATH`` |
| java | ``javac`` | ``java benchmarks/compilers/Reference.java`` |
"""

from __future__ import annotations

import argparse
import ast
import base64
import json
import shlex
import subprocess
from collections import Counter
from collections.abc import Callable, Container, Iterator
from pathlib import Path

from codegraph.changes.git import Git
from codegraph.changes.sides import ChangedFile, Comparison, SideReader, compare_revisions
from codegraph.changes.symbols import Half, How, changed_symbols

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_FILES = {
    "python": ("*.py",),
    "go": ("*.go",),
    "typescript": ("*.ts", "*.tsx"),
    "javascript": ("*.js", "*.mjs", "*.cjs"),
    "java": ("*.java",),
}
_SPOKEN = {"tsx": "typescript", "jsx": "javascript"}

Definitions = Callable[[str, bytes], "dict[str, str] | None"]
"""(path, source) -> qualified name -> code of its own; None when it does not parse."""


def definitions(source: bytes) -> dict[str, str]:
    """Qualified name -> the code of its own, nested definitions and docstrings left out."""
    found: dict[str, str] = {}

    def visit(node: ast.AST, prefix: str) -> Iterator[ast.AST]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, _DEFINITIONS):
                name = f"{prefix}{child.name}"
                found[name] = found.get(name, "") + own(child)
                for _ in visit(child, f"{name}."):
                    pass
            else:
                for _ in visit(child, prefix):
                    pass
        yield node

    for _ in visit(ast.parse(source), ""):
        pass
    return found


def own(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> str:
    """The text of a definition's tree without docstring and nested definitions."""
    copy = ast.parse(ast.unparse(node)).body[0]
    for inner in ast.walk(copy):
        body = getattr(inner, "body", None)
        if isinstance(body, list):
            kept = [
                s
                for s in body
                if not isinstance(s, _DEFINITIONS)
                and not (
                    isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant) and isinstance(s.value.value, str)
                )
            ]
            inner.body = kept  # type: ignore[attr-defined]
    return ast.dump(copy)


def by_ast(path: str, source: bytes) -> dict[str, str] | None:
    """The reference for Python."""
    try:
        return definitions(source)
    except SyntaxError:
        return None


class Program:
    """A reference of another language: a program that answers a line with a line."""

    def __init__(self, command: str, language: str) -> None:
        self._child = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._is_java = language == "java"

    def __call__(self, path: str, source: bytes) -> dict[str, str] | None:
        assert self._child.stdin is not None and self._child.stdout is not None
        if self._is_java:
            self._child.stdin.write(base64.b64encode(source) + b"\n")
        else:
            text = source.decode("utf-8", "replace")
            self._child.stdin.write(json.dumps({"path": path, "text": text}).encode() + b"\n")
        self._child.stdin.flush()
        answer = self._child.stdout.readline().strip()
        if not self._is_java:
            return json.loads(answer)
        if answer == b"!":
            return None
        pairs = [pair.split(b" ") for pair in answer.split(b",") if pair]
        return {base64.b64decode(name).decode(): base64.b64decode(code).decode() for name, code in pairs}


def named(half: Half, known: Container[str]) -> str:
    """The nearest definition around (itself first) that the reference has a name for; '' for none."""
    here: Half | None = half
    while here is not None and here.definition.qualified_name not in known:
        here = here.parent
    return here.definition.qualified_name if here is not None else ""


def changed_files(comparison: Comparison, language: str) -> Iterator[ChangedFile]:
    """The files to compare; of renamed ones both sides have other names."""
    for file in comparison.files:
        side = file.new or file.old
        assert side is not None
        if _SPOKEN.get(side.language, side.language) == language and file.change.status not in ("renamed", "copied"):
            yield file


def main() -> None:
    """Replay and print how far both agree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--language", choices=sorted(_FILES), default="python")
    parser.add_argument("--reference", help="command that answers for a language other than Python")
    parser.add_argument("--commits", type=int, default=100)
    parser.add_argument("--show", type=int, default=3, help="disagreements to print for each commit and side")
    given = parser.parse_args()
    if given.language != "python" and not given.reference:
        parser.error(f"--reference is needed for {given.language}")
    reference: Definitions = by_ast if given.language == "python" else Program(given.reference, given.language)
    git = Git(given.repository.resolve())
    reader = SideReader(git.root)
    counts: Counter[str] = Counter()
    log = git.run(
        "log", "--no-merges", "--format=%H %P", "-n", str(given.commits * 6), "HEAD", "--", *_FILES[given.language]
    )
    for line in log.decode().splitlines():
        if counts["commits"] >= given.commits:
            break
        commit, _, parent = line.partition(" ")
        if not parent or " " in parent:
            continue
        comparison = compare_revisions(git, reader, base=parent, head=commit)
        theirs: set[tuple[str, str]] = set()
        names: dict[str, set[str]] = {}
        for file in changed_files(comparison, given.language):
            was = reference(file.old.path, file.old.data) if file.old else {}
            now = reference(file.new.path, file.new.data) if file.new else {}
            if was is None or now is None:
                counts["unparsed"] += 1
                continue
            names[file.path] = {*was, *now}
            theirs |= {(file.path, n) for n in was.keys() | now.keys() if was.get(n) != now.get(n)}
        ours = {
            (half.side.path, name)
            for change in changed_symbols(comparison)
            if change.how is not How.TEXT
            for half in (change.old, change.new)
            if half is not None and (name := named(half, names.get(half.side.path, ())))
        }
        if not names:
            continue
        counts["commits"] += 1
        counts["both"] += len(ours & theirs)
        counts["ours"] += len(ours - theirs)
        counts["theirs"] += len(theirs - ours)
        for label, only in (("codegraph", ours - theirs), ("the reference", theirs - ours)):
            for path, name in sorted(only)[: given.show]:
                print(f"{commit[:10]} only {label}: {path} {name}")
    total = counts["both"] + counts["ours"] + counts["theirs"]
    print(
        f"{counts['commits']} commits: {counts['both']} of {total} agree; only codegraph {counts['ours']}, "
        f"only the reference {counts['theirs']}; {counts['unparsed']} files that the reference does not parse"
    )


if __name__ == "__main__":
    main()
