"""Bringing the index up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from codegraph.rendering import clean, summary_lines
from mcp_server.registry import WRITE, Args, tool

if TYPE_CHECKING:
    from mcp_server.session import Call


class RefreshArgs(Args):
    """Of refresh_index."""

    full: Annotated[bool, Field(description="From nothing; rarely needed")] = False


@tool("Refresh the index", annotations=WRITE)
async def refresh_index(a: RefreshArgs, call: Call) -> str:
    """Index the files that changed since the last run. Call it when an answer says that files are newer than the
    index. Can be cancelled."""
    summary = await call.session.index(call.ctx, full=a.full)
    lines = summary_lines(summary)
    lines += [f"{path}: {clean(message)}" for path, message in summary.errors[:10]]
    return "\n".join(lines)
