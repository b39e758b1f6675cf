"""Search: what a query says, what the rankings find, and what bad input gets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from codegraph.engine import Engine
from codegraph.errors import AmbiguousSymbol, BadArgument, SymbolNotFound
from codegraph.rendering import hit_lines
from codegraph.search.code import SECONDS
from codegraph.search.engine import DAMPING
from codegraph.search.explore import fit
from codegraph.search.lexical import mentions
from codegraph.search.query import Query, parse
from codegraph.search.rendering import exploration_lines
from codegraph.search.similar import shingles
from codegraph.search.static_model import quantise, static_model
from codegraph.search.vectors import VectorIndex

SHOP = {
    "shop/__init__.py": "",
    "shop/payment.py": '''
"""Talking to the payment provider."""
import time
import requests
from functools import lru_cache


class PaymentError(Exception):
    """The provider refused."""


def charge(card, amount):
    """Take money from a card."""
    return requests.post("https://pay.example/charge", json={"card": card, "amount": amount})


def charge_with_retry(card, amount, attempts=3):
    """Try again with a growing pause when the provider does not answer."""
    for attempt in range(attempts):
        try:
            return charge(card, amount)
        except PaymentError:
            time.sleep(2 ** attempt)
    raise PaymentError("gave up")


def refund(card, amount):
    """Give money back."""
    return charge(card, -amount)


@lru_cache
def currency(country):
    """The currency of a country."""
    return {"DE": "EUR"}[country]
''',
    "shop/uploads.py": '''
"""Files that customers send."""

MAX_BYTES = 5_000_000


class Repository:
    """Where things are kept."""

    def get(self, key):
        raise NotImplementedError


class MemoryRepository(Repository):
    """Keeps everything in a dictionary."""

    def get(self, key):
        return {}[key]


def check_upload_size(upload):
    """Refuse an uploaded file that is too large."""
    if upload.size > MAX_BYTES:
        raise ValueError("the uploaded file is larger than allowed")
    return upload
''',
    "tests/test_payment.py": '''
from shop.payment import charge_with_retry


def test_charge_is_tried_again():
    """Retry with a growing pause."""
    charge_with_retry("4111", 3)
''',
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    root: Path = tmp_path_factory.mktemp("search") / "repo"
    for name, text in SHOP.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    engine = Engine.open(root)
    engine.index(jobs=1)
    return engine


def names(engine: Engine, text: str, **filters: object) -> list[str]:
    return [h.symbol.qualified_name for h in engine.search(Query(text, **filters)).items]  # type: ignore[arg-type]


# -- what a query says


def test_filters_may_stand_in_the_text():
    query = parse(Query('calls:charge kind:fn path:"shop/a b" retry with backoff'))
    assert (query.calls, query.kind, query.path, query.text) == ("charge", "function", "shop/a b", "retry with backoff")


def test_colons_that_are_no_filters_are_words():
    assert parse(Query("std::sort http://x.example a.py:12")).text == "std::sort http://x.example a.py:12"


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (Query(""), "empty query"),
        (Query("   "), "empty query"),
        (Query("x" * 20_001), "20,001 characters"),
        (Query("cals:charge"), "calls:charge"),
        (Query("kind:thing x"), "no kind 'thing'"),
        (Query("kind:class x", kind="function"), "contradiction"),
        (Query("depth:many calls:x"), "no number"),
        (Query("tests:maybe x"), "auto, include"),
    ],
)
def test_bad_queries_are_explained(query: Query, says: str):
    with pytest.raises(BadArgument, match=says):
        parse(query)


def test_what_a_query_names_is_recognised():
    found = mentions('`charge` fails in get_user() at shop/payment.py, File "/x/shop/payment.py", line 3, in charge')
    assert "charge" in found.names and "get_user" in found.names
    assert "shop/payment.py" in found.paths
    assert ("/x/shop/payment.py", "charge") in found.frames
    assert not mentions("where is the money").names


# -- what is found


def test_a_question_finds_the_function_that_answers_it(engine: Engine):
    assert "shop.uploads.check_upload_size" in names(engine, "where is the size of an uploaded file limited?")[:3]
    assert names(engine, "give the customer the money back")[0] == "shop.payment.refund"


def test_a_name_comes_first(engine: Engine):
    assert names(engine, "refund")[0] == "shop.payment.refund"
    assert names(engine, "shop.payment.charge")[0] == "shop.payment.charge"


def test_tests_rank_below_product_code_unless_asked_for(engine: Engine):
    question = "retry with a growing pause"
    assert names(engine, question)[0] == "shop.payment.charge_with_retry"
    assert names(engine, f"test that checks {question}")[0] == "tests.test_payment.test_charge_is_tried_again"
    assert "tests.test_payment.test_charge_is_tried_again" not in names(engine, question, tests="exclude")
    assert all(n.startswith("tests.") for n in names(engine, question, tests="only"))


def test_structure_narrows(engine: Engine):
    assert set(names(engine, "calls:shop.payment.charge")) == {"shop.payment.charge_with_retry", "shop.payment.refund"}
    assert names(engine, "calls:shop.payment.charge pause")[0] == "shop.payment.charge_with_retry"
    assert set(names(engine, "calls:shop.payment.charge depth:2 kind:function")) >= {
        "tests.test_payment.test_charge_is_tried_again"
    }
    assert names(engine, "implements:Repository kind:class") == ["shop.uploads.MemoryRepository"]
    assert "shop.payment.charge" in names(engine, "called_by:refund")


def test_filters_reach_outside_the_repository(engine: Engine):
    assert names(engine, "calls:requests.post kind:function") == ["shop.payment.charge"]
    assert names(engine, "decorated_by:lru_cache") == ["shop.payment.currency"]


def test_like_finds_what_is_similar_and_leaves_itself_out(engine: Engine):
    found = names(engine, "", like="shop.payment.charge_with_retry")
    assert "shop.payment.charge_with_retry" not in found
    assert found[0].startswith("shop.payment.") or found[0].startswith("tests.")


def test_names_in_filters_obey_the_rules_of_names(engine: Engine):
    with pytest.raises(SymbolNotFound):
        names(engine, "calls:nothing_of_that_name")
    with pytest.raises(AmbiguousSymbol):
        names(engine, "implements:get")


@pytest.mark.parametrize(
    "text", ["\x00", '"', "AND OR NOT", "NEAR(", "*", "(", "a" * 20_000, "'; DROP TABLE symbols", "ß€😀"]
)
def test_any_text_is_an_honest_question(engine: Engine, text: str):
    engine.search(Query(text))


@pytest.mark.parametrize(
    ("filters", "says"),
    [
        ({"language": "cobol"}, "no file is in 'cobol'; the index has python"),
        ({"path": "nowhere/"}, "no indexed file is at or under 'nowhere/'"),
        ({"path": "shop/*.rs"}, "no indexed file is at or under"),
    ],
)
def test_a_filter_that_nothing_can_pass_is_named(engine: Engine, filters: dict[str, str], says: str):
    with pytest.raises(BadArgument, match=says):
        engine.search(Query("charge", **filters))  # type: ignore[arg-type]


def test_filters_that_contradict_each_other_leave_nothing(engine: Engine):
    answer = engine.search(Query("kind:class calls:shop.payment.charge"))
    assert not answer.total
    assert hit_lines(answer) == ["no symbol fits the filters; take one away"]
    assert not engine.search(Query("charge", path="shop/uploads.py", language="python", kind="function")).items[1:]


def test_a_path_of_the_whole_repository_filters_nothing(engine: Engine):
    assert names(engine, "refund", path=".") == names(engine, "refund", path="./") == names(engine, "refund")
    assert names(engine, "refund", language="Python")[0] == "shop.payment.refund"


def test_a_quoted_phrase_must_stand_in_the_symbol(engine: Engine):
    assert names(engine, 'card "Give money back"')[0] == "shop.payment.refund"
    scores = {h.symbol.name: h.score for h in engine.search(Query('"take money from a card"')).items}
    assert scores["charge"] > 2 * scores["refund"]


def test_a_quoted_message_is_found_in_the_body_that_raises_it(engine: Engine):
    quoted = engine.search(Query('"the uploaded file is larger than allowed"')).items
    assert quoted[0].symbol.name == "check_upload_size"
    assert quoted[0].score > 1.5 * quoted[1].score


def test_tests_and_data_are_damped_by_a_share_of_their_score(engine: Engine):
    question = "growing pause"
    found = {h.symbol.qualified_name: h.score for h in engine.search(Query(question)).items}
    asked = {h.symbol.qualified_name: h.score for h in engine.search(Query(question, tests="include")).items}
    test = "tests.test_payment.test_charge_is_tried_again"
    assert found[test] == pytest.approx(DAMPING * asked[test], rel=1e-3)
    data = {h.symbol.name: h.score for h in engine.search(Query("bytes of an upload")).items}
    alone = {h.symbol.name: h.score for h in engine.search(Query("bytes of an upload", kind="constant,variable")).items}
    assert data["MAX_BYTES"] < alone["MAX_BYTES"]


# -- explore, search_code, duplicates


def test_explore_fits_its_budget_and_counts_what_it_leaves_out(engine: Engine):
    answer = engine.explore("how are failed payments tried again?", max_tokens=400)
    text = "\n".join(exploration_lines(answer))
    assert len(text) <= 1600
    assert answer.items[0].symbol.qualified_name == "shop.payment.charge_with_retry"
    assert any("charge(card, amount)" in line for _, line in answer.items[0].lines)
    small = fit(answer, exploration_lines, 60)
    assert len(small.items) < len(answer.items) or len(answer.items) == 1
    assert small.left_out >= answer.left_out


def test_code_search_folds_matches_into_symbols(engine: Engine):
    answer = engine.search_code("time.sleep")
    assert [(m.symbol.qualified_name, m.total) for m in answer.items] == [("shop.payment.charge_with_retry", 1)]
    assert engine.search_code(r"def charge\w*", regex=True).total == 2
    assert engine.search_code("MONEY", ignore_case=True).total == 2


@pytest.mark.parametrize("pattern", ["", "(a+)+$", "(a|aa)*b", "(", "(?P<x>a)(?P=x)", "x" * 1001])
def test_patterns_that_cannot_be_searched_are_refused(engine: Engine, pattern: str):
    with pytest.raises(BadArgument):
        engine.search_code(pattern, regex=True)
    assert SECONDS > 0


def test_shingles_ignore_names_but_not_calls():
    first = shingles("def a(x):\n    y = x + 1\n    return save(y)")
    renamed = shingles("def b(k):\n    m = k + 1\n    return save(m)")
    other = shingles("def b(k):\n    m = k + 1\n    return drop(m)")
    assert len(first & renamed) > len(first & other)


# -- vectors


def test_candidates_by_sign_hold_the_exact_best():
    rng = np.random.default_rng(7)
    vectors = rng.normal(size=(24_000, 256)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = VectorIndex(np.arange(1, 24_001, dtype=np.int32), quantise(vectors))
    query = vectors[77] + 0.5 * rng.normal(size=256).astype(np.float32) / 16
    ids, cosines, _ = index.nearest(query / np.linalg.norm(query), 10)
    assert ids[0] == 78
    assert list(cosines) == sorted(cosines, reverse=True)
    only, _, _ = index.nearest(query, 3, among=[5, 6])
    assert set(only.tolist()) == {5, 6}


def test_unknown_words_are_cut_into_known_ones():
    model = static_model()
    assert model.pieces("fileupload")
    assert not model.encode_query("").any()
    assert abs(float(np.linalg.norm(model.encode_query("limit upload size"))) - 1) < 1e-5
