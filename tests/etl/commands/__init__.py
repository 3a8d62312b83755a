"""Tests of etl/commands."""
