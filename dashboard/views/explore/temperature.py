"""A country's temperature chart and its stripes, with what the reader sets about them, and what is said of them."""

from __future__ import annotations

import numpy as np
import panel as pn

from dashboard.analysis.country import baseline_normal, smooth_course, trend_over
from dashboard.charts import stripes, temperature
from dashboard.charts.core.time_axis import TimeAxis
from dashboard.snapshot import groups, series
from dashboard.text import country
from dashboard.views.base import ViewContext
from dashboard.views.explore import controls
from dashboard.views.widgets import html, menus
from measures.arrays import Floats
from measures.trend import Trend

CHOICES = ("country", "baseline", "trend_period", "reference_group", "era5")


class TemperatureView:
    """`controls`, `chart`, `strip` and `said` are placed by the page. Shown by `show`, which its owner calls."""

    def __init__(self, context: ViewContext, axis: TimeAxis):
        """Draw both charts, empty."""
        self._snapshot, self._selection = context.snapshot, context.selection
        self._places = context.places
        self._chart = temperature.draw(context.charts.theme, axis)
        self._strip = stripes.draw(context.charts.theme, axis)
        for drawn in (self._chart, self._strip):
            context.charts.add(drawn.figure)
        self.chart, self.strip = (html.figure(drawn.figure) for drawn in (self._chart, self._strip))
        self.controls = self._controls()
        self.said = html.pane()

    def _controls(self) -> pn.Row:
        chosen = self._selection
        window = controls.WindowMenus(chosen)
        parts: list[pn.viewable.Viewable] = [
            menus.baseline_menu(chosen),
            window.first,
            window.last,
            controls.behind_menu(chosen, has_zones=self._places.has_zones),
        ]
        parts.append(menus.switch("Every window", chosen, "every_window"))
        if series.ERA5 in self._snapshot.temperature.columns:
            parts.append(menus.switch("ERA5 as well", chosen, "era5"))
        return html.row(*parts)

    def show(self, line: Trend | None, said: str) -> None:
        """Shows the country selected; `line` is its trend, `said` the sentence for those who hear the chart."""
        table = series.temperature(self._snapshot)
        values = table.of(self._selection.country)
        is_held = bool(np.isfinite(values).any())
        self._chart.figure.visible = is_held
        departures = series.anomalies(self._snapshot, self._selection.baseline).of(self._selection.country)
        self._strip.figure.visible = is_striped = bool(np.isfinite(departures).any())
        if is_held:
            drawn = self._drawn(table.years, values, line)
            first, last = table.years[np.flatnonzero(np.isfinite(values))[[0, -1]]]
            held = f"{first}–{last}"
            temperature.update(self._chart, drawn)
            self._chart.set_label(f"Annual mean temperature, {self._name}, {held}, °C: {said}")
            if is_striped:
                line_said = self._chart.source("line").data
                tips = {name: line_said[name] for name in temperature.TOOLTIP_COLUMNS}
                stripes.update(self._strip, drawn.years, departures, drawn.baseline, temperature.tooltip(drawn), tips)
                self._strip.set_label(
                    f"Warming stripes, {self._name}, {held}: annual mean temperature, {self._strip.figure.title.text}"
                )
        self.said.object = "".join(
            html.element("p", sentence, class_="sentence") for sentence in self._sentences(line) if sentence
        )

    @property
    def _name(self) -> str:
        return self._places.name(self._selection.country)

    def _drawn(self, years: np.ndarray, values: Floats, line: Trend | None) -> temperature.TemperatureData:
        chosen = self._selection
        group = self._places.spread_group(chosen.country, chosen.reference_group)
        bands = series.temperature_bands(self._snapshot, chosen.baseline, group.members) if group else None
        other = series.temperature(self._snapshot, series.ERA5)
        wanted = chosen.era5 and other.has(chosen.country)
        return temperature.TemperatureData(
            years=years,
            values=values,
            baseline=chosen.baseline,
            normal=baseline_normal(years, values, chosen.baseline),
            line=line,
            course=smooth_course(series.temperature(self._snapshot), chosen.country),
            bands=bands,
            other=other.of(chosen.country) if wanted else None,
        )

    def _sentences(self, line: Trend | None) -> list[str]:
        chosen, places = self._selection, self._places
        if not series.temperature(self._snapshot).has(chosen.country):
            return []
        group = places.reference_group(chosen.country, chosen.reference_group)
        found = [self._why_no_baseline(), self._why_no_zone()]
        if group:
            changes = {code: places.change[code] for code in group.members if code in places.change}
            if len(changes) > 1:
                said = {code: places.said(code) for code in changes}
                found.append(country.spread(places.row(chosen.country), group.called, changes, said))
            found.append(self._why_another_spread(group))
        return [*found, self._second()]

    def _why_no_baseline(self) -> str:
        first, last = self._selection.baseline
        if series.anomalies(self._snapshot, self._selection.baseline).has(self._selection.country):
            return ""
        return f"Fewer than 20 years of {first}–{last} have a value: no baseline, and no departures from it."

    def _why_no_zone(self) -> str:
        chosen, places = self._selection, self._places
        row = places.row(chosen.country)
        if chosen.reference_group != "zone" or row["kind"] == "aggregate" or places.zone(chosen.country):
            return ""
        if not places.has_zones:
            return ""  # the menu says so
        if row["climate_zone"]:
            return f"No other economy lies in climate zone {row['climate_zone']}; the region is shown instead."
        instead = "its region is shown instead" if places.region(chosen.country) else "and it has no region here"
        return f"No climate zone is held for {places.said(chosen.country)}; {instead}."

    def _why_another_spread(self, group: groups.Group) -> str:
        drawn = self._places.spread_group(self._selection.country, self._selection.reference_group)
        if drawn == group:
            return ""
        instead = f"; that {drawn.called} is drawn" if drawn else ", and none is drawn"
        return f"These are too few for a spread{instead}."

    def _second(self) -> str:
        """How far the second data set differs, where it is drawn."""
        chosen = self._selection
        if not chosen.era5:
            return ""
        other = series.temperature(self._snapshot, series.ERA5)
        if not other.has(chosen.country):
            return f"This snapshot holds no ERA5 temperatures of {self._places.said(chosen.country)}."
        held = np.isfinite(other.of(chosen.country))
        first = max(chosen.trend_period[0], int(other.years[held][0]))
        window = (first, chosen.trend_period[1])
        both = [trend_over(series.temperature(self._snapshot, name), chosen.country, window) for name in _DATASETS]
        if both[0] is None or both[1] is None:
            return "ERA5 has too few years in this window for a trend to compare."
        return country.two_datasets(both[0], both[1])


_DATASETS = (series.CRU, series.ERA5)
