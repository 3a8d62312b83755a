"""The selected country: name, key figures, and the parts that draw its temperature, an indicator, and its months."""

from __future__ import annotations

from urllib.parse import urlencode

from dashboard.analysis.country import CHOICES, CountryData, CountryKey, country_data
from dashboard.charts.core.time_axis import TimeAxis
from dashboard.state import url
from dashboard.state.parameters import MOST_COMPARED
from dashboard.text import country
from dashboard.text.key_figures import key_figures
from dashboard.views.base import Follow, Part, ViewContext
from dashboard.views.explore import key_figures as key_figures_markup
from dashboard.views.explore import members
from dashboard.views.explore.indicator import IndicatorView
from dashboard.views.explore.season import SeasonView
from dashboard.views.explore.temperature import TemperatureView
from dashboard.views.explore.trend_windows import TrendWindowsView
from dashboard.views.widgets import html

UPPER_SLOTS = ("heading", "compare", "warming", "members", "controls", "temperature", "stripes", "spread")
"""Slots next to the map, on the first screen."""
LAZY_SLOTS = (
    "windows_sentence",
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
        """Draw every chart, and follow what is selected."""
        self._context, self._selection = context, context.selection
        self.heading, self.warming, self.figures = html.pane(), html.pane(), html.pane("", "explore/key_figures_text")
        self.compare = html.pane("", "chips_text")
        self.members = html.pane("", "chips_text", "explore/members_text")
        axis = TimeAxis(self._selection.param.year.bounds, context.charts.theme)
        self.temperature = TemperatureView(context, axis)
        self.windows = TrendWindowsView(context, follow)
        self.indicator = IndicatorView(context, follow, axis)
        self.season = SeasonView(context, follow)
        follow(self._show, *CHOICES)
        follow(self._show_key_figures, *CHOICES, can_wait=True)
        follow(self._offer, "country", "countries", can_wait=True)
        self._show()
        self._show_key_figures()
        self._offer()

    def parts(self) -> dict[str, Part]:
        """Return the pane of each of `SLOTS`."""
        return {
            "heading": self.heading,
            "compare": self.compare,
            "warming": self.warming,
            "members": self.members,
            "controls": self.temperature.controls,
            "temperature": self.temperature.chart,
            "stripes": self.temperature.strip,
            "spread": self.temperature.sentences,
            "windows_sentence": self.windows.nearby,
            "windows": self.windows.place,
            "figures": self.figures,
            "indicator_words": self.indicator.sentence,
            "indicator": self.indicator.chart,
            "indicator_source": self.indicator.source,
            "indicator_about": self.indicator.about,
            "season": self.season.charts,
            "season_words": self.season.sentence,
        }

    @property
    def name(self) -> str:
        """The name of the country shown."""
        return self._data.heading

    @property
    def _data(self) -> CountryData:
        return country_data(self._context.snapshot, CountryKey.of(self._selection))

    def _show(self) -> None:
        data = self._data
        heading, place = html.element("h2", data.heading), country.place(data.row)
        self.heading.object = heading + html.element("p", place, class_="place")
        self.warming.object = html.sentences([country.headline(data)])
        places, origin = self._context.places, self._context.snapshot.catalog["origin"]
        listed = members.markup(places, data.key.iso3, is_mirror=not origin["is_official"])
        is_grouping = places.is_grouping(data.key.iso3)
        self.members.object = html.wrap("div", listed, class_="is-grouping") if is_grouping else listed
        self.temperature.show(data)

    def _show_key_figures(self) -> None:
        self.figures.object = key_figures_markup.markup(key_figures(self._data))

    def _offer(self) -> None:
        """Show the button that adds the country to Compare, or opens Compare where it is there."""
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
