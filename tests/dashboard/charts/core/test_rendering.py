"""Drawing for all visitors, while one visitor's document is the current one."""

from __future__ import annotations

import holoviews as hv
import numpy as np
from bokeh.document import Document
from bokeh.io.doc import patch_curdoc

from dashboard.charts.core.live_chart import LiveChart


def overlay() -> hv.Overlay:
    years = np.arange(2000, 2004)
    return hv.Overlay([hv.Curve((years, years), label="line"), hv.Scatter((years, years), label="dots")])


def test_a_chart_for_all_visitors_is_not_tied_to_the_one_it_is_first_drawn_for():
    document = Document()
    theme = document.theme
    with patch_curdoc(document):
        chart = LiveChart(overlay(), "A chart")
    assert document.session_destroyed_callbacks == set()  # Panel could not iterate over it (`panel serve --dev`)
    assert document.theme is theme
    assert chart.figure.document is None
