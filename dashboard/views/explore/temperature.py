"""A country's temperature chart and warming stripes, with their controls and the sentences about them."""

from __future__ import annotations

from functools import cached_property

import panel as pn

from dashboard.analysis.country import CountryData
from dashboard.analysis.future import Future, shown_future
from dashboard.analysis.warming_levels import Passing, passings
from dashboard.charts import stripes, temperature
from dashboard.charts.core.time_axis import TimeAxis
from dashboard.snapshot import projections, series
from dashboard.snapshot.codes import SCENARIOS
from dashboard.snapshot.store import Snapshot
from dashboard.text import country
from dashboard.text import future as future_text
from dashboard.views.base import ViewContext
from dashboard.views.explore import controls
from dashboard.views.explore.filling import filling
from dashboard.views.widgets import html, menus


class TemperatureView:
    """`chart`, `strip` and `sentences` are placed by the page; its owner calls `show`."""

    def __init__(self, context: ViewContext, axis: TimeAxis):
        """Draw both charts, empty."""
        self._context = context
        self._chart = temperature.draw(context.charts.theme, axis)
        self._strip = stripes.draw(context.charts.theme, axis)
        for drawn in (self._chart, self._strip):
            context.charts.add(drawn.figure)
        self.chart, self.strip = filling(self._chart.figure), filling(self._strip.figure)
        self.sentences = html.pane()

    @cached_property
    def controls(self) -> pn.Row:
        """Panel's menus for a notebook; the page has those of assets/html/explore_options.html."""
        selection = self._context.selection
        period = controls.TrendPeriodMenus(selection)
        parts: list[pn.viewable.Viewable | html.Html] = [
            menus.baseline_menu(selection),
            period.first,
            period.last,
            controls.reference_menu(selection, self._context.places),
            menus.switch("Sensitivity to start and end year", selection, "every_window"),
        ]
        if series.ERA5 in self._context.snapshot.temperature.columns:
            parts.append(menus.switch("Show ERA5", selection, "era5"))
        if projections.has_projections(self._context.snapshot):
            scenarios = {name: code for code, name in SCENARIOS.items()}
            parts.append(menus.switch("To 2100", selection, "future"))
            parts.append(menus.tied_menu("Scenario of key figures", selection, "scenario", options=scenarios))
        return html.row(*parts)

    def show(self, data: CountryData) -> None:
        """Show the temperature of a country, to 2100 if that is selected; without values, neither chart."""
        shown, snapshot = data.temperature, self._context.snapshot
        future, fault = shown_future(snapshot, self._context.selection)
        self._chart.figure.visible = shown is not None
        self._strip.figure.visible = shown is not None and shown.normal is not None
        if shown is not None:
            levels = _levels(snapshot, data, future)
            temperature.update(self._chart, shown, future, levels, self._context.charts.theme)
            ahead = f" {future_text.label(data, future)}" if future else ""
            self._chart.set_label(country.temperature_label(data) + ahead)
        if shown is not None and shown.normal is not None:
            stripes.update(self._strip, shown)
            self._strip.set_label(country.stripes_label(data, self._strip.figure.title.text))
        self.sentences.object = html.sentences([*country.sentences(data), *self._notes(data, future, fault)])

    def _notes(self, data: CountryData, future: Future | None, fault: str) -> list[str]:
        """Return the sentences on the years to 2100, if they are selected; `fault` if they cannot be read."""
        if fault or not self._context.selection.future:
            return [fault] if fault else []
        if not projections.has_projections(self._context.snapshot):
            return [projections.why_no_projections()]
        notes = future_text.notes(data, future, self._context.selection.scenario)
        if future is None:
            return notes
        return notes + future_text.levels(_levels(self._context.snapshot, data, future), future, data.key.baseline)


def _levels(snapshot: Snapshot, data: CountryData, future: Future | None) -> tuple[Passing, ...]:
    return passings(snapshot, data.key.iso3, data.key.baseline) if future else ()
