"""Answers as bounded text: lines, what was left out, how fresh the index is, cursors to go on."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from codegraph.errors import AmbiguousSymbol, BadArgument, CodeGraphError, NoIndex, SymbolNotFound
from codegraph.rendering import candidate_lines, clean, stale_line

CAP = 40_000
"""Characters of one answer; clients refuse or hide more."""

ADVICE = "call refresh_index"
ROOM_FOR_END = 1_000


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for."""

    offset: int
    limit: int
    question: str
    """What was asked, without the page: a cursor of another question is refused."""

    def cursor(self, offset: int) -> str:
        """The cursor of the page that starts at ``offset``."""
        return base64.urlsafe_b64encode(f"{offset}:{_mark(self.question)}".encode()).decode().rstrip("=")


def page_at(cursor: str | None, limit: int, question: str) -> Page:
    """The page a cursor leads to; the first one without a cursor.

    Raises:
        BadArgument: the cursor is not one of this question.
    """
    if not cursor:
        return Page(0, limit, question)
    try:
        padded = cursor.strip() + "=" * (-len(cursor.strip()) % 4)
        offset, _, mark = base64.urlsafe_b64decode(padded.encode()).decode().partition(":")
        if mark == _mark(question) and 0 <= int(offset) < 1 << 31:
            return Page(int(offset), limit, question)
    except (ValueError, binascii.Error):
        pass
    raise BadArgument(
        "this cursor does not belong to this question; repeat the arguments of the page it came from, or leave it out"
    )


def _mark(question: str) -> str:
    return format(zlib.crc32(question.encode("utf-8", "surrogatepass")), "x")


def assemble(
    lines: Sequence[str],
    *,
    page: Page | None = None,
    shown: int = 0,
    total: int = 0,
    narrow: str = "",
    stale: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> str:
    """The text of an answer, cut at the cap between lines, with its last lines saying what is missing."""
    end: list[str] = []
    if page is not None and page.offset + shown < total:
        first, last = page.offset + 1, page.offset + shown
        hint = f", or narrow with {narrow}" if narrow else ""
        end.append(f"[{first}-{last} of {total}; more: cursor={page.cursor(last)!r}{hint}]")
    elif page is not None and page.offset:
        end.append(f"[{page.offset + 1}-{page.offset + shown} of {total}]" if shown else f"[no more; {total} in all]")
    end += [f"[{note}]" for note in notes]
    if line := stale_line(stale, ADVICE):
        end.append(line)
    room = CAP - sum(len(line) + 1 for line in end) - 200
    kept: list[str] = []
    for number, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0:
            kept.append(f"[{len(lines) - number} more lines do not fit into one answer; ask with a smaller limit]")
            break
        kept.append(line)
    return "\n".join([*kept, *end])


def explain(error: CodeGraphError) -> str:
    """An error for an agent: what is wrong and what to call instead."""
    match error:
        case SymbolNotFound():
            close = f" Similar: {', '.join(clean(name, 120) for name in error.close)}." if error.close else ""
            if error.imported_in:
                files = "1 file imports" if error.imported_in == 1 else f"{error.imported_in} files import"
                more = ", …" if error.imported_in > len(error.imported_at) else ""
                name = clean(error.name, 120)
                return (
                    f"{name!r} is not defined in this repository: {files} it from outside "
                    f"({', '.join(map(clean, error.imported_at))}{more}). Who calls it: semantic_search with "
                    f"calls={name!r}; every mention: search_code or grep.{close}"
                )
            missing = f"No symbol {clean(error.name, 120)!r} in the index.{close}"
            if error.newer:
                return f"{missing}\n{stale_line(error.newer, 'it may stand there: call refresh_index and ask again')}"
            fresh = " The index is up to date." if error.sure else ""
            return f"{missing}{fresh} Search with semantic_search."
        case AmbiguousSymbol():
            shown = error.candidates[:20]
            more = f"\n  … {len(error.candidates) - 20} more" if len(error.candidates) > 20 else ""
            listed = "\n".join(candidate_lines(shown))
            return (
                f"{clean(error.name, 120)!r} fits {len(error.candidates)} symbols. "
                f"Ask again with one of these (first column):\n{listed}{more}"
            )
        case NoIndex():
            return f"{error} (or call refresh_index)"
        case _:
            return str(error)
