"""What linking one file yields: edges, unresolved call sites, import targets, dependencies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from codegraph.linking.told import Settled

Place = tuple[str, int]
"""(path, index of the definition in that file's facts)."""


class Link(NamedTuple):
    """One site resolved to one definition. Rows and columns are 0-based."""

    source: int
    """Index of the nearest named definition around the site, in the linked file."""
    target: Place
    kind: str
    """An :class:`codegraph.model.EdgeKind` value."""
    resolution: str
    row: int
    column: int
    strategy: str
    via: Place | None = None


class Unlinked(NamedTuple):
    """A call site with no callee inside the repository."""

    source: int
    name: str
    role: str
    reason: str
    """unknown-receiver, external, parameter, local, not-found, too-deep, ambiguous"""
    row: int
    column: int


@dataclass(slots=True)
class FileLinks:
    """Everything linking says of one file."""

    path: str
    links: list[Link] = field(default_factory=list)
    unlinked: list[Unlinked] = field(default_factory=list)
    imports: list[tuple[int, str]] = field(default_factory=list)
    """(index of the import in the facts, path of the file it leads to)."""
    dependencies: set[tuple[str, str]] = field(default_factory=set)
    """(path or '' for the whole repository, looked-up name or '' for the whole file), misses included."""
    settled: Settled | None = None
    """What an imported index changed, where one covers the file."""
