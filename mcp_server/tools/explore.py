"""One answer to how something works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from codegraph.search.rendering import exploration_lines
from mcp_server.answers import assemble
from mcp_server.registry import Args, tool

if TYPE_CHECKING:
    from codegraph.engine import Engine
    from mcp_server.session import Call


class ExploreArgs(Args):
    """Of explore."""

    question: Annotated[
        str, Field(description="'how are uploads limited?', 'where do I add a CLI option?'", max_length=20_000)
    ]
    path: Annotated[str, Field(description="Only at or under this path, or a glob", max_length=1000)] = ""
    max_tokens: Annotated[int, Field(ge=200, le=9000)] = 2000


@tool("Explore", always_load=True)
async def explore(a: ExploreArgs, call: Call) -> str:
    """Start here: how does X work, where do I change Y. One answer with the best symbols, the few lines that matter,
    how they call each other, the tests that touch them, and what to ask next."""

    def answer(engine: Engine) -> str:
        found = engine.explore(a.question, path=a.path, max_tokens=a.max_tokens)
        return assemble(
            exploration_lines(found),
            page=call.page(None, len(found.items) or 1),
            shown=len(found.items),
            total=len(found.items),
            narrow="path",
            stale=found.stale,
            notes=found.notes,
        )

    return await call.ask(answer)
