"""The version of the installed program."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version

DISTRIBUTION = "codegraph-mcp"


def version() -> str:
    """From the installed package; ``0+checkout`` where it runs from a folder."""
    try:
        return installed_version(DISTRIBUTION)
    except PackageNotFoundError:
        return "0+checkout"
