"""The months of a country: a chart of temperature and one of precipitation in two climate normals."""

from __future__ import annotations

from dashboard.analysis.season import season_data
from dashboard.charts import season
from dashboard.charts.core.live_chart import LiveChart
from dashboard.snapshot.normals import PRECIPITATION_MM, TEMPERATURE_C
from dashboard.text import season as season_text
from dashboard.views.base import Follow, ViewContext
from dashboard.views.explore.filling import filling
from dashboard.views.widgets import html

UPDATES = {TEMPERATURE_C: season.update_temperature, PRECIPITATION_MM: season.update_precipitation}
"""How each quantity is shown."""


class SeasonView:
    """`temperature`, `precipitation` and `sentence` are placed by the page."""

    def __init__(self, context: ViewContext, follow: Follow):
        """Draw both charts, empty, and follow the country."""
        self._context = context
        theme = context.charts.theme
        self._charts: dict[str, LiveChart] = {
            TEMPERATURE_C: season.draw_temperature(theme),
            PRECIPITATION_MM: season.draw_precipitation(theme),
        }
        self.temperature, self.precipitation = (filling(chart.figure) for chart in self._charts.values())
        for figure in (self.temperature, self.precipitation):
            context.charts.add(figure)
        self.sentence = html.pane()
        follow(self._show, "country", can_wait=True)
        self._show()

    def _show(self) -> None:
        data = season_data(self._context.snapshot, self._context.selection.country)
        for quantity, chart in self._charts.items():
            chart.figure.visible = quantity in data.normals
            if quantity in data.normals:
                UPDATES[quantity](chart, data.normals[quantity])
                chart.set_label(season_text.label(data, chart.figure.title.text))
        self.sentence.object = html.element("p", season_text.sentence(data), class_="sentence")
