"""Names and plain dotted paths that are read without being called: ``LIMIT``, ``Color.RED``, ``self.total``.

There are very many of them, and only a few turn out to be something that the repository declares. So they are
kept small, by what is written and where, without expressions: the linker looks at those alone whose name it knows.
For the same reason they are found in the text, and the tree is only asked whether code stands there.

A bare name is noted when the file itself gives it its meaning (by a definition at the top, or by an import), since
others are locals for the most part. Of ``a.b.c`` the longest part that is not called is noted, once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parsers.extract import Extraction

MOST = 4_000
"""Places of one name or path in a file; generated tables have more."""


@dataclass(frozen=True, slots=True)
class UseRules:
    """How a language writes names that are read."""

    identifiers: frozenset[str]
    """Node types of a bare name."""
    members: frozenset[str]
    """Node types of ``a.b``."""
    not_read: Mapping[str, str]
    """Node type around a name -> the field in which the name is no read ('' for any)."""
    path: re.Pattern[bytes] = re.compile(rb"\b[A-Za-z_]\w*\.[\w.]*\w(?![\w(])")
    """A dotted path of names that is not called."""
    receivers: frozenset[str] | None = None
    """Names for the receiver. Where they are given, a path counts only when it begins with one of them or with a name
    that the file defines, imports or gives a declared type: what other locals hold is seldom known, and there are as
    many reads of them as of everything else."""
    kinds: frozenset[str] = frozenset(("class", "interface", "struct", "enum", "trait", "variable", "constant", "type"))
    """Kinds of top-level definitions whose names are looked for in the file."""


def read_uses(work: Extraction, rules: UseRules) -> None:
    """Fill ``facts.uses``. Call it when the file has been walked."""
    root = work.root
    if root is None:
        return
    found: dict[bytes, list[int]] = {}
    defined = {d.name for d in work.definitions if d.parent == 0 and d.kind in rules.kinds}
    heads = _heads(work, rules.receivers, defined) if rules.receivers is not None else None
    data = work.data + b"\n"  # so that something stands before and after every name
    node_at = root.descendant_for_byte_range
    members = rules.members
    for match in rules.path.finditer(data):
        if heads is not None and match[0].partition(b".")[0] not in heads:
            continue
        start, end = match.span()
        node = node_at(start, end)
        if node is not None and node.type in members and node.end_byte == end and node.start_byte == start:
            found.setdefault(match[0], []).append(start)
    imported = {i.local for i in work.imports if i.name and i.name != "*"}
    for name in sorted((defined | imported) - {""}):  # broken syntax may leave a name out
        text = name.encode()
        places = list(_bare(data, text, rules, node_at, name not in defined and name[:1].islower()))
        if places:
            found[text] = places
    if not found:
        return
    starts = [0, *(m.end() for m in _NEWLINE.finditer(data))]
    for text, places in found.items():
        rows = work.facts.uses[text.decode("utf-8", "replace")] = []
        for start in places[:MOST]:
            row = bisect_right(starts, start) - 1
            rows += (start, row, start - starts[row])


def _heads(work: Extraction, receivers: frozenset[str], defined: set[str]) -> set[bytes]:
    names = {*receivers, *defined}
    names.update(i.local for i in work.imports)
    names.update(p.name for d in work.definitions for p in d.parameters if p.type >= 0)
    names.update(b.name for b in work.bindings if b.declared)
    return {name.encode() for name in names}


def _bare(data: bytes, text: bytes, rules: UseRules, node_at: Any, module: bool) -> Iterator[int]:
    """The places where a name is read. ``module``: it looks like one, before a dot it is only the way elsewhere."""
    length = len(text)
    outside = _CONTINUED_MODULE if module else _CONTINUED
    find = data.find
    at = find(text)
    while at >= 0:
        end = at + length
        if data[end] not in outside and data[at - 1] not in _PRECEDED:
            node = node_at(at, end)
            if node is not None and node.type in rules.identifiers and node.start_byte == at and node.end_byte == end:
                around = node.parent
                field = rules.not_read.get(around.type) if around is not None else ""
                if field is None or (field and around is not None and around.child_by_field_name(field) != node):
                    yield at
        at = find(text, end)


_PART = frozenset((*range(48, 58), *range(65, 91), *range(97, 123), *b"_$", *range(128, 256)))
_PRECEDED = _PART | {ord(".")}
_CONTINUED = _PART | {ord("(")}
"""Bytes after a name that make it another name, or call it."""
_CONTINUED_MODULE = _CONTINUED | {ord(".")}
_NEWLINE = re.compile(rb"\n")
