"""Commands about the index itself."""

from __future__ import annotations

import gc
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from codegraph.cli import as_json as shapes
from codegraph.cli.options import query_options, set_up_logging, workspace_options
from codegraph.cli.output import show

if TYPE_CHECKING:
    from codegraph.engine import Engine


@click.command("index")
@click.option("--output", "output", metavar="DB", help="The same as --db.")
@click.option("--full", is_flag=True, help="Build it from nothing.")
@click.option("--jobs", "-j", type=click.IntRange(1, 256), metavar="N", help="Worker processes [default: one a core].")
@click.option("--model", metavar="NAME", help="Embed by: static (shipped), or a sentence-transformers model.")
@click.option(
    "--scip",
    "scip",
    multiple=True,
    metavar="FILE",
    help="Import a SCIP index: its bindings become exact edges. Again for several; they replace those imported before.",
)
@click.option("--no-scip", is_flag=True, help="Forget imported SCIP indexes.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@workspace_options
def index_command(
    root: str | None,
    database: str | None,
    output: str | None,
    full: bool,
    jobs: int | None,
    model: str | None,
    scip: tuple[str, ...],
    no_scip: bool,
    as_json: bool,
    quiet: bool,
    verbose: int,
) -> None:
    """Build the index of a tree, or bring it up to date with the files."""
    from codegraph.cli.progress import progress_on_terminal
    from codegraph.engine import Engine
    from codegraph.rendering import summary_lines
    from codegraph.roots import find_workspace

    if output and database and output != database:
        raise click.UsageError("--output and --db are one option; give one of them")
    if scip and no_scip:
        raise click.UsageError("--scip and --no-scip exclude each other")
    imports = [Path(file).absolute() for file in scip] if scip or no_scip else None
    set_up_logging(quiet, verbose)
    gc.disable()  # or, once it is stopped, Python looks for cycles in all that indexing had in memory
    with (
        Engine(find_workspace(root, output or database, shipped=False)) as engine,
        progress_on_terminal(quiet) as progress,
        _stop_on_signal() as cancel,
    ):
        summary = engine.index(full=full, jobs=jobs, progress=progress, cancel=cancel, model=model, scip=imports)
    if as_json:
        shapes.print_json(shapes.summary_object(summary))
    elif not quiet:
        for line in summary_lines(summary):
            print(line)
    if not quiet:
        for path, message in summary.errors[:20]:
            click.echo(f"warning: {path}: {message}", err=True)
        if len(summary.errors) > 20:
            click.echo(f"warning: {len(summary.errors) - 20} more files with errors", err=True)
    sys.stdout.flush()


@click.command("status")
@query_options
def status_command(engine: Engine, as_json: bool) -> None:
    """What is in the index, how sure its edges are, and how fresh it is."""
    from codegraph.rendering import status_lines

    answer = engine.status()
    show(as_json, lambda: shapes.status_object(answer), lambda: status_lines(answer))


class _stop_on_signal:
    """Turns the first SIGINT or SIGTERM into a request to stop at the next safe point."""

    def __enter__(self) -> threading.Event:
        self._event = threading.Event()
        self._before = {}
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._stop)
        return self._event

    def _stop(self, number: int, frame: object) -> None:
        if self._event.is_set():
            raise KeyboardInterrupt
        self._event.set()

    def __exit__(self, *exc: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
