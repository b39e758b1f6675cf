"""What the packages of a repository are called: ``rxjs.map`` and ``clap::Command`` begin with such a name.

Manifests are read from the tree when a name fits nothing else; without the tree nothing is known of them.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from codegraph.reading.filenames import SEPARATORS

DEEPEST = 5
"""Folders below the root in which manifests are looked for."""

MOST_FOLDERS = 2000
LONGEST = 1_000_000
"""Bytes of a manifest that are read."""

_SCRIPTS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_FOLDERS = ("", "src/", "lib/")


class PackageFolder(NamedTuple):
    """A folder with a manifest."""

    folder: str
    """Relative to the root, with a slash at its end; '' for the root."""
    rest: list[str]
    """What was typed after the package's name."""
    entries: list[str]
    """Paths of the files that may speak for the package, the likeliest first."""


def packages_called(root: Path, paths: Iterable[str], parts: Sequence[str]) -> list[PackageFolder]:
    """The packages whose name ``parts`` begin with, each with what of ``parts`` comes after."""
    known = list(paths)
    manifests = [
        (file, read)
        for file, read, suffixes in (("package.json", _npm, _SCRIPTS), ("Cargo.toml", _cargo, (".rs",)))
        if any(path.endswith(suffixes) for path in known)
    ]
    found: list[PackageFolder] = []
    for folder in _folders(known):
        for file, read in manifests:
            text = _text(root / folder / file)
            package = read(text) if text else None
            if package is None:
                continue
            name, entries = package
            for spelling in _spellings(name):
                if len(parts) > len(spelling) and list(parts[: len(spelling)]) == spelling:
                    found.append(PackageFolder(folder, list(parts[len(spelling) :]), [folder + e for e in entries]))
                    break
    return found


def _spellings(name: str) -> Iterator[list[str]]:
    """``@scope/name`` is also called ``name``, ``my-crate`` is ``my_crate`` in code."""
    whole = [part for part in SEPARATORS.split(name.lstrip("@")) if part]
    for spelling in (whole, whole[-1:]) if name.startswith("@") else (whole,):
        if spelling:
            yield spelling
            if "-" in spelling[-1]:
                yield [*spelling[:-1], spelling[-1].replace("-", "_")]


def _folders(paths: Iterable[str]) -> list[str]:
    out: dict[str, None] = {"": None}
    for path in paths:
        at = -1
        for _ in range(DEEPEST):
            at = path.find("/", at + 1)
            if at < 0:
                break
            out[path[: at + 1]] = None
    return sorted(out, key=lambda folder: (folder.count("/"), folder))[:MOST_FOLDERS]


def _text(path: Path) -> str:
    try:
        if not path.is_file():  # a pipe of that name would be waited for
            return ""
        with path.open("rb") as file:
            return file.read(LONGEST).decode("utf-8", "replace")
    except OSError:
        return ""


def _npm(text: str) -> tuple[str, list[str]] | None:
    try:
        manifest: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    name = manifest.get("name") if isinstance(manifest, dict) else None
    if not isinstance(name, str):
        return None
    entries = [f"{folder}index{suffix}" for folder in _FOLDERS for suffix in _SCRIPTS]
    entries += [f"{folder}{name.rpartition('/')[2]}{suffix}" for folder in _FOLDERS for suffix in _SCRIPTS]
    for key in ("source", "main", "module", "types", "typings"):
        value = manifest.get(key)
        if isinstance(value, str):
            path = value.removeprefix("./")
            entries += [path, *[f"{path}{suffix}" for suffix in _SCRIPTS]]
    return name, list(dict.fromkeys(entries))


def _cargo(text: str) -> tuple[str, list[str]] | None:
    try:
        manifest: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    library, package = manifest.get("lib"), manifest.get("package")
    library = library if isinstance(library, dict) else {}
    name = library.get("name") or (package.get("name") if isinstance(package, dict) else None)
    if not isinstance(name, str):
        return None
    path = library.get("path")
    return name, [path] if isinstance(path, str) else ["src/lib.rs", "src/main.rs"]
