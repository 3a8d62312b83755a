"""Native menus in the page's style, tied to the selection both ways. Keyboards and screen readers know them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import panel as pn

from dashboard.assets import bundle
from dashboard.snapshot import economies, groupings, quantities
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import INCOME_NAMES, WORLD
from dashboard.snapshot.store import Snapshot
from dashboard.state import url
from dashboard.state.selection import Selection
from dashboard.views.widgets import html
from measures.anomaly import BASELINES

REGIONS = "World and regions"
"""Heading of the World and its regions in a menu of countries."""

GROUPINGS = "World Bank groupings"

AREAS = "Areas without World Bank figures"

SHARES_A_LINE = "1 1 8rem"
"""`flex` of a menu beside others in a row: at least 8rem wide, wider where there is room."""


def native_menu(label: str, value: Any, *, flex: str = "", **offered: Any) -> pn.widgets.Select:
    """Make a native menu in the page's style, tied to nothing yet.

    Args:
        label: shown above the menu.
        value: chosen at first.
        flex: the menu's share of a row's width, as in CSS; without it the menu is as wide as its place.
        **offered: `options` (values by name, or a list of them), or `groups` (such options by heading).
    """
    return pn.widgets.Select(
        label=label,
        value=value,
        sizing_mode="stretch_width",
        margin=0,
        styles={"flex": flex, "width": "auto"} if flex else {},
        stylesheets=[bundle.style("controls_shadow")],
        **offered,
    )


class GuardedMenu:
    """A native menu that reports what the reader chooses in it, not what the view sets it to."""

    def __init__(self, menu: pn.widgets.Select, callback: Callable[[Any], None]):
        """Call `callback` with each value that the reader chooses in `menu`."""
        self.menu = menu
        self._callback = callback
        self._is_set_by_view = False
        menu.param.watch(self._report, "value")

    def set(self, **parameters: Any) -> None:
        """Set parameters of the menu, such as `value` and `options`."""
        self._is_set_by_view = True
        try:
            self.menu.param.update(**parameters)
        finally:
            self._is_set_by_view = False

    def _report(self, event: Any) -> None:
        if not self._is_set_by_view:
            self._callback(event.new)


def native_button(label: str, *, flex: str = "") -> pn.widgets.Button:
    """Make a button in the page's style; `flex` is as in `native_menu`."""
    styles = {"flex": flex} if flex else {}
    return pn.widgets.Button(label=label, margin=0, styles=styles, stylesheets=[bundle.style("controls_shadow")])


def tied_menu(label: str, selection: Selection, name: str, *, flex: str = "", **offered: Any) -> pn.widgets.Select:
    """Make a native menu of the choice `name`, tied to the selection both ways; the rest is as in `native_menu`."""
    menu = native_menu(label, getattr(selection, name), flex=flex, **offered)
    menu.link(selection, value=name, bidirectional=True)
    return menu


def country_menu(snapshot: Snapshot, selection: Selection) -> pn.widgets.Select:
    """Make the menu of every country by region."""
    return tied_menu("Country", selection, "country", groups=country_groups(snapshot))


@cached_on_argument(published=True)
def country_groups(snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """Return codes by name by heading: the World before its regions, groupings, economies by region, areas."""
    offered = groupings.selectable(snapshot)
    groups: dict[str, dict[str, str]] = {REGIONS: {}, GROUPINGS: {}}
    for region in sorted(set(offered.region) - {""}):
        groups[region] = {}
    groups[AREAS] = {}
    for iso3, name, kind, region in zip(
        offered["iso3"], offered["name"], offered["kind"], offered["region"], strict=True
    ):
        heading = {"economy": region, "aggregate": REGIONS, groupings.KIND: GROUPINGS, "area": AREAS}[kind]
        groups[heading][name] = iso3
    # The World before its regions.
    groups[REGIONS] = dict(sorted(groups[REGIONS].items(), key=lambda item: item[1] != WORLD))
    return {heading: options for heading, options in groups.items() if options}


def indicator_menu(snapshot: Snapshot, selection: Selection) -> pn.widgets.Select:
    """Make the menu of every indicator by topic."""
    return tied_menu("Indicator", selection, "indicator", groups=quantities.menu(snapshot, only_series=True))


def quantity_menu(label: str, snapshot: Snapshot, selection: Selection, name: str) -> pn.widgets.Select:
    """Make a menu of every series and warming measure by topic."""
    return tied_menu(label, selection, name, groups=quantities.menu(snapshot))


def baseline_menu(selection: Selection) -> pn.widgets.Select:
    """Make the menu of the baseline, for a row of menus."""
    baselines = {f"{first}–{last}": (first, last) for first, last in BASELINES}
    return tied_menu("Baseline", selection, "baseline", flex=SHARES_A_LINE, options=baselines)


def region_menu(
    snapshot: Snapshot, selection: Selection, *, no_filter: str = "All regions", heading: str = ""
) -> pn.widgets.Select:
    """Make the menu that filters by region: `no_filter` names the option that keeps all, `heading` groups the rest."""
    codes = {name: code for code, name in economies.economies(snapshot).regions.items()}
    return tied_menu("Region", selection, "region", **_filters(codes, no_filter, heading))


def income_menu(selection: Selection, *, no_filter: str = "All income groups", heading: str = "") -> pn.widgets.Select:
    """Make the menu that filters by income group; `no_filter` and `heading` are as in `region_menu`."""
    codes = {name: code for code, name in INCOME_NAMES.items()}
    return tied_menu("Income group", selection, "income", **_filters(codes, no_filter, heading))


def _filters(codes: dict[str, str], no_filter: str, heading: str) -> dict[str, Any]:
    """Return the `options` or `groups` of a menu that filters."""
    everything = {no_filter: ""}
    return {"groups": {"": everything, heading: codes}} if heading else {"options": everything | codes}


def switch(label: str, selection: Selection, name: str) -> html.Html:
    """Make a button that is pressed or not, tied to a choice; Bokeh's checkbox has no label for a screen reader."""
    pane = html.pane("", "chips_text", sizing_mode=None, styles={"flex": "0 0 auto", "width": "auto"})

    def show(*_: Any) -> None:
        is_on = getattr(selection, name)
        go = urlencode({url.NAMES[name][0]: "" if is_on else "1"})
        pane.object = html.element(
            "button", label, type="button", class_="toggle", aria_pressed=str(is_on).lower(), data_go=go
        )

    selection.param.watch(show, name)
    show()
    return pane
