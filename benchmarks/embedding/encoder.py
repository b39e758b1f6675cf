"""The two encoders with their gradients: weighted sums of word vectors, normalised. numpy alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bag:
    """Texts as rows of words: ``words[k]`` belongs to text ``rows[k]`` with ``factors[k]``, in field ``fields[k]``.

    Rows ascend, and no text is without a word."""

    words: Integers
    rows: Integers
    fields: Integers
    factors: Floats
    count: int


@dataclass(slots=True)
class Encoder:
    """What is trained. Logarithms of weights, so that weights stay positive."""

    vectors: Floats
    query_weights: Floats
    """Of each word in a question."""
    field_weights: Floats
    """Of each field of a document, in the order of ``static_model.FIELDS``."""
    temperature: Floats
    """One number: the logarithm of the factor of the cosines."""

    def parameters(self) -> list[Floats]:
        """All of it, changed in place by the optimiser."""
        return [self.vectors, self.query_weights, self.field_weights, self.temperature]


def _sum(model: Encoder, bag: Bag, weights: Floats) -> tuple[Floats, Floats]:
    """(unit vectors, lengths before) of every text."""
    starts = np.searchsorted(bag.rows, np.arange(bag.count))
    out = np.add.reduceat(model.vectors[bag.words] * weights[:, None], starts, axis=0)
    lengths = np.linalg.norm(out, axis=1, keepdims=True) + 1e-6
    return out / lengths, lengths


def loss_and_gradients(
    model: Encoder, questions: Bag, documents: Bag, same: NDArray[np.bool_]
) -> tuple[float, list[Floats]]:
    """InfoNCE from questions to documents, and half as much back. ``same`` marks pairs off the diagonal that are
    no negatives because their questions are equal."""
    asked = np.exp(model.query_weights[questions.words]) * questions.factors
    weighed = np.exp(model.field_weights[documents.fields]) * documents.factors
    q, q_lengths = _sum(model, questions, asked)
    d, d_lengths = _sum(model, documents, weighed)
    factor = float(np.exp(model.temperature[0]))
    cosines = q @ d.T
    powers = np.exp((cosines - 1) * factor)
    powers[same] = 0
    by_row, by_column = powers.sum(1), powers.sum(0)
    own = np.diagonal(cosines) - 1
    count = questions.count
    loss = float((np.log(by_row) + 0.5 * np.log(by_column)).mean() - 1.5 * (own * factor).mean())
    slope = powers / by_row[:, None] + 0.5 * powers / by_column[None, :]
    slope[np.arange(count), np.arange(count)] -= 1.5
    to_temperature = np.array([(slope * (cosines - 1)).sum() * factor / count], np.float32)
    slope *= factor / count
    vectors = np.zeros_like(model.vectors)
    query_weights = np.zeros_like(model.query_weights)
    field_weights = np.zeros_like(model.field_weights)
    for bag, unit, lengths, weights, gradient, target, index in (
        (questions, q, q_lengths, asked, slope @ d, query_weights, questions.words),
        (documents, d, d_lengths, weighed, slope.T @ q, field_weights, documents.fields),
    ):
        through = (gradient - unit * (gradient * unit).sum(1, keepdims=True)) / lengths
        rows = through[bag.rows]
        np.add.at(target, index, (rows * model.vectors[bag.words]).sum(1) * weights)
        # Sums over runs of equal words: many times faster than adding row by row.
        order = np.argsort(bag.words, kind="stable")
        found, starts = np.unique(bag.words[order], return_index=True)
        vectors[found] += np.add.reduceat((rows * weights[:, None])[order], starts, axis=0)
    return loss, [vectors, query_weights, field_weights, to_temperature]


class Adam:
    """The usual optimiser, a step size for each parameter."""

    def __init__(self, parameters: list[Floats], steps: list[float], betas: tuple[float, float] = (0.9, 0.98)) -> None:
        self._parameters = parameters
        self._steps = steps
        self._betas = betas
        self._first = [np.zeros_like(p) for p in parameters]
        self._second = [np.zeros_like(p) for p in parameters]
        self._time = 0

    def step(self, gradients: list[Floats], rate: float) -> None:
        """Change the parameters against ``gradients``; ``rate`` scales all step sizes."""
        self._time += 1
        b1, b2 = self._betas
        for p, g, m, v, size in zip(self._parameters, gradients, self._first, self._second, self._steps, strict=True):
            m *= b1
            m += (1 - b1) * g
            v *= b2
            v += (1 - b2) * g * g
            p -= rate * size * (m / (1 - b1**self._time)) / (np.sqrt(v / (1 - b2**self._time)) + 1e-8)
