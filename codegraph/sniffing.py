"""What a file's content says before it is parsed: binary, minified, generated.

Only new and changed files are looked at. The reading of a header is deliberately shallow: a marker counts
when it stands in a comment near the top, so that a program which *writes* such headers is not marked itself.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_HEAD = 8192
_TEXT_START = 1000
_HEADER_LINES = 40
_MINIFIABLE = (".js", ".mjs", ".cjs", ".jsx", ".ts")
_SCRIPTS = (".js", ".mjs", ".cjs", ".d.ts", ".d.mts", ".d.cts")
_MAP_COMMENT = 400
_MODULE_PREAMBLE = b'Object.defineProperty(exports, "__esModule"'
_MIN_MINIFIED_SIZE = 2000
_LONG_LINE = 1000
_VERY_LONG_LINE = 50_000

_HASH_LANGUAGES = (".py", ".pyi", ".pyw", ".rb", ".rake", ".gemspec", ".ru")
_HASH = ((b"#",), {b'"""': b'"""', b"'''": b"'''", b"=begin": b"=end"})
_SLASHES = ((b"//", b"*", b"#"), {b"/*": b"*/"})
"""How a line comment starts, and how a block of comment (or docstring) starts and ends."""

_BY_MACHINE = rb"(?:auto-?|automatically |machine[- ])?generated"
_GENERATED = re.compile(
    rb"(?<![\w@.])@generated\b"
    rb"|<auto-?generated"
    rb"|\bdo not (?:edit|modify|change)\b.{0,80}\bgenerated\b"
    rb"|\bgenerated\b.{0,120}\bdo not (?:edit|modify|change)\b"
    rb"|\bthis (?:file|code|class|module|source)\b.{0,30}\b(?:is|was|has been) " + _BY_MACHINE + rb"\b"
    rb"|^\W*(?:file |code )?" + _BY_MACHINE + rb" (?:automatically )?(?:by|from|with|using)\b",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)


class Sniffed(NamedTuple):
    """The verdict on one file's content."""

    reason: str = ""
    """Why it is to be skipped: ``binary`` or ``minified``; '' to index it."""
    generated: bool = False


def sniff(path: str, data: bytes) -> Sniffed:
    """Look at the content of the file at ``path``: all of it, or at least its first 8 KB."""
    head = data[:_HEAD]
    if b"\0" in head and _is_binary(head):
        return Sniffed("binary")
    if _is_minified(path, data):
        return Sniffed("minified")
    return Sniffed("", _has_generated_header(path, head) or _is_compiled_script(path, head, data))


def utf8(data: bytes) -> bytes:
    """The bytes to parse: UTF-16 with a byte order mark becomes UTF-8, a UTF-8 mark is taken off.

    Anything else is returned as it is; parsing does not need valid UTF-8.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data


def _is_binary(head: bytes) -> bool:
    """Whether a head with NUL bytes is binary: not UTF-16, and not a long stretch of text before odd literals."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    if b"\0" in head[:_TEXT_START]:
        return True
    try:
        # The head may end within a character.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return True
    return False


def _is_minified(path: str, data: bytes) -> bool:
    size = len(data)
    if size < _MIN_MINIFIED_SIZE:
        return False
    lines = data.count(b"\n") + 1
    if size // lines < 110:
        return False
    in_long_lines = 0
    limit = _LONG_LINE if path.endswith(_MINIFIABLE) else _VERY_LONG_LINE
    for line in data.split(b"\n"):
        # A long string is data, not minified code: code has its punctuation all along the line.
        if len(line) > limit and _is_dense_code(line):
            in_long_lines += len(line)
    return in_long_lines * 2 > size


def _is_dense_code(line: bytes) -> bool:
    punctuation = sum(line.count(char) for char in (b";", b"{", b"(", b","))
    return punctuation * 60 > len(line) and line.count(b";") + line.count(b"{") + line.count(b"(") > len(line) // 200


def _is_compiled_script(path: str, head: bytes, data: bytes) -> bool:
    """Whether a compiler wrote this JavaScript: it says so by a source map or by its module preamble."""
    if not path.endswith(_SCRIPTS):
        return False
    last = data[-_MAP_COMMENT:].rstrip().rpartition(b"\n")[2]
    return last.startswith(b"//# sourceMappingURL=") or _MODULE_PREAMBLE in head


def _has_generated_header(path: str, head: bytes) -> bool:
    if b"enerated" not in head and b"ENERATED" not in head:
        return False
    top = head.split(b"\n", _HEADER_LINES)[:_HEADER_LINES]
    return _GENERATED.search(b"\n".join(_comments(path, top))) is not None


def _comments(path: str, lines: list[bytes]) -> list[bytes]:
    """The lines that are comments, as far as a glance can tell."""
    name = path.rpartition("/")[2].lower()
    starts, blocks = _HASH if name.endswith(_HASH_LANGUAGES) or "." not in name else _SLASHES
    found: list[bytes] = []
    closing = b""
    is_comment = False
    for line in lines:
        text = line.strip()
        if closing:
            if is_comment:
                found.append(text)
            if closing in text:
                closing = b""
            continue
        for opening, end in blocks.items():
            if opening not in text:
                continue
            is_comment = text.startswith(opening)
            if is_comment:
                found.append(text)
            rest = text.partition(opening)[2]
            if rest.count(end) % 2 == 0:
                # A text that is assigned or passed on is no comment, but its end must not be taken for a beginning.
                closing = end
            break
        else:
            if text.startswith(starts):
                found.append(text)
    return found
