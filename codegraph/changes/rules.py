"""The kinds of findings."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """Kinds of findings; the values are rule ids in SARIF and elsewhere."""

    BROKEN_CALL = "broken-call"
    BROKEN_REFERENCE = "broken-reference"
    BROKEN_IMPORT = "broken-import"
    BROKEN_OVERRIDE = "broken-override"
    REMOVED_API = "removed-api"
    NEW_CYCLE = "new-cycle"
    UNTESTED = "untested-change"
