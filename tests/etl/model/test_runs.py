"""Models of panels with planted effects: a driver is found, common trends and noise give no skill."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from etl.contract.model import BASELINES
from etl.model import findings, runs, splits, trees
from etl.model.panel import Panel
from etl.model.runs import predict_fold
from etl.workers import in_order, workers
from tests.helpers import cluster, tiny_model

SEED = 11


def judged(panel: Panel, kinds=("countries",), *, standardise: bool = False) -> list[runs.FoldPredictions]:
    folds = [fold for fold in splits.folds(panel, SEED) if fold.kind in kinds]
    return [predict_fold(fold, panel=panel, seed=SEED, standardise=standardise) for fold in folds]


def skill(panel: Panel, found: list[runs.FoldPredictions], split: str, baseline: str):
    """Return the row of `model_skill`."""
    return findings.skills(found, panel, "target", SEED).set_index(["split", "baseline"]).loc[(split, baseline)]


def sample(panel: Panel) -> trees.Sample:
    return trees.Sample(runs.columns(panel), panel.y, np.zeros(panel.y.size))


@pytest.fixture(scope="module")
def driven() -> Panel:
    return tiny_model.panel(driven=0.5)


@pytest.fixture(scope="module")
def undriven() -> Panel:
    return tiny_model.panel()


def test_a_planted_driver_gives_skill_in_unseen_countries(driven):
    row = skill(driven, judged(driven), "countries", "year")
    # The baseline's error is the root of 0.5² + 0.1², the best possible model's 0.1.
    assert row.rmse_baseline == pytest.approx(0.51, abs=0.03)
    assert row.skill > 0.6
    assert row.low95 > 0.5


def test_a_split_without_folds_has_no_skill(driven):
    assert set(findings.skills(judged(driven), driven, "target", SEED).split) == {"countries"}


def test_a_planted_driver_ranks_first_in_both_splits(driven):
    drawn = [
        runs.resample(fold, panel=driven, seed=SEED)
        for kind in ("countries", "future_years")
        for fold in splits.resamples(driven, kind, 3, SEED)
    ]
    table = findings.importances(drawn, driven)
    first = table[table["rank"] == 1]
    assert first.feature.to_list() == [tiny_model.DRIVER] * 2
    assert (first.low95 > 0.2).all()
    # The year only encodes the mean of the driver over countries, which the baseline has removed.
    others = table[(table["rank"] > 1) & (table.feature != "year")]
    assert (others.importance.abs() < 0.01).all()
    assert (table.low95 <= table.importance).all()
    assert (table.importance <= table.high95).all()


def test_the_effect_of_a_planted_driver_is_the_planted_line(driven):
    model = runs.fit(driven, "countries", SEED)
    edges = {name: np.linspace(-1.5, 1.5, 7) for name in (tiny_model.DRIVER, tiny_model.NOISE)}
    effects = runs.effects_of(model.trees.text, panel=driven, edges=edges)
    line = np.polyfit(edges[tiny_model.DRIVER], effects[tiny_model.DRIVER], 1)
    assert line[0] == pytest.approx(0.5, rel=0.1)
    assert np.abs(effects[tiny_model.NOISE]).max() < 0.03


@pytest.mark.parametrize("kind", ["countries", "last_year"])
def test_a_trend_that_all_countries_share_gives_no_skill(undriven, kind):
    found = judged(undriven, [kind])
    row = skill(undriven, found, kind, found[0].start)
    assert row.low95 <= 0.005
    assert abs(row.skill) < 0.03


def test_noise_gives_no_skill_with_any_seed():
    for seed in range(2, 5):
        panel = tiny_model.panel(seed=seed, noises=10)
        row = skill(panel, judged(panel), "countries", "year")
        assert row.low95 <= 0.005
        assert -0.05 < row.skill < 0.02


def test_a_constant_of_each_country_is_left_to_the_country_baseline():
    """A constant that the training years show needs no indicator."""
    panel = tiny_model.panel(by_country=0.5)
    found = judged(panel, ["last_year"])
    assert skill(panel, found, "last_year", "year").rmse_baseline > 0.3
    row = skill(panel, found, "last_year", "country_year")
    assert row.rmse_baseline == pytest.approx(0.1, abs=0.25)
    assert row.skill < 0.02


def test_the_model_starts_from_the_region_where_regions_differ():
    """A constant of each region, which no feature shows, is in the start and costs no tree."""
    panel = tiny_model.panel()
    panel = replace(panel, y=panel.y + 2.0 * panel.region[panel.country])
    found = judged(panel)
    assert {one.start for one in found} == {"region_year"}
    row = skill(panel, found, "countries", "region_year")
    assert row.start == "region_year"
    assert row.rmse_model == pytest.approx(0.1, abs=0.02)
    assert abs(row.skill) < 0.02
    assert skill(panel, found, "countries", "year").skill > 0.9


def test_trees_fitted_from_a_start_are_those_of_the_residuals(driven):
    start = 0.7 * driven.y.mean() + 0.03 * (driven.year - 1980)
    x = runs.columns(driven)
    from_start = trees.fit(trees.Sample(x, driven.y, start), runs.names(driven), 10, SEED)
    of_residuals = trees.fit(trees.Sample(x, driven.y - start, np.zeros(start.size)), runs.names(driven), 10, SEED)
    assert from_start.predict(x) == pytest.approx(of_residuals.predict(x), abs=1e-6)


def test_skill_over_years_has_an_interval_where_there_are_enough_years(driven):
    row = skill(driven, judged(driven, ["future_years"]), "future_years", "year")
    assert row.years_low95 < row.skill < row.years_high95
    one_year = skill(driven, judged(driven, ["last_year"]), "last_year", "year")
    assert np.isnan([one_year.years_low95, one_year.years_high95]).all()


def test_years_that_all_countries_share_widen_the_interval_over_years(undriven):
    """A model that is right in half of the years and wrong in the other half, for all countries alike."""
    rows = np.flatnonzero(undriven.year >= 1990)
    odd = undriven.year[rows] % 2 == 1
    truth = undriven.y[rows]
    model, known = truth + np.where(odd, 0.1, 0.4), dict.fromkeys(BASELINES, truth + 0.25)
    fold = runs.FoldPredictions("future_years", rows, model, known, 1, "year")
    row = skill(undriven, [fold], "future_years", "year")
    assert row.high95 - row.low95 < 1e-6
    assert row.years_high95 - row.years_low95 > 0.3


def with_other_targets(panel: Panel, rows: np.ndarray) -> Panel:
    """Return the panel with other targets in these rows."""
    y = panel.y.copy()
    y[rows] = 1e6
    return replace(panel, y=y)


@pytest.mark.parametrize("place", [0, 1, 20])
@pytest.mark.parametrize("standardise", [False, True])
def test_held_out_targets_change_no_prediction(driven, place, standardise):
    fold = splits.folds(driven, SEED)[place]
    one, other = (
        predict_fold(fold, panel=panel, seed=SEED, standardise=standardise)
        for panel in (driven, with_other_targets(driven, fold.test))
    )
    assert np.array_equal(one.model, other.model)
    assert one.rounds == other.rounds


@pytest.mark.parametrize("place", [0, 1])
def test_held_out_features_do_not_affect_the_clean_up(driven, place):
    """Gaps and copies of features in held-out rows do not drop a feature from the model."""
    fold = splits.folds(driven, SEED)[place]
    x = driven.x.copy()
    x[fold.test, 1] = np.nan
    x[fold.test, 3] = 1e9 * x[fold.test, 2]  # correlated over all rows, but not over the training rows
    with_gaps = replace(driven, x=x)
    assert with_gaps.of(fold.train).x.tolist() == driven.of(fold.train).x.tolist()
    one = predict_fold(fold, panel=driven, seed=SEED, standardise=False)
    other = predict_fold(fold, panel=with_gaps, seed=SEED, standardise=False)
    assert one.rounds == other.rounds
    grown = [runs.fit(p.of(fold.train), fold.kind, SEED).trees.text for p in (driven, with_gaps)]
    assert grown[0] == grown[1]


def test_held_out_years_do_not_affect_standardisation(driven):
    fold = splits.folds(driven, SEED)[0]
    x = driven.x.copy()
    x[fold.test] += 1000
    shifted = predict_fold(fold, panel=replace(driven, x=x), seed=SEED, standardise=True)
    plain = predict_fold(fold, panel=driven, seed=SEED, standardise=True)
    assert shifted.rounds == plain.rounds
    assert not np.array_equal(shifted.model, plain.model)  # the held-out rows themselves did change


def test_the_same_seed_gives_identical_results(driven):
    fold = splits.folds(driven, SEED)[1]
    one, other = (predict_fold(fold, panel=driven, seed=SEED, standardise=False) for _ in range(2))
    assert one.model.tobytes() == other.model.tobytes()
    texts = {runs.fit(driven, "countries", SEED, rounds=20).trees.text for _ in range(3)}
    assert len(texts) == 1
    assert texts != {runs.fit(driven, "countries", SEED + 1, rounds=20).trees.text}


def test_trees_loaded_from_their_text_predict_the_same(driven):
    grown = trees.fit(sample(driven), runs.names(driven), 15, SEED)
    again = trees.Trees(grown.text)
    assert again.predict(runs.columns(driven)).tobytes() == grown.predict(runs.columns(driven)).tobytes()
    assert (again.rounds, again.features) == (15, [*driven.features, "year"])


def test_a_model_without_trees_predicts_zero(undriven):
    none = trees.fit(sample(undriven), runs.names(undriven), 0, SEED)
    assert set(none.predict(runs.columns(undriven))) == {0.0}


def test_missing_values_are_accepted(driven):
    x = np.where(np.random.default_rng(1).random(driven.x.shape) < 0.3, np.nan, driven.x)
    (fold, *_) = [fold for fold in splits.folds(driven, SEED) if fold.kind == "countries"]
    found = predict_fold(fold, panel=replace(driven, x=x), seed=SEED, standardise=False)
    assert np.isfinite(found.model).all()


@pytest.mark.slow
def test_a_cluster_gives_the_same_results_as_threads(driven):
    folds = splits.folds(driven, SEED)[:3]
    do = partial(predict_fold, panel=driven, seed=SEED, standardise=False)
    with workers(None, 2) as pool:
        here = [one.model.tobytes() for one in in_order(pool, do, folds, in_flight=2)]
    with cluster.two_processes() as scheduler, workers(scheduler) as pool:
        there = [one.model.tobytes() for one in in_order(pool, do, folds)]
    assert here == there
