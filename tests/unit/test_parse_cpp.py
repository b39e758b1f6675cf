"""What the C++ parser reads from one file."""

from __future__ import annotations

import pytest

from parsers.extract import parse_file
from parsers.facts import Definition, FileFacts
from parsers.languages import language
from tests.unit.test_parse_c import calls, named, shown


def facts(source: str, path: str = "src/store.cpp") -> FileFacts:
    read = parse_file(language("cpp"), path, source.encode())
    read.check()
    assert FileFacts.decode(read.encode()).definitions == read.definitions
    return read


def functions(read: FileFacts) -> list[tuple[str, str]]:
    return [(d.kind, d.qualified_name) for d in read.definitions if d.kind in ("function", "method")]


def owner(read: FileFacts, definition: Definition) -> str:
    return shown(read, dict(definition.extra)["owner"])


def test_namespaces_nest_and_may_have_no_name():
    read = facts("namespace a::b { inline namespace v1 { void f(); } }\nnamespace { void g() {} }\n")
    assert [(d.qualified_name, d.flags) for d in read.definitions if d.kind == "package"] == [
        ("a", ()),
        ("a.b", ()),
        ("a.b.v1", ("inline",)),
    ]
    assert "static" in named(read, "g").flags


def test_classes_with_bases_access_and_members():
    read = facts(
        "class Foo final : public Base<int>, private ns::Other {\n"
        "  int hidden_;\n"
        " public:\n"
        "  explicit Foo(int a = 1);\n"
        "  virtual ~Foo();\n"
        "  virtual void pure(int) const = 0;\n"
        "  static Foo* make();\n"
        "  int count() const override { return 1; }\n"
        "  Foo(const Foo&) = delete;\n"
        "};\n"
    )
    foo = named(read, "Foo")
    assert [shown(read, b) for b in foo.bases[1:]] == ["ns::.Other"]
    assert [(d.name, d.visibility, d.flags) for d in read.definitions if d.parent == 1] == [
        ("hidden_", "private", ()),
        ("Foo", "public", ("constructor", "explicit", "signature")),
        ("~Foo", "public", ("destructor", "signature", "virtual")),
        ("pure", "public", ("abstract", "const", "signature", "virtual")),
        ("make", "public", ("signature", "static")),
        ("count", "public", ("const", "override", "virtual")),
        ("Foo", "public", ("constructor", "deleted")),
    ]


def test_out_of_line_members_name_their_owner():
    read = facts("namespace n {\nint Outer::Inner::size() const { return 1; }\nOuter::Outer(int x) : a_(x) {}\n}\n")
    size, constructor = (d for d in read.definitions if d.kind == "method")
    assert size.qualified_name == "n.Outer.Inner.size"
    assert owner(read, size) == "Outer::.Inner"
    assert "constructor" in constructor.flags
    construct = next(r for r in read.references if r.role == "construct")
    assert (construct.name, construct.argument_count) == ("a_", 1)


def test_operators_and_conversions_have_names():
    read = facts(
        "struct A { bool operator==(const A& o) const; A& operator [] (int); operator bool() const; "
        "void* operator new(size_t n); };\n"
    )
    assert [name for _, name in functions(read)] == [
        "A.operator==",
        "A.operator[]",
        "A.operator bool",
        "A.operator new",
    ]


def test_templates_keep_their_parameters():
    read = facts("template <typename T, int N = 3, class... R>\nclass Box { T t; };\ntemplate <> class Box<int> {};\n")
    boxes = [d for d in read.definitions if d.name == "Box"]
    assert [name for name, _ in boxes[0].type_parameters] == ["T", "N", "R"]
    assert boxes[1].flags == ("specialization",)


def test_constructions_are_told_from_prototypes():
    read = facts(
        "void f() {\n"
        '  Foo a(pattern); Foo b("x", 1); Foo c{1}; Foo d; Foo e = Foo(2); auto g = new ns::Foo<int>(3);\n'
        '  std::string s(make(n)); Foo h(); int i(3); Foo* p = nullptr; throw Error("no");\n'
        "}\n"
    )
    made = [(r.name, r.argument_count, r.keywords) for r in read.references if r.role == "construct"]
    assert made == [
        ("Foo", 1, ("declare",)),
        ("Foo", 2, ("declare",)),
        ("Foo", 1, ("declare",)),
        ("Foo", 0, ("declare",)),
        ("Foo", 1, ()),
        ("string", 1, ("declare",)),
    ]
    assert [name for _, name, _ in calls(read)] == ["Foo", "make", "Error"]


def test_locals_carry_their_types():
    read = facts(
        "void f() { const Foo& a = x; auto b = y.z(); for (auto& [k, v] : m) {} for (Bar* c : cs) {}\n"
        "  try {} catch (const Err& e) {} if (auto* q = find()) {} auto g = [n = 1](int p) { return p; }; }\n"
    )
    types = {b.name: (shown(read, b.expression), b.declared) for b in read.bindings if b.name}
    assert types["a"] == ("inst const<Foo>", True)
    assert types["b"] == ("y.z()", False)
    assert types["k"][0].startswith("item")
    assert types["c"] == ("inst ref Bar", True)
    assert types["e"] == ("inst const<Err>", True)
    assert types["q"] == ("find()", False)
    assert {"g", "n"} <= types.keys()


def test_casts_are_types_and_no_calls():
    read = facts("void f() { auto a = static_cast<Foo*>(b); int(3.5); dynamic_cast<Bar&>(c).go(); }\n")
    assert [name for _, name, _ in calls(read)] == ["go"]
    assert [shown(read, b.expression) for b in read.bindings if b.name == "a"] == ["inst ref Foo"]


def test_using_declarations_directives_and_aliases():
    read = facts("using std::string;\nusing namespace a::b;\nnamespace fs = std::filesystem;\nusing V = Vec<int>;\n")
    assert [(b.name, shown(read, b.expression)) for b in read.bindings if b.kind == "alias"] == [
        ("string", "std::.string"),
        ("*", "a::.b"),
        ("fs", "std.filesystem"),
    ]
    assert named(read, "V").kind == "type"


def test_friends_belong_to_the_namespace():
    read = facts("namespace n { class A { friend void swap(A& a, A& b) { a.x(); } int x(); }; }\n")
    assert ("function", "n.swap") in functions(read)


def test_googletest_tests_are_named_as_it_names_them():
    read = facts("TEST(Suite, Works) { go(); }\nTEST_F(Fixture, Fails) { go(); }\n")
    assert [(d.name, d.qualified_name, "test" in d.flags) for d in read.definitions if d.kind == "function"] == [
        ("Suite_Works_Test", "Suite_Works_Test", True),
        ("Fixture_Fails_Test", "Fixture_Fails_Test", True),
    ]


def test_classes_and_members_behind_macros():
    read = facts(
        "#define API\n"
        "class API Foo : public Bar {\n"
        " public:\n"
        "  API Foo() NOEXCEPT : a_(1) {}\n"
        "  void lock() EXCLUSIVE_LOCK(mu_);\n"
        "  ~Foo() RELEASES() { go(); }\n"
        "  Q_OBJECT_LIKE\n"
        " private:\n"
        "  int a_ GUARDED_BY(mu_);\n"
        "  Thing* const b_ GUARDED_BY(mu_);\n"
        "};\n"
    )
    assert read.unparsed == []
    assert functions(read) == [("method", "Foo.Foo"), ("method", "Foo.lock"), ("method", "Foo.~Foo")]
    assert [d.name for d in read.definitions if d.kind == "field"] == ["a_", "b_"]


def test_macros_between_strings_and_in_template_heads():
    read = facts(
        'void f() { log("a" PRIu64 "b" LOUD); }\n'
        "template <typename T, ENABLE_IF(is_int<T>::value && !is_bool<T>::value)>\n"
        "CONSTEXPR auto g(T t) -> int { return h(t); }\n"
    )
    assert read.unparsed == []
    assert functions(read) == [("function", "f"), ("function", "g")]


def test_strings_raw_wide_and_numbers_have_types():
    read = facts('void f() { g("a", L"b", R"x(c)x", 1, 2UL, 3.0f, \'c\', nullptr, true); }\n')
    arguments = next(read.expressions[r.expression][2] for r in read.references if r.name == "g")
    assert [shown(read, a) for a in arguments] == [
        "lit str",
        "inst ref wchar_t",
        "lit str",
        "lit int",
        "inst unsigned long",
        "inst float",
        "lit char",
        "lit none",
        "lit bool",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "a" + "::b" * 20_000 + "();\n",
        "void f() { " + "a(" * 3_000 + ")" * 3_000 + "; }\n",
        "template <" * 3_000 + "typename T" + ">" * 3_000 + " void f();\n",
        "namespace a { " * 3_000 + "}" * 3_000,
        "auto f = " + "[]{ return " * 2_000 + "1" + "; }" * 2_000 + ";\n",
        "void f() { x" + ".y()" * 5_000 + "; }\n",
        "void f() { T x(" + "a(" * 2_000 + ")" * 2_000 + "); }\n",
        "class A" + "<A" * 5_000 + ">" * 5_000 + " {};\n",
    ],
)
def test_hostile_input_is_survived(source: str):
    facts(source)
