"""Projections in a refresh: each scenario and percentile is fresh, kept or absent by itself."""

from __future__ import annotations

import pytest

from etl.sources import cckp
from tests.helpers.projections import projections as round_figures
from tests.helpers.tiny_tables import published_in
from tests.helpers.tiny_world import PROJECTED, projection_product

KEY = ("ssp245", "p90")


def states(catalog) -> dict[str, str]:
    return {key: entry["state"] for key, entry in catalog["climate"].items() if key.startswith("cmip6")}


def late(table, iso3: str, scenario: str, percentile: str = "median") -> float:
    rows = table[(table.iso3 == iso3) & (table.scenario == scenario) & (table.percentile == percentile)]
    return float(rows[rows.year.between(2081, 2100)].change_c.astype(float).mean())


def test_what_the_portal_has_is_published_as_change_from_2015_2024(start, tables):
    table = tables()["projections"]
    assert set(zip(table.scenario, table.percentile, strict=True)) == set(PROJECTED)
    # 71 years from 2019.5 to 2090.5; the level of the percentile does not matter. Kosovo is KSV at the portal.
    for iso3 in ("BRA", "XKX", "WLD"):
        assert late(table, iso3, "ssp126") == pytest.approx(71 * 0.02, abs=0.006)
        assert late(table, iso3, "ssp245", "p10") == pytest.approx(71 * 0.015, abs=0.006)
        assert late(table, iso3, "ssp245", "p90") == pytest.approx(71 * 0.06, abs=0.006)
    areas = tables()["projection_areas"]
    assert set(areas.land_share_pct) == {100.0}
    assert {"WLD", "SSF"} <= set(areas.iso3)


def test_each_product_has_its_state_and_the_source_its_vintage(start):
    held = {f"cmip6_tas_{scenario}_{percentile}" for scenario, percentile in PROJECTED}
    assert states(start.catalog) == {p.id: "fresh" if p.id in held else "absent" for p in cckp.PROJECTIONS}
    entry = start.catalog["climate"]["cmip6_tas_ssp245_p90"]
    assert entry == {
        "title": "Projected annual mean temperature, SSP2-4.5, p90, CMIP6",
        "state": "fresh",
        "release": "CMIP6",
        "period": "2015–2100",
    }
    sources = {source["id"]: source for source in start.catalog["sources"]}
    assert (sources["cmip6"]["vintage"], sources["cmip6"]["state"]) == ("CMIP6, 2015–2100", "fresh")
    assert sources["cckp"]["vintage"] == "CRU TS 4.09, 1901–2024; ERA5, 1950–2024"
    assert (start.exit_code, start.notes) == (0, [])


def test_a_scenario_without_a_median_is_asked_for_no_spread(start, httpserver):
    asked = [request.path.split("/")[-2] for request, _ in httpserver.log]
    projected = [name for name in asked if name.startswith("cmip6")]
    if projected:  # only the first test that starts from this world makes a refresh
        assert projection_product("ssp119", "median") in projected
        assert projection_product("ssp119", "p10") not in projected
    reason = start.catalog["climate"]["cmip6_tas_ssp119_p10"]["reason"]
    assert reason == (
        "not asked for, as the climate portal has no Projected annual mean temperature, SSP1-1.9, median, CMIP6"
    )


def test_an_outage_of_one_product_keeps_its_values(start, refresh, tables, world):
    before = tables()["projections"]
    world.down.add(projection_product(*KEY))
    outcome = refresh()
    assert outcome.exit_code == 2
    (note,) = outcome.notes
    assert note.startswith("Projected annual mean temperature, SSP2-4.5, p90, CMIP6: last good values kept")
    assert states(outcome.catalog)["cmip6_tas_ssp245_p90"] == "kept"
    assert tables()["projections"].equals(before)
    world.down.clear()
    again = refresh()
    assert (again.exit_code, states(again.catalog)["cmip6_tas_ssp245_p90"]) == (0, "fresh")
    assert not again.is_new


def test_a_product_that_the_portal_no_longer_has_is_kept(start, refresh, tables, world):
    before = tables()["projections"]
    del world.projections["ssp126", "median"]
    outcome = refresh()
    assert (outcome.exit_code, states(outcome.catalog)["cmip6_tas_ssp126_median"]) == (0, "kept")
    assert tables()["projections"].equals(before)


def test_an_outage_of_the_portal_leaves_projections_and_their_source_stale(start, refresh, tables, world):
    before = tables()["projections"]
    world.down.add("cckp")
    catalog = refresh().catalog
    assert tables()["projections"].equals(before)
    assert set(states(catalog).values()) == {"kept", "absent"}
    sources = {source["id"]: source for source in catalog["sources"]}
    assert (sources["cmip6"]["state"], sources["cmip6"]["vintage"]) == ("kept", "CMIP6, 2015–2100")
    assert sources["cmip6"]["stale_since"] == sources["cckp"]["stale_since"]


def test_a_portal_without_projections_is_no_source_of_them(refresh, world):
    world.projections.clear()
    outcome = refresh()
    assert (outcome.exit_code, outcome.notes) == (0, [])
    assert [source["id"] for source in outcome.catalog["sources"]] == ["world_bank", "cckp", "natural_earth"]
    assert outcome.catalog["tables"]["projections"]["rows"] == 0


def test_an_outage_of_all_is_one_sentence(start, refresh, world):
    world.down |= {projection_product(p.scenario, p.percentile) for p in cckp.PROJECTIONS}
    outcome = refresh()
    (note,) = outcome.notes
    assert note.startswith(
        "Projections: 15 of 15 products not refreshed, 5 with their last good values. The first: Projected annual"
    )


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (lambda t: t + 10, "another unit"),
        (lambda t: t + 273.15, "values outside -60 to 45"),
        (lambda t: None, "countries instead of"),
    ],
)
def test_a_faulty_product_is_refused_and_its_last_values_kept(start, refresh, tables, world, fault, reason):
    before = tables()["projections"]
    good = world.projections["ssp585", "median"]
    world.projections["ssp585", "median"] = {
        code: None if code != "NAM" and fault(0.0) is None else {k: fault(v) or v for k, v in values.items()}
        for code, values in good.items()
    }
    entry = refresh().catalog["climate"]["cmip6_tas_ssp585_median"]
    assert entry["state"] == "kept"
    assert reason in entry["reason"]
    assert tables()["projections"].equals(before)


def test_a_gap_and_exchanged_percentiles_are_refused(start, refresh, world):
    del world.projections["ssp126", "median"]["BRA"]["2050-07"]
    held = world.projections
    held["ssp245", "p10"], held["ssp245", "p90"] = held["ssp245", "p90"], held["ssp245", "p10"]
    climate = refresh().catalog["climate"]
    assert "years are missing in BRA" in climate["cmip6_tas_ssp126_median"]["reason"]
    for percentile in ("p10", "p90"):
        assert "percentiles exchanged?" in climate[f"cmip6_tas_ssp245_{percentile}"]["reason"]


def test_a_snapshot_older_than_projections_gains_them(start, refresh, tables, data_dir):
    before = published_in(data_dir)
    for name in ("projections", "projection_areas"):
        assert before.catalog["tables"].pop(name)
    for product in cckp.PROJECTIONS:
        del before.catalog["climate"][product.id]
    from etl.refresh import projections

    answers = {p.id: projections.Response(p, failure=None) for p in cckp.PROJECTIONS}
    found = projections.reconcile(answers, {}, round_figures().iloc[:0], before)
    assert {product.state for product in found.products.values()} == {"absent"}
    assert all(table.empty for table in found.tables(tables()["countries"]).values())


def test_the_form_of_the_address_is_found_once(start):
    assert [(p.scenario, p.percentile) for p in cckp.PROJECTIONS[:3]] == [
        ("ssp119", "median"),
        ("ssp119", "p10"),
        ("ssp119", "p90"),
    ]
    (release,) = cckp.releases(cckp.CMIP6, 2031)
    assert release.address(cckp.PROJECTIONS[8]) == projection_product("ssp245", "p90")
