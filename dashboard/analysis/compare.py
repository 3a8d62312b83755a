"""What Compare shows: the series of the places chosen on one footing, and what cannot be shown, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

import numpy as np

from dashboard.snapshot import groups, series
from dashboard.snapshot.grid import Grid
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import SMOOTHED_ANOMALY, TEMPERATURE_ANOMALY, Selection
from measures.arrays import Floats
from measures.comparison import NoBaseError, change_since, index, relative_change

NO_INDEX = "An index of temperatures would mean nothing, as zero °C is not “no warmth”; departures are shown."
NO_INDEX_BELOW_ZERO = (
    "An index of values that fall below zero would mean nothing, as no multiple of 100 leads there; values are shown."
)
NO_RATIO_BELOW_ZERO = "A change in % of values that fall below zero would mean nothing; values are shown."
NO_CHANGE = (
    "The smooth course counts from the baseline; a single year’s change is shown for the annual temperature only."
)
SMOOTHED = "Annual mean temperature, smoothed over 31 years (its first and last 15 rest on the years of one side)"
NO_LOG = "A logarithmic scale needs values above zero throughout; these are shown on a linear one."


@dataclass(frozen=True)
class Comparison:
    """Series by code, in the order chosen; one value a year of `years`, in `unit`, NaN where missing.

    `silent` have no value at all, `baseless` none in `base_year`, `zero_based` one there that is zero, of which nothing
    is a share; `common_year` is the first year that would do for all of them, None if there is none. `notes` are
    sentences on what was asked for in vain.
    """

    years: np.ndarray
    values: dict[str, Floats]
    title: str
    unit: str
    base_year: int | None = None
    silent: tuple[str, ...] = ()
    baseless: tuple[str, ...] = ()
    zero_based: tuple[str, ...] = ()
    common_year: int | None = None
    is_log: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def span(self) -> tuple[int, int]:
        """First and last year in which any place has a value."""
        held = np.isfinite(np.column_stack(list(self.values.values()))).any(axis=1)
        return int(self.years[held][0]), int(self.years[held][-1])

    @property
    def stated(self) -> str:
        """Title with unit, and the year from which it counts."""
        return f"{self.title}, {self.unit}"


def compared(snapshot: Snapshot, chosen: Selection) -> tuple[str, ...]:
    """Whom a visitor compares: those chosen, or before anybody is, whom we suggest beside the country shown."""
    return chosen.countries or groups.place_index(snapshot).suggested(chosen.country)


def compare(snapshot: Snapshot, chosen: Selection) -> Comparison:
    """The comparison that a visitor has chosen.

    Raises:
        SnapshotError: the values of the indicator are damaged.
    """
    if chosen.compare_quantity in (TEMPERATURE_ANOMALY, SMOOTHED_ANOMALY):
        return _temperature(snapshot, chosen)
    finished = partial(_finished, chosen, compared(snapshot, chosen))
    about = snapshot.indicators.set_index("id").loc[chosen.compare_quantity]
    table = series.indicator(snapshot, chosen.compare_quantity)
    year, is_share = chosen.base_year, about.unit.startswith("%")
    if chosen.compare_scale == "absolute":
        return finished(table, about["title"], about.unit)
    if chosen.compare_scale == "change" and is_share:
        return finished(table, about["title"], f"change since {year} in percentage points", change_since)
    falls_below = any(np.nanmin(table.of(code)) < 0 for code in compared(snapshot, chosen) if table.has(code))
    if chosen.compare_scale == "index":
        if falls_below:
            return finished(table, about["title"], about.unit, notes=(NO_INDEX_BELOW_ZERO,))
        return finished(table, about["title"], f"index, {year} = 100", index)
    if falls_below:
        return finished(table, about["title"], about.unit, notes=(NO_RATIO_BELOW_ZERO,))
    return finished(table, about["title"], f"change since {year} in %", relative_change)


def _temperature(snapshot: Snapshot, chosen: Selection) -> Comparison:
    places = compared(snapshot, chosen)
    finished = partial(_finished, chosen, places)
    if chosen.compare_scale == "change" and chosen.compare_quantity == TEMPERATURE_ANOMALY:
        table = series.temperature(snapshot)
        return finished(table, "Annual mean temperature", f"°C, change since {chosen.base_year}", change_since)
    first, last = chosen.baseline
    notes = (NO_INDEX,) if chosen.compare_scale == "index" else (NO_CHANGE,) if chosen.compare_scale == "change" else ()
    unit = f"°C from the {first}–{last} mean"
    if chosen.compare_quantity == SMOOTHED_ANOMALY:
        return finished(series.smooth(snapshot, chosen.baseline, places), SMOOTHED, unit, notes=notes)
    table = series.anomalies(snapshot, chosen.baseline)
    return finished(table, "Annual mean temperature", unit, notes=notes)


def _finished(
    chosen: Selection,
    places: tuple[str, ...],
    table: Grid,
    title: str,
    unit: str,
    since: object = None,
    notes: tuple[str, ...] = (),
) -> Comparison:
    held = [code for code in places if table.has(code)]
    silent = tuple(code for code in places if code not in held)
    values: dict[str, Floats] = {}
    baseless: list[str] = []
    zero_based: list[str] = []
    for code in held:
        try:
            own = table.of(code)
            values[code] = own if since is None else since(table.years, own, chosen.base_year)  # type: ignore[operator]
        except NoBaseError as error:
            (baseless if error.value is None else zero_based).append(code)
    is_positive = bool(values) and all(np.nanmin(own) > 0 for own in values.values())
    is_log = chosen.compare_log and is_positive
    if chosen.compare_log and values and not is_positive:
        notes = (*notes, NO_LOG)
    common = first_common([table.of(code) for code in held], table.years, positive=since in (index, relative_change))
    return Comparison(
        years=table.years,
        values=values,
        title=title,
        unit=unit,
        base_year=None if since is None else chosen.base_year,
        silent=silent,
        baseless=tuple(baseless),
        zero_based=tuple(zero_based),
        common_year=common if baseless or zero_based else None,
        is_log=is_log,
        notes=notes,
    )


def first_common(held: list[Floats], years: np.ndarray, *, positive: bool = False) -> int | None:
    """First year in which every series has a value (above zero if `positive`); None if there is none."""
    if not held:
        return None
    table = np.column_stack(held)
    usable = (np.isfinite(table) & (np.nan_to_num(table) > 0 if positive else True)).all(axis=1)
    return int(years[usable][0]) if usable.any() else None
