"""Printing one answer, as text or as JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from codegraph.cli.as_json import print_json
from codegraph.rendering import stale_line

ADVICE = "run `codegraph index`"


def show(
    as_json: bool,
    as_object: Callable[[], dict[str, Any]],
    as_lines: Callable[[], Iterable[str]],
    *,
    stale: Sequence[str] = (),
    notes: Sequence[str] = (),
    cut: int = 0,
) -> None:
    """The answer on standard output."""
    if as_json:
        print_json(as_object())
        return
    write = sys.stdout.write
    for line in as_lines():
        write(f"{line}\n")
    if cut:
        write(f"[{cut} more; raise --limit to see them]\n")
    for note in notes:
        write(f"[{note}]\n")
    if line := stale_line(stale, ADVICE):
        write(f"{line}\n")
    sys.stdout.flush()
