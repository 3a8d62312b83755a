"""The climate portal's products, each on its own: fetched, brought to our codes, or kept from the last refresh."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
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
    """What came of asking for one product: a release with its table, or why there is none.

    `is_asked` is False where nobody was asked (offline): the table is that of the raw cache, which may hold none.
    """

    product: cckp.Product
    release: cckp.Release | None = None
    table: pd.DataFrame | None = None
    is_asked: bool = True
    failure: SourceError | None = None


def fetch(
    fetcher: Fetcher,
    base: str,
    this_year: int,
    report: Callable[[str, str], None] = lambda name, state: None,
    anew: Collection[str] = (),
) -> dict[str, Answer]:
    """Every product of the portal; one that cannot be had costs none of the others.

    Once a release of a data set is found, its other products are asked for the same release, then for older ones.

    Args:
        fetcher: how to pull.
        base: address of the portal's API.
        this_year: the newest release that is asked for ends the year before.
        report: told of each product, "fetched" or "not had".
        anew: products of which what the raw cache holds is not taken: it may be what was refused.

    Raises:
        SourceError: CRU's annual temperature could not be had.
    """
    answers: dict[str, Answer] = {}
    newest: dict[str, int] = {}
    for product in cckp.PRODUCTS:
        try:
            release, table = cckp.fetch_product(
                fetcher, base, product, this_year, newest.get(product.dataset.name), _trusted(product, anew)
            )
            newest.setdefault(product.dataset.name, release.last_year)
            answers[product.id] = Answer(product, release, table, not fetcher.offline)
        except SourceError as error:
            if product is cckp.CRU_TAS_ANNUAL:
                raise
            answers[product.id] = Answer(product, is_asked=not fetcher.offline, failure=error)
        report(product.id, "fetched" if answers[product.id].table is not None else "not had")
    return answers


def reconcile(
    answers: Mapping[str, Answer],
    area_km2: dict[str, float],
    old: Mapping[str, pd.DataFrame] | None,
    published: Mapping[str, Any] | None,
    *,
    force: bool = False,
) -> dict[str, ClimateProduct]:
    """Each product by our codes: fresh, or the last good values of the published snapshot.

    Offline, a published product stands as it did: that the raw cache holds the same figures, or none, is no news of
    the portal.

    Args:
        answers: from `fetch`.
        area_km2: area by the portal's codes (`clean.areas_by_provider_code`).
        old: the published tables, if any.
        published: the catalog that they came with.
        force: take values even if published ones are lost by them.

    Raises:
        ContractError: CRU's annual temperature holds values that cannot be true, or lacks published ones.
    """
    found: dict[str, ClimateProduct] = {}
    for key, answer in answers.items():
        before = published["climate"][key] if published else {"state": "absent"}
        try:
            fresh = _fresh(answer, area_km2)
            if old is not None and before["state"] != "absent":
                values, stands = _to_be_published(fresh, found), _published_values(fresh.product, old)
                if not force:
                    _refuse_losses(fresh.product, values, stands)
                if not answer.is_asked and before["state"] == "kept" and values.equals(stands):
                    fresh = _as_before(fresh, before)
            found[key] = fresh
        except (SourceError, ContractError) as error:
            if answer.product is cckp.CRU_TAS_ANNUAL:
                raise
            found[key] = _last_good(answer.product, error, old, published)
            if not answer.is_asked and before["state"] != "absent":
                found[key] = _as_before(found[key], before)
    return found


def vintage(products: Mapping[str, ClimateProduct]) -> str:
    """The releases held and their years, for readers: "CRU TS 4.09, 1901–2024; ERA5, 1950–2024"."""
    return "; ".join(dict.fromkeys(f"{p.release}, {p.period}" for p in products.values() if p.release))


def _as_before(product: ClimateProduct, before: Mapping[str, str]) -> ClimateProduct:
    """The product, said to stand as the published catalog says."""
    stale = {name: before.get(name, "") for name in ("reason", "stale_since")}
    return replace(product, state=before["state"], reason=stale["reason"], stale_since=stale["stale_since"])


def _trusted(product: cckp.Product, anew: Collection[str]) -> Callable[[pd.DataFrame], bool]:
    """Whether a table in the raw cache may be taken: not one that our checks have refused, or would."""
    return lambda table: product.id not in anew and not _range_problems(product, table)


def _fresh(answer: Answer, area_km2: dict[str, float]) -> ClimateProduct:
    if answer.table is None or answer.release is None:
        raise answer.failure or SourceError(f"{answer.product.title}: never asked for")
    values = clean.by_country(answer.table, area_km2)
    if problems := _range_problems(answer.product, values):
        raise ContractError(problems)
    return ClimateProduct(answer.product, "fresh", answer.release.name, answer.release.period, "", "", values)


def _to_be_published(fresh: ClimateProduct, found: Mapping[str, ClimateProduct]) -> pd.DataFrame:
    """What will stand in the product's column: ERA5's annual means are completed from its months."""
    if fresh.product is not cckp.ERA5_TAS_ANNUAL:
        return fresh.values
    of_months = found[cckp.ERA5_TAS_MONTHLY.id].values
    return completed(fresh.values, of_months).sort_values(["iso3", "year"], ignore_index=True)


def _refuse_losses(product: cckp.Product, values: pd.DataFrame, published: pd.DataFrame) -> None:
    """Raises `ContractError` if published values would be lost."""
    lost = list(losses(product.title, values, published))
    if lost:
        raise ContractError([*lost, "publish it all the same with --force"])


def _last_good(
    product: cckp.Product,
    failure: EtlError,
    old: Mapping[str, pd.DataFrame] | None,
    published: Mapping[str, Any] | None,
) -> ClimateProduct:
    """The published values of a product that could not be had, or none if it was never published."""
    keys = ["iso3", *product.keys[1:]]
    before = published["climate"][product.id] if published else {"state": "absent"}
    if old is None or published is None or before["state"] == "absent":
        nothing = pd.DataFrame({"iso3": [], "year": [], "month": [], "value": []})
        nothing = nothing.astype({"iso3": "str", "year": "int16", "month": "int8", "value": "float64"})[
            [*keys, "value"]
        ]
        return ClimateProduct(product, "absent", "", "", str(failure), "", nothing, failure)
    since = before.get("stale_since") or published["checked_at"]
    values = _published_values(product, old)
    return ClimateProduct(product, "kept", before["release"], before["period"], str(failure), since, values, failure)


def _published_values(product: cckp.Product, old: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The published values that are, or stand for, those of a product; no regions."""
    table, column = STORED_IN[product.id]
    keys, places = ["iso3", *product.keys[1:]], old["countries"]
    rows = old[table.name].rename(columns={column: "value"})[[*keys, "value"]].dropna(subset="value")
    rows = rows[~rows.iso3.isin(places.iso3[places.kind == "aggregate"])].reset_index(drop=True)
    return rows.assign(value=rows.value.astype(float).round(2))


def _range_problems(product: cckp.Product, values: pd.DataFrame) -> list[str]:
    table, name = STORED_IN[product.id]
    column = table.column(name)
    return range_problems(product.title, values.value, column.low, column.high)
