"""The settings of a repository: ``codegraph.toml``, or ``[tool.codegraph]`` in ``pyproject.toml``.

::

    [tool.codegraph]
    include = ["src/", "tests/"]      # only these; everything when left out
    exclude = ["src/legacy/"]         # as if it stood in .codegraphignore
    max_file_size = 3_000_000         # bytes
    generated = ["src/api/client/"]   # marked in addition to what codegraph recognises;
    vendored = ["libs/"]              # "!pattern" takes a mark away (not what a file's own header says)
    tests = ["checks/", "!src/app/tests/"]
    languages = ["python", "go"]      # only these
    watch = "auto"                    # how a server follows the files: auto, native, polling or off

Patterns are those of ``.gitignore``, read from the root.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from codegraph.errors import BadArgument
from codegraph.gitfolder import read_regular
from parsers.languages import language_names

CONFIG_FILE = "codegraph.toml"
PROJECT_FILE = "pyproject.toml"
DEFAULT_MAX_FILE_SIZE = 1_500_000
WATCH = ("auto", "native", "polling", "off")
"""auto: what the system offers, polling where that cannot be relied on."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a repository says about its own indexing."""

    include: tuple[str, ...] = ()
    """Patterns of the only files to index; empty: all."""
    exclude: tuple[str, ...] = ()
    max_file_size: int = DEFAULT_MAX_FILE_SIZE
    """Larger files are skipped, with that reason."""
    generated: tuple[str, ...] = ()
    vendored: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """Names of the only languages to index; empty: all."""
    watch: str = "auto"
    """One of :data:`WATCH`."""


def load_config(root: Path) -> Config:
    """The configuration of the repository at ``root``; the defaults when it has none.

    A ``codegraph.toml`` is used instead of a table in ``pyproject.toml``, not on top of it.

    Raises:
        BadArgument: a file that cannot be read as TOML, an unknown key, a value of the wrong type.
    """
    written = read_regular(root / CONFIG_FILE)
    if written is not None:
        return read_table(_toml(written, CONFIG_FILE), CONFIG_FILE)
    written = read_regular(root / PROJECT_FILE)
    if written is None or b"codegraph" not in written:
        # A project file that is broken and does not mention us is none of our business.
        return Config()
    tool = _toml(written, PROJECT_FILE).get("tool", {})
    table = tool.get("codegraph", {}) if isinstance(tool, dict) else {}
    if not isinstance(table, dict):
        raise BadArgument(f"{PROJECT_FILE}: tool.codegraph must be a table, not {_kind(table)}")
    return read_table(table, f"{PROJECT_FILE} [tool.codegraph]")


def read_table(table: Mapping[str, Any], place: str) -> Config:
    """A configuration from the keys of one table; ``place`` names it in errors.

    Raises:
        BadArgument: an unknown key or a value of the wrong type.
    """
    known = [field.name for field in fields(Config)]
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            close = get_close_matches(key.replace("-", "_").lower(), known, n=1, cutoff=0.5)
            hint = f"did you mean {close[0]!r}? " if close else ""
            raise BadArgument(f"{place}: unknown key {key!r}; {hint}Known keys: {', '.join(known)}.")
        if key == "max_file_size":
            values[key] = _size(value, place)
        elif key == "watch":
            if value not in WATCH:
                raise BadArgument(f"{place}: watch must be one of {', '.join(WATCH)}, not {value!r}")
            values[key] = value
        else:
            values[key] = _texts(key, value, place)
    for name in values.get("languages", ()):
        if name not in language_names():
            close = get_close_matches(name.lower(), language_names(), n=1, cutoff=0.5)
            hint = f"did you mean {close[0]!r}? " if close else ""
            raise BadArgument(
                f"{place}: unknown language {name!r}; {hint}Known languages: {', '.join(language_names())}."
            )
    return Config(**values)


def _toml(data: bytes, place: str) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadArgument(f"{place} is not UTF-8: byte {error.start} cannot be read") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadArgument(f"{place} is not valid TOML: {error}") from error


def _texts(key: str, value: object, place: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise BadArgument(f'{place}: {key} must be a list of strings, not {_kind(value)}; for example {key} = ["…"]')
    for item in value:
        if not isinstance(item, str):
            raise BadArgument(f"{place}: {key} must hold strings only, not {_kind(item)}")
    return tuple(value)


def _size(value: object, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadArgument(f"{place}: max_file_size must be a number of bytes such as 1_500_000, not {_kind(value)}")
    if value <= 0:
        raise BadArgument(f"{place}: max_file_size must be above 0, not {value}")
    return value


def _kind(value: object) -> str:
    """What TOML calls a value of this type."""
    names = {bool: "a boolean", int: "an integer", float: "a float", str: "a string", list: "an array", dict: "a table"}
    return names.get(type(value), f"a {type(value).__name__}")
