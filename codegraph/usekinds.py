"""How uses that are no calls are told apart: all are ``references`` edges, their strategy says what they are."""

from __future__ import annotations

from codegraph.model import EdgeKind

TYPE_USE = "type"
"""Strategy of an edge to a type that is written where a type is expected."""

READ = "read"
"""Strategy of an edge to a constant, variable, property or class that is read."""

MENTION = "mention"
"""Strategy of an edge to a class that stands in an expression; answers show it with functions handed on."""

READ_LANGUAGES = frozenset(("python", "javascript", "typescript"))
"""Languages whose reads are recorded."""

TYPE_USES = "type uses"
"""The arrays of the type uses, apart from the other ``references``: they lead one step far, not on and on."""


def kind_condition(kind: str, edges: str = "") -> str:
    """SQL that is true of the rows of ``edges`` (spelled ``e.`` where it has an alias) that are of one kind, type
    uses being a kind of their own."""
    if kind == TYPE_USES:
        return f"({edges}kind = '{EdgeKind.REFERENCES}' AND {edges}strategy = '{TYPE_USE}')"
    if kind == EdgeKind.REFERENCES:
        return f"({edges}kind = '{EdgeKind.REFERENCES}' AND {edges}strategy <> '{TYPE_USE}')"
    return f"{edges}kind = '{EdgeKind(kind)}'"
