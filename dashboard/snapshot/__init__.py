"""The published figures, opened and indexed. No selection, no Bokeh, no Panel."""
