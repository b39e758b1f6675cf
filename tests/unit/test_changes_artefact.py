"""Packed indexes: the same bytes for the same tree, refused when anything about them is wrong."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from codegraph.changes.artefact import MAGIC, pack, read_header, unpack
from codegraph.engine import Engine
from codegraph.errors import BadArgument, DatabaseProblem
from codegraph.store import Store

FILES = {"a.py": "def f():\n    return 1\n", "b.py": "from a import f\n\n\ndef g():\n    return f()\n"}
WriteTree = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def packed(write_tree: WriteTree, git: Callable[..., str], tmp_path: Path) -> tuple[Path, Path]:
    root = write_tree(dict(FILES))
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x")
    with Engine.open(root) as engine:
        engine.index()
    file = tmp_path / "g.cgpack"
    pack(root / ".codegraph/graph.db", file)
    return root, file


def test_the_same_tree_packs_to_the_same_bytes(packed: tuple[Path, Path], tmp_path: Path) -> None:
    root, file = packed
    for path in FILES:
        os.utime(root / path, (1, 1))
    (root / ".codegraph/graph.db").unlink()
    with Engine.open(root) as engine:
        engine.index(full=True)
    again = tmp_path / "again"
    pack(root / ".codegraph/graph.db", again)
    assert again.read_bytes() == file.read_bytes()


def test_an_index_goes_on_from_what_was_unpacked(
    packed: tuple[Path, Path], git: Callable[..., str], tmp_path: Path
) -> None:
    root, file = packed
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(root), "clone")
    (clone / "c.py").write_text("from b import g\n\ng()\n")
    unpack(file, clone / ".codegraph/graph.db", root=clone)
    with Engine.open(clone) as engine:
        summary = engine.index()
        assert summary.parsed == 1
        assert not summary.notes
    with Store.open_read_only(clone / ".codegraph/graph.db") as updated:
        content = updated.content()
    with Engine.open(clone) as engine:
        engine.index(full=True)
    with Store.open_read_only(clone / ".codegraph/graph.db") as fresh:
        assert fresh.content() == content


def rewritten(file: Path, **values: object) -> None:
    magic, header, body = file.read_bytes().split(b"\n", 2)
    file.write_bytes(magic + b"\n" + json.dumps({**json.loads(header), **values}).encode() + b"\n" + body)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda f: f.write_bytes(f.read_bytes()[:-20]), "checksum|damaged"),
        (
            lambda f: f.write_bytes(f.read_bytes()[:-9] + bytes([f.read_bytes()[-9] ^ 255]) + f.read_bytes()[-8:]),
            "checksum|damaged",
        ),
        (lambda f: f.write_bytes(b"SQLite format 3\0"), "not a packed"),
        (lambda f: f.write_bytes(MAGIC + b"{}\n"), "header"),
        (lambda f: rewritten(f, schema=999), "schema version 999"),
        (lambda f: rewritten(f, size=10), "checksum"),
        (lambda f: rewritten(f, size=1 << 60), "unpacks to"),
        (lambda f: rewritten(f, codec="rot13"), "unknown"),
        (lambda f: rewritten(f, commit="0" * 40), "not an ancestor"),
        (lambda f: rewritten(f, commit="--help"), "not an ancestor"),
    ],
)
def test_what_is_wrong_is_refused(packed: tuple[Path, Path], damage: Callable[[Path], object], said: str) -> None:
    root, file = packed
    damage(file)
    target = root / "new.db"
    with pytest.raises(DatabaseProblem, match=said):
        unpack(file, target, root=root)
    assert not target.exists()
    assert not [p for p in root.iterdir() if p.name.startswith(".new.db")]


def test_an_index_that_is_there_stays(packed: tuple[Path, Path]) -> None:
    root, file = packed
    with pytest.raises(BadArgument, match="--force"):
        unpack(file, root / ".codegraph/graph.db", root=root)
    foreign = root / "other.db"
    with sqlite3.connect(foreign) as db:
        db.execute("CREATE TABLE t (a)")
    before = foreign.read_bytes()
    with pytest.raises(DatabaseProblem):
        unpack(file, foreign, root=root, force=True)
    assert foreign.read_bytes() == before


def test_the_header_says_what_it_is(packed: tuple[Path, Path], git: Callable[..., str]) -> None:
    root, file = packed
    with file.open("rb") as stream:
        header = read_header(stream, "g")
    assert header.commit == git(root, "rev-parse", "HEAD").strip()


def test_zstd_where_it_is_installed_else_zlib(
    packed: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("zstandard")
    root, file = packed
    assert json.loads(file.read_bytes().split(b"\n", 2)[1])["codec"] == "zstd"
    unpack(file, tmp_path / "one.db", root=root)
    damaged = tmp_path / "damaged"
    data = bytearray(file.read_bytes())
    data[-40] ^= 255
    damaged.write_bytes(data)
    with pytest.raises(DatabaseProblem, match=r"damaged|checksum"):
        unpack(damaged, tmp_path / "no.db", root=root)
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(DatabaseProblem, match="pip install zstandard"):
        unpack(file, tmp_path / "no.db", root=root)
    plain = tmp_path / "plain"
    assert pack(root / ".codegraph/graph.db", plain).codec == "zlib"
    unpack(plain, tmp_path / "two.db", root=root)
    assert (tmp_path / "one.db").read_bytes() == (tmp_path / "two.db").read_bytes()
    assert not (tmp_path / "no.db").exists()
