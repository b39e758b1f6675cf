"""Finding what a Rust path stands for: scopes, imports, globs, re-exports, crates, the prelude.

A name may stand for a type (or module), a value and a macro at once; every question says which it means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from codegraph.linking.rustlang.types import PRIMITIVES, Outside, Param, Prim
from codegraph.linking.units import Unit
from codegraph.linking.values import Def
from parsers.facts import Expression, Import

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator
    from codegraph.linking.rustlang.crates import Crates

TYPE, VALUE, MACRO = "type", "value", "macro"
Entity = Def | Param | Prim | Outside

_TYPE_KINDS = frozenset(("module", "struct", "enum", "trait", "type"))
_BODIES = frozenset(("function", "method", "lambda"))
_LIBRARY_CRATES = frozenset(("std", "core", "alloc"))
_MAX_SUPERTRAITS = 32


@dataclass(slots=True)
class Tables:
    """A file's imports by scope and name."""

    imports: dict[int, dict[str, list[Import]]] = field(default_factory=dict)
    globs: dict[int, list[Import]] = field(default_factory=dict)
    files: dict[int, set[str]] = field(default_factory=dict)
    """Module's index -> names declared by ``mod name;``."""
    idle: dict[int, set[str]] = field(default_factory=dict)
    """Of those, the ones declared for another configuration only."""
    traits: dict[int, list[Import]] = field(default_factory=dict)
    """Imports that bind no name (``use T as _``)."""
    scopes: set[int] = field(default_factory=set)
    """Every scope that imports something."""


def tables(unit: Unit) -> Tables:
    """The import tables of a file, made once."""
    known = unit.cache.get("rust")
    if isinstance(known, Tables):
        return known
    made = Tables()
    for row in unit.facts.imports:
        made.scopes.add(row.scope)
        if "mod" in row.flags:
            known_names = made.files.setdefault(row.scope, set())
            if "inactive" not in row.flags:
                made.idle.get(row.scope, set()).discard(row.local)
            elif row.local not in known_names:
                made.idle.setdefault(row.scope, set()).add(row.local)
            known_names.add(row.local)
        elif row.name == "*":
            made.globs.setdefault(row.scope, []).append(row)
        elif row.local:
            made.imports.setdefault(row.scope, {}).setdefault(row.local, []).append(row)
        else:
            made.traits.setdefault(row.scope, []).append(row)
    unit.cache["rust"] = made
    return made


def in_namespace(definition: Def, namespace: str) -> bool:
    """Whether a definition gives its name a meaning in the namespace."""
    kind = definition.facts.kind
    if namespace == TYPE:
        return kind in _TYPE_KINDS or "variant" in definition.flags
    if namespace == MACRO:
        return kind == "macro"
    if kind == "struct":
        # Tuple and unit structs are values too; one with named fields is not.
        return "tuple" in definition.flags or not definition.unit.children(definition.index)
    return kind in ("function", "constant", "method")


def _reaches(row: Import, position: int | None) -> bool:
    """Whether an import inside a function is in force at ``position``: it belongs to its block."""
    return position is None or row.block_end < 0 or row.start_byte <= position <= row.block_end


class Paths:
    """Name lookup over the whole repository."""

    def __init__(self, evaluator: Evaluator, crates: Crates, library: Unit) -> None:
        self.evaluator = evaluator
        self.crates = crates
        self.library = library
        """What is known of the standard library."""
        self.macros: dict[str, list[Def]] = {}
        self.idle_macros: set[str] = set()
        """Flags of items that stand in a macro which compiles them for other configurations only."""

    def is_idle(self, definition: Def) -> bool:
        """Whether a definition is for another configuration than the usual one."""
        flags = definition.flags
        return bool(flags) and ("inactive" in flags or not self.idle_macros.isdisjoint(flags))

    def _is_idle_row(self, row: Import) -> bool:
        return "inactive" in row.flags or not self.idle_macros.isdisjoint(row.flags)

    def pick(self, found: list[Def], namespace: str) -> Def | None:
        """The definition among namesakes: the first whose configuration is the usual one, else the first."""
        fitting = [d for d in found if in_namespace(d, namespace)]
        if len(fitting) > 1:
            for definition in fitting:
                if not self.is_idle(definition):
                    return definition
        return fitting[0] if fitting else None

    # -- modules

    def module_of(self, unit: Unit, scope: int) -> Def:
        """The module around a scope."""
        definitions = unit.facts.definitions
        while definitions[scope].kind != "module":
            scope = definitions[scope].parent
        return unit.defs[scope]

    def module_member(self, module: Def, name: str, namespace: str, viewer: Def | None) -> Entity | None:
        """``module::name`` as ``viewer`` sees it (None: from inside, everything)."""
        if module.unit is self.library:
            return self._library_member(module, name, namespace)
        inside = viewer is None or viewer is module or module in self.crates.ancestors(viewer)
        path = module.unit.path
        self.evaluator.touch(path, name)
        found = self.evaluator.kept(
            (path, "rust-member", module.index, name, namespace, inside),
            self._module_member,
            module,
            name,
            namespace,
            inside,
        )
        return found[0] if found else None  # type: ignore[return-value]

    def _module_member(self, module: Def, name: str, namespace: str, inside: bool) -> Any:
        unit = module.unit
        spare: Entity | None = None
        found = unit.members(module.index).get(name)
        if found:
            visible = found if inside else [d for d in found if d.facts.visibility != "private"]
            definition = self.pick(visible, namespace)
            if definition is not None:
                if not self.is_idle(definition):
                    return (definition,)
                # Only for another configuration: an import or a file may stand for this one.
                spare = definition
        names = tables(unit)
        if namespace == TYPE and name in names.files.get(module.index, ()):
            child = self.crates.child(module, name)
            if child is not None and name not in names.idle.get(module.index, ()):
                return (child,)
            spare = spare or child
        outside: Entity | None = None
        rows = [r for r in names.imports.get(module.index, {}).get(name, ()) if inside or "reexport" in r.flags]
        for row in rows:
            if self._is_idle_row(row):
                continue
            entity = self.imported(unit, row, namespace)
            if isinstance(entity, Outside):
                outside = outside or entity
            elif entity is not None:
                return (entity,)
        if outside is not None:
            return (outside,)
        for row in rows:
            if spare is None and self._is_idle_row(row):
                spare = self.imported(unit, row, namespace)
        if spare is not None:
            return (spare,)
        for row in names.globs.get(module.index, ()):
            if not inside and "reexport" not in row.flags:
                continue
            target = self.glob_target(unit, row)
            if isinstance(target, Outside) or target is None:
                continue
            entity = self.member(target, name, namespace, module)
            if entity is not None and not isinstance(entity, Outside):
                return (entity,)
        if namespace == MACRO and self.crates.parent(module) is None:
            for definition in self.macros.get(name, ()):
                if "exported" in definition.flags and self.crates.root(definition.unit) is module:
                    return (definition,)
        return ()

    def _library_member(self, module: Def, name: str, namespace: str) -> Entity | None:
        """The library is kept flat, but for the modules whose names would clash (``fmt``, ``io``)."""
        found = self.pick(self.library.members(module.index).get(name, []), namespace)
        if found is None and module.index:
            found = self.pick(self.library.members(0).get(name, []), namespace)
        if found is not None:
            return found
        if namespace == TYPE and name[:1].islower():
            return Prim(name) if name in PRIMITIVES else self.library.module
        return Outside(f"std::{name}")

    def glob_target(self, unit: Unit, row: Import) -> Entity | None:
        """What ``use path::*`` opens."""
        return self.segments(unit, row.scope, row.module.split("::"), TYPE, row)

    def imported(self, unit: Unit, row: Import, namespace: str) -> Entity | None:
        """What an import gives its name in a namespace."""
        path = row.module.split("::")
        if row.name:
            path.append(row.name)
        found = self.evaluator.kept(
            (unit.path, "rust-import", row, namespace), self._imported, unit, row, path, namespace
        )
        return found[0] if found else None  # type: ignore[return-value]

    def _imported(self, unit: Unit, row: Import, path: list[str], namespace: str) -> Any:
        entity = self.segments(unit, row.scope, path, namespace, row)
        return (entity,) if entity is not None else ()

    def segments(
        self, unit: Unit, scope: int, path: list[str], namespace: str, row: Import | None = None
    ) -> Entity | None:
        """What a path written in an import stands for."""
        module = self.module_of(unit, scope)
        head, *rest = path
        here: Entity | None
        if head == "crate":
            here = self.crates.root(unit)
        elif head == "self":
            here = module
        elif head == "super":
            here = self.crates.parent(module)
        elif head == "" or self.crates.is_2015(unit):
            # The first edition reads imports from the crate's root.
            if head == "":
                if not rest:
                    return None
                head, *rest = rest
            here = None
            if self.crates.is_2015(unit):
                root = self.crates.root(unit)
                here = self.module_member(root, head, namespace if not rest else TYPE, module)
            if here is None or isinstance(here, Outside):
                crate = self._crate(unit, head)
                here = crate if here is None or not isinstance(crate, Outside) else here
        elif row is not None and "crate" in row.flags:
            here = self.crates.root(unit) if head == "self" else self._crate(unit, head)
        else:
            first = namespace if not rest else TYPE
            here = None
            if not (row is not None and not rest and row.local == head):
                # `use a;` names a crate; it would only find itself.
                here = self.lookup(unit, scope, head, first, skip=row)
            if here is None or isinstance(here, Outside):
                crate = self._crate(unit, head)
                if not isinstance(crate, Outside) or here is None:
                    here = crate
        for position, name in enumerate(rest):
            if here is None:
                return None
            if name == "super" and isinstance(here, Def):
                here = self.crates.parent(here)
                continue
            last = position == len(rest) - 1
            here = self.member(here, name, namespace if last else TYPE, module)
        return here

    def _crate(self, unit: Unit, name: str) -> Entity:
        found = self.crates.external(unit, name)
        if found is not None:
            return found
        if name in _LIBRARY_CRATES:
            return self.library.module
        return Outside(name)

    def member(self, entity: Entity, name: str, namespace: str, viewer: Def | None) -> Entity | None:
        """``entity::name`` where the entity is a module or an enum; what a type has is not a path's matter."""
        if isinstance(entity, Outside):
            return Outside(f"{entity.name}::{name}")
        if isinstance(entity, Def):
            if entity.kind == "module":
                found = self.module_member(entity, name, namespace, viewer)
                if found is None or isinstance(found, Outside):
                    for twin in self._twins(entity):
                        other = self.module_member(twin, name, namespace, viewer)
                        if other is not None and not isinstance(other, Outside):
                            return other
                return found
            if entity.kind == "enum" and namespace != MACRO:
                for definition in entity.unit.members(entity.index).get(name, ()):
                    if "variant" in definition.flags:
                        return definition
            if entity.kind == "type" and namespace != MACRO:
                target = self._aliased(entity)
                if target is not None:
                    return self.member(target, name, namespace, viewer)
        return None

    def _twins(self, module: Def) -> list[Def]:
        """Other inline modules of the same name, for other configurations."""
        parent = module.parent
        if parent is None:
            return []
        return [
            d for d in module.unit.members(parent.index).get(module.name, ()) if d.kind == "module" and d is not module
        ]

    def _aliased(self, alias: Def) -> Def | None:
        """The enum behind a type alias."""
        value = alias.facts.value
        for _ in range(4):
            if value < 0:
                return None
            item = alias.unit.facts.expressions[value]
            if item[0] == "generic":
                value = item[1]
                continue
            entity = self.resolve(alias.unit, value, alias.facts.parent, TYPE)
            return entity if isinstance(entity, Def) and entity.kind == "enum" else None
        return None

    # -- names in scope

    def lookup(
        self,
        unit: Unit,
        scope: int,
        name: str,
        namespace: str,
        skip: Import | None = None,
        position: int | None = None,
    ) -> Entity | None:
        """What a name stands for inside ``scope``, local variables apart; at byte ``position`` where that is known."""
        definitions = unit.facts.definitions
        importing = tables(unit).scopes
        here = scope
        while True:
            definition = definitions[here]
            kind = definition.kind
            if kind == "module":
                break
            if namespace == TYPE and definition.type_parameters:
                for parameter, _ in definition.type_parameters:
                    if parameter == name:
                        return Param(unit.defs[here], name)
            if kind in _BODIES and (here in importing or name in unit.members(here)):
                found = self._scope_member(unit, here, name, namespace, skip, position)
                if found is not None:
                    return found
            here = definition.parent
        module = unit.defs[here]
        if skip is not None:
            found = self._own(unit, module, name, namespace, skip)
        else:
            found = self.module_member(module, name, namespace, None)
        if found is not None and not isinstance(found, Outside):
            return found
        return self._everywhere(unit, name, namespace) if found is None else found

    def _own(self, unit: Unit, module: Def, name: str, namespace: str, skip: Import) -> Entity | None:
        """A module's member as the import ``skip`` sees it: it does not find itself."""
        rows = tables(unit).imports.get(module.index, {}).get(name)
        if rows and skip in rows:
            definition = self.pick(unit.members(module.index).get(name, []), namespace)
            if definition is not None:
                return definition
            if namespace == TYPE and name in tables(unit).files.get(module.index, ()):
                return self.crates.child(module, name)
            return None
        if skip.name == "*" and skip.scope == module.index:
            # A glob may open a module that the same file declares or imports, never one it brings itself.
            definition = self.pick(unit.members(module.index).get(name, []), namespace)
            if definition is not None:
                return definition
            if namespace == TYPE and name in tables(unit).files.get(module.index, ()):
                child = self.crates.child(module, name)
                if child is not None:
                    return child
            for row in rows or ():
                found = self.imported(unit, row, namespace)
                if found is not None:
                    return found
            return None
        return self.module_member(module, name, namespace, None)

    def _scope_member(
        self, unit: Unit, scope: int, name: str, namespace: str, skip: Import | None, position: int | None
    ) -> Entity | None:
        found = unit.members(scope).get(name)
        if found:
            definition = self.pick(found, namespace)
            if definition is not None:
                return definition
        names = tables(unit)
        for row in reversed(names.imports.get(scope, {}).get(name, ())):
            if row is not skip and _reaches(row, position):
                entity = self.imported(unit, row, namespace)
                if entity is not None:
                    return entity
        for row in names.globs.get(scope, ()):
            if row is skip or not _reaches(row, position):
                continue
            target = self.glob_target(unit, row)
            if target is not None and not isinstance(target, Outside):
                entity = self.member(target, name, namespace, self.module_of(unit, scope))
                if entity is not None and not isinstance(entity, Outside):
                    return entity
        return None

    def _everywhere(self, unit: Unit, name: str, namespace: str) -> Entity | None:
        """Crates, primitive types and the prelude."""
        if namespace == TYPE:
            crate = self.crates.external(unit, name)
            if crate is not None:
                return crate
            if name in _LIBRARY_CRATES:
                return self.library.module
            if name in PRIMITIVES:
                return Prim(name)
        found = self.pick(self.library.members(0).get(name, []), namespace)
        if found is None and namespace != MACRO:
            for enum in ("Option", "Result"):
                for definition in self.library.members(0).get(enum, ()):
                    for variant in self.library.members(definition.index).get(name, ()):
                        return variant
        return found

    # -- paths written as expressions

    def resolve(
        self, unit: Unit, expression: int, scope: int, namespace: str, position: int | None = None
    ) -> Entity | None:
        """What a path expression stands for as far as modules, enums and scopes tell; None when its base
        is a type, whose members are found by :mod:`traits`."""
        if expression < 0:
            return None
        item = unit.facts.expressions[expression]
        op = item[0]
        if op == "name":
            return self.name(unit, scope, item[1], namespace, position)
        if op == "generic":
            return self.resolve(unit, item[1], scope, namespace, position)
        if op == "path":
            base = item[1]
            if base >= 0:
                head = unit.facts.expressions[base]
                if head == ("name", "::"):
                    if self.crates.is_2015(unit):
                        module = self.module_of(unit, scope)
                        found = self.module_member(self.crates.root(unit), item[2], namespace, module)
                        if found is not None:
                            return found
                    return self._crate(unit, item[2])
            entity = self.resolve(unit, base, scope, TYPE, position)
            if entity is None:
                return None
            if item[2] == "super" and isinstance(entity, Def):
                return self.crates.parent(entity)
            return self.member(entity, item[2], namespace, self.module_of(unit, scope))
        return None

    def name(self, unit: Unit, scope: int, name: str, namespace: str, position: int | None = None) -> Entity | None:
        """A path's first segment (or all of it)."""
        if name == "crate":
            return self.library.module if unit is self.library else self.crates.root(unit)
        if name == "self":
            return self.module_of(unit, scope)
        if name == "super":
            return self.crates.parent(self.module_of(unit, scope))
        if name == "Self":
            return None
        found = self.lookup(unit, scope, name, namespace, None, position)
        if found is None and namespace == TYPE:
            return Outside(name)
        return found

    def macro(self, unit: Unit, expression: int, scope: int) -> Def | Outside | None:
        """The macro a path names: by the path, else by its name in this file, in this crate."""
        item: Expression = unit.facts.expressions[expression] if expression >= 0 else ("unknown",)
        if item[0] == "path":
            entity = self.resolve(unit, expression, scope, MACRO)
            if isinstance(entity, Def) and entity.kind == "macro":
                return entity
            return entity if isinstance(entity, Outside) else None
        if item[0] != "name":
            return None
        name = item[1]
        self.evaluator.touch("", name)
        candidates = self.macros.get(name, [])
        if candidates:
            own = [d for d in candidates if d.unit is unit]
            if own:
                return self.pick(own, MACRO)
            crate = self.crates.root(unit)
            same = [d for d in candidates if self.crates.root(d.unit) is crate]
            if same:
                return self.pick(same, MACRO)
        entity = self.lookup(unit, scope, name, MACRO)
        if isinstance(entity, Def) and entity.kind == "macro":
            return entity
        return Outside(name)

    # -- traits in scope

    def traits_in_scope(self, unit: Unit, scope: int) -> set[Def]:
        """Every trait whose methods can be called in ``scope``, those of the library apart."""
        module = self.module_of(unit, scope)
        found = set(self._module_traits(module))
        definitions = unit.facts.definitions
        here = scope
        while definitions[here].kind != "module":
            if definitions[here].kind == "trait":
                found.add(unit.defs[here])
            if here in tables(unit).imports or here in tables(unit).traits or here in tables(unit).globs:
                found.update(self._scope_traits(unit, here))
            found.update(d for ds in unit.members(here).values() for d in ds if d.kind == "trait")
            here = definitions[here].parent
        return found

    def _module_traits(self, module: Def) -> tuple[Def, ...]:
        found = self.evaluator.kept(
            (module.unit.path, "rust-traits", module.index), self._traits_of_module, module, True, 0
        )
        return found  # type: ignore[return-value]

    def _traits_of_module(self, module: Def, inside: bool, depth: int) -> Any:
        unit = module.unit
        self.evaluator.touch(unit.path, "")
        out: dict[Def, None] = {}
        for definitions in unit.members(module.index).values():
            for definition in definitions:
                if definition.kind == "trait" and (inside or definition.facts.visibility != "private"):
                    out[definition] = None
        for trait in self._scope_traits(unit, module.index, inside, depth):
            out[trait] = None
        return tuple(out)

    def _scope_traits(self, unit: Unit, scope: int, inside: bool = True, depth: int = 0) -> list[Def]:
        names = tables(unit)
        out: list[Def] = []
        rows = [row for named in names.imports.get(scope, {}).values() for row in named]
        for row in rows + names.traits.get(scope, []):
            if inside or "reexport" in row.flags:
                entity = self.imported(unit, row, TYPE)
                if isinstance(entity, Def) and entity.kind == "trait":
                    out.append(entity)
        if depth < 6:
            for row in names.globs.get(scope, ()):
                if inside or "reexport" in row.flags:
                    target = self.glob_target(unit, row)
                    if isinstance(target, Def) and target.kind == "module" and target.unit is not self.library:
                        seen = target in self.crates.ancestors(self.module_of(unit, scope))
                        out.extend(self._traits_of_module(target, seen, depth + 1))
        return out
