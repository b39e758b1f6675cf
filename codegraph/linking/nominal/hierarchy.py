"""Declared types, their supertypes and their members."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from codegraph.linking.nominal.stubs import stub_unit
from codegraph.linking.nominal.types import UNKNOWN, Ty, TypeDecl, Var, is_external, substitute
from codegraph.linking.semantics.base import CLASS_KINDS, Semantics
from codegraph.linking.units import Unit
from codegraph.linking.values import Def, External, Instance, Value

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator

MAX_ANCESTORS = 200
OVERRIDABLE = frozenset(("method", "property"))
VARIABLE_KINDS = frozenset(("field", "constant", "property", "variable"))


class Member(NamedTuple):
    """A method or constructor as a member of some type."""

    defn: Def
    decl: TypeDecl | None
    """The type that declares it; None for functions outside of types."""
    args: tuple[Ty, ...] = ()
    """Type arguments of ``decl`` as the type it was looked up in sees them."""


class Ancestry(NamedTuple):
    """A type and all its supertypes, classes before interfaces."""

    order: tuple[tuple[TypeDecl, tuple[Ty, ...]], ...]
    outside: tuple[str, ...]
    """Supertypes of which only the name is known: they may have any member."""


class Hierarchy(Semantics):
    """What the source declares, without looking into bodies."""

    root: ClassVar[tuple[str, str]] = ("", "")
    """Package and name of the type above all others."""
    stub_folder: ClassVar[str] = ""

    def __init__(self, evaluator: Evaluator) -> None:
        self._decls: dict[Def, TypeDecl] = {}
        self._stub_types: dict[tuple[str, str], Ty] = {}
        super().__init__(evaluator)

    def keep(self, key: object, compute: Callable[..., Any], *arguments: object) -> Any:
        """``compute(*arguments)`` memoised; an empty tuple where it was cut short.

        Languages that see each other's files keep their answers apart; where there is but one, this is
        :meth:`Evaluator.kept` itself (see :meth:`prepare`).
        """
        return self.evaluator.kept((self.stub_folder, key), compute, *arguments)

    def prepare(self) -> None:
        present = set(self.project.languages.values())
        if not {"java", "kotlin"} <= present:
            self.keep = self.evaluator.kept

    # -- declared types

    def decl(self, defn: Def) -> TypeDecl:
        """The type that a class definition (partly) declares."""
        known = self._decls.get(defn)
        if known is None:
            known = self._decls[defn] = TypeDecl(defn, (defn,), defn.unit.path.startswith("<"))
        return known

    def own_type(self, decl: TypeDecl) -> Ty:
        """The type as its own body sees it: applied to its own type variables."""
        return Ty(decl, tuple([Ty(v) for v in self.variables(decl)]))

    def variables(self, decl: TypeDecl) -> tuple[Var, ...]:
        """The type variables of a type, in order."""
        parameters = decl.defn.facts.type_parameters
        return tuple([Var(decl.defn, name) for name, _ in parameters]) if parameters else ()

    def bound(self, var: Var) -> Ty:
        """What a type variable is at least."""
        return self.keep(("bound", var), self._bound, var) or UNKNOWN

    def _bound(self, var: Var) -> Ty:
        for name, bound in var.owner.facts.type_parameters:
            if name == var.name and bound >= 0:
                return self.resolve_type(var.owner.unit, bound, var.owner.index)
        return self.root_type()

    def root_type(self) -> Ty:
        """The type above all others."""
        return self.stub_type(*self.root)

    def stub_type(self, package: str, name: str) -> Ty:
        """A type of the standard library, known by its shape if there is a stub for it."""
        found = self._stub_types.get((package, name))
        if found is None:  # the same for every repository: nothing to depend on
            found = self._stub_types[package, name] = self._stub_type(package, name)
        return found

    def _stub_type(self, package: str, name: str) -> Ty:
        unit = stub_unit(self.stub_folder, package, self.languages[0])
        if unit is not None:
            for found in unit.members(0).get(name, ()):
                if found.kind in CLASS_KINDS:
                    return Ty(self.decl(found))
        return Ty(f"{package}.{name}")

    # -- type expressions

    def resolve_type(self, unit: Unit, expression: int, scope: int, header: bool = False) -> Ty:
        """The type that a type expression names inside definition ``scope``; UNKNOWN where it names none.

        ``header`` is for what stands in a type's own header: its members are not in scope there.
        """
        if expression < 0:
            return UNKNOWN
        operation = unit.facts.expressions[expression]
        op = operation[0]
        if op == "name":
            return self.lookup_type(unit, scope, operation[1], header)
        return (
            self.keep(
                ("resolve", unit.path, expression, scope, header), self._resolve_type, unit, operation, scope, header
            )
            or UNKNOWN
        )

    def _resolve_type(self, unit: Unit, operation: tuple, scope: int, header: bool) -> Ty:
        op = operation[0]
        if op == "generic":
            base = self.resolve_type(unit, operation[1], scope, header)
            args = tuple([self.resolve_type(unit, a, scope, header) for a in operation[2]])
            if not args and isinstance(base.head, TypeDecl):
                args = (UNKNOWN,) * len(base.head.defn.facts.type_parameters)
            return Ty(base.head, args)
        if op == "attr":
            base = unit.facts.expressions[operation[1]]
            if base[0] in ("name", "attr", "generic"):
                return self.qualified_type(unit, operation[1], operation[2], scope, header)
            return UNKNOWN
        if op == "union":
            return self.resolve_type(unit, operation[1][0], scope, header) if operation[1] else UNKNOWN
        if op == "def":
            return Ty(self.decl(unit.defs[operation[1]]))
        if op == "inst":
            return self.resolve_type(unit, operation[1], scope, header)
        return UNKNOWN

    def qualified_type(self, unit: Unit, base: int, name: str, scope: int, header: bool) -> Ty:
        """``Outer.Inner`` or ``some.package.Name``."""
        outer = self.resolve_type(unit, base, scope, header)
        if isinstance(outer.head, TypeDecl):
            return self.member_type(outer.head, name) or (
                Ty(f"{outer.head.name}.{name}") if outer.head.stub else UNKNOWN
            )
        package = self.dotted(unit, base)
        if package:
            found = self.type_in_package(unit, package, name)
            if found is not None:
                return found
        if is_external(outer):
            return Ty(f"{outer.head}.{name}")
        return Ty(f"{package}.{name}") if package else UNKNOWN

    def dotted(self, unit: Unit, expression: int) -> str:
        """``a.b.c`` as text, when an expression is nothing else."""
        parts: list[str] = []
        while expression >= 0:
            operation = unit.facts.expressions[expression]
            if operation[0] == "name":
                parts.append(operation[1])
                return ".".join(reversed(parts))
            if operation[0] != "attr":
                return ""
            parts.append(operation[2])
            expression = operation[1]
        return ""

    def lookup_type(self, unit: Unit, scope: int, name: str, header: bool = False) -> Ty:
        """The type a simple name means inside definition ``scope``; UNKNOWN when it means none."""
        if not header:
            scope = self.type_scopes(unit)[scope]
        return (
            self.keep(("type", unit.path, scope, name, header), self._lookup_type, unit, scope, name, header) or UNKNOWN
        )

    def type_scopes(self, unit: Unit) -> list[int]:
        """For each definition the innermost one around it that can give a type name a meaning of its own."""
        known: Any = unit.cache.get("type scopes")
        if known is None:
            known = []
            kinds = [d.kind in CLASS_KINDS for d in unit.facts.definitions]
            holds = [False] * len(kinds)
            for index, definition in enumerate(unit.facts.definitions):
                if kinds[index] and index:
                    holds[definition.parent] = True
            for index, definition in enumerate(unit.facts.definitions):
                own = not index or kinds[index] or holds[index] or bool(definition.type_parameters)
                own = own or definition.kind == "namespace"
                known.append(index if own else known[definition.parent])
            unit.cache["type scopes"] = known
        return known

    def _lookup_type(self, unit: Unit, scope: int, name: str, header: bool) -> Ty:
        at = scope
        while at > 0:
            defn = unit.defs[at]
            facts = defn.facts
            for variable, _ in facts.type_parameters:
                if variable == name:
                    return Ty(Var(self.variable_owner(defn), name))
            if facts.kind in CLASS_KINDS:
                decl = self.decl(defn)
                if facts.name == name:
                    return Ty(decl)
                if not (header and at == scope):
                    found = self.member_type(decl, name)
                    if found is not None:
                        return found
            else:
                for child in unit.members(at).get(name, ()):
                    if child.kind in CLASS_KINDS:
                        return Ty(self.decl(child))
            at = facts.parent
        return self.file_type(unit, name)

    def variable_owner(self, defn: Def) -> Def:
        """The definition that stands for a type's variables (the first part of a partial type)."""
        return self.decl(defn).defn if defn.kind in CLASS_KINDS else defn

    def file_type(self, unit: Unit, name: str) -> Ty:
        """A simple name as a type at the top of a file."""
        return self.keep(("file type", unit.path, name), self._file_type, unit, name) or UNKNOWN

    def _file_type(self, unit: Unit, name: str) -> Ty:
        return UNKNOWN

    def type_in_package(self, unit: Unit, package: str, name: str) -> Ty | None:
        """Type ``name`` of a package, as a file sees it; None when the package is not known to have it."""
        return None

    def member_type(self, decl: TypeDecl, name: str) -> Ty | None:
        """A type declared inside a type or inherited by it."""
        found = self.keep(("member type", decl, name), self._member_type, decl, name)
        return found[0] if found else None

    def _member_type(self, decl: TypeDecl, name: str) -> tuple[Ty | None]:
        for base, _ in self.ancestry(decl).order:
            for part in base.parts:
                self.touch_part(part, name)
                for found in part.unit.members(part.index).get(name, ()):
                    if found.kind in CLASS_KINDS:
                        return (Ty(self.decl(found)),)
        return (None,)

    def touch_part(self, part: Def, name: str) -> None:
        """Note that a member of a type was looked for."""
        path = part.unit.path
        if path[0] != "<":
            self.evaluator.touch(path, name)

    # -- supertypes

    def supers(self, decl: TypeDecl) -> tuple[Ty, ...]:
        """The direct supertypes, the superclass first."""
        return self.keep(("supers", decl), self._supers, decl)

    def _supers(self, decl: TypeDecl) -> tuple[Ty, ...]:
        out: list[Ty] = []
        for part in decl.parts:
            self.touch_part(part, part.name)
            for base in part.facts.bases:
                ty = self.resolve_type(part.unit, base, part.index, True)
                if ty not in out:
                    out.append(ty)
        out += [ty for ty in self.implied_supers(decl) if ty not in out]
        return tuple(out)

    def implied_supers(self, decl: TypeDecl) -> tuple[Ty, ...]:
        """Supertypes that go without saying (enums, records)."""
        return ()

    def ancestry(self, decl: TypeDecl) -> Ancestry:
        """The type itself and everything above it."""
        return self.keep(("ancestry", decl), self._ancestry, decl) or Ancestry(((decl, ()),), ())

    def _ancestry(self, decl: TypeDecl) -> Ancestry:
        order: dict[TypeDecl, tuple[Ty, ...]] = {}
        outside: dict[str, None] = {}
        pending: list[tuple[TypeDecl, tuple[Ty, ...]]] = [(decl, self.own_type(decl).args)]
        while pending and len(order) < MAX_ANCESTORS:
            at, args = pending.pop()
            if at in order:
                continue
            order[at] = args
            mapping = dict(zip(self.variables(at), args, strict=False))
            above: list[tuple[TypeDecl, tuple[Ty, ...]]] = []
            for base in self.supers(at):
                head = base.head
                if isinstance(head, TypeDecl):
                    above.append((head, tuple([substitute(a, mapping) for a in base.args])))
                elif is_external(base) or base == UNKNOWN:
                    outside[str(head)] = None
            pending.extend(reversed(above))
        top = self.root_type().head
        if isinstance(top, TypeDecl) and top not in order:
            order[top] = ()
        return Ancestry(tuple(order.items()), tuple(outside))

    def as_super(self, ty: Ty, target: TypeDecl) -> Ty | None:
        """``ty`` seen as its supertype ``target``; None when it has no such supertype."""
        head = ty.head
        if type(head) is Var:
            return self.as_super(self.bound(head), target) if self.bound(head).head != head else None
        if not isinstance(head, TypeDecl):
            return None
        if head is target:
            return ty
        for base, args in self.ancestry(head).order:
            if base is target:
                return Ty(base, self.applied(args, ty))
        return None

    def applied(self, args: tuple[Ty, ...], ty: Ty) -> tuple[Ty, ...]:
        """Type arguments in terms of a type's variables, with the type's own arguments put in."""
        head = ty.head
        if not args or not isinstance(head, TypeDecl):
            return args
        variables = self.variables(head)
        if not variables:
            return args
        given = ty.args or (UNKNOWN,) * len(variables)
        mapping = dict(zip(variables, given, strict=False))
        return tuple([substitute(a, mapping) for a in args])

    def resolution_order(self, cls: Def) -> tuple[Def | External, ...]:
        ancestry = self.ancestry(self.decl(cls))
        own = [part for base, _ in ancestry.order if not base.stub for part in base.parts[:1]]
        outside = [External(f"{base.defn.unit.facts.module}.{base.name}") for base, _ in ancestry.order if base.stub]
        return (*own, *outside, *[External(name) for name in ancestry.outside])

    def bases(self, cls: Def) -> tuple[Def | External, ...]:  # type: ignore[override]
        return tuple([self.as_type_value(ty) for ty in self.supers(self.decl(cls))])

    def as_type_value(self, ty: Ty) -> Def | External:
        """A type as the shared linker knows it."""
        head = ty.head
        if isinstance(head, TypeDecl):
            if head.stub:
                return External(f"{head.defn.unit.facts.module}.{head.name}")
            return head.defn
        if type(head) is Var:
            return External("")
        return External(str(head))

    # -- overriding

    def overridden(self, cls: Def) -> list[tuple[Def, Def]]:
        decl = self.decl(cls)
        above = [(base, args) for base, args in self.ancestry(decl).order[1:] if not base.stub]
        if not above:
            return []
        own = self.own_type(decl).args
        out: list[tuple[Def, Def]] = []
        for child in cls.unit.children(cls.index):
            method = cls.unit.defs[child]
            if method.kind not in OVERRIDABLE or "constructor" in method.flags or "static" in method.flags:
                continue
            found = self.same_shape(Member(method, decl, own), above)
            if found is not None:
                out.append((method, found))
        return out

    def same_shape(self, member: Member, above: list[tuple[TypeDecl, tuple[Ty, ...]]]) -> Def | None:
        """The nearest member of the supertypes that a member overrides."""
        shape: object = None
        for base, args in above:
            for part in base.parts:
                self.touch_part(part, member.defn.name)
                for other in part.unit.members(part.index).get(member.defn.name, ()):
                    if other.kind != member.defn.kind or other.facts.visibility == "private" or "static" in other.flags:
                        continue
                    if shape is None:
                        shape = self.erasure(member)
                    if self.erasure(Member(other, base, args)) == shape:
                        return other
        return None

    def overrides(self, method: Def, receiver: Value) -> list[Def]:
        if method.parent is None or method.parent.kind not in CLASS_KINDS or "constructor" in method.flags:
            return []
        cls = receiver.cls if isinstance(receiver, Instance) else method.parent
        return list(self.keep(("overrides", cls, method), self._overrides, cls, method))

    def _overrides(self, cls: Def, method: Def) -> Any:
        if "static" in method.flags or method.facts.visibility == "private" or method.parent is None:
            return ()
        declaring = self.decl(method.parent)
        out: list[Def] = []
        for sub in self.subclasses(cls):
            self.evaluator.touch(sub.unit.path, method.name)
            members = sub.unit.members(sub.index).get(method.name, ())
            if not members:
                continue
            decl = self.decl(sub)
            shape: object = None
            for base, args in self.ancestry(decl).order:
                if base is declaring:
                    shape = self.erasure(Member(method, base, args))
                    break
            own = self.own_type(decl).args
            out += [
                m
                for m in members
                if m.kind == method.kind
                and m is not method
                and "static" not in m.flags
                and self.erasure(Member(m, decl, own)) == shape
            ]
        return tuple(out)

    # -- members

    def methods(self, decl: TypeDecl, name: str) -> tuple[Member, ...]:
        """Methods of that name, inherited ones included, overridden ones left out."""
        return self.keep(("methods", decl, name), self._methods, decl, name)

    def _methods(self, decl: TypeDecl, name: str) -> tuple[Member, ...]:
        found: list[Member] = []
        for base, args in self.ancestry(decl).order:
            for part in base.parts:
                self.touch_part(part, name)
                for method in part.unit.members(part.index).get(name, ()):
                    if method.kind == "method" and "constructor" not in method.flags:
                        if base is not decl and method.facts.visibility == "private":
                            continue
                        found.append(Member(method, base, args))
        if len(found) < 2:
            return tuple(found)
        kept: list[tuple[object, Member]] = []
        for member in found:
            shape = self.erasure(member)
            for i, (other, rival) in enumerate(kept):
                if other == shape and rival.decl is not member.decl:
                    # Of two with one shape, the one declared further down; a class's own before an interface's.
                    if member.decl is not None and rival.decl is not None and self.is_below(member.decl, rival.decl):
                        kept[i] = (shape, member)
                    break
            else:
                kept.append((shape, member))
        return tuple([m for _, m in kept])

    def is_below(self, lower: TypeDecl, upper: TypeDecl) -> bool:
        """Whether one type is a proper subtype of another."""
        return lower is not upper and any(base is upper for base, _ in self.ancestry(lower).order)

    def erasure(self, member: Member) -> object:
        """What two methods must share for one to override the other."""
        return tuple([self.erase(ty) for ty in self.parameter_types(member)])

    def erase(self, ty: Ty) -> Ty:
        """A type without its arguments; a variable as its bound; arrays keep their element."""
        for _ in range(4):
            if type(ty.head) is not Var:
                break
            ty = self.bound(ty.head)
        if ty.head == "[]" and ty.args:
            return Ty("[]", (self.erase(ty.args[0]),))
        return Ty(ty.head) if ty.args else ty

    def parameter_types(self, member: Member) -> tuple[Ty, ...]:
        """Parameter types as the type that was asked sees them; a variadic one is its element's type."""
        declared = self.declared_parameters(member.defn)
        if member.decl is None or not member.args or not declared:
            return declared
        mapping = dict(zip(self.variables(member.decl), member.args, strict=False))
        return tuple([substitute(ty, mapping) for ty in declared])

    def declared_parameters(self, defn: Def) -> tuple[Ty, ...]:
        """Parameter types as written."""
        if not defn.facts.parameters:
            return ()
        found = self.keep(("parameters", defn), self._declared_parameters, defn)
        return found or (UNKNOWN,) * len(defn.facts.parameters)

    def _declared_parameters(self, defn: Def) -> tuple[Ty, ...]:
        self.touch_part(defn, defn.name)
        return tuple([self.resolve_type(defn.unit, p.type, defn.index) for p in defn.facts.parameters])

    def constructors(self, decl: TypeDecl) -> tuple[Member, ...]:
        """The constructors a type declares."""
        return self.keep(("constructors", decl), self._constructors, decl)

    def _constructors(self, decl: TypeDecl) -> tuple[Member, ...]:
        args = self.own_type(decl).args
        out: list[Member] = []
        for part in decl.parts:
            self.touch_part(part, decl.name)
            out += [
                Member(d, decl, args)
                for d in part.unit.members(part.index).get(decl.name, ())
                if "constructor" in d.flags
            ]
        return tuple(out)

    def field(self, decl: TypeDecl, name: str) -> Member | None:
        """The field (constant, property) of that name, inherited ones included."""
        found = self.keep(("field", decl, name), self._field, decl, name)
        return found[0] if found else None

    def _field(self, decl: TypeDecl, name: str) -> tuple[Member | None]:
        for base, args in self.ancestry(decl).order:
            for part in base.parts:
                self.touch_part(part, name)
                for found in part.unit.members(part.index).get(name, ()):
                    if found.kind in VARIABLE_KINDS:
                        return (Member(found, base, args),)
        return (None,)

    def is_open(self, decl: TypeDecl) -> bool:
        """Whether something above the type is unknown, so that it may have members nobody sees here."""
        return bool(self.ancestry(decl).outside)
