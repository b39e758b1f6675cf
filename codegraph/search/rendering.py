"""Answers of explore, search_code and duplicates as text."""

from __future__ import annotations

from codegraph.rendering import clean, local_name, place
from codegraph.search.code import Matches
from codegraph.search.explore import Exploration
from codegraph.search.similar import Duplicates


def exploration_lines(answer: Exploration) -> list[str]:
    """The symbols with the lines that matter, how they call each other, tests, and what to ask next."""
    if not answer.items:
        return [f"nothing fits {clean(answer.question, 200)!r}; try other words, or semantic_search with fewer"]
    out: list[str] = []
    for item in answer.items:
        symbol = item.symbol
        head = clean(symbol.signature, 160) if symbol.signature else local_name(symbol)
        out.append(f"{place(symbol)}  {clean(symbol.qualified_name)}  {symbol.kind}")
        out.append(f"    {head}")
        doc = symbol.doc.strip().partition("\n")[0]
        if doc:
            out.append(f'    "{clean(doc, 140)}"')
        out += [f"    {line}: {clean(text, 140)}" for line, text in item.lines]
        if item.calls:
            out.append(f"    calls {', '.join(clean(name) for name in item.calls)}")
    if answer.tests:
        out.append("tests that use these:")
        out += [f"{place(test)}  {local_name(test)}" for test in answer.tests]
    if answer.further:
        names = ", ".join(f"{clean(s.qualified_name)} ({place(s)})" for s in answer.further)
        out.append(f"also: {names}")
    if answer.left_out:
        out.append(f"[{answer.left_out} weaker hits left out; raise max_tokens, or semantic_search lists them]")
    if answer.next:
        out.append(f"next: {'; '.join(clean(n, 200) for n in answer.next)}")
    return out


def match_lines(answer: Matches) -> list[str]:
    """Matches folded into the symbols around them."""
    if not answer.total:
        return [f"no line of the indexed files matches {clean(answer.pattern, 200)!r}"]
    out = [f"{answer.total} matching lines in {answer.symbols} symbols"]
    for item in answer.items:
        name = "(module level)" if item.symbol.kind == "module" else local_name(item.symbol)
        for number, (site, text) in enumerate(item.sites):
            out.append(f"{site.file}:{site.line}  {name if not number else ' ' * len(name)}  {clean(text, 160)}")
        if item.total > len(item.sites):
            out.append(f"    and {item.total - len(item.sites)} more lines in {name}")
    if answer.unread:
        out.append(f"[{answer.unread} files were not reached in time; narrow the search with path]")
    return out


def duplicate_lines(answer: Duplicates) -> list[str]:
    """Pairs of functions that say nearly the same."""
    if not answer.total:
        return [f"no near-duplicates among {answer.compared} functions"]
    out = [f"{answer.total} pairs among {answer.compared} functions"]
    for pair in answer.items:
        out.append(
            f"{place(pair.first)}  {local_name(pair.first)}  ~  {place(pair.second)}  {local_name(pair.second)}"
            f"  {pair.similarity:.2f}, {pair.lines} lines"
        )
    return out
