"""What is in a file, package or folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from codegraph.rendering import outline_lines
from mcp_server.answers import assemble
from mcp_server.registry import PageArgs, tool

if TYPE_CHECKING:
    from codegraph.engine import Engine
    from mcp_server.session import Call


class StructureArgs(PageArgs):
    """Of get_module_structure."""

    module: Annotated[str, Field(description="'shop/cart.py', 'shop.cart', 'shop/' or '.'", max_length=1000)] = "."
    limit: Annotated[int, Field(ge=1, le=500)] = 100


@tool("Outline")
async def get_module_structure(a: StructureArgs, call: Call) -> str:
    """The outline of a file, module, package or folder: its definitions with line and signature, what it imports
    and what imports it. Use before reading a file; '.' gives the repository."""
    page = call.page(a.cursor, a.limit)

    def answer(engine: Engine) -> str:
        found = engine.get_module_structure(a.module, limit=a.limit, offset=page.offset)
        return assemble(
            outline_lines(found),
            page=page,
            shown=len(found.symbols),
            total=found.total,
            stale=found.stale,
            notes=found.notes,
        )

    return await call.ask(answer)
