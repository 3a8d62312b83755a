"""The model of warming: what a country's indicators add to year and place as predictors of its temperature.

It gives predictions and associations, not causes. Only `trees` imports LightGBM.
"""
