"""An index file read one document at a time.

SCIP is made for this: ``Index`` is a sequence of fields, the metadata first and then the documents. We
walk that outermost sequence by hand and give each document to protobuf alone, so that memory is bounded
by the largest document and not by the file. Whatever is wrong with the file is said with its name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

from codegraph.errors import BadArgument, CodeGraphError
from codegraph.scip.schema import DOCUMENT_FIELD, METADATA_FIELD, message

LARGEST_FILE = 8 << 30
LARGEST_DOCUMENT = 512 << 20
"""A document describes one source file; ours are at most a few megabytes."""

_PIECE = 1 << 20
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


class ScipProblem(CodeGraphError):
    """A SCIP index that cannot be used; the index that we have stays as it is."""

    code = "scip"
    exit_code = 3

    def __init__(self, file: str, problem: str) -> None:
        self.file = file
        self.problem = problem
        super().__init__(f"{file} is not a usable SCIP index: {problem}; nothing was changed")


class ScipFile:
    """An open index: :attr:`metadata`, then :meth:`documents` as often as needed."""

    def __init__(self, name: str, stream: IO[bytes], size: int) -> None:
        self.name = name
        self._stream = stream
        self._size = size
        self.metadata = self._metadata()

    @property
    def hash(self) -> str:
        """Of the bytes of the file."""
        digest = blake2b(digest_size=16)
        for start in range(0, self._size, _PIECE):
            digest.update(self._bytes(start, min(start + _PIECE, self._size)))
        return digest.hexdigest()

    def documents(self) -> Iterator[Any]:
        """The ``Document`` messages, in the order of the file."""
        for field, start, end in self._fields():
            if field == DOCUMENT_FIELD:
                yield self._parse("Document", start, end)

    def _metadata(self) -> Any:
        found = None
        some = False
        # To the end even so: a file that was cut short is better known before anything is done with it.
        for field, start, end in self._fields():
            some = some or field == DOCUMENT_FIELD
            if field == METADATA_FIELD:
                if found is not None:
                    raise ScipProblem(self.name, "it has its metadata twice (are these two indexes in one file?)")
                found = self._parse("Metadata", start, end)
        if found is None:
            raise ScipProblem(self.name, "it has no metadata" if some else "it holds neither metadata nor documents")
        return found

    def _parse(self, name: str, start: int, end: int) -> Any:
        from google.protobuf.message import DecodeError

        if end - start > LARGEST_DOCUMENT:
            raise ScipProblem(self.name, f"a {name} of {end - start:,} bytes at byte {start:,}")
        try:
            return message(name).FromString(self._bytes(start, end))
        except (DecodeError, UnicodeDecodeError, ValueError) as error:
            raise ScipProblem(self.name, f"the {name} at byte {start:,} cannot be decoded ({error})") from error

    def _fields(self) -> Iterator[tuple[int, int, int]]:
        """(number, first byte, end) of every field of the outermost message that has a length."""
        position, size = 0, self._size
        while position < size:
            at = position
            tag, position = self._varint(position)
            field, kind = tag >> 3, tag & 7
            if not 0 < field < 1 << 29:
                raise ScipProblem(self.name, f"there is no protobuf field at byte {at:,}")
            if kind == _BYTES:
                length, position = self._varint(position)
                if length > size - position:
                    raise ScipProblem(self.name, f"it ends in the midst of a field of {length:,} bytes at byte {at:,}")
                yield field, position, position + length
                position += length
            elif kind == _VARINT:
                _, position = self._varint(position)
            elif kind in (_FIXED64, _FIXED32):
                position += 8 if kind == _FIXED64 else 4
            else:
                raise ScipProblem(self.name, f"there is no protobuf field at byte {at:,}")
            if field in (METADATA_FIELD, DOCUMENT_FIELD) and kind != _BYTES:
                raise ScipProblem(self.name, f"field {field} at byte {at:,} is no message")
        if position > size:
            raise ScipProblem(self.name, "it ends in the midst of a field")

    def _varint(self, position: int) -> tuple[int, int]:
        value = shift = 0
        while shift < 64:
            if position >= self._size:
                raise ScipProblem(self.name, "it ends in the midst of a field")
            byte = self._bytes(position, position + 1)[0]
            position += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value, position
            shift += 7
        raise ScipProblem(self.name, f"a number at byte {position:,} does not end")

    def _bytes(self, start: int, end: int) -> bytes:
        # Not mapped into memory: a file that somebody cuts short meanwhile would take the process with it.
        self._stream.seek(start)
        data = self._stream.read(end - start)
        if len(data) != end - start:
            raise ScipProblem(self.name, "it changed while it was read")
        return data


@contextmanager
def open_scip(path: Path) -> Iterator[ScipFile]:
    """The index in a file.

    Raises:
        BadArgument: there is no such file.
        ScipProblem: it is none, or it is damaged.
    """
    name = str(path)
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if not path.is_file():
                raise ScipProblem(name, "it is not a regular file")
            if size == 0:
                raise ScipProblem(name, "it is empty")
            if size > LARGEST_FILE:
                raise ScipProblem(name, f"it has {size:,} bytes, more than {LARGEST_FILE:,}")
            yield ScipFile(name, stream, size)
    except FileNotFoundError as error:
        raise BadArgument(f"there is no SCIP index {name}") from error
    except (IsADirectoryError, PermissionError) as error:
        raise ScipProblem(name, error.strerror or str(error)) from error
