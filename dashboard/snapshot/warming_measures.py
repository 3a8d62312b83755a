"""Titles, notes and decimals of the warming measures, without figures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.snapshot.codes import ANOMALY
from measures.trend import CAUTION_YEARS


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Texts of a warming measure; unit and period come with its figures.

    Attributes:
        name: id in the table `warming`.
        title: on the map.
        menu: its line in the map's menu, if not the title.
        short_title: in Relate and Rank.
        column: in data tables.
        key_figure: in the list of a country's key figures; empty if it is not there.
        method: title of the method that explains it.
        note: what a reader must know about it.
        decimals: of its values.
        is_signed: whether a gain is written with a plus sign.
        is_diverging: whether colours are centred on zero.
    """

    name: str
    title: str
    menu: str = ""
    short_title: str = ""
    column: str = ""
    key_figure: str = ""
    method: str = ""
    note: str = ""
    decimals: int = 2
    is_signed: bool = True
    is_diverging: bool = True

    @property
    def menu_line(self) -> str:
        """Its line in the map's menu."""
        return self.menu or self.title


MEASURES = (
    Measure(
        name="period_change",
        title="Change between 30-year means",
        short_title="Warming since 1901–1930",
        column="Warming",
        key_figure="Warming",
        method="Warming (change between two periods)",
    ),
    Measure(
        name="trend",
        title="Trend",
        menu="Trend over the years you choose",
        short_title="Warming trend",
        column="Warming trend",
        key_figure="Trend",
        method="Trend",
    ),
    Measure(
        name=ANOMALY,
        title="Temperature of the year",
        menu="Temperature of each year, from a baseline",
        method="Difference from a baseline (anomaly)",
    ),
    Measure(
        name="amplification",
        title="Warming for each degree of the world’s land",
        short_title="Warming for each degree of the world’s land",
        column="Warming for each degree of the world’s land",
        key_figure="Amplification",
        method="Warming for each degree of the world’s land",
        note="1 means that a country warms as fast as the world’s land does.",
        is_diverging=False,
    ),
    Measure(
        name="emergence",
        title="Warming against year-to-year noise",
        short_title="Warming against year-to-year variation",
        column="Warming over year-to-year variation",
        key_figure="Signal to noise",
        method="Warming over year-to-year variation (emergence)",
        note="Above 2, an average year is one that used to be met once in forty.",
        decimals=1,
    ),
    Measure(
        name="emergence_year",
        title="Year since which warming stands out of the noise",
        short_title="Year in which warming emerged",
        column="Year since which the warming stands out",
        method="Warming over year-to-year variation (emergence)",
        note="The year since which warming has been above twice the noise of single years; plain grey where it is not "
        "yet.",
        decimals=0,
        is_signed=False,
        is_diverging=False,
    ),
    Measure(
        name="trend_theil_sen",
        title="Trend by the median of slopes",
        short_title="Warming trend (Theil-Sen)",
        column="Warming trend by Theil and Sen",
        method="Trend by Theil and Sen",
        note="Single odd years cannot pull it; it has no interval.",
    ),
    Measure(
        name="trend_era5",
        title="Trend by another data set, ERA5",
        short_title="Warming trend (ERA5)",
        column="Warming trend in ERA5",
        method="Trend",
        note="A reanalysis, from 1950.",
    ),
    Measure(
        name="change_common",
        title="Change since 1961–1990, CRU TS",
        short_title="Warming since 1961–1990 (CRU TS)",
        column="Warming since 1961–1990 in CRU TS",
        method="Two data sets beside each other",
        note="Over the years that ERA5 has as well.",
    ),
    Measure(
        name="change_common_era5",
        title="Change since 1961–1990, ERA5",
        short_title="Warming since 1961–1990 (ERA5)",
        column="Warming since 1961–1990 in ERA5",
        method="Two data sets beside each other",
        note="A reanalysis, from 1950.",
    ),
    Measure(
        name="index_1960",
        title="Difference of two single years",
        menu="Latest year less 1960",
        short_title="Last year against 1960 alone",
        column="Difference from the single year 1960",
        method="Difference of two single years",
        note="The index of this dashboard’s predecessor. Each end is one year’s weather: a change between means says "
        "more.",
    ),
    Measure(
        name="endpoints_1901_2012",
        title="Difference of two single years",
        menu="2012 less 1901, and why not",
        short_title="2012 against 1901 alone",
        column="Difference of the single years 2012 and 1901",
        method="Difference of two single years",
        note="The map of this dashboard’s predecessor, kept to show why not: a difference of two single years is "
        "mostly their weather, and paints countries as cooling that have warmed.",
    ),
)
"""In the order of the menus."""

BY_NAME = {measure.name: measure for measure in MEASURES}


def of(name: str) -> Measure:
    """Return the texts of a measure; from its name if a newer snapshot has one unknown here."""
    plain = name.replace("_", " ")
    return BY_NAME.get(name) or Measure(name=name, title=plain.capitalize(), short_title=plain, column=name)


def over_period(name: str, period: tuple[int, int]) -> Measure:
    """Return the texts of a measure over a period that the reader sets, with a warning below 30 years."""
    measure, length = of(name), period[1] - period[0] + 1
    if length >= CAUTION_YEARS:
        return measure
    warning = f"{length} years: below {CAUTION_YEARS} a trend says more about weather than about climate."
    return replace(measure, note=f"{measure.note} {warning}".strip())
