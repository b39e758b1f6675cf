"""Ruby: constants by lexical scope and ancestors, classes opened in many files, mixins, methods on ``self``.

A class is stood for by one of its openings, and has the members of all of them. In the facts a
method's name ends in ``()`` and instance variables keep their ``@``. Types come from construction, from
literals, from what methods give back and from YARD comments; a receiver that has none stays
unresolved.
"""

from __future__ import annotations

import posixpath
from typing import Any, ClassVar

from codegraph.linking.rubylang import core
from codegraph.linking.semantics.base import Semantics
from codegraph.linking.units import Unit, in_force
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
    Super,
    TupleOf,
    TypeVariable,
    Value,
    Values,
    union,
)
from parsers.facts import Binding, Expression, Import, Parameter, Reference

OWNERS = frozenset(("class", "trait"))
SELF = "Self"
_LITERALS = {
    "str": "String",
    "int": "Integer",
    "float": "Float",
    "bool": "Boolean",
    "symbol": "Symbol",
    "regex": "Regexp",
    "range": "Range",
    "rational": "Rational",
    "complex": "Complex",
}
_TOP = Package("", "::")
_MAX_CANDIDATES = 20


class RubySemantics(Semantics):
    """Ruby's name lookup."""

    languages: ClassVar[tuple[str, ...]] = ("ruby",)
    class_scope_is_lexical: ClassVar[bool] = False

    def prepare(self) -> None:
        self.paths = sorted(p for p, language in self.project.languages.items() if language == "ruby")
        self._groups: dict[str, list[Def]] | None = None
        """Full name -> every opening of the class or module."""
        self._names: dict[Def, str] = {}
        self._constants: dict[str, list[Def]] = {}
        self._functions: dict[str, list[Def]] = {}
        self._outside_methods: dict[str, dict[str, list[Def]]] = {}
        self._methods: dict[tuple[str, bool], dict[str, list[Def]]] = {}

    # -- classes, modules and constants of the whole repository

    def groups(self) -> dict[str, list[Def]]:
        """Full name -> openings, in order of path; built when first asked for."""
        if self._groups is None:
            self._groups = groups = {}
            units = [self.evaluator.unit(path) for path in self.paths]
            simple = {
                d.facts.qualified_name
                for unit in units
                for d in unit.defs
                if d.kind in OWNERS and d.facts.name and not self._written_path(d)
            }
            for unit in units:
                for definition in unit.defs:
                    kind = definition.kind
                    if not definition.facts.name or not definition.index:
                        continue
                    if kind in OWNERS:
                        name = self._place(definition, simple)
                        self._names[definition] = name
                        groups.setdefault(name, []).append(definition)
                    elif kind == "constant":
                        around = definition.parent
                        prefix = self._names.get(around, "") if around is not None and around.kind in OWNERS else ""
                        self._constants.setdefault(_join(prefix, definition.name), []).append(definition)
                    elif kind == "function" or (kind == "method" and definition.facts.parent == 0):
                        self._add_function(definition)
        return self._groups

    def _add_function(self, definition: Def) -> None:
        for role, expression in definition.facts.extra:
            if role == "on":
                owner: Expression = definition.unit.facts.expressions[expression] if expression >= 0 else ("",)
                if owner[0] == "name":
                    methods = self._outside_methods.setdefault(owner[1], {})
                    methods.setdefault(definition.name, []).append(definition)
                return
        if definition.kind == "function":
            self._functions.setdefault(definition.name, []).append(definition)

    @staticmethod
    def _written_path(definition: Def) -> str:
        return next((role[5:] for role, _ in definition.facts.extra if role.startswith("path ")), "")

    def _place(self, definition: Def, simple: set[str]) -> str:
        """The full name of a class: ``class A::B`` inside a module opens the ``A`` that is visible there."""
        around = definition.parent
        while around is not None and around.kind not in OWNERS:
            around = around.parent
        outer = self._names.get(around, "") if around is not None else ""
        path = self._written_path(definition)
        if not path:
            return _join(outer, definition.name)
        dotted = path.strip(":").replace("::", ".")
        if path.startswith("::") or not outer:
            return dotted
        first = dotted.partition(".")[0]
        while outer:
            if f"{outer}.{first}" in simple:
                return f"{outer}.{dotted}"
            outer = outer.rpartition(".")[0]
        return dotted

    def full_name(self, cls: Def) -> str:
        """``Shop.Cart``; a class without a name has none."""
        self.groups()
        return self._names.get(cls, "")

    def openings(self, cls: Def) -> list[Def]:
        """Every place where the class is opened."""
        name = self.full_name(cls)
        return self.groups().get(name, [cls]) if name else [cls]

    def class_named(self, name: str) -> Def | None:
        """The opening that stands for a class: the one with its constructor, else the one with its superclass."""
        found = self.groups().get(name)
        if not found:
            return None
        self.evaluator.touch("", name.rpartition(".")[2])
        if len(found) == 1:
            return found[0]
        for wanted in ("initialize", ""):
            for opening in found:
                if wanted and wanted in opening.unit.members(opening.index):
                    return opening
                if not wanted and any(role == "extends" for role, _ in opening.facts.extra):
                    return opening
        return found[0]

    def constant(self, name: str) -> Values:
        """What the constant of that full name is; NOTHING when there is none."""
        cls = self.class_named(name)
        if cls is not None:
            return (cls,)
        found = self._constants.get(name)
        if not found:
            return NOTHING
        self.evaluator.touch("", name.rpartition(".")[2])
        if len({d.unit.path for d in found}) > 1:
            return (FOREIGN,)
        return self.definition_value(found[-1]) or (FOREIGN,)

    def lexical_constant(self, unit: Unit, scope: int, name: str) -> Values:
        """A bare constant: the classes written around it, the ancestors of the innermost, then the top."""
        self.evaluator.touch("", name)
        self.groups()
        here = scope
        innermost: Def | None = None
        definitions = unit.facts.definitions
        while here > 0:
            if definitions[here].kind in OWNERS and definitions[here].name:
                around = unit.defs[here]
                innermost = innermost or around
                found = self.constant(_join(self._names.get(around, ""), name))
                if found:
                    return found
            here = definitions[here].parent
        if innermost is not None:
            found = self.inherited_constant(innermost, name)
            if found:
                return found
        return self.constant(name) or (External(name),)

    def inherited_constant(self, cls: Def, name: str) -> Values:
        """A constant that a class has from its ancestors."""
        for base in self.ancestors(cls):
            if isinstance(base, Def):
                found = self.constant(_join(self.full_name(base), name))
                if found:
                    return found
        return NOTHING

    # -- names

    def lookup(self, unit: Unit, scope: int, name: str, position: int | None) -> Values:
        if name == "::":
            return (_TOP,)
        if name.endswith("()"):
            return self.self_call(unit, scope, name)
        if name[0] == "$":
            rows = unit.locals(0).get(name)
            return self.rows(unit, in_force(rows, None)) if rows else (FOREIGN,)
        if name == "self":
            return self.receiver(unit, scope)
        if name[0].isupper():
            around = self._innermost(unit, scope)
            return self.evaluator.kept((unit.path, "constant", around, name), self.lexical_constant, unit, around, name)
        return self.variable(unit, scope, name, position)

    def _innermost(self, unit: Unit, scope: int) -> int:
        definitions = unit.facts.definitions
        while scope > 0 and definitions[scope].kind not in OWNERS:
            scope = definitions[scope].parent
        return scope

    def variable(self, unit: Unit, scope: int, name: str, position: int | None) -> Values:
        """A local variable of the method, or of the blocks around."""
        here, at = scope, position
        definitions = unit.facts.definitions
        while True:
            rows = unit.locals(here).get(name)
            if rows:
                rows = in_force(rows, at)
                if rows:
                    return self.rows(unit, rows)
            if here == 0 or definitions[here].kind != "lambda":
                return NOTHING
            here = definitions[here].parent

    def self_call(self, unit: Unit, scope: int, name: str) -> Values:
        """A call without a receiver: a method of ``self``, then a method of the top level, then the core's."""
        plain = name[:-2]
        definitions = unit.facts.definitions
        here = scope
        while here > 0 and definitions[here].kind not in OWNERS:
            for definition in unit.members(here).get(plain, ()) if definitions[here].kind == "lambda" else ():
                if definition.kind == "method":
                    return (definition,)
            here = definitions[here].parent
        values = self.receiver(unit, scope)
        found = union(*[self.member(v, name) for v in values])
        if found:
            return found
        self.evaluator.touch("", plain)
        self.groups()
        functions = self._functions.get(plain)
        if functions:
            here_functions = [d for d in functions if d.unit is unit]
            required = [d for d in functions if d.unit.path in self.required(unit)]
            chosen = here_functions[-1:] or required or functions
            return (chosen[0],) if len(chosen) == 1 else (FOREIGN,)
        return (External(f"Kernel.{name}"),) if plain in core.KERNEL else NOTHING

    def receiver(self, unit: Unit, scope: int) -> Values:
        """``self``: the object in a method, the class in its body and in its own methods."""
        definitions = unit.facts.definitions
        here = scope
        static = True
        while here > 0 and definitions[here].kind not in OWNERS:
            definition = definitions[here]
            if definition.kind in ("method", "property"):
                static = "static" in definition.flags and "module_function" not in definition.flags
                if "module_function" in definition.flags:
                    static = True
                for role, expression in definition.extra:
                    if role == "on":
                        values = self.evaluator.evaluate(unit, expression, definition.parent, None)
                        return tuple(v for v in values if isinstance(v, Def))
            here = definition.parent
        if here == 0:
            return NOTHING
        cls = self.class_named(self.full_name(unit.defs[here])) or unit.defs[here]
        return (cls,) if static else (TypeVariable(SELF, (Instance(cls),)),)

    def parameter(self, unit: Unit, scope: int, parameter: Parameter) -> Values:
        values = NOTHING
        if parameter.type >= 0:
            values = self.instances(self.evaluator.evaluate(unit, parameter.type, scope, None))
        elif parameter.default >= 0:
            self.evaluator.inferred = True
            values = self.evaluator.evaluate(unit, parameter.default, scope, None)
        values = tuple(v for v in values if v is not NULL)
        if parameter.kind == "args":
            return (ExternalInstance("Array", (values,)),)
        if parameter.kind == "kwargs":
            return (ExternalInstance("Hash", (values,)),)
        if parameter.kind == "block":
            return (ExternalInstance("Proc"),)
        return values or (self.unsaid(unit, scope, parameter) if parameter.type < 0 else NOTHING)

    def binding(self, unit: Unit, binding: Binding) -> Values:
        self.evaluator.inferred = True
        return self.evaluator.evaluate(unit, binding.expression, binding.scope, binding.start_byte - 1)

    def definition_value(self, definition: Def) -> Values:
        if definition.kind == "constant":
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

    def instance_of(self, value: Value) -> Values:
        if isinstance(value, Def):
            return (Instance(value),) if value.kind in OWNERS else NOTHING
        if isinstance(value, (Instance, TypeVariable)):
            return (value,)
        return super().instance_of(value)

    def literal(self, kind: str) -> Values:
        return (NULL,) if kind == "none" else (ExternalInstance(_LITERALS.get(kind, kind)),)

    def op_seq(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        if operation[1] == "tuple":
            return (TupleOf(tuple(self.evaluator.evaluate(unit, i, scope, position) for i in operation[2])),)
        return (ExternalInstance("Array", (self._alike(unit, operation[2], scope, position),)),)

    def op_map(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        return (ExternalInstance("Hash", (self._alike(unit, operation[2], scope, position),)),)

    def _alike(self, unit: Unit, items: tuple[int, ...], scope: int, position: int | None) -> Values:
        """What the elements of a literal are, if they are all of one class."""
        found: Values = NOTHING
        for item in items:
            values = tuple(v for v in self.evaluator.evaluate(unit, item, scope, position) if v is not NULL)
            if not values or (found and values != found):
                return NOTHING
            found = values
        return found

    def op_generic(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        base = self.evaluator.evaluate(unit, operation[1], scope, position)
        args = tuple(self.instances(self.evaluator.evaluate(unit, a, scope, position)) for a in operation[2])
        return tuple(Generic(v, args) if isinstance(v, (External, Def)) else v for v in base)

    def op_super(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        owner = self._innermost(unit, scope)
        if not owner:
            return NOTHING
        values = self.receiver(unit, scope)
        return tuple(Super(unit.defs[owner], v.bound[0] if isinstance(v, TypeVariable) else v) for v in values)

    # -- members

    def member(self, value: Value, name: str) -> Values:
        if isinstance(value, TypeVariable):
            return union(*[self.member(v, name) for v in value.bound])
        if isinstance(value, Def):
            if value.kind in OWNERS:
                return self.static_member(value, name)
            return (value,) if name in ("call()", "yield()", "===()") and value.kind == "lambda" else NOTHING
        if isinstance(value, Instance):
            return self.instance_member(value, name)
        if isinstance(value, ExternalInstance):
            return self.outside_member(value, name)
        if isinstance(value, External) and name == "new()":
            return (External(f"{value.name}.new()"),)
        return super().member(value, name)

    def package_member(self, package: Package, name: str) -> Values:
        """``::Name``."""
        return self.constant(name) or (External(name),)

    def outside_member(self, value: ExternalInstance, name: str) -> Values:
        """A member of a core object: what the repository added to its class, else the core's own."""
        if value is NULL:
            return NOTHING
        if value.name == "Class" and value.args:
            return union(*[self.static_member(v.cls, name) for v in value.args[0] if isinstance(v, Instance)])
        if value.name in self.groups():
            cls = self.class_named(value.name)
            if cls is not None:
                found = self.own_method(cls, name, static=False)
                if found:
                    return tuple(Bound(v, Instance(cls), True) for v in found if isinstance(v, Def))
        return (ExternalMethod(value, name),)

    def instance_member(self, instance: Instance, name: str) -> Values:
        """A method or an instance variable of an object."""
        if name[0] == "@":
            return self.instance_variable(instance.cls, name)
        cls = instance.cls
        found = self.evaluator.kept((cls.unit.path, "method", cls.index, name), self._method, cls, name)
        if found:
            return tuple(Bound(v, instance) if isinstance(v, Def) else v for v in found)
        plain = name[:-2]
        if plain == "class":
            return (Function((instance.cls,)),)
        if plain in core.OBJECT_ITSELF:
            return (Function((instance,)),)
        if plain in core.KERNEL or plain in core.TO_STRING:
            return (External(f"Kernel.{name}"),)
        return NOTHING

    def _method(self, cls: Def, name: str) -> Values:
        for base in self.ancestors(cls):
            if isinstance(base, External):
                return (External(f"{base.name}.{name}"),)
            found = self.own_method(base, name, static=False)
            if found:
                return found
        if cls.kind == "trait":
            return self.through_users(cls, name)
        return NOTHING

    def static_member(self, cls: Def, name: str) -> Values:
        """A constant of a class, or one of the class's own methods."""
        if name[0] == "@":
            return self.instance_variable(cls, name)
        if not name.endswith("()"):
            found = self.constant(_join(self.full_name(cls), name)) or self.inherited_constant(cls, name)
            return found or (External(f"{cls.name}.{name}"),)
        found = self.evaluator.kept((cls.unit.path, "static", cls.index, name), self._static, cls, name)
        if found and not (name == "new()" and isinstance(found[0], External)):
            return tuple(Bound(v, cls) if isinstance(v, Def) else v for v in found)
        if name == "new()" and cls.kind == "class":
            return (External(f"{cls.name}.new()"),) if self.is_core(cls) else (cls,)
        if name == "allocate()":
            return (Function((Instance(cls),)),)
        if found:
            return found
        plain = name[:-2]
        if plain in core.KERNEL or plain in core.TO_STRING or plain in core.OBJECT_ITSELF:
            return (External(f"Module.{name}"),)
        return NOTHING

    def _static(self, cls: Def, name: str) -> Values:
        for base in self.ancestors(cls, mixins=False):
            if isinstance(base, External):
                return (External(f"{base.name}.{name}"),)
            found = self.own_method(base, name, static=True)
            if found:
                return found
            for module in self.extensions(base):
                if isinstance(module, External):
                    return (External(f"{module.name}.{name}"),)
                for part in self.ancestors(module):
                    found = self.own_method(part, name, static=False) if isinstance(part, Def) else NOTHING
                    if found:
                        return found
            for module in self.ancestors(base):
                if isinstance(module, Def) and module.kind == "trait" and self.is_concern(module):
                    found = self.own_method(module, name, static=True) if name != "included()" else NOTHING
                    if found:
                        return found
        return NOTHING

    def own_method(self, cls: Def, name: str, *, static: bool) -> Values:
        """A method that any opening of the class declares, by name, alias or attribute."""
        plain = name[:-2] if name.endswith("()") else name
        self.evaluator.touch("", plain)
        found = self.method_table(cls, static).get(plain)
        if found:
            readable = [d for d in found if d.kind == "method" or "getter" in d.flags]
            return self.choose(readable) if readable else NOTHING
        if plain.endswith("="):
            writers = self.method_table(cls, static).get(plain[:-1], ())
            writers = [d for d in writers if d.kind == "property" and "setter" in d.flags]
            if writers:
                return self.choose(writers)
        if not static:
            for opening in self.openings(cls):
                for role, expression in opening.facts.extra:
                    if role == f"alias {name}":
                        target = opening.unit.facts.expressions[expression][1]
                        if target != name:
                            return self.evaluator.kept(
                                (cls.unit.path, "alias", cls.index, target), self._method, cls, target
                            )
        return NOTHING

    def method_table(self, cls: Def, static: bool) -> dict[str, list[Def]]:
        """Name -> methods and attributes of all openings."""
        full = self.full_name(cls)
        key = (full or f"{cls.unit.path}#{cls.index}", static)
        table = self._methods.get(key)
        if table is None:
            table = {}
            for opening in self.openings(cls):
                for name, definitions in opening.unit.members(opening.index).items():
                    for definition in definitions:
                        if definition.kind not in ("method", "property"):
                            continue
                        flags = definition.flags
                        if ("static" in flags) == static or "module_function" in flags:
                            table.setdefault(name, []).append(definition)
            if static and full:
                for name, definitions in self._outside_methods.get(full, {}).items():
                    table.setdefault(name, []).extend(definitions)
            self._methods[key] = table
        return table

    def choose(self, definitions: list[Def]) -> Values:
        """The last definition of a name in a file; one name defined in several files is no sure answer."""
        if len({d.unit.path for d in definitions}) == 1:
            return (definitions[-1],)
        proper = [d for d in definitions if not _is_test(d.unit.path)]
        if len({d.unit.path for d in proper}) == 1:
            return (proper[-1],)
        return (External(""),)

    def through_users(self, module: Def, name: str) -> Values:
        """What a mixin leaves to the classes that include it, when they all mean the same."""
        found: Values = NOTHING
        self.evaluator.touch("", f"<{module.name}")
        users = self.evaluator.hierarchy().get(module, ())
        for user in users[:_MAX_CANDIDATES]:
            if user.kind == "trait":
                continue
            values = self.evaluator.kept((user.unit.path, "method", user.index, name), self._method, user, name)
            if not values or (found and values != found):
                return NOTHING
            found = values
        if found:
            self.evaluator.inferred = True
        return found

    def instance_variable(self, cls: Def, name: str) -> Values:
        """What the methods of a class, of all its openings and ancestors, assign to a variable of it."""
        return self.evaluator.kept((cls.unit.path, "variable", cls.index, name), self._instance_variable, cls, name)

    def _instance_variable(self, cls: Def, name: str) -> Values:
        self.evaluator.touch("", name)
        found: list[Values] = []
        for base in self.ancestors(cls):
            if not isinstance(base, Def):
                continue
            for opening in self.openings(base):
                unit = opening.unit
                for binding in unit.attribute_bindings(name):
                    if self._innermost(unit, binding.scope) == opening.index:
                        found.append(self.binding(unit, binding))
        self.evaluator.inferred = True
        return tuple(v for v in union(*found) if v is not NULL)

    # -- the class hierarchy

    def ancestors(self, cls: Def, mixins: bool = True) -> tuple[Def | External, ...]:
        """Where methods are searched: prepended modules, the class, included modules, then the superclass's."""
        return self.evaluator.kept((cls.unit.path, "ancestors", cls.index, mixins), self._ancestors, cls, mixins)  # type: ignore[return-value]

    def _ancestors(self, cls: Def, mixins: bool) -> Any:
        before: list[Def | External] = []
        after: list[Def | External] = []
        above: list[Def | External] = []
        for opening in self.openings(cls):
            self.evaluator.touch(opening.unit.path, opening.name)
            for role, expression in opening.facts.extra:
                if role == "extends" and not above:
                    for value in self.evaluator.evaluate(opening.unit, expression, opening.facts.parent, None)[:1]:
                        above = self._line_of(value, cls, mixins)
                elif mixins and role in ("include", "prepend"):
                    for value in self.evaluator.evaluate(opening.unit, expression, opening.index, None)[:1]:
                        target = before if role == "prepend" else after
                        target[:0] = self._line_of(value, cls, True)
        if not above and self.is_core(cls):
            above = [External(cls.name)]
        return tuple(dict.fromkeys((*before, cls, *after, *above)))

    def is_core(self, cls: Def) -> bool:
        """Whether the class is Ruby's own, only opened here."""
        return self.full_name(cls) in core.CLASSES and not any(
            "initialize" in opening.unit.members(opening.index) for opening in self.openings(cls)
        )

    def _line_of(self, value: Value, cls: Def, mixins: bool) -> list[Def | External]:
        if isinstance(value, Def) and value.kind in OWNERS and value is not cls:
            return [c for c in self.ancestors(value, mixins) if c is not cls]
        if isinstance(value, External) and value.name.rpartition(".")[2] not in _PLAIN:
            return [value]
        return []

    def extensions(self, cls: Def) -> list[Def | External]:
        """Modules whose methods a class itself has: extended ones, and ``ClassMethods`` of included concerns."""
        out: list[Def | External] = []
        if cls.kind == "trait" and self.is_concern(cls):
            inner = self.class_named(_join(self.full_name(cls), "ClassMethods"))
            if inner is not None:
                out.append(inner)
        for opening in self.openings(cls):
            for role, expression in opening.facts.extra:
                if role not in ("extend", "include", "prepend"):
                    continue
                if opening.unit.facts.expressions[expression] == ("this",):
                    out.append(cls)
                    continue
                for value in self.evaluator.evaluate(opening.unit, expression, opening.index, None)[:1]:
                    if role == "extend" and isinstance(value, (Def, External)):
                        if not (isinstance(value, External) and value.name.rpartition(".")[2] in _PLAIN):
                            out.insert(0, value)
                    elif isinstance(value, Def) and self.is_concern(value):
                        inner = self.class_named(_join(self.full_name(value), "ClassMethods"))
                        if inner is not None:
                            out.append(inner)
        return out

    def is_concern(self, module: Def) -> bool:
        """Whether including a module also gives class methods: by hook, or as a concern."""
        if "included" in self.method_table(module, True):
            return True
        return any(
            role == "extend" and opening.unit.facts.expressions[expression][-1] == "Concern"
            for opening in self.openings(module)
            for role, expression in opening.facts.extra
            if expression >= 0
        )

    def supertypes(self, cls: Def) -> list[tuple[str, Def]]:
        if cls.kind not in OWNERS:
            return []
        out: list[tuple[str, Def]] = []
        for role, expression in cls.facts.extra:
            if expression < 0 or role not in ("extends", "include", "prepend", "extend"):
                continue
            scope = cls.facts.parent if role == "extends" else cls.index
            for value in self.evaluator.evaluate(cls.unit, expression, scope, None)[:1]:
                if isinstance(value, Def) and value.kind in OWNERS and value is not cls:
                    out.append(("inherits" if role == "extends" else "implements", value))
        return list(dict.fromkeys(out))

    def overridden(self, cls: Def) -> list[tuple[Def, Def]]:
        out: list[tuple[Def, Def]] = []
        line = [c for c in self.ancestors(cls) if isinstance(c, Def) and c is not cls and c not in self.openings(cls)]
        for name, definitions in cls.unit.members(cls.index).items():
            method = definitions[-1]
            if method.kind != "method" or "static" in method.flags or not line:
                continue
            for base in line:
                found = self.own_method(base, f"{name}()", static=False)
                if found:
                    if isinstance(found[0], Def):
                        out.append((method, found[0]))
                    break
        return out

    def overrides(self, method: Def, receiver: Value) -> list[Def]:
        if not isinstance(receiver, Instance) or "constructor" in method.flags:
            return []
        cls = receiver.cls
        found = self.evaluator.kept((cls.unit.path, "overrides", cls.index, method), self._overrides, cls, method)
        return list(found)  # type: ignore[arg-type]

    def _overrides(self, cls: Def, method: Def) -> Any:
        out: dict[Def, None] = {}
        for sub in self.subclasses(cls):
            for found in self.own_method(sub, f"{method.name}()", static=False):
                if isinstance(found, Def) and found is not method:
                    out[found] = None
        return tuple(out)

    # -- super

    def super_member(self, value: Super, name: str) -> Values:
        """The same method further up the line of the class that is open."""
        receiver = value.receiver
        if isinstance(receiver, Instance):
            line = self.ancestors(receiver.cls)
            opened = [i for i, c in enumerate(line) if isinstance(c, Def) and value.cls in self.openings(c)]
            for base in line[opened[0] + 1 :] if opened else ():
                if isinstance(base, External):
                    return (External(f"{base.name}.{name}"),)
                found = self.own_method(base, name, static=False)
                if found:
                    return tuple(Bound(v, receiver, True) if isinstance(v, Def) else v for v in found)
            if value.cls.kind == "trait":
                return self._super_of_users(value.cls, receiver, name)
            return (External(f"Object.{name}"),)
        if isinstance(receiver, Def):
            for base in self.ancestors(receiver, mixins=False)[1:]:
                found = self._static(base, name) if isinstance(base, Def) else (External(f"{base.name}.{name}"),)
                if found:
                    return tuple(Bound(v, receiver, True) if isinstance(v, Def) else v for v in found)
        return (External(f"Class.{name}"),)

    def _super_of_users(self, module: Def, receiver: Value, name: str) -> Values:
        """``super`` in a mixin goes on in the line of the class that has it, when all of them agree."""
        found: Values = NOTHING
        self.evaluator.touch("", f"<{module.name}")
        for user in self.evaluator.hierarchy().get(module, ())[:_MAX_CANDIDATES]:
            line = self.ancestors(user)
            after = [i for i, c in enumerate(line) if isinstance(c, Def) and module in self.openings(c)]
            values: Values = NOTHING
            for base in line[after[0] + 1 :] if after else ():
                own = self.own_method(base, name, static=False) if isinstance(base, Def) else (External(base.name),)
                if own:
                    values = own
                    break
            if not values or (found and values != found):
                return NOTHING
            found = values
        self.evaluator.inferred = True
        return tuple(Bound(v, receiver, True) if isinstance(v, Def) else v for v in found)

    # -- what things give

    def result(
        self, function: Def, receiver: Value | None, call: tuple[Unit, Expression, int, int | None] | None
    ) -> Values:
        if function.kind == "property":
            owner = receiver.cls if isinstance(receiver, Instance) else function.parent
            return self.instance_variable(owner, f"@{function.name}") if owner is not None else NOTHING
        return super().result(function, receiver, call)

    def wrap_result(self, function: Def, values: Values) -> Values:
        return tuple(v for v in values if v is not NULL)

    def called(self, value: Value, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        if isinstance(value, Def) and value.kind in OWNERS:
            return (Instance(value),)
        return super().called(value, unit, operation, scope, position)

    def external_call(
        self, value: External, unit: Unit, operation: Expression, scope: int, position: int | None
    ) -> Values:
        if value.name.endswith(".new()"):
            return (ExternalInstance(value.name[: -len(".new()")]),)
        if value.name in ("Kernel.lambda()", "Kernel.proc()"):
            return self._given_block(unit, operation, scope, position)
        return (FOREIGN,)

    def external_method_call(
        self, value: ExternalMethod, unit: Unit, operation: Expression, scope: int, position: int | None
    ) -> Values:
        name = value.name.removesuffix("()")
        receiver = value.receiver
        element = receiver.args[-1] if receiver.args else NOTHING
        if name in core.TO_STRING:
            return (ExternalInstance("String"),)
        if receiver.name not in ("Array", "Hash", "Set"):
            return (FOREIGN,)
        if name in core.MAPPING:
            blocks = self._given_block(unit, operation, scope, position)
            given = union(*[self.result(f, None, None) for f in blocks if isinstance(f, Def)])
            return (ExternalInstance("Array", (tuple(v for v in given if v is not NULL),)),)
        if name in core.ELEMENT:
            if name in ("first", "last", "sample", "pop", "shift") and operation[2]:
                return (receiver,)
            return element or (FOREIGN,)
        if name == "values":
            return (ExternalInstance("Array", (element,)),)
        if name in ("group_by", "partition"):
            return (ExternalInstance("Hash", ((ExternalInstance("Array", (element,)),),)),)
        if name in ("index_by",):
            return (ExternalInstance("Hash", (element,)),)
        return (receiver,) if name in core.SAME else (FOREIGN,)

    def _given_block(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        for keyword, block in operation[3]:
            if keyword == "&":
                return self.evaluator.evaluate(unit, block, scope, position)
        return NOTHING

    def iterate(self, value: Value) -> Values:
        if isinstance(value, ExternalInstance):
            if value.name == "Hash":
                return (TupleOf((NOTHING, value.args[0] if value.args else NOTHING)),)
            return value.args[0] if value.args else NOTHING
        if isinstance(value, (Instance, TypeVariable)):
            each = self.member(value, "each()")
            return union(*[self.position_of(v, 0) for v in self.yielded(each)])
        if isinstance(value, TupleOf):
            return union(*value.items)
        return NOTHING

    def position_of(self, value: Value, index: int) -> Values:
        if isinstance(value, TupleOf):
            return value.items[index] if index < len(value.items) else NOTHING
        if isinstance(value, ExternalInstance):
            return value.args[0] if value.name == "Array" and value.args else NOTHING
        return (value,) if index == 0 else NOTHING

    def op_item(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        base = unit.facts.expressions[operation[1]]
        if base[0] == "seq" and base[1] == "array" and operation[2] < len(base[2]):
            return self.evaluator.evaluate(unit, base[2][operation[2]], scope, position)
        return super().op_item(unit, operation, scope, position)

    def indexed(self, value: Value, unit: Unit, key: int, scope: int, position: int | None) -> Values:
        if isinstance(value, ExternalInstance):
            return value.args[-1] if value.args else NOTHING
        if isinstance(value, (Instance, TypeVariable)):
            call: Expression = ("call", -1, (key,), ())
            return union(*[self.called(f, unit, call, scope, position) for f in self.member(value, "[]()")])
        return NOTHING

    def enter(self, value: Value) -> Values:
        """What a method gives to its block."""
        return self.yielded((value,))

    def yielded(self, methods: Values) -> Values:
        """The values of the ``yield`` statements of methods, position by position."""
        out: list[Value] = []
        for value in methods:
            function = value.function if isinstance(value, Bound) else value
            if not isinstance(function, Def) or function.kind not in ("method", "function"):
                continue
            unit = function.unit
            for binding in unit.bindings(function.index):
                if binding.kind == "yield" and binding.expression >= 0:
                    scope = unit.facts.expressions[binding.base][1] if binding.base >= 0 else function.index
                    out += self.evaluator.evaluate(unit, binding.expression, scope, binding.start_byte)
        return tuple(dict.fromkeys(out))

    # -- requires

    def import_paths(self, unit: Unit, row: Import) -> list[str]:
        """The file a ``require`` leads to: beside this one, or below a ``lib`` folder (the nearest)."""
        return [p for p in self._required(unit, row) if p != unit.path]

    def _required(self, unit: Unit, row: Import) -> list[str]:
        wanted = row.module if row.module.endswith(".rb") else f"{row.module}.rb"
        folder = posixpath.dirname(unit.path)
        self.evaluator.touch("", posixpath.basename(wanted))
        if row.level:
            path = posixpath.normpath(posixpath.join(folder, wanted))
            return [path] if self.evaluator.has(path) else []
        for around in _around(folder):
            for base in ("lib", "", "app", "spec", "test"):
                path = posixpath.normpath(posixpath.join(around, base, wanted))
                if self.evaluator.has(path):
                    return [path]
        return []

    def required(self, unit: Unit) -> set[str]:
        """The files that a file requires directly."""
        known = unit.cache.get("required")
        if known is None:
            known = unit.cache["required"] = {p for row in unit.facts.imports for p in self._required(unit, row)}
        return known  # type: ignore[return-value]

    # -- linking a call

    def targets(self, unit: Unit, reference: Reference) -> tuple[list[tuple[Def, str, Value | None]], str]:
        found, reason = super().targets(unit, reference)
        return found, "local" if reason == "not-found" and reference.name == "call" else reason

    def call_targets(self, value: Value, operation: Expression) -> list[tuple[Def, Value | None]]:
        if isinstance(value, Def):
            if value.kind in OWNERS:
                return [(value, None)] if value.facts.name else []
            return [(value, None)] if value.kind in ("function", "method") else []
        if isinstance(value, Bound):
            receiver = value.receiver if isinstance(value.receiver, Instance) and not value.exact_class else None
            return [(value.function, receiver)]
        return []

    def is_direct(self, unit: Unit, callee: Expression, reference: Reference, value: Value, target: Def) -> bool:
        return True

    def why_unknown(self, unit: Unit, callee: Expression, reference: Reference) -> str:
        if not self.may_name_callable(reference.name.removesuffix("=")):
            return "external"
        return "not-found" if callee[0] == "name" else "unknown-receiver"


_PLAIN = frozenset(
    ("Object", "BasicObject", "Kernel", "Comparable", "Enumerable", "Concern", "Forwardable", "Singleton")
)
"""Outside ancestors that are known to bring only core methods."""


def _join(outer: str, name: str) -> str:
    return f"{outer}.{name}" if outer else name


def _around(folder: str) -> list[str]:
    folders = [folder]
    while folder:
        folder = posixpath.dirname(folder)
        folders.append(folder)
    return folders


def _is_test(path: str) -> bool:
    parts = path.split("/")
    return any(part in ("test", "tests", "spec", "features", "examples") for part in parts) or path.endswith(
        ("_test.rb", "_spec.rb")
    )
