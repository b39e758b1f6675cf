"""Thousands of random edits and questions in one process: memory, open files and the database must level off.

::

    python benchmarks/soak.py [DIRECTORY] [--edits 2000] [--seconds 300] [--watch] [--seed N] [--save FILE]

A copy of the tree (or a small one that is made up) is edited at random while an engine follows it, as a
server does; after each edit the index is flushed and questions are asked. With ``--watch`` a ``codegraph watch``
of its own follows the tree, and is measured too. Figures are taken after every tenth of the edits; what the
second half added is said apart. In the end the index must equal a fresh one.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.replay import difference
from codegraph.doctor import examine
from codegraph.engine import Engine
from codegraph.errors import CodeGraphError
from codegraph.indexer import Indexer
from codegraph.roots import Workspace
from codegraph.search.query import Query
from codegraph.store import Store

HERE = Path(__file__).resolve().parent.parent
PROGRAM = f"import sys; sys.path.insert(0, {str(HERE)!r}); from codegraph.cli import main; sys.exit(main())"


def main() -> int:
    """Edit, ask, report; 2 when the index ends up wrong."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("directory", type=Path, nargs="?")
    options.add_argument("--edits", type=int, default=2000)
    options.add_argument("--seconds", type=float, default=300.0, help="stop after this long, however many edits")
    options.add_argument("--watch", action="store_true", help="let `codegraph watch` do the indexing")
    options.add_argument("--seed", type=int, default=None)
    options.add_argument("--save", type=Path)
    given = options.parse_args()
    seed = random.randrange(1 << 30) if given.seed is None else given.seed
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="codegraph-soak-") as folder:
        root = Path(folder) / "tree"
        if given.directory is not None:
            shutil.copytree(given.directory, root, symlinks=True, ignore=shutil.ignore_patterns(".codegraph", ".git"))
        else:
            make_tree(root)
        figures = soak(root, given.edits, given.seconds, random.Random(seed), watch=given.watch)
        figures["seed"] = seed
        Indexer(root, Path(folder) / "fresh.db").run(full=True)
        differs = difference(root / ".codegraph/graph.db", Path(folder) / "fresh.db")
        figures["equals_fresh"] = not differs
        print(differs)
        figures["fresh_database_mb"] = round((Path(folder) / "fresh.db").stat().st_size / 1e6, 2)
        figures["doctor"] = [f.problem for f in examine(root, root / ".codegraph/graph.db") if f.problem]
    print(json.dumps(figures, indent=1))
    if given.save is not None:
        given.save.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0 if figures["equals_fresh"] and not figures["doctor"] else 2


def soak(root: Path, edits: int, seconds: float, choice: random.Random, *, watch: bool = False) -> dict[str, Any]:
    """The edits and questions, and what they left behind."""
    database = root / ".codegraph" / "graph.db"
    # In a process of its own: what a whole index leaves behind in memory is not the question here.
    subprocess.run([sys.executable, "-c", PROGRAM, "index", "-q", "--root", str(root)], check=True)
    watcher: subprocess.Popen[str] | None = None
    if watch:
        command = [sys.executable, "-c", PROGRAM, "watch", "--root", str(root)]
        watcher = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert watcher.stdout is not None
        watcher.stdout.readline()
        threading.Thread(target=watcher.stdout.read, daemon=True).start()
    try:
        return _soak(root, database, edits, seconds, choice, watcher.pid if watcher is not None else None)
    finally:
        if watcher is not None:
            watcher.terminate()
            watcher.wait()


def _soak(
    root: Path, database: Path, edits: int, seconds: float, choice: random.Random, watcher: int | None
) -> dict[str, Any]:
    end = time.monotonic() + seconds
    samples: list[dict[str, float]] = []
    late = errors = done = 0
    with Engine(Workspace(root, database, explicit=False), arrays=True, background=True) as engine:
        engine.follow()
        while not engine.has_caught_up(1.0):
            pass
        files = sorted(p for p in root.rglob("*.py") if ".codegraph" not in p.parts)
        texts = {file: file.read_bytes() for file in files}
        for number in range(edits):
            if time.monotonic() > end:
                break
            done += 1
            edit(files, texts, number, choice)
            late += not engine.has_caught_up(30.0)
            try:
                ask(engine, files, root, choice)
            except CodeGraphError as error:
                errors += "no symbol" not in str(error) and "fits" not in str(error)
            if number % max(1, edits // 10) == 0:
                samples.append(sample(database, number, watcher))
                print(samples[-1], flush=True)
        for file, text in texts.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
        late += not engine.has_caught_up(60.0)
        samples.append(sample(database, done, watcher))
    middle, last = samples[len(samples) // 2], samples[-1]
    growth = {key: round(last[key] - middle[key], 2) for key in last if key != "edit"}
    return {"edits": done, "late": late, "errors": errors, "samples": samples, "second_half_added": growth}


def edit(files: list[Path], texts: dict[Path, bytes], number: int, choice: random.Random) -> None:
    """Append, restore, delete or swap."""
    file = choice.choice(files)
    kind = choice.random()
    if kind < 0.5:
        body = f"\n\ndef soaked_{number}(x):\n    return soaked_{choice.randrange(number + 1)}(x)\n"
        file.write_bytes(texts[file] + body.encode())
    elif kind < 0.7:
        file.write_bytes(texts[file])
    elif kind < 0.8:
        file.unlink(missing_ok=True)
    elif kind < 0.9:
        beside = file.with_name(f".{file.name}.swp")
        beside.write_bytes(texts[file] + b"\n# saved by renaming\n")
        beside.replace(file)
    else:
        file.write_bytes(texts[choice.choice(files)])


def ask(engine: Engine, files: list[Path], root: Path, choice: random.Random) -> None:
    """One question of each kind."""
    file = choice.choice(files)
    if file.exists():
        outline = engine.get_module_structure(file.relative_to(root).as_posix(), limit=50)
        if outline.symbols:
            symbol = choice.choice(outline.symbols)[1].symbol
            engine.get_callers(symbol)
            engine.get_impact_radius(symbol)
    engine.search(Query("read the settings", limit=5))


def sample(database: Path, number: int, watcher: int | None) -> dict[str, float]:
    """Memory, open files, bytes on disk (Linux for the first two)."""
    gc.collect()
    log = database.with_name("graph.db-wal")
    found: dict[str, float] = {"edit": number, **process(os.getpid())}
    if watcher is not None:
        found |= {f"watch_{key}": value for key, value in process(watcher).items()}
    with Store.open_read_only(database) as store:
        free = store.connection.execute("PRAGMA freelist_count").fetchone()[0]
        page = store.connection.execute("PRAGMA page_size").fetchone()[0]
    return found | {
        "database_mb": round(database.stat().st_size / 1e6, 2),
        "free_in_it_mb": round(free * page / 1e6, 2),
        "log_mb": round(log.stat().st_size / 1e6, 2) if log.exists() else 0.0,
    }


def process(pid: int) -> dict[str, float]:
    """What a process holds. Pages of files (the database, libraries) are the system's to take back."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    values = {line.split(":")[0]: line.split()[1] for line in status.splitlines() if line.startswith(("VmRSS", "RssA"))}
    return {
        "resident_mb": round(int(values["VmRSS"]) / 1024, 1),
        "of_its_own_mb": round(int(values["RssAnon"]) / 1024, 1),
        "open_files": len(os.listdir(f"/proc/{pid}/fd")),
    }


def make_tree(root: Path) -> None:
    """Forty modules that call each other."""
    for number in range(40):
        file = root / f"pack{number % 4}" / f"m{number}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"from pack{other % 4}.m{other} import f{other}" for other in range(max(0, number - 3), number)]
        lines += [
            f"def f{number}(x):\n    return x\n",
            f"class C{number}:\n    def run(self):\n        f{number}(self)\n",
        ]
        file.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
