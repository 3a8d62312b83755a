"""Validation splits and baselines: hand calculations, and no leak of held-out data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from etl.contract.model import BASELINES, PREDECESSOR, SPLITS
from etl.errors import ModelError
from etl.model import baselines, splits
from etl.model.baselines import KNOWS, predictions, year_effects
from etl.model.panel import Panel
from tests.helpers import tiny_model

PANEL = tiny_model.panel()


def small(rows: list[tuple[int, int, float]], regions: list[int]) -> Panel:
    """Return a panel of these rows of country, year and target."""
    country, year, y = (np.array(column) for column in zip(*rows, strict=True))
    codes = tiny_model.codes(len(regions))
    x = np.empty((len(rows), 0))
    return Panel(codes, np.array(regions, np.int32), [], country.astype(np.int32), year.astype(np.int32), x, y)


@pytest.fixture(scope="module")
def folds():
    return splits.folds(PANEL, 3)


def test_each_split_holds_out_what_its_name_states(folds):
    kinds = [fold.kind for fold in folds]
    assert kinds == ["last_year"] + ["countries"] * 10 + ["future_years"] * 10
    assert [*dict.fromkeys(kinds), PREDECESSOR] == list(SPLITS)  # which has rows and a target of its own
    assert set(PANEL.year[folds[0].test]) == {1999}
    assert PANEL.year[folds[0].train].max() == 1998
    for fold, year in zip(folds[11:], range(1990, 2000), strict=True):
        assert (set(PANEL.year[fold.test]), PANEL.year[fold.train].max()) == ({year}, year - 1)


def test_every_country_is_held_out_once_with_all_its_years(folds):
    by_country = folds[1:11]
    assert sorted(np.concatenate([fold.test for fold in by_country])) == list(range(PANEL.y.size))
    for fold in by_country:
        assert not set(PANEL.country[fold.train]) & set(PANEL.country[fold.test])


def test_training_and_test_rows_never_overlap(folds):
    again = [*splits.resamples(PANEL, "countries", 5, 3), *splits.resamples(PANEL, "future_years", 5, 3)]
    for fold in [*folds, *again]:
        assert not set(fold.train) & set(fold.test)
        train = PANEL.of(fold.train)
        inner = splits.inner(train, fold.kind, 3)
        assert not set(inner.train) & set(inner.test)
        if fold.kind == "countries":
            assert not set(train.country[inner.train]) & set(train.country[inner.test])
        else:
            assert train.year[inner.train].max() < train.year[inner.test].min()
            assert train.year.max() < PANEL.year[fold.test].min()


def test_resamples_draw_whole_countries_with_replacement():
    for fold in splits.resamples(PANEL, "countries", 5, 3):
        rows, times = np.unique(fold.train, return_counts=True)
        assert len(fold.train) == PANEL.y.size
        assert 0.5 < len(rows) / PANEL.y.size < 0.8
        assert times.max() > 1
        assert set(PANEL.country[fold.test]) == set(range(tiny_model.COUNTRIES)) - set(PANEL.country[rows])


def test_folds_depend_on_the_seed_only():
    def parts(seed):
        return [fold.test.tolist() for fold in splits.folds(PANEL, seed)]

    assert parts(3) == parts(3)
    assert parts(3) != parts(4)


@pytest.mark.parametrize("rows", [PANEL.country < 19, PANEL.year < 1989])
def test_too_little_data_for_a_split_is_refused(rows):
    with pytest.raises(ModelError, match="a model needs 20 over 30"):
        splits.folds(PANEL.of(np.flatnonzero(rows)), 3)


def test_a_held_out_country_gets_the_mean_of_the_year_and_its_region():
    train = small([(0, 2000, 1.0), (1, 2000, 3.0), (2, 2000, 8.0), (0, 2001, 2.0)], [0, 0, 1, 1])
    test = small([(3, 2000, 0.0), (3, 2001, 0.0)], [0, 0, 1, 1])
    found = predictions(train, test, "countries")
    assert {name: values.tolist() for name, values in found.items()} == {
        "zero": [0, 0],
        "year": [4, 2],
        "region_year": [8, 8],  # the region has no mean of 2001; that of 2000 continues as a constant
        "country_year": [4, 2],
        "country_region_year": [8, 8],
        "country_decade": [0, 0],
    }


def test_a_held_out_year_gets_the_trend_and_the_country_offset():
    years = range(1960, 2000)
    rows = [(0, year, 0.1 * (year - 1960) + 1) for year in years] + [
        (1, year, 0.1 * (year - 1960) - 1) for year in years
    ]
    found = predictions(small(rows, [0, 1]), small([(0, 2004, 0.0), (1, 2004, 0.0)], [0, 1]), "future_years")
    assert found["year"] == pytest.approx([4.4, 4.4])
    for exact in ("country_year", "region_year", "country_region_year"):
        assert found[exact] == pytest.approx([5.4, 3.4])
    assert found["country_decade"] == pytest.approx([0.1 * 34.5 + 1, 0.1 * 34.5 - 1])  # the mean of 1990-1999


def test_baselines_of_the_future_use_the_last_thirty_years():
    rows = [(c, year, 100.0 * c if year < 1970 else float(c)) for c in (0, 1) for year in range(1960, 2000)]
    found = predictions(small(rows, [0, 0]), small([(0, 2000, 0.0), (1, 2000, 0.0)], [0, 0]), "future_years")
    assert found["year"] == pytest.approx([0.5, 0.5])
    assert found["country_year"] == pytest.approx([0, 1])


def test_a_year_without_training_rows_is_interpolated():
    effects = year_effects(small([(0, 2000, 1.0), (0, 2002, 3.0)], [0]))
    assert effects.at(np.array([1990, 2000, 2001, 2002, 2003])) == pytest.approx([1, 1, 2, 3, 4])


def test_the_hardest_baseline_is_the_one_with_the_smallest_error_and_the_simplest_of_equals():
    test = small([(0, 2000, 1.0), (1, 2000, 3.0)], [0, 1])
    guesses = {"zero": 0.0, "year": 1.5, "region_year": 2.0, "country_year": 2.0, "country_region_year": 9.0}
    found = {name: np.full(2, guess) for name, guess in guesses.items()} | {"country_decade": test.y}
    assert baselines.hardest(found, test, "future_years") == "region_year"
    assert baselines.hardest(found, test, "predecessor") == "country_decade"
    assert baselines.hardest(found | {"country_year": test.y}, test, "last_year") == "country_year"
    # Of a held-out country nothing is known: an effect of the country cannot be a start.
    assert baselines.hardest(found | {"country_year": test.y}, test, "countries") == "region_year"


def test_a_start_without_country_effects_is_the_same_for_all_countries_of_a_region():
    fitted = baselines.fit(PANEL, "countries")
    rows = PANEL.of(np.flatnonzero(PANEL.region[PANEL.country] == 2))
    for name in baselines.STARTS["countries"]:
        expected = dict(zip(rows.year.tolist(), fitted.predict(rows)[name].tolist(), strict=True))
        years = np.array(sorted(expected))
        assert fitted.of_region(name, 2, years) == pytest.approx([expected[year] for year in years])


@pytest.mark.parametrize("place", [0, 1, 20])
def test_no_baseline_uses_held_out_targets(folds, place):
    fold = folds[place]
    train, test = PANEL.of(fold.train), PANEL.of(fold.test)
    before = predictions(train, test, fold.kind)
    after = predictions(train, replace(test, y=test.y + 1e6), fold.kind)
    assert all(np.array_equal(before[name], after[name]) for name in BASELINES)


def test_every_baseline_states_what_it_knows():
    assert {split: list(known) for split, known in KNOWS.items()} == {split: list(BASELINES) for split in SPLITS}
    assert set(baselines.predictions(PANEL, PANEL, "countries")) == set(BASELINES)
