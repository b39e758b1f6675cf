"""What it costs to follow a tree: edits, a much-used function renamed, branches, git at work, a new work tree.

::

    python benchmarks/follow.py DIRECTORY [--hub NAME] [--edits 15] [--apart 500] [--no-compare] [--save FILE]

A copy of the tree is committed to git and indexed, and a ``codegraph serve`` follows it. Each step prints the CPU
seconds that the server spent and the seconds until an answer reflected it; after the larger ones the index is compared
with one built from nothing, row by row (``--no-compare`` leaves that out).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.latency import PROGRAM, ask, middling_file, resident, seconds_of, session, watching
from benchmarks.replay import difference
from codegraph.indexer import Indexer
from codegraph.store import Store

CALLERS = re.compile(r"^(\d+) callers?", re.MULTILINE)


def main() -> int:
    """Follow and measure; 2 when an index was not what a fresh one is."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("directory", type=Path)
    options.add_argument("--hub", default="django.urls.reverse", help="a function with many callers")
    options.add_argument("--edits", type=int, default=15)
    options.add_argument("--apart", type=int, default=500, help="files in which the two branches differ")
    options.add_argument("--no-compare", action="store_true")
    options.add_argument("--save", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="codegraph-follow-") as folder:
        bench = Bench(Path(folder), given)
        bench.prepare()
        bench.no_change()
        asyncio.run(bench.follow())
        bench.work_tree()
    figures = bench.figures
    if given.save is not None:
        given.save.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 2 if any("differs" in row for row in figures.values()) else 0


class Bench:
    """The steps, and what they measured."""

    def __init__(self, folder: Path, given: argparse.Namespace) -> None:
        self._folder = folder
        self._given = given
        self.root = folder / "tree"
        self.database = self.root / ".codegraph/graph.db"
        self.figures: dict[str, dict[str, Any]] = {}

    def note(self, what: str, **row: Any) -> None:
        """Print and keep one line."""
        self.figures[what] = row
        print(f"{what:44}", ", ".join(f"{key} {value}" for key, value in row.items()), flush=True)

    def git(self, *arguments: str, where: Path | None = None) -> None:
        """Run git away from anybody's configuration."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_EDITOR": "true"}
        who = ["-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(
            ["git", *who, *arguments], cwd=where or self.root, check=True, capture_output=True, env=environment
        )

    def compared(self) -> dict[str, Any]:
        """Whether the index is what a fresh one would be."""
        if self._given.no_compare:
            return {}
        fresh = self._folder / "fresh.db"
        fresh.unlink(missing_ok=True)
        subprocess.run(
            [sys.executable, "-c", PROGRAM, "index", "-q", "--full", "--root", str(self.root), "--db", str(fresh)],
            check=True,
        )
        found = difference(self.database, fresh)
        if found:
            print(found)
        return {"differs": found[:500]} if found else {"equals": "a fresh index"}

    def prepare(self) -> None:
        """Two branches, and an index."""
        ignore = shutil.ignore_patterns(".codegraph", ".git")
        shutil.copytree(self._given.directory, self.root, symlinks=True, ignore=ignore)
        self.git("init", "-q", "-b", "main")
        (self.root / ".git/info/exclude").write_text(".codegraph\n", encoding="utf-8")
        self.git("add", "-A", "-f")
        self.git("commit", "-q", "-m", "one")
        self.git("checkout", "-q", "-b", "other")
        files = self.sources()
        for number, file in enumerate(files[:: max(1, len(files) // self._given.apart)][: self._given.apart]):
            with file.open("a", encoding="utf-8") as stream:
                stream.write(f"\n\ndef on_other_{number}(x):\n    return on_other_{max(0, number - 1)}(x)\n")
        self.git("commit", "-q", "-a", "-m", "two")
        self.git("checkout", "-q", "main")
        cpu, wall = self.command("index", "-q")
        self.note("codegraph index, from nothing", cpu_s=cpu, wall_s=wall)

    def sources(self) -> list[Path]:
        """Python files with something in them."""
        return sorted(f for f in self.root.rglob("*.py") if f.is_file() and f.stat().st_size > 200)

    def command(self, *arguments: str, root: Path | None = None) -> tuple[float, float]:
        """(CPU seconds with all children, seconds) of a command."""
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        line = [sys.executable, "-c", PROGRAM, *arguments, "--root", str(root or self.root)]
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return round(cpu, 2), round(time.perf_counter() - started, 2)

    def no_change(self) -> None:
        """``codegraph index`` when there is nothing to do."""
        runs = [self.command("index", "-q") for _ in range(5)]
        cpu = statistics.median(cpu for cpu, _ in runs)
        self.note("codegraph index, nothing changed", cpu_s=cpu, wall_s=statistics.median(wall for _, wall in runs))

    async def follow(self) -> None:
        """All that a running server sees."""
        async with session(self.root) as client:
            await ask(client, "get_callers", symbol=self._given.hub)
            server = await watching(client)
            await self.edits(client, server)
            await self.rename(client, server)
            await self.branches(client, server)
            await self.bursts(client, server)

    async def edits(self, client: Any, server: int) -> None:
        """One file at a time."""
        file = middling_file(self.root)
        text = file.read_text(encoding="utf-8")
        for what, addition in (
            ("an edit of one file", "\n# edited {0}\n"),
            ("a function added", "\n\ndef edited_{0}():\n    pass\n"),
        ):
            cpu, wall, memory = [], [], [resident(server)]
            for number in range(self._given.edits):
                before, started = seconds_of(server), time.perf_counter()
                file.write_text(text + addition.format(number), encoding="utf-8")
                if "def" in addition:
                    while "function" not in await ask(client, "get_symbol", symbol=f"edited_{number}"):
                        pass
                else:
                    path = file.relative_to(self.root).as_posix()
                    while "newer" in await ask(client, "get_module_structure", module=path):
                        pass
                wall.append(time.perf_counter() - started)
                await asyncio.sleep(0.2)
                cpu.append(seconds_of(server) - before)
                memory.append(resident(server))
            file.write_text(text, encoding="utf-8")
            await self.settled(client)
            self.note(
                what,
                cpu_s=round(statistics.median(cpu), 3),
                save_to_answer_s=round(statistics.median(wall), 3),
                resident_mb=f"{memory[1] / 1e6:.1f} -> {memory[-1] / 1e6:.1f}",
            )

    async def rename(self, client: Any, server: int) -> None:
        """A much-used function gets another name: first where it is defined, then everywhere, then back."""
        answer = await ask(client, "get_callers", symbol=self._given.hub)
        path, symbol = re.split(r":\d+\s+|\s\s", answer, maxsplit=2)[:2]
        hub = symbol.rpartition(".")[2]
        other, symbol_then = f"{hub}_renamed", f"{symbol}_renamed"
        count = callers(answer)
        definition = self.root / path
        texts = {definition: definition.read_text(encoding="utf-8")}
        renamed = texts[definition].replace(f"def {hub}(", f"def {other}(")

        async def change(what: str, new: dict[Path, str], symbol: str, wanted: Callable[[int], bool]) -> None:
            before, started = seconds_of(server), time.perf_counter()
            for file, text in new.items():
                file.write_text(text, encoding="utf-8")
            while True:
                said = await ask(client, "get_callers", symbol=symbol)
                if wanted(callers(said)) and "newer" not in said and "brought up to date" not in said:
                    break
            wall = time.perf_counter() - started
            await asyncio.sleep(0.3)
            self.note(
                what,
                callers=callers(said),
                cpu_s=round(seconds_of(server) - before, 2),
                seconds=round(wall, 2),
                **self.compared(),
            )

        await change(
            f"{hub} ({count} callers) renamed in its file", {definition: renamed}, symbol_then, lambda n: n < count
        )
        word = re.compile(rf"\b{hub}\b")
        for file in self.sources():
            text = file.read_text(encoding="utf-8", errors="surrogateescape")
            if file not in texts and word.search(text):
                texts[file] = text
        everywhere = {
            file: word.sub(other, text)
            for file, text in texts.items()
            if not any(0xDC80 <= ord(character) <= 0xDCFF for character in text)
        }
        await change(f"renamed in all {len(everywhere)} files", everywhere, symbol_then, lambda n: n >= count)
        before = {file: text for file, text in texts.items() if file in everywhere}
        await change("and back again", before, symbol, lambda n: n == count)

    async def branches(self, client: Any, server: int) -> None:
        """Between two branches and back."""
        for branch, there in (("other", True), ("main", False)):
            before, started = seconds_of(server), time.perf_counter()
            self.git("checkout", "-q", branch)
            git = time.perf_counter() - started
            while ("function" in await ask(client, "get_symbol", symbol="on_other_0")) is not there:
                pass
            await self.settled(client)
            wall = time.perf_counter() - started
            self.note(
                f"git checkout {branch}, {self._given.apart} files apart",
                cpu_s=round(seconds_of(server) - before, 2),
                seconds=round(wall, 2),
                of_it_git_s=round(git, 2),
                **self.compared(),
            )

    async def bursts(self, client: Any, server: int) -> None:
        """What git does in one go is indexed in one go, or in as few as can be."""
        files = self.sources()[::20][:40]
        apart = next(file for file in self.sources() if file not in files)

        def stash() -> None:
            for number, file in enumerate(files):
                with file.open("a", encoding="utf-8") as stream:
                    stream.write(f"\n\ndef stashed_{number}():\n    pass\n")
            self.git("stash", "-q")
            self.git("stash", "pop", "-q")
            self.git("checkout", "-q", "--", ".")

        def rebase() -> None:
            self.git("checkout", "-q", "-b", "topic")
            for number, file in enumerate(files[:8]):
                with file.open("a", encoding="utf-8") as stream:
                    stream.write(f"\n\ndef rebased_{number}():\n    pass\n")
                self.git("commit", "-q", "-a", "-m", f"topic {number}")
            self.git("checkout", "-q", "main")
            with apart.open("a", encoding="utf-8") as stream:
                stream.write("\n\ndef ahead():\n    pass\n")
            self.git("commit", "-q", "-a", "-m", "ahead")
            self.git("rebase", "-q", "main", "topic")

        def switches() -> None:
            for _ in range(4):
                self.git("checkout", "-q", "other")
                self.git("checkout", "-q", "main")

        for what, burst in (("git stash, pop, restore", stash), ("git rebase of 8", rebase), ("8 checkouts", switches)):
            commits = Commits(self.database)
            before, started = seconds_of(server), time.perf_counter()
            await asyncio.to_thread(burst)
            git = time.perf_counter() - started
            await self.settled(client)
            wall = time.perf_counter() - started
            self.note(
                what,
                updates=commits.count(),
                cpu_s=round(seconds_of(server) - before, 2),
                seconds=round(wall, 2),
                of_it_git_s=round(git, 2),
                **self.compared(),
            )

    async def settled(self, client: Any) -> None:
        """Until an answer says that nothing is newer."""
        await asyncio.sleep(0.1)
        while True:
            said = await ask(client, "get_module_structure", module=middling_file(self.root).name)
            if "newer" not in said and "brought up to date" not in said:
                return

    def work_tree(self) -> None:
        """A linked work tree and its first question."""
        beside = self._folder / "beside"
        self.git("worktree", "add", "-q", "--detach", str(beside), "main")
        cpu, wall = self.command("get-callers", self._given.hub, root=beside)
        self.note("first question in a new work tree", cpu_s=cpu, seconds=wall)
        cpu, wall = self.command("get-callers", self._given.hub, root=beside)
        self.note("second question there", cpu_s=cpu, seconds=wall)
        if not self._given.no_compare:
            Indexer(beside, self._folder / "fresh-beside.db").run(full=True)
            found = difference(beside / ".codegraph/graph.db", self._folder / "fresh-beside.db")
            self.note("the index there", **({"differs": found[:500]} if found else {"equals": "a fresh index"}))


class Commits:
    """Counts the updates of an index while something goes on."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._stop = threading.Event()
        self._seen: list[str] = []
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        with Store.open_read_only(self._database) as store:
            while not self._stop.wait(0.01):
                mark = store.get_meta("generation")
                if mark not in self._seen[-1:]:
                    self._seen.append(mark)

    def count(self) -> int:
        """How many there were."""
        self._stop.set()
        self._thread.join()
        return len(self._seen) - 1


def callers(answer: str) -> int:
    """How many callers an answer says there are."""
    found = CALLERS.search(answer)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    sys.exit(main())
