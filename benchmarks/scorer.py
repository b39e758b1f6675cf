"""Scoring call edges against a compiler-grade truth.

Rules:

* An edge is a unique pair (caller, callee); truth is the rows of form ``call`` and ``new``. Overload
  groups are one callee.
* A class and its own constructor are one callee; a class without one also matches the inherited one.
* An endpoint is matched to the definition of the same file and name whose lines (from five above its
  start) hold it, nearest first. A module-level caller has line 0 or the name ``<module>``.
* A caller that is a class body, a variable or an unknown name is lifted to the function or module around.
* Edges are judged when both ends lie in covered files and the callee is a function, method or class there.
* Left out of precision and counted on their own: matches of a decorator or JSX use (``other_form``);
  edges whose caller has a call of that name which the compiler could not tie to a definition
  (``undecided``); overrides of a right callee, and namesakes where the truth is a bodiless signature
  (``override``). ``precision_low`` counts the last two as wrong.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Union

TRUTH = Path(__file__).parent / "truth"

_CONSTRUCTORS = frozenset(("__init__", "__new__", "constructor", "<init>", "__construct"))
_SLACK = 5
_SEPARATORS = re.compile(r"::|[.#/]")


@dataclass(eq=False, slots=True)
class Definition:
    """A definition as the truth knows it."""

    file: str
    line: int
    name: str
    kind: str
    start: int
    end: int
    group: int
    aliases: tuple[str, ...] = ()
    bases: tuple[tuple[str, int], ...] = ()
    up: Definition | None = None
    """The definition around it."""
    canonical: Definition | None = None
    """What stands for it as a callee: its overload group, or its class for a constructor."""

    @property
    def key(self) -> tuple[str, int, str]:
        return (self.file, self.line, self.name)


@dataclass(frozen=True, slots=True)
class Module:
    """A file as a caller."""

    file: str


Caller = Union[Definition, Module]
Key = tuple[Any, ...]


@dataclass
class Score:
    """What came of one comparison."""

    right: int = 0
    wrong: int = 0
    undecided: int = 0
    override: int = 0
    other_form: int = 0
    found: int = 0
    truth: int = 0
    outside: int = 0
    """Edges not judged: an end outside the covered files, or a callee that is no function or class."""
    by_kind: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Kind of edge -> (found, in truth)."""
    by_strategy: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Strategy of the linker -> (right, wrong)."""
    wrong_edges: list[Key] = field(default_factory=list)
    missed_edges: list[Key] = field(default_factory=list)

    @property
    def precision(self) -> float:
        judged = self.right + self.wrong
        return self.right / judged if judged else 0.0

    @property
    def precision_low(self) -> float:
        judged = self.right + self.wrong + self.undecided + self.override
        return self.right / judged if judged else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.truth if self.truth else 0.0

    @property
    def f1(self) -> float:
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p and r else 0.0


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file, one a line, gzipped or not."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in data.decode("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


class Truth:
    """The call graph of one corpus as its compiler sees it."""

    def __init__(self, name: str, folder: Path = TRUTH) -> None:
        self.files = set((folder / f"{name}.files.txt").read_text(encoding="utf-8").split("\n")) - {""}
        self._by_name: dict[tuple[str, str], list[Definition]] = defaultdict(list)
        self._by_key: dict[tuple[str, int, str], Definition] = {}
        self._by_file: dict[str, list[Definition]] = defaultdict(list)
        for row in read_lines(folder / f"{name}.defs.jsonl.gz"):
            self._add(row)
        for definitions in self._by_file.values():
            _nest(definitions)
        self._canonise()
        self.edges: dict[tuple[Caller, Definition], list[dict[str, Any]]] = {}
        self.other: set[tuple[Caller, Definition]] = set()
        self.alternatives: dict[tuple[Caller, Definition], tuple[Caller, Definition]] = {}
        for row in read_lines(folder / f"{name}.jsonl.gz"):
            self._edge(row)
        self.unresolved: dict[Caller, set[str]] = defaultdict(set)
        path = folder / f"{name}.unresolved.jsonl.gz"
        for row in read_lines(path) if path.exists() else ():
            if row.get("why", "unresolved") != "parameter" and (caller := self._exact(row["caller"], True)) is not None:
                self.unresolved[caller].add(row["name"])

    def _add(self, row: dict[str, Any]) -> None:
        line = row["line"]
        definition = Definition(
            row["file"],
            line,
            row["name"],
            row["kind"],
            min(row.get("start_line", line), line),
            max(row.get("end_line", line), line),
            row.get("group", line),
            tuple(row.get("aliases", ())),
            tuple((b[0], b[1]) for b in row.get("bases", ())),
        )
        self._by_file[definition.file].append(definition)
        for name in (definition.name, *definition.aliases):
            self._by_name[definition.file, name].append(definition)
        self._by_key.setdefault(definition.key, definition)

    def _canonise(self) -> None:
        everything = [d for definitions in self._by_file.values() for d in definitions]
        for d in everything:
            d.canonical = self._by_key.get((d.file, d.group, d.name), d)
        for d in everything:
            owner = d.up
            if owner is not None and owner.kind == "class" and d.kind in ("method", "function", "constructor"):
                if d.name in _CONSTRUCTORS or d.name == owner.name:
                    d.canonical = owner.canonical

    def _edge(self, row: dict[str, Any]) -> None:
        caller, callee = self._exact(row["caller"], True), self._exact(row["callee"])
        if caller is None or not isinstance(callee, Definition) or callee.canonical is None:
            return
        key = (caller, callee.canonical)
        if row.get("form", "call") not in ("call", "new"):
            self.other.add(key)
            return
        self.edges.setdefault(key, []).append(row)
        constructor = row.get("ctor") or {}
        for d in self._by_file.get(constructor.get("file", ""), ()):
            if d.line == constructor["line"] and d.canonical is not None and d.canonical is not callee.canonical:
                self.alternatives.setdefault((caller, d.canonical), key)

    def _exact(self, end: dict[str, Any], caller: bool = False) -> Caller | None:
        if caller and (not end.get("line") or end["name"] == "<module>"):
            return Module(end["file"])
        found = self._by_key.get((end["file"], end["line"], end["name"]))
        return found or self.find(end["file"], end["line"], end["name"])

    def find(self, file: str, line: int, name: str) -> Definition | None:
        """The definition that a tool's endpoint means."""
        candidates = self._by_name.get((file, name))
        if not candidates:
            return None
        if not line:
            return candidates[0] if len(candidates) == 1 else None
        near = [d for d in candidates if min(d.start, d.line) - _SLACK <= line <= d.end]
        if not near:
            return None
        return min(near, key=lambda d: (min(abs(d.line - line), abs(d.start - line)), abs(d.line - line)))

    def caller(self, end: dict[str, Any]) -> Caller:
        """The function or module that a tool's caller means."""
        file, line, name = normalised(end)
        found: Definition | None
        if name == "<module>" or not line:
            found = self.find(file, line, name) if name != "<module>" else None
        else:
            found = self.find(file, line, name) or (self._around(file, line) if line > 1 else None)
        while found is not None and found.kind == "class":
            found = found.up
        return found if found is not None else Module(file)

    def _around(self, file: str, line: int) -> Definition | None:
        best: Definition | None = None
        for d in self._by_file.get(file, ()):
            if d.kind != "class" and d.start <= line <= d.end and (best is None or d.start >= best.start):
                best = d
        return best

    def at(self, key: Key) -> Definition | None:
        """The definition of a callee key."""
        return self._by_key.get(key)  # type: ignore[arg-type]

    def in_file(self, file: str) -> list[Definition]:
        """The definitions of one file."""
        return self._by_file.get(file, [])


def _nest(definitions: list[Definition]) -> None:
    """Set ``up`` by containment of lines."""
    stack: list[Definition] = []
    for d in sorted(definitions, key=lambda d: (d.start, -d.end, d.line)):
        while stack and not (stack[-1].start <= d.start and d.end <= stack[-1].end):
            stack.pop()
        d.up = stack[-1] if stack else None
        stack.append(d)


def normalised(end: dict[str, Any]) -> tuple[str, int, str]:
    """(file, line, last part of the name) of an endpoint."""
    file = end["file"].removeprefix("./")
    name = end.get("name") or "<module>"
    if name != "<module>":
        name = name.partition("(")[0]
        name = _SEPARATORS.split(name)[-1] or name
    return file, int(end.get("line") or 0), name


def _caller_key(caller: Caller) -> Key:
    """Overload and conditional groups are one caller; a constructor stays one of its own."""
    return ("module", caller.file) if isinstance(caller, Module) else (caller.file, caller.group, caller.name)


def _category(row: dict[str, Any]) -> str:
    callee, receiver = row["callee"], row.get("recv")
    kind = callee.get("kind")
    if kind in ("class", "constructor", "struct") or row.get("form") == "new" or callee["name"] in _CONSTRUCTORS:
        return "constructor"
    if kind == "method":
        return "method via self/this/super" if receiver in ("self", "super") else "method via other receiver"
    if receiver not in ("none", None):
        return "function via attribute/member"
    same = row["caller"]["file"] == callee["file"]
    return "function, same file" if same else "function, imported"


class _Relations:
    """Whether a wrong callee is an override of a right one."""

    def __init__(self, truth: Truth, right: dict[Key, list[Key]], bodiless: set[tuple[Key, Key]]) -> None:
        self._truth = truth
        self._right = right
        self._bodiless = bodiless
        self._memo: dict[Definition, set[Definition]] = {}

    def __call__(self, caller: Key, callee: Key) -> bool:
        targets = [t for t in self._right.get(caller, ()) if t[2] == callee[2]]
        if any((caller, t) in self._bodiless for t in targets):
            return True
        owner = self._class_of(callee)
        if owner is None:
            return False
        for target in targets:
            other = self._class_of(target) if target != callee else None
            if other is not None and (other in self._supers(owner) or owner in self._supers(other)):
                return True
        return False

    def _class_of(self, key: Key) -> Definition | None:
        found = self._truth.at(key)
        return found.up if found is not None and found.up is not None and found.up.kind == "class" else None

    def _supers(self, cls: Definition) -> set[Definition]:
        if cls not in self._memo:
            self._memo[cls] = out = set()
            for file, line in cls.bases:
                for d in self._truth.in_file(file):
                    if d.line == line and d.kind == "class" and d is not cls:
                        out.add(d)
                        out |= self._supers(d)
        return self._memo[cls]


def score(truth: Truth, edges: Iterable[dict[str, Any]]) -> Score:
    """Compare edges (``{"caller": …, "callee": …}``) with a truth."""
    result = Score()
    wanted: dict[tuple[Key, Key], list[dict[str, Any]]] = {}
    for (caller, callee), rows in truth.edges.items():
        wanted.setdefault((_caller_key(caller), callee.key), []).extend(rows)
    instead = {(_caller_key(a), b.key): (_caller_key(a2), b2.key) for (a, b), (a2, b2) in truth.alternatives.items()}
    other = {(_caller_key(a), b.key) for a, b in truth.other}
    unresolved: dict[Key, set[str]] = defaultdict(set)
    for caller, names in truth.unresolved.items():
        unresolved[_caller_key(caller)] |= names
    right: dict[Key, list[Key]] = defaultdict(list)
    for caller_key, callee_key in wanted:
        right[caller_key].append(callee_key)
    bodiless = {key for key, rows in wanted.items() if all(row.get("decl") for row in rows)}
    overrides = _Relations(truth, right, bodiless)
    seen: set[tuple[Key, Key]] = set()
    hit: set[tuple[Key, Key]] = set()
    strategies: dict[str, Counter[str]] = defaultdict(Counter)
    for edge in edges:
        file, line, name = normalised(edge["callee"])
        if normalised(edge["caller"])[0] not in truth.files or file not in truth.files:
            result.outside += 1
            continue
        target = truth.find(file, line, name)
        if target is None or target.canonical is None:
            result.outside += 1
            continue
        key = (_caller_key(truth.caller(edge["caller"])), target.canonical.key)
        if key in seen:
            continue
        seen.add(key)
        strategy = edge.get("strategy", "")
        if key in wanted or key in instead:
            result.right += 1
            hit.add(key if key in wanted else instead[key])
            strategies[strategy]["right"] += 1
        elif key in other:
            result.other_form += 1
        elif overrides(*key):
            result.override += 1
        elif key[1][2] in unresolved.get(key[0], ()) or target.name in unresolved.get(key[0], ()):
            result.undecided += 1
        else:
            result.wrong += 1
            result.wrong_edges.append(key)
            strategies[strategy]["wrong"] += 1
    result.truth, result.found = len(wanted), len(hit)
    result.missed_edges = [key for key in wanted if key not in hit]
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for key, rows in wanted.items():
        for kind in {_category(row) for row in rows}:
            kinds[kind][0] += key in hit
            kinds[kind][1] += 1
    result.by_kind = {kind: (found, total) for kind, (found, total) in sorted(kinds.items())}
    result.by_strategy = {s: (c["right"], c["wrong"]) for s, c in sorted(strategies.items())}
    return result
