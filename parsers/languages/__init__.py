"""One small module per language; :func:`language_of` finds the one for a file."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

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


@cache
def available() -> frozenset[str]:
    """The languages whose module is installed."""
    return frozenset(name for name, module in _MODULES.items() if find_spec(f"parsers.languages.{module}") is not None)


EXTENSIONS = {
    # Exact spellings come first: on Unix a capital .C or .H has always meant C++.
    ".C": "cpp",
    ".H": "cpp",
    ".py": "python",
    ".pyi": "python",
    ".pyw": "python",
    ".js": "javascript",
    ".cjs": "javascript",
    ".mjs": "javascript",
    ".es6": "javascript",
    ".jsx": "javascript",
    ".ts": "typescript",
    ".cts": "typescript",
    ".mts": "typescript",
    ".tsx": "typescript",
    ".go": "go",
    ".rs": "rust",
    ".java": "java",
    ".kt": "kotlin",
    ".kts": "kotlin",
    ".cs": "csharp",
    ".csx": "csharp",
    ".c": "c",
    ".h": "c",
    ".cc": "cpp",
    ".cpp": "cpp",
    ".cxx": "cpp",
    ".c++": "cpp",
    ".cppm": "cpp",
    ".ixx": "cpp",
    ".hh": "cpp",
    ".hpp": "cpp",
    ".hxx": "cpp",
    ".h++": "cpp",
    ".inl": "cpp",
    ".ipp": "cpp",
    ".tcc": "cpp",
    ".tpp": "cpp",
    ".txx": "cpp",
    ".php": "php",
    ".phtml": "php",
    ".php5": "php",
    ".php7": "php",
    ".rb": "ruby",
    ".gemspec": "ruby",
    ".rake": "ruby",
    ".ru": "ruby",
    ".rbw": "ruby",
}
"""Extension -> language. ``.h`` is C here; discovery looks at its neighbours before it believes so."""

FILENAMES = {
    "SConscript": "python",
    "SConstruct": "python",
    "wscript": "python",
    "Jakefile": "javascript",
    "Berksfile": "ruby",
    "Brewfile": "ruby",
    "Capfile": "ruby",
    "Dangerfile": "ruby",
    "Fastfile": "ruby",
    "Gemfile": "ruby",
    "Guardfile": "ruby",
    "Podfile": "ruby",
    "Rakefile": "ruby",
    "Thorfile": "ruby",
    "Vagrantfile": "ruby",
}
"""Whole file name -> language."""

INTERPRETERS = {
    "python": "python",
    "pypy": "python",
    "uv": "python",
    "pipx": "python",
    "sage": "python",
    "node": "javascript",
    "nodejs": "javascript",
    "deno": "typescript",
    "bun": "typescript",
    "ts-node": "typescript",
    "tsx": "typescript",
    "ruby": "ruby",
    "jruby": "ruby",
    "php": "php",
    "rust-script": "rust",
    "kotlin": "kotlin",
    "jbang": "java",
}
"""Name of an interpreter in a ``#!`` line, without its version -> language."""


def language_of(path: str) -> str:
    """The language that the name of a file tells; '' when it tells none.

    >>> language_of("shop/cart.d.ts"), language_of("Rakefile"), language_of("LICENSE")
    ('typescript', 'ruby', '')
    """
    name = path.rpartition("/")[2]
    dot = name.rfind(".")
    if dot > 0:
        extension = name[dot:]
        return EXTENSIONS.get(extension) or EXTENSIONS.get(extension.lower()) or FILENAMES.get(name, "")
    return FILENAMES.get(name, "")


def language_of_shebang(line: bytes) -> str:
    """The language of a script's first line; '' when it is no ``#!`` line or names an unknown interpreter.

    >>> language_of_shebang(b"#!/usr/bin/env -S python3.12 -I")
    'python'
    """
    if not line.startswith(b"#!"):
        return ""
    words = line[2:].decode("ascii", "replace").split()
    if words and words[0].rpartition("/")[2] == "env":
        words = [word for word in words[1:] if not word.startswith("-") and "=" not in word]
    if not words:
        return ""
    program = words[0].replace("\\", "/").rpartition("/")[2].removesuffix(".exe")
    return INTERPRETERS.get(program) or INTERPRETERS.get(program.rstrip("0123456789.-"), "")
