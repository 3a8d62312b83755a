"""Pure functions from frames to HoloViews elements, and what it takes to keep a drawn one up to date."""

import holoviews as hv

hv.renderer("bokeh")  # loads the backend that draws; hv.extension would load its notebook scripts as well
