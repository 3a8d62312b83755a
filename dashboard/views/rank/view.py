"""The economies in order of one figure, with what their intervals leave open; and their stripes, one row each."""

from __future__ import annotations

from typing import Any

import panel as pn
from bokeh.events import Tap

from dashboard.analysis.rank import Ranking, ranking
from dashboard.analysis.stripes import Stripes, stripes
from dashboard.charts.bars import RankBars
from dashboard.charts.core import legend
from dashboard.charts.core.selection import on_select, quietly_select
from dashboard.charts.stripe_rows import StripesChart
from dashboard.snapshot import economies, provenance
from dashboard.snapshot.store import SnapshotError
from dashboard.text import rank
from dashboard.views.base import LinkPreview, Part, View, ViewContext
from dashboard.views.rank import table
from dashboard.views.rank.menus import YearMenu, order_menu, orders
from dashboard.views.widgets import html
from dashboard.views.widgets.menus import income_menu, quantity_menu, region_menu

HATCH = {True: "right_diagonal_line", False: "blank"}


class Rank(View):
    """Bars and table are of one ranking; the stripes keep to the same region and income group."""

    name, title = "rank", "Rank"
    slots = (
        "by", "order", "year", "region", "income", "sentence", "names", "bars", "table",
        "stripes_sentence", "scale", "stripes_names", "stripes", "key", "source",
    )  # fmt: skip

    def __init__(self, context: ViewContext):
        """Draw both charts and show what is selected."""
        super().__init__(context)
        snapshot, selection = context.snapshot, context.selection
        self._economies = economies.economies(snapshot)
        self.by, self.order = quantity_menu("Rank by", snapshot, selection, "rank_by"), order_menu(selection)
        self.region, self.income = region_menu(snapshot, selection), income_menu(selection)
        self.year = YearMenu(selection)
        self.sentence, self.stripes_sentence = html.pane(), html.pane()
        self.names, self.table, self.stripes_names = (html.pane("", "rank/rank_shadow") for _ in range(3))
        self.scale, self.key, self.source = html.pane(), html.pane("", "rank/rank_shadow"), html.pane()
        self.bars, self.stripes = RankBars(context.charts.theme), StripesChart(context.charts.theme)
        for chart in (self.bars, self.stripes):
            context.charts.add(chart.figure)
        self._ranked: Ranking | None = None
        self._striped: Stripes | None = None
        on_select(self.bars.source, self._clicked)
        self.stripes.figure.on_event(Tap, self._tapped)
        self.follow(self._rank, "rank_by", "rank_order", "year", "region", "income")
        self.follow(self._stripe, "baseline", "region", "income")
        self.follow(self._mark, "country")
        self._rank()
        self._stripe()

    @classmethod
    def fragment_words(cls, _context: ViewContext) -> dict[str, Any]:
        """See `View`."""
        return {"places_left_open": rank.PLACES_LEFT_OPEN}

    def parts(self) -> dict[str, Part]:
        """See `View`."""
        return {
            "by": self.by,
            "order": self.order,
            "year": self.year.menu,
            "region": self.region,
            "income": self.income,
            "sentence": self.sentence,
            "names": self.names,
            "bars": html.figure(self.bars.figure),
            "table": self.table,
            "stripes_sentence": self.stripes_sentence,
            "scale": self.scale,
            "stripes_names": self.stripes_names,
            "stripes": html.figure(self.stripes.figure),
            "key": self.key,
            "source": self.source,
        }

    def link_preview(self) -> LinkPreview:
        """See `View`."""
        return LinkPreview(self.title, self.sentence.text)

    def _rank(self) -> None:
        """Gives bars and table the ranking selected."""
        selection = self.context.selection
        try:
            self._ranked = ranking(
                self.context.snapshot,
                selection.rank_by,
                selection.year,
                ascending=selection.rank_order == "ascending",
                region=selection.region,
                income=selection.income,
            )
        except SnapshotError as error:
            self._ranked = None
            self.sentence.object = html.element("p", str(error), class_="sentence")
            self.names.object = self.table.object = self.key.object = self.source.object = ""
            self.bars.figure.visible = False
            return
        ranked = self._ranked
        with pn.io.hold():
            self.bars.figure.visible = bool(ranked.iso3)
            self.year.settle(ranked)
            self.order.options = orders(is_year=ranked.quantity.is_year)
            self.bars.update(_columns(ranked), is_year=ranked.quantity.is_year)
            places = (f"{place}. {name}" for place, name in zip(ranked.place, ranked.name, strict=True))
            self.names.object = table.names(ranked.iso3, places, "Economies ranked", of="rank_bars")
            self.key.object = table.key(ranked)
            self.source.object = self._sources(ranked)
            self.table.object = table.table(ranked, selection.rank_order == "ascending")
            if not ranked.iso3:
                self.names.object = self.table.object = table.NOBODY
            self._mark()

    def _sources(self, ranked: Ranking) -> str:
        snapshot = self.context.snapshot
        stripes_are_of = provenance.line(snapshot, provenance.TEMPERATURE)
        is_warming = ranked.quantity.is_measure
        bars_are_of = stripes_are_of if is_warming else provenance.line(snapshot, ranked.quantity.id)
        return table.sources(bars_are_of, stripes_are_of, is_warming=is_warming)

    def _stripe(self) -> None:
        """Gives the stripes the economies kept."""
        selection = self.context.selection
        kept = self._economies.kept(selection.region, selection.income)
        codes = {code for code, is_kept in zip(self._economies.iso3, kept, strict=True) if is_kept}
        every = stripes(self.context.snapshot, selection.baseline)
        self._striped, bins = every.of(codes), legend.of_stripes(every)
        shown = self._striped
        where = f" of {self._economies.regions[selection.region]}" if selection.region else ""
        said = rank.stripes(shown, selection.baseline, where)
        with pn.io.hold():
            self.stripes.figure.visible = bool(shown.iso3)
            self.stripes.update(list(shown.name), shown.years, shown.anomaly_c, bins)
            self.stripes.set_label(said)
            self.stripes_sentence.object = html.element("p", said, class_="sentence")
            self.scale.object = table.scale(bins) if shown.iso3 else ""
            rows = table.names(shown.iso3, shown.name, "Economies by warming", of="rank_stripes", kind="stripes")
            self.stripes_names.object = rows if shown.iso3 else ""

    def _mark(self) -> None:
        """Marks the selected country among the bars, and says its place; the names are marked by js/views/rank.js."""
        ranked, own = self._ranked, self.context.selection.country
        if ranked is None:
            return
        ascending = self.context.selection.rank_order == "ascending"
        said = rank.sentence(ranked, own, ascending, self.context.selection.year)
        self.sentence.object = html.element("p", said, class_="sentence")
        self.bars.set_label(said)
        quietly_select(self.bars.source, [ranked.iso3.index(own)] if own in ranked.iso3 else [])

    def _clicked(self, rows: list[int]) -> None:
        if self._ranked is not None:
            selection = self.context.selection
            selection.country = self._ranked.iso3[max(rows)] if rows else selection.defaults["country"]

    def _tapped(self, event: Tap) -> None:
        if self._striped is not None and event.y is not None:
            row = round(event.y)
            if 0 <= row < len(self._striped.iso3):
                self.context.selection.country = self._striped.iso3[row]


def _columns(ranked: Ranking) -> dict[str, Any]:
    rows = range(len(ranked.iso3))
    return {
        "value": ranked.value,
        "low": ranked.low95,
        "high": ranked.high95,
        "hatch": [HATCH[bool(doubt)] for doubt in ranked.doubt],
        "name": [f"{place}. {name}" for place, name in zip(ranked.place, ranked.name, strict=True)],
        "said": [f"{rank.value(ranked, row)}{_when(ranked, row)}" for row in rows],
        "interval": [_open_places(ranked, row) for row in rows],
        "doubt": list(ranked.doubt),
    }


def _when(ranked: Ranking, row: int) -> str:
    if ranked.of_year is None:
        return f" ({ranked.quantity.window})"
    return f" ({ranked.of_year[row]})"


def _open_places(ranked: Ranking, row: int) -> str:
    if ranked.between is None:
        return ""
    return f"95 % interval {rank.interval(ranked, row)}; places left open: {rank.between(ranked, row)}"
