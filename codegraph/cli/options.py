"""Options that commands share, and the engine they lead to."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from codegraph.errors import DatabaseProblem

if TYPE_CHECKING:
    from codegraph.engine import Engine

F = TypeVar("F", bound=Callable[..., Any])

RESOLUTION = click.Choice(["exact", "inferred", "dispatch", "ambiguous"])
TESTS = click.Choice(["auto", "include", "exclude", "only"])


def workspace_options(command: F) -> F:
    """``--root``, ``--db``, ``-q`` and ``-v``."""
    for option in (
        click.option("-v", "--verbose", count=True, help="Say more on standard error; -vv for debugging."),
        click.option("-q", "--quiet", is_flag=True, help="No progress and no notes on standard error."),
        click.option("--db", "database", metavar="FILE", help="The database [default: ROOT/.codegraph/graph.db]."),
        click.option("--root", "--repo", "root", metavar="DIR", help="The tree [default: the project around here]."),
    ):
        command = option(command)
    return command


def query_options(command: F) -> F:
    """What every question takes: the workspace, ``--json``, ``--no-refresh``; hands over an open engine."""
    return _asking(command, remembering=False)


def remembering_query_options(command: F) -> F:
    """The same for a question whose ``symbol`` may have just been deleted: then it is answered from what the index
    remembers, since bringing the index up to date would forget it."""
    return _asking(command, remembering=True)


def _asking(command: F, *, remembering: bool) -> F:
    @functools.wraps(command)
    def ask(*, root: str | None, database: str | None, quiet: bool, verbose: int, no_refresh: bool, **rest: Any) -> Any:
        set_up_logging(quiet, verbose)
        remember = str(rest["symbol"]) if remembering else ""
        with fresh_engine(root, database, quiet=quiet, refresh=not no_refresh, remember=remember) as engine:
            return command(engine=engine, **rest)

    for option in (
        click.option("--no-refresh", is_flag=True, help="Answer from the index as it is."),
        click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output."),
    ):
        ask = option(ask)
    return workspace_options(ask)  # type: ignore[return-value]


def limit_option(command: F) -> F:
    """``--limit``."""
    return click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N items [default: all].")(
        command
    )


@contextmanager
def fresh_engine(
    root: str | None, database: str | None, *, quiet: bool, refresh: bool, remember: str = ""
) -> Iterator[Engine]:
    """The engine of the workspace meant, its index brought up to date unless that is not wanted.

    ``remember``: a symbol that the index must not forget.
    """
    from codegraph.cli.progress import progress_on_terminal
    from codegraph.engine import Engine

    engine = Engine.open(root, database)
    try:
        if refresh and engine.workspace.explicit:
            engine.refresh()
            engine.look()
        elif refresh and not (remember and engine.is_gone(remember)):
            try:
                with progress_on_terminal(quiet) as progress:
                    summary = engine.refresh(progress)
                notes = summary.notes if summary is not None else []
            except DatabaseProblem as error:
                # A folder that cannot be written still has an index that can be read.
                if not engine.has_index():
                    raise
                notes = [f"not refreshed: {error}"]
                engine.look()
            if not quiet:
                for note in notes:
                    click.echo(f"note: {note}", err=True)
        yield engine
    finally:
        engine.close()


def set_up_logging(quiet: bool, verbose: int, file: str | None = None) -> None:
    """Standard error, and a file when one is named."""
    from codegraph.logs import set_up

    set_up(quiet=quiet, verbose=verbose, file=file)
