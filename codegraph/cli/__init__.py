"""The command line. Nothing but click is imported until a command runs."""

from __future__ import annotations

from codegraph.cli.app import main

__all__ = ["main"]
