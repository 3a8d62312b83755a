"""Tests of dashboard/assets."""
