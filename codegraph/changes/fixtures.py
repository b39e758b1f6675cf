"""Uses that no call shows: what a test runner passes to a test, or runs around it.

A pytest fixture is used by every test (and fixture) with a parameter of its name in its reach; an automatic one
by all of them. ``setUp`` and its kind run for every test of their class.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import cached_property

from codegraph.changes.graph import Stored
from codegraph.reading.reach import Incoming
from codegraph.reading.rows import chunks
from parsers.facts import Definition, FileFacts

_AROUND = frozenset(
    "setUp tearDown setUpClass tearDownClass setUpTestData asyncSetUp asyncTearDown "
    "setup_method teardown_method setup_class teardown_class".split()
)
_AROUND_MODULE = frozenset(("setUpModule", "tearDownModule", "setup_module", "teardown_module", "setup_function"))


class RunnerUses:
    """Edges from tests to what the runner runs for them."""

    def __init__(self, stored: Stored) -> None:
        self._stored = stored
        self._db: sqlite3.Connection = stored.db

    def added_to(self, incoming: Incoming) -> Incoming:
        """The same edges with those of the runner."""

        def follow(nodes: Sequence[int]) -> Iterable[tuple[int, int, int]]:
            yield from incoming(nodes)
            yield from self._users(nodes)

        return follow

    def _users(self, nodes: Sequence[int]) -> Iterable[tuple[int, int, int]]:
        for marks, piece in chunks(nodes):
            rows = self._db.execute(
                f"SELECT s.id, s.name, s.parent_id, s.kind, f.path, s.definition FROM symbols s "
                f"JOIN files f ON f.id = s.file_id "
                f"WHERE s.id IN {marks} AND s.kind IN ('function', 'method', 'module')",
                piece,
            ).fetchall()
            for number, name, parent, kind, path, definition in rows:
                if path not in self._stored.test_files:
                    if path.endswith(".py") and kind != "module":
                        for user in (*self._through_fixture(name, parent), *self._parameters.get(number, ())):
                            yield number, user, 1
                    continue
                if parent is not None and kind != "module" and self._is_function(parent):
                    yield number, parent, 1
                if not path.endswith(".py"):
                    continue
                if kind == "module":
                    for user in self._decorated_with(path, number):
                        yield number, user, 0
                elif name in _AROUND:
                    for user in self._tests_of_class(parent):
                        yield number, user, 0
                elif name in _AROUND_MODULE:
                    for user in self._tests_in([path]):
                        yield number, user, 0
                elif number in self._fixtures:
                    fixture = self._fixture(path, definition)
                    if fixture is not None:
                        name, automatic = fixture
                        for user in self._fixture_users(path, name or "", automatic, definition):
                            if user != number:
                                yield number, user, 0

    @cached_property
    def _fixtures(self) -> frozenset[int]:
        """Definitions decorated as fixtures, by how the decorator is written."""
        rows = self._db.execute(
            "SELECT source FROM unresolved WHERE role = 'decorate' AND name LIKE '%fixture' UNION "
            "SELECT e.source FROM edges e JOIN symbols t ON t.id = e.target "
            "WHERE e.kind = 'decorates' AND t.name LIKE '%fixture'"
        )
        return frozenset(row[0] for row in rows)

    def _through_fixture(self, method: str, owner: int | None) -> Iterable[int]:
        """Tests that call a method of this name on a fixture that makes an object of its class.

        Only the runner knows what a parameter of a test is, so the linker leaves such calls open.
        """
        if owner is None or not self._makers:
            return
        classes = {owner, *self._heirs(owner)}
        rows = self._db.execute(
            "SELECT DISTINCT s.id, f.path, s.definition FROM unresolved u JOIN symbols s ON s.id = u.source "
            "JOIN files f ON f.id = s.file_id WHERE u.name = ? AND u.role = 'call' "
            "AND u.reason IN ('unknown-receiver', 'parameter')",
            (method,),
        )
        for number, path, definition in rows.fetchall():
            facts = self._facts(path) if path in self._stored.test_files else None
            if facts is None:
                continue
            for parameter in facts.definitions[definition].parameters:
                for folder, made in self._makers.get(parameter.name, ()):
                    if path.startswith(folder) and made & classes:
                        yield number

    @cached_property
    def _makers(self) -> dict[str, list[tuple[str, set[int]]]]:
        """Name of a fixture -> (where it holds, classes that it constructs)."""
        found: dict[str, list[tuple[str, set[int]]]] = {}
        rows = self._db.execute(
            "SELECT DISTINCT s.id, f.path, s.definition FROM unresolved u JOIN symbols s ON s.id = u.source "
            "JOIN files f ON f.id = s.file_id WHERE u.role = 'decorate' AND u.name LIKE '%fixture'"
        ).fetchall()
        for number, path, definition in rows:
            fixture = self._fixture(path, definition) if path in self._stored.test_files else None
            if fixture is None:
                continue
            made = {
                row[0]
                for row in self._db.execute(
                    "SELECT e.target FROM edges e JOIN symbols t ON t.id = e.target "
                    "WHERE e.source = ? AND e.kind = 'calls' AND t.kind = 'class'",
                    (number,),
                )
            }
            place, _, name = path.rpartition("/")
            where = (f"{place}/" if place else "") if name == "conftest.py" else path
            found.setdefault(fixture[0], []).append((where, made))
        return found

    def _heirs(self, owner: int) -> set[int]:
        found: set[int] = set()
        waiting = [owner]
        while waiting:
            for (heir,) in self._db.execute(
                "SELECT DISTINCT source FROM edges WHERE target = ? AND kind = 'inherits'", (waiting.pop(),)
            ):
                if heir not in found:
                    found.add(heir)
                    waiting.append(heir)
        return found

    @cached_property
    def _parameters(self) -> dict[int, list[int]]:
        """Definition -> tests that get it as a parameter: it stands in a list of their ``parametrize``."""
        found: dict[int, list[int]] = {}
        rows = self._db.execute(
            "SELECT DISTINCT s.id, f.path, s.definition, f.id FROM unresolved u JOIN symbols s ON s.id = u.source "
            "JOIN files f ON f.id = s.file_id WHERE u.role = 'decorate' AND u.name LIKE '%parametrize'"
        ).fetchall()
        for number, path, definition, file_id in rows:
            facts = self._facts(path)
            if facts is None:
                continue
            names: set[str] = set()
            for decorator in facts.definitions[definition].decorators:
                if _decorator(facts, decorator)[0] == "parametrize":
                    names |= _names(facts, decorator)
            for name in names:
                for target in self._meant(name, file_id):
                    found.setdefault(target, []).append(number)
        return found

    def _meant(self, name: str, file_id: int) -> list[int]:
        """The functions and classes that a plain name of a file stands for: its own, or imported."""
        rows = self._db.execute(
            "SELECT s.id FROM symbols s LEFT JOIN imports i ON i.file_id = ? AND i.local = ? "
            "WHERE s.name = CASE WHEN i.name <> '' THEN i.name ELSE ? END AND s.kind IN ('function', 'class') "
            "AND s.file_id IN (?, i.target_file_id)",
            (file_id, name, name, file_id),
        )
        return [row[0] for row in rows]

    def _is_function(self, number: int) -> bool:
        """A test that defines a function hands it to something that calls it."""
        row = self._db.execute("SELECT kind FROM symbols WHERE id = ?", (number,)).fetchone()
        return row is not None and row[0] in ("function", "method")

    # -- fixtures

    def _facts(self, path: str) -> FileFacts | None:
        try:
            return self._stored.facts(path)
        except KeyError:
            return None

    def _fixture(self, path: str, definition: int) -> tuple[str, bool] | None:
        """The name under which tests ask for it, and whether they need not ask; None when it is no fixture."""
        facts = self._facts(path)
        if facts is None:
            return None
        d = facts.definitions[definition]
        for decorator in d.decorators:
            name, keywords = _decorator(facts, decorator)
            if name in ("fixture", "async_fixture", "yield_fixture"):
                given = keywords.get("name")
                renamed = (
                    facts.expressions[given][1] if given is not None and facts.expressions[given][0] == "str" else ""
                )
                return renamed or d.name, "autouse" in keywords
        return None

    def _fixture_users(self, path: str, name: str, automatic: bool, definition: int) -> Iterable[int]:
        """Tests and fixtures that ask for it: in its class or file, or below the folder of its ``conftest.py``."""
        if path.rpartition("/")[2] == "conftest.py":
            folder = path.rpartition("/")[0]
            files = [p for p in self._stored.test_files if not folder or p.startswith(f"{folder}/")]
        else:
            files = [path]
        if automatic:
            yield from self._tests_in(files)
            return
        rows = self._db.execute(
            "SELECT s.id, f.path, s.definition FROM symbols s JOIN files f ON f.id = s.file_id "
            "WHERE s.kind IN ('function', 'method') AND (instr(s.signature, ?) OR f.path IN ("
            "SELECT f2.path FROM files f2 JOIN unresolved u ON u.file_id = f2.id "
            "WHERE u.role = 'decorate' AND u.name LIKE '%usefixtures'))",
            (name,),
        ).fetchall()
        allowed = set(files)
        # Fixtures of a plugin file or of an imported module are asked for anywhere; those are not followed.
        for number, where, index in rows:
            if where not in allowed:
                continue
            facts = self._facts(where)
            if facts is not None and self._asks_for(facts, index, name):
                yield number

    def _asks_for(self, facts: FileFacts, index: int, name: str) -> bool:
        d = facts.definitions[index]
        if any(p.name == name for p in d.parameters):
            return d.name.startswith("test") or "test" in d.flags or _is_fixture(facts, d)
        here: Definition | None = d
        while here is not None:
            for decorator in here.decorators:
                called, _ = _decorator(facts, decorator)
                if called == "usefixtures" and name in _strings(facts, decorator):
                    return True
            here = facts.definitions[here.parent] if here.parent > 0 else None
        return False

    # -- classes and files

    def _tests_of_class(self, class_id: int | None) -> Iterable[int]:
        if class_id is None:
            return
        waiting, seen = [class_id], {class_id}
        while waiting:
            current = waiting.pop()
            for (number,) in self._db.execute(
                "SELECT id FROM symbols WHERE parent_id = ? AND kind = 'method' AND name LIKE 'test%'", (current,)
            ):
                yield number
            for (heir,) in self._db.execute(
                "SELECT DISTINCT source FROM edges WHERE target = ? AND kind = 'inherits'", (current,)
            ):
                if heir not in seen:
                    seen.add(heir)
                    waiting.append(heir)

    def _tests_in(self, files: Iterable[str]) -> Iterable[int]:
        wanted = set(files)
        for number, path in self._all_tests:
            if path in wanted:
                yield number

    @cached_property
    def _all_tests(self) -> list[tuple[int, str]]:
        return self._db.execute(
            "SELECT s.id, f.path FROM symbols s JOIN files f ON f.id = s.file_id "
            "WHERE s.kind IN ('function', 'method') AND s.name LIKE 'test%' AND f.language = 'python'"
        ).fetchall()

    def _decorated_with(self, path: str, module: int) -> Iterable[int]:
        """The tests whose decorators mention something (``parametrize``): the mention belongs to the module."""
        file_id = self._stored.ids[path]
        rows = self._db.execute(
            "SELECT d.source, min(d.line), s.line FROM ("
            "SELECT source, line FROM unresolved WHERE role = 'decorate' AND file_id = ? UNION ALL "
            "SELECT source, line FROM edges WHERE kind = 'decorates' AND file_id = ?) d "
            "JOIN symbols s ON s.id = d.source GROUP BY d.source",
            (file_id, file_id),
        ).fetchall()
        if not rows:
            return
        mentioned = self._db.execute(
            "SELECT DISTINCT line FROM edges WHERE source = ? AND kind = 'references'", (module,)
        ).fetchall()
        for (line,) in mentioned:
            for decorated, first, named in rows:
                if first <= line < named:
                    yield decorated


def _decorator(facts: FileFacts, expression: int) -> tuple[str, dict[str, int]]:
    """The last name of a decorator and the keywords of its call."""
    keywords: dict[str, int] = {}
    at = expression
    while at >= 0:
        operation = facts.expressions[at]
        if operation[0] in ("call", "new"):
            keywords = dict(operation[3])
            at = operation[1]
        elif operation[0] == "attr":
            return operation[2], keywords
        elif operation[0] == "name":
            return operation[1], keywords
        else:
            break
    return "", keywords


def _is_fixture(facts: FileFacts, d: Definition) -> bool:
    return any(_decorator(facts, x)[0] in ("fixture", "async_fixture", "yield_fixture") for x in d.decorators)


def _strings(facts: FileFacts, expression: int) -> set[str]:
    operation = facts.expressions[expression]
    if operation[0] != "call":
        return set()
    return {facts.expressions[a][1] for a in operation[2] if a >= 0 and facts.expressions[a][0] == "str"}


def _names(facts: FileFacts, expression: int) -> set[str]:
    """The plain names in the lists among a call's arguments."""
    found: set[str] = set()
    waiting = [expression]
    seen: set[int] = set()
    while waiting:
        at = waiting.pop()
        if at < 0 or at in seen:
            continue
        seen.add(at)
        operation = facts.expressions[at]
        if operation[0] == "name":
            found.add(operation[1])
        elif operation[0] == "call":
            waiting += operation[2]
        elif operation[0] == "seq":
            waiting += operation[2] if isinstance(operation[2], (list, tuple)) else [operation[2]]
    return found
