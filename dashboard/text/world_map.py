"""Sentences for the map: title, coverage, meaning of its marks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.analysis.map_values import DISPUTED, MODELLED, NOT_SIGNIFICANT, THIN_RECORD, MapKey, MapValues
from dashboard.snapshot import doubts, queries, windows
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import ANOMALY, DEFAULT_MEASURE, INDICATOR, PROJECTED
from dashboard.snapshot.queries import is_uncertain
from dashboard.snapshot.store import Snapshot
from dashboard.snapshot.tolerance import NO_YEAR, TOLERANCE_YEARS
from dashboard.text import emergence, projected_map
from dashboard.text.numbers import amount, end, number, signed, with_minus

WEATHER_ONLY = "year-to-year variability only"
"""Note on what an interval covers, wherever one is shown."""

MARKS = {
    NOT_SIGNIFICANT: "not significant",
    THIN_RECORD: doubts.LABELS[doubts.INFILLED],
    DISPUTED: doubts.DISPUTED_LABEL,
    MODELLED: "projected",
}
"""Meaning of each mark of the map."""

LONGEST_SENTENCE = 25
"""Words of a sentence; a unit that makes it longer is left to the title."""


def warming_sentence(rows: pd.DataFrame, economies: set[str]) -> str:
    """Return the number of countries that warmed, of doubtful ones with the reason, and the median change.

    A country whose record is doubted counts neither as warmed nor as cooled.

    Args:
        rows: period_change, one row a country.
        economies: the codes counted.
    """
    counted = rows[rows.iso3.isin(economies)]
    clear = counted[~is_uncertain(counted)]
    warmer, cooler = int((clear.value > 0).sum()), int((clear.value < 0).sum())
    reasons = doubts.by_place(counted).values()
    parts = [f"Temperature rose significantly in {warmer} of {len(counted)} countries."]
    if cooler:
        parts.append(f"It fell significantly in {cooler}.")
    rest = [f"In {len(reasons)}, {_why({kind for own in reasons for kind in own})}"] if reasons else []
    unclear = len(counted) - len(clear) - len(reasons)
    rest += [f"in {unclear}, the change is not significant"] if unclear else []
    if rest:
        parts.append(f"{rest[0][0].upper()}{'; '.join(rest)[1:]}.")
    parts.append(f"The median change is {signed(float(counted.value.median()), 2)} °C.")
    return " ".join(parts)


def _why(kinds: set[str]) -> str:
    """Return the reasons of the doubts that occur, as a clause."""
    reasons = {
        doubts.INFILLED: "station data are insufficient",
        doubts.DISAGREEMENT: "the sources disagree",
        doubts.STEP: "the record has a step",
    }
    words = [sentence for kind, sentence in reasons.items() if kind in kinds]
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def title(shown: MapValues) -> str:
    """Return the title of the map with period and unit: "Temperature change, 1995–2024 relative to 1901–1930 (°C)".

    The year shown follows it on the page.
    """
    quantity = ", ".join(part for part in (shown.title, windows.in_words(shown.period)) if part)
    return quantity if shown.unit in ("", "year") else f"{quantity} ({shown.unit})"


def amount_of(shown: MapValues, value: float) -> str:
    """Return a value without its unit: a change with its sign, a year as a plain number."""
    if shown.decimals is None:
        return amount(value, shown.series_decimals)
    if shown.unit == "year":
        return f"{value:.0f}"
    return signed(value, shown.decimals) if shown.is_signed else number(value, shown.decimals)


def end_of(shown: MapValues, value: float) -> str:
    """Return an end of an interval as `amount_of` does, with enough decimals to show its side of zero."""
    if shown.decimals is None or shown.unit == "year":
        return amount_of(shown, value)
    return end(value, shown.decimals, has_sign=shown.is_signed)


def value_of(shown: MapValues, row: int, place: int) -> str:
    """Return a place's value with unit and year."""
    value = float(shown.values[row, place])
    if np.isnan(value):
        without = projected_map.NO_VALUE if shown.is_modelled else "no data"
        return emergence.of_one(shown.not_emerged) if shown.has_not_emerged[place] else without
    figure = f"{amount_of(shown, value)} {shown.unit}" if shown.unit != "year" else amount_of(shown, value)
    if not shown.years.size:
        return figure
    when = shown.years_of(int(shown.years[row]) + int(shown.offsets[row, place]))
    return f"{figure} in {when}, modelled" if shown.is_modelled else f"{figure} in {when}"


def interval_of(shown: MapValues, place: int) -> str:
    """Return a place's 95 % interval and its meaning; "" without one."""
    if shown.low is None or shown.high is None or np.isnan(shown.low[place]):
        return ""
    low, high = float(shown.low[place]), float(shown.high[place])
    # The interval of a year of emergence may have no upper end: warming may not have emerged at all.
    upper = "or later" if np.isnan(high) else f"to {end_of(shown, high)}"
    return f"95 % CI {end_of(shown, low)} {upper}{meaning(int(shown.marks[place]))}; {WEATHER_ONLY}"


def doubt_of(shown: MapValues, place: int) -> str:
    """Return why a place's value is doubted, with figures; "" without a doubt."""
    reason = shown.reasons.get(shown.places.iso3[place], "")
    return f"Low confidence: {with_minus(reason)}" if reason and not np.isnan(shown.values[:, place]).all() else ""


def meaning(mark: int) -> str:
    """Return the clause of a mark after an interval."""
    return f" ({MARKS[mark]})" if mark else ""


def rank_first(shown: MapValues) -> str:
    """Return what the first rank means, for "1 = most warming"; ranks go from the largest value."""
    if shown.key.measure == INDICATOR:
        return "largest increase" if shown.is_change else "highest"
    others = {"emergence_year": "latest", ANOMALY: "warmest", "amplification": "highest", "emergence": "highest"}
    others[PROJECTED] = "most warming by the median"
    return others.get(shown.key.measure, "most warming")


def coverage(shown: MapValues, row: int) -> str:
    """Return the number of countries with a value in the year shown, and in a year near it."""
    total, exact = int(shown.places.is_economy.sum()), int(shown.exact_counts[row])
    if not shown.years.size:
        pending = int((shown.has_not_emerged & shown.places.is_economy).sum())
        waiting = emergence.counted(shown.not_emerged, pending)
        return "; ".join(part for part in (f"Data for {exact} of {total} countries", waiting) if part)
    more = int(shown.covered_counts[row]) - exact
    verb = "uses" if more == 1 else "use"
    near = f"; {more} more {verb} a value from up to {TOLERANCE_YEARS} years away" if more else ""
    return f"Data for {exact} of {total} countries in {shown.years_of(int(shown.years[row]))}{near}"


def headline(snapshot: Snapshot, shown: MapValues, row: int) -> str:
    """Return the sentences below the map, whose title is above it."""
    return finding(snapshot, shown, row)


def label(shown: MapValues, rest: str) -> str:
    """Return the accessible name of the map; `rest` is what follows its title."""
    return f"World map, {title(shown)}: {rest}"


@cached_on_argument(64)
def finding(snapshot: Snapshot, shown: MapValues, row: int) -> str:
    """Return the finding of the map without its title; computed once for all visitors."""
    if shown.key == MapKey(DEFAULT_MEASURE):
        rows = queries.measure(snapshot.warming, DEFAULT_MEASURE)
        return warming_sentence(rows, queries.economies(snapshot.countries))
    return sentence(shown, row)


def sentence(shown: MapValues, row: int) -> str:
    """Return lowest, median and highest value of the countries, the number of doubtful ones, and the measure's note."""
    return _no_values(shown, row) or _extremes(shown, row)


def _no_values(shown: MapValues, row: int) -> str:
    if np.isfinite(_of_economies(shown, row)).any():
        return ""
    when = f" for {shown.years_of(int(shown.years[row]))}" if shown.years.size else ""
    return f"No data on “{shown.title}”{when}."


def _extremes(shown: MapValues, row: int) -> str:
    values = _of_economies(shown, row)
    scenario, what = projected_map.scenario(shown), projected_map.CHANGES if shown.is_modelled else "values"
    when = f"In {shown.years_of(int(shown.years[row]))}{scenario}, " if shown.years.size else ""
    known = values[np.isfinite(values)]
    first, last = (_end(shown, row, values, float(end)) for end in (known.min(), known.max()))
    middle = amount_of(shown, float(np.median(known)))
    if known.size == 1:
        found = f"{when}the only value is {_end(shown, row, values, float(known[0]), _unit(shown))}."
    elif known.min() == known.max():
        one = what.removesuffix("s")
        found = f"{when}all {known.size} countries with data have the same {one} ({middle}{_unit(shown)})."
    else:
        found = f"{when}{what} range from {first} to {last}; the median is {middle}"
        with_unit = f"{found}{_unit(shown)}"
        found = f"{with_unit if len(with_unit.split()) <= LONGEST_SENTENCE else found}."
    parts = [f"{found[0].upper()}{found[1:]}", *_doubts(shown, row), projected_map.spread_note(shown, row), shown.note]
    return " ".join(part for part in parts if part)


def _end(shown: MapValues, row: int, values: np.ndarray, end: float, unit: str = "") -> str:
    """Return the lowest or highest value with its place, or with how many share it: "100 (96 countries)"."""
    sharing = np.flatnonzero(values == end)
    place = int(sharing[0])
    who = f"{shown.places.names[place]}{_true_year(shown, row, place)}"
    return f"{amount_of(shown, end)}{unit} ({who if sharing.size == 1 else f'{sharing.size} countries'})"


def _unit(shown: MapValues) -> str:
    return "" if shown.unit in ("", "year") else f" {shown.unit}"


def _doubts(shown: MapValues, row: int) -> list[str]:
    doubted = shown.places.is_economy & (shown.offsets[row] != NO_YEAR)
    reasons = {
        NOT_SIGNIFICANT: "the change is not significant",
        THIN_RECORD: "station data are insufficient",
        DISPUTED: "the sources disagree or the record has a step",
    }
    counts = {reason: int((doubted & (shown.marks == mark)).sum()) for mark, reason in reasons.items()}
    return [f"In {count}, {reason}." for reason, count in counts.items() if count]


def _of_economies(shown: MapValues, row: int) -> np.ndarray:
    return np.where(shown.places.is_economy, shown.values[row], np.nan)


def _true_year(shown: MapValues, row: int, place: int) -> str:
    """Return the year of a value, if it differs from the year shown."""
    offset = int(shown.offsets[row, place])
    return f", {int(shown.years[row]) + offset}" if shown.years.size and offset else ""
