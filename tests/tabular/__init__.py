"""Tests of the package tabular."""
