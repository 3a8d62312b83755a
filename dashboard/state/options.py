"""What a snapshot offers to choose from, for the page and for downloads alike."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dashboard.snapshot import queries
from dashboard.snapshot.codes import DEFAULT_MEASURE
from dashboard.snapshot.model import model_of
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import TABLE_NAMES, VIEW_NAMES, Selection


def new_selection(snapshot: Snapshot) -> Selection:
    """A visitor's choices, all at their defaults."""
    return Selection(**_offer(snapshot))


@lru_cache(maxsize=2)
def _offer(snapshot: Snapshot) -> dict[str, Any]:
    """What a selection chooses from, by the names of its arguments: read once a snapshot (30 ms), not once a page."""
    model = model_of(snapshot)
    measures = list(dict.fromkeys(snapshot.warming.measure))
    return dict(
        countries=list(queries.selectable(snapshot.countries, snapshot.temperature).iso3),
        indicators=list(snapshot.indicators.id),
        views=list(VIEW_NAMES),
        measures=sorted(measures, key=lambda measure: measure != DEFAULT_MEASURE),
        regions=queries.regions(snapshot.countries),
        tables=list(TABLE_NAMES),
        drivers=model.drivers if model else (),
        movable=model.movable if model else (),
        topics=list(queries.topics(snapshot)),
        years=(int(snapshot.temperature.year.min()), int(snapshot.temperature.year.max())),
        latest_year=int(snapshot.indicators.last_year.max()),
    )
