"""Tests of dashboard/server."""
