"""What a symbol calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegraph.rendering import neighbour_lines
from mcp_server.answers import assemble
from mcp_server.registry import tool
from mcp_server.tools.get_callers import NeighbourArgs

if TYPE_CHECKING:
    from codegraph.engine import Engine
    from mcp_server.session import Call


@tool("What it calls")
async def get_callees(a: NeighbourArgs, call: Call) -> str:
    """What a function, method or class calls inside this repository, each callee with its definition's path:line.
    Use to follow how something works without reading every file."""
    page = call.page(a.cursor, a.limit)

    def answer(engine: Engine) -> str:
        found = engine.get_callees(a.symbol, a.selection(page.offset))
        lines = neighbour_lines(found, "callees", engine.source_line if a.lines else None)
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
