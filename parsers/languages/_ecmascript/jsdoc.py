"""Types written in JSDoc comments: ``@param {T} x``, ``@returns {T}``, ``@type {T}``, ``@typedef {T} Name``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.facts import NONE

if TYPE_CHECKING:
    from parsers.extract import Extraction

TYPE_LIMIT = 400
_PREDEFINED = {
    "string": "str",
    "String": "str",
    "number": "float",
    "Number": "float",
    "boolean": "bool",
    "Boolean": "bool",
    "bigint": "int",
    "symbol": "symbol",
    "void": "none",
    "null": "none",
    "undefined": "none",
    "true": "bool",
    "false": "bool",
    "object": "object",
    "Object": "object",
    "never": "never",
}
_UNKNOWN = frozenset(("any", "unknown", "*", "mixed"))
_TAGS = {"@param": "", "@arg": "", "@argument": "", "@returns": "return", "@return": "return"}
_TAGS |= {"@type": "type", "@this": "this", "@property": "", "@prop": ""}


def types(work: Extraction, comment: str) -> dict[str, int]:
    """Types by parameter name; the return type is under ``return``, a variable's under ``type``."""
    out: dict[str, int] = {}
    for tag, text, rest in _tags(comment):
        key = _TAGS.get(tag)
        if key is None:
            continue
        name = key or _parameter_name(rest)
        if name and name not in out:
            found = parse(work, text)
            if found != NONE:
                out[name] = found
    return out


def typedefs(work: Extraction, comment: str) -> list[tuple[str, int]]:
    """(name, type expression) of every ``@typedef`` and ``@callback`` in a comment."""
    out: list[tuple[str, int]] = []
    name = ""
    keys: list[int] = []
    values: list[int] = []
    whole = NONE

    def close() -> None:
        if name:
            found = work.intern("map", tuple(keys), tuple(values)) if keys else whole
            out.append((name, found))
        keys.clear()
        values.clear()

    for tag, text, rest in _tags(comment):
        if tag == "@typedef":
            close()
            name = _parameter_name(rest)
            whole = parse(work, text)
        elif tag in ("@property", "@prop") and name:
            member = _parameter_name(rest)
            if member and "." not in member:
                keys.append(work.intern("str", member))
                values.append(parse(work, text))
    close()
    return out


def _tags(comment: str) -> list[tuple[str, str, str]]:
    """(tag, type text, rest of the line) of the tags that carry a type."""
    out: list[tuple[str, str, str]] = []
    at = comment.find("@")
    while at >= 0:
        end = at + 1
        while end < len(comment) and comment[end].isalpha():
            end += 1
        tag = comment[at:end]
        brace = end
        while brace < len(comment) and comment[brace] in " \t":
            brace += 1
        if brace < len(comment) and comment[brace] == "{":
            close = _closing(comment, brace)
            if close > 0:
                line_end = comment.find("\n", close)
                rest = comment[close + 1 : line_end if line_end >= 0 else len(comment)]
                out.append((tag, comment[brace + 1 : close], rest.strip()))
                end = close
        at = comment.find("@", end)
    return out


def _closing(text: str, start: int) -> int:
    depth = 0
    for i in range(start, min(len(text), start + TYPE_LIMIT)):
        if text[i] == "{":
            depth += 1
        elif text[i] == "}":
            depth -= 1
            if not depth:
                return i
    return -1


def _parameter_name(rest: str) -> str:
    """``[name=default] - what it is`` is ``name``; ``options.name`` says nothing of a parameter."""
    word = rest.split()[0] if rest.split() else ""
    return word.removeprefix("[").split("=")[0].rstrip("]").rstrip(",")


def parse(work: Extraction, text: str) -> int:
    """A type expression as JSDoc writes it, or NONE."""
    text = text.replace("\n", " ").replace("*/", "")
    tokens = _tokens(text)
    if tokens and tokens[-1] == "=":
        tokens.pop()
    if not tokens or len(tokens) > 120:
        return NONE
    reader = _Reader(work, tokens)
    found = reader.union(0)
    return found if reader.at >= len(tokens) else NONE


def _tokens(text: str) -> list[str]:
    out: list[str] = []
    i = 0
    size = len(text)
    while i < size:
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isalnum() or c in "_$#":
            j = i
            while j < size and (text[j].isalnum() or text[j] in "_$#"):
                j += 1
            out.append(text[i:j])
            i = j
        elif c in "\"'`":
            j = text.find(c, i + 1)
            if j < 0:
                return []
            out.append(text[i : j + 1])
            i = j + 1
        elif text.startswith("=>", i) or text.startswith(".<", i):
            out.append(text[i : i + 2])
            i += 2
        elif text.startswith("...", i):
            out.append("...")
            i += 3
        else:
            out.append(c)
            i += 1
    return out


class _Reader:
    """Reads one type from its tokens; nesting is bounded."""

    def __init__(self, work: Extraction, tokens: list[str]) -> None:
        self.work = work
        self.tokens = tokens
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, token: str) -> bool:
        if self.peek() == token:
            self.at += 1
            return True
        return False

    def union(self, depth: int) -> int:
        if depth > 8:
            self.at = len(self.tokens) + 1
            return NONE
        self.take("|")
        parts = [self.postfix(depth)]
        while self.peek() in ("|", "&"):
            self.at += 1
            parts.append(self.postfix(depth))
        return parts[0] if len(parts) == 1 else self.work.intern("union", tuple(dict.fromkeys(parts)))

    def postfix(self, depth: int) -> int:
        while self.peek() in ("?", "!", "...", "readonly"):
            self.at += 1
        found = self.primary(depth)
        while True:
            if self.peek() == "[" and self.at + 1 < len(self.tokens) and self.tokens[self.at + 1] == "]":
                self.at += 2
                found = self.work.intern("generic", self.work.intern("name", "Array"), (found,))
            elif self.peek() in ("=", "!", "?"):
                self.at += 1
            else:
                return found

    def primary(self, depth: int) -> int:
        work = self.work
        token = self.peek()
        self.at += 1
        if not token:
            return NONE
        if token == "(":
            return self.parenthesized(depth)
        if token == "{":
            return self.record(depth)
        if token[0] in "\"'`":
            return work.intern("lit", "str")
        if token[0].isdigit():
            return work.intern("lit", "float")
        if token == "*" or token in _UNKNOWN:
            return NONE
        if token in ("typeof", "keyof"):
            inner = self.postfix(depth + 1)
            return work.intern("typeof", inner) if token == "typeof" else work.intern("lit", "str")
        if token == "import" and self.take("("):
            path = self.peek()
            self.at += 1
            self.take(")")
            found = work.intern("call", work.intern("name", "import"), (work.intern("str", path[1:-1]),), ())
        elif token in ("function", "Function"):
            return self.closure_function(depth)
        elif token in _PREDEFINED and self.peek() not in (".", ".<", "<"):
            return work.intern("lit", _PREDEFINED[token])
        elif token[0].isalpha() or token[0] in "_$":
            found = work.intern("name", "Record" if token in ("Object", "object") else token)
        else:
            self.at = len(self.tokens) + 1
            return NONE
        while self.peek() in (".", "~") and self.at + 1 < len(self.tokens):
            found = work.intern("attr", found, self.tokens[self.at + 1])
            self.at += 2
        if self.take("<") or self.take(".<"):
            arguments = [self.union(depth + 1)]
            while self.take(","):
                arguments.append(self.union(depth + 1))
            if not self.take(">"):
                self.at = len(self.tokens) + 1
                return NONE
            found = work.intern("generic", found, tuple(arguments))
        return found

    def parenthesized(self, depth: int) -> int:
        """``(A | B)``, or the parameters of ``(a: A) => R``."""
        start = self.at
        if not self._is_arrow():
            found = self.union(depth + 1)
            self.take(")")
            return found
        self.at = start
        parameters: list[int] = []
        while self.peek() and not self.take(")"):
            self.take("...")
            self.at += 1
            self.take("?")
            parameters.append(self.union(depth + 1) if self.take(":") else NONE)
            self.take(",")
        self.take("=>")
        return self.work.intern("fn", tuple(parameters), self.union(depth + 1))

    def _is_arrow(self) -> bool:
        depth = 1
        at = self.at
        while at < len(self.tokens) and depth:
            depth += (self.tokens[at] == "(") - (self.tokens[at] == ")")
            at += 1
        return at < len(self.tokens) and self.tokens[at] == "=>"

    def closure_function(self, depth: int) -> int:
        """``function(A, B): R``."""
        parameters: list[int] = []
        returns = NONE
        if self.take("("):
            while self.peek() and not self.take(")"):
                parameters.append(self.union(depth + 1))
                self.take(",")
            if self.take(":"):
                returns = self.postfix(depth + 1)
        return self.work.intern("fn", tuple(parameters), returns)

    def record(self, depth: int) -> int:
        keys: list[int] = []
        values: list[int] = []
        work = self.work
        while self.peek() and not self.take("}"):
            name = self.peek().strip("\"'")
            self.at += 1
            if name == "[":
                while self.peek() and not self.take("]"):
                    self.at += 1
            self.take("?")
            keys.append(work.intern("lit", "str") if name == "[" else work.intern("str", name))
            values.append(self.union(depth + 1) if self.take(":") else NONE)
            if not (self.take(",") or self.take(";")) and self.peek() != "}":
                self.at = len(self.tokens) + 1
                return NONE
        return work.intern("map", tuple(keys), tuple(values))
