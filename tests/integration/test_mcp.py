"""The server as clients meet it: a real child process, the real client, both eras of the protocol."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp.types import CallToolResult, TextContent

REPOSITORY = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.anyio

SHOP = {
    "shop/__init__.py": "from shop.cart import Cart\n",
    "shop/cart.py": (
        "from shop.pricing import total\n\n\n"
        "class Cart:\n"
        "    def __init__(self, lines):\n        self.lines = lines\n\n"
        "    def checkout(self):\n"
        '        """Pay for everything."""\n'
        "        return total(self.lines)\n"
    ),
    "shop/pricing.py": (
        "def total(lines):\n    return sum(tax(n) for n in lines)\n\n\n"
        "def tax(n):\n    return n * 1.2\n\n\n"
        "def odd():\n    '''\u202eevil\u202c \x1b[31m'''\n    return tax(1)\n"
    ),
    "tests/test_cart.py": (
        "from shop import Cart\n\n\ndef test_checkout():\n    assert Cart([1]).checkout() == 1.2\n"
        "\n\ndef test_unknown(thing):\n    thing.checkout()\n"
    ),
    "web/total.ts": "export function total(a: number): number {\n  return a;\n}\n",
}


@pytest.fixture(params=["auto", "legacy"])
def mode(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script, as an editable install makes it."""
    script = tmp_path_factory.mktemp("bin") / "codegraph"
    script.write_text(
        f"import sys\nsys.path.insert(1, {str(REPOSITORY)!r})\n"
        "from codegraph.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
    )
    return script


@pytest.fixture
def shop(write_tree: Callable[[dict[str, str]], Path]) -> Path:
    return write_tree(SHOP)


@pytest.fixture
def indexed(shop: Path, script: Path) -> Path:
    subprocess.run([sys.executable, script, "index", "-q"], cwd=shop, check=True, timeout=120)
    return shop


Connect = Callable[..., Any]


@pytest.fixture
def connect(script: Path, tmp_path: Path, mode: str) -> Connect:
    @asynccontextmanager
    async def connect(root: Path, *arguments: str, **environment: str) -> AsyncIterator[Client]:
        parameters = StdioServerParameters(
            command=sys.executable,
            args=[str(script), "serve", *arguments],
            cwd=root,
            env={"PATH": os.environ.get("PATH", ""), **environment},
        )
        with open(tmp_path / "stderr", "w+", encoding="utf-8") as errors:
            async with Client(stdio_client(parameters, errlog=errors), mode=mode, read_timeout_seconds=60) as client:
                yield client
            errors.seek(0)
            assert "Traceback" not in errors.read()

    return connect


def text(result: CallToolResult) -> str:
    """The one text of an answer."""
    assert result.structured_content is None
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


# -- the tool list


async def test_the_tool_list_is_small_and_complete(connect: Connect, indexed: Path):
    async with connect(indexed) as client:
        tools = (await client.list_tools()).tools
    assert {tool.name for tool in tools} >= {
        "get_symbol",
        "get_callers",
        "get_callees",
        "get_impact_radius",
        "semantic_search",
        "get_module_structure",
        "refresh_index",
    }
    listed = json.dumps([tool.model_dump(by_alias=True, exclude_none=True, mode="json") for tool in tools])
    assert len(listed) // 4 < 2000
    for tool in tools:
        assert tool.title and tool.description
        assert len(tool.description) < 2048
        assert len(f"codegraph{tool.name}") < 60
        assert tool.annotations is not None
        hints = tool.annotations.model_dump(exclude={"title"})
        assert None not in hints.values(), tool.name
        assert tool.input_schema["additionalProperties"] is False
        assert '"title"' not in json.dumps(tool.input_schema)
        assert tool.output_schema is None
    always = {tool.name for tool in tools if (tool.meta or {}).get("anthropic/alwaysLoad")}
    assert "get_callers" in always
    read_only = {tool.name for tool in tools if tool.annotations and tool.annotations.read_only_hint}
    assert "refresh_index" not in read_only and "get_callers" in read_only


async def test_instructions_say_first_when_to_call_what(connect: Connect, indexed: Path):
    async with connect(indexed) as client:
        instructions = client.instructions
    assert instructions is not None
    assert len(instructions) < 2048
    first = instructions.split(". ")[0]
    assert "get_callers" in first and "semantic_search" in first


async def test_all_tools_or_some_by_name(connect: Connect, indexed: Path):
    async with connect(indexed, "--tools", "all") as client:
        everything = {tool.name for tool in (await client.list_tools()).tools}
    assert everything >= {"index_status", "trace_path", "find_implementations", "find_dead_code", "get_architecture"}
    async with connect(indexed, "--tools", "get_symbol,index_status") as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == ["get_symbol", "index_status"]
        status = text(await client.call_tool("index_status", {}))
    assert "files: 5 indexed" in status
    assert "fresh: yes" in status


# -- questions


async def test_callers_with_lines_and_what_could_not_be_bound(connect: Connect, indexed: Path):
    async with connect(indexed) as client:
        answer = text(await client.call_tool("get_callers", {"symbol": "shop.Cart.checkout", "lines": True}))
    lines = answer.splitlines()
    assert lines[0] == "shop/cart.py:8  shop.cart.Cart.checkout  method"
    assert lines[1].startswith("1 caller")
    assert lines[2].startswith("tests/test_cart.py:5  test_checkout")
    assert lines[3] == "    5: assert Cart([1]).checkout() == 1.2"
    assert "not bound: 1 more call" in answer and "tests/test_cart.py:9" in answer


async def test_every_question_is_answered(connect: Connect, indexed: Path):
    questions: list[tuple[str, dict[str, Any], str]] = [
        ("get_callees", {"symbol": "Cart.checkout"}, "shop/pricing.py:1  total"),
        ("get_impact_radius", {"symbol": "tax"}, "distance 3:\ntests/test_cart.py:4  test_checkout"),
        ("get_symbol", {"symbol": "Cart.checkout", "body": True}, "return total(self.lines)"),
        ("semantic_search", {"query": "pay everything"}, "shop/cart.py:8  Cart.checkout"),
        ("get_module_structure", {"module": "shop"}, "shop/cart.py"),
        ("trace_path", {"source": "test_checkout", "target": "tax"}, "test_checkout reaches tax in 3 steps"),
        ("find_implementations", {"symbol": "Cart"}, "nothing in the index extends"),
        ("find_dead_code", {"possible": True}, "odd"),
        ("get_architecture", {}, "tests/  "),
    ]
    async with connect(indexed, "--tools", "all") as client:
        for name, arguments, expected in questions:
            result = await client.call_tool(name, arguments)
            assert not result.is_error, text(result)
            assert expected in text(result), name


async def test_pages_follow_each_other_to_the_end(connect: Connect, indexed: Path):
    async with connect(indexed) as client:
        seen: list[str] = []
        arguments: dict[str, Any] = {"symbol": "tax", "limit": 1}
        for _ in range(10):
            answer = text(await client.call_tool("get_impact_radius", arguments))
            seen += [line for line in answer.splitlines()[2:] if ".py:" in line and not line.startswith("[")]
            if "cursor=" not in answer:
                break
            arguments["cursor"] = answer.rsplit("cursor='", 1)[1].split("'", 1)[0]
        assert len(seen) == len(set(seen)) == 4
        strange = await client.call_tool("get_callers", {"symbol": "tax", "cursor": arguments["cursor"]})
        assert strange.is_error and "cursor" in text(strange)


async def test_errors_teach(connect: Connect, indexed: Path):
    async with connect(indexed) as client:
        misspelt = await client.call_tool("get_callers", {"symbol": "tax", "limt": 3})
        assert misspelt.is_error and "limt" in text(misspelt) and "limit" in text(misspelt)
        missing = await client.call_tool("get_callers", {})
        assert missing.is_error and "symbol" in text(missing)
        unknown = await client.call_tool("get_callers", {"symbol": "Cart.chekout"})
        assert unknown.is_error
        assert "shop.cart.Cart.checkout" in text(unknown) and "semantic_search" in text(unknown)
        ambiguous = await client.call_tool("get_callers", {"symbol": "total"})
        assert ambiguous.is_error and "python:shop/pricing.py#total" in text(ambiguous)
        empty = await client.call_tool("semantic_search", {"query": "  "})
        assert empty.is_error
        with pytest.raises(MCPError) as error:
            await client.call_tool("nope", {})
        assert error.value.error.code == -32602
        # And the session goes on.
        assert not (await client.call_tool("get_callers", {"symbol": "tax"})).is_error


async def test_no_callers_is_not_an_unknown_symbol(connect: Connect, indexed: Path):
    async with connect(indexed) as client:
        result = await client.call_tool("get_callers", {"symbol": "test_checkout"})
    assert not result.is_error
    assert "no callers in the index" in text(result)


async def test_what_the_repository_says_is_stripped_of_control_characters(connect: Connect, indexed: Path):
    async with connect(indexed) as client:
        answer = text(await client.call_tool("get_symbol", {"symbol": "odd", "body": True}))
    assert "evil" in answer
    assert "\u202e" not in answer and "\x1b" not in answer


# -- freshness


async def test_a_newer_file_is_named_and_refresh_brings_it_in(connect: Connect, indexed: Path):
    (indexed / "codegraph.toml").write_text('watch = "off"\n')
    async with connect(indexed) as client:
        assert "newer" not in text(await client.call_tool("get_callers", {"symbol": "tax"}))
        file = indexed / "shop" / "pricing.py"
        file.write_text(file.read_text() + "\n\ndef extra():\n    return tax(2)\n")
        stale = text(await client.call_tool("get_callers", {"symbol": "tax"}))
        assert "shop/pricing.py" in stale.splitlines()[-1] and "refresh_index" in stale
        refreshed = await client.call_tool("refresh_index", {})
        assert not refreshed.is_error, text(refreshed)
        fresh = text(await client.call_tool("get_callers", {"symbol": "tax"}))
        assert "extra" in fresh and "newer" not in fresh


@pytest.mark.parametrize("watch", ["auto", "off"])
async def test_a_symbol_of_a_file_that_was_just_added_is_found_or_the_file_is_named(
    connect: Connect, indexed: Path, watch: str
):
    (indexed / "codegraph.toml").write_text(f'watch = "{watch}"\n')
    async with connect(indexed) as client:
        gone = text(await client.call_tool("get_symbol", {"symbol": "brand_new"}))
        assert "up to date" in gone and "newer" not in gone
        for tool in ("get_symbol", "get_callers", "get_callees", "get_impact_radius", "get_module_structure"):
            name = f"brand_{tool}"
            (indexed / "shop" / f"{name}.py").write_text(f"def {name}():\n    pass\n")
            asked = f"shop/{name}.py" if tool == "get_module_structure" else name
            answer = text(await client.call_tool(tool, {"module" if "module" in tool else "symbol": asked}))
            # A watcher may be busy with the change before: then the answer must say so.
            found = answer.startswith(f"shop/{name}.py")
            assert found or f"shop/{name}.py" in answer.splitlines()[-1] and "refresh_index" in answer, answer


async def test_a_new_file_is_named_by_the_background_scan(connect: Connect, indexed: Path):
    (indexed / "codegraph.toml").write_text('watch = "off"\n')
    async with connect(indexed) as client:
        (indexed / "shop" / "new.py").write_text("from shop.pricing import tax\n\n\ndef new():\n    return tax(2)\n")
        answer = ""
        with anyio.fail_after(20):
            while "shop/new.py" not in answer:
                answer = text(await client.call_tool("get_callers", {"symbol": "tax"}))
                await anyio.sleep(0.2)


async def test_the_first_question_indexes_with_progress(connect: Connect, shop: Path):
    for number in range(300):
        (shop / f"module{number}.py").write_text("".join(f"def f{number}_{n}():\n    pass\n" for n in range(60)))
    seen: list[float] = []

    async def note(done: float, total: float | None, message: str | None) -> None:
        seen.append(done)

    async with connect(shop) as client:
        with anyio.fail_after(60):
            while True:
                result = await client.call_tool("get_callers", {"symbol": "tax"}, progress_callback=note)
                if "ask again" not in text(result):
                    break
    assert not result.is_error, text(result)
    assert "total" in text(result)
    assert seen
    assert (shop / ".codegraph" / "graph.db").is_file()


async def test_a_cancelled_refresh_leaves_the_index_in_use(connect: Connect, indexed: Path):
    for number in range(200):
        (indexed / f"module{number}.py").write_text("".join(f"def f{number}_{n}():\n    pass\n" for n in range(200)))
    async with connect(indexed) as client:
        with anyio.move_on_after(0.3):
            await client.call_tool("refresh_index", {"full": True})
        result = await client.call_tool("get_callers", {"symbol": "tax"})
        assert not result.is_error, text(result)
        assert "total" in text(result)


async def test_an_explicit_database_is_not_made_by_a_question(connect: Connect, shop: Path):
    async with connect(shop, "--db", "graph.db") as client:
        result = await client.call_tool("get_callers", {"symbol": "tax"})
    assert result.is_error
    assert not (shop / "graph.db").exists() and not (shop / ".codegraph").exists()


async def test_a_server_in_the_wrong_place_starts_and_says_so(connect: Connect, tmp_path: Path):
    async with connect(tmp_path, HOME=str(tmp_path)) as client:
        result = await client.call_tool("get_callers", {"symbol": "tax"})
    assert result.is_error
    assert "--root" in text(result)


# -- the process


def test_standard_output_holds_only_the_protocol_and_ends_with_the_input(script: Path, indexed: Path):
    child = subprocess.Popen(
        [sys.executable, script, "serve", "-v"],
        cwd=indexed,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None and child.stdout is not None
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }
    child.stdin.write("this is not JSON\n")
    send(child, 1, "initialize", hello)
    replies = [json.loads(child.stdout.readline())]
    child.stdin.write(json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}) + "\n")
    send(child, 2, "tools/call", {"name": "get_callers", "arguments": {"symbol": "tax"}})
    replies.append(json.loads(child.stdout.readline()))
    send(child, 3, "tools/call", {"name": "refresh_index", "arguments": {}})
    replies.append(json.loads(child.stdout.readline()))
    assert [reply["id"] for reply in replies] == [1, 2, 3]
    assert replies[0]["result"]["serverInfo"]["name"] == "codegraph"
    child.stdin.close()
    rest = child.stdout.read()
    assert child.wait(20) == 0
    assert rest == ""


def send(child: subprocess.Popen[str], number: int, method: str, params: dict[str, Any]) -> None:
    assert child.stdin is not None
    child.stdin.write(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}) + "\n")
    child.stdin.flush()


def test_an_empty_standard_input_ends_the_server(script: Path, indexed: Path):
    done = subprocess.run(
        [sys.executable, script, "serve"], cwd=indexed, stdin=subprocess.DEVNULL, capture_output=True, timeout=30
    )
    assert (done.returncode, done.stdout) == (0, b"")


def test_a_log_file_tells_what_standard_error_would(script: Path, indexed: Path, tmp_path: Path):
    log = tmp_path / "serve.log"
    subprocess.run(
        [sys.executable, script, "serve", "--log-file", log],
        cwd=indexed,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=30,
        check=True,
    )
    assert "serving" in log.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
async def test_http_on_loopback_until_a_signal(script: Path, indexed: Path, mode: str):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    child = subprocess.Popen(
        [sys.executable, script, "serve", "--port", str(port)],
        cwd=indexed,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        await wait_for_port(port)
        async with Client(f"http://127.0.0.1:{port}/mcp", mode=mode) as client:  # type: ignore[arg-type]
            assert "total" in text(await client.call_tool("get_callers", {"symbol": "tax"}))
        busy = subprocess.run(
            [sys.executable, script, "serve", "--port", str(port)], cwd=indexed, capture_output=True, timeout=30
        )
        assert busy.returncode == 1
        assert b"--port" in busy.stderr
        assert foreign_host_status(port) == 421
    finally:
        child.send_signal(signal.SIGTERM)
        out, _ = child.communicate(timeout=30)
    assert child.returncode == 0
    assert out == b""


async def wait_for_port(port: int) -> None:
    for _ in range(200):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        await anyio.sleep(0.1)
    raise AssertionError("the server does not listen")


def foreign_host_status(port: int) -> int:
    """What a request for another host gets, as a page in a browser could send it after a DNS change."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        body = b'{"jsonrpc":"2.0","id":1,"method":"ping"}'
        client.sendall(
            b"POST /mcp HTTP/1.1\r\nHost: evil.example\r\nContent-Type: application/json\r\n"
            b"Accept: application/json, text/event-stream\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            % len(body)
            + body
        )
        return int(client.recv(64).split()[1])


def test_the_server_outlives_no_client(script: Path, indexed: Path):
    """A client that is killed while a child of its own keeps our standard input open."""
    keeper = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, {str(script)!r}, 'serve'], stdin=subprocess.PIPE)\n"
        "hold = [sys.executable, '-c', 'import time; time.sleep(15)']\n"
        "subprocess.Popen(hold, stdin=child.stdin, pass_fds=(child.stdin.fileno(),))\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(3)\n"
    )
    if sys.platform == "win32":
        pytest.skip("a parent's end shows otherwise there")
    done = subprocess.run([sys.executable, "-c", keeper], cwd=indexed, capture_output=True, text=True, timeout=30)
    server = int(done.stdout.split()[0])
    for _ in range(100):
        try:
            os.kill(server, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.kill(server, signal.SIGKILL)
    raise AssertionError("the server is still there")
