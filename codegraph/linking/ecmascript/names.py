"""Scopes, imports and exports: what a plain name stands for, as a value and as a type.

The two are different spaces: ``interface Shape`` and ``const Shape = …`` may stand side by side, an import brings
both. A question in type space is answered with *entities*: classes, interfaces, enums, aliases, namespaces, type
variables, or something outside.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any, ClassVar

from codegraph.linking.ecmascript.modules import Modules
from codegraph.linking.ecmascript.values import UNKNOWN, Record
from codegraph.linking.semantics.base import Semantics
from codegraph.linking.units import BINDING, DEFINITION, IMPORT, PARAMETER, TYPE_PARAMETER, Local, Unit
from codegraph.linking.values import (
    FOREIGN,
    NOTHING,
    NULL,
    Def,
    External,
    Generic,
    TypeVariable,
    Value,
    Values,
    union,
)

if TYPE_CHECKING:
    from parsers.facts import Binding, Import

TYPE_KINDS = frozenset(("class", "interface", "enum", "type", "package"))
"""Definitions that have a meaning as a type."""

_TYPE_ONLY = frozenset(("interface", "type"))
FUNCTION_KINDS = frozenset(("function", "method", "property", "lambda"))
_OPAQUE = frozenset(("class", "interface", "enum", "object", "type"))
"""Definitions whose members are not names in the code inside them."""

_GLOBAL_OBJECTS = frozenset((("name", "window"), ("name", "globalThis"), ("name", "self"), ("name", "global")))
_PLAIN_ROWS = frozenset((PARAMETER, IMPORT))


class Names(Semantics):
    """Lookup of plain names."""

    languages: ClassVar[tuple[str, ...]] = ("javascript", "typescript")
    class_scope_is_lexical: ClassVar[bool] = False

    def prepare(self) -> None:
        self.modules = Modules(self.project)
        self.ambient: dict[str, Def] | None = None
        """Modules that declaration files of the repository describe, by name; None before the first question."""
        self.declaring: dict[str, list[str]] | None = None
        """Scripts by what they declare for all; None before the first question."""

    # -- what later layers answer

    def typed(self, unit: Unit, expression: int, scope: int) -> Values:
        """Objects of the type that ``expression`` writes."""
        raise NotImplementedError

    def entities(self, unit: Unit, expression: int, scope: int) -> Values:
        """What ``expression`` names in type space."""
        raise NotImplementedError

    def is_constructor(self, function: Def) -> bool:
        """Whether a function is used as a class."""
        raise NotImplementedError

    def assigned_members(self, unit: Unit, target: Value, name: str) -> Values:
        """What the file assigns to member ``name`` of ``target``."""
        raise NotImplementedError

    # -- values

    def lookup(self, unit: Unit, scope: int, name: str, position: int | None) -> Values:
        definitions = unit.facts.definitions
        here = scope
        timeless = position is None
        while True:
            definition = definitions[here]
            rows = unit.locals(here).get(name)
            if rows:
                if len(rows) == 1 and rows[0].what in _PLAIN_ROWS:
                    return self.row(unit, rows[0])
                opaque = definition.kind in _OPAQUE
                found = self.visible(unit, rows, position, timeless, opaque)
                if found:
                    values = self.rows(unit, found)
                    if not timeless and not any(v is not NULL for v in values):
                        # Nothing known so far: a later assignment may be what runs first next time round.
                        rest = self.visible(unit, rows, position, True, opaque)
                        if len(rest) > len(found):
                            values = self.rows(unit, rest)
                    return values
            if definition.kind == "package" and here:
                values = self.merged_member(unit.defs[here], name)
                if values:
                    return values
            if here == 0:
                break
            if definition.kind in FUNCTION_KINDS:
                timeless = True
            here = definition.parent
        return self.builtin(unit, name)

    def merged_member(self, namespace: Def, name: str) -> Values:
        """A name that another declaration of the same namespace exports."""
        parent = namespace.facts.parent
        siblings = namespace.unit.members(parent).get(namespace.name, ())
        for other in siblings:
            if other is not namespace and other.kind == "package":
                found = self.namespace_member(other, name)
                if found:
                    return found
        return NOTHING

    def visible(
        self, unit: Unit, rows: list[Local], position: int | None, timeless: bool, opaque: bool = False
    ) -> list[Local]:
        """The rows that can give the name its value at ``position``.

        ``timeless``: the code asking runs at some other time than the scope that has the rows.
        ``opaque``: the rows are those of a class or an object, of which only its own name is visible.
        """
        declarations: list[Local] = []
        changes: list[Local] = []
        narrowed: Local | None = None
        definitions = unit.facts.definitions
        for row in rows:
            what = row.what
            if what == BINDING:
                kind = row.payload.kind  # type: ignore[union-attr]
                if kind == "narrow":
                    if position is not None and row.start <= position < row.end:
                        narrowed = row
                elif kind == "assign" and not row.block_scoped and not opaque:
                    changes.append(row)
                elif not opaque or kind == "alias":
                    declarations.append(row)
            elif opaque or what == TYPE_PARAMETER:
                continue
            elif what == DEFINITION:
                definition = definitions[row.payload]  # type: ignore[index]
                if definition.kind not in _TYPE_ONLY and "expression" not in definition.flags:
                    declarations.append(row)
            else:
                declarations.append(row)
        if position is not None and len(declarations) > 1:
            declarations = _innermost(declarations, position)
        elif position is not None and declarations and declarations[0].block_scoped and declarations[0].end <= position:
            declarations = []
        if not declarations and not changes:
            return [narrowed] if narrowed is not None else []
        if declarations:
            end = max(r.end for r in declarations)
            changes = [r for r in changes if r.end <= end]
        found = [*declarations, *changes]
        if changes and not timeless and position is not None:
            found = _flow(found, position)
        if narrowed is not None:
            later = [r for r in found if r.start > narrowed.start and r.start <= position and r.end >= position]  # type: ignore[operator]
            if not later:
                return [narrowed]
        return found

    def rows(self, unit: Unit, rows: list[Local]) -> Values:
        """Declared types outrank what is assigned, unless they say nothing or several things."""
        if len(rows) == 1:
            return self.row(unit, rows[0])
        if all(r.what == DEFINITION for r in rows):
            return self.merged([unit.defs[r.payload] for r in rows])  # type: ignore[index]
        declared = [r for r in rows if r.what == BINDING and r.payload.declared]  # type: ignore[union-attr]
        if declared:
            values = union(*[self.row(unit, r) for r in declared])
            if any(v is not NULL for v in values):
                return values
        first = self.row(unit, rows[0])
        if first and not declared and rows[0].what == BINDING and rows[0].payload.kind == "declare":  # type: ignore[union-attr]
            if not any(v is NULL or v is FOREIGN or _is_function(v) for v in first):
                # Declared without a type: it has that of what it starts with.
                return first
        values = union(first, *[self.row(unit, r) for r in rows[1:] if r not in declared])
        known = tuple(v for v in values if v is not NULL)
        return known or values

    def merged(self, definitions: list[Def]) -> Values:
        """Declarations of one name in one scope: the overloads of a function are one function."""
        if any(d.kind in ("function", "class", "enum") for d in definitions):
            # A namespace beside a function or class adds members to it.
            definitions = [d for d in definitions if d.kind != "package"]
        functions = [d for d in definitions if d.kind == "function"]
        if len(functions) < 2:
            return tuple(definitions)
        bodied = [d for d in functions if "signature" not in d.flags]
        chosen = bodied[-1] if bodied else functions[0]
        return tuple(d for d in definitions if d is chosen or d.kind != "function")

    def _row(self, unit: Unit, row: Local) -> Values:
        payload: Any = row.payload
        if row.what == PARAMETER:
            return self.parameter(unit, row.scope, payload)
        if row.what == IMPORT:
            return self.imported(unit, payload)
        if row.what == TYPE_PARAMETER:
            return (self.type_variable(unit, row.scope, payload),)
        return self.binding(unit, payload)

    def binding(self, unit: Unit, binding: Binding) -> Values:
        if binding.declared:
            return self.evaluator.evaluate(unit, binding.expression, binding.scope, None)
        if binding.kind in ("assign", "for", "pattern"):
            self.evaluator.inferred = True
        return self.evaluator.evaluate(unit, binding.expression, binding.scope, binding.start_byte - 1)

    def builtin(self, unit: Unit, name: str) -> Values:
        """A name that no scope declares is the platform's, but for ``exports`` in a CommonJS module."""
        if name == "exports" and (unit.language == "javascript" or self.exports(unit)):
            return (unit.module,)
        return self.script_global(unit, name) or (External(name),)

    # -- scripts: files without imports and exports share their top-level names

    def is_script(self, unit: Unit) -> bool:
        """Whether a JavaScript file is no module: a page loads it, and what it declares everyone can use."""
        found = unit.cache.get("script")
        if found is None:
            found = unit.cache["script"] = (
                unit.language == "javascript"
                and not unit.facts.imports
                and not any(b.kind == "export" for b in unit.facts.bindings)
            )
        return found  # type: ignore[return-value]

    def script_global(self, unit: Unit, name: str) -> Values:
        """A function or class that the one nearest other script declares for all: ``function f``, ``this.f = …``."""
        if not self.is_script(unit):
            return NOTHING
        self.evaluator.touch("", name)
        if name not in self.evaluator.callable_names():
            return NOTHING
        homes: dict[str, list[Def]] = {}
        for path in self.scripts_with(name):
            if path != unit.path and self.project.languages.get(path) == "javascript":
                self.evaluator.touch(path, "")
                found = self.script_globals(self.evaluator.unit(path)).get(name)
                if found:
                    homes[path] = found
        folder = posixpath.dirname(unit.path)
        while homes:
            near = [path for path in homes if not folder or path.startswith(f"{folder}/")]
            if near:
                self.evaluator.inferred = True
                return self.merged(homes[near[0]]) if len(near) == 1 else NOTHING
            folder = posixpath.dirname(folder)
        return NOTHING

    def scripts_with(self, name: str) -> list[str]:
        """The files that may declare ``name`` for all."""
        if self.project.named is not None:
            return sorted(self.project.named(name))
        if self.declaring is None:
            self.declaring = {}
            for path in sorted(self.project.languages):
                if self.project.languages[path] == "javascript":
                    for known in self.script_globals(self.evaluator.unit(path)):
                        self.declaring.setdefault(known, []).append(path)
        return self.declaring.get(name, [])

    def script_globals(self, unit: Unit) -> dict[str, list[Def]]:
        """The functions and classes that a script declares for all, by name."""
        table: dict[str, list[Def]] | None = unit.cache.get("globals")  # type: ignore[assignment]
        if table is not None:
            return table
        table = unit.cache["globals"] = {}
        if not self.is_script(unit):
            return table
        expressions = unit.facts.expressions
        end = unit.facts.definitions[0].end_byte
        for definition in unit.defs:
            if definition.kind in ("function", "class") and definition.facts.parent == 0 and definition.name:
                if not self.is_expression(unit, definition.index):
                    table.setdefault(definition.name, []).append(definition)
        for binding in unit.facts.bindings:
            if binding.scope == 0 and binding.expression >= 0 and binding.kind in ("attr", "declare"):
                base = expressions[binding.base] if binding.base >= 0 else UNKNOWN
                value = expressions[binding.expression]
                if value[0] == "def" and unit.defs[value[1]].kind in ("function", "method", "class"):
                    whole = binding.kind == "declare" and not (binding.block_scoped and binding.block_end < end)
                    if whole or base[0] == "this" or base in _GLOBAL_OBJECTS:
                        table.setdefault(binding.name, []).append(unit.defs[value[1]])
        return table

    def names_directly(self, unit: Unit, scope: int, name: str, position: int | None) -> bool:
        return True

    # -- types

    def type_entity(self, unit: Unit, scope: int, name: str) -> Values:
        """What a plain name stands for where a type is expected."""
        definitions = unit.facts.definitions
        here = scope
        while True:
            definition = definitions[here]
            found = self.type_in_scope(unit, here, name, definition.kind in _OPAQUE)
            if found:
                return found
            if definition.kind == "package" and here:
                found = self.merged_type(unit.defs[here], name)
                if found:
                    return found
            if here == 0:
                break
            here = definition.parent
        if name in self.mapped_names(unit):
            return (TypeVariable(f"{unit.path}:{name}"),)
        return (External(name),)

    def type_in_scope(self, unit: Unit, scope: int, name: str, opaque: bool) -> Values:
        """What the name means as a type directly in ``scope``."""
        rows = unit.locals(scope).get(name)
        if rows is None:
            return NOTHING
        out: list[Values] = []
        if not opaque:
            for definition in unit.members(scope).get(name, ()):
                if definition.kind in TYPE_KINDS or self.is_constructor(definition):
                    if not self.is_expression(unit, definition.index):
                        out.append((definition,))
        for row in rows:
            what = row.what
            if what == TYPE_PARAMETER:
                return self.row(unit, row)
            if what == IMPORT:
                out.append(self.imported_entities(unit, row.payload))  # type: ignore[arg-type]
            elif what == BINDING:
                binding: Any = row.payload
                if binding.kind == "alias":
                    out.append(self.entities(unit, binding.expression, binding.scope))
                elif binding.kind == "declare" and not opaque:
                    out.append(self.class_held(unit, binding))
        return union(*out)

    def is_expression(self, unit: Unit, index: int) -> bool:
        """Whether a definition stands in an expression: its name is that of a variable, or known only inside it."""
        return "expression" in unit.facts.definitions[index].flags

    def class_held(self, unit: Unit, binding: Binding) -> Values:
        """A variable that holds a class (``const C = class …``, ``const C = require(…)``) is a type in JSDoc."""
        expression = binding.expression
        if expression < 0:
            return NOTHING
        operation = unit.facts.expressions[expression]
        if operation[0] == "def":
            target = unit.defs[operation[1]]
            return (target,) if target.kind == "class" or self.is_constructor(target) else NOTHING
        if unit.language == "javascript" and operation[0] in ("attr", "call", "name"):
            values = self.binding(unit, binding)
            return tuple(v for v in values if isinstance(v, Def) and v.kind in ("class", "function"))
        return NOTHING

    def merged_type(self, namespace: Def, name: str) -> Values:
        for other in namespace.unit.members(namespace.facts.parent).get(namespace.name, ()):
            if other is not namespace and other.kind == "package":
                found = self.namespace_entities(other, name)
                if found:
                    return found
        return NOTHING

    def type_variable(self, unit: Unit, scope: int, position: int) -> TypeVariable:
        """The type parameter at ``position`` of definition ``scope``; its name is unique in the repository."""
        return self.evaluator.kept(  # type: ignore[return-value]
            (unit.path, "typevar", scope, position), self._type_variable, unit, scope, position
        )[0]

    def _type_variable(self, unit: Unit, scope: int, position: int) -> Values:
        name, bound = unit.facts.definitions[scope].type_parameters[position]
        limit = self.typed(unit, bound, scope) if bound >= 0 else NOTHING
        return (TypeVariable(variable_name(unit, scope, name), limit),)

    def mapped_names(self, unit: Unit) -> frozenset[str]:
        """Names that mapped types of the file introduce."""
        found = unit.cache.get("mapped")
        if found is None:
            found = unit.cache["mapped"] = frozenset(e[2] for e in unit.facts.expressions if e[0] == "mapped")
        return found  # type: ignore[return-value]

    # -- imports

    def import_target(self, unit: Unit, row: Import) -> Values:
        self.evaluator.touch("", _stem(row.module))
        return self.module_for(unit, row.module)

    def module_for(self, unit: Unit, specifier: str) -> Values:
        """The module a specifier means in this file, or something outside."""
        path = self.modules.find(unit.path, specifier)
        if path is not None:
            return (self.evaluator.unit(path).module,)
        return self.ambient_module(specifier) or (External(specifier),)

    def ambient_module(self, specifier: str) -> Values:
        """``declare module "name" { … }`` in a declaration file of the repository."""
        self.evaluator.touch("", specifier)
        if self.ambient is None:
            self.ambient = {}
            for path in sorted(self.project.languages):
                if path.endswith((".d.ts", ".d.mts", ".d.cts")):
                    for definition in self.evaluator.unit(path).defs:
                        if definition.kind == "package" and "ambient" in definition.flags:
                            self.ambient.setdefault(definition.name, definition)
        found = self.ambient.get(specifier)
        return (found,) if found is not None else NOTHING

    def imported(self, unit: Unit, row: Import) -> Values:
        """What an import gives as a value."""
        targets = self.import_target(unit, row)
        if not row.name:
            return union(*[self.module_value(m, "require" in row.flags) for m in targets])
        return union(*[self.exported(m, row.name) for m in targets])

    def imported_entities(self, unit: Unit, row: Import) -> Values:
        """What an import gives as a type."""
        targets = self.import_target(unit, row)
        if not row.name:
            out: list[Values] = []
            for module in targets:
                found = self.exported_entities(module, "export=") if isinstance(module, Def) else NOTHING
                out.append(union((module,), found))
            return union(*out)
        return union(*[self.exported_entities(m, row.name) for m in targets])

    def module_value(self, module: Value, required: bool) -> Values:
        """A module as an object: what it sets ``module.exports`` to, or its namespace."""
        if isinstance(module, Def) and module.kind == "module":
            return self.module_export(module, "export=") or (module,)
        return (module,)

    # -- exports

    def exports(self, unit: Unit) -> dict[str, list[Binding]]:
        """Export bindings of the module itself, by exported name."""
        found = unit.cache.get("exports")
        if found is None:
            table: dict[str, list[Binding]] = {}
            for binding in unit.bindings(0):
                if binding.kind == "export":
                    table.setdefault(binding.name, []).append(binding)
            found = unit.cache["exports"] = table
        return found  # type: ignore[return-value]

    def reexports(self, unit: Unit) -> dict[str, list[Import]]:
        """``export { a as b } from`` and ``export * as ns from``, by exported name."""
        found = unit.cache.get("reexports")
        if found is None:
            table: dict[str, list[Import]] = {}
            for row in unit.facts.imports:
                if row.local and "reexport" in row.flags:
                    table.setdefault(row.local, []).append(row)
            found = unit.cache["reexports"] = table
        return found  # type: ignore[return-value]

    def exported(self, module: Value, name: str) -> Values:
        """What importing ``name`` from a module gives."""
        if isinstance(module, Def) and module.kind == "module":
            found = self.module_export(module, name)
            if found:
                return found
            whole = self.module_export(module, "export=")
            if name == "default":
                return whole or ((module,) if not self.exports(module.unit).get("default") else NOTHING)
            return union(*[self.member(v, name) for v in whole])
        if isinstance(module, External):
            return (External(f"{module.name}.{name}"),)
        if name == "default" and isinstance(module, Def) and module.kind == "package":
            return self.namespace_member(module, "default") or (module,)
        return self.member(module, name)

    def module_member(self, module: Def, name: str) -> Values:
        found = self.module_export(module, name)
        if found:
            return found
        return union(*[self.member(v, name) for v in self.module_export(module, "export=") if v is not module])

    def module_export(self, module: Def, name: str) -> Values:
        """An export of a module as a value, through any number of re-exports."""
        self.evaluator.touch(module.unit.path, name)
        return self.evaluator.kept((module.unit.path, "export", name), self._module_export, module, name)

    def _module_export(self, module: Def, name: str) -> Values:
        unit = module.unit
        out: list[Values] = []
        exported = self.exports(unit).get(name, ())
        for binding in exported:
            out.append(self.export_value(unit, binding))
        if len(exported) > 1 and all(len(v) == 1 and isinstance(v[0], Def) for v in out):
            out = [self.merged([v[0] for v in out])]  # type: ignore[misc]
        if exported and unit.language == "javascript" and name not in ("default", "export="):
            # module.exports = { f: slow }, and where it can be had: module.exports.f = fast.
            for whole in self.module_export(module, "export="):
                if isinstance(whole, Record) or (isinstance(whole, Def) and whole.kind == "object"):
                    out.append(self.member(whole, name))
        for row in self.reexports(unit).get(name, ()):
            if "type" not in row.flags:
                out.append(self.imported(unit, row))
        values = union(*out)
        if values or name in ("default", "export="):
            return values
        for row in unit.stars:
            if "type" in row.flags:
                continue
            for target in self.import_target(unit, row):
                if isinstance(target, Def):
                    found = self.module_export(target, name)
                    if found:
                        return found
        if unit.language != "javascript":
            return NOTHING
        # var api = exports; api.name = …
        return tuple(v for v in self.assigned_members(unit, module, name) if v is not FOREIGN)

    def export_value(self, unit: Unit, binding: Binding) -> Values:
        expression = binding.expression
        operation = unit.facts.expressions[expression] if expression >= 0 else UNKNOWN
        if operation[0] == "def":
            target = unit.defs[operation[1]]
            return NOTHING if target.kind in _TYPE_ONLY else (target,)
        if operation[0] == "name":
            values = self.lookup(unit, binding.scope, operation[1], None)
            if len(values) > 1:
                declared = self.declared_function(unit, binding.scope, operation[1], None)
                if declared is not None:
                    return (declared,)
            if values == (External(operation[1]),) and self.declares_type(unit, operation[1]):
                return NOTHING
            return values
        return self.evaluator.evaluate(unit, expression, binding.scope, None)

    def declared_function(self, unit: Unit, scope: int, name: str, position: int | None) -> Def | None:
        """The one function that the declaration of a variable gives it."""
        here = scope
        definitions = unit.facts.definitions
        while True:
            rows = unit.locals(here).get(name)
            found = self.visible(unit, rows, position, True) if rows else []
            for row in found:
                if row.what == BINDING and row.payload.kind == "declare":  # type: ignore[union-attr]
                    values = self.row(unit, row)
                    if len(values) == 1 and _is_function(values[0]):
                        return values[0]  # type: ignore[return-value]
            if found or here == 0:
                return None
            here = definitions[here].parent

    def sources(self, unit: Unit, scope: int, name: str, position: int) -> list[Local]:
        """The rows that may give a name its value at ``position``: those of the nearest scope that has any."""
        definitions = unit.facts.definitions
        here, timeless = scope, False
        while True:
            rows = unit.locals(here).get(name)
            if rows:
                found = self.visible(unit, rows, position, timeless, definitions[here].kind in _OPAQUE)
                if found:
                    return found
            if here == 0:
                return []
            timeless = timeless or definitions[here].kind in FUNCTION_KINDS
            here = definitions[here].parent

    def declares_type(self, unit: Unit, name: str) -> bool:
        """Whether the module has a type, but no value, of that name."""
        return bool(unit.locals(0).get(name))

    def exported_entities(self, module: Value, name: str) -> Values:
        """What importing ``name`` from a module gives as a type."""
        if isinstance(module, Def) and module.kind == "module":
            self.evaluator.touch(module.unit.path, name)
            return self.evaluator.kept((module.unit.path, "exported type", name), self._exported_entities, module, name)
        if isinstance(module, Def) and module.kind == "package":
            return self.namespace_entities(module, name)
        if isinstance(module, External):
            return (External(f"{module.name}.{name}"),)
        return NOTHING

    def _exported_entities(self, module: Def, name: str) -> Values:
        unit = module.unit
        out: list[Values] = []
        for binding in self.exports(unit).get(name, ()):
            operation = unit.facts.expressions[binding.expression] if binding.expression >= 0 else UNKNOWN
            if operation[0] == "def":
                target = unit.defs[operation[1]]
                if target.kind in TYPE_KINDS or self.is_constructor(target):
                    out.append((target,))
            elif operation[0] == "name":
                found = self.type_entity(unit, binding.scope, operation[1])
                if found != (External(operation[1]),):
                    out.append(found)
            elif operation[0] == "attr":
                found = self.entities(unit, binding.expression, binding.scope)
                out.append(tuple(e for e in found if not isinstance(e, External)))
        for row in self.reexports(unit).get(name, ()):
            out.append(self.imported_entities(unit, row))
        values = union(*out)
        if values or name == "default":
            if not values and name == "default":
                return self._exported_entities(module, "export=")
            return values
        for definition in unit.members(0).get(name, ()):
            if definition.kind == "type" and "jsdoc" in definition.flags:
                return (definition,)
        for row in unit.stars:
            for target in self.import_target(unit, row):
                if isinstance(target, Def):
                    found = self.exported_entities(target, name)
                    if found:
                        return found
        if name != "export=":
            for whole in self.exported_entities(module, "export="):
                found = self.exported_entities(whole, name)
                if found and not isinstance(found[0], External):
                    return found
        for value in self.module_export(module, name):
            if isinstance(value, Def) and (value.kind == "class" or self.is_constructor(value)):
                return (value,)
        return NOTHING

    # -- namespaces

    def namespace_member(self, namespace: Def, name: str) -> Values:
        """A member of ``namespace N { … }`` as a value."""
        self.evaluator.touch(namespace.unit.path, name)
        return self.evaluator.kept(
            (namespace.unit.path, "namespace", namespace.index, name), self._namespace_member, namespace, name
        )

    def _namespace_member(self, namespace: Def, name: str) -> Values:
        unit = namespace.unit
        for binding in unit.bindings(namespace.index):
            if binding.kind == "export" and binding.name == name:
                found = self.export_value(unit, binding)
                if found:
                    return found
        rows = unit.locals(namespace.index).get(name)
        if rows and self.is_ambient(namespace):
            found_rows = self.visible(unit, rows, None, True)
            if found_rows:
                return self.rows(unit, found_rows)
        return NOTHING

    def is_ambient(self, namespace: Def) -> bool:
        """In declaration files everything in a namespace is exported."""
        return namespace.unit.path.endswith((".d.ts", ".d.mts", ".d.cts")) or "ambient" in namespace.flags

    def namespace_entities(self, namespace: Def, name: str) -> Values:
        """A member of a namespace as a type, all declarations of the namespace seen together."""
        unit = namespace.unit
        self.evaluator.touch(unit.path, name)
        out: list[Values] = []
        for other in unit.members(namespace.facts.parent).get(namespace.name, ()):
            if other.kind == "package":
                out.append(self.type_in_scope(unit, other.index, name, False))
        return union(*out)

    # -- generic helpers

    def entity_of(self, value: Value) -> Values:
        """The entity behind a generic application."""
        return (value.base,) if isinstance(value, Generic) else (value,)


def _is_function(value: Value) -> bool:
    return isinstance(value, Def) and value.kind in ("function", "method", "lambda")


def variable_name(unit: Unit, scope: int, name: str) -> str:
    """The unique name of a type parameter."""
    return f"{unit.path}#{scope}:{name}"


def _stem(specifier: str) -> str:
    last = posixpath.basename(specifier.rstrip("/"))
    return last.split(".", 1)[0] if not last.startswith(".") else last


def _innermost(rows: list[Local], position: int) -> list[Local]:
    """The declarations of the innermost block around ``position`` that has one."""
    around = [r for r in rows if not r.block_scoped or r.end > position]
    if len(around) < 2:
        return around
    started = [r for r in around if not r.block_scoped or r.start <= position]
    if started:
        end = min(r.end for r in started)
    else:
        end = max(r.end for r in around)
    return [r for r in around if r.end == end]


def _flow(rows: list[Local], position: int) -> list[Local]:
    """Back from ``position``: the latest row that dominates it, and the ones after that which may have run."""
    found: list[Local] = []
    stop: int | None = None
    for row in sorted(rows, key=lambda r: r.start, reverse=True):
        if stop is not None and row.start < stop:
            break
        if row.start > position:
            continue
        found.append(row)
        if row.end >= position:
            stop = row.start
    return found or rows
