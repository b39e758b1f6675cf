"""The command line as people and pipelines use it: a child process, its output and its exit code."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

SHOP = {
    "shop/__init__.py": "from shop.cart import Cart\n",
    "shop/cart.py": (
        '"""Carts."""\n'
        "from shop.pricing import total\n"
        "\n\n"
        "class Cart:\n"
        '    """What a customer wants to buy."""\n'
        "\n"
        "    def __init__(self, lines):\n"
        "        self.lines = lines\n"
        "\n"
        "    def checkout(self):\n"
        '        """Pay for everything."""\n'
        "        return total(self.lines)\n"
    ),
    "shop/pricing.py": (
        "def total(lines):\n    return sum(tax(n) for n in lines)\n\n\ndef tax(n):\n    return n * 1.2\n"
    ),
    "tests/test_cart.py": (
        "from shop import Cart\n\n\ndef test_checkout():\n    assert Cart([1]).checkout() == 1.2\n"
        "\n\ndef test_unknown(thing):\n    thing.checkout()\n"
    ),
    "web/total.ts": "export function total(a: number): number {\n  return a;\n}\n",
}

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The console script, as an editable install makes it."""
    script = tmp_path_factory.mktemp("bin") / "codegraph"
    script.write_text(
        f"import sys\nsys.path.insert(1, {str(REPOSITORY)!r})\n"
        "from codegraph.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
    )
    return [sys.executable, str(script)]


@pytest.fixture
def shop(write_tree: Callable[[dict[str, str]], Path]) -> Path:
    return write_tree(SHOP)


@pytest.fixture
def run(program: list[str]) -> Run:
    def run(*arguments: str | Path, cwd: Path, stdin: str | None = None, **environment: str):
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("CODEGRAPH", "CLAUDE"))}
        return subprocess.run(
            [*program, *map(str, arguments)],
            cwd=cwd,
            env={**clean, **environment},
            input=stdin if stdin is not None else "",
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


def answer(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The one object on standard output."""
    lines = done.stdout.splitlines()
    assert len(lines) == 1, (done.stdout, done.stderr)
    return json.loads(lines[0])


# -- the main job


def test_index_then_ask(run: Run, shop: Path):
    done = run("index", cwd=shop)
    assert done.returncode == 0, done.stderr
    assert "5 files" in done.stdout
    assert (shop / ".codegraph" / "graph.db").is_file()
    assert (shop / ".codegraph" / ".gitignore").read_text().strip() == "*"
    callers = run("get-callers", "shop.Cart.checkout", cwd=shop)
    assert callers.returncode == 0, callers.stderr
    lines = callers.stdout.splitlines()
    assert lines[0] == "shop/cart.py:11  shop.cart.Cart.checkout  method"
    assert lines[2].startswith("tests/test_cart.py:5  test_checkout")
    assert any(line.startswith("not bound: 1 more call") and "tests/test_cart.py:9" in line for line in lines)


def test_the_lines_that_a_pipeline_runs(run: Run, shop: Path):
    assert run("index", "--repo", ".", "--output", "graph.db", cwd=shop).returncode == 0
    assert not (shop / ".codegraph").exists()
    done = run("get-impact-radius", "shop.pricing.tax", "--depth", "3", cwd=shop)
    assert done.returncode == 0
    assert "shop/pricing.py:1  total" in done.stdout
    assert "tests/test_cart.py:4  test_checkout" in done.stdout
    assert not (shop / ".codegraph").exists()


def test_questions_refresh_the_default_index_first(run: Run, shop: Path):
    assert run("index", cwd=shop).returncode == 0
    (shop / "shop" / "more.py").write_text("from shop.pricing import tax\n\n\ndef extra():\n    return tax(1)\n")
    stale = answer(run("get-callers", "tax", "--json", "--no-refresh", cwd=shop))
    assert [item["name"] for item in stale["items"]] == ["total"]
    fresh = answer(run("get-callers", "tax", "--json", cwd=shop))
    assert [item["name"] for item in fresh["items"]] == ["extra", "total"]
    assert fresh["stale"] == []


def test_an_explicit_database_is_only_read(run: Run, shop: Path):
    assert run("index", "--output", "graph.db", cwd=shop).returncode == 0
    before = (shop / "graph.db").read_bytes()
    (shop / "shop" / "pricing.py").write_text("def tax(n):\n    return n\n")
    done = answer(run("get-callers", "tax", "--json", "--db", "graph.db", cwd=shop))
    assert [item["name"] for item in done["items"]] == ["total"]
    assert done["stale"] == ["shop/pricing.py"]
    assert (shop / "graph.db").read_bytes() == before


def test_impact_of_what_was_just_deleted(run: Run, shop: Path):
    run("index", cwd=shop)
    pricing = shop / "shop" / "pricing.py"
    pricing.write_text("def tax(n):\n    return n * 1.2\n")
    done = run("get-impact-radius", "python:shop/pricing.py#total", cwd=shop)
    assert done.returncode == 0, done.stderr
    assert "shop/cart.py:11  Cart.checkout" in done.stdout
    assert "gone from its file" in done.stdout
    pricing.unlink()
    gone = answer(run("get-impact-radius", "shop.pricing.tax", "--json", cwd=shop))
    assert gone["total"] == 3
    assert "gone from disk" in gone["notes"][0]
    # Any other question brings the index up to date, which forgets it.
    assert run("get-callers", "shop.pricing.tax", cwd=shop).returncode == 1


def test_a_new_file_is_named_where_the_database_is_only_read(run: Run, shop: Path):
    run("index", "--output", "graph.db", cwd=shop)
    (shop / "new.py").write_text("x = 1\n")
    assert answer(run("get-callers", "tax", "--json", cwd=shop))["stale"] == ["new.py"]


# -- JSON


def test_json_of_callers_and_callees(run: Run, shop: Path):
    run("index", cwd=shop)
    done = answer(run("get-callers", "Cart.checkout", "--json", cwd=shop))
    assert done["schema"] == 1
    assert done["symbol"]["symbol"] == "python:shop/cart.py#Cart.checkout"
    assert done["total"] == 1
    assert done["cut"] == 0
    (item,) = done["items"]
    assert {key: item[key] for key in ("name", "qualified_name", "kind", "file", "line", "end_line")} == {
        "name": "test_checkout",
        "qualified_name": "tests.test_cart.test_checkout",
        "kind": "function",
        "file": "tests/test_cart.py",
        "line": 4,
        "end_line": 5,
    }
    assert item["resolution"] in ("exact", "inferred")
    assert item["sites"] == [{"file": "tests/test_cart.py", "line": 5, "column": 22}]
    assert done["unresolved"]["total"] == 1
    assert done["unresolved"]["items"][0]["sites"] == [{"file": "tests/test_cart.py", "line": 9, "column": 11}]
    callees = answer(run("get-callees", "Cart.checkout", "--json", cwd=shop))
    assert [i["symbol"] for i in callees["items"]] == ["python:shop/pricing.py#total"]


def test_json_of_impact_search_symbol_structure_and_status(run: Run, shop: Path):
    run("index", cwd=shop)
    impact = answer(run("get-impact-radius", "tax", "--json", cwd=shop))
    assert [(i["name"], i["distance"]) for i in impact["items"]] == [
        ("total", 1),
        ("checkout", 2),
        ("test_checkout", 3),
    ]
    assert impact["items"][2]["via"] == "python:shop/cart.py#Cart.checkout"
    hits = answer(run("semantic-search", "pay for everything", "--json", cwd=shop))
    assert hits["items"][0]["name"] == "checkout"
    assert {"score", "reason"} <= hits["items"][0].keys()
    symbol = answer(run("get-symbol", "Cart", "--json", cwd=shop))
    assert symbol["doc"] == "What a customer wants to buy."
    assert [m["name"] for m in symbol["members"]][:2] == ["__init__", "lines"] or "checkout" in [
        m["name"] for m in symbol["members"]
    ]
    structure = answer(run("get-module-structure", "shop/pricing.py", "--json", cwd=shop))
    assert [i["name"] for i in structure["items"]] == ["total", "tax"]
    status = answer(run("status", "--json", cwd=shop))
    assert status["files"] == 5
    assert {row["language"] for row in status["languages"]} == {"python", "typescript"}
    assert status["stale"] == []


def test_limit_counts_what_it_cuts(run: Run, shop: Path):
    run("index", cwd=shop)
    done = answer(run("get-impact-radius", "tax", "--json", "--limit", "1", cwd=shop))
    assert (done["total"], len(done["items"]), done["cut"]) == (3, 1, 2)
    assert "[2 more;" in run("get-impact-radius", "tax", "--limit", "1", cwd=shop).stdout


def test_export_is_one_object_a_line(run: Run, shop: Path):
    run("index", cwd=shop)
    done = run("export", "--format", "jsonl", "--kinds", "calls", "--min-resolution", "inferred", cwd=shop)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    symbols = [row for row in rows if row["type"] == "symbol"]
    edges = [row for row in rows if row["type"] == "edge"]
    assert {"symbol", "kind", "name", "qualified_name", "file", "line", "end_line", "language"} <= symbols[0].keys()
    assert {row["kind"] for row in edges} == {"calls"}
    calls = {(row["caller"]["name"], row["callee"]["name"]) for row in edges}
    assert ("checkout", "total") in calls
    assert ("total", "tax") in calls
    assert set(edges[0]["site"]) == {"file", "line", "column"}


def test_export_as_graphml_and_dot(run: Run, shop: Path):
    run("index", cwd=shop)
    assert run("export", "--format", "graphml", cwd=shop).stdout.lstrip().startswith("<graphml")
    dot = run("export", "--format", "dot", cwd=shop).stdout
    assert dot.startswith("digraph codegraph {")
    assert '"python:shop/cart.py#Cart.checkout" -> "python:shop/pricing.py#total" [label="calls"];' in dot


# -- what goes wrong


def test_an_ambiguous_name_is_exit_1_with_the_candidates(run: Run, shop: Path):
    run("index", cwd=shop)
    done = run("get-callers", "total", cwd=shop)
    assert (done.returncode, done.stdout) == (1, "")
    assert "python:shop/pricing.py#total" in done.stderr
    assert "typescript:web/total.ts#total" in done.stderr
    error = run("get-callers", "total", "--json", cwd=shop)
    assert error.returncode == 1
    assert answer(error)["error"] == "ambiguous"
    assert {c["symbol"] for c in answer(error)["candidates"]} == {
        "python:shop/pricing.py#total",
        "typescript:web/total.ts#total",
    }


def test_an_unknown_name_is_exit_1_with_close_ones(run: Run, shop: Path):
    run("index", cwd=shop)
    done = run("get-callers", "Cart.chekout", cwd=shop)
    assert done.returncode == 1
    assert "shop.cart.Cart.checkout" in done.stderr
    assert answer(run("get-callers", "Cart.chekout", "--json", cwd=shop))["error"] == "not_found"


def test_no_callers_is_not_an_error(run: Run, shop: Path):
    run("index", cwd=shop)
    done = run("get-callers", "test_checkout", cwd=shop)
    assert done.returncode == 0
    assert "no callers in the index" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["get-callers"],
        ["get-caller", "x"],
        ["get-callers", "x", "--nope"],
        ["get-impact-radius", "x", "--depth", "many"],
        ["index", "--root", "missing"],
        ["export", "--kinds", "nope"],
        ["serve", "--tools", "get_caller"],
    ],
)
def test_wrong_usage_is_exit_1(run: Run, shop: Path, arguments: list[str]):
    done = run(*arguments, cwd=shop)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "error: " in done.stderr
    assert "Traceback" not in done.stderr


def test_no_command_shows_the_help(run: Run, tmp_path: Path):
    done = run(cwd=tmp_path)
    assert done.returncode == 1
    assert "get-callers" in done.stdout + done.stderr


def test_a_missing_database_is_exit_3(run: Run, shop: Path):
    done = run("get-callers", "x", "--db", "none.db", "--json", cwd=shop)
    assert done.returncode == 3
    assert answer(done)["error"] == "no_index"
    assert not (shop / "none.db").exists()


def test_a_foreign_database_is_exit_3_and_untouched(run: Run, shop: Path):
    foreign = shop / "other.db"
    with sqlite3.connect(foreign) as db:
        db.execute("CREATE TABLE theirs (x)")
    before = foreign.read_bytes()
    for arguments in (["get-callers", "x", "--db", "other.db"], ["index", "--output", "other.db"]):
        done = run(*arguments, cwd=shop)
        assert done.returncode == 3, done.stderr
        assert "not a codegraph database" in done.stderr
    assert foreign.read_bytes() == before


def test_the_home_directory_and_the_top_are_refused(run: Run, tmp_path: Path):
    done = run("index", cwd=tmp_path, HOME=str(tmp_path))
    assert done.returncode == 1
    assert "no project" in done.stderr
    assert run("index", "--root", "/", cwd=tmp_path).returncode == 1


def test_a_placeholder_that_a_client_left_is_skipped(run: Run, shop: Path):
    done = run("index", "--root", "${workspaceFolder}", cwd=shop)
    assert done.returncode == 0
    assert (shop / ".codegraph" / "graph.db").is_file()


def test_a_tracked_database_is_not_trusted(run: Run, shop: Path, git: Callable[..., str]):
    assert run("index", cwd=shop).returncode == 0
    git(shop, "init")
    git(shop, "add", "-f", ".codegraph/graph.db")
    done = run("get-callers", "tax", cwd=shop)
    assert done.returncode == 1
    assert "tracked by git" in done.stderr
    named = run("get-callers", "tax", "--db", ".codegraph/graph.db", cwd=shop)
    assert named.returncode == 0


def test_an_index_folder_that_leads_elsewhere_is_refused(run: Run, shop: Path, tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    (shop / ".codegraph").symlink_to(tmp_path / "elsewhere")
    done = run("index", cwd=shop)
    assert done.returncode == 1
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_project_is_found_from_a_folder_inside(run: Run, shop: Path, git: Callable[..., str]):
    git(shop, "init")
    assert run("index", cwd=shop / "shop").returncode == 0
    assert (shop / ".codegraph" / "graph.db").is_file()
    assert run("get-callers", "tax", cwd=shop / "tests").returncode == 0


def test_a_reader_that_has_enough_is_no_error(program: list[str], run: Run, shop: Path):
    run("index", cwd=shop)
    child = subprocess.Popen([*program, "export"], cwd=shop, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None and child.stderr is not None
    child.stdout.close()
    assert child.stderr.read() == b""
    assert child.wait(60) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_is_exit_130_and_leaves_no_half_index(program: list[str], tmp_path: Path):
    for number in range(400):
        folder = tmp_path / f"package{number % 20}"
        folder.mkdir(exist_ok=True)
        body = "".join(f"def f{n}(a):\n    return f{(n + 1) % 300}(a)\n" for n in range(300))
        (folder / f"module{number}.py").write_text(body)
    child = subprocess.Popen(
        [*program, "index"], cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    time.sleep(1.5)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert child.returncode == 130, (out, err)
    assert b"Traceback" not in err


# -- start-up


def test_it_runs_as_a_module(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "codegraph"]
    version = subprocess.run([*command, "--version"], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (version.returncode, version.stdout.split()[0]) == (0, "codegraph")
    wrong = subprocess.run([*command, "no-such"], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert wrong.returncode == 1 and "no-such" in wrong.stderr


def test_a_question_imports_neither_the_protocol_nor_the_parsers(shop: Path, program: list[str], run: Run):
    run("index", cwd=shop)
    heavy = ("mcp", "numpy", "tree_sitter", "networkx", "rich", "pydantic", "anyio")
    for arguments in (["--version"], ["get-callers", "tax", "--no-refresh"], ["status", "--help"]):
        done = subprocess.run(
            [program[0], "-X", "importtime", program[1], *arguments],
            cwd=shop,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0
        names = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines() if "|" in line}
        assert names.isdisjoint(heavy), names & set(heavy)


def test_quiet_index_says_nothing(run: Run, shop: Path):
    done = run("index", "--quiet", cwd=shop)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# -- the README names everything


def test_every_command_and_tool_is_in_the_readme():
    from codegraph.cli.app import COMMANDS
    from mcp_server.tools import DEFAULT, MORE

    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    missing = [name for name in (*COMMANDS, *DEFAULT, *MORE) if f"`{name}" not in readme and f" {name}" not in readme]
    assert missing == []
