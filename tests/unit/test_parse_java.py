"""What the Java parser reads of one file."""

from parsers.extract import parse_file
from parsers.facts import FileFacts
from parsers.languages.java import LANGUAGE


def read(text: str) -> FileFacts:
    facts = parse_file(LANGUAGE, "src/A.java", text.encode())
    facts.check()
    assert FileFacts.decode(facts.encode()).definitions == facts.definitions
    return facts


def show(facts: FileFacts, index: int) -> str:
    """An expression as a short text."""
    if index < 0:
        return "?"
    op, *rest = facts.expressions[index]
    if op == "name":
        return rest[0]
    if op == "attr":
        return f"{show(facts, rest[0])}.{rest[1]}"
    if op in ("call", "new"):
        return f"{op} {show(facts, rest[0])}({', '.join(show(facts, a) for a in rest[1])})"
    if op == "generic":
        return f"{show(facts, rest[0])}<{', '.join(show(facts, a) for a in rest[1])}>"
    if op == "union":
        return "|".join(show(facts, a) for a in rest[0])
    if op in ("lit", "def"):
        return f"{op} {rest[0]}"
    if op == "binop":
        return f"({show(facts, rest[1])} {rest[0]} {show(facts, rest[2])})"
    return f"{op}({', '.join(show(facts, a) for a in rest)})"


def definition(facts: FileFacts, qualified_name: str):
    found = [d for d in facts.definitions[1:] if d.qualified_name == qualified_name and d.name]
    assert len(found) == 1, found
    return found[0]


def calls(text: str) -> list[str]:
    facts = read(text)
    return [show(facts, r.expression) for r in facts.references if r.role in ("call", "construct")]


def in_method(body: str) -> str:
    return "class A { void m() { " + body + " } }"


def test_package_and_imports():
    facts = read(
        "package shop.cart;\nimport java.util.List;\nimport shop.tax.*;\n"
        "import static shop.Rates.VAT;\nimport static shop.Rates.*;\nimport a.Outer.Inner;\n"
    )
    assert facts.module == "shop.cart"
    assert [(i.local, i.module, i.name, i.flags) for i in facts.imports] == [
        ("List", "java.util", "List", ()),
        ("", "shop.tax", "*", ()),
        ("VAT", "shop.Rates", "VAT", ("static",)),
        ("", "shop.Rates", "*", ("static",)),
        ("Inner", "a.Outer", "Inner", ()),
    ]


def test_class_with_everything_on_it():
    facts = read(
        "/** A cart.\n * Of things.\n */\n@Entity public abstract class Cart<T extends Item & Priced> "
        "extends Base<T> implements Bag, Map.Entry<T, int[]> { }"
    )
    cart = definition(facts, "Cart")
    assert (cart.kind, cart.visibility, cart.flags) == ("class", "public", ("abstract",))
    assert cart.doc == "A cart.\nOf things."
    assert [show(facts, b) for b in cart.bases] == ["Base<T>", "Bag", "Map.Entry<T, []<int>>"]
    assert [(n, show(facts, b)) for n, b in cart.type_parameters] == [("T", "Item|Priced")]
    assert [show(facts, d) for d in cart.decorators] == ["Entity"]
    assert cart.signature.startswith("public abstract class Cart<T extends Item & Priced> extends Base<T>")
    assert [(r.role, r.name) for r in facts.references if r.role in ("inherit", "decorate")] == [
        ("inherit", "Base"),
        ("inherit", "Bag"),
        ("inherit", "Entry"),
        ("decorate", "Entity"),
    ]


def test_methods_constructors_and_parameters():
    facts = read(
        "class A { A(int a, final String... more) { this(a); } A() { super(); }\n"
        "@Override protected <U> List<? extends U> m(U u, int[] x[]) throws E { return null; } abstract void n(); }"
    )
    first = next(d for d in facts.definitions if "constructor" in d.flags)
    assert (first.kind, first.name, first.qualified_name) == ("method", "A", "A.A")
    assert [(p.name, p.kind, show(facts, p.type)) for p in first.parameters] == [
        ("a", "", "int"),
        ("more", "args", "String"),
    ]
    method = definition(facts, "A.m")
    assert method.flags == ("override",)
    assert method.visibility == "protected"
    assert show(facts, method.returns) == "List<U>"
    assert method.type_parameters == (("U", -1),)
    assert [show(facts, p.type) for p in method.parameters] == ["U", "[]<[]<int>>"]
    assert definition(facts, "A.n").flags == ("abstract", "signature")
    assert [(r.role, r.name) for r in facts.references if r.role == "construct"] == [
        ("construct", "this"),
        ("construct", "super"),
    ]


def test_interfaces_records_enums_and_annotations():
    facts = read(
        "interface I { int MAX = 3; default void a() {} void b(); }\n"
        "record R(int n, String... s) { R { check(n); } }\n"
        "enum E { ONE(1) { int q() { return 1; } }, TWO; E(int i) {} E() {} }\n"
        '@interface An { String value() default ""; }'
    )
    assert definition(facts, "I.MAX").kind == "constant"
    assert definition(facts, "I.a").flags == ("default",)
    assert definition(facts, "I.b").flags == ("abstract", "signature")
    record = definition(facts, "R")
    assert "record" in record.flags
    assert [p.name for p in record.parameters] == ["n", "s"]
    assert definition(facts, "R.n").flags == ("component", "final")
    assert "compact" in definition(facts, "R.R").flags
    assert definition(facts, "E.ONE").kind == "constant"
    body = next(d for d in facts.definitions if "anonymous" in d.flags)
    assert (body.kind, body.name, [show(facts, b) for b in body.bases]) == ("class", "", ["E"])
    assert facts.definitions[definition(facts, "E.q").parent] == body
    made = [show(facts, r.expression) for r in facts.references if r.role == "construct"]
    assert made == ["new E(lit int)"]
    assert definition(facts, "An").kind == "interface"
    assert definition(facts, "An.value").kind == "method"


def test_anonymous_classes_lambdas_and_initializers_are_scopes():
    facts = read(
        "class A { static { boot(); } Runnable r = new Runnable() { public void run() { go(); } };\n"
        "void m() { each(x -> x.size(), (int a, B b) -> { return b.c(); }); } }"
    )
    by_name = {r.name: facts.definitions[r.scope] for r in facts.references if r.role == "call"}
    assert "initializer" in by_name["boot"].flags
    assert by_name["go"].qualified_name == "A.run"
    assert by_name["size"].kind == "lambda"
    assert [p.name for p in by_name["size"].parameters] == ["x"]
    assert [show(facts, p.type) for p in by_name["c"].parameters] == ["int", "B"]
    returned = [show(facts, b.expression) for b in facts.bindings if b.kind == "return"]
    assert returned == ["call x.size()", "call b.c()"]


def test_locals_are_bound_to_their_declared_types():
    facts = read(
        in_method(
            "List<Foo> a = f(); var b = g(); int c[] = {1}; for (Foo d : a) { } for (var e : a) { }"
            " try (Res r = open()) { } catch (X | Y ex) { } if (o instanceof Foo p) { } "
            " switch (o) { case Bar q -> q.x(); case Pt(int s, Foo t) -> t.x(); default -> { } }"
        )
    )
    bound = {b.name: (show(facts, b.expression), b.declared) for b in facts.bindings}
    assert bound == {
        "a": ("inst(List<Foo>)", True),
        "b": ("call g()", False),
        "c": ("inst([]<int>)", True),
        "d": ("inst(Foo)", True),
        "e": ("elem(a)", False),
        "r": ("inst(Res)", True),
        "ex": ("inst(X)|inst(Y)", True),
        "p": ("inst(Foo)", True),
        "q": ("inst(Bar)", True),
        "s": ("inst(int)", True),
        "t": ("inst(Foo)", True),
    }
    assert all(b.block_scoped for b in facts.bindings)


def test_literals_and_operators_keep_the_type_that_overloads_need():
    assert calls(in_method("f(1, 2L, 3f, 4.0, 'c', \"s\", true, null, 0xFFL);"))[0] == (
        "call f(lit int, lit long, lit float, lit double, lit char, lit str, lit bool, lit none, lit long)"
    )
    assert calls(in_method('f(a + 1 + "s" + b, a * b, a < b, !a, -1, (long) a, c ? 1 : 2, c ? a : b, a = b, i++);'))[
        0
    ] == ("call f((lit str + b), (a * b), lit bool, lit bool, lit int, inst(long), lit int, a|b, a, i)")
    assert calls(in_method("f(Foo.class, new int[2][], xs[0], (Foo) y, this, A.this.z);"))[0] == (
        "call f(inst(Class<Foo>), inst([]<[]<int>>), index(xs, ?), inst(Foo), this(), inst(A).z)"
    )


def test_method_references_are_values_not_calls():
    facts = read(in_method("f(Foo::bar, Foo::new, this::m, int[]::new);"))
    values = [(r.name, show(facts, r.expression)) for r in facts.references if r.role == "value"]
    assert values == [("bar", "ref(Foo.bar)"), ("Foo", "ref(Foo.new)"), ("m", "ref(this().m)")]
    assert [r.name for r in facts.references if r.role == "call"] == ["f"]


def test_receivers():
    assert calls(in_method("a.b().c(1).d; super.x(); A.super.y(); new Foo<>(1).z(); outer.new Inner(2);")) == [
        "call call a.b().c(lit int)",
        "call a.b()",
        "call super().x()",
        "call typeof(super(), A).y()",
        "call new Foo<>(lit int).z()",
        "new Foo<>(lit int)",
        "new outer.Inner(lit int)",
    ]


def test_tests_are_flagged():
    facts = read("class A extends TestCase { public void testOld() {} @Test void fresh() {} void helper() {} }")
    assert [d.name for d in facts.definitions if "test" in d.flags] == ["testOld", "fresh"]


def test_long_chains_and_long_sums_are_read_to_the_end():
    chain = "a" + ".b()" * 300
    assert calls(in_method(chain + ";"))[0].count("call ") == 300
    total = " + ".join(["x"] * 300)
    facts = read(in_method(f"f({total});"))
    call = facts.expressions[next(r.expression for r in facts.references if r.name == "f")]
    depth, at = 0, call[2][0]
    while facts.expressions[at][0] == "binop":
        depth, at = depth + 1, facts.expressions[at][2]
    assert depth == 299


def test_syntax_errors_keep_the_rest():
    facts = read("class A { void ok() { f(); } void bad( { g(; } void late() { h(); } }")
    assert facts.unparsed
    assert "f" in {r.name for r in facts.references}


def test_complexity_counts_branches():
    facts = read(in_method("if (a && b) { } for (;;) { } int x = c ? 1 : 2;"))
    assert definition(facts, "A.m").complexity == 5
