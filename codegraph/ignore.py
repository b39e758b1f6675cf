"""The rules of one ignore file, matched the way git matches them.

The walk asks once for every entry of every folder, so the common kinds of pattern (a plain name,
``*.ext``, a plain path) are looked up in dictionaries; only real wildcards meet a regular
expression, and all of a file's wildcards are first tried as one alternation. Nothing here can be
made slow by a hostile pattern: a star is matched without backtracking, and several ``**`` in one
pattern are matched component by component.

The caller prunes: once a folder is ignored it is not entered, which is also why a pattern can not
re-include what lies in an ignored folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol


class _Matcher(Protocol):
    def match(self, text: str, /) -> object: ...


class _Rule(NamedTuple):
    order: int
    ignores: bool
    folders_only: bool


class _Wild(NamedTuple):
    rule: _Rule
    matcher: _Matcher


class Rules:
    """The patterns of one ignore file. Later patterns win over earlier ones.

    ``base`` is the folder the file stands in, relative to the root, with a trailing slash ('' for the
    root itself). For an ignore file above the root, ``above`` is the way from its folder down to the root.

    >>> rules = Rules(["*.log", "!keep.log", "/build/"])
    >>> rules.verdict("x.log", "a/x.log", False), rules.verdict("keep.log", "keep.log", False)
    (True, False)
    >>> rules.verdict("build", "a/build", True) is None
    True
    """

    __slots__ = (
        "_above",
        "_base",
        "_fold",
        "_names",
        "_path_gate",
        "_paths",
        "_suffixes",
        "_wild_gate",
        "_wild_names",
        "_wild_paths",
    )

    def __init__(self, lines: Iterable[str], *, base: str = "", above: str = "", fold_case: bool = False) -> None:
        self._base = len(_bytewise(base))
        self._above = _bytewise(above)
        self._fold = fold_case
        self._names: dict[str, list[_Rule]] = {}
        self._suffixes: dict[str, list[_Rule]] = {}
        self._paths: dict[str, list[_Rule]] = {}
        self._wild_names: list[_Wild] = []
        self._wild_paths: list[_Wild] = []
        name_sources: list[str] = []
        path_sources: list[str] = []
        for order, line in enumerate(lines):
            self._add(order, line, name_sources, path_sources)
        self._wild_gate = _gate(name_sources, fold_case)
        self._path_gate = _gate(path_sources, fold_case)

    def __bool__(self) -> bool:
        return bool(self._names or self._suffixes or self._paths or self._wild_names or self._wild_paths)

    def _add(self, order: int, line: str, name_sources: list[str], path_sources: list[str]) -> None:
        pattern = _bytewise(_trimmed(line))
        if not pattern or pattern.startswith("#"):
            return
        ignores = not pattern.startswith("!")
        if not ignores:
            pattern = pattern[1:]
        folders_only = pattern.endswith("/")
        if folders_only:
            pattern = pattern[:-1]
        anchored = "/" in pattern
        pattern = pattern.removeprefix("/")
        if not pattern:
            return
        if self._fold:
            pattern = pattern.lower()
        rule = _Rule(order, ignores, folders_only)
        if not any(c in pattern for c in "*?[\\"):
            (self._paths if anchored else self._names).setdefault(pattern, []).append(rule)
            return
        tail = pattern[1:]
        if not anchored and pattern.startswith("*.") and not any(c in tail[1:] for c in ".*?[\\"):
            self._suffixes.setdefault(tail, []).append(rule)
            return
        components = _components(pattern)
        if components is None:
            return
        if not anchored:
            source = components[0] if components[0] != _ANY_FOLDERS else "[^/]*"
            name_sources.append(source)
            self._wild_names.append(_Wild(rule, _compiled(source, self._fold)))
        elif components[:-1].count(_ANY_FOLDERS) <= 1:
            source = _path_source(components)
            path_sources.append(source)
            self._wild_paths.append(_Wild(rule, _compiled(source, self._fold)))
        else:
            path_sources.append(".*")
            self._wild_paths.append(_Wild(rule, _ManyFolders(components, self._fold)))

    def verdict(self, name: str, path: str, is_folder: bool) -> bool | None:
        """Whether the entry called ``name`` at ``path`` (relative to the root) is ignored.

        False means that a ``!pattern`` keeps it; None that nothing here speaks of it.
        """
        if not path.isascii():
            name, path = _bytewise(name), _bytewise(path)
        if self._fold:
            name = name.lower()
        best = -1
        found: bool | None = None
        for rule in self._names.get(name, ()):
            if is_folder or not rule.folders_only:
                best, found = rule.order, rule.ignores
        if self._suffixes:
            dot = name.rfind(".")
            if dot >= 0:
                for rule in self._suffixes.get(name[dot:], ()):
                    if rule.order > best and (is_folder or not rule.folders_only):
                        best, found = rule.order, rule.ignores
        if self._wild_gate is not None and self._wild_gate.match(name):
            for rule, matcher in reversed(self._wild_names):
                if rule.order < best:
                    break
                if (is_folder or not rule.folders_only) and matcher.match(name):
                    best, found = rule.order, rule.ignores
                    break
        if self._paths or self._path_gate is not None:
            relative = self._above + path if self._above else path[self._base :]
            if self._fold:
                relative = relative.lower()
            for rule in self._paths.get(relative, ()):
                if rule.order > best and (is_folder or not rule.folders_only):
                    best, found = rule.order, rule.ignores
            if self._path_gate is not None and self._path_gate.match(relative):
                for rule, matcher in reversed(self._wild_paths):
                    if rule.order < best:
                        break
                    if (is_folder or not rule.folders_only) and matcher.match(relative):
                        return rule.ignores
        return found


def parse_lines(data: bytes) -> list[str]:
    """The lines of an ignore file: UTF-8 with undecodable bytes kept, as file names have them."""
    return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").split("\n")


def verdict(rules: Sequence[Rules], name: str, path: str, is_folder: bool) -> bool | None:
    """What the first of ``rules`` that speaks of the entry says; nearest ignore file first."""
    for each in rules:
        found = each.verdict(name, path, is_folder)
        if found is not None:
            return found
    return None


_ANY_FOLDERS = "**"
"""Stands in a list of component sources for a ``**`` of its own."""

_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": r"\x21-\x7e",
    "lower": "a-z",
    "print": r"\x20-\x7e",
    "punct": r"\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


def _bytewise(text: str) -> str:
    """One character for each byte: git's ``?`` and ``[…]`` stand for bytes."""
    if text.isascii():
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode("latin-1")
    except UnicodeEncodeError:
        # Half a surrogate pair, as Windows allows in names.
        return text.encode("utf-8", "surrogatepass").decode("latin-1")


def _trimmed(line: str) -> str:
    """The line without its end and without trailing blanks, unless the last is escaped."""
    line = line.removesuffix("\r")
    end = len(line)
    while end and line[end - 1] == " ":
        backslashes = end - 1 - len(line[: end - 1].rstrip("\\"))
        if backslashes % 2:
            break
        end -= 1
    return line[:end]


def _components(pattern: str) -> list[str] | None:
    """The regular expression of each path component; None for a pattern that can never match."""
    components: list[str] = []
    segments: list[str] = [""]
    """Fixed-length pieces between the stars of the current component."""
    stars = 0
    only_stars = True
    in_star = False

    def close() -> None:
        nonlocal segments, stars, only_stars
        components.append(_ANY_FOLDERS if only_stars and stars > 1 else _component_source(segments))
        segments, stars, only_stars = [""], 0, True

    at = 0
    while at < len(pattern):
        char = pattern[at]
        at += 1
        if char == "/":
            close()
        elif char == "*":
            stars += 1
            if not in_star:
                segments.append("")
            in_star = True
            continue
        else:
            only_stars = False
            if char == "?":
                segments[-1] += "[^/]"
            elif char == "[":
                read = _bracket(pattern, at)
                if read is None:
                    return None
                source, at = read
                segments[-1] += source
            elif char == "\\":
                if at == len(pattern):
                    return None
                segments[-1] += re.escape(pattern[at])
                at += 1
            else:
                segments[-1] += re.escape(char)
        in_star = False
    close()
    return components


def _component_source(segments: Sequence[str]) -> str:
    """Segments joined by stars. The first place where a middle segment fits is as good as any, so it is atomic."""
    if len(segments) == 1:
        return segments[0]
    middle = "".join(f"(?>[^/]*?{segment})" for segment in segments[1:-1] if segment)
    return f"{segments[0]}{middle}[^/]*{segments[-1]}"


def _bracket(pattern: str, at: int) -> tuple[str, int] | None:
    """The class that starts after the ``[`` before ``at``, and where it ends; None when it is not closed."""
    end = len(pattern)
    negated = at < end and pattern[at] in "!^"
    if negated:
        at += 1
    parts: list[str] = []
    previous = ""
    first = True
    while True:
        if at >= end:
            return None
        char = pattern[at]
        if char == "]" and not first:
            at += 1
            break
        first = False
        if char == "[" and pattern[at + 1 : at + 2] == ":":
            close = pattern.find("]", at + 2)
            if close < 0:
                return None
            if pattern[close - 1] == ":" and close - 1 >= at + 2:
                known = _CLASSES.get(pattern[at + 2 : close - 1])
                if known is None:
                    return None
                parts.append(known)
                previous = ""
                at = close + 1
                continue
        if char == "-" and previous and at + 1 < end and pattern[at + 1] != "]":
            at += 1
            if pattern[at] == "\\":
                at += 1
                if at >= end:
                    return None
            high = pattern[at]
            if previous <= high:
                parts.append(f"{_in_class(previous)}-{_in_class(high)}")
            previous = ""
            at += 1
            continue
        if char == "\\":
            at += 1
            if at >= end:
                return None
            char = pattern[at]
        parts.append(_in_class(char))
        previous = char
        at += 1
    body = "".join(parts)
    if negated:
        return f"[^/{body}]", at
    return (f"(?!/)[{body}]" if body else "(?!)"), at


def _in_class(char: str) -> str:
    return f"\\{char}" if char in "\\]^-[&~|" else char


def _path_source(components: Sequence[str]) -> str:
    last = len(components) - 1
    parts: list[str] = []
    for position, component in enumerate(components):
        if component != _ANY_FOLDERS:
            parts.append(component if position == last else f"{component}/")
        else:
            parts.append(".+" if position == last else "(?:[^/]+/)*")
    return "".join(parts)


class _ManyFolders:
    """A path pattern with several ``**``, matched by component: its cost stays the product of the two lengths."""

    __slots__ = ("_components",)

    def __init__(self, components: Sequence[str], fold_case: bool) -> None:
        self._components = [None if c == _ANY_FOLDERS else _compiled(c, fold_case) for c in components]

    def match(self, text: str) -> bool:
        parts = text.split("/")
        reachable = {0}
        last = len(self._components) - 1
        for position, component in enumerate(self._components):
            if component is None:
                start = min(reachable) + (position == last)
                reachable = set(range(start, len(parts) + 1))
            else:
                reachable = {at + 1 for at in reachable if at < len(parts) and component.match(parts[at])}
            if not reachable:
                return False
        return len(parts) in reachable


@lru_cache(maxsize=2000)
def _compiled(source: str, fold_case: bool) -> re.Pattern[str]:
    return re.compile(rf"(?:{source})\Z", re.DOTALL | (re.IGNORECASE if fold_case else 0))


def _gate(sources: list[str], fold_case: bool) -> re.Pattern[str] | None:
    """One expression that is passed by whatever any of ``sources`` matches."""
    return _compiled("|".join(sources), fold_case) if sources else None
