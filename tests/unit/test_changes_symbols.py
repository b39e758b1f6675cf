"""How two sides of a file differ: code, or only words and layout."""

from __future__ import annotations

import pytest

from codegraph.changes.diff import Diff, FileChange
from codegraph.changes.sides import ChangedFile, Comparison, Side
from codegraph.changes.symbols import changed_symbols

NAMES = {"python": "m.py", "go": "m.go", "typescript": "m.ts", "javascript": "m.js", "rust": "m.rs", "java": "M.java"}


def changes(language: str, before: str, after: str) -> dict[str, str]:
    path = NAMES[language]
    change = FileChange("modified", path, path)
    old, new = (Side(path, language, text.encode()) for text in (before, after))
    found = changed_symbols(Comparison(Diff((change,), "", ""), [ChangedFile(change, old, new)], [], "", ""))
    return {c.half.definition.qualified_name if c.half.index else "": str(c.how) for c in found}


CLASS = "class A:\n    def f(self):\n        return 1\n"


@pytest.mark.parametrize(
    ("language", "before", "after", "expected"),
    [
        ("python", CLASS, CLASS + "\n    def g(self):\n        pass\n", {"A.g": "added"}),
        ("python", CLASS, CLASS.replace("A:\n", 'A:\n    """Words."""\n\n'), {"A": "text"}),
        ("python", CLASS, CLASS.replace("A:\n", "A:\n    x = 1\n\n"), {"A.x": "added"}),
        (
            "python",
            "def f(a):\n    if a:\n        b()\n        c()\n",
            "def f(a):\n    if a:\n        b()\n    c()\n",
            {"f": "body"},
        ),
        (
            "python",
            "def f(a):\n    for b in a:\n        if b:\n            pass\n        else:\n            c()\n",
            "def f(a):\n    for b in a:\n        if b:\n            pass\n    else:\n        c()\n",
            {"f": "body"},
        ),
        (
            "python",
            "def f(a):\n    return g(a, 1)\n",
            "def f(a):\n    return g(\n        a,\n        1,\n    )\n",
            {"f": "text"},
        ),
        (
            "go",
            "package a\n\nfunc f() {\n\tg(\n\t\tone,\n\t)\n}\n",
            "package a\n\nfunc f() {\n\tg(\n\t\tone, // a remark\n\t)\n}\n",
            {"f": "text"},
        ),
        ("python", "def f(a):\n    return (a)\n", "def f(a):\n    return (a,)\n", {"f": "body"}),
        ("python", "def f(a):\n    return a[0]\n", "def f(a):\n    return a[0,]\n", {"f": "body"}),
        ("javascript", "function f(a) { return [a] }\n", "function f(a) { return [a,] }\n", {"f": "text"}),
        ("javascript", "function f(a) { return [a] }\n", "function f(a) { return [a,,] }\n", {"f": "body"}),
        ("rust", "fn f(a: i32) { g((a)) }\n", "fn f(a: i32) { g((a,)) }\n", {"f": "body"}),
        (
            "typescript",
            "interface A {\n  x: // one\n    | 1\n}\n",
            "interface A {\n  x:\n    // one\n    | 1\n}\n",
            {"A.x": "text"},
        ),
        # A decorator whose lambda is numbered by what stands above it.
        (
            "python",
            "@p([(a, *b) for b in c])\ndef f():\n    pass\n",
            "def g():\n    return [1 for _ in h]\n\n\n@p([(a, *b) for b in c])\ndef f():\n    pass\n",
            {"g": "added"},
        ),
        ("go", "package m\n\nfunc f(a int) {}\n", "package m\n\n// Words.\nfunc f(a int) {\n}\n", {"f": "text"}),
        (
            "java",
            "class M { int f() { return 1; } }\n",
            "class M {\n  int f() {\n    return 1;\n  }\n}\n",
            {"M.f": "text"},
        ),
    ],
)
def test_words_and_layout_are_told_apart_from_code(
    language: str, before: str, after: str, expected: dict[str, str]
) -> None:
    assert {name: how for name, how in changes(language, before, after).items() if name} == expected
