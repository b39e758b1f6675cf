"""What an index says, tied to our files and definitions: for each covered file the sites it binds, and to what.

A document counts only while it fits the bytes of its file. Where it carries the text, the text must be the
same; everywhere the names at its occurrences must be names in the file, else the index is older than the
file and the document is stale. What fits is stored with the hash of the file, and holds while that is the hash.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from codegraph.scip import grammar
from codegraph.scip.columns import BROKEN, Columns, encodings_to_try
from codegraph.scip.reading import DEFINED, REFERENCE, WIDTH, ScipDocument, ScipIndex
from codegraph.scip.schema import UTF32
from codegraph.scip.sources import lines_of
from codegraph.scip.stored import Site, Target, path_words
from codegraph.symbols import encoded

BOUND_KINDS = frozenset(("function", "method", "class", "struct", "macro"))
"""Kinds of symbols that a call can be bound to. A variable or parameter that holds a function is not one: there
our own evaluation sees further than the name does."""

OWN_TOOL = "codegraph"
"""Our own export is no evidence for our own links."""

OTHER_NAME = -2
"""Instead of a column: the occurrence is of a member that is called otherwise than its symbol."""

_CONSTRUCTORS = {"<constructor>": "constructor", "<init>": "constructor"}


class Matched(NamedTuple):
    """A document tied to a file."""

    index: int
    """Position of the index among those given."""
    path: str
    """Our path of the file; as written, when there is none."""
    state: str
    """``fresh``, ``stale``, or ``absent``: the file is not indexed."""
    hash: str
    """Of the file it fits."""
    targets: list[Target]
    sites: list[Site]


@dataclass(slots=True)
class _File:
    """A covered file in the course of matching."""

    path: str
    row: tuple[str, str] | None
    """(hash, language) of an indexed file."""
    documents: list[tuple[int, ScipDocument]] = field(default_factory=list)
    """(position of the index, document), one for each index that has the file."""
    state: str = "absent"
    columns: list[array[int]] = field(default_factory=list)
    """For each document the columns of its occurrences in code points."""


class Matching:
    """Ties indexes to the files of one database."""

    def __init__(
        self, db: sqlite3.Connection, indexes: list[ScipIndex], root: Path, read: Callable[[str], bytes | None]
    ) -> None:
        """``read``: the bytes of an indexed file as they were indexed; None when they are not at hand."""
        self._db = db
        self._indexes = indexes
        self._root = root
        self._read = read
        self._rows: dict[str, tuple[str, str]] = {
            path: (digest, language)
            for path, digest, language in db.execute("SELECT path, hash, language FROM files WHERE status = 'indexed'")
        }
        self._files: dict[str, _File] = {}
        self._names = [_names(index.symbols) for index in indexes]
        self._parse = cache(grammar.parse)
        # Global symbols mean the same in every index; local ones are kept apart by index.
        self._ours: dict[tuple[int, str], list[Target]] = defaultdict(list)
        self._declared: dict[tuple[int, str], list[Target]] = defaultdict(list)
        self._in_project: set[tuple[int, str]] = set()
        self._owners: set[tuple[str, str, str]] = set()
        self._implementers: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)

    def run(self) -> list[Matched]:
        """One for each document, in the order of the indexes; of several for one file the first holds the sites."""
        for number, index in enumerate(self._indexes):
            prefix = self._prefix(index)
            for document in index.documents:
                path = prefix + document.path
                known = self._files.get(path)
                if known is None:
                    known = self._files[path] = _File(path, self._rows.get(path))
                known.documents.append((number, document))
            for symbol, base in index.implements:
                self._implementers[self._key(number, base)].append(self._key(number, symbol))
        for file in self._files.values():
            if file.row is not None:
                self._check(file)
                self._definitions(file)
        return [self._matched(file) for file in self._files.values()]

    # -- paths

    def _prefix(self, index: ScipIndex) -> str:
        """What stands before the paths of the index in ours: the index may cover one folder of the repository."""
        paths = [document.path for document in index.documents]
        candidates = Counter({"": sum(path in self._rows for path in paths)})
        if index.root:
            try:
                below = Path(index.root).resolve().relative_to(self._root).as_posix()
            except (ValueError, OSError):
                below = "."
            if below != ".":
                candidates[f"{below}/"] = sum(f"{below}/{path}" in self._rows for path in paths)
        if not any(candidates.values()):
            # Made on another machine: the folder that most paths agree on.
            by_name: dict[str, list[str]] = defaultdict(list)
            for path in self._rows:
                by_name[path.rpartition("/")[2]].append(path)
            for path in paths[:200]:
                for ours in by_name.get(path.rpartition("/")[2], ()):
                    if ours.endswith(f"/{path}"):
                        candidates[ours.removesuffix(path)] += 1
        best = max(candidates.values())
        return min((prefix for prefix, count in candidates.items() if count == best), key=lambda p: (len(p), p))

    # -- does it fit?

    def _check(self, file: _File) -> None:
        """Whether every document of the file fits its bytes, and its columns in code points."""
        assert file.row is not None
        file.state = "stale"
        data = self._read(file.path)
        if data is None:
            return
        lines = lines_of(data)
        fits = True
        for number, document in file.documents:
            columns, broken = self._columns(number, document, lines)
            file.columns.append(columns)
            if broken or (document.text_hash and document.text_hash != file.row[0]):
                fits = False
        if fits:
            file.state = "fresh"

    def _columns(self, number: int, document: ScipDocument, lines: list[str]) -> tuple[array[int], int]:
        """The columns in code points, and how many occurrences are not where the file has names."""
        best: tuple[array[int], int] | None = None
        names = self._names[number]
        for encoding in encodings_to_try(document.encoding):
            table = Columns(lines, encoding)
            columns = array("i")
            broken = 0
            rows = document.occurrences
            for at in range(0, len(rows), WIDTH):
                row, first, end, symbol, what = rows[at : at + WIDTH]
                column = table.code_points(row, first)
                last = table.code_points(row, end) if end >= 0 else column
                if column == BROKEN or last == BROKEN:
                    broken += 1
                elif last > column and not _is_name(lines[row], column, last, names[symbol] if what else ""):
                    broken += 1
                elif what == REFERENCE and _is_other_member(lines[row], column, last, names[symbol]):
                    column = OTHER_NAME
                columns.append(column)
            if best is None or broken < best[1]:
                best = (columns, broken)
            if not broken or (encoding != UTF32 and all(line.isascii() for line in lines)):
                break
        assert best is not None
        return best

    # -- definitions

    def _definitions(self, file: _File) -> None:
        places: dict[tuple[int, int], list[Target]] = defaultdict(list)
        strings: dict[str, Target] = {}
        for symbol, name, kind, line, column in self._db.execute(
            'SELECT s.symbol, s.name, s.kind, s.line, s."column" FROM symbols s JOIN files f ON f.id = s.file_id '
            "WHERE f.path = ?",
            (file.path,),
        ):
            target = Target(symbol, name, file.path)
            if kind in BOUND_KINDS:
                places[line - 1, column - 1].append(target)
                strings[symbol] = target
        for at, (number, document) in enumerate(file.documents):
            columns = file.columns[at] if at < len(file.columns) else None
            rows = document.occurrences
            for position in range(0, len(rows), WIDTH):
                what = rows[position + 4]
                if what == REFERENCE:
                    continue
                key = self._key(number, rows[position + 3])
                self._in_project.add(key)
                parsed = self._parse(key[1])
                if parsed is not None:
                    self._owners.add(parsed.owner)
                found: list[Target] = []
                if columns is not None and file.state == "fresh":
                    found = places.get((rows[position], columns[position // WIDTH]), [])
                if not found and parsed is not None:
                    # Where the positions are of no use, the names still lead to a definition that has its own.
                    found = self._by_name(file, parsed, strings)
                table = self._ours if what == DEFINED else self._declared
                known = table[key]
                known.extend(target for target in found if target not in known)

    def _by_name(self, file: _File, symbol: grammar.ScipSymbol, strings: dict[str, Target]) -> list[Target]:
        assert file.row is not None
        if symbol.descriptors[-1].suffix in (grammar.PARAMETER, grammar.TYPE_PARAMETER, grammar.META):
            return []
        names = [
            _CONSTRUCTORS.get(step.name, step.name)
            for step in symbol.descriptors
            if step.suffix in (grammar.TYPE, grammar.TERM, grammar.METHOD, grammar.MACRO)
        ]
        target = strings.get(f"{file.row[1]}:{encoded(file.path)}#{encoded('.'.join(names))}") if names else None
        return [target] if target is not None else []

    def _key(self, number: int, symbol: int) -> tuple[int, str]:
        string = self._indexes[number].symbols[symbol]
        return (number if grammar.is_local(string) else -1, string)

    # -- sites

    def _matched(self, file: _File) -> Matched:
        number = file.documents[0][0]
        if file.row is None or file.state != "fresh" or self._indexes[number].tool == OWN_TOOL:
            return Matched(number, file.path, file.state, file.row[0] if file.row else "", [], [])
        at: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
        for position, (number_of, document) in enumerate(file.documents):
            columns = file.columns[position]
            rows = document.occurrences
            for index in range(0, len(rows), WIDTH):
                if (
                    rows[index + 4] == REFERENCE
                    and rows[index + 2] != rows[index + 1]
                    and columns[index // WIDTH] != OTHER_NAME
                ):
                    at[rows[index], columns[index // WIDTH]].append(self._key(number_of, rows[index + 3]))
        targets: dict[Target, int] = {}
        sites: list[Site] = []
        for (row, column), symbols in sorted(at.items()):
            found = list(self._verdict(symbols))
            if found:
                bound = [targets.setdefault(target, len(targets)) for target in found]
                below = [targets.setdefault(target, len(targets)) for target in self._below(symbols, found)]
                sites.append(Site(row, column, bound, below))
        return Matched(number, file.path, file.state, file.row[0], list(targets), sites)

    def _verdict(self, symbols: Iterable[tuple[int, str]]) -> Iterator[Target]:
        """What the symbols at one place bind it to: our definitions; one target from outside; or nothing, where
        they are of the project and nothing that can be called."""
        outside: Target | None = None
        inside = False
        seen: set[Target] = set()
        for key in dict.fromkeys(symbols):
            for target in self._ours.get(key) or self._declared.get(key) or ():
                if target not in seen:
                    seen.add(target)
                    yield target
            if key in self._in_project or key[0] >= 0:
                inside = True
                continue
            parsed = self._parse(key[1])
            if parsed is None or not parsed.package or parsed.owner in self._owners:
                # Of the project, though no document defines it (a file that was not covered), or of no known package.
                inside = True
            elif outside is None and parsed.descriptors[-1].suffix in (grammar.METHOD, grammar.TYPE, grammar.MACRO):
                # A variable or field from outside is left open: it may hold a function of ours.
                outside = Target("", _CONSTRUCTORS.get(parsed.name, parsed.name), " ".join(_origin(parsed)))
        if outside is not None and not inside and not seen:
            yield outside

    def _below(self, symbols: Iterable[tuple[int, str]], found: list[Target]) -> list[Target]:
        """Our definitions that implement or override one of the symbols, at any distance."""
        below: dict[Target, None] = {}
        pending = [key for symbol in symbols for key in self._implementers.get(symbol, ())]
        seen = set(pending)
        while pending:
            key = pending.pop()
            below.update(dict.fromkeys(target for target in self._ours.get(key, ()) if target not in found))
            for further in self._implementers.get(key, ()):
                if further not in seen:
                    seen.add(further)
                    pending.append(further)
        return sorted(below)


def _origin(symbol: grammar.ScipSymbol) -> list[str]:
    """What the package and the modules around a symbol from outside are called."""
    places = [step.name for step in symbol.descriptors if step.suffix == grammar.NAMESPACE]
    return sorted(path_words("/".join([symbol.package, *(place.replace(".", "/") for place in places)])))


def _names(symbols: list[str]) -> list[str]:
    """What a definition of each symbol must be called in the text; '' where any name will do."""
    names: list[str] = []
    for symbol in symbols:
        parsed = grammar.parse(symbol)
        name = ""
        if parsed is not None and parsed.descriptors[-1].suffix in (grammar.METHOD, grammar.TYPE, grammar.TERM):
            name = parsed.name if parsed.name.isidentifier() else ""
        names.append(name)
    return names


def _is_name(line: str, first: int, end: int, name: str) -> bool:
    """Whether the span is a word of the line by itself, and the word ``name`` where that is known."""
    if end > len(line):
        return False
    text = line[first:end]
    if first and _part(line[first - 1]) and _part(text[0]):
        return False
    if end < len(line) and _part(line[end]) and _part(text[-1]):
        return False
    return not name or name in text or not text.isidentifier()


def _is_other_member(line: str, first: int, end: int, name: str) -> bool:
    """Whether a member is mentioned that is not called like the symbol. An import may rename what it brings, but a
    member has one name; a tool that has no symbol for a member gives that of the class instead."""
    return bool(name) and line[first:end] != name and line[:first].rstrip().endswith((".", "->", "::"))


def _part(character: str) -> bool:
    return character.isalnum() or character in "_$"
