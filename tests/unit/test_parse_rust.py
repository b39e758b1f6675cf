"""What one Rust file says, without looking at any other."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from parsers.extract import parse_file
from parsers.facts import NONE, Binding, Definition, FileFacts
from parsers.languages import language
from parsers.languages.rust import module_name


def read(source: str) -> FileFacts:
    facts = parse_file(language("rust"), "src/lib.rs", source.encode())
    facts.check()
    assert FileFacts.decode(facts.encode()).references == facts.references
    return facts


def shown(facts: FileFacts, index: int) -> str:
    """An expression as text, for comparison."""
    if index == NONE:
        return "?"
    item = facts.expressions[index]
    op = item[0]

    def many(items: tuple[int, ...]) -> str:
        return ", ".join(shown(facts, i) for i in items)

    if op == "name":
        return item[1]
    if op == "path":
        return f"{shown(facts, item[1])}::{item[2]}"
    if op == "attr":
        return f"{shown(facts, item[1])}.{item[2]}"
    if op == "item":
        return f"{shown(facts, item[1])}.{item[2]}"
    if op == "call":
        return f"{shown(facts, item[1])}({many(item[2])})"
    if op == "macro":
        return f"{shown(facts, item[1])}!({many(item[2])})"
    if op == "generic":
        return f"{shown(facts, item[1])}<{many(item[2])}>"
    if op == "at":
        return shown(facts, item[1])
    if op == "union":
        return f"({' | '.join(shown(facts, i) for i in item[1])})"
    if op in ("lit", "def"):
        return f"{op} {item[1]}"
    if op in ("seq", "some"):
        return f"{item[1]}[{many(item[2])}]"
    if op == "fn":
        return f"fn({many(item[1])}) -> {shown(facts, item[2])}"
    if op == "variant":
        return f"{shown(facts, item[1])} as {shown(facts, item[2])}"
    if op == "assoc":
        return f"{item[1]}={shown(facts, item[2])}"
    return f"{op}({', '.join(shown(facts, i) for i in item[1:] if isinstance(i, int))})"


def definition(facts: FileFacts, qualified_name: str) -> Definition:
    return next(d for d in facts.definitions if d.qualified_name == qualified_name and d.name)


def bound(facts: FileFacts) -> dict[str, str]:
    return {b.name: shown(facts, b.expression) for b in facts.bindings if b.kind != "return"}


def calls(facts: FileFacts) -> list[str]:
    return [r.name for r in facts.references if r.role == "call"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("src/lib.rs", "crate"),
        ("src/shop/cart.rs", "shop.cart"),
        ("src/shop/mod.rs", "shop"),
        ("crates/tax-tables/src/lib.rs", "tax_tables"),
        ("crates/tax-tables/src/rate.rs", "tax_tables.rate"),
        ("tests/checkout.rs", "tests.checkout"),
    ],
)
def test_module_names(path: str, name: str):
    assert module_name(PurePosixPath(path)) == name


def test_methods_are_qualified_by_the_type_of_their_impl():
    facts = read("impl<'a, T: Tax> Display for &'a Cart<T> { fn fmt(&self) -> Out { self.x } }")
    method = definition(facts, "Cart.fmt")
    assert method.kind == "method"
    assert method.flags == ("override",)
    assert [(key, shown(facts, value)) for key, value in method.extra] == [
        ("impl_type", "ref(Cart<T>)"),
        ("impl_trait", "Display"),
    ]
    assert facts.definitions[method.parent].kind == "impl"
    assert facts.definitions[method.parent].name == ""


def test_where_clauses_join_the_bounds_of_type_parameters():
    facts = read("fn f<T: A, U>(t: T) where T: B<Item = u8>, U: Fn(u8) -> T, T::Out: C {}")
    found = [(name, shown(facts, bound)) for name, bound in definition(facts, "f").type_parameters]
    assert found == [("T", "[A, B<Item=u8>]"), ("U", "fn(u8) -> T"), ("where T::Out", "C")]


def test_use_trees_are_flattened():
    facts = read(
        'use a::{self, b::{c as d, *}}; pub use crate::x::Y; use super::z as _; mod m; #[path = "q.rs"] mod n;'
    )
    assert [(i.local, i.module, i.name, i.flags) for i in facts.imports] == [
        ("a", "a", "", ()),
        ("d", "a::b", "c", ()),
        ("", "a::b", "*", ()),
        ("Y", "crate::x", "Y", ("reexport",)),
        ("", "super", "z", ()),
        ("m", "m", "", ("mod",)),
        ("n", "q.rs", "", ("mod", "path")),
    ]


def test_fields_of_tuple_structs_and_variants_are_parameters():
    facts = read("struct P(u8, pub Q); enum E { A, B(Q), C { left: Q } }")
    assert [(p.name, p.type_text) for p in definition(facts, "P").parameters] == [("0", "u8"), ("1", "Q")]
    assert definition(facts, "E.B").flags == ("variant",)
    assert [(p.name, p.type_text) for p in definition(facts, "E.C").parameters] == [("left", "Q")]


def test_patterns_take_values_apart():
    facts = read(
        "fn f(v: V, (p, q): (A, B)) {"
        " let S { a, b: Some(c), .. } = v;"
        " let (x, .., y) = g();"
        " match h() { Shape::Round(r, ..) => 1, None => 2, LIMIT => 3, n @ 4 => 5 };"
        " for &(i, ref e) in items() {}"
        " let [first, rest @ ..] = list;"
        "}"
    )
    assert bound(facts) == {
        "p": "#1.0",
        "q": "#1.1",
        "a": "v as S.a",
        "c": "v as S.b as Some.0",
        "x": "g().0",
        "y": "g().-1",
        "r": "h() as Shape::Round.0",
        "n": "h()",
        "i": "deref(elem(items())).0",
        "e": "deref(elem(items())).1",
        "first": "elem(list)",
        "rest": "list",
    }


def in_force(facts: FileFacts, source: str, name: str) -> list[str]:
    """The text in which each binding of ``name`` is in force."""
    rows: list[Binding] = [b for b in facts.bindings if b.name == name]
    return [source[b.start_byte : b.block_end] for b in rows]


def test_bindings_end_with_their_block():
    source = "fn f() { if let Some(x) = a() && let Ok(y) = x.b() { c(); } else { d(); } { let z = 1; e(); } g(); }"
    facts = read(source)
    assert in_force(facts, source, "x") == [" && let Ok(y) = x.b() { c(); }"]
    assert in_force(facts, source, "y") == [" { c(); }"]
    assert in_force(facts, source, "z") == [" e(); }"]


def test_branches_that_leave_are_no_values():
    facts = read(
        "fn f() { let a = match g() { Ok(v) => v, Err(_) => return 1, _ => panic!() };"
        " let b = if x { h() } else { unreachable!(); };"
        " let c = { let d = i(); d }; }"
    )
    values = bound(facts)
    assert values["a"] == "v"
    assert values["b"] == "h()"
    assert values["c"] == "d"


def test_a_tail_is_looked_up_where_it_stands():
    source = "fn f() { let c = { let d = i(); d }; }"
    facts = read(source)
    item = facts.expressions[next(b.expression for b in facts.bindings if b.name == "c")]
    assert item[0] == "at"
    assert source[item[2] :].startswith("d }")


def test_calls_inside_macros_are_read_where_they_stand():
    source = 'fn f() {\n    assert_eq!(a.b(c()), matches!(d(), Some(x) if x.e()), "{}", g());\n    vec![h(); 3]\n}\n'
    facts = read(source)
    lines = source.split("\n")
    for reference in facts.references:
        if reference.role == "call":
            assert lines[reference.row][reference.column :].startswith(reference.name)
    assert calls(facts) == ["assert_eq", "b", "c", "matches", "d", "e", "g", "vec", "h"]
    assert bound(facts) == {"x": "d() as Some.0"}


def test_a_macro_with_a_language_of_its_own_disturbs_nothing():
    facts = read('fn f() { arg!(-v --verbose <N> ... "x");\n a();\n let y = g!(b() => c(); d?);\n e!(h()); }')
    assert {"a", "h"} <= set(calls(facts))
    assert definition(facts, "f").end_row == 3


def test_an_item_macro_that_takes_a_name_and_a_closure_defines_a_function():
    facts = read("test!(parses, |d: Dir| { d.go(); });\nmod m { test!(other, 3); }")
    assert definition(facts, "parses").flags == ("macro",)
    go = next(r for r in facts.references if r.name == "go")
    assert facts.definitions[facts.definitions[go.scope].parent].name == "parses"
    assert not any(d.name == "other" for d in facts.definitions)


def test_macro_rules_say_what_they_expand_to_and_call_nothing():
    facts = read("macro_rules! ok { ($e:expr) => { match $e { Ok(v) => v, Err(e) => return Err(e.into()) } }; }")
    rule = next(d for d in facts.definitions if "rule" in d.flags)
    assert [p.name for p in rule.parameters] == ["$e"]
    assert shown(facts, rule.value) == "v"
    assert bound(facts)["v"] == "$e as Ok.0"
    assert calls(facts) == []


def test_attributes_and_doc_comments():
    facts = read(
        "//! The crate.\n"
        "/// Adds.\n/// Twice.\n#[derive(Clone)]\n// why\npub struct S;\n"
        "#[cfg(test)]\nmod tests { #[test]\n fn adds() {} #[tokio::test]\n async fn waits() {} fn helper() {} }\n"
        '#[cfg(not(feature = "x"))] fn off() {}\n#[cfg(all(unix, feature = "y"))] fn on() {}\n'
    )
    assert facts.definitions[0].doc == "The crate."
    assert definition(facts, "S").doc == "Adds.\nTwice."
    assert definition(facts, "S").visibility == "public"
    assert definition(facts, "tests").flags == ("cfg", "test")
    assert definition(facts, "tests.adds").flags == ("test",)
    assert definition(facts, "tests.waits").flags == ("async", "test")
    assert definition(facts, "tests.helper").flags == ()
    assert definition(facts, "off").flags == ("cfg", "inactive")
    assert definition(facts, "on").flags == ("cfg",)


def test_a_closure_knows_the_call_it_is_passed_to():
    facts = read("fn f() { a.map(|(k, v)| v.go(k)); }")
    closure = next(d for d in facts.definitions if d.kind == "lambda")
    extra = dict(closure.extra)
    assert shown(facts, extra["argument_of"]) == "a.map(def 2)"
    assert extra["argument"] == 0
    assert bound(facts) == {"k": "#0.0", "v": "#0.1"}


def test_calls_of_what_a_field_holds_are_not_calls_of_a_method():
    facts = read("fn f() { (self.go)(1); self.go(1); }")
    first, second = [r for r in facts.references if r.role == "call"]
    assert shown(facts, first.expression) == "(this().go)(lit int)"
    assert shown(facts, second.expression) == "this().go(lit int)"


def test_long_builder_chains_are_read_to_the_end():
    source = "fn f() { let x = C::new()" + "".join(f".m{i}(a({i}))?" for i in range(200)) + "; }"
    facts = read(source)
    assert len(calls(facts)) == 401
    last = next(r for r in facts.references if r.name == "m199")
    index, depth = last.expression, 0
    while facts.expressions[index][0] in ("call", "attr", "try"):
        index = facts.expressions[index][1]
        depth += 1
    assert shown(facts, index) == "C::new"
    assert depth == 1 + 200 * 3 - 1


def test_functions_passed_by_name_are_value_references():
    facts = read("fn g() {} fn f(x: u8) { a.map(g); a.map(Self::h); a.push(x); b(other); }")
    assert [r.name for r in facts.references if r.role == "value"] == ["g", "h", "other"]


def test_what_cannot_be_parsed_is_named_and_the_rest_is_read():
    facts = read("fn a() { b(); }\nfn ( {\nfn c() { d(); }\n")
    assert facts.unparsed
    assert "b" in calls(facts)


@pytest.mark.parametrize(
    "source", ["", "\n", "#!/usr/bin/env run\nfn f() {}", "macro_rules! m", "x!(", "x!{}\r\ny!();\r\n", "v!(" * 3000]
)
def test_odd_input_is_survived(source: str):
    read(source)
