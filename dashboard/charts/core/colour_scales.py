"""Colour scales: bins that are diverging, linear, logarithmic or quantiles, by the shape of the data, with round edges.

The rules are those that readers know from Our World in Data, written again: a logarithmic scale where values span
three orders of magnitude, tenths for percentages, outer bins open so that a few outliers do not take the range.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from dashboard.charts.core.palettes import PuOr, RdBu, YlGnBu, interpolated
from dashboard.charts.core.ticks import round_numbers
from dashboard.snapshot.quantities import Quantity
from dashboard.text.numbers import MINUS, amount, number

MOST_EDGES = 8

LOG_BEYOND = 1_000
"""Ratio of the 99th percentile of all-positive values to the first, above which their scale is logarithmic."""

LOG_STEPS = ((1, 2, 5), (1, 3), (1,))
"""Edges within each power of ten; the finest is used that leaves at most eight edges."""

SKEWED_BEYOND = 5
"""Ratio of the upper half of the range to the lower half, above which equal steps put most countries in one bin."""

PREFERRED = ((1, 2, 5), (1, 2, 3, 5, 7), (1, 1.5, 2, 3, 5, 7))
"""Round numbers within each power of ten to which quantiles are moved: the roundest that keeps enough distinct."""

FEWEST_EDGES = 6

ONE_SIDED_BEYOND = 10
"""If values reach so many times further to one side of zero than to the other, their scale is not centred on it."""

SMALLEST_AMOUNT = 1e-4

LOW, HIGH = 0.02, 0.98
"""Quantiles between which the bins are closed."""

TENTHS_BEYOND = 60
"""Percentages that reach so far have the bins 0, 10, 20 ... 100."""

TENTHS_BELOW = 40
"""They do if some are below this: people of working age, from 45 to 75 % of the population, would have three bins."""


@dataclass(frozen=True)
class Bins:
    """Bins of a choropleth: `edges` between them, one colour each. The first and last bin are open-ended."""

    edges: tuple[float, ...]
    colours: tuple[str, ...]

    def index(self, values: ArrayLike) -> np.ndarray:
        """Return each value's bin, from 0, as float32; NaN without a value. An edge belongs to the bin above it."""
        numbers = np.asarray(values, float)
        bins = np.searchsorted(self.edges, numbers, side="right").astype("float32")
        return np.where(np.isnan(numbers), np.float32("nan"), bins).astype("float32")

    def labels(self) -> list[str]:
        """Return a label for each bin: "below -1", "-1 to 0", ..., "1 and above"."""
        texts = self.limits()
        between = [f"{low} to {high}" for low, high in pairwise(texts)]
        return [f"below {texts[0]}", *between, f"{texts[-1]} and above"]

    def limits(self) -> list[str]:
        """Return each edge as text, with the same decimals: "-1.0", "-0.5", "0.0"."""
        decimals = max((_decimals(edge) for edge in self.edges), default=0)
        return [number(edge, decimals) for edge in self.edges]


@dataclass(frozen=True)
class Scale(Bins):
    """Bins with their rule: "diverging", "linear", "log", "quantile" or "years"; labels for numbers of any size."""

    kind: str = "linear"
    on_dark: tuple[str, ...] = ()
    """The colours on dark paper; if empty, those on light paper are used."""

    def labels(self) -> list[str]:
        """Return a label for each bin; zero-centred ones with decimals, others short: "1 million to 10 million"."""
        if self.kind == "diverging":
            return super().labels()
        if self.kind == "years":
            whole = [int(edge) for edge in self.edges]
            between = [f"{first} to {later - 1}" for first, later in pairwise(whole)]
            return [f"before {whole[0]}", *between, f"{whole[-1]} or later"] if whole else ["all years"]
        texts = self.limits()
        if not texts:
            return ["all values"]
        between = [f"{low} to {high}" for low, high in pairwise(texts)]
        return [f"below {texts[0]}", *between, f"{texts[-1]} and above"]

    def limits(self) -> list[str]:
        """Return each edge as text, as short as in the labels."""
        if self.kind == "diverging":
            return super().limits()
        return [f"{edge:.0f}" if self.kind == "years" else _short(edge) for edge in self.edges]


def scale(values: ArrayLike, unit: str = "", series: Quantity | None = None) -> Scale:
    """Return the scale for values of all years and countries; NaN is ignored.

    Args:
        values: any shape.
        unit: a percentage begins with "%"; with "year" the values are years.
        series: whose values they are, with its bounds and its default scale; None where the values decide.
    """
    known = np.asarray(values, float)
    known = known[np.isfinite(known)]
    if known.size == 0 or known.min() == known.max():
        return _sequential((), "linear")
    low, high = np.quantile(known, [LOW, HIGH])
    if unit == "year":
        return _years(low, high)
    if low < 0 < high and max(-low, high) < ONE_SIDED_BEYOND * min(-low, high):
        return diverging(known, PuOr)
    is_share = unit.startswith("%") or bool(series and series.is_of_hundred)
    is_percentage = is_share and known.min() >= 0 and known.max() <= 100
    if is_percentage and low < TENTHS_BELOW and high > TENTHS_BEYOND:
        return _sequential(range(10, 100, 10), "linear")
    first, last = np.quantile(known, [0.01, 0.99])
    is_log = bool(series and series.is_logarithmic) or last > LOG_BEYOND * first
    if known.min() > 0 and not is_percentage and is_log:
        return _sequential(_log_edges(*np.quantile(known, [0.05, HIGH])), "log")
    middle = float(np.median(known))
    if high - middle > SKEWED_BEYOND * (middle - low):
        return _sequential(_quantile_edges(known), "quantile")
    return _sequential(_linear_edges(low, high), "linear")


def diverging(values: ArrayLike, palette: dict[int, tuple[str, ...]] = RdBu) -> Scale:
    """Return a scale with the edges of `diverging_bins`.

    Blue below and red above is for temperatures only; where neither side is the warmer one, take ColorBrewer's PuOr.
    """
    bins = diverging_bins(values)
    return Scale(bins.edges, tuple(palette[len(bins.colours)]), "diverging")


def _sequential(edges: Iterable[float], kind: str) -> Scale:
    """Return a scale in ColorBrewer's YlGnBu, ordered in any colour vision.

    Larger values are further from the paper: on white it goes from light to dark, without its lightest yellow, which
    would look like no colour at all; on dark paper from dark to light, without its two darkest blues.
    """
    floats = tuple(float(edge) for edge in edges)
    light, dark = (_shades(stops, len(floats) + 1) for stops in (tuple(reversed(YlGnBu[9]))[1:], YlGnBu[9][2:]))
    return Scale(floats, light, kind, dark)


def _shades(stops: tuple[str, ...], count: int) -> tuple[str, ...]:
    return tuple(interpolated(stops, max(count, 2))[-count:])


def _years(low: float, high: float) -> Scale:
    """Return bins of whole years, the earliest the darkest, as an early emergence matters most."""
    edges = tuple(edge for edge in _linear_edges(low, high) if edge == int(edge))
    bins = _sequential(edges, "years")
    return Scale(bins.edges, tuple(reversed(bins.colours)), "years", tuple(reversed(bins.on_dark)))


def _linear_edges(low: float, high: float) -> tuple[float, ...]:
    for most in range(MOST_EDGES - 1, 1, -1):
        ticks = round_numbers(low, high, most)
        inside = [round(float(tick), 10) for tick in ticks if low < tick < high]
        short = [edge for edge in inside if edge == float(f"{edge:.3g}")]  # as many digits as a label has
        if short == inside:
            break
    # If values differ in their fourth digit only, no label could show it: one edge, perhaps with all on one side.
    return tuple(short) or (float(f"{ticks[len(ticks) // 2]:.3g}"),)


def _log_edges(low: float, high: float) -> tuple[float, ...]:
    decades = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    for steps in LOG_STEPS:
        edges = [_power(step, decade) for decade in decades for step in steps]
        inside = [edge for edge in edges if low <= edge <= high]
        if len(inside) <= MOST_EDGES:
            break
    return tuple(inside[:: -(-len(inside) // MOST_EDGES)]) or (_power(1, decades[0]),)


def _power(step: float, decade: int) -> float:
    """Return `step` times ten to the power of `decade`, without rounding noise: 0.2, not 0.2000001."""
    return float(f"{step}e{decade}")


def _quantile_edges(values: np.ndarray) -> tuple[float, ...]:
    """Return quantiles moved to round numbers, which a reader can remember; zero is one if values have both signs.

    A value that many share, as zero for countries without nuclear power, is one bin, not most of them.
    """
    beyond = values[values > values.min()]
    cuts = np.quantile(beyond, np.arange(1, MOST_EDGES) / MOST_EDGES)
    for steps in PREFERRED:
        edges = {_preferred(float(cut), steps) for cut in cuts} | ({0.0} if values.min() < 0 < values.max() else set())
        inside = tuple(sorted(edge for edge in edges if values.min() < edge <= values.max()))
        if len(inside) >= FEWEST_EDGES:
            break
    return inside


def _preferred(value: float, steps: tuple[float, ...]) -> float:
    """Return the nearest number of these steps, by ratio."""
    if value == 0:
        return 0.0
    decade = int(np.floor(np.log10(abs(value))))
    round_ones = [_power(step, power) for power in (decade, decade + 1) for step in steps]
    nearest = min(round_ones, key=lambda number: abs(np.log(abs(value) / number)))
    return float(np.copysign(nearest, value))


def _short(edge: float) -> str:
    """Return `amount` without trailing zeros: 1 million, 0.5, 20; and 3e-08 where `amount` would be all zeros."""
    if 0 < abs(edge) < SMALLEST_AMOUNT:
        return f"{edge:.0e}".replace("-", MINUS, int(edge < 0))
    number, _, word = amount(edge).partition(" ")
    number = number.rstrip("0").rstrip(".") if "." in number else number
    return f"{number} {word}".strip()


MOST_BINS_EACH_SIDE = 4

OPEN_ENDED_BEYOND = 0.98
"""Quantile of the absolute values beyond which the outer bins are open, so that one outlier does not take the range."""


def diverging_bins(values: ArrayLike) -> Bins:
    """Return bins of one round width, symmetric round zero, with zero on an edge: blue below, red above.

    The colours are ColorBrewer's RdBu, distinct to readers with colour-vision deficiency. The step is the roundest that
    leaves at most four closed bins on either side.
    """
    numbers = np.abs(np.asarray(values, float))
    reach = float(np.nanquantile(numbers, OPEN_ENDED_BEYOND)) if np.isfinite(numbers).any() else 1.0
    ticks = round_numbers(0, reach or 1.0, MOST_BINS_EACH_SIDE)
    step = float(ticks[1] - ticks[0])
    closed = min(max(int(np.ceil(reach / step - 1e-9)), 1), MOST_BINS_EACH_SIDE)
    edges = tuple(round(k * step, 10) for k in range(-closed, closed + 1))
    return Bins(edges, tuple(RdBu[2 * (closed + 1)]))


def _decimals(edge: float) -> int:
    return len(f"{edge:.10f}".rstrip("0").partition(".")[2])
