"""Kill the indexer again and again: the last commit must survive, and the next run must heal what is left.

::

    python benchmarks/crash.py [--kills 200] [--seed N] [--files 60]

A tree of small files is edited at random; ``codegraph index`` (whole, or an update) is started on it and
killed with SIGKILL at a random moment. Afterwards

- the database opens, and passes ``PRAGMA integrity_check``;
- it holds what it held before, or what a fresh index of the tree as it is now holds, nothing in between;
- the next run ends in what a fresh index holds, and leaves no files behind.

The seed is printed first; the same seed makes the same edits and delays, though not the same moments.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from codegraph.indexer import Indexer
from codegraph.store import Condition, Store, condition_of

HERE = Path(__file__).resolve().parent.parent
PROGRAM = f"import sys; sys.path.insert(0, {str(HERE)!r}); from codegraph.cli import main; sys.exit(main())"
LEFT = {"graph.db", "graph.db-wal", "graph.db-shm", "lock", ".gitignore"}
"""What may stand in the index folder when nothing runs."""

Content = dict[str, list[tuple[Any, ...]]]


def main() -> int:
    """Kill, look, heal; 2 when something was lost."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=None)
    options.add_argument("--files", type=int, default=60)
    given = options.parse_args()
    seed = random.randrange(1 << 30) if given.seed is None else given.seed
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="codegraph-crash-") as folder:
        figures, losses = run(Path(folder), given.kills, seed, given.files)
    print(", ".join(f"{count} {what}" for what, count in sorted(figures.items())))
    print(f"{len(losses)} losses")
    for loss in losses:
        print(loss)
    return 2 if losses else 0


def run(folder: Path, kills: int, seed: int, files: int = 60) -> tuple[Counter[str], list[str]]:
    """(how the kills went, what was lost)."""
    choice = random.Random(seed)
    root = folder / "tree"
    database = root / ".codegraph" / "graph.db"
    for number in range(files):
        write(root, number, choice)
    spent = [time.monotonic()]
    command(root, "--full").wait()
    usual = time.monotonic() - spent[0]
    figures: Counter[str] = Counter()
    losses: list[str] = []
    before = content(database)
    attempts = 0
    while figures["killed"] < kills and attempts < kills * 4:
        attempts += 1
        edit(root, files, choice)
        whole = choice.random() < 0.4
        child = command(root, *(["--full"] if whole else []))
        delay = choice.uniform(0.0, usual * (1.1 if whole else 0.9))
        try:
            child.wait(delay)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
            figures["killed"] += 1
            figures["killed in a whole index" if whole else "killed in an update"] += 1
        else:
            figures["ended before the kill"] += 1
        where = f"seed {seed}, attempt {attempts}, {'whole' if whole else 'update'}, {delay:.3f} s"
        after = look(database, where, losses)
        fresh = fresh_content(root, folder / "fresh.db")
        if after is not None:
            if after == before:
                figures["old content"] += 1
            elif after == fresh:
                figures["new content"] += 1
            else:
                losses.append(f"{where}: neither the old nor the new content")
        summary = Indexer(root).run(jobs=1)
        figures["set aside"] += any("damaged" in note for note in summary.notes)
        before = look(database, f"{where}, after healing", losses) or {}
        if before != fresh:
            losses.append(f"{where}: the next run did not heal it")
        left = {entry.name for entry in database.parent.iterdir()} - LEFT
        if left:
            losses.append(f"{where}: left behind {sorted(left)}")
            break
    return figures, losses


def command(root: Path, *more: str) -> subprocess.Popen[bytes]:
    """``codegraph index`` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "index", "-q", "--jobs", "1", "--root", str(root), *more],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def look(database: Path, where: str, losses: list[str]) -> Content | None:
    """The content of a database that must be sound."""
    condition, detail = condition_of(database)
    if condition is not Condition.OURS:
        losses.append(f"{where}: {condition} {detail}")
        return None
    with Store.open_read_only(database) as store:
        said = store.connection.execute("PRAGMA integrity_check").fetchone()[0]
    if said != "ok":
        losses.append(f"{where}: {said}")
    return content(database)


def content(database: Path) -> Content:
    """What an index holds."""
    with Store.open_read_only(database) as store:
        return store.content()


def fresh_content(root: Path, database: Path) -> Content:
    """What a new index of the tree holds."""
    Indexer(root, database).run(full=True, jobs=1)
    return content(database)


def write(root: Path, number: int, choice: random.Random) -> None:
    """A module that calls functions of others."""
    others = [choice.randrange(number + 1) for _ in range(3)]
    lines = [f"from pack{other % 5}.m{other} import f{other}" for other in others]
    for function in range(choice.randrange(3, 12)):
        calls = "; ".join(f"f{other}({function})" for other in others)
        lines.append(f"def f{number if not function else f'{number}_{function}'}(x):\n    {calls}\n    return x\n")
    file = root / f"pack{number % 5}" / f"m{number}.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines), encoding="utf-8")


def edit(root: Path, files: int, choice: random.Random) -> None:
    """Change, add or delete a few files."""
    for _ in range(choice.randrange(1, 8)):
        number = choice.randrange(files)
        if choice.random() < 0.2:
            (root / f"pack{number % 5}" / f"m{number}.py").unlink(missing_ok=True)
        else:
            write(root, number, choice)


if __name__ == "__main__":
    sys.exit(main())
