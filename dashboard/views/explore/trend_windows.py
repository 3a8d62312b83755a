"""Sensitivity of a country's trend to its period: a sentence about nearby periods, and a chart of all."""

from __future__ import annotations

import panel as pn
from bokeh.events import Tap

from dashboard.analysis.trend_windows import all_windows, nearby_windows
from dashboard.charts import trend_windows
from dashboard.charts.core.live_chart import LiveChart
from dashboard.charts.trend_windows import BINS
from dashboard.text import trend_windows as windows_text
from dashboard.views.base import Follow, ViewContext
from dashboard.views.widgets import html


class TrendWindowsView:
    """`nearby` and `place` are placed by the page; the chart in `place` is drawn when it is first asked for."""

    def __init__(self, context: ViewContext, follow: Follow):
        """Follow the country, the years of its trend, and whether every window is wanted."""
        self._context, self._selection = context, context.selection
        self._chart: LiveChart | None = None
        self.nearby, self._every = html.pane(), html.pane()
        self.place = pn.Column(sizing_mode="stretch_width", margin=0)
        follow(self._show_nearby, "country", "trend_period", can_wait=True)
        follow(self._show_every, "country", "trend_period", "every_window", can_wait=True)
        self._show_nearby()
        self._show_every()

    def _show_nearby(self) -> None:
        chosen = self._selection
        found = nearby_windows(self._context.snapshot, chosen.country, chosen.trend_period)
        self.nearby.object = html.sentences([windows_text.nearby(found, chosen.trend_period)])

    def _show_every(self) -> None:
        chosen = self._selection
        if not chosen.every_window:
            self.place.objects = []
            return
        found = all_windows(self._context.snapshot, chosen.country)
        sentence, chart = windows_text.every(found, chosen.trend_period), self._drawn()
        chart.figure.visible = len(found) > 0
        if len(found):
            trend_windows.update(chart, found, chosen.trend_period)
            chart.set_label(windows_text.label(self._context.places.name(chosen.country), sentence))
        self._every.object = html.sentences([sentence])
        if not self.place.objects:
            self.place.objects = [self._every, html.pane(_key()), html.in_layout(chart.figure)]

    def _drawn(self) -> LiveChart:
        if self._chart is None:
            self._chart = trend_windows.draw(self._context.charts.theme)
            self._context.charts.add(self._chart.figure)
            self._chart.figure.on_event(Tap, self._tapped)
        return self._chart

    def _tapped(self, event: Tap) -> None:
        """Take the trend over the window that is tapped."""
        if event.x is None or event.y is None:
            return
        hit = trend_windows.hit(event.x, event.y, all_windows(self._context.snapshot, self._selection.country))
        if hit is not None:
            self._selection.param.update(trend_period=hit)


def _key() -> str:
    boxes = html.legend_items(BINS)
    note = html.element("p", windows_text.CHART_NOTE, class_="source")
    return f'<ul class="legend" aria-label="Colours, °C per decade">{boxes}</ul>{note}'
