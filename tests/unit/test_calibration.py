"""What was measured of the linkers decides how sure their edges are said to be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from codegraph.linking import calibration
from codegraph.linking.calibration import ENOUGH, MEASURED, THRESHOLD, doubted, resolution_of
from codegraph.linking.linker import Linker, Project
from codegraph.linking.links import FileLinks
from parsers.extract import parse_file
from parsers.languages import language

SOURCES = {
    "shop.py": "class Cart:\n    def log(self): pass\n\ndef use(cart):\n    cart.log()\n\nuse(Cart())\nCart().log()\n",
}


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    table: dict[str, Any] = {"languages": {}, "strategies": {"python": {}}}
    monkeypatch.setattr(calibration, "_measured", lambda: table)
    doubted.cache_clear()
    yield table["strategies"]["python"]
    doubted.cache_clear()


def link(sources: dict[str, str], path: str) -> FileLinks:
    facts = {p: parse_file(language("python"), p, text.encode()) for p, text in sources.items()}
    return Linker(Project(dict.fromkeys(sources, "python"), facts.__getitem__, lambda p: None)).link(path)


def calls(links: FileLinks) -> dict[tuple[int, str], str]:
    """(row, strategy) -> resolution of the calls."""
    return {(k.row, k.strategy): str(k.resolution) for k in links.links if k.kind == "calls"}


def open_rows(links: FileLinks) -> set[int]:
    return {u.row for u in links.unlinked}


def test_every_recorded_share_has_its_consequence() -> None:
    strategies = json.loads(MEASURED.read_text(encoding="utf-8"))["strategies"]
    assert strategies
    for lang, rows in strategies.items():
        for strategy, (right, wrong) in rows.items():
            enough = right + wrong >= ENOUGH
            trusted = enough and right / (right + wrong) >= THRESHOLD
            assert resolution_of(lang, strategy) == ("inferred" if trusted else "ambiguous"), (lang, strategy)
            if trusted:
                assert strategy not in doubted(lang)


def test_a_guess_is_stated_only_where_it_was_measured_right(measured: dict[str, Any]) -> None:
    assert calls(link(SOURCES, "shop.py"))[4, "argument"] == "ambiguous"
    measured["argument"] = [ENOUGH - 1, 0]
    assert calls(link(SOURCES, "shop.py"))[4, "argument"] == "ambiguous"
    measured["argument"] = [89, 11]
    assert calls(link(SOURCES, "shop.py"))[4, "argument"] == "ambiguous"
    measured["argument"] = [90, 10]
    assert calls(link(SOURCES, "shop.py"))[4, "argument"] == "inferred"


def test_a_call_is_either_bound_or_open(measured: dict[str, Any]) -> None:
    assert open_rows(link(SOURCES, "shop.py")) == {4}
    measured["argument"] = [90, 10]
    assert open_rows(link(SOURCES, "shop.py")) == set()


def test_a_rule_is_believed_until_it_is_measured_wrong(measured: dict[str, Any]) -> None:
    assert calls(link(SOURCES, "shop.py"))[7, "attr"] == "exact"
    measured["attr"] = [44, 6]  # .88, but .9 is as likely
    doubted.cache_clear()
    assert calls(link(SOURCES, "shop.py"))[7, "attr"] == "exact"
    measured["attr"] = [80, 20]
    doubted.cache_clear()
    links = link(SOURCES, "shop.py")
    assert calls(links)[7, "attr"] == "ambiguous"
    assert 7 in open_rows(links)
