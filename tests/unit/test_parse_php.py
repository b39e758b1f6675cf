"""What the PHP parser reads from one file."""

from __future__ import annotations

from parsers.extract import parse_file
from parsers.facts import NONE, Definition, FileFacts
from parsers.languages import language
from parsers.languages._php import docs


def facts(source: str, path: str = "src/Cart.php") -> FileFacts:
    read = parse_file(language("php"), path, ("<?php\n" + source).encode())
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
    if op in ("name", "lit", "str"):
        return operands[0]
    if op in ("this", "super"):
        return op
    if op == "attr":
        return f"{shown(read, operands[0])}.{operands[1]}"
    if op in ("call", "new"):
        return f"{op} {shown(read, operands[0])}({', '.join(shown(read, a) for a in operands[1])})"
    parts = []
    for operand in operands:
        if isinstance(operand, tuple):
            parts.append("[" + ", ".join(shown(read, o) for o in operand) + "]")
        else:
            parts.append(shown(read, operand) if isinstance(operand, int) and op != "def" else str(operand))
    return f"{op} {' '.join(parts)}"


def calls(read: FileFacts) -> list[str]:
    return [shown(read, r.expression) for r in read.references if r.role == "call"]


def test_names_are_resolved_where_they_stand():
    read = facts(
        "namespace App;\nuse Lib\\Model\\User;\nuse Lib\\{Order as O};\nuse function Lib\\run as go;\n"
        "new User; new O(1); new Local; new \\Global1; new namespace\\Sub\\X; go(); strlen(); \\Lib\\f(); Lib\\g();\n"
    )
    assert read.module == "App"
    assert calls(read) == [
        "new \\Lib\\Model\\User()",
        "new \\Lib\\Order(int)",
        "new \\App\\Local()",
        "new \\Global1()",
        "new \\App\\Sub\\X()",
        "call \\Lib\\run()()",
        "call App\\strlen()()",
        "call \\Lib\\f()()",
        "call \\App\\Lib\\g()()",
    ]


def test_several_namespaces_in_one_file():
    read = facts("namespace A { use X\\Y; new Y; }\nnamespace B { new Y; }\n")
    assert calls(read) == ["new \\X\\Y()", "new \\B\\Y()"]
    assert [name for _, name in read.extra["namespaces"]] == ["A", "B"]


def test_class_members_and_promotion():
    read = facts(
        "/** A cart. */\nfinal class Cart extends Base implements \\Countable {\n use Logs;\n const MAX = 3;\n"
        " private ?Item $first = null;\n public static $all = [];\n"
        " public function __construct(private readonly Store $store, int $n = 1) {}\n"
        " abstract protected function total(Item|string $x, ...$rest): ?float;\n}\n"
    )
    cart = named(read, "Cart")
    assert cart.doc == "A cart."
    assert [shown(read, b) for b in cart.bases] == ["\\Logs", "\\Base", "\\Countable"]
    assert named(read, "Cart.MAX").kind == "constant"
    assert shown(read, named(read, "Cart.first").value) == "inst \\Item"
    assert named(read, "Cart.first").visibility == "private"
    assert named(read, "Cart.all").flags == ("static",)
    assert shown(read, named(read, "Cart.store").value) == "inst \\Store"
    total = named(read, "Cart.total")
    assert total.flags == ("abstract", "signature")
    assert [(p.name, p.kind, shown(read, p.type)) for p in total.parameters] == [
        ("$x", "", "union [\\Item, string]"),
        ("$rest", "args", "-"),
    ]


def test_comments_say_more_than_weak_types():
    read = facts(
        "class A {\n /** @var User[] */\n private array $users;\n"
        " /**\n  * @param array<int, User> $x\n  * @return Collection<User>|null the users\n  */\n"
        " function f(array $x, int $n): Collection {}\n /** @return int */\n function g(): Strong {}\n}\n"
    )
    assert shown(read, named(read, "A.users").value) == "inst generic array [\\User]"
    assert shown(read, named(read, "A.f").parameters[0].type) == "generic array [\\User]"
    assert shown(read, named(read, "A.f").returns) == "generic \\Collection [\\User]"
    assert shown(read, named(read, "A.g").returns) == "\\Strong"


def test_documentation_tags():
    doc = docs.read(
        "/**\n * Words.\n *\n * @template T of Model\n * @param ?T $x the thing\n * @param callable(int): void $f\n"
        " * @return array<string, list<T>> rest of line\n * @method static User find(int $id)\n"
        " * @property-read Foo $foo\n */"
    )
    assert doc.text == "Words."
    assert doc.templates == [("T", "Model")]
    assert doc.parameters == {"$x": "?T", "$f": "callable(int): void"}
    assert doc.returns == "array<string, list<T>>"
    assert doc.methods == [("find", "User")]
    assert doc.properties == [("$foo", "Foo")]


def test_trait_rules():
    read = facts("class A { use T, U { T::f insteadof U; g as protected h; T::k as l; } }\n")
    extra = {name: shown(read, expression) for name, expression in named(read, "A").extra if " " in name}
    assert extra == {"not f()": "\\U", "as h()": "-.g()", "as l()": "\\T.k()"}


def test_methods_and_properties_have_names_of_their_own():
    read = facts("$a->items->first()->name; A::make()->x(); A::$one->y(); A::ONE; parent::z(); $a?->maybe();\n")
    assert calls(read) == [
        "call $a.$items.first()()",
        "call call \\A.make()().x()()",
        "call \\A.make()()",
        "call \\A.$one.y()()",
        "call super.z()()",
        "call $a.maybe()()",
    ]


def test_closures_keep_their_use_list():
    read = facts("$f = function (A $a) use ($b, &$c) { $b->go(); };\n$g = fn($x) => $x;\n")
    closure, arrow = (d for d in read.definitions if d.kind == "lambda")
    assert [name for name, _ in closure.extra] == ["$b", "$c"]
    assert arrow.flags == ("arrow",)


def test_lists_are_taken_apart():
    read = facts("[$a, , 'k' => $b, [$c]] = f();\nforeach ($xs as $k => [$v]) {}\n")
    bound = {b.name: shown(read, b.expression) for b in read.bindings}
    assert bound["$a"].startswith("item call \\f()()")
    assert bound["$b"] == "index call \\f()() k"
    assert bound["$k"] == "key $xs"
    assert bound["$v"].startswith("item elem $xs")


def test_long_chains_and_broken_files():
    chain = "$b" + "->set(1)" * 300
    assert len(calls(facts(f"{chain};\n"))) == 300
    read = facts("function ok() { g(); }\nclass {{{ \nfunction after() {}\n")
    assert read.unparsed
    assert named(read, "ok").kind == "function"


def test_a_template_between_the_tags():
    read = facts("?><html><?= $user->name() ?></html><?php foot(); ?>\n")
    assert calls(read) == ["call $user.name()()", "call \\foot()()"]
