"""What a refresh asks for, and what it keeps when a source fails."""
