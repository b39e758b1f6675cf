"""Registering the server with an agent."""

from __future__ import annotations

from pathlib import Path

import click

from codegraph.cli.as_json import SCHEMA, print_json
from codegraph.cli.clients import CLIENTS, entry_of, place_of, register, snippet, target


@click.command("init")
@click.option("--client", "name", type=click.Choice(sorted(CLIENTS)), required=True, help="Which agent.")
@click.option(
    "--scope", type=click.Choice(["project", "user"]), default="project", show_default=True, help="Whose settings."
)
@click.option("--print", "only_print", is_flag=True, help="Show the entry; write nothing.")
@click.option("--remove", is_flag=True, help="Take the entry out again.")
@click.option("--root", "--repo", "root", metavar="DIR", help="The tree [default: the project around here].")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def init_command(name: str, scope: str, only_print: bool, remove: bool, root: str | None, as_json: bool) -> None:
    """Register codegraph with an agent: merged into its settings, nothing in them lost, twice the same as once."""
    from codegraph.roots import find_root

    tree = find_root(root)
    client = CLIENTS[name]
    entry = entry_of(client, tree)
    if only_print:
        if as_json:
            print_json({"schema": SCHEMA, "client": name, "file": place_of(client, scope), "entry": entry})
        else:
            click.echo(snippet(client, entry), nl=False)
        return
    home = Path.home()
    file = target(client, scope, tree, home)
    outcome = register(client, file, entry, remove=remove, below=tree if scope == "project" else home)
    if as_json:
        print_json({"schema": SCHEMA, "client": name, "file": str(outcome.file), "state": outcome.state})
        return
    said = {
        "added": "codegraph was added to",
        "updated": "the codegraph entry was brought up to date in",
        "unchanged": "codegraph is already in",
        "removed": "codegraph was taken out of",
        "absent": "codegraph is not in",
    }
    click.echo(f"{said[outcome.state]} {outcome.file}")
    if outcome.state in ("added", "updated"):
        click.echo(f"restart {client.title}, or reload its MCP servers")
