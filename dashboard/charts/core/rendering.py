"""Render HoloViews elements outside any visitor's document."""

from __future__ import annotations

import holoviews as hv
from bokeh.document import Document
from holoviews.plotting.plot import DimensionedPlot

# Loads the backend that draws, for every chart; hv.extension would load its notebook scripts as well.
hv.renderer("bokeh")


def render(element: hv.Element | hv.Overlay) -> DimensionedPlot:
    """Return HoloViews' plot of an element, drawn in a document of its own.

    HoloViews would tie the plot to the current document: the first visitor's document would own what every
    other visitor's chart is copied from, and get a callback for the end of the session. That callback removes
    itself from the set that Panel iterates over when it warms up an app (`panel serve` with --warm, --autoreload or
    --dev), which then ends with "Set changed size during iteration" (HoloViews 1.23.2, Panel 1.9.4).
    """
    return hv.renderer("bokeh").instance(mode="server").get_plot(element, doc=Document())
