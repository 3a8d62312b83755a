"""Relate: two quantities of every economy against each other."""
