"""Prediction intervals: scaled by a country's spread, and their coverage country by country."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from etl.contract.model import BASELINES
from etl.model import intervals, predecessor, runs
from etl.model.panel import Panel
from tests.helpers import tiny_model

VARIABLE = 5
"""Every so manyth country has years that differ eight times as much."""


@pytest.fixture(scope="module")
def uneven() -> Panel:
    panel = tiny_model.panel()
    rng = np.random.default_rng(4)
    scale = np.where(panel.country % VARIABLE == 0, 0.8, 0.1)
    return replace(panel, y=scale * rng.normal(size=panel.y.size))


@pytest.fixture(scope="module")
def folds(uneven: Panel) -> list[runs.FoldPredictions]:
    rows, zeros = np.arange(uneven.y.size), np.zeros(uneven.y.size)
    known = dict.fromkeys(BASELINES, zeros)
    kinds = ("last_year", "countries", "future_years")
    return [runs.FoldPredictions(kind, rows, zeros, known, 1, "zero") for kind in kinds]


def test_widths_are_in_proportion_to_a_country_s_spread(uneven: Panel, folds):
    table = intervals.coverage(folds, uneven, {}).set_index("iso3")
    assert (table.half_width_c / table.spread_c).std() < 1e-9
    variable = np.arange(len(uneven.codes)) % VARIABLE == 0
    assert table.half_width_c[variable].min() > 4 * table.half_width_c[~variable].max()
    assert table.coverage[variable].mean() > 0.9
    assert table.coverage.mean() == pytest.approx(0.95, abs=0.03)


def test_the_chance_of_a_low_coverage_is_binomial(uneven: Panel, folds):
    table = intervals.coverage(folds, uneven, {})
    # 40 rows: below 85 % are at most 33 of them.
    assert table.n_rows.unique().tolist() == [40]
    assert table.chance_below.to_list() == pytest.approx([binom.cdf(33, 40, 0.95)] * 40)
    assert intervals.coverage_summary(table)["expected_below"] == pytest.approx(40 * binom.cdf(33, 40, 0.95), abs=0.01)


def test_the_summary_names_groups_and_countries_below(uneven: Panel, folds):
    zones = {code: "D" if n % 2 else "A" for n, code in enumerate(uneven.codes[:30])}
    table = intervals.coverage(folds, uneven, zones)
    table.loc[3, "coverage"] = 0.5
    summary = intervals.coverage_summary(table)
    assert summary["countries_below"][0] == {"iso3": uneven.codes[3], "coverage": 0.5, "n_rows": 40}
    assert [(group["group"], group["countries"]) for group in summary["groups"]] == [("A", 15), ("D", 15)]
    cold = table[table.climate_group == "D"]
    assert summary["groups"][1]["coverage"] == pytest.approx(cold.coverage.mean(), abs=1e-4)
    assert summary["pooled"] == pytest.approx(table.coverage.mean(), abs=1e-4)


def test_a_record_that_repeats_one_value_has_the_least_spread(uneven: Panel):
    constant = replace(uneven, y=np.where(uneven.country == 7, 1.0, uneven.y))
    spread = intervals.spreads(constant)
    assert spread[7] == pytest.approx(intervals.LEAST_SPREAD * np.median(np.delete(spread, 7)), rel=0.05)


def test_half_widths_are_published_plain_and_scaled(uneven: Panel, folds):
    widths = {(one["split"], one["level"]): one for one in intervals.half_widths(folds, uneven)}
    assert len(widths) == 9
    one = widths[("countries", 0.95)]
    assert one["half_width_spreads"] == pytest.approx(2.0, abs=0.3)  # standard deviations of a normal
    few = uneven.country < 10
    small = replace(folds[1], rows=np.flatnonzero(few), model=np.zeros(few.sum()))
    others = [replace(fold, rows=small.rows, model=small.model) for fold in folds]
    widest = [one["half_width_c"] for one in intervals.half_widths(others, uneven) if one["level"] == 0.95]
    assert widest == [None] * 3


# ---- the predecessor's test


def with_years(first: int) -> Panel:
    panel = tiny_model.panel(by_country=0.5)
    return replace(panel, year=panel.year - 1960 + first)


def test_the_predecessor_s_test_needs_both_its_years():
    assert predecessor.predictions(with_years(1960), 1)[1] == []  # ends in 1999
    assert predecessor.predictions(with_years(1980), 1)[1] == []  # begins after 1960


def test_the_predecessor_s_test_predicts_the_index_of_2012():
    panel = tiny_model.panel(by_country=0.5)
    years = np.where(panel.year == 1960, 1960, panel.year + 13)  # 1960, 1974-2012
    panel = replace(panel, year=years.astype(np.int32))
    indexed, (fold,) = predecessor.predictions(panel, 1)
    assert set(indexed.year[fold.rows]) == {2012}
    assert len(fold.rows) == tiny_model.COUNTRIES
    own = (panel.country == 4) & (panel.year == 2012)
    base = panel.y[(panel.country == 4) & (panel.year == 1960)][0]
    assert indexed.y[(indexed.country == 4) & (indexed.year == 2012)] == pytest.approx(panel.y[own] - base)
    decade = panel.y[(panel.country == 4) & (panel.year >= 2002) & (panel.year < 2012)].mean() - base
    assert fold.baselines["country_decade"][indexed.country[fold.rows] == 4] == pytest.approx([decade])
