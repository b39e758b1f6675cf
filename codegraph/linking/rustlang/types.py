"""Types as the Rust linker sees them. A type that is not known is ``None``, alone or inside another.

Lifetimes are left out, mutability too. References are kept: a method of ``T`` and one of ``&T`` differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Union

from codegraph.linking.values import Def


@dataclass(frozen=True, slots=True)
class Adt:
    """A struct, enum or union applied to types, in the order of its type parameters."""

    definition: Def
    args: tuple[Type | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Prim:
    """A type of the language itself: ``str``, ``u8``, ``bool``; ``{int}`` and ``{float}`` are literals of any size."""

    name: str


@dataclass(frozen=True, slots=True)
class Ref:
    """``&T``, ``&mut T`` or a raw pointer."""

    to: Type | None


@dataclass(frozen=True, slots=True)
class Seq:
    """``[T]`` (``slice``) or ``[T; n]`` (``array``)."""

    kind: str
    element: Type | None


@dataclass(frozen=True, slots=True)
class Tup:
    """A tuple; ``()`` is the empty one."""

    items: tuple[Type | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Fn:
    """Something callable: a function pointer, or a bound ``Fn(A) -> B``."""

    parameters: tuple[Type | None, ...]
    result: Type | None


@dataclass(frozen=True, slots=True)
class Closure:
    """A closure (or an ``async`` block), by its definition."""

    definition: Def


@dataclass(frozen=True, slots=True)
class Item:
    """A function, tuple struct or variant mentioned by its path."""

    definition: Def
    substitution: Substitution
    trait_receiver: Type | None = None


@dataclass(frozen=True, slots=True)
class Param:
    """A type parameter of ``owner`` (a function, impl, trait, struct); ``Self`` inside a trait."""

    owner: Def
    name: str


@dataclass(frozen=True, slots=True)
class Trait:
    """A trait with its arguments and the associated types that are given: ``Iterator<Item = T>``."""

    definition: Def
    args: tuple[Type | None, ...] = ()
    given: tuple[tuple[str, Type | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """A type known by its traits: ``dyn A``, ``impl A + B``; callable bounds are ``Fn``."""

    kind: str
    bounds: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Proj:
    """``<base as trait>::name``, not yet known; ``trait`` None: any that has it."""

    base: Type
    trait: Trait | None
    name: str


@dataclass(frozen=True, slots=True)
class View:
    """An enum seen as one of its variants, by a pattern."""

    of: Adt
    variant: Def


@dataclass(frozen=True, slots=True)
class Outside:
    """A type of a crate that is not in the repository."""

    name: str


Bound = Union[Trait, Fn, Outside]
"""What a type parameter is known to be; a trait of another crate says little, but ends guessing."""
Type = Union[Adt, Prim, Ref, Seq, Tup, Fn, Closure, Item, Param, Some, Proj, View, Outside]
Substitution = tuple[tuple[Param, "Type | None"], ...]

UNIT = Tup()
NEVER = Prim("!")
BOOL = Prim("bool")
STR = Prim("str")
INTEGERS = frozenset(("u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "{int}"))
FLOATS = frozenset(("f32", "f64", "{float}"))
PRIMITIVES = (INTEGERS | FLOATS | {"bool", "char", "str", "!"}) - {"{int}", "{float}"}


def strip(kind: Type | None) -> Type | None:
    """The type behind any number of references."""
    while isinstance(kind, Ref):
        kind = kind.to
    return kind


def parts(kind: Type | None) -> Iterator[Type | None]:
    """The types a type is directly made of."""
    if isinstance(kind, Adt):
        yield from kind.args
    elif isinstance(kind, Ref):
        yield kind.to
    elif isinstance(kind, Seq):
        yield kind.element
    elif isinstance(kind, Tup):
        yield from kind.items
    elif isinstance(kind, Fn):
        yield from kind.parameters
        yield kind.result
    elif isinstance(kind, Proj):
        yield kind.base
        if kind.trait is not None:
            yield from kind.trait.args
    elif isinstance(kind, Some):
        for bound in kind.bounds:
            if isinstance(bound, Fn):
                yield from bound.parameters
                yield bound.result
            elif isinstance(bound, Trait):
                yield from bound.args
                for _, given in bound.given:
                    yield given


def mentions(kind: Type | None, test: Callable[[Type], bool]) -> bool:
    """Whether ``test`` holds for the type or a part of it."""
    pending = [kind]
    while pending:
        part = pending.pop()
        if part is not None:
            if test(part):
                return True
            pending.extend(parts(part))
    return False


def is_open(kind: Type | None) -> bool:
    """Whether something in the type is not known."""
    pending = [kind]
    while pending:
        part = pending.pop()
        if part is None:
            return True
        pending.extend(parts(part))
    return False


def rebuild(kind: Type | None, change: Callable[[Type | None], Type | None]) -> Type | None:
    """The type with ``change`` made to each of its direct parts."""
    if isinstance(kind, Adt):
        return Adt(kind.definition, tuple(change(a) for a in kind.args)) if kind.args else kind
    if isinstance(kind, Ref):
        return Ref(change(kind.to))
    if isinstance(kind, Seq):
        return Seq(kind.kind, change(kind.element))
    if isinstance(kind, Tup):
        return Tup(tuple(change(i) for i in kind.items)) if kind.items else kind
    if isinstance(kind, Fn):
        return Fn(tuple(change(p) for p in kind.parameters), change(kind.result))
    if isinstance(kind, Some):
        return Some(kind.kind, tuple(rebuild_bound(b, change) for b in kind.bounds))
    if isinstance(kind, Proj):
        base = change(kind.base)
        trait = rebuild_bound(kind.trait, change) if kind.trait is not None else None
        return Proj(base, trait, kind.name) if base is not None else None  # type: ignore[arg-type]
    return kind


def rebuild_bound(bound: Bound, change: Callable[[Type | None], Type | None]) -> Bound:
    """A bound with ``change`` made to the types in it."""
    if isinstance(bound, Fn):
        return Fn(tuple(change(p) for p in bound.parameters), change(bound.result))
    if isinstance(bound, Outside) or not bound.args and not bound.given:
        return bound
    given = tuple((name, change(kind)) for name, kind in bound.given)
    return Trait(bound.definition, tuple(change(a) for a in bound.args), given)


def substitute(kind: Type | None, known: Mapping[Param, Type | None]) -> Type | None:
    """The type with its parameters replaced; those not in ``known`` stay."""
    if kind is None or not known:
        return kind
    if isinstance(kind, Param):
        return known.get(kind, kind)
    return rebuild(kind, lambda part: substitute(part, known))


def forget(kind: Type | None, own: Callable[[Param], bool]) -> Type | None:
    """The type with the parameters for which ``own`` holds unknown."""
    if isinstance(kind, Param):
        return None if own(kind) else kind
    if kind is None:
        return None
    return rebuild(kind, lambda part: forget(part, own))


def merge(first: Type | None, second: Type | None) -> Type | None:
    """What two sightings of one type say together; the first where they disagree."""
    if first is None or first == NEVER:
        return second if second is not None else first
    if second is None or first == second or second == NEVER:
        return first
    if isinstance(first, Ref) and isinstance(second, Ref):
        return Ref(merge(first.to, second.to))
    if isinstance(first, Adt) and isinstance(second, Adt) and first.definition is second.definition:
        width = max(len(first.args), len(second.args))
        return Adt(
            first.definition, tuple(merge(a, b) for a, b in zip(_wide(first, width), _wide(second, width), strict=True))
        )
    if isinstance(first, Tup) and isinstance(second, Tup) and len(first.items) == len(second.items):
        return Tup(tuple(merge(a, b) for a, b in zip(first.items, second.items, strict=True)))
    if isinstance(first, Seq) and isinstance(second, Seq):
        return Seq(first.kind, merge(first.element, second.element))
    if isinstance(first, Prim) and first.name.startswith("{") and isinstance(second, Prim):
        return second
    return first


def _wide(kind: Adt, width: int) -> tuple[Type | None, ...]:
    return kind.args + (None,) * (width - len(kind.args))


def match(
    pattern: Type | None, target: Type | None, own: Callable[[Param], bool], known: dict[Param, Type | None]
) -> bool:
    """Whether ``target`` can be an instance of ``pattern``; parameters that are ``own`` are bound in ``known``.

    What is unknown on either side fits everything.
    """
    if isinstance(pattern, Param) and own(pattern):
        seen = known.get(pattern)
        if seen is None:
            known[pattern] = target
            return True
        known[pattern] = merge(seen, target)
        return target is None or seen == target or fits(seen, target)
    if pattern is None or target is None:
        return True
    if isinstance(target, View):
        target = target.of
    if isinstance(pattern, Adt):
        if not isinstance(target, Adt) or pattern.definition is not target.definition:
            return False
        return all(match(p, t, own, known) for p, t in zip(pattern.args, target.args, strict=False))
    if isinstance(pattern, Ref):
        return isinstance(target, Ref) and match(pattern.to, target.to, own, known)
    if isinstance(pattern, Seq):
        if not isinstance(target, Seq) or pattern.kind != target.kind:
            return False
        return match(pattern.element, target.element, own, known)
    if isinstance(pattern, Tup):
        if not isinstance(target, Tup) or len(pattern.items) != len(target.items):
            return False
        return all(match(p, t, own, known) for p, t in zip(pattern.items, target.items, strict=True))
    if isinstance(pattern, Prim):
        if not isinstance(target, Prim):
            return False
        if pattern.name == target.name:
            return True
        if target.name == "{int}":
            return pattern.name in INTEGERS
        return target.name == "{float}" and pattern.name in FLOATS
    if isinstance(pattern, Fn):
        if isinstance(target, (Closure, Item)):
            return True
        if not isinstance(target, Fn) or len(pattern.parameters) != len(target.parameters):
            return False
        pairs = zip(pattern.parameters, target.parameters, strict=True)
        return all(match(p, t, own, known) for p, t in pairs) and match(pattern.result, target.result, own, known)
    if isinstance(pattern, Proj):
        return True
    if isinstance(pattern, Some) and isinstance(target, Some):
        first = [b.definition for b in pattern.bounds if isinstance(b, Trait)]
        second = [b.definition for b in target.bounds if isinstance(b, Trait)]
        return first[:1] == second[:1]
    return pattern == target


def fits(first: Type | None, second: Type | None) -> bool:
    """Whether two types can be the same."""
    return match(first, second, lambda p: False, {}) or match(second, first, lambda p: False, {})
