"""Titles, notes and decimals of the warming measures, without figures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.snapshot.codes import ANOMALY, PROJECTED
from measures.trend import CAUTION_YEARS


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Texts of a warming measure; unit and period come with its figures.

    Attributes:
        name: id in the table `warming`.
        title: on the map.
        menu: its line in the map's menu, if not the title.
        short_title: in Relate and Rank.
        column: in data tables, and in the list of a country's key figures.
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
    method: str = ""
    note: str = ""
    decimals: int = 2
    is_signed: bool = True
    is_diverging: bool = True

    @property
    def menu_line(self) -> str:
        """Its line in the map's menu."""
        return self.menu or self.title


CHANGE = "Temperature change since 1901–1930"
"""The one title of the measure that the page is about."""

MEASURES = (
    Measure(
        name="period_change",
        title="Temperature change",
        menu=CHANGE,
        short_title=CHANGE,
        column=CHANGE,
        method=CHANGE,
    ),
    Measure(
        name="trend",
        title="Linear trend",
        menu="Linear trend, selected years",
        short_title="Linear trend",
        column="Linear trend",
        method="Linear trend",
    ),
    Measure(
        name=ANOMALY,
        title="Annual temperature anomaly",
        method="Temperature anomaly",
    ),
    Measure(
        name="amplification",
        title="Warming relative to the global land mean",
        short_title="Warming relative to the global land mean",
        column="Warming relative to the global land mean",
        method="Warming relative to the global land mean",
        note="At 1, a country warms as fast as the global land.",
        is_diverging=False,
    ),
    Measure(
        name="emergence",
        title="Signal-to-noise ratio",
        short_title="Signal-to-noise ratio",
        column="Signal-to-noise ratio",
        method="Signal-to-noise ratio and year of emergence",
        note="At 2, an average year was once a 1-in-40 year.",
        decimals=1,
    ),
    Measure(
        name="emergence_year",
        title="Year of emergence",
        short_title="Year of emergence",
        column="Year of emergence",
        method="Signal-to-noise ratio and year of emergence",
        note="The first year after which the signal-to-noise ratio remains above 2; plain grey where not yet emerged.",
        decimals=0,
        is_signed=False,
        is_diverging=False,
    ),
    Measure(
        name="trend_theil_sen",
        title="Theil–Sen trend",
        short_title="Theil–Sen trend",
        column="Theil–Sen trend",
        method="Theil–Sen trend",
        note="Robust to outliers; without a confidence interval.",
    ),
    Measure(
        name="trend_era5",
        title="Linear trend (ERA5)",
        short_title="Linear trend (ERA5)",
        column="Linear trend (ERA5)",
        method="Linear trend",
        note="A reanalysis, from 1950.",
    ),
    Measure(
        name="change_common",
        title="Temperature change since 1961–1990 (CRU TS)",
        short_title="Temperature change since 1961–1990 (CRU TS)",
        column="Temperature change since 1961–1990 (CRU TS)",
        method="Comparison of CRU TS and ERA5",
        note="Over the years of ERA5.",
    ),
    Measure(
        name="change_common_era5",
        title="Temperature change since 1961–1990 (ERA5)",
        short_title="Temperature change since 1961–1990 (ERA5)",
        column="Temperature change since 1961–1990 (ERA5)",
        method="Comparison of CRU TS and ERA5",
        note="A reanalysis, from 1950.",
    ),
    Measure(
        name="index_1960",
        title="Difference of two single years",
        menu="Difference, latest year minus 1960",
        short_title="Difference, latest year minus 1960",
        column="Difference, latest year minus 1960",
        method="Difference of two single years",
        note="The index of this dashboard’s predecessor. Single years mostly reflect weather.",
    ),
    Measure(
        name="endpoints_1901_2012",
        title="Difference of two single years",
        menu="Difference, 2012 minus 1901 (not recommended)",
        short_title="Difference, 2012 minus 1901 (not recommended)",
        column="Difference, 2012 minus 1901 (not recommended)",
        method="Difference of two single years",
        note="The map of this dashboard’s predecessor. The difference of two single years mostly reflects weather: it "
        "shows cooling in countries that have warmed.",
    ),
)
"""In the order of the menus."""

PROJECTED_CHANGE = Measure(
    name=PROJECTED,
    title="Projected temperature change",
    short_title="Projected temperature change",
    column="Projected temperature change",
    method="Projected temperature change",
    note="20-year means of the CMIP6 ensemble median. Scenarios have no probabilities, and none is a forecast.",
)
"""Of the table `projections`, not of `warming`: modelled, while all others are observed."""

BY_NAME = {measure.name: measure for measure in MEASURES}


def of(name: str) -> Measure:
    """Return the texts of a measure; from its name if a newer snapshot has one unknown here."""
    plain = name.replace("_", " ")
    return (
        BY_NAME.get(name)
        or (PROJECTED_CHANGE if name == PROJECTED else None)
        or Measure(name=name, title=plain.capitalize(), short_title=plain, column=name)
    )


def over_period(name: str, period: tuple[int, int]) -> Measure:
    """Return the texts of a measure over a period that the reader sets, with a warning below 30 years."""
    measure, length = of(name), period[1] - period[0] + 1
    if length >= CAUTION_YEARS:
        return measure
    warning = f"{length} years: trends over fewer than {CAUTION_YEARS} years mostly reflect natural variability."
    return replace(measure, note=f"{measure.note} {warning}".strip())
