"""The tables: the same figures as the views draw, by hand-computed answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis import world_map
from dashboard.analysis.map_values import map_key
from dashboard.snapshot.store import Snapshot
from dashboard.snapshot.tolerance import NO_YEAR
from dashboard.state.options import new_selection
from dashboard.state.selection import Selection
from dashboard.tables import table as table_table
from dashboard.tables.columns import count, fitting_decimals, measured, years
from dashboard.tables.registry import TABLES
from dashboard.tables.table import Table
from measures.trend import trend
from tests.helpers.growth_figures import with_growth
from tests.helpers.made_tables import made
from tests.helpers.projected import projected


class Listened:
    """Choices that note which of them are asked for."""

    def __init__(self, choices: Selection):
        self._choices, self.asked = choices, set()

    def __getattr__(self, name: str):
        if name in self._choices.defaults:
            self.asked.add(name)
        return getattr(self._choices, name)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_follows_the_choices_it_names_and_no_others(shipped: Snapshot, name: str):
    asked: set[str] = set()
    snapshot = projected(with_growth(shipped))
    for chosen in (
        {"country": "NOR", "countries": ("NOR", "BRA")},
        {"measure": "trend", "countries": ("NOR",), "compare_quantity": "SP.POP.TOTL", "compare_scale": "index"},
        {"measure": "anomaly"},
        {"measure": "indicator", "x": "trend", "rank_by": "SP.POP.TOTL"},
        {"measure": "projected", "rank_by": "projected"},
    ):
        choices = new_selection(snapshot)
        choices.param.update(**chosen)
        listened = Listened(choices)
        TABLES[name].make(snapshot, listened)
        asked |= listened.asked
    assert asked == set(TABLES[name].follows)


def test_no_cell_and_no_name_has_the_sign_that_begins_a_file_s_metadata(shipped: Snapshot, choices: Selection):
    """A reader that skips what follows a "#", as the code to copy does, loses nothing."""
    held = [*shipped.countries["name"], *shipped.indicators.title, *shipped.indicators.unit]
    for twin in TABLES.values():
        frame = twin.make(shipped, choices).frame
        held += [*frame.columns, *frame.select_dtypes(exclude="number").to_numpy().ravel()]
    assert not [text for text in held if "#" in str(text)]


def test_the_map_s_table_has_every_place_once_with_interval_rank_and_doubt(shipped: Snapshot, choices: Selection):
    table = made("map", shipped, choices)
    frame = table.frame.set_index("ISO code")
    own = shipped.warming[(shipped.warming.iso3 == "NOR") & (shipped.warming.measure == "period_change")].iloc[0]
    assert own.window == "1995–2024 minus 1901–1930"
    assert table.title == "Temperature change, 1995–2024 relative to 1901–1930"
    assert table.baseline == "1901–1930"
    assert frame.loc["NOR", "Temperature change since 1901–1930 (°C)"] == own.value
    assert frame.loc["NOR", "95 % CI from (°C)"] == own.low95
    assert frame.index.is_unique
    assert len(frame) == int((shipped.countries.kind != "aggregate").sum())
    ranks = frame["Rank among countries"].dropna().astype(int)
    assert len(ranks) == 217
    assert ranks.min() == 1
    assert frame.loc["SJM", "Rank among countries"] is pd.NA  # not an economy
    either = frame["Not significant or low confidence"]
    assert either["ATA"] == ""  # no figure, so nothing to doubt
    # Mongolia's interval excludes zero, but the sources disagree about its record.
    assert (frame.loc["MNG", "95 % CI from (°C)"] > 0, either["MNG"], either["SWE"]) == (True, "yes", "no")
    assert frame.loc["MNG", "Data quality"]
    assert table.notes[-1].startswith("Not significant or low confidence: no change cannot be excluded")


def test_the_map_s_table_follows_measure_window_and_filters(shipped: Snapshot, choices: Selection):
    table = made("map", shipped, choices, measure="trend", trend_period=(1995, 2024), region="SAS", income="LMC")
    assert table.title == "Linear trend, 1995–2024"
    assert set(table.frame.Region) == {"South Asia"}
    assert set(table.frame["Income group"]) == {"Lower middle income"}
    assert table.notes[:2] == ("Filter: region South Asia.", "Filter: income group Lower middle income.")


def test_a_missing_year_is_filled_by_the_nearest_value_with_its_year(shipped: Snapshot, choices: Selection):
    table = made("map", shipped, choices, measure="indicator", indicator="SI.POV.GINI", year=2015)
    held = table.frame.dropna(subset="Year")
    assert held.Year.between(2012, 2018).all()
    values = shipped.values("SI.POV.GINI")
    for row in held.head(20).to_dict("records"):
        own = values[(values.iso3 == row["ISO code"]) & (values.year == row["Year"])].value.iloc[0]
        assert row["Inequality (Gini index) (on a scale from 0 (equal) to 100)"] == own
    assert "2015" in table.notes[-1]


@pytest.mark.parametrize("year", [1960, 1997, 2015, "latest"])
@pytest.mark.parametrize("code", ["SI.POV.GINI", "EN.GHG.CO2.PC.CE.AR5", "SE.ADT.LITR.ZS"])
def test_the_table_has_the_values_and_the_true_years_that_the_map_paints(shipped, choices, code, year):
    frame = made("map", shipped, choices, measure="indicator", indicator=code, year=year).frame.set_index("ISO code")
    shown = world_map.map_values(shipped, map_key(choices))
    row = shown.row(shown.year(year))
    own = frame.reindex(shown.places.iso3)
    has_value = shown.offsets[row] != NO_YEAR
    np.testing.assert_allclose(own.iloc[:, 3].to_numpy(float), shown.values[row], rtol=1e-6)
    assert own.Year[has_value].tolist() == (shown.years[row] + shown.offsets[row][has_value]).tolist()
    assert own.Year[~has_value].isna().all()


def test_the_temperature_s_table_has_difference_and_trend_of_the_years_chosen(shipped: Snapshot, choices: Selection):
    table = made("temperature", shipped, choices, country="NOR", baseline=(1991, 2020), trend_period=(1980, 2009))
    own = shipped.temperature[shipped.temperature.iso3 == "NOR"].set_index("year").temperature_c
    frame = table.frame.set_index("Year")
    expected = own[2024] - own.loc[1991:2020].mean()
    assert frame.loc[2024, "Difference from the mean of 1991–2020 (°C)"] == pytest.approx(expected)
    line = trend(own.loc[1980:2009].index, own.loc[1980:2009])
    assert frame.loc[1990, "Trend 1980–2009 (°C)"] == pytest.approx(float(line.at([1990])[0]))
    assert np.isnan(frame.loc[2010, "Trend 1980–2009 (°C)"])


def test_missing_years_stay_and_are_counted(shipped: Snapshot, choices: Selection):
    table = made("indicator", shipped, choices, country="BRA", indicator="SI.POV.GINI")
    assert list(table.frame.Year) == list(range(table.frame.Year.min(), table.frame.Year.max() + 1))
    missing = int(table.frame.iloc[:, 1].isna().sum())
    assert missing > 0
    assert table.notes == (f"{missing} of these {len(table.frame)} years have no value.",)


def test_every_table_can_be_made_of_everything_on_offer(shipped: Snapshot, choices: Selection):
    for measure in choices.param.measure.objects:
        assert len(made("map", shipped, choices, measure=measure).frame)
    for country in ("WLD", "SSF", "ATA", "TWN", "GIB"):
        for name in TABLES:
            assert made(name, shipped, choices, country=country).title


def test_a_column_has_equal_decimals_years_no_commas_and_gaps_nothing():
    shown = (years([1999, 2000]), measured("a_m", "a", "m", [1234.5678, np.nan], 1), count("b", "b", [1, None]))
    text = table_table.formatted(Table("t", "t", shown, ()))
    assert text.to_dict("list") == {"Year": ["1999", "2000"], "a (m)": ["1,234.6", ""], "b": ["1", ""]}


@pytest.mark.parametrize(("values", "decimals"), [([0.00123], 6), ([12.3, 45.6], 2), ([5e9], 0), ([], 0), ([0.0], 0)])
def test_decimals_show_four_digits_of_the_median(values: list[float], decimals: int):
    assert fitting_decimals(pd.Series(values, dtype="float64")) == decimals
