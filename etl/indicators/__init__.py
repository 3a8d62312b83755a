"""Indicators: the configured list and its edits, the scope of a refresh, and the search for other series."""
