"""Several countries, regions or the World side by side, over the years."""

from __future__ import annotations

from urllib.parse import urlencode

import numpy as np

from dashboard.analysis import compare as compare_analysis
from dashboard.analysis.compare import Comparison
from dashboard.snapshot.store import SnapshotError
from dashboard.state import url
from dashboard.state.selection import SMOOTH, TEMPERATURE
from dashboard.text import compare as compare_text
from dashboard.views.base import LinkPreview, Part, View, ViewContext
from dashboard.views.compare.charts import CompareCharts
from dashboard.views.compare.chooser import Chooser
from dashboard.views.compare.controls import CompareControls
from dashboard.views.widgets import html

CHOICES = (
    "countries",
    "compare_quantity",
    "compare_scale",
    "base_year",
    "compare_log",
    "independent_axes",
    "baseline",
)


class Compare(View):
    """Chooser and controls above, the charts below them, words beside."""

    name, title = "compare", "Compare"
    slots = ("picker", "chips", "peers", "controls", "stated", "sentence", "one", "many", "notes", "source")

    def __init__(self, context: ViewContext):
        """Make the panes, and follow what is chosen."""
        super().__init__(context)
        self.chooser = Chooser(context, self.follow)
        self.controls = CompareControls(context)
        self.charts = CompareCharts(context)
        self._places = context.places
        self.stated, self.sentence, self.source = html.pane(), html.pane(), html.pane()
        self.notes = html.pane("", "chips_shadow")
        self.follow(self._show, *CHOICES)
        self.follow(self._follow_country, "country")
        self._show()

    def parts(self) -> dict[str, Part]:
        """See `View`."""
        return {
            "picker": self.chooser.picker,
            "chips": self.chooser.chips,
            "peers": self.chooser.peers,
            "controls": self.controls.row,
            "stated": self.stated,
            "sentence": self.sentence,
            "one": self.charts.one,
            "many": self.charts.many,
            "notes": self.notes,
            "source": self.source,
        }

    def link_preview(self) -> LinkPreview:
        """See `View`; without places nothing is compared."""
        return LinkPreview(self.title, self.sentence.text)

    def _follow_country(self) -> None:
        """The country shown in Explore is offered; while nobody is chosen, it is what is shown here, too."""
        if self.context.selection.countries:
            self._offer()
        else:
            self._show()

    def _offer(self) -> None:
        self.chooser.show(self.charts.slots)

    def _show(self) -> None:
        self.charts.seat()
        self._offer()
        try:
            shown, fault = compare_analysis.compare(self.context.snapshot, self.context.selection), ""
        except SnapshotError as error:
            shown, fault = NOTHING, str(error)
        self.controls.show(has_base=shown.base_year is not None)
        compared = compare_analysis.compared(self.context.snapshot, self.context.selection)
        said = {code: self._places.said(code) for code in compared}
        sentence = fault or (compare_text.sentence(shown, said) if said else "")
        is_many = shown.values and not self.charts.slots  # the one chart says it itself
        self.stated.object = html.element("p", shown.stated, class_="stated") + KEY if is_many else ""
        self.sentence.object = html.element("p", sentence, class_="sentence") if sentence else ""
        self.notes.object = self._notes(shown, said)
        source = html.element("p", self._source(), class_="source", data_source_of="compare_one compare_many")
        self.source.object = source if said else ""
        self.charts.show(shown, sentence)

    def _notes(self, shown: Comparison, said: dict[str, str]) -> str:
        """Who is not shown, what could not be had, and the first year that would do for all."""
        sentences = [*compare_text.missing(shown, said), *shown.notes, compare_text.why_log(shown)]
        notes = "".join(html.element("p", sentence) for sentence in sentences if sentence)
        if not (shown.baseless or shown.zero_based):
            return notes
        if shown.common_year is None:
            return notes + html.element("p", compare_text.no_common_year(shown))
        go = urlencode({url.NAMES["base_year"][0]: shown.common_year})
        text = f"Count from {shown.common_year}, the first year that would do for all"
        return notes + html.element("button", text, type="button", data_go=go)

    def _source(self) -> str:
        quantity = self.context.selection.compare_quantity
        if quantity in (TEMPERATURE, SMOOTH):
            held = self.context.snapshot.catalog["sources"]
            vintage = next(entry["vintage"] for entry in held if entry["id"] == "cckp")
            return f"Climate Change Knowledge Portal, {vintage}. Regions and the World: area-weighted means over land."
        about = self.context.snapshot.indicators.set_index("id").loc[quantity]
        return f"{about['name']}. {about.source}, {about.licence}, updated {about.last_updated}."


KEY = (
    '<ul class="legend" data-key-of="compare_many"><li><i class="line one"></i>the place named</li>'
    '<li data-drawn="others"><i class="line others"></i>the others</li></ul>'
)
"""Of the small charts."""
NO_YEARS = np.array([], int)
NOTHING = Comparison(NO_YEARS, {}, "", "")
