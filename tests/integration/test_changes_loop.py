"""The loop over changed symbols that scripts write: whichever index answers, it must know the names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from codegraph.cli import main

RunGit = Callable[..., str]


def test_a_renamed_definition_goes_by_the_name_that_the_index_knows(
    write_tree: Callable[[Mapping[str, str | bytes]], Path], git: RunGit, capsys: pytest.CaptureFixture[str]
) -> None:
    body = "(value):\n    doubled = value * 2\n    return doubled + value\n"
    root = write_tree({"a.py": f"def total{body}\n\ndef use():\n    return total(1)\n"})
    git(root, "init", "-q")
    (root / ".gitignore").write_text(".codegraph/\n*.db\n")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "base")

    def run(*arguments: str) -> tuple[int, str]:
        code = main([*arguments, "--root", str(root)])
        return code, capsys.readouterr().out

    old, new = str(root / "old.db"), str(root / "new.db")
    assert run("index", "--output", old)[0] == 0
    (root / "a.py").write_text(f"def grand{body}\n\ndef use():\n    return grand(1)\n")
    assert run("index", "--output", new)[0] == 0
    assert run("changed-symbols", "a.py", "--db", old)[1].split() == ["python:a.py#total", "python:a.py#use"]
    assert run("changed-symbols", "a.py", "--db", new)[1].split() == ["python:a.py#grand", "python:a.py#use"]
    assert run("changed-symbols", "a.py")[1].split() == ["python:a.py#grand", "python:a.py#use"], "no index at all"
    for database in (old, new):
        for symbol in run("changed-symbols", "a.py", "--db", database)[1].split():
            assert run("get-callers", symbol, "--db", database)[0] == 0
    assert run("index")[0] == 0
    assert run("changed-symbols", "a.py")[1].split()[0] == "python:a.py#grand", "the usual index is refreshed first"
