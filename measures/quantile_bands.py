"""Quantile bands: the spread of a group's values, year by year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats

FEWEST_MEMBERS = 5
"""Fewer values in a year give no band: its quantiles would be single countries."""


@dataclass(frozen=True)
class QuantileBands:
    """Quantiles across a group, shape (years,), in the unit of the values; NaN where too few members have a value."""

    p10: Floats
    p25: Floats
    median: Floats
    p75: Floats
    p90: Floats


def quantile_bands(values: ArrayLike, fewest: int = FEWEST_MEMBERS) -> QuantileBands:
    """Return the 10th, 25th, 50th, 75th and 90th percentile of each year.

    Linear between values (Hyndman and Fan's type 7).

    Args:
        values: shape (years, members), NaN where missing.
        fewest: members that a year needs.
    """
    table = np.asarray(values, float)
    quantiles = np.full((5, table.shape[0]), np.nan)
    is_enough = np.isfinite(table).sum(axis=1) >= max(fewest, 1)
    if is_enough.any():
        quantiles[:, is_enough] = np.nanquantile(table[is_enough], [0.1, 0.25, 0.5, 0.75, 0.9], axis=1)
    return QuantileBands(*quantiles)
