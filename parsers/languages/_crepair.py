"""Making C and C++ readable before the preprocessor has run.

The grammar reads source as it stands. Where macros hide specifiers (``API int f(void)``), stand for
whole declarations, or conditionals split a construct in two, it loses its way. When a first parse
has errors, the tokens are looked at once, and what stands in the way is blanked: every byte keeps its
place, so rows, columns and texts stay true.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

_TOKEN = re.compile(
    rb"""([A-Za-z_$][\w$]*+)(?!["'])
    |(::|->|[{}()\[\];:,<>=*&~?+\-%|^!]|\.(?![0-9]))
    |//(?:[^\n\\]|\\.|\\\r?\n)*|/\*.*?\*/
    |((?:u8|[uUL])?R"([^()\\\s]{0,16})\(.*?\)\4"
        |(?:u8|[uUL])?"(?:[^"\\\n]|\\.)*"|(?:u8|[uUL])?'(?:[^'\\\n]|\\.)*')
    |((?m:^)[ \t]*\#(?:[^\n\\/]|\\\r?\n|\\.|/(?![*/])|/\*.*?\*/)*)
    |(\.?[0-9](?:[\w.]|'[0-9A-Fa-f]|(?<=[eEpP])[+-])*)
    |/""",
    re.DOTALL | re.VERBOSE,
)
"""Words come first: most tokens are. Comments and a lone slash have no group."""

WORD, MARK, STRING, DIRECTIVE, NUMBER = 1, 2, 3, 5, 6
"""The kinds of tokens: their group in the pattern above."""

_HIDDEN_CLASS = re.compile(
    rb"\b(?:class|struct|union)[ \t]+[A-Za-z_]\w*(?:[ \t]+|[ \t]*\([^()\n]*\)\s*)"
    rb"(?!final\b)[A-Za-z_]\w*+\s*(?:final\s*)?(?://[^\n]*\s*|/\*(?:[^*]|\*(?!/))*+\*/\s*)*+(?:\{|:(?!:))"
)

_STARTERS = frozenset(
    b"void char short int long float double signed unsigned bool _Bool struct union enum auto static extern inline "
    b"virtual typename class template constexpr consteval constinit explicit friend operator typedef using namespace "
    b"public private protected wchar_t char8_t char16_t char32_t __inline __inline__ volatile thread_local mutable "
    b"register __attribute__ _Noreturn".split()
)
"""Words that begin a declaration or a part of it: no type or variable can stand right before them."""
_SPECIFIERS = frozenset(
    b"static extern inline virtual constexpr consteval constinit explicit friend typedef const volatile __inline "
    b"__inline__ mutable thread_local register __extension__ _Noreturn".split()
)
_PRIMITIVES = frozenset(b"void char short int long float double signed unsigned bool _Bool wchar_t".split())
_STATEMENTS = frozenset(
    b"if else for while do switch case default return goto break continue sizeof throw new delete catch try "
    b"co_return co_await co_yield and or not requires concept asm __asm__ __asm import export module".split()
)
_NO_ARGUMENT = frozenset((b"struct", b"union", b"enum", b"const", b"throw", b"typename"))
"""Words that may begin a macro's argument but no expression."""
_TAGS = frozenset((b"class", b"struct", b"union", b"enum"))
_TAILS = frozenset((b"const", b"noexcept", b"override", b"final", b"volatile"))
_CONDITION = re.compile(rb"[ \t]*#[ \t]*(if|ifdef|ifndef|elif|elifdef|elifndef|else|endif)\b\s*(.*)", re.DOTALL)
_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)

_SMALL_ERROR = 24
"""Bytes of an error inside a function that costs nothing but its own few words."""


def repair(work: Extraction, root: Node) -> bytes | None:
    """The file's bytes with what misleads the grammar blanked, or None when it reads them as they are."""
    data = work.data
    if not _misread(root) and (work.language.name != "cpp" or not _HIDDEN_CLASS.search(data)):
        return None
    fixed = _Repair(data, cpp=work.language.name == "cpp")
    fixed.defines()
    fixed.conditionals()
    fixed.macros()
    if not fixed.changed:
        return None
    work.scratch["macro_uses"] = fixed.uses
    work.scratch["loose"] = fixed.loose
    return bytes(fixed.data)


def _misread(root: Node) -> bool:
    """Whether errors have cost more than a few words inside functions."""
    if not root.has_error:
        return False
    pending = [(root, False)]
    while pending:
        node, inside = pending.pop()
        if node.is_missing:
            if not inside:
                return True
        elif node.is_error:
            if (
                not inside
                or node.end_byte - node.start_byte > _SMALL_ERROR
                or node.start_point.row != node.end_point.row
            ):
                return True
            if any(child.type.startswith(("#", "preproc")) for child in node.children):
                return True
        elif node.has_error:
            inside = inside or node.type == "compound_statement"
            pending += [(child, inside) for child in node.children]
    return False


class _Repair:
    """The tokens of a file, and the bytes as they are being changed."""

    def __init__(self, data: bytes, *, cpp: bool) -> None:
        self.data = bytearray(data)
        self.cpp = cpp
        self.changed = False
        self.uses: list[tuple[int, bytes]] = []
        """First byte and name of each macro that was blanked as a statement or declaration of its own."""
        self.loose: list[tuple[int, bytes]] = []
        """Macros without arguments that were blanked where declarations stand."""
        found = [(m.lastindex, m.start(), m.end(), m.group()) for m in _TOKEN.finditer(data)]
        found = [token for token in found if token[0] is not None]
        self.kinds: list[int] = [token[0] or 0 for token in found]
        self.starts: list[int] = [token[1] for token in found]
        self.ends: list[int] = [token[2] for token in found]
        self.texts: list[bytes] = [token[3] for token in found]

    def blank(self, first: int, last: int) -> None:
        """Blank the bytes of tokens first to last and what is between them."""
        self.blank_bytes(self.starts[first], self.ends[last])
        for at in range(first, last + 1):
            self.kinds[at], self.texts[at] = DIRECTIVE, b""

    def blank_bytes(self, start: int, end: int) -> None:
        """Spaces for everything but line ends."""
        self.changed = True
        data = self.data
        data[start:end] = bytes([b if b in (10, 13) else 32 for b in data[start:end]])

    def defines(self) -> None:
        """Blank comments between the lines of a macro's body: the grammar takes them for its end."""
        for at, kind in enumerate(self.kinds):
            if kind == DIRECTIVE and b"/*" in self.texts[at]:
                for match in _COMMENT.finditer(self.texts[at]):
                    if self.texts[at][match.end() :].strip():
                        self.blank_bytes(self.starts[at] + match.start(), self.starts[at] + match.end())

    # -- conditionals

    def conditionals(self) -> None:
        """Keep one branch of every conditional that cuts through a construct; drop what ``#if 0`` hides."""
        groups = self._groups()
        if not groups:
            return
        gone: list[tuple[int, int]] = []
        flattened_until = -1
        for group in groups:
            first, last = group[0][0], group[-1][0]
            if first < flattened_until and any(a <= self.starts[first] < b for a, b in gone):
                continue
            dead = self._dead_branch(group)
            whole = self._inside_list(first) and dead is None
            if dead is None and not whole and self._splits_nothing(group):
                self._plain_conditions(group)
                continue
            keep = 0 if dead is None else dead
            for number, (at, _) in enumerate(group):
                self.blank(at, at)
                if number + 1 < len(group) and number != keep and not whole:
                    start, end = self.ends[at], self.starts[group[number + 1][0]]
                    self.blank_bytes(start, end)
                    gone.append((start, end))
            flattened_until = max(flattened_until, last)
        if gone:
            self._forget(gone)

    def _groups(self) -> list[list[tuple[int, bytes]]]:
        """The conditionals of the file, outer ones first, each as its directives (token, condition)."""
        groups: list[list[tuple[int, bytes]]] = []
        stack: list[list[tuple[int, bytes]]] = []
        for at, kind in enumerate(self.kinds):
            if kind != DIRECTIVE:
                continue
            match = _CONDITION.match(self.texts[at])
            if match is None:
                continue
            word, condition = match.groups()
            if word in (b"if", b"ifdef", b"ifndef"):
                group = [(at, word + b" " + condition.strip())]
                stack.append(group)
                groups.append(group)
            elif stack:
                stack[-1].append((at, word + b" " + condition.strip()))
                if word == b"endif":
                    stack.pop()
        return [g for g in groups if len(g) > 1 and g[-1][1].startswith(b"endif")]

    def _dead_branch(self, group: list[tuple[int, bytes]]) -> int | None:
        """The branch to keep when the condition is known: ``#if 0``, ``#if 1``, ``#ifdef __cplusplus``."""
        condition = group[0][1]
        if condition == b"if 0":
            return 1
        if condition == b"if 1":
            return 0
        if b"__cplusplus" in condition and not self._splits_nothing(group):
            plus = condition.startswith(b"ifdef") or b"!" not in condition
            if condition.startswith(b"ifndef"):
                plus = False
            return 0 if plus == self.cpp else 1
        return None

    def _splits_nothing(self, group: list[tuple[int, bytes]]) -> bool:
        """Whether every branch holds whole statements or declarations, so that the grammar copes."""
        first = group[0][0]
        before = self._before(first)
        if before >= 0 and self.texts[before] not in (b";", b"{", b"}", b":", b")"):
            return False
        if before >= 0 and self.texts[before] == b")" and not self._ends_macro(before):
            return False
        for number in range(len(group) - 1):
            start, end = group[number][0] + 1, group[number + 1][0]
            depth: list[bytes] = []
            last = b""
            for at in range(start, end):
                if self.kinds[at] == DIRECTIVE:
                    continue
                text = self.texts[at]
                last = text
                if text in (b"(", b"[", b"{"):
                    depth.append(text)
                elif text in (b")", b"]", b"}"):
                    if not depth:
                        return False
                    depth.pop()
            if depth or last not in (b"", b";", b"}", b")", b":", b">"):
                return False
            if last == b")" and self._needs_more(self._before(end)):
                return False
        return True

    def _before(self, at: int) -> int:
        """The last token before ``at`` that is no directive."""
        at -= 1
        while at >= 0 and self.kinds[at] == DIRECTIVE:
            at -= 1
        return at

    def _needs_more(self, close: int) -> bool:
        """Whether ``…)`` is the head of ``if (…)`` or a loop, whose statement is not in the branch."""
        opening = self._opening(close)
        return opening > 0 and self.texts[opening - 1] in (b"if", b"while", b"for", b"switch")

    def _ends_macro(self, close: int) -> bool:
        """Whether ``…)`` ends a macro that stands alone: ``NAME(…)`` at the start of a statement, in capitals."""
        opening = self._opening(close)
        if opening < 1 or self.kinds[opening - 1] != WORD:
            return False
        return _is_loud(self.texts[opening - 1])

    def _opening(self, close: int) -> int:
        depth = 0
        for at in range(close, max(-1, close - 4000), -1):
            text = self.texts[at]
            if text == b")":
                depth += 1
            elif text == b"(":
                depth -= 1
                if not depth:
                    return at
        return -1

    def _inside_list(self, first: int) -> bool:
        """Whether the conditional stands among the entries of an initialiser, where all branches can be kept."""
        before = self._before(first)
        if before < 0 or self.texts[before] not in (b",", b"{"):
            return False
        depth = 0
        for at in range(before, max(-1, before - 20000), -1):
            text = self.texts[at]
            if text in (b"}", b")", b"]"):
                depth += 1
            elif text in (b"{", b"(", b"["):
                if not depth:
                    if text != b"{":
                        return False
                    return at > 0 and self.texts[at - 1] in (b"=", b"{", b",", b"]")
                depth -= 1
        return False

    def _plain_conditions(self, group: list[tuple[int, bytes]]) -> None:
        """Conditions the grammar cannot read (``__has_include(<x>)``) become ``1``."""
        for at, condition in group:
            word, _, rest = condition.partition(b" ")
            if word in (b"if", b"elif") and (b"(<" in rest or b'"' in rest or b"__has" in rest or b"\\" in rest):
                text = self.texts[at]
                offset = self.starts[at] + text.index(word) + len(word)
                self.blank_bytes(offset, self.ends[at])
                if offset + 1 < self.ends[at]:
                    self.data[offset + 1 : offset + 2] = b"1"

    def _forget(self, gone: list[tuple[int, int]]) -> None:
        """Drop the tokens of blanked branches."""
        gone.sort()
        keep: list[int] = []
        position = 0
        for at, start in enumerate(self.starts):
            while position < len(gone) and gone[position][1] <= start:
                position += 1
            inside = position < len(gone) and gone[position][0] <= start
            if (not inside and self.data[start] != 32) or (not inside and self.kinds[at] == DIRECTIVE):
                keep.append(at)
        self.kinds = [self.kinds[at] for at in keep]
        self.texts = [self.texts[at] for at in keep]
        self.ends = [self.ends[at] for at in keep]
        self.starts = [self.starts[at] for at in keep]

    # -- macros

    def macros(self) -> None:
        """Blank macros where no macro can be read, one pass over the tokens with the braces kept on a stack."""
        kinds, texts = self.kinds, self.texts
        count = len(kinds)
        stack: list[str] = []
        """What each open brace holds: 'space' (file, namespace, extern), 'class', 'code', 'list'."""
        self.classes: list[bytes] = []
        start = True
        """Whether a declaration or statement can begin here."""
        head: list[bytes] = []
        """Words since the start of the statement, to tell what a brace opens."""
        at = 0
        parens = 0
        while at < count:
            kind, text = kinds[at], texts[at]
            if kind == DIRECTIVE:
                at += 1
                continue
            place = stack[-1] if stack else "space"
            if kind == WORD:
                if start and place != "list" and not parens:
                    skip = self._at_start(at, place, head)
                    if skip > at:
                        at = skip
                        continue
                if text in _TAGS:
                    self._after_tag(at, text)
                elif place == "code" and text == b"new":
                    self._after_new(at)
                elif text == b"template" and self._text(at + 1) == b"<":
                    at = self._template_head(at + 1) + 1
                    start = True
                    continue
                elif self._joins_strings(at):
                    at += 1
                    continue
                elif not start and not parens and place != "list" and self._guards_prototype(at):
                    last = self._arguments_end(at + 1)
                    self.blank(last, last)
                    self.blank(at, at + 1)
                    at += 2
                    continue
                elif head and not parens and place != "list" and self._numbers_parameters(at, head):
                    last = self._arguments_end(at + 1)
                    self.blank(at, last)
                    at = last + 1
                    continue
                elif not start and _is_loud(text):
                    if place in ("space", "class") and not parens and self._between_type_and_name(at, head):
                        self.blank(at, at)
                        at += 1
                        continue
                    skip = self._after_name(at)
                    if skip > at:
                        at = skip
                        continue
                if len(head) < 12:
                    head.append(text)
                start = (start and text in _SPECIFIERS) or (text == b"template" and self._text(at + 1) != b"<")
                at += 1
                continue
            if text == b"{":
                if place == "space" and not head and not self.cpp:
                    self._old_style_result(at)
                stack.append(self._opens(head, place, parens))
                self.classes.append(_class_name(head))
                parens = 0
                head = []
                start = True
            elif text == b"}":
                if stack:
                    stack.pop()
                    self.classes.pop()
                head = []
                start = True
                parens = 0
            elif text == b";":
                if not parens:
                    head = []
                    start = True
            elif text == b":":
                label = bool(head) and (head[0] in (b"public", b"private", b"protected", b"case", b"default"))
                if not parens and (label or len(head) == 1):
                    head = []
                    start = True
                else:
                    start = False
            elif text == b"(":
                if place == "code" and at and kinds[at - 1] == WORD:
                    self._call_arguments(at)
                parens += 1
                start = False
                if len(head) < 12:
                    head.append(text)
            elif text == b")":
                parens = max(0, parens - 1)
                if not parens:
                    skip = self._after_parenthesis(at, place, head)
                    if skip > at:
                        at = skip
                        continue
                start = False
            else:
                if text == b"=" and not parens and len(head) < 12:
                    head.append(text)
                start = False
            at += 1

    def _opens(self, head: list[bytes], place: str, parens: int) -> str:
        """What the brace after ``head`` holds."""
        if parens:
            return "code"
        if b"=" in head or (head and head[0] == b"return"):
            return "list"
        if b"namespace" in head[:2] or (head[:1] == [b"extern"] and b"(" not in head and len(head) == 1):
            return "space"
        if head and b"(" not in head and any(word in _TAGS for word in head):
            return "list" if b"enum" in head else "class"
        if b"(" not in head and any(word in (b"class", b"struct", b"union") for word in head):
            return "class"
        if place in ("list",):
            return "list"
        return "code"

    def _arguments_end(self, at: int) -> int:
        """With ``(`` at token ``at``: its ``)``; else -1."""
        if at >= len(self.texts) or self.texts[at] != b"(":
            return -1
        depth = 0
        for here in range(at, min(len(self.texts), at + 3000)):
            text = self.texts[here]
            if text == b"(":
                depth += 1
            elif text == b")":
                depth -= 1
                if not depth:
                    return here
            elif text in (b"{", b"}") and depth == 0:
                return -1
        return -1

    def _text(self, at: int) -> bytes:
        return self.texts[at] if at < len(self.texts) else b""

    def _is_word(self, at: int) -> bool:
        return at < len(self.kinds) and self.kinds[at] == WORD

    def _new_line(self, a: int, b: int) -> bool:
        """Whether token ``b`` stands on a later line than token ``a``."""
        return b >= len(self.starts) or self.data.find(b"\n", self.ends[a], self.starts[b]) >= 0

    def _next(self, at: int) -> int:
        at += 1
        while at < len(self.kinds) and self.kinds[at] == DIRECTIVE:
            at += 1
        return at

    def _at_start(self, at: int, place: str, head: list[bytes]) -> int:
        """A word where a declaration may begin: blank it when it can only be a macro. Returns where to go on."""
        text = self.texts[at]
        if text in _STATEMENTS or text in _STARTERS or text in _SPECIFIERS:
            if text in (b"public", b"private", b"protected") and self._is_word(at + 1) and self._text(at + 2) == b":":
                self.blank(at + 1, at + 1)  # Qt's ``public slots:``
            return at
        close = self._arguments_end(at + 1)
        last = close if close >= 0 else at
        after = self._next(last)
        following = self._text(after)
        loud = _is_loud(text)
        if following in _STARTERS and not (following == b"operator" and not loud):
            if following in _TAGS or following not in (b"volatile",):
                self._drop(at, last, place, alone=close >= 0 or self._new_line(last, after))
                return after
        if following == b"~" and loud and place == "class":
            self._drop(at, last, place, alone=False)
            return after
        if loud and close >= 0 and following in (b"{", b";") and self._wraps_declaration(at + 2, close):
            self.blank(at, at + 1)
            self.blank(close, close)
            return at + 2
        if not loud:
            # ``inline_macro Type name``: of two types in a row one is none; in ``Type LOUD name`` the loud one.
            attribute = self._is_word(after + 1) and _is_loud(self.texts[after + 1])  # ``Type name GUARDED_BY(x);``
            if close < 0 and self._is_word(after) and following not in _STATEMENTS and self._declares(after):
                if attribute or self._guards_prototype(after + 1):
                    return at
                if _is_loud(following):
                    self.blank(after, after)
                    return at
                self._drop(at, last, place, alone=False)
                return after
            return at
        if self._is_word(after) and following not in _STATEMENTS:
            if self._new_line(last, after) and (close >= 0 or place == "class"):
                self._drop(at, last, place, alone=True)
                return after
            if close >= 0 and place != "code" and self._text(after + 1) in (b";", b",", b"=", b"["):
                self.blank(at + 1, close)  # ``LIST_ENTRY(item) link;``: a type
                return after
            if self._declares(after):
                self._drop(at, last, place, alone=False)
                return after
            if place == "space" and close < 0 and self._text(after + 1) in (b"::", b"<"):
                name, around, end = self._path(after)
                if self._text(end) == b"(" and name == around:
                    self._drop(at, last, place, alone=False)  # ``LOUD Foo<T>::Foo(…)``
                    return after
            if place == "space" and self._new_line(last, after):
                # ``TYPE`` above ``name(…)`` is a result; above anything else, or a blank line, it is none.
                gap = bytes(self.data[self.ends[last] : self.starts[after]])
                if self._text(after + 1) != b"(" or _is_loud(following) or gap.count(b"\n") > 1:
                    self._drop(at, last, place, alone=True)
                    return after
            if place == "class" and close < 0 and self._text(after + 1) == b"(" and self._closes_constructor(after):
                self._drop(at, last, place, alone=False)
                return after
        elif self._stands_alone(at, last, after, following, place):
            self._drop(at, last, place, alone=True)
            return after
        return at

    def _between_type_and_name(self, at: int, head: list[bytes]) -> bool:
        """``void LOUD Foo::bar(…)``: a calling convention or an attribute."""
        if not head or b"(" in head or b"=" in head or head[0] in _TAGS or head[0] in (b"namespace", b"using", b"enum"):
            return False
        before = self._before(at)
        if before < 0 or self.data[self.ends[before] : self.starts[at]].strip():
            return False
        typed = self.kinds[before] == WORD and self.texts[before] not in _SPECIFIERS
        if not typed and self.texts[before] not in (b"*", b"&", b">"):
            return False
        here = at + 1
        while self._text(here) == b"*":
            here += 1
        if not self._is_word(here) or self.texts[here] in _TAILS:
            return False
        here = self._path(here)[2] - 1
        return self._text(here + 1) in (b"(", b";", b"=", b"[") or self._guards_prototype(here + 1)

    def _path(self, at: int) -> tuple[bytes, bytes, int]:
        """``A::B<T>::name``: the last word, the one before it without its arguments, and the token after it all."""
        name, around = self.texts[at], b""
        here = at + 1
        while True:
            text = self._text(here)
            if text == b"<":
                depth = 0
                end = here
                while end < min(len(self.texts), here + 80):
                    step = self.texts[end]
                    depth += (step == b"<") - (step == b">")
                    if not depth or step in (b";", b"{", b"("):
                        break
                    end += 1
                if depth or self._text(end + 1) != b"::":
                    return name, around, here
                here = end + 1
            elif text == b"::":
                here += 1
                if self._text(here) == b"~":
                    here += 1
                if not self._is_word(here):
                    return name, around, here
                name, around = self.texts[here], name
                here += 1
            else:
                return name, around, here

    def _old_style_result(self, brace: int) -> None:
        """``char *f(a) int a; {``: the grammar knows parameters declared like this, but not with a pointer result."""
        close = self._before(brace)
        if close < 0 or self.texts[close] != b";":
            return
        for at in range(close - 1, max(0, close - 400), -1):
            text = self.texts[at]
            if text in (b"{", b"}"):
                return
            if text == b")" and self._is_word(at + 1):
                opening = self._opening(at)
                name = self._before(opening)
                if name < 1 or self.kinds[name] != WORD:
                    return
                star = self._before(name)
                while star > 0 and self.texts[star] == b"*":
                    self.blank(star, star)
                    star = self._before(star)
                return

    def _guards_prototype(self, at: int) -> bool:
        """``int open PROTO((const char *name));``: the macro drops the parameters for compilers before 1989."""
        texts = self.texts
        if not texts[at].isupper() or self._text(at + 1) != b"(" or self._text(at + 2) != b"(":
            return False
        before = self._before(at)
        if before < 1 or (self.kinds[before] != WORD and texts[before] != b")"):
            return False
        if texts[before] in _STATEMENTS or texts[before] in _TAILS:
            return False
        last = self._arguments_end(at + 1)
        return last > 0 and self._arguments_end(at + 2) == last - 1 and self._text(last + 1) in (b";", b",", b"{")

    def _numbers_parameters(self, at: int, head: list[bytes]) -> bool:
        """``void printflike(1, 2) log_debug(const char *, …);``: no parameter is a bare number, so this is no name."""
        if head[0] in _STATEMENTS or b"(" in head or b"=" in head:
            return False
        last = self._numbered(at)
        if last < 0:
            return False
        name = self._next(last)
        while self._text(name) == b"*":
            name += 1
        return self._is_word(name) and self._text(name + 1) == b"("

    def _numbered(self, at: int) -> int:
        """With ``word(1, 2)`` or ``word(other, 1, 2)`` at token ``at``: its ``)``; else -1."""
        if self._text(at + 1) != b"(":
            return -1
        last = self._arguments_end(at + 1)
        if not at + 2 < last <= at + 8:
            return -1
        numbers = 0
        for here in range(at + 2, last):
            numbers += self.kinds[here] == NUMBER
            if self.kinds[here] not in (WORD, NUMBER) and self.texts[here] != b",":
                return -1
        return last if numbers else -1

    def _wraps_declaration(self, first: int, close: int) -> bool:
        """``UNUSED(static int f(int x)) {``: the macro's argument is a declaration."""
        return self._text(first) in _STARTERS and self.texts[close - 1] == b")"

    def _stands_alone(self, at: int, last: int, after: int, following: bytes, place: str) -> bool:
        """Whether ``NAME`` or ``NAME(…)`` before ``following`` is a statement or a declaration by itself."""
        if last > at:
            if following == b";":
                return place != "code" and self._has_types(at + 2, last)
            return self._new_line(last, after) and (following in (b"}", b"") or following in _STATEMENTS)
        if place == "code":
            return following == b"{"  # ``TRY {``
        return following in (b"}", b"") and self._new_line(last, after)

    def _drop(self, at: int, last: int, place: str, *, alone: bool) -> None:
        """Blank a macro use. In code its arguments stay, as a statement; elsewhere they go too."""
        if alone and last > at:
            self.uses.append((self.starts[at], self.texts[at]))
            if place == "code" and last > at + 2:
                self.blank(at, at + 1)
                self.data[self.starts[last] : self.ends[last]] = b";"
                self._call_arguments(at + 1)
                return
        if place == "space" and last == at and _is_loud(self.texts[at]):
            self.loose.append((self.starts[at], self.texts[at]))
        self.blank(at, last)

    def _declares(self, at: int) -> bool:
        """Whether a type and then a declarator stand at ``at``: what is before them is no type then."""
        texts = self.texts
        here = at
        if self._text(here) in (b"const",):
            here += 1
        if not self._is_word(here):
            return False
        here += 1
        while self._text(here) == b"::" and self._is_word(here + 1):
            here += 2
        if self._text(here) == b"<":
            depth = 0
            limit = min(len(texts), here + 200)
            while here < limit:
                if texts[here] == b"<":
                    depth += 1
                elif texts[here] == b">":
                    depth -= 1
                    if not depth:
                        break
                elif texts[here] in (b";", b"{"):
                    return False
                here += 1
            here += 1
            while self._text(here) == b"::" and self._is_word(here + 1):
                here += 2
        while self._text(here) in (b"*", b"&", b"const"):
            here += 1
            if self._is_word(here) or self._text(here) == b"(":
                return True
        if self._text(here) == b"(":
            # ``type (*name)(…)`` and ``type (name)(…)``
            name = self._is_word(here + 1) and self._text(here + 2) == b")" and self._text(here + 3) == b"("
            return name or self._text(here + 1) == b"*"
        return self._is_word(here) and self._text(here) not in _TAILS

    def _closes_constructor(self, at: int) -> bool:
        """``NAME Foo(…)`` in class ``Foo``: a constructor behind a macro."""
        return bool(self.classes) and self.classes[-1] == self.texts[at]

    def _has_types(self, first: int, close: int) -> bool:
        """Whether the arguments hold words that only types have."""
        for at in range(first, close):
            text = self.texts[at]
            if text in _PRIMITIVES or text in _TAGS or text in (b">", b"const"):
                return True
            if text in (b"*", b"&") and self.texts[at + 1] in (b",", b")"):
                return True
        return False

    def _after_tag(self, at: int, tag: bytes) -> None:
        """``class EXPORT Name {``: the first word is a macro."""
        here = at + 1
        if tag == b"enum" and self._text(here) in (b"class", b"struct"):
            here += 1
        for _ in range(3):
            if not self._is_word(here) or self._text(here) in _STARTERS:
                return
            last = self._arguments_end(here + 1)
            if last < 0:
                last = here
            elif self._text(here) in (b"alignas", b"decltype"):
                return
            name = last + 1
            if not self._is_word(name) or self._text(name) == b"final":
                return
            follow = self._text(name + 1)
            loud = _is_loud(self.texts[here])
            begins = follow in (b"{", b":", b"final") or (follow == b";" and tag == b"class" and loud)
            qualified = loud and follow in (b"<", b"::")
            another = loud and last == here and self._is_word(name + 1) and _is_loud(self.texts[name])
            if begins or qualified or another:
                self.blank(here, last)
            else:
                return
            here = name

    def _template_head(self, at: int) -> int:
        """``template <typename T, ENABLE_IF(…)>``: the macro is left as a plain name. Returns where the head ends."""
        depth = 0
        here = at
        limit = min(len(self.texts), at + 400)
        while here < limit:
            text = self.texts[here]
            if text == b"<":
                depth += 1
            elif text == b">":
                depth -= 1
                if not depth:
                    return here
            elif text in (b";", b"{"):
                break
            elif text == b"(":
                close = self._arguments_end(here)
                if close < 0:
                    break
                if self.kinds[here - 1] == WORD and _is_loud(self.texts[here - 1]):
                    self.blank(here, close)
                here = close
            here += 1
        return at

    def _joins_strings(self, at: int) -> bool:
        """A macro that is a part of a string: ``"a" NAME "b"``. It is blanked."""
        if self.kinds[at - 1] != STRING and not (
            at + 1 < len(self.kinds)
            and (self.kinds[at + 1] == STRING or (self.texts[at + 1] == b"(" and _is_loud(self.texts[at])))
        ):
            return False
        last = self._arguments_end(at + 1)
        last = at if last < 0 else last
        before = self._before(at)
        left = before >= 0 and self.kinds[before] == STRING
        right = last + 1 < len(self.kinds) and self.kinds[last + 1] == STRING
        if (left and right) or ((left or right) and _is_loud(self.texts[at])):
            if left or self.texts[before] in (b"(", b",", b"=", b"{", b"return", b"+", b"?", b":"):
                self.blank(at, last)
                return True
        return False

    def _after_name(self, at: int) -> int:
        """``Type name ATTRIBUTE(…);``: a loud word after a declarator."""
        before = self._before(at)
        if before < 0 or self.data[self.ends[before] : self.starts[at]].strip():
            return at
        name = self.texts[before]
        if name == b"]" and self._text(at + 1) == b"(":
            last = self._arguments_end(at + 1)
            if self._text(last + 1) in (b";", b"="):
                self.blank(at, last)
                return last + 1
        if self.kinds[before] != WORD:
            return at
        if name in _STARTERS or name in _SPECIFIERS or name in _STATEMENTS or name in _TAILS:
            return at
        kind = self._before(before)
        if kind < 0:
            return at
        text = self.texts[kind]
        if text == b"const":
            kind = self._before(kind)
            text = self.texts[kind] if kind >= 0 else b";"
        if self.kinds[kind] == WORD:
            if (
                text in _SPECIFIERS
                or text in _STATEMENTS
                or text in _TAGS
                or (text in _STARTERS and text not in _PRIMITIVES)
            ):
                return at
        elif text not in (b"*", b"&", b">"):
            return at
        last = self._arguments_end(at + 1)
        last = at if last < 0 else last
        if self._text(last + 1) in (b";", b"=", b",", b")", b"[", b"{"):
            self.blank(at, last)
            return last + 1
        return at

    def _after_new(self, at: int) -> None:
        """``new T*[n]``: the stars confuse the grammar, and so does ``const``."""
        here = at + 1
        if self._text(here) == b"const":
            self.blank(here, here)
            here += 1
        while self._is_word(here) or self._text(here) == b"::":
            here += 1
        first = here
        while self._text(here) == b"*":
            here += 1
        if here > first and self._text(here) == b"[":
            self.blank(first, here - 1)

    def _after_parenthesis(self, at: int, place: str, head: list[bytes]) -> int:
        """``f(…) ATTRIBUTE(…) {`` and ``f(…) ATTRIBUTE;``: what follows a declarator's parameters."""
        here = at + 1
        while self._text(here) in _TAILS:
            here += 1
        if not self._is_word(here):
            return at
        if not _is_loud(self.texts[here]) and (place == "code" or self._numbered(here) < 0):
            return at
        if not head or head[0] in _STATEMENTS or (head[0] == b"(" and place != "class"):
            return at
        if b"=" in head and b"operator" not in head:
            return at  # ``x = (Type)LIMIT;``
        if place == "code":
            before = self._before(self._opening(at))
            if before >= 0 and self.kinds[before] != WORD and self.texts[before] not in (b")", b"]", b">"):
                return at  # ``x += (Type)LIMIT;``
        if len(head) > 1 and head[1] == b"(" and place != "class" and head[0] not in _STARTERS:
            if self._text(self._opening(at) - 1) != b")":  # ``T (*f)(int) ATTRIBUTE;``
                return at  # ``FOREACH(x) DO(y);``
        last = self._arguments_end(here + 1)
        last = here if last < 0 else last
        follow = self._text(last + 1)
        if follow in (b"{", b";", b":", b"=", b"override", b"final", b"const", b"->", b"noexcept") or (
            self._is_word(last + 1) and _is_loud(self.texts[last + 1])
        ):
            self.blank(here, last)
            return here if here > at else last + 1
        return at

    def _call_arguments(self, at: int) -> None:
        """``f(T *, struct S, unsigned long)``: types among the arguments of a macro become plain names."""
        before = at - 1
        if self.texts[before] in _STATEMENTS or self.texts[before] in _STARTERS:
            return
        if before and (self.kinds[before - 1] == WORD and self.texts[before - 1] not in _STATEMENTS):
            return  # a prototype
        close = self._arguments_end(at)
        if close < 0:
            return
        depth = 0
        for here in range(at, min(close, at + 400)):
            text, following = self.texts[here], self.texts[here + 1]
            if text == b"(":
                depth += 1
            elif text == b")":
                depth -= 1
            elif depth == 1:
                if text == b"*":
                    before_star = self.kinds[here - 1] == WORD or self.texts[here - 1] == b"*"
                    surplus = before_star and following in (b",", b")", b"*")
                else:
                    surplus = text in _NO_ARGUMENT and self._is_word(here + 1)
                    surplus = surplus or (text in _PRIMITIVES and following in _PRIMITIVES)
                if surplus:
                    self.blank(here, here)
                elif text in _PRIMITIVES and following in (b",", b")", b"*", b""):
                    # A primitive type as an argument: the grammar takes a plain name, not a keyword.
                    self.data[self.starts[here] : self.starts[here] + 1] = text[:1].upper()
                    self.changed = True


def _class_name(head: list[bytes]) -> bytes:
    """The name of the class that ``head`` opens, if any."""
    for at, word in enumerate(head[:-1]):
        if word in _TAGS:
            return head[at + 1]
    return b""


def _is_loud(text: bytes) -> bool:
    """Whether a word looks like a macro: capitals, digits and underscores only, at least two letters."""
    return len(text) > 2 and text.isupper() and text.isascii()
