"""A product that contradicts another one of the same quantity is refused in words, and the last good one is kept."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from etl.contract.climate import CLIMATE_MONTHLY
from etl.errors import ContractError
from etl.refresh import climate_products
from etl.refresh.climate_products import Response
from etl.sources import cckp
from etl.transform.annual import annual_mean
from tests.helpers.tiny_tables import ABOUT, valid_tables

CODES = [f"A{a}{b}" for a in "ABCD" for b in "ABCDEFGHIJ"]
LATITUDES = pd.Series(np.linspace(-45, 65, len(CODES)), index=CODES)
ENTRY = {"title": "x", "state": "fresh", "release": "ERA5", "period": "1950–2024"}
CATALOG = ABOUT | {"climate": {product.id: ENTRY for product in cckp.PRODUCTS}}


@pytest.fixture(scope="module")
def sound() -> tuple[pd.DataFrame, pd.DataFrame]:
    """CRU's years and ERA5's months of 40 places: the same weather, errors of their own."""
    chance = np.random.default_rng(3)
    months, years = np.arange(1, 13), np.arange(1950, 2025)
    level = 27 - 0.45 * LATITUDES.abs().to_numpy()
    weather = chance.normal(0, 0.5, (len(years), len(CODES))) + np.linspace(0, 1, len(years))[:, None]
    swing = np.sign(LATITUDES.to_numpy()) * (2 + LATITUDES.abs().to_numpy() / 5)
    cycle = np.cos((months - 7.3) / 12 * 2 * np.pi)
    index = pd.MultiIndex.from_product([years, months], names=["year", "month"])
    monthly = np.repeat(level + weather, 12, axis=0) + np.tile(np.outer(cycle, swing), (len(years), 1))
    era5 = _long(pd.DataFrame(monthly + chance.normal(0, 0.2, monthly.shape), index=index, columns=CODES))
    cru = pd.DataFrame(level + weather + chance.normal(0, 0.15, weather.shape), index=years, columns=CODES)
    return _long(cru.rename_axis("year")), era5


def _long(wide: pd.DataFrame) -> pd.DataFrame:
    frame = wide.round(2).rename_axis(columns="code").stack().rename("value").reset_index()
    return frame.astype({name: "int16" for name in ("year", "month") if name in frame})


def one_year_late(era5: pd.DataFrame, cru: pd.DataFrame) -> pd.DataFrame:
    late = era5.assign(year=era5.year + 1)
    return late[late.year <= 2024]


def in_kelvin(era5: pd.DataFrame, cru: pd.DataFrame) -> pd.DataFrame:
    return era5.assign(value=era5.value + 273.15)


def from_another_zero(era5: pd.DataFrame, cru: pd.DataFrame) -> pd.DataFrame:
    return era5.assign(value=era5.value - 10)  # within the range of plausible degrees Celsius, as 273.15 more is not


def months_reversed(era5: pd.DataFrame, cru: pd.DataFrame) -> pd.DataFrame:
    return era5.assign(month=(18 - era5.month) % 12 + 1) if "month" in era5 else era5.iloc[:0]


def labels_exchanged(era5: pd.DataFrame, cru: pd.DataFrame) -> pd.DataFrame:
    cold, warm = CODES[-1], CODES[len(CODES) // 2]
    return era5.assign(code=era5.code.replace({cold: warm, warm: cold}))


def a_copy(era5: pd.DataFrame, cru: pd.DataFrame) -> pd.DataFrame:
    same = cru.rename(columns={"value": "cru"})
    return era5.merge(same, on=["code", "year"]).assign(value=lambda frame: frame.cru).drop(columns="cru")


FAULTS: dict[Callable, str] = {
    one_year_late: "ERA5 seems to be labelled 1 year late: its year-to-year changes correlate",
    in_kelvin: "values outside",
    from_another_zero: "in the median economy, where at most 3 are expected: another unit?",
    months_reversed: "the months of ERA5 do not peak in the summer of their hemisphere",
    labels_exchanged: "ERA5 differs from CRU TS by more than 7 °C in ACA, ADJ: labels of economies exchanged?",
    a_copy: "of the values of ERA5 are those of CRU TS: a copy, not a second source?",
}


def reconciled(cru: pd.DataFrame, era5: pd.DataFrame, product: cckp.Product, old: dict | None):
    answers = {
        p.id: Response(p, cckp.Release(p.dataset, 2024), table)
        for p, table in ((cckp.CRU_TAS_ANNUAL, cru), (product, era5))
    }
    catalog = CATALOG if old else None
    return climate_products.reconcile(answers, {}, old, catalog, latitude_deg=LATITUDES)[product.id]


def published(cru: pd.DataFrame, era5: pd.DataFrame) -> dict:
    """Return published tables with the sound products."""
    tables = valid_tables()
    years = cru.rename(columns={"code": "iso3", "value": "temperature_c"})
    months = era5.rename(columns={"code": "iso3", "value": "temperature_era5_c"}).astype({"month": "int8"})
    annual = annual_mean(era5.rename(columns={"code": "iso3"})).rename(columns={"value": "temperature_era5_c"})
    tables["temperature"] = years.merge(annual, on=["iso3", "year"])
    blank = months.assign(temperature_c=float("nan"), precipitation_mm=float("nan"))
    tables["climate_monthly"] = blank[CLIMATE_MONTHLY.names]
    return tables


def as_annual(era5: pd.DataFrame) -> pd.DataFrame:
    years = annual_mean(era5.rename(columns={"code": "iso3"})).rename(columns={"iso3": "code"})
    return years.astype({"year": "int16"}).round({"value": 2})


def test_sound_products_are_fresh(sound):
    cru, era5 = sound
    old = published(cru, era5)
    assert reconciled(cru, era5, cckp.ERA5_TAS_MONTHLY, old).state == "fresh"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_months_that_contradict_the_other_data_set_are_refused_and_the_last_good_ones_kept(sound, fault):
    cru, era5 = sound
    found = reconciled(cru, fault(era5, cru), cckp.ERA5_TAS_MONTHLY, published(cru, era5))
    assert (found.state, type(found.failure)) == ("kept", ContractError)
    assert FAULTS[fault] in found.reason
    assert found.stale_since == ABOUT["checked_at"]
    kept = found.values.set_index(["iso3", "year", "month"]).value.sort_index()
    assert kept.equals(era5.set_index(["code", "year", "month"]).value.sort_index().rename_axis(kept.index.names))


@pytest.mark.parametrize("fault", [f for f in FAULTS if f is not months_reversed], ids=lambda fault: fault.__name__)
def test_annual_means_that_contradict_the_other_data_set_are_refused(sound, fault):
    cru, era5 = sound
    found = reconciled(cru, fault(as_annual(era5), cru), cckp.ERA5_TAS_ANNUAL, None)
    assert (found.state, type(found.failure)) == ("absent", ContractError)
    assert FAULTS[fault] in found.reason
    assert found.values.empty


def test_a_contradiction_is_refused_even_by_force(sound):
    cru, era5 = sound
    answers = {
        p.id: Response(p, cckp.Release(p.dataset, 2024), table)
        for p, table in ((cckp.CRU_TAS_ANNUAL, cru), (cckp.ERA5_TAS_MONTHLY, one_year_late(era5, cru)))
    }
    found = climate_products.reconcile(answers, {}, None, None, latitude_deg=LATITUDES, force=True)
    assert found["era5_tas_monthly"].state == "absent"
