"""The part of the public SCIP schema that we speak, as protobuf message classes built from a table.

No generated code in the repository: the table below is the schema, and unknown fields are skipped as
protobuf does. Enumerations travel as integers, so newer values do no harm. ``google.protobuf`` is
imported when the first message is needed: only reading or writing SCIP pays for it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

TABLE = """
Index
    1 metadata Metadata
    2 documents Document*
    3 external_symbols SymbolInformation*
Metadata
    1 version int32
    2 tool_info ToolInfo
    3 project_root string
    4 text_document_encoding int32
ToolInfo
    1 name string
    2 version string
    3 arguments string*
Document
    1 relative_path string
    2 occurrences Occurrence*
    3 symbols SymbolInformation*
    4 language string
    5 text string
    6 position_encoding int32
Occurrence
    1 range int32*
    2 symbol string
    3 symbol_roles int32
    5 syntax_kind int32
    7 enclosing_range int32*
SymbolInformation
    1 symbol string
    3 documentation string*
    4 relationships Relationship*
    5 kind int32
    6 display_name string
    7 signature_documentation Document
    8 enclosing_symbol string
Relationship
    1 symbol string
    2 is_reference bool
    3 is_implementation bool
    4 is_type_definition bool
    5 is_definition bool
"""
"""Message, then its fields: number, name, type; a star marks a repeated one."""

DEFINITION, IMPORT, FORWARD_DEFINITION = 0x1, 0x2, 0x40
"""Bits of ``Occurrence.symbol_roles``."""

UTF8, UTF16, UTF32 = 1, 2, 3
"""``Document.position_encoding``: what one step of a column is."""

METADATA_FIELD, DOCUMENT_FIELD = 1, 2
"""Numbers of the fields of ``Index`` that are read; see :mod:`codegraph.scip.wire`."""


def fields() -> dict[str, list[tuple[int, str, str, bool]]]:
    """Message -> (number, name, type, repeated) of its fields."""
    messages: dict[str, list[tuple[int, str, str, bool]]] = {}
    rows: list[tuple[int, str, str, bool]] = []
    for line in TABLE.splitlines():
        words = line.split()
        if len(words) == 1:
            rows = messages[words[0]] = []
        elif words:
            rows.append((int(words[0]), words[1], words[2].rstrip("*"), words[2].endswith("*")))
    return messages


@cache
def message(name: str) -> Any:
    """The class of a message: ``message("Document")()``."""
    from google.protobuf import message_factory

    return message_factory.GetMessageClass(_pool().FindMessageTypeByName(f"scip.{name}"))


@cache
def _pool() -> Any:
    from google.protobuf import descriptor_pb2, descriptor_pool

    kinds = descriptor_pb2.FieldDescriptorProto
    scalars = {"string": kinds.TYPE_STRING, "int32": kinds.TYPE_INT32, "bool": kinds.TYPE_BOOL}
    file = descriptor_pb2.FileDescriptorProto(name="codegraph/scip.proto", package="scip", syntax="proto3")
    for name, rows in fields().items():
        described = file.message_type.add(name=name)
        for number, field, kind, repeated in rows:
            added = described.field.add(name=field, number=number)
            added.label = kinds.LABEL_REPEATED if repeated else kinds.LABEL_OPTIONAL
            if kind in scalars:
                added.type = scalars[kind]
            else:
                added.type = kinds.TYPE_MESSAGE
                added.type_name = f".scip.{kind}"
    # A pool of its own: another library in the process may have registered the same package.
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return pool
