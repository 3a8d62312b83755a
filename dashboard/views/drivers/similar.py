"""Countries like the one selected, and those of its climate zone that warm differently."""

from __future__ import annotations

from dashboard.analysis import similar
from dashboard.snapshot import economies, queries
from dashboard.snapshot.store import SnapshotError
from dashboard.text import similar as similar_text
from dashboard.views.base import Follow, ViewContext
from dashboard.views.drivers import similar_markup
from dashboard.views.widgets import html
from dashboard.views.widgets.menus import tied_menu

SHEETS = ("components", "drivers/drivers_shadow")


class Similar:
    """`topic` and `tables` are placed by the view."""

    def __init__(self, context: ViewContext, follow: Follow):
        """Make the menu of topics, and show the countries like the one selected."""
        self._context = context
        offered = {
            "": {"All topics": ""},
            "Topics": {name: slug for slug, name in queries.topics(context.snapshot).items()},
        }
        self.topic = tied_menu("Alike in", context.selection, "similar_by", groups=offered)
        self.tables = html.pane("", *SHEETS)
        follow(self._show, "country", "similar_by", can_wait=True)
        self._show()

    def _show(self) -> None:
        snapshot, selection = self._context.snapshot, self._context.selection
        if selection.country not in economies.economies(snapshot).iso3:
            self.tables.object = html.element("p", similar_text.INVITATION, class_="empty")
            return
        try:
            compared = similar.similarities(snapshot, selection.country, selection.similar_by)
        except SnapshotError as error:
            self.tables.object = html.element("p", str(error), class_="notice")
            return
        own, topic = similar.find(compared, selection.country), queries.topics(snapshot).get(selection.similar_by, "")
        self.tables.object = (
            self._most_alike(compared, own, topic)
            + self._of_zone(compared, own)
            + html.element("p", similar_text.METHOD, class_="source")
        )

    def _most_alike(self, compared: tuple[similar.SimilarEconomy, ...], own: similar.SimilarEconomy, topic: str) -> str:
        found = similar.most_similar(compared, own.iso3)
        if not found:
            return html.element("p", similar_text.too_little_known(own.name, topic), class_="empty")
        return similar_markup.table(similar_text.most_alike(own.name, topic), own, found)

    def _of_zone(self, compared: tuple[similar.SimilarEconomy, ...], own: similar.SimilarEconomy) -> str:
        zone = self._context.places.zone(own.iso3)
        found = similar.differing_warming(compared, own.iso3, zone.members) if zone else []
        if zone is None or not found:
            return html.element("p", similar_text.no_other_warming(own.name, zone), class_="source")
        return similar_markup.table(similar_text.same_climate(zone), own, found)
