"""Names that begin with what a package, crate or workspace member is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegraph.engine import Engine
from codegraph.errors import SymbolNotFound
from codegraph.indexer import Indexer

FILES = {
    "package.json": '{"name": "@acme/shapes", "main": "./dist/index.js"}',
    "src/index.ts": "export { map } from './operators/map';\nexport * from './box';\n",
    "src/operators/map.ts": "export function map() {}\n",
    "src/box.ts": "export class Box { open() {} }\nclass Hidden { open() {} }\n",
    "src/other.ts": "export function map() {}\n",
    "test/box.ts": "function helper() {}\n",
    "crates/my-arg/Cargo.toml": '[package]\nname = "my-arg"\n',
    "crates/my-arg/src/lib.rs": "mod command;\npub use command::Command;\n",
    "crates/my-arg/src/command.rs": "pub struct Command;\nimpl Command { pub fn run(&self) {} }\n",
    "crates/my-arg/src/twin.rs": "pub struct Command;\n",
    "broken/package.json": '{"name": ',
    "broken/index.js": "function lost() {}\n",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    root = tmp_path_factory.mktemp("packages")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    Indexer(root).run()
    return Engine.open(root)


@pytest.mark.parametrize(
    ("typed", "file", "name"),
    [
        ("@acme/shapes.map", "src/operators/map.ts", "map"),
        ("shapes.map", "src/operators/map.ts", "map"),
        ("shapes.Box", "src/box.ts", "Box"),
        ("shapes.Box.open", "src/box.ts", "open"),
        ("shapes.Hidden", "src/box.ts", "Hidden"),
        ("my_arg::Command", "crates/my-arg/src/command.rs", "Command"),
        ("my-arg::Command", "crates/my-arg/src/command.rs", "Command"),
        ("my_arg::Command::run", "crates/my-arg/src/command.rs", "run"),
    ],
)
def test_package_name_comes_first(engine: Engine, typed: str, file: str, name: str) -> None:
    symbol = engine.get_symbol(typed).symbol
    assert (symbol.file, symbol.name) == (file, name)


@pytest.mark.parametrize("typed", ["shapes.missing", "shapes.helper", "rxjs.map", "broken.lost.x", "shapes.open"])
def test_no_other_name_is_taken_for_it(engine: Engine, typed: str) -> None:
    with pytest.raises(SymbolNotFound):
        engine.get_symbol(typed)


def test_manifests_that_cannot_be_read_name_nothing(engine: Engine, tmp_path: Path) -> None:
    from codegraph.reading.packages import packages_called

    (tmp_path / "package.json").mkdir()
    assert packages_called(tmp_path, ["a.js"], ["x", "y"]) == []
