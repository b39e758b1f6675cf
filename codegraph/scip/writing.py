"""The graph as a SCIP index: one document a file, definitions and the sites of edges as occurrences.

The project root is written as ``file:///``: the schema wants an absolute address, and the real one would tell
strangers about the machine. Tools take the documents' paths relative to the folder they are given.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple

from codegraph.model import EdgeKind
from codegraph.scip import grammar
from codegraph.scip.grammar import Descriptor, ScipSymbol
from codegraph.scip.matching import OWN_TOOL
from codegraph.scip.schema import DEFINITION, UTF32, message

SCHEME = "codegraph"
PROJECT_ROOT = "file:///"
GENERATED, TEST = 0x10, 0x20
"""More bits of ``Occurrence.symbol_roles``."""

LANGUAGES = {
    "python": "Python",
    "javascript": "JavaScript",
    "typescript": "TypeScript",
    "go": "Go",
    "rust": "Rust",
    "java": "Java",
    "kotlin": "Kotlin",
    "c": "C",
    "cpp": "CPP",
    "csharp": "CSharp",
    "php": "PHP",
    "ruby": "Ruby",
}
"""What SCIP calls our languages."""

KINDS = {
    "module": 29,
    "package": 35,
    "class": 7,
    "interface": 21,
    "trait": 53,
    "struct": 49,
    "enum": 11,
    "function": 17,
    "method": 26,
    "property": 41,
    "field": 15,
    "variable": 61,
    "constant": 8,
    "type": 54,
    "macro": 25,
}
"""``SymbolInformation.Kind`` of our kinds of symbols."""
_CONSTRUCTOR = 9

_SUFFIXES = {
    "package": grammar.NAMESPACE,
    "class": grammar.TYPE,
    "interface": grammar.TYPE,
    "trait": grammar.TYPE,
    "struct": grammar.TYPE,
    "enum": grammar.TYPE,
    "type": grammar.TYPE,
    "function": grammar.METHOD,
    "method": grammar.METHOD,
    "macro": grammar.MACRO,
}
"""All others are terms."""

MENTIONS = (EdgeKind.CALLS, EdgeKind.REFERENCES, EdgeKind.DECORATES, EdgeKind.RENDERS)
"""Edges whose site is a mention of their target."""

_QUOTES = ("'", '"', "`")
_WORD = re.compile(r"[\w$]+")


class _Row(NamedTuple):
    id: int
    parent_id: int | None
    kind: str
    name: str
    line: int
    column: int
    start_line: int
    end_line: int
    signature: str
    doc: str
    flags: str


def export(
    db: sqlite3.Connection,
    lines_of: Callable[[str], Sequence[str]],
    *,
    version: str,
    kinds: Collection[str],
    resolutions: Collection[str],
) -> Iterator[bytes]:
    """An index in pieces: bytes to be written one after the other.

    ``lines_of``: the lines of an indexed file, none when it cannot be read; names are then taken to stand as they
    are called. ``kinds``, ``resolutions``: the edges that count, all kinds if none is named.
    """
    index = message("Index")()
    index.metadata.tool_info.name = OWN_TOOL
    index.metadata.tool_info.version = version
    index.metadata.project_root = PROJECT_ROOT
    index.metadata.text_document_encoding = 1
    yield index.SerializeToString(deterministic=True)
    names = _symbols(db)
    relations = _relations(db, names)
    wanted = [kind.value for kind in MENTIONS if not kinds or kind.value in kinds]
    marks = [",".join("?" * len(values)) for values in (wanted, resolutions)]
    for file_id, path, language, flags in db.execute(
        "SELECT id, path, language, flags FROM files WHERE status = 'indexed' ORDER BY path"
    ).fetchall():
        index = message("Index")()
        document = index.documents.add(
            relative_path=path, language=LANGUAGES.get(language, language), position_encoding=UTF32
        )
        lines = lines_of(path)
        marked = flags.split()
        roles = (GENERATED if "generated" in marked else 0) | (TEST if "test" in marked else 0)
        for row in _rows(db, "file_id = ?", (file_id,)):
            _define(document, row, names[row.id], lines, roles)
            _inform(document, row, names[row.id], language, relations.get(row.id, ()))
        for target, name, kind, line, column in db.execute(
            f'SELECT DISTINCT e.target, t.name, e.kind, e.line, e."column" FROM edges e '
            f"JOIN symbols t ON t.id = e.target WHERE e.file_id = ? AND e.kind IN ({marks[0]}) "
            f'AND e.resolution IN ({marks[1]}) ORDER BY e.line, e."column", t.symbol',
            (file_id, *wanted, *resolutions),
        ):
            length = _length(lines, line - 1, column - 1, name)
            text = lines[line - 1][column - 1 : column - 1 + length] if lines else name
            # A function that is passed on is noted at the call it is passed to; only its own name is a mention.
            if length and (kind != EdgeKind.REFERENCES or text == name):
                span = [line - 1, column - 1, column - 1 + length]
                document.occurrences.add(range=span, symbol=names[target], symbol_roles=roles)
        yield index.SerializeToString(deterministic=True)


def _define(document: Any, row: _Row, symbol: str, lines: Sequence[str], roles: int) -> None:
    if row.parent_id is None and row.kind in ("module", "package"):
        span = [0, 0, 0]
    else:
        length = _length(lines, row.line - 1, row.column - 1, row.name)
        span = [row.line - 1, row.column - 1, row.column - 1 + length]
    occurrence = document.occurrences.add(range=span, symbol=symbol, symbol_roles=DEFINITION | roles)
    if lines and 0 < row.start_line <= span[0] + 1 <= row.end_line <= len(lines):
        occurrence.enclosing_range.extend((row.start_line - 1, 0, row.end_line - 1, len(lines[row.end_line - 1])))


def _inform(document: Any, row: _Row, symbol: str, language: str, relations: Sequence[tuple[str, bool]]) -> None:
    constructor = "constructor" in row.flags.split()
    information = document.symbols.add(
        symbol=symbol, kind=_CONSTRUCTOR if constructor else KINDS.get(row.kind, 0), display_name=row.name
    )
    if row.doc:
        information.documentation.append(row.doc)
    if row.signature:
        information.signature_documentation.language = LANGUAGES.get(language, language)
        information.signature_documentation.text = row.signature
    for base, overridden in relations:
        information.relationships.add(symbol=base, is_implementation=True, is_reference=overridden)


def _length(lines: Sequence[str], row: int, column: int, name: str) -> int:
    """How many code points the word at a place has; 0 when there is none."""
    if not lines:
        return len(name)
    if row >= len(lines):
        return 0
    line = lines[row]
    if column and _WORD.match(line, column - 1) and _WORD.match(line, column):
        return 0  # in the midst of a word
    if name and line[column : column + 1] in _QUOTES and line.startswith(name, column + 1):
        return len(name) + 2
    word = _WORD.match(line, column)
    length = len(word[0]) if word else 0
    # A name may be more than a word: an operator, say.
    return len(name) if len(name) > length and line.startswith(name, column) else length


def _rows(db: sqlite3.Connection, where: str, values: Sequence[object] = ()) -> list[_Row]:
    return [
        _Row(*row)
        for row in db.execute(
            'SELECT id, parent_id, kind, name, line, "column", start_line, end_line, signature, doc, flags '
            f"FROM symbols WHERE {where} ORDER BY file_id, definition",
            values,
        )
    ]


def _symbols(db: sqlite3.Connection) -> dict[int, str]:
    """SCIP's symbol for each of ours: the path as namespaces, then every definition around it."""
    known: dict[int, tuple[Descriptor, ...]] = {}
    taken: dict[tuple[Descriptor, ...], int] = defaultdict(int)
    paths = dict(db.execute("SELECT id, path FROM files"))
    found: dict[int, str] = {}
    # Within a file the definition around another one comes before it.
    for row_id, parent_id, kind, name, file_id in db.execute(
        "SELECT id, parent_id, kind, name, file_id FROM symbols ORDER BY file_id, definition"
    ):
        around = known.get(parent_id) if parent_id is not None else None
        if around is None:
            steps = tuple(Descriptor(part, grammar.NAMESPACE) for part in paths[file_id].split("/"))
        else:
            suffix = _SUFFIXES.get(kind, grammar.TERM)
            steps = (*around, Descriptor(name, suffix))
            if suffix == grammar.METHOD:
                # Twins are told apart by their order; other kinds share one symbol with several definitions.
                taken[steps] += 1
                if taken[steps] > 1:
                    steps = (*around, Descriptor(name, suffix, f"+{taken[steps] - 1}"))
        known[row_id] = steps
        found[row_id] = grammar.write(ScipSymbol(SCHEME, "", "", "", steps))
    return found


def _relations(db: sqlite3.Connection, names: dict[int, str]) -> dict[int, list[tuple[str, bool]]]:
    """Symbol -> (base or overridden symbol, whether it is overridden)."""
    found: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for source, target, kind in db.execute(
        "SELECT DISTINCT e.source, e.target, e.kind FROM edges e JOIN symbols t ON t.id = e.target "
        "WHERE e.kind IN ('inherits', 'implements', 'overrides') ORDER BY e.source, t.symbol, e.kind"
    ):
        if source in names and target in names:
            found[source].append((names[target], kind == EdgeKind.OVERRIDES))
    return found
