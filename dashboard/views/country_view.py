"""The selected country: its name, its warming in words, its temperature, and one indicator over time."""

from __future__ import annotations

from typing import Any

import pandas as pd
import panel as pn

from dashboard import queries, words
from dashboard.charts import indicator, temperature
from dashboard.charts.fed import FedChart
from dashboard.state import Selection
from dashboard.store import Snapshot, SnapshotError
from dashboard.theme import LIGHT
from dashboard.views import html
from dashboard.views.map_view import MEASURE

NO_VALUES = pd.DataFrame({"year": pd.Series(dtype="int64"), "value": pd.Series(dtype="float64")})


class CountryView:
    """Its public panes are placed by the page."""

    def __init__(self, snapshot: Snapshot, selection: Selection):
        """Draw both charts, and follow `selection`."""
        self._snapshot, self._selection = snapshot, selection
        self._measure = queries.measure(snapshot.warming, MEASURE)
        self._countries = snapshot.countries.set_index("iso3", drop=False)
        self._economies = queries.economies(snapshot.countries)
        self._indicators = snapshot.indicators.set_index("id", drop=False)
        self.heading, self.warming = html.pane(), html.pane()
        self.indicator_words, self.indicator_source = html.pane(), html.pane()

        series = self._temperature()
        self._temperature_chart = FedChart(
            temperature.overlay(series, *self._lines(series), LIGHT), "Temperature over the years"
        )
        self._indicator_chart = FedChart(indicator.overlay(NO_VALUES, "", LIGHT), "Indicator over the years")
        self.temperature, self.indicator = (
            pn.pane.Bokeh(chart.figure, sizing_mode="stretch_width", margin=0)
            for chart in (self._temperature_chart, self._indicator_chart)
        )
        selection.param.watch(self._follow, ["country", "indicator"])
        self._show_country()
        self._show_indicator()

    def _follow(self, *events: Any) -> None:
        if any(event.name == "country" for event in events):
            self._show_country()
        self._show_indicator()

    def _show_country(self) -> None:
        row = self._countries.loc[self._selection.country]
        series = self._temperature()
        line, normal = self._lines(series)
        found = queries.warming_of(self._measure, self._economies, row.iso3)
        said = words.warming(row["name"], found, line)
        self.heading.object = html.element("h2", row["name"]) + html.element("p", words.place(row), class_="place")
        self.warming.object = html.element("p", said, class_="sentence")
        self._temperature_chart.figure.visible = not series.empty
        if not series.empty:
            self._temperature_chart.feed(temperature.overlay(series, line, normal, LIGHT), *temperature.limits(series))
            self._temperature_chart.say(f"Annual mean temperature, {row['name']}: {said}")

    def _show_indicator(self) -> None:
        country = self._countries.loc[self._selection.country, "name"]
        about = self._indicators.loc[self._selection.indicator]
        try:
            series = self._values()
            said = words.indicator(country, about["title"], about.unit, series)
        except SnapshotError as error:
            series, said = NO_VALUES, str(error)
        self.indicator_words.object = html.element("p", said, class_="sentence")
        self.indicator_source.object = html.element(
            "p", f"{about['name']}. {about.source}, {about.licence}, updated {about.last_updated}.", class_="source"
        )
        self._indicator_chart.figure.visible = not series.empty
        if not series.empty:
            last = int(self._indicators.last_year.max())
            self._indicator_chart.feed(indicator.overlay(series, about.unit, LIGHT), *indicator.limits(series, last))
            self._indicator_chart.figure.yaxis.axis_label = about.unit
            self._indicator_chart.say(said)

    def _temperature(self) -> Any:
        return queries.series_of(self._snapshot.temperature, self._selection.country, "temperature_c")

    def _values(self) -> Any:
        values = self._snapshot.values(self._selection.indicator)
        return queries.series_of(values, self._selection.country, "value")

    @staticmethod
    def _lines(series: Any) -> tuple[Any, Any]:
        return temperature.recent_trend(series), temperature.baseline(series)
