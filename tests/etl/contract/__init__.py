"""Tests of etl/contract."""
