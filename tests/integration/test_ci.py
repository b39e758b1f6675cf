"""What a pipeline does with a clone: the three lines of the contract, a shared index, coverage made by real tools."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp.types import CallToolResult, TextContent

REPOSITORY = Path(__file__).resolve().parents[2]
RunGit = Callable[..., str]
FILES = {
    "shop/__init__.py": "",
    "shop/pricing.py": (
        "def total(lines):\n    return sum(tax(n) for n in lines)\n\n\ndef tax(n):\n    return n * 1.2\n"
    ),
    "shop/cart.py": "from shop.pricing import total\n\n\nclass Cart:\n    def pay(self):\n        return total([1])\n",
    "tests/test_cart.py": "from shop.cart import Cart\n\n\ndef test_pay():\n    assert Cart().pay()\n",
    "notes.txt": "a\n",
}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipelines of shell commands")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def programs(tmp_path: Path) -> dict[str, str]:
    """The environment of a job with ``codegraph`` on its PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "codegraph"
    script.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(1, {str(REPOSITORY)!r})\n"
        "from codegraph.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
    )
    script.chmod(0o755)
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("CODEGRAPH", "CLAUDE"))}
    return {**clean, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture
def origin(write_tree: Callable[[Mapping[str, str | bytes]], Path], git: RunGit) -> Path:
    root = write_tree(dict(FILES))
    (root / ".gitignore").write_text("graph.db*\n.codegraph/\n")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "base")
    return root


@pytest.fixture
def clone(origin: Path, git: RunGit, tmp_path: Path) -> Path:
    git(tmp_path, "clone", "-q", str(origin), "clone")
    return tmp_path / "clone"


def bash(script: str, folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    if shutil.which("bash") is None:
        pytest.skip("needs bash")
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env=dict(environment),
        capture_output=True,
        text=True,
        timeout=120,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def text(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


LOOP = (
    "changed_functions=$(git diff --name-only | xargs codegraph changed-symbols); "
    'for fn in $changed_functions; do codegraph get-impact-radius "$fn" --depth 3; done'
)


@pytest.mark.anyio
async def test_the_lines_of_the_contract_in_a_fresh_clone(clone: Path, programs: dict[str, str]) -> None:
    done = bash("codegraph index --repo . --output graph.db", clone, programs)
    assert done.returncode == 0, done.stderr
    assert not (clone / ".codegraph").exists()
    (clone / "shop/pricing.py").write_text(FILES["shop/pricing.py"].replace("1.2", "1.19"))
    (clone / "notes.txt").write_text("b\n")
    done = bash(LOOP, clone, programs)
    assert done.returncode == 0, done.stderr
    assert "shop/pricing.py:5  shop.pricing.tax" in done.stdout
    assert "shop/cart.py:5  Cart.pay" in done.stdout
    port = free_port()
    done = bash(f"codegraph serve --port {port} > out 2> err & echo $!", clone, programs)
    server = int(done.stdout)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            await anyio.sleep(0.1)
        async with Client(f"http://127.0.0.1:{port}/mcp") as client:
            assert "Cart.pay" in text(await client.call_tool("get_impact_radius", {"symbol": "tax"}))
    finally:
        os.kill(server, signal.SIGTERM)
    assert (clone / "out").read_text() == ""


def connected(folder: Path, programs: Mapping[str, str], *arguments: str) -> Client:
    program = shutil.which("codegraph", path=programs["PATH"])
    assert program is not None
    return Client(
        stdio_client(
            StdioServerParameters(command=program, args=["serve", *arguments], cwd=folder, env=dict(programs))
        ),
        read_timeout_seconds=60,
    )


@pytest.mark.anyio
async def test_a_server_goes_on_from_a_packed_index(
    origin: Path, clone: Path, programs: dict[str, str], git: RunGit
) -> None:
    pack = bash("codegraph index -q && codegraph pack ../g.cgpack", origin, programs)
    assert pack.returncode == 0, pack.stderr
    packed = (origin / "../g.cgpack").resolve()
    (clone / "shop/extra.py").write_text("from shop.pricing import tax\n\n\ndef extra():\n    return tax(2)\n")
    git(clone, "add", "-A")
    git(clone, "commit", "-qm", "later")  # the packed commit is an ancestor now
    done = bash(f"codegraph unpack {packed}", clone, programs)
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(clone / ".codegraph/graph.db") as db:
        assert db.execute("SELECT count(*) FROM files WHERE path = 'shop/extra.py'").fetchone() == (0,)
        before = dict(db.execute("SELECT path, id FROM files"))
    async with connected(clone, programs) as client:
        refreshed = text(await client.call_tool("refresh_index", {}))
        answer = text(await client.call_tool("get_callers", {"symbol": "tax"}))
    assert "1 parsed" in refreshed  # the rest is taken as it was packed
    assert "extra" in answer and "total" in answer
    with sqlite3.connect(clone / ".codegraph/graph.db") as db:
        assert before.items() <= dict(db.execute("SELECT path, id FROM files")).items()


def test_a_packed_index_of_another_history_is_refused(
    origin: Path, clone: Path, programs: dict[str, str], git: RunGit
) -> None:
    (origin / "more.py").write_text("x = 1\n")
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "not in the clone")
    assert bash("codegraph index -q && codegraph pack ../g.cgpack", origin, programs).returncode == 0
    packed = (origin / "../g.cgpack").resolve()
    refused = bash(f"codegraph unpack {packed}", clone, programs)
    assert refused.returncode == 3 and "not an ancestor" in refused.stderr
    packed.write_bytes(packed.read_bytes()[:-50])
    refused = bash(f"codegraph unpack {packed} --any-commit", clone, programs)
    assert refused.returncode == 3 and ("checksum" in refused.stderr or "damaged" in refused.stderr)
    assert not (clone / ".codegraph/graph.db").exists()


@pytest.mark.anyio
async def test_an_agent_asks_what_it_has_broken(clone: Path, programs: dict[str, str]) -> None:
    async with connected(clone, programs, "--tools", "detect_changes,affected_tests") as client:
        assert {tool.name for tool in (await client.list_tools()).tools} == {"detect_changes", "affected_tests"}
        assert "0 of 1 tests" in text(await client.call_tool("affected_tests", {}))
        (clone / "shop/pricing.py").write_text(FILES["shop/pricing.py"].replace("def tax(n):", "def tax(n, rate):"))
        said = text(await client.call_tool("detect_changes", {}))
        assert "shop/pricing.py:2" in said and "missing 1 argument (rate)" in said
        tests = text(await client.call_tool("affected_tests", {"runner": "pytest"}))
        assert tests.splitlines()[0] == "tests/test_cart.py::test_pay"
        refused = await client.call_tool("detect_changes", {"base": "nosuch"})
        assert refused.is_error and "nosuch" in text(refused)
        refused = await client.call_tool("affected_tests", {"runner": "abacus"})
        assert refused.is_error and "runner" in text(refused)


def content(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that says something about the code."""
    with sqlite3.connect(database) as db:
        tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        left_out = {"meta", "log"} | {t for t in tables if "fts" in t or t.startswith("sqlite_")}
        found: dict[str, list[tuple[object, ...]]] = {}
        for table in tables:
            if table not in left_out:
                columns = [
                    r[1] for r in db.execute(f'PRAGMA table_info("{table}")') if r[1] not in ("mtime_ns", "inode")
                ]
                listed = ", ".join(f'"{c}"' for c in columns)
                # As they lie in the file: the order counts too.
                found[table] = db.execute(f'SELECT {listed} FROM "{table}"').fetchall()
        return found


def test_two_runs_give_the_same_bytes_whatever_the_jobs(
    write_tree: Callable[[Mapping[str, str | bytes]], Path], programs: dict[str, str], tmp_path: Path
) -> None:
    many: dict[str, str] = {}
    for n in range(90):
        other = n * 7 % 90
        many[f"p/m{n}.py"] = f"from p.m{other} import f{other}\n\n\ndef f{n}(a):\n    return f{other}(a)\n"
    root = write_tree({**FILES, "p/__init__.py": "", **many})
    for jobs in (1, 3):
        done = bash(f"codegraph index -q --jobs {jobs} --output {tmp_path}/{jobs}.db", root, programs)
        assert done.returncode == 0, done.stderr
    one, three = content(tmp_path / "1.db"), content(tmp_path / "3.db")
    assert one["edges"] and one == three
