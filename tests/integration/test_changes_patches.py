"""Patches as people have them: coloured, mailed, made elsewhere, applied or not."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from codegraph.changes.asking import compare, report_on
from codegraph.changes.patches import read_patch
from codegraph.engine import Engine
from codegraph.errors import BadArgument

RunGit = Callable[..., str]
OLD = "def f(a):\n    return a\n\n\ndef last():\n    return 1\n"
NEW = "def f(a, b):\n    return a\n\n\ndef last():\n    return 1\n"
LATER = "def f(a, b):\n    return a\n\n\ndef last():\n    return 2\n"
USER = "from a import f\n\n\ndef g():\n    return f(1)\n"


@pytest.fixture
def tree(write_tree: Callable[[Mapping[str, str | bytes]], Path], git: RunGit) -> Path:
    root = write_tree({"lib/a.py": OLD, "lib/b.py": USER})
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "base")
    (root / "lib/a.py").write_text(NEW)
    return root


def both_ways(root: Path, patch: bytes, git: RunGit) -> None:
    """The patch says the same of a tree that has it and of one that has not."""
    for _ in ("applied", "not"):
        (file,) = compare(root, None, patch=patch).files
        assert file.path == "lib/a.py"
        assert file.old is not None and file.new is not None
        assert (file.old.data.replace(b"\r", b""), file.new.data.replace(b"\r", b"")) == (OLD.encode(), NEW.encode())
        assert (file.change.removed, file.change.added) == ([(1, 1)], [(1, 1)])
        git(root, "checkout", "-q", "lib/a.py")


@pytest.mark.parametrize(
    "options",
    [
        ["--color=always"],
        ["--no-prefix"],
        ["--src-prefix=old/", "--dst-prefix=new/"],
        ["--src-prefix=i/", "--dst-prefix=w/"],
        ["-U0"],
        ["-W"],
    ],
)
def test_however_git_wrote_it(tree: Path, git: RunGit, options: list[str]) -> None:
    both_ways(tree, git(tree, "diff", *options).encode(), git)


def test_saved_with_other_line_ends(tree: Path, git: RunGit) -> None:
    patch = git(tree, "diff").encode()
    both_ways(tree, patch.replace(b"\n", b"\r\n"), git)
    (tree / "lib/a.py").write_bytes(NEW.replace("\n", "\r\n").encode())
    (file,) = compare(tree, None, patch=patch).files
    assert file.old is not None and file.old.data == OLD.replace("\n", "\r\n").encode()


def test_of_a_folder_of_the_repository_only_what_is_below_it(tree: Path, git: RunGit) -> None:
    (tree / "other.py").write_text("x = 1\n")
    git(tree, "add", "-A")
    whole, relative = git(tree, "diff", "HEAD").encode(), git(tree / "lib", "diff", "HEAD", "--relative").encode()
    for patch in (whole, relative):
        assert [f.path for f in compare(tree / "lib", None, patch=patch).files] == ["a.py"]


def test_made_by_diff_between_two_folders(tree: Path, git: RunGit, tmp_path: Path) -> None:
    before = tmp_path / "before"
    git(tmp_path, "clone", "-q", str(tree), "before")
    (tree / "new.py").write_text("def n():\n    pass\n")
    (before / "gone.py").write_text("def g():\n    pass\n")
    done = subprocess.run(
        ["diff", "-ruN", "-x", ".git", str(before), str(tree)], capture_output=True, cwd=tmp_path, check=False
    )
    patch = done.stdout.replace(str(tmp_path).encode() + b"/", b"")
    statuses = {f.path: f.change.status for f in compare(tree, None, patch=patch).files}
    assert statuses == {"lib/a.py": "modified", "new.py": "added", "gone.py": "deleted"}
    one = subprocess.run(
        ["diff", "-u", str(before / "lib/a.py"), "lib/a.py"], capture_output=True, cwd=tree, check=False
    ).stdout
    both_ways(tree, re.sub(rb"(?m)^--- \S+", b"--- lib/a.py.orig", one), git)


MESSAGE = "Change f\n\n--- a/nowhere.py\n+++ b/nowhere.py\n@@ -1 +1 @@\n-x\n+y\n"


def test_several_commits_as_mail(tree: Path, git: RunGit) -> None:
    git(tree, "commit", "-qam", MESSAGE)
    (tree / "lib/a.py").write_text(LATER)
    git(tree, "mv", "lib/b.py", "lib/c.py")
    (tree / "lib/new.py").write_text("x = 1\n")
    git(tree, "add", "-A")
    git(tree, "commit", "-qm", "more")
    (tree / "lib/new.py").write_text("x = 2\n")
    (tree / "lib/c.py").write_text(USER + "# end\n")
    git(tree, "commit", "-qam", "last")
    patch = git(tree, "format-patch", "-3", "--stdout").encode()
    assert patch.count(b"diff --git a/lib/a.py") == 2
    for revision in ("HEAD", "HEAD~3"):
        git(tree, "checkout", "-q", revision)
        with Engine.open(tree) as engine:
            engine.index()
            report = report_on(tree, engine.database, patch=patch)
        found = {f.path: (f.change.status, f.change.removed, f.change.added) for f in report.comparison.files}
        assert found == {
            "lib/a.py": ("modified", [(1, 1), (6, 6)], [(1, 1), (6, 6)]),
            "lib/c.py": ("renamed", [], [(6, 6)]),
            "lib/new.py": ("added", [], [(1, 1)]),
        }
        assert [(b.file, b.line) for b in report.broken] == [("lib/c.py", 5)]
        git(tree, "checkout", "-q", "main")
    git(tree, "checkout", "-q", "HEAD~1")
    (tree / "lib/a.py").write_text("other\n")
    with pytest.raises(BadArgument, match="neither all applied"):
        compare(tree, None, patch=patch)


@pytest.mark.parametrize("apply", [True, False])
def test_files_that_are_no_source_are_not_held_against_it(tree: Path, git: RunGit, apply: bool) -> None:
    (tree / "link.py").symlink_to("lib/a.py")
    (tree / "big.json").write_text("x" * 3_000_000)
    (tree / "picture.png").write_bytes(bytes(range(256)))
    (tree / "hidden.py").write_text("def h():\n    pass\n")
    (tree / ".gitattributes").write_text("hidden.py binary\n")
    git(tree, "add", "-A")
    patch = git(tree, "diff", "--cached").encode()
    if not apply:
        git(tree, "stash", "-q")
    comparison = compare(tree, None, patch=patch)
    assert [f.path for f in comparison.files] == ["lib/a.py"]
    assert len(comparison.others) == 5
    assert comparison.notes == ("hidden.py: the patch shows no lines of it",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("diff --cc a.py\nindex 1,2..3\n--- a/a.py\n+++ b/a.py\n@@@ -1,1 -1,1 +1,1 @@@\n", "combined diff"),
        ("--- a/x.py\n+++ b/x.py\n@@ -1,3 +1,3 @@\n one\n-two\n", "cut short in x.py"),
        ("*** a/x.py\n--- b/x.py\n***************\n*** 1 ****\n", "no patch"),
        (" lib/a.py | 2 +-\n", "no patch"),
        ("lib/a.py\n", "no patch"),
        ("\x00\xff\x1b[", "no patch"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, said: str) -> None:
    with pytest.raises(BadArgument, match=said):
        read_patch(text.encode("latin-1"))


def test_a_patch_that_fits_nothing(tree: Path, git: RunGit) -> None:
    patch = git(tree, "diff").encode()
    (tree / "lib/a.py").write_text("other\n")
    with pytest.raises(BadArgument, match=r"does not fit lib/a\.py"):
        compare(tree, None, patch=patch)
