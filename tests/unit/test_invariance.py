"""What must not matter does not: twins in other folders, names, comments, line breaks, order, workers.

The annotated samples of every language serve as programs: small, and full of the cases that are easy to
get wrong. Edges are compared by what they join, how surely, and where they stand.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from codegraph.indexer import Indexer
from codegraph.linking.linker import Linker, Project
from codegraph.store import Store
from parsers.extract import parse_file
from parsers.facts import FileFacts
from parsers.languages import language, language_of

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from test_cases import CASES, read_case

Files = Mapping[str, str]
LANGUAGES = sorted(p.name for p in CASES.iterdir() if p.is_dir())
HASHES = frozenset(("python", "ruby"))
"""Languages whose comments begin with a hash sign."""

Edge = tuple[str, str, str, int, str, str]
"""(kind, resolution, path, line as numbered by the test, path of the target, its qualified name)"""


def samples(name: str, count: int, seed: int) -> list[tuple[str, dict[str, str]]]:
    """Some of the samples of a language: title, files. Their markers are comments like any others."""
    paths = sorted((CASES / name).glob("*.*"))
    chosen = random.Random(seed).sample(paths, min(count, len(paths)))
    return [(path.stem, dict(read_case(path).files)) for path in chosen]


def facts_of(files: Files) -> dict[str, FileFacts]:
    languages = {p: name for p in files if (name := language_of(p))}
    if "cpp" in languages.values():
        languages = {p: "cpp" if p.endswith(".h") else name for p, name in languages.items()}
    return {p: parse_file(language(name), p, files[p].encode()) for p, name in languages.items()}


def edges(files: Files, order: Iterable[str] | None = None, rows: Mapping[str, list[int]] | None = None) -> set[Edge]:
    """All edges; ``rows``: for each file the number to call each of its lines by."""
    facts = facts_of(files)
    paths = list(facts) if order is None else [p for p in order if p in facts]
    languages = {p: facts[p].language for p in paths}
    linker = Linker(Project(languages, facts.__getitem__, lambda p: files[p].encode() if p in files else None))
    found: set[Edge] = set()
    for path in paths:
        for link in linker.link(path).links:
            row = link.row if rows is None else rows[path][link.row]
            target = facts[link.target[0]].definitions[link.target[1]]
            found.add((str(link.kind), str(link.resolution), path, row, link.target[0], target.qualified_name))
    return found


def joined(found: Iterable[Edge]) -> Counter[tuple[str, str, str, str, str]]:
    """Edges without their lines."""
    return Counter({(kind, resolution, path, to, name): 1 for kind, resolution, path, _, to, name in found})


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_order_of_files_changes_nothing(name: str) -> None:
    for title, files in samples(name, 8, 1):
        expected = edges(files)
        order = list(files)
        random.Random(title).shuffle(order)
        assert edges({p: files[p] for p in order}, order) == expected, title
        assert edges(files, reversed(list(files))) == expected, title


@pytest.mark.parametrize("name", LANGUAGES)
def test_blank_lines_and_comments_change_nothing(name: str) -> None:
    mark = "# a comment" if name in HASHES else "// a comment"
    for title, files in samples(name, 10, 2):
        pick = random.Random(title)
        expected = edges(files)
        changed: dict[str, str] = {}
        rows: dict[str, list[int]] = {}
        for path, text in files.items():
            if language_of(path) is None:
                changed[path] = text
                continue
            lines: list[str] = []
            numbers: list[int] = []
            before = ""
            for number, line in enumerate(text.split("\n")):
                if number and pick.random() < 0.3 and not _within(text, number, before):
                    indent = line[: len(line) - len(line.lstrip())]
                    lines.append(pick.choice(("", f"{indent}{mark}")))
                    numbers.append(-1)
                lines.append(line)
                numbers.append(number)
                before = line
            changed[path] = "\n".join(lines)
            rows[path] = numbers
        assert edges(changed, rows=rows) == expected, title


def _within(text: str, number: int, before: str) -> bool:
    """Whether a line stands inside something that a new line would become part of."""
    above = "\n".join(text.split("\n")[:number])
    fences = ('"""', "'''", "`", "<<~", "<<<", "=begin", "/*", 'R"(')
    return before.rstrip().endswith("\\") or any(fence in above and fence in text for fence in fences)


@pytest.mark.parametrize("name", LANGUAGES)
def test_line_breaks_inside_parentheses_change_nothing(name: str) -> None:
    for title, files in samples(name, 10, 3):
        expected = joined(edges(files))
        wrapped = {
            path: "\n".join(map(_wrapped, text.split("\n"))) if language_of(path) else text
            for path, text in files.items()
        }
        assert joined(edges(wrapped)) == expected, title


def _wrapped(line: str) -> str:
    """A line broken after its first parenthesis, unless a string, comment or directive may be cut by that."""
    code = re.split(r"\s(?:#|//)", line)[0]
    if re.search(r"[\"'`/\\<]", code) or code.lstrip().startswith(("#", "*")) or "(" not in code:
        return line
    at = code.index("(") + 1
    if code[at : at + 1] == "" or code[: at - 1].endswith((" ", "@")):
        return line
    return f"{line[:at]}\n    {line[at:]}"


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_consistent_rename_changes_no_edge_but_the_name(name: str) -> None:
    renamed = 0
    for title, files in samples(name, 12, 4):
        facts = facts_of(files)
        names = sorted(
            {
                d.name
                for f in facts.values()
                for d in f.definitions[1:]
                if d.kind in ("function", "method", "class", "struct", "interface", "trait") and _ours(d.name, files)
            }
        )
        if not names:
            continue
        old = random.Random(title).choice(names)
        new = f"{old}Zq"
        changed = {p: re.sub(rf"(?<![\w$]){re.escape(old)}(?![\w$])", new, text) for p, text in files.items()}
        back = {
            (kind, resolution, path, row, to, re.sub(rf"(?<![\w$]){new}(?![\w$])", old, target))
            for kind, resolution, path, row, to, target in edges(changed)
        }
        assert back == edges(files), (title, old)
        renamed += 1
    assert renamed >= 4


def _ours(name: str, files: Files) -> bool:
    """Whether a name means nothing to the language, its library or the layout of the files."""
    if len(name) < 4 or not re.fullmatch(r"[A-Za-z]\w*", name) or name.lower() in _KNOWN or name.isupper():
        return False
    if re.match(r"(test|get|set|is|has|component|operator|to|from|as|into|each|with|invoke)", name, re.I):
        return False
    text = "\n".join(files.values())
    return not any(name.lower() in path.lower() for path in files) and not re.search(
        rf"[\"'/:]{re.escape(name)}[\"'/:]", text
    )


_KNOWN = frozenset(
    """main init constructor initialize append update close send start read write find call apply bind push open
    join next clone drop default deref index iter length size equals value values items keys sort print error string
    create build list item array object node self super parent copy move swap begin last first head tail data
    method_missing autoload included extended inherited prepended compareto hashcode dispose finalize let also
    plus minus times contains component1 component2 free malloc ready setup teardown wait then catch map filter
    reduce""".split()
)

TWINS = ("python", "javascript", "typescript", "go", "rust")
"""Languages in which a folder that nothing refers to is a program of its own. Elsewhere a name belongs to
the whole program (C's linkage, PHP's and C#'s namespaces, Ruby's open classes, Java's packages): a twin
is a second definition of the same thing."""

_SATISFYING = ("implements", "overrides")


@pytest.mark.parametrize("name", TWINS)
def test_a_decoy_twin_gains_no_edge_and_takes_none(name: str) -> None:
    for title, files in samples(name, 20, 5):
        if any(p.endswith((".json", ".toml", ".d.ts")) for p in files) or "without_go_mod" in title:
            continue  # where a program begins is said for the root alone, or not at all
        expected = edges(files)
        twin = {**files, **{f"attic/decoy/{path}": text for path, text in files.items()}}
        found = edges(twin)
        if name == "go":
            # What satisfies an interface does so wherever it stands.
            found = {e for e in found if e[0] not in _SATISFYING and e[1] != "dispatch"}
            expected = {e for e in expected if e[0] not in _SATISFYING and e[1] != "dispatch"}
        assert {e for e in found if not e[2].startswith("attic/") and e[4].startswith("attic/")} == set(), title
        assert {e for e in found if e[2].startswith("attic/") and not e[4].startswith("attic/")} == set(), title
        assert {e for e in found if not e[2].startswith("attic/")} == expected, title


def test_any_number_of_workers_says_the_same_of_every_language(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    for name in LANGUAGES:
        for title, files in samples(name, 3, 6):
            for path, text in files.items():
                file = root / name / title / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
    contents = []
    for jobs in (1, 2, 3):
        database = tmp_path / f"{jobs}.db"
        Indexer(root, database).run(jobs=jobs)
        with Store.open_read_only(database) as store:
            contents.append(store.content())
    assert len(contents[0]["edges"]) > 100
    assert contents[0] == contents[1] == contents[2]


# -- shadowing

SHADOWS: dict[str, tuple[str, dict[str, str]]] = {
    "python": (
        "def target(): pass\ndef user():\n    target()\n",
        {
            "parameter": "def target(): pass\ndef user(target):\n    target()\n",
            "local": "def target(): pass\ndef user():\n    target = input()\n    target()\n",
            "import": "def target(): pass\ndef user():\n    from elsewhere import target\n    target()\n",
            "loop variable": "def target(): pass\ndef user():\n    for target in input():\n        target()\n",
            "comprehension": "def target(): pass\ndef user():\n    [target() for target in input()]\n",
            "with": "def target(): pass\ndef user():\n    with open('x') as target:\n        target()\n",
            "lambda": "def target(): pass\ndef user():\n    return lambda target: target()\n",
            "nested": "def target(): pass\ndef user():\n    def target(): pass\n    target()\n",
        },
    ),
    "javascript": (
        "function target() {}\nfunction user() { target(); }\n",
        {
            "parameter": "function target() {}\nfunction user(target) { target(); }\n",
            "local": "function target() {}\nfunction user() { const target = input(); target(); }\n",
            "destructured": "function target() {}\nfunction user(o) { const { target } = o; target(); }\n",
            "catch": "function target() {}\nfunction user() { try {} catch (target) { target(); } }\n",
            "arrow": "function target() {}\nfunction user() { return target => target(); }\n",
            "nested": "function target() {}\nfunction user() { function target() {} target(); }\n",
        },
    ),
    "typescript": (
        "function target(): void {}\nfunction user() { target(); }\n",
        {
            "parameter": "function target(): void {}\nfunction user(target: () => void) { target(); }\n",
            "local": "function target(): void {}\nfunction user() { let target = input(); target(); }\n",
            "for of": "function target(): void {}\nfunction user(a: any) { for (const target of a) target(); }\n",
        },
    ),
    "go": (
        "package a\n\nfunc target() {}\nfunc user() { target() }\n",
        {
            "parameter": "package a\n\nfunc target() {}\nfunc user(target func()) { target() }\n",
            "local": "package a\n\nfunc target() {}\nfunc user() { target := input(); target() }\n",
            "range": "package a\n\nfunc target() {}\nfunc user(a []func()) { for _, target := range a { target() } }\n",
        },
    ),
    "rust": (
        "fn target() {}\nfn user() { target(); }\n",
        {
            "parameter": "fn target() {}\nfn user(target: fn()) { target(); }\n",
            "local": "fn target() {}\nfn user(f: fn()) { let target = f; target(); }\n",
            "closure": "fn target() {}\nfn user() { let g = |target: fn()| target(); }\n",
        },
    ),
    "c": (
        "void target(void) {}\nvoid user(void) { target(); }\n",
        {
            "parameter": "void target(void) {}\nvoid user(void (*target)(void)) { target(); }\n",
            "local": "void target(void) {}\nvoid user(void (*f)(void)) { void (*target)(void) = f; target(); }\n",
        },
    ),
    "cpp": (
        "void target() {}\nvoid user() { target(); }\n",
        {
            "parameter": "void target() {}\nvoid user(void (*target)()) { target(); }\n",
            "local": "void target() {}\nvoid user(void (*f)()) { auto target = f; target(); }\n",
        },
    ),
    "kotlin": (
        "fun target() {}\nfun user() { target() }\n",
        {
            "parameter": "fun target() {}\nfun user(target: () -> Unit) { target() }\n",
            "local": "fun target() {}\nfun user(f: () -> Unit) { val target = f; target() }\n",
        },
    ),
    "csharp": (
        "class A { static void Target() {}\nvoid User() { Target(); } }\n",
        {
            "parameter": "class A { static void Target() {}\nvoid User(System.Action Target) { Target(); } }\n",
            "local": "class A { static void Target() {}\nvoid User(System.Action f) { var Target = f; Target(); } }\n",
        },
    ),
    "ruby": (
        "def target; end\ndef user\n  target\nend\n",
        {
            "parameter": "def target; end\ndef user(target)\n  target\nend\n",
            "local": "def target; end\ndef user\n  target = input\n  target\nend\n",
            "block": "def target; end\ndef user(a)\n  a.each { |target| target }\nend\n",
        },
    ),
}
_SUFFIX = {"python": "py", "javascript": "js", "typescript": "ts", "rust": "rs", "kotlin": "kt", "csharp": "cs"}


@pytest.mark.parametrize(
    ("name", "shadow"), [(name, shadow) for name, (_, variants) in SHADOWS.items() for shadow in variants]
)
def test_what_shadows_a_name_removes_the_edge(name: str, shadow: str) -> None:
    plain, variants = SHADOWS[name]
    path = f"a.{_SUFFIX.get(name, {'cpp': 'cc', 'ruby': 'rb'}.get(name, name))}"

    def called(source: str) -> set[tuple[str, int]]:
        """(kind and resolution, row of the callee) of the edges from the user to anything called like the target."""
        facts = facts_of({path: source})[path]
        linker = Linker(Project({path: facts.language}, {path: facts}.__getitem__, lambda p: None))
        return {
            (str(link.kind), facts.definitions[link.target[1]].row)
            for link in linker.link(path).links
            if facts.definitions[link.target[1]].name.lower() == "target"
            and facts.definitions[link.source].name.lower() == "user"
            and link.resolution in ("exact", "inferred")
        }

    outer = next(d.row for d in facts_of({path: plain})[path].definitions if d.name.lower() == "target")
    assert ("calls", outer) in called(plain)
    assert ("calls", outer) not in called(variants[shadow])
