"""Edit the annotated samples at random, in every language: the updated index must always equal a fresh one.

::

    python benchmarks/edits.py [--language NAME ...] [--examples 200] [--seconds 600] [--seed N]
    python benchmarks/edits.py --tree DIRECTORY --language NAME [--examples 20] [--seconds 600] [--seed N]

A tree starts as one or two samples of ``tests/cases``. Batches of edits (lines dropped, copied between files, names
exchanged, parameters changed, files deleted, brought back, moved, swapped, turned into folders, twins made, syntax
broken, barrels and the files that decide where imports lead rewritten) are applied to it; after each batch the index
is brought up to date and compared with one built from nothing, row by row and array by array. A difference is shrunk
to the fewest edits that show it, and ends the run with exit code 2. ``tests/unit/test_incremental.py`` runs a few of
the same.
With ``--tree`` one real tree is edited on and on, and in the end everything is put back.
"""

from __future__ import annotations

import argparse
import posixpath
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.replay import difference
from codegraph.indexer import Indexer
from codegraph.store import Store

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases"
LANGUAGES = tuple(sorted(folder.name for folder in CASES.iterdir() if folder.is_dir()))

_FILE = re.compile(r"^\s*(?:#|//|--|;|/\*|<\?php //)\s*--- file: (\S+)\s*(?:\*/)?\s*$")
_SURROGATE = re.compile("[\udc80-\udcff]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_TAKING = re.compile(r"\b(?:def|func|fn|fun|function|void|int|String|constructor)\b[\w \t]*\(([^()\n]*)\)")
_MARKER = re.compile(r"\s*(?:#|//|--|/\*)\s*@(?:def|calls|dispatch|refs|ambiguous|todo)\b.*$", re.MULTILINE)

DECIDING: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "csharp": (
        ("Shop.csproj", ("<Project><ItemGroup><Using Include='{module}'/></ItemGroup></Project>", "<Project/>")),
        ("Directory.Build.props", ("<Project><ItemGroup><Using Include='{module}'/></ItemGroup></Project>",)),
        ("Globals.cs", ("global using {module};\n", "global using static {module}.{name};\n", "// none\n")),
    ),
    "go": (
        ("go.mod", ("module example.com/{name}\n", "module {name}\n", "module example.com/shop\n\ngo 1.22\n")),
        ("{folder}/go.mod", ("module example.com/{name}\n", "module example.com/shop/{name}\n")),
    ),
    "java": (("module-info.java", ("module shop {{ exports {name}; }}\n",)),),
    "javascript": (
        ("package.json", ('{{"name": "{name}", "main": "{path}"}}', '{{"name": "shop", "type": "module"}}', "{{}}")),
        ("jsconfig.json", ('{{"compilerOptions": {{"baseUrl": "{folder}"}}}}', "{{}}")),
        ("{folder}/index.js", ("export * from './{stem}';\n", "module.exports = require('./{stem}');\n")),
    ),
    "php": (
        ("composer.json", ('{{"autoload": {{"psr-4": {{"{name}\\\\": "{folder}/"}}}}}}', "{{}}")),
        ("{folder}/functions.php", ("<?php\nfunction {name}() {{}}\n",)),
    ),
    "python": (
        ("{folder}/__init__.py", ("from .{stem} import *\n", "from .{stem} import {name}\n", "")),
        ("{folder}/__init__.pyi", ("def {name}(): ...\n",)),
        ("pyproject.toml", ('[project]\nname = "{name}"\n',)),
    ),
    "ruby": (
        ("{folder}/{name}.rb", ("require_relative '{stem}'\nmodule {name}\nend\n",)),
        ("Gemfile", ("gem '{name}'\n",)),
    ),
    "rust": (
        ("Cargo.toml", ('[package]\nname = "{name}"\nversion = "0.1.0"\n', '[workspace]\nmembers = ["{folder}"]\n')),
        ("{folder}/Cargo.toml", ('[package]\nname = "{name}"\nversion = "0.1.0"\n\n[lib]\npath = "{stem}.rs"\n',)),
        ("src/lib.rs", ("mod {stem};\npub use {stem}::*;\n", "pub mod {name};\n")),
        ("{folder}/mod.rs", ("pub mod {stem};\n", "mod {stem};\npub use self::{stem}::{name};\n")),
    ),
    "typescript": (
        ("tsconfig.json", ('{{"compilerOptions": {{"baseUrl": ".", "paths": {{"{name}": ["{path}"]}}}}}}', "{{}}")),
        ("package.json", ('{{"name": "{name}", "main": "{path}"}}', '{{"name": "shop", "exports": "./{path}"}}')),
        ("{folder}/index.ts", ("export * from './{stem}';\n", "export {{ {name} }} from './{stem}';\n")),
    ),
}
"""Language -> files that decide where names lead, each with texts it may have."""

SPEAKS = {"python": "__init__", "javascript": "index", "typescript": "index", "rust": "mod"}
"""The stem of the file that speaks for its folder."""


class Edit(NamedTuple):
    """One edit; the numbers choose among whatever there is."""

    what: str
    a: int
    b: int
    c: int


class Sample(NamedTuple):
    """A tree to start from."""

    language: str
    files: dict[str, str]


@cache
def samples(language: str) -> tuple[Sample, ...]:
    """The annotated samples of one language, markers left out."""
    found: list[Sample] = []
    for path in sorted((CASES / language).iterdir()):
        files: dict[str, list[str]] = {}
        lines: list[str] = []
        for line in path.read_text(encoding="utf-8").split("\n"):
            opened = _FILE.match(line)
            if opened:
                lines = files.setdefault(opened[1], [])
            else:
                lines.append(line)
        found.append(Sample(language, {name: _MARKER.sub("", "\n".join(text)) for name, text in files.items()}))
    return tuple(found)


def start(language: str, first: int, second: int) -> Sample:
    """One sample, or two in one tree (``second`` even: one)."""
    known = samples(language)
    files = dict(known[first % len(known)].files)
    if second % 2:
        files = {**known[second % len(known)].files, **files}
    return Sample(language, files)


class Tree:
    """A tree on disk and the edits of it."""

    def __init__(self, root: Path, sample: Sample) -> None:
        self.root = root
        self._language = sample.language
        self._original = dict(sample.files)
        self._files: dict[str, str] = {}
        for path, text in sample.files.items():
            self._write(path, text)

    def apply(self, edit: Edit) -> None:
        """Do it; one that makes no sense here does nothing."""
        OPERATIONS[edit.what](self, edit.a, edit.b, edit.c)

    def put_back(self) -> None:
        """Every file of the sample is what it was, and there are no others."""
        for path in [p for p in self._files if p not in self._original]:
            self._remove(path)
        for path, text in self._original.items():
            self._write(path, text)

    # -- the edits

    def delete(self, a: int, b: int, c: int) -> None:
        """A file goes."""
        if path := self._pick(a):
            self._remove(path)

    def restore(self, a: int, b: int, c: int) -> None:
        """A file of the sample is what it was."""
        path = sorted(self._original)[a % len(self._original)]
        self._write(path, self._original[path])

    def drop(self, a: int, b: int, c: int) -> None:
        """A few lines go."""
        if path := self._pick(a):
            lines = self._files[path].split("\n")
            at = b % len(lines)
            del lines[at : at + 1 + c % 4]
            self._write(path, "\n".join(lines))

    def copy(self, a: int, b: int, c: int) -> None:
        """A few lines of one file come into another."""
        here, there = self._pick(a), self._pick(c)
        if here and there:
            lines, other = self._files[here].split("\n"), self._files[there].split("\n")
            at = b % len(other)
            place = c % (len(lines) + 1)
            lines[place:place] = other[at : at + 1 + b % 5]
            self._write(here, "\n".join(lines))

    def rename(self, a: int, b: int, c: int) -> None:
        """A name is another one, everywhere in a file."""
        path = self._pick(a)
        old, new = self._word(path, b), self._word(self._pick(c), c)
        if path and old and new:
            self._write(path, re.sub(rf"\b{old}\b", new, self._files[path]))

    def replace(self, a: int, b: int, c: int) -> None:
        """One mention of a name is one of another name."""
        path = self._pick(a)
        new = self._word(self._pick(b), c)
        if path and new and (words := list(_NAME.finditer(self._files[path]))):
            word = words[b % len(words)]
            text = self._files[path]
            self._write(path, text[: word.start()] + new + text[word.end() :])

    def move(self, a: int, b: int, c: int) -> None:
        """A file has another folder or another name."""
        if path := self._pick(a):
            folder, base = posixpath.split(path)
            stem, dot, ending = base.partition(".")
            folders = sorted({posixpath.dirname(p) for p in {*self._files, *self._original}})
            words = [stem, stem, self._word(path, c) or stem, "moved"]
            target = posixpath.join([*folders, "deep", f"{folder}/deep"][b % (len(folders) + 2)].strip("/"), "")
            self._rename(path, f"{target}{words[c % 4]}{dot}{ending}")

    def swap(self, a: int, b: int, c: int) -> None:
        """Two files have each other's text."""
        one, two = self._pick(a), self._pick(b)
        if one and two and one != two:
            first, second = self._files[one], self._files[two]
            self._write(one, second)
            self._write(two, first)

    def folder(self, a: int, b: int, c: int) -> None:
        """A file becomes the one that speaks for a folder of its name, or the other way round."""
        if path := self._pick(a):
            folder, base = posixpath.split(path)
            stem, dot, ending = base.partition(".")
            speaks = SPEAKS.get(self._language, stem)
            if stem == speaks and folder and posixpath.dirname(path):
                others = [p for p in self._files if p.startswith(f"{folder}/") and p != path]
                for other in others if b % 2 else []:
                    self._remove(other)
                self._rename(path, f"{folder}{dot}{ending}")
            else:
                self._rename(path, posixpath.join(folder, stem, f"{speaks}{dot}{ending}"))

    def shift(self, a: int, b: int, c: int) -> None:
        """Lines move down and say nothing else."""
        if path := self._pick(a):
            self._write(path, "\n" * (1 + b % 3) + self._files[path])

    def twin(self, a: int, b: int, c: int) -> None:
        """A copy of a file stands elsewhere."""
        if path := self._pick(a):
            ending = path.partition(".")[2]
            folders = sorted({posixpath.dirname(p) for p in self._files})
            target = posixpath.join([*folders, "twin"][b % (len(folders) + 1)], f"{self._word(path, c) or 'twin'}")
            self._write(f"{target}.{ending}", self._files[path])

    def parameters(self, a: int, b: int, c: int) -> None:
        """A definition takes something else, or the same in another order."""
        path = self._pick(a)
        found = list(_TAKING.finditer(self._files[path])) if path else []
        if not path or not found:
            return
        match = found[b % len(found)]
        taken = [part.strip() for part in match[1].split(",") if part.strip()]
        first = 1 if taken[:1] in (["self"], ["cls"], ["&self"], ["this"]) else 0
        extra = self._word(path, c) or "extra"
        changes = (
            [*taken, extra],
            [*taken[:first], extra, *taken[first:]],
            taken[:first] + taken[first:][::-1],
            taken[:-1],
            taken[:first] + taken[first + 1 :],
            [f"{part}: {extra}" if n >= first and ":" not in part else part for n, part in enumerate(taken)],
            [part.partition(":")[0] for part in taken],
        )
        text = self._files[path]
        self._write(path, text[: match.start(1)] + ", ".join(changes[c % len(changes)]) + text[match.end(1) :])

    def spoil(self, a: int, b: int, c: int) -> None:
        """A bracket, a quote or the like goes."""
        if path := self._pick(a):
            text = self._files[path]
            places = [at for at, character in enumerate(text) if not character.isalnum() and not character.isspace()]
            if places:
                at = places[b % len(places)]
                self._write(path, text[:at] + text[at + 1 :])

    def decide(self, a: int, b: int, c: int) -> None:
        """A barrel, a package file or a file of settings is written or goes."""
        choices = DECIDING.get(self._language, ())
        if not choices:
            return self.twin(a, b, c)
        name, texts = choices[a % len(choices)]
        path = self._pick(b) or ""
        folders = sorted({posixpath.dirname(p) for p in self._files} - {""}) or ["shop"]
        words = {
            "folder": folders[b % len(folders)],
            "stem": posixpath.basename(path).partition(".")[0],
            "path": path,
            "name": self._word(path, c) or "total",
            "module": self._module(c),
        }
        target = name.format(**words)
        if c % 5 == 0:
            self._remove(target)
        else:
            self._write(target, texts[c % len(texts)].format(**words))
        return None

    # -- what they are made of

    def _pick(self, number: int) -> str | None:
        names = sorted(self._files)
        return names[number % len(names)] if names else None

    def _word(self, path: str | None, number: int) -> str | None:
        words = sorted(set(_NAME.findall(self._files.get(path or "", ""))))
        return words[number % len(words)] if words else None

    def _module(self, number: int) -> str:
        """A namespace that some file declares."""
        found = sorted(
            {m for text in self._files.values() for m in re.findall(r"^\s*namespace\s+([\w.]+)", text, re.MULTILINE)}
        )
        return found[number % len(found)] if found else "Shop"

    def _write(self, path: str, text: str) -> None:
        file = self.root / path
        for folder in list(file.relative_to(self.root).parents)[:-1][::-1]:
            if (self.root / folder).is_file():
                self._remove(folder.as_posix())
        if file.is_dir():
            shutil.rmtree(file)
            self._files = {p: t for p, t in self._files.items() if not p.startswith(f"{path}/")}
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self._files[path] = text

    def _remove(self, path: str) -> None:
        self._files.pop(path, None)
        (self.root / path).unlink(missing_ok=True)

    def _rename(self, path: str, target: str) -> None:
        text = self._files[path]
        self._remove(path)
        self._write(target, text)


OPERATIONS: dict[str, Callable[[Tree, int, int, int], None]] = {
    name: getattr(Tree, name)
    for name in (
        *("delete", "restore", "drop", "copy", "rename", "replace", "move", "swap", "folder", "shift"),
        *("twin", "parameters", "spoil", "decide"),
    )
}


def check(folder: Path, sample: Sample, batches: Sequence[Sequence[Edit]]) -> str:
    """What differs after one of the batches; '' when nothing ever does."""
    root = folder / "tree"
    updated, fresh = folder / "updated.db", folder / "fresh.db"
    root.mkdir()
    tree = Tree(root, sample)
    Indexer(root, updated).run(jobs=1)
    for number, batch in enumerate(batches):
        for edit in batch:
            tree.apply(edit)
        Indexer(root, updated).run(jobs=1)
        fresh.unlink(missing_ok=True)
        Indexer(root, fresh).run(full=True, jobs=1)
        found = difference(updated, fresh)
        if found:
            return f"after batch {number + 1}:\n{found}"
    return ""


def checked(sample: Sample, batches: Sequence[Sequence[Edit]]) -> str:
    """:func:`check` in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="codegraph-edits-") as folder:
        return check(Path(folder), sample, batches)


def some(choice: random.Random) -> tuple[Edit, ...]:
    """A batch."""
    names = tuple(OPERATIONS)
    return tuple(
        Edit(choice.choice(names), *(choice.randrange(1 << 16) for _ in range(3))) for _ in range(choice.randint(1, 3))
    )


def shrunk(sample: Sample, batches: list[tuple[Edit, ...]]) -> list[tuple[Edit, ...]]:
    """Fewer batches and edits that still show a difference."""
    at = 0
    while at < len(batches):
        fewer = batches[:at] + batches[at + 1 :]
        if checked(sample, fewer):
            batches = fewer
        else:
            at += 1
    for number, batch in enumerate(batches):
        for edit in batch:
            less = tuple(e for e in batches[number] if e is not edit)
            fewer = [*batches[:number], less, *batches[number + 1 :]]
            if less and checked(sample, fewer):
                batches = fewer
    files = dict(sample.files)
    for path in list(files):
        without = {p: t for p, t in files.items() if p != path}
        if without and checked(Sample(sample.language, without), batches):
            del files[path]
            sample.files.pop(path)
    return batches


def edit_tree(directory: Path, language: str, batches: int, seconds: float, choice: random.Random) -> int:
    """Edit a copy of a tree and compare after each batch; 2 when something differed."""
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="codegraph-edits-") as folder:
        root, updated, fresh = (Path(folder) / name for name in ("tree", "updated.db", "fresh.db"))
        shutil.copytree(directory, root, symlinks=True, ignore=shutil.ignore_patterns(".codegraph", ".git"))
        Indexer(root, updated).run(jobs=1)
        with Store.open_read_only(updated) as store:
            paths = [
                row[0]
                for row in store.connection.execute(
                    "SELECT path FROM files WHERE status = 'indexed' AND language = ?", (language,)
                )
            ]
        files = {path: (root / path).read_text(encoding="utf-8", errors="surrogateescape") for path in paths}
        files = {path: text for path, text in files.items() if not _SURROGATE.search(text)}
        tree = Tree(root, Sample(language, files))
        done = 0
        while time.monotonic() < end and done <= batches:
            done += 1
            last = done == batches
            edits = () if last else some(choice)
            for edit in edits:
                tree.apply(edit)
            if last:
                tree.put_back()
            summary = Indexer(root, updated).run(jobs=1)
            fresh.unlink(missing_ok=True)
            Indexer(root, fresh).run(full=True, jobs=1)
            found = difference(updated, fresh)
            print(f"batch {done}: {summary.parsed} parsed, {summary.removed} removed {found and 'DIFFERS'}", flush=True)
            if found:
                print(*(tuple(edit) for edit in edits))
                print(found)
                return 2
    return 0


def main() -> int:
    """Edit and compare; 2 when something differed."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--language", action="append", choices=LANGUAGES)
    options.add_argument("--tree", type=Path, help="edit a copy of this instead of the samples")
    options.add_argument("--examples", type=int, default=200, help="a language; batches of a tree")
    options.add_argument("--seconds", type=float, default=600.0, help="of all languages together")
    options.add_argument("--seed", type=int, default=None)
    given = options.parse_args()
    seed = random.randrange(1 << 30) if given.seed is None else given.seed
    print(f"seed {seed}", flush=True)
    chosen = given.language or LANGUAGES
    if given.tree is not None:
        return edit_tree(given.tree, chosen[0], given.examples, given.seconds, random.Random(seed))
    wrong = 0
    for number, language in enumerate(chosen):
        end = time.monotonic() + given.seconds / len(chosen)
        examples = compared = 0
        while examples < given.examples and time.monotonic() < end:
            choice = random.Random(f"{seed} {language} {examples}")
            sample = start(language, choice.randrange(1 << 16), choice.randrange(1 << 16))
            batches = [some(choice) for _ in range(choice.randint(1, 4))]
            examples += 1
            compared += len(batches)
            if checked(sample, batches):
                wrong += 1
                batches = shrunk(sample, batches)
                print(f"{language}, example {examples - 1}, seed {seed}")
                for batch in batches:
                    print("  ", *(tuple(edit) for edit in batch))
                print("  files:", *sample.files)
                print(checked(sample, batches), flush=True)
                break
        print(f"{number + 1}/{len(chosen)} {language}: {examples} examples, {compared} comparisons", flush=True)
    return 2 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
