"""Composer's autoloading: which file a class name leads to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable


class Autoload:
    """The PSR-4 and PSR-0 rules of every ``composer.json`` of a repository."""

    def __init__(self, paths: Iterable[str], read: Callable[[str], bytes | None]) -> None:
        self.rules: list[tuple[str, str, bool]] = []
        """(lower-case name prefix, folder, whether it is PSR-0), longest prefix first."""
        self.manifests: list[str] = []
        tried: set[str] = set()
        for path in sorted(paths):
            folder = path.rpartition("/")[0]
            while folder not in tried:
                tried.add(folder)
                manifest = f"{folder}/composer.json" if folder else "composer.json"
                data = read(manifest)
                if data is not None:
                    self.manifests.append(manifest)
                    self._read(folder, data)
                folder = folder.rpartition("/")[0]
        self.rules.sort(key=lambda rule: (-len(rule[0]), rule[1]))

    def _read(self, folder: str, data: bytes) -> None:
        try:
            manifest = json.loads(data.decode("utf-8", "replace"))
        except ValueError:
            return
        if not isinstance(manifest, dict):
            return
        for section in ("autoload", "autoload-dev"):
            rules = manifest.get(section)
            if not isinstance(rules, dict):
                continue
            for kind in ("psr-4", "psr-0"):
                table = rules.get(kind)
                if not isinstance(table, dict):
                    continue
                for prefix, folders in table.items():
                    for target in folders if isinstance(folders, list) else [folders]:
                        if isinstance(target, str):
                            base = _join(folder, target)
                            self.rules.append((prefix.strip("\\").lower(), base, kind == "psr-0"))

    def candidates(self, name: str) -> Iterable[str]:
        """The paths that class ``name`` (with its leading backslash) may be loaded from, the likeliest first."""
        plain = name[1:]
        lower = plain.lower()
        for prefix, folder, whole in self.rules:
            if prefix and not (lower == prefix or lower.startswith(prefix + "\\")):
                continue
            rest = plain if whole or not prefix else plain[len(prefix) + 1 :]
            yield _join(folder, rest.replace("\\", "/") + ".php")


def _join(folder: str, rest: str) -> str:
    parts: list[str] = []
    for part in f"{folder}/{rest}".split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
