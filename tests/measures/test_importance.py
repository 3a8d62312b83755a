"""Permutation importance, and that a feature gains nothing by encoding the year."""

from __future__ import annotations

import numpy as np
import pytest

from measures.importance import permutation_importance, shuffle_within_strata

YEARS = np.repeat(np.arange(1960, 2000), 50)
RNG = np.random.default_rng(2)
LOCAL, NOISE = RNG.normal(size=(2, YEARS.size))
X = np.column_stack([LOCAL, YEARS - 1980.0, NOISE])


def test_only_features_that_the_model_uses_have_importance():
    truth = 2 * LOCAL
    found = permutation_importance(lambda x: 2 * x[:, 0], X, truth, YEARS, seed=1)
    # Shuffled, the prediction is off by 2 (a - b) with a and b independent of variance 1: sqrt(8).
    assert found[0] == pytest.approx(np.sqrt(8), rel=0.05)
    assert found[1:].tolist() == [0, 0]


def test_importance_is_the_rise_above_the_error_before_shuffling():
    # One off before; shuffled, sqrt(1 + 8) = 3 off: a rise of 2. Features that the model does not use have none.
    found = permutation_importance(lambda x: 2 * x[:, 0] + 1, X, 2 * LOCAL, YEARS, seed=1)
    assert found[0] == pytest.approx(2, rel=0.05)
    assert found[1:].tolist() == [0, 0]


def test_the_same_seed_gives_the_same_importance():
    def rises(seed):
        return permutation_importance(lambda x: x.sum(axis=1), X, LOCAL, YEARS, seed=seed).tolist()

    assert rises(1) == rises(1)
    assert rises(1) != rises(2)


def test_a_feature_that_encodes_the_year_needs_free_shuffling_to_count():
    def predict(x):
        return x[:, 1]

    assert permutation_importance(predict, X, X[:, 1], YEARS, seed=1)[1] == 0
    assert permutation_importance(predict, X, X[:, 1], YEARS, shuffled_freely=(1,), seed=1)[1] > 10


def test_rows_are_shuffled_within_their_stratum_only():
    order = shuffle_within_strata(np.array([0, 1, 0, 1, 0]), np.random.default_rng(1))
    assert sorted(order[[0, 2, 4]]) == [0, 2, 4]
    assert sorted(order[[1, 3]]) == [1, 3]
    many = np.repeat([0, 1], 500)
    assert (shuffle_within_strata(many, np.random.default_rng(1)) != np.arange(1000)).mean() > 0.9


def test_shuffling_leaves_the_input_unchanged():
    before = X.copy()
    permutation_importance(lambda x: x.sum(axis=1), X, LOCAL, YEARS, seed=1)
    assert np.array_equal(X, before)
