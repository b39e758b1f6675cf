"""Classes that lost their constructor: what makes their objects now, and with which parameters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from codegraph.changes.graph import SideGraph, path_of
from codegraph.changes.symbols import ChangedSymbol, How

if TYPE_CHECKING:
    from codegraph.linking.values import Def
    from parsers.facts import Definition

_INHERITED = frozenset(("python", "typescript", "tsx"))
"""Languages in which a class without a constructor is made by the one of its base."""
_DEFAULT = frozenset(("java", "csharp"))
"""Languages in which it is then made without arguments."""
_PLAIN = frozenset(("object", "Object", "ABC", "Protocol", "Generic"))
"""Bases from outside whose constructors take nothing."""


def lost_constructors(head: SideGraph, changes: Iterable[ChangedSymbol]) -> dict[str, tuple[ChangedSymbol, Definition]]:
    """Symbol of a class -> the constructor that is gone from it, and what takes its place."""
    found: dict[str, tuple[ChangedSymbol, Definition]] = {}
    for change in changes:
        old = change.old
        if old is None or old.parent is None or "constructor" not in old.definition.flags:
            continue
        if change.how not in (How.REMOVED, How.RENAMED) or old.side.language not in _INHERITED | _DEFAULT:
            continue
        now = _made_by(head, old.parent.symbol, old.definition)
        if now is not None:
            found[old.parent.symbol] = (change, now)
    return found


def _made_by(head: SideGraph, owner: str, old: Definition) -> Definition | None:
    """The constructor of a class; None where that cannot be told."""
    from codegraph.linking.values import Def

    path = path_of(owner)
    if path not in head.languages or not head.evaluator.has(path):
        return None
    evaluator = head.evaluator
    unit = evaluator.unit(path)
    language = head.languages[path]
    evaluator.begin()
    classes = [unit.defs[row.definition] for row in head.symbols(path).symbols if row.symbol == owner]
    if len(classes) != 1 or classes[0].facts.decorators:
        return None
    rules = evaluator.semantics(unit.language)
    for cls in rules.resolution_order(classes[0]):
        if not isinstance(cls, Def):
            if cls.name.rpartition(".")[2] not in _PLAIN:
                return None
            continue
        if cls.kind == "interface":
            continue
        own = [d.facts for listed in cls.unit.members(cls.index).values() for d in listed if _makes(d)]
        if len(own) > 1 or (own and cls is classes[0]):
            return None
        if own:
            return own[0] if own[0].name != "__new__" else None
        if language in _DEFAULT:
            break
        if len(rules.bases(cls)) < len(cls.facts.bases) or cls.facts.extra or cls.facts.decorators:
            return None  # a base that nobody knows, a metaclass
    receiver = tuple(p for p in old.parameters if p.kind == "self")
    return old._replace(qualified_name=classes[0].facts.qualified_name, parameters=receiver)


def _makes(d: Def) -> bool:
    return "constructor" in d.facts.flags or d.name == "__new__"
