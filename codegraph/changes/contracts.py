"""Classes that lack a member which a base requires: abstract methods, members of interfaces.

Only what the change brought about, and only where every base is known: a base from outside may have the member.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from codegraph.changes.graph import SideGraph, path_of
from codegraph.changes.symbols import ChangedSymbol

if TYPE_CHECKING:
    from codegraph.linking.values import Def
    from parsers.facts import Definition, Expression, FileFacts

_MARKED = frozenset(("java", "kotlin", "csharp", "php", "typescript", "tsx"))
"""Languages in which a class must say that it is abstract."""
_OVERLOADED = frozenset(("java", "kotlin", "csharp"))
_OF_OBJECT = frozenset("toString equals hashCode ToString Equals GetHashCode".split())
WITHOUT_MEMBERS = frozenset(
    "ABC Protocol Generic object Object Enum Record Serializable Cloneable Comparable Comparator Iterable Iterator "
    "Closeable AutoCloseable Appendable Externalizable Flushable Readable Runnable Callable CharSequence".split()
)
"""Bases from outside that implement nothing which a base in the repository may require."""
_CONCRETE = frozenset(("class", "struct", "enum"))
_CODE = frozenset(("method", "property"))
_SCRIPT = frozenset(("typescript", "tsx"))
"""Languages whose interfaces ask for fields as well."""


class Unmet(NamedTuple):
    """A class without a member that it must have, as the new side has it."""

    file: str
    line: int
    column: int
    message: str
    cause: str
    around: str


class _Member(NamedTuple):
    name: str
    arity: int
    """-1 where the name alone tells."""


def unmet_contracts(head: SideGraph, changes: Sequence[ChangedSymbol]) -> Iterator[Unmet]:
    """The classes that a change left without a required member."""
    wanted: dict[str, dict[_Member, ChangedSymbol]] = {}
    added = {c.new.symbol for c in changes if c.old is None and c.new is not None}
    for change in changes:
        for owner, member in _asked(change):
            if owner not in added:
                wanted.setdefault(owner, {}).setdefault(member, change)
    for owner, members in wanted.items():
        for symbol in [owner, *heirs_of(head, owner)]:
            yield from _check(head, symbol, members)


def _asked(change: ChangedSymbol) -> Iterator[tuple[str, _Member]]:
    """(type, member) that the type or what is below it may lack now."""
    new, old = change.new, change.old
    asks_now = new is not None and _is_required(new.side.facts, new.definition)
    if asks_now and new is not None and new.parent is not None:
        member = _member(new.side.facts, new.definition)
        asked_before = (
            old is not None
            and _is_required(old.side.facts, old.definition)
            and _member(old.side.facts, old.definition) == member
        )
        if not asked_before:
            yield new.parent.symbol, member
    if old is not None and old.parent is not None and _may_be_asked(old.side.facts, old.definition):
        member = _member(old.side.facts, old.definition)
        had_it = not _is_required(old.side.facts, old.definition)
        if had_it and (new is None or change.is_gone or _member(new.side.facts, new.definition) != member):
            yield old.parent.symbol, member


def _member(facts: FileFacts, d: Definition) -> _Member:
    if facts.language not in _OVERLOADED:
        return _Member(d.name, -1)
    return _Member(d.name, sum(p.kind not in ("self", "block") for p in d.parameters))


def _may_be_asked(facts: FileFacts, d: Definition) -> bool:
    return d.kind in _CODE or (d.kind == "field" and facts.language in _SCRIPT)


def _is_required(facts: FileFacts, d: Definition) -> bool:
    """Whether a concrete class must have this member of its base."""
    if not _may_be_asked(facts, d) or d.parent <= 0 or d.name in _OF_OBJECT:
        return False
    if facts.language == "python":
        return any(_last_name(facts, x) in ("abstractmethod", "abstractproperty") for x in d.decorators)
    if facts.language in _SCRIPT:
        owner = facts.definitions[d.parent]
        if owner.kind == "interface":
            return "optional" not in d.flags and f"{d.name}?" not in d.signature
        return "abstract" in d.flags
    return facts.language in _MARKED and "abstract" in d.flags and "default" not in d.flags


def _last_name(facts: FileFacts, expression: int) -> str:
    operation: Expression = facts.expressions[expression] if expression >= 0 else ("",)
    if operation[0] == "attr":
        return str(operation[2])
    return str(operation[1]) if operation[0] == "name" else ""


def heirs_of(graph: SideGraph, owner: str) -> Iterable[str]:
    """Everything below a type, as the database has it."""
    rows = graph.stored.db.execute(
        """
        WITH RECURSIVE below(id) AS (
            SELECT id FROM symbols WHERE symbol = ?
            UNION SELECT e.source FROM edges e JOIN below b ON e.target = b.id
                WHERE e.kind IN ('inherits', 'implements') AND e.resolution <> 'ambiguous'
        )
        SELECT s.symbol FROM below b JOIN symbols s ON s.id = b.id WHERE s.symbol <> ? ORDER BY s.symbol
        """,
        (owner, owner),
    )
    return [row[0] for row in rows]


def _check(head: SideGraph, symbol: str, members: dict[_Member, ChangedSymbol]) -> Iterator[Unmet]:
    from codegraph.linking.values import Def

    cls = _class(head, symbol)
    if cls is None:
        return
    missing = _missing(head, cls)
    if missing is None or not missing or any(member not in members for member in missing):
        return  # it lacked something before: nobody makes objects of it
    for base in head.evaluator.semantics(cls.unit.language).resolution_order(cls)[1:]:
        if isinstance(base, Def) and base.kind in _CONCRETE and "abstract" not in base.flags:
            lacks = _missing(head, base)
            if lacks and all(member in members for member in lacks):
                return  # said of the base already
    member = min(missing)
    asks = missing[member]
    facts = cls.facts
    yield Unmet(
        cls.unit.path,
        facts.row + 1,
        facts.column + 1,
        f"{facts.qualified_name} does not implement {asks.facts.qualified_name}, which it must",
        head.symbol_at((asks.unit.path, asks.index)) or symbol,
        symbol,
    )


def _class(head: SideGraph, symbol: str) -> Def | None:
    path = path_of(symbol)
    if path not in head.languages or not head.evaluator.has(path):
        return None
    for row in head.symbols(path).symbols:
        if row.symbol == symbol:
            cls = head.evaluator.unit(path).defs[row.definition]
            return cls if cls.kind in _CONCRETE and "abstract" not in cls.flags else None
    return None


def _missing(head: SideGraph, cls: Def) -> dict[_Member, Def] | None:
    """What the class must have and has not; None where that cannot be told."""
    from codegraph.linking.values import External

    facts = cls.unit.facts
    if " by " in cls.facts.signature:
        return None  # Kotlin: another object implements it
    if facts.language in _SCRIPT and any(
        d.kind == "interface" and d.facts.qualified_name == cls.facts.qualified_name for d in cls.unit.defs
    ):
        return None  # an interface of the same name gives the class its members
    head.evaluator.begin()
    order = head.evaluator.semantics(cls.unit.language).resolution_order(cls)
    names = {base.name.rpartition(".")[2] for base in order if isinstance(base, External)}
    if names - WITHOUT_MEMBERS:
        return None
    classes = [base for base in order if not isinstance(base, External)]
    if facts.language == "python" and not names & {"ABC", "Protocol"}:
        rules = head.evaluator.semantics(cls.unit.language)  # bases without members are left out of the order
        direct = {b.name.rpartition(".")[2] for c in classes for b in rules.bases(c) if isinstance(b, External)}
        if not direct & {"ABC", "Protocol"} and not any("ABCMeta" in c.facts.signature for c in classes):
            return None  # nobody checks
    required: dict[_Member, Def] = {}
    there: set[_Member] = set()
    for base in classes:
        theirs = base.unit.facts
        for listed in base.unit.members(base.index).values():
            for d in listed:
                if _is_required(theirs, d.facts):
                    required.setdefault(_member(theirs, d.facts), d)
                else:
                    there.add(_member(theirs, d.facts))
                    if d.kind not in _CODE:
                        there.add(_Member(d.name, 0))  # a record's component, a field that holds a function
        there |= {_Member(b.name, -1) for b in theirs.bindings if b.scope == base.index}
    if any(d.unit is cls.unit and d.facts.parent == cls.index for d in required.values()):
        return None  # it asks for members of its own: its constants have bodies, or it is no class to make objects of
    return {member: d for member, d in required.items() if member not in there}
