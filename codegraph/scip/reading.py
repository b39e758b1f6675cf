"""What an index says, in a compact form: documents, and where in them which symbol stands."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from codegraph.errors import Cancelled
from codegraph.scip.grammar import is_local
from codegraph.scip.schema import DEFINITION, FORWARD_DEFINITION
from codegraph.scip.wire import ScipFile, ScipProblem, open_scip

REFERENCE, DECLARED, DEFINED = 0, 1, 2
"""What an occurrence is: a mention, a forward declaration, or the definition."""

WIDTH = 5
"""Numbers for each occurrence in :attr:`ScipDocument.occurrences`."""


@dataclass(slots=True)
class ScipDocument:
    """One source file as the index describes it."""

    path: str
    """As written: relative to the project root of the index."""
    language: str
    encoding: int
    """1, 2, 3: columns count UTF-8, UTF-16 or UTF-32 code units; 0: it does not say."""
    text_hash: str
    """Of the text, where the document carries it (our files' hash); '' where not."""
    occurrences: array[int] = field(default_factory=lambda: array("i"))
    """row, first column, end column (-1 when it ends on another row), symbol, what it is; again and again."""


@dataclass(slots=True)
class ScipIndex:
    """One index file."""

    name: str
    """How answers call it: the file's name without its folders."""
    hash: str
    tool: str
    version: str
    root: str
    """The folder its paths are relative to, as a path on the machine that made it; '' when it does not say."""
    documents: list[ScipDocument] = field(default_factory=list)
    symbols: list[str] = field(default_factory=list)
    """Symbol strings; local ones with the number of their document behind them."""
    implements: list[tuple[int, int]] = field(default_factory=list)
    """(symbol, the symbol that it implements or overrides)."""


def read_indexes(paths: Sequence[Path], cancel: threading.Event | None = None) -> list[ScipIndex]:
    """All of ``paths``, checked from end to end before anything is done with them.

    Raises:
        BadArgument: one of them is not there.
        ScipProblem: one of them is no SCIP index, or a damaged one.
        Cancelled: ``cancel`` was set.
    """
    found: dict[str, ScipIndex] = {}
    for path in paths:
        with open_scip(path) as file:
            index = _read(file, path.name, cancel)
        found.setdefault(index.hash, index)
    return list(found.values())


def _read(file: ScipFile, name: str, cancel: threading.Event | None) -> ScipIndex:
    metadata = file.metadata
    index = ScipIndex(
        name, file.hash, metadata.tool_info.name, metadata.tool_info.version, _folder(metadata.project_root)
    )
    numbers: dict[str, int] = {}
    for document in file.documents():
        if cancel is not None and cancel.is_set():
            raise Cancelled("indexing was stopped; the last commit stands")
        try:
            index.documents.append(_document(document, len(index.documents), numbers, index.implements))
        except (ValueError, OverflowError) as error:
            raise ScipProblem(file.name, f"document {document.relative_path!r}: {error}") from error
    index.symbols = list(numbers)
    return index


def _document(document: Any, number: int, numbers: dict[str, int], implements: list[tuple[int, int]]) -> ScipDocument:
    text = document.text
    found = ScipDocument(
        document.relative_path,
        document.language,
        document.position_encoding,
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest() if text else "",
    )

    def known(symbol: str) -> int:
        if is_local(symbol):
            symbol = f"{symbol} {number}"
        return numbers.setdefault(symbol, len(numbers))

    rows = found.occurrences
    for occurrence in document.occurrences:
        symbol = occurrence.symbol
        if not symbol:
            continue  # only colours
        span = occurrence.range
        if len(span) == 3:
            row, first, end = span
        elif len(span) == 4:
            row, first, last, end = span
            if last != row:
                end = -1
        else:
            raise ValueError(f"an occurrence has a range of {len(span)} numbers, not 3 or 4")
        if row < 0 or first < 0 or (end != -1 and end < first):
            raise ValueError(f"an occurrence has the range {list(span)}")
        roles = occurrence.symbol_roles
        what = DEFINED if roles & DEFINITION else DECLARED if roles & FORWARD_DEFINITION else REFERENCE
        rows.extend((row, first, end, known(symbol), what))
    for information in document.symbols:
        for relationship in information.relationships:
            if relationship.is_implementation and information.symbol and relationship.symbol:
                implements.append((known(information.symbol), known(relationship.symbol)))
    return found


def _folder(project_root: str) -> str:
    """The path in a ``file:`` address; relative addresses and others say nothing about this machine."""
    parts = urlsplit(project_root)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return ""
    return unquote(parts.path)
