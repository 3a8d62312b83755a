"""Colours of trends over periods of years, the same for all places, so that a colour means a slope."""

from __future__ import annotations

from dashboard.charts.core.colour_scales import Bins
from dashboard.charts.core.palettes import RdBu

BINS = Bins(tuple(round(step / 10, 1) for step in range(-4, 5)), tuple(RdBu[10]))
"""Bins in degC per decade; the outermost are open."""

FADED = 0.28
"""Opacity where the interval includes zero."""

SEAM_PX = 0.6
"""Cells are outlined in their own colour, so that the paper does not show between them as a grid."""
