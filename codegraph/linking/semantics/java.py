"""Java: packages, imports, nested types, overloads by argument types (JLS chapters 6, 8 and 15)."""

from __future__ import annotations

import posixpath
from typing import Any, ClassVar

from codegraph.linking.nominal.engine import Call, Denoted, NominalSemantics
from codegraph.linking.nominal.hierarchy import Member
from codegraph.linking.nominal.overloads import Shape, Site
from codegraph.linking.nominal.types import UNKNOWN, VOID, Ty, TypeDecl, Var, substitute
from codegraph.linking.semantics.base import CLASS_KINDS
from codegraph.linking.units import Unit
from codegraph.linking.values import Def
from parsers.facts import Expression, Import

_OBJECT_METHODS = frozenset(("equals", "hashCode", "toString", "getClass", "notify", "notifyAll", "wait"))


FROM_KOTLIN = {
    "Any": ("java.lang", "Object"),
    "Int": ("", "int"),
    "Long": ("", "long"),
    "Short": ("", "short"),
    "Byte": ("", "byte"),
    "Char": ("", "char"),
    "Boolean": ("", "boolean"),
    "Float": ("", "float"),
    "Double": ("", "double"),
    "Unit": ("", "void"),
    "Array": ("", "[]"),
    "List": ("java.util", "List"),
    "MutableList": ("java.util", "List"),
    "Set": ("java.util", "Set"),
    "MutableSet": ("java.util", "Set"),
    "Map": ("java.util", "Map"),
    "MutableMap": ("java.util", "Map"),
    "Collection": ("java.util", "Collection"),
    "MutableCollection": ("java.util", "Collection"),
    "ArrayList": ("java.util", "ArrayList"),
    "HashMap": ("java.util", "HashMap"),
    "HashSet": ("java.util", "HashSet"),
    "KClass": ("java.lang", "Class"),
}
"""Kotlin's own types as Java sees them; the others of ``java.lang`` keep their names."""


def _ends_with(folder: str, wanted: str) -> bool:
    """Whether a folder's path ends with the parts of a package."""
    return not wanted or folder == wanted or folder.endswith("/" + wanted)


class JavaSemantics(NominalSemantics):
    """Java's name lookup."""

    languages: ClassVar[tuple[str, ...]] = ("java",)
    root: ClassVar[tuple[str, str]] = ("java.lang", "Object")
    iterable: ClassVar[tuple[str, str]] = ("java.lang", "Iterable")
    stub_folder: ClassVar[str] = "java"
    widening: ClassVar[dict[str, frozenset[str]]] = {
        "byte": frozenset(("byte", "short", "int", "long", "float", "double")),
        "short": frozenset(("short", "int", "long", "float", "double")),
        "char": frozenset(("char", "int", "long", "float", "double")),
        "int": frozenset(("int", "long", "float", "double")),
        "long": frozenset(("long", "float", "double")),
        "float": frozenset(("float", "double")),
        "double": frozenset(("double",)),
        "boolean": frozenset(("boolean",)),
    }
    boxes: ClassVar[dict[str, str]] = {
        "byte": "Byte",
        "short": "Short",
        "char": "Character",
        "int": "Integer",
        "long": "Long",
        "float": "Float",
        "double": "Double",
        "boolean": "Boolean",
    }
    literals: ClassVar[dict[str, str]] = {
        "int": "int",
        "long": "long",
        "float": "float",
        "double": "double",
        "char": "char",
        "bool": "boolean",
        "str": "String",
    }
    final_types: ClassVar[frozenset[str]] = frozenset(
        "String Integer Long Short Byte Character Boolean Float Double Class Math System Optional".split()
    )

    # -- packages and files

    def prepare(self) -> None:
        super().prepare()
        self._by_stem: dict[str, list[str]] = {}
        self._folders: dict[str, list[str]] = {}
        """Last part of a folder's path -> such folders that hold files of this language."""
        self._files: dict[str, list[str]] = {}
        for path in sorted(p for p, language in self.project.languages.items() if language in self.languages):
            folder, base = posixpath.split(path)
            self._by_stem.setdefault(base.rpartition(".")[0], []).append(path)
            files = self._files.setdefault(folder, [])
            if not files:
                self._folders.setdefault(posixpath.basename(folder), []).append(folder)
            files.append(path)
        present = set(self.project.languages.values())
        self.has_java = "java" in present
        self.has_kotlin = "kotlin" in present

    def package_folders(self, package: str) -> list[str]:
        """Folders that can hold files of a package: those whose path ends with its parts."""
        wanted = package.replace(".", "/")
        last = wanted.rpartition("/")[2]
        return [f for f in self._folders.get(last, ()) if f == wanted or f.endswith("/" + wanted)]

    def top_level(self, unit: Unit, package: str, name: str) -> Def | None:
        """The top-level type of a package that a file means: of twins the one nearest by path."""
        self.evaluator.touch("", name)
        found = self.keep(("top", package, name), self._top_level, package, name)
        if len(found) <= 1:
            return found[0] if found else None
        return self.nearest(unit, list(found))

    def _top_level(self, package: str, name: str) -> tuple[Def, ...]:
        found: list[Def] = []
        wanted = package.replace(".", "/")
        for path in self._by_stem.get(name, ()):
            if self._is_java(path) and _ends_with(posixpath.dirname(path), wanted):
                found += self.types_of(path, package, name)
        if not found and self.has_java:
            found = self.secondary_types(package, name)
        if not found and self.has_kotlin:
            found = [d for d in self.declared(package, name) if d.kind in CLASS_KINDS]
        return tuple(found)

    def _is_java(self, path: str) -> bool:
        return self.project.languages[path] == "java"

    def types_of(self, path: str, package: str, name: str) -> list[Def]:
        """The top-level types of that name in a file of that package."""
        unit = self.evaluator.unit(path)
        if unit.facts.module != package:
            return []
        return [d for d in unit.members(0).get(name, ()) if d.kind in CLASS_KINDS]

    def secondary_types(self, package: str, name: str) -> list[Def]:
        """Types of a package that are not named after their file."""
        if self.project.named is None:
            return self.secondary(package).get(name, [])
        wanted = package.replace(".", "/")
        found: list[Def] = []
        for path in sorted(p for p in self.project.named(name) if self.project.languages.get(p) == "java"):
            if _ends_with(posixpath.dirname(path), wanted):
                found += self.types_of(path, package, name)
        return found

    def secondary(self, package: str) -> dict[str, list[Def]]:
        """All top-level types of a package, for when no index of names is at hand."""
        known: dict[str, dict[str, list[Def]]] = self.__dict__.setdefault("_secondary", {})
        table = known.get(package)
        if table is None:
            table = known[package] = {}
            folders = self.package_folders(package) if package else list(self._files)
            for folder in folders:
                for path in filter(self._is_java, self._files[folder]):
                    unit = self.evaluator.unit(path)
                    if unit.facts.module == package:
                        for name, definitions in unit.members(0).items():
                            table.setdefault(name, []).extend(d for d in definitions if d.kind in CLASS_KINDS)
        return table

    def declared(self, package: str, name: str) -> list[Def]:
        """Everything of that name at the top of a package's Kotlin files."""
        self.evaluator.touch("", name)
        return list(self.keep(("declared", package, name), self._declared, package, name))

    def _declared(self, package: str, name: str) -> tuple[Def, ...]:
        out: list[Def] = []
        for path in self.kotlin_files(name):
            unit = self.evaluator.unit(path)
            if unit.facts.module == package:
                out += unit.members(0).get(name, [])
        return tuple(out)

    def kotlin_files(self, name: str) -> list[str]:
        """The Kotlin files that have a definition of that name."""
        languages = self.project.languages
        if self.project.named is not None:
            return sorted(p for p in self.project.named(name) if languages.get(p) == "kotlin")
        table: dict[str, list[str]] | None = self.__dict__.get("_by_name")
        if table is None:
            table = self.__dict__["_by_name"] = {}
            for path in sorted(p for p, language in languages.items() if language == "kotlin"):
                unit = self.evaluator.unit(path)
                for top in unit.members(0):
                    table.setdefault(top, []).append(path)
        return table.get(name, [])

    def nearest(self, unit: Unit, definitions: list[Def]) -> Def | None:
        """Of several types with one qualified name, the one whose path shares most with the file's."""
        own = unit.path.split("/")
        scored: list[tuple[int, Def]] = []
        for defn in definitions:
            parts = defn.unit.path.split("/")
            shared = 0
            for a, b in zip(own, parts, strict=False):
                if a != b:
                    break
                shared += 1
            scored.append((shared, defn))
        best = max(score for score, _ in scored)
        top = [d for score, d in scored if score == best]
        return top[0] if len(top) == 1 or all(d.unit is top[0].unit for d in top) else None

    def type_in_package(self, unit: Unit, package: str, name: str) -> Ty | None:
        found = self.top_level(unit, package, name)
        if found is not None:
            return Ty(self.decl(found))
        stub = self.stub_type(package, name)
        if isinstance(stub.head, TypeDecl):
            return stub
        outer, _, inner = package.rpartition(".")
        if inner[:1].isupper():
            owner = self.type_in_package(unit, outer, inner)
            if owner is not None and isinstance(owner.head, TypeDecl):
                return self.member_type(owner.head, name)
        return None

    def _file_type(self, unit: Unit, name: str) -> Ty:
        if unit.language == "kotlin":
            return self.kotlin_file_type(unit, name)
        for found in unit.members(0).get(name, ()):
            if found.kind in CLASS_KINDS:
                return Ty(self.decl(found))
        for row in unit.facts.imports:
            if row.local == name and "static" not in row.flags:
                return self.type_in_package(unit, row.module, row.name) or Ty(f"{row.module}.{row.name}")
        statics = [r for r in unit.facts.imports if "static" in r.flags]
        for row in statics:
            if row.local == name:
                ty = self.type_in_package(unit, row.module, row.name)
                if ty is not None:
                    return ty
        own = self.package_type(unit, name)
        if own is not None:
            return own
        for row in unit.stars:
            ty = self.type_in_package(unit, row.module, name)
            if ty is not None:
                return ty
        ty = self.stub_type("java.lang", name)
        if isinstance(ty.head, TypeDecl):
            return ty
        if name in self.widening or name == "void":
            return Ty(name)
        return Ty(name) if name == "[]" else Ty(f"?.{name}")

    def kotlin_file_type(self, unit: Unit, name: str) -> Ty:
        """A type that a Kotlin file names, as Java sees it."""
        for found in unit.members(0).get(name, ()):
            if found.kind in CLASS_KINDS:
                return Ty(self.decl(found))
        for row in unit.facts.imports:
            if row.local == name:
                return self.type_in_package(unit, row.module, row.name) or Ty(f"{row.module}.{row.name}")
        own = self.package_type(unit, name)
        if own is not None:
            return own
        for row in unit.stars:
            ty = self.type_in_package(unit, row.module, name)
            if ty is not None:
                return ty
        if name in FROM_KOTLIN:
            package, mapped = FROM_KOTLIN[name]
            return self.stub_type(package, mapped) if package else Ty(mapped)
        ty = self.stub_type("java.lang", name)
        return ty if isinstance(ty.head, TypeDecl) else Ty(f"?.{name}")

    def package_type(self, unit: Unit, name: str) -> Ty | None:
        """A type of the file's own package."""
        found = self.top_level(unit, unit.facts.module, name)
        return Ty(self.decl(found)) if found is not None else None

    def import_target(self, unit: Unit, row: Import) -> tuple:
        return ()

    def import_paths(self, unit: Unit, row: Import) -> list[str]:
        if row.name == "*":
            owner = self.qualified(unit, row.module)
            return [owner.unit.path] if owner is not None and owner.unit is not unit else []
        if "static" in row.flags:
            owner = self.qualified(unit, row.module)
        else:
            owner = self.qualified(unit, f"{row.module}.{row.name}")
        return [owner.unit.path] if owner is not None and owner.unit is not unit else []

    def qualified(self, unit: Unit, dotted: str) -> Def | None:
        """A type of the repository by its full name."""
        package, _, name = dotted.rpartition(".")
        ty = self.type_in_package(unit, package, name)
        if ty is not None and isinstance(ty.head, TypeDecl) and not ty.head.stub:
            return ty.head.defn
        return None

    def implied_supers(self, decl: TypeDecl) -> tuple[Ty, ...]:
        if decl.kind == "enum":
            base = self.stub_type("java.lang", "Enum")
            return (Ty(base.head, (Ty(decl),)),)
        if "record" in decl.flags:
            return (self.stub_type("java.lang", "Record"),)
        if "annotation" in decl.flags:
            return (self.stub_type("java.lang.annotation", "Annotation"),)
        return ()

    # -- names

    def file_variable(self, site: Site, name: str) -> Ty | None:
        named, stars = self.static_imports(site.unit)
        for row in (*named.get(name, ()), *stars):
            ty = self.import_owner(site.unit, row)
            if ty is not None and isinstance(ty.head, TypeDecl):
                found = self.field(ty.head, name)
                if found is not None:
                    return self.field_type(found, ty)
            elif row.local == name:
                return Ty(f"{row.module}.{name}") if not name[:1].isupper() or name.isupper() else None
        return None

    def import_owner(self, unit: Unit, row: Import) -> Ty | None:
        """The type whose static members an import names."""
        package, _, name = row.module.rpartition(".")
        return self.type_in_package(unit, package, name)

    def static_imports(self, unit: Unit) -> tuple[dict[str, list[Import]], list[Import]]:
        """Static imports by the name they bring, and those that bring everything."""
        known: Any = unit.cache.get("statics")
        if known is None:
            named: dict[str, list[Import]] = {}
            stars: list[Import] = []
            for row in unit.facts.imports:
                if "static" in row.flags:
                    if row.name == "*":
                        stars.append(row)
                    else:
                        named.setdefault(row.local, []).append(row)
            known = unit.cache["statics"] = (named, stars)
        return known

    def resolve_in_file(self, site: Site, name: str, operation: Expression) -> Call | None:
        single: list[Member] = []
        starred: list[Member] = []
        outside = False
        named, stars = self.static_imports(site.unit)
        for row in (*named.get(name, ()), *stars):
            ty = self.import_owner(site.unit, row)
            if ty is None or not isinstance(ty.head, TypeDecl):
                outside = outside or row.local == name
                continue
            found = [m for m in self.methods(ty.head, name) if "static" in m.defn.flags]
            (starred if row.name == "*" else single).extend(m for m in found if m not in single and m not in starred)
        for members in (single, starred):
            if members:
                return self.decide(site, tuple(members), operation, None, "static import", virtual=False)
        if outside or any("static" in r.flags for r in site.unit.stars):
            return Call((), "external")
        return None

    # -- Kotlin's declarations, seen from Java

    def limits(self, defn: Def) -> tuple[int, int, int]:
        if defn.unit.language != "kotlin":
            return super().limits(defn)
        parameters = defn.facts.parameters
        required = sum(1 for p in parameters if not p.has_default and p.kind != "args")
        return required, len(parameters), required if any(p.kind == "args" for p in parameters) else -1

    def undeclared_result(self, defn: Def) -> Ty:
        return VOID if "unit" in defn.flags else UNKNOWN

    def constructors(self, decl: TypeDecl) -> tuple[Member, ...]:
        declared = super().constructors(decl)
        if declared and decl.defn.unit.language == "kotlin" and decl.defn.facts.parameters:
            return (*declared, Member(decl.defn, decl, self.own_type(decl).args))
        return declared

    def companion(self, decl: TypeDecl) -> TypeDecl | None:
        """The companion object of a Kotlin class."""
        return (self.keep(("companion", decl), self._companion, decl) or (None,))[0]

    def _companion(self, decl: TypeDecl) -> tuple[TypeDecl | None]:
        for part in decl.parts:
            if part.unit.language != "kotlin":
                continue
            for child in part.unit.children(part.index):
                defn = part.unit.defs[child]
                if "companion" in defn.flags:
                    self.touch_part(part, defn.name)
                    return (self.decl(defn),)
            self.touch_part(part, "Companion")
        return (None,)

    def kotlin_member(self, decl: TypeDecl, base: Denoted, name: str, operation: Expression, site: Site) -> Call | None:
        """What Java calls on a Kotlin class without its being a method there: companion members, property accessors."""
        companion = self.companion(decl) if base.what == "type" else None
        if companion is not None:
            found = self.methods(companion, name)
            if found:
                return self.decide(site, found, operation, Ty(companion), "companion")
        for prefix in ("get", "set", "is"):
            if name.startswith(prefix) and len(name) > len(prefix):
                wanted = name[len(prefix)].lower() + name[len(prefix) + 1 :]
                found = self.field(decl, wanted) or self.field(decl, name)
                if found is not None and found.defn.kind == "property":
                    return Call((found,), "", base.ty, strategy="accessor")
        return None

    # -- functional interfaces

    def function_shape(self, ty: Ty) -> Shape | None:
        head = ty.head
        if not isinstance(head, TypeDecl) or head.kind != "interface":
            return None
        found = self.keep(("function", head), self._function, head)
        if not found:
            return None
        member: Member = found[0]
        args = self.applied(member.args, ty)
        mapping: dict[Var, Ty] = {}
        if member.decl is not None:
            mapping = dict(zip(self.variables(member.decl), args, strict=False))
        parameters = self.declared_parameters(member.defn)
        return Shape(
            tuple([substitute(p, mapping) for p in parameters]), substitute(self.returned(member.defn), mapping)
        )

    def _function(self, decl: TypeDecl) -> tuple[Member, ...]:
        """The one abstract method of a functional interface."""
        found: list[Member] = []
        for base, args in self.ancestry(decl).order:
            if base.kind != "interface":
                continue
            for part in base.parts:
                self.touch_part(part, part.name)
                for child in part.unit.children(part.index):
                    defn = part.unit.defs[child]
                    if defn.kind == "method" and "signature" in defn.flags and "static" not in defn.flags:
                        if defn.name in _OBJECT_METHODS and defn.name not in ("wait",):
                            continue
                        found.append(Member(defn, base, args))
        names = {m.defn.name for m in found}
        if len(names) != 1:
            return ()
        name = next(iter(names))
        actual = [m for m in self.methods(decl, name) if "signature" in m.defn.flags]
        return tuple(actual[:1]) if len(actual) == 1 else ()

    # -- expressions

    def operator_type(self, site: Site, operation: Expression) -> Ty:
        operator = operation[1]
        left = self.evaluate_type(site, operation[2])
        right = self.evaluate_type(site, operation[3])
        string = self.stub_type("java.lang", "String")
        if operator == "+" and string in (left, right):
            return string
        a = left if self.is_primitive(left) else self.unboxed(left)
        b = right if self.is_primitive(right) else self.unboxed(right)
        if operator in ("<<", ">>", ">>>"):
            return self.promote(a, Ty("int")) if a != UNKNOWN else UNKNOWN
        if a == UNKNOWN or b == UNKNOWN:
            return UNKNOWN
        if a.head == "boolean" or b.head == "boolean":
            return Ty("boolean")
        wide = self.promote(a, b)
        if wide == UNKNOWN or wide.head in ("byte", "short", "char"):
            return Ty("int")
        return wide

    def either(self, one: Ty, other: Ty) -> Ty:
        small = {"byte", "short", "char"}
        if {one.head, other.head} & small and "int" in (one.head, other.head):
            # A constant that fits takes the narrow type; the constant is the int here nearly always.
            return one if one.head in small else other
        return super().either(one, other)

    def resolve_on(self, site: Site, base: Denoted, name: str, operation: Expression) -> Call:
        ty = base.ty
        head = ty.head
        if isinstance(head, TypeDecl) and not head.stub and not operation[2]:
            if base.what == "type" and head.kind == "enum" and name == "values":
                return Call((), "external", Ty("[]", (Ty(head),)), strategy="values")
            if "record" in head.flags and base.what == "value" and not self.methods(head, name):
                return Call((), "accessor", ty)
        call = super().resolve_on(site, base, name, operation)
        if not call.members and isinstance(head, TypeDecl) and head.defn.unit.language == "kotlin":
            return self.kotlin_member(head, base, name, operation, site) or call
        return call

    def unresolved_type(self, site: Site, operation: Expression, call: Call) -> Ty:
        if call.strategy == "values" and call.receiver is not None:
            return call.receiver
        callee: Expression = site.unit.facts.expressions[operation[1]] if operation[1] >= 0 else ("", -1, "")
        if call.reason == "accessor" and call.receiver is not None and isinstance(call.receiver.head, TypeDecl):
            found = self.field(call.receiver.head, callee[2])
            return self.field_type(found, call.receiver) if found is not None else UNKNOWN
        if callee[0] == "attr" and callee[2] == "valueOf" and len(operation[2]) == 1:
            base = self.denote(site, callee[1])
            if isinstance(base.ty.head, TypeDecl) and base.ty.head.kind == "enum":
                return base.ty
        if callee[0] == "attr" and callee[2] == "clone" and not operation[2]:
            base = self.denote(site, callee[1])
            if base.ty.head == "[]":
                return base.ty
        return super().unresolved_type(site, operation, call)

    def result_type(self, site: Site, call: Call, member: Member, operation: Expression) -> Ty:
        if member.defn.kind == "property":
            return VOID if operation[2] else self.field_type(member, call.receiver)
        if member.defn.unit.path[0] == "<" and member.defn.name == "getClass" and not operation[2]:
            inner = call.receiver if call.receiver is not None else UNKNOWN
            return Ty(self.stub_type("java.lang", "Class").head, (inner,))
        return super().result_type(site, call, member, operation)
