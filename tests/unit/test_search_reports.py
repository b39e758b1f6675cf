"""Bug reports: how they are read, and what is found for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegraph.engine import Engine
from codegraph.errors import BadArgument
from codegraph.search.localise import FEATURES
from codegraph.search.query import LONGEST, Query, parse
from codegraph.search.report_weights import WEIGHTS
from codegraph.search.reports import is_report, read_report

REPORT = """[Bug]: Discount is lost when an order is split

<!-- Please fill in the form -->
### Please check
- [x] I have searched for old issues

### What happened?
After `split_order` the second part has no discount, see shop/orders.py:31 or
https://github.com/acme/shop/blob/v1.2/shop/prices.py#L7.

### Steps to reproduce
```python
order = Order(discount=3)
first, second = split_order(order)
```

### Error
```
Traceback (most recent call last):
  File "/home/me/app.py", line 3, in <module>
    second.total()
  File "/site-packages/shop/orders.py", line 12, in total
    return price_after(self)
ValueError: discount missing
```

### Environment
- Python version: 3.11
- OS: Linux, with the zlib compression library
```
zlib 1.2.13
```
"""

TREE = {
    "shop/__init__.py": "",
    "shop/orders.py": '''
from shop.prices import price_after


class Order:
    """An order with a discount, which is lost when it is split; split orders are found by discount."""

    def __init__(self, discount):
        self.discount = discount

    def total(self):
        return price_after(self)


def split_order(order):
    parts = [Order(None), Order(None)]
    for part in parts:
        part.items = order.items
    return parts


def merge_orders(first, second):
    return first.items + second.items
''',
    "shop/prices.py": """
def price_after(order):
    if order.discount is None:
        raise ValueError("discount missing")
    return 10 - order.discount
""",
    "tests/test_orders.py": """
from shop.orders import split_order


def test_discount_is_lost_when_an_order_is_split():
    first, second = split_order(None)
    assert second.discount
""",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    root: Path = tmp_path_factory.mktemp("reports") / "repo"
    for name, text in TREE.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    engine = Engine.open(root)
    engine.index(jobs=1)
    return engine


def names(engine: Engine, text: str, **filters: object) -> list[str]:
    return [h.symbol.qualified_name for h in engine.search(Query(text, **filters)).items]  # type: ignore[arg-type]


def test_a_report_is_taken_apart():
    report = read_report(REPORT)
    assert report.title == "Discount is lost when an order is split"
    assert "second part has no discount" in report.prose
    assert "ValueError: discount missing" in report.prose
    assert report.spans.split() == ["split_order"]
    assert "Order(discount=3)" in report.code
    assert [(f.file, f.name, f.line) for f in report.frames] == [
        ("/site-packages/shop/orders.py", "total", 12),
        ("/home/me/app.py", "<module>", 3),
    ]
    assert {("shop/orders.py", 31), ("shop/prices.py", 7)} <= set(report.places)


def test_what_every_report_says_is_left_out():
    report = read_report(REPORT)
    everything = report.prose + report.code
    for noise in ("fill in the form", "old issues", "What happened", "Steps", "Python version", "zlib", "Traceback"):
        assert noise not in everything.replace("Traceback (most recent call last):", ""), noise


@pytest.mark.parametrize(
    ("trace", "frame"),
    [
        ("  at com.acme.Cart.add(Cart.java:12)\n", ("Cart.java", "com.acme.Cart.add", 12)),
        ("    at Cart.add (/app/lib/cart.js:12:7)\n", ("/app/lib/cart.js", "Cart.add", 12)),
        ("shop/cart.(*Cart).Add(0x0)\n\t/src/cart.go:12 +0x1\n", ("/src/cart.go", "shop/cart.(*Cart).Add", 12)),
        ("  4: shop::cart::add\n             at src/cart.rs:12\n", ("src/cart.rs", "shop::cart::add", 12)),
        ("thread 'main' panicked at src/cart.rs:12:5:\n", ("src/cart.rs", "", 12)),
    ],
)
def test_traces_of_other_languages(trace: str, frame: tuple[str, str, int]):
    (found,) = read_report(f"It crashes\n\n```\n{trace}```\n").frames
    assert (found.file, found.name, found.line) == frame


def test_a_block_that_is_never_closed_reaches_to_the_end():
    assert read_report("Crash\n\nThis:\n```\nload(x)\nstore(y)").code.split() == ["load(x)", "store(y)"]


def test_questions_are_no_reports():
    assert not is_report("where is the size of an upload checked?")
    assert is_report("Upload fails\n\nIt says too large.")
    assert is_report("word " * 100)


def test_nothing_in_a_report_is_a_filter_or_a_phrase():
    query = parse(Query('Crash\n\ntests:failed kind:thing "some words" depth:3', kind="fn"))
    assert query.report and query.kind == "function" and query.tests == "auto" and not query.phrases
    with pytest.raises(BadArgument):
        parse(Query("Crash\n\nat once", kind="thing"))


def test_a_report_finds_functions_before_their_class_and_their_tests(engine: Engine):
    found = names(engine, REPORT)
    assert set(found[:3]) >= {"shop.orders.split_order", "shop.orders.Order.total"}
    assert found.index("shop.orders.split_order") < found.index("shop.orders.Order")
    tests = found.index("tests.test_orders.test_discount_is_lost_when_an_order_is_split")
    assert found.index("shop.prices.price_after") < tests


def test_the_frame_of_a_trace_is_a_reason(engine: Engine):
    reasons = {h.symbol.name: h.reason for h in engine.search(Query(REPORT)).items}
    assert "stack frame" in reasons["total"]
    assert "named split_order" in reasons["split_order"]


def test_filters_given_beside_a_report_hold(engine: Engine):
    assert names(engine, REPORT, kind="class") == ["shop.orders.Order"]
    assert set(names(engine, REPORT, path="shop/prices.py", kind="function")) == {"shop.prices.price_after"}


def test_a_long_log_at_the_end_is_cut_and_said_so(engine: Engine):
    answer = engine.search(Query(REPORT + "DEBUG nothing happened\n" * 2000, limit=3))
    assert "shop.orders.split_order" in [h.symbol.qualified_name for h in answer.items]
    assert "were not read" in answer.notes[0]
    assert len(REPORT) < LONGEST


@pytest.mark.parametrize("text", ["\n", "a\nb", "`\n`", "```\n```\n", "\x00\n\x01\n", '"\n"', "*\nAND OR (", "\n\n#\n"])
def test_any_lines_are_an_honest_report(engine: Engine, text: str):
    try:
        engine.search(Query(text))
    except BadArgument as error:
        assert "empty query" in str(error)


def test_every_feature_has_a_weight():
    assert tuple(WEIGHTS) == FEATURES
