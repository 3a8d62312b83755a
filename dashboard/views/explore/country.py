"""The selected country: name, key figures, and the parts that draw its temperature, an indicator, and its months."""

from __future__ import annotations

from urllib.parse import urlencode

from dashboard.analysis import country as country_analysis
from dashboard.analysis.country import trend_over
from dashboard.charts.core.time_axis import TimeAxis
from dashboard.snapshot import series
from dashboard.snapshot.codes import DEFAULT_MEASURE
from dashboard.state import url
from dashboard.state.parameters import MOST_COMPARED
from dashboard.text import country as country_text
from dashboard.views.base import Follow, Part, ViewContext
from dashboard.views.explore import key_figures
from dashboard.views.explore.indicator import IndicatorView
from dashboard.views.explore.season import SeasonView
from dashboard.views.explore.temperature import CHOICES, TemperatureView
from dashboard.views.explore.trend_windows import WindowsView
from dashboard.views.widgets import html
from measures.trend import Trend

UPPER_SLOTS = ("heading", "compare", "warming", "controls", "temperature", "stripes", "spread")
"""What a screen shows beside the map."""
LAZY_SLOTS = (
    "windows_said",
    "windows",
    "figures",
    "indicator_words",
    "indicator",
    "indicator_source",
    "indicator_about",
    "season",
    "season_words",
)
SLOTS = (*UPPER_SLOTS, *LAZY_SLOTS)


class CountryView:
    """`parts` are placed by the page."""

    def __init__(self, context: ViewContext, follow: Follow):
        """Draw every chart, and follow what is chosen."""
        snapshot, self._selection = context.snapshot, context.selection
        self._snapshot = snapshot
        self._places = context.places
        self.heading, self.warming, self.figures = html.pane(), html.pane(), html.pane("", "explore/key_figures_shadow")
        self.compare = html.pane("", "chips_shadow")
        years = self._selection.param.year.bounds
        axis = TimeAxis(years, context.charts.theme)
        self.temperature = TemperatureView(context, axis)
        self.windows = WindowsView(context, follow)
        self.indicator = IndicatorView(context, follow, axis)
        self.season = SeasonView(context, follow)
        follow(self._show, *CHOICES)
        follow(self._list, *CHOICES, can_wait=True)
        follow(self._offer, "country", "countries", can_wait=True)
        self._show()
        self._list()
        self._offer()

    def parts(self) -> dict[str, Part]:
        """The pane of each of `SLOTS`."""
        panes = (
            self.heading,
            self.compare,
            self.warming,
            self.temperature.controls,
            self.temperature.chart,
            self.temperature.strip,
            self.temperature.said,
            self.windows.said,
            self.windows.place,
            self.figures,
            self.indicator.said,
            self.indicator.chart,
            self.indicator.source,
            self.indicator.about,
            self.season.charts,
            self.season.said,
        )
        return dict(zip(SLOTS, panes, strict=True))

    @property
    def name(self) -> str:
        """The name of the country shown."""
        return self._places.name(self._selection.country)

    def _show(self) -> None:
        iso3 = self._selection.country
        row, line = self._places.row(iso3), self._line
        found = country_analysis.warming_rows(self._snapshot)[DEFAULT_MEASURE].get(iso3)
        said = country_text.warming(row, found, line)
        self.heading.object = html.element("h2", self._places.name(iso3)) + html.element(
            "p", country_text.place(row), class_="place"
        )
        self.warming.object = html.element("p", said, class_="sentence")
        self.temperature.show(line, said)

    def _list(self) -> None:
        iso3, window = self._selection.country, self._selection.trend_period
        listed = key_figures.figures(self._snapshot, iso3, self._line, window)
        self.figures.object = key_figures.markup(listed)

    @property
    def _line(self) -> Trend | None:
        return trend_over(series.temperature(self._snapshot), self._selection.country, self._selection.trend_period)

    def _offer(self) -> None:
        """The button that takes the country into Compare, or says that it is there."""
        iso3, compared = self._selection.country, self._selection.countries
        short = url.NAMES["countries"][0]
        if iso3 in compared or len(compared) >= MOST_COMPARED:
            many = f"{len(compared)} compared" if len(compared) > 1 else "Chosen"
            text, go = f"{many}: open Compare", {"view": "compare"}
        else:
            text, go = "Add to Compare", {short: url.BETWEEN.join([*compared, iso3])}
        self.compare.object = html.element(
            "button", text, type="button", class_="go", data_go=urlencode(go, safe=url.BETWEEN)
        )
