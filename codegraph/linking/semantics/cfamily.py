"""C and C++: external names are the program's, static ones their file's, members their class's.

The engine in :mod:`codegraph.linking.cfamily` finds what a name stands for and the static type of an
expression; here its answers become links. A call of a macro is a call of the macro and of what its body
calls, seen from where it is used. A call through a field that holds functions reaches the functions
that any initialiser or assignment gives that field: those edges are ``dispatch``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple
from weakref import WeakKeyDictionary

from codegraph.linking.cfamily import library
from codegraph.linking.cfamily.engine import NOTHING, Denoted, Engine, Site
from codegraph.linking.cfamily.macros import Macros
from codegraph.linking.cfamily.overloads import best, fits
from codegraph.linking.cfamily.types import UNKNOWN, Cls, Fn, Ty
from codegraph.linking.semantics.base import CLASS_KINDS, VALUE_STRATEGY, Semantics
from codegraph.linking.units import Unit
from codegraph.linking.values import Def, Instance, Value, Values

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator
    from parsers.facts import Expression, Import, Reference

_ENGINES: WeakKeyDictionary[Evaluator, Engine] = WeakKeyDictionary()
"""C and C++ files are one program: both semantics of a run ask one engine."""

_DISPATCH_LIMIT = 64

Target = tuple[Def, str, "Value | None"]


class Meaning(NamedTuple):
    """What a call site means."""

    targets: list[Target]
    reason: str = ""
    candidates: tuple[Def, ...] = ()
    """Several that could be meant, none sure enough."""
    strategy: str = ""


class CFamilySemantics(Semantics):
    """The rules of C and C++."""

    languages: ClassVar[tuple[str, ...]] = ("c", "cpp")
    related_kinds: ClassVar[frozenset[str]] = frozenset(("class", "struct"))

    def prepare(self) -> None:
        for op in list(self.operations):
            self.operations[op] = self._as_values
        self._engine: Engine | None = None
        self._latest: tuple[Reference | None, Meaning] = (None, Meaning([]))

    @property
    def engine(self) -> Engine:
        """The engine of this run, made when first asked for."""
        if self._engine is None:
            engine = _ENGINES.get(self.evaluator)
            if engine is None:
                with self.evaluator.aside():
                    engine = _ENGINES[self.evaluator] = Engine(self.evaluator)
            self._engine = engine
            self.macros = Macros(engine)
        return self._engine

    # -- the shared linker's questions

    def lookup(self, unit: Unit, scope: int, name: str, position: int | None) -> Values:
        if name not in self.evaluator.callable_names():
            self.evaluator.touch("", name)
            return ()
        return self._as_values(unit, ("name", name), scope, position)

    def _as_values(self, unit: Unit, operation: Expression, scope: int, position: int | None) -> Values:
        """An expression in the terms that languages share: the functions or the class it names."""
        engine = self.engine
        place = engine.site(unit, scope, unit.facts.definitions[scope].end_byte if position is None else position)
        op = operation[0]
        if op == "name":
            found = engine.lookup(place, operation[1])
        elif op == "attr":
            found = engine._attribute(place, operation)
        elif op == "ref" or op == "inst":
            return (
                self._as_values(unit, unit.facts.expressions[operation[1]], scope, position)
                if operation[1] >= 0
                else ()
            )
        elif op == "generic":
            return (
                self._as_values(unit, unit.facts.expressions[operation[1]], scope, position)
                if operation[1] >= 0
                else ()
            )
        else:
            return ()
        out: list[Def] = []
        for entity in found.entities:
            if isinstance(entity, Cls):
                out.append(entity.defn)
            elif isinstance(entity, Fn):
                functions = [e for e in found.entities if isinstance(e, Fn)]
                if len(functions) == 1:
                    targets = engine.target(entity, unit)
                    if len(targets) == 1:
                        out.extend(targets)
        return tuple(out)

    def targets(self, unit: Unit, reference: Reference) -> tuple[list[Target], str]:
        meaning = self.meaning(unit, reference)
        self._latest = (reference, meaning)
        if meaning.targets:
            definition = unit.facts.definitions[reference.scope]
            if definition.kind == "macro":
                # The body is text until it is used: the user is the caller, the macro only leads there.
                return [(d, VALUE_STRATEGY, None) for d, _, _ in meaning.targets], ""
        return meaning.targets, meaning.reason

    def guess(self, unit: Unit, reference: Reference) -> list[tuple[Def, str]]:
        known, meaning = self._latest
        if known is not reference:
            meaning = self.meaning(unit, reference)
        return [(d, meaning.strategy) for d in meaning.candidates]

    def type_named(self, unit: Unit, reference: Reference) -> tuple[Def, ...]:
        engine = self.engine
        place = engine.site(unit, reference.scope, reference.start_byte)
        operation = unit.facts.expressions[reference.expression]
        if operation[0] == "generic" and operation[1] >= 0:
            operation = unit.facts.expressions[operation[1]]
        if operation[0] == "name":
            found = engine.lookup(place, operation[1], types=True)
        elif operation[0] == "attr":
            found = engine._attribute(place, operation)
        else:
            return ()
        types = [e.defn if isinstance(e, Cls) else e for e in found.entities if not isinstance(e, Fn)]
        types = [d for d in types if d.kind in CLASS_KINDS or d.kind in ("type", "object")]
        return tuple(types[:1])

    # -- call sites

    def meaning(self, unit: Unit, reference: Reference) -> Meaning:
        """What a call or construction means."""
        if reference.expression < 0:
            return Meaning([], "unknown-receiver")
        operation = unit.facts.expressions[reference.expression]
        place = self.engine.site(unit, reference.scope, reference.start_byte)
        if reference.role == "construct":
            return self._construction(place, reference, operation)
        if operation[0] != "call":
            return Meaning([], "unknown-receiver")
        return self._call(place, reference, operation)

    def _call(self, place: Site, reference: Reference, operation: Expression) -> Meaning:
        engine = self.engine
        callee = operation[1]
        while callee >= 0 and place.unit.facts.expressions[callee][0] == "deref":
            callee = place.unit.facts.expressions[callee][1]  # ``(*f)(…)``
        callee_operation: Expression = place.unit.facts.expressions[callee] if callee >= 0 else ("unknown",)
        found = engine.denote(place, callee)
        if callee_operation[0] == "name":
            name = callee_operation[1]
            if found.how not in ("local", "parameter"):
                expanded = self._macro_call(place, name, operation, found)
                if expanded is not None:
                    return expanded
            if found.what == "nothing":
                found = self._by_arguments(place, name, operation)
        what = found.what
        if what == "functions":
            return self._functions(place, reference, operation, found)
        if what == "type":
            return self._constructed(place, found.ty, operation, explicit=True)
        if what == "value":
            return self._through_value(place, found, operation)
        if what == "outside":
            return Meaning([], "external")
        if callee_operation[0] == "name":
            return Meaning([], "not-found")
        if callee_operation[0] == "attr":
            return self._unknown_receiver(place, reference, callee_operation)
        return Meaning([], "unknown-receiver")

    def _functions(self, place: Site, reference: Reference, operation: Expression, found: Denoted) -> Meaning:
        engine = self.engine
        chosen = engine.choose(place, found, operation, reference.argument_count)
        count = reference.argument_count
        if len(chosen) == 1 and count >= 0 and not fits(chosen[0], count) and chosen[0].key:
            # In C++ the number of arguments is part of what is called; a macro's argument list may look shorter.
            types = [e for e in found.entities if isinstance(e, Cls)]
            if types and not any(isinstance(e, Fn) and fits(e, count) for e in found.entities):
                return self._constructed(place, Ty(types[0]), operation, explicit=True)
            if count > chosen[0].arity()[1] >= 0 and place.unit.language == "cpp":
                return Meaning([], "ambiguous", tuple(engine.target(chosen[0], place.unit)[:8]), "arity")
        definitions: list[Def] = []
        for fn in chosen:
            definitions += engine.target(fn, place.unit)
        definitions = list(dict.fromkeys(definitions))
        if not definitions:
            return Meaning([], "not-found")
        if len(definitions) > 1:
            return Meaning([], "ambiguous", tuple(definitions[:8]), "overload" if len(chosen) > 1 else "twin")
        fn = chosen[0]
        receiver: Value | None = None
        if fn.cls is not None and not found.qualified and "static" not in fn.first.facts.flags:
            head = found.receiver.head if found.receiver is not None else fn.cls
            receiver = Instance((head if isinstance(head, Cls) else fn.cls).defn)
        strategy = "member" if fn.cls is not None else "name"
        return Meaning([(definitions[0], strategy, receiver)])

    def _macro_call(self, place: Site, name: str, operation: Expression, found: Denoted) -> Meaning | None:
        """A call of a macro: the macro itself, and what its body calls when it stands here."""
        macro = self.macros.function_like(place, name, found)
        if macro is None:
            return None
        targets: list[Target] = [(macro, "macro", None)]
        for definition in self.macros.expansion(place, macro, operation[2]):
            targets.append((definition, "expansion", None))
        return Meaning(targets)

    def _by_arguments(self, place: Site, name: str, operation: Expression) -> Denoted:
        """Argument-dependent lookup: the namespaces of the arguments' classes."""
        engine = self.engine
        for argument in operation[2]:
            ty = engine.type_of(place, argument)
            if isinstance(ty.head, Cls):
                path = ty.head.path[:-1]
                while path and not engine.is_space(path, place.unit):
                    path = path[:-1]
                found = engine.in_space(path, name, place.unit) if path else None
                if found is not None and found.what == "functions":
                    return found
        return NOTHING

    def _through_value(self, place: Site, found: Denoted, operation: Expression) -> Meaning:
        """A call of an object: its call operator, or whatever function a field is known to hold."""
        engine = self.engine
        ty = found.ty
        if isinstance(ty.head, Cls) and not ty.pointers and not ty.head.is_enum:
            member = engine.in_class(ty, "operator()")
            if member is not None and member.what == "functions":
                functions = [e for e in member.entities if isinstance(e, Fn)]
                chosen = best(engine, functions, place, operation, ty) if len(functions) > 1 else functions
                definitions = [d for f in chosen for d in engine.target(f, place.unit)]
                if len(definitions) == 1:
                    return Meaning([(definitions[0], VALUE_STRATEGY, None)])
            return Meaning([], "unknown-receiver")
        if found.how == "field":
            held = self._held(place, found)
            if held:
                return Meaning([(d, VALUE_STRATEGY, None) for d in held])
            return Meaning([], "unknown-receiver")
        if isinstance(ty.head, Def):
            return Meaning([], "local")
        if found.how == "global":
            return Meaning([], "unknown-receiver")
        return Meaning([], found.how or "unknown-receiver")

    def _held(self, place: Site, found: Denoted) -> list[Def]:
        """The functions that a field is given anywhere."""
        engine = self.engine
        field = next((e for e in found.entities if isinstance(e, Def)), None)
        if field is None or field.parent is None:
            return []
        holder: Def | None = field.parent
        cls = engine.program.class_of(holder)
        while cls is None and holder is not None and holder.kind == "object":
            holder = holder.parent  # fields of unnamed unions are their owner's
            cls = engine.program.class_of(holder) if holder is not None else None
        if cls is None:
            return []
        return engine.kept(("c held", field.unit.path, field.index), self._given, field, cls) or []

    def _given(self, field: Def, cls: Cls) -> list[Def]:
        engine = self.engine
        names = [field.name]
        fields = engine.fields(cls)
        if field in fields:
            names.append(f"#{fields.index(field)}")
        out: dict[Def, None] = {}
        for name in names:
            for unit, binding in engine.program.attribute_values(name):
                self.evaluator.touch(unit.path, name)
                at = engine.site(unit, binding.scope, binding.start_byte)
                if engine.type_of(at, binding.base).head is not cls:
                    continue
                held = engine.denote(at, binding.expression)
                functions = [e for e in held.entities if isinstance(e, Fn)]
                if held.what == "functions" and len(functions) == 1:
                    for definition in engine.target(functions[0], unit):
                        out[definition] = None
                if len(out) >= _DISPATCH_LIMIT:
                    return list(out)
        return list(out)

    def _unknown_receiver(self, place: Site, reference: Reference, callee: Expression) -> Meaning:
        """A member of something whose type is not known: the only method of that name, if there is one."""
        name = callee[2]
        if name in library.COMMON_METHODS:
            return Meaning([], "unknown-receiver")
        engine = self.engine
        self.evaluator.touch("", name)
        functions: dict[Fn, None] = {}
        for definition in engine.program.methods(name):
            fn = engine.program.function_of(definition)
            if fn is not None and fits(fn, reference.argument_count):
                functions[fn] = None
        if len(functions) == 1:
            fn = next(iter(functions))
            targets = engine.target(fn, place.unit)
            if len(targets) == 1 and fn.cls is not None and engine.tier(fn.cls.unit.path, place.unit) < 3:
                return Meaning([], "unknown-receiver", (targets[0],), "unique-method")
        return Meaning([], "unknown-receiver")

    # -- constructions

    def _construction(self, place: Site, reference: Reference, operation: Expression) -> Meaning:
        engine = self.engine
        op = operation[0]
        if op == "inst":
            made = engine.type_expression(place, operation[1])
            return self._constructed(place, made, ("new", -1, (), ()), explicit=False)
        if op == "new":
            explicit = "declare" not in reference.keywords
            return self._constructed(place, engine.type_expression(place, operation[1]), operation, explicit=explicit)
        if op == "call":
            # A constructor's initialiser: a member, a base, or another constructor of the class.
            found = self._initialised(place, operation[1], reference.name)
            if any(isinstance(e, Def) and "reference" in e.facts.flags for e in found.entities):
                return Meaning([], "")  # a reference member is bound to what is given
            if found.what in ("value", "type"):
                return self._constructed(place, found.ty, operation, explicit=found.what == "type")
        return Meaning([], "")

    def _initialised(self, place: Site, callee: int, name: str) -> Denoted:
        engine = self.engine
        cls = engine.this_class(place.unit, place.scope)
        if cls is not None:
            found = engine.in_class(Ty(cls, engine.own_arguments(cls)), name, implicit=True)
            if found is not None:
                return found
        return engine.denote(place, callee)

    def _constructed(self, place: Site, ty: Ty, operation: Expression, *, explicit: bool) -> Meaning:
        """The constructor that makes a ``ty``; the class itself where it declares none or the choice is open."""
        cls = ty.head
        if not isinstance(cls, Cls):
            # Variables and members of outside and plain types are no call sites that anybody would miss.
            return Meaning([], "" if not explicit else "external" if ty != UNKNOWN else "not-found")
        if ty.pointers or cls.is_enum:
            return Meaning([], "")
        engine = self.engine
        constructors = [f for f in engine.program.member(cls, cls.name) if isinstance(f, Fn)]
        usable = [f for f in constructors if not f.has("deleted")]
        if not usable:
            return Meaning([(cls.defn, "construct", None)]) if explicit else Meaning([], "")
        if len(operation[2]) == 1:
            given = engine.type_of(place, operation[2][0])
            if given.head is cls and not given.pointers:
                # A copy: by the constructor declared for it, or by the one that the compiler makes.
                usable = [f for f in usable if self._copies(f, cls)]
        chosen = best(engine, usable, place, operation, None) if len(usable) > 1 else usable
        if len(chosen) == 1 and fits(chosen[0], len(operation[2])):
            definitions = engine.target(chosen[0], place.unit)
            if len(definitions) == 1 and not chosen[0].has("default"):
                # A variable's definition names the class: the class is its callee unless the constructor stands in it.
                if explicit or definitions[0].parent is cls.defn:
                    return Meaning([(definitions[0], "construct", None)])
        return Meaning([(cls.defn, "construct", None)])

    def _copies(self, constructor: Fn, cls: Cls) -> bool:
        """Whether a constructor takes another object of its class."""
        formal = constructor.first.facts.parameters
        if not formal or formal[0].type < 0:
            return False
        return self.engine.type_expression(self.engine.at(constructor.first), formal[0].type).head is cls

    # -- the class hierarchy

    def supertypes(self, cls: Def) -> list[tuple[str, Def]]:
        known = self.engine.program.class_of(cls)
        if known is None:
            return []
        return [
            ("inherits", b.head.defn)
            for b in self.engine.bases(known)
            if isinstance(b.head, Cls) and b.head is not known
        ]

    def overridden(self, cls: Def) -> list[tuple[Def, Def]]:
        engine = self.engine
        known = engine.program.class_of(cls)
        if known is None or not cls.facts.bases:
            return []
        out: list[tuple[Def, Def]] = []
        ancestors = [t.head for t in engine.ancestry(Ty(known))[1:] if isinstance(t.head, Cls)]
        for name in engine.program.inside(known):
            for fn in engine.program.member(known, name):
                if not isinstance(fn, Fn) or fn.has("constructor") or fn.first.unit is not cls.unit:
                    continue
                for ancestor in ancestors:
                    base = self._same(ancestor, name, fn)
                    if base is not None and self._is_virtual(base):
                        targets = engine.target(base, cls.unit)
                        if targets:
                            out.append((fn.first, targets[0]))
                        break
        return out

    def _same(self, cls: Cls, name: str, fn: Fn) -> Fn | None:
        """The function of another class that ``fn`` has the signature of."""
        self.evaluator.touch("", name)
        found = [f for f in self.engine.program.member(cls, name) if isinstance(f, Fn)]
        for other in found:
            if other.key == fn.key:
                return other
        same_count = [f for f in found if len(f.first.facts.parameters) == len(fn.first.facts.parameters)]
        return same_count[0] if len(found) == 1 and same_count else None

    def _is_virtual(self, fn: Fn) -> bool:
        if fn.has("virtual") or fn.has("override"):
            return True
        if fn.cls is None:
            return False
        for ancestor in self.engine.ancestry(Ty(fn.cls))[1:]:
            if isinstance(ancestor.head, Cls):
                base = self._same(ancestor.head, fn.name, fn)
                if base is not None and base.has("virtual"):
                    return True
        return False

    def overrides(self, method: Def, receiver: Value) -> list[Def]:
        engine = self.engine
        fn = engine.program.function_of(method)
        if fn is None or fn.cls is None or not isinstance(receiver, Instance) or fn.has("constructor"):
            return []
        cls = engine.program.class_of(receiver.cls)
        if cls is None or not self._is_virtual(fn):
            return []
        out: dict[Def, None] = {}
        for sub in self._subclasses(cls):
            other = self._same(sub, fn.name, fn)
            if other is not None and other is not fn:
                for definition in engine.target(other, method.unit):
                    if "abstract" not in definition.facts.flags:
                        out[definition] = None
        return sorted(out, key=lambda d: d.place)

    def _subclasses(self, cls: Cls) -> list[Cls]:
        seen: dict[Cls, None] = {}
        pending = [cls]
        while pending:
            here = pending.pop()
            self.evaluator.touch("", f"<{here.name}")
            for definition in self.evaluator.derived(here.defn):
                sub = self.engine.program.class_of(definition)
                if sub is not None and sub not in seen and sub is not cls:
                    seen[sub] = None
                    pending.append(sub)
        return list(seen)

    def import_paths(self, unit: Unit, row: Import) -> list[str]:
        self.evaluator.touch("", row.module.rpartition("/")[2])
        target = self.engine.program.includes.resolve(unit.path, row)
        return [target] if target is not None and target != unit.path else []


CSemantics = CFamilySemantics
CppSemantics = CFamilySemantics

__all__ = ["CLASS_KINDS", "CFamilySemantics", "CSemantics", "CppSemantics"]
