"""Uses that are no calls: types where a type is written, and reads of constants, variables and properties.

Both are ``references`` edges, told apart from functions handed on as values by their strategy. Most names in a
file are those of locals and of outside things: a name that no definition of the repository has costs no lookup.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import TYPE_CHECKING

from codegraph.linking.declared import CLASS_KINDS
from codegraph.linking.links import FileLinks, Link
from codegraph.model import EdgeKind, Resolution
from codegraph.usekinds import TYPE_USE

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator
    from codegraph.linking.semantics.base import Semantics
    from codegraph.linking.units import Unit
    from codegraph.linking.values import Def
    from parsers.facts import Reference

NAME_KEY = "="
"""A dependency ``("", "=name")``: whether any definition of the repository is called that."""


class Mentions:
    """Links what a file mentions without calling it."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def is_declared(self, name: str) -> bool:
        """Whether some definition of the repository could be meant by the name."""
        self._evaluator.touch("", NAME_KEY + name)
        return name in self._evaluator.callable_names()

    def type_use(self, unit: Unit, rules: Semantics, reference: Reference, out: FileLinks) -> None:
        """A type that is written in an annotation, a signature, a cast, among type arguments."""
        if not self.is_declared(reference.name) and reference.name not in _aliases(unit):
            return
        if (reference.row, reference.column) in _edges_of_their_own(unit):
            return
        self._add(unit, reference.scope, rules.type_named(unit, reference), reference.row, reference.column, out)

    def _add(self, unit: Unit, scope: int, targets: Iterable[Def], row: int, column: int, out: FileLinks) -> None:
        source = scope
        definitions = unit.facts.definitions
        while source > 0 and not definitions[source].name:
            source = definitions[source].parent
        for target in targets:
            if target.name and target.kind not in _SPACES and not _is_around(target, unit, scope):
                resolution = Resolution.INFERRED if self._evaluator.inferred else Resolution.EXACT
                out.links.append(Link(source, target.place, EdgeKind.REFERENCES, resolution, row, column, TYPE_USE))


_SPACES = frozenset(("module", "package", "namespace"))


def _is_around(target: Def, unit: Unit, scope: int) -> bool:
    """Whether a place belongs to the target: what stands inside a class and names it does not use it from outside.

    The methods of a type may stand beside it (Go) or in another file (C++): their qualified names tell.
    """
    definitions = unit.facts.definitions
    if target.unit is unit:
        here = scope
        while here > 0:
            if here == target.index:
                return True
            here = definitions[here].parent
    elif unit.language != "cpp" and posixpath.dirname(target.unit.path) != posixpath.dirname(unit.path):
        return False
    return target.kind in CLASS_KINDS and definitions[scope].qualified_name.startswith(
        target.facts.qualified_name + "."
    )


def settle(links: list[Link]) -> None:
    """A type named to construct it (``new Cart()``) is constructed there, not used as a type as well."""
    called = {(k.target, k.row, k.column) for k in links if k.kind == EdgeKind.CALLS}
    links[:] = [k for k in links if k.strategy != TYPE_USE or (k.target, k.row, k.column) not in called]


def _edges_of_their_own(unit: Unit) -> frozenset[tuple[int, int]]:
    """Where the file names base types and annotations."""
    known = unit.cache.get("base places")
    if known is None:
        known = frozenset((r.row, r.column) for r in unit.facts.references if r.role in ("inherit", "decorate"))
        unit.cache["base places"] = known
    return known  # type: ignore[return-value]


def _aliases(unit: Unit) -> frozenset[str]:
    """Names that an import gives to something of another name."""
    known = unit.cache.get("import aliases")
    if known is None:
        known = frozenset(row.local for row in unit.facts.imports if row.local and row.local != row.name)
        unit.cache["import aliases"] = known
    return known  # type: ignore[return-value]
