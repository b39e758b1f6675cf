"""Giving freed memory back to the system, in a process that lives for days.

The C library keeps what was freed, in pieces between what is still in use, and one pool for each thread that asked
while another was busy. Every update frees some megabytes that the next one could use again, but seldom does whole.
"""

from __future__ import annotations

import ctypes
import logging
import sys
import time
from functools import cache
from typing import Any

log = logging.getLogger("codegraph")

SECONDS = 5.0
"""Between two returns: each walks the whole heap."""

_M_ARENA_MAX = -8
_last = 0.0


def limit_pools() -> None:
    """Have all threads share two pools of memory from now on; they take turns at the interpreter's lock anyway."""
    library = _library()
    if library is not None:
        library.mallopt(_M_ARENA_MAX, 2)


def give_back(seconds: float = SECONDS) -> bool:
    """Return freed memory unless that was done less than ``seconds`` ago; whether it was done now."""
    global _last
    library = _library()
    now = time.monotonic()
    if library is None or now - _last < seconds:
        return False
    _last = now
    library.malloc_trim(0)
    return True


@cache
def _library() -> Any:
    """The GNU C library; None elsewhere, where freed memory goes back by itself or cannot be asked for."""
    if sys.platform != "linux":
        return None
    try:
        library = ctypes.CDLL(None)
        return library if library.malloc_trim and library.mallopt else None
    except (OSError, AttributeError):
        log.debug("this C library does not give memory back on request")
        return None
