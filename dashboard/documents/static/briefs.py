"""Country briefs of the static edition: the pages that a server makes, as files that open from disk."""

from __future__ import annotations

from dashboard.documents import brief, html, paper
from dashboard.documents.static.folder import Files
from dashboard.documents.static.lists import Listed, list_page, place_names
from dashboard.documents.typeset import Format, typeset
from dashboard.snapshot.groups import place_index
from dashboard.snapshot.store import Snapshot

FORMATS: tuple[Format, ...] = ("pdf", "png")
"""Of pictures; an SVG of a brief is as large as both."""


def write(files: Files, snapshot: Snapshot, live: str, *, has_pictures: bool = False) -> None:
    """Write the brief of every place, as PDF and PNG too if asked, and their list.

    Raises:
        SnapshotError: the values of a series are damaged.
    """
    places = place_index(snapshot)
    groups: dict[str, list[Listed]] = {"World, regions and groupings": [], "Countries and areas": []}
    for iso3, name in place_names(snapshot):
        shown, dashboard = brief.brief(snapshot, iso3), f"../index.html?country={iso3}"
        formats = FORMATS if has_pictures else ()
        links = html.Links(dashboard=dashboard, files=iso3 if formats else "", formats=formats)
        files.write(f"country/{iso3}.html", html.page(shown, links))
        for format in formats:
            # On paper the address is that of the live edition, if there is one.
            own = live and f"{live}?country={iso3}"
            files.write(f"country/{iso3}.{format}", typeset(paper.sheet(shown, format, dashboard=own, own=own)))
        group = "World, regions and groupings" if places.is_aggregate(iso3) else "Countries and areas"
        groups[group].append(Listed(name, iso3, f"{iso3}.html"))
    files.write("country/index.html", list_page(snapshot, "Country briefs", groups, live))
