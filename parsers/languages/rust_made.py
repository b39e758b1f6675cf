"""Items that a Rust macro makes under a name that its user gives.

``define_flag!(0, is_on, set_on);`` makes two functions when the rule's body says ``fn $getter(&self)`` and
``fn $setter(&mut self)``: the names stand in the invocation, what they are stands in the rule. Where the rule is
in another file, a call that spells out a signature, ``parser!(line(x: u8) -> char, { … })``, makes a function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

_DEPTH = 6
_ONE_TOKEN = frozenset(("ident", "tt", "lifetime", "literal"))
_VISIBILITY = frozenset(("pub", "crate"))


class Made(NamedTuple):
    """An item of a rule's body whose name the invocation gives."""

    name: Node
    """The token of the invocation."""
    item: Node
    """The item in the rule's body."""


def made_by_rules(work: Extraction, invocation: Node, macro: str, marks_of: dict[int, list[Node]]) -> list[Made]:
    """What ``macro!(…)`` makes by a rule of this file; ``marks_of`` has the items in each rule's body."""
    tokens = _content(invocation)
    if tokens is None:
        return []
    for definition in _definitions(work, macro):
        for rule in definition.named_children:
            left = rule.child_by_field_name("left") if rule.type == "macro_rule" else None
            if left is None:
                continue
            known: dict[str, Node] = {}
            if not _matches(work, _inner(left), _inner(tokens), known, 0):
                continue
            out: list[Made] = []
            for item in marks_of.get(rule.id, ()):
                around = item.parent
                name = item.child_by_field_name("name")
                if name is None or around is None or around.type != "block":
                    continue
                if around.parent is None or around.parent.type not in ("expression_statement", "source_file"):
                    continue
                given = known.get(work.text(name))
                if given is not None:
                    out.append(Made(given, item))
            return out
    return []


def announced(work: Extraction, invocation: Node, macro: str) -> Node | None:
    """The name in ``macro!(name(…) -> Type, …)``, of a macro that is not this file's."""
    tokens = _content(invocation)
    if tokens is None or _definitions(work, macro):
        return None
    inner = _inner(tokens)
    at = 0
    while at < len(inner) and (inner[at].type == "visibility_modifier" or work.text(inner[at]) in _VISIBILITY):
        at += 1
    if at < len(inner) and inner[at].type == "fn":
        at += 1
    if at + 2 >= len(inner) or inner[at].type != "identifier" or inner[at + 2].type != "->":
        return None
    if inner[at + 1].type != "token_tree" or work.data[inner[at + 1].start_byte : inner[at + 1].start_byte + 1] != b"(":
        return None
    return inner[at]


def _definitions(work: Extraction, macro: str) -> list[Node]:
    known: dict[str, list[Node]] | None = work.scratch.get("rules by name")
    if known is None:
        known = work.scratch["rules by name"] = {}
        for node in work.captures.get("definition.macro", []):
            name = node.child_by_field_name("name")
            if name is not None:
                known.setdefault(work.text(name), []).append(node)
    return known.get(macro, [])


def _content(invocation: Node) -> Node | None:
    for child in reversed(invocation.children):
        if child.type == "token_tree":
            return child
    return None


def _inner(tokens: Node) -> list[Node]:
    return [c for c in tokens.children[1:-1] if c.type not in ("line_comment", "block_comment")]


def _matches(work: Extraction, pattern: list[Node], given: list[Node], known: dict[str, Node], depth: int) -> bool:
    """Match a rule's pattern without repetitions; a metavariable of one identifier is noted in ``known``."""
    at = 0
    for position, part in enumerate(pattern):
        kind = part.type
        if kind == "token_repetition_pattern":
            return position == len(pattern) - 1 and depth == 0  # what repeats at the end names nothing we read
        if kind == "token_binding_pattern":
            fragment = work.text(part.child_by_field_name("type"))
            if fragment == "vis":
                if at < len(given) and work.text(given[at]) == "pub":
                    at += 1
                    if at < len(given) and given[at].type == "token_tree" and work.data[given[at].start_byte] == 40:
                        at += 1  # ``pub(crate)``
                continue
            first = at
            if fragment in _ONE_TOKEN:
                at += 1
                if at > len(given):
                    return False
            else:
                stop = work.text(pattern[position + 1]) if position + 1 < len(pattern) else ""
                while at < len(given) and (not stop or work.text(given[at]) != stop):
                    at += 1
                if at == first:
                    return False
            if at - first == 1 and given[first].type == "identifier":
                known[work.text(part.child_by_field_name("name"))] = given[first]
            elif fragment == "ident":
                return False
        elif at >= len(given):
            return kind in (",", ";") and position == len(pattern) - 1
        elif kind == "token_tree_pattern":
            token = given[at]
            if token.type != "token_tree" or depth >= _DEPTH:
                return False
            if work.data[token.start_byte] != work.data[part.start_byte]:
                return False
            if not _matches(work, _inner(part), _inner(token), known, depth + 1):
                return False
            at += 1
        elif work.text(part) != work.text(given[at]):
            return False
        else:
            at += 1
    return at >= len(given) or (at == len(given) - 1 and given[at].type in (",", ";"))
