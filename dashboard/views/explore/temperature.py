"""A country's temperature chart and warming stripes, with their controls and the sentences below them."""

from __future__ import annotations

import panel as pn

from dashboard.analysis.country import CountryData
from dashboard.charts import stripes, temperature
from dashboard.charts.core.time_axis import TimeAxis
from dashboard.snapshot import series
from dashboard.text import country
from dashboard.views.base import ViewContext
from dashboard.views.explore import controls
from dashboard.views.widgets import html, menus


class TemperatureView:
    """`controls`, `chart`, `strip` and `sentences` are placed by the page; its owner calls `show`."""

    def __init__(self, context: ViewContext, axis: TimeAxis):
        """Draw both charts, empty."""
        self._chart = temperature.draw(context.charts.theme, axis)
        self._strip = stripes.draw(context.charts.theme, axis)
        for drawn in (self._chart, self._strip):
            context.charts.add(drawn.figure)
        self.chart, self.strip = (html.figure(drawn.figure) for drawn in (self._chart, self._strip))
        self.controls = _controls(context)
        self.sentences = html.pane()

    def show(self, data: CountryData) -> None:
        """Show the temperature of a country; without values, neither chart."""
        shown = data.temperature
        self._chart.figure.visible = shown is not None
        self._strip.figure.visible = shown is not None and shown.normal is not None
        if shown is not None:
            temperature.update(self._chart, shown)
            self._chart.set_label(country.temperature_label(data))
        if shown is not None and shown.normal is not None:
            stripes.update(self._strip, shown)
            self._strip.set_label(country.stripes_label(data, self._strip.figure.title.text))
        self.sentences.object = html.sentences(country.sentences(data))


def _controls(context: ViewContext) -> pn.Row:
    selection = context.selection
    period = controls.TrendPeriodMenus(selection)
    parts: list[pn.viewable.Viewable | html.Html] = [
        menus.baseline_menu(selection),
        period.first,
        period.last,
        controls.reference_menu(selection, context.places),
        menus.switch("Every window", selection, "every_window"),
    ]
    if series.ERA5 in context.snapshot.temperature.columns:
        parts.append(menus.switch("ERA5 as well", selection, "era5"))
    return html.row(*parts)
