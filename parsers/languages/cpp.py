"""C++: C with namespaces, classes, templates and overloads; headers and sources are files of one program."""

from __future__ import annotations

from parsers.language import Language
from parsers.languages import _cfamily, _cppfamily
from parsers.languages._cexpressions import CPP_EXPRESSIONS
from parsers.languages._crepair import repair
from parsers.languages.c import finish

LANGUAGE = Language(
    name="cpp",
    grammar="cpp",
    extensions=(".cc", ".cpp", ".cxx", ".hh", ".hpp", ".hxx", ".ipp", ".inl", ".tcc"),
    handlers={**_cfamily.HANDLERS, **_cppfamily.HANDLERS},
    expression=CPP_EXPRESSIONS,
    finish=finish,
    repair=repair,
)
