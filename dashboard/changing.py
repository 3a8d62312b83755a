"""What the map shows of an indicator as its change since a year, counted as Compare does.

In percentage points where it is a share in per cent, and in per cent of the value then where it is anything else.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from bokeh.palettes import PuOr

from dashboard import scales, tolerance
from dashboard.shown import Shown
from measures.comparison import changes

DECIMALS = 1
RATIOS = (-75.0, -50.0, -25.0, -10.0, 0.0, 10.0, 33.0, 100.0, 300.0)
"""Edges of relative changes in per cent: a doubling is as far from zero as a halving, four times as a quarter."""
WIDE = 50.0
"""Where most changes are smaller than so many per cent, those edges would be too far apart, and equal steps serve."""


def since(shown: Shown, year: int) -> Shown:
    """The change of each place since `year`, or since the first or the last year but one where it lies beyond these.

    The years before it are left out. Where `year` has no value, the nearest one within the tolerance is counted from.

    Args:
        shown: an indicator's values, gaps filled by `tolerance.nearest`; at least one year.
        year: to count from.
    """
    base = int(np.clip(year, shown.years[0], max(shown.years[-1] - 1, shown.years[0])))
    rows = shown.years >= base
    is_share = shown.unit.startswith("%")
    values = changes(shown.values[rows], shown.values[shown.row(base)], relative=not is_share).astype("float32")
    near = f"Counted from {base}, or the nearest year within {tolerance.TOLERANCE_YEARS} of it that has a value."
    above = "" if is_share else " Where that value is not above zero, no share of it is given."
    return replace(
        shown,
        basis=f"change since {base}",
        unit="percentage points" if is_share else "%",
        note=near + above,
        years=shown.years[rows],
        values=values,
        offsets=np.where(np.isnan(values), tolerance.NO_YEAR, shown.offsets[rows]).astype("int8"),
        bins=_bins(values[:, shown.places.is_economy], is_share),
        decimals=DECIMALS,
        is_signed=True,
    )


def _bins(values: np.ndarray, is_share: bool) -> scales.Scale:
    """The same edges for every indicator whose changes are as large as factors, fitted ones for all others."""
    held = np.abs(values[np.isfinite(values)])
    if is_share or not held.size or np.quantile(held, scales.HIGH) < WIDE:
        return scales.diverging(values, PuOr)
    return scales.Scale(RATIOS, tuple(PuOr[len(RATIOS) + 1]), "diverging")
