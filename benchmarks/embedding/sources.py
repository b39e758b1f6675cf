"""Fetching what the embedding is trained on: the packages that TRAINING_SOURCES.md lists, product code only.

    python -m benchmarks.embedding.sources SOURCES [--only NAME,NAME] [--most N]

Python packages come as wheels by ``pip``, npm packages by ``npm pack``, Debian packages by ``apt-get``, each into its
own folder under ``SOURCES``; one that is there is left as it is. A Python package whose metadata does not name a
permissive licence, or names another one too, is left out, as are tests, examples, vendored and generated files.
Whatever cannot be fetched is named on stderr and left out.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from codegraph.search.static_model import ASSET

LISTED = ASSET.parent / "TRAINING_SOURCES.md"
LARGEST_FILE = 400_000
SMALLEST_FILE = 300
SECONDS = 300
SUFFIXES = frozenset((".py", ".js", ".mjs", ".ts", ".go", ".rs", ".java", ".c", ".h"))
_PERMISSIVE = re.compile(
    r"\b(?:MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Unlicense|Public Domain|0BSD|Zlib)\b", re.I
)
_OTHER = re.compile(r"GPL|Mozilla|MPL|EPL|Eclipse|Proprietary|Commercial|NVIDIA|CeCILL|Affero", re.I)
_LICENCE = re.compile(r"^(?:License-Expression|License|Classifier: License ::) *:? ?(.{0,120})", re.M)
_LEFT_OUT = re.compile(
    r"(?:^|/)(?:tests?|testing|testdata|__tests__|benchmarks?|examples?|docs?|vendor|vendored|_vendor\w*|external"
    r"|third_?party|node_modules|migrations|locale|bundles?|umd|cjs|esm5?|fp)/|(?:^|/)test_|_test\.(?:go|py)$|Test\.java$"
    r"|\.(?:test|spec|min|d)\.[jt]s$|_pb2|generated|gen_|_gen\."
)


class Missing(Exception):
    """A package that cannot be had, or may not be used."""


def main() -> int:
    parser = argparse.ArgumentParser(description="fetch the packages that the embedding is trained on")
    parser.add_argument("sources", type=Path)
    parser.add_argument("--only", default="", help="names, with commas")
    parser.add_argument("--most", type=int, default=10_000, help="stop after so many packages")
    options = parser.parse_args()
    only = frozenset(filter(None, options.only.split(",")))
    wanted = [(kind, name) for kind, name in listed() if not only or name in only][: options.most]
    for kind, name in wanted:
        target = options.sources / f"{kind}-{name}"
        if target.exists():
            continue
        with tempfile.TemporaryDirectory() as scratch:
            try:
                files = _FETCH[kind](name, Path(scratch))
            except (Missing, subprocess.SubprocessError, OSError, zipfile.BadZipFile, tarfile.TarError) as error:
                print(f"{kind} {name}: {error}", file=sys.stderr, flush=True)
                continue
            part = target.with_name(target.name + ".part")
            for path, content in files:
                file = part / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            if part.exists():
                part.rename(target)
                print(f"{kind} {name}", flush=True)
    return 0


def listed() -> Iterator[tuple[str, str]]:
    """(pypi, npm or debian, name) of every package of TRAINING_SOURCES.md."""
    for paragraph in LISTED.read_text(encoding="utf-8").split("\n\n"):
        text = " ".join(paragraph.split())
        if ", " in text and text.startswith("absl-py"):
            yield from (("pypi", name) for name in re.findall(r"([\w.-]+) \([^)]*\)", text))
        elif text.startswith(("npm packages:", "Debian packages:")):
            kind = "npm" if text.startswith("npm") else "debian"
            names = text.partition(":")[2].partition("(")[0]
            yield from ((kind, name.strip(" .")) for name in names.split(",") if name.strip())


def _wanted(path: str, size: int) -> bool:
    return (
        PurePosixPath(path).suffix in SUFFIXES
        and SMALLEST_FILE < size < LARGEST_FILE
        and not _LEFT_OUT.search(path)
        and ".." not in path
        and not path.startswith("/")
    )


def _pypi(name: str, scratch: Path) -> Iterator[tuple[str, bytes]]:
    _run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:", name, at=scratch)
    wheel = next(scratch.glob("*.whl"), None)
    if wheel is None:
        raise Missing("no wheel")
    with zipfile.ZipFile(wheel) as packed:
        metadata = next((n for n in packed.namelist() if n.endswith(".dist-info/METADATA")), None)
        head = packed.read(metadata).decode("utf-8", "replace").split("\n\n")[0] if metadata else ""
        licence = " | ".join(_LICENCE.findall(head))
        if not _PERMISSIVE.search(licence) or _OTHER.search(licence):
            raise Missing(f"licence {licence!r}")
        files = [
            (i.filename, packed.read(i))
            for i in packed.infolist()
            if i.filename.endswith(".py") and _wanted(i.filename, i.file_size)
        ]
    return iter(files)


def _npm(name: str, scratch: Path) -> Iterator[tuple[str, bytes]]:
    _run("npm", "pack", "--silent", name, at=scratch)
    return iter(_tar(next(scratch.glob("*.tgz"))))


def _tar(path: Path) -> list[tuple[str, bytes]]:
    out: list[tuple[str, bytes]] = []
    with tarfile.open(path) as packed:
        for member in packed:
            if member.isfile() and _wanted(member.name, member.size) and (file := packed.extractfile(member)):
                out.append((member.name.removeprefix("package/"), file.read()))
    return out


def _debian(name: str, scratch: Path) -> Iterator[tuple[str, bytes]]:
    source = not name.startswith(("golang", "librust", "rust-src"))
    if source:
        _run("apt-get", "source", "-qq", "--download-only", name, at=scratch)
        _run("dpkg-source", "-x", next(scratch.glob("*.dsc")).name, "unpacked", at=scratch)
    else:
        _run("apt-get", "download", name, at=scratch)
        _run("dpkg-deb", "-x", str(next(scratch.glob("*.deb"))), "unpacked", at=scratch)
    root = scratch / "unpacked"
    files = sorted(p for p in root.rglob("*") if p.is_file() and not p.is_symlink())
    found = ((p, p.relative_to(root).as_posix()) for p in files)
    return iter([(path, p.read_bytes()) for p, path in found if _wanted(path, p.stat().st_size)])


_FETCH: dict[str, Callable[[str, Path], Iterator[tuple[str, bytes]]]] = {
    "pypi": _pypi,
    "npm": _npm,
    "debian": _debian,
}


def _run(*command: str, at: Path) -> None:
    done = subprocess.run(command, cwd=at, capture_output=True, text=True, timeout=SECONDS)
    if done.returncode:
        raise Missing(done.stderr.strip()[-200:] or f"{command[0]} failed")


if __name__ == "__main__":
    sys.exit(main())
