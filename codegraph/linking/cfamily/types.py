"""Static types of C and C++, and the declared things that names stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Union

if TYPE_CHECKING:
    from codegraph.linking.units import Unit
    from codegraph.linking.values import Def

Path = tuple[str, ...]
"""Names of the namespaces and classes around something, outermost first; inline and unnamed ones left out."""


class Cls:
    """A class, struct, union or enum with a body; one object per definition, so identity is equality."""

    __slots__ = ("defn", "inside", "path")

    def __init__(self, defn: Def, path: Path) -> None:
        self.defn = defn
        self.path = path
        """Its own name included."""
        self.inside: dict[str, list[Def]] | None = None
        """The definitions in its body by name; filled by the program when first asked for."""

    @property
    def name(self) -> str:
        return self.defn.facts.name

    @property
    def unit(self) -> Unit:
        return self.defn.unit

    @property
    def is_enum(self) -> bool:
        return self.defn.kind == "enum"

    def __repr__(self) -> str:
        return f"<{'::'.join(self.path)}>"


class Var(NamedTuple):
    """A template parameter."""

    owner: Def
    name: str


Head = Union[Cls, Var, "Def", str]


class Ty(NamedTuple):
    """A type: what it is at heart, its template arguments, and how many pointers (or arrays) stand around it.

    A head that is a definition is a lambda.
    A head that is a string is a primitive, the ``::``-name of an outside type, ``null``, ``fn`` (a function type:
    its result, then its parameters), ``list`` (braces), ``lambda`` or ``?``. References are not kept.
    """

    head: Head
    args: tuple[Ty, ...] = ()
    pointers: int = 0
    const: bool = False
    """Whether the object at heart is ``const``."""


UNKNOWN = Ty("?")
VOID = Ty("void")
INT = Ty("int")
BOOL = Ty("bool")
TEXT = Ty("char", (), 1)
NULL = Ty("null", (), 1)
SIZE = Ty("unsigned long")


class Fn:
    """One function of the program: its declarations joined to its bodies."""

    __slots__ = ("bodies", "cls", "decls", "key", "name", "path")

    def __init__(self, name: str, path: Path, cls: Cls | None, key: tuple[object, ...] = ()) -> None:
        self.name = name
        self.key = key
        """What tells it from its overloads; () in C."""
        self.path = path
        self.cls = cls
        self.decls: list[Def] = []
        self.bodies: list[Def] = []

    @property
    def first(self) -> Def:
        """The declaration that callers see: it has the default arguments."""
        return self.decls[0] if self.decls else self.bodies[0]

    @property
    def all(self) -> list[Def]:
        return self.decls + self.bodies

    def has(self, flag: str) -> bool:
        return any(flag in d.facts.flags for d in self.decls) or any(flag in d.facts.flags for d in self.bodies)

    def arity(self) -> tuple[int, int]:
        """Fewest and most arguments; -1 for no upper limit."""
        fewest: int | None = None
        most = 0
        for definition in self.all:
            required = 0
            count = 0
            for parameter in definition.facts.parameters:
                if parameter.kind == "args":
                    count = -1
                    break
                count += 1
                if not parameter.has_default:
                    required = count
            fewest = required if fewest is None else min(fewest, required)
            most = -1 if count < 0 or most < 0 else max(most, count)
        return fewest or 0, most

    def __repr__(self) -> str:
        return f"<fn {'::'.join((*self.path, self.name))}>"


Entity = Union[Cls, Fn, "Def"]
"""What a scope gives a name: a class, a function, or another definition (variable, field, type alias, constant)."""


def substitute(ty: Ty, mapping: dict[Var, Ty]) -> Ty:
    """``ty`` with template parameters replaced by what they stand for; unknown ones stay."""
    head = ty.head
    if type(head) is Var:
        given = mapping.get(head)
        if given is None:
            return ty
        if ty.pointers or ty.const:
            return given._replace(pointers=given.pointers + ty.pointers, const=given.const or ty.const)
        return given
    if not ty.args:
        return ty
    return ty._replace(args=tuple([substitute(argument, mapping) for argument in ty.args]))


def has_variables(ty: Ty) -> bool:
    """Whether a template parameter occurs in ``ty``."""
    return type(ty.head) is Var or any(has_variables(argument) for argument in ty.args)


def pointer_to(ty: Ty) -> Ty:
    """``T*``."""
    return ty if ty == UNKNOWN else ty._replace(pointers=ty.pointers + 1)


def pointee(ty: Ty) -> Ty:
    """What a plain pointer points to; the type itself when it is none."""
    return ty._replace(pointers=ty.pointers - 1) if ty.pointers else ty
