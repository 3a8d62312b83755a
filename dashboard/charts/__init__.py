"""Pure functions from frames to HoloViews elements, and what it takes to keep a drawn one up to date."""
