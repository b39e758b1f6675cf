"""Commands that keep an index well: watching the files, checking and repairing."""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING

import click

from codegraph.cli.options import set_up_logging, workspace_options
from codegraph.errors import BadArgument

if TYPE_CHECKING:
    from codegraph.model import IndexSummary


@click.command("watch")
@click.option("--polling", is_flag=True, help="Look every two seconds instead of waiting for the system's events.")
@workspace_options
def watch_command(root: str | None, database: str | None, quiet: bool, verbose: int, polling: bool) -> int:
    """Keep the index up to date while files change, until stopped. A running `codegraph serve` does so by itself."""
    from codegraph.cli.progress import progress_on_terminal
    from codegraph.engine import Engine
    from codegraph.roots import find_workspace
    from codegraph.watching.follower import Follower

    set_up_logging(quiet, verbose)
    workspace = find_workspace(root, database, shipped=False)
    if workspace.explicit:
        raise BadArgument("watch keeps the index of the tree up to date; leave out --db and CODEGRAPH_DB")
    stop = threading.Event()
    stopped_by: list[int] = []

    def on_signal(number: int, frame: object) -> None:
        stopped_by.append(number)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)

    def say(text: str) -> None:
        if not quiet:
            print(text, flush=True)

    def updated(summary: IndexSummary) -> None:
        if summary.parsed or summary.removed:
            say(f"{summary.parsed} parsed, {summary.removed} removed in {summary.seconds:.2f} s")
        for note in summary.notes:
            say(note)

    with Engine(workspace) as engine, progress_on_terminal(quiet) as progress:
        engine.index(progress=progress, cancel=stop)
    follower = Follower(
        workspace.root, workspace.database, updated=updated, changed=say, how="polling" if polling else ""
    )
    follower.start()
    # A wait without an end is not interrupted by signals on every system.
    while not stop.wait(1.0):
        pass
    follower.stop(2.0)
    return 130 if signal.SIGINT in stopped_by else 0


@click.command("doctor")
@click.option("--repair", is_flag=True, help="Index anew when something is wrong.")
@click.option("--sample", type=click.IntRange(min=1), default=50, show_default=True, help="Files to parse again.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@workspace_options
def doctor_command(
    root: str | None, database: str | None, quiet: bool, verbose: int, repair: bool, sample: int, as_json: bool
) -> int:
    """Check the index: pages, rows, full text, arrays, and a sample of files against a fresh parse. Exit 2 when
    something is wrong and was not repaired."""
    from codegraph.cli.as_json import SCHEMA, print_json
    from codegraph.doctor import examine
    from codegraph.indexer import index
    from codegraph.roots import find_workspace

    set_up_logging(quiet, verbose)
    workspace = find_workspace(root, database)
    findings = examine(workspace.root, workspace.database, sample=sample)
    notes: list[str] = []
    sick = any(finding.problem for finding in findings)
    before = findings
    if sick and repair:
        notes = index(workspace.root, workspace.database, full=True).notes
        findings = examine(workspace.root, workspace.database, sample=sample)
        sick = any(finding.problem for finding in findings)
    if as_json:
        print_json(
            {
                "schema": SCHEMA,
                "healthy": not sick,
                "repaired": before is not findings and not sick,
                "checks": [{"check": f.check, "problem": f.problem, "note": f.note} for f in findings],
                "found": [{"check": f.check, "problem": f.problem} for f in before if f.problem],
                "notes": notes,
            }
        )
    else:
        for finding in before:
            print(f"{finding.check}: {finding.problem or 'ok'}" + (f" ({finding.note})" if finding.note else ""))
        for note in notes:
            print(note)
        if before is not findings:
            print("indexed anew: " + ("still not sound" if sick else "all is well now"))
        elif sick:
            print("repair with: codegraph doctor --repair")
    sys.stdout.flush()
    return 2 if sick else 0
