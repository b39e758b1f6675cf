"""One symbol in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from codegraph.rendering import detail_lines
from mcp_server.answers import assemble
from mcp_server.registry import SymbolArgs, tool

if TYPE_CHECKING:
    from codegraph.engine import Engine
    from mcp_server.session import Call


class DetailArgs(SymbolArgs):
    """Of get_symbol."""

    body: Annotated[bool, Field(description="Also the source lines")] = False


@tool("One definition")
async def get_symbol(a: DetailArgs, call: Call) -> str:
    """One definition: where it is, signature, docstring, bases, members, overrides, how many callers and callees;
    with body=true its source. Use instead of opening the file."""

    def answer(engine: Engine) -> str:
        found = engine.get_symbol(a.symbol, body=a.body)
        return assemble(detail_lines(found, body=a.body), stale=found.stale, notes=found.notes)

    return await call.ask(answer)
