"""A country's indicator over the years, with a sentence, its source, and what the series means."""

from __future__ import annotations

from dashboard.analysis.future import LAST_YEAR, shown_future
from dashboard.analysis.indicator import IndicatorData, indicator_data
from dashboard.charts import indicator
from dashboard.charts.core.time_axis import TimeAxis
from dashboard.snapshot import provenance, series
from dashboard.snapshot.store import SnapshotError
from dashboard.text import indicator as indicator_text
from dashboard.text.markup import indicator as markup
from dashboard.text.markup import series_facts
from dashboard.views.base import Follow, ViewContext
from dashboard.views.explore.filling import filling
from dashboard.views.widgets import html


class IndicatorView:
    """`title`, `chart`, `sentence`, `source` and `about` are placed by the page."""

    def __init__(self, context: ViewContext, follow: Follow, axis: TimeAxis):
        """Draw the chart, and follow the country, the indicator and the reference group."""
        self._snapshot, self._selection = context.snapshot, context.selection
        self._data: IndicatorData | None = None
        self._chart = indicator.draw(context.charts.theme, axis)
        self._axis, self._bounds = axis, context.selection.param.year.bounds
        self._shown_years = self._bounds
        self._with_temperature = set(series.temperature(context.snapshot).iso3)
        context.charts.add(self._chart.figure)
        self.chart = filling(self._chart.figure)
        self.title, self.sentence = html.pane("", "explore/head_text"), html.pane("", "explore/head_text")
        self.source, self.about = html.pane(), html.pane("", "series_facts_text")
        follow(self._show, "country", "indicator", "reference_group", can_wait=True)
        follow(self._describe, "indicator", can_wait=True)
        follow(self._fit, "future")
        self._show()
        self._describe()

    def _show(self) -> None:
        chosen = self._selection
        try:
            data = indicator_data(self._snapshot, chosen.country, chosen.indicator, chosen.reference_group)
        except SnapshotError as error:
            self.sentence.object = html.sentences([str(error)])
            self._chart.figure.visible, self._data = False, None
            self._fit()
            return
        self.title.object, self.sentence.object = markup.title(data), markup.words(data)
        self._chart.figure.visible = data.has_values
        self._data = data if data.has_values else None
        if data.has_values:
            indicator.update(self._chart, data)
            self._chart.set_label(indicator_text.label(data))
        self._fit()

    def _fit(self) -> None:
        """Fit the axis of years to the data; else it stays as the reader zoomed it.

        It is as long as the temperature record, longer for forecasts and for scenarios to 2100, and begins where the
        indicator does if the place has no temperatures.
        """
        first, last = self._bounds
        data = self._data
        if data is not None and self._selection.country not in self._with_temperature:
            first = int(data.covered[0][0])
        if data is not None:
            last = max(last, int(max(data.forecast_years, default=0)))
        if shown_future(self._snapshot, self._selection)[0] is not None:
            last = LAST_YEAR
        years = first, last
        if years != self._shown_years:
            self._axis.show(years)
            self._shown_years = years

    def _describe(self) -> None:
        """Show where the series comes from, and what it means."""
        code = self._selection.indicator
        self.source.object = markup.source(provenance.short_line(self._snapshot, code))
        self.about.object = series_facts.about(provenance.source_of(self._snapshot, code))
