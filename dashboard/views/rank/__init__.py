"""Rank: economies in order, with the range of their ranks."""
