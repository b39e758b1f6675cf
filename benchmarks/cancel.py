"""Stop the indexer in each of its phases, as Ctrl-C and a client's cancellation do: how long until it has stopped?

::

    python benchmarks/cancel.py DIRECTORY [--times 3] [--seed N] [--save FILE]

A copy of the tree is indexed. Then ``codegraph index --full`` is started again and again, and an update of many files
too, and gets SIGINT at a random moment of each phase: seconds and CPU seconds from the signal to the end of the
process. Every run must end with 130, leave the last commit as it was, and no files behind. Last, ``refresh_index`` is
cancelled by a client of ``codegraph serve`` at random moments: seconds until the writer's lock is free again, and until
the next question is answered.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import Any

import anyio

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.crash import LEFT
from benchmarks.latency import ask, middling_file, much_called, session, summary
from codegraph.lock import is_locked
from codegraph.store import Condition, Store, condition_of

HERE = Path(__file__).resolve().parent.parent
CHILD = f"""
import json, os, signal, sys, threading, time
sys.path.insert(0, {str(HERE)!r})
from contextlib import contextmanager
import codegraph.building, codegraph.cli.progress, codegraph.cli.index
from codegraph.indexer import Indexer
from codegraph.store import Store
wanted, share = sys.argv.pop(1), float(sys.argv.pop(1))
seen, begun, stopped = [], time.monotonic(), {{}}
def strike():
    stopped.update(phase=seen[-1][0], at=time.monotonic(), cpu=time.process_time())
    os.kill(os.getpid(), signal.SIGINT)
def phase(name):
    if seen and seen[-1][0] == name:
        return
    seen.append((name, time.monotonic() - begun))
    if name == wanted and sum(n == name for n, _ in seen) == 1:
        timer = threading.Timer(share, strike)
        timer.daemon = True
        timer.start()
def wrap(owner, attribute, name):
    inner = getattr(owner, attribute)
    def outer(*a, **k):
        phase(name)
        return inner(*a, **k)
    setattr(owner, attribute, outer)
wrap(Indexer, "_discover", "discovery")
wrap(Store, "finish_bulk", "indexes and full text")
wrap(codegraph.building, "_compiled", "arrays")
wrap(Indexer, "_publish", "publishing")
@contextmanager
def progress(quiet):
    yield lambda done, total, what: phase(what)
codegraph.cli.progress.progress_on_terminal = progress
from codegraph.cli import main
end_at_once, os._exit = os._exit, sys.exit  # a stopped program leaves without looking back; the figures come first
phase("starting")
try:
    code = main()
except SystemExit as error:
    code = error.code
if stopped:
    stopped["cpu"] = time.process_time() - stopped["cpu"]
seen.append(("end", time.monotonic() - begun))
print(json.dumps({{"phases": seen, "stopped": stopped, "code": code}}), flush=True)
end_at_once(code or 0)
"""


def main() -> int:
    """Stop and measure; 2 when something was lost."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("directory", type=Path)
    options.add_argument("--times", type=int, default=3, help="in each phase")
    options.add_argument("--seed", type=int, default=None)
    options.add_argument("--save", type=Path)
    given = options.parse_args()
    seed = random.randrange(1 << 30) if given.seed is None else given.seed
    print(f"seed {seed}", flush=True)
    choice = random.Random(seed)
    figures: dict[str, Any] = {"directory": given.directory.name, "seed": seed}
    losses: list[str] = []
    with tempfile.TemporaryDirectory(prefix="codegraph-cancel-") as folder:
        root = Path(folder) / "tree"
        shutil.copytree(given.directory, root, symlinks=True, ignore=shutil.ignore_patterns(".codegraph", ".git"))
        run(root, "none", 0.0, "--full")
        print("whole index", flush=True)
        figures["whole index"] = strike_each_phase(root, given.times, choice, losses, "--full")
        touched = touch_some(root, choice)
        print(f"update of {touched} files", flush=True)
        figures[f"update of {touched} files"] = strike_each_phase(root, given.times, choice, losses)
        run(root, "none", 0.0)
        print("refresh_index, cancelled by the client", flush=True)
        figures["refresh_index, cancelled by the client"] = asyncio.run(cancel_calls(root, given.times * 2, choice))
    figures["losses"] = losses
    for phase, row in figures["refresh_index, cancelled by the client"].items():
        print(f"  {phase:24} {row}")
    print(f"{len(losses)} losses", *losses, sep="\n")
    if given.save is not None:
        given.save.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 2 if losses else 0


def strike_each_phase(
    root: Path, times: int, choice: random.Random, losses: list[str], *more: str
) -> dict[str, dict[str, float]]:
    """Phase -> seconds from the signal to the end."""
    database = root / ".codegraph/graph.db"
    whole = run(root, "none", 0.0, *more)
    before = generation(database)
    phases: dict[str, float] = defaultdict(float)
    for (name, start), (_, end) in zip(whole["phases"], whole["phases"][1:], strict=False):
        phases[name] += end - start
    found: dict[str, dict[str, float]] = {}
    for name, length in phases.items():
        walls, cpus = [], []
        for _ in range(times):
            if not more:
                touch_some(root, choice)
            answer = run(root, name, choice.uniform(0.0, length * 0.9), *more)
            if not answer["stopped"] or answer["code"] != 130:
                before = generation(database)  # it was done before the signal came
                continue
            walls.append(answer["ended"] - answer["stopped"]["at"])
            cpus.append(answer["stopped"]["cpu"])
            if generation(database) != before:
                losses.append(f"{name}: the last commit is not what it was")
            left = {entry.name for entry in database.parent.iterdir()} - LEFT
            if left:
                losses.append(f"{name}: left behind {sorted(left)}")
        if walls:
            found[name] = {
                "stops": len(walls),
                "most_ms": round(max(walls) * 1000),
                "median_ms": round(sorted(walls)[len(walls) // 2] * 1000),
                "most_cpu_ms": round(max(cpus) * 1000),
            }
            print(f"  {name:24} {found[name]}", flush=True)
    return found


def run(root: Path, phase: str, share: float, *more: str) -> dict[str, Any]:
    """``codegraph index``, stopped ``share`` seconds after a phase began."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, phase, str(share), "index", "-q", "--root", str(root), *more],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    out, _ = child.communicate()
    ended = time.monotonic()
    return {**json.loads(out.splitlines()[-1]), "ended": ended}


def generation(database: Path) -> str:
    """What differs after every commit."""
    condition, detail = condition_of(database)
    if condition is not Condition.OURS:
        return f"{condition} {detail}"
    with Store.open_read_only(database) as store:
        return store.get_meta("generation")


def touch_some(root: Path, choice: random.Random) -> int:
    """Append to some hundred files."""
    files = sorted(p for p in root.rglob("*.py") if ".codegraph" not in p.parts and p.stat().st_size)
    picked = choice.sample(files, min(400, len(files) // 3))
    for number, file in enumerate(picked):
        with file.open("a", encoding="utf-8") as stream:
            stream.write(f"\n\ndef touched_{number}():\n    pass\n")
    return len(picked)


async def cancel_calls(root: Path, times: int, choice: random.Random) -> dict[str, Any]:
    """Cancelling a call of ``refresh_index`` that builds everything anew."""
    lock = root / ".codegraph/lock"
    symbol = much_called(root)
    free: list[float] = []
    answered: list[float] = []
    while_updating: list[float] = []
    async with session(root) as client:
        await ask(client, "get_callers", symbol=symbol)
        whole = time.perf_counter()
        await ask(client, "refresh_index", full=True)
        whole = time.perf_counter() - whole
        for _ in range(times):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(partial(ask, client, "refresh_index", full=True))
                await anyio.sleep(choice.uniform(0.1, 0.9) * whole)
                started = time.perf_counter()
                await ask(client, "get_callers", symbol=symbol)
                while_updating.append(time.perf_counter() - started)
                started = time.perf_counter()
                tasks.cancel_scope.cancel()
            while is_locked(lock):
                await anyio.sleep(0.002)
            free.append(time.perf_counter() - started)
            started = time.perf_counter()
            await ask(client, "get_callers", symbol=symbol)
            answered.append(time.perf_counter() - started)
        file = middling_file(root)
        text = file.read_text(encoding="utf-8")
        file.write_text(text + "\n\ndef saved_at_last():\n    pass\n", encoding="utf-8")
        while "function" not in await ask(client, "get_symbol", symbol="saved_at_last"):
            pass
    return {
        "until the lock is free": summary(free),
        "a question while it ran": summary(while_updating),
        "the next question": summary(answered),
    }


if __name__ == "__main__":
    sys.exit(main())
