"""Neutral expressions back into the text people read: ``Generic[T]``, ``models.Model``, ``app.route("/")``."""

from __future__ import annotations

from parsers.facts import NONE, FileFacts

DEEPEST = 12
LONGEST = 200


def spell(facts: FileFacts, index: int, depth: int = 0) -> str:
    """The expression as one short line; ``…`` where it goes on or is not known."""
    if index == NONE or not 0 <= index < len(facts.expressions) or depth > DEEPEST:
        return "…"
    operation, *operands = facts.expressions[index]

    def inner(i: int) -> str:
        return spell(facts, i, depth + 1)

    match operation:
        case "name" | "lit":
            text = str(operands[0])
        case "attr":
            text = f"{inner(operands[0])}.{operands[1]}"
        case "call" | "new":
            text = f"{inner(operands[0])}({', '.join(inner(a) for a in operands[1])})"
        case "index":
            text = f"{inner(operands[0])}[{inner(operands[1])}]"
        case "generic":
            text = f"{inner(operands[0])}[{', '.join(inner(a) for a in operands[1])}]"
        case "str":
            text = f'"{operands[0]}"'
        case "union":
            text = " | ".join(inner(a) for a in operands[0])
        case "this" | "super":
            text = operation
        case "inst" | "await" | "deref" | "ref" | "typeof" | "spread" | "enter" | "elem" | "key" | "item":
            text = inner(operands[0])
        case _:
            text = "…"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
