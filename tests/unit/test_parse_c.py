"""What the C parser reads from one file."""

from __future__ import annotations

import pytest

from parsers.extract import parse_file
from parsers.facts import NONE, Definition, FileFacts
from parsers.languages import language


def facts(source: str, path: str = "src/store.c") -> FileFacts:
    read = parse_file(language("c"), path, source.encode())
    read.check()
    assert FileFacts.decode(read.encode()).definitions == read.definitions
    return read


def named(read: FileFacts, qualified_name: str) -> Definition:
    return next(d for d in read.definitions if d.qualified_name == qualified_name and d.name)


def shown(read: FileFacts, index: int) -> str:
    """An expression as text, for comparing."""
    if index == NONE:
        return "-"
    op, *operands = read.expressions[index]
    if op == "name":
        return operands[0]
    if op == "attr":
        return f"{shown(read, operands[0])}.{operands[1]}"
    if op == "call":
        return f"{shown(read, operands[0])}({', '.join(shown(read, a) for a in operands[1])})"
    if op == "fn":
        return f"fn({', '.join(shown(read, p) for p in operands[0])})->{shown(read, operands[1])}"
    if op == "generic":
        return f"{shown(read, operands[0])}<{', '.join(shown(read, a) for a in operands[1])}>"
    if op in ("ref", "deref", "inst"):
        return f"{op} {shown(read, operands[0])}"
    return f"{op} {' '.join(map(str, operands))}"


def calls(read: FileFacts) -> list[tuple[str, str, int]]:
    """(definition around, name, number of arguments)."""
    return [
        (read.definitions[r.scope].qualified_name, r.name, r.argument_count)
        for r in read.references
        if r.role == "call"
    ]


def test_functions_with_their_parameters_and_results():
    read = facts("static const char *name_of(struct item *it, int n[], ...) { return 0; }\nvoid none(void);\n")
    function = named(read, "name_of")
    assert function.kind == "function"
    assert "static" in function.flags
    assert "signature" not in function.flags
    assert [(p.name, p.kind, shown(read, p.type)) for p in function.parameters] == [
        ("it", "", "ref item"),
        ("n", "", "ref int"),
        ("", "args", "-"),
    ]
    assert shown(read, function.returns) == "ref char"
    assert function.signature == "static const char *name_of(struct item *it, int n[], ...)"
    prototype = named(read, "none")
    assert prototype.parameters == ()
    assert "signature" in prototype.flags


@pytest.mark.parametrize(
    ("source", "kind", "value"),
    [
        ("int (*f)(int);", "variable", "inst ref fn(int)->int"),
        ("int *(*f[3])(void);", "variable", "inst ref ref fn()->ref int"),
        ("typedef int (*f)(void *, int);", "type", "ref fn(ref void, int)->int"),
        ("typedef int f(int);", "type", "fn(int)->int"),
        ("typedef struct node *f;", "type", "ref node"),
        ("unsigned  long f;", "variable", "inst unsigned long"),
    ],
)
def test_declarators_are_read_from_the_outside_in(source: str, kind: str, value: str):
    definition = named(facts(source + "\n"), "f")
    assert definition.kind == kind
    assert shown(facts(source + "\n"), definition.value) == value


def test_a_function_that_returns_a_function_pointer():
    read = facts("void (*signal_like(int n, void (*f)(int)))(int);\n")
    function = named(read, "signal_like")
    assert function.kind == "function"
    assert [p.name for p in function.parameters] == ["n", "f"]
    assert shown(read, function.returns) == "ref fn(int)->void"


def test_structs_without_a_name_take_their_typedefs():
    read = facts("/* A pair. */\ntypedef struct { int left, *right; } pair, *pair_ptr;\n")
    pair = named(read, "pair")
    assert (pair.kind, pair.row, pair.doc) == ("struct", 1, "A pair.")
    assert shown(read, named(read, "pair.right").value) == "inst ref int"
    assert shown(read, named(read, "pair_ptr").value) == "ref pair"


def test_members_of_unnamed_structs_and_enumerators():
    read = facts("struct s { union { int a; }; struct { int b; } in; };\nenum { ONE = 1, TWO };\n")
    assert {d.qualified_name for d in read.definitions if d.kind == "field"} == {"s.a", "s.b", "s.in"}
    assert [d.qualified_name for d in read.definitions if d.kind == "constant"] == ["ONE", "TWO"]


def test_old_style_definitions():
    read = facts("int add(a, b)\n  int a;\n  char *b;\n{ return use(a); }\n")
    assert [p.name for p in named(read, "add").parameters] == ["a", "b"]
    assert calls(read) == [("add", "use", 1)]


def test_the_bodies_of_macros_are_read_where_they_stand():
    read = facts("#define OPEN(x, ...) do { \\\n    real_open(x, #x); \\\n  } while (0)\n#define NAME other\nint y;\n")
    macro = named(read, "OPEN")
    assert [p.name for p in macro.parameters] == ["x", "__VA_ARGS__"]
    assert calls(read) == [("OPEN", "real_open", 2)]
    call = next(r for r in read.references if r.role == "call")
    assert (call.row, call.column) == (1, 4)
    assert shown(read, named(read, "NAME").value) == "other"


def test_names_that_a_macro_pastes_are_left_out():
    read = facts("#define CALL(n) handle_##n(1) + plain(2)\n")
    assert [name for _, name, _ in calls(read)] == ["plain"]


def test_macros_that_open_what_others_close_are_left_alone():
    read = facts("#define BEGIN {\n#define END }\n#define USE(x) f(x)\nint g(void) { return h(); }\n")
    assert calls(read) == [("g", "h", 0), ("USE", "f", 1)]


def test_specifiers_behind_macros():
    read = facts(
        "LIB_API int (lib_open) (const char *name, size_t n);\n"
        "LIB_API lib_State *lib_new (void) { return make(); }\n"
        "static MAYBE_INLINE size_t count(void) LIB_PURE;\n"
        "lib_inline lib_Item find(int x) { return look(x); }\n"
        "struct LIB_EXPORT packed { int field LIB_ALIGNED(4); };\n"
    )
    assert read.unparsed == []
    assert [d.name for d in read.definitions if d.kind == "function"] == ["lib_open", "lib_new", "count", "find"]
    assert shown(read, named(read, "lib_new").returns) == "ref lib_State"
    assert shown(read, named(read, "find").returns) == "lib_Item"
    assert named(read, "packed.field").kind == "field"


def test_a_result_type_in_capitals_is_no_macro():
    read = facts("BOOL check(int x) { return x; }\nUINT\ncount(void) { return 0; }\nLIB_API void f(void);\n")
    assert [(d.name, shown(read, d.returns)) for d in read.definitions if d.kind == "function"] == [
        ("check", "BOOL"),
        ("count", "UINT"),
        ("f", "void"),
    ]


def test_macros_that_stand_alone_are_uses():
    read = facts(
        "DEFINE_FLAG(bool, verbose, false)\nDEFINE_TABLE(int *, x)\n\nint f(void) {\n  CHECK(g())\n  h();\n}\n"
    )
    assert {name for _, name, _ in calls(read)} == {"DEFINE_FLAG", "DEFINE_TABLE", "CHECK", "g", "h"}
    assert ("f", "g", 0) in calls(read)


def test_conditionals_that_split_constructs_keep_one_branch():
    read = facts(
        "#ifdef A\nint f(int x) {\n#else\nint f(int x, int y) {\n#endif\n  return g(x);\n}\n"
        "int h(void) { return k(); }\n"
    )
    assert read.unparsed == []
    assert [d.name for d in read.definitions if d.kind == "function"] == ["f", "h"]
    assert calls(read) == [("f", "g", 1), ("h", "k", 0)]


def test_whole_branches_are_all_kept_and_told_apart():
    read = facts("#ifdef A\nint f(void) { return 1; }\n#else\nint f(void) { return 2; }\n#endif\n")
    assert [d.row for d in read.definitions if d.name == "f"] == [1, 3]
    first, second = (i for i, d in enumerate(read.definitions) if d.name == "f")
    assert read.extra["branches"] == {
        "conditions": [["ifdef A", "else"]],
        "members": [[first, 0, 0], [second, 0, 1]],
    }


def test_what_if_0_takes_out_calls_nothing():
    read = facts("#if 0\nint f(void) { return g(); }\n#endif\n")
    assert calls(read) == []


def test_prototypes_that_look_like_products():
    read = facts("state *(make)(void);\nint use(void) { return 1; }\n")
    assert "signature" in named(read, "make").flags
    assert calls(read) == []


def test_tables_say_which_field_holds_which_function():
    read = facts(
        'static struct ops a = {"x", open_it};\nstatic struct ops all[] = {{.run = run_it}, {0, &close_it}};\n'
        "void f(struct ops *o) { o->run = later; }\n"
    )
    held = [(b.name, shown(read, b.expression), shown(read, b.base)) for b in read.bindings if b.kind == "attr"]
    assert held == [
        ("#1", "open_it", "inst ops"),
        ("run", "run_it", "inst ops"),
        ("#1", "close_it", "inst ops"),
        ("run", "later", "deref o"),
    ]


def test_function_values_are_noted_and_local_names_are_not():
    read = facts("void f(int x, int (*cb)(int)) { int y; g(x, y, cb, handler, &other); }\n")
    assert [r.name for r in read.references if r.role == "value"] == ["handler", "other"]


def test_includes():
    read = facts('#include <stdio.h>\n#include "lib/a.h"\n#include MACRO\n')
    assert [(i.module, i.flags) for i in read.imports] == [("stdio.h", ("system",)), ("lib/a.h", ())]


def test_documentation_above_and_beside():
    read = facts("/* License. */\n\n#include <a.h>\n\n/**\n * Adds.\n * @param x one\n */\nint add(int x);\n")
    assert named(read, "add").doc == "Adds.\n@param x one"
    read = facts("struct s {\n  int a; /* the a */\n  int b; // the b\n};\n")
    assert [named(read, f"s.{n}").doc for n in "ab"] == ["the a", "the b"]


def test_calls_of_all_shapes():
    read = facts(
        "int f(struct s *p) { a(); (b)(1); (*c)(1, 2); p->d(); p->e.f(); t[0](3); "
        "((int (*)(int))g)(4); return h()(5); }\n"
    )
    assert [name for _, name, _ in calls(read)] == ["a", "b", "c", "d", "f", "t", "g", "h"]


def test_complexity_counts_branches():
    read = facts(
        "int f(int x) { if (x) return 1; for (;;) { switch (x) { case 1: break; default: ; } } return x ? 1 : 2; }\n"
    )
    assert named(read, "f").complexity == 6


@pytest.mark.parametrize(
    "source",
    [
        "int x = " + "(" * 10_000 + "1" + ")" * 10_000 + ";\n",
        "void f(void) " + "{" * 10_000 + "g();" + "}" * 10_000 + "\n",
        "void f(int (*a)(" * 2_000 + ")" * 4_000 + ";\n",
        "int x = f(" * 3_000 + ")" * 3_000 + ";\n",
        "#if A\n" * 3_000 + "int x;\n" + "#endif\n" * 3_000,
        "a.b->" * 5_000 + "c();\n",
        "struct a { " * 3_000 + "}; " * 3_000,
        "*" * 20_000,
        "FOO(" * 5_000,
        "\xff\x00\xfe{}(",
        "",
    ],
)
def test_hostile_input_is_survived(source: str):
    facts(source)


def test_repairs_keep_every_byte_in_its_place():
    source = "LIB_API void f(void) NOTHROW;\nint g(void) { return h(); }\n"
    read = facts(source)
    call = next(r for r in read.references if r.role == "call")
    assert source[call.start_byte :].startswith("h()")
    function = named(read, "f")
    assert source[function.start_byte : function.end_byte] == "void f(void) NOTHROW;"
    assert (function.row, function.column) == (0, 13)
