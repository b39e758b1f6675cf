"""What breaks when a symbol changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from codegraph.model import Resolution
from codegraph.reading.reach import Spread
from codegraph.rendering import impact_lines
from mcp_server.answers import assemble
from mcp_server.registry import PageArgs, SymbolArgs, tool

if TYPE_CHECKING:
    from codegraph.engine import Engine
    from mcp_server.session import Call


class ImpactArgs(PageArgs, SymbolArgs):
    """Of get_impact_radius."""

    depth: Annotated[int, Field(ge=1, le=100)] = 3
    path: Annotated[str, Field(description="Only symbols at or under this path, or a glob", max_length=1000)] = ""
    tests: Literal["include", "exclude", "only"] = "include"
    ambiguous: Annotated[bool, Field(description="Also follow unsure edges")] = False


@tool("What breaks when it changes")
async def get_impact_radius(a: ImpactArgs, call: Call) -> str:
    """Everything that reaches a symbol through calls, references, decorators and overrides, nearest first, with
    distances and the weakest link on the way. Use before changing behaviour or a signature; tests='only' gives
    the tests to run."""
    page = call.page(a.cursor, a.limit)
    weakest = Resolution.AMBIGUOUS if a.ambiguous else Resolution.DISPATCH
    spread = Spread(a.depth, min_resolution=weakest, path=a.path, tests=a.tests, limit=a.limit, offset=page.offset)

    def answer(engine: Engine) -> str:
        found = engine.get_impact_radius(a.symbol, spread)
        return assemble(
            impact_lines(found),
            page=page,
            shown=len(found.items),
            total=found.total,
            narrow="path, depth or tests",
            stale=found.stale,
            notes=found.notes,
        )

    return await call.ask(answer)
