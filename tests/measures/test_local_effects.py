"""Accumulated local effects: slopes that are known, gaps, and a mean of zero."""

from __future__ import annotations

import numpy as np
import pytest

from measures.effects import edges_of, local_effects

RNG = np.random.default_rng(4)
FIRST = RNG.uniform(0, 10, 4000)
X = np.column_stack([FIRST, FIRST + RNG.normal(scale=0.1, size=4000)])
"""Two features that say nearly the same."""


def test_a_straight_line_is_found_though_a_second_feature_says_the_same():
    edges = edges_of(X[:, 0])
    effect = local_effects(lambda x: 3 * x[:, 0] - 5 * x[:, 1], X, 0, edges)
    assert np.diff(effect) / np.diff(edges) == pytest.approx(np.full(len(edges) - 1, 3.0))


def test_a_curve_is_found_about_a_mean_of_zero():
    edges = edges_of(X[:, 0], 50)
    effect = local_effects(lambda x: x[:, 0] ** 2, X, 0, edges)
    assert effect == pytest.approx(edges**2 - np.mean(FIRST**2), abs=0.6)
    assert np.interp(FIRST, edges, effect).mean() == pytest.approx(0, abs=0.05)


def test_rows_without_a_value_do_not_count():
    gaps = np.where(np.arange(len(X)) % 2 == 0, np.nan, X[:, 0])
    holed = np.column_stack([gaps, X[:, 1]])
    edges = edges_of(gaps)
    assert np.isfinite(edges).all()
    effect = local_effects(lambda x: 2 * x[:, 0], holed, 0, edges)
    assert np.diff(effect) / np.diff(edges) == pytest.approx(np.full(len(edges) - 1, 2.0))
    assert local_effects(lambda x: x[:, 0], np.full((3, 1), np.nan), 0, edges).tolist() == [0.0] * len(edges)


def test_edges_are_distinct_values_from_the_lowest_to_the_highest():
    assert edges_of([1, 1, 1, 1, 2, 3, np.nan]).tolist() == [1, 2, 3]
    assert edges_of([7.0, 7.0]).tolist() == [7]
    assert edges_of([np.nan]).size == 0
    assert (edges_of(FIRST)[0], edges_of(FIRST)[-1]) == (FIRST.min(), FIRST.max())
