"""What the Ruby parser reads from one file."""

from __future__ import annotations

from parsers.extract import parse_file
from parsers.facts import NONE, Definition, FileFacts
from parsers.languages import language


def facts(source: str, path: str = "lib/cart.rb") -> FileFacts:
    read = parse_file(language("ruby"), path, source.encode())
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
    if op == "def":
        return "block"
    if op == "attr":
        return f"{shown(read, operands[0])}.{operands[1]}"
    if op in ("call", "new"):
        return f"{shown(read, operands[0])}({', '.join(shown(read, a) for a in operands[1])})"
    parts = []
    for operand in operands:
        if isinstance(operand, tuple):
            parts.append("[" + ", ".join(shown(read, o) for o in operand) + "]")
        else:
            parts.append(shown(read, operand) if isinstance(operand, int) else str(operand))
    return f"{op} {' '.join(parts)}"


def calls(read: FileFacts) -> list[str]:
    return [shown(read, r.expression) for r in read.references if r.role == "call"]


def test_classes_modules_and_their_paths():
    read = facts("module A::B\n  class C < D::E\n  end\nend\nclass ::Top; end\n")
    assert named(read, "A.B").kind == "trait"
    assert named(read, "A.B").name == "B"
    assert [shown(read, b) for b in named(read, "A.B.C").bases] == ["D.E"]
    assert named(read, "Top").kind == "class"


def test_methods_of_objects_and_of_the_class():
    read = facts(
        "class A\n  def self.make(x) = new(x)\n  class << self\n    def inner; end\n    attr_reader :conf\n  end\n"
        "  def plain?; end\n  def value=(v); end\nend\n"
    )
    assert named(read, "A.make").flags == ("static",)
    assert named(read, "A.inner").flags == ("static",)
    assert named(read, "A.conf").flags == ("getter", "static")
    assert named(read, "A.plain?").flags == ()
    assert named(read, "A.value=").kind == "method"


def test_parameters_of_every_kind():
    read = facts("def f(a, b = 1, *rest, k:, o: 2, **opts, &blk); end\n")
    assert [(p.name, p.kind, p.has_default) for p in named(read, "f").parameters] == [
        ("a", "", False),
        ("b", "", True),
        ("rest", "args", False),
        ("k", "kwonly", False),
        ("o", "kwonly", True),
        ("opts", "kwargs", False),
        ("blk", "block", False),
    ]


def test_visibility():
    read = facts(
        "class A\n  def a; end\n  private\n  def b; end\n  public\n  def c; end\n  protected def d; end\n"
        "  def e; end\n  private :e\nend\n"
    )
    assert [named(read, f"A.{n}").visibility for n in "abcde"] == [
        "public",
        "private",
        "public",
        "protected",
        "private",
    ]


def test_mixins_aliases_and_attributes():
    read = facts("class A\n  include X, Y\n  extend Z\n  alias a b\n  alias_method :c, :d\n  attr_accessor :e\nend\n")
    extra = [(role, shown(read, expression)) for role, expression in named(read, "A").extra]
    assert extra == [
        ("include", "X"),
        ("include", "Y"),
        ("extend", "Z"),
        ("alias a()", "b()"),
        ("alias c()", "d()"),
    ]
    assert named(read, "A.e").flags == ("getter", "setter")
    assert calls(read) == []


def test_a_name_is_a_variable_once_it_was_assigned():
    read = facts("def f(x)\n  x\n  y\n  y = 1\n  y\n  [1].each { |z| z; y; w }\n  z\nend\n")
    assert calls(read) == ["y()()", "seq array [int].each()()", "w()()", "z()()"]


def test_receivers_safe_navigation_and_writers():
    read = facts("def f(a)\n  a.b&.c(1)\n  A::B.new.d\n  a.e = 2\n  self.g\n  a.(3)\nend\n")
    assert calls(read) == [
        "a.b()().c()(int)",
        "a.b()()",
        "A.B.new()().d()()",
        "A.B.new()()",
        "a.e=()(int)",
        "this.g()()",
        "a.call()(int)",
    ]


def test_super_names_the_method_it_stands_in():
    read = facts("class A\n  def f(x)\n    super\n    super(x)\n    [1].each { super() }\n  end\nend\n")
    assert [r.name for r in read.references if r.role == "call"] == ["f", "f", "each", "f"]


def test_made_classes():
    read = facts(
        "Point = Struct.new(:x) do\n  def hi; end\nend\nErr = Class.new(Base)\nMod = Module.new\nclass A\n"
        "  define_method(:go) { |n| n.run }\nend\n"
    )
    assert named(read, "Point").kind == "class"
    assert named(read, "Point.x").kind == "property"
    assert named(read, "Point.hi").kind == "method"
    assert [shown(read, b) for b in named(read, "Err").bases] == ["Base"]
    assert named(read, "Mod").kind == "trait"
    assert [p.name for p in named(read, "A.go").parameters] == ["n"]


def test_the_value_of_a_body():
    read = facts("def f(x)\n  return A.new if x\n  y = B.new\n  y\nend\ndef g = C.new\n")
    returns = [shown(read, b.expression) for b in read.bindings if b.kind == "return"]
    assert sorted(returns) == ["A.new()()", "C.new()()", "y"]


def test_documentation_and_yard_types():
    read = facts("# Finds.\n#\n# @param id [Integer] the id\n# @return [Array<User>, nil]\ndef find(id); end\n")
    method = named(read, "find")
    assert method.doc.startswith("Finds.")
    assert shown(read, method.parameters[0].type) == "Integer"
    assert shown(read, method.returns) == "generic Array [User]"


def test_requires():
    read = facts('require "a/b"\nrequire_relative "../c"\nautoload :D, "d"\n')
    assert [(i.module, i.level) for i in read.imports] == [("a/b", 0), ("../c", 1), ("d", 0)]


def test_long_chains_deep_nesting_and_broken_files():
    assert len(calls(facts("b" + ".set(1)" * 300 + "\n"))) == 301
    facts("x = " + "[" * 2000 + "]" * 2000 + "\n")
    read = facts("def ok; g; end\nclass (((\ndef after; end\n")
    assert read.unparsed
    assert named(read, "ok").kind == "function"
