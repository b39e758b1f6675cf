"""Go: packages of many files, methods by receiver type, promotion through embedding, structural interfaces.

Types are static, so every expression has one type and what is found is exact. Values stand for types
and objects alike: ``Def`` of kind struct, interface or type is the type, ``Instance`` an object of it;
slices, arrays, channels and maps are ``ExternalInstance`` of ``array``, ``chan`` and ``map`` whose
arguments are objects of their parts. Pointers are read through.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import ClassVar

from codegraph.linking.golang import library
from codegraph.linking.golang.builds import USUAL
from codegraph.linking.golang.implementing import Implementing
from codegraph.linking.golang.modules import Modules, package_name, parent
from codegraph.linking.golang.packages import GoPackage, condition, of_one_build
from codegraph.linking.semantics.base import CALLABLE_KINDS, VALUE_STRATEGY, Semantics, _open
from codegraph.linking.units import BINDING, DEFINITION, PARAMETER, TYPE_PARAMETER, Local, Unit, in_force
from codegraph.linking.values import (
    FOREIGN,
    NOTHING,
    NULL,
    Bound,
    Def,
    External,
    ExternalInstance,
    ExternalMethod,
    Function,
    Generic,
    Instance,
    Package,
    TupleOf,
    TypeVariable,
    Value,
    Values,
    union,
)
from parsers.facts import Binding, Expression, Import, Parameter, Reference

TYPE_KINDS = frozenset(("struct", "interface", "type", "object"))
_PREDECLARED = frozenset(
    (
        "any",
        "bool",
        "byte",
        "comparable",
        "complex128",
        "complex64",
        "error",
        "float32",
        "float64",
        "int",
        "int16",
        "int32",
        "int64",
        "int8",
        "rune",
        "string",
        "uint",
        "uint16",
        "uint32",
        "uint64",
        "uint8",
        "uintptr",
    )
)
_CONSTANTS = frozenset(("true", "false", "iota"))
_SAME = {"byte": "uint8", "rune": "int32"}
_LITERALS = {"str": "string", "float": "float64", "char": "int32", "complex": "complex128"}
_MAX_EMBEDDING = 8
_INT: Values = (ExternalInstance("int"),)

Call = tuple[Unit, Expression, int, "int | None"]


class GoSemantics(Semantics):
    """Go's name lookup and types."""

    languages: ClassVar[tuple[str, ...]] = ("go",)
    related_kinds: ClassVar[frozenset[str]] = frozenset(("struct", "interface", "type", "method"))

    def prepare(self) -> None:
        """Find the modules; packages are read when first asked for."""
        paths = [p for p, language in self.project.languages.items() if language == "go"]
        self.modules = Modules(paths, self.project.read)
        self._packages: dict[str, dict[str, GoPackage]] = {}
        self._implementing: Implementing | None = None

    # -- packages

    def packages_in(self, folder: str) -> dict[str, GoPackage]:
        """The packages whose files are in ``folder``, by the name of their clause."""
        known = self._packages.get(folder)
        if known is None:
            by_name: dict[str, list[Unit]] = {}
            for path in self.modules.folders.get(folder, ()):
                unit = self.evaluator.unit(path)
                by_name.setdefault(unit.facts.module, []).append(unit)
            known = {name: GoPackage(folder, name, units) for name, units in by_name.items()}
            self._packages[folder] = known
        return known

    def package_of(self, unit: Unit) -> GoPackage:
        """The package a file belongs to."""
        known = unit.cache.get("package")
        if known is None:
            known = unit.cache["package"] = self.packages_in(parent(unit.path))[unit.facts.module]
        return known  # type: ignore[return-value]

    def importable(self, folder: str) -> GoPackage | None:
        """The package that importing ``folder`` gives: no test package, no program beside a library."""
        packages = [p for name, p in self.packages_in(folder).items() if not name.endswith("_test")]
        if not packages:
            packages = list(self.packages_in(folder).values())
        if len(packages) > 1:
            packages = [p for p in packages if p.name not in ("main", "documentation")] or packages
        if len(packages) > 1:
            packages.sort(key=lambda p: (-sum(not condition(u).lines for u in p.units), p.name))
        return packages[0] if packages else None

    def describe(self, path: str) -> tuple[str, list[str]]:
        """A file's package clause and what it imports, for guessing where there is no go.mod."""
        facts = self.evaluator.unit(path).facts
        return facts.module, [row.module for row in facts.imports]

    def import_target(self, unit: Unit, row: Import) -> Values:
        """The package an import path leads to."""
        folder = parent(unit.path)
        touch = self.evaluator.touch
        touch("", row.module.rsplit("/", 1)[-1])
        touch(self.modules.manifest(folder), "")
        if row.module == "C" or row.module == "unsafe":
            return (External(row.module),)
        if self.modules.home(folder) is None:
            touch("", "")
            touch("", "import *")
        found = self.modules.find(folder, row.module, self.describe)
        if found is None:
            return (External(row.module),)
        target, sure = found
        package = self.importable(target)
        if package is None:
            return (External(row.module),)
        if not sure:
            self.evaluator.inferred = True
        return (Package(package.folder, package.name),)

    def imports_of(self, unit: Unit) -> dict[str, Import]:
        """The names that the file's imports bind."""
        known = unit.cache.get("imports")
        if known is None:
            table: dict[str, Import] = {}
            for row in unit.facts.imports:
                if not row.local:
                    continue
                if "implicit" not in row.flags:
                    table[row.local] = row
                    continue
                target = self.evaluator.kept((unit.path, "import", row.start_byte), self.import_target, unit, row)
                if target and isinstance(target[0], Package):
                    table[target[0].name] = row
                else:
                    table.setdefault(row.local, row)
                    table.setdefault(package_name(row.module), row)
            known = unit.cache["imports"] = table
        return known  # type: ignore[return-value]

    def import_paths(self, unit: Unit, row: Import) -> list[str]:
        """The files of the imported package that declare what this file uses of it."""
        target = self.import_target(unit, row)
        if not target or not isinstance(target[0], Package):
            return []
        package = self.packages_in(target[0].path).get(target[0].name)
        if package is None:
            return []
        paths: set[str] = set()
        for name in self._used_members(unit).get(self._local_name(unit, row), ()):
            found = package.names.get(name)
            if found:
                paths.update(d.unit.path for d in of_one_build(found, unit))
        if not paths:
            paths.add(package.units[0].path)
        return sorted(paths - {unit.path})

    def _local_name(self, unit: Unit, row: Import) -> str:
        return next((name for name, other in self.imports_of(unit).items() if other is row), "")

    def _used_members(self, unit: Unit) -> dict[str, set[str]]:
        """Plain name -> members taken from it anywhere in the file."""
        known = unit.cache.get("used")
        if known is None:
            table: dict[str, set[str]] = {}
            expressions = unit.facts.expressions
            for expression in expressions:
                if expression[0] == "attr" and expression[1] >= 0:
                    base = expressions[expression[1]]
                    if base[0] == "name":
                        table.setdefault(base[1], set()).add(expression[2])
            known = unit.cache["used"] = table
        return known  # type: ignore[return-value]

    # -- names

    def canonical(self, unit: Unit, position: int) -> int:
        """The first byte from which on the same names are in force as at ``position``: fewer questions are new."""
        edges = unit.cache.get("edges")
        if edges is None:
            places = {0}
            for binding in unit.facts.bindings:
                places.add(binding.start_byte)
                places.add(binding.block_end + 1)
            for definition in unit.facts.definitions:
                if definition.kind not in ("field", "variable", "constant"):
                    places.add(definition.start_byte)
                    places.add(definition.end_byte + 1)
            edges = unit.cache["edges"] = sorted(places)
        return edges[bisect_right(edges, position) - 1]  # type: ignore[index]

    def lookup(self, unit: Unit, scope: int, name: str, position: int | None) -> Values:
        """A name at ``position`` inside ``scope``; without a position, as a signature or a field's type sees it."""
        found = self.local_row(unit, scope, name, position)
        if found is not None:
            return self.row(unit, found)
        return self.package_level(unit, name)

    def local_row(self, unit: Unit, scope: int, name: str, position: int | None) -> Local | None:
        """The variable, parameter, type parameter or local type called ``name``; None where the package's is meant."""
        definitions = unit.facts.definitions
        here, at = scope, position
        while here > 0:
            definition = definitions[here]
            rows = unit.locals(here).get(name)
            if rows:
                if at is None or definition.kind in TYPE_KINDS:
                    rows = [row for row in rows if row.what == TYPE_PARAMETER]
                else:
                    rows = in_force(rows, at)
                if rows:
                    return rows[0]
            if at is None or definition.kind in TYPE_KINDS:
                at = definition.start_byte
            here = definition.parent
        return None

    def package_level(self, unit: Unit, name: str) -> Values:
        """A name of the file's imports, of its package, of its dot imports, or of the language."""
        self.evaluator.touch("", name)
        row = self.imports_of(unit).get(name)
        if row is not None:
            return self.evaluator.kept((unit.path, "import", row.start_byte), self.import_target, unit, row)
        found = self.package_of(unit).names.get(name)
        if found:
            return self.of_twins(found, unit)
        for star in unit.stars:
            for target in self.import_target(unit, star):
                if isinstance(target, Package) and name[:1].isupper():
                    values = self.package_member(target, name)
                    if values:
                        return values
        if name in _PREDECLARED:
            return (External(_SAME.get(name, name)),)
        if name in library.BUILTIN_FUNCTIONS:
            return (External(name),)
        if name in _CONSTANTS:
            return (ExternalInstance("bool" if name != "iota" else "int"),)
        if unit.stars and name[:1].isupper():
            return (External(name),)
        return NOTHING

    def read(self, unit: Unit, path: Sequence[str], scope: int, position: int) -> tuple[Def, ...]:
        """A package's names may be declared in any of its files."""
        head = path[0]
        if self.local_row(unit, scope, head, position) is not None:
            return super().read(unit, path, scope, position)
        self.evaluator.touch("", head)
        row = self.imports_of(unit).get(head)
        if row is None:
            found = of_one_build(self.package_of(unit).names.get(head) or [], unit)
            if len(path) == 1:
                return tuple(found) if len(found) == 1 else ()
            return super().read(unit, path, scope, position)
        if len(path) != 2:
            return super().read(unit, path, scope, position)
        self.evaluator.touch("", path[1])
        names = [
            self.packages_in(target.path)[target.name].names.get(path[1]) or []
            for target in self.import_target(unit, row)
            if isinstance(target, Package)
        ]
        return tuple(names[0]) if len(names) == 1 and len(names[0]) == 1 else ()

    def of_twins(self, definitions: list[Def], unit: Unit) -> Values:
        """What one of several definitions of a name gives; twins that nothing tells apart give nothing sure."""
        chosen = of_one_build(definitions, unit)
        if len(chosen) == 1:
            return self.definition_value(chosen[0])
        return NOTHING

    def package_member(self, package: Package, name: str) -> Values:
        """An exported name of another package."""
        self.evaluator.touch("", name)
        found = self.packages_in(package.path)[package.name].names.get(name)
        if not found:
            return NOTHING
        usual = [d for d in found if not d.unit.path.endswith("_test.go")] or found
        if len(usual) > 1:
            usual = [d for d in usual if condition(d.unit).holds(USUAL)] or of_one_build(usual, usual[0].unit)
        return self.definition_value(usual[0]) if len(usual) == 1 else NOTHING

    def definition_value(self, definition: Def) -> Values:
        """Variables and constants give what they hold, aliases what they stand for, the rest itself."""
        kind = definition.kind
        if kind in ("variable", "constant", "field"):
            return super().definition_value(definition) if definition.facts.value >= 0 else NOTHING
        if kind == "type" and "alias" in definition.flags:
            return self.evaluator.kept(
                (definition.unit.path, "alias", definition.index),
                self.evaluator.evaluate,
                definition.unit,
                definition.facts.value,
                definition.index,
                None,
            )
        return (definition,)

    def _row(self, unit: Unit, row: Local) -> Values:
        if row.what == TYPE_PARAMETER:
            return self.type_parameter(unit, row.scope, row.payload)  # type: ignore[arg-type]
        return super()._row(unit, row)

    def type_parameter(self, unit: Unit, scope: int, position: int) -> Values:
        """A type parameter with its constraint; a method's are bounded where its type declares them."""
        definition = unit.facts.definitions[scope]
        name, bound = definition.type_parameters[position]
        if definition.kind == "method":
            owner = self.owner(unit.defs[scope])
            if owner is not None and position < len(owner.facts.type_parameters):
                bound = owner.facts.type_parameters[position][1]
                limit = self._bound(owner.unit, owner.index, bound)
                parameters = zip(owner.facts.type_parameters, definition.type_parameters, strict=False)
                renamed = {theirs: (TypeVariable(ours),) for (theirs, _), (ours, _) in parameters if theirs != ours}
                return (TypeVariable(name, self.substitute(limit, renamed)),)  # type: ignore[arg-type]
        return (TypeVariable(name, self._bound(unit, scope, bound)),)

    def _bound(self, unit: Unit, scope: int, bound: int) -> Values:
        return self.instances(self.evaluator.evaluate(unit, bound, scope, None)) if bound >= 0 else NOTHING

    def binding(self, unit: Unit, binding: Binding) -> Values:
        """A variable has the type of its declaration or of the value it was declared with."""
        position = self.canonical(unit, binding.start_byte - 1)
        return self.evaluator.evaluate(unit, binding.expression, binding.scope, position)

    def parameter(self, unit: Unit, scope: int, parameter: Parameter) -> Values:
        if parameter.type < 0:
            return NOTHING
        values = self.instances(self.evaluator.evaluate(unit, parameter.type, scope, None))
        return (ExternalInstance("array", (values,)),) if parameter.kind == "args" else values

    # -- types

    def type_named(self, unit: Unit, reference: Reference) -> tuple[Def, ...]:
        operation = unit.facts.expressions[reference.expression]
        if operation[0] == "name":
            row = self.local_row(unit, reference.scope, operation[1], reference.start_byte)
            if row is not None:
                return (unit.defs[row.payload],) if row.what == DEFINITION else ()  # type: ignore[index]
            self.evaluator.touch("", operation[1])
            found = self.package_of(unit).names.get(operation[1])
            if not found:
                return ()
        else:
            base = unit.facts.expressions[operation[1]]
            row = self.imports_of(unit).get(base[1])
            target = self.import_target(unit, row) if row is not None else ()
            if not target or not isinstance(target[0], Package):
                return ()
            self.evaluator.touch("", operation[2])
            package = self.packages_in(target[0].path).get(target[0].name)
            found = package.names.get(operation[2]) if package is not None else None
            if not found:
                return ()
        chosen = of_one_build([d for d in found if d.kind in TYPE_KINDS], unit)
        return tuple(chosen) if len(chosen) == 1 else ()

    def instance_of(self, value: Value) -> Values:
        if isinstance(value, Def):
            return (Instance(value),) if value.kind in TYPE_KINDS else NOTHING
        return super().instance_of(value)

    def owner(self, method: Def) -> Def | None:
        """The type a method is declared for, or the interface it stands in."""
        if method.parent is not None and method.parent.kind in TYPE_KINDS:
            return method.parent
        name = method.facts.qualified_name.rpartition(".")[0]
        found = self.package_of(method.unit).names.get(name)
        if not found:
            return None
        chosen = of_one_build([d for d in found if d.kind in TYPE_KINDS] or found, method.unit)
        target = chosen[0] if len(chosen) == 1 else None
        if target is not None and "alias" in target.flags:
            values = self.definition_value(target)
            target = values[0] if values and isinstance(values[0], Def) else None
        return target

    def underlying(self, value: Value) -> Value:
        """The type behind a defined type: ``type Names []string`` is a slice, a constraint its only core."""
        for _ in range(_MAX_EMBEDDING):
            if isinstance(value, TypeVariable):
                if len(value.bound) != 1:
                    return value
                value = value.bound[0]
                continue
            if not isinstance(value, Instance) or value.cls.kind != "type":
                return value
            cls = value.cls
            behind = self.evaluator.kept((cls.unit.path, "underlying", cls.index), self._underlying, cls)
            behind = self.substitute(behind, self.arguments_of(value))
            if len(behind) != 1 or behind[0] == value:
                return value
            value = behind[0]
        return value

    def _underlying(self, cls: Def) -> Values:
        self.evaluator.touch("", cls.name)
        return self.instances(self.evaluator.evaluate(cls.unit, cls.facts.value, cls.index, None))

    def arguments_of(self, instance: Instance) -> dict[str, Values]:
        """Type parameter -> what it stands for in this object."""
        parameters = instance.cls.facts.type_parameters
        if not parameters or not instance.args:
            return {}
        return {name: values for (name, _), values in zip(parameters, instance.args, strict=False) if values}

    # -- members

    def function_member(self, value: Def, name: str) -> Values:
        return self.static_member(value, name) if value.kind in TYPE_KINDS else NOTHING

    def object_member(self, value: Def, name: str) -> Values:
        return self.static_member(value, name)

    def static_member(self, cls: Def, name: str) -> Values:
        """``T.Method``: a method expression."""
        found = self.instance_member(Instance(cls), name)
        return tuple(v for v in found if isinstance(v, Bound))

    def instance_member(self, instance: Instance, name: str) -> Values:
        """A field or method by Go's selector rule: the shallowest one, if it is the only one at its depth."""
        return self.evaluator.kept(("selector", instance, name), self._select, instance, name)

    def _select(self, instance: Instance, name: str) -> Values:
        self.evaluator.touch("", name)
        level: list[Value] = [instance]
        seen: set[Value] = set()
        for _ in range(_MAX_EMBEDDING):
            found: list[Values] = []
            foreign: Value | None = None
            deeper: list[Value] = []
            for value in level:
                if isinstance(value, Instance):
                    if value in seen:
                        continue
                    seen.add(value)
                    own = self.own_selector(value, name)
                    if own is not None:
                        found.append(own)
                    elif not found:
                        deeper += self.embedded(value)
                elif isinstance(value, TypeVariable):
                    deeper += value.bound
                elif isinstance(value, ExternalInstance) and not _lacks(value.name, name):
                    foreign = value
            if found:
                if len(found) > 1:
                    return NOTHING
                if instance.cls.kind == "interface" and not instance.args:
                    # Whatever the embedded interface, only what implements the outer one is meant.
                    return tuple(Bound(v.function, instance) if isinstance(v, Bound) else v for v in found[0])
                return found[0]
            if foreign is not None:
                return (ExternalMethod(foreign, name),)  # type: ignore[arg-type]
            if not deeper:
                return NOTHING
            level = deeper
        return NOTHING

    def own_selector(self, instance: Instance, name: str) -> Values | None:
        """What the type itself declares under ``name``; None when it does not."""
        cls = instance.cls
        if cls.facts.parent == 0 and cls.facts.name:
            methods = self.package_of(cls.unit).methods.get(cls.facts.name)
            found = methods.get(name) if methods else None
            if found:
                chosen = of_one_build(found, cls.unit)
                return tuple(Bound(d, instance) for d in chosen) if len(chosen) == 1 else NOTHING
        if cls.kind == "type":
            behind = self.underlying(instance)
            if isinstance(behind, Instance) and behind.cls.kind != "type":
                return self.own_field(behind, name)
            return None
        return self.own_field(instance, name)

    def own_field(self, instance: Instance, name: str) -> Values | None:
        """A field of a struct or a method that an interface lists."""
        cls = instance.cls
        for definition in cls.unit.members(cls.index).get(name, ()):
            if definition.kind == "method":
                return (Bound(definition, instance),)
            return self.substitute(self.field_value(definition), self.arguments_of(instance))
        if cls.kind == "object":
            for field, expression in cls.facts.extra:
                if field == name:
                    return self.instances(self.evaluator.evaluate(cls.unit, expression, cls.index, None))
        return None

    def field_value(self, definition: Def) -> Values:
        """What a field holds, seen from inside its struct (where the type parameters are)."""
        return self.evaluator.kept(
            (definition.unit.path, "value", definition.index),
            self.evaluator.evaluate,
            definition.unit,
            definition.facts.value,
            definition.facts.parent,
            None,
        )

    def embedded(self, instance: Instance) -> Values:
        """Objects of the types that a struct or an interface embeds."""
        cls = instance.cls
        if cls.kind == "type":
            behind = self.underlying(instance)
            return self.embedded(behind) if isinstance(behind, Instance) and behind.cls.kind != "type" else NOTHING
        if not cls.facts.bases:
            return NOTHING
        found = self.evaluator.kept((cls.unit.path, "embedded", cls.index), self._embedded, cls)
        return self.substitute(found, self.arguments_of(instance))

    def _embedded(self, cls: Def) -> Values:
        out: list[Value] = []
        for base in cls.facts.bases:
            values = self.instances(self.evaluator.evaluate(cls.unit, base, cls.index, None))
            out += values or (FOREIGN,)
        return tuple(out)

    def member(self, value: Value, name: str) -> Values:
        if isinstance(value, TypeVariable):
            found = union(*[self.member(v, name) for v in value.bound])
            return found[:1]
        if isinstance(value, Generic):
            members = self.member(self.instance_of(value)[0], name)
            return tuple(v for v in members if isinstance(v, Bound))
        return super().member(value, name)

    # -- what things give

    def literal(self, kind: str) -> Values:
        return (NULL,) if kind == "none" else (ExternalInstance(_LITERALS.get(kind, kind)),)

    def iterate(self, value: Value) -> Values:
        """The second variable of a range clause, or what is received from a channel."""
        value = self.underlying(value)
        if isinstance(value, ExternalInstance):
            if value.args:
                return value.args[-1]
            return (ExternalInstance("int32"),) if value.name == "string" else (FOREIGN,)
        if isinstance(value, Function):
            return self._yielded(value, 1)
        if isinstance(value, (Def, Bound)):
            return self._yielded(self.as_function(value), 1)
        return (FOREIGN,) if isinstance(value, (External, ExternalMethod)) else NOTHING

    def iterate_keys(self, value: Value) -> Values:
        """The first variable of a range clause."""
        value = self.underlying(value)
        if isinstance(value, ExternalInstance):
            if value.name in ("chan", "map", "iter.Seq", "iter.Seq2") and value.args:
                return value.args[0]
            if value.name in ("array", "string", "int"):
                return _INT
            return (value,) if value.name in _PREDECLARED else (FOREIGN,)
        if isinstance(value, Function):
            return self._yielded(value, 0)
        if isinstance(value, (Def, Bound)):
            return self._yielded(self.as_function(value), 0)
        return (FOREIGN,) if isinstance(value, (External, ExternalMethod)) else NOTHING

    def _yielded(self, function: Function | None, position: int) -> Values:
        """What an iterator function hands to the function it is given."""
        if function is None or not function.parameters:
            return NOTHING
        for value in function.parameters[0]:
            taken = self.underlying(value)
            if isinstance(taken, Function) and position < len(taken.parameters):
                return taken.parameters[position]
        return NOTHING

    def as_function(self, value: Value) -> Function | None:
        """The function type of something that can be called."""
        value = self.underlying(value)
        if isinstance(value, Function):
            return value
        definition = value.function if isinstance(value, Bound) else value
        if not isinstance(definition, Def) or definition.kind not in CALLABLE_KINDS:
            return None
        receiver = value.receiver if isinstance(value, Bound) else None
        parameters = [p for p in definition.facts.parameters if p.kind != "self"]
        given = tuple(self.parameter(definition.unit, definition.index, p) for p in parameters)
        if isinstance(receiver, Instance):
            mapping = self.receiver_arguments(definition, receiver)
            given = tuple(self.substitute(g, mapping) for g in given)
        return Function(self.result(definition, receiver, None), given)

    def position_of(self, value: Value, index: int) -> Values:
        if isinstance(value, TupleOf):
            return value.items[index] if index < len(value.items) else NOTHING
        return (FOREIGN,) if isinstance(value, (External, ExternalInstance, ExternalMethod)) else NOTHING

    def indexed(self, value: Value, unit: Unit, key: int, scope: int, position: int | None) -> Values:
        if isinstance(value, (Def, Generic)):
            return self.applied(value, (self.evaluator.evaluate(unit, key, scope, position),))
        value = self.underlying(value)
        if isinstance(value, ExternalInstance):
            if value.args:
                return value.args[-1]
            return (ExternalInstance("uint8"),) if value.name == "string" else (FOREIGN,)
        return (FOREIGN,) if isinstance(value, (External, ExternalMethod)) else NOTHING

    def applied(self, value: Value, types: tuple[Values, ...]) -> Values:
        """A generic type or function with its type arguments."""
        args = tuple(self.instances(t) for t in types)
        if isinstance(value, External) or (
            isinstance(value, Def) and (value.kind in TYPE_KINDS or value.kind in CALLABLE_KINDS)
        ):
            return (Generic(value, args),)
        return (value,)

    def op_generic(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        base = self.evaluator.evaluate(unit, operation[1], scope, position)
        if not base:
            return NOTHING
        value = base[0]
        if isinstance(value, (Def, External)):
            types = tuple(self.evaluator.evaluate(unit, a, scope, position) for a in operation[2])
            return self.applied(value, types)
        return self.indexed(value, unit, operation[2][0], scope, position) if operation[2] else NOTHING

    def op_seq(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        items = tuple(self.instances(self.evaluator.evaluate(unit, i, scope, position)) for i in operation[2])
        return (TupleOf(items),) if operation[1] == "tuple" else (ExternalInstance(operation[1], items),)

    def op_map(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        parts = (operation[1][0], operation[2][0])
        return (
            ExternalInstance(
                "map", tuple(self.instances(self.evaluator.evaluate(unit, p, scope, position)) for p in parts)
            ),
        )

    def op_union(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        """A constraint of several types has no core and no methods worth naming."""
        return NOTHING

    def op_inst(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        return self.instances(self.evaluator.evaluate(unit, operation[1], scope, position))

    def op_new(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        return self.instances(self.evaluator.evaluate(unit, operation[1], scope, position))

    def op_this(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        return NOTHING

    # -- calls

    def called(self, value: Value, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        call = (unit, operation, scope, position)
        if isinstance(value, Def):
            if value.kind in TYPE_KINDS:
                return (Instance(value),)
            return self.result(value, None, call) if value.kind in CALLABLE_KINDS else NOTHING
        if isinstance(value, Generic):
            if isinstance(value.base, Def) and value.base.kind in CALLABLE_KINDS:
                return self.result(value.base, None, call, value.args)
            return self.instance_of(value)
        if isinstance(value, Bound):
            return self.result(value.function, value.receiver, call)
        if isinstance(value, Instance):
            behind = self.underlying(value)
            return behind.result if isinstance(behind, Function) else NOTHING
        if isinstance(value, TypeVariable):
            behind = self.underlying(value)
            return behind.result if isinstance(behind, Function) else (value,)
        return super().called(value, unit, operation, scope, position)

    def result(
        self,
        function: Def,
        receiver: Value | None,
        call: Call | None,
        explicit: tuple[Values, ...] = (),
    ) -> Values:
        """A function's declared result, with the type arguments that the receiver and the call give."""
        self.evaluator.touch(function.unit.path, function.name)
        values = self.evaluator.kept((function.unit.path, "result", function.index), self._declared, function)
        if not any(_open(v) for v in values):
            return values
        mapping: dict[str, Values] = {}
        if isinstance(receiver, Instance):
            mapping = self.receiver_arguments(function, receiver)
        elif function.kind != "method":
            names = [name for name, _ in function.facts.type_parameters]
            mapping = {name: given for name, given in zip(names, explicit, strict=False) if given}
            if call is not None and len(mapping) < len(names):
                self.infer(function, call, mapping)
        return self.substitute(values, mapping)

    def _declared(self, function: Def) -> Values:
        returns = function.facts.returns
        return self.instances(self.evaluator.evaluate(function.unit, returns, function.index, None))

    def receiver_arguments(self, method: Def, receiver: Instance) -> dict[str, Values]:
        """A method's own names for its receiver's type parameters -> what they stand for in this object."""
        if not receiver.args:
            return {}
        names = method.facts.type_parameters or receiver.cls.facts.type_parameters
        return {name: values for (name, _), values in zip(names, receiver.args, strict=False) if values}

    def infer(self, function: Def, call: Call, mapping: dict[str, Values]) -> None:
        """Learn type arguments from the arguments of a call."""
        unit, operation, scope, position = call
        parameters = [p for p in function.facts.parameters if p.kind != "self"]
        for i, argument in enumerate(operation[2]):
            if not parameters or argument < 0:
                continue
            parameter = parameters[min(i, len(parameters) - 1)]
            if i >= len(parameters) and parameter.kind != "args":
                break
            spread = unit.facts.expressions[argument][0] == "spread"
            if spread:
                argument = unit.facts.expressions[argument][1]
                if argument < 0:
                    continue
            declared = (
                self.parameter(function.unit, function.index, parameter)
                if spread
                else self.instances(self.evaluator.evaluate(function.unit, parameter.type, function.index, None))
            )
            if any(_open(v) for v in declared):
                given = self.evaluator.evaluate(unit, argument, scope, position)
                for value in declared:
                    self.unify(value, given, mapping)

    def unify(self, declared: Value, given: Values, mapping: dict[str, Values]) -> None:
        if isinstance(declared, TypeVariable):
            if given and given != (NULL,) and declared.name not in mapping:
                mapping[declared.name] = given
                for core in declared.bound:
                    if _open(core):
                        self.unify(core, given, mapping)
            return
        for value in given:
            if isinstance(declared, Instance):
                if isinstance(value, Instance) and value.cls is declared.cls:
                    self._unify_parts(declared.args, value.args, mapping)
                elif declared.cls.kind == "type":
                    self.unify(self.underlying(declared), given, mapping)
            elif isinstance(declared, ExternalInstance):
                behind = value if isinstance(value, ExternalInstance) else self.underlying(value)
                if isinstance(behind, ExternalInstance) and behind.name == declared.name:
                    self._unify_parts(declared.args, behind.args, mapping)
            elif isinstance(declared, Function):
                function = self.as_function(value)
                if function is not None:
                    self._unify_parts(declared.parameters, function.parameters, mapping)
                    self._unify_parts((declared.result,), (function.result,), mapping)
            elif isinstance(declared, TupleOf) and isinstance(value, TupleOf):
                self._unify_parts(declared.items, value.items, mapping)

    def _unify_parts(self, declared: tuple[Values, ...], given: tuple[Values, ...], mapping: dict[str, Values]) -> None:
        for part, got in zip(declared, given, strict=False):
            for inner in part:
                self.unify(inner, got, mapping)

    def external_call(
        self, value: External, unit: Unit, operation: Expression, scope: int, position: int | None
    ) -> Values:
        """Builtins, conversions to outside types, and library functions that hand on what they are given."""
        name = value.name
        arguments = operation[2]
        if not arguments:
            return (FOREIGN,)
        first = self.evaluator.evaluate(unit, arguments[0], scope, position)
        if name == "new" or name == "make":
            return self.instances(first)
        if name in _PREDECLARED:
            return (ExternalInstance(name),)
        if name in library.SAME_AS_FIRST:
            if first and first != (NULL,):
                return first
            if name == "append" and len(arguments) > 1:
                return (ExternalInstance("array", (self.evaluator.evaluate(unit, arguments[1], scope, position),)),)
            return (FOREIGN,)
        if name in library.RESULT_OF_FUNCTION:
            return first
        if name in library.ELEMENT_OF_FIRST:
            return self.each(first, self.iterate)
        if name in library.SLICE_OF_FIRST:
            return (ExternalInstance("array", (self.each(first, self.iterate_keys),)),)
        iterator = library.ITERATORS.get(name)
        if iterator is not None and len(first) == 1:
            behind = self.underlying(first[0])
            if isinstance(behind, ExternalInstance):
                args = tuple(_INT if i < 0 else behind.args[i] for i in iterator[1] if i < len(behind.args))
                return (ExternalInstance(iterator[0], args),)
        return (FOREIGN,)

    def external_method_call(
        self, value: ExternalMethod, unit: Unit, operation: Expression, scope: int, position: int | None
    ) -> Values:
        which = library.RESULT_OF_METHOD.get(value.receiver.name, {}).get(value.name)
        if which is not None and which < len(value.receiver.args):
            return value.receiver.args[which]
        return (FOREIGN,)

    # -- linking a call

    def targets(self, unit: Unit, reference: Reference) -> tuple[list[tuple[Def, str, Value | None]], str]:
        """The function or method a call site calls; no reason is given for a conversion, which is no call."""
        expression = unit.facts.expressions[reference.expression] if reference.expression >= 0 else None
        if expression is None or expression[0] != "call":
            return [], "unknown-receiver"
        callee_index = expression[1]
        if callee_index < 0:
            return [], "unknown-receiver"
        callee = unit.facts.expressions[callee_index]
        position = self.canonical(unit, reference.start_byte)
        values = self.evaluator.evaluate(unit, callee_index, reference.scope, position)
        if not values:
            return [], self.why_unknown(unit, callee, reference)
        value = values[0]
        for definition, receiver in self.call_targets(value, expression):
            direct = self.is_direct(unit, callee, reference, value, definition)
            strategy = callee[0] if direct else VALUE_STRATEGY
            return [(definition, strategy, receiver if direct else None)], ""
        if isinstance(value, Def) and value.kind in TYPE_KINDS or isinstance(value, Generic):
            return [], ""
        if isinstance(value, External) and value.name in _PREDECLARED:
            return [], ""
        if isinstance(value, (External, ExternalMethod)):
            return [], "external"
        if isinstance(value, ExternalInstance):
            return [], "external" if not value.args else "local"
        why = self.why_unknown(unit, callee, reference)
        return [], why if why == "parameter" else "local"

    def call_targets(self, value: Value, operation: Expression) -> list[tuple[Def, Value | None]]:
        """Functions and methods; what looks like a call of a type is a conversion."""
        if isinstance(value, Def):
            return [(value, None)] if value.kind in ("function", "method") else []
        if isinstance(value, Bound):
            # Only what an interface lists may be another method at run time.
            listed = "signature" in value.function.flags and value.function.parent is not None
            return [(value.function, value.receiver if listed and value.function.facts.parent else None)]
        if isinstance(value, Generic) and isinstance(value.base, Def) and value.base.kind in CALLABLE_KINDS:
            return [(value.base, None)]
        return []

    def is_direct(self, unit: Unit, callee: Expression, reference: Reference, value: Value, target: Def) -> bool:
        """Whether the callee is written as the function's own name and is no variable that holds it."""
        for _ in range(4):
            if callee[0] not in ("generic", "index") or callee[1] < 0:
                break
            callee = unit.facts.expressions[callee[1]]
        if callee[-1] != target.name:
            return False
        if callee[0] == "name":
            row = self.local_row(unit, reference.scope, callee[1], reference.start_byte)
            return row is None or row.what == DEFINITION
        return callee[0] == "attr"

    def why_unknown(self, unit: Unit, callee: Expression, reference: Reference) -> str:
        if callee[0] == "name":
            row = self.local_row(unit, reference.scope, callee[1], reference.start_byte)
            if row is not None:
                return "parameter" if row.what == PARAMETER else "local" if row.what == BINDING else "not-found"
            return "not-found"
        return "unknown-receiver"

    # -- interfaces

    @property
    def implementing(self) -> Implementing:
        """Which types implement which interfaces, over the whole repository."""
        if self._implementing is None:
            self._implementing = Implementing(self)
        return self._implementing

    def supertypes(self, cls: Def) -> list[tuple[str, Def]]:
        """Embedded types, and the interfaces whose methods the type has."""
        out: list[tuple[str, Def]] = []
        if cls.kind == "method":
            return out
        for value in self.embedded(Instance(cls)) if cls.kind != "type" else ():
            if isinstance(value, Instance) and value.cls is not cls and value.cls.facts.name:
                out.append(("inherits", value.cls))
        if cls.kind != "interface":
            out += [("implements", interface) for interface in self.implementing.interfaces_of(cls)]
        return out

    def overridden(self, cls: Def) -> list[tuple[Def, Def]]:
        """A method and what it is called as: the interface methods that it implements."""
        return self.implementing.methods_of(cls) if cls.kind == "method" else []

    def overrides(self, method: Def, receiver: Value) -> list[Def]:
        """The methods that a call of an interface's method may reach."""
        interface = receiver.cls if isinstance(receiver, Instance) else method.parent
        if interface is None:
            return []
        return self.implementing.implementations(interface, method)


def _lacks(type_name: str, name: str) -> bool:
    """Whether an outside type is known not to have a member."""
    methods = library.METHODS.get(type_name)
    return methods is not None and name not in methods
