"""Commands that answer from the text of the code: explore, search-code, duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from codegraph.cli.as_json import SCHEMA, list_object, site_object, symbol_object
from codegraph.cli.options import limit_option, query_options
from codegraph.cli.output import show

if TYPE_CHECKING:
    from codegraph.engine import Engine
    from codegraph.search.code import Matches
    from codegraph.search.explore import Exploration
    from codegraph.search.similar import Duplicates


@click.command("explore")
@click.argument("question", nargs=-1, required=True)
@click.option("--path", default="", metavar="PATH", help="Only symbols at or under PATH, or matching a glob.")
@click.option("--max-tokens", type=click.IntRange(200, 20_000), default=2000, show_default=True)
@query_options
def explore_command(engine: Engine, question: tuple[str, ...], path: str, max_tokens: int, as_json: bool) -> None:
    """Answer "how does X work" or "where do I change Y": symbols, lines that matter, calls, tests, next questions."""
    from codegraph.search.rendering import exploration_lines

    answer = engine.explore(" ".join(question), path=path, max_tokens=max_tokens)
    show(
        as_json,
        lambda: _exploration_object(answer),
        lambda: exploration_lines(answer),
        stale=answer.stale,
        notes=answer.notes,
        cut=0,
    )


@click.command("search-code")
@click.argument("pattern")
@click.option("--regex", is_flag=True, help="PATTERN is a regular expression.")
@click.option("-i", "--ignore-case", is_flag=True)
@click.option("--path", default="", metavar="PATH", help="Only files at or under PATH, or matching a glob.")
@limit_option
@query_options
def search_code_command(
    engine: Engine, pattern: str, regex: bool, ignore_case: bool, path: str, limit: int | None, as_json: bool
) -> None:
    """Search the text of all indexed files, folded into the symbols around the matches."""
    from codegraph.search.rendering import match_lines

    answer = engine.search_code(pattern, regex=regex, ignore_case=ignore_case, path=path, limit=limit)
    show(
        as_json,
        lambda: _matches_object(answer),
        lambda: match_lines(answer),
        stale=answer.stale,
        notes=answer.notes,
        cut=answer.cut,
    )


@click.command("duplicates")
@click.option("--path", default="", metavar="PATH", help="Only symbols at or under PATH, or matching a glob.")
@click.option("--least", type=click.FloatRange(0.5, 1.0), default=0.8, show_default=True, help="How alike, at least.")
@click.option("--tests", is_flag=True, help="Look at tests too.")
@limit_option
@query_options
def duplicates_command(engine: Engine, path: str, least: float, tests: bool, limit: int | None, as_json: bool) -> None:
    """Pairs of functions that say nearly the same."""
    from codegraph.search.rendering import duplicate_lines

    answer = engine.duplicates(path=path, least=least, tests=tests, limit=limit)
    show(
        as_json,
        lambda: _duplicates_object(answer),
        lambda: duplicate_lines(answer),
        stale=answer.stale,
        notes=answer.notes,
        cut=answer.cut,
    )


def _exploration_object(answer: Exploration) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "question": answer.question,
        "items": [
            {
                **symbol_object(item.symbol),
                "signature": item.symbol.signature,
                "doc": item.symbol.doc,
                "reason": item.reason,
                "lines": [{"line": line, "text": text} for line, text in item.lines],
                "calls": list(item.calls),
            }
            for item in answer.items
        ],
        "tests": [symbol_object(test) for test in answer.tests],
        "further": [symbol_object(symbol) for symbol in answer.further],
        "left_out": answer.left_out,
        "next": list(answer.next),
        "stale": list(answer.stale),
    }


def _matches_object(answer: Matches) -> dict[str, Any]:
    items = [
        {
            **symbol_object(item.symbol),
            "matches": item.total,
            "sites": [{**site_object(site), "text": text} for site, text in item.sites],
        }
        for item in answer.items
    ]
    listed = list_object(
        symbol=None, total=answer.symbols, items=items, cut=answer.cut, stale=answer.stale, notes=answer.notes
    )
    return {**listed, "pattern": answer.pattern, "lines": answer.total, "unread": answer.unread}


def _duplicates_object(answer: Duplicates) -> dict[str, Any]:
    items = [
        {
            "first": symbol_object(pair.first),
            "second": symbol_object(pair.second),
            "similarity": pair.similarity,
            "lines": pair.lines,
        }
        for pair in answer.items
    ]
    return list_object(
        symbol=None, total=answer.total, items=items, cut=answer.cut, stale=answer.stale, notes=answer.notes
    )
