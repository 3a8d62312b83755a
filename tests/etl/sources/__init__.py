"""Tests of etl/sources."""
