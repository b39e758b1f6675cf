"""Answers about small real trees, as an agent reads them: what is said, what is admitted, how names may be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from codegraph.engine import Engine
from codegraph.errors import SymbolNotFound
from codegraph.indexer import Indexer
from codegraph.reading.reach import Spread
from codegraph.rendering import dead_code_lines, hit_lines, impact_lines, outline_lines, route_lines
from codegraph.roots import find_workspace
from codegraph.search.query import Query
from mcp_server.answers import explain

Ask = Callable[[Mapping[str, str]], Engine]

RUST = {
    "Cargo.toml": '[package]\nname = "shop"\nversion = "0.1.0"\n',
    "src/main.rs": "mod size;\nmod cli;\nfn main() { cli::start(); }\n",
    "src/cli.rs": (
        "// parse_idle is only spoken of here\n"
        "struct Opts {\n    #[arg(value_parser = parse_millis)]\n    wait: u64,\n}\n\n"
        "pub fn start() {}\n\nfn parse_millis(s: &str) -> u64 { 1 }\n\nfn parse_idle(s: &str) -> u64 { 1 }\n"
    ),
    "src/size.rs": (
        "pub struct Size(u64);\n\nimpl Size {\n    pub fn parse(s: &str) -> Size { Size(1) }\n}\n\n"
        "pub(crate) struct Pair(u8, u8);\n\n"
        '#[cfg(test)]\nmod tests {\n    use super::*;\n    #[test]\n    fn small() { Size::parse("1"); }\n}\n'
    ),
}
PYTHON = {
    "shop/web.py": (
        "from shop.core import route\nfrom requests import get\n\n\n"
        "def serve(app):\n    return app.handle()\n\n\ndef start():\n    serve(make())\n\n\ndef make():\n    get('x')\n"
    ),
    "shop/core.py": (
        "def route():\n    return finish()\n\n\ndef finish():\n    pass\n\n\n"
        "class App:\n    def handle(self):\n        return route()\n"
    ),
}


@pytest.fixture
def ask(write_tree: Callable[[Mapping[str, str]], Path]) -> Ask:
    def index(files: Mapping[str, str]) -> Engine:
        root = write_tree(files)
        Indexer(root).run(jobs=1)
        return Engine(find_workspace(str(root), None))

    return index


@pytest.mark.parametrize(
    "typed",
    [
        "shop/core.py:App.handle",
        "shop/core.py::App.handle",
        "shop/core.py#App.handle",
        "core.py:App.handle",
        "shop/core.py:11",
        "shop/core.py:11:9",
        "shop/core.py:11-12",
        "shop/core.py#L11",
        "shop/core.py#L11-L12",
        "App#handle",
        "App::handle",
    ],
)
def test_a_symbol_is_found_however_it_is_written(ask: Ask, typed: str):
    with ask(PYTHON) as engine:
        assert engine.resolve(typed).qualified_name == "shop.core.App.handle"


def test_a_missing_way_shows_both_ends_of_the_gap(ask: Ask):
    with ask(PYTHON) as engine:
        lines = route_lines(engine.trace_path("start", "finish"))
        assert lines[0].startswith("no way from start")
        assert "shop/web.py:6  serve  handle()" in lines, lines
        assert "shop/core.py:11  App.handle" in lines or "shop/core.py:10  App.handle" in lines, lines
        nothing = route_lines(engine.trace_path("finish", "start"))
        assert nothing[0].startswith("no way") or "other way round" in nothing[0]
        bound = route_lines(engine.trace_path("route", "start"))
        assert "every call in there is bound" in bound[1] and bound[-1] == "nothing in the index reaches start"


def test_a_name_from_outside_is_said_to_come_from_there(ask: Ask):
    with ask(PYTHON) as engine:
        with pytest.raises(SymbolNotFound) as error:
            engine.get_callers("get")
        assert (error.value.imported_in, error.value.imported_at) == (1, ("shop/web.py:2",))
        said = explain(error.value)
        assert "not defined in this repository" in said and "shop/web.py:2" in said and "calls='get'" in said
        with pytest.raises(SymbolNotFound) as error:
            engine.get_callers("never_heard_of")
        assert error.value.imported_in == 0 and "not defined" not in explain(error.value)


def test_close_names_have_the_owner_that_was_typed_first_and_nothing_far_off(ask: Ask):
    names = ("handler", "handled")
    files = {f"{n}.py": f"class {n.title()}:\n    def finished(self): pass\n" for n in ("alpha", "omega")}
    files["more.py"] = "".join(f"def {name}(): pass\n" for name in names)
    with ask(files) as engine:
        with pytest.raises(SymbolNotFound) as error:
            engine.resolve("Omega.finishd")
        assert error.value.close[0] == "omega.Omega.finished"
        assert not any(name in close for name in names for close in error.value.close)


def test_tests_that_stand_beside_the_code_are_tests(ask: Ask):
    with ask(RUST) as engine:
        only = engine.get_impact_radius("Size::parse", Spread(tests="only"))
        assert [item.symbol.name for item in only.items] == ["small"] and only.tests == 1
        without = engine.get_impact_radius("Size::parse", Spread(tests="exclude"))
        assert without.total == 0 and without.left_out == 1
        assert "only what the filters leave out reaches it" in impact_lines(without)[1]


def test_what_an_attribute_names_is_not_called_dead(ask: Ask):
    with ask(RUST) as engine:
        likely = engine.find_dead_code()
        assert {"parse_idle", "parse_millis"} & {item.symbol.name for item in likely.items} == {"parse_idle"}
        possible = "\n".join(dead_code_lines(engine.find_dead_code(possible=True)))
        assert "parse_millis stands at src/cli.rs:3" in possible


def test_what_only_annotations_use_is_not_dead(ask: Ask):
    """A class that is nowhere constructed, named as a type alone."""
    source = (
        "class _Named:\n    pass\n\n\nclass _Quoted:\n    pass\n\n\n"
        "class _Field:\n    pass\n\n\nclass _Unused:\n    pass\n\n\n"
        "class Box:\n    inside: _Field\n\n\ndef use(x: _Named, y: 'list[_Quoted]') -> None:\n    pass\n"
    )
    with ask({"shop.py": source}) as engine:
        assert [item.symbol.name for item in engine.find_dead_code().items] == ["_Unused"]


def test_an_outline_says_the_kind_once_and_whose_a_method_is(ask: Ask):
    with ask(RUST) as engine:
        lines = outline_lines(engine.get_module_structure("src/size.rs"))
        assert "1  pub struct Size(u64)  [private]" in lines or any(
            line.startswith("1  pub struct Size") for line in lines
        )
        assert any(line.startswith("4  Size: pub fn parse(") for line in lines), lines
        assert any(line.startswith("7  pub(crate) struct Pair") for line in lines), lines
        folder = outline_lines(engine.get_module_structure("src"))
        assert sum(line.startswith("src/size.rs") for line in folder) == 1, folder  # not its "mod tests" again
    with ask(PYTHON) as engine:
        lines = outline_lines(engine.get_module_structure("shop/core.py"))
        assert "  10  def handle(self)" in lines, lines


def test_a_hit_says_why_only_when_that_is_news(ask: Ask):
    with ask(PYTHON) as engine:
        (line, *_) = hit_lines(engine.search(Query("finish")))
        assert line.startswith("shop/core.py:5  finish  function  [name"), line
        assert "words in" not in "\n".join(hit_lines(engine.search(Query("finish the route"))))
