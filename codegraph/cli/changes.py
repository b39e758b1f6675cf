"""Commands about a diff."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from codegraph.changes.rules import Rule
from codegraph.cli.as_json import SCHEMA, print_json, symbol_object
from codegraph.cli.options import F, query_options, set_up_logging, workspace_options
from codegraph.errors import CodeGraphError

if TYPE_CHECKING:
    import sqlite3

    from codegraph.changes.impact import Report
    from codegraph.changes.symbols import ChangedSymbol
    from codegraph.engine import Engine


_DIFF_OPTIONS = (
    click.option("--base", metavar="REV", help="Compare with where this revision branched off [default: HEAD]."),
    click.option("--head", metavar="REV", help="Compare this revision [default: the work tree]."),
    click.option("--staged", is_flag=True, help="Compare what is staged."),
    click.option("--patch", metavar="FILE", help="Read a patch instead of asking git; - is standard input."),
)


def diff_options(command: F) -> F:
    """Which two sides are compared."""
    for option in reversed(_DIFF_OPTIONS):
        command = option(command)
    return command


@click.command("changed-symbols")
@click.argument("files", nargs=-1)
@diff_options
@click.option("--code-only", is_flag=True, help="Leave out changes of comments, docstrings and layout.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@workspace_options
def changed_symbols_command(
    files: tuple[str, ...],
    base: str | None,
    head: str | None,
    staged: bool,
    patch: str | None,
    code_only: bool,
    as_json: bool,
    root: str | None,
    database: str | None,
    quiet: bool,
    verbose: int,
) -> None:
    """The definitions that a diff changes, one symbol a line; of FILES only, when some are given.

    Needs git, not an index. Files that are deleted or no source code are no error. What was renamed or moved goes by
    its new name, or by the old one where queries answer from a database that was made before the change (--db).
    """
    from codegraph.changes.asking import compare
    from codegraph.changes.symbols import How, changed_symbols, lines_of

    set_up_logging(quiet, verbose)
    with closing(_Database(root, database)) as place:
        comparison = compare(
            place.root, place.db, base=base, head=head, staged=staged, patch=patch_text(patch), files=files
        )
        changes = changed_symbols(comparison)
        if code_only:
            changes = [change for change in changes if change.how is not How.TEXT]
        if as_json:
            print_json(
                {
                    "schema": SCHEMA,
                    "base": comparison.base_label,
                    "base_commit": comparison.diff.base,
                    "head": comparison.head_label,
                    "total": len(changes),
                    "items": [change_object(change) for change in changes],
                    "files": [
                        {
                            "file": file.path,
                            "status": file.change.status,
                            "old_file": file.old.path if file.old is not None else None,
                            "added_lines": [list(run) for run in file.change.added],
                            "removed_lines": [list(run) for run in file.change.removed],
                        }
                        for file in comparison.files
                    ],
                    "other_files": len(comparison.others),
                }
            )
        else:
            for line in lines_of(changes, place.knows):
                sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def change_object(change: ChangedSymbol) -> dict[str, Any]:
    """One changed definition."""
    old = change.old
    return {
        **symbol_object(change.symbol),
        "change": change.how.value,
        "details": list(change.details),
        "body_changed": change.body,
        "was": old.symbol if old is not None and (change.new is None or old.symbol != change.new.symbol) else None,
    }


def patch_text(name: str | None) -> bytes | None:
    """The text of the patch named on the command line."""
    if name is None:
        return None
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


class _Database:
    """The tree, and its database where there is one that can be read: this command does without."""

    def __init__(self, root: str | None, database: str | None) -> None:
        from codegraph.roots import find_workspace
        from codegraph.store import Store

        workspace = find_workspace(root, database)
        self.root = workspace.root
        self._store: Store | None = None
        self._explicit = workspace.explicit
        try:
            if workspace.has_database:
                self._store = Store.open_read_only(workspace.database)
        except CodeGraphError:
            pass

    @property
    def db(self) -> sqlite3.Connection | None:
        return self._store.connection if self._store is not None else None

    def knows(self, symbol: str) -> bool | None:
        """Whether the index has a symbol; None where queries bring it up to date first, or there is none."""
        if self._store is None or not self._explicit:
            return None
        row = self._store.connection.execute("SELECT 1 FROM symbols WHERE symbol = ?", (symbol,)).fetchone()
        return row is not None

    def close(self) -> None:
        if self._store is not None:
            self._store.close()


FAIL_ON = ("low", "medium", "high", "any", *(rule.value for rule in Rule))


@click.command("impact")
@diff_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json", "sarif", "github", "gitlab", "dot", "mermaid", "svg"]),
    default="markdown",
    show_default=True,
    help="How to say it.",
)
@click.option("--output", "-o", metavar="FILE", help="Write there instead of to standard output.")
@click.option(
    "--also", multiple=True, metavar="FORMAT=FILE", help="Write this format there, too; several times for several."
)
@click.option(
    "--fail-on",
    multiple=True,
    metavar="WHAT",
    help=f"End with 2 at this risk or above, or when this rule finds something: {', '.join(FAIL_ON)}.",
)
@query_options
def impact_command(
    engine: Engine,
    base: str | None,
    head: str | None,
    staged: bool,
    patch: str | None,
    form: str,
    output: str | None,
    also: tuple[str, ...],
    fail_on: tuple[str, ...],
    as_json: bool,
) -> int:
    """What a diff breaks, reaches and leaves untested, by comparing the graph before with the graph after."""
    from codegraph.changes.asking import report_on
    from codegraph.changes.formats import FORMATS, rendered

    files: list[tuple[str, str]] = []
    for given in also:
        more, _, name = given.partition("=")
        if more not in FORMATS or not name:
            raise click.UsageError(f"--also {given!r}: give FORMAT=FILE, with one of {', '.join(FORMATS)}")
        files.append((more, name))
    wanted = [word.strip() for given in fail_on for word in given.split(",") if word.strip()]
    for word in wanted:
        if word not in FAIL_ON:
            raise click.UsageError(f"--fail-on {word!r}: give one of {', '.join(FAIL_ON)}")
    report = report_on(engine.root, engine.database, base=base, head=head, staged=staged, patch=patch_text(patch))
    text = rendered(report, "json" if as_json else form)
    for more, name in files:
        Path(name).write_text(rendered(report, more), encoding="utf-8", newline="\n")
    if output:
        Path(output).write_text(text, encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(text)
        sys.stdout.flush()
    reached = [word for word in wanted if reaches(report, word)]
    if reached:
        click.echo(
            f"threshold reached ({', '.join(reached)}): {report.risk.level} risk, {len(report.broken)} broken", err=True
        )
        return 2
    return 0


def reaches(report: Report, word: str) -> bool:
    """Whether a report meets one ``--fail-on``."""
    from codegraph.changes.risk import LEVELS

    if word in LEVELS:
        return LEVELS.index(report.risk.level) >= LEVELS.index(word)
    if word == "any":
        return bool(report.rules - {Rule.UNTESTED.value})
    return word in report.rules
