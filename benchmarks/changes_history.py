"""Changed symbols over a git history, held against a comparison of both sides by Python's own ``ast``.

    python -m benchmarks.changes_history REPOSITORY [--commits 100]

For each commit: the functions and classes of its Python files whose code differs (docstrings apart) by ``ast``, and
those that ``changed-symbols`` names, added and removed ones included.
"""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator
from pathlib import Path

from codegraph.changes.git import Git
from codegraph.changes.sides import SideReader, compare_revisions
from codegraph.changes.symbols import How, changed_symbols

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


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


def main() -> None:
    """Replay and print how far both agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--commits", type=int, default=100)
    given = parser.parse_args()
    git = Git(given.repository.resolve())
    reader = SideReader(git.root)
    log = git.run("log", "--no-merges", "--format=%H %P", "-n", str(given.commits * 6), "HEAD", "--", "*.py").decode()
    both = ours_only = theirs_only = commits = 0
    for line in log.splitlines():
        if commits >= given.commits:
            break
        commit, _, parent = line.partition(" ")
        if not parent or " " in parent:
            continue
        comparison = compare_revisions(git, reader, base=parent, head=commit)
        theirs: set[tuple[str, str]] = set()
        ours: set[tuple[str, str]] = set()
        paths: set[str] = set()
        for file in comparison.files:
            if (file.new or file.old).language != "python" or file.change.status in ("renamed", "copied"):  # type: ignore[union-attr]
                continue
            try:
                was = definitions(file.old.data) if file.old else {}
                now = definitions(file.new.data) if file.new else {}
            except SyntaxError:
                continue
            paths.add(file.path)
            theirs |= {(file.path, n) for n in was.keys() | now.keys() if was.get(n) != now.get(n)}
        for change in changed_symbols(comparison):
            if change.how is How.TEXT:
                continue
            for half in (change.old, change.new):
                if half is not None and half.side.path in paths:
                    if half.definition.kind in ("function", "method", "class", "property", "enum"):
                        ours.add((half.side.path, half.definition.qualified_name))
        if not paths:
            continue
        commits += 1
        both += len(ours & theirs)
        ours_only += len(ours - theirs)
        theirs_only += len(theirs - ours)
        for path, name in sorted(ours - theirs)[:3]:
            print(f"{commit[:10]} only codegraph: {path} {name}")
        for path, name in sorted(theirs - ours)[:3]:
            print(f"{commit[:10]} only ast: {path} {name}")
    total = both + ours_only + theirs_only
    print(f"{commits} commits: {both} of {total} agree; only codegraph {ours_only}, only ast {theirs_only}")


if __name__ == "__main__":
    main()
