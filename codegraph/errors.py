"""Errors that name the thing, the place and the next step, and carry them as attributes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codegraph.model import Symbol


class CodeGraphError(Exception):
    """Base of every error that a user can act on.

    ``code`` is the word that stands in ``{"error": …}``; ``exit_code`` what the CLI ends with.
    """

    code = "bad_argument"
    exit_code = 1


class BadArgument(CodeGraphError):
    """An argument that cannot be used; the message says which and what to give instead."""


class SymbolNotFound(CodeGraphError):
    """No definition goes by this name."""

    code = "not_found"

    def __init__(
        self, name: str, close: Sequence[str] = (), *, imported_in: int = 0, imported_at: Sequence[str] = ()
    ) -> None:
        self.name = name
        self.close = tuple(close)
        self.imported_in = imported_in
        """How many files import it from outside the repository, the first of them at ``imported_at``."""
        self.imported_at = tuple(imported_at)
        self.newer: tuple[str, ...] = ()
        """Files that are newer than the index: it may stand there."""
        self.sure = False
        """Whether everything on disk is known to be in the index."""
        hint = f"; close names: {', '.join(close)}" if close else ""
        if imported_in:
            hint = f"; it comes from outside, imported at {', '.join(imported_at)}{hint}"
        super().__init__(f"no symbol named {name!r} in the index{hint}")


class AmbiguousSymbol(CodeGraphError):
    """Several definitions go by this name; the caller must choose."""

    code = "ambiguous"

    def __init__(self, name: str, candidates: Sequence[Symbol]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        super().__init__(f"{name!r} fits {len(candidates)} symbols; give one of them")


class NoIndex(CodeGraphError):
    """There is no database yet."""

    code = "no_index"
    exit_code = 3


class DatabaseProblem(CodeGraphError):
    """The database cannot be used: foreign, damaged, newer, or its folder cannot be written."""

    code = "database"
    exit_code = 3


class NotARepository(CodeGraphError):
    """The command needs git history and there is none here."""

    code = "not_a_repository"
    exit_code = 3


class Cancelled(CodeGraphError):
    """The user or the client asked to stop; the last commit stands."""

    code = "cancelled"
    exit_code = 130
