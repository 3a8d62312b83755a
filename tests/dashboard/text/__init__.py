"""Tests of dashboard/text."""
