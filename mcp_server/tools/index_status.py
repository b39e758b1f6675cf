"""What is in the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegraph.rendering import status_lines
from mcp_server.answers import assemble
from mcp_server.registry import Args, tool

if TYPE_CHECKING:
    from mcp_server.session import Call


class StatusArgs(Args):
    """Of index_status: none."""


@tool("Index status")
async def index_status(a: StatusArgs, call: Call) -> str:
    """How many files, symbols and edges the index holds by language, how sure they are, and which files are newer."""
    return await call.ask(lambda engine: assemble(status_lines(engine.status())))
