"""Numbers into words: sentences, methods, citations. Plain strings."""
