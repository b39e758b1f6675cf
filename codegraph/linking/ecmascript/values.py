"""Values that only JavaScript and TypeScript have: object shapes, prototypes, types still to be filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from codegraph.linking.values import Function, Special

if TYPE_CHECKING:
    from codegraph.linking.units import Unit
    from codegraph.linking.values import Def, Values
    from parsers.facts import Expression

UNKNOWN: Expression = ("",)
"""The operation of no expression."""


@dataclass(frozen=True, slots=True)
class Record(Special):
    """An object literal or an object type, by its ``("map", …)`` expression; members are read on demand."""

    unit: Unit
    expression: int
    scope: int
    position: int | None
    typed: bool = False
    """Whether the values of the map are types."""
    owner: Def | None = None
    """The anonymous definition of a type literal that has methods."""
    mapping: tuple[tuple[str, Values], ...] = ()
    """What type variables stand for inside it."""


@dataclass(frozen=True, slots=True)
class Proto(Special):
    """``C.prototype``."""

    owner: Def


@dataclass(frozen=True, slots=True)
class Made(Special):
    """An object made by an outside function whose members come from elsewhere: ``Object.create(proto)``."""

    unit: Unit
    expression: int
    scope: int
    parents: Values


@dataclass(frozen=True, slots=True)
class FunctionMethod(Special):
    """``f.call``, ``f.apply``, ``f.bind``."""

    function: Any
    name: str


@dataclass(frozen=True, slots=True)
class ThisFunction(Function):
    """A function type that says what ``this`` is."""

    receiver: Values = ()


@dataclass(frozen=True, slots=True)
class GuardFunction(Function):
    """A function type that says what its argument is: ``(x: any) => x is T``."""

    guard: Values = ()


@dataclass(frozen=True, slots=True)
class Handle(Special):
    """What ``f.bind(…)`` gives: another function that calls f."""

    function: Any


@dataclass(frozen=True, slots=True)
class Constructor(Special):
    """A type with a construct signature: ``new`` gives ``result``; called it gives nothing known."""

    result: Values


@dataclass(frozen=True, slots=True)
class Key(Special):
    """A string literal type: the name of a property."""

    name: str


@dataclass(frozen=True, slots=True)
class Indexed(Special):
    """``T["key"]`` while T is not known."""

    base: Values
    key: str | Values


@dataclass(frozen=True, slots=True)
class Later(Special):
    """A type expression not yet read: the inside of a type is read only when something asks for it."""

    unit: Unit
    expression: int
    scope: int
    mapping: tuple[tuple[str, Values], ...] = ()
    """What type variables stand for inside it."""


@dataclass(frozen=True, slots=True)
class Mapped(Special):
    """``{ [K in keyof T]: V }``."""

    source: Values
    variable: str
    template: Values


@dataclass(frozen=True, slots=True)
class Conditional(Special):
    """``infer``-free remains of a conditional type or a utility type over something not known yet."""

    name: str
    args: tuple[Values, ...]
