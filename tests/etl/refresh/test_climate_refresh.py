"""A whole refresh with all that the climate portal may hold, and with parts of it out of order."""

from __future__ import annotations

import pytest

from etl.contract import validate
from etl.errors import ContractError
from etl.refresh import world as world_refresh
from etl.sources.raw_cache import RawCache
from etl.transform import formula_version
from tests.helpers.tiny_tables import by_series, published_in
from tests.helpers.tiny_world import CLIMATE, ERA5_PRODUCT, RAIN, RAIN_PRODUCT, temperature


@pytest.fixture
def published(refresh, tables) -> dict:
    refresh()
    return tables()


def same_figures(before: dict, after: dict) -> bool:
    return all(frame.equals(after[name]) for name, frame in before.items())


def test_both_data_sets_stand_side_by_side(published):
    brazil = published["temperature"].query("iso3 == 'BRA'").set_index("year")
    assert brazil.temperature_c[2000] == pytest.approx(temperature(CLIMATE["BRA"], 2000), abs=0.006)
    # Half a degree warmer all year, and six more in the 31 days of January: 6 * 31 / 366 = 0.508.
    assert brazil.temperature_era5_c[2000] - brazil.temperature_c[2000] == pytest.approx(0.5 + 0.508, abs=0.02)
    assert brazil.temperature_era5_c.first_valid_index() == 1950
    rows = published["warming"].query("iso3 == 'BRA' and window == '1975–2024'").set_index("measure").value
    assert rows["trend_era5"] == pytest.approx(rows["trend"], abs=0.01)


def test_rain_is_summed_over_the_year(published):
    rain = published["precipitation"].query("year == 2024").set_index("iso3").precipitation_mm
    assert {code: rain[code] for code in RAIN} == {"BRA": 600.0, "FRA": 600.0, "NAM": 120.0}
    assert rain["SSF"] == 120.0  # Namibia is all of its region's land
    assert 120 < rain["WLD"] < 600


def test_zones_follow_from_both(published):
    # Means of 1991-2020 about 27 (600 mm: below 10 (2 * 27 + 14)), 13 (600 mm: above 10 (2 * 13 + 14), warmest month
    # 19) and 22 degC (120 mm: below 5 (2 * 22 + 14)).
    zones = published["countries"].set_index("iso3").climate_zone
    assert zones[zones != ""].to_dict() == {"BRA": "BSh", "FRA": "Cfb", "NAM": "BWh"}


def test_the_catalog_says_what_became_of_each_product(refresh):
    said = refresh().catalog["climate"]
    assert {key: entry["state"] for key, entry in said.items()} == {
        "cru_tas_annual": "fresh",
        "cru_tas_monthly": "absent",
        "cru_pr_monthly": "fresh",
        "era5_tas_monthly": "fresh",
        "era5_tas_annual": "absent",
    }
    assert (said["era5_tas_monthly"]["release"], said["era5_tas_monthly"]["period"]) == ("ERA5", "1950–2024")
    assert "answers, but holds no release" in said["cru_tas_monthly"]["reason"]


def test_an_outage_of_one_product_keeps_its_last_good_values_and_changes_no_figure(refresh, tables, world, data_dir):
    first = refresh().catalog
    before = tables()
    world.down.add(ERA5_PRODUCT)
    outcome = refresh()
    said = outcome.catalog["climate"]["era5_tas_monthly"]
    assert outcome.exit_code == 2
    (note,) = outcome.notes
    assert note.startswith("Monthly mean temperature, ERA5: last good values kept, stale since 20")
    assert same_figures(before, tables())
    assert (said["state"], said["stale_since"]) == ("kept", first["published_at"])
    assert "gave no usable answer in 2 tries: status 500" in said["reason"]
    # And a third time, when nothing but the kept values is there to keep.
    refresh()
    assert same_figures(before, tables())
    assert published_in(data_dir).catalog["climate"]["era5_tas_monthly"]["stale_since"] == first["published_at"]
    world.down.clear()
    again = refresh()
    assert (again.exit_code, again.notes) == (0, [])
    assert again.catalog["climate"]["era5_tas_monthly"]["state"] == "fresh"
    assert same_figures(before, tables())


def test_a_product_out_of_reach_from_the_start_is_absent_and_an_outage(refresh, world):
    world.down.add(RAIN_PRODUCT)
    outcome = refresh()
    assert (outcome.exit_code, outcome.catalog["climate"]["cru_pr_monthly"]["state"]) == (2, "absent")


def test_a_product_that_the_portal_holds_no_more_is_kept_and_that_is_an_answer(refresh, world):
    refresh()
    del world.monthly[ERA5_PRODUCT]
    outcome = refresh()
    assert (outcome.exit_code, outcome.catalog["climate"]["era5_tas_monthly"]["state"]) == (0, "kept")
    assert "answers, but holds no release" in outcome.notes[0]


def test_a_product_that_our_checks_refuse_is_kept_and_asked_for_anew(refresh, world, tables, cache_dir):
    cache = RawCache(cache_dir)
    refresh()
    before = tables()
    rain = world.monthly[RAIN_PRODUCT]
    for spoilt, sentence in (
        ({"BRA": rain["BRA"]}, "Monthly precipitation, CRU TS: 1 countries instead of 3"),
        (rain | {"BRA": dict.fromkeys(rain["BRA"], -1.0)}, "values outside 0 to 5000, the first is -1"),
    ):
        world.monthly[RAIN_PRODUCT] = spoilt
        outcome = refresh(cache=cache)
        assert outcome.exit_code == 1
        assert sentence in outcome.catalog["climate"]["cru_pr_monthly"]["reason"]
        assert same_figures(before, tables())
    world.monthly[RAIN_PRODUCT] = rain
    outcome = refresh(cache=cache)
    assert (outcome.exit_code, outcome.catalog["climate"]["cru_pr_monthly"]["state"]) == (0, "fresh")


def test_annual_temperatures_refused_at_the_first_refresh_are_asked_for_anew_by_the_next(refresh, world, cache_dir):
    cache, brazil = RawCache(cache_dir), world.climate["BRA"]
    world.climate["BRA"] = dict.fromkeys(brazil, 290.0)
    with pytest.raises(ContractError, match="outside -60 to 45"):
        refresh(cache=cache)
    world.climate["BRA"] = brazil
    assert refresh(cache=cache).exit_code == 0


def test_with_the_annual_temperature_alone_a_sound_snapshot_is_published(refresh, tables, world):
    world.monthly.clear()
    states = {key: entry["state"] for key, entry in refresh().catalog["climate"].items()}
    assert states.pop("cru_tas_annual") == "fresh"
    assert set(states.values()) == {"absent"}
    published = tables()
    assert validate.problems(published) == []
    assert list(validate.observation_problems(published, by_series(published))) == []
    assert published["climate_monthly"].empty
    assert set(published["countries"].climate_zone) == {""}
    assert "trend_era5" not in set(published["warming"].measure)


def test_crus_own_months_go_before_era5s_once_the_portal_has_them(refresh, tables, world):
    address = RAIN_PRODUCT.replace("_pr_", "_tas_")
    world.monthly[address] = {"FRA": dict.fromkeys(world.monthly[RAIN_PRODUCT]["FRA"], -5.0)}
    refresh()
    normals = tables()["climate_normals"].groupby("iso3").temperature_dataset.unique().map(list).to_dict()
    assert (normals["FRA"], normals["BRA"]) == (["CRU TS 4.09"], ["ERA5"])
    assert tables()["countries"].set_index("iso3").climate_zone["FRA"] == "EF"


def test_measures_of_warming_are_made_anew_only_where_they_could_differ(refresh, world, monkeypatch, clock):
    made = []
    make = world_refresh.warming
    monkeypatch.setattr(world_refresh, "warming", lambda *about: made.append(1) or make(*about))

    def makes() -> int:
        made.clear()
        refresh()
        return len(made)

    assert (makes(), makes()) == (1, 0)
    world.climate["BRA"][2024] += 0.5
    assert (makes(), makes()) == (1, 0)
    monkeypatch.setattr(formula_version, "version", lambda: "another formula")
    assert (makes(), makes()) == (1, 0)
    world.down.add("cckp")  # then the published ones stand, made by what they were made by
    monkeypatch.setattr(formula_version, "version", lambda: "a third formula")
    assert makes() == 0
    world.down.clear()
    assert (makes(), makes()) == (1, 0)


def test_a_damaged_table_of_warming_is_made_anew(refresh, tables, data_dir):
    refresh()
    before = tables()["warming"]
    (path,) = data_dir.glob("snapshot-*/warming.parquet")
    path.write_bytes(path.read_bytes()[:-1])
    refresh()
    assert tables()["warming"].equals(before)


def test_any_change_of_a_formula_changes_the_version(tmp_path, monkeypatch):
    copies = [tmp_path / path.name for path in formula_version.SOURCES]
    for path, copy in zip(formula_version.SOURCES, copies, strict=True):
        copy.write_bytes(path.read_bytes())
    monkeypatch.setattr(formula_version, "SOURCES", copies)
    versions = set()
    for name in (None, "trend.py", "warming.py", "climate.py"):
        if name:
            (tmp_path / name).write_text("another")
        formula_version.version.cache_clear()
        versions.add(formula_version.version())
    formula_version.version.cache_clear()
    assert len(versions) == 4


def test_every_annual_figure_that_was_changed_is_in_the_ledger_with_both_releases(refresh, world, tables, clock):
    refresh()
    before = tables()
    world.climate["FRA"][1950] += 1.0
    for month in range(1, 13):
        world.monthly[RAIN_PRODUCT]["NAM"][f"1960-{month:02}"] = 20.0
        world.monthly[ERA5_PRODUCT]["BRA"][f"1970-{month:02}"] += 2.0
    at = refresh().catalog["checked_at"]
    entries = tables()["revisions"]
    assert set(entries.revised_at) == {at}
    countries = entries[entries.iso3.isin(["FRA", "NAM", "BRA"])].set_index("series")
    assert countries[["iso3", "year", "old_vintage", "new_vintage"]].T.to_dict("list") == {
        "temperature_c": ["FRA", 1950, "CRU TS 4.09", "CRU TS 4.09"],
        "temperature_era5_c": ["BRA", 1970, "ERA5", "ERA5"],
        "precipitation_mm": ["NAM", 1960, "CRU TS 4.09", "CRU TS 4.09"],
    }
    rain = countries.loc["precipitation_mm"]
    assert (rain.old_value, rain.new_value) == (120.0, 240.0)
    published = before["temperature"].set_index(["iso3", "year"])
    assert countries.old_value["temperature_c"] == published.temperature_c["FRA", 1950]
    assert validate.problems(tables()) == []
