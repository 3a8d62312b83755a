"""Temperature and growth on a small published snapshot: the planted curve, both series, and both periods."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from etl.contract.model import GROWTH_CURVE, GROWTH_RESPONSE
from etl.contract.tables import FORECAST
from etl.model import growth
from etl.snapshot.published import Published, open_published
from tests.helpers import tiny_model

LINEAR, SQUARE = 1.3, -0.05
AS_PUBLISHED, LEVEL = "NY.GDP.PCAP.KD.ZG", "NY.GDP.PCAP.KD"


@pytest.fixture
def published(tmp_path, monkeypatch) -> Published:
    """Growth with the optimum 13 degC, and the level that grows by it as a difference of logarithms."""
    monkeypatch.setattr(growth, "PERIODS", ((1961, 1990), (1961, None)))
    rows = tiny_model.panel(by_country=6.0, noises=1)
    temperature = 10 + rows.y
    rate = LINEAR * temperature + SQUARE * temperature**2 + 0.1 * (rows.year - 1960) + rows.country
    level = 1000 * np.exp(np.concatenate([np.cumsum(rate[rows.country == c]) for c in range(40)]) / 100)
    shown = np.where(rows.year > 1960, rate, np.nan)
    panel = replace(rows, features=[AS_PUBLISHED, LEVEL], x=np.column_stack([shown, level]))
    return open_published(tiny_model.publish(tmp_path / "data", panel))


def test_the_planted_curve_is_found_in_both_series_and_periods(published):
    found = growth.growth_tables(published)[GROWTH_RESPONSE.name]
    assert found[["series", "first_year", "last_year"]].to_numpy().tolist() == [
        [AS_PUBLISHED, 1961, 1990],
        [AS_PUBLISHED, 1961, 1999],
        [LEVEL, 1961, 1990],
        [LEVEL, 1961, 1999],
    ]
    assert found.linear.to_list() == pytest.approx([LINEAR] * 4, rel=1e-6)
    assert found.square.to_list() == pytest.approx([SQUARE] * 4, rel=1e-6)
    assert found.optimum_c.to_list() == pytest.approx([13.0] * 4, rel=1e-6)
    assert found.n_rows.to_list() == [40 * 30, 40 * 39] * 2
    assert found.is_log_difference.to_list() == [False, False, True, True]


def test_the_curve_is_relative_to_its_optimum(published):
    curve = growth.growth_tables(published)[GROWTH_CURVE.name]
    one = curve[(curve.series == LEVEL) & (curve.last_year == 1990)].set_index("temperature_c")
    assert (one.index.min(), one.index.max(), len(one)) == (-5, 30, 71)
    assert one.value[13.0] == pytest.approx(0.0, abs=1e-6)
    assert one.value[23.0] == pytest.approx(100 * SQUARE, rel=1e-6)  # ten degC above the optimum
    assert (one.low95 <= one.value).all()
    assert (one.value <= one.high95).all()


def test_a_level_s_growth_needs_the_year_before_by_hand():
    values = pd.DataFrame({"iso3": ["AAA"] * 4 + ["AAB"], "year": [2000, 2001, 2003, 2004, 2001]})
    values["value"] = [100.0, 110.0, 120.0, 0.0, 50.0]
    found = growth._growth(values, growth.SERIES[1])
    # ln 1.1 = 0.0953102; 2003 lacks the year before, 2004 has no logarithm, AAB has one year.
    assert found.to_numpy().tolist() == [["AAA", 2001, pytest.approx(9.53102, abs=1e-5)]]


def test_countries_with_too_few_years_are_left_out():
    years = np.arange(1961, 1991)
    rng = np.random.default_rng(1)
    rows = pd.concat(
        pd.DataFrame({"iso3": code, "year": years, "growth": rng.normal(size=30), "temperature_c": rng.normal(size=30)})
        for code in tiny_model.codes(25)
    )
    short = rows[(rows.iso3 != "AAA") | (rows.year < 1980)]  # 19 years
    assert growth.fit(short, 20).n_countries == 24
    assert growth.fit(short, 19).n_countries == 25
    assert growth.fit(rows[rows.iso3 < "AAF"], 20) is None


def test_without_the_series_both_tables_have_no_rows(tmp_path):
    found = growth.growth_tables(open_published(tiny_model.publish(tmp_path / "data", tiny_model.panel())))
    for table in (GROWTH_RESPONSE, GROWTH_CURVE):
        assert found[table.name].empty
        assert list(found[table.name]) == table.names


def test_forecasts_of_growth_are_not_fitted(published):
    before = growth.growth_tables(published)[GROWTH_RESPONSE.name]

    class WithForecasts(Published):
        def values(self, code: str) -> pd.DataFrame:
            rows = super().values(code)
            ahead = rows[rows.year == rows.year.max()].assign(value=1e6, status=FORECAST)
            return pd.concat([rows[rows.year < rows.year.max()], ahead])

    marked = object.__new__(WithForecasts)
    vars(marked).update(vars(published))
    found = growth.growth_tables(marked)[GROWTH_RESPONSE.name]
    assert set(found.last_year) == set(before.last_year - (before.last_year == 1999))
    assert found.optimum_c.to_list() == pytest.approx([13.0] * 4, rel=1e-6)
