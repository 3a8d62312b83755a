"""Economies in the fixed order that all grids share, with their regions and income groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.snapshot import queries
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import INCOME_NAMES
from dashboard.snapshot.store import Snapshot


@dataclass(frozen=True, eq=False)
class Economies:
    """Economies in the fixed order that all grids share. `region` and `income` are codes, "" without one.

    `latitude_deg` and `longitude_deg` are of a point inside the largest part, NaN where unknown.
    """

    iso3: tuple[str, ...]
    name: tuple[str, ...]
    region: np.ndarray
    income: np.ndarray
    latitude_deg: np.ndarray
    longitude_deg: np.ndarray
    regions: dict[str, str]

    def mask(self, region: str, income: str) -> np.ndarray:
        """Return a mask of the economies in a region and an income group; "" selects all."""
        is_kept = np.ones(len(self.iso3), bool)
        if region:
            is_kept &= self.region == region
        if income:
            is_kept &= self.income == income
        return is_kept


@cached_on_argument(published=True)
def economies(snapshot: Snapshot) -> Economies:
    """Return the economies in alphabetical order."""
    rows = snapshot.countries[snapshot.countries.kind == "economy"].sort_values("name")
    regions = queries.regions(snapshot.countries)
    code_of = {name: code for code, name in regions.items()}
    income_of = {name: code for code, name in INCOME_NAMES.items()}
    return Economies(
        tuple(rows.iso3),
        tuple(rows["name"]),
        np.array([code_of.get(name, "") for name in rows.region]),
        np.array([income_of.get(name, "") for name in rows.income_group]),
        rows.latitude_deg.to_numpy(float),
        rows.longitude_deg.to_numpy(float),
        regions,
    )
