"""The months of a country: its earlier and its later climate normal, where the snapshot holds them."""

from __future__ import annotations

import numpy as np
import panel as pn

from dashboard import groups
from dashboard.charts import season
from dashboard.charts.fed import FedChart
from dashboard.months import MONTHS, NONE_HELD, PERIODS, PRECIPITATION, TEMPERATURE, Months, normals
from dashboard.views import html
from dashboard.views.view import Follow, Visit


class SeasonView:
    """`charts` and `said` are placed by the page; the charts are drawn when first there is something in them."""

    def __init__(self, visit: Visit, follow: Follow):
        """Follow the country."""
        self._visit = visit
        self._places = groups.places(visit.snapshot)
        self._held = normals(visit.snapshot)
        self._drawn: dict[str, FedChart] = {}
        self.charts = pn.Column(sizing_mode="stretch_width", margin=0)
        self.said = html.pane()
        follow(self._show, "country", can_wait=True)
        self._show()

    def _show(self) -> None:
        country = self._visit.selection.country
        held = self._held.get(country, {})
        for quantity, feed, draw in _QUANTITIES:
            months = held.get(quantity)
            if months is None:
                if quantity in self._drawn:
                    self._drawn[quantity].figure.visible = False
                continue
            feed(self._chart(quantity, draw), months)
            self._drawn[quantity].figure.visible = True
        self.said.object = html.element("p", self._sentence(held), class_="sentence")

    def _chart(self, quantity: str, draw: object) -> FedChart:
        if quantity not in self._drawn:
            chart = draw(self._visit.charts.theme)  # type: ignore[operator]
            self._visit.charts.add(chart.figure)
            self._drawn[quantity] = chart
            self.charts.append(html.among(chart.figure))
        return self._drawn[quantity]

    def _sentence(self, held: dict[str, Months]) -> str:
        if not self._held:
            return NONE_HELD
        name = self._places.said(self._visit.selection.country)
        if not held:
            return f"This snapshot holds no monthly normals of {name}."
        months = held.get(TEMPERATURE)
        if months is None:
            return f"The bars are grey for {PERIODS[0]}, blue for {PERIODS[1]}."
        change = months[PERIODS[1]] - months[PERIODS[0]]
        said = (
            f"Grey: {PERIODS[0]}; coloured: {PERIODS[1]}. In {name} "
            f"{MONTHS[int(np.nanargmax(change))]} has warmed the most, by {np.nanmax(change):.1f} °C between "
            f"the two normals, {MONTHS[int(np.nanargmin(change))]} the least, by {np.nanmin(change):.1f} °C."
        )
        return said.replace("-", "−").replace("by −", "it has cooled by ") if np.isfinite(change).any() else ""


_QUANTITIES = (
    (TEMPERATURE, season.feed_temperature, season.draw_temperature),
    (PRECIPITATION, season.feed_precipitation, season.draw_precipitation),
)
