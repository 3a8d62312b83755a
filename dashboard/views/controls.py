"""The two menus: which country, which indicator. Native selects, so that keyboard and screen reader know them."""

from __future__ import annotations

from typing import Any

import panel as pn

from dashboard import queries
from dashboard.state import WORLD, Selection
from dashboard.store import Snapshot

REGIONS = "World and regions"
AREAS = "Areas without World Bank figures"


def country_menu(snapshot: Snapshot, selection: Selection) -> pn.widgets.Select:
    """Every country by region, tied to the selection both ways."""
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
    return _tied("Country", groups, selection, "country")


def indicator_menu(snapshot: Snapshot, selection: Selection) -> pn.widgets.Select:
    """Every indicator by topic, tied to the selection both ways."""
    groups: dict[str, dict[str, str]] = {}
    listed = snapshot.indicators
    for code, topic, title in zip(listed["id"], listed["topic"], listed["title"], strict=True):
        groups.setdefault(topic, {})[title] = code
    return _tied("Indicator", groups, selection, "indicator")


def _tied(label: str, groups: dict[str, Any], selection: Selection, name: str) -> pn.widgets.Select:
    menu = pn.widgets.Select(
        label=label,
        groups={heading: options for heading, options in groups.items() if options},
        value=getattr(selection, name),
        sizing_mode="stretch_width",
        margin=0,
    )
    menu.link(selection, value=name, bidirectional=True)
    return menu
