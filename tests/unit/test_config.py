"""A repository's settings are read as written, and a mistake in them is named with its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from codegraph.config import DEFAULT_MAX_FILE_SIZE, Config, load_config
from codegraph.errors import BadArgument

FULL = """
include = ["src/"]
exclude = ["src/legacy/"]
max_file_size = 3_000_000
generated = ["src/api/"]
vendored = ["libs/"]
tests = ["checks/"]
languages = ["python", "go"]
"""
READ = Config(
    include=("src/",),
    exclude=("src/legacy/",),
    max_file_size=3_000_000,
    generated=("src/api/",),
    vendored=("libs/",),
    tests=("checks/",),
    languages=("python", "go"),
)


def written(root: Path, text: str, name: str = "codegraph.toml") -> Path:
    (root / name).write_text(text, encoding="utf-8")
    return root


def test_without_any_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config()
    assert load_config(tmp_path).max_file_size == DEFAULT_MAX_FILE_SIZE


def test_every_key_is_read_from_its_own_file(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, FULL)) == READ


def test_every_key_is_read_from_the_project_file(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, f"[project]\nname = 'x'\n[tool.codegraph]\n{FULL}", "pyproject.toml")) == READ


def test_the_own_file_replaces_the_table(tmp_path: Path) -> None:
    written(tmp_path, "[tool.codegraph]\nexclude = ['a']\ntests = ['t']\n", "pyproject.toml")
    assert load_config(written(tmp_path, "exclude = ['b']\n")) == Config(exclude=("b",))


def test_a_project_file_without_our_table(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, "[tool.other]\nx = 1\n# codegraph\n", "pyproject.toml")) == Config()


def test_a_broken_project_file_that_is_not_about_us_is_no_error(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, "[project\n", "pyproject.toml")) == Config()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "exlude = ['a']",
            "codegraph.toml: unknown key 'exlude'; did you mean 'exclude'? Known keys: include, exclude,",
        ),
        ("max-file-size = 1", "codegraph.toml: unknown key 'max-file-size'; did you mean 'max_file_size'?"),
        ("zzz = 1", "codegraph.toml: unknown key 'zzz'; Known keys:"),
        ("exclude = 'a'", "codegraph.toml: exclude must be a list of strings, not a string"),
        ("tests = ['a', 1]", "codegraph.toml: tests must hold strings only, not an integer"),
        (
            "max_file_size = '2 MB'",
            "codegraph.toml: max_file_size must be a number of bytes such as 1_500_000, not a string",
        ),
        (
            "max_file_size = true",
            "codegraph.toml: max_file_size must be a number of bytes such as 1_500_000, not a boolean",
        ),
        ("max_file_size = 0", "codegraph.toml: max_file_size must be above 0, not 0"),
        ("languages = ['pyhton']", "codegraph.toml: unknown language 'pyhton'; did you mean 'python'?"),
        ("languages = ['cobol85x']", "codegraph.toml: unknown language 'cobol85x'; Known languages: python,"),
        ("exclude = [", "codegraph.toml is not valid TOML: "),
        ("exclude = " + "[" * 5000, "codegraph.toml is not valid TOML: "),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadArgument) as error:
        load_config(written(tmp_path, text))
    assert str(error.value).startswith(message)
    assert error.value.exit_code == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.codegraph]\nfoo = 1", "pyproject.toml [tool.codegraph]: unknown key 'foo'"),
        ("[tool]\ncodegraph = 3", "pyproject.toml: tool.codegraph must be a table, not an integer"),
        ("[tool.codegraph\n", "pyproject.toml is not valid TOML: "),
    ],
)
def test_mistakes_in_the_project_file(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadArgument) as error:
        load_config(written(tmp_path, text, "pyproject.toml"))
    assert str(error.value).startswith(message)


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "codegraph.toml").write_bytes(b"exclude = ['\xff']")
    with pytest.raises(BadArgument, match=r"codegraph\.toml is not UTF-8: byte 12"):
        load_config(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_is_no_configuration(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "codegraph.toml")
    assert load_config(tmp_path) == Config()
