"""Other people's text inside our formats: shown as it is, never obeyed."""

from __future__ import annotations

import html
import re

from codegraph.rendering import clean

_MARKS = re.compile(r"([\\`*_{}\[\]<>|~$&])")
_MENTION = re.compile(r"@|(?<![\w`])#(?=\w)|(?<=\w)#(?=\d)|\bGH-(?=\d)|://|\bwww(?=\.)", re.IGNORECASE)
_NO_XML = re.compile("[\ufffe\uffff]")
_ZERO = "\u200b"


def code(text: str, *, in_table: bool = True) -> str:
    """A name in backticks, which also keeps ``@`` and ``#`` from linking.

    >>> print(code("a|b`c"), code("a|b", in_table=False))
    ``a\\|b`c`` `a|b`
    """
    text = clean(text, 300)
    if in_table:
        text = text.replace("|", "\\|")  # read as a plain bar there, even in backticks
    run = max((len(m) for m in re.findall("`+", text)), default=0)
    fence = "`" * (run + 1)
    pad = " " if text.startswith("`") or text.endswith("`") or not text else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def plain(text: str) -> str:
    """Text as Markdown: nothing in it formats, links, mentions anybody or breaks a table."""
    text = _MARKS.sub(r"\\\1", clean(text, 600))
    return _MENTION.sub(lambda m: (m[0] + _ZERO) if m[0] != "://" else f":{_ZERO}//", text)


def command(text: str) -> str:
    """A message of a GitHub workflow command."""
    return clean(text, 1000).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def property_value(text: str) -> str:
    """A property of a GitHub workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace(":", "%3A").replace(",", "%2C")


def xml(text: str) -> str:
    """Text inside SVG."""
    return html.escape(_NO_XML.sub("", clean(text, 200)))
