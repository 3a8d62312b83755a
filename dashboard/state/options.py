"""Options: what a snapshot lets a visitor select, for the page and for downloads alike."""

from __future__ import annotations

from dashboard.snapshot import groupings, projections, queries, vintages
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import DEFAULT_MEASURE
from dashboard.snapshot.groups import PlaceIndex
from dashboard.snapshot.model import model_of
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Options, Selection

BY_LAND, BY_MEAN_CLIMATE, NO_CLIMATE = "climate group", "climate zone", "region (no climate data)"
"""Names of the climate as a reference group."""


def new_selection(snapshot: Snapshot) -> Selection:
    """Return a visitor's choices, all at their defaults."""
    return Selection(options_of(snapshot))


@cached_on_argument()
def options_of(snapshot: Snapshot) -> Options:
    """Return what can be selected: computed once a snapshot (30 ms), not once a page."""
    model = model_of(snapshot)
    measures = list(dict.fromkeys(snapshot.warming.measure))
    return Options(
        countries=list(groupings.selectable(snapshot).iso3),
        indicators=list(snapshot.indicators.id),
        measures=sorted(measures, key=lambda measure: measure != DEFAULT_MEASURE),
        regions=list(queries.regions(snapshot.countries)),
        drivers=model.drivers if model else (),
        movable=model.movable if model else (),
        topics=list(queries.topics(snapshot)),
        has_projections=projections.has_projections(snapshot),
        years=(int(snapshot.temperature.year.min()), int(snapshot.temperature.year.max())),
        latest_year=int(snapshot.indicators.last_year.max()),
        vintages=[one.name for one in vintages.listed(snapshot)],
    )


def reference_options(places: PlaceIndex) -> dict[str, str]:
    """Return the kinds of reference groups by their names: which climate it is depends on the snapshot."""
    without_groups = BY_MEAN_CLIMATE if places.has_zones else NO_CLIMATE
    climate = BY_LAND if places.has_groups else without_groups
    return {climate: "zone", "region": "region", "none": "none"}
