"""One small module per language; :func:`language_of` finds the one for a file."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from parsers.language import Language

_MODULES = {
    "python": "python",
    "javascript": "javascript",
    "typescript": "typescript",
    "go": "go",
    "rust": "rust",
    "java": "java",
    "kotlin": "kotlin",
    "csharp": "csharp",
    "c": "c",
    "cpp": "cpp",
    "php": "php",
    "ruby": "ruby",
}
"""Language name -> module of this package that holds ``LANGUAGE``. Modules are imported when first asked for."""


@cache
def language(name: str) -> Language:
    """The language called ``name``.

    Raises:
        KeyError: there is no such language.
    """
    return import_module(f"parsers.languages.{_MODULES[name]}").LANGUAGE


def language_names() -> tuple[str, ...]:
    """Every language there is, in a fixed order."""
    return tuple(_MODULES)
