"""Projections: the change of each place from its mean of 2015-2024, and means of the World and its regions. Pure.

Only the change is published, for the delta method: it is added to the observed mean of the same years. Models differ
from observations in their level, in mountains by degrees, and most of such a bias cancels in a difference of two means
of one model (Hawkins and Sutton 2016, doi:10.1175/BAMS-D-14-00154.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from etl.contract.projections import BASE_YEARS, LAST_YEAR, PROJECTION_AREAS, PROJECTIONS
from etl.contract.schema import Table, some

LEAST_KNOWN_AREA = 0.9
"""Least share of a region's land with figures for a mean of it, as for observed temperatures."""

DECIMALS = 3
"""Of a change in degC. The portal's temperatures have two; their mean over ten years has a third."""

Key = tuple[str, str]
"""Scenario and percentile."""


def missing_years(title: str, values: pd.DataFrame) -> list[str]:
    """Return a sentence if a place lacks a year: its mean, and that of its region, would be of other years."""
    years = values.groupby("iso3").year.nunique()
    partial = years.index[years != LAST_YEAR - BASE_YEARS[0] + 1]
    return [f"{title}: years are missing in {some([str(code) for code in partial])}"] if len(partial) else []


def changes(values: pd.DataFrame) -> pd.DataFrame:
    """Return each place's change from its own mean of 2015-2024: iso3, year, value in degC; sorted.

    Args:
        values: iso3, year, value: annual mean temperature in degC of one scenario and percentile.
    """
    base = values[values.year.between(*BASE_YEARS)].groupby("iso3").value.mean()
    change = (values.value - values.iso3.map(base)).astype(float).round(DECIMALS)
    table = values[["iso3", "year"]].assign(value=change + 0.0)  # no negative zeros
    return table.sort_values(["iso3", "year"], ignore_index=True)


def tables(products: Mapping[Key, pd.DataFrame], land: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables `projections` and `projection_areas`.

    Args:
        products: changes by scenario and percentile (`changes`).
        land: iso3, region_iso3 and area_km2 of all land in the climate data.
    """
    rows, areas = [], []
    for (scenario, percentile), change in products.items():
        if change.empty:
            continue
        means, shares = aggregates(change, land)
        key = {"scenario": scenario, "percentile": percentile}
        rows.append(pd.concat([change, means], ignore_index=True).assign(**key))
        areas.append(shares.assign(**key))
    projected = [part.rename(columns={"value": "change_c"}) for part in rows]
    return {
        PROJECTIONS.name: _table(projected, PROJECTIONS),
        PROJECTION_AREAS.name: _table(areas, PROJECTION_AREAS),
    }


def aggregates(change: pd.DataFrame, land: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the area-weighted mean change of the World (WLD) and its regions, and the share of land behind each.

    An area mean of percentiles has a wider spread than the mean of an area: no model is hot everywhere.

    Args:
        change: iso3, year, value; each place has every year.
        land: iso3, region_iso3, area_km2 of all land in the climate data.

    Returns:
        iso3, year, value in degC, without those that have less than nine tenths of their land; and iso3,
        land_share_pct of all.
    """
    wide = change.pivot(index="year", columns="iso3", values="value")
    means, shares = [], []
    for code, members in _members(land):
        known = members[members.iso3.isin(wide.columns)]
        share = known.area_km2.sum() / members.area_km2.sum()
        shares.append({"iso3": code, "land_share_pct": round(100 * float(share), 2)})
        if share >= LEAST_KNOWN_AREA:
            mean = np.average(wide[list(known.iso3)].to_numpy(), axis=1, weights=known.area_km2.to_numpy())
            means.append(pd.DataFrame({"iso3": code, "year": wide.index, "value": mean.round(DECIMALS) + 0.0}))
    empty = change.iloc[:0]
    return pd.concat([empty, *means], ignore_index=True), pd.DataFrame(shares, columns=["iso3", "land_share_pct"])


def published(table: pd.DataFrame, key: Key, aggregate_codes: set[str]) -> pd.DataFrame:
    """Return the published changes of the places under one scenario and percentile: iso3, year, value."""
    is_wanted = (table.scenario == key[0]) & (table.percentile == key[1]) & ~table.iso3.isin(aggregate_codes)
    rows = table[is_wanted].rename(columns={"change_c": "value"})[["iso3", "year", "value"]]
    return rows.assign(value=rows.value.astype(float).round(DECIMALS)).reset_index(drop=True)


def _members(land: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    yield "WLD", land
    for region, members in land[land.region_iso3 != ""].groupby("region_iso3"):
        yield str(region), members


def _table(parts: list[pd.DataFrame], table: Table) -> pd.DataFrame:
    joined = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=table.names)
    typed = joined[table.names].astype({column.name: column.dtype for column in table.columns})
    return typed.sort_values(list(table.key), ignore_index=True)
