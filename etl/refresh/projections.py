"""Projections of the climate portal, each scenario and percentile on its own: fetch, check, or keep from before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from etl.contract.projections import PROJECTIONS, TABLES
from etl.contract.validate import range_problems
from etl.errors import ContractError, EtlError, Refused, SourceError
from etl.refresh import climate_products
from etl.refresh.climate_products import Response, refuse_losses, value_problems, with_published_state
from etl.snapshot.published import Published
from etl.sources import cckp
from etl.sources.http import Fetcher
from etl.transform import clean
from etl.transform import projections as transform
from etl.transform.climate_product import ClimateProduct
from etl.transform.projection_checks import level_problems, spread_problems

PRODUCTS = {(product.scenario, product.percentile): product for product in cckp.PROJECTIONS}
MOST_NOTES = 2
"""Products named one by one in the notes of a refresh; more are counted."""


@dataclass(frozen=True)
class Projected:
    """Products by scenario and percentile; their values are changes from 2015-2024."""

    products: Mapping[transform.Key, ClimateProduct]

    @property
    def by_id(self) -> dict[str, ClimateProduct]:
        """Products by their id in the catalog."""
        return {product.product.id: product for product in self.products.values()}

    @property
    def notes(self) -> list[str]:
        """Sentences for the user about products that could not be fetched."""
        noted = [product for product in self.products.values() if product.note]
        if len(noted) <= MOST_NOTES:
            return [product.note for product in noted]
        kept = sum(product.state == "kept" for product in noted)
        return [
            f"Projections: {len(noted)} of {len(self.products)} products not refreshed, {kept} with their last good "
            f"values. The first: {noted[0].note}"
        ]

    def tables(self, land: pd.DataFrame) -> dict[str, pd.DataFrame]:
        """Return the tables `projections` and `projection_areas`.

        Args:
            land: iso3, region_iso3 and area_km2 of all land in the climate data.
        """
        return transform.tables({key: product.values for key, product in self.products.items()}, land)


def fetch(
    fetcher: Fetcher,
    portal: cckp.Portal,
    this_year: int,
    report: Callable[[str, str], None] = lambda name, state: None,
    uncached: Collection[str] = (),
) -> dict[str, Response]:
    """Fetch every scenario and percentile, at most 15 requests; a scenario without a median is asked for no spread.

    Args:
        fetcher: the HTTP client.
        portal: address of the portal's API, whose form has been found.
        this_year: of the refresh.
        report: called with each product and its state, "fetched" or "failed".
        uncached: products that must not come from the raw cache.
    """
    responses: dict[str, Response] = {}
    for (scenario, percentile), product in PRODUCTS.items():
        median = responses.get(PRODUCTS[scenario, "median"].id)
        if percentile != "median" and median is not None and isinstance(median.failure, Refused):
            failure = Refused(f"not asked for, as the climate portal has no {median.product.title}")
            responses[product.id] = Response(product, is_asked=median.is_asked, failure=failure)
            report(product.id, "failed")
        else:
            responses |= climate_products.fetch(fetcher, portal, this_year, report, uncached, [product])
    return responses


def reconcile(
    responses: Mapping[str, Response],
    area_km2: dict[str, float],
    observed: pd.DataFrame,
    old: Published | None,
    *,
    force: bool = False,
) -> Projected:
    """Return each product as changes by iso3 code: fresh, or the last good ones of the published snapshot.

    Args:
        responses: from `fetch`.
        area_km2: area by the portal's codes (`clean.areas_by_provider_code`).
        observed: iso3, year, value of CRU's annual temperature.
        old: the published snapshot.
        force: accept values even if published ones are lost.
    """
    table = old.table(PROJECTIONS.name) if old else None
    places = old.table("countries") if old else None
    aggregates = set() if places is None else set(places.iso3[places.kind == "aggregate"])
    catalog: Mapping[str, Any] = old.catalog if old else {"climate": {}}
    products: dict[transform.Key, ClimateProduct] = {}
    levels: dict[str, pd.DataFrame] = {}
    for key, product in PRODUCTS.items():
        response, before = responses[product.id], catalog["climate"].get(product.id, {"state": "absent"})
        is_published = table is not None and before["state"] != "absent"
        last = transform.published(table, key, aggregates) if is_published and table is not None else None
        try:
            level = _checked_level(response, area_km2, observed, levels.get(key[0]), key[1])
            fresh = _fresh(response, transform.changes(level))
            if last is not None and not force:
                refuse_losses(product, fresh.values, last)
            if last is not None and not response.is_asked and before["state"] == "kept" and fresh.values.equals(last):
                fresh = with_published_state(fresh, before)
            if key[1] == "median":
                levels[key[0]] = level
            products[key] = fresh
        except (SourceError, ContractError) as error:
            products[key] = _last_good(product, error, last, before, catalog.get("checked_at", ""))
            if not response.is_asked and before["state"] != "absent":
                products[key] = with_published_state(products[key], before)
    return Projected(products)


def kept(old: Published | None) -> dict[str, pd.DataFrame]:
    """Return the published tables, without rows if none are."""
    if old is None:  # without a published snapshot the climate source has raised
        raise AssertionError("no published projections to fall back on")
    return {name: old.table(name) for name in TABLES}


def _checked_level(
    response: Response,
    area_km2: dict[str, float],
    observed: pd.DataFrame,
    median: pd.DataFrame | None,
    percentile: str,
) -> pd.DataFrame:
    """Return iso3, year, value in degC of one response; `median` is that of the scenario, if it is fresh."""
    title = response.product.title
    if response.table is None:
        raise response.failure or SourceError(f"{title}: never asked for")
    level = clean.by_country(response.table, area_km2)
    problems = value_problems(response.product, level) or [
        *transform.missing_years(title, level),
        *level_problems(title, level, observed),
    ]
    if median is not None:
        lower, upper = (level, median) if percentile == "p10" else (median, level)
        problems += spread_problems(title, lower, upper)
    if problems:
        raise ContractError(problems)
    return level


def _fresh(response: Response, change: pd.DataFrame) -> ClimateProduct:
    column = PROJECTIONS.column("change_c")
    if problems := range_problems(response.product.title, change.value, column.low, column.high):
        raise ContractError(problems)
    release = response.release
    assert release is not None
    return ClimateProduct(response.product, "fresh", release.name, release.period, "", "", change)


def _last_good(
    product: cckp.Product, failure: EtlError, last: pd.DataFrame | None, before: Mapping[str, str], checked_at: str
) -> ClimateProduct:
    """Return the published changes of a failed product, or none if it was never published."""
    if last is None:
        none = pd.DataFrame({"iso3": pd.Series(dtype="str"), "year": pd.Series(dtype="int16"), "value": []})
        return ClimateProduct(product, "absent", "", "", str(failure), "", none.astype({"value": float}), failure)
    since = before.get("stale_since") or checked_at
    return ClimateProduct(product, "kept", before["release"], before["period"], str(failure), since, last, failure)
