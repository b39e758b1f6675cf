"""Commands that hand an index from one machine to another."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from codegraph.cli.as_json import SCHEMA, print_json
from codegraph.cli.options import set_up_logging, workspace_options
from codegraph.errors import NoIndex


@click.command("pack")
@click.argument("target", metavar="FILE", default="graph.cgpack")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@workspace_options
def pack_command(target: str, as_json: bool, root: str | None, database: str | None, quiet: bool, verbose: int) -> None:
    """Write the index, as it is, to one compressed FILE with its commit, schema and checksum."""
    from codegraph.changes.artefact import pack
    from codegraph.roots import find_workspace

    set_up_logging(quiet, verbose)
    workspace = find_workspace(root, database)
    if not workspace.has_database:
        raise NoIndex(f"no index at {workspace.database}; run `codegraph index` first")
    header = pack(workspace.database, Path(target).absolute())
    size = Path(target).stat().st_size
    if as_json:
        print_json({"schema": SCHEMA, "file": target, "bytes": size, "pack": asdict(header)})
    elif not quiet:
        at = f" of commit {header.commit[:12]}" if header.commit else ""
        click.echo(f"{target}: index{at}, {header.size:,} bytes packed to {size:,} ({header.codec})")


@click.command("unpack")
@click.argument("packed", metavar="FILE")
@click.option("--output", metavar="DB", help="The same as --db.")
@click.option("--force", is_flag=True, help="Replace an index that is there.")
@click.option("--any-commit", is_flag=True, help="Also one whose commit is no ancestor of what is checked out.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@workspace_options
def unpack_command(
    packed: str,
    output: str | None,
    force: bool,
    any_commit: bool,
    as_json: bool,
    root: str | None,
    database: str | None,
    quiet: bool,
    verbose: int,
) -> None:
    """Start from a packed index: checked against its checksum, schema and commit; `codegraph index` does the rest."""
    from codegraph.changes.artefact import unpack
    from codegraph.fingerprint import fingerprint
    from codegraph.indexer import INDEX_FOLDER
    from codegraph.roots import find_workspace

    set_up_logging(quiet, verbose)
    workspace = find_workspace(root, output or database, shipped=False)
    if not workspace.explicit:
        folder = workspace.root / INDEX_FOLDER
        folder.mkdir(exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    header = unpack(Path(packed), workspace.database, root=workspace.root, force=force, any_commit=any_commit)
    if as_json:
        print_json({"schema": SCHEMA, "database": str(workspace.database), "pack": asdict(header)})
    elif not quiet:
        click.echo(
            f"{workspace.database}: index of commit {header.commit[:12] or 'unknown'}; now run `codegraph index`"
        )
        if header.program != fingerprint():
            click.echo("note: another version of codegraph made it, so that will read every file again", err=True)
