"""What platforms and people read: valid by the documentation, stable, bounded, and proof against odd names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from codegraph.changes.asking import report_on
from codegraph.changes.formats import github, rendered, sarif
from codegraph.changes.formats.escaping import code, plain, property_value
from codegraph.changes.formats.findings import findings
from codegraph.changes.impact import Report
from codegraph.engine import Engine

RunGit = Callable[..., str]
Repository = Callable[[Mapping[str, str]], Path]

CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    # Relative to the repository, and not with ./ in front.
                    "path": {"type": "string", "pattern": r"^(?!/|\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""As GitLab's documentation describes the report."""

LOCATION = {
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "required": ["artifactLocation", "region"],
            "properties": {
                "artifactLocation": {
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "pattern": r"^[A-Za-z0-9._~%!$&'()*+,;=@/-]+$"}},
                },
                "region": {
                    "required": ["startLine"],
                    "properties": {
                        "startLine": {"type": "integer", "minimum": 1},
                        "startColumn": {"type": "integer", "minimum": 1},
                        "endLine": {"type": "integer", "minimum": 1},
                    },
                },
            },
        }
    },
}
TEXT = {"required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
SARIF = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "minItems": 1,
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name", "rules"],
                                "properties": {
                                    "rules": {
                                        "items": {
                                            "required": ["id", "shortDescription", "fullDescription", "help"],
                                            "properties": {
                                                "shortDescription": TEXT,
                                                "fullDescription": TEXT,
                                                "help": TEXT,
                                            },
                                        }
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "maxItems": 5000,
                        "items": {
                            "required": ["ruleId", "message", "locations", "partialFingerprints"],
                            "properties": {
                                "message": TEXT,
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "locations": {"minItems": 1, "items": LOCATION},
                            },
                        },
                    },
                },
            },
        },
    },
}
"""What code scanning needs of the standard, as GitHub's documentation lists it."""

FILES = {
    "a.py": "def f(x):\n    return x\n\n\ndef gone():\n    return 1\n\n\ndef last():\n    return 2\n",
    "b.py": "from a import f\n\n\ndef g():\n    f(1)\n    f(1)\n    return f(1)\n",
}


@pytest.fixture
def repository(write_tree: Callable[[Mapping[str, str | bytes]], Path], git: RunGit) -> Repository:
    def make(files: Mapping[str, str]) -> Path:
        root = write_tree(dict(files))
        git(root, "init", "-q")
        (root / ".gitignore").write_text(".codegraph/\n")
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", "base")
        return root

    return make


def impact(root: Path) -> Report:
    with Engine.open(root) as engine:
        engine.index()
        return report_on(engine.root, engine.database)


def broken(repository: Repository) -> Path:
    root = repository(FILES)
    (root / "a.py").write_text("def f(x, y):\n    return x\n\n\ndef last():\n    return 2\n")
    return root


def test_reports_are_what_the_platforms_document(repository: Repository) -> None:
    report = impact(broken(repository))
    issues = json.loads(rendered(report, "gitlab"))
    jsonschema.validate(issues, CODE_QUALITY)
    log = json.loads(rendered(report, "sarif"))
    jsonschema.validate(log, SARIF)
    rules = [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]]
    results = log["runs"][0]["results"]
    assert [rules[r["ruleIndex"]] for r in results] == [r["ruleId"] for r in results]
    # A platform keeps one finding of each fingerprint.
    assert len({i["fingerprint"] for i in issues}) == len(issues) == len(results) == 5
    assert {i["check_name"] for i in issues} == {
        "codegraph/broken-call",
        "codegraph/removed-api",
        "codegraph/untested-change",
    }


def test_fingerprints_stay_when_lines_move(repository: Repository) -> None:
    root = broken(repository)
    before = {f.fingerprint: f.line for f in findings(impact(root))}
    (root / "b.py").write_text("# one\n# two\n" + (root / "b.py").read_text())
    after = {f.fingerprint: f.line for f in findings(impact(root))}
    assert after.keys() == before.keys()
    assert sorted(after.values()) != sorted(before.values())


def test_what_was_removed_is_shown_where_it_stood(repository: Repository) -> None:
    root = broken(repository)
    (removed,) = [f for f in findings(impact(root)) if f.rule == "removed-api"]
    assert (removed.file, removed.line) == ("a.py", 4)
    (root / "a.py").unlink()
    removed = next(f for f in findings(impact(root)) if f.message == "a.gone was removed")
    assert (removed.file, removed.line) == ("a.py", 1)


def test_a_file_that_moved_is_one_finding(repository: Repository) -> None:
    root = repository(FILES)
    (root / "a.py").rename(root / "c.py")
    found = [f.message for f in findings(impact(root)) if f.rule == "removed-api"]
    assert found == ["a.py moved to c.py, and with it 3 public definitions"]
    (root / "c.py").write_text((root / "c.py").read_text().replace("def gone():", "def other(q, r):\n    q(r)\n"))
    found = [f.message for f in findings(impact(root)) if f.rule == "removed-api"]
    assert any("2 public definitions" in message for message in found)
    assert any(message.startswith("a.gone was re") for message in found)


def test_paths_are_seen_from_the_top_of_the_repository(
    write_tree: Callable[[Mapping[str, str | bytes]], Path], git: RunGit
) -> None:
    top = write_tree({f"back end/{name}": text for name, text in FILES.items()})
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "base")
    root = top / "back end"
    (root / "a.py").write_text("def f(x, y):\n    return x\n\n\ndef gone():\n    return 1\n")
    report = impact(root)
    assert json.loads(rendered(report, "gitlab"))[0]["location"]["path"] == "back end/b.py"
    result = json.loads(rendered(report, "sarif"))["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "back%20end/b.py"
    assert "file=back end/b.py,line=5" in rendered(report, "github")


def test_annotations_begin_with_the_whole_and_are_bounded(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = impact(broken(repository))
    lines = rendered(report, "github").splitlines()
    assert lines[0].startswith("::notice title=codegraph::high risk")
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    monkeypatch.setattr(github, "MOST", 1)
    few = rendered(report, "github").splitlines()
    assert [line for line in few if line.startswith("::error")] == lines[1:2]
    assert "2 more of kind error" in few
    monkeypatch.setattr(sarif, "MOST", 2)
    run = json.loads(rendered(report, "sarif"))["runs"][0]
    assert len(run["results"]) == 2 and run["properties"]["left_out"] == 3


def test_annotation_properties_cannot_be_closed() -> None:
    assert property_value("a,line=1::b%0A\r\n") == "a%2Cline=1%3A%3Ab%250A%0D%0A"


@pytest.mark.parametrize(
    "text",
    ["@team", "a@b.example", "#12", "x#12", "GH-7", "gh-7", "http://e.example", "www.e.example", "&#64;team", "<b>"],
)
def test_plain_text_neither_links_nor_mentions(text: str) -> None:
    shown = plain(text)
    assert not re.search(r"(?i)@\w|#\d|GH-\d|://|www\.|(?<!\\)[&<]", shown)


def test_names_in_backticks() -> None:
    assert code("a|b") == "`a\\|b`"
    assert code("a|b", in_table=False) == "`a|b`"
    assert code("``x`") == "``` ``x` ```"
    assert "\n" not in code("a\n\n</details>")


def test_nothing_to_say_is_said_in_words(repository: Repository) -> None:
    root = repository(FILES)
    assert "No source file differs from `HEAD`." in rendered(impact(root), "markdown")
    (root / "notes.txt").write_text("x\n")
    assert "No source file differs from `HEAD`; 1 other file changed." in rendered(impact(root), "markdown")
    (root / "a.py").write_text("# hello\n" + FILES["a.py"])
    text = rendered(impact(root), "markdown")
    assert "Only comments, layout" in text and "mermaid" not in text


def test_a_long_comment_is_cut_between_lines_and_tags(repository: Repository) -> None:
    name = "function_with_a_long_name_that_says_very_much_indeed_about_everything"
    functions = "".join(f"def {name}_{n}(a):\n    return a\n\n\n" for n in range(600))
    calls = "".join(f"def use_{name}_{n}():\n    m.{name}_{n}(1)\n\n\n" for n in range(600))
    root = repository({"m.py": functions, "u.py": f"import m\n\n\n{calls}"})
    (root / "m.py").write_text(functions.replace("(a):", "(a, b):"))
    text = rendered(impact(root), "markdown")
    assert 50_000 < len(text) <= 60_000
    assert text.count("<details>") == text.count("</details>")
    assert text.count("```") % 2 == 0
    last = text.strip().split("\n")[-1]
    assert last.startswith("_Left out for length: ") and "the picture" in last
    rows = [line for line in text.split("\n") if line.startswith("|")]
    assert all(line.endswith("|") for line in rows)
    # No table of a header alone.
    assert "| --- | --- | --- | --- |\n\n</details>" not in text


def test_pictures_show_what_hangs_together(repository: Repository) -> None:
    many = "".join(f"def lonely_{n}():\n    return {n}\n\n\n" for n in range(40))
    root = repository({"many.py": many, **FILES, "c.py": FILES["b.py"]})
    (root / "many.py").write_text(many.replace("return ", "return 1 + "))
    (root / "a.py").write_text(FILES["a.py"].replace("def f(x):", "def f(x, y):"))
    report = impact(root)
    drawing = rendered(report, "mermaid")
    nodes = dict(re.findall(r'^  (n\d+)\["(.*)"\]', drawing, re.MULTILINE))
    edges = re.findall(r"^  (n\d+) --> (n\d+)$", drawing, re.MULTILINE)
    assert {(nodes[a], nodes[b]) for a, b in edges} == {("g b.py", "f"), ("g c.py", "f")}
    assert re.search(r'more\["#8230; \d+ more"\]', drawing)
    assert "… " in rendered(report, "dot") and "more not drawn" in rendered(report, "svg")
    ElementTree.fromstring(rendered(report, "svg"))


def test_svg_is_xml_whatever_the_names(repository: Repository) -> None:
    name = "x<&\"'\u202e\ufffe]]>.py"
    root = repository({name: "def f(a):\n    return a\n\n\ndef g():\n    return f(1)\n"})
    (root / name).write_text("def f(a, b):\n    return a\n\n\ndef g():\n    return f(1)\n")
    ElementTree.fromstring(rendered(impact(root), "svg"))
