"""What the edits in the work tree break."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from mcp_server.answers import assemble
from mcp_server.registry import Args, tool

if TYPE_CHECKING:
    from codegraph.engine import Engine
    from mcp_server.session import Call


class DiffArgs(Args):
    """Of a tool about a diff."""

    base: Annotated[str | None, Field(description="Revision to compare with, e.g. origin/main; default HEAD")] = None
    staged: Annotated[bool, Field(description="What is staged instead of the work tree")] = False


@tool("What have I broken?")
async def detect_changes(a: DiffArgs, call: Call) -> str:
    """Compares the work tree with HEAD (or a base) before and after: changed definitions, call sites and imports
    that no longer fit, overrides, new import cycles, changed code no test reaches, risk. Call it after editing."""
    await call.session.index(call.ctx, full=False)

    def answer(engine: Engine) -> str:
        from codegraph.changes.asking import report_on
        from codegraph.changes.formats.text import text_lines

        report = report_on(engine.root, engine.database, base=a.base or None, staged=a.staged)
        return assemble(text_lines(report), notes=report.notes)

    return await call.ask(answer)
