"""Answers as agents get them: bounded, honest about what is missing, free of characters that act."""

from __future__ import annotations

import pytest

from codegraph.errors import AmbiguousSymbol, BadArgument, SymbolNotFound
from codegraph.model import Neighbour, Neighbours, Site, Symbol
from codegraph.rendering import clean, local_name, neighbour_lines, stale_line
from mcp_server.answers import CAP, assemble, explain, page_at
from mcp_server.tools import DEFAULT, MORE, load, select


def symbol(name: str, line: int = 1) -> Symbol:
    return Symbol(f"python:a.py#{name}", name.rpartition(".")[2], f"a.{name}", "function", "python", "a.py", line, line)


def test_an_answer_stays_under_the_cap_and_counts_what_does_not_fit():
    lines = [f"{n:06} {'x' * 90}" for n in range(2000)]
    text = assemble(lines, stale=["a.py"])
    assert len(text) <= CAP
    kept = [line for line in text.splitlines() if line.endswith("x")]
    assert kept == lines[: len(kept)]
    assert f"[{2000 - len(kept)} more lines do not fit" in text
    assert text.splitlines()[-1].startswith("[index: 1 file is newer")


def test_pages_lead_on_and_refuse_a_foreign_cursor():
    first = page_at(None, 10, "callers of a")
    text = assemble(["line"], page=first, shown=10, total=25, narrow="path")
    last = text.splitlines()[-1]
    assert last.startswith("[1-10 of 25; more: cursor='") and last.endswith("or narrow with path]")
    cursor = last.split("'")[1]
    second = page_at(cursor, 10, "callers of a")
    assert second.offset == 10
    assert "cursor" not in assemble(["line"], page=page_at(second.cursor(20), 10, "callers of a"), shown=5, total=25)
    for strange in (cursor, "!!!", "a", "é", "MTA6"):
        with pytest.raises(BadArgument):
            page_at(strange, 10, "callers of b")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\x1b[31mb", "a[31mb"),
        ("a\u202eb\u2066c\u200bd", "abcd"),
        ("a\r\n\tb", "a   b"),
        ("\ud800x", "x"),
        ("x" * 500, "x" * 199 + "…"),
        ("naïve 漢字", "naïve 漢字"),
    ],
)
def test_foreign_text_is_cleaned(raw: str, shown: str):
    assert clean(raw) == shown


def test_names_come_from_symbol_strings():
    assert local_name(Symbol("cpp:a.cc#A.operator%2F~1f", "operator/", "A", "method", "cpp", "a.cc", 1, 1)) == (
        "A.operator/"
    )
    assert local_name(Symbol("python:a.py#", "a", "a", "module", "python", "a.py", 1, 1)) == "<module>"


def test_callers_are_grouped_and_many_sites_folded():
    sites = tuple(Site("b.py", n, 1) for n in range(1, 12))
    answer = Neighbours(
        symbol("f"),
        total=3,
        items=(
            Neighbour(symbol("exact"), "calls", "exact", sites),
            Neighbour(symbol("mention"), "references", "exact", sites[:1]),
            Neighbour(symbol("guess"), "calls", "inferred", sites[:2]),
            Neighbour(symbol("maybe"), "calls", "dispatch", sites[:1], via=symbol("Base.f", 7)),
        ),
        counts=(("calls", "exact", 1), ("calls", "inferred", 1), ("calls", "dispatch", 1), ("references", "exact", 1)),
    )
    assert neighbour_lines(answer, "callers") == [
        "a.py:1  a.f  function",
        "2 callers (1 exact, 1 inferred); 1 through dispatch; 1 reference",
        "b.py:1  exact  also 2, 3, 4, 5, 6, +5",
        "b.py:1  guess  [inferred]  also 2",
        "dispatch, via Base.f a.py:7:",
        "b.py:1  maybe",
        "mentions it without calling:",
        "b.py:1  mention",
    ]


def test_many_newer_files_are_counted():
    assert stale_line([], "x") == ""
    assert stale_line([f"{n}.py" for n in range(9)], "call refresh_index") == (
        "[index: 9 files are newer than it: 0.py, 1.py, 2.py, 3.py, 4.py, …; call refresh_index]"
    )


def test_errors_say_what_to_do_next():
    assert "Similar: a.Cart" in explain(SymbolNotFound("Crat", ["a.Cart"]))
    missing = SymbolNotFound("Crat")
    assert "up to date" not in explain(missing)
    missing.sure = True
    assert "up to date" in explain(missing)
    missing.newer, missing.sure = ("a/new.py",), False
    assert "a/new.py" in explain(missing) and "up to date" not in explain(missing)
    ambiguous = explain(AmbiguousSymbol("f", [symbol(f"f{n}") for n in range(30)]))
    assert "python:a.py#f0" in ambiguous
    assert "10 more" in ambiguous


def test_every_tool_loads_and_is_called_what_its_module_is_called():
    for name in (*DEFAULT, *MORE):
        tool = load(name)
        assert tool.listed.name == name
        assert tool.listed.description and tool.listed.title


def test_tools_are_selected_by_name():
    assert select("default") == DEFAULT
    assert set(select("all")) == {*DEFAULT, *MORE}
    assert select("get_symbol, index_status") == ("get_symbol", "index_status")
    with pytest.raises(BadArgument, match="did you mean get_callers"):
        select("get_caller")
    with pytest.raises(BadArgument):
        select(" , ")
