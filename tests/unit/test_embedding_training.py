"""The training pipeline on a made-up language: gradients, and a file that the product reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.embedding.encoder import loss_and_gradients
from benchmarks.embedding.export import average, export, stored, stored_words
from benchmarks.embedding.pairs import Pair, pairs
from benchmarks.embedding.sources import listed
from benchmarks.embedding.train import Corpus, new_encoder, sample, train
from benchmarks.embedding.vocabulary import vocabulary
from codegraph.search.static_model import StaticModel


def test_gradients_are_the_slope_of_the_loss() -> None:
    found = sample(12)
    words = vocabulary(found, 100)
    ids = {word: at for at, (word, _) in enumerate(words)}
    model = new_encoder(len(words), 8)
    questions, documents = Corpus(found, ids).bags(np.arange(12), np.random.default_rng(0))
    same = np.zeros((12, 12), bool)
    _, gradients = loss_and_gradients(model, questions, documents, same)
    for parameter, gradient in zip(model.parameters(), gradients, strict=True):
        at = np.unravel_index(np.argmax(np.abs(gradient)), gradient.shape)
        kept = parameter[at]
        parameter[at] = kept + 1e-2
        above, _ = loss_and_gradients(model, questions, documents, same)
        parameter[at] = kept - 1e-2
        below, _ = loss_and_gradients(model, questions, documents, same)
        parameter[at] = kept
        assert np.isclose((above - below) / 2e-2, gradient[at], rtol=0.1, atol=1e-3)


def test_a_trained_table_bridges_prose_and_code(tmp_path: Path) -> None:
    found = sample()
    words = vocabulary(found, 500)
    model = new_encoder(len(words), 64)
    losses = [loss for _, loss in train(model, found, words, epochs=20, batch=64, chunk=16, rate=1e-2)]
    assert losses[-1] < losses[0]
    export(model, words, tmp_path / "toy.npz")
    read = StaticModel(tmp_path / "toy.npz")
    right, wrong = read.encode([("delete user", "", "", "", "", ""), ("emit mail", "", "", "", "", "")])
    question = read.encode_query("remove the customer")
    assert question @ right > question @ wrong + 0.2


def test_a_written_table_can_be_read_to_go_on_from(tmp_path: Path) -> None:
    words = vocabulary(sample(), 500)
    one, two = new_encoder(len(words), 64, seed=1), new_encoder(len(words), 64, seed=2)
    export(one, words, tmp_path / "one.npz")
    export(two, words, tmp_path / "two.npz")
    assert stored_words(tmp_path / "one.npz") == words
    assert np.allclose(stored(tmp_path / "one.npz").vectors, one.vectors, atol=0.01)
    both = average([tmp_path / "one.npz", tmp_path / "two.npz"])
    assert np.allclose(both.vectors, (one.vectors + two.vectors) / 2, atol=0.01)
    assert np.allclose(both.field_weights, one.field_weights, atol=1e-3)


def test_no_document_is_left_empty() -> None:
    found = sample(20)
    ids = {word: at for at, (word, _) in enumerate(vocabulary(found, 100))}
    corpus = Corpus([*found, Pair("package", ("unheard",), ((), (), (), (), (), ("unheard",)))], ids)
    for seed in range(30):
        questions, documents = corpus.bags(np.array([20, 3, 20, 5]), np.random.default_rng(seed))
        assert set(questions.rows.tolist()) == set(documents.rows.tolist()) == {0, 1, 2, 3}


def test_pairs_are_read_from_sources_alone(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "cart.py").write_text(
        'def checkout(cart):\n    """Pay for everything in the cart."""\n    return cart.pay()\n\n\n'
        "def empty_the_cart(cart):\n    for line in cart.lines:\n        cart.remove(line, quantity=line.quantity)\n"
        "    cart.total = 0\n    cart.saved = False\n    return cart\n"
    )
    (tmp_path / "shop" / "test_cart.py").write_text('def test_it():\n    """It can be paid for by card."""\n')
    documented, plain = pairs([tmp_path / "shop"])
    assert documented.question == ("pay", "for", "everything", "in", "the", "cart")
    assert documented.fields[0] == ("checkout",) and not documented.fields[4]
    assert plain.question == ("empty", "the", "cart") and not plain.fields[0] and "quantity" in plain.fields[5]
    assert not [p for p in pairs([tmp_path / "shop"], frozenset(("pay for everything in the cart",))) if p.fields[0]]


def test_the_listed_sources_are_read() -> None:
    kinds = {kind for kind, _ in listed()}
    assert kinds == {"pypi", "npm", "debian"}
    assert ("pypi", "attrs") in set(listed()) and ("npm", "lodash") in set(listed())
