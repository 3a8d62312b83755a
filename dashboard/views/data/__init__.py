"""Data: tables, sources, methods and citations."""
