"""The graph for other programs."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING

import click

from codegraph.cli.options import RESOLUTION, query_options
from codegraph.errors import BadArgument

if TYPE_CHECKING:
    from codegraph.engine import Engine

KINDS = ("calls", "references", "decorates", "renders", "inherits", "implements", "overrides", "imports", "contains")


@click.command("export")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "graphml", "dot"]),
    default="jsonl",
    show_default=True,
    help="Shape.",
)
@click.option("--kinds", default="", metavar="KIND,…", help="Only these kinds of edges, separated by commas.")
@click.option(
    "--min-resolution", type=RESOLUTION, default="ambiguous", show_default=True, help="Leave out less sure edges."
)
@click.option("--to", "target", type=click.Path(dir_okay=False), help="A file [default: standard output].")
@query_options
def export_command(
    engine: Engine, form: str, kinds: str, min_resolution: str, target: str | None, as_json: bool
) -> None:
    """The whole graph: JSON lines (symbols, then edges, one object a line), GraphML or Graphviz DOT."""
    if as_json:
        form = "jsonl"
    chosen = [kind.strip() for kind in kinds.split(",") if kind.strip()]
    for kind in chosen:
        if kind not in KINDS:
            raise BadArgument(f"there is no kind of edge {kind!r}; there are {', '.join(KINDS)}")
    with closing(engine.export(form, kinds=chosen, min_resolution=min_resolution)) as lines:
        if target is None:
            for line in lines:
                sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
            return
        with open(target, "w", encoding="utf-8") as stream:
            for line in lines:
                stream.write(f"{line}\n")
