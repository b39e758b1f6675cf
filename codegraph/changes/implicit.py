"""Calls that no call site shows: methods that the language or its library runs for whoever uses an object.

``with x`` runs ``__exit__``, printing runs ``toString``, a value that goes out of scope is dropped. Nobody can say
where, but it happens to those that make such objects, so they count as users, no surer than a dispatch.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from codegraph.reading.reach import Incoming
from codegraph.reading.rows import chunks

_DISPATCH = 2
_NAMES: dict[str, frozenset[str]] = {
    "java": frozenset("toString equals hashCode compareTo close iterator next hasNext".split()),
    "kotlin": frozenset("toString equals hashCode compareTo close iterator next hasNext invoke".split()),
    "csharp": frozenset("ToString Equals GetHashCode CompareTo Dispose DisposeAsync GetEnumerator MoveNext".split()),
    "rust": frozenset("drop fmt next eq cmp partial_cmp hash clone default deref deref_mut from into index".split()),
    "go": frozenset("Error String MarshalJSON UnmarshalJSON MarshalText UnmarshalText Unwrap Is As".split()),
    "javascript": frozenset("toString toJSON valueOf then".split()),
    "php": frozenset("__toString __get __set __call __invoke __destruct getIterator offsetGet count".split()),
    "ruby": frozenset("to_s to_str inspect each call method_missing == <=> hash".split()),
}
for _script in ("typescript", "tsx", "jsx"):
    _NAMES[_script] = _NAMES["javascript"]
_PYTHON_CALLED = frozenset(("__init__", "__new__"))
"""Construction is an edge of its own."""


def is_implicit(name: str, language: str) -> bool:
    """Whether a method of this name is run without being named.

    >>> is_implicit("__exit__", "python"), is_implicit("__init__", "python"), is_implicit("close", "python")
    (True, False, False)
    """
    if language == "python":
        return name.startswith("__") and name.endswith("__") and name not in _PYTHON_CALLED
    return name in _NAMES.get(language, ())


def with_implicit(db: sqlite3.Connection, incoming: Incoming) -> Incoming:
    """The same edges, with the users of a class as users of its methods that run implicitly."""

    def follow(nodes: Sequence[int]) -> Iterable[tuple[int, int, int]]:
        yield from incoming(nodes)
        methods: dict[int, list[int]] = {}
        for marks, piece in chunks(nodes):
            for number, name, owner, language in db.execute(
                f"SELECT s.id, s.name, s.parent_id, f.language FROM symbols s JOIN files f ON f.id = s.file_id "
                f"WHERE s.id IN {marks} AND s.kind = 'method' AND s.parent_id IS NOT NULL",
                piece,
            ):
                if is_implicit(name, language):
                    methods.setdefault(owner, []).append(number)
        if methods:
            for owner, source, level in incoming(list(methods)):
                for number in methods.get(owner, ()):
                    yield number, source, max(level, _DISPATCH)

    return follow
