"""Packed indexes: the same bytes for the same tree, refused when anything about them is wrong."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from codegraph.changes import artefact
from codegraph.changes.artefact import MAGIC, pack, read_header, unpack
from codegraph.engine import Engine
from codegraph.errors import BadArgument, DatabaseProblem
from codegraph.schema import SCHEMA_VERSION
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


def test_another_place_locale_and_number_of_jobs_pack_to_the_same_bytes(
    packed: tuple[Path, Path], git: Callable[..., str], tmp_path: Path
) -> None:
    root, file = packed
    git(tmp_path, "clone", "-q", str(root), "other place é")
    other = tmp_path / "other place é"
    for path in FILES:
        os.utime(other / path, (9, 9))
    again = tmp_path / "again"
    code = (
        "import sys\nfrom pathlib import Path\nfrom codegraph.changes.artefact import pack\n"
        "from codegraph.engine import Engine\n"
        "with Engine.open(sys.argv[1]) as engine:\n    engine.index(jobs=2)\n"
        "pack(Path(sys.argv[1], '.codegraph/graph.db'), Path(sys.argv[2]))\n"
    )
    here = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": here, "PYTHONHASHSEED": "77", "LC_ALL": "C", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code, str(other), str(again)], env=environment, check=True)
    assert again.read_bytes() == file.read_bytes()


def test_what_unpacks_to_far_too_much_is_refused(
    packed: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, _ = packed
    bomb = tmp_path / "bomb"
    size = 80 << 20
    body = zlib.compress(bytes(size), 9)
    header = {
        "schema": SCHEMA_VERSION,
        "program": "",
        "commit": "",
        "model": "",
        "size": size,
        "sha256": hashlib.sha256(bytes(size)).hexdigest(),
        "codec": "zlib",
    }
    bomb.write_bytes(MAGIC + json.dumps(header).encode() + b"\n" + body)
    monkeypatch.setattr(artefact, "_inflate", None)
    with pytest.raises(DatabaseProblem, match="which no index does"):
        unpack(bomb, tmp_path / "no.db", root=root, any_commit=True)
    assert not (tmp_path / "no.db").exists()


def test_more_than_was_said_is_not_written(packed: tuple[Path, Path], tmp_path: Path) -> None:
    root, _ = packed
    body = zlib.compress(bytes(50 << 20), 9)
    header = {
        "schema": SCHEMA_VERSION,
        "program": "",
        "commit": "",
        "model": "",
        "size": 1000,
        "sha256": "",
        "codec": "zlib",
    }
    more = tmp_path / "more"
    more.write_bytes(MAGIC + json.dumps(header).encode() + b"\n" + body)
    with pytest.raises(DatabaseProblem, match="checksum"):
        unpack(more, tmp_path / "no.db", root=root, any_commit=True)
    assert not (tmp_path / "no.db").exists()


def test_what_is_no_file_is_not_waited_for(packed: tuple[Path, Path], tmp_path: Path) -> None:
    root, _ = packed
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "."):
        with pytest.raises(BadArgument, match="not a regular file"):
            unpack(tmp_path / name, tmp_path / "no.db", root=root)
    with pytest.raises(BadArgument, match="not a folder"):
        pack(root / ".codegraph/graph.db", tmp_path / "nowhere/x")


def test_a_full_disk_is_said_and_leaves_nothing(packed: tuple[Path, Path], tmp_path: Path) -> None:
    root, file = packed
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom codegraph.changes import artefact\n"
        "from codegraph.errors import DatabaseProblem\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))\n"
        "source, target = map(Path, sys.argv[2:])\n"
        "try:\n    getattr(artefact, sys.argv[1])(source, target)\n"
        "except DatabaseProblem as error:\n    print(error)\n"
    )
    here = str(Path(__file__).resolve().parents[2])
    folder = tmp_path / "small"
    folder.mkdir()
    for what, source in (("pack", root / ".codegraph/graph.db"), ("unpack", file)):
        done = subprocess.run(
            [sys.executable, "-c", code, what, str(source), str(folder / "target")],
            env={**os.environ, "PYTHONPATH": here},
            capture_output=True,
            text=True,
            check=True,
        )
        assert f"{folder / 'target'} cannot be written" in done.stdout
        assert list(folder.iterdir()) == []


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
