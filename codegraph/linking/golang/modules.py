"""From import paths to folders: modules, replacements, vendored packages, and trees without a go.mod."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Describe = Callable[[str], tuple[str, Iterable[str]]]
"""Path of a Go file -> the package it says it belongs to, and the import paths in it."""


@dataclass(slots=True)
class Module:
    """A folder with a ``go.mod`` in it."""

    folder: str
    path: str
    replaced: dict[str, str] = field(default_factory=dict)
    """Import path -> folder it is replaced by."""


def parent(folder: str) -> str:
    """The folder around ``folder``; '' for one at the root."""
    return folder.rpartition("/")[0]


def join(folder: str, rest: str) -> str:
    """``folder/rest``, either of which may be ''."""
    return f"{folder}/{rest}" if folder and rest else folder or rest


def around(folder: str) -> list[str]:
    """``folder`` and every folder around it, innermost first, the root ('') last."""
    folders = [folder]
    while folder:
        folder = parent(folder)
        folders.append(folder)
    return folders


class Modules:
    """Every Go folder of a repository and the import path it goes by."""

    def __init__(self, paths: Iterable[str], read: Callable[[str], bytes | None]) -> None:
        self.folders: dict[str, list[str]] = {}
        """Folder -> its Go files, sorted."""
        for path in sorted(paths):
            self.folders.setdefault(parent(path), []).append(path)
        self._roots: dict[str, Module] = {}
        self._home: dict[str, Module | None] = {}
        tried: set[str] = set()
        for folder in self.folders:
            for candidate in around(folder):
                if candidate in tried:
                    break
                tried.add(candidate)
                data = read(join(candidate, "go.mod"))
                if data is not None:
                    module = read_module(candidate, data.decode("utf-8", "replace"))
                    if module is not None:
                        self._roots[candidate] = module
        self._by_path: dict[str, list[Module]] = {}
        for module in self._roots.values():
            self._by_path.setdefault(module.path, []).append(module)
        self._guesses: Guesses | None = None

    def home(self, folder: str) -> Module | None:
        """The module that ``folder`` belongs to."""
        known = self._home.get(folder, 0)
        if known == 0:
            known = next((self._roots[f] for f in around(folder) if f in self._roots), None)
            self._home[folder] = known  # type: ignore[assignment]
        return known  # type: ignore[return-value]

    def manifest(self, folder: str) -> str:
        """The path of the ``go.mod`` that decides about ``folder``, there or not."""
        module = self.home(folder)
        return join(module.folder if module is not None else "", "go.mod")

    def find(self, folder: str, path: str, describe: Describe) -> tuple[str, bool] | None:
        """The folder that import path ``path`` leads to from ``folder``, and whether that is sure.

        ``describe`` is asked only in trees without a go.mod.
        """
        if path.startswith(("./", "../")):
            target = _normal(join(folder, path))
            return (target, True) if target in self.folders else None
        home = self.home(folder)
        if home is None:
            return self._guess(folder, path, describe)
        own = path if home.path == "std" else _rest(home.path, path)
        if own is not None:
            target = join(home.folder, own)
            if target in self.folders and self.home(target) is home:
                return target, True
        for name, replacement in home.replaced.items():
            rest = _rest(name, path)
            if rest is not None and join(replacement, rest) in self.folders:
                return join(replacement, rest), True
        for candidate in around(folder):
            vendored = join(candidate, f"vendor/{path}")
            if vendored in self.folders:
                return vendored, True
            if candidate == home.folder:
                break
        return self._other_module(home, path)

    def _other_module(self, home: Module, path: str) -> tuple[str, bool] | None:
        """Another module of the repository, by the longest module path that fits; two of one path are no answer."""
        names = [*around(path)[:-1], "std"]
        for name in names:
            modules = [m for m in self._by_path.get(name, ()) if m is not home]
            if modules:
                rest = path if name == "std" else _rest(name, path) or ""
                found = [m for m in modules if join(m.folder, rest) in self.folders]
                if len(found) > 1:
                    # Twins of a whole tree: the one that stands beside the asking module.
                    beside = [m for m in found if parent(m.folder) == parent(home.folder)]
                    inside = [m for m in found if home.folder in around(m.folder)]
                    found = beside if len(beside) == 1 else inside
                return (join(found[0].folder, rest), True) if len(found) == 1 else None
        return None

    def _guess(self, folder: str, path: str, describe: Describe) -> tuple[str, bool] | None:
        if self._guesses is None:
            bare = {f: files for f, files in self.folders.items() if self.home(f) is None}
            self._guesses = Guesses(bare, describe)
        target = self._guesses.find(folder, path)
        return (target, False) if target is not None else None


def _rest(module: str, path: str) -> str | None:
    """What ``path`` has beyond the module's path; None when it is not below it."""
    if path == module:
        return ""
    return path[len(module) + 1 :] if path.startswith(module + "/") else None


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def read_module(folder: str, text: str) -> Module | None:
    """The module path and the local replacements of a ``go.mod``; None without a module line."""
    name = ""
    replaced: dict[str, str] = {}
    block = ""
    for line in text.split("\n"):
        words = line.split("//", 1)[0].replace('"', "").split() if "//" in line else line.replace('"', "").split()
        if not words:
            continue
        if words == [")"]:
            block = ""
            continue
        if len(words) >= 2 and words[1] == "(":
            block = words[0]
            continue
        verb, rest = (block, words) if block else (words[0], words[1:])
        if verb == "module" and rest:
            name = rest[0]
        elif verb == "replace" and "=>" in rest:
            at = rest.index("=>")
            target = rest[at + 1] if at + 1 < len(rest) else ""
            if at and target.startswith("."):
                replaced[rest[0]] = _normal(join(folder, target))
    return Module(folder, name, replaced) if name else None


class Guesses:
    """Import paths of a tree without a go.mod, as distributions ship them.

    An import path ends in the path of the folder it means. Every pair of a folder and an import that
    share their last parts votes for (folder where the module stands, module path); the pair that most
    folders agree on is taken, when no other one has as many votes.
    """

    def __init__(self, folders: dict[str, list[str]], describe: Describe) -> None:
        self.folders = folders
        wanted: set[str] = set()
        wanted_below: set[str] = set()
        for folder, files in folders.items():
            for file in files:
                dotted = {path for path in describe(file)[1] if "." in path.split("/", 1)[0]}
                wanted |= dotted
                if folder or describe(file)[0].endswith("_test"):
                    wanted_below |= dotted
        by_last: dict[str, list[str]] = {}
        for folder in folders:
            if folder:
                by_last.setdefault(folder.rsplit("/", 1)[-1], []).append(folder)
        self.votes: dict[str, dict[str, int]] = {}
        """Base folder -> module path -> number of folders that agree."""
        for path in sorted(wanted):
            for folder in by_last.get(path.rsplit("/", 1)[-1], ()):
                base, rest = folder, path
                while base and rest and base.rsplit("/", 1)[-1] == rest.rsplit("/", 1)[-1]:
                    base, rest = parent(base), parent(rest)
                    self._vote(base, rest)
        if "" in folders and "" not in self.votes:
            # Only the root itself is imported, from below or by its own tests, by its own package's name.
            packages = {describe(file)[0] for file in folders[""]}
            roots = [path for path in sorted(wanted_below) if package_name(path) in packages]
            if len(roots) == 1:
                self._vote("", roots[0])

    def _vote(self, base: str, module: str) -> None:
        counts = self.votes.setdefault(base, {})
        counts[module] = counts.get(module, 0) + 1

    def find(self, folder: str, path: str) -> str | None:
        """The folder that ``path`` means when imported in ``folder``."""
        if "." not in path.split("/", 1)[0]:
            return None
        best: list[tuple[int, int, str]] = []
        for base in around(folder):
            counts = self.votes.get(base)
            if not counts:
                continue
            most = max(counts.values())
            modules = [m for m, n in counts.items() if n == most]
            if len(modules) != 1:
                continue
            rest = _rest(modules[0], path) if modules[0] else path
            if rest is not None and join(base, rest) in self.folders:
                best.append((-most, -len(base), join(base, rest)))
        return min(best)[2] if best else None


def package_name(path: str) -> str:
    """The name that a package most likely has, by its import path: without a version and a ``go-`` before it."""
    last = path.rsplit("/", 1)[-1]
    if last[:1] == "v" and last[1:].isdigit() and "/" in path:
        last = path.rsplit("/", 2)[-2]
    last = last.split(".v", 1)[0]
    return last.removeprefix("go-").removesuffix("-go").removesuffix(".go").replace("-", "_")
