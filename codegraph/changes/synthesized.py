"""Constructors that are made from the fields of a class: Python's dataclasses and their kind."""

from __future__ import annotations

from collections.abc import Iterable

from codegraph.changes.sides import ChangedFile, Side
from codegraph.changes.symbols import Half, halves
from parsers.facts import Definition, Expression, FileFacts, Parameter

_DECORATORS = frozenset(("dataclass", "define", "frozen", "mutable"))
_BASES = frozenset(("NamedTuple", "object", "Generic", "ABC"))
"""Bases that add no fields."""
_NOT_GIVEN = frozenset(("init", "kw_only"))
"""Arguments of ``field(…)`` and of the decorator that change who is given what: such classes are left alone."""


def changed_constructors(files: Iterable[ChangedFile]) -> dict[str, tuple[Definition, Definition]]:
    """Symbol of a class -> its constructor before and after, where the parameters differ."""
    found: dict[str, tuple[Definition, Definition]] = {}
    for file in files:
        if file.old is None or file.new is None or file.new.language != "python":
            continue
        before = {half.key: half for half in halves(file.old) if half.definition.kind == "class"}
        for half in halves(file.new):
            old = before.get(half.key) if half.definition.kind == "class" else None
            if old is None or old.side.facts.language != half.side.facts.language:
                continue
            was, now = _constructor(old.side, old), _constructor(half.side, half)
            if was is not None and now is not None and was.parameters != now.parameters:
                found[half.symbol] = (was, now)
    return found


def _constructor(side: Side, half: Half) -> Definition | None:
    facts, cls = side.facts, half.definition
    if any(child.definition.name in ("__init__", "__new__") for child in half.children):
        return None
    bases = [_last_name(facts, base) for base in cls.bases]
    if not (any(_last_name(facts, d) in _DECORATORS for d in cls.decorators) or "NamedTuple" in bases):
        return None
    if any(base not in _BASES for base in bases) or any(_keywords(facts, d) & _NOT_GIVEN for d in cls.decorators):
        return None
    parameters: list[Parameter] = []
    for child in half.children:
        field = child.definition
        if field.kind not in ("field", "variable", "constant", "property") or ":" not in field.signature:
            continue
        annotation, _, default = field.signature.partition(":")[2].partition("=")
        if "ClassVar" in annotation or "KW_ONLY" in annotation or "InitVar" in annotation:
            return None
        if "field(" in default.replace(" ", "") and "init" in default:
            return None
        asked = bool(default) and "field(" in default.replace(" ", "") and "default" not in default
        parameters.append(Parameter(field.name, has_default=bool(default) and not asked))
    return cls._replace(parameters=tuple(parameters)) if parameters else None


def _last_name(facts: FileFacts, expression: int) -> str:
    while expression >= 0:
        operation = facts.expressions[expression]
        if operation[0] in ("call", "index"):
            expression = operation[1]
        elif operation[0] == "attr":
            return str(operation[2])
        else:
            return str(operation[1]) if operation[0] == "name" else ""
    return ""


def _keywords(facts: FileFacts, expression: int) -> set[str]:
    operation: Expression = facts.expressions[expression] if expression >= 0 else ("",)
    return {name for name, _ in operation[3]} if operation[0] == "call" else set()
