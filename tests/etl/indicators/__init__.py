"""Tests of etl/indicators."""
