"""Which definitions a diff changes, and how: by comparing what both sides say.

A definition's own text leaves out the definitions inside it, so that an edit of a method is not also an
edit of its class. Text that only differs in comments, docstrings and layout is told apart from code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from codegraph.changes.sides import ChangedFile, Comparison, Side
from codegraph.changes.signatures import signature_changes
from codegraph.changes.tokens import Token
from codegraph.model import Symbol
from codegraph.symbols import full_name
from parsers.facts import Definition

SIMILAR = 0.6
"""Share of common runs of tokens from which two bodies count as one that was renamed."""
SAME_NAME_SIMILAR = 0.4
"""The same for a definition that kept its name and changed its place."""
SMALLEST = 8
"""Tokens below which a body is too short to recognise, unless the name stayed."""
_RUN = 3
_MOST_OVERLOADS = 60
_CODE = frozenset(("function", "method", "property", "macro"))


class How(StrEnum):
    """What happened to a definition."""

    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    SIGNATURE = "signature"
    ADDED = "added"
    BODY = "body"
    TEXT = "text"
    """Comments, docstrings or layout only."""


@dataclass(slots=True)
class Half:
    """A definition on one side."""

    side: Side
    index: int
    """Among the definitions of the file's facts."""
    symbol: str
    parent: Half | None = None
    _tokens: list[Token] | None = None
    children: list[Half] = field(default_factory=list)

    @property
    def definition(self) -> Definition:
        return self.side.facts.definitions[self.index]

    @property
    def key(self) -> str:
        """The symbol without the file."""
        return self.symbol.partition("#")[2]

    @property
    def start(self) -> int:
        """First byte, decorators included."""
        return self.side.start_of(self.definition.start_byte)

    def own_spans(self) -> list[tuple[int, int]]:
        """The bytes that belong to it and to nothing inside it."""
        spans: list[tuple[int, int]] = []
        at = self.start
        for child in sorted(self.children, key=lambda c: c.definition.start_byte):
            first, last = child.start, child.definition.end_byte
            if first >= at:
                spans.append((at, first))
            at = max(at, last)
        spans.append((at, max(at, self.definition.end_byte)))
        return spans

    @property
    def tokens(self) -> list[Token]:
        """Its own tokens."""
        if self._tokens is None:
            self._tokens = [t for start, end in self.own_spans() for t in self.side.tokens_between(start, end)]
        return self._tokens

    def own_text(self) -> bytes:
        """Its own bytes."""
        return b"\0".join(self.side.text[start:end] for start, end in self.own_spans())

    def as_symbol(self) -> Symbol:
        """The value that answers show."""
        d = self.definition
        facts = self.side.facts
        is_module = self.index == 0
        return Symbol(
            self.symbol,
            (d.name.rpartition(".")[2] or d.name) if is_module else d.name,
            d.qualified_name if is_module else full_name(facts.module, d),
            d.kind,
            facts.language,
            facts.path,
            1 if is_module else d.row + 1,
            d.end_row + 1,
            d.signature,
            d.doc,
            d.visibility,
            tuple(d.flags),
        )


@dataclass(slots=True)
class ChangedSymbol:
    """One definition that differs."""

    how: How
    old: Half | None
    new: Half | None
    details: tuple[str, ...] = ()
    """What of the signature changed."""
    body: bool = False
    """Whether its code changed as well."""
    within: bool = False
    """Whether it went with the definition around it, which was removed, renamed or moved itself."""

    @property
    def half(self) -> Half:
        """The side to show: the new one where there is one."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def symbol(self) -> Symbol:
        """As it is now; of a removed one as it was."""
        return self.half.as_symbol()

    @property
    def is_gone(self) -> bool:
        """Whether its old name no longer leads to it."""
        return self.how in (How.REMOVED, How.RENAMED, How.MOVED)

    @property
    def is_news(self) -> bool:
        """Whether there is more to say than that it went with the definition around it."""
        return not self.within or bool(self.details) or self.body


def changed_symbols(comparison: Comparison) -> list[ChangedSymbol]:
    """All definitions that differ, in the order of their files and lines."""
    found: list[ChangedSymbol] = []
    gone: list[Half] = []
    came: list[Half] = []
    for file in comparison.files:
        _compare_file(file, found, gone, came)
    _pair(gone, came, found)
    found += [ChangedSymbol(How.REMOVED, half, None) for half in gone]
    found += [ChangedSymbol(How.ADDED, None, half) for half in came]
    gone_owners = {id(c.old) for c in found if c.is_gone and c.old is not None and c.old.index}
    for change in found:
        change.within = change.is_gone and change.old is not None and id(change.old.parent) in gone_owners
    found.sort(key=lambda c: (c.half.side.path, c.half.definition.row, c.half.symbol, c.how))
    return found


def halves(side: Side) -> list[Half]:
    """The symbols of one side, the module first."""
    out: list[Half] = []
    for row in side.symbols.symbols:
        parent = out[row.parent] if row.parent >= 0 else None
        half = Half(side, row.definition, row.symbol, parent)
        out.append(half)
        if parent is not None:
            parent.children.append(half)
    return out


def _compare_file(file: ChangedFile, found: list[ChangedSymbol], gone: list[Half], came: list[Half]) -> None:
    old = {half.key: half for half in halves(file.old)} if file.old is not None else {}
    new = {half.key: half for half in halves(file.new)} if file.new is not None else {}
    if file.old is None or file.new is None or file.old.language != file.new.language:
        gone += old.values()
        came += new.values()
        return
    moved = file.old.path != file.new.path
    pairs = [(half, new[key]) for key, half in old.items() if key in new]
    lost = [half for key, half in old.items() if key not in new]
    fresh = [half for key, half in new.items() if key not in old]
    pairs += _overloads(lost, fresh)
    for before, after in pairs:
        change = compare_pair(before, after)
        if moved and change is None:
            change = ChangedSymbol(How.MOVED, before, after)
        elif moved and change is not None:
            change.body = change.body or change.how == How.BODY
            change.how = How.MOVED
        if change is not None:
            found.append(change)
    gone += lost
    came += fresh


def _overloads(lost: list[Half], fresh: list[Half]) -> list[tuple[Half, Half]]:
    """Definitions of one qualified name whose parameters are part of their symbols: pair those most alike first.

    When one of two goes, the other's symbol changes as well: it must not be taken for a new form of the one that went.
    """
    named: dict[tuple[str, str], tuple[list[Half], list[Half]]] = {}
    for side, listed in enumerate((lost, fresh)):
        for half in listed:
            named.setdefault((half.definition.qualified_name, half.definition.kind), ([], []))[side].append(half)
    pairs: list[tuple[Half, Half]] = []
    for before, after in named.values():
        if not before or not after:
            continue
        alone = len(before) == len(after) == 1
        scores = [
            (-1.0 if alone else -similarity(one, other), n, m)
            for n, one in enumerate(before[:_MOST_OVERLOADS])
            for m, other in enumerate(after[:_MOST_OVERLOADS])
        ]
        taken: tuple[set[int], set[int]] = (set(), set())
        for _, n, m in sorted(scores):
            if n not in taken[0] and m not in taken[1]:
                taken[0].add(n)
                taken[1].add(m)
                pairs.append((before[n], after[m]))
    for one, other in pairs:
        lost.remove(one)
        fresh.remove(other)
    return pairs


def compare_pair(before: Half, after: Half) -> ChangedSymbol | None:
    """How two sides of one definition differ; None when they do not."""
    same_text = before.own_text() == after.own_text()
    body = not same_text and [t[1:] for t in before.tokens] != [t[1:] for t in after.tokens]
    details = signature_changes(before.side.facts, before.definition, after.side.facts, after.definition, words=body)
    if same_text and not details:
        return None
    if details:
        return ChangedSymbol(How.SIGNATURE, before, after, tuple(details), body)
    if not body and (before.children or after.children) and not _differs_in_words(before, after):
        return None  # blank lines between members come and go with them, and belong to nobody
    return ChangedSymbol(How.BODY if body else How.TEXT, before, after, (), body)


def _differs_in_words(before: Half, after: Half) -> bool:
    one, other = (half.own_text().replace(b"\0", b" ").split() for half in (before, after))
    return one != other


def _pair(gone: list[Half], came: list[Half], found: list[ChangedSymbol]) -> None:
    """Recognise what was renamed or moved: first what stands outermost, then what went along with it."""
    if not gone or not came:
        return
    by_name: dict[tuple[str, str, str], list[Half]] = {}
    by_kind: dict[tuple[str, str], list[Half]] = {}
    for half in came:
        d = half.definition
        by_name.setdefault((half.side.language, d.kind, d.name), []).append(half)
        by_kind.setdefault((half.side.language, _kind_group(d.kind)), []).append(half)
    taken: set[int] = set()
    partner: dict[int, Half] = {}
    for half in sorted(gone, key=lambda h: (h.side.path, h.key.count("."), h.index)):
        d = half.definition
        if half.index == 0:
            continue
        around = partner.get(id(half.parent)) if half.parent is not None else None
        candidates = [
            c
            for c in by_name.get((half.side.language, d.kind, d.name), ())
            if id(c) not in taken and (around is None or c.parent is around)
        ]
        best = _best(half, candidates, SAME_NAME_SIMILAR, shortest=0 if around is not None else 4)
        if best is None:
            others = [
                c
                for c in by_kind.get((half.side.language, _kind_group(d.kind)), ())
                if id(c) not in taken and c.definition.name != d.name and _near(half, c, around)
            ]
            best = _best(half, others, SIMILAR, shortest=SMALLEST)
        if best is None:
            continue
        taken.add(id(best))
        partner[id(half)] = best
        details = signature_changes(half.side.facts, d, best.side.facts, best.definition)
        how = How.MOVED if best.definition.name == d.name else How.RENAMED
        body = [t.text for t in half.tokens] != [t.text for t in best.tokens]
        found.append(ChangedSymbol(how, half, best, tuple(details), body))
    gone[:] = [half for half in gone if id(half) not in partner]
    came[:] = [half for half in came if id(half) not in taken]


def _near(half: Half, other: Half, around: Half | None) -> bool:
    """Whether a definition with another name stands where the old one stood."""
    if around is not None:
        return other.parent is around
    if half.side.path != other.side.path:
        return False
    mine, theirs = half.parent, other.parent
    return (mine is None) == (theirs is None) and (mine is None or theirs is None or mine.key == theirs.key)


def _kind_group(kind: str) -> str:
    return "code" if kind in _CODE else kind


def _best(half: Half, candidates: Sequence[Half], least: float, *, shortest: int) -> Half | None:
    if not candidates or len(_all_tokens(half)) < shortest:
        return None
    score, best = max(((similarity(half, c), c) for c in candidates), key=lambda pair: pair[0])
    return best if score >= least else None


def similarity(one: Half, other: Half) -> float:
    """Share of common runs of tokens, names of the two apart: 1.0 for the same body.

    >>> share(Counter("aab"), Counter("ab"))
    0.8
    """
    return share(_runs(one), _runs(other))


def share(one: Counter, other: Counter) -> float:
    """Twice what is in both, by the sum of the sizes (Dice)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _runs(half: Half) -> Counter:
    name = half.definition.name.encode("utf-8", "surrogatepass")
    words = [b"<name>" if t.text == name else t.text for t in _all_tokens(half)]
    return Counter(tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1)))


def _all_tokens(half: Half) -> list[Token]:
    return half.side.tokens_between(half.start, half.definition.end_byte)


def lines_of(changes: Iterable[ChangedSymbol], knows: Callable[[str], bool | None] = lambda _: None) -> list[str]:
    """One symbol a line, as ``changed-symbols`` prints them.

    ``knows``: whether the index that will be asked has a symbol. One that was made before the change knows what was
    renamed or moved by its old name only.
    """
    found: dict[str, None] = {}
    for change in changes:
        name = change.half.symbol
        old = change.old.symbol if change.old is not None else name
        found[old if old != name and knows(name) is False and knows(old) else name] = None
    return list(found)
