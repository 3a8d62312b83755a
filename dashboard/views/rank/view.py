"""The economies ranked by one quantity, with the ranks that their intervals allow; and a row of stripes for each."""

from __future__ import annotations

from typing import Any

import numpy as np
import panel as pn
from bokeh.events import Tap
from typing_extensions import override

from dashboard.analysis.projected_rank import selected_ranking
from dashboard.analysis.rank import Ranking
from dashboard.analysis.rank_references import places, references
from dashboard.analysis.stripes import Stripes, stripes
from dashboard.charts.bars import RankBars
from dashboard.charts.core import legend
from dashboard.charts.core.selection import on_select, quietly_select
from dashboard.charts.stripe_rows import StripesChart
from dashboard.snapshot import economies
from dashboard.snapshot.store import SnapshotError
from dashboard.text import rank, rank_references
from dashboard.views.base import LinkPreview, Part, View, ViewContext
from dashboard.views.rank import table
from dashboard.views.rank.menus import YearMenu, order_menu, orders, scenario_menu
from dashboard.views.widgets import html
from dashboard.views.widgets.menus import income_menu, quantity_menu, region_menu

HATCH = {"": "blank", rank.THIN: "right_diagonal_line", rank.DISPUTED: "vertical_line"}
"""Pattern of a bar by the mark of its doubts."""

PROJECTED_HATCH = "left_diagonal_line"
"""Pattern of the bars of projected values, as on the map."""

SHEET, NAMES = "rank/rank_text", "names_text"

RANKED = ("rank_by", "rank_order", "year", "projected_until", "scenario", "region", "income")
"""Choices that the ranking depends on."""


class Rank(View):
    """Bars and table show one ranking; the stripes have the same filters by region and income group.

    js/views/rank.js shows one of the three at a time, and moves the slider of years.
    """

    name, title = "rank", "Rank"
    slots = (
        "order", "scenario", "region", "income", "title", "sentence", "key", "names", "bars", "source", "table",
        "stripes_sentence", "scale", "stripes_names", "stripes", "stripes_source",
    )  # fmt: skip

    def __init__(self, context: ViewContext):
        """Draw both charts and show what is selected."""
        super().__init__(context)
        snapshot, selection = context.snapshot, context.selection
        self._economies = economies.economies(snapshot)
        self.order = order_menu(selection)
        self.region, self.income = region_menu(snapshot, selection), income_menu(selection)
        self.scenario = scenario_menu(snapshot, selection)
        self.year = YearMenu(selection)
        self.heading, self.sentence, self.stripes_sentence = html.pane("", SHEET), html.pane(), html.pane()
        self.names, self.stripes_names = html.pane("", SHEET, NAMES), html.pane("", SHEET, NAMES)
        self.table = html.pane("", SHEET)
        self.scale, self.key = html.pane("", SHEET), html.pane("", SHEET)
        self.source, self.stripes_source = html.pane(), html.pane()
        self.bars, self.stripes = RankBars(context.charts.theme), StripesChart(context.charts.theme)
        for chart in (self.bars, self.stripes):
            context.charts.add(chart.figure)
        self._ranked: Ranking | None = None
        self._stripes: Stripes | None = None
        on_select(self.bars.source, self._clicked)
        self.stripes.figure.on_event(Tap, self._tapped)
        self.follow(self._rank, *RANKED)
        self.follow(self._show_table, "rank_tab")
        self.follow(self._show_stripes, "baseline", "region", "income")
        self.follow(self._mark, "country", "countries")
        self._rank()
        self._fill_table()  # for readers without scripts or connection
        self._show_stripes()

    @classmethod
    @override
    def fragment_words(cls, context: ViewContext) -> dict[str, Any]:
        return {"stripes": rank.STRIPES, "tab": context.selection.rank_tab}

    @override
    def parts(self) -> dict[str, Part]:
        return {
            "order": self.order,
            "scenario": self.scenario,
            "region": self.region,
            "income": self.income,
            "title": self.heading,
            "sentence": self.sentence,
            "key": self.key,
            "names": self.names,
            "bars": html.figure(self.bars.figure),
            "source": self.source,
            "table": self.table,
            "stripes_sentence": self.stripes_sentence,
            "scale": self.scale,
            "stripes_names": self.stripes_names,
            "stripes": html.figure(self.stripes.figure),
            "stripes_source": self.stripes_source,
        }

    @override
    def series_menus(self) -> list[pn.viewable.Viewable]:
        """Return what the page has in its fragment: a search field, and a slider of the years."""
        return [quantity_menu("Rank by", self.context.snapshot, self.context.selection, "rank_by"), self.year.menu]

    @override
    def layout(self) -> pn.viewable.Viewable:
        """Return the view for a notebook, which has no tabs: the table is below the bars, and follows them."""
        self.follow(self._fill_table, *RANKED, "rank_tab")  # after the updates of the page, which may empty it
        self._fill_table()
        return super().layout()

    @override
    def link_preview(self) -> LinkPreview:
        return LinkPreview(self.title, ". ".join(part for part in (self.heading.text, self.sentence.text) if part))

    def _rank(self) -> None:
        """Update bars, names and table with the ranking selected."""
        selection = self.context.selection
        try:
            self._ranked = selected_ranking(self.context.snapshot, selection)
        except SnapshotError as error:
            self._ranked = None
            self.sentence.object = html.sentences([str(error)])
            for pane in (self.heading, self.names, self.key, self.source):
                pane.object = ""
            self._show_table()
            self.bars.figure.visible = False
            return
        ranked = self._ranked
        with pn.io.hold():
            self.bars.figure.visible = bool(ranked.iso3)
            self.year.show(ranked)
            self.scenario.visible = bool(ranked.scenario)
            self.order.options = orders(is_year=ranked.quantity.is_year)
            about = ranked.quantity
            self.bars.update(_columns(ranked), is_year=about.is_year, decimals=about.decimals, bounds=about.bounds)
            self.bars.set_years(ranked.years, ranked.year, ranked.latest_year, is_projected=bool(ranked.scenario))
            self.heading.object = html.element("h2", rank.heading(ranked), class_="chart-title")
            self.names.object = table.names(ranked.iso3, rank.numbered(ranked), "Countries ranked", of="rank_bars")
            source = rank.source(self.context.snapshot, ranked.quantity)
            self.source.object = html.element("p", source, class_="source", data_source_of="rank_bars")
            if not ranked.iso3:
                self.names.object = table.EMPTY
            self._show_table()
            self._mark()

    def _show_table(self) -> None:
        """Update the table while its tab is open: its 77 kB do not travel with each year that the bars play."""
        if self._ranked is not None and self.context.selection.rank_tab != "table":
            self.table.object = table.CLOSED
        else:
            self._fill_table()

    def _fill_table(self) -> None:
        self.table.object = "" if self._ranked is None else table.table(self._ranked)

    def _show_stripes(self) -> None:
        """Update the stripes with the baseline and the economies selected."""
        snapshot, selection, known = self.context.snapshot, self.context.selection, self._economies
        kept = {known.iso3[at] for at in np.flatnonzero(known.mask(selection.region, selection.income))}
        every = stripes(snapshot, selection.baseline)
        shown, bins = every.of(kept), legend.of_stripes(every)
        self._stripes = shown
        region = f" of {known.regions[selection.region]}" if selection.region else ""
        sentence = rank.stripes(shown, selection.baseline, region)
        with pn.io.hold():
            self.stripes.figure.visible = bool(shown.iso3)
            self.stripes.update(list(shown.name), shown.years, shown.anomaly_c, bins)
            self.stripes.set_label(f"{rank.STRIPES}: {sentence}")
            self.stripes_sentence.object = html.sentences([sentence])
            source = rank.stripes_source(snapshot)
            self.stripes_source.object = html.element("p", source, class_="source", data_source_of="rank_stripes")
            self.scale.object = table.scale(bins, selection.baseline) if shown.iso3 else ""
            names = table.names(shown.iso3, shown.name, "Largest change first", of="rank_stripes", kind="stripes")
            self.stripes_names.object = names if shown.iso3 else ""

    def _mark(self) -> None:
        """Mark the country selected among the bars, and draw the reference lines; js/views/rank.js marks its name."""
        ranked, selection = self._ranked, self.context.selection
        if ranked is None:
            return
        asked = selection.projected_until if ranked.scenario else selection.year
        sentence = rank.sentence(ranked, selection.country, selection.rank_order == "ascending", asked)
        notes = f"{rank.notes(ranked)} {self._refer(ranked)}".strip() if ranked.iso3 else ""
        self.sentence.object = html.sentences([sentence]) + (html.element("p", notes, class_="source") if notes else "")
        self.bars.set_label(f"{rank.heading(ranked)}: {sentence}")
        is_ranked = selection.country in ranked.iso3
        quietly_select(self.bars.source, [ranked.iso3.index(selection.country)] if is_ranked else [])

    def _refer(self, ranked: Ranking) -> str:
        """Draw the reference lines with their key, and return their sentence."""
        snapshot, selection, index = self.context.snapshot, self.context.selection, self.context.places
        asked = places(snapshot, selection) if ranked.iso3 else ()
        shown = references(snapshot, ranked, asked)
        texts = [rank_references.dated(ranked, one) for one in shown.drawn]
        self.bars.refer([one.value for one in shown.drawn], [one.name for one in shown.drawn], texts)
        self.key.object = table.key(
            ranked, [f"{one.name}, {text}" for one, text in zip(shown.drawn, texts, strict=True)]
        )
        names = {code: index.name_in_sentence(code) for code in asked}
        return rank_references.sentence(ranked, shown, names, selection.country)

    def _clicked(self, rows: list[int]) -> None:
        if self._ranked is not None:
            selection = self.context.selection
            selection.country = self._ranked.iso3[max(rows)] if rows else selection.defaults["country"]

    def _tapped(self, event: Tap) -> None:
        if self._stripes is not None and event.y is not None:
            row = round(event.y)
            if 0 <= row < len(self._stripes.iso3):
                self.context.selection.country = self._stripes.iso3[row]


def _columns(ranked: Ranking) -> dict[str, Any]:
    rows = range(len(ranked.iso3))
    return {
        "value": ranked.value,
        "low": ranked.low95,
        "high": ranked.high95,
        "hatch": [PROJECTED_HATCH if ranked.scenario else HATCH[rank.doubt_mark(own)] for own in ranked.doubt],
        "name": rank.numbered(ranked),
        "text": [rank.dated_value(ranked, row) for row in rows],
        "interval": [rank.uncertainty(ranked, row) for row in rows],
        "doubt": [rank.doubt(ranked, row) for row in rows],
    }
