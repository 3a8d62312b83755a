"""Permutation importance: what a shuffled feature costs, and that a feature gets nothing for knowing the year."""

from __future__ import annotations

import numpy as np
import pytest

from measures.importance import permutation_importance, shuffle_within_strata

YEARS = np.repeat(np.arange(1960, 2000), 50)
RNG = np.random.default_rng(2)
LOCAL, NOISE = RNG.normal(size=(2, YEARS.size))
X = np.column_stack([LOCAL, YEARS - 1980.0, NOISE])


def test_only_what_the_model_goes_by_has_importance():
    truth = 2 * LOCAL
    found = permutation_importance(lambda x: 2 * x[:, 0], X, truth, YEARS, seed=1)
    # Shuffled, the prediction is off by 2 (a - b) with a and b independent of variance 1: sqrt(8).
    assert found[0] == pytest.approx(np.sqrt(8), rel=0.05)
    assert found[1:].tolist() == [0, 0]


def test_importance_is_the_rise_over_the_error_that_was_there_before():
    # One off before; shuffled, sqrt(1 + 8) = 3 off: a rise of 2. What the model does not use costs nothing.
    found = permutation_importance(lambda x: 2 * x[:, 0] + 1, X, 2 * LOCAL, YEARS, seed=1)
    assert found[0] == pytest.approx(2, rel=0.05)
    assert found[1:].tolist() == [0, 0]


def test_the_same_seed_shuffles_in_the_same_way():
    def rises(seed):
        return permutation_importance(lambda x: x.sum(axis=1), X, LOCAL, YEARS, seed=seed).tolist()

    assert rises(1) == rises(1)
    assert rises(1) != rises(2)


def test_a_feature_that_only_knows_the_year_has_none_unless_shuffled_freely():
    def predict(x):
        return x[:, 1]

    assert permutation_importance(predict, X, X[:, 1], YEARS, seed=1)[1] == 0
    assert permutation_importance(predict, X, X[:, 1], YEARS, shuffled_freely=(1,), seed=1)[1] > 10


def test_rows_change_places_within_their_stratum_only():
    order = shuffle_within_strata(np.array([0, 1, 0, 1, 0]), np.random.default_rng(1))
    assert sorted(order[[0, 2, 4]]) == [0, 2, 4]
    assert sorted(order[[1, 3]]) == [1, 3]
    many = np.repeat([0, 1], 500)
    assert (shuffle_within_strata(many, np.random.default_rng(1)) != np.arange(1000)).mean() > 0.9


def test_what_is_shuffled_is_put_back_and_the_rows_stay_as_they_were():
    before = X.copy()
    permutation_importance(lambda x: x.sum(axis=1), X, LOCAL, YEARS, seed=1)
    assert np.array_equal(X, before)
