"""Memory that was freed goes back to the system, and caches do not grow with the days."""

from __future__ import annotations

import sys

import pytest

from codegraph import memory, preparing
from codegraph.search import words
from codegraph.search.static_model import static_model


def test_memory_is_given_back_now_and_then(monkeypatch: pytest.MonkeyPatch):
    if sys.platform != "linux":
        assert not memory.give_back(0.0)
        return
    assert memory.give_back(0.0)
    assert not memory.give_back(60.0)


def test_caches_of_words_are_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(words, "_CACHE_SIZE", 10)
    monkeypatch.setattr(preparing, "_LONG_WORDS_KEPT", 10)
    monkeypatch.setattr("codegraph.search.static_model._SPLITS_KEPT", 10)
    model = static_model()
    for number in range(50):
        name = f"soaked_zq{number}xw"
        assert words.split_words(name) == ["soaked", "zq", str(number), "xw"]
        assert preparing._without_secrets([f"aRatherLongIdentifier{number}"]) == [f"aRatherLongIdentifier{number}"]
        model.pieces(f"zq{number}xwv")
    assert len(words._parts_of) <= 10 and len(preparing._LONG_WORDS) <= 10 and len(model._known) <= 10
