"""Comparison of several places: their series on a common base, and places that cannot be shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto

import numpy as np

from dashboard.snapshot import groups, series
from dashboard.snapshot.change_units import change_unit
from dashboard.snapshot.grid import Grid
from dashboard.snapshot.quantities import UNBOUNDED, quantities
from dashboard.snapshot.store import Snapshot
from dashboard.state.parameters import FEWEST_STEPS
from dashboard.state.selection import SMOOTHED_ANOMALY, TEMPERATURE_ANOMALY, Selection
from measures.arrays import Floats
from measures.comparison import NoBaseError, change_since, index, relative_change

TEMPERATURE = "Annual mean temperature"
SMOOTHED = f"{TEMPERATURE}, smoothed over 31 years"


class Kind(Enum):
    """Kind of the values compared: the indicator's own, differences, or ratios."""

    VALUE = auto()
    ANOMALY = auto()
    CHANGE_C = auto()
    CHANGE_POINTS = auto()
    CHANGE_PERCENT = auto()
    INDEX = auto()


RATIOS = (Kind.CHANGE_PERCENT, Kind.INDEX)
"""Kinds that need a value above zero in the base year."""


class Fallback(Enum):
    """A choice that was not applied; text/compare.py has the reason and what is shown instead."""

    TEMPERATURE_INDEX = auto()
    CHANGE_OF_SMOOTHED = auto()
    INDEX_BELOW_ZERO = auto()
    RATIO_BELOW_ZERO = auto()
    LOG_OF_NON_POSITIVE = auto()


@dataclass(frozen=True)
class Comparison:
    """Series of several places.

    Attributes:
        years: consecutive.
        values: by code in the order chosen, one a year, NaN where missing.
        title: of the quantity.
        unit: of the values.
        basis: what the values count from: "change since 2000", "index, 1990 = 100"; empty for an indicator's own.
        base_year: base year of changes and indices; None for values and anomalies.
        without_values: places without any value.
        outside_years: places whose values all lie outside the years shown.
        without_base_value: places without a value in the base year.
        zero_at_base: places whose value in the base year is zero or less, so that ratios are undefined.
        common_year: the first year that could be the base year of all; None if no year could be, or none is needed.
        is_log: whether the scale is logarithmic.
        available: first and last year in which any place has a value, which may lie outside the years shown.
        fallbacks: choices that were not applied.
        decimals: of an indicator's own values; None where each value decides (`quantities.Quantity`).
        bounds: least and largest value possible by definition.
    """

    years: np.ndarray
    values: dict[str, Floats]
    title: str
    unit: str
    basis: str = ""
    kind: Kind = Kind.VALUE
    base_year: int | None = None
    without_values: tuple[str, ...] = ()
    outside_years: tuple[str, ...] = ()
    without_base_value: tuple[str, ...] = ()
    zero_at_base: tuple[str, ...] = ()
    common_year: int | None = None
    is_log: bool = False
    available: tuple[int, int] = (0, 0)
    fallbacks: tuple[Fallback, ...] = ()
    decimals: int | None = None
    bounds: tuple[float, float] = UNBOUNDED

    @property
    def span(self) -> tuple[int, int]:
        """First and last year in which any place has a value."""
        return _span(self.years, list(self.values.values()))

    @property
    def heading(self) -> str:
        """Title with what the values count from, and unit: "Temperature, change since 2000 (°C)"."""
        unit = f" ({self.unit})" if self.unit else ""
        return ", ".join(filter(None, (self.title, self.basis))) + unit

    @property
    def full_unit(self) -> str:
        """Unit with what the values count from, for a file."""
        return ", ".join(filter(None, (self.unit, self.basis)))


@dataclass(frozen=True)
class _Quantity:
    """Quantity compared: values of every place, and the function that relates them to the base year."""

    grid: Grid
    title: str
    unit: str
    basis: str
    kind: Kind
    transform: Callable[[np.ndarray, Floats, int], Floats] | None = None
    fallbacks: tuple[Fallback, ...] = ()
    decimals: int | None = None
    bounds: tuple[float, float] = UNBOUNDED


def compared(snapshot: Snapshot, chosen: Selection) -> tuple[str, ...]:
    """Return the places compared: those chosen, or else those suggested for the country shown."""
    return chosen.countries or groups.place_index(snapshot).suggested(chosen.country)


def compare(snapshot: Snapshot, chosen: Selection) -> Comparison:
    """Return the comparison that a visitor has chosen.

    Raises:
        SnapshotError: the values of the indicator are damaged.
    """
    places = compared(snapshot, chosen)
    if chosen.compare_quantity in (TEMPERATURE_ANOMALY, SMOOTHED_ANOMALY):
        quantity = _temperature(snapshot, chosen, places)
    else:
        quantity = _indicator(snapshot, chosen, places)
    return _comparison(chosen, places, quantity)


def _indicator(snapshot: Snapshot, chosen: Selection, places: tuple[str, ...]) -> _Quantity:
    about, year = quantities(snapshot)[chosen.compare_quantity], chosen.base_year
    grid, title, unit = series.indicator(snapshot, chosen.compare_quantity), about.title, about.unit
    own = _Quantity(grid, title, unit, "", Kind.VALUE, decimals=about.decimals, bounds=about.bounds)
    if chosen.compare_scale == "absolute":
        return own
    since = f"change since {year}"
    if chosen.compare_scale == "change" and change_unit(unit) != "%":
        return _Quantity(grid, title, change_unit(unit), since, Kind.CHANGE_POINTS, change_since)
    falls_below_zero = any(np.nanmin(grid.of(code)) < 0 for code in places if grid.has(code))
    if falls_below_zero:
        why = Fallback.INDEX_BELOW_ZERO if chosen.compare_scale == "index" else Fallback.RATIO_BELOW_ZERO
        return replace(own, fallbacks=(why,))
    if chosen.compare_scale == "index":
        return _Quantity(grid, title, "", f"index, {year} = 100", Kind.INDEX, index)
    return _Quantity(grid, title, "%", since, Kind.CHANGE_PERCENT, relative_change)


def _temperature(snapshot: Snapshot, chosen: Selection, places: tuple[str, ...]) -> _Quantity:
    is_smoothed = chosen.compare_quantity == SMOOTHED_ANOMALY
    if chosen.compare_scale == "change" and not is_smoothed:
        since = f"change since {chosen.base_year}"
        return _Quantity(series.temperature(snapshot), TEMPERATURE, "°C", since, Kind.CHANGE_C, change_since)
    fallbacks = {"index": (Fallback.TEMPERATURE_INDEX,), "change": (Fallback.CHANGE_OF_SMOOTHED,)}
    why = fallbacks.get(chosen.compare_scale, ())
    first, last = chosen.baseline
    basis = f"anomaly from {first}–{last}"
    title, grid = (
        (SMOOTHED, series.smooth(snapshot, chosen.baseline, places))
        if is_smoothed
        else (TEMPERATURE, series.anomalies(snapshot, chosen.baseline))
    )
    return _Quantity(grid, title, "°C", basis, Kind.ANOMALY, fallbacks=why)


def _comparison(chosen: Selection, places: tuple[str, ...], quantity: _Quantity) -> Comparison:
    grid, transform, fallbacks = quantity.grid, quantity.transform, quantity.fallbacks
    with_values = [code for code in places if grid.has(code)]
    values: dict[str, Floats] = {}
    without_base_value: list[str] = []
    zero_at_base: list[str] = []
    for code in with_values:
        try:
            own = grid.of(code)
            values[code] = own if transform is None else transform(grid.years, own, chosen.base_year)
        except NoBaseError as error:
            (without_base_value if error.value is None else zero_at_base).append(code)
    available = _span(grid.years, list(values.values())) if values else (0, 0)
    first, last = years_shown(chosen, quantity.kind)
    is_shown = (grid.years >= first) & (grid.years <= last)
    outside_years = tuple(code for code, own in values.items() if not np.isfinite(own[is_shown]).any())
    values = {code: own[is_shown] for code, own in values.items() if code not in outside_years}
    is_positive = all(np.nanmin(own) > 0 for own in values.values())
    if chosen.compare_log and not is_positive:
        fallbacks = (*fallbacks, Fallback.LOG_OF_NON_POSITIVE)
    common_year = None
    if without_base_value or zero_at_base:
        needs_positive = quantity.kind in RATIOS
        common_year = first_common_year([grid.of(code) for code in with_values], grid.years, positive=needs_positive)
    return Comparison(
        years=grid.years[is_shown],
        values=values,
        title=quantity.title,
        unit=quantity.unit,
        basis=quantity.basis,
        kind=quantity.kind,
        base_year=None if transform is None else chosen.base_year,
        without_values=tuple(code for code in places if code not in with_values),
        outside_years=outside_years,
        without_base_value=tuple(without_base_value),
        zero_at_base=tuple(zero_at_base),
        common_year=common_year,
        is_log=chosen.compare_log and bool(values) and is_positive,
        available=available,
        fallbacks=fallbacks,
        decimals=quantity.decimals,
        bounds=quantity.bounds,
    )


def years_shown(chosen: Selection, kind: Kind) -> tuple[int, int]:
    """Return first and last year of the axis: those chosen, or of a change the base year and all after it."""
    if chosen.compare_years:
        return chosen.compare_years
    first, last = chosen.param.compare_years.bounds
    is_change = kind in (Kind.CHANGE_C, Kind.CHANGE_POINTS, Kind.CHANGE_PERCENT)
    return (chosen.base_year if is_change and chosen.base_year <= last - FEWEST_STEPS else first), last


def _span(years: np.ndarray, values: list[Floats]) -> tuple[int, int]:
    """Return the first and the last year in which one of the series has a value."""
    with_values = years[np.isfinite(np.column_stack(values)).any(axis=1)]
    return int(with_values[0]), int(with_values[-1])


def first_common_year(values: list[Floats], years: np.ndarray, *, positive: bool = False) -> int | None:
    """Return the first year in which every series has a value (above zero if `positive`); None without such a year."""
    if not values:
        return None
    table = np.column_stack(values)
    is_usable = np.isfinite(table)
    if positive:
        is_usable &= np.nan_to_num(table) > 0
    usable = is_usable.all(axis=1)
    return int(years[usable][0]) if usable.any() else None
