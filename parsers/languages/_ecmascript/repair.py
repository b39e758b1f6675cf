"""Making TypeScript readable where the grammar loses its way, and with it often the rest of the file.

When a first parse has errors, what is known to mislead the grammar is overwritten by something of the same
length: every byte keeps its place, so rows, columns and texts stay true.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

_SIGNATURE = re.compile(
    rb"^([ \t]*)[ \t](?=<(?:[ \t]*\r?$|[A-Za-z_$][\w$]*[ \t]*(?:[,>=]|extends\b|\r?$)))", re.MULTILINE
)
"""The space before type parameters that begin a line."""

_STAR_TYPES = re.compile(rb"(?m)^([ \t]*export[ \t]+)type(?=[ \t]*\*)")
_USING_LOOP = re.compile(
    rb"(\bfor[ \t]*(?:await[ \t]*)?\([ \t]*)(?:await[ \t]+)?using(?=[ \t]+[A-Za-z_$][\w$]*[ \t]+of\b)"
)
_ENDS = frozenset(b")]}>'\"`")
"""Marks that end a type; a word ends one too."""


def repair(work: Extraction, root: Node) -> bytes | None:
    """The text to parse instead, or None to leave things as they are."""
    if not root.has_error:
        return None
    data = work.data
    out = _STAR_TYPES.sub(lambda found: found[1] + b"    ", data)
    out = _USING_LOOP.sub(_loop, out)
    if not work.path.endswith("x"):
        out = _separated(out)
    return out if out != data else None


def _loop(found: re.Match[bytes]) -> bytes:
    """``for (using x of xs)`` declares x as ``const`` does."""
    return found[1] + b"const".ljust(len(found[0]) - len(found[1]))


def _separated(data: bytes) -> bytes:
    """Call signatures that no semicolon parts from the member above: ``(x: A): B`` and ``<T>(x: T): C`` below it.

    The language never takes ``<`` on a new line for type arguments of what stands above; the grammar does.
    """
    out: bytearray | None = None
    for found in _SIGNATURE.finditer(data):
        if _type_ends(data, found.start()):
            out = out or bytearray(data)
            out[found.end() - 1] = 0x3B
    return bytes(out) if out is not None else data


def _type_ends(data: bytes, end: int) -> bool:
    """Whether the last line of code before ``end`` may end a type: comment lines are looked over."""
    while end > 0:
        begin = data.rfind(b"\n", 0, end - 1) + 1
        line = data[begin:end].strip()
        if line.startswith((b"//", b"*", b"/*")) or not line:
            end = begin
            continue
        last = line[-1]
        return (last in _ENDS and not line.endswith(b"=>")) or chr(last).isalnum() or last in b"_$"
    return False
