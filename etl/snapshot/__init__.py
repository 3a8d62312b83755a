"""The published snapshot: read, write, compare and describe it."""
