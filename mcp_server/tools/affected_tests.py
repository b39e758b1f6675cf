"""Which tests to run after an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from mcp_server.answers import assemble
from mcp_server.registry import tool
from mcp_server.tools.detect_changes import DiffArgs

if TYPE_CHECKING:
    from codegraph.engine import Engine
    from mcp_server.session import Call


class AffectedArgs(DiffArgs):
    """Of affected_tests."""

    runner: Annotated[
        Literal["text", "pytest", "unittest", "go", "jest", "vitest", "cargo", "maven", "gradle", "dotnet"],
        Field(description="Only what this test runner takes, one a line"),
    ] = "text"
    include_uncertain: Annotated[bool, Field(description="Also follow unsure edges")] = False
    limit: Annotated[int, Field(ge=1, le=1000)] = 50


@tool("Which tests to run")
async def affected_tests(a: AffectedArgs, call: Call) -> str:
    """The tests that reach what the work tree changes against HEAD (or a base), by calls, fixtures, parametrisation
    and imports, the most direct first, each with the way it takes."""
    await call.session.index(call.ctx, full=False)

    def answer(engine: Engine) -> str:
        from codegraph.changes.affected import for_runner, text_lines
        from codegraph.changes.asking import tests_for

        selection = tests_for(
            engine.root, engine.database, base=a.base or None, staged=a.staged, uncertain=a.include_uncertain
        )
        lines = text_lines(selection) if a.runner == "text" else for_runner(selection, a.runner)
        shown = lines[: a.limit]
        if len(lines) > len(shown):
            shown.append(f"[{len(lines) - len(shown)} more; raise limit, or run the test files as a whole]")
        return assemble(shown, notes=selection.notes)

    return await call.ask(answer)
