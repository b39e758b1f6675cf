"""Every declaration of the repository's C and C++ files, by scope and name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from codegraph.linking.cfamily.includes import Includes
from codegraph.linking.cfamily.types import Cls, Entity, Fn, Path
from codegraph.linking.semantics.base import CLASS_KINDS

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator
    from codegraph.linking.units import Unit
    from codegraph.linking.values import Def
    from parsers.facts import Binding

LANGUAGES = ("c", "cpp")
FUNCTION_KINDS = frozenset(("function", "method"))


class Using(NamedTuple):
    """A ``using`` of a namespace or a name, outside functions."""

    unit: Unit
    binding: Binding


class Program:
    """The tables that lookup reads; built once for a linking run."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        languages = evaluator.project.languages
        self.paths = sorted(path for path, language in languages.items() if language in LANGUAGES)
        self.includes = Includes(self.paths, lambda path: evaluator.unit(path).facts.imports)
        self.scopes: dict[Path, dict[str, list[Def]]] = {}
        self.spaces: set[Path] = {()}
        self.classes: dict[Path, list[Cls]] = {}
        self.class_of: dict[Def, Cls] = {}
        self.macros: dict[str, list[Def]] = {}
        self.usings: dict[Path, list[Using]] = {}
        """``using namespace …`` by the scope it stands in."""
        self.aliases: dict[Path, dict[str, list[Using]]] = {}
        """``using a::b`` and ``namespace a = b``."""
        self.method_names: dict[str, list[Def]] = {}
        """Methods with this name, anywhere."""
        self._paths: dict[Unit, list[Path | None]] = {}
        self.hidden: dict[Unit, list[tuple[int, int, Path]]] = {}
        """Stretches of files that macros put into namespaces."""
        self._groups: dict[tuple[Path, str], list[Fn]] = {}
        self._fn_of: dict[Def, Fn] = {}
        self._scope_of: dict[Def, Path] = {}
        self._attributes: dict[str, list[tuple[Unit, Binding]]] | None = None
        outside: list[tuple[Unit, Def, Path]] = []
        openers = _namespace_macros(evaluator.unit(path) for path in self.paths)
        for path in self.paths:
            unit = evaluator.unit(path)
            self._read(unit, outside, _hidden_namespaces(unit, openers))
        for unit, definition, around in outside:
            self._place(unit, definition, around)

    # -- building

    def _read(self, unit: Unit, outside: list[tuple[Unit, Def, Path]], hidden: list[tuple[int, int, Path]]) -> None:
        paths: list[Path | None] = [()]
        self._paths[unit] = paths
        self.hidden[unit] = hidden
        for _, _, opened in hidden:
            self.spaces.update(opened[:size] for size in range(1, len(opened) + 1))
        for definition in unit.defs[1:]:
            facts = definition.facts
            around = paths[facts.parent]
            if hidden and not facts.parent:
                around = next((p for start, end, p in reversed(hidden) if start <= facts.start_byte < end), around)
            kind = facts.kind
            inner: Path | None = None
            if kind == "macro":
                self.macros.setdefault(facts.name, []).append(definition)
            elif kind == "object" and "namespace" in facts.flags:
                inner = around
            elif kind == "package":
                if around is not None:
                    inner = around if "inline" in facts.flags else (*around, facts.name)
                    self.spaces.add(inner)
            elif kind in CLASS_KINDS or kind == "object":
                owner = _owner_path(unit, definition)
                if around is None:
                    # In a function: known by where it stands alone.
                    inner = (f"{unit.path}#{definition.index}",)
                elif owner:
                    inner = (*around, *owner, facts.name)
                else:
                    inner = (*around, facts.name) if facts.name else around
                if kind in CLASS_KINDS:
                    cls = Cls(definition, inner)
                    self.class_of[definition] = cls
                    if "specialization" not in facts.flags:
                        self.classes.setdefault(inner, []).append(cls)
                    if around is not None:
                        self._add(inner[:-1], definition)
                elif "held" in facts.flags:
                    cls = Cls(definition, (*inner, f"#{definition.index}"))
                    self.class_of[definition] = cls
                    inner = cls.path
            elif kind in ("function", "method"):
                if around is not None and "test" not in facts.flags:
                    if any(key == "owner" for key, _ in facts.extra):
                        outside.append((unit, definition, around))
                    else:
                        self._add(around, definition)
                        if kind == "method":
                            self.method_names.setdefault(facts.name, []).append(definition)
            elif kind in ("variable", "constant", "field", "type") and around is not None:
                if any(key == "owner" for key, _ in facts.extra):
                    outside.append((unit, definition, around))
                else:
                    self._add(around, definition)
                    parent = unit.defs[facts.parent]
                    if kind == "constant" and parent.kind == "enum" and "scoped" not in parent.facts.flags:
                        self._add(around[:-1], definition)
            paths.append(inner)
        for binding in unit.facts.bindings:
            if binding.kind == "alias":
                where = paths[binding.scope]
                if where is not None:
                    using = Using(unit, binding)
                    if binding.name == "*":
                        self.usings.setdefault(where, []).append(using)
                    else:
                        self.aliases.setdefault(where, {}).setdefault(binding.name, []).append(using)

    def _add(self, path: Path, definition: Def) -> None:
        self.scopes.setdefault(path, {}).setdefault(definition.facts.name, []).append(definition)
        self._scope_of[definition] = path

    def _place(self, unit: Unit, definition: Def, around: Path) -> None:
        """Find the class or namespace that ``Owner::name`` belongs to."""
        owner = _owner_path(unit, definition)
        if not owner:
            self._add(around, definition)
            return
        found: Path | None = None
        for size in range(len(around), -1, -1):
            candidate = (*around[:size], *owner)
            if candidate in self.classes or candidate in self.spaces:
                found = candidate
                break
        if found is None:
            for where in (around, ()):
                for using in self.usings.get(where, ()):
                    if using.unit is unit:
                        target = plain_path(unit, using.binding.expression)
                        candidate = (*target, *owner)
                        if candidate in self.classes or candidate in self.spaces:
                            found = candidate
        if found is None:
            found = self._through_alias(unit, around, owner) or (*around, *owner)
        self._add(found, definition)
        if definition.kind == "method":
            self.method_names.setdefault(definition.facts.name, []).append(definition)

    def _through_alias(self, unit: Unit, around: Path, owner: Path) -> Path | None:
        """The class that an owner written by a ``using`` or a typedef of this file means."""
        for size in range(len(around), -1, -1):
            where = around[:size]
            targets = [
                plain_path(unit, using.binding.expression)
                for using in self.aliases.get(where, {}).get(owner[0], ())
                if using.unit is unit
            ]
            targets += [
                plain_path(unit, definition.facts.value)
                for definition in self.scopes.get(where, {}).get(owner[0], ())
                if definition.kind == "type" and definition.unit is unit and definition.facts.value >= 0
            ]
            for target in targets:
                for depth in range(len(where), -1, -1):
                    candidate = (*where[:depth], *target, *owner[1:])
                    if candidate in self.classes or candidate in self.spaces:
                        return candidate
        return None

    # -- reading

    def path_of(self, unit: Unit, scope: int) -> Path | None:
        """The path of names that a scope stands for; None inside functions."""
        return self._paths[unit][scope]

    def around_file(self, unit: Unit, position: int) -> Path:
        """The namespace that macros have opened at a byte outside everything that the grammar sees."""
        inner: Path = ()
        for start, end, path in self.hidden.get(unit, ()):
            if start <= position < end:
                inner = path
        return inner

    def scope_of(self, definition: Def) -> Path:
        """The path of the scope a definition was placed in."""
        return self._scope_of.get(definition, ())

    def raw(self, path: Path, name: str) -> list[Def]:
        """Every definition called ``name`` directly in the scope ``path``."""
        self._evaluator.touch("", name)
        found = self.scopes.get(path)
        return found.get(name, []) if found else []

    def entities(self, path: Path, name: str) -> list[Entity]:
        """What a namespace's name stands for, functions joined from their declarations and bodies."""
        raw = self.raw(path, name)
        if not raw:
            return []
        out: list[Entity] = []
        functions = False
        for definition in raw:
            if definition.kind in FUNCTION_KINDS:
                functions = True
            elif definition.kind in CLASS_KINDS:
                out.append(self.class_of[definition])
            else:
                out.append(definition)
        if functions:
            out.extend(self.functions(path, name))
        return out

    def functions(self, path: Path, name: str) -> list[Fn]:
        """The functions called ``name`` directly in a namespace."""
        key = (path, name)
        known = self._groups.get(key)
        if known is None:
            raw = [d for d in self.scopes.get(path, {}).get(name, ()) if d.kind in FUNCTION_KINDS]
            known = self._groups[key] = self._join(name, path, None, raw)
        return known

    def members(self, cls: Cls) -> dict[str, list[Entity]]:
        """The members of a class by name, out-of-line bodies joined to their declarations."""
        known = cls.members
        if known is not None:
            return known
        inside: dict[str, list[Def]] = {}
        unit = cls.unit
        pending = [cls.defn.index]
        while pending:
            for index in unit.children(pending.pop(0)):
                definition = unit.defs[index]
                facts = definition.facts
                if facts.kind == "object" and not facts.name:
                    if "held" not in facts.flags:
                        pending.append(index)
                elif facts.name:
                    inside.setdefault(facts.name, []).append(definition)
                    if facts.kind == "enum" and "scoped" not in facts.flags:
                        for constant in unit.children(index):
                            inside.setdefault(unit.facts.definitions[constant].name, []).append(unit.defs[constant])
        twins = self.classes.get(cls.path, [])
        for name, found in self.scopes.get(cls.path, {}).items():
            for definition in found:
                if definition.facts.parent != cls.defn.index or definition.unit is not unit:
                    if any(k == "owner" for k, _ in definition.facts.extra) and self._belongs(definition, cls, twins):
                        inside.setdefault(name, []).append(definition)
        members: dict[str, list[Entity]] = {}
        for name, found in inside.items():
            entities: list[Entity] = [
                self.class_of[d] if d.kind in CLASS_KINDS else d for d in found if d.kind not in FUNCTION_KINDS
            ]
            functions = [d for d in found if d.kind in FUNCTION_KINDS]
            if functions:
                entities = [e for e in entities if isinstance(e, Cls)]
                entities.extend(self._join(name, cls.path, cls, functions))
            members[name] = entities
        cls.members = members
        return members

    def _belongs(self, definition: Def, cls: Cls, twins: list[Cls]) -> bool:
        """Whether an out-of-line member is one of this class, and not of a namesake in another file."""
        if len(twins) < 2:
            return True
        seen = self.includes.closure(definition.unit.path)
        fitting = [twin for twin in twins if twin.unit.path in seen]
        return cls in (fitting or twins)

    def _join(self, name: str, path: Path, cls: Cls | None, raw: Iterable[Def]) -> list[Fn]:
        """Group declarations and bodies into functions: by parameter types in C++, by name alone in C."""
        raw = list(raw)
        c_like = any(d.unit.language == "c" for d in raw)
        groups: dict[tuple[object, ...], Fn] = {}
        loose: list[Def] = []
        for definition in raw:
            facts = definition.facts
            internal = "static" in facts.flags and cls is None
            where = definition.unit.path if internal else ""
            key: tuple[object, ...] = (where,) if c_like else (where, *signature(definition))
            if cls is not None and "signature" not in facts.flags and facts.parent != cls.defn.index:
                if key not in groups:
                    loose.append(definition)
                    continue
            fn = groups.get(key)
            if fn is None:
                fn = groups[key] = Fn(name, path, cls, key[1:])
            (fn.decls if "signature" in facts.flags else fn.bodies).append(definition)
        for definition in loose:
            # The types may be spelled otherwise inside and outside the class: then the number of parameters must do.
            count = len(definition.facts.parameters)
            key = ("", *signature(definition))
            fn = groups.get(key)
            if fn is None:
                open_ones = [f for f in groups.values() if not f.bodies and len(f.first.facts.parameters) == count]
                if len(open_ones) > 1:
                    const = "const" in definition.facts.flags
                    open_ones = [f for f in open_ones if ("const" in f.first.facts.flags) == const] or open_ones
                fn = open_ones[0] if len(open_ones) == 1 else None
            if fn is None:
                fn = groups[key] = Fn(name, path, cls, key[1:])
            fn.bodies.append(definition)
        if cls is None and not c_like:
            self._pair(groups)
        for fn in groups.values():
            for definition in fn.all:
                self._fn_of[definition] = fn
        return list(groups.values())

    def _pair(self, groups: dict[tuple[object, ...], Fn]) -> None:
        """Join a declaration and a body whose types are spelled differently when nothing else can be meant."""
        declared = [f for f in groups.values() if not f.bodies]
        defined = [(k, f) for k, f in groups.items() if not f.decls and k[0] == ""]
        for key, fn in defined:
            count = len(fn.first.facts.parameters)
            fitting = [f for f in declared if len(f.first.facts.parameters) == count]
            rivals = [f for _, f in defined if len(f.first.facts.parameters) == count]
            if len(fitting) == 1 and len(rivals) == 1 and not fitting[0].bodies:
                fitting[0].bodies += fn.bodies
                del groups[key]

    def function_of(self, definition: Def) -> Fn | None:
        """The function that a declaration or a body belongs to."""
        known = self._fn_of.get(definition)
        if known is None and definition.kind in FUNCTION_KINDS:
            path = self._scope_of.get(definition)
            if path is None:
                return None
            owners = self.classes.get(path)
            if owners:
                for cls in owners:
                    self.members(cls)
            else:
                self.functions(path, definition.facts.name)
            known = self._fn_of.get(definition)
        return known

    def attribute_values(self, name: str) -> list[tuple[Unit, Binding]]:
        """Where a field of this name is given a function, anywhere."""
        if self._attributes is None:
            table: dict[str, list[tuple[Unit, Binding]]] = {}
            for path in self.paths:
                unit = self._evaluator.unit(path)
                for binding in unit.facts.bindings:
                    if binding.kind == "attr":
                        table.setdefault(binding.name, []).append((unit, binding))
            self._attributes = table
        return self._attributes.get(name, [])


def _namespace_macros(units: Iterable[Unit]) -> dict[str, Path | None]:
    """Macros that open namespaces (their path), and macros that close them (None)."""
    loose: set[str] = set()
    found: dict[str, Path | None] = {}
    units = list(units)
    for unit in units:
        loose.update(name for _, name in unit.facts.extra.get("loose", ()))
    for unit in units if loose else ():
        for definition in unit.defs:
            if definition.kind != "macro" or definition.name not in loose:
                continue
            words = definition.facts.signature.replace("{", " { ").replace("}", " } ").split()
            words = words[words.index(definition.name) + 1 :] if definition.name in words else []
            depth = words.count("{") - words.count("}")
            if depth > 0:
                path = tuple(
                    [
                        name
                        for at, name in enumerate(words[1:], 1)
                        if words[at - 1] == "namespace" and name != "{" and words[max(at - 2, 0)] != "inline"
                    ]
                )
                found.setdefault(definition.name, path)
            elif depth < 0:
                found.setdefault(definition.name, None)
    return found


def _hidden_namespaces(unit: Unit, openers: dict[str, Path | None]) -> list[tuple[int, int, Path]]:
    """The stretches of a file that macros put into namespaces, outer ones first."""
    out: list[tuple[int, int, Path]] = []
    stack: list[tuple[int, Path]] = []
    for start, name in unit.facts.extra.get("loose", ()):
        if name not in openers:
            continue
        path = openers[name]
        if path is not None:
            stack.append((start, (*(stack[-1][1] if stack else ()), *path)))
        elif stack:
            first, inner = stack.pop()
            out.append((first, start, inner))
    end = unit.facts.definitions[0].end_byte
    out += [(first, end, inner) for first, inner in stack]
    return sorted(out, key=lambda row: (row[0], -row[1]))


def _owner_path(unit: Unit, definition: Def) -> Path:
    for key, expression in definition.facts.extra:
        if key == "owner":
            return plain_path(unit, expression)
    return ()


def plain_path(unit: Unit, expression: int) -> Path:
    """The names of ``a::b<T>::c`` as a path."""
    parts: list[str] = []
    expressions = unit.facts.expressions
    while expression >= 0:
        operation = expressions[expression]
        if operation[0] == "generic":
            expression = operation[1]
        elif operation[0] == "attr":
            parts.append(operation[2])
            expression = operation[1]
        elif operation[0] == "name":
            name = operation[1].removesuffix("::")
            if name:
                parts.append(name)
            break
        else:
            break
    return tuple(reversed(parts))


def signature(definition: Def) -> tuple[object, ...]:
    """What tells overloads apart, spelled the same wherever the function is declared: the last names of the
    parameter types, with pointers, ``const`` and ``&&``."""
    cache = definition.unit.cache
    key = ("signature", definition.index)
    known = cache.get(key)
    if known is None:
        facts = definition.facts
        parts = []
        for parameter in facts.parameters:
            words = parameter.type_text
            mark = ("&&" if "&&" in words else "") + ("c" if words.startswith("const ") or " const" in words else "")
            parts.append((spelled(definition.unit, parameter.type), mark, parameter.kind))
        known = (tuple(parts), "const" in facts.flags)
        cache[key] = known
    return known  # type: ignore[return-value]


def spelled(unit: Unit, expression: int) -> str:
    """A type expression by the last names in it."""
    pieces: list[str] = []
    pending: list[int | str] = [expression]
    expressions = unit.facts.expressions
    while pending and len(pieces) < 60:
        item = pending.pop()
        if isinstance(item, str):
            pieces.append(item)
            continue
        if item < 0:
            pieces.append("?")
            continue
        operation = expressions[item]
        op = operation[0]
        if op in ("name", "attr"):
            pieces.append(operation[-1])
        elif op == "ref":
            pieces.append("*")
            pending.append(operation[1])
        elif op == "generic":
            pending.append(">")
            for argument in reversed(operation[2]):
                pending += [",", argument]
            pending += ["<", operation[1]]
        elif op == "fn":
            pieces.append("fn")
            pending += [operation[2], *operation[1]]
        else:
            pieces.append(op)
    return "".join(pieces)
