"""Coverage data as the tools write them: the tests that ran a line are told to run again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from codegraph.changes import asking
from codegraph.changes.affected import for_runner
from codegraph.changes.coverage import read_coverage
from codegraph.engine import Engine
from codegraph.errors import BadArgument

RunGit = Callable[..., str]
FILES = {
    "src/m.py": "def a(x):\n    return x + 1\n\n\ndef b(x):\n    return x + 2\n\n\ndef c(x):\n    return x + 3\n",
    # Called in a way that nobody can follow without running it.
    "tests/test_m.py": (
        "import m\n\nNAMES = 'ab'\n\n\ndef test_a():\n    assert vars(m)[NAMES[0]](1) == 2\n\n\n"
        "class TestB:\n    def test_b(self):\n        assert vars(m)[NAMES[1]](1) == 3\n"
    ),
    "run.py": (
        "import sys\nsys.path[:0] = ['src', 'tests']\nimport test_m\ntest_m.test_a()\ntest_m.TestB().test_b()\n"
    ),
    ".gitignore": ".codegraph/\n.coverage\n*.xml\n*.info\n__pycache__/\n",
    ".coveragerc": "[run]\ndynamic_context = test_function\nsource = src\n",
}


@pytest.fixture
def tree(write_tree: Callable[[Mapping[str, str | bytes]], Path], git: RunGit) -> Path:
    root = write_tree(dict(FILES))
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "base")
    return root


@pytest.fixture
def covered(tree: Path) -> Path:
    pytest.importorskip("coverage")
    for arguments in (["run", "run.py"], ["xml", "-q"], ["lcov", "-q", "-o", "c.info"]):
        subprocess.run([sys.executable, "-m", "coverage", *arguments], cwd=tree, check=True, timeout=60)
    return tree


def chosen(root: Path, coverage: str | None) -> tuple[set[str], set[str]]:
    """(tests to run, changed code that none reaches)"""
    with Engine.open(root) as engine:
        engine.index()
        selection = asking.tests_for(root, engine.database, coverage=coverage and str(root / coverage))
    return set(for_runner(selection, "pytest")), {s.name for s in selection.unreached}


def test_contexts_add_the_tests_that_ran_a_line(covered: Path) -> None:
    (covered / "src/m.py").write_text(FILES["src/m.py"].replace("x + 2", "2 + x").replace("x + 3", "3 + x"))
    assert chosen(covered, None) == (set(), {"b", "c"})
    assert chosen(covered, ".coverage") == ({"tests/test_m.py::TestB::test_b"}, {"c"})


@pytest.mark.parametrize("report", ["coverage.xml", "c.info"])
def test_reports_without_tests_say_what_ran(covered: Path, report: str) -> None:
    (covered / "src/m.py").write_text(FILES["src/m.py"].replace("x + 2", "2 + x").replace("x + 3", "3 + x"))
    assert chosen(covered, report) == (set(), {"c"})


LCOV = "TN:adds\nSF:{root}/src/m.py\nDA:5,1\nDA:6,1\nDA:10,0\nend_of_record\n"
COBERTURA = (
    '<?xml version="1.0" ?>\n<coverage version="1"><sources><source>{root}/src</source></sources><packages>'
    '<package name="."><classes><class name="m" filename="m.py"><methods/><lines><line number="6" hits="2"/>'
    '<line number="10" hits="0"/></lines></class></classes></package></packages></coverage>\n'
)


@pytest.mark.parametrize(("name", "text"), [("a.info", LCOV), ("a.xml", COBERTURA)])
def test_paths_of_other_tools(tree: Path, name: str, text: str) -> None:
    (tree / name).write_text(text.replace("{root}", str(tree)))
    covered = read_coverage(tree / name, tree)
    assert covered.ran_any("src/m.py", {6}) and not covered.ran_any("src/m.py", {10})
    assert covered.tests_of({"src/m.py": {6}}) == ({"adds"} if name == "a.info" else set())


@pytest.mark.parametrize("text", ["", "hello", "<?xml version='1.0'?><coverage>", "SQLite format 3\0rest"])
def test_what_is_no_coverage_is_an_error(tree: Path, text: str) -> None:
    (tree / "x").write_text(text)
    with pytest.raises(BadArgument):
        read_coverage(tree / "x", tree)
