"""The command that chooses tests."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from codegraph.cli.as_json import SCHEMA, print_json, symbol_object
from codegraph.cli.changes import diff_options, patch_text
from codegraph.cli.options import query_options

if TYPE_CHECKING:
    from codegraph.changes.affected import Selection
    from codegraph.engine import Engine

RUNNERS = ("pytest", "unittest", "go", "jest", "vitest", "mocha", "cargo", "junit", "maven", "gradle", "dotnet")
FORMATS = click.Choice(["text", *RUNNERS])


@click.command("affected-tests")
@diff_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *RUNNERS]),
    default="text",
    show_default=True,
    help="For which runner.",
)
@click.option("--include-uncertain", is_flag=True, help="Follow unsure edges, and imports of every changed file.")
@click.option("--coverage", metavar="FILE", help="Add the tests that ran the changed lines.")
@query_options
def affected_tests_command(
    engine: Engine,
    base: str | None,
    head: str | None,
    staged: bool,
    patch: str | None,
    form: str,
    include_uncertain: bool,
    coverage: str | None,
    as_json: bool,
) -> None:
    """The tests that reach what a diff changes, the most direct first, as a test runner takes them."""
    from codegraph.changes.affected import for_runner, text_lines
    from codegraph.changes.asking import tests_for

    selection = tests_for(
        engine.root,
        engine.database,
        base=base,
        head=head,
        staged=staged,
        patch=patch_text(patch),
        uncertain=include_uncertain,
        coverage=coverage,
    )
    if as_json:
        print_json(selection_object(selection, form))
        return
    lines = text_lines(selection) if form == "text" else for_runner(selection, form)
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    for note in selection.notes:
        click.echo(f"note: {note}", err=True)


def selection_object(selection: Selection, form: str) -> dict[str, Any]:
    """The selection as plain data."""
    from codegraph.changes.affected import for_runner

    return {
        "schema": SCHEMA,
        "total": len(selection.items),
        "of": selection.total,
        "items": [
            {
                **symbol_object(item.symbol),
                "why": item.why,
                "distance": item.distance,
                "resolution": item.resolution,
                "path": list(item.path),
            }
            for item in selection.items
        ],
        "run": for_runner(selection, form) if form != "text" else None,
        "unreached": [symbol_object(symbol) for symbol in selection.unreached],
        "notes": list(selection.notes),
    }
