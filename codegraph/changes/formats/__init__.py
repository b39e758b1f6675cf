"""A report as text for people and machines, one format a module."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codegraph.changes.impact import Report

_MODULES = {
    "markdown": "markdown",
    "json": "as_json",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "mermaid": "picture",
    "dot": "picture",
    "svg": "picture",
}
FORMATS = tuple(_MODULES)


def rendered(report: Report, form: str) -> str:
    """The report in one of :data:`FORMATS`."""
    make: Callable[[Report], str] = getattr(import_module(f"{__name__}.{_MODULES[form]}"), form)
    return make(report)
