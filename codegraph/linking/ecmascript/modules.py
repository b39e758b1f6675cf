"""From a module specifier to a file: relative paths, ``tsconfig`` paths, packages inside the repository."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from codegraph.linking.linker import Project

_SOURCE_FIRST = (".ts", ".tsx", ".mts", ".cts", ".d.ts", ".d.mts", ".d.cts", ".js", ".jsx", ".mjs", ".cjs", ".es6")
_SCRIPT_FIRST = (".js", ".jsx", ".mjs", ".cjs", ".es6", ".ts", ".tsx", ".mts", ".cts", ".d.ts", ".d.mts", ".d.cts")
_WRITTEN_AS = {
    ".js": (".ts", ".tsx", ".d.ts", ".jsx"),
    ".jsx": (".tsx", ".d.ts"),
    ".mjs": (".mts", ".d.mts"),
    ".cjs": (".cts", ".d.cts"),
    ".ts": (".tsx", ".d.ts", ".js"),
}
"""What a specifier's extension may stand for in the sources."""

_DECLARED_IN = {"js": ".d.ts", "jsx": ".d.ts", "mjs": ".d.mts", "cjs": ".d.cts"}

_LANGUAGES = ("javascript", "typescript")
_CONDITIONS_LAST = ("types", "default")
_EXTENDS_LIMIT = 8


class Package:
    """One ``package.json`` of the repository."""

    def __init__(self, folder: str, manifest: dict[str, Any]) -> None:
        self.folder = folder
        self.manifest = manifest
        self.name: str = manifest.get("name") if isinstance(manifest.get("name"), str) else ""  # type: ignore[assignment]


class Modules:
    """Finds modules for every file of one repository; what it reads is read once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.paths = {p for p, language in project.languages.items() if language in _LANGUAGES}
        self._json: dict[str, dict[str, Any] | None] = {}
        self._configs: dict[str, _Config | None] = {}
        self._packages: dict[str, list[Package]] | None = None
        self._found: dict[tuple[str, str], str | None] = {}

    def find(self, importer: str, specifier: str) -> str | None:
        """Path of the file that ``specifier`` means in ``importer``; None when it is outside the repository."""
        relative = specifier.startswith(".")
        key = (importer if relative else posixpath.dirname(importer), specifier)
        if key not in self._found:
            self._found[key] = self._find(importer, specifier)
        return self._found[key]

    def _find(self, importer: str, specifier: str) -> str | None:
        specifier = specifier.split("?", 1)[0].removeprefix("file:")
        if not specifier or specifier.startswith(("node:", "http:", "https:", "data:")):
            return None
        scripts = importer.endswith((".js", ".jsx", ".mjs", ".cjs"))
        folder = posixpath.dirname(importer)
        if specifier.startswith("."):
            return self._inside(posixpath.normpath(posixpath.join(folder, specifier)), scripts, specifier)
        if specifier.startswith("/"):
            return self._inside(specifier.lstrip("/"), scripts, specifier)
        config = self._config(folder)
        if config is not None:
            for candidate in config.candidates(specifier):
                found = self._inside(candidate, scripts, candidate)
                if found is not None:
                    return found
        if specifier.startswith("#"):
            return self._private_import(folder, specifier, scripts)
        return self._package(folder, specifier, scripts)

    # -- files and folders

    def _inside(self, stem: str, scripts: bool, written: str) -> str | None:
        """A file or folder of the repository: extensions and index files are tried in order."""
        if stem.startswith(".."):
            return None
        stem = "" if stem == "." else stem
        if not written.endswith("/") and stem:
            found = self._file(stem, scripts)
            if found is not None:
                return found
        return self._folder(stem, scripts)

    def _file(self, stem: str, scripts: bool) -> str | None:
        paths = self.paths
        base, dot, extension = stem.rpartition(".")
        if stem in paths:
            # TypeScript reads a script through the declarations beside it.
            declared = f"{base}{_DECLARED_IN.get(extension, '')}"
            return declared if not scripts and declared in paths and declared != base else stem
        if dot:
            for other in _WRITTEN_AS.get("." + extension, ()):
                if base + other in paths:
                    return base + other
        for extension in _SCRIPT_FIRST if scripts else _SOURCE_FIRST:
            if stem + extension in paths:
                return stem + extension
        return None

    def _folder(self, folder: str, scripts: bool) -> str | None:
        manifest = self._read(posixpath.join(folder, "package.json"))
        if manifest:
            for name in ("source", "module", "main", "types", "typings"):
                entry = manifest.get(name)
                if isinstance(entry, str):
                    stem = posixpath.normpath(posixpath.join(folder, entry))
                    found = self._file(stem, scripts) or self._index(stem, scripts)
                    if found is not None:
                        return found
        return self._index(folder, scripts)

    def _index(self, folder: str, scripts: bool) -> str | None:
        stem = posixpath.join(folder, "index")
        for extension in _SCRIPT_FIRST if scripts else _SOURCE_FIRST:
            if stem + extension in self.paths:
                return stem + extension
        return None

    # -- packages of the repository

    def _all_packages(self) -> dict[str, list[Package]]:
        if self._packages is None:
            table: dict[str, list[Package]] = {}
            folders = {""}
            for path in self.paths:
                folder = posixpath.dirname(path)
                while folder and folder not in folders:
                    folders.add(folder)
                    folder = posixpath.dirname(folder)
            for folder in sorted(folders):
                manifest = self._read(posixpath.join(folder, "package.json"))
                if manifest is not None:
                    package = Package(folder, manifest)
                    if package.name:
                        table.setdefault(package.name, []).append(package)
            self._packages = table
        return self._packages

    def _package(self, folder: str, specifier: str, scripts: bool) -> str | None:
        parts = specifier.split("/")
        count = 2 if specifier.startswith("@") else 1
        name = "/".join(parts[:count])
        inner = "/".join(parts[count:])
        for package in self._all_packages().get(name, ()):
            found = self._entry(package, inner, scripts)
            if found is not None:
                return found
        return None

    def _entry(self, package: Package, inner: str, scripts: bool) -> str | None:
        """The file that a package gives for ``name/inner``: what its manifest says, else where sources usually are."""
        manifest = package.manifest
        exports = manifest.get("exports")
        if exports is not None:
            for target in _export_targets(exports, "./" + inner if inner else "."):
                found = self._target(package.folder, target, scripts)
                if found is not None:
                    return found
        if inner:
            for stem in (inner, f"src/{inner}", f"lib/{inner}"):
                found = self._inside(posixpath.normpath(posixpath.join(package.folder, stem)), scripts, stem)
                if found is not None:
                    return found
            return None
        for name in ("source", "module", "main", "types", "typings"):
            entry = manifest.get(name)
            if isinstance(entry, str):
                found = self._target(package.folder, entry, scripts)
                if found is not None:
                    return found
        for stem in ("src/index", "index", "lib/index", "src/main", "source/index"):
            found = self._file(posixpath.normpath(posixpath.join(package.folder, stem)), scripts)
            if found is not None:
                return found
        return None

    def _target(self, folder: str, target: str, scripts: bool) -> str | None:
        """A manifest's target; what a build will put into ``dist`` is looked for where it is built from."""
        stem = posixpath.normpath(posixpath.join(folder, target))
        if stem.startswith(".."):
            return None
        found = self._file(stem, scripts) or self._index(stem, scripts)
        if found is not None:
            return found
        inside = stem[len(folder) :].lstrip("/") if folder else stem
        parts = inside.split("/")
        for i, part in enumerate(parts[:-1]):
            if part in ("dist", "build", "lib", "out", "es", "esm", "cjs", "types", "output", "dist-types"):
                rest = [p for p in parts[i + 1 :] if p not in ("esm", "cjs", "es", "types", "node", "browser")]
                for source in ("src", "source", "lib", ""):
                    base = posixpath.normpath(posixpath.join(folder, *parts[:i], source, *rest))
                    for stem in (base, *_without_suffixes(base)):
                        found = self._file(stem, scripts)
                        if found is not None:
                            return found
        return None

    def _private_import(self, folder: str, specifier: str, scripts: bool) -> str | None:
        """``#name`` of the nearest package.json's ``imports``."""
        while True:
            manifest = self._read(posixpath.join(folder, "package.json"))
            if manifest is not None:
                imports = manifest.get("imports")
                for target in _export_targets(imports, specifier) if isinstance(imports, dict) else ():
                    found = self._target(folder, target, scripts)
                    if found is not None:
                        return found
                return None
            if not folder:
                return None
            folder = posixpath.dirname(folder)

    # -- configuration files

    def _config(self, folder: str) -> _Config | None:
        if folder not in self._configs:
            found: _Config | None = None
            for name in ("tsconfig.json", "jsconfig.json"):
                path = posixpath.join(folder, name)
                if self._read(path) is not None:
                    found = self._load_config(path)
                    break
            if found is None and folder:
                found = self._config(posixpath.dirname(folder))
            elif found is not None and not found.paths and folder:
                outer = self._config(posixpath.dirname(folder))
                if outer is not None and outer.paths:
                    found = _Config([*found.paths, *outer.paths], found.base or outer.base)
            self._configs[folder] = found
        return self._configs[folder]

    def _load_config(self, path: str, depth: int = 0) -> _Config:
        raw = self._read(path) or {}
        folder = posixpath.dirname(path)
        options = raw.get("compilerOptions")
        options = options if isinstance(options, dict) else {}
        paths: list[tuple[str, tuple[str, ...]]] = []
        base: str | None = None
        if isinstance(options.get("baseUrl"), str):
            base = posixpath.normpath(posixpath.join(folder, options["baseUrl"]))
        declared = options.get("paths")
        if isinstance(declared, dict):
            root = base if base is not None else folder
            for pattern, targets in declared.items():
                if isinstance(targets, list):
                    joined = tuple(posixpath.normpath(posixpath.join(root, t)) for t in targets if isinstance(t, str))
                    paths.append((pattern, joined))
        if depth < _EXTENDS_LIMIT:
            for other in self._relatives(raw, folder, "extends"):
                inherited = self._load_config(other, depth + 1)
                if not paths:
                    paths = inherited.paths
                if base is None:
                    base = inherited.base
            if not paths:
                # A "solution" that only refers to the projects that have the paths.
                for other in self._relatives(raw, folder, "references"):
                    paths = [*paths, *self._load_config(other, depth + 1).paths]
        return _Config(paths, base)

    def _relatives(self, raw: dict[str, Any], folder: str, field: str) -> Iterator[str]:
        value = raw.get(field)
        values = value if isinstance(value, list) else [value]
        for item in values:
            if isinstance(item, dict):
                item = item.get("path")
            if not isinstance(item, str) or not item.startswith("."):
                continue
            stem = posixpath.normpath(posixpath.join(folder, item))
            for candidate in (stem, stem + ".json", posixpath.join(stem, "tsconfig.json")):
                if self._read(candidate) is not None:
                    yield candidate
                    break

    def _read(self, path: str) -> dict[str, Any] | None:
        if path not in self._json:
            data = self.project.read(path) if not path.startswith("..") else None
            found: Any = None
            if data is not None:
                try:
                    found = json.loads(without_comments(data.decode("utf-8-sig", "replace")))
                except (ValueError, RecursionError):
                    found = None
            self._json[path] = found if isinstance(found, dict) else None
        return self._json[path]


class _Config:
    """The part of a ``tsconfig.json`` that says where modules are."""

    def __init__(self, paths: list[tuple[str, tuple[str, ...]]], base: str | None) -> None:
        self.paths = paths
        self.base = base

    def candidates(self, specifier: str) -> Iterable[str]:
        """Paths to try, the longest matching pattern first."""
        matches: list[tuple[int, list[str]]] = []
        for pattern, targets in self.paths:
            head, star, tail = pattern.partition("*")
            if not star:
                if specifier == pattern:
                    matches.append((len(pattern) + 1000, list(targets)))
            elif specifier.startswith(head) and specifier.endswith(tail) and len(specifier) >= len(head) + len(tail):
                middle = specifier[len(head) : len(specifier) - len(tail)]
                matches.append((len(head), [t.replace("*", middle) for t in targets]))
        for _, targets in sorted(matches, key=lambda m: -m[0]):
            yield from targets
        if self.base is not None:
            yield posixpath.normpath(posixpath.join(self.base, specifier))


def _without_suffixes(stem: str) -> tuple[str, ...]:
    """``index.esm.js`` is built from ``index``, ``x.d.ts`` from ``x``."""
    folder, base = posixpath.split(stem)
    first = base.split(".", 1)[0]
    return (posixpath.join(folder, first),) if first and first != base else ()


def _export_targets(exports: Any, wanted: str) -> Iterator[str]:
    """The targets that ``exports`` or ``imports`` gives for a subpath, in the order to try."""
    if isinstance(exports, (str, list)) or not any(k.startswith((".", "#")) for k in exports):
        if wanted == ".":
            yield from _leaves(exports)
        return
    if wanted in exports:
        yield from _leaves(exports[wanted])
        return
    best = ""
    for pattern in exports:
        head, star, tail = pattern.partition("*")
        if star and wanted.startswith(head) and wanted.endswith(tail) and len(head) > len(best.partition("*")[0]):
            best = pattern
    if best:
        head, _, tail = best.partition("*")
        middle = wanted[len(head) : len(wanted) - len(tail)]
        for leaf in _leaves(exports[best]):
            yield leaf.replace("*", middle)


def _leaves(target: Any) -> Iterator[str]:
    """Every string in a conditional target; declarations come last."""
    pending = [target]
    late: list[str] = []
    while pending:
        item = pending.pop(0)
        if isinstance(item, str):
            if item.endswith((".d.ts", ".d.mts", ".d.cts")):
                late.append(item)
            else:
                yield item
        elif isinstance(item, list):
            pending = [*item, *pending]
        elif isinstance(item, dict):
            first = [v for k, v in item.items() if k not in _CONDITIONS_LAST]
            pending = [*first, *(item[k] for k in _CONDITIONS_LAST if k in item), *pending]
    yield from late


def without_comments(text: str) -> str:
    """JSON with comments and trailing commas, as plain JSON."""
    out: list[str] = []
    i, size = 0, len(text)
    while i < size:
        c = text[i]
        if c == '"':
            j = i + 1
            while j < size and text[j] != '"':
                j += 2 if text[j] == "\\" else 1
            out.append(text[i : j + 1])
            i = j + 1
        elif text.startswith("//", i):
            j = text.find("\n", i)
            i = size if j < 0 else j
        elif text.startswith("/*", i):
            j = text.find("*/", i + 2)
            i = size if j < 0 else j + 2
        elif c in "}]":
            k = len(out) - 1
            while k >= 0 and not out[k].strip():
                k -= 1
            if k >= 0 and out[k] == ",":
                out[k] = ""
            out.append(c)
            i += 1
        else:
            out.append(c)
            i += 1
    return "".join(out)
