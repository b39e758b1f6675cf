"""What a change breaks: uses that were bound before and are not now, calls whose arguments no longer fit,
overrides that no longer match, imports of names that are gone.

A break is stated only where the graph before the change is sure of the use (exact or inferred), the site is
still there, and the graph after it has nothing to bind the site to. What was doubtful before stays silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codegraph.changes.calls import accepts_all_of, misfit
from codegraph.changes.constructors import lost_constructors
from codegraph.changes.contracts import heirs_of, unmet_contracts
from codegraph.changes.diff import line_now
from codegraph.changes.graph import SURE, SideGraph, Use, path_of
from codegraph.changes.imports import broken_imports, importable
from codegraph.changes.naming import OVERLOADED, is_dotted_read
from codegraph.changes.platform import is_global
from codegraph.changes.reads import lost_reads
from codegraph.changes.rules import Rule
from codegraph.changes.settings import Settings, misled_imports
from codegraph.changes.sides import ChangedFile
from codegraph.changes.symbols import ChangedSymbol, Half, How
from codegraph.changes.synthesized import changed_constructors
from codegraph.model import EdgeKind

if TYPE_CHECKING:
    from parsers.facts import Definition, Reference

_USES = frozenset((EdgeKind.CALLS, EdgeKind.REFERENCES, EdgeKind.DECORATES, EdgeKind.RENDERS, EdgeKind.INHERITS))
_CALLABLE = frozenset(("function", "method", "property", "macro"))
_MEMBERS = frozenset(("method", "field", "variable", "constant", "property"))
_READ = frozenset(("field", "variable", "constant", "property"))
_MAKERS = frozenset(("__getattr__", "__getattribute__", "__get", "method_missing"))
"""Methods that make members up."""
_SETTLED = frozenset(("external", "parameter", "local"))
"""Reasons for being unbound that say: it means something else now."""
_TYPING = frozenset(("", "typing", "typing_extensions", "abc", "collections.abc", "enum"))
_WITHOUT_METHODS = frozenset(("Generic", "Protocol", "ABC", "object", "NamedTuple", "Hashable", "Callable"))
"""Bases from outside that give a class no ordinary methods."""
_SCRIPT = frozenset(("javascript", "typescript", "tsx", "jsx"))
_OPEN = frozenset(("not-found", "ambiguous", "unknown-receiver"))
"""Where overloads are told apart by their arguments, a call that fits none is bound to nothing."""


@dataclass(frozen=True, slots=True)
class Broken:
    """One place that the change breaks, as the new side has it."""

    rule: Rule
    file: str
    line: int
    column: int
    message: str
    cause: str
    """Symbol of the changed definition."""
    around: str
    """Symbol of the definition around the place."""


class Breaks:
    """Compares the uses of what changed on both sides."""

    def __init__(
        self,
        base: SideGraph,
        head: SideGraph,
        files: Sequence[ChangedFile],
        changes: Sequence[ChangedSymbol],
        settings: Settings | None = None,
    ) -> None:
        self.base = base
        self.head = head
        self._files = files
        self._changes = changes
        self._settings = settings
        self._moved: Mapping[str, ChangedFile] = {f.old.path: f for f in files if f.old is not None}
        self._edited: Mapping[str, ChangedFile] = {f.new.path: f for f in files if f.new is not None}
        self._gone: dict[str, ChangedSymbol] = {
            c.old.symbol: c for c in changes if c.old is not None and (c.is_gone or c.new is None)
        }
        for change in changes:
            if change.old is not None and change.new is not None and change.old.symbol != change.new.symbol:
                self._gone[change.old.symbol] = change  # an overload whose parameters are part of its symbol
        self._resigned: dict[str, ChangedSymbol] = {
            c.old.symbol: c
            for c in changes
            if c.old is not None
            and c.new is not None
            and c.old.definition.kind in _CALLABLE
            and c.old.definition.parameters != c.new.definition.parameters
        }
        self._constructors = self._constructor_owners()
        self._found: dict[tuple[str, int, int], Broken] = {}

    def run(self) -> list[Broken]:
        """All breaks, in order of file and line."""
        self._gone_uses()
        self._call_sites()
        self._edited_sites()
        self._overrides()
        self._synthesized()
        for read in lost_reads(self.base, self.head, self._files, self._changes):
            at, change = (read.file, read.line, read.column), read.change
            assert change.old is not None
            self._add(
                Rule.BROKEN_REFERENCE, at, self._said(change, EdgeKind.REFERENCES), change.old.symbol, read.around
            )
        misled = misled_imports(self.base, self.head, self._settings) if self._settings is not None else ()
        for broken in (*misled, *broken_imports(self.base, self.head, self._files, self._gone)):
            at = (broken.file, broken.line, broken.column)
            self._found[at] = Broken(Rule.BROKEN_IMPORT, *at, broken.message, broken.cause, broken.around)
        return sorted(self._found.values(), key=lambda b: (b.file, b.line, b.column, b.message))

    def _add(self, rule: Rule, use: tuple[str, int, int], message: str, cause: str, around: str) -> None:
        self._found.setdefault(use, Broken(rule, *use, message, cause, around))

    # -- uses of what is gone, or can no longer be bound

    def _gone_uses(self) -> None:
        targets = {*self._gone, *self._resigned}
        if not targets:
            return
        for path in sorted(self._candidates(targets)):
            for use in self.base.uses(path).uses:
                if use.target in targets and use.kind in _USES and use.resolution in SURE:
                    self._judge(use)

    def _candidates(self, targets: Iterable[str]) -> set[str]:
        """Files that may have used one of these before: the changed ones, and those that asked for what changed
        and mention its name."""
        names = self._names(targets)
        resigned = [self._resigned[target].old for target in targets if target in self._resigned]
        overloads = {half.definition.name for half in resigned if half and half.side.language in OVERLOADED}
        outdated = self._asking(names | overloads)
        # The database may have either side: what differs from it on one is what differs between both.
        found = {path for path in outdated if path in self.base.overlay}
        if overloads:
            marks, reasons = ",".join("?" * len(overloads)), ",".join("?" * len(_OPEN))
            rows = self.head.stored.db.execute(
                "SELECT DISTINCT f.path FROM unresolved u JOIN files f ON f.id = u.file_id "
                f"WHERE u.name IN ({marks}) AND u.reason IN ({reasons})",
                (*sorted(overloads), *sorted(_OPEN)),
            )
            found |= {row[0] for row in rows} & outdated
        wanted = {name.encode("utf-8", "surrogatepass") for name in names}
        for path in outdated - found:
            blob = self.base.stored.blob(path)
            if any(name in blob for name in wanted):
                found.add(path)
        return found

    def _asking(self, names: Iterable[str]) -> set[str]:
        """Files whose links looked at what changed.

        A use of something looked its name up in the file that has it, or everywhere, and does so still when it is
        gone. Only where files came or went too, the questions are about more than names.
        """
        if any(f.old is None or f.new is None or f.old.path != f.new.path for f in self._files):
            return self.base.outdated | self.head.outdated
        keys: set[tuple[str, str]] = set()
        paths = {f.old.path for f in self._files if f.old is not None}
        for name in names:
            keys |= {("", name), ("", f".{name}"), ("", f"={name}")}
            keys |= {(path, name) for path in paths}
        found = {path for path in self.base.stored.affected_by(keys) if path in self.base.languages}
        found |= {
            path for graph in (self.base, self.head) for path, facts in graph.overlay.items() if facts is not None
        }
        self.base.suspect(found)
        self.head.suspect(found)
        return found

    def _names(self, targets: Iterable[str]) -> set[str]:
        names: set[str] = set()
        for symbol in targets:
            change = self._gone.get(symbol) or self._resigned[symbol]
            assert change.old is not None
            half = change.old
            if symbol in self._resigned and symbol not in self._gone:
                continue  # still there: its sites are in the graph as it is now
            names.add(half.definition.name)
            if "constructor" in half.definition.flags and half.parent is not None:
                names.add(half.parent.definition.name)
        return names - {""}

    def _place_now(self, path: str, line: int) -> tuple[str, int] | None:
        """Where an old line is now; None when it was edited or went."""
        file = self._moved.get(path)
        if file is None:
            return path, line
        if file.new is None:
            return None
        now = line_now(file.change.hunks, line)
        return None if now is None else (file.new.path, now)

    def _judge(self, use: Use) -> None:
        place = self._place_now(use.file, use.line)
        if place is None or place[0] not in self.head.languages:
            return
        file, line = place
        if self._found.get((file, line, use.column)) is not None:
            return
        change = self._gone.get(use.target) or self._resigned[use.target]
        assert change.old is not None
        there = self.head.uses(file)
        now = [u for u in there.uses if (u.line, u.column) == (line, use.column) and u.kind == use.kind]
        is_read = use.kind == EdgeKind.REFERENCES and change.old.definition.kind in _READ
        if is_read:
            # What stands before the dot is read at the same place, and may be there as it was.
            now = [u for u in now if _key(u.target).rpartition(".")[2] == _key(use.target).rpartition(".")[2]]
        if any(u.resolution in SURE for u in now):
            if use.target in self._gone and use.kind == EdgeKind.CALLS:
                self._judge_instead(use, change, [u for u in now if u.resolution in SURE])
            return  # bound to something; of what changed, it is asked below whether its arguments fit
        if now and any(u.resolution == "dispatch" for u in now):
            return
        for unbound in there.open:
            if (unbound.line, unbound.column) == (line, use.column) and unbound.reason in _SETTLED:
                if unbound.reason == "external" and not self._may_inherit(change):
                    continue
                if unbound.reason == "external" and self._is_nobodys(file, line, use.column, change):
                    continue
                if unbound.reason != "local" or not self._is_imported(file, unbound.name):
                    return
        if use.target not in self._gone and not any(
            (o.line, o.column) == (line, use.column) and o.reason in _OPEN for o in there.open
        ):
            return
        if use.kind == EdgeKind.INHERITS and self._still_inherits(use, file):
            return
        if use.kind in (EdgeKind.REFERENCES, EdgeKind.DECORATES):
            if is_read:
                if not self._is_lost_read(change, file, line, use.column):
                    return
            elif self._still_named(use, file, line, change):
                return
        rule = Rule.BROKEN_CALL if use.kind == EdgeKind.CALLS else Rule.BROKEN_REFERENCE
        self._add(rule, (file, line, use.column), self._said(change, use.kind), use.target, use.source)

    def _judge_instead(self, use: Use, change: ChangedSymbol, now: Sequence[Use]) -> None:
        """A call that reaches something else now (what a base has, another import), which may not take it."""
        if len(now) != 1 or now[0].target in self._resigned or self.head.languages[now[0].file] in OVERLOADED:
            return
        instead = now[0]
        reference = self.head.reference_at(instead.file, instead.line, instead.column)
        path = path_of(instead.target)
        definition = _definition(self.head, path, instead.target) if path in self.head.languages else None
        if reference is None or definition is None or definition.kind not in _CALLABLE:
            return
        language = self.head.languages[instead.file]
        through_class = self._through_class(instead, reference, definition)
        facts = self.head.facts(instead.file)
        problem = misfit(definition, reference, facts, language, through_class=through_class)
        if problem:
            message = f"{self._said(change, use.kind)}; {definition.qualified_name} is called instead with {problem}"
            self._add(Rule.BROKEN_CALL, (instead.file, instead.line, instead.column), message, use.target, use.source)

    def _may_inherit(self, change: ChangedSymbol) -> bool:
        """Whether a class may still have the method that it lost, from a base outside the repository."""
        old = change.old
        if old is None or old.parent is None or old.definition.kind not in _MEMBERS:
            return True
        path = old.side.path
        if path not in self.head.languages or not self.head.evaluator.has(path):
            return True
        from codegraph.linking.values import External

        evaluator = self.head.evaluator
        unit = evaluator.unit(path)
        owner = old.parent.definition.qualified_name
        classes = [d for d in unit.defs if d.facts.qualified_name == owner and d.kind == old.parent.definition.kind]
        if len(classes) != 1:
            return True
        evaluator.begin()
        name = old.definition.name
        if any(m in _MAKERS for m in unit.members(classes[0].index)):
            return True
        for base in evaluator.semantics(unit.language).resolution_order(classes[0]):
            if not isinstance(base, External):
                continue
            module, _, last = base.name.rpartition(".")
            if last in _WITHOUT_METHODS and module in _TYPING:
                continue
            if module == "enum" and name not in ("name", "value"):
                continue
            if not (name.startswith("_") and not name.endswith("__") and module in _TYPING):
                return True
        return False

    def _is_nobodys(self, file: str, line: int, column: int, change: ChangedSymbol) -> bool:
        """Whether a plain name of a script that nothing in it declares is taken for one of the platform's: the lost
        definition stood in this file, so that its name was never one of those."""
        if self.head.languages[file] not in _SCRIPT or change.old is None or change.old.side.path != file:
            return False
        reference = self.head.reference_at(file, line, column)
        if reference is None or not _is_plain(self.head, file, reference):
            return False
        facts = self.head.facts(file)
        name = change.old.definition.name
        declared = any(row.local == name for row in facts.imports) or any(b.name == name for b in facts.bindings)
        return not declared and not is_global(name)

    def _is_imported(self, file: str, name: str) -> bool:
        """Whether the local name comes from an import, which then finds nothing."""
        facts = self.head.facts(file)
        return any(row.local == name for row in facts.imports) and not any(
            b.name == name and b.kind != "attr" for b in facts.bindings
        )

    def _still_inherits(self, use: Use, file: str) -> bool:
        """A class whose base moved: what its bases are called decides, not where they stand."""
        return any(
            u.kind in (EdgeKind.INHERITS, EdgeKind.IMPLEMENTS) and _key(u.source) == _key(use.source)
            for u in self.head.uses(file).uses
        )

    def _is_lost_read(self, change: ChangedSymbol, file: str, line: int, column: int) -> bool:
        """Whether a place that read a variable, a field or an enum's member has nothing to read now."""
        old = change.old
        if old is None or old.parent is None or change.how not in (How.REMOVED, How.RENAMED):
            return False
        owner, path = old.parent, old.side.path
        if path not in self.head.languages or owner.symbol in self._gone:
            return False
        dotted = is_dotted_read(self.head.facts(file), line, column)
        if owner.index:
            return not self._may_inherit(change)
        facts = self.head.facts(path)
        if old.definition.name in importable(facts) or any(row.name == "*" for row in facts.imports):
            return False
        # The import of a plain name is gone as well, and says so where it stands.
        return (dotted or file == path) and not any(d.name == "__getattr__" for d in facts.definitions)

    def _still_named(self, use: Use, file: str, line: int, change: ChangedSymbol) -> bool:
        """Whether the name still means something, if no function: a variable, an import from outside."""
        from codegraph.linking.values import External

        reference = self.head.reference_at(file, line, use.column)
        if reference is None or not self.head.evaluator.has(file):
            return True
        evaluator = self.head.evaluator
        unit = evaluator.unit(file)
        evaluator.begin()
        assert change.old is not None
        if unit.language == "rust":
            from codegraph.linking.rustlang.reading import may_come_from_outside

            if _is_plain(self.head, file, reference) and may_come_from_outside(evaluator, unit, reference.name):
                return True
        lost = change.old.as_symbol().qualified_name
        values = evaluator.evaluate(unit, reference.expression, reference.scope, reference.start_byte)
        if all(isinstance(value, External) for value in values) and self._is_nobodys(file, line, use.column, change):
            return False
        # An import of what is gone is taken for one from outside, under the very name of what is gone.
        return any(not (isinstance(value, External) and value.name == lost) for value in values)

    @staticmethod
    def _said(change: ChangedSymbol, kind: str) -> str:
        assert change.old is not None
        name = change.old.definition.qualified_name
        what = {
            EdgeKind.CALLS: "calls",
            EdgeKind.INHERITS: "extends",
            EdgeKind.DECORATES: "is decorated with",
        }.get(EdgeKind(kind), "uses")
        if change.how is How.RENAMED and change.new is not None:
            return f"{what} {name}, which was renamed to {change.new.definition.qualified_name}"
        if change.how is How.MOVED and change.new is not None:
            return f"{what} {name}, which moved to {change.new.side.path}"
        if change.how is How.REMOVED:
            return f"{what} {name}, which was removed"
        return f"{what} {name}, whose signature changed ({'; '.join(change.details[:2])})"

    # -- arguments

    def _constructor_owners(self) -> dict[str, ChangedSymbol]:
        """Class -> the constructor of it that has other parameters now; subclasses without their own included."""
        owners: dict[str, ChangedSymbol] = {}
        for change in self._resigned.values():
            new = change.new
            if new is None or "constructor" not in new.definition.flags or new.parent is None:
                continue
            waiting = [new.parent.symbol]
            while waiting:
                owner = waiting.pop()
                if owner in owners:
                    continue
                owners[owner] = change
                waiting += self._heirs(owner)
        return owners

    def _heirs(self, owner: str) -> list[str]:
        """Direct subclasses without a constructor of their own."""
        rows = self.head.stored.db.execute(
            """
            SELECT s.symbol FROM edges e JOIN symbols s ON s.id = e.source JOIN symbols t ON t.id = e.target
            WHERE t.symbol = ? AND e.kind = 'inherits' AND e.resolution <> 'ambiguous' AND NOT EXISTS (
                SELECT 1 FROM symbols m WHERE m.parent_id = s.id AND ' ' || m.flags || ' ' LIKE '% constructor %'
            )
            """,
            (owner,),
        )
        return [row[0] for row in rows]

    def _uses_of(self, symbol: str) -> list[Use]:
        """Sure calls of a symbol on the new side."""
        db = self.head.stored.db
        rows = db.execute(
            """
            SELECT f.path, e.line, e."column", e.kind, e.resolution, a.symbol, b.symbol
            FROM edges e JOIN symbols b ON b.id = e.target JOIN symbols a ON a.id = e.source
                JOIN files f ON f.id = e.file_id
            WHERE b.symbol = ? AND e.kind = 'calls' AND e.resolution IN ('exact', 'inferred')
            """,
            (symbol,),
        )
        outdated, there = self.head.outdated, self.head.languages
        found = [use for use in map(Use._make, rows) if use.file not in outdated and use.file in there]
        for path in outdated:
            found += [u for u in self.head.uses(path).uses if u.target == symbol and u.kind == EdgeKind.CALLS]
        return [use for use in found if use.resolution in SURE]

    def _call_sites(self) -> None:
        for change in self._resigned.values():
            assert change.new is not None and change.old is not None
            for use in self._uses_of(change.new.symbol):
                self._check(use, change)
        for owner, change in self._constructors.items():
            for use in self._uses_of(owner):
                self._check(use, change)
        for owner, (change, now) in lost_constructors(self.head, self._changes).items():
            self._made_otherwise(owner, change, now)

    def _made_otherwise(self, owner: str, change: ChangedSymbol, now: Definition) -> None:
        """Objects of a class that lost its constructor, and of its subclasses without one."""
        assert change.old is not None
        waiting, seen = [owner], set[str]()
        while waiting:
            made = waiting.pop()
            if made in seen:
                continue
            seen.add(made)
            waiting += self._heirs(made)
            for use in self._uses_of(made):
                reference = self.head.reference_at(use.file, use.line, use.column)
                if reference is None:
                    continue
                facts, language = self.head.facts(use.file), self.head.languages[use.file]
                problem = misfit(now, reference, facts, language)
                if problem and not misfit(change.old.definition, reference, facts, language):
                    message = f"constructs {_key(made)} with {problem}: its constructor was removed"
                    at = (use.file, use.line, use.column)
                    self._add(Rule.BROKEN_CALL, at, message, change.old.symbol, use.source)

    def _synthesized(self) -> None:
        """Calls of a class whose constructor is made from its fields, which have changed."""
        for owner, (before, after) in changed_constructors(self._files).items():
            for use in self._uses_of(owner):
                reference = self.head.reference_at(use.file, use.line, use.column)
                if reference is None:
                    continue
                facts, language = self.head.facts(use.file), self.head.languages[use.file]
                problem = misfit(after, reference, facts, language)
                if problem and not misfit(before, reference, facts, language):
                    message = f"calls {after.qualified_name} with {problem}"
                    self._add(Rule.BROKEN_CALL, (use.file, use.line, use.column), message, owner, use.source)

    def _check(self, use: Use, change: ChangedSymbol) -> None:
        assert change.new is not None and change.old is not None
        reference = self.head.reference_at(use.file, use.line, use.column)
        if reference is None:
            return
        facts = self.head.facts(use.file)
        language = self.head.languages[use.file]
        constructs = use.target != change.new.symbol
        through_class = not constructs and self._through_class(use, reference, change.new.definition)
        new, old = change.new.definition, change.old.definition
        problem = misfit(new, reference, facts, language, through_class=through_class, before=old)
        if not problem:
            return
        edited = self._edited.get(use.file)
        is_new = edited is not None and any(run.first <= use.line <= run.last for run in edited.change.added)
        if not is_new and misfit(change.old.definition, reference, facts, language, through_class=through_class):
            return  # it did not fit before either: our reading of it is not to be trusted
        if is_new and self._suits_another(use, reference):
            return
        name = change.new.definition.qualified_name
        message = f"calls {name} with {problem}" if not constructs else f"constructs {_key(use.target)} with {problem}"
        self._add(Rule.BROKEN_CALL, (use.file, use.line, use.column), message, change.new.symbol, use.source)

    def _suits_another(self, use: Use, reference: Reference) -> bool:
        """Whether the site is bound to several definitions, one of which takes these arguments."""
        others = [u for u in self.head.uses(use.file).uses if (u.line, u.column) == (use.line, use.column) and u != use]
        return bool(others)

    def _through_class(self, use: Use, reference: Reference, target: Definition) -> bool:
        """Whether a method is called on its class, the receiver being the first argument (Python, Rust, Go)."""
        if not target.parameters or target.parameters[0].kind != "self" or "classmethod" in target.flags:
            return False
        facts = self.head.facts(use.file)
        operation = facts.expressions[reference.expression]
        if operation[0] not in ("call", "new") or operation[1] < 0:
            return False
        callee = facts.expressions[operation[1]]
        if callee[0] not in ("attr", "path") or callee[1] < 0:
            return False
        base = facts.expressions[callee[1]]
        if base[0] == "super":
            return False
        if base[0] == "call" and base[1] >= 0 and facts.expressions[base[1]] == ("name", "super"):
            return False
        evaluator = self.head.evaluator
        if not evaluator.has(use.file):
            return False
        from codegraph.linking.values import Def, Generic

        unit = evaluator.unit(use.file)
        evaluator.begin()
        values = evaluator.evaluate(unit, callee[1], reference.scope, reference.start_byte)
        return any(isinstance(v, (Def, Generic)) for v in values)

    # -- lines that were written anew

    def _edited_sites(self) -> None:
        """Calls on new or edited lines of a plain name that the file no longer has."""
        lost: dict[str, ChangedSymbol] = {}
        for change in self._gone.values():
            if change.old is not None and change.old.parent is not None and change.old.parent.index == 0:
                lost.setdefault(change.old.definition.name, change)
        if not lost:
            return
        for path, file in self._edited.items():
            there = self.head.uses(path)
            for open_call in there.open:
                change = lost.get(open_call.name)
                if change is None or open_call.reason != "not-found":
                    continue
                if not any(run.first <= open_call.line <= run.last for run in file.change.added):
                    continue
                if not self._was_known(file, change):
                    continue
                reference = self.head.reference_at(path, open_call.line, open_call.column)
                if reference is None or not _is_plain_call(self.head, path, reference):
                    continue
                around = self.head.symbol_at((path, reference.scope), around=True) or ""
                assert change.old is not None
                self._add(
                    Rule.BROKEN_CALL,
                    (path, open_call.line, open_call.column),
                    self._said(change, EdgeKind.CALLS),
                    change.old.symbol,
                    around,
                )

    def _was_known(self, file: ChangedFile, change: ChangedSymbol) -> bool:
        """Whether the file could name the lost definition before."""
        if file.old is None or change.old is None:
            return False
        if file.old.path == change.old.side.path:
            return True
        name = change.old.definition.name
        return any(row.local == name for row in file.old.facts.imports)

    # -- overrides

    def _overrides(self) -> None:
        """Methods that no longer take what the method they override takes, or override nothing any more."""
        db = self.head.stored.db
        for change in self._changes:
            new, old = change.new, change.old
            if old is None or old.definition.kind != "method":
                continue
            if old.symbol in self._gone or old.symbol in self._resigned:
                self._orphans(change)
            if new is not None and old.symbol in self._resigned:
                if "constructor" in new.definition.flags or new.definition.visibility == "private":
                    continue
                below = db.execute(_OVERRIDERS, (new.symbol,)).fetchall()
                for path, definition in below:
                    self._compare_override(path, definition, change)
                above = db.execute(_OVERRIDDEN, (new.symbol,)).fetchall()
                for path, definition in above:
                    self._compare_overridden(path, definition, change)
        for unmet in unmet_contracts(self.head, self._changes):
            at = (unmet.file, unmet.line, unmet.column)
            self._add(Rule.BROKEN_OVERRIDE, at, unmet.message, unmet.cause, unmet.around)

    def _compare_override(self, path: str, definition: int, change: ChangedSymbol) -> None:
        assert change.new is not None and change.old is not None
        if path not in self.head.languages:
            return
        inner = self.head.facts(path).definitions[definition]
        language = self.head.languages[path]
        problem = accepts_all_of(inner, change.new.definition, language)
        if problem and not accepts_all_of(self._before(path, inner) or inner, change.old.definition, language):
            symbol = self.head.symbol_at((path, definition)) or ""
            message = (
                f"{inner.qualified_name} {problem}, unlike {change.new.definition.qualified_name} that it overrides"
            )
            self._add(Rule.BROKEN_OVERRIDE, (path, inner.row + 1, inner.column + 1), message, change.new.symbol, symbol)

    def _compare_overridden(self, path: str, definition: int, change: ChangedSymbol) -> None:
        assert change.new is not None and change.old is not None
        if path not in self.head.languages:
            return
        outer = self.head.facts(path).definitions[definition]
        language = self.head.languages[path]
        mine = change.new.definition
        problem = accepts_all_of(mine, outer, language)
        if problem and not accepts_all_of(change.old.definition, self._before(path, outer) or outer, language):
            message = f"{mine.qualified_name} {problem}, unlike {outer.qualified_name} that it overrides"
            at = (change.new.side.path, mine.row + 1, mine.column + 1)
            self._add(Rule.BROKEN_OVERRIDE, at, message, change.new.symbol, change.new.symbol)

    def _before(self, path: str, definition: Definition) -> Definition | None:
        """The same definition on the old side of a changed file."""
        file = self._edited.get(path)
        if file is None or file.old is None:
            return None
        for d in file.old.facts.definitions:
            if d.qualified_name == definition.qualified_name and d.kind == definition.kind:
                return d
        return None

    def _orphans(self, change: ChangedSymbol) -> None:
        """Methods that say they override (``@Override``, ``override``) one that is gone, or that do so no longer
        because they were changed themselves."""
        old, new = change.old, change.new
        assert old is not None
        gone = old.definition.qualified_name
        became = "was removed" if new is None else "has another name or other parameters now"
        heirs = heirs_of(self.head, old.parent.symbol) if old.parent is not None and self._has_overrides(old) else ()
        for path in sorted({path_of(heir) for heir in heirs} & set(self.head.languages)):
            for use in self.base.uses(path).uses:
                if use.target == old.symbol and use.kind == EdgeKind.OVERRIDES:
                    said = f"{{name}} is marked as an override of {gone}, which {became}"
                    self._check_orphan(path, use.source, said, old.symbol)
        if new is None or old.side.path not in self.base.languages:
            return
        for use in self.base.uses(old.side.path).uses:
            if use.source == old.symbol and use.kind == EdgeKind.OVERRIDES:
                said = f"{{name}} is marked as an override, and is none of {_key(use.target)} any more"
                self._check_orphan(new.side.path, new.symbol, said, old.symbol)

    def _has_overrides(self, half: Half) -> bool:
        """Whether anything of that name is marked as an override."""
        sql = "SELECT 1 FROM symbols WHERE name = ? AND ' ' || flags || ' ' LIKE '% override %' LIMIT 1"
        if self.head.stored.db.execute(sql, (half.definition.name,)).fetchone() is not None:
            return True
        return any(
            d.name == half.definition.name and "override" in d.flags
            for facts in self.head.overlay.values()
            if facts is not None
            for d in facts.definitions
        )

    def _check_orphan(self, path: str, symbol: str, said: str, cause: str) -> None:
        definition = _definition(self.head, path, symbol)
        if definition is None or "override" not in definition.flags:
            return
        uses = self.head.uses(path).uses
        if any(u.kind == EdgeKind.OVERRIDES and u.source == symbol for u in uses):
            return
        at = (path, definition.row + 1, definition.column + 1)
        self._add(Rule.BROKEN_OVERRIDE, at, said.format(name=definition.qualified_name), cause, symbol)


_OVERRIDERS = """
SELECT f.path, s.definition FROM edges e JOIN symbols t ON t.id = e.target JOIN symbols s ON s.id = e.source
    JOIN files f ON f.id = s.file_id
WHERE t.symbol = ? AND e.kind = 'overrides' AND e.resolution <> 'ambiguous'
"""
_OVERRIDDEN = """
SELECT f.path, t.definition FROM edges e JOIN symbols s ON s.id = e.source JOIN symbols t ON t.id = e.target
    JOIN files f ON f.id = t.file_id
WHERE s.symbol = ? AND e.kind = 'overrides' AND e.resolution <> 'ambiguous'
"""


def _key(symbol: str) -> str:
    return symbol.partition("#")[2]


def _definition(graph: SideGraph, path: str, symbol: str) -> Definition | None:
    for row in graph.symbols(path).symbols:
        if row.symbol == symbol:
            return graph.facts(path).definitions[row.definition]
    return None


def _is_plain_call(graph: SideGraph, path: str, reference: Reference) -> bool:
    expressions = graph.facts(path).expressions
    if reference.expression < 0:
        return False
    operation = expressions[reference.expression]
    return operation[0] in ("call", "new") and operation[1] >= 0 and expressions[operation[1]][0] == "name"


def _is_plain(graph: SideGraph, path: str, reference: Reference) -> bool:
    """Whether a plain name is called, read or written as a type."""
    if reference.role in ("value", "type") and reference.expression >= 0:
        return graph.facts(path).expressions[reference.expression][0] == "name"
    return _is_plain_call(graph, path, reference)
