"""Rust: crates, modules and imports; inherent methods before traits; generics by their bounds.

What is Rust's own lives in :mod:`codegraph.linking.rustlang`; here its answers become links.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from codegraph.linking.rustlang import reading
from codegraph.linking.rustlang.crates import Crates
from codegraph.linking.rustlang.infer import Inference
from codegraph.linking.rustlang.paths import MACRO, TYPE, VALUE, Paths
from codegraph.linking.rustlang.standard import library
from codegraph.linking.rustlang.traits import Found, Traits, pick_member
from codegraph.linking.rustlang.types import Item
from codegraph.linking.semantics.base import CLASS_KINDS, VALUE_STRATEGY, Semantics
from codegraph.linking.units import Unit
from codegraph.linking.values import NOTHING, Def, Value, Values
from parsers.facts import Expression, Import, Reference


class RustSemantics(Semantics):
    """How Rust looks things up."""

    languages: ClassVar[tuple[str, ...]] = ("rust",)
    related_kinds = CLASS_KINDS | {"impl"}

    def prepare(self) -> None:
        project = self.project
        evaluator = self.evaluator
        paths = sorted(p for p, language in project.languages.items() if language == "rust")
        self.library = library()
        self.crates = Crates(paths, project.read, evaluator.unit)
        self.paths = Paths(evaluator, self.crates, self.library)
        units = [evaluator.unit(p) for p in paths]
        self.traits = Traits(evaluator, self.paths, [*units, self.library])
        self.inference = Inference(evaluator, self.paths, self.traits)
        self.operations = {
            "path": self.op_path,
            "generic": self.op_path,
            "ref": lambda u, op, s, p: evaluator.evaluate(u, op[1], s, p),
        }

    # -- values, for what is passed by name

    def lookup(self, unit: Unit, scope: int, name: str, position: int | None) -> Values:
        if position is not None and self.inference.variable(unit, scope, name, position) is not None:
            return NOTHING
        return self._mentioned(unit, ("name", name), scope, position)

    def op_path(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        """The function, struct or constant that a path names."""
        return self._mentioned(unit, operation, scope, position)

    def _mentioned(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        at = unit.facts.definitions[scope].end_byte if position is None else position
        callees = self.inference.path_callees(unit, operation, scope, at)
        found = [f.definition for f in callees.found if f.definition.unit is not self.library]
        return (found[0],) if len(found) == 1 else NOTHING

    # -- calls

    def targets(self, unit: Unit, reference: Reference) -> tuple[list[tuple[Def, str, Value | None]], str]:
        if reference.expression < 0:
            return [], "unknown-receiver"
        item = unit.facts.expressions[reference.expression]
        scope, position = reference.scope, reference.start_byte
        if item[0] == "macro":
            macro = self.paths.macro(unit, item[1], scope)
            if isinstance(macro, Def):
                return [(macro, "macro", None)], ""
            return [], "external"
        if item[0] != "call":
            return [], "unknown-receiver"
        callees = self.inference.callees(unit, item, scope, position)
        found = callees.found
        if len(found) > 1:
            found = self.inference.narrowed(callees, unit, item, scope, position)
        if not found:
            if isinstance(callees.value, Item) and self._is_ours(callees.value.definition):
                definition = callees.value.definition
                if definition.kind in ("function", "method"):
                    return [(definition, VALUE_STRATEGY, None)], ""
            return [], callees.reason or "unknown-receiver"
        distinct: dict[Def, Found] = {}
        for one in found:
            distinct.setdefault(one.definition, one)
        if len(distinct) > 1:
            return [], "ambiguous" if any(self._is_ours(d) for d in distinct) else "external"
        one = found[0]
        definition = one.definition
        if not self._is_ours(definition):
            return [], "external"
        if "variant" in definition.flags:
            return [], "variant"
        if definition.kind not in ("function", "method", "struct"):
            return [], "local"
        if "signature" in definition.flags and one.trait is not None and not one.open:
            # The impl is written by a derive macro: it is reached through the declaration.
            return [(definition, VALUE_STRATEGY, None)], ""
        strategy = "construct" if definition.kind == "struct" else "method" if callees.is_method else "path"
        return [(definition, strategy, definition.parent if one.open else None)], ""

    def _is_ours(self, definition: Def) -> bool:
        return definition.unit is not self.library

    def guess(self, unit: Unit, reference: Reference) -> list[tuple[Def, str]]:
        """Candidates where the receiver fits several impls: kept, never stated."""
        if reference.expression < 0:
            return []
        item = unit.facts.expressions[reference.expression]
        if item[0] != "call":
            return []
        callees = self.inference.callees(unit, item, reference.scope, reference.start_byte)
        return [(d, "several-impls") for d in dict.fromkeys(f.definition for f in callees.found) if self._is_ours(d)][
            :8
        ]

    def overrides(self, method: Def, receiver: Value) -> list[Def]:
        """What implements a trait's method: all that a call through the trait may reach."""
        trait = method.parent
        if trait is None or trait.kind != "trait":
            return []
        found = self.evaluator.kept(
            (trait.unit.path, "rust-overrides", trait.index, method.name), self._implementing, trait, method.name
        )
        return list(found)  # type: ignore[arg-type]

    def _implementing(self, trait: Def, name: str) -> Any:
        self.evaluator.touch("", name)
        out = []
        for header in self.traits.implementors(trait):
            member = pick_member(header.definition, name)
            if member is not None:
                out.append(member)
        return tuple(sorted(out, key=lambda d: d.place))

    def read(self, unit: Unit, path: Sequence[str], scope: int, position: int) -> tuple[Def, ...]:
        return reading.read(self, unit, path, scope, position)

    # -- types

    def type_named(self, unit: Unit, reference: Reference) -> tuple[Def, ...]:
        found = self.paths.resolve(unit, reference.expression, reference.scope, TYPE, reference.start_byte)
        return (found,) if isinstance(found, Def) and self._is_ours(found) else ()

    def supertypes(self, cls: Def) -> list[tuple[str, Def]]:
        out: dict[tuple[str, Def], None] = {}
        if cls.kind == "trait":
            for base in cls.facts.bases:
                for bound in self.traits.bounds(cls.unit, base, cls.index):
                    definition = getattr(bound, "definition", None)
                    if isinstance(definition, Def) and self._is_ours(definition):
                        out["inherits", definition] = None
        elif cls.kind in ("struct", "enum"):
            for header in self.traits.impls_for(cls):
                if header.trait is not None and self._is_ours(header.trait.definition):
                    out["implements", header.trait.definition] = None
        return list(out)

    def overridden(self, cls: Def) -> list[tuple[Def, Def]]:
        """The methods of an impl block with the trait's methods they implement."""
        if cls.kind != "impl":
            return []
        header = self.traits.header(cls)
        if header.trait is None or not self._is_ours(header.trait.definition):
            return []
        out: list[tuple[Def, Def]] = []
        for name, members in cls.unit.members(cls.index).items():
            declared = pick_member(header.trait.definition, name)
            if declared is not None:
                out.extend((m, declared) for m in members if m.kind == "method")
        return out

    def import_paths(self, unit: Unit, row: Import) -> list[str]:
        if "mod" in row.flags:
            child = self.crates.child(self.paths.module_of(unit, row.scope), row.local)
            return [child.unit.path] if child is not None else []
        if row.name == "*":
            targets = [self.paths.glob_target(unit, row)]
        else:
            targets = [self.paths.imported(unit, row, n) for n in (TYPE, VALUE, MACRO)]
        found = [t.unit.path for t in targets if isinstance(t, Def) and self._is_ours(t)]
        return [p for p in dict.fromkeys(found) if p != unit.path]
