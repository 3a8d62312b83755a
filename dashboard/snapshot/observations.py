"""The observations of all series, read from one Parquet file a series or a year at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from cachetools import LRUCache

from dashboard.snapshot import forecasts
from dashboard.snapshot.errors import RESTORE, SnapshotError, count_fault

MOST_SERIES = 64
"""Series in memory, the last ones requested. All of WDI would be 250 MB, one is 0.2 MB and is read in 3 ms."""

AT_A_TIME = 16
"""Series read at once for a year: 0.1 million rows, 3 MB. Other threads wait for them, 20 ms."""


STATUSES_AT_A_TIME = 256
"""Series whose status codes are read at once: 1 million of one letter, 10 MB."""


class SeriesRows(NamedTuple):
    """Rows of one series: iso3, year and value, without and of its forecasts."""

    observed: pd.DataFrame
    forecasts: pd.DataFrame


class Spread(NamedTuple):
    """Lowest value of a series, and its interquartile range over all places and years, both in its unit."""

    lowest: float
    range: float

    @classmethod
    def of(cls, values: pa.ChunkedArray | pa.Array) -> Spread:
        """Return the spread of values, of which there is at least one."""
        lowest, low, high = pc.quantile(values, [0.0, 0.25, 0.75]).to_pylist()
        return cls(lowest, high - low)


@dataclass(frozen=True, eq=False)
class Observations:
    """The file of observations: a row group for each of `series`, in their order. Safe to use from several threads."""

    file: pq.ParquetFile
    series: tuple[str, ...]
    most: int = MOST_SERIES
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def of(self, series: str) -> SeriesRows:
        """Return the rows of one series; only its row group is read.

        Raises:
            KeyError: the file does not have the series.
            SnapshotError: its rows are damaged, or not at its place in the list of series.
        """
        with self._lock:
            found = self._cache.get(series)
            if found is None:
                found = self._cache[series] = self._of(series)
            return found

    def in_year(self, series: Sequence[str], year: int) -> Iterator[tuple[str, str, float]]:
        """Yield series, iso3 and value of the observations of one year, without forecasts.

        Whole row groups are read and filtered by Arrow, which takes a tenth of the time of making frames of all their
        years, and leaves other threads running.

        Raises:
            SnapshotError: rows are damaged.
        """
        for first in range(0, len(series), AT_A_TIME):
            wanted = series[first : first + AT_A_TIME]
            try:
                with self._lock:
                    table = self.file.read_row_groups([self._row_groups[one] for one in wanted])
                rows = table.filter(pc.equal(table.column("year"), year))
                rows = rows.filter(forecasts.is_observed(rows, _only_forecasts(table)))
                columns = [rows.column(name).to_pylist() for name in ("series", "iso3", "value")]
            except (OSError, ValueError) as error:
                raise SnapshotError(f"The values of {wanted[0]} to {wanted[-1]} are damaged. {RESTORE}") from error
            yield from zip(*columns, strict=True)

    def places_with_values(self, series: int) -> set[str]:
        """Return the codes of all places with a value in one of the first so many series; 1 ms each."""
        found: set[str] = set()
        with self._lock:
            for group in range(min(series, self.file.num_row_groups)):
                try:
                    rows = self.file.read_row_group(group, columns=["iso3"])
                except (OSError, ValueError):  # the view of that series reports it
                    count_fault()
                else:
                    found.update(rows.column("iso3").unique().to_pylist())
        return found

    def spreads(self, series: Sequence[str]) -> dict[str, Spread]:
        """Return the spread of all values of each series that the file has; 1 ms each.

        Raises:
            SnapshotError: values are damaged.
        """
        found = {}
        for code in series:
            if code in self._row_groups:
                try:
                    with self._lock:
                        rows = self.file.read_row_group(self._row_groups[code], columns=["value"])
                except (OSError, ValueError) as error:
                    raise SnapshotError(f"The values of {code} are damaged. {RESTORE}") from error
                found[code] = Spread.of(rows.column("value"))
        return found

    def with_forecasts(self) -> list[str]:
        """Return the series with forecasts, in their order; 0.1 ms a series, and none in an older snapshot.

        Only the column of status codes is read. A damaged series is left out: its own view says so.
        """
        if "status" not in self.file.schema_arrow.names:
            return []
        found: list[str] = []
        for first in range(0, len(self.series), STATUSES_AT_A_TIME):
            batch = list(self.series[first : first + STATUSES_AT_A_TIME])
            if self._have_forecasts(batch) is not False:
                found += [one for one in batch if self._have_forecasts([one])]
        return found

    def _have_forecasts(self, series: Sequence[str]) -> bool | None:
        """Return whether any of these series has a forecast; None where one cannot be read."""
        try:
            with self._lock:
                table = self.file.read_row_groups([self._row_groups[one] for one in series], columns=["status"])
        except (OSError, ValueError):
            count_fault()
            return None
        return bool(pc.any(pc.equal(table.column("status"), forecasts.FORECAST)).as_py())

    def probe(self) -> None:
        """Read one series again from the file; raises SnapshotError if its rows, or the file, are damaged."""
        with self._lock:
            self._of(self.series[0])

    @cached_property
    def _cache(self) -> LRUCache[str, SeriesRows]:
        return LRUCache(self.most)

    @cached_property
    def _row_groups(self) -> dict[str, int]:
        """Row group of each series: looked up in a list, it took half the time of reading one of 1,300 series."""
        return {code: number for number, code in enumerate(self.series)}

    def _of(self, series: str) -> SeriesRows:
        try:
            table = self.file.read_row_group(self._row_groups[series])
            codes = table.column("series").unique().to_pylist()
            rows = SeriesRows(*forecasts.split(table))
        except (OSError, ValueError) as error:
            raise SnapshotError(f"The values of {series} are damaged. {RESTORE}") from error
        if codes != [series]:
            raise SnapshotError(f"The values of {series} are not where the list of indicators says. {RESTORE}")
        return rows


def _only_forecasts(table: pa.Table) -> set[str]:
    """Return the series in `table` of which every row is a forecast: they count as observed."""
    if "status" not in table.column_names:
        return set()
    observed = table.filter(pc.not_equal(table.column("status"), forecasts.FORECAST))
    return set(table.column("series").unique().to_pylist()) - set(observed.column("series").unique().to_pylist())
