"""The climate portal's products, each on its own: fetched, brought to our codes, or kept from the last refresh."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from etl import clean
from etl.climate_contract import CLIMATE_MONTHLY, TEMPERATURE
from etl.errors import ContractError, SourceError
from etl.schema import Column
from etl.sources import cckp
from etl.sources.http import Fetcher
from etl.validate import range_problems

STORED_IN = {
    "cru_tas_annual": (TEMPERATURE, "temperature_c"),
    "cru_tas_monthly": (CLIMATE_MONTHLY, "temperature_c"),
    "cru_pr_monthly": (CLIMATE_MONTHLY, "precipitation_mm"),
    "era5_tas_monthly": (CLIMATE_MONTHLY, "temperature_era5_c"),
    "era5_tas_annual": (TEMPERATURE, "temperature_era5_c"),
}
"""Table and column of each product's values in the snapshot: their range, and where the last good ones are."""


@dataclass(frozen=True)
class Answer:
    """What came of asking for one product: a release with its table, or why there is none."""

    product: cckp.Product
    release: cckp.Release | None = None
    table: pd.DataFrame | None = None
    reason: str = ""


@dataclass(frozen=True)
class Held:
    """One product by our codes: fresh values, last good values kept, or none.

    `release` is its name ("CRU TS 4.09"), `period` its years, `stale_since` when kept values were last fresh.
    `values` has iso3, year, month (of monthly ones) and value; no regions.
    """

    product: cckp.Product
    state: str
    release: str
    period: str
    reason: str
    stale_since: str
    values: pd.DataFrame

    def as_data(self) -> dict[str, str]:
        """The product as it stands in catalog.json."""
        said = {name: getattr(self, name) for name in ("state", "release", "period", "reason", "stale_since")}
        return {"title": self.product.title} | {name: value for name, value in said.items() if value}


def fetch(
    fetcher: Fetcher, base: str, this_year: int, report: Callable[[str, str], None] = lambda name, state: None
) -> dict[str, Answer]:
    """Every product of the portal; one that cannot be had costs none of the others.

    Once a release of a data set is found, its other products are asked for the same release, then for older ones.

    Args:
        fetcher: how to pull.
        base: address of the portal's API.
        this_year: the newest release that is asked for ends the year before.
        report: told of each product, "fetched" or "not had".

    Raises:
        SourceError: CRU's annual temperature could not be had.
    """
    answers: dict[str, Answer] = {}
    newest: dict[str, int] = {}
    for product in cckp.PRODUCTS:
        try:
            release, table = cckp.fetch_product(fetcher, base, product, this_year, newest.get(product.dataset.name))
            newest.setdefault(product.dataset.name, release.last_year)
            answers[product.id] = Answer(product, release, table)
        except SourceError as error:
            if product is cckp.CRU_TAS_ANNUAL:
                raise
            answers[product.id] = Answer(product, reason=str(error))
        report(product.id, "fetched" if answers[product.id].table is not None else "not had")
    return answers


def held(
    answers: Mapping[str, Answer],
    area_km2: dict[str, float],
    old: Mapping[str, pd.DataFrame] | None,
    published: Mapping[str, Any] | None,
) -> dict[str, Held]:
    """Each product by our codes: fresh, or the last good values of the published snapshot.

    Args:
        answers: from `fetch`.
        area_km2: area by the portal's codes (`clean.areas_by_provider_code`).
        old: the published tables, if any.
        published: the catalog that they came with.

    Raises:
        ContractError: CRU's annual temperature holds values that cannot be true.
    """
    found = {}
    for key, answer in answers.items():
        try:
            found[key] = _fresh(answer, area_km2)
        except (SourceError, ContractError) as error:
            if answer.product is cckp.CRU_TAS_ANNUAL:
                raise
            found[key] = _last_good(answer.product, str(error), old, published)
    return found


def vintage(products: Mapping[str, Held]) -> str:
    """The releases held and their years, for readers: "CRU TS 4.09, 1901–2024; ERA5, 1950–2024"."""
    return "; ".join(dict.fromkeys(f"{p.release}, {p.period}" for p in products.values() if p.release))


def _fresh(answer: Answer, area_km2: dict[str, float]) -> Held:
    if answer.table is None or answer.release is None:
        raise SourceError(answer.reason)
    values = clean.by_country(answer.table, area_km2)
    column = _column(answer.product)
    problems = range_problems(answer.product.title, values.value, column.low, column.high)
    if problems:
        raise ContractError(problems)
    return Held(answer.product, "fresh", answer.release.name, answer.release.period, "", "", values)


def _last_good(
    product: cckp.Product, reason: str, old: Mapping[str, pd.DataFrame] | None, published: Mapping[str, Any] | None
) -> Held:
    """The published values of a product that could not be had, or none if it was never published."""
    keys = ["iso3", *product.keys[1:]]
    before = published["climate"][product.id] if published else {"state": "absent"}
    if old is None or published is None or before["state"] == "absent":
        nothing = pd.DataFrame({"iso3": [], "year": [], "month": [], "value": []})
        nothing = nothing.astype({"iso3": "str", "year": "int16", "month": "int8", "value": "float64"})[
            [*keys, "value"]
        ]
        return Held(product, "absent", "", "", reason, "", nothing)
    table, column = STORED_IN[product.id]
    places = old["countries"]
    rows = old[table.name].rename(columns={column: "value"})[[*keys, "value"]].dropna(subset="value")
    rows = rows[~rows.iso3.isin(places.iso3[places.kind == "aggregate"])].reset_index(drop=True)
    values = rows.assign(value=rows.value.astype(float).round(2))
    since = before.get("stale_since") or published["checked_at"]
    return Held(product, "kept", before["release"], before["period"], reason, since, values)


def _column(product: cckp.Product) -> Column:
    table, name = STORED_IN[product.id]
    return table.column(name)
