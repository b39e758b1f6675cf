"""The declarations of the standard library that ship with the linker, as a file of the repository would be."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from codegraph.linking.units import Unit
from parsers.extract import parse_file
from parsers.facts import FileFacts
from parsers.languages import language

PATH = "<std>"
"""No file of a repository can have this path."""


@cache
def _facts() -> FileFacts:
    source = Path(__file__).with_name("library.rs")
    return parse_file(language("rust"), PATH, source.read_bytes())


def library() -> Unit:
    """A fresh unit of the library's facts: units keep what one linking run learns."""
    return Unit(PATH, "rust", _facts())
