"""Words and settings of the page's frame: header, main element and footer, of the page and of the static edition."""

from __future__ import annotations

from typing import Any

from dashboard.snapshot import provenance
from dashboard.snapshot.groups import place_index
from dashboard.snapshot.store import Snapshot
from dashboard.state import finders, url
from dashboard.state.selection import Selection
from dashboard.text.methods import borders

DESCRIPTION = (
    "Temperature change of every country since 1901, with confidence intervals, beside any World Bank indicator."
)
"""Description of the dashboard in search results and previews of links; a view has a sentence of its own."""


def frame(snapshot: Snapshot, selection: Selection) -> dict[str, Any]:
    """Return the variables of the fragments tools.html, main.html and more.html, and those beside them."""
    return {
        "description": DESCRIPTION,
        "themes": selection.param.theme.objects,
        "chosen_theme": selection.theme,
        "replaced": " ".join(url.REPLACED),
        "order": " ".join(name for name, _ in url.NAMES.values()),
        "tracking": " ".join(url.TRACKING),
        "finders": finders.finders(snapshot, selection),
        "place_name": place_index(snapshot).name(selection.country),
        "cited": provenance.in_a_line(snapshot),
        "published": snapshot.catalog["published_at"][:10],
        "sources": snapshot.catalog["sources"],
        "origin": snapshot.catalog["origin"],
        "borders": borders(snapshot),
    }
