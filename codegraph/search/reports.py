"""Reading a bug report: title, prose, code, stack frames and places apart, without what says nothing of the code.

Reports come as people paste them: a title line, headings of a template, check boxes, versions, code blocks,
traces of five languages. Each part says something else about where the fault is, so each is ranked by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_QUESTION = 400
"""Characters; a longer text, or one of several lines, is read as a report and not as a question."""
_LINES = 2
MOST_FRAMES = 40
MOST_PLACES = 40

_FENCE = re.compile(r"[ \t]*(```|~~~)")
_SPAN = re.compile(r"`([^`\n]{1,120})`")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_TAG = re.compile(r"</?(?:details|summary|br|img|p|a|b|i|h\d|sub|sup|kbd|pre|code|div|span)\b[^>\n]{0,200}>", re.I)
_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)")
_LINK = re.compile(r"\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)")
_URL = re.compile(r"https?://[^\s)\]>\"']+")
_SOURCE_URL = re.compile(r"https?://[^\s/]+/\S+?/(?:blob|tree|raw)/[^/\s]+/([^\s#?)\]>\"']+)(?:#L(\d+))?")
_CHECK_BOX = re.compile(r"^[ \t]*[-*][ \t]*\[[ xX]?\].*$", re.M)
_HEADING = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]*(?P<hash>[^\n]+?)[ \t#]*|\*\*(?P<bold>[^*\n]{2,60})\*\*:?[ \t]*"
    r"|(?P<underlined>[A-Z][\w '/()-]{2,48}):?[ \t]*\n[-=]{3,})$",
    re.M,
)
_SILENT_SECTION = re.compile(
    r"\b(?:environments?|versions?|system|platform|checklist|prerequisites"
    r"|additional (?:context|information|library)|screenshots?|search before|contribution|willing"
    r"|code of conduct|your env|install(?:ed)?|operating system|info)\b",
    re.I,
)
"""Headings of sections about the reporter's machine, or the reporter."""
_TEMPLATE_WORDS = frozenset(
    """describe the bug a an of to description summary expected actual behavior behaviour result results what happened
    is happening did you do expect steps reproduce reproduction how reproducing minimal example code snippet sample
    observed current issue report problem possible solution feature request context details motivation proposal
    alternatives considered and or in your my it output error log logs traceback stack trace additional comments
    comment anything else self contained link for""".split()
)
_MACHINE_LINE = re.compile(
    r"^[ \t]*[-*]?[ \t]*\**(?:[\w.+ /()@-]{0,40}\b(?:versions?|os|platform|browser|python|node(?:\.?js)?|npm"
    r"|rustc|cargo|java|jdk|gradle|kotlin|maven|go|pip|system|arch|kernel|machine|commit ref|adapter)"
    r"\b[\w. /()@-]{0,20})\**[ \t]*"
    r"[:=][^\n]*$",
    re.M | re.I,
)
_TITLE_MARK = re.compile(r"^\s*(?:#+\s*|\[[^\]]{1,20}\]\s*:?\s*|(?:bug|bug report|feature request)\s*:\s*)", re.I)

_PYTHON = re.compile(r'File "(?P<file>[^"\n]+)", line (?P<line>\d+), in (?P<name>[\w<>]+)')
_IPYTHON = re.compile(r"^\s*(?P<file>\S+\.py) in (?P<name>\w+)\([^\n]*\)\n(?:[^\n]*\n){0,8}?-+> ?(?P<line>\d+)", re.M)
_JAVA = re.compile(
    r"\bat (?:[\w.-]+/+)?(?P<name>(?:[\w$]+\.)+[\w$<>]+)\((?P<file>[\w$]+\.(?:java|kt|scala)):(?P<line>\d+)\)"
)
_JAVASCRIPT = re.compile(
    r"\bat (?:async )?(?:new )?(?P<name>[\w$.<>]{1,200})(?: \[as [\w$.]{1,80}\])? "
    r"\((?P<file>[^()\s]{1,300}?\.\w+):(?P<line>\d+)(?::\d+)?\)"
)
_RUST = re.compile(
    r"^\s*\d+:\s+(?:0x[0-9a-f]+ - )?(?P<name>[\w:<>{}$&']{1,300}?)(?:::h[0-9a-f]{8,})?[ \t]*\n"
    r"[ \t]+at (?P<file>[^\s:]+):(?P<line>\d+)",
    re.M,
)
_GO = re.compile(
    r"^(?P<name>[\w./-]{1,200}(?:\.\(\*?\w{1,80}\))?\.\w{1,80}(?:\.func\d+){0,5})\([^\n]*\)[ \t]*\n"
    r"[ \t]+(?P<file>\S+\.go):(?P<line>\d+)",
    re.M,
)
_TRACES = (_PYTHON, _IPYTHON, _JAVA, _JAVASCRIPT, _RUST, _GO)
_INNERMOST_LAST = (_PYTHON, _IPYTHON)
_PANIC = re.compile(r"panicked at (?:'[^'\n]*', )?(?P<file>[\w./\\-]+\.rs):(?P<line>\d+)")
_PLACE = re.compile(
    r"(?<![\w/])((?:[\w.@-]{1,80}/){1,20}[\w.-]{1,80}\.[a-zA-Z]{1,5}"
    r"|[\w-]{1,80}\.(?:py|jsx?|tsx?|mjs|go|rs|java|kt|cc?|cpp|hp?p?|cs|php|rb))(?::(\d{1,7}))?(?!\w)"
)
_MESSAGE = re.compile(r"^[ \t]*((?:\w+\.){0,9}[A-Z]\w*(?:Error|Exception|Warning|Panic)\b[^\n]{0,300})$", re.M)


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a stack trace."""

    file: str
    name: str
    """As the trace has it, with or without owner; '' where only the place is known."""
    line: int


@dataclass(frozen=True, slots=True)
class Report:
    """The parts of a bug report."""

    title: str
    prose: str
    """With the messages of errors, without headings of templates, versions and links."""
    spans: str
    """What stands between backticks in title and prose."""
    code: str
    """Code blocks without the lines of traces."""
    frames: tuple[Frame, ...] = ()
    """The innermost first."""
    places: tuple[tuple[str, int], ...] = ()
    """(path, line or 0) of files it names or links to."""


def is_report(text: str) -> bool:
    """Whether a query is a text to be read in parts, not a question.

    >>> is_report("where is the size of an upload checked?")
    False
    """
    return len(text) > LONGEST_QUESTION or sum(not line.isspace() for line in text.split("\n") if line) >= _LINES


def read_report(text: str) -> Report:
    """The parts of ``text``; its first line is the title."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x01", " ").strip()
    title, _, body = text.partition("\n")
    title = _TITLE_MARK.sub("", title)
    places = [(m[1], int(m[2] or 0)) for m in _SOURCE_URL.finditer(text)]
    bare = _URL.sub(" ", text)
    places += [(m[1], int(m[2] or 0)) for m in _PLACE.finditer(bare)]
    body = _COMMENT.sub(" ", body)
    body, blocks = _without_blocks(body)
    body = _telling_sections(body)
    code = "\n".join(blocks[int(number)] for number in re.findall("\x01(\\d+)\x01", body))
    body = re.sub("\x01\\d+\x01", " ", body)
    for noise in (_CHECK_BOX, _MACHINE_LINE, _IMAGE):
        body = noise.sub(" ", body)
    body = _TAG.sub(" ", _LINK.sub(r"\1", body))
    messages = [m[1] for m in _MESSAGE.finditer(f"{code}\n{body}")]
    for trace in _TRACES:
        code, body = trace.sub(" ", code), trace.sub(" ", body)
    spans = "\n".join(m[1] for m in _SPAN.finditer(f"{title}\n{body}"))
    return Report(
        title,
        "\n".join((_URL.sub(" ", body), *messages)),
        spans,
        _URL.sub(" ", code),
        tuple(_frames(text))[:MOST_FRAMES],
        tuple(dict.fromkeys(places))[:MOST_PLACES],
    )


def _without_blocks(body: str) -> tuple[str, list[str]]:
    """``body`` with a mark (its number between two \\x01) for each code block, and the blocks. One that is never
    closed reaches to the end."""
    kept: list[str] = []
    blocks: list[list[str]] = []
    fence = ""
    for line in body.split("\n"):
        match = _FENCE.match(line)
        if match and not fence:
            fence = match[1]
            kept.append(f"\x01{len(blocks)}\x01")
            blocks.append([])
        elif match and match[1] == fence:
            fence = ""
        else:
            (blocks[-1] if fence else kept).append(line)
    return "\n".join(kept), ["\n".join(block) for block in blocks]


def _telling_sections(body: str) -> str:
    """``body`` without sections about the machine, and without headings that every report has."""
    kept: list[str] = []
    telling, last = True, 0
    for match in _HEADING.finditer(body):
        if telling:
            kept.append(body[last : match.start()])
        heading = match["hash"] or match["bold"] or match["underlined"] or ""
        telling = not _SILENT_SECTION.search(heading)
        if telling and not _TEMPLATE_WORDS.issuperset(re.findall(r"[a-z]+", heading.lower())):
            kept.append(f"\n{heading}\n")
        last = match.end()
    if telling:
        kept.append(body[last:])
    return "".join(kept)


def _frames(text: str) -> list[Frame]:
    found: list[Frame] = []
    for trace in _TRACES:
        frames = [Frame(m["file"].replace("\\", "/"), m["name"], int(m["line"])) for m in trace.finditer(text)]
        found += reversed(frames) if trace in _INNERMOST_LAST else frames
    return found + [Frame(m["file"].replace("\\", "/"), "", int(m["line"])) for m in _PANIC.finditer(text)]
