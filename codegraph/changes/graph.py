"""The graph of one side of a diff: the stored one, with other facts for the files that differ.

Links of files that do not look at what differs are those in the database; the others are linked on demand.
So the graph before a change costs a few files, not a second index.
"""

from __future__ import annotations

import sqlite3
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from codegraph import dependencies
from codegraph.changes.naming import Names, only_naming
from codegraph.linkinputs import LinkInputs
from codegraph.model import Resolution
from codegraph.scip.stored import ScipSource, Verdicts
from codegraph.symbols import FileSymbols, symbols_of
from parsers.facts import FactsError, FileFacts, Reference

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator
    from codegraph.linking.linker import Linker
    from codegraph.linking.links import FileLinks, Place

SURE = frozenset((Resolution.EXACT.value, Resolution.INFERRED.value))


def path_of(symbol: str) -> str:
    """The file that a symbol string names.

    >>> path_of("python:shop/caf%20e.py#Cart.pay")
    'shop/caf e.py'
    """
    return unquote(symbol.partition(":")[2].partition("#")[0])


class Use(NamedTuple):
    """A site at which one definition uses another. 1-based."""

    file: str
    line: int
    column: int
    kind: str
    resolution: str
    source: str
    """Symbol around the site."""
    target: str
    """Symbol used."""


class Open(NamedTuple):
    """A call that is bound to nothing. 1-based."""

    line: int
    column: int
    name: str
    reason: str


class FileUses(NamedTuple):
    """What one file uses, on one side."""

    uses: list[Use]
    open: list[Open]
    imports: list[tuple[int, str]]
    """(index of the import in the facts, path it leads to)."""


class Stored:
    """What the database holds, read once."""

    def __init__(self, db: sqlite3.Connection, root: Path) -> None:
        self.db = db
        self.root = root
        self._facts: dict[str, FileFacts] = {}

    @cached_property
    def languages(self) -> dict[str, str]:
        """Path -> language of every indexed file."""
        return dict(self.db.execute("SELECT path, language FROM files WHERE status = 'indexed'"))

    @cached_property
    def ids(self) -> dict[str, int]:
        """Path -> row id of every file."""
        return dict(self.db.execute("SELECT path, id FROM files"))

    @cached_property
    def paths(self) -> dict[int, str]:
        """Row id -> path."""
        return {number: path for path, number in self.ids.items()}

    @cached_property
    def asked(self) -> list[tuple[int, bytes]]:
        """(file id, the questions its links asked)."""
        return self.db.execute("SELECT file_id, dependencies FROM link_dependencies").fetchall()

    @cached_property
    def callers(self) -> dependencies.Callers:
        """Which files call something of a name."""
        return dependencies.Callers(self.asked)

    @cached_property
    def test_files(self) -> frozenset[str]:
        """Paths of test files."""
        rows = self.db.execute("SELECT path FROM files WHERE ' ' || flags || ' ' LIKE '% test %'")
        return frozenset(row[0] for row in rows)

    def blob(self, path: str) -> bytes:
        """The unpacked facts of a file; empty when there are none."""
        row = self.db.execute("SELECT facts FROM files WHERE path = ?", (path,)).fetchone()
        if row is None or row[0] is None:
            return b""
        try:
            return zlib.decompress(row[0])
        except zlib.error:
            return b""

    def facts(self, path: str) -> FileFacts:
        """The facts of a file.

        Raises:
            KeyError: there are none that can be read.
        """
        known = self._facts.get(path)
        if known is None:
            try:
                known = self._facts[path] = FileFacts.decode(self.blob(path))
            except FactsError as error:
                raise KeyError(path) from error
        return known

    def affected_by(self, keys: Iterable[tuple[str, str]]) -> set[str]:
        """Files whose links asked one of these questions."""
        return {self.paths[n] for n in dependencies.affected(self.asked, keys) if n in self.paths}


class SideGraph:
    """The repository as one side has it."""

    def __init__(
        self,
        stored: Stored,
        overlay: Mapping[str, FileFacts | None],
        names: Names | None = None,
        lost: Names | None = None,
        *,
        overriding: bool = True,
        settings: Mapping[str, bytes | None] | None = None,
    ) -> None:
        """``overlay``: facts of the files that differ from the database; None for files that are not there.

        ``names``: only uses of definitions with these names are asked for; None for all. ``lost``: those of them
        that are asked for in files that do not differ themselves; None for the same. ``overriding``: whether a
        call of a method counts as one of those that override it. ``settings``: files that decide where imports lead
        and are not those on disk.
        """
        self.stored = stored
        self._names = names
        self._lost = lost or names
        self._overriding = overriding
        self._settings = settings or {}
        self.overlay = {path: facts for path, facts in overlay.items() if self._differs(path, facts)}
        self._symbols: dict[str, FileSymbols] = {}
        self._uses: dict[str, FileUses] = {}
        self._suspects: set[str] = set()
        self._linked_paths: set[str] = set()

    def _differs(self, path: str, facts: FileFacts | None) -> bool:
        return facts is not None or path in self.stored.languages

    @cached_property
    def languages(self) -> dict[str, str]:
        """Path -> language of every file of this side."""
        found = dict(self.stored.languages)
        for path, facts in self.overlay.items():
            if facts is None:
                found.pop(path, None)
            else:
                found[path] = facts.language
        return found

    def facts(self, path: str) -> FileFacts:
        """The facts of a file of this side.

        Raises:
            KeyError: there is no such file.
        """
        if path in self.overlay:
            facts = self.overlay[path]
            if facts is None:
                raise KeyError(path)
            return facts
        return self.stored.facts(path)

    def symbols(self, path: str) -> FileSymbols:
        """The symbols of a file of this side."""
        known = self._symbols.get(path)
        if known is None:
            known = self._symbols[path] = symbols_of(self.facts(path))
        return known

    def symbol_at(self, place: Place, *, around: bool = False) -> str | None:
        """The symbol of a definition (or of the nearest one around it)."""
        path, index = place
        named = self.symbols(path)
        position = (named.around if around else named.own)[index]
        return named.symbols[position].symbol if position >= 0 else None

    @cached_property
    def changed_keys(self) -> set[tuple[str, str]]:
        """The questions that this side answers otherwise than the database."""
        keys: set[tuple[str, str]] = set()
        came_or_went: list[str] = []
        for path, facts in self.overlay.items():
            known = self.stored.facts(path) if path in self.stored.languages else None
            keys |= dependencies.changed_keys(known, facts)
            if (known is None) != (facts is None):
                came_or_went.append(path)
        if came_or_went:
            keys |= dependencies.path_keys(came_or_went, self.stored.languages, self.languages)
        return keys

    @cached_property
    def outdated(self) -> set[str]:
        """Files whose links in the database may not be those of this side."""
        found = {path for path in self.stored.affected_by(self.changed_keys) if path in self.languages}
        return found | {path for path, facts in self.overlay.items() if facts is not None}

    def suspect(self, paths: Set[str]) -> None:
        """Files that are to be linked anew when they are asked about, whatever the questions of all changes say:
        finding those takes as long as linking a few."""
        if self.overlay:
            self._suspects |= paths

    def linked_for(self, name: str) -> set[str]:
        """Files whose uses of ``name`` may differ from those in the database, as far as that was needed to know."""
        if self._lost is not None and name not in self._lost:
            return set(self.overlay)
        return self._linked_paths | set(self.overlay)

    # -- links

    def uses(self, path: str) -> FileUses:
        """What a file uses: of the names that are asked for, at least."""
        known = self._uses.get(path)
        if known is None and path not in self.languages:
            known = self._uses[path] = FileUses([], [], [])
        if known is None:
            if path in self.overlay or path in self._suspects or path in self.outdated:
                self._linked_paths.add(path)
                known = self._linked(path)
            else:
                known = self._read(path)
            self._uses[path] = known
        return known

    def _read(self, path: str) -> FileUses:
        db = self.stored.db
        file_id = self.stored.ids.get(path, -1)
        rows = db.execute(
            """
            SELECT e.line, e."column", e.kind, e.resolution, a.symbol, b.symbol
            FROM edges e JOIN symbols a ON a.id = e.source JOIN symbols b ON b.id = e.target WHERE e.file_id = ?
            """,
            (file_id,),
        )
        uses = [Use(path, *row) for row in rows]
        unbound = db.execute('SELECT line, "column", name, reason FROM unresolved WHERE file_id = ?', (file_id,))
        return FileUses(uses, [Open(*row) for row in unbound], self._stored_imports(path, file_id))

    def _stored_imports(self, path: str, file_id: int) -> list[tuple[int, str]]:
        rows = self.stored.db.execute(
            "SELECT line, name, local, target_file_id FROM imports WHERE file_id = ? AND target_file_id IS NOT NULL",
            (file_id,),
        ).fetchall()
        if not rows:
            return []
        places = {(i.row + 1, i.name, i.local): n for n, i in enumerate(self.facts(path).imports)}
        return [
            (places[line, name, local], self.stored.paths[target])
            for line, name, local, target in rows
            if (line, name, local) in places and target in self.stored.paths
        ]

    def _linked(self, path: str) -> FileUses:
        links = self.link(path)
        uses: list[Use] = []
        for link in links.links:
            target = self.symbol_at(link.target)
            source = self.symbol_at((path, link.source), around=True)
            if target is not None and source is not None:
                uses.append(
                    Use(path, link.row + 1, link.column + 1, str(link.kind), str(link.resolution), source, target)
                )
        unbound = [Open(u.row + 1, u.column + 1, u.name, u.reason) for u in links.unlinked]
        return FileUses(uses, unbound, links.imports)

    def link(self, path: str) -> FileLinks:
        """The links of one file, anew."""
        from codegraph.linking.links import FileLinks
        from codegraph.linkrun import has_rules

        if path not in self.languages or not has_rules(self.languages[path]):
            return FileLinks(path)
        try:
            names = self._names if path in self.overlay else self._lost
            if names is None:
                return self._linker.link(path)
            unit = self._linker.evaluator.unit(path)
            whole = unit.facts
            unit.facts = only_naming(whole, names)
            try:
                return self._linker.link(path)
            finally:
                unit.facts = whole
        except Exception:  # as in an index run: a file that trips the linker has no links
            del self._linker
            return FileLinks(path)

    def leads(self, path: str) -> list[tuple[int, str]]:
        """(index of an import of a file, path it leads to), by the settings of this side."""
        evaluator = self.evaluator
        if not evaluator.has(path):
            return []
        unit = evaluator.unit(path)
        rules = evaluator.semantics(unit.language)
        found: list[tuple[int, str]] = []
        for index, row in enumerate(unit.facts.imports):
            evaluator.begin()
            found += [(index, where) for where in rules.import_paths(unit, row)]
        return found

    @property
    def evaluator(self) -> Evaluator:
        """The evaluator of this side's linker."""
        return self._linker.evaluator

    @cached_property
    def _linker(self) -> Linker:
        from codegraph.linking.evaluator import CALLABLE_NAMES
        from codegraph.linking.linker import Linker, Project
        from codegraph.linking.mentions import DECLARED_KINDS
        from codegraph.linkrun import has_rules

        known = {language: has_rules(language) for language in set(self.languages.values())}
        inputs = LinkInputs(self.stored.root)
        told = _ToldHere(self)
        project = Project(
            {path: language for path, language in self.languages.items() if known[language]},
            self.facts,
            lambda path: self._settings[path] if path in self._settings else inputs.read(path),
            named=self._named,
            callables=lambda: _NamesOf(self, CALLABLE_NAMES),
            declared=_NamesOf(self, DECLARED_KINDS).__contains__,
            derived=self._derived,
            called=self._called_in,
            told=told if told else None,
        )
        return Linker(project, record=False, overriding=self._overriding)

    def _named(self, name: str) -> list[str]:
        rows = self.stored.db.execute(
            "SELECT DISTINCT f.path FROM symbols s JOIN files f ON f.id = s.file_id WHERE s.name = ?", (name,)
        )
        found = {row[0] for row in rows if row[0] not in self.overlay}
        for path, facts in self.overlay.items():
            if facts is not None and any(d.name == name for d in facts.definitions):
                found.add(path)
        return sorted(found)

    def _called_in(self, name: str) -> list[str]:
        found = [self.stored.paths[n] for n in self.stored.callers.of(name) if n in self.stored.paths]
        return [p for p in found if p not in self.overlay] + [p for p, names in self._calls.items() if name in names]

    @cached_property
    def _calls(self) -> dict[str, set[str]]:
        """File that differs -> the names that it calls."""
        from codegraph.linking.arguments import called_names

        return {path: called_names(facts) for path, facts in self.overlay.items() if facts is not None}

    def _derived(self, place: Place) -> list[Place]:
        symbol = self.symbol_at(place)
        return self._bases.get(symbol, []) if symbol is not None else []

    @cached_property
    def _bases(self) -> dict[str, list[Place]]:
        """Symbol of a class -> classes that name it as a direct base."""
        from codegraph.linking.semantics.base import CLASS_KINDS

        pairs: list[tuple[int, Place]] = []
        for file_id, data in self.stored.db.execute(
            "SELECT file_id, bases FROM link_dependencies WHERE length(bases) > 0"
        ):
            path = self.stored.paths.get(file_id)
            if path is not None and path not in self.overlay and path in self.languages:
                numbers = array("i", data)
                pairs += [(base, (path, d)) for d, base in zip(numbers[::2], numbers[1::2], strict=True)]
        wanted = {base for base, _ in pairs}
        names: dict[int, str] = {}
        if wanted:
            from codegraph.reading.rows import chunks

            for marks, piece in chunks(sorted(wanted)):
                names.update(self.stored.db.execute(f"SELECT id, symbol FROM symbols WHERE id IN {marks}", piece))
        table: dict[str, list[Place]] = {}
        for base, place in pairs:
            if base in names:
                table.setdefault(names[base], []).append(place)
        evaluator = self._linker.evaluator
        with evaluator.aside():
            for path, facts in self.overlay.items():
                if facts is None or not evaluator.has(path):
                    continue
                unit = evaluator.unit(path)
                rules = evaluator.semantics(unit.language)
                for definition in unit.defs:
                    if definition.kind in CLASS_KINDS:
                        for _, base in rules.supertypes(definition):
                            symbol = self.symbol_at(base.place)
                            if symbol is not None:
                                table.setdefault(symbol, []).append((path, definition.index))
        for places in table.values():
            places.sort()
        return table

    # -- sites

    def reference_at(self, path: str, line: int, column: int) -> Reference | None:
        """The call or other mention that stands at a place."""
        known = self._by_place.get(path)
        if known is None:
            known = self._by_place[path] = {}
            for reference in self.facts(path).references:
                if reference.role in ("call", "construct"):
                    known[reference.row, reference.column] = reference
                else:
                    known.setdefault((reference.row, reference.column), reference)
        return known.get((line - 1, column - 1))

    @cached_property
    def _by_place(self) -> dict[str, dict[tuple[int, int], Reference]]:
        return {}


class _ToldHere(ScipSource):
    """Imported compiler data: of files that are as they were when it was matched, for definitions of this side."""

    def __init__(self, graph: SideGraph) -> None:
        super().__init__(graph.stored.db)
        self._graph = graph

    def verdicts(self, path: str) -> Verdicts | None:
        return None if path in self._graph.overlay else super().verdicts(path)

    def place(self, symbol: str) -> tuple[str, int] | None:
        path = path_of(symbol)
        if path not in self._graph.languages:
            return None
        return next(((path, r.definition) for r in self._graph.symbols(path).symbols if r.symbol == symbol), None)


class _NamesOf(Set[str]):
    """The names of all definitions of some kinds on a side."""

    def __init__(self, graph: SideGraph, kinds: frozenset[str]) -> None:
        self._kinds = kinds
        self._graph = graph
        self._overlaid = {
            d.name
            for facts in graph.overlay.values()
            if facts is not None
            for d in facts.definitions
            if d.kind in self._kinds
        }
        self._known: dict[str, bool] = {}

    def __contains__(self, name: object) -> bool:
        known = self._known.get(name)  # type: ignore[arg-type]
        if known is None:
            known = self._known[str(name)] = name in self._overlaid or self._stored(name)
        return known

    def _stored(self, name: object) -> bool:
        # A name that only a file that differs has is still worth evaluating: at worst that finds nothing.
        marks = ", ".join("?" * len(self._kinds))
        sql = f"SELECT 1 FROM symbols WHERE name = ? AND kind IN ({marks}) LIMIT 1"
        return self._graph.stored.db.execute(sql, (name, *self._kinds)).fetchone() is not None

    def __iter__(self) -> Iterator[str]:
        yield from self._overlaid
        marks = ", ".join("?" * len(self._kinds))
        for row in self._graph.stored.db.execute(
            f"SELECT DISTINCT name FROM symbols WHERE kind IN ({marks})", tuple(self._kinds)
        ):
            if row[0] not in self._overlaid:
                yield row[0]

    def __len__(self) -> int:
        return sum(1 for _ in self)


Load = Callable[[str], FileFacts]
