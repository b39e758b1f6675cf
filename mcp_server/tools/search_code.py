"""Text search that knows the symbols around its matches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from codegraph.search.rendering import match_lines
from mcp_server.answers import assemble
from mcp_server.registry import PageArgs, tool

if TYPE_CHECKING:
    from codegraph.engine import Engine
    from mcp_server.session import Call


class SearchCodeArgs(PageArgs):
    """Of search_code."""

    pattern: Annotated[str, Field(description="Text as it stands in the code", max_length=1000)]
    regex: Annotated[bool, Field(description="The pattern is a regular expression")] = False
    ignore_case: bool = False
    path: Annotated[str, Field(description="Only at or under this path, or a glob", max_length=1000)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 30


@tool("Search text")
async def search_code(a: SearchCodeArgs, call: Call) -> str:
    """Literal or regular-expression search over the indexed files, grouped by the function around each match,
    product code before tests."""
    page = call.page(a.cursor, a.limit)

    def answer(engine: Engine) -> str:
        found = engine.search_code(
            a.pattern, regex=a.regex, ignore_case=a.ignore_case, path=a.path, limit=a.limit, offset=page.offset
        )
        return assemble(
            match_lines(found),
            page=page,
            shown=len(found.items),
            total=found.symbols,
            narrow="path",
            stale=found.stale,
            notes=found.notes,
        )

    return await call.ask(answer)
