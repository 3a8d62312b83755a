"""How far a country's trend depends on its years: said of the windows near the chosen one, and drawn of all."""

from __future__ import annotations

import panel as pn
from bokeh.events import Tap

from dashboard.analysis.country import all_windows, nearby_windows
from dashboard.charts import trend_windows
from dashboard.charts.core.live_chart import LiveChart
from dashboard.charts.trend_windows import BINS
from dashboard.snapshot import series
from dashboard.text import windows
from dashboard.views.base import Follow, ViewContext
from dashboard.views.widgets import html


class WindowsView:
    """`said` and `place` are placed by the page; the chart is drawn when first it is asked for."""

    def __init__(self, context: ViewContext, follow: Follow):
        """Follow the country, the years of its trend, and whether every window is wanted."""
        self._context, self._selection = context, context.selection
        self._places = context.places
        self._chart: LiveChart | None = None
        self.said = html.pane()
        self._sentence = html.pane()
        self.place = pn.Column(sizing_mode="stretch_width", margin=0)
        follow(self._say, "country", "trend_period", can_wait=True)
        follow(self._draw, "country", "trend_period", "every_window", can_wait=True)
        self._say()
        self._draw()

    @property
    def _table(self) -> series.Grid:
        return series.temperature(self._context.snapshot)

    def _say(self) -> None:
        found = nearby_windows(self._table, self._selection.country, self._selection.trend_period)
        said = windows.near(found, self._selection.trend_period)
        self.said.object = html.element("p", said, class_="sentence") if said else ""

    def _draw(self) -> None:
        chosen = self._selection
        if not chosen.every_window:
            self.place.objects = []
            return
        found = all_windows(self._table, chosen.country)
        chart = self._drawn()
        chart.figure.visible = len(found) > 0
        said = windows.every(found, chosen.trend_period)
        if len(found):
            trend_windows.update(chart, found, chosen.trend_period)
            chart.set_label(f"Trend of every window of years, {self._places.name(chosen.country)}. {said}")
        self._sentence.object = html.element("p", said, class_="sentence")
        if not self.place.objects:
            self.place.objects = [self._sentence, html.pane(_key()), html.in_layout(chart.figure)]

    def _drawn(self) -> LiveChart:
        if self._chart is None:
            self._chart = trend_windows.draw(self._context.charts.theme)
            self._context.charts.add(self._chart.figure)
            self._chart.figure.on_event(Tap, self._tapped)
        return self._chart

    def _tapped(self, event: Tap) -> None:
        """A window that is hit becomes that of the trend."""
        if event.x is None or event.y is None:
            return
        hit = trend_windows.hit(event.x, event.y, all_windows(self._table, self._selection.country))
        if hit is not None:
            self._selection.param.update(trend_period=hit)


def _key() -> str:
    boxes = html.legend_items(BINS)
    return (
        f'<ul class="legend" aria-label="Colours, °C per decade">{boxes}</ul><p class="source">Trend in °C per '
        "decade of every window of 15 years or more. Pale: its 95 % interval holds zero. Below the dashed line: "
        "shorter than 30 years. Framed: the window chosen; click another to choose it.</p>"
    )
