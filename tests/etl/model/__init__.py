"""Tests of etl/model."""
