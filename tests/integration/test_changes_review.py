"""What a reviewer reads in a report: nothing that only follows from a break that is named already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from codegraph.changes.asking import report_on
from codegraph.changes.impact import Report
from codegraph.engine import Engine

RunGit = Callable[..., str]
WriteTree = Callable[[Mapping[str, str | bytes]], Path]


def after(write_tree: WriteTree, git: RunGit, files: Mapping[str, str], path: str, old: str, new: str) -> Report:
    root = write_tree(dict(files))
    git(root, "init", "-q")
    (root / ".gitignore").write_text(".codegraph/\n")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "base")
    text = (root / path).read_text()
    assert old in text
    (root / path).write_text(text.replace(old, new))
    with Engine.open(root) as engine:
        engine.index()
        return report_on(root, engine.database)


def test_tests_behind_a_broken_call_still_test_what_changed(write_tree: WriteTree, git: RunGit) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/tax.py": "def tax(n):\n    doubled = n * 2\n    return doubled\n",
        "shop/cart.py": "from shop.tax import tax\n\n\ndef total(n):\n    return tax(n)\n",
        "tests/test_cart.py": "from shop.cart import total\n\n\ndef test_total():\n    assert total(1)\n",
    }
    report = after(write_tree, git, files, "shop/tax.py", "def tax(n)", "def levy(n)")
    assert {(b.file, b.line) for b in report.broken} == {("shop/cart.py", 1), ("shop/cart.py", 5)}
    assert [a.symbol.name for a in report.tests] == ["test_total"]
    assert report.untested == ()
    assert [c.tests for c in report.changed if c.change.half.definition.name == "levy"] == [1]


def test_a_declaration_without_a_body_needs_no_test(write_tree: WriteTree, git: RunGit) -> None:
    files = {"a.ts": "export interface Store {\n  get(key: string): string;\n}\n"}
    report = after(write_tree, git, files, "a.ts", "  get(key", "  put(key: string): void;\n  get(key")
    assert report.untested == ()
