"""Kills, full disks and damaged files: the last commit survives, or is set aside and the user is told."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from benchmarks import crash
from codegraph.doctor import Finding, examine
from codegraph.indexer import Indexer
from codegraph.store import Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and limits")

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAM = f"import sys; sys.path.insert(0, {str(REPOSITORY)!r}); from codegraph.cli import main; sys.exit(main())"
LIMITED = (
    "import resource, sys; limit = int(sys.argv.pop(1)); resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)); "
    + PROGRAM
)

SHOP = {
    f"shop/m{number}.py": "".join(f"def f{number}_{n}(x):\n    return f{number}_{n - 1}(x)\n\n\n" for n in range(30))
    for number in range(12)
}


@pytest.fixture
def shop(write_tree: Callable[[Mapping[str, str]], Path]) -> Path:
    root = write_tree(SHOP)
    Indexer(root).run(jobs=1)
    return root


def content(root: Path) -> dict[str, list[tuple[Any, ...]]]:
    return crash.content(root / ".codegraph/graph.db")


def assert_like_fresh(root: Path, tmp_path: Path) -> None:
    assert content(root) == crash.fresh_content(root, tmp_path / "fresh.db")


def run(root: Path, *arguments: str, program: tuple[str, ...] = (PROGRAM,)) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", *program, *arguments, "--root", str(root)], capture_output=True, text=True, timeout=120
    )


def problems(root: Path) -> dict[str, str]:
    return {f.check: f.problem for f in examine(root, root / ".codegraph/graph.db", sample=1000) if f.problem}


# -- kill -9


def test_kills_at_random_moments_lose_nothing(tmp_path: Path):
    seed = random.randrange(1 << 30)
    print(f"seed {seed}")
    figures, losses = crash.run(tmp_path, kills=4, seed=seed, files=15)
    assert losses == [], seed
    assert figures["killed"] > 0


def test_what_a_killed_indexer_left_is_swept_away(shop: Path):
    left = shop / ".codegraph/graph.db.building"
    left.write_bytes(b"half a database")
    Indexer(shop).run(jobs=1)
    assert not left.exists()


# -- a full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"no tmpfs can be mounted here: {mounted.stderr.decode(errors='replace').strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("full", [(), ("--full",)], ids=["update", "whole"])
def test_a_disk_that_fills_up_leaves_the_last_commit(small_disk: Path, full: tuple[str, ...], tmp_path: Path):
    root = small_disk / "tree"
    (root / "shop").mkdir(parents=True)
    for path, text in SHOP.items():
        (root / path).write_text(text)
    Indexer(root).run(jobs=1)
    before = content(root)
    for number in range(12):
        (root / f"shop/n{number}.py").write_text(SHOP[f"shop/m{number}.py"].replace("def f", "def g"))
    with (small_disk / "filler").open("wb", buffering=0) as filler:
        while True:
            try:
                if not filler.write(b"x" * 4096):
                    break
            except OSError:
                break
    done = run(root, "index", *full)
    assert done.returncode == 3 and "Traceback" not in done.stderr
    assert "full" in done.stderr or "space" in done.stderr or "I/O" in done.stderr
    assert content(root) == before
    (small_disk / "filler").unlink()
    assert run(root, "index").returncode == 0
    assert_like_fresh(root, tmp_path)


@pytest.mark.parametrize("full", [(), ("--full",)], ids=["update", "whole"])
def test_a_file_that_may_not_grow_leaves_the_last_commit(shop: Path, full: tuple[str, ...], tmp_path: Path):
    """Where no small disk can be mounted: the limit on the size of a file stops SQLite in the same places."""
    before = content(shop)
    for number in range(12):
        (shop / f"shop/n{number}.py").write_text(SHOP[f"shop/m{number}.py"].replace("def f", "def g"))
    done = run(shop, "index", *full, program=(LIMITED, "65536"))
    assert done.returncode == 3 and "Traceback" not in done.stderr, done.stderr
    assert content(shop) == before
    assert run(shop, "index").returncode == 0
    assert_like_fresh(shop, tmp_path)


# -- damage


@pytest.mark.parametrize("seed", range(2))
def test_overwritten_pages_are_found_and_repaired(shop: Path, seed: int, tmp_path: Path):
    database = shop / ".codegraph/graph.db"
    choice = random.Random(seed)
    pages = database.stat().st_size // 4096
    with database.open("r+b") as file:
        for page in choice.sample(range(1, pages), pages // 4):
            file.seek(page * 4096)
            file.write(choice.randbytes(4096))
    done = run(shop, "doctor")
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    assert "codegraph doctor --repair" in done.stdout
    repaired = run(shop, "doctor", "--repair")
    assert repaired.returncode == 0, repaired.stdout + repaired.stderr
    assert_like_fresh(shop, tmp_path)
    assert problems(shop) == {}


@pytest.mark.parametrize("share", [0.0, 0.5, 0.95])
def test_a_file_cut_short_is_set_aside_and_the_user_is_told(shop: Path, share: float, tmp_path: Path):
    database = shop / ".codegraph/graph.db"
    with database.open("r+b") as file:
        file.truncate(int(database.stat().st_size * share))
    done = run(shop, "index")
    assert done.returncode == 0 and "Traceback" not in done.stderr
    if share:
        assert "set aside as graph.db.damaged-" in done.stdout
        assert list(database.parent.glob("graph.db.damaged-*"))
    assert_like_fresh(shop, tmp_path)


# -- the doctor


def test_a_sound_index_gets_a_clean_bill(shop: Path):
    findings = examine(shop, shop / ".codegraph/graph.db")
    assert [f.problem for f in findings] == [""] * 7
    assert {f.check for f in findings} == {"pages", "compiler data", "rows", "symbols", "arrays", "files", "full text"}
    assert run(shop, "doctor").returncode == 0


@pytest.mark.parametrize(
    ("check", "harm"),
    [
        ("rows", "DELETE FROM symbols WHERE name = 'f3_4'"),
        ("arrays", "DELETE FROM edges WHERE id % 7 = 0"),
        ("files", "UPDATE symbols SET line = line + 1 WHERE name = 'f3_4'"),
        ("files", "UPDATE files SET facts = x'00' WHERE path = 'shop/m3.py'"),
        ("symbols", "UPDATE files SET status = 'skipped' WHERE path = 'shop/m3.py'"),
        ("full text", "INSERT INTO symbols_fts(symbols_fts) VALUES ('delete-all')"),
    ],
)
def test_what_was_tampered_with_is_found_and_repaired(shop: Path, check: str, harm: str, tmp_path: Path):
    database = shop / ".codegraph/graph.db"
    with sqlite3.connect(database) as db:
        db.execute("PRAGMA trusted_schema=ON")
        db.execute(harm)
    db.close()
    assert check in problems(shop)
    done = run(shop, "doctor", "--repair")
    assert done.returncode == 0, done.stdout + done.stderr
    assert problems(shop) == {}
    assert_like_fresh(shop, tmp_path)


def test_a_file_that_is_newer_is_no_illness(shop: Path):
    (shop / "shop/m3.py").write_text("def other():\n    pass\n")
    assert problems(shop) == {}


def test_without_an_index_the_doctor_says_so(shop: Path):
    shutil.rmtree(shop / ".codegraph")
    database = shop / ".codegraph/graph.db"
    (finding,) = examine(shop, database)
    assert isinstance(finding, Finding) and "codegraph index" in finding.problem
    with pytest.raises(Exception, match="no current index"):
        Store.open_read_only(database)
