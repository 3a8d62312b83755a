"""A place's monthly climate normals of two periods, as one value object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.snapshot import groups
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.normals import PERIODS, TEMPERATURE_C, Months, dataset, normals
from dashboard.snapshot.store import Snapshot
from measures.arrays import Floats


@dataclass(frozen=True, eq=False)
class SeasonData:
    """Monthly climate normals of one place, for Explore.

    Attributes:
        heading: the place's name on its own.
        name: the place's name within a sentence.
        normals: twelve means of each period, by quantity: temperature in degC, precipitation in mm. Empty without any.
        is_published: whether the snapshot has normals of any place.
        dataset: the data set of the temperatures; "" without any.
    """

    heading: str
    name: str
    normals: Mapping[str, Months]
    is_published: bool
    dataset: str

    @property
    def change_c(self) -> Floats | None:
        """Change of each month's temperature between both periods, in tenths of a degC; None without temperatures."""
        months = self.normals.get(TEMPERATURE_C)
        return None if months is None else (months[PERIODS[1]] - months[PERIODS[0]]).round(1)


@cached_on_argument(256, published=True)
def season_data(snapshot: Snapshot, iso3: str) -> SeasonData:
    """Return the monthly normals of one place."""
    places, published = groups.place_index(snapshot), normals(snapshot)
    own = published.get(iso3, {})
    return SeasonData(
        heading=places.name(iso3),
        name=places.name_in_sentence(iso3),
        normals=own,
        is_published=bool(published),
        dataset=dataset(snapshot, iso3) if TEMPERATURE_C in own else "",
    )
