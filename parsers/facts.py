"""What one file says: definitions, references, imports and bindings, as plain data.

Facts are a pure function of (language, path, bytes). They hold no tree-sitter objects and refer
to each other by index, so that they travel between processes and into the store as MessagePack.

Rows and columns are 0-based; columns count code points, bytes count bytes. ``definitions[0]`` is
always the file's own module, so a scope or a parent is always a valid index.

Expressions are a small neutral tree, hash-consed per file: ``FileFacts.expressions[i]`` is a
tuple whose first item is the operation and whose operands are indices of earlier expressions
(``NONE`` where there is nothing to say); its inner sequences are lists once they have been stored.
The operations:

======================================  =========================================================
``("name", n)``                         a plain name, looked up where the expression stands
``("attr", base, n)``                   member ``n`` of ``base``
``("call", callee, args, keywords)``    args: tuple of expressions; keywords: tuple of (name, expr)
``("new", callee, args, keywords)``     an explicit construction (``new X()``, ``X{}`` literals)
``("index", base, key)``                subscript; also generic application in Python
``("generic", base, args)``             type application ``List<T>``; args: tuple of type exprs
``("this",)`` ``("super",)``            the receiver; the receiver seen as its parent class
``("def", i)``                          definition ``i`` of this file: lambda, object literal, …
``("lit", t)``                          a literal: str int float bool bytes none regex char
``("str", s)``                          a short string literal whose value matters (keys, names)
``("seq", t, items)``                   list tuple set array literal or comprehension
``("map", keys, values)``               mapping literal
``("union", alternatives)``             one of: ``a or b``, conditionals, union types
``("inst", t)``                         an instance of the type expression ``t``
``("elem", x)``                         one element met when iterating ``x``
``("key", x)``                          one key met when iterating ``x`` (Go range, JS for-in)
``("item", x, i)``                      position ``i`` (int) when ``x`` is unpacked
``("enter", x)``                        what ``with x as …`` binds
``("await", x)``                        the awaited value
``("deref", x)`` ``("ref", x)``         pointer or wrapper steps (C, C++, Rust, Go)
``("fn", params, result)``              a function type; a fourth item is the type of its ``this``
``("typeof", x)``                       the type of an expression
``("spread", x)``                       ``*x`` / ``...x`` among arguments or items
``("binary", operator, left, right)``   an operator whose result type may matter
``("scoped", i, x)``                    ``x`` evaluated inside definition ``i`` (comprehensions)
``("narrowed", x, value)``              ``x`` known to be ``value`` here (isinstance)
``("exclude", x, t)``                   ``x`` known not to be an instance of ``t`` here
``("sent", x)``                         the value of a ``yield`` expression
``("all", types)``                      an intersection type: has the members of every part
``("constructor", fn)``                 the type ``new (…) => T``
``("mapped", t, name, value)``          an object type with T's keys, ``value`` for each key ``name``
``("guard", name, t)``                  the return type ``name is t``; ``("asserts", guard)`` likewise
``("guarded", callee)``                 what a true result of type guard ``callee`` says of its argument
``("path", base, n)``                   ``base::n`` where that differs from ``base.n`` (Rust)
``("at", x, byte)``                     ``x`` with its names looked up at ``byte`` (tails of blocks)
``("variant", x, path)``                ``x`` seen as struct or variant ``path``, by a pattern (Rust)
``("try", x)`` ``("never",)``           ``x?``; an expression that does not return
``("macro", path, args)``               a macro invocation whose arguments read as expressions
``("some", kind, bounds)``              a type known by its traits: ``dyn A``, ``impl A + B``, bounds
``("assoc", n, t)`` ``("as", t, trait)`` ``Item = T`` among type arguments; ``<T as Trait>``
``("expect", callee, x)``               a callee whose surroundings ask for the type of ``x`` (Rust)
======================================  =========================================================
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

NONE = -1
"""No expression, or no definition."""

FACTS_VERSION = 3
"""Raised whenever the meaning of stored facts changes; a mismatch re-parses."""

Expression = tuple[Any, ...]


class Parameter(NamedTuple):
    """One formal parameter."""

    name: str
    kind: str = ""
    """'' positional, 'self' receiver, 'posonly', 'kwonly', 'args' (variadic), 'kwargs', 'block'."""
    type: int = NONE
    """The annotation as a type expression (not wrapped in ``inst``)."""
    default: int = NONE
    has_default: bool = False
    type_text: str = ""


class Definition(NamedTuple):
    """The place that introduces a module, class, function, method, field, …

    Anonymous scopes (lambdas, object literals, blocks that need a scope) are definitions of kind
    ``lambda`` or ``object`` with an empty name; they are never symbols of their own.
    """

    kind: str
    name: str
    qualified_name: str
    parent: int
    row: int
    """Row and column of the name."""
    column: int
    start_row: int
    """Rows of the whole definition, decorators and doc comments not included."""
    end_row: int
    start_byte: int
    end_byte: int
    signature: str = ""
    parameters: tuple[Parameter, ...] = ()
    returns: int = NONE
    """The return annotation as a type expression."""
    bases: tuple[int, ...] = ()
    """Base types as expressions; for a Rust impl or a Go embedding too."""
    decorators: tuple[int, ...] = ()
    doc: str = ""
    visibility: str = "public"
    flags: tuple[str, ...] = ()
    """Sorted: abstract async classmethod const constructor default dunder exported extension generator
    getter implements override property setter signature static test …  ``signature`` marks a
    declaration without a body."""
    type_parameters: tuple[tuple[str, int], ...] = ()
    """(name, bound type expression or NONE)."""
    value: int = NONE
    """For fields, variables, constants and type aliases: the declared type wrapped in ``inst`` or the
    assigned expression."""
    extra: tuple[tuple[str, int], ...] = ()
    """Language-specific named expressions: ``receiver`` (Go, Kotlin), ``impl_trait`` (Rust), ``metaclass``, …"""
    complexity: int = 1


class Reference(NamedTuple):
    """A place that mentions a name."""

    role: str
    """call construct inherit decorate type value write import render"""
    name: str
    expression: int
    """For a call: the whole call expression; otherwise the mentioned expression."""
    scope: int
    """The innermost definition around it, anonymous ones included."""
    row: int
    column: int
    """Where the name stands."""
    start_byte: int
    argument_count: int = -1
    """Number of positional arguments, or -1 when a spread makes it unknown."""
    keywords: tuple[str, ...] = ()


class Import(NamedTuple):
    """A name made visible from another module."""

    local: str
    """The name bound here; '' when nothing is bound (side effect, star)."""
    module: str
    """The module specifier as written, without leading dots of a relative level."""
    name: str
    """The imported member; '' for the module itself, '*' for all."""
    level: int
    scope: int
    row: int
    column: int
    start_byte: int
    flags: tuple[str, ...] = ()
    """Sorted: conditional lazy reexport static type."""
    block_end: int = -1


class Binding(NamedTuple):
    """In which scope which variable or attribute gets which expression."""

    scope: int
    name: str
    expression: int
    kind: str
    """assign declare for with narrow except attr return yield alias global nonlocal delete export pattern"""
    start_byte: int
    """Where the binding takes effect (usually the end of its statement)."""
    block_end: int
    """End byte of the block it stands in: a later use inside that block is dominated by it."""
    base: int = NONE
    """For kind ``attr``: the object whose member ``name`` is set (``self`` in ``self.x = 1``)."""
    row: int = 0
    block_scoped: bool = False
    """True when the name exists only inside the block (let, Go, Rust, Java, C, …)."""
    declared: bool = False
    """True when ``expression`` is a declared type (``inst``): it outranks inferred ones."""


class SearchWords(NamedTuple):
    """The words of one definition's own body, for full text; nested definitions have their own."""

    definition: int
    body: str


@dataclass(slots=True)
class FileFacts:
    """Everything later steps need to know of one file."""

    path: str
    language: str
    module: str = ""
    """Declared or derived module name: Python dotted name, Java/Go/PHP package, …"""
    definitions: list[Definition] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    bindings: list[Binding] = field(default_factory=list)
    expressions: list[Expression] = field(default_factory=list)
    exports: list[str] = field(default_factory=list)
    """An explicit export list (``__all__``), when there is one."""
    unparsed: list[tuple[int, int]] = field(default_factory=list)
    """Row ranges (inclusive) that the grammar could not read."""
    lines: int = 0
    flags: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)
    """Small language-specific facts (Go package clause, C includes order, …), JSON values only."""
    uses: dict[str, list[int]] = field(default_factory=dict)
    """Names and dotted paths read without being called -> byte, row and column of each place, one after the other.
    Nothing outside the file's own links depends on them."""
    words: list[SearchWords] = field(default_factory=list)
    """Not part of the encoded blob: it goes to the full-text table."""

    def encode(self) -> bytes:
        """The facts as MessagePack, without the search words."""
        return _ENCODER.encode(
            (
                FACTS_VERSION,
                _sane(self.path),
                self.language,
                self.module,
                self.definitions,
                self.references,
                self.imports,
                self.bindings,
                self.expressions,
                self.exports,
                self.unparsed,
                self.lines,
                self.flags,
                self.extra,
                self.uses,
            )
        )

    @classmethod
    def decode(cls, blob: bytes) -> FileFacts:
        """Read what :meth:`encode` wrote; types and indices are checked.

        Raises:
            FactsError: the blob is not what this version writes.
        """
        try:
            raw = _DECODER.decode(blob)
        except (msgspec.MsgspecError, ValueError, TypeError, RecursionError) as error:
            raise FactsError(f"stored facts cannot be read: {error}") from error
        if raw[0] != FACTS_VERSION:
            raise FactsError(f"facts of version {raw[0]!r}, expected {FACTS_VERSION}")
        facts = cls(raw[1], *raw[2:])
        facts.check()
        return facts

    def check(self) -> None:
        """Every index points somewhere.

        Raises:
            FactsError: naming the first one that does not.
        """
        count = len(self.definitions)
        total = len(self.expressions)
        if not count:
            raise FactsError("facts without a module definition")
        for row in self.references:
            if not (0 <= row.scope < count and -1 <= row.expression < total):
                raise FactsError(f"reference {row!r} points outside the file's facts")
        for binding in self.bindings:
            if not (0 <= binding.scope < count and -1 <= binding.expression < total and -1 <= binding.base < total):
                raise FactsError(f"binding {binding!r} points outside the file's facts")
        if any(len(places) % 3 for places in self.uses.values()):
            raise FactsError("places of a read name are not in threes")
        for index, definition in enumerate(self.definitions):
            if not -1 <= definition.parent < max(index, 1):
                raise FactsError(f"definition {definition!r} has no earlier parent")


class FactsError(ValueError):
    """Stored facts are damaged or of another version."""


def _sane(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(
    tuple[
        int,
        str,
        str,
        str,
        list[Definition],
        list[Reference],
        list[Import],
        list[Binding],
        list[tuple[Any, ...]],
        list[str],
        list[tuple[int, int]],
        int,
        tuple[str, ...],
        dict[str, Any],
        dict[str, list[int]],
    ]
)
