"""Logging goes to stderr and to a file that several servers share; it never touches stdout."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from codegraph import logs
from codegraph.errors import BadArgument
from codegraph.logs import printable, set_up, wants_colour


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    for name in logs.ROOMS:
        logger = logging.getLogger(name)
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
            handler.close()
        logger.setLevel(logging.NOTSET)
        logger.propagate = True


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def said(stream: io.StringIO) -> list[str]:
    """What each level says, by the level's name."""
    for room in ("codegraph.indexer", "parsers.extract"):
        for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
            logging.getLogger(room).log(level, "%s", room.partition(".")[0])
    return stream.getvalue().splitlines()


ALL = ["debug: codegraph", "codegraph", "warning: codegraph", "error: codegraph"]


@pytest.mark.parametrize(
    ("quiet", "verbose", "variable", "first"),
    [
        (0, 0, "", 2),
        (1, 0, "", 3),
        (1, 0, "debug", 3),
        (0, 1, "", 1),
        (0, 2, "error", 0),
        (0, 0, "DEBUG", 0),
        (0, 0, "info", 1),
        (0, 0, "warn", 2),
        (0, 0, "error", 3),
    ],
)
def test_how_much_is_said(quiet: int, verbose: int, variable: str, first: int) -> None:
    stream = io.StringIO()
    set_up(quiet=quiet, verbose=verbose, stream=stream, environment={"CODEGRAPH_LOG": variable})
    expected = ALL[first:]
    assert said(stream) == expected + [line.replace("codegraph", "parsers") for line in expected]


def test_an_unknown_level_is_named_and_ignored() -> None:
    stream = io.StringIO()
    set_up(stream=stream, environment={"CODEGRAPH_LOG": "loud"})
    assert stream.getvalue() == "warning: CODEGRAPH_LOG='loud' is not a level; use one of error, warning, info, debug\n"


def test_setting_up_again_replaces(tmp_path: Path) -> None:
    first, second = io.StringIO(), io.StringIO()
    set_up(stream=first, environment={}, file=tmp_path / "a.log")
    set_up(stream=second, environment={})
    logging.getLogger("codegraph").warning("once")
    assert (first.getvalue(), second.getvalue()) == ("", "warning: once\n")
    assert (tmp_path / "a.log").read_text() == ""


def test_the_file_says_more_than_the_screen(tmp_path: Path) -> None:
    stream = io.StringIO()
    set_up(quiet=1, stream=stream, environment={}, file=tmp_path / "logs" / "serve.log")
    logging.getLogger("mcp_server.tools").info("get_callers took %d ms", 3)
    assert stream.getvalue() == ""
    written = (tmp_path / "logs" / "serve.log").read_text()
    assert written.endswith(f" {os.getpid()} INFO mcp_server.tools: get_callers took 3 ms\n")


def test_the_file_is_rotated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MAX_LOG_BYTES", 2000)
    set_up(stream=io.StringIO(), environment={}, file=tmp_path / "serve.log")
    for number in range(200):
        logging.getLogger("codegraph").info("line %d", number)
    files = sorted(p.name for p in tmp_path.iterdir())
    assert files == ["serve.log", "serve.log.1", "serve.log.2", "serve.log.3"]
    assert max(p.stat().st_size for p in tmp_path.iterdir()) <= 2000
    assert "line 199" in (tmp_path / "serve.log").read_text()


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be renamed")
def test_a_file_that_another_server_rotated_is_opened_again(tmp_path: Path) -> None:
    file = tmp_path / "serve.log"
    set_up(stream=io.StringIO(), environment={}, file=file)
    logging.getLogger("codegraph").info("before")
    file.rename(tmp_path / "serve.log.1")
    logging.getLogger("codegraph").info("after")
    assert "after" in file.read_text()
    assert "after" not in (tmp_path / "serve.log.1").read_text()


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="cannot write the log file"):
        set_up(stream=io.StringIO(), environment={}, file=tmp_path)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_disk_stops_nothing() -> None:
    stream = io.StringIO()
    set_up(stream=stream, environment={}, file="/dev/full")
    logging.getLogger("codegraph").warning("still here")
    assert stream.getvalue() == "warning: still here\n"


@pytest.mark.parametrize(
    ("environment", "colour"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
@pytest.mark.skipif(os.name == "nt", reason="consoles there are asked differently")
def test_colour(environment: dict[str, str], colour: bool) -> None:
    stream = Terminal()
    assert wants_colour(stream, environment) is colour
    assert wants_colour(io.StringIO(), environment) is False
    set_up(stream=stream, environment=environment)
    logging.getLogger("codegraph").error("no")
    assert stream.getvalue() == ("\x1b[31merror:\x1b[0m no\n" if colour else "error: no\n")


def test_names_from_elsewhere_do_not_act_on_the_terminal() -> None:
    stream = io.StringIO()
    set_up(stream=stream, environment={})
    logging.getLogger("codegraph").warning("skipped %s", "a\x1b[2J\r\u202eb\udcff.py")
    assert stream.getvalue() == "warning: skipped a\\x1b[2J\\r\\u202eb\\udcff.py\n"
    assert printable("é\n\tx") == "é\n\tx"


def test_nothing_goes_to_stdout(tmp_path: Path) -> None:
    code = (
        "import logging; from codegraph.logs import set_up; set_up(verbose=2);"
        "logging.getLogger('codegraph').error('x'); logging.getLogger('parsers').debug('y')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "error: x\ndebug: y\n")
