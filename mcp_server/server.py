"""The protocol server: which tools there are, and what a call of one gets back."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import mcp.types as t
from mcp import MCPError
from mcp.server import CacheHint, Server, ServerRequestContext
from pydantic import ValidationError

from codegraph.errors import CodeGraphError
from codegraph.rendering import clean
from mcp_server.answers import explain
from mcp_server.registry import Tool
from mcp_server.session import Call, Indexing, Session
from mcp_server.tools import load

log = logging.getLogger("codegraph")

INSTRUCTIONS = Path(__file__).with_name("instructions.md")


def build(session: Session, names: Sequence[str]) -> Server:
    """A server with these tools."""
    tools = {name: load(name) for name in names}

    async def list_tools(ctx: ServerRequestContext, params: t.PaginatedRequestParams | None) -> t.ListToolsResult:
        return t.ListToolsResult(tools=[tool.listed for tool in tools.values()])

    async def call_tool(ctx: ServerRequestContext, params: t.CallToolRequestParams) -> t.CallToolResult:
        tool = tools.get(params.name)
        if tool is None:
            raise MCPError(code=t.INVALID_PARAMS, message=f"Unknown tool {params.name!r}; known: {', '.join(tools)}")
        return await answer(session, tool, ctx, params)

    try:
        number = version("codegraph-mcp")
    except PackageNotFoundError:
        number = "0+checkout"
    return Server(
        "codegraph",
        version=number,
        title="codegraph",
        instructions=INSTRUCTIONS.read_text(encoding="utf-8").strip(),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        cache_hints={"tools/list": CacheHint(ttl_ms=3_600_000)},
    )


async def answer(
    session: Session, tool: Tool, ctx: ServerRequestContext, params: t.CallToolRequestParams
) -> t.CallToolResult:
    """Check the arguments, run the handler; every failure becomes text that the model reads."""
    name = tool.listed.name
    try:
        arguments = tool.arguments.model_validate(params.arguments or {})
        return _text(await tool.handler(arguments, Call(session, ctx, arguments)))
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, e['loc'])) or 'arguments'}: {e['msg']}"
            for e in error.errors(include_url=False, include_input=False)
        )
        known = ", ".join(tool.arguments.model_fields) or "none"
        return _text(f"Invalid arguments for {name}: {clean(wrong, 600)}. Arguments: {known}.", error=True)
    except Indexing as still:
        return _text(str(still))
    except CodeGraphError as error:
        return _text(explain(error), error=True)
    except MCPError:
        raise
    except Exception:
        # What reaches the SDK from here would be sent to older clients with its text.
        log.exception("tool %s failed", name)
        return _text(f"{name} failed inside codegraph; its log on standard error says why.", error=True)


def _text(text: str, *, error: bool = False) -> t.CallToolResult:
    return t.CallToolResult(content=[t.TextContent(type="text", text=text)], is_error=error)
