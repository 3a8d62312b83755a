"""Tests of the pictures that are drawn without Bokeh."""
