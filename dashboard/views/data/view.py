"""The figures as a table, with downloads and citation; sources, licences and methods."""

from __future__ import annotations

from datetime import UTC, datetime

import panel as pn
from typing_extensions import override

from dashboard.snapshot import provenance
from dashboard.snapshot.codes import INDICATOR
from dashboard.snapshot.own import is_of_session
from dashboard.snapshot.store import SnapshotError
from dashboard.state import url
from dashboard.tables.registry import TABLES
from dashboard.text import data as data_text
from dashboard.text import methods
from dashboard.views.base import LinkPreview, Part, View, ViewContext
from dashboard.views.data import markup
from dashboard.views.widgets import html
from dashboard.views.widgets.menus import country_menu, income_menu, indicator_menu, region_menu, tied_menu

SHEETS = ("components", "data/data_text")


class Data(View):
    """The table follows every choice, as do the views that draw the same figures."""

    name, title = "data", "Data"
    slots = ("table_menu", "country_menu", "region_menu", "income_menu", "table", "cite", "methods", "limits", "papers")

    def __init__(self, context: ViewContext):
        """Make the menus, the table and the parts below it."""
        super().__init__(context)
        snapshot, selection = context.snapshot, context.selection
        tables = {"Tables": {table.title: table.name for table in TABLES.values()}}
        self.menus: dict[str, Part] = {
            "table_menu": tied_menu("Table", selection, "table", groups=tables),
            "country_menu": country_menu(snapshot, selection),
            "region_menu": region_menu(snapshot, selection, heading="Regions"),
            "income_menu": income_menu(selection, heading="Groups"),
        }
        self.table, self.cite = html.pane("", *SHEETS), html.pane("", *SHEETS)
        self.methods = html.pane(markup.methods(methods.methods(snapshot)), *SHEETS)
        self.limits = html.pane(markup.limitations(methods.borders(snapshot)), *SHEETS)
        every_series = url.encode(selection, view=self.name, table="series")
        papers = markup.files(snapshot) + markup.sources(snapshot, every_series)
        self.papers = html.pane(papers, *SHEETS, "series_facts_text")
        self.follow(self._show, *selection.defaults)
        self._show()

    @override
    def parts(self) -> dict[str, Part]:
        return {
            **self.menus,
            "table": self.table,
            "cite": self.cite,
            "methods": self.methods,
            "limits": self.limits,
            "papers": self.papers,
        }

    @override
    def series_menus(self) -> list[pn.viewable.Viewable]:
        return [indicator_menu(self.context.snapshot, self.context.selection)]

    @override
    def link_preview(self) -> LinkPreview:
        """Preview the table, or the reason why it cannot be shown."""
        return LinkPreview(self.title, self._preview)

    def _show(self) -> None:
        snapshot, selection = self.context.snapshot, self.context.selection
        try:
            spec = TABLES[selection.table]
            shown = spec.make(snapshot, selection)
        except SnapshotError as error:
            self._preview = str(error)
            self.table.object, self.cite.object = html.element("p", self._preview, class_="notice"), ""
            return
        self._preview = data_text.preview(shown.title)
        is_of_indicator = selection.measure == INDICATOR
        self.table.object = markup.table(
            shown,
            selection.table,
            url.encode_all(selection),
            [name for name in spec.follows if name != "indicator" or spec.name != "map" or is_of_indicator],
            is_public=not any(is_of_session(snapshot, code) for code in shown.series),
        )
        self.cite.object = markup.citation(
            provenance.sources_of(snapshot, shown.series),
            snapshot.catalog["snapshot"],
            self.context.page_url + url.encode_all(selection),
            datetime.now(UTC).date(),
        )
