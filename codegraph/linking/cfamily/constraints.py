"""Whether a function template takes part in a call: what ``enable_if`` in its header comes to.

Conditions are worked out as far as the standard's type traits and what is known of the arguments go; a
condition that asks for more is unknown, and unknown is not false.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegraph.linking.cfamily import library
from codegraph.linking.cfamily.program import constraints_of
from codegraph.linking.cfamily.types import UNKNOWN, Cls, Fn, Ty, Var, has_variables, substitute

if TYPE_CHECKING:
    from codegraph.linking.cfamily.engine import Denoted, Engine, Site
    from parsers.facts import Expression

_DEPTH = 8
_TEXTS = frozenset(("std::string", "std::string_view", "std::wstring"))


def takes_part(engine: Engine, fn: Fn, known: dict[Var, Ty]) -> bool | None:
    """Whether the constraints on a template hold for its parameters as deduced; None when that is not known."""
    result: bool | None = True
    for definition in fn.all:
        for expression in constraints_of(definition):
            state = _holds(engine, engine.at(definition), expression, known, 0)
            if state is False:
                return False
            result = result if state else None
    return result


def _holds(engine: Engine, site: Site, expression: int, known: dict[Var, Ty], depth: int) -> bool | None:
    """Whether a type that ``enable_if`` stands in is one."""
    expressions = site.unit.facts.expressions
    while expression >= 0 and expressions[expression][0] == "ref":
        expression = expressions[expression][1]
    if expression < 0 or depth > _DEPTH:
        return None
    operation: Expression = expressions[expression]
    if operation[0] == "attr" and operation[2] == "type":
        return _holds(engine, site, operation[1], known, depth + 1)
    if operation[0] != "generic" or not operation[2]:
        return None
    found = engine.denote(site, operation[1])
    name = _name(found, expressions[operation[1]])
    if name in ("enable_if", "enable_if_t"):
        return _truth(engine, site, operation[2][0], known, depth + 1)
    for entity in found.entities:
        if not isinstance(entity, (Cls, Fn)) and entity.kind == "type" and entity.facts.value >= 0:
            given = [substitute(engine.type_expression(site, a), known) for a in operation[2]]
            names = entity.facts.type_parameters
            inner = {Var(entity, n): a for (n, _), a in zip(names, given, strict=False)}
            return _holds(engine, engine.at(entity), entity.facts.value, inner, depth + 1)
    return None


def _name(found: Denoted, written: Expression) -> str:
    """The last name of a template, ours or not."""
    if found.what == "outside" and found.path:
        return found.path[-1]
    return str(written[-1]) if written[0] in ("name", "attr") else ""


def _truth(engine: Engine, site: Site, expression: int, known: dict[Var, Ty], depth: int) -> bool | None:
    """The value of a condition."""
    if expression < 0 or depth > _DEPTH:
        return None
    expressions = site.unit.facts.expressions
    operation: Expression = expressions[expression]
    op = operation[0]
    if op == "attr" and operation[2] in ("value", "type"):
        return _truth(engine, site, operation[1], known, depth + 1)
    if op == "call" or op == "new":
        return _truth(engine, site, operation[1], known, depth + 1)
    if op != "generic":
        return None
    base: Expression = expressions[operation[1]] if operation[1] >= 0 else ("",)
    word = base[1] if base[0] == "name" else ""
    if word in ("!", "&&", "||"):
        return _joined(engine, site, word, operation[2], known, depth)
    found = engine.denote(site, operation[1])
    if found.what != "outside" or found.path[:1] != ("std",):
        return None
    name = found.path[-1].removesuffix("_v")
    junction = {"negation": "!", "conjunction": "&&", "disjunction": "||"}.get(name)
    if junction is not None:
        return _joined(engine, site, junction, operation[2], known, depth)
    types = [substitute(engine.type_expression(site, a), known) for a in operation[2]]
    if not types or any(ty == UNKNOWN or has_variables(ty) for ty in types):
        return None
    return _trait(engine, name, types)


def _joined(
    engine: Engine, site: Site, word: str, operands: tuple[int, ...], known: dict[Var, Ty], depth: int
) -> bool | None:
    states = [_truth(engine, site, operand, known, depth + 1) for operand in operands]
    if word == "!":
        return None if not states or states[0] is None else not states[0]
    decisive = word == "||"
    if decisive in states:
        return decisive
    return None if None in states else not decisive


def _is_known(ty: Ty) -> bool:
    """Whether a type is surely what it seems: a class of ours, a plain type, text, a pointer to one."""
    return isinstance(ty.head, Cls) or library.rank(ty._replace(pointers=0)) >= 0 or ty.head in _TEXTS


def _trait(engine: Engine, name: str, types: list[Ty]) -> bool | None:
    """A trait of the standard library."""
    first = types[0]
    if not all(map(_is_known, types)):
        return None
    rank = library.rank(first)
    cls = first.head if isinstance(first.head, Cls) and not first.pointers else None
    if name == "is_integral":
        return 0 <= rank < 6
    if name == "is_floating_point":
        return rank >= 6
    if name == "is_arithmetic":
        return rank >= 0
    if name == "is_enum":
        return cls is not None and cls.is_enum
    if name == "is_class":
        return first.head in _TEXTS and not first.pointers or (cls is not None and not cls.is_enum)
    if name == "is_pointer":
        return None if first.pointers else False  # an array is none
    if len(types) == 2:
        second = types[1]
        if name == "is_same":
            same = first.head == second.head and first.pointers == second.pointers
            return None if same and first.args != second.args else same
        if name == "is_base_of" and isinstance(first.head, Cls) and isinstance(second.head, Cls):
            return any(ty.head is first.head for ty in engine.ancestry(second))
    return None
