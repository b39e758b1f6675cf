"""How one symbol comes to call another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from codegraph.rendering import route_lines
from mcp_server.answers import assemble
from mcp_server.registry import Args, tool

if TYPE_CHECKING:
    from codegraph.engine import Engine
    from mcp_server.session import Call


class RouteArgs(Args):
    """Of trace_path."""

    source: Annotated[str, Field(description="Symbol to start from", max_length=1000)]
    target: Annotated[str, Field(description="Symbol to arrive at", max_length=1000)]


@tool("How A reaches B")
async def trace_path(a: RouteArgs, call: Call) -> str:
    """How one symbol comes to call another: the shortest chain of calls with the site of each hop, surest first."""

    def answer(engine: Engine) -> str:
        found = engine.trace_path(a.source, a.target)
        return assemble(route_lines(found), stale=found.stale, notes=found.notes)

    return await call.ask(answer)
