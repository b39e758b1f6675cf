"""Members: of classes, interfaces, prototypes, object literals, functions, and of ``this``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codegraph.linking.ecmascript import builtins
from codegraph.linking.ecmascript.names import FUNCTION_KINDS
from codegraph.linking.ecmascript.types import THIS, Types
from codegraph.linking.ecmascript.values import (
    Constructor,
    FunctionMethod,
    Handle,
    Indexed,
    Key,
    Later,
    Made,
    Mapped,
    Proto,
    Record,
)
from codegraph.linking.units import Unit
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
    Super,
    TupleOf,
    TypeVariable,
    Value,
    Values,
    union,
)

if TYPE_CHECKING:
    from parsers.facts import Binding, Expression

_CLASSES = frozenset(("class", "interface", "enum"))


class Members(Types):
    """What a value has inside."""

    # -- the receiver

    def receiver(self, unit: Unit, scope: int) -> Values:
        return self.evaluator.kept((unit.path, "this", scope), self._receiver, unit, scope)

    def _receiver(self, unit: Unit, scope: int) -> Values:
        definitions = unit.facts.definitions
        here = scope
        while here > 0:
            definition = definitions[here]
            kind = definition.kind
            if kind == "class":
                return (Instance(unit.defs[here]),)
            if kind in FUNCTION_KINDS:
                declared = _extra(definition.extra, "this")
                if declared >= 0:
                    return self.typed(unit, declared, here)
                parent = definitions[definition.parent]
                if parent.kind in _CLASSES:
                    owner = unit.defs[definition.parent]
                    return (owner,) if "static" in definition.flags else (Instance(owner),)
                if "arrow" not in definition.flags:
                    return self.function_receiver(unit, here)
            here = definition.parent
        return NOTHING

    def function_receiver(self, unit: Unit, index: int) -> Values:
        """``this`` in a function that is not an arrow and stands in no class."""
        definition = unit.facts.definitions[index]
        receiver = _extra(definition.extra, "receiver")
        if receiver >= 0:
            owners = self.evaluator.evaluate(unit, receiver, definition.parent, None)
            return tuple(Instance(v.owner) if isinstance(v, Proto) else v for v in owners)
        if unit.facts.definitions[definition.parent].kind == "object":
            return self.object_receiver(unit.defs[definition.parent])
        function = unit.defs[index]
        if self.is_constructor(function):
            return (Instance(function),)
        return self.expected_receiver(unit, index)

    def expected_receiver(self, unit: Unit, index: int) -> Values:
        """What the place of a function says of its ``this``."""
        raise NotImplementedError

    def object_receiver(self, literal: Def) -> Values:
        """``this`` in a method of an object literal: the object, or what the literal is the prototype of."""
        return (literal,)

    def is_constructor(self, function: Def) -> bool:
        """Whether a function is used as a class: it has a prototype, or sets members of ``this``."""
        if function.kind != "function" or function.unit.language not in self.languages:
            return False
        unit = function.unit
        self.evaluator.touch(unit.path, function.name)
        self.evaluator.touch(unit.path, "prototype")
        table = unit.cache.get("constructors")
        if table is None:
            table = unit.cache["constructors"] = self._constructors(unit)
        return function.index in table  # type: ignore[operator]

    def _constructors(self, unit: Unit) -> frozenset[int]:
        """Functions of the file that set members of ``this``, or whose prototype is set by name."""
        out: set[int] = set()
        definitions = unit.facts.definitions
        expressions = unit.facts.expressions
        named: set[str] = set()
        for binding in unit.facts.bindings:
            if binding.kind != "attr" or binding.base < 0:
                continue
            base = expressions[binding.base]
            if base[0] == "this":
                here = binding.scope
                while here > 0 and ("arrow" in definitions[here].flags or definitions[here].kind not in FUNCTION_KINDS):
                    here = definitions[here].parent
                if here > 0 and definitions[here].kind == "function":
                    out.add(here)
            elif base[0] == "attr" and base[2] == "prototype" and base[1] >= 0:
                inner = expressions[base[1]]
                if inner[0] == "name":
                    named.add(inner[1])
            elif base[0] == "name" and binding.name == "prototype":
                named.add(base[1])
        if named:
            for index, definition in enumerate(definitions):
                if definition.kind == "function" and definition.name in named:
                    out.add(index)
        return frozenset(out)

    def op_super(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        definitions = unit.facts.definitions
        here = scope
        while here > 0:
            definition = definitions[here]
            parent = definitions[definition.parent]
            if parent.kind == "class" and definition.kind != "class":
                owner = unit.defs[definition.parent]
                return (Super(owner, owner if "static" in definition.flags else Instance(owner)),)
            if definition.kind == "class":
                return (Super(unit.defs[here], Instance(unit.defs[here])),)
            here = definition.parent
        return NOTHING

    # -- one member of one value

    def op_attr(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        if operation[1] < 0:
            return NOTHING
        if position is not None:
            narrowed = self.narrowed_path(unit, operation, scope, position)
            if narrowed is not None:
                return narrowed
        name = operation[2]
        if name == "exports" and unit.facts.expressions[operation[1]] == ("name", "module"):
            return self.module_value(unit.module, True)
        base = self.evaluator.evaluate(unit, operation[1], scope, position)
        values = self.member(base[0], name) if len(base) == 1 else union(*[self.member(v, name) for v in base])
        known = tuple(v for v in values if v is not NULL)
        if not any(not isinstance(v, (External, ExternalMethod)) and v is not FOREIGN for v in known):
            added = self.added_here(unit, operation, scope, base, name, position)
            if added:
                return added
        return known or values

    def added_here(
        self, unit: Unit, operation: Expression, scope: int, base: Values, name: str, position: int | None
    ) -> Values:
        """What this file adds to an object it got from elsewhere: ``const app = express(); app.map = …``."""
        bindings = unit.attribute_bindings(name)
        if not bindings:
            return NOTHING
        here = unit.facts.expressions[operation[1]]
        if here[0] == "this":
            return NOTHING
        foreign = [v for v in base if isinstance(v, (Def, Made, Record)) and v.unit is not unit]
        declared: int | None = None
        out: list[Values] = []
        for binding in bindings:
            if binding.base < 0 or binding.expression < 0:
                continue
            if position is not None and binding.scope == scope and binding.start_byte > position:
                continue  # not yet
            same = False
            if binding.base == operation[1] and here[0] == "name":
                if declared is None:
                    declared = self.declaring_scope(unit, scope, here[1])
                same = self.declaring_scope(unit, binding.scope, here[1]) == declared
            elif foreign:
                owners = self.owners(unit, binding)
                same = any(v in owners for v in foreign)
            if same:
                out.append(self.assigned_value(unit, binding))
        values = union(*out)
        return tuple(v for v in values if v is not NULL and v is not FOREIGN)

    def owners(self, unit: Unit, binding: Binding) -> Values:
        """The objects whose member a binding sets."""
        return self.evaluator.kept(
            (unit.path, "owners", binding.base, binding.scope, binding.start_byte),
            self.evaluator.evaluate,
            unit,
            binding.base,
            binding.scope,
            binding.start_byte - 1,
        )

    def assigned_value(self, unit: Unit, binding: Binding) -> Values:
        """What a binding gives the member it sets."""
        return self.evaluator.kept(
            (unit.path, "attr", binding.expression, binding.scope, binding.start_byte), self.binding, unit, binding
        )

    def declaring_scope(self, unit: Unit, scope: int, name: str) -> int:
        """The scope that declares a name, -1 for none."""
        definitions = unit.facts.definitions
        here = scope
        while True:
            if name in unit.locals(here) and definitions[here].kind not in ("class", "object", "interface"):
                return here
            if here == 0:
                return -1
            here = definitions[here].parent

    def narrowed_path(self, unit: Unit, operation: Expression, scope: int, position: int) -> Values | None:
        """What a test around ``position`` says of a dotted path such as ``this.x``; None when there is none."""
        paths = unit.cache.get("paths")
        if paths is None:
            paths = unit.cache["paths"] = frozenset(
                b.name.rpartition(".")[2] for b in unit.facts.bindings if b.kind == "narrow" and "." in b.name
            )
        if operation[2] not in paths:  # type: ignore[operator]
            return None
        path = _path(unit, operation)
        if not path:
            return None
        here = scope
        while True:
            rows = unit.locals(here).get(path)
            if rows:
                inside = [r for r in rows if r.start <= position < r.end]
                if inside:
                    return self.row(unit, inside[-1])
            if here == 0:
                return None
            here = unit.facts.definitions[here].parent

    def member(self, value: Value, name: str) -> Values:
        if isinstance(value, Def):
            return self._definition_member(value, name)
        if isinstance(value, Instance):
            return self.instance_member(value, name)
        if isinstance(value, Record):
            return self.record_member(value, name)
        if isinstance(value, ExternalInstance):
            if value.name == "Record" and len(value.args) > 1 and name not in builtins.OBJECT_METHODS:
                return value.args[1]
            return self.external_instance_member(value, name)
        if isinstance(value, External):
            return self.external_member(value, name)
        if isinstance(value, Proto):
            return self.prototype_member(value, name)
        if isinstance(value, Made):
            return self.made_member(value, name)
        if isinstance(value, (Function, Constructor)):
            if name in builtins.FUNCTION_METHODS:
                return (FunctionMethod(value, name),)
            if name == "prototype" and isinstance(value, Constructor):
                return value.result
            return NOTHING
        if isinstance(value, TypeVariable):
            return union(*[self.member(v, name) for v in value.bound if v != value])
        if isinstance(value, (Indexed, Later)):
            return union(*[self.member(v, name) for v in self.bound_of(value)])
        if isinstance(value, Mapped):
            return self.mapped_member(value, name)
        if isinstance(value, Key):
            return (ExternalMethod(ExternalInstance("str"), name),)
        if isinstance(value, TupleOf):
            return (ExternalMethod(ExternalInstance("Array", (union(*value.items),)), name),)
        if isinstance(value, FunctionMethod):
            return (FOREIGN,)
        if isinstance(value, Handle):
            return (FunctionMethod(value, name),) if name in builtins.FUNCTION_METHODS else NOTHING
        if isinstance(value, Bound) and name in builtins.FUNCTION_METHODS:
            return (FunctionMethod(value, name),)
        return super().member(value, name)

    def _definition_member(self, value: Def, name: str) -> Values:
        rules = self.evaluator.rules(value)
        if not isinstance(rules, Members):
            return rules.member(value, name)
        kind = value.kind
        if kind == "module":
            return self.module_member(value, name)
        if kind == "class" or kind == "enum" or kind == "interface":
            return self.static_member(value, name)
        if kind == "object":
            return self.object_member(value, name)
        if kind == "package":
            return self.namespace_member(value, name)
        return self.function_member(value, name)

    def bound_of(self, value: Value, depth: int = 0) -> Values:
        """What a type that is not filled in is known to be at least."""
        if depth > 6:
            return NOTHING
        if isinstance(value, TypeVariable):
            return value.bound
        if isinstance(value, Later):
            return self.force(value)
        if isinstance(value, Indexed):
            base = union(*[self.bound_of(v, depth + 1) for v in value.base])
            key = value.key
            if not isinstance(key, str):
                key = union(*[self.bound_of(k, depth + 1) if isinstance(k, TypeVariable) else (k,) for k in key])
            found = self.indexed_by(base, key) if base else NOTHING
            return tuple(v for v in found if not isinstance(v, Indexed))
        return (value,)

    def mapped_member(self, value: Mapped, name: str) -> Values:
        """``{ [K in keyof T]: V }`` has V for every key of T."""
        return self.substitute(value.template, {value.variable: (Key(name),)})

    # -- object literals and object types

    def record_member(self, record: Record, name: str) -> Values:
        found = self.evaluator.kept(
            (
                record.unit.path,
                "record",
                record.expression,
                record.scope,
                record.position,
                record.typed,
                record.owner,
                name,
            ),
            self._record_member,
            record,
            name,
        )
        if record.mapping and found:
            return self.substitute(found, dict(record.mapping))
        return found

    def _record_member(self, record: Record, name: str) -> Values:
        unit = record.unit
        if record.owner is not None:
            members = unit.members(record.owner.index).get(name)
            if members:
                return self.chosen(members, (record,), record.owner)
        expressions = unit.facts.expressions
        if record.expression < 0:
            return NOTHING
        _, keys, values = expressions[record.expression]
        wanted = ("str", name)
        rest: list[Values] = []
        table = NOTHING
        for key, value in zip(reversed(keys), reversed(values), strict=True):
            if key < 0:
                if value >= 0 and expressions[value][0] == "spread":
                    spread = self.evaluator.evaluate(unit, expressions[value][1], record.scope, record.position)
                    rest.extend(self.member(v, name) for v in spread if not isinstance(v, (External, ExternalInstance)))
            elif expressions[key] == wanted:
                return self.record_value(record, value) or (FOREIGN,)
            elif expressions[key][0] == "lit":
                table = self.record_value(record, value)
        found = union(*rest)
        if found:
            return found
        if not record.typed:
            assigned = self.assigned_members(unit, record, name)
            if assigned:
                return assigned
        return table

    def record_value(self, record: Record, expression: int) -> Values:
        if record.typed:
            return self.typed(record.unit, expression, record.scope)
        values = self.evaluator.evaluate(record.unit, expression, record.scope, record.position)
        out: list[Value] = []
        for value in values:
            if isinstance(value, Def) and value.kind == "property":
                out.extend(self.result(value, None, None))
            else:
                out.append(value)
        return tuple(out)

    def object_member(self, value: Def, name: str) -> Values:
        """A member of an object literal that has functions: its own, what it spreads, what is assigned later."""
        self.evaluator.touch(value.unit.path, name)
        return self.evaluator.kept((value.unit.path, "object", value.index, name), self._object_member, value, name)

    def _object_member(self, value: Def, name: str) -> Values:
        unit = value.unit
        members = unit.members(value.index).get(name)
        assigned = self.assigned_members(unit, value, name)
        if members:
            found = self.chosen(members, (value,), value)
            return union(found, assigned)
        if value.facts.value >= 0:
            literal = Record(unit, value.facts.value, value.facts.parent, self._literal_position(value))
            found = self._record_member(literal, name)
            if assigned:
                found = tuple(v for v in found if v is not NULL and v is not FOREIGN)
            if found:
                return union(found, assigned)
        return assigned

    def _literal_position(self, value: Def) -> int | None:
        """Values of a literal are read where it stands, those of functions later see everything."""
        return value.facts.start_byte

    def chosen(self, members: list[Def], receivers: Values, owner: Def) -> Values:
        """The definitions a use of one name in one body can mean, bound to its receiver."""
        out: list[Value] = []
        receiver = receivers[0]
        picked = self.pick(members)
        if picked.kind == "property":
            return self.result(picked, receiver, None) or (FOREIGN,)
        if picked.kind == "method":
            out.append(Bound(picked, receiver))
        else:
            return self.field_value(picked)
        return tuple(out)

    def pick(self, members: list[Def]) -> Def:
        """Of several definitions of one name: the getter, the implementation, the first signature."""
        if len(members) == 1:
            return members[0]
        for member in members:
            if "getter" in member.flags:
                return member
        bodied = [m for m in members if "signature" not in m.flags]
        return bodied[-1] if bodied else members[0]

    def field_value(self, field: Def) -> Values:
        """What a field holds: its declared type, else what it starts with."""
        return self.evaluator.kept((field.unit.path, "field", field.index), self._field_value, field)

    def _field_value(self, field: Def) -> Values:
        unit = field.unit
        values = self.evaluator.evaluate(unit, field.facts.value, field.facts.parent, None)
        if not values:
            initial = _extra(field.facts.extra, "initial")
            values = self.evaluator.evaluate(unit, initial, field.facts.parent, None) if initial >= 0 else NOTHING
        if field.facts.value < 0 or values == (NULL,):
            owner = field.parent
            if owner is not None and owner.kind == "class":
                target: Value = owner if "static" in field.flags else Instance(owner)
                assigned = self.assigned_members(unit, target, field.name)
                if assigned:
                    return assigned
        return values or (FOREIGN,)

    # -- what is assigned to members

    def assigned_members(self, unit: Unit, target: Value, name: str) -> Values:
        """What the file assigns to member ``name`` of ``target`` (``o.x = …``, ``C.prototype.x = …``)."""
        out: list[Values] = []
        self.evaluator.touch(unit.path, name)
        self.evaluator.touch(unit.path, "*")
        bindings = unit.attribute_bindings(name)
        copied = unit.attribute_bindings("*")
        if not bindings and not copied:
            return NOTHING
        for binding in [*bindings, *copied] if copied else bindings:
            if binding.base < 0 or not self._assigns_to(unit, binding, target):
                continue
            if binding.name == "*":
                for source in self.binding(unit, binding):
                    if source != target and not isinstance(source, (External, ExternalInstance)):
                        out.append(self.member(source, name))
            else:
                found = self.assigned_value(unit, binding)
                if binding.declared and found:
                    return found  # /** @type {T} */ this.x = …
                out.append(found or (FOREIGN,))
        if out:
            self.evaluator.inferred = True
        values = union(*out)
        known = tuple(v for v in values if v is not NULL and v is not FOREIGN)
        return known or values

    def _assigns_to(self, unit: Unit, binding: Binding, target: Value) -> bool:
        base = unit.facts.expressions[binding.base]
        if base[0] == "this" and not isinstance(target, (Instance, Def)):
            return False
        owners = self.owners(unit, binding)
        if isinstance(target, Instance):
            cls = target.cls
            return any(
                (isinstance(v, Instance) and v.cls is cls) or (isinstance(v, Proto) and v.owner is cls) for v in owners
            )
        return target in owners

    def made_member(self, value: Made, name: str) -> Values:
        found = self.evaluator.kept(
            (value.unit.path, "made", value.expression, value.scope, name),
            self.assigned_members,
            value.unit,
            value,
            name,
        )
        if found:
            return found
        return union(*[self.member(v, name) for v in value.parents])

    # -- functions

    def function_member(self, value: Def, name: str) -> Values:
        if name == "prototype":
            return (Proto(value),)
        found = self.evaluator.kept((value.unit.path, "static", value.index, name), self._function_member, value, name)
        if found:
            return found
        if name in builtins.FUNCTION_METHODS:
            return (FunctionMethod(value, name),)
        return NOTHING

    def _function_member(self, value: Def, name: str) -> Values:
        unit = value.unit
        self.evaluator.touch(unit.path, name)
        found = self.assigned_members(unit, value, name)
        if found:
            return found
        merged = self.merged_namespace(value, name)
        if merged:
            return merged
        return self.exported_beside(value, name)

    def exported_beside(self, value: Def, name: str) -> Values:
        """``module.exports = f; module.exports.name = …``: a member of f."""
        unit = value.unit
        self.evaluator.touch(unit.path, name)
        for binding in self.exports(unit).get(name, ()):
            if value in self.module_export(unit.module, "export="):
                return self.export_value(unit, binding)
        return NOTHING

    def literal_prototype(self, function: Def, name: str) -> Values:
        """``F.prototype = { … }``."""
        unit = function.unit
        self.evaluator.touch(unit.path, "prototype")
        for binding in unit.attribute_bindings("prototype"):
            if binding.base >= 0 and function in self.owners(unit, binding):
                for value in self.assigned_value(unit, binding):
                    if isinstance(value, Record) or (isinstance(value, Def) and value.kind == "object"):
                        found = self.member(value, name)
                        if found:
                            return found
        return NOTHING

    def merged_namespace(self, value: Def, name: str) -> Values:
        """A member of the namespace declared beside a class or function of the same name."""
        unit = value.unit
        for other in unit.members(value.facts.parent).get(value.name, ()):
            if other.kind == "package":
                found = self.namespace_member(other, name)
                if found:
                    return found
        return NOTHING

    def prototype_member(self, value: Proto, name: str) -> Values:
        found = self.class_member(value.owner, name)
        return tuple(Bound(v, Instance(value.owner)) if isinstance(v, Def) and v.kind == "method" else v for v in found)

    # -- classes

    def static_member(self, cls: Def, name: str) -> Values:
        if name == "prototype":
            return (Proto(cls),)
        found = self.evaluator.kept((cls.unit.path, "static", cls.index, name), self._static_member, cls, name)
        if not found:
            return (FunctionMethod(cls, name),) if name in builtins.FUNCTION_METHODS else NOTHING
        out: list[Value] = []
        for value in found:
            if isinstance(value, Def) and value.kind == "method":
                out.append(Bound(value, cls))
            elif isinstance(value, Def) and value.kind == "property":
                out.extend(self.result(value, cls, None) or (FOREIGN,))
            else:
                out.append(value)
        return tuple(dict.fromkeys(out))

    def _static_member(self, cls: Def, name: str) -> Values:
        for base in self.resolution_order(cls):
            if isinstance(base, External):
                return (External(f"{base.name}.{name}"),)
            if base.kind == "function":
                found = self._function_member(base, name)
            else:
                found = self.own_static(base, name)
            if found:
                return found
        return NOTHING

    def own_static(self, cls: Def, name: str) -> Values:
        self.evaluator.touch(cls.unit.path, name)
        members = [d for d in cls.unit.members(cls.index).get(name, ()) if "static" in d.flags]
        if members:
            picked = self.pick(members)
            if picked.kind in ("method", "property"):
                return (picked,)
            if cls.kind == "enum":
                return (Instance(cls),)
            return self.field_value(picked)
        return (
            self.assigned_members(cls.unit, cls, name)
            or self.merged_namespace(cls, name)
            or self.exported_beside(cls, name)
        )

    def instance_member(self, instance: Instance, name: str) -> Values:
        cls = instance.cls
        if cls.kind == "enum":
            return (ExternalMethod(ExternalInstance("str"), name),)
        found = self.class_member(cls, name)
        if not found:
            if name == "constructor":
                return (cls,)
            return (ExternalMethod(FOREIGN, name),) if name in builtins.OBJECT_METHODS else NOTHING
        out: list[Value] = []
        mapping: dict[str, Values] | None = None
        for value in found:
            if isinstance(value, Def) and value.kind == "method":
                out.append(Bound(value, instance))
            elif isinstance(value, Def) and value.kind == "property":
                out.extend(self.result(value, instance, None) or (FOREIGN,))
            elif self.is_open(value):
                if mapping is None:
                    mapping = self.type_arguments(instance)
                out.extend(self._replace(value, mapping, 0))
            else:
                out.append(value)
        return tuple(dict.fromkeys(out))

    def _class_member(self, cls: Def, name: str) -> Values:
        """By the resolution order. In TypeScript what is declared, also by a base, outranks what is assigned."""
        outside: Values = NOTHING
        order = self.resolution_order(cls)
        for base in order:
            if isinstance(base, External):
                outside = (External(f"{base.name}.{name}"),)
                break
            found = self.own_member(base, name)
            if found:
                return found
        for base in order:
            if isinstance(base, Def) and base.unit.language == "typescript":
                found = self.assigned_members(base.unit, Instance(base), name)
                if found:
                    return found
        return outside

    def own_member(self, cls: Def, name: str) -> Values:
        """A member that objects of the class have by the class itself: methods and accessors unbound."""
        self.evaluator.touch(cls.unit.path, name)
        members = [d for d in cls.unit.members(cls.index).get(name, ()) if "static" not in d.flags]
        if cls.kind == "function":
            assigned = self.assigned_members(cls.unit, Instance(cls), name)
            if not assigned:
                return self.literal_prototype(cls, name)
            if any(isinstance(v, (Def, Bound)) for v in assigned):
                # Until it is assigned, the prototype's is in force.
                first = self.literal_prototype(cls, name)
                return union(assigned, tuple(v for v in first if isinstance(v, (Def, Bound))))
            return assigned
        if members:
            picked = self.pick(members)
            if picked.kind in ("method", "property"):
                return (picked,)
            return self.field_value(picked)
        if cls.unit.language == "typescript":
            return NOTHING  # declared, or not a member: see _class_member
        return self.assigned_members(cls.unit, Instance(cls), name)

    def super_member(self, value: Super, name: str) -> Values:
        order = self.resolution_order(value.cls)[1:]
        static = isinstance(value.receiver, Def)
        for cls in order:
            if isinstance(cls, External):
                return (External(f"{cls.name}.{name}"),)
            found = self.own_static(cls, name) if static else self.own_member(cls, name)
            if found:
                return tuple(
                    Bound(v, value.receiver, True) if isinstance(v, Def) and v.kind == "method" else v for v in found
                )
        return NOTHING

    def type_arguments(self, instance: Instance) -> dict[str, Values]:
        mapping: dict[str, Values] = self.evaluator.kept(  # type: ignore[assignment]
            (instance.cls.unit.path, "arguments", instance.cls.index, instance.args), self._type_arguments, instance
        )
        return {**(mapping or {}), THIS: (instance,)}

    def _type_arguments(self, instance: Instance) -> Any:
        """Type parameters of the class and of all its bases, as far as this object says what they are."""
        mapping: dict[str, Values] = {}
        for name, values in zip(self.type_parameters(instance.cls), instance.args, strict=False):
            if values:
                mapping[name] = values
        for base in self.bases(instance.cls):
            if isinstance(base, Generic) and isinstance(base.base, Def):
                args = tuple(self.substitute(a, mapping) for a in base.args)
                inner = self.type_arguments(Instance(base.base, args))
            elif isinstance(base, Def) and base.kind in _CLASSES:
                inner = self.type_arguments(Instance(base))
            else:
                continue
            for name, values in inner.items():
                if name != THIS:
                    mapping.setdefault(name, values)
        return mapping

    # -- bases

    def _bases(self, cls: Def) -> Values:
        self.evaluator.touch(cls.unit.path, cls.name)
        unit, facts = cls.unit, cls.facts
        if facts.kind == "function":
            return self.prototype_bases(cls)
        implemented = {e for key, e in facts.extra if key == "implements"}
        out: list[Value] = []
        if any(key == "unknown_base" for key, _ in facts.extra):
            out.append(External(""))
        scope = cls.index if facts.type_parameters else facts.parent
        for base in facts.bases:
            if facts.kind == "interface" or base in implemented:
                out.extend(self.interface_bases(unit, base, scope))
            else:
                out.extend(self.class_bases(unit, base, cls, scope))
        if facts.kind == "interface" or facts.kind == "class":
            # interface C beside class C, or declared twice: one type.
            for other in unit.members(facts.parent).get(facts.name, ()) if facts.name else ():
                if other is not cls and other.kind == "interface" and "expression" not in facts.flags:
                    out.append(other)
        return tuple(dict.fromkeys(out))

    def interface_bases(self, unit: Unit, base: int, scope: int) -> Values:
        """Interfaces, or what an alias in their place stands for."""
        out: list[Value] = []
        for value in self.typed(unit, base, scope):
            if isinstance(value, Instance):
                out.append(Generic(value.cls, value.args) if value.args else value.cls)
            elif isinstance(value, ExternalInstance):
                out.append(External(value.name))
        return tuple(out)

    def class_bases(self, unit: Unit, base: int, cls: Def, scope: int) -> Values:
        operation = unit.facts.expressions[base]
        args: tuple[Values, ...] = ()
        if operation[0] == "generic":
            args = tuple(self.typed(unit, a, scope) for a in operation[2])
            base = operation[1]
            operation = unit.facts.expressions[base]
        out: list[Value] = []
        # extends is read where the class stands, before the class has a value.
        for value in self.evaluator.evaluate(unit, base, cls.facts.parent, cls.facts.start_byte):
            if isinstance(value, Def) and value.kind in ("class", "function"):
                out.append(Generic(value, args) if args else value)
            elif isinstance(value, Generic):
                out.append(value)
            elif isinstance(value, External):
                out.append(value)
            elif isinstance(value, (Instance, Constructor)):
                for made in self.construct_result(value):
                    if isinstance(made, Instance):
                        out.append(Generic(made.cls, made.args or args) if made.args or args else made.cls)
        if operation[0] == "call":
            # A mixin: what it is given is a base as well.
            for argument in operation[2]:
                for value in self.evaluator.evaluate(unit, argument, cls.facts.parent, cls.facts.start_byte):
                    if isinstance(value, Def) and value.kind == "class":
                        out.append(value)
        return tuple(out) or (External(""),)

    def prototype_bases(self, function: Def) -> Values:
        """``F.prototype = Object.create(G.prototype)``, ``inherits(F, G)`` and their like."""
        unit = function.unit
        self.evaluator.touch(unit.path, "prototype")
        self.evaluator.touch(unit.path, "__proto__")
        out: list[Value] = []
        for name in ("prototype", "__proto__"):
            for binding in unit.attribute_bindings(name):
                if binding.base < 0:
                    continue
                owners = self.evaluator.evaluate(unit, binding.base, binding.scope, binding.start_byte - 1)
                wanted = function if name == "prototype" else Proto(function)
                if wanted not in owners:
                    continue
                for value in self.binding(unit, binding):
                    parents = value.parents if isinstance(value, Made) else (value,)
                    for parent in parents:
                        if isinstance(parent, Proto):
                            out.append(parent.owner)
                        elif isinstance(parent, Instance):
                            out.append(parent.cls)
                        elif isinstance(parent, External):
                            out.append(External(parent.name.removesuffix(".prototype")))
        return tuple(v for v in dict.fromkeys(out) if v is not function)

    def _resolution_order(self, cls: Def) -> Any:
        order: list[Def | External] = [cls]
        late: list[Def | External] = []
        for base in self.bases(cls):
            target = base.base if isinstance(base, Generic) else base
            if isinstance(target, Def):
                rules = self.evaluator.rules(target)
                for inner in rules.resolution_order(target) if target is not cls else ():
                    if inner not in order:
                        (late if isinstance(inner, External) else order).append(inner)
            elif isinstance(target, External) and target.name not in ("Object", "object"):
                late.append(target)
        # What is outside comes last: a mixin's unknown base must not hide the base it is given.
        return (*order, *dict.fromkeys(late))

    def module_and_rest(self, unit: Unit) -> Values:
        return (unit.module,)


def _extra(extra: tuple[tuple[str, int], ...], name: str) -> int:
    for key, expression in extra:
        if key == name:
            return expression
    return -1


def _path(unit: Unit, operation: Expression) -> str:
    """``a.b`` or ``this.a.b`` of an attribute expression; '' for anything else."""
    parts: list[str] = []
    at = operation
    for _ in range(4):
        if at[0] == "attr":
            parts.append(at[2])
            if at[1] < 0:
                return ""
            at = unit.facts.expressions[at[1]]
        elif at[0] == "name":
            parts.append(at[1])
            return ".".join(reversed(parts))
        elif at[0] == "this":
            parts.append("this")
            return ".".join(reversed(parts))
        else:
            return ""
    return ""
