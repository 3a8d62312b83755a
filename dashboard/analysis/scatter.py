"""Data of Relate's scatter plot: two quantities of the economies selected, on their axes, and the dots' sizes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from dashboard.analysis import relate
from dashboard.analysis.relate import CloseSeries, CorrelationPair, Pair
from dashboard.snapshot import quantities
from dashboard.snapshot.codes import POPULATION
from dashboard.snapshot.economies import economies
from dashboard.snapshot.quantities import Quantity
from dashboard.snapshot.store import Snapshot
from dashboard.snapshot.tolerance import fill
from dashboard.state.selection import Selection


@dataclass(frozen=True)
class AxisScale:
    """Whether an axis is logarithmic, whether that is its default, and whether it is possible."""

    log: bool
    fits: bool
    can: bool

    @classmethod
    def of(cls, values: np.ndarray, wanted: bool | None, *, by_default: bool = False) -> AxisScale:
        """Return the scale of an axis.

        Args:
            values: of any shape.
            wanted: the reader's choice; None for the default.
            by_default: whether the series is logarithmic by default (`quantities.Quantity`); otherwise its values
                decide.
        """
        can = relate.allows_log(values)
        fits = can and (by_default or relate.fits_log(values))
        return cls(can and (fits if wanted is None else wanted), fits, can)


@dataclass(frozen=True, eq=False)
class ScatterData:
    """Two quantities over the years, of the economies within the filters; arrays have the shape (years, economies).

    Attributes:
        pair: both quantities of every economy.
        mask: economies within the filters.
        scales: of the x and the y axis.
        placed: x and y on the scales of the axes, NaN where missing or filtered out.
        size: quantity shown by the dots' area; None for dots of one size.
        sizes: its values; None without it.
        largest_size: the largest of them in any year; NaN without a positive one.
        changes: correlation of the changes from year to year.
    """

    pair: Pair
    mask: np.ndarray
    scales: tuple[AxisScale, AxisScale]
    placed: tuple[np.ndarray, np.ndarray]
    size: Quantity | None
    sizes: np.ndarray | None
    largest_size: float
    changes: CorrelationPair

    @property
    def logs(self) -> tuple[bool, bool]:
        """Whether x and y are on logarithmic axes."""
        return self.scales[0].log, self.scales[1].log

    @property
    def log_titles(self) -> list[str]:
        """Titles of the quantities on logarithmic axes."""
        both = (self.pair.x_quantity, self.pair.y_quantity)
        return [quantity.title for quantity, log in zip(both, self.logs, strict=True) if log]

    def year(self, row: int) -> int | None:
        """Return the year of a row; None if neither quantity has years."""
        return int(self.pair.years[row]) if self.pair.years.size else None


@dataclass(frozen=True)
class Correlations:
    """Correlations of both quantities in one year, and over time.

    Attributes:
        year: None if neither quantity has years.
        levels: of the values of the year.
        over_years: of the changes over the ten years before.
        changes: of the changes from year to year.
        close_series: how many of the other series correlate with y at least as closely; None where not counted.
    """

    year: int | None
    levels: CorrelationPair
    over_years: CorrelationPair
    changes: CorrelationPair
    close_series: CloseSeries | None


def scatter_data(snapshot: Snapshot, selection: Selection) -> ScatterData:
    """Return the data of the scatter plot for a selection.

    Raises:
        SnapshotError: the values of a series are damaged.
    """
    pair = relate.pair(snapshot, selection.x, selection.y)
    sizes = _sizes(snapshot, pair, selection.size)
    mask = economies(snapshot).mask(selection.region, selection.income)
    x, y = (np.where(mask, values, np.nan) for values in (pair.x, pair.y))
    scales = (
        AxisScale.of(x, selection.x_log, by_default=pair.x_quantity.is_logarithmic),
        AxisScale.of(y, selection.y_log, by_default=pair.y_quantity.is_logarithmic),
    )
    logs = scales[0].log, scales[1].log
    return ScatterData(
        pair=pair,
        mask=mask,
        scales=scales,
        placed=(relate.scaled(x, logs[0]), relate.scaled(y, logs[1])),
        size=quantities.quantities(snapshot).get(selection.size),
        sizes=sizes,
        largest_size=np.nan if sizes is None else _largest(sizes),
        changes=relate.correlate_annual_changes(snapshot, pair, mask, logs),
    )


def correlations(snapshot: Snapshot, data: ScatterData, year: int | str) -> Correlations:
    """Return the correlations of the row that shows `year`, which may be "latest"."""
    row = data.pair.row(year)
    return Correlations(
        year=data.year(row),
        levels=relate.correlate_levels(data.pair, row, data.mask, data.logs),
        over_years=relate.correlate_changes(data.pair, row, data.mask, data.logs),
        changes=data.changes,
        close_series=relate.count_close_series(snapshot, data.pair, row, data.mask),
    )


def drawing_order(snapshot: Snapshot, diameters: Iterable[float]) -> np.ndarray:
    """Return the economies' positions, large dots first: they are drawn below small ones, and labelled before them.

    Dots of one size are in order of population.
    """
    people = quantities.largest(snapshot, POPULATION)
    return np.lexsort((-people, -np.asarray(diameters)))


def _sizes(snapshot: Snapshot, pair: Pair, code: str) -> np.ndarray | None:
    if not code:
        return None
    grid = quantities.grid(snapshot, code)
    return fill(grid, pair.years if pair.years.size else grid.years[-1:])[0]


def _largest(values: np.ndarray) -> float:
    valid = values[np.isfinite(values)]
    return float(valid.max()) if valid.size and valid.max() > 0 else np.nan
