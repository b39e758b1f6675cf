"""Finding definitions by words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from codegraph.rendering import hit_lines
from codegraph.search.query import Query
from mcp_server.answers import assemble
from mcp_server.registry import PageArgs, tool

if TYPE_CHECKING:
    from codegraph.engine import Engine
    from mcp_server.session import Call


class SearchArgs(PageArgs):
    """Of semantic_search."""

    query: Annotated[
        str,
        Field(
            description="Words or a name: 'limit upload size', 'Cart.total', 'calls:charge retry'; a whole bug report",
            max_length=100_000,
        ),
    ]
    kind: Annotated[str, Field(description="function, method, class, …", max_length=40)] = ""
    path: Annotated[str, Field(description="Only at or under this path, or a glob", max_length=1000)] = ""
    calls: Annotated[str, Field(description="Only what calls this symbol", max_length=1000)] = ""
    implements: Annotated[str, Field(description="Only what derives from it", max_length=1000)] = ""
    like: Annotated[str, Field(description="A symbol to be similar to", max_length=1000)] = ""
    tests: Literal["auto", "include", "exclude", "only"] = "auto"
    limit: Annotated[int, Field(ge=1, le=100)] = 20


@tool("Find code", always_load=True)
async def semantic_search(a: SearchArgs, call: Call) -> str:
    """Find functions, methods and classes by what they do or by name. Use before grep. Filters may stand in the query
    too: called_by:, decorated_by:, language:, depth:2. One line a hit, best first: path:line, name,
    kind, doc."""
    page = call.page(a.cursor, a.limit)
    filters = a.model_dump(exclude={"query", "limit", "cursor"})
    query = Query(a.query, limit=a.limit, offset=page.offset, **filters)

    def answer(engine: Engine) -> str:
        found = engine.search(query)
        return assemble(
            hit_lines(found),
            page=page,
            shown=len(found.items),
            total=found.total,
            narrow="kind or path",
            stale=found.stale,
            notes=found.notes,
        )

    return await call.ask(answer)
