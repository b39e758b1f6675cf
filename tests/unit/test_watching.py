"""The watcher with a clock and events of the test's own: nothing here sleeps."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from codegraph.errors import DatabaseProblem
from codegraph.indexer import Indexer
from codegraph.model import IndexSummary
from codegraph.store import Store
from codegraph.watching import sources
from codegraph.watching.gitstate import GitState
from codegraph.watching.pending import LATEST, QUIET, Pending
from codegraph.watching.sieve import Nothing, Sieve
from codegraph.watching.watcher import Watcher

WriteTree = Callable[[Mapping[str, str]], Path]


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Source:
    """Remembers what it is asked to watch."""

    name = "test"

    def __init__(self, polls: float = 0.0) -> None:
        self.polls = polls
        self.folders: set[str] = set()

    def watch(self, folder: str) -> None:
        self.folders.add(folder)

    def settle(self, folders: Iterable[str]) -> None:
        self.folders &= {"", *folders}

    def close(self) -> None: ...


class Updates:
    """The real indexer, with a record of what it was asked for; or one that fails."""

    def __init__(self, root: Path) -> None:
        self.asked: list[list[str] | None] = []
        self.folders: list[str] | None = None
        self.failure: Exception | None = None
        self._root = root

    def __call__(self, paths: list[str] | None, entering: Callable[[str], None]) -> IndexSummary:
        self.asked.append(paths)
        if self.failure is not None:
            raise self.failure
        indexer = Indexer(self._root)
        indexer.entering = entering
        summary = indexer.run(jobs=1, paths=paths)
        self.folders = indexer.folders
        return summary


class World:
    def __init__(self, root: Path, polls: float = 0.0) -> None:
        self.root = root
        self.clock = Clock()
        self.updates = Updates(root)
        self.done: list[str] = []
        self.git = GitState(root, wall=self.clock)
        self.watcher = Watcher(
            root, root / ".codegraph/graph.db", self.updates, self.clock, git=self.git, done=self.done.append
        )
        self.watcher.source = self.source = Source(polls)

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)
        self.watcher.note(path)

    def settle(self) -> None:
        """Let time pass until there is nothing to do."""
        for _ in range(50):
            wait = self.watcher.step()
            if wait is None:
                return
            self.clock.now += wait
        raise AssertionError("the watcher does not come to rest")

    def functions(self) -> set[str]:
        with Store.open_read_only(self.root / ".codegraph/graph.db") as store:
            return {r[0] for r in store.connection.execute("SELECT name FROM symbols WHERE kind = 'function'")}


SHOP = {
    "shop/__init__.py": "",
    "shop/cart.py": "def total():\n    pass\n",
    "shop/tax.py": "def tax():\n    pass\n",
    "README.md": "a shop\n",
    ".gitignore": "build/\n*.tmp.py\n",
    "build/out.py": "def built():\n    pass\n",
}


@pytest.fixture
def world(write_tree: WriteTree) -> World:
    world = World(write_tree({**SHOP, ".git/HEAD": "ref: refs/heads/main\n"}))
    world.watcher.note(None)
    world.settle()
    world.updates.asked.clear()
    return world


# -- when


def test_a_batch_ends_with_silence_and_at_the_latest_after_half_a_second():
    clock = Clock()
    pending = Pending(clock)
    assert pending.wait() is None and not pending
    pending.add("a.py")
    assert pending.wait() == pytest.approx(QUIET)
    start = clock.now
    while pending.wait():
        clock.now += QUIET / 2
        pending.add("b.py")
    assert clock.now - start == pytest.approx(LATEST, abs=QUIET)
    assert pending.take() == {"a.py", "b.py"}
    assert pending.wait() is None


def test_an_event_about_anything_swallows_those_about_files():
    pending = Pending(Clock())
    pending.add("a.py")
    pending.add(None)
    pending.add("b.py")
    assert pending.take() is None
    for number in range(1000):
        pending.add(f"{number}.py")
    assert pending.take() is None


# -- what


def test_an_edit_is_indexed_alone(world: World):
    world.write("shop/cart.py", "def total():\n    pass\ndef more():\n    pass\n")
    assert world.watcher.step() == pytest.approx(QUIET)
    assert world.updates.asked == []
    world.settle()
    assert world.updates.asked == [["shop/cart.py"]]
    assert "more" in world.functions()


def test_saving_by_rename_and_by_delete_is_an_edit(world: World):
    cart = world.root / "shop/cart.py"
    world.write("shop/.cart.py.tmp", "def renamed():\n    pass\n")
    (world.root / "shop/.cart.py.tmp").replace(cart)
    world.watcher.note("shop/.cart.py.tmp")
    world.watcher.note("shop/cart.py")
    world.settle()
    assert world.updates.asked == [["shop/cart.py"]]
    assert "renamed" in world.functions()
    cart.unlink()
    world.watcher.note("shop/cart.py")
    world.clock.now += QUIET / 2
    world.write("shop/cart.py", "def again():\n    pass\n")
    world.settle()
    assert world.updates.asked[1:] == [["shop/cart.py"]]
    assert "again" in world.functions() and "renamed" not in world.functions()


def test_new_and_deleted_files_take_a_walk(world: World):
    world.write("shop/new.py", "def new():\n    pass\n")
    world.settle()
    (world.root / "shop/tax.py").unlink()
    world.watcher.note("shop/tax.py")
    world.settle()
    assert world.updates.asked == [None, None]
    assert world.functions() == {"total", "new"}


def test_a_deleted_file_that_comes_back_is_seen(world: World):
    (world.root / "shop/tax.py").unlink()
    world.watcher.note("shop/tax.py")
    world.settle()
    assert world.functions() == {"total"}
    world.write("shop/tax.py", SHOP["shop/tax.py"])
    world.settle()
    assert world.functions() == {"total", "tax"}


def test_what_does_not_concern_the_index_costs_no_run(world: World):
    world.write("README.md", "edited\n")
    world.watcher.note("shop/4913")
    world.watcher.note("shop/.cart.py.swp")
    world.settle()
    assert world.updates.asked == []


def test_an_ignored_file_is_walked_for_once(world: World):
    for _ in range(3):
        world.write("shop/made.tmp.py", "def made():\n    pass\n")
        world.settle()
    assert world.updates.asked == [None]
    world.write(".gitignore", "")
    world.settle()
    assert world.updates.asked == [None, None]
    assert "made" in world.functions() and "built" in world.functions()


def test_a_file_that_decides_where_imports_lead_is_looked_at(write_tree: WriteTree):
    world = World(write_tree({"tsconfig.json": "{}", "a.ts": 'import { b } from "b";\nb();\n', "b.ts": "export {}"}))
    world.watcher.note(None)
    world.settle()
    world.write("tsconfig.json", '{"compilerOptions": {"baseUrl": "."}}')
    world.settle()
    assert world.updates.asked == [None, []]


def test_only_folders_that_are_indexed_are_watched(world: World):
    assert world.source.folders == {"", "shop/"}
    (world.root / "shop/deep/er").mkdir(parents=True)
    world.watcher.note(None)
    world.settle()
    assert world.source.folders == {"", "shop/", "shop/deep/", "shop/deep/er/"}
    (world.root / "shop/deep/er").rmdir()
    (world.root / "shop/deep").rmdir()
    world.watcher.note(None)
    world.settle()
    assert world.source.folders == {"", "shop/"}


# -- git


def test_while_git_is_at_work_everything_waits_and_is_one_batch(world: World):
    lock = world.root / ".git/index.lock"
    lock.touch()
    os.utime(lock, (world.clock.now, world.clock.now))
    world.write("shop/cart.py", "def one():\n    pass\n")
    for _ in range(20):
        wait = world.watcher.step()
        assert wait is not None and wait > 0
        world.clock.now += wait
    world.write("shop/tax.py", "def two():\n    pass\n")
    lock.unlink()
    world.settle()
    assert world.updates.asked == [["shop/cart.py", "shop/tax.py"]]


def test_a_lock_that_a_dead_git_left_behind_holds_nobody_up(world: World):
    lock = world.root / ".git/index.lock"
    lock.touch()
    os.utime(lock, (1.0, 1.0))
    world.write("shop/cart.py", "def one():\n    pass\n")
    world.settle()
    assert world.updates.asked == [["shop/cart.py"]]


def test_a_rebase_is_waited_for_until_it_stops_for_a_person(world: World):
    (world.root / ".git/rebase-merge").mkdir()
    world.write("shop/cart.py", "def one():\n    pass\n")
    start = world.clock.now
    while not world.updates.asked:
        world.clock.now += world.watcher.step() or 0.0
    assert world.clock.now - start >= 1.0


# -- answers


def test_a_question_is_told_when_all_before_it_is_indexed(world: World):
    world.write("shop/cart.py", "def asked():\n    pass\n")
    world.watcher.ask("token")
    assert world.watcher.newer() == {"shop/cart.py"}
    world.watcher.step()
    assert world.done == ["token"] and "asked" in world.functions()
    assert world.watcher.newer() == frozenset()
    world.watcher.ask("nothing is pending")
    world.watcher.step()
    assert world.done == ["token", "nothing is pending"]
    assert world.updates.asked == [["shop/cart.py"]]


def test_a_question_is_not_told_that_all_is_well_when_indexing_fails(world: World):
    world.updates.failure = DatabaseProblem("the disk is full")
    world.write("shop/cart.py", "def late():\n    pass\n")
    world.watcher.ask("token")
    waits = [world.watcher.step()]
    for _ in range(4):
        world.clock.now += waits[-1] or 0.0
        waits.append(world.watcher.step())
    assert world.done == [] and "disk" in world.watcher.error
    assert waits == [pytest.approx(w) for w in (1, 2, 4, 8, 16)], "it waits longer each time"
    world.updates.failure = None
    world.settle()
    assert world.done == ["token"] and world.watcher.error == "" and "late" in world.functions()


# -- sources


def test_the_polling_twin_sees_what_events_would_have_told(write_tree: WriteTree):
    world = World(write_tree(SHOP), polls=2.0)
    world.watcher.step()
    (world.root / "shop/cart.py").write_text("def seen():\n    pass\n")
    for _ in range(4):
        world.clock.now += world.watcher.step() or 0.0
    assert "seen" in world.functions()
    (world.root / "shop/cart.py").write_text("def asked_for():\n    pass\n")
    world.watcher.ask("token")
    world.watcher.step()
    assert world.done == ["token"] and "asked_for" in world.functions()


def test_without_watches_to_spare_it_polls_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*arguments: Any, **more: Any) -> Any:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    inotify = pytest.importorskip("watchdog.observers.inotify_c")
    monkeypatch.setattr(inotify.InotifyFD, "add_callback", refuse)
    source, warning = sources.open_source(
        "auto", tmp_path, lambda path: None, lambda kind, name: None, git=None, own=tmp_path
    )
    assert source.polls > 0 and "max_user_watches" in warning


def test_network_file_systems_are_polled(tmp_path: Path):
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        "23 22 0:40 / /net rw - nfs4 server:/x rw\n"
        "24 23 8:2 / /net/local rw - xfs x\n"
    )
    kinds = [sources.remote_file_system(Path(p), str(mounts)) for p in ("/home", "/net/shop", "/net/local/x", "/nets")]
    assert kinds == ["", "nfs4", "", ""]


@pytest.mark.skipif(sys.platform != "linux", reason="inotify")
def test_inotify_names_files_and_follows_renamed_folders(tmp_path: Path):
    import queue

    (tmp_path / "a").mkdir()
    (tmp_path / ".codegraph").mkdir()
    heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
    source = sources.Inotify(
        tmp_path, heard.put, lambda kind, name: heard.put((kind, name)), git=None, own=tmp_path / ".codegraph"
    )

    def until(expected: Any) -> None:
        while heard.get(timeout=20) != expected:
            pass

    try:
        source.watch("a/")
        (tmp_path / "a" / "x.py").write_text("1")
        until("a/x.py")
        (tmp_path / "a").rename(tmp_path / "b")
        until(None)
        source.watch("b/")
        source.settle(["b/"])
        assert source.watched() == {"", "b/"}
        (tmp_path / "b" / "y.py").write_text("1")
        until("b/y.py")
        (tmp_path / ".codegraph" / "sync-1-1").touch()
        until(("sync", "sync-1-1"))
    finally:
        source.close()


def test_the_sieve_walks_when_it_cannot_tell(tmp_path: Path):
    assert Sieve(tmp_path, tmp_path / "none.db").sift(frozenset({"a.py"})) is None
    with pytest.raises(Nothing):
        Indexer(tmp_path).run(jobs=1)
        Sieve(tmp_path, tmp_path / ".codegraph/graph.db").sift(frozenset({"gone.py"}))
