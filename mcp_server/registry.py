"""What a tool is: a name, arguments that are checked, a handler; and how a handler becomes one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import mcp.types as t
from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from mcp_server.session import Call

READ = t.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
WRITE = t.ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


class Args(BaseModel):
    """Arguments of a tool; a misspelt one is an error, not ignored."""

    model_config = ConfigDict(extra="forbid")


class SymbolArgs(Args):
    """Arguments of a tool about one symbol."""

    symbol: Annotated[
        str,
        Field(description="'Cart.checkout', 'shop.cart.Cart.checkout' or 'shop/cart.py:42'", max_length=1000),
    ]


class PageArgs(Args):
    """Arguments of a tool whose answer may be long."""

    limit: Annotated[int, Field(ge=1, le=500)] = 50
    cursor: Annotated[str | None, Field(description="From the last line of the previous page")] = None


Handler = Callable[[Any, "Call"], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Tool:
    """One entry of the tool list with what answers it."""

    listed: t.Tool
    arguments: type[Args]
    handler: Handler


def tool(title: str, *, annotations: t.ToolAnnotations = READ, always_load: bool = False) -> Callable[[Handler], Tool]:
    """Make a tool of an ``async def NAME(a: ItsArgs, call: Call) -> str``; its docstring is what agents read."""

    def make(handler: Handler) -> Tool:
        arguments = get_type_hints(handler, localns={"Call": object})["a"]
        name = handler.__name__
        listed = t.Tool(
            name=name,
            title=title,
            description=" ".join((handler.__doc__ or "").split()),
            annotations=annotations,
            input_schema=schema_of(arguments),
            # Without this some clients show a tool's name only, and agents then rarely call it.
            _meta={"anthropic/alwaysLoad": True} if always_load else None,
        )
        return Tool(listed, arguments, handler)

    return make


def schema_of(model: type[Args]) -> dict[str, Any]:
    """The JSON schema of the arguments without what only costs tokens: titles, and the model's own docstring."""

    def strip(value: Any, *, names: bool = False) -> Any:
        if isinstance(value, dict):
            return {k: strip(v, names=k == "properties") for k, v in value.items() if names or k != "title"}
        return [strip(item) for item in value] if isinstance(value, list) else value

    schema = strip(model.model_json_schema())
    schema.pop("description", None)
    return schema
