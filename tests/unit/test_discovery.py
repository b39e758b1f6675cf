"""Discovery lists what git would list, and gives a reason for everything it leaves out."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codegraph import discovery
from codegraph.config import Config
from codegraph.discovery import (
    Discovery,
    FileUnreadable,
    Reason,
    RootUnreadable,
    SourceFile,
    discover,
    read_source,
)
from codegraph.errors import BadArgument
from codegraph.ignore import Rules
from codegraph.paths import native_path, stored_path
from codegraph.sniffing import sniff, utf8
from parsers.language import Language
from parsers.languages import EXTENSIONS, FILENAMES, available, language, language_of_shebang

WriteTree = Callable[[Mapping[str, str | bytes]], Path]
Git = Callable[..., str]

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX file names, links or permissions")


def paths(found: Discovery) -> list[str]:
    return [file.path for file in found.files]


def reasons(found: Discovery) -> dict[str, str]:
    return {skipped.path: str(skipped.reason) for skipped in found.skipped}


def flags(found: Discovery) -> dict[str, tuple[str, ...]]:
    return {file.path: file.flags for file in found.files}


@pytest.fixture(autouse=True)
def every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which parsers are installed is not discovery's business."""
    monkeypatch.setattr(discovery, "available", lambda: frozenset(EXTENSIONS.values()))


# -- what git would list


def test_ignore_files_at_every_level(write_tree: WriteTree) -> None:
    root = write_tree(
        {
            ".gitignore": "*.log.py\n/build/\nsecret_*.py\n!secret_ok.py\n",
            "a.py": "",
            "x.log.py": "",
            "build/made.py": "",
            "sub/build/kept.py": "",
            "secret_1.py": "",
            "secret_ok.py": "",
            "sub/.gitignore": "!x.log.py\ngenerated/\n",
            "sub/x.log.py": "",
            "sub/generated/g.py": "",
            "generated/g.py": "",
        }
    )
    assert paths(discover(root)) == ["a.py", "generated/g.py", "secret_ok.py", "sub/build/kept.py", "sub/x.log.py"]


def test_nothing_in_an_ignored_folder_can_be_included_again(write_tree: WriteTree) -> None:
    root = write_tree({".gitignore": "out/\n!out/keep.py\n", "out/keep.py": "", "out/.gitignore": "!*\n", "a.py": ""})
    assert paths(discover(root)) == ["a.py"]


def test_exclude_file_of_the_repository(write_tree: WriteTree, git: Git) -> None:
    root = write_tree({"a.py": "", "local.py": "", "sub/local.py": ""})
    git(root, "init")
    (root / ".git/info/exclude").write_text("/local.py\n")
    assert paths(discover(root)) == ["a.py", "sub/local.py"]


@pytest.mark.parametrize(
    "setting",
    [
        (),
        ("update-index", "--index-version", "4"),
        ("update-index", "--split-index"),
        ("update-index", "--index-version", "3"),
    ],
)
def test_a_tracked_file_is_listed_although_ignored(write_tree: WriteTree, git: Git, setting: tuple[str, ...]) -> None:
    root = write_tree({".gitignore": "out/\n*.tmp.py\n", "a.py": "", "out/kept.py": "", "out/deep/er.py": ""})
    write_tree({"out/not.py": "", "x.tmp.py": "", "y.tmp.py": "", "out/deep2/not.py": ""})
    git(root, "init")
    git(root, "add", "-f", "a.py", "out/kept.py", "out/deep/er.py", "x.tmp.py")
    if setting:
        git(root, *setting)
    assert paths(discover(root)) == ["a.py", "out/deep/er.py", "out/kept.py", "x.tmp.py"]


def test_a_damaged_index_file_leaves_the_ignore_rules(write_tree: WriteTree, git: Git) -> None:
    root = write_tree({".gitignore": "out/\n", "a.py": "", "out/kept.py": ""})
    git(root, "init")
    git(root, "add", "-f", "out/kept.py")
    index = root / ".git/index"
    index.write_bytes(index.read_bytes()[:40])
    assert paths(discover(root)) == ["a.py"]


def test_repository_with_long_hashes(write_tree: WriteTree, git: Git) -> None:
    root = write_tree({".gitignore": "out/\n", "out/kept.py": "", "out/not.py": ""})
    git(root, "init", "--object-format=sha256")
    git(root, "add", "-f", "out/kept.py")
    assert paths(discover(root)) == ["out/kept.py"]


def test_rules_above_a_root_inside_a_repository(write_tree: WriteTree, git: Git) -> None:
    top = write_tree(
        {".gitignore": "*.tmp.py\n/app/gen/\ngen2/\n", "app/.gitignore": "", "app/a.py": "", "app/x.tmp.py": ""}
    )
    write_tree({"app/gen/g.py": "", "app/sub/gen/g.py": "", "app/gen2/g.py": ""})
    git(top, "init")
    assert paths(discover(top / "app")) == ["a.py", "sub/gen/g.py"]


def test_an_ignored_root_is_indexed_when_named(write_tree: WriteTree, git: Git) -> None:
    top = write_tree(
        {".gitignore": "node_modules/\n*.js\n", "node_modules/left/index.js": "", "node_modules/left/lib/a.js": ""}
    )
    git(top, "init")
    assert paths(discover(top / "node_modules/left")) == ["index.js", "lib/a.js"]


def test_case_is_ignored_where_git_says_so(write_tree: WriteTree, git: Git) -> None:
    root = write_tree(
        {".gitignore": "Build/\n*.Tmp.PY\n/Docs/*_x.py\n", "build/a.py": "", "x.tmp.py": "", "docs/a_x.py": ""}
    )
    git(root, "init")
    git(root, "config", "core.ignorecase", "false")
    assert paths(discover(root)) == ["build/a.py", "docs/a_x.py", "x.tmp.py"]
    git(root, "config", "core.ignorecase", "true")
    assert paths(discover(root)) == []


def test_a_submodule_is_entered_with_its_own_rules(write_tree: WriteTree, git: Git) -> None:
    root = write_tree(
        {
            ".gitignore": "*.gen.py\n",
            "a.py": "",
            "libs/sub/b.py": "",
            "libs/sub/x.gen.py": "",
            "libs/sub/.gitignore": "y.py\n",
        }
    )
    write_tree({"libs/sub/y.py": ""})
    git(root, "init")
    git(root / "libs/sub", "init")
    git(root / "libs/sub", "add", "b.py")
    git(root / "libs/sub", "commit", "-m", "one")
    commit = git(root / "libs/sub", "rev-parse", "HEAD").strip()
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{commit},libs/sub")
    assert paths(discover(root)) == ["a.py", "libs/sub/b.py", "libs/sub/x.gen.py"]


def test_a_clone_inside_a_repository_is_none_of_it(write_tree: WriteTree, git: Git) -> None:
    root = write_tree({"a.py": "", "clone/b.py": ""})
    git(root, "init")
    git(root / "clone", "init")
    found = discover(root)
    assert paths(found) == ["a.py"]
    assert reasons(found) == {"clone/": "nested repository"}
    write_tree({".codegraphignore": "!clone/\n"})
    assert paths(discover(root)) == ["a.py", "clone/b.py"]


def test_a_linked_work_tree_inside_a_repository_is_not_listed_twice(write_tree: WriteTree, git: Git) -> None:
    root = write_tree({"a.py": "", ".gitignore": "local.py\n"})
    git(root, "init")
    git(root, "add", ".")
    git(root, "commit", "-m", "one")
    git(root, "worktree", "add", "other")
    (root / ".git/info/exclude").write_text("/private.py\n")
    write_tree({"other/private.py": "", "other/local.py": ""})
    assert paths(discover(root)) == ["a.py"]
    assert paths(discover(root / "other")) == ["a.py"]


def test_repositories_in_a_plain_folder_are_entered(write_tree: WriteTree, git: Git) -> None:
    root = write_tree({"one/a.py": "", "one/x.py": "", "two/b.py": "", "two/x.py": "", "one/.gitignore": "x.py\n"})
    for name in ("one", "two"):
        git(root / name, "init")
    assert paths(discover(root)) == ["one/a.py", "two/b.py", "two/x.py"]


def test_an_empty_git_folder_makes_no_repository(write_tree: WriteTree, git: Git) -> None:
    root = write_tree({"a.py": "", "sub/b.py": ""})
    git(root, "init")
    (root / "sub/.git").mkdir()
    assert paths(discover(root)) == ["a.py", "sub/b.py"]


NAMES = [
    "a",
    "b",
    "foo",
    "foo.py",
    "bar.py",
    "x.log",
    "build",
    "a b",
    "A.py",
    "é.py",
    "[x].py",
    "q.min.js",
    "#h.py",
    "!n.py",
    "sp ",
    "-d.py",
]
FOLDERS = ["a", "b", "foo", "build", "a b", "dé"]
PIECES = [
    *("*", "?", "**", "a", "b", "foo", "*.py", "*.log", "build", "f*o", "*a*", "[ab]*", "[!a]*", "[a-c]", "[^a]"),
    *("[[:alpha:]]*", "[[:foo:]]", "\\[x\\].py", "foo.py", "A.py", "a b", "\\#h.py", "\\!n.py", "sp\\ "),
    *("[z-a]", "[a", "[]x]*", "[\\]x]*"),
    *("*.[pl][yo]*", "é.py", "?.py", "x.log", "*.*", "**a", "***", ".*", "[a\\-z]*", "q.*.js", "b\\", "*?*", "d*"),
]  # fmt: skip
patterns = st.builds(
    lambda not_, root, parts, folder, end: not_ + root + "/".join(parts) + folder + end,
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "", "/"]),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4),
    st.sampled_from(["", "", "/"]),
    st.sampled_from(["", "", "", " ", "\r"]),
)


@posix
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_list_is_git_s(git: Git, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        folders = [root]
        for parent, folder in data.draw(st.lists(st.tuples(st.integers(0, 7), st.sampled_from(FOLDERS)), max_size=7)):
            new = folders[parent % len(folders)] / folder
            if not new.exists():
                new.mkdir()
                folders.append(new)
        files: list[Path] = []
        for parent, file in data.draw(st.lists(st.tuples(st.integers(0, 7), st.sampled_from(NAMES)), max_size=20)):
            new = folders[parent % len(folders)] / file
            if not new.exists():
                new.write_text("x")
                files.append(new)
        rules = st.lists(patterns, max_size=4).map("\n".join)
        git(root, "init")
        for parent, written in data.draw(st.lists(st.tuples(st.integers(0, 7), rules), max_size=3)):
            (folders[parent % len(folders)] / ".gitignore").write_text(written)
        (root / ".git/info/exclude").write_text(data.draw(rules))
        for file in files[: data.draw(st.integers(0, 2))]:
            git(root, "add", "-f", "--", str(file))
        listed = git(root, "ls-files", "-co", "--exclude-standard", "-z").split("\0")
        found = discover(root)
        ours = [native_path(each.path) for each in (*found.files, *found.skipped)]
        assert sorted(set(ours)) == sorted(set(filter(None, listed)))
        assert len(set(ours)) == len(ours)


def test_hostile_patterns_end() -> None:
    """Each of these takes a backtracking matcher longer than anybody waits."""
    name = "a" * 200
    path = "/".join(["a"] * 300)
    assert Rules(["*a" * 60 + "b"]).verdict(name, name, False) is None
    assert Rules(["**/a/" * 40 + "b"]).verdict("a", path, False) is None
    assert Rules(["**/a/" * 40 + "a"]).verdict("a", path, False) is True
    assert Rules(["/x/" + "*?" * 60 + "b"]).verdict(name, f"x/{name}", False) is None


def test_ignore_files_that_are_no_files_are_not_opened(write_tree: WriteTree) -> None:
    root = write_tree({"a.py": "", "sub/b.py": "", "elsewhere": "*.py\n"})
    if not hasattr(os, "mkfifo"):
        pytest.skip("needs pipes")
    os.mkfifo(root / ".gitignore")
    os.symlink(root / "elsewhere", root / "sub/.gitignore")
    assert paths(discover(root)) == ["a.py", "sub/b.py"]


# -- the user's own rules


def test_own_ignore_file_outranks_git_s(write_tree: WriteTree) -> None:
    root = write_tree(
        {
            ".gitignore": "gen/\n*.tmp.py\n",
            ".codegraphignore": "!gen/\n!node_modules/\nlegacy/\nskip_*.py\n",
            "gen/g.py": "",
            "x.tmp.py": "",
            "legacy/l.py": "",
            "skip_1.py": "",
            "a.py": "",
            "node_modules/dep/index.js": "",
            "sub/.codegraphignore": "a.py\n!skip_2.py\n",
            "sub/a.py": "",
            "sub/skip_2.py": "",
        }
    )
    found = discover(root)
    assert paths(found) == ["a.py", "gen/g.py", "node_modules/dep/index.js", "sub/skip_2.py"]
    assert reasons(found) == {
        ".codegraphignore": "unsupported",
        ".gitignore": "unsupported",
        "legacy/": "excluded",
        "skip_1.py": "excluded",
        "sub/.codegraphignore": "unsupported",
        "sub/a.py": "excluded",
    }


def test_configured_selection(write_tree: WriteTree) -> None:
    root = write_tree(
        {"src/a.py": "", "src/old/b.py": "", "src/c.go": "", "tools/d.py": "", "e.py": "", "big.py": "#" * 200}
    )
    found = discover(
        root, Config(include=("src/", "big.py"), exclude=("old/",), languages=("python",), max_file_size=100)
    )
    assert paths(found) == ["src/a.py"]
    assert reasons(found) == {
        "big.py": "too large",
        "e.py": "excluded",
        "src/c.go": "language not selected",
        "src/old/": "excluded",
        "tools/d.py": "excluded",
    }


def test_exclude_wins_over_include_and_negation_brings_back(write_tree: WriteTree) -> None:
    root = write_tree({"src/a.py": "", "src/gen_a.py": "", "src/gen_b.py": ""})
    config = Config(include=("src/",), exclude=("gen_*.py", "!gen_b.py"))
    assert paths(discover(root, config)) == ["src/a.py", "src/gen_b.py"]


# -- what is left out, and why


def test_every_skipped_file_has_its_reason(write_tree: WriteTree) -> None:
    root = write_tree(
        {
            "a.py": "",
            ".env": "KEY=1",
            "deploy/server.pem": "",
            "deploy/id_rsa": "",
            "logo.png": b"\x89PNG\0",
            "README": "hello",
            "lib/jquery.min.js": "x",
            "node_modules/dep/index.js": "",
            "env/pyvenv.cfg": "",
            "env/lib/site.py": "",
            "__pycache__/a.cpython-311.pyc": b"\0",
            "big.py": "x = 1\n" * 20,
            ".hg/store.py": "",
            ".codegraph/graph.db": "",
        }
    )
    found = discover(root, Config(max_file_size=100))
    assert paths(found) == ["a.py"]
    assert reasons(found) == {
        ".env": "secret",
        "README": "unsupported",
        "__pycache__/": "cache",
        "big.py": "too large",
        "deploy/id_rsa": "secret",
        "deploy/server.pem": "secret",
        "env/": "dependencies",
        "lib/jquery.min.js": "minified",
        "logo.png": "unsupported",
        "node_modules/": "dependencies",
    }
    assert next(s for s in found.skipped if s.path == "big.py").size == 120


def test_a_language_without_a_parser_is_named(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "available", lambda: frozenset({"python"}))
    found = discover(write_tree({"a.py": "", "b.rs": ""}))
    assert paths(found) == ["a.py"]
    assert [(s.path, s.reason, s.language) for s in found.skipped] == [("b.rs", "unsupported", "rust")]


def test_our_own_databases_are_not_even_mentioned(write_tree: WriteTree, tmp_path: Path) -> None:
    names = [
        "graph.db",
        "graph.db-wal",
        "graph.db-shm",
        "out/mine.sqlite",
        "out/mine.sqlite-journal",
        "other.db",
        "odd.py",
    ]
    root = write_tree({"a.py": "", **dict.fromkeys(names, "")})
    found = discover(root, own=[root / "out/mine.sqlite", root / "odd.py", tmp_path / "elsewhere.db"])
    assert paths(found) == ["a.py"]
    assert reasons(found) == {"other.db": "unsupported"}


@posix
def test_links_are_never_followed(write_tree: WriteTree, tmp_path: Path) -> None:
    root = write_tree({"a.py": "", "sub/b.py": ""})
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "o.py").write_text("")
    os.symlink(root, root / "sub/loop")
    os.symlink("..", root / "sub/up")
    os.symlink(outside, root / "out")
    os.symlink(outside / "o.py", root / "o.py")
    os.symlink("a.py", root / "again.py")
    os.symlink("nowhere", root / "dangling.py")
    found = discover(root)
    assert paths(found) == ["a.py", "sub/b.py"]
    assert set(reasons(found)) == {"again.py", "dangling.py", "o.py", "out", "sub/loop", "sub/up"}
    assert set(reasons(found).values()) == {"symbolic link"}


@posix
def test_a_root_that_is_a_link_is_walked(write_tree: WriteTree, tmp_path: Path) -> None:
    root = write_tree({"a.py": ""})
    os.symlink(root, tmp_path / "alias")
    assert paths(discover(tmp_path / "alias")) == ["a.py"]


@posix
def test_pipes_and_sockets_are_not_opened(write_tree: WriteTree) -> None:
    root = write_tree({"a.py": ""})
    os.mkfifo(root / "pipe.py")
    os.mkfifo(root / "script")
    with socket.socket(socket.AF_UNIX) as bound:
        here = os.getcwd()
        os.chdir(root)
        try:
            bound.bind("s.py")
        finally:
            os.chdir(here)
        found = discover(root)
    assert paths(found) == ["a.py"]
    assert reasons(found) == dict.fromkeys(("pipe.py", "s.py", "script"), "not a regular file")


def test_roots_that_cannot_be_walked(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="there is no folder"):
        discover(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(BadArgument, match="is not a folder"):
        discover(tmp_path / "file")


@posix
def test_what_may_not_be_read_is_a_row(open_tmp_path: Path, unprivileged: Callable[[Callable[[], Any]], Any]) -> None:
    root = open_tmp_path
    for name in ("a.py", "closed/b.py", "open/c.py", "shut.py"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("x = 1\n")
    (root / "closed").chmod(0)
    (root / "shut.py").chmod(0)

    def walk() -> tuple[list[str], dict[str, str], str]:
        found = discover(root)
        try:
            read_source(root, "shut.py", 1000)
        except FileUnreadable as error:
            return paths(found), reasons(found), error.reason
        return paths(found), reasons(found), "read"

    assert unprivileged(walk) == (["a.py", "open/c.py", "shut.py"], {"closed/": "unreadable"}, "unreadable")


@posix
def test_a_root_that_may_not_be_read_is_an_error(
    open_tmp_path: Path, unprivileged: Callable[[Callable[[], Any]], Any]
) -> None:
    closed = open_tmp_path / "closed"
    closed.mkdir(mode=0)

    def walk() -> tuple[str, int]:
        with pytest.raises(RootUnreadable) as error:
            discover(closed)
        return str(error.value), error.value.exit_code

    message, code = unprivileged(walk)
    assert str(closed) in message
    assert code == 3


def test_what_vanishes_during_the_walk_is_not_missed(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_tree({"a.py": "", "gone.py": "", "folder/b.py": "", "z.py": ""})
    listing = os.scandir

    def scandir(path: str) -> Any:
        result = listing(path)
        if os.path.basename(path) == root.name and (root / "gone.py").exists():
            entries = list(result)
            (root / "gone.py").unlink()
            (root / "folder/b.py").unlink()
            (root / "folder").rmdir()
            return _Listing(entries)
        return result

    monkeypatch.setattr(os, "scandir", scandir)
    assert paths(discover(root)) == ["a.py", "z.py"]
    monkeypatch.undo()


class _Listing(list[Any]):
    def __enter__(self) -> _Listing:
        return self

    def __exit__(self, *_: object) -> None:
        pass


# -- reading what was listed


def test_reading(write_tree: WriteTree) -> None:
    root = write_tree({"a.py": b"x = 1\r\n\xff", "empty.py": b"", "big.py": b"#" * 200_000})
    assert read_source(root, "a.py", 1000) == b"x = 1\r\n\xff"
    assert read_source(root, "empty.py", 1000) == b""
    assert len(read_source(root, "big.py", 200_000)) == 200_000


@pytest.mark.parametrize("name", ["gone.py", "a.py/b.py", "nowhere/a.py"])
def test_reading_what_vanished(write_tree: WriteTree, name: str) -> None:
    root = write_tree({"a.py": ""})
    with pytest.raises(FileUnreadable) as error:
        read_source(root, name, 1000)
    assert (error.value.path, error.value.reason) == (name, Reason.VANISHED)


@posix
def test_reading_what_became_something_else(write_tree: WriteTree, tmp_path: Path) -> None:
    root = write_tree({"big.py": "#" * 101, "folder.py/x": "", "real/a.py": ""})
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/o.py").write_text("x")
    os.mkfifo(root / "pipe.py")
    os.symlink(tmp_path / "outside/o.py", root / "link.py")
    os.symlink(tmp_path / "outside", root / "out")

    def reason(path: str) -> str:
        with pytest.raises(FileUnreadable) as error:
            read_source(root, path, 100)
        return error.value.reason

    assert reason("big.py") == Reason.TOO_LARGE
    assert reason("pipe.py") == Reason.SPECIAL
    assert reason("folder.py") == Reason.SPECIAL
    assert reason("link.py") == Reason.SYMLINK
    assert reason("out/o.py") == Reason.SYMLINK
    assert reason("../outside/o.py") == Reason.SYMLINK
    assert reason(str(tmp_path / "outside/o.py")) == Reason.SYMLINK
    assert reason("nul\0.py") == Reason.UNREADABLE
    assert reason("x" * 300) == Reason.UNREADABLE


# -- names


@posix
def test_names_that_are_not_text_survive(write_tree: WriteTree) -> None:
    root = write_tree({"plain.py": "", "100%.py": "", "%41.py": "", "new\nline.py": "", "tab\t/é.py": ""})
    odd = os.fsencode(root) + b"/caf\xe9/\xff.py"
    os.mkdir(os.path.dirname(odd))
    with open(odd, "wb") as file:
        file.write(b"x = 1\n")
    found = discover(root)
    assert paths(found) == ["%2541.py", "100%.py", "caf%E9/%FF.py", "new%0Aline.py", "plain.py", "tab%09/é.py"]
    assert read_source(root, "caf%E9/%FF.py", 100) == b"x = 1\n"
    for path in paths(found):
        assert os.path.exists(os.path.join(root, native_path(path)))
        path.encode("utf-8")


@posix
@given(st.binary(min_size=1, max_size=40).filter(lambda b: b"\0" not in b))
def test_stored_names_are_reversible_and_printable(name: bytes) -> None:
    stored = stored_path(os.fsdecode(name))
    assert os.fsencode(native_path(stored)) == name
    assert stored.isprintable() or not stored.isascii()
    assert len(stored.splitlines()) <= 1 or "\x85" in stored


@given(
    st.text(st.sampled_from("%0aAfF\x01é/."), min_size=1, max_size=12),
    st.text(st.sampled_from("%0aAfF\x01é/."), max_size=12),
)
def test_stored_names_are_distinct(one: str, other: str) -> None:
    assert (stored_path(one) == stored_path(other)) == (one == other)


def test_the_order_is_that_of_the_paths(write_tree: WriteTree) -> None:
    names = ["b.py", "a.py", "a/z.py", "a/b/c.py", "a-b.py", "é.py", "Z.py", "a.d/x.py"]
    root = write_tree(dict.fromkeys(names, ""))
    assert paths(discover(root)) == sorted(names)
    found = discover(root)
    assert discover(root) == found


@posix
def test_very_deep_folders(write_tree: WriteTree) -> None:
    root = write_tree({"a.py": ""})
    name = "d" * 50
    here = os.getcwd()
    try:
        os.chdir(root)
        for _ in range(100):
            os.mkdir(name)
            os.chdir(name)
            Path("x.py").write_text("")
    finally:
        os.chdir(here)
    found = discover(root)
    assert len(found.files) > 70
    assert [s.reason for s in found.skipped] == [Reason.UNREADABLE], "what is too deep for the system has its row"


# -- languages


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.py", "python"), ("a.pyi", "python"), ("A.PY", "python"), ("SConstruct", "python"),
        ("a.d.ts", "typescript"), ("a.tsx", "typescript"), ("a.mjs", "javascript"), ("a.jsx", "javascript"),
        ("a.go", "go"), ("a.rs", "rust"), ("A.java", "java"), ("build.gradle.kts", "kotlin"), ("A.cs", "csharp"),
        ("a.c", "c"), ("a.C", "cpp"), ("a.cc", "cpp"), ("a.hpp", "cpp"), ("a.php", "php"),
        ("Rakefile", "ruby"), ("x.gemspec", "ruby"),
    ],
)  # fmt: skip
def test_language_by_name(write_tree: WriteTree, name: str, expected: str) -> None:
    assert [(f.path, f.language) for f in discover(write_tree({name: "x"})).files] == [(name, expected)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"#!/usr/bin/python3\n", "python"),
        (b"#!/usr/bin/env python3.12\n", "python"),
        (b"#!/usr/bin/env -S PYTHONPATH=. python -I\n", "python"),
        (b"#! /usr/bin/env node\n", "javascript"),
        (b"#!/usr/bin/env deno run\n", "typescript"),
        (b"#!/usr/bin/env -S uv run --script\n", "python"),
        (b"#!/usr/bin/ruby -w\n", "ruby"),
        (b"#!C:\\Python\\python.exe\n", "python"),
        (b"#!/bin/sh\n", ""),
        (b"#!\n", ""),
        (b"#!/usr/bin/env\n", ""),
        (b"# python\n", ""),
        (b"\xff\xfe#!", ""),
    ],
)
def test_language_by_first_line(line: bytes, expected: str) -> None:
    assert language_of_shebang(line) == expected


def test_scripts_without_extension(write_tree: WriteTree) -> None:
    root = write_tree({"bin/run": "#!/usr/bin/env python3\n", "bin/sh": "#!/bin/sh\n", "empty": "", "data": b"\0\1\2"})
    write_tree({"bin/large": "#!/usr/bin/env python3\n" + "#" * 100_000, "bin/tool.1": "#!/usr/bin/env python3\n"})
    assert paths(discover(root)) == ["bin/run"]
    if os.name == "posix":
        (root / "bin/large").chmod(0o755)
        assert paths(discover(root)) == ["bin/large", "bin/run"]


def test_headers_follow_the_nearest_sources(write_tree: WriteTree) -> None:
    root = write_tree(
        dict.fromkeys(
            [
                "clib/include/a.h", "clib/src/a.c", "clib/src/b.c",
                "app/app.cpp", "app/app.h", "app/core/core.h", "app/c/old.c", "app/c/old.h",
                "both/x.c", "both/x.cc", "both/x.h",
                "vendor/v1.cc", "vendor/v2.cc", "vendor/v3.cc", "vendor/v4.cc",
                "headeronly.h",
            ],
            "",
        )
    )  # fmt: skip
    found = {f.path: f.language for f in discover(root).files if f.path.endswith(".h")}
    assert found == {
        "clib/include/a.h": "c",
        "app/app.h": "cpp",
        "app/core/core.h": "cpp",
        "app/c/old.h": "c",
        "both/x.h": "cpp",
        "headeronly.h": "c",
    }


def test_headers_alone_are_c(write_tree: WriteTree) -> None:
    assert [f.language for f in discover(write_tree({"a.h": "", "b.h": ""})).files] == ["c", "c"]


def test_the_tables_agree_with_the_languages() -> None:
    """The tables exist so that listing files imports no parser; they must say what the parsers say."""
    checked = 0
    for name in available():
        value = language(name)
        assert isinstance(value, Language)
        checked += 1
        for extension in value.extensions:
            assert EXTENSIONS.get(extension) == name or extension in (".h", ".H"), f"{extension} of {name}"
        for filename in value.filenames:
            assert FILENAMES.get(filename) == name, f"{filename} of {name}"
        for interpreter in value.shebangs:
            assert language_of_shebang(f"#!/usr/bin/{interpreter}\n".encode()) == name, f"{interpreter} of {name}"
    assert checked


# -- marks


def test_marks_by_name(write_tree: WriteTree) -> None:
    expected: dict[str, tuple[str, ...]] = {
        "src/a.py": (),
        "src/attest.py": (),
        "src/latest/test.py": (),
        "src/contest.go": (),
        "tests/helpers.py": ("test",),
        "src/test_a.py": ("test",),
        "pkg/a_test.go": ("test",),
        "web/a.test.ts": ("test",),
        "web/a.spec.tsx": ("test",),
        "web/__tests__/a.ts": ("test",),
        "src/test/java/shop/CartTest.java": ("test",),
        "src/main/java/shop/Contest.java": (),
        "conftest.py": ("test",),
        "docs/conf.py": ("docs",),
        "examples/demo.py": ("example",),
        "vendor/lib/a.go": ("vendored",),
        "pip/_vendor/six.py": ("vendored",),
        "third_party/tests/a.cc": ("test", "vendored"),
        "api/cart_pb2.py": ("generated",),
        "api/cart.pb.go": ("generated",),
        "src/generated/client.ts": ("generated",),
        "dist/index.js": ("generated",),
    }
    found = discover(write_tree(dict.fromkeys(expected, "x")))
    assert flags(found) == expected


def test_inside_a_package_ordinary_words_are_modules(write_tree: WriteTree) -> None:
    root = write_tree(
        dict.fromkeys(["web/__init__.py", "web/test/client.py", "web/docs/views.py", "web/tests/a.py"], "")
    )
    assert flags(discover(root)) == {
        "web/__init__.py": (),
        "web/docs/views.py": (),
        "web/test/client.py": (),
        "web/tests/a.py": ("test",),
    }


def test_configured_marks(write_tree: WriteTree) -> None:
    root = write_tree(dict.fromkeys(["checks/a.py", "tests/keep/b.py", "tests/c.py", "libs/d.py", "api/x_gen.py"], ""))
    config = Config(tests=("checks/", "!tests/keep/"), vendored=("libs/",), generated=("*_gen.py",))
    assert flags(discover(root, config)) == {
        "api/x_gen.py": ("generated",),
        "checks/a.py": ("test",),
        "libs/d.py": ("vendored",),
        "tests/c.py": ("test",),
        "tests/keep/b.py": (),
    }


# -- content


@pytest.mark.parametrize(
    ("path", "data", "reason"),
    [
        ("a.py", b"", ""),
        ("a.py", b"x = 1\n", ""),
        ("a.py", b"\x7fELF\0\0\0", "binary"),
        ("a.py", b"x = 1\n" * 3000 + b"\0", ""),
        ("a.py", b"x = 1\n" * 300 + b"y = '\0\0'\n", ""),
        ("a.py", b"x = 1\n" * 300 + b"\0\0\xff\xfe\x80", "binary"),
        ("a.py", "x = 'ÿ'\n".encode("latin-1"), ""),
        ("a.cs", "class A {}\n".encode("utf-16"), ""),
        ("a.js", b"var a=function(b){return b+1};(function(c,d){c(d);if(a){e()}})();" * 100, "minified"),
        (
            "a.js",
            b"/*! licence */\n" + b"var a=function(b){return b+1};(function(c,d){c(d);if(a){e()}})();" * 100,
            "minified",
        ),
        ("a.js", b"const data = '" + b"QUJD" * 5000 + b"';\nexport default data;\n", ""),
        ("a.js", b"export function add(a, b) { return a + b; }\n" * 200, ""),
        ("a.py", b"DATA = [" + b"1, 2, 3, " * 2000 + b"]\n", ""),
        ("a.php", b"<?php " + b"if($a){b($c);}else{d($e);}" * 5000, "minified"),
    ],
)
def test_content_that_is_skipped(path: str, data: bytes, reason: str) -> None:
    assert sniff(path, data).reason == reason


@pytest.mark.parametrize(
    ("path", "data", "generated"),
    [
        ("a.go", b"// Code generated by protoc-gen-go. DO NOT EDIT.\n\npackage a\n", True),
        ("a.js", b"/**\n * @generated SignedSource<<abc>>\n */\n", True),
        ("a.cs", b"// <auto-generated>\n//  by a tool\n// </auto-generated>\n", True),
        ("a.py", b"#!/usr/bin/env python\n# This file was automatically generated by SWIG.\n", True),
        ("a.py", b'"""Client.\n\nDo not edit this file manually: it is generated from the schema.\n"""\n', True),
        ("a.java", b"/*\n   Generated by ANTLR 4\n*/\nclass A {}\n", True),
        ("a.py", b'HEADER = "# Code generated by us. DO NOT EDIT."\n', False),
        ("a.py", b"# Helpers for code generated at build time\nx = 1\n", False),
        ("a.py", b'"""How reports are generated."""\n', False),
        ("a.py", b'"""Writes tables."""\nTOP = """\n// GENERATED BY us; DO NOT EDIT.\n"""\n', False),
        ("a.py", b'A = """\nx\n"""\n# @generated\n', True),
        ("a.py", b'TOP = """\n<!-- generated by us, do not edit -->\n"""\n', False),
        ("a.py", b"# An auto-generated primary key is an integer\n", False),
        ("a.py", b"x = 1\n" * 60 + b"# @generated\n", False),
        ("a.js", b"export const a = 1;\n//# sourceMappingURL=a.js.map\n", True),
        ("a.js", b'"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n', True),
        ("a.ts", b"export const a = 1;\n", False),
    ],
)
def test_generated_by_its_header(path: str, data: bytes, generated: bool) -> None:
    assert sniff(path, data) == ("", generated)


def test_bytes_to_parse() -> None:
    assert utf8(b"x = 1") == b"x = 1"
    assert utf8(b"\xef\xbb\xbfx = 1") == b"x = 1"
    assert utf8("é = 1".encode("utf-16")) == "é = 1".encode()
    assert utf8(b"\xff\xff = 1") == b"\xff\xff = 1"
    assert utf8(b"\xff\xfe\x00") == "\ufffd".encode()


def test_files_carry_what_tells_a_change(write_tree: WriteTree) -> None:
    root = write_tree({"a.py": "x = 1\n"})
    info = (root / "a.py").stat()
    inode = 0 if sys.platform == "win32" else info.st_ino
    assert discover(root).files == [SourceFile("a.py", "python", 6, info.st_mtime_ns, inode, ())]
