"""C++: C with namespaces, classes, templates and overloads; headers and sources are files of one program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.language import Language
from parsers.languages import _cfamily, _cppfamily
from parsers.languages._cexpressions import CPP_EXPRESSIONS
from parsers.languages._cmacros import read_bodies
from parsers.languages._cmade import made_classes
from parsers.languages._crepair import repair

if TYPE_CHECKING:
    from parsers.extract import Extraction


def finish(work: Extraction) -> None:
    """Read macro bodies, round off, and add the classes that macros make."""
    read_bodies(work)
    _cfamily.complete(work)
    made_classes(work)


LANGUAGE = Language(
    name="cpp",
    grammar="cpp",
    extensions=(".cc", ".cpp", ".cxx", ".hh", ".hpp", ".hxx", ".ipp", ".inl", ".tcc"),
    handlers={**_cfamily.HANDLERS, **_cppfamily.HANDLERS},
    expression=CPP_EXPRESSIONS,
    finish=finish,
    repair=repair,
)
