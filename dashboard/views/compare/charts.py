"""The charts of Compare: one with up to six lines, or a small one for each place. Made once, fed ever after."""

from __future__ import annotations

import numpy as np

from dashboard.analysis import compare as compare_analysis
from dashboard.analysis.compare import Comparison
from dashboard.charts import compare as compare_chart
from dashboard.charts import small_multiples
from dashboard.charts.core.time_axis import TimeAxis
from dashboard.text import compare as compare_text
from dashboard.views.base import ViewContext
from dashboard.views.widgets import html

MOST_IN_ONE = len(compare_chart.SLOTS)


class CompareCharts:
    """`one` and `many` are placed by the page; of the two, that is visible which has something to show."""

    def __init__(self, context: ViewContext):
        """Draw the chart of lines; the small ones when first they are needed."""
        self._charts, self._snapshot, self._selection = context.charts, context.snapshot, context.selection
        self._places = context.places
        bounds = context.selection.param.year.bounds
        self._axis = TimeAxis(bounds, context.charts.theme)
        self._one = compare_chart.draw(context.charts.theme, self._axis)
        context.charts.add(self._one.figure)
        self._many = small_multiples.SmallMultiples(self._axis)
        self.one = html.figure(self._one.figure)
        # Equal columns, so that years stand below each other in the last line, too.
        self.many = html.grid("16rem", gap="0.5rem 1rem")
        self.slots: dict[str, int] = {}

    def seat(self) -> None:
        """Gives every place chosen a colour, and takes none from those that have one; none where there are too many."""
        chosen = compare_analysis.compared(self._snapshot, self._selection)
        if len(chosen) > MOST_IN_ONE:
            self.slots = {}
            return
        kept = {code: slot for code, slot in self.slots.items() if code in chosen}
        free = [slot for slot in compare_chart.SLOTS if slot not in kept.values()]
        self.slots = kept | dict(zip([code for code in chosen if code not in kept], free, strict=False))

    def show(self, shown: Comparison, sentence: str) -> None:
        """Shows a comparison; `sentence` names the charts for those who hear them."""
        is_one = bool(self.slots) and bool(shown.values)
        is_many = not self.slots and bool(shown.values)
        self._one.figure.visible, self.many.visible = is_one, is_many
        if shown.values:
            self._axis.show(shown.span)
        said = {code: _said(own, shown) for code, own in shown.values.items()}
        if is_one:
            slots = {self.slots[code]: code for code in shown.values}
            compare_chart.update(
                self._one,
                shown.years,
                {slot: shown.values[code] for slot, code in slots.items()},
                {slot: self._places.name(code) for slot, code in slots.items()},
                {slot: said[code] for slot, code in slots.items()},
                title=shown.stated,
                is_log=shown.is_log,
            )
            places = compare_text.listed([self._places.name(code) for code in shown.values])
            self._one.set_label(f"{_titled(shown, places)}: {sentence}")
        if is_many:
            for chart in self._many.ensure(len(shown.values), self._charts.theme):
                self._charts.add(chart.figure)
                self.many.append(html.in_layout(chart.figure))
            self._many.update(
                shown.years,
                shown.values,
                {code: self._places.name(code) for code in shown.values},
                said,
                is_log=shown.is_log,
                own_scale=self._selection.independent_axes,
            )
            for chart, code in zip(self._many.charts, shown.values, strict=False):
                chart.set_label(
                    f"{_titled(shown, self._places.name(code))}: one of {len(shown.values)} places compared."
                )


def _titled(shown: Comparison, places: str) -> str:
    """What a chart shows, of whom, and of which years: the title of its picture."""
    first, last = shown.span
    return f"{shown.stated}, {first}–{last}, {places}"


def _said(values: np.ndarray, shown: Comparison) -> list[str]:
    return [compare_text.value(value, shown) if np.isfinite(value) else "" for value in values]
