"""Which mentions in a file may mean one of some definitions: those by name, and by what the file calls it.

Linking a mention costs much more than looking at its name, and a change is about a few names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from codegraph.changes.symbols import ChangedSymbol
from parsers.facts import FileFacts

_BY_NAME = frozenset(("python", "javascript", "typescript", "tsx", "jsx", "go", "java", "rust"))
"""Languages in which a definition is used under its name, or one that the file gives it. Kotlin's properties are
methods for Java and operators are methods, C has macros: there every mention counts."""
_STANDING_FOR_CLASSES = frozenset(("cls", "self", "this", "super", "Self", "static", "new", "type", "__class__"))
_NEVER_CLASSES = frozenset(("function", "method", "property", "variable", "constant", "field", "module", "macro"))


@dataclass(frozen=True, slots=True)
class Names:
    """What definitions are used under."""

    names: frozenset[str]
    with_classes: bool
    """Whether classes are among them, which go by other words inside (``cls``, ``super``)."""

    def __contains__(self, name: object) -> bool:
        return name in self.names


OVERLOADED = frozenset(("java", "kotlin", "csharp", "cpp", "typescript", "tsx"))
"""Languages in which a call that lost its target may rightly go to another definition of the same name, or to none."""


def may_be_lost(change: ChangedSymbol) -> bool:
    """Whether a use of the definition in another file may be bound otherwise, or not at all, after the change."""
    old, new = change.old, change.new
    if old is None:
        return False
    if change.is_gone or new is None or new.symbol != old.symbol:
        return True
    return old.side.language in OVERLOADED and old.definition.parameters != new.definition.parameters


def names_of(changes: Iterable[ChangedSymbol]) -> Names:
    """The names under which changed definitions are used; constructors also by their class."""
    names: set[str] = set()
    with_classes = False
    for change in changes:
        for half in (change.old, change.new):
            if half is None:
                continue
            names.add(half.definition.name)
            if half.definition.kind not in _NEVER_CLASSES:
                with_classes = True
            if half.parent is not None and ("constructor" in half.definition.flags or half.definition.kind == "field"):
                names.add(half.parent.definition.name)
                with_classes = True
    return Names(frozenset(names - {""}), with_classes)


def only_naming(facts: FileFacts, asked: Names) -> FileFacts:
    """The same facts without the mentions that can mean none of the names."""
    names = asked.names
    if facts.language not in _BY_NAME or any(n.startswith("__") and n != "__init__" for n in names):
        return facts
    known = _known_as(facts, names, _STANDING_FOR_CLASSES if asked.with_classes else frozenset())
    references = [r for r in facts.references if r.name.rpartition(".")[2] in known or r.name in known]
    uses = {text: places for text, places in facts.uses.items() if not known.isdisjoint(text.split("."))}
    return replace(facts, references=references, uses=uses)


def _known_as(facts: FileFacts, names: frozenset[str], standing: frozenset[str]) -> set[str]:
    known = {*names, *standing}
    for row in facts.imports:
        if row.local and (row.name in names or row.module.replace("::", ".").rpartition(".")[2] in names):
            known.add(row.local)
    before = -1
    while before != len(known):
        before = len(known)
        for binding in facts.bindings:
            if binding.name not in known and 0 <= binding.expression < len(facts.expressions):
                operation = facts.expressions[binding.expression]
                if operation[0] in ("name", "attr", "path") and operation[-1] in known:
                    if operation[-1] not in _STANDING_FOR_CLASSES:
                        known.add(binding.name)
    return known


def is_dotted_read(facts: FileFacts, line: int, column: int) -> bool:
    """Whether what is read at a place (1-based) is a member of something."""
    for text, places in facts.uses.items():
        if "." in text:
            for at in range(0, len(places), 3):
                if (places[at + 1], places[at + 2]) == (line - 1, column - 1):
                    return True
    return False
