"""Tests of the page on the running server, most of them in a real browser."""
