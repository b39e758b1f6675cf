"""Commands that look around: outlines and search."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


@click.command("semantic-search")
@click.argument("text", nargs=-1, required=True)
@click.option("--kind", default="", metavar="KIND", help="Only symbols of this kind: function, method, class, …")
@click.option("--language", default="", metavar="NAME", help="Only this language.")
@click.option("--path", default="", metavar="PATH", help="Only symbols at or under PATH, or matching a glob.")
@click.option("--tests", type=TESTS, default="include", show_default=True, help="Symbols in test files.")
@limit_option
@query_options
def semantic_search(
    engine: Engine,
    text: tuple[str, ...],
    kind: str,
    language: str,
    path: str,
    tests: str,
    limit: int | None,
    as_json: bool,
) -> None:
    """Find definitions by the words of TEXT, or by their name. Prints the best 20 unless --limit says more."""
    from codegraph.reading.fulltext import Query
    from codegraph.rendering import hit_lines

    answer = engine.search(Query(" ".join(text), kind, language, path, tests, limit or 20))
    show(
        as_json,
        lambda: shapes.hits_object(answer),
        lambda: hit_lines(answer),
        stale=answer.stale,
        notes=answer.notes,
        cut=answer.cut,
    )
