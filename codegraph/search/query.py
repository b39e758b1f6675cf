"""What a search asks for: words, and structure around them, in one line or in named fields."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, fields, replace

from codegraph.errors import BadArgument
from codegraph.model import SymbolKind
from codegraph.search.reports import is_report

LONGEST = 20_000
TESTS = ("auto", "include", "exclude", "only")
_FILTERS = (
    "kind",
    "language",
    "path",
    "calls",
    "called_by",
    "implements",
    "inherits",
    "decorated_by",
    "like",
    "tests",
    "depth",
)
_TOKEN = re.compile(r'(?P<key>[A-Za-z_-]+):(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s":/\\][^\s"]*))|"(?P<phrase>[^"]+)"')
_CLOSE = 0.8
_KIND_ALIASES = {"func": "function", "fn": "function", "var": "variable", "const": "constant", "def": "function"}


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for and among which symbols. Names in filters are what people write; several go with commas."""

    text: str
    kind: str = ""
    language: str = ""
    path: str = ""
    """A folder, a file or a glob."""
    tests: str = "auto"
    """``auto`` ranks tests below product code unless the words ask for tests."""
    calls: str = ""
    """Only symbols that call this one, directly or within ``depth`` steps."""
    called_by: str = ""
    implements: str = ""
    """Only classes that derive from this one, and overrides of this method."""
    inherits: str = ""
    decorated_by: str = ""
    like: str = ""
    """A symbol to be similar to; the words may be empty then."""
    depth: int = 1
    limit: int | None = None
    offset: int = 0
    phrases: tuple[str, ...] = ()
    """Quoted in the text: they must stand in the symbol, word for word."""
    report: bool = False
    """The text is a bug report: long, or of several lines. Nothing in it is a filter or a phrase."""

    @property
    def structural(self) -> bool:
        """Whether anything but words decides which symbols may be found."""
        return bool(self.calls or self.called_by or self.implements or self.inherits or self.decorated_by)


def parse(query: Query) -> Query:
    """``query`` with the filters that stand in its text moved to their fields, and everything checked.

    >>> parse(Query("calls:charge kind:function retry with backoff")).calls
    'charge'

    Raises:
        BadArgument: a filter nobody knows, a value it does not take, or nothing to look for.
    """
    if "\n" not in query.text and len(query.text) > LONGEST:
        raise BadArgument(f"a query of {len(query.text):,} characters; at most {LONGEST:,} are read")
    if is_report(query.text):
        # A report may end in any amount of log; what it is about stands at its beginning.
        out = replace(query, text=query.text[:LONGEST].replace("\0", " "), report=True)
        out = replace(out, kind=_KIND_ALIASES.get(out.kind, out.kind))
        _check(query, out)
        return out
    found: dict[str, str] = {}
    phrases: list[str] = []

    def take(match: re.Match[str]) -> str:
        if match["phrase"] is not None:
            phrases.append(match["phrase"])
            return f" {match['phrase']} "
        key = match["key"].lower().replace("-", "_")
        value = match["quoted"] if match["quoted"] is not None else match["plain"]
        if key not in _FILTERS:
            close = difflib.get_close_matches(key, _FILTERS, 1, _CLOSE)
            if close:
                raise BadArgument(f"no filter {match['key']!r} in the query; did you mean {close[0]}:{value}?")
            return match[0]  # std::sort, http://…, a.py:12: words
        if key in found and found[key] != value:
            raise BadArgument(f"{key}: stands twice in the query, as {found[key]!r} and as {value!r}")
        found[key] = value
        return " "

    text = " ".join(_TOKEN.sub(take, query.text.replace("\0", " ")).split())
    known = {f.name for f in fields(query)}
    for key, value in found.items():
        given = getattr(query, key)
        if key == "depth":
            if not value.isdigit():
                raise BadArgument(f"depth:{value} is no number")
        elif given and given not in (value, "auto"):
            raise BadArgument(f"contradiction: {key} is {given!r} as an argument and {value!r} in the query")
        assert key in known
    changes: dict[str, object] = {k: int(v) if k == "depth" else v for k, v in found.items()}
    out = replace(query, text=text, phrases=tuple(phrases), **changes)  # type: ignore[arg-type]
    out = replace(out, kind=_KIND_ALIASES.get(out.kind, out.kind))
    _check(query, out)
    return out


def _check(asked: Query, query: Query) -> None:
    kinds = [k.value for k in SymbolKind]
    for kind in filter(None, query.kind.split(",")):
        if kind not in kinds:
            raise BadArgument(f"no kind {kind!r}; kinds are {', '.join(kinds)}")
    if query.tests not in TESTS:
        raise BadArgument(f"tests is one of {', '.join(TESTS)}, not {query.tests!r}")
    if not 1 <= query.depth <= 10:
        raise BadArgument("depth is between 1 and 10")
    if not (asked.text.strip() or query.like or query.structural):
        raise BadArgument("an empty query; give words, a filter such as calls:NAME, or like:SYMBOL")
