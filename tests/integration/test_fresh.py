"""Several processes on one index: who watches, who takes over, and answers that follow the files."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client

from codegraph.engine import NOT_LOOKED, Engine
from codegraph.errors import DatabaseProblem
from codegraph.indexer import Indexer
from codegraph.lock import FileLock, is_locked
from codegraph.model import IndexSummary
from codegraph.roots import find_workspace
from codegraph.store import Store
from codegraph.watching import sources
from codegraph.watching.follower import Follower, read_state, status_lines

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAM = f"import sys; sys.path.insert(0, {str(REPOSITORY)!r}); from codegraph.cli import main; sys.exit(main())"
PATIENCE = 60.0
"""For a machine that is busy with other things; nothing waits this long when all is well."""

SHOP = {
    "shop/cart.py": "from shop.tax import tax\n\n\ndef total():\n    return tax()\n",
    "shop/tax.py": "def tax():\n    return 1\n",
}


@pytest.fixture(params=["native", "polling"])
def how(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def shop(write_tree: Callable[[Mapping[str, str]], Path]) -> Path:
    root = write_tree(SHOP)
    Indexer(root).run(jobs=1)
    return root


@pytest.fixture
def follow(shop: Path) -> Iterator[Callable[..., Follower]]:
    started: list[Follower] = []

    def start(how: str = "") -> Follower:
        follower = Follower(shop, shop / ".codegraph/graph.db", how=how)
        follower.start()
        started.append(follower)
        return follower

    yield start
    for follower in started:
        follower.stop(10)


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def names(root: Path) -> set[str]:
    with Store.open_read_only(root / ".codegraph/graph.db") as store:
        return {row[0] for row in store.connection.execute("SELECT name FROM symbols WHERE kind = 'function'")}


def test_what_was_saved_is_indexed_when_it_is_asked_for(shop: Path, follow: Callable[..., Follower], how: str):
    follower = follow(how)
    until(lambda: follower.watching)
    for number in range(3):
        (shop / "shop/tax.py").write_text(f"def tax_{number}():\n    pass\n")
        assert follower.flush(PATIENCE)
        assert names(shop) == {"total", f"tax_{number}"}
    (shop / "shop/deep/er").mkdir(parents=True)
    (shop / "shop/deep/er/new.py").write_text("def new():\n    pass\n")
    assert follower.flush(PATIENCE)
    assert "new" in names(shop)
    (shop / "shop/deep/er/new.py").write_text("def newer():\n    pass\n")
    assert follower.flush(PATIENCE)
    assert "newer" in names(shop)


def test_the_second_asks_the_first_and_takes_over(shop: Path, follow: Callable[..., Follower]):
    first, second = follow(), None
    until(lambda: first.watching)
    second = follow()
    time.sleep(0.1)
    assert not second.watching
    state = read_state(shop / ".codegraph")
    assert state is not None and state.pid == os.getpid() and not state.polls
    first.stop(10)
    until(lambda: second.watching)
    (shop / "shop/tax.py").write_text("def after():\n    pass\n")
    assert second.flush(PATIENCE)
    assert "after" in names(shop)


def test_status_says_who_writes_and_how_the_files_are_followed(shop: Path, follow: Callable[..., Follower], how: str):
    folder = shop / ".codegraph"
    assert status_lines(folder)["writer"].startswith("none")
    follower = follow(how)
    until(lambda: follower.watching)
    assert status_lines(folder)["writer"] == f"process {os.getpid()}"
    assert status_lines(folder)["watcher"].startswith(how) and "watcher warning" not in status_lines(folder)
    follower.stop(10)
    until(lambda: status_lines(folder)["writer"].startswith("none"))


@pytest.mark.skipif(sys.platform != "linux", reason="inotify")
@pytest.mark.parametrize(
    ("number", "setting"), [(errno.ENOSPC, "fs.inotify.max_user_watches"), (errno.EMFILE, "max_user_watches")]
)
def test_at_the_limit_of_watches_it_polls_says_so_and_misses_nothing(
    shop: Path, follow: Callable[..., Follower], monkeypatch: pytest.MonkeyPatch, number: int, setting: str
):
    inotify = pytest.importorskip("watchdog.observers.inotify_c")

    def refuse(*arguments: object, **more: object) -> object:
        raise OSError(number, "limit reached")

    monkeypatch.setattr(inotify.InotifyFD, "add_callback", refuse)
    follower = follow()
    until(lambda: follower.watching)
    lines = status_lines(shop / ".codegraph")
    assert lines["watcher"] == "polling"
    assert setting in lines["watcher warning"] and "polling instead" in lines["watcher warning"]
    (shop / "shop/tax.py").write_text("def polled():\n    pass\n")
    assert follower.flush(PATIENCE)
    assert "polled" in names(shop)


def test_a_limit_met_later_turns_to_polling(
    shop: Path, follow: Callable[..., Follower], monkeypatch: pytest.MonkeyPatch
):
    if sys.platform != "linux":
        pytest.skip("inotify")
    follower = follow()
    until(lambda: follower.watching)

    def refuse(source: sources.Inotify, folder: str) -> None:
        raise sources.Unwatchable("the system's limit on watches is reached")

    monkeypatch.setattr(sources.Inotify, "watch", refuse)
    (shop / "more").mkdir()
    (shop / "more/new.py").write_text("def beyond():\n    pass\n")
    until(lambda: status_lines(shop / ".codegraph").get("watcher") == "polling")
    assert "limit" in status_lines(shop / ".codegraph")["watcher warning"]
    assert follower.flush(PATIENCE)
    assert "beyond" in names(shop)


def test_on_a_network_file_system_it_polls_and_says_why(
    shop: Path, follow: Callable[..., Follower], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sources, "remote_file_system", lambda root: "nfs4")
    follower = follow()
    until(lambda: follower.watching)
    lines = status_lines(shop / ".codegraph")
    assert lines["watcher"] == "polling" and "nfs4" in lines["watcher warning"]


def test_an_update_that_fails_shows_in_the_status_until_one_succeeds(
    shop: Path, follow: Callable[..., Follower], monkeypatch: pytest.MonkeyPatch
):
    follower = follow()
    until(lambda: follower.watching)

    def fail(*arguments: object, **more: object) -> object:
        raise DatabaseProblem("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(Indexer, "run", fail)
        (shop / "shop/tax.py").write_text("def later():\n    pass\n")
        until(lambda: "disk is full" in status_lines(shop / ".codegraph").get("watcher error", ""))
        assert follower.flush(0.1) is not True
    assert follower.flush(PATIENCE)
    until(lambda: "watcher error" not in status_lines(shop / ".codegraph"))
    assert "later" in names(shop)


def test_without_anybody_watching_nothing_is_promised(shop: Path):
    follower = Follower(shop, shop / ".codegraph/graph.db")
    assert follower.flush(0.1) is None
    assert read_state(shop / ".codegraph") is None


def test_the_lock_shows_without_taking_it(tmp_path: Path):
    assert not is_locked(tmp_path / "lock")
    lock = FileLock(tmp_path / "lock")
    assert lock.acquire()
    assert is_locked(tmp_path / "lock")
    lock.release()
    assert not is_locked(tmp_path / "lock")


@asynccontextmanager
async def session(root: Path) -> AsyncIterator[Client]:
    parameters = StdioServerParameters(
        command=sys.executable, args=["-c", PROGRAM, "serve", "--tools", "all"], cwd=root, env=dict(os.environ)
    )
    async with Client(stdio_client(parameters), read_timeout_seconds=PATIENCE) as client:
        yield client


async def ask(client: Client, tool: str, **arguments: object) -> str:
    (content,) = (await client.call_tool(tool, arguments)).content
    return content.text  # type: ignore[union-attr]


async def writer(client: Client) -> int:
    """The process that watches, once one does."""
    with anyio.fail_after(PATIENCE):
        while True:
            for line in (await ask(client, "index_status")).splitlines():
                if line.startswith("writer: process ") and not line.endswith(" 0"):
                    return int(line.split()[-1])
            await anyio.sleep(0.1)


@pytest.mark.anyio
@pytest.mark.parametrize("watch", ["auto", "polling", "off"])
@pytest.mark.parametrize("held", [False, True], ids=["free", "writer-elsewhere"])
async def test_the_first_answers_know_what_changed_before_the_start(shop: Path, watch: str, held: bool):
    (shop / "codegraph.toml").write_text(f'watch = "{watch}"\n')
    Indexer(shop).run(jobs=1)
    (shop / "shop/new.py").write_text("from shop.tax import tax\n\n\ndef fresh_caller():\n    return tax()\n")
    (shop / "shop/cart.py").unlink()
    lock = FileLock(shop / ".codegraph" / ("watch.lock" if held else "unused.lock"))
    assert lock.acquire()
    answers: list[str] = []

    async def one(client: Client, tool: str, **arguments: object) -> None:
        answers.append(await ask(client, tool, **arguments))

    with lock, anyio.fail_after(PATIENCE):
        async with session(shop) as client, anyio.create_task_group() as group:
            group.start_soon(lambda: one(client, "get_callers", symbol="tax"))
            group.start_soon(lambda: one(client, "semantic_search", query="tax"))
            group.start_soon(lambda: one(client, "get_architecture"))
    assert len(answers) == 3
    for answer in answers:
        assert "shop/new.py" in answer or "up to date" in answer or "not been looked for" in answer, answer


def test_a_first_look_that_takes_long_is_admitted(shop: Path, monkeypatch: pytest.MonkeyPatch):
    going_on = threading.Event()

    def look(engine: Engine) -> tuple[str, ...]:
        going_on.wait(PATIENCE)
        return ("shop/new.py",)

    monkeypatch.setattr(Engine, "changed_files", look)
    monkeypatch.setattr("codegraph.engine.FIRST_LOOK_SECONDS", 0.01)
    with Engine(find_workspace(str(shop), None), background=True) as engine:
        engine.catch_up()
        assert NOT_LOOKED in engine.get_callers("tax").notes
        going_on.set()
        monkeypatch.setattr("codegraph.engine.FIRST_LOOK_SECONDS", PATIENCE)
        engine.catch_up()
        answer = engine.get_callers("tax")
        assert NOT_LOOKED not in answer.notes and answer.stale == ("shop/new.py",)


def test_what_was_asked_of_the_watcher_before_is_not_done_before_the_files_are_indexed(
    shop: Path, follow: Callable[..., Follower], monkeypatch: pytest.MonkeyPatch
):
    token = shop / ".codegraph/sync-1-1"
    token.touch()
    waiting: list[bool] = []
    run = Indexer.run

    def watched(indexer: Indexer, **arguments: Any) -> IndexSummary:
        waiting.append(token.exists())
        return run(indexer, **arguments)

    monkeypatch.setattr(Indexer, "run", watched)
    follow()
    until(lambda: not token.exists())
    assert waiting[0]


@pytest.mark.anyio
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
async def test_sessions_on_one_repository_see_every_edit_and_outlive_each_other(shop: Path):
    with anyio.fail_after(PATIENCE * 2):
        async with session(shop) as one:
            first = await writer(one)
            async with session(shop) as two:
                assert await writer(two) == first
                for number in range(4):
                    (shop / "shop/more.py").write_text(
                        f"from shop.tax import tax\n\n\ndef caller_{number}():\n    return tax()\n"
                    )
                    for client in (one, two):
                        answer = await ask(client, "get_callers", symbol="tax")
                        # At once, or with the admission that it is not in yet: never silently old.
                        assert f"caller_{number}" in answer or "newer" in answer or "up to date" in answer
                        while f"caller_{number}" not in answer:
                            answer = await ask(client, "get_callers", symbol="tax")
                        assert f"caller_{number - 1}" not in answer
                os.kill(first, signal.SIGKILL)
                while await writer(two) == first:
                    await anyio.sleep(0.05)
                (shop / "shop/more.py").unlink()
                while "caller_3" in await ask(two, "get_callers", symbol="tax"):
                    await anyio.sleep(0.05)


def test_watch_says_what_it_does_and_ends_on_request(shop: Path):
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "watch"], cwd=shop, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline().startswith("watching ")
    (shop / "shop/tax.py").write_text("def watched():\n    pass\n")
    assert child.stdout.readline().startswith("1 parsed")
    until(lambda: "watched" in names(shop))
    child.send_signal(signal.SIGTERM)
    _, errors = child.communicate(timeout=PATIENCE)
    assert child.returncode == 0 and "Traceback" not in errors
    assert not is_locked(shop / ".codegraph/watch.lock")


def test_a_new_work_tree_with_the_same_files_is_read_and_nothing_else(
    shop: Path, git: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from codegraph import parsing, updating

    for number in range(parsing.FEW_FILES + 1):
        (shop / f"m{number}.py").write_text(f"def f{number}(): pass\n")
    git(shop, "init")
    git(shop, "add", ".")
    git(shop, "commit", "-qm", "one")
    Indexer(shop).run(jobs=1)
    beside = tmp_path / "beside"
    git(shop, "worktree", "add", "-q", "-b", "other", str(beside))

    def fail(*arguments: object, **more: object) -> None:
        raise AssertionError("nothing is to be parsed or linked")

    monkeypatch.setattr(parsing, "parse_source", fail)
    monkeypatch.setattr(updating.Update, "__init__", fail)
    assert not Indexer(beside).run(jobs=1).errors
    monkeypatch.undo()
    assert Indexer(beside).run(jobs=1).parsed == 0
    Indexer(beside, tmp_path / "fresh.db").run(full=True, jobs=1)
    with Store.open_read_only(beside / ".codegraph/graph.db") as a, Store.open_read_only(tmp_path / "fresh.db") as b:
        assert a.content() == b.content()


def test_a_new_work_tree_starts_from_its_sibling(shop: Path, git: Callable[..., str], tmp_path: Path):
    git(shop, "init")
    git(shop, "add", ".")
    git(shop, "commit", "-qm", "one")
    Indexer(shop).run(jobs=1)
    beside = tmp_path / "beside"
    git(shop, "worktree", "add", "-q", "-b", "other", str(beside))
    (beside / "shop/tax.py").write_text("def other():\n    pass\n")
    summary = Indexer(beside).run(jobs=1)
    assert summary.parsed == 1 and any(str(shop) in note for note in summary.notes)
    assert names(beside) == {"total", "other"} and names(shop) == {"total", "tax"}
    with Store.open_read_only(beside / ".codegraph/graph.db") as store:
        assert not store.connection.execute("SELECT 1 FROM files WHERE path = '.git'").fetchall()
    Indexer(beside, tmp_path / "fresh.db").run(full=True, jobs=1)
    with Store.open_read_only(beside / ".codegraph/graph.db") as a, Store.open_read_only(tmp_path / "fresh.db") as b:
        assert a.content() == b.content()
