"""Warming stripes of many economies, one row each: one figure, an image a row, so that a tooltip knows the year."""

from __future__ import annotations

import numpy as np
from bokeh.models import ColumnDataSource, HoverTool, Image, LinearColorMapper, NumeralTickFormatter, Plot

from dashboard.charts.bars import AXIS_PX, ROW_PX, row_figure
from dashboard.charts.core import style
from dashboard.charts.core.colour_scales import Bins
from dashboard.charts.core.style import dress
from dashboard.charts.core.theme import Theme

FILLED = 0.86
"""Share of a row that is stripes; the rest keeps rows apart."""
TOOLTIP = """
<div class="stripes-tip" style="font-size: 13px; line-height: 1.35">
  <strong>@name</strong> $x{0}<br>@image{+0.00} °C
</div>
"""


class StripesChart:
    """The chart: `figure`, and `source` with an image for each row from the top."""

    def __init__(self, theme: Theme):
        """Draw it without rows."""
        self.figure: Plot = row_figure()
        self.source = ColumnDataSource(data={"image": [], "y": [], "name": []}, name="stripes_rows")
        self._colours = LinearColorMapper(palette=["#ffffff"], low=0, high=1, nan_color="rgba(0, 0, 0, 0)")
        self._images = self.figure.add_glyph(
            self.source, Image(image="image", x=0, y="y", dw=1, dh=FILLED, color_mapper=self._colours)
        )
        dress(self.figure, theme)
        self.figure.update(min_border_left=0, min_border_top=AXIS_PX, min_border_bottom=0)
        self.figure.yaxis.visible = self.figure.ygrid.visible = False
        self.figure.xaxis.formatter = NumeralTickFormatter(format="0")
        self.figure.add_tools(
            HoverTool(renderers=[self._images], tooltips=TOOLTIP, point_policy="follow_mouse", visible=False)
        )

    def update(self, names: list[str], years: np.ndarray, anomaly_c: np.ndarray, bins: Bins) -> None:
        """Show these rows, shape (rows, years), in the colours of `bins`, the outermost of which are open."""
        rows = max(len(names), 1)
        step = bins.edges[1] - bins.edges[0]
        self._colours.update(palette=list(bins.colours), low=bins.edges[0] - step, high=bins.edges[-1] + step)
        first, last = float(years[0]) - 0.5, float(years[-1]) + 0.5
        self._images.glyph.update(x=first, dw=last - first)
        self.source.data = {
            "image": [row[None, :] for row in anomaly_c],
            "y": np.arange(len(names)) - FILLED / 2,
            "name": names,
        }
        self.figure.x_range.update(start=first, end=last)
        self.figure.y_range.update(start=rows - 0.5, end=-0.5)
        self.figure.height = AXIS_PX + rows * ROW_PX

    def set_label(self, label: str) -> None:
        """Name the chart for screen readers."""
        style.set_label(self.figure, label)
