"""A copy of a package without the doc comments of its functions, and questions made of those comments."""

from __future__ import annotations

import ast
import random
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from codegraph.model import Symbol

FUNCTIONS = frozenset(("function", "method", "property", "macro"))
MOST_ANSWERS = 3
_MARKUP = re.compile(r":\w+:`~?([^`<]+)[^`]*`|\{@\w+ ([^}]+)\}|[`*]+")
_SPACE = re.compile(r"\s+")
_END = re.compile(r"[.!?](?=\s|$)|\n\s*\n|\n\s*[@:]\w+")


class Question(NamedTuple):
    """A sentence and where the functions are that it was taken from."""

    text: str
    places: tuple[tuple[str, str], ...]
    """(file, qualified name)."""


def first_sentence(doc: str, name: str) -> str:
    """The first sentence of a doc comment without markup, '' when it says too little to ask with.

    Go's custom of starting with the name would give the answer away: it is left out.
    """
    text = doc.strip()
    end = _END.search(text)
    text = text[: end.start()] if end else text
    text = _SPACE.sub(" ", _MARKUP.sub(lambda m: m[1] or m[2] or "", text)).strip()
    first, _, rest = text.partition(" ")
    if first.strip("():").lower() == name.lower():
        text = rest
    words = text.split()
    return text if 4 <= len(words) <= 40 else ""


def questions(symbols: Iterable[Symbol], count: int, seed: int = 7) -> list[Question]:
    """Up to ``count`` questions out of the doc comments of functions of product code."""
    asked: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for symbol in symbols:
        if symbol.kind in FUNCTIONS and "test" not in symbol.flags and (s := first_sentence(symbol.doc, symbol.name)):
            asked.setdefault(s.lower(), (s, []))[1].append((symbol.file, symbol.qualified_name))
    found = [Question(text, tuple(places)) for text, places in asked.values() if len(places) <= MOST_ANSWERS]
    random.Random(seed).shuffle(found)
    return found[:count]


def strip(root: Path, target: Path, symbols: Iterable[Symbol]) -> None:
    """Copy ``root`` to ``target`` with the doc comments of ``symbols`` blanked; lines keep their numbers."""
    shutil.copytree(root, target, ignore=shutil.ignore_patterns(".codegraph"))
    by_file: dict[str, list[Symbol]] = {}
    for symbol in symbols:
        if symbol.doc and symbol.kind != "module":
            by_file.setdefault(symbol.file, []).append(symbol)
    for file, here in by_file.items():
        path = target / file
        text = path.read_text(encoding="utf-8", errors="replace")
        path.write_text(_python(text) if file.endswith(".py") else _comments(text, here), encoding="utf-8")


def _python(text: str) -> str:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return text
    lines = text.split("\n")
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or not ast.get_docstring(node):
            continue
        doc = node.body[0]
        first, last = doc.lineno - 1, (doc.end_lineno or doc.lineno) - 1
        before = lines[first].encode()[: doc.col_offset].decode()
        after = lines[last].encode()[doc.end_col_offset or 0 :].decode()
        lines[first : last + 1] = [f"{before}...{after}", *([""] * (last - first))]
    return "\n".join(lines)


def _comments(text: str, symbols: Iterable[Symbol]) -> str:
    """Blank the comments right above the definitions, over attributes and annotations."""
    lines = text.split("\n")
    for symbol in symbols:
        at = symbol.line - 2
        while at >= 0 and lines[at].strip().startswith(("@", "#[", "export ")):
            at -= 1
        while at >= 0:
            line = lines[at].strip()
            if line.endswith("*/"):
                while at >= 0 and "/*" not in lines[at]:
                    lines[at] = ""
                    at -= 1
                lines[max(at, 0)] = ""
                break
            if not line.startswith(("//", "#[")):
                break
            if line.startswith("//"):
                lines[at] = ""
            at -= 1
    return "\n".join(lines)
