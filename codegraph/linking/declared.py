"""Which definition a mention of a name means, when it is not called: a type in an annotation, a constant, a property.

Evaluation says what an expression *is*, and so looks through aliases, variables and properties. Here the
question is the other one: where is the thing declared that is written there? The rules of lookup are the same
(scopes, imports, re-exports, star imports, members by resolution order); a name that a scope gives another
meaning ends the search.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from codegraph.linking.units import BINDING, DEFINITION, IMPORT, PARAMETER, Local, Unit
from codegraph.linking.values import NULL, Def, External, Generic, Instance, Package, TypeVariable, Value

if TYPE_CHECKING:
    from codegraph.linking.semantics.base import Semantics
    from parsers.facts import Import

CLASS_KINDS = frozenset(("class", "interface", "trait", "struct", "enum"))
OUTER_KINDS = CLASS_KINDS | {"module", "package"}
DATA_KINDS = frozenset(("variable", "constant", "field", "property", "type"))

Defs = tuple[Def, ...]
"""``()``: nothing of the repository, or nothing that can be told."""


def by_expression(rules: Semantics, unit: Unit, expression: int, scope: int) -> Defs:
    """The definitions that a name or a dotted path written as a type names; its arguments are mentions of their own."""
    names: list[str] = []
    while expression >= 0:
        operation = unit.facts.expressions[expression]
        op = operation[0]
        if op == "name":
            return by_path(rules, unit, scope, [operation[1], *reversed(names)], types=True)
        if op == "attr":
            names.append(operation[2])
        elif op not in ("generic", "index", "inst"):
            break
        expression = operation[1]
    return ()


def by_reading(rules: Semantics, unit: Unit, path: Sequence[str], scope: int, position: int) -> Defs:
    """What a name or a dotted path is declared as where its value is read at byte ``position``."""
    head, *rest = path
    found = by_name(rules, unit, scope, head)
    if found and all(d.kind in OUTER_KINDS for d in found):
        for name in rest:
            found = tuple(dict.fromkeys(d for f in found for d in member(rules, f, name)))
        return found
    if not rest:
        return found
    # The head holds an object: what it is says where the member is declared.
    if head == rules.this_name:
        values = rules.op_this(unit, ("this",), scope, position)
    else:
        values = rules.lookup(unit, scope, head, position)
    for name in rest[:-1]:
        values = tuple(dict.fromkeys(v for value in values for v in rules.member(value, name)))
    out: dict[Def, None] = {}
    for value in values:
        if value is not NULL:
            of = of_value(rules, value, rest[-1])
            if not of:
                return ()  # one of several kinds of objects has something else by that name
            out.update(dict.fromkeys(of))
    return tuple(out)


def by_path(rules: Semantics, unit: Unit, scope: int, path: Sequence[str], *, types: bool = False) -> Defs:
    """``module.Class.member`` written inside ``scope``; with ``types`` parameters are passed over."""
    found: Defs = by_name(rules, unit, scope, path[0], types=types)
    for name in path[1:]:
        found = tuple(dict.fromkeys(d for f in found for d in member(rules, f, name)))
    return found


def by_name(rules: Semantics, unit: Unit, scope: int, name: str, *, types: bool = False) -> Defs:
    """What a plain name written inside ``scope`` is declared as."""
    definitions = unit.facts.definitions
    here = scope
    inner = False
    while True:
        kind = definitions[here].kind
        if not (inner and kind in CLASS_KINDS and not rules.class_scope_is_lexical):
            rows = unit.locals(here).get(name)
            if rows and types:
                # Annotations stand outside the function whose parameters they describe.
                rows = [row for row in rows if row.what != PARAMETER]
            if rows:
                return _rows(rules, unit, here, name, rows)
        if here == 0:
            break
        inner = inner or kind not in CLASS_KINDS
        here = definitions[here].parent
    return from_stars(rules, unit, name)


def from_stars(rules: Semantics, unit: Unit, name: str) -> Defs:
    """A name that only star imports can bring."""
    for row in unit.stars:
        if row.scope == 0:
            for target in rules.import_target(unit, row):
                found = in_module(rules, target, name)
                if found:
                    return found
    return ()


def _rows(rules: Semantics, unit: Unit, scope: int, name: str, rows: list[Local]) -> Defs:
    found: dict[Def, None] = {}
    bound = False
    definitions: list[Def] = []
    for row in rows:
        if row.what == DEFINITION:
            definitions.append(unit.defs[row.payload])  # type: ignore[index]
        elif row.what == IMPORT:
            found.update(dict.fromkeys(imported(rules, unit, row.payload)))  # type: ignore[arg-type]
        elif row.what == BINDING and row.payload.kind not in ("narrow", "global", "nonlocal"):  # type: ignore[union-attr]
            bound = True
        elif row.what == BINDING and row.payload.kind != "narrow":  # type: ignore[union-attr]
            return by_name(rules, unit, 0, name) if scope else ()
    if definitions:
        found.update((v, None) for v in rules.choose(definitions) if isinstance(v, Def))
    if bound and not found and unit.facts.definitions[scope].kind in OUTER_KINDS:
        own = [d for d in unit.members(scope).get(name, ()) if d.kind in DATA_KINDS]
        found.update(dict.fromkeys(own[:1]))
    return tuple(found)


def imported(rules: Semantics, unit: Unit, row: Import) -> Defs:
    """What an import's name is declared as where it comes from."""
    if not row.name:
        return tuple(v for v in rules.imported(unit, row) if isinstance(v, Def))
    out: dict[Def, None] = {}
    for module in rules.import_target(unit, row):
        if isinstance(module, Def) and module.unit is unit and row.scope == 0:
            # ``from . import x`` inside a package's own file means the submodule.
            continue
        out.update(dict.fromkeys(in_module(rules, module, row.name)))
    return tuple(out)


def in_module(rules: Semantics, module: Value, name: str) -> Defs:
    """A module's name as other modules see it."""
    if isinstance(module, Package):
        return tuple(v for v in rules.package_member(module, name) if isinstance(v, Def))
    if not isinstance(module, Def) or module.kind != "module":
        return ()
    evaluator = rules.evaluator
    evaluator.touch(module.unit.path, name)
    return evaluator.kept((module.unit.path, "declared", name), _in_module, rules, module, name)  # type: ignore[return-value]


def _in_module(rules: Semantics, module: Def, name: str) -> Defs:
    unit = module.unit
    exported = rules.exported_as(module, name)
    if exported is not None:
        return exported
    rows = unit.locals(0).get(name)
    found = _rows(rules, unit, 0, name, rows) if rows else from_stars(rules, unit, name)
    if found or rows:
        return found
    return tuple(v for v in rules.module_member(module, name) if isinstance(v, Def) and v.kind == "module")


def member(rules: Semantics, owner: Def, name: str) -> Defs:
    """What ``owner.name`` is declared as, the owner being a module or a class."""
    if owner.kind == "module":
        return in_module(rules, owner, name)
    if owner.kind in CLASS_KINDS:
        return of_class(rules, owner, name)
    return ()


def of_class(rules: Semantics, cls: Def, name: str) -> Defs:
    """A member that a class declares or inherits; nothing when an outside base may have it first."""
    evaluator = rules.evaluator
    return evaluator.kept((cls.unit.path, "declared member", cls.index, name), _of_class, rules, cls, name)  # type: ignore[return-value]


def _of_class(rules: Semantics, cls: Def, name: str) -> Defs:
    for base in rules.evaluator.rules(cls).resolution_order(cls):
        if isinstance(base, External):
            return ()
        rules.evaluator.touch(base.unit.path, name)
        members = base.unit.members(base.index).get(name)
        if members:
            read = [m for m in members if "setter" not in m.flags] or members
            return tuple(v for v in rules.choose(read) if isinstance(v, Def))
        if any(b.base >= 0 and rules.is_receiver(base.unit, b, base) for b in base.unit.attribute_bindings(name)):
            return ()  # set on the object, declared nowhere
    return ()


def of_value(rules: Semantics, value: Value, name: str) -> Defs:
    """Member ``name`` of a value: what the attribute of an object, class or module is declared as."""
    if isinstance(value, Instance):
        return of_class(rules, value.cls, name)
    if isinstance(value, Def):
        return member(rules, value, name)
    if isinstance(value, Generic) and isinstance(value.base, Def):
        return member(rules, value.base, name)
    if isinstance(value, TypeVariable):
        return tuple(dict.fromkeys(d for v in value.bound for d in of_value(rules, v, name)))
    return ()
