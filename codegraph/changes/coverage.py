"""Which tests ran which lines, from coverage data: coverage.py with contexts; lcov and Cobertura without."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from codegraph.errors import BadArgument
from codegraph.paths import stored_path

_LARGEST = 200_000_000


class Covered:
    """Lines that ran, and where the data say so, in which test."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._tests: dict[str, dict[int, set[str]]] = {}

    def add(self, file: str, line: int, test: str = "") -> None:
        """Note that a line ran, in a test if one is named."""
        tests = self._tests.setdefault(self._relative(file), {}).setdefault(line, set())
        if test:
            tests.add(test)

    def _relative(self, file: str) -> str:
        path = os.path.normpath(os.path.join(self.root, file))
        return stored_path(os.path.relpath(path, self.root))

    def ran_any(self, path: str, lines: set[int]) -> bool:
        """Whether one of these lines ran."""
        return not lines.isdisjoint(self._tests.get(path, {}))

    def tests_of(self, lines: Mapping[str, set[int]]) -> set[str]:
        """The tests that ran any of these lines."""
        found: set[str] = set()
        for path, wanted in lines.items():
            table = self._tests.get(path, {})
            for line in wanted & table.keys():
                found |= table[line]
        return found


def read_coverage(file: Path, root: Path) -> Covered:
    """Coverage data in whichever of the known formats the file has.

    Raises:
        BadArgument: it has none of them, or cannot be read.
    """
    try:
        with file.open("rb") as stream:
            head = stream.read(512)
        if file.stat().st_size > _LARGEST:
            raise BadArgument(f"{file} is larger than {_LARGEST // 1_000_000} MB")
    except OSError as error:
        raise BadArgument(f"{file} cannot be read: {error.strerror}") from error
    covered = Covered(root)
    if head.startswith(b"SQLite format 3\0"):
        _read_sqlite(file, covered)
    elif b"<coverage" in head or head.lstrip().startswith(b"<?xml"):
        _read_cobertura(file, covered)
    elif head.startswith((b"TN:", b"SF:")):
        _read_lcov(file, covered)
    else:
        raise BadArgument(f"{file} is neither coverage.py's database nor lcov nor Cobertura")
    return covered


def _read_sqlite(file: Path, covered: Covered) -> None:
    try:
        db = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            db.execute("PRAGMA trusted_schema=OFF")
            rows = db.execute(
                "SELECT f.path, c.context, l.numbits FROM line_bits l JOIN file f ON f.id = l.file_id "
                "JOIN context c ON c.id = l.context_id"
            ).fetchall()
            rows += [
                (path, context, _bits(line))
                for path, context, line in db.execute(
                    "SELECT f.path, c.context, a.tono FROM arc a JOIN file f ON f.id = a.file_id "
                    "JOIN context c ON c.id = a.context_id WHERE a.tono > 0"
                )
            ]
        finally:
            db.close()
    except sqlite3.Error as error:
        raise BadArgument(f"{file} is no database of coverage.py: {error}") from error
    for path, context, bits in rows:
        # pytest-cov adds the phase: ``tests/test_a.py::test_b|run``.
        test = context.partition("|")[0]
        for number, byte in enumerate(bits):
            for bit in range(8):
                if byte >> bit & 1:
                    covered.add(path, number * 8 + bit, test)


def _bits(line: int) -> bytes:
    data = bytearray(line // 8 + 1)
    data[line // 8] = 1 << line % 8
    return bytes(data)


def _read_lcov(file: Path, covered: Covered) -> None:
    source = test = ""
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("TN:"):
            test = line[3:].strip()
        elif line.startswith("SF:"):
            source = line[3:].strip()
        elif line.startswith("DA:") and source:
            number, _, hits = line[3:].partition(",")
            if number.isdigit() and hits.partition(",")[0] not in ("0", ""):
                covered.add(source, int(number), test)


def _read_cobertura(file: Path, covered: Covered) -> None:
    from xml.parsers import expat

    source = ""
    folders: list[str] = []
    reading = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal source, reading
        if name == "source":
            folders.append("")
            reading = True
        elif name == "class":
            source = attributes.get("filename", "")
            # File names count from one of the sources, which may be a folder of the tree.
            places = [os.path.join(folder, source) for folder in folders if folder]
            source = next((place for place in places if os.path.exists(os.path.join(covered.root, place))), source)
        elif (
            name == "line" and source and attributes.get("hits", "0") != "0" and attributes.get("number", "").isdigit()
        ):
            covered.add(source, int(attributes["number"]))

    def words(text: str) -> None:
        if reading:
            folders[-1] += text.strip()

    def end(_: str) -> None:
        nonlocal reading
        reading = False

    def refuse(*_: object) -> None:
        raise BadArgument(f"{file} declares entities, which coverage data never needs")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(file.read_bytes(), True)
    except expat.ExpatError as error:
        raise BadArgument(f"{file} is no Cobertura report: {error}") from error
