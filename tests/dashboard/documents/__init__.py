"""Tests of the documents made without a session."""
