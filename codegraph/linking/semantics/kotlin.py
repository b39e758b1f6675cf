"""Kotlin: packages, extensions, implicit receivers, objects, smart casts (Kotlin specification, 4.4 and 11)."""

from __future__ import annotations

from typing import Any, ClassVar

from codegraph.linking.nominal.engine import Call, Denoted
from codegraph.linking.nominal.hierarchy import VARIABLE_KINDS, Member
from codegraph.linking.nominal.overloads import Shape, Site
from codegraph.linking.nominal.stubs import stub_unit
from codegraph.linking.nominal.types import (
    UNKNOWN,
    VOID,
    Ty,
    TypeDecl,
    Var,
    has_variables,
    is_external,
    mentions,
    substitute,
)
from codegraph.linking.semantics.base import CLASS_KINDS
from codegraph.linking.semantics.java import JavaSemantics
from codegraph.linking.units import BINDING, PARAMETER, Unit, in_force
from codegraph.linking.values import Def
from parsers.facts import Expression, Import

FUNCTION, WITH_RECEIVER = "(fn)", "(fnr)"
DEFAULT_IMPORTS = (
    "kotlin",
    "kotlin.collections",
    "kotlin.sequences",
    "kotlin.text",
    "kotlin.ranges",
    "kotlin.io",
    "kotlin.comparisons",
    "kotlin.annotation",
    "java.lang",
)
PLATFORM = {
    ("java.lang", "Object"): ("kotlin", "Any"),
    ("java.lang", "String"): ("kotlin", "String"),
    ("java.lang", "CharSequence"): ("kotlin", "CharSequence"),
    ("java.lang", "Throwable"): ("kotlin", "Throwable"),
    ("java.lang", "Exception"): ("kotlin", "Exception"),
    ("java.lang", "Error"): ("kotlin", "Error"),
    ("java.lang", "RuntimeException"): ("kotlin", "RuntimeException"),
    ("java.lang", "IllegalArgumentException"): ("kotlin", "IllegalArgumentException"),
    ("java.lang", "IllegalStateException"): ("kotlin", "IllegalStateException"),
    ("java.lang", "Comparable"): ("kotlin", "Comparable"),
    ("java.lang", "Enum"): ("kotlin", "Enum"),
    ("java.lang", "Number"): ("kotlin", "Number"),
    ("java.lang", "Integer"): ("kotlin", "Int"),
    ("java.lang", "Long"): ("kotlin", "Long"),
    ("java.lang", "Short"): ("kotlin", "Short"),
    ("java.lang", "Byte"): ("kotlin", "Byte"),
    ("java.lang", "Double"): ("kotlin", "Double"),
    ("java.lang", "Float"): ("kotlin", "Float"),
    ("java.lang", "Boolean"): ("kotlin", "Boolean"),
    ("java.lang", "Character"): ("kotlin", "Char"),
    ("java.lang", "Iterable"): ("kotlin.collections", "MutableIterable"),
    ("java.util", "Iterator"): ("kotlin.collections", "MutableIterator"),
    ("java.util", "Collection"): ("kotlin.collections", "MutableCollection"),
    ("java.util", "List"): ("kotlin.collections", "MutableList"),
    ("java.util", "Set"): ("kotlin.collections", "MutableSet"),
    ("java.util", "Map"): ("kotlin.collections", "MutableMap"),
    ("java.util", "ArrayList"): ("kotlin.collections", "ArrayList"),
    ("java.util", "HashMap"): ("kotlin.collections", "HashMap"),
    ("java.util", "LinkedHashMap"): ("kotlin.collections", "LinkedHashMap"),
    ("java.util", "HashSet"): ("kotlin.collections", "HashSet"),
    ("java.util", "LinkedHashSet"): ("kotlin.collections", "LinkedHashSet"),
}
"""Types of the Java library that Kotlin sees as its own."""

PRIMITIVES = {
    "int": "Int",
    "long": "Long",
    "short": "Short",
    "byte": "Byte",
    "char": "Char",
    "boolean": "Boolean",
    "float": "Float",
    "double": "Double",
}


class KotlinSemantics(JavaSemantics):
    """Kotlin's name lookup; Java files of the same repository are seen by Java's own."""

    languages: ClassVar[tuple[str, ...]] = ("kotlin", "java")
    root: ClassVar[tuple[str, str]] = ("kotlin", "Any")
    iterable: ClassVar[tuple[str, str]] = ("kotlin.collections", "Iterable")
    stub_folder: ClassVar[str] = "kotlin"
    widening: ClassVar[dict[str, frozenset[str]]] = {}
    boxes: ClassVar[dict[str, str]] = {}
    literals: ClassVar[dict[str, str]] = {
        "int": "Int",
        "long": "Long",
        "uint": "UInt",
        "float": "Float",
        "double": "Double",
        "char": "Char",
        "bool": "Boolean",
        "str": "String",
    }
    final_types: ClassVar[frozenset[str]] = frozenset(
        "String Int Long Short Byte Char Boolean Float Double Pair Triple".split()
    )

    # -- declarations of a package

    def _stub_type(self, package: str, name: str) -> Ty:
        package, name = PLATFORM.get((package, name), (package, name))
        for folder, language in (("kotlin", "kotlin"), ("java", "java")):
            unit = stub_unit(folder, package, language)
            for found in unit.members(0).get(name, ()) if unit is not None else ():
                if found.kind in CLASS_KINDS:
                    return Ty(self.decl(found))
        return Ty(f"{package}.{name}")

    def _top_level(self, package: str, name: str) -> tuple[Def, ...]:
        own = tuple([d for d in self.declared(package, name) if d.kind in CLASS_KINDS or d.kind == "type"])
        return own or super()._top_level(package, name)

    def type_in_package(self, unit: Unit, package: str, name: str) -> Ty | None:
        found = self.top_level(unit, package, name)
        if found is not None:
            return self.type_of_definition(found)
        stub = self.stub_type(package, name)
        if isinstance(stub.head, TypeDecl):
            return stub
        outer, _, inner = package.rpartition(".")
        if inner[:1].isupper():
            owner = self.type_in_package(unit, outer, inner)
            if owner is not None and isinstance(owner.head, TypeDecl):
                return self.member_type(owner.head, name)
        return None

    def type_of_definition(self, defn: Def) -> Ty:
        """A class, or what a type alias stands for."""
        if defn.kind != "type":
            return Ty(self.decl(defn))
        return self.keep(("alias", defn), self._alias, defn) or UNKNOWN

    def _alias(self, defn: Def) -> Ty:
        return self.resolve_type(defn.unit, defn.facts.value, defn.index) if defn.facts.value >= 0 else UNKNOWN

    def _file_type(self, unit: Unit, name: str) -> Ty:
        if unit.language == "java":
            if name in PRIMITIVES:
                return self.stub_type("kotlin", PRIMITIVES[name])
            if name == "void":
                return VOID
            return super()._file_type(unit, name)
        for found in unit.members(0).get(name, ()):
            if found.kind in CLASS_KINDS or found.kind == "type":
                return self.type_of_definition(found)
        for row in unit.facts.imports:
            if row.local == name:
                found = self.type_in_package(unit, row.module, row.name)
                if found is not None:
                    return found
                if row.name[:1].isupper():
                    return Ty(f"{row.module}.{row.name}")
        own = self.package_type(unit, name)
        if own is not None:
            return own
        for row in unit.stars:
            found = self.type_in_package(unit, row.module, name)
            if found is not None:
                return found
        for package in DEFAULT_IMPORTS:
            stub = self.stub_type(package, name)
            if isinstance(stub.head, TypeDecl):
                return stub
        return Ty(name) if name == "[]" else Ty(f"?.{name}")

    def package_type(self, unit: Unit, name: str) -> Ty | None:
        found = self.top_level(unit, unit.facts.module, name)
        return self.type_of_definition(found) if found is not None else None

    def _resolve_type(self, unit: Unit, operation: Expression, scope: int, header: bool) -> Ty:
        op = operation[0]
        if op == "fn":
            parameters = tuple([self.resolve_type(unit, p, scope, header) for p in operation[1]])
            return Ty(FUNCTION, (*parameters, self.result_of(unit, operation[2], scope, header)))
        if op == "fnr":
            parameters = tuple([self.resolve_type(unit, p, scope, header) for p in operation[2]])
            receiver = self.resolve_type(unit, operation[1], scope, header)
            return Ty(WITH_RECEIVER, (receiver, *parameters, self.result_of(unit, operation[3], scope, header)))
        return super()._resolve_type(unit, operation, scope, header)

    def result_of(self, unit: Unit, expression: int, scope: int, header: bool) -> Ty:
        """The result of a function type; Unit is nothing."""
        return self.without_unit(self.resolve_type(unit, expression, scope, header))

    def without_unit(self, ty: Ty) -> Ty:
        head = ty.head
        return VOID if isinstance(head, TypeDecl) and head.stub and head.name == "Unit" else ty

    def implied_supers(self, decl: TypeDecl) -> tuple[Ty, ...]:
        if decl.kind == "enum":
            return (Ty(self.stub_type("kotlin", "Enum").head, (Ty(decl),)),)
        return ()

    def import_paths(self, unit: Unit, row: Import) -> list[str]:
        if row.name == "*":
            return []
        found = [d.unit.path for d in self.declared(row.module, row.name)]
        if not found:
            owner = self.qualified(unit, f"{row.module}.{row.name}")
            found = [owner.unit.path] if owner is not None else []
        return [p for p in dict.fromkeys(found) if p != unit.path]

    # -- receivers

    def this_type(self, site: Site) -> Ty:
        for ty in self.receivers(site):
            return ty
        return UNKNOWN

    def receivers(self, site: Site) -> list[Ty]:
        """The implicit receivers around a place, innermost first."""
        unit, at = site.unit, site.scope
        definitions = unit.facts.definitions
        out: list[Ty] = []
        while at > 0:
            facts = definitions[at]
            if facts.kind in CLASS_KINDS:
                out.append(self.own_type(self.decl(unit.defs[at])))
            elif facts.kind == "lambda":
                shape = self.lambda_shape(unit, at) if "initializer" not in facts.flags else None
                if shape is not None and shape.receiver is not None:
                    out.append(shape.receiver)
            elif facts.extra:
                receiver = self.receiver_type(unit.defs[at])
                if receiver is not None:
                    out.append(receiver)
            at = facts.parent
        return out

    def receiver_type(self, defn: Def) -> Ty | None:
        """What an extension extends."""
        for name, expression in defn.facts.extra:
            if name == "receiver":
                return self.resolve_type(defn.unit, expression, defn.index)
        return None

    # -- variables

    def scope_variable(self, site: Site, scope: int, name: str) -> Ty | None:
        facts = site.unit.facts.definitions[scope]
        if facts.kind == "lambda":
            if "initializer" in facts.flags:
                return None
            if name == "it" and "it" in facts.flags:
                self.evaluator.inferred = True
                shape = self.lambda_shape(site.unit, scope)
                if shape is None:
                    return UNKNOWN
                return shape.parameters[0] if len(shape.parameters) == 1 else None
            shape = self.lambda_shape(site.unit, scope)
            if shape is not None and shape.receiver is not None:
                return self.property_of(site, shape.receiver, name)
            return None
        if facts.extra:
            receiver = self.receiver_type(site.unit.defs[scope])
            if receiver is not None:
                return self.property_of(site, receiver, name)
        return None

    def property_of(self, site: Site, ty: Ty, name: str) -> Ty | None:
        """A property that an implicit receiver has."""
        head = ty.head
        if type(head) is Var:
            head = self.bound(head).head
        if isinstance(head, TypeDecl):
            found = self.field(head, name)
            if found is not None:
                return self.field_type(found, ty)
        return None

    def visible_field(self, site: Site, decl: TypeDecl, name: str) -> Ty | None:
        found = super().visible_field(site, decl, name)
        if found is not None:
            return found
        companion = self.companion(decl)
        if companion is not None:
            inner = self.field(companion, name)
            if inner is not None:
                return self.field_type(inner, Ty(companion))
        for part in decl.parts:  # a primary constructor's parameters: in initializers, and harmless elsewhere
            for i, parameter in enumerate(part.facts.parameters):
                if parameter.name == name:
                    return self.declared_parameters(part)[i]
        return None

    def file_variable(self, site: Site, name: str) -> Ty | None:
        for defn in self.visible(site.unit, name):
            if defn.kind in VARIABLE_KINDS and "extension" not in defn.flags:
                return self.field_type(Member(defn, None), None)
        for row in site.unit.facts.imports:
            if row.local == name:
                owner = self.import_owner(site.unit, row)
                if owner is not None and isinstance(owner.head, TypeDecl):
                    found = self.static_field(owner.head, row.name)
                    if found is not None:
                        return found
        return None

    def static_field(self, decl: TypeDecl, name: str) -> Ty | None:
        """A field reached through the name of its class: of an object, a companion, an enum or a Java class."""
        for owner in (decl, self.companion(decl)):
            if owner is None:
                continue
            found = self.field(owner, name)
            if found is not None and (
                "object" in owner.flags or found.defn.kind == "constant" or found.defn.unit.language == "java"
            ):
                return self.field_type(found, Ty(owner))
        return None

    def visible(self, unit: Unit, name: str) -> list[Def]:
        """Top-level definitions a file sees under a name: explicit imports, its own package, star imports, defaults."""
        found: list[Def] = []
        for row in unit.facts.imports:
            if row.local == name:
                found += self.declared(row.module, row.name)
        if unit.path[0] == "<":
            found += unit.members(0).get(name, [])
        else:
            found += self.declared(unit.facts.module, name)
        for row in unit.stars:
            found += self.declared(row.module, name)
        for package in DEFAULT_IMPORTS:
            stub = stub_unit("kotlin", package, "kotlin")
            if stub is not None:
                found += [d for d in stub.members(0).get(name, ()) if d.kind not in CLASS_KINDS]
        for row in unit.facts.imports:
            stub = stub_unit("kotlin", row.module, "kotlin")
            if stub is not None and row.module not in DEFAULT_IMPORTS and row.local == name:
                found += stub.members(0).get(row.name, [])
        return list(dict.fromkeys(found))

    def denote_operation(self, site: Site, operation: Expression, expression: int) -> Denoted:
        if operation[0] == "name":
            name = operation[1]
            variable = self.variable(site, name)
            if variable is None:
                ty = self.lookup_type(site.unit, site.scope, name)
                if isinstance(ty.head, TypeDecl) and "object" in ty.head.flags:
                    return Denoted("value", ty)
        return super().denote_operation(site, operation, expression)

    def denote_member(self, site: Site, base: Denoted, name: str) -> Denoted:
        head = base.ty.head
        if base.what == "type" and isinstance(head, TypeDecl):
            found = self.static_field(head, name)
            if found is not None:
                return Denoted("value", found)
            inner = self.member_type(head, name)
            if inner is not None:
                is_object = isinstance(inner.head, TypeDecl) and "object" in inner.head.flags
                return Denoted("value" if is_object else "type", inner)
            return Denoted("value", UNKNOWN)
        if base.what in ("value", "super"):
            return Denoted("value", self.member_or_extension(site, base.ty, name))
        denoted = super().denote_member(site, base, name)
        if denoted.what == "type" and isinstance(denoted.ty.head, TypeDecl) and "object" in denoted.ty.head.flags:
            return Denoted("value", denoted.ty)
        return denoted

    def member_or_extension(self, site: Site, ty: Ty, name: str) -> Ty:
        """A property of a value, its own or an extension."""
        own = self.member_value(ty, name)
        if own != UNKNOWN:
            return own
        head = ty.head
        if isinstance(head, TypeDecl) and self.field(head, name) is not None:
            return UNKNOWN
        for defn in self.visible(site.unit, name):
            if defn.kind in VARIABLE_KINDS and "extension" in defn.flags:
                receiver = self.receiver_type(defn)
                if receiver is not None and self.is_subtype(ty, self.erase(receiver)) is not False:
                    declared = self.field_type(Member(defn, None), None)
                    mapping: dict[Var, Ty] = {}
                    self.infer(receiver, ty, mapping, defn)
                    return self.fill_bounds(substitute(declared, mapping), defn)
        return UNKNOWN

    def member_value(self, ty: Ty, name: str) -> Ty:
        found = super().member_value(ty, name)
        if found != UNKNOWN:
            return found
        head = ty.head
        if isinstance(head, TypeDecl):
            # A Java getter reads as a property.
            for prefix in ("get", "is"):
                getters = self.methods(head, prefix + name[:1].upper() + name[1:])
                for getter in getters:
                    if getter.defn.unit.language == "java" and not getter.defn.facts.parameters:
                        args = self.applied(getter.args, ty)
                        mapping = dict(zip(self.variables(getter.decl), args, strict=False)) if getter.decl else {}
                        return substitute(self.returned(getter.defn), mapping)
        return UNKNOWN

    # -- function types

    def function_shape(self, ty: Ty) -> Shape | None:
        if ty.head == FUNCTION:
            return Shape(ty.args[:-1], ty.args[-1])
        if ty.head == WITH_RECEIVER:
            return Shape(ty.args[1:-1], ty.args[-1], ty.args[0])
        head = ty.head
        if isinstance(head, TypeDecl) and (head.defn.unit.language == "java" or "functional" in head.flags):
            return super().function_shape(ty)
        return None

    def lambda_arity_fits(self, count: int, shape: Shape) -> bool:
        return count == len(shape.parameters)

    def fits_lambda(self, site: Site, expression: int, shape: Shape) -> bool | None:
        inner = self.callable_argument(site.unit, expression)
        if inner < 0:
            return None
        facts = site.unit.facts.definitions[inner]
        if "it" in facts.flags:
            return len(shape.parameters) <= 1
        return len(facts.parameters) == len(shape.parameters)

    def infer(self, wanted: Ty, given: Ty, mapping: dict[Var, Ty], owner: object) -> None:
        if wanted.head in (FUNCTION, WITH_RECEIVER) and given.head == wanted.head:
            for part, got in zip(wanted.args, given.args, strict=False):
                self.infer(part, got, mapping, owner)
            return
        super().infer(wanted, given, mapping, owner)

    def is_subtype(self, lower: Ty, upper: Ty) -> bool | None:
        a, b = lower.head, upper.head
        if type(a) is str and type(b) is str and a[0] == "(" and b[0] == "(":
            return len(lower.args) == len(upper.args) or None
        if type(b) is str and b[0] == "(":
            return None if a in ("?", "?.") or type(a) is Var else False
        if a == "void":
            return self.is_root(upper) or b in ("?", "?.")
        return super().is_subtype(lower, upper)

    def converts(self, given: Ty, wanted: Ty, boxing: bool) -> bool | None:
        direct = self.is_subtype(given, wanted)
        if direct is False and boxing:
            a, b = given.head, wanted.head
            if isinstance(a, TypeDecl) and isinstance(b, TypeDecl) and a.stub and b.stub:
                # An integer constant fits the other integer types.
                if a.name == "Int" and b.name in ("Long", "Short", "Byte", "UInt", "ULong"):
                    return None
        return direct

    def undeclared_result(self, defn: Def) -> Ty:
        if defn.unit.language != "kotlin" or "unit" in defn.flags:
            return VOID
        self.evaluator.inferred = True
        for binding in defn.unit.bindings(defn.index):
            if binding.kind == "return" and binding.expression >= 0:
                return self.evaluate_type(Site(defn.unit, defn.index, binding.start_byte), binding.expression)
        return UNKNOWN

    def _returned(self, defn: Def) -> Ty:
        return self.without_unit(super()._returned(defn))

    def _lambda_result(self, unit: Unit, scope: int) -> Ty:
        facts = unit.facts.definitions[scope]
        if facts.returns >= 0:
            return self.resolve_type(unit, facts.returns, scope)
        return super()._lambda_result(unit, scope)

    def variadic(self, element: Ty) -> Ty:
        return Ty(self.stub_type("kotlin", "Array").head, (element,))

    # -- expressions

    def type_of(self, site: Site, operation: Expression, expression: int) -> Ty:
        op = operation[0]
        if op == "def":
            return self.lambda_type(site.unit, operation[1])
        return super().type_of(site, operation, expression)

    def lambda_type(self, unit: Unit, scope: int) -> Ty:
        """The type of a lambda by itself."""
        facts = unit.facts.definitions[scope]
        if facts.kind != "lambda":
            return UNKNOWN
        parameters = self.declared_parameters(unit.defs[scope])
        return Ty(FUNCTION, (*parameters, self.lambda_result(unit, scope)))

    def other_type(self, site: Site, operation: Expression, expression: int) -> Ty:
        op = operation[0]
        if op == "result":
            inner: Any = site.unit.facts.expressions[operation[1]] if operation[1] >= 0 else ("",)
            return self.lambda_result(site.unit, inner[1]) if inner[0] == "def" else UNKNOWN
        if op == "item":
            return self.item_type(self.evaluate_type(site, operation[1]), operation[2])
        if op == "labelled":
            return self.labelled(site, operation[1])
        return UNKNOWN

    def labelled(self, site: Site, label: str) -> Ty:
        """``this@label``: a class, an extension function, or a lambda's call around the place."""
        unit, at = site.unit, site.scope
        while at > 0:
            facts = unit.facts.definitions[at]
            if facts.name == label:
                if facts.kind in CLASS_KINDS:
                    return self.own_type(self.decl(unit.defs[at]))
                return self.receiver_type(unit.defs[at]) or UNKNOWN
            at = facts.parent
        return UNKNOWN

    def item_type(self, ty: Ty, index: int) -> Ty:
        """Component ``index`` of a value taken apart."""
        head = ty.head
        if not isinstance(head, TypeDecl):
            return UNKNOWN
        if head.name in ("Entry", "IndexedValue", "List", "MutableList", "Array") and head.stub:
            if head.name in ("List", "MutableList", "Array"):
                return ty.args[0] if ty.args else UNKNOWN
            fields = ("key", "value") if head.name == "Entry" else ("index", "value")
            return self.member_value(ty, fields[index]) if index < 2 else UNKNOWN
        parameters = self.declared_parameters(head.defn)
        if index < len(parameters) and ("data" in head.flags or head.stub):
            mapping = dict(zip(self.variables(head), ty.args, strict=False))
            return substitute(parameters[index], mapping)
        found = self.methods(head, f"component{index + 1}")
        return self.returned(found[0].defn) if len(found) == 1 else UNKNOWN

    def indexed_type(self, site: Site, operation: Expression) -> Ty:
        base = self.evaluate_type(site, operation[1])
        head = base.head
        if not isinstance(head, TypeDecl):
            return UNKNOWN
        found = [m for m in self.methods(head, "get") if len(m.defn.facts.parameters) == 1]
        if len(found) != 1 or found[0].decl is None:
            return UNKNOWN
        args = self.applied(found[0].args, base)
        return substitute(self.returned(found[0].defn), dict(zip(self.variables(found[0].decl), args, strict=False)))

    def element(self, ty: Ty) -> Ty:
        seen = super().element(ty)
        if seen != UNKNOWN:
            return seen
        head = ty.head
        if isinstance(head, TypeDecl):
            mapped = self.stub_type("kotlin.collections", "Map").head
            as_map = self.as_super(ty, mapped) if isinstance(mapped, TypeDecl) else None
            if as_map is not None:
                entry = self.member_type(mapped, "Entry")  # type: ignore[arg-type]
                return Ty(entry.head, as_map.args) if entry is not None else UNKNOWN
            found = self.methods(head, "iterator")
            if len(found) == 1 and found[0].decl is not None:
                args = self.applied(found[0].args, ty)
                given = substitute(
                    self.returned(found[0].defn), dict(zip(self.variables(found[0].decl), args, strict=False))
                )
                return given.args[0] if given.args else UNKNOWN
        return UNKNOWN

    def operator_type(self, site: Site, operation: Expression) -> Ty:
        operator = operation[1]
        left = self.evaluate_type(site, operation[2])
        string = self.stub_type("kotlin", "String")
        if operator == "..":
            head = left.head
            if isinstance(head, TypeDecl) and head.stub and head.name in ("Int", "Long", "Char"):
                return self.stub_type("kotlin.ranges", f"{head.name}Range")
            return UNKNOWN
        right = self.evaluate_type(site, operation[3])
        if left == string and operator == "+":
            return string
        numbers = ("Byte", "Short", "Int", "Long", "Float", "Double")
        a, b = left.head, right.head
        if isinstance(a, TypeDecl) and isinstance(b, TypeDecl) and a.stub and b.stub:
            if a.name in numbers and b.name in numbers:
                wide = max(numbers.index(a.name), numbers.index(b.name), 2)
                return self.stub_type("kotlin", numbers[wide])
        name = {"+": "plus", "-": "minus", "*": "times", "/": "div", "%": "rem"}.get(operator, "")
        if isinstance(a, TypeDecl) and name:
            found = [m for m in self.methods(a, name) if "operator" in m.defn.flags]
            if len(found) == 1:
                return self.returned(found[0].defn)
            if operator in "+-" and a.stub and a.defn.unit.facts.module == "kotlin.collections":
                return left
        return UNKNOWN

    # -- calls

    def inferred_mapping(
        self, site: Site, call: Call, member: Member, operation: Expression, but: int, but_argument: int = -1
    ) -> dict[Var, Ty]:
        callee: Any = site.unit.facts.expressions[operation[1]] if operation[1] >= 0 else ("",)
        if callee[0] == "generic":
            names = [name for name, _ in member.defn.facts.type_parameters]
            given = [self.resolve_type(site.unit, a, site.scope) for a in callee[2]]
            if len(names) == len(given):
                return {Var(member.defn, n): ty for n, ty in zip(names, given, strict=True)}
        return super().inferred_mapping(site, call, member, operation, but, but_argument)

    def infer_receiver(self, site: Site, call: Call, member: Member, mapping: dict[Var, Ty]) -> None:
        if call.receiver is not None and "extension" in member.defn.flags:
            wanted = self.receiver_type(member.defn)
            if wanted is not None and has_variables(wanted):
                self.infer(wanted, call.receiver, mapping, member.defn)

    def parameter_for(
        self, member: Member, types: tuple[Ty, ...], index: int, phase: int, names: tuple[str, ...] = ()
    ) -> Ty:
        parameters = member.defn.facts.parameters
        if member.defn.unit.language == "kotlin" and not (names and index < len(names) and names[index]):
            for i, parameter in enumerate(parameters):
                if parameter.kind == "args" and index >= i:
                    return types[i]
        return super().parameter_for(member, types, index, phase, names)

    def prefer(self, member: Member, twins: list[Member]) -> Member:
        def rank(m: Member) -> tuple[int, int, int]:
            facts = m.defn.facts
            return (
                len(facts.parameters),
                1 if any(p.kind == "args" for p in facts.parameters) else 0,
                len(facts.type_parameters),
            )

        return min([member, *twins], key=rank)

    def most_specific(
        self,
        site: Site,
        members: list[Member],
        wanted: dict[Member, tuple[Ty, ...]],
        arguments: tuple[int, ...],
        given: list[Ty | None],
        phase: int,
        names: tuple[str, ...] = (),
    ) -> list[Member]:
        best = super().most_specific(site, members, wanted, arguments, given, phase, names)
        if len(best) != 1:
            return best
        # Types are read without their question marks; overloads that differ in nothing else are told apart here.
        chosen = best[0]

        def shape(m: Member) -> list[object]:
            return [(self.erase(t), p.kind) for t, p in zip(wanted[m], m.defn.facts.parameters, strict=False)]

        twins = [m for m in members if shape(m) == shape(chosen)]
        if len(twins) < 2:
            return best
        fitting = [m for m in twins if self.fits_nullability(site, m, arguments)]
        exact = [m for m in fitting if self.fits_nullability(site, m, arguments, exactly=True)]
        return exact or fitting or twins

    def fits_nullability(self, site: Site, member: Member, arguments: tuple[int, ...], exactly: bool = False) -> bool:
        """Whether no argument that may be null goes to a parameter that may not (``exactly``: nor the reverse)."""
        for argument, parameter in zip(arguments, member.defn.facts.parameters, strict=False):
            nullable = parameter.type_text.endswith("?")
            given = self.nullability(site, argument)
            if given is None:
                if exactly:
                    return False
                continue
            if given and not nullable:
                return False
            if exactly and given != nullable:
                return False
        return True

    def nullability(self, site: Site, expression: int) -> bool | None:
        """Whether a value may be null; None where that takes flow analysis to say."""
        if expression < 0:
            return None
        operation = site.unit.facts.expressions[expression]
        if operation[0] == "lit":
            return operation[1] == "none"
        if operation[0] in ("new", "this", "def", "inst", "str", "binop"):
            return False
        if operation[0] == "name":
            at = site.scope
            while at > 0:
                for parameter in site.unit.facts.definitions[at].parameters:
                    if parameter.name == operation[1] and parameter.type_text:
                        return None if parameter.type_text.endswith("?") else False
                at = site.unit.facts.definitions[at].parent
        return None

    def decide(
        self,
        site: Site,
        candidates: tuple[Member, ...],
        operation: Expression,
        receiver: Ty | None,
        strategy: str,
        virtual: bool = True,
    ) -> Call:
        names = [name for name in self.argument_names(operation) if name and name != "{}"]
        if names:
            candidates = tuple([m for m in candidates if set(names) <= {p.name for p in m.defn.facts.parameters}])
        return super().decide(site, candidates, operation, receiver, strategy, virtual)

    def functions(self, site: Site, name: str) -> tuple[list[Member], list[Member]]:
        """Top-level functions a file sees: plain ones and extensions, those named first before those of packages."""
        plain: list[Member] = []
        extensions: list[Member] = []
        for defn in self.visible(site.unit, name):
            if defn.kind == "function":
                (extensions if "extension" in defn.flags else plain).append(Member(defn, None))
        for row in site.unit.facts.imports:  # members of objects and static members of Java classes
            if row.local == name and row.module.rpartition(".")[2][:1].isupper():
                owner = self.import_owner(site.unit, row)
                if owner is not None and isinstance(owner.head, TypeDecl):
                    for decl in (owner.head, self.companion(owner.head)):
                        if decl is not None:
                            plain += [m for m in self.methods(decl, row.name) if self.is_static(m)]
        return plain, extensions

    def is_static(self, member: Member) -> bool:
        """Whether a member needs no instance: of an object, or static in Java."""
        return "static" in member.defn.flags or (member.decl is not None and "object" in member.decl.flags)

    def resolve_simple(self, site: Site, name: str, operation: Expression) -> Call:
        unit, at = site.unit, site.scope
        definitions = unit.facts.definitions
        outside = False
        while at > 0:
            facts = definitions[at]
            if facts.kind in CLASS_KINDS:
                decl = self.decl(unit.defs[at])
                call = self.on_receiver(site, self.own_type(decl), name, operation)
                if call is not None:
                    return call
                companion = self.companion(decl)
                if companion is not None:
                    found = self.methods(companion, name)
                    if found:
                        call = self.decide(site, found, operation, Ty(companion), "companion")
                        if call.members:
                            return call
                if self.visible_field(site, decl, name) is not None:
                    return Call((), "value")
                outside = outside or self.is_open(decl)
            else:
                local = [d for d in unit.members(at).get(name, ()) if d.kind == "function"]
                if local:
                    members = tuple([Member(d, None) for d in local])
                    return self.decide(site, members, operation, None, "local function", virtual=False)
                rows = unit.locals(at).get(name)
                if rows and any(
                    r.what in (PARAMETER, BINDING) and getattr(r.payload, "kind", "") != "narrow"
                    for r in in_force(rows, site.position)
                ):
                    return Call((), "value")
                receiver = self.scope_receiver(unit, at)
                if receiver is not None:
                    call = self.on_receiver(site, receiver, name, operation)
                    if call is not None:
                        return call
                    if is_external(receiver):
                        outside = True
                    elif receiver == UNKNOWN:
                        return Call((), "unknown-receiver")
            at = facts.parent
        return self.resolve_top(site, name, operation) or Call((), "external" if outside else "not-found")

    def scope_receiver(self, unit: Unit, scope: int) -> Ty | None:
        """The receiver that a lambda or an extension function brings along."""
        facts = unit.facts.definitions[scope]
        if facts.kind == "lambda":
            if "initializer" in facts.flags:
                return None
            shape = self.lambda_shape(unit, scope)
            return shape.receiver if shape is not None else None
        return self.receiver_type(unit.defs[scope]) if facts.extra else None

    def on_receiver(self, site: Site, receiver: Ty, name: str, operation: Expression) -> Call | None:
        """``name(…)`` on an implicit receiver: its members, then extensions of it."""
        ty = receiver
        if type(ty.head) is Var:
            ty = self.bound(ty.head)
        if isinstance(ty.head, TypeDecl):
            found = tuple([m for m in self.methods(ty.head, name) if "extension" not in m.defn.flags])
            if found:
                call = self.decide_checked(site, found, operation, ty, "implicit this")
                if call.members:
                    return call
        return self.resolve_extension(site, ty, name, operation)

    def resolve_top(self, site: Site, name: str, operation: Expression) -> Call | None:
        """A top-level function or a constructor."""
        plain, _ = self.functions(site, name)
        for group in self.groups(site.unit, plain):
            call = self.decide_checked(site, tuple(group), operation, None, "top-level", virtual=False)
            if call.members:
                return call
        ty = self.lookup_type(site.unit, site.scope, name)
        if isinstance(ty.head, TypeDecl):
            return self.construct_kotlin(site, ty, operation)
        if self.file_variable(site, name) is not None:
            return Call((), "value")
        if any(row.local == name for row in site.unit.facts.imports) or site.unit.stars:
            return Call((), "external")
        return None

    def groups(self, unit: Unit, members: list[Member]) -> list[list[Member]]:
        """Explicitly imported functions come before those of the package, those before star imports and defaults."""
        named = {(r.module, r.name) for r in unit.facts.imports if r.name != "*"}
        ranked: dict[int, list[Member]] = {}
        for member in members:
            facts = member.defn.unit.facts
            if (facts.module, member.defn.name) in named:
                rank = 0
            elif facts.module == unit.facts.module:
                rank = 1
            else:
                rank = 3 if member.defn.unit.path[0] == "<" else 2
            ranked.setdefault(rank, []).append(member)
        return [ranked[rank] for rank in sorted(ranked)]

    def construct_kotlin(self, site: Site, ty: Ty, operation: Expression) -> Call:
        """``Name(…)``: a constructor; an object or companion with ``invoke`` is called instead."""
        head = ty.head
        assert isinstance(head, TypeDecl)
        if head.stub:
            return Call((), "sam" if head.kind == "interface" else "external", ty)
        if head.kind == "interface" and operation[3]:
            return Call((), "sam", ty)
        for owner in (head if "object" in head.flags else None, self.companion(head)):
            if owner is not None:
                invoked = self.methods(owner, "invoke")
                if invoked and not self.primary_takes(head, operation):
                    return self.decide(site, invoked, operation, Ty(owner), "invoke")
        return self.construct(site, ty, operation, "new")

    def primary_takes(self, decl: TypeDecl, operation: Expression) -> bool:
        count = len(self.all_arguments(operation))
        return self.takes(Member(decl.defn, decl), count) is not None

    def resolve_on(self, site: Site, base: Denoted, name: str, operation: Expression) -> Call:
        ty = base.ty
        if base.what == "package":
            return self.in_package(site, base.package, name, operation) or Call((), "external")
        head = ty.head
        for _ in range(4):
            if type(head) is not Var:
                break
            ty = self.bound(head)
            head = ty.head
        if isinstance(head, TypeDecl):
            if base.what == "type":
                return self.on_type(site, ty, name, operation)
            found = tuple([m for m in self.methods(head, name) if "extension" not in m.defn.flags])
            virtual = base.what != "super" and "object" not in head.flags
            call = self.decide_checked(site, found, operation, ty, "receiver type" if virtual else "super", virtual)
            if call.members:
                return call
        if base.what == "value" and ty != UNKNOWN:
            extension = self.resolve_extension(site, ty, name, operation)
            if extension is not None:
                return extension
        if isinstance(head, TypeDecl):
            if self.field(head, name) is not None:
                return Call((), "value")
            imported = any(row.local == name for row in site.unit.facts.imports)
            return Call((), "external" if head.stub or imported or self.is_open(head) else "not-found", ty)
        if is_external(ty) or (type(head) is str and head[0] == "("):
            return Call((), "external")
        return Call((), "unknown-receiver")

    def on_type(self, site: Site, ty: Ty, name: str, operation: Expression) -> Call:
        """``Type.name(…)``: companion members, static members of Java classes, nested constructors."""
        head = ty.head
        assert isinstance(head, TypeDecl)
        companion = self.companion(head)
        for owner in (companion, head):
            if owner is None:
                continue
            found = tuple([m for m in self.methods(owner, name) if self.is_static(m)])
            if found:
                call = self.decide(site, found, operation, Ty(owner), "companion", virtual=False)
                if call.members:
                    return call
        inner = self.member_type(head, name)
        if inner is not None and isinstance(inner.head, TypeDecl):
            return self.construct_kotlin(site, inner, operation)
        if companion is not None:
            extension = self.resolve_extension(site, Ty(companion), name, operation)
            if extension is not None:
                return extension
        if head.kind == "enum" and name in ("valueOf", "values"):
            return Call((), "external", Ty(head) if name == "valueOf" else self.variadic(Ty(head)), strategy="values")
        return Call((), "external" if head.stub or self.is_open(head) else "not-found", ty)

    def in_package(self, site: Site, package: str, name: str, operation: Expression) -> Call | None:
        """``some.package.name(…)``."""
        functions = [Member(d, None) for d in self.declared(package, name) if d.kind == "function"]
        if functions:
            return self.decide(site, tuple(functions), operation, None, "top-level", virtual=False)
        ty = self.type_in_package(site.unit, package, name)
        if ty is not None and isinstance(ty.head, TypeDecl):
            return self.construct_kotlin(site, ty, operation)
        return None

    def resolve_extension(self, site: Site, receiver: Ty, name: str, operation: Expression) -> Call | None:
        """``receiver.name(…)`` as an extension: of a type around the site, then those the file sees."""
        if receiver == UNKNOWN or receiver.head == "?.":
            return None
        groups: list[list[Member]] = []
        at = site.scope
        definitions = site.unit.facts.definitions
        while at > 0:
            if definitions[at].kind in CLASS_KINDS:
                decl = self.decl(site.unit.defs[at])
                for owner in (decl, self.companion(decl)):
                    if owner is not None:
                        inside = [m for m in self.methods(owner, name) if "extension" in m.defn.flags]
                        groups.append(inside)
            else:
                local = site.unit.members(at).get(name, ())
                groups.append([Member(d, None) for d in local if d.kind == "function" and "extension" in d.flags])
            at = definitions[at].parent
        groups.append(self.functions(site, name)[1])
        for group in groups:
            fitting: list[Member] = []
            unsure = False
            for member in group:
                wanted = self.receiver_type(member.defn)
                if wanted is None or self.takes(member, len(self.all_arguments(operation))) is None:
                    continue
                verdict = self.fits_receiver(receiver, wanted, member.defn)
                if verdict is not False:
                    fitting.append(member)
                    unsure = unsure or verdict is None
            if not fitting:
                continue
            fitting = self.narrowest(fitting)
            call = self.decide_checked(site, tuple(fitting), operation, receiver, "extension", virtual=False)
            if not call.members:
                continue
            if unsure and len(call.members) == 1 and call.members[0].defn.unit.path[0] != "<":
                return call._replace(inferred=True)
            return call
        return None

    def fits_receiver(self, receiver: Ty, wanted: Ty, defn: Def) -> bool | None:
        """Whether a value may be the receiver of an extension."""
        head = wanted.head
        if type(head) is Var:
            bound = self.bound(head)
            return True if self.is_root(bound) or bound.head == head else self.is_subtype(receiver, self.erase(bound))
        if not self.is_subtype(receiver, self.erase(wanted)):
            return self.is_subtype(receiver, self.erase(wanted))
        if wanted.args and not mentions(wanted, defn) and isinstance(head, TypeDecl):
            seen = self.as_super(receiver, head)
            if seen is not None:
                for a, b in zip(seen.args, wanted.args, strict=False):
                    if self.is_subtype(a, self.erase(b)) is False:
                        return False
        return True

    def narrowest(self, members: list[Member]) -> list[Member]:
        """Of extensions of several types, those of the most specific one."""
        if len(members) < 2:
            return members
        receivers = [self.erase(self.receiver_type(m.defn) or UNKNOWN) for m in members]
        best: list[Member] = []
        for i, member in enumerate(members):
            beaten = any(
                j != i
                and receivers[j] != receivers[i]
                and type((self.receiver_type(members[j].defn) or UNKNOWN).head) is not Var
                and self.is_subtype(receivers[j], receivers[i]) is True
                for j in range(len(members))
            )
            if not beaten:
                best.append(member)
        return best or members

    def result_type(self, site: Site, call: Call, member: Member, operation: Expression) -> Ty:
        defn = member.defn
        if defn.kind in CLASS_KINDS or "constructor" in defn.flags:
            return self.made(site, call, member, operation)
        return super().result_type(site, call, member, operation)

    def made(self, site: Site, call: Call, member: Member, operation: Expression) -> Ty:
        """What a constructor call gives: type arguments as written, or from the arguments."""
        ty = call.receiver or UNKNOWN
        head = ty.head
        if not isinstance(head, TypeDecl) or ty.args:
            return ty
        variables = self.variables(head)
        if not variables:
            return ty
        callee: Any = site.unit.facts.expressions[operation[1]] if operation[1] >= 0 else ("",)
        if callee[0] == "generic":
            return Ty(head, tuple([self.resolve_type(site.unit, a, site.scope) for a in callee[2]]))
        mapping: dict[Var, Ty] = {}
        types = self.declared_parameters(member.defn)
        names = self.argument_names(operation)
        for i, argument in enumerate(self.all_arguments(operation)):
            wanted = self.parameter_for(member, types, i, call.phase, names)
            if has_variables(wanted) and argument >= 0 and self.callable_argument(site.unit, argument) == -1:
                self.infer(wanted, self.evaluate_type(site, argument), mapping, head.defn)
        return Ty(head, tuple([mapping.get(v, UNKNOWN) for v in variables]))

    def unresolved_type(self, site: Site, operation: Expression, call: Call) -> Ty:
        if (call.strategy == "values" or call.reason == "sam") and call.receiver is not None:
            return call.receiver
        callee: Any = site.unit.facts.expressions[operation[1]] if operation[1] >= 0 else ("", -1, "")
        if callee[0] == "generic":
            callee = site.unit.facts.expressions[callee[1]]
        if call.reason == "value":
            ty = UNKNOWN
            if callee[0] == "name":
                ty = self.variable(site, callee[1]) or UNKNOWN
            elif callee[0] == "attr":
                ty = self.member_value(self.denote(site, callee[1]).ty, callee[2])
            shape = self.function_shape(ty)
            if shape is not None:
                return shape.result
            if isinstance(ty.head, TypeDecl):
                invoked = self.methods(ty.head, "invoke")
                if len(invoked) == 1:
                    return self.returned(invoked[0].defn)
            return UNKNOWN
        if call.reason == "external" and call.receiver is not None and isinstance(call.receiver.head, TypeDecl):
            made = call.receiver.head
            if callee[0] in ("name", "attr") and callee[-1] == made.name:
                return self.made(site, call, Member(made.defn, made), operation)
        if callee[0] == "attr" and callee[2] in ("invoke",):
            shape = self.function_shape(self.denote(site, callee[1]).ty)
            return shape.result if shape is not None else UNKNOWN
        if callee[0] == "attr" and callee[2] == "copy":
            base = self.denote(site, callee[1]).ty
            if isinstance(base.head, TypeDecl) and "data" in base.head.flags:
                return base
        return Ty("?.") if call.reason == "external" else UNKNOWN

    def resolve_reference(self, site: Site, operation: Expression, shape: Shape | None) -> Call:
        target = site.unit.facts.expressions[operation[1]]
        if target[0] == "name":
            return self.named_reference(site, target[1], shape)
        base = self.denote(site, target[1]) if target[0] == "attr" else None
        if base is not None and isinstance(base.ty.head, TypeDecl):
            if not self.methods(base.ty.head, target[2]):
                extensions = [
                    m
                    for m in self.functions(site, target[2])[1]
                    if self.fits_receiver(base.ty, self.receiver_type(m.defn) or UNKNOWN, m.defn) is True
                ]
                if len(extensions) == 1:
                    return Call((extensions[0],), receiver=base.ty, strategy="reference")
        return super().resolve_reference(site, operation, shape)

    def named_reference(self, site: Site, name: str, shape: Shape | None) -> Call:
        """``::name``: a function around the site, a top-level one, or a constructor."""
        unit, at = site.unit, site.scope
        while at > 0:
            facts = unit.facts.definitions[at]
            found: list[Member] = []
            if facts.kind in CLASS_KINDS:
                found = list(self.methods(self.decl(unit.defs[at]), name))
            else:
                found = [Member(d, None) for d in unit.members(at).get(name, ()) if d.kind == "function"]
            if found:
                return self.fitting_reference(found, shape)
            at = facts.parent
        plain, _ = self.functions(site, name)
        if plain:
            return self.fitting_reference(self.groups(unit, plain)[0], shape)
        ty = self.lookup_type(unit, site.scope, name)
        if isinstance(ty.head, TypeDecl) and not ty.head.stub:
            return Call((Member(ty.head.defn, ty.head),), receiver=ty, virtual=False, strategy="reference")
        return Call((), "external" if is_external(ty) else "not-found")

    def fitting_reference(self, members: list[Member], shape: Shape | None) -> Call:
        if shape is not None and len(members) > 1:
            members = [m for m in members if self.takes(m, len(shape.parameters)) is not None] or members
        return Call(tuple(members), "" if len(members) == 1 else "ambiguous", strategy="reference")


__all__ = ["KotlinSemantics"]
