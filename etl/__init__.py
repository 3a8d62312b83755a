"""Pulls figures from their services, cleans, derives and checks them, and publishes them to data/ as one snapshot."""
