"""One run of the linker over a database: facts come out of it, links go into it."""

from __future__ import annotations

import sqlite3
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import TYPE_CHECKING
from zlib import decompress

from codegraph.dependencies import Callers, pack
from codegraph.errors import Cancelled
from codegraph.linking import arguments, semantics
from codegraph.linking.evaluator import CALLABLE_NAMES
from codegraph.linking.linker import Linker, Project
from codegraph.linking.links import FileLinks, Place
from codegraph.linking.mentions import DECLARED_KINDS
from codegraph.linking.semantics.base import CLASS_KINDS
from codegraph.linkrows import EdgeArrays, SymbolIds, insert_links, rows_of
from codegraph.model import Progress
from codegraph.scip.stored import ScipSource
from parsers.facts import FileFacts

if TYPE_CHECKING:
    from codegraph.linkinputs import LinkInputs
    from codegraph.store import Store


class LinkRun:
    """Links files and writes what comes of it; several rounds share what the linker has learnt."""

    def __init__(
        self,
        store: Store,
        languages: Mapping[str, str],
        file_ids: Mapping[str, int],
        inputs: LinkInputs,
        cancel: threading.Event | None,
        *,
        ids_of: Callable[[str], dict[int, int]] | None = None,
        callables: Set[str] | None = None,
        stored_bases: Iterable[tuple[int, bytes]] | None = None,
        stored_questions: Iterable[tuple[int, bytes]] = (),
    ) -> None:
        """``ids_of`` and ``callables`` are read from the database unless given. With ``stored_bases``
        (file id, bases of its classes) only the files that are linked are read for what derives from what,
        and with ``stored_questions`` (file id, packed dependencies) only those for who calls what."""
        self._store = store
        self._file_ids = file_ids
        self._cancel = cancel
        self._facts: dict[str, FileFacts] = {}
        self.arrays = EdgeArrays()
        """All edges written."""
        self.failures: list[tuple[str, str]] = []
        """(path, what went wrong) of files that could not be linked."""
        self._ids = SymbolIds(ids_of or self._symbol_ids, self.facts)
        linkable = {language: has_rules(language) for language in set(languages.values())}
        names = _Names(store.connection, CALLABLE_NAMES) if callables is None else callables
        self._stored_bases = stored_bases
        self._stored_questions = stored_questions
        self._callers: Callers | None = None
        self._paths: dict[int, str] = {}
        self._changed: dict[str, set[str]] = {}
        """Files with new facts, and what they call."""
        told = ScipSource(store.connection)
        self._fresh: set[str] = set()
        self._derived: dict[int, list[Place]] | None = None
        self._project = Project(
            {path: language for path, language in languages.items() if linkable[language]},
            self.facts,
            inputs.read,
            # A first build reads every file anyway, and the table it asks has no index yet.
            named=self._named if callables is None else None,
            callables=lambda: names,
            # A first build has all facts at hand.
            declared=_Names(store.connection, DECLARED_KINDS).__contains__ if callables is None else None,
            derived=None if stored_bases is None else self._derived_from,
            called=None if stored_bases is None else self._called_in,
            told=told if told else None,
            check=self._check,
        )
        self._linker = Linker(self._project)

    def facts(self, path: str) -> FileFacts:
        """The facts of one indexed file."""
        known = self._facts.get(path)
        if known is None:
            self._check()  # a table over all files is built in the midst of linking one
            row = self._store.connection.execute(
                "SELECT facts FROM files WHERE id = ?", (self._file_ids[path],)
            ).fetchone()
            known = self._facts[path] = FileFacts.decode(decompress(row[0]))
        return known

    def close(self) -> None:
        """Let go of all facts and of what was learnt from them."""
        _dissolve(self._linker)
        self._facts.clear()

    @contextmanager
    def left_to(self, unfinished: ExitStack) -> Iterator[None]:
        """Has ``unfinished`` close the run when it is stopped: that takes long, and is none of the lock's business."""
        try:
            yield
        except BaseException:
            unfinished.callback(self.close)
            raise

    def know(self, path: str, facts: FileFacts) -> None:
        """Facts that need not be read again."""
        self._facts[path] = facts
        self._changed[path] = arguments.called_names(facts)

    def run(self, paths: Iterable[str], progress: Progress | None = None) -> None:
        """Link each of ``paths``, whose old links must be gone, and write the new ones."""
        order = sorted(paths)
        self._fresh.update(order)
        packed: list[tuple[int, bytes, bytes]] = []
        for done, path in enumerate(order):
            self._check()
            if progress is not None and done % 32 == 0:
                progress(done, len(order), "linking")
            links = self._links(path)
            file_id = self._file_ids[path]
            rows = rows_of(links, file_id, self.facts(path), self._ids, self._file_ids)
            insert_links(self._store, rows)
            self.arrays.add(rows.edges)
            if links.settled is not None and any(links.settled):
                self._store.connection.execute(
                    "INSERT INTO scip_links VALUES (?, ?, ?, ?, ?)", (file_id, *links.settled)
                )
            packed.append(
                (file_id, pack(links.dependencies, path, arguments.called_names(self.facts(path))), rows.bases)
            )
        self._store.connection.executemany("INSERT INTO link_dependencies VALUES (?, ?, ?)", packed)
        if progress is not None:
            progress(len(order), len(order), "linking")

    def _check(self) -> None:
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled("indexing was stopped; the last commit stands")

    def _links(self, path: str) -> FileLinks:
        """What the linker says of one file; nothing, when it has no rules for the language or trips over it."""
        if path not in self._project.languages:
            return FileLinks(path)
        try:
            return self._linker.link(path)
        except Cancelled:
            raise
        except Exception as error:  # one file must not cost the others their links
            self.failures.append((path, f"cannot be linked: {type(error).__name__}: {error}"[:500]))
            _dissolve(self._linker)
            self._linker = Linker(self._project)
            # Whatever it tripped over may be gone after any change.
            return FileLinks(path, dependencies={("", "")})

    def _named(self, name: str) -> list[str]:
        rows = self._store.connection.execute(
            "SELECT DISTINCT f.path FROM symbols s JOIN files f ON f.id = s.file_id WHERE s.name = ? ORDER BY f.path",
            (name,),
        )
        return [row[0] for row in rows]

    def _derived_from(self, place: Place) -> list[Place]:
        """The classes that name this one as a direct base: as stored for files whose links stand, and as
        evaluated now for those being linked."""
        if self._derived is None:
            self._derived = self._collect_bases()
        base = self._ids.own(place)
        return [] if base is None else self._derived.get(base, [])

    def _called_in(self, name: str) -> list[str]:
        """The files with a call written with that name: as stored, and as they are now where they changed."""
        if self._callers is None:
            self._callers = Callers(self._stored_questions)
            self._paths = {file_id: path for path, file_id in self._file_ids.items()}
        found = [self._paths[i] for i in self._callers.of(name) if i in self._paths]
        return [p for p in found if p not in self._changed] + [p for p, names in self._changed.items() if name in names]

    def _collect_bases(self) -> dict[int, list[Place]]:
        table: dict[int, list[Place]] = {}
        paths = {file_id: path for path, file_id in self._file_ids.items()}
        for file_id, data in self._stored_bases or ():
            path = paths.get(file_id)
            if path is not None and path not in self._fresh:
                pairs = array("i", data)
                for definition, base in zip(pairs[::2], pairs[1::2], strict=True):
                    table.setdefault(base, []).append((path, definition))
        evaluator = self._linker.evaluator
        with evaluator.aside():
            for path in self._fresh & self._project.languages.keys():
                unit = evaluator.unit(path)
                rules = evaluator.semantics(unit.language)
                for definition in unit.defs:
                    if definition.kind in CLASS_KINDS:
                        for _, base in rules.supertypes(definition):
                            known = self._ids.own(base.place)
                            if known is not None:
                                table.setdefault(known, []).append((path, definition.index))
        for places in table.values():
            places.sort()
        return table

    def _symbol_ids(self, path: str) -> dict[int, int]:
        return dict(
            self._store.connection.execute(
                "SELECT definition, id FROM symbols WHERE file_id = ?", (self._file_ids[path],)
            )
        )


class _Names(Set[str]):
    """The names of all definitions of some kinds; each is looked up when it is asked for."""

    def __init__(self, db: sqlite3.Connection, kinds: Iterable[str]) -> None:
        self._db = db
        self._kinds = ", ".join(f"'{kind}'" for kind in sorted(kinds))
        self._known: dict[str, bool] = {}

    def __contains__(self, name: object) -> bool:
        known = self._known.get(name)  # type: ignore[arg-type]
        if known is None:
            row = self._db.execute(f"SELECT 1 FROM symbols WHERE name = ? AND kind IN ({self._kinds}) LIMIT 1", (name,))
            known = self._known[name] = row.fetchone() is not None  # type: ignore[index]
        return known

    def __iter__(self) -> Iterator[str]:
        for row in self._db.execute(f"SELECT DISTINCT name FROM symbols WHERE kind IN ({self._kinds})"):
            yield row[0]

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _dissolve(linker: Linker) -> None:
    """Cut the cycles in which a linker's units, definitions and kept results hold each other.

    The cycle collector rests while we index, and would take seconds to find out by itself.
    """
    evaluator = linker.evaluator
    for unit in list(evaluator._units.values()):
        for name in unit.__slots__:
            table = getattr(unit, name, None)
            if isinstance(table, (dict, list)):
                table.clear()
    vars(evaluator).clear()
    vars(linker).clear()


def has_rules(language: str) -> bool:
    """Whether there is a linker for the language; files of others have symbols and no edges."""
    try:
        module, _ = semantics._MODULES[language]
        import_module(f"{semantics.__name__}.{module}")
    except (ImportError, KeyError):
        return False
    return True
