"""Small SCIP indexes for tests: occurrences are named by the text they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from codegraph.scip.schema import UTF8, UTF16, UTF32, message


class Mention(NamedTuple):
    """``name`` inside the first ``needle`` of the text stands for ``symbol``."""

    needle: str
    name: str
    symbol: str
    roles: int = 0


def python(path: str, *descriptors: str) -> str:
    """A global symbol of a Python project named shop."""
    return f"scip-test python shop 1.0 `{path}`/{''.join(descriptors)}"


OUTSIDE = "scip-test python elsewhere 2.0 `lib`/"


def write_index(
    file: Path,
    tree: Mapping[str, str],
    mentions: Mapping[str, Iterable[Mention]],
    *,
    encoding: int = UTF32,
    tool: str = "scip-test",
    project_root: str = "",
    implements: Iterable[tuple[str, str]] = (),
    with_text: bool = False,
    four: bool = False,
) -> Path:
    """An index of the files of ``tree`` that have mentions. ``implements``: (symbol, what it implements), put into
    the first document. ``four``: ranges of four numbers."""
    index: Any = message("Index")()
    index.metadata.tool_info.name = tool
    index.metadata.tool_info.version = "1.0"
    index.metadata.project_root = project_root
    for path, rows in mentions.items():
        text = tree[path]
        document = index.documents.add(relative_path=path, language="python", position_encoding=encoding)
        if with_text:
            document.text = text
        for row in rows:
            begin = text.index(row.needle)
            begin = text.index(row.name, begin)
            line = text.count("\n", 0, begin)
            start = text.rfind("\n", 0, begin) + 1
            first = _units(text[start:begin], encoding)
            end = first + _units(row.name, encoding)
            span = [line, first, line, end] if four else [line, first, end]
            document.occurrences.add(range=span, symbol=row.symbol, symbol_roles=row.roles)
    for symbol, base in implements:
        information = index.documents[0].symbols.add(symbol=symbol)
        information.relationships.add(symbol=base, is_implementation=True)
    file.write_bytes(index.SerializeToString())
    return file


def _units(text: str, encoding: int) -> int:
    if encoding == UTF8:
        return len(text.encode())
    return len(text.encode("utf-16-le")) // 2 if encoding == UTF16 else len(text)
