"""What the reader of one file remembers from one marked node to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction


class Naming(NamedTuple):
    """The name a function or class expression gets from where it stands (``const f = () => …``)."""

    name: str
    node: Node
    """The node of that name."""
    kind: str
    """function or method."""
    prefix: str | None = None
    """Qualified name of the owner; None for the named definitions around it."""
    flags: tuple[str, ...] = ()
    receiver: int = -1
    """The object it is assigned to: ``this`` inside a function that is not an arrow."""
    context: int = -1
    """The declared type of the variable it is assigned to: it types the parameters."""


class Notes:
    """One file's notes; see :func:`notes`."""

    __slots__ = ("blocks", "comment", "exported", "names", "prefixes", "quiet", "reported")

    def __init__(self, size: int) -> None:
        self.blocks: list[int] = [size + 1]
        """End bytes of the blocks around the current place, innermost last."""
        self.comment: tuple[int, int] = (-1, -1)
        """Bytes of the last comment, or run of line comments."""
        self.exported: dict[int, str] = {}
        """Node id of an exported declaration -> ``name`` or ``default``."""
        self.names: dict[int, Naming] = {}
        """Node id of a function or class expression -> the name it gets."""
        self.prefixes: dict[int, str] = {}
        """Node id of an object literal -> qualified name of what it is assigned to."""
        self.reported: set[int] = set()
        """Start bytes of type names that need no reference of their own (declared here, bases)."""
        self.quiet: set[int] = set()
        """Start bytes of calls already told as something else: a decorator, an import."""


def notes(work: Extraction) -> Notes:
    """The notes of the file being read."""
    found = work.notes.get("ecmascript")
    if found is None:
        found = work.notes["ecmascript"] = Notes(len(work.data))
    return found


def block_end(work: Extraction, at: int) -> int:
    """End byte of the innermost block around byte ``at``."""
    blocks = notes(work).blocks
    while len(blocks) > 1 and blocks[-1] <= at:
        blocks.pop()
    return blocks[-1]


def enter_block(work: Extraction, node: Node) -> None:
    """What follows up to the end of ``node`` stands in a block of its own."""
    blocks = notes(work).blocks
    start = node.start_byte
    while len(blocks) > 1 and blocks[-1] <= start:
        blocks.pop()
    blocks.append(node.end_byte)
