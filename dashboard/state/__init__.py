"""What a visitor chose, its URL, and what is on offer. Param only."""
