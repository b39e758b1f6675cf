"""From saving a file to an answer that shows it, through a real MCP session.

::

    python benchmarks/latency.py DIRECTORY [--edits 20] [--sessions 4] [--seconds 20] [--save FILE]

The tree is copied first. Then, through ``codegraph serve`` on standard input and output: how long a
question takes; how long from saving an edit that adds a function to an answer that has it; what that
costs the server in CPU and memory; and what several sessions see while a script edits. An answer counts
as wrong when it lacks what was on disk before the question was asked and does not say so.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters, stdio_client

HERE = Path(__file__).resolve().parent.parent
PROGRAM = f"import sys; sys.path.insert(0, {str(HERE)!r}); from codegraph.cli import main; sys.exit(main())"


def main() -> int:
    """Measure and print; 2 when an answer was wrong."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("directory", type=Path)
    options.add_argument("--edits", type=int, default=20)
    options.add_argument("--sessions", type=int, default=4)
    options.add_argument("--seconds", type=float, default=20.0, help="of the several sessions")
    options.add_argument("--symbol", default="", help="whose callers are asked for [default: one with many]")
    options.add_argument("--save", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="codegraph-latency-") as folder:
        root = Path(folder) / "tree"
        shutil.copytree(given.directory, root, symlinks=True, ignore=shutil.ignore_patterns(".codegraph", ".git"))
        subprocess.run([sys.executable, "-c", PROGRAM, "index", "-q", "--root", str(root)], check=True)
        symbol = given.symbol or much_called(root)
        figures: dict[str, Any] = {"directory": given.directory.name, "symbol": symbol}
        asyncio.run(one_session(root, symbol, given.edits, figures))
        asyncio.run(many_sessions(root, symbol, given.sessions, given.seconds, figures))
    print(json.dumps(figures, indent=1))
    if given.save is not None:
        given.save.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 2 if figures["wrong"] or figures["errors"] else 0


@asynccontextmanager
async def session(root: Path) -> AsyncIterator[Client]:
    """A client of a server of its own."""
    parameters = StdioServerParameters(
        command=sys.executable, args=["-c", PROGRAM, "serve", "--tools", "all"], cwd=root, env=dict(os.environ)
    )
    async with Client(stdio_client(parameters), read_timeout_seconds=120) as client:
        yield client


async def ask(client: Client, tool: str, **arguments: Any) -> str:
    """The text of an answer, errors included."""
    content: Any = (await client.call_tool(tool, arguments)).content[0]
    return content.text


async def one_session(root: Path, symbol: str, edits: int, figures: dict[str, Any]) -> None:
    """Questions, edits, and what they cost the server."""
    async with session(root) as client:
        await ask(client, "get_callers", symbol=symbol)
        server = await watching(client)
        times = []
        for _ in range(50):
            started = time.perf_counter()
            await ask(client, "get_callers", symbol=symbol)
            times.append(time.perf_counter() - started)
        figures["get_callers_ms"] = summary(times)
        for what in ("adds a function", "edits a body"):
            file = middling_file(root)
            text = file.read_text(encoding="utf-8")
            latency, cpu, memory, late = [], [], [resident(server)], 0
            for number in range(edits):
                name = f"edited_{number}"
                before = seconds_of(server)
                body = f"\n\ndef {name}():\n    pass\n" if what == "adds a function" else f"\n# {name}\n"
                file.write_text(text + body, encoding="utf-8")
                started = time.perf_counter()
                if what == "adds a function":
                    while "function" not in await ask(client, "get_symbol", symbol=name):
                        late += 1
                else:
                    while "newer" in await ask(
                        client, "get_module_structure", module=file.relative_to(root).as_posix()
                    ):
                        late += 1
                latency.append(time.perf_counter() - started)
                await asyncio.sleep(0.3)
                cpu.append(seconds_of(server) - before)
                memory.append(resident(server))
            file.write_text(text, encoding="utf-8")
            await ask(client, "get_callers", symbol=symbol)
            figures[f"an edit that {what}"] = {
                "save_to_answer_ms": summary(latency),
                "server_cpu_s": round(statistics.median(cpu), 3),
                "asked_again": late,
                "resident_mb_first_middle_last": [round(memory[at] / 1e6, 1) for at in (1, len(memory) // 2, -1)],
            }


async def many_sessions(root: Path, symbol: str, count: int, seconds: float, figures: dict[str, Any]) -> None:
    """Several sessions ask at random while a script edits; every answer is held against what was saved before."""
    file = middling_file(root)
    text = file.read_text(encoding="utf-8")
    saved = {"number": -1}
    end = time.monotonic() + seconds
    times: list[float] = []
    found = {"wrong": 0, "errors": 0, "admitted": 0, "checked": 0}

    async def edit() -> None:
        choice = random.Random(1)
        while time.monotonic() < end:
            number = saved["number"] + 1
            beside = file.with_name(f".{file.name}.tmp")
            beside.write_text(f"{text}\n\ndef current_{number}():\n    pass\n", encoding="utf-8")
            beside.replace(file)
            saved["number"] = number
            await asyncio.sleep(choice.uniform(0.2, 1.5))

    async def query(number: int) -> None:
        choice = random.Random(number)
        async with session(root) as client:
            while time.monotonic() < end:
                started = time.perf_counter()
                if choice.random() < 0.5:
                    answer = await ask(client, "get_callers", symbol=symbol)
                    found["errors"] += "caller" not in answer
                else:
                    known = saved["number"]
                    path = file.relative_to(root).as_posix()
                    answer = await ask(client, "get_module_structure", module=path, limit=500)
                    shown = [
                        int(part.split("current_")[1].split("(")[0].split()[0])
                        for part in answer.splitlines()
                        if "current_" in part
                    ]
                    found["checked"] += 1
                    if not shown or shown[0] < known:
                        admitted = "newer" in answer or "brought up to date" in answer
                        found["admitted" if admitted or known < 0 else "wrong"] += 1
                times.append(time.perf_counter() - started)
                await asyncio.sleep(choice.uniform(0.0, 0.3))

    async with asyncio.TaskGroup() as tasks:
        for number in range(count):
            tasks.create_task(query(number))
        tasks.create_task(edit())
    file.write_text(text, encoding="utf-8")
    figures["several_sessions"] = {
        "sessions": count,
        "edits": saved["number"] + 1,
        "answer_ms": summary(times),
        **found,
    }
    figures["wrong"], figures["errors"] = found["wrong"], found["errors"]


async def watching(client: Client) -> int:
    """The process that watches, once there is one and it is fresh."""
    while True:
        for line in (await ask(client, "index_status")).splitlines():
            if line.startswith("writer: process") and (number := int(line.split()[-1])):
                return number
        await asyncio.sleep(0.2)


def much_called(root: Path) -> str:
    """The symbol with the most callers."""
    command = [sys.executable, "-c", PROGRAM, "get-architecture", "--json", "--no-refresh", "--root", str(root)]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return next(iter(answer.get("hubs") or answer["most_called"]))["symbol"]


def middling_file(root: Path) -> Path:
    """A Python file of ordinary size, the same each time."""
    files = sorted((f for f in root.rglob("*.py") if f.is_file()), key=lambda f: (f.stat().st_size, str(f)))
    return files[len(files) * 4 // 5]


def summary(times: list[float]) -> dict[str, float]:
    """Milliseconds."""
    ordered = sorted(times)
    return {
        "median": round(statistics.median(ordered) * 1000, 1),
        "p95": round(ordered[int(len(ordered) * 0.95)] * 1000, 1),
        "most": round(ordered[-1] * 1000, 1),
        "count": len(ordered),
    }


def seconds_of(pid: int) -> float:
    """CPU seconds a process has used (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    """Bytes of memory a process has in use (Linux)."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.exit(main())
