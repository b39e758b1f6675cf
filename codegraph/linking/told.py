"""Sites that a compiler has bound: what an imported index says there goes before what we found.

Our own answer is always worked out first, dependencies included, so that a file falls back to it the moment
the index no longer covers it. An index that is silent on a site leaves our answer as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from codegraph.linking.links import FileLinks, Link, Place, Unlinked
from codegraph.linking.semantics.base import CLASS_KINDS, VALUE_STRATEGY
from codegraph.linking.values import Def
from codegraph.model import EdgeKind, Resolution
from codegraph.scip.stored import path_words

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator
    from codegraph.linking.semantics.base import Semantics
    from codegraph.scip.stored import ScipSource, Target, Verdict, Verdicts
    from parsers.facts import Reference

STRATEGY = "scip"
"""Of every edge that stands as it does because an index says so."""

# A function that is passed on is noted at the call it is passed to, not where its name stands.
_KINDS = {
    "call": EdgeKind.CALLS,
    "construct": EdgeKind.CALLS,
    "decorate": EdgeKind.DECORATES,
    "render": EdgeKind.RENDERS,
}
_ONE_OF_A_NAME = frozenset(("python", "javascript", "typescript"))
"""Languages where a scope has one thing of a name: several definitions of it are its overloads, or stand in
branches. And where a construction is an edge to the class, whether or not it declares a constructor."""

_OVERLOADS = frozenset(("signature", "overload"))
"""Flags of a definition that says how something may be called and has no body."""


class Settled(NamedTuple):
    """What an index did to the sites of one file, in edges."""

    confirmed: int = 0
    """Exact already, and the index agrees."""
    upgraded: int = 0
    """Less sure before, exact now."""
    added: int = 0
    """At a site that we could not bind, or bound to something else."""
    removed: int = 0
    """Ours, and the index says otherwise."""

    def plus(self, other: Settled) -> Settled:
        """Both together."""
        return Settled(*(a + b for a, b in zip(self, other, strict=True)))


class Told:
    """One file's bindings by an index, put into its links site by site."""

    def __init__(self, path: str, source: ScipSource, verdicts: Verdicts, evaluator: Evaluator) -> None:
        self._path = path
        self._source = source
        self._verdicts = verdicts
        self._evaluator = evaluator
        self.settled = Settled()

    def settle(
        self,
        rules: Semantics,
        reference: Reference,
        out: FileLinks,
        before: tuple[int, int],
        source: Callable[[], int],
    ) -> None:
        """Correct what the linker has just said of ``reference``: the links and unlinked sites of ``out`` from
        ``before`` on. ``source``: the definition that a new edge starts from."""
        if not reference.name:
            return  # a call of a call's result stands where the first one does
        kind = _KINDS.get(reference.role)
        verdict = self._verdicts.get((reference.row, reference.column)) if kind is not None else None
        if kind is None or verdict is None:
            return
        links = [link for link in out.links[before[0] :] if link.kind == kind]
        others = [link for link in out.links[before[0] :] if link.kind != kind]
        if any(target.symbol for target in verdict.targets):
            targets = self._definitions(verdict.targets)
            if not targets:
                return  # they are gone since; what we found stands
            found = self._bound(rules, reference, kind, links, targets, verdict, source)
        else:
            found = self._outside(reference, links, verdict)
        if found is links:
            return
        out.links[before[0] :] = others + found
        if found and any(link.resolution == Resolution.EXACT for link in found):
            del out.unlinked[before[1] :]
        elif links and not found and len(out.unlinked) == before[1]:
            name, row, column = reference.name, reference.row, reference.column
            role = "call" if kind == EdgeKind.CALLS else reference.role
            out.unlinked.append(Unlinked(links[0].source, name, role, "external", row, column))

    # -- what the index says

    def _definitions(self, targets: Iterable[Target]) -> list[Def]:
        found: list[Def] = []
        for target in targets:
            if not target.symbol:
                continue
            # Should it come, go or change, this file is linked again.
            self._evaluator.touch(target.path, target.name)
            place = self._source.place(target.symbol)
            if place is not None and place[0] in self._evaluator.project.languages:
                found.append(self._evaluator.unit(place[0]).defs[place[1]])
        return found

    def _bound(
        self,
        rules: Semantics,
        reference: Reference,
        kind: EdgeKind,
        links: list[Link],
        targets: list[Def],
        verdict: Verdict,
        source: Callable[[], int],
    ) -> list[Link]:
        """The site's links when the index binds it to definitions of the project."""
        good = _same(targets)
        direct = [link for link in links if _is_direct(link)]
        agreed = {link.target for link in direct if link.target in good}
        if agreed:
            kept: list[Link] = []
            for link in links:
                if link.target in agreed and _is_direct(link):
                    sure = link.resolution == Resolution.EXACT
                    self._count(confirmed=sure, upgraded=not sure)
                    kept.append(link._replace(resolution=Resolution.EXACT, strategy=STRATEGY))
                elif link.resolution == Resolution.AMBIGUOUS or (link.strategy == VALUE_STRATEGY):
                    self._count(removed=link.resolution == Resolution.AMBIGUOUS)
                else:
                    kept.append(link)  # another type of a union, say, of which the index names one
            return kept
        start = links[0].source if links else source()
        chosen = [
            target
            for target in _representatives(targets)
            if kind == EdgeKind.CALLS or target.place != (self._path, start)
        ]
        if not chosen:
            return links
        self._count(added=len(chosen), removed=len(direct))
        row, column = reference.row, reference.column
        found: list[Link] = []
        for target in chosen:
            found.append(Link(start, target.place, kind, Resolution.EXACT, row, column, STRATEGY))
            if kind != EdgeKind.CALLS:
                continue
            below = self._definitions(verdict.below) or rules.overrides(target, target.parent or target)
            found += [
                Link(start, override.place, kind, Resolution.DISPATCH, row, column, "override", target.place)
                for override in below
                if override.place not in good
            ]
        return found

    def _outside(self, reference: Reference, links: list[Link], verdict: Verdict) -> list[Link]:
        """The site's links when the index binds it to something outside the project."""
        if self._evaluator.unit(self._path).language == "javascript":
            return links  # without types a compiler takes much for a member of Object
        names = {reference.name, *(target.name for target in verdict.targets)}
        origin = {word for target in verdict.targets for word in target.path.split()}
        wrong: set[Place] = set()
        for link in links:
            # A target that is called otherwise was reached through a value: the index names what stands there.
            # And what comes from a place called like ours may be ours, installed or built: that proves nothing.
            if (
                _is_direct(link)
                and self._evaluator.unit(link.target[0]).defs[link.target[1]].facts.name in names
                and origin.isdisjoint(path_words(link.target[0]))
            ):
                wrong.add(link.target)
        if not wrong:
            return links
        self._count(removed=len(wrong))
        return [link for link in links if link.target not in wrong and link.via not in wrong]

    def _count(self, **counts: int) -> None:
        self.settled = self.settled.plus(Settled(**counts))


def _is_direct(link: Link) -> bool:
    return link.resolution != Resolution.DISPATCH or link.strategy == VALUE_STRATEGY


def _same(targets: Iterable[Def]) -> set[Place]:
    """The places of the targets and of what stands for the same: overloads, a class and its constructors."""
    places: set[Place] = set()
    for target in targets:
        places.add(target.place)
        around = target.parent
        if "constructor" in target.facts.flags and around is not None:
            places.add(around.place)
        if target.kind in CLASS_KINDS:
            members = target.unit.members(target.index).values()
            places.update(m.place for group in members for m in group if "constructor" in m.facts.flags)
        places.update(twin.place for twin in _twins(target))
    return places


def _representatives(targets: list[Def]) -> list[Def]:
    """Of several overloads the one with a body, or the first."""
    groups: dict[tuple[str, int, str], list[Def]] = {}
    for target in targets:
        around = target.parent
        if target.unit.language in _ONE_OF_A_NAME and "constructor" in target.facts.flags and around is not None:
            target = around
        parent = target.parent
        group = groups.setdefault((target.unit.path, parent.index if parent else 0, target.facts.name), [])
        group += [target, *_twins(target)]
    return [next((d for d in group if _OVERLOADS.isdisjoint(d.facts.flags)), group[0]) for group in groups.values()]


def _twins(target: Def) -> list[Def]:
    """The other definitions of the same name in the same scope, where they are one thing."""
    parent = target.parent
    if target.unit.language not in _ONE_OF_A_NAME or parent is None:
        return []
    return [d for d in target.unit.members(parent.index).get(target.facts.name, ()) if d is not target]
