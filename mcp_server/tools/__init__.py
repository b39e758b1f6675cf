"""The tools: one module each, named like the tool, imported only when it is served."""

from __future__ import annotations

import importlib
from difflib import get_close_matches
from typing import TYPE_CHECKING

from codegraph.errors import BadArgument

if TYPE_CHECKING:
    from mcp_server.registry import Tool

DEFAULT = (
    "explore",
    "get_callers",
    "get_callees",
    "get_impact_radius",
    "semantic_search",
    "get_symbol",
    "get_module_structure",
    "refresh_index",
)
"""Few, because every schema costs an agent tokens in every session."""

MORE = (
    "search_code",
    "trace_path",
    "find_implementations",
    "get_architecture",
    "detect_changes",
    "affected_tests",
    "find_dead_code",
    "index_status",
)
"""Behind ``--tools all``, or by name."""


def select(text: str) -> tuple[str, ...]:
    """The names in ``--tools``: ``default``, ``all``, or a list separated by commas.

    Raises:
        BadArgument: a name that is no tool.
    """
    chosen: dict[str, None] = {}
    for word in (w.strip() for w in text.split(",")):
        if not word:
            continue
        if word == "default":
            chosen.update(dict.fromkeys(DEFAULT))
        elif word == "all":
            chosen.update(dict.fromkeys((*DEFAULT, *MORE)))
        elif word in DEFAULT or word in MORE:
            chosen[word] = None
        else:
            close = get_close_matches(word, (*DEFAULT, *MORE), n=1)
            hint = f"did you mean {close[0]}? " if close else ""
            raise BadArgument(f"there is no tool {word!r}; {hint}Tools: {', '.join((*DEFAULT, *MORE))}")
    if not chosen:
        raise BadArgument("--tools names no tool; give default, all, or names separated by commas")
    return tuple(chosen)


def load(name: str) -> Tool:
    """The tool of this name."""
    return getattr(importlib.import_module(f"mcp_server.tools.{name}"), name)
