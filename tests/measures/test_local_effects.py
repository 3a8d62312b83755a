"""Accumulated local effects: known slopes, gaps, and a mean of zero."""

from __future__ import annotations

import numpy as np
import pytest

from measures.effects import accumulated_local_effects, edges_of

RNG = np.random.default_rng(4)
FIRST = RNG.uniform(0, 10, 4000)
X = np.column_stack([FIRST, FIRST + RNG.normal(scale=0.1, size=4000)])
"""Two nearly redundant features."""


def test_a_line_is_recovered_beside_a_redundant_feature():
    edges = edges_of(X[:, 0])
    effect = accumulated_local_effects(lambda x: 3 * x[:, 0] - 5 * x[:, 1], X, 0, edges)
    assert np.diff(effect) / np.diff(edges) == pytest.approx(np.full(len(edges) - 1, 3.0))


def test_a_curve_is_recovered_and_centred_on_zero():
    edges = edges_of(X[:, 0], 50)
    effect = accumulated_local_effects(lambda x: x[:, 0] ** 2, X, 0, edges)
    assert effect == pytest.approx(edges**2 - np.mean(FIRST**2), abs=0.6)
    assert np.interp(FIRST, edges, effect).mean() == pytest.approx(0, abs=0.05)


def test_rows_with_missing_values_do_not_count():
    gaps = np.where(np.arange(len(X)) % 2 == 0, np.nan, X[:, 0])
    holed = np.column_stack([gaps, X[:, 1]])
    edges = edges_of(gaps)
    assert np.isfinite(edges).all()
    effect = accumulated_local_effects(lambda x: 2 * x[:, 0], holed, 0, edges)
    assert np.diff(effect) / np.diff(edges) == pytest.approx(np.full(len(edges) - 1, 2.0))
    assert accumulated_local_effects(lambda x: x[:, 0], np.full((3, 1), np.nan), 0, edges).tolist() == [0.0] * len(
        edges
    )


def test_edges_are_distinct_and_span_all_values():
    assert edges_of([1, 1, 1, 1, 2, 3, np.nan]).tolist() == [1, 2, 3]
    assert edges_of([7.0, 7.0]).tolist() == [7]
    assert edges_of([np.nan]).size == 0
    assert (edges_of(FIRST)[0], edges_of(FIRST)[-1]) == (FIRST.min(), FIRST.max())


def test_edges_match_a_hand_calculation():
    # Of eight values a quarter are two: edges are the 1st, 2nd, 4th, 6th and 8th.
    assert edges_of([3, 1, 8, 2, 7, 4, 6, 5], 4).tolist() == [1, 2, 4, 6, 8]
    assert len(edges_of(FIRST, 7)) == 8
    assert len(edges_of(FIRST)) == 21


def test_effects_match_a_hand_calculation():
    # Bins 0 to 2 and 2 to 4; the prediction is the product of both features. The first bin has 0, 1 and 2 with partners
    # 1, 2 and 3: changes of 2, 4 and 6, mean 4. The second has 4 with 3: 6. Accumulated: 0, 4, 10. The mean over
    # rows is (3 * (0 + 4) / 2 + (4 + 10) / 2) / 4 = 13 / 4. Rows beyond the edges or without a value change nothing.
    inside = np.array([[0, 1], [1, 2], [2, 3], [4, 3.0]])
    others = np.array([[-5, 50], [9, 70], [np.nan, 90]])
    expected = np.array([0, 4, 10]) - 13 / 4
    for rows in (inside, np.vstack([others, inside])):
        assert accumulated_local_effects(lambda x: x[:, 0] * x[:, 1], rows, 0, np.array([0, 2, 4.0])) == pytest.approx(
            expected
        )


def test_a_last_bin_without_rows_changes_nothing():
    # Only the bin from 0 to 2 has rows, with a change of 4: 0, 4, 4, 4 about a mean of 2.
    found = accumulated_local_effects(lambda x: x[:, 0] ** 2, np.array([[1.0], [2.0]]), 0, np.array([0, 2, 4, 6.0]))
    assert found == pytest.approx([-2, 2, 2, 2])
