"""What a name stands for at a place, and the static type of an expression."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from codegraph.linking.cfamily import library
from codegraph.linking.cfamily.conditions import Conditions, for_other_system, for_this_system
from codegraph.linking.cfamily.includes import common_folders, is_header
from codegraph.linking.cfamily.overloads import best
from codegraph.linking.cfamily.program import Program
from codegraph.linking.cfamily.types import (
    BOOL,
    INT,
    NULL,
    SIZE,
    TEXT,
    UNKNOWN,
    Cls,
    Entity,
    Fn,
    Path,
    Ty,
    Var,
    has_variables,
    pointee,
    pointer_to,
    substitute,
)
from codegraph.linking.semantics.base import CLASS_KINDS
from codegraph.linking.units import BINDING, DEFINITION, PARAMETER, TYPE_PARAMETER, Local, Unit
from codegraph.linking.values import Def

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator
    from parsers.facts import Binding, Expression

CALLABLE_SCOPES = frozenset(("function", "method", "lambda", "macro"))


class Site(NamedTuple):
    """A place to look names up from."""

    unit: Unit
    scope: int
    position: int
    bucket: int
    """Positions between which no variable comes or goes see the same names."""


class Denoted(NamedTuple):
    """What a name or a dotted name stands for."""

    what: str
    """value type space functions macro outside nothing"""
    ty: Ty = UNKNOWN
    entities: tuple[Entity, ...] = ()
    receiver: Ty | None = None
    """The object a member was taken from."""
    path: Path = ()
    """Of a namespace, or the name of something outside."""
    how: str = ""
    """Of a value: local parameter field global."""
    qualified: bool = False
    """Written with its class: no override is meant."""


NOTHING = Denoted("nothing")


class Engine:
    """Lookup and evaluation over one program."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.program = Program(evaluator)
        self.conditions = Conditions(self)
        self._inside: dict[Def, Site] = {}
        self._outside: dict[Def, Site] = {}

    def kept(self, key: tuple[object, ...], compute: Callable[..., Any], *arguments: object) -> Any:
        """``compute(*arguments)``, at most once for each key; empty when it runs into itself."""
        return self.evaluator.kept(key, compute, *arguments)

    # -- places

    def site(self, unit: Unit, scope: int, position: int) -> Site:
        """The place at byte ``position`` inside ``scope``."""
        edges: list[int] | None = unit.cache.get("c edges")  # type: ignore[assignment]
        if edges is None:
            points: set[int] = set()
            for binding in unit.facts.bindings:
                if binding.name and binding.kind != "attr":
                    points.add(binding.start_byte)
                    points.add(binding.block_end)
            for start, end, _ in self.program.table(unit).hidden:
                points |= {start, end}
            edges = unit.cache["c edges"] = sorted(points)
        return Site(unit, scope, position, bisect_right(edges, position))

    def at(self, definition: Def) -> Site:
        """The place of a definition's own header, as seen from inside it."""
        known = self._inside.get(definition)
        if known is None:
            known = self.site(definition.unit, definition.index, definition.facts.end_byte)
            self._inside[definition] = known
        return known

    def around(self, definition: Def) -> Site:
        """The place that a definition stands in."""
        known = self._outside.get(definition)
        if known is None:
            known = self.site(definition.unit, definition.facts.parent, definition.facts.end_byte)
            self._outside[definition] = known
        return known

    def _class(self, definition: Def) -> Cls:
        cls = self.program.class_of(definition)
        assert cls is not None, definition
        return cls

    # -- visibility

    def tier(self, path: str, unit: Unit) -> int:
        """How near a file's declarations are: 0 the same file, 1 included, 2 perhaps included before, 3 elsewhere."""
        if path == unit.path:
            return 0
        if path in self.program.seen(unit.path):
            return 1
        return 2 if self.program.is_open(unit.path) else 3

    def is_internal(self, definition: Def, near: int) -> bool:
        """Whether other files cannot see it but by including its own."""
        facts = definition.facts
        if "static" not in facts.flags or facts.kind not in ("function", "variable", "constant"):
            return False
        return near > 2 or not is_header(definition.unit.path)

    def visible(self, entities: Sequence[Entity], unit: Unit) -> list[Entity]:
        """Leave out what other files keep to themselves, and namesakes farther off."""
        tiers: list[tuple[int, Entity]] = []
        for entity in entities:
            declared = entity.all if isinstance(entity, Fn) else [entity.defn if isinstance(entity, Cls) else entity]
            near = min([self.tier(d.unit.path, unit) for d in declared])
            if near > 1:
                if all(self.is_internal(d, near) for d in declared):
                    continue
                if near > 2 and self.program.sees_everything(unit.path):
                    continue
                if isinstance(entity, Fn) and not entity.path and entity.name in library.C_FUNCTIONS:
                    continue  # declared nowhere that this file is known to see
            elif isinstance(entity, Fn) and not entity.path and entity.name in library.C_FUNCTIONS:
                if not entity.bodies or all(self._is_stand_in(d, unit) for d in entity.all):
                    continue  # declared here for systems whose headers lack it, or a stand-in for it
            tiers.append((near, entity))
        if len(tiers) < 2:
            return [entity for _, entity in tiers]
        nearest = min(near for near, _ in tiers)
        if nearest < 3:
            tiers = [(near, entity) for near, entity in tiers if near < 3]
        out: list[Entity] = []
        functions: dict[object, tuple[tuple[int, bool, bool], Fn]] = {}
        types: list[tuple[int, Entity]] = []
        for near, entity in tiers:
            if isinstance(entity, Fn):
                known = functions.get(entity.key)
                if known is None:
                    functions[entity.key] = ((near, False, False), entity)
                    continue
                order, other = known
                mine, theirs = self._order(near, entity, unit), self._order(order[0], other, unit)
                functions[entity.key] = (mine, entity) if mine < theirs else (theirs, other)
            else:
                types.append((near, entity))
        if types:
            if len(types) > 1:
                # What stands in a source file is for that file; others know such a class by its name alone.
                types = [
                    (near + (near > 1 and not is_header(_home(entity).unit.path)), entity) for near, entity in types
                ]
            nearest = min(near for near, _ in types)
            out.extend(self._of_this_system([entity for near, entity in types if near == nearest], unit))
        out.extend(fn for _, fn in functions.values())
        return out

    def _is_stand_in(self, definition: Def, unit: Unit) -> bool:
        """Whether a C library function's namesake is there for systems without that function."""
        foreign = for_other_system(definition.unit.path) and definition.unit is not unit
        return foreign or self.conditions.is_off(definition)

    def _of_this_system(self, entities: list[Entity], unit: Unit) -> list[Entity]:
        """Leave out twins that are for another system, by their conditions or by the names of their files."""
        if len(entities) < 2:
            return entities
        kept: list[Entity] = []
        for entity in entities:
            definition = entity.first if isinstance(entity, Fn) else entity.defn if isinstance(entity, Cls) else entity
            foreign = for_other_system(definition.unit.path) and definition.unit is not unit
            if not foreign and not self.conditions.is_dead(definition):
                kept.append(entity)
        kept = kept or entities
        if len(kept) > 1:
            # ``#ifdef SWITCH``, one type, ``#else``, another: a switch that nobody sets is off.
            usual = [entity for entity in kept if not self.conditions.is_off(_home(entity))]
            if usual and len(usual) < len(kept):
                self.evaluator.inferred = True
                return usual
        return kept

    def _order(self, near: int, fn: Fn, unit: Unit) -> tuple[int, bool, bool]:
        """Of functions that differ in linkage alone: the nearest, a compiled one, one whose body is seen."""
        seen = [d for d in fn.all if self.tier(d.unit.path, unit) == near]
        return (
            near,
            all(self.conditions.is_dead(d) for d in seen),
            not any("signature" not in d.facts.flags for d in seen),
        )

    # -- names

    def lookup(self, site: Site, name: str, *, types: bool = False) -> Denoted:
        """What a plain name stands for; with ``types`` what is neither type nor namespace is passed over."""
        if name.endswith("::") and name != "::":
            name, types = name[:-2], True
        bucket = site.bucket if self._is_local(site, name) else -1
        found = self.kept(
            ("c name", site.unit.path, site.scope, bucket, name, types),
            self._lookup,
            site,
            name,
            types,
        )
        return found or NOTHING

    def _is_local(self, site: Site, name: str) -> bool:
        """Whether a function around the place gives the name a meaning, so that the very place matters."""
        unit = site.unit
        definitions = unit.facts.definitions
        here = site.scope
        while here:
            definition = definitions[here]
            if definition.kind in CALLABLE_SCOPES:
                table = unit.locals(here)
                if name in table or "*" in table:
                    return True
            here = definition.parent
        return bool(self.program.table(unit).hidden)

    def _lookup(self, site: Site, name: str, types: bool) -> Denoted:
        if name == "::":
            return Denoted("space")
        unit = site.unit
        definitions = unit.facts.definitions
        here = site.scope
        tried: set[Path] = set()
        while True:
            definition = definitions[here]
            kind = definition.kind
            found: Denoted | None = None
            if kind in CALLABLE_SCOPES:
                found = self._local(site, here, name)
                if found is None:
                    owners = self.owners(unit.defs[here])
                    for cls in owners:
                        found = self._from_class(cls, name, tried, unit, types)
                        if found is not None:
                            break
                    if not owners and definition.extra:
                        found = self._from_space(unit.defs[here], name, tried, types)
            elif kind in CLASS_KINDS or (kind == "object" and self.program.class_of(unit.defs[here]) is not None):
                if any(name == p for p, _ in definition.type_parameters):
                    found = Denoted("type", Ty(Var(unit.defs[here], name)))
                else:
                    cls = self._class(unit.defs[here])
                    if any(key == "owner" for key, _ in definition.extra):  # ``class Outer::Inner { … }``
                        found = self._from_class(cls, name, tried, unit, types)
                    else:
                        found = self.in_class(Ty(cls), name, implicit=True)
            else:
                if definition.type_parameters and any(name == p for p, _ in definition.type_parameters):
                    return Denoted("type", Ty(Var(unit.defs[here], name)))
                path = self.program.path_of(unit, here)
                if not here:
                    path = self.program.around_file(unit, site.position)
                while path is not None and path not in tried:
                    tried.add(path)
                    found = self.in_space(path, name, unit, types)
                    if here or found is not None or not path:
                        break
                    path = path[:-1]
            if found is not None and not (types and _is_value(found)):
                return found
            if here == 0:
                return NOTHING
            here = definition.parent

    def _from_class(self, cls: Cls, name: str, tried: set[Path], unit: Unit, types: bool) -> Denoted | None:
        """A name as a member function of ``cls`` sees it: members, then what is around the class."""
        found = self.in_class(Ty(cls, self.own_arguments(cls)), name, implicit=True)
        path = cls.path[:-1]
        while (found is None or (types and _is_value(found))) and path:
            if path not in tried:
                tried.add(path)
                owners = self.program.classes(path)
                if owners:
                    found = self.in_class(Ty(self._nearest_class(owners, unit)), name, implicit=True)
                elif self.is_space(path, unit):
                    found = self.in_space(path, name, unit, types)
            path = path[:-1]
        return found

    def _from_space(self, definition: Def, name: str, tried: set[Path], types: bool) -> Denoted | None:
        """A name as a function sees it that is defined as ``a::b::f`` outside its namespace."""
        path = self.program.home(definition)
        while path:
            if path not in tried and self.is_space(path, definition.unit):
                tried.add(path)
                found = self.in_space(path, name, definition.unit, types)
                if found is not None:
                    return found
            path = path[:-1]
        return None

    def own_arguments(self, cls: Cls) -> tuple[Ty, ...]:
        """A class template's own parameters as its arguments, as seen from inside."""
        return tuple([Ty(Var(cls.defn, name)) for name, _ in cls.defn.facts.type_parameters])

    def _nearest_class(self, classes: list[Cls], unit: Unit) -> Cls:
        if len(classes) == 1:
            return classes[0]
        return min(classes, key=lambda c: (self.tier(c.unit.path, unit), for_other_system(c.unit.path), c.defn.place))

    def owners(self, definition: Def) -> list[Cls]:
        """The class that an out-of-line member (or a test with a fixture) belongs to."""
        facts = definition.facts
        for key, expression in facts.extra:
            if key == "owner":
                if "test" in facts.flags:
                    fixture = self.as_type(self.denote(self.around(definition), expression))
                    return [fixture.head] if isinstance(fixture.head, Cls) else []
                path = self.program.home(definition)
                classes = self.program.classes(path)
                if classes:
                    return [self._nearest_class(classes, definition.unit)]
                aliased = self.type_expression(self.around(definition), expression)
                return [aliased.head] if isinstance(aliased.head, Cls) else []
            if key == "fixture":
                fixture = self.as_type(self.denote(self.around(definition), expression))
                if isinstance(fixture.head, Cls):
                    return [fixture.head]
            if key == "friend":
                operation = definition.unit.facts.expressions[expression]
                cls = self.program.class_of(definition.unit.defs[operation[1]])
                return [cls] if cls is not None else []
        return []

    def _local(self, site: Site, scope: int, name: str) -> Denoted | None:
        """A name that the function ``scope`` itself gives a meaning."""
        unit = site.unit
        table = unit.locals(scope)
        rows = table.get(name)
        if rows:
            row = _in_force(rows, site.position)
            if row is not None:
                return self._row(unit, row, site)
        rows = table.get("*")
        for row in rows or ():
            if row.what == BINDING and row.start <= site.position <= row.end:
                target = self.denote(site, row.payload.expression)  # type: ignore[union-attr]
                found = self.in_space(target.path, name, unit) if target.what == "space" else None
                if found is not None:
                    return found
        return None

    def _row(self, unit: Unit, row: Local, site: Site) -> Denoted | None:
        what = row.what
        payload: Any = row.payload
        if what == TYPE_PARAMETER:
            name, _ = unit.facts.definitions[row.scope].type_parameters[payload]
            return Denoted("type", Ty(Var(unit.defs[row.scope], name)))
        if what == PARAMETER:
            return Denoted("value", self.parameter_type(unit.defs[row.scope], payload), how="parameter")
        if what == DEFINITION:
            definition = unit.defs[payload]
            if definition.kind in CLASS_KINDS:
                cls = self._class(definition)
                return Denoted("type", Ty(cls), (cls,))
            if definition.kind == "type":
                return Denoted("type", self.alias_type(definition), (definition,))
            return None
        binding: Binding = payload
        if binding.kind == "alias":
            inner = self.site(unit, binding.scope, binding.start_byte - 1)
            return self._aliased(inner, binding, site.unit)
        if binding.kind != "declare" and binding.kind not in ("for", "except"):
            return None
        return Denoted("value", self.binding_type(unit, binding), how="local")

    def parameter_type(self, function: Def, parameter: object) -> Ty:
        """The type of a formal parameter inside its function."""
        kind: int = parameter.type  # type: ignore[attr-defined]
        if kind < 0:
            return UNKNOWN
        return self.type_expression(self.at(function), kind)

    def binding_type(self, unit: Unit, binding: Binding) -> Ty:
        """The type of a local variable."""
        place = self.site(unit, binding.scope, binding.start_byte - 1)
        if not binding.declared:
            self.evaluator.inferred = True
        return self.type_of(place, binding.expression)

    def _aliased(self, place: Site, binding: Binding, unit: Unit) -> Denoted:
        """What ``using`` or ``namespace … =`` makes a name stand for."""
        found = self.denote(place, binding.expression)
        if found.what == "nothing":
            path = self._written(place.unit, binding.expression)
            if path:
                return Denoted("outside", path=path)
            ty = self.type_expression(place, binding.expression)
            if ty != UNKNOWN:
                return Denoted("type", ty)
        return found

    def _written(self, unit: Unit, expression: int) -> Path:
        from codegraph.linking.cfamily.program import plain_path

        operation = unit.facts.expressions[expression]
        return plain_path(unit, expression) if operation[0] in ("attr", "name") else ()

    # -- namespaces

    def in_space(self, path: Path, name: str, unit: Unit, types: bool = False) -> Denoted | None:
        """A name of a namespace as ``unit`` sees it, or only a type or namespace; None when it has none."""
        found = self.kept(("c space", unit.path, path, name, types), self._in_space, path, name, unit, types)
        return found or None

    def _in_space(self, path: Path, name: str, unit: Unit, types: bool) -> Denoted | None:
        program = self.program
        entities = program.entities(path, name)
        if types:
            entities = [e for e in entities if not isinstance(e, Fn) and (isinstance(e, Cls) or e.kind == "type")]
        if entities:
            entities = self.visible(entities, unit)
            if entities:
                return self.as_denoted(entities, None)
        inner = (*path, name)
        if self.is_space(inner, unit):
            return Denoted("space", path=inner)
        usings, aliases = program.visible_usings(unit.path)
        for using in aliases.get(path, {}).get(name, ()):
            binding = using.binding
            place = self.site(using.unit, binding.scope, binding.start_byte - 1)
            found = self._aliased(place, binding, unit)
            if found.what != "nothing":
                return found
        outside = ""
        for using in usings.get(path, ()):
            binding = using.binding
            place = self.site(using.unit, binding.scope, binding.start_byte - 1)
            target = self.denote(place, binding.expression)
            if target.what == "space" and target.path != path:
                found = self.in_space(target.path, name, unit, types)
                if found is not None:
                    return found
            written = self._written(using.unit, binding.expression)
            if written[:1] == ("std",):
                outside = "std"
        if outside and name in library.STANDARD_NAMES:
            return Denoted("outside", path=(outside, name))
        return None

    def is_space(self, path: Path, unit: Unit) -> bool:
        """Whether ``path`` is a namespace, opened in plain sight or by a macro."""
        return self.program.is_space(path) or path in self.program.hidden_spaces(unit.path)

    def as_denoted(self, entities: Sequence[Entity], receiver: Ty | None, *, qualified: bool = False) -> Denoted:
        """A scope's entities for one name, as one meaning: functions before types before values."""
        functions = tuple([e for e in entities if isinstance(e, Fn)])
        types = [e for e in entities if isinstance(e, Cls) or (isinstance(e, Def) and e.kind == "type")]
        rest = [e for e in entities if isinstance(e, Def) and e.kind != "type"]
        if functions:
            return Denoted("functions", entities=(*functions, *types), receiver=receiver, qualified=qualified)
        if types and not rest:
            return Denoted("type", self.entity_type(types[0]), tuple(types), receiver)
        if rest:
            definition = rest[-1] if len(rest) > 1 and "signature" in rest[0].facts.flags else rest[0]
            how = "field" if definition.kind == "field" else "global"
            return Denoted("value", self.variable_type(definition), (definition, *types), receiver, how=how)
        return NOTHING

    def entity_type(self, entity: Entity) -> Ty:
        """A class or an alias as a type."""
        if isinstance(entity, Cls):
            return Ty(entity)
        return self.alias_type(entity) if isinstance(entity, Def) else UNKNOWN

    def alias_type(self, definition: Def) -> Ty:
        """What a typedef or a ``using`` stands for."""
        if definition.facts.value < 0:
            return UNKNOWN
        found = self.kept(
            ("c alias", definition.unit.path, definition.index),
            self.type_expression,
            self.at(definition) if definition.facts.type_parameters else self.around(definition),
            definition.facts.value,
        )
        return found or UNKNOWN

    def variable_type(self, definition: Def) -> Ty:
        """The type of a variable, a field or an enumerator."""
        facts = definition.facts
        if facts.value < 0:
            return UNKNOWN
        found = self.kept(
            ("c variable", definition.unit.path, definition.index),
            self.type_of,
            self.around(definition),
            facts.value,
        )
        return found or UNKNOWN

    # -- classes

    def mapping(self, ty: Ty) -> dict[Var, Ty]:
        """What the template parameters of a type's class stand for."""
        cls = ty.head
        if not isinstance(cls, Cls) or not ty.args:
            return {}
        names = cls.defn.facts.type_parameters
        return {Var(cls.defn, name): argument for (name, _), argument in zip(names, ty.args, strict=False)}

    def bases(self, cls: Cls) -> tuple[Ty, ...]:
        """The direct base types."""
        if not cls.defn.facts.bases:
            return ()
        found = self.kept(("c bases", cls.unit.path, cls.defn.index), self._bases, cls)
        return found or ()

    def _bases(self, cls: Cls) -> tuple[Ty, ...]:
        place = self.around(cls.defn)
        if cls.defn.facts.type_parameters:
            place = self.at(cls.defn)
        return tuple([self.type_expression(place, base) for base in cls.defn.facts.bases])

    def ancestry(self, ty: Ty) -> list[Ty]:
        """A class type and its bases, nearest first, with template arguments filled in."""
        out: list[Ty] = []
        pending = [ty]
        seen: set[object] = set()
        while pending and len(out) < 60:
            here = pending.pop(0)
            if not isinstance(here.head, Cls) or here.head in seen:
                if type(here.head) is str:
                    out.append(here)
                continue
            seen.add(here.head)
            out.append(here)
            known = self.mapping(here)
            for base in self.bases(here.head):
                pending.append(substitute(base, known) if known else base)
        return out

    def find_member(self, ty: Ty, name: str) -> tuple[list[Entity], Ty] | None:
        """The members called ``name`` of the nearest class in ``ty``'s ancestry that has any."""
        for here in self.ancestry(ty):
            cls = here.head
            if not isinstance(cls, Cls):
                continue
            if name == cls.name and cls.defn.kind != "object":
                return [cls], here  # the class's own name inside it, not its constructors
            if f".{name}" in cls.defn.facts.flags:
                return None  # declared in the body of the macro that made the class
            self.evaluator.touch("", name)
            found = self.program.member(cls, name)
            if found and not any(isinstance(e, Fn) for e in found):
                return found, here
            for binding in self._class_aliases(cls, name):
                place = self.site(cls.unit, cls.defn.index, cls.defn.facts.end_byte)
                operation = cls.unit.facts.expressions[binding.expression]
                if operation[0] == "attr":
                    base = self.type_expression(place, operation[1])
                    if isinstance(base.head, Cls) and base.head is not cls:
                        inherited = self.find_member(substitute(base, self.mapping(here)), name)
                        if inherited is not None:
                            if not found:
                                return inherited
                            found = _with_inherited(found, inherited[0])
            if found:
                return found, here
        return None

    def _class_aliases(self, cls: Cls, name: str) -> list[Binding]:
        return [b for b in cls.unit.bindings(cls.defn.index) if b.kind == "alias" and b.name == name]

    def has_outside_base(self, ty: Ty) -> bool:
        """Whether a base is not in the repository or not known, so that members may come from there."""
        return any(not isinstance(t.head, Cls) for t in self.ancestry(ty)) or any(
            type(b.head) is Var or b == UNKNOWN
            for t in self.ancestry(ty)
            if isinstance(t.head, Cls)
            for b in self.bases(t.head)
        )

    def in_class(self, ty: Ty, name: str, *, implicit: bool = False, qualified: bool = False) -> Denoted | None:
        """Member ``name`` of a class type; None when it has none."""
        cls = ty.head
        if not isinstance(cls, Cls):
            return None
        if name == cls.name and cls.defn.facts.kind != "object":
            return Denoted("type", ty if ty.args else Ty(cls), (cls,))
        found = self.find_member(ty, name)
        if found is None:
            if implicit or qualified:
                for base in self.bases(cls):
                    if isinstance(base.head, Cls) and base.head.name == name:
                        return Denoted("type", base, (base.head,))
            return None
        entities, owner = found
        if isinstance(owner.head, Cls) and entities == [owner.head]:
            return Denoted("type", owner, (owner.head,))
        denoted = self.as_denoted(entities, ty, qualified=qualified)
        if denoted.what == "value" or denoted.what == "type":
            known = self.mapping(owner)
            if known and has_variables(denoted.ty):
                return denoted._replace(ty=substitute(denoted.ty, known))
        return denoted

    # -- expressions as names

    def denote(self, site: Site, expression: int) -> Denoted:
        """What an expression stands for: a namespace, a type, functions, or the value of its type."""
        if expression < 0:
            return NOTHING
        operation = site.unit.facts.expressions[expression]
        op = operation[0]
        if op == "name":
            return self.lookup(site, operation[1])
        if op == "attr":
            found = self.kept(
                ("c attr", site.unit.path, expression, site.scope, site.bucket),
                self._attribute,
                site,
                operation,
            )
            return found or NOTHING
        if op == "generic":
            found = self.denote(site, operation[1])
            if found.what == "type":
                arguments = tuple([self.type_expression(site, a) for a in operation[2]])
                return found._replace(ty=self.applied(found, arguments))
            if found.what == "outside":
                arguments = tuple([self.type_expression(site, a) for a in operation[2]])
                return found._replace(ty=Ty(library.canonical("::".join(found.path)), arguments))
            return found
        ty = self.type_of(site, expression)
        return Denoted("value", ty) if ty != UNKNOWN else NOTHING

    def applied(self, found: Denoted, arguments: tuple[Ty, ...]) -> Ty:
        """A class or alias template applied to arguments."""
        for entity in found.entities:
            if isinstance(entity, Def) and entity.kind == "type" and entity.facts.type_parameters:
                names = entity.facts.type_parameters
                known = {Var(entity, n): a for (n, _), a in zip(names, arguments, strict=False)}
                return substitute(found.ty, known)
        if isinstance(found.ty.head, Cls):
            cls = found.ty.head
            if "specialization" in cls.defn.facts.flags:
                # A specialization's name inside itself, with arguments of its own: the template is meant.
                templates = self.program.classes(cls.path)
                if templates:
                    cls = self._nearest_class(templates, cls.unit)
                    return self._specialized(Ty(cls), cls, arguments)
            return self._specialized(found.ty, cls, arguments)
        if type(found.ty.head) is str:
            return found.ty._replace(args=arguments)
        return found.ty

    def _specialized(self, ty: Ty, cls: Cls, arguments: tuple[Ty, ...]) -> Ty:
        """A class template applied: the specialization written for these arguments, else the template itself."""
        others = self.program.specializations(cls.path)
        fitting: list[Cls] = []
        open_ones = False
        for other in others:
            pattern = self.kept(
                ("c written", other.unit.path, other.defn.index), self._written_arguments, other.defn
            ) or (UNKNOWN,)
            if not other.defn.facts.type_parameters:
                if pattern == arguments and not any(_is_open(a) for a in arguments):
                    return Ty(other, arguments)
                open_ones = open_ones or UNKNOWN in pattern
                continue
            open_ones = True
            if len(pattern) > len(arguments) and self._may_fit(pattern, arguments):
                return UNKNOWN  # it depends on what the template's defaults come to
            known: dict[Var, Ty] = {}
            for formal, given in zip(pattern, arguments, strict=False):
                _unify(formal, given, known)
            filled = tuple([substitute(formal, known) for formal in pattern])
            if all(type(f.head) is Var and not f.pointers and not f.const for f in pattern):
                continue  # ``Name<T&>``: references are not kept, so this tells nothing
            if len(pattern) == len(arguments) and filled == arguments and not any(map(_is_open, filled)):
                fitting.append(other)
        if len(fitting) == 1:
            return Ty(fitting[0], arguments)
        if others and "specialization" in cls.defn.facts.flags and not open_ones:
            if not self.program.classes(cls.path) and not any(_is_open(a) for a in arguments):
                # The template is someone else's, ``std::numeric_limits``: what we wrote is for other arguments.
                return Ty(library.canonical("::".join(cls.path)), arguments)
        return ty._replace(args=arguments)

    @staticmethod
    def _may_fit(pattern: tuple[Ty, ...], arguments: tuple[Ty, ...]) -> bool:
        """Whether the arguments that are given are such as a specialization is written for."""
        known: dict[Var, Ty] = {}
        for formal, given in zip(pattern, arguments, strict=False):
            _unify(formal, given, known)
            filled = substitute(formal, known)
            if filled != given and not _is_open(filled) and not _is_open(given):
                return False
        return True

    def _written_arguments(self, definition: Def) -> tuple[Ty, ...]:
        """The arguments that a specialization is written for."""
        for key, expression in definition.facts.extra:
            if key == "written":
                operation = definition.unit.facts.expressions[expression]
                if operation[0] == "generic":
                    return tuple([self.type_expression(self.at(definition), a) for a in operation[2]])
        return ()

    def _attribute(self, site: Site, operation: Expression) -> Denoted:
        name = operation[2]
        base = self.denote(site, operation[1])
        what = base.what
        if what == "space":
            found = self.in_space(base.path, name, site.unit)
            if found is not None:
                return found._replace(qualified=True) if found.what == "functions" else found
            return Denoted("outside", path=(*base.path, name))
        if what == "outside":
            if base.ty != UNKNOWN:
                return self.of_outside(base.ty, name)
            return Denoted("outside", path=(*base.path, name))
        if what == "functions":
            ty = self.as_type(base)
            return self.of_type(ty, name) if ty != UNKNOWN else NOTHING
        if what == "type":
            return self.of_type(base.ty, name)
        if what == "value":
            return self.of_value(base.ty, name)
        before: Expression = site.unit.facts.expressions[operation[1]] if operation[1] >= 0 else ("",)
        if before[0] == "name" and before[1].endswith("::"):
            return Denoted("outside", path=(before[1][:-2], name))  # a namespace or a type that is not ours
        return NOTHING

    def of_type(self, ty: Ty, name: str) -> Denoted:
        """``T::name``."""
        head = ty.head
        if isinstance(head, Cls):
            if head.is_enum:
                for entity in self.program.member(head, name):
                    return Denoted("value", Ty(head), (entity,), how="global")
                return NOTHING
            found = self.in_class(ty, name, qualified=True)
            if found is not None:
                return found
            return Denoted("outside", path=(head.name, name)) if self.has_outside_base(ty) else NOTHING
        if type(head) is str:
            return self.of_outside(ty, name)
        return NOTHING

    def of_outside(self, ty: Ty, name: str) -> Denoted:
        """A member of an outside type."""
        inner = library.nested(ty, name)
        if inner is not None:
            return Denoted("type", inner)
        value = library.member_type(ty, name)
        if value != UNKNOWN:
            return Denoted("value", value, how="field")
        return Denoted("outside", ty=UNKNOWN, receiver=ty, path=(str(ty.head), name))

    def of_value(self, ty: Ty, name: str) -> Denoted:
        """``x.name`` for an object of type ``ty``."""
        head = ty.head
        if isinstance(head, Cls):
            found = self.in_class(ty._replace(pointers=0), name)
            if found is not None:  # a type: ``p->Base::f()``
                return found if found.what == "type" else found._replace(receiver=ty)
            return Denoted("outside", path=(head.name, name)) if self.has_outside_base(ty) else NOTHING
        if type(head) is str and ty != UNKNOWN:
            return self.of_outside(ty, name)
        return NOTHING

    # -- types

    def as_type(self, found: Denoted) -> Ty:
        """A meaning where a type is wanted."""
        if found.what == "type":
            return found.ty
        for entity in found.entities:
            if isinstance(entity, Cls) or (isinstance(entity, Def) and entity.kind == "type"):
                return self.entity_type(entity)
        if found.what == "outside":
            return found.ty if found.ty != UNKNOWN else Ty(library.canonical("::".join(found.path)))
        return UNKNOWN

    def type_expression(self, site: Site, expression: int) -> Ty:
        """The type that a type expression names."""
        pointers = 0
        expressions = site.unit.facts.expressions
        while expression >= 0 and expressions[expression][0] == "ref":
            pointers += 1
            expression = expressions[expression][1]
        if expression < 0:
            return UNKNOWN
        found = self.kept(
            ("c type", site.unit.path, expression, site.scope, site.bucket),
            self._type_expression,
            site,
            expressions[expression],
        )
        if not found:
            return UNKNOWN
        ty: Ty = found  # type: ignore[assignment]
        return ty._replace(pointers=ty.pointers + pointers) if pointers and ty != UNKNOWN else ty

    def _type_expression(self, site: Site, operation: Expression) -> Ty:
        op = operation[0]
        if op == "name":
            name = operation[1]
            known = library.primitive(name)
            if known is not None:
                return known
            found = self.lookup(site, name, types=True)
            ty = self.as_type(found)
            if ty == UNKNOWN and found.what == "nothing":
                macro = self.object_macro(site, name)
                if macro is not None and macro.facts.value >= 0:
                    return self.type_expression(self.around(macro), macro.facts.value)
                return Ty(f"::{name}")
            return ty
        if op == "attr":
            return self.as_type(self._attribute(site, operation))
        if op == "generic":
            if operation[2] and site.unit.facts.expressions[operation[1]] == ("name", "const"):
                inner = self.type_expression(site, operation[2][0])
                return inner._replace(const=True) if inner != UNKNOWN else UNKNOWN
            base = self.denote(site, operation[1])
            arguments = tuple([self.type_expression(site, a) for a in operation[2]])
            if base.what == "type":
                return self.applied(base, arguments)
            ty = self.as_type(base)
            if type(ty.head) is str and ty.head.endswith("_t"):
                made = library.made_type(ty.head[:-2], arguments)
                if made is not None:
                    return made
            return ty._replace(args=arguments) if ty != UNKNOWN else UNKNOWN
        if op == "fn":
            result = self.type_expression(site, operation[2])
            return Ty("fn", (result, *[self.type_expression(site, p) for p in operation[1]]))
        if op == "typeof":
            return self.type_of(site, operation[1])
        if op == "def":
            cls = self.program.class_of(site.unit.defs[operation[1]])
            return Ty(cls) if cls is not None else UNKNOWN
        if op == "inst":
            return self.type_expression(site, operation[1])
        return UNKNOWN

    def object_macro(self, site: Site, name: str) -> Def | None:
        """A macro without parameters that is seen from here."""
        for macro in self.program.macros(name):
            if "function" not in macro.facts.flags and self.tier(macro.unit.path, site.unit) < 3:
                return macro
        return None

    def type_of(self, site: Site, expression: int) -> Ty:
        """The static type of an expression."""
        if expression < 0:
            return UNKNOWN
        operation = site.unit.facts.expressions[expression]
        op = operation[0]
        if op == "lit":
            return _LITERALS.get(operation[1], UNKNOWN)
        if op == "name":
            return self._value_type(self.lookup(site, operation[1]))
        if op == "inst" or op == "new":
            return self.type_expression(site, operation[1])
        found = self.kept(
            ("c value", site.unit.path, expression, site.scope, site.bucket),
            self._type_of,
            site,
            operation,
            expression,
        )
        return found or UNKNOWN

    def _value_type(self, found: Denoted) -> Ty:
        if found.what == "value":
            return found.ty
        if found.what == "functions":
            functions = [e for e in found.entities if isinstance(e, Fn)]
            if len(functions) == 1:
                return Ty("fn", (self.result_type(functions[0]),), 1)
        return UNKNOWN

    def _type_of(self, site: Site, operation: Expression, expression: int) -> Ty:
        op = operation[0]
        if op == "attr" or op == "generic":
            return self._value_type(self.denote(site, expression))
        if op == "call":
            return self.call_type(site, operation)
        if op == "this":
            cls = self.this_class(site.unit, site.scope)
            return Ty(cls, self.own_arguments(cls), 1) if cls is not None else UNKNOWN
        if op == "deref":
            return self.dereferenced(self.type_of(site, operation[1]))
        if op == "ref":
            return pointer_to(self.type_of(site, operation[1]))
        if op == "index":
            return self.indexed(site, self.type_of(site, operation[1]))
        if op == "elem":
            return self.element(site, self.type_of(site, operation[1]))
        if op == "item":
            return self.position(self.type_of(site, operation[1]), operation[2])
        if op == "binary":
            return self._binary(site, operation)
        if op == "union":
            for alternative in operation[1]:
                ty = self.type_of(site, alternative)
                if ty != UNKNOWN and ty != NULL:
                    return ty
            return UNKNOWN
        if op == "def":
            return Ty(site.unit.defs[operation[1]])
        if op == "seq":
            items = [self.type_of(site, item) for item in operation[2][:1]]
            return Ty("list", tuple(items))
        if op == "scoped":
            return self.type_of(self.site(site.unit, operation[1], site.position), operation[2])
        if op == "spread" or op == "await" or op == "typeof":
            return self.type_of(site, operation[1])
        return UNKNOWN

    def this_class(self, unit: Unit, scope: int) -> Cls | None:
        """The class whose object ``this`` is."""
        definitions = unit.facts.definitions
        while scope > 0:
            definition = unit.defs[scope]
            if definition.kind in CLASS_KINDS:
                return self._class(definition)
            if definition.kind in ("method", "function"):
                owners = self.owners(definition)
                if owners:
                    return owners[0]
            scope = definitions[scope].parent
        return None

    def dereferenced(self, ty: Ty) -> Ty:
        """``*x``, and what ``x->`` looks into."""
        if ty.pointers:
            return pointee(ty)
        known = library.dereferenced(ty)
        if known is not None:
            return known
        if isinstance(ty.head, Cls):
            for operator in ("operator->", "operator*"):
                found = self.find_member(ty, operator)
                if found is not None:
                    functions = [f for f in found[0] if isinstance(f, Fn)]
                    if functions:
                        result = substitute(self.result_type(functions[0]), self.mapping(found[1]))
                        return self.dereferenced(result) if operator == "operator->" else result
            self.evaluator.inferred = True
            return ty
        return UNKNOWN if type(ty.head) is not str else Ty(ty.head) if ty.head == "fn" else UNKNOWN

    def indexed(self, site: Site, ty: Ty) -> Ty:
        """``x[i]``."""
        if ty.pointers:
            return pointee(ty)
        if isinstance(ty.head, Cls):
            return self.operator_result(ty, "operator[]")
        return library.indexed(ty)

    def operator_result(self, ty: Ty, operator: str) -> Ty:
        """What a member operator gives."""
        found = self.find_member(ty, operator)
        if found is None:
            return UNKNOWN
        functions = [f for f in found[0] if isinstance(f, Fn)]
        return substitute(self.result_type(functions[0]), self.mapping(found[1])) if functions else UNKNOWN

    def element(self, site: Site, ty: Ty) -> Ty:
        """What a range-based loop over ``ty`` meets."""
        self.evaluator.inferred = True
        if ty.pointers:
            return pointee(ty)
        if isinstance(ty.head, Cls):
            begin = self.operator_result(ty, "begin")
            return self.dereferenced(begin) if begin != UNKNOWN else UNKNOWN
        return library.element(ty)

    def position(self, ty: Ty, index: int) -> Ty:
        """The part of an object that a structured binding names."""
        self.evaluator.inferred = True
        if isinstance(ty.head, Cls) and not ty.pointers:
            fields = self.fields(ty.head)
            return self.variable_type(fields[index]) if index < len(fields) else UNKNOWN
        return library.position(ty, index)

    def fields(self, cls: Cls) -> list[Def]:
        """The data members of a class, in order."""
        unit = cls.unit
        out: list[Def] = []
        pending = list(unit.children(cls.defn.index))
        while pending:
            definition = unit.defs[pending.pop(0)]
            if definition.kind == "field" and "static" not in definition.facts.flags:
                out.append(definition)
            elif definition.kind == "object" and not definition.facts.name and "held" not in definition.facts.flags:
                pending = [*unit.children(definition.index), *pending]
        return out

    def _binary(self, site: Site, operation: Expression) -> Ty:
        left, right = self.type_of(site, operation[2]), self.type_of(site, operation[3])
        operator = operation[1]
        if left.pointers:
            return SIZE if right.pointers and operator == "-" else left
        if right.pointers and library.rank(left) >= 0:
            return right
        a, b = library.rank(left), library.rank(right)
        if a >= 0 and b >= 0:
            return left if operator in ("<<", ">>") or a >= b else right
        if isinstance(left.head, Cls) and left.head.is_enum or isinstance(right.head, Cls) and right.head.is_enum:
            return INT if isinstance(left.head, Cls) and a < 0 and b < 0 and left != right else left
        for ty in (left, right):
            if ty.head == "std::string":
                return ty
        if left.head == library.ITERATOR:
            return left
        if isinstance(left.head, Cls):
            found = self.operator_result(left, f"operator{operator}")
            if found != UNKNOWN:
                return found
        return UNKNOWN

    # -- calls

    def argument_types(self, site: Site, operation: Expression) -> list[Ty]:
        """The types of a call's arguments."""
        return [self.type_of(site, argument) for argument in operation[2]]

    def choose(self, site: Site, found: Denoted, operation: Expression, count: int | None = None) -> list[Fn]:
        """The overloads that fit a call best: one when it is decided."""
        functions = [e for e in found.entities if isinstance(e, Fn)]
        if len(functions) < 2:
            return functions
        return best(self, functions, site, operation, found.receiver, count)

    def call_type(self, site: Site, operation: Expression) -> Ty:
        """What a call gives."""
        callee = operation[1]
        found = self.denote(site, callee)
        what = found.what
        if what == "functions":
            functions = self.choose(site, found, operation)
            results = {self._filled(site, f, found, operation) for f in functions}
            if len(results) == 1:
                return results.pop()
            if len(results) > 1:
                # const and non-const twins give the same class mostly.
                heads = {(r.head, r.pointers) for r in results}
                return results.pop() if len(heads) == 1 else UNKNOWN
            return UNKNOWN
        if what == "type":
            return found.ty
        if what == "value":
            return self.called(found.ty)
        if what == "outside":
            if found.receiver is not None:
                return library.method_result(found.receiver, found.path[-1])
            if found.path[:1] == ("std",):
                explicit = self._explicit(site, callee)
                name = library.canonical("::".join(found.path))
                if name in ("std::string", "std::string_view") or (explicit and found.path[-1] in library.TYPE_NAMES):
                    return Ty(name, explicit)
                if len(found.path) > 1:
                    return library.function_result(found.path[-1], explicit, self.argument_types(site, operation))
        return UNKNOWN

    def _explicit(self, site: Site, callee: int) -> tuple[Ty, ...]:
        operation: Expression = site.unit.facts.expressions[callee] if callee >= 0 else ("",)
        if operation[0] == "generic":
            return tuple([self.type_expression(site, a) for a in operation[2]])
        return ()

    def called(self, ty: Ty) -> Ty:
        """What calling an object gives."""
        if ty.head == "fn":
            return ty.args[0] if ty.args else UNKNOWN
        if ty.head == "std::function":
            return library.method_result(ty, "operator()")
        if isinstance(ty.head, Def):
            return self.lambda_result(ty.head)
        if isinstance(ty.head, Cls) and not ty.pointers:
            return self.operator_result(ty, "operator()")
        return UNKNOWN

    def lambda_result(self, definition: Def) -> Ty:
        """The declared or the returned type of a lambda or a function with ``auto``."""
        found = self.kept(
            ("c returns", definition.unit.path, definition.index),
            self._returned,
            definition,
        )
        return found or UNKNOWN

    def _returned(self, definition: Def) -> Ty:
        if definition.facts.returns >= 0:
            return self.type_expression(self.at(definition), definition.facts.returns)
        unit = definition.unit
        for binding in unit.bindings(definition.index):
            if binding.kind == "return":
                ty = self.type_of(self.site(unit, definition.index, binding.start_byte - 1), binding.expression)
                if ty != UNKNOWN:
                    return ty
        return UNKNOWN

    def result_type(self, fn: Fn) -> Ty:
        """The declared result of a function."""
        for definition in fn.all:
            if definition.facts.returns >= 0:
                found = self.kept(
                    ("c result", definition.unit.path, definition.index),
                    self.type_expression,
                    self.at(definition),
                    definition.facts.returns,
                )
                if found and found != UNKNOWN:
                    return found
        if fn.bodies:
            self.evaluator.inferred = True
            return self.lambda_result(fn.bodies[0])
        return UNKNOWN

    def _filled(self, site: Site, fn: Fn, found: Denoted, operation: Expression) -> Ty:
        """A function's result with template parameters filled in from the receiver and the arguments."""
        result = self.result_type(fn)
        if not has_variables(result):
            return result
        known = self.deduced(site, fn, operation)
        if found.receiver is not None and fn.cls is not None:
            for here in self.ancestry(found.receiver._replace(pointers=0)):
                if here.head is fn.cls:
                    known = {**self.mapping(here), **known}
        return substitute(result, known)

    def deduced(self, site: Site, fn: Fn, operation: Expression) -> dict[Var, Ty]:
        """What a function template's parameters stand for in a call."""
        known: dict[Var, Ty] = {}
        for definition in fn.all:
            names = [n for n, _ in definition.facts.type_parameters]
            if not names:
                continue
            explicit = self._explicit(site, operation[1])
            known.update({Var(definition, n): a for n, a in zip(names, explicit, strict=False)})
            for parameter, argument in zip(definition.facts.parameters, operation[2], strict=False):
                if parameter.type >= 0:
                    formal = self.type_expression(self.at(definition), parameter.type)
                    if has_variables(formal):
                        _unify(formal, self.type_of(site, argument), known)
        return known

    # -- bodies

    def target(self, fn: Fn, unit: Unit) -> list[Def]:
        """The definition that a call of ``fn`` from ``unit`` reaches; several when that is not decided."""
        bodies = fn.bodies
        if not bodies:
            declared = sorted(fn.decls, key=lambda d: (self.tier(d.unit.path, unit), d.place))
            return declared[:1]
        if len(bodies) == 1:
            return bodies
        # A stand-in under a switch that nobody sets gives way to another file's. Twins of one file: see below.
        places = [d.unit for d in bodies]
        usual = [d for d in bodies if places.count(d.unit) > 1 or not self.conditions.is_off(d)]
        if usual and len(usual) < len(bodies):
            self.evaluator.inferred = True
            bodies = usual
        found = self.nearest(bodies, fn.decls, unit)
        if len(found) > 1:
            alive = [d for d in found if not self.conditions.is_dead(d)]
            found = alive or found
            if len(found) > 1 and all(self.conditions.exclude_each_other(found[0], d) for d in found[1:]):
                self.evaluator.inferred = True
                return [self.conditions.usual(found)]
        return found

    def nearest(self, bodies: list[Def], decls: list[Def], unit: Unit) -> list[Def]:
        """Of several bodies for one name (platforms, programs, twins) those that ``unit`` is linked with."""
        tiers = [(self.tier(d.unit.path, unit), d) for d in bodies]
        least = min(t for t, _ in tiers)
        if least < 2:
            return [d for t, d in tiers if t == least]
        if not for_other_system(unit.path):
            native = [d for d in bodies if not for_other_system(d.unit.path)]
            if native and len(native) < len(bodies):
                self.evaluator.inferred = True
                bodies = native
        seen = self.program.seen(unit.path)
        headers = {d.unit.path for d in decls if d.unit.path in seen}
        if headers:
            fitting = [d for d in bodies if headers & self.program.seen(d.unit.path)]
            bodies = fitting or bodies
        if len(bodies) > 1:
            shared = [(common_folders(d.unit.path, unit.path), d) for d in bodies]
            most = max(n for n, _ in shared)
            bodies = [d for n, d in shared if n == most]
        if len(bodies) > 1:
            named = [d for d in bodies if for_this_system(d.unit.path)]
            if named:
                self.evaluator.inferred = True
                bodies = named
        return bodies


def _is_value(found: Denoted) -> bool:
    """Whether a meaning holds no type and no namespace."""
    if found.what in ("value", "functions"):
        return not any(isinstance(e, Cls) or (isinstance(e, Def) and e.kind == "type") for e in found.entities)
    return False


def _home(entity: Entity) -> Def:
    """The first definition of an entity."""
    return entity.first if isinstance(entity, Fn) else entity.defn if isinstance(entity, Cls) else entity


def _with_inherited(own: list[Entity], inherited: list[Entity]) -> list[Entity]:
    """A class's own functions, and those of a base that ``using Base::name`` adds where it has none of the kind."""
    keys = {e.key for e in own if isinstance(e, Fn)}
    return [*own, *[e for e in inherited if isinstance(e, Fn) and e.key not in keys]]


def _in_force(rows: list[Local], position: int) -> Local | None:
    """The innermost row that gives a name its meaning at ``position``."""
    best_row: Local | None = None
    for row in rows:
        if row.start <= position <= row.end and (best_row is None or row.start >= best_row.start):
            if row.what == BINDING and row.payload.kind == "attr":  # type: ignore[union-attr]
                continue
            best_row = row
    return best_row


def _is_open(ty: Ty) -> bool:
    """Whether a template argument is not known, or known only as another template's parameter."""
    return ty == UNKNOWN or has_variables(ty)


def _unify(formal: Ty, given: Ty, known: dict[Var, Ty]) -> None:
    """Learn from an argument what a function template's parameters stand for."""
    if given == UNKNOWN:
        return
    head = formal.head
    if type(head) is Var:
        if head not in known and given.pointers >= formal.pointers:
            known[head] = given._replace(pointers=given.pointers - formal.pointers)
        return
    if head == given.head:
        for a, b in zip(formal.args, given.args, strict=False):
            _unify(a, b, known)


_LITERALS = {
    "int": INT,
    "str": TEXT,
    "bool": BOOL,
    "char": Ty("char"),
    "float": Ty("double"),
    "none": NULL,
}
