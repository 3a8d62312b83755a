"""Whole refreshes with all climate products, and with some of them missing or faulty."""

from __future__ import annotations

import pytest
from shapely.affinity import translate

from etl.contract import validate
from etl.errors import ContractError
from etl.refresh import world as world_refresh
from etl.sources.raw_cache import RawCache
from etl.transform import formula_version
from tests.helpers import tiny_world
from tests.helpers.tiny_tables import by_series, published_in
from tests.helpers.tiny_world import CLIMATE, ERA5_PRODUCT, RAIN, RAIN_PRODUCT, SHAPES, temperature


@pytest.fixture
def published(refresh, tables) -> dict:
    refresh()
    return tables()


def same_figures(before: dict, after: dict) -> bool:
    return all(frame.equals(after[name]) for name, frame in before.items())


def test_both_datasets_are_published_side_by_side(published):
    brazil = published["temperature"].query("iso3 == 'BRA'").set_index("year")
    assert brazil.temperature_c[2000] == pytest.approx(temperature(CLIMATE["BRA"], 2000), abs=0.006)
    # Half a degree warmer all year, and six more in the 31 days of January: 6 * 31 / 366 = 0.508.
    assert brazil.temperature_era5_c[2000] - brazil.temperature_c[2000] == pytest.approx(0.5 + 0.508, abs=0.02)
    assert brazil.temperature_era5_c.first_valid_index() == 1950
    rows = published["warming"].query("iso3 == 'BRA' and window == '1975–2024'").set_index("measure").value
    assert rows["trend_era5"] == pytest.approx(rows["trend"], abs=0.01)


def test_precipitation_is_summed_over_the_year(published):
    rain = published["precipitation"].query("year == 2024").set_index("iso3").precipitation_mm
    assert {code: rain[code] for code in RAIN} == {"BRA": 600.0, "FRA": 600.0, "NAM": 120.0}
    assert rain["SSF"] == 120.0  # Namibia is all of its region's land
    assert 120 < rain["WLD"] < 600


def test_climate_zones_follow_from_temperature_and_precipitation(published):
    # Means of 1991-2020 about 27 (600 mm: below 10 (2 * 27 + 14)), 13 (600 mm: above 10 (2 * 13 + 14), warmest month
    # 19) and 22 degC (120 mm: below 5 (2 * 22 + 14)).
    zones = published["countries"].set_index("iso3").climate_zone
    assert zones[zones != ""].to_dict() == {"BRA": "BSh", "FRA": "Cfb", "NAM": "BWh"}


def test_the_catalog_has_the_state_of_each_product(refresh):
    climate = refresh().catalog["climate"]
    observed = {key: entry["state"] for key, entry in climate.items() if not key.startswith("cmip6")}
    assert observed == {
        "cru_tas_annual": "fresh",
        "cru_tas_monthly": "absent",
        "cru_pr_monthly": "fresh",
        "era5_tas_monthly": "fresh",
        "era5_tas_annual": "absent",
    }
    assert (climate["era5_tas_monthly"]["release"], climate["era5_tas_monthly"]["period"]) == ("ERA5", "1950–2024")
    assert "answers, but holds no release" in climate["cru_tas_monthly"]["reason"]


def test_an_outage_of_one_product_keeps_its_values_and_changes_no_figure(refresh, tables, world, data_dir):
    first = refresh().catalog
    before = tables()
    world.down.add(ERA5_PRODUCT)
    outcome = refresh()
    entry = outcome.catalog["climate"]["era5_tas_monthly"]
    assert outcome.exit_code == 2
    (note,) = outcome.notes
    assert note.startswith("Monthly mean temperature, ERA5: last good values kept, stale since 20")
    assert same_figures(before, tables())
    assert (entry["state"], entry["stale_since"]) == ("kept", first["published_at"])
    assert "gave no usable answer in 2 tries: status 500" in entry["reason"]
    # And a third time, when only the kept values are left to keep.
    refresh()
    assert same_figures(before, tables())
    assert published_in(data_dir).catalog["climate"]["era5_tas_monthly"]["stale_since"] == first["published_at"]
    world.down.clear()
    again = refresh()
    assert (again.exit_code, again.notes) == (0, [])
    assert again.catalog["climate"]["era5_tas_monthly"]["state"] == "fresh"
    assert same_figures(before, tables())


def test_a_product_never_reached_is_absent_and_an_outage(refresh, world):
    world.down.add(RAIN_PRODUCT)
    outcome = refresh()
    assert (outcome.exit_code, outcome.catalog["climate"]["cru_pr_monthly"]["state"]) == (2, "absent")


def test_a_withdrawn_product_is_kept_without_counting_as_an_outage(refresh, world):
    refresh()
    del world.monthly[ERA5_PRODUCT]
    outcome = refresh()
    assert (outcome.exit_code, outcome.catalog["climate"]["era5_tas_monthly"]["state"]) == (0, "kept")
    assert "answers, but holds no release" in outcome.notes[0]


def test_a_product_that_fails_the_checks_is_kept_and_requested_again(refresh, world, tables, cache_dir):
    cache = RawCache(cache_dir)
    refresh()
    before = tables()
    rain = world.monthly[RAIN_PRODUCT]
    for faulty, sentence in (
        ({"BRA": rain["BRA"]}, "Monthly precipitation, CRU TS: 1 countries instead of 3"),
        (rain | {"BRA": dict.fromkeys(rain["BRA"], -1.0)}, "values outside 0 to 5000, the first is -1"),
    ):
        world.monthly[RAIN_PRODUCT] = faulty
        outcome = refresh(cache=cache)
        assert outcome.exit_code == 1
        assert sentence in outcome.catalog["climate"]["cru_pr_monthly"]["reason"]
        assert same_figures(before, tables())
    world.monthly[RAIN_PRODUCT] = rain
    outcome = refresh(cache=cache)
    assert (outcome.exit_code, outcome.catalog["climate"]["cru_pr_monthly"]["state"]) == (0, "fresh")


def test_annual_temperatures_that_fail_the_checks_are_requested_again(refresh, world, cache_dir):
    cache, brazil = RawCache(cache_dir), world.climate["BRA"]
    world.climate["BRA"] = dict.fromkeys(brazil, 290.0)
    with pytest.raises(ContractError, match="outside -60 to 45"):
        refresh(cache=cache)
    world.climate["BRA"] = brazil
    assert refresh(cache=cache).exit_code == 0


def test_a_valid_snapshot_needs_only_the_annual_temperature(refresh, tables, world):
    world.monthly.clear()
    world.projections.clear()
    states = {key: entry["state"] for key, entry in refresh().catalog["climate"].items()}
    assert states.pop("cru_tas_annual") == "fresh"
    assert set(states.values()) == {"absent"}
    published = tables()
    assert validate.problems(published) == []
    assert list(validate.observation_problems(published, by_series(published))) == []
    assert published["climate_monthly"].empty
    assert set(published["countries"].climate_zone) == {""}
    assert "trend_era5" not in set(published["warming"].measure)


def test_monthly_cru_temperatures_take_precedence_over_era5(refresh, tables, world):
    address = RAIN_PRODUCT.replace("_pr_", "_tas_")
    world.monthly[address] = {"FRA": dict.fromkeys(world.monthly[RAIN_PRODUCT]["FRA"], -5.0)}
    refresh()
    normals = tables()["climate_normals"].groupby("iso3").temperature_dataset.unique().map(list).to_dict()
    assert (normals["FRA"], normals["BRA"]) == (["CRU TS 4.09"], ["ERA5"])
    assert tables()["countries"].set_index("iso3").climate_zone["FRA"] == "EF"


def test_warming_is_recomputed_only_if_its_inputs_or_formulas_changed(refresh, world, monkeypatch, clock):
    computed = []
    compute = world_refresh.warming
    monkeypatch.setattr(world_refresh, "warming", lambda *arguments: computed.append(1) or compute(*arguments))

    def computations() -> int:
        computed.clear()
        refresh()
        return len(computed)

    assert (computations(), computations()) == (1, 0)
    world.climate["BRA"][2024] += 0.5
    assert (computations(), computations()) == (1, 0)
    # Elsewhere a place has other neighbours.
    moved = [(*names, translate(shape, xoff=9) if names[0] == "Namibia" else shape) for *names, shape in SHAPES]
    monkeypatch.setattr(tiny_world, "SHAPES", moved)
    world.boundaries = tiny_world.boundaries_archive()
    assert (computations(), computations()) == (1, 0)
    monkeypatch.setattr(formula_version, "version", lambda: "another formula")
    assert (computations(), computations()) == (1, 0)
    world.down.add("cckp")  # the published measures stay, with the formulas they were computed by
    monkeypatch.setattr(formula_version, "version", lambda: "a third formula")
    assert computations() == 0
    world.down.clear()
    assert (computations(), computations()) == (1, 0)


def test_a_damaged_warming_table_is_recomputed(refresh, tables, data_dir):
    refresh()
    before = tables()["warming"]
    (path,) = data_dir.glob("snapshot-*/warming.parquet")
    path.write_bytes(path.read_bytes()[:-1])
    refresh()
    assert tables()["warming"].equals(before)


def test_any_change_of_a_formula_changes_the_formula_version(tmp_path, monkeypatch):
    copies = [tmp_path / path.name for path in formula_version.SOURCES]
    for path, copy in zip(formula_version.SOURCES, copies, strict=True):
        copy.write_bytes(path.read_bytes())
    monkeypatch.setattr(formula_version, "SOURCES", copies)
    versions = set()
    for name in (None, "trend.py", "warming.py", "climate.py", "record_doubts.py"):
        if name:
            (tmp_path / name).write_text("another")
        formula_version.version.cache_clear()
        versions.add(formula_version.version())
    formula_version.version.cache_clear()
    assert len(versions) == 5


def test_every_changed_annual_figure_is_a_revision_with_both_releases(refresh, world, tables, clock):
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


def test_the_portals_form_of_address_is_found_and_remembered_for_the_next_refresh(world, refresh, data_dir, httpserver):
    def forms_asked() -> set[str]:
        asked = {request.path.split("/")[1] for request, _ in httpserver.log}
        httpserver.clear_log()
        return asked - {"v2", "naturalearth"}

    refresh()
    assert forms_asked() == {"api", "cckp"}
    refresh()
    assert forms_asked() == {"cckp"}
    world.cckp_form = "api"
    assert refresh().exit_code == 0
    assert forms_asked() == {"api", "cckp"}
    entry = next(source for source in published_in(data_dir).catalog["sources"] if source["id"] == "cckp")
    assert entry["address_form"] == "api/v1"
    refresh()
    assert forms_asked() == {"api"}
