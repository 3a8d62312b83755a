"""The tables of Compare, Relate and Rank: the figures that those views draw, by hand-computed answers."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables import table as table_table
from tests.helpers.made_tables import made


def value(shipped: Snapshot, series: str, iso3: str, year: int) -> float:
    rows = shipped.values(series)
    return float(rows[(rows.iso3 == iso3) & (rows.year == year)].value.iloc[0])


def test_compare_has_a_column_a_place_and_names_its_baseline(shipped: Snapshot, choices: Selection):
    table = made("compare", shipped, choices, countries=("NOR", "BRA"))
    assert list(table.frame) == ["Year", "Norway (NOR)", "Brazil (BRA)"]
    assert table.baseline == "1961–1990"
    baseline = table.frame[table.frame.Year.between(1961, 1990)]
    assert baseline["Norway (NOR)"].mean() == pytest.approx(0)
    assert table.series == ("temperature",)


def test_an_index_is_a_hundred_in_its_year_and_places_without_a_value_are_named(shipped: Snapshot, choices: Selection):
    chosen = {"compare_quantity": "NY.GDP.PCAP.KD", "compare_scale": "index", "base_year": 2000}
    table = made("compare", shipped, choices, countries=("NOR", "PRK"), **chosen)
    own = table.frame.set_index("Year")["Norway (NOR)"]
    series = "NY.GDP.PCAP.KD"
    assert own[2000] == pytest.approx(100)
    ratio = value(shipped, series, "NOR", 2020) / value(shipped, series, "NOR", 2000)
    assert own[2020] == pytest.approx(100 * ratio)
    assert any("Korea" in note and "No data" in note for note in table.notes)
    assert table.baseline == ""


def test_without_selected_places_the_table_has_the_suggested_ones(shipped: Snapshot, choices: Selection):
    table = made("compare", shipped, choices, country="NOR")
    assert list(table.frame) == ["Year", "Norway (NOR)", "Europe & Central Asia (ECS)", "World (WLD)"]


def test_the_table_of_places_without_values_is_empty_with_a_note(shipped: Snapshot, choices: Selection):
    table = made("compare", shipped, choices, countries=("XSG",))
    assert table.frame.empty
    assert table.notes == ("No data for Siachen Glacier.",)


def test_rank_has_places_intervals_and_what_these_leave_open(shipped: Snapshot, choices: Selection):
    table = made("rank", shipped, choices, region="SAS")
    assert table.frame.Rank.tolist() == [1, 2, 3, 4, 5, 6]
    assert set(table.frame.Region) == {"South Asia"}
    rows = shipped.warming[shipped.warming.measure == "period_change"].set_index("iso3")
    for row in table.frame.to_dict("records"):
        own = rows.loc[row["ISO code"]]
        assert row["95 % CI from (°C)"] == own.low95
        assert row["95 % CI to (°C)"] == own.high95
    assert table.frame["Rank range (95 %)"].str.fullmatch(r"\d(–\d)?").all()
    note = "Rank range (95 %): the middle 95 % of 2,000 draws from the confidence intervals of all values."
    assert note in table.notes
    assert table.notes[0] == "Filter: region South Asia."


def test_a_year_is_never_set_with_a_comma(shipped: Snapshot, choices: Selection):
    shown = table_table.formatted(made("rank", shipped, choices, rank_by="emergence_year", region="SAS"))
    years = shown.filter(like="year").stack()
    assert years[years != ""].str.fullmatch(r"\d{4}").all()


def test_rank_of_a_series_has_the_year_of_each_value(shipped: Snapshot, choices: Selection):
    table = made("rank", shipped, choices, rank_by="SI.POV.GINI", year=2015, rank_order="ascending")
    column = next(name for name in table.frame if name.startswith("Inequality"))
    assert table.frame[column].is_monotonic_increasing
    for row in table.frame.head(10).to_dict("records"):
        assert abs(row["Year"] - 2015) <= 3
        assert row[column] == value(shipped, "SI.POV.GINI", row["ISO code"], row["Year"])
    assert any(note.startswith("Not ranked (no value): ") for note in table.notes)


def test_relate_has_both_figures_of_those_that_have_both(shipped: Snapshot, choices: Selection):
    table = made("relate", shipped, choices, x="NY.GDP.PCAP.KD", y="SP.DYN.LE00.IN", year=2010, income="LIC")
    x, y = (next(name for name in table.frame if name.startswith(title)) for title in ("GDP per person", "Life exp"))
    assert np.isfinite(table.frame[[x, y]]).all().all()
    for row in table.frame.head(5).to_dict("records"):
        assert row[x] == value(shipped, "NY.GDP.PCAP.KD", row["ISO code"], row["Year of GDP per person"])
        assert row[y] == value(shipped, "SP.DYN.LE00.IN", row["ISO code"], row["Year of Life expectancy at birth"])
    assert table.notes[0] == "Filter: income group Low income."
    assert "Correlation is not causation." in table.notes[-1]


def test_two_measures_have_no_year(shipped: Snapshot, choices: Selection):
    table = made("relate", shipped, choices, x="trend", y="period_change")
    assert not [name for name in table.frame if "Year of" in name]
    assert table.slug == "relate-trend-period-change"
