"""The training pipeline on a made-up language: gradients, and a file that the product reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.embedding.encoder import loss_and_gradients
from benchmarks.embedding.export import export
from benchmarks.embedding.train import bags, new_encoder, sample, train
from benchmarks.embedding.vocabulary import vocabulary
from codegraph.search.static_model import StaticModel


def test_gradients_are_the_slope_of_the_loss() -> None:
    found = sample(12)
    words = vocabulary(found, 100)
    ids = {word: at for at, (word, _) in enumerate(words)}
    model = new_encoder(len(words), 8)
    questions, documents = bags(found, ids, np.random.default_rng(0))
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
