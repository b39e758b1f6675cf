"""Columns in code units of an encoding, as columns in code points."""

from __future__ import annotations

from codegraph.scip.schema import UTF8, UTF16, UTF32

BROKEN = -1
"""A column that is beyond its line, or in the midst of a character."""


class Columns:
    """The lines of one file, asked for columns in one encoding."""

    def __init__(self, lines: list[str], encoding: int) -> None:
        self._lines = lines
        self._encoding = encoding
        self._tables: dict[int, dict[int, int]] = {}

    def code_points(self, row: int, column: int) -> int:
        """The column in code points; :data:`BROKEN` when there is no such place."""
        if row >= len(self._lines):
            return BROKEN
        line = self._lines[row]
        if self._encoding == UTF32 or line.isascii():
            return column if column <= len(line) else BROKEN
        table = self._tables.get(row)
        if table is None:
            table = self._tables[row] = _units(line, self._encoding)
        return table.get(column, BROKEN)


def _units(line: str, encoding: int) -> dict[int, int]:
    """Column in code units -> column in code points, at every border between characters."""
    table: dict[int, int] = {}
    units = 0
    for position, character in enumerate(line):
        table[units] = position
        number = ord(character)
        if encoding == UTF8:
            units += 1 if number < 0x80 else 2 if number < 0x800 else 3 if number < 0x10000 else 4
        else:
            units += 2 if number > 0xFFFF else 1
    table[units] = len(line)
    return table


def encodings_to_try(said: int) -> tuple[int, ...]:
    """The encodings that a document's columns may be in: the one it names, else the likelier first."""
    return (said,) if said in (UTF8, UTF16, UTF32) else (UTF16, UTF8, UTF32)
