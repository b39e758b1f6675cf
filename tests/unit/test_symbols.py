"""Symbol strings: stable, unambiguous, and safe to pass through a shell."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegraph.symbols import encoded, symbols_of
from parsers.extract import parse_file
from parsers.facts import Definition, FileFacts, Parameter
from parsers.languages import language


def python(source: str, path: str = "shop/cart.py") -> FileFacts:
    return parse_file(language("python"), path, source.encode())


def strings(facts: FileFacts) -> list[str]:
    return [row.symbol for row in symbols_of(facts).symbols]


def definition(kind: str, name: str, qualified: str, parent: int = 0, parameters: tuple[str, ...] = ()) -> Definition:
    return Definition(
        kind, name, qualified, parent, 0, 0, 0, 0, 0, 0, parameters=tuple(Parameter(p, type_text=p) for p in parameters)
    )


def file(*definitions: Definition, path: str = "a.x", name: str = "java") -> FileFacts:
    return FileFacts(path, name, definitions=[definition("module", "a", "a", -1), *definitions])


def test_a_symbol_names_language_path_and_owner() -> None:
    assert strings(python("class Cart:\n    def checkout(self): pass\n")) == [
        "python:shop/cart.py#",
        "python:shop/cart.py#Cart",
        "python:shop/cart.py#Cart.checkout",
    ]


def test_lines_above_change_nothing() -> None:
    source = "class Cart:\n    def checkout(self): pass\nif 1:\n    def f(a): pass\nelse:\n    def f(b): pass\n"
    assert strings(python(source)) == strings(python("# one\n\n# two\n" + source))


def test_overloads_are_told_apart_by_their_parameters_whatever_their_order() -> None:
    one = definition("method", "add", "Cart.add", 0, ("int",))
    two = definition("method", "add", "Cart.add", 0, ("str",))
    first, second = strings(file(one, two))[1:]
    assert first != second
    assert first.startswith("java:a.x#Cart.add~")
    assert strings(file(two, one))[1:] == [second, first]


def test_a_lone_definition_has_no_hash() -> None:
    assert strings(file(definition("method", "add", "Cart.add", 0, ("int",))))[1:] == ["java:a.x#Cart.add"]


def test_identical_twins_are_counted_in_source_order() -> None:
    twin = definition("method", "add", "Cart.add", 0, ("int",))
    other = definition("method", "add", "Cart.add", 0, ("str",))
    found = strings(file(twin, twin, other, twin))[1:]
    assert len(set(found)) == 4
    assert found[1] == found[0] + "~2"
    assert found[3] == found[0] + "~3"
    assert found[2].count("~") == 1


def test_locals_and_nameless_definitions_are_no_symbols() -> None:
    facts = file(
        definition("function", "f", "f"),
        definition("variable", "local", "f.local", 1),
        definition("lambda", "", "f", 1),
        definition("constant", "DEEP", "f.DEEP", 3),
        definition("object", "", "f", 1),
        definition("field", "key", "f.key", 5),
        definition("function", "inner", "f.inner", 1),
        definition("class", "Local", "f.Local", 1),
        definition("field", "x", "f.Local.x", 8),
        definition("method", "m", "f.Local.m", 8),
        definition("parameter", "p", "f.p", 1),
    )
    assert [s.partition("#")[2] for s in strings(facts)] == [
        "",
        "f",
        "f.inner",
        "f.Local",
        "f.Local.x",
        "f.Local.m",
    ]
    found = symbols_of(facts)
    assert found.own[2] == -1
    assert found.around[2] == found.around[4] == found.around[6] == found.own[1]
    assert [row.parent for row in found.symbols] == [-1, 0, 1, 1, 3, 3]


def test_assigning_again_makes_no_second_variable() -> None:
    facts = file(definition("variable", "x", "x"), definition("variable", "x", "x"))
    found = symbols_of(facts)
    assert [row.symbol for row in found.symbols] == ["java:a.x#", "java:a.x#x"]
    assert found.own == [0, 1, 1]


@pytest.mark.parametrize(
    "path",
    [
        "a b.py",
        "it's.py",
        'say "x".py',
        "a*b?[c].py",
        "back\\slash.py",
        "dollar$.py",
        "caf%E9.py",
        "tab\t.py",
        "a#b.py",
        "a~1.py",
        "é\u2028.py",
    ],
)
def test_no_path_needs_quoting(path: str) -> None:
    symbol = strings(python("def f(): pass\n", path))[1]
    assert shlex.split(symbol) == [symbol]
    assert not set(symbol) & set(" \t\n\u2028\"'`\\*?[]$&|;<>(){}!")
    assert symbol.count("#") == 1


def test_letters_of_every_script_stay_readable() -> None:
    assert encoded("größe/naïve_変数") == "größe/naïve_変数"


@given(st.text(), st.text())
def test_encoding_keeps_different_names_apart(one: str, two: str) -> None:
    assert (encoded(one) == encoded(two)) == (one == two)


def test_private_names_and_destructors_do_not_look_like_separators() -> None:
    found = strings(file(definition("field", "#size", "Cart.#size"), definition("method", "~Cart", "Cart.~Cart")))
    assert found[1:] == ["java:a.x#Cart.%23size", "java:a.x#Cart.%7ECart"]
