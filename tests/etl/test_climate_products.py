"""Each product of the climate portal on its own: had, kept or lacking, in words that tell an outage from emptiness."""

from __future__ import annotations

import pandas as pd
import pytest

from etl import climate_products
from etl.errors import ContractError, Refused, Unreachable
from etl.sources import cckp
from tiny_tables import ABOUT, sound

ANNUAL = pd.DataFrame({"code": ["KSV", "NAM"], "year": [2024, 2024], "value": [9.5, 20.0]}).astype({"year": "int16"})
MONTHLY = pd.DataFrame({"code": ["NAM"], "year": [2024], "month": [1], "value": [24.0]})
MONTHLY = MONTHLY.astype({"year": "int16", "month": "int8"})


class Portal:
    """Holds products by the words in their address; a product may be an exception instead."""

    def __init__(self, **held):
        self.held = {"tas_timeseries_annual_1901-2024": ANNUAL} | held
        self.asked: list[str] = []

    def get(self, url, understand, **_):
        self.asked.append(url)
        found = next((held for words, held in self.held.items() if words in url), ANNUAL.iloc[:0])
        if isinstance(found, Exception):
            raise found
        return found


def fetched(**held):
    portal = Portal(**{words.replace("_to_", "-"): table for words, table in held.items()})
    return climate_products.fetch(portal, "http://portal", 2026), portal


RAIN = "pr_timeseries_monthly_1901_to_2024"


def test_each_product_is_asked_for_once_its_release_is_known():
    answers, portal = fetched(**{RAIN: MONTHLY, "era5_x0.25_timeseries": MONTHLY})
    assert [answers[p.id].product for p in cckp.PRODUCTS] == list(cckp.PRODUCTS)
    assert answers["cru_pr_monthly"].release == cckp.Release(cckp.CRU, 2024)
    rain = [url for url in portal.asked if "_pr_" in url]
    assert len(rain) == 1
    assert "1901-2024" in rain[0]


def test_an_outage_and_an_empty_answer_are_said_in_different_words():
    answers, _ = fetched(**{RAIN: Unreachable("http://portal gave no usable answer in 5 tries: status 503")})
    assert answers["cru_pr_monthly"].reason.endswith("gave no usable answer in 5 tries: status 503")
    assert "answers, but holds no release that ends between 2022 and 2024" in answers["cru_tas_monthly"].reason
    assert answers["cru_tas_annual"].table is ANNUAL


def test_after_an_outage_no_further_release_is_probed():
    _, portal = fetched(**{RAIN: Unreachable("status 503")})
    assert len([url for url in portal.asked if "_pr_" in url]) == 1


def test_probing_is_bounded():
    _, portal = fetched()
    # CRU annual 2025, 2024; its two others 2024 to 2022; both of ERA5 2025 to 2022.
    assert len(portal.asked) == 2 + 2 * 3 + 2 * 4


@pytest.mark.parametrize("error", [Unreachable("status 503"), Refused("status 404")])
def test_without_the_annual_temperature_there_is_no_climate(error):
    with pytest.raises(type(error), match="status"):
        fetched(tas_timeseries_annual_1901_to_2025=error)


def test_what_came_of_each_is_reported():
    told = []
    portal = Portal(**{"pr_timeseries_monthly_1901-2024": MONTHLY})
    climate_products.fetch(portal, "http://portal", 2026, lambda name, state: told.append((name, state)))
    assert told == [
        ("cru_tas_annual", "fetched"),
        ("cru_tas_monthly", "not had"),
        ("cru_pr_monthly", "fetched"),
        ("era5_tas_monthly", "not had"),
        ("era5_tas_annual", "not had"),
    ]


def held(answers, old=None, published=None):
    return climate_products.held(answers, {}, old, published)


def published(**climate) -> dict:
    entry = {"title": "x", "state": "fresh", "release": "CRU TS 4.08", "period": "1901–2023"}
    return ABOUT | {"climate": {p.id: entry for p in cckp.PRODUCTS} | climate}


def test_fresh_products_come_by_our_codes_with_their_release():
    answers, _ = fetched(**{RAIN: MONTHLY})
    found = held(answers)
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
def test_a_product_never_held_is_absent_with_its_reason(before):
    answers, _ = fetched()
    found = held(answers, sound() if before else None, before)["cru_pr_monthly"]
    assert found.values.empty
    assert found.as_data() == {
        "title": "Monthly precipitation, CRU TS",
        "state": "absent",
        "reason": answers["cru_pr_monthly"].reason,
    }


def test_the_last_good_values_of_a_product_are_kept_and_said_to_be_old():
    answers, _ = fetched()
    old = sound()
    # A mean of the World in the old table is no country's value; it is made anew.
    world = old["climate_monthly"].query("iso3 == 'BRA'").assign(iso3="WLD")
    old["climate_monthly"] = pd.concat([old["climate_monthly"], world], ignore_index=True)
    old["climate_monthly"].loc[0, "precipitation_mm"] = 12.34  # 12.3400001525... in 32 bits
    found = held(answers, old, published())["cru_pr_monthly"]
    assert set(found.values.iso3) == {"BRA", "NAM"}
    assert list(found.values.columns) == ["iso3", "year", "month", "value"]
    assert found.values.value[0] == 12.34
    assert found.as_data() == {
        "title": "Monthly precipitation, CRU TS",
        "state": "kept",
        "release": "CRU TS 4.08",
        "period": "1901–2023",
        "reason": answers["cru_pr_monthly"].reason,
        "stale_since": ABOUT["checked_at"],
    }


def test_kept_again_it_is_stale_since_the_first_time():
    answers, _ = fetched()
    entry = {"state": "kept", "release": "ERA5", "period": "1950–2023", "stale_since": "2025-01-01"}
    found = held(answers, sound(), published(era5_tas_monthly=entry))["era5_tas_monthly"]
    assert (found.state, found.stale_since) == ("kept", "2025-01-01")


def test_values_that_cannot_be_true_cost_only_their_own_product():
    kelvin = MONTHLY.assign(value=297.15)
    answers, _ = fetched(**{"tas_timeseries_monthly_1901_to_2024": kelvin, RAIN: MONTHLY})
    found = held(answers)
    assert found["cru_tas_monthly"].state == "absent"
    assert "1 values outside -75 to 50, the first is 297.15" in found["cru_tas_monthly"].reason
    assert found["cru_pr_monthly"].state == "fresh"


def test_annual_temperatures_that_cannot_be_true_stop_the_refresh():
    answers, _ = fetched(tas_timeseries_annual_1901_to_2025=ANNUAL.assign(value=282.0))
    with pytest.raises(ContractError, match="2 values outside -60 to 45"):
        held(answers)
