"""What a language is to the extractor: a grammar, query files, and a few pure functions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

QUERIES = Path(__file__).resolve().parent.parent / "queries"

Handler = Callable[["Extraction", "Node"], None]


def _no_module(path: PurePosixPath) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Language:
    """One language as data: where its grammar and queries are, and what a query cannot say."""

    name: str
    grammar: Callable[[str], str] | str
    """The grammar's name in the language pack, or a function of the file's path (``.tsx`` is one of its own)."""
    extensions: tuple[str, ...]
    handlers: Mapping[str, Handler]
    """Capture name in ``queries/<name>/*.scm`` -> what to do with the node."""
    expression: Mapping[str, Callable[[Extraction, Node], int]]
    """Node type -> how to turn it into a neutral expression; unlisted types are unknown."""
    leaves: frozenset[str] = frozenset()
    """Node types of ``expression`` that have no operands (names, literals): they are never remembered."""
    filenames: tuple[str, ...] = ()
    shebangs: tuple[str, ...] = ()
    module_name: Callable[[PurePosixPath], str] = _no_module
    finish: Callable[[Extraction], None] | None = None
    """Called once after the last capture of a file."""
    repair: Callable[[Extraction, Node], bytes | None] | None = None
    """Given the root of the first parse, the same number of bytes in a form the grammar reads better, or None."""
    queries: Callable[[str], str] | str = ""
    """Folders under ``queries/`` (spaces between them) when it is not the language's name, or a function of the
    file's path that says them."""
    comment_types: tuple[str, ...] = ("comment",)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def grammar_for(self, path: str) -> str:
        """The grammar of the file at ``path``."""
        return self.grammar if isinstance(self.grammar, str) else self.grammar(path)

    def queries_for(self, path: str) -> str:
        """The query folders for the file at ``path``."""
        return (self.queries if isinstance(self.queries, str) else self.queries(path)) or self.name


@cache
def query_text(folders: str) -> str:
    """All query files of a language, one after the other, folder by folder in order of their names."""
    files = [file for folder in folders.split() for file in sorted((QUERIES / folder).glob("*.scm"))]
    if not files:
        raise FileNotFoundError(f"no query files in {QUERIES / folders}")
    return "\n".join(f.read_text(encoding="utf-8") for f in files)


@cache
def query_hash() -> str:
    """One hash over all query files: it changes when any of them does."""
    digest = hashlib.sha256()
    for file in sorted(QUERIES.rglob("*.scm")):
        digest.update(file.relative_to(QUERIES).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
