"""Python: packages and modules, the method resolution order, descriptors, and typing's special forms."""

from __future__ import annotations

import builtins
import posixpath
import sys
from collections.abc import Callable
from typing import Any, ClassVar

from codegraph.linking.semantics.base import CALLABLE_KINDS, CLASS_KINDS, Semantics
from codegraph.linking.units import DEFINITION, Local, Unit
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
from parsers.facts import Expression, Import, Parameter, Reference

_BUILTINS = frozenset(dir(builtins))
_STANDARD = sys.stdlib_module_names

_SEQUENCES = frozenset(
    """list List set Set frozenset FrozenSet deque Deque Sequence MutableSequence Collection Iterable Iterator
    AbstractSet MutableSet Container Reversible AsyncIterable AsyncIterator KeysView ValuesView array""".split()
)
_MAPPINGS = frozenset(
    """dict Dict Mapping MutableMapping OrderedDict DefaultDict defaultdict Counter ChainMap ItemsView
    MappingProxyType WeakValueDictionary WeakKeyDictionary""".split()
)
_TRANSPARENT = frozenset("ClassVar Final Annotated Required NotRequired ReadOnly InitVar Unpack".split())
_SAME = frozenset("copy deepcopy".split())
_KEYED = frozenset("sorted min max groupby nlargest nsmallest".split())
_TESTING = frozenset("filter takewhile dropwhile filterfalse reduce".split())
_OPERATORS = {
    "+": "__add__",
    "-": "__sub__",
    "*": "__mul__",
    "/": "__truediv__",
    "//": "__floordiv__",
    "%": "__mod__",
    "**": "__pow__",
    "@": "__matmul__",
    "&": "__and__",
    "^": "__xor__",
    "<<": "__lshift__",
    ">>": "__rshift__",
}
_KEPT_BY_OPERATORS = frozenset("list tuple set frozenset str bytes int float dict".split())
_QUEUES = frozenset("Queue LifoQueue PriorityQueue SimpleQueue".split())
_UNTOLD = ExternalInstance("", ((),))
"""Something that is there but of which nothing can be told; unlike what comes from outside it may be ours."""
_TAKING = frozenset("get pop setdefault popitem __getitem__ __next__".split())
_CONTAINERS = frozenset("dict list set frozenset tuple iterator".split())
_ELEMENTS = frozenset("list tuple set frozenset sorted reversed iter deque filter islice chain cycle".split())


class PythonSemantics(Semantics):
    """Python's name lookup."""

    languages: ClassVar[tuple[str, ...]] = ("python",)
    class_scope_is_lexical: ClassVar[bool] = False
    untold: ClassVar[Value] = _UNTOLD

    # -- modules

    def prepare(self) -> None:
        """Give every module its dotted names: from the folder above its package, and from the root."""
        paths = sorted(p for p, language in self.project.languages.items() if language == "python")
        packages = {p.rpartition("/")[0] for p in paths if p.endswith(("/__init__.py", "/__init__.pyi"))}
        self.packages = packages
        """Folders with an __init__ file."""
        self.operations["binary"] = self.op_binary
        self.operations["ascribed"] = self.op_ascribed
        self.modules: dict[str, list[tuple[str, str]]] = {}
        """Dotted name -> (root folder, path), in order of path."""
        self.folders: set[str] = set()
        for path in paths:
            folder, _, base = path.rpartition("/")
            stem = base.rsplit(".", 1)[0]
            root = folder
            while folder and folder not in self.folders:
                self.folders.add(folder)
                folder = folder.rpartition("/")[0]
            folder = root
            while root and root in packages:
                root = root.rpartition("/")[0]
            parts = [] if stem == "__init__" else [stem]
            inside = folder[len(root) :].strip("/")
            dotted = ".".join([*(inside.split("/") if inside else []), *parts])
            if dotted:
                self.modules.setdefault(dotted, []).append((root, path))
            outer = root
            while outer:
                # Namespace packages: folders without __init__.py above the package.
                outer, _, last = outer.rpartition("/")
                dotted = f"{last}.{dotted}" if dotted else last
                self.modules.setdefault(dotted, []).append((outer, path))
        for rows in self.modules.values():
            rows.sort(key=lambda row: (row[0].count("/") + bool(row[0]), row[1].endswith(".pyi"), row[1]))

    def find_module(self, unit: Unit, dotted: str) -> Values:
        """The module called ``dotted`` as seen from ``unit``; External when the repository has none.

        Of several modules of that name the one whose root folder is nearest around the importing
        file wins, then the one nearest to the repository's root.
        """
        self.evaluator.touch("", dotted.rsplit(".", 1)[-1])
        rows = self.modules.get(dotted)
        if rows:
            if len(rows) == 1:
                return (self.evaluator.unit(rows[0][1]).module,)
            here = unit.path
            best = max(rows, key=lambda row: (_around(row[0], here), not row[1].endswith(".pyi")))
            if _around(best[0], here) == 0 and best[0]:
                best = rows[0]
            return (self.evaluator.unit(best[1]).module,)
        folder = dotted.replace(".", "/")
        here = posixpath.dirname(unit.path)
        while here:
            # Folders without __init__ are looked for where a path could begin: in no package, nearest first.
            if here not in self.packages and f"{here}/{folder}" in self.folders:
                return (Package(f"{here}/{folder}", dotted),)
            here = posixpath.dirname(here)
        if folder in self.folders:
            return (Package(folder, dotted),)
        for root in ("src", "lib", "python"):
            if f"{root}/{folder}" in self.folders:
                return (Package(f"{root}/{folder}", dotted),)
        # A script's own folder is on its path; a package's is not, but it is often run from there.
        here = posixpath.dirname(unit.path)
        if here in self.packages and dotted.split(".")[0] in _STANDARD:
            return (External(dotted),)
        beside = self.file_module(posixpath.join(here, folder))
        return beside or (External(dotted),)

    def file_module(self, stem: str) -> Values:
        """The module or package at path ``stem`` (without extension); NOTHING when there is none."""
        self.evaluator.touch("", posixpath.basename(stem))
        for candidate in (f"{stem}/__init__.py", f"{stem}.py", f"{stem}/__init__.pyi", f"{stem}.pyi"):
            if self.evaluator.has(candidate):
                return (self.evaluator.unit(candidate).module,)
        return (Package(stem),) if stem in self.folders else NOTHING

    def import_target(self, unit: Unit, row: Import) -> Values:
        return self.evaluator.kept((unit.path, "module", row.module, row.level), self._import_target, unit, row)

    def _import_target(self, unit: Unit, row: Import) -> Values:
        if row.level:
            folder = posixpath.dirname(unit.path)
            for _ in range(row.level - 1):
                folder = posixpath.dirname(folder)
            if not row.module:
                return self.file_module(folder) or (Package(folder),)
            stem = posixpath.join(folder, row.module.replace(".", "/"))
            return self.file_module(stem) or (External("." + row.module),)
        return self.find_module(unit, row.module)

    def imported(self, unit: Unit, row: Import) -> Values:
        if not row.name:
            if row.local == row.module.split(".")[0] and "." in row.module:
                # ``import a.b`` binds ``a``.
                top = row._replace(module=row.local)
                return self.import_target(unit, top)
            return self.import_target(unit, row)
        targets = self.import_target(unit, row)
        out: list[Values] = []
        for module in targets:
            if isinstance(module, Def) and module.unit is unit and row.scope == 0:
                # ``from . import x`` inside a package's own __init__ means the submodule.
                found = self.submodule(module, row.name)
            else:
                found = self.member(module, row.name)
            if not found and isinstance(module, External):
                found = (External(f"{module.name}.{row.name}"),)
            out.append(found)
        return union(*out)

    def module_name(self, unit: Unit, name: str) -> Values:
        if name.startswith("_") and unit.stars:
            # A star import brings no private name unless the module's __all__ lists it.
            for row in unit.stars:
                for module in self.import_target(unit, row):
                    if isinstance(module, Def) and name in module.unit.facts.exports:
                        found = self.member(module, name)
                        if found:
                            return found
            return self.builtin(unit, name)
        return super().module_name(unit, name)

    def module_member(self, module: Def, name: str) -> Values:
        found = super().module_member(module, name)
        return found or self.submodule(module, name)

    def submodule(self, module: Def, name: str) -> Values:
        """``package.name`` as a module of the package."""
        folder, base = posixpath.split(module.unit.path)
        if base not in ("__init__.py", "__init__.pyi"):
            return NOTHING
        return self.file_module(posixpath.join(folder, name))

    def package_member(self, package: Package, name: str) -> Values:
        return self.file_module(posixpath.join(package.path, name))

    def builtin(self, unit: Unit, name: str) -> Values:
        return (External(name),) if name in _BUILTINS else NOTHING

    # -- names

    def lookup(self, unit: Unit, scope: int, name: str, position: int | None) -> Values:
        if position is not None and scope:
            # ``global`` and ``nonlocal`` hand the name to an outer scope.
            rows = unit.locals(scope).get(name)
            if rows:
                for row in rows:
                    kind = getattr(row.payload, "kind", "")
                    if kind == "global":
                        outer = list(unit.locals(0).get(name, ()))
                        own = [r for r in rows if getattr(r.payload, "kind", "") not in ("global", "narrow")]
                        values = self.rows(unit, [*outer, *own]) if outer or own else NOTHING
                        return values or self.module_name(unit, name)
                    if kind == "nonlocal":
                        return super().lookup(unit, unit.facts.definitions[scope].parent, name, None)
        return super().lookup(unit, scope, name, position)

    def rows(self, unit: Unit, rows: list[Local]) -> Values:
        if len(rows) > 1:
            definitions = [unit.defs[r.payload] for r in rows if r.what == DEFINITION]  # type: ignore[index]
            if len(definitions) > 1:
                definitions.sort(key=lambda d: d.index)
                chosen = {d.index for d in self.choose(definitions) if isinstance(d, Def)}
                rows = [r for r in rows if r.what != DEFINITION or r.payload in chosen]
        return super().rows(unit, rows)

    def choose(self, definitions: list[Def]) -> Values:
        # The implementation stands after its overloads; a property's getter before its setter.
        plain = [d for d in definitions if "overload" not in d.flags and "setter" not in d.flags] or definitions
        first = len(plain) - 1
        while first and "conditional" in plain[first].flags:
            first -= 1
        return tuple(plain[first:])

    def receiver(self, unit: Unit, scope: int) -> Values:
        owner = self.enclosing_class(unit, scope)
        if owner is None:
            return NOTHING
        flags = unit.facts.definitions[scope].flags
        name = unit.facts.definitions[scope].name
        if "classmethod" in flags or name in ("__new__", "__init_subclass__", "__class_getitem__"):
            return (owner,)
        return (Instance(owner),)

    def op_super(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        method = self.enclosing_method(unit, scope)
        if method is None:
            return NOTHING
        cls = unit.defs[unit.facts.definitions[method].parent]
        receiver = self.receiver(unit, method)
        if len(operation) > 1:  # super(C, self)
            given = self.evaluator.evaluate(unit, operation[1], scope, position)
            return tuple(Super(c, r) for c in given if isinstance(c, Def) for r in receiver)
        return tuple(Super(cls, r) for r in receiver)

    def parameter(self, unit: Unit, scope: int, parameter: Parameter) -> Values:
        values = super().parameter(unit, scope, parameter)
        if not values and unit.facts.definitions[scope].kind == "lambda":
            return self.passed_to_lambda(unit, scope, parameter)
        return values

    def passed_to_lambda(self, unit: Unit, scope: int, parameter: Parameter) -> Values:
        """What the function that a lambda is given to calls it with, as far as that is known."""
        calls: Any = unit.cache.get("lambdas")
        if calls is None:
            expressions = unit.facts.expressions
            calls = unit.cache["lambdas"] = {}
            for reference in unit.facts.references:
                if reference.role == "call" and reference.expression >= 0:
                    operation = expressions[reference.expression]
                    for place, argument in (*enumerate(operation[2]), *operation[3]):
                        if argument >= 0 and expressions[argument][0] == "def":
                            calls[expressions[argument][1]] = (reference, operation, argument, place)
        if scope not in calls:
            return NOTHING
        reference, operation, given, place = calls[scope]
        number = unit.facts.definitions[scope].parameters.index(parameter)
        self.evaluator.inferred = True

        def elements(i: int) -> Values:
            if i >= len(operation[2]):
                return NOTHING
            found = self.evaluator.evaluate(unit, operation[2][i], reference.scope, reference.start_byte)
            return self.each(found, self.iterate)

        out: list[Values] = []
        for value in self.evaluator.evaluate(unit, operation[1], reference.scope, reference.start_byte):
            if isinstance(value, External):
                last = value.name.rsplit(".", 1)[-1]
                if place == "key" and last in _KEYED:
                    out.append(elements(0))
                elif place == 0 and last == "map":
                    out.append(elements(1 + number))
                elif place == 0 and last in _TESTING:
                    out.append(elements(1))
            elif isinstance(value, ExternalMethod) and value.name == "sort" and place == "key":
                out.append(self.iterate(value.receiver))
            elif isinstance(value, (Def, Bound)):
                function = value.function if isinstance(value, Bound) else value
                receiver = value.receiver if isinstance(value, Bound) else None
                self.evaluator.touch(function.unit.path, function.name)
                for formal, argument in self.pair_arguments(function, receiver, operation):
                    if argument == given and formal.type >= 0:
                        declared = self.instances(
                            self.evaluator.evaluate(function.unit, formal.type, function.index, None)
                        )
                        for wanted in declared:
                            if isinstance(wanted, Function) and number < len(wanted.parameters):
                                mapping = self.type_arguments(receiver) if isinstance(receiver, Instance) else {}
                                out.append(self.substitute(wanted.parameters[number], mapping))
        return tuple(v for v in union(*out) if not isinstance(v, TypeVariable))

    # -- members

    def is_root_class(self, name: str) -> bool:
        last = name.rsplit(".", 1)[-1]
        return last in ("object", "Generic", "Protocol", "NamedTuple", "TypedDict", "ABC") and name != ""

    def type_parameters(self, cls: Def) -> tuple[str, ...]:
        own = tuple(name for name, _ in cls.facts.type_parameters)
        if own:
            return own
        return self.evaluator.kept((cls.unit.path, "typevars", cls.index), self._old_type_parameters, cls)  # type: ignore[return-value]

    def _old_type_parameters(self, cls: Def) -> Any:
        """``class C(Generic[T], Base[U])``: the variables in order of appearance."""
        names: dict[str, None] = {}
        for base in cls.facts.bases:
            operation = cls.unit.facts.expressions[base]
            if operation[0] != "index":
                continue
            values = self.evaluator.evaluate(cls.unit, base, cls.facts.parent, cls.facts.start_byte)
            for value in values:
                if isinstance(value, Generic):
                    for argument in value.args:
                        for inner in argument:
                            if isinstance(inner, TypeVariable):
                                names[inner.name] = None
        return tuple(names)

    def static_member(self, cls: Def, name: str) -> Values:
        if name in ("__class__", "__name__", "__qualname__", "__doc__", "__module__", "__dict__", "__mro__"):
            return (FOREIGN,)
        found = self.class_member(cls, name)
        if found and all(isinstance(v, External) for v in found):
            meta = self.metaclass_member(cls, name)
            if meta:
                return meta
        if not found:
            return self.metaclass_member(cls, name) or _maker(name)
        out: list[Value] = []
        for value in found:
            if isinstance(value, Def) and value.kind == "method":
                if "classmethod" in value.flags:
                    out.append(Bound(value, cls))
                elif "staticmethod" in value.flags:
                    out.append(value)
                else:
                    out.append(Bound(value, cls, True))
            elif isinstance(value, ExternalInstance) and self.is_enum(cls) and self.declares(cls, name):
                out.append(Instance(cls))
            else:
                out.append(value)
        return tuple(dict.fromkeys(out))

    def super_member(self, value: Super, name: str) -> Values:
        return super().super_member(value, name) or _maker(name)

    def metaclass_member(self, cls: Def, name: str) -> Values:
        """A member that the class's own class provides."""
        for base in self.resolution_order(cls):
            if isinstance(base, Def):
                metaclass = dict(base.facts.extra).get("metaclass")
                if metaclass is not None:
                    for value in self.evaluator.evaluate(
                        base.unit, metaclass, base.facts.parent, base.facts.start_byte
                    ):
                        if isinstance(value, Def) and value.kind in CLASS_KINDS:
                            found = self.class_member(value, name)
                            return tuple(
                                Bound(v, cls) if isinstance(v, Def) and v.kind == "method" else v for v in found
                            )
        return NOTHING

    def is_enum(self, cls: Def) -> bool:
        return any(
            isinstance(base, External)
            and base.name.rsplit(".", 1)[-1] in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag")
            for base in self.resolution_order(cls)
        )

    def declares(self, cls: Def, name: str) -> bool:
        """Whether a field of that name stands in the class's own body."""
        return any(d.kind == "field" for d in cls.unit.members(cls.index).get(name, ()))

    def instance_member(self, instance: Instance, name: str) -> Values:
        if name == "__class__":
            return (instance.cls,)
        if name in ("__dict__", "__doc__", "__module__"):
            return (FOREIGN,)
        found = self.class_member(instance.cls, name)
        if not found and name == "_replace" and self.fields(instance.cls, "NamedTuple") is not None:
            return (Function((instance,)),)
        if not found:
            fallback = self.class_member(instance.cls, "__getattr__") if not name.startswith("__") else NOTHING
            return (_UNTOLD,) if fallback else NOTHING
        out: list[Value] = []
        for value in found:
            if isinstance(value, Def) and value.kind == "method":
                if "staticmethod" in value.flags:
                    out.append(value)
                elif "classmethod" in value.flags:
                    out.append(Bound(value, instance.cls))
                else:
                    out.append(Bound(value, instance))
            elif isinstance(value, Def) and value.kind == "property":
                got = self.result(value, instance, None)
                out.extend(got or (_UNTOLD,))
            elif isinstance(value, ExternalInstance) and value.name == "property" and value.args:
                out.extend(value.args[0])
            elif isinstance(value, Def) and value.kind == "function" and self.declares(instance.cls, name):
                out.append(Bound(value, instance))
            elif isinstance(value, Instance):
                got = self.described(value)
                out.extend((value,) if got is None else got or (_UNTOLD,))
            else:
                out.append(value)
        mapping = self.type_arguments(instance)
        return self.substitute(tuple(dict.fromkeys(out)), mapping)

    def described(self, value: Instance) -> Values | None:
        """What reading an attribute gives that holds a descriptor; None when ``value`` is none."""
        getters = [m for m in self.class_member(value.cls, "__get__") if isinstance(m, Def)]
        if not getters:
            return None
        got = union(*[self.result(getter, value, None) for getter in getters])
        # Read from the class, a descriptor gives itself.
        return tuple(
            v for v in got if not isinstance(v, TypeVariable) and not (isinstance(v, Instance) and v.cls is value.cls)
        )

    def function_member(self, value: Def, name: str) -> Values:
        if value.kind == "property":
            return (FOREIGN,)
        if value.facts.decorators:
            made = [v for v in self.decorated(value) if v is not value]
            return union(*[self.member(v, name) for held in made for v in self.got_by_decorator(value, held)])
        return (FOREIGN,) if name.startswith("__") else NOTHING

    def got_by_decorator(self, function: Def, made: Value) -> Values:
        """What reading a decorated method gives: what a descriptor gets, most often the method's result, kept."""
        if isinstance(made, Instance):
            got = self.described(made)
            if got is not None:
                self.evaluator.inferred = True
                return got or self.result(function, None, None)
        return (made,)

    def decorated(self, value: Def) -> Values:
        """What the outermost decorator makes of a function, as far as it says."""
        return self.evaluator.kept((value.unit.path, "decorated", value.index), self._decorated, value)

    def _decorated(self, value: Def) -> Values:
        unit = value.unit
        decorators = value.facts.decorators
        scope = value.facts.parent
        operation: Expression = ("call", decorators[0], (), ())
        found = self.evaluator.evaluate(unit, decorators[0], scope, value.facts.start_byte)
        return union(*[self.called(v, unit, operation, scope, value.facts.start_byte) for v in found])

    # -- types

    def instance_of(self, value: Value) -> Values:
        if isinstance(value, TypeVariable):
            return (value,)
        return super().instance_of(value)

    def external_instances(self, name: str, args: tuple[Values, ...]) -> Values:
        last = name.rsplit(".", 1)[-1]
        if last in ("Optional", "Union"):
            values = union(*args)
            return tuple(v for v in values if v is not NULL) or values
        if last in _TRANSPARENT:
            return args[0] if args else NOTHING
        if last in _SEQUENCES:
            return (ExternalInstance("list" if last not in ("Iterator", "AsyncIterator") else "iterator", args[:1]),)
        if last in _MAPPINGS:
            return (ExternalInstance("dict", args[:2]),)
        if last in ("tuple", "Tuple"):
            if not args:
                return (ExternalInstance("tuple"),)
            return (TupleOf(args),)
        if last == "Callable":
            return (Function(args[-1] if args else NOTHING, args[:-1]),)
        if last in ("type", "Type"):
            return tuple(v.cls if isinstance(v, Instance) else v for v in args[0]) if args else NOTHING
        if last in ("Awaitable", "Coroutine", "Future", "Task"):
            return (ExternalInstance("coroutine", args[-1:]),)
        if last in ("Generator", "AsyncGenerator"):
            return (ExternalInstance("iterator", args[:1]),)
        if last in ("ContextManager", "AsyncContextManager", "AbstractContextManager", "AbstractAsyncContextManager"):
            return (ExternalInstance("contextmanager", args[:1]),)
        if last == "Self":
            return (TypeVariable("Self"),)
        if last in ("Any", "object") or (last == "None"):
            return NOTHING
        if last in ("None", "NoneType"):
            return (NULL,)
        if name in _BUILTINS:
            return (ExternalInstance(name, args),)
        return (ExternalInstance(name, args),)

    def op_seq(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        expressions = unit.facts.expressions
        if not any(i >= 0 and expressions[i][0] == "spread" for i in operation[2]):
            return super().op_seq(unit, operation, scope, position)
        items: list[Values] = []
        for item in operation[2]:
            if item >= 0 and expressions[item][0] == "spread":
                spread = self.evaluator.evaluate(unit, expressions[item][1], scope, position)
                items.append(self.each(spread, self.iterate))
            else:
                items.append(self.evaluator.evaluate(unit, item, scope, position))
        return (ExternalInstance("list", (union(*items),)),)

    def op_attr(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        base: Expression = unit.facts.expressions[operation[1]] if operation[1] >= 0 else ("",)
        if position is not None and base[0] == "name":
            tested = unit.cache.get("tested attributes")
            if tested is None:
                rows = (b.name for b in unit.facts.bindings if b.kind == "narrow")
                tested = unit.cache["tested attributes"] = frozenset(n.partition(".")[2] for n in rows if "." in n)
            if operation[2] in tested:  # type: ignore[operator]
                found = self.tested(unit, f"{base[1]}.{operation[2]}", operation, scope, position)
                if found is not None:
                    return found
        return super().op_attr(unit, operation, scope, position)

    def tested(self, unit: Unit, path: str, operation: Expression, scope: int, position: int) -> Values | None:
        """What a test in force says of ``self.value``; None when there is none, or the attribute was set since."""
        definitions = unit.facts.definitions
        while True:
            for row in reversed(unit.locals(scope).get(path, ())):
                if row.start <= position <= row.end:
                    if any(
                        row.start <= b.start_byte <= position and b.base == operation[1]
                        for b in unit.attribute_bindings(operation[2])
                    ):
                        return None
                    return self.row(unit, row)
            if definitions[scope].name:
                return None
            scope = definitions[scope].parent

    def op_ascribed(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        """``x: T = value``: what the value is known to be; of something made outside the annotation says more."""
        values = self.evaluator.evaluate(unit, operation[1], scope, position)
        if values and not all(isinstance(v, (External, ExternalInstance, ExternalMethod)) for v in values):
            return values
        declared = self.evaluator.evaluate(unit, operation[2], scope, None)
        return declared or values

    def op_binary(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        """An operator gives what the left side's special method gives; containers and texts stay what they are."""
        left = self.evaluator.evaluate(unit, operation[2], scope, position)
        out: list[Values] = []
        for value in left:
            if isinstance(value, Instance):
                special = _OPERATORS.get(operation[1])
                out.append((self.through(value, special) if special else NOTHING) or NOTHING)
            elif isinstance(value, TupleOf):
                out.append((ExternalInstance("list", (union(*value.items),)),))
            elif isinstance(value, ExternalInstance) and value is not NULL:
                out.append((value,) if value.name in _KEPT_BY_OPERATORS else (FOREIGN,))
            elif isinstance(value, (External, ExternalMethod)):
                out.append((FOREIGN,))
        if operation[1] == "+":
            right = self.evaluator.evaluate(unit, operation[3], scope, position)
            out.append(tuple(v for v in right if isinstance(v, ExternalInstance) and v.name == "list" and v.args))
        return union(*out)

    def indexed(self, value: Value, unit: Unit, key: int, scope: int, position: int | None) -> Values:
        if key >= 0 and tuple(unit.facts.expressions[key]) == ("lit", "slice"):
            if isinstance(value, TupleOf):
                return (ExternalInstance("list", (union(*value.items),)),)
            if isinstance(value, ExternalInstance):
                return (value,)
        if isinstance(value, (Def, External, Generic)):
            base = value.base if isinstance(value, Generic) else value
            if isinstance(base, Def) and base.kind not in CLASS_KINDS:
                return NOTHING
            return (Generic(base, self.type_argument_list(base, unit, key, scope, position)),)
        if isinstance(value, Instance):
            fields = self.fields(value.cls, "NamedTuple", "TypedDict")
            if fields is not None:
                named: Expression = unit.facts.expressions[key] if key >= 0 else ("",)
                chosen = [f for f in fields if f.name == named[1]] if named[0] == "str" else fields
                return union(*[self.field_value(value.cls, f) for f in chosen])
            found = self.instance_member(value, "__getitem__")
            operation: Expression = ("call", -1, (key,), ())
            return union(*[self.called(f, unit, operation, scope, position) for f in found])
        if isinstance(value, TupleOf):
            return union(*value.items)
        if isinstance(value, ExternalInstance):
            if value.name == "dict":
                return value.args[1] if len(value.args) > 1 else (_UNTOLD,)
            if value.args:
                return value.args[0]
            return (_UNTOLD,) if value.name in _CONTAINERS else (FOREIGN,)
        return (FOREIGN,) if isinstance(value, ExternalMethod) else NOTHING

    def type_argument_list(
        self, base: Def | External, unit: Unit, key: int, scope: int, position: int | None
    ) -> tuple[Values, ...]:
        """The arguments of a subscripted type, each as an object of it."""
        if key < 0:
            return ()
        operation = unit.facts.expressions[key]
        keys = operation[2] if operation[0] == "seq" else (key,)
        last = base.name.rsplit(".", 1)[-1]
        if last == "Literal":
            return ()
        if last == "Annotated":
            keys = keys[:1]
        out: list[Values] = []
        for item in keys:
            if item < 0:
                if last in ("tuple", "Tuple") and len(keys) == 2:
                    continue  # tuple[X, ...]
                out.append(NOTHING)
                continue
            inner = unit.facts.expressions[item]
            if inner[0] == "seq" and last == "Callable":
                out.extend(self.instances(self.typed_argument(unit, k, scope, None)) for k in inner[2])
            elif inner[0] == "str":
                out.append(self.instances(self.lookup(unit, scope, inner[1], None)))
            else:
                out.append(self.instances(self.evaluator.evaluate(unit, item, scope, position)))
        if last in ("tuple", "Tuple") and len(keys) == 2 and keys[1] < 0:
            return (*out, *out)
        return tuple(out)

    def literal(self, kind: str) -> Values:
        return (NULL,) if kind == "none" else (ExternalInstance(kind),)

    # -- what things give

    def call_member(self) -> str:
        return "__call__"

    def called(self, value: Value, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        if isinstance(value, ExternalInstance) and value.name == "weakref.ref" and value.args:
            return value.args[0]
        if value == _UNTOLD:
            return (_UNTOLD,)
        return super().called(value, unit, operation, scope, position)

    def properties_called(self, unit: Unit, reference: Reference) -> Values:
        expressions = unit.facts.expressions
        callee: Expression = expressions[expressions[reference.expression][1]] if reference.expression >= 0 else ("",)
        if callee[0] != "attr":
            return NOTHING
        out: list[Value] = []
        for value in self.evaluator.evaluate(unit, callee[1], reference.scope, reference.start_byte):
            if isinstance(value, Instance):
                members = self.class_member(value.cls, reference.name)
                out.extend(m for m in members if isinstance(m, Def) and m.kind == "property")
        return tuple(dict.fromkeys(out))

    def is_direct(self, unit: Unit, callee: Expression, reference: Reference, value: Value, target: Def) -> bool:
        # A callable object is held by what it is called through, wherever that was imported from.
        if isinstance(value, Instance) or "elsewhere" in target.flags:
            return False
        return super().is_direct(unit, callee, reference, value, target)

    def left_open(self, value: Value) -> bool:
        # A function type says what a function takes and gives, not which one it is.
        receiver = value.receiver if isinstance(value, ExternalMethod) else value
        return receiver == _UNTOLD or isinstance(value, Function)

    def through(self, value: Instance, *names: str) -> Values:
        """What calling the first of the special methods that the object has gives; None when it has none."""
        for name in names:
            found = self.evaluator.rules(value.cls).instance_member(value, name)
            if found:
                out: list[Values] = []
                for member in found:
                    if isinstance(member, Bound):
                        out.append(self.result(member.function, member.receiver, None))
                    elif isinstance(member, (External, ExternalMethod)):
                        out.append((FOREIGN,))
                return union(*out)
        return NOTHING

    def iterate(self, value: Value) -> Values:
        if isinstance(value, Instance):
            iterator = self.through(value, "__iter__", "__aiter__")
            if iterator:
                out: list[Values] = []
                for inner in iterator:
                    if isinstance(inner, Instance):
                        step = self.through(inner, "__next__")
                        out.append(step or self.awaited_all(self.through(inner, "__anext__")))
                    else:
                        out.append(super().iterate(inner))
                return union(*out)
            return self.through(value, "__getitem__")
        if isinstance(value, Def) and self.is_enum(value):
            return (Instance(value),)
        if isinstance(value, ExternalInstance) and not value.args and value.name in _CONTAINERS:
            return (_UNTOLD,)
        return super().iterate(value)

    def awaited_all(self, values: Values) -> Values:
        return self.each(values, self.awaited)

    def awaited(self, value: Value) -> Values:
        if isinstance(value, ExternalInstance) and value.name == "coroutine":
            return value.args[0] if value.args else (FOREIGN,)
        if isinstance(value, Instance):
            found = self.through(value, "__await__")
            return self.each(found, self.iterate) if found else NOTHING
        return (FOREIGN,) if isinstance(value, (ExternalInstance, External)) else (value,)

    def enter(self, value: Value) -> Values:
        if isinstance(value, ExternalInstance) and value.name == "contextmanager":
            return value.args[0] if value.args else (FOREIGN,)
        if isinstance(value, Instance):
            entered = self.through(value, "__enter__")
            return entered or self.awaited_all(self.through(value, "__aenter__"))
        if isinstance(value, (ExternalInstance, External)):
            return (FOREIGN,)
        return NOTHING

    def wrap_result(self, function: Def, values: Values) -> Values:
        flags = function.flags
        if "contextmanager" in flags:
            return (ExternalInstance("contextmanager", (self.each(values, self.iterate),)),)
        if "async" in flags and "generator" not in flags:
            return (ExternalInstance("coroutine", (values,)),)
        return values

    def declared_or_inferred(self, function: Def) -> Values:
        if function.facts.returns < 0 and ("stub" in function.flags or "abstractmethod" in function.flags):
            return NOTHING
        return super().declared_or_inferred(function)

    def inferred_result(self, function: Def) -> Values:
        unit = function.unit
        if "generator" in function.flags:
            yielded = union(
                *[
                    self.evaluator.evaluate(unit, b.expression, b.scope, b.start_byte - 1)
                    for b in unit.bindings(function.index)
                    if b.kind == "yield"
                ]
            )
            return (ExternalInstance("iterator", (yielded,)),)
        return super().inferred_result(function)

    def constructed(self, cls: Def, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        names = self.type_parameters(cls)
        if not names:
            return (Instance(cls),)
        found = self.class_member(cls, "__init__")
        mapping: dict[str, Values] = {}
        for init in found:
            if isinstance(init, Def):
                instance = Instance(cls)
                for parameter, argument in self.pair_arguments(init, instance, operation):
                    if parameter.type >= 0 and argument >= 0:
                        declared = self.instances(self.evaluator.evaluate(init.unit, parameter.type, init.index, None))
                        given = self.evaluator.evaluate(unit, argument, scope, position)
                        for value in declared:
                            self.unify(value, given, mapping)
        if not mapping:
            return (Instance(cls),)
        return (Instance(cls, tuple(mapping.get(n, NOTHING) for n in names)),)

    def external_call(
        self, value: External, unit: Unit, operation: Expression, scope: int, position: int | None
    ) -> Values:
        last = value.name.rsplit(".", 1)[-1]
        arguments = operation[2]

        def argument(i: int) -> Values:
            return self.evaluator.evaluate(unit, arguments[i], scope, position) if i < len(arguments) else NOTHING

        if last == "__new__":
            return self.instances(tuple(v for v in argument(0) if isinstance(v, Def)))
        if last == "cast" and len(arguments) == 2:
            return self.instances(self.typed_argument(unit, arguments[0], scope, position)) or argument(1)
        if last in ("TypeVar", "ParamSpec", "TypeVarTuple") and arguments:
            named: Expression = unit.facts.expressions[arguments[0]] if arguments[0] >= 0 else ("",)
            bound: Values = NOTHING
            for keyword, expression in operation[3]:
                if keyword == "bound":
                    bound = self.instances(self.typed_argument(unit, expression, scope, position))
            return (TypeVariable(named[1] if named[0] == "str" else "?", bound),)
        if last == "type" and len(arguments) == 1:
            return tuple(v.cls if isinstance(v, Instance) else FOREIGN for v in argument(0))
        if last in _SAME and arguments:
            return argument(0)
        if last in _ELEMENTS:
            elements = (
                union(*[self.each(argument(i), self.iterate) for i in range(len(arguments))]) if arguments else NOTHING
            )
            return (ExternalInstance("list", (elements,)),)
        if last == "enumerate":
            return (
                ExternalInstance("list", ((TupleOf((self.literal("int"), self.each(argument(0), self.iterate))),),)),
            )
        if last == "zip":
            items = tuple(self.each(argument(i), self.iterate) for i in range(len(arguments)))
            return (ExternalInstance("list", ((TupleOf(items),),)),)
        if last == "map" and len(arguments) >= 2:
            given = argument(0)
            inner: Expression = ("call", arguments[0], (), ())
            return (ExternalInstance("list", (union(*[self.called(g, unit, inner, scope, position) for g in given]),)),)
        known = self.library_call(value.name, last, argument, len(arguments), unit, operation, scope, position)
        if known is not None:
            return known
        if last in ("next", "anext"):
            return union(self.each(argument(0), self.iterate), argument(1))
        if last in ("min", "max"):
            return argument(0) if len(arguments) > 1 else self.each(argument(0), self.iterate)
        if last == "dict":
            return argument(0) or (ExternalInstance("dict", (NOTHING, NOTHING)),)
        if last == "getattr" and len(arguments) >= 2 and arguments[1] >= 0:
            named = unit.facts.expressions[arguments[1]]
            if named[0] == "str":
                return union(*[self.member(v, named[1]) for v in argument(0)], argument(2))
            return NOTHING
        if last == "partial" and arguments:
            inner = ("call", arguments[0], (), ())
            return (Function(union(*[self.called(g, unit, inner, scope, position) for g in argument(0)])),)
        if last in ("wraps", "update_wrapper", "lru_cache", "cache", "singledispatch", "total_ordering", "final"):
            if last in ("wraps",) or not arguments or not any(isinstance(v, Def) for v in argument(0)):
                return (External("codegraph.same"),)
            return argument(0)
        if value.name == "codegraph.same":
            return argument(0)
        if last in ("property", "cached_property") and arguments:
            inner = ("call", arguments[0], (), ())
            return (ExternalInstance("property", (union(*[self.property_value(g) for g in argument(0)]),)),)
        if last in ("staticmethod", "classmethod") and arguments:
            return argument(0)
        if last == "field":
            for keyword, expression in operation[3]:
                if keyword in ("default_factory", "factory"):
                    inner = ("call", expression, (), ())
                    given = self.evaluator.evaluate(unit, expression, scope, position)
                    return union(*[self.called(g, unit, inner, scope, position) for g in given])
                if keyword == "default":
                    return self.evaluator.evaluate(unit, expression, scope, position)
        if last == "NewType" and len(arguments) == 2:
            return (Function(self.instances(argument(1))),)
        if last in ("ContextVar",):
            return (FOREIGN,)
        if value.name in ("weakref.ref", "weakref.ReferenceType") and arguments:
            return (ExternalInstance("weakref.ref", (argument(0),)),)
        if value.name == "weakref.proxy":
            return argument(0)
        if value.name in _BUILTINS and last[:1].islower():
            if last in ("str", "int", "float", "bool", "bytes", "repr", "len", "hash", "id", "abs", "sum", "round"):
                return (ExternalInstance({"repr": "str"}.get(last, last)),)
            return (FOREIGN,)
        return (ExternalInstance(value.name),)

    def library_call(
        self,
        name: str,
        last: str,
        argument: Callable[[int], Values],
        count: int,
        unit: Unit,
        operation: Expression,
        scope: int,
        position: int | None,
    ) -> Values | None:
        """What functions of the standard library give that hand on what they are given; None for others."""

        def elements(i: int) -> Values:
            return self.each(argument(i), self.iterate)

        if last == "from_iterable":
            return (ExternalInstance("list", (self.each(elements(0), self.iterate),)),)
        if last in ("product", "zip_longest"):
            return (ExternalInstance("list", ((TupleOf(tuple(elements(i) for i in range(count))),),)),)
        if last in ("pairwise", "combinations", "permutations", "batched", "combinations_with_replacement", "tee"):
            return (ExternalInstance("list", ((ExternalInstance("list", (elements(0),)),),)),)
        if last == "groupby":
            return (ExternalInstance("list", ((TupleOf(((FOREIGN,), (ExternalInstance("list", (elements(0),)),))),),)),)
        if last in ("takewhile", "dropwhile", "filterfalse") and count == 2:
            return (ExternalInstance("list", (elements(1),)),)
        if last == "defaultdict" and count:
            made: Expression = ("call", operation[2][0], (), ())
            given = union(*[self.called(g, unit, made, scope, position) for g in argument(0)])
            return (ExternalInstance("dict", (NOTHING, given)),)
        if last in ("closing", "aclosing", "nullcontext") and count:
            return (ExternalInstance("contextmanager", (argument(0),)),)
        if name in ("dataclasses.replace", "copy.replace", "attr.evolve", "attrs.evolve"):
            return argument(0)
        if name.startswith("asyncio."):
            if last in ("create_task", "ensure_future", "shield"):
                return argument(0)
            if last == "wait_for":
                return (ExternalInstance("coroutine", (self.awaited_all(argument(0)),)),)
            if last == "run":
                return self.awaited_all(argument(0))
            if last == "gather":
                results = tuple(self.awaited_all(argument(i)) for i in range(count))
                spread = any(a >= 0 and unit.facts.expressions[a][0] == "spread" for a in operation[2])
                return (ExternalInstance("coroutine", (NOTHING if spread else (TupleOf(results),),)),)
        return None

    def fields(self, cls: Def, *kinds: str) -> list[Def] | None:
        """The declared fields, in order, of a NamedTuple or TypedDict class (``kinds``); None for others."""
        for base in self.bases(cls):
            if isinstance(base, External) and base.name.rsplit(".", 1)[-1] in kinds:
                members = cls.unit.members(cls.index).values()
                return [rows[0] for rows in members if rows[0].kind in ("field", "variable")]
        return None

    def field_value(self, cls: Def, field: Def) -> Values:
        """What a declared field of an object holds."""
        return self.instance_member(Instance(cls), field.name)

    def position_of(self, value: Value, index: int) -> Values:
        if isinstance(value, Instance):
            fields = self.fields(value.cls, "NamedTuple")
            if fields is not None:
                return self.field_value(value.cls, fields[index]) if index < len(fields) else NOTHING
        return super().position_of(value, index)

    def property_value(self, getter: Value) -> Values:
        if isinstance(getter, Def) and getter.kind in CALLABLE_KINDS:
            return self.result(getter, None, None)
        return NOTHING

    def typed_argument(self, unit: Unit, expression: int, scope: int, position: int | None) -> Values:
        """A type given as an ordinary argument, maybe as a string."""
        if expression < 0:
            return NOTHING
        operation = unit.facts.expressions[expression]
        if operation[0] == "str":
            return self.lookup(unit, scope, operation[1], None)
        return self.evaluator.evaluate(unit, expression, scope, position)

    def external_method_call(
        self, value: ExternalMethod, unit: Unit, operation: Expression, scope: int, position: int | None
    ) -> Values:
        receiver, name = value.receiver, value.name
        if receiver == _UNTOLD:
            return (_UNTOLD,)
        args = receiver.args
        if name in ("enter_context", "enter_async_context", "create_task") and operation[2]:
            given = self.evaluator.evaluate(unit, operation[2][0], scope, position)
            if name == "create_task":
                return given
            entered = self.each(given, self.enter)
            return entered if name == "enter_context" else (ExternalInstance("coroutine", (entered,)),)
        if receiver.name == "dict" and len(args) > 1:
            if name in ("get", "pop", "setdefault"):
                default = (
                    self.evaluator.evaluate(unit, operation[2][1], scope, position)
                    if len(operation[2]) > 1
                    else NOTHING
                )
                return union(args[1], tuple(v for v in default if v is not NULL))
            if name == "values":
                return (ExternalInstance("list", (args[1],)),)
            if name == "keys":
                return (ExternalInstance("list", (args[0],)),)
            if name == "items":
                return (ExternalInstance("list", ((TupleOf((args[0], args[1])),),)),)
            if name == "popitem":
                return (TupleOf((args[0], args[1])),)
            if name == "copy":
                return (receiver,)
        if args and name in ("pop", "popleft", "__next__", "__getitem__"):
            return args[0]
        if args and name in ("get", "get_nowait"):
            kind = receiver.name.rsplit(".", 1)[-1]
            if kind == "ContextVar":
                given = self.evaluator.evaluate(unit, operation[2][0], scope, position) if operation[2] else NOTHING
                return union(args[0], tuple(v for v in given if v is not NULL))
            if kind in _QUEUES:
                waits = name == "get" and receiver.name.startswith("asyncio.")
                return (ExternalInstance("coroutine", args[:1]),) if waits else args[0]
        if args and name in ("copy", "union", "difference", "intersection", "__iter__"):
            return (receiver,)
        if receiver.name == "str":
            if name in ("split", "splitlines", "rsplit", "partition"):
                return (ExternalInstance("list", ((ExternalInstance("str"),),)),)
            if name in ("encode",):
                return (ExternalInstance("bytes"),)
            return (ExternalInstance("str"),)
        if not args and receiver.name in _CONTAINERS and name in _TAKING:
            return (_UNTOLD,)
        return (FOREIGN,)

    def guess(self, unit: Unit, reference: Any) -> list[tuple[Def, str]]:
        return []


def _maker(name: str) -> Values:
    """What every class has for making its objects."""
    return (External("object.__new__"),) if name == "__new__" else NOTHING


def _around(root: str, path: str) -> int:
    """How deep ``root`` stands around ``path``: 0 when it does not."""
    if not root:
        return 1
    return root.count("/") + 2 if path.startswith(root + "/") else 0
