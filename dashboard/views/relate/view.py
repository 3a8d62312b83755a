"""One figure against another, a dot for each economy, over the years; and how closely they go along."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import panel as pn

from dashboard.analysis import relate as relate_analysis
from dashboard.analysis.relate import Pair
from dashboard.charts.core.region_colours import OTHER, colours
from dashboard.charts.core.selection import on_select, quietly_select
from dashboard.charts.scatter import PLAIN_PX, SIZE_STEPS, RelateChart, Side, diameters
from dashboard.snapshot import economies, provenance, quantities
from dashboard.snapshot.codes import POPULATION
from dashboard.snapshot.store import SnapshotError
from dashboard.text import relate as relate_text
from dashboard.views.base import LinkPreview, Part, View, ViewContext
from dashboard.views.relate import legend
from dashboard.views.relate.controls import size_menu, swap_button
from dashboard.views.widgets import html
from dashboard.views.widgets.menus import income_menu, quantity_menu, region_menu


class Relate(View):
    """The years move in the browser (js/views/relate.js); what is said of a year follows when it stands still."""

    name, title = "relate", "Relate"
    slots = ("x", "y", "size", "region", "income", "swap", "legend", "chart", "sentence", "numbers")

    def __init__(self, context: ViewContext):
        """Draw the chart and show what is selected."""
        super().__init__(context)
        snapshot, selection = context.snapshot, context.selection
        self._economies = economies.economies(snapshot)
        self._fill = np.array([colours(self._economies.regions).get(code, OTHER) for code in self._economies.region])
        self._all = quantities.quantities(snapshot)
        self.x, self.y = (quantity_menu(label, snapshot, selection, label[0]) for label in ("x, to the right", "y, up"))
        self.size, self.region = size_menu(snapshot, selection), region_menu(snapshot, selection)
        self.income, self.swap = income_menu(selection), swap_button(selection)
        self.legend, self.sentence, self.numbers = (
            html.pane("", "relate/relate_shadow"),
            html.pane(),
            html.pane("", "relate/relate_shadow"),
        )
        self.chart = RelateChart(context.charts.theme)
        context.charts.add(self.chart.figure)
        self._order = np.arange(len(self._economies.iso3))
        self._is_alone = False
        self._shown: Pair | None = None
        on_select(self.chart.dots, self._clicked)
        self.follow(self._draw, "x", "y", "size", "x_log", "y_log", "region", "income")
        self.follow(self._mark, "country", "countries")
        self.follow(self._say, "year")
        self._draw()

    def parts(self) -> dict[str, Part]:
        """See `View`."""
        return {
            "x": self.x,
            "y": self.y,
            "size": self.size,
            "region": self.region,
            "income": self.income,
            "swap": self.swap,
            "legend": self.legend,
            "chart": html.figure(self.chart.figure),
            "sentence": self.sentence,
            "numbers": self.numbers,
        }

    def link_preview(self) -> LinkPreview:
        """See `View`."""
        return LinkPreview(self.title, self.sentence.text)

    def layout(self) -> pn.viewable.Viewable:
        """See `View`; without the page's scripts the year is the server's to move, and tooltips are its to word."""
        self._is_alone = True
        self.follow(self._draw, "year")
        self._draw()
        return super().layout()

    def _draw(self) -> None:
        """Gives the chart both series and the sizes, of all years."""
        selection = self.context.selection
        try:
            shown = relate_analysis.pair(self.context.snapshot, selection.x, selection.y)
            pixels, size_values, largest = self._sizes(shown)
        except SnapshotError as error:
            self._shown, self.chart.figure.visible = None, False
            self.sentence.object = html.element("p", str(error), class_="sentence")
            self.numbers.object = self.legend.object = ""
            return
        self._shown, self.chart.figure.visible = shown, True
        self._kept = self._economies.kept(selection.region, selection.income)
        x, y = (np.where(self._kept, values, np.nan) for values in (shown.x, shown.y))
        self._scales = (_Scale.of(x, selection.x_log), _Scale.of(y, selection.y_log))
        self._logs = (self._scales[0].log, self._scales[1].log)
        placed_x, placed_y = (
            relate_analysis.scaled(values, log) for values, log in zip((x, y), self._logs, strict=True)
        )
        self._changes = relate_analysis.year_to_year(self.context.snapshot, shown, self._kept, self._logs)
        row = shown.row(selection.year)
        people = quantities.largest(self.context.snapshot, POPULATION)
        self._order = np.lexsort((-people, -pixels[row]))  # large dots below small ones, and named before them
        with pn.io.hold():
            self.chart.scale(
                Side(placed_x, self._logs[0], shown.x_is.label, shown.x_is.is_year),
                Side(placed_y, self._logs[1], shown.y_is.label, shown.y_is.is_year),
            )
            self._feed(shown, row, placed_x, placed_y, pixels, size_values)
            present = set(self._economies.region[self._kept & shown.both[row]])
            about = self._all.get(selection.size)
            self.legend.object = legend.regions(self._economies.regions, present & {*self._economies.regions})
            self.legend.object += legend.sizes(about, largest)
            self._mark()
            self._say()

    def _sizes(self, shown: Pair) -> tuple[np.ndarray, np.ndarray | None, float]:
        """Diameter of every dot in every year in pixels, the values they stand for, and the largest of those."""
        size = self.context.selection.size
        if not size:
            return np.full(shown.x.shape, PLAIN_PX), None, np.nan
        own = quantities.grid(self.context.snapshot, size)
        years = shown.years if shown.years.size else own.years[-1:]
        values = relate_analysis.at_years(own, years)
        held = values[np.isfinite(values)]
        largest = float(held.max()) if held.size and held.max() > 0 else np.nan
        return diameters(values, largest), values, largest

    def _feed(
        self, shown: Pair, row: int, x: np.ndarray, y: np.ndarray, pixels: np.ndarray, sizes: np.ndarray | None
    ) -> None:
        order, names = self._order, self._economies
        flat = {
            "x": x[:, order].astype("float32").ravel(),
            "y": y[:, order].astype("float32").ravel(),
            "x_away": shown.x_away[:, order].ravel(),
            "y_away": shown.y_away[:, order].ravel(),
            "px": np.round(pixels[:, order] * SIZE_STEPS).astype("uint8").ravel(),
        }
        self.chart.pair.data = flat
        year = int(shown.years[row]) if shown.years.size else None
        size_said = relate_text.sizes(self._all.get(self.context.selection.size), sizes, row, order, year)
        x_said, y_said = (
            [relate_text.value(about, value, year, int(away)) for value, away in zip(values, aways, strict=True)]
            if self._is_alone
            else [""] * order.size
            for about, values, aways in (
                (shown.x_is, shown.x[row, order], shown.x_away[row, order]),
                (shown.y_is, shown.y[row, order], shown.y_away[row, order]),
            )
        )
        self.chart.dots.data = {
            "iso3": [names.iso3[at] for at in order],
            "name": [names.name[at] for at in order],
            "region": names.region[order].tolist(),
            "fill": self._fill[order].tolist(),
            "x": x[row, order],
            "y": y[row, order],
            "px": pixels[row, order],
            "alpha": np.full(order.size, 0.85),
            "x_said": x_said,
            "y_said": y_said,
            "size_said": size_said,
        }

    def _mark(self) -> None:
        """Outlines the country selected, and tells the browser whose way through the years to draw."""
        shown = self._shown
        if shown is None:
            return
        place = {self._economies.iso3[at]: row for row, at in enumerate(self._order)}
        selection = self.context.selection
        own = place.get(selection.country)
        marked = dict.fromkeys(place[iso3] for iso3 in (selection.country, *selection.countries) if iso3 in place)
        self.chart.set_state(
            {
                "years": shown.years.tolist(),
                "latest": shown.row("latest"),
                "rows": len(shown.x),
                "n": len(self._order),
                "x": _about(shown.x_is, self._scales[0]),
                "y": _about(shown.y_is, self._scales[1]),
                "marked": list(marked),
            }
        )
        quietly_select(self.chart.dots, [] if own is None else [own])

    def _clicked(self, rows: list[int]) -> None:
        selection = self.context.selection
        selection.country = self._economies.iso3[self._order[max(rows)]] if rows else selection.defaults["country"]

    def _say(self) -> None:
        """The sentence and the coefficients, of the year shown."""
        shown = self._shown
        if shown is None:
            return
        row, kept, logs = shown.row(self.context.selection.year), self._kept, self._logs
        year = int(shown.years[row]) if shown.years.size else None
        snapshot = self.context.snapshot
        levels = relate_analysis.in_levels(shown, row, kept, logs)
        over_years = relate_analysis.over_years(shown, row, kept, logs)
        changes = self._changes
        said = relate_text.sentence(shown.x_is, shown.y_is, year, levels, changes)
        asked = self.context.selection.year
        if isinstance(asked, int) and asked != year:
            said += f" There is no {asked} for both; this is {year}." if year else " Neither has years."
        stands_in = shown.x_is.is_measure != shown.y_is.is_measure
        titles = [about.title for about, log in zip((shown.x_is, shown.y_is), logs, strict=True) if log]
        caution = relate_text.caution(shown.y_is, levels, relate_analysis.searched(snapshot, shown, row, kept))
        self.sentence.object = html.element("p", said, class_="sentence", data_year=str(year or ""))
        self.chart.set_label(
            said.replace(f" in {year}: ", f": in {year}, ", 1)
        )  # what comes first is a picture's title
        self.numbers.object = (
            legend.coefficients(year, levels, over_years, changes)
            + html.element("p", caution, class_="caution")
            + html.element("p", relate_text.notes(levels, over_years, changes, stands_in, titles), class_="source")
            + html.element("p", self._sources(shown), class_="source", data_source_of="relate_chart")
        )

    def _sources(self, shown: Pair) -> str:
        """Where x, y and the sizes come from."""
        size = self._all.get(self.context.selection.size)
        are = {"x": shown.x_is, "y": shown.y_is, **({"Area": size} if size else {})}
        return " ".join(
            f"{name}: {provenance.line(self.context.snapshot, provenance.TEMPERATURE if own.is_measure else own.id)}"
            for name, own in are.items()
        )


@dataclass(frozen=True)
class _Scale:
    """Whether an axis is logarithmic, whether it would be by itself, and whether it can be."""

    log: bool
    fits: bool
    can: bool

    @classmethod
    def of(cls, values: np.ndarray, chosen: bool | None) -> _Scale:
        fits, can = relate_analysis.fits_log(values), relate_analysis.allows_log(values)
        return cls(can and (fits if chosen is None else chosen), fits, can)


def _about(quantity: quantities.Quantity, scale: _Scale) -> dict[str, Any]:
    """What the browser needs to word a value, and to show whether the axis is logarithmic."""
    return {"title": quantity.title, "unit": quantity.unit, "window": quantity.window, **asdict(scale)}
