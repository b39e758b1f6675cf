"""A repository from above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from codegraph.rendering import architecture_lines
from mcp_server.answers import assemble
from mcp_server.registry import Args, tool

if TYPE_CHECKING:
    from codegraph.engine import Engine
    from mcp_server.session import Call


class ArchitectureArgs(Args):
    """Of get_architecture."""

    path: Annotated[str, Field(description="Only below this folder", max_length=1000)] = ""
    depth: Annotated[int, Field(description="Folders to tell apart", ge=1, le=10)] = 2


@tool("Architecture")
async def get_architecture(a: ArchitectureArgs, call: Call) -> str:
    """The repository from above: packages with sizes and what they import, import cycles, entry points, the most
    called definitions. Use first in an unknown code base."""

    def answer(engine: Engine) -> str:
        found = engine.get_architecture(path=a.path, depth=a.depth)
        return assemble(architecture_lines(found), stale=found.stale, notes=found.notes)

    return await call.ask(answer)
