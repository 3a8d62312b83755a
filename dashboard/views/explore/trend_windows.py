"""Sensitivity of a country's trend to its period: sentences about nearby and all periods, and a chart of all."""

from __future__ import annotations

import panel as pn
from bokeh.events import Tap

from dashboard.analysis.trend_windows import all_windows, nearby_windows
from dashboard.charts import trend_windows
from dashboard.charts.core.live_chart import LiveChart
from dashboard.charts.svg.trend_windows import key
from dashboard.text import trend_windows as windows_text
from dashboard.views.base import Follow, ViewContext
from dashboard.views.explore.filling import filling
from dashboard.views.widgets import html


class TrendWindowsView:
    """`words` and `place` are placed by the page; the chart in `place` is drawn when its tab is first opened."""

    def __init__(self, context: ViewContext, follow: Follow):
        """Follow the country, the years of its trend, and whether the tab is open."""
        self._context, self._selection = context, context.selection
        self._chart: LiveChart | None = None
        self.words = html.pane()
        self.place = pn.Column(sizing_mode="stretch_both", margin=0)
        follow(self._show, "country", "trend_period", "every_window", can_wait=True)
        self._show()

    def _show(self) -> None:
        chosen, snapshot = self._selection, self._context.snapshot
        near = nearby_windows(snapshot, chosen.country, chosen.trend_period)
        nearby = html.sentences([windows_text.nearby(near, chosen.trend_period)])
        if not chosen.every_window:
            self.words.object = nearby
            return
        found = all_windows(snapshot, chosen.country)
        sentence, chart = windows_text.every(found, chosen.trend_period), self._drawn()
        chart.figure.visible = len(found) > 0
        if len(found):
            trend_windows.update(chart, found, chosen.trend_period)
            chart.set_label(windows_text.label(self._context.places.name(chosen.country), sentence))
        self.words.object = nearby + html.sentences([sentence]) + (key(is_selectable=True) if len(found) else "")
        if not self.place.objects:
            self.place.objects = [pn.pane.Bokeh(chart.figure, sizing_mode="stretch_both", margin=0)]

    def _drawn(self) -> LiveChart:
        if self._chart is None:
            self._chart = trend_windows.draw(self._context.charts.theme)
            self._context.charts.add(filling(self._chart.figure))
            self._chart.figure.on_event(Tap, self._tapped)
        return self._chart

    def _tapped(self, event: Tap) -> None:
        """Take the trend over the period that is tapped."""
        if event.x is None or event.y is None:
            return
        hit = trend_windows.hit(event.x, event.y, all_windows(self._context.snapshot, self._selection.country))
        if hit is not None:
            self._selection.param.update(trend_period=hit)
