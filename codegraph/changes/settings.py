"""Files that are no source but decide where imports lead (``go.mod``, ``tsconfig.json``, ``Cargo.toml``, …), as both
sides of a diff have them.

The links in the database were made with the files on disk. Where a diff changes one of them in what matters, imports
are resolved with the old one as well: those that led to a file of the repository and lead nowhere now are broken.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from codegraph.changes.imports import BrokenImport
from codegraph.paths import stored_path

if TYPE_CHECKING:
    from codegraph.changes.diff import FileChange
    from codegraph.changes.git import Git
    from codegraph.changes.graph import SideGraph, Stored
    from codegraph.changes.sides import Comparison

_SCRIPT = frozenset(("javascript", "typescript", "tsx", "jsx", "vue"))
_LANGUAGES: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"(^|/)(go\.(mod|work)|vendor/modules\.txt)$"), frozenset(("go",))),
    (re.compile(r"(^|/)(package|[jt]sconfig[\w.-]*)\.json$|workspace\.ya?ml$"), _SCRIPT),
    (re.compile(r"(^|/)Cargo\.toml$"), frozenset(("rust",))),
    (re.compile(r"(^|/)composer\.json$"), frozenset(("php",))),
    (re.compile(r"\.csproj$|\.sln$"), frozenset(("csharp",))),
)
_OF_PACKAGE = ("name", "main", "module", "browser", "exports", "imports", "types", "typings", "type", "workspaces")
"""What of a ``package.json`` decides where imports lead; its version and scripts do not."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs in these files between the two sides."""

    before: Mapping[str, bytes | None]
    after: Mapping[str, bytes | None]
    changed: tuple[str, ...] = ()
    """Those that differ in what matters."""
    notes: tuple[str, ...] = ()

    @property
    def languages(self) -> frozenset[str] | None:
        """Languages whose imports may lead elsewhere; None for any."""
        found: frozenset[str] = frozenset()
        for path in self.changed:
            of = next((languages for pattern, languages in _LANGUAGES if pattern.search(path)), None)
            if of is None:
                return None
            found |= of
        return found


def settings_of(comparison: Comparison, stored: Stored, git: Git | None) -> Settings:
    """The settings that a diff changes, of those that the linker asked for."""
    row = stored.db.execute("SELECT value FROM meta WHERE key = 'inputs'").fetchone()
    asked: Mapping[str, Any] = json.loads(row[0]) if row is not None and row[0] else {}
    touched: list[tuple[str, FileChange]] = []
    for change in comparison.others:
        for native in {change.old_path, change.new_path}:
            if native is not None and stored_path(native) in asked:
                touched.append((stored_path(native), change))
    if not touched:
        return Settings({}, {})
    if git is None:
        names = ", ".join(sorted({path for path, _ in touched}))
        return Settings({}, {}, (), (f"{names} changed: imports were compared with it as it is on disk",))
    objects = [c.old_object if _is(c.old_path, p) and c.old_is_file else "" for p, c in touched]
    objects += [c.new_object if _is(c.new_path, p) and comparison.diff.head else "" for p, c in touched]
    blobs = dict(zip([o for o in objects if o], git.blobs(o for o in objects if o), strict=True))
    before: dict[str, bytes | None] = {}
    after: dict[str, bytes | None] = {}
    changed: list[str] = []
    for (path, change), old, new in zip(touched, objects, objects[len(touched) :], strict=False):
        before[path] = blobs.get(old)
        if comparison.diff.head:
            after[path] = blobs.get(new)
        elif _is(change.new_path, path):
            from codegraph.linkinputs import LinkInputs

            after[path] = LinkInputs(stored.root).read(path)
        else:
            after[path] = None
        if telling(path, before[path]) != telling(path, after[path]):
            changed.append(path)
    return Settings(before, after, tuple(sorted(set(changed))))


def _is(native: str | None, path: str) -> bool:
    return native is not None and stored_path(native) == path


def telling(path: str, data: bytes | None) -> Any:
    """What of a file decides where imports lead; all of one that is not known.

    >>> telling("go.mod", b"module a\\n\\nrequire b v1\\n") == telling("go.mod", b"module a\\n\\nrequire b v2\\n")
    True
    """
    if data is None:
        return None
    name = path.rpartition("/")[2]
    try:
        if name == "go.mod":
            return [w for w in data.split(b"\n") if re.match(rb"\s*(module|replace)\b|.*=>", w)]
        if name == "package.json":
            read = json.loads(data)
            return {key: read.get(key) for key in _OF_PACKAGE} if isinstance(read, dict) else data
        if name == "Cargo.toml":
            return _of_crate(tomllib.loads(data.decode()))
    except (ValueError, RecursionError):
        return data
    return data


def _of_crate(read: dict[str, Any]) -> Any:
    package = read.get("package", {})
    kept = {key: read.get(key) for key in ("lib", "bin", "example", "test", "bench", "workspace", "features")}
    kept["package"] = {key: value for key, value in package.items() if key in ("name", "edition", "build", "autobins")}
    for table in ("dependencies", "dev-dependencies", "build-dependencies"):
        kept[table] = {
            name: [value.get("path"), value.get("package")] if isinstance(value, dict) else None
            for name, value in read.get(table, {}).items()
        }
    return kept


def misled_imports(base: SideGraph, head: SideGraph, settings: Settings) -> Iterator[BrokenImport]:
    """Imports, in any file, that led to one of ours with the old settings and lead nowhere with the new ones."""
    if not settings.changed:
        return
    languages = settings.languages
    what = ", ".join(settings.changed)
    for path, language in sorted(base.languages.items()):
        if (languages is not None and language not in languages) or head.languages.get(path) != language:
            continue
        if not (base.facts(path).imports and head.facts(path).imports):
            continue
        rows_after = head.facts(path).imports
        now = head.leads(path)
        places = {(row.module, row.name, row.local, row.level): n for n, row in enumerate(rows_after)}
        said: set[tuple[int, str]] = set()
        for index, where in base.leads(path):
            row = base.facts(path).imports[index]
            n = places.get((row.module, row.name, row.local, row.level))
            if n is None or any(i == n for i, _ in now) or where not in head.languages or "conditional" in row.flags:
                continue
            here = rows_after[n]
            if (here.row, row.module) in said:
                continue
            said.add((here.row, row.module))
            yield BrokenImport(
                path,
                here.row + 1,
                here.column + 1,
                f"imports {row.module or row.name}, which led to {where} before {what} changed",
                f"{base.languages[where]}:{stored_path(where)}#",
                head.symbol_at((path, here.scope), around=True) or "",
            )
