"""The declarations of the repository's C and C++ files, by scope and name, read file by file when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from codegraph.linking.cfamily.includes import Includes, is_fragment
from codegraph.linking.cfamily.types import Cls, Entity, Fn, Path
from codegraph.linking.semantics.base import CLASS_KINDS

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator
    from codegraph.linking.units import Unit
    from codegraph.linking.values import Def
    from parsers.facts import Binding

LANGUAGES = ("c", "cpp")
FUNCTION_KINDS = frozenset(("function", "method"))
_VALUES = frozenset(("variable", "constant", "field", "type"))


class Using(NamedTuple):
    """A ``using`` of a namespace or a name, outside functions."""

    unit: Unit
    binding: Binding


class FileTable:
    """What one file declares, by name, each with the path of the scope it stands in."""

    __slots__ = ("aliases", "class_of", "entries", "hidden", "macros", "outside", "paths", "spaces", "usings")

    def __init__(self) -> None:
        self.paths: list[Path | None] = [()]
        """The path of names that each definition opens; None inside functions."""
        self.entries: dict[str, list[tuple[Path, Def]]] = {}
        self.outside: dict[str, list[tuple[Path, Def]]] = {}
        """Members written ``Owner::name``, with the path of the namespace around them."""
        self.class_of: dict[Def, Cls] = {}
        self.macros: dict[str, list[Def]] = {}
        self.spaces: set[Path] = set()
        self.usings: dict[Path, list[Using]] = {}
        self.aliases: dict[Path, dict[str, list[Using]]] = {}
        self.hidden: list[tuple[int, int, Path]] = []
        """Stretches that macros put into namespaces."""


class Program:
    """All files as one program."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self.languages = evaluator.project.languages
        self.includes = Includes(
            (path for path, language in self.languages.items() if language in LANGUAGES),
            lambda path: evaluator.unit(path).facts.imports,
        )
        self._tables: dict[Unit, FileTable] = {}
        self._files: dict[str, list[str]] | None = None
        self._named: dict[str, list[Unit]] = {}
        self._attributes: dict[str, list[tuple[Unit, Binding]]] | None = None

    def _kept(self, key: tuple[object, ...], compute: Callable[..., Any], *arguments: object) -> Any:
        return self._evaluator.kept(key, compute, *arguments)

    @property
    def paths(self) -> list[str]:
        """Every C and C++ file."""
        return sorted(path for path, language in self.languages.items() if language in LANGUAGES)

    def units_with(self, name: str) -> list[Unit]:
        """The files with a definition called ``name``, in order of their paths."""
        self._evaluator.touch("", name)
        known = self._named.get(name)
        if known is None:
            named = self._evaluator.project.named
            if named is not None:
                paths = [path for path in named(name) if self.languages.get(path) in LANGUAGES]
            else:
                if self._files is None:
                    self._files = self._index()
                paths = self._files.get(name, [])
            known = self._named[name] = [self._evaluator.unit(path) for path in sorted(set(paths))]
        return known

    def _index(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        for path in self.paths:
            for name in {d.name for d in self._evaluator.unit(path).facts.definitions}:
                table.setdefault(name, []).append(path)
        return table

    # -- one file

    def table(self, unit: Unit) -> FileTable:
        """What ``unit`` declares."""
        known = self._tables.get(unit)
        if known is None:
            known = self._tables[unit] = FileTable()
            loose = loose_macros(unit)
            if loose:
                known.hidden = self._hidden(unit, loose)
            _fill(known, unit)
        return known

    def path_of(self, unit: Unit, scope: int) -> Path | None:
        """The path of names that a scope stands for; None inside functions."""
        return self.table(unit).paths[scope]

    def class_of(self, definition: Def) -> Cls | None:
        """The class that a definition is, if it is one."""
        return self.table(definition.unit).class_of.get(definition)

    def around_file(self, unit: Unit, position: int) -> Path:
        """The namespace that macros have opened at a byte outside everything that the grammar sees."""
        inner: Path = ()
        for start, end, path in self.table(unit).hidden:
            if start <= position < end:
                inner = path
        return inner

    def _hidden(self, unit: Unit, loose: list[tuple[int, str]]) -> list[tuple[int, int, Path]]:
        """The stretches of a file that macros put into namespaces, outer ones first."""
        out: list[tuple[int, int, Path]] = []
        stack: list[tuple[int, Path]] = []
        for start, name in loose:
            opened = self._opened_by(name)
            if opened is None:
                continue
            depth, path = opened
            if depth > 0:
                stack.append((start, (*(stack[-1][1] if stack else ()), *path)))
            elif stack:
                first, inner = stack.pop()
                out.append((first, start, inner))
        end = unit.facts.definitions[0].end_byte
        out += [(first, end, inner) for first, inner in stack]
        return sorted(out, key=lambda row: (row[0], -row[1]))

    def _opened_by(self, name: str) -> tuple[int, Path] | None:
        """How many braces a macro leaves open, and the namespaces it opens."""
        for unit in self.units_with(name):
            for definition in unit.defs:
                if definition.kind == "macro" and definition.name == name:
                    words = definition.facts.signature.replace("{", " { ").replace("}", " } ").split()
                    words = words[words.index(name) + 1 :] if name in words else []
                    depth = words.count("{") - words.count("}")
                    if depth:
                        return depth, _namespaces(words)
        return None

    # -- scopes

    def is_space(self, path: Path) -> bool:
        """Whether some file opens the namespace ``path``."""
        if not path:
            return True
        return any(path in self.table(unit).spaces for unit in self.units_with(path[-1]))

    def classes(self, path: Path) -> list[Cls]:
        """The classes with this full name."""
        if not path:
            return []
        return self._kept(("c classes", path), self._classes, path) or []

    def _classes(self, path: Path) -> list[Cls]:
        out: list[Cls] = []
        for unit in self.units_with(path[-1]):
            table = self.table(unit)
            for around, definition in table.entries.get(path[-1], ()):
                if around == path[:-1]:
                    cls = table.class_of.get(definition)
                    if cls is not None and "specialization" not in definition.facts.flags:
                        out.append(cls)
        return out

    def specializations(self, path: Path) -> list[Cls]:
        """What else is written for a class template of this full name: ``template <> class Name<int> { … }``."""
        if not path:
            return []
        return self._kept(("c specializations", path), self._specializations, path) or []

    def _specializations(self, path: Path) -> list[Cls]:
        out: list[Cls] = []
        for unit in self.units_with(path[-1]):
            table = self.table(unit)
            for around, definition in table.entries.get(path[-1], ()):
                if around == path[:-1] and "specialization" in definition.facts.flags:
                    cls = table.class_of.get(definition)
                    if cls is not None:
                        out.append(cls)
        return out

    def home(self, definition: Def) -> Path:
        """The scope a definition belongs to; for ``Owner::name`` the class or namespace that is meant."""
        table = self.table(definition.unit)
        name = definition.facts.name
        for around, other in table.outside.get(name, ()):
            if other is definition:
                return self._kept(
                    ("c home", definition.unit.path, definition.index), self._home, definition, around
                ) or (*around, *owner_path(definition))
        for around, other in table.entries.get(name, ()):
            if other is definition:
                return around
        return ()

    def _home(self, definition: Def, around: Path) -> Path:
        owner = owner_path(definition)
        if not owner:
            return around
        for size in range(len(around), -1, -1):
            candidate = (*around[:size], *owner)
            if self._exists(candidate, definition.unit):
                return candidate
        table = self.table(definition.unit)
        for where in (around, ()):
            for using in table.usings.get(where, ()):
                candidate = (*plain_path(using.unit, using.binding.expression), *owner)
                if self._exists(candidate, definition.unit):
                    return candidate
        return self._through_alias(definition.unit, around, owner) or (*around, *owner)

    def _exists(self, path: Path, unit: Unit) -> bool:
        return (
            bool(self.classes(path))
            or self.is_space(path)
            or any(path == hidden[: len(path)] for _, _, hidden in self.table(unit).hidden)
        )

    def _through_alias(self, unit: Unit, around: Path, owner: Path) -> Path | None:
        """The class that an owner written by a ``using`` or a typedef of this file means."""
        table = self.table(unit)
        for size in range(len(around), -1, -1):
            where = around[:size]
            targets = [
                plain_path(unit, using.binding.expression) for using in table.aliases.get(where, {}).get(owner[0], ())
            ]
            targets += [
                plain_path(unit, definition.facts.value)
                for path, definition in table.entries.get(owner[0], ())
                if path == where and definition.kind == "type" and definition.facts.value >= 0
            ]
            for target in targets:
                for depth in range(len(where), -1, -1):
                    candidate = (*where[:depth], *target, *owner[1:])
                    if self._exists(candidate, unit):
                        return candidate
        return None

    def raw(self, path: Path, name: str) -> list[Def]:
        """Every definition called ``name`` that belongs to the scope ``path``."""
        return self._kept(("c raw", path, name), self._raw, path, name) or []

    def _raw(self, path: Path, name: str) -> list[Def]:
        out: list[Def] = []
        for unit in self.units_with(name):
            table = self.table(unit)
            out += [definition for around, definition in table.entries.get(name, ()) if around == path]
            out += [definition for _, definition in table.outside.get(name, ()) if self.home(definition) == path]
        return out

    def entities(self, path: Path, name: str) -> list[Entity]:
        """What a namespace's name stands for, functions joined from their declarations and bodies."""
        return self._kept(("c entities", path, name), self._entities, path, name) or []

    def _entities(self, path: Path, name: str) -> list[Entity]:
        raw = self.raw(path, name)
        out: list[Entity] = []
        functions: list[Def] = []
        for definition in raw:
            if definition.kind in FUNCTION_KINDS:
                functions.append(definition)
            else:
                out.append(self.class_of(definition) or definition)
        if functions:
            out.extend(_join(name, path, None, functions))
        return out

    def member(self, cls: Cls, name: str) -> list[Entity]:
        """The members of a class called ``name``, out-of-line bodies joined to their declarations."""
        return self._kept(("c member", cls.unit.path, cls.defn.index, name), self._member, cls, name) or []

    def _member(self, cls: Cls, name: str) -> list[Entity]:
        self._evaluator.touch(cls.unit.path, name)
        found = list(self.inside(cls).get(name, ()))
        # What is not in the body may be outside it: ``class Outer::Inner { … }``, members that a macro declares.
        if not found or any(d.kind in FUNCTION_KINDS or d.kind == "field" for d in found):
            twins = self.classes(cls.path)
            for definition in self.raw(cls.path, name):
                if definition.facts.extra and owner_path(definition) and self._belongs(definition, cls, twins):
                    found.append(definition)
        entities: list[Entity] = [self.class_of(d) or d for d in found if d.kind not in FUNCTION_KINDS]
        functions = [d for d in found if d.kind in FUNCTION_KINDS]
        if functions:
            entities = [e for e in entities if isinstance(e, Cls)]
            entities.extend(_join(name, cls.path, cls, functions))
        return entities

    def inside(self, cls: Cls) -> dict[str, list[Def]]:
        """The definitions in the body of a class, by name; those of unnamed structs and plain enums too."""
        known = cls.inside
        if known is None:
            known = cls.inside = {}
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
                        known.setdefault(facts.name, []).append(definition)
                        if facts.kind == "enum" and "scoped" not in facts.flags:
                            for constant in unit.children(index):
                                known.setdefault(unit.facts.definitions[constant].name, []).append(unit.defs[constant])
        return known

    def _belongs(self, definition: Def, cls: Cls, twins: list[Cls]) -> bool:
        """Whether an out-of-line member is one of this class, and not of a namesake in another file."""
        if len(twins) < 2:
            return True
        seen = self.seen(definition.unit.path)
        fitting = [twin for twin in twins if twin.unit.path in seen]
        return cls in (fitting or twins)

    def function_of(self, definition: Def) -> Fn | None:
        """The function that a declaration or a body belongs to."""
        if definition.kind not in FUNCTION_KINDS:
            return None
        path = self.home(definition)
        name = definition.facts.name
        owners = self.classes(path)
        found = [e for cls in owners for e in self.member(cls, name)] if owners else self.entities(path, name)
        return next((f for f in found if isinstance(f, Fn) and definition in f.all), None)

    def macros(self, name: str) -> list[Def]:
        """The macros of this name."""
        return [macro for unit in self.units_with(name) for macro in self.table(unit).macros.get(name, ())]

    def methods(self, name: str) -> list[Def]:
        """Every method of this name, of any class."""
        out: list[Def] = []
        for unit in self.units_with(name):
            table = self.table(unit)
            for rows in (table.entries.get(name, ()), table.outside.get(name, ())):
                out += [definition for _, definition in rows if definition.kind == "method"]
        return out

    # -- files

    def seen(self, path: str) -> frozenset[str]:
        """The files that a file includes, directly or not, and itself."""
        return self._kept(("c seen", path), self._seen, path) or frozenset((path,))

    def _seen(self, path: str) -> frozenset[str]:
        touch = self._evaluator.touch
        closure = self.includes.closure(path)
        for other in closure:
            touch(other, "")
            for row in self._evaluator.unit(other).facts.imports:
                touch("", row.module.rpartition("/")[2])
        return closure

    def is_open(self, path: str) -> bool:
        """Whether a file uses what others include before it: headers, and sources that are parts of another."""
        return is_fragment(path, self._evaluator.unit(path).facts.imports)

    def sees_everything(self, path: str) -> bool:
        """Whether all that a file uses is declared in the files it includes; what is not there is foreign."""
        self.seen(path)
        return not self.is_open(path) and self.includes.is_complete(path)

    def visible_usings(self, path: str) -> tuple[dict[Path, list[Using]], dict[Path, dict[str, list[Using]]]]:
        """The ``using`` directives and the aliases that a file sees, by scope."""
        return self._kept(("c usings", path), self._visible_usings, path) or ({}, {})

    def _visible_usings(self, path: str) -> tuple[dict[Path, list[Using]], dict[Path, dict[str, list[Using]]]]:
        usings: dict[Path, list[Using]] = {}
        aliases: dict[Path, dict[str, list[Using]]] = {}
        for other in sorted(self.seen(path)):
            table = self.table(self._evaluator.unit(other))
            for where, rows in table.usings.items():
                usings.setdefault(where, []).extend(rows)
            for where, names in table.aliases.items():
                mine = aliases.setdefault(where, {})
                for name, rows in names.items():
                    mine.setdefault(name, []).extend(rows)
        return usings, aliases

    def hidden_spaces(self, path: str) -> frozenset[Path]:
        """The namespaces that macros open in the files that ``path`` sees."""
        return self._kept(("c hidden", path), self._hidden_spaces, path) or frozenset()

    def _hidden_spaces(self, path: str) -> frozenset[Path]:
        out: set[Path] = set()
        for other in self.seen(path):
            unit = self._evaluator.unit(other)
            for _, name in loose_macros(unit):
                self._evaluator.touch("", name)
            for _, _, opened in self.table(unit).hidden:
                out.update(opened[:size] for size in range(1, len(opened) + 1))
        return frozenset(out)

    def attribute_values(self, name: str) -> list[tuple[Unit, Binding]]:
        """Where a field of this name is given a function, anywhere."""
        self._evaluator.touch("", f".{name}")
        if self._attributes is None:
            table: dict[str, list[tuple[Unit, Binding]]] = {}
            for path in self.paths:
                unit = self._evaluator.unit(path)
                for binding in unit.facts.bindings:
                    if binding.kind == "attr":
                        table.setdefault(binding.name, []).append((unit, binding))
            self._attributes = table
        return self._attributes.get(name, [])


def marked(unit: Unit, mark: str) -> list[tuple[Def, str]]:
    """The nameless definitions with a mark, and the macro each is about."""
    out: list[tuple[Def, str]] = []
    for definition in unit.defs:
        facts = definition.facts
        if facts.kind == "object" and mark in facts.flags:
            out += [(definition, flag[1:]) for flag in facts.flags if flag.startswith("#")]
    return out


def loose_macros(unit: Unit) -> list[tuple[int, str]]:
    """Macros without arguments that stand where declarations do: first byte and name."""
    return sorted((definition.facts.start_byte, name) for definition, name in marked(unit, "loose"))


def _fill(table: FileTable, unit: Unit) -> None:
    """Read one file's definitions into its table."""
    paths = table.paths
    hidden = table.hidden
    for definition in unit.defs[1:]:
        facts = definition.facts
        kind = facts.kind
        around = paths[facts.parent]
        if hidden and not facts.parent:
            around = next((p for start, end, p in reversed(hidden) if start <= facts.start_byte < end), around)
        inner: Path | None = None
        if kind == "macro":
            table.macros.setdefault(facts.name, []).append(definition)
        elif kind == "object" and "namespace" in facts.flags:
            inner = around
        elif kind == "package":
            if around is not None:
                inner = around if "inline" in facts.flags else (*around, facts.name)
                table.spaces.add(inner)
        elif kind == "object" and ("switch" in facts.flags or "loose" in facts.flags):
            pass
        elif kind in CLASS_KINDS or kind == "object":
            inner = _class_path(definition, around)
            if kind in CLASS_KINDS or "held" in facts.flags:
                if kind == "object":
                    inner = (*inner, f"#{definition.index}")
                table.class_of[definition] = Cls(definition, inner)
                if around is not None and kind in CLASS_KINDS:
                    table.entries.setdefault(facts.name, []).append((inner[:-1], definition))
        elif kind in FUNCTION_KINDS or kind in _VALUES:
            if around is not None and "test" not in facts.flags and "pasted" not in facts.flags:
                if facts.extra and owner_path(definition):
                    table.outside.setdefault(facts.name, []).append((around, definition))
                else:
                    rows = table.entries.setdefault(facts.name, [])
                    rows.append((around, definition))
                    if kind == "constant":
                        parent = unit.facts.definitions[facts.parent]
                        if parent.kind == "enum" and "scoped" not in parent.flags:
                            rows.append((around[:-1], definition))
        paths.append(inner)
    for binding in unit.facts.bindings:
        if binding.kind == "alias":
            where = paths[binding.scope]
            if where is not None:
                if hidden and not binding.scope:
                    at = binding.start_byte
                    where = next((p for start, end, p in reversed(hidden) if start <= at < end), where)
                using = Using(unit, binding)
                if binding.name == "*":
                    table.usings.setdefault(where, []).append(using)
                else:
                    table.aliases.setdefault(where, {}).setdefault(binding.name, []).append(using)


def _class_path(definition: Def, around: Path | None) -> Path:
    facts = definition.facts
    if around is None:
        return (f"{definition.unit.path}#{definition.index}",)  # in a function: known by where it stands alone
    owner = owner_path(definition)
    if owner:
        return (*around, *owner, facts.name)
    return (*around, facts.name) if facts.name else around


def _join(name: str, path: Path, cls: Cls | None, raw: Iterable[Def]) -> list[Fn]:
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
        _attach(definition, name, path, cls, groups)
    if cls is None and not c_like:
        _pair(groups)
    return list(groups.values())


def _attach(definition: Def, name: str, path: Path, cls: Cls | None, groups: dict[tuple[object, ...], Fn]) -> None:
    """Join an out-of-line body whose types are spelled otherwise in the class: the number of parameters must do."""
    count = len(definition.facts.parameters)
    key = ("", *signature(definition))
    fn = groups.get(key)
    if fn is None:
        fitting = [f for f in groups.values() if not f.bodies and len(f.first.facts.parameters) == count]
        if len(fitting) > 1:
            const = "const" in definition.facts.flags
            fitting = [f for f in fitting if ("const" in f.first.facts.flags) == const] or fitting
        fn = fitting[0] if len(fitting) == 1 else None
    if fn is None:
        fn = groups[key] = Fn(name, path, cls, key[1:])
    fn.bodies.append(definition)


def _pair(groups: dict[tuple[object, ...], Fn]) -> None:
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


def _namespaces(words: list[str]) -> Path:
    """The namespaces that a macro's words open, inline ones left out."""
    return tuple(
        [
            name
            for at, name in enumerate(words[1:], 1)
            if words[at - 1] == "namespace" and name != "{" and words[max(at - 2, 0)] != "inline"
        ]
    )


def owner_path(definition: Def) -> Path:
    """What stands before the name of an out-of-line member, as a path."""
    for key, expression in definition.facts.extra:
        if key == "owner":
            return plain_path(definition.unit, expression)
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
        if facts.type_parameters:
            words = [whole(definition.unit, e) for n, e in facts.type_parameters if e >= 0 and not n]
            result = whole(definition.unit, facts.returns)
            restricted = (*words, result) if _looks_like_constraint(result) else tuple(words)
            known += (restricted,) if restricted else ()
        cache[key] = known
    return known  # type: ignore[return-value]


def _looks_like_constraint(words: str) -> bool:
    plain = words.replace("_", "").lower()
    return "enableif" in plain or "requires" in plain


def whole(unit: Unit, expression: int) -> str:
    """A type expression with all that stands before its names, template arguments too."""
    pieces: list[str] = []
    pending: list[int | str] = [expression]
    expressions = unit.facts.expressions
    while pending and len(pieces) < 90:
        item = pending.pop()
        if isinstance(item, str) or item < 0:
            pieces.append(item if isinstance(item, str) else "?")
            continue
        operation = expressions[item]
        op = operation[0]
        if op == "name":
            pieces.append(operation[1].removesuffix("::"))
        elif op == "attr":
            pending += [f"::{operation[2]}", operation[1]]
        elif op == "generic":
            pending.append(">")
            for argument in reversed(operation[2]):
                pending += [",", argument]
            pending += ["<", operation[1]]
        elif op == "ref":
            pending += ["*", operation[1]]
        elif op == "inst":
            pending.append(operation[1])
        else:
            pieces.append(op)
    return "".join(pieces)


def constraints_of(definition: Def) -> tuple[int, ...]:
    """The types in a template's header that are there to allow some arguments only."""
    facts = definition.facts
    if not facts.type_parameters:
        return ()
    out = [expression for _, expression in facts.type_parameters if expression >= 0]
    if facts.returns >= 0 and _looks_like_constraint(whole(definition.unit, facts.returns)):
        out.append(facts.returns)
    return tuple(out)


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
