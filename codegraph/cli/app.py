"""The program: its commands by name, and how it ends."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from codegraph.errors import Cancelled, CodeGraphError

COMMANDS: dict[str, tuple[str, str, str]] = {
    "index": ("index", "index_command", "Build the index, or bring it up to date."),
    "status": ("index", "status_command", "What is in the index, and how fresh it is."),
    "get-symbol": ("symbols", "get_symbol", "One definition: signature, docstring, body, members."),
    "get-callers": ("symbols", "get_callers", "Who calls a symbol, with every call site."),
    "get-callees": ("symbols", "get_callees", "What a symbol calls, with every call site."),
    "get-impact-radius": ("symbols", "get_impact_radius", "Everything that reaches a symbol through callers."),
    "get-module-structure": ("browse", "get_module_structure", "The outline of a file, package or folder."),
    "semantic-search": ("browse", "semantic_search", "Find definitions by words or names."),
    "explore": ("search", "explore_command", "How does X work, where do I change Y: one answer."),
    "search-code": ("search", "search_code_command", "Text or regular expressions, folded into symbols."),
    "duplicates": ("search", "duplicates_command", "Functions that say nearly the same."),
    "trace-path": ("graph", "trace_path", "How one symbol comes to call another."),
    "find-implementations": ("graph", "find_implementations", "What extends, implements or overrides a symbol."),
    "find-dead-code": ("graph", "find_dead_code", "Definitions that nothing in the index uses."),
    "get-architecture": ("graph", "get_architecture", "Packages, what they depend on, entry points and hubs."),
    "changed-symbols": ("changes", "changed_symbols_command", "The definitions that a diff changes."),
    "impact": ("changes", "impact_command", "What a diff breaks, reaches and leaves untested."),
    "affected-tests": ("affected", "affected_tests_command", "The tests that reach what a diff changes."),
    "export": ("export", "export_command", "The whole graph as JSON lines, GraphML, DOT or SCIP."),
    "watch": ("health", "watch_command", "Keep the index up to date while files change."),
    "doctor": ("health", "doctor_command", "Check the index, and repair it."),
    "pack": ("artefact", "pack_command", "The index as one compressed file, for others to start from."),
    "unpack": ("artefact", "unpack_command", "Start from a packed index."),
    "init": ("init", "init_command", "Register the server with an agent."),
    "serve": ("serve", "serve_command", "Answer agents over the Model Context Protocol."),
}
"""Command -> (module of this package, name in it, one line of help). Importing a module waits for its command."""


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports them one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        return getattr(importlib.import_module(f"codegraph.cli.{entry[0]}"), entry[1])

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry[2]) for name, entry in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(args[0].replace("_", "-"), COMMANDS, n=1, cutoff=0.5)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            ctx.fail(f"There is no command {args[0]!r}.{hint} `codegraph --help` lists them.")
        return super().resolve_command(ctx, args)


def _print_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from codegraph.cli.version import version

        click.echo(f"codegraph {version()}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.option(
    "--version", "-V", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="The version."
)
def program() -> None:
    """Who calls what, what a change reaches, where something is done: a graph of your code.

    Start with `codegraph index`, then ask: `codegraph get-callers Cart.checkout`. A SYMBOL is written as people
    write it: checkout, Cart.checkout, shop.cart.Cart.checkout, shop/cart.py:42, or a symbol string from an answer.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 ok, 1 usage or not found, 2 threshold, 3 no analysis, 130 stopped."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in given
    # Our products of matrices are small: a second thread costs more than it saves, most of all on a busy machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        _prepare_streams()
        with program.make_context("codegraph", given) as context:
            code = program.invoke(context)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 1
    except click.ClickException as error:
        return _fail(as_json, "bad_argument", error.format_message(), 1, usage=error)
    except CodeGraphError as error:
        code = _fail(as_json, error.code, str(error), error.exit_code, cause=error)
        if isinstance(error, Cancelled):
            # All is closed; letting go of what indexing had in memory piece by piece would take a second more.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        return code
    except (KeyboardInterrupt, click.Abort):
        click.echo("stopped", err=True)
        return 130
    except BrokenPipeError:
        # Whoever read our output (head, a pager) has enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _fail(as_json, "database", f"{where}{error.strerror or error}", 3)


def _fail(
    as_json: bool,
    code: str,
    message: str,
    exit_code: int,
    *,
    usage: click.ClickException | None = None,
    cause: CodeGraphError | None = None,
) -> int:
    """Say what went wrong where whoever asked will read it."""
    from codegraph.errors import AmbiguousSymbol, SymbolNotFound

    if as_json:
        from codegraph.cli.as_json import error_object, print_json

        print_json(error_object(code, message, cause))
        return exit_code
    context = getattr(usage, "ctx", None)
    if context is not None:
        click.echo(context.get_usage(), err=True)
    click.echo(f"error: {message}", err=True)
    if isinstance(cause, AmbiguousSymbol):
        from codegraph.rendering import candidate_lines

        for line in candidate_lines(cause.candidates):
            click.echo(line, err=True)
    elif isinstance(cause, SymbolNotFound):
        if cause.newer:
            from codegraph.rendering import stale_line

            click.echo(stale_line(cause.newer, "it may stand there"), err=True)
        click.echo(f"search with: codegraph semantic-search {_quoted(cause.name)}", err=True)
    return exit_code


def _quoted(text: str) -> str:
    import shlex

    return shlex.quote(text)


def _prepare_streams() -> None:
    """Names in source code are Unicode whatever the terminal's locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            encoding = (getattr(stream, "encoding", "") or "").lower().replace("-", "")
            reconfigure(errors="backslashreplace", encoding=None if encoding.startswith("utf8") else "utf-8")
