"""The error of a snapshot that cannot be used, and what to do about it."""

from __future__ import annotations

from storage.locations import etl_command

RESTORE = f"Restore the data folder from version control, or move it away and run: {etl_command('refresh')}"


class SnapshotError(Exception):
    """The snapshot cannot be used; the sentence says why and what to do."""
