"""Countries like the one selected, and those of its climate zone that warm differently."""

from __future__ import annotations

from dashboard.analysis import similar
from dashboard.snapshot import economies, queries
from dashboard.snapshot.store import SnapshotError
from dashboard.text import similar as similar_text
from dashboard.views.background import Background
from dashboard.views.base import Follow, Part, ViewContext
from dashboard.views.drivers import similar_markup
from dashboard.views.widgets import html
from dashboard.views.widgets.menus import tied_menu

SHEETS = ("components", "drivers/drivers_text")


class Similar:
    """`parts` are placed by the view."""

    def __init__(self, context: ViewContext, follow: Follow):
        """Make the menu of topics, and show the countries like the one selected."""
        self._context, self._comparing = context, Background()
        offered = {
            "": {"All topics": ""},
            "Topics": {name: slug for slug, name in queries.topics(context.snapshot).items()},
        }
        self.topic = tied_menu("Similarity by", context.selection, "similar_by", groups=offered)
        self.tables, self.zone = html.pane("", *SHEETS), html.pane("", *SHEETS)
        self.parts: dict[str, Part] = {"topic": self.topic, "similar": self.tables, "zone": self.zone}
        follow(self._show, "country", "similar_by", can_wait=True)
        self._show()

    def _show(self) -> None:
        snapshot, selection = self._context.snapshot, self._context.selection
        if selection.country not in economies.economies(snapshot).iso3:
            self._comparing.stop()
            self._place((html.element("p", similar_text.INVITATION, class_="empty"), ""))
            return
        iso3, topic = selection.country, selection.similar_by

        def markup() -> tuple[str, str]:
            try:
                compared = similar.similarities(snapshot, iso3, topic)
            except SnapshotError as error:
                return html.element("p", str(error), class_="notice"), ""
            own, topic_name = similar.find(compared, iso3), queries.topics(snapshot).get(topic, "")
            method = html.element("p", similar_text.METHOD, class_="source")
            return self._most_alike(compared, own, topic_name) + method, self._of_zone(compared, own)

        self._comparing(markup, self._place)

    def _place(self, markup: tuple[str, str]) -> None:
        self.tables.object, self.zone.object = markup

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
