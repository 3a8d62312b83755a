"""Charts as high as their place on the page: heights follow the window (assets/css/explore/explore.css)."""

from __future__ import annotations

from bokeh.models import Plot


def filling(drawn: Plot) -> Plot:
    """Make a chart as wide and as high as its place on the page."""
    drawn.update(sizing_mode="stretch_both", margin=0)
    return drawn


def of_own_height(drawn: Plot) -> Plot:
    """Make a chart as high as it was drawn, where no style sheet gives its place a height, as in a notebook."""
    drawn.update(sizing_mode="stretch_width")
    return drawn
