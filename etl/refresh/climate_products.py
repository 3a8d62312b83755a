"""Products of the climate portal, each on its own: fetch, map to iso3 codes, or keep from the last refresh."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from etl.contract.climate import CLIMATE_MONTHLY, TEMPERATURE
from etl.contract.validate import losses, range_problems
from etl.errors import ContractError, EtlError, SourceError
from etl.sources import cckp
from etl.sources.http import Fetcher
from etl.transform import clean
from etl.transform.annual import completed
from etl.transform.climate_product import ClimateProduct
from etl.transform.cross_checks import contradictions

STORED_IN = {
    "cru_tas_annual": (TEMPERATURE, "temperature_c"),
    "cru_tas_monthly": (CLIMATE_MONTHLY, "temperature_c"),
    "cru_pr_monthly": (CLIMATE_MONTHLY, "precipitation_mm"),
    "era5_tas_monthly": (CLIMATE_MONTHLY, "temperature_era5_c"),
    "era5_tas_annual": (TEMPERATURE, "temperature_era5_c"),
}
"""Table and column of each product in the snapshot: its range of values, and its last good ones."""


SECOND_SOURCES = (cckp.ERA5_TAS_MONTHLY, cckp.ERA5_TAS_ANNUAL)
NAMES = ("CRU TS", "ERA5")
"""Products that are compared with CRU's annual temperature, and the names of both data sets."""


@dataclass(frozen=True)
class Response:
    """Response to the request for one product: a release with its table, or a failure.

    `is_asked` is False offline: the table then comes from the raw cache, if it is there.
    """

    product: cckp.Product
    release: cckp.Release | None = None
    table: pd.DataFrame | None = None
    is_asked: bool = True
    failure: SourceError | None = None


def fetch(
    fetcher: Fetcher,
    portal: cckp.Portal,
    this_year: int,
    report: Callable[[str, str], None] = lambda name, state: None,
    uncached: Collection[str] = (),
    products: Iterable[cckp.Product] = cckp.PRODUCTS,
) -> dict[str, Response]:
    """Fetch every product of the portal; the failure of one does not affect the others.

    Once a release of a data set is found, its other products are requested for the same release, then for older ones.

    Args:
        fetcher: the HTTP client.
        portal: address of the portal's API.
        this_year: the newest release requested ends the year before.
        report: called with each product and its state, "fetched" or "failed".
        uncached: products that must not come from the raw cache, as that may have values that failed a check.
        products: those to fetch.

    Raises:
        SourceError: CRU's annual temperature cannot be fetched.
    """
    responses: dict[str, Response] = {}
    newest: dict[str, int] = {}
    for product in products:
        try:
            release, table = cckp.fetch_product(
                fetcher, portal, product, this_year, newest.get(product.dataset.name), _cache_check(product, uncached)
            )
            newest.setdefault(product.dataset.name, release.last_year)
            responses[product.id] = Response(product, release, table, not fetcher.offline)
        except SourceError as error:
            if product is cckp.CRU_TAS_ANNUAL:
                raise
            responses[product.id] = Response(product, is_asked=not fetcher.offline, failure=error)
        report(product.id, "fetched" if responses[product.id].table is not None else "failed")
    return responses


def reconcile(
    responses: Mapping[str, Response],
    area_km2: dict[str, float],
    old: Mapping[str, pd.DataFrame] | None,
    published: Mapping[str, Any] | None,
    *,
    latitude_deg: pd.Series | None = None,
    force: bool = False,
) -> dict[str, ClimateProduct]:
    """Return each product by iso3 code: fresh, or the last good values of the published snapshot.

    Offline, a published product keeps its state: the same figures in the raw cache, or none, tell nothing about the
    portal.

    Args:
        responses: from `fetch`.
        area_km2: area by the portal's codes (`clean.areas_by_provider_code`).
        old: the published tables, if any.
        published: their catalog.
        latitude_deg: of each iso3 code, to check the order of months; not checked without.
        force: accept values even if published ones are lost.

    Raises:
        ContractError: CRU's annual temperature has impossible values, or lacks published ones.
    """
    products: dict[str, ClimateProduct] = {}
    for key, response in responses.items():
        before = published["climate"][key] if published else {"state": "absent"}
        try:
            fresh = _fresh(response, area_km2)
            _refuse_contradictions(fresh, products, latitude_deg)
            if old is not None and before["state"] != "absent":
                new_values, old_values = _values_to_publish(fresh, products), _published_values(fresh.product, old)
                if not force:
                    refuse_losses(fresh.product, new_values, old_values)
                if not response.is_asked and before["state"] == "kept" and new_values.equals(old_values):
                    fresh = with_published_state(fresh, before)
            products[key] = fresh
        except (SourceError, ContractError) as error:
            if response.product is cckp.CRU_TAS_ANNUAL:
                raise
            products[key] = _last_good(response.product, error, old, published)
            if not response.is_asked and before["state"] != "absent":
                products[key] = with_published_state(products[key], before)
    return products


def vintage(products: Mapping[str, ClimateProduct]) -> str:
    """Return the releases and their years: "CRU TS 4.09, 1901–2024; ERA5, 1950–2024"."""
    return "; ".join(dict.fromkeys(f"{p.release}, {p.period}" for p in products.values() if p.release))


def with_published_state(product: ClimateProduct, before: Mapping[str, str]) -> ClimateProduct:
    """Return the product with the state of its published catalog entry."""
    reason, since = before.get("reason", ""), before.get("stale_since", "")
    return replace(product, state=before["state"], reason=reason, stale_since=since)


def _cache_check(product: cckp.Product, uncached: Collection[str]) -> Callable[[pd.DataFrame], bool]:
    """Return whether a table from the raw cache may be used: not one that has failed our checks, or would."""
    return lambda table: product.id not in uncached and not value_problems(product, table)


def _fresh(response: Response, area_km2: dict[str, float]) -> ClimateProduct:
    product = response.product
    if response.table is None or response.release is None:
        raise response.failure or SourceError(f"{product.title}: never asked for")
    values = clean.by_country(response.table, area_km2)
    if problems := value_problems(product, values):
        raise ContractError(problems)
    return ClimateProduct(product, "fresh", response.release.name, response.release.period, "", "", values)


def _values_to_publish(fresh: ClimateProduct, products: Mapping[str, ClimateProduct]) -> pd.DataFrame:
    """Return the product's column of the new snapshot: ERA5's annual means are completed from its months."""
    if fresh.product is not cckp.ERA5_TAS_ANNUAL:
        return fresh.values
    months = products[cckp.ERA5_TAS_MONTHLY.id].values
    return completed(fresh.values, months).sort_values(["iso3", "year"], ignore_index=True)


def _refuse_contradictions(
    fresh: ClimateProduct, products: Mapping[str, ClimateProduct], latitude_deg: pd.Series | None
) -> None:
    """Raise `ContractError` if a second product of the temperature contradicts the first."""
    if fresh.product not in SECOND_SOURCES or cckp.CRU_TAS_ANNUAL.id not in products:
        return
    latitudes = pd.Series(dtype=float) if latitude_deg is None else latitude_deg
    trusted = products[cckp.CRU_TAS_ANNUAL.id].values
    if problems := contradictions(fresh.values, trusted, latitudes, NAMES):
        raise ContractError(problems)


def refuse_losses(product: cckp.Product, values: pd.DataFrame, published: pd.DataFrame) -> None:
    """Raise `ContractError` if published values would be lost."""
    lost = list(losses(product.title, values, published))
    if lost:
        raise ContractError([*lost, "publish it all the same with --force"])


def _last_good(
    product: cckp.Product,
    failure: EtlError,
    old: Mapping[str, pd.DataFrame] | None,
    published: Mapping[str, Any] | None,
) -> ClimateProduct:
    """Return the published values of a failed product, or none if it was never published."""
    keys = ["iso3", *product.keys[1:]]
    before = published["climate"][product.id] if published else {"state": "absent"}
    if old is None or published is None or before["state"] == "absent":
        dtypes = {"iso3": "str", "year": "int16", "month": "int8", "value": "float64"}
        no_values = pd.DataFrame({name: pd.Series(dtype=dtypes[name]) for name in [*keys, "value"]})
        return ClimateProduct(product, "absent", "", "", str(failure), "", no_values, failure)
    since = before.get("stale_since") or published["checked_at"]
    values = _published_values(product, old)
    return ClimateProduct(product, "kept", before["release"], before["period"], str(failure), since, values, failure)


def _published_values(product: cckp.Product, old: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the published values of a product, or of the column that has them; without regions."""
    table, column = STORED_IN[product.id]
    keys, places = ["iso3", *product.keys[1:]], old["countries"]
    rows = old[table.name].rename(columns={column: "value"})[[*keys, "value"]].dropna(subset="value")
    rows = rows[~rows.iso3.isin(places.iso3[places.kind == "aggregate"])].reset_index(drop=True)
    return rows.assign(value=rows.value.astype(float).round(2))


def value_problems(product: cckp.Product, values: pd.DataFrame) -> list[str]:
    """Return a sentence on values outside the range of the quantity, if any."""
    table, name = STORED_IN.get(product.id, STORED_IN[cckp.CRU_TAS_ANNUAL.id])  # a projection is a temperature, too
    column = table.column(name)
    return range_problems(product.title, values.value, column.low, column.high)
