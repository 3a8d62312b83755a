"""Selection: what a visitor has chosen. One object a session, independent of Panel and of the figures.

A choice is added here (a parameter and its default), and in `url.py` (its name in an address). Every value is
checked against what the snapshot offers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import param

from dashboard.snapshot.codes import (
    ANOMALY,
    DEFAULT_MEASURE,
    DEFAULT_SCENARIO,
    INCOME_NAMES,
    INCOME_PER_PERSON,
    INDICATOR,
    POPULATION,
    PROJECTED,
    SCENARIOS,
    WORLD,
)
from dashboard.state.parameters import LATEST, Changes, Countries, TrendPeriod, Year, YearSpan
from measures.anomaly import BASELINES, DEFAULT_BASELINE

TEMPERATURE_ANOMALY, SMOOTHED_ANOMALY = "temperature", "smooth"
"""As a `compare_quantity`: anomalies from the baseline, and their smoothing. They have no dots, unlike series codes."""

VIEW_NAMES = ("explore", "compare", "relate", "rank", "drivers", "data")
"""Names of the views, in the order of the navigation; dashboard/views/registry.py asserts that it has the same."""

TABLE_NAMES = (
    "map",
    "temperature",
    "future",
    "indicator",
    "windows",
    "months",
    "projections",
    "warming-levels",
    "compare",
    "relate",
    "rank",
    "stripes",
    "model-skill",
    "model-importance",
    "model-effect",
    "what-if",
    "alike",
    "growth",
    "growth-curve",
    "series",
)
"""Names of the data tables, in the order of the menu; dashboard/tables/registry.py asserts that it has the same."""

PERIOD_ENDS = (2040, 2100)
"""Last years of the first and the last 20-year period of projected change: 2021-2040 and 2081-2100, as in IPCC AR6."""
MID_CENTURY = 2060
"""Last year of the period shown first, 2041-2060."""

TREND_YEARS = 50
"""Default length of the trend period: long enough for a narrow interval, short enough to be recent."""


@dataclass(frozen=True)
class Options:
    """What can be selected in a snapshot; the first of `measures` and of `tables` is the default.

    Attributes:
        countries: iso3 of all that can be chosen, the World among them.
        indicators: series codes.
        views: names of the views.
        measures: ids of the warming measures.
        regions: codes of the regions.
        tables: names of the tables that Data can show.
        drivers: features of the model whose effect can be drawn, the most important first.
        movable: series codes that the what-if can set.
        topics: by which countries can be similar.
        has_projections: whether the modelled change to 2100 can be shown.
        years: first and last year of the temperature record.
        latest_year: of any figure; the record's unless another is later.
        vintages: names of the earlier snapshots that are kept.
    """

    countries: Sequence[str]
    indicators: Sequence[str]
    views: Sequence[str] = VIEW_NAMES
    measures: Sequence[str] = (DEFAULT_MEASURE,)
    regions: Sequence[str] = ()
    tables: Sequence[str] = TABLE_NAMES
    drivers: Sequence[str] = ()
    movable: Sequence[str] = ()
    topics: Sequence[str] = ()
    has_projections: bool = False
    years: tuple[int, int] = (1901, 2024)
    latest_year: int | None = None
    vintages: Sequence[str] = ()

    @property
    def selectors(self) -> dict[str, list[str]]:
        """The values of each selector, by its name."""
        series = [*self.measures, *self.indicators]
        projected = [PROJECTED] if self.has_projections else []
        return {
            "view": list(self.views),
            "country": list(self.countries),
            "indicator": list(self.indicators),
            "measure": [*self.measures, *projected, ANOMALY, INDICATOR],
            "compare_quantity": [TEMPERATURE_ANOMALY, SMOOTHED_ANOMALY, *self.indicators],
            "x": series,
            "y": series,
            "size": ["", *self.indicators],
            "rank_by": [*series, *projected],
            "driver": list(self.drivers) or [""],
            "similar_by": ["", *self.topics],
            "region": ["", *self.regions],
            "table": list(self.tables),
            "vintage": ["", *self.vintages],
        }

    @property
    def defaults(self) -> dict[str, Any]:
        """Defaults of the choices that depend on the snapshot: the first value of most selectors."""
        first_year, last_year = self.years
        return {name: values[0] for name, values in self.selectors.items()} | {
            "country": WORLD,
            "trend_period": (max(last_year - TREND_YEARS + 1, first_year), last_year),
            "x": INCOME_PER_PERSON if INCOME_PER_PERSON in self.indicators else self.indicators[0],
            "size": POPULATION if POPULATION in self.indicators else "",
        }

    @property
    def years_of_figures(self) -> tuple[int, int]:
        """First and last year of any figure."""
        return self.years[0], max(self.years[1], self.latest_year or 0)


class Selection(param.Parameterized):
    """The choices that every view follows and may set. Lists are tuples, so that a change is always a new value."""

    view = param.Selector(default="explore", objects=["explore"], doc="name of the view shown")
    country = param.Selector(default=WORLD, objects=[WORLD], doc="iso3 of the country shown; the World if none is")
    indicator = param.Selector(default="", objects=[""], doc="series code of the indicator shown")

    measure = param.Selector(
        default=INDICATOR, objects=[INDICATOR], doc="what the map shows: a warming measure, anomaly, or indicator"
    )
    baseline = param.Selector(default=DEFAULT_BASELINE, objects=list(BASELINES), doc="reference years of anomalies")
    trend_period = TrendPeriod(default=(1975, 2024), doc="first and last year of the trend")
    year = Year(LATEST, allow=LATEST, doc='year shown where one is; "latest" stays so when newer figures come')
    projected_until = param.Integer(
        default=MID_CENTURY, bounds=PERIOD_ENDS, doc="last year of the 20-year period of a projected change"
    )
    map_base_year = Year(None, allow=None, doc="base year of an indicator's change on the map; its values without one")
    projection = param.Selector(default="equal-earth", objects=["equal-earth", "robinson"], doc="of the map")
    embed = param.Boolean(default=False, doc="whether the page is a frame of another: one view, and nothing beside it")
    theme = param.Selector(default="auto", objects=["auto", "light", "dark"], doc="auto follows the reader's system")

    countries = Countries(default=(), doc="iso3 of the countries compared, in order of selection")
    compare_scale = param.Selector(
        default="absolute", objects=["absolute", "change", "index"], doc="values, change since a year, or 100 in it"
    )
    base_year = param.Integer(default=1990, bounds=(1901, 2024), doc="year from which change and index count")
    compare_years = YearSpan(doc="first and last year of Compare's time axis; without it all, or from the base year on")
    compare_log = param.Boolean(default=False, doc="whether Compare's values are on a logarithmic scale")

    compare_quantity = param.Selector(
        default=TEMPERATURE_ANOMALY,
        objects=[TEMPERATURE_ANOMALY],
        doc="what Compare shows: temperature, smoothed, or a series",
    )
    independent_axes = param.Boolean(
        default=False, doc="whether each of many small charts has a vertical axis of its own"
    )
    reference_group = param.Selector(
        default="none", objects=["zone", "region", "none"], doc="the group whose spread lies behind a country's line"
    )
    era5 = param.Boolean(default=False, doc="whether the second temperature data set is drawn as well")
    every_window = param.Boolean(default=False, doc="whether the trend of every window of years is drawn")

    future = param.Boolean(default=False, doc="whether the temperature chart goes on to 2100, by scenario")
    scenario = param.Selector(
        default=DEFAULT_SCENARIO, objects=list(SCENARIOS), doc="emission scenario of projected figures"
    )

    x = param.Selector(default="", objects=[""], doc="series or warming measure on the x axis of Correlate")
    y = param.Selector(default="", objects=[""], doc="series or warming measure on the y axis of Correlate")
    size = param.Selector(default="", objects=[""], doc="series for the point size of Correlate; none if empty")
    x_log = param.Boolean(default=None, allow_None=True, doc="whether x is logarithmic; by default where that fits")
    y_log = param.Boolean(default=None, allow_None=True, doc="whether y is logarithmic; by default where that fits")

    rank_by = param.Selector(default="", objects=[""], doc="series or warming measure ranked")
    rank_order = param.Selector(default="descending", objects=["descending", "ascending"], doc="largest first, or last")
    rank_tab = param.Selector(default="bars", objects=["bars", "table", "stripes"], doc="which tab of Rank is open")

    driver = param.Selector(default="", objects=[""], doc="feature of the model whose effect is drawn")
    changes = Changes(default=(), doc="values that the what-if changes, by series code")
    similar_by = param.Selector(default="", objects=[""], doc="topic by which countries are similar; all if empty")

    region = param.Selector(default="", objects=[""], doc="region shown in Correlate, Rank and Data; all if empty")
    income = param.Selector(default="", objects=["", *INCOME_NAMES], doc="income group shown there; all if empty")
    table = param.Selector(default="map", objects=["map"], doc="name of the table shown in Data")
    vintage = param.Selector(default="", objects=[""], doc="name of an earlier snapshot, whose figures are shown")

    def __init__(self, options: Options, **chosen: Any):
        """Select the default of each choice.

        Args:
            options: what can be selected.
            **chosen: values at the start, by name.
        """
        super().__init__()
        for name, values in options.selectors.items():
            self.param[name].objects = values
        self.param.countries.objects = frozenset(options.countries)
        self.param.changes.objects = frozenset(options.movable)
        self.param.trend_period.bounds = options.years
        for name in ("year", "base_year", "map_base_year", "compare_years"):
            self.param[name].bounds = options.years_of_figures
        own = {name: self.param[name].default for name in self.param if name != "name"}
        self.defaults: dict[str, Any] = own | options.defaults
        self.param.update(**self.defaults | chosen)

    def choices(self) -> dict[str, Any]:
        """Return what is selected now, by name."""
        return {name: getattr(self, name) for name in self.defaults}

    def offers(self, name: str, value: Any) -> bool:
        """Return whether `value` can be selected for `name`, by trying, as Param has no such query."""
        before = getattr(self, name)
        with param.discard_events(self):
            try:
                setattr(self, name, value)
            except ValueError:
                return False
            finally:
                setattr(self, name, before)
        return True
