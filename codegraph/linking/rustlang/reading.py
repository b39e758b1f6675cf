"""Which field, constant, variant or type a path of Rust names where nothing is called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from codegraph.linking.rustlang.paths import TYPE, VALUE
from codegraph.linking.rustlang.types import Adt, Outside, View
from codegraph.linking.values import Def

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator
    from codegraph.linking.rustlang.types import Type
    from codegraph.linking.semantics.rust import RustSemantics
    from codegraph.linking.units import Unit

_DATA = frozenset(("field", "constant", "variable"))
_STANDARD = frozenset(("std", "core", "alloc"))
_READ = _DATA | {"struct", "enum", "trait", "type"}


def read(rules: RustSemantics, unit: Unit, path: Sequence[str], scope: int, position: int) -> tuple[Def, ...]:
    """What a name or a path is declared as; ``()`` where that cannot be told. A head that ends in ``::`` begins a path
    of modules and types, others are variables."""
    owners = owners_of(rules, unit, path[:-1], scope, position) if len(path) > 1 else ()
    if len(path) == 1:
        if rules.inference.variable(unit, scope, path[0], position) is not None:
            return ()
        return _first(rules.paths.name(unit, scope, path[0], n, position) for n in (VALUE, TYPE))
    for owner in owners or ():
        if owner.kind == "module":
            here = rules.paths.module_of(unit, scope)
            return _first(rules.paths.member(owner, path[-1], n, here) for n in (VALUE, TYPE))
        rules.evaluator.touch(owner.unit.path, path[-1])
        listed = [d for d in owner.unit.members(owner.index).get(path[-1], ()) if d.kind in _DATA]
        if listed:
            return tuple(listed[:1])
        constants = rules.traits.associated(Adt(owner), path[-1], None, unit, scope)
        constants = [f for f in constants if f.definition.kind == "constant"]
        if constants:
            return (constants[0].definition,)
    return ()


def _first(entities: Iterable[object]) -> tuple[Def, ...]:
    found = [e for e in entities if isinstance(e, Def) and e.kind in _READ]
    return tuple(found[:1])


def may_come_from_outside(evaluator: Evaluator, unit: Unit, name: str) -> bool:
    """Whether a plain name may come from another crate without being named. The standard library has no such names."""
    rules = cast("RustSemantics", evaluator.semantics("rust"))
    if any(row.local == name for row in unit.facts.imports):
        return False
    stars = [row for row in unit.facts.imports if row.name == "*" and row.module.split("::")[0] not in _STANDARD]
    return any(not isinstance(rules.paths.glob_target(unit, row), Def) for row in stars)


def owners_of(
    rules: RustSemantics, unit: Unit, path: Sequence[str], scope: int, position: int
) -> tuple[Def, ...] | None:
    """The module or the types, after dereferencing, in which a path's next name is looked up; None where one of them
    stands outside the repository or is not known."""
    head, *rest = path
    if not head.endswith("::"):
        inference = rules.inference
        row = inference.variable(unit, scope, head, position)
        kind: Type | None = None
        if row is not None:
            kind = inference.variable_type(unit, *row)
        elif head == "self":
            kind = inference._this(unit, ("this",), scope, position, None)
        for name in rest:
            kind = rules.traits.field(kind, name, unit, scope)
        return _steps(rules, kind, unit, scope)
    head = head[:-2]
    if head == "Self":
        return _steps(rules, rules.traits.self_type(unit, scope), unit, scope) if not rest else None
    entity = rules.paths.name(unit, scope, head, TYPE, position)
    for name in rest:
        if entity is None:
            return None
        entity = rules.paths.member(entity, name, TYPE, rules.paths.module_of(unit, scope))
    return (entity,) if isinstance(entity, Def) and entity.unit is not rules.library else None


def _steps(rules: RustSemantics, kind: Type | None, unit: Unit, scope: int) -> tuple[Def, ...] | None:
    found: list[Def] = []
    if kind is None:
        return None
    for step in rules.traits.steps(kind, unit, scope):
        one = step.of if isinstance(step, View) else step
        if isinstance(one, Outside):
            return None
        if isinstance(one, Adt):
            if one.definition.unit is rules.library:
                continue
            found.append(one.definition)
    return tuple(found) or None
