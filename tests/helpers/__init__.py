"""Helpers of tests: small data sets, servers, a browser and its visitor. No tests here."""
