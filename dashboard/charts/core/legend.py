"""Legends of the map and the stripes: the colour scale that fits the values, its classes, colours and labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.analysis.map_values import MapValues
from dashboard.analysis.stripes import Stripes
from dashboard.charts.core import colour_scales
from dashboard.charts.core.colour_scales import Bins, Scale
from dashboard.charts.core.palettes import PuOr
from dashboard.snapshot.caching import cached_on_argument

NOT_YET, NOT_YET_LABEL = "#868f99", "not yet"
"""Colour and label of places whose warming has not emerged: a grey that no scale has, with a contrast of 3:1 to the sea
in light and in dark; plain, while a place without data is hatched."""

RATIOS = (-75.0, -50.0, -25.0, -10.0, 0.0, 10.0, 33.0, 100.0, 300.0)
"""Edges of relative changes in per cent: a doubling is as far from zero as a halving, four times as a quarter."""

WIDE = 50.0
"""Per cent below which those edges are too far apart: if most changes are smaller, the bins have equal steps."""

PROJECTED_EDGES = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0)
"""Edges of projected changes in degC: the same for every scenario and period, so that two maps can be compared."""

PROJECTED_COLOURS = (
    "#92c5de",
    *("#ffeda0", "#fed976", "#feb24c", "#fd8d3c", "#fc4e2a", "#e31a1c", "#bd0026", "#800026"),
)
"""Blue below zero, yellow to dark red above: not the red and blue of observed changes (ColorBrewer's YlOrRd)."""

MOST_LEGENDS = 64
"""Most legends cached, as many as maps (`analysis.world_map`)."""


@dataclass(frozen=True, eq=False)
class Legend:
    """The classes of a map: the bins of its scale, fixed over all years, and after them the places not emerged."""

    shown: MapValues
    bins: Scale

    @property
    def not_yet_class(self) -> int | None:
        """The class after all bins, of the places that have not emerged; None without such places."""
        return len(self.bins.colours) if self.shown.has_not_emerged.any() else None

    @property
    def classes(self) -> np.ndarray:
        """Class of each place, float32, shape of the values: its bin, or `not_yet_class`; NaN without data."""
        return self._classes_of(self.shown.values)

    def classes_in(self, row: int) -> np.ndarray:
        """Return the class of each place in the year of a row, as `classes` has it; 5 ms less than all years take."""
        return self._classes_of(self.shown.values[row])

    def _classes_of(self, values: np.ndarray) -> np.ndarray:
        index = self.bins.index(values)
        if self.not_yet_class is None:
            return index
        return np.where(self.shown.has_not_emerged, np.float32(self.not_yet_class), index)

    @property
    def used(self) -> range:
        """The bins from the lowest to the highest that any economy has in any year; all without values.

        Of projected changes always all, so that the legend is the same under every scenario.
        """
        if self.shown.is_modelled:
            return range(len(self.bins.colours))
        index = self.bins.index(self.shown.values[:, self.shown.places.is_economy & ~self.shown.has_not_emerged])
        if np.isnan(index).all():
            return range(len(self.bins.colours))
        return range(int(np.nanmin(index)), int(np.nanmax(index)) + 1)

    @property
    def colours(self) -> tuple[str, ...]:
        """Colour of each class."""
        return self.bins.colours if self.not_yet_class is None else (*self.bins.colours, NOT_YET)

    @property
    def colours_on_dark(self) -> tuple[str, ...]:
        """Colour of each class on dark paper."""
        on_dark = self.bins.on_dark or self.bins.colours
        return on_dark if self.not_yet_class is None else (*on_dark, NOT_YET)

    @property
    def labels(self) -> list[str]:
        """Label of each class."""
        return self.bins.labels() + ([] if self.not_yet_class is None else [NOT_YET_LABEL])


@cached_on_argument(MOST_LEGENDS)
def of(shown: MapValues) -> Legend:
    """Return the legend of a map; its scale is fitted to the economies over all years, not to areas."""
    is_economy = shown.places.is_economy
    if shown.is_modelled:
        return Legend(shown, Scale(PROJECTED_EDGES, PROJECTED_COLOURS, "diverging"))
    if shown.is_change:
        return Legend(shown, change_scale(shown.values[:, is_economy], is_relative=shown.unit == "%"))
    if shown.is_diverging:
        return Legend(shown, colour_scales.diverging(shown.values[:, is_economy]))
    return Legend(shown, colour_scales.scale(shown.observed[:, is_economy], shown.unit, shown.series))


def change_scale(values: np.ndarray, *, is_relative: bool) -> Scale:
    """Return the scale of an indicator's changes: the same edges for all that are as large as factors, else fitted."""
    sizes = np.abs(values[np.isfinite(values)])
    if not is_relative or not sizes.size or np.quantile(sizes, colour_scales.HIGH) < WIDE:
        return colour_scales.diverging(values, PuOr)
    return Scale(RATIOS, tuple(PuOr[len(RATIOS) + 1]), "diverging")


@cached_on_argument(10)
def of_stripes(every: Stripes) -> Bins:
    """Return the bins of the stripes of every economy, so that a colour means the same whichever are shown."""
    return colour_scales.diverging_bins(every.anomaly_c)
