"""Lists of files in the static edition: pages without scripts, which open from disk."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import config
from dashboard.assets import bundle
from dashboard.charts.core import theme
from dashboard.documents.static.explore import template
from dashboard.snapshot import provenance
from dashboard.snapshot.groups import place_index
from dashboard.snapshot.store import Snapshot
from dashboard.state.options import options_of


@dataclass(frozen=True)
class Listed:
    """An entry of the list: its title, a note such as its unit, and its address relative to the list."""

    title: str
    note: str
    address: str


def place_names(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Return code and name of every place, by name."""
    places = place_index(snapshot)
    return sorted(((iso3, places.name(iso3)) for iso3 in options_of(snapshot).countries), key=lambda pair: pair[1])


def list_page(snapshot: Snapshot, heading: str, groups: dict[str, list[Listed]], live: str) -> str:
    """Return a page that lists files, which needs neither scripts nor a server."""
    return template("static_list").render(
        title=config.TITLE,
        heading=heading,
        groups=groups,
        live=live,
        icon=bundle.ICON,
        style=f"{theme.css_variables()}\n{bundle.style('base', 'components')}",
        cited=provenance.in_a_line(snapshot),
        sources=snapshot.catalog["sources"],
        published=snapshot.catalog["published_at"][:10],
    )
