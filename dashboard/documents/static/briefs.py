"""Country briefs of the static edition: the pages that a server makes, as files that open from disk."""

from __future__ import annotations

from dashboard.documents import brief, html
from dashboard.documents.static.folder import Files
from dashboard.documents.static.lists import Listed, list_page, place_names
from dashboard.snapshot.groups import place_index
from dashboard.snapshot.store import Snapshot


def write(files: Files, snapshot: Snapshot, live: str) -> None:
    """Write the brief of every place, and their list.

    Raises:
        SnapshotError: the values of a series are damaged.
    """
    places = place_index(snapshot)
    groups: dict[str, list[Listed]] = {"World, regions and groupings": [], "Countries and areas": []}
    for iso3, name in place_names(snapshot):
        links = html.Links(dashboard=f"../index.html?country={iso3}")
        files.write(f"country/{iso3}.html", html.page(brief.brief(snapshot, iso3), links))
        group = "World, regions and groupings" if places.is_aggregate(iso3) else "Countries and areas"
        groups[group].append(Listed(name, iso3, f"{iso3}.html"))
    files.write("country/index.html", list_page(snapshot, "Country briefs", groups, live))
