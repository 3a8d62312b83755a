"""A country's indicator over the years, what is said of it, and where it comes from."""

from __future__ import annotations

import numpy as np

from dashboard.charts import indicator
from dashboard.charts.core.time_axis import TimeAxis
from dashboard.snapshot import provenance, series
from dashboard.snapshot.store import SnapshotError
from dashboard.text import country
from dashboard.views.base import Follow, ViewContext
from dashboard.views.widgets import html, series_facts
from measures.quantile_bands import QuantileBands

NO_YEARS = np.array([], int)


class IndicatorView:
    """`chart`, `said`, `source` and `about` are placed by the page."""

    def __init__(self, context: ViewContext, follow: Follow, axis: TimeAxis):
        """Draw the chart, and follow the country, the indicator and the group behind it."""
        self._snapshot, self._selection = context.snapshot, context.selection
        self._places = context.places
        self._about = context.snapshot.indicators.set_index("id", drop=False)
        self._chart = indicator.draw(context.charts.theme, axis)
        context.charts.add(self._chart.figure)
        self.chart = html.figure(self._chart.figure)
        self.said, self.source = html.pane(), html.pane()
        self.about = html.pane("", "series_facts_shadow")
        follow(self._show, "country", "indicator", "reference_group", can_wait=True)
        follow(self._describe, "indicator", can_wait=True)
        self._show()
        self._describe()

    def _show(self) -> None:
        about = self._about.loc[self._selection.indicator]
        row = self._places.row(self._selection.country)
        bands = None
        try:
            table = series.indicator(self._snapshot, self._selection.indicator)
            years, values = series.span(table.years, table.of(self._selection.country))
            said = country.indicator(row, about["title"], about.unit, years, values)
            if years.size:
                bands = self._bands(table)
        except SnapshotError as error:
            years, values, said = NO_YEARS, NO_YEARS.astype(float), str(error)
        self.said.object = html.element("p", said, class_="sentence")
        self.source.object = html.element(
            "p",
            f"{about['name']}. {about.source}, {about.licence}, updated {about.last_updated}.",
            class_="source",
            data_source_of="explore_indicator",
        )
        self._chart.figure.visible = years.size > 0
        if years.size:
            every = table.of(self._selection.country)
            indicator.update(self._chart, table.years, every, about["title"], about.unit, bands)
            what = f"{about['title']} in {self._places.said(self._selection.country)}"
            self._chart.set_label(f"{what}, {about.unit}, {years[0]}–{years[-1]}: {said.removeprefix(f'{what}: ')}")

    def _describe(self) -> None:
        self.about.object = series_facts.about(provenance.source_of(self._snapshot, self._selection.indicator))

    def _bands(self, table: series.Grid) -> QuantileBands | None:
        """The spread of the group chosen; none behind a total, where it would only show who is large."""
        group = self._places.spread_group(self._selection.country, self._selection.reference_group)
        code = self._selection.indicator
        if group is None or series.is_total(self._snapshot, code, self._places.world.members):
            return None
        return series.indicator_bands(self._snapshot, code, group.members)
