"""Macros: which one a name means, and what using it calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegraph.linking.cfamily.library import C_FUNCTIONS
from codegraph.linking.cfamily.overloads import fits
from codegraph.linking.cfamily.types import Fn
from codegraph.linking.units import Unit
from codegraph.linking.values import Def

if TYPE_CHECKING:
    from codegraph.linking.cfamily.engine import Denoted, Engine, Site
    from parsers.facts import Reference

_DEPTH = 8
_LIMIT = 40
"""Calls that one use of a macro may stand for."""

_PARAMETERS_AROUND = "__VA_ARGS__"


class Macros:
    """The macros of a program."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._calls: dict[Def, list[Reference]] = {}
        self._by_scope: dict[Unit, dict[int, list[Reference]]] = {}

    def function_like(self, place: Site, name: str, found: Denoted) -> Def | None:
        """The macro that ``name(…)`` expands, if one is seen from here; a function wins over a macro seen elsewhere."""
        macros = self._engine.program.macros(name)
        if not macros:
            return None
        tiers = [(self._engine.tier(m.unit.path, place.unit), m) for m in macros]
        conditions = self._engine.conditions
        near = [(t, m) for t, m in tiers if "function" in m.facts.flags or m.facts.value >= 0]
        near = [(t, m) for t, m in near if len(near) > 1 or not conditions.is_dead(m)]
        if not near:
            return None
        tier, macro = min(near, key=lambda pair: pair[0])
        if tier > 2 and found.what != "nothing":
            return None
        if tier == 3 and len({m.unit.path for _, m in near}) > 1:
            return None
        same = [m for t, m in near if t == tier]
        macro = conditions.first_alive(same)
        if found.what == "functions" and "function" not in macro.facts.flags and conditions.state(macro) is not True:
            if not self._names_system_function(macro):
                return None  # ``#ifdef PREFIX``, ``#define open lib_open``: most builds have no prefix
            bodies = [d for e in found.entities if isinstance(e, Fn) for d in e.bodies]
            if any(conditions.state(d) for d in bodies):
                return None
        if tier == 0 and found.what == "functions":
            # ``#ifdef X``, a function, ``#else``, a macro of its name: the first that this system has.
            functions = [d for e in found.entities if isinstance(e, Fn) for d in e.bodies if d.unit is place.unit]
            rivals = [d for d in functions if self._engine.conditions.exclude_each_other(d, macro)]
            if rivals and self._engine.conditions.first_alive([*rivals, macro]) is not macro:
                return None
        return macro

    @staticmethod
    def _names_system_function(macro: Def) -> bool:
        """``#define my_copy memcpy``: the function of that name is a stand-in for systems without."""
        if macro.facts.value < 0:
            return False
        value = macro.unit.facts.expressions[macro.facts.value]
        return value[0] == "name" and value[1] in C_FUNCTIONS

    def calls(self, macro: Def) -> list[Reference]:
        """The call sites in a macro's body."""
        known = self._calls.get(macro)
        if known is None:
            unit = macro.unit
            grouped = self._by_scope.get(unit)
            if grouped is None:
                grouped = self._by_scope[unit] = {}
                for reference in unit.facts.references:
                    if reference.role == "call" and unit.facts.definitions[reference.scope].kind == "macro":
                        grouped.setdefault(reference.scope, []).append(reference)
            known = self._calls[macro] = grouped.get(macro.index, [])
        return known

    def expansion(self, place: Site, macro: Def, arguments: tuple[int, ...]) -> list[Def]:
        """The functions and macros that using ``macro`` here calls."""
        out: dict[Def, None] = {}
        self._expand(place, macro, list(arguments), {macro.name}, out, 0)
        out.pop(macro, None)
        return list(out)

    def _expand(
        self,
        place: Site,
        macro: Def,
        arguments: list[int],
        active: set[str],
        out: dict[Def, None],
        depth: int,
    ) -> None:
        engine = self._engine
        unit = macro.unit
        engine.evaluator.touch(unit.path, macro.name)
        formal = {p.name: i for i, p in enumerate(macro.facts.parameters)}
        expressions = unit.facts.expressions
        if "function" not in macro.facts.flags and macro.facts.value >= 0:
            operation = expressions[macro.facts.value]
            if operation[0] == "name":
                self._name(place, unit, operation[1], arguments, len(arguments), active, out, depth)
            return
        for reference in self.calls(macro):
            if len(out) >= _LIMIT or reference.expression < 0:
                return
            operation = expressions[reference.expression]
            if operation[0] != "call" or operation[1] < 0:
                continue
            callee = expressions[operation[1]]
            if callee[0] != "name":
                continue
            name = callee[1]
            given = [self._argument(unit, a, formal, arguments) for a in operation[2]]
            at = formal.get(name)
            if at is not None:
                if at < len(arguments) and arguments[at] >= 0:
                    actual = place.unit.facts.expressions[arguments[at]]
                    if actual[0] == "name":
                        self._name(place, unit, actual[1], given, reference.argument_count, active, out, depth)
                    elif actual[0] == "attr":
                        self._functions(place, engine.denote(place, arguments[at]), reference.argument_count, out)
                continue
            self._name(place, unit, name, given, reference.argument_count, active, out, depth)

    def _argument(self, unit: Unit, argument: int, formal: dict[str, int], arguments: list[int]) -> int:
        """What stands at the use for an argument inside the body; -1 when it is more than one parameter's text."""
        if argument < 0:
            return -1
        operation = unit.facts.expressions[argument]
        if operation[0] == "name" and operation[1] in formal:
            at = formal[operation[1]]
            return arguments[at] if at < len(arguments) else -1
        return -1

    def _name(
        self,
        place: Site,
        unit: Unit,
        name: str,
        arguments: list[int],
        count: int,
        active: set[str],
        out: dict[Def, None],
        depth: int,
    ) -> None:
        """A call of ``name`` in a body: another macro, or a function as the macro's user sees it."""
        if name in active:
            macro = None
        else:
            found = self._engine.lookup(place, name)
            macro = self.function_like(place, name, found)
            if macro is None and unit is not place.unit and found.what == "nothing":
                inner = self._engine.site(unit, 0, unit.facts.definitions[0].end_byte)
                macro = self.function_like(inner, name, found)
        if macro is not None and depth < _DEPTH:
            self._expand(place, macro, arguments, active | {name}, out, depth + 1)
            return
        self._functions(place, self._engine.lookup(place, name), count, out)

    def _functions(self, place: Site, found: Denoted, count: int, out: dict[Def, None]) -> None:
        if found.what != "functions":
            return
        functions = [e for e in found.entities if isinstance(e, Fn)]
        if len(functions) > 1:
            functions = [f for f in functions if fits(f, count)]
        if len(functions) == 1:
            targets = self._engine.target(functions[0], place.unit)
            if len(targets) == 1:
                out[targets[0]] = None
