"""Reads the published snapshot, draws it and serves it. Never imports etl: the two share files only."""
