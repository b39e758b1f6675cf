"""The annotated samples in ``tests/cases/<language>/``: every edge announced, every announcement met.

A case is one file holding several, each opened by a comment ``--- file: path``. Comments at the end of
a line say what is expected of it:

``@def NAME``         the definition that starts on this line is called NAME in this case
``@calls A, B``       the call sites on this line resolve to exactly these (``exact`` and ``inferred``)
``@dispatch A, B``    … may also reach these: overrides, implementations, held values
``@refs A``           functions and classes named here without being called, decorated with, rendered
``@uses A``           types written here where a type is expected; constants, variables, properties and classes
                      named here without being called
``@ambiguous A, B``   candidates that are kept but never stated as fact
``@todo A``           a call we know we miss: a strict expected failure

Calls are checked on every line of the case; the others on every line as soon as the case uses the
marker at all, so that a case need not mention what it is not about.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from codegraph.linking.linker import Linker, Project
from codegraph.usekinds import MENTION, READ, TYPE_USE
from parsers.extract import parse_file
from parsers.facts import FileFacts
from parsers.languages import language, language_of

CASES = Path(__file__).parent / "cases"
_FILE = re.compile(r"^\s*(?:#|//|--|;|/\*|<\?php //)\s*--- file: (?P<path>\S+)\s*(?:\*/)?\s*$")
_MARK = re.compile(r"@(def|calls|dispatch|refs|uses|ambiguous|todo)\s+([\w$./<>~, -]+?)(?=\s*(?:@|\*/|$))")
_KINDS = ("calls", "dispatch", "refs", "uses", "ambiguous")


@dataclass
class Case:
    """One scenario: its files and what stands on their lines."""

    files: dict[str, str] = field(default_factory=dict)
    labels: dict[tuple[str, int], str] = field(default_factory=dict)
    """(path, row) -> label of the definition that starts there."""
    expected: dict[str, dict[tuple[str, int], set[str]]] = field(default_factory=lambda: defaultdict(dict))
    todo: dict[tuple[str, int], set[str]] = field(default_factory=dict)


def read_case(path: Path) -> Case:
    """Split a case into its files and markers."""
    case = Case()
    current: str | None = None
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        opened = _FILE.match(line)
        if opened:
            if current is not None:
                case.files[current] = "\n".join(lines)
            current, lines = opened["path"], []
        elif current is not None:
            for kind, names in _MARK.findall(line):
                place = (current, len(lines))
                wanted = {n.strip() for n in names.split(",") if n.strip()}
                if kind == "def":
                    case.labels[place] = names.strip()
                elif kind == "todo":
                    case.todo[place] = wanted
                else:
                    case.expected[kind][place] = wanted
            lines.append(line)
    if current is None:
        raise ValueError(f"{path}: no '--- file: …' line")
    case.files[current] = "\n".join(lines)
    return case


def actual(case: Case) -> dict[str, dict[tuple[str, int], set[str]]]:
    """What the linker makes of the case: kind of marker -> (path, row) -> labels."""
    languages = {p: name for p in case.files if (name := language_of(p))}
    if "cpp" in languages.values():  # headers go with the sources beside them
        languages = {p: "cpp" if p.endswith(".h") else name for p, name in languages.items()}
    facts = {
        p: FileFacts.decode(parse_file(language(name), p, case.files[p].encode()).encode())
        for p, name in languages.items()
    }
    project = Project(languages, facts.__getitem__, lambda p: case.files[p].encode() if p in case.files else None)
    linker = Linker(project)
    by_start: dict[tuple[str, int], str] = {}
    for (path, row), label in case.labels.items():
        for index, definition in enumerate(facts[path].definitions):
            if index and definition.name and definition.row == row:
                by_start[path, index] = label
                break
        else:
            raise AssertionError(f"{path}:{row + 1}: no definition starts on the line of @def {label}")
    out: dict[str, dict[tuple[str, int], set[str]]] = {k: defaultdict(set) for k in _KINDS}
    for path in sorted(languages):
        for link in linker.link(path).links:
            target = link.target
            name = by_start.get(target) or facts[target[0]].definitions[target[1]].qualified_name
            if link.kind == "calls":
                kind = {"dispatch": "dispatch", "ambiguous": "ambiguous"}.get(link.resolution, "calls")
            elif link.strategy in (TYPE_USE, READ, MENTION):
                kind = "uses"
            elif link.kind in ("references", "decorates", "renders"):
                kind = "refs"
            else:
                continue
            out[kind][path, link.row].add(name)
    return out


def _cases() -> list[object]:
    found = []
    for path in sorted(CASES.glob("*/*.*")):
        found.append(pytest.param(path, id=f"{path.parent.name}-{path.stem}"))
    return found


def differences(case: Case, found: dict[str, dict[tuple[str, int], set[str]]]) -> list[str]:
    """Every line where expectation and links differ."""
    out = []
    for kind in _KINDS:
        if kind != "calls" and kind not in case.expected:
            continue
        wanted = case.expected.get(kind, {})
        for place in sorted({*wanted, *found[kind]}):
            got = found[kind].get(place, set())
            want = wanted.get(place, set())
            if got != want:
                path, row = place
                source = case.files[path].split("\n")[row].strip()
                out.append(
                    f"{path}:{row + 1}: {kind}: expected {sorted(want) or 'nothing'},"
                    f" got {sorted(got) or 'nothing'}\n    {source}"
                )
    return out


@pytest.mark.parametrize("path", _cases())
def test_case(path: Path) -> None:
    case = read_case(path)
    found = actual(case)
    problems = differences(case, found)
    assert not problems, "\n" + "\n".join(problems)
    met = [
        f"{p}:{row + 1}: @todo {', '.join(sorted(names))} works now: make it @calls"
        for (p, row), names in case.todo.items()
        if names <= found["calls"].get((p, row), set())
    ]
    assert not met, "\n".join(met)
