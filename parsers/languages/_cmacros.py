"""Reading the bodies of macros with the file's own grammar.

The grammar leaves a macro's body as one opaque token. Here all bodies of a file are laid out in one
buffer, each at its own place and wrapped in braces, everything else blank, and parsed together: the
call sites inside come out with true positions, as references whose scope is the macro.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parsers import grammars
from parsers.extract import walk
from parsers.languages._cfamily import notes

if TYPE_CHECKING:
    from parsers.extract import Extraction

_BLANK = bytes(10 if byte in (10, 13) else 32 for byte in range(256))
"""Every byte but line ends becomes a space."""

_PASTED = re.compile(rb"\w+(?:\s*##\s*\w+)+")
_STRINGIZED = re.compile(rb"(?<![#\w])#\s*(?=\w)")
_CONTINUED = re.compile(rb"\\(?=\r?\n)")
_QUOTED = re.compile(rb'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|//[^\n]*|/\*.*?\*/', re.DOTALL)
_PAIRS = ((b"(", b")"), (b"{", b"}"), (b"[", b"]"))

UNNAMED = "_"
"""Names glued together with ``##`` are spelled with these alone: what they are is not known here."""


def read_bodies(work: Extraction) -> None:
    """Parse the bodies of this file's macros and record what they mention."""
    macros = notes(work).macros
    if not macros:
        return
    data = work.data
    laid_out = bytearray(data.translate(_BLANK))
    openings: list[tuple[int, int, int]] = []
    opened = False
    for index, start, first, end in macros:
        body = _readable(data[first:end])
        if body is None:
            continue
        laid_out[first:end] = body
        # "#define" is seven bytes wide: room to close the last body and to open this one.
        laid_out[start : start + 3] = b";}{" if opened else b"  {"
        opened = True
        openings.append((first, end, index))
    if not opened:
        return
    laid_out += b";}"
    grammar = work.language.grammar_for(work.path)
    tree = grammars.parser(grammar).parse(bytes(laid_out))
    notes(work).blocks.clear()
    at = len(work.references)
    work.data = bytes(laid_out)  # names are to be read as they were laid out
    walk(work, tree.root_node, grammar, openings)
    work.data = data
    read = work.references[at:]
    work.references[at:] = [r for r in read if r.name.strip(UNNAMED) and r.scope > 0]


def _readable(body: bytes) -> bytes | None:
    """A macro's body as code of the same length, or None when its brackets do not match."""
    bare = _QUOTED.sub(b"", body)
    if any(bare.count(a) != bare.count(b) for a, b in _PAIRS):
        return None
    body = _CONTINUED.sub(b" ", body)
    if b"#" in body:
        body = _PASTED.sub(lambda m: bytes(95 if chr(c).isalnum() or c in b"_#" else c for c in m.group()), body)
        body = _STRINGIZED.sub(lambda m: b" " * len(m.group()), body)
    return body
