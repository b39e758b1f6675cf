"""PHPDoc: the types that comments declare, as the language's tools have agreed to write them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parsers.facts import NONE
from parsers.languages._php.names import PRIMITIVES, Names

if TYPE_CHECKING:
    from parsers.extract import Extraction

MAX_TYPE = 400
MAX_NESTING = 8
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_\\-$:*")


@dataclass(slots=True)
class Doc:
    """What one comment says."""

    text: str = ""
    """The prose, without tags."""
    returns: str = ""
    variable: str = ""
    """The type of ``@var``."""
    variable_name: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    """``$name`` -> type."""
    properties: list[tuple[str, str]] = field(default_factory=list)
    methods: list[tuple[str, str]] = field(default_factory=list)
    templates: list[tuple[str, str]] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    """Generic applications of base types: ``Collection<User>``."""
    deprecated: bool = False


def read(comment: str) -> Doc:
    """The tags and the prose of a ``/** … */`` comment."""
    doc = Doc()
    prose: list[str] = []
    tagged = False
    for line in comment[3:-2].split("\n"):
        line = line.strip().lstrip("*").strip()
        if not line.startswith("@"):
            if not tagged:
                prose.append(line)
            continue
        tagged = True
        tag, _, rest = line[1:].partition(" ")
        rest = rest.strip()
        tag = tag.removeprefix("phpstan-").removeprefix("psalm-")
        if tag == "param":
            kind, rest = split_type(rest)
            name = rest.lstrip("&.").split(" ", 1)[0].rstrip(",")
            if name.startswith("$") and kind:
                doc.parameters[name] = kind
        elif tag == "return":
            doc.returns = split_type(rest)[0]
        elif tag == "var":
            doc.variable, rest = split_type(rest)
            if rest.startswith("$"):
                doc.variable_name = rest.split(" ", 1)[0]
        elif tag in ("property", "property-read", "property-write"):
            kind, rest = split_type(rest)
            name = rest.split(" ", 1)[0]
            if name.startswith("$"):
                doc.properties.append((name, kind))
        elif tag == "method":
            _read_method(doc, rest)
        elif tag in ("template", "template-covariant", "template-contravariant"):
            words = rest.split()
            if words:
                bound = words[2] if len(words) > 2 and words[1] in ("of", "as") else ""
                doc.templates.append((words[0], bound))
        elif tag in ("extends", "implements", "use", "template-extends", "template-implements"):
            doc.bases.append(split_type(rest)[0])
        elif tag == "deprecated":
            doc.deprecated = True
    doc.text = "\n".join(prose).strip()
    return doc


def _read_method(doc: Doc, rest: str) -> None:
    """``[static] [type] name(…)``."""
    rest = rest.removeprefix("static ").strip()
    head, paren, _ = rest.partition("(")
    if not paren:
        return
    words = head.split()
    if words:
        doc.methods.append((words[-1], " ".join(words[:-1])))


def split_type(text: str) -> tuple[str, str]:
    """The type at the start of ``text``, and what follows it."""
    depth = 0
    at = 0
    end = min(len(text), MAX_TYPE)
    while at < end:
        character = text[at]
        if character in "<({[":
            depth += 1
        elif character in ">)}]":
            depth -= 1
        elif character.isspace() and depth <= 0:
            following = text[at:].lstrip()
            before = text[:at].rstrip()
            if not (following[:1] in ("|", "&", ":") or before[-1:] in ("|", "&", ":")) or following[1:2] in ("$", "."):
                break
        at += 1
    kind = text[:at].strip()
    if kind.startswith("$") and kind != "$this":
        return "", text
    return kind, text[at:].strip()


class TypeReader:
    """A type in a comment as an expression."""

    def __init__(self, work: Extraction, names: Names, templates: frozenset[str]) -> None:
        self.work = work
        self.names = names
        self.templates = templates
        self.text = ""
        self.at = 0
        self.depth = 0

    def read(self, text: str) -> int:
        """The expression of a type, or NONE where it says nothing."""
        if not text:
            return NONE
        self.text, self.at, self.depth = text, 0, 0
        return self._union()

    def _peek(self) -> str:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at] if self.at < len(self.text) else ""

    def _union(self) -> int:
        if self.depth > MAX_NESTING:
            self.at = len(self.text)
            return NONE
        self.depth += 1
        parts = [self._postfix()]
        while self._peek() in ("|", "&") and self._peek():
            self.at += 1
            parts.append(self._postfix())
        self.depth -= 1
        known = tuple(dict.fromkeys(p for p in parts if p != NONE))
        if len(known) > 1:  # what may be null is still the other thing
            null = self.work.intern("name", "null")
            known = tuple(p for p in known if p != null)
        if not known:
            return NONE
        return known[0] if len(known) == 1 else self.work.intern("union", known)

    def _postfix(self) -> int:
        base = self._primary()
        while self._peek() == "[" and self.text[self.at + 1 : self.at + 2] == "]":
            self.at += 2
            array = self.work.intern("name", "array")
            base = self.work.intern("generic", array, (base,))
        return base

    def _primary(self) -> int:
        character = self._peek()
        if character == "?":
            self.at += 1
            return self._postfix()
        if character == "(":
            self.at += 1
            inner = self._union()
            if self._peek() == ")":
                self.at += 1
            return inner
        if character in "\"'" and character:
            closing = self.text.find(character, self.at + 1)
            self.at = closing + 1 if closing >= 0 else len(self.text)
            return self.work.intern("name", "string")
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in _WORD:
            self.at += 1
        word = self.text[start : self.at]
        if not word:
            self.at += 1
            return NONE
        following = self._peek()
        if following == "<":
            return self._application(word)
        if following == "{":
            self._skip("{", "}")
            return self.work.intern("name", "array") if word.lower() in ("array", "list") else self._name(word)
        if following == "(":
            self._skip("(", ")")
            if self._peek() == ":":
                self.at += 1
                result = self._postfix()
                return self.work.intern("fn", (), result)
            return self._name(word)
        return self._name(word)

    def _application(self, word: str) -> int:
        self.at += 1
        args = [self._union()]
        while self._peek() == ",":
            self.at += 1
            args.append(self._union())
        if self._peek() == ">":
            self.at += 1
        lower = word.lower()
        if lower in ("array", "list", "iterable", "non-empty-array", "non-empty-list"):
            args = args[-1:]
            word = "array"
        return self.work.intern("generic", self._name(word), tuple(args))

    def _skip(self, opening: str, closing: str) -> None:
        depth = 0
        while self.at < len(self.text):
            character = self.text[self.at]
            self.at += 1
            if character == opening:
                depth += 1
            elif character == closing:
                depth -= 1
                if depth == 0:
                    return

    def _name(self, word: str) -> int:
        lower = word.lower()
        if word in self.templates:
            return self.work.intern("name", word)
        if lower == "$this":
            return self.work.intern("name", "static")
        if lower == "parent":
            return self.work.intern("super")
        if lower in ("self", "static"):
            return self.work.intern("name", lower)
        if lower in PRIMITIVES:
            return self.work.intern("name", lower)
        if not (word[0].isalpha() or word[0] in "\\_") or "::" in word or "*" in word:
            return NONE
        return self.work.intern("name", self.names.class_name(word))
