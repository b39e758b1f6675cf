"""Which types have the methods that an interface lists: Go's implementing is a matter of structure.

The tables over all packages are built once, when the first call on an interface or the first type
with methods is linked; each answer is then memoised with what it depended on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codegraph.linking.values import Bound, Def, ExternalInstance, Instance, TypeVariable, Value, Values

if TYPE_CHECKING:
    from codegraph.linking.semantics.go import GoSemantics

_MAX_DEPTH = 8


class Implementing:
    """Interfaces and types of a whole repository, by the names of their methods."""

    def __init__(self, rules: GoSemantics) -> None:
        self.rules = rules
        self.evaluator = rules.evaluator
        self.declaring: dict[str, list[Def]] = {}
        """Method name -> types that declare a method of that name."""
        self.listing: dict[str, list[Def]] = {}
        """Method name -> interfaces that list it themselves or through what they embed."""
        self.embedding: dict[Def, list[Def]] = {}
        """Type -> structs that embed it directly."""
        with self.evaluator.aside():
            self._read()

    def _read(self) -> None:
        interfaces: list[Def] = []
        for folder in sorted(self.rules.modules.folders):
            for package in self.rules.packages_in(folder).values():
                for owner, methods in package.methods.items():
                    found = [d for d in package.names.get(owner, ()) if d.kind in ("struct", "type")]
                    for name in methods if found else ():
                        self.declaring.setdefault(name, []).extend(found)
                for definitions in package.names.values():
                    for definition in definitions:
                        if definition.kind == "interface":
                            interfaces.append(definition)
                        elif definition.kind == "struct" and definition.facts.bases:
                            for value in self.rules.embedded(Instance(definition)):
                                if isinstance(value, Instance):
                                    self.embedding.setdefault(value.cls, []).append(definition)
        for interface in interfaces:
            for name in self.method_set(interface):
                self.listing.setdefault(name, []).append(interface)

    def method_set(self, interface: Def) -> dict[str, Def]:
        """The methods an interface lists, those of embedded interfaces of the repository included."""
        return self.evaluator.kept((interface.unit.path, "methods", interface.index), self._method_set, interface)  # type: ignore[return-value, arg-type]

    def _method_set(self, interface: Def) -> Any:
        out: dict[str, Def] = {}
        seen: set[Def] = set()
        level: list[Value] = [Instance(interface)]
        for _ in range(_MAX_DEPTH):
            deeper: list[Value] = []
            for value in level:
                if not isinstance(value, Instance) or value.cls in seen:
                    continue
                seen.add(value.cls)
                self.evaluator.touch(value.cls.unit.path, value.cls.name)
                for name, definitions in value.cls.unit.members(value.cls.index).items():
                    if definitions[0].kind == "method":
                        out.setdefault(name, definitions[0])
                deeper += self.rules.embedded(value)
            level = deeper
        return out

    def having(self, name: str) -> list[Def]:
        """Types with a method of that name, their own or through what they embed."""
        out: dict[Def, None] = {}
        pending = list(self.declaring.get(name, ()))
        while pending:
            here = pending.pop()
            if here in out:
                continue
            out[here] = None
            self.evaluator.touch("", f"<{here.name}")
            pending += self.embedding.get(here, ())
        return sorted(out, key=lambda d: d.place)

    # -- questions

    def implementations(self, interface: Def, method: Def) -> list[Def]:
        """The methods of that name in the types that implement ``interface``."""
        found = self.evaluator.kept(("implementations", interface, method), self._implementations, interface, method)
        return list(found)  # type: ignore[arg-type]

    def _implementations(self, interface: Def, method: Def) -> Any:
        methods = self.method_set(interface) or {method.name: method}
        for name in methods:
            self.evaluator.touch("", name)
        out: dict[Def, None] = {}
        for candidate in self.having(method.name):
            if self.implements(candidate, methods):
                target = self._method(candidate, method.name)
                if target is not None and "signature" not in target.function.flags:
                    out[target.function] = None
        return tuple(sorted(out, key=lambda d: d.place))

    def interfaces_of(self, cls: Def) -> list[Def]:
        """The interfaces of the repository that a type implements."""
        return list(self.evaluator.kept(("interfaces", cls), self._interfaces_of, cls))  # type: ignore[arg-type]

    def _interfaces_of(self, cls: Def) -> Any:
        names = self._names(cls)
        candidates: dict[Def, None] = {}
        for name in names:
            self.evaluator.touch("", name)
            candidates.update(dict.fromkeys(self.listing.get(name, ())))
        out = []
        for interface in candidates:
            methods = self.method_set(interface)
            if all(name in names for name in methods) and self.implements(cls, methods):
                out.append(interface)
                self.evaluator.touch("", f"<{interface.name}")
        return tuple(sorted(out, key=lambda d: d.place))

    def methods_of(self, method: Def) -> list[tuple[Def, Def]]:
        """(the method, an interface's method that it implements), for a method of a type."""
        owner = self.rules.owner(method)
        if owner is None or owner.kind not in ("struct", "type"):
            return []
        out: dict[Def, None] = {}
        for interface in self.interfaces_of(owner):
            target = self.method_set(interface).get(method.name)
            if target is not None:
                out[target] = None
        return [(method, target) for target in out]

    def _names(self, cls: Def) -> set[str]:
        """The names of all methods of a type, promoted ones included."""
        names: set[str] = set()
        seen: set[Def] = set()
        level: list[Value] = [Instance(cls)]
        for _ in range(_MAX_DEPTH):
            deeper: list[Value] = []
            for value in level:
                if not isinstance(value, Instance) or value.cls in seen:
                    continue
                here = value.cls
                seen.add(here)
                if here.kind == "interface":
                    names.update(self.method_set(here))
                    continue
                if here.facts.parent == 0 and here.facts.name:
                    names.update(self.rules.package_of(here.unit).methods.get(here.facts.name, ()))
                deeper += self.rules.embedded(value)
            if not deeper:
                break
            level = deeper
        return names

    def implements(self, cls: Def, methods: dict[str, Def]) -> bool:
        """Whether a type has every one of ``methods``, taking and giving the same."""
        for name, listed in methods.items():
            if not name[:1].isupper() and not self._same_package(cls, listed):
                return False
            found = self._method(cls, name)
            if found is None or not self._same_signature(found, listed):
                return False
        return True

    def _same_package(self, cls: Def, other: Def) -> bool:
        return self.rules.package_of(cls.unit) is self.rules.package_of(other.unit)

    def _method(self, cls: Def, name: str) -> Bound | None:
        found = self.rules.instance_member(Instance(cls), name)
        return found[0] if len(found) == 1 and isinstance(found[0], Bound) else None

    def _same_signature(self, found: Bound, listed: Def) -> bool:
        if found.function is listed:
            return True
        ours = [p for p in found.function.facts.parameters if p.kind != "self"]
        theirs = [p for p in listed.facts.parameters if p.kind != "self"]
        if len(ours) != len(theirs):
            return False
        for a, b in zip(ours, theirs, strict=True):
            if a.kind != b.kind:
                return False
            if not _agree(
                self.rules.parameter(found.function.unit, found.function.index, a),
                self.rules.parameter(listed.unit, listed.index, b),
            ):
                return False
        return _agree(self.rules.result(found.function, None, None), self.rules.result(listed, None, None)) and (
            (found.function.facts.returns < 0) == (listed.facts.returns < 0)
        )


def _agree(ours: Values, theirs: Values) -> bool:
    """Whether two types may be the same; what cannot be told may be."""
    if not ours or not theirs or len(ours) != len(theirs):
        return not ours or not theirs
    return all(_alike(a, b) for a, b in zip(ours, theirs, strict=True))


def _alike(a: Value, b: Value) -> bool:
    if isinstance(a, TypeVariable) or isinstance(b, TypeVariable):
        return True
    if isinstance(a, ExternalInstance) and isinstance(b, ExternalInstance):
        if not a.name or not b.name:
            return True
        return a.name == b.name and all(_agree(x, y) for x, y in zip(a.args, b.args, strict=False))
    if isinstance(a, Instance) and isinstance(b, Instance):
        if a.cls.kind == "object" and b.cls.kind == "object":
            return True
        return a.cls is b.cls and all(_agree(x, y) for x, y in zip(a.args, b.args, strict=False))
    if type(a) is not type(b):
        return False
    items = getattr(a, "items", None)
    if items is not None:
        others = b.items  # type: ignore[union-attr]
        return len(items) == len(others) and all(_agree(x, y) for x, y in zip(items, others, strict=True))
    return True
