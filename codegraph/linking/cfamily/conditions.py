"""Definitions under ``#if``: which exclude each other, and which the usual build leaves out.

Conditions are worked out as far as the repository tells: a macro that a visible file defines, the system
macros of Linux with GCC or Clang, numbers. What the build might define is unknown, and unknown is not false.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codegraph.linking.cfamily.engine import Engine
    from codegraph.linking.units import Unit
    from codegraph.linking.values import Def

OTHER_SYSTEMS = frozenset(
    "_WIN32 WIN32 _WIN64 WIN64 __WIN32__ _WINDOWS __MINGW32__ __MINGW64__ __CYGWIN__ _MSC_VER __BORLANDC__ __APPLE__ "
    "__MACH__ __FreeBSD__ __NetBSD__ __OpenBSD__ __DragonFly__ __sun __sun__ sun __HAIKU__ _AIX __hpux __ANDROID__ "
    "__EMSCRIPTEN__ __wasm__ __QNX__ __INTEL_COMPILER __SUNPRO_C __SUNPRO_CC __VMS MSDOS __MSDOS__ __OS2__ __amigaos__ "
    "_WIN32_WCE WINAPI_FAMILY TARGET_OS_MAC TARGET_OS_IPHONE __DJGPP__ __WATCOMC__ __xlC__ __IBMCPP__".split()
)
THIS_SYSTEM = frozenset("__linux__ __linux linux __unix__ __unix unix __GNUC__ __STDC__ __x86_64__ __ELF__".split())

_TOKEN = re.compile(r"[A-Za-z_]\w*|\d\w*|&&|\|\||[!=<>]=|[()!<>+*/-]|\S")
_CONFIGURED = ("HAVE_", "HAS_", "CONFIG_", "_MAX", "_MIN", "__")
"""In the names of macros that a build's configuration or the system's headers define."""

_DEPTH = 12
_ORDER = {"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, ">": 4, "<=": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6}

Branch = tuple[int, int, int, int, str]


_FOREIGN_FILES = frozenset(
    "win win32 win64 windows msvc mingw wince mac macos macosx darwin osx ios apple android freebsd netbsd openbsd bsd "
    "solaris sunos aix hpux haiku os2 dos msdos vms amiga beos qnx wasm emscripten zos uwp".split()
)


def for_other_system(path: str) -> bool:
    """Whether the name of a file, or a folder it is in, says that it is for another system."""
    parts = path.rpartition(".")[0].lower().replace("-", "_").replace("/", "_").split("_")
    return any(part in _FOREIGN_FILES for part in parts)


class Conditions:
    """The conditionals of a program."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[tuple[str, int, int, bool], bool | None] = {}
        self._by_default = False
        self._active: set[tuple[str, int]] = set()

    def first_alive(self, definitions: list[Def]) -> Def:
        """Of definitions under different conditions the first that may be compiled; one that surely is comes first."""
        ordered = sorted(definitions, key=lambda d: d.place)
        states = [self.state(d.unit, d.facts.start_byte) for d in ordered]
        for wanted in (True, None):
            for definition, state in zip(ordered, states, strict=True):
                if state is wanted:
                    return definition
        return ordered[0]

    def is_dead(self, definition: Def) -> bool:
        """Whether a definition stands in a branch that the usual build leaves out."""
        return self.state(definition.unit, definition.facts.start_byte) is False

    def exclude_each_other(self, a: Def, b: Def) -> bool:
        """Whether two definitions stand in different branches of one conditional."""
        if a.unit is not b.unit:
            return False
        branches: list[Branch] = a.unit.facts.extra.get("branches", [])
        at, other = a.facts.start_byte, b.facts.start_byte
        mine = {group: number for start, end, group, number, _ in branches if start <= at < end}
        return any(
            start <= other < end and mine.get(group, number) != number for start, end, group, number, _ in branches
        )

    def state(self, unit: Unit, position: int) -> bool | None:
        """Whether what stands at a byte is compiled; None when that is not known."""
        result: bool | None = True
        for branch in unit.facts.extra.get("branches", ()):
            if branch[0] <= position < branch[1]:
                state = self._branch(unit, branch)
                if state is False:
                    return False
                result = result if state else None
        return result

    def _holds(self, unit: Unit, position: int) -> bool:
        """Whether a number defined here is the one in force when the build defines nothing of its own."""
        before, self._by_default = self._by_default, True
        try:
            return self.state(unit, position) is True
        finally:
            self._by_default = before

    def _branch(self, unit: Unit, branch: Branch) -> bool | None:
        key = (unit.path, branch[2], branch[3], self._by_default)
        if key in self._known:
            return self._known[key]
        if (unit.path, branch[2]) in self._active or len(self._active) > _DEPTH:
            return None
        self._active.add((unit.path, branch[2]))
        group = [b for b in unit.facts.extra["branches"] if b[2] == branch[2]]
        before: bool | None = False
        state: bool | None = None
        for other in group:
            own = True if other[4] == "else" else self._condition(unit, other[4], (group[0][0], group[-1][1]))
            state = False if before is True or own is False else True if own and before is False else None
            if other[3] == branch[3]:
                break
            before = True if before is True or own is True else False if before is False and own is False else None
        self._active.discard((unit.path, branch[2]))
        if not self._active:
            self._known[key] = state
        return state

    def _condition(self, unit: Unit, directive: str, around: tuple[int, int]) -> bool | None:
        word, _, rest = directive.partition(" ")
        if word in ("ifdef", "elifdef"):
            return self._defined(unit, rest, around)
        if word in ("ifndef", "elifndef"):
            known = self._defined(unit, rest, around)
            return None if known is None else not known
        value = _Reader(self, unit, _TOKEN.findall(rest)[:200], around).expression(0, 0)
        return None if value is None else bool(value)

    def _macros(self, unit: Unit, name: str, around: tuple[int, int]) -> list[tuple[Unit, int, Def | None]]:
        """Where a macro that ``unit`` may see here is defined."""
        engine = self._engine
        engine.evaluator.touch("", name)
        found: list[tuple[Unit, int, Def | None]] = [
            (m.unit, m.facts.start_byte, m) for m in engine.program.macros(name)
        ]
        found += [(other, start, None) for other, start in self._switches(unit.path).get(name, ())]
        out = []
        for other, start, macro in found:
            if other is unit:
                if start < around[0]:
                    out.append((other, start, macro))
            elif engine.tier(other.path, unit) < 3:
                out.append((other, start, macro))
        return out

    def _switches(self, path: str) -> dict[str, list[tuple[Unit, int]]]:
        """The macros defined as nothing that a file sees."""
        return self._engine.kept(("c switches", path), self._all_switches, path) or {}

    def _all_switches(self, path: str) -> dict[str, list[tuple[Unit, int]]]:
        table: dict[str, list[tuple[Unit, int]]] = {}
        engine = self._engine
        for other in sorted(engine.program.seen(path)):
            unit = engine.evaluator.unit(other)
            for switch, start in unit.facts.extra.get("switches", ()):
                table.setdefault(switch, []).append((unit, start))
        return table

    def _defined(self, unit: Unit, name: str, around: tuple[int, int]) -> bool | None:
        if name == "__cplusplus":
            return unit.language == "cpp"
        if name in OTHER_SYSTEMS:
            return False
        if name in THIS_SYSTEM:
            return True
        states = [self.state(other, start) for other, start, _ in self._macros(unit, name, around)]
        if True in states:
            return True
        if states and not any(state is None for state in states):
            return False  # only where it is left out
        if self._by_default and not states and not self._engine.program.macros(name):
            # Defined nowhere: off, unless a configure script may answer it.
            return None if any(mark in name for mark in _CONFIGURED) else False
        return None

    def _value(self, unit: Unit, name: str, around: tuple[int, int], depth: int) -> int | None:
        """The number that a macro stands for."""
        if name in OTHER_SYSTEMS:
            return 0
        for other, start, macro in self._macros(unit, name, around):
            if macro is not None and self._holds(other, start):
                text = macro.facts.signature.partition(name)[2].strip()
                return _Reader(self, other, _TOKEN.findall(text)[:60], (start, start)).expression(0, depth + 1)
        return None


class _Reader:
    """A condition read from left to right; None stands for what is not known."""

    def __init__(self, conditions: Conditions, unit: Unit, tokens: list[str], around: tuple[int, int]) -> None:
        self._conditions = conditions
        self._unit = unit
        self._tokens = tokens
        self._around = around
        self._at = 0

    def _next(self) -> str:
        token = self._tokens[self._at] if self._at < len(self._tokens) else ""
        self._at += 1
        return token

    def expression(self, least: int, depth: int) -> int | None:
        """A value with operators that bind at least as tightly as ``least``."""
        left = self._operand(depth)
        while self._at < len(self._tokens):
            operator = self._tokens[self._at]
            order = _ORDER.get(operator)
            if order is None or order < least:
                break
            self._at += 1
            left = _apply(operator, left, self.expression(order + 1, depth + 1) if depth < _DEPTH else None)
        return left

    def _operand(self, depth: int) -> int | None:
        token = self._next()
        if depth > _DEPTH:
            return None
        if token == "!":
            value = self._operand(depth + 1)
            return None if value is None else int(not value)
        if token == "(":
            value = self.expression(0, depth + 1)
            if self._next() != ")":
                self._at = len(self._tokens)
            return value
        if token == "defined":
            name = self._next()
            if name == "(":
                name = self._next()
                self._next()
            known = self._conditions._defined(self._unit, name, self._around)
            return None if known is None else int(known)
        if token[:1].isdigit():
            try:
                return int(token.rstrip("uUlL"), 0)
            except ValueError:
                return None
        if token.isidentifier():
            if self._at < len(self._tokens) and self._tokens[self._at] == "(":
                self._at = len(self._tokens)
                return None
            return self._conditions._value(self._unit, token, self._around, depth)
        return None


def _apply(operator: str, left: int | None, right: int | None) -> int | None:
    if operator == "&&":
        return 0 if left == 0 or right == 0 else 1 if left and right else None
    if operator == "||":
        return 1 if left or right else 0 if left == 0 and right == 0 else None
    if left is None or right is None:
        return None
    if operator == "/":
        return left // right if right else None
    results = {
        "==": left == right,
        "!=": left != right,
        "<": left < right,
        ">": left > right,
        "<=": left <= right,
        ">=": left >= right,
        "+": left + right,
        "-": left - right,
        "*": left * right,
    }
    return int(results[operator])
