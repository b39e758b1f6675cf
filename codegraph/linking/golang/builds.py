"""Which build a Go file belongs to, so that twins kept apart by file name or build line stay apart.

Calls are resolved in the usual build (linux, amd64, cgo on, no tags of one's own). A file outside it
is read in the first build that it does belong to, and sees its neighbours of that build.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_SYSTEMS = frozenset(
    (
        "aix",
        "android",
        "darwin",
        "dragonfly",
        "freebsd",
        "hurd",
        "illumos",
        "ios",
        "js",
        "linux",
        "nacl",
        "netbsd",
        "openbsd",
        "plan9",
        "solaris",
        "wasip1",
        "windows",
        "zos",
    )
)
_MACHINES = frozenset(
    (
        "386",
        "amd64",
        "amd64p32",
        "arm",
        "arm64",
        "arm64be",
        "armbe",
        "loong64",
        "mips",
        "mips64",
        "mips64le",
        "mips64p32",
        "mips64p32le",
        "mipsle",
        "ppc",
        "ppc64",
        "ppc64le",
        "riscv",
        "riscv64",
        "s390",
        "s390x",
        "sparc",
        "sparc64",
        "wasm",
    )
)
_UNIX = _SYSTEMS - {"js", "nacl", "plan9", "wasip1", "windows", "zos"}
_IMPLIED = {"android": "linux", "illumos": "solaris", "ios": "darwin"}


class Build(NamedTuple):
    """What a program is built for."""

    system: str
    machine: str
    tags: frozenset[str] = frozenset()


USUAL = Build("linux", "amd64")

_OTHERS = (
    USUAL,
    Build("windows", "amd64"),
    Build("darwin", "amd64"),
    Build("freebsd", "amd64"),
    Build("js", "wasm"),
    Build("linux", "arm64"),
    Build("linux", "386"),
    Build("darwin", "arm64"),
    *(Build("linux", machine) for machine in sorted(_MACHINES)),
    *(Build(system, "amd64") for system in sorted(_SYSTEMS)),
)


class Condition(NamedTuple):
    """When a file takes part in a build."""

    system: str = ""
    """From the file's name."""
    machine: str = ""
    lines: tuple[str, ...] = ()
    """Constraint expressions, all of which must hold."""

    def holds(self, build: Build) -> bool:
        """Whether the file takes part in ``build``."""
        if self.system and self.system not in (build.system, _IMPLIED.get(build.system)):
            return False
        if self.machine and self.machine != build.machine:
            return False
        return all(_holds(line, build) for line in self.lines)

    def own_build(self) -> Build:
        """The usual build if the file takes part in it, else the first that it takes part in."""
        for build in _OTHERS:
            if self.holds(build):
                return build
        words = frozenset(w for line in self.lines for w in _tokens(line) if w not in ("(", ")", "!", "&&", "||"))
        for build in _OTHERS:
            if self.holds(build._replace(tags=words)):
                return build._replace(tags=words)
        return USUAL


ALWAYS = Condition()


@lru_cache(maxsize=4096)
def condition_of(name: str, line: str, older: tuple[str, ...]) -> Condition:
    """The condition of the file called ``name`` with the given ``//go:build`` line or older ``+build`` lines."""
    stem = name.removesuffix(".go").removesuffix("_test")
    parts = stem.split("_")[1:]
    system = machine = ""
    if parts and parts[-1] in _MACHINES:
        machine = parts.pop()
    if parts and parts[-1] in _SYSTEMS:
        system = parts[-1]
    lines = (line,) if line else tuple(_modern(text) for text in older)
    return Condition(system, machine, lines) if system or machine or lines else ALWAYS


def _modern(older: str) -> str:
    """``a,!b c`` as ``(a && !b) || (c)``."""
    return " || ".join("(" + " && ".join(term.split(",")) + ")" for term in older.split())


def _tokens(line: str) -> Iterator[str]:
    at, end = 0, len(line)
    while at < end:
        character = line[at]
        if character in "()!":
            yield character
            at += 1
        elif line.startswith(("&&", "||"), at):
            yield line[at : at + 2]
            at += 2
        elif character.isspace():
            at += 1
        elif line.startswith("//", at):
            return
        else:
            start = at
            while at < end and line[at] not in "()!&|" and not line[at].isspace():
                at += 1
            if at == start:
                at += 1
            yield line[start:at]


def _tag(name: str, build: Build) -> bool:
    if name in (build.system, build.machine, "cgo", "gc") or name in build.tags:
        return True
    if name == "unix":
        return build.system in _UNIX
    if name == _IMPLIED.get(build.system):
        return True
    return name.startswith("go1.")


@lru_cache(maxsize=4096)
def _holds(line: str, build: Build) -> bool:
    """Whether a constraint expression holds; ``!`` binds tighter than ``&&``, ``&&`` tighter than ``||``.

    Read without recursion: values and operators on two stacks. A line that is no expression holds.
    """
    values: list[bool] = []
    operators: list[str] = []

    def apply() -> None:
        operator = operators.pop()
        if operator == "!":
            values.append(not values.pop())
        else:
            right, left = values.pop(), values.pop()
            values.append(left and right if operator == "&&" else left or right)

    strength = {"||": 1, "&&": 2, "!": 3}
    try:
        for token in _tokens(line):
            if token == "(" or token == "!":
                operators.append(token)
            elif token == ")":
                while operators[-1] != "(":
                    apply()
                operators.pop()
            elif token in strength:
                while operators and strength.get(operators[-1], 0) >= strength[token]:
                    apply()
                operators.append(token)
            else:
                values.append(_tag(token, build))
        while operators:
            apply()
    except IndexError:
        return True
    return values[-1] if values else True
