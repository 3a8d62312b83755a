"""Small multiples for more than six places: a chart each, with the others in grey behind it, on the same axes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import holoviews as hv
import numpy as np
from bokeh.models import ColumnDataSource

from dashboard.charts.compare import isolated, scale_ticks
from dashboard.charts.core.live_chart import LiveChart
from dashboard.charts.core.style import padded
from dashboard.charts.core.theme import LIGHT, Theme
from dashboard.charts.core.time_axis import TimeAxis, titled_axes
from dashboard.charts.spread_bands import NOTHING
from dashboard.snapshot.quantities import UNBOUNDED
from measures.arrays import Floats

HEIGHT = 190
MOST_STEPS = 3
"""Steps of the value axis: labels may have two lines."""


class SmallMultiples:
    """Small charts that share an axis of years and the grey lines. Drawn when first needed, then updated."""

    def __init__(self, axis: TimeAxis):
        """Start without charts."""
        self._axis = axis
        self.charts: list[LiveChart] = []
        self._others = ColumnDataSource({"year": NOTHING, "value": NOTHING})

    def ensure(self, count: int, theme: Theme) -> list[LiveChart]:
        """Draw charts until there are `count`, and return the new ones."""
        new = [self._drawn(theme) for _ in range(len(self.charts), count)]
        self.charts += new
        return new

    def update(
        self,
        years: np.ndarray,
        values: Mapping[str, Floats],
        names: Mapping[str, str],
        texts: Mapping[str, list[str]],
        *,
        is_log: bool,
        independent_axes: bool,
        decimals: int | None = None,
        bounds: tuple[float, float] = UNBOUNDED,
    ) -> None:
        """Show these places in the first charts; the others are not visible.

        Args:
            years: consecutive.
            values: one a year by code, NaN where missing.
            names: by code.
            texts: each year's value for the tooltip, by code; "" where missing.
            is_log: whether heights are logarithms.
            independent_axes: whether each has limits of its own; then it has no grey lines.
            decimals: of the series, if known.
            bounds: least and largest value possible by definition.
        """
        heights = {code: np.log10(own) if is_log else own for code, own in values.items()}
        self._others.data = _one_line(years, list(heights.values()))
        within = UNBOUNDED if is_log else bounds
        common = padded(np.concatenate(list(heights.values())), bounds=within)
        for chart, code in zip(self.charts, heights, strict=False):
            own = heights[code]
            known, alone = np.isfinite(own), isolated(own)
            chart.figure.title.text = names[code]
            chart.update(
                {
                    "own": {"year": years, "value": own},
                    "alone": {"year": years[alone], "value": own[alone]},
                    "tips": {
                        "year": years[known],
                        "value": own[known],
                        "text": [text for text, is_known in zip(texts[code], known, strict=True) if is_known],
                    },
                }
            )
            limits = padded(own, bounds=within) if independent_axes else common
            chart.set_limits(limits)
            scale_ticks(chart, *limits, is_log=is_log, most=MOST_STEPS, decimals=decimals)
            chart.renderer("others").visible = not independent_axes
        for at, chart in enumerate(self.charts):
            chart.figure.visible = at < len(heights)

    def _drawn(self, theme: Theme) -> LiveChart:
        chart = _prototype().copy(theme)
        chart.renderer("others").data_source = self._others
        self._axis.join(chart.figure, has_tools=False)
        return chart


@cache
def _prototype() -> LiveChart:
    overlay = (
        hv.Curve((NOTHING, NOTHING), "year", "value", label="others").opts(color=LIGHT.early, line_width=0.7, alpha=0.5)
        * hv.Curve((NOTHING, NOTHING), "year", "value", label="own").opts(color=LIGHT.line1, line_width=2)
        * hv.Scatter((NOTHING, NOTHING), "year", "value", label="alone").opts(color=LIGHT.line1, size=4)
        * hv.Curve((NOTHING, NOTHING, []), "year", ["value", "text"], label="tips").opts(
            line_alpha=0, tools=["hover"], hover_tooltips="<b>@year</b>  @text"
        )
    ).opts(**titled_axes(LIGHT, HEIGHT, " "))
    chart = LiveChart(overlay, "One of the places compared")
    chart.figure.title.update(text_color=LIGHT.ink, text_font_size="13px", text_font_style="bold")
    return chart


def _one_line(years: np.ndarray, lines: list[Floats]) -> dict[str, np.ndarray]:
    """Return several lines as one with gaps between them."""
    gap = np.array([np.nan])
    return {
        "year": np.concatenate([part for _ in lines for part in (years.astype(float), gap)]),
        "value": np.concatenate([part for line in lines for part in (line, gap)]),
    }
