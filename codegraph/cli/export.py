"""The graph for other programs."""

from __future__ import annotations

import sys
from contextlib import closing, nullcontext
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
    type=click.Choice(["jsonl", "graphml", "dot", "scip"]),
    default="jsonl",
    show_default=True,
    help="Shape.",
)
@click.option("--kinds", default="", metavar="KIND,…", help="Only these kinds of edges, separated by commas.")
@click.option(
    "--min-resolution",
    type=RESOLUTION,
    help="Leave out less sure edges [default: none; for scip, which cannot say how sure one is, below inferred].",
)
@click.option("--to", "--output", "target", type=click.Path(dir_okay=False), help="A file [default: standard output].")
@query_options
def export_command(
    engine: Engine, form: str, kinds: str, min_resolution: str | None, target: str | None, as_json: bool
) -> None:
    """The whole graph: JSON lines (symbols, then edges, one object a line), GraphML, Graphviz DOT, or a SCIP index."""
    if as_json and form != "scip":
        form = "jsonl"
    chosen = [kind.strip() for kind in kinds.split(",") if kind.strip()]
    for kind in chosen:
        if kind not in KINDS:
            raise BadArgument(f"there is no kind of edge {kind!r}; there are {', '.join(KINDS)}")
    if form == "scip":
        _export_scip(engine, chosen, min_resolution or "inferred", target)
        return
    with closing(engine.export(form, kinds=chosen, min_resolution=min_resolution or "ambiguous")) as lines:
        if target is None:
            for line in lines:
                sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
            return
        with open(target, "w", encoding="utf-8") as stream:
            for line in lines:
                stream.write(f"{line}\n")


def _export_scip(engine: Engine, kinds: list[str], min_resolution: str, target: str | None) -> None:
    from codegraph.cli.version import version

    if target is None and sys.stdout.isatty():
        raise BadArgument("a SCIP index is binary; name a file with --output")
    with (
        closing(engine.export_scip(version=version(), kinds=kinds, min_resolution=min_resolution)) as pieces,
        open(target, "wb") if target is not None else nullcontext(sys.stdout.buffer) as stream,
    ):
        stream.writelines(pieces)
        stream.flush()
