"""Running git so that neither the repository's settings nor its file names change what we read.

Arguments are fixed lists without a shell, revisions are verified before they are used, and programs that a
configuration could name (external diffs, text conversion, file monitors, hooks) are switched off.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from codegraph.errors import BadArgument, NotARepository

_SETTINGS = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.quotePath=true",
    "core.pager=cat",
    "diff.noprefix=false",
    "diff.mnemonicPrefix=false",
    f"diff.orderFile={os.devnull}",
    "diff.suppressBlankEmpty=false",
)
_DROPPED = ("GIT_DIFF_OPTS", "GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_CONFIG_PARAMETERS", "GIT_TRACE", "GIT_TRACE2")
"""Environment that would override the options we give."""

_SHALLOW = (
    "this is a shallow clone, which does not hold the history that is needed; fetch it first: "
    "`git fetch --unshallow` (in GitHub Actions: `fetch-depth: 0` for actions/checkout; in GitLab: GIT_DEPTH: 0)"
)


_RUNS_A_PROGRAM = r"^filter\..*\.(clean|smudge|process|required)$"
"""Settings of a repository itself that make git run something when it reads a file of the work tree."""


class HistoryMissing(NotARepository):
    """The clone does not hold the commits or contents that are asked about."""


class Running:
    """A git command under way; leaving it as a context stops it when nobody has asked for its output."""

    def __init__(self, process: subprocess.Popen[bytes], name: str, check: bool, stdin: bytes | None) -> None:
        self._process = process
        self._name = name
        self._check = check
        self._stdin = stdin

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._process.kill()
            self._process.communicate()

    def done(self) -> subprocess.CompletedProcess[bytes]:
        """How it ended, whatever that was; to be asked for once."""
        with self:
            output, said = self._process.communicate(self._stdin)
        return subprocess.CompletedProcess(self._process.args, self._process.returncode, output, said)

    def output(self) -> bytes:
        """Its standard output; to be asked for once.

        Raises:
            NotARepository: it failed, and that was to be checked.
        """
        done = self.done()
        if done.returncode and self._check:
            line = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
            raise NotARepository(f"git {self._name} failed: {line}")
        return done.stdout if done.returncode == 0 else b""


class Git:
    """One work tree; paths it reports are relative to :attr:`root`, files outside it are left out."""

    def __init__(self, root: Path) -> None:
        """
        Raises:
            NotARepository: ``root`` is not inside a work tree, or git is not installed.
        """
        self.root = root
        try:
            inside = self.start("rev-parse", "--is-inside-work-tree", "--show-prefix", "--show-toplevel").done()
        except OSError as error:
            raise NotARepository(f"git cannot be run ({error.strerror}); install it to compare revisions") from error
        lines = inside.stdout.split(b"\n")
        if lines[0] != b"true":
            raise NotARepository(self._why_not(lines[0], inside.stderr.decode("utf-8", "replace")))
        self.prefix = os.fsdecode(lines[1])
        """``root`` seen from the top of the repository: '' or ``folder/``."""
        self.top = Path(os.fsdecode(lines[2]))

    def run(self, *arguments: str, check: bool = True, stdin: bytes | None = None) -> bytes:
        """Standard output of one git command.

        Raises:
            NotARepository: it failed, and ``check``.
        """
        return self.start(*arguments, check=check, stdin=stdin).output()

    def start(self, *arguments: str, check: bool = True, stdin: bytes | None = None) -> Running:
        """A git command that runs while something else is done."""
        process = subprocess.Popen(
            self._command(arguments),
            cwd=self.root,
            env=_environment(),
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        return Running(process, arguments[0], check, stdin)

    def _command(self, arguments: Sequence[str]) -> list[str]:
        command = ["git", "--no-pager"]
        for setting in _SETTINGS:
            command += ["-c", setting]
        if arguments[0] == "diff":
            for setting in self._filters:
                command += ["-c", setting]
        return [*command, *arguments]

    @cached_property
    def _filters(self) -> list[str]:
        """Content filters that the repository's own configuration names, switched off: it may have come from anywhere.

        Those of the user and of the machine stay, as for Git LFS.
        """
        listed = self.run("config", "--show-scope", "-z", "--get-regexp", _RUNS_A_PROGRAM, check=False).split(b"\0")
        keys = {
            os.fsdecode(record.split(b"\n", 1)[0])
            for scope, record in zip(listed[::2], listed[1::2], strict=False)
            if scope in (b"local", b"worktree")
        }
        for key in keys:
            if "=" in key:
                raise NotARepository(f"the configuration of {self.root} has a filter of the odd name {key!r}")
        return [f"{key}={'false' if key.endswith('.required') else ''}" for key in sorted(keys)]

    def _why_not(self, inside: bytes, said: str) -> str:
        """Why there is no work tree here, and what to do."""
        if "dubious ownership" in said:
            return (
                f"git does not trust {self.root}, which belongs to another user; allow it: "
                f"git config --global --add safe.directory {shlex.quote(str(self.root))}"
            )
        if inside == b"false":
            return f"{self.root} is a repository without a work tree; check a branch out (`git worktree add DIR`)"
        return f"{self.root} is not in a git repository; there is nothing to compare with"

    @property
    def is_shallow(self) -> bool:
        """Whether history is cut off."""
        return self.run("rev-parse", "--is-shallow-repository", check=False).strip() == b"true"

    def commit(self, revision: str) -> str:
        """The hash of the commit that ``revision`` names.

        Raises:
            HistoryMissing: there is no such commit, in a shallow clone.
            BadArgument: there is no such commit.
        """
        if revision and "\0" not in revision:
            found = self.run(
                "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", check=False
            )
            if found.strip():
                return found.strip().decode("ascii", "replace")
        if self.is_shallow:
            raise HistoryMissing(f"there is no commit {revision!r} here, and {_SHALLOW}")
        raise BadArgument(f"there is no commit {revision!r}; give a branch, tag or hash, e.g. --base origin/main")

    def head(self) -> str:
        """The commit checked out; the empty tree before the first one.

        Raises:
            HistoryMissing: HEAD names a commit that is not there.
        """
        found = self.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}", check=False).strip()
        if found:
            return found.decode("ascii")
        named = self.run("rev-parse", "--verify", "--quiet", "HEAD", check=False).strip()
        if named:
            raise HistoryMissing(f"HEAD is {named.decode('ascii', 'replace')[:12]}, and this clone does not hold it")
        return self.run("hash-object", "-t", "tree", "--stdin").strip().decode("ascii")

    def merge_base(self, one: str, other: str) -> str:
        """Where two commits parted.

        Raises:
            HistoryMissing: the clone does not reach that far.
            NotARepository: they have nothing in common.
        """
        found = self.run("merge-base", one, other, check=False).split(b"\n")[0].strip()
        if found:
            return found.decode("ascii")
        if self.is_shallow:
            raise HistoryMissing(f"no common ancestor of {one[:12]} and {other[:12]}: {_SHALLOW}")
        raise NotARepository(f"{one[:12]} and {other[:12]} have no common ancestor; compare with another base")

    @property
    def is_sparse(self) -> bool:
        """Whether only a part of the tree is checked out."""
        return self.run("config", "--bool", "core.sparseCheckout", check=False).strip() == b"true"

    def blobs(self, names: Iterable[str]) -> Iterator[bytes | None]:
        """The contents of objects, in the order asked for; None for one that is not there."""
        wanted = list(names)
        if not wanted:
            return
        process = subprocess.Popen(
            self._command(["cat-file", "--batch"]),
            cwd=self.root,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdin is not None and process.stdout is not None
        try:
            for name in wanted:
                # One at a time: neither side can fill a pipe that the other does not read.
                try:
                    process.stdin.write(name.encode("ascii") + b"\n")
                    process.stdin.flush()
                except BrokenPipeError:  # git gave up, as it does where a content must be fetched and cannot be
                    yield None
                    continue
                head = process.stdout.readline().split()
                if len(head) != 3 or not head[2].isdigit():
                    yield None
                    continue
                data = process.stdout.read(int(head[2]))
                process.stdout.read(1)
                yield data if head[1] == b"blob" else None
        finally:
            with suppress(BrokenPipeError):
                process.stdin.close()
            process.stdout.close()
            process.wait()

    def inside(self, path: str) -> str | None:
        """A path relative to the top as one relative to the root; None for one outside."""
        return path[len(self.prefix) :] if path.startswith(self.prefix) else None


def _environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in _DROPPED}
    return {**kept, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
