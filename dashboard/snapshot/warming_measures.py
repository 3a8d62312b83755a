"""What the warming measures are called, and what a reader must know of each. No figures here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.snapshot.codes import ANOMALY
from measures.trend import CAUTION_YEARS


@dataclass(frozen=True)
class Measure:
    """A warming measure in words; unit and years come with its figures. `menu` is its line in menus, if not `title`."""

    name: str
    title: str
    note: str = ""
    menu: str = ""
    decimals: int = 2
    is_signed: bool = True
    is_diverging: bool = True


MEASURES = (
    Measure("period_change", "Change between 30-year means"),
    Measure("trend", "Trend", menu="Trend over the years you choose"),
    Measure(ANOMALY, "Temperature of the year", menu="Temperature of each year, from a baseline"),
    Measure(
        "amplification",
        "Warming for each degree of the world’s land",
        "1 means that a country warms as fast as the world’s land does.",
        is_diverging=False,
    ),
    Measure(
        "emergence",
        "Warming against year-to-year noise",
        "Above 2, an average year is one that used to be met once in forty.",
        decimals=1,
    ),
    Measure(
        "emergence_year",
        "Year since which warming stands out of the noise",
        "The year since which warming has been above twice the noise of single years; plain grey where it is not yet.",
        decimals=0,
        is_signed=False,
        is_diverging=False,
    ),
    Measure("trend_theil_sen", "Trend by the median of slopes", "Single odd years cannot pull it; it has no interval."),
    Measure("trend_era5", "Trend by another data set, ERA5", "A reanalysis, from 1950."),
    Measure(
        "index_1960",
        "Difference of two single years",
        "The index of this dashboard’s predecessor. Each end is one year’s weather: a change between means says more.",
        "Latest year less 1960",
    ),
    Measure(
        "endpoints_1901_2012",
        "Difference of two single years",
        "The map of this dashboard’s predecessor, kept to show why not: a difference of two single years is mostly "
        "their weather, and paints countries as cooling that have warmed.",
        "2012 less 1901, and why not",
    ),
)
"""In the order in which menus offer them."""

BY_NAME = {measure.name: measure for measure in MEASURES}


def known(name: str) -> Measure:
    """The words of a measure; a plain reading of its name where a newer snapshot has one unknown here."""
    return BY_NAME.get(name) or Measure(name, name.replace("_", " ").capitalize())


def over(name: str, window: tuple[int, int]) -> Measure:
    """The words of a measure over years that the reader sets, with a warning where these are few."""
    about, length = known(name), window[1] - window[0] + 1
    if length >= CAUTION_YEARS:
        return about
    warned = f"{length} years: below {CAUTION_YEARS} a trend says more about weather than about climate."
    return replace(about, note=f"{about.note} {warned}".strip())
