"""Commands that look around: outlines and search."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from codegraph.cli import as_json as shapes
from codegraph.cli.options import TESTS, limit_option, query_options
from codegraph.cli.output import show

if TYPE_CHECKING:
    from codegraph.engine import Engine


@click.command("get-module-structure")
@click.argument("module", metavar="PATH-OR-MODULE", default=".")
@limit_option
@query_options
def get_module_structure(engine: Engine, module: str, limit: int | None, as_json: bool) -> None:
    """The outline of a file, a module, a package or a folder; of the whole tree when nothing is named."""
    from codegraph.rendering import outline_lines

    answer = engine.get_module_structure(module, limit=limit)
    show(
        as_json,
        lambda: shapes.structure_object(answer),
        lambda: outline_lines(answer),
        stale=answer.stale,
        notes=answer.notes,
        cut=answer.cut,
    )


_FILTERS = (
    ("--kind", "KIND", "Only symbols of this kind: function, method, class, …"),
    ("--language", "NAME", "Only this language."),
    ("--path", "PATH", "Only symbols at or under PATH, or matching a glob."),
    ("--calls", "SYMBOL", "Only symbols that call SYMBOL (within --depth steps)."),
    ("--called-by", "SYMBOL", "Only symbols that SYMBOL calls (within --depth steps)."),
    ("--implements", "SYMBOL", "Only what derives from or overrides SYMBOL."),
    ("--decorated-by", "SYMBOL", "Only what SYMBOL decorates."),
    ("--like", "SYMBOL", "Symbols similar to SYMBOL; TEXT may be left out."),
)


def _filter_options(command: Callable[..., None]) -> Callable[..., None]:
    for option, metavar, text in reversed(_FILTERS):
        command = click.option(option, default="", metavar=metavar, help=text)(command)
    return command


@click.command("semantic-search")
@click.argument("text", nargs=-1)
@_filter_options
@click.option("--depth", type=click.IntRange(1, 10), default=1, show_default=True, help="Steps for --calls.")
@click.option("--tests", type=TESTS, default="auto", show_default=True, help="Symbols in test files.")
@limit_option
@query_options
def semantic_search(engine: Engine, text: tuple[str, ...], limit: int | None, as_json: bool, **filters: Any) -> None:
    """Find definitions by what TEXT says or by their name. Filters may stand in TEXT too: calls:charge kind:function.
    A bug report may be given whole; - reads it from standard input. Prints the best 20 unless --limit says more."""
    from codegraph.rendering import hit_lines
    from codegraph.search.query import Query

    words = sys.stdin.read() if text == ("-",) else " ".join(text)
    answer = engine.search(Query(words, limit=limit or 20, **filters))
    show(
        as_json,
        lambda: shapes.hits_object(answer),
        lambda: hit_lines(answer),
        stale=answer.stale,
        notes=answer.notes,
        cut=answer.cut,
    )
