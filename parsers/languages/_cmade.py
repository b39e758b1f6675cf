"""Classes that a macro of the same file makes under a name that its user gives.

``DECLARE_ERROR(API, NotFound, Error)`` is a class when the macro's body begins ``class API CLS : public BASE {``:
the name and the base stand where the macro is used, what they are stands in its body.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from parsers.facts import Definition
from parsers.languages._cfamily import notes, row_starts

if TYPE_CHECKING:
    from parsers.extract import Extraction

_CLASS = re.compile(r"\s*(class|struct)\s+(?:\w+\s+)*?(\w+)\s*(?:final\s*)?(?::([^{;()]*))?\{")
_FORWARD = re.compile(r"\s*(\w+)\s*\(([^()]*)\)\s*;?\s*")
_BASE = re.compile(r"(?:(?:public|protected|private|virtual)\s+)*((?:::)?\w+(?:\s*::\s*\w+)*)\s*")
_MEMBER = re.compile(r"(\w+)\s*\(")
_USE_LIMIT = 2000
_DEPTH = 4


class _Maker(NamedTuple):
    """What using a macro makes."""

    kind: str
    name: str
    bases: tuple[str, ...]
    members: frozenset[str]
    formal: tuple[str, ...]


def made_classes(work: Extraction) -> None:
    """Add the classes that this file's macros make where they are used among declarations."""
    makers = _makers(work)
    if not makers:
        return
    rows: list[int] = []
    seen: set[int] = set()
    for reference in list(work.references):
        maker = makers.get(reference.name) if reference.role == "call" else None
        if maker is None or reference.start_byte in seen:
            continue
        around = work.definitions[reference.scope]
        if around.kind not in ("module", "package"):
            continue
        seen.add(reference.start_byte)
        first = reference.start_byte + len(reference.name)
        found = _arguments(work.data[first : first + _USE_LIMIT].decode("utf-8", "replace"))
        if found is None or len(found[0]) != len(maker.formal):
            continue
        given = dict(zip(maker.formal, found[0], strict=True))
        name = given.get(maker.name, "")
        if not name.isidentifier():
            continue
        bases = [given.get(base, base) for base in maker.bases]
        if not all(_BASE.fullmatch(base) for base in bases):
            continue
        rows = rows or row_starts(work.data)
        end = first + found[1]
        end_row = bisect_right(rows, end) - 1
        column = work.data.find(name.encode(), first, end) - rows[reference.row]
        outer = around.qualified_name if reference.scope else ""
        work.definitions.append(
            Definition(
                maker.kind,
                name,
                f"{outer}.{name}" if outer else name,
                reference.scope,
                reference.row,
                max(column, 0),
                reference.row,
                end_row,
                reference.start_byte,
                end,
                signature=f"{maker.kind} {name}" + (f" : {', '.join(bases)}" if bases else ""),
                bases=tuple([_path(work, base) for base in bases]),
                flags=tuple(sorted(("made", *[f".{member}" for member in maker.members]))),
            )
        )


def _makers(work: Extraction) -> dict[str, _Maker]:
    """The macros of this file that make a class named by one of their parameters."""
    out: dict[str, _Maker] = {}
    forwards: list[tuple[str, tuple[str, ...], str, list[str]]] = []
    for index, _, first, end in notes(work).macros:
        definition = work.definitions[index]
        formal = tuple([p.name for p in definition.parameters])
        if not formal:
            continue
        body = work.data[first:end].decode("utf-8", "replace").replace("\\\r\n", " ").replace("\\\n", " ")
        found = _CLASS.match(body)
        if found is not None and found[2] in formal:
            bases = [_BASE.fullmatch(part.strip()) for part in (found[3] or "").split(",") if part.strip()]
            if all(base is not None for base in bases):
                names = tuple([base[1] for base in bases if base is not None])
                members = frozenset(_MEMBER.findall(body, found.end())) - {found[2]}
                out[definition.name] = _Maker(found[1], found[2], names, members, formal)
            continue
        through = _FORWARD.fullmatch(body)
        if through is not None:
            forwards.append((definition.name, formal, through[1], [a.strip() for a in through[2].split(",")]))
    for _ in range(_DEPTH if out else 0):
        for name, formal, target, given in forwards:
            maker = out.get(target)
            if maker is None or name in out or len(given) != len(maker.formal):
                continue
            known = dict(zip(maker.formal, given, strict=True))
            if known.get(maker.name) in formal:
                bases = tuple([known.get(base, base) for base in maker.bases])
                out[name] = maker._replace(name=known[maker.name], bases=bases, formal=formal)
    return out


def _arguments(text: str) -> tuple[list[str], int] | None:
    """The arguments of a macro's use, and where its closing bracket ends; None when there is none."""
    if not text.lstrip().startswith("("):
        return None
    out: list[str] = []
    depth = 0
    start = 0
    for at, char in enumerate(text):
        if char in "([{":
            depth += 1
            if depth == 1:
                start = at + 1
        elif char in ")]}":
            depth -= 1
            if depth == 0:
                out.append(text[start:at].strip())
                return out, at + 1
        elif char == "," and depth == 1:
            out.append(text[start:at].strip())
            start = at + 1
    return None


def _path(work: Extraction, text: str) -> int:
    """``a::b`` as an expression."""
    parts = [part.strip() for part in text.split("::")]
    if len(parts) == 1:
        return work.intern("name", parts[0])
    expression = work.intern("name", f"{parts[0]}::" if parts[0] else "::")
    for part in parts[1:]:
        expression = work.intern("attr", expression, part)
    return expression
