"""Search fields for series and measures: what each offers, and what it shows when the page is served.

They are plain HTML in the fragments (assets/html/finder.html) and set choices by the address
(assets/js/page/finder.js), so that a page has the same weight with 30 series and with 1,300. What they search is
fetched when one is first focused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from dashboard.snapshot import groups, projections, quantities, warming_measures
from dashboard.snapshot.codes import ANOMALY, INDICATOR, PROJECTED
from dashboard.snapshot.store import Snapshot
from dashboard.state import url
from dashboard.state.selection import SMOOTHED_ANOMALY, TEMPERATURE_ANOMALY, Selection

SERIES, MEASURES, PLACES = "series", "measures", "places"
"""What a field offers, as the index names it (snapshot/search_index.py)."""


@dataclass(frozen=True)
class Offer:
    """Something that a field offers besides series and measures: its value in the address, and its words."""

    value: str
    title: str
    unit: str = ""


@dataclass(frozen=True)
class Finder:
    """One search field.

    Attributes:
        name: of the field: its id is find-<name>.
        label: above the field.
        choice: name in the address that it sets.
        offers: SERIES and MEASURES, one of them, or PLACES.
        shown: what it shows when the page is served.
        others: what it offers besides, above the rest.
        heading: of the others.
    """

    name: str
    label: str
    choice: str
    offers: tuple[str, ...]
    shown: Offer
    others: tuple[Offer, ...] = ()
    heading: str = ""

    @property
    def other_offers(self) -> str:
        """The others as JSON, for the script."""
        return json.dumps([[one.value, one.title, one.unit] for one in self.others], ensure_ascii=False)


YEARLY = Offer(ANOMALY, "Annual temperature anomaly", "°C")
AHEAD = Offer(PROJECTED, warming_measures.PROJECTED_CHANGE.title, "°C")
TEMPERATURES = (
    Offer(TEMPERATURE_ANOMALY, "Temperature anomaly", "°C"),
    Offer(SMOOTHED_ANOMALY, "Temperature anomaly, smoothed", "°C"),
)
ONE_SIZE = Offer("", "None")
ADD = "Add country, region or grouping"
"""Label of the field that adds a place to Compare; js/views/compare.js adds it to the list in the address."""


def finders(snapshot: Snapshot, selection: Selection) -> dict[str, Finder]:
    """Return the search fields of all views, by name, with what is selected now."""
    both = (MEASURES, SERIES)
    ahead = (AHEAD,) if projections.has_projections(snapshot) else ()

    def field(
        name: str, label: str, choice: str, offers: tuple[str, ...], others: tuple[Offer, ...] = (), heading: str = ""
    ) -> Finder:
        shown = _shown(snapshot, selection, choice, others)
        return Finder(name, label, url.NAMES[choice][0], offers, shown, others, heading)

    fields = (
        field("country", "Country", "country", (PLACES,)),
        field("map", "Map", "measure", both, (YEARLY, *ahead), "Temperature"),
        field("indicator", "Indicator", "indicator", (SERIES,)),
        field("compare", "Variable", "compare_quantity", (SERIES,), TEMPERATURES, "Temperature"),
        Finder("add", ADD, "add", (PLACES,), Offer("", "")),
        field("x", "X axis", "x", both),
        field("y", "Y axis", "y", both),
        field("size", "Point size", "size", (SERIES,), (ONE_SIZE,), "Equal size"),
        field("rank", "Rank by", "rank_by", both, ahead, "Temperature"),
        field("data", "Indicator", "indicator", (SERIES,)),
    )
    return {one.name: one for one in fields}


def _shown(snapshot: Snapshot, selection: Selection, choice: str, others: tuple[Offer, ...]) -> Offer:
    code = getattr(selection, choice)
    if choice == "country":
        return Offer(code, groups.place_index(snapshot).name(code))
    if code == INDICATOR:  # the map shows the indicator
        code = selection.indicator
    found = next((one for one in others if one.value == code), None)
    if found:
        return found
    quantity = quantities.quantities(snapshot)[code]
    return Offer(code, quantity.title, quantity.unit)
