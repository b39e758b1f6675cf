"""Reading diffs: hostile names, hostile content, hostile settings, and the clones that CI makes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from codegraph.changes.asking import compare
from codegraph.changes.diff import Diff, FileChange, line_now, read_diff
from codegraph.changes.git import Git, HistoryMissing
from codegraph.changes.patches import read_patch, unquote
from codegraph.changes.sides import SideReader, compare_revisions
from codegraph.errors import BadArgument, NotARepository

RunGit = Callable[..., str]


@pytest.fixture
def tree(tmp_path: Path, git: RunGit) -> Path:
    root = tmp_path / "repo"
    root.mkdir()
    git(root, "init", "-q")
    return root


def commit(git: RunGit, root: Path, message: str = "c") -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", message)
    return git(root, "rev-parse", "HEAD").strip()


def by_path(diff: Diff) -> dict[str, FileChange]:
    return {change.path: change for change in diff.changes}


HOSTILE = ['quo"te.py', "sp ace.py", "t\tab.py", "new\nline.py", "café.py", "-dash.py", "a b\tc -> d.py", "'q'.py"]


def test_hostile_names_keep_their_own_lines(tree: Path, git: RunGit) -> None:
    for name in [*HOSTILE, os.fsdecode(b"raw\xff.py")]:
        (tree / name).write_text("one\ntwo\nthree\n")
    commit(git, tree)
    for number, name in enumerate([*HOSTILE, os.fsdecode(b"raw\xff.py")]):
        (tree / name).write_text("one\n" + "new\n" * (number + 1) + "three\n")
    found = by_path(read_diff(Git(tree)))
    assert set(found) == {*HOSTILE, os.fsdecode(b"raw\xff.py")}
    for number, name in enumerate([*HOSTILE, os.fsdecode(b"raw\xff.py")]):
        assert found[name].removed == [(2, 2)]
        assert found[name].added == [(2, 2 + number)]


def test_content_that_looks_like_headers_is_content(tree: Path, git: RunGit) -> None:
    (tree / "a.sql").write_text("-- a/x\nkeep\n-- b\n")
    (tree / "b.txt").write_text("x\n")
    commit(git, tree)
    (tree / "a.sql").write_text("keep\n++ b/evil\n@@ -1 +1 @@\ndiff --git a/z b/z\n")
    (tree / "b.txt").write_text("y\n")
    found = by_path(read_diff(Git(tree)))
    assert found["a.sql"].removed == [(1, 1), (3, 3)]
    assert found["a.sql"].added == [(2, 4)]
    assert found["b.txt"].added == [(1, 1)]


def test_renames_deletions_binaries_type_changes_and_submodules(tree: Path, git: RunGit, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    commit(git, other)
    (tree / "old.py").write_text("".join(f"line {n}\n" for n in range(20)))
    (tree / "gone.py").write_text("a\nb\n")
    (tree / "bin.dat").write_bytes(b"\0\1\2")
    (tree / "typed").write_text("x\n")
    git(tree, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "sub")
    commit(git, tree)
    (tree / "old.py").rename(tree / "new.py")
    (tree / "new.py").write_text((tree / "new.py").read_text() + "more\n")
    (tree / "gone.py").unlink()
    (tree / "bin.dat").write_bytes(b"\0\1\3")
    (tree / "typed").unlink()
    os.symlink("new.py", tree / "typed")
    (tree / "zz.py").write_text("after the odd ones\n")
    git(tree, "add", "-A")
    (tree / "sub" / "f").write_text("dirty\n")
    found = by_path(read_diff(Git(tree), staged=True))
    assert found["new.py"].status == "renamed"
    assert found["new.py"].old_path == "old.py"
    assert found["new.py"].added == [(21, 21)]
    assert found["gone.py"].status == "deleted"
    assert found["gone.py"].removed == [(1, 2)]
    assert found["bin.dat"].hunks == []
    assert found["typed"].status == "type-changed"
    assert not found["typed"].new_is_file
    assert found["zz.py"].added == [(1, 1)]
    assert "sub" not in found


def test_settings_and_environment_do_not_change_what_is_read(
    tree: Path, git: RunGit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tree / "a.py").write_text("1\n2\n3\n4\n5\n6\n7\n8\n9\n")
    commit(git, tree)
    (tree / "a.py").write_text("1\nX\n3\n4\n5\n6\n7\nY\n9\n")
    marker = tmp_path / "ran"
    tool = tmp_path / "tool"
    tool.write_text(f"#!/bin/sh\ntouch '{marker}'\n")
    tool.chmod(0o755)
    (tree / ".gitattributes").write_text("*.py diff=evil\n")
    for key, value in {
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "diff.external": str(tool),
        "diff.evil.textconv": str(tool),
        "diff.evil.command": str(tool),
        "diff.context": "9",
        "diff.interHunkContext": "9",
        "diff.submodule": "log",
        "diff.relative": "true",
        "color.ui": "always",
        "core.fsmonitor": str(tool),
        "core.quotePath": "false",
        "diff.orderFile": "/nowhere",
    }.items():
        git(tree, "config", key, value)
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(tool))
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=9")
    change = by_path(read_diff(Git(tree)))["a.py"]
    assert change.removed == [(2, 2), (8, 8)]
    assert not marker.exists()


def test_base_is_where_the_branch_left(tree: Path, git: RunGit) -> None:
    (tree / "a.py").write_text("a\n")
    commit(git, tree)
    git(tree, "checkout", "-q", "-b", "topic")
    (tree / "mine.py").write_text("m\n")
    topic = commit(git, tree)
    git(tree, "checkout", "-q", "main")
    (tree / "theirs.py").write_text("t\n")
    commit(git, tree)
    assert set(by_path(read_diff(Git(tree), base="main", head=topic))) == {"mine.py"}


def test_untracked_files_count_in_the_work_tree_alone(tree: Path, git: RunGit) -> None:
    (tree / ".gitignore").write_text("ignored.py\n")
    commit(git, tree)
    (tree / "new.py").write_text("n\n")
    (tree / "ignored.py").write_text("i\n")
    assert set(by_path(read_diff(Git(tree)))) == {"new.py"}
    assert by_path(read_diff(Git(tree), staged=True)) == {}


def test_before_the_first_commit_everything_is_new(tree: Path, git: RunGit) -> None:
    (tree / "a.py").write_text("a\n")
    git(tree, "add", "-A")
    assert by_path(read_diff(Git(tree)))["a.py"].status == "added"


def test_a_folder_of_the_repository_sees_its_own_files(tree: Path, git: RunGit) -> None:
    for name in ("app/a.py", "lib/b.py"):
        (tree / name).parent.mkdir(exist_ok=True)
        (tree / name).write_text("".join(f"{name} {n}\n" for n in range(20)))
    commit(git, tree)
    (tree / "app/a.py").rename(tree / "lib/a.py")
    (tree / "lib/b.py").write_text("changed\n")
    git(tree, "add", "-A")
    found = by_path(read_diff(Git(tree / "lib")))
    assert found["a.py"].status == "added"
    assert found["b.py"].added == [(1, 1)]


def test_a_shallow_clone_says_what_to_do(tree: Path, git: RunGit, tmp_path: Path) -> None:
    first = commit(git, tree)
    commit(git, tree)
    git(tmp_path, "clone", "-q", "--depth", "1", tree.as_uri(), "shallow")
    with pytest.raises(HistoryMissing, match="fetch-depth: 0"):
        read_diff(Git(tmp_path / "shallow"), base=first)


def test_no_repository_is_an_error_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(NotARepository) as caught:
        Git(tmp_path)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("revision", ["nosuch", "--output=x", "", "a\0b", "HEAD^{tree}"])
def test_unknown_revisions_are_refused(tree: Path, git: RunGit, revision: str) -> None:
    commit(git, tree)
    with pytest.raises(BadArgument):
        Git(tree).commit(revision)


@pytest.mark.parametrize("attribute", ["binary", "-diff"])
@pytest.mark.parametrize("head", [None, "HEAD"])
def test_attributes_do_not_hide_lines(tree: Path, git: RunGit, attribute: str, head: str | None) -> None:
    (tree / "a.py").write_text("a\nb\nc\nd\n")
    (tree / "gone.py").write_text("a\n")
    base = commit(git, tree)
    (tree / ".gitattributes").write_text(f"*.py {attribute}\n")
    (tree / "a.py").write_text("a\nB\nc\nnew\nd\n")
    (tree / "new.py").write_text("n\nn\n")
    (tree / "gone.py").unlink()
    (tree / "picture.png").write_bytes(b"\x89PNG\0\n\0")
    if head:
        commit(git, tree)
    comparison = compare_revisions(Git(tree), SideReader(tree), base=base, head=head)
    found = {file.change.path: file.change for file in comparison.files}
    assert (found["a.py"].removed, found["a.py"].added) == ([(2, 2)], [(2, 2), (4, 4)])
    assert found["new.py"].added == [(1, 2)]
    assert found["gone.py"].removed == [(1, 1)]
    assert [c.hunks for c in comparison.others if c.path == "picture.png"] == [[]]


def test_a_file_taken_out_of_the_index_alone_has_changed_at_most(tree: Path, git: RunGit) -> None:
    (tree / "a.py").write_text("a\nb\n")
    commit(git, tree)
    git(tree, "rm", "-q", "--cached", "a.py")
    (tree / "a.py").write_text("a\nB\n")
    (file,) = compare_revisions(Git(tree), SideReader(tree)).files
    assert (file.change.status, file.change.removed, file.change.added) == ("modified", [(2, 2)], [(2, 2)])
    assert read_diff(Git(tree), staged=True).changes[0].status == "deleted"


def test_an_unsettled_merge_is_said(tree: Path, git: RunGit) -> None:
    for name in ("a.py", 'quo"te\n.py'):
        (tree / name).write_text("a\n")
    commit(git, tree)
    git(tree, "checkout", "-q", "-b", "topic")
    for branch in ("topic", "main"):
        git(tree, "checkout", "-q", branch)
        for name in ("a.py", 'quo"te\n.py'):
            (tree / name).write_text(f"{branch}\n")
        commit(git, tree)
    subprocess.run(["git", "merge", "-q", "topic"], cwd=tree, capture_output=True, check=False)
    for staged in (False, True):
        diff = read_diff(Git(tree), staged=staged)
        assert set(diff.conflicts) == {"a.py", 'quo"te\n.py'}
    comparison = compare_revisions(Git(tree), SideReader(tree))
    assert any("unsettled merge in a.py" in note for note in comparison.notes)
    assert [file.path for file in comparison.files] == ["a.py", 'quo"te%0A.py']


def test_a_sparse_checkout_is_said(tree: Path, git: RunGit) -> None:
    (tree / "lib").mkdir()
    (tree / "lib/a.py").write_text("a\n")
    commit(git, tree)
    assert compare_revisions(Git(tree), SideReader(tree)).notes == ()
    git(tree, "sparse-checkout", "set", "lib")
    assert "sparse" in compare_revisions(Git(tree), SideReader(tree)).notes[0]


@pytest.mark.parametrize("settings", ["config", "config.worktree"])
def test_filters_of_the_repository_itself_do_not_run(tree: Path, git: RunGit, tmp_path: Path, settings: str) -> None:
    (tree / "a.py").write_text("a\n")
    (tree / ".gitattributes").write_text("*.py filter=evil\n")
    commit(git, tree)
    marker = tmp_path / "ran"
    git(tree, "config", "extensions.worktreeConfig", "true")
    with (tree / ".git" / settings).open("a") as file:
        file.write(f'[filter "evil"]\n\tclean = touch {marker}; cat\n\tprocess = touch {marker}\n\trequired = true\n')
    (tree / "a.py").write_text("b\n")
    assert by_path(read_diff(Git(tree)))["a.py"].added == [(1, 1)]
    assert not marker.exists()
    with (tree / ".git" / settings).open("a") as file:
        file.write(f'[filter "e=v"]\n\tclean = touch {marker}; cat\n')
    with pytest.raises(NotARepository, match="odd name"):
        read_diff(Git(tree))


def test_why_git_cannot_be_asked(tree: Path, git: RunGit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(git, tree)
    git(tmp_path, "clone", "-q", "--bare", str(tree), "bare")
    with pytest.raises(NotARepository, match="without a work tree"):
        Git(tmp_path / "bare")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(NotARepository, match=r"git config --global --add safe\.directory"):
        Git(tree)


def test_a_clone_that_lacks_contents_is_an_error_not_a_change(tree: Path, git: RunGit) -> None:
    (tree / "a.py").write_text("a\n")
    (tree / ".gitattributes").write_text("*.py binary\n")
    base = commit(git, tree)
    (tree / "a.py").write_text("b\n")
    head = commit(git, tree)
    content = git(tree, "rev-parse", "HEAD:a.py").strip()
    (tree / ".git/objects" / content[:2] / content[2:]).unlink()
    reader = SideReader(tree)
    with pytest.raises(HistoryMissing, match="lacks the content"):
        compare_revisions(Git(tree), reader, base=base, head=head)
    assert list(Git(tree).blobs([content, content])) == [None, None]
    (tree / ".gitattributes").unlink()
    (tree / "a.py").write_text("c\n")
    with pytest.raises(NotARepository):
        compare_revisions(Git(tree), reader)
    (tree / ".git/objects" / head[:2] / head[2:]).unlink()
    with pytest.raises(HistoryMissing, match=head[:12]):
        Git(tree).head()


@pytest.mark.parametrize("empty", ["", "  "])
def test_a_variable_that_a_pipeline_left_empty_is_no_base(tree: Path, git: RunGit, empty: str) -> None:
    commit(git, tree)
    with pytest.raises(BadArgument, match="--base is empty"):
        compare(tree, None, base=empty)
    with pytest.raises(BadArgument, match="--head is empty"):
        compare(tree, None, head=empty)


def test_lines_move_with_the_hunks_before_them() -> None:
    hunks = [(3, 0, 4, 2), (10, 2, 13, 1)]
    assert [line_now(hunks, n) for n in (3, 4, 9, 10, 11, 12)] == [3, 6, 11, None, None, 13]


# -- patches

PATCH = b"""diff --git "a/caf\\303\\251.py" "b/caf\\303\\251.py"
--- "a/caf\\303\\251.py"
+++ "b/caf\\303\\251.py"
@@ -1,3 +1,3 @@
 one
-two
+TWO
 three
diff --git a/a b.py b/a b.py
new file mode 100644
--- /dev/null
+++ b/a b.py
@@ -0,0 +1,2 @@
+x
+y
\\ No newline at end of file
"""


def test_a_patch_is_read_and_goes_both_ways() -> None:
    first, second = read_patch(PATCH)
    assert (first.change.old_path, first.change.status) == ("café.py", "modified")
    assert first.change.removed == [(2, 2)]
    assert first.apply(b"one\ntwo\nthree\n", backwards=False) == b"one\nTWO\nthree\n"
    assert first.apply(b"one\nTWO\nthree\n", backwards=True) == b"one\ntwo\nthree\n"
    assert first.apply(b"one\n2\nthree\n", backwards=False) is None
    assert (second.change.path, second.change.status) == ("a b.py", "added")
    assert second.apply(b"", backwards=False) == b"x\ny"


def test_a_patch_of_git_equals_its_diff(tree: Path, git: RunGit) -> None:
    (tree / "a.py").write_text("".join(f"{n}\n" for n in range(30)))
    commit(git, tree)
    lines = (tree / "a.py").read_text().splitlines(keepends=True)
    (tree / "a.py").write_text("".join([*lines[:3], "new\n", *lines[5:20], *lines[22:], "end"]))
    before = by_path(read_diff(Git(tree)))["a.py"]
    patch = git(tree, "diff").encode()
    (read,) = read_patch(patch)
    assert read.change.hunks == before.hunks
    assert read.apply("".join(lines).encode(), backwards=False) == (tree / "a.py").read_bytes()


def test_paths_out_of_the_tree_are_refused() -> None:
    with pytest.raises(BadArgument, match="outside"):
        read_patch(b"--- a/../../etc/passwd\n+++ b/../../etc/passwd\n@@ -1 +1 @@\n-a\n+b\n")


def test_what_is_no_patch_is_an_error() -> None:
    with pytest.raises(BadArgument, match="no patch"):
        read_patch(b"hello\n")
    assert read_patch(b"") == []


def test_quoted_names() -> None:
    assert unquote(b'"a\\tb\\"c\\\\d\\377"') == b'a\tb"c\\d\xff'
    assert unquote(b"plain") == b"plain"
