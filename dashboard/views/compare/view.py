"""Several countries, regions or the World side by side, over the years."""

from __future__ import annotations

from urllib.parse import urlencode

import numpy as np
import panel as pn
from typing_extensions import override

from dashboard.analysis.compare import Comparison, compare, compared
from dashboard.snapshot.store import SnapshotError
from dashboard.state import url
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
    "compare_years",
    "compare_log",
    "independent_axes",
    "baseline",
)

KEY = (
    '<ul class="legend" data-many data-key-of="compare_many"><li><i class="line one"></i>place named above</li>'
    '<li data-drawn="others"><i class="line others"></i>other places</li></ul>'
)
"""Legend of the small charts."""

NO_YEARS = np.array([], int)
NOTHING = Comparison(NO_YEARS, {}, "", "")
"""Shown where the figures cannot be read."""


class Compare(View):
    """Chooser and controls above, the charts below them, and text."""

    name, title = "compare", "Compare"
    slots = ("controls", "title", "sentence", "chips", "one", "many", "notes", "peers", "source")

    def __init__(self, context: ViewContext):
        """Make the panes, and follow what is selected."""
        super().__init__(context)
        self.chooser = Chooser(context)
        self.controls = CompareControls(context)
        self.charts = CompareCharts(context)
        self.heading, self.sentence, self.source = html.pane(), html.pane(), html.pane()
        self.notes = html.pane("", "chips_text")
        self.follow(self._show, *CHOICES)
        self.follow(self._follow_country, "country")
        self._show()

    @override
    def parts(self) -> dict[str, Part]:
        return {
            "controls": self.controls.row,
            "title": self.heading,
            "sentence": self.sentence,
            "chips": self.chooser.chips,
            "one": self.charts.one,
            "many": self.charts.many,
            "notes": self.notes,
            "peers": self.chooser.peers,
            "source": self.source,
        }

    @override
    def series_menus(self) -> list[pn.viewable.Viewable]:
        return [self.controls.variable_menu(), self.chooser.menu()]

    @override
    def link_preview(self) -> LinkPreview:
        """Preview the heading and the sentence; without places nothing is compared."""
        return LinkPreview(self.title, ". ".join(part for part in (self._stated, self.sentence.text) if part))

    def _follow_country(self) -> None:
        """Offer the peers of the country that Explore shows; while no place is added, it is what is shown here, too."""
        if self.context.selection.countries:
            self.chooser.show(self.charts.slots)
        else:
            self._show()

    def _show(self) -> None:
        snapshot, selection = self.context.snapshot, self.context.selection
        self.charts.assign_colours()
        self.chooser.show(self.charts.slots)
        try:
            shown, error_sentence = compare(snapshot, selection), ""
        except SnapshotError as error:
            shown, error_sentence = NOTHING, str(error)
        self.controls.show(shown)
        names = {code: self.context.places.name_in_sentence(code) for code in compared(snapshot, selection)}
        sentence = error_sentence or compare_text.sentence(shown, names)
        has_small_charts = bool(shown.values) and not self.charts.slots
        self._stated = shown.heading
        self.heading.object = html.element("h2", shown.heading, class_="chart-title") + (
            KEY if has_small_charts else ""
        )
        self.sentence.object = html.sentences([sentence])
        self.notes.object = self._notes(shown, names)
        source = compare_text.source(snapshot, selection.compare_quantity)
        self.source.object = html.element("p", source, class_="source", data_source_of="compare_one compare_many")
        self.charts.show(shown, sentence)

    def _notes(self, shown: Comparison, names: dict[str, str]) -> str:
        """Return which places are not shown and why, and a button for the first year that all have."""
        notes = "".join(html.element("p", note) for note in compare_text.notes(shown, names))
        if not (shown.without_base_value or shown.zero_at_base) or shown.common_year is None:
            return notes
        go = urlencode({url.NAMES["base_year"][0]: shown.common_year})
        text = f"Use {shown.common_year}, the first common year"
        return notes + html.element("button", text, type="button", data_go=go)
