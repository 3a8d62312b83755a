"""The growth curve of Burke, Hsiang and Miguel: a known curve is recovered, and linearmodels agrees."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from measures.growth import Growth, TooFewCountriesError, growth_response

YEARS = np.arange(1961, 2011)
LINEAR, SQUARE = 1.3, -0.05


def panel(seed: int = 1, countries: int = 40, noise: float = 3.0, missing: float = 0.1) -> pd.DataFrame:
    """Return countries with effects and trends of their own, shocks of each year, and a known curve."""
    chance = np.random.default_rng(seed)
    rows = []
    shocks = chance.normal(0, 1, YEARS.size)
    for code in range(countries):
        temperature = chance.uniform(-3, 28) + 0.02 * (YEARS - 1961) + chance.normal(0, 0.7, YEARS.size)
        x = (YEARS - YEARS.mean()) / 10
        own = chance.normal(2, 2) + chance.normal(0, 0.5) * x + chance.normal(0, 0.2) * x**2
        growth = own + shocks + LINEAR * temperature + SQUARE * temperature**2 + chance.normal(0, noise, YEARS.size)
        rows.append(pd.DataFrame({"country": f"C{code:02}", "year": YEARS, "growth": growth, "t": temperature}))
    found = pd.concat(rows, ignore_index=True)
    found.loc[chance.random(len(found)) < missing, "growth"] = np.nan
    return found


def fit(rows: pd.DataFrame) -> Growth:
    return growth_response(rows.country, rows.year, rows.growth, rows.t)


def test_without_noise_the_curve_is_found_exactly():
    found = fit(panel(noise=0.0))
    assert (found.linear, found.square) == (pytest.approx(LINEAR), pytest.approx(SQUARE))
    assert found.optimum_c == pytest.approx(13.0)


def test_coefficients_and_clustered_errors_equal_those_of_linearmodels():
    from linearmodels.panel import PanelOLS  # here, as it is slow to load and no other test needs it

    rows = panel(missing=0.2).dropna(subset="growth")
    found = fit(rows)
    trends = pd.get_dummies(rows.country, dtype=float).iloc[:, 1:]  # the sum of all trends is in the year effects
    x = (rows.year - 1985).astype(float)
    columns = pd.concat(
        [
            pd.DataFrame({"t": rows.t, "t2": rows.t**2}),
            trends.mul(x, axis=0).add_suffix("_1"),
            trends.mul(x**2 / 100, axis=0).add_suffix("_2"),
        ],
        axis=1,
    )
    index = pd.MultiIndex.from_arrays([rows.country, rows.year])
    theirs = PanelOLS(rows.growth.set_axis(index), columns.set_axis(index), entity_effects=True, time_effects=True).fit(
        cov_type="clustered", cluster_entity=True, group_debias=True, count_effects=True
    )
    assert found.linear == pytest.approx(theirs.params["t"], rel=1e-6)
    assert found.square == pytest.approx(theirs.params["t2"], rel=1e-6)
    assert found.standard_errors == pytest.approx([theirs.std_errors["t"], theirs.std_errors["t2"]], rel=5e-3)
    assert (found.n_rows, found.n_countries) == (len(rows), 40)


@pytest.mark.slow
def test_the_intervals_cover_the_true_curve_as_often_as_stated():
    inside = 0
    for seed in range(40):
        found = fit(panel(seed, countries=25))
        value, low, high = found.marginal([5.0])
        inside += low[0] <= LINEAR + 2 * SQUARE * 5.0 <= high[0]
        assert low[0] < value[0] < high[0]
    assert 0.85 <= inside / 40 <= 1.0


@pytest.mark.slow
def test_the_error_of_the_optimum_equals_the_spread_of_optima():
    found = [fit(panel(seed, countries=30)) for seed in range(30)]
    spread = np.std([one.optimum_c for one in found], ddof=1)
    assert np.median([one.optimum_error_c for one in found]) == pytest.approx(spread, rel=0.4)


def test_marginal_effect_and_curve_match_a_hand_calculation():
    known = Growth(1.2, -0.05, np.diag([0.04, 0.0001]), 1000, 101, 1961, 2010)
    assert known.optimum_c == pytest.approx(12.0)
    # d/dT = 1.2 - 0.1 T: at 25 degC -1.3; variance 0.04 + 50^2 * 0.0001 = 0.29; t(100) at 97.5 % = 1.98397
    value, low, high = known.marginal(25.0)
    assert value[0] == pytest.approx(-1.3)
    assert high[0] - value[0] == pytest.approx(1.98397 * 0.29**0.5, rel=1e-5)
    assert value[0] - low[0] == pytest.approx(high[0] - value[0])
    curve, at_low, at_high = known.curve([12.0, 22.0])
    assert curve == pytest.approx([0.0, -5.0])
    assert (at_low[0], at_high[0]) == (pytest.approx(0.0), pytest.approx(0.0))
    # delta method: (1/(2*0.05))^2 * 0.04 + (1.2/(2*0.0025))^2 * 0.0001 = 4 + 5.76
    assert known.optimum_error_c == pytest.approx(9.76**0.5)


def test_a_curve_without_a_maximum_has_no_optimum():
    assert np.isnan(Growth(1.0, 0.01, np.eye(2), 100, 30, 1961, 2010).optimum_c)


def test_too_few_countries_are_refused():
    with pytest.raises(TooFewCountriesError, match="needs 20 countries with growth and temperature, here are 12"):
        fit(panel(countries=12))


def test_constant_temperatures_are_refused():
    rows = panel().assign(t=15.0)
    with pytest.raises(TooFewCountriesError, match="does not vary"):
        fit(rows)


def test_countries_with_too_few_years_for_their_trend_are_left_out():
    rows = panel(countries=25, missing=0.0)
    three = (rows.country == "C00") & (rows.year > 1963)
    assert fit(rows[~three]).n_countries == 24
