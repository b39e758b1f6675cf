"""Several definitions of one name: which of them changed, and what is said of their calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from codegraph.changes.asking import report_on
from codegraph.changes.impact import Report
from codegraph.engine import Engine

RunGit = Callable[..., str]


def report_after(
    write_tree: Callable[[Mapping[str, str | bytes]], Path], git: RunGit, files: Mapping[str, str], path: str, new: str
) -> Report:
    root = write_tree(dict(files))
    git(root, "init", "-q")
    (root / ".gitignore").write_text(".codegraph/\n")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "base")
    (root / path).write_text(new)
    with Engine.open(root) as engine:
        engine.index()
        return report_on(root, engine.database)


def test_of_two_overloads_the_one_that_went_is_named(
    write_tree: Callable[[Mapping[str, str | bytes]], Path], git: RunGit
) -> None:
    one = "impl From<A> for T {\n    fn from(a: A) -> T {\n        T { n: a.first + 1 }\n    }\n}\n"
    two = one.replace("From<A>", "From<B>").replace("a: A", "b: B").replace("a.first + 1", "b.second")
    head = "pub struct A { pub first: u32 }\npub struct B { pub second: u32 }\npub struct T { n: u32 }\n"
    cargo = {"Cargo.toml": '[package]\nname = "t"\nversion = "0.1.0"\n'}
    report = report_after(write_tree, git, {**cargo, "src/lib.rs": head + one + two}, "src/lib.rs", head + two)
    changed = [
        (c.change.how.value, c.change.details) for c in report.changed if c.change.half.definition.name == "from"
    ]
    assert changed == [("removed", ())]


def test_the_new_parameter_is_the_one_that_is_missing(
    write_tree: Callable[[Mapping[str, str | bytes]], Path], git: RunGit
) -> None:
    files = {
        "go.mod": "module a\n",
        "a.go": "package a\n\nfunc visit(fn func(int)) {}\n\nfunc f() {\n\tvisit(nil)\n}\n",
    }
    new = files["a.go"].replace("visit(fn", "visit(deep bool, fn")
    report = report_after(write_tree, git, files, "a.go", new)
    assert [(b.line, b.message) for b in report.broken] == [(6, "calls visit with missing 1 argument (deep)")]
