"""`codegraph index --scip` and `codegraph export --format scip`, as a person or a CI job calls them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from codegraph.scip.schema import DEFINITION, message
from tests.scip_writing import Mention, python, write_index

WriteTree = Callable[[Mapping[str, str | bytes]], Path]
LOAD = python("stock", "Loader#", "load().")
TREE = {
    "stock.py": "class Loader:\n    def load(self):\n        return 1\n",
    "app.py": "def run(given):\n    given.load()\n",
}
MENTIONS = {
    "stock.py": [Mention("def load", "load", LOAD, DEFINITION)],
    "app.py": [Mention("given.load()", "load", LOAD)],
}


@pytest.fixture
def tree(write_tree: WriteTree) -> Path:
    return write_tree(TREE)


def codegraph(tree: Path, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", "import sys; from codegraph.cli import main; sys.exit(main())", *map(str, arguments)],
        cwd=tree,
        capture_output=True,
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PATH": "/usr/bin:/bin"},
        timeout=120,
        check=False,
    )


def test_import_is_seen_in_answers_and_in_the_status(tree: Path, tmp_path: Path) -> None:
    file = write_index(tmp_path / "index.scip", TREE, MENTIONS)
    indexed = codegraph(tree, "index", "--scip", file)
    assert indexed.returncode == 0, indexed.stderr
    line = (
        b"scip index.scip: scip-test 1.0; 2 documents, 2 in force; "
        b"edges: 0 confirmed, 0 upgraded to exact, 1 added, 0 removed"
    )
    assert line in indexed.stdout.splitlines()
    assert line in codegraph(tree, "status").stdout.splitlines()
    status = json.loads(codegraph(tree, "status", "--json").stdout)
    assert status["extra"]["scip index.scip"].startswith("scip-test 1.0; 2 documents")
    callers = json.loads(codegraph(tree, "get-callers", "Loader.load", "--json").stdout)
    assert [(item["name"], item["resolution"]) for item in callers["items"]] == [("run", "exact")]
    exported = [json.loads(line) for line in codegraph(tree, "export", "--kinds", "calls").stdout.splitlines()]
    assert [row["strategy"] for row in exported if row["type"] == "edge"] == ["scip"]


def test_relative_file_explicit_database_and_forgetting(tree: Path, tmp_path: Path) -> None:
    write_index(tree / "index.scip", TREE, MENTIONS)
    assert codegraph(tree, "index", "--output", "g.db", "--scip", "index.scip").returncode == 0
    assert b"1 added" in codegraph(tree, "status", "--db", "g.db").stdout
    assert codegraph(tree, "index", "--output", "g.db", "--no-scip").returncode == 0
    assert b"scip" not in codegraph(tree, "status", "--db", "g.db").stdout
    both = codegraph(tree, "index", "--no-scip", "--scip", "index.scip")
    assert (both.returncode, b"exclude each other" in both.stderr) == (1, True)


def test_what_cannot_be_read_is_named_and_the_index_stands(tree: Path, tmp_path: Path) -> None:
    file = write_index(tmp_path / "index.scip", TREE, MENTIONS)
    assert codegraph(tree, "index", "--scip", file).returncode == 0
    before = codegraph(tree, "status", "--json").stdout
    (tmp_path / "cut.scip").write_bytes(file.read_bytes()[:-3])
    for name, code, error in (("none.scip", 1, "bad_argument"), ("cut.scip", 3, "scip"), (".", 3, "scip")):
        failed = codegraph(tree, "index", "--scip", file, "--scip", tmp_path / name)
        assert failed.returncode == code
        assert str(tmp_path / name).encode() in failed.stderr
        assert b"Traceback" not in failed.stderr
        told = json.loads(codegraph(tree, "index", "--scip", tmp_path / name, "--json").stdout)
        assert told["error"] == error
    assert codegraph(tree, "status", "--json").stdout == before


def test_export_to_a_file_and_to_a_pipe(tree: Path, tmp_path: Path) -> None:
    piped = codegraph(tree, "export", "--format", "scip")
    assert piped.returncode == 0, piped.stderr
    assert codegraph(tree, "export", "--format", "scip", "--output", tmp_path / "out.scip").returncode == 0
    assert (tmp_path / "out.scip").read_bytes() == piped.stdout
    made = message("Index").FromString(piped.stdout)
    assert [document.relative_path for document in made.documents] == ["app.py", "stock.py"]
    again = codegraph(tree, "index", "--scip", tmp_path / "out.scip")
    assert b"no evidence" in again.stdout


def test_nothing_of_protobuf_is_imported_without_scip(tree: Path) -> None:
    program = (
        "import sys; from codegraph.cli import main; code = main(['index']); "
        "sys.exit(code or any(name.startswith('google') for name in sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tree,
        capture_output=True,
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PATH": "/usr/bin:/bin"},
        check=False,
    )
    assert run.returncode == 0, run.stderr
