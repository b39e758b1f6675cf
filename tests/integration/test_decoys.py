"""A repository may hold folders and files named like our packages, or like Python's own: none is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp.types import TextContent

REPOSITORY = Path(__file__).resolve().parents[2]
TRAP = (
    "import os\nopen(os.path.join({place!r}, 'sprung-' + __name__), 'w').close()\nraise SystemExit('decoy imported')\n"
)
NAMES = (
    "parsers/__init__.py",
    "parsers/extract.py",
    "queries/__init__.py",
    "codegraph/__init__.py",
    "codegraph/cli/__init__.py",
    "codegraph/engine.py",
    "mcp_server/__init__.py",
    "mcp_server/main.py",
    "mcp/__init__.py",
    "tree_sitter/__init__.py",
    "tree_sitter_language_pack/__init__.py",
    "numpy/__init__.py",
    "click.py",
    "anyio.py",
    "json.py",
    "random.py",
    "struct.py",
    "sqlite3.py",
    "pickle.py",
    "multiprocessing.py",
    "sitecustomize.py",
    "usercustomize.py",
    "logging.py",
)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    script = tmp_path / "bin" / "codegraph"
    script.parent.mkdir()
    script.write_text(
        f"import sys\nsys.path.insert(1, {str(REPOSITORY)!r})\n"
        "from codegraph.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
    )
    return script


@pytest.fixture
def trapped(write_tree: Callable[[dict[str, str]], Path], tmp_path: Path) -> Path:
    """A project of decoys, large enough that worker processes are started."""
    place = tmp_path / "sprung"
    place.mkdir()
    files = {name: TRAP.format(place=str(place)) for name in NAMES}
    for number in range(60):
        body = "".join(f"def f{number}_{n}(a):\n    return helper(a)\n" for n in range(600))
        files[f"app/module{number}.py"] = f"from app.helper import helper\n{body}"
    files["app/__init__.py"] = ""
    files["app/helper.py"] = "def helper(a):\n    return a\n"
    return write_tree(files)


def test_indexing_among_decoys(script: Path, trapped: Path, tmp_path: Path):
    done = subprocess.run(
        [sys.executable, script, "index", "--jobs", "2"], cwd=trapped, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    asked = subprocess.run(
        [sys.executable, script, "get-callers", "app.helper.helper", "--limit", "1"],
        cwd=trapped,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert asked.returncode == 0, asked.stderr
    assert "36000 callers" in asked.stdout
    assert list((tmp_path / "sprung").iterdir()) == []


@pytest.mark.anyio
async def test_serving_among_decoys(script: Path, trapped: Path, tmp_path: Path):
    parameters = StdioServerParameters(
        command=sys.executable,
        args=[str(script), "serve"],
        cwd=trapped,
        env={"PATH": os.environ.get("PATH", "")},
    )
    async with Client(stdio_client(parameters), read_timeout_seconds=90) as client:
        await client.call_tool("refresh_index", {})
        result = await client.call_tool("get_callers", {"symbol": "app.helper.helper", "limit": 1})
        (content,) = result.content
        assert isinstance(content, TextContent)
        assert "36000 callers" in content.text
    assert list((tmp_path / "sprung").iterdir()) == []
