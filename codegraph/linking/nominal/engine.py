"""The static type of an expression, and the member a call means."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from codegraph.linking.nominal.hierarchy import VARIABLE_KINDS, Member
from codegraph.linking.nominal.overloads import Overloads, Shape, Site
from codegraph.linking.nominal.types import (
    NULL,
    UNKNOWN,
    VOID,
    Ty,
    TypeDecl,
    Var,
    array,
    has_variables,
    is_external,
    mentions,
    substitute,
    unsettled,
)
from codegraph.linking.semantics.base import CLASS_KINDS
from codegraph.linking.units import BINDING, PARAMETER, Local, Unit, in_force
from codegraph.linking.values import Bound, Def, External, ExternalInstance, Instance, Value, Values
from parsers.facts import Binding, Expression, Parameter, Reference

LAMBDA, METHOD_REFERENCE, PLAIN = 0, -2, -1
SHORT_SPINE = 8
MAX_SPINE = 1000


class Denoted(NamedTuple):
    """What a name or a dotted name stands for: a value, a type, or a package."""

    what: str
    """value type package super nothing"""
    ty: Ty = UNKNOWN
    package: str = ""


NOTHING_DENOTED = Denoted("nothing")


class Call(NamedTuple):
    """What a call site means."""

    members: tuple[Member, ...]
    """One when decided; several candidates when not; none with a ``reason``."""
    reason: str = ""
    receiver: Ty | None = None
    """The type whose arguments are put in for the type variables of the member's type."""
    phase: int = 0
    virtual: bool = True
    """Whether an override may run instead."""
    strategy: str = ""
    inferred: bool = False


class NominalSemantics(Overloads):
    """Evaluation for languages with declared types."""

    literals: ClassVar[dict[str, str]] = {}
    """Literal kind -> name of its primitive or (in the root package) type."""
    iterable: ClassVar[tuple[str, str]] = ("", "")

    def prepare(self) -> None:
        super().prepare()
        for op in list(self.operations):
            self.operations[op] = self.as_values

    # -- the shared linker's questions

    def lookup(self, unit: Unit, scope: int, name: str, position: int | None) -> Values:
        return self.as_values(unit, ("name", name), scope, position)

    def as_values(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        """An expression's meaning in the terms that languages share."""
        site = Site(unit, scope, self.place(unit, scope, position))
        if operation[0] in ("call", "new"):
            return self.value_of(self.type_of(site, operation, -1))
        if operation[0] == "ref":
            call = self.resolve_reference(site, operation, self.reference_shape(unit, operation))
            members = [m.defn for m in call.members if m.defn.unit.path[0] != "<"]
            return (members[0],) if len(members) == 1 == len(call.members) else ()
        found = self.denote_operation(site, operation, -1)
        if found.what == "type":
            if found.ty == UNKNOWN:
                return ()
            return (self.as_type_value(found.ty),)
        if found.what in ("value", "super"):
            return self.value_of(found.ty)
        return ()

    def type_named(self, unit: Unit, reference: Reference) -> tuple[Def, ...]:
        head = self.resolve_type(unit, reference.expression, reference.scope).head
        return (head.defn,) if isinstance(head, TypeDecl) and not head.stub else ()

    def value_of(self, ty: Ty) -> Values:
        """An object of a type in the terms that languages share."""
        if ty == UNKNOWN:
            return ()
        value = self.as_type_value(ty)
        return (Instance(value),) if isinstance(value, Def) else (ExternalInstance(value.name),)

    def place(self, unit: Unit, scope: int, position: int | None) -> int:
        """A byte position to look from, where none is given."""
        return unit.facts.definitions[scope].end_byte if position is None else position

    # -- positions

    def bucket(self, site: Site) -> int:
        """Positions between which no binding begins or ends see the same names."""
        unit = site.unit
        edges: Any = unit.cache.get("edges")
        if edges is None:
            points: set[int] = set()
            for binding in unit.facts.bindings:
                if binding.name:
                    points.add(binding.start_byte)
                    points.add(binding.block_end)
            edges = sorted(points)
            unit.cache["edges"] = edges
        return bisect_right(edges, site.position)

    # -- names

    def denote(self, site: Site, expression: int) -> Denoted:
        """What an expression stands for where it is a receiver: values come before types, types before packages."""
        if expression < 0:
            return NOTHING_DENOTED
        return self.denote_operation(site, site.unit.facts.expressions[expression], expression)

    def denote_operation(self, site: Site, operation: Expression, expression: int) -> Denoted:
        op = operation[0]
        if op == "name":
            name = operation[1]
            variable = self.variable(site, name)
            if variable is not None:
                return Denoted("value", variable)
            ty = self.lookup_type(site.unit, site.scope, name)
            if ty != UNKNOWN and not (type(ty.head) is str and ty.head[:2] == "?."):
                return Denoted("type", ty)
            return self.unknown_name(site, name, ty)
        if op == "attr":
            base = self.denote(site, operation[1])
            return self.denote_member(site, base, operation[2])
        if op == "super":
            return Denoted("super", self.superclass(site))
        if op == "generic":
            return (
                Denoted("type", self.resolve_type(site.unit, expression, site.scope))
                if expression >= 0
                else (Denoted("type", self._resolve_type(site.unit, operation, site.scope, False)))
            )
        if op == "typeof" and len(operation) > 2:
            return Denoted("super", self.qualified_super(site, operation[2]))
        if expression >= 0:
            return Denoted("value", self.evaluate_type(site, expression))
        return Denoted("value", self.type_of(site, operation, expression))

    def unknown_name(self, site: Site, name: str, ty: Ty) -> Denoted:
        """A name that is no variable and no type of the project: an outside type by its look, or a package."""
        if name[:1].isupper():
            return Denoted("type", ty if ty != UNKNOWN else Ty(f"?.{name}"))
        return Denoted("package", package=name)

    def denote_member(self, site: Site, base: Denoted, name: str) -> Denoted:
        """``base.name`` where it is not called."""
        if base.what in ("value", "super"):
            return Denoted("value", self.member_value(base.ty, name))
        if base.what == "type":
            head = base.ty.head
            if isinstance(head, TypeDecl):
                found = self.field(head, name)
                if found is not None:
                    return Denoted("value", self.field_type(found, base.ty))
                inner = self.member_type(head, name)
                if inner is not None:
                    return Denoted("type", inner)
                return Denoted("value", UNKNOWN)
            if is_external(base.ty):
                if name[:1].isupper() and not name.isupper():
                    return Denoted("type", Ty(f"{head}.{name}"))
                return Denoted("value", Ty("?.", (base.ty,)) if name.isupper() else Ty(f"{head}.{name}"))
            return Denoted("value", UNKNOWN)
        if base.what == "package":
            found = self.type_in_package(site.unit, base.package, name)
            if found is not None:
                return Denoted("type", found)
            full = f"{base.package}.{name}"
            return Denoted("package", package=full) if self.is_package(full) else Denoted("type", Ty(full))
        return NOTHING_DENOTED

    def is_package(self, full: str) -> bool:
        """Whether a dotted name that is no known type is a package rather than an outside type: by its look."""
        return not full.rpartition(".")[2][:1].isupper()

    def member_value(self, ty: Ty, name: str) -> Ty:
        """The type of field ``name`` of an object."""
        head = ty.head
        for _ in range(4):
            if type(head) is not Var:
                break
            ty = self.bound(head)
            head = ty.head
        if isinstance(head, TypeDecl):
            found = self.field(head, name)
            return self.field_type(found, ty) if found is not None else UNKNOWN
        if head == "[]":
            return Ty("int") if name == "length" else UNKNOWN
        if is_external(ty):
            return Ty(f"{head}.{name}")
        return UNKNOWN

    def field_type(self, member: Member, receiver: Ty | None) -> Ty:
        """The declared type of a field, seen from ``receiver``."""
        defn = member.defn
        declared = self.keep(("field type", defn), self._field_type, defn) or UNKNOWN
        if receiver is None or not has_variables(declared):
            return declared
        if member.decl is not None:
            args = self.applied(member.args, receiver)
            mapping = dict(zip(self.variables(member.decl), args, strict=False))
            return substitute(declared, mapping)
        return declared

    def _field_type(self, defn: Def) -> Ty:
        self.touch_part(defn, defn.name)
        value = defn.facts.value
        if value < 0:
            return UNKNOWN
        operation = defn.unit.facts.expressions[value]
        if operation[0] == "inst":
            return self.resolve_type(defn.unit, operation[1], defn.facts.parent)
        self.evaluator.inferred = True
        return self.evaluate_type(Site(defn.unit, defn.facts.parent, defn.facts.end_byte), value)

    def variable(self, site: Site, name: str) -> Ty | None:
        """The type of the variable, parameter or field a simple name means; None when there is no such variable."""
        unit = site.unit
        at = site.scope
        definitions = unit.facts.definitions
        while at > 0:
            facts = definitions[at]
            if facts.kind in CLASS_KINDS:
                decl = self.decl(unit.defs[at])
                found = self.visible_field(site, decl, name)
                if found is not None:
                    return found
            else:
                rows = unit.locals(at).get(name)
                if rows:
                    rows = [r for r in in_force(rows, site.position) if r.what in (PARAMETER, BINDING)]
                    if rows:
                        return self.local_type(unit, rows[0])
                found = self.scope_variable(site, at, name)
                if found is not None:
                    return found
            at = facts.parent
        return self.file_variable(site, name)

    def scope_variable(self, site: Site, scope: int, name: str) -> Ty | None:
        """Names that a scope brings along without declaring them (receivers of lambdas)."""
        return None

    def visible_field(self, site: Site, decl: TypeDecl, name: str) -> Ty | None:
        """A field of a type around the site."""
        found = self.field(decl, name)
        return (
            self.field_type(found, None if found.decl is decl else self.own_type(decl)) if found is not None else None
        )

    def file_variable(self, site: Site, name: str) -> Ty | None:
        """A variable that no type around the site has: static imports, top-level properties."""
        return None

    def local_type(self, unit: Unit, row: Local) -> Ty:
        """The type of a parameter or local variable."""
        payload: Any = row.payload
        if row.what == PARAMETER:
            return (
                self.keep(
                    ("parameter", unit.path, row.scope, payload.name), self.parameter_type, unit, row.scope, payload
                )
                or UNKNOWN
            )
        return (
            self.keep(
                ("local", unit.path, payload.scope, payload.start_byte, payload.name), self.binding_type, unit, payload
            )
            or UNKNOWN
        )

    def parameter_type(self, unit: Unit, scope: int, parameter: Parameter) -> Ty:
        """The type of a formal parameter inside its function or lambda."""
        defn = unit.defs[scope]
        index = next(i for i, p in enumerate(defn.facts.parameters) if p.name == parameter.name)
        if parameter.type >= 0:
            ty = self.declared_parameters(defn)[index]
            if ty != UNKNOWN or defn.kind != "lambda":
                return self.variadic(ty) if parameter.kind == "args" else ty
        if defn.kind == "lambda":
            self.evaluator.inferred = True
            shape = self.lambda_shape(unit, scope)
            if shape is not None and index < len(shape.parameters):
                return shape.parameters[index]
        return UNKNOWN

    def variadic(self, element: Ty) -> Ty:
        """What a variadic parameter is inside its function."""
        return array(element)

    def binding_type(self, unit: Unit, binding: Binding) -> Ty:
        """The type a binding gives its name."""
        if binding.expression < 0:
            return UNKNOWN
        if not binding.declared:
            self.evaluator.inferred = True
        return self.evaluate_type(Site(unit, binding.scope, binding.start_byte), binding.expression)

    # -- expressions

    def evaluate_type(self, site: Site, expression: int) -> Ty:
        if expression < 0:
            return UNKNOWN
        unit = site.unit
        operation = unit.facts.expressions[expression]
        op = operation[0]
        if op == "lit":
            return self.literal_type(operation[1])
        if op == "inst":
            return self.resolve_type(unit, operation[1], site.scope)
        if op == "name":
            return self.variable(site, operation[1]) or UNKNOWN
        spine: Any = unit.cache.get("spine")
        if spine is not None:
            known = spine.get((expression, site.scope, self.bucket(site)))
            if known is not None:
                self.evaluator.inferred = self.evaluator.inferred or known[1]
                return known[0]
        return (
            self.keep(
                ("x", unit.path, expression, site.scope, self.bucket(site)), self.type_of, site, operation, expression
            )
            or UNKNOWN
        )

    def literal_type(self, kind: str) -> Ty:
        """The type of a literal."""
        if kind == "none":
            return NULL
        name = self.literals.get(kind)
        if name is None:
            return UNKNOWN
        return Ty(name) if name in self.widening else self.stub_type(self.root[0], name)

    def type_of(self, site: Site, operation: Expression, expression: int) -> Ty:
        """The type of an expression that is no literal and no plain name."""
        op = operation[0]
        if op == "call":
            return self.call_type(site, operation, expression)
        if op == "attr":
            found = self.denote_operation(site, operation, expression)
            return found.ty if found.what == "value" else UNKNOWN
        if op == "new":
            return self.new_type(site, operation, expression)
        if op == "this":
            return self.this_type(site)
        if op == "super":
            return self.superclass(site)
        if op == "index":
            return self.indexed_type(site, operation)
        if op == "elem":
            return self.element(self.evaluate_type(site, operation[1]))
        if op == "binop":
            return self.operator_type(site, operation)
        if op == "union":
            return self.alternatives([self.evaluate_type(site, a) for a in operation[1]])
        if op == "seq":
            items = [self.evaluate_type(site, i) for i in operation[2]]
            return array(self.alternatives(items))
        if op == "name":
            return self.variable(site, operation[1]) or UNKNOWN
        if op == "lit":
            return self.literal_type(operation[1])
        if op == "inst":
            return self.resolve_type(site.unit, operation[1], site.scope)
        if op == "str":
            return self.literal_type("str")
        return self.other_type(site, operation, expression)

    def other_type(self, site: Site, operation: Expression, expression: int) -> Ty:
        """Operations that only some languages have."""
        return UNKNOWN

    def this_type(self, site: Site) -> Ty:
        """The innermost type around the site."""
        decl = self.enclosing_decl(site.unit, site.scope)
        return self.own_type(decl) if decl is not None else UNKNOWN

    def enclosing_decl(self, unit: Unit, scope: int) -> TypeDecl | None:
        """The innermost type around ``scope``."""
        found = self.enclosing_class(unit, scope)
        return self.decl(found) if found is not None else None

    def superclass(self, site: Site) -> Ty:
        """What ``super`` is."""
        decl = self.enclosing_decl(site.unit, site.scope)
        if decl is None:
            return UNKNOWN
        return self.superclass_of(decl)

    def superclass_of(self, decl: TypeDecl) -> Ty:
        """The class a type extends, or the root type."""
        supers = self.supers(decl)
        for base in supers:
            if not (isinstance(base.head, TypeDecl) and base.head.kind == "interface"):
                return base
        if decl.kind == "interface" and supers:
            return supers[0]
        return self.root_type()

    def qualified_super(self, site: Site, expression: int) -> Ty:
        """``Interface.super`` or ``Outer.super``."""
        ty = self.resolve_type(site.unit, expression, site.scope)
        head = ty.head
        if isinstance(head, TypeDecl) and head.kind != "interface":
            return self.superclass_of(head)
        return ty

    def indexed_type(self, site: Site, operation: Expression) -> Ty:
        base = self.evaluate_type(site, operation[1])
        return base.args[0] if base.head == "[]" and base.args else UNKNOWN

    def element(self, ty: Ty) -> Ty:
        """One element met when iterating a value of a type."""
        if ty.head == "[]":
            return ty.args[0] if ty.args else UNKNOWN
        head = self.stub_type(*self.iterable).head
        if isinstance(head, TypeDecl):
            seen = self.as_super(ty, head)
            if seen is not None and seen.args:
                return seen.args[0]
        return UNKNOWN

    def alternatives(self, types: Sequence[Ty]) -> Ty:
        """The type of a conditional expression."""
        if not types:
            return UNKNOWN
        result = types[0]
        for ty in types[1:]:
            if ty in (result, NULL):
                continue
            if result == NULL:
                result = self.boxed(ty)
            elif UNKNOWN in (ty, result):
                return UNKNOWN
            else:
                result = self.either(result, ty)
        return result

    def either(self, one: Ty, other: Ty) -> Ty:
        """The type of ``c ? one : other``."""
        a = one if self.is_primitive(one) else self.unboxed(one)
        b = other if self.is_primitive(other) else self.unboxed(other)
        if a != UNKNOWN and b != UNKNOWN and (self.is_primitive(one) or self.is_primitive(other)):
            return self.promote(a, b)
        return self.join(self.boxed(one), self.boxed(other))

    def promote(self, one: Ty, other: Ty) -> Ty:
        """The wider of two primitives."""
        if one == other:
            return one
        if self.is_subtype(one, other):
            return other
        if self.is_subtype(other, one):
            return one
        return UNKNOWN

    def operator_type(self, site: Site, operation: Expression) -> Ty:
        """The type of a binary operator's result."""
        return UNKNOWN

    # -- construction

    def new_type(self, site: Site, operation: Expression, expression: int) -> Ty:
        unit = site.unit
        callee = operation[1]
        if callee < 0:
            return UNKNOWN
        made = unit.facts.expressions[callee]
        if made[0] == "def":
            return Ty(self.decl(unit.defs[made[1]]))
        ty = self.constructed_type(site, callee)
        head = ty.head
        if isinstance(head, TypeDecl) and made[0] == "generic" and not made[2]:
            return self.diamond(site, head, operation[2])
        return ty

    def constructed_type(self, site: Site, callee: int) -> Ty:
        """The type named after ``new``."""
        ty = self.resolve_type(site.unit, callee, site.scope)
        if ty == UNKNOWN:
            operation = site.unit.facts.expressions[callee]
            if operation[0] == "attr":  # outer.new Inner()
                base = self.denote(site, operation[1])
                if isinstance(base.ty.head, TypeDecl):
                    return self.member_type(base.ty.head, operation[2]) or UNKNOWN
        return ty

    def diamond(self, site: Site, decl: TypeDecl, arguments: tuple[int, ...]) -> Ty:
        """``new X<>(…)``: type arguments from the constructor's arguments."""
        variables = self.variables(decl)
        mapping: dict[Var, Ty] = {}
        if arguments and not decl.stub:
            members, phase = self.choose_member(site, self.constructors(decl), arguments, None)
            if len(members) == 1:
                types = self.parameter_types(members[0])
                for i, argument in enumerate(arguments):
                    if self.callable_argument(site.unit, argument) == PLAIN:
                        wanted = self.parameter_for(members[0], types, i, phase)
                        if has_variables(wanted):
                            self.infer(wanted, self.evaluate_type(site, argument), mapping, decl.defn)
        return Ty(decl, tuple([mapping.get(v, UNKNOWN) for v in variables]))

    def resolve_construction(self, site: Site, operation: Expression) -> Call:
        """The constructor (or the type, when it declares none) that ``new X(…)`` runs."""
        callee = operation[1]
        if callee < 0:
            return Call((), "unknown-receiver")
        made = site.unit.facts.expressions[callee]
        if made[0] == "def":
            supers = self.supers(self.decl(site.unit.defs[made[1]]))
            ty = supers[0] if supers else UNKNOWN
        else:
            ty = self.constructed_type(site, callee)
        return self.construct(site, ty, operation, "new")

    def construct(self, site: Site, ty: Ty, operation: Expression, strategy: str) -> Call:
        """The constructor of a type that takes the arguments."""
        head = ty.head
        if not isinstance(head, TypeDecl):
            return Call((), "external" if is_external(ty) else "unknown-receiver")
        if head.stub:
            return Call((), "external")
        declared = self.constructors(head)
        if not declared:
            return Call((Member(head.defn, head),), receiver=ty, virtual=False, strategy=strategy)
        members, phase = self.choose_member(
            site, declared, self.all_arguments(operation), ty, self.argument_names(operation)
        )
        if not members:
            # The arguments were misread, or a constructor is generated: it is this type all the same.
            return Call((Member(head.defn, head),), receiver=ty, virtual=False, strategy=strategy, inferred=True)
        return Call(members, "", ty, phase, False, strategy)

    # -- calls

    def resolve_call(self, site: Site, operation: Expression, expression: int) -> Call:
        """The method a call means."""
        if expression >= 0:
            return self.keep(
                ("call", site.unit.path, expression, site.scope, self.bucket(site)), self._resolve_call, site, operation
            ) or Call((), "too-deep")
        return self._resolve_call(site, operation)

    def _resolve_call(self, site: Site, operation: Expression) -> Call:
        callee_index = operation[1]
        if callee_index < 0:
            return Call((), "unknown-receiver")
        callee = site.unit.facts.expressions[callee_index]
        if callee[0] == "generic" and callee[1] >= 0:  # a call with type arguments
            callee = site.unit.facts.expressions[callee[1]]
        op = callee[0]
        if op == "name":
            return self.resolve_simple(site, callee[1], operation)
        if op == "attr":
            return self.resolve_member(site, callee, operation)
        if op == "super":
            decl = self.enclosing_decl(site.unit, site.scope)
            ty = self.superclass_of(decl) if decl is not None else UNKNOWN
            return self.construct(site, ty, operation, "super")
        if op == "this":
            decl = self.enclosing_decl(site.unit, site.scope)
            return self.construct(site, self.own_type(decl) if decl is not None else UNKNOWN, operation, "this")
        return self.resolve_other(site, callee, operation)

    def resolve_other(self, site: Site, callee: Expression, operation: Expression) -> Call:
        """Calling what is neither a name nor a member."""
        return Call((), "unknown-receiver")

    def resolve_simple(self, site: Site, name: str, operation: Expression) -> Call:
        """``name(…)``: the innermost type around the site that has a method of that name, then the file's imports."""
        unit = site.unit
        at = site.scope
        definitions = unit.facts.definitions
        outside = False
        while at > 0:
            facts = definitions[at]
            if facts.kind in CLASS_KINDS:
                decl = self.decl(unit.defs[at])
                found = self.methods(decl, name)
                if found:
                    return self.decide(site, found, operation, self.own_type(decl), "implicit this")
                outside = outside or self.is_open(decl)
            at = facts.parent
        call = self.resolve_in_file(site, name, operation)
        if call is not None:
            return call
        return Call((), "external" if outside else "not-found")

    def resolve_in_file(self, site: Site, name: str, operation: Expression) -> Call | None:
        """``name(…)`` that no type around the site has: static imports, top-level functions."""
        return None

    def resolve_member(self, site: Site, callee: Expression, operation: Expression) -> Call:
        """``receiver.name(…)``."""
        base = self.denote(site, callee[1])
        return self.resolve_on(site, base, callee[2], operation)

    def resolve_on(self, site: Site, base: Denoted, name: str, operation: Expression) -> Call:
        """A call of member ``name`` of what ``base`` denotes."""
        if base.what == "package":
            return Call((), "external")
        ty = base.ty
        head = ty.head
        for _ in range(4):
            if type(head) is not Var:
                break
            ty = self.bound(head)
            head = ty.head
        if isinstance(head, TypeDecl):
            found = self.methods(head, name)
            if base.what == "type":
                static = tuple([m for m in found if "static" in m.defn.flags])
                call = self.decide(site, static or found, operation, ty, "static", virtual=False)
            elif base.what == "super":
                call = self.decide(site, found, operation, ty, "super", virtual=False)
            else:
                call = self.decide(site, found, operation, ty, "receiver type")
            if not call.members and not found:
                return Call((), "external" if head.stub or self.is_open(head) else "not-found")
            return call
        if is_external(ty) or self.is_primitive(ty) or head in ("[]", "null"):
            return Call((), "external")
        return Call((), "unknown-receiver")

    def decide(
        self,
        site: Site,
        candidates: tuple[Member, ...],
        operation: Expression,
        receiver: Ty | None,
        strategy: str,
        virtual: bool = True,
    ) -> Call:
        """Overload choice among the candidates."""
        members, phase = self.choose_member(
            site, candidates, self.all_arguments(operation), receiver, self.argument_names(operation)
        )
        if not members:
            outside = (
                receiver is not None
                and isinstance(receiver.head, TypeDecl)
                and (receiver.head.stub or self.is_open(receiver.head))
            )
            return Call((), "external" if outside else "not-found", receiver)
        return Call(members, "" if len(members) == 1 else "ambiguous", receiver, phase, virtual, strategy)

    def decide_checked(
        self,
        site: Site,
        candidates: tuple[Member, ...],
        operation: Expression,
        receiver: Ty | None,
        strategy: str,
        virtual: bool = True,
    ) -> Call:
        """:meth:`decide` where other candidates come after these: one that the arguments rule out is none."""
        call = self.decide(site, candidates, operation, receiver, strategy, virtual)
        if len(call.members) == 1 and self.contradicted(
            site, call.members[0], self.all_arguments(operation), receiver, self.argument_names(operation)
        ):
            return Call((), "not-found", receiver)
        return call

    def call_type(self, site: Site, operation: Expression, expression: int) -> Ty:
        """What a call gives."""
        call = self.resolve_call(site, operation, expression)
        if not call.members:
            return self.unresolved_type(site, operation, call)
        if len(call.members) == 1:
            return self.result_type(site, call, call.members[0], operation)
        results = {self.result_type(site, call, member, operation) for member in call.members}
        return results.pop() if len(results) == 1 else UNKNOWN

    def unresolved_type(self, site: Site, operation: Expression, call: Call) -> Ty:
        """What calling something outside gives: something outside."""
        return Ty("?.") if call.reason == "external" else UNKNOWN

    def returned(self, defn: Def) -> Ty:
        """The result type of a method as declared."""
        return self.keep(("returns", defn), self._returned, defn) or UNKNOWN

    def _returned(self, defn: Def) -> Ty:
        self.touch_part(defn, defn.name)
        if defn.facts.returns >= 0:
            return self.resolve_type(defn.unit, defn.facts.returns, defn.index)
        return self.undeclared_result(defn)

    def undeclared_result(self, defn: Def) -> Ty:
        """The result of a function that declares none."""
        return UNKNOWN

    def result_type(self, site: Site, call: Call, member: Member, operation: Expression) -> Ty:
        """What a call of ``member`` gives, type variables filled in."""
        defn = member.defn
        if "constructor" in defn.flags or defn.kind in CLASS_KINDS:
            return call.receiver or UNKNOWN
        ty = self.returned(defn)
        if not has_variables(ty):
            return ty
        ty = substitute(ty, self.receiver_mapping(call, member))
        if defn.facts.type_parameters and mentions(ty, defn):
            self.evaluator.inferred = True
            mapping = self.inferred_mapping(site, call, member, operation, -1)
            ty = self.fill_bounds(substitute(ty, mapping), defn)
        return ty

    def receiver_mapping(self, call: Call, member: Member) -> dict[Var, Ty]:
        """The type variables of the member's type, as the receiver has them."""
        if member.decl is None or not member.args:
            return {}
        args = member.args
        if call.receiver is not None:
            args = self.applied(args, call.receiver)
        return dict(zip(self.variables(member.decl), args, strict=False))

    def inferred_mapping(
        self, site: Site, call: Call, member: Member, operation: Expression, but: int, but_argument: int = -1
    ) -> dict[Var, Ty]:
        """The method's own type variables, from the arguments; lambda ``but`` and later ones are not looked into."""
        defn = member.defn
        receiver = self.receiver_mapping(call, member)
        types = self.declared_parameters(defn)
        if receiver:
            types = tuple([substitute(t, receiver) for t in types])
        mapping: dict[Var, Ty] = {}
        self.infer_receiver(site, call, member, mapping)
        functions: list[tuple[int, int, Ty]] = []
        names = self.argument_names(operation)
        for i, argument in enumerate(self.all_arguments(operation)):
            wanted = self.parameter_for(member, types, i, call.phase, names)
            if argument < 0 or not has_variables(wanted):
                continue
            inner = self.callable_argument(site.unit, argument)
            if inner == PLAIN:
                if argument != but_argument:
                    self.infer(wanted, self.argument_type(site, argument, substitute(wanted, mapping)), mapping, defn)
            else:
                functions.append((argument, inner, wanted))
        for argument, inner, wanted in functions:
            if but >= 0 and inner == but:
                break
            shape = self.function_shape(substitute(wanted, mapping))
            if shape is None or not mentions(shape.result, defn):
                continue
            given = self.callable_result(site, argument, inner, shape)
            self.infer(shape.result, given, mapping, defn)
        return mapping

    def argument_type(self, site: Site, argument: int, wanted: Ty) -> Ty:
        """The type of an argument; what a generic call leaves open is told by what is wanted of it."""
        ty = self.evaluate_type(site, argument)
        operation = site.unit.facts.expressions[argument]
        if operation[0] != "call" or not unsettled(ty):
            return ty
        call = self.resolve_call(site, operation, argument)
        if len(call.members) != 1:
            return ty
        member = call.members[0]
        defn = member.defn
        declared = self.returned(defn)
        if not mentions(declared, defn):
            return ty
        declared = substitute(declared, self.receiver_mapping(call, member))
        mapping = self.inferred_mapping(site, call, member, operation, -1)
        self.infer_back(declared, wanted, mapping, defn)
        return self.fill_bounds(substitute(declared, mapping), defn)

    def infer_back(self, declared: Ty, wanted: Ty, mapping: dict[Var, Ty], defn: Def) -> None:
        """Learn what a generic result's variables stand for from the type its place wants."""
        told: dict[Var, Ty] = {}
        self.infer(declared, wanted, told, defn)
        for var, ty in told.items():
            if not has_variables(ty) and not unsettled(ty):
                if var not in mapping or unsettled(mapping[var]):
                    mapping[var] = ty

    def infer_receiver(self, site: Site, call: Call, member: Member, mapping: dict[Var, Ty]) -> None:
        """What an extension function's receiver says of its type variables."""

    # -- lambdas and method references

    def callable_argument(self, unit: Unit, expression: int) -> int:
        if expression < 0:
            return PLAIN
        operation = unit.facts.expressions[expression]
        if operation[0] == "def":
            return operation[1] if unit.facts.definitions[operation[1]].kind == "lambda" else PLAIN
        if operation[0] == "ref":
            return METHOD_REFERENCE
        return PLAIN

    def fits_lambda(self, site: Site, expression: int, shape: Shape) -> bool | None:
        unit = site.unit
        inner = self.callable_argument(unit, expression)
        if inner == METHOD_REFERENCE:
            return self.fits_reference(site, unit.facts.expressions[expression], shape)
        facts = unit.facts.definitions[inner]
        if not self.lambda_arity_fits(len(facts.parameters), shape):
            return False
        if "expression" in facts.flags:
            body = self.lambda_body(unit, inner)
            if body is None:
                return True
            if shape.result == VOID:
                return body[0] in ("call", "new", "binop", "name", "index", "attr") or None
            if not facts.parameters and body[0] == "call":
                returned = [b for b in unit.bindings(inner) if b.kind == "return"]
                ty = self.evaluate_type(Site(unit, inner, returned[0].start_byte), returned[0].expression)
                if ty == VOID:
                    return False
            return True
        gives = any(b.kind == "return" for b in unit.bindings(inner))
        if shape.result == VOID:
            return not gives
        return True if gives else (None if "throws" in facts.flags else False)

    def lambda_arity_fits(self, count: int, shape: Shape) -> bool:
        """Whether a lambda with that many parameters can be of a function type."""
        return count == len(shape.parameters)

    def lambda_body(self, unit: Unit, scope: int) -> Expression | None:
        """The expression an expression lambda gives."""
        for binding in unit.bindings(scope):
            if binding.kind == "return" and binding.expression >= 0:
                return unit.facts.expressions[binding.expression]
        return None

    def fits_reference(self, site: Site, operation: Expression, shape: Shape) -> bool | None:
        """Whether a method reference fits a function type, by the number of parameters."""
        call = self.resolve_reference(site, operation, shape)
        if call.members:
            return True if len(call.members) == 1 else None
        return False if call.reason == "not-found" else None

    def resolve_reference(self, site: Site, operation: Expression, shape: Shape | None) -> Call:
        """The method that ``X::m`` names, wanted as ``shape`` where that is known."""
        target = site.unit.facts.expressions[operation[1]]
        if target[0] != "attr":
            return Call((), "unknown-receiver")
        base, name = self.denote(site, target[1]), target[2]
        ty = base.ty
        if type(ty.head) is Var:
            ty = self.bound(ty.head)
        head = ty.head
        if not isinstance(head, TypeDecl):
            return Call((), "external" if is_external(ty) or head == "[]" else "unknown-receiver")
        if name == "new":
            if head.stub:
                return Call((), "external", ty)
            members = self.constructors(head)
            if not members:
                return Call((Member(head.defn, head),), receiver=ty, virtual=False, strategy="reference")
            count = len(shape.parameters) if shape is not None else None
            fitting = [m for m in members if count is None or self.takes(m, count) is not None]
            return self.one_of(fitting, ty)
        found = self.methods(head, name)
        if not found:
            return Call((), "external" if head.stub or self.is_open(head) else "not-found", ty)
        if shape is None:
            return self.one_of(list(found), ty)
        count = len(shape.parameters)
        fitting: list[Member] = []
        for member in found:
            static = "static" in member.defn.flags
            if base.what == "type" and not static:
                if count and self.takes(member, count - 1) is not None:
                    fitting.append(member)
            elif self.takes(member, count) is not None:
                fitting.append(member)
        if len(fitting) > 1:
            fitting = self.by_parameter_types(fitting, shape, base.what == "type") or fitting
        return self.one_of(fitting, ty) if fitting else Call((), "not-found", ty)

    def reference_shape(self, unit: Unit, operation: Expression) -> Shape | None:
        """The function type wanted of a method reference, where it is an argument of a call."""
        places: Any = unit.cache.get("references")
        if places is None:
            places = {}
            expressions = unit.facts.expressions
            for reference in unit.facts.references:
                if reference.role in ("call", "construct") and reference.expression >= 0:
                    call = expressions[reference.expression]
                    if call[0] in ("call", "new"):
                        for i, argument in enumerate(self.all_arguments(call)):
                            if argument >= 0 and expressions[argument][0] == "ref":
                                places.setdefault(expressions[argument], (reference, i))
            unit.cache["references"] = places
        found = places.get(operation)
        return self.argument_shape(unit, found[0], found[1], -1) if found is not None else None

    def by_parameter_types(self, members: list[Member], shape: Shape, unbound: bool) -> list[Member]:
        """Those whose parameters take what the function type gives, most specific first if one is."""
        out: list[Member] = []
        for member in members:
            given = shape.parameters
            if unbound and "static" not in member.defn.flags:
                given = given[1:]
            types = self.parameter_types(member)
            if len(types) == len(given) and all(
                self.converts(g, w, True) is not False for g, w in zip(given, types, strict=True)
            ):
                out.append(member)
        if len(out) > 1 and UNKNOWN not in shape.parameters:
            for member in out:
                types = self.parameter_types(member)
                if all(
                    other is member
                    or all(
                        self.is_subtype(a, b) is True for a, b in zip(types, self.parameter_types(other), strict=False)
                    )
                    for other in out
                ):
                    return [member]
        return out

    def one_of(self, members: list[Member], receiver: Ty) -> Call:
        return Call(tuple(members), "" if len(members) == 1 else "ambiguous", receiver, strategy="reference")

    def callable_result(self, site: Site, expression: int, inner: int, shape: Shape) -> Ty:
        """What the lambda or method reference gives when called as ``shape``."""
        if inner == METHOD_REFERENCE:
            operation = site.unit.facts.expressions[expression]
            call = self.resolve_reference(site, operation, shape)
            if len(call.members) != 1:
                return UNKNOWN
            member = call.members[0]
            receiver = call.receiver
            if receiver is not None and not receiver.args and shape.parameters and isinstance(receiver.head, TypeDecl):
                seen = self.as_super(shape.parameters[0], receiver.head)
                if seen is not None:
                    call = call._replace(receiver=seen)
            ty = self.result_type_without_arguments(call, member)
            return self.boxed(ty)
        return self.boxed(self.lambda_result(site.unit, inner))

    def result_type_without_arguments(self, call: Call, member: Member) -> Ty:
        """What a method gives, as far as that is told without its arguments."""
        if "constructor" in member.defn.flags or member.defn.kind in CLASS_KINDS:
            return call.receiver or UNKNOWN
        ty = substitute(self.returned(member.defn), self.receiver_mapping(call, member))
        return self.fill_bounds(ty, member.defn)

    def lambda_result(self, unit: Unit, scope: int) -> Ty:
        """What a lambda's body gives."""
        return self.keep(("lambda result", unit.path, scope), self._lambda_result, unit, scope) or UNKNOWN

    def _lambda_result(self, unit: Unit, scope: int) -> Ty:
        types = [
            self.evaluate_type(Site(unit, b.scope, b.start_byte), b.expression)
            for b in unit.bindings(scope)
            if b.kind == "return"
        ]
        return self.alternatives(types) if types else VOID

    def lambda_shape(self, unit: Unit, scope: int) -> Shape | None:
        """The function type that the place of a lambda wants of it."""
        found = self.keep(("lambda", unit.path, scope), self._lambda_shape, unit, scope)
        return found[0] if found else None

    def _lambda_shape(self, unit: Unit, scope: int) -> tuple[Shape | None]:
        place = self.lambda_places(unit).get(scope)
        if place is None:
            return (None,)
        kind, payload = place
        if kind == "argument":
            reference, index = payload
            return (self.argument_shape(unit, reference, index, scope),)
        if kind == "typed":
            owner, expression = payload
            return (self.function_shape(self.resolve_type(unit, expression, owner)),)
        if kind == "returned":
            function: Def = unit.defs[payload]
            if function.kind == "lambda":
                outer = self.lambda_shape(unit, payload)
                return (self.function_shape(outer.result) if outer is not None else None,)
            return (self.function_shape(self.returned(function)),)
        if kind == "assigned":
            outer_scope, expression, position = payload
            return (self.function_shape(self.evaluate_type(Site(unit, outer_scope, position), expression)),)
        return (None,)

    def lambda_places(self, unit: Unit) -> dict[int, tuple[str, Any]]:
        """Lambda definition -> where it stands: an argument of a call, a typed variable, a result."""
        known: Any = unit.cache.get("lambdas")
        if known is not None:
            return known
        known = {}
        expressions = unit.facts.expressions
        definitions = unit.facts.definitions

        def is_lambda(expression: int) -> int:
            if expression >= 0:
                operation = expressions[expression]
                if operation[0] == "def" and definitions[operation[1]].kind == "lambda":
                    return operation[1]
            return -1

        for reference in unit.facts.references:
            if reference.role in ("call", "construct") and reference.expression >= 0:
                operation = expressions[reference.expression]
                if operation[0] in ("call", "new"):
                    for i, argument in enumerate(self.all_arguments(operation)):
                        inner = is_lambda(argument)
                        if inner >= 0:
                            known.setdefault(inner, ("argument", (reference, i)))
        for binding in unit.facts.bindings:
            inner = is_lambda(binding.expression)
            if inner < 0:
                continue
            if binding.kind == "return":
                known.setdefault(inner, ("returned", binding.scope))
        for index, definition in enumerate(definitions):
            if definition.kind == "lambda" and definition.extra:
                for what, expression in definition.extra:
                    if what == "target":
                        known.setdefault(index, ("typed", (definition.parent, expression)))
                    elif what == "assigned":
                        known.setdefault(index, ("assigned", (definition.parent, expression, definition.start_byte)))
        unit.cache["lambdas"] = known
        return known

    def all_arguments(self, operation: Expression) -> tuple[int, ...]:
        """Argument expressions, named ones after the others."""
        named: Any = operation[3]
        return (*operation[2], *[value for _, value in named]) if named else operation[2]

    def argument_names(self, operation: Expression) -> tuple[str, ...]:
        """For each of all arguments its name, '' where it has none; () when no argument has one."""
        named: Any = operation[3]
        return (*("",) * len(operation[2]), *[name for name, _ in named]) if named else ()

    def argument_shape(self, unit: Unit, reference: Reference, index: int, scope: int) -> Shape | None:
        """The function type wanted of argument ``index`` of a call."""
        site = Site(unit, reference.scope, reference.start_byte)
        operation = unit.facts.expressions[reference.expression]
        if operation[0] == "new":
            call = self.resolve_construction(site, operation)
        else:
            call = self.resolve_call(site, operation, reference.expression)
        members = call.members
        if not members:
            return self.function_shape(call.receiver) if call.reason == "sam" and call.receiver is not None else None
        shapes: list[Shape] = []
        for member in members:
            if member.defn.kind in CLASS_KINDS:
                return None
            wanted = self.wanted_type(site, call, member, operation, index)
            mapping = self.receiver_mapping(call, member)
            wanted = substitute(wanted, mapping)
            if member.defn.facts.type_parameters and mentions(wanted, member.defn):
                told = self.inferred_mapping(site, call, member, operation, scope)
                if mentions(substitute(wanted, told), member.defn):
                    self.tell_by_place(site, reference, call, member, told)
                wanted = substitute(wanted, told)
                wanted = self.fill_bounds(wanted, member.defn)
            shape = self.function_shape(wanted)
            if shape is not None:
                shapes.append(shape)
        if not shapes:
            return None
        first = shapes[0]
        return first if all(s.parameters == first.parameters for s in shapes) else None

    def tell_by_place(
        self, site: Site, reference: Reference, call: Call, member: Member, mapping: dict[Var, Ty]
    ) -> None:
        """Where a generic call is itself an argument, what is wanted there tells its type variables."""
        declared = substitute(self.returned(member.defn), self.receiver_mapping(call, member))
        if not mentions(declared, member.defn):
            return
        place = self.argument_places(site.unit).get(reference.expression)
        if place is None:
            return
        outer, index = place
        operation = site.unit.facts.expressions[outer.expression]
        outer_site = Site(site.unit, outer.scope, outer.start_byte)
        if operation[0] == "new":
            around = self.resolve_construction(outer_site, operation)
        else:
            around = self.resolve_call(outer_site, operation, outer.expression)
        if len(around.members) != 1 or around.members[0].defn.kind in CLASS_KINDS:
            return
        target = around.members[0]
        wanted = self.wanted_type(outer_site, around, target, operation, index)
        wanted = substitute(wanted, self.receiver_mapping(around, target))
        if mentions(wanted, target.defn):
            told = self.inferred_mapping(outer_site, around, target, operation, -1, reference.expression)
            if outer.expression != reference.expression:
                wanted = substitute(wanted, told)
        self.infer_back(declared, wanted, mapping, member.defn)

    def argument_places(self, unit: Unit) -> dict[int, tuple[Reference, int]]:
        """Call expression -> the call it is an argument of, and its position there."""
        known: Any = unit.cache.get("places")
        if known is None:
            known = {}
            expressions = unit.facts.expressions
            for reference in unit.facts.references:
                if reference.role in ("call", "construct") and reference.expression >= 0:
                    operation = expressions[reference.expression]
                    if operation[0] in ("call", "new"):
                        for i, argument in enumerate(self.all_arguments(operation)):
                            if argument >= 0 and expressions[argument][0] == "call":
                                known.setdefault(argument, (reference, i))
            unit.cache["places"] = known
        return known

    def wanted_type(self, site: Site, call: Call, member: Member, operation: Expression, index: int) -> Ty:
        """The declared type of the parameter that argument ``index`` goes to."""
        return self.parameter_for(
            member, self.declared_parameters(member.defn), index, call.phase, self.argument_names(operation)
        )

    # -- linking

    def resolve(self, unit: Unit, reference: Reference) -> Call:
        """What a call, construction or method reference means."""
        if reference.expression < 0:
            return Call((), "unknown-receiver")
        operation = unit.facts.expressions[reference.expression]
        site = Site(unit, reference.scope, reference.start_byte)
        if operation[0] == "call":
            self.walk_spine(site, operation)
            return self.resolve_call(site, operation, reference.expression)
        if operation[0] == "new":
            return self.resolve_construction(site, operation)
        return Call((), "unknown-receiver")

    def walk_spine(self, site: Site, operation: Expression) -> None:
        """Evaluate the receivers of a long chain from the inside out.

        One inside the other they would reach the evaluator's depth limit after some thirty calls. Only a file's
        own linking does this, so that what other files are told of it does not depend on the order of things.
        """
        expressions = site.unit.facts.expressions
        links: list[int] = []
        at = operation
        while len(links) < MAX_SPINE and at[1] >= 0:
            callee = expressions[at[1]]
            if callee[0] == "generic" and callee[1] >= 0:
                callee = expressions[callee[1]]
            if callee[0] != "attr" or callee[1] < 0 or expressions[callee[1]][0] != "call":
                break
            links.append(callee[1])
            at = expressions[callee[1]]
        if len(links) <= SHORT_SPINE:
            return
        cache: Any = site.unit.cache.setdefault("spine", {})
        evaluator = self.evaluator
        bucket = self.bucket(site)
        for expression in reversed(links):
            key = (expression, site.scope, bucket)
            if key not in cache:
                before, evaluator.inferred = evaluator.inferred, False
                cache[key] = (self.evaluate_type(site, expression), evaluator.inferred)
                evaluator.inferred = before or evaluator.inferred

    def targets(self, unit: Unit, reference: Reference) -> tuple[list[tuple[Def, str, Value | None]], str]:
        call = self.resolve(unit, reference)
        members = [m for m in call.members if not m.defn.unit.path.startswith("<")]
        if not members:
            return [], call.reason if not call.members else "external"
        if len(call.members) > 1:
            return [], "ambiguous"
        if call.inferred:
            self.evaluator.inferred = True
        member = members[0]
        receiver: Value | None = None
        if call.virtual and call.receiver is not None and isinstance(call.receiver.head, TypeDecl):
            receiver = Instance(call.receiver.head.defn)
        return [(member.defn, call.strategy, receiver)], ""

    def guess(self, unit: Unit, reference: Reference) -> list[tuple[Def, str]]:
        call = self.resolve(unit, reference)
        if len(call.members) < 2:
            return []
        return [(m.defn, "overload") for m in call.members if not m.defn.unit.path.startswith("<")]


__all__ = ["VARIABLE_KINDS", "Bound", "Call", "Denoted", "External", "NominalSemantics"]
