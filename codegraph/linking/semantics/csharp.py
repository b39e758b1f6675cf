"""C#: namespaces and usings, partial types, extension methods, delegates (C# specification, 7.8 and 12.6)."""

from __future__ import annotations

import posixpath
from typing import Any, ClassVar, NamedTuple
from xml.etree import ElementTree

from codegraph.linking.nominal.engine import NOTHING_DENOTED, Call, Denoted, NominalSemantics
from codegraph.linking.nominal.hierarchy import Member
from codegraph.linking.nominal.overloads import Shape, Site
from codegraph.linking.nominal.stubs import stub_packages, stub_unit
from codegraph.linking.nominal.types import UNKNOWN, VOID, Ty, TypeDecl, Var, has_variables, is_external, substitute
from codegraph.linking.semantics.base import CLASS_KINDS
from codegraph.linking.units import BINDING, PARAMETER, Unit, in_force
from codegraph.linking.values import Def
from parsers.facts import Expression, Import

_NUMBERS = ("sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong", "float", "double", "decimal")
IMPLICIT = (
    "System",
    "System.Collections.Generic",
    "System.IO",
    "System.Linq",
    "System.Threading",
    "System.Threading.Tasks",
)
"""What an SDK project uses without saying so; only outside types come from there."""
TUPLE = "(tuple)"


def _usings_in(data: bytes) -> list[Import]:
    """The ``Using`` items of a project file; none when it is no readable XML."""
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return []
    rows: list[Import] = []
    for item in root.iter():
        if not isinstance(item.tag, str) or item.tag.rpartition("}")[2] != "Using":
            continue
        for module in item.get("Include", "").split(";"):
            module = module.strip()
            if not module or "$(" in module:
                continue
            flags = ("global", "static") if item.get("Static", "").lower() == "true" else ("global",)
            alias = item.get("Alias", "")
            if alias:
                owner, _, name = module.rpartition(".")
                rows.append(Import(alias, owner, name, 0, 0, 0, 0, 0, ("alias", *flags)))
            else:
                rows.append(Import("", module, "*", 0, 0, 0, 0, 0, flags))
    return rows


class _Program(NamedTuple):
    """What all files of the language declare together."""

    types: dict[tuple[str, str], list[Def]]
    """(namespace, name) -> top-level types, one per part and arity."""
    parts: dict[tuple[str, str, int], tuple[Def, ...]]
    """(namespace, qualified name, arity) -> the parts of a partial type."""
    extensions: dict[str, list[tuple[str, Member]]]
    """Name of an extension method -> (namespace, member)."""
    namespaces: frozenset[str]
    """Every namespace that declares a type."""
    usings: dict[str, tuple[Import, ...]]
    """Folder of a project -> its global usings."""


class CsharpSemantics(NominalSemantics):
    """C#'s name lookup."""

    languages: ClassVar[tuple[str, ...]] = ("csharp",)
    root: ClassVar[tuple[str, str]] = ("System", "Object")
    iterable: ClassVar[tuple[str, str]] = ("System.Collections.Generic", "IEnumerable")
    stub_folder: ClassVar[str] = "csharp"
    widening: ClassVar[dict[str, frozenset[str]]] = {
        "sbyte": frozenset(("sbyte", "short", "int", "long", "float", "double", "decimal")),
        "byte": frozenset(("byte", "short", "ushort", "int", "uint", "long", "ulong", "float", "double", "decimal")),
        "short": frozenset(("short", "int", "long", "float", "double", "decimal")),
        "ushort": frozenset(("ushort", "int", "uint", "long", "ulong", "float", "double", "decimal")),
        "int": frozenset(("int", "long", "float", "double", "decimal")),
        "uint": frozenset(("uint", "long", "ulong", "float", "double", "decimal")),
        "long": frozenset(("long", "float", "double", "decimal")),
        "ulong": frozenset(("ulong", "float", "double", "decimal")),
        "char": frozenset(("char", "ushort", "int", "uint", "long", "ulong", "float", "double", "decimal")),
        "float": frozenset(("float", "double")),
        "double": frozenset(("double",)),
        "decimal": frozenset(("decimal",)),
        "bool": frozenset(("bool",)),
    }
    boxes: ClassVar[dict[str, str]] = {
        "sbyte": "SByte",
        "byte": "Byte",
        "short": "Int16",
        "ushort": "UInt16",
        "int": "Int32",
        "uint": "UInt32",
        "long": "Int64",
        "ulong": "UInt64",
        "char": "Char",
        "float": "Single",
        "double": "Double",
        "decimal": "Decimal",
        "bool": "Boolean",
    }
    literals: ClassVar[dict[str, str]] = {
        "int": "int",
        "uint": "uint",
        "long": "long",
        "ulong": "ulong",
        "float": "float",
        "double": "double",
        "decimal": "decimal",
        "char": "char",
        "bool": "bool",
        "str": "String",
    }
    final_types: ClassVar[frozenset[str]] = frozenset(("String", *boxes.values()))

    def prepare(self) -> None:
        super().prepare()
        self._project_folders: dict[str, str] = {}
        self._project_usings: dict[str, tuple[Import, ...]] = {}

    # -- the program

    @property
    def program(self) -> _Program:
        """All files' declarations, read once."""
        known = self.__dict__.get("_program")
        if known is None:
            with self.evaluator.aside():
                known = self.__dict__["_program"] = self.read_program()
        return known

    def read_program(self) -> _Program:
        types: dict[tuple[str, str], list[Def]] = {}
        parts: dict[tuple[str, str, int], list[Def]] = {}
        extensions: dict[str, list[tuple[str, Def]]] = {}
        usings: dict[str, list[Import]] = {}
        for path in sorted(p for p, language in self.project.languages.items() if language in self.languages):
            unit = self.evaluator.unit(path)
            found = [row for row in unit.facts.imports if "global" in row.flags]
            if found:
                usings.setdefault(self.project_folder(path), []).extend(found)
            for defn in unit.defs[1:]:
                facts = defn.facts
                if facts.kind in CLASS_KINDS and facts.name:
                    space = self.namespace_of(defn)
                    if "partial" in facts.flags:
                        key = (space, facts.qualified_name, len(facts.type_parameters))
                        parts.setdefault(key, []).append(defn)
                    parent = unit.defs[facts.parent]
                    if parent.kind not in CLASS_KINDS and parent.kind in ("module", "namespace"):
                        types.setdefault((space, facts.name), []).append(defn)
                elif "extension" in facts.flags:
                    extensions.setdefault(facts.name, []).append((self.namespace_of(defn), defn))
        grouped = {key: tuple(found) for key, found in parts.items()}
        spaces = frozenset(space for space, _ in types)
        shared = {folder: tuple(rows) for folder, rows in usings.items()}
        self.__dict__["_program"] = _Program(types, grouped, {}, spaces, shared)
        table: dict[str, list[tuple[str, Member]]] = {}
        for name, found in extensions.items():
            for space, defn in found:
                owner = defn.parent
                if owner is not None and owner.kind in CLASS_KINDS:
                    table.setdefault(name, []).append((space, Member(defn, self.decl(owner))))
        return _Program(types, grouped, table, spaces, shared)

    def namespace_of(self, defn: Def) -> str:
        """The namespace a definition stands in."""
        definitions = defn.unit.facts.definitions
        at = defn.index
        while at > 0:
            if definitions[at].kind == "namespace":
                return definitions[at].signature
            at = definitions[at].parent
        return defn.unit.facts.extra.get("namespace", "")

    def decl(self, defn: Def) -> TypeDecl:
        known = self._decls.get(defn)
        if known is None:
            parts: tuple[Def, ...] = (defn,)
            if "partial" in defn.flags and defn.unit.path[0] != "<":
                key = (self.namespace_of(defn), defn.facts.qualified_name, len(defn.facts.type_parameters))
                parts = self.program.parts.get(key, parts)
            known = TypeDecl(parts[0], parts, defn.unit.path[0] == "<")
            for part in parts:
                self._decls[part] = known
        return known

    # -- types by name

    def spaces(self, unit: Unit, scope: int) -> list[str]:
        """The namespaces around a place, innermost first; the global one is ''."""
        here = self.namespace_of(unit.defs[scope])
        out: list[str] = []
        while here:
            out.append(here)
            here = here.rpartition(".")[0]
        out.append("")
        return out

    def usings(self, unit: Unit, scope: int) -> list[Import]:
        """The using directives in force at a place."""
        around: set[int] = set()
        at = scope
        while at > 0:
            around.add(at)
            at = unit.facts.definitions[at].parent
        around.add(0)
        own = [row for row in unit.facts.imports if row.scope in around and "global" not in row.flags]
        folder = self.project_folder(unit.path)
        self.evaluator.touch("", "import *")
        return [*own, *self.program.usings.get(folder, ()), *self.project_usings(folder)]

    def project_folder(self, path: str) -> str:
        """The folder of the project (the assembly) that a file belongs to; '' when no project file says so."""
        folder = posixpath.dirname(path)
        passed: list[str] = []
        result = ""
        while folder:
            known = self._project_folders.get(folder)
            if known is not None:
                result = known
                break
            passed.append(folder)
            if self.project.read(f"{folder}/{posixpath.basename(folder)}.csproj") is not None:
                result = folder
                break
            folder = posixpath.dirname(folder)
        for inner in passed:
            self._project_folders[inner] = result
        return result

    def project_usings(self, folder: str) -> tuple[Import, ...]:
        """``<Using Include="…"/>`` in the project file and the Directory.Build files above it."""
        known = self._project_usings.get(folder)
        if known is None:
            paths = [f"{folder}/{posixpath.basename(folder)}.csproj"] if folder else []
            at = folder
            while True:
                paths += [posixpath.join(at, name) for name in ("Directory.Build.props", "Directory.Build.targets")]
                if not at:
                    break
                at = posixpath.dirname(at)
            rows: list[Import] = []
            for path in paths:
                data = self.project.read(path)
                if data is not None:
                    rows += _usings_in(data)
            known = self._project_usings[folder] = tuple(rows)
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
                    return self.with_arity(Ty(decl), 0)
                if not (header and at == scope):
                    found = self.member_type(decl, name)
                    if found is not None:
                        return self.with_arity(found, 0)
            at = facts.parent
        return self.with_arity(self.type_from_spaces(unit, scope, name), 0)

    def type_from_spaces(self, unit: Unit, scope: int, name: str) -> Ty:
        """A type by the namespaces around a place, then by the usings."""
        if name in self.widening or name in ("void", "[]"):
            return Ty(name)
        if name in ("string", "object"):
            return self.stub_type("System", name.capitalize())
        if name in ("var", "dynamic", "_"):
            return UNKNOWN
        for space in self.spaces(unit, scope):
            found = self.type_in_package(unit, space, name)
            if found is not None:
                return found
        opened: list[Ty] = []
        for row in self.usings(unit, scope):
            if "alias" in row.flags:
                if row.local == name:
                    return self.aliased(unit, row)
            elif row.name == "*":
                if "static" in row.flags:
                    owner = self.used_type(unit, row)
                    found = self.member_type(owner.head, name) if isinstance(owner.head, TypeDecl) else None
                else:
                    found = self.type_in_package(unit, row.module, name)
                if found is not None and found not in opened:
                    opened.append(found)
        own = [ty for ty in opened if isinstance(ty.head, TypeDecl) and not ty.head.stub]
        if own or opened:
            candidates = own or opened
            return candidates[0] if len(candidates) == 1 else UNKNOWN
        for space in IMPLICIT:
            stub = self.stub_type(space, name)
            if isinstance(stub.head, TypeDecl):
                return stub
        return Ty(f"?.{name}")

    def aliased(self, unit: Unit, row: Import) -> Ty:
        """What a using alias stands for."""
        found = self.type_in_package(unit, row.module, row.name)
        if found is None and row.module:
            outer, _, inner = row.module.rpartition(".")
            owner = self.type_in_package(unit, outer, inner)
            if owner is not None and isinstance(owner.head, TypeDecl):
                found = self.member_type(owner.head, row.name)
        return found or Ty(f"{row.module}.{row.name}" if row.module else f"?.{row.name}")

    def used_type(self, unit: Unit, row: Import) -> Ty:
        """The type of a ``using static``."""
        outer, _, inner = row.module.rpartition(".")
        return self.type_in_package(unit, outer, inner) or Ty(row.module if outer else f"?.{row.module}")

    def type_in_package(self, unit: Unit, package: str, name: str) -> Ty | None:
        self.evaluator.touch("", name)
        found = self.program.types.get((package, name))
        if found:
            decls = list(dict.fromkeys(self.decl(d) for d in found))
            if len({len(d.defn.facts.type_parameters) for d in decls}) < len(decls):
                near = self.nearest(unit, [d.defn for d in decls])
                return Ty(near) if near is not None else UNKNOWN
            return Ty(decls[0])
        stub = self.stub_type(package, name)
        return stub if isinstance(stub.head, TypeDecl) else None

    def nearest(self, unit: Unit, definitions: list[Def]) -> TypeDecl | None:
        """Of several types with one full name, the one whose path shares most with the file's."""
        own = unit.path.split("/")
        scored: list[tuple[int, Def]] = []
        for defn in definitions:
            shared = 0
            for a, b in zip(own, defn.unit.path.split("/"), strict=False):
                if a != b:
                    break
                shared += 1
            scored.append((shared, defn))
        best = max(score for score, _ in scored)
        top = [d for score, d in scored if score == best]
        return self.decl(top[0]) if len(top) == 1 else None

    def with_arity(self, ty: Ty, count: int) -> Ty:
        """The namesake of a type that has ``count`` type parameters, where there is one."""
        head = ty.head
        if not isinstance(head, TypeDecl) or len(head.defn.facts.type_parameters) == count:
            return ty
        for other in self.namesakes(head):
            if len(other.facts.type_parameters) == count:
                return Ty(self.decl(other), ty.args)
        return ty

    def namesakes(self, decl: TypeDecl) -> list[Def]:
        """Types declared beside a type under the same name."""
        defn = decl.defn
        parent = defn.parent
        if decl.stub or (parent is not None and parent.kind in CLASS_KINDS):
            owners = (
                self.decl(parent).parts if parent is not None and parent.kind in CLASS_KINDS else (defn.unit.module,)
            )
            return [d for p in owners for d in p.unit.members(p.index).get(decl.name, ()) if d.kind in CLASS_KINDS]
        return self.program.types.get((self.namespace_of(defn), decl.name), [])

    def _resolve_type(self, unit: Unit, operation: Expression, scope: int, header: bool) -> Ty:
        if operation[0] == "generic":
            inner = unit.facts.expressions[operation[1]]
            if inner == ("name", "ValueTuple"):
                return Ty(TUPLE, tuple([self.resolve_type(unit, a, scope, header) for a in operation[2]]))
            base = self.with_arity(self.resolve_type(unit, operation[1], scope, header), len(operation[2]))
            return Ty(base.head, tuple([self.resolve_type(unit, a, scope, header) for a in operation[2]]))
        return super()._resolve_type(unit, operation, scope, header)

    def qualified_type(self, unit: Unit, base: int, name: str, scope: int, header: bool) -> Ty:
        dotted = self.dotted(unit, base)
        if dotted:
            for space in self.spaces(unit, scope):
                package = f"{space}.{dotted}" if space else dotted
                found = self.type_in_package(unit, package, name)
                if found is not None:
                    return found
        return super().qualified_type(unit, base, name, scope, header)

    def unknown_name(self, site: Site, name: str, ty: Ty) -> Denoted:
        # An outside type or the beginning of a namespace: what follows tells.
        return Denoted("type", ty if ty != UNKNOWN else Ty(f"?.{name}"), name)

    def denote_member(self, site: Site, base: Denoted, name: str) -> Denoted:
        if base.what == "type" and base.package:
            for space in self.spaces(site.unit, site.scope):
                package = f"{space}.{base.package}" if space else base.package
                found = self.type_in_package(site.unit, package, name)
                if found is not None:
                    return Denoted("type", found)
            further = super().denote_member(site, base, name)
            return further._replace(what="type", package=f"{base.package}.{name}") if not name.isupper() else further
        return super().denote_member(site, base, name)

    def implied_supers(self, decl: TypeDecl) -> tuple[Ty, ...]:
        if decl.kind == "enum":
            return (self.stub_type("System", "Enum"),)
        if decl.kind == "struct":
            return (self.stub_type("System", "ValueType"),)
        return ()

    def import_paths(self, unit: Unit, row: Import) -> list[str]:
        if "static" in row.flags or "alias" in row.flags:
            ty = self.used_type(unit, row) if "static" in row.flags else self.aliased(unit, row)
            if isinstance(ty.head, TypeDecl) and not ty.head.stub and ty.head.defn.unit is not unit:
                return [ty.head.defn.unit.path]
        return []

    # -- variables

    def scope_variable(self, site: Site, scope: int, name: str) -> Ty | None:
        return None

    def visible_field(self, site: Site, decl: TypeDecl, name: str) -> Ty | None:
        found = super().visible_field(site, decl, name)
        if found is not None:
            return found
        for part in decl.parts:  # a primary constructor's parameters are in scope in the whole body
            for i, parameter in enumerate(part.facts.parameters):
                if parameter.name == name and "delegate" not in part.flags:
                    return self.declared_parameters(part)[i]
        return None

    def file_variable(self, site: Site, name: str) -> Ty | None:
        rows = site.unit.locals(0).get(name)
        if rows:
            rows = [r for r in in_force(rows, site.position) if r.what in (PARAMETER, BINDING)]
            if rows:
                return self.local_type(site.unit, rows[0])
        for row in self.usings(site.unit, site.scope):
            if "static" in row.flags:
                owner = self.used_type(site.unit, row)
                if isinstance(owner.head, TypeDecl):
                    found = self.field(owner.head, name)
                    if found is not None:
                        return self.field_type(found, owner)
        return None

    # -- delegates and lambdas

    def function_shape(self, ty: Ty) -> Shape | None:
        head = ty.head
        if not isinstance(head, TypeDecl):
            return None
        if head.name == "Expression" and head.stub and len(ty.args) == 1:
            return self.function_shape(ty.args[0])
        if "delegate" not in head.flags:
            return None
        mapping = dict(zip(self.variables(head), ty.args, strict=False))
        parameters = tuple([substitute(p, mapping) for p in self.declared_parameters(head.defn)])
        return Shape(parameters, substitute(self.returned(head.defn), mapping))

    def fits_lambda(self, site: Site, expression: int, shape: Shape) -> bool | None:
        inner = self.callable_argument(site.unit, expression)
        if inner >= 0:
            facts = site.unit.facts.definitions[inner]
            if "any-parameters" in facts.flags:
                return True
            if "async" in facts.flags and shape.result != VOID:
                # It gives a task whether or not it returns a value.
                return self.lambda_arity_fits(len(facts.parameters), shape)
        return super().fits_lambda(site, expression, shape)

    def _lambda_result(self, unit: Unit, scope: int) -> Ty:
        ty = super()._lambda_result(unit, scope)
        if "async" in unit.facts.definitions[scope].flags:
            task = self.stub_type("System.Threading.Tasks", "Task")
            return task if ty == VOID else Ty(self.with_arity(task, 1).head, (ty,))
        return ty

    def callable_result(self, site: Site, expression: int, inner: int, shape: Shape) -> Ty:
        if inner >= 0:
            return self.lambda_result(site.unit, inner)
        return super().callable_result(site, expression, inner, shape)

    def boxed(self, ty: Ty) -> Ty:
        return ty

    def converts(self, given: Ty, wanted: Ty, boxing: bool) -> bool | None:
        direct = self.is_subtype(given, wanted)
        if direct is not False:
            return direct
        if self.is_primitive(given) and not self.is_primitive(wanted):
            return self.is_subtype(super().boxed(given), wanted) if boxing else False
        head = wanted.head
        if self.has_conversion(given) or self.has_conversion(wanted):
            return None
        return None if isinstance(head, str) and head == TUPLE else False

    def has_conversion(self, ty: Ty) -> bool:
        """Whether a type declares an implicit conversion."""
        head = ty.head
        if not isinstance(head, TypeDecl) or head.stub:
            return False
        return any(
            "implicit" in d.facts.signature and d.name.startswith("operator ")
            for part in head.parts
            for child in part.unit.children(part.index)
            for d in (part.unit.defs[child],)
            if d.kind == "method"
        )

    # -- expressions

    def other_type(self, site: Site, operation: Expression, expression: int) -> Ty:
        op = operation[0]
        if op == "await":
            return self.awaited_type(self.evaluate_type(site, operation[1]))
        if op == "item":
            return self.item_type(self.evaluate_type(site, operation[1]), operation[2])
        if op == "ref":
            return self.evaluate_type(site, operation[1])
        return UNKNOWN

    def type_of(self, site: Site, operation: Expression, expression: int) -> Ty:
        if operation[0] == "seq" and operation[1] == "tuple":
            return Ty(TUPLE, tuple([self.evaluate_type(site, i) for i in operation[2]]))
        return super().type_of(site, operation, expression)

    def awaited_type(self, ty: Ty) -> Ty:
        """What awaiting a task gives."""
        head = ty.head
        if isinstance(head, TypeDecl) and head.stub and head.name in ("Task", "ValueTask"):
            return ty.args[0] if ty.args else VOID
        return Ty("?.") if is_external(ty) else UNKNOWN

    def item_type(self, ty: Ty, index: int) -> Ty:
        """Position ``index`` of a value taken apart."""
        head = ty.head
        if head == TUPLE:
            return ty.args[index] if index < len(ty.args) else UNKNOWN
        if isinstance(head, TypeDecl):
            if head.stub and head.name in ("KeyValuePair", "Tuple"):
                return ty.args[index] if index < len(ty.args) else UNKNOWN
            if "record" in head.flags and index < len(head.defn.facts.parameters):
                mapping = dict(zip(self.variables(head), ty.args, strict=False))
                return substitute(self.declared_parameters(head.defn)[index], mapping)
        return UNKNOWN

    def indexed_type(self, site: Site, operation: Expression) -> Ty:
        base = self.evaluate_type(site, operation[1])
        if base.head == "[]":
            return base.args[0] if base.args else UNKNOWN
        return self.member_value(base, "this[]")

    def member_value(self, ty: Ty, name: str) -> Ty:
        if self.is_primitive(ty):
            ty = super().boxed(ty)
        if ty.head == "[]":
            return Ty("int") if name in ("Length", "Rank") else UNKNOWN
        if ty.head == TUPLE and name.startswith("Item") and name[4:].isdigit():
            return self.item_type(ty, int(name[4:]) - 1)
        return super().member_value(ty, name)

    def element(self, ty: Ty) -> Ty:
        if ty.head == "[]":
            return ty.args[0] if ty.args else UNKNOWN
        head = self.with_arity(self.stub_type(*self.iterable), 1).head
        if isinstance(head, TypeDecl):
            seen = self.as_super(ty, head)
            if seen is not None and seen.args:
                return seen.args[0]
        return self.enumerated(ty)

    def enumerated(self, ty: Ty) -> Ty:
        """By pattern: what ``GetEnumerator().Current`` is."""
        head = ty.head
        if isinstance(head, TypeDecl) and not head.stub:
            found = self.methods(head, "GetEnumerator")
            if len(found) == 1:
                given = self.returned(found[0].defn)
                if has_variables(given) and found[0].decl is not None:
                    args = self.applied(found[0].args, ty)
                    given = substitute(given, dict(zip(self.variables(found[0].decl), args, strict=False)))
                return self.member_value(given, "Current")
        return UNKNOWN

    def operator_type(self, site: Site, operation: Expression) -> Ty:
        operator = operation[1]
        left = self.evaluate_type(site, operation[2])
        right = self.evaluate_type(site, operation[3])
        string = self.stub_type("System", "String")
        if operator == "+" and string in (left, right):
            return string
        if operator in ("<<", ">>", ">>>"):
            return left
        if self.is_primitive(left) and self.is_primitive(right):
            wide = self.promote(left, right)
            return Ty("int") if wide.head in ("sbyte", "byte", "short", "ushort", "char") else wide
        head = left.head
        if isinstance(head, TypeDecl):
            found = self.methods(head, f"operator {operator}")
            if len(found) == 1:
                return self.returned(found[0].defn)
            if left == right and not found and head.stub:
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
        operation = self.with_receiver(site, call, operation)
        return super().inferred_mapping(site, call, member, operation, but, but_argument)

    def limits(self, defn: Def) -> tuple[int, int, int]:
        parameters = defn.facts.parameters
        required = sum(1 for p in parameters if not p.has_default and p.kind != "args")
        return required, len(parameters), required if parameters and parameters[-1].kind == "args" else -1

    def decide(
        self,
        site: Site,
        candidates: tuple[Member, ...],
        operation: Expression,
        receiver: Ty | None,
        strategy: str,
        virtual: bool = True,
    ) -> Call:
        if operation[3]:
            names = {name for name, _ in operation[3]}
            candidates = tuple([m for m in candidates if names <= {p.name for p in m.defn.facts.parameters}])
            count = len(operation[2]) + len(operation[3])
            fitting = [m for m in candidates if self.takes(m, count) is not None]
            if len(fitting) <= 1 or operation[2]:
                candidates = tuple(fitting)
        generic = self.type_argument_count(site, operation)
        if generic:
            candidates = tuple([m for m in candidates if len(m.defn.facts.type_parameters) == generic]) or candidates
        return super().decide(site, candidates, operation, receiver, strategy, virtual)

    def type_argument_count(self, site: Site, operation: Expression) -> int:
        """How many type arguments a call gives."""
        callee: Any = site.unit.facts.expressions[operation[1]] if operation[1] >= 0 else ("",)
        return len(callee[2]) if callee[0] == "generic" else 0

    def prefer(self, member: Member, twins: list[Member]) -> Member:
        # Fewer parameters left to their defaults, then the one that is not generic, then the one with a body.
        def rank(m: Member) -> tuple[int, int, int]:
            facts = m.defn.facts
            return (len(facts.parameters), len(facts.type_parameters), 1 if "signature" in facts.flags else 0)

        return min([member, *twins], key=rank)

    def resolve_simple(self, site: Site, name: str, operation: Expression) -> Call:
        unit = site.unit
        at = site.scope
        definitions = unit.facts.definitions
        outside = False
        while True:
            facts = definitions[at]
            if facts.kind in CLASS_KINDS:
                decl = self.decl(unit.defs[at])
                found = self.methods(decl, name)
                if found:
                    call = self.decide(site, found, operation, self.own_type(decl), "implicit this")
                    if call.members:
                        return call
                    outside = outside or call.reason == "external"
                elif self.visible_field(site, decl, name) is not None:
                    return Call((), "value")
                outside = outside or self.is_open(decl)
            else:
                rows = unit.locals(at).get(name)
                if rows and any(r.what in (PARAMETER, BINDING) for r in in_force(rows, site.position)):
                    return Call((), "value")
                local = [d for d in unit.members(at).get(name, ()) if d.kind == "function"]
                if local:
                    members = tuple([Member(d, None) for d in local])
                    return self.decide(site, members, operation, None, "local function", virtual=False)
            if at == 0:
                break
            at = facts.parent
        for row in self.usings(unit, site.scope):
            if "static" in row.flags:
                owner = self.used_type(unit, row)
                if isinstance(owner.head, TypeDecl):
                    found = tuple([m for m in self.methods(owner.head, name) if "static" in m.defn.flags])
                    if found:
                        return self.decide(site, found, operation, owner, "using static", virtual=False)
                else:
                    outside = True
        return Call((), "external" if outside else "not-found")

    def resolve_on(self, site: Site, base: Denoted, name: str, operation: Expression) -> Call:
        ty = base.ty
        if base.what == "value" and self.is_primitive(ty):
            base = base._replace(ty=super().boxed(ty))
        if base.what == "value" and ty.head == "[]":
            base = base._replace(ty=self.stub_type("System", "Array"))
        call = super().resolve_on(site, base, name, operation)
        if call.members or base.what not in ("value", "super"):
            return call
        extension = self.resolve_extension(site, ty, name, operation)
        if extension is not None:
            return extension
        if isinstance(ty.head, TypeDecl) and (name == "Invoke" or self.field(ty.head, name) is not None):
            return Call((), "value")
        if call.reason == "not-found" and self.opens_outside(site):
            return call._replace(reason="external")
        return call

    def opens_outside(self, site: Site) -> bool:
        """Whether a using opens a namespace that nothing here declares: extension methods may come from there."""
        opened = [row.module for row in self.usings(site.unit, site.scope) if row.name == "*"]
        for module in opened:
            self.evaluator.touch("", f"::{module}")
        return any(module not in self.program.namespaces and module not in IMPLICIT for module in opened)

    def resolve_extension(self, site: Site, receiver: Ty, name: str, operation: Expression) -> Call | None:
        """``receiver.name(…)`` as a call of a static method whose first parameter says ``this``."""
        if receiver == UNKNOWN or receiver.head == "?.":
            return None
        self.evaluator.touch("", name)
        spaces = set(self.spaces(site.unit, site.scope))
        spaces.update(r.module for r in self.usings(site.unit, site.scope) if r.name == "*" and "static" not in r.flags)
        own = [m for space, m in self.program.extensions.get(name, ()) if space in spaces]
        candidates = [*own, *self.stub_extensions(site, spaces, name)]
        count = len(operation[2]) + len(operation[3])
        fitting: list[Member] = []
        unsure = False
        for member in candidates:
            if self.takes(member, count + 1) is None:
                continue
            wanted = self.declared_parameters(member.defn)[0]
            verdict = (
                self.converts(receiver, wanted, True)
                if type(wanted.head) is not Var
                else self.in_bounds(receiver, wanted)
            )
            if verdict is not False:
                fitting.append(member)
                unsure = unsure or verdict is None
        if not fitting:
            return None
        prefixed = self.with_receiver(site, Call((), strategy="extension"), operation)
        call = self.decide(site, tuple(fitting), prefixed, None, "extension", virtual=False)
        if len(call.members) == 1 and unsure and call.members[0].decl is not None and not call.members[0].decl.stub:
            return call._replace(inferred=True)
        return call if call.members else None

    def in_bounds(self, receiver: Ty, wanted: Ty) -> bool | None:
        """Whether a receiver fits an extension of any type within bounds."""
        head = wanted.head
        if type(head) is not Var:
            return None
        bound = self.bound(head)
        return True if self.is_root(bound) else self.is_subtype(receiver, self.erase(bound))

    def stub_extensions(self, site: Site, spaces: set[str], name: str) -> list[Member]:
        """Extension methods of the standard library."""
        out: list[Member] = []
        for package in stub_packages(self.stub_folder):
            if package not in spaces and package not in IMPLICIT:
                continue
            if package != "System.Linq":
                continue
            unit = stub_unit(self.stub_folder, package, self.languages[0])
            for defn in unit.defs if unit is not None else ():
                if defn.name == name and "extension" in defn.flags and defn.parent is not None:
                    out.append(Member(defn, self.decl(defn.parent)))
        return out

    def wanted_type(self, site: Site, call: Call, member: Member, operation: Expression, index: int) -> Ty:
        if call.strategy == "extension":
            index += 1
        return self.parameter_for(
            member,
            self.declared_parameters(member.defn),
            index,
            call.phase,
            self.argument_names(self.with_receiver(site, call, operation)),
        )

    def with_receiver(self, site: Site, call: Call, operation: Expression) -> Expression:
        """An extension call as the call of a static method that it is."""
        if call.strategy != "extension":
            return operation
        callee: Any = site.unit.facts.expressions[operation[1]]
        inner = site.unit.facts.expressions[callee[1]] if callee[0] == "generic" else callee
        return ("call", operation[1], (inner[1], *operation[2]), operation[3])

    def unresolved_type(self, site: Site, operation: Expression, call: Call) -> Ty:
        if call.reason == "value":
            callee: Any = site.unit.facts.expressions[operation[1]] if operation[1] >= 0 else ("",)
            ty = UNKNOWN
            if callee[0] == "name":
                ty = self.variable(site, callee[1]) or UNKNOWN
            elif callee[0] == "attr":
                base = self.denote(site, callee[1])
                ty = base.ty if callee[2] == "Invoke" else self.member_value(base.ty, callee[2])
            shape = self.function_shape(ty)
            return shape.result if shape is not None else UNKNOWN
        return super().unresolved_type(site, operation, call)

    # -- method groups and attributes

    def as_values(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> tuple:
        if operation[0] == "ref":
            return self.method_group(Site(unit, scope, self.place(unit, scope, position)), operation)
        if operation[0] == "name":
            found = super().as_values(unit, operation, scope, position)
            if not found or not any(isinstance(v, Def) for v in found):
                attribute = super().as_values(unit, ("name", f"{operation[1]}Attribute"), scope, position)
                if any(isinstance(v, Def) for v in attribute):
                    return attribute
            return found
        return super().as_values(unit, operation, scope, position)

    def method_group(self, site: Site, operation: Expression) -> tuple:
        """The method that a name without parentheses stands for; nothing where it is a variable or a type."""
        target = site.unit.facts.expressions[operation[1]]
        if target[0] == "name":
            if self.variable(site, target[1]) is not None:
                return ()
            members = self.group_around(site, target[1])
        elif target[0] == "attr":
            base = self.denote(site, target[1])
            head = base.ty.head
            if base.what == "package" or base is NOTHING_DENOTED or not isinstance(head, TypeDecl):
                return ()
            if self.field(head, target[2]) is not None:
                return ()
            members = self.methods(head, target[2])
        else:
            return ()
        shape = self.reference_shape(site.unit, operation)
        if shape is not None and len(members) > 1:
            members = tuple([m for m in members if self.takes(m, len(shape.parameters)) is not None])
        own = [m.defn for m in members if m.defn.unit.path[0] != "<"]
        return (own[0],) if len(own) == 1 == len(members) else ()

    def group_around(self, site: Site, name: str) -> tuple[Member, ...]:
        """Methods and local functions of that name around the site, innermost first."""
        at = site.scope
        definitions = site.unit.facts.definitions
        while True:
            if definitions[at].kind in CLASS_KINDS:
                found = self.methods(self.decl(site.unit.defs[at]), name)
                if found:
                    return found
            else:
                local = [d for d in site.unit.members(at).get(name, ()) if d.kind == "function"]
                if local:
                    return tuple([Member(d, None) for d in local])
            if at == 0:
                return ()
            at = definitions[at].parent
