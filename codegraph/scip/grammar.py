"""SCIP's symbol strings: taking them apart, and writing our own.

``<scheme> ' ' <manager> ' ' <package> ' ' <version> ' ' <descriptor>+``, or ``local <id>``. A space inside one
of the first four is doubled; a name in a descriptor that is not plain stands between backticks, with
backticks doubled. ``.`` stands for an empty manager, package or version.
"""

from __future__ import annotations

import re
from typing import NamedTuple

NAMESPACE, TYPE, TERM, METHOD = "namespace", "type", "term", "method"
TYPE_PARAMETER, PARAMETER, META, MACRO = "type parameter", "parameter", "meta", "macro"
_ENDS = {"/": NAMESPACE, "#": TYPE, ".": TERM, ":": META, "!": MACRO}
_PLAIN = re.compile(r"[\w+$-]+", re.ASCII)
_LOCAL = "local "


class Descriptor(NamedTuple):
    """One step from the package to the symbol."""

    name: str
    suffix: str
    disambiguator: str = ""


class ScipSymbol(NamedTuple):
    """A global symbol taken apart."""

    scheme: str
    manager: str
    package: str
    version: str
    descriptors: tuple[Descriptor, ...]

    @property
    def owner(self) -> tuple[str, str, str]:
        """The package whatever its version: what tells the project's own symbols from others."""
        return (self.scheme, self.manager, self.package.lower().replace("_", "-"))

    @property
    def name(self) -> str:
        """The name in the last step."""
        return self.descriptors[-1].name


def is_local(symbol: str) -> bool:
    """Whether the symbol means something only inside its document."""
    return symbol.startswith(_LOCAL)


def parse(symbol: str) -> ScipSymbol | None:
    """A global symbol taken apart; None for a local one and for what does not follow the grammar."""
    if is_local(symbol):
        return None
    head: list[str] = []
    position = 0
    for _ in range(4):
        part, position = _head(symbol, position)
        if position < 0:
            return None
        head.append(part)
    descriptors: list[Descriptor] = []
    while position < len(symbol):
        found = _descriptor(symbol, position)
        if found is None:
            return None
        descriptors.append(found[0])
        position = found[1]
    if not descriptors:
        return None
    return ScipSymbol(head[0], *("" if part == "." else part for part in head[1:]), tuple(descriptors))  # type: ignore[arg-type]


def write(symbol: ScipSymbol) -> str:
    """The string of a symbol; :func:`parse` reads it back."""
    head = [symbol.scheme, *(part or "." for part in (symbol.manager, symbol.package, symbol.version))]
    return " ".join(part.replace(" ", "  ") for part in head) + " " + "".join(map(_written, symbol.descriptors))


def _written(descriptor: Descriptor) -> str:
    name = escaped(descriptor.name)
    if descriptor.suffix == METHOD:
        return f"{name}({descriptor.disambiguator})."
    if descriptor.suffix == TYPE_PARAMETER:
        return f"[{name}]"
    if descriptor.suffix == PARAMETER:
        return f"({name})"
    return name + next(end for end, suffix in _ENDS.items() if suffix == descriptor.suffix)


def escaped(name: str) -> str:
    """A name as it stands in a descriptor.

    >>> escaped("cart"), escaped("cart.ts"), escaped("a`b")
    ('cart', '`cart.ts`', '`a``b`')
    """
    return name if _PLAIN.fullmatch(name) else "`" + name.replace("`", "``") + "`"


def _head(text: str, position: int) -> tuple[str, int]:
    """One of the first four parts, and where the next begins (-1: there is no end to it)."""
    parts: list[str] = []
    while True:
        space = text.find(" ", position)
        if space < 0:
            return "", -1
        parts.append(text[position:space])
        if text.startswith(" ", space + 1):
            parts.append(" ")
            position = space + 2
            continue
        return "".join(parts), space + 1


def _name(text: str, position: int) -> tuple[str, int] | None:
    if text.startswith("`", position):
        parts: list[str] = []
        position += 1
        while True:
            tick = text.find("`", position)
            if tick < 0:
                return None
            parts.append(text[position:tick])
            if not text.startswith("`", tick + 1):
                return "".join(parts), tick + 1
            parts.append("`")
            position = tick + 2
    found = _PLAIN.match(text, position)
    return (found[0], found.end()) if found else None


def _descriptor(text: str, position: int) -> tuple[Descriptor, int] | None:
    start = text[position]
    if start in "[(":
        close, suffix = ("]", TYPE_PARAMETER) if start == "[" else (")", PARAMETER)
        inner = _name(text, position + 1)
        if inner is None or not text.startswith(close, inner[1]):
            return None
        return Descriptor(inner[0], suffix), inner[1] + 1
    named = _name(text, position)
    if named is None or named[1] >= len(text):
        return None
    name, position = named
    if text[position] == "(":
        close = text.find(").", position)
        if close < 0:
            return None
        return Descriptor(name, METHOD, text[position + 1 : close]), close + 2
    kind = _ENDS.get(text[position])
    return None if kind is None else (Descriptor(name, kind), position + 1)
