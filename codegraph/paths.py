"""File names as the index stores them: POSIX, relative, printable, and reversible to the bytes on disk.

A name on disk is bytes. Most are UTF-8 and are stored as they are. What is not (undecodable bytes,
control characters) becomes ``%XX``, and a ``%`` that would read as such an escape becomes ``%25``,
so that a stored path fits on one line of an answer and still finds its file:

>>> stored_path("src/caf\\udce9.py")
'src/caf%E9.py'
>>> native_path("src/caf%E9.py") == os.path.join("src", "caf\\udce9.py")
True
>>> stored_path("100%.py"), stored_path("100%25.py")
('100%.py', '100%2525.py')
"""

from __future__ import annotations

import os
import re

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]|%(?=[0-9A-Fa-f]{2})")
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def stored_path(native: str) -> str:
    """The stored form of a path relative to the root, as ``os.scandir`` and friends spell it."""
    if os.sep != "/":
        native = native.replace(os.sep, "/")
    return native if _UNSAFE.search(native) is None else _UNSAFE.sub(_escape, native)


def native_path(stored: str) -> str:
    """The path to hand to the operating system for a stored one; still relative to the root."""
    native = stored if "%" not in stored else _ESCAPES.sub(_unescape, stored)
    return native if os.sep == "/" else native.replace("/", os.sep)


def _escape(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in os.fsencode(match[0]))


def _unescape(match: re.Match[str]) -> str:
    return os.fsdecode(bytes.fromhex(match[0].replace("%", "")))
