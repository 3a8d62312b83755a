"""Compare: several places in one chart."""
