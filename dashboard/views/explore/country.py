"""The selected country: name, key figures, and the parts that draw its temperature, an indicator, and its months."""

from __future__ import annotations

from dashboard.analysis.country import CHOICES, CountryData, CountryKey, country_data
from dashboard.analysis.future import Future, shown_future
from dashboard.charts.core.time_axis import LABELS_PIXELS, TimeAxis
from dashboard.state.selection import TEMPERATURE_ANOMALY
from dashboard.text import country
from dashboard.text.key_figures import key_figures, tiles
from dashboard.text.markup import head, members
from dashboard.text.markup import key_figures as key_figures_markup
from dashboard.views.base import Follow, Part, ViewContext
from dashboard.views.explore.indicator import IndicatorView
from dashboard.views.explore.season import SeasonView
from dashboard.views.explore.temperature import TemperatureView
from dashboard.views.explore.trend_windows import TrendWindowsView
from dashboard.views.widgets import html

UPPER_SLOTS = (
    "heading",
    "members",
    "temperature",
    "stripes",
    "tiles",
    "indicator_title",
    "indicator_words",
    "indicator",
)
"""Slots of the first screen."""
LAZY_SLOTS = (
    "figures",
    "spread",
    "indicator_source",
    "indicator_about",
    "season_words",
    "season_temperature",
    "season_precipitation",
    "windows_words",
    "windows",
)
"""Slots behind a tab or a button."""
SLOTS = (*UPPER_SLOTS, *LAZY_SLOTS)


class CountryView:
    """`parts` are placed by the page."""

    def __init__(self, context: ViewContext, follow: Follow):
        """Draw every chart, and follow what is selected."""
        self._context, self._selection = context, context.selection
        self.heading, self.members = html.pane("", "explore/head_text"), html.pane("", "explore/head_text")
        self.tiles, self.figures = (html.pane("", "explore/key_figures_text") for _ in range(2))
        self.axis = TimeAxis(self._selection.param.year.bounds, context.charts.theme, right=LABELS_PIXELS)
        self.temperature = TemperatureView(context, self.axis)
        self.windows = TrendWindowsView(context, follow)
        self.indicator = IndicatorView(context, follow, self.axis)
        self.season = SeasonView(context, follow)
        shown = (*CHOICES, "future", "scenario")
        follow(self._show, *shown)
        follow(self._show_heading, *shown, "countries", "indicator", "compare_quantity")
        follow(self._show_key_figures, *shown, can_wait=True)
        self._show()
        self._show_heading()
        self._show_key_figures()

    def parts(self) -> dict[str, Part]:
        """Return the part of each of `SLOTS`."""
        return {
            "heading": self.heading,
            "members": self.members,
            "temperature": self.temperature.chart,
            "stripes": self.temperature.strip,
            "tiles": self.tiles,
            "indicator_title": self.indicator.title,
            "indicator_words": self.indicator.sentence,
            "indicator": self.indicator.chart,
            "figures": self.figures,
            "spread": self.temperature.sentences,
            "indicator_source": self.indicator.source,
            "indicator_about": self.indicator.about,
            "season_words": self.season.sentence,
            "season_temperature": self.season.temperature,
            "season_precipitation": self.season.precipitation,
            "windows_words": self.windows.words,
            "windows": self.windows.place,
        }

    @property
    def name(self) -> str:
        """The name of the country shown."""
        return self._data.heading

    @property
    def headline(self) -> str:
        """The sentences on the country's temperature change."""
        return country.headline(self._data)

    @property
    def _data(self) -> CountryData:
        return country_data(self._context.snapshot, CountryKey.of(self._selection))

    @property
    def _future(self) -> Future | None:
        return shown_future(self._context.snapshot, self._selection)[0]

    def _show(self) -> None:
        data = self._data
        places, origin = self._context.places, self._context.snapshot.catalog["origin"]
        listed = members.markup(places, data.key.iso3, is_mirror=not origin["is_official"])
        # Marked for css/explore/explore.css, which shows no chart and no figure of the climate then.
        self.members.object = (
            listed if data.temperature is not None else html.wrap("div", listed, class_="without-climate")
        )
        self.temperature.show(data)
        self.tiles.object = key_figures_markup.tiles(tiles(data, self._future))

    def _show_heading(self) -> None:
        snapshot, data, future = self._context.snapshot, self._data, self._future
        lacks = self._selection.future and future is None and data.temperature is not None
        self.heading.object = head.markup(
            snapshot, data, future, self._selection.countries, lacks_future=lacks, variable=self._variable
        )

    @property
    def _variable(self) -> str:
        """The indicator, for a place without a temperature while Compare shows temperature; else ""."""
        lacks = self._selection.compare_quantity == TEMPERATURE_ANOMALY and self._data.temperature is None
        return self._selection.indicator if lacks else ""

    def _show_key_figures(self) -> None:
        self.figures.object = key_figures_markup.markup(key_figures(self._data, self._future))
