"""What refreshes changed: the ledger of revisions, by refresh and series; of the published snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from dashboard.snapshot import names
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.observations import Spread
from dashboard.snapshot.store import Snapshot

TITLES = {
    "temperature_c": "Annual mean temperature (CRU TS)",
    "temperature_era5_c": "Annual mean temperature (ERA5)",
    "precipitation_mm": "Annual precipitation (CRU TS)",
}
"""Titles of what is no indicator."""


@dataclass(frozen=True)
class SeriesChange:
    """Changes of one series by one refresh: numbers of values, latest years and vintages; None and "" are unknown."""

    series: str
    title: str
    kind: str
    changed: int
    withdrawn: int
    added: int | None
    old_last_year: int | None
    new_last_year: int | None
    old_vintage: str
    new_vintage: str

    @property
    def has_new_year(self) -> bool:
        """Whether a later year than before has values."""
        return bool(self.old_last_year and self.new_last_year and self.new_last_year > self.old_last_year)


ZERO_SHARE = 0.01
"""Share of a series' interquartile range that is added to a value: a value below it counts as nearly zero."""

UNKNOWN = Spread(0.0, 0.0)
"""Spread of a series that is no longer published."""


@dataclass(frozen=True)
class Revision:
    """A published value that changed, with its place in words; `spread` is that of all values of its series."""

    series: str
    title: str
    unit: str
    place: str
    year: int
    old_value: float
    new_value: float

    spread: Spread = UNKNOWN

    @property
    def size(self) -> float:
        """Size of the change, 0 to 1, comparable between series of any unit.

        For a series without negative values: the difference over the sum of both values and a hundredth of the series'
        interquartile range, so that a value near zero that triples is no large revision. For another, such as growth or
        a temperature in degC, zero is no measure: the difference over the sum of difference and interquartile range.
        """
        difference, near_zero = abs(self.new_value - self.old_value), ZERO_SHARE * self.spread.range
        if min(self.spread.lowest, self.old_value, self.new_value) < 0:
            whole = difference + self.spread.range
        else:
            whole = self.old_value + self.new_value + near_zero
        return difference / whole if whole else 0.0


@dataclass(frozen=True)
class Changes:
    """Changes by one refresh: of each series, and the largest revision of each."""

    at: str
    series: tuple[SeriesChange, ...]
    largest: tuple[Revision, ...]

    def of_kind(self, kind: str) -> list[SeriesChange]:
        """Return the series of one kind of change: revised, extended, new or lost."""
        return [one for one in self.series if one.kind == kind]


@cached_on_argument(published=True)
def refreshes(snapshot: Snapshot) -> tuple[Changes, ...]:
    """Return the changes by each refresh that changed published figures, the latest first; none in older snapshots.

    Raises:
        SnapshotError: the ledger is damaged.
    """
    if "revision_counts" not in snapshot.catalog["tables"]:
        return ()
    counts, entries = snapshot.table("revision_counts"), snapshot.table("revisions")
    by_id = snapshot.indicators.set_index("id")
    titles, units = TITLES | by_id.title.to_dict(), by_id.unit.to_dict()
    place = dict(zip(snapshot.countries.iso3, snapshot.countries["name"], strict=True))
    spreads = _spreads(snapshot, entries.series.unique().tolist())
    found = []
    for at in sorted(counts.revised_at.unique(), reverse=True):
        rows, revised = counts[counts.revised_at == at], entries[entries.revised_at == at]
        series = tuple(_series_change(row, titles) for row in rows.to_dict("records"))
        largest = [
            Revision(
                row["series"],
                titles.get(row["series"], row["series"]),
                units.get(row["series"], ""),
                names.heading(row["iso3"], place.get(row["iso3"], row["iso3"])),
                int(row["year"]),
                float(row["old_value"]),
                float(row["new_value"]),
                spreads.get(row["series"], UNKNOWN),
            )
            for row in revised.dropna(subset="new_value").to_dict("records")
        ]
        largest.sort(key=lambda one: (-one.size, one.series, one.place, one.year))
        first_of_each = {one.series: one for one in reversed(largest)}
        found.append(Changes(str(at), series, tuple(one for one in largest if first_of_each[one.series] is one)))
    return tuple(found)


def _spreads(snapshot: Snapshot, series: list[str]) -> dict[str, Spread]:
    """Return the spread of each series that is published, of temperatures and precipitation too."""
    found = snapshot.observations.spreads(series)
    tables = {"temperature_c": "temperature", "temperature_era5_c": "temperature", "precipitation_mm": "precipitation"}
    for column, table in tables.items():
        if column in series and table in snapshot.catalog["tables"]:
            values = snapshot.table(table).get(column, pd.Series(dtype=float)).dropna()
            if len(values):
                found[column] = Spread.of(pa.array(values))
    return found


def _series_change(row: Mapping[Any, Any], titles: Mapping[Any, str]) -> SeriesChange:
    whole = {
        name: None if pd.isna(row[name]) else int(row[name]) for name in ("added", "old_last_year", "new_last_year")
    }
    return SeriesChange(
        row["series"],
        titles.get(row["series"], row["series"]),
        row["kind"],
        int(row["changed"]),
        int(row["withdrawn"]),
        **whole,
        old_vintage=row["old_vintage"],
        new_vintage=row["new_vintage"],
    )
