"""Tree and queries in, facts out: the one pass over a file that every language shares.

The query marks the nodes that matter; the extractor walks them in document order, keeps the stack
of open definitions, and hands each node to the language's handler of that capture name. Nothing
here or in a language recurses over the tree: expressions are built from the inside out along their
spine, and operands are cut off at a fixed depth.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from parsers import grammars
from parsers.facts import (
    NONE,
    Binding,
    Definition,
    Expression,
    FileFacts,
    Import,
    Parameter,
    Reference,
    SearchWords,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.language import Handler, Language

MAX_DEPTH = 12
"""How deep operands are read (arguments in arguments); a call chain's own length is not limited."""

MAX_CHAIN = 400
MAX_ERROR_RANGES = 50
BODY_WORDS = 80
_WORD = re.compile(rb"[A-Za-z_][A-Za-z0-9_]{1,60}")


class Extraction:
    """The state of one file's extraction; handlers add to it."""

    def __init__(self, language: Language, path: str, data: bytes) -> None:
        self.language = language
        self.path = path
        self.data = data
        self.definitions: list[Definition] = []
        self.references: list[Reference] = []
        self.imports: list[Import] = []
        self.bindings: list[Binding] = []
        self.expressions: list[Expression] = []
        self.facts = FileFacts(path, language.name)
        self._interned: dict[Expression, int] = {}
        self._by_node: dict[int, int] = {}
        """Node id -> definition index, for anonymous definitions created ahead of their capture."""
        self._expression_of: dict[int, int] = {}
        self._stack: list[tuple[int, int]] = [(len(data) + 1, 0)]
        """(end byte, definition index), innermost last."""
        self.scope = 0
        self.pending: dict[int, tuple[int, ...]] = {}
        """Node id -> decorators seen ahead of the definition they stand on."""
        self.seen: set[tuple[int, str]] = set()
        """(scope, name) of variables that already are definitions."""
        self.scratch: dict[str, Any] = {}
        """A language's own notes on this file; never stored."""
        self.branches: dict[int, int] = {}
        """Definition -> number of branches in it, for the complexity."""
        self.declared: dict[tuple[int, str], int] = {}
        """(scope, name) -> what a variable without a value is declared as."""
        self.global_names: set[tuple[int, str]] = set()
        """(scope, name) handed to the module by a ``global`` statement."""
        self.body_starts: dict[int, int] = {}
        """Definition -> first byte of its body, where what stands before it belongs to the scope around."""
        self.root: Node | None = None
        self.captures: dict[str, list[Node]] = {}
        """Everything the queries marked in the tree being walked, by capture name."""
        self.notes: dict[str, Any] = {}
        """What a language remembers from one node to the next; not part of the facts."""
        self._depth = 0
        self._cut = False
        """Whether the expression being converted reaches deeper than is read."""
        self._cut_at: dict[int, int] = {}
        """Node id -> the depth from which it did: asked for from nearer by, it is read anew."""
        self._table = language.expression
        self._leaves = language.leaves

    # -- reading nodes

    def text(self, node: Node | None) -> str:
        """The node's source text; '' for no node."""
        if node is None:
            return ""
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def field_text(self, node: Node, name: str) -> str:
        """Text of a field of the node; '' when it has none."""
        return self.text(node.child_by_field_name(name))

    # -- expressions

    def intern(self, *expression: object) -> int:
        """The index of this expression, adding it when it is new."""
        index = self._interned.get(expression)
        if index is None:
            index = len(self.expressions)
            self._interned[expression] = index
            self.expressions.append(expression)
        return index

    def expression(self, node: Node | None) -> int:
        """The neutral form of an expression node, or NONE.

        Converters in ``Language.expression`` call this for their operands. A long chain
        (``a.b().c()…``) is converted from the inside out: :meth:`spine` lists it first.
        """
        if node is None:
            return NONE
        kind = node.type
        if kind in self._leaves:  # nothing inside: reading it again costs less than remembering it
            return self._table[kind](self, node)
        key = node.id
        known = self._expression_of.get(key)
        if known is not None:
            if key not in self._cut_at:
                return known
            if self._depth >= self._cut_at[key]:
                self._cut = True
                return known
        convert = self._table.get(kind)
        if convert is None:
            return NONE
        depth = self._depth
        if depth >= MAX_DEPTH:
            self._cut = True
            return NONE
        outer, self._cut = self._cut, False
        self._depth = depth + 1
        index = convert(self, node)
        self._depth = depth
        self._expression_of[key] = index
        if self._cut:
            self._cut_at[key] = depth
        else:
            self._cut_at.pop(key, None)
            self._cut = outer
        return index

    def chain(self, node: Node, inner_fields: tuple[str, ...]) -> None:
        """Convert the inner links of a long chain first, innermost first, so that depth stays flat.

        ``inner_fields`` are the field names that lead to the next inner link
        (``("function", "object")`` in Python and JavaScript). Call it at the top of the handler of a
        call; it costs nothing for short chains.
        """
        links: list[Node] = []
        inner: Node | None = node
        while inner is not None and len(links) < MAX_CHAIN:
            found = None
            for name in inner_fields:
                found = inner.child_by_field_name(name)
                if found is not None:
                    break
            if found is None or found.id in self._expression_of:
                break
            links.append(found)
            inner = found
        if len(links) > MAX_DEPTH // 2:
            depth, self._depth = self._depth, 0
            for link in reversed(links):
                self.expression(link)
            self._depth = depth

    # -- facts

    def add_definition(
        self,
        kind: str,
        name: str,
        node: Node,
        name_node: Node | None = None,
        *,
        open_scope: bool = True,
        parent: int | None = None,
        signature: str = "",
        parameters: tuple[Parameter, ...] = (),
        returns: int = NONE,
        bases: tuple[int, ...] = (),
        decorators: tuple[int, ...] = (),
        doc: str = "",
        visibility: str = "public",
        flags: tuple[str, ...] = (),
        type_parameters: tuple[tuple[str, int], ...] = (),
        value: int = NONE,
        extra: tuple[tuple[str, int], ...] = (),
        qualified_name: str | None = None,
    ) -> int:
        """Add a definition; with ``open_scope`` what follows inside ``node`` belongs to it.

        The parent is the innermost open definition unless given. The qualified name is the chain of
        the named definitions around it.
        """
        owner = self.scope if parent is None else parent
        if qualified_name is None:
            prefix = self.named(owner)
            outer = self.definitions[prefix].qualified_name if prefix else ""
            qualified_name = f"{outer}.{name}" if outer and name else (name or outer)
        at = (name_node or node).start_point
        index = len(self.definitions)
        self.definitions.append(
            Definition(
                kind,
                name,
                qualified_name,
                owner,
                at.row,
                at.column,
                node.start_point.row,
                node.end_point.row,
                node.start_byte,
                node.end_byte,
                signature,
                parameters,
                returns,
                bases,
                decorators,
                doc,
                visibility,
                tuple(sorted(flags)),
                type_parameters,
                value,
                extra,
            )
        )
        self._by_node[node.id] = index
        if open_scope:
            self.open(index, node.end_byte)
        return index

    def anonymous(self, kind: str, node: Node, **facts: object) -> int:
        """The definition of a lambda or an object literal, created on first mention (in an argument,
        say) and entered later, when its own capture arrives (see :meth:`enter`)."""
        known = self._by_node.get(node.id)
        if known is not None:
            return known
        return self.add_definition(kind, "", node, open_scope=False, **facts)  # type: ignore[arg-type]

    def definition_of(self, node: Node) -> int | None:
        """The definition already added for this very node."""
        return self._by_node.get(node.id)

    def open(self, index: int, end_byte: int) -> None:
        """What follows up to ``end_byte`` belongs to definition ``index``."""
        self._stack.append((end_byte, index))
        self.scope = index

    def named(self, index: int) -> int:
        """The nearest definition at or around ``index`` that has a name (the module at last)."""
        definitions = self.definitions
        while index > 0 and not definitions[index].name:
            index = definitions[index].parent
        return index

    def add_reference(
        self,
        role: str,
        name: str,
        expression: int,
        at: Node,
        argument_count: int = -1,
        keywords: tuple[str, ...] = (),
        scope: int | None = None,
    ) -> None:
        """Record that ``name`` is mentioned at node ``at``."""
        point = at.start_point
        self.references.append(
            Reference(
                role,
                name,
                expression,
                self.scope if scope is None else scope,
                point.row,
                point.column,
                at.start_byte,
                argument_count,
                keywords,
            )
        )

    def add_import(
        self,
        local: str,
        module: str,
        name: str,
        at: Node,
        *,
        level: int = 0,
        flags: tuple[str, ...] = (),
        scope: int | None = None,
        block_end: int = -1,
    ) -> None:
        """Record an import standing at node ``at``."""
        point = at.start_point
        self.imports.append(
            Import(
                local,
                module,
                name,
                level,
                self.scope if scope is None else scope,
                point.row,
                point.column,
                at.start_byte,
                tuple(sorted(flags)),
                block_end,
            )
        )

    def add_binding(
        self,
        name: str,
        expression: int,
        kind: str,
        node: Node,
        *,
        block: Node | None = None,
        start_byte: int | None = None,
        base: int = NONE,
        scope: int | None = None,
        block_scoped: bool = False,
        declared: bool = False,
    ) -> None:
        """Record a binding made by statement ``node``, in force to the end of ``block`` (default: the
        parent of ``node``)."""
        if block is None:
            block = node.parent or node
        self.bindings.append(
            Binding(
                self.scope if scope is None else scope,
                name,
                expression,
                kind,
                node.end_byte if start_byte is None else start_byte,
                block.end_byte,
                base,
                node.start_point.row,
                block_scoped,
                declared,
            )
        )


def parse_file(language: Language, path: str, data: bytes) -> FileFacts:
    """Read one file's facts.

    A file with syntax errors yields what can be read; ``unparsed`` lists the row ranges that could
    not.

    Raises:
        parsers.grammars.GrammarError: the grammar or its query cannot be loaded.
    """
    name = language.grammar_for(path)
    tree = grammars.parser(name).parse(data)
    root = tree.root_node
    work = Extraction(language, path, data)
    if language.repair is not None:
        repaired = language.repair(work, root)
        if repaired is not None:
            tree = grammars.parser(name).parse(repaired)
            root = tree.root_node
    work.root = root
    facts = work.facts
    facts.module = language.module_name(PurePosixPath(path))
    facts.lines = data.count(b"\n") + (1 if data and not data.endswith(b"\n") else 0)
    work.add_definition(
        "module", facts.module or path, root, open_scope=False, parent=NONE, qualified_name=facts.module or path
    )
    work.definitions[0] = work.definitions[0]._replace(
        row=0, column=0, start_row=0, start_byte=0, end_byte=len(data), end_row=max(facts.lines - 1, 0)
    )
    walk(work, root, name)
    if language.finish is not None:
        language.finish(work)
    if root.has_error:
        facts.unparsed = _error_ranges(root)
    facts.definitions = work.definitions
    facts.references = work.references
    facts.imports = work.imports
    facts.bindings = work.bindings
    facts.expressions = work.expressions
    facts.words = _body_words(work)
    if not data.isascii():
        _columns_to_code_points(facts, data)
    return facts


def walk(work: Extraction, root: Node, grammar: str, openings: Sequence[tuple[int, int, int]] = ()) -> None:
    """Run the language's queries over ``root`` and hand every marked node to its handler, in document order.

    ``openings``, sorted: (first byte, end byte, definition) of scopes that no node of this tree opens.
    """
    from tree_sitter import QueryCursor

    language = work.language
    captures = QueryCursor(grammars.query(grammar, language.queries_for(work.path))).captures(root)
    work.captures = captures
    handlers = language.handlers
    marked: list[tuple[int, int, int, int, Handler, Node]] = []
    for order, (capture, nodes) in enumerate(captures.items()):
        handler = handlers.get(capture)
        if handler is not None:
            # The number makes every row different before nodes would have to be compared.
            marked += [(n.start_byte, -n.end_byte, order, i, handler, n) for i, n in enumerate(nodes)]
    marked.sort()
    stack = work._stack
    waiting = list(reversed(openings))
    for start, _, _, _, handler, node in marked:
        while stack[-1][0] <= start:
            stack.pop()
            work.scope = stack[-1][1]
        while waiting and waiting[-1][0] <= start:
            _, end, index = waiting.pop()
            if end > start:
                work.open(index, end)
        handler(work, node)
    del stack[1:]
    work.scope = 0


def _error_ranges(root: Node) -> list[tuple[int, int]]:
    """Rows the grammar could not read: the outermost ERROR and MISSING nodes, without recursion."""
    ranges: list[tuple[int, int]] = []
    pending = [root]
    while pending and len(ranges) < MAX_ERROR_RANGES:
        node = pending.pop()
        if node.is_error or node.is_missing:
            ranges.append((node.start_point.row, node.end_point.row))
        elif node.has_error:
            pending.extend(reversed(node.children))
    return sorted(set(ranges))


def _body_words(work: Extraction) -> list[SearchWords]:
    """Each named definition's own words (identifiers, comments, strings), in order, without repeats.

    Text of a nested named definition belongs to that one only. Words that look like secrets (long,
    mixed letters and digits) are left out by the indexer, which owns that policy.
    """
    data = work.data
    definitions = work.definitions
    children: dict[int, list[int]] = {}
    for index, definition in enumerate(definitions):
        if definition.name and index and definition.kind in _WITH_BODY:
            children.setdefault(work.named(definition.parent), []).append(index)
    out: list[SearchWords] = []
    for index, definition in enumerate(definitions):
        if not definition.name or (index and definition.kind not in _WITH_BODY):
            continue
        at = definition.start_byte
        pieces: list[bytes] = []
        for child in children.get(index, ()):
            inner = definitions[child]
            if inner.start_byte > at:
                pieces.append(data[at : inner.start_byte])
            at = max(at, inner.end_byte)
        pieces.append(data[at : definition.end_byte])
        seen: dict[bytes, None] = {}
        for piece in pieces:
            seen.update(dict.fromkeys(_WORD.findall(piece[:20_000])))
            if len(seen) > BODY_WORDS * 2:
                break
        out.append(SearchWords(index, b" ".join(list(seen)[: BODY_WORDS * 2]).decode("ascii")))
    return out


_WITH_BODY = frozenset(
    ("module", "class", "interface", "trait", "struct", "enum", "function", "method", "property", "macro", "package")
)


def _columns_to_code_points(facts: FileFacts, data: bytes) -> None:
    """tree-sitter counts bytes; answers count code points. Only lines that are not ASCII differ."""
    starts = [0]
    find = data.find
    at = find(b"\n")
    while at >= 0:
        starts.append(at + 1)
        at = find(b"\n", at + 1)

    def column(row: int, col: int) -> int:
        if row >= len(starts):
            return col
        line = data[starts[row] : starts[row] + col]
        return col if line.isascii() else len(line.decode("utf-8", "replace"))

    facts.definitions = [d._replace(column=column(d.row, d.column)) for d in facts.definitions]
    facts.references = [r._replace(column=column(r.row, r.column)) for r in facts.references]
    facts.imports = [i._replace(column=column(i.row, i.column)) for i in facts.imports]
    for places in facts.uses.values():
        places[2::3] = [column(row, col) for row, col in zip(places[1::3], places[2::3], strict=True)]


def row_of(starts: list[int], byte: int) -> int:
    """The row that holds ``byte``, given the byte offsets at which rows start."""
    return bisect_right(starts, byte) - 1
