"""How numbers look: bins, colours, digits. What they mean stands in the snapshot's catalog."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from bokeh.palettes import RdBu
from numpy.typing import ArrayLike

from dashboard.rounded import round_numbers

MOST_BINS_EACH_SIDE = 4
OPEN_ENDED_BEYOND = 0.98
"""Quantile of the absolute values at which the outermost bins open, so that one odd country does not take the range."""

MINUS = "\N{MINUS SIGN}"
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


@dataclass(frozen=True)
class Bins:
    """Bins of a choropleth: `edges` between them, one colour each. The first and last bin are open-ended."""

    edges: tuple[float, ...]
    colours: tuple[str, ...]

    def index(self, values: ArrayLike) -> np.ndarray:
        """The bin of each value, from 0, as float32; NaN without a value. An edge belongs to the bin above it."""
        numbers = np.asarray(values, float)
        found = np.searchsorted(self.edges, numbers, side="right").astype("float32")
        return np.where(np.isnan(numbers), np.float32("nan"), found).astype("float32")

    def labels(self) -> list[str]:
        """One for each bin: "below -1", "-1 to 0", ..., "1 and above"."""
        decimals = max(_decimals(edge) for edge in self.edges)
        said = [number(edge, decimals) for edge in self.edges]
        between = [f"{low} to {high}" for low, high in pairwise(said)]
        return [f"below {said[0]}", *between, f"{said[-1]} and above"]


def diverging_bins(values: ArrayLike) -> Bins:
    """Bins of one round width, symmetric round zero, with zero on an edge: blue below, red above.

    ColorBrewer's RdBu, which readers with colour-vision deficiency can tell apart. The step is the roundest that
    leaves at most four closed bins on either side.
    """
    numbers = np.abs(np.asarray(values, float))
    reach = float(np.nanquantile(numbers, OPEN_ENDED_BEYOND)) if np.isfinite(numbers).any() else 1.0
    ticks = round_numbers(0, reach or 1.0, MOST_BINS_EACH_SIDE)
    step = float(ticks[1] - ticks[0])
    closed = min(max(int(np.ceil(reach / step - 1e-9)), 1), MOST_BINS_EACH_SIDE)
    edges = tuple(round(k * step, 10) for k in range(-closed, closed + 1))
    return Bins(edges, tuple(RdBu[2 * (closed + 1)]))


def number(value: float, decimals: int) -> str:
    """With a true minus sign and thousands apart: 1,234.5, −0.3; never "−0.0"."""
    said = f"{value:,.{decimals}f}"
    if float(said.replace(",", "")) == 0:
        said = said.removeprefix("-")
    return said.replace("-", MINUS)


def signed(value: float, decimals: int) -> str:
    """As `number`, with a plus sign for a gain."""
    said = number(value, decimals)
    return said if said.startswith(MINUS) or float(said.replace(",", "")) == 0 else f"+{said}"


def amount(value: float) -> str:
    """A number of any size in three significant digits or so: 1.42 billion, 48,200, 3.17, 0.0042."""
    for scale, word in SCALES:
        if abs(value) >= scale:
            return f"{number(value / scale, _decimals_for_three(value / scale))} {word}"
    if value == 0:
        return "0"
    return number(value, _decimals_for_three(value))


def _decimals_for_three(value: float) -> int:
    """Decimals that leave three significant digits, but at most six."""
    return min(max(2 - int(np.floor(np.log10(abs(value)))), 0), 6)


def _decimals(edge: float) -> int:
    return len(f"{edge:.10f}".rstrip("0").partition(".")[2])
