"""A refresh step by step: which series to look up, how to fetch each source, and what to keep when one fails."""
