"""The model step: what a country's indicators say about its warming beyond the year itself.

Predictions and associations only: nothing here finds out what causes what. Only `trees` knows LightGBM.
"""
