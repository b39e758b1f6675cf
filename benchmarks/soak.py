"""Thousands of random edits and questions in one process: memory, open files and the database must level off.

::

    python benchmarks/soak.py [DIRECTORY] [--edits 2000] [--seconds 300] [--seed N] [--save FILE]

A copy of the tree (or a small one that is made up) is edited at random while an engine follows it, as a
server does; after each edit the index is flushed and questions are asked. Figures are taken after a
warm-up of a tenth of the edits and at the end; the index must then equal a fresh one.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import shutil
import sys
import tempfile
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


def main() -> int:
    """Edit, ask, report; 2 when the index ends up wrong."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("directory", type=Path, nargs="?")
    options.add_argument("--edits", type=int, default=2000)
    options.add_argument("--seconds", type=float, default=300.0, help="stop after this long, however many edits")
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
        figures = soak(root, given.edits, given.seconds, random.Random(seed))
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


def soak(root: Path, edits: int, seconds: float, choice: random.Random) -> dict[str, Any]:
    """The edits and questions, and what they left behind."""
    database = root / ".codegraph" / "graph.db"
    Indexer(root).run()
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
                samples.append(sample(database, number))
        for file, text in texts.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
        late += not engine.has_caught_up(60.0)
        samples.append(sample(database, done))
    return {"edits": done, "late": late, "errors": errors, "samples": samples}


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


def sample(database: Path, number: int) -> dict[str, float]:
    """Memory, open files, bytes on disk (Linux for the first two)."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    log = database.with_name("graph.db-wal")
    return {
        "edit": number,
        "resident_mb": round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1),
        "open_files": len(os.listdir("/proc/self/fd")),
        "database_mb": round(database.stat().st_size / 1e6, 2),
        "log_mb": round(log.stat().st_size / 1e6, 2) if log.exists() else 0.0,
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
