"""What a full index costs, against parsing alone.

::

    python benchmarks/bench_index.py DIRECTORY [--runs 3] [--jobs N] [--save FILE]

Measured in one run on the same files with the same grammars:

- *parse only*: every file's bytes already in memory, one process, one parser per grammar, no queries;
- *full index*: ``codegraph index`` into a fresh database, CPU seconds of all its processes;
- *no change*: the same command again, nothing having changed;
- *peak memory*: the sum of the proportional set sizes of all processes, sampled in a run of its own
  (Linux only), since sampling disturbs the times.

The least of the runs is reported, and all of them are printed: on a shared machine the least is what
the program needs, the rest is what its neighbours took.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

SAMPLE_SECONDS = 0.04


def main() -> int:
    """Measure, print, and keep the raw figures where asked."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("directory", type=Path)
    options.add_argument("--runs", type=int, default=3, help="how often each time is measured [default: 3]")
    options.add_argument("--jobs", type=int, help="passed on to codegraph index")
    options.add_argument("--save", type=Path, help="write the raw figures as JSON")
    options.add_argument("--parse-only", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    root = given.directory.resolve()
    if given.parse_only:
        print(json.dumps(parse_all(root)))
        return 0
    figures = measure(root, max(1, given.runs), given.jobs)
    report(figures)
    if given.save is not None:
        given.save.parent.mkdir(parents=True, exist_ok=True)
        given.save.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def parse_all(root: Path) -> dict[str, Any]:
    """CPU seconds of parsing every file that would be indexed, in this process."""
    from codegraph.config import load_config
    from codegraph.discovery import discover, read_source
    from codegraph.sniffing import sniff
    from parsers import grammars
    from parsers.languages import language

    config = load_config(root)
    work: list[tuple[Any, bytes]] = []
    languages: Counter[str] = Counter()
    lines = 0
    for file in discover(root, config).files:
        data = read_source(root, file.path, config.max_file_size)
        if sniff(file.path, data).reason:
            continue
        work.append((grammars.parser(language(file.language).grammar_for(file.path)), data))
        languages[file.language] += 1
        lines += data.count(b"\n")
    start = time.process_time()
    for parser, data in work:
        parser.parse(data)
    seconds = time.process_time() - start
    return {
        "seconds": seconds,
        "files": len(work),
        "bytes": sum(len(data) for _, data in work),
        "lines": lines,
        "languages": dict(languages.most_common()),
    }


def measure(root: Path, runs: int, jobs: int | None) -> dict[str, Any]:
    """All figures for one directory; times are taken in turns, so that a busy minute hits each alike."""
    parse_runs: list[float] = []
    full_runs: list[tuple[float, float]] = []
    same_runs: list[tuple[float, float]] = []
    corpus: dict[str, Any] = {}
    database_bytes = 0
    peak: int | None = None
    processes = 0
    more = [] if jobs is None else ["--jobs", str(jobs)]
    with tempfile.TemporaryDirectory(prefix="codegraph-bench-") as folder:
        for number in range(runs):
            corpus = parse_in_fresh_process(root)
            parse_runs.append(corpus.pop("seconds"))
            database = Path(folder) / f"graph-{number}.db"
            command = [*program(), "index", "--root", str(root), "--db", str(database), "--quiet", *more]
            full_runs.append(run(command))
            same_runs.append(run(command))
            database_bytes = database.stat().st_size
            database.unlink()
        if Path("/proc/self/smaps_rollup").exists():
            database = Path(folder) / "graph-memory.db"
            command = [*program(), "index", "--root", str(root), "--db", str(database), "--quiet", *more]
            peak, processes = run_watched(command)
    parse, full, same = min(parse_runs), min(cpu for cpu, _ in full_runs), min(cpu for cpu, _ in same_runs)
    return {
        "directory": root.name,
        "corpus": corpus,
        "machine": machine(),
        "commit": commit(),
        "parse_cpu": parse,
        "index_cpu": full,
        "ratio": full / parse if parse else None,
        "index_wall": min(wall for _, wall in full_runs),
        "no_change_cpu": same,
        "no_change_wall": min(wall for _, wall in same_runs),
        "peak_pss_bytes": peak,
        "processes_at_peak": processes,
        "database_bytes": database_bytes,
        "runs": {"parse_cpu": parse_runs, "index_cpu_wall": full_runs, "no_change_cpu_wall": same_runs},
    }


def program() -> list[str]:
    """The console script of this environment."""
    name = "codegraph.exe" if os.name == "nt" else "codegraph"
    beside = Path(sys.executable).with_name(name)
    if beside.exists():
        return [str(beside)]
    found = shutil.which("codegraph")
    if found is None:
        raise SystemExit("codegraph is not installed in this environment: pip install -e .")
    return [found]


def parse_in_fresh_process(root: Path) -> dict[str, Any]:
    """:func:`parse_all` where no earlier run has warmed anything up."""
    command = [sys.executable, __file__, "--parse-only", str(root)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def run(command: Sequence[str]) -> tuple[float, float]:
    """CPU seconds of a command with all its descendants, and seconds on the wall."""
    before = os.times()
    start = time.perf_counter()
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - start
    after = os.times()
    # Waiting for a child adds its time and that of the children it waited for; a worker that nobody
    # waited for would be missing here, which is why the indexer waits for all of its own.
    return (
        after.children_user + after.children_system - before.children_user - before.children_system,
        wall,
    )


def run_watched(command: Sequence[str]) -> tuple[int, int]:
    """The greatest sum of proportional set sizes of a command's processes, and how many they were then."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    peak = (0, 0)
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(SAMPLE_SECONDS):
            sizes = [proportional_size(pid) for pid in descendants(process.pid)]
            peak = max(peak, (sum(sizes), sum(size > 0 for size in sizes)))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    code = process.wait()
    done.set()
    watcher.join()
    if code:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    return peak


def descendants(top: int) -> list[int]:
    """The process and everything it started, as far as they run."""
    children: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                status = Path(entry.path, "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            # The name stands in brackets and may hold anything; the parent is the second field behind it.
            children.setdefault(int(status.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found = [top]
    for pid in found:
        found += children.get(pid, ())
    return found


def proportional_size(pid: int) -> int:
    """Bytes of memory of a process, shared pages divided among those who share them; 0 when it has ended."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    model = ""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    return {
        "system": platform.system(),
        "processor": model or platform.processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }


def commit() -> str:
    """The commit of the checkout that is measured, marked when files differ from it."""
    here = Path(__file__).resolve().parent
    try:
        name = subprocess.run(
            ["git", "describe", "--always", "--dirty"], cwd=here, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return name.stdout.strip()


def report(figures: dict[str, Any]) -> None:
    """The figures as a person reads them."""
    corpus, where, runs = figures["corpus"], figures["machine"], figures["runs"]
    names = ", ".join(f"{name} {count}" for name, count in corpus["languages"].items())
    size = f"{corpus['files']} files, {corpus['lines']} lines, {corpus['bytes'] / 1e6:.1f} MB"
    print(f"{figures['directory']}: {size} ({names})")
    print(f"{where['processor']}, {where['cores']} cores, {where['system']}, Python {where['python']}")
    print(f"commit {figures['commit']}")
    print(f"parse only   {figures['parse_cpu']:7.2f} CPU s   runs {_seconds(runs['parse_cpu'])}")
    for title, key in (("full index", "index"), ("no change", "no_change")):
        cpu = _seconds(cpu for cpu, _ in runs[f"{key}_cpu_wall"])
        print(
            f"{title:12} {figures[f'{key}_cpu']:7.2f} CPU s   runs {cpu}   {figures[f'{key}_wall']:.2f} s on the wall"
        )
    if figures["ratio"] is not None:
        print(f"ratio        {figures['ratio']:7.2f}         full index to parse only")
    if figures["peak_pss_bytes"] is not None:
        print(f"peak memory  {figures['peak_pss_bytes'] / 1e6:7.0f} MB      {figures['processes_at_peak']} processes")
    print(f"database     {figures['database_bytes'] / 1e6:7.1f} MB")


def _seconds(values: Iterable[float]) -> str:
    return " ".join(f"{value:.2f}" for value in values)


if __name__ == "__main__":
    sys.exit(main())
