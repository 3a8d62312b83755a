"""Countries like the one chosen, and those of its climate zone that warm otherwise."""

from __future__ import annotations

from dashboard.analysis import similar
from dashboard.snapshot import economies, queries
from dashboard.snapshot.store import SnapshotError
from dashboard.views.base import Follow, ViewContext
from dashboard.views.drivers import similar_markup
from dashboard.views.widgets import html
from dashboard.views.widgets.menus import tied_menu

SHEETS = ("components", "drivers/drivers_shadow")


class Similar:
    """`topic` and `tables` are placed by the view."""

    def __init__(self, context: ViewContext, follow: Follow):
        """Show those like the country selected."""
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
        iso3, topic = selection.country, selection.similar_by
        if iso3 not in economies.economies(snapshot).iso3:
            said = "Choose a country above: those like it, and how much they have warmed, are shown here."
            self.tables.object = html.element("p", said, class_="empty")
            return
        try:
            compared = similar.compare(snapshot, iso3, topic)
        except SnapshotError as error:
            self.tables.object = html.element("p", str(error), class_="notice")
            return
        own = similar.of(compared, iso3)
        found = similar.most_alike(compared, iso3)
        where = f" in {queries.topics(snapshot)[topic].lower()}" if topic else ""
        first = f"Most like {own.name}{where}"
        self.tables.object = (
            (similar_markup.table(first, own, found) if found else _nothing(own.name, where))
            + self._of_zone(compared, own)
            + html.element("p", similar.RULE, class_="source")
        )

    def _of_zone(self, compared: tuple[similar.Alike, ...], own: similar.Alike) -> str:
        zone = self._context.places.zone(own.iso3)
        if zone is None:
            return html.element("p", f"No other economy lies in the climate zone of {own.name}.", class_="source")
        found = similar.warming_otherwise(compared, own.iso3, zone.members)
        if not found:
            said = f"No other economy {zone.called} differs from {own.name} by more than both intervals."
            return html.element("p", said, class_="source")
        return similar_markup.table(f"Same climate, other warming: {zone.called.removeprefix('of ')}", own, found)


def _nothing(name: str, where: str) -> str:
    return html.element("p", f"Too little is known of {name}{where} to say who is like it.", class_="empty")
