"""What the C# parser reads of one file."""

from parsers.extract import parse_file
from parsers.facts import FileFacts
from parsers.languages.csharp import LANGUAGE


def read(text: str) -> FileFacts:
    facts = parse_file(LANGUAGE, "src/A.cs", text.encode())
    facts.check()
    assert FileFacts.decode(facts.encode()).definitions == facts.definitions
    return facts


def definition(facts: FileFacts, qualified_name: str):
    found = [d for d in facts.definitions[1:] if d.qualified_name == qualified_name and d.name]
    assert len(found) == 1, found
    return found[0]


def type_of(facts: FileFacts, index: int) -> object:
    if index < 0:
        return None
    op, *rest = facts.expressions[index]
    if op == "name":
        return rest[0]
    if op == "attr":
        return f"{type_of(facts, rest[0])}.{rest[1]}"
    if op == "generic":
        return f"{type_of(facts, rest[0])}<{', '.join(str(type_of(facts, a)) for a in rest[1])}>"
    return (op, *[type_of(facts, r) if isinstance(r, int) else r for r in rest])


def test_namespaces_and_usings():
    facts = read("global using A.B;\nusing static C.D;\nusing E = F.G;\nnamespace N.M;\nclass X { }")
    assert facts.module == "N.M"
    assert facts.extra["namespace"] == "N.M"
    assert [(i.local, i.module, i.name, i.flags) for i in facts.imports] == [
        ("", "A.B", "*", ("global",)),
        ("", "C.D", "*", ("static",)),
        ("E", "F", "G", ("alias",)),
    ]


def test_block_namespaces_nest_without_being_symbols():
    facts = read("namespace N { namespace M { class X { } } class Y { } }")
    spaces = [(d.kind, d.name, d.signature) for d in facts.definitions if d.kind == "namespace"]
    assert spaces == [("namespace", "", "N"), ("namespace", "", "N.M")]
    assert definition(facts, "X").kind == "class"


def test_types_and_members():
    facts = read(
        "/// <summary>A cart.</summary>\n"
        "[Serializable] public abstract partial class Cart<T> : Base<T>, IBag where T : Item {\n"
        "const int Max = 3; readonly string name; public event Action Changed;\n"
        "public Tax Tax { get; set; } public int this[int i] => 1;\n"
        'public Cart(int a, string b = "x") : base(a) { } static Cart() { }\n'
        "public override async Task<List<U>> Load<U>(U one, params string[] rest) { await X(); } abstract void N(); }\n"
        "record Person(string Name, Address Home); delegate int Maker(Item i); enum E { One }"
    )
    cart = definition(facts, "Cart")
    assert (cart.kind, cart.visibility, cart.flags, cart.doc) == ("class", "public", ("abstract", "partial"), "A cart.")
    assert [type_of(facts, b) for b in cart.bases] == ["Base<T>", "IBag"]
    assert [(n, type_of(facts, b)) for n, b in cart.type_parameters] == [("T", "Item")]
    assert definition(facts, "Cart.Max").kind == "constant"
    assert definition(facts, "Cart.name").flags == ("final",)
    assert definition(facts, "Cart.Changed").flags == ("event",)
    assert definition(facts, "Cart.Tax").kind == "property"
    assert definition(facts, "Cart.this[]").flags == ("indexer",)
    constructor = definition(facts, "Cart.Cart")
    assert constructor.flags == ("constructor",)
    assert [(p.name, p.has_default) for p in constructor.parameters] == [("a", False), ("b", True)]
    load = definition(facts, "Cart.Load")
    assert load.flags == ("async", "override")
    assert type_of(facts, load.returns) == "Task<List<U>>"
    assert [(p.name, p.kind, type_of(facts, p.type)) for p in load.parameters] == [
        ("one", "", "U"),
        ("rest", "args", "string"),
    ]
    assert definition(facts, "Person.Home").flags == ("component",)
    maker = definition(facts, "Maker")
    assert maker.flags == ("delegate",)
    assert type_of(facts, maker.returns) == "int"
    assert definition(facts, "E.One").kind == "constant"


def test_calls_keep_names_and_type_arguments():
    facts = read(
        "class A { void M() { a?.B(1, c: 2).D<int>(this); new Foo(1) { X = 2 }; Foo f = new(3); nameof(M); } }"
    )
    calls = [
        (r.role, r.name, r.argument_count, r.keywords) for r in facts.references if r.role in ("call", "construct")
    ]
    assert calls == [
        ("call", "D", 1, ()),
        ("call", "B", 1, ("c",)),
        ("construct", "Foo", 1, ()),
        ("construct", "Foo", 1, ()),
    ]


def test_locals_patterns_and_queries_bind_names():
    facts = read(
        "class A { void M(object o) { var a = F(); Foo b = null; foreach (var c in d) { } if (o is Foo e && e.X()) { }"
        " switch (o) { case Bar f when f.Y(): break; } T(out Baz g); var (h, i) = P();"
        " var q = from j in d where j.Z() select j; using var k = F(); try { } catch (Oops l) { } } }"
    )
    assert {b.name: b.declared for b in facts.bindings} == {
        "a": False,
        "b": True,
        "c": False,
        "e": True,
        "f": True,
        "g": True,
        "h": False,
        "i": False,
        "j": False,
        "q": False,
        "k": False,
        "l": True,
    }


def test_lambdas_local_functions_and_accessors_are_scopes():
    facts = read(
        "class A { int P { get { return G(); } set { S(value); } } void M() { R(x => x.T()); void L() { U(); } } }"
    )
    scope = {r.name: facts.definitions[r.scope] for r in facts.references}
    assert scope["G"].qualified_name == "A.P"
    assert scope["S"].qualified_name == "A.P"
    assert scope["T"].kind == "lambda"
    assert scope["U"].qualified_name == "A.M.L"


def test_a_long_chain_is_read_to_the_end():
    facts = read("class A { void M() { a" + ".B()" * 200 + "; } }")
    outer = next(r for r in facts.references)
    depth, at = 0, outer.expression
    while at >= 0 and facts.expressions[at][0] == "call":
        depth, at = depth + 1, facts.expressions[facts.expressions[at][1]][1]
    assert depth == 200
