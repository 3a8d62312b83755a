"""Tests of dashboard/charts/core."""
