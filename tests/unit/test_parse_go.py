"""What the Go parser reads from one file."""

from __future__ import annotations

from parsers.extract import parse_file
from parsers.facts import NONE, Definition, FileFacts
from parsers.languages import language


def facts(source: str, path: str = "shop/cart.go") -> FileFacts:
    read = parse_file(language("go"), path, source.encode())
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
    if op in ("call", "new"):
        return f"{op} {shown(read, operands[0])}({', '.join(shown(read, a) for a in operands[1])})"
    if op in ("lit", "def"):
        return f"{op} {operands[0]}"
    if op == "item":
        return f"item {shown(read, operands[0])} {operands[1]}"
    parts = []
    for operand in operands:
        if isinstance(operand, tuple):
            parts.append("[" + ", ".join(shown(read, o) for o in operand) + "]")
        else:
            parts.append(shown(read, operand) if isinstance(operand, int) else str(operand))
    return f"{op} {' '.join(parts)}"


def bound(read: FileFacts, name: str) -> list[str]:
    return [shown(read, b.expression) for b in read.bindings if b.name == name]


def test_package_clause_and_imports():
    read = facts('package cart\n\nimport (\n\t"fmt"\n\tp "shop/pay"\n\t. "shop/all"\n\t_ "embed"\n)\n')
    assert read.module == "cart"
    assert [(i.local, i.module, i.name, i.flags) for i in read.imports] == [
        ("fmt", "fmt", "", ("implicit",)),
        ("p", "shop/pay", "", ()),
        ("", "shop/all", "*", ()),
        ("", "embed", "", ()),
    ]


def test_build_constraints_are_kept():
    assert facts("//go:build linux && !cgo\n\npackage a\n").extra["build"] == "linux && !cgo"
    assert facts("// +build windows\n\npackage a\n").extra["plus_build"] == ["windows"]
    assert "build" not in facts("// Built by hand.\npackage a\n").extra


def test_struct_with_embedded_and_named_fields():
    read = facts("package a\n\ntype T[K any] struct {\n\t*Base\n\tpkg.Other\n\ta, b int\n\tm map[K][]*T[K]\n}\n")
    struct = named(read, "T")
    assert struct.kind == "struct"
    assert [shown(read, b) for b in struct.bases] == ["Base", "pkg.Other"]
    assert struct.type_parameters[0][0] == "K"
    assert named(read, "T.Base").flags == ("embedded",)
    assert named(read, "T.Other").flags == ("embedded",)
    assert shown(read, named(read, "T.b").value) == "inst int"
    assert shown(read, named(read, "T.m").value) == "inst map [K] [seq array [generic T [K]]]"


def test_interface_methods_are_signatures_and_unions_are_no_bases():
    read = facts("package a\n\ntype I interface {\n\tRead(n int) (int, error)\n\tio.Closer\n\t~int | string\n}\n")
    assert named(read, "I").kind == "interface"
    assert [shown(read, b) for b in named(read, "I").bases] == ["io.Closer"]
    method = named(read, "I.Read")
    assert "signature" in method.flags
    assert shown(read, method.returns) == "seq tuple [int, error]"


def test_methods_are_named_by_their_receiver_type():
    read = facts("package a\n\nfunc (s *Store[K]) Get(k K, more ...string) (v int, ok bool) { return }\n")
    method = named(read, "Store.Get")
    assert method.kind == "method"
    assert [(p.name, p.kind) for p in method.parameters] == [("s", "self"), ("k", ""), ("more", "args")]
    assert dict(method.extra)["receiver"] == method.parameters[0].type
    assert [name for name, _ in method.type_parameters] == ["K"]
    assert bound(read, "v") == ["inst int"]


def test_documentation_is_the_comment_right_above():
    read = facts(
        "package a\n\n// F adds.\n// It is pure.\n//\n//go:noinline\nfunc F() {}\n\n// stray\n\nfunc G() {}\n\n"
        "type T struct {\n\ta int // trailing\n\tb int\n\t/* C is c. */\n\tc int\n}\n"
    )
    assert named(read, "F").doc == "F adds.\nIt is pure."
    assert named(read, "G").doc == ""
    assert named(read, "T.b").doc == ""
    assert named(read, "T.c").doc == "C is c."


def test_constants_repeat_the_type_above_them():
    read = facts("package a\n\nconst (\n\tRed Color = iota\n\tBlue\n)\n\nconst Plain = 1\n")
    assert shown(read, named(read, "Blue").value) == "inst Color"
    assert shown(read, named(read, "Plain").value) == "lit int"


def test_several_values_and_the_comma_ok_forms():
    read = facts(
        "package a\n\nfunc f() {\n\ta, err := g()\n\tv, ok := m[k]\n\tt, fine := x.(T)\n\tc, d := 1, h\n"
        "\tvar e, i = g()\n}\n"
    )
    assert bound(read, "a") == ["item call g() 0"]
    assert bound(read, "err") == ["item call g() 1"]
    assert bound(read, "v") == ["index m k"]
    assert bound(read, "ok") == ["lit bool"]
    assert bound(read, "t") == ["inst T"]
    assert bound(read, "d") == ["h"]
    assert bound(read, "i") == ["item call g() 1"]


def test_names_live_to_the_end_of_their_block():
    source = (
        "package a\n\nfunc f() {\n\tif x := g(); x != nil {\n\t\tx.use()\n\t} else {\n\t\tx.drop()\n\t}\n\tafter()\n}\n"
    )
    read = facts(source)
    (binding,) = [b for b in read.bindings if b.name == "x"]
    assert binding.start_byte == source.index("; x")
    assert source.index("x.drop()") < binding.block_end <= source.index("\tafter()")


def test_type_switch_narrows_in_each_clause():
    source = "package a\n\nfunc f(x any) {\n\tswitch y := x.(type) {\n\tcase *T:\n\tcase A, B:\n\tdefault:\n\t}\n}\n"
    read = facts(source)
    assert bound(read, "y") == ["inst T", "x", "x"]
    first, second, _ = [b for b in read.bindings if b.name == "y"]
    assert first.kind == "narrow"
    assert first.block_end <= second.start_byte


def test_range_and_select():
    read = facts(
        "package a\n\nfunc f() {\n\tfor k, v := range m {\n\t}\n\tfor old = range m {\n\t}\n"
        "\tselect {\n\tcase got, ok := <-ch:\n\tcase old = <-ch:\n\t}\n}\n"
    )
    assert bound(read, "k") == ["key m"]
    assert bound(read, "v") == ["elem m"]
    assert bound(read, "got") == ["elem ch"]
    assert bound(read, "ok") == ["lit bool"]
    assert bound(read, "old") == []


def test_calls_with_explicit_type_arguments_in_either_reading():
    read = facts(
        "package a\n\nfunc f() {\n\tMap[int, string](xs)\n\tpkg.One[int](x)\n\t_ = []byte(s)\n\t_ = int(x)\n}\n"
    )
    calls = [(r.name, shown(read, r.expression)) for r in read.references if r.role == "call"]
    assert calls[:3] == [
        ("Map", "call generic Map [int, string](xs)"),
        ("One", "call generic pkg.One [int](x)"),
        ("int", "call int(x)"),
    ]


def test_functions_named_as_values():
    read = facts(
        'package a\n\nvar table = map[string]func(){"x": run}\n\nfunc f(local func(), s *S) {\n'
        "\tregister(local)\n\tregister(global)\n\tregister(s.method)\n\th := &T{Handler: serve}\n}\n"
    )
    values = [r.name for r in read.references if r.role == "value"]
    assert values == ["run", "global", "method", "serve"]


def test_anonymous_struct_keeps_its_fields_out_of_the_symbols():
    read = facts("package a\n\nfunc f() {\n\tfor _, c := range []struct{ want *T }{{nil}} {\n\t\tc.want.Go()\n\t}\n}\n")
    shape = next(d for d in read.definitions if d.kind == "object")
    assert [(name, shown(read, of)) for name, of in shape.extra] == [("want", "T")]
    assert not any(d.kind == "field" for d in read.definitions)


def test_test_functions_are_marked_only_in_test_files():
    source = "package a\n\nfunc TestX(t *testing.T) {}\n\nfunc helper() {}\n"
    assert "test" in named(facts(source, "a_test.go"), "TestX").flags
    assert "test" not in named(facts(source, "a_test.go"), "helper").flags
    assert "test" not in named(facts(source, "a.go"), "TestX").flags


def test_long_chains_and_deep_nesting_are_read_flat():
    chain = "b" + ".Set(1)" * 300
    read = facts(f"package a\n\nfunc f() {{\n\t{chain}\n}}\n")
    assert sum(r.name == "Set" for r in read.references) == 300
    facts("package a\n\nvar x = " + "f(" * 3000 + ")" * 3000 + "\n")


def test_what_can_be_read_of_a_broken_file():
    read = facts("package a\n\nfunc ok() { g() }\n\nfunc broken( {\n\nfunc after() {}\n")
    assert read.unparsed
    assert named(read, "ok").kind == "function"
