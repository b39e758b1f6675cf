"""What an expression can stand for. Values are small, hashable and immutable.

A set of possible values is a tuple without repeats (:data:`Values`); ``()`` means "could not tell".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from codegraph.linking.units import Unit
    from parsers.facts import Definition


class Def:
    """A definition of the repository, as a value: the function, class or module itself.

    There is exactly one object per definition, so identity is equality.
    """

    __slots__ = ("facts", "index", "unit")

    def __init__(self, unit: Unit, index: int, facts: Definition) -> None:
        self.unit = unit
        self.index = index
        self.facts = facts

    @property
    def name(self) -> str:
        return self.facts.name

    @property
    def kind(self) -> str:
        return self.facts.kind

    @property
    def flags(self) -> tuple[str, ...]:
        return self.facts.flags

    @property
    def parent(self) -> Def | None:
        """The definition around this one; None for a module."""
        return self.unit.defs[self.facts.parent] if self.index else None

    @property
    def place(self) -> tuple[str, int]:
        return (self.unit.path, self.index)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.unit.path}#{self.facts.qualified_name}>"


@dataclass(frozen=True, slots=True)
class Generic:
    """A class (or a type of the outside world) applied to type arguments, as a type: ``list[Item]``."""

    base: Def | External
    args: tuple[Values, ...]
    """Each argument is what an *instance* of it would be."""


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class of the repository."""

    cls: Def
    args: tuple[Values, ...] = ()
    """Type arguments, in the order of the class's type parameters; may be shorter."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A method together with the object (or class) it was taken from."""

    function: Def
    receiver: Value
    exact_class: bool = False
    """True when no override can be meant (``super().f``, ``Class.f``, a value just constructed)."""


@dataclass(frozen=True, slots=True)
class Super:
    """The receiver seen from above ``cls`` in its method resolution order."""

    cls: Def
    receiver: Value


@dataclass(frozen=True, slots=True)
class Package:
    """A folder that is a module without a file of its own, or a package made of several files (Go, Java)."""

    path: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class External:
    """Something outside the repository, known by its dotted name at most. It ends every search."""

    name: str


@dataclass(frozen=True, slots=True)
class ExternalInstance:
    """An object of an outside type; ``name`` is '' when only its being foreign is known."""

    name: str
    args: tuple[Values, ...] = ()


@dataclass(frozen=True, slots=True)
class ExternalMethod:
    """A method taken from an object of an outside type: what it gives may depend on the type's arguments."""

    receiver: ExternalInstance
    name: str


@dataclass(frozen=True, slots=True)
class TupleOf:
    """A tuple (or a multiple result) whose positions are known."""

    items: tuple[Values, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """A function type: only what it gives when called is kept (and what it takes, for callbacks)."""

    result: Values
    parameters: tuple[Values, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeVariable:
    """A type parameter that is not yet known here."""

    name: str
    bound: Values = ()


class Special:
    """Base of values that only one family of languages has; its own rules know what to do with them."""

    __slots__ = ()


Value = Union[
    Special,
    Def,
    Generic,
    Instance,
    Bound,
    Super,
    Package,
    External,
    ExternalInstance,
    ExternalMethod,
    TupleOf,
    Function,
    TypeVariable,
]
Values = tuple[Value, ...]

NOTHING: Values = ()
NULL = ExternalInstance("none")
"""None, null, nil, undefined: has no members and is left out of unions."""
FOREIGN = ExternalInstance("")
"""An object made outside the repository, of unknown type."""


def union(*parts: Values) -> Values:
    """All values of all parts, in order, without repeats."""
    filled = [p for p in parts if p]
    if not filled:
        return NOTHING
    if len(filled) == 1:
        return filled[0]
    return tuple(dict.fromkeys(v for p in filled for v in p))
