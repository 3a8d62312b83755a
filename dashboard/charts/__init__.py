"""Charts: pure functions from arrays to Bokeh figures, drawn once by HoloViews and updated in place."""
