"""Who calls a symbol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from codegraph.model import Resolution
from codegraph.reading.neighbours import Selection
from codegraph.rendering import neighbour_lines
from mcp_server.answers import assemble
from mcp_server.registry import PageArgs, SymbolArgs, tool

if TYPE_CHECKING:
    from codegraph.engine import Engine
    from mcp_server.session import Call


class NeighbourArgs(PageArgs, SymbolArgs):
    """Of get_callers and get_callees."""

    lines: Annotated[bool, Field(description="Also the source line of each site")] = False
    path: Annotated[str, Field(description="Only symbols at or under this path, or a glob", max_length=1000)] = ""
    ambiguous: Annotated[bool, Field(description="Also unsure candidates")] = False

    def selection(self, offset: int) -> Selection:
        """The part of the list that is asked for."""
        weakest = Resolution.AMBIGUOUS if self.ambiguous else Resolution.DISPATCH
        return Selection(min_resolution=weakest, path=self.path, limit=self.limit, offset=offset)


@tool("Who calls it", always_load=True)
async def get_callers(a: NeighbourArgs, call: Call) -> str:
    """Who calls a function, method or class: every call site as path:line, how sure each is, and which calls of
    that name could not be bound; apart, who names a type or reads a constant. Use instead of grep before changing or
    deleting something."""
    page = call.page(a.cursor, a.limit)

    def answer(engine: Engine) -> str:
        found = engine.get_callers(a.symbol, a.selection(page.offset))
        lines = neighbour_lines(found, "callers", engine.source_line if a.lines else None)
        return assemble(
            lines,
            page=page,
            shown=len(found.items),
            total=found.total,
            narrow="path",
            stale=found.stale,
            notes=found.notes,
        )

    return await call.ask(answer)
