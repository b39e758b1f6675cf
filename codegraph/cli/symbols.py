"""Commands that start from one symbol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from codegraph.cli import as_json as shapes
from codegraph.cli.options import RESOLUTION, TESTS, F, limit_option, query_options, remembering_query_options
from codegraph.cli.output import show

if TYPE_CHECKING:
    from codegraph.engine import Engine


@click.command("get-symbol")
@click.argument("symbol")
@click.option("--no-body", is_flag=True, help="Leave out the source lines.")
@query_options
def get_symbol(engine: Engine, symbol: str, no_body: bool, as_json: bool) -> None:
    """One definition in full: where it stands, its signature, docstring, body, members and relations."""
    from codegraph.rendering import detail_lines

    answer = engine.get_symbol(symbol, body=not no_body)
    show(
        as_json,
        lambda: shapes.detail_object(answer),
        lambda: detail_lines(answer, body=not no_body),
        stale=answer.stale,
        notes=answer.notes,
    )


def _neighbours(
    direction: str,
    engine: Engine,
    symbol: str,
    kind: tuple[str, ...],
    min_resolution: str,
    path: str,
    limit: int | None,
    lines: bool,
    as_json: bool,
) -> None:
    from codegraph.reading.neighbours import USE_KINDS, Selection
    from codegraph.rendering import neighbour_lines

    selection = Selection(kind or USE_KINDS, min_resolution, path, limit)
    answer = (engine.get_callers if direction == "callers" else engine.get_callees)(symbol, selection)
    show(
        as_json,
        lambda: shapes.neighbours_object(answer),
        lambda: neighbour_lines(answer, direction, engine.source_line if lines else None),
        stale=answer.stale,
        notes=answer.notes,
        cut=answer.cut,
    )


def _neighbour_options(command: F) -> F:
    for option in (
        limit_option,
        click.option("--path", default="", metavar="PATH", help="Only symbols at or under PATH, or matching a glob."),
        click.option(
            "--min-resolution",
            type=RESOLUTION,
            default="dispatch",
            show_default=True,
            help="Leave out edges less sure than this.",
        ),
        click.option(
            "--kind",
            multiple=True,
            type=click.Choice(["calls", "references", "decorates", "renders"]),
            help="Only this kind of use; may be repeated.",
        ),
        click.option("--lines", is_flag=True, help="Show the source line of each site."),
    ):
        command = option(command)
    return query_options(command)


@click.command("get-callers")
@click.argument("symbol")
@_neighbour_options
def get_callers(engine: Engine, symbol: str, **options: Any) -> None:
    """Who calls SYMBOL, with every call site; callers of a class are callers of its constructor."""
    _neighbours("callers", engine, symbol, **options)


@click.command("get-callees")
@click.argument("symbol")
@_neighbour_options
def get_callees(engine: Engine, symbol: str, **options: Any) -> None:
    """What SYMBOL calls, with every call site."""
    _neighbours("callees", engine, symbol, **options)


@click.command("get-impact-radius")
@click.argument("symbol")
@click.option("--depth", type=click.IntRange(1, 100), default=3, show_default=True, help="How many steps to follow.")
@click.option(
    "--min-resolution", type=RESOLUTION, default="dispatch", show_default=True, help="Do not follow less sure edges."
)
@click.option("--path", default="", metavar="PATH", help="Only symbols at or under PATH, or matching a glob.")
@click.option("--tests", type=TESTS, default="include", show_default=True, help="Symbols in test files.")
@limit_option
@remembering_query_options
def get_impact_radius(
    engine: Engine,
    symbol: str,
    depth: int,
    min_resolution: str,
    path: str,
    tests: str,
    limit: int | None,
    as_json: bool,
) -> None:
    """Everything that reaches SYMBOL through callers, references and overrides, with distances."""
    from codegraph.reading.reach import Spread
    from codegraph.rendering import impact_lines

    spread = Spread(depth, min_resolution=min_resolution, path=path, tests=tests, limit=limit)
    answer = engine.get_impact_radius(symbol, spread)
    show(
        as_json,
        lambda: shapes.impact_object(answer),
        lambda: impact_lines(answer),
        stale=answer.stale,
        notes=answer.notes,
        cut=answer.cut,
    )
