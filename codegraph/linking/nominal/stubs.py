"""Shapes of a standard library, written in the language itself and read by its own parser.

They tell what a call on an outside type gives, so that a chain through it keeps its type; they are
never targets of edges. What a stub leaves out is merely unknown.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from codegraph.linking.units import Unit

FOLDER = Path(__file__).resolve().parent.parent / "semantics" / "stubs"


@cache
def stub_unit(folder: str, package: str, language: str) -> Unit | None:
    """The stub of one package in ``semantics/stubs/<folder>``; None when there is none."""
    if package not in stub_packages(folder):
        return None
    from parsers.extract import parse_file
    from parsers.languages import language as language_called

    path = f"<{folder}>/{package}"
    data = (FOLDER / folder / f"{package}.stub").read_bytes()
    return Unit(path, language, parse_file(language_called(language), path, data))


@cache
def stub_packages(folder: str) -> frozenset[str]:
    """The packages for which there is a stub."""
    return frozenset(file.stem for file in (FOLDER / folder).glob("*.stub"))
