"""explore: what an answer holds beside the best hits of a search."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegraph.engine import Engine

TREE = {
    "cache.c": """
/* Make room in the cache when its memory is full. */
int perform_eviction(void) {
    int k = pick_oldest();
    return drop_entry(k);
}

static int pick_oldest(void) {
    return 1;
}

static int drop_entry(int k) {
    log_line();
    return k;
}

void log_line(void) {
    return;
}

/* Cache size. */
int cache_size(void) {
    int a = 1;
    return a;
}

/* Cache limit. */
int cache_limit(void) {
    int a = 2;
    return a;
}

/* Whether the cache is full. */
int cache_full(void) {
    return cache_size() > cache_limit();
}

/* Memory of the cache. */
int cache_memory(void) {
    int a = 3;
    return a;
}

#define CACHE_FULL_MEMORY 1
""",
    "other.c": "".join(f"int user_{n}(void) {{\n    log_line();\n    return {n};\n}}\n\n" for n in range(12)),
    "tests/test_cache.c": """
int test_eviction(void) {
    return perform_eviction();
}
""",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    root: Path = tmp_path_factory.mktemp("explore") / "cachet"
    for name, text in TREE.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    engine = Engine.open(root)
    engine.index(jobs=1)
    return engine


def shown(engine: Engine, question: str) -> list[str]:
    return [item.symbol.name for item in engine.explore(question).items]


def test_what_a_hit_calls_is_shown_though_it_says_nothing_of_the_question(engine: Engine):
    found = shown(engine, "what happens when cache memory is full?")
    assert {"perform_eviction", "pick_oldest", "drop_entry"} <= set(found)
    strangers = [name for name in found if name.startswith("user_") or name == "log_line"]
    assert found.index("pick_oldest") < min(map(found.index, strangers), default=99)


def test_the_reason_of_a_neighbour_is_the_call(engine: Engine):
    answer = engine.explore("perform_eviction")
    reasons = {item.symbol.name: item.reason for item in answer.items}
    assert "called by perform_eviction" in reasons["pick_oldest"]


def test_functions_of_one_file_do_not_crowd_each_other_out(engine: Engine):
    found = shown(engine, "cache size, limit, memory, full")
    assert {"cache_size", "cache_limit", "cache_memory", "cache_full", "perform_eviction"} <= set(found)


def test_a_macro_ranks_below_code(engine: Engine):
    found = shown(engine, "cache full memory")
    assert found.index("cache_full") < found.index("CACHE_FULL_MEMORY")


def test_the_name_of_the_project_is_no_part_of_the_question(engine: Engine):
    assert shown(engine, "how does Cachet make room?") == shown(engine, "how does make room?")
    assert engine.explore("how does Cachet make room?").question == "how does Cachet make room?"
    assert engine.explore("cachet") is not None
