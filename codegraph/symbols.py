"""Symbol strings: the names of definitions that last from one run to the next.

``<language>:<path>#<Owner.name>[~<hash of the parameter text>][~n]``, percent-encoded so that a shell
passes it on as it is. Nothing in it depends on lines, so code above a definition may move freely.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from codegraph.model import SymbolKind
from parsers.facts import Definition, FileFacts

_KINDS = frozenset(kind.value for kind in SymbolKind)
_DATA = frozenset(("variable", "constant", "field", "type"))
"""Inside a function these are locals, which nobody looks up from outside."""
_REPEATED = frozenset(("variable", "constant", "field"))
"""Assigning again does not make a second variable."""
_CODE = frozenset(("function", "method", "property", "lambda", "macro"))
_SCOPES_OF_NONE = frozenset(("object", "block"))
_UNSAFE = re.compile(r"[^\w./:@+=,-]")


class NamedSymbol(NamedTuple):
    """A definition that has a symbol of its own."""

    definition: int
    """Index into the file's facts."""
    symbol: str
    parent: int
    """Position, in the same list, of the nearest symbol around it; -1 for the module."""


class FileSymbols(NamedTuple):
    """The symbols of one file, in source order, the module first."""

    symbols: list[NamedSymbol]
    own: list[int]
    """Definition index -> position of its own symbol; -1 where it has none."""
    around: list[int]
    """Definition index -> position of the nearest symbol at or around it."""


def symbols_of(facts: FileFacts) -> FileSymbols:
    """Which definitions of a file are symbols, and what they are called."""
    definitions = facts.definitions
    hidden = _inside_code(definitions)
    chosen: list[int] = []
    own = [-1] * len(definitions)
    around = [0] * len(definitions)
    variables: dict[str, int] = {}
    for index, definition in enumerate(definitions):
        if index and (
            not definition.name or definition.kind not in _KINDS or (hidden[index] and definition.kind in _DATA)
        ):
            around[index] = around[definition.parent]
            continue
        position = len(chosen)
        if index and definition.kind in _REPEATED:
            position = variables.setdefault(definition.qualified_name, position)
        own[index] = around[index] = position
        if position == len(chosen):
            chosen.append(index)
    strings = _strings(facts, chosen)
    symbols = [
        NamedSymbol(index, string, around[definitions[index].parent] if index else -1)
        for index, string in zip(chosen, strings, strict=True)
    ]
    return FileSymbols(symbols, own, around)


def module_symbol(language: str, path: str) -> str:
    """The symbol of a file's own module."""
    return f"{language}:{encoded(path)}#"


def full_name(module: str, definition: Definition) -> str:
    """How people spell a definition of ``module``: ``shop.cart.Cart.checkout``."""
    return f"{module}.{definition.qualified_name}" if module else definition.qualified_name


def encoded(text: str) -> str:
    """``text`` without white space, quotes, backslashes, glob characters and our own separators.

    >>> encoded("it's/a file#1.py")
    'it%27s/a%20file%231.py'
    """
    return _UNSAFE.sub(_percent, text) if _UNSAFE.search(text) else text


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))


def _inside_code(definitions: Sequence[Definition]) -> list[bool]:
    """For each definition whether the scope it stands in is the body of a function."""
    inside = [False] * len(definitions)
    for index, definition in enumerate(definitions):
        if not index:
            continue
        parent = definitions[definition.parent]
        if parent.kind in _CODE:
            inside[index] = True
        elif not parent.name or parent.kind in _SCOPES_OF_NONE:
            inside[index] = inside[definition.parent]
    return inside


def _strings(facts: FileFacts, chosen: Sequence[int]) -> list[str]:
    definitions = facts.definitions
    prefix = module_symbol(facts.language, facts.path)
    names = ["" if index == 0 else encoded(definitions[index].qualified_name) for index in chosen]
    shared = {name for name, count in Counter(names).items() if count > 1}
    strings: list[str] = []
    twins: Counter[str] = Counter()
    for index, name in zip(chosen, names, strict=True):
        string = prefix + name
        if name in shared:
            string = f"{string}~{_parameter_hash(_parameter_text(definitions[index]))}"
            twins[string] += 1
            if twins[string] > 1:
                string = f"{string}~{twins[string]}"
        strings.append(string)
    return strings


def _parameter_text(definition: Definition) -> str:
    return ",".join(f"{p.kind} {p.name} {p.type_text}" for p in definition.parameters)


@lru_cache(maxsize=20_000)
def _parameter_hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
