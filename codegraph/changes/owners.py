"""Who owns a file, by ``CODEOWNERS``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from codegraph.gitfolder import read_regular

_PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")


class Owners:
    """The rules of a ``CODEOWNERS`` file; the last one that fits a path decides."""

    def __init__(self, text: str) -> None:
        self._rules: list[tuple[re.Pattern[str], tuple[str, ...]]] = []
        section: tuple[str, ...] = ()
        for line in text.splitlines():
            words = _words(line)
            if not words:
                continue
            if line.lstrip().startswith(("[", "^[")):
                # A GitLab section: what stands after it are the owners of rules that name none.
                section = tuple(_words(line.partition("]")[2].partition("]")[2] or line.partition("]")[2]))
                continue
            pattern, *owners = words
            self._rules.append((_compile(pattern), tuple(owners) or section))

    @classmethod
    def of(cls, root: Path) -> Owners:
        """The rules of a tree; none where there is no such file."""
        for place in _PLACES:
            data = read_regular(root / place)
            if data is not None:
                return cls(data.decode("utf-8", "replace"))
        return cls("")

    def of_path(self, path: str) -> tuple[str, ...]:
        """The owners of a file.

        >>> Owners("* @all\\n/docs/ @writers\\n*.js @web").of_path("docs/a.md")
        ('@writers',)
        """
        for pattern, owners in reversed(self._rules):
            if pattern.match(path):
                return owners
        return ()

    def by_owner(self, paths: Iterable[str]) -> dict[str, list[str]]:
        """Owner -> files, in the order of the owners' names."""
        found: dict[str, list[str]] = {}
        for path in sorted(set(paths)):
            for owner in self.of_path(path):
                found.setdefault(owner, []).append(path)
        return dict(sorted(found.items()))


def _words(line: str) -> list[str]:
    """Separated by white space that no backslash stands before; a ``#`` starts a comment."""
    return [w.replace("\\ ", " ") for w in re.split(r"(?<!\\)\s+", re.sub(r"(^|\s)#.*", "", line).strip()) if w]


def _compile(pattern: str) -> re.Pattern[str]:
    """The rules of ``.gitignore`` without negation: no slash inside means at any depth; a folder means all below."""
    rooted = "/" in pattern.rstrip("/")
    folder = pattern.endswith("/")
    body = pattern.strip("/")
    out: list[str] = []
    at = 0
    while at < len(body):
        if body.startswith("**/", at):
            out.append("(?:.*/)?")
            at += 3
        elif body.startswith("**", at):
            out.append(".*")
            at += 2
        elif body[at] == "*":
            out.append("[^/]*")
            at += 1
        elif body[at] == "?":
            out.append("[^/]")
            at += 1
        else:
            out.append(re.escape(body[at]))
            at += 1
    start = "" if rooted else "(?:.*/)?"
    if folder:
        end = "/.*"
    elif rooted and body.endswith("*") and not body.endswith("**"):
        end = ""  # docs/* means the files of docs, not those further down
    else:
        end = "(?:/.*)?"
    return re.compile(f"{start}{''.join(out)}{end}\\Z", re.DOTALL)
