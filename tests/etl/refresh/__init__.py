"""Tests of etl/refresh."""
