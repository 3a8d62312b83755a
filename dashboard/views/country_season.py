"""The months of a country: its earlier and its later climate normal, where the snapshot holds them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import panel as pn

from dashboard import groups
from dashboard.charts import season
from dashboard.charts.fed import FedChart
from dashboard.store import Snapshot
from dashboard.views import html
from dashboard.views.view import Follow, Visit
from measures.noise import Floats

NONE_HELD = "This snapshot holds no monthly normals."
Months = dict[str, Floats]


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
            chart = self._chart(quantity, draw)
            feed(chart, months)
            chart.say(f"{chart.figure.title.text}, {self._places.name(country)}, {' and '.join(season.PERIODS)}")
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
        months = held.get("temperature_c")
        if months is None:
            return f"The bars are grey for {season.PERIODS[0]}, blue for {season.PERIODS[1]}."
        change = months[season.PERIODS[1]] - months[season.PERIODS[0]]
        said = (
            f"Grey: {season.PERIODS[0]}; coloured: {season.PERIODS[1]}. In {name} "
            f"{season.MONTHS[int(np.nanargmax(change))]} has warmed the most, by {np.nanmax(change):.1f} °C between "
            f"the two normals, {season.MONTHS[int(np.nanargmin(change))]} the least, by {np.nanmin(change):.1f} °C."
        )
        return said.replace("-", "−").replace("by −", "it has cooled by ") if np.isfinite(change).any() else ""


_QUANTITIES = (
    ("temperature_c", season.feed_temperature, season.draw_temperature),
    ("precipitation_mm", season.feed_precipitation, season.draw_precipitation),
)


@lru_cache(maxsize=2)
def normals(snapshot: Snapshot) -> dict[str, dict[str, Months]]:
    """Twelve means of each period, by place and quantity; only what is held in both. Empty without such a table."""
    table = getattr(snapshot, "climate_normals", None)
    if table is None:
        return {}
    found: dict[str, dict[str, Months]] = {}
    for iso3, rows in table.groupby("iso3"):
        own = {quantity: months for quantity, *_ in _QUANTITIES if (months := _months(rows, quantity))}
        if own:
            found[str(iso3)] = own
    return found


def _months(rows: pd.DataFrame, quantity: str) -> Months | None:
    wide = rows.pivot(index="month", columns="period", values=quantity).reindex(season.NUMBER)
    if not set(season.PERIODS) <= set(wide.columns):
        return None
    months = {period: wide[period].to_numpy(float) for period in season.PERIODS}
    return months if all(np.isfinite(values).any() for values in months.values()) else None
