"""Native menus tied to the selection both ways: keyboard and screen readers know them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import panel as pn

from dashboard.assets import bundle
from dashboard.snapshot import economies, quantities, queries
from dashboard.snapshot.codes import INCOME_NAMES, WORLD
from dashboard.snapshot.store import Snapshot
from dashboard.state import url
from dashboard.state.selection import Selection
from dashboard.views.widgets import html
from measures.anomaly import BASELINES

REGIONS = "World and regions"

AREAS = "Areas without World Bank figures"


def country_menu(snapshot: Snapshot, selection: Selection) -> pn.widgets.Select:
    """Every country by region, tied to the selection both ways."""
    return tied("Country", country_groups(snapshot), selection, "country")


@lru_cache(maxsize=2)
def country_groups(snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """Codes by name by heading: the World before its regions, economies by region, areas."""
    offered = queries.selectable(snapshot.countries, snapshot.temperature)
    groups: dict[str, dict[str, str]] = {REGIONS: {}}
    for region in sorted(set(offered.region) - {""}):
        groups[region] = {}
    groups[AREAS] = {}
    for iso3, name, kind, region in zip(
        offered["iso3"], offered["name"], offered["kind"], offered["region"], strict=True
    ):
        heading = {"economy": region, "aggregate": REGIONS, "area": AREAS}[kind]
        groups[heading][name] = iso3
    # The World before its regions.
    groups[REGIONS] = dict(sorted(groups[REGIONS].items(), key=lambda item: item[1] != WORLD))
    return {heading: options for heading, options in groups.items() if options}


def indicator_menu(snapshot: Snapshot, selection: Selection) -> pn.widgets.Select:
    """Every indicator by topic, tied to the selection both ways."""
    return tied("Indicator", indicator_groups(snapshot), selection, "indicator")


def indicator_groups(snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """Codes by title by topic."""
    groups: dict[str, dict[str, str]] = {}
    listed = snapshot.indicators
    for code, topic, title in zip(listed["id"], listed["topic"], listed["title"], strict=True):
        groups.setdefault(topic, {})[title] = code
    return groups


def tied(label: str, groups: dict[str, Any], selection: Selection, name: str) -> pn.widgets.Select:
    """A menu of the choice `name`, tied to the selection both ways."""
    menu = pn.widgets.Select(
        label=label,
        groups=groups,
        value=getattr(selection, name),
        sizing_mode="stretch_width",
        margin=0,
        stylesheets=[bundle.style("controls")],
    )
    menu.link(selection, value=name, bidirectional=True)
    return menu


def menu(label: str, options: Any, selection: Selection, name: str) -> pn.widgets.Select:
    """A native menu tied to a choice, both ways."""
    made = native_menu(label, options, getattr(selection, name))
    made.link(selection, value=name, bidirectional=True)
    return made


def grouped_menu(label: str, options: dict[str, dict[str, Any]], selection: Selection, name: str) -> pn.widgets.Select:
    """As `menu`, with its options under headings."""
    made = pn.widgets.Select(
        label=label,
        groups=options,
        value=getattr(selection, name),
        sizing_mode="stretch_width",
        margin=0,
        styles={"flex": "2 1 13rem", "width": "auto"},
        stylesheets=[bundle.style("controls")],
    )
    made.link(selection, value=name, bidirectional=True)
    return made


def baseline_menu(selection: Selection) -> pn.widgets.Select:
    """The reference years of anomalies."""
    return menu("Baseline", {f"{first}–{last}": (first, last) for first, last in BASELINES}, selection, "baseline")


def switch(label: str, selection: Selection, name: str) -> html.Html:
    """A button that is pressed or not, tied to a choice; Bokeh's own checkbox has no label for a screen reader."""
    pane = html.pane("", "chips", sizing_mode=None, styles={"flex": "0 0 auto", "width": "auto"})

    def show(*_: Any) -> None:
        is_on = getattr(selection, name)
        go = urlencode({url.NAMES[name][0]: "" if is_on else "1"})
        pane.object = html.element("button", label, type="button", aria_pressed=str(is_on).lower(), data_go=go)

    selection.param.watch(show, name)
    show()
    return pane


def native_menu(label: str, options: Any, value: Any) -> pn.widgets.Select:
    """Make a native menu in the page's style, not tied to anything yet."""
    return pn.widgets.Select(
        label=label,
        options=options,
        value=value,
        sizing_mode="stretch_width",
        margin=0,
        styles=html.SHARED_LINE,
        stylesheets=[bundle.style("controls")],
    )


def quantity_menu(label: str, snapshot: Snapshot, selection: Selection, name: str) -> pn.widgets.Select:
    """Every series and warming measure by topic."""
    return tied_menu(label, selection, name, groups=quantities.menu(snapshot))


def region_menu(snapshot: Snapshot, selection: Selection) -> pn.widgets.Select:
    """Every region, or all."""
    regions = economies.economies(snapshot).regions
    return tied_menu("Region", selection, "region", options={"All regions": "", **{n: c for c, n in regions.items()}})


def income_menu(selection: Selection) -> pn.widgets.Select:
    """Every income group, or all."""
    names = {name: code for code, name in INCOME_NAMES.items()}
    return tied_menu("Income group", selection, "income", options={"All incomes": "", **names})


def order_menu(selection: Selection) -> pn.widgets.Select:
    """The largest first, or the smallest."""
    return tied_menu("Order", selection, "rank_order", options=orders(is_year=False))


def orders(*, is_year: bool) -> dict[str, str]:
    """The orders by their names: years are late and early."""
    most, least = ("Latest first", "Earliest first") if is_year else ("Highest first", "Lowest first")
    return {most: "descending", least: "ascending"}


def tied_menu(label: str, selection: Selection, name: str, **offered: Any) -> pn.widgets.Select:
    """Make a native menu tied to the selection both ways; `offered` are its options or groups."""
    menu = pn.widgets.Select(
        label=label,
        value=getattr(selection, name),
        sizing_mode="stretch_width",
        margin=0,
        stylesheets=[bundle.style("controls")],
        **offered,
    )
    menu.link(selection, value=name, bidirectional=True)
    return menu
