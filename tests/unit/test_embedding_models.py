"""Another model than the shipped one: switching, what is embedded when, and what happens without it."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any
from zlib import crc32

import numpy as np
import pytest

from codegraph.engine import Engine
from codegraph.errors import Cancelled
from codegraph.indexer import index
from codegraph.model import Hits
from codegraph.search import models
from codegraph.search.models import SHIPPED, ModelUnavailable, load_model
from codegraph.search.query import Query

SIZE = 96


class Words:
    """Stands for a SentenceTransformer: a text is the sum of a fixed random vector a word."""

    seen: list[str] = []

    def __init__(self, name: str, **options: Any) -> None:
        assert options["local_files_only"] and not options["trust_remote_code"]
        if name == "not/downloaded":
            raise OSError("couldn't find it in the cached files\nmore lines")

    def encode(self, texts: Sequence[str], **options: Any) -> Any:
        assert options["normalize_embeddings"]
        out = np.zeros((len(texts), SIZE), np.float32)
        for row, text in enumerate(texts):
            Words.seen.append(text)
            for word in text.replace(".", " ").split():
                out[row] += np.random.default_rng(crc32(word.encode())).normal(size=SIZE)
        return out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-9)


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """sentence-transformers, as far as it is used."""
    module = ModuleType("sentence_transformers")
    module.SentenceTransformer = Words  # type: ignore[attr-defined]
    module.__spec__ = __import__("importlib.machinery").machinery.ModuleSpec("sentence_transformers", None)
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    load_model.cache_clear()
    Words.seen = []
    yield module
    load_model.cache_clear()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "cart.py").write_text('def add_item():\n    """Put a thing in the basket."""\n\ndef pay():\n    pass\n')
    (root / "mail.py").write_text('def send_letter():\n    """Post a letter."""\n')
    return root


def vectors(root: Path) -> dict[str, bytes | None]:
    with sqlite3.connect(root / ".codegraph/graph.db") as db:
        return dict(db.execute("SELECT name, embedding FROM symbols"))


def meta(root: Path, key: str) -> str:
    with sqlite3.connect(root / ".codegraph/graph.db") as db:
        return db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0]


def ask(root: Path, text: str) -> Hits:
    with Engine.open(root) as engine:
        return engine.search(Query(text))


def test_a_switch_embeds_everything_again_and_keeps_to_the_new_model(library: ModuleType, shop: Path) -> None:
    index(shop)
    assert meta(shop, "model") == SHIPPED
    before = vectors(shop)
    told: list[tuple[int, int, str]] = []

    summary = index(shop, model="some/model", progress=lambda *step: told.append(step))

    assert summary.parsed == 0
    after = vectors(shop)
    assert {len(v or b"") for v in after.values()} == {128}, "96 dimensions, filled up to a multiple of 64"
    assert {len(v or b"") for v in before.values()} == {256}
    assert (0, len(after), "embedding") in told
    assert ask(shop, "thing basket").items[0].symbol.name == "add_item"
    assert "thing basket" in Words.seen, "the question is read by the same model"

    Words.seen.clear()
    (shop / "mail.py").write_text('def send_letter():\n    """Send a parcel."""\n')
    index(shop)
    assert meta(shop, "model") == "some/model"
    assert [text for text in Words.seen if "letter" in text and "parcel" in text], "what changed is embedded by it"
    assert not [text for text in Words.seen if "basket" in text], "and nothing else"
    fresh = shop.parent / "fresh"
    fresh.mkdir()
    for file in shop.glob("*.py"):
        (fresh / file.name).write_bytes(file.read_bytes())
    index(fresh, model="some/model")
    assert vectors(fresh) == vectors(shop)

    index(shop, model="static")
    assert meta(shop, "model") == SHIPPED
    assert {len(v or b"") for v in vectors(shop).values()} == {256}


def test_a_whole_new_index_keeps_the_model(library: ModuleType, shop: Path) -> None:
    index(shop, model="some/model")
    index(shop, full=True)
    assert meta(shop, "model") == "some/model"
    assert {len(v or b"") for v in vectors(shop).values()} == {128}


def test_the_environment_chooses(library: ModuleType, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEGRAPH_MODEL", "some/model")
    index(shop)
    assert meta(shop, "model") == "some/model"
    index(shop, model="static")
    assert meta(shop, "model") == SHIPPED


@pytest.mark.parametrize(
    ("name", "says"),
    [("not/downloaded", "couldn't find it in the cached files; download it once"), ("/no/folder", "no such folder")],
)
def test_a_model_that_cannot_be_loaded_is_an_error_and_changes_nothing(
    library: ModuleType, shop: Path, name: str, says: str
) -> None:
    index(shop)
    before = vectors(shop)
    (shop / "new.py").write_text("def fresh(): ...\n")
    with pytest.raises(ModelUnavailable, match=says) as caught:
        index(shop, model=name)
    assert "--model static" in str(caught.value), "it names the way out"
    assert vectors(shop) == before
    assert meta(shop, "model") == SHIPPED


def test_without_the_library_the_error_names_the_extra(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    load_model.cache_clear()
    with pytest.raises(ModelUnavailable, match=r"codegraph-mcp\[transformers\]"):
        index(shop, model="some/model")
    assert not (shop / ".codegraph/graph.db").exists()


def test_without_its_model_an_index_follows_and_says_what_it_cannot(
    library: ModuleType, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(shop, model="some/model")
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "sentence_transformers", None)
        without.setattr(models, "may_load", lambda name: False)
        without.setattr("codegraph.search.embedding_state.may_load", lambda name: False)
        load_model.cache_clear()
        (shop / "mail.py").write_text('def send_letter():\n    """Send a parcel."""\n')
        summary = index(shop)
        assert any("not searchable by meaning" in note for note in summary.notes)
        now = vectors(shop)
        assert now["send_letter"] is None and now["add_item"] is not None
        with Engine.open(shop) as engine:
            assert engine.get_symbol("send_letter").symbol.doc == "Send a parcel."
            with pytest.raises(ModelUnavailable):
                engine.search(Query("parcel"))
    load_model.cache_clear()
    index(shop)  # nothing changed but that the model is back
    assert vectors(shop)["send_letter"] is not None
    assert meta(shop, "unembedded") == "0"


def test_a_recorded_folder_inside_the_repository_is_not_loaded(library: ModuleType, shop: Path) -> None:
    (shop / "model").mkdir()
    index(shop)
    with sqlite3.connect(shop / ".codegraph/graph.db") as db:
        db.execute("UPDATE meta SET value = ? WHERE key = 'model'", (str(shop / "model"),))
    (shop / "mail.py").write_text("def other(): ...\n")
    summary = index(shop)
    assert any("inside the repository" in note for note in summary.notes)


def test_embedding_stops_on_request(library: ModuleType, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    index(shop)
    before = vectors(shop)
    cancel = threading.Event()

    def told(done: int, total: int, what: str) -> None:
        if what == "embedding":
            cancel.set()

    monkeypatch.setattr(models.SentenceModel, "batch", 1)
    with pytest.raises(Cancelled):
        index(shop, model="some/model", progress=told, cancel=cancel)
    assert vectors(shop) == before
    assert meta(shop, "model") == SHIPPED


def test_a_real_model_from_a_folder(shop: Path, tmp_path: Path) -> None:
    """With the extra installed: a model of a few kilobytes, made here."""
    library = pytest.importorskip("sentence_transformers")
    transformers = pytest.importorskip("transformers")
    folder = tmp_path / "tiny"
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "put", "thing", "basket", "pay", "letter", "post", "add"]
    (tmp_path / "vocab.txt").write_text("\n".join(words))
    tokenizer = transformers.BertTokenizerFast(vocab_file=str(tmp_path / "vocab.txt"))
    config = transformers.BertConfig(
        vocab_size=len(words), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    bert = tmp_path / "bert"
    transformers.BertModel(config).save_pretrained(bert)
    tokenizer.save_pretrained(bert)
    library.SentenceTransformer(str(bert), device="cpu").save(str(folder))  # adds mean pooling
    load_model.cache_clear()
    index(shop, model=str(folder))
    assert {len(v or b"") for v in vectors(shop).values()} == {64}
    assert ask(shop, "put thing basket").items
