"""Explore: the map, and the country chosen on it."""
