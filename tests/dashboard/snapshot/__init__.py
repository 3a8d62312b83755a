"""Tests of dashboard/snapshot."""
