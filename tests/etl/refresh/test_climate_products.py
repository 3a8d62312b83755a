"""Products of the climate portal: each is fresh, kept or absent, and an outage differs from an empty answer."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from etl.errors import ContractError, Refused, Unreachable
from etl.refresh import climate_products
from etl.sources import cckp
from tests.helpers.tiny_tables import ABOUT, valid_tables

ANNUAL = pd.DataFrame({"code": ["KSV", "NAM"], "year": [2024, 2024], "value": [9.5, 20.0]}).astype({"year": "int16"})
MONTHLY = pd.DataFrame({"code": ["NAM"], "year": [2024], "month": [1], "value": [24.0]})
MONTHLY = MONTHLY.astype({"year": "int16", "month": "int8"})


class Portal:
    """Stub of the portal: tables by a part of their URL; an exception in place of a table is raised."""

    offline = False

    def __init__(self, **tables):
        self.tables = {"tas_timeseries_annual_1901-2024": ANNUAL} | tables
        self.requests: list[str] = []

    def get(self, url, understand, **_):
        self.requests.append(url)
        found = next((table for part, table in self.tables.items() if part in url), ANNUAL.iloc[:0])
        if isinstance(found, Exception):
            raise found
        return found


def fetched(**tables):
    portal = Portal(**{part.replace("_to_", "-"): table for part, table in tables.items()})
    return climate_products.fetch(portal, cckp.Portal("http://portal"), 2026), portal


RAIN = "pr_timeseries_monthly_1901_to_2024"


def test_each_product_is_requested_once_its_release_is_known():
    answers, portal = fetched(**{RAIN: MONTHLY, "era5_x0.25_timeseries": MONTHLY})
    assert [answers[p.id].product for p in cckp.PRODUCTS] == list(cckp.PRODUCTS)
    assert answers["cru_pr_monthly"].release == cckp.Release(cckp.CRU, 2024)
    rain = [url for url in portal.requests if "_pr_" in url]
    assert len(rain) == 1
    assert "1901-2024" in rain[0]


def test_an_outage_and_an_empty_answer_have_different_reasons():
    answers, _ = fetched(**{RAIN: Unreachable("http://portal gave no usable answer in 5 tries: status 503")})
    assert str(answers["cru_pr_monthly"].failure).endswith("gave no usable answer in 5 tries: status 503")
    assert "answers, but holds no release that ends between 2022 and 2024" in str(answers["cru_tas_monthly"].failure)
    assert answers["cru_tas_annual"].table is ANNUAL


def test_after_an_outage_no_further_release_is_probed():
    _, portal = fetched(**{RAIN: Unreachable("status 503")})
    assert len([url for url in portal.requests if "_pr_" in url]) == 1


def test_probing_is_bounded():
    _, portal = fetched()
    # CRU annual 2025, 2024; its two others 2024 to 2022; both of ERA5 2025 to 2022.
    assert len(portal.requests) == 2 + 2 * 3 + 2 * 4


@pytest.mark.parametrize("error", [Unreachable("status 503"), Refused("status 404")])
def test_without_the_annual_temperature_the_climate_fails(error):
    with pytest.raises(type(error), match="status"):
        fetched(tas_timeseries_annual_1901_to_2025=error)


def test_the_result_of_each_product_is_reported():
    reported = []
    portal = Portal(**{"pr_timeseries_monthly_1901-2024": MONTHLY})
    climate_products.fetch(
        portal, cckp.Portal("http://portal"), 2026, lambda name, state: reported.append((name, state))
    )
    assert reported == [
        ("cru_tas_annual", "fetched"),
        ("cru_tas_monthly", "failed"),
        ("cru_pr_monthly", "fetched"),
        ("era5_tas_monthly", "failed"),
        ("era5_tas_annual", "failed"),
    ]


def reconciled(answers, old=None, published=None, *, force=True):
    """Reconcile as a forced refresh does: the published tables of these tests have other countries than the answers."""
    return climate_products.reconcile(answers, {}, old, published, force=force)


def published(**climate) -> dict:
    entry = {"title": "x", "state": "fresh", "release": "CRU TS 4.08", "period": "1901–2023"}
    return ABOUT | {"climate": {p.id: entry for p in cckp.PRODUCTS} | climate}


def test_fresh_products_have_iso_codes_and_their_release():
    answers, _ = fetched(**{RAIN: MONTHLY})
    found = reconciled(answers)
    assert found["cru_tas_annual"].values.to_dict("list") == {
        "iso3": ["NAM", "XKX"],
        "year": [2024, 2024],
        "value": [20.0, 9.5],
    }
    assert found["cru_pr_monthly"].as_data() == {
        "title": "Monthly precipitation, CRU TS",
        "state": "fresh",
        "release": "CRU TS 4.09",
        "period": "1901–2024",
    }


@pytest.mark.parametrize("before", [None, published(cru_pr_monthly={"state": "absent"})])
def test_a_product_never_published_is_absent_with_its_reason(before):
    answers, _ = fetched()
    found = reconciled(answers, valid_tables() if before else None, before)["cru_pr_monthly"]
    assert found.values.empty
    assert found.as_data() == {
        "title": "Monthly precipitation, CRU TS",
        "state": "absent",
        "reason": str(answers["cru_pr_monthly"].failure),
    }


def test_the_last_good_values_of_a_product_are_kept_and_marked_stale():
    answers, _ = fetched()
    old = valid_tables()
    # A mean of the World in the old table is not a country's value; it is recomputed.
    world = old["climate_monthly"].query("iso3 == 'BRA'").assign(iso3="WLD")
    old["climate_monthly"] = pd.concat([old["climate_monthly"], world], ignore_index=True)
    old["climate_monthly"].loc[0, "precipitation_mm"] = 12.34  # 12.3400001525... in 32 bits
    found = reconciled(answers, old, published())["cru_pr_monthly"]
    assert set(found.values.iso3) == {"BRA", "NAM"}
    assert list(found.values.columns) == ["iso3", "year", "month", "value"]
    assert found.values.value[0] == 12.34
    assert found.as_data() == {
        "title": "Monthly precipitation, CRU TS",
        "state": "kept",
        "release": "CRU TS 4.08",
        "period": "1901–2023",
        "reason": str(answers["cru_pr_monthly"].failure),
        "stale_since": ABOUT["checked_at"],
    }


def test_a_product_kept_again_is_stale_since_the_first_time():
    answers, _ = fetched()
    entry = {"state": "kept", "release": "ERA5", "period": "1950–2023", "stale_since": "2025-01-01"}
    found = reconciled(answers, valid_tables(), published(era5_tas_monthly=entry))["era5_tas_monthly"]
    assert (found.state, found.stale_since) == ("kept", "2025-01-01")


def test_impossible_values_affect_only_their_own_product():
    kelvin = MONTHLY.assign(value=297.15)
    answers, _ = fetched(**{"tas_timeseries_monthly_1901_to_2024": kelvin, RAIN: MONTHLY})
    found = reconciled(answers)
    assert found["cru_tas_monthly"].state == "absent"
    assert "1 values outside -75 to 50, the first is 297.15" in found["cru_tas_monthly"].reason
    assert found["cru_pr_monthly"].state == "fresh"


def test_impossible_annual_temperatures_stop_the_refresh():
    answers, _ = fetched(tas_timeseries_annual_1901_to_2025=ANNUAL.assign(value=282.0))
    with pytest.raises(ContractError, match="2 values outside -60 to 45"):
        reconciled(answers)


RAIN_PUBLISHED = pd.DataFrame(
    [(iso3, year, month, 10.0) for iso3 in ("BRA", "NAM", "XKX") for year in (2023, 2024) for month in range(1, 13)],
    columns=["iso3", "year", "month", "value"],
).astype({"iso3": "str", "year": "int16", "month": "int8"})


def with_months(column: str) -> dict:
    """Return published tables with monthly values of three countries in one column, and annual ones of two."""
    old = valid_tables()
    blank = dict.fromkeys(("temperature_c", "temperature_era5_c", "precipitation_mm"), float("nan"))
    old["climate_monthly"] = RAIN_PUBLISHED.drop(columns="value").assign(**blank | {column: RAIN_PUBLISHED.value})
    annual = [("NAM", 2024, 20.0, float("nan")), ("XKX", 2024, 9.5, float("nan"))]
    old["temperature"] = pd.DataFrame(annual, columns=["iso3", "year", "temperature_c", "temperature_era5_c"])
    return old


LOSSES = {
    "half of the countries": ("iso3 != 'BRA' and iso3 != 'XKX'", "1 countries instead of 3"),
    "part of the early years": ("year == 2024 or month > 4", "60 values instead of 72"),
    "the last year": ("year == 2023", "ends in 2023 instead of 2024"),
}
GUARDED = {
    "tas_timeseries_monthly_1901_to_2024": ("cru_tas_monthly", "temperature_c"),
    RAIN: ("cru_pr_monthly", "precipitation_mm"),
    "era5_x0.25_timeseries_tas_timeseries_monthly_1950_to_2024": ("era5_tas_monthly", "temperature_era5_c"),
}


@pytest.mark.parametrize("product", GUARDED)
@pytest.mark.parametrize(("lost", "sentence"), LOSSES.values(), ids=LOSSES.keys())
def test_a_product_that_lost_values_is_refused_unless_forced(product, lost, sentence):
    key, column = GUARDED[product]
    old = with_months(column)
    raw = RAIN_PUBLISHED.query(lost).rename(columns={"iso3": "code"})
    answers, _ = fetched(**{product.replace("era5_x0.25_timeseries_", ""): raw})
    answers = {"cru_tas_annual": answers["cru_tas_annual"], key: answers[key]}
    found = reconciled(answers, old, published(), force=False)[key]
    assert (found.state, type(found.failure)) == ("kept", ContractError)
    assert f"{found.product.title}: {sentence}" in found.reason
    assert found.reason.endswith("publish it all the same with --force")
    assert found.values.equals(RAIN_PUBLISHED)
    assert found.note.startswith(f"{found.product.title}: last good values kept, stale since")
    assert reconciled(answers, old, published())[key].state == "fresh"


def test_a_product_that_was_absent_cannot_lose_values():
    answers, _ = fetched(**{RAIN: MONTHLY})
    answers = {key: answers[key] for key in ("cru_tas_annual", "cru_pr_monthly")}
    absent = published(cru_pr_monthly={"state": "absent"})
    assert reconciled(answers, with_months("precipitation_mm"), absent, force=False)["cru_pr_monthly"].state == "fresh"


@pytest.mark.parametrize(("annual", "state"), [([("BRA", 2024)], "kept"), ([("NAM", 2024), ("XKX", 2024)], "fresh")])
def test_losses_of_era5_annual_means_count_with_means_of_months(annual, state):
    """The annual mean of Brazil follows from its months; that of Kosovo is in the annual product only."""
    months = RAIN_PUBLISHED.query("iso3 != 'XKX' and year == 2024")
    old = with_months("temperature_era5_c")
    old["climate_monthly"] = old["climate_monthly"].merge(months[["iso3", "year", "month"]])
    years = [(iso3, 2024, 10.0, 10.0) for iso3 in ("BRA", "NAM", "XKX")]
    old["temperature"] = pd.DataFrame(years, columns=["iso3", "year", "temperature_c", "temperature_era5_c"])
    table = pd.DataFrame(annual, columns=["code", "year"]).assign(value=10.0)
    answers, _ = fetched(
        tas_timeseries_annual_1950_to_2024=table,
        tas_timeseries_monthly_1950_to_2024=months.rename(columns={"iso3": "code"}),
    )
    answers = {key: answers[key] for key in ("era5_tas_monthly", "era5_tas_annual")}
    found = reconciled(answers, old, published(), force=False)
    assert (found["era5_tas_monthly"].state, found["era5_tas_annual"].state) == ("fresh", state)


def test_an_empty_answer_is_no_failure_but_an_outage_is():
    answers, _ = fetched(**{RAIN: Unreachable("status 503")})
    found = reconciled(answers)
    assert (found["cru_pr_monthly"].is_answered, found["cru_tas_monthly"].is_answered) == (False, True)
    assert found["cru_pr_monthly"].note == "Monthly precipitation, CRU TS: not in the snapshot. status 503"
    assert found["cru_tas_monthly"].note == ""


def test_unchanged_values_offline_leave_a_stale_product_stale():
    answers, _ = fetched(**{RAIN: RAIN_PUBLISHED.rename(columns={"iso3": "code"})})
    answers = {key: replace(answers[key], is_asked=False) for key in ("cru_tas_annual", "cru_pr_monthly")}
    entry = {"state": "kept", "release": "CRU TS 4.09", "period": "1901–2024", "stale_since": "2026-01-02"}
    stale = published(cru_pr_monthly=entry | {"reason": "status 503"})
    found = reconciled(answers, with_months("precipitation_mm"), stale)["cru_pr_monthly"]
    assert (found.state, found.stale_since, found.reason, found.failure) == ("kept", "2026-01-02", "status 503", None)
    # Other values, which were fetched since, are fresh.
    found = reconciled(answers, with_months("temperature_c"), stale)["cru_pr_monthly"]
    assert (found.state, found.stale_since) == ("fresh", "")


def test_the_vintage_names_both_datasets_with_their_years():
    answers, _ = fetched(**{RAIN: MONTHLY, "tas_timeseries_monthly_1950_to_2024": MONTHLY})
    assert climate_products.vintage(reconciled(answers)) == "CRU TS 4.09, 1901–2024; ERA5, 1950–2024"


def test_only_valid_tables_are_taken_from_the_raw_cache():
    portal = Portal()
    taken = []
    portal.get = lambda url, understand, *, is_valid, **_: taken.append((url, is_valid)) or ANNUAL
    climate_products.fetch(portal, cckp.Portal("http://portal"), 2026, uncached=["cru_pr_monthly"])
    trusts = {url.split("/")[-2]: is_valid for url, is_valid in taken}
    annual, rain = (next(trusts[url] for url in trusts if part in url) for part in ("_tas_timeseries_annual", "_pr_"))
    assert (annual(ANNUAL), annual(ANNUAL.assign(value=290.0)), annual(ANNUAL.iloc[:0])) == (True, False, False)
    assert not rain(MONTHLY)
