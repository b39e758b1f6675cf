"""Answers as lines of text, ``path:line`` first, for people and for agents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import unquote

from codegraph.model import (
    EdgeKind,
    Hits,
    Impact,
    IndexSummary,
    ModuleStructure,
    Neighbour,
    Neighbours,
    Resolution,
    Site,
    Status,
    Symbol,
    SymbolDetail,
    UnresolvedName,
)
from codegraph.usekinds import READ, TYPE_USE

if TYPE_CHECKING:
    from codegraph.reading.architecture import Architecture
    from codegraph.reading.dead_code import DeadCode
    from codegraph.reading.implementations import Implementations
    from codegraph.reading.routes import Route

SITES_SHOWN = 6
LINE_LONGEST = 200

SourceLine = Callable[[str, int], str]
"""(stored path, line) -> that line of the file, or '' when it is gone."""

_NOUNS = {
    ("callers", EdgeKind.CALLS): ("caller", "callers"),
    ("callees", EdgeKind.CALLS): ("callee", "callees"),
}
_USES: dict[str, tuple[str, str]] = {
    TYPE_USE: ("use as a type", "uses as a type"),
    READ: ("read", "reads"),
    EdgeKind.REFERENCES: ("reference", "references"),
    EdgeKind.DECORATES: ("use as a decorator", "uses as a decorator"),
    EdgeKind.RENDERS: ("rendering", "renderings"),
}
_VERBS: dict[str, tuple[str, str]] = {
    TYPE_USE: ("names it as a type", "named as a type"),
    READ: ("reads it", "read"),
    EdgeKind.REFERENCES: ("mentions it without calling", "mentioned without a call"),
    EdgeKind.DECORATES: ("uses it as a decorator", "used as a decorator"),
    EdgeKind.RENDERS: ("renders it", "rendered"),
}


def clean(text: str, longest: int = LINE_LONGEST) -> str:
    """One line of foreign text: no control or bidirectional characters, not too long.

    >>> clean("a\\tb\\u202ec\\x1b[31m")
    'a bc[31m'
    """
    line = "".join(" " if c in "\t\n\r" else c for c in text if c in "\t\n\r" or _harmless(c))
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def clean_block(text: str, longest: int = 400) -> str:
    """Foreign text of several lines, each cleaned, indentation kept."""
    return "\n".join(clean(line.expandtabs(4), longest) for line in text.splitlines())


def _harmless(c: str) -> bool:
    code = ord(c)
    if code < 0x7F:
        return code >= 0x20
    return not (
        code <= 0x9F
        or 0x200B <= code <= 0x200F
        or 0x2028 <= code <= 0x202E
        or 0x2060 <= code <= 0x206F
        or code == 0x061C
        or 0xD800 <= code <= 0xDFFF
        or code in (0xFEFF, 0x00AD)
        or 0xE0000 <= code <= 0xE007F
    )


def local_name(symbol: Symbol) -> str:
    """The name without its module, which the path beside it tells: ``Cart.checkout``, ``<module>``."""
    if symbol.kind in ("module", "package"):
        return "<module>"
    tail = symbol.symbol.partition("#")[2].partition("~")[0]
    return clean(unquote(tail) or symbol.name)


def place(symbol: Symbol) -> str:
    """``path:line``."""
    return f"{symbol.file}:{symbol.line}"


def _signature(symbol: Symbol, longest: int = LINE_LONGEST) -> str:
    """The signature on one line, as it would be written if it fitted."""
    text = symbol.signature or symbol.name
    for wide, narrow in (("( ", "("), (", )", ")"), (" )", ")"), ("[ ", "["), (", ]", "]")):
        text = text.replace(wide, narrow)
    return clean(text, longest)


def headline(symbol: Symbol) -> str:
    """The symbol that an answer is about."""
    return f"{place(symbol)}  {clean(symbol.qualified_name)}  {symbol.kind}"


def candidate_lines(candidates: Iterable[Symbol]) -> list[str]:
    """The choices of an ambiguous name; the symbol string first, since that is what to give next."""
    return [f"  {c.symbol}  {c.kind}  {place(c)}" for c in candidates]


# -- neighbours


def neighbour_lines(answer: Neighbours, direction: str, source_line: SourceLine | None = None) -> list[str]:
    """Callers or callees: what was asked, totals, the surest first, then what could not be bound."""
    out = [headline(answer.symbol), _totals(answer, direction)]
    for title, items in groupby(sorted(answer.items, key=_section_order), key=lambda n: _section(n, direction)):
        if title:
            out.append(f"{title}:")
        for item in items:
            out += _neighbour(item, direction, source_line)
    out += unresolved_lines(answer.unresolved_total, answer.unresolved, direction)
    return out


def _totals(answer: Neighbours, direction: str) -> str:
    sure: dict[str, int] = {}
    rest: list[str] = []
    for kind, resolution, count in answer.counts:
        if kind == EdgeKind.CALLS and resolution in (Resolution.EXACT, Resolution.INFERRED):
            sure[resolution] = count
        elif kind == EdgeKind.CALLS:
            rest.append(f"{count} {'through dispatch' if resolution == Resolution.DISPATCH else 'ambiguous'}")
        else:
            rest.append(f"{count} {_USES[kind][count != 1]}")
    total = sum(sure.values())
    noun = _NOUNS[direction, EdgeKind.CALLS][total != 1]
    if not total and not rest:
        return f"no {_NOUNS[direction, EdgeKind.CALLS][1]} in the index"
    split = ", ".join(f"{sure[r]} {r.value}" for r in (Resolution.EXACT, Resolution.INFERRED) if r in sure)
    line = f"{total} {noun}" + (f" ({split})" if Resolution.INFERRED in sure else "")
    return "; ".join([line, *rest])


def _section_order(item: Neighbour) -> tuple[int, int, str]:
    kinds = (EdgeKind.CALLS, EdgeKind.REFERENCES, EdgeKind.DECORATES, EdgeKind.RENDERS, READ, TYPE_USE)
    unsure = (Resolution.DISPATCH, Resolution.AMBIGUOUS)
    kind = kinds.index(item.use or item.kind) if (item.use or item.kind) in kinds else len(kinds)
    level = 1 + unsure.index(Resolution(item.resolution)) if item.resolution in unsure else 0
    return (kind, level, item.via.symbol if item.via else "")


def _section(item: Neighbour, direction: str) -> str:
    if item.kind != EdgeKind.CALLS:
        verbs = _VERBS.get(item.use or item.kind, (item.kind, item.kind))
        title = verbs[direction == "callees"]
        return f"{title}, ambiguous" if item.resolution == Resolution.AMBIGUOUS else title
    if item.resolution == Resolution.DISPATCH:
        return f"dispatch, via {local_name(item.via)} {place(item.via)}" if item.via else "dispatch"
    return "ambiguous, one of several candidates" if item.resolution == Resolution.AMBIGUOUS else ""


def _neighbour(item: Neighbour, direction: str, source_line: SourceLine | None) -> list[str]:
    mark = "  [inferred]" if item.resolution == Resolution.INFERRED else ""
    if direction == "callers":
        first, *others = item.sites
        line = f"{first.file}:{first.line}  {local_name(item.symbol)}{mark}{_also(first, others)}"
    else:
        lines = ", ".join(str(site.line) for site in item.sites[:SITES_SHOWN])
        more = f", +{len(item.sites) - SITES_SHOWN}" if len(item.sites) > SITES_SHOWN else ""
        line = f"{place(item.symbol)}  {local_name(item.symbol)}{mark}  at line {lines}{more}"
    if source_line is None:
        return [line]
    texts = [(site, source_line(site.file, site.line)) for site in item.sites[:SITES_SHOWN]]
    return [line, *(f"    {site.line}: {clean(text.strip())}" for site, text in texts if text)]


def _also(first: Site, others: Sequence[Site]) -> str:
    if not others:
        return ""
    shown = [str(s.line) if s.file == first.file else f"{s.file}:{s.line}" for s in others[: SITES_SHOWN - 1]]
    more = len(others) - len(shown)
    return f"  also {', '.join(shown)}" + (f", +{more}" if more else "")


def unresolved_lines(total: int, names: Sequence[UnresolvedName], direction: str) -> list[str]:
    """What could not be bound, so that nobody takes the list for complete when it may not be."""
    if not total:
        return []
    if direction == "callers":
        out: list[str] = []
        for name in names:
            sites = ", ".join(f"{s.file}:{s.line}" for s in name.sites)
            more = ", …" if name.total > len(name.sites) else ""
            calls = "call" if name.total == 1 else "calls"
            out.append(
                f"not bound: {name.total} more {calls} of a {clean(name.name)}() that may be this one: {sites}{more}"
            )
        return out
    listed = ", ".join(
        f"{clean(n.name)}() at {', '.join(str(s.line) for s in n.sites)}{', …' if n.total > len(n.sites) else ''}"
        for n in names
    )
    return [f"not bound: {total} {'call' if total == 1 else 'calls'} inside it: {listed}"]


# -- impact


def impact_lines(answer: Impact) -> list[str]:
    """What reaches the symbol, by distance."""
    head = headline(answer.symbol)
    if not answer.total:
        if answer.left_out:
            return [head, f"only what the filters leave out reaches it within {answer.depth} steps: {answer.left_out}"]
        return [head, f"nothing in the index reaches it within {answer.depth} steps"]
    by_distance = ", ".join(f"{count} at distance {distance}" for distance, count in answer.counts)
    out = [
        head,
        f"{answer.total} {'symbol' if answer.total == 1 else 'symbols'} in {answer.files} "
        f"{'file' if answer.files == 1 else 'files'} ({answer.tests} in tests): {by_distance}",
    ]
    for distance, items in groupby(answer.items, key=lambda r: r.distance):
        out.append(f"distance {distance}:")
        for item in items:
            mark = f"  [{item.resolution}]" if item.resolution != Resolution.EXACT else ""
            via = f"  via {local_name(item.via)}" if item.via is not None and distance > 1 else ""
            out.append(f"{place(item.symbol)}  {local_name(item.symbol)}{mark}{via}")
    return out


# -- one symbol


def detail_lines(answer: SymbolDetail, *, body: bool) -> list[str]:
    """One symbol in full."""
    symbol = answer.symbol
    out = [headline(symbol), f"symbol: {symbol.symbol}"]
    if symbol.signature:
        out.append(f"signature: {_signature(symbol, 600)}")
    if answer.decorators:
        out.append(f"decorators: {', '.join(clean(d) for d in answer.decorators)}")
    if symbol.flags:
        out.append(f"flags: {' '.join(symbol.flags)}")
    if answer.parent is not None and answer.parent.kind not in ("module", "package"):
        out.append(f"in: {local_name(answer.parent)}  {answer.parent.kind}  {place(answer.parent)}")
    if symbol.doc:
        out.append("doc:")
        out += [f"  {line}" for line in clean_block(symbol.doc, 300).splitlines()[:30]]
    if answer.bases:
        listed = [
            f"{clean(text)} ({place(base)})" if base else f"{clean(text)} (external)" for text, base in answer.bases
        ]
        out.append(f"bases: {', '.join(listed)}")
    for title, symbols in (
        ("subclasses", answer.subclasses),
        ("overrides", answer.overrides),
        ("overridden by", answer.overridden_by),
    ):
        if symbols:
            out.append(f"{title}: {_listed(symbols)}")
    out.append(f"{_count(answer.callers, 'caller')}, {_count(answer.callees, 'callee')}")
    if answer.members:
        out.append(f"members ({len(answer.members)}):")
        out += [f"  {m.line}  {m.kind} {_signature(m)}" for m in answer.members]
    if body and answer.body:
        out.append("body:")
        out.append(clean_block(answer.body))
    return out


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _listed(symbols: Sequence[Symbol], most: int = 20) -> str:
    more = f", +{len(symbols) - most}" if len(symbols) > most else ""
    return ", ".join(f"{local_name(s)} {place(s)}" for s in symbols[:most]) + more


# -- outlines


def outline_lines(answer: ModuleStructure) -> list[str]:
    """What is in a module, package or folder."""
    out = [f"{answer.path}  {answer.kind}, {answer.total} {'entry' if answer.total == 1 else 'entries'}"]
    folder = answer.kind != "module"
    for depth, symbol in answer.symbols:
        indent = "  " * depth
        if symbol.kind == "package":
            out.append(f"{symbol.file}/  {symbol.doc}")
        elif symbol.kind == "module" and folder and not depth:
            out.append(f"{symbol.file}  {symbol.doc}")
        else:
            hidden = "" if symbol.visibility == "public" else f"  [{symbol.visibility}]"
            out.append(f"{indent}{symbol.line}  {_in_outline(symbol, owned=depth > folder)}{hidden}")
    if answer.imports:
        out.append(f"imports: {_some(answer.imports)}")
    if answer.imported_by:
        out.append(f"imported by: {_some(answer.imported_by)}")
    return out


_SAYS_ITS_KIND = {
    "class": ("class",),
    "struct": ("struct",),
    "interface": ("interface",),
    "trait": ("trait",),
    "enum": ("enum",),
    "macro": ("macro_rules!", "#define"),
    "module": ("mod", "namespace", "module"),
    "function": ("def", "fn", "func", "function", "fun"),
    "method": ("def", "fn", "func", "function", "fun"),
}
"""Words in a signature after which its kind need not be said again."""


def _in_outline(symbol: Symbol, *, owned: bool) -> str:
    """Kind and signature, the kind only once; and whose it is where that does not stand above it (Go, Rust)."""
    label = _signature(symbol)
    words = label.partition(symbol.name)[0].split()
    kind = "" if not set(words).isdisjoint(_SAYS_ITS_KIND.get(symbol.kind, ())) else f"{symbol.kind} "
    owner = "" if owned or symbol.kind != "method" else local_name(symbol).rpartition(".")[0]
    return f"{f'{owner}: ' if owner else ''}{kind}{label}"


def _some(names: Sequence[str], most: int = 15) -> str:
    more = f", +{len(names) - most}" if len(names) > most else ""
    return ", ".join(clean(name) for name in names[:most]) + more


# -- the shape of the graph


def route_lines(answer: Route) -> list[str]:
    """One hop a line: the site at which it leads on."""
    source, target = local_name(answer.source), local_name(answer.target)
    if not answer.hops:
        return [
            f"no way from {source} ({place(answer.source)}) to {target} ({place(answer.target)}) in the index",
            *_where_a_way_may_be(answer),
        ]
    steps = len(answer.hops) - 1
    count = f"{steps} {'step' if steps == 1 else 'steps'}"
    out = [
        f"{source} does not reach {target}, but the other way round, in {count}:"
        if answer.backwards
        else f"{source} reaches {target} in {count}:"
    ]
    for hop in answer.hops:
        if hop.site is None:
            out.append(f"{place(hop.symbol)}  {local_name(hop.symbol)}")
        else:
            mark = f"  [{hop.resolution}]" if hop.resolution != Resolution.EXACT else ""
            verb = "" if hop.kind == EdgeKind.CALLS else f"  {hop.kind}"
            out.append(f"{hop.site.file}:{hop.site.line}  {local_name(hop.symbol)}{verb}{mark}  ->")
    return out


def _where_a_way_may_be(answer: Route) -> list[str]:
    """Both ends of the gap: calls that could not be bound on this side, what is reached from where on the other."""
    source, target = local_name(answer.source), local_name(answer.target)
    out: list[str] = []
    if answer.gaps:
        few = answer.unbound - len(answer.gaps)
        out.append(
            f"{source} reaches {_count(answer.reached, 'symbol')}; calls in there that are not bound, "
            f"through which it may go on{f' (the first of {answer.unbound})' if few else ''}:"
        )
        out += [f"{g.site.file}:{g.site.line}  {local_name(g.symbol)}  {clean(g.name)}()" for g in answer.gaps]
    else:
        out.append(f"{source} reaches {_count(answer.reached, 'symbol')}, and every call in there is bound")
    if answer.heads:
        out.append(f"{target} is reached from, furthest first:")
        out += [f"{place(symbol)}  {local_name(symbol)}" for symbol in answer.heads]
    else:
        out.append(f"nothing in the index reaches {target}")
    return out


def implementation_lines(answer: Implementations) -> list[str]:
    """What stands below a type or method, nearest first."""
    head = headline(answer.symbol)
    if not answer.total:
        return [head, "nothing in the index extends, implements or overrides it"]
    out = [head, f"{answer.total} {'symbol' if answer.total == 1 else 'symbols'}"]
    for item in answer.items:
        through = f" (through {local_name(item.of)})" if item.distance > 1 else ""
        out.append(f"{place(item.symbol)}  {local_name(item.symbol)}  {item.kind}{through}")
    return out


def dead_code_lines(answer: DeadCode) -> list[str]:
    """What nothing uses, with the reason to doubt it."""
    if not answer.total:
        return ["nothing: every definition is used by another one, or may be used from outside"]
    out = [f"{answer.total} without a user in the index; dynamic uses cannot be seen, so look before deleting"]
    for item in answer.items:
        symbol = item.symbol
        out.append(f"{place(symbol)}  {local_name(symbol)}  {symbol.kind}  {item.sureness}: {clean(item.reason)}")
    return out


def architecture_lines(answer: Architecture) -> list[str]:
    """A repository from above."""
    out = [f"{answer.path}: " + ", ".join(f"{count} {language} files" for language, count in answer.languages)]
    out.append("packages (lines, files, definitions -> what they import):")
    for package in answer.packages:
        uses = ", ".join(f"{name} {count}" for name, count in package.uses[:8])
        more = f", +{len(package.uses) - 8}" if len(package.uses) > 8 else ""
        tests = "  tests" if package.tests else ""
        arrow = f"  -> {uses}{more}" if uses else ""
        out.append(f"{package.path}/  {package.lines}, {package.files}, {package.symbols}{tests}{arrow}")
    if answer.cut:
        out.append(f"{answer.cut} smaller packages left out")
    if answer.cycles:
        out.append("import cycles between packages:")
        out += [f"  {_some(cycle, 12)}" for cycle in answer.cycles]
    if answer.entry_points:
        out.append("entry points:")
        out += [f"{place(symbol)}  {local_name(symbol)}" for symbol in answer.entry_points]
    if answer.hubs:
        out.append("most called:")
        out += [f"{place(symbol)}  {local_name(symbol)}  {count} callers" for symbol, count in answer.hubs]
    return out


# -- search


def hit_lines(answer: Hits) -> list[str]:
    """Search results, best first."""
    if not answer.total:
        if not answer.query.strip():
            return ["no symbol fits the filters; take one away"]
        return [f"nothing fits {clean(answer.query, 200)!r}; try other words, fewer, or fewer filters"]
    out: list[str] = []
    for hit in answer.items:
        symbol = hit.symbol
        doc = symbol.doc.strip().partition("\n")[0]
        out.append(
            f"{place(symbol)}  {local_name(symbol) if symbol.kind != 'module' else clean(symbol.qualified_name)}"
            f"  {symbol.kind}{_why(hit.reason)}" + (f"  {clean(doc, 100)}" if doc else "")
        )
    return out


def _why(reason: str) -> str:
    """The reason where it makes a hit weaker or stronger than words that fit, which most do."""
    if reason == "meaning":
        return "  [by meaning alone]"
    return f"  [{reason}]" if reason and not reason.startswith("words") else ""


# -- the index itself


def status_lines(answer: Status) -> list[str]:
    """What is in the index and how fresh it is."""
    out = [
        f"root: {answer.root}",
        f"database: {answer.database} ({_size(answer.database_bytes)}, schema {answer.schema})",
        f"indexed: {answer.indexed_at or 'unknown'}" + (f", commit {answer.commit[:12]}" if answer.commit else ""),
        f"files: {answer.files} indexed, {sum(answer.skipped.values())} skipped, "
        f"{answer.parse_errors} with parse errors",
    ]
    if answer.skipped:
        out.append("skipped: " + ", ".join(f"{count} {reason}" for reason, count in answer.skipped.items()))
    out.append(f"symbols: {answer.symbols}")
    out.append("edges: " + (", ".join(f"{count} {kind}" for kind, count in answer.edges.items()) or "none"))
    calls = ", ".join(f"{count} {name}" for name, count in answer.resolutions.items())
    out.append(f"call sites: {calls or 'none'}; {answer.unresolved} not bound to a definition here")
    for row in answer.languages:
        out.append(
            f"  {row.language}: {row.files} files, {row.symbols} symbols, {row.edges} edges, "
            f"{row.unresolved} not bound; linker {row.accuracy}"
        )
    out += [f"{key}: {value}" for key, value in answer.extra.items()]
    if answer.stale:
        out.append(f"newer than the index: {_some(answer.stale)}")
    else:
        out.append("fresh: yes")
    out += [f"error: {clean(error, 300)}" for error in answer.last_errors]
    return out


def summary_lines(summary: IndexSummary) -> list[str]:
    """What an index run did."""
    out = [
        f"{_count(summary.files, 'file')}, {_count(summary.symbols, 'symbol')}, {_count(summary.edges, 'edge')} "
        f"in {summary.seconds:.1f} s "
        f"({summary.parsed} parsed, {summary.removed} removed)"
    ]
    if summary.skipped:
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(summary.skipped.items()))
        out.append(f"skipped: {reasons}")
    if summary.errors:
        out.append(f"{_count(len(summary.errors), 'file')} could not be read in full")
    out += summary.notes
    if summary.database:
        out.append(f"database: {summary.database}")
    return out


def _size(count: int) -> str:
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1000  # type: ignore[assignment]
    return f"{count:.1f} GB"


def stale_line(stale: Sequence[str], advice: str) -> str:
    """How fresh the answer is; '' when it is."""
    if not stale:
        return ""
    listed = ", ".join(stale[:5]) + (", …" if len(stale) > 5 else "")
    files = "file is" if len(stale) == 1 else "files are"
    return f"[index: {len(stale)} {files} newer than it: {listed}; {advice}]"
