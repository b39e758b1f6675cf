"""Reads and writes of fields, constants and variables that are gone, in Go and Rust of types too.

The index keeps such mentions for some languages only, and one for all in a definition. After a change only a few
names matter, so they are looked for in the text of the files that may know them: each place is evaluated before the
change, where it must mean what is gone, and after it, where the owner must be known and have nothing of that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from codegraph.changes.contracts import WITHOUT_MEMBERS
from codegraph.changes.diff import line_now
from codegraph.changes.graph import SideGraph
from codegraph.changes.sides import ChangedFile, Side, SideReader
from codegraph.changes.symbols import ChangedSymbol, How
from codegraph.paths import native_path

if TYPE_CHECKING:
    from codegraph.changes.tokens import Token
    from codegraph.linking.semantics.base import Semantics
    from codegraph.linking.units import Unit
    from codegraph.linking.values import Def, Value

_DATA = frozenset(("field", "constant", "variable", "property"))
_TYPES = frozenset(("class", "struct", "enum", "interface", "trait"))
_FAMILIES = (
    frozenset(("go",)),
    frozenset(("java",)),
    frozenset(("rust",)),
    frozenset(("csharp",)),
    frozenset(("typescript", "tsx")),
)
"""Languages whose compilers know every member of a type, by who can name each other's."""
_DOTS = frozenset((b".", b"?.", b"::"))
_SCRIPT = frozenset(("typescript", "tsx"))
_PRELUDE = frozenset("Option Some None Result Ok Err Vec String Box Iterator Fn FnMut FnOnce Send Sync Sized".split())
_DECLARING = frozenset(("declare", "for", "with", "except", "pattern", "narrow"))
_CALLED_FIELDS = frozenset(("go", "csharp", "typescript", "tsx"))
"""Languages in which ``a.b()`` may call what the field holds."""
_NAME = re.compile(rb"[^\W\d][\w$]*")
_SELF = frozenset((b"this", b"self", b"Self"))
_WITHOUT_DATA = frozenset("ValueType IComparable IEquatable IDisposable IFormattable IConvertible IEnumerable".split())
_MOST = 400
"""Places that are looked at for one name."""


class LostRead(NamedTuple):
    """One place, as the new side has it. 1-based."""

    file: str
    line: int
    column: int
    change: ChangedSymbol
    around: str


def lost_reads(
    base: SideGraph, head: SideGraph, files: Iterable[ChangedFile], changes: Iterable[ChangedSymbol]
) -> Iterator[LostRead]:
    """Places that read or write data which the change took away."""
    gone: dict[frozenset[str], dict[bytes, list[ChangedSymbol]]] = {}
    for change in changes:
        old = change.old
        if old is None or change.how not in (How.REMOVED, How.RENAMED) or old.parent is None:
            continue
        if not _is_looked_for(old.definition.kind, old.side.language) or "local" in old.definition.flags:
            continue
        family = next((f for f in _FAMILIES if old.side.language in f), None)
        if family is not None and old.side.path in base.languages:
            name = old.definition.name.encode("utf-8", "surrogatepass")
            gone.setdefault(family, {}).setdefault(name, []).append(change)
    if not gone:
        return
    texts = _Texts(base, head, files)
    for family, names in gone.items():
        pattern = re.compile(rb"(?<![\w$])(?:" + b"|".join(re.escape(n) for n in sorted(names)) + rb")(?![\w$])")
        for path in sorted(p for p, language in base.languages.items() if language in family):
            if path in head.languages or texts.was_renamed(path):
                side = texts.before(path, pattern)
                if side is not None:
                    yield from _File(base, head, path, side, texts).lost(names)


def _is_looked_for(kind: str, language: str) -> bool:
    # The methods of a type stand outside it in Go and Rust, and name it; elsewhere the links tell who uses a type.
    return kind in _DATA or (language in ("go", "rust") and (kind in _TYPES or kind == "type"))


class _Texts:
    """The files before the change."""

    def __init__(self, base: SideGraph, head: SideGraph, files: Iterable[ChangedFile]) -> None:
        self._changed = {f.old.path: f for f in files if f.old is not None}
        self._other = {*base.overlay, *head.overlay}
        self._reader = SideReader(base.stored.root, base.stored.db)
        self._base = base

    def before(self, path: str, pattern: re.Pattern[bytes]) -> Side | None:
        """The old side of a file with one of the names in it; None where its text is not at hand."""
        file = self._changed.get(path)
        if file is not None:
            return file.old if file.old is not None and pattern.search(file.old.text) else None
        if path in self._other:
            return None
        native = native_path(path)
        data = self._reader.on_disk(native)
        if data is None or not (pattern.search(data) or b"\0" in data[:200]):
            return None  # of most files nothing more is read
        side = self._reader.side(native, data)
        return side if side is not None and side.known and pattern.search(side.text) else None

    def was_renamed(self, path: str) -> bool:
        """Whether the file is there under another name."""
        file = self._changed.get(path)
        return file is not None and file.new is not None

    def now(self, path: str, line: int) -> tuple[str, int] | None:
        """Where an old line is now; None when it was edited or went."""
        file = self._changed.get(path)
        if file is None:
            return path, line
        if file.new is None:
            return None
        there = line_now(file.change.hunks, line)
        return None if there is None else (file.new.path, there)

    def after(self, path: str) -> Side | None:
        """The new side of a file that had this path; None where it is the same."""
        file = self._changed.get(path)
        return file.new if file is not None else None


class _File:
    """One file that mentions what is gone."""

    def __init__(self, base: SideGraph, head: SideGraph, path: str, side: Side, texts: _Texts) -> None:
        self._base = base
        self._head = head
        self._path = path
        self._side = side
        self._texts = texts
        self._language = side.language

    def lost(self, names: Mapping[bytes, list[ChangedSymbol]]) -> Iterator[LostRead]:
        """The places in it."""
        if not self._base.evaluator.has(self._path):
            return
        tokens = self._side.tokens_between(0, len(self._side.text))
        seen = 0
        for at, token in enumerate(tokens):
            if token.text not in names or _NAME.fullmatch(token.text) is None:
                continue
            seen += 1
            if seen > _MOST:
                return
            found = self._one(tokens, at, names[token.text])
            if found is not None:
                yield found

    def _one(self, tokens: list[Token], at: int, changes: list[ChangedSymbol]) -> LostRead | None:
        path = _path_to(tokens, at)
        following = tokens[at + 1].text if at + 1 < len(tokens) else b""
        if path is None or (following == b"(" and self._language not in _CALLED_FIELDS):
            return None
        names, first = path
        literal = None
        if len(names) == 1:
            literal = self._literal_around(tokens, at)
            if literal is None and self._language not in _SCRIPT and _is_a_key(tokens, at):
                return None
        start = tokens[first].start
        row = self._row(start)
        place = self._texts.now(self._path, row + 1)
        if place is None or place[0] not in self._head.languages or not self._head.evaluator.has(place[0]):
            return None
        taken = _taken_from(self._base, self._path, names[0], row) if len(names) == 1 else -1
        if taken >= 0:
            change = self._taken_apart(taken, names[0], place, start, changes)
        elif literal is not None:
            change = self._in_literal(literal, names[0], place, start, changes)
        elif len(names) == 1 and (_is_a_key(tokens, at) or self._is_declared_here(names[0], start, row)):
            return None
        else:
            change = self._meant(names, place, start, changes)
        if change is None:
            return None
        column = self._column(start, row)
        scope = _scope(self._head, place[0], self._byte_now(place, start, row))
        around = self._head.symbol_at((place[0], scope), around=True) or ""
        return LostRead(place[0], place[1], column, change, around)

    def _is_declared_here(self, name: str, start: int, row: int) -> bool:
        """Whether a name is no read but given a meaning at this place."""
        facts = self._base.facts(self._path)
        column = start - self._side.line_starts[row]
        if any(i.row == row and name in (i.name, i.local) for i in facts.imports):
            return True  # the import is said to be broken itself
        if any(d.row == row and d.column == column and d.kind != "impl" for d in facts.definitions):
            return True
        kinds = _DECLARING | {"assign"} if self._language == "go" else _DECLARING  # only ``:=`` is one there
        return any(b.row == row and b.name == name and b.scope and b.kind in kinds for b in facts.bindings)

    # -- before and after

    def _meant(
        self, names: list[str], place: tuple[str, int], start: int, changes: list[ChangedSymbol]
    ) -> ChangedSymbol | None:
        """The change that a path is about, when it can mean nothing else now."""
        unit, rules, scope = self._at(self._base, self._path, start)
        before = declared_at(rules, unit, names, scope, start)
        if len(before) != 1:
            return None
        symbol = self._base.symbol_at(before[0].place)
        change = next((c for c in changes if c.old is not None and c.old.symbol == symbol), None)
        if change is None or change.old is None or change.old.parent is None:
            return None
        here = self._byte_now(place, start, self._row(start))
        unit, rules, scope = self._at(self._head, place[0], here)
        if declared_at(rules, unit, names, scope, here):
            return None
        owner = change.old.parent.symbol if change.old.parent.index else ""
        if len(names) > 1 and owner:
            values = _receivers(rules, unit, names[:-1], scope, here)
            if self._language == "rust":  # what the receiver dereferences to counts as well
                return change if any(self._is_below(v, owner) for v in values) else None
            return change if values and all(self._is_below(v, owner) for v in values) else None
        if len(names) > 1:
            values = _receivers(rules, unit, names[:-1], scope, here)
            return change if values and all(self._is_ours(v) for v in values) else None
        return change if self._is_gone_by_name(unit, rules, scope, names[0], here) else None

    def _is_gone_by_name(self, unit: Unit, rules: Semantics, scope: int, name: str, position: int) -> bool:
        """Whether a plain name that nothing declares can mean nothing from outside either."""
        from codegraph.linking.values import External

        if unit.language == "rust":
            from codegraph.linking.rustlang.reading import may_come_from_outside

            if name in _PRELUDE or may_come_from_outside(self._head.evaluator, unit, name):
                return False
        for cls in _classes_around(unit, scope):
            if not all(_is_empty(base) for base in rules.resolution_order(cls)):
                return False
        return all(isinstance(v, External) for v in rules.lookup(unit, scope, name, position))

    @staticmethod
    def _is_ours(value: Value) -> bool:
        """Whether a value is a module or a package of the repository."""
        from codegraph.linking.values import Def, Package

        return isinstance(value, (Def, Package))

    def _taken_apart(
        self, of: int, name: str, place: tuple[str, int], start: int, changes: list[ChangedSymbol]
    ) -> ChangedSymbol | None:
        """The change of a field that a pattern takes from an object (``const { name } = cart``)."""
        from codegraph.linking import declared

        unit, rules, scope = self._at(self._base, self._path, start)
        values = self._base.evaluator.evaluate(unit, of, scope, start)
        before = dict.fromkeys(d for value in values for d in declared.of_value(rules, value, name))
        if len(before) != 1:
            return None
        symbol = self._base.symbol_at(next(iter(before)).place)
        change = next((c for c in changes if c.old is not None and c.old.symbol == symbol), None)
        of = _taken_from(self._head, place[0], name, place[1] - 1)
        if change is None or change.old is None or change.old.parent is None or of < 0:
            return None
        here = self._byte_now(place, start, self._row(start))
        unit, rules, scope = self._at(self._head, place[0], here)
        values = self._head.evaluator.evaluate(unit, of, scope, here)
        owner = change.old.parent.symbol
        if not values or any(declared.of_value(rules, value, name) for value in values):
            return None
        return change if all(self._is_below(value, owner) for value in values) else None

    def _in_literal(
        self, literal: list[str], name: str, place: tuple[str, int], start: int, changes: list[ChangedSymbol]
    ) -> ChangedSymbol | None:
        """The change of a field that a literal of its type sets (``Config{Name: …}``)."""
        here = self._byte_now(place, start, self._row(start))
        unit, rules, scope = self._at(self._base, self._path, start)
        before = _types_named(rules, unit, literal, scope, start)
        unit, rules, scope = self._at(self._head, place[0], here)
        after = _types_named(rules, unit, literal, scope, here)
        if len(before) != 1 or len(after) != 1:
            return None
        symbol = self._base.symbol_at(before[0].place)
        if symbol != self._head.symbol_at(after[0].place) or name in after[0].unit.members(after[0].index):
            return None
        for change in changes:
            if change.old is not None and change.old.parent is not None and change.old.parent.symbol == symbol:
                return change
        return None

    def _is_below(self, value: Value, owner: str) -> bool:
        """Whether a value is an object of the class, or of one below it, and every base of it is known."""
        from codegraph.linking.values import Def, Generic, Instance

        cls = value.cls if isinstance(value, Instance) else value.base if isinstance(value, Generic) else value
        if not isinstance(cls, Def) or cls.kind not in _TYPES:
            return False
        order = self._head.evaluator.rules(cls).resolution_order(cls)
        if not all(_is_empty(base) for base in order):
            return False
        return any(isinstance(base, Def) and self._head.symbol_at(base.place) == owner for base in order)

    def _at(self, graph: SideGraph, path: str, start: int) -> tuple[Unit, Semantics, int]:
        evaluator = graph.evaluator
        unit = evaluator.unit(path)
        evaluator.begin()
        return unit, evaluator.semantics(unit.language), _scope(graph, path, start)

    # -- places

    def _row(self, start: int) -> int:
        from bisect import bisect_right

        return bisect_right(self._side.line_starts, start) - 1

    def _column(self, start: int, row: int) -> int:
        return len(self._side.text[self._side.line_starts[row] : start].decode("utf-8", "replace")) + 1

    def _byte_now(self, place: tuple[str, int], start: int, row: int) -> int:
        side = self._texts.after(self._path)
        if side is None:
            return start
        return side.line_starts[place[1] - 1] + start - self._side.line_starts[row]

    def _literal_around(self, tokens: list[Token], at: int) -> list[str] | None:
        """The type whose literal a name is a key of, as a path."""
        if self._language not in ("go", "rust"):
            return None
        following = tokens[at + 1].text if at + 1 < len(tokens) else b""
        if following != b":" and not (self._language == "rust" and following in (b",", b"}")):
            return None
        if at == 0 or tokens[at - 1].text not in (b"{", b",", b"mut", b"ref", b"\n"):
            return None
        depth = 0
        for n in range(at - 1, max(-1, at - 2000), -1):
            text = tokens[n].text
            if text in (b")", b"]", b"}"):
                depth += 1
            elif text in (b"(", b"[", b"{"):
                if depth == 0:
                    if text != b"{" or n == 0 or _NAME.fullmatch(tokens[n - 1].text) is None:
                        return None
                    path = _path_to(tokens, n - 1)
                    before = tokens[path[1] - 1].text if path is not None and path[1] else b""
                    if path is None or before in (b"struct", b"enum", b"impl", b"for", b"trait", b"interface", b"]"):
                        return None
                    return path[0]
                depth -= 1
        return None


def declared_at(rules: Semantics, unit: Unit, names: list[str], scope: int, position: int) -> tuple[Def, ...]:
    """What a path is declared as where it is read, by the rules of any language."""
    from codegraph.linking import declared

    if unit.language == "rust":
        return rules.read(unit, names, scope, position)
    if names[0].removesuffix("::").encode() in _SELF and len(names) > 1:
        values = _receivers(rules, unit, names[:-1], scope, position)
        found = [declared.of_value(rules, value, names[-1]) for value in values]
        return tuple(dict.fromkeys(d for listed in found for d in listed)) if all(found) else ()
    found_there = rules.read(unit, names, scope, position)
    if found_there or _is_local(unit, scope, names[0]):
        return found_there
    if len(names) > 1:
        owner = _by_full_name(rules, unit, names[:-1])
        return declared.of_class(rules, owner, names[-1]) if owner is not None else ()
    for cls in _classes_around(unit, scope):
        member = declared.of_class(rules, cls, names[0])
        if member:
            return member
    for row in unit.facts.imports:
        if row.local == names[0] and "static" in row.flags:
            owner = _by_full_name(rules, unit, row.module.split("."))
            return declared.of_class(rules, owner, row.name) if owner is not None else ()
    return ()


def _by_full_name(rules: Semantics, unit: Unit, names: list[str]) -> Def | None:
    """A type by its package and name, in languages that know such."""
    qualified = getattr(rules, "qualified", None)
    return qualified(unit, ".".join(names)) if qualified is not None and unit.language == "java" else None


def _receivers(rules: Semantics, unit: Unit, names: list[str], scope: int, position: int) -> tuple[Value, ...]:
    """What the path before the last dot stands for."""
    values: tuple[Value, ...]
    if unit.language == "rust":
        from codegraph.linking.rustlang.reading import owners_of

        return owners_of(rules, unit, names, scope, position) or ()  # type: ignore[arg-type]
    if names[0].removesuffix("::").encode() in _SELF:
        values = rules.op_this(unit, ("this",), scope, position)
    else:
        values = rules.lookup(unit, scope, names[0], position)
    for name in names[1:]:
        values = tuple(dict.fromkeys(v for value in values for v in rules.member(value, name)))
    if not values:
        owner = _by_full_name(rules, unit, names)
        return (owner,) if owner is not None else ()
    return values


def _types_named(rules: Semantics, unit: Unit, names: list[str], scope: int, position: int) -> tuple[Def, ...]:
    """The type that a literal's path names."""
    if unit.language == "rust":
        from codegraph.linking.rustlang.reading import owners_of

        path = [f"{names[0].removesuffix('::')}::", *names[1:]]
        return (owners_of(rules, unit, path, scope, position) or ())[:1]  # type: ignore[arg-type]
    return rules.read(unit, names, scope, position)


def _is_local(unit: Unit, scope: int, name: str) -> bool:
    """Whether a function around a place gives the name a meaning."""
    definitions = unit.facts.definitions
    while scope > 0:
        if definitions[scope].kind not in _TYPES and unit.locals(scope).get(name):
            return True
        scope = definitions[scope].parent
    return False


def _taken_from(graph: SideGraph, path: str, name: str, row: int) -> int:
    """The object from which a pattern on a line takes a member, as an expression; -1 for none."""
    facts = graph.facts(path)
    if facts.language not in _SCRIPT:
        return -1
    for binding in facts.bindings:
        if binding.row == row and binding.expression >= 0 and binding.kind in ("declare", "pattern", "assign"):
            operation = facts.expressions[binding.expression]
            if operation[0] == "union":
                operation = facts.expressions[operation[1][0]]
            if operation[0] == "attr" and operation[2] == name and binding.name == name:
                return operation[1]
    return -1


def _classes_around(unit: Unit, scope: int) -> Iterator[Def]:
    definitions = unit.facts.definitions
    while scope > 0:
        if definitions[scope].kind in _TYPES:
            yield unit.defs[scope]
        scope = definitions[scope].parent


def _is_empty(base: object) -> bool:
    """Whether a base is one of ours, or one from outside without data."""
    from codegraph.linking.values import External

    return not isinstance(base, External) or base.name.rpartition(".")[2] in WITHOUT_MEMBERS | _WITHOUT_DATA


def _path_to(tokens: list[Token], at: int) -> tuple[list[str], int] | None:
    """The dotted path that ends with a token, and the index of its first token; None where it begins with no name."""
    names = [tokens[at].text.decode("utf-8", "replace")]
    first = at
    while first >= 2 and tokens[first - 1].text in _DOTS:
        text = tokens[first - 2].text
        if _NAME.fullmatch(text) is None:
            return None
        names.append(text.decode("utf-8", "replace"))
        first -= 2
    if first and tokens[first - 1].text in _DOTS:
        return None
    names.reverse()
    if first < at and tokens[first + 1].text == b"::":
        names[0] += "::"  # a path, whatever variable has the name of its head
    return names, first


def _is_a_key(tokens: list[Token], at: int) -> bool:
    """Whether a bare name names an argument, a key, a label or a parameter rather than being read."""
    following = tokens[at + 1].text if at + 1 < len(tokens) else b""
    before = tokens[at - 1].text if at else b""
    if following == b":" and before not in (b"case", b"?"):
        return True
    return following == b"=" and before in (b"(", b",", b"{")


def _scope(graph: SideGraph, path: str, start: int) -> int:
    """The definition around a place."""
    definitions = graph.facts(path).definitions
    best = 0
    for index, d in enumerate(definitions):
        if d.start_byte <= start < d.end_byte and (d.kind not in _DATA or d.kind == "property"):
            if d.start_byte >= definitions[best].start_byte:
                best = index
    return best
