"""Which program made an index: facts and links of another one may mean something else."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_SOURCES = (
    "parsers/**/*.py",
    "queries/**/*.scm",
    "codegraph/linking/**/*.py",
    "codegraph/linking/**/*.stub",
    "codegraph/dependencies.py",
    "codegraph/preparing.py",
    "codegraph/secrets.py",
    "codegraph/sniffing.py",
    "codegraph/symbols.py",
    "codegraph/search/words.py",
)


@cache
def fingerprint() -> str:
    """One hash over all of our own code that decides what an index holds.

    It costs a few milliseconds and cannot be forgotten, as a number that somebody has to raise can.
    """
    digest = blake2b(digest_size=12)
    for pattern in _SOURCES:
        for file in sorted(_ROOT.glob(pattern)):
            digest.update(file.relative_to(_ROOT).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
