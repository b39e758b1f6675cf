"""What must be linked again after a change: what each file's links looked at, against what has changed.

While a file is linked, every looked-up name is noted as a pair (path, name). ``(path, "")`` stands for the
whole file, ``("", name)`` for a search of the whole repository, ``("", "name()")`` for a look at all calls of
that name and what they pass, ``("", "path:name()")`` for one at those in a file, ``("", "<Name")`` for a look at
all classes that derive from that one, ``("", ".name")`` for one at all assignments to a member of that name,
``("", "=name")`` for whether anything goes by that name. When a file changes,
:func:`changed_keys` compares its old facts with the new ones and says which such questions may now be
answered differently. Everything that asked one of them is linked again.

Only what can be seen from outside a statement counts. An edit that neither adds, removes nor alters a
definition, an import or a binding changes no key at all, wherever the lines move.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any
from zlib import crc32

from codegraph.linking.mentions import DECLARED_KINDS
from parsers.facts import Binding, Definition, FileFacts, Import, Parameter

Key = tuple[str, str]

# -- stored form


def pack(keys: Iterable[Key], own: str, calls: Iterable[str] = ()) -> bytes:
    """The questions of one file as bytes, and the names its call sites are written with (``calls``), where
    others ask for them; questions to the file itself (``own``) are left out.

    32-bit checksums instead of names: a search over all files is one pass over an array, and two names
    that share a checksum cost at worst a file linked in vain.
    """
    import numpy as np

    names = sorted({_checksum(path, name) for path, name in keys if path != own})
    paths = sorted({crc32(path.encode("utf-8", "surrogatepass")) for path, _ in keys if path and path != own})
    called = sorted({_checksum("", name) for name in calls})
    return np.array([len(names), len(called), *names, *called, *paths], "<u4").tobytes()


class Callers:
    """Which files call something of a name, from the packed questions of all files."""

    def __init__(self, packed: Iterable[tuple[int, bytes]]) -> None:
        import numpy as np

        files: list[int] = []
        arrays: list[Any] = []
        for file, data in packed:
            array = np.frombuffer(data, "<u4")
            files.append(file)
            arrays.append(array[2 + int(array[0]) : 2 + int(array[0]) + int(array[1])])
        sizes = [len(a) for a in arrays]
        names = np.concatenate(arrays) if arrays else np.empty(0, "<u4")
        order = np.argsort(names, kind="stable")
        self._names = names[order]
        self._files = np.repeat(np.array(files, "i8"), sizes)[order]

    def of(self, name: str) -> list[int]:
        """The files (by id) with a call written with that name."""
        import numpy as np

        wanted = np.array([_checksum("", name)], "<u4")
        first, last = np.searchsorted(self._names, wanted)[0], np.searchsorted(self._names, wanted, side="right")[0]
        return self._files[first:last].tolist()


def affected(packed: Iterable[tuple[int, bytes]], changed: Iterable[Key]) -> set[int]:
    """The files (by id) among ``packed`` that asked one of the ``changed`` questions."""
    import numpy as np

    keys = set(changed)
    if not keys:
        return set()
    # A question about a whole file is answered differently when anything in it changes.
    exact = {_checksum(path, name) for path, name in keys} | {_checksum(path, "") for path, _ in keys if path}
    whole = {crc32(path.encode("utf-8", "surrogatepass")) for path, name in keys if path and not name}
    files: list[int] = []
    names: list[Any] = []
    paths: list[Any] = []
    for file, data in packed:
        array = np.frombuffer(data, "<u4")
        count, called = int(array[0]), int(array[1])
        files.append(file)
        names.append(array[2 : count + 2])
        paths.append(array[count + called + 2 :])
    return {
        files[position]
        for arrays, wanted in ((names, exact), (paths, whole))
        if wanted
        for position in _which(arrays, np.array(sorted(wanted), "<u4"))
    }


def _which(arrays: Sequence[Any], wanted: Any) -> set[int]:
    """Positions of the arrays that hold one of the wanted numbers."""
    import numpy as np

    if not arrays:
        return set()
    ends = np.cumsum([len(a) for a in arrays])
    hits = np.flatnonzero(np.isin(np.concatenate(arrays), wanted))
    return set(np.searchsorted(ends, hits, side="right").tolist())


def _checksum(path: str, name: str) -> int:
    return crc32(f"{path}\0{name}".encode("utf-8", "surrogatepass"))


# -- comparing facts


def changed_keys(old: FileFacts | None, new: FileFacts | None) -> set[Key]:
    """The questions that ``new`` may answer differently from ``old`` (None: the file is not there)."""
    if old is None or new is None:
        facts = old or new
        return set() if facts is None else all_keys(facts)
    before, after = _Outside(old), _Outside(new)
    if before.module != after.module:
        return all_keys(old) | all_keys(new)
    path = new.path
    keys: set[Key] = set()
    if before.whole != after.whole:
        keys.add((path, ""))
    for definition in before.headers.keys() | after.headers.keys():
        was, now = before.headers.get(definition), after.headers.get(definition)
        if was != now:
            for header in filter(None, (was, now)):
                keys |= {(path, header[0]), ("", header[0])}
                keys.update(("", f"<{base}") for base in header[2])
    keys |= _spaces(old) ^ _spaces(new)
    if _imports_for_all(old) != _imports_for_all(new):
        keys.add(IMPORTS)
    changed = _changed_nodes(before, after)
    for side in (before, after):
        keys |= side.seen_from_outside(changed)
    keys.update(("", f"={name}") for name in _names(old) ^ _names(new))
    calls = (before.calls - after.calls) + (after.calls - before.calls)
    keys.update(key for name, _ in calls for key in _call_keys(path, name))
    keys.discard(("", ""))
    return keys


def _call_keys(path: str, name: str) -> Iterable[Key]:
    """A look at all calls of that name, and at those in this file."""
    return (("", f"{name}()"), ("", f"{path}:{name}()"))


def all_keys(facts: FileFacts) -> set[Key]:
    """Every question that a file can answer: what its coming or going changes."""
    names = {d.name for d in facts.definitions} | {b.name for b in facts.bindings} | {i.local for i in facts.imports}
    names |= {f"{r.name}()" for r in facts.references if r.role in _CALLS or r.role == "decorate"}
    names |= {f"={name}" for name in _names(facts)}
    names |= {f"<{name}" for d in facts.definitions for name in _base_names(facts, d)}
    names |= {f".{b.name}" for b in facts.bindings if b.kind == "attr"}
    names.discard("")
    keys = {("", name) for name in names} | {(facts.path, "")} | _spaces(facts)
    if _imports_for_all(facts):
        keys.add(IMPORTS)
    return keys


def _spaces(facts: FileFacts) -> set[Key]:
    """The namespaces in which the file declares a type, where a language has namespaces apart from modules."""
    definitions = facts.definitions
    whole = facts.extra.get("namespace", "")
    found: set[Key] = set()
    for d in definitions:
        if d.kind in _OUTER and d.kind not in ("module", "package"):
            at = d.parent
            while at > 0 and definitions[at].kind != "namespace":
                at = definitions[at].parent
            space = definitions[at].signature if at > 0 else whole
            if space:
                found.add(("", f"::{space}"))
    return found


def _imports_for_all(facts: FileFacts) -> Any:
    """What the file imports for others as well, or what its imports say about how others are meant."""
    if facts.language == "go":
        # Where no go.mod says what the module is called, the import paths of all files vote on it.
        return (facts.module, frozenset(row.module for row in facts.imports if "." in row.module.split("/", 1)[0]))
    return tuple(sorted((row.local, row.module, row.name, row.flags) for row in facts.imports if "global" in row.flags))


def path_keys(changed: Iterable[str], before: Iterable[str], after: Iterable[str]) -> set[Key]:
    """The questions about which files there are, given the paths that came or went and all paths on both sides.

    Searches for modules are noted by the last part of a module's name: the stem of its file, or its folder.
    """
    keys: set[Key] = set()
    folders = [_folders(before), _folders(after)]
    paths = [list(before), list(after)]
    for folder in folders[0] ^ folders[1]:
        keys.add(("", folder.rpartition("/")[2]))
    for path in changed:
        folder, _, base = path.rpartition("/")
        keys |= {(path, ""), ("", "")}
        keys |= {("", part) for part in module_parts(path)}
        if base in _MARKERS:
            # The name of every module below depends on where its package begins.
            below = f"{folder}/" if folder else ""
            for other in {*paths[0], *paths[1]}:
                if other.startswith(below):
                    keys |= {("", part) for part in other[len(below) :].split("/")[:-1]}
                    keys |= {("", stem) for stem in _stems(other.rpartition("/")[2])}
    return keys


def moves_modules(path: str, old: FileFacts | None, new: FileFacts | None) -> bool:
    """Whether the change gives the files in the folder of ``path`` another place among the modules.

    Such a file says itself where they belong (``mod name;``), or is what makes their folder a package. What they
    mean by a relative name changes then without their having asked for anything that did.
    """
    if (old is None) != (new is None) and path.rpartition("/")[2] in _MARKERS:
        return True
    declared = [
        sorted((i.local, i.module, i.scope, i.flags) for i in facts.imports if "mod" in i.flags) if facts else []
        for facts in (old, new)
    ]
    return declared[0] != declared[1]


def module_parts(path: str) -> set[str]:
    """The last parts of the names by which other files may mean the file at ``path``."""
    folder, _, base = path.rpartition("/")
    parts = {base, *_stems(base)}
    if not parts.isdisjoint(_INITIAL):
        parts.add(folder.rpartition("/")[2])
    return parts


IMPORTS: Key = ("", "import *")
_MARKERS = frozenset(("__init__.py", "__init__.pyi", "mod.rs", "lib.rs", "main.rs"))
_INITIAL = frozenset(("__init__", "index", "mod", "lib", "main"))
"""Files that speak for their folder."""
_CALLS = frozenset(("call", "construct"))
_RESULTS = frozenset(("return", "yield"))
_OUTER = frozenset(("module", "class", "interface", "trait", "struct", "enum", "package", "object"))
_NAMELESS = "\0nameless"
"""Stands for lambdas and object literals: only who asked about the whole file can have seen them change."""

_KNOWN = frozenset(
    (
        *("name", "attr", "call", "new", "index", "generic", "this", "super", "lit", "str", "seq", "map", "union"),
        *("inst", "elem", "key", "enter", "await", "deref", "ref", "fn", "typeof", "spread", "binary", "narrowed"),
        *("exclude", "sent", "path", "variant", "try", "never", "macro", "some", "assoc", "as", "expect", "all"),
        *("constructor", "mapped", "guard", "guarded", "asserts", "binop", "fnr", "result", "labelled"),
        "ascribed",
    )
)
"""Operations whose numbers are all indices of expressions."""

PLAIN, ATTRIBUTE, RESULT, EXPORT = range(4)
"""What a node is: a name of a scope, a member set on an object, what a function gives, what a file exports."""

_PLAIN_TYPES = frozenset(("str", "int", "bool", "float", "bytes", "complex", "object", "None"))

_NO_NAMES: frozenset[str] = frozenset()

_Node = tuple[int, int, str]
"""(definition it stands in, as a number that does not depend on positions; PLAIN …; name)."""


def _stems(base: str) -> set[str]:
    return {base.rpartition(".")[0] or base, base.partition(".")[0] or base}


def _folders(paths: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _said(d: Definition) -> tuple[int, ...]:
    """The expressions that a definition's own header holds, parameters apart."""
    found = (*d.bases, *d.decorators, d.returns, d.value)
    return found + tuple(x for _, x in d.type_parameters) + tuple(x for _, x in d.extra)


def _names(facts: FileFacts) -> set[str]:
    """What the file adds to the names of things that are used without being called."""
    return {d.name for d in facts.definitions if d.kind in DECLARED_KINDS and d.name}


def _last_name(facts: FileFacts, expression: int) -> str:
    """The last part of a decorator's name, as written; '' for one that is a call, or has none."""
    item = facts.expressions[expression] if expression >= 0 else ("",)
    return item[-1] if item[0] in ("name", "attr") else ""


def _base_names(facts: FileFacts, d: Definition) -> Iterator[str]:
    """Last parts of the names of the base classes, as written."""
    expressions = facts.expressions
    for base in d.bases:
        if base >= 0 and expressions[base][0] in ("generic", "index"):
            base = expressions[base][1]
        if base >= 0 and expressions[base][0] in ("name", "attr", "path"):
            yield expressions[base][-1]


class _Outside:
    """A file's facts as the rest of the repository can see them, free of positions and indices."""

    def __init__(self, facts: FileFacts) -> None:
        self._facts = facts
        self._keys = _definition_keys(facts.definitions)
        self._digests = _digests(facts.expressions, self._keys)
        self._names = self._mentions(None, frozenset())
        self._marks = self._positions()
        self.module = (facts.language, facts.module)
        self.headers = {
            self._keys[index]: (
                d.name if index == 0 or d.name else _NAMELESS,
                self._header(index, d),
                tuple(_base_names(facts, d)),
            )
            for index, d in enumerate(facts.definitions)
        }
        """Definition -> (name, digest of all that is declared of it, names of its bases)."""
        self.nodes: dict[_Node, list[int]] = defaultdict(list)
        """What gives a node its value, one digest for each place, in order."""
        self._fill_nodes()
        self.calls = Counter(
            (
                r.name,
                hash(
                    (
                        self._digest(r.expression),
                        r.argument_count,
                        r.keywords,
                        self._at(r.start_byte, r.scope, r.expression),
                    )
                ),
            )
            for r in facts.references
            if r.role in _CALLS
        )
        # A decorator is called with what it stands on.
        self.calls.update(
            (name, hash((self._digest(x), self._keys[index])))
            for index, d in enumerate(facts.definitions)
            for x in d.decorators
            if (name := _last_name(facts, x))
        )
        self.whole = (
            facts.exports,
            facts.flags,
            facts.extra,
            sorted(self._import(row) for row in facts.imports if not row.local or row.name == "*"),
        )

    def seen_from_outside(self, changed: Iterable[_Node]) -> set[Key]:
        """The questions whose answers pass through one of the ``changed`` nodes.

        Reading a variable is not noted while linking, only asking a module, a class or a function is.
        So what is read from a changed variable is followed here, up to the functions, attributes and
        names through which others can have asked. A name is taken to mean every
        definition of it in the scopes around, whatever the language says of shadowing.
        """
        facts = self._facts
        position = {key: index for index, key in enumerate(self._keys)}
        keys: set[Key] = set()
        tainted: set[_Node] = set()
        pending = {node for node in changed if node[0] in position}
        while pending:
            tainted |= pending
            keys.update(key for node in pending for key in self._keys_of(node, position[node[0]]))
            scopes: dict[str, set[int]] = defaultdict(set)
            for scope, kind, name in tainted:
                if kind == PLAIN:
                    scopes[name].add(position[scope])
            mentions = self._mentions(scopes.keys(), self._unnamed_around(position[node[0]] for node in tainted))
            pending = set()
            for binding in facts.bindings:
                if self._reads(binding.expression, binding.scope, mentions, scopes):
                    pending.add(self._node_of(binding))
            for index, d in enumerate(facts.definitions):
                if d.name and any(self._reads(x, index, mentions, scopes) for x in _said(d)):
                    keys.add((facts.path, d.name))
                for p in d.parameters:
                    if any(self._reads(x, index, mentions, scopes) for x in (p.type, p.default)):
                        pending.add((self._keys[index], PLAIN, p.name))
            for r in facts.references:
                if r.role in _CALLS and self._reads(r.expression, r.scope, mentions, scopes):
                    keys.update(_call_keys(facts.path, r.name))
            pending -= tainted
        return keys

    def _reads(
        self, expression: int, scope: int, mentions: Sequence[frozenset[str]], scopes: Mapping[str, set[int]]
    ) -> bool:
        """Whether an expression that stands in ``scope`` mentions one of the names where it can see it."""
        if expression < 0 or not mentions[expression]:
            return False
        if "" in mentions[expression]:
            return True
        seen = set().union(*(scopes[name] for name in mentions[expression]))
        while scope not in seen and scope > 0:
            scope = self._facts.definitions[scope].parent
        return scope in seen

    def _keys_of(self, node: _Node, scope: int) -> Iterable[Key]:
        path, kind, name = self._facts.path, node[1], node[2]
        definition = self._facts.definitions[scope]
        if kind == RESULT:
            yield (path, definition.name or _NAMELESS)
        elif kind in (EXPORT, ATTRIBUTE):
            yield (path, name)
            if kind == ATTRIBUTE:
                yield ("", f".{name}")
        elif definition.kind in _OUTER:
            yield (path, name)
            yield ("", name)

    def _unnamed_around(self, scopes: Iterable[int]) -> set[int]:
        """Lambdas and object literals at or around the scopes: evaluating them reads what is in there."""
        found: set[int] = set()
        definitions = self._facts.definitions
        for scope in scopes:
            while scope > 0 and scope not in found:
                if not definitions[scope].name:
                    found.add(scope)
                scope = definitions[scope].parent
        return found

    def _mentions(self, names: Container[str] | None, definitions: Container[int]) -> list[frozenset[str]]:
        """For each expression which of the names (None: any) it mentions; '' for one of the definitions."""
        mentions: list[frozenset[str]] = []
        single = {"": frozenset(("",))}
        for expression in self._facts.expressions:
            op = expression[0]
            found = _NO_NAMES
            if op == "name":
                name = expression[1]
                if names is None or name in names:
                    found = single.get(name) or single.setdefault(name, frozenset((name,)))
            elif op == "def":
                if expression[1] in definitions:
                    found = single[""]
            elif op != "lit" and op != "str":
                if op == "scoped" and expression[1] in definitions:
                    found = single[""]
                for operand in expression[1:]:
                    if type(operand) is int:
                        if 0 <= operand < len(mentions) and mentions[operand]:
                            found = found | mentions[operand] if found else mentions[operand]
                    elif isinstance(operand, (list, tuple)):
                        for x in operand:
                            x = x[1] if isinstance(x, (list, tuple)) else x
                            if type(x) is int and 0 <= x < len(mentions) and mentions[x]:
                                found = found | mentions[x] if found else mentions[x]
            mentions.append(found)
        return mentions

    # -- reading the facts

    def _digest(self, expression: int) -> int:
        return self._digests[expression] if 0 <= expression < len(self._digests) else -1

    def _header(self, index: int, d: Definition) -> int:
        if not index:
            # What stands in the module are nodes; what is declared of it is little.
            return hash((d.flags, d.visibility))
        digest = self._digest
        return hash(
            (
                (d.kind, d.name, d.qualified_name, self._keys[d.parent], d.visibility, d.flags),
                self._parameters(d),
                (digest(d.returns), digest(d.value)),
                tuple(map(digest, d.bases)),
                tuple(map(digest, d.decorators)),
                tuple((name, digest(bound)) for name, bound in d.type_parameters),
                tuple((name, digest(value)) for name, value in d.extra),
                self._at(d.start_byte, d.parent, *_said(d)),
            )
        )

    def _parameters(self, d: Definition) -> tuple[Any, ...]:
        """What the parameters of a definition mean for who calls it.

        Where calls are told apart by their arguments that is all of them. A Python function is found by its name
        alone, and its callers see the declared types, by which arguments give its result or a lambda its parameters
        a type; what reads a parameter inside follows from that parameter's node.
        """
        if self._facts.language != "python":
            return tuple(self._parameter(p) for p in d.parameters)
        return tuple(
            (number, p.name, p.kind, self._digest(p.type), p.type_text)
            for number, p in enumerate(d.parameters)
            if p.kind == "self" or (p.type_text or p.type >= 0) and not self._is_plain(p.type_text)
        )

    def _is_plain(self, type_text: str) -> bool:
        """Whether a declared type is one of Python's own that has no part a call could fill in."""
        names = [name.strip() for name in type_text.split("|")]
        return _PLAIN_TYPES.issuperset(names) and self._own_names.isdisjoint((*names, "*"))

    @cached_property
    def _own_names(self) -> set[str]:
        """What the file may call something; ``*`` for whatever another one has."""
        facts = self._facts
        names = {d.name for d in facts.definitions} | {b.name for b in facts.bindings}
        return names | {row.local or row.name for row in facts.imports}

    def _parameter(self, p: Parameter) -> tuple[Any, ...]:
        return (p.name, p.kind, self._digest(p.type), self._digest(p.default), p.has_default, p.type_text)

    def _import(self, row: Import) -> tuple[Any, ...]:
        return (self._keys[row.scope], row.local, row.module, row.name, row.level, row.flags)

    def _node_of(self, binding: Binding) -> _Node:
        scope = self._keys[binding.scope]
        if binding.kind in _RESULTS:
            return (scope, RESULT, "")
        if binding.kind == "attr":
            return (scope, ATTRIBUTE, binding.name)
        return (scope, EXPORT if binding.kind == "export" else PLAIN, binding.name)

    def _positions(self) -> dict[_Node, list[int]]:
        """Plain node -> the bytes at which its meaning can change, in order."""
        marks: dict[_Node, list[int]] = defaultdict(list)
        facts, keys = self._facts, self._keys
        for d in facts.definitions[1:]:
            if d.name:
                marks[keys[d.parent], PLAIN, d.name].append(d.start_byte)
        for row in facts.imports:
            if row.local:
                marks[keys[row.scope], PLAIN, row.local] += (row.start_byte, row.block_end)
        for b in facts.bindings:
            if b.kind not in _RESULTS and b.kind not in ("attr", "export"):
                marks[keys[b.scope], PLAIN, b.name] += (b.start_byte, b.block_end)
        for rows in marks.values():
            rows.sort()
        return marks

    def _at(self, position: int, scope: int, *expressions: int) -> tuple[Any, ...]:
        """Where a reader at byte ``position`` stands among the bindings of the names that it mentions."""
        definitions, marks = self._facts.definitions, self._marks
        names = sorted(_NO_NAMES.union(*(self._names[x] for x in expressions if x >= 0)))
        found: list[tuple[str, int]] = []
        while names:
            for name in names:
                rows = marks.get((self._keys[scope], PLAIN, name))
                if rows:
                    found.append((name, bisect_left(rows, position)))
            # A named function runs at some other time: it sees all that its surroundings bind.
            if scope == 0 or definitions[scope].name:
                break
            scope = definitions[scope].parent
        return tuple(found)

    def _fill_nodes(self) -> None:
        facts, keys = self._facts, self._keys
        events: dict[_Node, list[tuple[int, int, Any]]] = defaultdict(list)
        for index, d in enumerate(facts.definitions):
            for number, p in enumerate(d.parameters):
                events[keys[index], PLAIN, p.name].append((-1, -1, (number, self._parameter(p))))
            if index and d.name:
                events[keys[d.parent], PLAIN, d.name].append((d.start_byte, -1, keys[index]))
        for row in facts.imports:
            if row.local:
                node = (keys[row.scope], PLAIN, row.local)
                events[node].append((row.start_byte, row.block_end, self._import(row)))
        for b in facts.bindings:
            at = self._at(b.start_byte, b.scope, b.expression, b.base)
            described = (b.kind, b.block_scoped, b.declared, self._digest(b.expression), self._digest(b.base), at)
            events[self._node_of(b)].append((b.start_byte, b.block_end, described))
        for node, rows in events.items():
            rows.sort(key=lambda row: row[:2])
            # Of several bindings the one in force depends on how their blocks nest.
            marks = sorted({position for row in rows for position in row[:2]})
            self.nodes[node] = [
                hash((described, bisect_left(marks, start), bisect_left(marks, end))) for start, end, described in rows
            ]


def _changed_nodes(before: _Outside, after: _Outside) -> set[_Node]:
    """The nodes that get their value otherwise than before, or at another time."""
    was, now = before.nodes, after.nodes
    return {node for node in was.keys() | now.keys() if was.get(node) != now.get(node)}


def _definition_keys(definitions: Sequence[Definition]) -> list[int]:
    """For each definition a number that depends on its place among the others, not on lines or indices."""
    keys: list[int] = []
    ordinals: Counter[tuple[int, str, str]] = Counter()
    for index, definition in enumerate(definitions):
        parent = keys[definition.parent] if index else 0
        place = (parent, definition.kind, definition.name)
        ordinals[place] += 1
        keys.append(hash((*place, ordinals[place])))
    return keys


def _digests(expressions: Sequence[tuple[Any, ...]], keys: Sequence[int]) -> list[int]:
    """For each expression a number that is the same wherever the same expression stands in whatever file."""
    digests: list[int] = []

    def at(index: int) -> int:
        return digests[index] if 0 <= index < len(digests) else -1

    for position, expression in enumerate(expressions):
        op = expression[0]
        if op == "def":
            parts: list[Any] = [keys[expression[1]] if 0 <= expression[1] < len(keys) else -1]
        elif op == "scoped":
            parts = [keys[expression[1]] if 0 <= expression[1] < len(keys) else -1, at(expression[2])]
        elif op == "item":
            parts = [at(expression[1]), *expression[2:]]
        elif op == "at":
            # Only where its own local names are looked up.
            parts = [at(expression[1])]
        else:
            parts = []
            for operand in expression[1:]:
                if type(operand) is int:
                    parts.append(at(operand))
                elif isinstance(operand, (list, tuple)):
                    parts.append(
                        tuple(
                            at(x) if type(x) is int else (x[0], at(x[1])) if isinstance(x, (list, tuple)) else x
                            for x in operand
                        )
                    )
                else:
                    parts.append(operand)
            if op not in _KNOWN:
                # Its numbers may mean something else: count them too, and rather see a change where there is none.
                parts.append((position, repr(expression)))
        digests.append(hash((op, *parts)))
    return digests
