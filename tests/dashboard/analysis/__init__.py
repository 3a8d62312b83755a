"""Tests of dashboard/analysis."""
