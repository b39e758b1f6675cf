"""Definitions under ``#if``: which exclude each other, and which the usual build leaves out.

Conditions are worked out as far as the repository tells: a macro that a visible file defines, the system
macros of Linux with GCC or Clang, numbers. What the build might define is unknown, and unknown is not false.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from codegraph.linking.cfamily.program import marked

if TYPE_CHECKING:
    from codegraph.linking.cfamily.engine import Engine
    from codegraph.linking.units import Unit
    from codegraph.linking.values import Def

OTHER_SYSTEMS = frozenset(
    "_WIN32 WIN32 _WIN64 WIN64 __WIN32__ _WINDOWS __MINGW32__ __MINGW64__ __CYGWIN__ _MSC_VER __BORLANDC__ __APPLE__ "
    "__MACH__ __FreeBSD__ __NetBSD__ __OpenBSD__ __DragonFly__ __sun __sun__ sun __HAIKU__ _AIX __hpux __ANDROID__ "
    "__EMSCRIPTEN__ __wasm__ __QNX__ __INTEL_COMPILER __SUNPRO_C __SUNPRO_CC __VMS MSDOS __MSDOS__ __OS2__ __amigaos__ "
    "_WIN32_WCE WINAPI_FAMILY TARGET_OS_MAC TARGET_OS_IPHONE __DJGPP__ __WATCOMC__ __xlC__ __IBMCPP__ "
    "__MINGW__ ESP8266 ESP32 ESP_PLATFORM __Fuchsia__ __MVS__ __native_client__ __CUDACC__ __CUDA_ARCH__ "
    "__aarch64__ __arm__ __ARM_NEON __ARM_NEON__ __ARM_FEATURE_CRC32 __powerpc__ __powerpc64__ __ppc__ __mips__ "
    "__riscv __s390x__ __sparc__ __sparc __ia64__ __alpha__ __i386__ __i386 _M_ARM _M_ARM64 _M_IX86".split()
)
THIS_SYSTEM = frozenset("__linux__ __linux linux __unix__ __unix unix __GNUC__ __STDC__ __x86_64__ __ELF__".split())

_TOKEN = re.compile(r"[A-Za-z_]\w*|\d\w*|&&|\|\||[!=<>]=|[()!<>+*/-]|\S")
_CONFIGURED = ("HAVE_", "HAS_", "CONFIG_", "_MAX", "_MIN", "__")
"""In the names (and ``_`` before them) of macros that a build's configuration or the system's headers define."""

_NO_BRANCHES: dict[str, list[list[int]]] = {"members": []}
_NOWHERE = -1
_STATES: dict[str, bool | None] = {"yes": True, "no": False, "maybe": None}
_DEPTH = 12
_ORDER = {"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, ">": 4, "<=": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6}

_FOREIGN_FILES = frozenset(
    "win win32 win64 windows msvc mingw wince mac macos macosx darwin osx ios apple android freebsd netbsd openbsd bsd "
    "solaris sunos aix hpux haiku os2 dos msdos vms amiga beos qnx wasm emscripten zos uwp hurd cygwin os390 "
    "ibmi".split()
)


@lru_cache(maxsize=20_000)
def for_other_system(path: str) -> bool:
    """Whether the name of a file, or a folder it is in, says that it is for another system."""
    return any(part in _FOREIGN_FILES for part in _parts(path))


@lru_cache(maxsize=20_000)
def for_this_system(path: str) -> bool:
    """Whether the name of a file, or a folder it is in, says Linux."""
    return "linux" in _parts(path)


def _parts(path: str) -> list[str]:
    return path.rpartition(".")[0].lower().replace("-", "_").replace("/", "_").split("_")


class Conditions:
    """The conditionals of a program."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._by_default = False

    def first_alive(self, definitions: list[Def]) -> Def:
        """Of definitions under different conditions the first that may be compiled; one that surely is comes first."""
        ordered = sorted(definitions, key=lambda d: d.place)
        states = [self.state(d) for d in ordered]
        for wanted in (True, None):
            for definition, state in zip(ordered, states, strict=True):
                if state is wanted:
                    return definition
        return ordered[0]

    def usual(self, definitions: list[Def]) -> Def:
        """Of functions that exclude each other the first that is compiled when the build sets no switch of its own."""
        first = self.first_alive(definitions)
        if self.state(first) is None and self.is_off(first) and self._is_unset(first):
            rest = [d for d in definitions if self.state(d) is None and not self.is_off(d)]
            return self.first_alive(rest) if rest else first
        return first

    def _is_unset(self, definition: Def) -> bool:
        """Whether no file defines any macro that the conditions around a definition ask for."""
        unit = definition.unit
        for group, number in self._branches_of(definition):
            directive = unit.facts.extra["branches"]["conditions"][group][number]
            for name in _TOKEN.findall(directive.partition(" ")[2]):
                if name != "defined" and name.isidentifier() and self._macros(unit, name, group):
                    return False
        return True

    def is_dead(self, definition: Def) -> bool:
        """Whether a definition stands in a branch that the usual build leaves out."""
        return self.state(definition) is False

    def is_off(self, definition: Def) -> bool:
        """Whether a definition is left out when the build defines nothing of its own."""
        before, self._by_default = self._by_default, True
        try:
            return self.state(definition) is False
        finally:
            self._by_default = before

    def exclude_each_other(self, a: Def, b: Def) -> bool:
        """Whether two definitions stand in different branches of one conditional."""
        if a.unit is not b.unit:
            return False
        mine = dict(self._branches_of(a))
        return any(mine.get(group, number) != number for group, number in self._branches_of(b))

    def _branches_of(self, definition: Def) -> list[tuple[int, int]]:
        """(conditional, branch) for each conditional around a definition, outer ones first."""
        unit = definition.unit
        known: dict[int, list[tuple[int, int]]] | None = unit.cache.get("c branches")  # type: ignore[assignment]
        if known is None:
            known = {}
            for index, group, number in unit.facts.extra.get("branches", _NO_BRANCHES)["members"]:
                known.setdefault(index, []).append((group, number))
            unit.cache["c branches"] = known
        return known.get(definition.index, [])

    def state(self, definition: Def) -> bool | None:
        """Whether a definition is compiled; None when that is not known."""
        result: bool | None = True
        unit = definition.unit
        branches = self._branches_of(definition)
        if branches:
            self._engine.evaluator.touch(unit.path, "")
        for group, number in branches:
            state = self._branch(unit, group, number)
            if state is False:
                return False
            result = result if state else None
        return result

    def _holds(self, definition: Def) -> bool:
        """Whether a number defined here is the one in force when the build defines nothing of its own."""
        before, self._by_default = self._by_default, True
        try:
            return self.state(definition) is True
        finally:
            self._by_default = before

    def _branch(self, unit: Unit, group: int, number: int) -> bool | None:
        """Whether a branch is compiled; None when that is not known, or hangs on itself."""
        key = ("c branch", unit.path, group, number, self._by_default)
        return _STATES.get(self._engine.kept(key, self._evaluate, unit, group, number) or "maybe")

    def _evaluate(self, unit: Unit, group: int, number: int) -> str:
        before: bool | None = False
        state: bool | None = None
        for other, directive in enumerate(unit.facts.extra["branches"]["conditions"][group]):
            own = True if directive == "else" else self._condition(unit, directive, group)
            state = False if before is True or own is False else True if own and before is False else None
            if other == number:
                break
            before = True if before is True or own is True else False if before is False and own is False else None
        return "maybe" if state is None else "yes" if state else "no"

    def _condition(self, unit: Unit, directive: str, group: int) -> bool | None:
        word, _, rest = directive.partition(" ")
        if word in ("ifdef", "elifdef"):
            return self._defined(unit, rest, group)
        if word in ("ifndef", "elifndef"):
            known = self._defined(unit, rest, group)
            return None if known is None else not known
        value = _Reader(self, unit, _TOKEN.findall(rest)[:200], group).expression(0, 0)
        return None if value is None else bool(value)

    def _macros(self, unit: Unit, name: str, group: int) -> list[Def]:
        """Where a macro is defined that ``unit`` may see at a conditional."""
        engine = self._engine
        found = engine.program.macros(name) + self._switches(unit.path).get(name, [])
        first = self._first_byte(unit, group)
        out: list[Def] = []
        for definition in found:
            if definition.unit is unit:
                if definition.facts.start_byte < first:
                    out.append(definition)
            elif engine.tier(definition.unit.path, unit) < 3:
                out.append(definition)
        return out

    def _first_byte(self, unit: Unit, group: int) -> int:
        """Where the first definition under a conditional begins; the file's end for no conditional."""
        members = unit.facts.extra.get("branches", _NO_BRANCHES)["members"]
        starts = [unit.facts.definitions[index].start_byte for index, other, _ in members if other == group]
        return min(starts) if starts else unit.facts.definitions[0].end_byte

    def _switches(self, path: str) -> dict[str, list[Def]]:
        """The macros defined as nothing that a file sees."""
        return self._engine.kept(("c switches", path), self._all_switches, path) or {}

    def _all_switches(self, path: str) -> dict[str, list[Def]]:
        table: dict[str, list[Def]] = {}
        engine = self._engine
        for other in sorted(engine.program.seen(path)):
            for definition, name in marked(engine.evaluator.unit(other), "switch"):
                table.setdefault(name, []).append(definition)
        return table

    def _defined(self, unit: Unit, name: str, group: int) -> bool | None:
        if name == "__cplusplus":
            return unit.language == "cpp"
        if name in OTHER_SYSTEMS:
            return False
        if name in THIS_SYSTEM:
            return True
        states = [self.state(definition) for definition in self._macros(unit, name, group)]
        if True in states:
            return True
        if states and not any(state is None for state in states):
            return False  # only where it is left out
        if self._by_default and not states and not self._engine.program.macros(name):
            # Defined nowhere: off, unless a configure script may answer it.
            return None if name.startswith("_") or any(mark in name for mark in _CONFIGURED) else False
        return None

    def _value(self, unit: Unit, name: str, group: int, depth: int) -> int | None:
        """The number that a macro stands for."""
        if name in OTHER_SYSTEMS:
            return 0
        macros = self._macros(unit, name, group)
        for macro in macros:
            if macro.facts.name and self._holds(macro):
                text = macro.facts.signature.partition(name)[2].strip()
                return _Reader(self, macro.unit, _TOKEN.findall(text)[:60], _NOWHERE).expression(0, depth + 1)
        # Defined for other systems alone: nothing here, and nothing counts as 0.
        return 0 if macros and all(self.state(macro) is False for macro in macros) else None


class _Reader:
    """A condition read from left to right; None stands for what is not known."""

    def __init__(self, conditions: Conditions, unit: Unit, tokens: list[str], group: int) -> None:
        self._conditions = conditions
        self._unit = unit
        self._tokens = tokens
        self._group = group
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
            known = self._conditions._defined(self._unit, name, self._group)
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
            return self._conditions._value(self._unit, token, self._group, depth)
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
