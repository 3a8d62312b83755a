"""Which indicators there are: the configured list, its editing, and the search for others."""
