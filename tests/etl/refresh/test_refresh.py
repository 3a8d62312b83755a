"""Whole refreshes from the tiny world: published tables, codes of countries, and figures."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import numpy as np
import pytest

from etl import pipeline
from etl.contract import tables as tables_contract
from etl.contract import validate
from etl.errors import SourceError
from etl.indicators.configured import Configured
from etl.snapshot import diff
from etl.sources import cckp
from etl.sources.worldbank import PER_PAGE
from measures.change import period_change
from tests.helpers.tiny_tables import by_series, published_in
from tests.helpers.tiny_world import CLIMATE, CONFIGURED, ECONOMIES, ServedSeries, temperature, values_everywhere

YEARS = np.arange(1901, 2025)


@pytest.fixture
def published(start, tables) -> dict:
    return tables()


def test_published_tables_follow_the_contract(published):
    assert validate.problems(published) == []
    assert list(validate.observation_problems(published, by_series(published))) == []
    assert {name: list(frame.columns) for name, frame in published.items()} == {
        table.name: table.names for table in tables_contract.TABLES
    }


def test_every_economy_has_its_codes_and_kind(published):
    countries = published["countries"].set_index("iso3")
    economies = countries[countries.kind == "economy"]
    assert economies.iso2.to_dict() == {code: row[0] for code, row in ECONOMIES.items()}
    assert countries.kind[["WLD", "HIC", "ECS"]].unique().tolist() == ["aggregate"]
    assert countries.kind[["ATA", "GUF"]].unique().tolist() == ["area"]
    assert "-99" not in countries.index


def test_namibia_is_not_a_missing_value(published):
    namibia = published["countries"].set_index("iso3").loc["NAM"]
    assert (namibia.iso2, namibia["name"], namibia.region) == ("NA", "Namibia", "Sub-Saharan Africa")
    assert set(published["observations"].query("iso3 == 'NAM'").series) == {entry.code for entry in CONFIGURED}


def test_france_and_kosovo_have_their_shapes(published):
    countries = published["countries"].set_index("iso3")
    assert countries.geometry["FRA"].bounds == (0, 44, 6, 50)
    assert countries.geometry["XKX"].bounds == (20, 42, 21, 43)
    assert countries.longitude_deg["XKX"] == pytest.approx(20.5, abs=0.5)


def test_the_temperature_of_kosovo_has_its_own_code(published):
    kosovo = published["temperature"].query("iso3 == 'XKX'").set_index("year").temperature_c
    assert kosovo[2024] == pytest.approx(temperature(CLIMATE["KSV"], 2024), abs=0.005)
    assert not set(published["temperature"].iso3) & {"KSV", "KOS", "GGY", "JEY"}


def test_the_channel_islands_combine_guernsey_and_jersey(published):
    # Guernsey's box has 0.25 square degrees at 49.25 N, Jersey's 0.04 at 49.1 N, so with the cosine of the latitude
    # the weights are 0.1632 and 0.0262, and the mean of 10 and 12 is 10.277.
    islands = published["temperature"].query("iso3 == 'CHI'").set_index("year").temperature_c
    assert islands[1901] - temperature(0, 1901) == pytest.approx(10.277, abs=0.006)
    shape = published["countries"].set_index("iso3").geometry["CHI"]
    assert len(shape.geoms) == 2


def test_gibraltar_has_a_position_without_a_shape_or_capital(published):
    gibraltar = published["countries"].set_index("iso3").loc["GIB"]
    assert gibraltar.geometry is None
    assert (gibraltar.longitude_deg, gibraltar.latitude_deg) == (-5.35, 36.14)


def test_an_area_only_in_the_climate_data_has_a_name(published):
    guiana = published["countries"].set_index("iso3").loc["GUF"]
    assert (guiana["name"], guiana.iso2) == ("French Guiana", "")


def test_income_groups_are_matched_by_their_two_letter_code(published):
    rich = published["observations"].query("iso3 == 'HIC' and series == 'EG.ELC.ACCS.ZS'")
    assert rich.value.to_list() == [57.0] * 5


def test_all_pages_of_a_series_are_fetched(refresh, tables, httpserver):
    refresh()
    gdp = tables()["observations"].query("series == 'NY.GDP.PCAP.KD'")
    assert len(gdp) == 8 * 5  # six economies, the World and an income group, five years, nine rows a page
    pages = [
        request.args["page"]
        for request, _ in httpserver.log
        if "NY.GDP.PCAP.KD" in request.path and request.args.get("per_page") == str(PER_PAGE)
    ]
    assert sorted(pages) == ["1", "2", "3", "4", "5"]


def test_units_come_from_the_list_or_from_the_name(published):
    units = published["indicators"].set_index("id").unit
    assert units.to_dict() == {
        "SP.POP.TOTL": "people",
        "EG.ELC.ACCS.ZS": "% of population",
        "NY.GDP.PCAP.KD": "constant 2015 US$",
    }


def test_series_have_the_order_of_the_list_and_their_vintage(published):
    indicators = published["indicators"]
    assert indicators.id.to_list() == [entry.code for entry in CONFIGURED]
    assert set(indicators.last_updated) == {"2026-07-13"}
    assert indicators[["first_year", "last_year", "countries"]].drop_duplicates().values.tolist() == [[2000, 2004, 6]]


def test_nulls_are_left_out_and_the_default_year_has_nearly_all_economies(world, refresh, tables):
    values = world.series["SP.POP.TOTL"].values
    values |= {(code, 2004): None for code in ("BRA", "CHI", "FRA", "GIB")}
    refresh()
    published = tables()
    assert len(published["observations"].query("series == 'SP.POP.TOTL'")) == 36
    population = published["indicators"].set_index("id").loc["SP.POP.TOTL"]
    assert (population.default_year, population.last_year, population.countries) == (2003, 2004, 6)


def test_the_warming_of_a_country_equals_its_period_change(published):
    series = published["temperature"].query("iso3 == 'BRA'").sort_values("year")
    expected = period_change(YEARS, series.temperature_c, (1901, 1930), (1995, 2024))
    row = published["warming"].query("iso3 == 'BRA' and measure == 'period_change'").iloc[0]
    assert row.window == "1995–2024 minus 1901–1930"
    assert [row.value, row.low95, row.high95] == pytest.approx([expected.value, expected.low95, expected.high95])
    assert expected.value == pytest.approx(0.94, abs=0.1)  # 94 years apart, 0.01 degrees a year
    assert bool(row.significant)


def test_the_world_mean_lies_between_its_countries_near_the_largest(published):
    means = published["temperature"].query("year == 1950").set_index("iso3").temperature_c
    assert means["XKX"] < means["WLD"] < means["BRA"]
    assert means["LCN"] == means["BRA"]  # the only economy of its region
    assert abs(means["WLD"] - means["BRA"]) < abs(means["WLD"] - means["FRA"])


def test_the_catalog_has_origin_and_vintages(refresh, world, data_dir):
    catalog = refresh(note="from a mirror of the figures").catalog
    assert catalog == published_in(data_dir).catalog
    assert catalog["origin"] == {
        "is_official": False,
        "read_from": "a local mirror",
        "note": "from a mirror of the figures",
    }
    vintages = {source["id"]: source["vintage"] for source in catalog["sources"]}
    assert vintages == {
        "world_bank": "per indicator, 2026-07-13 to 2026-07-13",
        "cckp": "CRU TS 4.09, 1901–2024; ERA5, 1950–2024",
        "cmip6": "CMIP6, 2015–2100",
        "natural_earth": "5.1.1",
    }


def test_a_second_refresh_changes_only_the_dates_of_the_checks(start, refresh, data_dir, requests_made):
    files = {path: path.stat().st_ino for path in data_dir.glob("snapshot-*/*")}
    requests_made()
    second = refresh()
    assert (start.is_new, second.is_new) == (True, False)
    assert requests_made() == ["SP.POP.TOTL;EG.ELC.ACCS.ZS;NY.GDP.PCAP.KD look-up"]
    assert {path: path.stat().st_ino for path in data_dir.glob("snapshot-*/*")} == files
    assert [second.catalog[name] for name in ("snapshot", "published_at", "tables")] == [
        start.catalog[name] for name in ("snapshot", "published_at", "tables")
    ]
    assert {entry["checked_at"] for entry in second.catalog["series"].values()} == {second.catalog["checked_at"]}


def test_a_changed_figure_is_the_only_difference(world, start, refresh, data_dir, tmp_path, requests_made):
    shutil.copytree(data_dir, tmp_path / "earlier")
    world.series["SP.POP.TOTL"].values[("NAM", 2001)] = 4e6
    requests_made()
    outcome = refresh()
    found = diff.differences(published_in(tmp_path / "earlier"), published_in(data_dir))
    assert found.sentences == [
        "indicators.last_updated: 1 values changed, the first at SP.POP.TOTL: 2026-07-13 -> 2026-07-14",
        "SP.POP.TOTL: 1 values changed",
    ]
    (revision,) = found.largest
    assert (revision.iso3, revision.year, revision.old_value, revision.new_value) == ("NAM", 2001, 5_002_001.0, 4e6)
    assert [line for line in requests_made() if "look-up" not in line] == [
        "SP.POP.TOTL description",
        "SP.POP.TOTL values",
    ]
    states = {series.entry.code: series.state for series in outcome.series}
    assert states == {"SP.POP.TOTL": "fresh", "EG.ELC.ACCS.ZS": "unchanged", "NY.GDP.PCAP.KD": "unchanged"}


def test_revisions_accumulate_over_refreshes(world, refresh, tables, clock):
    assert len((refresh(), tables()["revisions"])[1]) == 0
    world.series["SP.POP.TOTL"].values[("NAM", 2001)] = 4e6
    first = refresh().catalog["checked_at"]
    world.series["SP.POP.TOTL"].values[("NAM", 2001)] = None
    world.series["SP.POP.TOTL"].values[("BRA", 2003)] = 1e6
    refresh()
    rows = tables()["revisions"].drop(columns="revised_at").fillna(-1).values.tolist()
    assert rows == [
        ["SP.POP.TOTL", "NAM", 2001, 5_002_001.0, 4e6, "2026-07-13", "2026-07-14"],
        ["SP.POP.TOTL", "BRA", 2003, 1_002_003.0, 1e6, "2026-07-14", "2026-07-15"],
        ["SP.POP.TOTL", "NAM", 2001, 4e6, -1, "2026-07-14", "2026-07-15"],
    ]
    assert tables()["revisions"].revised_at[0] == first


def test_refreshes_within_one_second_get_distinct_revision_dates(world, refresh, tables, monkeypatch):
    now = datetime.now(UTC)

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return now

    monkeypatch.setattr(pipeline, "datetime", Clock)
    refresh()
    for value in (4e6, 3e6, 2e6):
        world.series["SP.POP.TOTL"].values[("NAM", 2001)] = value
        refresh()
    assert tables()["revisions"].new_value.to_list() == [4e6, 3e6, 2e6]
    assert tables()["revisions"].revised_at.is_unique


def test_a_new_indicator_is_published(world, start, refresh, tables):
    world.series["AG.LND.FRST.ZS"] = ServedSeries(
        "Forest area (% of land area)", values_everywhere(lambda n, y: 10.0 + n)
    )
    refresh([*CONFIGURED, Configured("AG.LND.FRST.ZS", "Land and water", "Forest area")])
    assert tables()["indicators"].id.to_list()[-1] == "AG.LND.FRST.ZS"


def test_an_indicator_removed_from_the_list_leaves_the_snapshot(start, refresh, tables):
    outcome = refresh(CONFIGURED[:2])
    assert outcome.removed == ["NY.GDP.PCAP.KD"]
    assert tables()["indicators"].id.to_list() == ["SP.POP.TOTL", "EG.ELC.ACCS.ZS"]
    assert refresh(CONFIGURED[:2]).removed == []


def test_each_fetched_item_is_reported(refresh):
    reported = []
    refresh(report=lambda name, state: reported.append((name, state)))
    assert reported[:2] == [("world_bank", "fetched"), ("natural_earth", "fetched")]
    known = (*cckp.PRODUCTS, *cckp.PROJECTIONS)
    products = dict(reported[2 : 2 + len(known)])
    assert list(products) == [product.id for product in known]
    assert [key for key, state in products.items() if state == "fetched"] == [
        "cru_tas_annual",
        "cru_pr_monthly",
        "era5_tas_monthly",
        "cmip6_tas_ssp126_median",
        "cmip6_tas_ssp245_median",
        "cmip6_tas_ssp245_p10",
        "cmip6_tas_ssp245_p90",
        "cmip6_tas_ssp585_median",
    ]
    assert reported[2 + len(products) :] == [("cckp", "fetched"), *((entry.code, "fresh") for entry in CONFIGURED)]


def test_temperatures_without_an_interval_do_not_affect_others(world, refresh, tables):
    # Down for 62 years, then up: fewer than two effective years, so the whole record has no interval.
    world.climate["FRA"] = {y: 0.1 * abs(y - 1962.5) + 0.01 * y for y in range(1901, 2025)}
    refresh()
    warming = tables()["warming"].set_index(["iso3", "measure", "window"])
    assert np.isfinite(warming.low95["BRA", "trend", "1901–2024"])
    whole = warming.loc[("FRA", "trend", "1901–2024")]
    assert np.isnan(whole.low95)
    assert np.isnan(whole.high95)
    assert whole.value == pytest.approx(0.1, abs=0.01)
    assert not whole.significant


@pytest.mark.parametrize("service", ["worldbank", "cckp", "naturalearth"])
def test_a_first_refresh_needs_all_three_services(world, refresh, data_dir, service):
    world.down.add(service)
    with pytest.raises(SourceError, match="gave no usable answer in 2 tries: status 50"):
        refresh()
    assert list(data_dir.iterdir()) == []


def test_a_forecast_is_published_with_its_mark_and_is_no_latest_year(world, refresh, tables):
    people = world.series["SP.POP.TOTL"]
    places = {place for place, _ in people.values}
    people.values |= {(place, year): 1.0 for place in places for year in (2005, 2006)}
    people.status = dict.fromkeys((2005, 2006), "F")
    refresh()
    found = tables()["observations"].query("series == 'SP.POP.TOTL'")
    assert dict(found.groupby("year").status.agg(lambda status: "".join(sorted(set(status))))) == {
        **dict.fromkeys(range(2000, 2005), ""),
        **dict.fromkeys((2005, 2006), "F"),
    }
    row = tables()["indicators"].set_index("id").loc["SP.POP.TOTL"]
    assert (row.default_year, row.last_year) == (2004, 2004)
