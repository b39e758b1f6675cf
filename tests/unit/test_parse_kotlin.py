"""What the Kotlin parser reads of one file."""

from parsers.extract import parse_file
from parsers.facts import FileFacts
from parsers.languages.kotlin import LANGUAGE


def read(text: str) -> FileFacts:
    facts = parse_file(LANGUAGE, "src/a.kt", text.encode())
    facts.check()
    assert FileFacts.decode(facts.encode()).definitions == facts.definitions
    return facts


def definition(facts: FileFacts, qualified_name: str):
    found = [d for d in facts.definitions[1:] if d.qualified_name == qualified_name and d.name]
    assert len(found) == 1, found
    return found[0]


def test_package_and_imports():
    facts = read("package a.b\nimport c.D\nimport e.*\nimport f.g as h\n")
    assert facts.module == "a.b"
    assert [(i.local, i.module, i.name) for i in facts.imports] == [("D", "c", "D"), ("", "e", "*"), ("h", "f", "g")]


def test_classes_constructors_and_properties():
    facts = read(
        "/** Doc. */\n@Entity abstract class Cart<T : Item>(val items: List<T>, n: Int = 0) : Base<T>(n), Bag {\n"
        "  constructor(a: Int) : this(listOf(), a)\n"
        "  lateinit var tax: Tax\n"
        "  val total get() = compute()\n"
        "  companion object {\n    const val MAX = 3\n    fun create() = 1\n  }\n"
        "  object Inner\n"
        "}\nenum class E(val n: Int) { ONE(1), TWO(2) }\ndata class P(val x: Int)\ntypealias H = (Int) -> Unit\n"
    )
    cart = definition(facts, "Cart")
    assert (cart.kind, cart.flags, cart.doc) == ("class", ("abstract",), "Doc.")
    assert [(p.name, p.has_default) for p in cart.parameters] == [("items", False), ("n", True)]
    assert definition(facts, "Cart.items").flags == ("component",)
    assert definition(facts, "Cart.Cart").flags == ("constructor",)
    assert definition(facts, "Cart.Companion").flags == ("companion", "object", "static")
    assert definition(facts, "Cart.Companion.MAX").kind == "constant"
    assert definition(facts, "E.ONE").kind == "constant"
    assert definition(facts, "P").flags == ("data",)
    assert definition(facts, "H").kind == "type"
    scope = {r.name: facts.definitions[r.scope].qualified_name for r in facts.references if r.role == "call"}
    assert scope["compute"] == "Cart.total"
    assert [(r.role, r.name) for r in facts.references if r.role == "construct"] == [
        ("construct", "Base"),
        ("construct", "this"),
        ("construct", "E"),
        ("construct", "E"),
    ]


def test_functions_extensions_and_defaults():
    facts = read('suspend fun <T> List<T>.each(vararg a: Int, b: String = "x", f: (T) -> Unit): T? = first()\n')
    each = definition(facts, "each")
    assert each.flags == ("extension", "suspend")
    assert [(p.name, p.kind, p.has_default) for p in each.parameters] == [
        ("a", "args", False),
        ("b", "", True),
        ("f", "", False),
    ]
    assert dict(each.extra)["receiver"] >= 0
    assert [b.kind for b in facts.bindings] == ["return"]


def test_trailing_lambdas_infix_calls_and_references():
    facts = read("fun f() {\n  a?.map(1, n = 2) { it.b() }!!.c<Int>()\n  x to y\n  g(::h, C::d)\n}\n")
    calls = [(r.name, r.argument_count, r.keywords) for r in facts.references if r.role == "call"]
    assert calls == [("c", 0, ()), ("map", 1, ("n", "{}")), ("b", 0, ()), ("to", 1, ()), ("g", 2, ())]
    assert [r.name for r in facts.references if r.role == "value"] == ["h", "d"]


def test_smart_casts_are_narrow_bindings():
    facts = read(
        "fun f(x: Any, y: Any) {\n  if (x is A && x.b()) { x.c() }\n  if (y !is B) return\n  y.d()\n"
        "  when (x) {\n    is C -> x.e()\n    else -> {}\n  }\n}\n"
    )
    text = "narrow"
    assert [b.name for b in facts.bindings if b.kind == text] == ["x", "x", "y", "x"]


def test_a_line_break_before_parentheses_ends_a_statement():
    facts = read("fun f() {\n  val a = Foo(2)\n  (b as Bar).go()\n  (c).stop()\n}\n")
    assert [r.name for r in facts.references if r.role == "call"] == ["stop", "go", "Foo"]
    bound = next(b for b in facts.bindings if b.name == "a")
    assert facts.expressions[bound.expression][0] == "call"
    assert facts.expressions[facts.expressions[bound.expression][1]] == ("name", "Foo")


def test_class_delegation_is_read():
    facts = read("class A(val b: B) : C by b {\n  fun d() {}\n}\n")
    assert not facts.unparsed
    assert definition(facts, "A.d").kind == "method"


def test_a_long_chain_is_read_to_the_end():
    facts = read("fun f() { a" + ".b()" * 200 + " }\n")
    at, depth = facts.references[0].expression, 0
    while at >= 0 and facts.expressions[at][0] == "call":
        depth, at = depth + 1, facts.expressions[facts.expressions[at][1]][1]
    assert depth == 200
