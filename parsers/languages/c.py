"""C: files joined by includes; names with external linkage are one repository-wide table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.language import Language
from parsers.languages import _cfamily
from parsers.languages._cexpressions import C_EXPRESSIONS
from parsers.languages._cmacros import read_bodies
from parsers.languages._crepair import repair

if TYPE_CHECKING:
    from parsers.extract import Extraction


def finish(work: Extraction) -> None:
    """Read macro bodies, then round off."""
    read_bodies(work)
    _cfamily.complete(work)


LANGUAGE = Language(
    name="c",
    grammar="c",
    extensions=(".c", ".h"),
    handlers=_cfamily.HANDLERS,
    expression=C_EXPRESSIONS,
    finish=finish,
    repair=repair,
)
