"""The published snapshot: reading, drafting, publishing, revisions, status."""
