"""Fields, constants and enum members that a diff takes away: who still reads or writes them, and who does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from codegraph.changes.asking import report_on
from codegraph.engine import Engine

RunGit = Callable[..., str]
Repository = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def repository(write_tree: Callable[[Mapping[str, str | bytes]], Path], git: RunGit) -> Repository:
    def make(files: Mapping[str, str]) -> Path:
        root = write_tree(dict(files))
        git(root, "init", "-q")
        (root / ".gitignore").write_text(".codegraph/\n")
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", "base")
        return root

    return make


def broken(root: Path, path: str, old: str, new: str) -> list[tuple[str, int]]:
    """(file, line) of everything that is broken by one edit."""
    file = root / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    with Engine.open(root) as engine:
        engine.index()
        report = report_on(root, engine.database)
    file.write_text(text)
    return sorted({(b.file, b.line) for b in report.broken})


GO = {
    "go.mod": "module example.com/shop\n",
    "shop/cart.go": """package shop

const Limit = 3

type Cart struct {
	Name  string
	total int
}

type Other struct{ Name string }

func (c *Cart) Add(n int) {
	c.total += n
	if c.Name == "" {
		c.Name = "cart"
	}
}
""",
    "shop/more.go": """package shop

func Make(o *Other) *Cart {
	Limit := o.Name
	println(Limit, o.Name)
	return &Cart{Name: "x"}
}

func Most() int { return Limit }
""",
    "main.go": """package main

import "example.com/shop/shop"

func main() {
	c := shop.Make(nil)
	println(c.Name, shop.Limit)
	name := map[string]int{"Name": 1}
	println(name)
}
""",
}


def test_go_fields_and_constants(repository: Repository) -> None:
    root = repository(GO)
    assert broken(root, "shop/cart.go", "Name  string", "Title string") == [
        ("main.go", 7),
        ("shop/cart.go", 14),
        ("shop/cart.go", 15),
        ("shop/more.go", 6),
    ]
    assert broken(root, "shop/cart.go", "const Limit", "const Most2") == [("main.go", 7), ("shop/more.go", 9)]
    assert broken(root, "shop/cart.go", "total int", "total int64") == []


def test_a_go_field_that_an_embedded_type_has_too_is_not_lost(repository: Repository) -> None:
    root = repository(
        {
            "go.mod": "module a\n",
            "a.go": "package a\n\ntype Base struct{ Name string }\n\ntype Top struct {\n\tBase\n\tName string\n}\n\n"
            "func f(t Top) string { return t.Name }\n",
        }
    )
    assert broken(root, "a.go", "\tName string\n", "") == []


def test_java_fields_constants_and_enum_members(repository: Repository) -> None:
    root = repository(
        {
            "a/Limits.java": "package a;\n\npublic class Limits {\n    public static final int MOST = 3;\n}\n",
            "a/Cart.java": "package a;\n\nimport static a.Limits.MOST;\n\nclass Cart {\n    protected int total;\n"
            "    int sum(int n) {\n        int other = 1;\n        return total + this.total + MOST + other;\n    }\n"
            "    int local() {\n        int total = 1;\n        return total;\n    }\n}\n",
            "a/Basket.java": "package a;\n\nclass Basket extends Cart {\n    enum Color { RED, BLUE }\n"
            "    int get(Cart c) {\n        return total + c.total + Limits.MOST;\n    }\n"
            "    Color paint() {\n        return Color.RED;\n    }\n}\n",
        }
    )
    assert broken(root, "a/Cart.java", "protected int total", "protected int amount") == [
        ("a/Basket.java", 6),
        ("a/Cart.java", 9),
    ]
    assert broken(root, "a/Limits.java", "MOST", "LEAST") == [
        ("a/Basket.java", 6),
        ("a/Cart.java", 3),
        ("a/Cart.java", 9),
    ]
    assert broken(root, "a/Basket.java", "RED, BLUE", "GREEN, BLUE") == [("a/Basket.java", 9)]


def test_a_java_field_that_a_base_has_too_is_not_lost(repository: Repository) -> None:
    root = repository(
        {
            "a/A.java": "package a;\n\nclass Base {\n    protected int total;\n}\n\nclass Top extends Base {\n"
            "    protected int total;\n    int get() {\n        return total + this.total;\n    }\n}\n\n"
            "class Far extends unknown.Thing {\n    protected int size;\n"
            "    int get() {\n        return size;\n    }\n}\n"
        }
    )
    assert broken(root, "a/A.java", "Top extends Base {\n    protected int total;", "Top extends Base {\n") == []
    assert broken(root, "a/A.java", "    protected int size;\n", "\n") == [], "a base from outside may have it"


def test_rust_fields_constants_and_variants(repository: Repository) -> None:
    root = repository(
        {
            "Cargo.toml": '[package]\nname = "shop"\nversion = "0.1.0"\n',
            "src/lib.rs": "pub mod cart;\n\nuse cart::{Cart, Color, LIMIT};\n\npub fn go(cart: &Cart) -> u32 {\n"
            "    let other = cart.total + LIMIT;\n    match cart.color {\n        Color::Red => other,\n"
            "        Color::Blue => cart::LIMIT,\n    }\n}\n",
            "src/cart.rs": "pub const LIMIT: u32 = 3;\n\npub enum Color {\n    Red,\n    Blue,\n}\n\n"
            "pub struct Cart {\n    pub total: u32,\n    pub color: Color,\n}\n\nimpl Cart {\n"
            "    pub fn new() -> Self {\n        Cart { total: 0, color: Color::Red }\n    }\n\n"
            "    fn total(&self) -> u32 {\n        self.total\n    }\n}\n",
        }
    )
    assert broken(root, "src/cart.rs", "pub total: u32", "pub sum: u32") == [
        ("src/cart.rs", 15),
        ("src/cart.rs", 19),
        ("src/lib.rs", 6),
    ]
    assert broken(root, "src/cart.rs", "    Red,", "    Pink,") == [("src/cart.rs", 15), ("src/lib.rs", 8)]
    lines = broken(root, "src/cart.rs", "const LIMIT", "const MOST")
    assert {("src/lib.rs", 6), ("src/lib.rs", 9)} <= set(lines) <= {("src/lib.rs", n) for n in (3, 6, 9)}


def test_rust_and_go_types_are_named_by_their_methods(repository: Repository) -> None:
    root = repository(
        {
            "Cargo.toml": '[package]\nname = "shop"\nversion = "0.1.0"\n',
            "src/lib.rs": "mod outside;\n\nstruct Cart {\n    total: u32,\n}\n\nimpl Cart {\n"
            "    fn new() -> Cart {\n        Cart { total: 0 }\n    }\n}\n",
            "src/outside.rs": "use far::*;\nuse crate::Cart;\n\nstruct Near;\n\nfn g(c: Cart) -> Near {\n    Near\n}\n",
            "go.mod": "module a\n",
            "a.go": "package a\n\ntype Cart struct{}\n\nfunc (c *Cart) Add() {\n\tvar other Cart\n\t_ = other\n}\n",
        }
    )
    assert broken(root, "src/lib.rs", "struct Cart {", "struct Basket {") == [
        *[("src/lib.rs", n) for n in (7, 8, 9)],
        ("src/outside.rs", 2),
        ("src/outside.rs", 6),
    ]
    assert broken(root, "src/outside.rs", "struct Near;", "") == [], "the other crate may have one"
    assert broken(root, "a.go", "type Cart struct", "type Basket struct") == [("a.go", 5), ("a.go", 6)]


def test_csharp_fields_properties_and_enum_members(repository: Repository) -> None:
    root = repository(
        {
            "A.cs": "namespace Shop {\n  public enum Color { Red, Green }\n"
            "  public class Base { protected int total; public string Name { get; set; } }\n"
            "  public class Cart : Base {\n    public int Sum() { return total; }\n"
            "    public Color Paint(Color c) { return c == Color.Red ? Color.Green : c; }\n  }\n}\n",
            "B.cs": "namespace Shop {\n  public class User {\n    public string Name;\n"
            '    public void Go(Cart cart) { cart.Name = "x"; }\n'
            '    public Cart Make() { return new Cart() { Name = "y" }; }\n  }\n}\n',
        }
    )
    assert broken(root, "A.cs", "int total", "int amount") == [("A.cs", 5)]
    assert broken(root, "A.cs", "{ Red,", "{ Pink,") == [("A.cs", 6)]
    assert ("B.cs", 4) in broken(root, "A.cs", "string Name", "string Title")
    assert broken(root, "B.cs", "    public string Name;\n", "\n") == [], "an initializer's names are not the class's"


def test_typescript_names_every_place_writes_and_patterns_too(repository: Repository) -> None:
    root = repository(
        {
            "a.ts": "export class Cart {\n  total = 0;\n  add(n: number) {\n    this.total = n;\n"
            "    this.total += this.total;\n    const { total } = this;\n    return total;\n  }\n}\n",
            "b.ts": "import { Cart } from './a';\nexport function f({ total }: Cart, other: any) {\n"
            "  return total + other.total;\n}\n",
        }
    )
    assert broken(root, "a.ts", "  total = 0;", "  sum = 0;") == [
        ("a.ts", 4),
        ("a.ts", 5),
        ("a.ts", 6),
        ("b.ts", 2),
    ]


def test_a_lost_constructor_changes_what_a_class_takes(repository: Repository) -> None:
    root = repository(
        {
            "a.ts": "export class Base {\n  constructor(a: number) {}\n}\nexport class Top extends Base {\n"
            "  constructor(a: number, b: string) {\n    super(a);\n  }\n}\nexport class Far extends Foreign {\n"
            "  constructor(a: number, b: string) {\n    super();\n  }\n}\n",
            "b.ts": "import { Base, Far, Top } from './a';\nnew Base(1);\nnew Top(1, 'x');\nnew Far(1, 'x');\n",
            "c.py": "class Cart:\n    def __init__(self, size):\n        self.size = size\n\n\ndef make():\n"
            "    return Cart(3)\n",
            "D.java": "class D {\n    D(int n) { }\n    static D make() { return new D(1); }\n}\n",
        }
    )
    top = "  constructor(a: number, b: string) {\n    super(a);\n  }\n"
    assert broken(root, "a.ts", top, "\n\n\n") == [("b.ts", 3)], "the base's takes one"
    assert broken(root, "a.ts", "  constructor(a: number) {}\n", "\n") == [("a.ts", 6), ("b.ts", 2)]
    far = "  constructor(a: number, b: string) {\n    super();\n  }\n"
    assert broken(root, "a.ts", far, "\n\n\n") == [], "nobody knows what its base takes"
    assert broken(root, "c.py", "    def __init__(self, size):\n        self.size = size\n", "    pass\n\n") == [
        ("c.py", 7)
    ]
    assert broken(root, "D.java", "    D(int n) { }\n", "\n") == [("D.java", 3)]


def test_typescript_contracts_ask_for_fields_and_lost_types_and_names_are_seen(repository: Repository) -> None:
    root = repository(
        {
            "a.ts": "export interface Observer {\n  next: (n: number) => void;\n  done?: () => void;\n}\n"
            "class Printer implements Observer {\n  next(n: number) {}\n}\n"
            "class Merged implements Observer {\n  next(n: number) {}\n}\n"
            "interface Merged {\n  next(n: number): void;\n}\n"
            "interface Options {\n  size: number;\n}\nexport function make(o: Options, e: Event) {\n"
            "  function animate() {\n    return 1;\n  }\n  return { animate };\n}\n",
        }
    )
    assert broken(root, "a.ts", "  next(n: number) {}\n", "\n") == [("a.ts", 5)]
    assert broken(root, "a.ts", "  done?: () => void;", "  done?: () => void; more: string;") == [("a.ts", 5)]
    assert broken(root, "a.ts", "interface Options", "interface Settings") == [("a.ts", 17)]
    assert broken(root, "a.ts", "function animate", "function move") == [("a.ts", 21)]
