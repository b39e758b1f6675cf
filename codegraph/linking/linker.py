"""From facts to links, file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from codegraph.linking.links import FileLinks

if TYPE_CHECKING:
    from parsers.facts import FileFacts


class Project:
    """All files of one repository, their facts loaded on demand."""

    def __init__(
        self,
        languages: Mapping[str, str],
        load: Callable[[str], FileFacts],
        read: Callable[[str], bytes | None],
    ) -> None:
        """``languages``: path -> language of every indexed file. ``load``: facts of one of them.
        ``read``: bytes of any file in the root by relative path (``tsconfig.json``, ``go.mod``), or None.
        """
        self.languages = languages
        self.load = load
        self.read = read


def link_files(project: Project, paths: Iterable[str]) -> Iterator[FileLinks]:
    """Link each of ``paths``, in the order given."""
    for path in paths:
        yield FileLinks(path)
