"""Seeded faults: breaking and harmless edits of real packages, and what `codegraph impact` says of each.

    python -m benchmarks.changes_faults FOLDER… [--edits 100] [--seed 1] [--output FILE]

Each folder is copied and put under git. Which calls an edit breaks is decided without codegraph: Python's own
``ast`` finds functions that another file imports by name and calls, and methods called on ``self`` in their class.
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from codegraph.changes.asking import report_on
from codegraph.engine import Engine


@dataclass(frozen=True, slots=True)
class Site:
    """A call that ``ast`` is sure of."""

    file: str
    line: int
    positional: int
    keywords: tuple[str, ...]


@dataclass(slots=True)
class Target:
    """A function with calls that are known."""

    file: str
    node: ast.FunctionDef | ast.AsyncFunctionDef
    sites: list[Site]
    is_method: bool


@dataclass(frozen=True, slots=True)
class Result:
    """One edit and what was said."""

    package: str
    edit: str
    file: str
    name: str
    expected: int
    """Sites that break, the edited lines left out."""
    found: int
    """Of those, how many are named."""
    said: int
    """Breaks named in all."""


def targets(root: Path) -> list[Target]:
    """Functions and methods with calls that cannot be anything else."""
    trees: dict[str, ast.Module] = {}
    for path in sorted(root.rglob("*.py")):
        try:
            trees[path.relative_to(root).as_posix()] = ast.parse(path.read_bytes())
        except (SyntaxError, ValueError):
            continue
    found: list[Target] = []
    for file, tree in trees.items():
        if "test" in file or "docs/" in file or "example" in file:
            continue
        counts = Counter(n.name for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)))
        stem = file.rpartition("/")[2].removesuffix(".py")
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and counts[node.name] == 1:
                if not node.decorator_list:
                    found.append(Target(file, node, list(_importers(trees, file, stem, node.name)), False))
            elif isinstance(node, ast.ClassDef):
                for method in node.body:
                    if isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)) and counts[method.name] == 1:
                        if not method.decorator_list and not method.name.startswith("__"):
                            found.append(Target(file, method, list(_on_self(file, node, method.name)), True))
    return [t for t in found if t.sites]


def _importers(trees: dict[str, ast.Module], file: str, stem: str, name: str) -> Iterator[Site]:
    folder = file.rpartition("/")[0]
    for other, tree in trees.items():
        if other == file or other.rpartition("/")[0] != folder:
            continue
        imported = any(
            isinstance(n, ast.ImportFrom)
            and n.level == 1
            and n.module == stem
            and any(a.name == name and a.asname is None for a in n.names)
            for n in tree.body
        )
        bound = any(isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store) for n in ast.walk(tree))
        bound |= any(isinstance(n, ast.arg) and n.arg == name for n in ast.walk(tree))
        bound |= any(isinstance(n, (ast.FunctionDef, ast.ClassDef)) and n.name == name for n in ast.walk(tree))
        if imported and not bound:
            for call in ast.walk(tree):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == name:
                    yield from _site(other, call)


def _on_self(file: str, owner: ast.ClassDef, name: str) -> Iterator[Site]:
    for call in ast.walk(owner):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == name
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "self"
        ):
            yield from _site(file, call)


def _site(file: str, call: ast.Call) -> Iterator[Site]:
    if any(isinstance(a, ast.Starred) for a in call.args) or any(k.arg is None for k in call.keywords):
        return
    line = call.func.end_lineno or call.lineno
    yield Site(file, line, len(call.args), tuple(k.arg for k in call.keywords if k.arg))


# -- edits


def breaking(target: Target, source: str, kind: str) -> str | None:
    """The source with one breaking edit; None when this kind does not fit the target."""
    lines = source.split("\n")
    node = target.node
    if kind == "remove":
        return "\n".join(
            [
                *lines[: node.lineno - 1],
                *["" for _ in range(node.lineno, node.end_lineno or 0)],
                "",
                *lines[node.end_lineno :],
            ]
        )
    if kind == "rename":
        line = lines[node.lineno - 1]
        lines[node.lineno - 1] = line.replace(f"def {node.name}(", f"def {node.name}_renamed(", 1)
        return "\n".join(lines)
    arguments = node.args
    if kind == "required":
        if arguments.vararg or arguments.kwonlyargs or arguments.kwarg:
            return None
        if any(s.positional + len(s.keywords) > len(arguments.args) + len(arguments.posonlyargs) for s in target.sites):
            return None
        arguments.kwonlyargs.append(ast.arg("must_be_given"))
        arguments.kw_defaults.append(None)
    elif kind == "keyword":
        used = sorted({k for s in target.sites for k in s.keywords})
        names = [a.arg for a in (*arguments.args, *arguments.kwonlyargs)]
        if not used or used[0] not in names or arguments.kwarg:
            return None
        for argument in (*arguments.args, *arguments.kwonlyargs):
            if argument.arg == used[0]:
                argument.arg = f"{used[0]}_other"
    return _with_header(lines, node)


def _with_header(lines: list[str], node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """The lines with the function's header written anew, on as many lines as it had."""
    first, last = node.lineno - 1, node.body[0].lineno - 2
    body_line = node.body[0].lineno - 1
    if body_line == first:
        return "\n".join(lines)
    while last > first and not lines[last].split("#")[0].rstrip().endswith(":"):
        last -= 1
    indent = lines[first][: len(lines[first]) - len(lines[first].lstrip())]
    word = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    header = f"{indent}{word} {node.name}({ast.unparse(node.args)}){returns}:"
    return "\n".join([*lines[:first], header, *["" for _ in range(first, last)], *lines[last + 1 :]])


def harmless(target: Target, source: str, kind: str) -> str | None:
    """The source with one edit that breaks nothing."""
    lines = source.split("\n")
    node = target.node
    indent = " " * node.body[-1].col_offset
    if kind == "statement":
        last = node.body[-1].lineno - 1
        if node.body[-1].lineno == node.lineno:
            return None
        return "\n".join([*lines[:last], f"{indent}_ = None", *lines[last:]])
    if kind == "comment":
        return "\n".join(
            [
                *lines[: node.lineno],
                *([f"{indent}# a remark"] if lines[node.lineno - 1].rstrip().endswith(":") else []),
                *lines[node.lineno :],
            ]
        )
    if kind == "optional":
        if node.args.vararg or node.args.kwarg:
            return None
        node.args.kwonlyargs.append(ast.arg("may_be_given"))
        node.args.kw_defaults.append(ast.Constant(None))
        return _with_header(lines, node)
    if kind == "new function":
        return source + "\n\ndef added_for_the_benchmark(a, b):\n    return a, b\n"
    if kind == "annotation":
        node.returns = None if node.returns else ast.Name("object")
        return _with_header(lines, node)
    return None


BREAKING = ("remove", "rename", "required", "keyword")
HARMLESS = ("statement", "comment", "optional", "new function", "annotation")


def run(folder: Path, edits: int, seed: int) -> list[Result]:
    """Apply edits one by one to a copy of ``folder``."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="codegraph-faults-") as work:
        root = Path(work) / folder.name
        shutil.copytree(folder, root, ignore=shutil.ignore_patterns(".git", ".codegraph"))
        for command in (
            ["init", "-q"],
            ["add", "-A", "-f"],
            ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "base"],
        ):
            subprocess.run(["git", *command], cwd=root, check=True)
        choose = random.Random(seed)
        with Engine.open(root) as engine:
            engine.index()
            everything = targets(root)
            for make, kinds in ((breaking, BREAKING), (harmless, HARMLESS)):
                done = 0
                while done < edits:
                    target = copy.deepcopy(choose.choice(everything))
                    kind = kinds[done % len(kinds)]
                    file = root / target.file
                    source = file.read_text(encoding="utf-8")
                    edited = make(target, source, kind)
                    if edited is None or edited == source:
                        if choose.random() < 0.02:
                            done += 1  # this kind may fit nothing here
                        continue
                    try:
                        ast.parse(edited)
                    except SyntaxError:
                        continue
                    file.write_text(edited, encoding="utf-8")
                    engine.index()
                    results.append(
                        _judge(folder.name, kind, target, report_on(root, engine.database), make is harmless)
                    )
                    file.write_text(source, encoding="utf-8")
                    done += 1
                    print(json.dumps(asdict(results[-1])), file=sys.stderr, flush=True)
    return results


def _judge(package: str, kind: str, target: Target, report: object, fine: bool) -> Result:
    broken = report.broken  # type: ignore[attr-defined]
    node = target.node
    expected: set[tuple[str, int]] = set()
    if not fine:
        inside = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        sites = [s for s in target.sites if s.file != target.file or s.line not in inside]
        if kind == "keyword":
            used = sorted({k for s in target.sites for k in s.keywords})[0]
            sites = [s for s in sites if used in s.keywords]
        expected = {(s.file, s.line) for s in sites}
    named = {(b.file, b.line) for b in broken}
    return Result(package, kind, target.file, node.name, len(expected), len(expected & named), len(named))


def main() -> None:
    """Run and print a summary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--edits", type=int, default=34, help="of each sort, for each folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path)
    given = parser.parse_args()
    results = [r for folder in given.folders for r in run(folder.resolve(), given.edits, given.seed)]
    if given.output:
        given.output.write_text("".join(json.dumps(asdict(r)) + "\n" for r in results), encoding="utf-8")
    bad = [r for r in results if r.edit in BREAKING and r.expected]
    good = [r for r in results if r.edit in HARMLESS]
    sites = sum(r.expected for r in bad)
    print(f"breaking edits: {len(bad)}; with a break named: {sum(r.said > 0 for r in bad)}")
    print(f"broken calls: {sites}; named: {sum(r.found for r in bad)}")
    print(f"harmless edits: {len(good)}; with a false alarm: {sum(r.said > 0 for r in good)}")


if __name__ == "__main__":
    main()
