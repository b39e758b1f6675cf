"""Edges between definitions of JavaScript that no call site tells: what inherits, what overrides."""

from __future__ import annotations

from codegraph.linking.linker import Linker, Project
from parsers.extract import parse_file
from parsers.languages import language

BASE = """
function Base() {}
Base.prototype.run = function () { this.step(); };
Base.prototype.step = function () {};
module.exports = Base;
"""

SUBS = """
const Base = require("./base"), util = require("util"), step = require("./step");
function Assigned() {}
Assigned.prototype = Object.create(Base.prototype);
Assigned.prototype.step = function () {};
Assigned.prototype.other = function () {};
function Inheriting() {}
util.inherits(Inheriting, Base);
Object.assign(Inheriting.prototype, { step() {}, more() {} });
class Declared extends Base { step() {} constructor() { super(); } }
function Borrowing() {}
Borrowing.prototype = Object.create(Base.prototype);
Borrowing.prototype.step = step;
function Plain() {}
Plain.prototype.step = function () {};
function step() {}
"""

FILES = {"base.js": BASE, "subs.js": SUBS, "step.js": "module.exports = function step() {};\n"}


def _edges() -> set[tuple[str, str, str]]:
    facts = {path: parse_file(language("javascript"), path, text.encode()) for path, text in FILES.items()}
    linker = Linker(Project(dict.fromkeys(FILES, "javascript"), facts.__getitem__, lambda path: None))

    def name(path: str, index: int) -> str:
        return facts[path].definitions[index].qualified_name

    return {
        (str(link.kind), name(path, link.source), name(*link.target))
        for path in FILES
        for link in linker.link(path).links
        if link.kind in ("inherits", "overrides")
    }


def test_prototypes_inherit_and_override() -> None:
    edges = _edges()
    assert {e for e in edges if e[0] == "inherits"} == {
        ("inherits", sub, "Base") for sub in ("Assigned", "Inheriting", "Declared", "Borrowing")
    }
    assert {target for kind, _, target in edges if kind == "overrides"} == {"Base.step"}
    assert {source for kind, source, _ in edges if kind == "overrides"} == {
        "Assigned.step",
        "Declared.step",
        "step",
    }
