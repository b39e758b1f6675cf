"""Files that are no source but decide where imports lead: what a change of them breaks, and what not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from codegraph.changes.asking import report_on
from codegraph.changes.impact import Report
from codegraph.cli import main
from codegraph.engine import Engine
from codegraph.scip.schema import DEFINITION
from tests.scip_writing import Mention, python, write_index

RunGit = Callable[..., str]
WriteTree = Callable[[Mapping[str, str | bytes]], Path]


def start(write_tree: WriteTree, git: RunGit, files: Mapping[str, str]) -> Path:
    root = write_tree(dict(files))
    git(root, "init", "-q")
    (root / ".gitignore").write_text(".codegraph/\n")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "base")
    return root


def after(root: Path, path: str, new: str, **options: str) -> Report:
    (root / path).write_text(new)
    with Engine.open(root) as engine:
        engine.index()
        return report_on(root, engine.database, **options)  # type: ignore[arg-type]


def said(report: Report) -> list[tuple[str, int, str]]:
    return [(b.file, b.line, b.rule.value) for b in report.broken]


TSCONFIG = {"compilerOptions": {"baseUrl": ".", "paths": {"@lib/*": ["src/lib/*"]}}}


def test_an_alias_of_tsconfig(write_tree: WriteTree, git: RunGit) -> None:
    root = start(
        write_tree,
        git,
        {
            "tsconfig.json": json.dumps(TSCONFIG),
            "src/lib/tax.ts": "export function tax(n: number) {\n  return n;\n}\n",
            "src/cart.ts": "import { tax } from '@lib/tax';\nimport { far } from 'far';\nexport const n = tax(far);\n",
        },
    )
    same = json.dumps(TSCONFIG | {"exclude": ["dist"]})
    assert said(after(root, "tsconfig.json", same)) == [], "the alias is there as before"
    gone = json.dumps({"compilerOptions": {"baseUrl": "."}})
    report = after(root, "tsconfig.json", gone)
    assert said(report) == [("src/cart.ts", 1, "broken-import")]
    assert report.broken[0].message == "imports @lib/tax, which led to src/lib/tax.ts before tsconfig.json changed"
    git(root, "commit", "-qam", "without the alias")
    assert said(after(root, "tsconfig.json", gone, base="HEAD~1")) == [("src/cart.ts", 1, "broken-import")]


def test_the_name_of_a_go_module(write_tree: WriteTree, git: RunGit) -> None:
    root = start(
        write_tree,
        git,
        {
            "go.mod": "module example.com/shop\n\nrequire example.com/far v1.0.0\n",
            "tax/tax.go": "package tax\n\nfunc Tax(n int) int { return n }\n",
            "main.go": 'package main\n\nimport "example.com/shop/tax"\n\nfunc main() { tax.Tax(1) }\n',
        },
    )
    assert said(after(root, "go.mod", "module example.com/shop\n\nrequire example.com/far v2.0.0\n")) == []
    assert said(after(root, "go.mod", "module example.com/store\n")) == [("main.go", 3, "broken-import")]


def test_a_patch_cannot_tell_the_old_settings_and_says_so(write_tree: WriteTree, git: RunGit) -> None:
    root = start(write_tree, git, {"tsconfig.json": json.dumps(TSCONFIG, indent=1), "src/a.ts": "import '@lib/tax';\n"})
    (root / "tsconfig.json").write_text(json.dumps(TSCONFIG | {"exclude": []}, indent=1))
    patch = git(root, "diff").encode()
    with Engine.open(root) as engine:
        engine.index()
        notes = report_on(root, engine.database, patch=patch).notes
    assert notes == ("tsconfig.json changed: imports were compared with it as it is on disk",)


def test_compiler_data_counts_on_both_sides(write_tree: WriteTree, git: RunGit, tmp_path: Path) -> None:
    load = python("stock", "Loader#", "load().")
    tree = {
        "stock.py": "class Loader:\n    def load(self):\n        return 1\n",
        "app.py": "def run(given):\n    given.load()\n",
    }
    mentions = {
        "stock.py": [Mention("def load", "load", load, DEFINITION)],
        "app.py": [Mention("given.load()", "load", load)],
    }
    root = start(write_tree, git, tree)
    index = write_index(tmp_path / "index.scip", tree, mentions)
    assert main(["index", "--root", str(root), "--scip", str(index), "-q"]) == 0
    assert said(after(root, "stock.py", tree["stock.py"].replace("(self)", "(self, n=1)"))) == []
    assert said(after(root, "stock.py", tree["stock.py"].replace("(self)", "(self, n)"))) == [
        ("app.py", 2, "broken-call")
    ]
    assert said(after(root, "stock.py", tree["stock.py"].replace("load", "fetch"))) == [("app.py", 2, "broken-call")]
