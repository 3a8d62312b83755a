"""Tests of etl/transform."""
