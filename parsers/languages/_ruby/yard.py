"""Types in YARD comments: ``@param name [Type]``, ``@return [Type]``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.facts import NONE

if TYPE_CHECKING:
    from parsers.extract import Extraction

_NOTHING = frozenset(("nil", "void", "true", "false", "Boolean", "boolean", "self", "Object", "any", "untyped"))
_MAX = 200


def tags(doc: str) -> tuple[dict[str, str], str]:
    """Parameter name -> type text, and the type text of the result."""
    parameters: dict[str, str] = {}
    returns = ""
    if "@" not in doc:
        return parameters, returns
    for line in doc.split("\n"):
        line = line.strip()
        tag, _, rest = line.partition(" ")
        if tag not in ("@param", "@return"):
            continue
        opening, closing = rest.find("["), rest.find("]")
        if opening < 0 or closing < opening:
            continue
        kind = rest[opening + 1 : closing].strip()
        if tag == "@return":
            returns = kind
        else:
            words = (rest[:opening] + " " + rest[closing + 1 :]).split()
            if words:
                parameters[words[0].lstrip("*&").rstrip(":")] = kind
    return parameters, returns


def type_expression(work: Extraction, text: str) -> int:
    """A type as YARD writes it; NONE where it says nothing usable."""
    parts = [_one(work, part.strip()) for part in _split(text[:_MAX], ",")]
    known = tuple(dict.fromkeys(part for part in parts if part != NONE))
    if not known:
        return NONE
    return known[0] if len(known) == 1 else work.intern("union", known)


def _one(work: Extraction, text: str) -> int:
    if text == "self":
        return work.intern("name", "self")
    if text in _NOTHING or not text or text[0] in "#\"':":
        return NONE
    name, bracket, inner = text.partition("<")
    if bracket and inner.endswith(">"):
        element = type_expression(work, inner[:-1])
        if name.strip() in ("Array", "Set", "Enumerable", "Enumerator"):
            return work.intern("generic", work.intern("name", "Array"), (element,))
        if name.strip() == "Class":
            return work.intern("generic", work.intern("name", "Class"), (element,))
        return _constant(work, name.strip())
    name, brace, inner = text.partition("{")
    if brace:
        value = inner.rstrip("}").rpartition("=>")[2]
        return work.intern("generic", work.intern("name", "Hash"), (type_expression(work, value),))
    return _constant(work, text)


def _constant(work: Extraction, text: str) -> int:
    parts = text.split("::")
    absolute = not parts[0]
    if absolute:
        parts = parts[1:]
    if not parts or not all(part.isidentifier() and part[0].isupper() for part in parts):
        return NONE
    index = work.intern("attr", work.intern("name", "::"), parts[0]) if absolute else work.intern("name", parts[0])
    for part in parts[1:]:
        index = work.intern("attr", index, part)
    return index


def _split(text: str, separator: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, character in enumerate(text):
        if character in "<({":
            depth += 1
        elif character in ">)}" and not (character == ">" and text[at - 1 : at] == "="):
            depth -= 1
        elif character == separator and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]
