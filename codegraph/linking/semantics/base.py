"""Rules that languages share, each a method that a language may replace.

A language's semantics says how a module specifier finds a file, in which order names are looked up,
how members are found, and what calling, iterating and awaiting give. The defaults here are those of
a class-based language with lexical scopes, imports and single files as modules.

Everything is a question to the one evaluator: ``self.evaluator.kept`` memoises, ``touch`` records
what an answer depended on. Three habits keep the answers right: a name that is found ends the
search even when nothing is known of its value; something external ends it too; and a member counts
only if the type declares or inherits it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from codegraph.linking import declared
from codegraph.linking.arguments import is_unknown
from codegraph.linking.units import (
    BINDING,
    DEFINITION,
    IMPORT,
    PARAMETER,
    TYPE_PARAMETER,
    Local,
    Unit,
    in_force,
)
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
from parsers.facts import NONE, Binding, Expression, Import, Parameter, Reference

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator

CLASS_KINDS = frozenset(("class", "interface", "trait", "struct", "enum"))
VALUE_STRATEGY = "value"
"""A call through something that holds the callee: a variable, a parameter, a callable object."""

CALLABLE_KINDS = frozenset(("function", "method", "lambda", "property", "macro"))


class Semantics:
    """How one language (or family) looks things up."""

    languages: ClassVar[tuple[str, ...]] = ()
    related_kinds: ClassVar[frozenset[str]] = CLASS_KINDS
    """Kinds of definitions that are asked for their supertypes and for what they override."""
    class_scope_is_lexical: ClassVar[bool] = True
    """Whether the body of a method sees the class's names unqualified (Java, C++; not Python)."""
    untold: ClassVar[Value] = FOREIGN
    """What stands for something that is there but of which nothing can be told."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.project = evaluator.project
        self.operations: dict[str, Callable[[Unit, Expression, int, int | None], Values]] = {
            "attr": self.op_attr,
            "call": self.op_call,
            "new": self.op_new,
            "index": self.op_index,
            "generic": self.op_generic,
            "this": self.op_this,
            "super": self.op_super,
            "def": self.op_def,
            "lit": self.op_lit,
            "str": lambda unit, op, scope, position: self.literal("str"),
            "seq": self.op_seq,
            "map": self.op_map,
            "union": self.op_union,
            "inst": self.op_inst,
            "elem": lambda u, op, s, p: self.each(self.evaluator.evaluate(u, op[1], s, p), self.iterate),
            "key": lambda u, op, s, p: self.each(self.evaluator.evaluate(u, op[1], s, p), self.iterate_keys),
            "item": self.op_item,
            "enter": lambda u, op, s, p: self.each(self.evaluator.evaluate(u, op[1], s, p), self.enter),
            "await": lambda u, op, s, p: self.each(self.evaluator.evaluate(u, op[1], s, p), self.awaited),
            "deref": lambda u, op, s, p: self.each(self.evaluator.evaluate(u, op[1], s, p), self.dereference),
            "ref": lambda u, op, s, p: self.evaluator.evaluate(u, op[1], s, p),
            "typeof": lambda u, op, s, p: self.evaluator.evaluate(u, op[1], s, p),
            "spread": lambda u, op, s, p: NOTHING,
            "fn": self.op_fn,
            "scoped": self.op_scoped,
            "narrowed": self.op_narrowed,
            "exclude": self.op_exclude,
        }
        self.prepare()

    def prepare(self) -> None:
        """Index the repository's paths once; called before the first question."""

    # -- names

    def lookup(self, unit: Unit, scope: int, name: str, position: int | None) -> Values:
        """What a plain name stands for at ``position`` inside ``scope``."""
        at: int | None = position
        here = scope
        definitions = unit.facts.definitions
        inner = False
        while True:
            definition = definitions[here]
            if not (inner and definition.kind in CLASS_KINDS and not self.class_scope_is_lexical):
                rows = unit.locals(here).get(name)
                if rows:
                    rows = in_force(rows, at)
                    if rows:
                        return self.rows(unit, rows)
                if here and definition.kind in CLASS_KINDS and self.class_scope_is_lexical:
                    found = self.implicit_member(unit, here, name)
                    if found is not None:
                        return found
            elif definition.type_parameters:
                rows = [r for r in unit.locals(here).get(name, ()) if r.what == TYPE_PARAMETER]
                if rows:
                    return self.rows(unit, rows)
            if here == 0:
                break
            if definition.name or definition.kind != "lambda":
                at = None  # a named function runs at some other time
                inner = True
            here = definition.parent
        return self.module_name(unit, name)

    def implicit_member(self, unit: Unit, scope: int, name: str) -> Values | None:
        """An unqualified name inside a class body as a member of the class or of its bases; None when there is none."""
        owner = unit.defs[scope]
        found = self.class_member(owner, name)
        if not found:
            return None
        return tuple(Bound(v, Instance(owner)) if isinstance(v, Def) and v.kind == "method" else v for v in found)

    def module_name(self, unit: Unit, name: str) -> Values:
        """A name that no scope of the file has: star imports, then builtins."""
        for row in unit.stars:
            for module in self.import_target(unit, row):
                found = self.member(module, name)
                if found:
                    return found
        return self.builtin(unit, name)

    def builtin(self, unit: Unit, name: str) -> Values:
        """A name every file sees; NOTHING when there is no such name."""
        return NOTHING

    def rows(self, unit: Unit, rows: list[Local]) -> Values:
        """The union of what the given rows say."""
        if len(rows) == 1:
            return self.row(unit, rows[0])
        declared = [r for r in rows if r.what == BINDING and r.payload.declared]  # type: ignore[union-attr]
        values = union(*[self.row(unit, r) for r in rows if r not in declared])
        known = tuple(v for v in values if v is not NULL)
        if known:
            return known
        return union(*[self.row(unit, r) for r in declared]) or values

    def row(self, unit: Unit, row: Local) -> Values:
        """What one row says a name is."""
        what = row.what
        if what == DEFINITION:
            return self.definition_value(unit.defs[row.payload])  # type: ignore[index]
        payload: Any = row.payload
        # Two bindings can take effect at one byte; their names and expressions tell them apart.
        if what == BINDING:
            key = (unit.path, row.scope, row.start, payload.name, payload.expression, payload.kind)
        elif what == TYPE_PARAMETER:
            key = (unit.path, "type", row.scope, payload)
        elif what == IMPORT:
            key = (unit.path, row.scope, row.start, payload.local, payload.module, payload.name)
        else:
            key = (unit.path, row.scope, row.start, payload.name)
        return self.evaluator.kept(key, self._row, unit, row)

    def _row(self, unit: Unit, row: Local) -> Values:
        payload: Any = row.payload
        if row.what == PARAMETER:
            return self.parameter(unit, row.scope, payload)
        if row.what == IMPORT:
            return self.imported(unit, payload)
        if row.what == TYPE_PARAMETER:
            name, bound = unit.facts.definitions[row.scope].type_parameters[payload]
            limit = self.instances(self.evaluator.evaluate(unit, bound, row.scope, None)) if bound >= 0 else NOTHING
            return (TypeVariable(name, limit),)
        return self.binding(unit, payload)

    def definition_value(self, definition: Def) -> Values:
        """What naming a definition gives: itself; for variables and type aliases what they hold."""
        if definition.kind in ("variable", "constant", "field", "type") and definition.facts.value >= 0:
            return self.evaluator.kept(
                (definition.unit.path, "value", definition.index),
                self.evaluator.evaluate,
                definition.unit,
                definition.facts.value,
                definition.facts.parent,
                None,
            )
        return (definition,)

    def binding(self, unit: Unit, binding: Binding) -> Values:
        """What a binding gives its name."""
        if binding.kind in ("assign", "for", "with", "except", "pattern", "declare") and not binding.declared:
            self.evaluator.inferred = True
        return self.evaluator.evaluate(unit, binding.expression, binding.scope, binding.start_byte - 1)

    def parameter(self, unit: Unit, scope: int, parameter: Parameter) -> Values:
        """What a formal parameter is inside its function."""
        if parameter.kind == "self":
            return self.receiver(unit, scope)
        values = NOTHING
        if parameter.type >= 0:
            around = unit.facts.definitions[scope].parent
            around = scope if unit.facts.definitions[scope].type_parameters else around
            values = self.instances(self.evaluator.evaluate(unit, parameter.type, around, None))
        elif parameter.default >= 0:
            self.evaluator.inferred = True
            values = self.evaluator.evaluate(unit, parameter.default, unit.facts.definitions[scope].parent, None)
            if values == (NULL,):
                values = NOTHING
        if not values and parameter.type < 0:
            values = self.unsaid(unit, scope, parameter)
            if values:
                return values
        if parameter.kind == "args":
            return (self.sequence(values),)
        if parameter.kind == "kwargs":
            return (self.mapping(self.literal("str"), values),)
        return values

    def unsaid(self, unit: Unit, scope: int, parameter: Parameter) -> Values:
        """A parameter that says nothing of its type: NOTHING, unless callers are asked."""
        self.evaluator.open = True
        if not self.evaluator.level:
            return NOTHING
        key = (unit.path, "given", scope, parameter.name)
        return self.evaluator.kept(key, self.given, unit, scope, parameter)

    def given(self, unit: Unit, scope: int, parameter: Parameter) -> Values:
        """What the callers of the function ``scope`` pass for a parameter that says nothing of its type."""
        evaluator = self.evaluator
        if not evaluator.level:
            return NOTHING
        with evaluator.at_level(evaluator.level - 1) as frame:
            values = evaluator.arguments.given(self, unit, scope, parameter)
        evaluator.frame |= frame
        return values

    def receiver(self, unit: Unit, scope: int) -> Values:
        """What ``self`` (``this``) is inside the method or function ``scope``."""
        owner = self.enclosing_class(unit, scope)
        return (Instance(owner),) if owner is not None else NOTHING

    def enclosing_class(self, unit: Unit, scope: int) -> Def | None:
        """The innermost class around ``scope`` (itself included)."""
        definitions = unit.facts.definitions
        here = scope
        while here > 0:
            if definitions[here].kind in CLASS_KINDS:
                return unit.defs[here]
            here = definitions[here].parent
        return None

    # -- modules and imports

    def imported(self, unit: Unit, row: Import) -> Values:
        """What the local name of an import stands for."""
        modules = self.import_target(unit, row)
        if not row.name:
            return modules
        found = union(*[self.member(module, row.name) for module in modules])
        if found:
            return found
        return tuple(External(f"{m.name}.{row.name}") for m in modules if isinstance(m, External))

    def import_target(self, unit: Unit, row: Import) -> Values:
        """The module(s) an import statement names: module definitions, packages, or External."""
        return (External(row.module),)

    def module_member(self, module: Def, name: str) -> Values:
        """A name of a module as other modules see it, imports and star imports included."""
        self.evaluator.touch(module.unit.path, name)
        return self.evaluator.kept((module.unit.path, "export", name), self._module_member, module, name)

    def _module_member(self, module: Def, name: str) -> Values:
        unit = module.unit
        rows = unit.locals(0).get(name)
        if rows:
            rows = in_force(rows, None)
            if rows:
                return self.rows(unit, rows)
        for row in unit.stars:
            if row.scope == 0:
                for target in self.import_target(unit, row):
                    found = self.member(target, name)
                    if found:
                        return found
        return NOTHING

    # -- members

    def member(self, value: Value, name: str) -> Values:
        """Member ``name`` of a value, looked up by the rules of the value's own language."""
        if isinstance(value, Def):
            rules = self.evaluator.rules(value)
            if value.kind == "module":
                return rules.module_member(value, name)
            if value.kind in CLASS_KINDS:
                return rules.static_member(value, name)
            if value.kind == "object":
                return rules.object_member(value, name)
            return rules.function_member(value, name)
        if isinstance(value, Instance):
            return self.evaluator.rules(value.cls).instance_member(value, name)
        if isinstance(value, Generic):
            return self.member(value.base, name)
        if isinstance(value, Super):
            return self.evaluator.rules(value.cls).super_member(value, name)
        if isinstance(value, TypeVariable):
            return union(*[self.member(v, name) for v in value.bound])
        if isinstance(value, Package):
            return self.package_member(value, name)
        if isinstance(value, External):
            return self.external_member(value, name)
        if isinstance(value, ExternalInstance):
            return self.external_instance_member(value, name)
        if isinstance(value, Bound):
            return self.function_member(value.function, name)
        if isinstance(value, ExternalMethod):
            return (External(f"{value.receiver.name}.{value.name}.{name}"),)
        return NOTHING

    def package_member(self, package: Package, name: str) -> Values:
        """A name of a folder-like module."""
        return NOTHING

    def object_member(self, value: Def, name: str) -> Values:
        """A member of an object literal."""
        found = value.unit.members(value.index).get(name)
        if found:
            return union(*[self.definition_value(d) for d in found])
        return NOTHING

    def function_member(self, value: Def, name: str) -> Values:
        """An attribute of a function object."""
        return NOTHING

    def external_member(self, value: External, name: str) -> Values:
        """A member of something outside the repository: outside too."""
        return (External(f"{value.name}.{name}"),)

    def external_instance_member(self, value: ExternalInstance, name: str) -> Values:
        """A member of an object of an outside type: outside too (None has no members)."""
        if value is NULL:
            return NOTHING
        return (ExternalMethod(value, name),)

    def static_member(self, cls: Def, name: str) -> Values:
        """``Class.name``: methods are not yet bound to an object."""
        found = self.class_member(cls, name)
        return tuple(Bound(v, cls, True) if isinstance(v, Def) and v.kind == "method" else v for v in found)

    def instance_member(self, instance: Instance, name: str) -> Values:
        """``object.name``: methods come bound; what type parameters stand for is filled in."""
        found = self.class_member(instance.cls, name)
        if not found:
            return NOTHING
        out: list[Value] = []
        for value in found:
            if isinstance(value, Def) and value.kind == "method":
                out.append(Bound(value, instance))
            elif isinstance(value, Def) and value.kind == "property":
                out.extend(self.result(value, instance, None))
            else:
                out.append(value)
        return self.substitute(tuple(dict.fromkeys(out)), self.type_arguments(instance))

    def super_member(self, value: Super, name: str) -> Values:
        """A member as the classes after ``value.cls`` in the receiver's resolution order have it."""
        receiver = value.receiver
        start = receiver.cls if isinstance(receiver, Instance) else receiver if isinstance(receiver, Def) else value.cls
        order = self.resolution_order(start)
        if value.cls in order:
            order = order[order.index(value.cls) + 1 :]
        for cls in order:
            if isinstance(cls, Def):
                found = self.own_member(cls, name)
                if found:
                    return tuple(
                        Bound(v, receiver, True) if isinstance(v, Def) and v.kind == "method" else v for v in found
                    )
            else:
                return (External(f"{cls.name}.{name}"),)
        return NOTHING

    def class_member(self, cls: Def, name: str) -> Values:
        """Member ``name`` of a class by its resolution order, unbound; External when an outside base may have it."""
        return self.evaluator.kept((cls.unit.path, "member", cls.index, name), self._class_member, cls, name)

    def _class_member(self, cls: Def, name: str) -> Values:
        for base in self.resolution_order(cls):
            if isinstance(base, External):
                return (External(f"{base.name}.{name}"),)
            found = self.own_member(base, name)
            if found:
                return found
        return NOTHING

    def own_member(self, cls: Def, name: str) -> Values:
        """Member ``name`` that the class itself declares or assigns, not its bases."""
        self.evaluator.touch(cls.unit.path, name)
        unit = cls.unit
        members = unit.members(cls.index).get(name)
        values: Values = NOTHING
        if members:
            functions = [m for m in members if m.kind not in ("field", "variable", "constant")]
            if functions:
                return self.choose(functions)
        rows = unit.locals(cls.index).get(name)
        if rows:
            rows = in_force(rows, None)
            declared = [r for r in rows if r.what == BINDING and r.payload.declared]  # type: ignore[union-attr]
            if declared:
                return union(*[self.row(unit, r) for r in declared]) or (self.untold,)
            values = self.rows(unit, rows)
        assigned = self.assigned_attribute(cls, name)
        return union(values, assigned)

    def choose(self, definitions: list[Def]) -> Values:
        """Of several definitions of one name in one scope, the ones a use can mean (by default the last)."""
        return (definitions[-1],)

    def assigned_attribute(self, cls: Def, name: str) -> Values:
        """What the methods of ``cls`` assign to ``self.name``; declared types outrank inferred ones."""
        unit = cls.unit
        declared: list[Values] = []
        inferred: list[Values] = []
        found = False
        for binding in unit.attribute_bindings(name):
            if binding.base < 0 or not self.is_receiver(unit, binding, cls):
                continue
            found = True
            if binding.declared:
                declared.append(self.binding(unit, binding))
            else:
                inferred.append(
                    self.evaluator.kept(
                        (unit.path, binding.scope, binding.start_byte, ".", name, binding.expression, binding.base),
                        self.binding,
                        unit,
                        binding,
                    )
                )
        if declared:
            return union(*declared)
        if inferred:
            self.evaluator.inferred = True
        values = union(*inferred)
        known = tuple(v for v in values if v is not NULL)
        if found and not known:
            # Declared here, of a type that cannot be told: nothing a base class has may stand for it.
            return values or (self.untold,)
        return known

    def is_receiver(self, unit: Unit, binding: Binding, cls: Def) -> bool:
        """Whether the base of an attribute binding is the receiver of a method of ``cls``."""
        base = unit.facts.expressions[binding.base]
        method = self.enclosing_method(unit, binding.scope)
        if method is None or unit.facts.definitions[method].parent != cls.index:
            return False
        if base[0] == "this":
            return True
        parameters = unit.facts.definitions[method].parameters
        return base[0] == "name" and bool(parameters) and parameters[0].kind == "self" and parameters[0].name == base[1]

    def enclosing_method(self, unit: Unit, scope: int) -> int | None:
        """The outermost function around ``scope`` that stands directly in a class."""
        definitions = unit.facts.definitions
        here = scope
        while here > 0:
            if definitions[definitions[here].parent].kind in CLASS_KINDS:
                return here
            here = definitions[here].parent
        return None

    def resolution_order(self, cls: Def) -> tuple[Def | External, ...]:
        """The class and its bases in the order members are searched (C3 where it exists, else depth-first).

        An outside base appears as External, once, at its place.
        """
        return self.evaluator.kept((cls.unit.path, "mro", cls.index), self._resolution_order, cls)  # type: ignore[return-value]

    def _resolution_order(self, cls: Def) -> Any:
        sequences: list[list[Def | External]] = []
        direct: list[Def | External] = []
        for base in self.bases(cls):
            target = base.base if isinstance(base, Generic) else base
            if isinstance(target, Def) and target.kind in CLASS_KINDS:
                if target is cls:
                    continue
                order = list(self.evaluator.rules(target).resolution_order(target))
                if cls in order:
                    continue
                sequences.append(order)
                direct.append(target)
            elif isinstance(target, External):
                if self.is_root_class(target.name):
                    continue
                sequences.append([target])
                direct.append(target)
        merged = _merge([*[s[:] for s in sequences], direct[:]])
        if merged is None:
            merged = list(dict.fromkeys(c for s in sequences for c in s))
        return (cls, *merged)

    def is_root_class(self, name: str) -> bool:
        """Outside bases that have no members anyone would miss (object)."""
        return False

    def bases(self, cls: Def) -> Values:
        """The direct bases of a class, as classes (or generic applications of them)."""
        return self.evaluator.kept((cls.unit.path, "bases", cls.index), self._bases, cls)

    def _bases(self, cls: Def) -> Values:
        self.evaluator.touch(cls.unit.path, cls.name)
        out: list[Value] = []
        for base in cls.facts.bases:
            scope = cls.facts.parent
            values = self.evaluator.evaluate(cls.unit, base, scope, cls.facts.start_byte)
            values = tuple(v for v in values if v is not NULL)
            # Unreadable bases may have any member: they count as something outside.
            out.extend(values[:1] if values else (External(""),))
        return tuple(dict.fromkeys(out))

    # -- types

    def instances(self, types: Values) -> Values:
        """Objects of the given types."""
        out: list[Value] = []
        for value in types:
            out.extend(self.instance_of(value))
        return tuple(dict.fromkeys(out))

    def instance_of(self, value: Value) -> Values:
        """An object of one type."""
        if isinstance(value, Def):
            return (Instance(value),) if value.kind in CLASS_KINDS else NOTHING
        if isinstance(value, Generic):
            if isinstance(value.base, Def):
                return (Instance(value.base, value.args),)
            return self.external_instances(value.base.name, value.args)
        if isinstance(value, External):
            return self.external_instances(value.name, ())
        return (value,)

    def external_instances(self, name: str, args: tuple[Values, ...]) -> Values:
        """An object of an outside type, special forms (Optional, Union) taken apart."""
        return (ExternalInstance(name, args),)

    def type_arguments(self, instance: Instance) -> dict[str, Values]:
        """Type parameter name -> what it stands for in this object, through the bases too."""
        mapping: dict[str, Values] = {}
        own = self.type_parameters(instance.cls)
        for name, values in zip(own, instance.args, strict=False):
            mapping[name] = values
        for base in self.bases(instance.cls):
            if isinstance(base, Generic) and isinstance(base.base, Def):
                args = tuple(self.substitute(a, mapping) for a in base.args)
                for name, values in self.type_arguments(Instance(base.base, args)).items():
                    mapping.setdefault(name, values)
        return mapping

    def type_parameters(self, cls: Def) -> tuple[str, ...]:
        """The names of a class's type parameters, in order."""
        return tuple(name for name, _ in cls.facts.type_parameters)

    def substitute(self, values: Values, mapping: dict[str, Values]) -> Values:
        """``values`` with type variables replaced by what they stand for."""
        if not mapping or not values:
            return values
        out: list[Value] = []
        for value in values:
            out.extend(self._substitute(value, mapping))
        return tuple(dict.fromkeys(out))

    def _substitute(self, value: Value, mapping: dict[str, Values]) -> Values:
        if isinstance(value, TypeVariable):
            return mapping.get(value.name, (value,))
        if isinstance(value, Instance) and value.args:
            return (Instance(value.cls, tuple(self.substitute(a, mapping) for a in value.args)),)
        if isinstance(value, ExternalInstance) and value.args:
            return (ExternalInstance(value.name, tuple(self.substitute(a, mapping) for a in value.args)),)
        if isinstance(value, TupleOf):
            return (TupleOf(tuple(self.substitute(a, mapping) for a in value.items)),)
        if isinstance(value, Function):
            return (
                Function(
                    self.substitute(value.result, mapping), tuple(self.substitute(p, mapping) for p in value.parameters)
                ),
            )
        return (value,)

    def literal(self, kind: str) -> Values:
        """An object of a literal's type."""
        return (NULL,) if kind == "none" else (ExternalInstance(kind),)

    def sequence(self, element: Values) -> Value:
        """A list of elements."""
        return ExternalInstance("list", (element,))

    def mapping(self, key: Values, value: Values) -> Value:
        """A map from keys to values."""
        return ExternalInstance("dict", (key, value))

    # -- what things give

    def each(self, values: Values, step: Callable[[Value], Values]) -> Values:
        """``step`` applied to every value, the results united."""
        if len(values) == 1:
            return step(values[0])
        return union(*[step(v) for v in values])

    def iterate(self, value: Value) -> Values:
        """One element met when iterating a value."""
        if isinstance(value, TupleOf):
            return union(*value.items)
        if isinstance(value, ExternalInstance):
            return value.args[0] if value.args else NOTHING if value.name == "" else (FOREIGN,)
        if isinstance(value, (External, ExternalMethod)):
            return (FOREIGN,)
        return NOTHING

    def iterate_keys(self, value: Value) -> Values:
        """One key met when iterating a value."""
        return self.iterate(value)

    def enter(self, value: Value) -> Values:
        """What ``with value as x`` binds."""
        return (value,)

    def awaited(self, value: Value) -> Values:
        """What awaiting a value gives."""
        if isinstance(value, ExternalInstance) and value.name in ("coroutine", "Promise") and value.args:
            return value.args[0]
        return (value,)

    def dereference(self, value: Value) -> Values:
        """What a pointer step gives."""
        return (value,)

    def position_of(self, value: Value, index: int) -> Values:
        """Position ``index`` when a value is unpacked."""
        if isinstance(value, TupleOf):
            return value.items[index] if index < len(value.items) else NOTHING
        return self.iterate(value)

    def called(self, value: Value, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        """What calling a value gives; ``operation`` is the call (its arguments may matter)."""
        if isinstance(value, Def):
            if value.kind in CLASS_KINDS:
                return self.evaluator.rules(value).constructed(value, unit, operation, scope, position)
            if value.kind in CALLABLE_KINDS:
                return self.evaluator.rules(value).result(value, None, (unit, operation, scope, position))
            return NOTHING
        if isinstance(value, Bound):
            rules = self.evaluator.rules(value.function)
            return rules.result(value.function, value.receiver, (unit, operation, scope, position))
        if isinstance(value, Generic):
            return self.instance_of(value)
        if isinstance(value, Function):
            return value.result
        if isinstance(value, Instance):
            found = self.evaluator.rules(value.cls).instance_member(value, self.call_member())
            return union(*[self.called(f, unit, operation, scope, position) for f in found])
        if isinstance(value, External):
            return self.external_call(value, unit, operation, scope, position)
        if isinstance(value, ExternalMethod):
            return self.external_method_call(value, unit, operation, scope, position)
        if isinstance(value, ExternalInstance):
            return (FOREIGN,)
        return NOTHING

    def call_member(self) -> str:
        """The member that makes an object callable; '' where there is none."""
        return ""

    def constructed(self, cls: Def, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        """What constructing a class gives."""
        return (Instance(cls),)

    def external_call(
        self, value: External, unit: Unit, operation: Expression, scope: int, position: int | None
    ) -> Values:
        """What calling something outside gives: an object of it when it is a type, foreign anyhow."""
        return (FOREIGN,)

    def external_method_call(
        self, value: ExternalMethod, unit: Unit, operation: Expression, scope: int, position: int | None
    ) -> Values:
        """What calling a method of an outside object gives: ``list[T].pop()`` is a T, most are foreign."""
        return (FOREIGN,)

    def result(
        self, function: Def, receiver: Value | None, call: tuple[Unit, Expression, int, int | None] | None
    ) -> Values:
        """What a function of the repository gives when called: its declared result, else the inferred one."""
        self.evaluator.touch(function.unit.path, function.name)
        values = self.evaluator.kept(
            (function.unit.path, "result", function.index), self.declared_or_inferred, function
        )
        return self.fill(values, function, receiver, call)

    def fill(
        self,
        values: Values,
        function: Def,
        receiver: Value | None,
        call: tuple[Unit, Expression, int, int | None] | None,
    ) -> Values:
        """``values`` with type variables bound by the receiver and the arguments."""
        if not any(_open(v) for v in values):
            return values
        mapping: dict[str, Values] = {}
        if isinstance(receiver, Instance):
            mapping.update(self.type_arguments(receiver))
        if receiver is not None:
            mapping["Self"] = (receiver,) if not isinstance(receiver, Def) else self.instance_of(receiver)
            formal = function.facts.parameters[:1]
            if formal and formal[0].kind == "self" and formal[0].type >= 0:
                # ``def parse(cls: type[T]) -> T``: a variable that stands for the receiver's own type.
                own = self.instances(self.evaluator.evaluate(function.unit, formal[0].type, function.index, None))
                mapping.update((v.name, mapping["Self"]) for v in own if isinstance(v, TypeVariable))
        if call is not None:
            unit, operation, scope, position = call
            for parameter, argument in self.pair_arguments(function, receiver, operation):
                if parameter.type >= 0 and argument >= 0:
                    declared = self.instances(
                        self.evaluator.evaluate(function.unit, parameter.type, function.index, None)
                    )
                    if any(_open(v) for v in declared):
                        given = self.evaluator.evaluate(unit, argument, scope, position)
                        for value in declared:
                            self.unify(value, given, mapping)
        return self.substitute(values, mapping)

    def unify(self, declared: Value, given: Values, mapping: dict[str, Values]) -> None:
        """Learn from an argument what the type variables of its parameter stand for."""
        if isinstance(declared, TypeVariable):
            if given and declared.name not in mapping:
                mapping[declared.name] = given
        elif isinstance(declared, (ExternalInstance, Instance)):
            for value in given:
                if type(value) is type(declared) and value.args:  # type: ignore[union-attr]
                    for part, got in zip(declared.args, value.args, strict=False):  # type: ignore[union-attr]
                        for inner in part:
                            self.unify(inner, got, mapping)
        elif isinstance(declared, Function):
            for value in given:
                if isinstance(value, Function):
                    for inner in declared.result:
                        self.unify(inner, value.result, mapping)
                elif isinstance(value, Def) and value.kind in CALLABLE_KINDS:
                    got = self.evaluator.rules(value).result(value, None, None)
                    for inner in declared.result:
                        self.unify(inner, got, mapping)
                elif isinstance(value, Bound):
                    got = self.evaluator.rules(value.function).result(value.function, value.receiver, None)
                    for inner in declared.result:
                        self.unify(inner, got, mapping)

    def pair_arguments(
        self, function: Def, receiver: Value | None, operation: Expression
    ) -> Iterable[tuple[Parameter, int]]:
        """Formal parameters with the argument expressions given for them."""
        parameters = [p for p in function.facts.parameters if p.kind != "self" or receiver is None]
        positional = [p for p in parameters if p.kind in ("", "posonly", "self", "block")]
        rest = next((p for p in parameters if p.kind == "args"), None)
        for i, argument in enumerate(operation[2]):
            if i < len(positional):
                yield positional[i], argument
            elif rest is not None:
                yield rest, argument
        named = {p.name: p for p in parameters}
        for keyword, argument in operation[3] if len(operation) > 3 else ():
            if keyword in named:
                yield named[keyword], argument

    def declared_or_inferred(self, function: Def) -> Values:
        """A function's result before type variables are filled in."""
        if function.facts.returns >= 0:
            values = self.instances(
                self.evaluator.evaluate(function.unit, function.facts.returns, function.index, None)
            )
            if values:
                return self.wrap_result(function, values)
        self.evaluator.inferred = True
        return self.wrap_result(function, self.inferred_result(function))

    def inferred_result(self, function: Def) -> Values:
        """The union of what a function's return statements give."""
        unit = function.unit
        values = union(
            *[
                self.evaluator.evaluate(unit, b.expression, b.scope, b.start_byte - 1)
                for b in unit.bindings(function.index)
                if b.kind == "return"
            ]
        )
        return tuple(v for v in values if v is not NULL)

    def wrap_result(self, function: Def, values: Values) -> Values:
        """What a call gives when the body gives ``values`` (coroutines, generators)."""
        return values

    # -- operations

    def op_attr(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        base = self.evaluator.evaluate(unit, operation[1], scope, position)
        name = operation[2]
        if len(base) == 1:
            return self.member(base[0], name)
        return union(*[self.member(v, name) for v in base])

    def op_call(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        callee = self.evaluator.evaluate(unit, operation[1], scope, position)
        if len(callee) == 1:
            return self.called(callee[0], unit, operation, scope, position)
        return union(*[self.called(v, unit, operation, scope, position) for v in callee])

    def op_new(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        types = self.evaluator.evaluate(unit, operation[1], scope, position)
        out: list[Values] = []
        for value in types:
            if isinstance(value, Def) and value.kind in CLASS_KINDS:
                out.append(self.evaluator.rules(value).constructed(value, unit, operation, scope, position))
            elif isinstance(value, Def):
                out.append(self.constructed_by_function(value))
            else:
                out.append(self.instance_of(value))
        return union(*out)

    def constructed_by_function(self, function: Def) -> Values:
        """``new f()`` where ``f`` is a function."""
        return NOTHING

    def op_index(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        base = self.evaluator.evaluate(unit, operation[1], scope, position)
        return union(*[self.indexed(v, unit, operation[2], scope, position) for v in base])

    def indexed(self, value: Value, unit: Unit, key: int, scope: int, position: int | None) -> Values:
        """``value[key]``."""
        if isinstance(value, TupleOf):
            return union(*value.items)
        if isinstance(value, ExternalInstance) and value.args:
            return value.args[-1]
        if isinstance(value, (ExternalInstance, External)):
            return (FOREIGN,)
        return NOTHING

    def op_generic(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        base = self.evaluator.evaluate(unit, operation[1], scope, position)
        args = tuple(self.instances(self.evaluator.evaluate(unit, a, scope, position)) for a in operation[2])
        return tuple(
            Generic(v, args) if isinstance(v, External) or (isinstance(v, Def) and v.kind in CLASS_KINDS) else v
            for v in base
        )

    def op_this(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        return self.receiver(unit, scope)

    def op_super(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        cls = self.enclosing_class(unit, scope)
        if cls is None:
            return NOTHING
        return (Super(cls, Instance(cls)),)

    def op_def(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        return (unit.defs[operation[1]],)

    def op_lit(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        return self.literal(operation[1])

    def op_seq(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        items = [self.evaluator.evaluate(unit, i, scope, position) for i in operation[2]]
        if operation[1] == "tuple":
            return (TupleOf(tuple(items)),)
        return (ExternalInstance(operation[1], (union(*items),)),)

    def op_map(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        keys = union(*[self.evaluator.evaluate(unit, k, scope, position) for k in operation[1]])
        values = union(*[self.evaluator.evaluate(unit, v, scope, position) for v in operation[2]])
        return (self.mapping(keys, values),)

    def op_union(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        values = union(*[self.evaluator.evaluate(unit, a, scope, position) for a in operation[1]])
        known = tuple(v for v in values if v is not NULL)
        return known or values

    def op_inst(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        return self.instances(self.evaluator.evaluate(unit, operation[1], scope, None))

    def op_item(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        index = operation[2]
        return self.each(
            self.evaluator.evaluate(unit, operation[1], scope, position), lambda v: self.position_of(v, index)
        )

    def op_fn(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        result = self.instances(self.evaluator.evaluate(unit, operation[2], scope, position))
        parameters = tuple(self.instances(self.evaluator.evaluate(unit, p, scope, position)) for p in operation[1])
        return (Function(result, parameters),)

    def op_scoped(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        inner = unit.facts.definitions[operation[1]]
        return self.evaluator.evaluate(unit, operation[2], operation[1], inner.end_byte)

    def op_narrowed(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        narrowed = self.evaluator.evaluate(unit, operation[2], scope, position)
        if not narrowed or any(isinstance(v, ExternalInstance) for v in narrowed):
            # Keep what is known to fit better: a subclass of the tested class, a known foreign object.
            return narrowed or self.evaluator.evaluate(unit, operation[1], scope, position)
        before = self.evaluator.evaluate(unit, operation[1], scope, position)
        classes = {v.cls for v in narrowed if isinstance(v, Instance)}
        fitting = tuple(
            v
            for v in before
            if isinstance(v, Instance)
            and any(c in self.evaluator.rules(v.cls).resolution_order(v.cls) for c in classes)
        )
        return fitting or narrowed

    def op_exclude(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        before = self.evaluator.evaluate(unit, operation[1], scope, position)
        excluded = self.evaluator.evaluate(unit, operation[2], scope, position)
        classes = {v for v in excluded if isinstance(v, Def)}
        names = {v.name for v in excluded if isinstance(v, External)}
        return tuple(
            v
            for v in before
            if not (
                isinstance(v, Instance)
                and any(c in classes for c in self.evaluator.rules(v.cls).resolution_order(v.cls))
            )
            and not (isinstance(v, ExternalInstance) and v.name in names)
        )

    # -- linking a call

    def targets(self, unit: Unit, reference: Reference) -> tuple[list[tuple[Def, str, Value | None]], str]:
        """The definitions a call site calls, each with the strategy that found it and the receiver (for
        dispatch), and, when there are none, the reason.
        """
        expression = unit.facts.expressions[reference.expression] if reference.expression >= 0 else None
        if expression is None or expression[0] not in ("call", "new"):
            return [], "unknown-receiver"
        callee_index = expression[1]
        callee = unit.facts.expressions[callee_index] if callee_index >= 0 else ("unknown",)
        values = self.evaluator.evaluate(unit, callee_index, reference.scope, reference.start_byte)
        found: dict[Def, tuple[str, Value | None]] = {}
        external = False
        self.evaluator.told = not all(is_unknown(value) for value in values)
        for value in values:
            for definition, receiver in self.call_targets(value, expression):
                direct = self.is_direct(unit, callee, reference, value, definition)
                found.setdefault(definition, (callee[0] if direct else VALUE_STRATEGY, receiver if direct else None))
            if isinstance(value, (External, ExternalInstance, ExternalMethod, Function)):
                external = external or value is not NULL and not self.left_open(value)
        if found:
            return [(d, s, r) for d, (s, r) in found.items()], ""
        if external:
            return [], "external"
        if any(not self.left_open(value) for value in values):
            return [], "not-found"
        return [], self.why_unknown(unit, callee, reference)

    def properties_called(self, unit: Unit, reference: Reference) -> Values:
        """The properties that a call reads on its way: ``self.maker()`` where ``maker`` gives what is called."""
        return NOTHING

    def left_open(self, value: Value) -> bool:
        """Whether calling ``value`` may well run something of the repository, although nobody can say what."""
        return False

    def is_direct(self, unit: Unit, callee: Expression, reference: Reference, value: Value, target: Def) -> bool:
        """Whether the callee is written as the target's own name (or an import's alias for it).

        A call through a variable, a parameter or an attribute that holds a function, a class or a
        callable object does reach the target, but as one of the values it may hold: such edges are
        ``dispatch``, as a call through an interface is.
        """
        if callee[0] in ("this", "super"):
            return True
        if callee[0] == "index" or callee[0] == "generic":
            inner = unit.facts.expressions[callee[1]] if callee[1] >= 0 else ("unknown",)
            return self.is_direct(unit, inner, reference, value, target) if inner[0] in ("name", "attr") else False
        if callee[0] == "name":
            return self.names_directly(unit, reference.scope, callee[1], reference.start_byte)
        if callee[0] == "attr":
            if isinstance(value, Bound):
                return target.name == callee[2] or target is value.function and self.is_alias(value.function, callee[2])
            if target.name == callee[2]:
                parent = target.parent
                return parent is None or parent.kind in ("module", "object") or parent.kind in CLASS_KINDS
            return target.kind in CLASS_KINDS and reference.role == "construct"
        return False

    def is_alias(self, function: Def, name: str) -> bool:
        """Whether a class gives one of its methods a second name in its body."""
        return False

    def names_directly(self, unit: Unit, scope: int, name: str, position: int | None) -> bool:
        """Whether a plain name stands for a definition or an import rather than for a variable."""
        here, at = scope, position
        definitions = unit.facts.definitions
        while True:
            rows = unit.locals(here).get(name)
            if rows:
                rows = in_force(rows, at)
                if rows:
                    return any(r.what in (DEFINITION, IMPORT) for r in rows)
            if here == 0:
                return True
            if definitions[here].name:
                at = None
            here = definitions[here].parent

    def call_targets(self, value: Value, operation: Expression) -> list[tuple[Def, Value | None]]:
        """The definitions that calling ``value`` reaches."""
        if isinstance(value, Def):
            if value.kind in CLASS_KINDS or value.kind in ("function", "method", "macro"):
                return [(value, None)]
            return []
        if isinstance(value, Bound):
            return [(value.function, None if value.exact_class else value.receiver)]
        if isinstance(value, Generic) and isinstance(value.base, Def):
            return [(value.base, None)]
        if isinstance(value, Instance) and self.call_member():
            found = self.evaluator.rules(value.cls).instance_member(value, self.call_member())
            return [t for f in found if isinstance(f, Bound) for t in self.call_targets(f, operation)]
        return []

    def why_unknown(self, unit: Unit, callee: Expression, reference: Reference) -> str:
        """Why a callee could not be told."""
        if callee[0] == "name":
            here = reference.scope
            definitions = unit.facts.definitions
            while True:
                for row in unit.locals(here).get(callee[1], ()):
                    return "parameter" if row.what == PARAMETER else "local"
                if here == 0:
                    return "not-found"
                here = definitions[here].parent
        return "unknown-receiver"

    def guess(self, unit: Unit, reference: Reference) -> list[tuple[Def, str]]:
        """Weaker candidates for a call whose receiver is unknown, each with its strategy's name."""
        return []

    def may_name_callable(self, name: str) -> bool:
        """Whether any function, method or class of the repository has this name: most values passed
        around are plain variables, and this tells without evaluating them."""
        self.evaluator.touch("", name)
        return name in self.evaluator.callable_names()

    def type_named(self, unit: Unit, reference: Reference) -> tuple[Def, ...]:
        """The types that a mention in an annotation or a signature names; an alias is what it is called."""
        return declared.by_expression(self, unit, reference.expression, reference.scope)

    this_name: ClassVar[str] = ""
    """How the receiver is written where it is no parameter."""

    def exported_as(self, module: Def, name: str) -> tuple[Def, ...] | None:
        """What a module declares under a name for others; None where its top-level names are its exports."""
        return None

    def read(self, unit: Unit, path: Sequence[str], scope: int, position: int) -> tuple[Def, ...]:
        """The constant, variable, property or class that a name or a dotted path stands for where it is not called."""
        return declared.by_reading(self, unit, path, scope, position)

    def trust(self, language: str, strategy: str) -> str:
        """The resolution that a weaker strategy earns in a language: its measured precision decides."""
        from codegraph.linking.calibration import resolution_of

        return resolution_of(language, strategy)

    # -- the class hierarchy

    def supertypes(self, cls: Def) -> list[tuple[str, Def]]:
        """(``inherits`` or ``implements``, base) for each direct base in the repository."""
        out: list[tuple[str, Def]] = []
        for base in self.bases(cls):
            target = base.base if isinstance(base, Generic) else base
            if isinstance(target, Def) and target.kind in CLASS_KINDS and target is not cls:
                interface = target.kind in ("interface", "trait") and cls.kind not in ("interface", "trait")
                out.append(("implements" if interface else "inherits", target))
        return out

    def overridden(self, cls: Def) -> list[tuple[Def, Def]]:
        """(method of ``cls``, the nearest base method it overrides)."""
        order = [c for c in self.resolution_order(cls)[1:] if isinstance(c, Def)]
        if not order:
            return []
        out: list[tuple[Def, Def]] = []
        for name, definitions in cls.unit.members(cls.index).items():
            method = definitions[-1]
            if method.kind not in ("method", "property"):
                continue
            for base in order:
                self.evaluator.touch(base.unit.path, name)
                members = base.unit.members(base.index).get(name)
                if members and members[-1].kind in ("method", "property"):
                    out.append((method, members[-1]))
                    break
        return out

    def overrides(self, method: Def, receiver: Value) -> list[Def]:
        """Overrides of ``method`` in subclasses of the receiver's class (in ``method``'s own class when
        the receiver is not an object): what a call through it may reach at run time."""
        if method.parent is None or method.parent.kind not in CLASS_KINDS or "constructor" in method.flags:
            return []
        cls = (
            receiver.cls if isinstance(receiver, Instance) else receiver if isinstance(receiver, Def) else method.parent
        )
        found = self.evaluator.kept(
            (cls.unit.path, "overrides", cls.index, method),
            self._overrides,
            cls,
            method,  # type: ignore[arg-type]
        )
        return list(found)  # type: ignore[arg-type]

    def _overrides(self, cls: Def, method: Def) -> Any:
        out: list[Def] = []
        for sub in self.subclasses(cls):
            members = sub.unit.members(sub.index).get(method.name)
            self.evaluator.touch(sub.unit.path, method.name)
            if members and members[-1].kind == method.kind and members[-1] is not method:
                out.append(members[-1])
        return tuple(out)

    def subclasses(self, cls: Def) -> list[Def]:
        """Every class that derives from ``cls``, directly or not, in order of path and position."""
        return self.evaluator.kept((cls.unit.path, "subclasses", cls.index), self._subclasses, cls)  # type: ignore[return-value]

    def _subclasses(self, cls: Def) -> Any:
        seen: dict[Def, None] = {}
        pending = [cls]
        while pending:
            here = pending.pop()
            self.evaluator.touch("", f"<{here.name}")
            for sub in self.evaluator.derived(here):
                if sub not in seen and sub is not cls:
                    seen[sub] = None
                    pending.append(sub)
        return sorted(seen, key=lambda d: d.place)

    def import_paths(self, unit: Unit, row: Import) -> list[str]:
        """The files an import leads to: the module it names, or the submodule."""
        out: list[str] = []
        for target in self.import_target(unit, row):
            if isinstance(target, Def):
                out.append(target.unit.path)
            elif isinstance(target, Package) and row.name and row.name != "*":
                out.extend(
                    v.unit.path for v in self.member(target, row.name) if isinstance(v, Def) and v.kind == "module"
                )
        return [p for p in dict.fromkeys(out) if p != unit.path]


def _open(value: Value) -> bool:
    """Whether a value mentions a type variable."""
    if isinstance(value, TypeVariable):
        return True
    if isinstance(value, (Instance, ExternalInstance)):
        return any(_open(v) for a in value.args for v in a)
    if isinstance(value, TupleOf):
        return any(_open(v) for a in value.items for v in a)
    if isinstance(value, Function):
        return any(_open(v) for v in value.result) or any(_open(v) for p in value.parameters for v in p)
    return False


def _merge(sequences: list[list[Def | External]]) -> list[Def | External] | None:
    """C3 linearisation (Barrett et al., "A Monotonic Superclass Linearization for Dylan"); None when there is none."""
    out: list[Def | External] = []
    pending = [s for s in sequences if s]
    while pending:
        for sequence in pending:
            head = sequence[0]
            if not any(head in other[1:] for other in pending):
                break
        else:
            return None
        out.append(head)
        for sequence in pending:
            if sequence and sequence[0] == head:
                del sequence[0]
        pending = [s for s in pending if s]
    return out


__all__ = ["CALLABLE_KINDS", "CLASS_KINDS", "NONE", "Semantics"]
