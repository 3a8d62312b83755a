"""What the map shows: of one measure or indicator, a value for each country and year, with its bins and coverage.

`figures.shown` makes it. It is shared by all visitors: treat the arrays as read-only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from dashboard.charts.core import colour_scales
from dashboard.snapshot import tolerance
from dashboard.snapshot.codes import ANOMALY, INDICATOR
from dashboard.snapshot.emergence import NOBODY, NotEmerged
from dashboard.snapshot.places import DrawnPlaces
from dashboard.state.parameters import LATEST
from dashboard.state.selection import Selection

COVERED = 0.9
"""The latest year shown is the latest with so much of the best year's coverage: in the newest few report yet."""

HOLDS_ZERO, THIN_RECORD = 1, 2
"""Marks of a value: its interval holds zero (of trends: not told from none at a false-discovery rate of 5 %), or the
years it rests on look filled in rather than observed."""


WINDOWED = ("trend", "trend_theil_sen", "trend_era5")
"""Measures over years that the reader sets."""


@dataclass(frozen=True)
class MapKey:
    """A choice, without what does not matter to it: two equal ones are the same map."""

    measure: str
    indicator: str = ""
    baseline: tuple[int, int] | None = None
    window: tuple[int, int] | None = None
    since: int | None = None


def map_key(selection: Selection) -> MapKey:
    """What a visitor's map shows."""
    chosen = selection
    return map_key_of(chosen.measure, chosen.indicator, chosen.baseline, chosen.window, chosen.map_since)


def map_key_of(
    measure: str, indicator: str, baseline: tuple[int, int], window: tuple[int, int], since: int | None = None
) -> MapKey:
    """The choice of a measure, without those of the others that do not matter to it."""
    return MapKey(
        measure,
        indicator=indicator if measure == INDICATOR else "",
        baseline=baseline if measure == ANOMALY else None,
        window=window if measure in WINDOWED else None,
        since=since if measure == INDICATOR else None,
    )


@dataclass(frozen=True, eq=False)
class MapValues:
    """Arrays have a row for each of `years` (one, without years) and a column for each of `places`.

    Attributes:
        title: what it is, without unit and years.
        basis: the years it is about, where it is not one year: "1995–2024 minus 1901–1930".
        values: float32, NaN without data; gaps are filled by `tolerance.nearest`.
        offsets: int8, true year less the year shown; `tolerance.NO_YEAR` without data.
        low, high: float32, shape (places,), the 95 % interval; NaN or None without one.
        marks: uint8, shape (places,): 0, HOLDS_ZERO or THIN_RECORD.
        bins: fixed over all years.
        not_yet: places without a value because what is shown has not come about there.
    """

    key: MapKey
    places: DrawnPlaces
    title: str
    unit: str
    basis: str
    note: str
    source: str
    years: np.ndarray
    values: np.ndarray
    offsets: np.ndarray
    bins: colour_scales.Scale
    marks: np.ndarray
    low: np.ndarray | None = None
    high: np.ndarray | None = None
    decimals: int | None = None
    is_signed: bool = field(default=False)
    not_yet: NotEmerged = NOBODY

    @cached_property
    def is_not_yet(self) -> np.ndarray:
        """Which places are `not_yet`, shape (places,)."""
        return np.array([code in self.not_yet.iso3 for code in self.places.iso3], bool)

    @property
    def not_yet_class(self) -> int | None:
        """The class after all bins, of the places that are `not_yet`; None where there are none."""
        return len(self.bins.colours) if self.is_not_yet.any() else None

    @property
    def classes(self) -> np.ndarray:
        """What each place looks like, float32, shape of `values`: its bin, or `not_yet_class`; NaN without data."""
        index = self.bins.index(self.values)
        return index if self.not_yet_class is None else np.where(self.is_not_yet, np.float32(self.not_yet_class), index)

    @property
    def colours(self) -> tuple[str, ...]:
        """Colour of each class."""
        return self.bins.colours if self.not_yet_class is None else (*self.bins.colours, colour_scales.NOT_YET)

    @property
    def colours_on_dark(self) -> tuple[str, ...]:
        """As `colours`, on dark paper."""
        on_dark = self.bins.on_dark or self.bins.colours
        return on_dark if self.not_yet_class is None else (*on_dark, colour_scales.NOT_YET)

    @property
    def labels(self) -> list[str]:
        """Words of each class."""
        return self.bins.labels() + ([] if self.not_yet_class is None else [colour_scales.NOT_YET_LABEL])

    @cached_property
    def exact(self) -> np.ndarray:
        """Economies with a value of that very year, for each row."""
        return ((self.offsets == 0) & self.places.is_economy).sum(axis=1)

    @cached_property
    def covered(self) -> np.ndarray:
        """Economies with a value of the year or of one near it, for each row."""
        return ((self.offsets != tolerance.NO_YEAR) & self.places.is_economy).sum(axis=1)

    @cached_property
    def latest_year(self) -> int | None:
        """The year that "latest" means: the last in which nearly as many countries have a value as ever."""
        if not self.years.size:
            return None
        enough = np.flatnonzero(self.covered >= COVERED * self.covered.max())
        return int(self.years[enough[-1]])

    def year(self, chosen: int | str) -> int | None:
        """The year shown for a choice: itself, the nearest there is, or the latest; None without years."""
        if not self.years.size or chosen == LATEST:
            return self.latest_year
        return int(np.clip(int(chosen), self.years[0], self.years[-1]))

    def row(self, year: int | None) -> int:
        """The row of a year that `year` gave."""
        return 0 if year is None else int(year - self.years[0])
