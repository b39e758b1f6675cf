"""The server, started from here and imported only when it starts."""

from __future__ import annotations

import importlib

import click

from codegraph.cli.options import set_up_logging, workspace_options
from codegraph.errors import BadArgument


@click.command("serve")
@click.option(
    "--port",
    "--http",
    "port",
    type=click.IntRange(1, 65535),
    metavar="PORT",
    help="Answer over HTTP at 127.0.0.1:PORT/mcp instead of standard input and output.",
)
@click.option(
    "--tools", default="default", metavar="SET", help="default, all, or names separated by commas [default: default]."
)
@click.option("--log-file", metavar="FILE", help="Also log to this file (rotated); clients often hide standard error.")
@workspace_options
def serve_command(
    port: int | None,
    tools: str,
    log_file: str | None,
    root: str | None,
    database: str | None,
    quiet: bool,
    verbose: int,
) -> int:
    """Answer agents over the Model Context Protocol, on standard input and output unless --port is given."""
    from codegraph.roots import find_workspace

    set_up_logging(quiet, verbose, log_file)
    try:
        workspace = find_workspace(root, database)
    except BadArgument as problem:
        # A client shows a server that ends at once as broken; one that runs can say what is wrong.
        workspace = problem
    # Imports point from the server to the library; this one, by name, is how the library's program starts it.
    server = importlib.import_module("mcp_server.main")
    return server.run(workspace, tools=tools, port=port)
