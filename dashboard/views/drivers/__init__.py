"""Model: the model of warming, what-if, and similar countries."""
