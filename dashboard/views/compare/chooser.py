"""Who is compared: a native menu to add from, a button for each one chosen, and peers with the reason."""

from __future__ import annotations

from urllib.parse import urlencode

import panel as pn

from dashboard.analysis.compare import compared
from dashboard.assets import bundle
from dashboard.charts.compare import DASHES
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.state import url
from dashboard.state.parameters import MOST_COMPARED
from dashboard.text.compare import SUGGESTED
from dashboard.views.base import Follow, ViewContext
from dashboard.views.widgets import html
from dashboard.views.widgets.menus import country_groups, native_menu

FULL = f"{MOST_COMPARED} are compared, as many as can be told apart. Take one away to add another."


class Chooser:
    """`picker`, `chips` and `peers` are placed by the page."""

    def __init__(self, context: ViewContext, follow: Follow):
        """Make the panes, and follow who is chosen."""
        self._snapshot: Snapshot = context.snapshot
        self._selection = context.selection
        self._places = context.places
        self._menu = native_menu(
            "Country, region or World",
            context.selection.country,
            flex="1 1 12rem",
            groups=country_groups(context.snapshot),
        )
        self._add = pn.widgets.Button(
            label="Add", margin=0, styles={"flex": "0 0 auto"}, stylesheets=[bundle.style("controls_shadow")]
        )
        # Panel reports a click without Bokeh's lock on the document, which a change of a figure needs.
        self._add.on_click(lambda _: pn.state.execute(self._choose, schedule=True))
        self.picker = html.row(self._menu, self._add)
        self.chips, self.peers = html.pane("", "chips_shadow"), html.pane("", "chips_shadow")

    def show(self, slots: dict[str, int]) -> None:
        """Shows who is chosen; `slots` gives the colour's number of those that have one."""
        chosen = self._compared
        self._add.disabled = len(chosen) >= MOST_COMPARED
        chips = "".join(self._chip(code, slots.get(code)) for code in chosen)
        begun = "" if self._selection.countries else html.element("p", SUGGESTED)
        self.chips.object = begun + html.wrap("ul", chips, class_="chips", aria_label="Compared")
        self.peers.object = html.element("p", FULL) if len(chosen) >= MOST_COMPARED else self._offered(chosen)

    @property
    def _compared(self) -> tuple[str, ...]:
        return compared(self._snapshot, self._selection)

    def _choose(self) -> None:
        code, chosen = self._menu.value, self._compared
        if code not in chosen and len(chosen) < MOST_COMPARED:
            self._selection.param.update(countries=(*chosen, code))

    def _chip(self, code: str, slot: int | None) -> str:
        """The name, which brings its line out where it has a colour, and the button that takes it away."""
        name = self._places.name(code)
        rest = tuple(other for other in self._compared if other != code)
        away = html.element("button", "✕", type="button", aria_label=f"Remove {name}", data_go=_go(rest))
        if slot is None:
            return html.wrap("li", html.wrap("button", html.element("span", name), type="button", disabled="") + away)
        swatch = html.element("i", "", class_=DASHES[slot - 1], style=f"color: var(--line{slot})")
        shown = html.wrap(
            "button",
            swatch + html.element("span", name),
            type="button",
            aria_pressed="false",
            data_focus=str(slot),
            data_key_of="compare_one",
            title="Bring this line out",
        )
        return html.wrap("li", shown + away)

    def _offered(self, chosen: tuple[str, ...]) -> str:
        """Peers of the one chosen last, or of the country that Explore shows, by their reason."""
        like = self._selection.countries[-1] if self._selection.countries else self._selection.country
        try:
            peers = self._places.peers(like, without=chosen)
        except SnapshotError as error:
            return html.element("p", str(error))
        said = {peer.reason: [p.iso3 for p in peers if p.reason == peer.reason] for peer in peers}
        return "".join(
            html.wrap(
                "ul",
                "".join(self._offer(code, chosen) for code in codes)
                + html.wrap("li", html.element("small", f"{reason}{self._whose(reason, like)}")),
                class_="chips offered",
            )
            for reason, codes in said.items()
        )

    def _whose(self, reason: str, like: str) -> str:
        return f" (like {self._places.said(like)})" if reason.startswith("same") else ""

    def _offer(self, code: str, chosen: tuple[str, ...]) -> str:
        name = self._places.name(code)
        return html.wrap("li", html.element("button", f"+ {name}", type="button", data_go=_go((*chosen, code))))


def _go(codes: tuple[str, ...]) -> str:
    """What a button of these codes makes of the address."""
    return urlencode({url.NAMES["countries"][0]: url.BETWEEN.join(codes)}, safe=url.BETWEEN)
