"""The months of a country: a chart of temperature and one of precipitation in two climate normals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import panel as pn

from dashboard.analysis.season import season_data
from dashboard.charts import season
from dashboard.charts.core.live_chart import LiveChart
from dashboard.charts.core.theme import Theme
from dashboard.snapshot.normals import PRECIPITATION_MM, TEMPERATURE_C
from dashboard.text import season as season_text
from dashboard.views.base import Follow, ViewContext
from dashboard.views.widgets import html
from measures.arrays import Floats


class _Chart(NamedTuple):
    draw: Callable[[Theme], LiveChart]
    update: Callable[[LiveChart, Mapping[str, Floats]], None]


CHARTS = {
    TEMPERATURE_C: _Chart(season.draw_temperature, season.update_temperature),
    PRECIPITATION_MM: _Chart(season.draw_precipitation, season.update_precipitation),
}
"""How each quantity is drawn."""


class SeasonView:
    """`charts` and `sentence` are placed by the page; a chart is drawn when there is first something to show in it."""

    def __init__(self, context: ViewContext, follow: Follow):
        """Follow the country."""
        self._context = context
        self._drawn: dict[str, LiveChart] = {}
        self.charts = pn.Column(sizing_mode="stretch_width", margin=0)
        self.sentence = html.pane()
        follow(self._show, "country", can_wait=True)
        self._show()

    def _show(self) -> None:
        data = season_data(self._context.snapshot, self._context.selection.country)
        for quantity, chart in self._drawn.items():
            chart.figure.visible = quantity in data.normals
        for quantity, months in data.normals.items():
            chart = self._chart(quantity)
            CHARTS[quantity].update(chart, months)
            chart.set_label(season_text.label(data, chart.figure.title.text))
        self.sentence.object = html.element("p", season_text.sentence(data), class_="sentence")

    def _chart(self, quantity: str) -> LiveChart:
        if quantity not in self._drawn:
            chart = self._drawn[quantity] = CHARTS[quantity].draw(self._context.charts.theme)
            self._context.charts.add(chart.figure)
            self.charts.append(html.in_layout(chart.figure))
        return self._drawn[quantity]
