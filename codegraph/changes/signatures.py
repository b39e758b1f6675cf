"""What of a definition's signature changed, in words."""

from __future__ import annotations

from typing import Any

from parsers.facts import NONE, Definition, FileFacts, Parameter

_TELLING = (
    "abstract",
    "async",
    "classmethod",
    "const",
    "constructor",
    "exported",
    "final",
    "generator",
    "getter",
    "property",
    "setter",
    "static",
    "virtual",
)
"""Flags that users of a definition notice."""

_TYPES = frozenset(("class", "interface", "trait", "struct", "enum"))


def signature_changes(
    old_facts: FileFacts, old: Definition, new_facts: FileFacts, new: Definition, *, words: bool = True
) -> list[str]:
    """The differences that somebody outside may notice; none for a module.

    ``words``: whether the code differs at all, so that the text of the signature counts where nothing else is found.
    """
    if old.kind == "module":
        return []
    found: list[str] = []
    if old.kind != new.kind:
        found.append(f"kind {old.kind} -> {new.kind}")
    found += _parameters(old_facts, old.parameters, new_facts, new.parameters)
    before, after = spelled(old_facts, old.returns), spelled(new_facts, new.returns)
    if before != after:
        found.append(f"return type {before or 'none'} -> {after or 'none'}")
    if old.visibility != new.visibility:
        found.append(f"visibility {old.visibility} -> {new.visibility}")
    if old.kind in _TYPES or new.kind in _TYPES:
        was = [spelled(old_facts, base) for base in old.bases]
        now = [spelled(new_facts, base) for base in new.bases]
        if was != now:
            found.append(f"bases ({', '.join(was)}) -> ({', '.join(now)})")
    for flag in _TELLING:
        if (flag in old.flags) != (flag in new.flags):
            found.append(f"{'now' if flag in new.flags else 'no longer'} {flag}")
    was = [spelled(old_facts, d) for d in old.decorators]
    now = [spelled(new_facts, d) for d in new.decorators]
    found += [f"decorator {text} removed" for text in was if text not in now]
    found += [f"decorator {text} added" for text in now if text not in was]
    if words and not found and _words(old) != _words(new):
        found.append(f"signature {old.signature} -> {new.signature}"[:300])
    return found


def _words(d: Definition) -> str:
    """The signature without its name and without layout."""
    written = d.signature.partition(" #")[0]  # a comment after the header is read along with it
    return "".join(written.replace(d.name, "", 1).split()).replace(",)", ")")


def _parameters(
    old_facts: FileFacts, old: tuple[Parameter, ...], new_facts: FileFacts, new: tuple[Parameter, ...]
) -> list[str]:
    found: list[str] = []
    before = {p.name: p for p in old}
    after = {p.name: p for p in new}
    removed = [p for p in old if p.name not in after]
    added = [p for p in new if p.name not in before]
    if len(old) == len(new) and len(removed) == len(added) == 1 and old.index(removed[0]) == new.index(added[0]):
        found.append(f"parameter {removed[0].name} renamed to {added[0].name}")
        pairs = [(removed[0], added[0])]
    else:
        found += [f"parameter {p.name} removed" for p in removed]
        found += [f"{'optional' if is_optional(p) else 'required'} parameter {p.name} added" for p in added]
        pairs = []
    shared = [p.name for p in old if p.name in after]
    if shared != [p.name for p in new if p.name in before]:
        found.append("parameters reordered")
    for was, now in [*pairs, *((before[name], after[name]) for name in shared)]:
        if is_optional(was) != is_optional(now):
            found.append(f"parameter {now.name} became {'optional' if is_optional(now) else 'required'}")
        elif was.has_default and spelled(old_facts, was.default) != spelled(new_facts, now.default):
            found.append(f"default of parameter {now.name} changed")
        if was.kind != now.kind:
            found.append(f"parameter {now.name} is now {_KINDS.get(now.kind, now.kind)}")
        if was.type_text != now.type_text:
            found.append(f"type of parameter {now.name} {was.type_text or 'none'} -> {now.type_text or 'none'}")
    return found


_KINDS = {
    "": "positional",
    "posonly": "positional only",
    "kwonly": "keyword only",
    "args": "variadic",
    "kwargs": "a dictionary of keywords",
    "self": "the receiver",
    "block": "a block",
}


def is_optional(parameter: Parameter) -> bool:
    """Whether a call may leave it out."""
    return parameter.has_default or parameter.kind in ("args", "kwargs", "self", "block")


def spelled(facts: FileFacts, expression: int, depth: int = 6) -> str:
    """An expression as compact text, for comparing and for reading; '' for none."""
    if expression == NONE or not 0 <= expression < len(facts.expressions):
        return ""
    if depth == 0:
        return "…"
    op, *rest = facts.expressions[expression]

    def said(value: Any) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            return spelled(facts, value, depth - 1)
        if isinstance(value, (list, tuple)):
            return ", ".join(
                f"{item[0]}={said(item[1])}" if isinstance(item, (list, tuple)) and len(item) == 2 else said(item)
                for item in value
            )
        return "" if value is None else str(value)

    if op == "name":
        return str(rest[0])
    if op in ("attr", "path") and len(rest) == 2:
        return f"{said(rest[0])}.{rest[1]}"
    if op in ("call", "new"):
        arguments = ", ".join(part for part in (said(rest[1]), said(rest[2])) if part)
        return f"{said(rest[0])}({arguments})"
    if op in ("generic", "index"):
        return f"{said(rest[0])}[{said(rest[1])}]"
    if op == "inst":
        return said(rest[0])
    if op == "lit":
        return f"<{rest[0]}>"
    if op == "str":
        return repr(rest[0])
    if op == "union":
        return " | ".join(said(part) for part in rest[0])
    if op == "def":
        return "<definition>"
    if op == "scoped":
        return said(rest[1])  # the other operand numbers a definition, which shifts with those above it
    if op == "at":
        return said(rest[0])
    if op == "item":
        return f"{said(rest[0])}[{rest[1]}]"
    return f"{op}({', '.join(said(part) for part in rest)})"
