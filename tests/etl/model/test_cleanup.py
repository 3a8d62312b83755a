"""The clean-up before a model, against hand counts and a simple implementation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from etl.model import cleanup
from etl.model.cleanup import clean_up, correlated_features, correlations, mostly_missing_features, standardised
from etl.model.panel import Panel
from tests.helpers import tiny_model


def of(columns: dict[str, list[float]], countries: int = 1) -> Panel:
    """Return a panel of these features, with its rows evenly divided among countries."""
    x = np.array(list(columns.values()), float).T
    country = np.repeat(np.arange(countries), len(x) // countries).astype(np.int32)
    year = np.tile(np.arange(len(x) // countries) + 1960, countries).astype(np.int32)
    codes = tiny_model.codes(countries)
    return Panel(codes, np.zeros(countries, np.int32), list(columns), country, year, x, np.zeros(len(x)))


def with_gaps(values: np.ndarray, missing: int) -> list[float]:
    return np.where(np.arange(len(values)) < missing, np.nan, values).tolist()


RNG = np.random.default_rng(8)
ONE, OTHER, THIRD = RNG.normal(size=(3, 100))


def test_features_missing_in_four_fifths_of_the_rows_are_dropped():
    panel = of({"just": with_gaps(ONE, 79), "gone": with_gaps(OTHER, 80), "empty": with_gaps(THIRD, 100)})
    assert [(d.name, d.value) for d in mostly_missing_features(panel)] == [("gone", 0.8), ("empty", 1.0)]


def test_of_two_correlated_features_the_one_with_more_gaps_is_dropped():
    panel = of({"gappy": with_gaps(ONE, 20), "whole": ONE.tolist(), "apart": OTHER.tolist()})
    (dropped,) = correlated_features(panel)
    assert (dropped.name, dropped.step, round(dropped.value, 9)) == ("gappy", "correlated_feature", 1.0)
    assert "whole" in dropped.reason


def test_of_two_with_equal_gaps_the_later_code_is_dropped_with_either_sign():
    (dropped,) = correlated_features(of({"b": ONE.tolist(), "a": (-ONE).tolist()}))
    assert (dropped.name, round(dropped.value, 9)) == ("b", -1.0)


def test_a_chain_of_correlated_features_keeps_its_ends():
    """A correlates with b and b with c, but a not with c: only b is dropped."""
    middle = ONE + OTHER
    first, last = middle + 0.6 * ONE, middle + 0.6 * OTHER
    assert np.corrcoef(first, last)[0, 1] < 0.9 < min(np.corrcoef([first, middle, last])[1, [0, 2]])
    panel = of({"b": with_gaps(middle, 5), "a": first.tolist(), "c": last.tolist()})
    assert [d.name for d in correlated_features(panel)] == ["b"]


def test_a_correlation_over_few_shared_rows_does_not_count():
    first, second = with_gaps(ONE, 71), with_gaps(ONE, 60)
    assert list(correlated_features(of({"a": first, "b": second}))) == []
    assert [d.name for d in correlated_features(of({"a": with_gaps(ONE, 70), "b": second}))] == ["a"]


def test_rounding_gives_no_correlation_beyond_one():
    x = np.random.default_rng(1).normal(size=(200, 40))
    r = correlations(x, np.hstack([3 * x + 1, -x]))
    assert np.abs(r).max() == 1.0


def test_correlations_equal_those_of_pandas_with_any_block_size(monkeypatch):
    x = RNG.normal(size=(200, 12)) @ RNG.normal(size=(12, 12)) * 1e6 + 3e8
    x[RNG.random(x.shape) < 0.3] = np.nan
    slow = pd.DataFrame(x).corr(min_periods=30).fillna(0).to_numpy()
    assert correlations(x, x) == pytest.approx(slow, abs=1e-9)
    panel = of({f"f{n}": column.tolist() for n, column in enumerate(np.column_stack([x, x + 1e5]).T)})
    whole = list(correlated_features(panel))
    monkeypatch.setattr(cleanup, "BLOCK", 5)
    assert [d.name for d in correlated_features(panel)] == [d.name for d in whole]
    assert len(whole) >= 12


def test_a_constant_feature_correlates_with_nothing():
    assert correlations(np.full((50, 1), 3.3), np.arange(50.0)[:, None]).tolist() == [[0.0]]
    assert list(correlated_features(of({"a": [5.0] * 50, "b": [5.0] * 50}))) == []


def test_countries_missing_nine_tenths_are_dropped_and_counted():
    x = RNG.normal(size=(40, 5))
    x[:10][:, 1:] = np.nan
    x[:10, 0] = np.where(np.arange(10) < 5, np.nan, x[:10, 0])  # AAA has 5 of 50: 90 % missing
    x[10:20, :4] = np.nan  # AAB has 10 of 50
    panel = of({f"f{n}": column.tolist() for n, column in enumerate(x.T)}, countries=4)
    found = clean_up(panel)
    assert [(d.step, d.name, round(d.value, 3)) for d in found.dropped] == [("missing_country", "AAA", 0.9)]
    assert [(c.step, c.of, c.before, c.after) for c in found.counts] == [
        ("missing_feature", "features", 5, 5),
        ("correlated_feature", "features", 5, 5),
        ("missing_country", "countries", 4, 3),
    ]
    assert found.panel.y.size == found.scope.y.size == 30
    assert sorted(set(found.panel.country)) == [1, 2, 3]


def test_the_three_steps_run_in_order():
    columns = {"a": ONE.tolist(), "b": with_gaps(ONE, 1), "c": with_gaps(OTHER, 90), "d": THIRD.tolist()}
    found = clean_up(of(columns, countries=4))
    assert [(c.before, c.after) for c in found.counts] == [(4, 3), (3, 2), (4, 4)]
    assert found.panel.features == ["a", "d"]
    assert found.scope.features == ["a", "b", "c", "d"]


def test_a_country_is_standardised_by_its_training_years():
    panel = of({"a": [1.0, 3.0, 5.0, 10.0, 30.0, 90.0]}, countries=2)
    assert standardised(panel, until=1961).x.ravel().tolist() == pytest.approx([-1, 1, 3, -1, 1, 7])
    later = replace(panel, x=np.where(panel.year[:, None] > 1961, 1e9, panel.x))
    seen = panel.year <= 1961
    assert np.array_equal(standardised(later, until=1961).x[seen], standardised(panel, until=1961).x[seen])
    assert np.isnan(standardised(of({"a": [2.0, 2.0, 2.0]})).x).all()
