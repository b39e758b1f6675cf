"""Whether the arguments at a call site fit a list of parameters, by the rules of the language."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from codegraph.changes.signatures import is_optional
from parsers.facts import Definition, FileFacts, Parameter, Reference


class Arity(Enum):
    """How strictly a language counts arguments."""

    FREE = "free"
    """Missing ones are undefined, surplus ones ignored: JavaScript, PHP and Ruby are not judged."""
    COUNTED = "counted"
    """By position: too few or too many is an error."""
    NAMED = "named"
    """By position and by name."""


_RULES = {
    "python": Arity.NAMED,
    "typescript": Arity.COUNTED,
    "tsx": Arity.COUNTED,
    "go": Arity.COUNTED,
    "java": Arity.COUNTED,
    "rust": Arity.COUNTED,
    "c": Arity.COUNTED,
    "cpp": Arity.COUNTED,
    "csharp": Arity.NAMED,
}


def misfit(
    definition: Definition,
    reference: Reference,
    facts: FileFacts,
    language: str,
    *,
    through_class: bool = False,
    before: Definition | None = None,
) -> str:
    """What is wrong with the arguments of a call of ``definition``; '' when they fit, or cannot be told.

    ``facts``: of the file with the call. ``through_class``: the receiver is an argument too (``Cart.pay(cart)``).
    ``before``: the definition as it was, which tells the parameters that are new.
    """
    rule = _RULES.get(language, Arity.FREE)
    if rule is Arity.FREE or reference.role not in ("call", "construct") or reference.argument_count < 0:
        return ""
    if "**" in reference.keywords:
        return ""
    if language == "go" and reference.argument_count == 1 and _argument_is_call(facts, reference):
        return ""  # f(g()) passes on all results of g
    parameters = [p for p in definition.parameters if through_class or p.kind != "self"]
    if rule is Arity.COUNTED:
        known = {p.name for p in before.parameters} if before is not None else set[str]()
        return _counted(parameters, reference.argument_count, known)
    return _named(parameters, reference.argument_count, reference.keywords)


def _counted(parameters: Sequence[Parameter], given: int, known: set[str]) -> str:
    taken = [p for p in parameters if p.kind not in ("args", "kwargs", "block")]
    required = [p for p in taken if not is_optional(p)]
    if given < len(required):
        new = [p for p in required if p.name not in known] if known else []
        absent = new if len(new) == len(required) - given else required[given:]
        names = ", ".join(p.name for p in absent if p.name)
        return f"missing {_arguments(len(required) - given)}{f' ({names})' if names else ''}"
    if given > len(taken) and not any(p.kind == "args" for p in parameters):
        return f"{given - len(taken)} surplus {_arguments(given - len(taken)).partition(' ')[2]}"
    return ""


def _named(parameters: Sequence[Parameter], given: int, keywords: Sequence[str]) -> str:
    positional = [p for p in parameters if p.kind in ("", "posonly", "self")]
    by_name = {p.name for p in parameters if p.kind in ("", "kwonly", "self")}
    takes_more = any(p.kind == "args" for p in parameters)
    takes_any = any(p.kind == "kwargs" for p in parameters)
    if given > len(positional) and not takes_more:
        surplus = given - len(positional)
        return f"{surplus} surplus {_arguments(surplus).partition(' ')[2]}"
    unknown = [k for k in keywords if k not in by_name]
    if unknown and not takes_any:
        return f"unknown keyword {', '.join(unknown)}"
    filled = {p.name for p in positional[:given] if p.kind != "posonly"}
    twice = [k for k in keywords if k in filled]
    if twice:
        return f"two values for {', '.join(twice)}"
    missing = [p.name for p in positional[given:] if not is_optional(p) and p.name not in keywords]
    missing += [p.name for p in parameters if p.kind == "kwonly" and not p.has_default and p.name not in keywords]
    return f"missing {_arguments(len(missing))} ({', '.join(missing)})" if missing else ""


def _arguments(count: int) -> str:
    return f"{count} argument{'' if count == 1 else 's'}"


def _argument_is_call(facts: FileFacts, reference: Reference) -> bool:
    operation = facts.expressions[reference.expression]
    if operation[0] != "call" or not operation[2]:
        return True
    argument = operation[2][0]
    return argument < 0 or facts.expressions[argument][0] == "call"


def accepts_all_of(inner: Definition, outer: Definition, language: str) -> str:
    """Why an override cannot take every call that the method it overrides takes; '' when it can, or cannot be told.

    Only what a caller must notice: more required parameters than there were, fewer than can be passed, and in
    Python and C# names that calls may use.
    """
    rule = _RULES.get(language, Arity.FREE)
    if rule is Arity.FREE:
        return ""
    mine = [p for p in inner.parameters if p.kind != "self"]
    theirs = [p for p in outer.parameters if p.kind != "self"]
    if any(p.kind == "args" for p in mine) and any(p.kind == "kwargs" for p in mine):
        return ""
    my_positions = [p for p in mine if p.kind in ("", "posonly")]
    their_positions = [p for p in theirs if p.kind in ("", "posonly")]
    needed = [p for p in my_positions if not is_optional(p)]
    if len(needed) > len(their_positions) and not any(p.kind == "args" for p in theirs):
        return f"requires {', '.join(p.name for p in needed[len(their_positions) :])}"
    takes_surplus = language in ("typescript", "tsx")  # a function may ignore what it is given
    if len(my_positions) < len(their_positions) and not takes_surplus and not any(p.kind == "args" for p in mine):
        extra = their_positions[len(my_positions) :]
        if not all(p.name in {q.name for q in mine if q.kind == "kwonly"} for p in extra):
            return f"does not take {', '.join(p.name for p in extra)}"
    if rule is Arity.NAMED:
        names = {p.name for p in theirs if p.kind == "kwonly"}
        missing = names - {p.name for p in mine}
        if missing and not any(p.kind == "kwargs" for p in mine):
            return f"does not take {', '.join(sorted(missing))}"
        required = [p.name for p in mine if p.kind == "kwonly" and not p.has_default and p.name not in names]
        if required and not any(p.name in required for p in theirs):
            return f"requires {', '.join(required)}"
    return ""
