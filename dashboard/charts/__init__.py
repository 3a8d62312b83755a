"""Charts: pure functions from arrays to Bokeh figures, drawn once by HoloViews and updated in place."""

import holoviews as hv

# Loads the backend that draws; hv.extension would load its notebook scripts as well.
hv.renderer("bokeh")
