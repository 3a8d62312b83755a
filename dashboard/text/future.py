"""Words on a place's temperature to 2100: tooltips, tiles, key figures, sentences. Only 20-year means are quoted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dashboard.analysis.country import CountryData
from dashboard.analysis.future import LAST_YEAR, Course, Future
from dashboard.analysis.projections import PERIODS, ProjectedChange
from dashboard.analysis.temperature import TemperatureData
from dashboard.analysis.warming_levels import Passing
from dashboard.snapshot.codes import SCENARIOS
from dashboard.snapshot.projections import REFERENCE
from dashboard.text import world_warming
from dashboard.text.country import DOUBT
from dashboard.text.key_figure import KeyFigure
from dashboard.text.lists import list_with_and
from dashboard.text.numbers import number, signed
from measures.warming_level import PERIOD_YEARS, middle_year

ENSEMBLE = "CMIP6 ensemble median"
"""What a projected value is, wherever one is shown."""

RANGE = "10–90\N{NO-BREAK SPACE}%"
NO_SPREAD = "The spread of the models is not in these figures."
MODELS = "10th to 90th percentile of the models"


def observed_tips(shown: TemperatureData) -> list[str]:
    """Return the tooltip of every observed year with a value, where modelled years are drawn as well."""
    years, values = shown.years, shown.values
    known = np.isfinite(values)
    return [
        f"<b>{year}</b>  {number(value, 2)} °C{_from_baseline(value, shown, 2)}<br>observed, CRU TS"
        for year, value in zip(years[known], values[known], strict=True)
    ]


def modelled_tips(future: Future, shown: TemperatureData) -> list[str]:
    """Return the tooltip of each 20-year mean of the quoted scenario, with the changes of the others."""
    course = future.course
    others = [other for other in future.courses if other is not course]
    kind = f"modelled, {ENSEMBLE}, {SCENARIOS[course.scenario]}"
    return [
        f"<b>{_period(year)}</b>  {number(course.means[at], 1)} °C{_from_baseline(course.means[at], shown, 1)}"
        f"{_range(course, at, shown)}<br>{kind}{_others(others, at, shown)}"
        for at, year in enumerate(course.mean_years)
    ]


def _from_baseline(value: float, shown: TemperatureData, decimals: int) -> str:
    if shown.normal is None:
        return ""
    first, last = shown.baseline
    return f"<br>{signed(value - shown.normal, decimals)} °C from the {first}–{last} mean"


def _range(course: Course, at: int, shown: TemperatureData) -> str:
    if not course.has_spread:
        return ""
    ends = course.low_means[at], course.high_means[at]
    if shown.normal is None:
        return f" ({RANGE}: {number(ends[0], 1)} to {number(ends[1], 1)} °C)"
    low, high = (signed(end - shown.normal, 1) for end in ends)
    return f" ({RANGE}: {low} to {high})"


def _others(others: Sequence[Course], at: int, shown: TemperatureData) -> str:
    base = shown.normal
    values = [
        f"{SCENARIOS[one.scenario]} {number(one.means[at], 1) if base is None else signed(one.means[at] - base, 1)} °C"
        for one in others
    ]
    return "".join(f"<br>{', '.join(values[at : at + 2])}" for at in range(0, len(values), 2))


def _period(middle: int) -> str:
    first = int(middle) - middle_year(0)
    return f"{first}–{first + PERIOD_YEARS - 1}"


def spread(change: ProjectedChange) -> str:
    """Return the range of the models in a few words, or that it is missing."""
    if change.low_c is None or change.high_c is None:
        return "median only"
    return f"{RANGE}: {signed(change.low_c, 1)} to {signed(change.high_c, 1)}"


def tile(change: ProjectedChange, *, is_doubted: bool = False) -> KeyFigure:
    """Return a change as a tile: period and scenario, value, and baseline with the range of the models.

    Args:
        change: from the baseline, so that its first part is observed.
        is_doubted: whether that part is of low confidence.
    """
    label = f"{years(change.period)}, {SCENARIOS[change.scenario]}"
    value = f"{signed(change.median_c, 1)} °C{DOUBT if is_doubted else ''}"
    return KeyFigure(label, value, f"{spread(change)}; from {years(change.baseline)}", is_doubted)


def figure(change: ProjectedChange, future: Future, *, is_doubted: bool = False) -> KeyFigure:
    """Return a change with its scenario, range and kind, and whether its observed part is doubted."""
    note = [SCENARIOS[change.scenario], f"from {years(change.baseline)}", spread(change), f"modelled, {ENSEMBLE}"]
    note += ["low confidence of the observed part"] if is_doubted else []
    return KeyFigure(f"Projected change, {years(change.period)}", f"{signed(change.median_c, 1)} °C", "; ".join(note))


def years(span: tuple[int, int]) -> str:
    """Return a period as text: "2041–2060"."""
    return f"{span[0]}–{span[1]}"


def sentences(data: CountryData, future: Future) -> list[str]:
    """Return the sentences to quote: the changes with scenario and range, or that the range is missing."""
    name = "the world’s land" if data.key.iso3 == "WLD" else data.name
    found = [
        f"Under {SCENARIOS[one.scenario]}, {name} is projected to be {_warmer(one)} in {years(one.period)} than in "
        f"{years(one.baseline)}{_between(one)}."
        for one in future.changes
    ]
    if not found:
        return []
    has_spread = all(one.low_c is not None for one in future.changes)
    what = f"Values are {ENSEMBLE}s over 20 years"
    return [*found, f"{what}; ranges are the {MODELS}." if has_spread else f"{what}. {NO_SPREAD}"]


def _warmer(change: ProjectedChange) -> str:
    word = "warmer" if change.median_c >= 0 else "cooler"
    return f"{number(abs(change.median_c), 1)} °C {word}"


def _between(change: ProjectedChange) -> str:
    if change.low_c is None or change.high_c is None:
        return ""
    return f" (range {signed(change.low_c, 1)} to {signed(change.high_c, 1)} °C)"


def notes(data: CountryData, future: Future | None, selected: str) -> list[str]:
    """Return the sentences about the figures: what is modelled, what is missing, and how much land is covered."""
    if future is None:
        return [f"There are no projections for {data.name} in these figures."]
    found = []
    if future.is_other:
        found.append(f"{SCENARIOS[selected]} is not available here; {SCENARIOS[future.scenario]} is shown instead.")
    names = list_with_and([SCENARIOS[course.scenario] for course in future.courses])
    found.append(f"Dashed lines after {REFERENCE[1]} are modelled: {ENSEMBLE}s of {names}.")
    found.append(f"Each adds the change since {years(REFERENCE)} in the models to the observed mean of these years.")
    if not any(course.has_spread for course in future.courses):
        found.append(NO_SPREAD)
    if future.land_share_pct is not None:
        found.append(f"Projections cover {number(future.land_share_pct, 1)} % of this land.")
    found += [world_warming.sentence(future.scenario, period) for period in PERIODS]
    return [sentence for sentence in found if sentence]


def levels(passings: Sequence[Passing], future: Future, baseline: tuple[int, int]) -> list[str]:
    """Return for each scenario when the 20-year means pass the warming levels, and which they do not pass."""
    return [
        _levels(SCENARIOS[course.scenario], [one for one in passings if one.scenario == course.scenario], baseline)
        for course in future.courses
        if any(one.scenario == course.scenario for one in passings)
    ]


def _levels(scenario: str, passings: Sequence[Passing], baseline: tuple[int, int]) -> str:
    passed = [f"{_level(one)} in {one.year}" for one in passings if one.year is not None]
    missed = [_level(one) for one in passings if one.year is None]
    first = f"{scenario}, 20-year means from {years(baseline)}: "
    if not passed:
        return f"{first}none of {list_with_and(missed)} °C is passed before {LAST_YEAR}."
    rest = f"; not before {LAST_YEAR}: {list_with_and(missed)}" if missed else ""
    return f"{first}°C passed {list_with_and(passed)}{rest}."


def _level(passing: Passing) -> str:
    return signed(passing.level_c, 1).removesuffix(".0")


def label(data: CountryData, future: Future) -> str:
    """Return the part of the chart's accessible name on the modelled years."""
    names = list_with_and([SCENARIOS[course.scenario] for course in future.courses])
    return f"After {REFERENCE[1]} modelled to {LAST_YEAR} under {names}. {' '.join(sentences(data, future))}".strip()
