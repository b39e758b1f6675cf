"""What nothing uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from codegraph.rendering import dead_code_lines
from mcp_server.answers import assemble
from mcp_server.registry import PageArgs, tool

if TYPE_CHECKING:
    from codegraph.engine import Engine
    from mcp_server.session import Call


class DeadCodeArgs(PageArgs):
    """Of find_dead_code."""

    path: Annotated[str, Field(description="Only at or under this path, or a glob", max_length=1000)] = ""
    possible: Annotated[bool, Field(description="Also public ones that users of the code may use")] = False


@tool("Unused definitions")
async def find_dead_code(a: DeadCodeArgs, call: Call) -> str:
    """Functions, methods and classes that nothing in the index uses, each with the reason to believe or doubt it.
    Check with get_callers and grep before deleting."""
    page = call.page(a.cursor, a.limit)

    def answer(engine: Engine) -> str:
        found = engine.find_dead_code(path=a.path, possible=a.possible, limit=a.limit, offset=page.offset)
        return assemble(
            dead_code_lines(found),
            page=page,
            shown=len(found.items),
            total=found.total,
            narrow="path",
            stale=found.stale,
            notes=found.notes,
        )

    return await call.ask(answer)
