"""Setting up logging: to stderr for a person, to a rotated file for a server whose stderr nobody sees.

How much is said: ``-q`` errors only, nothing given warnings too, ``-v`` what is being done, ``-vv``
everything. ``CODEGRAPH_LOG`` (a level's name) applies where neither option is given. Standard output
is never written to: it belongs to answers and to the protocol.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import sys
from collections.abc import Mapping
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from codegraph.errors import BadArgument

LOGGER = "codegraph"
ROOMS = ("codegraph", "parsers", "mcp_server")
"""The loggers that :func:`set_up` speaks for, one for each room."""

MAX_LOG_BYTES = 2_000_000
KEPT_LOGS = 3

_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO, "debug": logging.DEBUG}
_COLOURS = {logging.ERROR: "\x1b[31m", logging.WARNING: "\x1b[33m", logging.DEBUG: "\x1b[2m"}
_RESET = "\x1b[0m"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def set_up(
    *,
    quiet: int | bool = 0,
    verbose: int = 0,
    file: str | Path | None = None,
    stream: TextIO | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Send what the rooms log to stderr and, with ``file``, to that file. Can be called again.

    Raises:
        BadArgument: the log file cannot be written.
    """
    environment = os.environ if environment is None else environment
    stream = sys.stderr if stream is None else stream
    level, complaint = _level(quiet, verbose, environment.get("CODEGRAPH_LOG", ""))
    handlers: list[logging.Handler] = []
    if stream is not None:
        # pythonw and some service managers start programs without any stderr.
        screen = logging.StreamHandler(stream)
        screen.setLevel(level)
        screen.setFormatter(_ScreenFormatter(colour=wants_colour(stream, environment)))
        handlers.append(screen)
    if file is not None:
        written = _file_handler(Path(file))
        # Whoever asks for a file looks for the reason of something that has already happened.
        written.setLevel(min(level, logging.INFO))
        handlers.append(written)
    lowest = min((handler.level for handler in handlers), default=level)
    for name in ROOMS:
        logger = logging.getLogger(name)
        for old in logger.handlers[:]:
            logger.removeHandler(old)
            if old not in handlers:
                old.close()
        for handler in handlers:
            logger.addHandler(handler)
        logger.setLevel(lowest)
        logger.propagate = False
    if complaint:
        logging.getLogger(LOGGER).warning("%s", complaint)


def wants_colour(stream: TextIO, environment: Mapping[str, str] | None = None) -> bool:
    """Whether to colour what goes to ``stream``: a terminal, and nobody said ``NO_COLOR``."""
    environment = os.environ if environment is None else environment
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    if os.name == "nt" and not (environment.get("WT_SESSION") or environment.get("ANSICON")):
        return False
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def printable(text: str) -> str:
    """The text without characters that would act on a terminal: file names and messages are other people's."""
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def _level(quiet: int | bool, verbose: int, variable: str) -> tuple[int, str]:
    """The level for the screen, and what is wrong with the variable."""
    if quiet:
        return logging.ERROR, ""
    if verbose:
        return (logging.INFO if verbose == 1 else logging.DEBUG), ""
    if not variable:
        return logging.WARNING, ""
    level = _LEVELS.get({"warn": "warning", "trace": "debug"}.get(variable.lower(), variable.lower()))
    if level is None:
        return logging.WARNING, f"CODEGRAPH_LOG={variable!r} is not a level; use one of {', '.join(_LEVELS)}"
    return level, ""


def _file_handler(path: Path) -> logging.Handler:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _SharedFileHandler(path, maxBytes=MAX_LOG_BYTES, backupCount=KEPT_LOGS, encoding="utf-8")
    except OSError as error:
        raise BadArgument(f"cannot write the log file {path}: {error.strerror or error}") from error
    handler.setFormatter(_FileFormatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    return handler


class _ScreenFormatter(logging.Formatter):
    """``warning: shop/cart.py cannot be read``."""

    def __init__(self, *, colour: bool) -> None:
        super().__init__("%(message)s")
        self._colour = colour

    def format(self, record: logging.LogRecord) -> str:
        text = printable(super().format(record))
        if record.levelno == logging.INFO:
            return text
        label = record.levelname.lower()
        colour = _COLOURS.get(record.levelno, "") if self._colour else ""
        return f"{colour}{label}:{_RESET if colour else ''} {text}"


class _FileFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return printable(super().format(record))


class _SharedFileHandler(RotatingFileHandler):
    """A rotated file that several servers write to: each notices when another has rotated it.

    Without this, all but the one that rotated would go on writing to the renamed file.
    """

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self.stream is not None and not self._is_current(self.stream):
                self.stream.close()
                self.stream = self._open()
        except (OSError, ValueError):
            self.handleError(record)
            return
        super().emit(record)

    def rotate(self, source: str, dest: str) -> None:
        try:
            super().rotate(source, dest)
        except OSError:
            # On Windows a file that another server has open cannot be renamed: it grows until that one ends.
            return

    def close(self) -> None:
        with contextlib.suppress(OSError):
            # Closing flushes, and a full disk has nothing left to lose.
            super().close()

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk must not fill stderr with tracebacks, nor stop the server."""

    def _is_current(self, stream: TextIO) -> bool:
        try:
            there = os.stat(self.baseFilename)
        except FileNotFoundError:
            return False
        here = os.fstat(stream.fileno())
        return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)
