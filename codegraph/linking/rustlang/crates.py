"""Crates and the tree of modules: which file is which module of which crate, and what crates see of each other."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from posixpath import basename, dirname, join, normpath
from typing import Any

from codegraph.linking.units import Unit
from codegraph.linking.values import Def

_KIND_FOLDERS = (("tests", "test"), ("examples", "example"), ("benches", "bench"))


@dataclass(slots=True)
class Package:
    """One ``Cargo.toml`` with a ``[package]``."""

    folder: str
    name: str
    library: str = ""
    """Path of the library crate's root, or ''."""
    library_name: str = ""
    edition: str = "2015"
    dependencies: dict[str, str] = field(default_factory=dict)
    """Name in the sources -> name of the package."""


@dataclass(slots=True)
class Crate:
    """One crate: its root file and the package it belongs to."""

    root: str
    kind: str
    package: Package | None


class Crates:
    """The crates of a repository and the module tree of each."""

    def __init__(
        self,
        paths: Iterable[str],
        read: Callable[[str], bytes | None],
        unit: Callable[[str], Unit],
    ) -> None:
        self._paths = sorted(paths)
        self._files = set(self._paths)
        self._read = read
        self._unit = unit
        self.packages: dict[str, Package] = {}
        """Folder -> package."""
        self._by_name: dict[str, Package] = {}
        self.crate_of: dict[str, Crate] = {}
        """Path of a file -> its crate."""
        self._parents: dict[str, Def] = {}
        """Path of a file -> the module that declares it."""
        self._children: dict[tuple[str, int, str], str] = {}
        """(path, module's index, name) -> file that ``mod name;`` there leads to."""
        self._build()

    # -- questions

    def root(self, unit: Unit) -> Def:
        """What ``crate`` means in the file."""
        crate = self.crate_of.get(unit.path)
        return self._unit(crate.root).module if crate is not None else unit.module

    def parent(self, module: Def) -> Def | None:
        """The module around a module; None for a crate's root."""
        if module.index:
            around = module.parent
            while around is not None and around.kind != "module":
                around = around.parent
            return around
        return self._parents.get(module.unit.path)

    def child(self, module: Def, name: str) -> Def | None:
        """The file module that ``mod name;`` in ``module`` declares."""
        path = self._children.get((module.unit.path, module.index, name))
        return self._unit(path).module if path is not None else None

    def ancestors(self, module: Def) -> list[Def]:
        """The module and those around it, innermost first."""
        out: list[Def] = []
        here: Def | None = module
        while here is not None and here not in out:
            out.append(here)
            here = self.parent(here)
        return out

    def is_2015(self, unit: Unit) -> bool:
        """Whether the file is read by the first edition's rules for paths."""
        crate = self.crate_of.get(unit.path)
        return crate is not None and crate.package is not None and crate.package.edition == "2015"

    def external(self, unit: Unit, name: str) -> Def | None:
        """The root of the crate of this repository that goes by ``name`` in the file."""
        crate = self.crate_of.get(unit.path)
        package = crate.package if crate is not None else None
        if package is not None:
            if crate is not None and crate.kind != "lib" and package.library and name == package.library_name:
                return self._unit(package.library).module
            wanted = package.dependencies.get(name)
            if wanted is not None:
                other = self._by_name.get(wanted)
                if other is not None and other.library:
                    return self._unit(other.library).module
                return None
            if name == package.library_name and package.library:
                return self._unit(package.library).module
            return None
        return None

    # -- building

    def _build(self) -> None:
        self._find_packages()
        roots = self._roots()
        for crate in roots:
            self._walk(crate)
        # A file that no crate reaches (a fixture, a snippet, a project without a manifest) stands for itself.
        loose = [p for p in self._paths if p not in self.crate_of]
        loose.sort(key=lambda p: (basename(p) not in ("lib.rs", "main.rs"), p.count("/"), p))
        declared = self._declared_loosely(loose)
        for path in [p for p in loose if p not in declared] + loose:
            if path not in self.crate_of:
                self._walk(Crate(path, "lib", self._package_of(path)))

    def _find_packages(self) -> None:
        folders: dict[str, None] = {}
        for path in self._paths:
            folder = dirname(path)
            while folder not in folders:
                folders[folder] = None
                if not folder:
                    break
                folder = dirname(folder)
        for folder in sorted(folders):
            data = self._read(join(folder, "Cargo.toml"))
            if data is None:
                continue
            try:
                manifest = tomllib.loads(data.decode("utf-8", "replace"))
            except tomllib.TOMLDecodeError:
                continue
            section = manifest.get("package")
            if not isinstance(section, dict) or not isinstance(section.get("name"), str):
                continue
            package = Package(folder, section["name"])
            edition = section.get("edition", "2015")
            package.edition = edition if isinstance(edition, str) else "2021"  # inherited from the workspace
            self._read_library(package, manifest)
            for table in self._tables(manifest):
                for name, wanted in table.items():
                    real = wanted.get("package", name) if isinstance(wanted, dict) else name
                    if isinstance(real, str):
                        package.dependencies[name.replace("-", "_")] = real
            self.packages[folder] = package
            self._by_name.setdefault(package.name, package)

    def _tables(self, manifest: dict[str, Any]) -> list[dict[str, Any]]:
        places: list[Any] = [manifest]
        targets = manifest.get("target")
        if isinstance(targets, dict):
            places.extend(targets.values())
        out: list[dict[str, Any]] = []
        for place in places:
            if isinstance(place, dict):
                for key in ("dependencies", "dev-dependencies", "build-dependencies"):
                    table = place.get(key)
                    if isinstance(table, dict):
                        out.append(table)
        return out

    def _read_library(self, package: Package, manifest: dict[str, Any]) -> None:
        section = manifest.get("lib")
        section = section if isinstance(section, dict) else {}
        path = section.get("path")
        root = normpath(join(package.folder, path if isinstance(path, str) else "src/lib.rs"))
        name = section.get("name")
        package.library_name = (name if isinstance(name, str) else package.name).replace("-", "_")
        if root in self._files:
            package.library = root

    def _roots(self) -> list[Crate]:
        """Every crate root, libraries first, so that a file shared by several crates counts as the library's."""
        libraries: list[Crate] = []
        programs: list[Crate] = []
        others: list[Crate] = []
        for folder, package in self.packages.items():
            if package.library:
                libraries.append(Crate(package.library, "lib", package))
            for path in self._targets(folder):
                kind, root = path
                (programs if kind == "bin" else others).append(Crate(root, kind, package))
        return libraries + programs + others

    def _targets(self, folder: str) -> list[tuple[str, str]]:
        out: dict[str, str] = {}
        data = self._read(join(folder, "Cargo.toml"))
        manifest: dict[str, Any] = {}
        if data is not None:
            try:
                manifest = tomllib.loads(data.decode("utf-8", "replace"))
            except tomllib.TOMLDecodeError:
                manifest = {}
        for kind in ("bin", "example", "test", "bench"):
            for entry in manifest.get(kind, ()) if isinstance(manifest.get(kind), list) else ():
                path = entry.get("path") if isinstance(entry, dict) else None
                if isinstance(path, str):
                    root = normpath(join(folder, path))
                    if root in self._files:
                        out.setdefault(root, kind)
        for name, kind in (("src/main.rs", "bin"), ("build.rs", "build")):
            root = join(folder, name)
            if root in self._files:
                out.setdefault(root, kind)
        for place, kind in (("src/bin", "bin"), *_KIND_FOLDERS):
            start = join(folder, place) + "/"
            for path in self._paths:
                if path.startswith(start):
                    rest = path[len(start) :]
                    if "/" not in rest or (rest.count("/") == 1 and rest.endswith("/main.rs")):
                        out.setdefault(path, kind)
        # A file that another target includes by ``mod`` is a module of that one, not a target.
        included: set[str] = set()
        for root in out:
            for _, _, path in self._modules(root, is_root=True):
                if path != root:
                    included.add(path)
        return [(kind, root) for root, kind in out.items() if root not in included]

    def _walk(self, crate: Crate) -> None:
        if crate.root in self.crate_of:
            return
        self.crate_of[crate.root] = crate
        pending = [(crate.root, True)]
        while pending:
            path, is_root = pending.pop()
            unit = self._unit(path)
            for scope, name, child in self._modules(path, is_root):
                self._children.setdefault((path, scope, name), child)
                if child not in self.crate_of:
                    self.crate_of[child] = crate
                    self._parents[child] = unit.defs[scope]
                    pending.append((child, False))

    def _modules(self, path: str, is_root: bool) -> list[tuple[int, str, str]]:
        """(declaring module's index, name, file) for every ``mod name;`` in a file that leads to a file."""
        unit = self._unit(path)
        out: list[tuple[int, str, str]] = []
        declared = [row for row in unit.facts.imports if "mod" in row.flags]
        # Of twins for several configurations the one that holds comes first.
        declared.sort(key=lambda row: "inactive" in row.flags)
        for row in declared:
            scope = row.scope
            while unit.facts.definitions[scope].kind != "module":
                scope = unit.facts.definitions[scope].parent
            for candidate in self._places(unit, scope, row.local, row.module if "path" in row.flags else "", is_root):
                if candidate in self._files and candidate != path:
                    out.append((scope, row.local, candidate))
                    break
        return out

    def _places(self, unit: Unit, scope: int, name: str, given: str, is_root: bool) -> list[str]:
        path = unit.path
        folder = dirname(path)
        stem = basename(path).removesuffix(".rs")
        inline: list[str] = []
        here = scope
        while here > 0:
            definition = unit.facts.definitions[here]
            if definition.kind == "module":
                inline.append(definition.name)
            here = definition.parent
        inline.reverse()
        owner = stem in ("mod", "lib", "main") or is_root
        base = folder if owner else join(folder, stem)
        if given:
            return [normpath(join(join(base, *inline) if inline else folder, given))]
        bases = [join(base, *inline)]
        if is_root and stem not in ("mod", "lib", "main"):
            bases.append(join(folder, stem, *inline))
        out: list[str] = []
        for place in bases:
            out += [join(place, f"{name}.rs"), join(place, name, "mod.rs")]
        return out

    def _declared_loosely(self, loose: list[str]) -> set[str]:
        out: set[str] = set()
        for path in loose:
            out.update(child for _, _, child in self._modules(path, is_root=True))
        return out

    def _package_of(self, path: str) -> Package | None:
        folder = dirname(path)
        while True:
            package = self.packages.get(folder)
            if package is not None or not folder:
                return package
            folder = dirname(folder)
