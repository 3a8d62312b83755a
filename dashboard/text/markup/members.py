"""Members of a region or another grouping as HTML: their number and vintage, and their names folded."""

from __future__ import annotations

from urllib.parse import urlencode

from dashboard.snapshot.codes import WORLD
from dashboard.snapshot.groups import PlaceIndex
from dashboard.state import url
from dashboard.text import groupings
from dashboard.text.markup import elements as html


def markup(places: PlaceIndex, iso3: str, *, is_mirror: bool) -> str:
    """Return the members as HTML; "" for a country and for the World."""
    if places.row(iso3)["kind"] in ("economy", "area") or iso3 == WORLD:
        return ""
    own = places.members(iso3)
    sentence = groupings.members(own, places.name_in_sentence(iso3), is_mirror=is_mirror)
    if not own.members:
        return html.sentences([sentence])
    short = url.NAMES["country"][0]
    names = "".join(
        html.wrap("li", html.element("button", places.name(code), type="button", data_go=urlencode({short: code})))
        for code in own.members
    )
    note = html.element("p", groupings.OTHER_LIST, class_="source")
    folded = html.element("summary", sentence) + html.wrap("ul", names, class_="chips") + note
    return html.wrap("details", folded)
