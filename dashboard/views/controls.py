"""The two menus: which country, which indicator. Native selects, so that keyboard and screen reader know them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import panel as pn

from dashboard import queries, statics
from dashboard.state import WORLD, Selection
from dashboard.store import Snapshot

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
        stylesheets=[statics.style("controls")],
    )
    menu.link(selection, value=name, bidirectional=True)
    return menu
