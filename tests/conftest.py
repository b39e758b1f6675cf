"""What tests of several rooms share: trees on disk, git, and a user who may not read everything."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

NOBODY = 65534

# How quick a machine is decides nothing.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the expected answers in tests/cases; read the diff")


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """The command line does without the cycle collector when it indexes, as a program that is about to end may."""
    yield
    gc.enable()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


WriteTree = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def write_tree(tmp_path: Path) -> WriteTree:
    """Write files into a fresh root: ``write_tree({"shop/cart.py": "…"})``; call it again to add some."""
    root = tmp_path / "root"

    def write(files: Mapping[str, str | bytes]) -> Path:
        root.mkdir(exist_ok=True)
        for path, content in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, str):
                content = content.encode()
            target.write_bytes(content)
        return root

    return write


Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Run git in a folder, away from the configuration of whoever runs the tests: ``git(root, "init")``."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CEILING_DIRECTORIES": str(tmp_path),
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.com",
    }

    def run(folder: Path, *arguments: str) -> str:
        done = subprocess.run(
            ["git", "-c", "init.defaultBranch=main", *arguments], cwd=folder, env=environment, capture_output=True
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return os.fsdecode(done.stdout)

    return run


@pytest.fixture
def open_tmp_path() -> Iterator[Path]:
    """A temporary folder that every user may enter; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="codegraph-test-"))
    folder.chmod(0o755)
    yield folder
    subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=False)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def obeying() -> list[str]:
    """What to put before a command so that file permissions hold for it, root or not.

    Another user may not be able to reach the interpreter; root without its power to override can.
    """
    if not hasattr(os, "geteuid"):
        pytest.skip("needs POSIX permissions")
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("runs as root, and there is no setpriv to give its powers up")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


@pytest.fixture
def unprivileged() -> Callable[[Callable[[], Any]], Any]:
    """Call a function in a child process whose user is not root: root may read and write everything.

    Import what it needs before; a child that is not root may not be able to.
    """
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")

    def call(function: Callable[[], Any]) -> Any:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            try:
                if os.geteuid() == 0:
                    os.setgroups([])
                    os.setgid(NOBODY)
                    os.setuid(NOBODY)
                answer: tuple[bool, Any] = (True, function())
            except BaseException as error:
                answer = (False, f"{type(error).__name__}: {error}")
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump(answer, pipe)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            good, value = pickle.load(pipe)
        os.waitpid(child, 0)
        assert good, value
        return value

    return call
