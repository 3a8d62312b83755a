"""The toolkit of the charts: theme, colour scales, ticks, cloning, live updates."""
