"""Static types: a head (a declared type, a type variable, or a name) applied to type arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Union

if TYPE_CHECKING:
    from codegraph.linking.values import Def


class TypeDecl:
    """A declared class, interface, enum, struct or object; exactly one per type, so identity is equality.

    ``stub`` types stand for the outside world: their shape is known, calls of them are not edges.
    """

    __slots__ = ("defn", "parts", "stub")

    def __init__(self, defn: Def, parts: tuple[Def, ...], stub: bool) -> None:
        self.defn = defn
        """The first part."""
        self.parts = parts
        """More than one for C#'s partial types."""
        self.stub = stub

    @property
    def name(self) -> str:
        return self.defn.facts.name

    @property
    def kind(self) -> str:
        return self.defn.facts.kind

    @property
    def flags(self) -> tuple[str, ...]:
        return self.defn.facts.flags

    def __repr__(self) -> str:
        return f"<{self.name or 'anonymous'}>"


class Var(NamedTuple):
    """A type parameter: the definition that declares it, and its name."""

    owner: Def
    name: str


Head = Union[TypeDecl, Var, str]


class Ty(NamedTuple):
    """A type. A head that is a string is a primitive, ``[]``, ``null``, ``void``, ``?`` or the dotted name of an
    outside type; ``?.X`` is an outside type of which only the simple name is known."""

    head: Head
    args: tuple[Ty, ...] = ()


UNKNOWN = Ty("?")
NULL = Ty("null")
VOID = Ty("void")


def array(element: Ty) -> Ty:
    """``element[]``."""
    return Ty("[]", (element,))


def mentions(ty: Ty, owner: Def) -> bool:
    """Whether a type variable of ``owner`` occurs in ``ty``."""
    head = ty.head
    if type(head) is Var:
        return head.owner is owner
    return any(mentions(argument, owner) for argument in ty.args)


def has_variables(ty: Ty) -> bool:
    """Whether any type variable occurs in ``ty``."""
    return type(ty.head) is Var or any(has_variables(argument) for argument in ty.args)


def unsettled(ty: Ty) -> bool:
    """Whether part of a type is not known."""
    return ty.head == "?" or any(unsettled(argument) for argument in ty.args)


def substitute(ty: Ty, mapping: dict[Var, Ty]) -> Ty:
    """``ty`` with its type variables replaced; those not in ``mapping`` stay."""
    head = ty.head
    if type(head) is Var:
        return mapping.get(head, ty)
    if not ty.args:
        return ty
    return Ty(head, tuple([substitute(argument, mapping) for argument in ty.args]))


def is_external(ty: Ty) -> bool:
    """An outside type of which nothing but a name is known."""
    return type(ty.head) is str and "." in ty.head
