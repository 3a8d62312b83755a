"""Chooser of the places compared: a button for each, and suggested peers with the reason.

The page has a search field to add a place (state/finders.py, js/views/compare.js).
"""

from __future__ import annotations

from urllib.parse import urlencode

import panel as pn

from dashboard.analysis.compare import compared
from dashboard.charts.compare import DASHES
from dashboard.snapshot.codes import WORLD
from dashboard.snapshot.groups import climate_group
from dashboard.snapshot.store import SnapshotError
from dashboard.state import url
from dashboard.state.finders import ADD
from dashboard.state.parameters import MOST_COMPARED
from dashboard.text.compare import SUGGESTED
from dashboard.text.reference_group import no_climate_group
from dashboard.views.base import ViewContext
from dashboard.views.widgets import html
from dashboard.views.widgets.menus import country_groups, native_button, native_menu

FULL = f"{MOST_COMPARED} is the maximum. Remove one to add another."


class Chooser:
    """`chips` and `peers` are placed by the page; its owner calls `show`."""

    def __init__(self, context: ViewContext):
        """Make the panes, empty."""
        self._context, self._selection, self._places = context, context.selection, context.places
        self.chips, self.peers = html.pane("", "chips_text"), html.pane("", "chips_text")

    def show(self, slots: dict[str, int]) -> None:
        """Show the places compared; `slots` has the number of the colour of those that have one."""
        codes = self._compared
        is_full = len(codes) >= MOST_COMPARED
        chips = "".join(self._chip(code, slots.get(code)) for code in codes)
        about = {"data_compared": url.BETWEEN.join(codes), "data_most": str(MOST_COMPARED)}
        suggested = "" if self._selection.countries else html.element("p", SUGGESTED)
        self.chips.object = suggested + html.wrap("ul", chips, class_="chips", aria_label="Places compared", **about)
        self.peers.object = html.element("p", FULL) if is_full else self._peers(codes)

    def menu(self) -> pn.viewable.Viewable:
        """Make the menu that adds a place, for a notebook."""
        groups = country_groups(self._context.snapshot)
        menu = native_menu(ADD, self._selection.country, flex="1 1 12rem", groups=groups)
        button = native_button("Add", flex="0 0 auto")
        # Panel reports a click without Bokeh's lock on the document, which a change of a figure needs.
        button.on_click(lambda _: pn.state.execute(lambda: self.add(menu.value), schedule=True))
        return html.row(menu, button)

    def add(self, code: str) -> None:
        """Add a place to those compared, unless it is among them or there are as many as fit."""
        codes = self._compared
        if code not in codes and len(codes) < MOST_COMPARED:
            self._selection.param.update(countries=(*codes, code))

    @property
    def _compared(self) -> tuple[str, ...]:
        return compared(self._context.snapshot, self._selection)

    def _chip(self, code: str, slot: int | None) -> str:
        """Return the name, which highlights its line where it has a colour, and the button that removes the place."""
        name = self._places.name(code)
        others = tuple(other for other in self._compared if other != code)
        remove = html.element("button", "✕", type="button", aria_label=f"Remove {name}", data_go=_go(others))
        text = html.element("span", name)
        if slot is None:
            return html.wrap("li", html.wrap("button", text, type="button", disabled="") + remove)
        swatch = html.element("i", "", class_=DASHES[slot - 1], style=f"color: var(--line{slot})")
        highlight = html.wrap(
            "button",
            swatch + text,
            type="button",
            aria_pressed="false",
            data_focus=str(slot),
            data_key_of="compare_one",
            title="Highlight",
        )
        return html.wrap("li", highlight + remove)

    def _peers(self, codes: tuple[str, ...]) -> str:
        """Return peers of the place added last, or of the country that Explore shows, by their reason."""
        added = [code for code in self._selection.countries if code != WORLD]
        country = added[-1] if added else self._selection.country
        try:
            peers = self._places.peers(country, without=codes)
        except SnapshotError as error:
            return html.element("p", str(error))
        by_reason: dict[tuple[str, str], list[str]] = {}
        for peer in peers:
            by_reason.setdefault((peer.shared, peer.detail), []).append(self._offer(peer.iso3, codes))
        offered = "".join(
            html.wrap("ul", "".join([*offers, self._reason(*reason, country)]), class_="chips offered")
            for reason, offers in by_reason.items()
        )
        return offered + self._why_no_climate_peers(country)

    def _why_no_climate_peers(self, country: str) -> str:
        """Return why no country of the same climate is suggested; "" if one is, or with zones of mean climates."""
        places, row = self._places, self._places.row(country)
        if not places.has_groups or row["kind"] != "economy" or places.zone(country):
            return ""
        missing = no_climate_group(places.name_in_sentence(country), climate_group(row))
        return html.element("p", f"{missing} Peers are of its region and income group.", class_="source")

    def _offer(self, code: str, codes: tuple[str, ...]) -> str:
        name = self._places.name(code)
        return html.wrap("li", html.element("button", f"+ {name}", type="button", data_go=_go((*codes, code))))

    def _reason(self, shared: str, detail: str, country: str) -> str:
        common = f"{shared} as {self._places.name_in_sentence(country)}, " if shared else ""
        return html.wrap("li", html.element("small", f"{common}{detail}"))


def _go(codes: tuple[str, ...]) -> str:
    """Return the part of the address with which a button selects these places."""
    return urlencode({url.NAMES["countries"][0]: url.BETWEEN.join(codes)}, safe=url.BETWEEN)
