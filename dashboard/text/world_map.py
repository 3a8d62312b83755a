"""Sentences for the map: title, coverage, meaning of its marks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.analysis.map_values import HOLDS_ZERO, THIN_RECORD, MapValues
from dashboard.snapshot.queries import is_uncertain
from dashboard.snapshot.tolerance import NO_YEAR, TOLERANCE_YEARS
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
        return shown.not_emerged.said if shown.has_not_emerged[place] else "no data"
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
        waiting = shown.not_emerged.counted(int((shown.has_not_emerged & shown.places.is_economy).sum()))
        return "; ".join(part for part in (f"{exact} of {total} economies", waiting) if part)
    more = int(shown.covered_counts[row]) - exact
    near = f"; {more} more from the nearest year within {TOLERANCE_YEARS}" if more else ""
    return f"{exact} of {total} economies in {shown.years[row]}{near}"


def sentence(shown: MapValues, row: int) -> str:
    """What the map shows: lowest, middle and highest of the economies, how many there are, and how many to doubt."""
    values = np.where(shown.places.is_economy, shown.values[row], np.nan)
    if np.isnan(values).all():
        when = f" for {shown.years[row]}" if shown.years.size else ""
        return f"This snapshot holds no values of “{shown.title}”{when}."
    low, high = int(np.nanargmin(values)), int(np.nanargmax(values))
    named = shown.places.names
    ends = [
        f"{amount_of(shown, float(values[place]))} ({named[place]}{_true_year(shown, row, place)})"
        for place in (low, high)
    ]
    middle = f"the median of the economies is {amount_of(shown, float(np.nanmedian(values)))}"
    is_alone = np.isfinite(values).sum() == 1
    parts = [
        f"{title(shown)}: {ends[0]}, the only value."
        if is_alone
        else f"{title(shown)}: from {' to '.join(ends)}; {middle}.",
        f"{coverage(shown, row)}.",
    ]
    doubted = shown.places.is_economy & (shown.offsets[row] != NO_YEAR)
    for mark, said in ((HOLDS_ZERO, "the interval holds zero"), (THIN_RECORD, "the record is too thin to tell")):
        count = int((doubted & (shown.marks == mark)).sum())
        if count:
            parts.append(f"For {count} {said}.")
    return " ".join([*parts, shown.note]).strip()


def _true_year(shown: MapValues, row: int, place: int) -> str:
    """The year of a value, where it is not the year shown."""
    offset = int(shown.offsets[row, place])
    return f", {int(shown.years[row]) + offset}" if shown.years.size and offset else ""
