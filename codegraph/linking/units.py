"""One file's facts, indexed for lookup."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from codegraph.linking.values import Def
from parsers.facts import Binding, FileFacts, Import, Parameter

if TYPE_CHECKING:
    from codegraph.linking.semantics.base import Semantics

PARAMETER, DEFINITION, IMPORT, BINDING, TYPE_PARAMETER = range(5)


class Local(NamedTuple):
    """One way in which a scope gives a name its meaning."""

    start: int
    end: int
    what: int
    """PARAMETER, DEFINITION, IMPORT, BINDING or TYPE_PARAMETER."""
    payload: Binding | Parameter | Import | int
    """The binding, parameter or import; the index of the definition; the index of a type parameter."""
    scope: int
    block_scoped: bool = False


class Unit:
    """A file as the evaluator sees it."""

    __slots__ = (
        "_attributes",
        "_bindings",
        "_children",
        "_imports",
        "_locals",
        "_members",
        "cache",
        "defs",
        "facts",
        "language",
        "path",
        "rules",
        "stars",
    )

    def __init__(self, path: str, language: str, facts: FileFacts) -> None:
        self.path = path
        self.language = language
        self.facts = facts
        self.defs = [Def(self, i, d) for i, d in enumerate(facts.definitions)]
        self._locals: dict[int, dict[str, list[Local]]] = {}
        self._bindings: dict[int, list[Binding]] | None = None
        self._imports: dict[int, list[Import]] = {}
        self._children: dict[int, list[int]] = {}
        self._members: dict[int, dict[str, list[Def]]] = {}
        self._attributes: dict[str, list[Binding]] | None = None
        self.rules: Semantics | None = None
        """The language's semantics, once asked for."""
        self.stars: list[Import] = []
        self.cache: dict[object, object] = {}
        """Room for a semantics' own per-file results."""
        for index, definition in enumerate(facts.definitions):
            if index:
                self._children.setdefault(definition.parent, []).append(index)
        for row in facts.imports:
            if row.name == "*":
                self.stars.append(row)
            elif row.local:
                self._imports.setdefault(row.scope, []).append(row)

    @property
    def module(self) -> Def:
        return self.defs[0]

    def bindings(self, scope: int) -> list[Binding]:
        """The bindings made directly in ``scope``, in order."""
        if self._bindings is None:
            grouped: dict[int, list[Binding]] = {}
            for binding in self.facts.bindings:
                grouped.setdefault(binding.scope, []).append(binding)
            self._bindings = grouped
        return self._bindings.get(scope, [])

    def attribute_bindings(self, name: str) -> list[Binding]:
        """``x.name = …`` anywhere in the file."""
        if self._attributes is None:
            grouped: dict[str, list[Binding]] = {}
            for binding in self.facts.bindings:
                if binding.kind == "attr":
                    grouped.setdefault(binding.name, []).append(binding)
            self._attributes = grouped
        return self._attributes.get(name, [])

    def children(self, index: int) -> list[int]:
        """Definitions directly inside definition ``index``, in source order."""
        return self._children.get(index, [])

    def members(self, index: int) -> dict[str, list[Def]]:
        """Named definitions directly inside definition ``index``, by name, in source order."""
        known = self._members.get(index)
        if known is None:
            known = {}
            for child in self._children.get(index, ()):
                definition = self.defs[child]
                if definition.facts.name:
                    known.setdefault(definition.facts.name, []).append(definition)
            self._members[index] = known
        return known

    def locals(self, scope: int) -> dict[str, list[Local]]:
        """Everything that gives a name its meaning directly in ``scope``, by name, by start."""
        known = self._locals.get(scope)
        if known is not None:
            return known
        table: dict[str, list[Local]] = {}
        around = self.facts.definitions[scope]
        whole = around.end_byte
        for position, (name, _) in enumerate(around.type_parameters):
            table.setdefault(name, []).append(Local(around.start_byte, whole, TYPE_PARAMETER, position, scope))
        for parameter in around.parameters:
            if parameter.name:
                table.setdefault(parameter.name, []).append(
                    Local(around.start_byte, whole, PARAMETER, parameter, scope)
                )
        for row in self._imports.get(scope, ()):
            end = row.block_end if row.block_end >= 0 else whole
            table.setdefault(row.local, []).append(Local(row.start_byte, end, IMPORT, row, scope))
        for child in self._children.get(scope, ()):
            definition = self.facts.definitions[child]
            if definition.name and definition.kind not in ("variable", "constant", "field", "type"):
                # One that stands in a branch leaves open which of its name counts after it.
                end = definition.end_byte if "conditional" in definition.flags else whole
                table.setdefault(definition.name, []).append(
                    Local(definition.start_byte, end, DEFINITION, child, scope)
                )
        for binding in self.bindings(scope):
            if binding.kind in ("attr", "return", "yield", "export"):
                continue
            table.setdefault(binding.name, []).append(
                Local(binding.start_byte, binding.block_end, BINDING, binding, scope, binding.block_scoped)
            )
        # A variable or type that only its definition mentions (``type X = …``, a field without a binding).
        for child in self._children.get(scope, ()):
            definition = self.facts.definitions[child]
            if definition.name and definition.name not in table:
                table[definition.name] = [Local(definition.start_byte, whole, DEFINITION, child, scope)]
        for rows in table.values():
            if len(rows) > 1:
                rows.sort(key=lambda row: row.start)
        self._locals[scope] = table
        return table


def in_force(rows: list[Local], position: int | None) -> list[Local]:
    """The rows that can give the name its meaning at byte ``position`` (None: at any time, later).

    The latest row that dominates the position ends the search backwards; rows between it and the
    position stand in branches that may or may not have run. A reading from elsewhere (a closure, an
    importing module) sees all of them, narrowings apart.
    """
    if len(rows) == 1 and position is None:
        row = rows[0]
        return rows if not (row.what == BINDING and row.payload.kind == "narrow") else []  # type: ignore[union-attr]
    if position is None:
        return [r for r in rows if not (r.what == BINDING and r.payload.kind == "narrow")]  # type: ignore[union-attr]
    found: list[Local] = []
    for row in reversed(rows):
        if row.start > position:
            continue
        if row.end >= position:
            found.append(row)
            return found
        if row.block_scoped or (row.what == BINDING and row.payload.kind == "narrow"):  # type: ignore[union-attr]
            continue
        found.append(row)
    if found:
        return found
    return [
        r
        for r in rows
        if not r.block_scoped and not (r.what == BINDING and r.payload.kind == "narrow")  # type: ignore[union-attr]
    ]
