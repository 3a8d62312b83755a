"""The months of a country: its earlier and its later climate normal, where the snapshot holds them."""

from __future__ import annotations

import numpy as np
import panel as pn

from dashboard.charts import season
from dashboard.charts.core.live_chart import LiveChart
from dashboard.snapshot.normals import MONTHS, NONE_HELD, PERIODS, PRECIPITATION, TEMPERATURE, Months, dataset, normals
from dashboard.text.numbers import signed
from dashboard.views.base import Follow, ViewContext
from dashboard.views.widgets import html

CHART_OF_YEARS = ("CRU", "CRU TS")
"""What the tables call the data set of the chart of years."""


class SeasonView:
    """`charts` and `said` are placed by the page; the charts are drawn when first there is something in them."""

    def __init__(self, context: ViewContext, follow: Follow):
        """Follow the country."""
        self._context = context
        self._places = context.places
        self._held = normals(context.snapshot)
        self._drawn: dict[str, LiveChart] = {}
        self.charts = pn.Column(sizing_mode="stretch_width", margin=0)
        self.said = html.pane()
        follow(self._show, "country", can_wait=True)
        self._show()

    def _show(self) -> None:
        country = self._context.selection.country
        held = self._held.get(country, {})
        for quantity, update, draw in _QUANTITIES:
            months = held.get(quantity)
            if months is None:
                if quantity in self._drawn:
                    self._drawn[quantity].figure.visible = False
                continue
            chart = self._chart(quantity, draw)
            update(chart, months)
            chart.set_label(f"{chart.figure.title.text}, {self._places.name(country)}, {' and '.join(PERIODS)}")
            self._drawn[quantity].figure.visible = True
        self.said.object = html.element("p", self._sentence(held), class_="sentence")

    def _chart(self, quantity: str, draw: object) -> LiveChart:
        if quantity not in self._drawn:
            chart = draw(self._context.charts.theme)  # type: ignore[operator]
            self._context.charts.add(chart.figure)
            self._drawn[quantity] = chart
            self.charts.append(html.in_layout(chart.figure))
        return self._drawn[quantity]

    def _sentence(self, held: dict[str, Months]) -> str:
        if not self._held:
            return NONE_HELD
        name = self._places.said(self._context.selection.country)
        if not held:
            return f"This snapshot holds no monthly normals of {name}."
        months = held.get(TEMPERATURE)
        if months is None:
            return f"The bars are grey for {PERIODS[0]}, blue for {PERIODS[1]}."
        change = (months[PERIODS[1]] - months[PERIODS[0]]).round(1)
        if not np.isfinite(change).any():
            return ""
        most, least = int(np.nanargmax(change)), int(np.nanargmin(change))
        return (
            f"Grey: {PERIODS[0]}; coloured: {PERIODS[1]}. In {name} {MONTHS[most]} has changed "
            f"the most from one to the other, by {signed(change[most], 1)} °C, {MONTHS[least]} the least, by "
            f"{signed(change[least], 1)} °C.{self._dataset()}"
        )

    def _dataset(self) -> str:
        """Whose temperatures these are, where they are not those of the chart of years."""
        name = dataset(self._context.snapshot, self._context.selection.country)
        if not name or name in CHART_OF_YEARS:
            return ""
        return f" Temperatures of months are {name}’s, those of years above CRU TS’s: their levels differ."


_QUANTITIES = (
    (TEMPERATURE, season.update_temperature, season.draw_temperature),
    (PRECIPITATION, season.update_precipitation, season.draw_precipitation),
)
