"""How values of a group are spread: bands of quantiles year by year, and a member's rank among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats

FEWEST_MEMBERS = 5
"""A year in which fewer have a value has no band: its quantiles would be single countries."""


@dataclass(frozen=True)
class QuantileBands:
    """Quantiles across a group, one value a year, in the unit of the values; NaN where too few have a value."""

    p10: Floats
    p25: Floats
    median: Floats
    p75: Floats
    p90: Floats


def quantile_bands(values: ArrayLike, fewest: int = FEWEST_MEMBERS) -> QuantileBands:
    """The 10th, 25th, 50th, 75th and 90th percentile of each row, linear between values (Hyndman and Fan's type 7).

    Args:
        values: shape (years, members), NaN where missing.
        fewest: members that a year needs.
    """
    table = np.asarray(values, float)
    found = np.full((5, table.shape[0]), np.nan)
    enough = np.isfinite(table).sum(axis=1) >= max(fewest, 1)
    if enough.any():
        found[:, enough] = np.nanquantile(table[enough], [0.1, 0.25, 0.5, 0.75, 0.9], axis=1)
    return QuantileBands(*found)
