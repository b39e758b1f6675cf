"""What extends, implements or overrides a symbol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegraph.rendering import implementation_lines
from mcp_server.answers import assemble
from mcp_server.registry import PageArgs, SymbolArgs, tool

if TYPE_CHECKING:
    from codegraph.engine import Engine
    from mcp_server.session import Call


class ImplementationArgs(PageArgs, SymbolArgs):
    """Of find_implementations."""


@tool("Implementations and overrides")
async def find_implementations(a: ImplementationArgs, call: Call) -> str:
    """Subclasses and implementers of a class or interface, overrides of a method, direct ones first."""
    page = call.page(a.cursor, a.limit)

    def answer(engine: Engine) -> str:
        found = engine.find_implementations(a.symbol, limit=a.limit, offset=page.offset)
        return assemble(
            implementation_lines(found),
            page=page,
            shown=len(found.items),
            total=found.total,
            stale=found.stale,
            notes=found.notes,
        )

    return await call.ask(answer)
