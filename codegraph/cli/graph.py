"""Commands about the shape of the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from codegraph.cli import as_json as shapes
from codegraph.cli.options import RESOLUTION, limit_option, query_options
from codegraph.cli.output import show

if TYPE_CHECKING:
    from codegraph.engine import Engine


@click.command("trace-path")
@click.argument("source")
@click.argument("target")
@click.option(
    "--min-resolution", type=RESOLUTION, default="dispatch", show_default=True, help="Do not follow less sure edges."
)
@query_options
def trace_path(engine: Engine, source: str, target: str, min_resolution: str, as_json: bool) -> None:
    """How SOURCE comes to call TARGET: the shortest chain of calls, and of those the surest."""
    from codegraph.rendering import route_lines

    answer = engine.trace_path(source, target, min_resolution=min_resolution)
    show(
        as_json,
        lambda: shapes.route_object(answer),
        lambda: route_lines(answer),
        stale=answer.stale,
        notes=answer.notes,
    )


@click.command("find-implementations")
@click.argument("symbol")
@limit_option
@query_options
def find_implementations(engine: Engine, symbol: str, limit: int | None, as_json: bool) -> None:
    """What extends or implements SYMBOL, or overrides it when it is a method."""
    from codegraph.rendering import implementation_lines

    answer = engine.find_implementations(symbol, limit=limit)
    show(
        as_json,
        lambda: shapes.implementations_object(answer),
        lambda: implementation_lines(answer),
        stale=answer.stale,
        notes=answer.notes,
        cut=answer.cut,
    )


@click.command("find-dead-code")
@click.option("--path", default="", metavar="PATH", help="Only symbols at or under PATH, or matching a glob.")
@click.option("--possible", is_flag=True, help="Also what users of the code, or unbound calls, may use.")
@limit_option
@query_options
def find_dead_code(engine: Engine, path: str, possible: bool, limit: int | None, as_json: bool) -> None:
    """Functions, methods and classes that nothing in the index uses, with how far that can be believed."""
    from codegraph.rendering import dead_code_lines

    answer = engine.find_dead_code(path=path, possible=possible, limit=limit)
    show(
        as_json,
        lambda: shapes.dead_code_object(answer),
        lambda: dead_code_lines(answer),
        stale=answer.stale,
        notes=answer.notes,
        cut=answer.cut,
    )


@click.command("get-architecture")
@click.argument("path", default="")
@click.option("--depth", type=click.IntRange(1, 10), default=2, show_default=True, help="Folders to tell apart.")
@query_options
def get_architecture(engine: Engine, path: str, depth: int, as_json: bool) -> None:
    """The packages below PATH with their sizes and dependencies, import cycles, entry points and hubs."""
    from codegraph.rendering import architecture_lines

    answer = engine.get_architecture(path=path, depth=depth)
    show(
        as_json,
        lambda: shapes.architecture_object(answer),
        lambda: architecture_lines(answer),
        stale=answer.stale,
        notes=answer.notes,
    )
