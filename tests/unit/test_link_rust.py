"""Linking Rust: what no sample can show: long, deep and broken input."""

from __future__ import annotations

import pytest

from codegraph.linking.linker import Linker, Project
from codegraph.linking.links import FileLinks
from parsers.extract import parse_file
from parsers.facts import FileFacts
from parsers.languages import language


def link(files: dict[str, str]) -> tuple[dict[str, FileFacts], dict[str, FileLinks]]:
    sources = {p: text.encode() for p, text in files.items()}
    facts = {p: parse_file(language("rust"), p, data) for p, data in sources.items() if p.endswith(".rs")}
    linker = Linker(Project(dict.fromkeys(facts, "rust"), facts.__getitem__, sources.get))
    return facts, {path: linker.link(path) for path in sorted(facts)}


def called(files: dict[str, str], path: str = "src/lib.rs") -> list[str]:
    facts, links = link(files)
    return [
        facts[place].definitions[index].qualified_name
        for link in sorted(links[path].links, key=lambda x: (x.row, x.column))
        if link.kind == "calls" and link.resolution in ("exact", "inferred")
        for place, index in [link.target]
    ]


CHAIN = """
struct A;
impl A {{ fn step(self, n: u8) -> A {{ self }} fn try_step(self) -> Option<A> {{ None }} }}
fn run(a: A) -> Option<()> {{ a{links}; None }}
"""


def test_every_link_of_a_long_chain_is_bound():
    assert called({"src/lib.rs": CHAIN.format(links=".step(1)" * 300)}) == ["A.step"] * 300


def test_every_link_of_a_long_chain_of_fallible_steps_is_bound():
    assert called({"src/lib.rs": CHAIN.format(links=".try_step()?" * 100)}) == ["A.try_step"] * 100


def test_links_do_not_depend_on_the_order_of_files():
    files = {
        "src/lib.rs": "mod a; mod b; fn run(x: a::A) { x.next().go(); }",
        "src/a.rs": "pub struct A; impl A { pub fn next(&self) -> crate::b::B { todo!() } }",
        "src/b.rs": "pub struct B; impl B { pub fn go(&self) {} }",
    }
    facts, forwards = link(files)
    sources = {p: text.encode() for p, text in files.items()}
    linker = Linker(Project(dict.fromkeys(facts, "rust"), facts.__getitem__, sources.get))
    backwards = {path: linker.link(path) for path in sorted(facts, reverse=True)}
    assert {p: f.links for p, f in forwards.items()} == {p: f.links for p, f in backwards.items()}
    assert [link.target[0] for link in forwards["src/lib.rs"].links if link.kind == "calls"] == ["src/a.rs", "src/b.rs"]


def test_a_manifest_that_cannot_be_read_takes_nothing_away():
    files = {
        "Cargo.toml": "[package\nname = ",
        "src/lib.rs": "mod a; fn run() { a::go(); }",
        "src/a.rs": "pub fn go() {}",
    }
    assert called(files) == ["go"]


@pytest.mark.parametrize(
    "source",
    [
        "fn f() { " + "x(" * 2000 + ")" * 2000 + " }",
        "fn f() { " + "|a| " * 500 + "a.go() }",
        "fn f() { let x = " + "Some(" * 300 + "1" + ")" * 300 + "; x.unwrap(); }",
        "type A = B; type B = A; fn f(a: A) { a.go(); }",
        "struct S<T>(T); impl<T> S<T> { fn w(self) -> S<S<T>> { todo!() } } fn f(s: S<u8>) { s" + ".w()" * 80 + "; }",
        "trait T { type X: T; fn x(&self) -> Self::X; } fn f<A: T>(a: A) { a" + ".x()" * 60 + "; }",
        "impl<T> Into<T> for T where T: Into<T> {} fn f() { 1.into().into(); }",
        "use self::a as a; use a::*; fn f() { a::b(); }",
        "mod a { pub use super::b::*; } mod b { pub use super::a::*; } fn f() { a::x(); b::y::z(); }",
        "fn f() { let x = x; let y = || y(); y(); let z = z.z().z; z.z(); }",
        "macro_rules! m { ($e:expr) => { m!($e) }; } fn f() { m!(1).go(); }",
        "fn f() { let f = |x| g(x); let g = |x| f(x); f(1).h(); }",
        "struct S { s: S } impl std::ops::Deref for S { type Target = S; } fn f(s: S) { s.x.y.z(); }",
        "impl Trait for Missing { fn f(&self) { self.f(); Self::g(); } }",
    ],
)
def test_hostile_input_is_survived(source: str):
    _, links = link({"src/lib.rs": source})
    assert not [x for x in links["src/lib.rs"].links if x.kind == "calls" and x.target[0] == "<std>"]
