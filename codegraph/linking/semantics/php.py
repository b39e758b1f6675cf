"""PHP: classes and functions by full name, traits before parents, methods and properties in name spaces of their own.

In the facts a class is named ``\\\\Shop\\\\Cart``, a function ``\\\\Shop\\\\total()``, a variable ``$cart``, a property
``$total`` and a method ``pay()``; names of classes, functions and methods do not depend on case.
What has no type (``__call``, variable classes and methods, containers that hand out services by
string) stays unresolved.
"""

from __future__ import annotations

import posixpath
from typing import Any, ClassVar

from codegraph.linking.phplang.autoload import Autoload
from codegraph.linking.semantics.base import CLASS_KINDS, Semantics
from codegraph.linking.units import PARAMETER, TYPE_PARAMETER, Unit, in_force
from codegraph.linking.values import (
    FOREIGN,
    NOTHING,
    NULL,
    Bound,
    Def,
    External,
    ExternalInstance,
    Function,
    Generic,
    Instance,
    Super,
    TupleOf,
    TypeVariable,
    Value,
    Values,
    union,
)
from parsers.facts import Binding, Expression, Import, Parameter, Reference

_NULLS = frozenset(("null", "void", "never", "false", "true"))
_UNTYPED = frozenset(("mixed", "object", "callable", "resource", "scalar"))
_ARRAYS = frozenset(("array", "iterable", "list", "non-empty-array", "non-empty-list"))
_SAME_ARRAY = frozenset(
    (
        "array_filter",
        "array_merge",
        "array_reverse",
        "array_slice",
        "array_unique",
        "array_values",
        "iterator_to_array",
    )
)
_ELEMENT = frozenset(("array_pop", "array_shift", "current", "end", "next", "prev", "reset"))
CLASS_STRING = "class-string"
SELF = "Self"


class PhpSemantics(Semantics):
    """PHP's name lookup."""

    languages: ClassVar[tuple[str, ...]] = ("php",)
    class_scope_is_lexical: ClassVar[bool] = False

    def prepare(self) -> None:
        paths = [p for p, language in self.project.languages.items() if language == "php"]
        self.paths = sorted(paths)
        self.autoload = Autoload(paths, self.project.read)
        self._classes: dict[str, list[Def]] | None = None
        self._functions: dict[str, list[Def]] = {}
        self.operations["narrowed"] = self.op_narrowed

    # -- classes and functions of the whole repository

    def _tables(self) -> dict[str, list[Def]]:
        """Lower-case full name -> the classes declared under it; functions go to a table of their own."""
        if self._classes is None:
            classes: dict[str, list[Def]] = {}
            for path in self.paths:
                unit = self.evaluator.unit(path)
                for definition in unit.defs:
                    name = definition.facts.name
                    if not name:
                        continue
                    if definition.kind in CLASS_KINDS:
                        classes.setdefault(self.full_name(definition).lower(), []).append(definition)
                    elif definition.kind == "function":
                        key = self.full_name(definition).lower() + "()"
                        self._functions.setdefault(key, []).append(definition)
            self._classes = classes
        return self._classes

    def full_name(self, definition: Def) -> str:
        """``\\\\Name\\\\Space\\\\Name`` of a class or function."""
        space = ""
        for start, name in definition.unit.facts.extra.get("namespaces", ()):
            if start > definition.facts.start_byte:
                break
            space = name
        return f"\\{space}\\{definition.name}" if space else f"\\{definition.name}"

    def class_named(self, unit: Unit, name: str) -> Values:
        """The class of that full name: where autoloading finds it, else the only one declared under it."""
        self.evaluator.touch("", name.rsplit("\\", 1)[-1])
        for manifest in self.autoload.manifests:
            self.evaluator.touch(manifest, "")
        lower = name.lower()
        for path in self.autoload.candidates(name):
            if self.evaluator.has(path):
                target = self.evaluator.unit(path)
                found = [
                    d
                    for d in target.defs
                    if d.kind in CLASS_KINDS and d.facts.name and self.full_name(d).lower() == lower
                ]
                if found:
                    return (found[0],)
        return self.nearest(unit, self._tables().get(lower, ())) or (External(name),)

    def nearest(self, unit: Unit, found: Any) -> Values:
        """Of several definitions of one full name the one in this file, in an included file, or in the nearest
        folder; twins at the same distance are no answer."""
        if len(found) < 2:
            return tuple(found)
        here = [d for d in found if d.unit is unit]
        if here:
            return (here[0],)
        included = [d for d in found if d.unit.path in self.included(unit)]
        if included:
            return (included[0],)
        rated = sorted((-_shared(unit.path, d.unit.path), d.unit.path, d.index, d) for d in found)
        if rated[0][0] == rated[1][0] and rated[0][1] != rated[1][1]:
            return (External(""),)
        return (rated[0][3],)

    def included(self, unit: Unit) -> set[str]:
        """The files that a file requires by a path that can be read off."""
        known = unit.cache.get("included")
        if known is None:
            known = unit.cache["included"] = {p for row in unit.facts.imports for p in self.include_paths(unit, row)}
        return known  # type: ignore[return-value]

    def include_paths(self, unit: Unit, row: Import) -> list[str]:
        """The indexed file that an include names: from this file's folder, else from the root."""
        if "include" not in row.flags:
            return []
        folder = posixpath.dirname(unit.path)
        beside = posixpath.normpath(posixpath.join(folder, row.module))
        for path in (beside, posixpath.normpath(row.module)):
            if self.evaluator.has(path):
                return [path]
        return []

    def import_paths(self, unit: Unit, row: Import) -> list[str]:
        if "include" in row.flags:
            return self.include_paths(unit, row)
        if "const" in row.flags:
            return []
        if "function" in row.flags:
            values = self.function_named(unit, f"\\{row.module}()")
        else:
            values = self.class_named(unit, "\\" + row.module)
        return sorted({v.unit.path for v in values if isinstance(v, Def)} - {unit.path})

    def function_named(self, unit: Unit, name: str) -> Values:
        """A function by its name in the facts: without a leading backslash also the global one."""
        self.evaluator.touch("", name.rsplit("\\", 1)[-1][:-2])
        self._tables()
        if name.startswith("\\"):
            return self.nearest(unit, self._functions.get(name.lower(), ())) or (External(name[1:-2]),)
        found = self.nearest(unit, self._functions.get("\\" + name.lower(), ()))
        if found:
            return found
        last = name.rsplit("\\", 1)[-1]
        return self.nearest(unit, self._functions.get("\\" + last.lower(), ())) or (External(last[:-2]),)

    # -- names

    def lookup(self, unit: Unit, scope: int, name: str, position: int | None) -> Values:
        kept = self.evaluator.kept
        if name[0] == "$":
            return self.variable(unit, scope, name, position)
        if name.endswith("()"):
            return kept((unit.path, "function", name), self.function_named, unit, name)
        if name[0] == "\\":
            return kept((unit.path, "class", name), self.class_named, unit, name)
        if name == "self":
            owner = self.enclosing_class(unit, scope)
            return (owner,) if owner is not None else NOTHING
        if name == "static":
            owner = self.enclosing_class(unit, scope)
            return (TypeVariable(SELF, (Instance(owner),)),) if owner is not None else NOTHING
        here = scope
        while here > 0:
            definition = unit.facts.definitions[here]
            for position_, (parameter, _) in enumerate(definition.type_parameters):
                if parameter == name:
                    row = next(
                        r for r in unit.locals(here)[name] if r.what == TYPE_PARAMETER and r.payload == position_
                    )
                    return self.row(unit, row)
            here = definition.parent
        return (External(name),)

    def variable(self, unit: Unit, scope: int, name: str, position: int | None) -> Values:
        """A variable of the function around, of the closure's ``use`` list, or of the file."""
        here, at = scope, position
        definitions = unit.facts.definitions
        while True:
            definition = definitions[here]
            if definition.kind not in CLASS_KINDS:
                rows = unit.locals(here).get(name)
                if rows:
                    rows = in_force(rows, at)
                    if any(getattr(r.payload, "kind", "") == "global" for r in rows):
                        rows = unit.locals(0).get(name, [])
                        return self.rows(unit, in_force(rows, None)) if rows else NOTHING
                    if rows:
                        return self.rows(unit, rows)
            if definition.kind != "lambda":
                return NOTHING
            if "arrow" not in definition.flags and not any(used == name for used, _ in definition.extra):
                return NOTHING
            here = definition.parent

    def receiver(self, unit: Unit, scope: int) -> Values:
        owner = self.enclosing_class(unit, scope)
        if owner is None:
            return NOTHING
        method = self.enclosing_method(unit, scope)
        if method is not None and "static" in unit.facts.definitions[method].flags:
            return NOTHING
        return (TypeVariable(SELF, (Instance(owner),)),)

    def parameter(self, unit: Unit, scope: int, parameter: Parameter) -> Values:
        values = NOTHING
        if parameter.type >= 0:
            values = self.instances(self.evaluator.evaluate(unit, parameter.type, scope, None))
        elif parameter.default >= 0:
            self.evaluator.inferred = True
            values = self.evaluator.evaluate(unit, parameter.default, scope, None)
            values = NOTHING if values == (NULL,) else values
        values = tuple(v for v in values if v is not NULL)
        if parameter.kind == "args":
            return (ExternalInstance("array", (values,)),)
        return values or (self.unsaid(unit, scope, parameter) if parameter.type < 0 else NOTHING)

    def definition_value(self, definition: Def) -> Values:
        if definition.kind in ("field", "constant"):
            if definition.facts.value < 0:
                return NOTHING
            return self.evaluator.kept(
                (definition.unit.path, "value", definition.index),
                self.evaluator.evaluate,
                definition.unit,
                definition.facts.value,
                definition.facts.parent,
                None,
            )
        return (definition,)

    # -- types

    def type_named(self, unit: Unit, reference: Reference) -> tuple[Def, ...]:
        found = self.evaluator.evaluate(unit, reference.expression, reference.scope, None)
        return tuple(v for v in found if isinstance(v, Def) and v.kind in CLASS_KINDS)

    def instance_of(self, value: Value) -> Values:
        if isinstance(value, ExternalInstance) and value.name == CLASS_STRING:
            return value.args[0] if value.args else NOTHING
        if isinstance(value, Instance):
            return (value,)
        if isinstance(value, Super):
            base = self.parent_class(value.cls)
            return (Instance(base),) if base is not None else NOTHING
        return super().instance_of(value)

    def external_instances(self, name: str, args: tuple[Values, ...]) -> Values:
        if name in _NULLS:
            return (NULL,)
        if name in _UNTYPED:
            return NOTHING
        if name in _ARRAYS:
            return (ExternalInstance("array", args),)
        return (ExternalInstance(name, args),)

    def literal(self, kind: str) -> Values:
        return (NULL,) if kind == "none" else (ExternalInstance({"str": "string"}.get(kind, kind)),)

    def op_seq(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        return (ExternalInstance("array", (self._alike(unit, operation[2], scope, position),)),)

    def op_map(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        return (ExternalInstance("array", (self._alike(unit, operation[2], scope, position),)),)

    def _alike(self, unit: Unit, items: tuple[int, ...], scope: int, position: int | None) -> Values:
        """What the elements of an array literal are, if they are all of one class."""
        found: Values = NOTHING
        for item in items:
            values = tuple(v for v in self.evaluator.evaluate(unit, item, scope, position) if v is not NULL)
            if found and values != found:
                return NOTHING
            found = values
        return found

    def op_new(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        return self.instances(self.evaluator.evaluate(unit, operation[1], scope, position))

    def op_inst(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        return self.instances(self.evaluator.evaluate(unit, operation[1], scope, position))

    def op_generic(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        base = self.evaluator.evaluate(unit, operation[1], scope, position)
        args = tuple(
            tuple(v for v in self.instances(self.evaluator.evaluate(unit, a, scope, position)) if v is not NULL)
            for a in operation[2]
        )
        return tuple(Generic(v, args) if isinstance(v, (External, Def)) else v for v in base)

    # -- members

    def op_attr(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        base = self.absorbed(self.evaluator.evaluate(unit, operation[1], scope, position))
        return union(*[self.member(v, operation[2]) for v in base])

    def absorbed(self, values: Values) -> Values:
        """Without the classes that another one stands above: a ``Store`` or a default ``FileStore`` is a ``Store``."""
        if len(values) < 2:
            return values
        classes = {v.cls for v in values if isinstance(v, Instance)}
        return tuple(
            v
            for v in values
            if not isinstance(v, Instance)
            or not any(base in classes for base in self.resolution_order(v.cls)[1:] if isinstance(base, Def))
        )

    def member(self, value: Value, name: str) -> Values:
        if isinstance(value, TypeVariable):
            return union(*[self.member(v, name) for v in value.bound])
        if isinstance(value, ExternalInstance) and value.name == CLASS_STRING:
            named = value.args[0] if value.args else NOTHING
            return union(*[self.member(v.cls, name) for v in named if isinstance(v, Instance)])
        return super().member(value, name)

    def static_member(self, cls: Def, name: str) -> Values:
        if name == "class":
            return (ExternalInstance(CLASS_STRING, ((Instance(cls),),)),)
        return super().static_member(cls, name)

    def instance_member(self, instance: Instance, name: str) -> Values:
        found = self.class_member(instance.cls, name)
        if not found:
            return NOTHING
        mapping = self.type_arguments(instance) if instance.args or instance.cls.facts.bases else {}
        out: list[Value] = []
        for value in found:
            if isinstance(value, Def) and value.kind == "method":
                out.append(Bound(value, instance))
            else:
                out += self.substitute((value,), mapping)
        return tuple(out)

    def _class_member(self, cls: Def, name: str) -> Values:
        order = self.resolution_order(cls)
        excluded = self._excluded(cls, name)
        for base in order:
            if isinstance(base, External):
                return (External(f"{base.name}.{name}"),)
            if base in excluded:
                continue
            found = self.own_member(base, name)
            if found:
                return found
        for base in order:
            if isinstance(base, Def):
                found = self.documented(base, name)
                if found:
                    return found
        if cls.kind == "trait":
            return self.through_users(cls, name)
        return self.enum_member(cls, name)

    def _excluded(self, cls: Def, name: str) -> list[Def]:
        """Traits whose method of that name gives way to another trait's."""
        out: list[Def] = []
        key = "not " + name.lower()
        for rule, expression in cls.facts.extra:
            if rule == key:
                out += [v for v in self.evaluator.evaluate(cls.unit, expression, cls.index, None) if isinstance(v, Def)]
        return out

    def own_member(self, cls: Def, name: str) -> Values:
        """What the class itself declares under a method's, a property's or a constant's name."""
        self.evaluator.touch(cls.unit.path, name.strip("$()"))
        if name.endswith("()"):
            methods = self.methods(cls)
            found = methods.get(name[:-2].lower())
            if found is not None:
                return (found,)
            return self.trait_alias(cls, name.lower())
        if name.startswith("$"):
            return self.own_property(cls, name)
        for definition in cls.unit.members(cls.index).get(name, ()):
            if definition.kind == "constant":
                return self.definition_value(definition) or (FOREIGN,)
        return NOTHING

    def methods(self, cls: Def) -> dict[str, Def]:
        """Lower-case name -> method that the class declares."""
        key = ("methods", cls.index)
        known = cls.unit.cache.get(key)
        if known is None:
            known = {
                name.lower(): definition
                for name, definitions in cls.unit.members(cls.index).items()
                for definition in definitions
                if definition.kind == "method"
            }
            cls.unit.cache[key] = known
        return known  # type: ignore[return-value]

    def trait_alias(self, cls: Def, name: str) -> Values:
        """``use T { f as g; }``."""
        for rule, expression in cls.facts.extra:
            if rule == "as " + name:
                _, trait, method = cls.unit.facts.expressions[expression]
                traits = self.evaluator.evaluate(cls.unit, trait, cls.index, None) if trait >= 0 else self.traits(cls)
                for value in traits:
                    if isinstance(value, Def) and method[:-2] in self.methods(value):
                        return (self.methods(value)[method[:-2]],)
        return NOTHING

    def own_property(self, cls: Def, name: str) -> Values:
        """A property by its declared type, else by what is assigned to it."""
        declared: Values | None = None
        for definition in cls.unit.members(cls.index).get(name[1:], ()):
            if definition.kind == "field":
                value = definition.facts.value
                declared = self.definition_value(definition)
                if value >= 0 and cls.unit.facts.expressions[value][0] == "inst":
                    known = tuple(v for v in declared if v is not NULL)
                    return known or (FOREIGN,)
        assigned = self.assigned_attribute(cls, name)
        if declared is None:
            return assigned
        known = tuple(v for v in union(declared, assigned) if v is not NULL)
        return known or (FOREIGN,)

    def is_receiver(self, unit: Unit, binding: Binding, cls: Def) -> bool:
        base = unit.facts.expressions[binding.base]
        if base[0] != "this" and base not in (("name", "self"), ("name", "static")):
            return False
        return self.enclosing_class(unit, binding.scope) is cls

    def documented(self, cls: Def, name: str) -> Values:
        """``@property`` and ``@method``: there by magic, of a type that is written down."""
        key = name.lower() if name.endswith("()") else name
        for written, expression in cls.facts.extra:
            if written[:1] != "$" and not written.endswith("()") or " " in written:
                continue
            if (written.lower() if written.endswith("()") else written) == key:
                values = self.instances(self.evaluator.evaluate(cls.unit, expression, cls.index, None))
                return (Function(values),) if name.endswith("()") else values or (FOREIGN,)
        return NOTHING

    def through_users(self, trait: Def, name: str) -> Values:
        """What a trait leaves to the classes that use it, when they all mean the same."""
        found: Values = NOTHING
        for user in self.evaluator.hierarchy().get(trait, ()):
            self.evaluator.touch("", f"<{trait.name}")
            values = self.class_member(user, name)
            if not values or (found and values != found):
                return NOTHING
            found = values
        if found:
            self.evaluator.inferred = True
        return found

    def enum_member(self, cls: Def, name: str) -> Values:
        """What every enumeration has without declaring it."""
        if cls.kind != "enum":
            return NOTHING
        me: Values = (Instance(cls),)
        if name == "cases()":
            return (Function((ExternalInstance("array", (me,)),)),)
        if name in ("from()", "tryFrom()"):
            return (Function(me),)
        return (ExternalInstance("string"),) if name in ("$name", "$value") else NOTHING

    # -- the class hierarchy

    def traits(self, cls: Def) -> Values:
        """The traits a class uses, in order."""
        return union(*[self._base(cls, e) for role, e in cls.facts.extra if role == "use"])

    def parent_class(self, cls: Def) -> Def | None:
        """The class it extends, if that is in the repository."""
        for role, expression in cls.facts.extra:
            if role == "extends":
                values = self._base(cls, expression)
                return values[0] if values and isinstance(values[0], Def) else None
        return None

    def _base(self, cls: Def, expression: int) -> Values:
        values = self.evaluator.evaluate(cls.unit, expression, cls.index, None)
        return tuple(v.base if isinstance(v, Generic) else v for v in values)

    def _resolution_order(self, cls: Def) -> Any:
        """The class, its traits, its parent with all it has, then interfaces; outside interfaces come last."""
        self.evaluator.touch(cls.unit.path, cls.name)
        out: list[Def | External] = [cls]
        late: list[External] = []
        for wanted in ("use", "extends", "implements"):
            for role, expression in cls.facts.extra:
                if role != wanted:
                    continue
                for value in self._base(cls, expression):
                    if isinstance(value, External):
                        if role == "implements" or cls.kind == "interface":
                            late.append(value)
                        else:
                            out.append(value)
                    elif isinstance(value, Def) and value.kind in CLASS_KINDS and value is not cls:
                        order = self.resolution_order(value)
                        out += [c for c in order if c is not cls]
        outside = [v for v in out if isinstance(v, External)]
        inside = [v for v in out if not isinstance(v, External)]
        if not outside:
            return (*dict.fromkeys(inside), *dict.fromkeys(late))
        return (*dict.fromkeys(out), *dict.fromkeys(late))

    def super_member(self, value: Super, name: str) -> Values:
        """``parent::f()``."""
        base = self.parent_class(value.cls)
        if base is None:
            extends = [e for role, e in value.cls.facts.extra if role == "extends"]
            if value.cls.kind == "trait":
                return self._parent_of_users(value.cls, name)
            return (External(f"parent.{name}"),) if extends else NOTHING
        found = self.class_member(base, name)
        return tuple(Bound(v, value.receiver, True) if isinstance(v, Def) and v.kind == "method" else v for v in found)

    def _parent_of_users(self, trait: Def, name: str) -> Values:
        """``parent::`` in a trait is the parent of the class that uses it."""
        found: Values = NOTHING
        for user in self.evaluator.hierarchy().get(trait, ()):
            base = self.parent_class(user)
            values = self.class_member(base, name) if base is not None else NOTHING
            if not values or (found and values != found):
                return NOTHING
            found = values
        return tuple(Bound(v, v, True) if isinstance(v, Def) and v.kind == "method" else v for v in found)

    def overrides(self, method: Def, receiver: Value) -> list[Def]:
        if method.facts.visibility == "private" or (method.parent is not None and method.parent.kind == "trait"):
            return []
        return super().overrides(method, receiver)

    # -- what things give

    def iterate(self, value: Value) -> Values:
        if isinstance(value, ExternalInstance):
            if value.name in ("\\Generator", "\\Traversable", "\\Iterator", "\\IteratorAggregate") and value.args:
                return value.args[min(1, len(value.args) - 1)]
            return value.args[-1] if value.args else NOTHING
        if isinstance(value, (Instance, TypeVariable)):
            for name in ("getIterator()", "current()"):
                found = self.member(value, name)
                if found and not isinstance(found[0], External):
                    results = union(*[self.called(f, *_NOWHERE) for f in found])
                    return self.each(results, self.iterate) if name == "getIterator()" else results
            return self.each(self._base_arguments(value), self.iterate)
        return super().iterate(value)

    def _base_arguments(self, value: Value) -> Values:
        """An outside iterable that a class extends with type arguments in its comment."""
        if not isinstance(value, Instance):
            return NOTHING
        mapping = self.type_arguments(value)
        found: list[Value] = []
        for base in self.bases(value.cls):
            if isinstance(base, Generic) and isinstance(base.base, External):
                found += self.substitute((ExternalInstance(base.base.name, base.args),), mapping)
        return tuple(found)

    def iterate_keys(self, value: Value) -> Values:
        return NOTHING

    def indexed(self, value: Value, unit: Unit, key: int, scope: int, position: int | None) -> Values:
        if isinstance(value, ExternalInstance):
            return value.args[-1] if value.args else NOTHING
        if isinstance(value, (Instance, TypeVariable)):
            found = self.member(value, "offsetGet()")
            return union(*[self.called(f, *_NOWHERE) for f in found if isinstance(f, Bound)])
        if isinstance(value, TupleOf):
            return super().indexed(value, unit, key, scope, position)
        return NOTHING

    def op_index(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        return self.literal_item(unit, operation, scope, position) or super().op_index(unit, operation, scope, position)

    def literal_item(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        """``['a' => $x, 'b' => $y]['a']``."""
        if operation[1] < 0 or operation[2] < 0:
            return NOTHING
        base = unit.facts.expressions[operation[1]]
        if base[0] == "map" and operation[2] in base[1]:
            return self.evaluator.evaluate(unit, base[2][base[1].index(operation[2])], scope, position)
        return NOTHING

    def op_item(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        base = unit.facts.expressions[operation[1]]
        if base[0] == "seq" and operation[2] < len(base[2]):
            return self.evaluator.evaluate(unit, base[2][operation[2]], scope, position)
        return super().op_item(unit, operation, scope, position)

    def call_member(self) -> str:
        return "__invoke()"

    def called(self, value: Value, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        if isinstance(value, TypeVariable):
            return union(*[self.called(v, unit, operation, scope, position) for v in value.bound])
        if isinstance(value, Def) and value.kind in CLASS_KINDS:
            return NOTHING
        return super().called(value, unit, operation, scope, position)

    def external_call(
        self, value: External, unit: Unit, operation: Expression, scope: int, position: int | None
    ) -> Values:
        name = value.name.lower()
        arguments = operation[2]
        if arguments and (name in _SAME_ARRAY or name in _ELEMENT):
            first = self.evaluator.evaluate(unit, arguments[0], scope, position)
            return first if name in _SAME_ARRAY else self.each(first, self.iterate)
        if name == "array_map" and len(arguments) > 1:
            function = self.evaluator.evaluate(unit, arguments[0], scope, position)
            given = union(*[self.called(f, unit, ("call", -1, (), ()), scope, position) for f in function])
            return (ExternalInstance("array", (given,)),) if given else NOTHING
        return (FOREIGN,)

    def wrap_result(self, function: Def, values: Values) -> Values:
        if "generator" in function.flags and function.facts.returns < 0:
            unit = function.unit
            yielded = union(
                *[
                    self.evaluator.evaluate(unit, b.expression, b.scope, b.start_byte - 1)
                    for b in unit.bindings(function.index)
                    if b.kind == "yield"
                ]
            )
            return (ExternalInstance("\\Generator", (yielded,)),)
        return tuple(v for v in values if v is not NULL)

    def inferred_result(self, function: Def) -> Values:
        if "signature" in function.flags:
            return NOTHING
        return super().inferred_result(function)

    # -- linking a call

    def targets(self, unit: Unit, reference: Reference) -> tuple[list[tuple[Def, str, Value | None]], str]:
        found, reason = super().targets(unit, reference)
        if reason == "not-found":
            expressions = unit.facts.expressions
            callee = expressions[expressions[reference.expression][1]]
            if callee[0] == "name" and callee[1].startswith("$") or callee[0] == "def":
                return found, self.why_unknown(unit, callee, reference)
        return found, reason

    def call_targets(self, value: Value, operation: Expression) -> list[tuple[Def, Value | None]]:
        if operation[0] == "new":
            cls: Value | None = value
            if isinstance(cls, TypeVariable) and len(cls.bound) == 1:
                cls = cls.bound[0]
            if isinstance(cls, ExternalInstance) and cls.name == CLASS_STRING:
                cls = cls.args[0][0] if cls.args and len(cls.args[0]) == 1 else None
            if isinstance(cls, Instance):
                cls = cls.cls
            if isinstance(cls, Super):
                cls = self.parent_class(cls.cls)
            if isinstance(cls, Def) and cls.kind == "class" and cls.facts.name:
                return [(cls, None)]
            return []
        if isinstance(value, Def) and value.kind in CLASS_KINDS:
            return []
        if isinstance(value, TypeVariable):
            return [t for v in value.bound for t in self.call_targets(v, operation)]
        return super().call_targets(value, operation)

    def is_direct(self, unit: Unit, callee: Expression, reference: Reference, value: Value, target: Def) -> bool:
        """Whether the callee is written as a name, not held in a variable."""
        if callee[0] == "super":
            return True
        if callee[0] == "name":
            return not callee[1].startswith("$")
        return callee[0] == "attr" and callee[2].endswith("()")

    def why_unknown(self, unit: Unit, callee: Expression, reference: Reference) -> str:
        if callee[0] == "def":
            return "local"
        if callee[0] == "name" and callee[1].startswith("$"):
            for row in unit.locals(reference.scope).get(callee[1], ()):
                return "parameter" if row.what == PARAMETER else "local"
            return "local"
        if callee[0] == "attr" and callee[2] and not self.may_name_callable(reference.name):
            return "external"  # whatever the receiver is, nothing here is meant
        return super().why_unknown(unit, callee, reference) if callee[0] != "name" else "not-found"


_NOWHERE: tuple[Any, Expression, int, None] = (None, ("call", -1, (), ()), 0, None)
"""A call that stands nowhere: ``foreach`` calls ``getIterator`` without saying so."""


def _shared(path: str, other: str) -> int:
    """How many folders two paths have in common from the root."""
    count = 0
    for a, b in zip(path.split("/")[:-1], other.split("/")[:-1], strict=False):
        if a != b:
            break
        count += 1
    return count
