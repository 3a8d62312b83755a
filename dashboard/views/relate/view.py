"""One quantity against another, a dot for each economy, over the years; and how closely they correlate."""

from __future__ import annotations

import panel as pn
from typing_extensions import override

from dashboard.analysis.scatter import ScatterData, correlations, scatter_data
from dashboard.charts.core.selection import on_select, quietly_select
from dashboard.charts.scatter import RelateChart
from dashboard.snapshot.economies import economies
from dashboard.snapshot.store import SnapshotError
from dashboard.text import relate as relate_text
from dashboard.views.base import LinkPreview, Part, View, ViewContext
from dashboard.views.relate import legend
from dashboard.views.relate.controls import size_menu, swap_button
from dashboard.views.relate.dots import Dots
from dashboard.views.widgets import html
from dashboard.views.widgets.menus import income_menu, quantity_menu, region_menu

SHEET = "relate/relate_text"


class Relate(View):
    """The browser moves the dots through the years (assets/js/views/relate.js); sentences follow when it stops."""

    name, title = "relate", "Correlate"
    slots = ("region", "income", "swap", "title", "legend", "chart", "sentence", "numbers")

    def __init__(self, context: ViewContext):
        """Draw the chart and show what is selected."""
        super().__init__(context)
        snapshot, selection = context.snapshot, context.selection
        self.region = region_menu(snapshot, selection)
        self.income, self.swap = income_menu(selection), swap_button(selection)
        self.heading = html.pane("", SHEET)
        self.legend, self.sentence, self.numbers = html.pane("", SHEET), html.pane(), html.pane("", SHEET)
        self.chart = RelateChart(context.charts.theme)
        context.charts.add(self.chart.figure)
        self._has_scripts = True
        self._data: ScatterData | None = None
        self._dots: Dots | None = None
        on_select(self.chart.dots, self._clicked)
        self.follow(self._draw, "x", "y", "size", "x_log", "y_log", "region", "income")
        self.follow(self._mark, "country", "countries")
        self.follow(self._show_year, "year")
        self._draw()

    @override
    def parts(self) -> dict[str, Part]:
        return {
            "region": self.region,
            "income": self.income,
            "swap": self.swap,
            "title": self.heading,
            "legend": self.legend,
            "chart": html.figure(self.chart.figure, fills_height=True),
            "sentence": self.sentence,
            "numbers": self.numbers,
        }

    @override
    def link_preview(self) -> LinkPreview:
        return LinkPreview(self.title, ". ".join(part for part in (self.heading.text, self.sentence.text) if part))

    @override
    def series_menus(self) -> list[pn.viewable.Viewable]:
        snapshot, selection = self.context.snapshot, self.context.selection
        return [
            quantity_menu("X axis", snapshot, selection, "x"),
            quantity_menu("Y axis", snapshot, selection, "y"),
            size_menu(snapshot, selection),
        ]

    @override
    def layout(self) -> pn.viewable.Viewable:
        """Return a layout in which the server moves the dots and writes their tooltips, without the page's scripts."""
        self._has_scripts = False
        self.follow(self._draw, "year")
        self._draw()
        return super().layout()

    def _draw(self) -> None:
        """Update chart, legend and words with the quantities, sizes and filters selected."""
        snapshot, selection = self.context.snapshot, self.context.selection
        try:
            data = scatter_data(snapshot, selection)
        except SnapshotError as error:
            self._data, self._dots, self.chart.figure.visible = None, None, False
            self.sentence.object = html.sentences([str(error)])
            self.numbers.object = self.legend.object = self.heading.object = ""
            return
        dots = Dots.of(snapshot, data, data.pair.row(selection.year))
        self._data, self._dots, self.chart.figure.visible = data, dots, True
        with pn.io.hold():
            self.chart.scale(*dots.sides(with_titles=not self._has_scripts))
            self.chart.pair.data = dots.every_year()
            self.chart.dots.data = dots.one_year(snapshot, with_tooltips=not self._has_scripts)
            self.heading.object = html.element("h2", relate_text.heading(data), class_="chart-title")
            self.legend.object = self._legend(data, dots.row)
            self._mark()
            self._show_year()

    def _legend(self, data: ScatterData, row: int) -> str:
        known = economies(self.context.snapshot)
        present = {*known.region[data.mask & data.pair.has_both[row]]} & {*known.regions}
        markup = legend.regions(known.regions, present) + legend.sizes(data.size, data.largest_size)
        return html.wrap("div", markup, class_="flow")

    def _mark(self) -> None:
        """Outline the country selected, and have the browser draw the trails of those selected and compared."""
        if self._dots is None:
            return
        selection = self.context.selection
        self.chart.set_state(self._dots.state(self._dots.positions((selection.country, *selection.countries))))
        quietly_select(self.chart.dots, self._dots.positions([selection.country]))

    def _clicked(self, rows: list[int]) -> None:
        selection = self.context.selection
        if self._dots is not None:
            selection.country = self._dots.iso3[max(rows)] if rows else selection.defaults["country"]

    def _show_year(self) -> None:
        """Update the sentence and the coefficients with the year selected."""
        data = self._data
        if data is None:
            return
        year = self.context.selection.year
        found = correlations(self.context.snapshot, data, year)
        sentence = relate_text.headline(data, found, year)
        self.sentence.object = html.element("p", sentence, class_="sentence", data_year=str(found.year or ""))
        self.chart.set_label(relate_text.label(data, found, year))
        sources = relate_text.sources(self.context.snapshot, data)
        self.numbers.object = (
            legend.coefficients(found)
            + html.element(
                "p", relate_text.caution(data.pair.y_quantity, found.levels, found.close_series), class_="caution"
            )
            + html.element("p", relate_text.table_notes(data, found), class_="source")
            + html.element("p", sources, class_="source", data_source_of="relate_chart")
        )
