"""Editing one member of a JSON file as text, so that comments, commas and layout around it stay as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_SPACE = re.compile(r"(?:[ \t\r\n]|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_SCALAR = re.compile(r"-?\d[\d.eE+-]*|true|false|null")
_REST_OF_LINE = re.compile(r"[ \t]*(?://[^\r\n]*|(?:/\*[^\r\n]*?\*/[ \t]*)+)?[ \t]*(?=\r?\n)")
_DEEPEST = 100


class NotJson(ValueError):
    """The text is not JSON, even with comments and trailing commas."""


@dataclass(slots=True)
class Member:
    """A key and what it holds, by their places in the text."""

    key: str
    start: int
    value: Value
    comma: int = -1
    """Where the comma after it is; -1 when there is none."""


@dataclass(slots=True)
class Value:
    """A value with its place; of an object its members."""

    start: int
    end: int
    data: Any
    members: list[Member] | None = None
    by_key: dict[str, Member] = field(default_factory=dict)


def parse(text: str) -> Value:
    """The value that a file holds.

    Raises:
        NotJson: it holds none, more than one, or a key twice.
    """
    value, at = _value(text, _skip(text, 0), 0)
    if _skip(text, at) != len(text):
        raise NotJson(f"something stands after its end, {_line(text, at)}")
    return value


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match is not None else at


def _line(text: str, at: int) -> str:
    return f"line {text.count(chr(10), 0, at) + 1}"


def _value(text: str, at: int, depth: int) -> tuple[Value, int]:
    if depth > _DEEPEST:
        raise NotJson("it is nested too deeply")
    first = text[at : at + 1]
    if first == "{":
        return _object(text, at, depth)
    if first == "[":
        return _array(text, at, depth)
    match = (_STRING if first == '"' else _SCALAR).match(text, at)
    if match is None:
        raise NotJson(f"no value where one should be, {_line(text, at)}")
    try:
        data = json.loads(match[0])
    except ValueError:
        raise NotJson(f"{match[0][:40]} is no value, {_line(text, at)}") from None
    return Value(at, match.end(), data), match.end()


def _array(text: str, at: int, depth: int) -> tuple[Value, int]:
    start, items = at, list[Any]()
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        value, at = _value(text, at, depth + 1)
        items.append(value.data)
        at = _skip(text, at)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise NotJson(f"a list without comma or end, {_line(text, at)}")
    return Value(start, at + 1, items), at + 1


def _object(text: str, at: int, depth: int) -> tuple[Value, int]:
    found = Value(at, at, {}, [])
    assert found.members is not None
    at = _skip(text, at + 1)
    while text[at : at + 1] != "}":
        match = _STRING.match(text, at)
        if match is None:
            raise NotJson(f"no key where one should be, {_line(text, at)}")
        colon = _skip(text, match.end())
        if text[colon : colon + 1] != ":":
            raise NotJson(f"a key without a colon, {_line(text, at)}")
        value, end = _value(text, _skip(text, colon + 1), depth + 1)
        try:
            member = Member(json.loads(match[0]), at, value)
        except ValueError:
            raise NotJson(f"{match[0][:40]} is no key, {_line(text, at)}") from None
        if member.key in found.by_key:
            raise NotJson(f"{member.key!r} stands in it twice, {_line(text, at)}")
        found.members.append(member)
        found.by_key[member.key] = member
        found.data[member.key] = value.data
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            member.comma = at
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "}":
            raise NotJson(f"an object without comma or end, {_line(text, at)}")
    found.end = at + 1
    return found, at + 1


def insert(text: str, path: Sequence[str], key: str, data: Any) -> str:
    """Put ``key`` into the object at ``path``, after what is there; objects on the way are made.

    >>> print(insert('{\\n  "a": {} // mine\\n}', ["b"], "c", 1))
    {
      "a": {}, // mine
      "b": {
        "c": 1
      }
    }

    Raises:
        NotJson: see :func:`parse`; or something on the way is no object.
    """
    here, depth = _walk(text, path)
    for name in reversed(path[depth:]):
        key, data = name, {key: data}
    members = here.members or []
    unit, end = _indent(text), "\r\n" if "\r\n" in text else "\n"
    one_line = bool(members) and "\n" not in text[here.start : here.end]
    inner = "" if one_line else _margin(text, members[0].start) if members else unit * (depth + 1)
    written = f"{json.dumps(key, ensure_ascii=False)}: " + (
        json.dumps(data, ensure_ascii=False)
        if one_line
        else json.dumps(data, indent=unit, ensure_ascii=False).replace("\n", end + inner)
    )
    if not members:
        between = text[here.start + 1 : here.end - 1]
        if between.strip():  # comments
            return f"{text[: here.start + 1]}{end}{inner}{written}{text[here.start + 1 :]}"
        outer = unit * depth if depth == 0 else _margin(text, here.start)
        inner = outer + unit
        written = f"{json.dumps(key, ensure_ascii=False)}: " + json.dumps(
            data, indent=unit, ensure_ascii=False
        ).replace("\n", end + inner)
        return f"{text[: here.start + 1]}{end}{inner}{written}{end}{outer}{text[here.end - 1 :]}"
    last = members[-1]
    after = last.comma + 1 if last.comma >= 0 else last.value.end
    comma = "" if last.comma >= 0 else ","
    if one_line:
        return f"{text[:after]}{comma} {written}{',' if last.comma >= 0 else ''}{text[after:]}"
    rest = _REST_OF_LINE.match(text, after)
    place = rest.end() if rest is not None else after
    tail = "," if last.comma >= 0 else ""
    return f"{text[:after]}{comma}{text[after:place]}{end}{inner}{written}{tail}{text[place:]}"


def remove(text: str, path: Sequence[str], key: str) -> str:
    """Take ``key`` out of the object at ``path``, and objects on the way that hold nothing then, as they were made.

    >>> remove('{\\n  "a": {}, // mine\\n  "b": {\\n    "c": 1\\n  }\\n}', ["b"], "c")
    '{\\n  "a": {} // mine\\n}'
    """
    here, depth = _walk(text, path)
    if depth < len(path) or key not in here.by_key:
        return text
    text = _without(text, here, here.by_key[key])
    for length in range(len(path), 0, -1):
        parent, _ = _walk(text, path[: length - 1])
        member = parent.by_key[path[length - 1]]
        if text[member.value.start + 1 : member.value.end - 1].strip():
            break
        text = _without(text, parent, member)
    return text


def _without(text: str, owner: Value, member: Member) -> str:
    members = owner.members or []
    number = members.index(member)
    start = len(text[: member.start].rstrip(" \t\r\n"))
    if member.comma >= 0:
        out = text[:start] + text[member.comma + 1 :]
    elif number:
        comma = members[number - 1].comma
        out = text[:comma] + text[comma + 1 : start] + text[member.value.end :]
    else:
        out = text[:start] + text[member.value.end :]
    close = owner.end - 1 - (len(text) - len(out))
    if len(members) == 1 and not out[owner.start + 1 : close].strip():
        out = out[: owner.start + 1] + out[close:]
    return out


def _walk(text: str, path: Sequence[str]) -> tuple[Value, int]:
    """The object at ``path``, or the last that is there on the way to it, and how deep that is."""
    here = parse(text)
    if here.members is None:
        raise NotJson("it does not hold an object")
    for depth, name in enumerate(path):
        member = here.by_key.get(name)
        if member is None:
            return here, depth
        if member.value.members is None:
            raise NotJson(f"{name!r} in it is not an object")
        here = member.value
    return here, len(path)


def _indent(text: str) -> str:
    match = re.search(r"\n([ \t]+)[\"/]", text)
    if match is None:
        return "  "
    return "\t" if match[1].startswith("\t") else match[1]


def _margin(text: str, at: int) -> str:
    """The white space that the line of a place begins with."""
    line = text.rfind("\n", 0, at) + 1
    match = re.compile(r"[ \t]*").match(text, line)
    return match[0] if match is not None else ""


def missing(text: str, path: Sequence[str], wanted: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What ``wanted`` has and the object at ``path`` lacks."""
    here, depth = _walk(text, path)
    for key, data in wanted.items():
        if depth < len(path) or key not in here.by_key:
            yield key, data
