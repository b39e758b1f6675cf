"""What the JavaScript and TypeScript readers say of one file."""

from __future__ import annotations

import pytest

from parsers import grammars
from parsers.extract import parse_file
from parsers.facts import FileFacts
from parsers.languages import language


def read(text: str, path: str = "a.ts") -> FileFacts:
    name = "typescript" if path.rsplit(".", 1)[-1] in ("ts", "tsx", "mts", "cts") else "javascript"
    facts = parse_file(language(name), path, text.encode())
    facts.check()
    assert FileFacts.decode(facts.encode()).definitions == facts.definitions
    return facts


def named(facts: FileFacts) -> list[tuple[str, str, int]]:
    """(kind, qualified name, 1-based line) of every symbol, the module left out."""
    return [(d.kind, d.qualified_name, d.row + 1) for d in facts.definitions[1:] if d.name]


def show(facts: FileFacts, index: int) -> str:
    """An expression as text."""
    if index < 0:
        return "?"
    op, *rest = facts.expressions[index]
    if op in ("name", "lit", "str"):
        return str(rest[0])
    if op == "attr":
        return f"{show(facts, rest[0])}.{rest[1]}"
    if op == "generic":
        return f"{show(facts, rest[0])}<{', '.join(show(facts, a) for a in rest[1])}>"
    if op in ("union", "all"):
        return (" | " if op == "union" else " & ").join(show(facts, a) for a in rest[0])
    parts = [show(facts, r) if isinstance(r, int) else str(r) for r in rest]
    return f"{op}({', '.join(parts)})"


@pytest.mark.parametrize("path", ["a.js", "a.jsx", "a.mjs", "a.cjs", "a.ts", "a.tsx", "a.mts", "a.cts", "a.d.ts"])
def test_queries_fit_the_grammar_of_every_extension(path: str) -> None:
    found = language("typescript" if "ts" in path.rsplit(".", 1)[-1] else "javascript")
    assert grammars.query(found.grammar_for(path), found.queries_for(path)) is not None


def test_functions_are_named_by_where_they_stand() -> None:
    facts = read(
        """function a() {}
const b = () => 1;
let c = function inner() {};
exports.d = function () {};
module.exports = function () {};
Foo.prototype.e = function () {};
Foo.f = () => {};
obj.g = { h() {}, i: function () {}, "j-k": () => {}, [sym]: () => {} };
const o = { deep: { l() {} } };
call(function m() {});
x = y = function () {};
const n = (() => {}) as Handler;
""".replace("as Handler", ""),
        "a.js",
    )
    assert named(facts) == [
        ("function", "a", 1),
        ("function", "b", 2),
        ("function", "c", 3),
        ("function", "d", 4),
        ("function", "exports", 5),
        ("method", "Foo.e", 6),
        ("function", "Foo.f", 7),
        ("method", "obj.g.h", 8),
        ("method", "obj.g.i", 8),
        ("method", "obj.g.j-k", 8),
        ("method", "obj.g.[sym]", 8),
        ("method", "o.deep.l", 9),
        ("constant", "o", 9),
        ("function", "m", 10),
        ("function", "y", 11),
        ("function", "n", 12),
    ]


def test_classes_interfaces_and_their_members() -> None:
    facts = read(
        """export abstract class A<T extends B> extends mix(C)<T> implements I, J<T> {
  static #count = 0;
  field: Map<string, T> = new Map();
  handler = async () => {};
  constructor(private x: X, y?: Y) { super(); }
  get size(): number { return 1; }
  set size(v) {}
  abstract draw(): void;
  over(a: string): void;
  over(a: any) {}
}
interface I extends K { (a: T): R; m?(): void; p: P; readonly [key: string]: V }
enum E { One, Two = 2 }
type U = { a: string; run(): void } | "x";
namespace N.M { export const z = 1; }
"""
    )
    assert [row for row in named(facts) if row[0] != "constant"] == [
        ("class", "A", 1),
        ("field", "A.#count", 2),
        ("field", "A.field", 3),
        ("method", "A.handler", 4),
        ("method", "A.constructor", 5),
        ("field", "A.x", 5),
        ("property", "A.size", 6),
        ("property", "A.size", 7),
        ("method", "A.draw", 8),
        ("method", "A.over", 9),
        ("method", "A.over", 10),
        ("interface", "I", 12),
        ("method", "I.m", 12),
        ("field", "I.p", 12),
        ("enum", "E", 13),
        ("type", "U", 14),
        ("method", "U.run", 14),
        ("package", "N", 15),
        ("package", "N.M", 15),
    ]
    by_name = {(d.name, d.row): d for d in facts.definitions}
    a = by_name["A", 0]
    assert [show(facts, b) for b in a.bases] == ["generic(…)"] or [show(facts, b) for b in a.bases][1:] == ["I", "J<T>"]
    assert a.flags == ("abstract", "exported")
    assert [(n, show(facts, b)) for n, b in a.type_parameters] == [("T", "B")]
    assert show(facts, by_name["field", 2].value) == "inst(" + "Map<str, T>)"
    assert by_name["handler", 3].flags == ("arrow", "async", "expression", "field")
    assert "constructor" in by_name["constructor", 4].flags
    assert [(p.name, p.type_text, p.has_default) for p in by_name["constructor", 4].parameters] == [
        ("x", "X", False),
        ("y", "Y", True),
    ]
    assert by_name["x", 4].visibility == "private"
    assert by_name["size", 5].flags == ("getter",)
    assert by_name["draw", 7].flags == ("abstract", "signature")
    assert "overload" in by_name["over", 8].flags and "overload" not in by_name["over", 9].flags
    assert {key for key, _ in by_name["I", 11].extra} == {"call", "index"}


def test_every_form_of_import_and_export() -> None:
    facts = read(
        """import d, * as ns from "./m";
import { a, b as c, type T } from "m";
import "side";
import req = require("r");
export * from "s";
export * as all from "s";
export { x as y, default as z } from "s";
export { d as default };
const { p, q: { deep }, ...rest } = require("c");
const member = require("c").inner;
async function f() { await import("lazy"); }
"""
    )
    assert [(i.local, i.module, i.name, i.flags) for i in facts.imports] == [
        ("d", "./m", "default", ()),
        ("ns", "./m", "", ()),
        ("a", "m", "a", ()),
        ("c", "m", "b", ()),
        ("T", "m", "T", ("type",)),
        ("", "side", "", ("effect",)),
        ("req", "r", "", ("require",)),
        ("", "s", "*", ("reexport",)),
        ("all", "s", "", ("reexport",)),
        ("y", "s", "x", ("reexport",)),
        ("z", "s", "default", ("reexport",)),
        ("p", "c", "p", ("require",)),
        ("rest", "c", "", ("require",)),
        ("member", "c", "inner", ("require",)),
        ("", "lazy", "", ("lazy",)),
    ]
    assert [(b.name, show(facts, b.expression)) for b in facts.bindings if b.kind == "export"] == [("default", "d")]


def test_call_sites_say_name_place_and_arguments() -> None:
    facts = read("a.b?.c(1, ...x);\nnew D<E>();\ntag`x`;\n(f as any)(1);\nsuper_();\nlet ü = é(1), y = g();\n")
    calls = [
        (r.role, r.name, r.row, r.column, r.argument_count) for r in facts.references if r.role in ("call", "construct")
    ]
    assert calls == [
        ("call", "c", 0, 5, -1),
        ("construct", "D", 1, 4, 0),
        ("call", "tag", 2, 0, 0),
        ("call", "f", 3, 1, 1),
        ("call", "super_", 4, 0, 0),
        ("call", "é", 5, 8, 1),
        ("call", "g", 5, 18, 0),
    ]


def test_narrowings_hold_where_the_test_does() -> None:
    text = "function f(x) {\n  if (!(x instanceof A)) return;\n  x;\n}\nif (typeof y === 'string' && isB(y)) y;\n"
    facts = read(text)
    rows = [
        (b.name, show(facts, b.expression), b.start_byte, b.block_end) for b in facts.bindings if b.kind == "narrow"
    ]
    leaving = text.index(" return") + 1
    assert ("x", "exclude(x, A)", leaving, text.index(";\n  x") + 1) in rows
    assert ("x", "narrowed(x, inst(A))", text.index(";\n  x") + 1, text.index("}") + 1) in rows
    assert any(row[:2] == ("y", "narrowed(y, str)") for row in rows)
    assert any(row[:2] == ("y", "narrowed(y, guarded(isB))") for row in rows)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("string", "str"),
        ("?Foo", "Foo"),
        ("Foo[]", "Array<Foo>"),
        ("Array.<Foo>", "Array<Foo>"),
        ("Map<string, ns.Foo>", "Map<str, ns.Foo>"),
        ("Foo|Bar|null", "Foo | Bar | none"),
        ("(a: A, b?: B) => C", "fn((%A, %B), C)"),
        ("Foo=", "Foo"),
        ("*", None),
        ("{ broken", None),
    ],
)
def test_types_in_jsdoc(written: str, meant: str | None) -> None:
    facts = read(f"/**\n * @param {{{written}}} [x=1] - text\n * @returns {{Foo}}\n */\nfunction f(x) {{}}\n", "a.js")
    f = next(d for d in facts.definitions if d.name == "f")
    if meant is None:
        assert f.parameters[0].type == -1
    elif meant.startswith("fn("):
        op, parameters, result = facts.expressions[f.parameters[0].type]
        assert (op, [show(facts, p) for p in parameters], show(facts, result)) == ("fn", ["A", "B"], "C")
    else:
        assert show(facts, f.parameters[0].type) == meant
    assert "@param" in f.doc


def test_comments_become_documentation_only_of_what_they_stand_on() -> None:
    facts = read(
        "/** Of a. */\nexport function a() {}\n\n/** Of nothing. */\n\nfoo();\nfunction b() {}\n"
        "// one\n// two\nconst c = () => 1;\n"
    )
    assert {d.name: d.doc for d in facts.definitions[1:]} == {"a": "Of a.", "b": "", "c": "one\ntwo"}


def test_errors_leave_the_rest_readable() -> None:
    facts = read("function a() {}\nconst = ;\nfunction b() { a(); }\n")
    assert {d.name for d in facts.definitions[1:]} >= {"a", "b"}
    assert facts.unparsed == [(1, 1)]


@pytest.mark.parametrize(
    "text", ["[" * 10_000, "(" * 10_000 + ")" * 10_000, "a" + "+a" * 20_000, "f" + ".g()" * 5_000, ""]
)
def test_deep_and_long_input_does_not_recurse(text: str) -> None:
    assert read(text, "a.js").definitions[0].kind == "module"
    assert read(text).definitions[0].kind == "module"


def test_long_chains_keep_every_link() -> None:
    facts = read("b" + ".where().limit()" * 100 + ";")
    last = facts.references[0]
    depth = 0
    at = last.expression
    while at >= 0 and facts.expressions[at][0] in ("call", "attr"):
        at = facts.expressions[at][1]
        depth += 1
    assert depth == 400
    assert facts.expressions[at] == ("name", "b")
