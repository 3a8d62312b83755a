"""One indicator of one place over the years, with the spread of its reference group, as one value object."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dashboard.snapshot import groups, quantities, series, value_doubts
from dashboard.snapshot.store import Snapshot
from measures.arrays import Floats
from measures.quantile_bands import QuantileBands


@dataclass(frozen=True, eq=False)
class IndicatorData:
    """Data of an indicator in one place, for Explore.

    Attributes:
        name: the place's name within a sentence.
        title: of the indicator.
        unit: of `values`.
        years: consecutive, of all places.
        values: one a year, NaN where missing.
        bands: spread of the reference group in the same years; None without a group to show, and for a total, where
            it would only show who is large.
        forecast_years, forecasts: years and values of forecasts; they are in no other field.
        doubts: data doubts about this place, each with its years.
        decimals: of the series; None where each value decides (`quantities.Quantity`).
        bounds: least and largest value possible by definition.
    """

    name: str
    title: str
    unit: str
    years: np.ndarray
    values: Floats
    bands: QuantileBands | None = None
    forecast_years: np.ndarray = field(default_factory=lambda: np.array([], int))
    forecasts: Floats = field(default_factory=lambda: np.array([], float))
    doubts: tuple[str, ...] = ()
    decimals: int | None = None
    bounds: tuple[float, float] = quantities.UNBOUNDED

    @property
    def has_values(self) -> bool:
        """Whether there is any value."""
        return bool(np.isfinite(self.values).any())

    @property
    def covered(self) -> tuple[np.ndarray, Floats]:
        """Years and values from the first to the last value, both empty without any."""
        return series.span(self.years, self.values)


def indicator_data(snapshot: Snapshot, iso3: str, code: str, reference_group: str) -> IndicatorData:
    """Return an indicator of one place. Its parts are cached, so that a call is a look-up.

    Args:
        snapshot: the figures.
        iso3: code of the place.
        code: of the series.
        reference_group: "zone", "region" or "none".

    Raises:
        SnapshotError: the values of the series are damaged.
    """
    places, grid = groups.place_index(snapshot), series.indicator(snapshot, code)
    quantity = quantities.quantities(snapshot)[code]
    ahead = snapshot.forecasts(code)
    if len(ahead):  # few series have any, and an empty filter costs half a millisecond at every click
        ahead = ahead[ahead.iso3 == iso3].sort_values("year")
    return IndicatorData(
        name=places.name_in_sentence(iso3),
        title=quantity.title,
        unit=quantity.unit,
        years=grid.years,
        values=grid.of(iso3),
        bands=_bands(snapshot, iso3, code, reference_group) if grid.has(iso3) else None,
        forecast_years=ahead.year.to_numpy(int),
        forecasts=ahead.value.to_numpy(float),
        doubts=tuple(value_doubts.of_place(snapshot, code, iso3)),
        decimals=quantity.decimals,
        bounds=quantity.bounds,
    )


def _bands(snapshot: Snapshot, iso3: str, code: str, reference_group: str) -> QuantileBands | None:
    places = groups.place_index(snapshot)
    group = places.spread_group(iso3, reference_group)
    if group is None or series.is_total(snapshot, code, places.world.members):
        return None
    return series.indicator_bands(snapshot, code, group.members)
