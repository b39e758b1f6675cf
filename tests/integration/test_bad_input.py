"""Whatever lies in a repository: the rest is indexed, each odd file has its row, nothing else is touched."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAM = (
    f"import sys; sys.path.insert(1, {str(REPOSITORY)!r}); sys.argv[0] = 'codegraph'\n"
    "from codegraph.cli import main\nif __name__ == '__main__': sys.exit(main())\n"
)
WriteTree = Callable[[Mapping[str, str | bytes]], Path]

GOOD = "def good():\n    return other()\n\n\ndef other():\n    return 1\n"

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX links, names or permissions")


def codegraph(*arguments: str | Path, cwd: Path, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("CODEGRAPH", "CLAUDE"))}
    # The program in a file of its own: workers start it again by its path.
    script = cwd.parent / "codegraph-program"
    script.write_text(PROGRAM)
    return subprocess.run(
        [*before, sys.executable, str(script), *map(str, arguments)],
        cwd=cwd,
        env=clean,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )


def rows(root: Path) -> dict[str, tuple[str, str]]:
    """Path -> status and reason, as anybody reads them from the database."""
    with sqlite3.connect(root / ".codegraph" / "graph.db") as db:
        return {path: (status, reason) for path, status, reason in db.execute("SELECT path, status, reason FROM files")}


def assert_good_is_indexed(root: Path) -> None:
    asked = codegraph("get-callers", "other", cwd=root)
    assert asked.returncode == 0, asked.stderr
    assert "good" in asked.stdout


ODD: dict[str, tuple[bytes, tuple[str, str]]] = {
    "empty.py": (b"", ("indexed", "")),
    "blank.py": (b"\n\n", ("indexed", "")),
    "binary.py": (b"\x7fELF\x02\x01\0\0" * 100, ("skipped", "binary")),
    "line.py": (b"x = '" + b"a" * 50_000_000 + b"'\n", ("skipped", "too large")),
    "long.py": (b"x = '" + b"a" * 1_000_000 + b"'\n", ("indexed", "")),
    "nested.py": (b"x = " + b"(" * 10_000 + b")" * 10_000 + b"\n", ("indexed", "")),
    "nested.js": (b"x = " + b"[" * 10_000 + b"]" * 10_000 + b";\n", ("indexed", "")),
    "open.ts": (b"x = " + b"{a:(\n" * 10_000, ("indexed", "")),
    "packed.js": (b"var a=function(b){return b+1};(function(c,d){c(d);if(a){e()}})();" * 100, ("skipped", "minified")),
    "chain.py": (b"x = a" + b".b()" * 10_000 + b"\n", ("indexed", "")),
    "deep.py": (b"".join(b" " * i + b"if x:\n" for i in range(90)) + b" " * 91 + b"y()\n", ("indexed", "")),
    "latin.py": ("def caf\xe9():\n    return '\xff'\n".encode("latin-1"), ("indexed", "")),
    "utf16.js": ("function wide() {}\n".encode("utf-16"), ("indexed", "")),
    "bom.go": (b"\xef\xbb\xbfpackage a\n\nfunc F() {}\n", ("indexed", "")),
    "syntax.py": (b"def broken(:\n  )))\n\ndef fine():\n    pass\n", ("indexed", "")),
    "not_source.py": (b"<html><body>404</body></html>\n", ("indexed", "")),
    "crlf.py": (b"def a():\r\n    return b()\r\n", ("indexed", "")),
    "cr.py": (b"def a():\r    return b()\r", ("indexed", "")),
    "nul.py": (b"def a(): pass\n" * 100 + b"x = '\0\0'\n", ("indexed", "")),
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A repository of odd files and a good one, and how indexing it went."""
    root = tmp_path_factory.mktemp("odd") / "root"
    root.mkdir()
    (root / "good.py").write_text(GOOD)
    for name, (data, _) in ODD.items():
        (root / name).write_bytes(data)
    return root, codegraph("index", cwd=root)


def test_odd_files_stop_nothing(odd: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    root, done = odd
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert set(rows(root)) == {"good.py", *ODD}
    assert_good_is_indexed(root)


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_has_its_row(odd: tuple[Path, subprocess.CompletedProcess[str]], name: str) -> None:
    assert rows(odd[0])[name] == ODD[name][1]


@pytest.mark.parametrize(
    ("name", "inside"), [("utf16.js", "wide"), ("bom.go", "F"), ("syntax.py", "fine"), ("cr.py", "a")]
)
def test_what_an_odd_file_says_is_read(
    odd: tuple[Path, subprocess.CompletedProcess[str]], name: str, inside: str
) -> None:
    with sqlite3.connect(odd[0] / ".codegraph" / "graph.db") as db:
        found = db.execute("SELECT s.name FROM symbols s JOIN files f ON f.id = s.file_id WHERE f.path = ?", (name,))
        assert inside in {symbol for (symbol,) in found}


def test_a_broken_file_still_says_what_can_be_read(write_tree: WriteTree) -> None:
    root = write_tree({"a.py": "def fine():\n    pass\n\n\ndef broken(:\n    )))\n\n\ndef also():\n    fine()\n"})
    assert codegraph("index", cwd=root).returncode == 0
    with sqlite3.connect(root / ".codegraph" / "graph.db") as db:
        names = {name for (name,) in db.execute("SELECT name FROM symbols WHERE kind = 'function'")}
        ((unparsed,),) = db.execute("SELECT unparsed FROM files")
    assert {"fine", "also"} <= names
    assert unparsed.startswith("[[")


@posix
def test_loops_and_ways_out(write_tree: WriteTree, tmp_path: Path) -> None:
    root = write_tree({"good.py": GOOD, "sub/a.py": "x = 1\n"})
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.py").write_text("def outside(): pass\n")
    os.symlink("..", root / "sub" / "loop")
    os.symlink(root / "self.py", root / "self.py")
    os.symlink(tmp_path / "outside", root / "out")
    os.symlink(tmp_path / "outside" / "secret.py", root / "linked.py")
    assert codegraph("index", cwd=root).returncode == 0
    link = ("skipped", "symbolic link")
    assert rows(root) == {
        "good.py": ("indexed", ""),
        "sub/a.py": ("indexed", ""),
        "sub/loop": link,
        "self.py": link,
        "out": link,
        "linked.py": link,
    }


@posix
def test_names_that_are_not_text(write_tree: WriteTree) -> None:
    root = write_tree({"good.py": GOOD, "new\nline.py": "def inner():\n    pass\n"})
    with open(os.fsencode(root) + b"/caf\xe9.py", "wb") as file:
        file.write(b"def latte():\n    return 1\n\n\ndef cup():\n    return latte()\n")
    assert codegraph("index", cwd=root).returncode == 0
    assert set(rows(root)) == {"good.py", "new%0Aline.py", "caf%E9.py"}
    asked = codegraph("get-callers", "latte", cwd=root)
    assert (asked.returncode, "caf%E9.py" in asked.stdout) == (0, True), asked.stderr
    again = codegraph("index", "--json", cwd=root)
    assert again.returncode == 0


def test_secrets_do_not_enter_the_database(write_tree: WriteTree) -> None:
    token = "ghp_" + "q7Jw2ZkP9xLmB4vTnR8sYcH3dF6gA1eUoKiC"
    root = write_tree(
        {
            ".env": f"TOKEN={token}\n",
            "id_rsa": "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n",
            "good.py": GOOD,
            "client.py": (
                f'TOKEN = "{token}"\n\n\ndef call(key="{token}"):\n    """Uses {token}."""\n    return "{token}"\n'
            ),
        }
    )
    assert codegraph("index", cwd=root).returncode == 0
    assert rows(root)[".env"] == rows(root)["id_rsa"] == ("skipped", "secret")
    with sqlite3.connect(root / ".codegraph" / "graph.db") as db:
        dumped = "\n".join(db.iterdump())
        facts = [zip_ for (zip_,) in db.execute("SELECT facts FROM files WHERE facts IS NOT NULL")]
    assert token not in dumped
    assert token[4:] not in dumped
    assert all(token.encode() not in blob for blob in _unpacked(facts))
    shown = codegraph("get-symbol", "client.call", cwd=root)
    assert token not in shown.stdout
    assert "***" in shown.stdout


def _unpacked(blobs: list[bytes]) -> list[bytes]:
    import zlib

    unpacked = []
    for blob in blobs:
        try:
            unpacked.append(zlib.decompress(blob))
        except zlib.error:
            unpacked.append(blob)
    return unpacked


@posix
def test_what_may_not_be_read_is_a_row(write_tree: WriteTree, obeying: list[str]) -> None:
    root = write_tree({"good.py": GOOD, "shut.py": "x = 1\n", "closed/a.py": "x = 1\n"})
    (root / "shut.py").chmod(0)
    (root / "closed").chmod(0)
    done = codegraph("index", cwd=root, before=obeying)
    (root / "closed").chmod(0o755)
    assert done.returncode == 0, done.stderr
    found = rows(root)
    assert found["good.py"] == ("indexed", "")
    assert found["shut.py"][0] != "indexed" and "unreadable" in found["shut.py"][1]
    assert found["closed/"] == ("skipped", "unreadable")
    assert_good_is_indexed(root)


@posix
def test_a_file_that_became_readable_is_indexed(write_tree: WriteTree, obeying: list[str]) -> None:
    root = write_tree({"good.py": GOOD, "shut.py": "def late():\n    pass\n"})
    (root / "shut.py").chmod(0)
    assert codegraph("index", cwd=root, before=obeying).returncode == 0
    (root / "shut.py").chmod(0o644)
    assert codegraph("index", cwd=root, before=obeying).returncode == 0
    assert rows(root)["shut.py"] == ("indexed", "")


@posix
def test_an_index_folder_that_cannot_be_written(write_tree: WriteTree, obeying: list[str]) -> None:
    root = write_tree({"good.py": GOOD})
    root.chmod(0o555)
    done = codegraph("index", cwd=root, before=obeying)
    root.chmod(0o755)
    assert done.returncode == 3
    assert ".codegraph" in done.stderr and "Traceback" not in done.stderr
    assert sorted(p.name for p in root.iterdir()) == ["good.py"]


@posix
def test_a_question_in_a_folder_that_cannot_be_written(write_tree: WriteTree, obeying: list[str]) -> None:
    """The last index is read although nothing can be written beside it, and what is newer is named."""
    root = write_tree({"good.py": GOOD})
    assert codegraph("index", cwd=root).returncode == 0
    (root / "good.py").write_text("# a line more\n" + GOOD)
    index = root / ".codegraph"
    for file in index.iterdir():
        file.chmod(0o444)
    index.chmod(0o555)
    asked = codegraph("get-callers", "other", cwd=root, before=obeying)
    index.chmod(0o755)
    assert asked.returncode == 0, asked.stderr
    assert "good" in asked.stdout and "Traceback" not in asked.stderr


def test_no_folder_and_no_repository(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    missing = codegraph("index", "--root", folder / "nowhere", cwd=folder)
    assert missing.returncode == 1
    assert "nowhere" in missing.stderr and "Traceback" not in missing.stderr
    (folder / "a.py").write_text(GOOD)
    assert codegraph("index", cwd=folder).returncode == 0, "a folder without git is a repository like any other"
    assert_good_is_indexed(folder)


def test_a_mistake_in_the_settings_is_exit_1(write_tree: WriteTree) -> None:
    root = write_tree({"good.py": GOOD, "codegraph.toml": "exlude = []\n"})
    done = codegraph("index", cwd=root)
    assert done.returncode == 1
    assert "codegraph.toml: unknown key 'exlude'; did you mean 'exclude'?" in done.stderr
