"""Skill relative to a baseline: hand calculations, and an interval over groups."""

from __future__ import annotations

import numpy as np
import pytest

from measures.skill import rmse, skill

TRUTH = [0.0, 0.0, 0.0, 0.0]


def test_half_the_error_is_a_skill_of_one_half():
    found = skill(TRUTH, [1, -1, 1, -1], [2, 2, -2, -2], ["a", "a", "b", "b"], seed=1)
    assert (found.value, found.rmse_model, found.rmse_baseline) == (0.5, 1.0, 2.0)
    assert (found.low95, found.high95) == (0.5, 0.5)  # every group has the same skill
    assert (found.n_groups, found.n_rows) == (2, 4)


def test_errors_are_squared_before_they_are_averaged():
    assert rmse([3.0, 4.0]) == pytest.approx(np.sqrt(12.5))
    found = skill([0, 0], [3, 4], [6, 8], [1, 2], seed=1)
    assert found.rmse_model == pytest.approx(np.sqrt(12.5))


def test_errors_are_relative_to_the_truth_at_any_level():
    # Errors of 1 and 2, of truths far from zero; errors in hundredths have the same skill.
    truth = [10, -20]
    found = skill(truth, [11, -21], [12, -18], ["a", "b"], seed=1)
    assert (found.value, found.rmse_model, found.rmse_baseline) == (0.5, 1.0, 2.0)
    assert skill([0, 0], [0.01, 0.01], [0.02, 0.02], ["a", "b"], seed=1).value == pytest.approx(0.5)


def test_a_perfect_model_has_skill_1_and_a_bad_one_less_than_0():
    assert skill(TRUTH, TRUTH, [1, 1, 1, 1], [1, 2, 3, 4], seed=1).value == 1
    assert skill(TRUTH, [2, 2, 2, 2], [1, 1, 1, 1], [1, 2, 3, 4], seed=1).value == -1


def test_a_baseline_without_error_cannot_be_beaten():
    assert skill(TRUTH, TRUTH, TRUTH, [1, 2, 3, 4], seed=1).value == 0


def test_the_interval_resamples_groups_and_not_rows():
    rng = np.random.default_rng(3)
    model, baseline, groups = rng.normal(size=30), rng.normal(size=30), np.arange(30)
    once = skill(np.zeros(30), model, baseline, groups, seed=1)
    repeated = skill(np.zeros(3000), np.tile(model, 100), np.tile(baseline, 100), np.tile(groups, 100), seed=1)
    assert (repeated.low95, repeated.high95) == pytest.approx((once.low95, once.high95))
    assert once.low95 < once.value < once.high95


def test_the_interval_covers_the_truth_about_as_often_as_stated():
    """With two predictors of the same quality the interval must include 0 in about 95 of 100 samples."""
    rng = np.random.default_rng(5)
    covered = 0
    for seed in range(200):
        model, baseline = rng.normal(size=(2, 80))
        found = skill(np.zeros(80), model, baseline, np.arange(80), seed=seed)
        covered += found.low95 <= 0 <= found.high95
    assert 180 <= covered <= 199


def test_the_same_seed_gives_the_same_interval():
    rng = np.random.default_rng(7)
    model, baseline = rng.normal(size=(2, 20))
    assert skill(np.zeros(20), model, baseline, np.arange(20), seed=4) == skill(
        np.zeros(20), model, baseline, np.arange(20), seed=4
    )


def test_no_rows_are_refused():
    with pytest.raises(ValueError, match=r"^a skill needs at least one row that was predicted$"):
        skill([], [], [], [], seed=1)


def test_the_limits_are_those_of_a_bootstrap_over_groups():
    """The mean limits over many seeds equal the 2.5 and 97.5 % quantiles of 40,000 draws of whole groups."""
    rng = np.random.default_rng(9)
    groups = np.repeat(np.arange(30), rng.integers(1, 6, 30))
    truth, model_error, baseline_error = rng.normal(size=(3, groups.size)) * [[5], [1], [1.5]]
    by_group = [[error[groups == group] for group in range(30)] for error in (model_error, baseline_error)]
    squares = np.array([[np.sum(rows**2) for rows in error] for error in by_group])
    model, baseline = squares[:, rng.integers(30, size=(40_000, 30))].sum(axis=2)
    drawn = 1 - np.sqrt(model / baseline)
    found = [skill(truth, truth + model_error, truth + baseline_error, groups, seed=seed) for seed in range(40)]
    expected = np.quantile(drawn, [0.025, 0.975])
    ends = np.mean([(one.low95, one.high95) for one in found], axis=0)
    assert ends == pytest.approx(expected, abs=0.05 * drawn.std())  # 1.67 % would lie 0.17 deviations further out
