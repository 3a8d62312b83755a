"""Sentences for the map: title, coverage, meaning of its marks."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.analysis.map_values import HOLDS_ZERO, THIN_RECORD, MapKey, MapValues
from dashboard.snapshot import queries
from dashboard.snapshot.codes import DEFAULT_MEASURE
from dashboard.snapshot.queries import is_uncertain
from dashboard.snapshot.store import Snapshot
from dashboard.snapshot.tolerance import NO_YEAR, TOLERANCE_YEARS
from dashboard.text import emergence
from dashboard.text.numbers import amount, number, signed


def warming_sentence(rows: pd.DataFrame, economies: set[str]) -> str:
    """What the map shows, in one sentence: how many warmed, the middle of them, and how many are uncertain.

    Args:
        rows: period_change, one row a country.
        economies: the codes counted.
    """
    counted = rows[rows.iso3.isin(economies)]
    clear = counted[~is_uncertain(counted)]
    warmer, cooler = int((clear.value > 0).sum()), int((clear.value < 0).sum())
    thin = int(counted.doubt.ne("").sum())
    return (
        f"Of {len(counted)} economies {warmer} have clearly warmed and {cooler or 'none'} clearly cooled; "
        f"for {thin} the record is too thin to tell, for {len(counted) - len(clear) - thin} more the interval holds "
        f"zero. The median economy warmed by {number(float(counted.value.median()), 2)} °C."
    )


def title(shown: MapValues) -> str:
    """What the map shows, with unit and the years it rests on; the year shown stands beside its slider."""
    return ", ".join(part for part in (shown.title, shown.period, shown.unit) if part)


def amount_of(shown: MapValues, value: float) -> str:
    """A value without its unit: signed for a change, a plain year for a year."""
    if shown.decimals is None:
        return amount(value)
    if shown.unit == "year":
        return f"{value:.0f}"
    return signed(value, shown.decimals) if shown.is_signed else number(value, shown.decimals)


def value_of(shown: MapValues, row: int, place: int) -> str:
    """A place's value with unit, and its year where that is not the year shown."""
    value = float(shown.values[row, place])
    if np.isnan(value):
        return emergence.of_one(shown.not_emerged) if shown.has_not_emerged[place] else "no data"
    said = f"{amount_of(shown, value)} {shown.unit}" if shown.unit != "year" else amount_of(shown, value)
    if not shown.years.size:
        return said
    return f"{said} in {int(shown.years[row]) + int(shown.offsets[row, place])}"


def interval_of(shown: MapValues, place: int) -> str:
    """A place's 95 % interval and what it means, or nothing where there is none."""
    if shown.low is None or shown.high is None or np.isnan(shown.low[place]):
        return ""
    low, high = float(shown.low[place]), float(shown.high[place])
    if np.isnan(high):  # of a year since which something holds: it may not hold at all
        return f"95 % interval {amount_of(shown, low)} or later{meaning(int(shown.marks[place]))}"
    return f"95 % interval {amount_of(shown, low)} to {amount_of(shown, high)}{meaning(int(shown.marks[place]))}"


def meaning(mark: int) -> str:
    """What a mark adds to an interval."""
    return {THIN_RECORD: "; thin record", HOLDS_ZERO: "; may be no change at all"}.get(mark, "")


def coverage(shown: MapValues, row: int) -> str:
    """How many economies have a value of the year shown, and how many more from a year near it."""
    total, exact = int(shown.places.is_economy.sum()), int(shown.exact_counts[row])
    if not shown.years.size:
        pending = int((shown.has_not_emerged & shown.places.is_economy).sum())
        waiting = emergence.counted(shown.not_emerged, pending)
        return "; ".join(part for part in (f"{exact} of {total} economies", waiting) if part)
    more = int(shown.covered_counts[row]) - exact
    near = f"; {more} more from the nearest year within {TOLERANCE_YEARS}" if more else ""
    return f"{exact} of {total} economies in {shown.years[row]}{near}"


def headline(snapshot: Snapshot, shown: MapValues, row: int) -> str:
    """Return the sentence below the map: its title, and what is found."""
    found = finding(snapshot, shown, row)
    if shown.key == MapKey(DEFAULT_MEASURE):
        return f"{title(shown)}. {found}"
    return found if _no_values(shown, row) else f"{title(shown)}: {found}"


def label(shown: MapValues, rest: str) -> str:
    """Return the accessible name of the map; `rest` is what follows its title."""
    return f"World map, {title(shown)}: {rest}"


@lru_cache(maxsize=64)
def finding(snapshot: Snapshot, shown: MapValues, row: int) -> str:
    """Return what the map shows, without its title; worded once for all visitors."""
    if shown.key == MapKey(DEFAULT_MEASURE):
        rows = queries.measure(snapshot.warming, DEFAULT_MEASURE)
        return warming_sentence(rows, queries.economies(snapshot.countries))
    return _no_values(shown, row) or _extremes(shown, row)


def sentence(shown: MapValues, row: int) -> str:
    """Return lowest, middle and highest value of the economies, how many there are, and how many are doubtful."""
    return _no_values(shown, row) or f"{title(shown)}: {_extremes(shown, row)}"


def _no_values(shown: MapValues, row: int) -> str:
    if np.isfinite(_of_economies(shown, row)).any():
        return ""
    when = f" for {shown.years[row]}" if shown.years.size else ""
    return f"This snapshot holds no values of “{shown.title}”{when}."


def _extremes(shown: MapValues, row: int) -> str:
    values = _of_economies(shown, row)
    low, high = int(np.nanargmin(values)), int(np.nanargmax(values))
    first, last = (
        f"{amount_of(shown, float(values[place]))} ({shown.places.names[place]}{_true_year(shown, row, place)})"
        for place in (low, high)
    )
    if np.isfinite(values).sum() == 1:
        found = f"{first}, the only value."
    else:
        middle = amount_of(shown, float(np.nanmedian(values)))
        found = f"from {first} to {last}; the median of the economies is {middle}."
    return " ".join([found, f"{coverage(shown, row)}.", *_doubts(shown, row), shown.note]).strip()


def _doubts(shown: MapValues, row: int) -> list[str]:
    doubted = shown.places.is_economy & (shown.offsets[row] != NO_YEAR)
    reasons = {HOLDS_ZERO: "the interval holds zero", THIN_RECORD: "the record is too thin to tell"}
    counts = {reason: int((doubted & (shown.marks == mark)).sum()) for mark, reason in reasons.items()}
    return [f"For {count} {reason}." for reason, count in counts.items() if count]


def _of_economies(shown: MapValues, row: int) -> np.ndarray:
    return np.where(shown.places.is_economy, shown.values[row], np.nan)


def _true_year(shown: MapValues, row: int, place: int) -> str:
    """The year of a value, where it is not the year shown."""
    offset = int(shown.offsets[row, place])
    return f", {int(shown.years[row]) + offset}" if shown.years.size and offset else ""
