"""The charts of Compare: one with up to six lines, or a small one for each place. Drawn once, then updated."""

from __future__ import annotations

from dashboard.analysis.compare import Comparison, compared
from dashboard.charts import compare as compare_chart
from dashboard.charts import small_multiples
from dashboard.charts.core.time_axis import TimeAxis
from dashboard.text import compare as compare_text
from dashboard.views.base import ViewContext
from dashboard.views.widgets import html

MOST_IN_ONE = len(compare_chart.SLOTS)
"""As many lines as there are colours for; more places have a small chart each."""


class CompareCharts:
    """`one` and `many` are placed by the page; only the one with data is visible."""

    def __init__(self, context: ViewContext):
        """Draw the chart of lines; the small ones are drawn when they are first needed."""
        self._context = context
        self._axis = TimeAxis(context.selection.param.year.bounds, context.charts.theme)
        self._one = compare_chart.draw(context.charts.theme, self._axis)
        context.charts.add(self._one.figure)
        self._many = small_multiples.SmallMultiples(self._axis)
        self.one = html.figure(self._one.figure, fills_height=True)
        # Equal columns, so that years are aligned in the last line, too.
        self.many = html.grid("16rem", gap="0.5rem 1rem")
        self.slots: dict[str, int] = {}
        """Number of the colour of each place compared; empty where they are too many."""

    def assign_colours(self) -> None:
        """Give every place compared a colour, and leave those that have one theirs."""
        codes = compared(self._context.snapshot, self._context.selection)
        if len(codes) > MOST_IN_ONE:
            self.slots = {}
            return
        kept = {code: slot for code, slot in self.slots.items() if code in codes}
        free = [slot for slot in compare_chart.SLOTS if slot not in kept.values()]
        self.slots = kept | dict(zip([code for code in codes if code not in kept], free, strict=False))

    def show(self, shown: Comparison, sentence: str) -> None:
        """Show a comparison; `sentence` is part of the accessible names of the charts."""
        has_values = bool(shown.values)
        self._one.figure.visible = has_values and bool(self.slots)
        self.many.visible = has_values and not self.slots
        if not has_values:
            return
        self._axis.show(shown.span)
        names = {code: self._context.places.name(code) for code in shown.values}
        if self.slots:
            self._show_one(shown, names, sentence)
        else:
            self._show_many(shown, names)

    def _show_one(self, shown: Comparison, names: dict[str, str], sentence: str) -> None:
        slots, texts = {self.slots[code]: code for code in shown.values}, compare_text.values(shown)
        compare_chart.update(
            self._one,
            shown.years,
            {slot: shown.values[code] for slot, code in slots.items()},
            {slot: names[code] for slot, code in slots.items()},
            {slot: texts[code] for slot, code in slots.items()},
            is_log=shown.is_log,
            decimals=shown.decimals,
            bounds=shown.bounds,
        )
        self._one.set_label(compare_text.label(shown, list(names.values()), sentence))

    def _show_many(self, shown: Comparison, names: dict[str, str]) -> None:
        for chart in self._many.ensure(len(names), self._context.charts.theme):
            self._context.charts.add(chart.figure)
            self.many.append(html.in_layout(chart.figure))
        self._many.update(
            shown.years,
            shown.values,
            names,
            compare_text.values(shown),
            is_log=shown.is_log,
            decimals=shown.decimals,
            bounds=shown.bounds,
            independent_axes=self._context.selection.independent_axes,
        )
        for chart, name in zip(self._many.charts, names.values(), strict=False):
            chart.set_label(compare_text.label(shown, [name], f"one of {len(names)} places compared."))
