"""Starting and ending the server: standard input and output, or HTTP on loopback."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import signal
import socket
import sys
from typing import TYPE_CHECKING

from codegraph.errors import BadArgument, CodeGraphError
from mcp_server.tools import select

if TYPE_CHECKING:
    from mcp.server import Server

    from codegraph.roots import Workspace

log = logging.getLogger("codegraph")

SWITCH_SECONDS = 0.0005
PARENT_SECONDS = 2.0
"""How often to look whether the client that started us is still there."""


def run(workspace: Workspace | CodeGraphError, *, tools: str = "default", port: int | None = None) -> int:
    """Serve until the client goes away or a signal arrives; returns the exit code."""
    names = select(tools)
    listener = None if port is None else _listen(port)
    # An answer passes through four threads; at the default of 5 ms each hand-over waits for the scan that runs beside.
    sys.setswitchinterval(SWITCH_SECONDS)
    # The SDK builds a thousand classes while it is imported; without the collector that takes a third less.
    gc.disable()
    from mcp_server.server import build
    from mcp_server.session import Session

    session = Session(workspace)
    log.info("serving %s", workspace if isinstance(workspace, CodeGraphError) else workspace.root)
    server = build(session, names)
    gc.freeze()
    gc.enable()
    try:
        if listener is None:
            import anyio

            anyio.run(_serve_stdio, server)
        else:
            _serve_http(server, listener)
    finally:
        session.close()
    _leave()
    return 0


async def _serve_stdio(server: Server) -> None:
    import anyio
    from mcp.server import NotificationOptions
    from mcp.server.stdio import stdio_server

    async with stdio_server() as (read, write):
        # A stray print() of a library would otherwise reach the wire.
        with contextlib.redirect_stdout(sys.stderr):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_watch_parent)
                await server.run(read, write, server.create_initialization_options(NotificationOptions()))
                tasks.cancel_scope.cancel()


async def _watch_parent() -> None:
    """End when the client is gone although our standard input is still open (some client's helper holds it)."""
    import anyio

    parent = os.getppid()
    while os.getppid() == parent:
        await anyio.sleep(PARENT_SECONDS)
    log.info("the client that started this server is gone")
    _leave()


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        listener.close()
        raise BadArgument(f"127.0.0.1:{port} cannot be used: {error.strerror}; give another --port") from error
    return listener


def _serve_http(server: Server, listener: socket.socket) -> None:
    import uvicorn

    app = server.streamable_http_app(stateless_http=True)
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=1)
    # uvicorn raises the signal again once it has shut down; it has done its work by then.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    print(f"codegraph serves at http://127.0.0.1:{listener.getsockname()[1]}/mcp", file=sys.stderr, flush=True)
    uvicorn.Server(config).run(sockets=[listener])


def _leave() -> None:
    """Go at once: tearing down the SDK's classes and waiting for worker threads would take half a second."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    logging.shutdown()
    os._exit(0)
