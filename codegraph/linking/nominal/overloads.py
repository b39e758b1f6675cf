"""Which of several methods of one name a call means: by arity, then by the types of the arguments.

Questions about types have three answers: yes, no, and cannot tell. A candidate stays while nothing
contradicts it; a choice is made only where what is known decides it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from codegraph.linking.nominal.hierarchy import Hierarchy, Member
from codegraph.linking.nominal.types import UNKNOWN, VOID, Ty, TypeDecl, Var, substitute
from codegraph.linking.units import Unit
from codegraph.linking.values import Def

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator

STRICT, LOOSE, VARIADIC = range(3)
TRAILING = "{}"
"""The name of an argument that stands behind the parentheses: it goes to the last parameter."""


class Argument(NamedTuple):
    """One argument of a call: its type, or the lambda or method reference that it is."""

    expression: int
    name: str = ""
    """For a named argument."""


class Shape(NamedTuple):
    """What a function type takes and gives."""

    parameters: tuple[Ty, ...]
    result: Ty
    receiver: Ty | None = None
    """For a lambda with a receiver (Kotlin)."""


class Site(NamedTuple):
    """Where a call stands."""

    unit: Unit
    scope: int
    position: int


class Overloads(Hierarchy):
    """Applicability and the most specific candidate."""

    widening: ClassVar[dict[str, frozenset[str]]] = {}
    """Primitive -> the primitives it converts to without a cast."""
    boxes: ClassVar[dict[str, str]] = {}
    """Primitive -> simple name of its box in the package of the root type."""
    final_types: ClassVar[frozenset[str]] = frozenset()
    """Outside types that nothing extends: what is not one of them by name is not one of them."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._limits: dict[Def, tuple[int, int, int]] = {}
        super().__init__(evaluator)

    # -- to be given by the expression layer

    def evaluate_type(self, site: Site, expression: int) -> Ty:
        """The static type of an expression."""
        raise NotImplementedError

    def callable_argument(self, unit: Unit, expression: int) -> int:
        """The lambda definition an argument is, -2 for a method reference, -1 for anything else."""
        raise NotImplementedError

    def function_shape(self, ty: Ty) -> Shape | None:
        """What a functional interface or function type takes and gives; None when it is no such type."""
        raise NotImplementedError

    def fits_lambda(self, site: Site, expression: int, shape: Shape) -> bool | None:
        """Whether a lambda or method reference may be given where ``shape`` is wanted."""
        raise NotImplementedError

    # -- subtypes

    def is_primitive(self, ty: Ty) -> bool:
        """Whether a type is one of the language's primitives."""
        return type(ty.head) is str and ty.head in self.widening

    def boxed(self, ty: Ty) -> Ty:
        """The object type of a primitive; other types as they are."""
        box = self.boxes.get(ty.head) if type(ty.head) is str else None
        return self.stub_type(self.root[0], box) if box else ty

    def unboxed(self, ty: Ty) -> Ty:
        """The primitive of a box; UNKNOWN for other types."""
        head = ty.head
        if isinstance(head, TypeDecl) and head.stub:
            for primitive, box in self.boxes.items():
                if head.name == box and head.defn.unit.facts.module == self.root[0]:
                    return Ty(primitive)
        return UNKNOWN

    def is_subtype(self, lower: Ty, upper: Ty) -> bool | None:
        """Whether a value of ``lower`` may stand where ``upper`` is wanted, boxing apart; None: cannot tell."""
        a, b = lower.head, upper.head
        if a in ("?", "?.") or b in ("?", "?."):
            return None
        if a is b or a == b:
            if a == "[]":
                return self.is_element(lower, upper)
            return True
        if type(b) is Var:
            bound = self.bound(b)
            return self.is_subtype(lower, self.erase(bound)) if bound.head != b else None
        if type(a) is str:
            if a in self.widening:
                return type(b) is str and b in self.widening[a] if type(b) is str and b in self.widening else False
            if a == "null":
                return not self.is_primitive(upper)
            if a == "void":
                return False
            if a == "[]":
                return isinstance(b, TypeDecl) and b.stub and b.name in ("Object", "Cloneable", "Serializable")
            if a[0] == "(":
                return None
        if type(b) is str and (b in self.widening or b in ("void", "[]")):
            return False
        if self.is_root(upper):
            return True
        if type(a) is Var:
            bound = self.bound(a)
            return self.is_subtype(bound, upper) if bound.head != a else None
        if isinstance(a, TypeDecl):
            ancestry = self.ancestry(a)
            if isinstance(b, TypeDecl):
                for base, _ in ancestry.order:
                    if base is b:
                        return True
                if not b.stub:
                    return None if "?" in ancestry.outside else False
                return None if ancestry.outside and b.name not in self.final_types else False
            if b in ancestry.outside:
                return True
            return None if ancestry.outside else False
        # an outside type of which only the name is known
        if isinstance(b, TypeDecl):
            if not b.stub:
                return None if type(a) is str and a.startswith("?") else False
            return False if b.name in self.final_types else None
        return None

    def is_element(self, lower: Ty, upper: Ty) -> bool | None:
        """Whether one array type may stand for another."""
        if not lower.args or not upper.args:
            return None
        a, b = lower.args[0], upper.args[0]
        if self.is_primitive(a) or self.is_primitive(b):
            return a.head == b.head if "?" not in (a.head, b.head) else None
        return self.is_subtype(a, b)

    def is_root(self, ty: Ty) -> bool:
        """Whether a type is the one above all others."""
        return ty.head is self.root_type().head

    def converts(self, given: Ty, wanted: Ty, boxing: bool) -> bool | None:
        """Whether an argument of one type may be given for a parameter of another."""
        direct = self.is_subtype(given, wanted)
        if direct is not False or not boxing:
            return direct
        if self.is_primitive(given):
            return self.is_subtype(self.boxed(given), wanted) if not self.is_primitive(wanted) else False
        if self.is_primitive(wanted):
            primitive = self.unboxed(given)
            if primitive != UNKNOWN:
                return self.is_subtype(primitive, wanted)
            if type(given.head) is Var:
                return self.converts(self.bound(given.head), wanted, boxing)
            return False
        return False

    # -- choice

    def is_accessible(self, site: Site, member: Member) -> bool:
        """Whether code at the site may name the member."""
        defn = member.defn
        visibility = defn.facts.visibility
        if visibility == "private":
            return defn.unit is site.unit and self.outermost(defn.unit, defn.index) == self.outermost(
                site.unit, site.scope
            )
        if visibility == "package":
            return defn.unit.facts.module == site.unit.facts.module or defn.unit.path[0] == "<"
        return True

    def outermost(self, unit: Unit, scope: int) -> int:
        """The top-level definition around ``scope``."""
        definitions = unit.facts.definitions
        while scope > 0 and definitions[scope].parent > 0:
            scope = definitions[scope].parent
        return scope

    def takes(self, member: Member, count: int) -> int | None:
        """The first phase in which a method takes that many arguments; None when it never does."""
        defn = member.defn
        limits = self._limits.get(defn)
        if limits is None:
            limits = self._limits[defn] = self.limits(defn)
        least, most, spread = limits
        if least <= count <= most:
            return STRICT
        return VARIADIC if 0 <= spread <= count else None

    def limits(self, defn: Def) -> tuple[int, int, int]:
        """The least and the greatest number of arguments one by one, and the least where the last parameter takes
        any number (-1: it does not)."""
        parameters = defn.facts.parameters
        count = len(parameters)
        variadic = bool(parameters) and parameters[-1].kind == "args"
        return count, count, count - 1 if variadic else -1

    def parameter_for(
        self, member: Member, types: tuple[Ty, ...], index: int, phase: int, names: tuple[str, ...] = ()
    ) -> Ty:
        """The type wanted of argument ``index``; ``names`` has the names of those that are given by name."""
        parameters = member.defn.facts.parameters
        last = len(parameters) - 1
        if names and index < len(names) and names[index]:
            wanted = names[index]
            if wanted == TRAILING:
                return types[last] if types else UNKNOWN
            for parameter, ty in zip(parameters, types, strict=False):
                if parameter.name == wanted:
                    return ty
            return UNKNOWN
        if parameters and parameters[last].kind == "args" and index >= last:
            return types[last] if phase == VARIADIC else Ty("[]", (types[last],))
        return types[index] if index < len(types) else UNKNOWN

    def choose_member(
        self,
        site: Site,
        candidates: tuple[Member, ...],
        arguments: tuple[int, ...],
        receiver: Ty | None,
        names: tuple[str, ...] = (),
    ) -> tuple[tuple[Member, ...], int]:
        """The candidates a call can mean, and the phase; one when it is decided."""
        count = len(arguments)
        fitting = [m for m in candidates if self.takes(m, count) is not None]
        if len(fitting) > 1:
            fitting = [m for m in fitting if self.is_accessible(site, m)] or fitting
        if len(fitting) <= 1:
            return tuple(fitting), STRICT
        known = [self.callable_argument(site.unit, a) for a in arguments]
        given: list[Ty | None] = [
            self.evaluate_type(site, a) if k == -1 else None for a, k in zip(arguments, known, strict=True)
        ]
        wanted: dict[Member, tuple[Ty, ...]] = {}
        for member in fitting:
            types = self.parameter_types(member)
            if receiver is not None and member.args:
                types = self.applied(types, receiver)
            wanted[member] = types
        for phase in (STRICT, LOOSE, VARIADIC):
            sure: list[Member] = []
            unsure: list[Member] = []
            for member in fitting:
                if phase != VARIADIC and self.takes(member, count) == VARIADIC:
                    continue
                if phase == VARIADIC and not (
                    member.defn.facts.parameters and member.defn.facts.parameters[-1].kind == "args"
                ):
                    continue
                verdict = self.applicable(site, member, wanted[member], arguments, given, phase, names)
                if verdict is True:
                    sure.append(member)
                elif verdict is None:
                    unsure.append(member)
            if sure or unsure:
                best = self.most_specific(site, [*sure, *unsure], wanted, arguments, given, phase, names)
                if len(best) > 1:
                    best = self.by_owner(best, wanted, given, phase, names)
                return tuple(best), phase
        return (), VARIADIC

    def contradicted(
        self, site: Site, member: Member, arguments: tuple[int, ...], receiver: Ty | None, names: tuple[str, ...] = ()
    ) -> bool:
        """Whether the types of the arguments rule out a candidate that their number alone would let pass."""
        given = [self.evaluate_type(site, a) if self.callable_argument(site.unit, a) == -1 else None for a in arguments]
        types = self.parameter_types(member)
        if receiver is not None and member.args:
            types = self.applied(types, receiver)
        last = VARIADIC if self.takes(member, len(arguments)) == VARIADIC else LOOSE
        return self.applicable(site, member, types, arguments, given, last, names) is False

    def by_owner(
        self,
        members: list[Member],
        wanted: dict[Member, tuple[Ty, ...]],
        given: list[Ty | None],
        phase: int,
        names: tuple[str, ...] = (),
    ) -> list[Member]:
        """Of candidates that nothing tells apart, the one that wants the owner of an outside constant.

        Nothing is known of ``Library.Feature.FAST`` but that it is a constant of ``Library.Feature``; where just one
        candidate wants a ``Library.Feature`` there, that is the one.
        """
        for i, ty in enumerate(given):
            if ty is None or ty.head != "?." or not ty.args:
                continue
            fitting = [m for m in members if self.parameter_for(m, wanted[m], i, phase, names).head == ty.args[0].head]
            if len(fitting) == 1:
                self.evaluator.inferred = True
                return fitting
        return members

    def applicable(
        self,
        site: Site,
        member: Member,
        types: tuple[Ty, ...],
        arguments: tuple[int, ...],
        given: list[Ty | None],
        phase: int,
        names: tuple[str, ...] = (),
    ) -> bool | None:
        """Whether a method takes these arguments in this phase."""
        verdict: bool | None = True
        for i, argument in enumerate(arguments):
            wanted = self.parameter_for(member, types, i, phase, names)
            ty = given[i]
            if ty is None:
                shape = self.function_shape(wanted)
                if shape is None:
                    fits = None if type(wanted.head) is Var or self.may_be_function(wanted) else False
                else:
                    fits = self.fits_lambda(site, argument, shape)
            else:
                fits = self.converts(ty, wanted, phase != STRICT)
            if fits is False:
                return False
            if fits is None:
                verdict = None
        return verdict

    def may_be_function(self, ty: Ty) -> bool:
        """Whether a type of which little is known could be a functional interface."""
        head = ty.head
        return type(head) is str and (head == "?" or "." in head)

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
        """The one candidate that every other could stand in for, or all of them when what is known does not tell."""
        if len(members) == 1:
            return members
        count = len(arguments)
        columns = [[self.parameter_for(m, wanted[m], i, phase, names) for m in members] for i in range(count)]
        differing = [i for i in range(count) if len({self.erase(t) for t in columns[i]}) > 1]
        if any(ty is not None and ty.head in ("?", "?.") for ty in [given[i] for i in differing]):
            return members
        for m, member in enumerate(members):
            if all(
                self.at_least_as_specific(site, columns, arguments, given, m, other)
                for other in range(len(members))
                if other != m
            ):
                twins = [
                    o
                    for o in range(len(members))
                    if o != m and self.at_least_as_specific(site, columns, arguments, given, o, m)
                ]
                if not twins:
                    return [member]
                # Equal parameter types: the variadic tail or abstractness decides, else the first declared.
                return [self.prefer(member, [members[o] for o in twins])]
        return members

    def prefer(self, member: Member, twins: list[Member]) -> Member:
        """Of candidates with equal parameter types, the one a call means."""
        best = member
        for twin in twins:
            longer = len(twin.defn.facts.parameters) > len(best.defn.facts.parameters)
            concrete = "signature" in best.defn.flags and "signature" not in twin.defn.flags
            if longer or concrete:
                best = twin
        return best

    def at_least_as_specific(
        self,
        site: Site,
        columns: list[list[Ty]],
        arguments: tuple[int, ...],
        given: list[Ty | None],
        one: int,
        other: int,
    ) -> bool:
        for i, column in enumerate(columns):
            a, b = self.erase(column[one]), self.erase(column[other])
            if a == b:
                continue
            ty = given[i]
            if ty is not None and a == self.erase(ty):
                continue  # the other takes this argument only if its parameter is the same or wider
            if given[i] is None:
                if not self.lambda_prefers(site, arguments[i], column[one], column[other]):
                    return False
            elif self.is_subtype(a, b) is not True:
                return False
        return True

    def lambda_prefers(self, site: Site, argument: int, one: Ty, other: Ty) -> bool:
        """Whether a lambda argument makes functional type ``one`` at least as specific as ``other``."""
        if self.is_subtype(one, other) is True:
            return True
        a, b = self.function_shape(one), self.function_shape(other)
        if a is None or b is None:
            return False
        if b.result == VOID:
            return True
        if a.result == VOID:
            return False
        return a.result.head == b.result.head or self.is_subtype(a.result, b.result) is True

    # -- inference

    def infer(self, wanted: Ty, given: Ty, mapping: dict[Var, Ty], owner: object) -> None:
        """Learn from an argument what the type variables of ``owner`` in its parameter's type stand for."""
        head = wanted.head
        if given == UNKNOWN or given.head in ("null", "void"):
            return
        if type(head) is Var:
            if head.owner is owner:
                given = self.boxed(given)
                old = mapping.get(head)
                if old is None:
                    mapping[head] = given
                elif old != given:
                    mapping[head] = self.join(old, given)
            return
        if not wanted.args:
            return
        if head == "[]":
            if given.head == "[]" and given.args:
                inner = given.args[0]
                if not (self.is_primitive(inner) and type(wanted.args[0].head) is Var):
                    self.infer(wanted.args[0], inner, mapping, owner)
            return
        if isinstance(head, TypeDecl):
            seen = self.as_super(self.boxed(given), head)
            if seen is not None:
                for part, got in zip(wanted.args, seen.args, strict=False):
                    self.infer(part, got, mapping, owner)

    def join(self, one: Ty, other: Ty) -> Ty:
        """A type both are; UNKNOWN when neither is the other's supertype."""
        if one.head == other.head:
            if len(one.args) == len(other.args):
                return Ty(
                    one.head, tuple([a if a == b else UNKNOWN for a, b in zip(one.args, other.args, strict=True)])
                )
            return Ty(one.head, one.args or other.args)
        if self.is_subtype(one, other) is True:
            return other
        if self.is_subtype(other, one) is True:
            return one
        if isinstance(one.head, TypeDecl):
            for base, args in self.ancestry(one.head).order:
                above = Ty(base, self.applied(args, one))
                if base.kind == "class" and not self.is_root(above) and self.is_subtype(other, above) is True:
                    return above
        return UNKNOWN

    def fill_bounds(self, ty: Ty, owner: object) -> Ty:
        """Type variables of ``owner`` that nothing told: what they are at least, if that says anything."""
        head = ty.head
        if type(head) is Var:
            if head.owner is owner:
                bound = self.bound(head)
                return UNKNOWN if self.is_root(bound) or bound.head == head else substitute(bound, {head: UNKNOWN})
            return ty
        if not ty.args:
            return ty
        return Ty(head, tuple([self.fill_bounds(a, owner) for a in ty.args]))
