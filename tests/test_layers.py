"""Imports point one way: mcp_server -> codegraph -> parsers -> queries."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("mcp_server", "codegraph", "parsers")
"""From the top down; a room may import itself and what stands after it."""

ONLY_IN = {
    "mcp": ("mcp_server",),
    "mcp_types": ("mcp_server",),
    "sqlite3": ("codegraph",),
    "sqlite_utils": ("codegraph",),
    "tree_sitter": ("parsers",),
    "tree_sitter_language_pack": ("parsers",),
    "benchmarks": (),
    "tests": (),
}
"""Imported name -> the rooms that may know of it."""

STARTS_THE_SERVER = "codegraph/cli/serve.py"
"""The console script must reach the server somehow: this file may, by name and only when asked to serve."""


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and module of every import, the ones by name included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.lineno, node.module
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("import_module", "__import__") and isinstance(node.args[0].value, str):
                yield node.lineno, node.args[0].value


def sources(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def upward(room: str) -> list[str]:
    found: list[str] = []
    above = ROOMS[: ROOMS.index(room)]
    for file in sources(room):
        place = file.relative_to(ROOT).as_posix()
        for line, module in imports(ast.parse(file.read_bytes(), place)):
            top = module.partition(".")[0]
            allowed = ONLY_IN.get(top)
            if top in above and place != STARTS_THE_SERVER:
                found.append(f"{place}:{line} imports {module}")
            elif allowed is not None and room not in allowed:
                found.append(f"{place}:{line} imports {module}, which belongs to {', '.join(allowed) or 'nobody'}")
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_one_way(room: str) -> None:
    assert sources(room), f"no sources in {room}: the test looks at the wrong place"
    assert upward(room) == []


def test_upward_imports_are_seen() -> None:
    written = "import os\ndef f():\n    from codegraph.store import Store\n    import_module('mcp_server.main')\n"
    assert list(imports(ast.parse(written))) == [(1, "os"), (3, "codegraph.store"), (4, "mcp_server.main")]


def test_queries_hold_data_only() -> None:
    files = [p for p in (ROOT / "queries").rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    assert files
    assert [p.name for p in files if p.suffix != ".scm"] == []


def test_parsers_work_without_the_other_rooms(tmp_path: Path) -> None:
    """The room can be tried alone: nothing of the graph is loaded by importing every module of it."""
    code = (
        "import pkgutil, importlib, sys, parsers\n"
        "for m in pkgutil.walk_packages(parsers.__path__, 'parsers.'): importlib.import_module(m.name)\n"
        "print(sorted({m.partition('.')[0] for m in sys.modules} & {'codegraph', 'mcp_server', 'sqlite3', 'mcp'}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "[]", done.stderr
